"""The jobs ``take_list`` and ``undo_list``: an uploaded list is taken over, or undone, whole."""

from __future__ import annotations

from uuid import UUID

from tenants import clock
from tenants.members import SYSTEM, find_member
from tenants.onboarding.lists import find_list, take_over
from tenants.onboarding.looking import Limits
from tenants.onboarding.undoing import undo
from tenants.outbox import OutboxItem
from tenants.settings import settings
from tenants.wall import TenantSession


def take_list(session: TenantSession, item: OutboxItem) -> None:
    """Take a list over: ``{"list": id}``. One that was taken over before stays as it is."""
    uploaded = find_list(session, UUID(item.payload["list"]), to_change=True)
    if uploaded is not None:
        take_over(session, uploaded, limits=Limits.of(settings()))


def undo_list(session: TenantSession, item: OutboxItem) -> None:
    """Undo a list: ``{"list": id}``."""
    uploaded = find_list(session, UUID(item.payload["list"]), to_change=True)
    if uploaded is None:
        return
    actor = find_member(session, uploaded.changed_by_id, on=clock.today(session))
    undo(session, uploaded, actor=actor or SYSTEM)
