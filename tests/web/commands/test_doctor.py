"""The checks before a production service starts, and what it is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from migrations.schema import Addresses
from tenants.settings import Settings, SignInCodes
from tests.web.commands.conftest import Bontot
from web import cookies
from web.commands import checks
from web.commands.installing import plan_of

SOUND: dict[str, Any] = {
    "production": True,
    "secret_key": "pQ7-dZ3_kW9xRt2mVb6nLs8cYh4jGf1aEu5oTi0w",
    "audit_key": "Hj2_kLp8-Zx4cVb7nMq1wEr5tYu9iOa3sDf6gGh0",
    "seal_key": "Wb6_nXk1-Qs8dZv4yTg9rPo2mLc7jHf3aEu5iCx0",
    "proxy_hops": 1,
    "sign_in_codes": SignInCodes.OFFICE,
    "trusted_hosts": ["bon-tot.example"],
}


@pytest.fixture
def sound(configured: Settings) -> Settings:
    """Settings with which a production service may start."""
    return configured.with_values(**SOUND)


def failed(bontot: Bontot, settings: Settings) -> list[str]:
    report = json.loads(bontot("doctor", "--json", settings=settings).stdout)
    return [check["name"] for check in report["checks"] if not check["ok"]]


def test_sound_installation_passes_every_check(bontot: Bontot, sound: Settings) -> None:
    assert failed(bontot, sound) == []
    assert bontot("doctor", settings=sound).exit_code == 0


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"secret_key": ""}, "secret_key"),
        ({"secret_key": "short"}, "secret_key"),
        ({"secret_key": "a" * 64}, "secret_key"),
        ({"audit_key": ""}, "audit_key"),
        ({"audit_key": SOUND["secret_key"]}, "audit_key"),
        ({"sign_in_codes": SignInCodes.PAGE}, "sign_in_codes"),
        ({"seal_key": ""}, "seal_key"),
        ({"seal_key": SOUND["audit_key"]}, "seal_key"),
        ({"flask_debug": True}, "debug"),
        ({"sign_in_codes": SignInCodes.SMS}, "sign_in_codes"),
        ({"sms_url": "http://127.0.0.1:9000/", "sms_token": "t"}, "sms_gateway"),
        ({"zalo_url": "https://localhost/", "zalo_token": "t"}, "zalo_gateway"),
        ({"sms_url": "http://sms.example/", "sms_token": "t"}, "sms_gateway"),
        ({"sms_url": "https://sms.example/"}, "sms_gateway"),
        ({"proxy_hops": 0}, "proxy_hops"),
        ({"idle_minutes": 7 * 24 * 60}, "lifetimes"),
        ({"fresh_minutes": 600}, "lifetimes"),
        ({"trusted_hosts": ["*"]}, "trusted_hosts"),
        ({"trusted_hosts": []}, "trusted_hosts"),
        ({"database_url": None}, "database"),
        ({"database_url": "postgresql://nobody@/nothing?host=/nowhere"}, "database"),
        ({"redis_url": "unix:///nowhere/valkey.sock"}, "queue"),
    ],
)
def test_production_with_one_fault_stays_down(
    bontot: Bontot, sound: Settings, changes: dict[str, Any], check: str
) -> None:
    settings = sound.with_values(**changes)

    assert failed(bontot, settings) == [check]
    assert bontot("doctor", settings=settings).exit_code == 1
    serving = bontot("serve", settings=settings)
    assert serving.exit_code == 1
    assert serving.stderr.splitlines()[0].startswith(f"{check}: ")


def test_owner_of_the_tables_may_not_serve(
    bontot: Bontot, sound: Settings, addresses: Addresses
) -> None:
    assert failed(bontot, sound.with_values(database_url=addresses.owner)) == ["database_role"]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("ALTER ROLE {role} SUPERUSER", "sees over the wall; connect as an ordinary one"),
        ("ALTER ROLE {role} BYPASSRLS", "sees over the wall; connect as an ordinary one"),
        ("ALTER TABLE programmes OWNER TO {role}", "owns tables; connect as one that owns nothing"),
    ],
)
def test_role_with_too_many_rights_may_not_serve(
    bontot: Bontot, empty_server: Settings, statement: str, reason: str
) -> None:
    settings = empty_server.with_values(**SOUND)
    bontot("init", settings=settings)
    assert failed(bontot, settings) == []
    role = make_url(str(settings.database_url)).username
    owner = create_engine(plan_of(settings).owner)
    with owner.begin() as connection:
        connection.execute(text(statement.format(role=role)))
    owner.dispose()

    report = json.loads(bontot("doctor", "--json", settings=settings).stdout)

    assert [check["reason"] for check in report["checks"] if not check["ok"]] == [
        f"the role {role} {reason}"
    ]


def test_release_without_the_fixes_to_the_wall_may_not_serve(
    bontot: Bontot, sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "SECURITY_FLOOR", dict.fromkeys(range(15, 30), 99))

    assert failed(bontot, sound) == ["database_release"]


@pytest.mark.parametrize(
    ("weak", "words"),
    [
        ({"SESSION_COOKIE_NAME": "bontot"}, "its name does not begin with __Host-"),
        ({"SESSION_COOKIE_SECURE": False}, "it travels without TLS"),
        ({"SESSION_COOKIE_HTTPONLY": False}, "scripts can read it"),
        ({"SESSION_COOKIE_SAMESITE": None}, "other sites send it along"),
        ({"SESSION_COOKIE_DOMAIN": "example.vn"}, "sibling hosts share it"),
        ({}, ""),
    ],
)
def test_weak_cookie_is_named(weak: dict[str, Any], words: str) -> None:
    app = Flask("cookies")
    cookies.init_app(app, production=True)
    app.config.update(weak)

    assert cookies.weakness_of(app) == words


def test_every_reason_says_what_to_do(bontot: Bontot, sound: Settings) -> None:
    settings = sound.with_values(
        flask_debug=True, sign_in_codes=SignInCodes.PAGE, proxy_hops=0, trusted_hosts=[],
        sms_url="http://localhost/", idle_minutes=10_000,
    )  # fmt: skip
    report = json.loads(bontot("doctor", "--json", settings=settings).stdout)

    reasons = [check["reason"] for check in report["checks"] if not check["ok"]]

    assert len(reasons) == 6
    assert all("; " in reason or ": " in reason for reason in reasons)


def test_table_outside_the_wall_keeps_production_down(
    bontot: Bontot, empty_server: Settings
) -> None:
    settings = empty_server.with_values(**SOUND)
    bontot("init", settings=settings)
    owner = create_engine(plan_of(settings).owner)
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE answers NO FORCE ROW LEVEL SECURITY"))
    owner.dispose()

    assert failed(bontot, settings) == ["wall"]


def test_database_without_tables_keeps_production_down(
    bontot: Bontot, sound: Settings, server_pair: tuple[str, str], addresses: Addresses
) -> None:
    elsewhere = make_url(addresses.application).set(database="postgres")
    settings = sound.with_values(database_url=elsewhere.render_as_string(hide_password=False))

    assert failed(bontot, settings) == ["tables"]


def test_faults_are_only_told_outside_production(bontot: Bontot, sound: Settings) -> None:
    settings = sound.with_values(production=False, secret_key="short")

    assert failed(bontot, settings) == ["secret_key"]
    assert bontot("doctor", settings=settings).exit_code == 0


def test_no_secret_is_printed(bontot: Bontot, sound: Settings) -> None:
    settings = sound.with_values(redis_url="redis://:hidden@localhost:1/0")

    printed = bontot("doctor", settings=settings).output

    assert "hidden" not in printed
    assert SOUND["secret_key"] not in printed
    assert "SECRET_KEY=(40 characters)  (environment; default (none))\n" in printed
    assert "WEB_THREADS=8  (default; default 8)\n" in printed
