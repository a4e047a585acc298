"""What events are called, and where they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from web.badges import Badge, deadline
from web.catalogue import _, _l
from workflows.campaigns.tables import CampaignEvent, EventKind

KINDS = {
    EventKind.LAUNCH: _l("Lễ phát động"),
    EventKind.INTERIM_REVIEW: _l("Hội nghị sơ kết"),
    EventKind.FINAL_REVIEW: _l("Hội nghị tổng kết"),
    EventKind.BRIEFING: _l("Hội nghị giao ban"),
    EventKind.DIALOGUE: _l("Đối thoại"),
}


def kind_word(kind: EventKind) -> str:
    """Return what an event is called."""
    return str(KINDS[EventKind(kind)])


def standing(event: CampaignEvent, today: date) -> Badge:
    """Say whether an event is to come, was held, or was called off."""
    if event.cancelled_at is not None:
        return Badge("none", "", _("Đã hủy"))
    if event.held_on is not None:
        return Badge("ok", "ok", _("Đã tổ chức"))
    badge = deadline(event.planned_on, today=today)
    return badge if badge.look != "none" else replace(badge, words=_("Sắp tới"))
