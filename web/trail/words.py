"""What the events of a trail are called, and in which groups they are looked for."""

from __future__ import annotations

from tenants.roles import Role
from web.catalogue import _l
from web.words import EVENTS, MOVES, PARTIES, in_own_words, party_word, role_word

# Every kind that code writes and that is no move of a flow; a test finds those missing.
KINDS = {
    "attach_evidence": _l("Gắn minh chứng"),
    "bulk": _l("Làm hàng loạt"),
    "break_glass": _l("Quản trị nền tảng mở khẩn cấp"),
    "break_glass_ended": _l("Quản trị nền tảng thôi mở khẩn cấp"),
    "break_glass_look": _l("Quản trị nền tảng xem một trang"),
    "break_glass_seen": _l("Đã xem báo mở khẩn cấp"),
    "campaign_changed": _l("Thay đổi giữa đợt"),
    "campaign_closed": _l("Đóng đợt"),
    "programme_entered": _l("Lập kế hoạch"),
    "campaign_copied": _l("Chép đợt từ năm trước"),
    "campaign_route_set": _l("Đặt lộ trình của năm"),
    "campaign_route_removed": _l("Bỏ lộ trình của năm"),
    "campaign_opened": _l("Mở đợt"),
    "certificate_artwork_removed": _l("Bỏ nền Giấy khen riêng"),
    "certificate_artwork_set": _l("Đặt nền Giấy khen riêng"),
    "certificate_handed_back": _l("Ghi ngày nộp lại Giấy khen"),
    "certificate_replaced": _l("Cấp lại Giấy khen"),
    "certificates_issued": _l("Cấp Giấy khen"),
    "certificates_printed": _l("In Giấy khen"),
    "claimed": _l("Khai điểm thưởng, điểm trừ"),
    "cite": _l("Dẫn sổ theo dõi, sinh hoạt làm minh chứng"),
    "code_issued": _l("Cấp mã đăng nhập"),
    "code_sent": _l("Gửi mã đăng nhập"),
    "criteria_draft_begun": _l("Lập bản thảo bộ tiêu chí"),
    "criteria_draft_changed": _l("Sửa bản thảo bộ tiêu chí"),
    "criteria_draft_dropped": _l("Xóa bản thảo bộ tiêu chí"),
    "criteria_published": _l("Ban hành bộ tiêu chí"),
    "decision_corrected": _l("Đính chính quyết định"),
    "decision_numbered": _l("Ghi số, ngày quyết định"),
    "decision_published": _l("Công bố quyết định"),
    "delegated": _l("Ủy quyền"),
    "delegation_ended": _l("Thôi ủy quyền"),
    "demo_loaded": _l("Nạp dữ liệu mẫu"),
    "detach_evidence": _l("Gỡ minh chứng khỏi tiêu chí"),
    "invitation_redeemed": _l("Dùng lời mời"),
    "invitations_sent": _l("Gửi lời mời cho nhiều người"),
    "invited": _l("Gửi lời mời"),
    "invited_many": _l("Lập lời mời cho nhiều người"),
    "list_confirmed": _l("Xác nhận danh sách"),
    "list_onboarded": _l("Nhập danh sách"),
    "list_undone": _l("Hoàn tác danh sách"),
    "log_checked": _l("Kiểm tra việc khắc phục"),
    "log_noted": _l("Ghi sổ theo dõi"),
    "log_planned": _l("Ghi kế hoạch khắc phục"),
    "log_withdrawn": _l("Rút khỏi sổ theo dõi"),
    "meeting_cancelled": _l("Hủy buổi sinh hoạt"),
    "meeting_kept": _l("Ghi buổi sinh hoạt"),
    "meeting_planned": _l("Đặt lịch sinh hoạt"),
    "meeting_remarked": _l("Nhận xét buổi sinh hoạt"),
    "merit_decision_drafted": _l("Lập dự thảo quyết định tặng Giấy khen"),
    "unit_classified": _l("Sửa loại của đơn vị"),
    "unit_class_added": _l("Thêm vào danh mục loại đơn vị"),
    "unit_class_changed": _l("Sửa danh mục loại đơn vị"),
    "unit_class_ended": _l("Thôi dùng một loại đơn vị"),
    "unit_class_taken_up": _l("Dùng lại một loại đơn vị"),
    "own_days_removed": _l("Bỏ ngày nghỉ riêng"),
    "own_days_set": _l("Đặt ngày nghỉ riêng"),
    "paper_form_removed": _l("Bỏ mẫu văn bản riêng"),
    "paper_form_set": _l("Đặt mẫu văn bản riêng"),
    "paper_numbered": _l("Ghi số, ngày văn bản"),
    "paper_given_back": _l("Lưu bản ký, bản sửa của văn bản"),
    "paper_asked": _l("Lập văn bản"),
    "password_removed": _l("Bỏ mật khẩu"),
    "password_set": _l("Đặt mật khẩu"),
    "person_added": _l("Thêm người"),
    "phone_changed": _l("Đổi số điện thoại"),
    "phone_lost": _l("Báo mất điện thoại"),
    "pilot_marked": _l("Ghi chi bộ làm điểm"),
    "pilots_left_out": _l("Ghi lý do không chọn làm điểm"),
    "proved_again": _l("Xác nhận lại danh tính"),
    "reminded": _l("Nhắc việc"),
    "recovery_codes_made": _l("Lập mã dự phòng"),
    "second_factor_added": _l("Thêm lớp bảo vệ thứ hai"),
    "second_factor_removed": _l("Bỏ một lớp bảo vệ"),
    "second_factors_reset": _l("Bỏ lớp bảo vệ đã mất"),
    "keep_evidence": _l("Thêm minh chứng"),
    "replace_evidence": _l("Thay minh chứng"),
    "remove_evidence": _l("Bỏ minh chứng"),
    "bring_back_evidence": _l("Lấy lại minh chứng"),
    "describe_evidence": _l("Ghi lời cho minh chứng"),
    "event_planned": _l("Đặt lịch sự kiện"),
    "event_kept": _l("Ghi sự kiện"),
    "event_cancelled": _l("Hủy sự kiện"),
    "registration_template": _l("Đặt mẫu đăng ký"),
    "restoration_asked": _l("Đề nghị khôi phục danh hiệu"),
    "revocation_asked": _l("Đề nghị thu hồi danh hiệu"),
    "role_given": _l("Giao vai trò"),
    "sign_in": _l("Đăng nhập"),
    "sign_out": _l("Đăng xuất"),
    "sign_out_elsewhere": _l("Đăng xuất thiết bị khác"),
    "sitting_ballot_opened": _l("Mở bỏ phiếu kín"),
    "sitting_ballot_cast": _l("Đã bỏ phiếu kín"),
    "sitting_ballot_ended": _l("Kết thúc bỏ phiếu kín"),
    "sitting_ballot_voided": _l("Hủy lượt bỏ phiếu kín"),
    "sitting_mode_changed": _l("Đổi cách biểu quyết"),
    "sitting_tally_confirmed": _l("Xác nhận kết quả kiểm phiếu"),
    "sitting_round_recorded": _l("Ghi vòng biểu quyết thêm"),
    "sitting_rounds_forgotten": _l("Bỏ vòng biểu quyết thêm"),
    "recusal_declared": _l("Xin không biểu quyết một hồ sơ"),
    "recusal_taken_back": _l("Thôi xin không biểu quyết"),
    "ground_recorded": _l("Ghi căn cứ thu hồi, khôi phục"),
    "sitting_item_added": _l("Đưa thêm hồ sơ vào phiên họp"),
    "sitting_part_closed": _l("Chốt một phần phiên họp"),
    "signs_counted": _l("Ghi số liệu tự soi, tự sửa"),
    "sitting_attendance": _l("Điểm danh phiên họp"),
    "sitting_broken_off": _l("Dừng hẳn phiên họp"),
    "sitting_cancelled": _l("Hủy phiên họp"),
    "sitting_closed": _l("Chốt phiên họp"),
    "sitting_opened": _l("Khai mạc phiên họp"),
    "sitting_prepared": _l("Chuẩn bị phiên họp"),
    "sitting_rest_recorded": _l("Ghi tán thành cho các hồ sơ còn lại"),
    "sitting_rest_undone": _l("Hoàn tác ghi tán thành"),
    "sitting_resumed": _l("Họp tiếp"),
    "sitting_suspended": _l("Tạm nghỉ phiên họp"),
    "contact_erased": _l("Xóa cách liên lạc của một người"),
    "team_cancelled": _l("Hủy đoàn kiểm điểm"),
    "team_kept": _l("Ghi đoàn kiểm điểm"),
    "team_sent": _l("Cử đoàn kiểm điểm"),
    "weak_flagged": _l("Đưa đơn vị vào diện theo dõi"),
    "weak_lifted": _l("Thôi theo dõi đơn vị"),
    "tenant_erased": _l("Xóa dữ liệu của đơn vị"),
    "tenant_exported": _l("Xuất dữ liệu của đơn vị"),
    "tenant_described": _l("Sửa thông tin đơn vị"),
    "tenant_opened": _l("Mở đơn vị"),
    "tenant_standing": _l("Đổi tình trạng đơn vị"),
    "told_how_chosen": _l("Chọn cách nhận tin"),
    "trail_exported": _l("Xuất nhật ký"),
    "unit_name_corrected": _l("Sửa chính tả tên đơn vị"),
    "uncite": _l("Thôi dẫn sổ theo dõi, sinh hoạt"),
    "unit_reminded": _l("Nhắc đơn vị về sinh hoạt, khắc phục"),
    "unit_succession": _l("Sắp xếp đơn vị"),
}
OTHER = _l("Việc khác")

# Groups by which one looks, by their words in addresses: the kinds begin so.
GROUPS = {
    "dang-nhap": (
        _l("Đăng nhập, mã, mật khẩu"),
        ("sign_", "code_", "password", "phone_", "invit", "proved", "second", "passkey", "totp",
         "recovery"),
    ),
    "nguoi-va-don-vi": (
        _l("Người, đơn vị, ủy quyền"),
        ("person", "role_", "delegat", "unit_", "list_", "membership", "body_", "own_days",
         "tenant_", "account"),
    ),
    "phien-hop": (_l("Phiên họp, biểu quyết"), ("sitting", "vote", "item_", "exception", "pilot")),
    "quyet-dinh": (_l("Quyết định, xếp loại"), ("decision", "rating", "certificate", "paper")),
    "khan-cap": (_l("Mở khẩn cấp"), ("break_glass",)),
}  # fmt: skip
MOVES_OF_DOSSIERS = "ho-so"


def kind_word(kind: str) -> str:
    """Return what an event is called; what nobody has named yet is another act."""
    words = KINDS.get(kind) or MOVES.get(kind) or EVENTS.get(kind) or OTHER
    return in_own_words(str(words))


def acted_as_word(role: str) -> str:
    """Return what somebody acted as: a party of a flow, a role, or the platform."""
    if role in PARTIES:
        return party_word(role)
    if role == "platform_admin":
        return str(_l("quản trị nền tảng"))
    return role_word(Role(role)) if role in set(Role) else ""


def kinds_of(group: str, known: list[str]) -> tuple[str, ...]:
    """Return the kinds that a group holds, of those that the trail has."""
    if group == MOVES_OF_DOSSIERS:
        return tuple(kind for kind in known if kind in MOVES) or ("-",)
    if group not in GROUPS:
        return ()
    begins = GROUPS[group][1]
    return tuple(kind for kind in known if kind.startswith(begins)) or ("-",)
