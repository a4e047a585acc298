"""A draft: its parts in forms, the preview, what it changes, publishing it, throwing it away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.database import Json
from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.criteria.forms import FORMS, EntryForm
from web.criteria.routes import keeps
from web.criteria.sentences import sentence_of
from web.criteria.set_form import SetForm
from web.criteria.showing import shown_set
from web.criteria.words import change_words
from web.criteria.workbook import file_of
from web.forms import Form
from web.htmx import go, say, show
from workflows.criteria.difference import difference
from workflows.criteria.editing import NoSuchPlaceError, entries_at, move_up, put, take_out
from workflows.criteria.entries import BadCriteriaError
from workflows.criteria.framework import points_at
from workflows.criteria.reading import draft_of, from_document
from workflows.criteria.scoring import shown
from workflows.criteria.soundness import faults_of
from workflows.criteria_sets.drafting import change_draft, drop_draft, publish_draft
from workflows.criteria_sets.reading import the_draft
from workflows.criteria_sets.tables import CriteriaDraft
from workflows.engine.refusals import Refusal

bp = Blueprint("criteria_drafts", __name__, url_prefix="/quan-tri/tieu-chi/ban-thao")


@bp.get("/<uuid:draft_id>")
@requires(Permission.ADMIN_READ)
def page(draft_id: UUID) -> ResponseReturnValue:
    """Show a draft with everything that does not add up yet."""
    draft = _draft(draft_id)
    return _page(draft, _plain_form(draft))


@bp.get("/<uuid:draft_id>/thong-tin")
@requires(Permission.CAMPAIGN_KEEP)
def ask_set(draft_id: UUID) -> ResponseReturnValue:
    """Show the set as a whole, to be changed."""
    draft = _draft(draft_id)
    form = SetForm(formdata=None, seen_version=draft.version)
    form.offer()
    form.fill(draft.document)
    return _ask_set(draft, form)


@bp.post("/<uuid:draft_id>/thong-tin")
@requires(Permission.CAMPAIGN_KEEP)
def keep_set(draft_id: UUID) -> ResponseReturnValue:
    """Keep the set as a whole."""
    draft, form = _draft(draft_id), SetForm()
    form.offer()
    if not form.validate_on_submit():
        return _ask_set(draft, form, status=422)
    status = _keep(draft, form, form.document(draft.document))
    return _ask_set(draft, form, status=status) if status else _back(draft)


@bp.get("/<uuid:draft_id>/<string:part>/<string:place>")
@requires(Permission.CAMPAIGN_KEEP)
def ask(draft_id: UUID, part: str, place: str) -> ResponseReturnValue:
    """Show an entry to be changed, or an empty one to be added."""
    draft = _draft(draft_id)
    form = _form(part)(formdata=None, seen_version=draft.version)
    form.offer(draft.document)
    form.fill(_entry(draft.document, part, _place(place)))
    return _ask(draft, form, part, place)


@bp.post("/<uuid:draft_id>/<string:part>/<string:place>")
@requires(Permission.CAMPAIGN_KEEP)
def keep(draft_id: UUID, part: str, place: str) -> ResponseReturnValue:
    """Keep an entry."""
    draft, form, where = _draft(draft_id), _form(part)(), _place(place)
    form.offer(draft.document)
    if _seen(form) != draft.version:
        return _ask(draft, form, part, place, status=_overtaken(draft, form))
    before = _entry(draft.document, part, where)
    if not form.validate_on_submit():
        return _ask(draft, form, part, place, status=422)
    document = put(draft.document, FORMS[part][0], where, form.entry(before), group=_group())
    status = _keep(draft, form, document)
    return _ask(draft, form, part, place, status=status) if status else _back(draft)


@bp.post("/<uuid:draft_id>/<string:part>/<string:place>/bo")
@requires(Permission.CAMPAIGN_KEEP)
def remove(draft_id: UUID, part: str, place: str) -> ResponseReturnValue:
    """Take an entry out."""
    return _changed(draft_id, part, place, take_out)


@bp.post("/<uuid:draft_id>/<string:part>/<string:place>/len")
@requires(Permission.CAMPAIGN_KEEP)
def raise_up(draft_id: UUID, part: str, place: str) -> ResponseReturnValue:
    """Exchange an entry with the one before it."""
    return _changed(draft_id, part, place, move_up)


@bp.get("/<uuid:draft_id>/xem-thu")
@requires(Permission.ADMIN_READ)
def preview(draft_id: UUID) -> ResponseReturnValue:
    """Show the set as a secretary sees it on a phone."""
    draft = _draft(draft_id)
    criteria = draft_of(draft.document)
    levels = {
        one.key: [(level.label, shown(points_at(one, level))) for level in criteria.levels_of(one)]
        for one in criteria.criteria
    }
    return show("criteria/preview.html", draft=draft, levels=levels, **shown_set(criteria))


@bp.get("/<uuid:draft_id>/khac")
@requires(Permission.ADMIN_READ)
def changes(draft_id: UUID) -> ResponseReturnValue:
    """Show what the draft says otherwise than the version that it follows."""
    draft = _draft(draft_id)
    before = draft.based_on or abort(404)
    found = difference(from_document(before.document), draft_of(draft.document))
    return show(
        "criteria/changes.html",
        title=draft.document["title"],
        before=before,
        number=None,
        changes=[change_words(each) for each in found],
        back=url_for("criteria_drafts.page", draft_id=draft.id),
    )


@bp.get("/<uuid:draft_id>/tep/<string:form>")
@requires(Permission.ADMIN_READ)
def file(draft_id: UUID, form: str) -> Response:
    """Hand out a draft as a file."""
    draft = _draft(draft_id)
    return file_of(draft_of(draft.document), form, f"{draft.key}-ban-thao")


@bp.post("/<uuid:draft_id>/ban-hanh")
@requires(Permission.CAMPAIGN_KEEP)
def publish(draft_id: UUID) -> ResponseReturnValue:
    """Make the draft the next version of its set."""
    draft, form = _draft(draft_id), Form()
    try:
        kept = publish_draft(
            current.session(), draft.id, actor=current.member(), seen_version=_seen(form)
        )
    except Refusal as refusal:
        return _page(draft, form, status=_status(form, refusal))
    say(
        _(
            "Đã ban hành «%(title)s» phiên bản %(n)s. Chọn phiên bản này ở trang của từng năm.",
            title=kept.title, n=kept.version,
        )
    )  # fmt: skip
    return go(url_for("criteria.version", set_id=kept.id))


@bp.post("/<uuid:draft_id>/xoa")
@requires(Permission.CAMPAIGN_KEEP)
def drop(draft_id: UUID) -> ResponseReturnValue:
    """Throw the draft away."""
    draft, form = _draft(draft_id), Form()
    title = draft.document["title"]
    try:
        drop_draft(current.session(), draft.id, actor=current.member(), seen_version=_seen(form))
    except Refusal as refusal:
        return _page(draft, form, status=_status(form, refusal))
    say(_("Đã xóa bản thảo «%(title)s».", title=title))
    return go(url_for("criteria.sets"))


def _changed(draft_id: UUID, part: str, place: str, change: Any) -> ResponseReturnValue:
    draft, form = _draft(draft_id), Form()
    _form(part)
    where = _place(place)
    if where is None:
        abort(404)
    if _seen(form) != draft.version:
        return _page(draft, form, status=_overtaken(draft, form))
    try:
        document = change(draft.document, FORMS[part][0], where, group=_group())
    except NoSuchPlaceError:
        abort(404)
    status = _keep(draft, form, document)
    return _page(draft, form, status=status) if status else _back(draft)


def _keep(draft: CriteriaDraft, form: Form, document: Json) -> int:
    """Keep a document; return the status of a refusal, or 0 where it is kept."""
    try:
        change_draft(
            current.session(), draft.id, document, actor=current.member(), seen_version=_seen(form)
        )
    except Refusal as refusal:
        return _status(form, refusal)
    except BadCriteriaError as error:
        form.form_errors.append(sentence_of(error))
        return 422
    say(_("Đã ghi vào bản thảo."))
    return 0


def _overtaken(draft: CriteriaDraft, form: Form) -> int:
    """Say that somebody changed the draft since; its places may be others by now."""
    return _status(form, Refusal("changed_meanwhile", name=draft.changed_by))


def _page(draft: CriteriaDraft, form: Form, *, status: int = 200) -> ResponseReturnValue:
    criteria = draft_of(draft.document)
    faults = [sentence_of(fault) for fault in faults_of(criteria)]
    return show(
        "criteria/draft.html",
        status=status,
        draft=draft,
        form=form,
        faults=list(dict.fromkeys(faults)),
        keeps=keeps(),
        points=sum((group.points for group in criteria.groups), start=0),
        **shown_set(criteria),
    )


def _ask_set(draft: CriteriaDraft, form: SetForm, *, status: int = 200) -> ResponseReturnValue:
    return show("criteria/general.html", status=status, draft=draft, form=form)


def _ask(
    draft: CriteriaDraft, form: EntryForm, part: str, place: str, *, status: int = 200
) -> ResponseReturnValue:
    return show(
        "criteria/entry.html",
        status=status,
        draft=draft,
        form=form,
        part=part,
        place=place,
        group=request.args.get("nhom"),
    )


def _back(draft: CriteriaDraft) -> ResponseReturnValue:
    return go(url_for("criteria_drafts.page", draft_id=draft.id))


def _draft(draft_id: UUID) -> CriteriaDraft:
    return the_draft(current.session(), draft_id) or abort(404)


def _plain_form(draft: CriteriaDraft) -> Form:
    return Form(formdata=None, seen_version=draft.version)


def _form(part: str) -> type[EntryForm]:
    return FORMS[part][1] if part in FORMS else abort(404)


def _place(place: str) -> int | None:
    if place == "moi":
        return None
    return int(place) if place.isdecimal() and len(place) < 4 else abort(404)


def _group() -> int | None:
    return request.args.get("nhom", type=int)


def _entry(document: Json, part: str, place: int | None) -> Json:
    try:
        entries = entries_at(document, FORMS[part][0], _group())
    except NoSuchPlaceError:
        abort(404)
    if place is None:
        return {}
    return dict(entries[place]) if place < len(entries) else abort(404)


def _seen(form: Form) -> int:
    return form.seen_version.data or 0


def _status(form: Form, refusal: Refusal) -> int:
    status = form.explain(refusal)
    return 409 if refusal.code == "changed_meanwhile" else status
