"""Setting up a second factor: the same pages while signing in and on one's own page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, url_for

from tenants.members import Member
from tenants.people import Account
from tenants.proofs.authenticator import address_of
from tenants.proofs.passkeys import NotProvedError
from tenants.signing_in.passkeys import add_passkey, ask_for_new
from tenants.signing_in.second_factors import (
    confirm_app,
    factors_of,
    new_recovery_codes,
    secret_to_confirm,
    start_app,
)
from tenants.signing_in.tables import SignIn
from web import current
from web.catalogue import _
from web.htmx import go, show
from web.signing_in.devices import this_device
from web.signing_in.forms import AnswerForm, SecondForm
from web.signing_in.second_page import code_to_show, this_site
from web.squares import picture_of


@dataclass(frozen=True, slots=True)
class Enrolling:
    """Whose factor is set up, on which sign-in, and the blueprint whose pages are shown."""

    account: Account
    sign_in: SignIn
    actor: Member
    at: str

    def start(self, unsent: str = "") -> Response:
        """Make a secret for an app, and show it."""
        start_app(current.session(), self.account)
        if unsent:
            return self.app_page(SecondForm(formdata=None, unsent=unsent))
        return go(url_for(f"{self.at}.app"))

    def app_page(self, form: SecondForm, *, status: int = 200) -> Response:
        """Show the secret as a picture and in letters, and ask for a code."""
        secret = secret_to_confirm(current.session(), self.account)
        if secret is None:
            return go(url_for(f"{self.at}.choose"))
        address = address_of(secret, name=self.account.person.name, office=current.tenant().name)
        return show(
            "signing_in/app.html",
            status=status,
            form=form,
            picture=picture_of(address),
            link=address,
            secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
            shown_code=code_to_show(self.account),
            at=self.at,
        )

    def confirm(self, form: SecondForm) -> Response | None:
        """Take the app into use; an answer only where it is refused."""
        if not form.validate_on_submit():
            return self.app_page(form, status=422)
        code = form.code.data or ""
        if confirm_app(current.session(), self.account, code, actor=self.actor):
            return None
        form.code.errors = [_("Mã chưa đúng. Xem lại mã đang hiện trên ứng dụng rồi nhập.")]
        return self.app_page(form, status=422)

    def ask(self) -> Response:
        """Return what to ask a browser so that it makes a passkey."""
        site = this_site() or abort(404)
        asked = ask_for_new(current.session(), self.sign_in, self.account, site=site)
        return Response(asked, mimetype="application/json")

    def keep(self, form: AnswerForm) -> bool:
        """Keep the passkey that a browser made; tell whether it was one."""
        site = this_site() or abort(404)
        try:
            add_passkey(
                current.session(), self.sign_in, self.account, form.answer.data or "",
                site=site, device=this_device(), actor=self.actor,
            )  # fmt: skip
        except NotProvedError:
            return False
        return True

    def recovery_codes(self) -> list[str]:
        """Return new paper codes where there are none yet; nothing otherwise."""
        if factors_of(current.session(), self.account).recovery_codes:
            return []
        return new_recovery_codes(current.session(), self.account, actor=self.actor)
