"""What the Charter's rewards might be looked at for: hints, and never more than that.

The title and the Charter's rewards are records apart, each with a decision of its own
(docs/process.md, section 1). The rewards go by the year-end rating, not by this title; only
how many years it has run is a reason to look.
"""

from __future__ import annotations

from web.catalogue import _
from workflows.decisions.results import Title

LONG_RUN = 5


def hints_of(title: Title) -> list[str]:
    """Say what the years running may be a reason to look at."""
    if title.running >= LONG_RUN:
        return [
            _(
                "Đơn vị giữ danh hiệu %(n)s năm liền. Nếu các năm ấy đều hoàn thành xuất sắc nhiệm"
                " vụ tiêu biểu, đơn vị có thể thuộc diện xét Giấy khen, Bằng khen định kỳ 5 năm.",
                n=title.running,
            )
        ]
    if title.running == LONG_RUN - 1:
        return [
            _(
                "Đơn vị giữ danh hiệu %(n)s năm liền; năm sau là năm thứ %(next)s, văn phòng có thể"
                " chuẩn bị hồ sơ khen thưởng định kỳ.",
                n=title.running,
                next=LONG_RUN,
            )
        ]
    return []
