"""The page that asks for the second proof, when signing in and before a decision."""

from __future__ import annotations

from flask import Response, request, url_for

from tenants.people import Account
from tenants.proofs.passkeys import Site, site_of
from tenants.settings import SignInCodes
from tenants.signing_in.second_factors import code_for_demonstration, factors_of
from tenants.signing_in.tables import SignIn
from web import current
from web.htmx import go, show
from web.signing_in.forms import SecondForm
from web.signing_in.sending import way_of_codes


def show_second(
    half: SignIn, form: SecondForm | None = None, *, unsent: str = "", status: int = 200
) -> Response:
    """Ask for the second proof; who has none yet sets one up first."""
    factors = factors_of(current.session(), half.account)
    if not factors.any:
        if unsent:
            return show("signing_in/choose.html", at="second", unsent=unsent, passkeys=this_site())
        return go(url_for("second.choose"))
    if form is None:
        form = SecondForm(formdata=None, unsent=unsent)
    return show(
        "signing_in/second.html",
        status=status,
        form=form,
        factors=factors,
        passkeys=this_site() is not None and factors.passkeys > 0,
        shown_code=code_to_show(half.account) if factors.has_app else "",
        at="second",
    )


def this_site() -> Site | None:
    """Return the site that passkeys belong to; none where it is reached by a number."""
    return site_of(request.scheme, request.host)


def code_to_show(account: Account) -> str:
    """Return the app's present code, which only a demonstration shows."""
    if way_of_codes() is not SignInCodes.PAGE:
        return ""
    return code_for_demonstration(current.session(), account) or ""
