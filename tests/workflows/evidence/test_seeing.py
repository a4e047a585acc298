"""Who sees which evidence, asked of every kind of person at every stage."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.people import Person
from tests import make
from tests.make import Town
from tests.workflows.evidence import made
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import reads, reads_contents, visible
from workflows.evidence.attaching import attach
from workflows.evidence.keeping import keep_file
from workflows.evidence.seeing import find_evidence, visible_evidence
from workflows.evidence.tables import Evidence


def people(town: Town) -> dict[str, Person]:
    return {
        "secretary": town.ward.secretaries[0],
        "deputy": town.ward.deputy,
        "neighbour": town.ward.secretaries[1],
        "ward office": town.ward.office,
        "appraiser": town.ward.appraiser,
        "other office": town.other_ward.office,
        "other appraiser": town.other_ward.appraiser,
        "ward chair": town.ward.chair,
        "city": town.org_dept,
        "city office": town.city_office,
        "admin": town.admin,
        "auditor": town.auditor,
    }


def who_sees(town: Town, row: Evidence) -> set[str]:
    return {
        name
        for name, person in people(town).items()
        if find_evidence(town.session, row.id, viewer=town.member(person)) is not None
    }


def test_unattached_file_is_the_cells_and_its_offices(town: Town) -> None:
    row = _kept(town)

    assert who_sees(town, row) == {"secretary", "deputy", "ward office", "auditor"}


def test_attached_file_opens_with_its_dossier(town: Town) -> None:
    cell, secretary = town.ward.cells[0], town.member(town.ward.secretaries[0])
    row = _kept(town)
    attach(town.session, town.dossier(cell).id, "1.1", [row.id], actor=secretary)
    town.session.commit()
    draft = who_sees(town, row)
    make.under_appraisal(town, cell)

    assert draft == {"secretary", "deputy", "ward office", "auditor"}
    assert who_sees(town, row) == draft | {"appraiser"}


def test_other_tenant_sees_nothing(town: Town, other_town: Town) -> None:
    row = _kept(town)

    found = other_town.session.scalars(
        visible_evidence(other_town.member(other_town.auditor)).where(Evidence.id == row.id)
    ).all()

    assert found == []


@pytest.mark.parametrize("state", ["registration_draft", "under_appraisal", "on_hold"])
def test_sql_and_python_agree_on_who_reads(town: Town, state: str) -> None:
    cell = town.ward.cells[0]
    if state != "registration_draft":
        make.under_appraisal(town, cell)
    if state == "on_hold":
        make.move(
            town, cell, "put_on_hold", town.ward.inspector, reason="x", look_again_on=_later(town)
        )
    differing = []
    for name, person in people(town).items():
        member = town.member(person)
        seen = town.session.scalars(visible(member)).all()
        said = set(town.session.scalars(select(Dossier.id).where(reads(member))))
        if said != {dossier.id for dossier in seen if reads_contents(member, dossier)}:
            differing.append(name)

    assert town.dossier(cell).state == state
    assert differing == []


def _kept(town: Town) -> Evidence:
    secretary = town.member(town.ward.secretaries[0])
    row = keep_file(town.session, town.ward.cells[0], made.photo(), actor=secretary).evidence
    town.session.commit()
    return row


def _later(town: Town) -> date:
    return clock.today(town.session) + timedelta(days=5)
