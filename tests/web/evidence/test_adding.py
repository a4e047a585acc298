"""Adding evidence: in few steps, many at once, and never lost."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tenants import clock
from tenants.audit import AuditEvent
from tenants.files import store
from tenants.people import Person
from tenants.signing_in.tables import SignIn as SignInRow
from tests.make import Town
from tests.web.conftest import HTMX, SignIn, hidden_of
from tests.web.reading import errors_of, fields_of, form_at, text_of, words_of
from tests.workflows.evidence import made
from workflows.evidence.links import evidence_of
from workflows.evidence.tables import Evidence, HeldFile


@pytest.fixture
def secretary(town: Town, sign_in: SignIn) -> FlaskClient:
    return sign_in(town, town.ward.secretaries[0])


@pytest.fixture
def address(town: Town) -> str:
    return f"/{town.tenant.slug}/minh-chung/them"


def files(*named: tuple[str, bytes]) -> dict[str, list[tuple[BytesIO, str]]]:
    return {"files": [(BytesIO(content), name) for name, content in named]}


def kept(town: Town) -> list[str]:
    town.session.rollback()
    return list(town.session.scalars(select(Evidence.name).order_by(Evidence.id)))


def test_photo_is_added_with_nothing_else_filled_in(
    secretary: FlaskClient, town: Town, address: str
) -> None:
    form = form_at(secretary, address)

    answer = secretary.post(address, data=form | files(("họp.jpg", made.jpeg())))
    page = secretary.get(answer.location)

    assert answer.status_code == 303
    assert "Đã lưu 1 tệp vào kho minh chứng." in page.text
    assert "Chưa gắn vào tiêu chí nào" in text_of(page.text)
    assert kept(town) == ["họp.jpg"]


def test_photo_goes_to_a_criterion_at_once(
    secretary: FlaskClient, town: Town, address: str
) -> None:
    form = form_at(secretary, address)

    secretary.post(address, data=form | {"criterion": "2.1"} | files(("a.jpg", made.jpeg())))

    town.session.rollback()
    dossier = town.dossier(town.ward.cells[0])
    assert {key: [row.name for row in rows] for key, rows in evidence_of(
        town.session, dossier.id
    ).items()} == {"2.1": ["a.jpg"]}  # fmt: skip


def test_each_file_has_its_own_answer(secretary: FlaskClient, town: Town, address: str) -> None:
    form = form_at(secretary, address)
    sent = files(
        ("a.jpg", made.jpeg()), ("b.exe", b"MZ" + bytes(100)), ("c.pdf", made.pdf(password="x")),
        ("d.docx", made.docx()),
    )  # fmt: skip

    answer = secretary.post(address, data=form | sent)

    assert answer.status_code == 200
    assert kept(town) == ["a.jpg", "d.docx"]
    lines = re.findall(r'<li class="(kept|refused)">(.*?)</li>', answer.text, re.DOTALL)
    assert [(look, words_of(line)) for look, line in lines] == [
        ("kept", "a.jpg Đã lưu"),
        ("refused", "b.exe Chỉ nhận ảnh, PDF, Word hoặc Excel."),
        ("refused", "c.pdf Tệp có mật khẩu nên không xem được. Bỏ mật khẩu rồi gửi lại."),
        ("kept", "d.docx Đã lưu"),
    ]


def test_script_gets_the_answer_for_its_file_alone(
    secretary: FlaskClient, town: Town, address: str
) -> None:
    form = form_at(secretary, address)
    del form["_key"]

    answers = [
        secretary.post(address, data=form | files(("a.jpg", content)), headers=HTMX)
        for content in (made.jpeg(), made.jpeg(), b"MZ")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert "Đã có trong kho" in answers[1].text
    assert "<main" not in answers[0].text
    assert kept(town) == ["a.jpg"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Chưa chọn tệp nào. Chụp ảnh hoặc chọn tệp rồi lưu."),
        (
            files(*((f"{n}.jpg", made.jpeg()) for n in range(21))),
            "Mỗi lần gửi nhiều nhất 20 tệp. Đồng chí gửi làm nhiều lần.",
        ),
    ],
    ids=["none", "too many"],
)
def test_number_of_files(
    secretary: FlaskClient, town: Town, address: str, sent: dict[str, object], sentence: str
) -> None:
    form = form_at(secretary, address)

    answer = secretary.post(address, data=form | sent | {"note": "Biên bản"})

    assert (answer.status_code, errors_of(answer.text)) == (422, [sentence])
    assert fields_of(answer.text)["note"] == "Biên bản"
    assert kept(town) == []


def test_same_form_sent_twice_acts_once(secretary: FlaskClient, town: Town, address: str) -> None:
    form = form_at(secretary, address)

    answers = [
        secretary.post(address, data=form | files(("a.jpg", made.jpeg()))) for _time in range(2)
    ]

    assert answers[0].location == answers[1].location
    assert kept(town) == ["a.jpg"]


def test_office_adds_for_a_cell_and_is_told_so(town: Town, sign_in: SignIn, address: str) -> None:
    browser = sign_in(town, town.ward.office)
    address += f"?ma={town.ward.cells[0].code}"

    form = form_at(browser, address)
    page = browser.get(address)
    browser.post(address, data=form | files(("a.jpg", made.jpeg())))

    assert "Đồng chí đang nhập giúp" in page.text
    town.session.rollback()
    assert town.session.scalars(select(Evidence.for_name)).all() == [town.ward.cells[0].name]


@pytest.mark.parametrize("who", ["neighbour", "other office", "appraiser", "stranger"])
def test_store_of_a_cell_is_not_found_by_others(
    town: Town, other_town: Town, sign_in: SignIn, address: str, who: str
) -> None:
    home, person = {
        "neighbour": (town, town.ward.secretaries[1]),
        "other office": (town, town.other_ward.office),
        "appraiser": (town, town.ward.appraiser),
        "stranger": (other_town, other_town.ward.secretaries[0]),
    }[who]
    browser, ours = sign_in(home, person), f"/{town.tenant.slug}/minh-chung"
    code = town.ward.cells[0].code

    for path in ("", "/them", "/danh-sach.xlsx"):
        known = browser.get(f"{ours}{path}?ma={code}")
        unknown = browser.get(f"{ours}{path}?ma=khong-co")
        assert known.status_code == unknown.status_code == 404
        assert known.text.replace(code, "") == unknown.text.replace("khong-co", "")


# What is sent after the sign-in has ended.


def end_sign_ins(town: Town) -> None:
    town.session.execute(update(SignInRow).values(ended_at=clock.now(town.session)))
    town.session.commit()


def sign_in_again(browser: FlaskClient, town: Town, page: str, person: Person) -> str:
    slug = town.tenant.slug
    data = {**hidden_of(page), "phone": town.phones[person.id]}
    page = browser.post(f"/{slug}/dang-nhap", data=data, follow_redirects=True).text
    code = re.search(r'class="code">(\d{6})<', page)
    assert code is not None
    data = {**hidden_of(page), "code": code[1]}
    return browser.post(f"/{slug}/dang-nhap/ma", data=data, follow_redirects=True).text


def test_file_sent_after_the_sign_in_ended_is_kept_after_the_next(
    secretary: FlaskClient, town: Town, address: str
) -> None:
    form = form_at(secretary, address)
    end_sign_ins(town)

    asked = secretary.post(
        address, data=form | {"note": "Biên bản tháng 3"} | files(("họp.jpg", made.jpeg()))
    )
    before = kept(town)
    page = sign_in_again(secretary, town, asked.text, town.ward.secretaries[0])
    secretary.post(address, data=hidden_of(page))

    assert (asked.status_code, before) == (401, [])
    assert "họp.jpg" in page
    town.session.rollback()
    rows = town.session.scalars(select(Evidence)).all()
    assert [(row.name, row.note) for row in rows] == [("họp.jpg", "Biên bản tháng 3")]
    assert town.session.scalars(select(HeldFile)).all() == []
    assert len(list(store().names(town.tenant.id))) == 2


def test_files_that_the_script_sent_wait_on_the_page_of_the_form(
    secretary: FlaskClient, town: Town, address: str
) -> None:
    form = form_at(secretary, address)
    del form["_key"]
    end_sign_ins(town)

    answers = [
        secretary.post(address, data=form | files((name, content)), headers=HTMX)
        for name, content in (("a.jpg", made.jpeg()), ("b.pdf", made.pdf()))
    ]
    places = {answer.headers["HX-Redirect"] for answer in answers}
    page = sign_in_again(
        secretary, town, secretary.get(places.pop()).text, town.ward.secretaries[0]
    )
    answer = secretary.post(address, data=fields_of(page))

    assert places == set()
    assert "2 tệp đã tải lên trước khi hết phiên làm việc vẫn còn" in page
    assert answer.status_code == 303
    assert kept(town) == ["a.jpg", "b.pdf"]


def test_held_file_is_given_to_nobody_else(
    secretary: FlaskClient, town: Town, address: str, sign_in: SignIn
) -> None:
    form = form_at(secretary, address)
    end_sign_ins(town)
    secretary.post(address, data=form | files(("a.jpg", made.jpeg())))
    thief = sign_in(town, town.ward.secretaries[1])

    shown = thief.get(f"{address}?giu={form['form_key']}")
    answer = thief.post(address, data=form_at(thief, address) | {"form_key": form["form_key"]})

    assert "a.jpg" not in shown.text
    assert answer.status_code == 422
    assert kept(town) == []


def test_nothing_is_held_for_whoever_was_never_signed_in(
    browser: FlaskClient, town: Town, address: str
) -> None:
    form = {"form_key": str(uuid4()), "_key": str(uuid4())}

    browser.post(address, data=form | files(("a.jpg", made.jpeg())))

    town.session.rollback()
    assert town.session.scalars(select(HeldFile)).all() == []
    assert list(store().names(town.tenant.id)) == []


def test_each_kept_file_is_in_the_trail(secretary: FlaskClient, town: Town, address: str) -> None:
    form = form_at(secretary, address)
    secretary.post(address, data=form | files(("a.jpg", made.jpeg()), ("b.pdf", made.pdf())))

    town.session.rollback()
    found = town.session.scalars(
        select(AuditEvent.facts).where(AuditEvent.kind == "keep_evidence").order_by(AuditEvent.seq)
    )
    assert [facts["name"] for facts in found] == ["a.jpg", "b.pdf"]
