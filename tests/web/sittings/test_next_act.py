"""What stands out on the page of a sitting is what its holder does next."""

from __future__ import annotations

import re
from html import unescape

from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from tests.web.sittings.boxes import boxes_of
from tests.web.sittings.conftest import Room
from workflows.dossiers.contents import criteria_of
from workflows.sittings.reading import items_of, seats_of


def outstanding(page: str) -> list[str]:
    """List what the red buttons of a page say."""
    found = re.findall(r'<(button|a) class="btn(?: sm| big)?"[^>]*>(.*?)</\1>', page, re.DOTALL)
    return [text_of(words) for _tag, words in found]


def test_one_button_stands_out_and_it_is_the_next_act(room: Room) -> None:
    room.open_()
    assert outstanding(room.page()) == ["Có mặt đủ"]

    room.press("co-mat-du")
    assert outstanding(room.page()) == [
        "Ghi 3/3 tán thành cho 2 hồ sơ còn lại: danh hiệu và Giấy khen"
    ]
    assert outstanding(room.page(room.chair)) == []

    room.press("con-lai")
    assert outstanding(room.page()) == ["Xem kết quả trước khi chốt Xem kết quả"]
    assert outstanding(room.page(room.chair)) == ["Xem lại và chốt"]


def test_list_begins_with_the_sitting_that_is_held_now(
    room: Room, town: Town, sign_in: SignIn
) -> None:
    place = f"/{town.tenant.slug}/phien-hop"
    assert "Vào phiên họp" not in room.member.get(place).text
    room.open_()
    for browser in (room.member, room.chair, room.recorder):
        page = browser.get(place).text
        assert outstanding(page)[0] == "Vào phiên họp"
        assert f'href="{room.address}">Vào phiên họp' in page
    assert "Vào phiên họp" not in sign_in(town, town.auditor).get(place).text


def test_suspended_sitting_begins_with_the_way_on(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.press("tam-nghi")

    for holder in (room.recorder, room.chair):
        page = room.page(holder)
        assert outstanding(page)[0] == "Họp tiếp"
        assert page.index("Họp tiếp") < page.index('id="diem-danh"')
    assert "Họp tiếp" not in room.page(room.member)


def test_opening_the_check_does_not_claim_that_anything_was_saved(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.recorder.get(room.address)

    answer = room.press("chot")
    check = text_of(room.recorder.get(answer.location).text)

    assert "Xem lại trước khi chốt. Chưa có gì được ghi." in check
    assert "Đã lưu" not in check


def test_who_came_late_and_who_left_early_is_told_apart_from_who_was_away(room: Room) -> None:
    room.open_()
    seats = [str(seat.id) for seat in seats_of(room.town.session, room.sitting.id)]
    first, _second = room.codes
    room.press("luu", **{"co-mat": seats[:2]})
    room.press("luu", **{f"tan-thanh-{first}": "2"})
    late, early = (seats_of(room.town.session, room.sitting.id)[n].name for n in (2, 1))

    room.press("luu", **{"co-mat": [seats[0], seats[2]]})

    page = text_of(room.page(room.member))
    assert re.search(rf"Đến muộn: đ/c {late}, lúc \d\d:\d\d", page)
    assert re.search(rf"Về sớm: đ/c {early}, lúc \d\d:\d\d", page)
    assert "Vắng:" not in page
    assert f"Lý do về sớm, đ/c {early}" in unescape(room.page())


def test_wish_without_a_reason_is_refused_by_name_and_stays_typed(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    _first, second = room.codes
    boxes = boxes_of(room.page(room.member), "/xin-roi")

    answer = room.member.post(
        f"{room.address}/xin-roi", data={**boxes, "roi-ho-so": second, "roi-ly-do": " "}
    )

    assert answer.status_code == 422
    assert "Đồng chí chưa ghi lý do. Ghi lý do rồi bấm lại." in answer.text
    assert boxes_of(answer.text, "/xin-roi")["roi-ho-so"] == [second]
    assert '<details class="gap-below noprint" open>' in answer.text
    items = items_of(room.town.session, room.reopened().id)
    assert [item.leaving for item in items] == [[], []]


def test_part_that_is_closed_stays_in_the_counts_and_is_marked(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, _second = room.codes
    room.press("luu", **{f"tan-thanh-{first}": "3", f"giay-khen-{first}": "3"})
    check = room.chair.get(f"{room.address}/chot").text
    room.chair.post(f"{room.address}/chot-phan", data=boxes_of(check, "/chot-phan"))

    page = text_of(room.page())
    check = text_of(room.chair.get(f"{room.address}/chot").text)

    assert "Đề nghị 1 Không đề nghị 0 Để phiên sau 0 Chưa xong 1" in page
    assert "3/3 tán thành, cần từ 2 Giấy khen 3/3, đạt Đã chốt" in page
    assert "1 hồ sơ đã chốt trước" in check


def test_members_read_every_dossier_in_short_before_they_vote(room: Room, sign_in: SignIn) -> None:
    town, member = room.town, room.page(room.member)
    assert f'href="{room.address}/tai-lieu">Đọc tài liệu họp' in member
    place = f"{room.address}/tai-lieu"

    page = text_of(room.member.get(place).text)

    for cell in town.ward.cells:
        dossier = town.dossier(cell)
        assert f"{cell.name} {dossier.code}" in page
        group = criteria_of(dossier).groups[0]
        assert f"{group.label} " in page
    assert page.count("Thẩm định: ") == 2
    assert "In tài liệu" in page
    stranger = sign_in(town, town.other_ward.members[0])
    assert stranger.get(place).status_code == 404


def test_sitting_that_ended_without_a_result_leads_to_the_next(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    empty = room.recorder.post(
        f"{room.address}/dung-han", data={**boxes_of(room.page(), "/dung-han"), "reason": " "}
    )
    assert (empty.status_code, "Có 1 chỗ cần sửa" in empty.text) == (422, True)

    room.recorder.post(
        f"{room.address}/dung-han", data={**boxes_of(room.page(), "/dung-han"), "reason": "Bão"}
    )

    page = room.page()
    assert "Lập phiên họp khác" in page
    assert "viec=de-nghi" in page
    assert "Có mặt 3/3" in text_of(page)
    assert "Lập phiên họp khác" not in room.page(room.member)
