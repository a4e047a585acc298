"""Two sittings' decisions take one number from the clerk's book at the same moment."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from sqlalchemy import select, update

from tenants import clock
from tenants.audit import verify
from tenants.members import Member
from tenants.wall import TenantSession
from tests.make import Town
from tests.races.closings import rate, sitting_on
from tests.races.crowd import Deed, at_once, dossiers_in, put
from tests.races.running import Outcome
from workflows.decisions.making import number_decision
from workflows.decisions.tables import Decision, Recognition
from workflows.sittings.closing import close_sitting


def numbers(town: Town, *, rounds: int) -> Outcome:
    """In each round two sittings close, and two clerks give their decisions one number.

    One of them keeps it; the other is told so and gives the next.
    """
    outcome = Outcome(f"{rounds} rounds x 2 decisions, one number")
    session = town.session
    rows = dossiers_in(town, 2, "awaiting_city_decision")
    rate(town, rows)
    chair = town.member(town.chair)
    clerks = [town.member(town.org_dept), town.member(town.city_office)]
    for number in range(rounds):
        put(town, rows, "awaiting_city_decision")
        for place, row in enumerate(rows):
            sitting = sitting_on(town, row, f"26-H{number * 2 + place + 500}")
            close_sitting(session, sitting, actor=chair, seen_version=sitting.version)
        session.execute(update(Recognition).values(revoked_at=clock.now(session)))
        session.commit()
        waiting = list(session.scalars(select(Decision.id).where(Decision.number.is_(None))))
        outcome.expect(f"decisions of round {number}", len(waiting), 2)
        wanted = f"{2 * number + 101}-QĐ/Th.U"
        deeds: list[Deed] = [
            lambda other, each=each, clerk=clerk, wanted=wanted: _enter(
                other, each, wanted, clerk, town
            )
            for each, clerk in zip(waiting, clerks, strict=True)
        ]
        ends = at_once(town, deeds)
        outcome.counts += Counter(ends)
        outcome.expect(f"round {number}", sorted(ends), ["done", "number_taken"])
        loser = session.scalars(select(Decision).where(Decision.number.is_(None))).one()
        _enter(session, loser.id, f"{2 * number + 102}-QĐ/Th.U", clerks[0], town)
        session.commit()
    given = session.scalars(select(Decision.number)).all()
    outcome.expect("numbers", len(set(given)), 2 * rounds)
    outcome.expect("chain", list(verify(session)), [])
    return outcome


def _enter(
    session: TenantSession, decision_id: UUID, number: str, clerk: Member, town: Town
) -> None:
    decision = session.get_one(Decision, (session.tenant_id, decision_id))
    number_decision(
        session, decision, number=number, signed_on=clock.today(session),
        signer_id=town.chair.id, actor=clerk, seen_version=decision.version,
    )  # fmt: skip
