"""The public check: what anybody learns by a code, and what nobody learns without one."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import ProgrammingError

from tenants import clock
from tenants.public_codes import PublicCode, digest_of, new_public_code
from tenants.settings import Settings
from tenants.tenant import Standing, Tenant
from tenants.wall import OutsideTenantError, name_code, open_session
from tests import settled
from tests.make import Town
from tests.web.conftest import HTMX
from tests.web.reading import text_of
from web.app import create_app
from workflows.decisions.tables import Decision, Recognition


@pytest.fixture
def decision(town: Town) -> Decision:
    settled.recognized(town, *town.ward.cells[:2])
    return settled.numbered(town, town.session.scalars(select(Decision)).one())


def titles(town: Town) -> list[Recognition]:
    return list(town.session.scalars(select(Recognition).order_by(Recognition.id)))


def revoke(town: Town, title: Recognition) -> None:
    title.revoked_at, title.revoked_reason = clock.now(town.session), "Kỷ luật trong năm 2026"
    town.session.commit()


def ask(browser: FlaskClient, code: str) -> str:
    answer = browser.get(f"/xac-nhan/{code}")
    assert answer.status_code == 200
    return text_of(answer.text)


def test_decision_is_genuine_and_says_what_it_prints(
    browser: FlaskClient, town: Town, decision: Decision
) -> None:
    page = ask(browser, decision.public_code)

    assert "Có thật, còn hiệu lực" in page
    assert f"Quyết định công nhận danh hiệu “Chi bộ 4 tốt” năm {town.campaign.year}" in page
    assert "125-QĐ/Th.U ngày" in page
    assert "2 đơn vị" in page


def test_title_is_genuine_and_names_its_unit(
    browser: FlaskClient, town: Town, decision: Decision
) -> None:
    cell = town.ward.cells[0]

    page = ask(browser, titles(town)[0].public_code)

    assert "Có thật, còn hiệu lực" in page
    assert cell.name in page.replace("\N{NO-BREAK SPACE}", " ")
    assert town.ward.unit.name in page
    assert "125-QĐ/Th.U" in page


def test_nothing_else_is_told(browser: FlaskClient, town: Town, decision: Decision) -> None:
    dossier = town.dossier(town.ward.cells[0])
    secret = [
        *(person.name for person in (*town.ward.secretaries, town.chair, town.org_dept)),
        town.ward.cells[1].name, dossier.code, "Hoàn thành tốt", "3/3", town.tenant.slug,
        decision.facts["seen"],
    ]  # fmt: skip

    for code in (decision.public_code, titles(town)[0].public_code):
        answer = browser.get(f"/xac-nhan/{code}")
        main = answer.text[answer.text.index("<main") : answer.text.index("</main")]
        assert [word for word in secret if word in main.replace("\N{NO-BREAK SPACE}", " ")] == []
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "typed",
    ["{lower}", "{plain}", "{spaced}", "%20{code}%20", "{code}.", "{lower_spaced}", "{dotted}"],
)
def test_code_is_read_in_any_spelling(browser: FlaskClient, decision: Decision, typed: str) -> None:
    code = decision.public_code
    spelt = typed.format(
        code=code, lower=code.lower(), plain=code.replace("-", ""), spaced=code.replace("-", "%20"),
        lower_spaced=code.lower().replace("-", "%20%20"), dotted=code.replace("-", "."),
    )  # fmt: skip

    assert "Có thật, còn hiệu lực" in ask(browser, spelt)
    sent = browser.get(f"/xac-nhan?ma={spelt}")
    assert (sent.status_code, sent.location) == (303, f"/xac-nhan/{code}")


def test_unknown_codes_and_drafts_are_answered_alike(browser: FlaskClient, town: Town) -> None:
    settled.recognized(town, town.ward.cells[0])
    draft = town.session.scalars(select(Decision)).one()
    unnumbered = [draft.public_code, titles(town)[0].public_code]

    answers = {
        (answer.status_code, answer.data)
        for code in (
            *unnumbered, "BBBB-BBBB-BBBB-BBBB", "khong-co", "26-Q1", draft.code, "%F0%9F%98%80",
            "..", "--", "x" * 300, "';--", str(draft.id),
        )
        if (answer := browser.get(f"/xac-nhan/{code}")).status_code != 308
    }  # fmt: skip

    assert len(answers) == 1
    status, page = answers.pop()
    assert status == 404
    assert "Không có quyết định này" in page.decode()


def test_revoked_title_says_so_and_its_decision_counts_it(
    browser: FlaskClient, town: Town, decision: Decision
) -> None:
    first, second = titles(town)
    revoke(town, first)

    page = ask(browser, first.public_code)
    assert "Đã thu hồi từ ngày" in page
    assert "Kỷ luật" not in page
    assert "Có thật, còn hiệu lực" in ask(browser, second.public_code)
    assert "1 trong 2 danh hiệu của quyết định này đã thu hồi" in ask(browser, decision.public_code)

    revoke(town, second)
    assert "Đã thu hồi, không còn hiệu lực" in ask(browser, decision.public_code)

    for title in (first, second):
        title.revoked_at = None
    town.session.commit()
    assert "Có thật, còn hiệu lực" in ask(browser, first.public_code)


def test_replaced_decision_names_the_paper_that_stands(
    browser: FlaskClient, town: Town, decision: Decision
) -> None:
    later = Decision(
        code="26-Q9", kind=decision.kind, body_id=decision.body_id,
        campaign_id=decision.campaign_id, sitting_id=decision.sitting_id,
        public_code=new_public_code(town.session), facts=decision.facts,
    )  # fmt: skip
    town.session.add(later)
    town.session.flush()
    decision.replaced_by_id = later.id
    town.session.commit()
    assert "Có thật, còn hiệu lực" in ask(browser, decision.public_code)

    later.number, later.signed_on = "140-QĐ/Th.U", clock.today(town.session)
    later.frozen_at, later.frozen_by = clock.now(town.session), "Lan"
    town.session.commit()

    assert "thay bằng văn bản số 140-QĐ/Th.U" in ask(browser, decision.public_code)
    assert "Có thật, còn hiệu lực" in ask(browser, later.public_code)
    assert "140-QĐ/Th.U" in ask(browser, titles(town)[0].public_code)


@pytest.mark.parametrize("standing", [Standing.CLOSED, Standing.SUSPENDED])
def test_papers_outlive_their_tenant(
    browser: FlaskClient, town: Town, decision: Decision, platform: Engine, standing: Standing
) -> None:
    with open_session(platform) as session:
        session.execute(update(Tenant).where(Tenant.id == town.tenant.id).values(standing=standing))
        session.commit()

    assert "Có thật, còn hiệu lực" in ask(browser, decision.public_code)


def test_each_code_leads_to_its_own_tenant(
    browser: FlaskClient, town: Town, other_town: Town, decision: Decision
) -> None:
    settled.recognized(other_town, other_town.ward.cells[0])
    theirs = settled.numbered(other_town, other_town.session.scalars(select(Decision)).one())

    assert "2 đơn vị" in ask(browser, decision.public_code)
    assert "1 đơn vị" in ask(browser, theirs.public_code)


def test_codes_cannot_be_listed(engine: Engine, town: Town, decision: Decision) -> None:
    """Not outside of tenants, nor inside one's own: a row shows itself to its digest alone."""
    everything = select(func.count()).select_from(PublicCode)
    with open_session(engine) as outside, open_session(engine, town.tenant.id) as inside:
        assert outside.scalar(everything) == 0
        assert inside.scalar(everything) == 0
        name_code(outside, digest_of(decision.public_code))
        assert list(outside.scalars(select(PublicCode.issuer_id))) == [town.tenant.id]
        name_code(outside, digest_of("BBBB-BBBB-BBBB-BBBB"))
        assert outside.scalar(everything) == 0


def test_no_tenant_makes_codes_of_another(engine: Engine, town: Town, other_town: Town) -> None:
    with open_session(engine, town.tenant.id) as session:
        session.add(PublicCode(digest=b"their", issuer_id=other_town.tenant.id))
        with pytest.raises(ProgrammingError, match="row-level security"):
            session.flush()
    with open_session(engine) as session, pytest.raises(OutsideTenantError):
        new_public_code(session)
    for statement in ("UPDATE public_codes SET digest = digest", "DELETE FROM public_codes"):
        with open_session(engine, town.tenant.id) as session, pytest.raises(ProgrammingError):
            session.execute(text(statement))


def test_guessing_is_slowed_and_asking_is_not(configured: Settings, decision: Decision) -> None:
    app: Flask = create_app(configured.with_values(redis_url=None))
    try:
        browser = app.test_client()
        right = [browser.get(f"/xac-nhan/{decision.public_code}").status_code for _ in range(30)]
        wrong = [browser.get(f"/xac-nhan/BBBB-BBBB-BBBB-BB{n:02}").status_code for n in range(25)]
        other = app.test_client().get(
            f"/xac-nhan/{decision.public_code}", environ_base={"REMOTE_ADDR": "203.0.113.9"}
        )
    finally:
        app.extensions["engine"].dispose()
        app.extensions["platform_engine"].dispose()

    assert set(right) == {200}
    assert wrong.count(404) == 20
    assert wrong[-5:] == [429] * 5
    assert other.status_code == 200


def test_page_asks_for_a_code(browser: FlaskClient) -> None:
    page = browser.get("/xac-nhan")
    empty = browser.get("/xac-nhan?ma=+-+")
    part = browser.get("/xac-nhan", headers=HTMX)

    assert (page.status_code, empty.status_code) == (200, 200)
    assert "Chưa ghi mã" in empty.text
    assert "Chưa ghi mã" not in page.text
    assert re.search(r'<label for="ma">', page.text)
    assert part.text.lstrip().startswith('<div id="ask"')
