"""A person's messages, and marking them read."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from tenants.personal_notices import mark_personal_read, personal_notices_of, unread_personal
from web import current
from web.access import signed_in
from web.asked import rows_named
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.notices.personal import personal_message
from web.notices.words import message_of
from workflows.notices.reading import mark_read, notices_of, unread_count

bp = Blueprint("notices", __name__, url_prefix="/tin-nhan")

SHOWN = 50


@bp.get("")
@signed_in
def inbox() -> ResponseReturnValue:
    """Show the visitor's messages, unread ones first."""
    session, member = current.session(), current.member()
    messages = [message_of(line) for line in notices_of(session, member, SHOWN)]
    unread = unread_count(session, member)
    return show(
        "notices/inbox.html",
        messages=messages,
        unread=unread,
        more=unread - sum(message.unread for message in messages),
        personal=[personal_message(line) for line in personal_notices_of(session, member)],
        personal_unread=unread_personal(session, member),
        form=Form(),
    )


@bp.post("")
@signed_in
def mark() -> ResponseReturnValue:
    """Mark as read what the page showed, and nothing that came in meanwhile."""
    named = _named()
    marked = mark_read(current.session(), current.member(), named)
    marked += mark_personal_read(current.session(), current.member(), named)
    say(
        _("Đã đánh dấu đã đọc %(n)s tin nhắn.", n=marked)
        if marked
        else _("Các tin nhắn này đã đọc rồi.")
    )
    return go(url_for("notices.inbox"))


def _named() -> list[UUID]:
    """Return the ids of the messages that the page showed; what is no id names none."""
    return rows_named("tin")
