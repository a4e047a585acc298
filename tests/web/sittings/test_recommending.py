"""A ward's sitting from the list to its result, as the recorder and the chair hold it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from tests.make import Town
from tests.web.conftest import HTMX, SignIn
from tests.web.sittings.boxes import boxes_of
from tests.web.sittings.conftest import Room
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Sitting, SittingItem, SittingState


def states(town: Town) -> list[str]:
    town.session.rollback()
    return [town.dossier(cell).state for cell in town.ward.cells]


def votes(room: Room) -> list[tuple[int | None, int | None, int | None]]:
    room.reopened()
    return [
        (item.in_favour, item.against, item.merit_in_favour)
        for item in items_of(room.town.session, room.sitting.id)
    ]


def present(room: Room) -> list[bool]:
    room.reopened()
    return [seat.present for seat in seats_of(room.town.session, room.sitting.id)]


def test_all_recommended_takes_five_presses(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.press("con-lai")
    answer = room.press("chot")
    assert answer.location == f"{room.address}/chot"
    closed = room.close()

    assert (closed.status_code, closed.location) == (303, room.address)
    assert states(room.town) == ["recommended", "recommended"]
    assert votes(room) == [(3, 0, 3), (3, 0, 3)]
    result = room.chair.get(closed.location).text
    assert "Đã chốt phiên họp" in result
    assert "3/3 tán thành, cần từ 2" in result


def test_exception_is_typed_and_the_rest_recorded_in_one_act(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, _second = room.codes

    room.press("con-lai", **{f"tan-thanh-{first}": "1", f"khong-{first}": "2"})

    assert votes(room) == [(1, 2, None), (3, 0, 3)]
    room.close()
    assert states(room.town) == ["not_recommended", "recommended"]


def test_title_alone_leaves_the_merit_vote_without_favour(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")

    room.press("con-lai:chi-danh-hieu")

    assert votes(room) == [(3, 0, 0), (3, 0, 0)]


def test_undo_takes_back_only_what_was_recorded_in_one_act(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, _second = room.codes
    room.press("con-lai", **{f"tan-thanh-{first}": "2", f"giay-khen-{first}": "2"})

    room.press("hoan-tac")

    assert votes(room) == [(2, 0, 2), (None, None, None)]


def test_changed_attendance_is_kept_before_the_rest_is_recorded(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    seats = seats_of(room.town.session, room.sitting.id)

    answer = room.press("con-lai", **{"co-mat": [str(seat.id) for seat in seats[:2]]})

    assert present(room) == [True, True, False]
    assert votes(room) == [(None, None, None)] * 2
    page = room.recorder.get(answer.location).text
    assert "Điểm danh vừa đổi" in page
    assert "Ghi 2/2 tán thành cho 2 hồ sơ còn lại" in page


def test_reason_for_absence_is_kept(room: Room) -> None:
    room.open_()
    seats = seats_of(room.town.session, room.sitting.id)
    room.press("luu", **{"co-mat": [str(seat.id) for seat in seats[:2]]})

    room.press("luu", **{f"ly-do-{seats[2].id}": "Đi công tác"})

    room.reopened()
    kept = [seat.absent_reason for seat in seats_of(room.town.session, room.sitting.id)]
    assert kept == ["", "", "Đi công tác"]
    assert f"Vắng: đ/c {seats[2].name}, Đi công tác" in unescape(room.page(room.member))


def test_more_votes_than_people_are_refused_and_stay_typed(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, second = room.codes

    answer = room.press(
        "luu",
        **{f"tan-thanh-{first}": "3", f"khong-{first}": "1", f"tan-thanh-{second}": "2"},
    )

    assert answer.status_code == 422
    assert votes(room) == [(None, None, None)] * 2
    boxes = boxes_of(answer.text, "/bieu-quyet")
    typed = [boxes[f"{box}-{first}"][0] for box in ("tan-thanh", "khong")]
    assert (typed, boxes[f"tan-thanh-{second}"]) == (["3", "1"], ["2"])
    assert "<title>Lỗi:" in answer.text
    assert "Tổng số phiếu nhiều hơn số người có mặt được biểu quyết (3)." in answer.text


@pytest.mark.parametrize("typed", ["ba", "-1", "1,5", "99999"])
def test_what_is_no_count_is_refused_and_stays_typed(room: Room, typed: str) -> None:
    room.open_()
    room.press("co-mat-du")

    answer = room.press("luu", **{f"tan-thanh-{room.codes[0]}": typed})

    assert answer.status_code == 422
    assert boxes_of(answer.text, "/bieu-quyet")[f"tan-thanh-{room.codes[0]}"] == [typed]
    assert "Viết số phiếu bằng chữ số, ví dụ 8" in answer.text


def test_row_is_saved_alone_and_answered_alone(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, _second = room.codes
    boxes = boxes_of(room.page(), "/bieu-quyet")

    answer = room.recorder.post(
        f"{room.address}/bieu-quyet",
        headers=HTMX,
        data={
            "csrf_token": boxes["csrf_token"], "hang": first, f"ban-{first}": boxes[f"ban-{first}"],
            f"tan-thanh-{first}": "2", f"khong-{first}": "1", f"giay-khen-{first}": "2",
        },
    )  # fmt: skip

    assert (answer.status_code, votes(room)[0]) == (200, (2, 1, 2))
    assert answer.text.lstrip().startswith(f'<tr id="hang-{first}"')
    assert answer.text.count("<tr") == 1
    assert re.findall(r'id="(\w[\w-]*)"[^>]*hx-swap-oob', answer.text) == [
        "tally", "rest", "thong-bao",
    ]  # fmt: skip
    assert present(room) == [True, True, True]


def test_row_refused_comes_back_as_typed(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, _second = room.codes
    boxes = boxes_of(room.page(), "/bieu-quyet")

    answer = room.recorder.post(
        f"{room.address}/bieu-quyet",
        headers=HTMX,
        data={
            "csrf_token": boxes["csrf_token"], "hang": first, f"ban-{first}": boxes[f"ban-{first}"],
            f"tan-thanh-{first}": "7",
        },
    )  # fmt: skip

    assert (answer.status_code, votes(room)[0]) == (422, (None, None, None))
    assert 'value="7"' in answer.text
    assert "Tổng số phiếu nhiều hơn" in answer.text


def test_vote_that_somebody_else_changed_is_not_overwritten(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, _second = room.codes
    old = boxes_of(room.page(), "/bieu-quyet")
    room.press("luu", **{f"tan-thanh-{first}": "2", f"giay-khen-{first}": "2"})

    answer = room.recorder.post(
        f"{room.address}/bieu-quyet", data={**old, "viec": ["luu"], f"tan-thanh-{first}": ["1"]}
    )

    assert (answer.status_code, votes(room)[0]) == (409, (2, 0, 2))
    assert boxes_of(answer.text, "/bieu-quyet")[f"tan-thanh-{first}"] == ["1"]


def test_old_page_does_not_overwrite_attendance(room: Room) -> None:
    room.open_()
    old = boxes_of(room.page(), "/bieu-quyet")
    room.press("co-mat-du")
    one = [str(seats_of(room.town.session, room.sitting.id)[0].id)]

    answer = room.recorder.post(
        f"{room.address}/diem-danh", data={**old, "viec": ["luu"], "co-mat": one}
    )

    assert (answer.status_code, present(room)) == (409, [True, True, True])
    assert f"Đ/c {room.town.ward.office.name} vừa ghi điểm danh" in answer.text
    assert boxes_of(answer.text, "/bieu-quyet")["co-mat"] == one


def test_same_form_twice_records_once(room: Room) -> None:
    room.open_()
    boxes = {**boxes_of(room.page(), "/bieu-quyet"), "viec": ["co-mat-du"]}
    first = room.recorder.post(f"{room.address}/diem-danh", data=boxes)
    version = room.reopened().version

    second = room.recorder.post(f"{room.address}/diem-danh", data=boxes)

    assert (second.status_code, second.location) == (303, first.location)
    assert room.reopened().version == version


def test_deferred_dossier_stays_and_comes_back(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, _second = room.codes
    room.press(f"hoan:{first}")
    assert f"tan-thanh-{first}" not in boxes_of(room.page(), "/bieu-quyet")
    room.press("con-lai")

    room.close()

    assert states(room.town) == ["awaiting_ward_review", "recommended"]


def test_watcher_is_told_only_of_changes(room: Room) -> None:
    room.open_()
    page = room.page(room.chair)
    assert "<form id=" not in page
    address = unescape(re.findall(r'hx-get="([^"]+)" hx-trigger="every 5s"', page)[0])

    same = room.chair.get(address, headers=HTMX)
    room.press("co-mat-du")
    other = room.chair.get(address, headers=HTMX)

    assert (same.status_code, other.status_code) == (204, 200)
    assert "Điểm danh: 3/3 ủy viên có mặt" in other.text
    assert other.text.lstrip().startswith('<div id="sitting"')


def test_recorder_does_not_poll(room: Room) -> None:
    room.open_()

    assert "every 5s" not in room.page()


def test_recorder_may_not_close_unless_the_rule_lets_them(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.press("con-lai")
    check = room.recorder.get(f"{room.address}/chot").text
    boxes = boxes_of(room.chair.get(f"{room.address}/chot").text, "/chot")
    boxes["csrf_token"] = boxes_of(room.page(), "/bieu-quyet")["csrf_token"]

    answer = room.recorder.post(f"{room.address}/chot", data=boxes)

    assert f"Chủ trì, đ/c {room.town.ward.chair.name}, chốt trên máy của mình" in check
    assert "Xác nhận và chốt phiên họp" not in check
    assert (answer.status_code, states(room.town)) == (403, ["awaiting_ward_review"] * 2)


def test_recorder_closes_on_order_where_the_rule_lets_them(room: Room) -> None:
    campaign = room.town.campaign
    campaign.rules = {**campaign.rules, "recorder_may_close": True}
    room.town.session.commit()
    room.open_()
    room.press("co-mat-du")
    room.press("con-lai")

    room.close(room.recorder)

    sitting = room.town.session.scalars(
        select(Sitting).execution_options(populate_existing=True)
    ).one()
    assert (sitting.state, sitting.closed_on_order) == (SittingState.CLOSED, True)
    assert "theo lệnh của chủ trì" in room.page()


def test_unsettled_dossier_keeps_the_sitting_open_and_is_named(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, second = room.codes
    room.press("luu", **{f"tan-thanh-{first}": "3", f"giay-khen-{first}": "3"})

    check = room.chair.get(f"{room.address}/chot").text

    assert f'{room.address}#hang-{second}"' in check
    assert "Chưa chốt được, còn 1 chỗ vướng" in check
    assert "Xác nhận và chốt phiên họp" not in check


def test_vote_changed_after_the_check_is_shown_again(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.press("con-lai")
    shown = boxes_of(room.chair.get(f"{room.address}/chot").text, "/chot")
    room.press("luu", **{f"tan-thanh-{room.codes[0]}": "1", f"khong-{room.codes[0]}": "2"})

    answer = room.chair.post(f"{room.address}/chot", data=shown)

    assert (answer.status_code, states(room.town)) == (409, ["awaiting_ward_review"] * 2)
    assert "1/3 tán thành, cần từ 2" in answer.text
    again = room.chair.post(f"{room.address}/chot", data=boxes_of(answer.text, "/chot"))
    assert (again.status_code, states(room.town)) == (303, ["not_recommended", "recommended"])


def test_quorum_lost_after_the_votes_keeps_them_and_says_so(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.press("con-lai")
    chair = [str(seats_of(room.town.session, room.sitting.id)[0].id)]
    room.press("luu", **{"co-mat": chair})

    check = room.chair.get(f"{room.address}/chot").text

    assert votes(room) == [(3, 0, 3), (3, 0, 3)]
    assert "Chưa đủ điều kiện họp: có mặt 1, cần từ 2 trên 3 ủy viên." in check
    assert "Xác nhận và chốt phiên họp" not in check


def test_closing_twice_with_one_form_closes_once(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.press("con-lai")
    boxes = boxes_of(room.chair.get(f"{room.address}/chot").text, "/chot")
    first = room.chair.post(f"{room.address}/chot", data=boxes)

    second = room.chair.post(f"{room.address}/chot", data=boxes)

    assert (second.status_code, second.location) == (303, first.location)
    assert [room.town.dossier(cell).state for cell in room.town.ward.cells] == ["recommended"] * 2


def test_closed_sitting_offers_the_office_to_send_its_dossiers(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.press("con-lai")
    room.close()

    office, member = room.page(), room.page(room.member)

    sent = "&amp;".join(f"ho_so={code}" for code in room.codes)
    assert f"/hang-loat/gui-cap-tren?{sent}" in office
    assert "/hang-loat/" not in member


def test_longer_agenda_costs_no_more_queries(
    room: Room, statements: list[str], sign_in: SignIn
) -> None:
    room.open_()
    numbers = []
    for _ in range(2):
        statements.clear()
        room.page()
        numbers.append(len(statements))
        assert len(set(statements)) == len(statements)  # no part asks what another has asked
        item = items_of(room.town.session, room.sitting.id)[-1]
        room.town.session.delete(item)
        room.town.session.commit()

    assert numbers[0] == numbers[1]


def test_printed_list_names_everybody_and_every_count(room: Room) -> None:
    room.open_()
    seats = seats_of(room.town.session, room.sitting.id)
    room.press("luu", **{"co-mat": [str(seat.id) for seat in seats[:2]]})
    room.press("con-lai")
    room.close()

    paper = unescape(room.member.get(f"{room.address}/in").text)

    assert "Số ủy viên được tính: 3. Có mặt: 2 (cần từ 2)." in paper
    assert f"Vắng: đồng chí {seats[2].name}" in paper
    assert paper.count("Đề nghị, Giấy khen") == 2
    assert room.town.session.scalars(select(SittingItem.result)).all() == ["passed", "passed"]


def test_member_who_only_reads_records_nothing(room: Room) -> None:
    room.open_()
    boxes = boxes_of(room.page(), "/bieu-quyet")
    boxes["csrf_token"] = boxes_of(room.page(room.member), "/dang-xuat")["csrf_token"]

    answer = room.member.post(f"{room.address}/diem-danh", data={**boxes, "viec": ["co-mat-du"]})

    assert (answer.status_code, present(room)) == (403, [False, False, False])
    assert "Có mặt đủ" not in answer.text
