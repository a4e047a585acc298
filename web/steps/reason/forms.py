"""The form of a move, made of the move's row."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import Field

from tenants.working_days import add_working_days
from web import current
from web.appraisal.verdict import VerdictFields, verdict_fields
from web.catalogue import _
from web.forms import Form
from web.steps.reason.fields import FIELDS, Asked, comment_fields, hint_of, ready_phrases
from web.steps.reason.phrases import PHRASES
from web.steps.tally import TallyFields, ask_of_how_many, prefilled
from web.words import in_own_words
from workflows.dossiers.contents import answers_of, content_hash
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Move

DAYS_TO_SUPPLEMENT = 3
COMMENTED = frozenset({"return_for_supplement"})
VOTED_IN_CELL = frozenset({"withdraw"})
# What a move takes besides what its row insists on; the guards ask for it when it matters.
BESIDE = {"give_opinion": ("flagged",), "call_back": ("reason",)}
# Who proposes a rating also says what the verdict rests on.
WITH_RATING = ("disciplined",)
# Guards that ask for words which the row of the move does not name.
ALSO_NEEDED = {"lapse": ("reason",)}


class MoveForm(Form):
    """What one move asks for; ``names`` are its inputs in the order of the page."""

    names: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    move: Move

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told."""
        told = {name: self._value_of(name) for name in self.names}
        tally = self.tally() if isinstance(self, TallyFields) else {}
        said = self.comments()
        if said:
            told["comments"] = said
            told["reason"] = told.get("reason") or _("Ý kiến ghi ở từng tiêu chí.")
        return {**told, **tally}

    def comments(self) -> dict[str, str]:
        """Return what is asked of each marked criterion, where anything is."""
        marked = self.at("marked")
        given = {
            key: (self[f"comment-{key}"].data or "").strip()
            for key in (marked.data or [] if marked is not None else [])
            if f"comment-{key}" in self
        }
        return {key: words for key, words in given.items() if words}

    def says_it_elsewhere(self) -> bool:
        """Tell whether every marked criterion has words of its own, so that none are missing."""
        marked = self.at("marked")
        said = self.comments()
        return bool(said) and marked is not None and set(said) == set(marked.data or [])

    def hint(self, name: str) -> str:
        """Return the line of help above a field."""
        return hint_of(self.move, name)

    def phrases(self, name: str) -> Field | None:
        """Return the ready phrases beside a field of words."""
        return self.at(f"ready_{name}")

    def _value_of(self, name: str) -> Any:
        field = self[name]
        value = field.data.strip() if isinstance(field.data, str) else field.data
        ready = self.phrases(name)
        if ready is None or ready.data not in PHRASES[self.move.trigger]:
            return value
        phrase = in_own_words(str(PHRASES[self.move.trigger][ready.data]))
        return f"{phrase} {value or ''}".strip()


class ConcludingMoveForm(VerdictFields, MoveForm):
    """What a move asks for that concludes on a dossier nobody has appraised before."""

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told, the set's own conditions and counts among it."""
        return super().inputs() | self.verdict()


class VotedMoveForm(TallyFields, MoveForm):
    """What a move asks for that the cell has voted on."""


def form_for(move: Move, dossier: Dossier) -> MoveForm:
    """Return the form of a move on a dossier, filled in with what was sent, if it was."""
    names = names_of(move, dossier)
    must = {*move.asks, *ALSO_NEEDED.get(move.trigger, ()), "consent_number", "consent_on"}
    fields = {name: FIELDS[name](Asked(move, dossier, name in must)) for name in names}
    phrases = {f"ready_{name}": ready_phrases(move, name) for name in names}
    concludes = "proposed_rating" in move.asks
    base = VotedMoveForm if move.trigger in VOTED_IN_CELL else MoveForm
    answers = answers_of(current.session(), dossier.id) if concludes else {}
    verdict, opens = verdict_fields(dossier, answers) if concludes else ({}, {})
    base = ConcludingMoveForm if concludes else base
    comments = comment_fields(dossier) if move.trigger in COMMENTED else {}
    shape: type[MoveForm] = type(
        "FormOfMove",
        (base,),
        {
            **fields,
            **comments,
            **verdict,
            **{name: field for name, field in phrases.items() if field is not None},
        },
    )
    seen = content_hash(current.session(), dossier)
    form = shape(
        seen_version=dossier.version, seen_content=seen, **_opening(move, dossier), **opens
    )
    form.names, form.move = names, move
    for name in names:
        ready = form.phrases(name)
        if ready is not None:  # words in its place will do, but one of the two is asked for
            ready.flags.required = form[name].flags.required
    for field in form:
        field.label.text = in_own_words(str(field.label.text))
    if isinstance(form, TallyFields):
        ask_of_how_many(form, dossier)
    if isinstance(form, VerdictFields):
        form.ask_of(dossier, answers)
    return form


def names_of(move: Move, dossier: Dossier) -> tuple[str, ...]:
    """List the inputs of a move in the order of the page: ticks, words, numbers, days."""
    consent = move.trigger == "accept_registration" and dossier.registered_late
    wanted = {
        *move.asks,
        *BESIDE.get(move.trigger, ()),
        *(WITH_RATING if "proposed_rating" in move.asks else ()),
        *ALSO_NEEDED.get(move.trigger, ()),
        *(("consent_number", "consent_on") if consent else ()),
    }
    return tuple(name for name in FIELDS if name in wanted)


def _opening(move: Move, dossier: Dossier) -> dict[str, Any]:
    opening: dict[str, Any] = {}
    if "due_on" in move.asks:
        opening["due_on"] = add_working_days(current.session(), current.today(), DAYS_TO_SUPPLEMENT)
    if move.trigger in VOTED_IN_CELL:
        opening |= prefilled(dossier, None)
    if move.trigger in COMMENTED:
        opening |= _from_the_sheet(dossier)
    return opening


def _from_the_sheet(dossier: Dossier) -> dict[str, Any]:
    """Open a return with what the sheet says: the criterion it was asked from, and its words."""
    answers = answers_of(current.session(), dossier.id)
    opening: dict[str, Any] = {
        f"comment-{key}": row.appraised_reason
        for key, row in answers.items()
        if row.appraised_reason and row.appraised_level != row.self_level
    }
    asked = [key for key in request.args.getlist("tieu-chi") if key in answers]
    return opening | ({"marked": asked} if asked else {})
