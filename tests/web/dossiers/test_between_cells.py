"""No cell learns anything of another's dossier, and a supervisor only of those assigned."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.people import Person
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.web.appraisal.test_one_screen import score
from tests.web.conftest import SignIn
from web.appraisal.queue import written_queue
from workflows.dossiers.tables import Answer, Dossier
from workflows.flows import FLOWS

WORD = next(iter(FLOWS["cell_title", 1].moves)).word
IN_PLACE_OF = {"key": "1.1", "word": "rut", "criterion": "1.1"}
OWN_PAGES = (
    "chi-bo", "viec", "tin-nhan", "minh-chung", "tim?q={code}", "tim?q={name}", "toi",
    "phuong/ho-so", "thanh-pho/tham-dinh", "danh-sach/ward.xlsx", "danh-sach/city.xlsx",
    "phien-hop", "tien-do", "viec/danh-sach.xlsx",
)  # fmt: skip


@pytest.fixture
def other(town: Town) -> Dossier:
    """The dossier of the second cell, appraised and waiting for the sitting."""
    for cell in town.ward.cells[:2]:
        make.registered(town, cell)
    make.under_appraisal(town, town.ward.cells[0])
    return make.appraised(town, town.ward.cells[1])


def supervisor(town: Town) -> Person:
    """Add somebody who looks after the first cell alone."""
    number = make.phone()
    person = add_person(town.session, "Phụ Trách", phone=number)
    town.phones[person.id] = number
    appoint(
        town.session, person, Role.SUPERVISOR, unit=town.ward.cells[0],
        since=clock.today(town.session),
    )  # fmt: skip
    town.session.commit()
    return person


def pages_of(browser: FlaskClient, town: Town, dossier: Dossier) -> Iterator[str]:
    """Give the address of every page that there is of a dossier."""
    values = {**IN_PLACE_OF, "code": dossier.code}
    for rule in browser.application.url_map.iter_rules():
        parts = rule.arguments - {"code", "tenant", "slug"}
        if "/ho-so/<string:code>" not in rule.rule or "GET" not in (rule.methods or ()):
            continue
        if parts <= set(IN_PLACE_OF):
            yield re.sub(
                r"<(?:\w+:)?(\w+)>", lambda part: values.get(part[1], town.tenant.slug), rule.rule
            )


@pytest.mark.parametrize("who", ["secretary", "supervisor"])
def test_every_page_of_another_cell_looks_unknown(
    town: Town, sign_in: SignIn, other: Dossier, who: str
) -> None:
    person = town.ward.secretaries[0] if who == "secretary" else supervisor(town)
    browser = sign_in(town, person)
    pages = list(pages_of(browser, town, other))
    assert len(pages) >= 12  # not an empty list

    for page in pages:
        there = browser.get(page)
        nowhere = browser.get(page.replace(other.code, "26-99999"))
        assert there.status_code in {403, 404}, page
        assert (there.status_code, there.data) == (nowhere.status_code, nowhere.data), page


@pytest.mark.parametrize("who", ["secretary", "supervisor"])
def test_lists_search_notices_and_exports_do_not_name_another_cell(
    town: Town, sign_in: SignIn, other: Dossier, who: str
) -> None:
    person = town.ward.secretaries[0] if who == "secretary" else supervisor(town)
    browser = sign_in(town, person)
    name = town.ward.cells[1].name

    for page in OWN_PAGES:
        address = page.format(code=other.code, name=name.replace(" ", "+"))
        answer = browser.get(f"/{town.tenant.slug}/{address}")
        text = answer.get_data(as_text=True) if "xlsx" not in address else ""
        if answer.status_code == 200:
            assert f"/ho-so/{other.code}" not in text, page
            assert name not in text or "{name}" in page, page  # what was typed comes back
            assert "xlsx" not in address or page.startswith("viec/"), page
        else:
            assert answer.status_code in {302, 303, 403, 404}, page


def test_the_same_pages_show_it_to_the_ward(town: Town, sign_in: SignIn, other: Dossier) -> None:
    """What the tests above look for can be found: the ward's office finds it."""
    browser = sign_in(town, town.ward.office)

    listed = browser.get(f"/{town.tenant.slug}/phuong/ho-so?viec=tat-ca").text
    opened = [browser.get(page).status_code for page in pages_of(browser, town, other)]

    assert other.code in listed
    assert opened.count(200) >= 6
    assert written_queue("phuong", viec="tat-ca") == "phuong?viec=tat-ca"


def test_cell_does_not_see_its_own_appraised_points_before_they_are_concluded(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    appraiser = sign_in(town, town.ward.appraiser)
    assert score(appraiser, town, dossier, "1.1", "met", "Thiếu nghị quyết quý III") is not None

    cell = sign_in(town, town.ward.secretaries[0])
    pages = [cell.get(page) for page in pages_of(cell, town, dossier)]

    shown = [page for page in pages if page.status_code == 200 and page.mimetype == "text/html"]
    assert len(shown) >= 6
    assert not [p.request.path for p in shown if "Thiếu nghị quyết quý III" in p.text]
    for row in town.session.scalars(select(Answer).where(Answer.dossier_id == dossier.id)):
        row.appraised_level = row.appraised_level or row.self_level
    town.session.commit()
    make.move(
        town, town.ward.cells[0], "conclude_appraisal", town.ward.appraiser, proposed_rating="good"
    )
    after = cell.get(f"/{town.tenant.slug}/ho-so/{dossier.code}/lich-su").text
    assert "Thiếu nghị quyết quý III" in after
