"""A year says which criteria of its committees are computed from their cells."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.text.dates import show_date
from tenants.units import UnitKind
from tests.make import Town
from tests.web.campaigns.test_routes import campaign, draft
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, main_of, text_of
from workflows.campaigns.mapping import set_route
from workflows.campaigns.planning import keep_criteria
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.criteria_sets.shipped import shipped_set

OF_THE_SET = {
    "4.1": {"counts": "rated_good", "levels": [["good", 80], ["met", 60], ["not_met", 0]]},
    "4.2": {"counts": "recognized", "levels": [["good", 70], ["met", 50], ["not_met", 0]]},
}


def with_committees(town: Town, year: Campaign) -> str:
    """Let committees take part in a draft by the set that comes along; return the page."""
    shipped = shipped_set("dang-bo-co-so-4-tot")
    assert shipped is not None
    set_route(
        town.session, year, kind=UnitKind.WARD_COMMITTEE, sector=None, flow="committee_title",
        criteria_set_id=keep_criteria(town.session, shipped.criteria).id,
        actor=town.member(town.admin),
    )  # fmt: skip
    town.session.commit()
    return f"/{town.tenant.slug}/quan-tri/nam/{year.year}/tinh-tu-chi-bo"


def form_of(browser: FlaskClient, page: str) -> dict[str, str]:
    """Return what the page's first form would send, its choices among it."""
    shown = main_of(browser.get(page).text)
    chosen = re.findall(
        r'<select[^>]* name="(counts-[^"]+)".*?<option value="([^"]*)" selected', shown, re.DOTALL
    )
    return fields_of(browser.get(page).text, last=False) | dict(chosen)


def test_year_follows_the_set_until_it_says_otherwise(town: Town, sign_in: SignIn) -> None:
    year = draft(town)
    page = with_committees(town, year)
    browser = sign_in(town, town.admin)
    overview = text_of(browser.get(page.removesuffix("/tinh-tu-chi-bo")).text)
    assert (
        "4.2: Số chi bộ được công nhận danh hiệu trên tổng số chi bộ; từ 70 %: Tốt; từ 50 %: Đạt;"
        " còn lại: Chưa đạt"
    ) in overview
    assert form_of(browser, page)["share-4.1-good"] == "80"

    fields = form_of(browser, page) | {"counts-4.1": "", "share-4.2-good": "75"}
    answer = browser.post(page, data=fields, follow_redirects=True)

    assert answer.status_code == 200, errors_of(answer.text)
    kept = campaign(town, year.year).rules["computed_from_cells"]
    assert kept == {
        "4.2": {"counts": "recognized", "levels": [["good", 75], ["met", 50], ["not_met", 0]]}
    }
    assert "từ 75 %: Tốt" in text_of(answer.text)
    assert "4.1: Số chi bộ" not in text_of(answer.text)
    [event] = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "campaign_changed")
    ).all()
    assert event.facts["changes"] == [
        {"name": "rules.computed_from_cells", "before": None, "after": kept}
    ]


def test_another_criterion_is_put_on_the_page_and_set(town: Town, sign_in: SignIn) -> None:
    year = draft(town)
    page = with_committees(town, year)
    browser = sign_in(town, town.admin)
    added = form_of(browser, f"{page}?them=2.2")
    fields = added | {
        "counts-2.2": "rated_good", "share-2.2-good": "90", "share-2.2-met": "50",
    }  # fmt: skip
    assert browser.post(page, data=fields).status_code == 303
    kept = campaign(town, year.year).rules["computed_from_cells"]
    assert kept == OF_THE_SET | {
        "2.2": {"counts": "rated_good", "levels": [["good", 90], ["met", 50], ["not_met", 0]]}
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"share-4.2-good": "50"}, ("Tiêu chí 4.2: tỷ lệ của mức cao phải lớn hơn tỷ lệ của mức"
         " thấp, đều từ 1 đến 100 %.")),
        ({"share-4.2-good": "101"}, "Số này không thể lớn hơn 100"),
        ({"share-4.2-met": ""}, "Ghi tỷ lệ, tính bằng phần trăm."),
        ({}, "Không có gì thay đổi."),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused_and_kept_on_the_page(
    town: Town, sign_in: SignIn, typed: dict[str, str], said: str
) -> None:
    year = draft(town)
    page = with_committees(town, year)
    browser = sign_in(town, town.admin)

    answer = browser.post(page, data=form_of(browser, page) | typed)

    assert answer.status_code == 422
    assert said in errors_of(answer.text)
    for value in typed.values():
        assert not value or f'value="{value}"' in main_of(answer.text)
    assert "computed_from_cells" not in campaign(town, year.year).rules


def test_open_year_changes_by_a_decision_only(town: Town, sign_in: SignIn) -> None:
    year = draft(town)
    page = with_committees(town, year)
    year.state = CampaignState.OPEN
    town.session.commit()
    browser = sign_in(town, town.admin)
    fields = form_of(browser, page) | {"share-4.2-good": "75"}

    without = browser.post(page, data=fields)

    assert without.status_code == 422
    assert "Đồng chí chưa điền: Số văn bản cho phép thay đổi" in errors_of(without.text)
    assert "computed_from_cells" not in campaign(town, year.year).rules
    behind = {
        "decision_number": "45-CV/BTC", "decision_on": show_date(town.campaign.opens_on),
        "reason": "Theo hướng dẫn mới",
    }  # fmt: skip
    done = browser.post(
        page, data=form_of(browser, page) | fields | behind | {"seen_version": "1"},
        follow_redirects=True,
    )  # fmt: skip
    assert done.status_code == 200, errors_of(done.text)
    assert campaign(town, year.year).version == 2
    assert "4.2: Số chi bộ được công nhận danh hiệu, các mức từ 75, 50 %" in text_of(done.text)


def test_page_is_nobody_elses_and_of_no_year_without_committees(
    town: Town, sign_in: SignIn
) -> None:
    year = draft(town)
    page = f"/{town.tenant.slug}/quan-tri/nam/{year.year}/tinh-tu-chi-bo"
    browser = sign_in(town, town.admin)
    assert browser.get(page).status_code == 404
    with_committees(town, year)
    assert browser.get(page).status_code == 200
    assert sign_in(town, town.ward.office).get(page).status_code == 403
