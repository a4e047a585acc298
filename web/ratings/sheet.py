"""A rating list as a spreadsheet: out with what stands, in with what was decided.

A sheet is read whole before anything is kept: each faulty row is named, and one of them keeps
all the others out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from python_calamine import CalamineError, CalamineWorkbook

from tenants.text.folding import normalise, spelling_key
from web.catalogue import _
from web.words import rating_word
from web.workbooks import workbook_of
from workflows.dossiers.rating_words import COLUMNS, rating_written
from workflows.dossiers.tables import Dossier, QualityRating, Rating
from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import Kind
from workflows.evidence.preparing import Upload, prepare

MOST_ROWS, MOST_FAULTS, HEADINGS_WITHIN = 20_000, 30, 20


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be taken: its number in the sheet, what stands there, what to do."""

    row: int
    found: str
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sheet says: a rating for each dossier it names, and the rows at fault."""

    ratings: Mapping[str, Rating]
    faults: Sequence[Fault]


class BadSheetError(Exception):
    """A sheet whose headings are not found; ``sentence`` says which are needed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def headings() -> tuple[str, ...]:
    """Return the headings of the list, by which it is read again."""
    return (
        _("Mã hồ sơ"), _("Chi bộ"), _("Đảng ủy cấp trên"), _("Xếp loại"), _("Số quyết định"),
        _("Ngày quyết định"),
    )  # fmt: skip


def ratings_workbook(dossiers: Iterable[Dossier], standing: Mapping[UUID, QualityRating]) -> bytes:
    """Write the list of a year as XLSX, with the ratings that stand."""
    widths = (12, 36, 30, 34, 18, 16)
    rows = []
    for dossier in dossiers:
        rating = standing.get(dossier.id)
        rows.append(
            (
                dossier.code,
                dossier.unit.name,
                dossier.committee.name,
                str(rating_word(rating.rating)) if rating else None,
                rating.number if rating else None,
                rating.decided_on if rating else None,
            )
        )
    return workbook_of(_("Xếp loại"), list(zip(headings(), widths, strict=True)), rows)


def read_ratings(upload: Upload, dossiers: Sequence[Dossier]) -> Checked:
    """Read a rating list; a row without a rating is passed over.

    A cell is known by the code of its dossier, or where the sheet has none by its name and its
    ward's, which must then be those of one cell alone.

    Raises:
        Refusal: the file is no spreadsheet that is taken.
        BadSheetError: the headings are not found.

    """
    if prepare(upload).kind is not Kind.XLSX:
        raise Refusal("file_kind", name=upload.name)
    rows = _rows(upload)
    columns, first = _columns(rows)
    by_code = {dossier.code: dossier for dossier in dossiers}
    by_name: dict[str, list[Dossier]] = {}
    for dossier in dossiers:
        by_name.setdefault(spelling_key(dossier.unit.name), []).append(dossier)
    ratings: dict[str, Rating] = {}
    faults: list[Fault] = []
    for number, cells in enumerate(rows[first:], start=first + 1):
        said = {name: normalise(str(_at(cells, at))) for name, at in columns.items()}
        if not said["rating"]:
            continue
        found = [by_code[said["code"]]] if said["code"] in by_code else []
        if not found and said["code"]:
            faults.append(Fault(number, said["code"], _("Không có hồ sơ mang mã này trong năm.")))
            continue
        found = found or _named(by_name.get(spelling_key(said["cell"]), []), said["ward"])
        rating = rating_of_words(said["rating"])
        if not found:
            faults.append(Fault(number, said["cell"], _("Không có chi bộ mang tên này trong năm.")))
        elif len(found) > 1:
            faults.append(
                Fault(
                    number,
                    said["cell"],
                    _("Nhiều chi bộ cùng tên. Ghi thêm mã hồ sơ."),
                )
            )
        elif rating is None:
            faults.append(
                Fault(
                    number,
                    said["rating"],
                    _("Không hiểu xếp loại này. Ghi đủ chữ một mức."),
                )
            )
        elif found[0].code in ratings:
            faults.append(Fault(number, found[0].unit.name, _("Chi bộ này đã có ở dòng trên.")))
        else:
            ratings[found[0].code] = rating
    return Checked(ratings, faults)


def _named(dossiers: Sequence[Dossier], ward: str) -> list[Dossier]:
    """Keep those of the ward that the row names, where it names one."""
    key = spelling_key(ward)
    return [each for each in dossiers if not key or key in spelling_key(each.committee.name)]


def rating_of_words(words: str) -> Rating | None:
    """Return the rating that is written so, as the pages say it or as offices do."""
    key = spelling_key(words).rstrip(".")
    shown = {spelling_key(rating_word(each)): each for each in Rating}
    return shown.get(key) or rating_written(words)


def _rows(upload: Upload) -> list[list[object]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(upload.content))
        sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Refusal("file_broken", name=upload.name) from error
    return [list(cells) for cells in sheet[:MOST_ROWS]]


def _columns(rows: Sequence[Sequence[object]]) -> tuple[dict[str, int], int]:
    """Find the headings: the rating's, and the code's or the cell's name; and what follows them."""
    own = dict(zip(COLUMNS, headings(), strict=False))
    names = {name: (*written, own[name]) for name, written in COLUMNS.items()}
    for place, cells in enumerate(rows[:HEADINGS_WITHIN]):
        found = [spelling_key(normalise(str(cell))) for cell in cells]
        columns = {
            name: next((found.index(k) for k in map(spelling_key, words) if k in found), -1)
            for name, words in names.items()
        }
        if columns["rating"] >= 0 and max(columns["code"], columns["cell"]) >= 0:
            return columns, place + 1
    raise BadSheetError(_("Tệp thiếu cột. Cần có cột «Xếp loại» và cột «Mã hồ sơ» hoặc «Chi bộ»."))


def _at(cells: Sequence[object], place: int) -> object:
    return cells[place] if 0 <= place < len(cells) else ""
