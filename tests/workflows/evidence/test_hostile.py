"""Hostile files: each refused for what it is, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.workflows.evidence import clamav
from tests.workflows.evidence.hostile import HOSTILE, Hostile
from workflows.engine.refusals import Refusal
from workflows.evidence.preparing import Upload, prepare


@pytest.fixture(scope="module")
def scanner() -> Iterator[str]:
    with clamav.running() as url:
        yield url


def test_there_are_forty_and_more() -> None:
    assert len({(each.name, each.content) for each in HOSTILE}) >= 40


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.what)
def test_hostile_file_is_refused(hostile: Hostile, scanner: str) -> None:
    with pytest.raises(Refusal) as refused:
        prepare(Upload(hostile.name, hostile.content), clamav_url=scanner)

    assert refused.value.code == hostile.code
