"""Why a meeting is not written down as it was typed: what is wrong, what to do."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings

MEETINGS: Wordings = {
    "due_before": lambda f: _(
        "Hạn phải từ ngày họp, %(day)s, trở đi. Đồng chí xem lại ngày.", day=f.day("on")
    ),
    "ended_before_it_began": lambda _f: _("Giờ kết thúc phải sau giờ bắt đầu."),
    "meeting_cancelled": lambda _f: _("Buổi họp này đã hủy, không ghi thêm được."),
    "meeting_held": lambda f: _(
        "Buổi họp đã diễn ra ngày %(day)s, không hủy được.", day=f.day("on")
    ),
    "meeting_not_held": lambda _f: _(
        "Buổi họp chưa diễn ra. Đồng chí nhận xét sau khi chi bộ đã ghi buổi họp."
    ),
    "meeting_twice": lambda f: _(
        "Tháng %(month)s đã có buổi sinh hoạt thường kỳ. Đồng chí mở buổi đó để ghi, hoặc chọn"
        " họp chuyên đề, bất thường.",
        month=f.count("month"),
    ),
    "meeting_year_closed": lambda f: _(
        "Năm %(year)s đã đóng, không ghi buổi họp được nữa.", year=f.word("year")
    ),
    "more_came_than_are": lambda f: _(
        "Số dự họp ở tổ đảng đi làm xa nhiều hơn số người của tổ (%(most)s).", most=f.count("most")
    ),
    "more_spoke_than_came": lambda f: _(
        "Số phát biểu nhiều hơn số có mặt (%(present)s). Đồng chí xem lại.",
        present=f.count("present"),
    ),
    "not_in_its_month": lambda f: _(
        "Buổi họp này của tháng %(month)s. Ngày theo lịch phải trong tháng đó.",
        month=f.count("month"),
    ),
    "resolved_later": lambda f: _(
        "Việc này do buổi họp sau ngày %(day)s giao. Đồng chí xem lại ngày đã họp.",
        day=f.day("on"),
    ),
    "roll_does_not_add_up": lambda f: _(
        "Phải dự %(summoned)s đảng viên, mà có mặt và vắng cộng lại là %(counted)s. Đồng chí xem"
        " lại ba số này, hoặc sửa danh sách ở phần «Ai được tính».",
        summoned=f.count("summoned"),
        counted=f.count("counted"),
    ),
}
