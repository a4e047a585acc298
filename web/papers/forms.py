"""A tenant's own forms in Word: downloaded, changed, tried with a sample, used from then on."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from jobs.papers.kinds import LAYOUTS
from jobs.papers.own_forms import UnknownFieldsError, UnreadableFormError, tried
from jobs.papers.word import form_file
from tenants.roles import Permission
from tenants.settings import settings
from web import current
from web.access import requires
from web.catalogue import _
from web.certificates.forms import PressForm
from web.htmx import go, say, show
from web.papers.words import MEDIA_TYPES, paper_name
from web.refusals import words_of
from web.uploads import FILES, takes_files, the_upload
from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import Kind
from workflows.evidence.preparing import Upload, prepare
from workflows.papers.forms import REPLACEABLE, drop_form, keep_form, standing_form, standing_forms

INSTEAD = {
    **dict.fromkeys(("file_active", "file_macros", "file_hidden"), "form_active"),
    **dict.fromkeys(("file_broken", "file_empty", "file_kind"), "form_kind"),
}

bp = Blueprint("own_forms", __name__, url_prefix="/quan-tri/mau-van-ban")


@bp.get("")
@requires(Permission.CAMPAIGN_KEEP)
def page() -> ResponseReturnValue:
    """List the papers with a form in Word, and which are the tenant's own."""
    own = standing_forms(current.session())
    forms = [(kind, own.get(kind)) for kind in REPLACEABLE if kind in LAYOUTS]
    return show("papers/own_forms.html", forms=forms)


@bp.get("/<string:kind>")
@requires(Permission.CAMPAIGN_KEEP)
def one(kind: str) -> ResponseReturnValue:
    """Show the form of one paper."""
    return _page(_known(kind))


@bp.post("/<string:kind>")
@requires(Permission.CAMPAIGN_KEEP)
@takes_files
def keep(kind: str) -> ResponseReturnValue:
    """Try an uploaded form, and use it from now on."""
    if not PressForm().validate_on_submit():
        return _page(_known(kind), status=422)
    try:
        upload = the_upload()
        content = _looked_through(_known(kind), upload)
        form = keep_form(current.session(), kind, upload.name, content, actor=current.member())
    except Refusal as refusal:
        return _page(kind, status=422, why_not=words_of(refusal))
    say(
        _(
            "Đã dùng mẫu riêng, bản %(n)s, cho «%(name)s». Văn bản lập từ nay theo mẫu này.",
            n=form.version, name=paper_name(kind),
        )
    )  # fmt: skip
    return go(url_for("own_forms.one", kind=kind))


@bp.post("/<string:kind>/bo")
@requires(Permission.CAMPAIGN_KEEP)
def drop(kind: str) -> ResponseReturnValue:
    """Go back to the product's form."""
    if not PressForm().validate_on_submit():
        return _page(_known(kind), status=422)
    drop_form(current.session(), _known(kind), actor=current.member())
    say(_("Đã bỏ mẫu riêng. Văn bản lập từ nay theo mẫu của máy."))
    return go(url_for("own_forms.one", kind=kind))


@bp.get("/<string:kind>/<any(mau, thu):what>.docx")
@requires(Permission.CAMPAIGN_KEEP)
def file(kind: str, what: str) -> ResponseReturnValue:
    """Hand out the form that is used, or what it looks like with a sample."""
    own = standing_form(current.session(), _known(kind), with_content=True)
    form = bytes(own.content) if own else form_file(LAYOUTS[kind])
    content = form if what == "mau" else tried(kind, form)
    return Response(
        content,
        mimetype=MEDIA_TYPES["docx"],
        headers={"Content-Disposition": f'attachment; filename="{kind}-{what}.docx"'},
    )


def _looked_through(kind: str, upload: Upload) -> bytes:
    try:
        prepared = prepare(upload, clamav_url=settings().clamav_url)
    except Refusal as refusal:
        # There the advice is to send a PDF or a photo: a form is neither.
        raise Refusal(INSTEAD.get(refusal.code, refusal.code), **refusal.info) from None
    if prepared.kind is not Kind.DOCX:
        raise Refusal("form_kind")
    try:
        tried(kind, prepared.content)
    except UnknownFieldsError as error:
        raise Refusal("form_fields", fields_named=error.fields) from error
    except UnreadableFormError as error:
        raise Refusal("form_unreadable") from error
    return prepared.content


def _page(kind: str, *, status: int = 200, why_not: str = "") -> ResponseReturnValue:
    form = PressForm(formdata=None)
    if why_not:
        form.form_errors.append(why_not)
    own = standing_form(current.session(), kind)
    return show("papers/own_form.html", status=status, kind=kind, own=own, form=form, field=FILES)


def _known(kind: str) -> str:
    return kind if kind in REPLACEABLE and kind in LAYOUTS else abort(404)
