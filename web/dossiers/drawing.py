"""The dossier's flow as a drawing, in the tenant's words, with its place marked."""

from __future__ import annotations

from web.catalogue import _
from web.words import move_word, state_word
from workflows.dossiers.tables import Dossier
from workflows.engine.drawing import Words, draw
from workflows.flows import flow_of


def drawing_of(dossier: Dossier) -> str:
    """Draw the flow that a dossier travels, as SVG."""
    return draw(flow_of(dossier), _words(dossier), here=dossier.state)


def told_of(dossier: Dossier) -> str:
    """Say in a sentence what the drawing shows: where the dossier is, and what may follow."""
    moves = flow_of(dossier).moves_from(dossier.state)
    ahead = [move_word(move.trigger) for move in moves if not move.side]
    if not ahead:
        return _("Hồ sơ đang ở: %(state)s.", state=state_word(dossier.state))
    return _(
        "Hồ sơ đang ở: %(state)s. Từ đây có thể: %(moves)s.",
        state=state_word(dossier.state),
        moves=", ".join(dict.fromkeys(ahead)),
    )


def _words(dossier: Dossier) -> Words:
    return Words(
        title=_("Sơ đồ quy trình của hồ sơ %(code)s", code=dossier.code),
        state=state_word,
        move=move_word,
        stays=_("ở nguyên"),
        back=lambda _trigger: _("trạng thái trước khi tạm dừng"),
        every_open=_("mọi trạng thái đang mở"),
        beside=_("Việc ngoài trình tự"),
        here=_("● Hồ sơ đang ở đây"),
        place=lambda _state: told_of(dossier),
    )
