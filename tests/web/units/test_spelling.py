"""A mistyped name is put right on its page: audited, without an act, for nothing but spelling."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tenants.audit import AuditEvent
from tenants.successions import UnitSuccession
from tenants.units import OrgUnit
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, said


def address(town: Town, unit: OrgUnit) -> str:
    return f"/{town.tenant.slug}/quan-tri/don-vi/{unit.code}/chinh-ta"


@pytest.fixture
def mistyped(town: Town) -> OrgUnit:
    """A cell whose name was typed without two accents, with an origin behind it."""
    cell = town.ward.cells[0]
    cell.name, cell.origin = "Chi bộ Tổ dân phó 6 (Tân Giang)", "Tân Giang"
    cell.search_key, cell.sort_key = "chi bo to dan pho 6 (tan giang)", ""
    town.session.commit()
    return cell


@pytest.fixture
def browser(town: Town, sign_in: SignIn) -> FlaskClient:
    return sign_in(town, town.admin)


def event(town: Town) -> AuditEvent | None:
    town.session.rollback()
    return town.session.scalar(select(AuditEvent).where(AuditEvent.kind == "unit_name_corrected"))


def test_name_is_put_right_and_found_by_it_and_its_origin_stays(
    town: Town, mistyped: OrgUnit, browser: FlaskClient
) -> None:
    typed = {"name": "Chi bộ Tổ dân phố 6", "reason": "Quyết định 12-QĐ/ĐU"}
    form = form_at(browser, address(town, mistyped)) | typed

    answer = browser.post(address(town, mistyped), data=form, follow_redirects=True)

    right = "Chi bộ Tổ dân phố 6 (Tân Giang)"
    assert said(answer.text) == f"Đã sửa tên thành «{right}»."
    written = event(town)
    assert written is not None
    assert written.facts == {
        "unit": mistyped.code, "unit_id": str(mistyped.id), "reason": "Quyết định 12-QĐ/ĐU",
        "before": "Chi bộ Tổ dân phó 6 (Tân Giang)", "after": right,
    }  # fmt: skip
    town.session.refresh(mistyped)
    assert (mistyped.name, mistyped.sort_key > "") == (right, True)
    assert town.session.scalar(select(func.count()).select_from(UnitSuccession)) == 0
    tree = f"/{town.tenant.slug}/quan-tri/don-vi"
    assert right in browser.get(tree, query_string={"tim": "dan pho 6 (tan"}).text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Chi bộ Tổ dân phố 7", "Tên này khác hẳn «{name}», không phải sửa chính tả."),
        ("Chi bộ Trường Tiểu học 6", "Tên này khác hẳn «{name}», không phải sửa chính tả."),
        ("Chi bộ Tổ dân phó 6", "Không có gì thay đổi."),
    ],
)
def test_what_is_no_correction_is_refused_and_kept(
    town: Town, mistyped: OrgUnit, browser: FlaskClient, name: str, sentence: str
) -> None:
    form = form_at(browser, address(town, mistyped)) | {"name": name, "reason": "Gõ sai"}

    answer = browser.post(address(town, mistyped), data=form)

    assert answer.status_code == 422
    assert errors_of(answer.text)[0].startswith(sentence.format(name=mistyped.own_name))
    assert f'value="{name}"' in answer.text
    assert event(town) is None


def test_name_of_a_sister_is_refused(town: Town, mistyped: OrgUnit, browser: FlaskClient) -> None:
    mistyped.origin, sister = "", town.ward.cells[1]
    mistyped.name, sister.name = "Chi bộ Hòa Binh", "Chi bộ Hoà Bình"
    town.session.commit()
    form = form_at(browser, address(town, mistyped)) | {"name": "Chi bộ Hòa Bình", "reason": "x"}

    answer = browser.post(address(town, mistyped), data=form)

    assert (answer.status_code, event(town)) == (422, None)
    assert "Chi bộ Hoà Bình" in errors_of(answer.text)[0]


def test_page_that_is_old_changes_nothing(
    town: Town, mistyped: OrgUnit, browser: FlaskClient
) -> None:
    form = form_at(browser, address(town, mistyped)) | {"name": "Chi bộ Tổ dân phố 6"}
    mistyped.name = "Chi bộ Tổ dân fố 6 (Tân Giang)"
    town.session.commit()

    answer = browser.post(address(town, mistyped), data=form | {"reason": "Gõ sai"})

    assert (answer.status_code, event(town)) == (409, None)


def test_only_who_keeps_the_units_corrects_and_the_top_is_not_theirs(
    town: Town, mistyped: OrgUnit, browser: FlaskClient, sign_in: SignIn
) -> None:
    for person in (town.ward.office, town.city_office, town.auditor):
        assert sign_in(town, person).get(address(town, mistyped)).status_code == 403
    root = town.session.scalars(select(OrgUnit).where(OrgUnit.parent_id.is_(None))).one()
    assert browser.get(address(town, root)).status_code == 404
