"""What comes before a body only when somebody asks: pilots changed, titles revoked and restored."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from tenants.audit import AuditEvent
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.decisions.tables import Recognition
from workflows.dossiers.contents import pilot_mark_of
from workflows.dossiers.tables import Dossier, PilotMark
from workflows.engine.refusals import Refusal
from workflows.papers.closed_sittings import meeting_of
from workflows.papers.pilot_notices import pilots_facts
from workflows.pilots.replacing import taken_over
from workflows.sittings.marking import mark_pilot, record_ground
from workflows.sittings.outcomes import check_closing
from workflows.sittings.overview import waiting_for_sitting
from workflows.sittings.preparing import candidates, put_on_agenda
from workflows.sittings.reading import items_of
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes


def piloted(town: Town) -> list[Dossier]:
    """Choose the first of two cells as the ward's pilot."""
    town.campaign.rules = {**town.campaign.rules, "pilots_per_ward": 1}
    dossiers = [make.registered(town, cell) for cell in town.ward.cells]
    sitting = meeting.opened(town, Gate.PILOT_SELECTION, dossiers, town.ward)
    for dossier, pilot in zip(dossiers, (True, False), strict=True):
        marked(town, sitting, dossier, pilot=pilot)
        meeting.vote(town, sitting, dossier, town.ward, Votes(3))
    meeting.close(town, sitting, town.ward)
    return [town.dossier(cell) for cell in town.ward.cells]


def marked(town: Town, sitting: Sitting, dossier: Dossier, *, pilot: bool) -> None:
    mark_pilot(
        town.session, sitting, meeting.item_of(town, sitting, dossier).id, pilot=pilot,
        reason="Nền nếp tốt" if pilot else "", supervisor_id=town.ward.chair.id if pilot else None,
        actor=meeting.recorder_of(town, town.ward),
    )  # fmt: skip


def changing(town: Town, dossiers: list[Dossier], *pilots: int) -> Sitting:
    sitting = meeting.opened(town, Gate.PILOT_CHANGE, dossiers, town.ward)
    for dossier, pilot in zip(dossiers, pilots, strict=True):
        marked(town, sitting, dossier, pilot=bool(pilot))
        meeting.vote(town, sitting, dossier, town.ward, Votes(3))
    return sitting


def marks(town: Town, dossiers: list[Dossier]) -> list[bool]:
    return [pilot_mark_of(town.session, dossier.id) is not None for dossier in dossiers]


def test_pilot_is_replaced_by_another_in_one_sitting(town: Town) -> None:
    dossiers = piloted(town)
    assert marks(town, dossiers) == [True, False]
    meeting.close(town, changing(town, dossiers, 0, 1), town.ward)
    assert marks(town, dossiers) == [False, True]
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["in_progress"] * 2


def test_replacement_is_kept_with_its_reason_in_history_and_on_the_notice(town: Town) -> None:
    dossiers = piloted(town)
    old, new = dossiers
    sitting = changing(town, dossiers, 0, 1)
    item = meeting.item_of(town, sitting, new)

    def replaces(dossier_id: UUID | None) -> None:
        mark_pilot(
            town.session, sitting, item.id, pilot=True, reason="Đơn vị cũ sáp nhập",
            supervisor_id=town.ward.chair.id, replaces_id=dossier_id,
            actor=meeting.recorder_of(town, town.ward),
        )  # fmt: skip

    with pytest.raises(Refusal, match="replaces_nobody"):
        replaces(new.id)
    replaces(old.id)
    meeting.item_of(town, sitting, old).pilot = True
    assert check_closing(town.session, sitting).problems
    meeting.item_of(town, sitting, old).pilot = False
    meeting.close(town, sitting, town.ward)

    former = town.session.scalars(select(PilotMark).where(PilotMark.dossier_id == old.id)).one()
    assert former.dropped_reason == "Đơn vị cũ sáp nhập"
    facts = {
        event.kind: event.facts
        for event in town.session.scalars(
            select(AuditEvent).where(AuditEvent.kind.in_(["name_pilot", "drop_pilot"]))
        )
    }
    assert facts["name_pilot"]["replaces"] == old.unit.name
    assert (facts["drop_pilot"]["replaced_by"], facts["drop_pilot"]["reason"]) == (
        new.unit.name, "Đơn vị cũ sáp nhập",
    )  # fmt: skip
    assert taken_over(town.session, [old.id, new.id]) == {new.id: old.unit.name}
    notice = pilots_facts(town.session, meeting_of(town.session, sitting.id))
    assert [row["reason"] for row in notice["rows"]] == [
        f"Đơn vị cũ sáp nhập (thay {old.unit.name})"
    ]
    assert notice["dropped"] == [f"Thôi làm điểm: {old.unit.name}."]


def test_pilots_changed_stay_within_the_rule_and_are_really_changed(town: Town) -> None:
    dossiers = piloted(town)
    for named, pilot, problem in (
        (dossiers[1], True, "too_many_pilots"), (dossiers[1], False, "pilot_as_before"),
        (dossiers[0], True, "pilot_as_before"),
    ):  # fmt: skip
        sitting = changing(town, [named], int(pilot))
        assert problem in check_closing(town.session, sitting).problems
        with pytest.raises(Refusal, match=problem):
            meeting.close(town, sitting, town.ward)
        town.session.rollback()
        town.session.expire_all()
        dossiers = [town.dossier(cell) for cell in town.ward.cells]
    assert marks(town, dossiers) == [True, False]


def test_nothing_waits_for_these_by_itself(town: Town) -> None:
    dossiers = piloted(town)
    office = town.member(town.ward.office)
    gates = {each.gate for each in waiting_for_sitting(town.session, office)}
    assert Gate.PILOT_CHANGE not in gates
    found = candidates(town.session, town.ward.body, town.campaign, Gate.PILOT_CHANGE)
    assert [each.dossier.id for each in found] == [dossier.id for dossier in dossiers]


def test_title_is_revoked_on_its_ground_and_restored_at_another_sitting(
    before_the_city: Town,
) -> None:
    town = before_the_city
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    for dossier in dossiers:
        meeting.vote(town, sitting, dossier, None, Votes(3), Votes(3))
    meeting.close(town, sitting, None)
    asks = {"actor": town.member(town.org_dept)}
    with pytest.raises(Refusal, match="missing"):
        put_on_agenda(
            town.session, town.body, town.campaign, Gate.REVOCATION, dossiers[0].id, **asks
        )  # fmt: skip
    revoking = put_on_agenda(
        town.session, town.body, town.campaign, Gate.REVOCATION, dossiers[0].id,
        ground="Bí thư bị kỷ luật", **asks,
    )  # fmt: skip
    joined = put_on_agenda(
        town.session, town.body, town.campaign, Gate.REVOCATION, dossiers[1].id,
        ground="Số liệu không đúng", **asks,
    )  # fmt: skip
    assert joined.id == revoking.id
    assert [item.ground for item in items_of(town.session, revoking.id)] == [
        "Bí thư bị kỷ luật", "Số liệu không đúng",
    ]  # fmt: skip
    with pytest.raises(Refusal, match="not_a_candidate"):
        put_on_agenda(
            town.session, town.body, town.campaign, Gate.REVOCATION, dossiers[0].id,
            ground="Lần nữa", **asks,
        )  # fmt: skip
    meeting.start(town, revoking, None)
    meeting.vote(town, revoking, dossiers[0], None, Votes(3))
    meeting.vote(town, revoking, dossiers[1], None, Votes(1, 2))
    meeting.close(town, revoking, None)
    assert [town.dossier(each.unit).state for each in dossiers] == ["revoked", "recognized"]
    title = town.session.scalars(
        select(Recognition).where(Recognition.dossier_id == dossiers[0].id)
    ).one()
    assert (title.revoked_reason, title.revoked_at is not None) == ("Bí thư bị kỷ luật", True)

    restoring = meeting.opened(town, Gate.RESTORATION, [town.dossier(dossiers[0].unit)], None)
    meeting.vote(town, restoring, dossiers[0], None, Votes(3))
    assert check_closing(town.session, restoring).outcomes[0].problem == "ground_missing"
    town.session.rollback()
    town.session.expire_all()


def test_ground_is_recorded_before_the_vote(before_the_city: Town) -> None:
    town = before_the_city
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    for dossier in dossiers:
        meeting.vote(town, sitting, dossier, None, Votes(3), Votes(3))
    meeting.close(town, sitting, None)
    revoking = meeting.opened(town, Gate.REVOCATION, [town.dossier(dossiers[0].unit)], None)
    item, recorder = items_of(town.session, revoking.id)[0], meeting.recorder_of(town, None)
    with pytest.raises(Refusal, match="missing"):
        record_ground(town.session, revoking, item.id, ground="", actor=recorder)
    record_ground(town.session, revoking, item.id, ground="Kỷ luật", actor=recorder)
    meeting.vote(town, revoking, dossiers[0], None, Votes(3))
    with pytest.raises(Refusal, match="voted_already"):
        record_ground(town.session, revoking, item.id, ground="Khác", actor=recorder)
    meeting.close(town, revoking, None)
    assert town.dossier(dossiers[0].unit).state == "revoked"
