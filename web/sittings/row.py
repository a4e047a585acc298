"""One row of the votes, as htmx swaps it, with the counts that depend on it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, abort, make_response, render_template

from web import current
from web.sittings.page import page_of
from web.sittings.typed import Entry
from workflows.sittings.tables import Sitting


def show_row(
    sitting: Sitting,
    code: str,
    *,
    entries: Mapping[str, Entry] | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Render the row of a dossier, and beside it the conclusion and what remains."""
    view = page_of(current.session(), sitting, current.member(), entries=entries, faults=faults)
    row = view.row(code) or abort(404)
    parts = [
        render_template("sittings/_vote.html", view=view, row=row),
        render_template("sittings/_tally.html", view=view, beside=True),
        render_template("sittings/_rest.html", view=view, beside=True),
        render_template("components/announcement.html"),
    ]
    return make_response("".join(parts), status)
