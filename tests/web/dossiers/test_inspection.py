"""Whether years later each decision on a dossier can be read from its history: by whom, on what."""

from __future__ import annotations

from sqlalchemy import select

from tenants.people import Person
from tests import settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.decisions.test_asking import send
from tests.web.reading import text_of
from workflows.decisions.publishing import Level, publish
from workflows.decisions.tables import Decision
from workflows.sittings.tables import SittingItem


def test_history_names_votes_papers_and_grounds(town: Town, sign_in: SignIn) -> None:
    (dossier,) = settled.recognized(town, town.ward.cells[0])
    decision = town.session.scalars(select(Decision)).one()
    settled.numbered(town, decision)
    publish(town.session, decision, Level.COMMITTEES, shown=[], actor=town.member(town.city_office))
    town.session.commit()
    send(sign_in(town, town.city_inspector), town, dossier.code)

    def history(person: Person) -> str:
        address = f"/{town.tenant.slug}/ho-so/{dossier.code}/lich-su"
        return text_of(sign_in(town, person).get(address).text)

    votes = [
        f"Biểu quyết: {each['numerator']}/{each['base']} tán thành, cần từ {each['needed']}."
        for each in town.session.scalars(select(SittingItem.explained)).all()
    ]
    assert len(votes) == 2
    for_committees = [*votes, "Lý do: Chi ủy bị khiển trách", "Căn cứ văn bản số 31-QĐ/UBKTTU"]
    for_all = ["Hoàn thành tốt nhiệm vụ, quyết định số", f"Quyết định số {decision.number}."]
    read = history(town.auditor)
    assert [words for words in [*for_committees, *for_all] if words not in read] == []
    cells = history(town.ward.secretaries[0])
    assert [words for words in for_committees if words in cells] == []
    assert [words for words in for_all if words not in cells] == []
