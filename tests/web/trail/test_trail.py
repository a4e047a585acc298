"""The trail's pages: filtered by the address, exported, read by those who may."""

from __future__ import annotations

import ast
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from tenants import clock
from tenants.audit import AuditEvent, record_event
from tests import make
from tests.make import Town
from tests.rules.reading import modules
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from web.trail.words import KINDS
from web.words import EVENTS, MOVES


def seqs(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'/quan-tri/nhat-ky/(\d+)"', page)]


def test_auditor_begins_at_the_home_of_oversight(sign_in: SignIn, town: Town) -> None:
    make.registered(town, town.ward.cells[0])
    browser = sign_in(town, town.auditor)
    slug = town.tenant.slug

    assert browser.get(f"/{slug}/").location == f"/{slug}/giam-sat"
    page = browser.get(f"/{slug}/giam-sat").text

    assert re.search(r"Các bước của hồ sơ 2", text_of(page))
    assert town.ward.unit.name in page
    assert "<form" not in page[page.index("<main") :]


@pytest.mark.parametrize("who", ["office", "secretary", "chair", "org_dept"])
def test_trail_is_for_administrator_and_auditor_alone(
    sign_in: SignIn, town: Town, who: str
) -> None:
    person = {
        "office": town.ward.office, "secretary": town.ward.secretaries[0], "chair": town.chair,
        "org_dept": town.org_dept,
    }[who]  # fmt: skip
    browser, slug = sign_in(town, person), town.tenant.slug

    answers = [
        browser.get(f"/{slug}{path}").status_code
        for path in ("/quan-tri/nhat-ky", "/quan-tri/nhat-ky.xlsx", "/quan-tri/nhat-ky/1",
                     "/giam-sat")
    ]  # fmt: skip

    assert answers == [403, 403, 403, 403]


def test_filters_of_the_address_choose_the_events(sign_in: SignIn, town: Town) -> None:
    dossier = make.registered(town, town.ward.cells[0])
    make.registered(town, town.ward.cells[1])
    browser, address = sign_in(town, town.auditor), f"/{town.tenant.slug}/quan-tri/nhat-ky"
    of_dossier = list(
        town.session.scalars(
            select(AuditEvent.seq)
            .where(AuditEvent.dossier_id == dossier.id)
            .order_by(AuditEvent.seq.desc())
        )
    )
    by_office = list(
        town.session.scalars(
            select(AuditEvent.seq)
            .where(AuditEvent.name == town.ward.office.name)
            .order_by(AuditEvent.seq.desc())
        )
    )

    assert len(of_dossier) == 2
    assert seqs(browser.get(f"{address}?ho-so={dossier.code}").text) == of_dossier
    assert seqs(browser.get(f"{address}?tim={town.ward.office.name.lower()}").text) == by_office
    assert seqs(browser.get(f"{address}?nhom=ho-so&ho-so={dossier.code}").text) == of_dossier
    assert seqs(browser.get(f"{address}?nhom=phien-hop").text) == []
    assert seqs(browser.get(f"{address}?den=01/01/2020").text) == []
    assert seqs(browser.get(f"{address}?ho-so=26-99999").text) == []


def test_older_events_are_on_the_next_page(sign_in: SignIn, town: Town) -> None:
    browser, slug = sign_in(town, town.auditor), town.tenant.slug
    for _ in range(60):
        record_event(town.session, "reminded", actor=town.member(town.admin))
    town.session.commit()
    total = town.session.scalar(select(func.count()).select_from(AuditEvent))

    first = browser.get(f"/{slug}/quan-tri/nhat-ky").text
    older = re.search(r'href="(/[^"]*truoc=[^"]+)"', first)
    assert older is not None
    second = browser.get(older[1].replace("&amp;", "&")).text

    both = seqs(first) + seqs(second)
    assert len(seqs(first)) == 50
    assert both == list(range(total or 0, (total or 0) - len(both), -1))


def test_exported_list_is_the_one_that_is_shown_and_no_formula(sign_in: SignIn, town: Town) -> None:
    record_event(
        town.session, "reminded", actor=town.member(town.admin), for_name='=HYPERLINK("x")'
    )
    town.session.commit()
    browser = sign_in(town, town.admin)

    book = browser.get(f"/{town.tenant.slug}/quan-tri/nhat-ky.xlsx?tim=HYPERLINK").data
    rows = list(load_workbook(BytesIO(book)).active.iter_rows(min_row=2))

    assert [cell.value for cell in rows[0]][2:6] == [
        "Nhắc việc", town.admin.name, "", '=HYPERLINK("x")',
    ]  # fmt: skip
    assert (len(rows), rows[0][5].data_type, rows[0][5].quotePrefix) == (1, "s", True)


def test_reasons_of_dossiers_are_not_for_the_administrator(sign_in: SignIn, town: Town) -> None:
    make.registered(town, town.ward.cells[0])
    make.move(
        town, town.ward.cells[0], "put_on_hold", town.ward.inspector,
        reason="Đang xem xét đơn thư", look_again_on=clock.today(town.session),
    )  # fmt: skip
    address = f"/{town.tenant.slug}/quan-tri/nhat-ky"

    assert "Đang xem xét đơn thư" in sign_in(town, town.auditor).get(address).text
    assert "Đang xem xét đơn thư" not in sign_in(town, town.admin).get(address).text


def test_event_is_shown_as_it_was_written(sign_in: SignIn, town: Town) -> None:
    page = sign_in(town, town.auditor).get(f"/{town.tenant.slug}/quan-tri/nhat-ky/1").text

    event = town.session.get_one(AuditEvent, (town.tenant.id, 1))
    assert event.hash.hex() in page
    assert "Mở đơn vị" in text_of(page)


def test_every_kind_of_event_has_words() -> None:
    """A new kind is named in ``web/trail/words.py``."""
    kinds = {
        word.value
        for path, source in modules().items()
        if path.split("/")[0] in {"tenants", "workflows", "jobs", "web"}
        if "import record_event" in source or "record_event," in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"record_event", "_record", "Draft"}
        for word in node.args
        if isinstance(word, ast.Constant) and re.fullmatch(r"[a-z]+(_[a-z]+)+", str(word.value))
    }

    assert kinds - set(KINDS) - set(EVENTS) - set(MOVES) == set()
    assert len(kinds) > 30
