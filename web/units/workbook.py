"""The units of a day as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from tenants.tree import Node
from web.catalogue import _
from web.words import sector_word, unit_kind_word
from web.workbooks import workbook_of


def tree_workbook(nodes: Sequence[Node]) -> bytes:
    """Write the units as XLSX."""
    headings = (
        (_("Mã"), 24), (_("Đơn vị"), 40), (_("Trực thuộc"), 34), (_("Loại"), 20),
        (_("Loại hình"), 18), (_("Chính thức"), 12), (_("Dự bị"), 10), (_("Miễn công tác"), 10),
        (_("Từ ngày"), 13), (_("Đến ngày"), 13),
    )  # fmt: skip
    return workbook_of(
        _("Đơn vị"),
        headings,
        (
            (
                node.unit.code,
                node.name,
                node.parent_name,
                unit_kind_word(node.unit.kind_code),
                sector_word(node.unit.sector),
                node.unit.members_official,
                node.unit.members_probationary,
                node.unit.members_exempted,
                node.unit.valid_from,
                node.unit.valid_to,
            )
            for node in nodes
        ),
    )
