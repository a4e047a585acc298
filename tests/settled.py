"""Makers of dossiers that bodies have settled: every vote held, every sitting closed."""

from __future__ import annotations

from collections.abc import Sequence

from tenants import clock
from tenants.people import Person
from tenants.units import OrgUnit
from tests import make
from tests.make import Town
from workflows.decisions.making import number_decision
from workflows.decisions.tables import Decision, Edition, Paper
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Dossier, Rating
from workflows.sittings.closing import close_sitting
from workflows.sittings.opening import open_sitting
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes, record_attendance, record_vote

ALL, NOBODY = Votes(3), Votes(0, against=3)


def closed(
    town: Town, gate: Gate, cells: Sequence[OrgUnit], *, title: Votes = ALL, merit: Votes = ALL
) -> Sitting:
    """Hold a sitting of the ward's body of three, or the city's, on these cells, and close it."""
    session, ward = town.session, town.ward
    in_city = gate is Gate.RECOGNITION
    body, chair = (town.body, town.chair) if in_city else (ward.body, ward.chair)
    recorder = town.member(town.org_dept if in_city else ward.office)
    sitting = prepare_sitting(
        session, body, town.campaign, gate, planned_on=clock.today(session),
        dossier_ids=[town.dossier(cell).id for cell in cells], actor=recorder,
    )  # fmt: skip
    open_sitting(session, sitting, actor=recorder, seen_version=sitting.version)
    record_attendance(
        session, sitting, present=[seat.id for seat in seats_of(session, sitting.id)], reasons={},
        actor=recorder, seen_version=sitting.version,
    )  # fmt: skip
    for item in items_of(session, sitting.id):
        if item.eligible or in_city:
            record_vote(session, sitting, item.id, title=title, merit=merit, actor=recorder)
    close_sitting(session, sitting, actor=town.member(chair), seen_version=sitting.version)
    session.commit()
    return sitting


def recommended(town: Town, *cells: OrgUnit, title: Votes = ALL) -> list[Dossier]:
    """Bring the town's own ward to vote on cells: ``recommended``, or ``not_recommended``."""
    for cell in town.ward.cells:
        make.registered(town, cell)
    for cell in cells:
        make.appraised(town, cell)
    closed(town, Gate.RECOMMENDATION, cells, title=title)
    return [town.dossier(cell) for cell in cells]


def before_city(town: Town, *cells: OrgUnit, rating: Rating = Rating.GOOD) -> list[Dossier]:
    """Bring cells to ``awaiting_city_decision``, with their decided rating."""
    recommended(town, *cells)
    today = clock.today(town.session)
    for cell in cells:
        make.move(town, cell, "send_to_city", town.ward.office, number="12-TTr/ĐU", signed_on=today)
        make.move(town, cell, "conclude_city_appraisal", town.org_dept, words="Đủ điều kiện")
    record_ratings(
        town.session, {town.dossier(cell).id: rating for cell in cells},
        number="99-QĐ/Th.U", decided_on=today, actor=town.member(town.org_dept),
    )  # fmt: skip
    town.session.commit()
    return [town.dossier(cell) for cell in cells]


def recognized(town: Town, *cells: OrgUnit, merit: Votes = ALL) -> list[Dossier]:
    """Bring cells to ``recognized``, by a decision that has no number yet."""
    before_city(town, *cells)
    closed(town, Gate.RECOGNITION, cells, merit=merit)
    return [town.dossier(cell) for cell in cells]


def numbered(town: Town, decision: Decision, *, signer: Person | None = None) -> Decision:
    """Enter the clerk's number and today's date into a decision."""
    number_decision(
        town.session, decision, number="125-QĐ/Th.U", signed_on=clock.today(town.session),
        signer_id=(signer or town.chair).id, actor=town.member(town.city_office),
        seen_version=decision.version,
    )  # fmt: skip
    town.session.commit()
    return decision


def printed(town: Town, decision: Decision, edition: Edition = Edition.FINAL) -> list[Paper]:
    """Keep the two papers of an edition, as the job that prints them would."""
    papers = [
        Paper(
            decision_id=decision.id, kind="D14", edition=edition, form=form,
            content=f"paper as {form}".encode(), sha256="0" * 64, made_at=clock.now(town.session),
        )
        for form in ("pdf", "docx")
    ]  # fmt: skip
    town.session.add_all(papers)
    town.session.commit()
    return papers
