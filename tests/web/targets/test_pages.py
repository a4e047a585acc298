"""Targets on pages: reported by the cell, added up for its committees, out and in as XLSX."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from flask.testing import FlaskClient

from tenants import clock
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, text_of
from workflows.dossiers.tables import Dossier
from workflows.targets.lines import read_lines
from workflows.targets.reading import targets_of
from workflows.targets.suggesting import template_of
from workflows.targets.tables import Target

PLANNED = "Kết nạp đảng viên; người; 69\n- Nữ; người; 30"


@pytest.fixture
def dossier(town: Town) -> Dossier:
    lines = read_lines(PLANNED, field="targets", series="admission")
    make.move(
        town, town.ward.cells[0], "submit_registration", town.ward.secretaries[0],
        met_on=clock.today(town.session), targets=[line.as_data() for line in lines],
        **make.REGISTRATION,
    )  # fmt: skip
    return town.dossier(town.ward.cells[0])


@pytest.fixture
def secretary(town: Town, sign_in: SignIn) -> FlaskClient:
    return sign_in(town, town.ward.secretaries[0])


def address(town: Town, dossier: Dossier, word: str = "") -> str:
    return f"/{town.tenant.slug}/ho-so/{dossier.code}/chi-tieu{word}"


def rows(town: Town, dossier: Dossier) -> list[Target]:
    town.session.rollback()
    town.session.expire_all()
    return targets_of(town.session, dossier.id)


def first_form(browser: FlaskClient, where: str) -> dict[str, str]:
    return fields_of(browser.get(where).text, last=False)


def test_cell_reports_what_it_reached(secretary: FlaskClient, town: Town, dossier: Dossier) -> None:
    where, (whole, _part) = address(town, dossier), rows(town, dossier)
    form = first_form(secretary, where)
    today = show_date(clock.today(town.session))

    secretary.post(
        where,
        data=form
        | {f"reached-{whole.id}": "109", f"as_of-{whole.id}": today, f"source-{whole.id}": "Sổ"},
    )

    assert [(row.reached, row.source) for row in rows(town, dossier)] == [
        (Decimal(109), "Sổ"), (None, ""),
    ]  # fmt: skip
    assert "158%" in text_of(secretary.get(where).text)


def test_figure_without_its_day_is_refused_in_place(
    secretary: FlaskClient, town: Town, dossier: Dossier
) -> None:
    where, (whole, _part) = address(town, dossier), rows(town, dossier)

    answer = secretary.post(where, data=first_form(secretary, where) | {f"reached-{whole.id}": "1"})
    wrong = secretary.post(where, data=first_form(secretary, where) | {f"reached-{whole.id}": "x"})

    assert (answer.status_code, errors_of(answer.text)) == (
        422, ["Chỉ tiêu «Kết nạp đảng viên»: ghi ngày của số đã đạt."],
    )  # fmt: skip
    assert errors_of(wrong.text) == ["Viết số bằng chữ số, ví dụ 92,5"]


def test_workbook_goes_out_and_comes_back(
    secretary: FlaskClient, town: Town, dossier: Dossier
) -> None:
    where = address(town, dossier)
    book = openpyxl.load_workbook(BytesIO(secretary.get(f"{where}/chi-tieu.xlsx").data))
    sheet = book["Chỉ tiêu"]
    sheet["F2"], sheet["F3"], sheet["I3"] = 109, "31,5", "=1+1"
    file = BytesIO()
    book.save(file)

    token = form_at(secretary, where)
    answer = secretary.post(
        f"{where}/excel", data=token | {"files": (BytesIO(file.getvalue()), "chi-tieu.xlsx")}
    )

    assert answer.status_code == 303
    assert [(row.reached, row.as_of) for row in rows(town, dossier)] == [
        (Decimal(109), clock.today(town.session)), (Decimal("31.5"), clock.today(town.session)),
    ]  # fmt: skip


def test_workbook_with_wrong_rows_changes_nothing(
    secretary: FlaskClient, town: Town, dossier: Dossier
) -> None:
    where = address(town, dossier)
    book = openpyxl.load_workbook(BytesIO(secretary.get(f"{where}/chi-tieu.xlsx").data))
    sheet = book["Chỉ tiêu"]
    sheet["F2"], sheet["B3"], sheet["F3"] = "nhiều", "Không có", 2
    file = BytesIO()
    book.save(file)

    answer = secretary.post(
        f"{where}/excel",
        data=form_at(secretary, where) | {"files": (BytesIO(file.getvalue()), "a.xlsx")},
    )

    assert (answer.status_code, errors_of(answer.text)) == (
        422,
        ["Dòng 2: viết số đã đạt bằng chữ số.", "Dòng 3: không có chỉ tiêu «Không có»."],
    )
    assert [row.reached for row in rows(town, dossier)] == [None, None]


def test_committee_sees_the_sums_and_each_cell(
    town: Town, dossier: Dossier, sign_in: SignIn
) -> None:
    office, city = sign_in(town, town.ward.office), sign_in(town, town.org_dept)
    where = f"/{town.tenant.slug}/chi-tieu"

    page = office.get(where)
    one = office.get(f"{where}?chi-tieu={rows(town, dossier)[0].name_key}")
    found = office.get(f"{where}?tim=ket+nap")
    book = openpyxl.load_workbook(BytesIO(office.get(f"{where}/tong-hop.xlsx").data))

    assert "Kết nạp đảng viên (người) 69" in text_of(page.text)
    assert "Từng chi bộ: Kết nạp đảng viên" in text_of(one.text)
    assert ("Nữ" in text_of(page.text), "Nữ" in text_of(found.text)) == (True, False)
    assert book.sheetnames == ["Cộng"]
    assert [cell.value for cell in book["Cộng"][2]][:4] == ["Kết nạp đảng viên", "", "người", 69]
    assert "Chưa có chi bộ nào đăng ký chỉ tiêu." in text_of(city.get(where).text)


def test_office_writes_what_its_cells_find(town: Town, sign_in: SignIn) -> None:
    office = sign_in(town, town.ward.office)
    where = f"/{town.tenant.slug}/phuong/mau-dang-ky"

    bad = office.post(where, data=form_at(office, where) | {"targets-admission": "a; b; c"})
    good = office.post(where, data=form_at(office, where) | {"targets-admission": PLANNED})
    form = form_at(
        sign_in(town, town.ward.secretaries[1]),
        f"/{town.tenant.slug}/ho-so/{town.dossier(town.ward.cells[1]).code}/nop-dang-ky",
    )

    assert (bad.status_code, good.status_code) == (422, 303)
    assert form["targets-admission"].replace("\r", "") == PLANNED
    kept = template_of(town.session, town.ward.unit.id, town.campaign)
    assert kept is not None
    assert len(kept.targets) == 2


def test_others_find_no_targets(town: Town, dossier: Dossier, sign_in: SignIn) -> None:
    neighbour = sign_in(town, town.ward.secretaries[1])
    supervisor_like = sign_in(town, town.ward.appraiser)

    assert neighbour.get(address(town, dossier)).status_code == 404
    assert supervisor_like.post(address(town, dossier), data={}).status_code in {400, 404}


def test_dossiers_evidence_is_shown_by_criterion(
    secretary: FlaskClient, town: Town, dossier: Dossier, sign_in: SignIn
) -> None:
    where = f"/{town.tenant.slug}/ho-so/{dossier.code}/minh-chung"

    page = secretary.get(where)
    overview = secretary.get(f"/{town.tenant.slug}/ho-so/{dossier.code}")

    assert "Minh chứng thường dùng: Kế hoạch, nghị quyết." in text_of(page.text)
    assert "0 tệp" in text_of(overview.text)
    assert "Danh hiệu “Chi bộ 4 tốt”" in text_of(overview.text)
    assert sign_in(town, town.ward.secretaries[1]).get(where).status_code == 404
