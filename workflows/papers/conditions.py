"""The lines of an eligibility verdict as papers word them: what was asked and found."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tenants.database import Json
from tenants.text.numbers import show_number
from workflows.decisions.facts import RATINGS
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Dossier

MET = frozenset({"passed", "excepted"})
VERDICTS = {
    "passed": "đạt",
    "excepted": "đặc cách",
    "failed": "không đạt",
    "hold": "chờ kết luận",
    "unknown": "chưa rõ",
}
HEADINGS = {"total": "Tổng điểm", "criteria": "Từng tiêu chí"}
VALUES = {
    "on_time": "đúng hạn",
    "late": "muộn",
    "late_with_consent": "muộn, Ban Thường vụ đã đồng ý",
    **{key: words.lower() for key, words in RATINGS.items()},
}


def condition_rows(dossier: Dossier) -> list[Json]:
    """Return every line of the verdict kept with the dossier."""
    levels = {level.key: level.label for level in criteria_of(dossier).every_level}
    return [_row(line, levels) for line in dossier.eligibility]


def unmet_conditions(dossier: Dossier) -> list[str]:
    """Return the lines that stood in the way, as reasons."""
    return [
        f"{row['heading']}: {row['found']}"
        + (f" (yêu cầu từ {row['asked']})" if row["asked"] else "")
        for row in condition_rows(dossier)
        if row["verdict_key"] not in MET
    ]


def _row(line: Mapping[str, Any], levels: Mapping[str, str]) -> Json:
    points = line["kind"] in {"total", "group"}
    heading = HEADINGS.get(line["kind"], str(line["label"]))
    return {
        "heading": heading if line["kind"] != "group" else f"{line['key']}. {heading}",
        "found": f"{show_number(Decimal(line['value']))} điểm" if points else _found(line, levels),
        "asked": f"{show_number(Decimal(line['bound']))} điểm" if points else "",
        "verdict": VERDICTS[line["verdict"]],
        "verdict_key": line["verdict"],
    }


def _found(line: Mapping[str, Any], levels: Mapping[str, str]) -> str:
    value = line["value"]
    if value is None:
        return "chưa rõ"
    if line["kind"] == "criteria":
        return f"dưới mức: {', '.join(value)}" if value else "không tiêu chí nào dưới mức"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return str(value) if value else "không"
    known = levels if line["kind"] == "disqualifier" else VALUES
    return str(known.get(value, value))
