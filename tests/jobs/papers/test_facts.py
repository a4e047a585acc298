"""Facts are stored as text and come back as they were."""

import pytest

from jobs.papers.facts import DecisionFacts, FactsError
from tests.jobs.papers import make


@pytest.mark.parametrize("facts", [make.decision(cells=3), make.decision(number=None)])
def test_facts_come_back_from_their_text(facts: DecisionFacts) -> None:
    assert DecisionFacts.from_json(facts.to_json()) == facts


def test_missing_date_comes_back_as_missing() -> None:
    facts = make.decision(signed_on=None)

    assert DecisionFacts.from_json(facts.to_json()).signed_on is None


def test_equal_facts_give_equal_texts() -> None:
    assert make.decision(cells=2).to_json() == make.decision(cells=2).to_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        make.decision().to_json().replace('"edition": 1', '"edition": 2'),
        make.decision().to_json().replace('"secretary"', '"chairman"'),
        make.decision().to_json().replace("2024-04-05", "05/4/2024"),
    ],
)
def test_other_texts_are_no_facts(text: str) -> None:
    with pytest.raises(FactsError):
        DecisionFacts.from_json(text)


@pytest.mark.parametrize("missing", ["number", "signed_on"])
def test_decision_is_a_draft_until_number_and_date_are_entered(missing: str) -> None:
    assert make.decision(**{missing: None}).draft
    assert not make.decision().draft
