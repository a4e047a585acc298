"""A list is of one year, its figures lead to exactly its rows, and it knows who leads a cell."""

from __future__ import annotations

import re

from tenants import clock
from tests import settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.lists.test_lists import chips, rows
from web.number_books.words import in_runs
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.dossiers.glance import glances_of


def last_year(town: Town) -> Campaign:
    """Give the programme a year that is over."""
    today = clock.today(town.session)
    past = Campaign(
        **{
            column.name: getattr(town.campaign, column.name)
            for column in Campaign.__table__.columns
            if column.name not in {"id", "tenant_id"}
        }
    )
    past.year, past.state = today.year - 1, CampaignState.CLOSED
    town.session.add(past)
    town.session.commit()
    return past


def figures(text: str) -> list[tuple[str, int]]:
    """List the figures that lead somewhere: the address, and the number itself."""
    found = re.findall(r'class="num"[^>]*><a href="([^"]+)">([\d.]+)<', text)
    return [(address.replace("&amp;", "&"), int(number)) for address, number in found]


def test_every_figure_of_the_overview_is_the_list_behind_it(town: Town, sign_in: SignIn) -> None:
    settled.recommended(town, town.ward.cells[0])
    browser = sign_in(town, town.org_dept)
    page = browser.get(f"/{town.tenant.slug}/thanh-pho").text
    steps = re.findall(
        r'<a href="([^"]+)">[^<]+</a>\s*<svg class="track".*?class="val">(\d+)', page, re.DOTALL
    )

    assert [int(number) for _address, number in steps] == [4, 2, 1, 1, 0]
    for address, number in [*figures(page), *steps]:
        listed = browser.get(address.replace("&amp;", "&")).text
        assert len(rows(listed)) == int(number), address


def test_list_of_a_year_holds_no_other_year(town: Town, sign_in: SignIn) -> None:
    past = last_year(town)
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/phuong/ho-so?viec=tat-ca"

    now, before = browser.get(address).text, browser.get(f"{address}&nam={past.year}").text

    assert rows(now) == [town.dossier(cell).code for cell in town.ward.cells]
    assert rows(before) == []
    assert chips(now)["tat-ca"] == 2
    assert f">{past.year}<" in now


def test_secretary_is_named_and_found_without_accents(town: Town, sign_in: SignIn) -> None:
    secretary = town.ward.secretaries[1]
    browser = sign_in(town, town.ward.office)

    page = browser.get(
        f"/{town.tenant.slug}/phuong/ho-so",
        query_string={"viec": "tat-ca", "tim": secretary.name.lower()},
    ).text

    assert town.dossier(town.ward.cells[1]).code in rows(page)
    assert f"Đ/c {secretary.name}" in page


def test_points_and_files_are_told_once_they_were_sent(town: Town) -> None:
    first, second = town.ward.cells
    settled.recommended(town, first)
    dossiers = [town.dossier(first), town.dossier(second)]

    sent, draft = glances_of(town.session, dossiers).values()

    assert (sent.criteria, sent.own is not None, sent.sent_on is not None) == (16, True, True)
    assert (draft.criteria, draft.own, draft.sent_on) == (0, None, None)


def test_numbers_that_follow_one_another_are_one_run() -> None:
    assert in_runs((5, 6, 8, 96, 97, 98, 124)) == "5, 6, 8, 96–98, 124"
