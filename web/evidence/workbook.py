"""The list of a store's files as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from web.catalogue import _
from web.evidence.places import place_words
from web.workbooks import workbook_of
from workflows.dossiers.tables import Dossier
from workflows.evidence.tables import Evidence


def evidence_workbook(
    files: Sequence[Evidence],
    places: Mapping[UUID, Sequence[tuple[str, str]]],
    dossier: Dossier | None,
) -> bytes:
    """Write the list as XLSX; the dossier's set names what the files serve."""
    headings = (
        (_("Ngày"), 12), (_("Tên tệp"), 44), (_("Nội dung"), 40), (_("Dùng cho"), 30),
        (_("Người thêm"), 24), (_("Thêm lúc"), 18),
    )  # fmt: skip
    rows = (
        (
            row.taken_on,
            row.name,
            row.note,
            ", ".join(
                place_words(criterion, dossier) for _code, criterion in places.get(row.id, [])
            ),
            row.added_by,
            row.added_at,
        )
        for row in files
    )
    return workbook_of(_("Minh chứng"), headings, rows)
