"""Scenarios 10 to 13: by person, whatever role or deputy; and who sees what when roles change."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select, update

from jobs.channels.ways import ways_of
from tenants import clock
from tenants.appointments import appoint
from tenants.delegations import delegate
from tenants.people import Membership, Person
from tenants.personal_notices import PersonalNotice
from tenants.roles import Role
from tenants.settings import settings
from tests import make
from tests.acceptance.conftest import Join
from tests.acceptance.scene import (
    events,
    everything,
    page_of,
    send,
    state_of,
    submitted,
    tell_everybody,
)
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import form_at, text_of, token_at
from tests.workflows.sittings import meeting
from workflows.notices.tables import Notice
from workflows.reminders.sending import report_unstaffed
from workflows.reminders.telling import Teller
from workflows.sittings.tables import Gate

TODAY_S = "signed_on"


def lent(town: Town, giver: Person, taker: Person, *steps: str, days: int = 9) -> None:
    """Let one comrade take steps in another's place."""
    today = clock.today(town.session)
    delegate(
        town.session, from_person_id=giver.id, to_person_id=taker.id, steps=steps,
        valid_from=today, valid_to=today + timedelta(days=days), actor=town.member(town.admin),
    )  # fmt: skip
    town.session.commit()


def forced(browser: FlaskClient, town: Town, code: str, word: str, **typed: str) -> int:
    """Send a move's form without having been shown one; return the status of the answer."""
    token = token_at(browser, f"/{town.tenant.slug}/toi")
    version = str(town.dossier(town.ward.cells[0]).version)
    town.session.rollback()
    answer = browser.post(
        page_of(town, code, word),
        data={"csrf_token": token, "_key": f"k-{word}-{version}", "seen_version": version, **typed},
    )
    return answer.status_code


def test_10_who_submitted_neither_accepts_nor_appraises_by_any_way(
    town: Town, sign_in: SignIn
) -> None:
    """Not on the page, not by a link, not in bulk, not by sending the form."""
    code, *_others = submitted(town)
    secretary = town.ward.secretaries[0]
    appoint(town.session, secretary, Role.WARD_OFFICE, unit=town.ward.unit)
    appoint(town.session, secretary, Role.APPRAISER, unit=town.ward.unit, desk="organisation")
    town.session.commit()
    browser = sign_in(town, secretary)
    before = everything(town)

    page = browser.get(page_of(town, code)).text
    assert f'href="{page_of(town, code, "tiep-nhan")}"' not in page
    why = "Đồng chí đã làm bước «Nộp đăng ký»"
    assert why in text_of(page)
    link = browser.get(page_of(town, code, "tiep-nhan"))
    assert (link.status_code, why in text_of(link.text)) == (422, True)
    assert forced(browser, town, code, "tiep-nhan") == 422
    preview = browser.get(f"/{town.tenant.slug}/hang-loat/tiep-nhan?ho_so={code}")
    assert why in text_of(preview.text)
    bulk = browser.post(
        f"/{town.tenant.slug}/hang-loat/tiep-nhan",
        data={"csrf_token": token_at(browser, page_of(town, code)), "shown": f"{code}:2"},
    )
    assert state_of(town, code) == "registration_submitted"
    assert bulk.status_code in {303, 422}
    unchanged = {"dossiers", "tasks", "opinions", "notices", "outbox_items"}
    after = everything(town)
    assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}

    make.move(town, town.ward.cells[0], "accept_registration", town.ward.office)
    make.under_appraisal(town, town.ward.cells[0])
    for word, typed in (
        ("cho-y-kien", {"words": "Được"}),
        ("ket-luan-tham-dinh", {"proposed_rating": "good"}),
        ("tra-lai-bo-sung", {"reason": "x", "marked": "1.1", "due_on": "31/12/2030"}),
    ):
        assert forced(browser, town, code, word, **typed) == 422, word
    assert state_of(town, code) == "under_appraisal"


def test_11_who_passed_the_ward_s_recommendation_decides_nothing_in_the_city(
    town: Town, sign_in: SignIn
) -> None:
    """Not in another role, not as a deputy, not after giving the ward's role up."""
    cell = town.ward.cells[0]
    meeting.recommended(town, make.appraised(town, cell))
    code = town.dossier(cell).code
    make.move(town, cell, "send_to_city", town.ward.office, number="1-TTr",
              signed_on=clock.today(town.session))  # fmt: skip
    person, word = town.ward.members[0], "ket-luan-tham-dinh-cap-tren"

    lent(town, town.org_dept, person, "conclude_city_appraisal")
    deputy = sign_in(town, person)
    assert forced(deputy, town, code, word, words="Đủ") == 422
    assert "đã làm bước «Đề nghị công nhận»" in text_of(deputy.get(page_of(town, code, word)).text)

    appoint(town.session, person, Role.CITY_ORG_DEPT, unit=town.root)
    town.session.commit()
    assert forced(sign_in(town, person), town, code, word, words="Đủ") == 422

    town.session.execute(
        update(Membership)
        .where(Membership.person_id == person.id, Membership.role == Role.COMMITTEE_MEMBER)
        .values(valid_from=clock.today(town.session) - timedelta(days=2),
                valid_to=clock.today(town.session) - timedelta(days=1))
    )  # fmt: skip
    town.session.commit()
    assert forced(sign_in(town, person), town, code, word, words="Đủ") == 422
    assert state_of(town, code) == "city_appraisal"
    assert events(town, code, "conclude_city_appraisal") == []

    make.move(town, cell, "conclude_city_appraisal", town.org_dept, words="Đủ")
    meeting.rated(town, town.dossier(cell))
    town.session.commit()
    sitting = meeting.opened(town, Gate.RECOGNITION, [town.dossier(cell)], None)
    assert meeting.item_of(town, sitting, town.dossier(cell)).leaving == []


def test_12_delegation_covers_its_period_and_steps_and_both_are_told(
    town: Town, sign_in: SignIn, join: Join
) -> None:
    person = join("Hoàng Văn Thay", Role.COMMITTEE_MEMBER, unit=town.other_ward.unit)
    third = join("Lý Thị Ba", Role.COMMITTEE_MEMBER, unit=town.other_ward.unit)
    (first,) = submitted(town, town.ward.cells[0])  # open before the delegation
    tell_everybody(town)
    lent(town, town.ward.office, person, "accept_registration")
    lent(town, person, third, "accept_registration")
    told = town.session.scalars(select(PersonalNotice.person_id)).all()
    assert {town.ward.office.id, person.id} <= set(told)
    (second,) = submitted(town, town.ward.cells[1])  # created later
    tell_everybody(town)
    hears = select(Notice.id).where(Notice.person_id == person.id)
    assert len(town.session.scalars(hears).all()) == 1

    browser = sign_in(town, person)
    inbox = browser.get(f"/{town.tenant.slug}/viec").text
    assert all(code in inbox for code in (first, second))
    assert f"thay đ/c {town.ward.office.name}" in text_of(inbox)
    assert sign_in(town, third).get(page_of(town, first)).status_code == 404
    assert browser.get(page_of(town, first, "tra-lai-dang-ky")).status_code == 403
    assert send(browser, page_of(town, first, "tiep-nhan")).status_code == 303
    (made,) = events(town, first, "accept_registration")
    assert (made.name, made.facts["principal"]["name"]) == (person.name, town.ward.office.name)
    history = text_of(browser.get(page_of(town, first, "lich-su")).text)
    assert f"Đ/c {person.name}, văn phòng phường, thay đ/c {town.ward.office.name}" in history

    with clock.moved(timedelta(days=10)):
        later = sign_in(town, person)
        assert second not in later.get(f"/{town.tenant.slug}/viec").text
        assert later.get(page_of(town, second)).status_code == 404


def test_13_roles_that_change_change_inboxes_at_once_and_empty_ones_are_reported(
    town: Town, sign_in: SignIn, join: Join
) -> None:
    code, *_others = submitted(town)
    office, page = town.ward.office, page_of(town, code, "tiep-nhan")
    browser = sign_in(town, office)
    form = form_at(browser, page)
    town.session.execute(
        update(Membership)
        .where(Membership.person_id == office.id)
        .values(valid_from=clock.today(town.session) - timedelta(days=9),
                valid_to=clock.today(town.session) - timedelta(days=1))
    )  # fmt: skip
    town.session.commit()

    assert browser.post(page, data=form).status_code in {401, 403, 404}
    assert code not in sign_in(town, office).get(f"/{town.tenant.slug}/viec").text
    assert state_of(town, code) == "registration_submitted"

    teller = Teller(town.session, town.tenant, frozenset(ways_of(settings(), town.tenant)))
    assert report_unstaffed(teller) >= 1
    town.session.commit()
    heard = select(Notice.trigger).where(Notice.person_id == town.admin.id)
    assert "reminded_unstaffed" in set(town.session.scalars(heard))

    newcomer = join("Mai Thị Mới", Role.WARD_OFFICE)
    assert code in sign_in(town, newcomer).get(f"/{town.tenant.slug}/viec").text
    assert send(sign_in(town, newcomer), page).status_code == 303
