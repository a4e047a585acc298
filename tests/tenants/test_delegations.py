"""Delegations: a comrade acts for another in named steps, for a time, and no further."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tenants import clock
from tenants.audit import AuditEvent
from tenants.delegations import (
    Delegation,
    DelegationRefusedError,
    delegate,
    delegations_of,
    end_delegation,
    standing_delegations,
    takers_of,
)
from tenants.people import Membership, Person
from tenants.roles import Role
from tests.make import Town

DAY = timedelta(days=1)
STEPS = ["accept_registration", "send_to_city"]


def given(town: Town, giver: Person, taker: Person, **how: Any) -> Delegation:
    today = clock.today(town.session)
    asked = {
        "steps": STEPS, "valid_from": today, "valid_to": today + 7 * DAY,
        "actor": town.member(giver),
    }  # fmt: skip
    return delegate(
        town.session, from_person_id=giver.id, to_person_id=taker.id, **{**asked, **how}
    )


def standing(
    town: Town, person: Person, *, days: int = 0
) -> list[tuple[UUID | None, frozenset[str]]]:
    on = clock.today(town.session) + days * DAY
    return [
        (found.principal.person_id, found.steps)
        for found in standing_delegations(town.session, person.id, on=on)
    ]


def test_delegate_acts_with_the_roles_of_the_other(town: Town) -> None:
    row = given(town, town.ward.office, town.ward.appraiser)
    (found,) = standing_delegations(
        town.session, town.ward.appraiser.id, on=clock.today(town.session)
    )
    assert (found.id, found.valid_to) == (row.id, row.valid_to)
    assert found.principal == town.member(town.ward.office)
    assert found.principal.holds(Role.WARD_OFFICE, unit_id=town.ward.unit.id)
    assert [found.covers(step) for step in (*STEPS, "resend")] == [True, True, False]


@pytest.mark.parametrize(("days", "stands"), [(-1, False), (0, True), (7, True), (8, False)])
def test_delegation_stands_from_its_first_day_to_its_last(
    town: Town, days: int, *, stands: bool
) -> None:
    given(town, town.ward.office, town.ward.appraiser)
    assert bool(standing(town, town.ward.appraiser, days=days)) is stands


def test_delegation_does_not_chain(town: Town) -> None:
    given(town, town.ward.office, town.ward.appraiser)
    given(town, town.ward.appraiser, town.ward.inspector)
    (found,) = standing_delegations(
        town.session, town.ward.inspector.id, on=clock.today(town.session)
    )
    assert found.principal.person_id == town.ward.appraiser.id
    assert not found.principal.holds(Role.WARD_OFFICE)


def test_who_is_disabled_or_has_no_role_left_gives_nothing(town: Town) -> None:
    given(town, town.ward.office, town.ward.appraiser)
    given(town, town.ward.inspector, town.ward.appraiser)
    town.ward.office.disabled_at = clock.now(town.session)
    held = town.session.scalars(
        select(Membership).where(Membership.person_id == town.ward.inspector.id)
    ).one()
    held.valid_to = clock.today(town.session)
    town.session.flush()
    assert standing(town, town.ward.appraiser) == [(town.ward.inspector.id, frozenset(STEPS))]
    assert standing(town, town.ward.appraiser, days=1) == []


@pytest.mark.parametrize("who", ["giver", "taker", "admin"])
def test_either_of_the_two_and_the_administrator_end_it_at_once(town: Town, who: str) -> None:
    row = given(town, town.ward.office, town.ward.appraiser)
    actor = {"giver": town.ward.office, "taker": town.ward.appraiser, "admin": town.admin}[who]
    end_delegation(town.session, row.id, actor=town.member(actor))
    assert standing(town, town.ward.appraiser) == []
    assert row.ended_by == actor.name


def test_nobody_else_ends_it_and_it_ends_once(town: Town) -> None:
    row = given(town, town.ward.office, town.ward.appraiser)
    with pytest.raises(DelegationRefusedError, match="gone"):
        end_delegation(town.session, row.id, actor=town.member(town.org_dept))
    assert standing(town, town.ward.appraiser) != []
    end_delegation(town.session, row.id, actor=town.member(town.admin))
    for wrong in (row.id, uuid4()):
        with pytest.raises(DelegationRefusedError, match="gone"):
            end_delegation(town.session, wrong, actor=town.member(town.admin))


def test_administrator_makes_it_for_others_and_nobody_else_does(town: Town) -> None:
    given(town, town.ward.office, town.ward.appraiser, actor=town.member(town.admin))
    with pytest.raises(DelegationRefusedError, match="role"):
        given(town, town.ward.office, town.ward.inspector, actor=town.member(town.org_dept))
    with pytest.raises(DelegationRefusedError, match="role"):
        given(town, town.ward.office, town.ward.inspector, actor=town.member(town.ward.inspector))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"steps": []}, "no_steps"),
        ({"until": -1}, "dates_out_of_order"),
        ({"since": -9, "until": -2}, "period_is_over"),
        ({"to": "oneself"}, "oneself"),
        ({"to": "disabled"}, "no_such_person"),
        ({"giver": "roleless"}, "no_role_to_delegate"),
    ],
)
def test_what_cannot_be_delegated_is_refused(town: Town, how: dict[str, Any], code: str) -> None:
    today = clock.today(town.session)
    giver, taker = town.ward.office, town.ward.appraiser
    if how.get("to") == "oneself":
        taker = giver
    if how.get("to") == "disabled":
        taker.disabled_at = clock.now(town.session)
    if how.get("giver") == "roleless":
        held = town.session.scalars(
            select(Membership).where(Membership.person_id == giver.id)
        ).one()
        held.valid_from, held.valid_to = today - 2 * DAY, today - DAY
    town.session.flush()
    with pytest.raises(DelegationRefusedError) as refused:
        given(
            town, giver, taker,
            steps=how.get("steps", STEPS),
            valid_from=today + how.get("since", 0) * DAY,
            valid_to=today + how.get("until", 7) * DAY,
            actor=town.member(town.admin),
        )  # fmt: skip
    assert refused.value.code == code
    assert delegations_of(town.session, giver.id) == []


def test_same_step_is_not_given_twice_to_the_same_comrade_in_one_period(town: Town) -> None:
    first = given(town, town.ward.office, town.ward.appraiser)
    with pytest.raises(DelegationRefusedError) as refused:
        given(town, town.ward.office, town.ward.appraiser, steps=["send_to_city", "resend"])
    assert (refused.value.code, refused.value.info) == (
        "already_delegated", {"steps": ["send_to_city"]},
    )  # fmt: skip
    given(town, town.ward.office, town.ward.appraiser, steps=["resend"])
    given(
        town, town.ward.office, town.ward.appraiser,
        valid_from=first.valid_to + DAY, valid_to=first.valid_to + DAY,
    )  # fmt: skip
    assert len(delegations_of(town.session, town.ward.appraiser.id)) == 3


def test_the_giver_sees_who_acts_in_their_place(town: Town) -> None:
    row = given(town, town.ward.office, town.ward.appraiser)
    today = clock.today(town.session)
    both = [town.ward.office.id, town.admin.id]
    assert takers_of(town.session, both, on=today) == {
        town.ward.office.id: [row], town.admin.id: [],
    }  # fmt: skip
    town.ward.appraiser.disabled_at = clock.now(town.session)
    town.session.flush()
    assert takers_of(town.session, both[:1], on=today) == {town.ward.office.id: []}


def test_making_and_ending_are_in_the_trail_with_both_names(town: Town) -> None:
    row = given(town, town.ward.office, town.ward.appraiser, reason="Đi học")
    end_delegation(town.session, row.id, actor=town.member(town.ward.appraiser))
    made, ended = town.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.kind.in_(["delegated", "delegation_ended"]))
        .order_by(AuditEvent.seq)
    )
    assert (made.name, made.for_name, made.facts["to_name"], made.facts["reason"]) == (
        town.ward.office.name, town.ward.office.name, town.ward.appraiser.name, "Đi học",
    )  # fmt: skip
    assert made.facts["steps"] == STEPS
    assert (ended.name, ended.for_name) == (town.ward.appraiser.name, town.ward.office.name)


def test_database_itself_refuses_a_delegation_to_oneself(town: Town) -> None:
    row = given(town, town.ward.office, town.ward.appraiser)
    row.to_person_id = row.from_person_id
    with pytest.raises(IntegrityError, match="not_to_oneself"):
        town.session.flush()


def test_delegation_of_another_tenant_is_nobodys(town: Town, other_town: Town) -> None:
    row = given(town, town.ward.office, town.ward.appraiser)
    town.session.commit()
    today = clock.today(town.session)
    assert standing_delegations(other_town.session, town.ward.appraiser.id, on=today) == []
    with pytest.raises(DelegationRefusedError, match="gone"):
        end_delegation(other_town.session, row.id, actor=other_town.member(other_town.admin))
