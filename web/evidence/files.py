"""Handing files out: each time asked anew whether the visitor may have them.

A file is handed out to be saved, never to be opened in the page. What a page shows is the
picture that was drawn anew when the file came in.
"""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from tenants.files import MissingFileError, open_file
from web import current
from web.access import signed_in
from workflows.evidence.kinds import MEDIA_TYPES, THUMBNAIL_MARK, THUMBNAIL_TYPE, Kind
from workflows.evidence.seeing import find_evidence
from workflows.evidence.tables import Evidence

AN_HOUR = "private, max-age=3600"  # signing out empties the browser's store

bp = Blueprint("evidence_files", __name__, url_prefix="/minh-chung/<uuid:evidence_id>")


@bp.get("/tep")
@signed_in
def download(evidence_id: UUID) -> ResponseReturnValue:
    """Hand out the file, to be saved."""
    row = _file(evidence_id)
    answer = _answer(row.stored, MEDIA_TYPES[Kind(row.kind)])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    return answer


@bp.get("/anh")
@signed_in
def picture(evidence_id: UUID) -> ResponseReturnValue:
    """Show a photo as it was drawn anew; other kinds have no such address."""
    row = _file(evidence_id)
    if not Kind(row.kind).is_image:
        abort(404)
    answer = _answer(row.stored, MEDIA_TYPES[Kind(row.kind)])
    return _inline(answer)


@bp.get("/anh-nho")
@signed_in
def small_picture(evidence_id: UUID) -> ResponseReturnValue:
    """Show a photo small."""
    row = _file(evidence_id)
    answer = _answer(row.thumbnail or abort(404), THUMBNAIL_TYPE)
    if not answer.data.startswith(THUMBNAIL_MARK):  # drawn before small pictures were WebP
        answer.mimetype = MEDIA_TYPES[Kind.JPEG]
    return _inline(answer)


def _file(evidence_id: UUID) -> Evidence:
    return find_evidence(current.session(), evidence_id, viewer=current.member()) or abort(404)


def _inline(answer: Response) -> Response:
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = AN_HOUR
    return answer


def _answer(name: str, media_type: str) -> Response:
    try:
        return Response(open_file(current.session(), name), mimetype=media_type)
    except MissingFileError:
        abort(404)
