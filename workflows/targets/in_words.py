"""Targets in one sentence, for papers that have no table for them."""

from __future__ import annotations

from collections.abc import Sequence

from tenants.text.numbers import show_number
from workflows.targets.tables import Target


def with_figures(commitment: str, group_key: str, targets: Sequence[Target]) -> str:
    """Return a group's commitment with its figures behind it.

    «…; kết nạp 3 người» becomes «…. Chỉ tiêu: Kết nạp đảng viên: 3 người (trong đó Nữ: 1 người).»
    """
    own = [row for row in targets if row.group_key == group_key]
    wholes = [row for row in own if row.part_of_id is None]
    if not wholes:
        return commitment
    said = [_with_parts(row, [each for each in own if each.part_of_id == row.id]) for row in wholes]
    return f"{commitment.rstrip().rstrip('.;')}. Chỉ tiêu: {'; '.join(said)}."


def _with_parts(row: Target, parts: Sequence[Target]) -> str:
    """Say a target with those of its parts that have a figure: «trong đó Nữ» alone says nothing."""
    figured = [_said(part) for part in parts if part.planned is not None]
    return f"{_said(row)} (trong đó {', '.join(figured)})" if figured else _said(row)


def _said(row: Target) -> str:
    if row.planned is None:
        return row.name
    unit = row.measure if row.measure == "%" else f" {row.measure}".rstrip()
    return f"{row.name}: {show_number(row.planned)}{unit}"
