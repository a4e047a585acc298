"""Why a file as a whole cannot be read: a code, and a sentence that says what to do."""

from __future__ import annotations

SENTENCES = {
    "empty": "Tệp không có dữ liệu. Chọn tệp Excel có danh sách chi bộ.",
    "no_rows": "Danh sách chưa có dòng chi bộ nào. Ghi các chi bộ dưới dòng tiêu đề rồi chọn lại.",
    "encrypted": "Tệp có mật khẩu. Bỏ mật khẩu trong Excel rồi chọn lại.",
    "old_excel": "Tệp là Excel kiểu cũ (.xls). Lưu lại thành .xlsx rồi chọn lại.",
    "not_xlsx": "Tệp không phải Excel (.xlsx). Chọn tệp .xlsx có danh sách chi bộ.",
    "too_big": "Tệp lớn quá {most} MB. Bỏ ảnh và các trang tính thừa rồi chọn lại.",
    "macros": "Tệp có macro (.xlsm). Lưu lại thành .xlsx (không có macro) rồi chọn lại.",
    "suspicious": "Tệp nén bất thường nên không được mở. Lưu lại bằng Excel rồi chọn lại.",
    "too_far": (
        "Danh sách dài quá 50.000 dòng hoặc có ô ghi ở quá xa ({place}). "
        "Xóa các ô thừa hoặc chia thành nhiều tệp rồi chọn lại."
    ),
    "too_many": (
        "Danh sách có {rows} dòng, nhiều hơn {most} dòng được nhận một lần. "
        "Chia thành nhiều tệp rồi chọn lại."
    ),
    "no_heading": (
        "Không tìm thấy dòng tiêu đề có các cột {missing}. Trong tệp chỉ thấy: {found}. "
        "Sửa tên cột rồi chọn lại."
    ),
}


class UnreadableListError(Exception):
    """The file as a whole cannot be read.

    ``code`` is a key of ``SENTENCES``, ``message`` the sentence with its blanks filled.
    """

    def __init__(self, code: str, **blanks: str) -> None:
        self.code = code
        self.blanks = blanks
        self.message = SENTENCES[code].format(**blanks)
        super().__init__(self.message)
