"""Why a person, a role or a delegation is not changed, in one sentence."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings
from web.words import move_word

STAFFING: Wordings = {
    "already_delegated": lambda f: _(
        "Trong thời gian này đã ủy quyền cho đồng chí ấy: %(steps)s. Bỏ các việc đó ra.",
        steps=f.list("steps", move_word),
    ),
    "chair_taken": lambda f: _(
        "Đ/c %(name)s đang chủ trì. Cho đồng chí ấy thôi trước, hoặc chọn vị trí khác.",
        name=f.word("name"),
    ),
    "dates_out_of_order": lambda _f: _("Ngày kết thúc phải từ ngày bắt đầu trở đi. Xem lại ngày."),
    "desk_missing": lambda _f: _("Vai thẩm định cần ghi bộ phận; các vai khác thì không."),
    "disabled": lambda f: _(
        "Đồng chí %(name)s đang ngừng quyền sử dụng. Cho sử dụng trở lại trước.",
        name=f.word("name"),
    ),
    "disabled_already": lambda f: _(
        "Đồng chí %(name)s đã ngừng quyền sử dụng rồi.", name=f.word("name")
    ),
    "ended_already": lambda f: _("Vai này đã kết thúc ngày %(day)s.", day=f.day("on")),
    "gone": lambda _f: _("Ủy quyền này không còn hiệu lực. Tải lại trang để xem."),
    "has_a_body": lambda _f: _("Đơn vị này đã có Ban Thường vụ. Tải lại trang để xem."),
    "held_already": lambda f: _(
        "Đồng chí %(name)s đang giữ vai này từ ngày %(day)s.", name=f.word("name"), day=f.day("on")
    ),
    "held_by_other": lambda f: _(
        "Đ/c %(name)s đang giữ vai này. Dùng «Bàn giao» để chuyển cho đồng chí khác.",
        name=f.word("name"),
    ),
    "last_administrator": lambda _f: _(
        "Đây là người quản trị duy nhất. Giao vai quản trị cho đồng chí khác trước."
    ),
    "no_role_to_delegate": lambda _f: _(
        "Người ủy quyền không giữ vai nào trong thời gian này, không có việc để ủy quyền."
    ),
    "no_steps": lambda _f: _("Chưa chọn việc nào. Đánh dấu ít nhất một việc được ủy quyền."),
    "no_such_person": lambda _f: _("Không có đồng chí này. Chọn lại trong danh sách."),
    "oneself": lambda _f: _("Đồng chí không làm việc này với chính mình được."),
    "period_is_over": lambda _f: _("Thời gian ủy quyền đã qua. Ghi ngày cuối từ hôm nay trở đi."),
    "phone_taken": lambda f: (
        _(
            "Số này đang là của đồng chí %(name)s. Kiểm tra lại số, hoặc giao vai cho đồng chí ấy.",
            name=f.word("name"),
        )
        if f.word("name")
        else _("Số này đã có đồng chí khác dùng. Kiểm tra lại số, hoặc hỏi người quản trị.")
    ),
    "same_person": lambda f: _(
        "Đồng chí %(name)s đang giữ vai này. Chọn đồng chí nhận bàn giao khác.", name=f.word("name")
    ),
    "seated_already": lambda f: _(
        "Đồng chí %(name)s đã ở trong Ban Thường vụ này.", name=f.word("name")
    ),
    "with_a_seat": lambda _f: _(
        "Vai này đi theo vị trí trong Ban Thường vụ. Sửa ở trang Ban Thường vụ."
    ),
}
