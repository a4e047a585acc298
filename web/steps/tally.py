"""The count of a cell's own vote: three boxes and a reason, the same on every form."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from wtforms import Field, StringField

from web.catalogue import _, _l
from web.fields import CountField, DayField
from web.forms import AtMost, Between, Required
from workflows.dossiers.tables import CellTally, Dossier


class Prefilled(TypedDict, total=False):
    """What stands in the boxes when the form opens."""

    met_on: date
    in_favour: int
    base: int
    base_reason: str


class TallyFields:
    """When the cell met, how many were in favour, of how many; to be mixed into a form."""

    met_on = DayField(_l("Ngày chi bộ họp biểu quyết"), validators=[Required()])
    in_favour = CountField(
        _l("Số đảng viên tán thành"), validators=[Required(), Between(0, 100_000)]
    )
    base = CountField(
        _l("Tổng số đảng viên được tính"), validators=[Required(), Between(0, 100_000)]
    )
    base_reason = StringField(_l("Lý do tính khác danh sách"), validators=[AtMost(500)])

    def tally(self) -> dict[str, Any]:
        """Return what the move is told of the vote."""
        return {
            "met_on": self.met_on.data,
            "in_favour": self.in_favour.data,
            "base": self.base.data,
            "base_reason": (self.base_reason.data or "").strip(),
        }


def expected_base(dossier: Dossier) -> int:
    """Return the number that is prefilled: official members who are not exempted."""
    return dossier.unit.members_official - dossier.unit.members_exempted


def prefilled(dossier: Dossier, standing: CellTally | None) -> Prefilled:
    """Return what the boxes open with: the vote that stands, or the base alone."""
    if standing is None:
        return {"base": expected_base(dossier)}
    return {
        "met_on": standing.met_on,
        "in_favour": standing.in_favour,
        "base": standing.base,
        "base_reason": standing.base_reason,
    }


def ask_of_how_many(in_favour: Field, base: int) -> None:
    """Name the base in the question: «Số đảng viên tán thành, trên tổng số 22»."""
    in_favour.label.text = _("Số đảng viên tán thành, trên tổng số %(n)s", n=base)
