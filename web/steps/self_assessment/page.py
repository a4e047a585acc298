"""What the page of a group of criteria shows, and where one goes on from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, url_for

from web import current
from web.dossiers.page import GroupLine, group_lines
from web.dossiers.source_cells import sources_of
from web.steps.self_assessment.beside import beside_criteria, noted_of
from web.steps.self_assessment.forms import GroupForm, anchor_of, group_form
from web.steps.self_assessment.points import outlook_of, points_of
from web.steps.self_assessment.writers import enters_for_cell, why_only_read
from workflows.criteria.framework import CriteriaSet, Criterion, Group
from workflows.dossiers.answering import is_open, may_answer
from workflows.dossiers.answering_many import Given, answer_many
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.eligibility import counted_adjustments, self_score
from workflows.dossiers.opinions import reads_appraised
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.refusals import StaleError


@dataclass(slots=True)
class GroupPage:
    """A group of criteria as one visitor works on it."""

    dossier: Dossier
    criteria: CriteriaSet
    group: Group
    answers: dict[str, Answer]
    form: GroupForm

    def keep(self, given: Mapping[str, Given]) -> list[str]:
        """Keep what was given, and read the answers again as they now stand.

        Returns:
            The criteria that somebody else answered meanwhile; then nothing was kept.

        """
        session = current.session()
        overtaken = answer_many(session, self.dossier.id, given, actor=current.member())
        self.answers = answers_of(session, self.dossier.id)
        return overtaken

    def unkept(self) -> dict[str, Given]:
        """Return what was sent for criteria that are closed to the visitor by now."""
        sent = {
            criterion.key: self.form.given(criterion.key)
            for criterion in self.group.criteria
            if criterion.key not in self.form.keys
        }
        return {
            key: given
            for key, given in sent.items()
            if not given.says_the_same(self.answers.get(key))
        }

    def context(
        self, *, overtaken: Sequence[str] = (), closed: StaleError | None = None
    ) -> dict[str, Any]:
        """Return what the page needs.

        Args:
            overtaken: criteria that somebody else answered meanwhile.
            closed: what closed criteria for which answers were sent.

        """
        following = self._following()
        return {
            **self.answered(overtaken=overtaken),
            "group": self.group,
            "next_position": self.criteria.groups.index(following) + 1 if following else None,
            "form": self.form,
            "writes": bool(self.form.keys),
            "beside": beside_criteria(
                self.dossier, self.group, self.answers, writes=bool(self.form.keys)
            ),
            "noted": noted_of(self.dossier, self.group) if self.form.keys else [],
            "sources": sources_of(current.session(), current.member(), self.dossier, self.answers),
            "last_day": last_day(self.dossier),
            "on_behalf": enters_for_cell(self.dossier),
            "only_read": why_only_read(self.dossier),
            "with_appraised": reads_appraised(current.member(), self.dossier),
            "closed": closed,
            "unkept": self.unkept() if closed else {},
        }

    def answered(self, *, overtaken: Sequence[str] = ()) -> dict[str, Any]:
        """Return what one answer changes on the page."""
        return {
            "dossier": self.dossier,
            "criteria": self.criteria,
            "position": self._position(),
            "answers": self.answers,
            "steps": steps_of(self.dossier, group_lines(self.dossier, self.answers)),
            "points": (points := points_of(self.dossier, self.answers)),
            "scored": {one.key: one for one in points.score.criteria},
            "outlook": outlook_of(self.dossier, self.answers),
            "today": current.today(),
            "overtaken": overtaken,
        }

    def next_address(self) -> str:
        """Return where one goes on from here: the next group, or the check before sending."""
        following = self._following()
        if following is None:
            return url_for("sending.check", code=self.dossier.code)
        return address_of_group(self.dossier, following)

    def _following(self) -> Group | None:
        """Return the next group in which anything may be answered."""
        later = self.criteria.groups[self._position() :]
        return next((group for group in later if opened(self.dossier, group)), None)

    def _position(self) -> int:
        return self.criteria.groups.index(self.group) + 1


@dataclass(frozen=True, slots=True)
class Step:
    """A group in the bar above the form; ``wanted`` counts what a return opened in it."""

    line: GroupLine
    wanted: int

    @property
    def done(self) -> bool:
        """Whether all of its criteria are answered."""
        return self.line.own.answered == self.line.own.of


def group_page(dossier: Dossier, key: str) -> GroupPage:
    """Gather a group for the visitor; what they may not answer is theirs to read."""
    criteria = criteria_of(dossier)
    group = next((each for each in criteria.groups if each.key == key), None) or abort(404)
    answers = answers_of(current.session(), dossier.id)
    writes = may_answer(current.member(), dossier)
    keys = [criterion.key for criterion in opened(dossier, group)] if writes else []
    return GroupPage(dossier, criteria, group, answers, group_form(criteria, group, keys, answers))


def opened(dossier: Dossier, group: Group) -> list[Criterion]:
    """List the criteria of a group that may be answered now: after a return, the marked ones."""
    return [criterion for criterion in group.criteria if is_open(dossier, criterion.key)]


def steps_of(dossier: Dossier, lines: Sequence[GroupLine]) -> list[Step]:
    """Return the groups as steps."""
    returned = dossier.state == "returned"
    return [Step(line, len(opened(dossier, line.group)) if returned else 0) for line in lines]


def last_day(dossier: Dossier) -> date:
    """Return the last day for sending: the return's own, or the campaign's."""
    return dossier.due_on or dossier.campaign.self_assessment_until


def where_to_go_on(dossier: Dossier) -> str:
    """Return the address of the first criterion that waits for an answer, or of the check."""
    answers = answers_of(current.session(), dossier.id)
    unsettled = self_score(dossier, answers).unsettled
    for group in criteria_of(dossier).groups:
        for criterion in opened(dossier, group):
            if dossier.state == "returned" or criterion.key in unsettled:
                return address_of_criterion(dossier, group, criterion.key)
    for claim in counted_adjustments(criteria_of(dossier)):
        if claim.key in dossier.marked:
            return address_of_claim(dossier, claim.key)
    return url_for("sending.check", code=dossier.code)


def address_of_criterion(dossier: Dossier, group: Group, key: str) -> str:
    """Return the address of one criterion on its group's page."""
    return f"{address_of_group(dossier, group)}#tc-{anchor_of(key)}"


def address_of_claim(dossier: Dossier, key: str) -> str:
    """Return the address of one bonus or penalty on its page."""
    return url_for("claims.page", code=dossier.code) + f"#tc-{anchor_of(key)}"


def address_of_group(dossier: Dossier, group: Group) -> str:
    """Return the address of a group's page."""
    return url_for("self_assessment.group", code=dossier.code, key=group.key)


def group_of(dossier: Dossier, key: str) -> Group:
    """Return the group that a criterion belongs to; an unknown criterion has no page."""
    groups = (
        group
        for group in criteria_of(dossier).groups
        if any(criterion.key == key for criterion in group.criteria)
    )
    return next(groups, None) or abort(404)
