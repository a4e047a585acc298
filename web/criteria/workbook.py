"""Files of sets: out as YAML or XLSX, in again with a sentence for each wrong cell."""

from __future__ import annotations

from flask import Response, abort

from tenants.onboarding.looking import Limits
from tenants.onboarding.unreadable import UnreadableListError
from tenants.onboarding.workbook import open_sheets
from web.criteria.sentences import fault_sentence, file_sentence, sentence_of
from web.workbooks import handed_out, sheets_workbook
from workflows.criteria.entries import BadCriteriaError
from workflows.criteria.exchange import text_of
from workflows.criteria.framework import CriteriaSet
from workflows.criteria.reading import read_criteria, to_document
from workflows.criteria.sheets.reading import BadWorkbookError, set_of
from workflows.criteria.sheets.writing import sheets_of

YAML_TYPE = "application/yaml; charset=utf-8"
MOST_SENTENCES = 30


class UnreadableFileError(ValueError):
    """A file that is no set; ``sentences`` say why, cell by cell where that is possible."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


def file_of(criteria: CriteriaSet, form: str, name: str) -> Response:
    """Hand out a set as a file."""
    if form == "xlsx":
        return handed_out(sheets_workbook(sheets_of(criteria)), name)
    if form != "yaml":
        abort(404)
    return Response(
        text_of(to_document(criteria)),
        content_type=YAML_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.yaml"'},
    )


def criteria_in(content: bytes, name: str, limits: Limits) -> CriteriaSet:
    """Read a set from a file.

    Raises:
        UnreadableFileError: with everything that is wrong.

    """
    if content[:2] == b"PK" or name.lower().endswith((".xlsx", ".xls", ".xlsm")):
        return _in_workbook(content, limits)
    try:
        return read_criteria(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableFileError([file_sentence("no_text")]) from error
    except BadCriteriaError as error:
        raise UnreadableFileError([sentence_of(error)]) from error


def _in_workbook(content: bytes, limits: Limits) -> CriteriaSet:
    try:
        sheets = {sheet.name: sheet.rows for sheet in open_sheets(content, limits)}
        return set_of(sheets)
    except UnreadableListError as error:
        raise UnreadableFileError([file_sentence(error.code)]) from error
    except BadWorkbookError as error:
        sentences = list(dict.fromkeys(fault_sentence(fault) for fault in error.faults))
        raise UnreadableFileError(sentences[:MOST_SENTENCES]) from error
