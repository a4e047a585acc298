"""Scenarios 7 to 9: many dossiers at once, each by itself."""

from __future__ import annotations

import re
from uuid import uuid4

from flask.testing import FlaskClient

from tenants import clock
from tenants.appointments import add_unit, appoint
from tenants.roles import Role
from tenants.units import Sector, UnitKind
from tests import make
from tests.acceptance.scene import events, state_of, submitted, to_tell
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from workflows.campaigns.opening import add_dossiers

ACCEPT = "hang-loat/tiep-nhan"


def five(town: Town) -> list[str]:
    """Let five cells of the ward register; return their codes."""
    for number in (3, 4, 5):
        cell = add_unit(
            town.session, f"Chi bộ Tổ dân phố {number}", code=f"hoa-mai-{number}",
            kind=UnitKind.PARTY_CELL, sector=Sector.RESIDENTIAL, parent=town.ward.unit,
            official=24, exempted=2,
        )  # fmt: skip
        secretary = make.add_person(town.session, f"Bí thư {number}", phone=make.phone())
        appoint(town.session, secretary, Role.CELL_SECRETARY, unit=cell)
        town.ward.cells.append(cell)
        town.ward.secretaries.append(secretary)
    add_dossiers(town.session, town.campaign)
    town.session.commit()
    return submitted(town)


def preview(browser: FlaskClient, town: Town, codes: list[str]) -> tuple[str, dict[str, object]]:
    """Open the list that would be moved; return the page and what its form would send."""
    page = browser.get(f"/{town.tenant.slug}/{ACCEPT}", query_string={"ho_so": codes}).text
    form = page[page.rindex("<form") :]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    sent: dict[str, object] = {}
    for name, value in hidden:
        sent.setdefault(name, [])
        sent[name].append(value)  # type: ignore[attr-defined]
    return page, sent | {"_key": str(uuid4())}


def confirmed(browser: FlaskClient, town: Town, form: dict[str, object]) -> str:
    """Confirm what was shown; return the words of the answer."""
    answer = browser.post(f"/{town.tenant.slug}/{ACCEPT}", data=form)
    assert answer.status_code == 303
    return text_of(browser.get(answer.location).text)


def test_07_foreign_and_forbidden_ones_are_refused_singly(town: Town, sign_in: SignIn) -> None:
    codes = five(town)
    own_cell = town.ward.cells[0]
    town.session.rollback()
    make.move(town, own_cell, "withdraw", town.ward.secretaries[0], reason="Nhầm",
              met_on=clock.today(town.session), **make.ADOPTION)  # fmt: skip
    foreign = town.dossier(town.other_ward.cells[0]).code
    browser = sign_in(town, town.ward.office)
    _page, form = preview(browser, town, codes[1:])
    form["shown"] = [f"{foreign}:1", f"{codes[0]}:3", *form["shown"]]  # type: ignore[misc]

    said = confirmed(browser, town, form)

    assert [state_of(town, code) for code in codes] == ["withdrawn"] + ["registered"] * 4
    assert state_of(town, foreign) == "registration_draft"
    assert all(code in said for code in (*codes, foreign))


def test_08_one_that_changed_since_the_preview_is_refused(town: Town, sign_in: SignIn) -> None:
    codes = five(town)
    browser = sign_in(town, town.ward.office)
    page, form = preview(browser, town, codes)
    shown = text_of(page)
    assert all(code in page for code in codes)
    assert all(cell.name in shown.replace("\N{NO-BREAK SPACE}", " ") for cell in town.ward.cells)
    assert re.search(r"\b5\b", shown)
    make.move(town, town.ward.cells[1], "return_registration", town.ward.office, reason="Thiếu",
              marked=["met_on"], due_on=clock.today(town.session))  # fmt: skip

    said = confirmed(browser, town, form)

    found = [state_of(town, code) for code in codes]
    assert found == ["registered", "registration_returned"] + ["registered"] * 3
    assert f"Đ/c {town.ward.office.name} vừa làm" in said


def test_09_each_dossier_has_its_own_notice_and_a_failed_one_none(
    town: Town, sign_in: SignIn
) -> None:
    codes = five(town)
    browser = sign_in(town, town.ward.office)
    _page, form = preview(browser, town, codes)
    make.move(town, town.ward.cells[4], "undo", town.ward.secretaries[4])
    before = to_tell(town)

    confirmed(browser, town, form)

    assert to_tell(town) - before == 4
    made = [events(town, code, "accept_registration") for code in codes]
    assert [len(each) for each in made] == [1, 1, 1, 1, 0]
    again = browser.post(f"/{town.tenant.slug}/{ACCEPT}", data=form)
    assert again.status_code == 303
    assert to_tell(town) - before == 4
