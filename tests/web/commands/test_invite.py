"""The first way in: a one-time link."""

from __future__ import annotations

from sqlalchemy import Engine, select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.members import find_member
from tenants.platform.entering import invited
from tenants.roles import Role
from tenants.signing_in.invitations import redeem
from tenants.tenant import find_tenant
from tenants.wall import TenantSession, open_session
from tests.make import phone
from tests.web.commands.answers import NO_SUCH_TENANT, refusal
from tests.web.commands.conftest import Bontot


def entered(engine: Engine, slug: str) -> TenantSession:
    session = open_session(engine)
    tenant = find_tenant(session, slug)
    assert tenant is not None
    session.enter(tenant.id)
    return session


def invite(bontot: Bontot, slug: str, number: str, name: str = "Vũ Thị Quản") -> str:
    result = bontot(
        "invite", "--phone", number, "--name", name, "--role", "tenant_admin", "--tenant", slug,
        "--address", "https://bon-tot.example/",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    return result.stdout.strip()


def test_link_lets_the_person_in_as_administrator_once(
    bontot: Bontot, slug: str, engine: Engine
) -> None:
    link = invite(bontot, slug, phone())
    address, _, token = link.rpartition("/")

    with entered(engine, slug) as session:
        account = redeem(session, token)
        assert account is not None
        assert redeem(session, token) is None
        member = find_member(session, account.person_id, on=clock.today(session))

    assert address == f"https://bon-tot.example/{slug}/loi-moi"
    assert member is not None
    assert (member.name, [holding.role for holding in member.holdings]) == (
        "Vũ Thị Quản", [Role.TENANT_ADMIN],
    )  # fmt: skip


def test_invitation_is_audited_as_made_by_the_operator(
    bontot: Bontot, slug: str, engine: Engine
) -> None:
    invite(bontot, slug, phone())

    with entered(engine, slug) as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()

    assert [(event.kind, event.name, event.for_name) for event in events[1:]] == [
        ("person_added", "Người vận hành", "Vũ Thị Quản"),
        ("role_given", "Người vận hành", "Vũ Thị Quản"),
        ("invited", "Người vận hành", "Vũ Thị Quản"),
    ]


def test_second_invitation_ends_the_first_and_adds_nobody(
    bontot: Bontot, slug: str, engine: Engine
) -> None:
    number = phone()
    first, second = (invite(bontot, slug, number).rpartition("/")[2] for _ in range(2))

    with entered(engine, slug) as session:
        kinds = session.scalars(select(AuditEvent.kind).order_by(AuditEvent.seq)).all()
        assert redeem(session, first) is None
        assert redeem(session, second) is not None

    assert kinds[1:] == ["person_added", "role_given", "invited", "invited"]


def test_number_of_somebody_else_is_refused(bontot: Bontot, slug: str) -> None:
    number = phone()
    invite(bontot, slug, number)

    result = bontot(
        "invite", "--phone", number, "--name", "Người Khác", "--role", "tenant_admin",
        "--tenant", slug,
    )  # fmt: skip

    assert refusal(result) == f"The number {number} is Vũ Thị Quản's; give that name or another."


def test_text_that_is_no_number_is_refused(bontot: Bontot, slug: str) -> None:
    result = bontot(
        "invite", "--phone", "09x", "--name", "N", "--role", "tenant_admin", "--tenant", slug
    )

    assert refusal(result) == "09x is not a phone number."


def test_unknown_tenant_names_the_command_that_opens_one(bontot: Bontot) -> None:
    result = bontot(
        "invite", "--phone", phone(), "--name", "N", "--role", "tenant_admin",
        "--tenant", "khong-co",
    )  # fmt: skip

    assert refusal(result) == NO_SUCH_TENANT


def test_first_platform_administrator_gets_a_link_to_the_platform(
    bontot: Bontot, platform: Engine
) -> None:
    result = bontot("invite", "--phone", phone(), "--name", "Lý Nền", "--role", "platform_admin")
    token = result.stdout.strip().rpartition("/he-thong/loi-moi/")[2]

    with open_session(platform) as session:
        account = invited(session, token)
        assert account is not None
        assert account.name == "Lý Nền"


def test_tenant_is_named_for_its_administrator_and_for_nobody_else(bontot: Bontot) -> None:
    words = ("invite", "--phone", phone(), "--name", "Lý Nền", "--role")

    assert refusal(bontot(*words, "platform_admin", "--tenant", "a")) == (
        "A platform_admin belongs to no tenant; leave --tenant out."
    )
    assert refusal(bontot(*words, "tenant_admin")) == (
        "Say with --tenant which tenant the person looks after."
    )
