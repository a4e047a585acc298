"""Opening a sitting: roll, rule and what is voted on are frozen."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import AuditEvent, record_event
from tenants.bodies import BodyMember
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.contents import content_hash, criteria_of
from workflows.dossiers.hands import hands_on
from workflows.engine.locking import lock
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.gates import rule_of
from workflows.sittings.own_cells import own_cells
from workflows.sittings.quota import freeze
from workflows.sittings.reading import chairs, items_of, may_record
from workflows.sittings.roll import roll_on
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingSeat, SittingState

CONCLUSIONS = ("conclude_appraisal",)
OWN_ACTS = ("submit_registration", "submit_self_assessment")


def open_sitting(
    session: TenantSession, sitting: Sitting, *, actor: Member, seen_version: int
) -> None:
    """Open a prepared sitting: freeze the roll, the rule, and who must leave which item.

    Raises:
        Refusal: not the chair or the recorder, not prepared, nobody on the roll, a
            dossier that has moved on, or a chair who concluded an appraisal on the agenda
            or sat over one of its dossiers in the ward.
        StaleError: the sitting changed since it was shown.

    """
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    if not (chairs(actor, sitting) or may_record(actor, sitting)):
        raise Refusal("role", parties=["ward_body", "city_body"])
    if sitting.state is not SittingState.PREPARED:
        raise Refusal("sitting_not_prepared", sitting=sitting.code)
    roll = roll_on(session, sitting.body_id, clock.today(session))
    if not roll:
        raise Refusal("empty_roll")
    items = [item for item in items_of(session, sitting.id) if item.active]
    dossiers = lock(session, [item.dossier_id for item in items], viewer=actor)
    for item in items:
        dossier = dossiers[item.dossier_id]
        rule = rule_of(sitting.gate, dossier)
        if rule is None or dossier.state not in rule.states:
            raise Refusal("not_from_here", state=dossier.state, dossier=dossier.code)
        item.eligible = dossier.eligible if rule.judged else None
        item.content_hash = content_hash(session, dossier)
    _refuse_chair_who_concluded(session, sitting, items)
    leaving = _leaving(session, sitting, items, roll)
    for item in items:
        item.leaving = leaving.get(item.dossier_id, [])
        item.marked = []
    _note_own_cells(session, sitting, items, roll)
    _refuse_chair_who_took_part(sitting, items)
    session.add_all(
        SittingSeat(
            sitting_id=sitting.id,
            person_id=member.person_id,
            position=position,
            name=member.person.name,
            post=member.post,
            seat=member.seat,
        )
        for position, member in enumerate(roll, start=1)
    )
    sitting.roll = len(roll)
    sitting.rule = dict(sitting.campaign.rules["vote"])
    sitting.state = SittingState.OPENED
    sitting.opened_at = clock.now(session)
    sitting.opened_by = actor.name
    session.flush()
    quotas = _frozen(session, sitting)
    record_event(
        session, "sitting_opened", actor=actor,
        facts={
            "sitting": sitting.code, "roll": [member.person.name for member in roll],
            "rule": sitting.rule, "quotas": quotas,
            "items": {item.dossier.code: item.content_hash for item in items},
        },
    )  # fmt: skip
    session.flush()


def _frozen(session: TenantSession, sitting: Sitting) -> list[Json]:
    """Freeze the places that a deciding body has to give, and say what they are."""
    if sitting.gate is not Gate.RECOGNITION:
        return []
    return [
        {"grouping": row.grouping, "base": row.base, "most": row.most, "used": row.used}
        for row in freeze(session, sitting, unit_id=sitting.body.unit_id)
    ]


def lock_sitting(session: TenantSession, sitting: Sitting, *, seen_version: int | None) -> Sitting:
    """Lock a sitting and read it anew; compare the version that the page showed.

    Raises:
        StaleError: it changed since it was shown.

    """
    locked = session.scalars(
        select(Sitting)
        .where(Sitting.id == sitting.id)
        .with_for_update(of=Sitting)
        .execution_options(populate_existing=True)
        .options(joinedload(Sitting.body, innerjoin=True))
        .options(joinedload(Sitting.campaign, innerjoin=True))
    ).one()
    if seen_version is not None and locked.version != seen_version:
        last = session.scalars(
            select(AuditEvent)
            .where(
                AuditEvent.kind.startswith("sitting_"),
                AuditEvent.facts["sitting"].as_string() == locked.code,
            )
            .order_by(AuditEvent.seq.desc())
            .limit(1)
        ).one_or_none()
        raise StaleError(
            name=last.name if last else "",
            trigger=last.kind if last else "",
            at=last.at if last else None,
            state=locked.state,
        )
    return locked


def lock_campaign(session: TenantSession, campaign_id: UUID) -> Campaign:
    """Lock a campaign whose papers and sittings are being numbered, and read it anew.

    It is locked after dossiers and before the trail. What only refers to the campaign
    does not wait.
    """
    return session.scalars(
        select(Campaign)
        .where(Campaign.id == campaign_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def grant_exception(
    session: TenantSession, sitting: Sitting, item: SittingItem, *, reason: str, actor: Member
) -> None:
    """Let a dossier that is not eligible be voted on; only the chair may, before opening.

    Raises:
        Refusal: not the chair, too late, no reason, the chair concluded the appraisal, or
            the criteria name a disqualifier of this dossier that takes no exception.

    """
    sitting = lock_sitting(session, sitting, seen_version=None)
    if not chairs(actor, sitting):
        raise Refusal("chair_grants_exceptions")
    if sitting.state is not SittingState.PREPARED:
        raise Refusal("sitting_not_prepared", sitting=sitting.code)
    if not reason:
        raise Refusal("missing", fields=["exception_reason"])
    _refuse_chair_who_concluded(session, sitting, [item])
    _refuse_final(item)
    item.exception_reason = reason
    item.exception_by = actor.name
    record_event(
        session, "exception_granted", actor=actor, dossier_id=item.dossier_id,
        facts={"sitting": sitting.code, "reason": reason},
    )  # fmt: skip


def _refuse_final(item: SittingItem) -> None:
    """Refuse an exception where the criteria allow none to what was found."""
    final = [one for one in criteria_of(item.dossier).disqualifiers if not one.exception]
    failed = {line["key"] for line in item.dossier.eligibility if line["verdict"] == "failed"}
    barred = [one.label for one in final if one.key in failed]
    if barred:
        raise Refusal("takes_no_exception", fields=["exception_reason"], labels="; ".join(barred))


def _refuse_chair_who_concluded(
    session: TenantSession, sitting: Sitting, items: Sequence[SittingItem]
) -> None:
    ids = [item.dossier_id for item in items]
    concluded = {
        dossier_id for dossier_id, _ in hands_on(session, ids, CONCLUSIONS, [sitting.chair_id])
    }
    if concluded:
        codes = [item.dossier.code for item in items if item.dossier_id in concluded]
        raise Refusal("chair_concluded", dossiers=codes)


def _refuse_chair_who_took_part(sitting: Sitting, items: Sequence[SittingItem]) -> None:
    """Whoever passed the ward's recommendation does not close the city's recognition."""
    codes = [
        item.dossier.code
        for item in items
        for leaver in item.leaving
        if leaver["person"] == str(sitting.chair_id) and leaver["why"] == "sat_in_ward"
    ]
    if codes:
        raise Refusal("four_eyes", trigger="recommend", dossiers=codes)


def _note_own_cells(
    session: TenantSession,
    sitting: Sitting,
    items: Sequence[SittingItem],
    roll: Sequence[BodyMember],
) -> None:
    """Note who belongs to a unit on the agenda: they leave, or are marked, by the tenant's rule.

    Over its own committee's title a body sits as a whole: belonging there is no interest.
    """
    people = {member.person_id: member.person.name for member in roll}
    own = own_cells(
        session,
        [item.dossier.unit_id for item in items if item.dossier.unit_id != sitting.body.unit_id],
        list(people),
        on=clock.today(session),
    )
    leave = bool(sitting.campaign.rules.get("own_cell_leaves", False))
    for item in items:
        out = {leaver["person"] for leaver in item.leaving}
        found = [
            {"person": str(person_id), "name": people[person_id], "why": "own_cell"}
            for person_id in sorted(
                own.get(item.dossier.unit_id, ()), key=lambda each: people[each]
            )
            if str(person_id) not in out
        ]
        if leave:
            item.leaving = [*item.leaving, *found]
        else:
            item.marked = found


def _leaving(
    session: TenantSession,
    sitting: Sitting,
    items: Sequence[SittingItem],
    roll: Sequence[BodyMember],
) -> dict[UUID, list[Json]]:
    """Say who must leave which item, by four eyes, and why (docs/process.md, section 3)."""
    dossier_ids = [item.dossier_id for item in items]
    people = {member.person_id: member.person.name for member in roll}
    leaving: dict[UUID, dict[UUID, str]] = {}
    for dossier_id, person_id in hands_on(session, dossier_ids, OWN_ACTS, list(people)):
        leaving.setdefault(dossier_id, {})[person_id] = "submitted"
    above = [
        item.dossier_id
        for item in items
        if (rule := rule_of(sitting.gate, item.dossier)) is not None and rule.upper
    ]
    if above:
        sat = session.execute(
            select(SittingItem.dossier_id, SittingSeat.person_id)
            .join(Sitting, Sitting.id == SittingItem.sitting_id)
            .join(SittingSeat, SittingSeat.sitting_id == Sitting.id)
            .where(
                SittingItem.dossier_id.in_(above),
                Sitting.gate == Gate.RECOMMENDATION,
                SittingItem.result.in_([Result.PASSED, Result.NOT_PASSED]),
                SittingSeat.person_id.in_(people),
                SittingSeat.present,
            )
        )
        for dossier_id, person_id in sat:
            leaving.setdefault(dossier_id, {})[person_id] = "sat_in_ward"
    return {
        dossier_id: [
            {"person": str(person_id), "name": people[person_id], "why": why}
            for person_id, why in sorted(found.items(), key=lambda pair: people[pair[0]])
        ]
        for dossier_id, found in leaving.items()
    }
