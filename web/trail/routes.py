"""The trail of the tenant: filtered by the address, exported, printed; the auditor's home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, checkpoint
from tenants.platform.break_glass import count_unseen
from tenants.roles import Permission
from tenants.text.dates import BadDateError, NoSuchDayError, parse_date
from tenants.trail import PAGE, Asked, count_events, find_events, kinds_in
from web import current
from web.access import requires
from web.asked import number_asked
from web.catalogue import _
from web.htmx import show
from web.trail.words import GROUPS, MOVES_OF_DOSSIERS, acted_as_word, kind_word, kinds_of
from web.workbooks import handed_out, workbook_of
from workflows.campaigns.reading import year_shown
from workflows.dossiers.progress import progress_by_ward
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import find_dossier, sees

bp = Blueprint("trail", __name__)
MOST_ROWS = 20_000
bp.add_app_template_filter(kind_word)
bp.add_app_template_filter(acted_as_word)


@bp.get("/quan-tri/nhat-ky")
@requires(Permission.TRAIL_READ)
def trail() -> ResponseReturnValue:
    """Show a page of the trail, the newest event first."""
    asked, group = _asked()
    found = find_events(current.session(), asked, dossier_id=_dossier_id(asked))
    events = found[:PAGE]
    return show(
        "trail/trail.html",
        events=events,
        codes=_codes(events),
        older=events[-1].seq if len(found) > PAGE else None,
        asked=asked,
        group=group,
        groups=_groups(),
        here=_here(asked, group),
    )


@bp.get("/quan-tri/nhat-ky.xlsx")
@requires(Permission.TRAIL_READ)
def workbook() -> ResponseReturnValue:
    """Hand out exactly what was asked for, as XLSX."""
    asked, _group = _asked()
    events = find_events(current.session(), asked, dossier_id=_dossier_id(asked), limit=MOST_ROWS)
    codes = _codes(events)
    headings = (
        (_("Số"), 8), (_("Lúc"), 18), (_("Việc"), 36), (_("Ai"), 26), (_("Với vai trò"), 30),
        (_("Thay cho"), 26), (_("Hồ sơ"), 12), (_("Lý do"), 50),
    )  # fmt: skip
    rows = [
        (
            event.seq, event.at, kind_word(event.kind), event.name, acted_as_word(event.role),
            event.for_name, codes.get(event.dossier_id, ""), reason_of(event),
        )
        for event in events
    ]  # fmt: skip
    return handed_out(workbook_of(_("Nhật ký"), headings, rows), "nhat-ky")


@bp.get("/quan-tri/nhat-ky/<int:seq>")
@requires(Permission.AUDIT_HOME)
def event(seq: int) -> ResponseReturnValue:
    """Show one event as it was written."""
    wanted = select(AuditEvent).where(AuditEvent.seq == seq)
    found = current.session().scalars(wanted).one_or_none() or abort(404)
    return show("trail/event.html", event=found, codes=_codes([found]), reason=reason_of(found))


@bp.get("/giam-sat")
@requires(Permission.AUDIT_HOME)
def auditor() -> ResponseReturnValue:
    """Show the auditor what happened lately, how far everybody is, where to look."""
    session = current.session()
    week = clock.now(session) - timedelta(days=7)
    counts = count_events(session, since=week)
    years = year_shown(session)
    return show(
        "trail/auditor.html",
        end=checkpoint(session),
        groups=[
            (word, words, sum(counts.get(kind, 0) for kind in kinds_of(word, list(counts))))
            for word, words in _groups()
        ],
        since=clock.local(week).date(),
        years=years,
        wards=progress_by_ward(session, current.member(), year=years.year),
        unseen=count_unseen(session),
    )


def reason_of(event: AuditEvent) -> str:
    """Return the reason that was given, where one was; of a dossier's only to the auditor."""
    if event.dossier_id is not None and not current.member().may(Permission.AUDIT_HOME):
        return ""
    inputs = event.facts.get("inputs")
    said = event.facts.get("reason") or (inputs.get("reason") if isinstance(inputs, dict) else "")
    return str(said or "")


bp.add_app_template_filter(reason_of)


def _asked() -> tuple[Asked, str]:
    args = request.args
    group = args.get("nhom", "")
    known = kinds_in(current.session()) if group else []
    return (
        Asked(
            kinds=kinds_of(group, known),
            name=args.get("tim", "").strip(),
            dossier_code=args.get("ho-so", "").strip(),
            since=_day("tu"),
            until=_day("den"),
            before=number_asked("truoc"),
        ),
        group,
    )


def _day(name: str) -> date | None:
    try:
        return parse_date(request.args.get(name, ""))
    except (BadDateError, NoSuchDayError, ValueError):
        return None


def _groups() -> list[tuple[str, str]]:
    named = [(word, str(words)) for word, (words, _kinds) in GROUPS.items()]
    return [(MOVES_OF_DOSSIERS, _("Các bước của hồ sơ")), *named]


def _dossier_id(asked: Asked) -> UUID | None:
    if not asked.dossier_code:
        return None
    found = find_dossier(current.session(), asked.dossier_code, viewer=current.member())
    return found.id if found else None


def _codes(events: Sequence[AuditEvent]) -> dict[UUID | None, str]:
    ids = {event.dossier_id for event in events if event.dossier_id}
    visible_ones = sees(current.member())
    rows = current.session().execute(
        select(Dossier.id, Dossier.code).where(Dossier.id.in_(ids), visible_ones)
    )
    return {row.id: row.code for row in rows}


def _here(asked: Asked, group: str) -> dict[str, str | None]:
    """Return what the address asks for, to be kept in links."""
    return {
        "nhom": group or None,
        "tim": asked.name or None,
        "ho-so": asked.dossier_code or None,
        "tu": request.args.get("tu") or None,
        "den": request.args.get("den") or None,
    }
