"""Notices and reviews get their number afterwards, in the one book of their committee."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from tenants import clock
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.papers.doing import do_all
from tests.web.reading import errors_of, form_at, links_of, text_of
from tests.workflows.sittings import meeting
from workflows.papers.tables import Edition, NumberedPaper, Paper
from workflows.sittings.marking import leave_unmarked_out, mark_pilot
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import record_rest


@pytest.fixture
def chosen(town: Town) -> Sitting:
    """A ward's sitting that chose one pilot and not the other; its notice waits for a number."""
    dossiers = [make.registered(town, cell) for cell in town.ward.cells]
    sitting = meeting.opened(town, Gate.PILOT_SELECTION, dossiers, town.ward)
    office = town.member(town.ward.office)
    record_rest(town.session, sitting, merit=False, actor=office)
    mark_pilot(
        town.session, sitting, meeting.item_of(town, sitting, dossiers[0]).id, pilot=True,
        reason="Nổi trội", supervisor_id=town.ward.members[0].id, actor=office,
    )  # fmt: skip
    leave_unmarked_out(town.session, sitting, actor=office)
    meeting.close(town, sitting, town.ward)
    do_all(town)
    return sitting


def asked(town: Town, browser: FlaskClient, place: str) -> str:
    """Return where the page of papers lets somebody enter a number."""
    (link,) = (link for link in links_of(browser.get(place).text) if link.endswith("/so"))
    return link


def typed(browser: FlaskClient, link: str, signer: UUID, *, number: str, on: str) -> TestResponse:
    """Fill the form of a number in and send it."""
    sent = form_at(browser, link) | {"number": number, "signed_on": on, "signer": str(signer)}
    return browser.post(link, data=sent)


def said(browser: FlaskClient, link: str) -> str:
    pages = PdfReader(BytesIO(browser.get(link).data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def final(town: Town, kind: str) -> dict[str, Paper]:
    town.session.expire_all()
    found = town.session.scalars(
        select(Paper).where(Paper.kind == kind, Paper.edition == Edition.FINAL)
    )
    return {paper.form: paper for paper in found}


def test_notice_of_pilots_gets_its_number_and_says_what_its_draft_said(
    town: Town, chosen: Sitting, sign_in: SignIn
) -> None:
    browser = sign_in(town, town.ward.office)
    place = f"/{town.tenant.slug}/phien-hop/{chosen.code}/van-ban"
    link, chair, day = asked(town, browser, place), town.ward.chair.id, show_date(chosen.planned_on)

    assert typed(browser, link, chair, number="07-TB/ĐU", on=day).status_code == 303
    do_all(town)

    page = browser.get(place).text
    assert "Thông báo chọn chi bộ làm điểm Số 07-TB/ĐU" in text_of(page)
    assert not [link for link in links_of(page) if link.endswith("/so")]
    papers = final(town, "D4")
    assert set(papers) == {"pdf", "docx"}
    words = said(browser, f"{place}/{papers['pdf'].id}")
    assert "DỰ THẢO" not in words
    assert "Số 07-TB/ĐU" in words
    assert town.ward.chair.name in words
    drafted = town.session.scalars(
        select(Paper).where(Paper.kind == "D4", Paper.edition == Edition.DRAFT)
    ).first()
    assert drafted is not None
    assert drafted.facts is not None
    assert papers["pdf"].facts is not None
    assert papers["pdf"].facts["rows"] == drafted.facts["rows"]
    book = text_of(browser.get(f"/{town.tenant.slug}/so-van-ban").text)
    assert f"07-TB/ĐU {day} Thông báo của phiên họp {chosen.code}" in book


def test_number_is_refused_that_the_book_has_or_that_is_not_of_its_day(
    town: Town, chosen: Sitting, sign_in: SignIn
) -> None:
    browser, chair = sign_in(town, town.ward.office), town.ward.chair.id
    link = asked(town, browser, f"/{town.tenant.slug}/phien-hop/{chosen.code}/van-ban")
    day = chosen.planned_on

    early = typed(browser, link, chair, number="7-TB/ĐU", on=show_date(day - timedelta(1)))
    assert early.status_code == 422
    assert f"Ngày ký phải từ ngày lập văn bản, {show_date(day)}, trở đi." in errors_of(early.text)
    to_come = typed(browser, link, chair, number="7-TB/ĐU", on=show_date(day + timedelta(400)))
    assert to_come.status_code == 422
    stranger = typed(browser, link, town.auditor.id, number="7-TB/ĐU", on=show_date(day))
    assert "Người ký không giữ chức vào ngày ký" in text_of(stranger.text)
    town.session.rollback()
    assert town.session.scalars(select(NumberedPaper)).all() == []
    assert 'value="7-TB/ĐU"' in stranger.text

    place = f"/{town.tenant.slug}/van-ban"
    year = town.campaign.year
    browser.post(f"{place}/{year}/D12", data=form_at(browser, place, last=False))
    do_all(town)
    today = show_date(clock.today(town.session))
    assert typed(browser, link, chair, number="7-TB/ĐU", on=today).status_code == 303
    review = asked(town, browser, f"{place}?nam={year}")
    double = typed(browser, review, chair, number="07 - tb/đu", on=today)
    assert double.status_code == 422
    assert f"đã dùng cho thông báo của phiên họp {chosen.code}" in text_of(double.text)
    again = typed(browser, link, chair, number="8-TB/ĐU", on=today)
    assert again.status_code == 409
    assert f"Văn bản đã có số 7-TB/ĐU ngày {today}, không sửa được nữa." in text_of(again.text)


def test_review_is_a_draft_until_it_is_numbered_and_gaps_are_told(
    town: Town, sign_in: SignIn
) -> None:
    browser, chair = sign_in(town, town.ward.office), town.ward.chair.id
    place, year = f"/{town.tenant.slug}/van-ban", town.campaign.year
    for number in ("3-BC/ĐU", "5-BC/ĐU"):
        browser.post(f"{place}/{year}/D12", data=form_at(browser, place, last=False))
        do_all(town)
        assert "Dự thảo" in text_of(browser.get(f"{place}?nam={year}").text)
        link = asked(town, browser, f"{place}?nam={year}")
        today = show_date(clock.today(town.session))
        assert typed(browser, link, chair, number=number, on=today).status_code == 303
        do_all(town)

    listed = text_of(browser.get(f"{place}?nam={year}").text)
    assert "Báo cáo sơ kết, tổng kết Số 3-BC/ĐU" in listed
    assert "Dự thảo" not in listed
    book = text_of(browser.get(f"/{town.tenant.slug}/so-van-ban").text)
    assert "Giữa số 3-BC/ĐU và 5-BC/ĐU còn thiếu số 4" in book
    assert f"Báo cáo năm {year}" in book


def test_only_the_office_that_keeps_the_book_enters_numbers(
    town: Town, chosen: Sitting, sign_in: SignIn
) -> None:
    place = f"/{town.tenant.slug}/phien-hop/{chosen.code}/van-ban"
    link = asked(town, sign_in(town, town.ward.office), place)

    for person, status in (
        (town.ward.chair, 403), (town.auditor, 403), (town.ward.secretaries[0], 403),
        (town.other_ward.office, 404), (town.city_office, 404),
    ):  # fmt: skip
        browser = sign_in(town, person)
        assert browser.get(link).status_code == status
        assert browser.post(link).status_code in {status, 400}
    assert [one for one in links_of(sign_in(town, town.ward.chair).get(place).text)
            if one.endswith("/so")] == []  # fmt: skip
