"""Targets as a paper says them: a part without a figure says nothing."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from workflows.targets.in_words import with_figures
from workflows.targets.tables import Target


def target(name: str, planned: int | None, *, of: Target | None = None) -> Target:
    return Target(
        id=uuid4(), group_key="1", name=name, measure="đồng chí",
        planned=None if planned is None else Decimal(planned), part_of_id=of.id if of else None,
    )  # fmt: skip


def test_parts_with_a_figure_are_said_and_others_left_out() -> None:
    whole = target("Kết nạp đảng viên", 3)
    women, young = target("Nữ", 1, of=whole), target("Đoàn viên", None, of=whole)

    assert with_figures("Phấn đấu.", "1", [whole, women, young]) == (
        "Phấn đấu. Chỉ tiêu: Kết nạp đảng viên: 3 đồng chí (trong đó Nữ: 1 đồng chí)."
    )
    assert with_figures("Phấn đấu.", "1", [whole, young]) == (
        "Phấn đấu. Chỉ tiêu: Kết nạp đảng viên: 3 đồng chí."
    )
