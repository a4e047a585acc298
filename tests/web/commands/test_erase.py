"""Exporting and erasing: nothing is erased without an export, and the trail still verifies."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tenants.audit import AuditEvent, verify
from tenants.people import Account, Person
from tenants.signing_in.sessions import find_sign_in
from tenants.text.phones import show_phone
from tests import make
from tests.make import Town
from tests.web.commands.answers import refusal
from tests.web.commands.conftest import Bontot
from tests.web.conftest import token_of
from web.commands.export import own_tables


@pytest.fixture
def exported(bontot: Bontot, town: Town, tmp_path: Path) -> Path:
    make.registered(town, town.ward.cells[0])
    path = tmp_path / "export.zip"
    result = bontot("export", "--tenant", town.tenant.slug, "--to", str(path))
    assert result.exit_code == 0, result.stderr
    return path


def test_export_holds_every_row_with_its_hash_and_no_secret(exported: Path, town: Town) -> None:
    with zipfile.ZipFile(exported) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        people = archive.read("tables/people.jsonl").decode().splitlines()
        hashes = {
            name: sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if name != "manifest.json"
        }

    town.session.rollback()
    assert hashes == manifest["sha256"]
    assert len(people) == town.session.scalar(select(func.count()).select_from(Person))
    assert "tables/sign_ins.jsonl" not in hashes
    assert "tables/dossiers.jsonl" in hashes


def test_closed_tenant_is_erased_and_its_trail_still_verifies(
    bontot: Bontot, exported: Path, town: Town, other_town: Town
) -> None:
    slug = town.tenant.slug
    erase = ("erase", "--tenant", slug, "--export", str(exported), "--yes", slug)
    assert "Only a closed tenant is erased" in refusal(bontot(*erase))
    bontot("tenant", "close", slug)

    result = bontot(*erase)

    assert result.exit_code == 0, result.stderr
    assert "audit_events stays" in result.stdout
    town.session.rollback()
    left = {
        table.name
        for table in own_tables()
        if town.session.scalar(select(func.count()).select_from(table))
    }
    assert left == {"audit_events", "audit_heads"}
    assert list(verify(town.session)) == []
    last = select(AuditEvent.kind).order_by(AuditEvent.seq.desc()).limit(1)
    assert town.session.scalar(last) == "tenant_erased"
    assert other_town.session.scalar(select(func.count()).select_from(Person))


@pytest.mark.parametrize("said", [(), ("--yes", "SLUG"), ("--export", "FILE")])
def test_nothing_is_erased_without_export_and_name(
    bontot: Bontot, exported: Path, town: Town, said: tuple[str, ...]
) -> None:
    words = [word.replace("SLUG", town.tenant.slug).replace("FILE", str(exported)) for word in said]

    assert "cannot be undone" in refusal(bontot("erase", "--tenant", town.tenant.slug, *words))


def test_export_of_another_tenant_erases_nothing(
    bontot: Bontot, exported: Path, other_town: Town
) -> None:
    slug = other_town.tenant.slug
    bontot("tenant", "close", slug)

    result = bontot("erase", "--tenant", slug, "--export", str(exported), "--yes", slug)

    assert "is not a whole export of" in refusal(result)


def test_person_cannot_be_reached_or_enter_any_more_and_acts_keep_the_name(
    bontot: Bontot, town: Town
) -> None:
    make.registered(town, town.ward.cells[0])
    person = town.ward.secretaries[0]
    token = token_of(town, person)
    phone = town.phones[person.id]

    result = bontot("erase", "--tenant", town.tenant.slug, "--person", show_phone(phone))

    assert result.exit_code == 0, result.stderr
    town.session.rollback()
    town.session.expire_all()
    account = town.session.scalars(select(Account).where(Account.person_id == person.id)).one()
    assert account.phone.startswith("+000")
    assert account.disabled_at is not None
    assert find_sign_in(town.session, token) is None
    acted = select(func.count()).select_from(AuditEvent).where(AuditEvent.name == person.name)
    assert town.session.scalar(acted)
    assert list(verify(town.session)) == []
    again = bontot("erase", "--tenant", town.tenant.slug, "--person", show_phone(phone))
    assert refusal(again).startswith("Nobody in")
