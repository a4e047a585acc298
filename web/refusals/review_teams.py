"""Why a team, a flag or a count is not written as it was typed."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings

REVIEW_TEAMS: Wordings = {
    "flag_lifted": lambda _f: _("Đơn vị này đã thôi theo dõi rồi. Tải lại trang để xem."),
    "flagged_already": lambda _f: _("Đơn vị này đang trong diện theo dõi rồi."),
    "more_than_members": lambda f: _(
        "Số đã tự soi nhiều hơn số đảng viên của chi bộ (%(members)s).", members=f.count("members")
    ),
    "more_than_reflected": lambda f: _(
        "Số này không thể nhiều hơn số đảng viên đã tự soi (%(reflected)s).",
        reflected=f.count("reflected"),
    ),
    "team_cancelled": lambda _f: _("Đoàn kiểm điểm này đã hủy, không ghi thêm được."),
    "team_held": lambda f: _("Đoàn đã làm việc ngày %(day)s, không hủy được nữa.", day=f.day("on")),
}
