"""What can be wrong in a row: a code, and a sentence that says what to do."""

from __future__ import annotations

from tenants.text.phones import BadPhoneError

SENTENCES = {
    # rejected: the row gives no cell
    "missing_name": "Chưa có tên chi bộ. Ghi tên đầy đủ, ví dụ: Chi bộ Tổ dân phố 6.",
    "missing_ward": "Chưa có tên phường, xã. Ghi tên ở dòng này như các dòng khác.",
    "missing_count": "Chưa có số đảng viên. Ghi tổng số hoặc số chính thức.",
    "bad_count": "Đây không phải số đảng viên. Ghi một số nguyên, ví dụ: 45.",
    "phone_short": "Thiếu {missing} chữ số. Số di động có 10 số.",
    "phone_long": "Thừa {extra} chữ số. Số di động có 10 số.",
    "phone_bad": "Đây không phải số điện thoại. Ghi một số, ví dụ: 0912 345 678.",
    "phone_taken": "Trùng số với dòng {row} ({name}). Ghi số riêng của mỗi đồng chí.",
    "phone_owned": "Số này đang là của Đ/c {name}. Hỏi lại số, hoặc sửa ở trang của đồng chí ấy.",
    "repeated_cell": "Chi bộ này đã có ở dòng {row}. Giữ lại một dòng.",
    "old_font": "Chữ gõ bằng phông cũ mà máy không đọc được. Gõ lại bằng Unicode.",
    "missing_officer": "Chưa có họ và tên cán bộ. Ghi đầy đủ họ và tên.",
    "role_unknown": "Chưa rõ vai trò “{said}”. Ghi như trong tệp mẫu, ví dụ: Văn phòng.",
    "desk_unknown": "Chưa rõ bộ phận thẩm định. Ghi: tổ chức, kiểm tra, tuyên giáo hoặc văn phòng.",
    "unit_unknown": "Chưa có đơn vị “{unit}” trong danh sách. Ghi đúng tên phường, xã, chi bộ.",
    "role_elsewhere": "Vai trò {role} không thuộc đơn vị này. Xem lại đơn vị hoặc vai trò.",
    "bad_day": "Ngày không đúng. Ghi ngày/tháng/năm, ví dụ: 01/03/2026.",
    "person_disabled": "Đ/c {name} đã ngừng sử dụng. Mở lại ở trang người dùng rồi nhập lại.",
    # warnings: the row is taken, with this remark
    "counts_differ": (
        "Tổng số {total} khác {official} chính thức cộng {probationary} dự bị. "
        "Số được ghi là {official} và {probationary}; xem lại nếu chưa đúng."
    ),
    "exempted_over": "Số miễn sinh hoạt lớn hơn số chính thức ({official}). Xem lại hai số này.",
    "unknown_sector": "Chưa rõ loại hình. Chi bộ được ghi là loại khác; sửa nếu chưa đúng.",
    "missing_phone": "Đ/c {name} chưa có số điện thoại nên chưa đăng nhập được. Bổ sung sau.",
    "missing_person": "Có số điện thoại mà chưa có họ và tên. Số này được bỏ qua.",
    "missing_secretary": "Chưa có bí thư nên chưa ai đăng nhập thay chi bộ. Bổ sung sau.",
    "ward_spelling": "Được hiểu là {ward}. Sửa nếu là phường, xã khác.",
    "other_sheet": (
        "Trang tính “{sheet}” lặp lại các chi bộ đã đọc nên được bỏ qua. "
        "Muốn đọc trang này thì chọn lại trang tính."
    ),
    "hidden_rows": (
        "Trang tính có {rows} dòng đang ẩn, từ dòng {row}. Các dòng này vẫn được đọc; "
        "xóa trong tệp nếu không dùng."
    ),
    "font_converted": (
        "Chữ gõ bằng phông {font} đã được chuyển sang Unicode ({cells} ô). Ví dụ “{written}” "
        "thành “{meant}”. Xem lại tên trước khi tạo."
    ),
    "ward_elsewhere": "Danh sách không có cột phường, xã. Tên {ward} lấy từ “{said}”.",
}


def sentence(code: str, **blanks: object) -> str:
    """Return the sentence of a fault with its blanks filled."""
    return SENTENCES[code].format(**blanks)


def phone_fault(error: BadPhoneError) -> tuple[str, dict[str, object]]:
    """Return the code of a number that cannot be read, and what fills its sentence."""
    if error.missing:
        return "phone_short", {"missing": error.missing}
    if error.extra:
        return "phone_long", {"extra": error.extra}
    return "phone_bad", {}
