"""A closed sitting as its papers speak of it: who sat and when, who signs, on what bases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.bodies import Body, BodyMember, Seat, in_office
from tenants.clock import local
from tenants.database import Json
from tenants.tenant import Tenant
from tenants.text.dates import show_date
from tenants.units import UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.awards import OF_A_COMMITTEE, award_of, units_of
from workflows.dossiers.contents import answers_of
from workflows.dossiers.eligibility import self_score
from workflows.papers.heads import city_head, in_sentence, symbol_of, ward_head
from workflows.papers.people import leaders_of
from workflows.papers.wording import closed_list
from workflows.sittings.gates import has_merit
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Result, Sitting, SittingItem, SittingSeat

RESULTS = {
    Result.PASSED: "tán thành",
    Result.NOT_PASSED: "không tán thành",
    Result.DEFERRED: "để lại phiên sau",
    Result.STRUCK: "đưa ra khỏi chương trình",
    Result.RETURNED: "trả lại thẩm định",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A closed sitting with what its papers speak of, read once.

    ``own_totals`` holds what units give themselves that nobody has appraised yet.
    """

    tenant: Tenant
    sitting: Sitting
    seats: Sequence[SittingSeat]
    items: Sequence[SittingItem]
    leaders: dict[UUID, str]
    own_totals: dict[UUID, Decimal]

    @property
    def year(self) -> int:
        """The campaign's year."""
        return self.sitting.campaign.year

    @property
    def flow(self) -> str:
        """Which way the dossiers of the agenda go: a sitting is about one title."""
        return self.items[0].dossier.flow if self.items else ""

    @property
    def award(self) -> str:
        """The title that was spoken of."""
        return award_of(self.flow)

    @property
    def units(self) -> str:
        """What the units are called inside a sentence."""
        return units_of(self.flow)

    @property
    def merit(self) -> bool:
        """Whether the Giấy khen was voted on besides."""
        return any(has_merit(self.sitting.gate, item) for item in self.items)

    @property
    def body(self) -> str:
        """The body's name as a sentence has it."""
        return in_sentence(self.sitting.body.name)

    @property
    def upper(self) -> bool:
        """Whether the body is that of the tenant's own committee."""
        return self.sitting.body.unit.kind is UnitKind.UPPER_COMMITTEE

    @property
    def day(self) -> date:
        """The day on which it was held."""
        opened = self.sitting.opened_at
        return local(opened).date() if opened else self.sitting.planned_on

    @property
    def seen(self) -> str:
        """The content that was voted on, as one hash of the agenda's."""
        return self.items[0].content_hash if self.items else ""

    def head(self, number: str) -> Json:
        """Return the letterhead of the committee whose body sat."""
        if self.upper:
            return city_head(self.tenant, number=number)
        return ward_head(self.tenant, self.sitting.body.unit, number=number)

    def symbol(self, kind: str) -> str:
        """Return a paper's symbol: «TTr/ĐU», «BB/Th.U»."""
        return symbol_of(self.tenant, kind, upper=self.upper)


def meeting_of(session: TenantSession, sitting_id: UUID) -> Meeting:
    """Read a sitting for its papers."""
    sitting = session.scalars(
        select(Sitting)
        .where(Sitting.id == sitting_id)
        .options(joinedload(Sitting.body, innerjoin=True).joinedload(Body.unit))
        .options(joinedload(Sitting.campaign, innerjoin=True).joinedload(Campaign.programme))
    ).one()
    items = items_of(session, sitting_id)
    leaders = leaders_of(session, [item.dossier.unit_id for item in items], on=sitting.planned_on)
    tenant = session.get_one(Tenant, session.tenant_id)
    seats = seats_of(session, sitting_id)
    return Meeting(tenant, sitting, seats, items, leaders, _own_totals(session, items))


def _own_totals(session: TenantSession, items: Sequence[SittingItem]) -> dict[UUID, Decimal]:
    """Return the points that committees give themselves: nobody has appraised them yet."""
    return {
        item.dossier_id: self_score(item.dossier, answers_of(session, item.dossier_id)).total
        for item in items
        if item.dossier.flow == OF_A_COMMITTEE and item.dossier.appraised_total is None
    }


def bases_of(meeting: Meeting) -> list[str]:
    """List the legal bases of a paper, and the sitting it rests on."""
    return closed_list(
        (
            *(f"Căn cứ {base}" for base in meeting.sitting.campaign.programme.legal_bases),
            f"Căn cứ kết quả phiên họp ngày {show_date(meeting.day)} của {meeting.body}",
        ),
        between=";",
        last=",",
    )


def signed(session: TenantSession, meeting: Meeting, on: date | None) -> Json:
    """Return who signs for the body: its chair on the day, in the post they held."""
    members = session.scalars(
        in_office(meeting.sitting.body_id, on or meeting.day).options(joinedload(BodyMember.person))
    ).all()
    chair = next((one for one in members if one.seat is Seat.CHAIR), None)
    post = chair.post if chair and chair.post else "Bí thư"
    return {
        "on_behalf_of": "T/M BAN THƯỜNG VỤ",
        "post": post.upper(),
        "signer": chair.person.name if chair else "",
    }
