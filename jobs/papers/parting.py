"""Part a printed run into one file for each sheet, which is quicker than printing each by itself.

What a file costs is its typefaces, cut down to the letters in use: the letters of a run are cut
once, and each of its files holds them. Each stays a paper of its own: tagged, searchable,
described by its own title, PDF/A and PDF/UA.

What the compiler writes is read here, not PDF at large: plain objects, a table of where they
stand, one flat list of pages, one of tags below the document, one of headings. A run that is
written in another way is refused, so that the tests notice another edition of the compiler.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from xml.sax.saxutils import escape

REFERENCE = re.compile(rb"()(\d+) 0 R")
"""What leads to another object."""
BESIDE_TEXT = re.compile(rb"(\((?:\\.|[^\\()])*\))|(\d+) 0 R")
"""The same, past texts in brackets, whatever they say."""
ENTRY = 20
"""Octets of one line in the table of objects."""
STREAM = b"\nstream\n"


class UnknownFileError(ValueError):
    """The run is written in another way than the compiler is known to write."""


def parted(run: bytes, titles: Sequence[str]) -> Iterator[bytes]:
    """Give one file for each page of a run, each under its own title.

    Raises:
        UnknownFileError: the run is written in another way, or has not one page a title.

    """
    whole = _Run(run)
    if len(whole.pages) != len(titles):
        raise UnknownFileError(f"{len(whole.pages)} pages, {len(titles)} titles")
    for page, title in zip(whole.pages, titles, strict=True):
        yield whole.sheet(page, title)


class _File:
    """A file that is being written: objects of the run, under new numbers as they come."""

    def __init__(self, head: bytes, like: _File | None = None) -> None:
        """Begin with what another file holds, ``head``, or else with the head alone."""
        self.numbers: dict[int, int] = dict(like.numbers) if like else {}
        self.places: list[int] = list(like.places) if like else []
        self._written = [head]
        self._size = len(head)

    def __bytes__(self) -> bytes:
        return b"".join(self._written)

    def add(self, wanted: Iterable[int], bodies: Mapping[int, bytes]) -> None:
        """Write objects, and all that they lead to."""
        waiting: list[int] = []

        def numbered(number: int) -> int:
            if number not in self.numbers:
                self.numbers[number] = len(self.numbers) + 1
                waiting.append(number)
            return self.numbers[number]

        def renumbered(found: re.Match[bytes]) -> bytes:
            return found[1] or b"%d 0 R" % numbered(int(found[2]))

        for each in wanted:
            numbered(each)
        for each in waiting:  # it grows while it is gone through
            said, stream, content = bodies[each].partition(STREAM)
            leads = BESIDE_TEXT if b"(" in said else REFERENCE
            self._write(self.numbers[each], leads.sub(renumbered, said) + stream + content)

    def closed(self, root: int, info: int, name: bytes) -> bytes:
        """Return the file, with the table of where its objects stand."""
        count = len(self.places) + 1
        table = b"".join([b"%010d 00000 n\r\n" % place for place in self.places])
        said = b"xref\n0 %d\n0000000000 65535 f\r\n%btrailer\n" % (count, table)
        ends = b"<</Size %d/Root %d 0 R/Info %d 0 R/ID[(%b)(%b)]>>\nstartxref\n%d\n%%%%EOF" % (
            count, self.numbers[root], self.numbers[info], name, name, self._size,
        )  # fmt: skip
        return b"".join([*self._written, said, ends])

    def _write(self, number: int, body: bytes) -> None:
        written = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        self.places.append(self._size)
        self._written.append(written)
        self._size += len(written)


class _Run:
    """The objects of a run by number, and which of them belong to a page."""

    def __init__(self, run: bytes) -> None:
        self._bodies, trailer = _read(run)
        bodies = self._bodies
        self._root, self._info = _lead(b"Root", trailer), _lead(b"Info", trailer)
        root = bodies[self._root]
        self._tree, self._tags = _lead(b"Pages", root), _lead(b"StructTreeRoot", root)
        self._metadata = _lead(b"Metadata", root)
        self._name = _one(rb"<xmpMM:InstanceID>(.*?)<", bodies[self._metadata])
        self.pages = _leads(b"Kids", bodies[self._tree])
        (self._document,) = _leads(b"K", bodies[self._tags])
        self._elements: dict[int, list[int]] = {page: [] for page in self.pages}
        for element in _leads(b"K", bodies[self._document]):
            self._elements[self._page_of(element)].append(element)
        self._outlines = _lead(b"Outlines", root)
        self._headings = self._headings_by_page()
        # What lists all pages is long: cut out once, it is not gone through for each sheet.
        self._parents = _numbers(rb"\d+ (\d+) 0 R", _one(rb"/Nums\[(.*?)\]", bodies[self._tags]))
        self._around_parents = _around(rb"/Nums\[.*?\]>>/ParentTreeNextKey \d+", bodies[self._tags])
        self._around_elements = _around(rb"/K\[.*?\]", bodies[self._document])
        self._shared = _File(run[: run.index(b"1 0 obj")])
        self._shared.add(self._alike(root), bodies)
        self._opening = bytes(self._shared)

    def sheet(self, page: int, title: str) -> bytes:
        """Write the file of one page: what is alike in all, then what its root leads to."""
        seed = b"%b %d %b" % (self._name, page, title.encode())
        name = b64encode(sha256(seed).digest()[:16])
        file = _File(self._opening, like=self._shared)
        file.add((self._root, self._info), ChainMap(self._own(page, title, name), self._bodies))
        if file.numbers.keys() & self._elements.keys() != {page}:
            raise UnknownFileError(f"what stands on page {page} leads to another page")
        return file.closed(self._root, self._info, name)

    def _own(self, page: int, title: str, name: bytes) -> dict[int, bytes]:
        """Return what lists or describes the whole, said again for one page."""
        bodies, number = self._bodies, self.pages.index(page)
        before, after = self._around_parents
        opening, closing = self._around_elements
        own = {
            page: re.sub(rb"/StructParents \d+", b"/StructParents 0", bodies[page]),
            self._tree: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page,
            self._tags: b"%b/Nums[0 %d 0 R]>>/ParentTreeNextKey 1%b"
            % (before, self._parents[number], after),
            self._document: b"%b/K[%b]%b"
            % (opening, b" ".join(b"%d 0 R" % each for each in self._elements[page]), closing),
            self._info: re.sub(rb"(?<=/Title)<\w*>", _in_hexadecimal(title), bodies[self._info]),
            self._metadata: self._described(title, name),
        }
        if page in self._headings:
            heading = self._headings[page]
            own[heading] = re.sub(rb"/(?:Next|Prev) \d+ 0 R", b"", bodies[heading])
            own[self._outlines] = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count 1>>" % (
                heading, heading,
            )  # fmt: skip
        return own

    def _described(self, title: str, name: bytes) -> bytes:
        """Return the description in XML for one page: the same title, a name of its own."""
        _, _, text = self._bodies[self._metadata].partition(STREAM)
        text = re.sub(
            rb"(<dc:title>.*?<rdf:li[^>]*>)[^<]*",
            lambda found: found[1] + escape(title).encode(), text, count=1,
        )  # fmt: skip
        text = re.sub(rb"(?<=<xmpTPg:NPages>)\d+", b"1", text).replace(self._name, name)
        text = re.sub(rb"(?<=<xmpMM:DocumentID>)[^<]+", name, text)
        length = len(text) - len(b"\nendstream")
        return b"<</Length %d/Type/Metadata/Subtype/XML>>%b%b" % (length, STREAM, text)

    def _alike(self, root: bytes) -> list[int]:
        """Return what two pages ask for alike, typefaces above all, and what all files need."""
        first, other = (self._asked_for(page) for page in (self.pages[0], self.pages[-1]))
        return [*_leads(b"", self._bodies[_lead(b"OutputIntents", root)]),
                *(each for each in first if each in other)]  # fmt: skip

    def _asked_for(self, page: int) -> list[int]:
        return _numbers(rb"(\d+) 0 R", self._bodies[_lead(b"Resources", self._bodies[page])])

    def _page_of(self, element: int) -> int:
        """Return the page that a tag stands on, or else the first below it."""
        said = self._bodies[element]
        if b"/Pg " in said:
            return _lead(b"Pg", said)
        return self._page_of(_leads(b"K", said)[0])

    def _headings_by_page(self) -> dict[int, int]:
        """Return the heading of each page; one that is preprinted is none."""
        said, found = self._bodies[self._outlines], {}
        following = b"First"
        while b"/%b " % following in said:
            heading = _lead(following, said)
            said, following = self._bodies[heading], b"Next"
            found[int(_one(rb"^\[(\d+) 0 R", self._bodies[_lead(b"Dest", said)]))] = heading
        return found


def _read(run: bytes) -> tuple[dict[int, bytes], bytes]:
    """Return what each object says, by the table at the end, and what follows the table."""
    began = int(_one(rb"startxref\n(\d+)\n%%EOF$", run))
    opening = _one(rb"^(xref\n0 \d+\n)", run[began : began + 30])
    count = int(opening.split()[2])
    table = began + len(opening)
    places = [int(run[table + ENTRY * n : table + ENTRY * n + 10]) for n in range(1, count)]
    ends = dict(pairwise([*sorted(places), began]))
    bodies = {}
    for number, place in enumerate(places, start=1):
        opens = b"%d 0 obj\n" % number
        said = run[place : ends[place]].rstrip()
        if not (said.startswith(opens) and said.endswith(b"\nendobj")):
            raise UnknownFileError(f"object {number} does not stand where the table says")
        bodies[number] = said[len(opens) : -len(b"\nendobj")]
    return bodies, run[table + ENTRY * count :]


def _one(pattern: bytes, said: bytes) -> bytes:
    found = re.search(pattern, said, re.DOTALL)
    if found is None:
        raise UnknownFileError(f"{pattern!r} is not in {said[:80]!r}")
    return found[1]


def _lead(name: bytes, said: bytes) -> int:
    return int(_one(rb"/%b (\d+) 0 R" % name, said))


def _leads(name: bytes, said: bytes) -> list[int]:
    return _numbers(rb"(\d+) 0 R", _one((rb"/%b" % name if name else rb"^") + rb"\[(.*?)\]", said))


def _numbers(pattern: bytes, said: bytes) -> list[int]:
    return [int(each) for each in re.findall(pattern, said)]


def _around(pattern: bytes, said: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and after the one place that the pattern finds."""
    parts = re.split(pattern, said, flags=re.DOTALL)
    if len(parts) != 2:
        raise UnknownFileError(f"{pattern!r} is not once in {said[:80]!r}")
    return parts[0], parts[1]


def _in_hexadecimal(text: str) -> bytes:
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()
