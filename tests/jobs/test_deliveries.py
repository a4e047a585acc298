"""Carrying bundles: to a real mail server, over HTTP, or nowhere for a sample tenant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, select

from jobs.channels.loopback import loopback
from jobs.channels.ways import ways_of
from jobs.reminders import gather_once, remind_once
from jobs.run import JobFailedError, run_item
from tenants import clock
from tenants.outbox import OutboxItem
from tenants.people import Account
from tenants.settings import Settings, settings
from tenants.tenant import Tenant
from tenants.wall import open_session
from tests import make
from tests.jobs.channels.mailbox import mail_server
from tests.make import Town
from tests.workflows.messages.test_gathering import TEN, at
from workflows.messages.tables import Channel, Delivery

SENDER = "bon-tot@example.vn"


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Set the environment of an installation; the settings are read anew."""
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


def set_up(configure: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        configure.setenv(name, value)
    settings.cache_clear()


def mailboxes(town: Town) -> None:
    for account in town.session.scalars(select(Account)):
        account.email = f"{account.phone.strip('+')}@example.vn"
    town.session.commit()


def sample(platform: Engine, town: Town) -> None:
    with open_session(platform) as session:
        tenant = session.get_one(Tenant, town.tenant.id)
        tenant.words = {**tenant.words, "sample": True}
        session.commit()
    town.session.expire_all()


def assessing(town: Town) -> timedelta:
    """Bring a cell to its self-assessment; return how far its last day is, at ten o'clock."""
    make.in_review(town, town.ward.cells[0])
    return at(town, TEN, days=60)


def items(town: Town) -> list[OutboxItem]:
    with town.elsewhere() as session:
        return list(
            session.scalars(
                select(OutboxItem).where(OutboxItem.job == "deliver", OutboxItem.done_at.is_(None))
            )
        )


def carry(town: Town) -> None:
    for item in items(town):
        run_item(str(town.tenant.id), str(item.id))


def deliveries(town: Town) -> list[Delivery]:
    with town.elsewhere() as session:
        return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def test_reminder_reaches_a_mailbox(town: Town, configure: pytest.MonkeyPatch) -> None:
    mailboxes(town)
    with mail_server() as box, clock.moved(assessing(town)):
        set_up(configure, SMTP_URL=f"smtp://127.0.0.1:{box.port}", SMTP_FROM=SENDER)
        assert remind_once(town.engine) > 0
        gather_once(town.engine)
        carry(town)
        carry(town)

    number = town.phones[town.ward.secretaries[0].id].strip("+")
    mine = [mail for mail in box.mails if mail["To"] == f"{number}@example.vn"]
    assert len(mine) == 1
    until = f"{town.campaign.self_assessment_until:%d/%m/%Y}"
    assert f"Hạn hôm nay, {until}." in mine[0].get_content()
    sent = [each for each in deliveries(town) if each.sent_at is not None]
    assert {each.sent_by for each in sent} == {str(mail["Message-ID"]) for mail in box.mails}


def test_busy_server_is_asked_again_and_gets_one_copy(
    town: Town, configure: pytest.MonkeyPatch
) -> None:
    mailboxes(town)
    with mail_server() as box, clock.moved(assessing(town)):
        set_up(configure, SMTP_URL=f"smtp://127.0.0.1:{box.port}", SMTP_FROM=SENDER)
        box.answer = "451 later"
        remind_once(town.engine)
        gather_once(town.engine)
        first = items(town)[0]
        with pytest.raises(JobFailedError):
            run_item(str(town.tenant.id), str(first.id))
        box.answer = "250 OK"
        carry(town)
    assert len(box.mails) == len({mail["Message-ID"] for mail in box.mails}) > 0
    assert all(each.sent_at for each in deliveries(town))


def test_refused_address_is_given_up_with_its_reason(
    town: Town, configure: pytest.MonkeyPatch
) -> None:
    mailboxes(town)
    with mail_server() as box, clock.moved(assessing(town)):
        set_up(configure, SMTP_URL=f"smtp://127.0.0.1:{box.port}", SMTP_FROM=SENDER)
        box.recipients = "550 no such mailbox"
        remind_once(town.engine)
        gather_once(town.engine)
        carry(town)
    assert {each.last_error for each in deliveries(town)} == {"recipient refused: 550"}
    assert all(each.given_up_at for each in deliveries(town))
    assert items(town) == []


def test_urgent_reminder_goes_out_as_one_plain_sms(
    town: Town, configure: pytest.MonkeyPatch
) -> None:
    with loopback() as gateway, clock.moved(assessing(town)):
        set_up(configure, SMS_URL=gateway.url, SMS_TOKEN=gateway.token)
        remind_once(town.engine)
        gather_once(town.engine)
        carry(town)
    phone = town.phones[town.ward.secretaries[0].id]
    mine = [message.text for message in gateway.messages if message.to == phone]
    assert len(mine) == 1
    assert mine[0].startswith("Bon Tot: Chi bo To dan pho 1 can nop tu danh gia")
    assert all(each.text.isascii() and len(each.text) <= 160 for each in gateway.messages)


def test_nothing_is_sent_where_nothing_is_configured(town: Town) -> None:
    mailboxes(town)
    with clock.moved(assessing(town)):
        assert remind_once(town.engine) > 0
        assert gather_once(town.engine) == 0
    assert deliveries(town) == []


def test_sample_tenant_reaches_nobody_whatever_is_configured(
    town: Town, platform: Engine, configure: pytest.MonkeyPatch
) -> None:
    mailboxes(town)
    sample(platform, town)
    with mail_server() as box, loopback() as gateway, clock.moved(assessing(town)):
        set_up(
            configure, SMTP_URL=f"smtp://127.0.0.1:{box.port}", SMTP_FROM=SENDER,
            SMS_URL=gateway.url, ZALO_URL=gateway.url,
        )  # fmt: skip
        remind_once(town.engine)
        gather_once(town.engine)
        carry(town)
    assert (box.mails, gateway.messages) == ([], [])
    assert {each.sent_by for each in deliveries(town)} == {"loopback"}
    assert {each.channel for each in deliveries(town)} == set(Channel)


def test_channels_are_off_until_configured(town: Town) -> None:
    bare = Settings(_env_file=None)  # type: ignore[call-arg]
    assert ways_of(bare, town.tenant) == frozenset()
    configured = bare.with_values(smtp_url=SecretStr("smtp://mail.example.vn"))
    assert ways_of(configured, town.tenant) == {Channel.EMAIL}
