"""What acts on units are called, and their parts of addresses."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.successions import StreakRule, SuccessionKind, UnitSuccession
from web.catalogue import _, _l


@dataclass(frozen=True, slots=True)
class Act:
    """An act on units: its word in addresses, its name, and the button that does it.

    ``fields`` are those of its form, in order, and ``must`` those that must be filled in.
    """

    word: str
    name: str
    button: str
    fields: tuple[str, ...]
    must: tuple[str, ...] = ()


_EVERY = ("effective_on", "legal_basis")
ACTS: dict[SuccessionKind, Act] = {
    SuccessionKind.MERGE: Act(
        "sap-nhap", _l("Sáp nhập"), _l("Sáp nhập các đơn vị này"),
        (
            *_EVERY, "into", "name", "code", "dossier_of", "lead", "people_of", "streak_rule",
            "streak_of",
        ),
    ),
    SuccessionKind.SPLIT: Act(
        "chia-tach", _l("Chia tách"), _l("Chia tách đơn vị này"),
        (
            *_EVERY, "name", "code", "official", "probationary", "exempted", "name_2",
            "official_2", "name_3", "official_3", "ends", "dossier_of", "people_of",
            "streak_rule",
        ),
        must=("name",),
    ),
    SuccessionKind.RENAME: Act(
        "doi-ten", _l("Đổi tên"), _l("Đổi tên đơn vị này"), (*_EVERY, "name"), must=("name",)
    ),
    SuccessionKind.REPARENT: Act(
        "chuyen", _l("Chuyển về đơn vị cấp trên khác"), _l("Chuyển các đơn vị này"),
        (*_EVERY, "under"), must=("under",),
    ),
    SuccessionKind.CLOSE: Act(
        "giai-the", _l("Giải thể"), _l("Giải thể các đơn vị này"), _EVERY
    ),
    SuccessionKind.FOUND: Act(
        "thanh-lap", _l("Thành lập đơn vị"), _l("Thành lập đơn vị này"),
        (
            *_EVERY, "under", "unit_kind", "sector", "name", "code", "official",
            "probationary", "exempted",
        ),
        must=("under", "unit_kind", "name"),
    ),
}  # fmt: skip
DONE = {
    SuccessionKind.MERGE: _l("Sáp nhập %(before)s thành %(after)s"),
    SuccessionKind.SPLIT: _l("Chia tách %(before)s thành %(after)s"),
    SuccessionKind.RENAME: _l("Đổi tên %(before)s"),
    SuccessionKind.REPARENT: _l("Chuyển %(after)s về đơn vị cấp trên khác"),
    SuccessionKind.CLOSE: _l("Giải thể %(before)s"),
    SuccessionKind.FOUND: _l("Thành lập %(after)s"),
}
_STREAKS = {
    StreakRule.EVERY: _l("năm nào tất cả các đơn vị cũ đều đạt thì được tính tiếp"),
    StreakRule.ANY: _l("năm nào có ít nhất một đơn vị cũ đạt thì được tính tiếp"),
    StreakRule.ONE: _l("tính tiếp theo một đơn vị cũ"),
    StreakRule.NONE: _l("tính lại từ đầu"),
}


def kind_of(word: str) -> SuccessionKind | None:
    """Return the act with this word in addresses."""
    return next((kind for kind, act in ACTS.items() if act.word == word), None)


def succession_words(succession: UnitSuccession) -> str:
    """Say what was done, with the names of the time."""
    facts = succession.facts
    before = [name for _code, name in facts.get("closed", [])]
    changed = [old for _code, old, _new, _parent in facts.get("changed", [])]
    after = [name for _code, name, _parent in facts.get("founded", [])] or [
        new for _code, _old, new, _parent in facts.get("changed", [])
    ]
    return str(DONE[succession.kind]) % {
        "before": ", ".join(f"«{name}»" for name in before or changed),
        "after": ", ".join(f"«{name}»" for name in after),
    }


def streak_words(rule: StreakRule) -> str:
    """Say what earlier years count, inside a sentence."""
    return _("Thành tích các năm trước: %(rule)s.", rule=str(_STREAKS[rule]))
