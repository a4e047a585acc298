"""Who may give a code to whom."""

from __future__ import annotations

import pytest

from tenants import clock
from tenants.appointments import appoint
from tenants.people import Person
from tenants.roles import Role
from tenants.signing_in.issuers import accounts_for, search_accounts
from tests.make import Town, Ward


def reach(town: Town, issuer: Person) -> set[str]:
    on = clock.today(town.session)
    accounts = town.session.scalars(accounts_for(town.member(issuer), on=on))
    return {account.person.name for account in accounts}


def people_of(ward: Ward) -> set[str]:
    people = [
        *ward.secretaries, ward.deputy, ward.office, ward.appraiser, ward.inspector, ward.chair,
        *ward.members,
    ]  # fmt: skip
    return {person.name for person in people}


def test_ward_office_reaches_its_cells_and_its_own_people_only(town: Town) -> None:
    assert reach(town, town.ward.office) == people_of(town.ward)


def test_administrator_reaches_everyone(town: Town) -> None:
    assert len(reach(town, town.admin)) == len(town.phones)


@pytest.mark.parametrize("who", ["secretary", "auditor", "org_dept"])
def test_nobody_else_reaches_anybody(town: Town, who: str) -> None:
    person = town.ward.secretaries[0] if who == "secretary" else getattr(town, who)

    assert reach(town, person) == set()


def test_ward_office_does_not_enter_as_somebody_who_serves_above_it(town: Town) -> None:
    appoint(town.session, town.ward.deputy, Role.TENANT_ADMIN, unit=town.root)

    assert reach(town, town.ward.office) == people_of(town.ward) - {town.ward.deputy.name}


@pytest.mark.parametrize("asked", ["tran van hung", "HÙNG hoa mai", "Trần Văn Hùng Hoa Mai"])
def test_person_is_found_without_accents(town: Town, asked: str) -> None:
    found = search_accounts(
        town.session, town.member(town.ward.office), asked, on=clock.today(town.session)
    )

    assert [account.person.name for account in found] == [town.ward.office.name]


def test_person_is_found_by_a_part_of_the_phone(town: Town) -> None:
    phone = town.phones[town.ward.secretaries[1].id]
    shown = f"0{phone[3:6]} {phone[6:]}"

    found = search_accounts(
        town.session, town.member(town.admin), shown, on=clock.today(town.session)
    )

    assert [account.phone for account in found] == [phone]


def test_sign_of_a_pattern_is_only_a_letter(town: Town) -> None:
    on = clock.today(town.session)

    assert search_accounts(town.session, town.member(town.admin), "%", on=on) == []
