"""The signed paper from which an office enters a registration, photographed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.catalogue import _
from web.dossiers.loading import the_readable_dossier
from web.forms import Form
from web.htmx import go, say, show
from web.refusals import words_of
from web.uploads import FILES, takes_files, uploads_here
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.evidence.attaching import attach, may_attach
from workflows.evidence.keeping import keep_file
from workflows.evidence.links import REGISTRATION, evidence_of, takes_evidence
from workflows.evidence.preparing import Upload
from workflows.evidence.tables import Origin

bp = Blueprint("signed_copy", __name__, url_prefix="/ho-so/<string:code>/ban-ky")


@bp.get("")
@signed_in
def ask(code: str) -> ResponseReturnValue:
    """Ask for a photo of the signed registration."""
    return _page(_theirs(code), Form(formdata=None))


@bp.post("")
@signed_in
@takes_files
def add(code: str) -> ResponseReturnValue:
    """Keep the photo with the registration."""
    dossier, form = _theirs(code), Form()
    try:
        papers = uploads_here()
        if not form.validate_on_submit():
            return _page(dossier, form, status=422)
        _refuse_nothing(papers)
        attach_signed_copy(dossier, papers)
    except Refusal as refusal:
        form.form_errors.append(words_of(refusal))
        return _page(dossier, form, status=422)
    say(_("Đã gắn bản đăng ký đã ký."))
    return go(url_for("dossiers.overview", code=code))


def attach_signed_copy(dossier: Dossier, papers: Sequence[Upload]) -> None:
    """Keep photos of the signed registration, and attach them to it.

    Raises:
        Refusal: one of the files is not taken.

    """
    session, member = current.session(), current.member()
    kept = [
        keep_file(
            session, dossier.unit, paper,
            actor=member, year=dossier.campaign.year, origin=Origin.REGISTRATION,
            note=_("Bản đăng ký đã ký"),
        ).evidence.id
        for paper in papers
    ]  # fmt: skip
    if kept:
        attach(session, dossier.id, REGISTRATION, kept, actor=member)


def _refuse_nothing(papers: Sequence[Upload]) -> None:
    if not papers:
        raise Refusal("no_files")


def _theirs(code: str) -> Dossier:
    dossier = the_readable_dossier(code)
    if not may_attach(current.session(), current.member(), dossier):
        abort(404)
    if not takes_evidence(dossier, REGISTRATION):
        raise Refusal("evidence_closed")
    return dossier


def _page(dossier: Dossier, form: Form, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "steps/registration/signed_copy.html",
        status=status,
        dossier=dossier,
        form=form,
        papers=evidence_of(current.session(), dossier.id).get(REGISTRATION, []),
        field=FILES,
    )
