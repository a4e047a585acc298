"""Criteria sets in and out: YAML text, the plain document a campaign keeps, frozen data.

``BadCriteriaError`` tells in a sentence what is wrong with a set and where.
"""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.criteria.entries import BadCriteriaError, Entry
from workflows.criteria.exchange import data_of
from workflows.criteria.framework import (
    CriteriaSet,
    Criterion,
    Group,
    LegalBasis,
    Level,
    Prerequisite,
    Rule,
)
from workflows.criteria.soundness import check

__all__ = [
    "BadCriteriaError",
    "CriteriaSet",
    "Criterion",
    "Group",
    "LegalBasis",
    "Level",
    "Prerequisite",
    "Rule",
    "from_document",
    "read_criteria",
    "to_document",
]


def read_criteria(text: str) -> CriteriaSet:
    """Read a criteria set from YAML text; raise ``BadCriteriaError`` where it is none."""
    return from_document(data_of(text))


def from_document(document: object) -> CriteriaSet:
    """Read a criteria set from plain data; raise ``BadCriteriaError`` where it is none."""
    entry = Entry(document, "The set")
    scale, effective = entry.part("scale"), entry.part("effective", {})
    criteria_set = CriteriaSet(
        key=entry.text("key"),
        title=entry.text("title"),
        scale=scale.number("maximum"),
        levels=tuple(_level(data) for data in scale.entries("levels")),
        groups=tuple(_group(data) for data in entry.entries("groups")),
        prerequisites=tuple(_prerequisite(data) for data in entry.entries("prerequisites", [])),
        rule=_rule(entry.part("rule")),
        legal_bases=tuple(_legal_basis(data) for data in entry.entries("legal_bases", [])),
        effective_from=effective.day("from"),
        effective_to=effective.day("to"),
        applies_to=entry.plain("applies_to"),
        calendar=entry.plain("calendar"),
        pilot=entry.plain("pilot"),
    )
    for part in (entry, scale, effective):
        part.close()
    check(criteria_set)
    return criteria_set


def to_document(criteria_set: CriteriaSet) -> dict[str, Any]:
    """Return the set as plain JSON: the fields of the YAML, numbers and dates as text."""
    data = asdict(criteria_set)
    data["scale"] = {"maximum": data["scale"], "levels": data.pop("levels")}
    data["effective"] = {"from": data.pop("effective_from"), "to": data.pop("effective_to")}
    for prerequisite in data["prerequisites"]:
        prerequisite["effect"] = "hold" if prerequisite.pop("holds") else ""
    for basis in data["legal_bases"]:
        basis["date"] = basis.pop("dated")
    return {name: _plain(value) for name, value in data.items()}


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
        criteria=tuple(_criterion(one) for one in entry.entries("criteria")),
        commitment=entry.text("commitment", ""),
    )
    entry.close()
    return group


def _criterion(data: object) -> Criterion:
    entry, key = Entry.keyed(data, "Criterion")
    criterion = Criterion(
        key=key,
        label=entry.text("label"),
        points=entry.number("points"),
        evidence=entry.text("evidence", ""),
        hint=entry.text("hint", ""),
        target_series=entry.text("target_series", ""),
        evidence_required=entry.flag("evidence_required", default=False),
        may_be_not_applicable=entry.flag("may_be_not_applicable", default=False),
        disqualifier=entry.flag("disqualifier", default=False),
    )
    entry.close()
    return criterion


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
