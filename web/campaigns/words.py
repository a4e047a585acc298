"""What is said of a year: its state, its days, what changed, what is odd."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tenants.text.dates import show_date
from web.campaigns.forms import SettingsForm, percent_of
from web.catalogue import _, _l
from web.from_cells import COUNTED
from web.words import DESKS, desk_word, in_own_words, state_word
from workflows.campaigns.date_order import Remark

STATES = {"draft": _l("Dự thảo"), "open": _l("Đang mở"), "closed": _l("Đã đóng")}
LOOKS = {"draft": "do", "open": "ok", "closed": "none"}
FLOWS = {
    "cell_title": _l("Chi bộ 4 tốt: {ward} đề nghị, {city} công nhận"),
    "cell_title_ward": _l("Chi bộ 4 tốt: {ward} công nhận"),
    "committee_title": _l("Đảng bộ cơ sở 4 tốt: {city} công nhận"),
}
RULES = {
    "title": _l("Tên đợt"),
    "reconsideration_days": _l("Số ngày được xin xem xét lại"),
    "rules.vote": _l("Cách biểu quyết"),
    "rules.days_to_act": _l("Ngày làm việc cho từng bước"),
    "rules.quota": _l("Giới hạn tỷ lệ"),
    "rules.opinion_desks": _l("Bộ phận phải cho ý kiến"),
    "rules.computed_from_cells": _l("Tiêu chí của đảng bộ tính từ chi bộ"),
    "rules.meetings": _l("Sinh hoạt: chi bộ ít đảng viên, thời lượng, tổ đi làm xa"),
}


def flow_words() -> dict[str, str]:
    """Return what each flow is called."""
    return {name: in_own_words(str(words)) for name, words in FLOWS.items()}


def name_of(name: str) -> str:
    """Return what a setting is called."""
    words = RULES.get(name)
    if words is None:
        field = getattr(SettingsForm, name.removeprefix("rules."), None)
        words = field.args[0] if field is not None and field.args else name
    return in_own_words(str(words))


def value_of(name: str, value: Any) -> str:
    """Return a setting's value as people read it."""
    special = _VALUES.get(name)
    if special is not None and isinstance(value, dict):
        return in_own_words(special(value))
    match value:
        case None | "" | [] | {}:
            return _("không có")
        case bool():
            return _("có") if value else _("không")
        case str():
            return desk_word(value) if value in DESKS else _shown_day(value)
        case list():
            return ", ".join(value_of("", each) for each in value)
        case _:
            return str(value)


def remark_words(remark: Remark) -> str:
    """Say what is odd about the days, and what to do."""
    return in_own_words(_REMARKS[remark.code](remark))


def _shown_day(text: str) -> str:
    try:
        return show_date(date.fromisoformat(text))
    except ValueError:
        return text


def _days_to_act(value: dict[str, Any]) -> str:
    each = [
        _("%(step)s: %(n)s ngày làm việc", step=state_word(state), n=days)
        for state, days in value.items()
    ]
    return "; ".join(each) or _("5 ngày làm việc cho mỗi bước")


def _quota(value: dict[str, Any]) -> str:
    bases = {
        "good": _("số xếp loại hoàn thành tốt"),
        "good_or_better": _("số xếp loại hoàn thành tốt trở lên"),
        "all": _("tất cả chi bộ tham gia"),
    }
    words = _(
        "tối đa %(n)s phần trăm của %(base)s, làm tròn xuống",
        n=percent_of(value["share"]), base=bases.get(value["base"], ""),
    )  # fmt: skip
    if value.get("grouping") == "sector":
        return words + _(", tính riêng từng loại hình")
    return words


def _vote(value: dict[str, Any]) -> str:
    bases = {"roll": _("tổng số ủy viên"), "present": _("số có mặt"), "valid": _("số phiếu hợp lệ")}
    return _(
        "có mặt ít nhất %(quorum)s; tán thành quá %(majority)s, tính trên %(base)s",
        quorum=value.get("quorum"), majority=value.get("majority"),
        base=bases.get(str(value.get("base")), ""),
    )  # fmt: skip


def _meetings(value: dict[str, Any]) -> str:
    words = _(
        "từ %(n)s đảng viên trở xuống: %(every)s tháng một lần, ít nhất %(small)s phút; chi bộ khác"
        " ít nhất %(shortest)s phút",
        n=value.get("small_members", 0), every=value.get("small_every", 1),
        small=value.get("small_shortest", 0), shortest=value.get("shortest", 0),
    )  # fmt: skip
    return words + _("; tổ đi làm xa tính riêng") if value.get("away_apart") else words


def _from_cells(value: dict[str, Any]) -> str:
    return "; ".join(
        _(
            "%(key)s: %(counted)s, các mức từ %(shares)s %%",
            key=key, counted=COUNTED.get(how["counts"], how["counts"]),
            shares=", ".join(str(share) for _level, share in how["levels"] if share),
        )
        for key, how in sorted(value.items())
    )  # fmt: skip


_VALUES: dict[str, Callable[[dict[str, Any]], str]] = {
    "rules.computed_from_cells": _from_cells,
    "rules.days_to_act": _days_to_act,
    "rules.meetings": _meetings,
    "rules.quota": _quota,
    "rules.vote": _vote,
}


def _order(remark: Remark) -> str:
    earlier, later = (name_of(name) for name in remark.fields)
    info = remark.info
    if remark.mend:
        return _(
            "«%(first)s» (%(a)s) phải trước hoặc cùng ngày «%(second)s» (%(b)s).",
            first=earlier, a=show_date(info["earlier"]), second=later, b=show_date(info["later"]),
        )  # fmt: skip
    return _(
        "«%(second)s» (%(b)s) trước «%(first)s» (%(a)s): vẫn được, nhưng nên xem lại.",
        first=earlier, a=show_date(info["earlier"]), second=later, b=show_date(info["later"]),
    )  # fmt: skip


_REMARKS: dict[str, Callable[[Remark], str]] = {
    "order": _order,
    "other_year": lambda r: _(
        "Ngày mở %(day)s không thuộc năm %(year)s.",
        day=show_date(r.info["on"]), year=r.info["year"],
    ),
    "no_meeting_to_register": lambda r: _(
        "Từ ngày mở đến hạn đăng ký %(until)s không có ngày sinh hoạt thường lệ (ngày %(day)s) nào:"
        " các chi bộ phải họp bất thường.",
        until=show_date(r.info["until"]), day=r.info["day"],
    ),
    "few_meetings_to_assess": lambda r: _(
        "Từ ngày mở tự đánh giá đến hạn %(until)s chỉ có %(n)s kỳ sinh hoạt (ngày %(day)s): chi bộ"
        " nào lỡ thì không còn kỳ dự phòng.",
        until=show_date(r.info["until"]), n=r.info["n"], day=r.info["day"],
    ),
    "day_off": lambda r: _(
        "Hạn cuối %(day)s là ngày nghỉ theo lịch làm việc.", day=show_date(r.info["on"])
    ),
}  # fmt: skip
