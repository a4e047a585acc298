"""Every address of a dossier is, for strangers to it, the same as an unknown address."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from tenants.audit import AuditEvent
from tenants.outbox import OutboxItem
from tenants.people import Person
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from workflows.dossiers.tables import Answer, Dossier
from workflows.flows import FLOWS
from workflows.tasks.tables import Task

UNKNOWN = "26-99999"
NOBODYS = "00000000-0000-4000-8000-000000000000"
FORM = {
    "reason": "x", "marked": "1.1", "due_on": "31/12/2030", "words": "x", "number": "1",
    "signed_on": "01/01/2026", "level": "good", "met_on": "01/01/2026", "in_favour": "20",
    "base": "22", "proposed_rating": "good", "agree": "1", "seen_version": "1",
}  # fmt: skip


def dossier_rules(app: Flask) -> list[Rule]:
    """List the rules whose address names a dossier."""
    return [rule for rule in app.url_map.iter_rules() if "/ho-so/<string:code>" in rule.rule]


def addresses(app: Flask, town: Town, code: str) -> list[tuple[str, str]]:
    """List method and address of everything there is of a dossier, one for each move too."""
    words = sorted({move.word for move in FLOWS["cell_title", 1].moves})
    found = set()
    for rule in dossier_rules(app):
        path = rule.rule.replace("<slug:tenant>", town.tenant.slug)
        path = path.replace("<string:code>", code)
        for word in words if "<" in path else [""]:
            filled = path.replace("<string:word>", word).replace("<slug:word>", word)
            filled = re.sub(r"<[^>]*group[^>]*>|<[^>]*key>", "1", filled)
            filled = re.sub(r"<[^>]*criterion>", "1.1", filled)
            filled = re.sub(r"<uuid:[^>]*>", NOBODYS, filled)
            assert "<" not in filled, rule.rule
            found |= {(method, filled) for method in (rule.methods or set()) & {"GET", "POST"}}
    return sorted(found)


def footprint(town: Town) -> tuple[object, ...]:
    """Return what any act would change in a town."""
    session = town.session
    session.rollback()
    session.expire_all()
    seen = (
        session.execute(
            select(Dossier.code, Dossier.state, Dossier.version, Dossier.content_version)
            .order_by(Dossier.code)
        ).all(),
        session.execute(select(Task.id, Task.done_at).order_by(Task.id)).all(),
        session.execute(select(Answer.id, Answer.version).order_by(Answer.id)).all(),
        session.scalar(
            select(func.count()).select_from(AuditEvent).where(AuditEvent.dossier_id.is_not(None))
        ),
        session.scalar(select(func.count()).select_from(OutboxItem)),
    )  # fmt: skip
    session.rollback()  # a slow machine's requests may last longer than a transaction may idle
    return seen


STRANGERS: dict[str, Callable[[Town, Town], tuple[Town, Person]]] = {
    "secretary of another ward": lambda town, _: (town, town.other_ward.secretaries[0]),
    "office of another ward": lambda town, _: (town, town.other_ward.office),
    "appraiser of another ward": lambda town, _: (town, town.other_ward.appraiser),
    "chair of another ward": lambda town, _: (town, town.other_ward.chair),
    "secretary of another tenant": lambda _, other: (other, other.ward.secretaries[0]),
    "office of another tenant": lambda _, other: (other, other.ward.office),
    "city of another tenant": lambda _, other: (other, other.org_dept),
}


@pytest.mark.parametrize("stranger", STRANGERS, ids=STRANGERS.keys())
def test_dossier_does_not_exist_for_strangers(
    app: Flask, town: Town, other_town: Town, sign_in: SignIn, stranger: str
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    home, person = STRANGERS[stranger](town, other_town)
    browser = sign_in(home, person)
    token = re.search(
        r'name="csrf" content="([^"]+)"', browser.get(f"/{home.tenant.slug}/toi").text
    )
    assert token is not None
    before = footprint(town)
    tried, differing = 0, []
    for (method, known), (_same, unknown) in zip(
        addresses(app, town, dossier.code), addresses(app, town, UNKNOWN), strict=True
    ):
        answers = []
        for address in (known, unknown):
            form = (
                FORM | {"csrf_token": token[1], "_key": str(uuid4())} if method == "POST" else None
            )
            answer = browser.open(address, method=method, data=form)
            answers.append((answer.status_code, answer.data.replace(address.encode(), b"")))
        tried += 1
        if answers[0] != answers[1] or answers[0][0] != 404:
            differing.append((method, known, answers[0][0], answers[1][0]))

    assert differing == []
    assert tried > 50
    assert footprint(town) == before


def test_the_same_addresses_exist_for_its_own_ward(app: Flask, town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)

    found = {
        browser.get(address).status_code
        for method, address in addresses(app, town, dossier.code)
        if method == "GET"
    }

    assert 200 in found
