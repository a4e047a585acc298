"""The administrator writes a set: drafts in forms, files, previews, versions that stay."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from tenants.audit import AuditEvent
from tests import make
from tests.make import Town
from tests.web.campaigns.test_routes import form_of as boxes_of
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, main_of, said, text_of
from workflows.campaigns.tables import CriteriaSet
from workflows.criteria.reading import from_document, read_criteria
from workflows.criteria_sets.shipped import shipped_sets
from workflows.criteria_sets.tables import CriteriaDraft

TEMPLATE = "chi-bo-4-tot-100-diem"


def address(town: Town, path: str = "") -> str:
    return f"/{town.tenant.slug}/quan-tri/tieu-chi{path}"


def form_of(browser: FlaskClient, path: str) -> dict[str, Any]:
    """Return what the last form of a page would send."""
    page = main_of(browser.get(path).text)
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return boxes_of(browser, path) | {name: unescape(text) for name, text in texts}


def draft_of(town: Town) -> CriteriaDraft:
    town.session.rollback()
    return town.session.scalars(
        select(CriteriaDraft).execution_options(populate_existing=True)
    ).one()


def begun(town: Town, browser: FlaskClient, source: str = f"mau/{TEMPLATE}", **typed: str) -> str:
    """Begin a draft, and return its address."""
    form = form_of(browser, address(town, "/moi"))
    answer = browser.post(address(town, "/moi"), data=form | {"source": source, **typed})
    assert answer.status_code == 303
    return str(answer.location)


def published(town: Town) -> CriteriaSet:
    town.session.rollback()
    return town.session.scalars(
        select(CriteriaSet).order_by(CriteriaSet.version.desc(), CriteriaSet.id.desc()).limit(1)
    ).one()


def act(browser: FlaskClient, page: str, path: str) -> tuple[int, str]:
    """Send one of the small forms of a page."""
    text = browser.get(page).text
    start = text.index(f'action="{page}{path}"')
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', text[start : start + 900]))
    answer = browser.post(f"{page}{path}", data=fields)
    return answer.status_code, answer.text


def test_administrator_writes_a_set_from_a_template_and_publishes_it(
    town: Town, sign_in: SignIn
) -> None:
    browser = sign_in(town, town.admin)
    page = begun(town, browser)
    where = f"{page}/tieu-chi/0?nhom=0"

    form = form_of(browser, where)
    assert (form["code"], form["points"], form["levels"]) == (
        "1.1", "6", "Đúng hạn: 6\nChậm: 3\nKhông có: 0",
    )  # fmt: skip
    typed = form | {"points": "5", "levels": "Đúng hạn: 5\nChậm: 2,5\nKhông có: 0"}
    browser.post(where, data=typed)
    text = text_of(browser.get(page).text)
    assert "Các tiêu chí cộng lại được 99 điểm, thang điểm ghi 100." in text
    assert "Đúng hạn 5 điểm · Chậm 2,5 điểm · Không có 0 điểm" in text
    status, refused = act(browser, page, "/ban-hanh")
    assert (status, errors_of(refused)) == (
        422, ["Bộ tiêu chí còn chỗ chưa cân đối, nêu ở đầu trang. Đồng chí sửa rồi ban hành."],
    )  # fmt: skip

    where = f"{page}/tieu-chi/1?nhom=0"
    browser.post(where, data=form_of(browser, where) | {"points": "9"})
    assert "Bộ tiêu chí đã cân đối: 100 điểm" in text_of(browser.get(page).text)
    assert act(browser, page, "/ban-hanh")[0] == 303

    kept = published(town)
    assert (kept.key, kept.version) == (TEMPLATE, 1)
    first, second = list(from_document(kept.document).criteria)[:2]
    assert [level.key for level in first.levels] == ["on_time", "late", "none"]
    assert (int(first.points), int(second.points)) == (5, 9)
    kinds = town.session.scalars(
        select(AuditEvent.kind).where(AuditEvent.kind.like("criteria_%")).order_by(AuditEvent.seq)
    )
    assert list(kinds) == [
        "criteria_draft_begun", "criteria_draft_changed", "criteria_draft_changed",
        "criteria_published",
    ]  # fmt: skip


def test_new_version_shows_what_it_says_otherwise_and_dossiers_keep_theirs(
    town: Town, sign_in: SignIn
) -> None:
    old = town.campaign.criteria_set
    kept_before = dict(old.document)
    make.registered(town, town.ward.cells[0])
    browser = sign_in(town, town.admin)
    page = begun(town, browser, f"ban/{old.id}", next_year="y")
    where = f"{page}/tieu-chi/4?nhom=0"
    browser.post(where, data=form_of(browser, where) | {
        "how": "targets/ratio", "measure_key": "admission", "label": "Kết nạp đảng viên",
    })  # fmt: skip
    browser.post(f"{page}/tieu-chi/1/len?nhom=2", data=form_of(browser, page))

    difference = text_of(browser.get(f"{page}/khac").text)
    assert "Bản thảo khác phiên bản 1" in difference
    assert (
        "Tiêu chí 1.5 Nội dung Kết nạp đảng viên đạt số lượng, chất lượng và vượt chỉ tiêu"
        " Kết nạp đảng viên"
    ) in difference
    assert (
        "Tiêu chí 1.5 Cách đo – Máy tính theo mức đạt bình quân của chỉ tiêu kết nạp đảng viên,"
        " bằng 100% được đủ điểm"
    ) in difference
    assert "Thông tin chung Thời gian áp dụng" in difference

    act(browser, page, "/ban-hanh")
    kept = published(town)
    assert (kept.key, kept.version) == (old.key, 2)
    assert kept.document["effective"] == {"from": "2024-01-01", "to": "2026-12-31"}
    town.session.refresh(old)
    assert old.document == kept_before
    assert town.dossier(town.ward.cells[0]).criteria_set_id in {None, old.id}
    listed = text_of(browser.get(address(town)).text)
    assert f"Phiên bản 1 {town.campaign.year}" in listed
    assert "Đang dùng, không sửa được" in listed


def test_form_on_an_older_draft_keeps_what_was_typed_and_overwrites_nothing(
    town: Town, sign_in: SignIn
) -> None:
    browser = sign_in(town, town.admin)
    page = begun(town, browser)
    where = f"{page}/nhom/0"
    form = form_of(browser, where)
    browser.post(where, data=form_of(browser, where) | {"label": "Nhóm một"})

    answer = browser.post(where, data=form | {"label": "Nhóm khác"})

    assert answer.status_code == 409
    assert errors_of(answer.text) == [
        "Người khác vừa sửa trang này. Đồng chí mở lại trang để xem bản mới nhất rồi sửa."
    ]
    assert 'value="Nhóm khác"' in answer.text
    assert draft_of(town).document["groups"][0]["label"] == "Nhóm một"
    assert act(browser, page, "/nhom/1/bo")[0] == 303
    assert len(draft_of(town).document["groups"]) == 3
    entry = f"{page}/tieu-chi/1?nhom=0"
    first, second = draft_of(town).document["groups"][0]["criteria"][:2]
    fields = form_of(browser, entry)
    browser.post(f"{page}/tieu-chi/1/len?nhom=0", data=fields)
    assert draft_of(town).document["groups"][0]["criteria"][:2] == [second, first]
    late = fields | {"_key": "another-form"}
    assert browser.post(f"{page}/tieu-chi/1/bo?nhom=0", data=late).status_code == 409


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"points": ""}, "Đồng chí chưa điền: Điểm"),
        ({"points": "sáu"}, "Viết số bằng chữ số, ví dụ 92,5"),
        ({"levels": "Đúng hạn 6"},
         "Dòng “Đúng hạn 6” chưa đúng. Ghi tên mức và điểm, như “Đúng hạn: 6”."),
        ({"how": "series/mean"}, "Ghi mã chỉ tiêu hoặc mã số liệu mà máy tính theo."),
        ({"how": "series/mean", "measure_key": "attendance", "steps": "cao: 3"},
         "Dòng “cao: 3” chưa đúng. Ghi như “từ 95: 6” hoặc “trên 85: 4”."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_place(
    town: Town, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    browser = sign_in(town, town.admin)
    where = f"{begun(town, browser)}/tieu-chi/0?nhom=0"
    before = draft_of(town).document

    answer = browser.post(where, data=form_of(browser, where) | typed)

    assert (answer.status_code, errors_of(answer.text)) == (422, [sentence])
    assert draft_of(town).document == before


def test_every_kind_of_entry_is_kept_as_it_was_typed(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    page = begun(town, browser)
    for part, typed in {
        "nhom": {"code": "V", "label": "Nhóm năm", "at_least": "2,5"},
        "muc": {"code": "fair", "label": "Khá", "share": "80"},
        "thuong-tru": {"code": "more", "label": "Thêm", "kind": "penalty", "points": "0,5"},
        "dieu-kien": {"code": "fees", "label": "Nộp đủ đảng phí", "effect": "hold"},
        "loai-tru": {"code": "fraud", "label": "Gian lận", "exception": "y"},
        "xep-muc": {"code": "good", "label": "Tốt", "at_least": "90"},
        "can-cu": {"number": "01-HD/X", "kind": "Hướng dẫn", "issuer": "Ban X", "date": "5/3/2026"},
    }.items():
        where = f"{page}/{part}/moi"
        assert browser.post(where, data=form_of(browser, where) | typed).status_code == 303
    where = f"{page}/tieu-chi/moi?nhom=4"
    typed = {
        "code": "5.1", "label": "Mới", "points": "3", "how": "series/mean",
        "measure_key": "attendance", "steps": "từ 95: 3\ntrên 85: 1,5", "evidence_required": "y",
        "legal_basis": "01-HD/X",
    }  # fmt: skip
    browser.post(where, data=form_of(browser, where) | typed)

    document = draft_of(town).document
    group = document["groups"][4]
    assert (group["key"], group["at_least"], document["scale"]["levels"][-1]) == (
        "V", "2.5", {"key": "fair", "label": "Khá", "share": "0.8"},
    )  # fmt: skip
    (criterion,) = group["criteria"]
    assert (criterion["points"], criterion["evidence_required"], criterion["legal_basis"]) == (
        "3", True, "01-HD/X",
    )  # fmt: skip
    assert criterion["measure"]["steps"] == [
        {"value": "95", "points": "3", "above": False},
        {"value": "85", "points": "1.5", "above": True},
    ]
    assert document["adjustments"][-1]["kind"] == "penalty"
    assert document["prerequisites"][-1]["effect"] == "hold"
    assert document["disqualifiers"][-1] == {
        "key": "fraud", "label": "Gian lận", "exception": True,
    }  # fmt: skip
    assert document["grades"] == [{"key": "good", "label": "Tốt", "at_least": "90"}]
    assert document["legal_bases"][-1]["date"] == "2026-03-05"


def test_thresholds_are_set_in_percent(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    page = begun(town, browser)
    where = f"{page}/thong-tin"
    form = form_of(browser, where)
    assert (form["each_group"], form["total_at_least"]) == ("80", "90")

    typed = {"each_group": "72,5", "total_at_least": "85", "criteria_may_miss": "2",
             "each_criterion": "50", "unit_type": "school"}  # fmt: skip
    browser.post(where, data=form | typed)

    document = draft_of(town).document
    assert document["rule"]["each_group_at_least_share"] == "0.725"
    assert (document["rule"]["total_at_least"], document["rule"]["criteria_may_miss"]) == ("85", 2)
    assert document["applies_to"]["unit_type"] == "school"
    text = text_of(browser.get(page).text)
    assert "Mỗi tiêu chí tối thiểu 50%, được phép 2 tiêu chí dưới mức" in text


def test_preview_shows_what_a_secretary_chooses_from(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)

    text = text_of(browser.get(f"{begun(town, browser)}/xem-thu").text)

    assert "1.1. Cụ thể hóa chương trình, kế hoạch năm" in text
    assert "Đúng hạn · 6 điểm" in text
    assert (
        "Máy tính theo bình quân chuyên cần hằng tháng: từ 95% được 6 điểm; từ 90% được 5"
        " điểm; trên 85% được 4 điểm"
    ) in text


@pytest.mark.parametrize("form", ["xlsx", "yaml"])
@pytest.mark.parametrize("name", [each.name for each in shipped_sets()])
def test_file_goes_out_and_in_again_the_same(
    town: Town, sign_in: SignIn, name: str, form: str
) -> None:
    browser = sign_in(town, town.admin)
    content = browser.get(address(town, f"/mau/{name}/tep/{form}")).data
    fields = form_of(browser, address(town, "/nhap-tep"))

    answer = browser.post(
        address(town, "/nhap-tep"), data=fields | {"file": (BytesIO(content), f"bo.{form}")}
    )

    assert answer.status_code == 303
    shipped = next(each for each in shipped_sets() if each.name == name)
    assert from_document(draft_of(town).document) == shipped.criteria


def sheet_with(browser: FlaskClient, town: Town, sheet: str, cell: str, value: object) -> BytesIO:
    content = browser.get(address(town, f"/mau/{TEMPLATE}/tep/xlsx")).data
    book = load_workbook(BytesIO(content))
    book[sheet][cell] = value
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "sentence"),
    [
        ("Tiêu chí", "D3", "tám",
         "Trang “Tiêu chí”, ô D3: “tám” không phải số. Ghi số không âm như 6 hoặc 2,5."),
        ("Tiêu chí", "D3", -1,
         "Trang “Tiêu chí”, ô D3: “-1” không phải số. Ghi số không âm như 6 hoặc 2,5."),
        ("Tiêu chí", "C2", None,
         "Trang “Tiêu chí”, ô C2: Ô “Nội dung” còn trống. Ghi vào hoặc xóa cả dòng."),
        ("Tiêu chí", "A2", "IX",
         "Trang “Tiêu chí”, dòng 2: “Nhóm” ghi “IX”, không có mục nào mang mã này."),
        ("Tiêu chí", "C1", "Tên",
         ("Trang “Tiêu chí”, dòng 1: Thiếu cột “Nội dung”. Dòng 1 là dòng tiêu đề, giữ đúng tên cột"
          " như tệp mẫu.")),
        ("Tiêu chí", "H5", "chắc",
         "Trang “Tiêu chí”, ô H5: “chắc” không rõ. Ghi “có” hoặc “không”."),
        ("Tiêu chí", "L3", "đoán",
         "Trang “Tiêu chí”, ô L3: “đoán” không có trong các lựa chọn: chỉ tiêu, số liệu tháng."),
        ("Căn cứ", "E3", "hôm qua",
         "Trang “Căn cứ”, ô E3: “hôm qua” không phải ngày. Ghi ngày như 05/03/2026."),
        ("Thông tin", "B6", "trăm",
         "Trang “Thông tin”, ô B6: “trăm” không phải số. Ghi số không âm như 6 hoặc 2,5."),
        ("Thông tin", "A4", "Lời nhắn",
         "Trang “Thông tin”, ô A4: Không có mục nào tên “Lời nhắn”. Sửa tên hoặc xóa dòng."),
        ("Mức riêng", "A2", "9.9",
         "Trang “Mức riêng”, dòng 2: “Tiêu chí” ghi “9.9”, không có mục nào mang mã này."),
        ("Tiêu chí", "D3", 9,
         "Trang “Thông tin”: Các tiêu chí cộng lại được 101 điểm, thang điểm ghi 100."),
        ("Tiêu chí", "K8", "1-QĐ/X",
         ("Trang “Tiêu chí”, ô A8: Tiêu chí 2.2: văn bản “1-QĐ/X” không có trong các căn cứ của bộ"
          " tiêu chí.")),
    ],
)  # fmt: skip
def test_faulty_workbook_is_refused_by_its_cell_and_nothing_is_written(
    town: Town, sign_in: SignIn, sheet: str, cell: str, value: object, sentence: str
) -> None:
    browser = sign_in(town, town.admin)
    file = sheet_with(browser, town, sheet, cell, value)
    fields = form_of(browser, address(town, "/nhap-tep"))

    answer = browser.post(address(town, "/nhap-tep"), data=fields | {"file": (file, "bo.xlsx")})

    assert answer.status_code == 422
    assert sentence in errors_of(answer.text)
    town.session.rollback()
    assert town.session.scalars(select(CriteriaDraft)).all() == []


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"key: [", "x.yaml",
         "Tệp không đọc được ở dòng 1. Sửa dòng đó, hoặc tải lại tệp mẫu."),
        (b"key: a\ntitle: b\n", "x.yaml", "Bộ tiêu chí: chưa ghi “Thang điểm”."),
        (b"\xff\xfe\x00", "x.yaml",
         "Tệp không phải Excel (.xlsx) hay YAML (.yaml). Chọn tệp bộ tiêu chí đã tải về."),
        (b"PK\x03\x04 nothing", "x.xlsx",
         "Tệp không phải Excel (.xlsx) hay YAML (.yaml). Chọn tệp bộ tiêu chí đã tải về."),
    ],
)  # fmt: skip
def test_file_that_is_no_set_is_refused(
    town: Town, sign_in: SignIn, content: bytes, name: str, sentence: str
) -> None:
    browser = sign_in(town, town.admin)
    fields = form_of(browser, address(town, "/nhap-tep"))

    answer = browser.post(
        address(town, "/nhap-tep"), data=fields | {"file": (BytesIO(content), name)}
    )

    assert (answer.status_code, errors_of(answer.text)) == (422, [sentence])


def test_set_has_one_draft_at_a_time_and_it_can_be_thrown_away(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    page = begun(town, browser)
    form = form_of(browser, address(town, "/moi"))

    answer = browser.post(address(town, "/moi"), data=form | {"source": f"mau/{TEMPLATE}"})
    assert answer.status_code == 422
    assert "đang có một bản thảo" in errors_of(answer.text)[0]
    begun(town, browser, title="Chi bộ trường học 4 tốt")

    assert act(browser, page, "/xoa")[0] == 303
    assert draft_of(town).key == "chi-bo-truong-hoc-4-tot"


def test_auditor_reads_sets_and_drafts_and_writes_nothing(town: Town, sign_in: SignIn) -> None:
    admin = sign_in(town, town.admin)
    page = begun(town, admin)
    form = form_of(admin, f"{page}/thong-tin")
    browser = sign_in(town, town.auditor)

    assert "Bản thảo" in text_of(browser.get(page).text)
    assert "<form" not in main_of(browser.get(page).text)
    assert browser.get(address(town, f"/mau/{TEMPLATE}")).status_code == 200
    assert browser.get(f"{page}/thong-tin").status_code == 403
    assert browser.post(f"{page}/thong-tin", data=form).status_code in {400, 403}
    assert sign_in(town, town.ward.office).get(address(town)).status_code == 403


def test_version_page_says_where_it_is_used(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    kept = town.campaign.criteria_set
    page = browser.get(address(town, f"/phien-ban/{kept.id}"))

    assert f"Dùng cho năm {town.campaign.year}" in text_of(page.text)
    yaml = browser.get(address(town, f"/phien-ban/{kept.id}/tep/yaml")).data.decode()
    assert read_criteria(yaml) == from_document(kept.document)
    assert browser.get(address(town, f"/phien-ban/{kept.id}/khac")).status_code == 404
    assert said(page.text) == ""
