"""What states, moves, parties and roles are called on pages, in the tenant's own words.

``{ward}`` and ``{city}`` stand for what the tenant calls its two levels. On a page about one
dossier ``{unit}``, ``{meeting}`` and ``{members}`` stand for whose it is, who meets and votes
there and who is counted, ``{receiver}`` for the level that appraises it.
These words come from its title (``workflows.decisions.awards``).
"""

from __future__ import annotations

from flask import Flask

from tenants.roles import Role
from tenants.unit_classes.known import kinds_by_code, sectors_by_code
from tenants.unit_classes.tables import UnitClass, is_named_after_ward
from web import current
from web.catalogue import _, _l
from workflows.decisions.awards import (
    MEETING,
    OF_A_COMMITTEE,
    VOTERS,
    award_of,
    units_of,
)
from workflows.dossiers.tables import Dossier

STATES = {
    "registration_draft": _l("Chưa đăng ký"),
    "registration_submitted": _l("Mới nộp đăng ký"),
    "registration_returned": _l("Trả lại đăng ký"),
    "registered": _l("Đã đăng ký"),
    "in_progress": _l("Đang thực hiện"),
    "self_assessment": _l("Đang tự đánh giá"),
    "under_appraisal": _l("{Ward} đang thẩm định"),
    "returned": _l("Trả lại bổ sung"),
    "awaiting_ward_review": _l("Chờ {ward} họp"),
    "recommended": _l("Được đề nghị"),
    "awaiting_own_review": _l("Chờ Ban Thường vụ của đơn vị họp"),
    "proposed": _l("Đã thông qua đề nghị"),
    "city_appraisal": _l("{City} đang thẩm định"),
    "returned_to_ward": _l("{City} trả lại"),
    "awaiting_city_decision": _l("Chờ {city} họp"),
    "ward_reconsideration": _l("Đang xem xét lại"),
    "city_reconsideration": _l("Đang xem xét lại"),
    "on_hold": _l("Tạm dừng"),
    "not_recommended": _l("Không được đề nghị"),
    "declined": _l("Không công nhận"),
    "recognized": _l("Được công nhận"),
    "revoked": _l("Đã thu hồi"),
    "withdrawn": _l("Đã rút"),
    "lapsed": _l("Không tham gia"),
    "superseded": _l("Đã nhập vào hồ sơ khác"),
}

MOVES = {
    "submit_registration": _l("Nộp đăng ký"),
    "accept_registration": _l("Tiếp nhận đăng ký"),
    "return_registration": _l("Trả lại đăng ký"),
    "conclude_pilot_selection": _l("Chọn làm điểm"),
    "admit": _l("Cho thực hiện"),
    "name_pilot": _l("Bổ sung làm điểm"),
    "drop_pilot": _l("Thôi làm điểm"),
    "open_review": _l("Mở tự đánh giá"),
    "submit_self_assessment": _l("Nộp tự đánh giá"),
    "give_opinion": _l("Cho ý kiến"),
    "return_for_supplement": _l("Trả lại bổ sung"),
    "call_back": _l("Gọi lại hồ sơ"),
    "conclude_appraisal": _l("Kết luận thẩm định"),
    "reopen_appraisal": _l("Thẩm định lại"),
    "recommend": _l("Đề nghị công nhận"),
    "not_recommend": _l("Không đề nghị"),
    "propose": _l("Thông qua đề nghị"),
    "not_propose": _l("Chưa thông qua đề nghị"),
    "reopen_self_assessment": _l("Tự đánh giá lại"),
    "send_to_city": _l("Gửi {city}"),
    "return_to_ward": _l("Trả lại {ward}"),
    "resend": _l("Gửi lại {city}"),
    "conclude_city_appraisal": _l("Kết luận thẩm định của {city}"),
    "reopen_city_appraisal": _l("Thẩm định lại ở {city}"),
    "recognize": _l("Công nhận"),
    "decline": _l("Không công nhận"),
    "request_reconsideration": _l("Xin xem xét lại"),
    "grant_reconsideration": _l("Đồng ý xem xét lại"),
    "uphold": _l("Giữ kết quả"),
    "revoke": _l("Thu hồi"),
    "restore": _l("Khôi phục"),
    "put_on_hold": _l("Tạm dừng"),
    "resume": _l("Tiếp tục"),
    "withdraw": _l("Rút hồ sơ"),
    "lapse": _l("Ghi không tham gia"),
    "supersede": _l("Nhập vào hồ sơ khác"),
    "transfer": _l("Chuyển hồ sơ"),
    "undo": _l("Hoàn tác"),
}

# What the trail keeps beside the moves.
EVENTS = {
    "result_published": _l("Công bố kết quả"),
    "revocation_asked": _l("Đề nghị thu hồi danh hiệu"),
    "restoration_asked": _l("Đề nghị khôi phục danh hiệu"),
    "flow_changed": _l("Chuyển sang quy trình khác"),
    "answer": _l("Trả lời tiêu chí"),
    "appraised": _l("Chấm thẩm định"),
    "vote_recorded": _l("Ghi kết quả biểu quyết"),
    "item_deferred": _l("Để lại, chưa biểu quyết"),
    "recusal_declared": _l("Có người xin không biểu quyết"),
    "recusal_taken_back": _l("Thôi xin không biểu quyết"),
    "ground_recorded": _l("Ghi căn cứ thu hồi, khôi phục"),
    "sitting_item_added": _l("Đưa vào phiên họp"),
    "exception_granted": _l("Ghi lý do đặc cách"),
    "rating_recorded": _l("Ghi quyết định xếp loại cuối năm"),
    "unit_succession": _l("Thay đổi đơn vị"),
    "delegated": _l("Ủy quyền"),
    "delegation_ended": _l("Thôi ủy quyền"),
    "reminded_week_ahead": _l("Nhắc việc: còn một tuần"),
    "reminded_soon": _l("Nhắc việc: sắp đến hạn"),
    "reminded_today": _l("Nhắc việc: hạn hôm nay"),
    "reminded_late": _l("Nhắc việc: đã quá hạn"),
    "reminded_escalated": _l("Báo cáo: việc quá hạn chưa xong"),
    "reminded_escalated_again": _l("Báo cáo lần hai: việc quá hạn chưa xong"),
    "reminded_unstaffed": _l("Chưa có người giữ vai trò phải xử lý"),
    "unit_reminded": _l("Nhắc đơn vị về sinh hoạt, khắc phục"),
    "reminded_by_hand": _l("Văn phòng nhắc việc"),
    "person_added": _l("Thêm cán bộ"),
    "person_corrected": _l("Sửa thông tin cán bộ"),
    "person_disabled": _l("Ngừng quyền sử dụng"),
    "person_enabled": _l("Cho sử dụng trở lại"),
    "role_given": _l("Giao vai"),
    "role_ended": _l("Thôi giữ vai"),
    "role_handed_over": _l("Bàn giao vai"),
    "roles_vacant": _l("Có vai chưa có người"),
    "body_founded": _l("Lập Ban Thường vụ"),
    "seat_taken": _l("Tham gia Ban Thường vụ"),
    "seat_left": _l("Thôi tham gia Ban Thường vụ"),
    "seat_not_counted": _l("Không tính vào tổng số"),
    "seat_counted": _l("Tính lại vào tổng số"),
    "attach_evidence": _l("Gắn minh chứng"),
    "report_targets": _l("Cập nhật chỉ tiêu"),
    "detach_evidence": _l("Gỡ minh chứng khỏi tiêu chí"),
    "claimed": _l("Khai điểm thưởng, điểm trừ"),
    "cite": _l("Dẫn sổ theo dõi, sinh hoạt làm minh chứng"),
    "uncite": _l("Thôi dẫn sổ theo dõi, sinh hoạt"),
    "task_claimed": _l("Nhận việc"),
    "task_released": _l("Trả lại việc đã nhận"),
    "task_handed_over": _l("Giao việc"),
}

PARTIES = {
    "cell": _l("bí thư, phó bí thư chi bộ"),
    "unit_office": _l("văn phòng của đảng bộ"),
    "ward_office": _l("văn phòng {ward}"),
    "ward_lead": _l("bộ phận chủ trì thẩm định của {ward}"),
    "ward_desk": _l("các bộ phận thẩm định của {ward}"),
    "ward_chair": _l("người chủ trì Ban Thường vụ của {ward}"),
    "ward_body": _l("Ban Thường vụ của {ward}"),
    "inspection": _l("bộ phận kiểm tra"),
    "city_org": _l("Ban Tổ chức của {city}"),
    "city_desk": _l("các bộ phận thẩm định của {city}"),
    "city_office": _l("văn phòng {city}"),
    "city_body": _l("Ban Thường vụ của {city}"),
    "tenant_admin": _l("người quản trị"),
    "system": _l("máy"),
}

ROLES = {
    Role.CELL_SECRETARY: _l("Bí thư chi bộ"),
    Role.CELL_DEPUTY: _l("Phó Bí thư chi bộ"),
    Role.SUPERVISOR: _l("Cấp ủy viên phụ trách"),
    Role.WARD_OFFICE: _l("Văn phòng {ward}"),
    Role.APPRAISER: _l("Bộ phận thẩm định"),
    Role.COMMITTEE_MEMBER: _l("Ủy viên Ban Thường vụ"),
    Role.COMMITTEE_CHAIR: _l("Chủ trì Ban Thường vụ"),
    Role.SITTING_RECORDER: _l("Thư ký phiên họp"),
    Role.CITY_OFFICE: _l("Văn phòng {city}"),
    Role.CITY_ORG_DEPT: _l("Ban Tổ chức {city}"),
    Role.TENANT_ADMIN: _l("Quản trị"),
    Role.AUDITOR: _l("Giám sát, chỉ xem"),
}

DESKS = {
    "organisation": _l("tổ chức"),
    "inspection": _l("kiểm tra"),
    "propaganda": _l("tuyên giáo"),
    "office": _l("văn phòng"),
    "front": _l("Mặt trận"),
}

# What tenants' kinds and sectors are mostly called; any other name stays as it is in English.
CLASSES = (
    _l("Cấp ủy cấp trên"), _l("Đảng ủy {ward}"), _l("Tổ chức cơ sở đảng"), _l("Chi bộ"),
    _l("Khu dân cư"), _l("Trường học"), _l("Cơ quan"), _l("Doanh nghiệp"), _l("Quân sự"),
    _l("Công an"), _l("Đơn vị sự nghiệp"), _l("Hưu trí"), _l("Khác"),
)  # fmt: skip

RATINGS = {
    "excellent": _l("Hoàn thành xuất sắc nhiệm vụ"),
    "good": _l("Hoàn thành tốt nhiệm vụ"),
    "completed": _l("Hoàn thành nhiệm vụ"),
    "not_completed": _l("Không hoàn thành nhiệm vụ"),
}


# What tenants mostly call their two levels; any other word of theirs stays as it is in English.
LEVELS = (
    _l("phường"), _l("xã"), _l("đặc khu"),
    _l("Thành ủy"), _l("Thị ủy"), _l("Quận ủy"), _l("Huyện ủy"), _l("Tỉnh ủy"),
)  # fmt: skip


# What titles call their units, who meets over them and who votes there.
UNITS = (
    _l("chi bộ"), _l("đảng bộ"), _l("Ban Thường vụ Đảng ủy"), _l("đảng viên"), _l("ủy viên"),
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Give the words to every template, as filters."""
    for word in (
        state_word, move_word, party_word, role_word, desk_word, rating_word, unit_kind_word,
        sector_word,
        title_word,
    ):  # fmt: skip
        app.add_template_filter(word)
    app.add_template_filter(in_own_words, "own_words")
    app.add_template_filter(of_title)


def state_word(state: str) -> str:
    """Return what a state is called; one that no flow has any more is told as such."""
    if state not in STATES:
        return _("Trạng thái không còn dùng (%(state)s)", state=state)
    return in_own_words(str(STATES[state]))


def move_word(trigger: str) -> str:
    """Return what a move is called, or another event of the trail."""
    return in_own_words(str(MOVES.get(trigger) or EVENTS.get(trigger, trigger)))


def party_word(party: str) -> str:
    """Return what a party is called, inside a sentence."""
    return in_own_words(str(PARTIES.get(party, party)))


def role_word(role: Role) -> str:
    """Return what a role is called."""
    return in_own_words(str(ROLES.get(role, role)))


def desk_word(desk: str) -> str:
    """Return what an appraisal desk is called, inside a sentence."""
    return str(DESKS.get(desk, desk))


def unit_kind_word(code: str) -> str:
    """Return what the tenant calls a kind of unit, or what kinds behave as."""
    return class_word(kinds_by_code(current.session()).get(code), code) if code else ""


def sector_word(code: str | None) -> str:
    """Return what the tenant calls a sector; a unit may have none."""
    return class_word(sectors_by_code(current.session()).get(code), code) if code else ""


def class_word(own: UnitClass | None, code: str) -> str:
    """Return the name of a kind or sector; of one that the tenant does not have, its code."""
    if own is None:
        return _("loại không có trong danh mục (%(code)s)", code=code)
    if is_named_after_ward(own, str(_own().get("ward") or "")):
        return in_own_words(_("Đảng ủy {ward}"))
    return _(own.name)


def rating_word(rating: str) -> str:
    """Return what a year-end quality rating is called."""
    return str(RATINGS.get(rating, rating))


def title_word(dossier: Dossier) -> str:
    """Return what the title is called that a dossier is about."""
    if dossier.of_committee:
        return award_of(dossier.flow)
    return dossier.campaign.programme.title


def ward_word() -> str:
    """Return what the tenant calls the level that receives dossiers."""
    return _(str(_own().get("ward") or "phường"))


def city_word() -> str:
    """Return what the tenant calls the level above."""
    return _(str(_own().get("city") or "Thành ủy"))


def in_own_words(text: str, flow: str | None = None) -> str:
    """Put the names of levels and of the unit spoken of into a text; ``{Ward}`` capitalised.

    Args:
        flow: which way the dossiers go that the text is about; that of the page unless given.

    """
    if "{" not in text:
        return text
    ward, city = ward_word(), city_word()
    flow = current.flow_spoken_of() if flow is None else flow
    award = award_of(flow)
    words = {
        "ward": ward, "city": city, "receiver": city if flow == OF_A_COMMITTEE else ward,
        "unit": _(units_of(flow)), "meeting": _(MEETING[award]), "members": _(VOTERS[award]),
    }  # fmt: skip
    for mark, word in words.items():
        text = text.replace(f"{{{mark}}}", word)
        text = text.replace(f"{{{mark.capitalize()}}}", at_start(word))
    return text


def of_title(text: str, flow: str) -> str:
    """Put what a flow calls its units into a text; capitalised for ``{Unit}``."""
    return in_own_words(text, flow)


def at_start(word: str) -> str:
    """Return a word as a sentence begins with it."""
    return word[:1].upper() + word[1:]


def _own() -> dict[str, object]:
    return current.tenant().words if current.has_tenant() else {}
