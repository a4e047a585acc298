"""Scenarios 4 to 6 and 20: two at the same moment, the same form twice, one number, one trail."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.roles import Role
from tenants.text.dates import show_date
from tests import make, settled
from tests.acceptance.conftest import Join
from tests.acceptance.scene import (
    at_once,
    events,
    everything,
    page_of,
    state_of,
    submitted,
    tasks,
    to_tell,
)
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import form_at, text_of
from tests.workflows.sittings import meeting
from workflows.decisions.tables import Decision
from workflows.sittings.tables import Gate

ROUNDS = 50
MOVED = ("accept_registration", "return_registration")


def test_04_two_approvers_at_once_are_one_success_and_one_told_who(
    town: Town, sign_in: SignIn, join: Join
) -> None:
    """Fifty rounds; in every second one the other sends the dossier back."""
    code, *_others = submitted(town)
    people = [town.ward.office, join("Trần Thị Hai", Role.WARD_OFFICE)]
    browsers = [sign_in(town, person) for person in people]
    accept, back = page_of(town, code, "tiep-nhan"), page_of(town, code, "tra-lai-dang-ky")
    today = show_date(clock.today(town.session))
    returned = {"reason": "Thiếu", "marked": "met_on", "due_on": today}
    seen = []
    for number in range(ROUNDS):
        other = (back, returned) if number % 2 else (accept, {})
        forms = [
            form_at(browser, address) | {"_key": str(uuid4())} | typed
            for browser, (address, typed) in zip(browsers, [(accept, {}), other], strict=True)
        ]
        before = to_tell(town), len(events(town, code, *MOVED))

        answers = at_once(
            lambda: browsers[0].post(accept, data=forms[0]),  # noqa: B023  # done within the round
            lambda: browsers[1].post(other[0], data=forms[1]),  # noqa: B023
        )

        made = events(town, code, *MOVED)
        loser = next(answer for answer in answers if answer.status_code != 303)
        seen.append(
            (
                sorted(answer.status_code for answer in answers),
                f"Đ/c {made[-1].name} vừa làm" in text_of(loser.text),
                len(made) - before[1],
                to_tell(town) - before[0],
                len(tasks(town, code)),
            )
        )
        winner = next(person for person in people if person.name == made[-1].name)
        make.move(town, town.ward.cells[0], "undo", winner)

    assert seen == [([303, 409], True, 1, 1, 1)] * ROUNDS
    assert list(verify(town.session)) == []


def test_05_same_form_sent_again_is_one_transition_with_the_first_answer(
    town: Town, sign_in: SignIn
) -> None:
    """Double click, retry, back button, and a second tab with the same form."""
    code, second = submitted(town)
    browser = sign_in(town, town.ward.office)
    address = page_of(town, code, "tiep-nhan")
    form = form_at(browser, address)

    first = at_once(*[lambda: browser.post(address, data=form)] * 2)
    later = [browser.post(address, data=form) for _again in range(2)]

    answers = [(answer.status_code, answer.location) for answer in (*first, *later)]
    assert answers == [(303, page_of(town, code))] * 4
    assert len(events(town, code, "accept_registration")) == 1
    assert len(tasks(town, code)) == 1

    before = everything(town)
    other = page_of(town, second, "tiep-nhan")
    reused = browser.post(other, data=form_at(browser, other) | {"_key": form["_key"]})
    assert reused.status_code == 422
    assert "Biểu mẫu này đã gửi rồi." in text_of(reused.text)
    changed = browser.post(address, data=form | {"seen_version": "9"})
    assert changed.status_code == 422
    assert everything(town) == before


def test_06_number_of_a_paper_is_taken_once(town: Town, sign_in: SignIn, join: Join) -> None:
    """Two clerks enter the same number for two decisions at once.

    Gaps in the clerk's book are shown on its own page (``tests/web/papers``). The register of
    certificates, numbered without gaps and re-issued with the former void, is claimed in
    ``tests/workflows/certificates`` and ``tests/web/certificates``.
    """
    settled.recognized(town, town.ward.cells[0])
    first = town.session.scalars(select(Decision)).one()
    other = _second_decision(town)
    clerks = [town.city_office, join("Bùi Thị Hai", Role.CITY_OFFICE, unit=town.root)]
    browsers = [sign_in(town, clerk) for clerk in clerks]
    pages = [f"/{town.tenant.slug}/quyet-dinh/{each.code}" for each in (first, other)]
    typed = {
        "number": "125-QĐ/Th.U", "signed_on": show_date(clock.today(town.session)),
        "signer": str(town.chair.id),
    }  # fmt: skip
    forms = [form_at(*pair) | typed for pair in zip(browsers, pages, strict=True)]

    answers = at_once(
        lambda: browsers[0].post(pages[0], data=forms[0]),
        lambda: browsers[1].post(pages[1], data=forms[1]),
    )

    assert sorted(answer.status_code for answer in answers) == [303, 422]
    town.session.rollback()
    taken = town.session.scalars(select(Decision).where(Decision.number.is_not(None))).all()
    assert [each.number for each in taken] == ["125-QĐ/Th.U"]
    told = next(answer for answer in answers if answer.status_code == 422)
    assert f"do đ/c {taken[0].frozen_by} ghi" in text_of(told.text)


def _second_decision(town: Town) -> Decision:
    """Let the other ward's cell be recognised by a sitting of its own."""
    ward, cell = town.other_ward, town.other_ward.cells[0]
    meeting.recommended(town, make.appraised(town, cell, ward), ward=ward)
    meeting.awaiting_city(town, town.dossier(cell), ward=ward)
    meeting.rated(town, town.dossier(cell))
    town.session.commit()
    sitting = meeting.opened(town, Gate.RECOGNITION, [town.dossier(cell)], None)
    meeting.vote(town, sitting, town.dossier(cell), None, settled.ALL, settled.ALL)
    meeting.close(town, sitting, None)
    return town.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).one()


@pytest.mark.parametrize("failing", ["audit_events", "outbox_items"])
def test_20_no_transition_without_its_audit_row(
    app: Flask, town: Town, sign_in: SignIn, failing: str
) -> None:
    """The row cannot be written: the state stays, and so does everything else."""
    code, *_others = submitted(town)
    browser = sign_in(town, town.ward.office)
    address = page_of(town, code, "tiep-nhan")
    form = form_at(browser, address)
    before = everything(town)

    def refuse(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if f"INSERT INTO {failing}" in statement:
            raise OSError("the disk is full")

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        answer = browser.post(address, data=form)
    finally:
        event.remove(engine, "before_cursor_execute", refuse)

    assert answer.status_code >= 500
    assert everything(town) == before
    assert browser.post(address, data=form).status_code == 303
    town.session.rollback()
    made = select(func.count()).where(AuditEvent.kind == "accept_registration")
    assert town.session.scalars(made).one() == 1


def test_20_two_acts_at_once_leave_two_rows_or_one_and_a_refusal(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    code = dossier.code
    speaks, returns = sign_in(town, town.ward.inspector), sign_in(town, town.ward.appraiser)
    words, back = page_of(town, code, "cho-y-kien"), page_of(town, code, "tra-lai-bo-sung")
    opinion = form_at(speaks, words) | {"words": "Có đơn"}
    sent_back = form_at(returns, back) | {"marked": "1.1", "reason": "Thiếu"}

    answers = at_once(
        lambda: speaks.post(words, data=opinion), lambda: returns.post(back, data=sent_back)
    )

    made = events(town, code, "give_opinion", "return_for_supplement")
    succeeded = [answer for answer in answers if answer.status_code == 303]
    assert len(made) == len(succeeded)
    assert {answer.status_code for answer in answers} - {303} <= {409}
    assert state_of(town, code) == (
        "returned" if "return_for_supplement" in [each.kind for each in made] else "under_appraisal"
    )
    assert list(verify(town.session)) == []
