"""A request that met another in the database is run again as a whole.

Nothing of it is left: the transaction was rolled back, the form's key is free, and what the
request had gathered is thrown away before it begins anew (tenants/retrying.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from flask import Flask, Response, g, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from tenants.retrying import TRIES, asks_again, pause
from web import current, transaction
from web.request_log import request_id


class PatientFlask(Flask):
    """An app whose requests are tried up to five times where the database asks for it."""

    def full_dispatch_request(self) -> Response:
        """Answer the request; begin again after a deadlock or a serialization failure."""
        cookie, view_args = deepcopy(dict(session)), dict(request.view_args or {})
        for tries in range(1, TRIES):
            g.may_try_again = True
            try:
                return super().full_dispatch_request()
            except Exception as error:
                if not asks_again(error):
                    raise
            self.logger.info("tried again: %s", request.endpoint)
            _forget(cookie)
            request.view_args = dict(view_args)
            pause(tries)
        return super().full_dispatch_request()

    def handle_user_exception(self, e: Exception) -> HTTPException | ResponseReturnValue:
        """Let what may be tried again pass by the error pages."""
        if asks_again(e) and g.get("may_try_again"):
            raise e
        return super().handle_user_exception(e)


def _forget(cookie: Mapping[str, object]) -> None:
    transaction.give_up()
    if "session" in g:
        current.session().close()
    kept = request_id()
    for name in list(g):
        g.pop(name)
    g.request_id = kept
    session.clear()
    session.update(cookie)
    session.modified = False
    for file in request.files.values():
        file.stream.seek(0)
