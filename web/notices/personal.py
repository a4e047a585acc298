"""A message that concerns no dossier, in words: a role, a delegation, a vacancy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tenants.personal_notices import PersonalLine
from tenants.roles import Role
from web.catalogue import _
from web.filters import day, number
from web.words import move_word, role_word


@dataclass(frozen=True, slots=True)
class PersonalMessage:
    """One line: what happened, by whom, when."""

    id: UUID
    what: str
    who: str
    at: datetime
    unread: bool


def personal_message(line: PersonalLine) -> PersonalMessage:
    """Put one message into words."""
    return PersonalMessage(line.id, _what(line), line.name, line.at, line.unread)


def _what(line: PersonalLine) -> str:
    wording = _WORDINGS.get(line.kind)
    return wording(line, line.facts) if wording else move_word(line.kind)


_WORDINGS: dict[str, Callable[[PersonalLine, dict[str, Any]], str]] = {
    "role_given": lambda line, facts: _(
        "Đồng chí %(name)s giữ vai %(role)s, %(unit)s, từ ngày %(day)s.",
        name=line.for_name,
        role=_role(facts),
        unit=facts["unit_name"],
        day=_day(facts["valid_from"]),
    ),
    "role_ended": lambda line, facts: _(
        "Đồng chí %(name)s thôi giữ vai %(role)s, %(unit)s, sau ngày %(day)s.",
        name=line.for_name,
        role=_role(facts),
        unit=facts["unit_name"],
        day=_day(facts["valid_to"]),
    ),
    "role_handed_over": lambda line, facts: _(
        "Đồng chí %(former)s bàn giao vai %(role)s, %(unit)s, cho đồng chí %(name)s"
        " từ ngày %(day)s.",
        former=facts["former_name"],
        role=_role(facts),
        unit=facts["unit_name"],
        name=line.for_name,
        day=_day(facts["valid_from"]),
    ),
    "delegated": lambda line, facts: _(
        "Đồng chí %(giver)s ủy quyền cho đồng chí %(taker)s từ %(first)s đến %(last)s: %(steps)s.",
        giver=line.for_name,
        taker=facts["to_name"],
        first=_day(facts["valid_from"]),
        last=_day(facts["valid_to"]),
        steps=_steps(facts["steps"]),
    ),
    "delegation_ended": lambda line, facts: _(
        "Đồng chí %(taker)s thôi được đồng chí %(giver)s ủy quyền.",
        giver=line.for_name,
        taker=facts["to_name"],
    ),
    "seat_taken": lambda line, facts: _(
        "Đồng chí %(name)s tham gia %(body)s từ ngày %(day)s.",
        name=line.for_name,
        body=facts["body_name"],
        day=_day(facts["valid_from"]),
    ),
    "seat_left": lambda line, facts: _(
        "Đồng chí %(name)s thôi tham gia %(body)s sau ngày %(day)s.",
        name=line.for_name,
        body=facts["body_name"],
        day=_day(facts["valid_to"]),
    ),
    "unit_reminded": lambda line, facts: _duty(line.for_name, facts),
    "roles_vacant": lambda _line, facts: _(
        "%(n)s vai cần có mà chưa có người: %(roles)s.",
        n=number(facts["number"]),
        roles=", ".join(
            f"{role_word(Role(role))} {unit}" for unit, role, _desk in facts["roles"][:5]
        ),
    ),
}


def _duty(unit: str, facts: dict[str, Any]) -> str:
    """Say which meeting was not written down, or that a weakness is to be remedied."""
    when = _day(facts["due_on"])
    if facts["duty"] == "meeting":
        year, month = str(facts["about"]).split("-")
        return _(
            "%(unit)s chưa ghi buổi sinh hoạt tháng %(month)s/%(year)s, lịch họp ngày %(day)s.",
            unit=unit, month=int(month), year=year, day=when,
        )  # fmt: skip
    if facts["level"] == "soon":
        return _("%(unit)s cần khắc phục xong một khuyết điểm trước ngày %(day)s.",
                 unit=unit, day=when)  # fmt: skip
    return _("%(unit)s có khuyết điểm quá hạn khắc phục từ ngày %(day)s.", unit=unit, day=when)


def _role(facts: dict[str, object]) -> str:
    return role_word(Role(str(facts["role"])))


def _day(value: object) -> str:
    return day(date.fromisoformat(str(value))) if value else ""


def _steps(steps: list[str]) -> str:
    return ", ".join(move_word(step) for step in steps)
