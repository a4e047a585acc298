"""A QR as a drawing: modules as one path, without a border (the sheet around it is white)."""

from __future__ import annotations

import segno

# Any mask can be read. Trying all eight for the prettiest takes four times as long.
MASK = 2


def qr_svg(text: str) -> str:
    """Draw a text as QR, to be placed at any size."""
    drawn: str = segno.make_qr(text, error="m", mask=MASK).svg_inline(border=0, omitsize=True)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
