"""D3, D12 and D18: what a committee prints of a year, for its wards and its whole register.

Each asking is a paper of its own, frozen with its facts: a report of March and one of December
stand beside each other, and neither changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.bodies import Body, BodyMember, Seat, in_office
from tenants.clock import local
from tenants.database import Json
from tenants.members import Member
from tenants.roles import Role
from tenants.tenant import Tenant
from tenants.text.dates import show_date
from tenants.unit_classes.known import sectors_by_code
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignEvent, EventKind
from workflows.certificates.tables import Certificate, Status
from workflows.decisions.awards import CELL, COMMITTEE, OF_A_COMMITTEE
from workflows.decisions.tables import Decision
from workflows.dossiers.progress import (
    BEFORE_ASSESSMENT,
    BEFORE_REGISTRATION,
    OUT,
    RECOMMENDED,
)
from workflows.dossiers.tables import Dossier, PilotMark
from workflows.engine.refusals import Refusal
from workflows.papers.frame import framed
from workflows.papers.heads import city_head, committee_in_sentence, symbol_of, ward_head
from workflows.papers.keeping import ask_for
from workflows.papers.tables import Edition, Paper
from workflows.papers.wording import DOTS, closed_list, count_words, number_line

MAKERS = (Role.WARD_OFFICE, Role.CITY_OFFICE, Role.CITY_ORG_DEPT)
READERS = (*MAKERS, Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER, Role.SITTING_RECORDER)
OF_COMMITTEES = ("D3", "D12", "D18")
NUMBERED = ("D12",)  # drafts until the clerk has numbered them (workflows.papers.numbering)
ENDED = {Status.ISSUED: "", Status.VOID: "hết hiệu lực", Status.REPLACED: "đã cấp lại"}


@dataclass(frozen=True, slots=True)
class Office:
    """Who asks for the papers of a committee: its unit, and the tenant that it belongs to."""

    tenant: Tenant
    unit: OrgUnit

    @property
    def upper(self) -> bool:
        """Whether it is the tenant's own committee, above all wards."""
        return self.unit.kind is UnitKind.UPPER_COMMITTEE

    @property
    def name(self) -> str:
        """As a sentence names its deciding body."""
        named = self.unit.name if self.upper else committee_in_sentence(self.unit.name)
        return f"Ban Thường vụ {named}"

    def head(self, symbol: str = "") -> Json:
        """Return the letterhead, with dots for the number where the paper has a symbol."""
        named = symbol_of(self.tenant, symbol, upper=self.upper)
        number = number_line(None, symbol=named) if symbol else ""
        if self.upper:
            return city_head(self.tenant, number=number)
        return ward_head(self.tenant, self.unit, number=number)


def office_of(session: TenantSession, member: Member) -> Office | None:
    """Return the committee for which a member may have papers made; none for everybody else."""
    units = member.units(*MAKERS)
    if not units:
        return None
    unit = session.get_one(OrgUnit, (session.tenant_id, units[0]))
    return Office(session.get_one(Tenant, session.tenant_id), unit)


def keeps_paper(session: TenantSession, member: Member, paper: Paper) -> bool:
    """Tell whether a committee's paper is one of the member's own office."""
    office = office_of(session, member)
    return office is not None and paper.unit_id == office.unit.id


def have_made(session: TenantSession, kind: str, campaign: Campaign, *, actor: Member) -> None:
    """Have one of a committee's papers made, of what is known now.

    Raises:
        Refusal: nobody's office, or a paper that is not a committee's.

    """
    office = office_of(session, actor)
    if office is None or kind not in OF_COMMITTEES:
        raise Refusal("role", parties=["ward_office", "city_office"])
    facts = GATHER[kind](session, office, campaign)
    at = local(clock.now(session))
    ask_for(
        session, kind, facts, unit_id=office.unit.id, campaign_id=campaign.id,
        part=at.strftime("%Y-%m-%d %H.%M.%S.%f"),  # two askings in one second are two papers
        edition=Edition.DRAFT if kind in NUMBERED else Edition.FINAL,
    )  # fmt: skip
    record_event(
        session, "paper_asked", actor=actor,
        facts={"kind": kind, "unit": office.unit.name, "year": campaign.year},
    )  # fmt: skip


def sees_papers_of_units(viewer: Member) -> ColumnElement[bool]:
    """Say in SQL which committees' papers a member reads: the own one's; above, all of them."""
    ours = Paper.kind.in_(OF_COMMITTEES)
    if viewer.holds(Role.AUDITOR) or any(
        holding.unit_kind is UnitKind.UPPER_COMMITTEE and holding.role in READERS
        for holding in viewer.holdings
    ):
        return ours & true()
    return ours & Paper.unit_id.in_(viewer.units(*READERS))


def registrations_facts(session: TenantSession, office: Office, campaign: Campaign) -> Json:
    """Gather the list of registrations: who registered for what, and whether in time."""
    today = clock.today(session)
    dossiers = _dossiers(session, office, campaign)
    sectors = {code: sector.name for code, sector in sectors_by_code(session).items()}
    rows = [
        _registration(office, place, each, sectors) for place, each in enumerate(dossiers, start=1)
    ]
    late = sum(each.registered_late for each in dossiers if each.registered_on)
    registered = sum(each.registered_on is not None for each in dossiers)
    return framed(
        office.head(),
        on=today,
        year=campaign.year,
        subject=[f"đăng ký xây dựng “{CELL}” năm {campaign.year}", _scope(office)],
        verification=f"{campaign.year}-{office.unit.code}",
        named="biểu",
        seen="",
        rows=rows,
        total=(
            f"Tổng số {count_words(len(rows))} đơn vị, đã đăng ký {count_words(registered)},"
            f" trong đó đăng ký muộn {count_words(late)}."
        ),
    )


def review_facts(session: TenantSession, office: Office, campaign: Campaign) -> Json:
    """Gather the interim review: figures by type and by year, pilots beside the rest.

    What an office has to write itself stands as dotted lines: good practices, limits.
    """
    dossiers = _dossiers(session, office, campaign)
    pilots = set(
        session.scalars(
            select(PilotMark.dossier_id).where(
                PilotMark.dossier_id.in_([each.id for each in dossiers]),
                PilotMark.dropped_at.is_(None),
            )
        )
    )
    event = _review(session, office, campaign)
    final = event is not None and event.kind is EventKind.FINAL_REVIEW
    count = _counts("Tổng số", dossiers)
    missing = [each for each in dossiers if not _registered(each)]
    return framed(
        office.head("BC"),
        on=event.held_on if event else None,
        year=campaign.year,
        draft=True,
        subject=[
            f"{'tổng kết' if final else 'sơ kết'} xây dựng “{CELL}” năm {campaign.year}"
        ],
        verification=f"{campaign.year}-{office.unit.code}",
        named="báo cáo",
        seen="",
        bases=closed_list(
            tuple(f"Căn cứ {base}" for base in campaign.programme.legal_bases),
            between=";", last=",",
        ),
        body=office.name,
        of_year=campaign.year,
        count=count,
        by_type=[
            *(
                _counts(sector.name, [each for each in dossiers if each.unit.sector == code])
                for code, sector in sectors_by_code(session).items()
                if any(each.unit.sector == code for each in dossiers)
            ),
            count,
        ],
        pilots=[
            _counts("Chi bộ làm điểm", [each for each in dossiers if each.id in pilots]),
            _counts("Các chi bộ khác", [each for each in dossiers if each.id not in pilots]),
        ]
        if pilots
        else [],
        by_year=_by_year(session, office, campaign),
        missing=[
            {"unit": each.unit.name, "why": each.return_reason or DOTS} for each in missing[:60]
        ],
        directions=_lines(event.directions if event else ""),
        petitions=_lines(event.petitions if event else ""),
        dots=DOTS * 8,
        **_signed(session, office, event.held_on if event and event.held_on else None),
        recipients=closed_list(
            (
                ("Cấp ủy cấp trên" if office.upper else "Ban Thường vụ cấp ủy cấp trên"),
                "Các đồng chí cấp ủy viên",
                "Các chi bộ",
                "Lưu Văn phòng",
            ),
            between=",", last=".",
        ),
    )  # fmt: skip


def keeps_book(session: TenantSession, office: Office) -> bool:
    """Tell whether a committee has a book of awards: above, and where a ward's body grants them."""
    granted = select(Certificate.id).where(_granted_by(office)).exists()
    return office.upper or session.scalar(select(granted)) is True


def _granted_by(office: Office) -> ColumnElement[bool]:
    """Say which certificates are in a committee's book; above, it holds those of all."""
    if office.upper:
        return true()
    own = (
        select(Decision.id)
        .join(Body, Body.id == Decision.body_id)
        .where(Body.unit_id == office.unit.id)
    )
    return Certificate.decision_id.in_(own)


def register_facts(session: TenantSession, office: Office, campaign: Campaign) -> Json:
    """Gather the book of awards of a year: every certificate, void ones and their reasons too."""
    rows = session.scalars(
        select(Certificate)
        .where(Certificate.year == campaign.year, _granted_by(office))
        .order_by(Certificate.number)
        .options(joinedload(Certificate.decision, innerjoin=True))
    ).all()
    standing = sum(row.status is Status.ISSUED for row in rows)
    of_committees = [COMMITTEE] if any(not row.facts["committee"] for row in rows) else []
    awards = ", ".join(f"“{award}”" for award in (CELL, *of_committees))
    return framed(
        office.head(),
        on=clock.today(session),
        year=campaign.year,
        subject=[f"Giấy khen {awards} năm {campaign.year}"],
        verification=f"{campaign.year}",
        named="sổ",
        seen="",
        rows=[
            {
                "number": row.register_number,
                "unit": row.facts["unit"],
                "committee": row.facts["committee"],
                "decision": row.decision.number or DOTS,
                "day": show_date(row.decision.signed_on) if row.decision.signed_on else DOTS,
                "signer": row.facts["signer"],
                "code": row.public_code,
                "note": _note(row),
            }
            for row in rows
        ],
        total=(
            f"Sổ có {count_words(len(rows))} Giấy khen, {count_words(standing)} đang có hiệu lực."
        ),
    )


def _note(row: Certificate) -> str:
    back = f"đã nộp lại ngày {show_date(row.handed_back_on)}" if row.handed_back_on else ""
    said = (row.facts.get("replaces", ""), ENDED[row.status], row.note, back)
    return "; ".join(part for part in said if part)


GATHER = {"D3": registrations_facts, "D12": review_facts, "D18": register_facts}


def _dossiers(session: TenantSession, office: Office, campaign: Campaign) -> list[Dossier]:
    query = (
        select(Dossier)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .where(
            Dossier.campaign_id == campaign.id,
            Dossier.state != "superseded",
            Dossier.flow != OF_A_COMMITTEE,  # these papers speak of cells
        )
        .order_by(OrgUnit.sort_key, Dossier.id)
        .options(joinedload(Dossier.unit), joinedload(Dossier.committee))
    )
    if not office.upper:
        query = query.where(Dossier.committee_id == office.unit.id)
    found = list(session.scalars(query))
    return sorted(found, key=lambda each: each.committee.sort_key)


def _registration(office: Office, place: int, dossier: Dossier, sectors: Mapping[str, str]) -> Json:
    unit = dossier.unit
    of_ward = f" ({dossier.committee.name})" if office.upper else ""
    return {
        "position": place,
        "cell": f"{unit.name}{of_ward}",
        "sector": sectors.get(unit.sector or "", ""),
        "members": unit.members,
        "aim": AIMS.get(dossier.aim or "", "") if dossier.registered_on else "",
        "day": show_date(dossier.registered_on) if dossier.registered_on else "chưa đăng ký",
        "on_time": _on_time(dossier),
    }


AIMS = {"title": CELL, "title_and_merit": f"{CELL}, Giấy khen"}


def _on_time(dossier: Dossier) -> str:
    if dossier.registered_on is None:
        return ""
    if not dossier.registered_late:
        return "đúng hạn"
    consent = f", văn bản {dossier.consent_number}" if dossier.consent_number else ""
    return f"muộn{consent}"


def _registered(dossier: Dossier) -> bool:
    return dossier.state not in (*BEFORE_REGISTRATION, *OUT)


def _counts(words: str, dossiers: Sequence[Dossier]) -> Json:
    total, given = len(dossiers), sum(each.state == "recognized" for each in dossiers)
    return {
        "words": words,
        "all": total,
        "registered": sum(map(_registered, dossiers)),
        "assessed": sum(
            each.state not in (*BEFORE_ASSESSMENT, *OUT, "on_hold") for each in dossiers
        ),
        "recommended": sum(each.state in RECOMMENDED for each in dossiers),
        "recognized": given,
        "share": _share(given, total),
    }


def _share(part: int, whole: int) -> str:
    if not whole:
        return ""
    return f"{100 * part / whole:.1f}".removesuffix(".0").replace(".", ",") + "%"


def _by_year(session: TenantSession, office: Office, campaign: Campaign) -> list[Json]:
    """Set the programme's years beside each other, up to this one."""
    years = session.execute(
        select(
            Campaign.year,
            func.count(),
            func.count(Dossier.registered_on),
            func.count().filter(Dossier.state == "recognized"),
        )
        .join(Dossier, Dossier.campaign_id == Campaign.id)
        .where(
            Campaign.programme_id == campaign.programme_id,
            Campaign.year <= campaign.year,
            Dossier.flow != OF_A_COMMITTEE,
            *([] if office.upper else [Dossier.committee_id == office.unit.id]),
        )
        .group_by(Campaign.year)
        .order_by(Campaign.year)
    )
    return [
        {
            "year": year,
            "all": total,
            "registered": registered,
            "recognized": given,
            "share": _share(given, total),
        }
        for year, total, registered, given in years
    ]


def _review(session: TenantSession, office: Office, campaign: Campaign) -> CampaignEvent | None:
    """Return the conference that the report is for: the final one, or the interim one."""
    found = session.scalars(
        select(CampaignEvent).where(
            CampaignEvent.campaign_id == campaign.id,
            CampaignEvent.unit_id == office.unit.id,
            CampaignEvent.kind.in_([EventKind.INTERIM_REVIEW, EventKind.FINAL_REVIEW]),
            CampaignEvent.cancelled_at.is_(None),
        )
    ).all()
    return max(found, key=lambda each: each.kind is EventKind.FINAL_REVIEW, default=None)


def _signed(session: TenantSession, office: Office, on: date | None) -> Json:
    seats = session.scalars(
        in_office(
            session.scalars(select(Body.id).where(Body.unit_id == office.unit.id)).one(),
            on or clock.today(session),
        ).options(joinedload(BodyMember.person))
    ).all()
    chair = next((seat for seat in seats if seat.seat is Seat.CHAIR), None)
    return {
        "on_behalf_of": "T/M BAN THƯỜNG VỤ",
        "post": (chair.post if chair and chair.post else "Bí thư").upper(),
        "signer": chair.person.name if chair else "",
    }


def _scope(office: Office) -> str:
    return f"toàn {office.unit.name}" if office.upper else f"Đảng bộ {_inside(office.unit.name)}"


def _lines(text: str) -> list[str]:
    return [line.strip().rstrip(";.") for line in text.splitlines() if line.strip()]


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]
