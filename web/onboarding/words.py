"""What is wrong in a list, in the visitor's language: the sentences of the reader, by code.

In Vietnamese they are word for word those that ``bontot onboard`` prints; a test compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from web.catalogue import _, _l

COLUMNS = {
    "index": _l("Số thứ tự"),
    "ward": _l("Đảng bộ phường, xã"),
    "name": _l("Tên chi bộ"),
    "sector": _l("Loại hình"),
    "total": _l("Tổng số đảng viên"),
    "official": _l("Chính thức"),
    "probationary": _l("Dự bị"),
    "exempted": _l("Miễn sinh hoạt"),
    "secretary": _l("Bí thư chi bộ"),
    "secretary_phone": _l("Số điện thoại bí thư"),
    "deputy": _l("Phó bí thư"),
    "deputy_phone": _l("Số điện thoại phó bí thư"),
    "officer_unit": _l("Đơn vị"),
    "officer_name": _l("Họ và tên"),
    "officer_phone": _l("Số điện thoại"),
    "officer_role": _l("Vai trò"),
    "officer_desk": _l("Bộ phận thẩm định"),
    "officer_body": _l("Ban Thường vụ"),
    "officer_since": _l("Từ ngày"),
}

FAULTS = {
    "missing_name": _l("Chưa có tên chi bộ. Ghi tên đầy đủ, ví dụ: Chi bộ Tổ dân phố 6."),
    "missing_ward": _l("Chưa có tên phường, xã. Ghi tên ở dòng này như các dòng khác."),
    "missing_count": _l("Chưa có số đảng viên. Ghi tổng số hoặc số chính thức."),
    "bad_count": _l("Đây không phải số đảng viên. Ghi một số nguyên, ví dụ: 45."),
    "phone_short": _l("Thiếu {missing} chữ số. Số di động có 10 số."),
    "phone_long": _l("Thừa {extra} chữ số. Số di động có 10 số."),
    "phone_bad": _l("Đây không phải số điện thoại. Ghi một số, ví dụ: 0912 345 678."),
    "phone_taken": _l("Trùng số với dòng {row} ({name}). Ghi số riêng của mỗi đồng chí."),
    "phone_owned": _l(
        "Số này đang là của Đ/c {name}. Hỏi lại số, hoặc sửa ở trang của đồng chí ấy."
    ),
    "repeated_cell": _l("Chi bộ này đã có ở dòng {row}. Giữ lại một dòng."),
    "old_font": _l("Chữ gõ bằng phông cũ mà máy không đọc được. Gõ lại bằng Unicode."),
    "missing_officer": _l("Chưa có họ và tên cán bộ. Ghi đầy đủ họ và tên."),
    "role_unknown": _l("Chưa rõ vai trò “{said}”. Ghi như trong tệp mẫu, ví dụ: Văn phòng."),
    "desk_unknown": _l(
        "Chưa rõ bộ phận thẩm định. Ghi: tổ chức, kiểm tra, tuyên giáo hoặc văn phòng."
    ),
    "unit_unknown": _l("Chưa có đơn vị “{unit}” trong danh sách. Ghi đúng tên phường, xã, chi bộ."),
    "role_elsewhere": _l("Vai trò {role} không thuộc đơn vị này. Xem lại đơn vị hoặc vai trò."),
    "bad_day": _l("Ngày không đúng. Ghi ngày/tháng/năm, ví dụ: 01/03/2026."),
    "person_disabled": _l("Đ/c {name} đã ngừng sử dụng. Mở lại ở trang người dùng rồi nhập lại."),
    "counts_differ": _l(
        "Tổng số {total} khác {official} chính thức cộng {probationary} dự bị. "
        "Số được ghi là {official} và {probationary}; xem lại nếu chưa đúng."
    ),
    "exempted_over": _l(
        "Số miễn sinh hoạt lớn hơn số chính thức ({official}). Xem lại hai số này."
    ),
    "unknown_sector": _l("Chưa rõ loại hình. Chi bộ được ghi là loại khác; sửa nếu chưa đúng."),
    "missing_phone": _l("Đ/c {name} chưa có số điện thoại nên chưa đăng nhập được. Bổ sung sau."),
    "missing_person": _l("Có số điện thoại mà chưa có họ và tên. Số này được bỏ qua."),
    "missing_secretary": _l("Chưa có bí thư nên chưa ai đăng nhập thay chi bộ. Bổ sung sau."),
    "ward_spelling": _l("Được hiểu là {ward}. Sửa nếu là phường, xã khác."),
    "other_sheet": _l(
        "Trang tính “{sheet}” lặp lại các chi bộ đã đọc nên được bỏ qua. "
        "Muốn đọc trang này thì chọn lại trang tính."
    ),
    "hidden_rows": _l(
        "Trang tính có {rows} dòng đang ẩn, từ dòng {row}. Các dòng này vẫn được đọc; "
        "xóa trong tệp nếu không dùng."
    ),
    "font_converted": _l(
        "Chữ gõ bằng phông {font} đã được chuyển sang Unicode ({cells} ô). Ví dụ “{written}” "
        "thành “{meant}”. Xem lại tên trước khi tạo."
    ),
    "ward_elsewhere": _l("Danh sách không có cột phường, xã. Tên {ward} lấy từ “{said}”."),
}

UNREADABLE = {
    "empty": _l("Tệp không có dữ liệu. Chọn tệp Excel có danh sách chi bộ."),
    "no_rows": _l(
        "Danh sách chưa có dòng chi bộ nào. Ghi các chi bộ dưới dòng tiêu đề rồi chọn lại."
    ),
    "encrypted": _l("Tệp có mật khẩu. Bỏ mật khẩu trong Excel rồi chọn lại."),
    "old_excel": _l("Tệp là Excel kiểu cũ (.xls). Lưu lại thành .xlsx rồi chọn lại."),
    "not_xlsx": _l("Tệp không phải Excel (.xlsx). Chọn tệp .xlsx có danh sách chi bộ."),
    "too_big": _l("Tệp lớn quá {most} MB. Bỏ ảnh và các trang tính thừa rồi chọn lại."),
    "macros": _l("Tệp có macro (.xlsm). Lưu lại thành .xlsx (không có macro) rồi chọn lại."),
    "suspicious": _l("Tệp nén bất thường nên không được mở. Lưu lại bằng Excel rồi chọn lại."),
    "too_far": _l(
        "Danh sách dài quá 50.000 dòng hoặc có ô ghi ở quá xa ({place}). "
        "Xóa các ô thừa hoặc chia thành nhiều tệp rồi chọn lại."
    ),
    "too_many": _l(
        "Danh sách có {rows} dòng, nhiều hơn {most} dòng được nhận một lần. "
        "Chia thành nhiều tệp rồi chọn lại."
    ),
    "no_heading": _l(
        "Không tìm thấy dòng tiêu đề có các cột {missing}. Trong tệp chỉ thấy: {found}. "
        "Sửa tên cột rồi chọn lại."
    ),
}

TABLES = {
    "dossiers": _l("hồ sơ"),
    "memberships": _l("vai trò"),
    "sign_ins": _l("lần đăng nhập"),
    "delegations": _l("ủy quyền"),
    "unit_successions": _l("thay đổi về đơn vị"),
    "evidence": _l("minh chứng"),
}


def init_app(app: Flask) -> None:
    """Give the sentences to every template, as a filter."""
    app.add_template_filter(fault_words)


def fault_words(fault: Mapping[str, Any]) -> str:
    """Return the sentence of a fault as it is kept with a list."""
    return _filled(FAULTS, fault["code"], fault["blanks"])


def unreadable_words(code: str, blanks: Mapping[str, str]) -> str:
    """Return the sentence for a file that cannot be read."""
    return _filled(UNREADABLE, code, blanks)


def column_word(key: str) -> str:
    """Return what a column is called."""
    return str(COLUMNS.get(key, key))


def refused_words(code: str, info: Mapping[str, Any]) -> str:
    """Return why something cannot be done with a list."""
    if code == "faulty":
        return _("Còn %(n)s dòng cần sửa. Sửa nốt, hoặc chỉ tạo các dòng đúng.", n=info["rows"])
    if code == "nothing":
        return _("Không có dòng nào đúng để tạo. Sửa ít nhất một dòng.")
    if code == "too_late":
        return _("Đã quá 24 giờ nên không hoàn tác được nữa. Sửa từng đơn vị nếu cần.")
    if code == "depends":
        return _(
            "Đã có dữ liệu dựa trên danh sách này (%(what)s) nên không hoàn tác được nữa.",
            what=_dependents(info.get("tables", {})),
        )
    if code == "changed":
        return _("Có dòng đã được sửa sau khi nhập nên không hoàn tác được nữa.")
    return _("Danh sách này đã được xử lý rồi. Tải lại trang để xem kết quả.")


def _dependents(tables: Mapping[str, int]) -> str:
    named = [f"{number} {TABLES[table]}" for table, number in tables.items() if table in TABLES]
    return ", ".join(named) or _("dữ liệu khác")


def _filled(sentences: Mapping[str, Any], code: str, blanks: Mapping[str, Any]) -> str:
    return str(sentences[code]).format(**blanks)
