"""Confirm exactly the list that is shown, then see what became of each dossier."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.bulk.forms import BulkForm, SubmissionForm, form_for
from web.bulk.result import result_of, write_result
from web.catalogue import _
from web.city.flag_words import flag_words
from web.filters import unbroken
from web.htmx import go, say, show
from web.idempotency import key
from web.lists.routes import codes_of_list
from workflows.dossiers.flags import flags_of
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import find_many
from workflows.engine.act import Move
from workflows.engine.fire import Happening, Refused, fire_many
from workflows.engine.offers import why_none
from workflows.engine.refusals import Refusal
from workflows.flows import FLOWS, flow_of
from workflows.papers.number_books import last_submission
from workflows.papers.numbers import Numbered
from workflows.sittings.submitting import submission_lists

bp = Blueprint("bulk", __name__, url_prefix="/hang-loat")

AGREEMENT = "ket-luan-tham-dinh-cap-tren"
WORDS = frozenset({"tiep-nhan", "cho-thuc-hien", "mo-tu-danh-gia", "gui-cap-tren", AGREEMENT})
MOST = 1000


@bp.get("/<string:word>")
@requires(Permission.WARD_INBOX, Permission.CITY_INBOX)
def preview(word: str) -> ResponseReturnValue:
    """Show the list that would be moved, who is left out and why."""
    move = _move(word)
    codes = request.args.getlist("ho_so")
    if "danh_sach" in request.args:  # a whole list by its address: codes of all would not fit
        codes = codes_of_list(MOST)
    return _preview(move, form_for(move), codes)


@bp.post("/<string:word>")
@requires(Permission.WARD_INBOX, Permission.CITY_INBOX)
def confirm(word: str) -> ResponseReturnValue:
    """Make the move on the dossiers as they were shown; each is refused or moved by itself."""
    move = _move(word)
    form = form_for(move)
    shown = _shown()
    if not form.validate_on_submit() or not shown:
        return _preview(move, form, [code for code, _version in shown], status=422)
    found = _found([code for code, _version in shown])
    flagged = _flagged(move, list(found.values()))
    results: list[Happening | Refused] = [
        Refused(dossier_id, refusal) for dossier_id, refusal in flagged.items()
    ]
    results += fire_many(
        current.session(),
        [
            (found[code].id, version)
            for code, version in shown
            if code in found and found[code].id not in flagged
        ],
        move.trigger,
        actor=current.member(),
        inputs=form.inputs(),
        key=key(),
    )
    number = write_result(move, shown, found, results)
    made = sum(isinstance(result, Happening) for result in results)
    say(_("Đã xong %(n)s trong %(m)s hồ sơ", n=made, m=len(shown)))
    return go(url_for("bulk.result", number=number))


@bp.get("/ket-qua/<int:number>")
@requires(Permission.WARD_INBOX, Permission.CITY_INBOX)
def result(number: int) -> ResponseReturnValue:
    """Show what became of each dossier of a bulk act of the visitor's own."""
    session, member = current.session(), current.member()
    found = result_of(session, number, member=member) or abort(404)
    codes = [*found.made, *(code for code, _why in found.refused)]
    dossiers = find_many(session, codes, viewer=member)
    names = {each.code: unbroken(each.unit.name) for each in dossiers}
    return show("bulk/result.html", result=found, names=names)


def _preview(
    move: Move, form: BulkForm, codes: list[str], *, status: int = 200
) -> ResponseReturnValue:
    session = current.session()
    dossiers = list(_found(codes[:MOST]).values())
    flagged = _flagged(move, dossiers)
    reasons = _left_out(move, dossiers) | flagged
    ready = [dossier for dossier in dossiers if dossier.id not in reasons]
    submits = isinstance(form, SubmissionForm) and bool(ready)
    return show(
        "bulk/preview.html",
        status=status,
        move=move,
        form=form,
        ready=ready,
        lists=submission_lists(session, ready, viewer=current.member()) if submits else None,
        last=_last_number(ready[0]) if submits else None,
        left_out=[(each, reasons[each.id]) for each in dossiers if each.id in reasons],
    )


def _flagged(move: Move, dossiers: Sequence[Dossier]) -> dict[UUID, Refusal]:
    """Leave out of a common agreement whatever has to be looked at by itself."""
    if move.word != AGREEMENT:
        return {}
    return {
        dossier_id: Refusal("flagged", flags=[flag_words(each) for each in raised])
        for dossier_id, raised in flags_of(current.session(), dossiers).items()
        if raised
    }


def _left_out(move: Move, dossiers: Sequence[Dossier]) -> dict[UUID, Refusal]:
    """Say which dossiers the move cannot be made on now, and why: asked once for all."""
    found: dict[UUID, Refusal] = {}
    asked: list[tuple[Dossier, Move]] = []
    for dossier in dossiers:
        own = flow_of(dossier).move(move.trigger, dossier.state)  # they may travel other flows
        if own is None:
            found[dossier.id] = Refusal("not_from_here", state=dossier.state, trigger=move.trigger)
        elif set(own.asks) - set(move.asks):  # another flow asks more than the common form has
            found[dossier.id] = Refusal("one_by_one")
        else:
            asked.append((dossier, own))
    return found | why_none(current.session(), asked, current.member())


def _last_number(dossier: Dossier) -> Numbered | None:
    """Return the committee's last submission of this term, whose number the next one follows."""
    return last_submission(current.session(), dossier.committee_id, current.today())


def _shown() -> list[tuple[str, int]]:
    """Read which dossiers were shown, each with its version: ``26-118:4``."""
    pairs = (value.rpartition(":") for value in request.form.getlist("shown"))
    return [(code, int(version)) for code, _colon, version in pairs if version.isdecimal()]


def _found(codes: list[str]) -> dict[str, Dossier]:
    rows = find_many(current.session(), codes, viewer=current.member())
    return {dossier.code: dossier for dossier in rows}


def _move(word: str) -> Move:
    if word not in WORDS:
        abort(404)
    if word == AGREEMENT and not current.member().may(Permission.CITY_INBOX):
        abort(403, "permission")
    return FLOWS["cell_title", 1].by_word(word)[0]
