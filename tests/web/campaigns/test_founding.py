"""An administrator enters the plan that was issued, and goes on with its first year."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tenants.audit import AuditEvent
from tests.make import Town
from tests.web.campaigns.test_routes import campaign, form_of
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, said, text_of
from workflows.campaigns.planning import keep_criteria
from workflows.campaigns.tables import CampaignState, Programme
from workflows.criteria.reference import reference_criteria


def address(town: Town) -> str:
    return f"/{town.tenant.slug}/quan-tri/ke-hoach/them"


def typed(town: Town, **changes: str) -> dict[str, str]:
    year = town.campaign.year + 1
    plan = {
        "number": "12-KH/TU", "title": "Chi bộ bốn tốt", "first_year": str(year),
        "last_year": str(year + 4), "first_campaign": str(year), "flow": "cell_title_ward",
        "criteria": "", "legal_bases": "18-KL/TW ngày 22/9/2017\n\n12-HD/BTCTW",
    }  # fmt: skip
    return plan | changes


def test_plan_is_entered_and_its_first_year_opened(town: Town, sign_in: SignIn) -> None:
    browser, year = sign_in(town, town.admin), town.campaign.year + 1
    form = form_of(browser, address(town)) | typed(town)

    answer = browser.post(address(town), data=form, follow_redirects=True)

    assert answer.status_code == 200, errors_of(answer.text)
    assert said(answer.text) == (
        f"Đã lập năm {year}. Đồng chí xem các ngày, sửa theo kế hoạch rồi mở."
    )
    draft = campaign(town, year)
    assert (draft.state, draft.title) == (CampaignState.DRAFT, f"Chi bộ bốn tốt năm {year}")
    assert (draft.flow, draft.criteria_set.title) == ("cell_title_ward", "Chi bộ 4 tốt")
    programme = town.session.scalars(select(Programme).where(Programme.key == "12-KH/TU")).one()
    assert (programme.first_year, programme.last_year) == (year, year + 4)
    assert programme.legal_bases == ["18-KL/TW ngày 22/9/2017", "12-HD/BTCTW"]
    assert "Lập kế hoạch" in text_of(browser.get(f"/{town.tenant.slug}/quan-tri/nhat-ky").text)
    opening = f"/{town.tenant.slug}/quan-tri/nam/{year}/mo"
    browser.post(opening, data=form_of(browser, opening))
    assert campaign(town, year).state is CampaignState.OPEN


def test_years_own_criteria_may_be_those_of_the_tenant(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    own = keep_criteria(
        town.session, replace(reference_criteria(), key="phuong", title="Bộ của phường")
    )
    town.session.commit()
    form = form_of(browser, address(town)) | typed(town, criteria=str(own.id))

    browser.post(address(town), data=form)

    assert campaign(town, town.campaign.year + 1).criteria_set.title == "Bộ của phường"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_year": "2020"}, "Năm cuối của kế hoạch phải bằng hoặc sau năm đầu."),
        (
            {"first_campaign": "2099"},
            "Năm này không thuộc kế hoạch {next}–{last}. Ghi một năm trong khoảng đó.",
        ),
        (
            {"first_year": "2020", "first_campaign": "{year}"},
            "Năm {year} đã có rồi. Đồng chí mở năm đó để xem và sửa.",
        ),
        ({"flow": "committee_title"}, "Quy trình này không dành cho loại đơn vị đã chọn."),
        (
            {"criteria": "00000000-0000-4000-8000-000000000000"},
            "Không có bộ tiêu chí này. Chọn bộ khác.",
        ),
    ],
)
def test_plan_that_cannot_be_says_why_and_keeps_what_was_typed(
    town: Town, sign_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    browser, year = sign_in(town, town.admin), town.campaign.year
    told = {"year": str(year), "next": str(year + 1), "last": str(year + 5)}
    wrong = typed(town, **{name: value.format(**told) for name, value in changes.items()})

    answer = browser.post(address(town), data=form_of(browser, address(town)) | wrong)

    assert (answer.status_code, errors_of(answer.text)[0]) == (422, sentence.format(**told))
    assert 'value="12-KH/TU"' in answer.text
    entered = select(func.count()).where(AuditEvent.kind == "programme_entered")
    assert town.session.scalar(entered) == 0


def test_only_who_keeps_the_years_enters_a_plan(town: Town, sign_in: SignIn) -> None:
    for person in (town.city_office, town.ward.office, town.auditor):
        assert sign_in(town, person).get(address(town)).status_code == 403
