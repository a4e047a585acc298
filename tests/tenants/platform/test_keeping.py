"""Looking after tenants: names, standing, hosts, limits; each act in both trails."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from jobs.counting import count_tenant
from tenants.audit import AuditEvent, verify
from tenants.limits import OverLimitError, keep_lists_within
from tenants.members import SYSTEM
from tenants.people import Person
from tenants.platform.accounts import Operator, add_account, find_account
from tenants.platform.entering import (
    begin_sign_in,
    check_code,
    find_sign_in,
    invite,
    issue_code,
    redeem,
)
from tenants.platform.keeping import (
    Description,
    counts_of,
    describe,
    events_about,
    list_tenants,
    set_standing,
)
from tenants.platform.refusals import PlatformRefusedError
from tenants.tenant import Standing, Tenant, tenant_at
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from tests import make
from tests.make import Town


def as_it_is(tenant: Tenant) -> Description:
    return Description(
        tenant.name, tenant.level, tenant.host, tenant.words, tenant.limits, tenant.valid_from,
        tenant.valid_to,
    )  # fmt: skip


def kept(keeping: TenantSession, town: Town) -> Tenant:
    return keeping.get_one(Tenant, town.tenant.id)


def test_new_name_is_written_into_both_trails(
    keeping: TenantSession, first: Operator, town: Town
) -> None:
    tenant = kept(keeping, town)
    said = replace(as_it_is(tenant), name="Thành ủy Bình An mới", limits={"units": 400})

    describe(keeping, tenant, said, by=first)
    keeping.commit()

    town.session.rollback()
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "tenant_described")
    ).one()
    assert event.facts["changed"] == {
        "name": {"from": "Thành ủy Bình An", "to": "Thành ủy Bình An mới"},
        "limits": {"from": {}, "to": {"units": 400}},
    }
    assert [each.kind for each in events_about(keeping, tenant.slug)] == ["tenant_described"]
    assert list(verify(town.session)) == []
    with pytest.raises(PlatformRefusedError):
        describe(keeping, tenant, said, by=first)


def test_closed_tenant_has_a_last_day_until_it_is_open_again(
    keeping: TenantSession, first: Operator, town: Town
) -> None:
    tenant = kept(keeping, town)
    seen = []
    for standing in (Standing.SUSPENDED, Standing.CLOSED, Standing.OPEN):
        set_standing(keeping, tenant, standing, "Sắp xếp đơn vị", by=first)
        seen.append((tenant.standing, tenant.valid_to is not None))
    keeping.commit()

    assert seen == [
        (Standing.SUSPENDED, False), (Standing.CLOSED, True), (Standing.OPEN, False),
    ]  # fmt: skip
    with pytest.raises(PlatformRefusedError):
        set_standing(keeping, tenant, Standing.OPEN, "Lần nữa", by=first)


def test_tenant_with_a_host_is_found_there_alone_and_nobody_else_is(
    keeping: TenantSession, first: Operator, town: Town, other_town: Town
) -> None:
    tenant = kept(keeping, town)
    host = f"{tenant.slug}.example"
    describe(keeping, tenant, replace(as_it_is(tenant), host=host), by=first)

    def found(slug: str, at: str) -> str | None:
        tenant = tenant_at(keeping, slug, host=at)
        return tenant.slug if tenant else None

    own, other = town.tenant.slug, other_town.tenant.slug
    assert (found(own, host), found(own, "localhost"), found(other, host)) == (own, None, None)
    assert (found(other, "localhost"), found("khong-co", host)) == (other, None)


def test_host_serves_one_tenant(
    keeping: TenantSession, first: Operator, town: Town, other_town: Town
) -> None:
    host = f"{town.tenant.slug}.example"
    for each in (town, other_town):
        tenant = kept(keeping, each)
        said = replace(as_it_is(tenant), host=host)
        if each is town:
            describe(keeping, tenant, said, by=first)
            keeping.commit()
            keeping.tenant_id = None
            continue
        with pytest.raises(PlatformRefusedError) as refusal:
            describe(keeping, tenant, said, by=first)
        assert (refusal.value.code, refusal.value.field) == ("host_taken", "host")


@pytest.mark.parametrize("limit", ["units", "people"])
def test_tenant_holds_no_more_than_its_limit(
    keeping: TenantSession, first: Operator, town: Town, limit: str
) -> None:
    count_tenant(town.session)
    town.session.commit()
    held = getattr(counts_of(keeping)[town.tenant.id], limit)
    table = {"units": OrgUnit, "people": Person}[limit]
    assert held == town.session.scalar(select(func.count()).select_from(table)) > 1
    tenant = kept(keeping, town)

    describe(keeping, tenant, replace(as_it_is(tenant), limits={limit: held}), by=first)
    keeping.commit()
    town.session.rollback()
    keep_lists_within(town.session)

    describe(keeping, tenant, replace(as_it_is(tenant), limits={limit: held - 1}), by=first)
    keeping.commit()
    town.session.rollback()
    with pytest.raises(OverLimitError) as refusal:
        keep_lists_within(town.session)
    assert (refusal.value.limit, refusal.value.allowed, refusal.value.wanted) == (
        limit, held - 1, held,
    )  # fmt: skip


def test_tenants_are_found_without_accents(keeping: TenantSession, town: Town) -> None:
    found = {tenant.slug for tenant in list_tenants(keeping, search="thanh uy binh an")}

    assert town.tenant.slug in found


def test_code_works_once_and_a_sign_in_ends_after_half_an_hour(
    keeping: TenantSession, first: Operator
) -> None:
    account = add_account(keeping, "Người Mới", make.phone(), actor=SYSTEM)
    code = issue_code(keeping, account, actor=SYSTEM)
    wrong = "000000" if code != "000000" else "111111"

    assert [check_code(keeping, account, each) for each in (wrong, code, code)] == [
        False, True, False,
    ]  # fmt: skip
    token = begin_sign_in(keeping, account)
    assert find_sign_in(keeping, token) is not None
    assert find_sign_in(keeping, token + "x") is None


def test_link_of_an_invitation_works_once(keeping: TenantSession) -> None:
    account = add_account(keeping, "Người Mới", make.phone(), actor=SYSTEM)
    older, token = (invite(keeping, account, actor=SYSTEM) for _ in range(2))

    assert [redeem(keeping, each) for each in (older, token, token)] == [None, account, None]


def test_phone_of_somebody_else_is_refused(keeping: TenantSession, first: Operator) -> None:
    phone = make.phone()
    add_account(keeping, "Nguyễn Văn A", phone, actor=SYSTEM)

    with pytest.raises(PlatformRefusedError) as refusal:
        add_account(keeping, "Nguyễn Văn B", phone, actor=SYSTEM)

    assert refusal.value.code == "phone_taken"
    same = add_account(keeping, "nguyễn văn a", phone, actor=SYSTEM)
    assert find_account(keeping, phone) is same
