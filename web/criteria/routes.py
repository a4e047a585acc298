"""The criteria sets of a tenant: all of them, one version, what it changed, a file of it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.criteria.forms import FileForm, NewDraftForm
from web.criteria.showing import shown_set
from web.criteria.words import change_words
from web.criteria.workbook import UnreadableFileError, criteria_in, file_of
from web.forms import Form
from web.htmx import go, say, show
from web.letters import legible
from web.onboarding.loading import limits
from workflows.campaigns.tables import CriteriaSet
from workflows.criteria.difference import difference
from workflows.criteria.reading import from_document
from workflows.criteria_sets.drafting import begin_draft
from workflows.criteria_sets.reading import (
    Use,
    drafts_of,
    sets_of,
    the_version,
    uses_of,
    version_before,
)
from workflows.criteria_sets.shipped import shipped_set, shipped_sets
from workflows.engine.refusals import Refusal

bp = Blueprint("criteria", __name__, url_prefix="/quan-tri/tieu-chi")


@bp.get("")
@requires(Permission.ADMIN_READ)
def sets() -> ResponseReturnValue:
    """List the sets with their versions, the drafts, and the templates to begin from."""
    session = current.session()
    return show(
        "criteria/sets.html",
        sets=sets_of(session),
        uses=uses_of(session),
        unused=Use(),
        drafts=drafts_of(session),
        templates=shipped_sets(),
        keeps=keeps(),
    )


@bp.get("/moi")
@requires(Permission.CAMPAIGN_KEEP)
def ask() -> ResponseReturnValue:
    """Ask from what a draft is to be begun."""
    form = NewDraftForm(formdata=None)
    form.source.data = request.args.get("tu", "")
    return _ask(form)


@bp.post("/moi")
@requires(Permission.CAMPAIGN_KEEP)
def begin() -> ResponseReturnValue:
    """Begin a draft from a template or a version."""
    form = NewDraftForm()
    if not form.validate_on_submit():
        return _ask(form, status=422)
    kind, _slash, name = (form.source.data or "").partition("/")
    kept = _version(name) if kind == "ban" else None
    template = shipped_set(name) if kind == "mau" else None
    if kept is not None:
        criteria = from_document(kept.document)
    elif template is not None:
        criteria = template.criteria
    else:
        form.source.errors = [_("Chọn một mẫu hoặc một phiên bản có sẵn.")]
        return _ask(form, status=422)
    title = (form.title.data or "").strip()
    try:
        draft = begin_draft(
            current.session(), criteria, actor=current.member(), title=title,
            based_on=kept if not title else None,
            source=template.name if template else "", next_year=bool(form.next_year.data),
        )  # fmt: skip
    except Refusal as refusal:
        return _ask(form, status=form.explain(refusal))
    say(_("Đã lập bản thảo «%(title)s».", title=draft.document["title"]))
    return go(url_for("criteria_drafts.page", draft_id=draft.id))


@bp.get("/nhap-tep")
@requires(Permission.CAMPAIGN_KEEP)
def ask_file() -> ResponseReturnValue:
    """Ask for a file of a set."""
    return _ask_file(FileForm(formdata=None))


@bp.post("/nhap-tep")
@requires(Permission.CAMPAIGN_KEEP)
def take_file() -> ResponseReturnValue:
    """Begin a draft from a file; one that is wrong is refused whole, cell by cell."""
    form, file = FileForm(), request.files.get("file")
    if not form.validate_on_submit():
        return _ask_file(form, status=422)
    if file is None or not file.filename:
        form.file.errors = [_("Đồng chí chưa chọn tệp. Chọn tệp .xlsx hoặc .yaml rồi gửi lại.")]
        return _ask_file(form, status=422)
    try:
        criteria = criteria_in(file.read(), legible(file.filename), limits())
        draft = begin_draft(
            current.session(), criteria, actor=current.member(), source=legible(file.filename)
        )
    except UnreadableFileError as error:
        form.file.errors = list(error.sentences)
        return _ask_file(form, status=422)
    except Refusal as refusal:
        return _ask_file(form, status=form.explain(refusal))
    say(_("Đã đọc tệp thành bản thảo «%(title)s».", title=criteria.title))
    return go(url_for("criteria_drafts.page", draft_id=draft.id))


@bp.get("/phien-ban/<uuid:set_id>")
@requires(Permission.ADMIN_READ)
def version(set_id: UUID) -> ResponseReturnValue:
    """Show a version as it stands for ever, and where it is used."""
    session, kept = current.session(), the_version(current.session(), set_id) or abort(404)
    before = version_before(session, kept)
    return show(
        "criteria/version.html",
        kept=kept,
        before=before,
        use=uses_of(session).get(kept.id, Use()),
        keeps=keeps(),
        **shown_set(from_document(kept.document)),
    )


@bp.get("/phien-ban/<uuid:set_id>/khac")
@requires(Permission.ADMIN_READ)
def changes(set_id: UUID) -> ResponseReturnValue:
    """Show what a version says otherwise than the one before it."""
    kept = the_version(current.session(), set_id) or abort(404)
    before = version_before(current.session(), kept) or abort(404)
    found = difference(from_document(before.document), from_document(kept.document))
    return show(
        "criteria/changes.html",
        title=kept.title,
        before=before,
        number=kept.version,
        changes=[change_words(each) for each in found],
        back=url_for("criteria.version", set_id=kept.id),
    )


@bp.get("/phien-ban/<uuid:set_id>/tep/<string:form>")
@requires(Permission.ADMIN_READ)
def version_file(set_id: UUID, form: str) -> Response:
    """Hand out a version as a file."""
    kept = the_version(current.session(), set_id) or abort(404)
    return file_of(from_document(kept.document), form, f"{kept.key}-v{kept.version}")


@bp.get("/mau/<string:name>")
@requires(Permission.ADMIN_READ)
def template(name: str) -> ResponseReturnValue:
    """Show a template that comes with the product."""
    shipped = shipped_set(name) or abort(404)
    return show(
        "criteria/template.html", shipped=shipped, keeps=keeps(), **shown_set(shipped.criteria)
    )


@bp.get("/mau/<string:name>/tep/<string:form>")
@requires(Permission.ADMIN_READ)
def template_file(name: str, form: str) -> Response:
    """Hand out a template as a file."""
    shipped = shipped_set(name) or abort(404)
    return file_of(shipped.criteria, form, shipped.name)


def keeps() -> bool:
    """Tell whether the visitor may write sets."""
    return current.member().may(Permission.CAMPAIGN_KEEP)


def _ask(form: NewDraftForm, *, status: int = 200) -> ResponseReturnValue:
    form.source.choices = [
        *(
            SelectChoice(
                f"ban/{kept.id}", _("%(title)s, phiên bản %(n)s", title=kept.title, n=kept.version)
            )
            for each in sets_of(current.session())
            for kept in each.versions
        ),
        *(
            SelectChoice(f"mau/{each.name}", _("Mẫu: %(title)s", title=each.criteria.title))
            for each in shipped_sets()
        ),
    ]
    return show("criteria/new.html", status=status, form=form)


def _ask_file(form: Form, *, status: int = 200) -> ResponseReturnValue:
    return show("criteria/file.html", status=status, form=form, templates=shipped_sets())


def _version(name: str) -> CriteriaSet | None:
    try:
        return the_version(current.session(), UUID(name))
    except ValueError:
        return None
