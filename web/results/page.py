"""What the page of a result shows, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from tenants.members import Member
from tenants.wall import TenantSession
from web import current
from web.dossiers.acts import acts_of
from web.dossiers.conditions import Condition, conditions_of
from web.dossiers.page import WITH_RESULT, level_labels
from web.dossiers.standing import owed_acts
from web.public_check.square import square_of
from web.results.hints import hints_of
from web.results.words import reason_words, result_words, waiting_words
from web.sittings.words import gate_name, numbers_words
from workflows.certificates.reading import certificates_of_dossier
from workflows.decisions.asking import may_ask, standing_request, wish_for
from workflows.decisions.results import (
    Title,
    Upheld,
    Votes,
    reconsideration_until,
    settled_at,
    title_of,
    upheld_at,
    votes_on,
)  # fmt: skip
from workflows.dossiers.contents import rating_of
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import reads_contents
from workflows.papers.tables import Edition

NEGATIVE = frozenset({"declined", "not_recommended"})


@dataclass(frozen=True, slots=True)
class Vote:
    """What a body voted, in words; ``address`` is the sitting's, where it may be opened."""

    question: str
    votes: Votes
    numbers: str
    merit: str
    address: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a result is negative: in a sentence, and the conditions that stood in the way.

    ``upheld`` is there once it was looked at anew and stays.
    """

    sentence: str
    conditions: Sequence[Condition]
    upheld: Upheld | None


def result_of(session: TenantSession, member: Member, dossier: Dossier) -> dict[str, Any]:
    """Gather the page of a result as the member may see it."""
    reads = reads_contents(member, dossier)
    known = dossier.state in WITH_RESULT
    title = title_of(session, dossier, viewer=member) if known else None
    return {
        "dossier": dossier,
        "known": known,
        "reads": reads,
        "words": result_words(dossier) if known else waiting_words(dossier),
        "owed": owed_acts(session, dossier, member),
        "title": title,
        "certificates": certificates_of_dossier(session, dossier, viewer=member) if title else [],
        "papers": _papers(title),
        "square": square_of(title.public_code) if title and title.number else None,
        "rating": rating_of(session, dossier.id) if reads and known else None,
        "reasons": _reasons(session, member, dossier) if reads else None,
        "votes": _votes(session, member, dossier) if known else [],
        "acts": acts_of(dossier) if known else None,
        "ask_until": _ask_until(session, dossier),
        "wish": wish_for(dossier) if may_ask(member, dossier) else None,
        "asked": standing_request(session, dossier.id) if may_ask(member, dossier) else None,
        "hints": hints_of(title) if title and not title.revoked_at else [],
    }


def _papers(title: Title | None) -> dict[str, str]:
    """Return the address of each final paper that has been made, by its form."""
    if title is None:
        return {}
    return {
        form: url_for("decisions.paper", code=title.decision_code, edition=Edition.FINAL, form=form)
        for form in title.forms
    }


def _reasons(session: TenantSession, member: Member, dossier: Dossier) -> Reasons | None:
    settled = settled_at(session, dossier, viewer=member)
    if dossier.state not in NEGATIVE or settled is None:
        return None
    blocking = [line for line in dossier.eligibility if line["blocks"]]
    return Reasons(
        reason_words(settled), conditions_of(blocking, level_labels(dossier)),
        upheld_at(session, dossier),
    )  # fmt: skip


def _votes(session: TenantSession, member: Member, dossier: Dossier) -> list[Vote]:
    return [
        Vote(
            question=gate_name(votes.gate),
            votes=votes,
            numbers=numbers_words(votes.explained),
            merit=numbers_words(votes.explained["merit"]) if "merit" in votes.explained else "",
            address=url_for("sittings.page", code=votes.sitting_code) if votes.opens else "",
        )
        for votes in votes_on(session, dossier, viewer=member)
    ]


def _ask_until(session: TenantSession, dossier: Dossier) -> date | None:
    """Return the last day to ask again, while it lies ahead."""
    if dossier.state not in NEGATIVE:
        return None
    until = reconsideration_until(session, dossier)
    return until if until and until >= current.today() else None
