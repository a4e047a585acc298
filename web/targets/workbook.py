"""Targets as a spreadsheet: out with what stands, in with what was reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from uuid import UUID

from python_calamine import CalamineError, CalamineWorkbook

from tenants.text.dates import BadDateError, NoSuchDayError, parse_date
from tenants.text.folding import normalise, spelling_key
from tenants.text.numbers import BadNumberError, parse_number
from web.catalogue import _
from web.workbooks import workbook_of
from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import Kind
from workflows.evidence.preparing import Upload, prepare
from workflows.targets.lines import MOST
from workflows.targets.percentages import shown_percentage
from workflows.targets.reading import OfCell, Sum
from workflows.targets.reporting import LONGEST_SOURCE, Reached
from workflows.targets.tables import Target

MOST_ROWS = 2_000


class BadSheetError(Exception):
    """A workbook whose rows cannot be taken; ``sentences`` say which and why."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences)
        self.sentences = sentences


def headings() -> tuple[str, ...]:
    """Return the headings of the sheet, by which it is read again."""
    return (
        _("Chi bộ"), _("Chỉ tiêu"), _("Trong đó của"), _("Đơn vị tính"), _("Kế hoạch"),
        _("Đã đạt"), _("Tỷ lệ"), _("Tính đến ngày"), _("Nguồn số liệu"),
    )  # fmt: skip


def targets_workbook(targets: Sequence[OfCell]) -> bytes:
    """Write targets as XLSX, cell by cell."""
    widths = (34, 34, 24, 14, 12, 12, 10, 14, 30)
    rows = (
        (
            each.unit.name,
            each.target.name,
            each.part_of,
            each.target.measure,
            each.target.planned,
            each.target.reached,
            shown_percentage(each.target.planned, each.target.reached),
            each.target.as_of,
            each.target.source,
        )
        for each in targets
    )
    return workbook_of(_("Chỉ tiêu"), list(zip(headings(), widths, strict=True)), rows)


def sums_workbook(sums: Sequence[Sum]) -> bytes:
    """Write sums of targets as XLSX."""
    titles = (*headings()[1:7], _("Số chi bộ"), _("Đã báo cáo"))
    widths = (34, 24, 14, 12, 12, 10, 12, 12)
    rows = (
        (
            each.name,
            each.part_of,
            each.measure,
            each.planned,
            each.reached,
            shown_percentage(each.planned, each.reached),
            each.cells,
            each.reported,
        )
        for each in sums
    )
    return workbook_of(_("Cộng"), list(zip(titles, widths, strict=True)), rows)


def read_reached(content: bytes, targets: Sequence[Target], *, on: date) -> dict[UUID, Reached]:
    """Read what was reached from a sheet as it was handed out.

    Args:
        on: the day of a figure that gives none.

    Raises:
        Refusal: the file is no spreadsheet that is taken.
        BadSheetError: headings are missing, or rows cannot be read.

    """
    if prepare(Upload("chi-tieu.xlsx", content)).kind is not Kind.XLSX:
        raise Refusal("file_kind", name="")
    rows = _rows(content)
    columns = _columns(rows)
    known = _known(targets)
    given: dict[UUID, Reached] = {}
    faults: list[str] = []
    for number, cells in rows[columns.pop("row") + 1 :]:
        said = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        name, reached = normalise(str(said["name"])), said["reached"]
        if not name or str(reached).strip() == "":
            continue
        row = known.get((spelling_key(name), spelling_key(normalise(str(said["part_of"])))))
        if row is None:
            faults.append(_("Dòng %(row)s: không có chỉ tiêu «%(name)s».", row=number, name=name))
            continue
        figure, as_of = _figure(reached), _day(said["as_of"], on)
        if figure is None:
            faults.append(_("Dòng %(row)s: viết số đã đạt bằng chữ số.", row=number))
        elif as_of is None:
            faults.append(_("Dòng %(row)s: viết ngày như 05/03/2026.", row=number))
        else:
            source = normalise(str(said["source"]))[:LONGEST_SOURCE]
            given[row.id] = Reached(figure, as_of, source, row.version)
    if faults:
        raise BadSheetError(faults[:20])
    if not given:
        raise BadSheetError([_("Không có dòng nào ghi số đã đạt.")])
    return given


def _rows(content: bytes) -> list[tuple[int, list[object]]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        names = book.sheet_names
        wanted = _("Chỉ tiêu") if _("Chỉ tiêu") in names else names[-1]
        rows = book.get_sheet_by_name(wanted).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Refusal("file_broken", name="") from error
    return [(number, list(cells)) for number, cells in enumerate(rows[:MOST_ROWS], start=1)]


def _columns(rows: Sequence[tuple[int, list[object]]]) -> dict[str, int]:
    """Find the row of headings, and where what is read stands."""
    wanted = dict(zip(("name", "part_of", "reached", "as_of", "source"), _indices(), strict=True))
    titles = {name: spelling_key(headings()[at]) for name, at in wanted.items()}
    for place, (_number, cells) in enumerate(rows[:20]):
        found = [spelling_key(normalise(str(cell))) for cell in cells]
        if all(title in found for title in titles.values()):
            return {name: found.index(title) for name, title in titles.items()} | {"row": place}
    sought = ", ".join(headings()[at] for at in wanted.values())
    raise BadSheetError([_("Tệp thiếu cột. Cần có các cột: %(list)s.", list=sought)])


def _indices() -> tuple[int, ...]:
    return (1, 2, 5, 7, 8)


def _known(targets: Sequence[Target]) -> dict[tuple[str, str], Target]:
    names = {row.id: row.name for row in targets}
    return {
        (
            spelling_key(row.name),
            spelling_key(names.get(row.part_of_id, "") if row.part_of_id else ""),
        ): row
        for row in targets
    }


def _figure(value: object) -> Decimal | None:
    try:
        figure = (
            parse_number(value.removesuffix("%").strip())
            if isinstance(value, str)
            else Decimal(str(value))
        )
    except (BadNumberError, InvalidOperation):
        return None
    return figure if 0 <= figure < MOST else None


def _day(value: object, otherwise: date) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not str(value).strip():
        return otherwise
    try:
        return parse_date(str(value))
    except (BadDateError, NoSuchDayError):
        return None
