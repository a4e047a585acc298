"""The pages of a year: copied, set, opened, changed by a decision, closed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from jobs.opening import open_dossiers
from tenants.outbox import OutboxItem
from tenants.text.dates import show_date
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, main_of, said, text_of
from workflows.campaigns.copying import copy_campaign
from workflows.campaigns.planning import keep_criteria
from workflows.campaigns.routes import routes_of
from workflows.campaigns.tables import Campaign, CampaignState, CampaignVersion, CriteriaSet
from workflows.criteria.reading import from_document
from workflows.criteria_sets.shipped import shipped_set
from workflows.dossiers.tables import Dossier


def address(town: Town, path: str = "") -> str:
    return f"/{town.tenant.slug}/quan-tri/nam{path}"


def campaign(town: Town, year: int) -> Campaign:
    town.session.rollback()
    return town.session.scalars(
        select(Campaign).where(Campaign.year == year).execution_options(populate_existing=True)
    ).one()


def draft(town: Town) -> Campaign:
    made = copy_campaign(
        town.session, town.campaign, town.campaign.year + 1, actor=town.member(town.admin)
    )
    town.session.commit()
    return made


def keep_shipped(town: Town, name: str) -> CriteriaSet:
    shipped = shipped_set(name)
    assert shipped is not None
    kept = keep_criteria(town.session, shipped.criteria)
    town.session.commit()
    return kept


def form_of(browser: FlaskClient, path: str) -> dict[str, str | list[str]]:
    """Return what the page's last form would send, its choices among it."""
    page = main_of(browser.get(path).text)
    form = page[page.rindex("<form") :]
    form = form[: form.index("</form>")]
    fields: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r' name="([^"]+)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        ticked = "checkbox" not in tag or " checked" in tag
        if name and ticked:
            fields[name[1]] = value[1] if value else ""
    for name_, options in re.findall(
        r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        found = chosen or first
        fields[name_] = found[1] if found else ""
    return fields


def test_new_year_is_opened_from_the_last_one_in_four_steps(town: Town, sign_in: SignIn) -> None:
    browser, year = sign_in(town, town.admin), town.campaign.year
    copied = browser.post(
        address(town, f"/{year}/chep"), data=form_of(browser, address(town)), follow_redirects=True
    )
    assert said(copied.text) == (
        f"Đã chép năm {year} sang năm {year + 1}. Đồng chí xem lại các ngày rồi mở."
    )
    opening = address(town, f"/{year + 1}/mo")
    assert "Máy sẽ lập hồ sơ cho 4 đơn vị." in text_of(browser.get(opening).text)

    opened = browser.post(opening, data=form_of(browser, opening), follow_redirects=True)

    assert said(opened.text) == f"Đã mở năm {year + 1}. Máy đang lập hồ sơ cho 4 đơn vị."
    assert "Đã lập 0 trong 4 hồ sơ." in text_of(opened.text)
    made = campaign(town, year + 1)
    assert made.state is CampaignState.OPEN
    item = town.session.scalars(select(OutboxItem).where(OutboxItem.job == "open_dossiers")).one()
    open_dossiers(town.session, item)
    town.session.commit()
    rows = town.session.scalars(select(Dossier).where(Dossier.campaign_id == made.id)).all()
    assert len(rows) == 4
    assert "4 hồ sơ đã lập." in text_of(browser.get(address(town, f"/{year + 1}")).text)


def test_copied_twice_it_is_there_once(town: Town, sign_in: SignIn) -> None:
    browser, year = sign_in(town, town.admin), town.campaign.year
    draft(town)
    form = form_of(browser, address(town))

    answer = browser.post(address(town, f"/{year}/chep"), data=form, follow_redirects=True)

    assert said(answer.text) == f"Năm {year + 1} đã có rồi. Đồng chí mở năm đó để xem và sửa."
    assert campaign(town, year + 1).state is CampaignState.DRAFT


def test_draft_is_set_freely(town: Town, sign_in: SignIn) -> None:
    browser, made = sign_in(town, town.admin), draft(town)
    path = address(town, f"/{made.year}/sua")
    day = made.registration_until - timedelta(days=1)
    typed = form_of(browser, path) | {
        "opens_on": show_date(day), "registration_until": show_date(day), "pilots_per_ward": "3",
    }  # fmt: skip

    answer = browser.post(path, data=typed, follow_redirects=True)

    assert answer.status_code == 200, errors_of(answer.text)
    kept = campaign(town, made.year)
    assert (kept.registration_until, kept.rules["pilots_per_ward"], kept.version) == (day, 3, 1)


def test_days_out_of_order_are_refused_in_a_sentence(town: Town, sign_in: SignIn) -> None:
    browser, made = sign_in(town, town.admin), draft(town)
    path = address(town, f"/{made.year}/sua")
    wrong = made.opens_on - timedelta(days=1)
    typed = form_of(browser, path) | {"registration_until": show_date(wrong)}

    answer = browser.post(path, data=typed)

    assert answer.status_code == 422
    assert errors_of(answer.text)[0] == (
        f"Thứ tự ngày chưa đúng: {show_date(made.opens_on)} phải trước hoặc cùng ngày"
        f" {show_date(wrong)}."
    )
    assert f'value="{show_date(wrong)}"' in answer.text


def test_open_year_asks_for_the_decision_and_shows_what_changed(
    town: Town, sign_in: SignIn
) -> None:
    browser, year = sign_in(town, town.admin), town.campaign.year
    path = address(town, f"/{year}/sua")
    later = town.campaign.city_decision_until + timedelta(days=7)
    typed = form_of(browser, path) | {"city_decision_until": show_date(later)}
    asked = browser.post(path, data=typed)
    assert asked.status_code == 422
    assert len(errors_of(asked.text)) == 3

    typed |= {"decision_number": "45-CV/Th.U", "decision_on": "01/11/2026", "reason": "Bão lũ"}
    answer = browser.post(path, data=typed, follow_redirects=True)

    assert said(answer.text) == f"Đã ghi 1 thay đổi của năm {year}."
    before = show_date(town.campaign.city_decision_until)
    shown = f"Hạn Thành ủy họp công nhận {before} {show_date(later)}"
    assert shown in text_of(answer.text)
    assert "45-CV/Th.U ngày 01/11/2026" in text_of(answer.text)
    assert town.session.scalars(select(CampaignVersion.version)).all() == [2]


def test_old_page_is_refused_and_what_was_typed_stays(town: Town, sign_in: SignIn) -> None:
    browser, made = sign_in(town, town.admin), draft(town)
    path = address(town, f"/{made.year}/sua")
    typed = form_of(browser, path) | {"title": "Tên của tôi", "seen_version": "7"}

    answer = browser.post(path, data=typed)

    assert answer.status_code == 409
    assert 'value="Tên của tôi"' in answer.text


def test_year_with_open_dossiers_names_them_and_stays_open(town: Town, sign_in: SignIn) -> None:
    browser, year = sign_in(town, town.admin), town.campaign.year
    path = address(town, f"/{year}/dong")
    page = browser.get(path).text
    assert "Chưa đóng được: còn 4 hồ sơ chưa xong." in text_of(page)
    assert "bí thư, phó bí thư chi bộ" in text_of(page)

    answer = browser.post(path, data={"csrf_token": form_of(browser, address(town))["csrf_token"]})

    assert answer.status_code == 422
    assert campaign(town, year).state is CampaignState.OPEN


def test_settled_year_closes(town: Town, sign_in: SignIn) -> None:
    for dossier in town.session.scalars(select(Dossier)):
        dossier.state = "recognized"
    town.session.commit()
    browser, year = sign_in(town, town.admin), town.campaign.year
    path = address(town, f"/{year}/dong")

    answer = browser.post(path, data=form_of(browser, path), follow_redirects=True)

    assert said(answer.text) == f"Đã đóng năm {year}. 0 hồ sơ tạm dừng hoặc đang xem xét lại."
    assert campaign(town, year).state is CampaignState.CLOSED


def test_committees_join_by_a_row_of_the_map(town: Town, sign_in: SignIn) -> None:
    browser, made = sign_in(town, town.admin), draft(town)
    own = keep_shipped(town, "dang-bo-co-so-4-tot")
    form = form_of(browser, address(town, f"/{made.year}")) | {
        "kind": "ward_committee", "flow": "committee_title", "criteria": str(own.id),
    }  # fmt: skip

    answer = browser.post(address(town, f"/{made.year}/lo-trinh"), data=form, follow_redirects=True)

    assert said(answer.text) == "Đã ghi lộ trình."
    opening = text_of(browser.get(address(town, f"/{made.year}/mo")).text)
    assert "Máy sẽ lập hồ sơ cho 6 đơn vị." in opening


def test_flow_of_another_kind_is_refused(town: Town, sign_in: SignIn) -> None:
    browser, made = sign_in(town, town.admin), draft(town)
    form = form_of(browser, address(town, f"/{made.year}")) | {
        "kind": "ward_committee", "flow": "cell_title",
    }  # fmt: skip

    answer = browser.post(address(town, f"/{made.year}/lo-trinh"), data=form)

    assert answer.status_code == 422
    assert errors_of(answer.text) == ["Quy trình này không dành cho loại đơn vị đã chọn."]


FOR_OTHERS = (
    "Bộ tiêu chí «{}» lập cho {}, không dùng cho {} được."
    " Chọn bộ khác, hoặc ban hành bản mới của bộ này có mục «Dùng cho» đúng."
)
FOR_NO_TITLE = "Bộ tiêu chí «{}» để chấm buổi sinh hoạt, không phải để xét danh hiệu. Chọn bộ khác."
CELL, COMMITTEE = "Chi bộ", "Đảng ủy phường"


@pytest.mark.parametrize(
    ("kind", "flow", "named", "sentence"),
    [
        (
            "ward_committee", "committee_title", "chi-bo-4-tot-100-diem",
            FOR_OTHERS.format("Chi bộ 4 tốt, bảng 100 điểm", CELL, COMMITTEE),
        ),
        (
            "party_cell", "cell_title", "dang-bo-co-so-4-tot",
            FOR_OTHERS.format("Đảng bộ cơ sở 4 tốt", COMMITTEE, CELL),
        ),
        (
            "party_cell", "cell_title", "chat-luong-sinh-hoat-chi-bo",
            FOR_NO_TITLE.format("Chất lượng sinh hoạt chi bộ thường kỳ"),
        ),
    ],
)  # fmt: skip
def test_criteria_made_for_others_are_refused(
    town: Town, sign_in: SignIn, kind: str, flow: str, named: str, sentence: str
) -> None:
    browser, made = sign_in(town, town.admin), draft(town)
    before, own = routes_of(town.session, made), keep_shipped(town, named)
    form = form_of(browser, address(town, f"/{made.year}")) | {
        "kind": kind, "flow": flow, "criteria": str(own.id),
    }  # fmt: skip

    answer = browser.post(address(town, f"/{made.year}/lo-trinh"), data=form)

    assert (answer.status_code, errors_of(answer.text)) == (422, [sentence])
    town.session.expire_all()
    assert routes_of(town.session, made) == before


def test_year_whose_criteria_were_since_made_for_others_is_not_opened(
    town: Town, sign_in: SignIn
) -> None:
    """A year that is copied takes the newest version, which may say other units."""
    document = town.campaign.criteria_set.document
    keep_criteria(
        town.session,
        replace(from_document(document), applies_to={"unit_kind": "ward_committee"}),
    )
    browser, made = sign_in(town, town.admin), draft(town)
    path = address(town, f"/{made.year}/mo")

    answer = browser.post(path, data=form_of(browser, path))

    assert answer.status_code == 422
    assert errors_of(answer.text)[0].startswith("Bộ tiêu chí «Chi bộ 4 tốt» lập cho Đảng ủy phường")
    assert campaign(town, made.year).state is CampaignState.DRAFT


def test_sets_are_offered_with_whom_they_were_made_for(town: Town, sign_in: SignIn) -> None:
    made = draft(town)
    keep_shipped(town, "dang-bo-co-so-4-tot")
    page = sign_in(town, town.admin).get(address(town, f"/{made.year}")).text
    assert "Đảng bộ cơ sở 4 tốt · v1 · Đảng ủy phường" in text_of(page)


@pytest.mark.parametrize("path", ["", "/{year}", "/{year}/sua", "/{year}/mo", "/{year}/dong"])
def test_auditor_reads_years_and_changes_none(town: Town, sign_in: SignIn, path: str) -> None:
    browser = sign_in(town, town.auditor)
    answer = browser.get(address(town, path.format(year=town.campaign.year)))
    assert answer.status_code == (403 if path.count("/") > 1 else 200)
    if answer.status_code == 200:
        assert "<form" not in main_of(answer.text)


def test_unknown_year_is_not_there(town: Town, sign_in: SignIn) -> None:
    assert sign_in(town, town.admin).get(address(town, "/1999")).status_code == 404
