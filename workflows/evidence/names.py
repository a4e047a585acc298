"""Names of uploaded files: kept to be read by people, never used as a path."""

from __future__ import annotations

import re
import unicodedata

from tenants.text.folding import normalise
from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import ENDINGS, KNOWN_ENDINGS, Kind

LONGEST_NAME = 120
NAMELESS = "tep"
# Marks that turn the direction of writing: «anh_gpj.exe» is read as «anh_exe.jpg».
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def check_name(name: str) -> None:
    """Refuse a name that is a path, holds what is not seen, or ends like a program.

    Raises:
        Refusal: ``file_name`` or ``file_kind``.

    """
    unseen = any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name)
    if unseen or _TURNING & set(name) or "/" in name or "\\" in name or name in {".", ".."}:
        raise Refusal("file_name")
    ending = _ENDING.search(name)
    if ending is not None and ending[0].lower() not in KNOWN_ENDINGS:
        raise Refusal("file_kind")


def shown_name(name: str, kind: Kind) -> str:
    """Return the name as it is shown: readable, not too long, with the ending of its content."""
    stem = normalise(_ENDING.sub("", name)).strip(" .") or NAMELESS
    return stem[: LONGEST_NAME - 5].rstrip(" .") + ENDINGS[kind]
