"""Scenarios 1 and 2: what lies behind another tenant's wall does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from tests import settled
from tests.acceptance.scene import everything, page_of, submitted, tasks
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import token_at
from workflows.decisions.tables import Decision
from workflows.sittings.tables import Sitting


@pytest.fixture
def rich(other_town: Town) -> Town:
    """A second tenant with a recognised cell, a decision and its papers: there is much to see."""
    settled.recognized(other_town, other_town.ward.cells[0])
    decision = other_town.session.scalars(select(Decision)).one()
    settled.printed(other_town, decision)
    other_town.session.commit()
    return other_town


def addresses(
    app: Flask, town: Town, known: dict[str, str], unknown: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Give every page that names something of a tenant: as it is, and with an unknown name."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or not rule.rule.startswith("/<slug:tenant>/"):
            continue
        named = [name for name in known if f":{name}>" in rule.rule]
        if not named:
            continue
        filled = [rule.rule.replace("<slug:tenant>", town.tenant.slug)] * 2
        for number, values in enumerate((known, unknown)):
            for name in named:
                filled[number] = re.sub(rf"<\w+:{name}>", values[name], filled[number])
        if not any("<" in address for address in filled):
            yield filled[0], filled[1]


def test_01_nothing_of_another_tenant_exists_on_any_page(
    app: Flask, town: Town, rich: Town, sign_in: SignIn
) -> None:
    """Pages, history, print, exports, papers, counters and search all know nothing of it.

    Missing here are certificates, whose pages come with their register.
    """
    code = rich.dossier(rich.ward.cells[0]).code
    task = tasks(rich, code, done=True)[0]
    decision = rich.session.scalars(select(Decision)).one()
    known = {"code": code, "task_id": str(task.id), "id": str(decision.id)}
    unknown = {"code": "26-99999", "task_id": str(uuid4()), "id": str(uuid4())}
    browser = sign_in(town, town.ward.office)
    differing, tried = [], 0
    for real, made_up in addresses(app, rich, known, unknown):
        answers = [
            (answer.status_code, answer.data.replace(address.encode(), b""))
            for address in (real, made_up)
            for answer in [browser.get(address)]
        ]
        tried += 1
        if answers[0] != answers[1] or answers[0][0] != 404:
            differing.append((real, answers[0][0]))
    assert differing == []
    assert tried > 20

    own = f"/{town.tenant.slug}"
    for address in ("/viec", "/phuong/ho-so?viec=tat-ca", "/tien-do", "/tim?q=Hoa Mai"):
        page = browser.get(own + address)
        assert page.status_code == 200
        assert str(task.id) not in page.text
        assert page.text.count(rich.tenant.slug) == 0
    assert browser.get(f"{own}/viec/{task.id}/giao").status_code == 404


def test_01_sittings_ballots_and_their_turnout_know_nothing_of_it_either(
    app: Flask, town: Town, rich: Town, sign_in: SignIn
) -> None:
    """A sitting's own pages: votes, ballot, turnout, projector, check and print."""
    sitting = rich.session.scalars(select(Sitting).order_by(Sitting.code)).first()
    assert sitting is not None
    differing, tried = [], 0
    browsers = [sign_in(town, person) for person in (town.ward.office, town.ward.chair)]
    for real, made_up in addresses(app, rich, {"code": sitting.code}, {"code": "26-H9999"}):
        if "/phien-hop/" not in real:
            continue
        for browser in browsers:
            answers = [
                (answer.status_code, answer.data.replace(address.encode(), b""))
                for address in (real, made_up)
                for answer in [browser.get(address)]
            ]
            tried += 1
            if answers[0] != answers[1] or answers[0][0] != 404:
                differing.append((real, answers[0][0]))
    assert differing == []
    assert tried >= 14


def test_02_claim_and_approve_with_a_foreign_task_change_nothing(
    town: Town, other_town: Town, sign_in: SignIn
) -> None:
    (code, _second) = submitted(other_town)
    task = tasks(other_town, code)[0]
    browser = sign_in(town, town.ward.office)
    token = token_at(browser, f"/{town.tenant.slug}/viec")
    before = everything(other_town)

    for home in (town, other_town):
        for word in ("nhan", "tra", "giao"):
            answer = browser.post(
                f"/{home.tenant.slug}/viec/{task.id}/{word}",
                data={"csrf_token": token, "_key": str(uuid4()), "reason": "x",
                      "to": str(town.ward.office.id)},
            )  # fmt: skip
            assert answer.status_code == 404
    answer = browser.post(
        page_of(other_town, code, "tiep-nhan"),
        data={"csrf_token": token, "_key": str(uuid4()), "seen_version": "2"},
    )
    assert answer.status_code == 404
    assert everything(other_town) == before
