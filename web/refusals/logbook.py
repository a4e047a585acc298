"""Why an entry of a logbook is not written as it was typed."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings

LOGBOOK: Wordings = {
    "entry_checked": lambda _f: _("Nội dung này đã được kiểm tra, không rút được nữa."),
    "entry_remedied": lambda f: _(
        "Khuyết điểm này đã khắc phục xong ngày %(day)s, không sửa được nữa.", day=f.day("on")
    ),
    "entry_withdrawn": lambda _f: _("Nội dung này đã được rút khỏi sổ theo dõi."),
    "not_yours_to_check": lambda _f: _(
        "Khuyết điểm do cấp trên ghi thì đồng chí phụ trách hoặc văn phòng {ward} kiểm tra."
    ),
    "not_yours_to_withdraw": lambda _f: _(
        "Nội dung này do bên khác ghi. Đồng chí đề nghị bên đã ghi rút lại."
    ),
}
