"""What a sitting leaves on paper: minutes, submission and roster, the last two numbered later."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.papers.doing import do_all
from tests.web.reading import links_of, text_of
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import fire
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes


@pytest.fixture
def closed(town: Town) -> tuple[Sitting, list[Dossier]]:
    """A ward's sitting that recommended one cell with Giấy khen and not the other."""
    first, second = meeting.both(town)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [first, second], town.ward)
    meeting.vote(town, sitting, first, town.ward, Votes(3), Votes(3))
    meeting.vote(town, sitting, second, town.ward, Votes(1, 2))
    meeting.close(town, sitting, town.ward)
    town.session.commit()
    do_all(town)
    return sitting, [first, second]


def files(town: Town, sitting: Sitting, browser: FlaskClient) -> dict[str, bytes]:
    """Download each paper of a sitting, by its file's name without the id of its part."""
    page = browser.get(f"/{town.tenant.slug}/phien-hop/{sitting.code}/van-ban").text
    found = {}
    for link in links_of(page):
        if f"{sitting.code}/van-ban/" in link and not link.endswith("/gui-lai"):
            answer = browser.get(link)
            name = answer.headers["Content-Disposition"].split('"')[1]
            found[f"{name.split('-')[0]}.{name.rsplit('.', 1)[1]}"] = answer.data
    return found


def text(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_closing_leaves_minutes_submission_and_roster(
    town: Town, closed: tuple[Sitting, list[Dossier]], sign_in: SignIn
) -> None:
    sitting, (first, second) = closed
    found = files(town, sitting, sign_in(town, town.ward.office))

    assert sorted(found) == [
        "D10.docx", "D10.pdf", "D11.docx", "D11.pdf", "D11.xlsx", "D9.docx", "D9.pdf",
    ]  # fmt: skip
    minutes = text(found["D9.pdf"])
    assert "Có mặt 3/3 đồng chí" in minutes
    assert f"1 {first.unit.name} 3 3 0 0 3/3 tán thành" in minutes
    assert f"2 {second.unit.name} 3 1 2 0 0/3 không tán thành" in minutes
    assert "đối với 01 chi bộ." in minutes
    submission = text(found["D10.pdf"])
    assert "DỰ THẢO" in submission
    assert "Số ………-TTr/ĐU" in submission
    assert f"Kính gửi: Ban Thường vụ {town.tenant.words['city']}" in submission
    assert "1/3 tán thành, chưa quá một nửa" in submission


def test_roster_is_a_list_for_excel_too(
    town: Town, closed: tuple[Sitting, list[Dossier]], sign_in: SignIn
) -> None:
    sitting, (first, _second) = closed
    found = files(town, sitting, sign_in(town, town.ward.office))

    book = CalamineWorkbook.from_filelike(BytesIO(found["D11.xlsx"]))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[3][:3] == ["TT", "Chi bộ", "Bí thư chi bộ"]
    assert rows[4][:3] == [1, first.unit.name, town.ward.secretaries[0].name]
    assert [row[0] for row in rows[5:]] == ["Danh sách này có 01 chi bộ."]
    assert docx.Document(BytesIO(found["D11.docx"])).sections[0].page_width.mm > 290


def test_number_makes_the_submission_final(
    town: Town, closed: tuple[Sitting, list[Dossier]], sign_in: SignIn
) -> None:
    sitting, (first, _second) = closed
    dossier = town.dossier(first.unit)
    fire(
        town.session, dossier.id, "send_to_city", actor=town.member(town.ward.office),
        seen_version=dossier.version,
        inputs={"number": "12-TTr/ĐU", "signed_on": sitting.planned_on},
    )  # fmt: skip
    town.session.commit()
    do_all(town)

    submission = text(files(town, sitting, sign_in(town, town.ward.office))["D10.pdf"])

    assert "Số 12-TTr/ĐU" in submission
    assert "DỰ THẢO" not in submission
    page = f"/{town.tenant.slug}/phien-hop/{sitting.code}/van-ban"
    office = sign_in(town, town.ward.office)
    bundles = [
        link for link in links_of(office.get(page).text) if f"/ho-so/{dossier.code}/" in link
    ]
    assert [office.get(link).data[:2] for link in bundles] == [b"%P", b"PK"]


def test_notice_to_each_cell_is_found_from_the_sitting(
    town: Town, closed: tuple[Sitting, list[Dossier]], sign_in: SignIn
) -> None:
    sitting, (first, second) = closed
    place = f"/{town.tenant.slug}/phien-hop/{sitting.code}/van-ban"
    browser = sign_in(town, town.ward.office)

    page = browser.get(place).text

    notices = [link for link in links_of(page) if f"/ho-so/{second.code}/van-ban/" in link]
    assert "Thông báo kết quả đến từng đơn vị" in text_of(page)
    assert len(notices) == 2
    assert {browser.get(link).status_code for link in notices} == {200}
    assert not [link for link in links_of(page) if f"/ho-so/{first.code}/van-ban/" in link]


def test_papers_of_a_sitting_exist_for_nobody_outside_its_body(
    town: Town, closed: tuple[Sitting, list[Dossier]], sign_in: SignIn
) -> None:
    sitting, _dossiers = closed
    place = f"/{town.tenant.slug}/phien-hop/{sitting.code}/van-ban"
    paper = next(
        link
        for link in links_of(sign_in(town, town.ward.office).get(place).text)
        if "/van-ban/" in link
    )

    for stranger in (town.other_ward.office, town.other_ward.chair):
        browser = sign_in(town, stranger)
        assert browser.get(place).status_code == 404
        assert browser.get(paper).status_code == 404


def test_page_says_when_nothing_is_there_yet(town: Town, sign_in: SignIn) -> None:
    first, second = meeting.both(town)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [first, second], town.ward)
    town.session.commit()

    page = sign_in(town, town.ward.office).get(
        f"/{town.tenant.slug}/phien-hop/{sitting.code}/van-ban"
    )

    assert "Máy tự lập khi phiên họp được chốt." in text_of(page.text)


def test_page_says_that_the_papers_of_a_closed_sitting_are_being_made(
    town: Town, sign_in: SignIn
) -> None:
    first, second = meeting.both(town)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [first, second], town.ward)
    for dossier in (first, second):
        meeting.vote(town, sitting, dossier, town.ward, Votes(3), Votes(3))
    meeting.close(town, sitting, town.ward)
    town.session.commit()

    page = sign_in(town, town.ward.office).get(
        f"/{town.tenant.slug}/phien-hop/{sitting.code}/van-ban"
    )

    assert "Máy đang lập biên bản" in text_of(page.text)
    assert 'hx-trigger="every 5s"' in page.text
