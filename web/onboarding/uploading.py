"""Choose a list: the empty form to download, a file to hand in, what was handed in before."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from tenants.onboarding.lists import recent_lists, upload
from tenants.onboarding.template import list_template
from tenants.onboarding.unreadable import UnreadableListError
from tenants.roles import Permission
from tenants.unit_classes.known import offered_sectors
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import go, show
from web.letters import legible
from web.lists.workbook import XLSX
from web.onboarding.forms import UploadForm
from web.onboarding.loading import limits
from web.onboarding.words import unreadable_words

bp = Blueprint("uploading", __name__, url_prefix="/quan-tri/nhap-excel")


@bp.get("")
@requires(Permission.LIST_IMPORT)
def choose() -> ResponseReturnValue:
    """Ask for a file, and show the lists handed in before."""
    return _page(UploadForm(formdata=None))


@bp.get("/mau.xlsx")
@requires(Permission.LIST_IMPORT)
def template() -> ResponseReturnValue:
    """Hand out the empty form."""
    return Response(
        list_template([sector.name for sector in offered_sectors(current.session())]),
        mimetype=XLSX,
        headers={"Content-Disposition": 'attachment; filename="mau-danh-sach-chi-bo.xlsx"'},
    )


@bp.post("")
@requires(Permission.LIST_IMPORT)
def hand_in() -> ResponseReturnValue:
    """Keep a file and check it; one that cannot be read is refused in a sentence."""
    form = UploadForm()
    file = request.files.get("file")
    if not form.validate_on_submit():
        return _page(form, status=422)
    if file is None or not file.filename:
        form.file.errors = [_("Đồng chí chưa chọn tệp. Chọn tệp Excel (.xlsx) rồi gửi lại.")]
        return _page(form, status=422)
    try:
        uploaded = upload(
            current.session(),
            legible(file.filename),
            file.read(),
            actor=current.member(),
            limits=limits(),
        )
    except UnreadableListError as error:
        form.file.errors = [unreadable_words(error.code, error.blanks)]
        return _page(form, status=422)
    return go(url_for("checking.check", list_id=uploaded.id))


def _page(form: UploadForm, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "onboarding/upload.html",
        status=status,
        form=form,
        lists=recent_lists(current.session()),
        most=limits().megabytes,
    )
