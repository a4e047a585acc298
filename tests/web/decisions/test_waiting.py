"""What waits for an office after the sitting: in the bar, on its overview, in the list."""

from __future__ import annotations

import re

from tests import settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.decisions.conftest import Made
from tests.web.decisions.test_asking import send
from tests.web.reading import text_of
from tests.workflows.decisions.test_past_years import taken_over
from workflows.decisions.publishing import Level, publish

NUMBER, PUBLISH = "Quyết định chờ số và ngày 1", "Quyết định chưa công bố 1"
ASKED = "Đề nghị thu hồi, khôi phục chưa đưa ra họp 1"


def test_each_act_that_is_due_is_shown_until_it_is_done(made: Made, sign_in: SignIn) -> None:
    town, office = made.town, sign_in(made.town, made.town.city_office)
    home = f"/{town.tenant.slug}/thanh-pho"

    def shown() -> tuple[list[str], list[str]]:
        """What the overview says, and what its figures and the bar's lead to."""
        page = office.get(home).text
        listed = office.get(f"/{town.tenant.slug}/quyet-dinh?cho={stage}").text
        return (
            [words for words in (NUMBER, PUBLISH, ASKED) if words in text_of(page)],
            re.findall(r"/quyet-dinh/([\w-]+)\"", listed),
        )

    code = made.decision.code
    stage = "number"
    assert shown() == ([NUMBER], [code])
    stage = "publication"
    assert shown() == ([NUMBER], [])

    settled.numbered(town, made.decision)
    assert shown() == ([PUBLISH], [code])

    publish(
        town.session, made.again(), Level.COMMITTEES, shown=[], actor=town.member(town.city_office)
    )
    town.session.commit()
    assert shown() == ([], [])

    send(sign_in(town, town.city_inspector), town, town.dossier(town.ward.cells[0]).code)
    assert shown()[0] == [ASKED]


def test_bar_counts_what_waits_for_who_keeps_decisions(made: Made, sign_in: SignIn) -> None:
    town = made.town

    def bar(person: object) -> str:
        page = sign_in(town, person).get(f"/{town.tenant.slug}/toi").text  # type: ignore[arg-type]
        found = re.search(r'/quyet-dinh"[^>]*>(.*?)</a>', page, re.DOTALL)
        return text_of(found[1]) if found else ""

    assert bar(town.city_office) == "Quyết định 1, có 1 việc cần làm"
    assert [bar(each) for each in (town.auditor, town.members[0])] == ["Quyết định"] * 2
    assert bar(town.ward.secretaries[0]) == ""


def test_year_that_is_closed_waits_for_nothing(town: Town, sign_in: SignIn) -> None:
    taken_over(town, 2023)

    page = text_of(sign_in(town, town.city_office).get(f"/{town.tenant.slug}/thanh-pho").text)

    assert "Quyết định chưa công bố" not in page
