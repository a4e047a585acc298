"""The three races. Each returns its counts, and what it found wrong: nothing, it is hoped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, func, select, update

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.members import Member
from tenants.outbox import OutboxItem
from tenants.roles import Role
from tenants.wall import TenantSession
from tests.make import ADOPTION, Town
from tests.races.crowd import Deed, at_once, colleagues, dossiers_in, open_tasks, put
from workflows.dossiers.contents import content_hash
from workflows.dossiers.tables import Dossier, QualityRating, Rating
from workflows.engine.act import Closing
from workflows.engine.fire import fire
from workflows.sittings.quota import Quota, freeze
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingState


@dataclass
class Outcome:
    """What a race counted, and each thing that should not be."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Note what is not as it should be."""
        if found != wanted:
            self.wrong.append(f"{what}: {found!r}, not {wanted!r}")


def approvers(town: Town, *, dossiers: int, people: int) -> Outcome:
    """Many approvers press at the same moment: one decision, one event, one notice each."""
    outcome = Outcome(f"{dossiers} dossiers x {people} approvers")
    members = [
        town.member(person) for person in colleagues(town, people, Role.WARD_OFFICE, town.ward.unit)
    ]
    rows = dossiers_in(town, dossiers, "registration_submitted")
    for row in rows:
        seen = row.version
        deeds: list[Deed] = [
            lambda session, member=member, seen=seen, row_id=row.id: fire(
                session, row_id, "accept_registration", actor=member, seen_version=seen
            )
            for member in members
        ]
        ends = Counter(at_once(town, deeds))
        outcome.counts += ends
        outcome.expect(row.code, dict(ends), {"done": 1, "stale": people - 1})
    ids = [row.id for row in rows]
    stands = select(func.count()).where(Dossier.id.in_(ids), Dossier.state == "registered")
    to_send = select(func.count()).where(OutboxItem.dossier_id.in_(ids))
    for what, query in (
        ("decisions", stands),
        ("events", _events(ids, "accept_registration")),
        ("notices to send", to_send),
    ):
        outcome.expect(what, town.session.scalar(query), dossiers)
    waiting = Counter(tuple(parties) for parties in open_tasks(town, ids).values())
    outcome.expect("open tasks", dict(waiting), {("ward_body",): dossiers})
    outcome.expect("chain", list(verify(town.session)), [])
    return outcome


def quota(town: Town, *, rounds: int, racers: int, places: int = 2, leaving: int = 4) -> Outcome:
    """Racers for the last places, while others of the base withdraw: the limit stands still."""
    outcome = Outcome(f"{rounds} rounds x {racers} racers, {places} places left")
    session = town.session
    rows = dossiers_in(town, racers + leaving, "awaiting_city_decision")
    racing, base = rows[:racers], rows[racers:]
    town.campaign.rules = {**town.campaign.rules, "quota": {"share": "1/2", "base": "all"}}
    sitting = _sitting(town, racing)
    chair = town.member(town.chair)
    secretaries = {
        row.id: town.member(colleagues(town, 1, Role.CELL_SECRETARY, row.unit)[0]) for row in base
    }
    frozen = freeze(session, sitting, unit_id=town.root.id)[0]
    start = (frozen.base, frozen.most)
    session.commit()
    for number in range(rounds):
        put(town, racing, "awaiting_city_decision")
        put(town, base, "registered")
        session.execute(update(Quota).values(used=Quota.most - places))
        session.commit()
        deeds: list[Deed] = [
            lambda other, row=row, seen=row.version: _recognize(other, sitting, row, seen, chair)
            for row in racing
        ]
        deeds += [
            lambda other, row=row, seen=row.version: fire(
                other, row.id, "withdraw", actor=secretaries[row.id], seen_version=seen,
                inputs={"reason": "Giải thể", "met_on": clock.today(other), **ADOPTION},
            )
            for row in base
        ]  # fmt: skip
        ends = at_once(town, deeds)
        won = Counter(ends[:racers])
        outcome.counts += won
        outcome.counts["withdrawn"] += ends[racers:].count("done")
        outcome.expect(
            f"round {number}", dict(won), {"done": places, "over_quota": racers - places}
        )
        outcome.expect(f"withdrawals of round {number}", ends[racers:], ["done"] * leaving)
        row = session.scalars(select(Quota)).one()
        outcome.expect(f"limit of round {number}", (row.base, row.most), start)
        outcome.expect(f"numerator of round {number}", row.used, row.most)
        recognized = session.scalar(
            select(func.count()).where(
                Dossier.id.in_([each.id for each in racing]), Dossier.state == "recognized"
            )
        )
        outcome.expect(f"titles of round {number}", recognized, places)
    outcome.expect("chain", list(verify(session)), [])
    return outcome


def conclusion(town: Town, *, pairs: int) -> Outcome:
    """The last opinion against the conclusion: concluded once or refused, never stuck."""
    outcome = Outcome(f"{pairs} pairs of a last opinion and a conclusion")
    town.campaign.rules = {**town.campaign.rules, "opinion_desks": ["inspection"]}
    town.session.commit()
    rows = dossiers_in(town, pairs, "under_appraisal")
    lead, inspector = town.member(town.ward.appraiser), town.member(town.ward.inspector)

    def conclude(session: TenantSession, row: Dossier) -> None:
        seen = session.scalar(select(Dossier.version).where(Dossier.id == row.id))
        session.rollback()
        fire(
            session, row.id, "conclude_appraisal", actor=lead, seen_version=seen or 0,
            inputs={"proposed_rating": "good"},
        )  # fmt: skip

    for row in rows:
        deeds: list[Deed] = [
            lambda session, row=row, seen=row.version: fire(
                session, row.id, "give_opinion", actor=inspector, seen_version=seen,
                inputs={"words": "Nhất trí"},
            ),
            lambda session, row=row: conclude(session, row),
        ]  # fmt: skip
        ends = at_once(town, deeds)
        outcome.counts[f"opinion {ends[0]}, conclusion {ends[1]}"] += 1
        if ends[1] != "done":
            # Who was refused looks again, and goes on.
            again = at_once(town, [lambda session, row=row: conclude(session, row)])
            outcome.expect(f"{row.code} concluded after looking again", again, ["done"])
        outcome.expect(f"{row.code} opinion", ends[0], "done")
    ids = [row.id for row in rows]
    stands = select(func.count()).where(
        Dossier.id.in_(ids), Dossier.state == "awaiting_ward_review"
    )
    outcome.expect("concluded", town.session.scalar(stands), pairs)
    for kind in ("conclude_appraisal", "give_opinion"):
        outcome.expect(f"events {kind}", town.session.scalar(_events(ids, kind)), pairs)
    outcome.expect("chain", list(verify(town.session)), [])
    return outcome


def _events(ids: Sequence[UUID], kind: str) -> Select[int]:
    return select(func.count()).where(AuditEvent.dossier_id.in_(ids), AuditEvent.kind == kind)


def _sitting(town: Town, rows: list[Dossier]) -> Sitting:
    """Hold a sitting of the city over the racing dossiers, at which all have passed."""
    session, now = town.session, clock.now(town.session)
    sitting = Sitting(
        code="26-H99", body_id=town.body.id, campaign_id=town.campaign.id, gate=Gate.RECOGNITION,
        state=SittingState.OPENED, planned_on=clock.today(session), chair_id=town.chair.id, roll=3,
    )  # fmt: skip
    session.add(sitting)
    session.flush()
    for position, row in enumerate(rows, start=1):
        session.add(
            SittingItem(
                sitting_id=sitting.id, dossier_id=row.id, position=position, active=False,
                eligible=True, content_hash=content_hash(session, row), in_favour=3,
                merit_in_favour=0, result=Result.PASSED,
            )
        )  # fmt: skip
        session.add(
            QualityRating(
                dossier_id=row.id, rating=Rating.GOOD, number="99-QĐ/Th.U",
                decided_on=clock.today(session), entered_at=now, entered_by="Ban Tổ chức",
            )
        )  # fmt: skip
    session.flush()
    return sitting


def _recognize(
    session: TenantSession, sitting: Sitting, row: Dossier, seen: int, chair: Member
) -> None:
    own = session.get_one(Sitting, (session.tenant_id, sitting.id))
    item = session.scalars(
        select(SittingItem).where(
            SittingItem.sitting_id == own.id, SittingItem.dossier_id == row.id
        )
    ).one()
    fire(session, row.id, "recognize", actor=chair, seen_version=seen, closing=Closing(own, item))
