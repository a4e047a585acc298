"""The facts of a decision as its papers print them, gathered once and then frozen.

The layout is the papers' own; what is said here follows docs/process.md, section 8:
no number is invented, and who signs held office on the day of signing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.bodies import Body, BodyMember, Seat, in_office
from tenants.database import Json
from tenants.public_codes import check_address
from tenants.tenant import Tenant
from tenants.text.dates import show_date
from tenants.text.numbers import show_number
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.asking import TitleRequest
from workflows.decisions.awards import OF_A_COMMITTEE, award_of, units_of
from workflows.decisions.tables import (
    MERIT,
    RECOGNITION,
    RESTORATION,
    REVOCATION,
    Decision,
    Recognition,
)
from workflows.dossiers.rating import ratings_of
from workflows.dossiers.tables import Dossier
from workflows.papers.heads import city_head, unit_on_paper, ward_head
from workflows.papers.people import leaders_of
from workflows.sittings.tables import Result, SittingItem

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
    of_a_ward = body.unit.parent_id is not None
    head = ward_head(tenant, body.unit, number="") if of_a_ward else city_head(tenant, number="")
    items = items_decided(session, decision)
    flow = items[0].dossier
    says = _says(decision, flow=flow.flow, year=campaign.year, count=len(items))
    units, own = units_of(flow.flow), flow.flow == OF_A_COMMITTEE
    wards = _addressed(session, [item.dossier for item in items], on=_day(session, decision))
    return {
        "edition": EDITION,
        "letterhead": {name: head[name] for name in ("upper_body", "issuing_body", "place")},
        "number": decision.number,
        "symbol": "QĐ/ĐU" if of_a_ward else tenant.words.get("symbol", "QĐ/ĐU"),
        "signed_on": decision.signed_on.isoformat() if decision.signed_on else None,
        "year": campaign.year,
        "subject": says.subject,
        "deciding_heading": body.name.upper(),
        "deciding_body": body.name,
        "legal_bases": [
            *(f"Căn cứ {base}" for base in campaign.programme.legal_bases),
            *_rests_on(session, decision, items),
        ],
        "articles": [
            says.first_article,
            *(_grounds(session, items) if decision.kind == REVOCATION else ()),
            (
                f"{_offices(tenant, of_a_ward=of_a_ward, own=own)} và các {units} có tên tại"
                " Điều 1 chịu trách nhiệm thi hành Quyết định này."
            ),
            "Quyết định này có hiệu lực kể từ ngày ký.",
        ],
        "annex_subject": says.annex,
        "cells": _rows(session, items, on=_day(session, decision), merit=says.merit),
        "signature": _signature(session, decision),
        "recipients": [
            *(f"Đảng ủy {_inside(ward)}" for ward in wards if not (of_a_ward or own)),
            f"Các {units} có tên tại Điều 1",
            (
                f"Lưu Văn phòng Đảng ủy {_inside(body.unit.name)}"
                if of_a_ward
                else f"Lưu Văn phòng {tenant.words.get('city', tenant.name)}"
            ),
        ],
        "verification_code": decision.public_code,
        "check_address": check_address(decision.public_code),
        "seen": sha256("".join(item.content_hash for item in items).encode()).hexdigest(),
        "flow_version": f"{flow.flow}/{flow.flow_version}",
    }


@dataclass(frozen=True, slots=True)
class Says:
    """What tells one kind of decision from another in words."""

    subject: list[str]
    first_article: str
    annex: list[str]
    merit: bool = False


def _offices(tenant: Tenant, *, of_a_ward: bool, own: bool) -> str:
    """Name who carries a decision out besides the units in its list."""
    if of_a_ward:
        return "Văn phòng, Ban Xây dựng Đảng"
    wards = "" if own else f", các đảng ủy {tenant.words.get('ward', 'phường')}"
    return f"Văn phòng, Ban Tổ chức{wards}"


def _says(decision: Decision, *, flow: str, year: int, count: int) -> Says:
    units = units_of(flow)
    named = f"danh hiệu “{award_of(flow)}” năm {year}"
    if decision.kind == MERIT:
        return Says(
            subject=[f"tặng Giấy khen cho các {units} đạt {named}"],
            first_article=(
                f"Tặng Giấy khen cho {count:02} {units} đạt {named} (có danh sách kèm theo)."
            ),
            annex=[f"các {units} được tặng Giấy khen năm {year}"],
            merit=True,
        )
    if decision.kind == REVOCATION:
        return Says(
            subject=[f"thu hồi {named}"],
            first_article=f"Thu hồi {named} của {count:02} {units} (có danh sách kèm theo).",
            annex=[f"các {units} bị thu hồi {named}"],
        )
    if decision.kind == RESTORATION:
        return Says(
            subject=[f"khôi phục {named}"],
            first_article=f"Khôi phục {named} của {count:02} {units} (có danh sách kèm theo).",
            annex=[f"các {units} được khôi phục {named}"],
        )
    return Says(
        subject=[f"công nhận {named}"],
        first_article=f"Công nhận {named} đối với {count:02} {units} (có danh sách kèm theo).",
        annex=[f"các {units} được công nhận {named}"],
    )


def _grounds(session: TenantSession, items: Sequence[SittingItem]) -> list[str]:
    """Say for each unit why its title falls, and what becomes of its Giấy khen."""
    titles = session.scalars(
        select(Recognition)
        .where(
            Recognition.dossier_id.in_([item.dossier_id for item in items]),
            Recognition.revoked_at.is_not(None),
        )
        .order_by(Recognition.revoked_at)
    )
    latest = {title.dossier_id: title for title in titles}
    lines = []
    for item in items:
        title = latest.get(item.dossier_id)
        ground = (title.revoked_reason if title else "") or "……"
        merit = (
            " Giấy khen tặng kèm không còn giá trị; đơn vị nộp lại Giấy khen cho Văn phòng."
            if title and title.merit
            else ""
        )
        lines.append(f"Lý do thu hồi đối với {unit_on_paper(item.dossier)}: {ground}.{merit}")
    return lines


def items_decided(session: TenantSession, decision: Decision) -> list[SittingItem]:
    """List the items of its sitting that a decision is about, in their order."""
    granted = [SittingItem.merit_passed.is_(True)] if decision.kind == MERIT else []
    return list(
        session.scalars(
            select(SittingItem)
            .where(
                SittingItem.sitting_id == decision.sitting_id,
                SittingItem.result == Result.PASSED,
                *granted,
            )
            .order_by(SittingItem.position)
            .options(
                joinedload(SittingItem.dossier, innerjoin=True).options(
                    joinedload(Dossier.unit), joinedload(Dossier.committee)
                )
            )
        )
    )


def _rests_on(
    session: TenantSession, decision: Decision, items: Sequence[SittingItem]
) -> list[str]:
    """Name what a decision rests on besides the programme's own bases."""
    if decision.kind == MERIT:
        return _recognised_by(session, decision)
    if decision.kind in {REVOCATION, RESTORATION}:
        return [*_titles_given(session, decision, items), *_asked_for(session, items)]
    return _submissions(items)


def cited(number: str | None, on: date | None) -> str:
    """Name a decision that another rests on, with dots until the clerk has numbered it."""
    return f"Quyết định số {number or '……'} ngày {show_date(on) if on else '……'}"


def _titles_given(
    session: TenantSession, decision: Decision, items: Sequence[SittingItem]
) -> list[str]:
    """Name each decision that gave one of the titles, by its number as it stands now."""
    found = session.execute(
        select(Decision.number, Decision.signed_on)
        .join(Recognition, Recognition.decision_id == Decision.id)
        .where(
            Recognition.dossier_id.in_([item.dossier_id for item in items]),
            Decision.id != decision.id,
            Decision.kind == RECOGNITION,
        )
        .group_by(Decision.id, Decision.number, Decision.signed_on)
        .order_by(Decision.signed_on, Decision.number)
    )
    return [f"Căn cứ {cited(number, on)} công nhận danh hiệu" for number, on in found]


def _asked_for(session: TenantSession, items: Sequence[SittingItem]) -> list[str]:
    """Name the papers on which it was asked for that titles be revoked or restored."""
    latest = {
        asked.dossier_id: f"Xét Văn bản số {asked.paper} ngày {show_date(asked.paper_on)}"
        for asked in session.scalars(
            select(TitleRequest)
            .where(TitleRequest.dossier_id.in_([item.dossier_id for item in items]))
            .order_by(TitleRequest.asked_at)
        )
    }
    named = [latest[item.dossier_id] for item in items if item.dossier_id in latest]
    return list(dict.fromkeys(named))


def _submissions(items: Sequence[SittingItem]) -> list[str]:
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


def _recognised_by(session: TenantSession, decision: Decision) -> list[str]:
    """Name the decision that gave the titles, with dots until the clerk has numbered it."""
    first = session.scalars(
        select(Decision).where(
            Decision.sitting_id == decision.sitting_id, Decision.kind == RECOGNITION
        )
    ).first()
    if first is None:
        return []
    return [f"Căn cứ {cited(first.number, first.signed_on)} công nhận danh hiệu"]


def _inside(name: str) -> str:
    """Return a unit's name as it stands inside a line: «phường Tân Giang»."""
    return name[:1].lower() + name[1:]


def _rows(
    session: TenantSession, items: Sequence[SittingItem], *, on: date, merit: bool = False
) -> list[Json]:
    """Put the list of the decision together; its length costs no queries."""
    ratings = ratings_of(session, [item.dossier_id for item in items])
    units = [item.dossier.unit_id for item in items]
    leaders = leaders_of(session, units, on=on)
    rows = []
    for position, item in enumerate(items, start=1):
        dossier = item.dossier
        rated, total = ratings.get(dossier.id), dossier.appraised_total
        vote = item.explained.get("merit", {}) if merit else item.explained
        rows.append(
            {
                "position": position,
                "cell": unit_on_paper(dossier),
                "ward": "" if dossier.flow == OF_A_COMMITTEE else dossier.committee.name,
                "secretary": leaders.get(dossier.unit_id, ""),
                "score": show_number(total) if total is not None else "",
                "rating": RATINGS[rated.rating] if rated is not None else "",
                "votes": f"{vote.get('numerator', '')}/{vote.get('base', '')}",
            }
        )
    return rows


def _addressed(session: TenantSession, dossiers: Sequence[Dossier], *, on: date) -> list[str]:
    """Name the committees that receive a decision: of one that had ended, what it became."""
    names: dict[str, None] = {}
    for dossier in dossiers:
        unit = dossier.committee
        if unit.kept_by_id is not None and unit.valid_to is not None and unit.valid_to < on:
            unit = session.get_one(OrgUnit, (unit.tenant_id, unit.kept_by_id))
            if unit.parent_id is None:
                continue  # kept by the one above, whose decision it is: nothing to send
        names[unit.name] = None
    return list(names)


def _day(session: TenantSession, decision: Decision) -> date:
    """Return the day whose holders of office are named: that of signing, today's in a draft."""
    return decision.signed_on or clock.today(session)


def _signature(session: TenantSession, decision: Decision) -> Json:
    """Say who signs, in the post held on the day of signing; a draft names today's chair."""
    on = _day(session, decision)
    seats = session.scalars(
        in_office(decision.body_id, on).options(joinedload(BodyMember.person))
    ).all()
    if decision.signer_id is not None:
        seats = [seat for seat in seats if seat.person_id == decision.signer_id]
    else:
        seats = [seat for seat in seats if seat.seat is Seat.CHAIR]
    signer = seats[0] if seats else None
    return {
        "on_behalf_of": "T/M BAN THƯỜNG VỤ",
        "post": (signer.post if signer else "Bí thư").upper(),
        "name": signer.person.name if signer else "",
    }
