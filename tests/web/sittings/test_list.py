"""The list of sittings, preparing one, and who may see which."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from tests.web.sittings.boxes import boxes_of
from tests.web.sittings.conftest import Room, prepared
from workflows.sittings.preparing import cancel_sitting
from workflows.sittings.reading import items_of
from workflows.sittings.tables import Gate, Sitting


def sittings(town: Town) -> list[Sitting]:
    town.session.rollback()
    return list(town.session.scalars(select(Sitting).order_by(Sitting.id)))


def listed(page: str) -> list[str]:
    """List the codes of the sittings on a page."""
    return re.findall(r'class="muted small plain">(\d\d-H\d+)', page)


def test_empty_list_says_so_and_shows_what_waits(town: Town, sign_in: SignIn) -> None:
    for cell in town.ward.cells:
        make.registered(town, cell)
    browser = sign_in(town, town.ward.office)

    page = browser.get(f"/{town.tenant.slug}/phien-hop").text

    assert "Chưa có phiên họp." in page
    assert "Lập phiên họp với 2 hồ sơ đủ điều kiện" in page
    assert (
        f"/phien-hop/moi?chon=tat-ca&amp;viec=chon-lam-diem&amp;ban={town.ward.unit.code}" in page
    )


def test_member_is_not_offered_to_prepare(town: Town, sign_in: SignIn) -> None:
    make.registered(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.members[0])

    page = browser.get(f"/{town.tenant.slug}/phien-hop")
    form = browser.get(f"/{town.tenant.slug}/phien-hop/moi?viec=chon-lam-diem")

    assert (page.status_code, "Lập phiên họp" in page.text) == (200, False)
    assert form.status_code == 403


def test_nothing_is_ticked_unasked_and_all_by_one_link(town: Town, sign_in: SignIn) -> None:
    for cell in town.ward.cells:
        make.registered(town, cell)
    codes = [town.dossier(cell).code for cell in town.ward.cells]
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/phien-hop/moi?viec=chon-lam-diem"

    plain = browser.get(address).text
    link = re.findall(r'href="([^"]+)">Chọn cả 2<', plain)[0]
    ticked = browser.get(unescape(link)).text

    assert "ho_so" not in boxes_of(plain, "ban=" + town.ward.unit.code)
    assert "Đã chọn 0 trong 2 hồ sơ đủ điều kiện" in plain
    assert boxes_of(ticked, "ban=" + town.ward.unit.code)["ho_so"] == codes
    assert "Đã chọn 2 trong 2 hồ sơ đủ điều kiện" in ticked


def test_sitting_is_prepared_with_what_was_ticked(town: Town, sign_in: SignIn) -> None:
    for cell in town.ward.cells:
        make.registered(town, cell)
    codes = [town.dossier(cell).code for cell in town.ward.cells]
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/phien-hop/moi?viec=chon-lam-diem"
    boxes = boxes_of(browser.get(address).text, "ban=" + town.ward.unit.code)
    assert boxes["planned_on"] == [show_date(clock.today(town.session))]
    assert boxes["chair"] == [str(town.ward.chair.id)]

    answer = browser.post(address, data={**boxes, "ho_so": codes[:1], "place": "Phòng họp"})

    (made,) = sittings(town)
    assert (answer.status_code, answer.location) == (
        303, f"/{town.tenant.slug}/phien-hop/{made.code}",
    )  # fmt: skip
    assert (made.place, made.gate, made.recorder) == (
        "Phòng họp", Gate.PILOT_SELECTION, town.ward.office.name,
    )  # fmt: skip
    assert [item.dossier.code for item in items_of(town.session, made.id)] == codes[:1]
    again = browser.post(address, data={**boxes, "ho_so": codes[:1], "place": "Phòng họp"})
    assert (again.location, len(sittings(town))) == (answer.location, 1)


def test_bad_day_keeps_everything_that_was_typed(town: Town, sign_in: SignIn) -> None:
    make.registered(town, town.ward.cells[0])
    code = town.dossier(town.ward.cells[0]).code
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/phien-hop/moi?viec=chon-lam-diem"
    boxes = boxes_of(browser.get(address).text, "ban=" + town.ward.unit.code)
    yesterday = show_date(clock.today(town.session) - timedelta(days=1))

    answer = browser.post(
        address,
        data={**boxes, "planned_on": yesterday, "place": "Phòng họp", "ho_so": [code]},
    )

    kept = boxes_of(answer.text, "ban=" + town.ward.unit.code)
    assert (answer.status_code, sittings(town)) == (422, [])
    assert (kept["planned_on"], kept["place"], kept["ho_so"]) == (
        [yesterday], ["Phòng họp"], [code],
    )  # fmt: skip
    assert answer.text.count("Ngày họp phải từ hôm nay") == 2


def test_agenda_without_dossiers_is_refused(town: Town, sign_in: SignIn) -> None:
    make.registered(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/phien-hop/moi?viec=chon-lam-diem"
    boxes = boxes_of(browser.get(address).text, "ban=" + town.ward.unit.code)

    answer = browser.post(address, data=boxes)

    assert (answer.status_code, sittings(town)) == (422, [])
    assert "Chưa chọn hồ sơ nào. Đánh dấu ít nhất một hồ sơ." in answer.text


def test_dossier_on_another_agenda_is_named_with_the_way_there(town: Town, sign_in: SignIn) -> None:
    dossiers = [make.registered(town, cell) for cell in town.ward.cells]
    first = prepared(town, Gate.PILOT_SELECTION, dossiers[:1], by=town.ward.office)
    browser = sign_in(town, town.ward.office)

    page = browser.get(f"/{town.tenant.slug}/phien-hop/moi?viec=chon-lam-diem").text

    assert "Đã chọn 0 trong 1 hồ sơ đủ điều kiện" in page
    link = f'href="/{town.tenant.slug}/phien-hop/{first.code}">Đã nằm trong phiên họp'
    assert link in page


def test_counts_on_chips_are_the_lists_behind_them(room: Room) -> None:
    town, address = room.town, f"/{room.town.tenant.slug}/phien-hop"
    cancel_sitting(town.session, room.sitting, reason="Bão", actor=town.member(town.ward.chair))
    town.session.commit()
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    prepared(town, Gate.RECOMMENDATION, dossiers, by=town.ward.office)

    page = room.recorder.get(address).text

    chips = {
        word: int(count)
        for word, count in re.findall(r'muc=([\w-]+)"[^>]*>[^<]*<span>(\d+)<', page)
    }
    assert chips == {"tat-ca": 2, "sap-hop": 1, "khong-thanh": 1}
    for word, count in chips.items():
        assert len(listed(room.recorder.get(f"{address}?muc={word}").text)) == count, word


def test_longer_list_costs_no_more_queries(room: Room, statements: list[str]) -> None:
    town, address = room.town, f"/{room.town.tenant.slug}/phien-hop"
    numbers = []
    for _ in range(2):
        statements.clear()
        shown = listed(room.recorder.get(address).text)
        numbers.append((len(shown), len(statements)))
        for sitting in sittings(town):
            if sitting.state == "prepared":
                cancel_sitting(
                    town.session, sitting, reason="Bão", actor=town.member(town.ward.chair)
                )
        dossiers = [town.dossier(cell) for cell in town.ward.cells]
        for dossier in dossiers:
            prepared(town, Gate.RECOMMENDATION, [dossier], by=town.ward.office)

    assert [shown for shown, _asked in numbers] == [1, 3]
    assert numbers[0][1] == numbers[1][1]


@pytest.mark.parametrize("page", ["", "/chot", "/in", "/bieu-quyet"])
def test_sitting_of_another_ward_does_not_exist(
    room: Room, other_town: Town, sign_in: SignIn, page: str
) -> None:
    town = room.town
    for stranger, home in (
        (sign_in(town, town.other_ward.office), town),
        (sign_in(other_town, other_town.ward.office), other_town),
    ):
        address = f"/{home.tenant.slug}/phien-hop"
        theirs = stranger.get(f"{address}/{room.sitting.code}{page}")
        unknown = stranger.get(f"{address}/99-H9{page}")
        assert (theirs.status_code, theirs.data) == (404, unknown.data)


@pytest.mark.parametrize(
    "act", ["khai-mac", "bieu-quyet", "diem-danh", "huy", "tam-nghi", "dung-han", "chot"]
)
def test_act_on_a_sitting_of_another_ward_does_not_exist(
    room: Room, sign_in: SignIn, act: str
) -> None:
    town = room.town
    stranger = sign_in(town, town.other_ward.office)
    token = boxes_of(stranger.get(f"/{town.tenant.slug}/toi").text, "/dang-xuat")["csrf_token"]
    version = room.reopened().version

    answer = stranger.post(
        f"{room.address}/{act}", data={"csrf_token": token, "reason": "x", "viec": "co-mat-du"}
    )

    assert (answer.status_code, room.reopened().version) == (404, version)


def test_secretary_has_no_sittings(room: Room, sign_in: SignIn) -> None:
    browser = sign_in(room.town, room.town.ward.secretaries[0])

    assert browser.get(f"/{room.town.tenant.slug}/phien-hop").status_code == 403
    assert browser.get(room.address).status_code == 403


def test_dossier_that_has_not_come_as_far_is_named_with_where_it_stands(
    town: Town, sign_in: SignIn
) -> None:
    appraised, late = town.ward.cells
    for cell in town.ward.cells:
        make.registered(town, cell)
    make.appraised(town, appraised)
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/phien-hop/moi?viec="

    recommending = text_of(browser.get(address + "de-nghi").text)
    changing = text_of(browser.get(address + "doi-lam-diem").text)

    assert (
        f"1 hồ sơ không đưa vào được {late.name} {town.dossier(late).code} Đã đăng ký"
        in recommending
    )
    assert "không đưa vào được" not in changing
