"""The list that an appraiser works through: its filter and order go from dossier to dossier.

It travels in the address and in the sheet's forms as ``hang``: where the list is, and what it
was asked for. What cannot be read is the visitor's plain queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from flask import request, url_for

from web import current
from web.asked import row_named
from workflows.tasks.boxes import Wanted, page_of
from workflows.tasks.inbox import WARD_WORK, Asked, page_of_dossiers
from workflows.tasks.kinds import kind_named

WARD, TASKS = "phuong", "viec"
KIND = "tham-dinh"
LOOKED_THROUGH = 500
ORDERS = ("due", "name")


@dataclass(frozen=True, slots=True)
class Queue:
    """A list of dossiers to appraise, as its page showed it."""

    written: str
    address: str
    codes: Sequence[str]

    def after(self, code: str) -> str:
        """Return the dossier that comes next in the list; at its end the first; or none."""
        others = [each for each in self.codes if each != code]
        if code not in self.codes:
            return others[0] if others else ""
        place = self.codes.index(code)
        later = [each for each in self.codes[place + 1 :] if each != code]
        return (later or others or [""])[0]

    def place(self, code: str) -> tuple[int, int] | None:
        """Return which of how many a dossier is, where it is on the list."""
        if code not in self.codes:
            return None
        return self.codes.index(code) + 1, len(self.codes)


def written_queue(where: str, **asked: object) -> str:
    """Write a list as it travels: where it is, and what it was asked for."""
    given = {name: str(value) for name, value in asked.items() if value}
    return f"{where}?{urlencode(given)}" if given else where


def queue_here() -> Queue:
    """Return the list that the visitor came from."""
    written = request.values.get("hang", "")[:400]
    where, _mark, query = written.partition("?")
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    if where == WARD:
        return _of_ward(written, asked)
    return _of_tasks(written, asked)


def _of_ward(written: str, asked: dict[str, str]) -> Queue:
    work = next((each for each in WARD_WORK if each.word == asked.get("viec")), WARD_WORK[0])
    order = asked.get("xep", "due")
    wanted = Asked(
        work, row_named(asked.get("phuong", "")), asked.get("tim", ""),
        order if order in ORDERS else "due",
    )  # fmt: skip
    found = page_of_dossiers(current.session(), current.member(), wanted, size=LOOKED_THROUGH)
    return Queue(
        written=written,
        address=url_for(
            "lists.ward_list", viec=work.word, tim=wanted.search or None, xep=wanted.order,
            phuong=wanted.ward_id,
        ),
        codes=[
            line.dossier.code
            for line in found.lines
            if line.mine and line.dossier.state == "under_appraisal"
        ],
    )  # fmt: skip


def _of_tasks(written: str, asked: dict[str, str]) -> Queue:
    wanted = Wanted(
        kind=kind_named(KIND), tray_key=asked.get("vai", ""), search=asked.get("tim", "")
    )
    found = page_of(current.session(), current.member(), wanted, size=LOOKED_THROUGH)
    return Queue(
        written=written,
        address=url_for(
            "tasks.inbox", viec=KIND, vai=wanted.tray_key or None, tim=wanted.search or None
        )
        if written
        else url_for("lists.ward_list", viec="dang-tham-dinh"),
        codes=list(dict.fromkeys(line.dossier.code for line in found.lines)),
    )
