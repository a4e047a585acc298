"""The facts of a decision as its papers print them, gathered once and then frozen.

The layout is the papers' own; what is said here follows docs/process.md, section 8:
no number is invented, and who signs held office on the day of signing.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.bodies import Body, BodyMember, Seat
from tenants.database import Json
from tenants.people import Membership, Person
from tenants.public_codes import check_address
from tenants.roles import Role
from tenants.tenant import Tenant
from tenants.text.dates import show_date
from tenants.text.numbers import show_number
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.awards import award_of
from workflows.dossiers.rating import ratings_of
from workflows.dossiers.tables import Dossier
from workflows.sittings.tables import Result, SittingItem

if TYPE_CHECKING:
    from workflows.decisions.tables import Decision

EDITION = 1
RATINGS = {
    "excellent": "Hoàn thành xuất sắc nhiệm vụ",
    "good": "Hoàn thành tốt nhiệm vụ",
    "completed": "Hoàn thành nhiệm vụ",
    "not_completed": "Không hoàn thành nhiệm vụ",
}


def facts_of(session: TenantSession, decision: Decision) -> Json:
    """Gather what the paper says; the form is that of ``jobs.papers.facts``."""
    tenant = session.get_one(Tenant, decision.tenant_id)
    campaign = session.scalars(
        select(Campaign)
        .where(Campaign.id == decision.campaign_id)
        .options(joinedload(Campaign.programme, innerjoin=True))
    ).one()
    body = session.scalars(
        select(Body).where(Body.id == decision.body_id).options(joinedload(Body.unit))
    ).one()
    items = _items(session, decision)
    flow = items[0].dossier
    title = award_of(flow.flow)
    wards = list(dict.fromkeys(item.dossier.committee.name for item in items))
    return {
        "edition": EDITION,
        "letterhead": {
            "upper_body": tenant.words.get("upper_body", ""),
            "issuing_body": tenant.words.get("issuing_body", tenant.name.upper()),
            "place": tenant.words.get("place", ""),
        },
        "number": decision.number,
        "symbol": tenant.words.get("symbol", "QĐ/ĐU"),
        "signed_on": decision.signed_on.isoformat() if decision.signed_on else None,
        "year": campaign.year,
        "subject": [f"công nhận danh hiệu “{title}” năm {campaign.year}"],
        "deciding_heading": body.name.upper(),
        "deciding_body": body.name,
        "legal_bases": [
            *(f"Căn cứ {base}" for base in campaign.programme.legal_bases),
            *_submissions(items),
        ],
        "articles": [
            (
                f"Công nhận danh hiệu “{title}” năm {campaign.year} đối với {len(items)} chi bộ"
                " (có danh sách kèm theo)."
            ),
            (
                f"Văn phòng, Ban Tổ chức, các đảng ủy {tenant.words.get('ward', 'phường')} và các"
                " chi bộ có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."
            ),
            "Quyết định này có hiệu lực kể từ ngày ký.",
        ],
        "annex_subject": [f"các chi bộ được công nhận danh hiệu “{title}” năm {campaign.year}"],
        "cells": _rows(session, items),
        "signature": _signature(session, decision),
        "recipients": [
            *(f"Đảng ủy {_inside(ward)}" for ward in wards),
            "Các chi bộ có tên tại Điều 1",
            f"Lưu Văn phòng {tenant.words.get('city', tenant.name)}",
        ],
        "verification_code": decision.public_code,
        "check_address": check_address(decision.public_code),
        "seen": sha256("".join(item.content_hash for item in items).encode()).hexdigest(),
        "flow_version": f"{flow.flow}/{flow.flow_version}",
    }


def _items(session: TenantSession, decision: Decision) -> list[SittingItem]:
    return list(
        session.scalars(
            select(SittingItem)
            .where(
                SittingItem.sitting_id == decision.sitting_id,
                SittingItem.result == Result.PASSED,
            )
            .order_by(SittingItem.position)
            .options(
                joinedload(SittingItem.dossier, innerjoin=True).options(
                    joinedload(Dossier.unit), joinedload(Dossier.committee)
                )
            )
        )
    )


def _submissions(items: list[SittingItem]) -> list[str]:
    """Name each submission once, in the order of the list."""
    found = {
        (item.dossier.committee.name, item.dossier.submission_number): item.dossier.submission_on
        for item in items
        if item.dossier.submission_number
    }
    return [
        f"Xét Tờ trình số {number} ngày {show_date(on) if on else '……'}"
        f" của Ban Thường vụ Đảng ủy {_inside(ward)}"
        for (ward, number), on in found.items()
    ]


def _inside(name: str) -> str:
    """Return a unit's name as it stands inside a line: «phường Tân Giang»."""
    return name[:1].lower() + name[1:]


def _rows(session: TenantSession, items: Sequence[SittingItem]) -> list[Json]:
    """Put the list of the decision together; its length costs no queries."""
    ratings = ratings_of(session, [item.dossier_id for item in items])
    secretaries = _secretaries(session, [item.dossier.unit_id for item in items])
    rows = []
    for position, item in enumerate(items, start=1):
        dossier = item.dossier
        rated, total = ratings.get(dossier.id), dossier.appraised_total
        rows.append(
            {
                "position": position,
                "cell": dossier.unit.name,
                "ward": dossier.committee.name,
                "secretary": secretaries.get(dossier.unit_id, ""),
                "score": show_number(total) if total is not None else "",
                "rating": RATINGS[rated.rating] if rated is not None else "",
                "votes": f"{item.explained.get('numerator', '')}/{item.explained.get('base', '')}",
            }
        )
    return rows


def _secretaries(session: TenantSession, unit_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return who leads each of the cells now; the latest of several."""
    found = session.execute(
        select(Membership.unit_id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.unit_id.in_(unit_ids),
            Membership.role == Role.CELL_SECRETARY,
            Membership.valid_to.is_(None),
        )
        .order_by(Membership.valid_from)
    )
    return {row.unit_id: row.name for row in found}


def _signature(session: TenantSession, decision: Decision) -> Json:
    query = select(BodyMember).where(BodyMember.body_id == decision.body_id)
    if decision.signer_id is not None:
        query = query.where(BodyMember.person_id == decision.signer_id)
    else:
        query = query.where(BodyMember.seat == Seat.CHAIR, BodyMember.valid_to.is_(None))
    signer = session.scalars(
        query.order_by(BodyMember.position).limit(1).options(joinedload(BodyMember.person))
    ).one_or_none()
    return {
        "on_behalf_of": "T/M BAN THƯỜNG VỤ",
        "post": (signer.post if signer else "Bí thư").upper(),
        "name": signer.person.name if signer else "",
    }
