"""The English catalogue: refreshed from the code with ``python -m web.messages``.

Vietnamese is written in the code and the templates. A refresh adds new texts to the
``.po`` with an empty English, drops those that are gone, keeps the rest, and compiles
the ``.mo``. It says which texts still lack English.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOM = Path(__file__).parent
ENGLISH = ROOM / "translations/en/LC_MESSAGES/messages.po"
COMPILED = ENGLISH.with_suffix(".mo")
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # the same catalogue compiles to the same bytes
HEADER = "# English texts of Bốn Tốt."


def extract() -> Catalog:
    """Gather every text of the room, in its Vietnamese."""
    with (ROOM / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    catalog = Catalog(charset="utf-8")
    keywords = {**DEFAULT_KEYWORDS, "_l": None}
    for _file, _line, text, _comments, context in extract_from_dir(
        ROOM, methods, options, keywords=keywords
    ):
        catalog.add(text, context=context)
    return catalog


def english() -> Catalog:
    """Read the English catalogue as it is kept."""
    if not ENGLISH.exists():
        return Catalog(locale="en", header_comment=HEADER, project="bontot", fuzzy=False)
    with ENGLISH.open("rb") as kept:
        catalog = read_po(kept, locale="en", charset="utf-8")
    catalog.creation_date = catalog.revision_date = NO_DATE
    return catalog


def without_english(catalog: Catalog) -> list[str]:
    """List the texts that have no English yet."""
    return [str(message.id) for message in catalog if message.id and not message.string]


def compiled(catalog: Catalog) -> bytes:
    """Return the catalogue as programs read it."""
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def refresh() -> Catalog:
    """Bring the English catalogue up to the code, and compile it."""
    catalog = english()
    catalog.update(extract(), no_fuzzy_matching=True, update_creation_date=False)
    out = BytesIO()
    write_po(out, catalog, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(b"\n".join(_without_dates(out.getvalue())))
    COMPILED.write_bytes(compiled(english()))
    return catalog


def _without_dates(written: bytes) -> list[bytes]:
    """Keep of the header what programs need: its dates would change with every refresh."""
    dated = (
        b'"POT-',
        b'"PO-',
        b'"Last-',
        b'"Language-Team',
        b'"Generated',
        b'"Report',
        b'"Project',
    )
    return [line for line in written.split(b"\n") if not line.startswith(dated)]


if __name__ == "__main__":
    lacking = without_english(refresh())
    sys.stdout.writelines(f"{text}\n" for text in lacking)
    sys.exit(1 if lacking else 0)
