"""Text for a phone: without accents, because an SMS with them costs two or three."""

from __future__ import annotations

import unicodedata

ONE_SMS = 160
_WRITTEN_OTHERWISE = str.maketrans(
    {
        "đ": "d", "Đ": "D", "–": "-", "—": "-", "…": "...", "«": '"', "»": '"', "“": '"', "”": '"',
        "‘": "'", "’": "'", "→": ">", "·": "-", "\N{NO-BREAK SPACE}": " ",
    }
)  # fmt: skip


def without_accents(text: str) -> str:
    """Return text in letters that every phone has: ``Đảng ủy`` becomes ``Dang uy``."""
    spread = unicodedata.normalize("NFD", text.translate(_WRITTEN_OTHERWISE))
    return " ".join(spread.encode("ascii", "ignore").decode().split())


def one_sms(text: str, *, most: int = ONE_SMS) -> str:
    """Return text without accents that fits into one SMS; what is too long ends at a word."""
    plain = without_accents(text)
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1]
    return (cut[: cut.rindex(" ")] if " " in cut else cut[:-2]).rstrip(",.;: ") + ".."
