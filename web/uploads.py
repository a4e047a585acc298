"""Forms that bring files: how large they may be, and what becomes of those that come too late.

A form whose sender is not signed in any more is not lost: its words travel sealed through
the pages of signing in, and its files wait on the server under the form's own key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Flask, current_app, request
from sqlalchemy import select

from tenants.people import Account
from tenants.signing_in.sessions import owner_of
from tenants.wall import TenantSession
from web import current, transaction, visitor
from web.idempotency import KEY
from web.signing_in.unsent import is_our_form
from workflows.engine.refusals import Refusal
from workflows.evidence.holding import hold_files, take_held
from workflows.evidence.kinds import LARGEST
from workflows.evidence.preparing import Upload

FILES = "files"  # the field of every form that brings files
FORM_KEY = "form_key"  # the form's own key, where its files come one by one
MOST_FILES = 20
LARGEST_FORM = 100 * 1024 * 1024
V = TypeVar("V", bound=Callable[..., Any])

_takes_files: set[Callable[..., Any]] = set()


def init_app(app: Flask) -> None:
    """Let the marked views take more than an ordinary form; before anything reads the form."""
    app.before_request(_make_room)


def takes_files(view: V) -> V:
    """Mark a view whose form brings files."""
    _takes_files.add(view)
    return view


def uploads_here(*, most: int = MOST_FILES) -> list[Upload]:
    """Return the files of this form: those that it brings, and those that waited for it.

    Raises:
        Refusal: ``too_many_files``.

    """
    uploads = [
        Upload(file.filename or "", file.stream.read(LARGEST + 1))
        for file in request.files.getlist(FILES)
        if file.filename
    ]
    for key in form_keys():
        uploads += take_held(current.session(), current.member(), key)
    if len(uploads) > most:
        raise Refusal("too_many_files", fields=[FILES], most=most)
    return uploads


def the_upload() -> Upload:
    """Return the one file of this form.

    Raises:
        Refusal: ``no_files`` or ``too_many_files``.

    """
    uploads = uploads_here(most=1)
    if not uploads:
        raise Refusal("no_files")
    return uploads[0]


def form_keys() -> list[str]:
    """Return the keys under which files of this form may be waiting."""
    given = [request.form.get(name, "") for name in (FORM_KEY, KEY)]
    return [key for key in dict.fromkeys(given) if key]


def keep_for_next_try(uploads: Sequence[Upload]) -> None:
    """Hold the files of a form that was refused for something else: nobody chooses them twice.

    In a transaction of its own, because this one is taken back.
    """
    person_id, keys = current.member().person_id, form_keys()
    if not uploads or not keys or person_id is None:
        return

    def hold(own: TenantSession) -> None:
        account = own.scalar(select(Account.id).where(Account.person_id == person_id))
        if account is not None:
            hold_files(own, account, keys[0], uploads)

    transaction.afterwards(hold)


def hold_late_files() -> str:
    """Hold the files of a form whose sender is not signed in any more.

    The form must be one of ours, and the browser must carry a sign-in that once stood.

    Returns:
        The key under which they are held, or nothing.

    """
    if not _is_for_files():
        return ""
    token = visitor.token_here()
    owner = owner_of(current.session(), token) if token else None
    if owner is None or not form_keys() or not is_our_form():
        return ""
    uploads = [
        Upload(file.filename or "", file.stream.read(LARGEST + 1))
        for file in request.files.getlist(FILES)[:MOST_FILES]
        if file.filename
    ]
    key = form_keys()[0]
    if not hold_files(current.session(), owner, key, uploads):
        return ""
    transaction.keep_although_refused()
    return key


def _make_room() -> None:
    if _is_for_files():
        request.max_content_length = LARGEST_FORM


def _is_for_files() -> bool:
    if request.method != "POST" or request.endpoint is None:
        return False
    return current_app.view_functions.get(request.endpoint) in _takes_files
