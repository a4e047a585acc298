"""Makers of dossiers that bodies have settled: every vote held, every sitting closed."""

from __future__ import annotations

from collections.abc import Sequence

from tenants import clock
from tenants.people import Person
from tenants.units import OrgUnit
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.decisions.making import number_decision
from workflows.decisions.tables import Decision
from workflows.dossiers.tables import Dossier, Rating
from workflows.papers.tables import Edition, Paper
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes

ALL, NOBODY = Votes(3), Votes(0, against=3)


def closed(
    town: Town, gate: Gate, cells: Sequence[OrgUnit], *, title: Votes = ALL, merit: Votes = ALL
) -> Sitting:
    """Hold a sitting of the ward's body of three, or the city's, on these cells, and close it."""
    ward = None if gate is Gate.RECOGNITION else town.ward
    dossiers = [town.dossier(cell) for cell in cells]
    sitting = meeting.opened(town, gate, dossiers, ward)
    for dossier in dossiers:
        if dossier.eligible or ward is None:
            meeting.vote(town, sitting, dossier, ward, title, merit)
    meeting.close(town, sitting, ward)
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
    meeting.awaiting_city(town, *recommended(town, *cells))
    for cell in cells:
        meeting.rated(town, town.dossier(cell), rating)
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
