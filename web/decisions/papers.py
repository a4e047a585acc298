"""How a paper is handed out: its media type, and a name that says which one it is."""

from __future__ import annotations

import re

from tenants.text.folding import search_key
from workflows.decisions.tables import Decision

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def file_name(decision: Decision, form: str) -> str:
    """Return a file name of plain letters: ``quyet-dinh-125-qd-th-u.pdf``."""
    known = decision.number or f"du-thao-{decision.code}"
    word = re.sub(r"[^a-z0-9]+", "-", search_key(known)).strip("-")
    return f"quyet-dinh-{word}.{form}"
