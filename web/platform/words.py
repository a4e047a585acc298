"""What the platform's pages call things, and how its refusals are worded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenants.platform.refusals import PlatformRefusedError
from tenants.tenant import Level, Standing
from web.catalogue import _, _l
from web.forms import Form

LEVELS = {
    Level.PROVINCE: _l("Tỉnh, thành phố trực thuộc Trung ương"),
    Level.DISTRICT: _l("Huyện, quận, thị xã, thành phố"),
    Level.COMMUNE: _l("Xã, phường, đặc khu"),
}
STANDINGS = {
    Standing.OPEN: _l("Đang dùng"),
    Standing.SUSPENDED: _l("Tạm ngừng"),
    Standing.CLOSED: _l("Đã kết thúc"),
}
# How a standing looks: see the macro `tag`.
LOOKS = {Standing.OPEN: "ok", Standing.SUSPENDED: "warn", Standing.CLOSED: ""}
EVENTS = {
    "account_added": _l("Thêm người quản trị nền tảng"),
    "account_disabled": _l("Cho nghỉ người quản trị nền tảng"),
    "code_issued": _l("Cấp mã đăng nhập"),
    "invited": _l("Gửi lời mời"),
    "second_factor_added": _l("Thêm lớp bảo vệ"),
    "second_factors_reset": _l("Bỏ lớp bảo vệ đã mất"),
    "sign_in": _l("Đăng nhập"),
    "sign_out": _l("Đăng xuất"),
    "tenant_proposed": _l("Đề nghị mở đơn vị"),
    "tenant_opened": _l("Mở đơn vị"),
    "tenant_turned_down": _l("Không mở đơn vị"),
    "tenant_described": _l("Sửa thông tin đơn vị"),
    "tenant_standing": _l("Đổi tình trạng đơn vị"),
    "break_glass": _l("Mở khẩn cấp"),
    "break_glass_ended": _l("Thôi mở khẩn cấp"),
}

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "slug_reserved": lambda _f: _("Tên này hệ thống dùng riêng. Chọn tên khác."),
    "slug_taken": lambda f: _("Đã có đơn vị ở địa chỉ %(slug)s. Chọn tên khác.", slug=f["slug"]),
    "host_taken": lambda f: _("Tên miền %(host)s đã dùng cho đơn vị khác.", host=f["host"]),
    "proposed_already": lambda f: _(
        "Địa chỉ %(slug)s đang có đề nghị chờ xác nhận.", slug=f["slug"]
    ),
    "proposal_settled": lambda _f: _("Đề nghị này đã xử lý xong. Tải lại trang để xem kết quả."),
    "own_proposal": lambda _f: _(
        "Đồng chí đã đề nghị đơn vị này. Người khác xác nhận mới mở được."
    ),
    "nothing_changed": lambda _f: _("Chưa có gì thay đổi."),
    "stands_so_already": lambda _f: _("Đơn vị đang ở tình trạng này rồi. Tải lại trang để xem."),
    "minutes": lambda _f: _("Chọn một trong các khoảng thời gian."),
    "phone_taken": lambda f: _("Số này là của đồng chí %(name)s.", name=f["name"]),
    "account_disabled": lambda f: _(
        "Số này là của đồng chí %(name)s, đã cho nghỉ.", name=f["name"]
    ),
    "own_account": lambda _f: _("Không tự cho mình nghỉ được. Người khác làm việc này."),
}


def explain(form: Form, refusal: PlatformRefusedError) -> int:
    """Put a refusal where it belongs on the form, and return the status of the answer."""
    sentence = REFUSALS[refusal.code](refusal.info)
    field = form.at(refusal.field) if refusal.field else None
    if field is not None:
        field.errors = [*field.errors, sentence]
    else:
        form.form_errors.append(sentence)
    return 403 if refusal.code == "own_proposal" else 422


def event_word(kind: str) -> str:
    """Return what an event of the platform is called."""
    return str(EVENTS.get(kind, kind))
