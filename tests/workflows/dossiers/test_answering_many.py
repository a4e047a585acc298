"""Several answers at once: what a colleague answered meanwhile is not written over."""

from __future__ import annotations

from sqlalchemy import select

from tenants.wall import open_session
from tests import make
from tests.make import Town
from workflows.dossiers.answering_many import Given, answer_many
from workflows.dossiers.tables import Answer


def test_answers_read_before_are_not_taken_for_those_of_now(town: Town) -> None:
    cell, secretary = town.ward.cells[0], town.member(town.ward.secretaries[0])
    dossier_id = make.in_review(town, cell).id
    session = town.session
    for level in ("met", "good"):
        shown = session.scalar(select(Answer.version).where(Answer.criterion == "1.1")) or 0
        given = {"1.1": Given(level, not_applicable=False, note="", seen_version=shown)}
        assert answer_many(session, dossier_id, given, actor=secretary) == []
        session.commit()
    held = session.scalars(select(Answer).where(Answer.criterion == "1.1")).one()
    session.commit()
    seen = held.version
    with open_session(town.engine, town.tenant.id) as colleague:
        theirs = {"1.1": Given("not_met", not_applicable=False, note="", seen_version=seen)}
        assert answer_many(colleague, dossier_id, theirs, actor=secretary) == []
        colleague.commit()

    mine = {"1.1": Given("met", not_applicable=False, note="", seen_version=seen)}

    assert answer_many(session, dossier_id, mine, actor=secretary) == ["1.1"]
    assert (held.self_level, held.version) == ("not_met", seen + 1)
