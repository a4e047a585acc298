"""Giấy khen in a browser: drafted, numbered, printed, given out anew, found in the register."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import select

from jobs.connection import connection
from tenants import clock
from tenants.settings import Settings
from tenants.text.dates import show_date
from tests import granted, settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.papers.doing import do_all
from tests.web.reading import errors_of, form_at, said, text_of
from workflows.certificates.tables import Certificate, CertificateArtwork, PrintRun
from workflows.decisions.tables import MERIT, Decision


@pytest.fixture
def at_work(configured: Settings) -> Iterator[None]:
    connection.use(configured.need("database_url"))
    yield
    connection.close()


def test_office_goes_from_the_closed_sitting_to_printed_sheets(
    town: Town, sign_in: SignIn, at_work: None
) -> None:
    settled.recognized(town, *town.ward.cells)
    first = town.session.scalars(select(Decision)).one()
    browser = sign_in(town, town.city_office)
    place = f"/{town.tenant.slug}/quyet-dinh/{first.code}"

    page = browser.get(place).text
    assert "2 chi bộ được tặng Giấy khen" in text_of(page)
    answer = browser.post(f"{place}/lap-giay-khen", data=form_at(browser, place, last=False))
    merit = town.session.scalars(select(Decision).where(Decision.kind == MERIT)).one()
    there = f"/{town.tenant.slug}/quyet-dinh/{merit.code}"
    today = show_date(clock.today(town.session))
    town.session.commit()  # a slow machine's requests may last longer than a transaction may idle
    assert (answer.status_code, answer.location) == (303, there)
    assert "Chờ số và ngày Tặng Giấy khen" in text_of(browser.get(there).text)
    numbered = browser.post(
        there,
        data=form_at(browser, there)
        | {
            "number": "126-QĐ/Th.U", "signed_on": today, "signer": str(town.chair.id),
        },
    )  # fmt: skip
    assert numbered.status_code == 303

    printing = f"{there}/giay-khen"
    waiting = browser.get(printing).text
    assert "Đang lập 0/2 giấy" in text_of(waiting)
    assert 'hx-trigger="every 3s"' in waiting
    do_all(town)
    ready = browser.get(printing).text
    assert "Tải một tệp in 2 giấy" in text_of(ready)
    assert 'hx-trigger="every 3s"' not in ready
    links = [
        part.split('"')[0] for part in ready.split('href="')[1:]
        if part.startswith(f"{printing}/")
    ]  # fmt: skip
    assert len(links) == 3
    for link in links:
        answer = browser.get(link)
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="Giay-khen-')
    assert sign_in(town, town.auditor).get(links[0]).status_code == 200
    for stranger in (town.ward.office, town.ward.secretaries[0], town.admin, town.chair):
        assert sign_in(town, stranger).get(links[0]).status_code in {403, 404}


def test_lost_one_is_given_out_anew_and_the_register_shows_both(
    town: Town, sign_in: SignIn
) -> None:
    (row,) = granted.granted(town, town.ward.cells[0])
    browser = sign_in(town, town.city_office)
    place = f"/{town.tenant.slug}/giay-khen/{row.id}"

    refused = browser.post(place, data=form_at(browser, place) | {"reason": "lost"})
    assert refused.status_code == 422
    assert errors_of(refused.text) == ["Đồng chí chưa điền: Ghi rõ"]
    sent = form_at(browser, place) | {"reason": "lost", "note": "Chi bộ báo mất"}
    answer = browser.post(place, data=sent)

    assert answer.status_code == 303
    assert said(browser.get(answer.location).text).startswith("Đã cấp lại, vào sổ số 2/")
    second = browser.post(place, data=form_at(browser, answer.location) | {
        "reason": "lost", "note": "Lần nữa",
    })  # fmt: skip
    assert second.status_code == 409
    old = browser.get(place).text
    assert "Đã thay bằng giấy khác" in text_of(old)
    assert "Mất: Chi bộ báo mất" in text_of(old)
    result = f"/{town.tenant.slug}/ho-so/{town.dossier(town.ward.cells[0]).code}/ket-qua"
    cells = text_of(sign_in(town, town.ward.secretaries[0]).get(result).text)
    assert f"Vào sổ số 1/{row.year}: Đã thay bằng giấy khác (Mất, " in cells
    assert f"Vào sổ số 2/{row.year}" in cells
    register = f"/{town.tenant.slug}/giay-khen"
    assert "2 giấy" in text_of(browser.get(register).text)
    found = text_of(browser.get(f"{register}?tim=to+dan+pho+1&tinh-trang=issued").text)
    assert "1 giấy" in found
    sheet = load_workbook(
        BytesIO(browser.get(f"{register}/so-theo-doi.xlsx").data)
    ).active  # fmt: skip
    rows = list(sheet.iter_rows(values_only=True))
    assert [line[0] for line in rows] == [
        "Vào sổ số", f"1/{row.year}", f"2/{row.year}",
    ]  # fmt: skip
    assert rows[2][12] == f"1/{row.year}"
    assert rows[1][9:12] == ("Đã thay bằng giấy khác", "Mất", "Chi bộ báo mất")


def picture(width: int, height: int, form: str = "PNG") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (width, height), "ivory").save(out, form)
    return BytesIO(out.getvalue())


@pytest.mark.parametrize(
    ("file", "name", "sentence"),
    [
        (picture(1782, 1260), "nen.png", ""),
        (picture(3564, 2520, "JPEG"), "nen.jpg", ""),
        (picture(1260, 1782), "dung.png", "Ảnh 1.260×1.782 không đúng khổ A4 ngang"),
        (picture(891, 630), "nho.png", "Ảnh rộng 891 điểm ảnh"),
        (BytesIO(b"%PDF-1.7 khong phai anh"), "nen.png", "Tệp không phải ảnh PNG hoặc JPG"),
        (BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "nen.png", "Tệp không phải ảnh"),
        (BytesIO(b""), "nen.png", "Tệp trống"),
    ],
)
def test_own_artwork_is_a_picture_of_a_lying_sheet(
    town: Town, sign_in: SignIn, file: BytesIO, name: str, sentence: str
) -> None:
    browser = sign_in(town, town.city_office)
    place = f"/{town.tenant.slug}/giay-khen/nen"
    file.seek(0)

    sent: dict[str, object] = {**form_at(browser, place), "files": (file, name)}
    answer = browser.post(place, data=sent)

    kept = town.session.scalars(select(CertificateArtwork)).all()
    if sentence:
        assert (answer.status_code, kept) == (422, [])
        assert any(error.startswith(sentence) for error in errors_of(answer.text))
        return
    assert answer.status_code == 303
    assert [(each.name, each.removed_at) for each in kept] == [(name, None)]
    assert browser.get(f"{place}/anh").status_code == 200
    dropped = browser.post(f"{place}/bo", data=form_at(browser, place, last=False))
    assert dropped.status_code == 303
    assert browser.get(f"{place}/anh").status_code == 404


def test_offset_beyond_the_sheet_is_refused_and_kept(town: Town, sign_in: SignIn) -> None:
    (row,) = granted.granted(town, town.ward.cells[0])
    browser = sign_in(town, town.city_office)
    place = f"/{town.tenant.slug}/quyet-dinh/{row.decision.code}/giay-khen"
    sent = form_at(browser, place) | {"mode": "text_only", "right_mm": "31", "down_mm": "-2,5"}

    answer = browser.post(place, data=sent)

    assert answer.status_code == 422
    assert errors_of(answer.text) == [
        "Chữ chỉ dịch được đến 30 mm mỗi chiều. Đồng chí ghi số nhỏ hơn."
    ]
    fine = browser.post(place, data=form_at(browser, place) | sent | {"right_mm": "3"})
    assert fine.status_code == 303
    run = town.session.scalars(select(PrintRun).order_by(PrintRun.id.desc())).first()
    assert run is not None
    assert (run.mode, float(run.right_mm), float(run.down_mm)) == ("text_only", 3.0, -2.5)


def test_certificate_of_another_tenant_does_not_exist(
    town: Town, other_town: Town, sign_in: SignIn
) -> None:
    (row,) = granted.granted(other_town, other_town.ward.cells[0])
    browser = sign_in(town, town.city_office)
    place = f"/{town.tenant.slug}/giay-khen"

    assert browser.get(f"{place}/{row.id}").status_code == 404
    assert (
        browser.get(f"{place}/{row.id}").data
        == browser.get(f"{place}/00000000-0000-4000-8000-000000000000").data
    )
    assert town.session.scalars(select(Certificate)).all() == []


def test_day_on_which_a_void_one_came_back_is_in_the_register(town: Town, sign_in: SignIn) -> None:
    (row,) = granted.granted(town, town.ward.cells[0])
    browser = sign_in(town, town.city_office)
    place, today = f"/{town.tenant.slug}/giay-khen/{row.id}", clock.today(town.session)
    standing = browser.post(
        f"{place}/nop-lai", data=form_at(browser, place) | {"on": show_date(today)}
    )
    assert (standing.status_code, "đang có hiệu lực" in errors_of(standing.text)[0]) == (422, True)
    browser.post(
        place, data=form_at(browser, place) | {"reason": "damaged", "note": "Bị ướt"}
    )  # fmt: skip

    early = browser.post(f"{place}/nop-lai", data=form_at(browser, place) | {"on": "01/01/2020"})
    assert (early.status_code, "phải từ ngày cấp" in errors_of(early.text)[0]) == (422, True)
    noted = browser.post(
        f"{place}/nop-lai", data=form_at(browser, place) | {"on": show_date(today)}
    )

    assert (noted.status_code, noted.location) == (303, place)
    assert f"Đã nộp lại {show_date(today)}" in text_of(browser.get(place).text)
    assert f"nộp lại {show_date(today)}" in text_of(
        browser.get(f"/{town.tenant.slug}/giay-khen").text
    )
    book = browser.get(f"/{town.tenant.slug}/giay-khen/so-theo-doi.xlsx").data
    rows = list(load_workbook(BytesIO(book)).active.iter_rows(values_only=True))
    assert [str(line[-1])[:10] for line in rows[-2:]] == [today.isoformat(), "None"]
