"""Decisions and their papers, for those who keep them and those whom they concern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from tenants.bodies import BodyMember, in_office
from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.certificates.forms import PressForm
from web.decisions.forms import NumberForm
from web.decisions.papers import MEDIA_TYPES, file_name
from web.decisions.workbook import decisions_workbook
from web.htmx import go, say, show
from web.public_check.square import square_of
from web.signing_in.again import freshly_proven
from web.workbooks import handed_out
from workflows.decisions.making import number_decision
from workflows.decisions.publishing import published
from workflows.decisions.reading import (
    FORMS,
    copies_of,
    corrections_of,
    decisions_of,
    edition_of,
    find_decision,
    find_paper,
    keeps,
    other_decision_of,
    papers_of,
    part_now,
    reads_drafts,
    titles_counted,
    titles_of,
    visible_codes,
)
from workflows.decisions.tables import MERIT, RECOGNITION, Decision
from workflows.decisions.waiting import Stage, waits_for, waits_of
from workflows.engine.refusals import Refusal, StaleError
from workflows.papers.tables import Edition

bp = Blueprint("decisions", __name__, url_prefix="/quyet-dinh")


@bp.get("")
@requires(Permission.DOSSIER_READ)
def all_decisions() -> ResponseReturnValue:
    """List the decisions that the visitor may see, those without a number first."""
    session, member = current.session(), current.member()
    found = _asked_for()
    return show(
        "decisions/list.html",
        decisions=found,
        counts=titles_counted(session, found),
        stage=_stage(),
        search=_search(),
        waits=waits_of(session, member) if member.may(Permission.DECISION_KEEP) else None,
    )


@bp.get("/danh-sach.xlsx")
@requires(Permission.DOSSIER_READ)
def workbook() -> Response:
    """Hand out exactly the list that the page shows, as XLSX."""
    found = _asked_for()
    return handed_out(
        decisions_workbook(found, titles_counted(current.session(), found)), "quyet-dinh"
    )


@bp.get("/<code:code>")
@requires(Permission.DOSSIER_READ)
def page(code: str) -> ResponseReturnValue:
    """Show a decision: whom it recognises, its papers, and what is still to be entered."""
    decision = _decision(code)
    return _page(decision, NumberForm(formdata=None, seen_version=decision.version))


@bp.post("/<code:code>")
@requires(Permission.DECISION_KEEP)
@freshly_proven
def number(code: str) -> ResponseReturnValue:
    """Enter the clerk's number and date; from now on the decision is frozen."""
    decision, form = _decision(code), NumberForm()
    if not form.validate_on_submit() or form.signed_on.data is None:
        return _page(decision, form, status=422)
    try:
        _number(decision, form, form.signed_on.data)
    except StaleError:
        return _page(decision, form, status=409)
    except Refusal as refusal:
        status = form.explain(refusal)
        return _page(decision, form, status=409 if decision.number else status)
    say(
        _(
            "Đã ghi số %(number)s và ban hành. Máy đang lập bản chính để in, ký và gửi các đơn vị.",
            number=decision.number,
        )
    )
    return go(url_for("decisions.page", code=code))


@bp.get("/<code:code>/<any(draft, final):edition>.<any(pdf, docx):form>")
@requires(Permission.DOSSIER_READ)
def paper(code: str, edition: str, form: str) -> ResponseReturnValue:
    """Hand out a paper of a decision to those who may have it."""
    decision = _decision(code)
    which = Edition(edition)
    session = current.session()
    part = part_now(session, decision) if which is Edition.FINAL else ""
    found = find_paper(session, decision, which, form, viewer=current.member(), part=part)
    if found is None or found.content is None:
        abort(404)
    name = file_name(decision, which, form)
    return Response(
        bytes(found.content),
        mimetype=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked_for() -> list[Decision]:
    member, stage = current.member(), _stage()
    return decisions_of(
        current.session(),
        viewer=member,
        only=waits_for(member)[stage] if stage is not None else None,
        search=_search(),
    )


def _stage() -> Stage | None:
    asked = request.args.get("cho", "")
    return Stage(asked) if asked in set(Stage) else None


def _search() -> str:
    return request.args.get("tim", "").strip()


def _number(decision: Decision, form: NumberForm, signed_on: date) -> None:
    if form.signer_id is None:
        raise Refusal("signer_not_in_office", fields=["signer"])
    number_decision(
        current.session(),
        decision,
        number=form.number.data or "",
        signed_on=signed_on,
        signer_id=form.signer_id,
        actor=current.member(),
        seen_version=form.seen_version.data or 0,
    )


def _page(decision: Decision, form: NumberForm, *, status: int = 200) -> ResponseReturnValue:
    session, member = current.session(), current.member()
    titles = titles_of(session, decision)
    edition = edition_of(decision)
    shows_papers = edition is Edition.FINAL or reads_drafts(member, decision)
    merit = _merit(decision, granted=sum(title.merit for title in titles))
    last_day = decision.body.unit.valid_to  # of a body whose unit has ended since
    form.offer(_in_office(decision, form.signed_on.data, last_day, current.today()))
    form.show_again(decision)
    return show(
        "decisions/page.html",
        status=status,
        decision=decision,
        titles=titles,
        opens=visible_codes(session, titles, member),
        papers=papers_of(session, decision) if shows_papers else [],
        expects=len(FORMS) if shows_papers else 0,
        edition=edition,
        square=square_of(decision.public_code) if decision.frozen_at else None,
        keeps=keeps(member, decision),
        publication=published(session, decision.id),
        changed=status == 409,
        form=form,
        merit=merit,
        copies=copies_of(session, decision, viewer=member),
        corrections=corrections_of(session, decision.id),
        press=PressForm(formdata=None),
    )


@dataclass(frozen=True, slots=True)
class Merit:
    """How many Giấy khen go with a decision, and the other decision of the same sitting."""

    granted: int
    other: Decision | None


def _merit(decision: Decision, *, granted: int) -> Merit | None:
    """Return what the page says of Giấy khen: to those who keep decisions, where any were given."""
    if granted == 0 or decision.kind not in {RECOGNITION, MERIT}:
        return None
    if not reads_drafts(current.member(), decision):
        return None
    other = other_decision_of(current.session(), decision, viewer=current.member())
    if other is None and not (decision.kind == RECOGNITION and keeps(current.member(), decision)):
        return None if decision.kind == RECOGNITION else Merit(granted, None)
    return Merit(granted, other)


def _decision(code: str) -> Decision:
    return find_decision(current.session(), code, viewer=current.member()) or abort(404)


def _in_office(decision: Decision, *days: date | None) -> list[BodyMember]:
    """List who sits on the body on one of these days, each once."""
    seats: dict[UUID, BodyMember] = {}
    for day in days:
        if day is not None:
            query = in_office(decision.body_id, day).options(joinedload(BodyMember.person))
            found = current.session().scalars(query)
            seats = {seat.person_id: seat for seat in found} | seats
    return list(seats.values())
