"""D8 and D13: what the appraisers of the two levels found."""

from __future__ import annotations

from tenants.audit import AuditEvent
from tenants.clock import local
from tenants.database import Json
from tenants.tenant import Tenant
from tenants.text.numbers import show_number
from tenants.wall import TenantSession
from workflows.criteria.framework import CriteriaSet
from workflows.decisions.facts import RATINGS
from workflows.dossiers.contents import answers_of, content_hash, criteria_of, opinions_of
from workflows.dossiers.eligibility import appraised_score, self_score
from workflows.dossiers.tables import Answer, Dossier
from workflows.papers.conditions import condition_rows
from workflows.papers.frame import framed
from workflows.papers.heads import city_head, ward_head

TITLE = "Chi bộ 4 tốt"
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
        addressee=f"Ban Thường vụ {_inside(dossier.committee.name)}",
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
    )


def _report(
    session: TenantSession,
    dossier: Dossier,
    event: AuditEvent,
    *,
    head: Json,
    addressee: str,
    conclusion: str,
) -> Json:
    criteria_set, answers = criteria_of(dossier), answers_of(session, dossier.id)
    rows = [_row(criteria_set, key, answer) for key, answer in _in_order(criteria_set, answers)]
    return framed(
        head,
        on=local(event.at).date(),
        year=dossier.campaign.year,
        subject=[
            f"thẩm định hồ sơ đề nghị công nhận “{TITLE}” năm {dossier.campaign.year}",
            f"của {dossier.unit.name}",
        ],
        verification=dossier.code,
        seen=content_hash(session, dossier),
        addressee=addressee,
        unit=dossier.unit.name,
        self_total=show_number(self_score(dossier, answers).total),
        appraised_total=show_number(appraised_score(dossier, answers).total),
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
        concluded_by=event.name,
    )


def _in_order(criteria_set: CriteriaSet, answers: dict[str, Answer]) -> list[tuple[str, Answer]]:
    return [(one.key, answers[one.key]) for one in criteria_set.criteria if one.key in answers]


def _row(criteria_set: CriteriaSet, key: str, answer: Answer) -> Json:
    labels = {one.key: one.label for one in criteria_set.criteria}
    levels = {level.key: level.label for level in criteria_set.levels}
    na = "Không áp dụng"
    return {
        "key": key,
        "label": labels[key],
        "own": na if answer.not_applicable else levels.get(answer.self_level or "", ""),
        "appraised": na if answer.not_applicable else levels.get(answer.appraised_level or "", ""),
        "reason": answer.appraised_reason,
    }


def _inside(name: str) -> str:
    """Return a unit's name inside a sentence: «phường Tân Giang»."""
    return name[:1].lower() + name[1:]
