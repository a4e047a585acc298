"""Why an act on units is not done, in one sentence: what is wrong, and what to do."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Facts, Wordings


def _closed(f: Facts) -> str:
    return _(
        "Đơn vị «%(unit)s» đã giải thể, tồn tại đến %(day)s. Chọn đơn vị đang hoạt động.",
        unit=f.word("unit"),
        day=f.day("on"),
    )


UNITS: Wordings = {
    "another_name": lambda f: _(
        "Tên này khác hẳn «%(name)s», không phải sửa chính tả. Đổi tên thì làm «Đổi tên», có ngày"
        " và căn cứ.",
        name=f.word("name"),
    ),
    "already_there": lambda f: _(
        "Đơn vị «%(unit)s» đang trực thuộc đơn vị này rồi. Chọn đơn vị khác.", unit=f.word("unit")
    ),
    "bad_code": lambda _f: _(
        "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ tan-giang-12."
    ),
    "before_the_unit": lambda f: _(
        "Ngày có hiệu lực phải sau %(day)s, ngày gần nhất «%(unit)s» được lập hoặc thay đổi.",
        day=f.day("on"),
        unit=f.word("unit"),
    ),
    "below_itself": lambda f: _(
        "Đơn vị «%(unit)s» không thể trực thuộc chính nó hoặc đơn vị dưới nó.", unit=f.word("unit")
    ),
    "code_taken": lambda f: (
        _(
            "Mã %(code)s đã dùng cho «%(unit)s», giải thể ngày %(day)s."
            " Mã không dùng lại, đặt mã khác.",
            code=f.word("taken"),
            unit=f.word("unit"),
            day=f.day("on"),
        )
        if f.day("on")
        else _(
            "Mã %(code)s đang dùng cho «%(unit)s». Đặt mã khác.",
            code=f.word("taken"),
            unit=f.word("unit"),
        )
    ),
    "different_kinds": lambda _f: _("Chỉ sáp nhập các đơn vị cùng loại với nhau."),
    "different_parents": lambda _f: _(
        "Các đơn vị này trực thuộc những nơi khác nhau. Chọn một đơn vị trong số đó để nhập vào."
    ),
    "dossiers_on_sitting": lambda f: _(
        "Phiên họp %(sitting)s đang mở có hồ sơ %(dossiers)s. Chờ phiên họp kết thúc rồi làm lại.",
        sitting=f.word("sitting"),
        dossiers=f.list("dossiers"),
    ),
    "has_units_below": lambda f: _(
        "Đơn vị «%(unit)s» còn đơn vị trực thuộc (%(below)s). Chuyển các đơn vị đó đi trước.",
        unit=f.word("unit"),
        below=f.list("below"),
    ),
    "more_than_there_are": lambda f: _(
        "Số đảng viên tách ra nhiều hơn số đảng viên của «%(unit)s». Xem lại các số.",
        unit=f.word("unit"),
    ),
    "name_taken": lambda f: _(
        "Trong cùng đơn vị cấp trên đã có «%(name)s». Đặt tên khác.", name=f.word("name")
    ),
    "no_such_unit": lambda _f: _("Không có đơn vị này. Chọn lại trong danh sách."),
    "not_the_top": lambda _f: _(
        "Đơn vị đứng đầu không sáp nhập, chia tách hay giải thể ở đây được."
    ),
    "not_under_this_kind": lambda f: _(
        "Đơn vị này không trực thuộc «%(unit)s» được. Chọn đơn vị cấp trên.", unit=f.word("unit")
    ),
    "one_unit_only": lambda _f: _("Việc này làm với từng đơn vị. Chỉ chọn một đơn vị."),
    "only_by_act_on_units": lambda _f: _(
        "Hồ sơ chỉ nhập vào hồ sơ khác khi sáp nhập, chia tách hoặc giải thể đơn vị,"
        " ở trang Đơn vị."
    ),
    "plan_changed": lambda _f: _(
        "Số liệu đã thay đổi từ lúc đồng chí xem. Xem lại bản mới dưới đây rồi xác nhận."
    ),
    "same_name": lambda f: _("Tên mới giống tên đang dùng, «%(unit)s».", unit=f.word("unit")),
    "streak_of_whom": lambda _f: _("Chọn đơn vị mà thành tích các năm trước được tính tiếp."),
    "too_few_units": lambda f: _("Chọn ít nhất %(least)s đơn vị.", least=f.count("least")),
    "unit_closed": _closed,
}
