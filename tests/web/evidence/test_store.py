"""The store, one file's page, and handing out: authorised each time, never shown raw."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from PIL import Image
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from tenants.files import put_file, store
from tenants.settings import settings
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, main_of, text_of
from tests.workflows.evidence import clamav, made
from tests.workflows.evidence.hostile import HOSTILE
from web.refusals import words_of
from workflows.engine.refusals import Refusal
from workflows.evidence.attaching import attach
from workflows.evidence.keeping import keep_file, remove_file
from workflows.evidence.links import evidence_of
from workflows.evidence.preparing import Upload
from workflows.evidence.tables import Evidence


@pytest.fixture
def secretary(town: Town, sign_in: SignIn) -> FlaskClient:
    return sign_in(town, town.ward.secretaries[0])


def kept(town: Town, name: str, content: bytes, note: str = "") -> Evidence:
    actor = town.member(town.ward.secretaries[0])
    row = keep_file(
        town.session, town.ward.cells[0], Upload(name, content), actor=actor, note=note
    ).evidence
    town.session.commit()
    return row


def address_of(town: Town, row: Evidence, word: str = "") -> str:
    return f"/{town.tenant.slug}/minh-chung/{row.id}{word}"


def test_file_is_handed_out_to_be_saved(secretary: FlaskClient, town: Town) -> None:
    content = made.pdf()
    row = kept(town, "Nghị quyết «1».pdf", content)

    answer = secretary.get(address_of(town, row, "/tep"))

    assert (answer.status_code, answer.data, answer.mimetype) == (200, content, "application/pdf")
    said = answer.headers["Content-Disposition"]
    assert unquote(said) == "attachment; filename*=UTF-8''Nghị quyết «1».pdf"
    assert said.isascii()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_page_shows_only_pictures_drawn_anew(secretary: FlaskClient, town: Town) -> None:
    photo, paper = kept(town, "a.jpg", made.jpeg(3000, 2000)), kept(town, "b.pdf", made.pdf())

    shown = secretary.get(address_of(town, photo, "/anh"))
    small = secretary.get(address_of(town, photo, "/anh-nho"))
    refused = [secretary.get(address_of(town, paper, word)) for word in ("/anh", "/anh-nho")]

    with Image.open(BytesIO(shown.data)) as picture, Image.open(BytesIO(small.data)) as thumbnail:
        assert (picture.size, thumbnail.size) == ((1600, 1067), (320, 213))
    assert (shown.mimetype, small.mimetype) == ("image/jpeg", "image/webp")
    assert [answer.status_code for answer in refused] == [404, 404]
    assert f"{photo.id}/anh-nho" in secretary.get(f"/{town.tenant.slug}/minh-chung").text
    assert f"{paper.id}/anh" not in secretary.get(address_of(town, paper)).text


def test_small_picture_of_former_days_is_still_told_to_be_a_jpeg(
    secretary: FlaskClient, town: Town
) -> None:
    photo = kept(town, "a.jpg", made.jpeg(300, 200))
    photo.thumbnail = put_file(town.session, made.jpeg(160, 120))
    town.session.commit()

    small = secretary.get(address_of(town, photo, "/anh-nho"))

    with Image.open(BytesIO(small.data)) as picture:
        assert (picture.format, small.mimetype) == ("JPEG", "image/jpeg")


WORDS = ("", "/tep", "/anh", "/anh-nho")


@pytest.mark.parametrize("who", ["neighbour", "other office", "appraiser", "admin", "stranger"])
def test_file_of_others_is_like_one_that_is_not_there(
    town: Town, other_town: Town, sign_in: SignIn, who: str
) -> None:
    row = kept(town, "a.jpg", made.jpeg())
    home, person = {
        "neighbour": (town, town.ward.secretaries[1]),
        "other office": (town, town.other_ward.office),
        "appraiser": (town, town.ward.appraiser),
        "admin": (town, town.admin),
        "stranger": (other_town, other_town.ward.secretaries[0]),
    }[who]
    browser, unknown = sign_in(home, person), str(town.tenant.id)
    token = re.search(
        r'name="csrf" content="([^"]+)"', browser.get(f"/{home.tenant.slug}/toi").text
    )
    assert token is not None
    answers = []
    for each in (str(row.id), unknown):
        start = f"/{town.tenant.slug}/minh-chung/{each}"
        looked = [browser.get(start + word) for word in WORDS]
        data = {"csrf_token": token[1]}
        acted = [
            browser.post(start + word, data=data) for word in ("", "/thay", "/go", "/khoi-phuc")
        ]
        answers.append([(a.status_code, a.text.replace(each, "")) for a in looked + acted])

    assert answers[0] == answers[1]
    assert {status for status, _page in answers[0]} == {404}


def test_appraiser_reads_a_file_once_its_dossier_was_sent(town: Town, sign_in: SignIn) -> None:
    cell, row = town.ward.cells[0], kept(town, "a.jpg", made.jpeg())
    actor = town.member(town.ward.secretaries[0])
    attach(town.session, town.dossier(cell).id, "1.1", [row.id], actor=actor)
    town.session.commit()
    browser = sign_in(town, town.ward.appraiser)
    before = browser.get(address_of(town, row, "/tep")).status_code
    make.under_appraisal(town, cell)

    after = browser.get(address_of(town, row, "/tep")).status_code
    page = browser.get(address_of(town, row))
    acted = browser.post(address_of(town, row, "/go"), data=_token(page.text))

    assert (before, after, page.status_code, acted.status_code) == (404, 200, 200, 404)
    assert "Gỡ khỏi kho" not in page.text


def test_unattached_come_first_and_the_rest_by_month(secretary: FlaskClient, town: Town) -> None:
    first, _second = kept(town, "a.jpg", made.jpeg()), kept(town, "b.pdf", made.pdf(), "Biên bản")
    actor = town.member(town.ward.secretaries[0])
    attach(town.session, town.dossier(town.ward.cells[0]).id, "1.1", [first.id], actor=actor)
    town.session.commit()

    page = secretary.get(f"/{town.tenant.slug}/minh-chung")
    found = secretary.get(f"/{town.tenant.slug}/minh-chung?tim=bien+ban")

    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", main_of(page.text))
    today = first.taken_on
    assert headings == ["Chưa gắn vào tiêu chí nào", f"Tháng {today.month}/{today.year}"]
    assert ("Tất cả 2" in text_of(page.text), "Chưa gắn 1" in text_of(page.text)) == (True, True)
    assert ("Biên bản" in text_of(found.text), "a.jpg" in text_of(found.text)) == (True, False)


def test_list_goes_out_as_a_spreadsheet_of_texts(secretary: FlaskClient, town: Town) -> None:
    kept(town, "a.jpg", made.jpeg(), "=HYPERLINK(1)")

    answer = secretary.get(f"/{town.tenant.slug}/minh-chung/danh-sach.xlsx")

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Ngày", "Tên tệp", "Nội dung", "Dùng cho"]
    assert rows[1][1:3] == ["a.jpg", "=HYPERLINK(1)"]
    assert b"<f>" not in answer.data


def test_file_is_described_and_put_to_use(secretary: FlaskClient, town: Town) -> None:
    row = kept(town, "a.jpg", made.jpeg())
    form = form_at_first(secretary, address_of(town, row))

    answer = secretary.post(
        address_of(town, row), data=form | {"note": "Họp tháng 3", "criteria": ["1.1", "3.2"]}
    )

    town.session.rollback()
    town.session.expire_all()
    found = evidence_of(town.session, town.dossier(town.ward.cells[0]).id)
    assert answer.status_code == 303
    assert {key: [each.note for each in rows] for key, rows in found.items()} == {
        "1.1": ["Họp tháng 3"], "3.2": ["Họp tháng 3"],
    }  # fmt: skip


def test_file_is_replaced_and_its_history_shown(secretary: FlaskClient, town: Town) -> None:
    row = kept(town, "cu.jpg", made.jpeg())
    data = _token(secretary.get(address_of(town, row)).text)

    bad = secretary.post(
        address_of(town, row, "/thay"), data=data | {"files": (BytesIO(b"MZ"), "a.exe")}
    )
    good = secretary.post(
        address_of(town, row, "/thay"),
        data=data | {"files": (BytesIO(made.pdf()), "moi.pdf")},
        follow_redirects=True,
    )

    assert (bad.status_code, errors_of(bad.text)) == (422, ["Chỉ nhận ảnh, PDF, Word hoặc Excel."])
    assert "Đã thay tệp" in good.text
    assert "cu.jpg" in text_of(good.text)


def test_file_is_removed_and_brought_back(secretary: FlaskClient, town: Town) -> None:
    row = kept(town, "a.jpg", made.jpeg())
    data = _token(secretary.get(address_of(town, row)).text)

    gone = secretary.post(address_of(town, row, "/go"), data=data, follow_redirects=True)
    page = secretary.get(address_of(town, row))
    back = secretary.post(
        address_of(town, row, "/khoi-phuc"), data=_token(page.text), follow_redirects=True
    )

    assert "Còn khôi phục được trong 30 ngày" in gone.text
    assert "Tệp đã gỡ lúc" in page.text
    assert "Đã khôi phục tệp «a.jpg»" in back.text
    assert town.session.scalar(select(func.count()).select_from(Evidence)) == 1


def test_removed_twice_says_so(secretary: FlaskClient, town: Town) -> None:
    row = kept(town, "a.jpg", made.jpeg())
    data = _token(secretary.get(address_of(town, row)).text)
    remove_file(town.session, row.id, actor=town.member(town.ward.secretaries[0]))
    town.session.commit()

    answer = secretary.post(address_of(town, row, "/go"), data=data)

    assert answer.status_code == 422
    assert "Tệp «a.jpg» đã được gỡ hoặc thay." in answer.text


def test_hostile_files_are_named_with_their_sentence_and_none_is_kept(
    secretary: FlaskClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, without = f"/{town.tenant.slug}/minh-chung/them", []
    with clamav.running() as url:
        monkeypatch.setenv("CLAMAV_URL", url)
        settings.cache_clear()
        form = form_at(secretary, address)
        del form["_key"]
        for hostile in HOSTILE:
            # A browser takes line breaks out of names, and forms lose their backslashes.
            name = hostile.name.replace("\r\n", "\x01").replace("\\", "/")
            sent = form | {"files": (BytesIO(hostile.content), name)}
            answer = secretary.post(address, data=sent)
            with secretary.application.test_request_context():
                sentence = words_of(Refusal(hostile.code, most=50))
            if answer.status_code != 422 or sentence[:12] not in text_of(answer.text):
                without.append((hostile.what, answer.status_code))
    monkeypatch.undo()
    settings.cache_clear()

    assert without == []
    town.session.rollback()
    assert town.session.scalar(select(func.count()).select_from(Evidence)) == 0
    assert list(store().names(town.tenant.id)) == []


def form_at_first(browser: FlaskClient, address: str) -> dict[str, str]:
    """Return what the first form of a page would send."""
    return fields_of(browser.get(address).text, last=False)


def _token(page: str) -> dict[str, str]:
    found = re.search(r'name="csrf" content="([^"]+)"', page)
    assert found is not None
    return {"csrf_token": found[1]}
