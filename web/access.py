"""Who may call which view. A view without a mark keeps the app from starting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar

from flask import Flask

from tenants.roles import Permission

View: TypeAlias = Callable[..., Any]
Access: TypeAlias = (
    Literal["public", "signed_in", "platform", "platform_door"] | tuple[Permission, ...]
)
# The views of these serve no tenant and work on the platform's own connection.
OF_THE_PLATFORM = frozenset({"platform", "platform_door"})
V = TypeVar("V", bound=View)

_access: dict[View, Access] = {}


def requires(*permissions: Permission) -> Callable[[V], V]:
    """Mark a view with the permissions of which its visitor must hold at least one."""

    def mark(view: V) -> V:
        _access[view] = permissions
        return view

    return mark


def signed_in(view: V) -> V:
    """Mark a view as open to everybody who is signed in to the tenant."""
    _access[view] = "signed_in"
    return view


def public(view: V) -> V:
    """Mark a view as open to anyone."""
    _access[view] = "public"
    return view


def for_platform(view: V) -> V:
    """Mark a view as open to the platform's people alone."""
    _access[view] = "platform"
    return view


def platform_door(view: V) -> V:
    """Mark a view through which the platform's people get in."""
    _access[view] = "platform_door"
    return view


def access_of(app: Flask, endpoint: str) -> Access:
    """Return the mark of the endpoint's view."""
    return _access[app.view_functions[endpoint]]


def refuse_unmarked_views(app: Flask) -> None:
    """Raise if any endpoint has not said who may call it."""
    unmarked = [name for name, view in app.view_functions.items() if view not in _access]
    if unmarked:
        message = f"views without a mark of web.access: {', '.join(sorted(unmarked))}"
        raise RuntimeError(message)
