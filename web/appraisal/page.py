"""What the appraisal sheet shows."""

from __future__ import annotations

from typing import Any

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.appraising import may_appraise
from workflows.dossiers.contents import answers_of, criteria_of, opinions_of
from workflows.dossiers.eligibility import appraised_score, self_score
from workflows.dossiers.tables import Dossier
from workflows.engine.offers import offers


def context_of(session: TenantSession, member: Member, dossier: Dossier) -> dict[str, Any]:
    """Gather the criteria with both sides' answers, scores, opinions and open moves."""
    answers = answers_of(session, dossier.id)
    return {
        "dossier": dossier,
        "criteria": criteria_of(dossier),
        "answers": answers,
        "self_score": self_score(dossier, answers),
        "appraised_score": appraised_score(dossier, answers),
        "opinions": opinions_of(session, dossier.id),
        "may_score": may_appraise(member, dossier),
        "offers": offers(session, dossier, member),
    }
