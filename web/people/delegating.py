"""Delegations: one's own, and those that the administrator makes for somebody else."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from tenants.delegations import delegate, delegations_of, end_delegation
from tenants.members import Member, find_member
from tenants.people import Membership, Person
from tenants.roles import Permission
from tenants.staffing.standing import standing
from tenants.units import OrgUnit
from web import current
from web.access import requires, signed_in
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.people.forms import DelegationForm, person_choices, step_choices
from web.people.reading import kept_person
from web.people.refusals import REFUSED, explain
from web.refusals import words_of
from workflows.engine.refusals import Refusal
from workflows.flows.delegable import delegable_steps

bp = Blueprint("delegating", __name__)


@bp.get("/toi/uy-quyen")
@signed_in
def own() -> ResponseReturnValue:
    """Show what the visitor gave and took, and ask for a new delegation."""
    return _page(current.member(), DelegationForm(formdata=None))


@bp.post("/toi/uy-quyen")
@signed_in
def make_own() -> ResponseReturnValue:
    """Let somebody take the visitor's steps for a time."""
    return _make(current.member(), url_for("delegating.own"))


@bp.get("/quan-tri/nguoi-dung/<uuid:person_id>/uy-quyen")
@requires(Permission.UNIT_KEEP)
def of_person(person_id: UUID) -> ResponseReturnValue:
    """Show somebody's delegations to the administrator, and ask for a new one."""
    return _page(_giver(person_id), DelegationForm(formdata=None))


@bp.post("/quan-tri/nguoi-dung/<uuid:person_id>/uy-quyen")
@requires(Permission.UNIT_KEEP)
def make_for(person_id: UUID) -> ResponseReturnValue:
    """Make a delegation for somebody who is away."""
    return _make(_giver(person_id), url_for("delegating.of_person", person_id=person_id))


@bp.post("/toi/uy-quyen/<uuid:delegation_id>/thoi")
@signed_in
def end(delegation_id: UUID) -> ResponseReturnValue:
    """End a delegation at once."""
    if not Form().validate_on_submit():
        abort(400)
    try:
        ended = end_delegation(current.session(), delegation_id, actor=current.member())
    except REFUSED as error:
        say(words_of(Refusal(error.code, **error.info)))
        return go(url_for("delegating.own"))
    say(_("Đã thôi ủy quyền. Hai đồng chí đều được báo."))
    concerned = current.member().person_id in {ended.from_person_id, ended.to_person_id}
    if concerned:
        return go(url_for("delegating.own"))
    return go(url_for("delegating.of_person", person_id=ended.from_person_id))


def _make(giver: Member, back: str) -> ResponseReturnValue:
    form = DelegationForm()
    _offer(form, giver)
    if not form.validate_on_submit():
        return _page(giver, form, status=422)
    allowed = set(delegable_steps(giver))
    try:
        delegate(
            current.session(),
            from_person_id=giver.person_id or abort(404),
            to_person_id=_taker(form, giver),
            steps=[step for step in form.steps.data or [] if step in allowed],
            valid_from=form.valid_from.data or current.today(),
            valid_to=form.valid_to.data or current.today(),
            reason=form.reason.data or "",
            actor=current.member(),
        )
    except REFUSED as error:
        return _page(giver, form, status=explain(form, error))
    say(_("Đã ủy quyền. Hai đồng chí đều được báo."))
    return go(back)


def _page(giver: Member, form: DelegationForm, *, status: int = 200) -> ResponseReturnValue:
    _offer(form, giver)
    if not form.is_submitted():
        form.valid_from.data = current.today()
    person_id = giver.person_id or abort(404)
    return show(
        "people/delegations.html",
        status=status,
        giver=giver,
        own=giver.person_id == current.member().person_id,
        form=form,
        delegations=delegations_of(current.session(), person_id),
        today=current.today(),
    )


def _giver(person_id: UUID) -> Member:
    kept_person(person_id)
    giver = find_member(current.session(), person_id, on=current.today())
    return giver or abort(404)


def _offer(form: DelegationForm, giver: Member) -> None:
    form.steps.choices = step_choices(delegable_steps(giver))
    form.to_person.choices = person_choices(_colleagues(giver))


def _colleagues(giver: Member) -> list[Person]:
    """List who may stand in: people of the giver's units and of those right above and below."""
    own_units = [holding.unit_id for holding in giver.holdings]
    above = select(OrgUnit.parent_id).where(OrgUnit.id.in_(own_units))
    units = select(OrgUnit.id).where(
        or_(OrgUnit.id.in_(own_units), OrgUnit.id.in_(above), OrgUnit.parent_id.in_(own_units))
    )
    holds = select(Membership.person_id).where(
        Membership.unit_id.in_(units), standing(current.today())
    )
    return list(
        current.session().scalars(
            select(Person)
            .where(
                Person.id.in_(holds),
                Person.disabled_at.is_(None),
                Person.id != giver.person_id,
            )
            .order_by(Person.sort_key, Person.id)
        )
    )


def _taker(form: DelegationForm, giver: Member) -> UUID:
    """Return who was chosen, if they are among those who may stand in."""
    chosen = next(
        (person.id for person in _colleagues(giver) if str(person.id) == form.to_person.data), None
    )
    return chosen or abort(422)
