"""A committee's book has each number once, whichever kind of paper comes second."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.people import Person
from tests import settled
from tests.make import Town
from workflows.decisions.tables import Decision
from workflows.engine.fire import Happening, Refused, fire_many
from workflows.engine.refusals import Refusal
from workflows.papers.numbering import draft_of, number_paper
from workflows.papers.of_units import have_made
from workflows.papers.tables import NumberedPaper, Paper
from workflows.sittings.tables import Sitting


def report(town: Town, office: Person, signer: Person, number: str) -> NumberedPaper:
    """Have a review drawn up by an office and enter its number."""
    have_made(town.session, "D12", town.campaign, actor=town.member(office))
    paper = town.session.scalars(
        select(Paper).where(Paper.kind == "D12").order_by(Paper.part.desc())
    ).first()
    assert paper is not None
    draft = draft_of(town.session, paper, actor=town.member(office))
    assert draft is not None
    row = number_paper(
        town.session, draft, number=number, signed_on=clock.today(town.session),
        signer_id=signer.id, actor=town.member(office),
    )  # fmt: skip
    town.session.commit()
    return row


def sent(town: Town, number: str) -> list[Happening | Refused]:
    """Send both cells of the ward up with one number."""
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    results = fire_many(
        town.session, [(dossier.id, dossier.version) for dossier in dossiers], "send_to_city",
        actor=town.member(town.ward.office),
        inputs={"number": number, "signed_on": clock.today(town.session)},
    )  # fmt: skip
    town.session.commit()
    return results


def test_submission_and_report_do_not_share_a_number(town: Town) -> None:
    settled.recommended(town, *town.ward.cells)
    sitting = town.session.scalars(select(Sitting)).one()
    report(town, town.ward.office, town.ward.chair, "12-TTr/ĐU")

    refused = [each.error for each in sent(town, "012 - ttr/đu") if isinstance(each, Refused)]
    assert [
        (each.code, each.info["paper"][:8], each.info["name"])
        for each in refused
        if isinstance(each, Refusal)
    ] == [("number_taken", f"D12 {town.campaign.year}", town.ward.office.name)] * 2
    assert all(isinstance(each, Happening) for each in sent(town, "13-TTr/ĐU"))
    with pytest.raises(Refusal, match="number_taken") as second:
        report(town, town.ward.office, town.ward.chair, "13-TTr/ĐU")
    assert second.value.info["paper"] == sitting.code


def test_decision_and_report_do_not_share_a_number(town: Town) -> None:
    settled.recognized(town, town.ward.cells[0])
    decision = town.session.scalars(select(Decision).where(Decision.kind == "recognition")).one()
    first = report(town, town.city_office, town.chair, "125 - qđ/th.u")

    with pytest.raises(Refusal, match="number_taken") as taken:
        settled.numbered(town, decision)
    assert taken.value.info["paper"] == f"D12 {town.campaign.year} {first.part[:19]}"
    # In another committee's book the number would have been free.
    assert report(town, town.ward.office, town.ward.chair, "125-QĐ/Th.U").number == "125-QĐ/Th.U"


def test_report_is_refused_the_number_of_a_decision(town: Town) -> None:
    settled.recognized(town, town.ward.cells[0])
    decision = town.session.scalars(select(Decision).where(Decision.kind == "recognition")).one()
    settled.numbered(town, decision)

    with pytest.raises(Refusal, match="number_taken") as taken:
        report(town, town.city_office, town.chair, "125-QĐ/Th.U")
    assert (taken.value.info["paper"], taken.value.info["name"]) == (
        decision.code, town.city_office.name,
    )  # fmt: skip
