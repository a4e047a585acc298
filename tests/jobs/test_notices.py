"""Telling of a move, through the outbox and the queue."""

from __future__ import annotations

from redis import Redis
from sqlalchemy import select

from jobs.relay import relay_once
from jobs.run import run_item
from tenants import clock
from tenants.outbox import OutboxItem
from tests import make
from tests.jobs.works import do_all
from tests.make import Town
from workflows.notices.tables import Notice


def submitted(town: Town) -> OutboxItem:
    """Submit a registration; return the item that it left."""
    make.move(
        town, town.ward.cells[0], "submit_registration", town.ward.secretaries[0],
        met_on=clock.today(town.session), **make.REGISTRATION,
    )  # fmt: skip
    return town.session.scalars(select(OutboxItem).where(OutboxItem.job == "tell")).one()


def notices(town: Town) -> list[Notice]:
    with town.elsewhere() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))


def test_move_is_told_once_to_each_person(town: Town, redis: Redis) -> None:
    item = submitted(town)

    relay_once(town.engine, redis)
    do_all(redis)

    dossier = town.dossier(town.ward.cells[0])
    assert {notice.person_id for notice in notices(town)} == {
        town.ward.deputy.id, town.ward.office.id,
    }  # fmt: skip
    assert [
        (notice.tenant_id, notice.dossier_id, notice.seq, notice.trigger, notice.state)
        for notice in notices(town)
    ] == [
        (
            town.tenant.id, dossier.id, item.payload["seq"],
            "submit_registration", "registration_submitted",
        )
    ] * 2  # fmt: skip


def test_told_twice_everyone_has_one_notice(town: Town) -> None:
    item = submitted(town)
    run_item(str(town.tenant.id), str(item.id))
    before = [notice.id for notice in notices(town)]
    item.done_at = None
    town.session.commit()

    run_item(str(town.tenant.id), str(item.id))

    assert [notice.id for notice in notices(town)] == before


def test_notice_of_one_tenant_is_not_in_another(town: Town, other_town: Town, redis: Redis) -> None:
    submitted(town)

    relay_once(town.engine, redis)
    do_all(redis)

    assert (len(notices(town)), notices(other_town)) == (2, [])
