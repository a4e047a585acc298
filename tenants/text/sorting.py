"""Keys that put Vietnamese text in order; keep them in columns with COLLATE "C".

Letters go a ă â b c d đ e ê … y, the tones ngang huyền hỏi ngã sắc nặng only break
ties, then small letters go before capitals; numbers go by their value. «Hoà» and «Hòa»
are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tenants.text.folding import normalise, old_place

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {letter: chr(ord("1") + rank) for rank, letter in enumerate(_ALPHABET)}
_TONES = {tone: str(rank) for rank, tone in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
_NUMBER = re.compile(r"\d+")
_DIGITS = 9


def sort_key(text: str) -> str:
    """Return the key by which text goes in Vietnamese order, numbers by their value."""
    padded = _NUMBER.sub(lambda number: number[0].zfill(_DIGITS), old_place(normalise(text)))
    placed = [_placed(letter) for letter in padded]
    return " ".join("".join(part) for part in zip(*placed, strict=True)) or "  "


def person_sort_key(name: str) -> str:
    """Return the key of a person's name: by given name, its last word, then by the rest."""
    *rest, given = normalise(name).split() or [""]
    return f"{sort_key(given)} {sort_key(' '.join(rest))}"


@lru_cache(maxsize=1024)
def _placed(letter: str) -> tuple[str, str, str]:
    """Return the sign that places a letter, the rank of its tone, and its case."""
    small = letter.lower()
    case = "0" if letter == small else "1"
    if small.isspace():
        return "!", "0", case
    if small.isdigit():
        return f"#{small}", "0", case
    parts = unicodedata.normalize("NFD", small)
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    tone = next((_TONES[part] for part in parts if part in _TONES), "0")
    return _RANKS.get(bare, f"~{bare}"), tone, case
