"""Moving running dossiers to another flow or version: tried on all first, then an audited act.

A dossier keeps the version it was opened with. One that is moved keeps its number, its
contents and its past; it is refused, with the reason, where a step that it has passed would
be another one there (docs/process.md, section 2).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, record_event
from tenants.members import SYSTEM, Member
from tenants.outbox import leave
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import visible
from workflows.engine.flow import Flow
from workflows.engine.locking import lock
from workflows.engine.refusals import Refusal
from workflows.engine.table import Kind
from workflows.flows.routes import Route
from workflows.sittings.agendas import take_off
from workflows.sittings.tables import Sitting, SittingItem, SittingState
from workflows.tasks.opening import close_tasks, open_task

MOVED, MIGRATED = "flow_changed", "flow_migrated"
AT_REST = frozenset({Kind.SETTLED, Kind.CLOSED})


@dataclass(frozen=True, slots=True)
class Trial:
    """What would become of one dossier: its place in the other flow, or why it has to stay."""

    dossier_id: UUID
    code: str
    state: str
    version: int
    place: str | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A dry run over all running dossiers; its digest is confirmed when they are moved."""

    route: Route
    trials: tuple[Trial, ...]

    @property
    def ready(self) -> list[Trial]:
        """Those that can move."""
        return [trial for trial in self.trials if trial.refusal is None]

    @property
    def refused(self) -> list[Trial]:
        """Those that have to stay, each with its reason."""
        return [trial for trial in self.trials if trial.refusal is not None]

    @property
    def digest(self) -> str:
        """What was shown, in one word."""
        shown = [
            [trial.code, trial.version, trial.place, trial.refusal and trial.refusal.code]
            for trial in self.trials
        ]
        ends = [self.route.source.digest, self.route.target.digest]
        return sha256(json.dumps([ends, shown]).encode()).hexdigest()[:32]


def try_route(
    session: TenantSession, route: Route, *, viewer: Member, campaign_id: UUID | None = None
) -> Report:
    """Try a route on every running dossier of its flow; nothing is changed."""
    return _tried(session, route, _running(session, route.source, viewer, campaign_id))


def move_over(
    session: TenantSession,
    route: Route,
    campaign: Campaign,
    *,
    actor: Member,
    reason: str,
    digest: str,
) -> Report:
    """Move the campaign's running dossiers that can move; those that cannot stay as they are.

    The campaign takes the new flow for dossiers that are added later.

    Args:
        digest: that of the dry run that was shown.

    Raises:
        Refusal: ``role``, when the actor does not administer the tenant; ``missing``
            without a reason; ``trial_is_old``, when a dossier changed since the dry run.

    """
    if not actor.holds(Role.TENANT_ADMIN):
        raise Refusal("role", parties=["tenant_admin"])
    if not reason.strip():
        raise Refusal("missing", fields=["reason"])
    ids = [dossier.id for dossier in _running(session, route.source, actor, campaign.id)]
    locked = lock(session, ids, viewer=actor)
    report = _tried(session, route, sorted(locked.values(), key=lambda row: row.code))
    if report.digest != digest:
        raise Refusal("trial_is_old")
    for trial in report.ready:
        _move(session, locked[trial.dossier_id], route, actor=actor, reason=reason)
    source, target = route.source, route.target
    if (campaign.flow, campaign.flow_version) == (source.name, source.version):
        campaign.flow, campaign.flow_version = target.name, target.version
    record_event(
        session, MIGRATED, actor=actor, role="tenant_admin",
        facts={
            "year": campaign.year, "title": campaign.title, "reason": reason.strip(),
            "from": _signed(source), "to": _signed(target), "digest": digest,
            "moved": [trial.code for trial in report.ready],
            "refused": [[each.code, each.refusal and each.refusal.code] for each in report.refused],
        },
    )  # fmt: skip
    session.flush()
    return report


def _running(
    session: TenantSession, flow: Flow, viewer: Member, campaign_id: UUID | None
) -> list[Dossier]:
    at_rest = [name for name, state in flow.states.items() if state.kind in AT_REST]
    query = visible(viewer).where(
        Dossier.flow == flow.name,
        Dossier.flow_version == flow.version,
        Dossier.state.not_in(at_rest),
    )
    if campaign_id is not None:
        query = query.where(Dossier.campaign_id == campaign_id)
    return list(session.scalars(query.order_by(Dossier.code)))


def _tried(session: TenantSession, route: Route, dossiers: Sequence[Dossier]) -> Report:
    ids = [dossier.id for dossier in dossiers]
    passed, sitting = _passed(session, route.source, ids), _on_opened_sittings(session, ids)
    return Report(
        route,
        tuple(
            Trial(
                dossier.id, dossier.code, dossier.state, dossier.version,
                route.place(dossier.state),
                _why_not(route, dossier, passed[dossier.id], sitting.get(dossier.id)),
            )
            for dossier in dossiers
        ),
    )  # fmt: skip


def _why_not(
    route: Route, dossier: Dossier, passed: Sequence[tuple[str, str]], sitting: str | None
) -> Refusal | None:
    if sitting is not None:
        return Refusal("on_opened_sitting", sitting=sitting)
    if route.place(dossier.state) is None:
        return Refusal("no_place", state=dossier.state)
    for trigger, state in dossier.back_to.items():
        if trigger not in route.target.remembered or route.place(state) is None:
            return Refusal("no_way_back", trigger=trigger, state=state)
    for trigger, state in passed:
        part = route.changed(trigger, state)
        if part is not None:
            return Refusal("step_changed", trigger=trigger, state=state, part=part)
    return None


def _passed(
    session: TenantSession, flow: Flow, ids: Sequence[UUID]
) -> Mapping[UUID, list[tuple[str, str]]]:
    """List the moves that each dossier has made in this flow, undone ones left out."""
    triggers = {move.trigger for move in flow.moves}
    events = session.execute(
        select(
            AuditEvent.dossier_id, AuditEvent.seq, AuditEvent.kind, AuditEvent.source,
            AuditEvent.facts,
        )
        .where(AuditEvent.dossier_id.in_(ids), AuditEvent.kind.in_({*triggers, "undo", MOVED}))
        .order_by(AuditEvent.seq)
    )  # fmt: skip
    made: dict[UUID | None, dict[int, tuple[str, str]]] = defaultdict(dict)
    for dossier_id, seq, kind, source, facts in events:
        if kind == MOVED:
            # What came before was weighed when it was moved here.
            made[dossier_id].clear()
        elif kind == "undo":
            made[dossier_id].pop(facts.get("inputs", {}).get("undoes"), None)
        else:
            made[dossier_id][seq] = (kind, source or "")
    return {key: list(dict.fromkeys(made[key].values())) for key in ids}


def _on_opened_sittings(session: TenantSession, ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(SittingItem.dossier_id, Sitting.code)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(
            SittingItem.dossier_id.in_(ids),
            SittingItem.active,
            Sitting.state.in_([SittingState.OPENED, SittingState.SUSPENDED]),
        )
    )
    return {row.dossier_id: row.code for row in rows}


def move_settled(session: TenantSession, dossier: Dossier, route: Route) -> None:
    """Let a locked dossier that is about to be reopened go where its year's open ones went.

    The service does it, on the ground on which the administrator moved those.
    """
    grounds = session.scalars(
        select(AuditEvent).where(AuditEvent.kind == MIGRATED).order_by(AuditEvent.seq.desc())
    )
    reason = next(
        (
            str(event.facts["reason"])
            for event in grounds
            if event.facts["year"] == dossier.campaign.year
            and event.facts["to"][:2] == [route.target.name, route.target.version]
        ),
        "",
    )
    _move(session, dossier, route, actor=SYSTEM, reason=reason, role="system")


def _move(
    session: TenantSession,
    dossier: Dossier,
    route: Route,
    *,
    actor: Member,
    reason: str,
    role: str = "tenant_admin",
) -> None:
    """Put a locked dossier into its place in the other flow, with its task and its event."""
    source, target = dossier.state, route.target
    place = route.place(source) or source
    owed_before = route.source.states[source].owes
    dossier.flow, dossier.flow_version = target.name, target.version
    dossier.state = place
    dossier.back_to = {
        trigger: route.place(state) or state for trigger, state in dossier.back_to.items()
    }
    dossier.version_touch(clock.now(session))
    session.flush()
    if place != source:
        take_off(session, dossier.id)
    if place != source or target.states[place].owes is not owed_before:
        close_tasks(session, dossier, by=actor)
        open_task(session, dossier, target.states[place])
    seq = record_event(
        session, MOVED, actor=actor, role=role, dossier_id=dossier.id,
        source=source, target=place, version=dossier.version,
        facts={
            "inputs": {"reason": reason.strip()}, "from": _signed(route.source),
            "to": _signed(target), "content_version": dossier.content_version,
        },
    )  # fmt: skip
    leave(session, "tell", {"seq": seq, "trigger": MOVED, "state": place}, dossier_id=dossier.id)
    session.flush()


def _signed(flow: Flow) -> list[str | int]:
    return [flow.name, flow.version, flow.digest]
