"""Scenarios 14 to 16: sending back, taking back, and what was seen."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select, update

from tenants import clock
from tenants.audit import AuditEvent
from tenants.text.dates import show_date
from tests import make
from tests.acceptance.scene import events, page_of, send, state_of, submitted, tasks, tell_everybody
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, text_of, token_at
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Answer, Opinion
from workflows.notices.tables import Notice


def test_14_sending_back_needs_a_reason_and_begins_anew_each_time(
    town: Town, sign_in: SignIn
) -> None:
    cell, ward = town.ward.cells[0], town.ward
    code = make.under_appraisal(town, cell).code
    lead, secretary = sign_in(town, ward.appraiser), sign_in(town, ward.secretaries[0])
    back, again = page_of(town, code, "tra-lai-bo-sung"), page_of(town, code, "nop-tu-danh-gia")
    refused = send(lead, back, marked="1.1")
    assert (refused.status_code, errors_of(refused.text)) == (422, ["Đồng chí chưa điền: Lý do"])

    for number in (1, 2, 3):
        make.move(town, cell, "give_opinion", ward.inspector, words=f"Ý kiến lần {number}")
        day = clock.today(town.session) + timedelta(days=number)
        typed = {"marked": "2.1", "reason": f"Thiếu lần {number}", "due_on": show_date(day)}
        assert send(lead, back, **typed).status_code == 303
        assert f"Thiếu lần {number}" in text_of(secretary.get(page_of(town, code)).text)
        (task,) = tasks(town, code)
        assert (task.state, task.due_at) == ("returned", clock.end_of(day))

        group = page_of(town, code, "nhom/2")
        level = "met" if number % 2 else "good"
        assert secretary.post(
            group, data=form_at(secretary, group) | {"level-2.1": level}
        ).status_code in {200, 303}
        today = show_date(clock.today(town.session))
        sent = send(secretary, again, met_on=today, in_favour="20", base="22")
        assert sent.status_code == 303, text_of(sent.text)
        (task,) = tasks(town, code)
        assert (task.party, task.done_at) == ("ward_lead", None)

    over = [task.state for task in tasks(town, code, done=True)]
    assert (over.count("returned"), over.count("under_appraisal")) == (3, 3)
    tell_everybody(town)
    told = town.session.scalars(
        select(Notice.seq).where(
            Notice.person_id == ward.appraiser.id, Notice.trigger == "submit_self_assessment"
        )
    ).all()
    assert len(set(told)) == 4
    opinions = town.session.scalars(select(Opinion.words).order_by(Opinion.at)).all()
    assert opinions == [f"Ý kiến lần {number}" for number in (1, 2, 3)]
    page = text_of(lead.get(page_of(town, code)).text)
    assert len(re.findall(r"cho nội dung bản \d+(?![\d,])", page)) == 3


def test_14_former_votes_are_closed_and_kept(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    dossier = make.appraised(town, cell)
    meeting.recommended(town, dossier)
    browser = sign_in(town, town.ward.office)
    assert send(
        browser, page_of(town, dossier.code, "tham-dinh-lai"), reason="Có thông tin mới"
    ).status_code == 303  # fmt: skip
    history = browser.get(page_of(town, dossier.code, "lich-su")).text
    assert "<s><b>Đề nghị công nhận</b>" in history
    assert len(events(town, dossier.code, "recommend")) == 1
    make.move(town, cell, "conclude_appraisal", town.ward.appraiser, proposed_rating="good")
    refused = browser.get(page_of(town, dossier.code, "gui-cap-tren"))
    assert refused.status_code == 422
    meeting.recommended(town, town.dossier(cell))
    assert state_of(town, dossier.code) == "recommended"


def test_15_only_the_last_decision_is_undone_and_only_until_somebody_else_acted(
    town: Town, sign_in: SignIn
) -> None:
    code, *_others = submitted(town)
    cell, office = town.ward.cells[0], town.ward.office
    browser = sign_in(town, office)

    def undo() -> int:
        address = page_of(town, code)
        version = town.dossier(cell).version
        town.session.rollback()
        sent = {"csrf_token": token_at(browser, address), "seen_version": str(version)}
        return browser.post(f"{address}/hoan-tac", data=sent).status_code

    assert send(browser, page_of(town, code, "tiep-nhan")).status_code == 303
    assert undo() == 303
    assert state_of(town, code) == "registration_submitted"
    history = browser.get(page_of(town, code, "lich-su")).text
    assert "<s><b>Tiếp nhận đăng ký</b>" in history
    assert undo() == 422  # the one before is the cell's, and older

    assert send(browser, page_of(town, code, "tiep-nhan")).status_code == 303
    make.move(town, cell, "withdraw", town.ward.secretaries[0], reason="Nhầm",
              met_on=clock.today(town.session), **make.ADOPTION)  # fmt: skip
    assert undo() == 422
    assert state_of(town, code) == "withdrawn"
    make.move(town, cell, "undo", town.ward.secretaries[0])
    with clock.moved(timedelta(hours=25)):
        late = sign_in(town, office)
        address = page_of(town, code)
        sent = {"csrf_token": token_at(late, address), "seen_version": "6"}
        assert late.post(f"{address}/hoan-tac", data=sent).status_code in {409, 422}
    assert state_of(town, code) == "registered"


def test_16_what_was_sent_is_frozen_and_a_change_by_any_route_is_noticed(
    town: Town, sign_in: SignIn
) -> None:
    cell, ward = town.ward.cells[0], town.ward
    code = make.under_appraisal(town, cell).code
    secretary, lead = sign_in(town, ward.secretaries[0]), sign_in(town, ward.appraiser)
    make.move(town, cell, "give_opinion", ward.inspector, words="Nhất trí")
    frozen = secretary.post(
        page_of(town, code, "nhom/2"),
        data={"csrf_token": token_at(secretary, page_of(town, code)), "level-2.1": "not_met"},
    )
    assert frozen.status_code in {403, 409, 422}
    stands = select(Answer.self_level).where(Answer.criterion == "2.1")
    assert town.session.scalars(stands).one() == "good"

    page = page_of(town, code, "tra-lai-bo-sung")
    form = form_at(lead, page) | {"marked": "1.1", "reason": "Lý do đã gõ"}
    town.session.execute(
        update(Answer).where(Answer.criterion == "2.1").values(note="Sửa ngoài chương trình")
    )
    town.session.commit()

    answer = lead.post(page, data=form)

    assert answer.status_code == 409
    assert "Lý do đã gõ" in answer.text
    assert "Nội dung hồ sơ đã khác với khi đồng chí mở trang này." in text_of(answer.text)
    assert state_of(town, code) == "under_appraisal"
    given = town.session.scalars(select(AuditEvent).where(AuditEvent.kind == "give_opinion")).one()
    assert given.facts["content_version"] >= 1


def test_16_former_judgements_say_for_which_contents_they_were_given(
    town: Town, sign_in: SignIn
) -> None:
    code = make.under_appraisal(town, town.ward.cells[0]).code
    inspector, lead = sign_in(town, town.ward.inspector), sign_in(town, town.ward.appraiser)
    assert send(
        inspector, page_of(town, code, "cho-y-kien"), words="Nhất trí"
    ).status_code == 303  # fmt: skip
    assert "nay đã khác" not in text_of(lead.get(page_of(town, code, "lich-su")).text)
    town.session.execute(
        update(Answer).where(Answer.criterion == "2.1").values(note="Sửa ngoài chương trình")
    )
    town.session.commit()
    said = text_of(lead.get(page_of(town, code, "lich-su")).text)
    assert "nay đã khác" in said
