"""Why a move is not made, in one sentence: what is wrong, and what to do."""

from __future__ import annotations

from flask import Flask

from web.campaign_refusals import CAMPAIGN_WORDINGS
from web.catalogue import _
from web.file_refusals import FILE_WORDINGS
from web.filters import moment
from web.logbook_refusals import LOGBOOK_WORDINGS
from web.meeting_refusals import MEETING_WORDINGS
from web.refusal_facts import Facts, Wordings
from web.registration_refusals import REGISTRATION_WORDINGS
from web.review_team_refusals import REVIEW_TEAM_WORDINGS
from web.sitting_refusals import SITTING_WORDINGS
from web.staffing_refusals import STAFFING_WORDINGS
from web.unit_class_refusals import UNIT_CLASS_WORDINGS
from web.unit_refusals import UNIT_WORDINGS
from web.words import desk_word, in_own_words, move_word, party_word, state_word
from workflows.engine.refusals import Refusal


def init_app(app: Flask) -> None:
    """Give the sentence to every template, as a filter."""
    app.add_template_filter(words_of, "refusal_words")


def words_of(refusal: Refusal) -> str:
    """Return the sentence for a refusal."""
    wording = WORDINGS.get(refusal.code)
    if wording is None:
        return _(
            "Chưa làm được việc này (lý do: %(code)s). Đồng chí gọi văn phòng giúp.",
            code=refusal.code,
        )
    return in_own_words(wording(Facts(refusal.info)))


def _four_eyes(f: Facts) -> str:
    """Say which earlier act it was, whose, and when."""
    step, day = move_word(f.word("trigger")), f.day("at", "on")
    if f.word("by"):
        return _(
            "Đ/c %(name)s, người đồng chí làm thay, đã làm bước «%(step)s» ngày %(day)s của hồ sơ"
            " này. Bước này do người khác làm.",
            name=f.word("by"), step=step, day=day,
        )  # fmt: skip
    if f.word("deputy"):
        return _(
            "Đ/c %(name)s đã làm bước «%(step)s» ngày %(day)s của hồ sơ này thay đồng chí, hoặc"
            " thay người đồng chí làm thay. Bước này do người khác làm.",
            name=f.word("deputy"), step=step, day=day,
        )  # fmt: skip
    return _(
        "Đồng chí đã làm bước «%(step)s» ngày %(day)s của hồ sơ này. Bước này do người khác làm.",
        step=step,
        day=day,
    )


WORDINGS: Wordings = {
    **CAMPAIGN_WORDINGS,
    **SITTING_WORDINGS,
    **FILE_WORDINGS,
    **LOGBOOK_WORDINGS,
    **MEETING_WORDINGS,
    **REVIEW_TEAM_WORDINGS,
    **REGISTRATION_WORDINGS,
    **UNIT_WORDINGS,
    **UNIT_CLASS_WORDINGS,
    **STAFFING_WORDINGS,
    "already_numbered": lambda f: _(
        "Quyết định đã có số %(number)s ngày %(day)s, không sửa được nữa.",
        number=f.word("number"),
        day=f.day("signed_on"),
    ),
    "already_reconsidered": lambda _f: _(
        "Kết quả này đã được xin xem xét lại một lần. Mỗi kết quả chỉ xin được một lần."
    ),
    "always_applies": lambda f: _(
        "Tiêu chí %(criterion)s luôn áp dụng. Đồng chí chọn một mức.", criterion=f.word("criterion")
    ),
    "bad_tally": lambda f: (
        _(
            "Tổng số phiếu nhiều hơn số người có mặt được biểu quyết (%(base)s).",
            base=f.count("base"),
        )
        if f.word("detail") == "ballots_above_voters"
        else _(
            "Số tán thành phải từ 0 đến %(base)s. Đồng chí xem lại biên bản.", base=f.count("base")
        )
    ),
    "base_needs_reason": lambda f: _(
        "Số đảng viên được tính khác danh sách (%(expected)s). Đồng chí ghi lý do.",
        expected=f.count("expected"),
    ),
    "another_printed_name": lambda f: _(
        "Tên này khác hẳn «%(name)s» đang in, không phải lỗi in. Đính chính chỉ sửa cách viết.",
        name=f.word("name"),
    ),
    "before_decision": lambda f: _(
        "Văn bản đính chính phải từ ngày ký quyết định, %(day)s, trở đi.", day=f.day("on")
    ),
    "no_such_row": lambda f: _(
        "Danh sách có %(last)s dòng. Ghi số dòng từ 1 đến %(last)s.", last=f.count("last")
    ),
    "nothing_printed": lambda f: _(
        "Dòng %(row)s không in gì ở chỗ này. Xem lại bản in, chọn dòng khác.", row=f.count("row")
    ),
    "unreadable_day": lambda _f: _("Chưa đọc được ngày. Ghi ngày/tháng/năm, ví dụ 05/03/2026."),
    "before_sitting": lambda f: _(
        "Ngày ký phải từ ngày chốt phiên họp, %(day)s, trở đi.", day=f.day("on")
    ),
    "body_above": lambda _f: _(
        "Quá nửa số ủy viên phải rời phòng. Việc này do cấp trên quyết định."
    ),
    "call_back_needs_reason": lambda f: _(
        "Chi bộ còn hạn bổ sung đến %(day)s. Muốn gọi lại trước, đồng chí ghi lý do.",
        day=f.day("on"),
    ),
    "cells_under_way": lambda f: _(
        "Chưa kết luận được: kết quả tính từ các chi bộ, mà còn hồ sơ chưa xong (%(dossiers)s).",
        dossiers=f.list("dossiers"),
    ),
    "campaign_not_draft": lambda f: _(
        "Đợt năm %(year)s đã mở rồi, không sửa được nữa.", year=f.word("year")
    ),
    "campaign_not_open": lambda f: _(
        "Đợt năm %(year)s chưa mở hoặc đã đóng. Đồng chí hỏi văn phòng {city}.",
        year=f.word("year"),
    ),
    "chair_closes": lambda _f: _("Chủ trì chốt phiên họp trên máy của mình."),
    "chair_concluded": lambda f: _(
        "Người chủ trì đã kết luận thẩm định hồ sơ %(dossiers)s nên không chủ trì được."
        " Hủy phiên này và chọn người chủ trì khác.",
        dossiers=f.list("dossiers"),
    ),
    "chair_grants_exceptions": lambda _f: _("Chỉ người chủ trì phiên họp cho biểu quyết được."),
    "changed_since": lambda _f: _(
        "Hồ sơ đã thay đổi sau việc của đồng chí nên không hoàn tác được nữa."
    ),
    "claimed": lambda f: _(
        "Đ/c %(name)s đã nhận việc này lúc %(time)s. Đồng chí chờ, hoặc nhận thay và ghi lý do.",
        name=f.word("name"),
        time=moment(f.get("at")),
    ),
    "content_changed": lambda _f: _(
        "Nội dung hồ sơ đã khác với khi biểu quyết. Thẩm định lại và biểu quyết lại trước khi gửi."
    ),
    "empty_agenda": lambda _f: _("Chưa chọn hồ sơ nào. Đánh dấu ít nhất một hồ sơ."),
    "empty_roll": lambda _f: _(
        "Ban Thường vụ chưa có ủy viên nào trong danh sách. Đồng chí hỏi người quản trị."
    ),
    "four_eyes": _four_eyes,
    "frozen": lambda _f: _(
        "Phần này đang khóa, không sửa được. Tải lại trang để xem hồ sơ đang ở đâu."
    ),
    "future_day": lambda f: _(
        "Ngày phải trước hoặc đúng hôm nay, %(today)s.", today=f.day("today")
    ),
    "items_unsettled": lambda f: _(
        "Còn hồ sơ chưa xong: %(dossiers)s. Ghi phiếu hoặc để phiên sau rồi chốt.",
        dossiers=f.list("dossiers"),
    ),
    "key_reused": lambda _f: _(
        "Biểu mẫu này đã gửi rồi. Tải lại trang để xem kết quả, rồi làm tiếp nếu cần."
    ),
    "late_needs_consent": lambda _f: _(
        "Đăng ký này nộp muộn. Đồng chí ghi số và ngày văn bản đồng ý của Ban Thường vụ."
    ),
    "late_needs_reason": lambda _f: _("Đã quá hạn. Đồng chí ghi lý do nộp muộn."),
    "merit_vote_missing": lambda _f: _(
        "Hồ sơ này chưa biểu quyết về Giấy khen. Ghi kết quả biểu quyết trước khi chốt."
    ),
    "missing": lambda _f: _("Còn mục chưa điền. Đồng chí điền các mục được đánh dấu."),
    "no_pilot_reason": lambda _f: _(
        "Phiên họp không chọn chi bộ nào làm điểm. Ghi lý do rồi chốt."
    ),
    "no_place": lambda f: _(
        "Quy trình mới không có chỗ cho trạng thái «%(state)s» của hồ sơ.",
        state=state_word(f.word("state")),
    ),
    "no_quorum": lambda f: _(
        "Chưa đủ điều kiện họp: có mặt %(present)s, cần từ %(needed)s trên %(roll)s ủy viên.",
        present=f.count("present"),
        needed=f.count("needed"),
        roll=f.count("roll"),
    ),
    "no_route": lambda _f: _("Không chuyển được hồ sơ từ quy trình này sang quy trình kia."),
    "no_way_back": lambda f: _(
        "Hồ sơ tạm dừng ở «%(state)s»; quy trình mới không có chỗ để tiếp tục.",
        state=state_word(f.word("state")),
    ),
    "nobody_present": lambda _f: _("Chưa điểm danh. Đánh dấu người có mặt rồi ghi phiếu."),
    "nobody_to_chair": lambda _f: _(
        "Ban Thường vụ chưa có người chủ trì. Chọn người chủ trì, hoặc hỏi người quản trị."
    ),
    "not_a_colleague": lambda _f: _(
        "Người này không còn giữ vai làm việc này. Tải lại trang rồi chọn người khác."
    ),
    "not_a_candidate": lambda f: _(
        "Hồ sơ %(dossiers)s không còn đưa vào phiên họp này được. Tải lại trang rồi chọn lại.",
        dossiers=f.list("dossiers"),
    ),
    "not_adopted": lambda f: _(
        "Chi bộ chưa thông qua: cần từ %(needed)s trên %(base)s đảng viên tán thành.",
        needed=f.count("needed"),
        base=f.count("base"),
    ),
    "not_eligible": lambda _f: _(
        "Hồ sơ chưa đủ điều kiện. Người chủ trì cần ghi lý do đặc cách trước khi khai mạc."
    ),
    "not_from_here": lambda f: (
        _(
            "Hồ sơ đang ở bước «%(state)s». Việc này làm ở bước: %(sources)s.",
            state=state_word(f.word("state")),
            sources=f.list("sources", state_word),
        )
        if f.get("sources")
        else _(
            "Hồ sơ đang ở bước «%(state)s», chưa làm được việc này."
            " Tải lại trang để xem việc cần làm.",
            state=state_word(f.word("state")),
        )
    ),
    "not_passed": lambda _f: _("Việc này chưa được quá nửa số người tán thành tại phiên họp."),
    "not_yours_to_release": lambda f: _(
        "Việc này do đ/c %(name)s nhận. Chỉ người đã nhận mới trả lại được.", name=f.word("name")
    ),
    "not_yours_to_undo": lambda f: _(
        "Việc cuối do đ/c %(name)s làm. Chỉ người làm mới hoàn tác được.", name=f.word("name")
    ),
    "too_many_times": lambda f: _("Số lần nhiều quá, tối đa %(most)s lần.", most=f.count("most")),
    "note_too_long": lambda f: _(
        "Ghi chú dài quá, tối đa %(longest)s chữ cái.", longest=f.count("longest")
    ),
    "flagged": lambda f: _("Cần xem riêng hồ sơ này: %(flags)s.", flags=f.list("flags")),
    "asked_already": lambda f: _(
        "Đã có đề nghị về danh hiệu của hồ sơ %(dossier)s, đang chờ phiên họp.",
        dossier=f.word("dossier"),
    ),
    "no_such_ground": lambda _f: _(
        "Căn cứ này không dùng cho việc đang đề nghị. Chọn căn cứ khác."
    ),
    "no_title": lambda f: _(
        "Hồ sơ %(dossier)s không có danh hiệu để thu hồi hay khôi phục.", dossier=f.word("dossier")
    ),
    "nobody_to_decide": lambda f: _(
        "Chưa có nơi quyết định: %(body)s đã kết thúc mà chưa ghi nơi kế thừa. "
        "Đồng chí gọi người quản trị.",
        body=f.word("body"),
    ),
    "not_numbered_yet": lambda f: _(
        "Quyết định %(decision)s chưa có số và ngày. Ghi số, ngày rồi mới công bố được.",
        decision=f.word("decision"),
    ),
    "too_much_shown": lambda _f: _(
        "Mức công bố này không được ghi mục đã chọn. Bỏ mục đó, hoặc chọn mức khác."
    ),
    "nothing_to_go_back_to": lambda _f: _(
        "Không còn bước trước để trở về. Đồng chí gọi người quản trị."
    ),
    "nothing_to_reconsider": lambda _f: _("Hồ sơ chưa có kết quả để xin xem xét lại."),
    "nothing_to_undo": lambda _f: _(
        "Việc cuối của hồ sơ này không hoàn tác được. Tải lại trang để xem hồ sơ đang ở đâu."
    ),
    "number_taken": lambda f: _(
        "Số %(number)s đã dùng cho quyết định %(decision)s, do đ/c %(name)s ghi. Xem lại sổ.",
        number=f.word("number"),
        decision=f.word("decision"),
        name=f.word("name"),
    ),
    "submission_number_taken": lambda f: _(
        "Số %(number)s đã dùng cho tờ trình của phiên họp %(sitting)s, ngày %(on)s."
        " Xem lại sổ và ghi số khác.",
        number=f.word("number"),
        sitting=f.word("sitting"),
        on=f.day("on"),
    ),
    "off_the_agenda": lambda _f: _("Hồ sơ này không còn trong phiên họp. Tải lại trang."),
    "on_opened_sitting": lambda f: _(
        "Hồ sơ đang nằm trong phiên họp %(sitting)s. Làm việc này sau khi phiên họp kết thúc.",
        sitting=f.word("sitting"),
    ),
    "only_at_sitting": lambda _f: _(
        "Việc này chỉ làm được khi chốt phiên họp. Đưa hồ sơ vào một phiên họp."
    ),
    "only_noted": lambda _f: _(
        "Hồ sơ này không đủ điều kiện nên chỉ được ghi nhận, không biểu quyết."
    ),
    "opinions_missing": lambda f: _(
        "Còn thiếu ý kiến của bộ phận: %(desks)s. Chờ đủ ý kiến rồi kết luận.",
        desks=f.list("desks", desk_word),
    ),
    "over_quota": lambda f: _(
        "Đã hết chỉ tiêu: %(used)s trong %(most)s suất (tính trên %(base)s đơn vị).",
        used=f.count("used"),
        most=f.count("most"),
        base=f.count("base"),
    ),
    "passed": lambda _f: _("Việc này đã được tán thành, không ghi là không thông qua được."),
    "past_day": lambda f: _("Hạn mới phải từ hôm nay, %(today)s, trở đi.", today=f.day("today")),
    "pilot_incomplete": lambda _f: _(
        "Chi bộ làm điểm cần có lý do và cấp ủy viên phụ trách. Đồng chí ghi đủ hai mục."
    ),
    "pilot_unmarked": lambda _f: _("Còn chi bộ chưa ghi là làm điểm hay không. Đồng chí chọn một."),
    "pilots_not_chosen": lambda f: _(
        "Ban Thường vụ chưa chọn chi bộ làm điểm. Chờ phiên họp, hoặc đến ngày %(day)s.",
        day=f.day("on"),
    ),
    "rating_too_low": lambda _f: _(
        "Xếp loại cuối năm chưa đạt mức để công nhận. Xem lại quyết định xếp loại."
    ),
    "rating_undecided": lambda _f: _(
        "Chi bộ chưa có quyết định xếp loại cuối năm. Ghi số và ngày quyết định trước."
    ),
    "review_open": lambda f: (
        _("Đã mở tự đánh giá từ %(day)s, không nhận đăng ký nữa.", day=f.day("on"))
        if f.day("on")
        else _("Các chi bộ đã bắt đầu tự đánh giá, không nhận đăng ký nữa.")
    ),
    "role": lambda f: _(
        "Việc này do %(parties)s làm. Đồng chí không giữ vai đó với hồ sơ này.",
        parties=f.list("parties", party_word),
    ),
    "signer_not_in_office": lambda _f: _(
        "Người ký không giữ chức vào ngày ký. Xem lại ngày, hoặc chọn người ký khác."
    ),
    "sitting_not_open": lambda _f: _(
        "Phiên họp không còn mở, chưa ghi được. Tải lại trang để xem phiên họp đang ở đâu."
    ),
    "sitting_not_prepared": lambda _f: _(
        "Phiên họp đã khai mạc hoặc đã kết thúc, không làm việc này được nữa."
    ),
    "step_changed": lambda f: _(
        "Bước «%(move)s» hồ sơ đã qua, nhưng ở quy trình mới là bước khác.",
        move=move_word(f.word("trigger")),
    ),
    "too_early": lambda f: _("Chưa đến ngày. Việc này làm được từ %(day)s.", day=f.day("on")),
    "too_late": lambda f: _("Đã hết hạn ngày %(day)s. Đồng chí hỏi văn phòng.", day=f.day("until")),
    "too_late_to_undo": lambda _f: _("Đã quá 24 giờ nên không hoàn tác được nữa."),
    "too_many_pilots": lambda f: _(
        "Số chi bộ làm điểm nhiều hơn quy định (tối đa %(most)s). Bớt chi bộ làm điểm.",
        most=f.count("most"),
    ),
    "trial_is_old": lambda _f: _(
        "Có hồ sơ vừa thay đổi sau lần chạy thử. Đồng chí xem lại kết quả thử rồi xác nhận."
    ),
    "not_applicable_unexplained": lambda f: _(
        "Tiêu chí không áp dụng mà chưa có lý do: %(criteria)s. Ghi lý do ở tiêu chí đó rồi gửi.",
        criteria=f.list("criteria"),
    ),
    "unanswered": lambda f: _(
        "Còn tiêu chí chưa trả lời: %(criteria)s. Đồng chí làm nốt rồi gửi.",
        criteria=f.list("criteria"),
    ),
    "unappraised": lambda f: _(
        "Còn tiêu chí chưa thẩm định: %(criteria)s. Chấm nốt rồi kết luận.",
        criteria=f.list("criteria"),
    ),
    "unknown_flow": lambda f: _(
        "Không có quy trình %(flow)s phiên bản %(number)s.",
        flow=f.word("flow"),
        number=f.word("number"),
    ),
    "unknown_level": lambda _f: _("Chưa chọn mức. Đồng chí chọn một mức trong danh sách."),
    "vote_changed": lambda _f: _(
        "Phiếu của hồ sơ này vừa được người khác sửa. Tải lại trang để xem, rồi ghi lại nếu cần."
    ),
}
