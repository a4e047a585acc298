"""Somebody else's phone: who may change it, and what it ends."""

from __future__ import annotations

import pytest

from tenants.people import Person
from tenants.signing_in.accounts import find_account
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from tests.web.reading import errors_of, said

WHO = {
    "secretary": lambda town: town.ward.secretaries[0],
    "ward's chair": lambda town: town.ward.chair,
    "another ward's secretary": lambda town: town.other_ward.secretaries[0],
    "administrator": lambda town: town.admin,
}


@pytest.mark.parametrize(
    ("who", "office", "admin"),
    [
        ("secretary", 200, 200),
        ("ward's chair", 404, 200),
        ("another ward's secretary", 404, 200),
        ("administrator", 404, 200),
    ],
)
def test_office_changes_phones_of_its_cells_and_the_administrator_of_all(
    sign_in: SignIn, town: Town, who: str, office: int, admin: int
) -> None:
    person: Person = WHO[who](town)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{person.id}/so-dien-thoai"

    for visitor, status in ((town.ward.office, office), (town.admin, admin)):
        browser = sign_in(town, visitor)
        page = browser.get(address)
        assert page.status_code == status
        form = hidden_of(browser.get(f"/{town.tenant.slug}/toi").text)
        number = make.phone() if status == 200 else "0912345678"
        sent = browser.post(address, data={**form, "phone": number})
        assert sent.status_code == (303 if status == 200 else 404)


def test_old_phone_is_out_and_the_new_one_gets_codes(sign_in: SignIn, town: Town) -> None:
    slug, secretary = town.tenant.slug, town.ward.secretaries[0]
    old, office = sign_in(town, secretary), sign_in(town, town.ward.office)
    address, phone = f"/{slug}/ma-dang-nhap/{secretary.id}/so-dien-thoai", make.phone()

    form = hidden_of(office.get(address).text)
    answer = office.post(address, data={**form, "phone": phone}, follow_redirects=True)

    assert said(answer.text) == "Đã đổi số điện thoại. Máy cũ không còn đăng nhập được."
    assert old.get(f"/{slug}/toi").status_code == 303
    town.session.expire_all()
    found = find_account(town.session, phone)
    assert found is not None
    assert found.person_id == secretary.id


def test_number_in_use_is_refused_and_kept_on_the_page(sign_in: SignIn, town: Town) -> None:
    secretary, other = town.ward.secretaries
    address = f"/{town.tenant.slug}/ma-dang-nhap/{secretary.id}/so-dien-thoai"
    office, taken = sign_in(town, town.ward.office), town.phones[other.id]

    form = hidden_of(office.get(address).text)
    answer = office.post(address, data={**form, "phone": taken})

    assert answer.status_code == 422
    assert errors_of(answer.text) == [
        "Số này đang là của đồng chí khác trong đơn vị. Đồng chí kiểm tra lại số."
    ]
    assert f'value="{taken}"' in answer.text


def test_lost_phone_is_signed_out_by_the_office(sign_in: SignIn, town: Town) -> None:
    slug, secretary = town.tenant.slug, town.ward.secretaries[0]
    lost, office = sign_in(town, secretary), sign_in(town, town.ward.office)
    address = f"/{slug}/ma-dang-nhap/{secretary.id}"

    form = hidden_of(office.get(address).text)
    answer = office.post(f"{address}/mat-dien-thoai", data=form, follow_redirects=True)

    assert said(answer.text) == "Đã đăng xuất 1 thiết bị của đồng chí ấy."
    assert lost.get(f"/{slug}/toi").status_code == 303
