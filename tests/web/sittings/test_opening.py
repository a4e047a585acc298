"""Before the votes, and what ends a sitting without any."""

from __future__ import annotations

from html import unescape

import pytest
from sqlalchemy import select

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.sittings.boxes import boxes_of
from tests.web.sittings.conftest import Room, hold, prepared
from workflows.dossiers.tables import Answer
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Gate, SittingState


@pytest.fixture
def unfit(town: Town, sign_in: SignIn) -> Room:
    """A prepared sitting on one dossier that the appraisal found not eligible."""
    cell = town.ward.cells[0]
    dossier = make.under_appraisal(town, cell)
    for row in town.session.scalars(select(Answer).where(Answer.dossier_id == dossier.id)):
        row.appraised_level, row.appraised_reason = "not_met", "Chưa làm"
    town.session.commit()
    make.move(
        town, cell, "conclude_appraisal", town.ward.appraiser, proposed_rating="completed"
    )  # fmt: skip
    sitting = prepared(town, Gate.RECOMMENDATION, [town.dossier(cell)], by=town.ward.office)
    return hold(town, sign_in, sitting)


def test_member_may_not_open(room: Room) -> None:
    token = boxes_of(room.page(room.member), "/dang-xuat")["csrf_token"]

    answer = room.member.post(
        f"{room.address}/khai-mac",
        data={"csrf_token": token, "seen_version": room.sitting.version},
    )

    assert (answer.status_code, room.reopened().state) == (403, SittingState.PREPARED)
    assert "/khai-mac" not in room.page(room.member)


def test_chair_opens_and_the_recorder_sees_it(room: Room) -> None:
    boxes = boxes_of(room.page(room.chair), "/khai-mac")

    answer = room.chair.post(f"{room.address}/khai-mac", data=boxes)

    assert (answer.status_code, room.reopened().state) == (303, SittingState.OPENED)
    assert "Điểm danh: 0/3 ủy viên có mặt" in room.page()


def test_old_page_does_not_open_twice(room: Room) -> None:
    old = boxes_of(room.page(room.chair), "/khai-mac")
    room.open_()

    answer = room.chair.post(f"{room.address}/khai-mac", data=old)

    assert answer.status_code == 409
    assert f"Đ/c {room.town.ward.office.name} vừa khai mạc phiên họp" in answer.text
    assert len(seats_of(room.town.session, room.sitting.id)) == 3


def test_reasons_of_a_dossier_that_is_not_eligible_are_spelled_out(unfit: Room) -> None:
    page = unescape(unfit.page())

    assert "1 hồ sơ không đủ điều kiện" in page
    assert "Tổng điểm 0, cần từ 90" in page
    assert "/ngoai-le" not in page
    assert f"Chỉ chủ trì, đ/c {unfit.town.ward.chair.name}, cho biểu quyết được." in page


def test_chair_lets_it_be_voted_on_with_a_reason(unfit: Room) -> None:
    boxes = boxes_of(unfit.page(unfit.chair), "/ngoai-le")

    answer = unfit.chair.post(
        f"{unfit.address}/ngoai-le", data={**boxes, "reason": "Thành tích đột xuất"}
    )

    assert answer.status_code == 303
    unfit.open_()
    page = unfit.page()
    assert f"tan-thanh-{unfit.codes[0]}" in page
    assert "Chủ trì cho biểu quyết: Thành tích đột xuất" in page


def test_exception_without_a_reason_is_refused(unfit: Room) -> None:
    boxes = boxes_of(unfit.page(unfit.chair), "/ngoai-le")

    answer = unfit.chair.post(f"{unfit.address}/ngoai-le", data={**boxes, "reason": " "})

    assert answer.status_code == 422
    unfit.reopened()
    items = items_of(unfit.town.session, unfit.sitting.id)
    assert [item.exception_reason for item in items] == [""]


def test_recorder_may_not_grant_an_exception(unfit: Room) -> None:
    token = boxes_of(unfit.page(), "/khai-mac")["csrf_token"]

    answer = unfit.recorder.post(
        f"{unfit.address}/ngoai-le",
        data={"csrf_token": token, "ho_so": unfit.codes[0], "reason": "Nể nang"},
    )

    assert answer.status_code == 403
    assert "Chỉ người chủ trì phiên họp cho biểu quyết được." in answer.text


def test_dossier_that_is_not_eligible_is_noted_and_not_voted(unfit: Room) -> None:
    unfit.open_()
    unfit.press("co-mat-du")

    page = unfit.page()
    answer = unfit.close()

    assert f"tan-thanh-{unfit.codes[0]}" not in page
    assert "Ghi nhận, không biểu quyết" in page
    assert answer.status_code == 303
    unfit.town.session.rollback()
    assert unfit.town.dossier(unfit.town.ward.cells[0]).state == "not_recommended"


def test_prepared_sitting_is_cancelled_with_a_reason(room: Room) -> None:
    boxes = boxes_of(room.page(), "/huy")
    without = room.recorder.post(f"{room.address}/huy", data=boxes)
    assert (without.status_code, room.reopened().state) == (422, SittingState.PREPARED)

    answer = room.recorder.post(f"{room.address}/huy", data={**boxes, "reason": "Mưa bão"})

    assert (answer.status_code, room.reopened().state) == (303, SittingState.CANCELLED)
    assert "Lý do: Mưa bão" in room.page()


def test_sitting_is_suspended_and_resumed(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    first, _second = room.codes

    room.press("tam-nghi", **{f"tan-thanh-{first}": "3", f"giay-khen-{first}": "3"})
    assert room.reopened().state is SittingState.SUSPENDED
    assert items_of(room.town.session, room.sitting.id)[0].in_favour == 3
    room.recorder.post(f"{room.address}/tam-nghi", data=boxes_of(room.page(), "/tam-nghi"))

    assert room.reopened().state is SittingState.OPENED


def test_broken_off_sitting_decides_nothing_and_says_why(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.press("con-lai")
    boxes = boxes_of(room.page(room.chair), "/dung-han")

    answer = room.chair.post(f"{room.address}/dung-han", data={**boxes, "reason": "Mất điện"})

    assert (answer.status_code, room.reopened().state) == (303, SittingState.BROKEN_OFF)
    states = [room.town.dossier(cell).state for cell in room.town.ward.cells]
    assert states == ["awaiting_ward_review", "awaiting_ward_review"]
    assert "Lý do: Mất điện" in room.page(room.member)


def test_reason_typed_on_an_old_page_stays(room: Room) -> None:
    room.open_()
    old = boxes_of(room.page(room.chair), "/dung-han")
    room.press("co-mat-du")

    answer = room.chair.post(f"{room.address}/dung-han", data={**old, "reason": "Mất điện"})

    assert (answer.status_code, room.reopened().state) == (409, SittingState.OPENED)
    assert boxes_of(answer.text, "/dung-han")["reason"] == ["Mất điện"]


@pytest.mark.parametrize("act", ["bieu-quyet", "khai-mac", "huy", "tam-nghi"])
def test_browser_that_comes_back_to_an_act_is_led_to_the_page(room: Room, act: str) -> None:
    answer = room.recorder.get(f"{room.address}/{act}")

    assert (answer.status_code, answer.location) == (303, room.address)
