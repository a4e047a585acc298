"""Requests whose reply is cut off: a proxy lets the request through and drops the answer.

The client knows nothing of what became of it, and sends the same form again, three times.
"""

from __future__ import annotations

import logging
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.serving import make_server

from migrations.schema import Addresses
from tenants.audit import AuditEvent, verify
from tenants.outbox import OutboxItem
from tenants.settings import settings
from tests.make import Town
from tests.races.crowd import dossiers_in
from tests.races.running import Outcome
from tests.web.conftest import hidden_of, put_in, token_of
from web.app import create_app
from workflows.dossiers.tables import Dossier

RETRIES = 3
Answer = tuple[int, str]


class Proxy:
    """Passes bytes both ways between a client and the server; cuts answers off when told."""

    def __init__(self, port: int) -> None:
        self.server_port = port
        self.cutting = False
        self.cut = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self.server_port)) as server:
            server.sendall(_whole_request(client))
            answer = b"".join(iter(lambda: server.recv(65536), b""))
            if self.cutting:
                # The server has answered and committed; nobody will hear of it.
                self.cut += bool(answer)
                return
            client.sendall(answer)


def _whole_request(client: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(65536)
    head, _blank, body = data.partition(b"\r\n\r\n")
    length = int((re.search(rb"content-length: (\d+)", head, re.IGNORECASE) or [0, b"0"])[1])
    while len(body) < length:
        body += client.recv(65536)
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close", b"", body])


@contextmanager
def served(app: Flask) -> Iterator[Proxy]:
    """Serve the app on a socket behind a proxy."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    proxy = Proxy(server.server_port)
    try:
        yield proxy
    finally:
        proxy.close()
        server.shutdown()
        running.join()


def requests(town: Town, addresses: Addresses, *, count: int) -> Outcome:
    """Send so many forms whose reply is cut off, and each again three times."""
    outcome = Outcome(f"{count} requests with the reply cut off, each retried {RETRIES} times")
    app = create_app(
        settings().with_values(
            database_url=addresses.application, database_platform_url=addresses.platform
        )
    )
    rows = dossiers_in(town, count, "registration_submitted")
    browser = app.test_client()
    put_in(browser, town, token_of(town, town.ward.office))
    with served(app) as proxy:
        for row in rows:
            address = f"/{town.tenant.slug}/ho-so/{row.code}/tiep-nhan"
            headers, body = _form(browser, address)
            proxy.cutting = True
            outcome.expect(f"{row.code} cut off", _post(proxy, address, headers, body), None)
            proxy.cutting = False
            answers = [_post(proxy, address, headers, body) for _ in range(RETRIES)]
            outcome.counts[f"answers {len({*answers})} of {RETRIES} alike"] += 1
            outcome.expect(f"{row.code} answers", len({*answers}), 1)
            status = answers[0][0] if answers[0] else 0
            outcome.counts[f"status {status}"] += 1
            outcome.expect(f"{row.code} status", status, 303)
        outcome.counts["replies cut off"] = proxy.cut
    town.session.rollback()
    ids = [row.id for row in rows]
    made = select(func.count()).where(
        AuditEvent.dossier_id.in_(ids), AuditEvent.kind == "accept_registration"
    )
    told = select(func.count()).where(OutboxItem.dossier_id.in_(ids))
    stands = select(func.count()).where(Dossier.id.in_(ids), Dossier.state == "registered")
    for what, query in (("effects", stands), ("events", made), ("notices to send", told)):
        found = town.session.scalar(query)
        outcome.counts[what] = found or 0
        outcome.expect(what, found, count)
    outcome.expect("chain", list(verify(town.session)), [])
    app.extensions["engine"].dispose()
    return outcome


def _form(browser: FlaskClient, address: str) -> tuple[dict[str, str], str]:
    """Open the page of a move; return the cookie and the form that a browser would send."""
    fields = hidden_of(browser.get(address).text)
    cookie = "; ".join(f"{each.key}={each.value}" for each in browser._cookies.values())  # noqa: SLF001
    headers = {
        "Host": "localhost", "Cookie": cookie, "Connection": "close",
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin", "Origin": "http://localhost",
    }  # fmt: skip
    return headers, urlencode(fields)


def _post(proxy: Proxy, address: str, headers: dict[str, str], body: str) -> Answer | None:
    """Send the form; return status and where it leads, or nothing if the answer was lost."""
    connection = HTTPConnection("127.0.0.1", proxy.port, timeout=30)
    try:
        connection.request("POST", address, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    except (HTTPException, OSError):
        return None
    finally:
        connection.close()
