"""Criteria sets in and out: YAML text, the plain document a campaign keeps, frozen data.

``BadCriteriaError`` tells in a sentence what is wrong with a set and where.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.criteria.entries import BadCriteriaError, Entry
from workflows.criteria.exchange import data_of
from workflows.criteria.framework import (
    Adjustment,
    CriteriaSet,
    Criterion,
    Disqualifier,
    Grade,
    Group,
    LegalBasis,
    Level,
    Prerequisite,
    Rule,
)
from workflows.criteria.measures import HUNDRED, TAKES, Measure, Step
from workflows.criteria.soundness import check

__all__ = [
    "Adjustment",
    "BadCriteriaError",
    "CriteriaSet",
    "Criterion",
    "Disqualifier",
    "Grade",
    "Group",
    "LegalBasis",
    "Level",
    "Measure",
    "Prerequisite",
    "Rule",
    "Step",
    "from_document",
    "read_criteria",
    "to_document",
]


def read_criteria(text: str) -> CriteriaSet:
    """Read a criteria set from YAML text; raise ``BadCriteriaError`` where it is none."""
    return from_document(data_of(text))


def from_document(document: object) -> CriteriaSet:
    """Read a criteria set from plain data; raise ``BadCriteriaError`` where it is none."""
    criteria_set = draft_of(document)
    check(criteria_set)
    return criteria_set


def draft_of(document: object) -> CriteriaSet:
    """Read a set that need not add up yet; raise ``BadCriteriaError`` for what is unreadable.

    What is wrong with it as a whole, ``workflows.criteria.soundness.faults_of`` lists.
    """
    entry = Entry(document, "The set")
    scale, effective = entry.part("scale"), entry.part("effective", {})
    criteria_set = CriteriaSet(
        key=entry.text("key"),
        title=entry.text("title"),
        scale=scale.number("maximum"),
        levels=tuple(_level(data) for data in scale.maybe_empty("levels")),
        groups=tuple(_group(data) for data in entry.maybe_empty("groups")),
        prerequisites=tuple(_prerequisite(data) for data in entry.entries("prerequisites", [])),
        rule=_rule(entry.part("rule")),
        legal_bases=tuple(_legal_basis(data) for data in entry.entries("legal_bases", [])),
        effective_from=effective.day("from"),
        effective_to=effective.day("to"),
        applies_to=entry.plain("applies_to"),
        calendar=entry.plain("calendar"),
        pilot=entry.plain("pilot"),
        from_cells=entry.plain("from_cells"),
        disqualifiers=tuple(_disqualifier(data) for data in entry.entries("disqualifiers", [])),
        adjustments=tuple(_adjustment(data) for data in entry.entries("adjustments", [])),
        grades=tuple(_grade(data) for data in entry.entries("grades", [])),
        pass_fail=entry.flag("pass_fail", default=False),
        note=entry.text("note", ""),
    )
    for part in (entry, scale, effective):
        part.close()
    return criteria_set


def to_document(criteria_set: CriteriaSet) -> dict[str, Any]:
    """Return the set as plain JSON: the fields of the YAML, numbers and dates as text.

    What the set leaves out is left out, where later versions of the format added it.
    """
    data = asdict(criteria_set)
    data["scale"] = {"maximum": data["scale"], "levels": data.pop("levels")}
    data["effective"] = {"from": data.pop("effective_from"), "to": data.pop("effective_to")}
    for level in data["scale"]["levels"]:
        del level["points"]
    for criterion in (one for group in data["groups"] for one in group["criteria"]):
        for level in criterion["levels"]:
            del level["share"]
        _leave_out(criterion, ADDED_TO_CRITERION)
    for group in data["groups"]:
        _leave_out(group, {"at_least": None})
    for prerequisite in data["prerequisites"]:
        prerequisite["effect"] = "hold" if prerequisite.pop("holds") else ""
    for basis in data["legal_bases"]:
        basis["date"] = basis.pop("dated")
        _leave_out(basis, {"until": None})
    _leave_out(data["rule"], ADDED_TO_RULE)
    _leave_out(data, ADDED_TO_SET)
    return {name: _plain(value) for name, value in data.items()}


ADDED_TO_SET: Mapping[str, object] = {
    "disqualifiers": (), "adjustments": (), "grades": (), "pass_fail": False, "note": "",
    "from_cells": {},
}  # fmt: skip
ADDED_TO_RULE: Mapping[str, object] = {
    "each_criterion_at_least_share": Decimal(0), "criteria_may_miss": 0,
    "bonus_at_most": None, "penalty_at_most": None,
}  # fmt: skip
ADDED_TO_CRITERION: Mapping[str, object] = {"levels": (), "measure": None, "legal_basis": ""}


def _leave_out(data: dict[str, Any], added: Mapping[str, object]) -> None:
    for name, default in added.items():
        if data[name] == default:
            del data[name]


def _level(data: object) -> Level:
    entry, key = Entry.keyed(data, "Level")
    level = Level(key=key, label=entry.text("label"), share=entry.number("share"))
    entry.close()
    return level


def _group(data: object) -> Group:
    entry, key = Entry.keyed(data, "Group")
    group = Group(
        key=key,
        label=entry.text("label"),
        criteria=tuple(_criterion(one) for one in entry.maybe_empty("criteria")),
        commitment=entry.text("commitment", ""),
        at_least=entry.maybe_number("at_least"),
    )
    entry.close()
    return group


def _criterion(data: object) -> Criterion:
    entry, key = Entry.keyed(data, "Criterion")
    points = entry.number("points")
    criterion = Criterion(
        key=key,
        label=entry.text("label"),
        points=points,
        evidence=entry.text("evidence", ""),
        hint=entry.text("hint", ""),
        target_series=entry.text("target_series", ""),
        evidence_required=entry.flag("evidence_required", default=False),
        may_be_not_applicable=entry.flag("may_be_not_applicable", default=False),
        disqualifier=entry.flag("disqualifier", default=False),
        levels=tuple(_own_level(one, entry, points) for one in entry.entries("levels", [])),
        measure=_measure(entry),
        legal_basis=entry.text("legal_basis", ""),
    )
    entry.close()
    return criterion


def _own_level(data: object, of: Entry, maximum: Decimal) -> Level:
    entry, key = Entry.keyed(data, f"{of.where}, level")
    points = entry.number("points")
    share = points / maximum if maximum else Decimal(0)
    level = Level(key=key, label=entry.text("label"), share=share, points=points)
    entry.close()
    return level


def _measure(of: Entry) -> Measure | None:
    entry = of.maybe_part("measure")
    if entry is None:
        return None
    source = entry.choice("source", tuple(TAKES))
    full_at = entry.maybe_number("full_at")
    measure = Measure(
        source=source,
        key=entry.text("key"),
        take=entry.choice("take", TAKES[source]),
        reaching=entry.maybe_number("reaching"),
        above=entry.flag("above", default=False),
        expected=entry.count("expected"),
        full_at=HUNDRED if full_at is None else full_at,
        steps=tuple(_step(one, entry) for one in entry.entries("steps", [])),
    )
    entry.close()
    return measure


def _step(data: object, of: Entry) -> Step:
    entry = Entry(data, f"{of.where}, steps")
    step = Step(
        value=entry.number("value"),
        points=entry.number("points"),
        above=entry.flag("above", default=False),
    )
    entry.close()
    return step


def _disqualifier(data: object) -> Disqualifier:
    entry, key = Entry.keyed(data, "Disqualifier")
    disqualifier = Disqualifier(
        key=key,
        label=entry.text("label"),
        exception=entry.flag("exception", default=False),
    )
    entry.close()
    return disqualifier


def _adjustment(data: object) -> Adjustment:
    entry, key = Entry.keyed(data, "Adjustment")
    adjustment = Adjustment(
        key=key,
        label=entry.text("label"),
        kind=entry.choice("kind", ("bonus", "penalty")),
        points=entry.number("points"),
        at_most=entry.maybe_number("at_most"),
        measure=_measure(entry),
        evidence=entry.text("evidence", ""),
        hint=entry.text("hint", ""),
    )
    entry.close()
    return adjustment


def _grade(data: object) -> Grade:
    entry, key = Entry.keyed(data, "Grade")
    grade = Grade(key=key, label=entry.text("label"), at_least=entry.number("at_least"))
    entry.close()
    return grade


def _prerequisite(data: object) -> Prerequisite:
    entry, key = Entry.keyed(data, "Prerequisite")
    effect = entry.text("effect", "")
    if effect not in {"", "hold"}:
        raise BadCriteriaError("bad_effect", where=entry.where)
    prerequisite = Prerequisite(
        key=key,
        label=entry.text("label"),
        exception_needs=entry.text("exception_needs", ""),
        holds=effect == "hold",
    )
    entry.close()
    return prerequisite


def _rule(entry: Entry) -> Rule:
    rule = Rule(
        total_at_least=entry.number("total_at_least"),
        each_group_at_least_share=entry.number("each_group_at_least_share"),
        prerequisites_all=entry.flag("prerequisites_all", default=True),
        disqualifiers_none=entry.flag("disqualifiers_none", default=True),
        each_criterion_at_least_share=(
            entry.maybe_number("each_criterion_at_least_share") or Decimal(0)
        ),
        criteria_may_miss=entry.count("criteria_may_miss"),
        bonus_at_most=entry.maybe_number("bonus_at_most"),
        penalty_at_most=entry.maybe_number("penalty_at_most"),
    )
    entry.close()
    return rule


def _legal_basis(data: object) -> LegalBasis:
    entry = Entry(data, "A legal basis")
    basis = LegalBasis(
        number=entry.text("number"),
        kind=entry.text("kind"),
        issuer=entry.text("issuer"),
        title=entry.text("title", ""),
        dated=entry.day("date"),
        note=entry.text("note", ""),
        until=entry.day("until"),
    )
    entry.close()
    return basis


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value
