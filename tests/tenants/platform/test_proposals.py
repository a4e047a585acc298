"""Opening a tenant takes two people, and nobody else gets a role by it."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from psycopg import errors
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError

from jobs.first_administrator import first_administrator
from tenants.audit import AuditEvent, verify
from tenants.outbox import OutboxItem
from tenants.people import Membership, Person
from tenants.platform.accounts import Operator
from tenants.platform.proposals import Wanted, confirm, find_proposal, propose, turn_down
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.tables import Outcome
from tenants.platform.trail import done_before, verify_platform
from tenants.roles import Role
from tenants.signing_in.invitations import redeem
from tenants.tenant import Level, find_tenant
from tenants.wall import TenantSession, open_session
from tests import make
from tests.make import Town


@pytest.fixture
def wanted() -> Wanted:
    return Wanted(
        slug=f"huyen-{uuid4().hex[:10]}", name="Huyện ủy Kỳ Anh", level=Level.DISTRICT,
        admin_name="Vũ Thị Quản", admin_phone=make.phone(), words={"ward": "xã"},
        limits={"people": 900},
    )  # fmt: skip


def test_second_person_opens_what_the_first_proposed(
    keeping: TenantSession, engine: Engine, first: Operator, second: Operator, wanted: Wanted
) -> None:
    proposal = propose(keeping, wanted, by=first)
    assert find_tenant(keeping, wanted.slug) is None

    tenant, token = confirm(keeping, proposal, by=second)
    keeping.commit()

    assert (tenant.slug, tenant.name, tenant.words, tenant.limits) == (
        wanted.slug, "Huyện ủy Kỳ Anh", {"ward": "xã"}, {"people": 900},
    )  # fmt: skip
    with open_session(engine, tenant.id) as session:
        opened = session.scalars(select(AuditEvent)).one()
        assert (opened.kind, opened.name, opened.role) == (
            "tenant_opened", second.name, "platform_admin",
        )  # fmt: skip
        assert opened.facts["proposed_by"] == first.name
        first_administrator(session, session.scalars(select(OutboxItem)).one())
        session.flush()
        account = redeem(session, token)
        assert account is not None
        assert account.person.name == "Vũ Thị Quản"
        assert session.scalars(select(Membership.role)).all() == [Role.TENANT_ADMIN]
        assert list(verify(session)) == []


def test_nobody_confirms_their_own_proposal(
    keeping: TenantSession, first: Operator, wanted: Wanted
) -> None:
    proposal = propose(keeping, wanted, by=first)

    with pytest.raises(PlatformRefusedError) as refusal:
        confirm(keeping, proposal, by=first)

    assert refusal.value.code == "own_proposal"
    assert (proposal.outcome, find_tenant(keeping, wanted.slug)) == (Outcome.WAITING, None)


def test_database_takes_no_confirmation_by_whoever_proposed(
    keeping: TenantSession, first: Operator, wanted: Wanted
) -> None:
    proposal = propose(keeping, wanted, by=first)
    statement = text(
        "UPDATE tenant_proposals SET outcome = 'confirmed', decided_at = now(),"
        " decided_by_id = proposed_by_id WHERE id = :id"
    )

    with pytest.raises(IntegrityError) as error:
        keeping.execute(statement, {"id": proposal.id})

    assert isinstance(error.value.orig, errors.CheckViolation)


def test_proposal_is_decided_once(
    keeping: TenantSession, first: Operator, second: Operator, wanted: Wanted
) -> None:
    proposal = propose(keeping, wanted, by=first)
    turn_down(keeping, proposal, "Chưa có công văn", by=first)

    for decide in (
        lambda: confirm(keeping, proposal, by=second),
        lambda: turn_down(keeping, proposal, "Lần nữa", by=second),
    ):
        with pytest.raises(PlatformRefusedError) as refusal:
            decide()
        assert refusal.value.code == "proposal_settled"
    found = find_proposal(keeping, proposal.id)
    assert found is not None
    assert (found.reason, found.outcome) == ("Chưa có công văn", Outcome.TURNED_DOWN)


def test_name_in_use_reserved_or_proposed_is_refused(
    keeping: TenantSession, first: Operator, wanted: Wanted, town: Town
) -> None:
    propose(keeping, wanted, by=first)
    seen = []
    for slug in (town.tenant.slug, "he-thong", wanted.slug):
        with pytest.raises(PlatformRefusedError) as refusal:
            propose(keeping, replace(wanted, slug=slug), by=first)
        seen.append((refusal.value.code, refusal.value.field))

    assert seen == [("slug_taken", "slug"), ("slug_reserved", "slug"), ("proposed_already", "slug")]


def test_job_gives_no_role_in_a_tenant_that_has_people(town: Town) -> None:
    """With the right to leave a job the platform would otherwise let itself in anywhere."""
    session = town.session
    people = session.scalar(select(func.count()).select_from(Person))
    item = OutboxItem(
        job="first_administrator",
        payload={"name": "Kẻ Lạ", "phone": make.phone(), "digest": "00", "expires_at": "",
                 "by": "Kẻ Lạ"},
    )  # fmt: skip

    first_administrator(session, item)
    session.flush()

    assert session.scalar(select(func.count()).select_from(Person)) == people


def test_platforms_trail_is_a_chain_that_names_what_was_changed(
    keeping: TenantSession, first: Operator, wanted: Wanted, addresses: object
) -> None:
    proposal = propose(keeping, wanted, by=first, request_key="key-" + wanted.slug)
    assert list(verify_platform(keeping)) == []

    event = done_before(keeping, "key-" + wanted.slug)

    assert event is not None
    assert (event.kind, event.name, event.slug) == ("tenant_proposed", first.name, wanted.slug)
    assert event.facts["proposal"] == str(proposal.id)
    event.record = event.record.replace(first.name, "Ai đó")
    with keeping.no_autoflush:
        assert list(verify_platform(keeping)) == [(event.seq, "hash")]
    keeping.rollback()
