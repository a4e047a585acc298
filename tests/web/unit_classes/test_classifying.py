"""A unit recorded under the wrong sector is put right on its page, and the trail tells."""

from __future__ import annotations

from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.units import OrgUnit
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, said, text_of


def test_sector_of_a_unit_is_put_right_once(town: Town, sign_in: SignIn) -> None:
    unit = town.ward.cells[0]
    browser, code, unit_id = sign_in(town, town.admin), unit.code, unit.id
    at = f"/{town.tenant.slug}/quan-tri/don-vi/{code}/loai"
    form = form_at(browser, at) | {"reason": "QĐ 12", "kind": "party_cell", "sector": "pensioners"}

    kind = browser.post(at, data=form | {"kind": "ward_committee"})
    assert (kind.status_code, errors_of(kind.text)) == (
        422,
        ["Không chuyển các đơn vị sang loại này được. Chọn loại khác trong danh sách."],
    )
    answer = browser.post(at, data=form | {"_key": "hai"}, follow_redirects=True)
    assert "Đã ghi loại của" in (said(answer.text) or "")
    assert "Chi bộ, Hưu trí" in text_of(answer.text)
    late = browser.post(at, data=form | {"_key": "ba", "sector": "school"})
    assert late.status_code == 409

    town.session.rollback()
    town.session.expire_all()
    assert town.session.get_one(OrgUnit, (town.tenant.id, unit_id)).sector == "pensioners"
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "unit_classified")
    ).one()
    assert event.facts["after"] == {"kind": "party_cell", "sector": "pensioners"}
    assert sign_in(town, town.auditor).get(at).status_code == 403
