"""Printing a decision: drafts may be made again, the final edition once."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from jobs.run import JobFailedError, run_item
from tests.jobs import make
from tests.jobs.papers.make import decision as facts_of
from tests.jobs.works import item_in, read
from tests.make import Town
from workflows.decisions.tables import Decision
from workflows.papers.tables import Edition, Paper


def printed(town: Town, decision: Decision, edition: str) -> None:
    item_id = item_in(town, "decision_paper", decision=str(decision.id), edition=edition)
    run_item(str(town.tenant.id), str(item_id))


def papers(town: Town, edition: Edition) -> dict[str, Paper]:
    with town.elsewhere() as session:
        found = session.scalars(select(Paper).where(Paper.edition == edition))
        return {paper.form: paper for paper in found}


def text_of(paper: Paper) -> str:
    return " ".join(PdfReader(BytesIO(paper.content)).pages[0].extract_text().split())


def test_both_forms_are_kept_with_what_proves_them(town: Town) -> None:
    decision = make.decision(town)

    printed(town, decision, "draft")

    made = papers(town, Edition.DRAFT)
    assert sorted(made) == ["docx", "pdf"]
    for paper in made.values():
        assert (paper.decision_id, paper.kind) == (decision.id, "D14")
        assert paper.sha256 == sha256(paper.content).hexdigest()
    assert made["pdf"].content.startswith(b"%PDF")
    assert made["docx"].content.startswith(b"PK")


def test_draft_has_dots_and_the_final_edition_its_number(town: Town) -> None:
    decision = make.decision(town)
    printed(town, decision, "draft")
    make.number(town, decision)
    printed(town, decision, "final")

    assert "Số ………-QĐ/Th.U" in text_of(papers(town, Edition.DRAFT)["pdf"])
    assert "Số 125-QĐ/Th.U" in text_of(papers(town, Edition.FINAL)["pdf"])


def test_draft_is_replaced_by_the_next(town: Town) -> None:
    decision = make.decision(town)
    printed(town, decision, "draft")
    before = papers(town, Edition.DRAFT)
    decision.facts = make.plain(facts_of(number=None, signed_on=None, cells=2))
    town.session.commit()

    printed(town, decision, "draft")

    after = papers(town, Edition.DRAFT)
    assert {form: paper.id for form, paper in after.items()} == {
        form: paper.id for form, paper in before.items()
    }
    assert after["pdf"].sha256 != before["pdf"].sha256
    assert after["pdf"].made_at > before["pdf"].made_at


def test_final_edition_is_never_replaced(town: Town) -> None:
    decision = make.decision(town)
    make.number(town, decision)
    printed(town, decision, "final")
    before = papers(town, Edition.FINAL)
    decision.facts = make.plain(facts_of(cells=2))
    town.session.commit()

    printed(town, decision, "final")

    after = papers(town, Edition.FINAL)
    assert {form: (paper.sha256, paper.made_at) for form, paper in after.items()} == {
        form: (paper.sha256, paper.made_at) for form, paper in before.items()
    }


def test_draft_that_comes_after_the_freezing_is_not_made(town: Town) -> None:
    decision = make.decision(town)
    make.number(town, decision)

    printed(town, decision, "draft")

    assert papers(town, Edition.DRAFT) == {}


def test_final_edition_waits_for_number_and_date(town: Town) -> None:
    decision = make.decision(town)
    item_id = item_in(town, "decision_paper", decision=str(decision.id), edition="final")

    with pytest.raises(JobFailedError):
        run_item(str(town.tenant.id), str(item_id))

    assert papers(town, Edition.FINAL) == {}
    error = read(town, item_id).last_error
    assert error is not None
    assert error.endswith(f"NotFrozenError: decision {decision.id} is still a draft\n")


def test_decision_of_another_tenant_cannot_be_printed(town: Town, other_town: Town) -> None:
    decision = make.decision(town)
    item_id = item_in(other_town, "decision_paper", decision=str(decision.id), edition="draft")

    with pytest.raises(JobFailedError):
        run_item(str(other_town.tenant.id), str(item_id))

    assert (papers(town, Edition.DRAFT), papers(other_town, Edition.DRAFT)) == ({}, {})
