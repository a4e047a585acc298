"""Why dossiers are not led from one flow into another."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings
from web.words import move_word, state_word

FLOWS: Wordings = {
    "no_place": lambda f: _(
        "Quy trình mới không có chỗ cho trạng thái «%(state)s» của hồ sơ.",
        state=state_word(f.word("state")),
    ),
    "no_route": lambda _f: _("Không chuyển được hồ sơ từ quy trình này sang quy trình kia."),
    "no_way_back": lambda f: _(
        "Hồ sơ tạm dừng ở «%(state)s»; quy trình mới không có chỗ để tiếp tục.",
        state=state_word(f.word("state")),
    ),
    "step_changed": lambda f: _(
        "Bước «%(move)s» hồ sơ đã qua, nhưng ở quy trình mới là bước khác.",
        move=move_word(f.word("trigger")),
    ),
    "trial_is_old": lambda _f: _(
        "Có hồ sơ vừa thay đổi sau lần chạy thử. Đồng chí xem lại kết quả thử rồi xác nhận."
    ),
    "unknown_flow": lambda f: _(
        "Không có quy trình %(flow)s phiên bản %(number)s.",
        flow=f.word("flow"),
        number=f.word("number"),
    ),
}
