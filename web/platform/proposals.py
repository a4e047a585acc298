"""Opening a tenant: one person proposes, another confirms."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.platform.proposals import confirm, find_proposal, propose, turn_down
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.tables import TenantProposal
from web import current
from web.access import for_platform
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.platform.acting import repeated
from web.platform.forms import ProposalForm, ReasonForm
from web.platform.visitor import operator
from web.platform.words import explain

bp = Blueprint("platform_proposals", __name__, url_prefix="/de-nghi")


@bp.get("/moi")
@for_platform
def new() -> ResponseReturnValue:
    """Ask what is to be opened."""
    return show("platform/propose.html", form=ProposalForm())


@bp.post("/moi")
@for_platform
def create() -> ResponseReturnValue:
    """Propose a tenant."""
    form = ProposalForm()
    if (answer := repeated(form)) is not None:
        return answer
    if not form.validate_on_submit():
        return show("platform/propose.html", status=422, form=form)
    try:
        made = propose(current.session(), form.wanted(), by=operator(), request_key=form.key.data)
    except PlatformRefusedError as refusal:
        return show("platform/propose.html", status=explain(form, refusal), form=form)
    say(_("Đã gửi đề nghị. Một đồng chí khác xác nhận thì đơn vị mới mở."))
    return go(url_for("platform_proposals.proposal", proposal_id=made.id))


@bp.get("/<uuid:proposal_id>")
@for_platform
def proposal(proposal_id: UUID) -> ResponseReturnValue:
    """Show what is proposed, with the buttons for whoever may decide."""
    return _page(_proposal(proposal_id), Form(), ReasonForm())


@bp.post("/<uuid:proposal_id>/xac-nhan")
@for_platform
def accept(proposal_id: UUID) -> ResponseReturnValue:
    """Open the tenant, and show the link of its administrator, this once."""
    found, form = _proposal(proposal_id, lock=True), Form()
    if (answer := repeated(form)) is not None:
        return answer
    if not form.validate_on_submit():
        return _page(found, form, ReasonForm(formdata=None), status=422)
    try:
        tenant, token = confirm(current.session(), found, by=operator(), request_key=form.key.data)
    except PlatformRefusedError as refusal:
        status = explain(form, refusal)
        return _page(found, form, ReasonForm(formdata=None), status=status)
    link = f"{request.host_url}{tenant.slug}/loi-moi/{token}"
    return show("platform/opened.html", proposal=found, tenant=tenant, link=link)


@bp.post("/<uuid:proposal_id>/khong-mo")
@for_platform
def reject(proposal_id: UUID) -> ResponseReturnValue:
    """Turn the proposal down, with the reason."""
    found, form = _proposal(proposal_id, lock=True), ReasonForm()
    if (answer := repeated(form)) is not None:
        return answer
    if not form.validate_on_submit():
        return _page(found, Form(formdata=None), form, status=422)
    try:
        turn_down(
            current.session(), found, form.reason.data or "", by=operator(),
            request_key=form.key.data,
        )  # fmt: skip
    except PlatformRefusedError as refusal:
        status = explain(form, refusal)
        return _page(found, Form(formdata=None), form, status=status)
    say(_("Đã ghi là không mở."))
    return go(url_for("platform_proposals.proposal", proposal_id=found.id))


def _proposal(proposal_id: UUID, *, lock: bool = False) -> TenantProposal:
    return find_proposal(current.session(), proposal_id, lock=lock) or abort(404)


def _page(
    found: TenantProposal, form: Form, reason_form: ReasonForm, *, status: int = 200
) -> ResponseReturnValue:
    return show(
        "platform/proposal.html",
        status=status,
        proposal=found,
        form=form,
        reason_form=reason_form,
        own=found.proposed_by_id == operator().account_id,
    )
