"""The inboxes: chips by kind of work, whose counts are the lists behind them."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import exists, select

from tenants.roles import Permission
from web import current
from web.access import requires
from web.appraisal.queue import WARD, written_queue
from web.asked import row_named
from web.catalogue import _
from web.htmx import show
from web.lists.chips import BULK_WORDS, Chip, chips_of
from web.lists.workbook import XLSX, dossier_workbook
from web.meeting_plans import advice_for_all
from web.workbooks import handed_out, workbook_of
from workflows.campaigns.reading import year_shown
from workflows.dossiers.glance import Glance, glances_of
from workflows.dossiers.progress import progress_by_ward
from workflows.dossiers.rating import keeps_rating
from workflows.review_teams.flags import standing_flags
from workflows.review_teams.seeing import watched_units
from workflows.review_teams.tables import WeakFlag
from workflows.tasks.inbox import (
    BY_STATE,
    CITY_WORK,
    REACHED,
    WARD_WORK,
    After,
    Asked,
    Line,
    Work,
    page_of_dossiers,
)

bp = Blueprint("lists", __name__)

ORDERS = ("due", "name")
MOST = 20_000


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
    word = request.args.get("viec")
    work = next((work for work in (*works, *REACHED, *BY_STATE) if work.word == word), works[-1])
    years = year_shown(current.session(), request.args.get("nam", type=int))
    search = request.args.get("tim", "").strip()
    asked = Asked(work, _ward_id(), search, "name", years.year, watched=_watched())
    found = page_of_dossiers(current.session(), current.member(), asked, size=MOST)
    return Response(
        dossier_workbook(
            found.lines,
            _glances(found.lines) if works is WARD_WORK else {},
            _flags(found.lines),
        ),
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="ho-so-{work.word}.xlsx"'},
    )


@bp.get("/tien-do")
@requires(Permission.PROGRESS_READ)
def progress() -> ResponseReturnValue:
    """Show how far the cells are, ward by ward, the furthest behind first."""
    years = year_shown(current.session(), request.args.get("nam", type=int))
    wards = progress_by_ward(current.session(), current.member(), year=years.year)
    return show("lists/progress.html", wards=wards, years=years, advice=advice_for_all())


@bp.get("/tien-do/tien-do.xlsx")
@requires(Permission.PROGRESS_READ)
def progress_workbook() -> ResponseReturnValue:
    """Hand out the same figures as XLSX."""
    years = year_shown(current.session(), request.args.get("nam", type=int))
    wards = progress_by_ward(current.session(), current.member(), year=years.year)
    headings = (
        (_("Đơn vị"), 34), (_("Chi bộ"), 12), (_("Đăng ký"), 12), (_("Nộp"), 12),
        (_("Đề nghị"), 12), (_("Công nhận"), 12),
    )  # fmt: skip
    rows = (
        (each.ward, each.cells, each.registered, each.assessed, each.recommended, each.recognized)
        for each in wards
    )
    return handed_out(workbook_of(_("Tiến độ"), headings, rows), f"tien-do-{years.year}")


def codes_of_list(most: int) -> list[str]:
    """Return the codes of the ward's list that the address names, at most so many."""
    work = next((each for each in WARD_WORK if each.word == request.args.get("danh_sach")), None)
    if work is None:
        abort(404)
    asked = Asked(work, _ward_id(), request.args.get("tim", "").strip(), "due")
    page = page_of_dossiers(current.session(), current.member(), asked, size=most)
    return [line.dossier.code for line in page.lines]


def _list(works: tuple[Work, ...], endpoint: str) -> ResponseReturnValue:
    member = current.member()
    years = year_shown(current.session(), request.args.get("nam", type=int))
    chips = chips_of(
        current.session(), member, works,
        ward_id=_ward_id(), year=years.year, chosen=request.args.get("viec", ""),
    )  # fmt: skip
    chip = _chosen(chips)
    search, order = request.args.get("tim", "").strip(), request.args.get("xep", "due")
    order = order if order in ORDERS else "due"
    asked = Asked(chip.work, _ward_id(), search, order, years.year, watched=_watched())
    page = page_of_dossiers(current.session(), member, asked, after=_after())
    return show(
        "lists/dossiers.html",
        years=years,
        glances=_glances(page.lines) if works is WARD_WORK else {},
        flags=_flags(page.lines),
        recognises=works is WARD_WORK
        and any(keeps_rating(member, line.dossier) for line in page.lines),
        watched=_watched(),
        watches=bool(current.session().scalar(select(exists(watched_units(member))))),
        many_wards=len({line.committee.id for line in page.lines}) > 1 or works is CITY_WORK,
        chips=chips,
        chip=chip,
        lines=page.lines,
        next=written(page.next) if page.next else None,
        search=search,
        order=order,
        endpoint=endpoint,
        level="ward" if works is WARD_WORK else "city",
        ward_id=_ward_id(),
        queue=written_queue(
            WARD, viec=chip.work.word, tim=search, xep=asked.order, phuong=_ward_id()
        ),
        bulk_word=BULK_WORDS.get(chip.work.word) if endpoint == "lists.ward_list" else None,
    )


def _glances(lines: Sequence[Line]) -> dict[UUID, Glance]:
    """Look at the dossiers of a ward's page."""
    return glances_of(current.session(), [line.dossier for line in lines])


def _flags(lines: Sequence[Line]) -> dict[UUID, WeakFlag]:
    """Return the flags on weak units of a page, as far as the visitor sees them."""
    units = [line.unit.id for line in lines]
    return standing_flags(current.session(), current.member(), units)


def _watched() -> bool:
    """Tell whether only units watched as weak are asked for."""
    return request.args.get("theo-doi") == "1"


def _chosen(chips: list[Chip]) -> Chip:
    """Return the chip in the address; without one, the first that holds anything."""
    word = request.args.get("viec")
    named = [chip for chip in chips if chip.work.word == word]
    filled = [chip for chip in chips if chip.count]
    return (named or filled or chips)[0]


def written(after: After) -> str:
    """Write where a page ended as it stands in the address of the next."""
    due = after.due_at.isoformat() if after.due_at else ""
    keys = (due, after.ward_key, after.unit_key, str(after.dossier_id))
    return urlsafe_b64encode("\n".join(keys).encode()).decode()


def _after() -> After | None:
    """Read where the page before ended; what cannot be read begins at the top."""
    try:
        text = urlsafe_b64decode(request.args.get("sau", "").encode()).decode()
        due, ward_key, unit_key, dossier_id = text.split("\n")
        return After(
            datetime.fromisoformat(due) if due else None, ward_key, unit_key, UUID(dossier_id)
        )
    except ValueError:
        return None


def _ward_id() -> UUID | None:
    return row_named(request.args.get("phuong"))
