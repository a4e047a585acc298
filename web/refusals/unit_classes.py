"""Why a kind or a sector is not kept so, in one sentence: what is wrong, and what to do."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Facts, Wordings


def _name_taken(f: Facts) -> str:
    if f.day("on"):
        return _(
            "Tên «%(name)s» đã có trong danh mục, thôi dùng từ %(day)s. Mở loại ấy ra để dùng lại.",
            name=f.word("name"),
            day=f.day("on"),
        )
    return _("Tên «%(name)s» đã có trong danh mục. Đặt tên khác.", name=f.word("name"))


UNIT_CLASSES: Wordings = {
    "class_behaviour": lambda _f: _("Chưa chọn loại này được xử lý như loại nào. Chọn một dòng."),
    "class_changed": lambda f: _(
        "Người khác vừa sửa «%(name)s». Xem lại các thông tin trên trang rồi ghi lần nữa.",
        name=f.word("name"),
    ),
    "class_code_taken": lambda f: _(
        "Mã %(code)s đã dùng cho «%(name)s». Mã không dùng lại, đặt mã khác.",
        code=f.word("taken"),
        name=f.word("name"),
    ),
    "class_ended": lambda f: _(
        "Loại «%(name)s» đã thôi dùng từ %(day)s. Tải lại trang để xem danh mục hiện nay.",
        name=f.word("name"),
        day=f.day("on"),
    ),
    "class_is_last": lambda f: _(
        "Loại «%(name)s» là loại duy nhất được xử lý như vậy, nên không thôi dùng được."
        " Thêm loại thay thế trước.",
        name=f.word("name"),
    ),
    "class_name_taken": _name_taken,
    "class_not_ended": lambda f: _(
        "Loại «%(name)s» đang được dùng. Tải lại trang để xem danh mục hiện nay.",
        name=f.word("name"),
    ),
    "class_same": lambda _f: _("Chưa có thông tin nào thay đổi. Sửa rồi ghi lại."),
    "class_of_closed": lambda f: _(
        "Đơn vị «%(name)s» đã giải thể ngày %(day)s, không sửa loại nữa.",
        name=f.word("name"),
        day=f.day("on"),
    ),
    "class_successor": lambda _f: _(
        "Không chuyển các đơn vị sang loại này được. Chọn loại khác trong danh sách."
    ),
    "class_word_taken": lambda f: _(
        "Cách viết «%(word)s» đã dùng cho «%(name)s». Một cách viết chỉ chỉ một loại.",
        word=f.word("word"),
        name=f.word("name"),
    ),
    "too_many_spellings": lambda f: _(
        "Mỗi loại ghi tối đa %(n)s cách viết. Bỏ bớt những cách không còn gặp.", n=f.count("most")
    ),
}
