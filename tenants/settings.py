"""Settings, read from the environment in this one place."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class SignInCodes(StrEnum):
    """How a person receives the six-digit code."""

    OFFICE = "office"
    SMS = "sms"
    ZALO = "zalo"
    PAGE = "page"


class MissingSettingError(Exception):
    """A command needs a setting that is not there; the message is one sentence."""


class Settings(BaseSettings):
    """Everything that differs between one installation and another.

    Each field is read from the environment variable of the same name in capitals.
    The database addresses never stand in for one another.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    production: bool = Field(default=False, description="refuse what only a laptop may have")
    database_url: str | None = Field(default=None, description="the application's connection")
    database_owner_url: str | None = Field(default=None, description="creates and migrates")
    database_platform_url: str | None = Field(default=None, description="opens and closes tenants")
    redis_url: str | None = Field(default=None, description="the queue's server")
    secret_key: SecretStr = Field(default=SecretStr(""), description="signs forms and cookies")
    seal_key: SecretStr = Field(
        default=SecretStr(""), description="seals second factors in the database"
    )
    audit_key: SecretStr = Field(default=SecretStr(""), description="keys the audit chain")
    checkpoints_url: str | None = Field(
        default=None, description="where the chains' ends go: a folder elsewhere, or mailto:"
    )
    sign_in_codes: SignInCodes = Field(
        default=SignInCodes.OFFICE,
        description="office: given out by hand; sms, zalo: sent; page: demo only",
    )
    sms_url: str | None = Field(default=None, description="the gateway that sends SMS")
    sms_token: SecretStr = Field(default=SecretStr(""), description="what the SMS gateway asks for")
    zalo_url: str | None = Field(default=None, description="the gateway that sends to Zalo")
    zalo_token: SecretStr = Field(
        default=SecretStr(""), description="what the Zalo gateway asks for"
    )
    fresh_minutes: int = Field(
        default=15, ge=1, description="for how long a proof of who one is serves a decision"
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""), description="the mail server: smtp://user:password@host:587"
    )
    smtp_from: str | None = Field(default=None, description="the address that e-mails come from")
    public_url: str | None = Field(
        default=None, description="the address of the service, for links in messages"
    )
    idle_minutes: int = Field(
        default=720, ge=5, description="how long a sign-in may rest; deciders have 30 minutes"
    )
    trusted_hosts: list[str] = Field(default=[], description="host names the service answers to")
    proxy_hops: int = Field(
        default=0, ge=0, le=5, description="how many proxies of our own stand before the service"
    )
    flask_debug: bool = Field(default=False, description="Flask's own; never in production")
    web_threads: int = Field(default=8, description="threads of a web worker")
    web_workers: int = Field(default=2, description="web worker processes")
    files_url: str | None = Field(
        default=None, description="where evidence lies: file:///folder or s3://bucket"
    )
    files_quota_mb: int = Field(default=20_480, description="room for one tenant's files, in MB")
    clamav_url: str | None = Field(
        default=None, description="looks for viruses: tcp://host:3310 or unix:///socket"
    )
    list_megabytes: int = Field(default=10, ge=1, description="largest list that is taken")
    list_unpacked_megabytes: int = Field(default=120, ge=1, description="what it may unpack to")
    list_ratio: int = Field(default=100, ge=2, description="how tightly it may be packed")
    list_rows: int = Field(default=30_000, ge=1, le=49_999, description="most rows of a list")
    bontot_pg_bin: str | None = Field(default=None, description="PostgreSQL programs to embed")

    def need(self, name: str) -> str:
        """Return a setting that a command cannot do without.

        Raises:
            MissingSettingError: the setting is empty; the message names the variable.

        """
        value = getattr(self, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if not value:
            message = f"Set {name.upper()}: {type(self).model_fields[name].description}."
            raise MissingSettingError(message)
        return str(value)

    def with_values(self, **values: Any) -> Settings:
        """Return the same settings with some of them replaced."""
        return type(self).model_validate({**self.model_dump(), **values})


@cache
def settings() -> Settings:
    """Read the environment, once for each process.

    Raises:
        MissingSettingError: a value cannot be understood; the message says which.

    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        message = f"The setting {name} cannot be used: {first['msg']}."
        raise MissingSettingError(message) from error
