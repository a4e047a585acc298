"""How colleagues share work in the demo: one stands in for another, one has taken a task on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from demo.acts import Acts, WardYear
from tenants.delegations import delegate
from workflows.dossiers.tables import Dossier
from workflows.tasks.claiming import claim
from workflows.tasks.tables import Task

WARD_OF_A_DEPUTY = "Phường Đại Nài"
WARD_OF_A_CLAIM = "Xã Thạch Hưng"
STEPS = ("return_for_supplement", "conclude_appraisal")
REASON = "Đồng chí chủ trì đi học tập trung"
DAYS_AWAY = 10


def share_work(acts: Acts, years: Sequence[WardYear]) -> None:
    """Let a desk stand in for the one that concludes, and an office worker take a task on."""
    for year in years:
        if year.committee.unit.name == WARD_OF_A_DEPUTY:
            _stand_in(acts, year)
        if year.committee.unit.name == WARD_OF_A_CLAIM:
            _take_on(acts, year)


def _stand_in(acts: Acts, year: WardYear) -> None:
    lead, inspection = (year.committee.desks[desk] for desk in ("lead", "inspection"))
    today = acts.today
    with acts.clockwork.at_its_time():
        delegate(
            acts.session, from_person_id=lead.id, to_person_id=inspection.id, steps=STEPS,
            valid_from=today, valid_to=today + timedelta(days=DAYS_AWAY), reason=REASON,
            actor=acts.member(lead),
        )  # fmt: skip


def _take_on(acts: Acts, year: WardYear) -> None:
    waiting = acts.session.scalars(
        select(Task.id)
        .join(Dossier, Dossier.id == Task.dossier_id)
        .where(
            Dossier.committee_id == year.committee.unit.id,
            Task.party == "ward_office",
            Task.done_at.is_(None),
        )
        .order_by(Task.due_at, Task.id)
        .limit(1)
    ).one()
    with acts.clockwork.at_its_time():
        claim(acts.session, waiting, actor=acts.member(year.committee.desks["second_office"]))
