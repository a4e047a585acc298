"""A member's inbox, queue and archive; taking a task on, giving it back, handing it over."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.appraisal.queue import TASKS, written_queue
from web.catalogue import _
from web.htmx import go, say, show
from web.lists.workbook import XLSX
from web.tasks.forms import HandOverForm, hand_over_form
from web.tasks.page import chips_of, hats_of, rows_of, tabs_of
from web.tasks.words import EMPTY
from web.tasks.workbook import task_workbook
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.tasks.boxes import Box, Mark, Wanted, page_of
from workflows.tasks.claiming import claim, colleagues, find_task, hand_over, release, tray_of
from workflows.tasks.claims import holder_of
from workflows.tasks.kinds import kind_named
from workflows.tasks.tables import Task

bp = Blueprint("tasks", __name__, url_prefix="/viec")

MOST = 20_000


@bp.get("")
@requires(Permission.TASKS_READ, Permission.CELL_HOME)
def inbox() -> ResponseReturnValue:
    """Show a box of the visitor's tasks, by what is due first."""
    wanted = _wanted()
    page = page_of(current.session(), current.member(), wanted, after=_after())
    return show(
        "tasks/inbox.html",
        wanted=wanted,
        tabs=tabs_of(wanted),
        chips=chips_of(wanted),
        hats=hats_of(current.member()),
        rows=rows_of(
            page.lines,
            current.member(),
            queue=written_queue(TASKS, vai=wanted.tray_key, tim=wanted.search),
        ),
        next=f"{page.next.at.isoformat()}~{page.next.task_id}" if page.next else None,
        nothing=EMPTY[wanted.box],
        address=_address,
    )


@bp.get("/danh-sach.xlsx")
@requires(Permission.TASKS_READ, Permission.CELL_HOME)
def workbook() -> ResponseReturnValue:
    """Hand out the whole list that the page shows a part of, as XLSX."""
    wanted = _wanted()
    page = page_of(current.session(), current.member(), wanted, size=MOST)
    return Response(
        task_workbook(rows_of(page.lines, current.member())),
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="viec-{wanted.box}.xlsx"'},
    )


@bp.post("/<uuid:task_id>/nhan")
@requires(Permission.TASKS_READ, Permission.CELL_HOME)
def claim_it(task_id: UUID) -> ResponseReturnValue:
    """Take a task on."""
    dossier = _found(task_id)[1]
    claim(current.session(), task_id, actor=current.member())
    say(_("Đồng chí đã nhận việc của hồ sơ %(code)s.", code=dossier.code))
    return _back(dossier)


@bp.post("/<uuid:task_id>/tra")
@requires(Permission.TASKS_READ, Permission.CELL_HOME)
def release_it(task_id: UUID) -> ResponseReturnValue:
    """Give a task back to all who may do it."""
    dossier = _found(task_id)[1]
    release(current.session(), task_id, actor=current.member())
    say(_("Việc của hồ sơ %(code)s lại chờ mọi người trong bộ phận.", code=dossier.code))
    return _back(dossier)


@bp.get("/<uuid:task_id>/giao")
@requires(Permission.TASKS_READ, Permission.CELL_HOME)
def hand_over_page(task_id: UUID) -> ResponseReturnValue:
    """Ask to whom a task is handed over, and why."""
    task, dossier = _found(task_id)
    if tray_of(task, current.member()) is None:
        raise Refusal("role", parties=[task.party])
    return _page(task, dossier, _form(task))


@bp.post("/<uuid:task_id>/giao")
@requires(Permission.TASKS_READ, Permission.CELL_HOME)
def hand_over_it(task_id: UUID) -> ResponseReturnValue:
    """Hand a task over, and show the dossier."""
    task, dossier = _found(task_id)
    form = _form(task)
    if not form.validate_on_submit():
        return _page(task, dossier, form, status=422)
    try:
        hand_over(
            current.session(), task_id, UUID(form.to.data),
            reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(task, dossier, form, status=form.explain(refusal))
    say(_("Đã giao việc của hồ sơ %(code)s, hai bên được báo tin.", code=dossier.code))
    return go(url_for("dossiers.overview", code=dossier.code))


def _found(task_id: UUID) -> tuple[Task, Dossier]:
    return find_task(current.session(), task_id, viewer=current.member()) or abort(404)


def _form(task: Task) -> HandOverForm:
    return hand_over_form(colleagues(current.session(), task), current.member())


def _page(
    task: Task, dossier: Dossier, form: HandOverForm, *, status: int = 200
) -> ResponseReturnValue:
    return show(
        "tasks/hand_over.html",
        status=status,
        task=task,
        dossier=dossier,
        form=form,
        holder=holder_of(current.session(), task),
    )


def _back(dossier: Dossier) -> ResponseReturnValue:
    """Go on where the button stood: in the list, or on the dossier's page."""
    if "list" in request.form:
        return go(url_for("tasks.inbox", hop=Box.MINE if request.path.endswith("nhan") else None))
    return go(url_for("dossiers.overview", code=dossier.code))


def _wanted() -> Wanted:
    """Read from the address what is asked for; what it does not know asks for nothing less."""
    word = request.args.get("hop", "")
    box = Box(word) if word in list(Box) else Box.TO_DO
    return Wanted(
        box,
        kind_named(request.args.get("viec", "")),
        request.args.get("vai", ""),
        request.args.get("tim", "").strip(),
    )


def _after() -> Mark | None:
    at, _tilde, task_id = request.args.get("sau", "").partition("~")
    try:
        return Mark(datetime.fromisoformat(at), UUID(task_id))
    except ValueError:
        return None


def _address(wanted: Wanted, *, page: str = "tasks.inbox", **other: str | None) -> str:
    """Return the address of the list with its filters, some of them others."""
    args: dict[str, Any] = {
        "hop": wanted.box.value,
        "viec": wanted.kind.word if wanted.kind else None,
        "vai": wanted.tray_key or None,
        "tim": wanted.search or None,
    }
    return url_for(page, **(args | other))
