"""D1, D2, D6, D7, D16: what a cell registers, says of its year, and hears in the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, union_all
from sqlalchemy.orm import joinedload

from tenants.audit import AuditEvent
from tenants.bodies import Body
from tenants.clock import local
from tenants.database import Json
from tenants.tenant import Tenant
from tenants.text.dates import show_date
from tenants.text.numbers import show_number
from tenants.wall import TenantSession
from workflows.criteria import scoring
from workflows.criteria.framework import CriteriaSet, Criterion, Group
from workflows.criteria.in_words import (
    ADJUSTED,
    NOT_APPLICABLE,
    adjusted_in_words,
    found_in_words,
)
from workflows.decisions.awards import MEETING, OF_A_COMMITTEE, award_of
from workflows.dossiers.contents import (
    answers_of,
    commitments_of,
    content_hash,
    criteria_of,
    tally_of,
)
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.tables import Answer, CellTally, Dossier, Purpose
from workflows.engine.parties import Scope
from workflows.engine.registry import flow_of
from workflows.evidence.tables import Citation, EvidenceLink
from workflows.papers.conditions import unmet_conditions
from workflows.papers.frame import framed
from workflows.papers.heads import (
    cell_head,
    city_head,
    committee_in_sentence,
    in_sentence,
    symbol_of,
    unit_on_paper,
    ward_head,
)
from workflows.papers.people import leaders_of
from workflows.papers.wording import number_line
from workflows.sittings.tables import Gate, Sitting, SittingItem, SittingState
from workflows.targets.in_words import with_figures
from workflows.targets.reading import targets_of

DOTS = "………"


def registration_facts(session: TenantSession, dossier: Dossier, event: AuditEvent) -> Json:
    """Gather the registration form: who the cell is, and what it commits to in each group."""
    commitments, targets = commitments_of(session, dossier.id), targets_of(session, dossier.id)
    return _of_cell(
        session,
        dossier,
        event,
        [f"thi đua xây dựng “{award_of(dossier.flow)}” năm {dossier.campaign.year}"],
        addressee=_addressee(session, dossier),
        groups=[
            {
                "number": place,
                "label": group.label,
                "commitment": with_figures(commitments.get(group.key, ""), group.key, targets),
            }
            for place, group in enumerate(criteria_of(dossier).groups, start=1)
        ],
        tally=_tally(tally_of(session, dossier.id, Purpose.REGISTRATION)),
        late=str(event.facts.get("inputs", {}).get("late_reason", "")),
    )


def registration_minutes_facts(session: TenantSession, dossier: Dossier, event: AuditEvent) -> Json:
    """Gather the minutes of the meeting that agreed to register; dotted where nothing is known."""
    return _minutes(
        session,
        dossier,
        event,
        purpose=Purpose.REGISTRATION,
        about=f"thống nhất đăng ký xây dựng “{award_of(dossier.flow)}” năm {dossier.campaign.year}",
        conclusion=f"{_meeting(dossier)} thống nhất đăng ký xây dựng “{award_of(dossier.flow)}”"
        f" năm {dossier.campaign.year}.",
    )


def assessment_facts(session: TenantSession, dossier: Dossier, event: AuditEvent) -> Json:
    """Gather the report on the year, and the table of points that goes with it."""
    criteria_set, answers = criteria_of(dossier), answers_of(session, dossier.id)
    score, files = self_score(dossier, answers), _files(session, dossier)
    scores = {group.key: group for group in score.groups}
    groups = [
        {"number": place, **_group(criteria_set, group, scores[group.key], answers, files)}
        for place, group in enumerate(criteria_set.groups, start=1)
    ]
    rows = [row for group in groups for row in group["rows"]]
    rows += _adjusted(criteria_set, answers, score, files)
    return _of_cell(
        session,
        dossier,
        event,
        [f"tự đánh giá xây dựng “{award_of(dossier.flow)}” năm {dossier.campaign.year}"],
        addressee=_addressee(session, dossier),
        groups=groups,
        rows=rows,
        limits=[row for row in rows if row["below_best"]],
        total=show_number(score.total),
        maximum=show_number(score.maximum),
        tally=_tally(tally_of(session, dossier.id, Purpose.SELF_ASSESSMENT)),
    )


def assessment_minutes_facts(session: TenantSession, dossier: Dossier, event: AuditEvent) -> Json:
    """Gather the minutes of the meeting that adopted the self-assessment."""
    score = self_score(dossier, answers_of(session, dossier.id))
    return _minutes(
        session,
        dossier,
        event,
        purpose=Purpose.SELF_ASSESSMENT,
        about=f"bình xét “{award_of(dossier.flow)}” năm {dossier.campaign.year}",
        conclusion=(
            f"{_meeting(dossier)} thống nhất tự đánh giá {show_number(score.total)}/"
            f"{show_number(score.maximum)} điểm, đề nghị xét công nhận “{award_of(dossier.flow)}”"
            f" năm {dossier.campaign.year}."
        ),
    )


def result_facts(session: TenantSession, dossier: Dossier, event: AuditEvent) -> Json:
    """Gather the notice of the result: what was decided, by whom, and the reasons if negative."""
    tenant = session.get_one(Tenant, session.tenant_id)
    sitting = _sitting(session, dossier)
    day = local(event.at).date()
    of_ward = flow_of(dossier).held_at(event.source or "") is not Scope.UPPER
    head = (
        ward_head(
            tenant, dossier.committee, number=number_line(None, symbol=symbol_of(tenant, "TB"))
        )
        if of_ward
        else city_head(tenant, number=number_line(None, symbol=symbol_of(tenant, "TB", upper=True)))
    )
    votes = event.facts.get("inputs", {}).get("votes", {})
    return framed(
        head,
        on=day,
        year=dossier.campaign.year,
        subject=[f"kết quả xét “{award_of(dossier.flow)}” năm {dossier.campaign.year}"],
        verification=dossier.code,
        seen=content_hash(session, dossier),
        flow=dossier.flow,
        unit=unit_on_paper(dossier),
        body=in_sentence(sitting.body.name) if sitting else "",
        meeting_day=_meeting_day(sitting),
        outcome=OUTCOMES[event.kind].format(award=award_of(dossier.flow)),
        positive=event.kind == "recognize",
        votes=f"{votes['numerator']}/{votes['base']}" if "base" in votes else "",
        reasons=unmet_conditions(dossier),
        conclusion=str(event.facts.get("inputs", {}).get("conclusion", "")),
        days=dossier.campaign.reconsideration_days,
        may_ask=event.kind in {"not_recommend", "decline"},
    )


OUTCOMES = {
    "not_recommend": "không đề nghị công nhận danh hiệu “{award}”",
    "recognize": "công nhận danh hiệu “{award}”",
    "decline": "không công nhận danh hiệu “{award}”",
    "grant_reconsideration": "đồng ý xem xét lại",
    "uphold": "giữ nguyên kết quả đã thông báo",
}


def _meeting(dossier: Dossier) -> str:
    """Name who met over it, as a sentence begins: «Chi bộ», «Ban Thường vụ Đảng ủy»."""
    meeting = MEETING[award_of(dossier.flow)]
    return meeting[:1].upper() + meeting[1:]


def _addressee(session: TenantSession, dossier: Dossier) -> str:
    """Name who receives it: a cell's committee, or of a committee the one above."""
    if dossier.flow != OF_A_COMMITTEE:
        return committee_in_sentence(dossier.committee.name)
    tenant = session.get_one(Tenant, session.tenant_id)
    return f"Ban Thường vụ {tenant.words.get('city', tenant.name)}"


def _of_cell(
    session: TenantSession,
    dossier: Dossier,
    event: AuditEvent,
    subject: Sequence[str],
    **said: Any,
) -> Json:
    tenant = session.get_one(Tenant, session.tenant_id)
    day = local(event.at).date()
    unit = dossier.unit
    own = dossier.flow == OF_A_COMMITTEE
    return framed(
        ward_head(tenant, unit, number="") if own else cell_head(tenant, unit, dossier.committee),
        on=day,
        year=dossier.campaign.year,
        subject=subject,
        verification=dossier.code,
        seen=content_hash(session, dossier),
        flow=dossier.flow,
        unit=unit_on_paper(dossier),
        members=unit.members,
        official=unit.members_official,
        probationary=unit.members_probationary,
        exempted=unit.members_exempted,
        signer=leaders_of(session, [unit.id], on=day).get(unit.id, ""),
        **said,
    )


def _minutes(
    session: TenantSession,
    dossier: Dossier,
    event: AuditEvent,
    *,
    purpose: Purpose,
    about: str,
    conclusion: str,
) -> Json:
    tally = tally_of(session, dossier.id, purpose)
    return _of_cell(
        session,
        dossier,
        event,
        [f"họp {MEETING[award_of(dossier.flow)]}", about],
        about=about,
        conclusion=conclusion,
        tally=_tally(tally),
        base_reason=tally.base_reason if tally else "",
        entered_for=event.for_name,
        dots=DOTS,
    )


def _tally(tally: CellTally | None) -> Json:
    """Say a cell's vote in figures; what nobody entered prints as dotted lines."""
    if tally is None:
        return {"day": DOTS, "base": DOTS, "in_favour": DOTS, "share": DOTS}
    share = 100 * tally.in_favour / tally.base if tally.base else 0
    return {
        "day": show_date(tally.met_on),
        "base": str(tally.base),
        "in_favour": str(tally.in_favour),
        "share": f"{share:.1f}".replace(".", ",").removesuffix(",0") + "%",
    }


def _group(
    criteria_set: CriteriaSet,
    group: Group,
    score: scoring.GroupScore,
    answers: dict[str, Answer],
    files: dict[str, int],
) -> Json:
    points = {one.key: one for one in score.criteria}
    rows = []
    for criterion in group.criteria:
        answer = answers.get(criterion.key)
        scored = points[criterion.key]
        rows.append(
            {
                "key": criterion.key,
                "label": criterion.label,
                "maximum": show_number(criterion.points),
                "level": _level(criteria_set, criterion, answer, scored),
                "points": show_number(scored.points) if scored.points is not None else "",
                "note": answer.note if answer else "",
                "files": str(files.get(criterion.key, "")) if files.get(criterion.key) else "",
                "below_best": scored.points is not None and scored.exact < criterion.points,
            }
        )
    return {
        "key": group.key,
        "label": group.label,
        "points": show_number(score.points),
        "maximum": show_number(score.maximum),
        "rows": rows,
        "noted": [row for row in rows if row["note"]],
    }


def _adjusted(
    criteria_set: CriteriaSet,
    answers: dict[str, Answer],
    score: scoring.Score,
    files: dict[str, int],
) -> list[Json]:
    """Say bonuses and penalties in rows of their own, so that the table adds up."""
    return [
        {
            "key": "",
            "label": f"{ADJUSTED[one.kind]}: {one.label}",
            "maximum": "",
            "level": adjusted_in_words(scored),
            "points": ("" if one.kind == "bonus" else "-") + show_number(scored.points),
            "note": answers[one.key].note if one.key in answers else "",
            "files": str(files.get(one.key, "")),
            "below_best": False,
        }
        for one, scored in zip(criteria_set.adjustments, score.adjustments, strict=True)
        if scored.exact
    ]


def _level(
    criteria_set: CriteriaSet,
    criterion: Criterion,
    answer: Answer | None,
    score: scoring.CriterionScore,
) -> str:
    if not score.applies:
        return NOT_APPLICABLE
    if score.measured and score.found is not None:
        return found_in_words(score.found, criterion)
    if answer is None or not answer.self_level:
        return ""
    return criteria_set.level_of(criterion, answer.self_level).label


def _files(session: TenantSession, dossier: Dossier) -> dict[str, int]:
    """Count what each criterion rests on: the files attached to it and the lines it cites."""
    rows = session.scalars(
        union_all(
            select(EvidenceLink.criterion).where(EvidenceLink.dossier_id == dossier.id),
            select(Citation.criterion).where(Citation.dossier_id == dossier.id),
        )
    )
    counts: dict[str, int] = {}
    for criterion in rows:
        counts[criterion] = counts.get(criterion, 0) + 1
    return counts


def _sitting(session: TenantSession, dossier: Dossier) -> Sitting | None:
    return session.scalars(
        select(Sitting)
        .join(SittingItem, SittingItem.sitting_id == Sitting.id)
        .where(
            SittingItem.dossier_id == dossier.id,
            Sitting.state == SittingState.CLOSED,
            Sitting.gate.in_([Gate.RECOMMENDATION, Gate.RECOGNITION]),
        )
        .order_by(Sitting.closed_at.desc())
        .limit(1)
        .options(joinedload(Sitting.body, innerjoin=True).joinedload(Body.unit))
    ).one_or_none()


def _meeting_day(sitting: Sitting | None) -> str:
    if sitting is None or sitting.closed_at is None:
        return ""
    return show_date(local(sitting.closed_at).date())
