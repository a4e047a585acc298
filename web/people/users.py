"""The list of people, a person's page, and what is changed there."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.delegations import delegations_of
from tenants.people import Person
from tenants.roles import Permission, Role
from tenants.signing_in.invitations import create_invitation
from tenants.staffing.keepers import ROLES_OF, WITH_A_SEAT, keeps_unit
from tenants.staffing.lists import Asked, Who, list_people
from tenants.staffing.offices import end_role, give_role, roles_of
from tenants.staffing.people import (
    account_of,
    add_comrade,
    correct_person,
    disable_person,
    enable_person,
    find_kept,
)
from tenants.staffing.refusals import StaffingRefusedError
from tenants.staffing.vacancies import vacancies
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.people.forms import (
    EndForm,
    NewPersonForm,
    PersonForm,
    ReasonForm,
    RoleForm,
    desk_choices,
    role_choices,
)
from web.people.reading import kept_membership, kept_person, shown_person
from web.people.refusals import REFUSED, explain
from web.words import role_word
from web.workbooks import Cell, handed_out, workbook_of

bp = Blueprint("users", __name__, url_prefix="/quan-tri/nguoi-dung")

STANDINGS = ("", "never", "none", "disabled")
MOST_SHOWN = 100


@bp.get("")
@requires(Permission.ADMIN_READ)
def people() -> ResponseReturnValue:
    """Show the people of the tenant with what they are, and when they last signed in."""
    asked = _asked()
    found, number = list_people(
        current.session(), asked, on=current.today(), limit=MOST_SHOWN + 1, after=_after()
    )
    shown = found[:MOST_SHOWN]
    return show(
        "people/list.html",
        people=shown,
        next=shown[-1].person.id if len(found) > len(shown) else None,
        number=number,
        asked=asked,
        standings=STANDINGS,
        roles=list(Role),
        may_change=current.member().may(Permission.UNIT_KEEP),
        empty_roles=len(vacancies(current.session(), on=current.today())),
    )


@bp.get("/danh-sach.xlsx")
@requires(Permission.ADMIN_READ)
def workbook() -> Response:
    """Hand out the people that the page shows, all of them, as XLSX."""
    found, _number = list_people(current.session(), _asked(), on=current.today(), limit=50_000)
    headings = (
        (_("Họ và tên"), 28), (_("Chức vụ"), 28), (_("Số điện thoại"), 16), (_("Vai trò"), 60),
        (_("Đăng nhập lần cuối"), 18),
    )  # fmt: skip
    content = workbook_of(_("Người dùng"), headings, (_row(who) for who in found))
    return handed_out(content, "nguoi-dung")


@bp.get("/thieu")
@requires(Permission.ADMIN_READ)
def empty_roles() -> ResponseReturnValue:
    """Show the needed roles that nobody holds."""
    return show(
        "people/empty_roles.html", vacancies=vacancies(current.session(), on=current.today())
    )


@bp.get("/them")
@requires(Permission.UNIT_KEEP)
def new() -> ResponseReturnValue:
    """Ask for a new comrade."""
    form = NewPersonForm(formdata=None)
    _offer(form)
    form.since.data = current.today()
    form.unit.data = request.args.get("don_vi", "")
    form.role.data = request.args.get("vai", "")
    return show("people/new.html", form=form)


@bp.post("/them")
@requires(Permission.UNIT_KEEP)
def add() -> ResponseReturnValue:
    """Add a comrade, with the first role if one was chosen, in one act."""
    form = NewPersonForm()
    _offer(form)
    if not form.validate_on_submit():
        return show("people/new.html", status=422, form=form)
    session, actor = current.session(), current.member()
    try:
        person = add_comrade(
            session, form.name.data or "", phone=form.phone.data or "",
            post=form.post.data or "", actor=actor,
        )  # fmt: skip
        if form.role.data:
            give_role(
                session, person, _role_chosen(form.role.data), unit=_unit_chosen(form.unit.data),
                since=form.since.data or current.today(), desk=form.desk.data or "", actor=actor,
            )  # fmt: skip
    except REFUSED as error:
        return show("people/new.html", status=explain(form, error), form=form)
    say(_("Đã thêm đồng chí %(name)s.", name=person.name))
    return go(url_for("users.person", person_id=person.id))


@bp.get("/<uuid:person_id>")
@requires(Permission.ADMIN_READ, Permission.PEOPLE_KEEP)
def person(person_id: UUID) -> ResponseReturnValue:
    """Show a person: phone, roles with their dates, delegations, and when they signed in."""
    return _page(shown_person(person_id))


@bp.post("/<uuid:person_id>/sua")
@requires(Permission.PEOPLE_KEEP)
def correct(person_id: UUID) -> ResponseReturnValue:
    """Correct the name or the post."""
    someone, form = kept_person(person_id), PersonForm()
    if not form.validate_on_submit():
        return _page(someone, status=422, correcting=form)
    try:
        correct_person(
            current.session(), someone, name=form.name.data or "", post=form.post.data or "",
            actor=current.member(),
        )  # fmt: skip
    except REFUSED as error:
        return _page(someone, status=explain(form, error), correcting=form)
    say(_("Đã lưu."))
    return go(url_for("users.person", person_id=person_id))


@bp.post("/<uuid:person_id>/vai")
@requires(Permission.PEOPLE_KEEP)
def give(person_id: UUID) -> ResponseReturnValue:
    """Give the person a role."""
    someone, form = kept_person(person_id), RoleForm()
    _offer(form)
    if not form.validate_on_submit():
        return _page(someone, status=422, giving=form)
    try:
        give_role(
            current.session(), someone, _role_chosen(form.role.data),
            unit=_unit_chosen(form.unit.data), since=form.since.data or current.today(),
            until=form.until.data, desk=form.desk.data or "", actor=current.member(),
        )  # fmt: skip
    except REFUSED as error:
        return _page(someone, status=explain(form, error), giving=form)
    say(_("Đã giao vai. Đồng chí ấy đăng nhập lại để dùng."))
    return go(url_for("users.person", person_id=person_id))


@bp.post("/<uuid:person_id>/vai/<uuid:membership_id>/thoi")
@requires(Permission.PEOPLE_KEEP)
def end(person_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """End one of the person's roles."""
    someone, form = shown_person(person_id), EndForm()
    held = kept_membership(membership_id)
    if held.person_id != someone.id:
        abort(404)
    if not form.validate_on_submit():
        return _page(someone, status=422, ending=form)
    try:
        end_role(
            current.session(), held, last=form.last.data or current.today(),
            reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except REFUSED as error:
        return _page(someone, status=explain(form, error), ending=form)
    say(_("Đã ghi ngày thôi giữ vai."))
    return go(url_for("users.person", person_id=person_id))


@bp.post("/<uuid:person_id>/ngung")
@requires(Permission.PEOPLE_KEEP)
def disable(person_id: UUID) -> ResponseReturnValue:
    """Disable the person; nothing is deleted."""
    someone, form = kept_person(person_id), ReasonForm()
    if not form.validate_on_submit():
        return _page(someone, status=422, disabling=form)
    try:
        disable_person(
            current.session(), someone, reason=form.reason.data or "", actor=current.member()
        )
    except REFUSED as error:
        return _page(someone, status=explain(form, error), disabling=form)
    say(_("Đã ngừng quyền sử dụng của đồng chí %(name)s.", name=someone.name))
    return go(url_for("users.person", person_id=person_id))


@bp.post("/<uuid:person_id>/cho-dung")
@requires(Permission.PEOPLE_KEEP)
def enable(person_id: UUID) -> ResponseReturnValue:
    """Let the person in again."""
    someone, form = kept_person(person_id), Form()
    if not form.validate_on_submit():
        return _page(someone, status=422)
    enable_person(current.session(), someone, actor=current.member())
    say(_("Đồng chí %(name)s dùng lại được.", name=someone.name))
    return go(url_for("users.person", person_id=person_id))


@bp.post("/<uuid:person_id>/moi")
@requires(Permission.PEOPLE_KEEP)
def invite(person_id: UUID) -> ResponseReturnValue:
    """Make the person a new link to sign in with, shown this once; older ones end."""
    someone, form = kept_person(person_id), Form()
    account = account_of(current.session(), someone)
    if account is None or someone.disabled_at is not None or not form.validate_on_submit():
        return _page(someone, status=422)
    token = create_invitation(current.session(), account, actor=current.member())
    return _page(someone, link=url_for("signing_in.invitation", token=token, _external=True))


def _page(
    someone: Person,
    *,
    status: int = 200,
    link: str = "",
    correcting: PersonForm | None = None,
    giving: RoleForm | None = None,
    ending: EndForm | None = None,
    disabling: ReasonForm | None = None,
) -> ResponseReturnValue:
    session = current.session()
    kept = _is_kept(someone)
    if correcting is None:
        correcting = PersonForm(formdata=None, name=someone.name, post=someone.post)
    if giving is None:
        giving = RoleForm(formdata=None, since=current.today())
    _offer(giving)
    ending = ending or EndForm(formdata=None, last=current.today())
    disabling = disabling or ReasonForm(formdata=None)
    standing = "disabled" if someone.disabled_at else ""
    itself = Asked(standing=standing, person_id=someone.id)
    (who,), _number = list_people(session, itself, on=current.today())
    return show(
        "people/person.html",
        status=status,
        person=someone,
        who=who,
        roles=roles_of(session, someone.id),
        today=current.today(),
        delegations=delegations_of(session, someone.id),
        kept=kept,
        correcting=correcting,
        giving=giving,
        ending=ending,
        disabling=disabling,
        forms=(correcting, giving, ending, disabling),
        link=link,
        is_admin=current.member().holds(Role.TENANT_ADMIN),
        with_a_seat=WITH_A_SEAT,
    )


def _is_kept(someone: Person) -> bool:
    return find_kept(current.session(), someone.id, keeper=current.member()) is not None


def _offer(form: NewPersonForm | RoleForm) -> None:
    """Give the lists their choices: the units that the visitor keeps, and the roles of these."""
    units = (
        current.session()
        .scalars(
            select(OrgUnit)
            .where(keeps_unit(current.member(), on=current.today()))
            .order_by(OrgUnit.parent_id.is_not(None), OrgUnit.kind.desc(), OrgUnit.sort_key)
            .options(joinedload(OrgUnit.parent))
        )
        .all()
    )
    kinds = {unit.kind for unit in units}
    roles = [
        role
        for role in Role
        if role not in WITH_A_SEAT and any(role in ROLES_OF[kind] for kind in kinds)
    ]
    form.unit.choices = [("", _("Chọn đơn vị"))] + [
        (
            unit.code,
            f"{unit.name}, {unit.parent.name}" if unit.kind == "party_cell" and unit.parent
            else unit.name,
        )
        for unit in units
    ]  # fmt: skip
    form.role.choices = role_choices(roles)
    form.desk.choices = desk_choices()


def _unit_chosen(code: str | None) -> OrgUnit:
    unit = current.session().scalar(
        select(OrgUnit)
        .where(OrgUnit.code == code, keeps_unit(current.member(), on=current.today()))
        .options(joinedload(OrgUnit.parent))
    )
    if unit is None:
        raise StaffingRefusedError("missing", fields=["unit"])
    return unit


def _role_chosen(value: str | None) -> Role:
    try:
        return Role(value or "")
    except ValueError as error:
        raise StaffingRefusedError("missing", fields=["role"]) from error


def _asked() -> Asked:
    standing = request.args.get("dang", "")
    role = request.args.get("vai", "")
    return Asked(
        words=request.args.get("tim", "").strip(),
        role=Role(role) if role in set(Role) else None,
        standing=standing if standing in STANDINGS else "",
    )


def _row(who: Who) -> tuple[Cell, ...]:
    roles = "; ".join(f"{role_word(held.role)}, {held.unit.place_name}" for held in who.roles)
    return (who.person.name, who.person.post, who.phone, roles, who.last_seen)


def _after() -> UUID | None:
    """Read who stood last on the page before; what cannot be read begins at the top."""
    try:
        return UUID(request.args.get("sau", ""))
    except ValueError:
        return None
