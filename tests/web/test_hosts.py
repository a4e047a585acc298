"""Host names and proxies: those that the settings and the tenants name, and no header beyond."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, request
from sqlalchemy import Engine, update

from tenants.settings import Settings
from tenants.tenant import Tenant
from tenants.wall import open_session
from tests.make import Town
from web.app import create_app


@pytest.fixture(scope="module")
def strict(configured: Settings) -> Iterator[Flask]:
    app = create_app(configured.with_values(trusted_hosts=["bon-tot.example", ".sub.example"]))
    yield app
    app.extensions["engine"].dispose()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("bon-tot.example", 200),
        ("bon-tot.example:8443", 200),
        ("a.sub.example", 200),
        ("another.example", 400),
        ("bon-tot.example.another.example", 400),
        ("evil@bon-tot.example", 400),
        ("bon-tot.example/..", 400),
        ("bon tot.example", 400),
        ("", 400),
    ],
)
@pytest.mark.parametrize("path", ["/", "/static/app.css", "/khong/co"])
def test_other_hosts_are_refused_everywhere(
    strict: Flask, path: str, host: str, status: int
) -> None:
    answer = strict.test_client().get(path, headers={"Host": host})

    expected = 404 if path == "/khong/co" and status == 200 else status
    assert answer.status_code == expected
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_forwarded_host_is_not_believed(strict: Flask) -> None:
    client = strict.test_client()

    for header in ("X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host"):
        answer = client.get(
            "/", headers={"Host": "bon-tot.example", header: "host=another.example"}
        )
        assert answer.status_code == 200
        assert "another.example" not in answer.text


def test_host_of_a_tenant_is_answered(strict: Flask, town: Town, platform: Engine) -> None:
    host = f"{town.tenant.slug}.example.vn"
    before = strict.test_client().get(f"/{town.tenant.slug}/dang-nhap", headers={"Host": host})
    with open_session(platform) as session:
        session.execute(update(Tenant).where(Tenant.id == town.tenant.id).values(host=host))
        session.commit()

    after = strict.test_client().get(f"/{town.tenant.slug}/dang-nhap", headers={"Host": host})

    assert (before.status_code, after.status_code) == (400, 200)


@pytest.mark.parametrize(
    ("hops", "address", "scheme"),
    [(0, "127.0.0.1", "http"), (1, "203.0.113.9", "https"), (2, "198.51.100.7", "http")],
)
def test_address_is_taken_from_so_many_proxies(
    configured: Settings, hops: int, address: str, scheme: str
) -> None:
    app = create_app(configured.with_values(proxy_hops=hops))
    seen = {}

    def look() -> None:
        seen.update(address=request.remote_addr, scheme=request.scheme)

    app.before_request_funcs.setdefault(None, []).append(look)
    forwarded = {
        "X-Forwarded-For": "192.0.2.66, 198.51.100.7, 203.0.113.9",
        "X-Forwarded-Proto": "http, https",
    }

    app.test_client().get("/", headers=forwarded)

    assert seen == {"address": address, "scheme": scheme}
    app.extensions["engine"].dispose()
