"""Handing out all that a tenant has: its tables as JSON lines, its files, what was left out."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import click
from sqlalchemy import Table, text

import workflows.tables  # noqa: F401  # registers its tables
from tenants import clock
from tenants.audit import record_event
from tenants.database import Base
from tenants.files import store
from tenants.settings import Settings
from tenants.wall import TenantSession
from web.commands.connecting import OPERATOR, inside, needs_settings, which_tenant

# Secrets of signing in, and what forms were sent: of no use to anybody but the service.
LEFT_OUT = frozenset(
    {
        "authenticators", "held_files", "invitations", "kept_replies", "passkeys", "passwords",
        "recovery_codes", "sign_in_codes", "sign_in_failures", "sign_ins",
    }
)  # fmt: skip
MANIFEST = "manifest.json"


@click.command(
    name="export", help="Xuất mọi dữ liệu của một cơ quan · Writes all that a tenant has."
)
@which_tenant
@click.option(
    "--to", "path", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp ZIP ghi ra · The ZIP to write.",
)  # fmt: skip
@needs_settings
def command(settings: Settings, slug: str, path: Path) -> None:
    """Write a tenant's rows and files into one archive, with the hash of each part."""
    with inside(settings, slug) as (session, tenant):
        parts: dict[str, str] = {}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

            def put(name: str, content: bytes) -> None:
                archive.writestr(name, content)
                parts[name] = sha256(content).hexdigest()

            put("tenant.json", _rows(session, Base.metadata.tables["tenants"], own="id"))
            for table in own_tables():
                if table.name not in LEFT_OUT:
                    put(f"tables/{table.name}.jsonl", _rows(session, table))
            for name in store().names(tenant.id) if settings.files_url else ():
                put(f"files/{name}", store().open(name))
            manifest = {
                "tenant": slug,
                "name": tenant.name,
                "at": clock.now(session).isoformat(),
                "left_out": sorted(LEFT_OUT),
                "sha256": parts,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2))
        record_event(session, "tenant_exported", actor=OPERATOR, facts={"parts": len(parts)})
        session.commit()
    click.echo(f"{path}: {len(parts)} parts")


def own_tables() -> list[Table]:
    """List the tables of a tenant, those that others refer to first."""
    return [table for table in Base.metadata.sorted_tables if "tenant_id" in table.c]


def _rows(session: TenantSession, table: Table, own: str = "tenant_id") -> bytes:
    found = session.scalars(
        text(
            f"SELECT row_to_json(t)::text FROM {table.name} t WHERE t.{own} = :tenant"  # noqa: S608
            " ORDER BY t::text"
        ),
        {"tenant": session.tenant_id},
    )
    return "".join(f"{row}\n" for row in found).encode()
