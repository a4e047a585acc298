"""Each answer is kept as it is chosen, and what is not kept is never called kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from tests import make
from tests.journeys.comrade import PHONE
from tests.journeys.signed_in import cookie_of
from tests.make import Town
from workflows.dossiers.answering import answer
from workflows.dossiers.tables import Answer, Dossier


@pytest.fixture
def dossier(town: Town) -> Dossier:
    return make.in_review(town, town.ward.cells[0])


@pytest.fixture
def group(
    browser: Browser, served: str, app: Flask, town: Town, dossier: Dossier
) -> Iterator[Page]:
    """The first group of criteria on the secretary's phone."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN")  # type: ignore[arg-type]
    name = app.config["SESSION_COOKIE_NAME"]
    context.add_cookies(
        [{"name": name, "value": cookie_of(app, town, town.ward.secretaries[0]), "url": served}]
    )
    page = context.new_page()
    page.goto(f"{served}/{town.tenant.slug}/ho-so/{dossier.code}/nhom/1")
    yield page
    context.close()


def levels(town: Town, dossier: Dossier) -> dict[str, str | None]:
    town.session.rollback()
    rows = town.session.scalars(select(Answer).where(Answer.dossier_id == dossier.id))
    return {row.criterion: row.self_level for row in rows}


def test_choice_is_kept_and_counted_without_moving_the_page(
    group: Page, town: Town, dossier: Dossier
) -> None:
    below = group.locator("#tc-1-2")
    before = below.evaluate("element => element.offsetTop")

    group.locator("#tc-1-1").get_by_text("Tốt ·").click()

    expect(group.locator("#luu-1-1")).to_have_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))
    expect(group.locator("#tong-diem .figure")).to_have_text(re.compile("^6 / 100"))
    assert below.evaluate("element => element.offsetTop") == before
    assert levels(town, dossier) == {"1.1": "good"}


def test_choice_without_a_network_is_kept_when_it_is_back(
    group: Page, town: Town, dossier: Dossier
) -> None:
    group.context.set_offline(True)
    group.locator("#tc-1-1").get_by_text("Tốt ·").click()
    expect(group.locator("#luu-1-1")).to_have_text(re.compile("^Chưa lưu được"))

    group.context.set_offline(False)

    expect(group.locator("#luu-1-1")).to_have_text(re.compile("Đã lưu lúc"))
    assert levels(town, dossier) == {"1.1": "good"}


def test_choice_that_somebody_overtook_is_shown_beside_theirs(
    group: Page, town: Town, dossier: Dossier
) -> None:
    answer(
        town.session, dossier.id, "1.1", level="not_met", not_applicable=False, note="",
        actor=town.member(town.ward.deputy),
    )  # fmt: skip
    town.session.commit()

    group.locator("#tc-1-1").get_by_text("Tốt ·").click()

    line = group.locator("#luu-1-1")
    expect(line).to_have_text(re.compile(f"Chưa lưu được. Đ/c {town.ward.deputy.name} vừa trả lời"))
    line.get_by_role("button", name="Xem và chọn lại").click()
    expect(group.get_by_role("heading", name="Người khác vừa trả lời")).to_be_visible()
    group.get_by_role("button", name="Lưu và sang nhóm 2").click()
    expect(group).to_have_url(re.compile("/nhom/2$"))
    assert levels(town, dossier) == {"1.1": "good"}
