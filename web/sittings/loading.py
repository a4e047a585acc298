"""Loading the sitting that an address names."""

from __future__ import annotations

from flask import abort, url_for

from web import current
from web.forms import Form
from workflows.engine.refusals import Refusal
from workflows.sittings.reading import find_sitting
from workflows.sittings.tables import Sitting

NOT_YOURS = frozenset({"role", "chair_closes", "chair_grants_exceptions", "own_tally"})


def the_sitting(code: str) -> Sitting:
    """Return the sitting with this code; for those who may not see it there is none."""
    return find_sitting(current.session(), code, viewer=current.member()) or abort(404)


def address_of(sitting: Sitting) -> str:
    """Return the address of a sitting's page."""
    return url_for("sittings.page", code=sitting.code)


def explained(form: Form, refusal: Refusal) -> int:
    """Put a refusal into the form and return the status: 403 where another should act."""
    status = form.explain(refusal)
    return 403 if refusal.code in NOT_YOURS else status
