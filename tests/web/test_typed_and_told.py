"""What people typed is text; whose pages these are is told by the address, and by it alone."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn


def test_what_people_typed_is_text(sign_in: SignIn, town: Town) -> None:
    town.admin.name = '<b title="x">Vũ</b> & con'
    town.session.commit()

    page = sign_in(town, town.admin).get(f"/{town.tenant.slug}/toi").text

    assert "&lt;b title=&#34;x&#34;&gt;Vũ&lt;/b&gt; &amp; con" in page
    assert "<b title" not in page


def test_tenant_comes_from_the_address_alone(sign_in: SignIn, town: Town, other_town: Town) -> None:
    other = other_town.tenant.slug
    browser, address = sign_in(town, town.admin), f"/{town.tenant.slug}/toi"
    headers = {"X-Tenant-ID": other, "X-Tenant": other, "X-Forwarded-Prefix": f"/{other}"}

    plain = browser.get(address)
    told = browser.get(f"{address}?tenant={other}&tenant_id={other}", headers=headers)

    assert (plain.status_code, told.status_code) == (200, 200)
    assert f"/{town.tenant.slug}/" in told.text
    assert f"/{other}/" not in told.text


def test_export_holds_ones_own_ward_alone(sign_in: SignIn, town: Town) -> None:
    make.registered(town, town.ward.cells[0])
    make.registered(town, town.other_ward.cells[0], town.other_ward)
    address = f"/{town.tenant.slug}/danh-sach/ward.xlsx?viec=tat-ca"

    book = load_workbook(BytesIO(sign_in(town, town.ward.office).get(address).data))
    said = {str(cell) for row in book.active.iter_rows(values_only=True) for cell in row}

    assert town.ward.unit.name in said
    assert town.other_ward.unit.name not in said
