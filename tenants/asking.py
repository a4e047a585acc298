"""Questions that the parts of a page put alike, one after the other.

A page only reads: what it has asked is still so at its end, and what two of its parts say must
not differ. Where something may be written, each question is put anew: the answer may be another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from tenants.wall import TenantSession

About = ParamSpec("About")
Found = TypeVar("Found")


def asked_once(
    question: Callable[Concatenate[TenantSession, About], Found],
) -> Callable[Concatenate[TenantSession, About], Found]:
    """Put a question once in a transaction that only reads; lists are given as copies."""

    @wraps(question)
    def ask(session: TenantSession, /, *about: About.args, **named: About.kwargs) -> Found:
        if not session.only_reads:
            return question(session, *about, **named)
        key = (question, about, tuple(sorted(named.items())))
        if key not in session.remembered:
            session.remembered[key] = question(session, *about, **named)
        found: Any = session.remembered[key]
        return cast("Found", found.copy() if isinstance(found, (dict, list)) else found)

    return ask
