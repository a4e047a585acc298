"""What the pages of the self-assessment show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from web import current
from web.dossiers.page import GroupLine, group_lines
from web.steps.self_assessment.forms import GroupForm, anchor_of, group_form
from workflows.criteria.framework import CriteriaSet, Criterion, Group
from workflows.dossiers.answering import is_open, may_answer
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.parties import CELL


@dataclass(slots=True)
class GroupPage:
    """A group of criteria as one visitor works on it."""

    dossier: Dossier
    criteria: CriteriaSet
    group: Group
    answers: dict[str, Answer]
    answerable: Sequence[Criterion]
    form: GroupForm

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        lines = group_lines(self.dossier, self.answers)
        position = next(i for i, line in enumerate(lines) if line.group.key == self.group.key)
        following = self._following(lines[position + 1 :])
        return {
            "dossier": self.dossier,
            "criteria": self.criteria,
            "group": self.group,
            "number": position + 1,
            "answers": self.answers,
            "form": self.form,
            "lines": lines,
            "score": self_score(self.dossier, self.answers),
            "next_number": lines.index(following) + 1 if following else None,
            "on_behalf": enters_for_cell(self.dossier),
        }

    def next_address(self) -> str:
        """Return where one goes on from here: the next group, or the check before sending."""
        lines = group_lines(self.dossier, self.answers)
        position = next(i for i, line in enumerate(lines) if line.group.key == self.group.key)
        following = self._following(lines[position + 1 :])
        if following is None:
            return url_for("sending.check", code=self.dossier.code)
        return url_for(
            "self_assessment.group", code=self.dossier.code, key=following.group.key
        )

    def _following(self, lines: Sequence[GroupLine]) -> GroupLine | None:
        """Return the next group in which anything may be answered."""
        return next((line for line in lines if opened(self.dossier, line.group)), None)


def group_page(dossier: Dossier, key: str) -> GroupPage:
    """Gather a group for the visitor; what they may not answer is theirs to read."""
    criteria = criteria_of(dossier)
    group = next((each for each in criteria.groups if each.key == key), None) or abort(404)
    answers = answers_of(current.session(), dossier.id)
    writes = may_answer(current.member(), dossier)
    answerable = opened(dossier, group) if writes else []
    return GroupPage(
        dossier=dossier,
        criteria=criteria,
        group=group,
        answers=answers,
        answerable=answerable,
        form=group_form(criteria, answerable, answers),
    )


def opened(dossier: Dossier, group: Group) -> list[Criterion]:
    """List the criteria of a group that may be answered now: after a return, the marked ones."""
    return [criterion for criterion in group.criteria if is_open(dossier, criterion.key)]


def where_to_go_on(dossier: Dossier) -> str:
    """Return the address of the first criterion that waits for an answer, or of the check."""
    answers = answers_of(current.session(), dossier.id)
    for group in criteria_of(dossier).groups:
        for criterion in opened(dossier, group):
            if dossier.state == "returned" or not _given(answers.get(criterion.key)):
                return address_of_criterion(dossier, group, criterion)
    return url_for("sending.check", code=dossier.code)


def address_of_criterion(dossier: Dossier, group: Group, criterion: Criterion) -> str:
    """Return the address of one criterion on its group's page."""
    return f"{address_of_group(dossier, group)}#tc-{anchor_of(criterion.key)}"


def address_of_group(dossier: Dossier, group: Group) -> str:
    """Return the address of a group's page."""
    return url_for("self_assessment.group", code=dossier.code, key=group.key)


def group_of(dossier: Dossier, key: str) -> Group:
    """Return the group that a criterion belongs to; an unknown criterion has no page."""
    for group in criteria_of(dossier).groups:
        if any(criterion.key == key for criterion in group.criteria):
            return group
    abort(404)


def enters_for_cell(dossier: Dossier) -> bool:
    """Tell whether the visitor writes in the place of a cell that they are not of."""
    member = current.member()
    return may_answer(member, dossier) and not CELL.includes(member, dossier)


def unanswered(dossier: Dossier, answers: Mapping[str, Answer]) -> list[tuple[Group, Criterion]]:
    """List the criteria that still wait for an answer, each with its group."""
    return [
        (group, criterion)
        for group in criteria_of(dossier).groups
        for criterion in group.criteria
        if not _given(answers.get(criterion.key))
    ]


def _given(row: Answer | None) -> bool:
    return row is not None and (row.not_applicable or row.self_level is not None)
