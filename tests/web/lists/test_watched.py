"""Units watched as weak: marked in the list of dossiers, and a list of their own."""

from __future__ import annotations

from io import BytesIO

from python_calamine import CalamineWorkbook

from tenants import clock
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from workflows.review_teams.flags import flag_unit, lift_flag


def test_unit_watched_as_weak_shows_it_where_its_dossier_is_listed(
    town: Town, sign_in: SignIn
) -> None:
    weak, other = town.ward.cells[:2]
    for cell in town.ward.cells:
        make.registered(town, cell)
    address = f"/{town.tenant.slug}/phuong/ho-so?viec=tat-ca"
    office = sign_in(town, town.ward.office)
    assert "theo dõi yếu" not in text_of(office.get(address).text).lower()
    flag = flag_unit(
        town.session, weak, "Hai năm không kết nạp", since=clock.today(town.session),
        actor=town.member(town.ward.office),
    )  # fmt: skip
    town.session.commit()

    page = text_of(office.get(address).text)
    assert page.count("Theo dõi yếu: Hai năm không kết nạp") == 1
    assert "Chỉ hiện đơn vị đang theo dõi yếu" in page
    only = text_of(office.get(f"{address}&theo-doi=1").text)
    assert weak.name in only
    assert other.name not in only
    book = office.get(f"/{town.tenant.slug}/danh-sach/ward.xlsx?viec=tat-ca&theo-doi=1").data
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [(row[1], row[-1]) for row in rows[1:]] == [(weak.name, "Hai năm không kết nạp")]

    elsewhere = sign_in(town, town.other_ward.office)
    assert "theo dõi yếu" not in text_of(elsewhere.get(address).text).lower()
    lift_flag(town.session, flag.id, "Đã củng cố", actor=town.member(town.ward.office))
    town.session.commit()
    assert "theo dõi yếu" not in text_of(office.get(address).text).lower()
