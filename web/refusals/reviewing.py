"""Why an answer, a score or an appraisal does not stand yet."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings
from web.words import desk_word

REVIEWING: Wordings = {
    "always_applies": lambda f: _(
        "Tiêu chí %(criterion)s luôn áp dụng. Đồng chí chọn một mức.", criterion=f.word("criterion")
    ),
    "call_back_needs_reason": lambda f: _(
        "{Unit} còn hạn bổ sung đến %(day)s. Muốn gọi lại trước, đồng chí ghi lý do.",
        day=f.day("on"),
    ),
    "cells_under_way": lambda f: _(
        "Chưa kết luận được: kết quả tính từ các chi bộ, mà còn hồ sơ chưa xong (%(dossiers)s).",
        dossiers=f.list("dossiers"),
    ),
    "content_changed": lambda _f: _(
        "Nội dung hồ sơ đã khác với khi biểu quyết. Thẩm định lại và biểu quyết lại trước khi gửi."
    ),
    "difference_needs_reason": lambda _f: _(
        "Mức thẩm định khác mức chi bộ tự đánh giá. Đồng chí ghi lý do ở từng chỗ khác."
    ),
    "one_by_one": lambda _f: _("Hồ sơ này phải ghi riêng. Đồng chí mở hồ sơ để làm bước này."),
    "flagged": lambda f: _("Cần xem riêng hồ sơ này: %(flags)s.", flags=f.list("flags")),
    "not_applicable_unexplained": lambda f: _(
        "Tiêu chí không áp dụng mà chưa có lý do: %(criteria)s. Ghi lý do ở tiêu chí đó rồi gửi.",
        criteria=f.list("criteria"),
    ),
    "not_eligible": lambda _f: _(
        "Hồ sơ chưa đủ điều kiện. Người chủ trì cần ghi lý do đặc cách trước khi khai mạc."
    ),
    "note_too_long": lambda f: _(
        "Ghi chú dài quá, tối đa %(longest)s chữ cái.", longest=f.count("longest")
    ),
    "opinions_missing": lambda f: _(
        "Còn thiếu ý kiến của bộ phận: %(desks)s. Chờ đủ ý kiến rồi kết luận.",
        desks=f.list("desks", desk_word),
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
    "too_many_times": lambda f: _("Số lần nhiều quá, tối đa %(most)s lần.", most=f.count("most")),
    "unanswered": lambda f: _(
        "Còn tiêu chí chưa trả lời: %(criteria)s. Đồng chí làm nốt rồi gửi.",
        criteria=f.list("criteria"),
    ),
    "unappraised": lambda f: _(
        "Còn tiêu chí chưa thẩm định: %(criteria)s. Chấm nốt rồi kết luận.",
        criteria=f.list("criteria"),
    ),
    "unknown_level": lambda _f: _("Chưa chọn mức. Đồng chí chọn một mức trong danh sách."),
}
