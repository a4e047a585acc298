"""Which of a tenant's kinds and sectors words of a list, or the name of a cell, speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tenants.text.abbreviations import write_out
from tenants.text.folding import normalise, search_key
from tenants.unit_classes.known import offered_kinds, offered_sectors, usual_sector
from tenants.unit_classes.shipped import SECTORS, SPELLINGS
from tenants.units import Sector, UnitKind
from tenants.wall import TenantSession

# What decides where several words occur: «Tổ dân phố Trường Sơn» is no school.
PRECEDENCE = (
    Sector.PENSIONERS, Sector.RESIDENTIAL, Sector.SCHOOL, Sector.POLICE, Sector.MILITARY,
    Sector.PUBLIC_SERVICE, Sector.ENTERPRISE, Sector.AGENCY, Sector.OTHER,
)  # fmt: skip
# Without accents it is also the «Ban» of «Ban Chỉ huy quân sự».
_ONLY_WITH_ACCENTS = frozenset({"bản"})


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind or sector with the words that stand for it, and its short name, which stands alone."""

    code: str
    words: tuple[str, ...]
    short: str


@dataclass(slots=True)
class Recognition:
    """What words mean in a tenant.

    ``sectors`` and ``kinds`` come in the order in which they decide. ``other`` is the sector
    of what nothing is known of.
    """

    sectors: Sequence[Sign]
    kinds: Sequence[Sign] = ()
    other: str = Sector.OTHER.value
    _met: dict[tuple[bool, str], str | None] = field(default_factory=dict)

    def sector_in(self, text: str) -> str | None:
        """Return the code of the sector that ``Khu dân cư``, or a cell's name, speaks of."""
        return self._found(text, self.sectors, is_sector=True)

    def kind_in(self, text: str) -> str | None:
        """Return the code of the tenant's own kind of cell that the words speak of, if of any."""
        return self._found(text, self.kinds, is_sector=False)

    def _found(self, text: str, signs: Sequence[Sign], *, is_sector: bool) -> str | None:
        if not text or not signs:
            return None
        known = (is_sector, text)
        if known not in self._met:
            self._met[known] = _first(text, signs)
        return self._met[known]


def recognition_of(session: TenantSession) -> Recognition:
    """Return what words mean in the session's tenant."""
    sectors = sorted(
        offered_sectors(session),
        # A sector of the tenant's own is narrower than the usual one of which it is one.
        key=lambda row: (PRECEDENCE.index(row.behaves_as), row.code == row.behaves_as),
    )
    kinds = (
        row
        for row in offered_kinds(session, UnitKind.PARTY_CELL)
        if row.code != UnitKind.PARTY_CELL
    )
    return Recognition(
        [Sign(row.code, (row.name, *row.spellings), row.short_name) for row in sectors],
        # «Chi bộ cơ sở trực thuộc» before «Chi bộ cơ sở».
        sorted(
            (Sign(row.code, (row.name, *row.spellings), row.short_name) for row in kinds),
            key=lambda sign: -max(map(len, sign.words)),
        ),
        usual_sector(session, Sector.OTHER),
    )


def usual_recognition() -> Recognition:
    """Return what words mean in a tenant that has changed nothing."""
    return Recognition(
        [
            Sign(sector.value, (SECTORS[sector][0], *SPELLINGS[sector]), SECTORS[sector][1])
            for sector in PRECEDENCE
        ]
    )


def spelled(text: str) -> str:
    """Return words as they are compared: written out, in small letters, without points."""
    return " ".join(re.findall(r"\w+", write_out(normalise(text)).lower()))


def _first(text: str, signs: Sequence[Sign]) -> str | None:
    said, plain = spelled(text), text.isascii()
    if plain:
        said = search_key(said)
    for sign in signs:
        if said in _forms((*sign.words, sign.short), plain):
            return sign.code
    for sign in signs:
        if any(f" {words} " in f" {said} " for words in _forms(sign.words, plain)):
            return sign.code
    return None


@lru_cache(maxsize=2048)  # a list asks the same words for each of its rows
def _forms(words: tuple[str, ...], plain: bool) -> tuple[str, ...]:  # noqa: FBT001  # a key
    written = map(spelled, words)
    if not plain:
        return tuple(written)
    return tuple(search_key(each) for each in written if each not in _ONLY_WITH_ACCENTS)
