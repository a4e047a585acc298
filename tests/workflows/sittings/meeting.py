"""Meetings as they are held: prepared, opened, attended, voted in, closed."""

from __future__ import annotations

from collections.abc import Sequence

from tenants import clock
from tenants.appointments import add_person, seat
from tenants.members import Member
from tests import make
from tests.make import Town, Ward
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Dossier, Rating
from workflows.engine.fire import Happening
from workflows.sittings.attending import record_attendance
from workflows.sittings.closing import close_sitting
from workflows.sittings.opening import open_sitting
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Gate, Sitting, SittingItem
from workflows.sittings.voting import Votes, record_vote


def recorder_of(town: Town, ward: Ward | None) -> Member:
    """Return who runs the page: the ward's office, or the city's organisation department."""
    return town.member(ward.office if ward else town.org_dept)


def chair_of(town: Town, ward: Ward | None) -> Member:
    """Return the chair of the ward's body, or of the city's."""
    return town.member(ward.chair if ward else town.chair)


def prepared(town: Town, gate: Gate, dossiers: Sequence[Dossier], ward: Ward | None) -> Sitting:
    """Prepare a sitting of the ward's body, or of the city's where no ward is named."""
    return prepare_sitting(
        town.session, ward.body if ward else town.body, town.campaign, gate,
        planned_on=clock.today(town.session),
        dossier_ids=[dossier.id for dossier in dossiers], actor=recorder_of(town, ward),
    )  # fmt: skip


def opened(
    town: Town, gate: Gate, dossiers: Sequence[Dossier], ward: Ward | None, *, present: int = 99
) -> Sitting:
    """Open a sitting with the first so many of its roll in the room."""
    sitting = prepared(town, gate, dossiers, ward)
    start(town, sitting, ward, present=present)
    return sitting


def start(town: Town, sitting: Sitting, ward: Ward | None, *, present: int = 99) -> None:
    """Open a prepared sitting, and count the first so many of its roll as present."""
    recorder = recorder_of(town, ward)
    open_sitting(town.session, sitting, actor=recorder, seen_version=sitting.version)
    attend(town, sitting, ward, present=present)


def attend(town: Town, sitting: Sitting, ward: Ward | None, *, present: int) -> None:
    """Count the first so many of the roll as present."""
    seats = [each.id for each in seats_of(town.session, sitting.id)][:present]
    record_attendance(
        town.session, sitting, present=seats, reasons={},
        actor=recorder_of(town, ward), seen_version=sitting.version,
    )  # fmt: skip


def item_of(town: Town, sitting: Sitting, dossier: Dossier) -> SittingItem:
    """Return the line of the agenda that a dossier has."""
    return next(
        item for item in items_of(town.session, sitting.id) if item.dossier_id == dossier.id
    )


def vote(
    town: Town,
    sitting: Sitting,
    dossier: Dossier,
    ward: Ward | None,
    title: Votes,
    merit: Votes | None = None,
) -> SittingItem:
    """Record the votes on one dossier; without votes on the Giấy khen nobody is for it."""
    merited = sitting.gate is not Gate.PILOT_SELECTION
    return record_vote(
        town.session, sitting, item_of(town, sitting, dossier).id, title=title,
        merit=merit or (Votes(0) if merited else None), actor=recorder_of(town, ward),
    )  # fmt: skip


def close(town: Town, sitting: Sitting, ward: Ward | None) -> list[Happening]:
    """Close a sitting as its chair, and commit."""
    happenings = close_sitting(
        town.session, sitting, actor=chair_of(town, ward), seen_version=sitting.version
    )
    town.session.commit()
    return happenings


def rated(town: Town, dossier: Dossier, rating: Rating = Rating.GOOD) -> None:
    """Record the year-end rating of a dossier as decided."""
    record_ratings(
        town.session, {dossier.id: rating}, number="99-QĐ/Th.U",
        decided_on=clock.today(town.session), actor=town.member(town.org_dept),
    )  # fmt: skip


def both(town: Town) -> list[Dossier]:
    """Bring both cells of the ward before its body, unless they are there already."""
    for cell in town.ward.cells:
        make.registered(town, cell)
    return [
        town.dossier(cell)
        if town.dossier(cell).state == "awaiting_ward_review"
        else make.appraised(town, cell)
        for cell in town.ward.cells
    ]


def before_city(town: Town) -> list[Dossier]:
    """Bring both cells before the city's body, rated good, unless they are there already."""
    if any(town.dossier(cell).state != "awaiting_city_decision" for cell in town.ward.cells):
        dossiers = both(town)
        recommended(town, *dossiers)
        awaiting_city(town, *dossiers)
        for dossier in dossiers:
            rated(town, dossier)
        town.session.commit()
    return [town.dossier(cell) for cell in town.ward.cells]


def recommended(town: Town, *dossiers: Dossier, ward: Ward | None = None) -> None:
    """Let the ward's body recommend dossiers, everybody in favour."""
    ward = ward or town.ward
    sitting = opened(town, Gate.RECOMMENDATION, dossiers, ward)
    for dossier in dossiers:
        vote(town, sitting, dossier, ward, Votes(3), Votes(3))
    close(town, sitting, ward)


def awaiting_city(town: Town, *dossiers: Dossier, ward: Ward | None = None) -> None:
    """Bring recommended dossiers before the city's body."""
    ward = ward or town.ward
    today = clock.today(town.session)
    for dossier in dossiers:
        make.move(
            town, dossier.unit, "send_to_city", ward.office, number="12-TTr/ĐU", signed_on=today
        )
        make.move(town, dossier.unit, "conclude_city_appraisal", town.org_dept, words="Đủ")


def enlarge(town: Town, ward: Ward, size: int) -> None:
    """Give the ward's body as many members as named."""
    for position in range(len(ward.members) + 2, size + 1):
        person = add_person(town.session, f"Ủy viên thứ {position}", phone=make.phone())
        seat(town.session, person, body=ward.body, position=position)
        ward.members.append(person)
