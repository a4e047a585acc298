"""After confirming: how far it is, what was made, inviting everybody, undoing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from tenants.onboarding.inviting import (
    MOST_AT_ONCE,
    Invitee,
    invite_all,
    invitees,
    leave_invitations,
)
from tenants.onboarding.lists import ListRefusedError
from tenants.onboarding.tables import ListState, UploadedList
from tenants.onboarding.undoing import UNDONE_WITHIN, ask_undo, why_not_undo
from tenants.roles import Permission
from tenants.settings import Settings, SignInCodes
from web import current
from web.access import requires
from web.asked import row_named
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show, wants_part
from web.onboarding.loading import the_list
from web.onboarding.words import refused_words

bp = Blueprint("finishing", __name__, url_prefix="/quan-tri/nhap-excel/<uuid:list_id>")


@bp.get("/xong")
@requires(Permission.LIST_IMPORT)
def done(list_id: UUID) -> ResponseReturnValue:
    """Show how far it is, and then what was made."""
    uploaded = the_list(list_id)
    if uploaded.state is ListState.CHECKING:
        return go(url_for("checking.check", list_id=list_id))
    return _page(uploaded, Form(formdata=None))


@bp.get("/moi")
@requires(Permission.LIST_IMPORT)
def invited(list_id: UUID) -> ResponseReturnValue:
    """Lead whoever comes back here to the list: links are shown once."""
    return go(url_for("finishing.done", list_id=list_id))


@bp.post("/moi")
@requires(Permission.LIST_IMPORT)
def invite(list_id: UUID) -> ResponseReturnValue:
    """Make links for everybody who has not signed in, and show them once, to be printed."""
    uploaded = _taken(list_id)
    form, people = Form(), _people(uploaded)
    if not form.validate_on_submit() or len(people) > MOST_AT_ONCE:
        return _page(uploaded, form, status=422)
    made = invite_all(current.session(), people, actor=current.member())
    return show(
        "onboarding/invitations.html",
        uploaded=uploaded,
        wards=_by_ward(made),
        number=len(made),
    )


@bp.post("/gui-moi")
@requires(Permission.LIST_IMPORT)
def send(list_id: UUID) -> ResponseReturnValue:
    """Let everybody who has not signed in have their link by message."""
    uploaded, channel = _taken(list_id), _channel()
    form, people = Form(), _people(uploaded)
    if not form.validate_on_submit() or channel is None:
        return _page(uploaded, form, status=422)
    leave_invitations(
        current.session(), people,
        channel=channel, address=_address(), actor=current.member(),
    )  # fmt: skip
    say(_("Đang gửi đường dẫn cho %(n)s đồng chí.", n=len(people)))
    return go(url_for("finishing.done", list_id=list_id))


@bp.post("/hoan-tac")
@requires(Permission.LIST_IMPORT)
def undo(list_id: UUID) -> ResponseReturnValue:
    """Undo the list, while nothing depends on it."""
    uploaded = the_list(list_id)
    form = Form()
    if not form.validate_on_submit():
        return _page(uploaded, form, status=422)
    try:
        ask_undo(current.session(), uploaded, actor=current.member())
    except ListRefusedError as error:
        form.form_errors.append(refused_words(error.code, error.info))
        return _page(uploaded, form, status=422)
    return go(url_for("finishing.done", list_id=list_id))


def _page(uploaded: UploadedList, form: Form, *, status: int = 200) -> ResponseReturnValue:
    is_done = uploaded.state is ListState.DONE and not uploaded.outcome.get("undoing")
    if is_done and wants_part():
        say(_("Đã nhập xong danh sách."))
    people = invitees(current.session(), uploaded.id) if is_done else []
    return show(
        "onboarding/done.html",
        status=status,
        uploaded=uploaded,
        form=form,
        waits=uploaded.state is ListState.WAITING or bool(uploaded.outcome.get("undoing")),
        result=uploaded.outcome,
        invitees=len(people),
        wards=_wards(people) if len(people) > MOST_AT_ONCE else {},
        channel=_channel(),
        why_not_undo=_why_not_undo(uploaded) if is_done else None,
        until=uploaded.taken_at + UNDONE_WITHIN if uploaded.taken_at else None,
    )


def _taken(list_id: UUID) -> UploadedList:
    """Return a list that was taken over; one that was not yet leads to no invitation."""
    uploaded = the_list(list_id)
    if uploaded.state is not ListState.DONE:
        abort(422)
    return uploaded


def _why_not_undo(uploaded: UploadedList) -> str | None:
    refusal = why_not_undo(current.session(), uploaded)
    return refused_words(refusal.code, refusal.info) if refusal else None


def _people(uploaded: UploadedList) -> list[Invitee]:
    ward_id = row_named(request.form.get("phuong"))
    return invitees(current.session(), uploaded.id, ward_id=ward_id)


def _by_ward(made: list[tuple[Invitee, str]]) -> dict[str, list[tuple[Invitee, str]]]:
    """Return who is invited with their links, by ward."""
    wards: dict[str, list[tuple[Invitee, str]]] = {}
    for person, token in made:
        link = url_for("signing_in.invitation", token=token, _external=True)
        wards.setdefault(person.ward, []).append((person, link))
    return wards


def _wards(people: list[Invitee]) -> dict[UUID, tuple[str, int]]:
    """Count who may be invited by ward."""
    wards: dict[UUID, tuple[str, int]] = {}
    for person in people:
        wards[person.ward_id] = (person.ward, wards.get(person.ward_id, ("", 0))[1] + 1)
    return wards


def _channel() -> SignInCodes | None:
    """Return the channel that messages go out by, if the installation has one."""
    settings: Settings = current_app.extensions["settings"]
    addresses = {SignInCodes.SMS: settings.sms_url, SignInCodes.ZALO: settings.zalo_url}
    if addresses.get(settings.sign_in_codes):
        return settings.sign_in_codes
    return next((channel for channel, url in addresses.items() if url), None)


def _address() -> str:
    """Return where links of this tenant begin."""
    return f"{request.host_url.rstrip('/')}/{current.tenant().slug}"
