"""Why something is not done at a sitting: one sentence for each code."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings

SITTINGS: Wordings = {
    "chair_closes": lambda _f: _(
        "Chỉ người chủ trì chốt được phiên họp. Mời đồng chí chủ trì bấm chốt trên máy của mình."
    ),
    "chair_concluded": lambda f: _(
        "Người chủ trì đã kết luận thẩm định hồ sơ %(dossiers)s nên không chủ trì được."
        " Hủy phiên này và chọn người chủ trì khác.",
        dossiers=f.list("dossiers"),
    ),
    "chair_grants_exceptions": lambda _f: _("Chỉ người chủ trì phiên họp cho biểu quyết được."),
    "empty_agenda": lambda _f: _("Chưa chọn hồ sơ nào. Đánh dấu ít nhất một hồ sơ."),
    "empty_roll": lambda _f: _(
        "Ban Thường vụ chưa có ủy viên nào trong danh sách. Đồng chí hỏi người quản trị."
    ),
    "items_unsettled": lambda f: _(
        "Còn hồ sơ chưa xong: %(dossiers)s. Ghi phiếu hoặc để phiên sau rồi chốt.",
        dossiers=f.list("dossiers"),
    ),
    "no_pilot_reason": lambda _f: _(
        "Phiên họp không chọn chi bộ nào làm điểm. Ghi lý do rồi chốt."
    ),
    "nobody_to_chair": lambda _f: _(
        "Ban Thường vụ chưa có người chủ trì. Chọn người chủ trì, hoặc hỏi người quản trị."
    ),
    "not_a_candidate": lambda f: _(
        "Chưa đưa vào phiên họp được hồ sơ %(dossiers)s. Bỏ chọn các hồ sơ đó rồi làm lại.",
        dossiers=f.list("dossiers"),
    ),
    "not_on_the_roll": lambda _f: _(
        "Người này không có trong danh sách ủy viên của phiên họp. Chọn người khác."
    ),
    "nothing_settled": lambda _f: _(
        "Chưa có hồ sơ nào xong để chốt trước. Ghi kết quả rồi chốt phần đã xong."
    ),
    "off_the_agenda": lambda _f: _("Hồ sơ này không còn trong phiên họp. Tải lại trang."),
    "on_opened_sitting": lambda f: _(
        "Hồ sơ đang nằm trong phiên họp %(sitting)s. Làm việc này sau khi phiên họp kết thúc.",
        sitting=f.word("sitting"),
    ),
    "only_at_sitting": lambda _f: _(
        "Việc này chỉ làm được khi chốt phiên họp. Đưa hồ sơ vào một phiên họp."
    ),
    "pilot_as_before": lambda _f: _(
        "Có chi bộ được ghi như đang có: đã làm điểm, hoặc chưa từng làm điểm. Để lại hồ sơ đó."
    ),
    "pilot_incomplete": lambda _f: _(
        "Chi bộ làm điểm cần có lý do và cấp ủy viên phụ trách. Đồng chí ghi đủ hai mục."
    ),
    "pilot_unmarked": lambda _f: _("Còn chi bộ chưa ghi là làm điểm hay không. Đồng chí chọn một."),
    "pilots_not_chosen": lambda f: _(
        "Ban Thường vụ chưa chọn chi bộ làm điểm. Chờ phiên họp, hoặc đến ngày %(day)s.",
        day=f.day("on"),
    ),
    "replaced_pilot_stays": lambda _f: _(
        "Chi bộ được thay phải ghi «Không» làm điểm trong phiên này, và chỉ do một chi bộ thay."
    ),
    "replaces_nobody": lambda f: _(
        "Hồ sơ %(dossier)s chỉ thay được một chi bộ làm điểm khác có trong phiên họp này.",
        dossier=f.word("dossier"),
    ),
    "sitting_not_open": lambda _f: _(
        "Phiên họp không còn mở, chưa ghi được. Tải lại trang để xem phiên họp đang ở đâu."
    ),
    "sitting_not_prepared": lambda _f: _(
        "Phiên họp đã khai mạc hoặc đã kết thúc, không làm việc này được nữa."
    ),
    "too_many_pilots": lambda f: _(
        "Số chi bộ làm điểm nhiều hơn quy định (tối đa %(most)s). Bớt chi bộ làm điểm.",
        most=f.count("most"),
    ),
}
