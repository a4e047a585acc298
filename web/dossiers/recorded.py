"""What the trail keeps of a dossier besides moves, in words: ratings, requests, publications."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tenants.database import Json
from web.catalogue import _
from web.filters import day
from web.sittings.quota_words import place_words
from web.sittings.words import numbers_words
from web.words import rating_word


def recorded_words(kind: str, facts: Json, *, committee: bool) -> list[str]:
    """Say what an event kept, a sentence each; what a request accuses of stays with committees."""
    if kind in ASKED and not committee:
        return []
    return SENTENCES[kind](facts) if kind in SENTENCES else []


def votes_words(explained: Json | None) -> list[str]:
    """Say how a sitting voted on a dossier, as it was counted when it closed."""
    if not explained:
        return []
    if explained.get("noted"):
        return [_("Không biểu quyết, vì chưa đủ điều kiện.")]
    said = [_("Biểu quyết: %(votes)s.", votes=numbers_words(explained))]
    if "merit" in explained:
        said.append(_("Giấy khen: %(votes)s.", votes=numbers_words(explained["merit"])))
    if "quota" in explained:
        said.append(place_words(explained["quota"]))
    return said


def _rating(facts: Json) -> list[str]:
    return [
        _(
            "%(rating)s, quyết định số %(number)s ngày %(day)s.",
            rating=rating_word(facts["rating"]),
            number=facts["number"],
            day=_day(facts["decided_on"]),
        )
    ]


def _published(facts: Json) -> list[str]:
    return [_("Quyết định số %(number)s.", number=facts["number"])]


def _asked(facts: Json) -> list[str]:
    return [
        _("Lý do: %(words)s", words=facts["reason"]),
        _(
            "Căn cứ văn bản số %(number)s ngày %(day)s, gửi %(body)s.",
            number=facts["paper"],
            day=_day(facts["paper_on"]),
            body=facts["body"],
        ),
    ]


def _day(value: str) -> str:
    return day(date.fromisoformat(value))


ASKED = frozenset({"revocation_asked", "restoration_asked"})
SENTENCES: Mapping[str, Callable[[Json], list[str]]] = {
    "rating_recorded": _rating,
    "result_published": _published,
} | dict.fromkeys(ASKED, _asked)
