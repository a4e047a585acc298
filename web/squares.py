"""Squares to scan, drawn as one path: no script, no style, no file."""

from __future__ import annotations

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Picture:
    """A QR code as one path in a square of so many modules."""

    size: int
    path: str


def picture_of(address: str) -> Picture:
    """Draw a QR code, row by row, with the quiet border that cameras want."""
    rows = list(segno.make(address, error="m").matrix_iter(border=2))
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Picture(len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
