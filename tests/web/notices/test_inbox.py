"""Messages: unread ones first, who did what, and marking read what was shown."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.people import Person
from tests import make, settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import links_of, said, text_of, words_of
from workflows.notices.reading import unread_count
from workflows.notices.telling import tell_of


def told(town: Town, *cells: int) -> None:
    """Submit and accept the registration of cells, and tell of it."""
    ward, today = town.ward, clock.today(town.session)
    for number in cells:
        cell = ward.cells[number]
        sent = make.move(
            town, cell, "submit_registration", ward.secretaries[number],
            met_on=today, **make.REGISTRATION,
        )  # fmt: skip
        accepted = make.move(town, cell, "accept_registration", ward.office)
        tell_of(town.session, sent.seq)
        tell_of(town.session, accepted.seq)
    town.session.commit()


def undo(town: Town, cell: int = 0) -> None:
    """Take back the office's acceptance, and tell of it."""
    happening = make.move(town, town.ward.cells[cell], "undo", town.ward.office)
    tell_of(town.session, happening.seq)
    town.session.commit()


def inbox(town: Town) -> str:
    return f"/{town.tenant.slug}/tin-nhan"


def form_of(page: str) -> dict[str, str | list[str]]:
    """Return what the button sends: the hidden fields, and every message that it names."""
    form = page[page.index('<form class="noprint"') :]
    form = form[: form.index("</form>")]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {**dict(fields), "tin": [value for name, value in fields if name == "tin"]}


def lines(page: str) -> list[str]:
    """Return the messages of a page without their moments."""
    found = re.findall(
        r"<li( class=\"unread\")?>\s*<span[^>]*>[^<]*</span>(.*?)</li>", page, re.DOTALL
    )
    return [words_of(line) for _unread, line in found]


def badge(page: str) -> str:
    """Return what the bar says of the messages."""
    found = re.search(r'<a href="[^"]+/tin-nhan"[^>]*>(.*?)</a>', page, re.DOTALL)
    return words_of(unescape(found[1])) if found else ""


def unread(town: Town, person: Person) -> int:
    town.session.rollback()
    return unread_count(town.session, town.member(person))


def test_empty_inbox_says_so(town: Town, sign_in: SignIn) -> None:
    page = sign_in(town, town.ward.deputy).get(inbox(town)).text

    assert text_of(page) == "Tin nhắn Chưa có tin nhắn."
    assert badge(page) == "Tin nhắn"


def test_each_line_says_what_happened_to_which_dossier_by_whom(town: Town, sign_in: SignIn) -> None:
    told(town, 0)
    ward = town.ward
    dossier = town.dossier(ward.cells[0])

    page = sign_in(town, ward.deputy).get(inbox(town)).text

    which = f"Mới {ward.cells[0].name} {dossier.code}"
    office, secretary = ward.office.name, ward.secretaries[0].name
    assert lines(page) == [
        f"{which} Tiếp nhận đăng ký → Đã đăng ký Đ/c {office}, văn phòng phường",
        f"{which} Nộp đăng ký → Mới nộp đăng ký Đ/c {secretary}, chi bộ",
    ]
    assert links_of(page) == [f"/{town.tenant.slug}/ho-so/{dossier.code}"] * 2


def test_message_of_a_result_leads_to_the_result(town: Town, sign_in: SignIn) -> None:
    dossier = settled.recommended(town, town.ward.cells[0], title=settled.NOBODY)[0]
    happening = make.move(
        town, town.ward.cells[0], "request_reconsideration", town.ward.deputy, reason="Chấm sót"
    )
    tell_of(town.session, happening.seq - 2)
    town.session.commit()

    page = sign_in(town, town.ward.secretaries[0]).get(inbox(town)).text

    assert links_of(page) == [f"/{town.tenant.slug}/ho-so/{dossier.code}/ket-qua"]


def test_message_repeats_the_reason_of_a_return(town: Town, sign_in: SignIn) -> None:
    ward, cell, today = town.ward, town.ward.cells[0], clock.today(town.session)
    make.move(
        town, cell, "submit_registration", ward.secretaries[0], met_on=today, **make.REGISTRATION
    )
    happening = make.move(
        town, cell, "return_registration", ward.office,
        reason="Thiếu ngày họp", marked=["met_on"], due_on=today,
    )  # fmt: skip
    tell_of(town.session, happening.seq)
    town.session.commit()

    page = sign_in(town, ward.secretaries[0]).get(inbox(town)).text

    assert lines(page)[0].endswith("Lý do: «Thiếu ngày họp»")


def test_message_says_why_a_title_was_not_given_and_no_numbers_of_the_vote(
    town: Town, sign_in: SignIn
) -> None:
    dossier = settled.recommended(town, town.ward.cells[0], title=settled.NOBODY)[0]
    seq = town.session.scalars(
        select(AuditEvent.seq).where(
            AuditEvent.dossier_id == dossier.id, AuditEvent.kind == "not_recommend"
        )
    ).one()
    tell_of(town.session, seq)
    town.session.commit()

    page = sign_in(town, town.ward.secretaries[0]).get(inbox(town)).text

    assert lines(page)[0].endswith("Lý do: «Biểu quyết chưa quá nửa số người tán thành.»")


def test_message_keeps_back_why_a_dossier_is_held(town: Town, sign_in: SignIn) -> None:
    cell, today = town.ward.cells[0], clock.today(town.session)
    make.registered(town, cell)
    happening = make.move(
        town, cell, "put_on_hold", town.ward.inspector, reason="Đang xem xét kỷ luật",
        look_again_on=today,
    )  # fmt: skip
    tell_of(town.session, happening.seq)
    town.session.commit()

    page = sign_in(town, town.ward.secretaries[0]).get(inbox(town)).text

    assert "Đang xem xét kỷ luật" not in page


def test_move_that_was_taken_back_is_struck_through(town: Town, sign_in: SignIn) -> None:
    told(town, 0)
    undo(town)

    page = sign_in(town, town.ward.secretaries[0]).get(inbox(town)).text

    assert "<s>Tiếp nhận đăng ký → Đã đăng ký</s>" in page
    assert "Hoàn tác «Tiếp nhận đăng ký» → Mới nộp đăng ký" in text_of(page)


def test_bar_counts_what_is_unread_on_every_page(town: Town, sign_in: SignIn) -> None:
    told(town, 0)
    browser = sign_in(town, town.ward.deputy)

    page = browser.get(f"/{town.tenant.slug}/toi").text

    assert badge(page) == "Tin nhắn 2, có 2 tin chưa đọc"


def test_what_was_shown_is_marked_and_what_came_meanwhile_is_not(
    town: Town, sign_in: SignIn
) -> None:
    told(town, 0)
    browser = sign_in(town, town.ward.deputy)
    form = form_of(browser.get(inbox(town)).text)
    undo(town)

    answer = browser.post(inbox(town), data=form)
    page = browser.get(answer.location).text

    assert (answer.status_code, answer.location) == (303, inbox(town))
    assert said(page) == "Đã đánh dấu đã đọc 2 tin nhắn."
    assert [line.startswith("Mới ") for line in lines(page)] == [True, False, False]
    assert badge(page) == "Tin nhắn 1, có 1 tin chưa đọc"


def test_form_sent_again_marks_nothing_more(town: Town, sign_in: SignIn) -> None:
    told(town, 0)
    browser = sign_in(town, town.ward.deputy)
    form = form_of(browser.get(inbox(town)).text)
    first = browser.post(inbox(town), data=form)
    undo(town)

    again = browser.post(inbox(town), data=form)

    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert unread(town, town.ward.deputy) == 1


def test_messages_of_another_stay_unread(town: Town, sign_in: SignIn) -> None:
    told(town, 0)
    of_deputy = form_of(sign_in(town, town.ward.deputy).get(inbox(town)).text)
    browser = sign_in(town, town.ward.secretaries[0])
    own = form_of(browser.get(inbox(town)).text)

    answer = browser.post(inbox(town), data=own | {"tin": of_deputy["tin"]})

    assert said(browser.get(answer.location).text) == "Các tin nhắn này đã đọc rồi."
    assert [unread(town, person) for person in (town.ward.deputy, town.ward.secretaries[0])] == [
        2, 1,
    ]  # fmt: skip


def test_what_is_no_message_is_passed_over(town: Town, sign_in: SignIn) -> None:
    told(town, 0)
    browser = sign_in(town, town.ward.deputy)
    form = form_of(browser.get(inbox(town)).text)
    named = [*form["tin"][:1], "khong-phai-ma", str(uuid4())]

    browser.post(inbox(town), data=form | {"tin": named})

    assert unread(town, town.ward.deputy) == 1


def test_messages_beyond_the_page_are_counted(town: Town, sign_in: SignIn) -> None:
    told(town, 0)
    for _round in range(25):
        undo(town)
        accepted = make.move(town, town.ward.cells[0], "accept_registration", town.ward.office)
        tell_of(town.session, accepted.seq)
    town.session.commit()

    page = sign_in(town, town.ward.deputy).get(inbox(town)).text

    assert len(lines(page)) == 50
    assert "Còn 2 tin chưa đọc nữa." in text_of(page)


def test_longer_inbox_costs_no_more_queries(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    told(town, 0)
    browser: FlaskClient = sign_in(town, town.ward.deputy)
    numbers = []
    for more in (False, True):
        if more:
            undo(town)
        statements.clear()
        browser.get(inbox(town))
        numbers.append(len(statements))

    assert numbers[0] == numbers[1]


def test_visitor_who_is_not_signed_in_is_asked_who_it_is(town: Town, browser: FlaskClient) -> None:
    answer = browser.get(inbox(town))

    assert answer.location == f"/{town.tenant.slug}/dang-nhap?tiep={inbox(town)}"
