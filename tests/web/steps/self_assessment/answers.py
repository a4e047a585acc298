"""What the tests of the self-assessment share: addresses, forms, and what is kept."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.make import Town
from tests.web.reading import form_at
from workflows.dossiers.tables import Answer, Dossier


def address_of(town: Town, dossier: Dossier, page: str) -> str:
    """Return the address of a dossier's page, such as ``nhom/1``."""
    return f"/{town.tenant.slug}/ho-so/{dossier.code}/{page}"


def group_form(
    browser: FlaskClient, town: Town, dossier: Dossier, group: str, **chosen: str
) -> dict[str, str]:
    """Open a group and fill in levels: ``c1_1="met"`` for criterion 1.1."""
    levels = {f"level-{key[1:].replace('_', '.')}": level for key, level in chosen.items()}
    return form_at(browser, address_of(town, dossier, f"nhom/{group}")) | levels


def kept(town: Town, dossier: Dossier) -> dict[str, tuple[str | None, bool, str]]:
    """Return level, «not applicable» and note by criterion, as they stand now."""
    town.session.rollback()
    town.session.expire_all()
    rows = town.session.scalars(select(Answer).where(Answer.dossier_id == dossier.id))
    return {row.criterion: (row.self_level, row.not_applicable, row.note) for row in rows}


def levels(town: Town, dossier: Dossier) -> dict[str, str | None]:
    """Return the levels by criterion, as they stand now."""
    return {key: level for key, (level, _none, _note) in kept(town, dossier).items()}
