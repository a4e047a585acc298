"""The first weeks of a ward's year: registrations, and its pilots chosen in a sitting."""

from __future__ import annotations

from datetime import timedelta

from demo import texts
from demo.acts import Acts, WardYear, cell_vote, commitments
from demo.gathering import number_of, planned
from demo.sittings import choose_pilots, prepare
from workflows.dossiers.tables import Dossier
from workflows.sittings.tables import Gate

WAITING = frozenset({"registration_submitted", "registration_returned"})
LATER = frozenset({"registered"})
NEVER = frozenset({"lapsed"})


def register(acts: Acts, ward: WardYear) -> None:
    """Submit every registration of a ward; the office receives, returns or leaves it waiting."""
    office = acts.member(ward.committee.desks["office"])
    for dossier in ward.bound_for(NEVER):
        acts.move(dossier, "lapse", office, reason=texts.NOT_TAKING_PART)
    for number, dossier in enumerate(ward.bound_for(frozenset(ward.plan.ends) - NEVER)):
        end = ward.ends[dossier.id]
        _submit(acts, ward, dossier, on_behalf=number < ward.plan.on_behalf)
        if end == "registration_returned":
            acts.move(
                dossier, "return_registration", office, reason=texts.REGISTRATION_RETURNED,
                marked=["commitment-2"], due_on=acts.today + timedelta(days=10),
            )  # fmt: skip
        elif end not in WAITING:
            acts.move(dossier, "accept_registration", office)


def begin_year(acts: Acts, ward: WardYear) -> None:
    """Choose the ward's pilots; a cell withdraws; what was received later waits."""
    states = frozenset(ward.plan.ends) - WAITING - LATER - NEVER
    under_way = ward.bound_for(states)
    if under_way:
        choose_pilots(acts, ward, under_way)
    for dossier in ward.bound_for(frozenset({"withdrawn"})):
        acts.move(
            dossier, "withdraw", acts.secretary(dossier), reason=texts.WITHDRAWN,
            **cell_vote(dossier, acts.today - timedelta(days=1)),
        )  # fmt: skip
    if ward.plan.prepared:
        prepare(acts, ward, Gate(ward.plan.prepared), ward.bound_for(LATER))


def _submit(acts: Acts, ward: WardYear, dossier: Dossier, *, on_behalf: bool) -> None:
    actor, copy = acts.secretary(dossier), {}
    if on_behalf:
        actor = acts.member(ward.committee.desks["second_office"])
        copy = {"signed_copy": texts.SIGNED_COPY}
    acts.move(
        dossier, "submit_registration", actor, commitments=commitments(dossier),
        targets=planned(number_of(dossier)),
        **cell_vote(dossier, acts.today - timedelta(days=1)), **copy,
    )  # fmt: skip
