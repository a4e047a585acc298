"""What the visitor may do with a dossier: buttons, and the reasons why some are withheld."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from web import current
from web.catalogue import _
from web.dossiers.to_sitting import place_of
from web.refusals import words_of
from web.sittings.words import gate_word
from web.words import move_word
from workflows.dossiers.answering import may_answer
from workflows.dossiers.appraising import may_appraise
from workflows.dossiers.tables import Dossier
from workflows.engine.capacity import capacity_of
from workflows.engine.offers import Offer, offers, withheld
from workflows.engine.refusals import Refusal
from workflows.engine.table import Kind
from workflows.engine.undo import undoing
from workflows.flows import flow_of

NOT_WORTH_SAYING = frozenset({"nothing_to_undo", "not_yours_to_undo"})


@dataclass(frozen=True, slots=True)
class Action:
    """A button, or the reason why there is none."""

    words: str
    address: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Acts:
    """What stands on a dossier's page: what the visitor owes, may do, may do in need."""

    owed: list[Action]
    other: list[Action]
    beside: list[Action]
    withheld: list[Action]
    elsewhere: list[Action]


@dataclass(frozen=True, slots=True)
class Undo:
    """The move that the visitor made last, and why it cannot be taken back, if so."""

    trigger: str
    why_not: str = ""


def acts_of(dossier: Dossier) -> Acts:
    """Sort the visitor's moves: those they owe first, side moves apart, the withheld last."""
    found = [
        offer
        for offer in offers(current.session(), dossier, current.member())
        if offer.refusal is None or offer.refusal.code != "role"
    ]
    open_now = [offer for offer in found if offer.refusal is None]
    owed = sorted(
        (offer for offer in open_now if _is_owed(dossier, offer)),
        key=lambda offer: _how_far(dossier, offer),
    )
    beside = [offer for offer in open_now if offer.move.side]
    other = [offer for offer in open_now if offer not in owed and offer not in beside]
    return Acts(
        owed=[
            *_answering(dossier),
            *_scoring(dossier),
            *_at_sitting(dossier),
            *(_action(dossier, offer) for offer in owed),
        ],
        other=[_action(dossier, offer) for offer in other],
        beside=[_action(dossier, offer) for offer in beside],
        withheld=[_action(dossier, offer) for offer in found if offer.refusal is not None],
        elsewhere=[
            _action(dossier, offer)
            for offer in withheld(current.session(), dossier, current.member())
        ],
    )


def undo_of(dossier: Dossier) -> Undo | None:
    """Return the visitor's last move, if it was the dossier's last and of the kind undone."""
    session, member = current.session(), current.member()
    try:
        act = undoing(session, dossier, flow_of(dossier), actor=member)
    except Refusal as refusal:
        if refusal.code in NOT_WORTH_SAYING:
            return None
        return Undo("", words_of(refusal))
    return Undo(act.move.trigger)


def address_of(dossier: Dossier, word: str) -> str:
    """Return the address of a move's page."""
    return url_for("reason.ask", code=dossier.code, word=word)


def _action(dossier: Dossier, offer: Offer) -> Action:
    return Action(
        words=move_word(offer.move.trigger),
        address=address_of(dossier, offer.move.word),
        why_not=" ".join(words_of(refusal) for refusal in offer.refusals),
    )


def _is_owed(dossier: Dossier, offer: Offer) -> bool:
    owes = flow_of(dossier).states[dossier.state].owes
    return (
        owes is not None
        and owes in offer.move.by
        and offer.move.target is not None
        and not offer.move.side
        and capacity_of(current.member(), dossier, (owes,), offer.move.trigger) is not None
    )


def _how_far(dossier: Dossier, offer: Offer) -> tuple[bool, bool, int]:
    """Order what is owed by how far it leads: a return, and an end, stand behind the way on."""
    states = flow_of(dossier).states
    target = offer.move.target
    if not isinstance(target, str):
        return (True, True, 0)
    reached = states[target]
    return (reached.stops_clock, reached.kind is not Kind.OPEN, -list(states).index(target))


def _answering(dossier: Dossier) -> list[Action]:
    """Return the way into the self-assessment, which is no move, for those who write it."""
    if not may_answer(current.member(), dossier):
        return []
    address = url_for("self_assessment.go_on", code=dossier.code)
    return [Action(_("Làm tự đánh giá"), address)]


def _scoring(dossier: Dossier) -> list[Action]:
    """Return the way to the sheet of a committee's dossier, for those who score it.

    A cell's is scored by whom the conclusion leads there.
    """
    if not dossier.of_committee or not may_appraise(current.member(), dossier):
        return []
    return [Action(_("Chấm thẩm định"), url_for("appraisal.sheet", code=dossier.code))]


def _at_sitting(dossier: Dossier) -> list[Action]:
    """Return the way to the sitting that decides on the dossier, for who prepares it."""
    place = place_of(current.session(), current.member(), dossier)
    if place is None:
        return []
    if place.sitting:
        address = url_for("sittings.page", code=place.sitting)
        return [Action(_("Mở phiên họp %(code)s", code=place.sitting), address)]
    address = url_for(
        "sitting_agenda.new", chon="tat-ca", viec=gate_word(place.gate), ban=place.unit
    )
    return [Action(_("Lập phiên họp"), address)]
