"""The square to scan of a certificate, as picture points.

Drawing one takes as long as setting half a sheet. But the code is linear: between texts of one
length, a bit of the text that turns over turns over the same points wherever it happens. So the
first text of a run is drawn, each bit that ever differs once more, and every other square is
put together from these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import segno

# Any mask can be read. Trying all eight for the prettiest takes four times as long.
MASK = 2
DARK, LIGHT = 0, 255


def squares(texts: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """Draw each text: how many points its square is wide, and the points, one byte each.

    There is no border: the sheet around it is white.
    """
    first: dict[int, bytes] = {}
    for text in texts:
        letters = text.encode()
        ground = first.setdefault(len(letters), letters)
        points = _drawn(ground)
        for place, (letter, other) in enumerate(zip(letters, ground, strict=True)):
            if letter != other:
                points ^= _turned(ground, place, letter)
        width = _width(ground)
        yield width, points.to_bytes(width * width)


@cache
def _turned(ground: bytes, place: int, letter: int) -> int:
    """Return the points that turn over when one letter of a text is another."""
    other = ground[:place] + bytes([letter]) + ground[place + 1 :]
    return _drawn(ground) ^ _drawn(other)


@cache
def _drawn(letters: bytes) -> int:
    """Draw a text, the points as one number."""
    return int.from_bytes(LIGHT - LIGHT * dark for row in _code(letters).matrix for dark in row)


@cache
def _width(letters: bytes) -> int:
    return len(_code(letters).matrix)


def _code(letters: bytes) -> segno.QRCode:
    return segno.make_qr(letters, error="m", mode="byte", mask=MASK)
