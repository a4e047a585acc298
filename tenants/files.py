"""Files: kept apart from the tables, in a local folder or in an S3-compatible store.

A file's name is random and begins with its tenant, so nothing of what somebody typed
ever becomes a path. A file that was put by a transaction that fails is taken away
again; one that a transaction gives up goes only once that has been committed.
"""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction

from tenants.settings import MissingSettingError, settings
from tenants.wall import OutsideTenantError, TenantSession

if TYPE_CHECKING:
    from collections.abc import Iterator

PUT, GIVEN_UP = "files_put", "files_given_up"


class MissingFileError(Exception):
    """The store has no such file, although a row says so."""


class FileStore(Protocol):
    """Where files lie: four verbs, nothing of what is in them."""

    def put(self, name: str, content: bytes) -> None:
        """Keep a file that was not there; once this returns it survives a power cut."""

    def open(self, name: str) -> bytes:
        """Return a file. Raises ``MissingFileError``."""

    def remove(self, name: str) -> None:
        """Take a file away; one that is gone already is no mistake."""

    def names(self, tenant_id: UUID) -> Iterator[str]:
        """List the names of a tenant's files."""


class FolderStore:
    """A folder on this machine, outside everything that the web server hands out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: bytes) -> None:
        """Write beside, then rename: nobody ever sees half a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f".{path.name}.part")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def open(self, name: str) -> bytes:
        """Read a file."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError as error:
            raise MissingFileError(name) from error

    def remove(self, name: str) -> None:
        """Delete a file."""
        (self.folder / name).unlink(missing_ok=True)

    def names(self, tenant_id: UUID) -> Iterator[str]:
        """List a tenant's files."""
        for path in sorted((self.folder / str(tenant_id)).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(self.folder).as_posix()


class BucketStore:
    """A bucket of an S3-compatible service; the keys come from the environment of boto3."""

    def __init__(self, bucket: str, prefix: str, *, endpoint: str = "", region: str = "") -> None:
        import boto3  # noqa: PLC0415  # only with the extra «s3»

        self._bucket, self._prefix = bucket, prefix
        self._client: Any = boto3.client(
            "s3", endpoint_url=endpoint or None, region_name=region or None
        )

    def put(self, name: str, content: bytes) -> None:
        """Upload a file."""
        self._client.put_object(Bucket=self._bucket, Key=self._prefix + name, Body=content)

    def open(self, name: str) -> bytes:
        """Download a file."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
        except self._client.exceptions.NoSuchKey as error:
            raise MissingFileError(name) from error
        content: bytes = answer["Body"].read()
        return content

    def remove(self, name: str) -> None:
        """Delete a file."""
        self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    def names(self, tenant_id: UUID) -> Iterator[str]:
        """List a tenant's files, page by page."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=f"{self._prefix}{tenant_id}/"
        )
        for page in pages:
            for entry in page.get("Contents", []):
                yield entry["Key"].removeprefix(self._prefix)


@cache
def store_at(url: str) -> FileStore:
    """Return the store that an address names.

    ``file:///var/lib/bontot/files`` is a folder; ``s3://bucket/prefix?endpoint=https://…``
    is a bucket.

    Raises:
        MissingSettingError: the address names neither.

    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return FolderStore(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        prefix = parts.path.strip("/")
        return BucketStore(
            parts.netloc,
            f"{prefix}/" if prefix else "",
            endpoint=asked.get("endpoint", ""),
            region=asked.get("region", ""),
        )
    raise MissingSettingError("Set FILES_URL: file:///folder or s3://bucket.")


def store() -> FileStore:
    """Return the store of this installation."""
    return store_at(settings().need("files_url"))


def put_file(session: TenantSession, content: bytes) -> str:
    """Keep a file for the session's tenant, as long as the transaction is committed.

    Returns:
        Its name: the tenant, two letters that spread folders, 40 letters of chance.

    """
    if session.tenant_id is None:
        raise OutsideTenantError("enter a tenant before keeping its files")
    chance = secrets.token_hex(20)
    name = f"{session.tenant_id}/{chance[:2]}/{chance}"
    session.connection()  # the file's fate hangs on a transaction that has begun
    store().put(name, content)
    session.info.setdefault(PUT, []).append(name)
    return name


def open_file(session: TenantSession, name: str) -> bytes:
    """Return a file of the session's tenant.

    Raises:
        OutsideTenantError: the name is another tenant's.
        MissingFileError: it is not there.

    """
    _refuse_foreign(session, name)
    return store().open(name)


def give_up_file(session: TenantSession, name: str) -> None:
    """Take a file away once this transaction has been committed."""
    _refuse_foreign(session, name)
    session.connection()
    session.info.setdefault(GIVEN_UP, []).append(name)


def _refuse_foreign(session: TenantSession, name: str) -> None:
    owner, *path = name.split("/")
    if session.tenant_id is None or owner != str(session.tenant_id) or ".." in path:
        raise OutsideTenantError("this file is another tenant's")


@event.listens_for(TenantSession, "after_commit")
def _keep(session: TenantSession) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop(PUT, None)
    for name in session.info.pop(GIVEN_UP, []):
        store().remove(name)


@event.listens_for(TenantSession, "after_transaction_end")
def _take_away(session: TenantSession, transaction: SessionTransaction) -> None:
    if transaction.parent is not None:
        return
    session.info.pop(GIVEN_UP, None)
    for name in session.info.pop(PUT, []):
        store().remove(name)
