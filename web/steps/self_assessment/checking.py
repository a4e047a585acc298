"""What the check before sending shows: every answer, what is missing, the points, the vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from web import current
from web.catalogue import _l
from web.criteria.naming import titled
from web.dossiers.page import group_lines
from web.dossiers.source_cells import sources_of
from web.steps.self_assessment.page import (
    address_of_claim,
    address_of_criterion,
    last_day,
    steps_of,
)
from web.steps.self_assessment.points import outlook_of, points_of
from web.steps.self_assessment.sending_forms import is_late, standing_vote
from web.steps.self_assessment.writers import enters_for_cell, why_only_read
from workflows.criteria.framework import Adjustment, Criterion
from workflows.dossiers.answering import is_open
from workflows.dossiers.completeness import Lack, missing_of
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.eligibility import counted_adjustments
from workflows.dossiers.tables import Dossier
from workflows.evidence.citing import cited_in
from workflows.evidence.links import evidence_of

LACKS = {
    Lack.ANSWER: _l("chưa trả lời"),
    Lack.REASON: _l("chưa ghi lý do không áp dụng"),
    Lack.FILE: _l("chưa có tệp minh chứng bắt buộc"),
}


def check_context(dossier: Dossier) -> dict[str, Any]:
    """Gather the check before sending as the visitor may see and change it."""
    answers = answers_of(current.session(), dossier.id)
    only_read = why_only_read(dossier)
    lines = group_lines(dossier, answers)
    everywhere = _places(dossier)
    places = {place[1].key: place for place in everywhere}
    files = evidence_of(current.session(), dossier.id)
    cited = cited_in(current.session(), dossier)
    return {
        "dossier": dossier,
        "criteria": criteria_of(dossier),
        "answers": answers,
        "files": files,
        "cited": cited,
        "lines": lines,
        "steps": steps_of(dossier, lines),
        "points": (points := points_of(dossier, answers)),
        "scored": {one.key: one for one in points.score.criteria},
        "adjusted": {one.key: one for one in points.score.adjustments},
        "missing": [
            (places[each.criterion][0], places[each.criterion][1], str(LACKS[each.lack]))
            for each in missing_of(dossier, answers, files)
        ],
        "marked": [(address, titled(one)) for address, one in _marked(dossier, everywhere)],
        "changeable": {
            criterion.key: address
            for address, criterion in everywhere
            if not only_read and is_open(dossier, criterion.key)
        },
        "conditions": outlook_of(dossier, answers).conditions,
        "sources": sources_of(current.session(), current.member(), dossier, answers),
        "standing": standing_vote(dossier),
        "late": is_late(dossier),
        "last_day": last_day(dossier),
        "on_behalf": enters_for_cell(dossier),
        "only_read": only_read,
    }


def _marked(
    dossier: Dossier, places: Sequence[tuple[str, Criterion]]
) -> list[tuple[str, Criterion | Adjustment]]:
    """List what a return opened, each with the address where it is put right."""
    everything: list[tuple[str, Criterion | Adjustment]] = [*places]
    everything += [
        (address_of_claim(dossier, one.key), one)
        for one in counted_adjustments(criteria_of(dossier))
    ]
    return [place for place in everything if place[1].key in dossier.marked]


def _places(dossier: Dossier) -> list[tuple[str, Criterion]]:
    """List the criteria, each with the address where it is answered."""
    return [
        (address_of_criterion(dossier, group, criterion.key), criterion)
        for group in criteria_of(dossier).groups
        for criterion in group.criteria
    ]
