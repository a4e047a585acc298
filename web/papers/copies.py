"""Giving copies of papers back: the form that was edited in Word, the sheet that was signed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.roles import Permission
from tenants.settings import settings
from web import current
from web.access import requires, signed_in
from web.catalogue import _, _l
from web.dossiers.loading import the_dossier
from web.forms import Form, Required
from web.htmx import go, say, show
from web.papers.routes import handed_out
from web.papers.words import paper_name
from web.refusals import words_of
from web.sittings.loading import the_sitting
from web.uploads import FILES, takes_files, the_upload
from workflows.decisions.reading import find_decision, keeps
from workflows.decisions.tables import Decision
from workflows.engine.refusals import Refusal
from workflows.papers.copies import give_back, may_give_back
from workflows.papers.of_units import keeps_paper
from workflows.papers.tables import Origin, Paper
from workflows.papers.visible import (
    find_paper_of_dossier,
    find_paper_of_sitting,
    find_paper_of_unit,
)
from workflows.sittings.reading import may_record

bp = Blueprint("copies", __name__)


class CopyForm(Form):
    """A file, and what it is."""

    origin = RadioField(
        _l("Tệp này là"),
        choices=[
            SelectChoice(Origin.SIGNED.value, _l("Bản đã ký, đóng dấu (PDF hoặc ảnh chụp)")),
            SelectChoice(Origin.EDITED.value, _l("Bản Word đã sửa")),
        ],
        validators=[Required()],
    )


@bp.get("/ho-so/<string:code>/van-ban/<uuid:paper_id>/gui-lai")
@signed_in
def ask_of_dossier(code: str, paper_id: UUID) -> ResponseReturnValue:
    """Ask for a copy of a dossier's paper."""
    paper = _of_dossier(code, paper_id)
    return _page(paper, url_for("papers.of_dossier", code=code), CopyForm(formdata=None))


@bp.post("/ho-so/<string:code>/van-ban/<uuid:paper_id>/gui-lai")
@signed_in
@takes_files
def give_of_dossier(code: str, paper_id: UUID) -> ResponseReturnValue:
    """Keep a copy of a dossier's paper."""
    return _keep(_of_dossier(code, paper_id), url_for("papers.of_dossier", code=code))


@bp.get("/phien-hop/<code:code>/van-ban/<uuid:paper_id>/gui-lai")
@requires(Permission.SITTING_READ)
def ask_of_sitting(code: str, paper_id: UUID) -> ResponseReturnValue:
    """Ask for a copy of a sitting's paper."""
    paper = _of_sitting(code, paper_id)
    return _page(paper, url_for("papers.of_sitting", code=code), CopyForm(formdata=None))


@bp.post("/phien-hop/<code:code>/van-ban/<uuid:paper_id>/gui-lai")
@requires(Permission.SITTING_READ)
@takes_files
def give_of_sitting(code: str, paper_id: UUID) -> ResponseReturnValue:
    """Keep a copy of a sitting's paper."""
    return _keep(_of_sitting(code, paper_id), url_for("papers.of_sitting", code=code))


@bp.get("/quyet-dinh/<code:code>/gui-lai")
@requires(Permission.DECISION_KEEP)
def ask_of_decision(code: str) -> ResponseReturnValue:
    """Ask for a copy of a decision."""
    paper = _of_decision(_decision(code))
    return _page(paper, url_for("decisions.page", code=code), CopyForm(formdata=None))


@bp.post("/quyet-dinh/<code:code>/gui-lai")
@requires(Permission.DECISION_KEEP)
@takes_files
def give_of_decision(code: str) -> ResponseReturnValue:
    """Keep a copy of a decision."""
    return _keep(_of_decision(_decision(code)), url_for("decisions.page", code=code))


@bp.get("/van-ban/<uuid:paper_id>/gui-lai")
@requires(Permission.EVENT_KEEP)
def ask_of_unit(paper_id: UUID) -> ResponseReturnValue:
    """Ask for a copy of a committee's paper."""
    paper = _of_unit(paper_id)
    return _page(paper, url_for("unit_papers.page"), CopyForm(formdata=None))


@bp.post("/van-ban/<uuid:paper_id>/gui-lai")
@requires(Permission.EVENT_KEEP)
@takes_files
def give_of_unit(paper_id: UUID) -> ResponseReturnValue:
    """Keep a copy of a committee's paper."""
    return _keep(_of_unit(paper_id), url_for("unit_papers.page"))


@bp.get("/quyet-dinh/<code:code>/ban-luu/<uuid:paper_id>")
@requires(Permission.DOSSIER_READ)
def copy_of_decision(code: str, paper_id: UUID) -> ResponseReturnValue:
    """Hand out a copy that was given back: a signed one to all who see the decision."""
    decision = find_decision(current.session(), code, viewer=current.member()) or abort(404)
    origins = [Origin.SIGNED]
    if keeps(current.member(), decision):
        origins.append(Origin.EDITED)
    found = (
        current.session()
        .scalars(
            select(Paper).where(
                Paper.id == paper_id, Paper.decision_id == decision.id, Paper.origin.in_(origins)
            )
        )
        .one_or_none()
    )
    if found is None:
        abort(404)
    return handed_out(found, code)


def _page(
    paper: Paper, back: str, form: CopyForm, *, status: int = 200, why_not: str = ""
) -> ResponseReturnValue:
    if why_not:
        form.form_errors.append(why_not)
    name = paper_name(paper.kind)
    return show(
        "papers/give_back.html", status=status, name=name, back=back, form=form, field=FILES
    )


def _keep(paper: Paper, back: str) -> ResponseReturnValue:
    form = CopyForm()
    if not form.validate_on_submit():
        return _page(paper, back, form, status=422)
    try:
        kept = give_back(
            current.session(), paper, the_upload(), Origin(form.origin.data),
            actor=current.member(), clamav_url=settings().clamav_url,
        )  # fmt: skip
    except Refusal as refusal:
        return _page(paper, back, form, status=422, why_not=words_of(refusal))
    say(
        _("Đã lưu bản ký. Từ nay bản ký là bản chính.")
        if kept.origin is Origin.SIGNED
        else _("Đã lưu bản Word đã sửa, bên cạnh bản máy lập.")
    )
    return go(back)


def _of_dossier(code: str, paper_id: UUID) -> Paper:
    dossier, member = the_dossier(code), current.member()
    paper = find_paper_of_dossier(current.session(), dossier, paper_id, viewer=member)
    return _made(paper, lambda made: may_give_back(member, made, dossier))


def _of_sitting(code: str, paper_id: UUID) -> Paper:
    sitting = the_sitting(code)
    paper = find_paper_of_sitting(current.session(), sitting, paper_id)
    return _made(paper, lambda _made_here: may_record(current.member(), sitting))


def _of_unit(paper_id: UUID) -> Paper:
    session, member = current.session(), current.member()
    paper = find_paper_of_unit(session, paper_id, viewer=member)
    return _made(paper, lambda made: keeps_paper(session, member, made))


def _of_decision(decision: Decision) -> Paper:
    """Return the paper of the edition that counts, which the copy is of."""
    found = (
        current.session()
        .scalars(
            select(Paper)
            .where(Paper.decision_id == decision.id, Paper.origin == Origin.MADE)
            .order_by(Paper.edition.desc(), Paper.form.desc())
            .limit(1)
        )
        .one_or_none()
    )
    return _made(found, lambda _made_here: keeps(current.member(), decision))


def _decision(code: str) -> Decision:
    return find_decision(current.session(), code, viewer=current.member()) or abort(404)


def _made(paper: Paper | None, allowed: Callable[[Paper], bool]) -> Paper:
    """Return a paper that was made here and that the visitor's office gives back, or 404."""
    if paper is None or paper.origin is not Origin.MADE or not allowed(paper):
        abort(404)
    return paper
