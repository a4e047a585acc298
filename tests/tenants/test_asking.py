"""Questions of a page: put once where nothing is written, anew where something may be."""

from __future__ import annotations

from sqlalchemy import text

from tenants.asking import asked_once
from tenants.wall import TenantSession, open_session
from tests.make import Town


@asked_once
def names_of(session: TenantSession, slug: str) -> list[str]:
    """List the names of the tenants that are called so."""
    return list(
        session.scalars(text("SELECT name FROM tenants WHERE slug = :slug").bindparams(slug=slug))
    )


def asked(statements: list[str]) -> int:
    return sum("SELECT name FROM tenants" in each for each in statements)


def test_page_asks_once_and_its_next_transaction_anew(town: Town, statements: list[str]) -> None:
    reading = town.engine.execution_options(postgresql_readonly=True)
    with open_session(reading, town.tenant.id) as session:
        session.connection()
        first, same = (names_of(session, town.tenant.slug) for _ in range(2))
        other = names_of(session, "nowhere")
        assert (first, same, other, asked(statements)) == ([town.tenant.name], first, [], 2)
        first.clear()
        assert names_of(session, town.tenant.slug) == [town.tenant.name]
        session.commit()
        session.connection()
        names_of(session, town.tenant.slug)
    assert asked(statements) == 3


def test_act_asks_each_time(town: Town, statements: list[str]) -> None:
    with open_session(town.engine, town.tenant.id) as session:
        session.connection()
        for _ in range(2):
            names_of(session, town.tenant.slug)
    assert asked(statements) == 2
