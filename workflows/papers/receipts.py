"""D19: the slip that a file was received, or sent back and why."""

from __future__ import annotations

from datetime import date

from tenants.audit import AuditEvent
from tenants.clock import local
from tenants.database import Json
from tenants.tenant import Tenant
from tenants.text.dates import show_date
from tenants.wall import TenantSession
from workflows.decisions.awards import OF_A_COMMITTEE, award_of
from workflows.dossiers.contents import content_hash, criteria_of
from workflows.dossiers.tables import Dossier
from workflows.papers.frame import framed
from workflows.papers.heads import city_head, unit_on_paper, ward_head

SENT_BACK = frozenset({"return_registration", "return_for_supplement", "return_to_ward"})
WHAT = {
    "accept_registration": "hồ sơ đăng ký",
    "return_registration": "hồ sơ đăng ký",
    "return_for_supplement": "hồ sơ tự đánh giá",
    "return_to_ward": "hồ sơ đề nghị công nhận",
}

REGISTRATION_FIELDS = {
    "met_on": "ngày chi bộ họp",
    "in_favour": "số đảng viên tán thành",
    "base": "số đảng viên được tính",
    "commitments": "nội dung cam kết",
}


def receipt_facts(session: TenantSession, dossier: Dossier, event: AuditEvent) -> Json:
    """Gather the slip of one acceptance or return, by the event that recorded it."""
    tenant = session.get_one(Tenant, session.tenant_id)
    day = local(event.at).date()
    inputs = event.facts.get("inputs", {})
    back = event.kind in SENT_BACK
    # The upper committee receives what a committee files for itself.
    from_city = event.kind == "return_to_ward" or dossier.flow == OF_A_COMMITTEE
    head = (
        city_head(tenant, number="")
        if from_city
        else ward_head(tenant, dossier.committee, number="")
    )
    due = inputs.get("due_on")
    verb = "trả" if back else "tiếp nhận"
    return framed(
        head,
        on=day,
        year=dossier.campaign.year,
        subject=[
            f"{verb} {WHAT[event.kind]} “{award_of(dossier.flow)}” năm {dossier.campaign.year}"
        ],
        verification=dossier.code,
        seen=content_hash(session, dossier),
        flow=dossier.flow,
        unit=unit_on_paper(dossier),
        committee="" if dossier.flow == OF_A_COMMITTEE else dossier.committee.name,
        file=WHAT[event.kind],
        back=back,
        reason=str(inputs.get("reason", "")),
        marked=_marked(dossier, inputs.get("marked", [])),
        due_on=show_date(date.fromisoformat(str(due))) if due else "",
        late=dossier.registered_late and not back,
        consent=_consent(dossier),
        at=local(event.at).strftime("%H:%M"),
        day=show_date(day),
        received_by=event.name,
    )


def _consent(dossier: Dossier) -> str:
    if not dossier.consent_number or not dossier.consent_on:
        return ""
    return f"số {dossier.consent_number} ngày {show_date(dossier.consent_on)}"


def _marked(dossier: Dossier, keys: object) -> list[str]:
    """Name what a return opened: criteria, groups, or the registration's own fields."""
    if not isinstance(keys, list):
        return []
    names = dict(REGISTRATION_FIELDS)
    for group in criteria_of(dossier).groups:
        names[group.key] = group.label
        names |= {criterion.key: criterion.label for criterion in group.criteria}
    return [names.get(str(key), str(key)) for key in keys]
