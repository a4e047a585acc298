"""D8 and D13: what the appraisers of the two levels found."""

from __future__ import annotations

from decimal import Decimal

from tenants.audit import AuditEvent
from tenants.clock import local
from tenants.database import Json
from tenants.tenant import Tenant
from tenants.text.numbers import show_number
from tenants.wall import TenantSession
from workflows.criteria.framework import Adjustment, CriteriaSet, Criterion
from workflows.criteria.in_words import (
    ADJUSTED,
    NOT_APPLICABLE,
    adjusted_in_words,
    found_in_words,
)
from workflows.criteria.scoring import AdjustmentScore, CriterionScore
from workflows.decisions.awards import award_of
from workflows.decisions.facts import RATINGS
from workflows.dossiers.contents import answers_of, content_hash, criteria_of, opinions_of
from workflows.dossiers.eligibility import appraised_score, self_score
from workflows.dossiers.tables import Answer, Dossier
from workflows.papers.conditions import condition_rows
from workflows.papers.frame import framed
from workflows.papers.heads import (
    city_head,
    committee_in_sentence,
    unit_on_paper,
    ward_head,
)
from workflows.sittings.quota import quota_of, rule_of

QUOTA_BASES = {
    "all": "số đơn vị được xét",
    "good": "số đơn vị xếp loại hoàn thành tốt nhiệm vụ",
    "good_or_better": "số đơn vị xếp loại hoàn thành tốt nhiệm vụ trở lên",
}
DESKS = {
    "organisation": "Ban Tổ chức",
    "inspection": "Ủy ban Kiểm tra",
    "propaganda": "Ban Tuyên giáo",
    "office": "Văn phòng",
    "front": "Mặt trận Tổ quốc",
    "": "Bộ phận thẩm định",
}


def ward_appraisal_facts(session: TenantSession, dossier: Dossier, event: AuditEvent) -> Json:
    """Gather the ward's report: both scores, every difference with its reason, the verdict."""
    tenant = session.get_one(Tenant, session.tenant_id)
    return _report(
        session,
        dossier,
        event,
        head=ward_head(tenant, dossier.committee, number=""),
        addressee=f"Ban Thường vụ {committee_in_sentence(dossier.committee.name)}",
        conclusion="",
    )


def city_appraisal_facts(session: TenantSession, dossier: Dossier, event: AuditEvent) -> Json:
    """Gather the upper level's report, with what it concludes in words."""
    tenant = session.get_one(Tenant, session.tenant_id)
    city = str(tenant.words.get("city", tenant.name))
    return _report(
        session,
        dossier,
        event,
        head=city_head(tenant, number=""),
        addressee=f"Ban Thường vụ {city}",
        conclusion=str(event.facts.get("inputs", {}).get("words", "")),
        quota=_quota_line(session, dossier),
    )


def _quota_line(session: TenantSession, dossier: Dossier) -> str:
    """Say how many places there are: numerator, base, share and rounding.

    Base and limit are those of the body's last sitting; before the first there are none.
    """
    rule = rule_of(dossier.campaign)
    if rule is None:
        return ""
    percent = round(Decimal(100 * rule.share.numerator) / rule.share.denominator, 1)
    most = f"không quá {show_number(percent)}% {QUOTA_BASES[rule.base]}"
    above = dossier.committee.parent_id or dossier.committee_id
    row = quota_of(session, dossier, unit_id=above)
    if row is None:
        return f"{most}, làm tròn xuống; số lượng tính khi mở phiên họp xét."
    return (
        f"{most}, làm tròn xuống: {row.most} trên {row.base}; đã công nhận {row.used}/{row.most}"
        f" (tính khi mở phiên họp {row.sitting})."
    )


def _report(
    session: TenantSession,
    dossier: Dossier,
    event: AuditEvent,
    *,
    head: Json,
    addressee: str,
    conclusion: str,
    quota: str = "",
) -> Json:
    criteria_set, answers = criteria_of(dossier), answers_of(session, dossier.id)
    own, appraised = self_score(dossier, answers), appraised_score(dossier, answers)
    scores = zip(criteria_set.criteria, own.criteria, appraised.criteria, strict=True)
    rows = [
        _row(criteria_set, *each, answers[each[0].key]) for each in scores if each[0].key in answers
    ]
    rows += [
        _adjusted(*each, answers.get(each[0].key))
        for each in zip(
            criteria_set.adjustments, own.adjustments, appraised.adjustments, strict=True
        )
        if each[1].exact or each[2].exact
    ]
    award = award_of(dossier.flow)
    return framed(
        head,
        on=local(event.at).date(),
        year=dossier.campaign.year,
        subject=[
            f"thẩm định hồ sơ đề nghị công nhận “{award}” năm {dossier.campaign.year}",
            f"của {unit_on_paper(dossier)}",
        ],
        verification=dossier.code,
        seen=content_hash(session, dossier),
        addressee=addressee,
        unit=unit_on_paper(dossier),
        flow=dossier.flow,
        self_total=show_number(own.total),
        appraised_total=show_number(appraised.total),
        rows=rows,
        differences=[row for row in rows if row["reason"]],
        conditions=condition_rows(dossier),
        eligible="Đủ điều kiện" if dossier.eligible else "Chưa đủ điều kiện",
        rating=RATINGS.get(dossier.proposed_rating or "", ""),
        opinions=[
            {
                "desk": DESKS.get(opinion.desk, opinion.desk),
                "words": opinion.words,
                "name": opinion.name,
                "flagged": opinion.flagged,
            }
            for opinion in opinions_of(session, dossier.id)
            if opinion.withdrawn_at is None
        ],
        conclusion=conclusion,
        quota=quota,
        concluded_by=event.name,
    )


def _row(
    criteria_set: CriteriaSet,
    criterion: Criterion,
    own: CriterionScore,
    appraised: CriterionScore,
    answer: Answer,
) -> Json:
    return {
        "key": criterion.key,
        "label": criterion.label,
        "own": _said(criteria_set, criterion, own, answer.self_level),
        "appraised": _said(criteria_set, criterion, appraised, answer.appraised_level),
        "reason": answer.appraised_reason,
    }


def _adjusted(
    adjustment: Adjustment, own: AdjustmentScore, appraised: AdjustmentScore, answer: Answer | None
) -> Json:
    """Say a bonus or a penalty as both sides counted it."""
    return {
        "key": "",
        "label": f"{ADJUSTED[adjustment.kind]}: {adjustment.label}",
        "own": adjusted_in_words(own),
        "appraised": adjusted_in_words(appraised),
        "reason": answer.appraised_reason if answer else "",
    }


def _said(
    criteria_set: CriteriaSet, criterion: Criterion, score: CriterionScore, level: str | None
) -> str:
    """Write what one side says of a criterion: that it does not apply, a figure, or a level."""
    if not score.applies:
        return NOT_APPLICABLE
    if score.measured and score.found is not None:
        return found_in_words(score.found, criterion)
    return criteria_set.level_of(criterion, level).label if level else ""
