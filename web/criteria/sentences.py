"""What is wrong with a set or its file, in a sentence that says where and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from web.catalogue import _, _l
from web.criteria.words import FIELDS
from web.filters import number
from workflows.criteria.entries import BadCriteriaError
from workflows.criteria.sheets.reading import Fault

# The nouns by which ``workflows.criteria`` names a place in a set.
PLACES = {
    "The set": _l("Bộ tiêu chí"),
    "The rule": _l("Điều kiện công nhận"),
    "Level": _l("Mức"),
    "Group": _l("Nhóm"),
    "Criterion": _l("Tiêu chí"),
    "Prerequisite": _l("Điều kiện"),
    "Disqualifier": _l("Điều kiện loại trừ"),
    "Adjustment": _l("Khoản thưởng, trừ"),
    "Grade": _l("Xếp mức"),
    "Legal basis": _l("Căn cứ"),
    "A level": _l("Một mức"),
    "A group": _l("Một nhóm"),
    "A criterion": _l("Một tiêu chí"),
    "A prerequisite": _l("Một điều kiện"),
    "A disqualifier": _l("Một điều kiện loại trừ"),
    "A adjustment": _l("Một khoản thưởng, trừ"),
    "A grade": _l("Một mức xếp"),
    "A legal basis": _l("Một căn cứ"),
    "scale": _l("thang điểm"),
    "effective": _l("thời gian áp dụng"),
    "rule": _l("điều kiện công nhận"),
    "measure": _l("cách đo"),
    "steps": _l("bậc điểm"),
    "level": _l("mức riêng"),
}
OF_A_SET = {
    "not_yaml": _l("Tệp không đọc được ở dòng {line}. Sửa dòng đó, hoặc tải lại tệp mẫu."),
    "too_long": _l("Tệp dài quá {limit} chữ. Bỏ phần thừa rồi chọn lại."),
    "alias": _l("Dòng {line}: viết đủ nội dung, không dùng tham chiếu đến mục khác."),
    "duplicate_field": _l("Dòng {line}: “{field}” được ghi hai lần. Giữ một."),
    "not_an_entry": _l("{where}: cần một mục gồm các trường có tên."),
    "not_a_list": _l("{where}: “{field}” phải là một danh sách."),
    "missing": _l("{where}: chưa ghi “{field}”."),
    "unknown_field": _l("{where}: không có trường nào tên “{field}”. Sửa tên hoặc bỏ đi."),
    "not_text": _l("{where}: “{field}” phải là chữ; số và ngày thì đặt trong ngoặc kép."),
    "not_number": _l("{where}: “{field}” phải là số không âm, dưới một triệu, như 12 hoặc 0.8."),
    "not_count": _l("{where}: “{field}” phải là số nguyên không âm, như 2."),
    "not_one_of": _l("{where}: “{field}” phải là một trong: {known}."),
    "not_flag": _l("{where}: “{field}” chỉ nhận có hoặc không, viết như trong tệp mẫu."),
    "not_date": _l("{where}: “{field}” phải là ngày viết theo dạng 2026-03-05."),
    "not_plain": _l("{where}: “{field}” chỉ gồm chữ, số nguyên, ngày và danh sách của chúng."),
    "bad_effect": _l("{where}: chỉ có một cách xử lý khi chưa rõ, là tạm dừng."),
    "empty_list": _l("{where}: “{field}” phải có ít nhất một mục."),
    "same_key": _l("Mã “{key}” được dùng hai lần. Đổi một trong hai."),
    "share_above_one": _l("{where}: tỷ lệ cao nhất là 100%."),
    "no_points": _l("{where}: điểm phải lớn hơn 0."),
    "no_full_level": _l("Phải có một mức được 100% số điểm."),
    "no_best_level": _l("{where}: phải có một mức được đủ {points} điểm."),
    "level_above_points": _l("{where}: không mức, bậc nào được quá {points} điểm."),
    "one_level_only": _l("{where}: mức riêng phải có từ hai mức trở lên, hoặc không có mức nào."),
    "not_measurable": _l("{where}: giá trị được đủ điểm phải lớn hơn 0."),
    "step_twice": _l("{where}: hai bậc cùng bắt đầu từ {value}. Bỏ một."),
    "no_steps": _l("{where}: ghi các bậc điểm cho số liệu được đo."),
    "group_asks_too_much": _l("{where}: yêu cầu {asked} điểm trong khi cả nhóm có {points} điểm."),
    "misses_too_many": _l("Cho {count} trong {of} tiêu chí được dưới mức: phải ít hơn."),
    "grade_above_scale": _l("{where}: bắt đầu từ {points} điểm, quá tổng {scale} điểm."),
    "grade_twice": _l("{where}: một mức khác cũng bắt đầu từ {points} điểm."),
    "no_such_basis": _l("{where}: văn bản “{number}” không có trong các căn cứ của bộ tiêu chí."),
    "basis_reversed": _l("{where}: ngày hết hiệu lực trước ngày ban hành."),
    "points_do_not_add_up": _l("Các tiêu chí cộng lại được {points} điểm, thang điểm ghi {scale}."),
    "total_above_scale": _l("Tổng điểm tối thiểu {total} cao hơn thang điểm {scale}."),
    "nothing_applies": _l("{where}: phải có ít nhất một tiêu chí luôn áp dụng."),
    "bad_from_cells": _l(
        "{where}: ghi cái được đếm ở chi bộ, rồi từng mức với tỷ lệ giảm dần đến 0, viết như trong"
        " tệp mẫu."
    ),
    "dates_reversed": _l("Ngày hết áp dụng trước ngày bắt đầu áp dụng."),
}
OF_A_CELL = {
    "no_sheet": _l("Không có trang tính này. Tải tệp mẫu để xem các trang cần có."),
    "no_column": _l("Thiếu cột “{name}”. Dòng 1 là dòng tiêu đề, giữ đúng tên cột như tệp mẫu."),
    "no_row": _l("Thiếu dòng “{name}”."),
    "unknown_row": _l("Không có mục nào tên “{name}”. Sửa tên hoặc xóa dòng."),
    "no_such_key": _l("“{name}” ghi “{key}”, không có mục nào mang mã này."),
    "cell_empty": _l("Ô “{name}” còn trống. Ghi vào hoặc xóa cả dòng."),
    "cell_not_number": _l("“{typed}” không phải số. Ghi số không âm như 6 hoặc 2,5."),
    "cell_not_share": _l("“{typed}” không phải tỷ lệ. Ghi số phần trăm như 80."),
    "cell_not_count": _l("“{typed}” không phải số nguyên. Ghi số như 12."),
    "cell_not_flag": _l("“{typed}” không rõ. Ghi “có” hoặc “không”."),
    "cell_not_day": _l("“{typed}” không phải ngày. Ghi ngày như 05/03/2026."),
    "cell_not_word": _l("“{typed}” không có trong các lựa chọn: {words}."),
    "cell_not_plain": _l("“{typed}” không dùng được ở đây. Ghi chữ, số nguyên hoặc danh sách."),
}
OF_A_FILE = {
    "encrypted": _l("Tệp có mật khẩu. Bỏ mật khẩu trong Excel rồi chọn lại."),
    "old_excel": _l("Tệp là Excel kiểu cũ (.xls). Lưu lại thành .xlsx rồi chọn lại."),
    "macros": _l("Tệp có macro (.xlsm). Lưu lại thành .xlsx (không có macro) rồi chọn lại."),
    "too_big": _l("Tệp quá lớn. Bộ tiêu chí chỉ có vài trang; bỏ ảnh và trang thừa rồi chọn lại."),
    "suspicious": _l("Tệp nén bất thường nên không được mở. Lưu lại bằng Excel rồi chọn lại."),
    "empty": _l("Tệp không có dữ liệu. Tải tệp mẫu, ghi vào rồi chọn lại."),
    "too_far": _l("Tệp có ô ghi ở quá xa. Xóa các ô thừa rồi chọn lại."),
}


def sentence_of(error: BadCriteriaError) -> str:
    """Return what is wrong with a set."""
    return _filled(OF_A_SET, error.code, error.info)


def fault_sentence(fault: Fault) -> str:
    """Return what is wrong in a workbook, with the sheet and the cell before it."""
    wording = OF_A_CELL if fault.code in OF_A_CELL else OF_A_SET
    said = _filled(wording, fault.code, fault.info)
    if not fault.cell:
        return _("Trang “%(sheet)s”: %(said)s", sheet=fault.sheet, said=said)
    if fault.cell.isdecimal():
        return _(
            "Trang “%(sheet)s”, dòng %(row)s: %(said)s",
            sheet=fault.sheet, row=fault.cell, said=said,
        )  # fmt: skip
    return _(
        "Trang “%(sheet)s”, ô %(cell)s: %(said)s", sheet=fault.sheet, cell=fault.cell, said=said
    )


def file_sentence(code: str) -> str:
    """Return why a file as a whole cannot be read."""
    if code in OF_A_FILE:
        return str(OF_A_FILE[code])
    return _("Tệp không phải Excel (.xlsx) hay YAML (.yaml). Chọn tệp bộ tiêu chí đã tải về.")


def place_words(where: str) -> str:
    """Return a place in a set as people call it: «Tiêu chí 1.2, cách đo»."""
    return ", ".join(_place(part) for part in where.split(", "))


def _place(part: str) -> str:
    for noun in sorted(PLACES, key=len, reverse=True):
        if part == noun or part.startswith(f"{noun} "):
            return f"{PLACES[noun]}{part[len(noun) :]}"
    return field_words(part)


def field_words(name: str) -> str:
    """Return what a field is called."""
    return str(FIELDS.get(name, name))


def _filled(wordings: Mapping[str, Any], code: str, info: Mapping[str, object]) -> str:
    shown = {name: _shown(name, value) for name, value in info.items()}
    return re.sub(r"{(\w+)}", lambda gap: shown.get(gap[1], ""), str(wordings[code]))


def _shown(name: str, value: object) -> str:
    if name == "where":
        return place_words(str(value))
    if isinstance(value, Decimal):
        return number(value)
    return field_words(str(value)) if name == "field" else str(value)
