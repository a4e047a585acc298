"""What became of a dossier: the title it was given, and the sittings that settled it.

Every function answers for dossiers that the viewer may see, and for those alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.bodies import Body
from tenants.clock import local
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.decisions.reading import papers_of
from workflows.decisions.streaks import years_running
from workflows.decisions.tables import REVOCATION, Decision, Recognition
from workflows.dossiers.opinions import reads_opinions
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees
from workflows.sittings.reading import sees_sitting
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingState

SETTLING = (Gate.RECOMMENDATION, Gate.RECOGNITION)


@dataclass(frozen=True, slots=True)
class Title:
    """The title that a dossier was given, and the decision that gives it.

    ``number`` and ``signed_on`` are nothing until the clerk enters them; ``forms``
    are those in which the final paper has been made (``pdf``, ``docx``). ``running`` counts
    the years in a row that end with this one, by the rules for units that were merged.
    ``ended_by`` is the numbered decision that revoked a title which stands no longer.
    """

    merit: bool
    revoked_at: datetime | None
    revoked_reason: str
    decision_code: str
    body: str
    number: str | None
    signed_on: date | None
    forms: Sequence[str]
    public_code: str
    year: int
    running: int
    ended_by: Decision | None = None


@dataclass(frozen=True, slots=True)
class Upheld:
    """That a result was looked at anew and stays as it was: on which day, and why."""

    on: date
    conclusion: str


@dataclass(frozen=True, slots=True)
class Settling:
    """What a closed sitting made of a dossier, without the votes.

    ``noted`` is a dossier that was not eligible and so was not voted on;
    ``rating_too_low`` the decided rating that stood in the way of a carried vote,
    ``over_quota`` the numbers of a limit under which no place was left for it.
    """

    gate: Gate
    body: str
    on: date
    noted: bool
    rating_too_low: str | None
    over_quota: Json | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes of a closed sitting on a dossier, as the sitting explained them.

    ``explained`` holds the numbers of ``workflows.sittings.majority``, and under
    ``merit`` those of the vote on the Giấy khen where there was one. ``opens`` says
    whether the viewer may open the sitting.
    """

    gate: Gate
    sitting_code: str
    body: str
    on: date
    explained: Json
    merit: bool | None
    exception_reason: str
    exception_by: str
    opens: bool


def title_of(session: TenantSession, dossier: Dossier, *, viewer: Member) -> Title | None:
    """Return the title that was given last, revoked or not; nothing where none was given."""
    row = session.execute(
        select(Recognition, Decision, Body.name)
        .join(Dossier, Dossier.id == Recognition.dossier_id)
        .join(Decision, Decision.id == Recognition.decision_id)
        .join(Body, Body.id == Decision.body_id)
        .where(Recognition.dossier_id == dossier.id, sees(viewer))
        .order_by(Recognition.recognized_at.desc(), Recognition.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    recognition, decision, body = row
    final = papers_of(session, decision) if decision.frozen_at else []
    return Title(
        merit=recognition.merit,
        revoked_at=recognition.revoked_at,
        revoked_reason=recognition.revoked_reason or "",
        decision_code=decision.code,
        body=body,
        number=decision.number,
        signed_on=decision.signed_on,
        forms=[paper.form for paper in final],
        public_code=recognition.public_code,
        year=recognition.year,
        running=years_running(session, [recognition.unit_id], recognition.year)[
            recognition.unit_id
        ],
        ended_by=_revoking(session, dossier) if recognition.revoked_at else None,
    )


def _revoking(session: TenantSession, dossier: Dossier) -> Decision | None:
    """Return the last numbered decision that revoked the title of a dossier."""
    return session.scalars(
        select(Decision)
        .join(SittingItem, SittingItem.sitting_id == Decision.sitting_id)
        .where(
            SittingItem.dossier_id == dossier.id,
            SittingItem.result == Result.PASSED,
            Decision.kind == REVOCATION,
            Decision.frozen_at.is_not(None),
        )
        .order_by(Decision.frozen_at.desc())
        .limit(1)
    ).one_or_none()


def settled_at(session: TenantSession, dossier: Dossier, *, viewer: Member) -> Settling | None:
    """Return what the last sitting that settled anything made of a dossier."""
    found = _items(session, dossier, viewer)
    if not found:
        return None
    item, sitting, body, _opens = found[-1]
    return Settling(
        gate=sitting.gate,
        body=body,
        on=_day(sitting),
        noted=bool(item.explained.get("noted")),
        rating_too_low=item.explained.get("rating_too_low"),
        over_quota=_beyond(item.explained.get("quota")),
    )


def votes_on(session: TenantSession, dossier: Dossier, *, viewer: Member) -> list[Votes]:
    """List the votes that stand, the ward's before the city's; none for whoever may not know.

    Those are the committees, and never the cell. What was only noted was not voted on.
    """
    if not reads_opinions(viewer, dossier):
        return []
    standing: dict[Gate, Votes] = {}
    for item, sitting, body, opens in _items(session, dossier, viewer):
        standing[sitting.gate] = Votes(
            gate=sitting.gate,
            sitting_code=sitting.code,
            body=body,
            on=_day(sitting),
            explained=item.explained,
            merit=item.merit_passed,
            exception_reason=item.exception_reason,
            exception_by=item.exception_by,
            opens=opens,
        )
    return [
        standing[gate]
        for gate in SETTLING
        if gate in standing and not standing[gate].explained.get("noted")
    ]


def reconsideration_until(session: TenantSession, dossier: Dossier) -> date | None:
    """Return the last day on which the cell may ask to have its result reconsidered.

    That is counted from the last negative result; without one, and once the cell
    has asked, there is no such day.
    """
    event = session.execute(
        select(AuditEvent.kind, AuditEvent.at)
        .where(
            AuditEvent.dossier_id == dossier.id,
            AuditEvent.kind.in_(["not_recommend", "decline", "request_reconsideration"]),
        )
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    ).one_or_none()
    if event is None or event.kind == "request_reconsideration":
        return None
    return local(event.at).date() + timedelta(days=dossier.campaign.reconsideration_days)


def upheld_at(session: TenantSession, dossier: Dossier) -> Upheld | None:
    """Return when the last result was looked at anew and left as it was, and with what words."""
    event = session.execute(
        select(AuditEvent.kind, AuditEvent.at, AuditEvent.facts)
        .where(
            AuditEvent.dossier_id == dossier.id,
            AuditEvent.kind.in_(["not_recommend", "decline", "uphold"]),
        )
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    ).one_or_none()
    if event is None or event.kind != "uphold":
        return None
    return Upheld(local(event.at).date(), event.facts["inputs"]["conclusion"])


def _items(
    session: TenantSession, dossier: Dossier, viewer: Member
) -> list[tuple[SittingItem, Sitting, str, bool]]:
    """List the items of closed sittings that moved a dossier, the earliest first."""
    rows = session.execute(
        select(SittingItem, Sitting, Body.name, sees_sitting(viewer))
        .join(Dossier, Dossier.id == SittingItem.dossier_id)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .join(Body, Body.id == Sitting.body_id)
        .where(
            SittingItem.dossier_id == dossier.id,
            SittingItem.result.in_([Result.PASSED, Result.NOT_PASSED]),
            Sitting.state == SittingState.CLOSED,
            Sitting.gate.in_(SETTLING),
            sees(viewer),
        )
        .order_by(Sitting.closed_at, Sitting.id)
    )
    return list(rows.all())


def _day(sitting: Sitting) -> date:
    return local(sitting.closed_at).date() if sitting.closed_at else sitting.planned_on


def _beyond(quota: Json | None) -> Json | None:
    """Return the numbers of a limit where the dossier was beyond it."""
    return quota if quota and quota["standing"] == "below" else None
