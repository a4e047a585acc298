"""The pages of kinds and sectors: listed, added, ended with a preview, kept from others."""

from __future__ import annotations

from io import BytesIO

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tenants.unit_classes.tables import SectorOfUnits
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, said, text_of
from workflows.campaigns.tables import CampaignState


def address(town: Town) -> str:
    return f"/{town.tenant.slug}/quan-tri/loai-don-vi"


def sector(town: Town, code: str) -> SectorOfUnits | None:
    town.session.rollback()
    return town.session.scalar(
        select(SectorOfUnits)
        .where(SectorOfUnits.code == code)
        .execution_options(populate_existing=True)
    )


def test_administrator_adds_a_sector_and_it_is_offered_everywhere(
    town: Town, sign_in: SignIn
) -> None:
    browser = sign_in(town, town.admin)
    at = f"{address(town)}/loai-hinh/them"
    typed = form_at(browser, at) | {
        "name": "Làng nghề", "behaves_as": "enterprise", "spellings": "gốm\nmộc", "reason": "QĐ 12",
    }  # fmt: skip

    answer = browser.post(at, data=typed, follow_redirects=True)

    assert said(answer.text) == "Đã thêm «Làng nghề» vào danh mục."
    assert "Làng nghề Làng nghề lang-nghe doanh nghiệp 0" in text_of(answer.text)
    tenant = f"/{town.tenant.slug}/quan-tri"
    assert '<option value="lang-nghe">Làng nghề</option>' in browser.get(f"{tenant}/don-vi").text
    assert 'value="lang-nghe"' in browser.get(f"{tenant}/don-vi/thay-doi/thanh-lap").text
    found = browser.get(f"{address(town)}?tim=go+lang+nghe").text
    assert "lang-nghe" not in found
    assert "lang-nghe" in browser.get(f"{address(town)}?tim=lang+nghe").text
    sheet = browser.get(f"{address(town)}/danh-muc.xlsx?tim=lang+nghe").data
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["lang-nghe"]


def test_ending_says_first_how_many_units_have_it(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    at = f"{address(town)}/loai-hinh/residential"
    page = browser.get(at).text
    assert "đơn vị đang ghi loại này" in text_of(page)
    form = form_at(browser, at)

    refused = browser.post(f"{at}/thoi-dung", data=form | {"reason": ""})
    assert (refused.status_code, errors_of(refused.text)) == (
        422,
        ["Đồng chí chưa điền: Lý do, số văn bản"],
    )
    answer = browser.post(
        f"{at}/thoi-dung", data=form | {"reason": "QĐ 12", "successor": "other"},
        follow_redirects=True,
    )  # fmt: skip

    assert "Đã thôi dùng «Khu dân cư»" in (said(answer.text) or "")
    row = sector(town, "residential")
    assert row is not None
    assert row.valid_to is not None
    assert "thôi dùng từ" in text_of(answer.text)


def test_a_page_on_an_older_state_is_told_so(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    at = f"{address(town)}/loai-hinh/school"
    form = form_at(browser, at)
    wording = {"name": "Nhà trường", "short_name": "NT", "position": "20", "spellings": "trường"}
    browser.post(at, data=form | wording | {"reason": "x"})

    answer = browser.post(
        at, data=form | wording | {"name": "Trường", "reason": "x", "_key": "mot-khoa-khac"}
    )

    assert answer.status_code == 409
    row = sector(town, "school")
    assert row is not None
    assert row.name == "Nhà trường"


def test_auditor_reads_and_changes_nothing(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.auditor)
    page = browser.get(f"{address(town)}/loai-hinh/school").text

    assert "Đang được dùng ở đâu" in page
    assert "<form" not in page[page.index("<main") : page.index("</main>")]
    assert browser.get(f"{address(town)}/loai-hinh/them").status_code == 403
    form = form_at(sign_in(town, town.admin), f"{address(town)}/loai-hinh/school")
    assert browser.post(f"{address(town)}/loai-hinh/school", data=form).status_code == 403


def test_what_is_not_there_does_not_exist(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)

    for path in ("loai-hinh/khong-co", "khong-co/school", "khong-co/them"):
        assert browser.get(f"{address(town)}/{path}").status_code == 404


def test_home_of_administration_leads_here_also_before_a_year_is_open(
    town: Town, sign_in: SignIn
) -> None:
    town.campaign.state = CampaignState.DRAFT
    town.session.commit()

    page = sign_in(town, town.admin).get(f"/{town.tenant.slug}/quan-tri")

    assert page.status_code == 200
    assert f'href="{address(town)}"' in page.text
