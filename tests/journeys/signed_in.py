"""Signs somebody of a small town in, without the pages of signing in."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tenants.people import Person
from tenants.signing_in.accounts import find_account
from tenants.signing_in.sessions import begin_sign_in
from tests.make import Town


def cookie_of(app: Flask, town: Town, person: Person) -> str:
    """Return what a browser carries in which this person is signed in."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps({"sign_ins": {town.tenant.slug: token(town, person)}}))


def token(town: Town, person: Person) -> str:
    """Begin a sign-in; return what proves it."""
    account = find_account(town.session, town.phones[person.id])
    assert account is not None
    found = begin_sign_in(town.session, account, device="Chrome, Android")
    town.session.commit()
    return found
