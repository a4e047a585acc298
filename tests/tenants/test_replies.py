"""Kept replies: a form sent twice acts once, and never answers for another form."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from tenants.replies import KeptReply, KeyReusedError, claim
from tests.make import Town

FORM, OTHER_FORM = b"\x01" * 32, b"\x02" * 32


def test_first_claim_is_fresh_and_the_repeat_gets_its_reply(town: Town) -> None:
    person = town.ward.office.id
    first = claim(town.session, "key", person_id=person, fingerprint=FORM)
    assert (first.status, first.location) == (None, None)
    first.status, first.location = 303, "/ho-so/26-1"
    town.session.commit()

    again = claim(town.session, "key", person_id=person, fingerprint=FORM)

    assert (again.id, again.status, again.location) == (first.id, 303, "/ho-so/26-1")
    assert town.session.scalar(select(func.count()).select_from(KeptReply)) == 1


def test_key_with_other_contents_is_refused(town: Town) -> None:
    person = town.ward.office.id
    claim(town.session, "key", person_id=person, fingerprint=FORM)
    town.session.commit()
    with pytest.raises(KeyReusedError):
        claim(town.session, "key", person_id=person, fingerprint=OTHER_FORM)


def test_same_key_of_another_person_is_another_form(town: Town) -> None:
    first = claim(town.session, "key", person_id=town.ward.office.id, fingerprint=FORM)
    second = claim(town.session, "key", person_id=town.admin.id, fingerprint=OTHER_FORM)
    assert first.id != second.id


def test_same_key_in_another_tenant_is_another_form(town: Town, other_town: Town) -> None:
    claim(town.session, "key", person_id=town.admin.id, fingerprint=FORM)
    town.session.commit()
    theirs = claim(other_town.session, "key", person_id=other_town.admin.id, fingerprint=OTHER_FORM)
    assert theirs.status is None


def test_claim_of_an_act_that_failed_is_free_again(town: Town) -> None:
    claim(town.session, "key", person_id=town.admin.id, fingerprint=FORM)
    town.session.rollback()
    again = claim(town.session, "key", person_id=town.admin.id, fingerprint=OTHER_FORM)
    assert again.status is None


def test_double_click_waits_and_gets_the_first_reply(town: Town) -> None:
    person = town.ward.office.id
    first = claim(town.session, "key", person_id=person, fingerprint=FORM)
    town.session.flush()
    replies: list[int | None] = []

    def press() -> None:
        with town.elsewhere() as session:
            replies.append(claim(session, "key", person_id=person, fingerprint=FORM).status)

    second = threading.Thread(target=press)
    second.start()
    first.status = 303
    town.session.commit()
    second.join()

    assert replies == [303]
