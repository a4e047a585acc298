"""Every refusal has a sentence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from web.refusals import words_of
from web.refusals.wording import SUBJECTS, WORDINGS
from workflows.engine.refusals import Refusal

SOURCE = Path(__file__).parents[2]
RAISED = sorted(
    {
        code
        for room in ("workflows", "web", "jobs")
        for path in (SOURCE / room).rglob("*.py")
        for code in re.findall(r'\bRefusal\(\s*"(\w+)"', path.read_text())
    }
)


def test_every_code_that_is_raised_is_worded() -> None:
    assert [code for code in RAISED if code not in WORDINGS] == []
    assert len(RAISED) > 30


def test_each_code_is_worded_in_one_place() -> None:
    standing = [code for subject in SUBJECTS for code in subject]

    assert sorted(standing) == sorted(WORDINGS)


@pytest.mark.parametrize("code", sorted(WORDINGS))
def test_sentence_stands_even_if_nothing_is_known(app: Flask, code: str) -> None:
    with app.test_request_context("/"):
        sentence = words_of(Refusal(code))

    assert (sentence[0].isupper(), sentence[-1], len(sentence) > 20) == (True, ".", True)
    assert not re.search(r"%\(|\{|None", sentence)


def test_facts_stand_in_the_sentence(app: Flask) -> None:
    with app.test_request_context("/"):
        sentence = words_of(Refusal("four_eyes", trigger="recommend", on=date(2026, 12, 5)))

    assert sentence == (
        "Đồng chí đã làm bước «Đề nghị công nhận» ngày 05/12/2026 của hồ sơ này."
        " Bước này do người khác làm."
    )


def test_unknown_code_says_whom_to_call(app: Flask) -> None:
    with app.test_request_context("/"):
        sentence = words_of(Refusal("brand_new"))

    assert sentence == "Chưa làm được việc này (lý do: brand_new). Đồng chí gọi văn phòng giúp."
