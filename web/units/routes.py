"""The tree of units on any day, a unit's own page, and the acts that change them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.roles import Permission
from tenants.successions import SuccessionKind, successions_of
from tenants.text.dates import BadDateError, parse_date
from tenants.tree import Sought, count_in_force, tree_on
from tenants.unit_classes.known import kinds_by_code, sectors_by_code
from tenants.units import OrgUnit, UnitKind
from web import current, idempotency
from web.access import requires
from web.catalogue import _
from web.htmx import go, say, show
from web.units.forms import ActForm
from web.units.unit import page_of
from web.units.words import ACTS, kind_of, streak_words, succession_words
from web.units.workbook import tree_workbook
from web.workbooks import handed_out
from workflows.engine.refusals import Refusal
from workflows.successions.doing import succeed
from workflows.successions.plan import Plan
from workflows.successions.planning import plan_succession

bp = Blueprint("units", __name__, url_prefix="/quan-tri/don-vi")

bp.add_app_template_filter(succession_words)
bp.add_app_template_filter(streak_words)

MOST_SHOWN = 600
OF_ONE_UNIT = (
    SuccessionKind.RENAME,
    SuccessionKind.REPARENT,
    SuccessionKind.SPLIT,
    SuccessionKind.CLOSE,
)


@bp.get("")
@requires(Permission.ADMIN_READ)
def tree() -> ResponseReturnValue:
    """Show the units in force on a day, below each other."""
    session, day, day_error = current.session(), current.today(), ""
    typed = request.args.get("ngay", "").strip()
    if typed:
        try:
            day = parse_date(typed)
        except BadDateError:
            day_error = _("Viết ngày như 05/03/2026")
    sought, below = _sought()
    nodes = tree_on(session, day, sought)
    too_many = len(nodes) > MOST_SHOWN
    if too_many and sought.is_all:
        nodes = [node for node in nodes if node.unit.kind is not UnitKind.PARTY_CELL]
    return show(
        "units/tree.html",
        nodes=nodes[:MOST_SHOWN],
        found=len(nodes),
        only_above=too_many and sought.is_all,
        counts=count_in_force(session, day),
        sought=sought,
        below=below,
        typed=typed,
        day=day,
        day_error=day_error,
        today=current.today(),
        kinds=kinds_by_code(session).values(),
        sectors=sectors_by_code(session).values(),
        may_change=current.member().may(Permission.UNIT_KEEP),
    )


@bp.get("/danh-sach.xlsx")
@requires(Permission.ADMIN_READ)
def workbook() -> ResponseReturnValue:
    """Hand out the units that the page shows, all of them, as XLSX."""
    sought, _below = _sought()
    day = _day_asked() or current.today()
    content = tree_workbook(tree_on(current.session(), day, sought))
    return handed_out(content, f"don-vi-{day:%Y-%m-%d}")


@bp.get("/<slug:code>")
@requires(Permission.ADMIN_READ)
def unit(code: str) -> ResponseReturnValue:
    """Show a unit: its place, numbers, people, and what became of it."""
    session = current.session()
    found = _unit(code)
    return show(
        "units/unit.html",
        shown=page_of(session, found, on=current.today()),
        successions=successions_of(session, [found.id]),
        may_change=current.member().may(Permission.UNIT_KEEP) and found.parent_id is not None,
        acts=[ACTS[kind] for kind in OF_ONE_UNIT],
    )


@bp.get("/thay-doi/<slug:word>")
@requires(Permission.UNIT_KEEP)
def act(word: str) -> ResponseReturnValue:
    """Ask for an act on units; once it is filled in, show everything that it would change."""
    kind = kind_of(word) or abort(404)
    units = _chosen()
    form = _form(kind, units)
    if "xem" not in request.args:
        return _ask(kind, units, form)
    plan = _planned(kind, units, form)
    return _ask(kind, units, form, plan=plan, status=200 if plan else 422)


@bp.post("/thay-doi/<slug:word>")
@requires(Permission.UNIT_KEEP)
def carry_out(word: str) -> ResponseReturnValue:
    """Do the act exactly as it was shown."""
    kind = kind_of(word) or abort(404)
    units = _chosen()
    form = _form(kind, units)
    plan = _planned(kind, units, form)
    if plan is None:
        return _ask(kind, units, form, status=422)
    try:
        succeed(
            current.session(),
            form.asked(kind, units),
            actor=current.member(),
            seen=request.form.get("da_xem", ""),
            key=idempotency.key(),
        )
    except Refusal as refusal:
        status = form.explain(refusal)
        status = 409 if refusal.code == "plan_changed" else status
        return _ask(kind, units, form, plan=plan, status=status)
    say(_("Đã ghi: %(what)s.", what=str(ACTS[kind].name)))
    return go(url_for("units.tree"))


def _ask(
    kind: SuccessionKind,
    units: list[OrgUnit],
    form: ActForm,
    *,
    plan: Plan | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    for name in ("effective_on", "legal_basis", *ACTS[kind].must):
        form[name].flags.required = True
    for name in ("into", "dossier_of", "lead", "people_of", "streak_rule"):
        form[name].flags.required = True  # something is always chosen there
    return show(
        "units/act.html",
        status=status,
        act=ACTS[kind],
        units=units,
        form=form,
        fields=[name for name in ACTS[kind].fields if _is_asked(kind, name, form)],
        plan=plan,
        values=[
            (name, value)
            for name, value in request.values.items(multi=True)
            if name not in {"csrf_token", "_key", "xem", "da_xem"}
        ],
    )


def _is_asked(kind: SuccessionKind, name: str, form: ActForm) -> bool:
    """Leave out what does not apply: a merger into a standing unit founds nothing."""
    if kind is SuccessionKind.MERGE and form.into.data:
        return name not in {"code", "dossier_of", "lead"}
    return True


def _planned(kind: SuccessionKind, units: list[OrgUnit], form: ActForm) -> Plan | None:
    """Return what the act would change, or put into the form why it cannot be done."""
    if form.effective_on.data is None and not form.effective_on.errors:
        form.explain(Refusal("missing", fields=["effective_on"]))
        return None
    if not form.validate():
        return None
    try:
        return plan_succession(current.session(), form.asked(kind, units))
    except Refusal as refusal:
        form.explain(refusal)
        return None


def _form(kind: SuccessionKind, units: list[OrgUnit]) -> ActForm:
    sent = request.form if request.method == "POST" else request.args
    filled = sent if "xem" in request.args or request.method == "POST" else None
    form = ActForm(filled, meta={"csrf": request.method == "POST"})
    mothers = current.session().scalars(
        select(OrgUnit)
        .where(OrgUnit.kind != UnitKind.PARTY_CELL, OrgUnit.valid_to.is_(None))
        .order_by(OrgUnit.parent_id.is_not(None), OrgUnit.sort_key)
    )
    form.offer(units, list(mothers))
    if filled is None:
        form.effective_on.data = clock.today(current.session())
        form.people_of.data = [str(unit.id) for unit in units[:1]]
        under = request.args.get("cap_tren")
        form.under.data = under or ""
        if kind is SuccessionKind.MERGE:
            form.lead.data = str(units[0].id) if units else ""
    return form


def _chosen() -> list[OrgUnit]:
    """Return the units that the address or the form names by their codes."""
    codes = list(dict.fromkeys(request.values.getlist("don_vi")))
    found = {
        unit.code: unit
        for unit in current.session().scalars(
            select(OrgUnit).where(OrgUnit.code.in_(codes)).options(joinedload(OrgUnit.parent))
        )
    }
    return [found[code] if code in found else abort(404) for code in codes]


def _unit(code: str) -> OrgUnit:
    found = current.session().scalar(
        select(OrgUnit).where(OrgUnit.code == code).options(joinedload(OrgUnit.parent))
    )
    return found or abort(404)


def _sought() -> tuple[Sought, OrgUnit | None]:
    below = request.args.get("thuoc")
    mother = _unit(below) if below else None
    sought = Sought(
        words=request.args.get("tim", "").strip(),
        kind=_of(kinds_by_code(current.session()), "loai"),
        sector=_of(sectors_by_code(current.session()), "linh_vuc"),
        below=mother.id if mother else None,
    )
    return sought, mother


def _of(known: Collection[str], name: str) -> str | None:
    """Return the code that the address names, if the tenant has it."""
    asked = request.args.get(name)
    return asked if asked in known else None


def _day_asked() -> date | None:
    try:
        return parse_date(request.args.get("ngay", "").strip())
    except BadDateError:
        return None
