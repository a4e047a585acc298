"""Scenarios 17 to 19: time, votes and versions, kept on the server."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.text.dates import show_date
from tests import make
from tests.acceptance.scene import (
    at_once,
    events,
    everything,
    page_of,
    send,
    state_of,
    submitted,
)
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, text_of, token_at
from tests.web.sittings.conftest import Room, boxes_of, room  # noqa: F401  # a fixture
from tests.workflows.flows import second_version
from workflows.flows.migration import MOVED, move_over, try_route
from workflows.flows.routes import route
from workflows.messages.tables import Channel
from workflows.reminders.sending import remind, rungs_at_work
from workflows.reminders.tables import Reminder
from workflows.reminders.telling import Teller
from workflows.sittings.reading import items_of, seats_of
from workflows.tasks.tables import Task

ALL = frozenset(Channel)


def round_of(town: Town) -> int:
    """Go one round of reminding in a session of its own, as the schedule does."""
    with town.elsewhere() as session:
        own = Teller(session, town.tenant, ALL)
        done = sum(remind(own, due) for due in rungs_at_work(session))
        session.commit()
    return done


def reminders(town: Town) -> list[tuple[str, str]]:
    """List what was sent: dossier and level, each a row."""
    with town.elsewhere() as session:
        rows = session.execute(
            select(Reminder.task_id, Reminder.level).order_by(Reminder.at, Reminder.id)
        )
        return [(str(task_id), level) for task_id, level in rows]


def test_17_deadline_is_kept_by_the_server(town: Town, sign_in: SignIn) -> None:
    code = town.dossier(town.ward.cells[0]).code
    typed = {"met_on": show_date(clock.today(town.session)), "in_favour": "20", "base": "22"}
    words = {f"commitment-{key}": "Cam kết" for key in "1234"}
    day_after = timedelta(days=1)
    town.session.rollback()
    with clock.moved(day_after):
        browser = sign_in(town, town.ward.secretaries[0])
        late = send(browser, page_of(town, code, "nop-dang-ky"), **typed, **words)
        assert late.status_code == 422
        assert "Đồng chí chưa điền: Lý do nộp muộn" in errors_of(late.text)
        assert state_of(town, code) == "registration_draft"
    with clock.moved(timedelta(days=31)):
        browser = sign_in(town, town.ward.secretaries[0])
        closed = browser.get(page_of(town, code, "nop-dang-ky"))
        assert (closed.status_code, "không nhận đăng ký nữa" in text_of(closed.text)) == (422, True)


def test_17_two_sweepers_send_one_reminder_and_none_after_completion(town: Town) -> None:
    """One for each task and level, each a row; what stood still catches up without a flood."""
    make.in_review(town, town.ward.cells[0])
    days = (town.campaign.self_assessment_until - clock.today(town.session)).days
    town.session.commit()
    with clock.moved(timedelta(days=days)):
        at_once(lambda: round_of(town), lambda: round_of(town))  # type: ignore[arg-type,return-value]
        sent = reminders(town)
        assert len(sent) == len(set(sent))
        assert ("today" in [level for _task, level in sent]) is True
        assert round_of(town) == 0
    own = select(Task.id).where(
        Task.dossier_id == town.dossier(town.ward.cells[0]).id, Task.done_at.is_(None)
    )
    task_id = str(town.session.scalars(own).one())
    town.session.rollback()
    with clock.moved(timedelta(days=days + 40)):
        before = len([level for task, level in reminders(town) if task == task_id])
        round_of(town)
        after = [level for task, level in reminders(town) if task == task_id]
        assert len(after) - before == 1
        make.answered(town, town.ward.cells[0])
        make.move(town, town.ward.cells[0], "submit_self_assessment", town.ward.secretaries[0],
                  met_on=clock.today(town.session), late_reason="Lũ", **make.ADOPTION)  # fmt: skip
    with clock.moved(timedelta(days=days + 80)):
        round_of(town)
        assert [level for task, level in reminders(town) if task == task_id] == after


def test_18_votes_are_counted_by_the_rule_and_closed_for_good(room: Room) -> None:  # noqa: F811
    """Show of hands: quorum with the count, changes logged, nothing after closing, nobody above.

    Ballots of one's own are in the next scenario. The bases of the majority are the rows of
    ``tests/workflows/sittings/test_majority.py``.
    """
    town, (first, second) = room.town, room.codes
    room.open_()
    seats = seats_of(town.session, room.sitting.id)
    room.press("luu", **{"co-mat": [str(seats[0].id)]})
    check = room.chair.get(f"{room.address}/chot")
    assert "có mặt 1, cần từ 2 trên 3 ủy viên" in text_of(check.text)
    refused = room.chair.post(
        f"{room.address}/chot",
        data={"csrf_token": token_at(room.chair, room.address),
              "seen_version": str(room.reopened().version)},
    )  # fmt: skip
    assert refused.status_code in {409, 422}
    assert state_of(town, first) == "awaiting_ward_review"

    room.press("co-mat-du")
    assert room.press("luu", **{f"tan-thanh-{first}": "4"}).status_code == 422
    room.press("luu", **{f"tan-thanh-{first}": "3", f"giay-khen-{first}": "0"})
    room.press("luu", **{f"tan-thanh-{first}": "1", f"khong-{first}": "2"})
    changes = events(town, first, "vote_recorded")
    assert len(changes) >= 2
    assert changes[-1].name == town.ward.office.name
    room.press("con-lai")
    form = boxes_of(room.page(), "/bieu-quyet") | {"viec": ["luu"], f"tan-thanh-{first}": "3"}
    assert room.close().status_code == 303
    assert (state_of(town, first), state_of(town, second)) == ("not_recommended", "recommended")

    before = everything(town)
    for typed in (form, form | {"seen_version": str(room.reopened().version)}):
        late = room.recorder.post(f"{room.address}/bieu-quyet", data=typed)
        assert late.status_code == 422
        assert "Phiên họp không còn mở, chưa ghi được." in text_of(late.text)
    assert everything(town) == before
    counted = [(item.in_favour, item.result) for item in items_of(town.session, room.sitting.id)]
    rule = dict(room.reopened().rule)
    town.campaign.rules = {**town.campaign.rules, "vote": {**rule, "majority": [2, 3]}}
    town.session.commit()
    assert room.reopened().rule == rule
    assert counted == [
        (item.in_favour, item.result) for item in items_of(town.session, room.sitting.id)
    ]


def test_18_secret_ballot_is_one_a_member_final_and_nobody_s_for_another(
    room: Room,  # noqa: F811
    town: Town,
    sign_in: SignIn,
) -> None:
    """One ballot a member, never another's, final once cast; a tie is not more than half."""
    first, second = room.codes
    room.open_()
    room.press("co-mat-du")
    room.press("cach", cach="secret_ballot")
    room.press("mo-phieu")
    other = sign_in(town, town.ward.members[1])
    shown = {browser: token_at(browser, f"{room.address}/phieu") for browser in
             (room.chair, room.member, other)}  # fmt: skip

    def cast(browser: FlaskClient, token: str, title: str) -> int:
        marks = {f"chon-{code}": title for code in (first, second)}
        merits = {f"khen-{code}": "against" for code in (first, second)}
        answer = browser.post(
            f"{room.address}/phieu",
            data={"csrf_token": token, "viec": "bo", **marks, **merits,
                  # Whoever else is named is not asked: a ballot is the sender's own.
                  "nguoi": str(town.ward.chair.id), "person_id": str(town.ward.chair.id)},
        )  # fmt: skip
        return answer.status_code

    assert cast(room.member, shown[room.member], "in_favour") == 303
    before = everything(town)
    assert cast(room.member, shown[room.member], "against") == 409
    assert cast(room.recorder, token_at(room.recorder, room.address), "in_favour") == 403
    room.press("luu", **{f"tan-thanh-{first}": "3", f"ban-{first}": "1"})
    room.press("con-lai")
    assert everything(town) == before
    assert cast(room.chair, shown[room.chair], "against") == 303
    assert "Đang bỏ phiếu kín" in room.chair.get(f"{room.address}/chot").text
    assert room.press("kiem-phieu").status_code == 422  # one in the room has not voted
    assert room.press("kiem-phieu:thieu").status_code == 303
    # Who comes when it has ended finds no ballot; one in favour of three is no majority.
    assert cast(other, shown[other], "in_favour") in {409, 422}
    assert room.close().status_code == 303
    counted = [
        (item.in_favour, item.against, item.explained["base"], item.explained["needed"])
        for item in items_of(town.session, room.reopened().id)
    ]
    assert counted == [(1, 1, 3, 2)] * 2
    assert {state_of(town, code) for code in (first, second)} == {"not_recommended"}
    voters = town.session.scalars(
        select(AuditEvent.name)
        .where(AuditEvent.kind == "sitting_ballot_cast")
        .order_by(AuditEvent.seq)
    ).all()
    assert voters == [town.ward.members[0].name, town.ward.chair.name]


def test_19_dossiers_finish_on_the_version_they_began_with(town: Town, sign_in: SignIn) -> None:
    code, second = submitted(town)
    with second_version.entered():
        town.campaign.flow_version = 2
        town.session.commit()
        browser = sign_in(town, town.ward.office)
        assert send(browser, page_of(town, code, "tiep-nhan")).status_code == 303
        assert state_of(town, code) == "registered"
        (made,) = events(town, code, "accept_registration")
        assert made.facts["flow"][:2] == ["cell_title", 1]

        town.campaign.flow_version = 1
        town.session.commit()
        admin, way = town.member(town.admin), route(("cell_title", 1), ("cell_title", 2))
        report = try_route(town.session, way, viewer=admin)
        whys = {trial.code: trial.refusal and trial.refusal.code for trial in report.trials}
        assert (whys[code], whys[second]) == ("step_changed", None)
        move_over(town.session, way, town.campaign, actor=admin, reason="Bản mới",
                  digest=report.digest)  # fmt: skip
        town.session.commit()
        assert len(events(town, second, MOVED)) == 1
        assert events(town, code, MOVED) == []
        lead = sign_in(town, town.ward.appraiser)
        assert send(lead, page_of(town, second, "kiem-tra-dang-ky")).status_code == 303
        assert state_of(town, second) == "registration_checked"


@pytest.mark.parametrize(
    "path", ["/phuong/ho-so?viec=tat-ca", "/viec", "/tien-do", "/danh-sach/ward.xlsx?viec=tat-ca"]
)
def test_19_removed_state_never_makes_a_list_fail(town: Town, sign_in: SignIn, path: str) -> None:
    code, *_others = submitted(town)
    dossier = town.dossier(town.ward.cells[0])
    dossier.state = "weighed_by_nobody"
    town.session.commit()
    answer = sign_in(town, town.ward.office).get(f"/{town.tenant.slug}{path}")
    assert answer.status_code == 200
    if "xlsx" not in path and "tien-do" not in path:
        assert code in answer.text
    assert town.session.scalars(select(func.count()).select_from(AuditEvent)).one() > 0
