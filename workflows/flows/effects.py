"""What moves change besides the state, in the same transaction."""

from __future__ import annotations

from sqlalchemy import select, update

from tenants import clock
from tenants.audit import AuditEvent
from workflows.certificates.issuing import reissue_for_restored, void_certificate
from workflows.decisions.tables import Recognition
from workflows.dossiers import from_cells
from workflows.dossiers.contents import criteria_of, pilot_mark_of
from workflows.dossiers.deadlines import last_day_to_assess, last_day_to_register
from workflows.dossiers.eligibility import appraise
from workflows.dossiers.measuring import keep_appraised, keep_counts, keep_sent
from workflows.dossiers.tables import (
    AIMS,
    CellTally,
    Commitment,
    Opinion,
    PilotMark,
    Purpose,
)
from workflows.engine.act import Act
from workflows.engine.levels import holding_scope
from workflows.engine.parties import Scope
from workflows.evidence.citing import keep_cited
from workflows.guards.sittings import closing_of, deciding_unit
from workflows.pilots.replacing import replacing, unit_of
from workflows.sittings import quota
from workflows.sittings.agendas import on_agendas, take_off
from workflows.targets.lines import from_data
from workflows.targets.planning import plan_targets
from workflows.tasks.opening import close_opinion, owe_opinion_again
from workflows.tasks.tables import Task


def keep_registration(act: Act) -> None:
    """Keep the commitments and the cell's vote, and whether they came late."""
    dossier, session = act.dossier, act.session
    standing = {
        row.group_key: row
        for row in session.scalars(select(Commitment).where(Commitment.dossier_id == dossier.id))
    }
    for group in criteria_of(dossier).groups:
        words = str(act.inputs["commitments"][group.key]).strip()
        if group.key in standing:
            standing[group.key].words = words
        else:
            session.add(Commitment(dossier_id=dossier.id, group_key=group.key, words=words))
    if "targets" in act.inputs:
        lines = [from_data(each) for each in act.inputs["targets"]]
        plan_targets(session, dossier, lines, actor=act.actor)
    dossier.aim = act.inputs.get("aim") or dossier.aim or AIMS[0]
    dossier.content_version += 1
    dossier.registered_on = act.today
    # Once late stays late: a return gives time to correct, it does not make up for the day.
    dossier.registered_late |= act.today > last_day_to_register(dossier)
    _keep_tally(act, Purpose.REGISTRATION)


def keep_consent(act: Act) -> None:
    """Keep the standing committee's consent to a late registration."""
    act.dossier.consent_number = act.inputs.get("consent_number") or None
    act.dossier.consent_on = act.inputs.get("consent_on")


def open_for_change(act: Act) -> None:
    """Open what was marked, with the reason and the new last day."""
    act.dossier.marked = list(act.inputs.get("marked", []))
    said = act.inputs.get("comments", {})
    act.dossier.marked_words = {
        key: str(said[key]).strip() for key in act.dossier.marked if str(said.get(key, "")).strip()
    }
    act.dossier.return_reason = act.inputs["reason"]
    act.facts["due_on"] = act.inputs["due_on"]


def close_for_change(act: Act) -> None:
    """Close what a return had opened."""
    act.dossier.marked = []
    act.dossier.marked_words = {}
    act.dossier.return_reason = ""


def keep_assessment(act: Act) -> None:
    """Keep the cell's vote on its self-assessment, and whether it came late."""
    act.dossier.assessed_on = act.today
    act.dossier.assessed_late |= act.today > last_day_to_assess(act.dossier)
    keep_sent(act.session, act.dossier, by=act.actor.name)
    keep_cited(act.session, act.dossier)
    if "in_favour" in act.inputs:
        _keep_tally(act, Purpose.SELF_ASSESSMENT)
    close_for_change(act)


def keep_opinion(act: Act) -> None:
    """Keep what a desk says, on the content that it saw."""
    desk = _desk_of(act)
    close_opinion(act.session, act.dossier, desk, by=act.actor)
    act.session.add(
        Opinion(
            dossier_id=act.dossier.id,
            desk=desk,
            words=act.inputs["words"],
            flagged=bool(act.inputs.get("flagged")),
            content_version=act.dossier.content_version,
            person_id=act.person_id,
            name=act.actor.name,
            at=clock.now(act.session),
        )
    )


def withdraw_opinion(act: Act) -> None:
    """Withdraw the actor's last opinion."""
    last = act.session.scalars(
        select(Opinion)
        .where(
            Opinion.dossier_id == act.dossier.id,
            Opinion.person_id == act.person_id,
            Opinion.withdrawn_at.is_(None),
        )
        .order_by(Opinion.at.desc())
        .limit(1)
    ).one()
    last.withdrawn_at = clock.now(act.session)
    if act.move.trigger == "give_opinion":
        owe_opinion_again(act.session, act.dossier, last.desk)


def appraise_from_cells(act: Act) -> None:
    """Give the criteria that are computed from cells their levels, and keep the figures."""
    figures = from_cells.appraise_from_cells(act.session, act.dossier, by=act.actor.name)
    if figures:
        act.facts["from_cells"] = figures


def keep_appraisal(act: Act) -> None:
    """Settle eligibility with its reasons, on the appraised scores."""
    act.dossier.proposed_rating = act.inputs["proposed_rating"]
    keep_appraised(act.session, act.dossier, by=act.actor.name)
    counts = dict(act.inputs.get("counts", {}))
    reasons = dict(act.inputs.get("count_reasons", {}))
    keep_counts(act.session, act.dossier, counts, reasons, by=act.actor.name)
    verdict = appraise(
        act.session,
        act.dossier,
        disciplined=bool(act.inputs.get("disciplined")),
        complained=False,
        rating=act.inputs["proposed_rating"],
        stated=dict(act.inputs.get("conditions", {})),
    )
    act.dossier.eligible = verdict.eligible
    act.dossier.eligibility = verdict.lines
    act.dossier.appraised_total = verdict.total


def forget_appraisal(act: Act) -> None:
    """Take back the verdict; the appraised scores stay to be worked on."""
    act.dossier.eligible = None
    act.dossier.eligibility = []


def mark_pilot(act: Act) -> None:
    """Mark the dossier as pilot if the body chose it."""
    item = closing_of(act).item
    if item.pilot and item.supervisor_id:
        act.session.add(
            PilotMark(
                dossier_id=act.dossier.id,
                reason=item.pilot_reason,
                supervisor_id=item.supervisor_id,
                marked_at=clock.now(act.session),
            )
        )
        if item.replaces_id is not None:
            act.facts["replaces"] = unit_of(act.session, item.replaces_id)


def drop_pilot_mark(act: Act) -> None:
    """End the dossier's mark as a pilot, if it has one."""
    mark = pilot_mark_of(act.session, act.dossier.id)
    if mark is not None:
        mark.dropped_at = clock.now(act.session)
        mark.dropped_reason = str(act.inputs.get("reason", act.move.trigger))
        instead = replacing(act.session, act.dossier.id)
        if act.move.trigger == "drop_pilot" and instead is not None:
            mark.dropped_reason = instead.pilot_reason
            act.facts["replaced_by"] = instead.dossier.unit.name
            act.facts["reason"] = instead.pilot_reason


def restore_pilot_mark(act: Act) -> None:
    """Let the mark stand again that the undone move had ended."""
    undone = act.session.get_one(AuditEvent, (act.dossier.tenant_id, act.inputs["undoes"]))
    mark = act.session.scalar(
        select(PilotMark).where(
            PilotMark.dossier_id == act.dossier.id, PilotMark.dropped_at == undone.at
        )
    )
    if mark is not None:
        mark.dropped_at = mark.dropped_reason = None


def keep_submission(act: Act) -> None:
    """Keep the number and date of the ward's submission to the city."""
    act.dossier.submission_number = act.inputs["number"]
    act.dossier.submission_on = act.inputs["signed_on"]


def leave_agendas(act: Act) -> None:
    """Take the dossier off a prepared sitting, strike it from an opened one."""
    if act.ask(on_agendas):
        take_off(act.session, act.dossier.id)


def follow_its_unit(act: Act) -> None:
    """Key the dossier, and what is open of it, to where its unit now stands."""
    unit_id, committee_id = act.inputs.get("unit"), act.inputs.get("committee")
    for column, now_at in (("unit_id", unit_id), ("committee_id", committee_id)):
        before = getattr(act.dossier, column)
        if now_at is None or now_at == before:
            continue
        setattr(act.dossier, column, now_at)
        act.session.execute(
            update(Task)
            .where(
                Task.dossier_id == act.dossier.id, Task.done_at.is_(None), Task.unit_id == before
            )
            .values(unit_id=now_at)
        )


def look_again(act: Act) -> None:
    """The task of a held dossier is due on the day it is looked at again."""
    act.facts["due_on"] = act.inputs["look_again_on"]


def keep_withdrawal(act: Act) -> None:
    """Keep the vote by which the cell withdrew."""
    if "in_favour" in act.inputs:
        _keep_tally(act, Purpose.WITHDRAWAL)


def end_recognition(act: Act) -> None:
    """End the title from now on, and the Giấy khen that went with it; their rows stay."""
    ended = act.session.scalars(
        update(Recognition)
        .where(Recognition.dossier_id == act.dossier.id, Recognition.revoked_at.is_(None))
        .values(revoked_at=clock.now(act.session), revoked_reason=act.inputs["ground"])
        .returning(Recognition.id)
    ).all()
    void_certificate(act.session, ended, note=str(act.inputs["ground"]), by=act.actor.name)


def restore_recognition(act: Act) -> None:
    """Let the title stand again as it was given."""
    last = act.session.scalars(
        select(Recognition)
        .where(Recognition.dossier_id == act.dossier.id)
        .order_by(Recognition.recognized_at.desc())
        .limit(1)
    ).one_or_none()
    if last is not None:
        last.revoked_at = None
        reissue_for_restored(act.session, last.id, actor=act.actor)


def _desk_of(act: Act) -> str:
    """Return the desk at which somebody speaks, at the level that holds the dossier."""
    units = {
        act.dossier.upper_committee_id
        if holding_scope(act.dossier) is Scope.UPPER
        else act.dossier.committee_id
    }
    holdings = act.capacity().holder.holdings
    desks = [each.desk for each in holdings if each.desk and each.unit_id in units]
    return desks[0] if desks else "organisation"


def take_place(act: Act) -> None:
    """Take a place of the quota, where the campaign sets one; the last one is given once."""
    quota.take_place(act.session, act.dossier, unit_id=deciding_unit(act))


def give_place_back(act: Act) -> None:
    """Count the place of a revoked title as free."""
    quota.give_place_back(act.session, act.dossier, unit_id=deciding_unit(act))


def retake_place(act: Act) -> None:
    """Count the place of a restored title as given again."""
    quota.retake_place(act.session, act.dossier, unit_id=deciding_unit(act))


def _keep_tally(act: Act, purpose: Purpose) -> None:
    act.session.add(
        CellTally(
            dossier_id=act.dossier.id,
            purpose=purpose,
            met_on=act.inputs["met_on"],
            base=act.inputs["base"],
            base_reason=act.inputs.get("base_reason") or "",
            in_favour=act.inputs["in_favour"],
            content_version=act.dossier.content_version,
            entered_at=clock.now(act.session),
            entered_by=act.actor.name,
        )
    )
