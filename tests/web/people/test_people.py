"""The pages of people: lists within one's scope, hand-overs, bodies, delegations, roles."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from tenants import clock
from tenants.appointments import appoint
from tenants.delegations import standing_delegations
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.staffing.offices import find_membership
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn


@pytest.fixture
def old_town(town: Town) -> Town:
    make.founded_last_year(town)
    return town


def get(browser: FlaskClient, town: Town, path: str) -> str:
    return browser.get(f"/{town.tenant.slug}{path}").text


def post(browser: FlaskClient, town: Town, path: str, **sent: Any) -> tuple[int, str]:
    page = get(browser, town, "/toi")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    answer = browser.post(f"/{town.tenant.slug}{path}", data={"csrf_token": token[1], **sent})
    return answer.status_code, answer.text


def today(town: Town) -> str:
    return show_date(clock.today(town.session))


def held(town: Town, person: Person) -> Membership:
    found = town.session.scalars(
        select(Membership.id).where(Membership.person_id == person.id)
    ).first()
    assert found is not None
    membership = find_membership(town.session, found)
    assert membership is not None
    return membership


def test_ward_sees_its_own_cells_with_their_people(old_town: Town, sign_in: SignIn) -> None:
    page = get(sign_in(old_town, old_town.ward.office), old_town, "/phuong/chi-bo")
    for person in (*old_town.ward.secretaries, old_town.ward.deputy):
        assert person.name in page
    assert old_town.other_ward.secretaries[0].name not in page
    found = get(
        sign_in(old_town, old_town.ward.office), old_town, "/phuong/chi-bo?tim=nguyen thi lan 2"
    )
    assert old_town.ward.secretaries[1].name in found
    assert old_town.ward.secretaries[0].name not in found


def test_ward_hands_a_secretary_s_role_over_to_a_newcomer(old_town: Town, sign_in: SignIn) -> None:
    town, former = old_town, old_town.ward.secretaries[0]
    office, out = sign_in(town, town.ward.office), sign_in(town, former)
    path = f"/phuong/chi-bo/{town.ward.cells[0].code}/ban-giao/{held(town, former).id}"
    assert former.name in get(office, town, path)
    status, page = post(office, town, path, name="Phạm Văn Kế", since=today(town), phone="12")
    assert (status, "Thiếu" in page) == (422, True)
    assert 'value="Phạm Văn Kế"' in page

    status, _ = post(
        office, town, path, name="Phạm Văn Kế", since=today(town), phone="0987 000 111"
    )

    assert status == 303
    assert "Phạm Văn Kế" in get(office, town, f"/phuong/chi-bo/{town.ward.cells[0].code}")
    assert out.get(f"/{town.tenant.slug}/chi-bo").status_code == 303
    assert town.session.scalars(select(Account).where(Account.phone == "+84987000111")).one()


def test_another_ward_s_cells_and_people_do_not_exist(old_town: Town, sign_in: SignIn) -> None:
    town, office = old_town, sign_in(old_town, old_town.ward.office)
    foreign, person = town.other_ward.cells[0], town.other_ward.secretaries[0]
    own = town.ward.cells[0].code
    for path in (
        f"/phuong/chi-bo/{foreign.code}", f"/phuong/chi-bo/{town.root.code}",
        f"/quan-tri/nguoi-dung/{person.id}", f"/quan-tri/nguoi-dung/{town.admin.id}",
        f"/phuong/chi-bo/{own}/ban-giao/{held(town, person).id}",
    ):  # fmt: skip
        assert office.get(f"/{town.tenant.slug}{path}").status_code == 404, path
    for path in (
        f"/phuong/chi-bo/{foreign.code}/vai", f"/quan-tri/nguoi-dung/{person.id}/sua",
        f"/quan-tri/nguoi-dung/{town.ward.chair.id}/ngung",
        f"/phuong/chi-bo/{own}/thoi/{held(town, person).id}",
        f"/quan-tri/nguoi-dung/{person.id}/vai/{held(town, person).id}/thoi",
        f"/quan-tri/nguoi-dung/{person.id}/moi",
    ):  # fmt: skip
        assert post(office, town, path, reason="x", name="x", last=today(town))[0] == 404, path
    assert office.get(f"/{town.tenant.slug}/quan-tri/nguoi-dung").status_code == 403


def test_taken_phone_names_its_owner_within_the_scope_only(old_town: Town, sign_in: SignIn) -> None:
    town, office = old_town, sign_in(old_town, old_town.ward.office)
    path = f"/phuong/chi-bo/{town.ward.cells[1].code}/vai"
    for owner, named in ((town.ward.deputy, True), (town.other_ward.deputy, False)):
        status, page = post(
            office, town, path, role="cell_deputy", name="Người Mới", since=today(town),
            phone=town.phones[owner.id],
        )  # fmt: skip
        assert status == 422
        assert (owner.name in page) is named


def test_administrator_adds_disables_and_restores_and_nobody_is_deleted(
    old_town: Town, sign_in: SignIn
) -> None:
    town, admin = old_town, sign_in(old_town, old_town.admin)
    status, _ = post(
        admin, town, "/quan-tri/nguoi-dung/them", name="Lý Thị Mới", phone="0987 000 222",
        post="Chuyên viên", unit=town.ward.unit.code, role="appraiser", desk="front",
        since=today(town),
    )  # fmt: skip
    assert status == 303
    person = town.session.scalars(select(Person).where(Person.name == "Lý Thị Mới")).one()
    assert town.member(person).holds(Role.APPRAISER, unit_id=town.ward.unit.id, desk="front")
    town.session.commit()
    path = f"/quan-tri/nguoi-dung/{person.id}"
    assert post(admin, town, f"{path}/ngung", reason="")[0] == 422
    assert post(admin, town, f"{path}/ngung", reason="Chuyển công tác")[0] == 303
    assert "Đã ngừng quyền sử dụng" in get(admin, town, "/quan-tri/nguoi-dung")
    assert "Lý Thị Mới" not in get(admin, town, "/quan-tri/nguoi-dung")
    assert "Lý Thị Mới" in get(admin, town, "/quan-tri/nguoi-dung?dang=disabled")
    assert post(admin, town, f"{path}/cho-dung")[0] == 303
    assert "Lý Thị Mới" in get(admin, town, "/quan-tri/nguoi-dung?tim=ly thi moi")


def test_link_is_shown_once_and_lets_its_person_in(old_town: Town, sign_in: SignIn) -> None:
    town, admin = old_town, sign_in(old_town, old_town.admin)
    path = f"/quan-tri/nguoi-dung/{town.ward.deputy.id}"
    status, page = post(admin, town, f"{path}/moi")
    link = re.search(r"/loi-moi/[\w-]+", page)
    assert (status, link is not None) == (200, True)
    assert link is not None
    assert link[0] not in get(admin, town, path)
    guest = get(admin.application.test_client(), town, link[0])
    assert town.ward.deputy.name in guest


def test_role_one_works_in_changes_the_home_and_never_the_rights(
    old_town: Town, sign_in: SignIn
) -> None:
    town, person = old_town, old_town.ward.office
    appoint(town.session, person, Role.CELL_SECRETARY, unit=town.ward.cells[1])
    town.session.commit()
    browser = sign_in(town, person)
    home = browser.get(f"/{town.tenant.slug}/").location
    assert home.endswith("/chi-bo")
    page = get(browser, town, "/toi")
    keys = re.findall(r'name="vai" value="([^"]+)"', page)
    assert len(keys) == 2
    ward = next(key for key in keys if key.startswith("ward_office"))

    status, _ = post(browser, town, "/toi/vai", vai=ward)

    assert status == 303
    assert browser.get(f"/{town.tenant.slug}/").location.endswith("/phuong/ho-so")
    assert browser.get(f"/{town.tenant.slug}/chi-bo").status_code == 200
    assert post(browser, town, "/toi/vai", vai="tenant_admin.x.")[0] == 404
    assert browser.get(f"/{town.tenant.slug}/quan-tri").status_code == 403


def test_delegation_is_made_told_and_ended_by_the_person(old_town: Town, sign_in: SignIn) -> None:
    town, giver, taker = old_town, old_town.ward.office, old_town.ward.appraiser
    browser, day = sign_in(town, giver), clock.today(old_town.session)
    page = get(browser, town, "/toi/uy-quyen")
    assert 'value="accept_registration"' in page
    assert 'value="recommend"' not in page
    sent = {"to_person": str(taker.id), "valid_from": today(town),
            "valid_to": show_date(day + timedelta(days=3))}  # fmt: skip
    assert post(browser, town, "/toi/uy-quyen", **sent)[0] == 422
    sent["steps"] = ["accept_registration", "recommend"]
    assert post(browser, town, "/toi/uy-quyen", **sent)[0] == 303
    (found,) = standing_delegations(town.session, taker.id, on=day)
    assert found.steps == {"accept_registration"}
    other = sign_in(town, taker)
    assert giver.name in get(other, town, "/tin-nhan")
    assert "có 1 tin chưa đọc" in get(other, town, "/tin-nhan")
    assert post(other, town, f"/toi/uy-quyen/{found.id}/thoi")[0] == 303
    town.session.rollback()
    assert standing_delegations(town.session, taker.id, on=day) == []


def test_stranger_to_the_unit_is_no_delegate(old_town: Town, sign_in: SignIn) -> None:
    town, browser = old_town, sign_in(old_town, old_town.ward.office)
    status, _ = post(
        browser, town, "/toi/uy-quyen", to_person=str(town.other_ward.office.id),
        steps=["accept_registration"], valid_from=today(town), valid_to=today(town),
    )  # fmt: skip
    assert status == 422


def test_body_keeps_who_sat_when(old_town: Town, sign_in: SignIn) -> None:
    town, admin = old_town, sign_in(old_town, old_town.admin)
    day = clock.today(town.session)
    path = f"/quan-tri/ban-thuong-vu/{town.ward.unit.code}"
    chair, newcomer = town.ward.chair, town.ward.office
    seat = town.session.execute(
        select(make.BodyMember.id).where(make.BodyMember.person_id == chair.id)
    ).scalar_one()
    status, page = post(admin, town, f"{path}/uy-vien", person=str(newcomer.id), seat="chair",
                        since=today(town))  # fmt: skip
    assert (status, chair.name in page) == (422, True)
    eve = show_date(day - timedelta(days=1))
    assert post(admin, town, f"{path}/uy-vien/{seat}/thoi", last=eve)[0] == 303
    assert post(admin, town, f"{path}/uy-vien", person=str(newcomer.id), seat="chair",
                post="Bí thư", since=today(town))[0] == 303  # fmt: skip
    town.session.rollback()
    assert town.member(newcomer).holds(Role.COMMITTEE_CHAIR, unit_id=town.ward.unit.id)
    assert town.member(chair).holdings == ()
    now, then = get(admin, town, path), get(admin, town, f"{path}?ngay={eve}")
    rows = [text[text.index("<caption") : text.index("</table>")] for text in (now, then)]
    assert [newcomer.name in rows[0], chair.name in rows[0]] == [True, False]
    assert [newcomer.name in rows[1], chair.name in rows[1]] == [False, True]


def test_empty_roles_are_reported_to_the_administrator(old_town: Town, sign_in: SignIn) -> None:
    town, admin = old_town, sign_in(old_town, old_town.admin)
    assert "chưa có người" not in get(admin, town, "/quan-tri")
    town.ward.secretaries[0].disabled_at = clock.now(town.session)
    town.session.commit()
    assert "1 vai cần có mà chưa có người" in get(admin, town, "/quan-tri")
    page = get(admin, town, "/quan-tri/nguoi-dung/thieu")
    assert town.ward.secretaries[0].name in page


def test_cells_of_one_name_are_told_apart_in_lists_of_people(
    old_town: Town, sign_in: SignIn
) -> None:
    page = get(
        sign_in(old_town, old_town.admin), old_town, "/quan-tri/nguoi-dung?tim=nguyen thi lan"
    )
    shown = page.replace("\u00a0", " ")
    for ward in (old_town.ward, old_town.other_ward):
        assert f"Chi bộ Tổ dân phố 1, {ward.unit.name}" in shown


def test_auditor_reads_people_and_changes_nothing(old_town: Town, sign_in: SignIn) -> None:
    town, auditor = old_town, sign_in(old_town, old_town.auditor)
    assert town.admin.name in get(auditor, town, "/quan-tri/nguoi-dung")
    assert "Ngừng quyền" not in get(auditor, town, f"/quan-tri/nguoi-dung/{town.admin.id}")
    for path in (
        "/quan-tri/nguoi-dung/them", f"/quan-tri/nguoi-dung/{town.ward.deputy.id}/sua",
        f"/quan-tri/ban-thuong-vu/{town.ward.unit.code}/uy-vien", "/quan-tri/ban-thuong-vu",
        f"/quan-tri/nguoi-dung/{town.ward.deputy.id}/uy-quyen",
    ):  # fmt: skip
        assert post(auditor, town, path, name="Đổi tên")[0] == 403, path


def test_workbooks_hold_the_lists(old_town: Town, sign_in: SignIn) -> None:
    town = old_town
    for who, path, count in (
        (town.admin, "/quan-tri/nguoi-dung/danh-sach.xlsx", None),
        (town.ward.office, "/phuong/chi-bo/danh-sach.xlsx", 2),
    ):
        answer = sign_in(town, who).get(f"/{town.tenant.slug}{path}")
        sheet = load_workbook(BytesIO(answer.data)).active
        assert sheet is not None
        people = town.session.scalars(select(Person.id)).all()
        assert sheet.max_row - 1 == (count or len(people))


def test_longer_lists_cost_no_more_queries(
    old_town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    town = old_town
    for who, short, long in (
        (town.admin, "/quan-tri/nguoi-dung?tim=quản", "/quan-tri/nguoi-dung"),
        (town.ward.office, "/phuong/chi-bo?tim=dan+pho+1", "/phuong/chi-bo"),
    ):
        browser, numbers = sign_in(town, who), []
        for path in (short, long):
            statements.clear()
            get(browser, town, path)
            numbers.append(len(statements))
        assert numbers[0] == numbers[1]
