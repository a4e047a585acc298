"""A campaign that begins under one authority and ends under another."""

from __future__ import annotations

import html
import re
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.successions import SuccessionKind
from tenants.units import OrgUnit, UnitKind
from tests import make, settled
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from tests.web.reading import form_at
from tests.workflows.sittings import meeting
from workflows.campaigns.tables import CampaignRoute
from workflows.dossiers.tables import Dossier
from workflows.successions.asking import Asked, NewUnit
from workflows.successions.doing import succeed
from workflows.successions.planning import plan_succession


def preview(browser: FlaskClient, town: Town) -> str:
    return browser.get(f"/{town.tenant.slug}/quan-tri/tham-quyen?sang=cell_title_ward").text


def confirm(browser: FlaskClient, town: Town, page: str, reason: str) -> int:
    return browser.post(
        f"/{town.tenant.slug}/quan-tri/tham-quyen?sang=cell_title_ward",
        data={**hidden_of(page), "reason": reason},
    ).status_code


def standing(town: Town, cell: OrgUnit) -> tuple[str, str]:
    dossier = town.dossier(cell)
    return dossier.flow, dossier.state


def test_open_dossiers_go_over_and_what_waited_above_waits_for_the_ward(
    town: Town, sign_in: SignIn
) -> None:
    first, second = meeting.both(town)
    meeting.recommended(town, first, second, ward=town.ward)
    town.session.commit()
    browser = sign_in(town, town.admin)
    page = preview(browser, town)
    assert "4 hồ sơ chuyển được, 0 hồ sơ giữ nguyên" in page
    assert standing(town, town.ward.cells[0]) == ("cell_title", "recommended")
    town.session.rollback()

    assert confirm(browser, town, page, "Quy định số 294-QĐ/TW") == 303

    town.session.expire_all()
    assert standing(town, town.ward.cells[0]) == ("cell_title_ward", "awaiting_ward_review")
    assert standing(town, town.other_ward.cells[0]) == ("cell_title_ward", "registration_draft")
    event = town.session.scalars(select(AuditEvent).where(AuditEvent.kind == "flow_migrated")).one()
    assert (event.name, event.facts["reason"], len(event.facts["moved"])) == (
        town.admin.name, "Quy định số 294-QĐ/TW", 4,
    )  # fmt: skip


def test_units_founded_later_begin_under_the_new_authority(town: Town, sign_in: SignIn) -> None:
    make.founded_last_year(town)
    browser = sign_in(town, town.admin)
    assert confirm(browser, town, preview(browser, town), "Quy định số 294-QĐ/TW") == 303
    town.session.rollback()
    today = clock.today(town.session)
    rows = town.session.execute(
        select(CampaignRoute.since, CampaignRoute.flow).order_by(CampaignRoute.since)
    ).all()
    assert [tuple(row) for row in rows] == [
        (date(town.campaign.year, 1, 1), "cell_title"), (today, "cell_title_ward"),
    ]  # fmt: skip
    asked = Asked(
        SuccessionKind.FOUND, effective_on=today, legal_basis="QĐ số 9", under=town.ward.unit.id,
        new=(NewUnit("Chi bộ Tổ dân phố 9", kind=UnitKind.PARTY_CELL),),
    )  # fmt: skip
    seen = plan_succession(town.session, asked).digest
    succeed(town.session, asked, actor=town.member(town.admin), seen=seen)
    dossier = town.session.scalars(
        select(Dossier).join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .where(OrgUnit.name == "Chi bộ Tổ dân phố 9")
    ).one()  # fmt: skip
    assert (dossier.flow, dossier.state) == ("cell_title_ward", "registration_draft")


def test_change_since_the_dry_run_is_shown_anew(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    page = preview(browser, town)
    make.registered(town, town.ward.cells[0])
    town.session.commit()
    assert confirm(browser, town, page, "Quy định số 294-QĐ/TW") == 409
    town.session.expire_all()
    assert standing(town, town.ward.cells[0])[0] == "cell_title"


def test_reason_is_asked_for_and_others_may_not(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    page = preview(browser, town)
    assert confirm(browser, town, page, " ") == 422
    other = sign_in(town, town.org_dept)
    assert other.get(f"/{town.tenant.slug}/quan-tri/tham-quyen").status_code == 403
    auditor = sign_in(town, town.auditor)
    shown = preview(auditor, town)
    assert re.search(r'name="reason"', shown) is None
    assert "Phường đề nghị, Thành ủy công nhận chi bộ" in html.unescape(shown)


def test_result_that_is_reopened_afterwards_is_looked_at_by_who_decides_now(
    town: Town, sign_in: SignIn
) -> None:
    cell = town.ward.cells[0]
    (dossier,) = settled.recommended(town, cell, title=settled.NOBODY)
    assert standing(town, cell) == ("cell_title", "not_recommended")
    admin = sign_in(town, town.admin)
    assert confirm(admin, town, preview(admin, town), "Quy định số 294-QĐ/TW") == 303
    assert standing(town, cell) == ("cell_title", "not_recommended")
    town.session.commit()
    secretary = sign_in(town, town.ward.secretaries[0])
    address = f"/{town.tenant.slug}/ho-so/{dossier.code}/xin-xem-xet-lai"

    form = form_at(secretary, address) | {"reason": "Có tình tiết mới"}
    assert secretary.post(address, data=form).status_code == 303

    town.session.rollback()
    assert standing(town, cell) == ("cell_title_ward", "ward_reconsideration")
    events = town.session.execute(
        select(AuditEvent.kind, AuditEvent.source, AuditEvent.target, AuditEvent.role)
        .where(AuditEvent.dossier_id == dossier.id)
        .order_by(AuditEvent.seq.desc())
        .limit(2)
    ).all()
    assert [tuple(event) for event in reversed(events)] == [
        ("flow_changed", "not_recommended", "declined", "system"),
        ("request_reconsideration", "declined", "ward_reconsideration", "cell"),
    ]
