"""What an office has to do before its first year can begin, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, url_for
from sqlalchemy import exists, func, select

from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.signing_in.tables import SignIn
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from web.catalogue import _
from web.filters import day, number
from workflows.campaigns.reading import campaigns_of
from workflows.campaigns.tables import Campaign


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its words, how far it is, and where it is done (if there is a page)."""

    words: str
    standing: str
    is_done: bool
    address: str | None


def steps_of(session: TenantSession) -> list[Step]:
    """List what has to be done, in the order in which it is done."""
    campaigns = campaigns_of(session)
    latest = campaigns[0] if campaigns else None
    return [
        _year(latest),
        _criteria(latest),
        _cells(session),
        _offices(session),
        _invitations(session),
    ]


def _year(latest: Campaign | None) -> Step:
    if latest is None:
        return Step(
            _("Các ngày của năm"), _("Chưa có năm nào được lập"), is_done=False,
            address=url_for("programmes.ask"),
        )  # fmt: skip
    return Step(
        _("Các ngày của năm"),
        _(
            "Năm %(year)s: đăng ký đến %(day)s",
            year=latest.year,
            day=day(latest.registration_until),
        ),
        is_done=True,
        address=url_for("campaigns.page", year=latest.year),
    )


def _criteria(latest: Campaign | None) -> Step:
    return Step(
        _("Bộ tiêu chí"),
        _(
            "%(title)s, phiên bản %(n)s",
            title=latest.criteria_set.title,
            n=latest.criteria_set.version,
        )
        if latest
        else _("Chưa chọn bộ tiêu chí"),
        latest is not None,
        _if_there("/quan-tri/tieu-chi"),
    )


def _cells(session: TenantSession) -> Step:
    cells = _count(session, UnitKind.PARTY_CELL)
    wards = _count(session, UnitKind.WARD_COMMITTEE)
    return Step(
        _("Danh sách chi bộ từ Excel"),
        _("%(wards)s đơn vị trực thuộc, %(cells)s chi bộ", wards=number(wards), cells=number(cells))
        if cells
        else _("Chưa có chi bộ nào"),
        cells > 0,
        url_for("uploading.choose"),
    )


def _offices(session: TenantSession) -> Step:
    wards = _count(session, UnitKind.WARD_COMMITTEE)
    staffed = (
        session.scalar(
            select(func.count())
            .select_from(OrgUnit)
            .where(
                OrgUnit.kind == UnitKind.WARD_COMMITTEE,
                OrgUnit.valid_to.is_(None),
                exists().where(
                    Membership.unit_id == OrgUnit.id,
                    Membership.role == Role.WARD_OFFICE,
                    Membership.valid_to.is_(None),
                ),
            )
        )
        or 0
    )
    return Step(
        _("Cán bộ các cấp"),
        _("%(n)s trên %(all)s đơn vị đã có văn phòng", n=number(staffed), all=number(wards))
        if wards
        else _("Có sau khi nhập danh sách"),
        0 < wards == staffed,
        _if_there("/quan-tri/nguoi-dung") or url_for("uploading.choose"),
    )


def _invitations(session: TenantSession) -> Step:
    accounts = (
        select(func.count()).select_from(Account).join(Person, Person.id == Account.person_id)
    )
    accounts = accounts.where(Account.disabled_at.is_(None), Person.disabled_at.is_(None))
    known = session.scalar(accounts) or 0
    came = session.scalar(accounts.where(exists().where(SignIn.account_id == Account.id))) or 0
    return Step(
        _("Mời đăng nhập"),
        _("%(n)s trên %(all)s đồng chí đã đăng nhập", n=number(came), all=number(known)),
        known > 1 and came == known,
        url_for("uploading.choose", _anchor="da-nhap"),
    )


def _count(session: TenantSession, kind: UnitKind) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(OrgUnit)
            .where(OrgUnit.kind == kind, OrgUnit.valid_to.is_(None))
        )
        or 0
    )


def _if_there(path: str) -> str | None:
    """Return the address of a page of the tenant, if the product has it."""
    adapter = current_app.url_map.bind("")
    return f"/{g.tenant_slug}{path}" if adapter.test(f"/t{path}", "GET") else None
