"""The same certificate by WeasyPrint: frame, emblem, words, QR. Runs in an environment of its own.

usage: weasy.py each|run FACTS.json; says seconds and the most memory as JSON.
"""

import json
import logging
import resource
import sys
import time
from pathlib import Path

import segno
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
EMBLEM = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100' width='20mm'><g fill='#b3141b'>"
    "<path d='M40 9 C72 14 92 40 84 67 C77 88 50 95 29 82 L21 90 L11 80 L19 72 C17 70 15 67 14 64"
    " L24 61 C32 76 54 80 66 66 C80 49 66 22 40 9 Z'/>"
    "<path d='M17 37 L38 16 L50 28 L44 34 L89 79 L79 89 L34 44 L29 49 Z'/></g></svg>"
)
STYLE = """<html lang=vi><title>Giấy khen</title><style>
@page { size: A4 landscape; margin: 9mm }
body { font-family: Tinos; text-align: center; margin: 0; font-size: 15pt }
.o { border: 2.4pt solid #b3141b; height: 190mm; padding: 1.5mm; page-break-after: always }
.i { border: .8pt solid #b98a1d; height: 188mm; position: relative }
h1 { font-size: 46pt; color: #b3141b; margin: 4mm } .n { font-size: 28pt; font-weight: bold }
.l { position: absolute; left: 18mm; top: 125mm; text-align: left; font-size: 13pt }
.l svg { width: 20mm } .r { position: absolute; left: 150mm; top: 119mm; width: 110mm }
.s { margin-top: 30mm; font-weight: bold }</style>"""
SHEET = """<div class=o><div class=i><p>{emblem}</p><b>ĐẢNG CỘNG SẢN VIỆT NAM</b>
<p><b>{body}</b></p>TẶNG<h1>GIẤY KHEN</h1><div class=n>{unit}</div>{committee}
<p><i>{achievement}</i></p><div class=l>{decision}<br>{register}<br>{qr}<small>{code}</small></div>
<div class=r><i>{place_and_date}</i><br><b>{on_behalf_of}</b><br>{post}
<div class=s>{signer}</div></div></div></div>"""


def sheet(facts: dict) -> str:
    """Draw the square too: as the product does, with one mask."""
    code = segno.make_qr(facts["address"], error="m", mask=2)
    return SHEET.format(emblem=EMBLEM, qr=code.svg_inline(border=0, omitsize=True), **facts)


def main(how: str, file: str) -> None:
    facts = json.loads(Path(file).read_text())
    fonts = FontConfiguration()
    HTML(string=STYLE + sheet(facts[0])).write_pdf(font_config=fonts, pdf_tags=True)
    began = time.process_time()
    if how == "each":
        made = [
            HTML(string=STYLE + sheet(each)).write_pdf(font_config=fonts, pdf_tags=True)
            for each in facts[1:]
        ]
    else:
        made = [
            HTML(string=STYLE + "".join(map(sheet, facts[1:]))).write_pdf(
                font_config=fonts, pdf_tags=True
            )
        ]
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    size = sum(map(len, made))
    print(json.dumps({"count": len(facts) - 1, "seconds": seconds, "mb": memory, "bytes": size}))  # noqa: T201


main(*sys.argv[1:])
