"""The platform's pages: two people open a tenant, break-glass reads, everybody else stays out."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update

from jobs.first_administrator import first_administrator
from tenants import clock
from tenants.audit import AuditEvent
from tenants.members import SYSTEM
from tenants.outbox import OutboxItem
from tenants.platform.accounts import find_account
from tenants.platform.entering import check_code
from tenants.platform.second_factors import (
    code_for_demonstration,
    confirm_app,
    reset_app,
    secret_to_confirm,
    start_app,
)
from tenants.platform.tables import PlatformSecondFactor, PlatformSignIn
from tenants.settings import Settings
from tenants.tenant import Tenant, find_tenant
from tenants.wall import open_session
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, said, text_of
from web.app import create_app

REASON = "Văn phòng báo mất danh sách, công văn 12"


def proposal(browser: FlaskClient, slug: str, **said: str) -> str:
    """Propose a tenant, and return the address of the proposal."""
    fields = form_at(browser, "/he-thong/de-nghi/moi") | {
        "name": "Huyện ủy Kỳ Anh", "slug": slug, "level": "district",
        "admin_name": "Vũ Thị Quản", "admin_phone": make.phone(), "people": "900",
    }  # fmt: skip
    answer = browser.post("/he-thong/de-nghi/moi", data=fields | said)
    assert answer.status_code == 303, errors_of(answer.text)
    return str(answer.location)


def test_two_people_open_a_tenant_and_its_administrator_gets_in(
    first: FlaskClient, second: FlaskClient, browser: FlaskClient, engine: Engine
) -> None:
    slug = f"huyen-{uuid4().hex[:10]}"
    address = proposal(first, slug)
    fields = form_at(second, address, last=False)
    refused = first.post(f"{address}/xac-nhan", data=form_at(first, address))

    opened = second.post(f"{address}/xac-nhan", data=fields)

    assert (refused.status_code, opened.status_code) == (403, 200)
    link = re.search(r"http://localhost(/[^<]+/loi-moi/[^<]+)<", opened.text)
    assert link is not None
    with open_session(engine) as session:
        tenant = find_tenant(session, slug)
        assert tenant is not None
        session.enter(tenant.id)
        first_administrator(session, session.scalars(select(OutboxItem)).one())
        session.commit()
    entered = browser.post(link[1], data=form_at(browser, link[1]))
    assert entered.status_code == 303
    assert entered.location.startswith(f"/{slug}/")


def test_confirming_twice_opens_once(first: FlaskClient, second: FlaskClient) -> None:
    slug = f"huyen-{uuid4().hex[:10]}"
    address = proposal(first, slug)
    fields = form_at(second, address, last=False)

    answers = [second.post(f"{address}/xac-nhan", data=fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 303]
    assert answers[1].location == f"/he-thong/don-vi/{slug}"


def test_bad_proposal_says_what_to_do_and_keeps_what_was_typed(
    first: FlaskClient, town: Town
) -> None:
    fields = form_at(first, "/he-thong/de-nghi/moi")
    answers = [
        first.post("/he-thong/de-nghi/moi", data=fields | typed)
        for typed in (
            {"name": "Huyện ủy", "slug": "Kỳ Anh", "level": "district", "host": "không hợp lệ"},
            {
                "name": "Huyện ủy", "slug": town.tenant.slug, "level": "district",
                "admin_name": "A", "admin_phone": "0912345678",
            },
        )
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [422, 422]
    assert errors_of(answers[0].text) == [
        "Viết tên miền như bontot.hatinh.gov.vn",
        "Viết bằng chữ thường không dấu, số và gạch nối: ha-tinh",
        "Đồng chí chưa điền: Người quản trị đầu tiên",
        "Đồng chí chưa điền: Số điện thoại của người đó",
    ]
    assert errors_of(answers[1].text) == [
        f"Đã có đơn vị ở địa chỉ {town.tenant.slug}. Chọn tên khác."
    ]
    assert 'value="Huyện ủy"' in answers[0].text


@pytest.mark.parametrize("path", ["", "/don-vi", "/de-nghi/moi", "/nguoi-dung", "/nhat-ky"])
def test_nobody_without_a_sign_in_of_the_platform_gets_in(
    browser: FlaskClient, sign_in: SignIn, town: Town, path: str
) -> None:
    for visitor in (browser, sign_in(town, town.admin)):
        answer = visitor.get(f"/he-thong{path}")
        assert (answer.status_code, answer.location) == (303, "/he-thong/dang-nhap")


def test_process_without_the_platforms_connection_has_no_such_pages(configured: Settings) -> None:
    app = create_app(configured.with_values(database_platform_url=None))

    answer = app.test_client().get("/he-thong/dang-nhap")

    app.extensions["engine"].dispose()
    assert answer.status_code == 404


SECOND = "/he-thong/dang-nhap/buoc-hai"
HOUR = timedelta(hours=1)


def shown(page: str) -> str:
    code = re.search(r'class="code">(\d{6})<', page)
    assert code is not None
    return code[1]


def with_first_proof(app: Flask, phone: str) -> FlaskClient:
    browser = app.test_client()
    browser.post(
        "/he-thong/dang-nhap", data=form_at(browser, "/he-thong/dang-nhap") | {"phone": phone}
    )
    page = browser.get("/he-thong/dang-nhap/ma").text
    answer = browser.post("/he-thong/dang-nhap/ma", data=fields_of(page) | {"code": shown(page)})
    assert answer.location == SECOND
    return browser


def test_phone_and_code_let_in_and_unknown_phone_sees_the_same_page(
    app: Flask, phones: dict[str, str]
) -> None:
    pages = []
    for phone in (phones["Lý Văn Nền"], make.phone()):
        browser = app.test_client()
        fields = form_at(browser, "/he-thong/dang-nhap") | {"phone": phone}
        assert browser.post("/he-thong/dang-nhap", data=fields).status_code == 303
        page = browser.get("/he-thong/dang-nhap/ma").text
        pages.append(re.sub(r"\b\d{6}\b|….\d{3}", "#", text_of(page)))
        code = re.search(r'class="code">(\d{6})<', page)
        assert code is not None
        entered = browser.post(
            "/he-thong/dang-nhap/ma",
            data=form_at(browser, "/he-thong/dang-nhap/ma") | {"code": code[1]},
        )
        pages.append(str(entered.status_code))

    assert pages[0] == pages[2]
    assert (pages[1], pages[3]) == ("303", "422")


def test_first_time_an_app_is_set_up_and_from_then_on_asked_for(
    app: Flask, phones: dict[str, str]
) -> None:
    browser = with_first_proof(app, phones["Lý Văn Nền"])
    assert browser.get("/he-thong/don-vi").location == "/he-thong/dang-nhap"
    page = browser.get(SECOND).text
    assert '<svg class="qr"' in page
    wrong = browser.post(SECOND, data=fields_of(page) | {"code": "000000"})
    assert wrong.status_code == 422
    page = browser.get(SECOND).text
    papers = browser.post(SECOND, data=fields_of(page) | {"code": shown(page)}).text
    codes = re.findall(r"<li>(\w{5}-\w{5})</li>", papers)
    assert len(set(codes)) == 10
    assert browser.get("/he-thong/don-vi").status_code == 200

    again = with_first_proof(app, phones["Lý Văn Nền"])
    page = again.get(SECOND).text
    assert '<svg class="qr"' not in page
    entered = [
        again.post(SECOND, data=fields_of(page) | {"code": code}).status_code
        for code in ("000000", codes[0])
    ]

    assert entered == [422, 303]
    assert again.get("/he-thong/don-vi").status_code == 200


def test_set_up_begun_with_a_former_key_is_begun_anew(
    app: Flask, platform: Engine, phones: dict[str, str]
) -> None:
    browser = with_first_proof(app, phones["Lý Văn Nền"])
    with open_session(platform) as session:
        account = find_account(session, phones["Lý Văn Nền"])
        assert account is not None
        session.execute(
            update(PlatformSecondFactor)
            .where(PlatformSecondFactor.account_id == account.id)
            .values(secret=b"sealed with another key")
        )
        session.commit()
    assert browser.get(SECOND).status_code == 200

    browser = with_first_proof(app, phones["Lý Văn Nền"])
    page = browser.get(SECOND).text

    assert '<svg class="qr"' in page
    browser.post(SECOND, data=fields_of(page) | {"code": shown(page)})
    assert browser.get("/he-thong/don-vi").status_code == 200


def test_app_that_was_lost_is_taken_away_with_every_sign_in(
    first: FlaskClient, platform: Engine, phones: dict[str, str]
) -> None:
    with open_session(platform) as session:
        account = find_account(session, phones["Lý Văn Nền"])
        assert account is not None
        start_app(session, account)
        assert confirm_app(
            session, account, code_for_demonstration(session, account) or "", actor=SYSTEM
        )
        before = secret_to_confirm(session, account)
        reset_app(session, account, actor=SYSTEM)
        after = secret_to_confirm(session, account)
        session.commit()

    assert (before, after is None) == (None, False)
    assert first.get("/he-thong/don-vi").status_code == 303


def test_emergency_asks_for_a_fresh_proof_and_keeps_the_reason(
    first: FlaskClient, platform: Engine, phones: dict[str, str], town: Town
) -> None:
    with open_session(platform) as session:
        account = find_account(session, phones["Lý Văn Nền"])
        assert account is not None
        start_app(session, account)
        with clock.moved(timedelta(minutes=-2)):
            code = code_for_demonstration(session, account)
            assert confirm_app(session, account, code or "", actor=SYSTEM)
        session.execute(update(PlatformSignIn).values(proven_at=clock.now(session) - HOUR))
        session.commit()
    address = f"/he-thong/don-vi/{town.tenant.slug}/mo-khan-cap"
    page = first.get(address).text
    typed = fields_of(page) | {"reason": REASON, "minutes": "15"}

    refused = first.post(address, data=typed | {"code": "000000"})
    opened = first.post(address, data=typed | {"code": shown(page)})

    assert refused.status_code == 422
    assert REASON in refused.text
    assert opened.status_code == 303


def test_signing_out_ends_the_sign_in_on_the_server(first: FlaskClient) -> None:
    with first.session_transaction() as cookie:
        token = cookie["platform"]
    first.post("/he-thong/dang-xuat", data=form_at_menu(first))
    with first.session_transaction() as cookie:
        cookie["platform"] = token

    assert first.get("/he-thong/don-vi").status_code == 303


def form_at_menu(browser: FlaskClient) -> dict[str, str]:
    page = browser.get("/he-thong/don-vi").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return {"csrf_token": found[1]}


def test_operator_reads_nothing_of_a_tenant(first: FlaskClient, town: Town) -> None:
    make.registered(town, town.ward.cells[0])

    shown = first.get(f"/he-thong/don-vi/{town.tenant.slug}").text
    inside = first.get(f"/{town.tenant.slug}/quan-tri")

    assert inside.status_code == 303
    assert town.ward.cells[0].name not in shown
    assert town.admin.name not in shown


def broken(browser: FlaskClient, town: Town) -> None:
    address = f"/he-thong/don-vi/{town.tenant.slug}/mo-khan-cap"
    fields = form_at(browser, address) | {"reason": REASON, "minutes": "30"}
    assert browser.post(address, data=fields).status_code == 303


def test_break_glass_reads_and_writes_nothing_and_each_page_is_written_down(
    first: FlaskClient, town: Town
) -> None:
    make.registered(town, town.ward.cells[0])
    dossier = town.dossier(town.ward.cells[0])
    page = f"/{town.tenant.slug}/ho-so/{dossier.code}"
    broken(first, town)

    shown = first.get(page)
    refused = first.post(f"{page}/cho-thuc-hien", data=form_at_menu(first))

    assert (shown.status_code, refused.status_code) == (200, 403)
    assert REASON in shown.text
    town.session.rollback()
    looks = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "break_glass_look").order_by(AuditEvent.seq)
    ).all()
    assert [(look.name, look.facts["page"]) for look in looks] == [("Lý Văn Nền", page)]
    assert town.dossier(town.ward.cells[0]).version == dossier.version


def test_break_glass_opens_no_other_tenant_and_no_other_browser(
    first: FlaskClient, second: FlaskClient, town: Town, other_town: Town
) -> None:
    broken(first, town)

    assert first.get(f"/{town.tenant.slug}/quan-tri").status_code == 200
    assert first.get(f"/{other_town.tenant.slug}/quan-tri").status_code == 303
    assert second.get(f"/{town.tenant.slug}/quan-tri").status_code == 303


def test_administrator_is_told_and_says_to_have_read_it(
    first: FlaskClient, sign_in: SignIn, town: Town
) -> None:
    slug = town.tenant.slug
    broken(first, town)
    admin, auditor = sign_in(town, town.admin), sign_in(town, town.auditor)
    told = "có 1 lần mở khẩn cấp chưa xem"
    assert told in admin.get(f"/{slug}/toi").text
    assert "Xem ai mở, vì sao" in admin.get(f"/{slug}/quan-tri").text
    assert REASON in admin.get(f"/{slug}/quan-tri/mo-khan-cap").text
    assert "Đã xem" not in text_of(auditor.get(f"/{slug}/quan-tri/mo-khan-cap").text)

    answer = admin.post(
        f"/{slug}/quan-tri/mo-khan-cap", data=form_at(admin, f"/{slug}/quan-tri/mo-khan-cap")
    )

    assert said(admin.get(answer.location).text) == "Đã ghi là đã xem."
    assert told not in admin.get(f"/{slug}/toi").text
    assert "đã xem" in first.get(f"/he-thong/don-vi/{slug}").text


def test_break_glass_is_given_back(first: FlaskClient, town: Town) -> None:
    broken(first, town)

    address = f"/he-thong/don-vi/{town.tenant.slug}/mo-khan-cap/ket-thuc"
    assert first.post(address, data=form_at_menu(first)).status_code == 303

    assert first.get(f"/{town.tenant.slug}/quan-tri").status_code == 303


def test_suspended_tenant_lets_nobody_in_until_it_is_reopened(
    first: FlaskClient, sign_in: SignIn, town: Town
) -> None:
    slug, member = town.tenant.slug, sign_in(town, town.admin)
    seen = [member.get(f"/{slug}/quan-tri").status_code]
    for word in ("tam-ngung", "mo-lai"):
        address = f"/he-thong/don-vi/{slug}/tinh-trang/{word}"
        empty = first.post(address, data=form_at(first, address))
        assert errors_of(empty.text) == ["Đồng chí chưa điền: Lý do"]
        fields = form_at(first, address) | {"reason": "Theo công văn 12"}
        assert first.post(address, data=fields).status_code == 303
        seen.append(member.get(f"/{slug}/quan-tri").status_code)

    assert seen == [200, 403, 200]


def test_details_of_a_tenant_are_changed_in_place(
    first: FlaskClient, town: Town, engine: Engine
) -> None:
    address = f"/he-thong/don-vi/{town.tenant.slug}/sua"
    page = first.get(address).text
    assert 'value="THÀNH ỦY BÌNH AN"' in page
    fields = form_at(first, address) | {"logo": "Bình An", "valid_to": "01/01/2020"}

    refused = first.post(address, data=fields)
    saved = first.post(address, data=fields | {"valid_to": "31/12/2099", "level": "district"})

    assert (refused.status_code, saved.status_code) == (422, 303)
    with open_session(engine) as session:
        tenant = session.get_one(Tenant, town.tenant.id)
        assert tenant.words["logo"] == "Bình An"
        assert tenant.words["issuing_body"] == "THÀNH ỦY BÌNH AN"


def person_at(platform: Engine, phone: str) -> str:
    """Return the address of one of the platform's people."""
    with open_session(platform) as session:
        account = find_account(session, phone)
        assert account is not None
        return f"/he-thong/nguoi-dung/{account.id}"


def test_disabled_operator_is_out_on_the_next_request(
    first: FlaskClient, second: FlaskClient, platform: Engine, phones: dict[str, str]
) -> None:
    address = person_at(platform, phones["Tô Thị Tảng"])
    assert second.get("/he-thong/don-vi").status_code == 200

    assert first.post(f"{address}/cho-nghi", data=form_at(first, address)).status_code == 303

    assert second.get("/he-thong/don-vi").status_code == 303


def test_nobody_disables_themselves(
    first: FlaskClient, platform: Engine, phones: dict[str, str]
) -> None:
    address = person_at(platform, phones["Lý Văn Nền"])

    answer = first.post(f"{address}/cho-nghi", data=form_at_menu(first))

    assert answer.status_code == 422
    assert first.get("/he-thong/don-vi").status_code == 200


def test_list_is_filtered_by_the_address_and_exported(first: FlaskClient, town: Town) -> None:
    shown = first.get("/he-thong/don-vi?tim=binh an&tinh-trang=open").text
    other = first.get("/he-thong/don-vi?tinh-trang=closed").text
    book = first.get("/he-thong/don-vi/danh-sach.xlsx?tim=binh an")

    assert f"/he-thong/don-vi/{town.tenant.slug}" in shown
    assert f"/he-thong/don-vi/{town.tenant.slug}" not in other
    assert book.data.startswith(b"PK")


def test_code_is_given_by_another_of_the_platforms_people(
    first: FlaskClient, browser: FlaskClient, platform: Engine, phones: dict[str, str]
) -> None:
    address = person_at(platform, phones["Tô Thị Tảng"])

    page = first.post(f"{address}/ma", data=form_at(first, address, last=False)).text

    code = re.search(r'class="code">(\d{6})<', page)
    assert code is not None
    with open_session(platform) as session:
        account = find_account(session, phones["Tô Thị Tảng"])
        assert account is not None
        assert check_code(session, account, code[1])


def test_added_person_gets_in_by_the_link_that_is_shown(
    first: FlaskClient, browser: FlaskClient
) -> None:
    fields = form_at(first, "/he-thong/nguoi-dung") | {"name": "Cao Mới", "phone": make.phone()}

    page = first.post("/he-thong/nguoi-dung", data=fields).text

    link = re.search(r"http://localhost(/he-thong/loi-moi/[^<]+)<", page)
    assert link is not None
    assert browser.post(link[1], data=form_at(browser, link[1])).location == SECOND
    assert browser.get("/he-thong/don-vi").status_code == 303
    page = browser.get(SECOND).text
    assert "Mã dự phòng" in browser.post(SECOND, data=fields_of(page) | {"code": shown(page)}).text
    assert browser.get("/he-thong/don-vi").status_code == 200
    assert "Cao Mới" in browser.get("/he-thong/nhat-ky?viec=sign_in").text
