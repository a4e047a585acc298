"""A form sent twice acts once."""

from __future__ import annotations

import threading
from io import BytesIO
from uuid import uuid4

from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from tenants.audit import AuditEvent
from tenants.replies import claim
from tenants.retrying import TRIES
from tenants.signing_in.tables import SignInCode
from tests.make import Town
from tests.tenants.test_retrying import ClashError
from tests.web.conftest import HTMX, SignIn, hidden_of
from tests.web.reading import form_at
from tests.workflows.evidence import made


def codes_given(town: Town) -> int:
    town.session.rollback()
    return town.session.scalar(select(func.count(SignInCode.id))) or 0


def test_form_sent_twice_acts_once_and_gets_the_first_answer(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)

    first, second = (browser.post(address, data=form) for _ in range(2))

    assert first.status_code == 200
    assert (second.status_code, second.location) == (303, address)
    assert codes_given(town) == 1


def test_repeat_by_htmx_is_sent_to_the_first_answer(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)

    answers = [browser.post(address, data=form, headers=HTMX) for _ in range(2)]

    assert [answer.headers.get("HX-Redirect") for answer in answers] == [None, address]
    assert codes_given(town) == 1


def test_key_of_one_form_with_the_contents_of_another_is_refused(
    sign_in: SignIn, town: Town
) -> None:
    browser = sign_in(town, town.admin)
    base = f"/{town.tenant.slug}/ma-dang-nhap"
    form = hidden_of(browser.get(f"{base}/{town.chair.id}").text)
    browser.post(f"{base}/{town.chair.id}", data=form)

    other = browser.post(f"{base}/{town.auditor.id}", data=form)

    assert other.status_code == 422
    assert "Biểu mẫu này đã gửi rồi" in other.text
    assert codes_given(town) == 1


def test_same_key_of_two_people_is_two_forms(sign_in: SignIn, town: Town) -> None:
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.ward.chair.id}"
    key = str(uuid4())

    for person in (town.admin, town.ward.office):
        browser = sign_in(town, person)
        form = hidden_of(browser.get(address).text) | {"_key": key}
        assert browser.post(address, data=form).status_code == 200

    assert codes_given(town) == 2


def test_refused_form_may_be_sent_again_with_its_key(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)

    refused = browser.post(address, data=form | {"seen_version": "not a number"})
    sent = browser.post(address, data=form)

    assert (refused.status_code, sent.status_code, codes_given(town)) == (422, 200, 1)


def test_form_still_being_dealt_with_is_answered_409(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)
    # The first request holds its key and has not ended.
    claim(town.session, form["_key"], person_id=town.admin.id, fingerprint=b"\x01" * 32)
    answer: list[tuple[int, str]] = []

    def press() -> None:
        sent = browser.post(address, data=form)
        answer.append((sent.status_code, sent.text))

    second = threading.Thread(target=press)
    second.start()
    second.join(timeout=14)
    town.session.rollback()

    assert [(status, "đang được xử lý" in text) for status, text in answer] == [(409, True)]
    assert codes_given(town) == 0
    assert browser.post(address, data=form).status_code == 200


def test_request_that_clashed_is_run_again_as_a_whole(
    sign_in: SignIn, town: Town, app: Flask
) -> None:
    """The database ends it twice; the third time it does everything, once."""
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)
    engine = app.extensions["engine"]
    clashes = iter(["40001", "40P01"])

    def clash(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO sign_in_codes"):
            code = next(clashes, None)
            if code is not None:
                raise OperationalError(statement, {}, ClashError(code))

    event.listen(engine, "before_cursor_execute", clash)
    try:
        answer = browser.post(address, data=form)
    finally:
        event.remove(engine, "before_cursor_execute", clash)

    assert (answer.status_code, codes_given(town)) == (200, 1)
    assert next(clashes, None) is None
    given = select(func.count()).select_from(AuditEvent).where(AuditEvent.kind == "code_given")
    assert town.session.scalar(given) in {0, 1}


def test_request_that_clashes_for_ever_says_so_and_does_nothing(
    sign_in: SignIn, town: Town, app: Flask
) -> None:
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)
    tries: list[str] = []

    def clash(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO sign_in_codes"):
            tries.append(statement)
            raise OperationalError(statement, {}, ClashError("40001"))

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", clash)
    try:
        answer = browser.post(address, data=form)
    finally:
        event.remove(engine, "before_cursor_execute", clash)

    assert (answer.status_code, answer.headers["Retry-After"], len(tries)) == (503, "3", TRIES)
    assert codes_given(town) == 0
    assert browser.post(address, data=form).status_code == 200


def test_key_longer_than_any_of_ours_is_no_key(sign_in: SignIn, town: Town) -> None:
    """An index takes no such key: it would be answered as if the database were busy."""
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    long_key = "".join(str(uuid4()) for _ in range(600))
    form = hidden_of(browser.get(address).text) | {"_key": long_key}
    assert browser.post(address, data=form).status_code == 400
    assert codes_given(town) == 0


def test_file_that_was_mended_under_its_name_is_another_form(sign_in: SignIn, town: Town) -> None:
    """Who goes back, mends the file and sends it again must not read that it was taken."""
    secretary = sign_in(town, town.ward.secretaries[0])
    address = f"/{town.tenant.slug}/minh-chung/them"
    form = form_at(secretary, address)

    answers = [
        secretary.post(address, data=form | {"files": (BytesIO(content), "họp.jpg")})
        for content in (made.jpeg(), made.jpeg(), made.jpeg(90, 60))
    ]

    assert [answer.status_code for answer in answers] == [303, 303, 422]
    assert "Biểu mẫu này đã gửi rồi" in answers[2].text
