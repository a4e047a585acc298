"""A list of dossiers as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from tenants.clock import local
from web.catalogue import _
from web.words import state_word
from web.workbooks import XLSX, workbook_of
from workflows.dossiers.glance import Glance
from workflows.review_teams.tables import WeakFlag
from workflows.tasks.inbox import Line

__all__ = ["XLSX", "dossier_workbook"]


def dossier_workbook(
    lines: Sequence[Line], glances: Mapping[UUID, Glance], flags: Mapping[UUID, WeakFlag]
) -> bytes:
    """Write a list of dossiers as XLSX; a ward's own list has what its page has.

    Where units are watched as weak, a column says why.
    """
    more = (
        (_("Bí thư chi bộ"), 26), (_("Tự chấm"), 12), (_("Minh chứng"), 14), (_("Nộp ngày"), 14),
    )  # fmt: skip
    headings = (
        (_("Mã"), 12), (_("Đơn vị"), 34), (_("Trực thuộc"), 28), (_("Tình trạng"), 30),
        (_("Điểm"), 12), (_("Hạn"), 14), *(more if glances else ()),
        *(((_("Theo dõi đơn vị yếu"), 40),) if flags else ()),
    )  # fmt: skip
    rows = (
        (
            line.dossier.code,
            line.unit.name,
            line.committee.name,
            state_word(line.dossier.state),
            line.dossier.appraised_total,
            None if line.due_at is None else local(line.due_at).date(),
            *(_glanced(glances[line.dossier.id]) if glances else ()),
            *((flags[line.unit.id].reason if line.unit.id in flags else "",) if flags else ()),
        )
        for line in lines
    )
    return workbook_of(_("Hồ sơ"), headings, rows)


def _glanced(glance: Glance) -> tuple[str, Decimal | None, str | None, date | None]:
    covered = f"{glance.covered}/{glance.criteria}" if glance.criteria else None
    return glance.secretary, glance.own, covered, glance.sent_on
