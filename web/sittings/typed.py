"""What stands in the boxes of a sitting's page, as saved or as it was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from werkzeug.datastructures import MultiDict

from web.asked import row_named
from web.catalogue import _
from workflows.sittings.tables import SittingItem, SittingSeat
from workflows.sittings.voting import Votes

ATTENDANCE = "diem-danh"
LONGEST_COUNT = 4


class BadEntryError(ValueError):
    """What was typed is no count; says it in a sentence."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who is ticked as present, by seat, and why the others are not there."""

    ticked: frozenset[UUID]
    reasons: Mapping[UUID, str]

    @classmethod
    def saved(cls, seats: Sequence[SittingSeat]) -> Self:
        """Read what was recorded."""
        return cls(
            frozenset(seat.id for seat in seats if seat.present),
            {seat.id: seat.absent_reason for seat in seats if seat.absent_reason},
        )

    @classmethod
    def typed(cls, sent: MultiDict[str, str], seats: Sequence[SittingSeat]) -> Self:
        """Read what was sent; a reason counts only for who is not there."""
        names = set(sent.getlist("co-mat"))
        ticked = frozenset(seat.id for seat in seats if str(seat.id) in names)
        reasons = {
            seat.id: sent.get(f"ly-do-{seat.id}", "").strip()
            for seat in seats
            if seat.id not in ticked
        }
        return cls(ticked, {seat_id: words for seat_id, words in reasons.items() if words})


@dataclass(frozen=True, slots=True)
class Entry:
    """The boxes of one dossier: votes on the title, on the Giấy khen, the mark as pilot."""

    in_favour: str = ""
    against: str = ""
    abstained: str = ""
    invalid: str = ""
    merit: str = ""
    pilot: str = ""
    reason: str = ""
    supervisor: str = ""
    replaces: str = ""
    seen_version: int | None = None

    @classmethod
    def saved(cls, item: SittingItem) -> Self:
        """Read what was recorded."""
        return cls(
            in_favour=_shown(item.in_favour),
            against=_shown(item.against),
            abstained=_shown(item.abstained),
            invalid=_shown(item.invalid),
            merit=_shown(item.merit_in_favour),
            pilot="" if item.pilot is None else str(int(item.pilot)),
            reason=item.pilot_reason,
            supervisor=str(item.supervisor_id or ""),
            replaces=str(item.replaces_id or ""),
            seen_version=item.version,
        )

    @classmethod
    def typed(cls, sent: MultiDict[str, str], item: SittingItem) -> Self:
        """Read the boxes that carry the dossier's code; a box that was not there is as saved.

        Which boxes a page has depends on how the body votes: what was counted otherwise before
        is not changed by a page that does not show it.
        """
        code, saved = item.dossier.code, cls.saved(item)
        version = sent.get(f"ban-{code}", "")
        return cls(
            in_favour=sent.get(f"tan-thanh-{code}", saved.in_favour).strip(),
            against=sent.get(f"khong-{code}", saved.against).strip(),
            abstained=sent.get(f"trang-{code}", saved.abstained).strip(),
            invalid=sent.get(f"hong-{code}", saved.invalid).strip(),
            merit=sent.get(f"giay-khen-{code}", saved.merit).strip(),
            pilot=sent.get(f"diem-{code}", saved.pilot),
            reason=sent.get(f"ly-do-{code}", saved.reason).strip(),
            supervisor=sent.get(f"phu-trach-{code}", saved.supervisor),
            replaces=sent.get(f"thay-{code}", saved.replaces),
            seen_version=int(version) if version.isdecimal() else None,
        )

    @property
    def votes(self) -> tuple[Votes, Votes | None] | None:
        """The counts on the title and on the Giấy khen; nothing where no box was filled in.

        Raises ``BadEntryError`` where a box holds no count, or the first one is empty.
        """
        if not any((self.in_favour, self.against, self.abstained, self.invalid, self.merit)):
            return None
        if not self.in_favour:
            raise BadEntryError(_("Ghi số phiếu tán thành"))
        title = Votes(
            _count(self.in_favour),
            _count(self.against),
            _count(self.abstained),
            _count(self.invalid),
        )
        return title, Votes(_count(self.merit)) if self.merit else None

    def differs(self, item: SittingItem) -> bool:
        """Tell whether the votes are others than those recorded; unreadable ones are."""
        saved = Entry.saved(item)
        if (self.in_favour, self.merit) != (saved.in_favour, saved.merit):
            return True
        if not self.in_favour:
            return bool(self.against or self.abstained or self.invalid)
        typed = (self.against or "0", self.abstained or "0", self.invalid or "0")
        return typed != (saved.against, saved.abstained, saved.invalid)

    def marks_otherwise(self, item: SittingItem) -> bool:
        """Tell whether the mark as pilot is another than the one recorded."""
        saved = Entry.saved(item)
        if self.pilot != "1":
            return self.pilot not in {"", saved.pilot}
        return (self.pilot, self.reason, self.supervisor, self.replaces) != (
            saved.pilot, saved.reason, saved.supervisor, saved.replaces,
        )  # fmt: skip

    @property
    def supervisor_id(self) -> UUID | None:
        """Who looks after the pilot, if anybody readable was chosen."""
        return row_named(self.supervisor)

    @property
    def replaces_id(self) -> UUID | None:
        """Whose mark the pilot takes over, if anything readable was chosen."""
        return row_named(self.replaces)


def sends_attendance(sent: MultiDict[str, str]) -> bool:
    """Tell whether the attendance list was on the page that was sent."""
    return ATTENDANCE in sent


def _shown(count: int | None) -> str:
    return "" if count is None else str(count)


def _count(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal()) or len(text) > LONGEST_COUNT:
        raise BadEntryError(_("Viết số phiếu bằng chữ số, ví dụ 8"))
    return int(text)
