"""Viruses are looked for where a scanner is configured, and nothing unseen is kept then."""

from __future__ import annotations

import pytest

from tests.workflows.evidence import clamav, made
from workflows.engine.refusals import Refusal
from workflows.evidence.preparing import Upload, prepare

INFECTED = made.pdf() + b"\n%" + clamav.EICAR


def refusal_of(content: bytes, url: str) -> str:
    try:
        prepare(Upload("a.pdf", content), clamav_url=url)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_infected_file_is_refused_and_a_clean_one_is_not() -> None:
    with clamav.running() as url:
        found = [
            refusal_of(content, url) for content in (INFECTED, made.pdf(), made.jpeg(900, 900))
        ]

    assert found == ["file_virus", "", ""]


def test_scanner_reads_the_whole_of_a_large_file() -> None:
    padding = b"%" + b" " * 3_000_000

    with clamav.running() as url:
        assert refusal_of(made.pdf() + padding + clamav.EICAR, url) == "file_virus"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b""])
def test_file_that_was_not_looked_at_is_not_kept(answer: bytes) -> None:
    with clamav.running(answer=answer) as url:
        assert refusal_of(made.pdf(), url) == "file_unscanned"


def test_scanner_that_is_gone_keeps_files_out() -> None:
    with clamav.running() as url:
        pass

    assert refusal_of(made.pdf(), url) == "file_unscanned"
    assert prepare(Upload("a.pdf", made.pdf()), clamav_url=None).pages == 1
