"""Which of their roles a visitor works in: what is shown first, never what they may do."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, g, request, session
from flask.typing import ResponseReturnValue

from tenants.members import Holding, Member
from web import current
from web.access import signed_in
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say
from web.navigation import home
from web.words import role_word

bp = Blueprint("working_role", __name__)

CHOSEN = "working_roles"


@bp.post("/toi/vai")
@signed_in
def choose() -> ResponseReturnValue:
    """Work in another of one's roles, and go to its home."""
    if not Form().validate_on_submit():
        abort(400)
    wanted = request.form.get("vai", "")
    member = current.member()
    holding = next((each for each in member.holdings if key_of(each) == wanted), None)
    if holding is None:
        abort(404)
    session[CHOSEN] = {**session.get(CHOSEN, {}), g.tenant_slug: wanted}
    g.member = in_chosen_role(member)
    say(
        _(
            "Đang làm việc với vai %(role)s, %(unit)s.",
            role=role_word(holding.role),
            unit=holding.unit_name,
        )
    )
    return go(home())


@bp.app_template_filter("holding_key")
def key_of(holding: Holding) -> str:
    """Return what tells one of a person's roles from the others."""
    return f"{holding.role}.{holding.unit_id}.{holding.desk}"


def in_chosen_role(member: Member) -> Member:
    """Return the member with the role they chose to work in before their others."""
    wanted = session.get(CHOSEN, {}).get(g.tenant_slug)
    if not wanted or len(member.holdings) < 2:
        return member
    first = [holding for holding in member.holdings if key_of(holding) == wanted]
    rest = [holding for holding in member.holdings if key_of(holding) != wanted]
    g.chose_role = bool(first)
    return replace(member, holdings=(*first, *rest))
