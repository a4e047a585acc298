"""Reminding units of their year: meetings that nobody wrote down, weaknesses not remedied.

These are no acts on a dossier and have no task; each duty climbs a ladder of its own all the
same: each rung once, the highest that has come alone, none once it is done. The unit hears
first, then whoever is in charge of it, then its ward's office.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import SYSTEM
from tenants.people import Membership, Person
from tenants.personal_notices import tell_people
from tenants.roles import Role
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from tenants.working_days import calendar_of
from workflows.campaigns.meeting_days import meeting_in
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.dossiers.tables import Dossier
from workflows.logbook.tables import EntryKind, Finding, LogEntry
from workflows.meetings.rules import MeetingRules, rules_from
from workflows.meetings.tables import MeetingKind, MonthlyMeeting
from workflows.messages.giving import give
from workflows.messages.tables import Message
from workflows.messages.wording import unit_duty_words
from workflows.reminders.ladder import OWES, Rung, duty_ladder
from workflows.reminders.tables import Duty, UnitReminder
from workflows.reminders.telling import Teller

BATCH = 100
LOOKS_BACK = timedelta(days=31)  # what is over for longer is seen on the sheets
HEARS = {
    OWES: (Role.CELL_SECRETARY, Role.CELL_DEPUTY),
    "supervisor": (Role.SUPERVISOR,),
    "ward_office": (Role.WARD_OFFICE,),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of one unit on one rung; ``about`` is the month, or the logbook's entry."""

    duty: Duty
    about: str
    due_on: date
    unit: OrgUnit
    committee_id: UUID
    year: int
    rung: Rung
    number: int


def remind_units(teller: Teller) -> int:
    """Remind of a batch of duties for which a rung has come; return how many there were."""
    session = teller.session
    drop_what_is_done(session)
    done = 0
    for owed in _owed(session, clock.today(session)):
        _remind(teller, owed)
        done += 1
        if done == BATCH:
            break
    return done


def drop_what_is_done(session: TenantSession) -> None:
    """Drop the messages that still wait to tell of something done meanwhile."""
    waiting = and_(
        Message.seq == UnitReminder.seq,
        Message.bundle_id.is_(None),
        Message.dropped_at.is_(None),
    )
    over = session.scalars(
        select(UnitReminder.seq).where(exists().where(waiting), or_(_met(), _remedied()))
    ).all()
    if over:
        session.execute(
            update(Message)
            .where(Message.seq.in_(over), Message.bundle_id.is_(None), Message.dropped_at.is_(None))
            .values(dropped_at=clock.now(session), dropped_because="done")
        )


def _owed(session: TenantSession, today: date) -> Iterator[Owed]:
    campaigns = session.scalars(
        select(Campaign)
        .where(
            Campaign.state == CampaignState.OPEN, Campaign.year.in_([today.year - 1, today.year])
        )
        .order_by(Campaign.id)
    ).all()
    for campaign in campaigns:
        for duty, find in ((Duty.MEETING, _meetings), (Duty.REMEDY, _remedies)):
            ladder = list(enumerate(duty_ladder(campaign, duty), start=1))
            for number, rung in reversed(ladder):
                yield from find(session, campaign, rung, number, today)


def _meetings(
    session: TenantSession, campaign: Campaign, rung: Rung, number: int, today: date
) -> Iterator[Owed]:
    """Find cells whose regular meeting of this month or the last was not written down."""
    rules, calendar = rules_from(campaign.rules), calendar_of(session)
    last = today.replace(day=1) - timedelta(days=1)
    for year, month in {(last.year, last.month), (today.year, today.month)}:
        if year != campaign.year:
            continue
        usual = meeting_in(calendar, year, month, rules.day)
        regular = and_(
            MonthlyMeeting.unit_id == OrgUnit.id,
            MonthlyMeeting.year == year,
            MonthlyMeeting.month == month,
            MonthlyMeeting.kind == MeetingKind.REGULAR,
            MonthlyMeeting.cancelled_at.is_(None),
        )
        planned = select(MonthlyMeeting.planned_on).where(regular).scalar_subquery()
        due_on = func.coalesce(planned, literal(usual))
        about = f"{year}-{month:02}"
        rows = session.execute(
            _units(campaign, due_on)
            .where(
                OrgUnit.kind == UnitKind.PARTY_CELL,
                _meets_in(rules, month),
                OrgUnit.valid_from <= due_on,
                ~exists().where(regular, MonthlyMeeting.held_on.is_not(None)),
                *_has_come(Duty.MEETING, literal(about), due_on, rung, number, today),
            )
            .limit(BATCH)
        )
        for unit, committee_id, due in rows.all():
            yield Owed(Duty.MEETING, about, due, unit, committee_id, year, rung, number)


def _remedies(
    session: TenantSession, campaign: Campaign, rung: Rung, number: int, today: date
) -> Iterator[Owed]:
    """Find weaknesses whose day has come and that no check found remedied."""
    rows = session.execute(
        _units(campaign, LogEntry.due_on)
        .join(LogEntry, LogEntry.unit_id == OrgUnit.id)
        .add_columns(LogEntry.id)
        .where(
            LogEntry.year == campaign.year,
            LogEntry.kind == EntryKind.WEAKNESS,
            LogEntry.withdrawn_at.is_(None),
            or_(LogEntry.finding.is_(None), LogEntry.finding != Finding.REMEDIED),
            *_has_come(Duty.REMEDY, cast(LogEntry.id, Text), LogEntry.due_on, rung, number, today),
        )
        .limit(BATCH)
    )
    for unit, committee_id, due, entry_id in rows.all():
        yield Owed(Duty.REMEDY, str(entry_id), due, unit, committee_id, campaign.year, rung, number)


def _units(campaign: Campaign, due_on: Any) -> Any:
    return (
        select(OrgUnit, Dossier.committee_id, due_on)
        .join(Dossier, Dossier.unit_id == OrgUnit.id)
        .where(
            Dossier.campaign_id == campaign.id,
            Dossier.state != "superseded",
            or_(OrgUnit.valid_to.is_(None), OrgUnit.valid_to >= due_on),
        )
        .order_by(OrgUnit.sort_key, OrgUnit.id)
    )


def _has_come(
    duty: Duty, about: Any, due_on: Any, rung: Rung, number: int, today: date
) -> Sequence[ColumnElement[bool]]:
    """Say that a rung has come, and that neither it nor a higher one was sent for this day."""
    sent = exists().where(
        UnitReminder.unit_id == OrgUnit.id,
        UnitReminder.duty == duty,
        UnitReminder.about == about,
        UnitReminder.due_on == due_on,
        or_(UnitReminder.rung >= number, UnitReminder.level == rung.level),
    )
    return (due_on <= today - timedelta(days=rung.after), due_on >= today - LOOKS_BACK, ~sent)


def _meets_in(rules: MeetingRules, month: int) -> ColumnElement[bool]:
    members = OrgUnit.members_official + OrgUnit.members_probationary
    if not rules.small_members or month in rules.months(rules.small_members):
        return members >= 0
    return or_(members > rules.small_members, members == 0)


def _met() -> ColumnElement[bool]:
    month = func.concat(
        MonthlyMeeting.year, "-", func.lpad(cast(MonthlyMeeting.month, Text), 2, "0")
    )
    held = exists().where(
        MonthlyMeeting.unit_id == UnitReminder.unit_id,
        MonthlyMeeting.kind == MeetingKind.REGULAR,
        MonthlyMeeting.held_on.is_not(None),
        month == UnitReminder.about,
    )
    return and_(UnitReminder.duty == Duty.MEETING, held)


def _remedied() -> ColumnElement[bool]:
    entry = exists().where(
        cast(LogEntry.id, Text) == UnitReminder.about,
        or_(LogEntry.finding == Finding.REMEDIED, LogEntry.withdrawn_at.is_not(None)),
    )
    return and_(UnitReminder.duty == Duty.REMEDY, entry)


def _remind(teller: Teller, owed: Owed) -> None:
    session, now = teller.session, clock.now(teller.session)
    kept = session.scalar(
        insert(UnitReminder)
        .values(
            tenant_id=session.tenant_id, id=row_id(), unit_id=owed.unit.id, duty=owed.duty,
            about=owed.about, due_on=owed.due_on, level=owed.rung.level, rung=owed.number, at=now,
        )
        .on_conflict_do_nothing()
        .returning(UnitReminder.id)
    )  # fmt: skip
    if kept is None:
        return
    seq = record_event(
        session, "unit_reminded", actor=SYSTEM, for_name=owed.unit.name,
        facts={
            "unit": owed.unit.id, "duty": owed.duty, "about": owed.about, "due_on": owed.due_on,
            "level": owed.rung.level,
        },
    )  # fmt: skip
    session.execute(update(UnitReminder).where(UnitReminder.id == kept).values(seq=seq))
    own = _holders(session, owed, OWES)
    sides = [name for name in owed.rung.to if name != OWES] if own else ["ward_office"]
    above = sorted({each for name in sides for each in _holders(session, owed, name)} - set(own))
    tell_people(session, [*own, *above], seq)
    words = unit_duty_words(
        owed.duty, owed.unit.name, owed.about, due_on=owed.due_on, today=clock.today(session)
    )
    page = "sinh-hoat" if owed.duty is Duty.MEETING else "so-theo-doi"
    path = f"/{page}?ma={owed.unit.code}&nam={owed.year}"
    for people, said in ((own, words), (above, f"Báo cáo: {words}")):
        give(session, people, said, ways=teller.ways, path=path, urgent=owed.rung.urgent, seq=seq)


def _holders(session: TenantSession, owed: Owed, side: str) -> list[UUID]:
    """List who is of a side for the unit today."""
    today = clock.today(session)
    unit_id = owed.committee_id if side == "ward_office" else owed.unit.id
    return sorted(
        set(
            session.scalars(
                select(Membership.person_id)
                .join(Person, Person.id == Membership.person_id)
                .where(
                    Membership.unit_id == unit_id,
                    Membership.role.in_(HEARS[side]),
                    Membership.valid_from <= today,
                    or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
                    Person.disabled_at.is_(None),
                )
            )
        )
    )
