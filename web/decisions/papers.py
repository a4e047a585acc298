"""How a paper is handed out: its media type, and a name that says which one it is."""

from __future__ import annotations

import re
import unicodedata

from workflows.decisions.tables import Decision
from workflows.papers.tables import Edition

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def file_name(decision: Decision, edition: Edition, form: str) -> str:
    """Return a file name of plain letters: ``Quyet-dinh-125-QD-Th.U.pdf``.

    A draft keeps the decision's code, even after the decision has its number.
    """
    if edition is Edition.FINAL and decision.number:
        return f"Quyet-dinh-{_plain(decision.number)}.{form}"
    return f"Du-thao-quyet-dinh-{_plain(decision.code)}.{form}"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Za-z0-9.]+", "-", letters.encode("ascii", "ignore").decode()).strip("-.")
