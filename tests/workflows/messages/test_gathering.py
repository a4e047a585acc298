"""Messages: what is taken back never leaves, one bundle a day, nothing at night."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.outbox import OutboxItem
from tenants.people import Account
from tests import make
from tests.make import Town
from workflows.engine.fire import Happening
from workflows.messages.gathering import gather
from workflows.messages.moves import send_of
from workflows.messages.reaching import choose
from workflows.messages.tables import Bundle, Channel, Delivery, Message
from workflows.notices.telling import tell_of

ALL = frozenset(Channel)
TEN = time(10, 0)


def at(town: Town, hour: time, *, days: int = 1) -> timedelta:
    """Return how far it is from now to an hour of a day to come."""
    now = clock.local(clock.now(town.session))
    return datetime.combine(now.date() + timedelta(days=days), hour, clock.VIET_NAM) - now


def told(town: Town, happening: Happening, ways: frozenset[Channel] = ALL) -> int:
    tell_of(town.session, happening.seq)
    given = send_of(town.session, town.tenant, happening.seq, ways=ways)
    town.session.commit()
    return given


def registered(town: Town, number: int = 0) -> Happening:
    """Submit a registration, which the office and the deputy hear of."""
    return make.move(
        town, town.ward.cells[number], "submit_registration", town.ward.secretaries[number],
        met_on=clock.today(town.session), late_reason="Ốm", **make.REGISTRATION,
    )  # fmt: skip


def with_mailbox(town: Town, *people: make.Person) -> None:
    for person in people:
        account = town.session.scalars(select(Account).where(Account.person_id == person.id)).one()
        account.email = f"{account.phone.strip('+')}@example.vn"
    town.session.commit()


def gathered(town: Town, ways: frozenset[Channel] = ALL, base: str = "") -> int:
    made = gather(town.session, town.tenant, ways=ways, base=base)
    town.session.commit()
    return made


def messages(town: Town) -> list[Message]:
    return list(
        town.session.scalars(
            select(Message).order_by(Message.at, Message.id)
            .execution_options(populate_existing=True)
        )
    )  # fmt: skip


def deliveries(town: Town) -> list[Delivery]:
    return list(town.session.scalars(select(Delivery).order_by(Delivery.id)))


def test_move_is_told_outside_to_those_who_were_told_inside(town: Town) -> None:
    with clock.moved(at(town, TEN)):
        assert told(town, registered(town)) == 2
    assert {message.person_id for message in messages(town)} == {
        town.ward.office.id, town.ward.deputy.id,
    }  # fmt: skip
    unit, year = town.ward.cells[0].name, town.campaign.year
    assert {message.words for message in messages(town)} == {f"{unit} đã nộp đăng ký năm {year}."}
    assert {message.short for message in messages(town)} == {
        f"Bon Tot: Chi bo To dan pho 1 da nop dang ky nam {year}."
    }


def test_nothing_is_kept_where_no_channel_is_set_up(town: Town) -> None:
    assert told(town, registered(town), frozenset()) == 0
    assert messages(town) == []


def test_told_twice_there_is_one_message(town: Town) -> None:
    happening = registered(town)

    assert (told(town, happening), told(town, happening)) == (2, 0)


def test_move_undone_in_time_never_leaves(town: Town) -> None:
    with clock.moved(at(town, TEN)):
        told(town, registered(town))
        undo = make.move(town, town.ward.cells[0], "undo", town.ward.secretaries[0])
    with clock.moved(at(town, TEN) + timedelta(minutes=1)):
        assert told(town, undo) == 0
    with clock.moved(at(town, TEN) + timedelta(minutes=20)):
        assert gathered(town) == 0
    assert {message.dropped_because for message in messages(town)} == {"undone"}


def test_move_undone_later_is_corrected_to_the_same_people(town: Town) -> None:
    with_mailbox(town, town.ward.office)
    ways = frozenset({Channel.EMAIL})
    with clock.moved(at(town, TEN)):
        assert told(town, registered(town), ways) == 1
        assert gathered(town, ways) == 0  # it may still be taken back
    with clock.moved(at(town, TEN) + timedelta(minutes=16)):
        assert gathered(town, ways) == 1
        undo = make.move(town, town.ward.cells[0], "undo", town.ward.secretaries[0])
        assert told(town, undo, ways) == 1
        assert gathered(town, ways) == 1
    correction = messages(town)[-1]
    assert (correction.person_id, correction.urgent) == (town.ward.office.id, True)
    assert correction.words == (
        f"Đính chính: tin «{town.ward.cells[0].name} đã nộp đăng ký năm {town.campaign.year}»"
        " không còn giá trị, người gửi đã hoàn tác."
    )


def test_one_bundle_a_person_and_day(town: Town) -> None:
    with_mailbox(town, town.ward.office)
    ways = frozenset({Channel.EMAIL})
    with clock.moved(at(town, time(6, 0), days=1)):
        for number in (0, 1):
            told(town, registered(town, number), ways)
    with clock.moved(at(town, TEN, days=1)):
        assert gathered(town, ways) == 1
        told(town, make.move(town, town.ward.cells[1], "undo", town.ward.secretaries[1]), ways)
        told(town, registered(town, 1), ways)
    with clock.moved(at(town, time(11, 0), days=1)):
        assert gathered(town, ways) == 1  # the correction alone
    with clock.moved(at(town, TEN, days=2)):
        assert gathered(town, ways) == 1
    bundles = town.session.scalars(select(Bundle).order_by(Bundle.made_at)).all()
    assert [bundle.urgent for bundle in bundles] == [False, True, False]
    said = f"Chi bộ Tổ dân phố 2 đã nộp đăng ký năm {town.campaign.year}"
    assert [mail.subject for mail in deliveries(town)] == [
        "Bốn Tốt: 2 tin về công việc của đồng chí",
        f"Bốn Tốt: Đính chính: tin «{said}» không còn giá trị, người gửi đã hoàn tác",
        f"Bốn Tốt: {said}",
    ]


def test_mail_is_made_of_the_stored_sentences(town: Town) -> None:
    with_mailbox(town, town.ward.office)
    ways = frozenset({Channel.EMAIL})
    with clock.moved(at(town, TEN)):
        told(town, registered(town), ways)
    message = messages(town)[0]
    message.words = "Câu đã lưu."
    town.session.commit()
    with clock.moved(at(town, TEN) + timedelta(hours=1)):
        gathered(town, ways, base="https://4tot.example.vn")

    mail = deliveries(town)[0]
    slug, code = town.tenant.slug, town.dossier(town.ward.cells[0]).code
    assert mail.body == (
        f"Kính gửi đồng chí {town.ward.office.name},\n\nCâu đã lưu.\n"
        f"https://4tot.example.vn/{slug}/ho-so/{code}\n\n"
        "Thành ủy Bình An. Thư tự động, không cần trả lời. Cần giúp, gọi 02063850000.\n"
        f"Đổi cách nhận tin: https://4tot.example.vn/{slug}/toi\n"
    )
    jobs = town.session.scalars(select(OutboxItem).where(OutboxItem.job == "deliver")).all()
    assert [job.payload for job in jobs] == [{"delivery": str(mail.id)}]


def test_return_goes_out_by_sms_with_its_criteria_and_day(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    today = clock.today(town.session)
    with clock.moved(at(town, TEN)):
        back = make.move(
            town, town.ward.cells[0], "return_for_supplement", town.ward.appraiser,
            marked=["2.1"], reason="Đảng viên A còn thiếu giấy", due_on=today + timedelta(3),
        )  # fmt: skip
        told(town, back, frozenset({Channel.SMS}))
        assert gathered(town, frozenset({Channel.SMS})) == 0
    with clock.moved(at(town, TEN) + timedelta(minutes=16)):
        gathered(town, frozenset({Channel.SMS}))
    texts = {text.body for text in deliveries(town)}
    day = f"{today + timedelta(3):%d/%m/%Y}"
    said = (
        "Bon Tot: Phuong de nghi Chi bo To dan pho 1 bo sung ho so: tieu chi 2.1."
        f" Han {day}. Giup: 02063850000"
    )
    assert texts == {said}


@pytest.mark.parametrize("hour", [time(21, 0), time(23, 30), time(3, 0), time(6, 59)])
def test_nothing_leaves_in_the_quiet_hours(town: Town, hour: time) -> None:
    with_mailbox(town, town.ward.office)
    told(town, registered(town))
    with clock.moved(at(town, hour, days=1)):
        assert gathered(town) == 0
    with clock.moved(at(town, time(7, 31), days=2)):
        assert gathered(town) == 2


def test_chosen_channels_are_kept_to(town: Town) -> None:
    with_mailbox(town, town.ward.office)
    choose(
        town.session, town.member(town.ward.office),
        channels=[Channel.ZALO], gathered=False, email="van.phong@example.vn",
    )  # fmt: skip
    choose(town.session, town.member(town.ward.deputy), channels=[], gathered=True, email=None)
    with clock.moved(at(town, TEN)):
        assert told(town, registered(town)) == 1
    with clock.moved(at(town, TEN) + timedelta(minutes=16)):
        assert gathered(town) == 1
    assert [(each.channel, each.body) for each in deliveries(town)] == [
        ("zalo", f"Bốn Tốt:\n- Chi bộ Tổ dân phố 1 đã nộp đăng ký năm {town.campaign.year}.")
    ]


def test_two_gathering_at_once_make_one_bundle(town: Town) -> None:
    with_mailbox(town, town.ward.office)
    ways = frozenset({Channel.EMAIL})
    with clock.moved(at(town, TEN)):
        told(town, registered(town), ways)
    with clock.moved(at(town, TEN) + timedelta(minutes=16)), town.elsewhere() as other:
        assert gather(other, town.tenant, ways=ways) == 1
        assert gather(town.session, town.tenant, ways=ways) == 0
        other.commit()
    town.session.commit()
    assert len(deliveries(town)) == 1
