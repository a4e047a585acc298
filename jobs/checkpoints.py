"""Sending the ends of all chains to a second place, every few minutes."""

from __future__ import annotations

import logging
import os
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from jobs.channels.gateways import NotTakenError
from jobs.channels.smtp import NeverTakenError, smtp_of
from tenants import clock
from tenants.checkpoints import signed_line
from tenants.settings import Settings
from tenants.tenant import Tenant
from tenants.wall import open_session, wait_for_disk

log = logging.getLogger(__name__)


class NowhereToKeepError(Exception):
    """No second place was named, or it cannot be written to."""


def send_checkpoints(engine: Engine, settings: Settings) -> int:
    """Sign where every chain ends and keep the lines away from the database; return how many.

    Raises:
        NowhereToKeepError: there is no second place, or it did not take the lines.

    """
    if not settings.checkpoints_url:
        message = "Set CHECKPOINTS_URL: a folder on another machine, or mailto:address."
        raise NowhereToKeepError(message)
    with open_session(engine) as session:
        tenants = list(session.scalars(select(Tenant).order_by(Tenant.slug)))
        at = clock.local(clock.now(session))
    lines = []
    for tenant in tenants:
        with open_session(engine, tenant.id) as session:
            lines.append(signed_line(session, tenant))
    if lines:
        # A line about an event that a crash took back would accuse an honest chain.
        wait_for_disk(engine)
        _keep(settings, settings.checkpoints_url, lines, at)
    return len(lines)


def try_to_send(engine: Engine, settings: Settings) -> None:
    """Send the checkpoints if there is a second place; what goes wrong is logged."""
    if not settings.checkpoints_url:
        return
    try:
        send_checkpoints(engine, settings)
    except (NowhereToKeepError, SQLAlchemyError) as error:
        log.error("The checkpoints have not left this machine: %s", error)  # noqa: TRY400


def _keep(settings: Settings, url: str, lines: list[str], at: datetime) -> None:
    parts = urlsplit(url)
    text = "".join(f"{line}\n" for line in lines)
    if parts.scheme == "mailto":
        _mail(settings, unquote(parts.path), text, at)
        return
    folder = Path(unquote(parts.path) if parts.scheme == "file" else url)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"checkpoints-{at:%Y-%m-%d}.jsonl"
        with path.open("ab", buffering=0) as file:
            file.write(text.encode())
            os.fsync(file.fileno())
    except OSError as error:
        raise NowhereToKeepError(f"{folder} cannot be written to: {error.strerror}") from error


def _mail(settings: Settings, to: str, text: str, at: datetime) -> None:
    try:
        smtp_of(settings).send(
            to, f"Bon Tot checkpoints {at:%Y-%m-%d %H:%M}", text, reference=f"{at:%Y%m%d%H%M%S}"
        )
    except (NotTakenError, NeverTakenError) as error:
        raise NowhereToKeepError(f"the mail was not taken: {error}") from error
