"""Who is at a self-assessment: those who write it, those who write for them, those who read."""

from __future__ import annotations

from flask import abort

from web import current
from web.catalogue import _
from web.dossiers.loading import the_dossier
from web.refusals import words_of
from web.steps.sending import refuse_others
from web.words import state_word
from workflows.dossiers.answering import may_answer, writes_as
from workflows.dossiers.tables import ANSWERING, Dossier
from workflows.dossiers.visible import reads_contents
from workflows.engine.act import Move
from workflows.engine.parties import CELL, Scope
from workflows.engine.refusals import Refusal
from workflows.flows import flow_of
from workflows.guards.inputs import adopted_by_cell

SUBMIT = "submit_self_assessment"


def readers_dossier(code: str) -> Dossier:
    """Return a dossier that the visitor may read; to all others it has no such page."""
    dossier = the_dossier(code)
    if not reads_contents(current.member(), dossier):
        abort(404)
    return dossier


def writers_dossier(code: str) -> Dossier:
    """Return a dossier whose self-assessment is the visitor's to write, whatever its state.

    Raises:
        Refusal: ``role``, for those who may only read.

    """
    dossier = readers_dossier(code)
    refuse_others(dossier, [row for row in flow_of(dossier).moves if row.trigger == SUBMIT])
    return dossier


def sending_move(dossier: Dossier) -> Move | None:
    """Return the move that sends the self-assessment, while it is still to be sent."""
    return flow_of(dossier).move(SUBMIT, dossier.state)


def enters_for_cell(dossier: Dossier) -> bool:
    """Tell whether the visitor writes in the place of a unit that they are not of.

    A committee's own office is of it: what it writes of its committee is no help.
    """
    capacity = writes_as(current.member(), dossier)
    return (
        may_answer(current.member(), dossier)
        and capacity is not None
        and capacity.party.scope is not Scope.UNIT
    )


def asks_for_vote(dossier: Dossier) -> bool:
    """Tell whether the unit votes before it sends; a committee's own body sits afterwards."""
    rows = [row for row in flow_of(dossier).moves if row.trigger == SUBMIT]
    return any(adopted_by_cell in row.checks for row in rows)


def why_only_read(dossier: Dossier) -> str:
    """Say why the visitor may only read this self-assessment now; nothing if they write it."""
    if may_answer(current.member(), dossier):
        return ""
    if dossier.state in ANSWERING:
        return words_of(Refusal("role", parties=[CELL.name]))
    return _("Hồ sơ đang ở bước «%(state)s», phần này chỉ để xem.", state=state_word(dossier.state))
