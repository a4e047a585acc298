"""The city's sitting: ratings first, then the votes, then the decision."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.sittings.boxes import boxes_of
from tests.web.sittings.conftest import Room
from tests.workflows.test_year import sat
from workflows.decisions.tables import Decision
from workflows.dossiers.tables import QualityRating
from workflows.sittings.closing import close_sitting
from workflows.sittings.tables import Gate
from workflows.sittings.voting import record_rest


@pytest.fixture
def city(town: Town, sign_in: SignIn) -> Room:
    """An opened sitting of the city on both cells of the ward, everybody there."""
    session, ward = town.session, town.ward
    for cell in ward.cells:
        make.registered(town, cell)
    dossiers = [make.appraised(town, cell) for cell in ward.cells]
    sitting = sat(town, Gate.RECOMMENDATION, dossiers, ward)
    record_rest(session, sitting, merit=True, actor=town.member(ward.office))
    close_sitting(session, sitting, actor=town.member(ward.chair), seen_version=sitting.version)
    session.commit()
    today = clock.today(session)
    for cell in ward.cells:
        make.move(town, cell, "send_to_city", ward.office, number="12-TTr/ĐU", signed_on=today)
        make.move(town, cell, "conclude_city_appraisal", town.org_dept, words="Đủ điều kiện")
    held = sat(town, Gate.RECOGNITION, [town.dossier(cell) for cell in ward.cells], None)
    session.commit()
    return Room(
        town, held, sign_in(town, town.org_dept), sign_in(town, town.chair),
        sign_in(town, town.members[0]),
    )  # fmt: skip


def ratings(room: Room) -> dict[str, tuple[str, str]]:
    room.reopened()
    rows = room.town.session.scalars(select(QualityRating)).all()
    codes = {room.town.dossier(cell).id: room.town.dossier(cell).code
             for cell in room.town.ward.cells}  # fmt: skip
    return {codes[row.dossier_id]: (str(row.rating), row.number) for row in rows}


def decided(room: Room, **other: str) -> dict[str, str]:
    """What is typed for a decision on ratings of today."""
    today = show_date(clock.today(room.town.session))
    return {"number": "99-QĐ/Th.U", "decided-on": today, **other}


def rate(room: Room, **other: str) -> None:
    """Press the button that records the ratings."""
    boxes = boxes_of(room.page(), "/bieu-quyet")
    today = show_date(clock.today(room.town.session))
    answer = room.recorder.post(
        f"{room.address}/bieu-quyet",
        data={**boxes, "viec": "xep-loai", "number": "99-QĐ/Th.U", "decided_on": today, **other},
    )
    assert answer.status_code == 303


def test_ratings_are_offered_as_they_were_proposed(city: Room) -> None:
    boxes = boxes_of(city.page(), "/bieu-quyet")

    assert [boxes[f"xep-loai-{code}"] for code in city.codes] == [["good"], ["good"]]
    assert ratings(city) == {}


def test_ratings_are_recorded_together_and_singly_otherwise(city: Room) -> None:
    first, second = city.codes

    rate(city, **{f"xep-loai-{second}": "completed"})

    assert ratings(city) == {
        first: ("good", "99-QĐ/Th.U"), second: ("completed", "99-QĐ/Th.U"),
    }  # fmt: skip


def test_later_decision_changes_only_what_it_changes(city: Room) -> None:
    first, second = city.codes
    rate(city)

    rate(city, **{f"xep-loai-{second}": "excellent", "number": "120-QĐ/Th.U"})

    assert ratings(city) == {
        first: ("good", "99-QĐ/Th.U"), second: ("excellent", "120-QĐ/Th.U"),
    }  # fmt: skip


def test_rating_without_number_or_day_is_refused_and_votes_stay_typed(city: Room) -> None:
    first, _second = city.codes

    answer = city.press("xep-loai", **{f"tan-thanh-{first}": "3", f"xep-loai-{first}": "excellent"})

    kept = boxes_of(answer.text, "/bieu-quyet")
    assert (answer.status_code, ratings(city)) == (422, {})
    assert (kept[f"tan-thanh-{first}"], kept[f"xep-loai-{first}"]) == (["3"], ["excellent"])
    assert answer.text.count("Đồng chí chưa điền: Số quyết định xếp loại") == 2


def test_dossier_without_rating_keeps_the_sitting_open(city: Room) -> None:
    city.press("con-lai")

    check = city.chair.get(f"{city.address}/chot").text

    assert "Chưa chốt được, còn 2 chỗ vướng" in check
    assert "Chưa có quyết định xếp loại" in check


def test_closing_recognizes_and_leads_to_the_decision(city: Room) -> None:
    _first, second = city.codes
    rate(city, **{f"xep-loai-{second}": "completed"})
    city.press("con-lai")
    assert "Xếp loại chưa đạt mức" in city.chair.get(f"{city.address}/chot").text

    city.close()

    town = city.town
    town.session.rollback()
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["recognized", "declined"]
    decision = town.session.scalars(select(Decision)).one()
    link = f"/{town.tenant.slug}/quyet-dinh/{decision.code}"
    assert link in city.page()
    assert link not in city.page(city.member)
