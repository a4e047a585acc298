"""Why a vote is not taken as it was given, or an item not concluded so."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings

VOTING: Wordings = {
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
    "ballots_outstanding": lambda f: _(
        "Chưa bỏ phiếu: %(names)s. "
        "Chờ các đồng chí bỏ phiếu, hoặc mở «Kết thúc khi chưa đủ phiếu».",
        names=f.list("names"),
    ),
    "ballots_unreadable": lambda _f: _(
        "Các phiếu đã bỏ không mở được. Hủy lượt bỏ phiếu này rồi bỏ phiếu lại."
    ),
    "body_above": lambda _f: _(
        "Từ một nửa số ủy viên phải rời phòng. Việc này do cấp trên quyết định."
    ),
    "leaves_already": lambda f: _(
        "Đồng chí %(name)s đã được ghi không biểu quyết hồ sơ này.", name=f.word("name")
    ),
    "merit_vote_missing": lambda _f: _(
        "Hồ sơ này chưa biểu quyết về Giấy khen. Ghi kết quả biểu quyết trước khi chốt."
    ),
    "must_leave": lambda _f: _(
        "Người này phải rời theo quy định hoặc chưa xin rời, không bỏ ghi được."
    ),
    "no_ballot": lambda _f: _(
        "Lúc này không mở bỏ phiếu kín. Tải lại trang, hoặc hỏi thư ký phiên họp."
    ),
    "no_merit_here": lambda _f: _(
        "Phiên họp này không tặng Giấy khen cho chi bộ nào, nên không có quyết định để lập."
    ),
    "no_quorum": lambda f: _(
        "Chưa đủ điều kiện họp: có mặt %(present)s, cần từ %(needed)s trên %(roll)s ủy viên.",
        present=f.count("present"),
        needed=f.count("needed"),
        roll=f.count("roll"),
    ),
    "nobody_present": lambda _f: _("Chưa điểm danh. Đánh dấu người có mặt rồi ghi phiếu."),
    "not_in_the_room": lambda _f: _(
        "Chỉ ủy viên đang có mặt mới bỏ phiếu. Nếu đang dự họp, báo thư ký điểm danh."
    ),
    "not_passed": lambda _f: _("Việc này chưa được quá nửa số người tán thành tại phiên họp."),
    "nothing_to_confirm": lambda _f: _(
        "Không còn kết quả kiểm phiếu nào chờ xác nhận. Tải lại trang để xem."
    ),
    "nothing_to_vote": lambda _f: _("Mọi hồ sơ đã có phiếu. Tải lại trang để xem kết quả."),
    "only_noted": lambda _f: _(
        "Hồ sơ này không đủ điều kiện nên chỉ được ghi nhận, không biểu quyết."
    ),
    "over_quota": lambda f: _(
        "Đã hết chỉ tiêu: %(used)s trong %(most)s suất (tính trên %(base)s đơn vị).",
        used=f.count("used"),
        most=f.count("most"),
        base=f.count("base"),
    ),
    "own_tally": lambda _f: _(
        "Đồng chí đã nhập kết quả này. Mời người thứ hai xác nhận trên máy của mình."
    ),
    "passed": lambda _f: _("Việc này đã được tán thành, không ghi là không thông qua được."),
    "round_of_others": lambda _f: _(
        "Các hồ sơ bằng nhau vừa thay đổi. Tải lại trang rồi ghi lại vòng biểu quyết thêm."
    ),
    "round_tally": lambda f: _(
        "Vòng thêm có %(voters)s đồng chí biểu quyết, số phiếu ghi nhiều hơn. Xem lại phiếu.",
        voters=f.count("voters"),
    ),
    "takes_no_exception": lambda f: _(
        "Bộ tiêu chí không cho đặc cách khi có: %(labels)s.", labels=f.word("labels")
    ),
    "tally_unconfirmed": lambda _f: _(
        "Kết quả kiểm phiếu chưa được người thứ hai xác nhận. Mời một ủy viên xác nhận."
    ),
    "unvoted": lambda _f: _("Hồ sơ này chưa biểu quyết. Ghi kết quả hoặc để lại hồ sơ."),
    "vote_by_ballot": lambda _f: _(
        "Phiên họp đang bỏ phiếu kín trên điện thoại, không ghi phiếu bằng tay được."
    ),
    "vote_changed": lambda _f: _(
        "Phiếu của hồ sơ này vừa được người khác sửa. Tải lại trang để xem, rồi ghi lại nếu cần."
    ),
    "voted_already": lambda f: _(
        "Hồ sơ %(dossier)s đã biểu quyết, không đổi người biểu quyết hoặc căn cứ được nữa.",
        dossier=f.word("dossier"),
    ),
}
