"""An administrator hands in a list, puts rows right, confirms, invites, undoes: by page loads."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from jobs.lists import take_list, undo_list
from tenants.onboarding.faults import SENTENCES
from tenants.onboarding.tables import ListState, UploadedList
from tenants.onboarding.unreadable import SENTENCES as UNREADABLE
from tenants.outbox import OutboxItem
from tenants.people import Account, Person
from tenants.signing_in.tables import Invitation
from tenants.units import OrgUnit
from tests.make import Town
from tests.tenants.onboarding.spreadsheets import a_list, a_row
from tests.web.conftest import HTMX, SignIn
from tests.web.reading import errors_of, fields_of, said, text_of, token_at, words_of
from web.onboarding import words

JOBS: dict[str, Callable[..., None]] = {"take_list": take_list, "undo_list": undo_list}
# Cells of a ward that the town has, so that the numbers of the town stay easy to see.
GOOD = [a_row(number, ward="Phường Hoa Sen") for number in (11, 12, 13)]
SHORT = a_row(14, ward="Phường Hoa Sen", secretary_phone="0912 345 14")
NAMELESS = a_row(15, ward="Phường Hoa Sen", name=None)
SHEET = "DS chi bộ"


@pytest.fixture
def admin(town: Town, sign_in: SignIn) -> FlaskClient:
    return sign_in(town, town.admin)


def base(town: Town) -> str:
    return f"/{town.tenant.slug}/quan-tri/nhap-excel"


def hand_in(browser: FlaskClient, town: Town, content: bytes, name: str = "danh-sach.xlsx") -> str:
    """Hand a file in, and return the address it leads to."""
    token = token_at(browser, base(town))
    answer = browser.post(
        base(town),
        data={"csrf_token": token, "file": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.location)


def sent(browser: FlaskClient, address: str, **fields: str) -> dict[str, str]:
    """Return what the first form of a page would send, with some of it written anew."""
    page = browser.get(address).text
    return {**fields_of(page, last=False), **fields}


def do_jobs(town: Town) -> None:
    """Do what lies in the outbox, as the workers would."""
    town.session.rollback()
    for item in town.session.scalars(
        select(OutboxItem).where(OutboxItem.done_at.is_(None), OutboxItem.job.in_(JOBS))
    ):
        JOBS[item.job](town.session, item)
        item.done_at = item.run_at
    town.session.commit()
    town.session.expire_all()


def units(town: Town) -> int:
    town.session.rollback()
    return town.session.scalar(select(func.count()).select_from(OrgUnit)) or 0


def field(row: int, key: str) -> str:
    return f"fix|{SHEET}|{row}|{key}"


def triggered_by(name: str) -> dict[str, str]:
    """Say which field was left, as htmx does for names that a header cannot hold."""
    return {"HX-Trigger-Name": quote(name), "HX-Trigger-Name-URI-AutoEncoded": "true"}


def test_list_goes_from_file_to_invitations(town: Town, admin: FlaskClient) -> None:
    before = units(town)
    check = hand_in(admin, town, a_list(*GOOD, SHORT, NAMELESS))

    page = admin.get(check).text
    assert "Dòng cần sửa 2" in text_of(page)
    assert "Thiếu 1 chữ số. Số di động có 10 số." in text_of(page)
    assert "Chưa có tên chi bộ" in text_of(page)
    assert units(town) == before

    refused = admin.post(f"{check}/tao", data=sent(admin, check))
    assert refused.status_code == 422
    assert errors_of(refused.text) == ["Còn 2 dòng cần sửa. Sửa nốt, hoặc chỉ tạo các dòng đúng."]

    fixes = {field(5, "secretary_phone"): "0912 345 014", field(6, "name"): "tdp 15"}
    made = admin.post(f"{check}/tao", data=sent(admin, check, **fixes))
    assert (made.status_code, made.location) == (303, f"{check}/xong")
    waiting = admin.get(made.location).text
    assert "Đồng chí có thể rời trang này" in text_of(waiting)
    assert 'hx-trigger="every 2s"' in waiting
    assert units(town) == before

    do_jobs(town)
    assert units(town) == before + 1 + 5
    done = admin.get(made.location).text
    assert "Tạo mới 5 dòng, sửa 0 dòng, giữ nguyên 0 dòng." in text_of(done)
    assert "every 2s" not in done
    assert "10 đồng chí chưa đăng nhập" in text_of(done)

    invited = admin.post(f"{check}/moi", data=sent(admin, f"{check}/xong"))
    links = re.findall(r"http://localhost(/[\w-]+/loi-moi/[\w-]+)", invited.text)
    assert (invited.status_code, len(links), len(set(links))) == (200, 10, 10)
    assert "Chi bộ Tổ dân phố 15" in unescape(invited.text).replace("\N{NO-BREAK SPACE}", " ")
    assert "Bí Thư 1" in admin.get(links[0]).text
    town.session.rollback()
    assert town.session.scalar(select(func.count()).select_from(Invitation)) == 10
    assert admin.get(f"{check}/moi").location == f"{check}/xong"


def test_only_the_sound_rows_are_made_if_that_is_asked(town: Town, admin: FlaskClient) -> None:
    check = hand_in(admin, town, a_list(*GOOD, SHORT))

    admin.post(f"{check}/tao", data=sent(admin, check, bo="1"))
    do_jobs(town)

    done = text_of(admin.get(f"{check}/xong").text)
    assert "Tạo mới 3 dòng" in done
    assert "Dòng 5: “0912 345 14”. Thiếu 1 chữ số. Số di động có 10 số." in done


def test_importing_again_changes_nothing(town: Town, admin: FlaskClient) -> None:
    first = hand_in(admin, town, a_list(*GOOD))
    admin.post(f"{first}/tao", data=sent(admin, first))
    do_jobs(town)
    before = units(town)

    again = hand_in(admin, town, a_list(*GOOD))

    page = admin.get(again).text
    assert "Mọi dòng đúng đều đã có sẵn. Nhập lại không làm thay đổi gì." in text_of(page)
    assert "Tạo 3 chi bộ" not in text_of(page)
    admin.post(f"{again}/tao", data=sent(admin, again))
    do_jobs(town)
    assert units(town) == before
    assert "giữ nguyên 3 dòng" in text_of(admin.get(f"{again}/xong").text)


def test_row_is_put_right_in_place(town: Town, admin: FlaskClient) -> None:
    check = hand_in(admin, town, a_list(*GOOD, SHORT, NAMELESS))
    headers = HTMX | {"X-CSRFToken": token_at(admin, check)}

    # A field's own sending does not use up the key of the form that is sent in the end.
    assert admin.get(check).text.count('hx-params="not _key"') == 2
    # The whole form comes along, with the name of the field that was left.
    form = sent(admin, check, **{field(5, "secretary_phone"): "0912 345 014"})
    part = admin.post(
        f"{check}/sua", data=form, headers=headers | triggered_by(field(5, "secretary_phone"))
    )
    assert part.status_code == 200
    assert words_of(part.text).count("Đã sửa") == 1
    assert "Tên chi bộ" not in words_of(part.text)
    assert "Lê Thị Bí Thư 14" in words_of(part.text)
    assert "Dòng 5 đã đúng. Còn 1 dòng cần sửa." in words_of(part.text)
    assert 'id="so-lieu" class="gap-below" hx-swap-oob="true"' in part.text
    assert 'id="nut" class="row gap-above" hx-swap-oob="true"' in part.text

    still = admin.post(
        f"{check}/sua",
        data={field(6, "name"): ""},
        headers=headers | triggered_by(field(6, "name")),
    )
    assert "Chưa có tên chi bộ" in words_of(still.text)
    assert "0912 345 014" not in text_of(admin.get(check).text)
    assert "Dòng cần sửa 1" in text_of(admin.get(check).text)


def test_rows_are_put_right_without_scripts(town: Town, admin: FlaskClient) -> None:
    check = hand_in(admin, town, a_list(*GOOD, SHORT, NAMELESS))
    fixes = {field(5, "secretary_phone"): "0912345014", field(6, "name"): ""}

    answer = admin.post(f"{check}/sua", data=sent(admin, check, **fixes))

    assert (answer.status_code, answer.location) == (303, check)
    page = admin.get(check).text
    assert said(page) == "Đã sửa. Còn 1 dòng cần sửa."
    assert "Dòng cần sửa 1" in text_of(page)


def test_what_was_typed_stays_when_it_is_still_wrong(town: Town, admin: FlaskClient) -> None:
    check = hand_in(admin, town, a_list(*GOOD, SHORT))

    refused = admin.post(
        f"{check}/tao", data=sent(admin, check, **{field(5, "secretary_phone"): "0912 34"})
    )

    assert refused.status_code == 422
    assert 'value="0912 34"' in refused.text
    assert "Thiếu 4 chữ số" in text_of(refused.text)
    assert "Thiếu 4 chữ số" in text_of(admin.get(check).text)


def test_columns_are_shown_and_may_be_changed(town: Town, admin: FlaskClient) -> None:
    check = hand_in(admin, town, a_list(*GOOD))
    page = admin.get(check).text
    form = fields_of(page)
    selected = re.findall(r'<select[^>]*name="([^"]+)">(.*?)</select>', page, re.DOTALL)
    for name, options in selected:
        chosen = re.search(r'value="([^"]*)" selected', options)
        form[unescape(name)] = chosen[1] if chosen else ""
    assert form[f"col|{SHEET}|8"] == "secretary"

    form[f"col|{SHEET}|8"], form[f"col|{SHEET}|10"] = "deputy", "secretary"
    answer = admin.post(f"{check}/cot", data=form)
    assert answer.status_code == 303
    assert said(admin.get(check).text) == "Đã đọc lại danh sách theo các cột vừa chọn."
    town.session.rollback()
    uploaded = town.session.scalars(select(UploadedList)).one()
    assert uploaded.choices["columns"][SHEET]["secretary"] == 10

    form = fields_of(admin.get(check).text) | {f"col|{SHEET}|1": "ward", f"col|{SHEET}|8": ""}
    refused = admin.post(f"{check}/cot", data=form)
    assert refused.status_code == 422
    assert "Không tìm thấy dòng tiêu đề có các cột" in errors_of(refused.text)[0]


def test_undoing_takes_the_list_back(town: Town, admin: FlaskClient) -> None:
    before = units(town)
    check = hand_in(admin, town, a_list(*GOOD))
    admin.post(f"{check}/tao", data=sent(admin, check))
    do_jobs(town)
    page = admin.get(f"{check}/xong").text

    admin.post(f"{check}/hoan-tac", data=fields_of(page))
    assert "Đang hoàn tác" in text_of(admin.get(f"{check}/xong").text)
    do_jobs(town)

    assert units(town) == before
    assert "Đã hoàn tác danh-sach.xlsx" in text_of(admin.get(f"{check}/xong").text)
    enabled = select(func.count()).select_from(Account).where(Account.disabled_at.is_(None))
    assert town.session.scalar(enabled) == len(town.phones)


def test_undoing_is_refused_with_the_reason(town: Town, admin: FlaskClient) -> None:
    check = hand_in(admin, town, a_list(*GOOD))
    admin.post(f"{check}/tao", data=sent(admin, check))
    do_jobs(town)
    form = fields_of(admin.get(f"{check}/xong").text)
    invited = admin.post(f"{check}/moi", data=sent(admin, f"{check}/xong"))
    link = re.findall(r"http://localhost(/[\w-]+/loi-moi/[\w-]+)", invited.text)[0]
    newcomer = admin.application.test_client()
    newcomer.post(link, data=fields_of(newcomer.get(link).text))

    refused = admin.post(f"{check}/hoan-tac", data=form)

    assert refused.status_code == 422
    assert errors_of(refused.text) == [
        "Đã có dữ liệu dựa trên danh sách này (1 lần đăng nhập) nên không hoàn tác được nữa."
    ]
    assert "5 đồng chí chưa đăng nhập" in text_of(refused.text)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"STT,Ten\n1,A", "ds.csv", "Tệp không phải Excel (.xlsx)."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ds.xls", "Tệp là Excel kiểu cũ"),
        (b"", "ds.xlsx", "Tệp không có dữ liệu."),
        (a_list(["x"], headings=["Phường", "Bí thư"]), "ds.xlsx", "Trong tệp chỉ thấy: “Phường”"),
    ],
)
def test_file_that_is_no_list_is_refused_and_not_kept(
    town: Town, admin: FlaskClient, content: bytes, name: str, sentence: str
) -> None:
    answer = admin.post(
        base(town),
        data={"csrf_token": token_at(admin, base(town)), "file": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    assert sentence in errors_of(answer.text)[0]
    assert town.session.scalars(select(UploadedList)).all() == []


def test_nothing_chosen_is_said(town: Town, admin: FlaskClient) -> None:
    answer = admin.post(
        base(town), data={"csrf_token": token_at(admin, base(town))},
        content_type="multipart/form-data",
    )  # fmt: skip

    assert answer.status_code == 422
    assert errors_of(answer.text) == ["Đồng chí chưa chọn tệp. Chọn tệp Excel (.xlsx) rồi gửi lại."]


def test_template_and_faulty_rows_are_handed_out(town: Town, admin: FlaskClient) -> None:
    template = load_workbook(BytesIO(admin.get(f"{base(town)}/mau.xlsx").data))
    assert template.sheetnames == ["Chi bộ", "Cán bộ", "Hướng dẫn"]

    check = hand_in(admin, town, a_list(*GOOD, SHORT, NAMELESS))
    rows = load_workbook(BytesIO(admin.get(f"{check}/dong-can-sua.xlsx").data)).active
    assert [cell.value for cell in rows[2]][:2] == [SHEET, 5]
    assert [cell.value for cell in rows[2]][-1] == "Thiếu 1 chữ số. Số di động có 10 số."
    assert rows.max_row == 3


def test_other_administrators_change_is_named_before_anything_is_made(
    town: Town, admin: FlaskClient
) -> None:
    check = hand_in(admin, town, a_list(*GOOD, SHORT))
    form = sent(admin, check, bo="1")
    other = town.session.scalars(select(Person).where(Person.id == town.chair.id)).one()
    uploaded = town.session.scalars(select(UploadedList)).one()
    uploaded.version, uploaded.changed_by_id = 9, other.id
    town.session.commit()

    stale = admin.post(f"{check}/tao", data=form)

    assert stale.status_code == 409
    assert errors_of(stale.text) == [
        f"Đ/c {other.name} vừa sửa danh sách này. Xem lại rồi làm tiếp."
    ]
    town.session.rollback()
    town.session.expire_all()
    assert town.session.scalars(select(UploadedList.state)).one() is ListState.CHECKING


@pytest.mark.parametrize("who", ["office", "org_dept", "auditor", "secretary"])
def test_lists_are_the_administrators(
    town: Town, admin: FlaskClient, sign_in: SignIn, who: str
) -> None:
    check = hand_in(admin, town, a_list(*GOOD))
    people = {
        "office": town.ward.office, "org_dept": town.org_dept, "auditor": town.auditor,
        "secretary": town.ward.secretaries[0],
    }  # fmt: skip
    browser = sign_in(town, people[who])

    for address in (base(town), f"{base(town)}/mau.xlsx", check, f"{check}/xong"):
        assert browser.get(address).status_code == 403, address
    token = token_at(browser, f"/{town.tenant.slug}/toi")
    for act in ("sua", "cot", "tao", "moi", "gui-moi", "hoan-tac"):
        answer = browser.post(f"{check}/{act}", data={"csrf_token": token, "bo": "1"})
        assert answer.status_code == 403, act


def test_list_of_another_town_does_not_exist(
    town: Town, other_town: Town, admin: FlaskClient, sign_in: SignIn
) -> None:
    check = hand_in(admin, town, a_list(*GOOD))
    foreign = check.replace(town.tenant.slug, other_town.tenant.slug)
    browser = sign_in(other_town, other_town.admin)
    token = token_at(browser, base(other_town))

    for address in (foreign, f"{foreign}/xong", f"{foreign}/dong-can-sua.xlsx"):
        assert browser.get(address).status_code == 404, address
    for act in ("sua", "cot", "tao", "moi", "hoan-tac"):
        data = {"csrf_token": token, field(5, "name"): "x"}
        assert browser.post(f"{foreign}/{act}", data=data).status_code == 404, act


def test_start_shows_what_is_done_and_what_is_next(town: Town, admin: FlaskClient) -> None:
    page = text_of(admin.get(f"/{town.tenant.slug}/quan-tri/bat-dau").text)

    assert "1. Các ngày của năm" in page
    assert "2 đơn vị trực thuộc, 4 chi bộ Đã xong" in page
    assert "2 trên 2 đơn vị đã có văn phòng Đã xong" in page
    assert "Việc tiếp theo: Mời đăng nhập" in page


def test_sentences_of_the_pages_are_those_of_the_reader() -> None:
    assert {code: str(words.FAULTS[code]) for code in SENTENCES} == SENTENCES
    assert {code: str(words.UNREADABLE[code]) for code in UNREADABLE} == UNREADABLE


def test_unknown_sectors_are_chosen_once_and_known_in_the_next_list(
    town: Town, admin: FlaskClient
) -> None:
    content = a_list(*(a_row(n, ward="Phường Hoa Sen", sector="Câu lạc bộ") for n in (21, 22)))
    check = hand_in(admin, town, content)
    page = admin.get(check).text
    assert "“Câu lạc bộ” (2 dòng) là" in text_of(page)
    fields = sent(admin, check)

    empty = admin.post(f"{check}/loai-hinh", data=fields | {"means|Câu lạc bộ": ""})
    assert empty.status_code == 422
    assert errors_of(empty.text) == ["Đồng chí chưa chọn loại hình nào. Chọn rồi bấm lại."]
    read = admin.post(f"{check}/loai-hinh", data=fields | {"means|Câu lạc bộ": "pensioners"})

    assert (read.status_code, read.location) == (303, check)
    assert "Loại hình chưa có trong danh mục" not in text_of(admin.get(check).text)
    admin.post(f"{check}/tao", data=sent(admin, check))
    do_jobs(town)
    made = town.session.scalars(select(OrgUnit).where(OrgUnit.name.like("%Tổ dân phố 2_"))).all()
    assert {unit.sector for unit in made if unit.name.endswith(("21", "22"))} == {"pensioners"}
    again = hand_in(admin, town, content)
    assert "Nhập lại không làm thay đổi gì" in text_of(admin.get(again).text)
