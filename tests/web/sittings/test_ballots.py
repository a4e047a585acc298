"""Voting on one's own device: the ballot, its progress, and that nothing of it stays behind."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tenants.replies import KeptReply
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.sittings.boxes import boxes_of
from tests.web.sittings.conftest import Room
from workflows.sittings.ballot_tables import Ballot, Participation
from workflows.sittings.reading import items_of


@pytest.fixture
def voting(room: Room) -> Room:
    """An opened sitting in which everybody is there and the ballot is open."""
    room.open_()
    room.press("co-mat-du")
    assert room.press("cach", cach="secret_ballot").status_code == 303
    assert room.press("mo-phieu").status_code == 303
    return room


def marks(room: Room, choice: str) -> dict[str, str]:
    return {f"{box}-{code}": choice for code in room.codes for box in ("chon", "khen")}


def puts_in(room: Room, browser: FlaskClient, choice: str, **other: str) -> int:
    page = browser.get(f"{room.address}/phieu").text
    token = boxes_of(page, "/phieu")["csrf_token"][0]
    sent = {"csrf_token": token, "viec": "bo", **marks(room, choice), **other}
    return browser.post(f"{room.address}/phieu", data=sent).status_code


def counts(room: Room) -> list[tuple[int | None, int | None]]:
    room.reopened()
    return [(item.in_favour, item.against) for item in items_of(room.town.session, room.sitting.id)]


def test_members_vote_and_the_recorder_sees_how_many_and_never_how(
    voting: Room, town: Town, sign_in: SignIn
) -> None:
    assert "Bỏ phiếu của đồng chí" in voting.page(voting.member)
    assert puts_in(voting, voting.member, "in_favour") == 303
    assert puts_in(voting, voting.chair, "against") == 303

    turnout = voting.recorder.get(f"{voting.address}/phieu/tien-do").text
    assert "2/3" in turnout
    assert town.ward.members[1].name in turnout
    assert counts(voting) == [(None, None), (None, None)]

    last = sign_in(town, town.ward.members[1])
    early = voting.press("kiem-phieu")
    assert (early.status_code, counts(voting)) == (422, [(None, None), (None, None)])
    assert f"Chưa bỏ phiếu: {town.ward.members[1].name}." in unescape(early.text)
    assert puts_in(voting, last, "in_favour") == 303
    assert voting.press("kiem-phieu").status_code == 303
    assert counts(voting) == [(2, 1), (2, 1)]
    assert voting.close().status_code == 303
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["recommended"] * 2


def test_second_ballot_and_the_back_button_are_told_that_the_first_stands(voting: Room) -> None:
    shown = voting.member.get(f"{voting.address}/phieu").text
    first = boxes_of(shown, "/phieu")["csrf_token"][0]
    assert puts_in(voting, voting.member, "in_favour") == 303
    page = voting.member.get(f"{voting.address}/phieu").text
    assert "Đồng chí đã bỏ phiếu" in page
    again = voting.member.post(
        f"{voting.address}/phieu",
        data={"csrf_token": first, "viec": "bo", **marks(voting, "against")},
    )
    assert again.status_code == 409
    assert "không sửa được" in again.text
    voting.reopened()
    assert voting.town.session.scalar(select(func.count()).select_from(Participation)) == 1


def test_nothing_is_marked_unasked_and_everything_must_be(voting: Room) -> None:
    page = voting.member.get(f"{voting.address}/phieu").text
    assert "checked" not in page
    token = boxes_of(page, "/phieu")["csrf_token"][0]
    some = dict(list(marks(voting, "against").items())[:1])
    answer = voting.member.post(
        f"{voting.address}/phieu", data={"csrf_token": token, "viec": "bo", **some}
    )
    assert answer.status_code == 422
    assert "Còn 3 chỗ chưa chọn" in answer.text
    assert (answer.text.count(" checked"), answer.text.count("Chưa chọn ý nào")) == (1, 3)

    alike = voting.member.post(
        f"{voting.address}/phieu", data={"csrf_token": token, "viec": "tat-ca"}
    )
    assert (alike.status_code, alike.text.count(" checked")) == (200, 4)
    voting.reopened()
    assert voting.town.session.scalar(select(func.count()).select_from(Participation)) == 0


def test_no_digest_of_a_ballot_is_kept_even_where_a_key_was_sent(voting: Room) -> None:
    before = voting.town.session.scalar(select(func.count()).select_from(KeptReply))
    voting.town.session.rollback()
    assert puts_in(voting, voting.member, "against", _key="a-key-of-its-own-0001") == 303
    voting.reopened()
    assert voting.town.session.scalar(select(func.count()).select_from(KeptReply)) == before
    assert voting.town.session.scalar(select(func.count()).select_from(Ballot)) == 0


def test_who_is_not_of_the_body_gets_no_ballot(voting: Room, town: Town, sign_in: SignIn) -> None:
    office = voting.recorder.get(f"{voting.address}/phieu").text
    assert "Chỉ ủy viên đang có mặt mới bỏ phiếu" in office
    stranger = sign_in(town, town.other_ward.chair)
    assert stranger.get(f"{voting.address}/phieu").status_code == 404
    assert stranger.get(f"{voting.address}/phieu/tien-do").status_code == 404


def test_voided_ballot_needs_a_reason(voting: Room) -> None:
    assert voting.press("huy-phieu").status_code == 422
    assert voting.press("huy-phieu", ly_do_huy_phieu="Nhầm danh sách").status_code == 303
    assert "Mở bỏ phiếu cho 2 hồ sơ" in voting.page()


def test_tally_of_papers_is_confirmed_by_a_member_on_the_own_device(room: Room) -> None:
    room.open_()
    room.press("co-mat-du")
    room.press("cach", cach="paper_ballot", to_kiem_phieu="Đ/c A và đ/c B")
    first, second = room.codes
    answer = room.press(
        "luu", **{f"tan-thanh-{first}": "2", f"hong-{first}": "1", f"giay-khen-{first}": "2",
                  f"tan-thanh-{second}": "3", f"giay-khen-{second}": "3"}
    )  # fmt: skip
    assert answer.status_code == 303
    assert "Đồng chí đã nhập kết quả này" in room.page()
    assert "Chưa có người thứ hai xác nhận kiểm phiếu" in room.page()
    page = room.page(room.member)
    assert "Tổ kiểm phiếu: Đ/c A và đ/c B" in page
    answer = room.member.post(
        f"{room.address}/xac-nhan-kiem-phieu", data=boxes_of(page, "/xac-nhan-kiem-phieu")
    )
    assert answer.status_code == 303
    assert room.close().status_code == 303
    assert [room.town.dossier(cell).state for cell in room.town.ward.cells] == ["recommended"] * 2


def test_page_without_a_box_leaves_what_was_counted_with_it(room: Room, sign_in: SignIn) -> None:
    """A confirmed tally of papers stands when the body goes on by a show of hands."""
    room.open_()
    room.press("co-mat-du")
    room.press("cach", cach="paper_ballot")
    first, second = room.codes
    room.press(
        "luu", **{f"tan-thanh-{first}": "2", f"hong-{first}": "1", f"giay-khen-{first}": "2"}
    )
    page = room.page(room.member)
    room.member.post(
        f"{room.address}/xac-nhan-kiem-phieu", data=boxes_of(page, "/xac-nhan-kiem-phieu")
    )
    room.press("cach", cach="show_of_hands")

    boxes = boxes_of(room.page(), "/bieu-quyet")
    assert boxes.pop(f"hong-{first}") == ["1"]
    room.recorder.post(
        f"{room.address}/bieu-quyet",
        data={**boxes, "viec": "luu", f"tan-thanh-{second}": "3", f"giay-khen-{second}": "3"},
    )

    room.reopened()
    items = items_of(room.town.session, room.sitting.id)
    assert [(item.in_favour, item.invalid, item.mode) for item in items] == [
        (2, 1, "paper_ballot"), (3, 0, "show_of_hands"),
    ]  # fmt: skip
    assert items[0].confirmed_by == room.town.ward.members[0].name
