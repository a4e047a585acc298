"""Why something is not done at a sitting, or to a decision: one sentence for each code."""

from __future__ import annotations

from web.catalogue import _
from web.refusal_facts import Wordings

SITTING_WORDINGS: Wordings = {
    "already_voted": lambda _f: _(
        "Đồng chí đã bỏ phiếu rồi. Phiếu kín đã bỏ là phiếu cuối cùng, không sửa được."
    ),
    "ballot_incomplete": lambda f: _(
        "Còn %(n)s chỗ chưa chọn. Chọn một ý ở mỗi câu rồi bấm «Bỏ phiếu».",
        n=f.count("missing"),
    ),
    "ballot_open": lambda _f: _(
        "Đang bỏ phiếu kín. Kết thúc bỏ phiếu và kiểm phiếu trước, rồi làm việc này."
    ),
    "ballots_unreadable": lambda _f: _(
        "Các phiếu đã bỏ không mở được. Hủy lượt bỏ phiếu này rồi bỏ phiếu lại."
    ),
    "no_ballot": lambda _f: _(
        "Lúc này không mở bỏ phiếu kín. Tải lại trang, hoặc hỏi thư ký phiên họp."
    ),
    "not_in_the_room": lambda _f: _(
        "Chỉ ủy viên đang có mặt mới bỏ phiếu. Nếu đang dự họp, báo thư ký điểm danh."
    ),
    "nothing_to_confirm": lambda _f: _(
        "Không còn kết quả kiểm phiếu nào chờ xác nhận. Tải lại trang để xem."
    ),
    "nothing_to_vote": lambda _f: _("Mọi hồ sơ đã có phiếu. Tải lại trang để xem kết quả."),
    "own_tally": lambda _f: _(
        "Đồng chí đã nhập kết quả này. Mời người thứ hai xác nhận trên máy của mình."
    ),
    "tally_unconfirmed": lambda _f: _(
        "Kết quả kiểm phiếu chưa được người thứ hai xác nhận. Mời một ủy viên xác nhận."
    ),
    "vote_by_ballot": lambda _f: _(
        "Phiên họp đang bỏ phiếu kín trên điện thoại, không ghi phiếu bằng tay được."
    ),
    "decision_still_grows": lambda _f: _(
        "Phiên họp mới chốt một phần, quyết định còn thêm chi bộ. Chốt xong phiên họp rồi ghi số."
    ),
    "ground_missing": lambda _f: _(
        "Chưa ghi căn cứ thu hồi hoặc khôi phục. Đồng chí ghi căn cứ rồi biểu quyết."
    ),
    "leaves_already": lambda f: _(
        "Đồng chí %(name)s đã được ghi không biểu quyết hồ sơ này.", name=f.word("name")
    ),
    "mixed_titles": lambda _f: _(
        "Chi bộ và đảng bộ cơ sở là hai danh hiệu khác nhau. Lập hai phiên họp riêng."
    ),
    "must_leave": lambda _f: _(
        "Người này phải rời theo quy định hoặc chưa xin rời, không bỏ ghi được."
    ),
    "not_on_the_roll": lambda _f: _(
        "Người này không có trong danh sách ủy viên của phiên họp. Chọn người khác."
    ),
    "nothing_settled": lambda _f: _(
        "Chưa có hồ sơ nào xong để chốt trước. Ghi kết quả rồi chốt phần đã xong."
    ),
    "replaces_nobody": lambda f: _(
        "Hồ sơ %(dossier)s chỉ thay được một chi bộ làm điểm khác có trong phiên họp này.",
        dossier=f.word("dossier"),
    ),
    "replaced_pilot_stays": lambda _f: _(
        "Chi bộ được thay phải ghi «Không» làm điểm trong phiên này, và chỉ do một chi bộ thay."
    ),
    "pilot_as_before": lambda _f: _(
        "Có chi bộ được ghi như đang có: đã làm điểm, hoặc chưa từng làm điểm. Để lại hồ sơ đó."
    ),
    "voted_already": lambda f: _(
        "Hồ sơ %(dossier)s đã biểu quyết, không đổi người biểu quyết hoặc căn cứ được nữa.",
        dossier=f.word("dossier"),
    ),
    "already_numbered": lambda f: _(
        "Văn bản đã có số %(number)s, ngày %(day)s. Muốn đổi, lập văn bản mới.",
        number=f.word("number"),
        day=f.day("signed_on"),
    ),
    "before_sitting": lambda f: _("Ngày ký phải từ ngày họp, %(day)s, trở đi.", day=f.day("on")),
    "body_above": lambda _f: _(
        "Quá nửa số người phải rút khỏi việc này, nên do cấp trên quyết định. Để lại hồ sơ này."
    ),
    "before_issue": lambda f: _("Ngày nộp lại phải từ ngày cấp, %(day)s, trở đi.", day=f.day("on")),
    "certificate_stands": lambda f: _(
        "Giấy khen vào sổ số %(number)s đang có hiệu lực, chưa phải nộp lại.",
        number=f.word("number"),
    ),
    "handed_back_already": lambda f: _(
        "Giấy khen vào sổ số %(number)s đã ghi nộp lại ngày %(day)s.",
        number=f.word("number"),
        day=f.day("on"),
    ),
    "certificate_ended": lambda f: _(
        "Giấy khen vào sổ số %(number)s đã hết hiệu lực. Đồng chí xem giấy thay cho giấy này.",
        number=f.word("number"),
    ),
    "chair_closes": lambda _f: _(
        "Chỉ người chủ trì chốt được phiên họp. Mời đồng chí chủ trì bấm chốt trên máy của mình."
    ),
    "chair_concluded": lambda f: _(
        "Người chủ trì đã kết luận thẩm định hồ sơ %(dossiers)s. Chọn người chủ trì khác.",
        dossiers=f.list("dossiers"),
    ),
    "chair_grants_exceptions": lambda _f: _(
        "Chỉ người chủ trì ghi được lý do đặc cách. Mời đồng chí chủ trì ghi."
    ),
    "takes_no_exception": lambda f: _(
        "Bộ tiêu chí không cho đặc cách khi có: %(labels)s.", labels=f.word("labels")
    ),
    "difference_needs_reason": lambda _f: _(
        "Mức thẩm định khác mức chi bộ tự đánh giá. Đồng chí ghi lý do ở từng chỗ khác."
    ),
    "empty_agenda": lambda _f: _("Chưa chọn hồ sơ nào. Đồng chí chọn ít nhất một hồ sơ."),
    "empty_roll": lambda _f: _(
        "Ban Thường vụ chưa có thành viên nào trong danh sách. Đồng chí gọi người quản trị."
    ),
    "items_unsettled": lambda f: _(
        "Chưa xong hồ sơ %(dossiers)s. Ghi kết quả hoặc để lại từng hồ sơ rồi chốt.",
        dossiers=f.list("dossiers"),
    ),
    "no_merit_here": lambda _f: _(
        "Phiên họp này không tặng Giấy khen cho chi bộ nào, nên không có quyết định để lập."
    ),
    "nothing_to_print": lambda _f: _(
        "Không có Giấy khen nào đang có hiệu lực để in. Đồng chí xem lại sổ Giấy khen."
    ),
    "off_the_sheet": lambda f: _(
        "Chữ chỉ dịch được đến %(most)s mm mỗi chiều. Đồng chí ghi số nhỏ hơn.",
        most=f.count("most"),
    ),
    "no_pilot_reason": lambda _f: _(
        "Chưa chọn chi bộ làm điểm nào. Đồng chí ghi lý do không chọn, hoặc chọn ít nhất một."
    ),
    "no_quorum": lambda f: _(
        "Chưa đủ điều kiện họp: có mặt %(present)s, cần từ %(needed)s đồng chí.",
        present=f.count("present"),
        needed=f.count("needed"),
    ),
    "nobody_present": lambda _f: _("Chưa ghi ai có mặt. Đồng chí ghi người có mặt trước."),
    "nobody_to_chair": lambda _f: _(
        "Ban Thường vụ chưa có người chủ trì trong danh sách. Đồng chí gọi người quản trị."
    ),
    "not_a_candidate": lambda f: _(
        "Chưa đưa vào phiên họp được hồ sơ %(dossiers)s. Bỏ chọn các hồ sơ đó rồi làm lại.",
        dossiers=f.list("dossiers"),
    ),
    "number_taken": lambda f: _(
        "Số %(number)s đã dùng cho văn bản %(decision)s. Xem lại sổ và ghi số khác.",
        number=f.word("number"),
        decision=f.word("decision"),
    ),
    "off_the_agenda": lambda f: _(
        "Hồ sơ này không còn trong phiên họp %(sitting)s. Tải lại trang để xem danh sách.",
        sitting=f.word("sitting"),
    ),
    "only_noted": lambda f: _(
        "Hồ sơ %(dossier)s chưa đủ điều kiện nên chỉ ghi nhận, không biểu quyết.",
        dossier=f.word("dossier"),
    ),
    "round_of_others": lambda _f: _(
        "Các hồ sơ bằng nhau vừa thay đổi. Tải lại trang rồi ghi lại vòng biểu quyết thêm."
    ),
    "round_tally": lambda f: _(
        "Vòng thêm có %(voters)s đồng chí biểu quyết, số phiếu ghi nhiều hơn. Xem lại phiếu.",
        voters=f.count("voters"),
    ),
    "signer_not_in_office": lambda _f: _(
        "Người ký không còn trong Ban Thường vụ vào ngày ký. Chọn người ký khác."
    ),
    "sitting_not_open": lambda f: _(
        "Phiên họp %(sitting)s chưa khai mạc hoặc đã kết thúc. Tải lại trang để xem.",
        sitting=f.word("sitting"),
    ),
    "sitting_not_prepared": lambda f: _(
        "Phiên họp %(sitting)s đã khai mạc hoặc đã kết thúc, không sửa được phần chuẩn bị.",
        sitting=f.word("sitting"),
    ),
    "too_many_pilots": lambda _f: _(
        "Số chi bộ làm điểm nhiều hơn quy định của đợt. Bỏ bớt rồi chốt."
    ),
    "unvoted": lambda _f: _("Hồ sơ này chưa biểu quyết. Ghi kết quả hoặc để lại hồ sơ."),
    "vote_changed": lambda f: _(
        "Kết quả của hồ sơ %(dossier)s vừa được người khác ghi. Tải lại trang rồi xem lại.",
        dossier=f.word("dossier"),
    ),
}
