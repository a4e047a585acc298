"""The sentence of a refusal, found by its code."""

from __future__ import annotations

from flask import Flask

from web.catalogue import _
from web.refusals.campaigns import CAMPAIGNS
from web.refusals.decisions import DECISIONS
from web.refusals.dossiers import DOSSIERS
from web.refusals.facts import Facts, Wordings
from web.refusals.files import FILES
from web.refusals.flows import FLOWS
from web.refusals.logbook import LOGBOOK
from web.refusals.meetings import MEETINGS
from web.refusals.registration import REGISTRATION
from web.refusals.review_teams import REVIEW_TEAMS
from web.refusals.reviewing import REVIEWING
from web.refusals.sittings import SITTINGS
from web.refusals.staffing import STAFFING
from web.refusals.unit_classes import UNIT_CLASSES
from web.refusals.units import UNITS
from web.refusals.voting import VOTING
from web.words import in_own_words
from workflows.engine.refusals import Refusal

SUBJECTS: tuple[Wordings, ...] = (
    CAMPAIGNS,
    DECISIONS,
    DOSSIERS,
    FILES,
    FLOWS,
    LOGBOOK,
    MEETINGS,
    REGISTRATION,
    REVIEW_TEAMS,
    REVIEWING,
    SITTINGS,
    STAFFING,
    UNIT_CLASSES,
    UNITS,
    VOTING,
)
WORDINGS: Wordings = {code: wording for subject in SUBJECTS for code, wording in subject.items()}


def init_app(app: Flask) -> None:
    """Give the sentence to every template, as a filter."""
    app.add_template_filter(words_of, "refusal_words")


def words_of(refusal: Refusal) -> str:
    """Return the sentence for a refusal."""
    wording = WORDINGS.get(refusal.code)
    if wording is None:
        return _(
            "Chưa làm được việc này (lý do: %(code)s). Đồng chí gọi văn phòng giúp.",
            code=refusal.code,
        )
    return in_own_words(wording(Facts(refusal.info)))
