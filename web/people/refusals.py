"""Putting a refusal of staffing into the form that asked."""

from __future__ import annotations

from tenants.delegations import DelegationRefusedError
from tenants.staffing.refusals import StaffingRefusedError
from web.forms import Form
from workflows.engine.refusals import Refusal

REFUSED = (StaffingRefusedError, DelegationRefusedError)


def explain(form: Form, error: StaffingRefusedError | DelegationRefusedError) -> int:
    """Put a refusal into the form, and return the status of the answer."""
    return form.explain(Refusal(error.code, **error.info))
