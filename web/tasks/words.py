"""What boxes and kinds of work are called."""

from __future__ import annotations

from web.catalogue import _l
from web.words import in_own_words, state_word
from workflows.tasks.boxes import Box
from workflows.tasks.kinds import Kind

BOXES = {
    Box.TO_DO: _l("Cần tôi làm"),
    Box.MINE: _l("Tôi đã nhận"),
    Box.OTHERS: _l("Người khác đã nhận"),
    Box.DONE: _l("Tôi đã làm xong"),
    Box.DONE_HERE: _l("Bộ phận đã làm xong"),
}
EMPTY = {
    Box.TO_DO: _l("Không còn việc nào chờ đồng chí."),
    Box.MINE: _l("Đồng chí chưa nhận riêng việc nào."),
    Box.OTHERS: _l("Chưa có việc nào do người khác nhận."),
    Box.DONE: _l("Đồng chí chưa làm xong việc nào."),
    Box.DONE_HERE: _l("Chưa có việc nào đã xong."),
}
KINDS = {
    "dang-ky": _l("Đăng ký"),
    "tiep-nhan": _l("Tiếp nhận đăng ký"),
    "chon-diem": _l("Chọn chi bộ làm điểm"),
    "tu-danh-gia": _l("Tự đánh giá"),
    "bo-sung": _l("Bổ sung"),
    "tham-dinh": _l("Thẩm định"),
    "cho-y-kien": _l("Cho ý kiến"),
    "dua-ra-hop": _l("Đưa ra họp"),
    "gui-cap-tren": _l("Gửi cấp trên"),
    "gui-lai": _l("Gửi lại cấp trên"),
    "tham-dinh-cap-tren": _l("Thẩm định của {city}"),
    "dua-ra-hop-cap-tren": _l("Đưa ra họp {city}"),
    "xem-xet-lai": _l("Xem xét lại"),
    "tam-dung": _l("Xem lại hồ sơ tạm dừng"),
}


def kind_word(kind: Kind) -> str:
    """Return what a kind of work is called; one of a former flow, by its state."""
    known = KINDS.get(kind.word)
    return in_own_words(str(known)) if known else state_word(kind.states[0])
