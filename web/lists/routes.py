"""The inboxes: chips by kind of work, whose counts are the lists behind them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.htmx import show
from web.lists.chips import BULK_WORDS, Chip, chips_of
from web.lists.workbook import XLSX, dossier_workbook
from web.meeting_plans import advice_for_all
from workflows.dossiers.progress import progress_by_ward
from workflows.tasks.inbox import CITY_WORK, WARD_WORK, Work, lines

bp = Blueprint("lists", __name__)

ORDERS = ("due", "name")


@bp.get("/phuong/ho-so")
@requires(Permission.WARD_INBOX)
def ward_list() -> ResponseReturnValue:
    """Show the dossiers of the ward, by kind of work."""
    return _list(WARD_WORK, "lists.ward_list")


@bp.get("/thanh-pho/tham-dinh")
@requires(Permission.CITY_INBOX)
def city_list() -> ResponseReturnValue:
    """Show the dossiers of the whole committee, by kind of work."""
    return _list(CITY_WORK, "lists.city_list")


@bp.get("/danh-sach/<string:level>.xlsx")
@requires(Permission.WARD_INBOX, Permission.CITY_INBOX)
def workbook(level: str) -> ResponseReturnValue:
    """Hand out exactly the list that the page shows, as XLSX."""
    works = {"ward": WARD_WORK, "city": CITY_WORK}.get(level) or abort(404)
    work = next((work for work in works if work.word == request.args.get("viec")), works[-1])
    found = lines(
        current.session(),
        current.member(),
        work,
        search=request.args.get("tim", "").strip(),
        order="name",
        ward_id=_ward_id(),
        limit=20_000,
    )
    return Response(
        dossier_workbook(found),
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="ho-so-{work.word}.xlsx"'},
    )


@bp.get("/tien-do")
@requires(Permission.PROGRESS_READ)
def progress() -> ResponseReturnValue:
    """Show how far the cells are, ward by ward, the furthest behind first."""
    wards = progress_by_ward(current.session(), current.member())
    return show("lists/progress.html", wards=wards, advice=advice_for_all())


def _list(works: tuple[Work, ...], endpoint: str) -> ResponseReturnValue:
    member = current.member()
    chips = chips_of(current.session(), member, works)
    chip = _chosen(chips)
    search, order = request.args.get("tim", "").strip(), request.args.get("xep", "due")
    found = lines(
        current.session(),
        member,
        chip.work,
        search=search,
        order=order if order in ORDERS else "due",
        ward_id=_ward_id(),
    )
    return show(
        "lists/dossiers.html",
        chips=chips,
        chip=chip,
        lines=found,
        search=search,
        order=order,
        endpoint=endpoint,
        level="ward" if works is WARD_WORK else "city",
        ward_id=_ward_id(),
        bulk_word=BULK_WORDS.get(chip.work.word) if endpoint == "lists.ward_list" else None,
    )


def _chosen(chips: list[Chip]) -> Chip:
    """Return the chip in the address; without one, the first that holds anything."""
    word = request.args.get("viec")
    named = [chip for chip in chips if chip.work.word == word]
    filled = [chip for chip in chips if chip.count]
    return (named or filled or chips)[0]


def _ward_id() -> UUID | None:
    try:
        return UUID(request.args.get("phuong", ""))
    except ValueError:
        return None
