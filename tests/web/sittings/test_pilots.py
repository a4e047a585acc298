"""Choosing pilots: each cell marked, reason and supervisor for those chosen."""

from __future__ import annotations

from html import unescape

import pytest
from sqlalchemy import select

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from tests.web.sittings.boxes import boxes_of
from tests.web.sittings.conftest import Room, hold, prepared
from workflows.dossiers.tables import PilotMark
from workflows.pilots.standing import standing_pilots
from workflows.sittings.reading import items_of
from workflows.sittings.tables import Gate


@pytest.fixture
def choosing(town: Town, sign_in: SignIn) -> Room:
    """An opened sitting that chooses pilots among both cells, everybody there."""
    dossiers = [make.registered(town, cell) for cell in town.ward.cells]
    sitting = prepared(town, Gate.PILOT_SELECTION, dossiers, by=town.ward.office)
    room = hold(town, sign_in, sitting)
    room.open_()
    room.press("co-mat-du")
    return room


def marks(room: Room) -> list[tuple[bool | None, str]]:
    room.reopened()
    items = items_of(room.town.session, room.sitting.id)
    return [(item.pilot, item.pilot_reason) for item in items]


def pilot(room: Room, code: str) -> dict[str, str]:
    """What is typed to make a cell a pilot."""
    return {
        f"diem-{code}": "1",
        f"ly-do-{code}": "Tiêu biểu cho khối dân cư của địa bàn",
        f"phu-trach-{code}": str(room.town.ward.members[0].id),
    }


def test_pilot_is_marked_and_the_rest_left_out_in_one_act(choosing: Room) -> None:
    first, _second = choosing.codes
    choosing.press("khong-diem", **pilot(choosing, first))
    assert marks(choosing) == [(True, "Tiêu biểu cho khối dân cư của địa bàn"), (False, "")]
    choosing.press("con-lai")

    choosing.close()

    town = choosing.town
    town.session.rollback()
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["in_progress"] * 2
    mark = town.session.scalars(select(PilotMark)).one()
    assert (mark.dossier_id, mark.supervisor_id) == (
        town.dossier(town.ward.cells[0]).id, town.ward.members[0].id,
    )  # fmt: skip


@pytest.mark.parametrize("left_out", ["ly-do", "phu-trach"])
def test_pilot_without_reason_or_supervisor_is_refused_as_typed(
    choosing: Room, left_out: str
) -> None:
    first, _second = choosing.codes
    typed = {**pilot(choosing, first), f"{left_out}-{first}": "", f"tan-thanh-{first}": "3"}

    answer = choosing.press("luu", **typed)

    assert (answer.status_code, marks(choosing)) == (422, [(None, ""), (None, "")])
    kept = boxes_of(answer.text, "/bieu-quyet")
    assert {name: kept[name][0] for name in typed} == typed


def test_changed_mind_is_kept(choosing: Room) -> None:
    first, _second = choosing.codes
    choosing.press("luu", **pilot(choosing, first))

    choosing.press("luu", **{f"diem-{first}": "0"})

    assert marks(choosing) == [(False, ""), (None, "")]


def test_cell_that_nobody_marked_keeps_the_sitting_open(choosing: Room) -> None:
    choosing.press("con-lai")

    check = choosing.chair.get(f"{choosing.address}/chot").text

    assert "Chưa chốt được, còn 2 chỗ vướng" in check
    assert check.count("Chưa chọn làm điểm hay không") >= 2


def test_no_pilot_at_all_needs_a_reason(choosing: Room) -> None:
    choosing.press("khong-diem")
    choosing.press("con-lai")
    boxes = boxes_of(choosing.chair.get(f"{choosing.address}/chot").text, "/chot")
    without = choosing.chair.post(f"{choosing.address}/chot", data=boxes)
    assert without.status_code == 422
    assert "Phiên họp không chọn chi bộ nào làm điểm. Ghi lý do rồi chốt." in without.text

    answer = choosing.chair.post(
        f"{choosing.address}/chot", data={**boxes, "no_pilot_reason": "Ít chi bộ đăng ký"}
    )

    assert answer.status_code == 303
    assert "vì: Ít chi bộ đăng ký" in unescape(choosing.page())


def test_more_pilots_than_the_rule_allows_are_refused(choosing: Room) -> None:
    campaign = choosing.town.campaign
    campaign.rules = {**campaign.rules, "pilots_per_ward": 1}
    choosing.town.session.commit()
    first, second = choosing.codes
    choosing.press("con-lai", **pilot(choosing, first), **pilot(choosing, second))

    check = choosing.chair.get(f"{choosing.address}/chot").text

    assert "Số chi bộ làm điểm nhiều hơn quy định (tối đa 1)." in check
    assert "Xác nhận và chốt phiên họp" not in check


@pytest.fixture
def changing(choosing: Room, sign_in: SignIn) -> Room:
    """An opened sitting that changes pilots, the first cell being one, everybody there."""
    first, _second = choosing.codes
    choosing.press("khong-diem", **pilot(choosing, first))
    choosing.press("con-lai")
    choosing.close()
    town = choosing.town
    town.session.rollback()
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    room = hold(
        town, sign_in, prepared(town, Gate.PILOT_CHANGE, dossiers, by=town.ward.office)
    )  # fmt: skip
    room.open_()
    room.press("co-mat-du")
    return room


def test_counts_of_a_choice_of_pilots_are_pilots(choosing: Room) -> None:
    first, _second = choosing.codes
    choosing.press("khong-diem", **pilot(choosing, first))
    choosing.press("con-lai")

    page = text_of(choosing.page())

    assert "Làm điểm 1 Không làm điểm 1 Chưa thông qua 0 Để phiên sau 0 Chưa xong 0" in page


def test_pilot_takes_the_place_of_another_and_every_page_says_so(changing: Room) -> None:
    town = changing.town
    first, second = changing.codes
    old, new = (town.dossier(cell) for cell in town.ward.cells)
    assert f'<option value="{old.id}">{old.unit.name}</option>' in changing.page()

    changing.press(
        "con-lai",
        **pilot(changing, second),
        **{f"thay-{second}": str(old.id), f"diem-{first}": "0"},
    )
    check = text_of(changing.chair.get(f"{changing.address}/chot").text)
    changing.close()

    assert f"Thay cho {old.unit.name}" in check
    assert "Thôi làm điểm từ khi chốt, ở nguyên bước hiện tại" in check
    assert "Làm điểm từ khi chốt, ở nguyên bước hiện tại" in check
    assert f"Thay cho {old.unit.name}" in text_of(changing.page(changing.member))
    town.session.rollback()
    standing = standing_pilots(town.session, [old.id, new.id])
    assert standing == {new.id}


def test_those_left_over_at_a_change_do_not_stop_being_pilots_unasked(changing: Room) -> None:
    """«Không làm điểm» for the rest is for a choice of pilots; a change names each."""
    assert "chi bộ còn lại: không làm điểm" not in changing.page()


def test_marks_are_kept_while_the_votes_are_cast_in_secret(choosing: Room) -> None:
    """The page has no boxes for counts then: those that were counted before stay."""
    first, second = choosing.codes
    choosing.press("luu", **{f"tan-thanh-{first}": "3"})
    choosing.press("cach", cach="secret_ballot")

    answer = choosing.press("luu", **pilot(choosing, first), **{f"diem-{second}": "0"})

    assert (answer.status_code, [mark for mark, _reason in marks(choosing)]) == (303, [True, False])
    assert items_of(choosing.town.session, choosing.sitting.id)[0].in_favour == 3
