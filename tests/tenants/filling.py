"""Rows for every table of a tenant: what may not be seen from elsewhere is really there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Engine, Enum, Table, insert, select
from sqlalchemy.exc import IntegrityError

import workflows.tables  # noqa: F401  # registers its tables
from tenants.database import Base
from tenants.wall import TenantSession, open_session
from workflows.criteria.reading import to_document
from workflows.criteria_sets.shipped import shipped_sets

# Values that a check asks for; ``A_ROW`` is a reference to any row that is there.
A_ROW = object()
ASKED: dict[tuple[str, str], object] = {
    ("ballotings", "items"): [],
    ("corrections", "becomes"): "ghi đúng",
    ("papers", "dossier_id"): A_ROW,
    ("notices", "seq"): 1,
    ("numbered_papers", "sitting_id"): A_ROW,
    ("reminders", "level"): "by_hand",
    ("campaign_versions", "version"): 2,
    ("papers", "form"): "pdf",
    ("monthly_meetings", "remark"): "",
    ("certificate_artworks", "form"): "png",
    ("certificates", "facts"): {
        "unit": "Chi bộ",
        "committee": "Đảng bộ",
        "achievement": "Đạt danh hiệu",
        "signer": "A",
        "decision": "Quyết định số 1",
    },
    ("criteria_drafts", "document"): to_document(shipped_sets()[0].criteria),
    ("log_entries", "kind"): "weakness",
    ("citations", "entry_id"): A_ROW,
    ("weak_flags", "lifted_reason"): "",
    ("unit_successions", "streak_rule"): "every",
    ("accounts", "phone"): "+84900000000",
    ("cell_tallies", "in_favour"): 0,
    ("delegations", "steps"): ["conclude_appraisal"],
    ("uploaded_lists", "content"): b"\x01",
    ("break_glass_openings", "ends_at"): datetime(2026, 3, 1, 1, tzinfo=UTC),
}
# References that must not lead where another of the same row leads.
APART = {("delegations", "to_person_id")}
PLAIN: dict[type, object] = {
    str: "đã ghi",
    int: 1,
    bool: True,
    bytes: b"\x01",
    date: date(2026, 3, 1),
    datetime: datetime(2026, 3, 1, tzinfo=UTC),
    Decimal: Decimal(1),
}


def tenant_tables() -> list[Table]:
    """List every table behind the wall, those that others refer to first."""
    return [table for table in Base.metadata.sorted_tables if "tenant_id" in table.c]


# Tables in which only the platform's connection writes.
BY_PLATFORM = frozenset({"break_glass_openings"})


def fill(session: TenantSession, platform: Engine) -> None:
    """Give the session's tenant at least one row in each of its tables."""
    with open_session(platform, session.tenant_id) as opening:
        for name in BY_PLATFORM:
            table = Base.metadata.tables[name]
            opening.execute(insert(table).values(**row_for(opening, table)))
        opening.commit()
    for table in tenant_tables():
        if session.execute(select(table.c.tenant_id).limit(1)).first() is None:
            try:
                session.execute(insert(table).values(**row_for(session, table)))
            except IntegrityError as error:
                message = f"say in ASKED what the table {table.name} asks of a row"
                raise AssertionError(message) from error


def row_for(session: TenantSession, table: Table) -> dict[str, Any]:
    """Make the values of one more row of a table, referring to rows that exist."""
    values = {
        column.name: _value(session, table, column)
        for column in table.c
        if column.name != "tenant_id"
        and (not column.nullable or (table.name, column.name) in ASKED)
    }
    return {"tenant_id": session.tenant_id, **values}


def _value(session: TenantSession, table: Table, column: Column[Any]) -> object:
    for key in column.foreign_keys:
        if key.column.table.name != "tenants":
            rows = select(key.column).order_by(key.column).limit(1)
            if (table.name, column.name) in APART:
                rows = rows.offset(1)
            return session.execute(rows).scalar_one()
    if ASKED.get((table.name, column.name), A_ROW) is not A_ROW:
        return ASKED[table.name, column.name]
    if isinstance(column.type, Enum):
        return column.type.enums[0]
    if isinstance(column.type, JSON):
        return {}
    kind = column.type.python_type
    return uuid4() if kind is UUID else PLAIN[kind]
