"""The quota race through closing sittings: everybody closes a sitting of their own at once."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from sqlalchemy import Select, select, update

from tenants import clock
from tenants.audit import verify
from tenants.members import Member
from tenants.roles import Role
from tenants.wall import TenantSession
from tests.make import ADOPTION, Town
from tests.races.crowd import Deed, at_once, colleagues, dossiers_in, put
from tests.races.running import Outcome
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.contents import content_hash
from workflows.dossiers.tables import Dossier, QualityRating, Rating
from workflows.engine.fire import fire
from workflows.sittings.closing import close_sitting
from workflows.sittings.quota import Quota, freeze
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingSeat, SittingState


def closings(town: Town, *, rounds: int, racers: int, places: int = 2, leaving: int = 4) -> Outcome:
    """Sittings of one dossier each close at the same moment, for the last places of a quota.

    Each closes for good. So many as there are places recognise theirs, all others decline
    theirs with the numbers, and each decision has a code of its own; those of the base who
    withdraw meanwhile move nothing.
    """
    outcome = Outcome(f"{rounds} rounds x {racers} closing sittings, {places} places left")
    session = town.session
    rows = dossiers_in(town, racers + leaving, "awaiting_city_decision")
    racing, base = rows[:racers], rows[racers:]
    town.campaign.rules = {**town.campaign.rules, "quota": {"share": "1/2", "base": "all"}}
    rate(town, racing)
    chair = town.member(town.chair)
    secretaries = {
        row.id: town.member(colleagues(town, 1, Role.CELL_SECRETARY, row.unit)[0]) for row in base
    }
    for number in range(rounds):
        put(town, racing, "awaiting_city_decision")
        put(town, base, "registered")
        sittings = [sitting_on(town, row, f"26-H{number * racers + place + 500}")
                    for place, row in enumerate(racing)]  # fmt: skip
        frozen = freeze(session, sittings[0], unit_id=town.root.id)[0]
        start = (frozen.base, frozen.most)
        session.execute(update(Quota).values(used=Quota.most - places))
        session.commit()
        deeds: list[Deed] = [
            lambda other, each=each.id: _close(other, each, chair) for each in sittings
        ]
        deeds += [
            lambda other, row=row, seen=row.version: fire(
                other, row.id, "withdraw", actor=secretaries[row.id], seen_version=seen,
                inputs={"reason": "Giải thể", "met_on": clock.today(other), **ADOPTION},
            )
            for row in base
        ]  # fmt: skip
        ends = at_once(town, deeds)
        outcome.expect(f"closings of round {number}", ends[:racers], ["done"] * racers)
        outcome.expect(f"withdrawals of round {number}", ends[racers:], ["done"] * leaving)
        found = Counter(session.scalars(_states(racing)))
        outcome.counts += found
        outcome.counts["withdrawn"] += ends[racers:].count("done")
        outcome.expect(
            f"titles of round {number}", dict(found),
            {"recognized": places, "declined": racers - places},
        )  # fmt: skip
        row = session.scalars(select(Quota)).one()
        outcome.expect(f"limit of round {number}", (row.base, row.most), start)
        outcome.expect(f"numerator of round {number}", row.used, row.most)
        _expect_reasons(outcome, town, sittings, number)
        # What was recognised this time stands in the way of the next.
        session.execute(update(Recognition).values(revoked_at=clock.now(session)))
        session.commit()
    codes = session.scalars(select(Decision.code)).all()
    outcome.expect("decisions", len(codes), places * rounds)
    outcome.expect("codes of decisions", len(set(codes)), len(codes))
    outcome.expect("chain", list(verify(session)), [])
    return outcome


def _close(session: TenantSession, sitting_id: UUID, chair: Member) -> None:
    sitting = session.get_one(Sitting, (session.tenant_id, sitting_id))
    close_sitting(session, sitting, actor=chair, seen_version=sitting.version)


def _states(rows: list[Dossier]) -> Select[str]:
    return select(Dossier.state).where(Dossier.id.in_([row.id for row in rows]))


def _expect_reasons(outcome: Outcome, town: Town, sittings: list[Sitting], number: int) -> None:
    """Expect that each declined one carries the numbers that say why."""
    items = town.session.scalars(
        select(SittingItem)
        .where(SittingItem.sitting_id.in_([sitting.id for sitting in sittings]))
        .execution_options(populate_existing=True)
    )
    for item in items:
        facts = item.explained.get("quota", {})
        wanted = ("within", 1) if item.result is Result.PASSED else ("below", 0)
        left = 1 if facts.get("left", 0) > 0 else 0
        outcome.expect(f"reason in round {number}", (facts.get("standing"), left), wanted)


def rate(town: Town, rows: list[Dossier]) -> None:
    """Decide on the year-end rating of dossiers."""
    session = town.session
    session.add_all(
        QualityRating(
            dossier_id=row.id, rating=Rating.GOOD, number="99-QĐ/Th.U",
            decided_on=clock.today(session), entered_at=clock.now(session),
            entered_by="Ban Tổ chức",
        )
        for row in rows
    )  # fmt: skip
    session.commit()


def sitting_on(town: Town, row: Dossier, code: str) -> Sitting:
    """Hold a sitting of the city on one dossier up to its close, everybody in favour."""
    session = town.session
    people = [town.chair, *town.members]
    sitting = Sitting(
        code=code, body_id=town.body.id, campaign_id=town.campaign.id, gate=Gate.RECOGNITION,
        state=SittingState.OPENED, planned_on=clock.today(session), chair_id=town.chair.id,
        roll=len(people), rule=dict(town.campaign.rules["vote"]), opened_at=clock.now(session),
    )  # fmt: skip
    session.add(sitting)
    session.flush()
    session.add_all(
        SittingSeat(
            sitting_id=sitting.id, person_id=person.id, position=position, name=person.name,
            seat="member", present=True,
        )
        for position, person in enumerate(people, start=1)
    )  # fmt: skip
    session.add(
        SittingItem(
            sitting_id=sitting.id, dossier_id=row.id, position=1,
            content_hash=content_hash(session, row), in_favour=len(people), against=0,
            abstained=0, invalid=0, merit_in_favour=len(people), merit_against=0,
            merit_abstained=0,
        )
    )  # fmt: skip
    session.flush()
    return sitting
