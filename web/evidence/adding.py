"""Add files to a store: many at once, each kept or refused by itself."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.catalogue import _
from web.evidence.forms import AddForm
from web.evidence.places import places_of
from web.evidence.whose import Whose, the_store
from web.htmx import go, say, show, wants_part
from web.refusals import words_of
from web.signing_in.entering import local_address
from web.uploads import FILES, takes_files, uploads_here
from workflows.dossiers.own import cells_of
from workflows.engine.refusals import Refusal
from workflows.evidence.attaching import attach
from workflows.evidence.holding import held_files
from workflows.evidence.keeping import keep_file
from workflows.evidence.kinds import LARGEST
from workflows.evidence.preparing import Upload
from workflows.evidence.tables import Evidence

bp = Blueprint("adding_evidence", __name__, url_prefix="/minh-chung/them")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the row it is kept in, or why it is not."""

    name: str
    evidence: Evidence | None = None
    known: bool = False
    why_not: str = ""


@bp.get("")
@signed_in
def ask() -> ResponseReturnValue:
    """Ask for photos or files; nothing else has to be filled in."""
    whose = the_store()
    if whose is None:
        cells = cells_of(current.session(), current.member())
        return show("evidence/choose.html", cells=cells, endpoint="adding_evidence.ask")
    form = AddForm(
        formdata=None,
        criterion=request.args.get("tieu-chi", ""),
        form_key=request.args.get("giu", ""),
        back=local_address(request.args.get("ve")) or "",
    )
    form.form_key.data = form.form_key.data or form.key.data
    return _page(whose, form)


@bp.post("")
@signed_in
@takes_files
def add() -> ResponseReturnValue:
    """Keep each file by itself; one that is refused takes none of the others with it."""
    whose, form = _gathered(), AddForm()
    form.offer(places_of(whose.dossier))
    uploads = _uploads(form)
    if not form.validate_on_submit() or form.form_errors:
        return _page(whose, form, status=422)
    outcomes = [_outcome(whose, form, upload) for upload in uploads]
    kept = [outcome for outcome in outcomes if outcome.evidence is not None]
    if wants_part():
        return show("evidence/outcomes.html", status=200 if kept else 422, outcomes=outcomes)
    if len(kept) < len(outcomes):
        return _page(whose, form, status=200 if kept else 422, outcomes=outcomes)
    say(_("Đã lưu %(n)s tệp vào kho minh chứng.", n=len(kept)))
    return go(_next(whose, form))


def _gathered() -> Whose:
    whose = the_store()
    if whose is None or not whose.gathers:
        abort(404)
    return whose


def _uploads(form: AddForm) -> list[Upload]:
    try:
        uploads = uploads_here()
    except Refusal as refusal:
        form.form_errors.append(words_of(refusal))
        return []
    if not uploads:
        form.form_errors.append(words_of(Refusal("no_files")))
    return uploads


def _outcome(whose: Whose, form: AddForm, upload: Upload) -> Outcome:
    session, member = current.session(), current.member()
    try:
        with session.begin_nested():
            kept = keep_file(
                session, whose.unit, upload,
                actor=member, year=whose.year, note=form.note.data or "",
            )  # fmt: skip
            if form.criterion.data and whose.dossier is not None:
                attach(
                    session, whose.dossier.id, form.criterion.data, [kept.evidence.id], actor=member
                )
    except Refusal as refusal:
        return Outcome(upload.name, why_not=words_of(refusal))
    return Outcome(upload.name, kept.evidence, known=kept.known)


def _next(whose: Whose, form: AddForm) -> str:
    return local_address(form.back.data) or url_for(
        "evidence.store", ma=whose.unit.code, nam=whose.year
    )


def _page(
    whose: Whose, form: AddForm, *, status: int = 200, outcomes: list[Outcome] | None = None
) -> ResponseReturnValue:
    places = places_of(whose.dossier)
    form.offer(places)
    return show(
        "evidence/add.html",
        status=status,
        whose=whose,
        form=form,
        places=places,
        held=held_files(current.session(), current.member(), form.form_key.data or ""),
        outcomes=outcomes or [],
        next_page=_next(whose, form),
        field=FILES,
        largest=LARGEST,
    )
