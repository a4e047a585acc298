"""What every page that moves a dossier does before it looks at what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from web import current
from web.forms import Form
from workflows.dossiers.contents import content_hash
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Move
from workflows.engine.capacity import capacity_of
from workflows.engine.fire import contents_stale, stale
from workflows.engine.refusals import Refusal


def refuse_others(dossier: Dossier, rows: Sequence[Move]) -> None:
    """Refuse whoever is of none of the parties of a move, whatever state the dossier is in.

    Raises:
        Refusal: ``role``.

    """
    parties = list(dict.fromkeys(party for row in rows for party in row.by))
    if capacity_of(current.member(), dossier, parties, rows[0].trigger) is None:
        raise Refusal("role", parties=[party.name for party in parties])


def refuse_old_page(dossier: Dossier, form: Form) -> None:
    """Refuse a form that showed an older version of the dossier, or other contents.

    Raises:
        StaleError: it changed since; says who changed it.

    """
    if form.seen_version.data != dossier.version:
        raise stale(current.session(), dossier, form.seen_version.data)
    seen = form.seen_content.data
    if seen and seen != content_hash(current.session(), dossier):
        raise contents_stale(current.session(), dossier)
