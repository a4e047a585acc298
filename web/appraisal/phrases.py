"""Ready phrases for the remark beside a criterion: the year's own, or those that come along."""

from __future__ import annotations

from collections.abc import Sequence

from web.catalogue import _l
from web.words import in_own_words
from workflows.campaigns.tables import Campaign

SHIPPED = (
    _l("Đối chiếu hồ sơ, số liệu chưa đạt mức tự chấm."),
    _l("Thiếu minh chứng, chỉ tính phần có văn bản."),
    _l("Còn việc hoàn thành chậm so với kế hoạch."),
    _l("Sổ theo dõi của văn phòng ghi khác."),
    _l("Kết quả vượt mức {unit} tự chấm."),
)


def phrases_of(campaign: Campaign) -> Sequence[str]:
    """Return the phrases that are offered in a year."""
    own = campaign.rules.get("appraisal_phrases") or []
    return [str(each) for each in own] or [in_own_words(str(each)) for each in SHIPPED]
