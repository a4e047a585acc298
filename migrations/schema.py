"""Making a database ready: roles, schema, policies."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Engine, create_engine, make_url, text

HERE = Path(__file__).parent
APPLICATION, PLATFORM = "bontot_app", "bontot_platform"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The connections to one database, one for each part it is used in."""

    owner: str
    application: str
    platform: str


def prepare(owner_url: str, database: str) -> Addresses:
    """Make the roles and the database where they are missing, and migrate it.

    Args:
        owner_url: a role that may create databases and roles.
        database: the name of the database to make.

    Returns:
        One connection each for owner, application and platform. The passwords of
        the last two derive from the owner's, so that several processes agree.

    """
    owner = make_url(owner_url)
    with _autocommitting(owner) as engine, engine.connect() as connection:
        for role in (APPLICATION, PLATFORM):
            if not connection.scalar(
                text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}
            ):
                password = _password(owner, role)
                connection.execute(
                    text(
                        f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB"
                        f" NOCREATEROLE PASSWORD '{password}'"
                    )
                )
        if not connection.scalar(
            text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": database}
        ):
            quoted = connection.dialect.identifier_preparer.quote_identifier(database)
            connection.execute(text(f"CREATE DATABASE {quoted}"))
    addresses = addresses_of(owner_url, database)
    migrate(addresses.owner, application=APPLICATION, platform=PLATFORM)
    return addresses


def addresses_of(owner_url: str, database: str) -> Addresses:
    """Return the connections to a database that ``prepare`` has made."""
    owner = make_url(owner_url).set(database=database)

    def of(role: str) -> str:
        url = owner.set(username=role, password=_password(owner, role))
        return url.render_as_string(hide_password=False)

    return Addresses(
        owner=owner.render_as_string(hide_password=False),
        application=of(APPLICATION),
        platform=of(PLATFORM),
    )


def migrate(owner_url: str, *, application: str, platform: str, to: str = "head") -> None:
    """Bring a database's schema up to a revision, granting to the two roles by name."""
    command.upgrade(config(owner_url, application=application, platform=platform), to)


def config(owner_url: str, *, application: str, platform: str) -> Config:
    """Return Alembic's settings for one database."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    settings.set_main_option("path_separator", "os")
    settings.attributes.update(owner_url=owner_url, application=application, platform=platform)
    return settings


def _password(owner: URL, role: str) -> str:
    secret = (owner.password or "").encode() or b"trusted"
    return hmac.new(secret, role.encode(), sha256).hexdigest()


class _autocommitting:  # noqa: N801  # read as a verb where it is used
    """An engine for statements that no transaction may hold."""

    def __init__(self, url: URL) -> None:
        self.engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def __enter__(self) -> Engine:
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()
