"""Loading an uploaded list for a page: those of others' tenants do not exist."""

from __future__ import annotations

from uuid import UUID

from flask import abort, current_app, request

from tenants.onboarding.lists import find_list
from tenants.onboarding.looking import Limits
from tenants.onboarding.tables import ListState, UploadedList
from web import current


def the_list(list_id: UUID) -> UploadedList:
    """Return a list that was not dropped; one that is to be changed is locked."""
    uploaded = find_list(current.session(), list_id, to_change=request.method == "POST")
    if uploaded is None or uploaded.state is ListState.DROPPED:
        abort(404)
    return uploaded


def limits() -> Limits:
    """Return how large a list may be in this installation."""
    return Limits.of(current_app.extensions["settings"])
