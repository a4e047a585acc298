"""Somebody types a few letters and finds the cell, the person, the dossier: their own alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tenants.appointments import add_person, add_unit, appoint
from tenants.people import Person
from tenants.roles import Role
from tenants.units import UnitKind
from tests import make
from tests.make import Town
from tests.web.conftest import HTMX, SignIn
from tests.web.reading import text_of, words_of


def found(page: str, heading: str) -> list[str]:
    """Return the lines under a heading of the results."""
    part = re.search(rf"<h2>{heading}</h2>\s*<ul.*?</ul>", page, re.DOTALL)
    return (
        [words_of(line) for line in re.findall(r"<li>(.*?)</li>", part[0], re.DOTALL)]
        if part
        else []
    )


def more_cells(town: Town, *names: str) -> None:
    for number, name in enumerate(names):
        add_unit(
            town.session, name, code=f"them-{number}", kind=UnitKind.PARTY_CELL,
            parent=town.ward.unit,
        )  # fmt: skip
    town.session.commit()


@pytest.mark.parametrize(
    "asked",
    ["tdp 12 hoa mai", "TDP12 hoa mai", "to dan pho 12 p. hoa mai", "Tổ dân phố 12 Hoa Mai"],
)
def test_cell_of_a_ward_is_the_first_that_is_found(town: Town, sign_in: SignIn, asked: str) -> None:
    more_cells(town, "Chi bộ Tổ dân phố 12", "Chi bộ Tổ dân phố 112", "Chi bộ Khu phố 12")
    add_unit(
        town.session, "Chi bộ Tổ dân phố 12", code="kia", kind=UnitKind.PARTY_CELL,
        parent=town.other_ward.unit,
    )  # fmt: skip
    town.session.commit()
    browser = sign_in(town, town.org_dept)

    page = browser.get(f"/{town.tenant.slug}/tim", query_string={"q": asked})

    assert found(page.text, "Đơn vị, chi bộ") == ["Chi bộ Tổ dân phố 12 Phường Hoa Mai"]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("truong thcs", "Chi bộ Trường THCS Hoa Mai"),
        ("trung hoc co so", "Chi bộ Trường THCS Hoa Mai"),
        ("UBND", "Chi bộ Ủy ban nhân dân phường"),
        ("uỷ ban", "Chi bộ Ủy ban nhân dân phường"),
        ("tan giang", "Chi bộ TDP 6 (Tân Giang)"),
        ("tổ dân phố 6", "Chi bộ TDP 6 (Tân Giang)"),
        ("tdp 6", "Chi bộ TDP 6 (Tân Giang)"),
    ],
)
def test_short_and_long_names_find_each_other(
    town: Town, sign_in: SignIn, asked: str, name: str
) -> None:
    more_cells(
        town, "Chi bộ Trường THCS Hoa Mai", "Chi bộ Ủy ban nhân dân phường",
        "Chi bộ TDP 6 (Tân Giang)", "Chi bộ TDP 16",
    )  # fmt: skip
    browser = sign_in(town, town.ward.office)

    page = browser.get(f"/{town.tenant.slug}/tim", query_string={"q": asked})

    assert found(page.text, "Đơn vị, chi bộ") == [f"{name} Phường Hoa Mai"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("hoa", ["Lê Hoa", "Lê Hòa", "Lê Hoá", "Lê Hoạ"]),
        ("hòa", ["Lê Hòa", "Lê Hoa", "Lê Hoá", "Lê Hoạ"]),
        ("hoà", ["Lê Hòa", "Lê Hoa", "Lê Hoá", "Lê Hoạ"]),
        ("hóa", ["Lê Hoá", "Lê Hoa", "Lê Hòa", "Lê Hoạ"]),
        ("DUC", ["Trần Đức"]),
    ],
)
def test_exact_accents_come_first(
    town: Town, sign_in: SignIn, asked: str, names: list[str]
) -> None:
    for name in ("Lê Hoạ", "Lê Hoá", "Lê Hòa", "Lê Hoa", "Trần Đức"):
        person = add_person(town.session, name, phone=make.phone())
        appoint(town.session, person, Role.APPRAISER, unit=town.ward.unit, desk="front")
    town.session.commit()
    browser = sign_in(town, town.chair)

    page = browser.get(
        f"/{town.tenant.slug}/tim", query_string={"q": f"lê {asked}" if asked != "DUC" else asked}
    )

    shown = [line.partition(" Bộ phận")[0] for line in found(page.text, "Đồng chí")]
    assert [name for name in shown if name in names] == names


def test_phone_in_any_spelling_finds_its_owner(town: Town, sign_in: SignIn) -> None:
    secretary = town.ward.secretaries[0]
    digits = town.phones[secretary.id].removeprefix("+84")
    browser = sign_in(town, town.ward.office)

    for asked in (f"0{digits}", f"+84 {digits[:3]} {digits[3:]}", digits[-6:]):
        page = browser.get(f"/{town.tenant.slug}/tim", query_string={"q": asked}).text
        assert len(found(page, "Đồng chí")) == 1, asked
        assert secretary.name in found(page, "Đồng chí")[0]


WHO: dict[str, Callable[[Town], Person]] = {
    "secretary": lambda town: town.ward.secretaries[0],
    "ward office": lambda town: town.ward.office,
    "ward appraiser": lambda town: town.ward.appraiser,
    "ward chair": lambda town: town.ward.chair,
    "city": lambda town: town.org_dept,
    "administrator": lambda town: town.admin,
}


@pytest.mark.parametrize(
    ("who", "cells", "wards", "people", "dossiers"),
    [
        ("secretary", 1, 1, 2, 1),
        ("ward office", 2, 1, 9, 2),
        ("ward appraiser", 2, 1, 9, 2),
        ("ward chair", 2, 1, 9, 0),
        ("city", 4, 2, 26, 4),
        ("administrator", 4, 2, 26, 4),
    ],
)
def test_everybody_finds_their_own_scope_alone(
    town: Town, other_town: Town, sign_in: SignIn,
    who: str, cells: int, wards: int, people: int, dossiers: int,
) -> None:  # fmt: skip
    browser = sign_in(town, WHO[who](town))

    def count(asked: str, heading: str) -> int:
        page = browser.get(f"/{town.tenant.slug}/tim", query_string={"q": asked}).text
        return len(found(page, heading))

    assert count("to dan pho", "Đơn vị, chi bộ") == cells
    assert count("phuong", "Đơn vị, chi bộ") >= wards
    assert count("to dan pho", "Hồ sơ") == dossiers
    named = {
        line
        for letter in "abcdghklmnptuv"
        for line in found(
            browser.get(f"/{town.tenant.slug}/tim", query_string={"q": letter}).text, "Đồng chí"
        )
    }
    assert len(named) == people


def test_phones_are_read_by_those_who_work_for_others(town: Town, sign_in: SignIn) -> None:
    shown = f"0{town.phones[town.ward.deputy.id].removeprefix('+84')}"
    pages = {
        person.name: sign_in(town, person)
        .get(f"/{town.tenant.slug}/tim", query_string={"q": town.ward.deputy.name})
        .text.replace(" ", "")
        for person in (town.ward.office, town.admin, town.ward.chair, town.ward.secretaries[0])
    }

    assert [shown in page for page in pages.values()] == [True, True, False, False]
    assert all(town.ward.deputy.name.replace(" ", "") in page for page in pages.values())


def test_page_finds_without_and_with_scripts(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/tim"

    assert "Gõ vài chữ để tìm" in text_of(browser.get(address).text)
    assert "Không thấy «zzz». Thử tên chi bộ hoặc số điện thoại." in text_of(
        browser.get(f"{address}?q=zzz").text
    )
    part = browser.get(f"{address}?q=tdp+1", headers=HTMX).text
    assert part.startswith('<div id="search">')
    assert len(found(part, "Đơn vị, chi bộ")) == 1
    assert browser.get(f"{address}?q=%25").status_code == 200
    assert found(browser.get(f"{address}?q=%25").text, "Đơn vị, chi bộ") == []


def test_longer_result_costs_no_more_queries(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    browser = sign_in(town, town.org_dept)
    counted = []
    for asked in ("to dan pho 1 hoa mai", "to dan pho"):
        statements.clear()
        browser.get(f"/{town.tenant.slug}/tim", query_string={"q": asked})
        counted.append(len(statements))

    assert counted[0] == counted[1]
