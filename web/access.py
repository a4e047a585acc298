"""Who may call which view. A view without a mark keeps the app from starting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar

from flask import Flask

from tenants.roles import Permission

View: TypeAlias = Callable[..., Any]
Access: TypeAlias = Literal["public", "signed_in"] | tuple[Permission, ...]
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


def access_of(app: Flask, endpoint: str) -> Access:
    """Return the mark of the endpoint's view."""
    return _access[app.view_functions[endpoint]]


def refuse_unmarked_views(app: Flask) -> None:
    """Raise if any endpoint has not said who may call it."""
    unmarked = [name for name, view in app.view_functions.items() if view not in _access]
    if unmarked:
        message = f"views without @requires, @signed_in or @public: {', '.join(sorted(unmarked))}"
        raise RuntimeError(message)
