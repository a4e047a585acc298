"""The places a body has to give: frozen as it opens, given once, free again when revoked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Dossier, Rating
from workflows.engine.act import Act
from workflows.engine.refusals import Refusal
from workflows.flows import flow_of
from workflows.guards.sittings import deciding_unit, within_quota
from workflows.papers.appraisals import city_appraisal_facts
from workflows.sittings.quota import (
    Quota,
    freeze,
    give_place_back,
    quotas_of,
    retake_place,
    take_place,
)
from workflows.sittings.quota_rule import QuotaRule
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes


def ruled(town: Town, share: str, **other: str) -> None:
    town.campaign.rules = {**town.campaign.rules, "quota": {"share": share, **other}}
    town.session.commit()


def rows(town: Town) -> list[tuple[str, int, int, int]]:
    return [
        (row.grouping, row.base, row.most, row.used)
        for row in quotas_of(town.session, town.campaign.id, town.root.id)
    ]


def before_city(town: Town) -> list[Dossier]:
    return meeting.before_city(town)


def passed_by_all(town: Town, sitting: Sitting, dossiers: list[Dossier]) -> None:
    for dossier in dossiers:
        meeting.vote(town, sitting, dossier, None, Votes(3), Votes(3))


def test_without_a_rule_there_is_no_quota(town: Town) -> None:
    dossiers = before_city(town)
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    passed_by_all(town, sitting, dossiers)
    meeting.close(town, sitting, None)
    assert rows(town) == []
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["recognized"] * 2


def test_opening_freezes_base_and_limit_and_writes_them_down(town: Town) -> None:
    dossiers = before_city(town)
    ruled(town, "1/2")
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    # Two of the four are rated good, and one of two is half.
    assert rows(town) == [("", 2, 1, 0)]
    event = town.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.kind == "sitting_opened")
        .order_by(AuditEvent.seq.desc())
    ).first()
    assert event is not None
    assert event.facts["sitting"] == sitting.code
    assert event.facts["quotas"] == [{"grouping": "", "base": 2, "most": 1, "used": 0}]


def test_report_of_the_city_says_share_base_and_rounding(town: Town) -> None:
    dossiers = before_city(town)
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "conclude_city_appraisal")
    ).first()
    assert event is not None

    def said() -> str:
        return str(city_appraisal_facts(town.session, dossiers[0], event)["quota"])

    assert not said()
    ruled(town, "1/3")
    before = "không quá 33,3% số đơn vị xếp loại hoàn thành tốt nhiệm vụ, làm tròn xuống"
    assert said() == f"{before}; số lượng tính khi mở phiên họp xét."
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    assert said() == f"{before}: 0 trên 2; đã công nhận 0/0 (tính khi mở phiên họp {sitting.code})."


def test_all_units_may_be_the_base_each_sector_for_itself(town: Town) -> None:
    dossiers = before_city(town)
    ruled(town, "1/2", base="all", grouping="sector")
    meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    assert rows(town) == [("residential", 4, 2, 0)]


def test_ratings_and_withdrawals_do_not_move_what_is_frozen(town: Town) -> None:
    dossiers = before_city(town)
    ruled(town, "1/2", base="all")
    meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    for cell in town.other_ward.cells:
        town.dossier(cell).state = "withdrawn"
    town.session.commit()
    assert rows(town) == [("", 4, 2, 0)]


def test_next_sitting_counts_anew_once_the_first_has_ended(town: Town) -> None:
    first, second = before_city(town)
    ruled(town, "1/2", base="all")
    sitting = meeting.opened(town, Gate.RECOGNITION, [first], None)
    passed_by_all(town, sitting, [first])
    town.dossier(town.other_ward.cells[0]).state = "withdrawn"
    town.session.commit()
    meeting.close(town, sitting, None)
    meeting.opened(town, Gate.RECOGNITION, [town.dossier(second.unit)], None)
    assert rows(town) == [("", 3, 1, 1)]


def test_last_place_is_refused_to_the_second(town: Town) -> None:
    dossiers = before_city(town)
    ruled(town, "1/2")
    meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    take_place(town.session, dossiers[0], unit_id=town.root.id)
    move = flow_of(dossiers[1]).move("recognize", "awaiting_city_decision")
    assert move is not None
    act = Act(town.session, dossiers[1], move, town.member(town.chair))
    assert deciding_unit(act) == town.root.id
    for attempt in (
        lambda: within_quota(act),
        lambda: take_place(town.session, dossiers[1], unit_id=town.root.id),
    ):
        with pytest.raises(Refusal, match="over_quota") as refused:
            attempt()
        assert refused.value.info == {"used": 1, "base": 2, "most": 1}
    assert rows(town) == [("", 2, 1, 1)]


def test_revoked_title_frees_its_place_and_a_restored_one_has_it_again(town: Town) -> None:
    dossiers = before_city(town)
    ruled(town, "1/2")
    meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    take_place(town.session, dossiers[0], unit_id=town.root.id)
    give_place_back(town.session, dossiers[0], unit_id=town.root.id)
    assert rows(town) == [("", 2, 1, 0)]
    take_place(town.session, dossiers[1], unit_id=town.root.id)
    retake_place(town.session, dossiers[0], unit_id=town.root.id)
    # The ground fell: the title stands again although the place was given meanwhile.
    assert rows(town) == [("", 2, 1, 2)]


def test_base_of_good_and_better_counts_both(town: Town) -> None:
    dossiers = before_city(town)
    meeting.rated(town, dossiers[1], Rating.EXCELLENT)
    ruled(town, "1", base="good")
    sitting = meeting.opened(town, Gate.RECOGNITION, [dossiers[0]], None)
    assert rows(town) == [("", 1, 1, 0)]
    ruled(town, "1", base="good_or_better")
    freeze(town.session, sitting, unit_id=town.root.id)
    assert rows(town) == [("", 2, 2, 0)]


def test_quota_of_a_ward_that_recognises_itself_counts_its_own_cells(town: Town) -> None:
    ruled(town, "1/2", base="all")
    sitting = Sitting(
        code="H1", body_id=town.ward.body.id, campaign_id=town.campaign.id,
        gate=Gate.RECOGNITION, planned_on=clock.today(town.session), chair_id=town.ward.chair.id,
    )  # fmt: skip
    town.session.add(sitting)
    town.session.flush()
    kept = freeze(town.session, sitting, unit_id=town.ward.unit.id)
    assert [(row.base, row.most, row.sitting) for row in kept] == [(2, 1, "H1")]


def test_database_itself_refuses_a_limit_above_the_base(town: Town) -> None:
    ruled(town, "1/2", base="all")
    meeting.opened(town, Gate.RECOGNITION, before_city(town), None)
    row = town.session.scalars(select(Quota)).one()
    row.most = row.base + 1
    with pytest.raises(Exception, match="limit_within_base"):
        town.session.flush()
    town.session.rollback()


def test_rule_of_a_campaign_is_read_as_data() -> None:
    assert QuotaRule.from_dict({"share": "1/5"}).to_dict()["base"] == "good"


def test_group_without_a_base_has_no_place_to_give(town: Town) -> None:
    dossiers = before_city(town)
    ruled(town, "1/2", base="good", grouping="sector")
    for dossier in dossiers:
        meeting.rated(town, dossier, Rating.COMPLETED)
    meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    assert rows(town) == [("residential", 0, 0, 0)]
