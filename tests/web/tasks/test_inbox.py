"""The page of a member's work, over HTTP."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.audit import AuditEvent
from tenants.outbox import OutboxItem
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, token_at
from workflows.notices.telling import tell_of
from workflows.tasks.tables import Task


def colleague(town: Town) -> Person:
    """Add somebody to the ward's office, with a phone to sign in."""
    number = make.phone()
    person = add_person(town.session, "Mai Thị Đồng", phone=number)
    town.phones[person.id] = number
    appoint(town.session, person, Role.WARD_OFFICE, unit=town.ward.unit)
    town.session.commit()
    return person


def submitted(town: Town) -> str:
    """Let both cells of the ward register; return the code of the first."""
    today = clock.today(town.session)
    for cell, secretary in zip(town.ward.cells, town.ward.secretaries, strict=True):
        make.move(town, cell, "submit_registration", secretary, met_on=today, **make.REGISTRATION)
    return town.dossier(town.ward.cells[0]).code


def rows(page: str) -> list[str]:
    return re.findall(r'class="nowrap">(\d\d-\d+)<', page)


def numbers(page: str, word: str) -> dict[str, int]:
    """Return the number in each link that sets a filter, by the filter's value."""
    found = re.findall(rf"{word}=([\w-]+)\"[^>]*>[^<]*<span>(\d+)</span>", page)
    return {value: int(number) for value, number in found}


def open_task(town: Town, code: str) -> Task:
    town.session.rollback()
    return next(
        task
        for task in town.session.scalars(
            select(Task).where(Task.party == "ward_office", Task.done_at.is_(None))
        )
        if town.dossier(town.ward.cells[0]).id == task.dossier_id
    )


def test_counts_are_the_lists_behind_them(town: Town, sign_in: SignIn) -> None:
    submitted(town)
    make.move(town, town.ward.cells[1], "accept_registration", town.ward.office)
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/viec"

    page = browser.get(address).text

    assert numbers(page, "hop")["can-lam"] == len(rows(page)) == 2
    assert numbers(page, "viec") == {"tiep-nhan": 1, "chon-diem": 1}
    for kind, count in numbers(page, "viec").items():
        assert len(rows(browser.get(f"{address}?viec={kind}").text)) == count


def test_bar_counts_what_waits(town: Town, sign_in: SignIn) -> None:
    submitted(town)
    page = sign_in(town, town.ward.office).get(f"/{town.tenant.slug}/phuong/ho-so").text
    bar = page[page.index('class="nav"') : page.index("</nav>")]
    assert re.search(r'/viec"[^>]*>Việc của tôi\s*<b aria-hidden="true">2</b>', bar)


def test_office_claims_hands_over_and_both_are_told(town: Town, sign_in: SignIn) -> None:
    code, other = submitted(town), colleague(town)
    browser, theirs = sign_in(town, town.ward.office), sign_in(town, other)
    address = f"/{town.tenant.slug}/viec"
    task = open_task(town, code)
    token = {"csrf_token": token_at(browser, address), "list": "1"}

    assert browser.post(f"{address}/{task.id}/nhan", data=token).status_code == 303
    assert rows(browser.get(f"{address}?hop=toi-nhan").text) == [code]
    assert code not in rows(theirs.get(address).text)
    assert rows(theirs.get(f"{address}?hop=nguoi-khac").text) == [code]
    refused = theirs.get(f"/{town.tenant.slug}/ho-so/{code}/tiep-nhan")
    assert refused.status_code == 422
    assert f"Đ/c {town.ward.office.name} đã nhận việc này lúc" in refused.text

    form = form_at(browser, f"{address}/{task.id}/giao")
    empty = browser.post(f"{address}/{task.id}/giao", data=form | {"to": str(other.id)})
    assert (empty.status_code, errors_of(empty.text)) == (422, ["Đồng chí chưa điền: Lý do"])
    answer = browser.post(
        f"{address}/{task.id}/giao", data=form | {"to": str(other.id), "reason": "Đi công tác"}
    )
    assert answer.status_code == 303
    assert rows(theirs.get(f"{address}?hop=toi-nhan").text) == [code]
    town.session.rollback()
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "task_handed_over")
    ).one()
    assert event.facts["inputs"] == {
        "reason": "Đi công tác", "to": other.name, "from": town.ward.office.name,
    }  # fmt: skip
    job = town.session.scalars(
        select(OutboxItem).where(OutboxItem.payload["seq"].as_integer() == event.seq)
    ).one()
    assert tell_of(town.session, job.payload["seq"]) == 1
    town.session.commit()
    assert "Giao việc" in theirs.get(f"/{town.tenant.slug}/tin-nhan").text


def test_claims_leave_the_dossier_s_version_and_undo_alone(town: Town, sign_in: SignIn) -> None:
    make.registered(town, town.ward.cells[0])
    before = town.dossier(town.ward.cells[0]).version
    task = town.session.scalars(
        select(Task).where(Task.party == "ward_body", Task.done_at.is_(None))
    ).one()
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/viec"
    token = {"csrf_token": token_at(browser, address)}
    for word in ("nhan", "nhan", "tra", "nhan"):
        assert browser.post(f"{address}/{task.id}/{word}", data=token).status_code == 303
    town.session.expire_all()
    assert town.dossier(town.ward.cells[0]).version == before
    make.move(town, town.ward.cells[0], "undo", town.ward.office)
    assert town.dossier(town.ward.cells[0]).state == "registration_submitted"


def test_role_taken_away_empties_the_inbox_and_blocks_the_open_page(
    town: Town, sign_in: SignIn
) -> None:
    code, office = submitted(town), town.ward.office
    browser = sign_in(town, office)
    page = f"/{town.tenant.slug}/ho-so/{code}/tiep-nhan"
    form = form_at(browser, page)
    appoint(town.session, office, Role.AUDITOR, unit=town.root)
    town.session.execute(
        update(Membership)
        .where(Membership.person_id == office.id, Membership.role == Role.WARD_OFFICE)
        .values(role=Role.SITTING_RECORDER)
    )
    town.session.commit()

    assert browser.post(page, data=form).status_code in {401, 403}  # the sign-in ends with it
    browser = sign_in(town, office)
    assert (
        browser.post(page, data=form | {"csrf_token": token_at(browser, page)}).status_code == 403
    )
    town.session.execute(
        update(Membership)
        .where(Membership.person_id == office.id, Membership.role == Role.SITTING_RECORDER)
        .values(role=Role.COMMITTEE_CHAIR)
    )
    town.session.commit()
    assert rows(sign_in(town, office).get(f"/{town.tenant.slug}/viec").text) == []
    town.session.expire_all()
    assert town.dossier(town.ward.cells[0]).state == "registration_submitted"


@pytest.mark.parametrize("word", ["nhan", "tra", "giao"])
def test_strangers_find_no_task(town: Town, other_town: Town, sign_in: SignIn, word: str) -> None:
    task = open_task(town, submitted(town))
    for home, person in (
        (town, town.other_ward.office), (other_town, other_town.ward.office),
    ):  # fmt: skip
        browser = sign_in(home, person)
        address = f"/{home.tenant.slug}/viec"
        token = {"csrf_token": token_at(browser, address)}
        known = browser.post(f"{address}/{task.id}/{word}", data=token)
        unknown = browser.post(f"{address}/{town.tenant.id}/{word}", data=token)
        assert known.status_code == unknown.status_code == 404
        assert known.data == unknown.data
    town.session.rollback()
    assert town.session.get_one(Task, (town.tenant.id, task.id)).claimed_by_id is None


def test_workbook_holds_the_list(town: Town, sign_in: SignIn) -> None:
    code = submitted(town)
    browser = sign_in(town, town.ward.office)

    answer = browser.get(f"/{town.tenant.slug}/viec/danh-sach.xlsx?tim=to dan pho 1")

    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[:3] for row in sheet[1:]] == [["Tiếp nhận đăng ký", code, town.ward.cells[0].name]]


def test_longer_list_costs_no_more_queries(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    code = submitted(town)
    browser = sign_in(town, town.ward.office)
    costs = []
    for search in (code, ""):
        statements.clear()
        page = browser.get(f"/{town.tenant.slug}/viec?tim={search}").text
        costs.append((len(rows(page)), len(statements)))
    assert [number for number, _cost in costs] == [1, 2]
    assert costs[0][1] == costs[1][1]


def test_state_that_no_flow_has_is_listed_all_the_same(town: Town, sign_in: SignIn) -> None:
    submitted(town)
    town.session.execute(
        update(Task).where(Task.done_at.is_(None)).values(state="weighed_by_nobody")
    )
    town.session.commit()
    browser = sign_in(town, town.ward.office)
    page = browser.get(f"/{town.tenant.slug}/viec").text
    assert len(rows(page)) == 2
    assert numbers(page, "viec") == {}
    assert len(rows(browser.get(f"/{town.tenant.slug}/viec?viec=weighed-by-nobody").text)) == 2


def test_disabled_person_s_claim_is_void(town: Town, sign_in: SignIn) -> None:
    code, other = submitted(town), colleague(town)
    task = open_task(town, code)
    browser = sign_in(town, other)
    address = f"/{town.tenant.slug}/viec"
    browser.post(f"{address}/{task.id}/nhan", data={"csrf_token": token_at(browser, address)})
    assert rows(sign_in(town, town.ward.office).get(address).text) != []
    town.session.execute(
        update(Person).where(Person.id == other.id).values(disabled_at=clock.now(town.session))
    )
    town.session.commit()
    assert code in rows(sign_in(town, town.ward.office).get(address).text)
    assert town.session.scalar(select(Account.id).where(Account.person_id == other.id)) is not None
