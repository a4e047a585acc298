"""What a closing sitting must have settled, and what an opened one forbids."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from workflows.engine.act import Act, Closing
from workflows.engine.refusals import Refusal
from workflows.guards.contents import rating_decided
from workflows.sittings.agendas import opened_with
from workflows.sittings.quota import refuse_over
from workflows.sittings.tables import Gate, Result


def at_gate(*gates: Gate) -> Callable[[Act], None]:
    """Make a guard that the closing sitting decides this kind of thing."""

    def sits_for_this(act: Act) -> None:
        """The closing sitting was called to decide this, and on this dossier."""
        closing = closing_of(act)
        if closing.sitting.gate not in gates or closing.item.dossier_id != act.dossier.id:
            raise Refusal("only_at_sitting")

    sits_for_this.__name__ = "at_gate_" + "_".join(gates)
    return sits_for_this


def has_passed(act: Act) -> None:
    """The question put was carried, with a vote of its own on the Giấy khen where one is due."""
    item = closing_of(act).item
    if item.result is not Result.PASSED:
        raise Refusal("not_passed")
    if act.move.trigger in {"recommend", "recognize"} and item.merit_in_favour is None:
        raise Refusal("merit_vote_missing")


def has_not_passed(act: Act) -> None:
    """The question put was not carried, or the dossier was noted as not eligible."""
    if closing_of(act).item.result is not Result.NOT_PASSED:
        raise Refusal("passed")


def no_title_in_reach(act: Act) -> None:
    """The question put was not carried, no place is left, or the decided rating is too low."""
    if closing_of(act).item.result is Result.NOT_PASSED:
        return
    for guard in (rating_decided, within_quota):
        try:
            guard(act)
        except Refusal:
            return
    raise Refusal("passed")


def within_quota(act: Act) -> None:
    """A place is left where the campaign sets a quota; its base and limit froze at opening."""
    refuse_over(act.session, act.dossier, unit_id=deciding_unit(act))


def deciding_unit(act: Act) -> UUID:
    """Return the unit whose body decides: the one that the quota is counted for."""
    return act.move.by[0].units(act.dossier)[0]


def eligible_or_excepted(act: Act) -> None:
    """The dossier is eligible, or an exception was recorded before the sitting opened."""
    excepted = act.closing is not None and act.closing.item.exception_reason
    if not act.dossier.eligible and not excepted:
        raise Refusal("not_eligible")


def pilot_marked(act: Act) -> None:
    """Each dossier is marked pilot or not; a pilot has a reason and a supervisor."""
    item = closing_of(act).item
    if item.pilot is None:
        raise Refusal("pilot_unmarked")
    if item.pilot and not (item.pilot_reason and item.supervisor_id):
        raise Refusal("pilot_incomplete")


def off_opened_sittings(act: Act) -> None:
    """A dossier on an opened sitting accepts votes only."""
    code = act.ask(opened_with)
    if code is not None:
        raise Refusal("on_opened_sitting", sitting=code)


def closing_of(act: Act) -> Closing:
    """Return the closing sitting. Raises ``Refusal`` when there is none."""
    if act.closing is None:
        raise Refusal("only_at_sitting")
    return act.closing
