"""Showing the page of a sitting, with what could not be kept still in its boxes."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request

from web import current
from web.forms import Form
from web.htmx import show
from web.sittings.forms import ReasonForm, RecordForm
from web.sittings.page import Page, page_of
from web.sittings.typed import Attendance, Entry
from web.sittings.words import MODES, changed_words
from web.words import RATINGS
from workflows.decisions.reading import decision_of_sitting
from workflows.engine.refusals import StaleError
from workflows.sittings.tables import Sitting

OK = 200


def show_sitting(
    sitting: Sitting,
    *,
    status: int = 200,
    form: RecordForm | None = None,
    ending: ReasonForm | None = None,
    entries: Mapping[str, Entry] | None = None,
    attendance: Attendance | None = None,
    faults: Mapping[str, str] | None = None,
    changed: StaleError | None = None,
    exception: tuple[str, str] = ("", ""),
) -> Response:
    """Render the page of a sitting.

    Args:
        form: the boxes around the votes as they were sent.
        ending: the reason for ending the sitting as it was sent.
        changed: who changed the sitting meanwhile.
        exception: a dossier's code, and the reason typed for its exception.

    """
    session, member = current.session(), current.member()
    view = page_of(
        session, sitting, member, entries=entries, attendance=attendance, faults=faults
    )  # fmt: skip
    return show(
        "sittings/sitting.html",
        status=status,
        view=view,
        form=_fresh(form or RecordForm(formdata=None), sitting),
        ending=ending or ReasonForm(formdata=None, seen_version=sitting.version),
        simple=Form(formdata=None, seen_version=sitting.version),
        ratings=RATINGS,
        modes=MODES,
        ratings_typed=_ratings_typed(form, view),
        changed=changed_words(changed) if changed else "",
        exception=exception,
        rounds=view.records,
        round_typed=_rounds_typed(form),
        leaving_typed=_leaving_typed() if status != OK else {},
        decision=decision_of_sitting(session, sitting, viewer=member),
    )


def _leaving_typed() -> dict[str, str]:
    """Return what was typed of who is not to vote on a dossier: it is kept with the refusal."""
    names = ("roi-ho-so", "roi-nguoi", "roi-ly-do")
    return {name: request.form[name] for name in names if request.form.get(name)}


def _rounds_typed(form: RecordForm | None) -> dict[str, str]:
    """Return what was typed in the boxes of a further round, by the dossier's code."""
    if form is None or not form.row_faults:
        return {}
    return {
        name.removeprefix("vong-"): value
        for name, value in request.form.items()
        if name.startswith("vong-")
    }


def _fresh(form: RecordForm, sitting: Sitting) -> RecordForm:
    """Let the form carry the version that the page shows now."""
    form.seen_version.raw_data = None
    form.seen_version.data = sitting.version
    return form


def _ratings_typed(form: RecordForm | None, view: Page) -> dict[str, str]:
    """Return the rating that each box shows: typed, decided, or as the appraisal proposed it."""
    typed = form.ratings if form else {}
    shown = {}
    for row in view.rows:
        decided = view.ratings.get(row.item.dossier_id)
        standing = str(decided.rating) if decided else row.item.dossier.proposed_rating or ""
        shown[row.code] = typed.get(row.code, standing)
    return shown
