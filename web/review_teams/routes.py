"""Teams that a ward sends, the units it watches as weak, and a cell's own reflection."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tenants.roles import Permission, Role
from tenants.units import OrgUnit, UnitKind
from web import current
from web.access import requires, signed_in
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.review_teams.forms import (
    AskForm,
    FlagForm,
    LiftForm,
    NewTeamForm,
    SignsForm,
    TeamForm,
    signs_form,
    values_of,
)
from web.review_teams.words import ground_word, part_word, team_badge
from web.unit_years import the_unit_year
from web.workbooks import handed_out, workbook_of
from workflows.engine.refusals import Refusal
from workflows.review_teams.checklists import Checklist, checklists_of, count_signs, counts_of
from workflows.review_teams.flags import flag_unit, flags_seen, lift_flag
from workflows.review_teams.reading import asked_by, teams_seen
from workflows.review_teams.seeing import find_team, sends_to
from workflows.review_teams.sending import ask_of_unit, cancel_team, keep_team, send_team
from workflows.review_teams.tables import ReviewTeam

bp = Blueprint("review_teams", __name__)


@bp.get("/doan-kiem-diem")
@signed_in
def teams() -> ResponseReturnValue:
    """List the teams that the visitor may see."""
    found = teams_seen(current.session(), current.member())
    sends = bool(current.member().units(Role.WARD_OFFICE))
    if not found and not sends and not current.member().may(Permission.CELL_HOME):
        abort(404)
    return show("review_teams/list.html", teams=found, sends=sends)


@bp.get("/doan-kiem-diem/danh-sach.xlsx")
@signed_in
def workbook() -> ResponseReturnValue:
    """Hand the same list out as XLSX."""
    found = teams_seen(current.session(), current.member())
    if not found and not current.member().units(Role.WARD_OFFICE):
        abort(404)
    headings = (
        (_("Đơn vị"), 34), (_("Vì sao"), 30), (_("Đoàn làm gì"), 24), (_("Trưởng đoàn"), 28),
        (_("Ngày dự kiến"), 14), (_("Ngày đã làm việc"), 14), (_("Tình trạng"), 18),
        (_("Kết quả"), 60),
    )  # fmt: skip
    rows = [
        (
            team.unit.name, ground_word(team.ground), part_word(team.part), team.leader,
            team.planned_on, team.held_on, team_badge(team).words, team.conclusion,
        )
        for team in found
    ]  # fmt: skip
    return handed_out(workbook_of(_("Đoàn kiểm điểm"), headings, rows), "doan-kiem-diem")


@bp.get("/doan-kiem-diem/them")
@requires(Permission.WARD_YEAR)
def ask() -> ResponseReturnValue:
    """Ask for a new team."""
    return _new(NewTeamForm(formdata=None))


@bp.post("/doan-kiem-diem/them")
@requires(Permission.WARD_YEAR)
def send() -> ResponseReturnValue:
    """Send a team to a unit."""
    form = NewTeamForm()
    form.offer(_units())
    if not form.validate_on_submit():
        return _new(form, status=422)
    try:
        team = send_team(
            current.session(), _unit(form.unit.data), form.visit(), actor=current.member()
        )
    except Refusal as refusal:
        return _new(form, status=form.explain(refusal))
    say(_("Đã cử đoàn kiểm điểm."))
    return go(url_for("review_teams.page", team_id=team.id))


@bp.get("/doan-kiem-diem/<uuid:team_id>")
@signed_in
def page(team_id: UUID) -> ResponseReturnValue:
    """Show a team, and how far the unit is with what was asked of it."""
    return _page(_team(team_id))


@bp.post("/doan-kiem-diem/<uuid:team_id>")
@requires(Permission.WARD_YEAR)
def keep(team_id: UUID) -> ResponseReturnValue:
    """Write down what came of the visit."""
    team, form = _ours(team_id), TeamForm()
    if not form.validate_on_submit():
        return _page(team, form=form, status=422)
    try:
        keep_team(
            current.session(), team.id, form.visit(), actor=current.member(),
            seen_version=form.seen_version.data or 0,
        )  # fmt: skip
    except Refusal as refusal:
        status = form.explain(refusal)
        status = 409 if refusal.code == "changed_meanwhile" else status
        return _page(team, form=form, status=status)
    say(_("Đã lưu đoàn kiểm điểm."))
    return go(url_for("review_teams.page", team_id=team.id))


@bp.post("/doan-kiem-diem/<uuid:team_id>/yeu-cau")
@requires(Permission.WARD_YEAR)
def add_request(team_id: UUID) -> ResponseReturnValue:
    """Ask one thing of the unit; it stands in its logbook from now on."""
    team, form = _ours(team_id), AskForm()
    if not form.validate_on_submit() or form.due_on.data is None:
        return _page(team, asking=form, status=422)
    try:
        ask_of_unit(
            current.session(), team.id, form.words.data or "", due_on=form.due_on.data,
            actor=current.member(),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(team, asking=form, status=form.explain(refusal))
    say(_("Đã ghi yêu cầu vào sổ theo dõi của đơn vị."))
    return go(url_for("review_teams.page", team_id=team.id))


@bp.post("/doan-kiem-diem/<uuid:team_id>/huy")
@requires(Permission.WARD_YEAR)
def cancel(team_id: UUID) -> ResponseReturnValue:
    """Call off a team that was not there yet."""
    team, form = _ours(team_id), TeamForm(formdata=None)
    try:
        cancel_team(current.session(), team.id, actor=current.member())
    except Refusal as refusal:
        return _page(team, form=form, status=form.explain(refusal))
    say(_("Đã hủy đoàn kiểm điểm."))
    return go(url_for("review_teams.teams"))


@bp.get("/phuong/to-chuc-yeu")
@requires(Permission.WARD_YEAR, Permission.WARD_INBOX)
def weak() -> ResponseReturnValue:
    """List the units watched as weak."""
    return _weak(FlagForm(formdata=None, since=current.today()))


@bp.post("/phuong/to-chuc-yeu")
@requires(Permission.WARD_YEAR)
def flag() -> ResponseReturnValue:
    """Watch a unit as weak."""
    form = FlagForm()
    form.offer(_units())
    if not form.validate_on_submit() or form.since.data is None:
        return _weak(form, status=422)
    try:
        flag_unit(
            current.session(), _unit(form.unit.data), form.reason.data or "",
            since=form.since.data, actor=current.member(),
        )  # fmt: skip
    except Refusal as refusal:
        return _weak(form, status=form.explain(refusal))
    say(_("Đã đưa đơn vị vào diện theo dõi."))
    return go(url_for("review_teams.weak"))


@bp.post("/phuong/to-chuc-yeu/<uuid:flag_id>/thoi")
@requires(Permission.WARD_YEAR)
def lift(flag_id: UUID) -> ResponseReturnValue:
    """Stop watching a unit."""
    form, page = LiftForm(), FlagForm(formdata=None, since=current.today())
    if flag_id not in {each.id for each in flags_seen(current.session(), current.member())}:
        abort(404)
    if not form.validate_on_submit():
        page.form_errors.extend(sentence for _element, sentence in form.faults())
        return _weak(page, status=422)
    try:
        lift_flag(current.session(), flag_id, form.lifted_reason.data or "", actor=current.member())
    except Refusal as refusal:
        status = page.explain(refusal)
        return _weak(page, status=status)
    say(_("Đã thôi theo dõi đơn vị."))
    return go(url_for("review_teams.weak"))


@bp.get("/tu-soi")
@signed_in
def signs() -> ResponseReturnValue:
    """Show a cell its own lists for self-reflection, and its counts."""
    unit, year = _own_year()
    listed = []
    for checklist in checklists_of(current.session(), year):
        counted = counts_of(current.session(), unit, year, checklist.key, viewer=current.member())
        listed.append((checklist, counted, _signs_form(checklist, counted)))
    return show("review_teams/signs.html", unit=unit, year=year, listed=listed)


@bp.post("/tu-soi")
@signed_in
def count() -> ResponseReturnValue:
    """Keep the counts of a list."""
    unit, year = _own_year()
    session, member = current.session(), current.member()
    checklist = checklists_of(session, year)[0]
    form = signs_form(checklist, {})
    counted = counts_of(session, unit, year, checklist.key, viewer=member)
    listed = [(checklist, counted, form)]
    if not form.validate_on_submit() or form.reflected.data is None:
        return show("review_teams/signs.html", status=422, unit=unit, year=year, listed=listed)
    try:
        count_signs(
            session, unit, year, checklist, reflected=form.reflected.data, counts=form.counts(),
            actor=member, seen_version=form.seen_version.data or 0,
        )  # fmt: skip
    except Refusal as refusal:
        status = form.explain(refusal)
        status = 409 if refusal.code == "changed_meanwhile" else status
        return show("review_teams/signs.html", status=status, unit=unit, year=year, listed=listed)
    say(_("Đã lưu số liệu tự soi, tự sửa."))
    return go(url_for("review_teams.signs", ma=unit.code, nam=year))


def _signs_form(checklist: Checklist, counted: Any) -> SignsForm:
    values: dict[str, Any] = {}
    if counted is not None:
        values = {f"sign-{item['key']}": item["count"] for item in counted.items}
        values |= {"reflected": counted.reflected, "seen_version": counted.version}
    return signs_form(checklist, values, formdata=None)


def _own_year() -> tuple[OrgUnit, int]:
    """Return the cell that the visitor leads, and its year."""
    whose = the_unit_year() or abort(404)
    if whose.unit.id not in current.member().units(Role.CELL_SECRETARY, Role.CELL_DEPUTY):
        abort(404)
    return whose.unit, whose.year


def _new(form: NewTeamForm, *, status: int = 200) -> ResponseReturnValue:
    form.offer(_units())
    return show("review_teams/new.html", status=status, form=form)


def _page(
    team: ReviewTeam,
    *,
    form: TeamForm | None = None,
    asking: AskForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    keeps = sends_to(current.member(), team.unit) and team.cancelled_at is None
    return show(
        "review_teams/page.html",
        status=status,
        team=team,
        asked=asked_by(current.session(), [team.id])[team.id],
        keeps=keeps,
        form=form or TeamForm(formdata=None, **values_of(team)),
        asking=asking or AskForm(formdata=None),
        plain=Form(formdata=None),
    )


def _weak(form: FlagForm, *, status: int = 200) -> ResponseReturnValue:
    form.offer(_units())
    return show(
        "review_teams/weak.html",
        status=status,
        flags=flags_seen(current.session(), current.member()),
        form=form,
        lifting=LiftForm(formdata=None),
        keeps=current.member().may(Permission.WARD_YEAR),
    )


def _team(team_id: UUID) -> ReviewTeam:
    return find_team(current.session(), team_id, viewer=current.member()) or abort(404)


def _ours(team_id: UUID) -> ReviewTeam:
    team = _team(team_id)
    if not sends_to(current.member(), team.unit):
        abort(404)
    return team


def _units() -> list[OrgUnit]:
    """List the cells to which the visitor's office may send a team."""
    return list(
        current.session().scalars(
            select(OrgUnit)
            .where(
                OrgUnit.parent_id.in_(current.member().units(Role.WARD_OFFICE)),
                OrgUnit.kind == UnitKind.PARTY_CELL,
                OrgUnit.valid_to.is_(None),
            )
            .order_by(OrgUnit.sort_key, OrgUnit.id)
        )
    )


def _unit(code: str) -> OrgUnit:
    return next((unit for unit in _units() if unit.code == code), None) or abort(404)
