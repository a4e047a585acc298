"""Targets and monthly series score a dossier; what was sent and concluded stays as it was."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select, update

from tenants import clock
from tests import make
from tests.make import Town
from tests.workflows.meetings import made
from workflows.campaigns.planning import keep_criteria
from workflows.criteria.reading import from_document, read_criteria, to_document
from workflows.dossiers.answering import answer
from workflows.dossiers.appraising import Appraised, record_appraisal
from workflows.dossiers.contents import answers_of, content_hash
from workflows.dossiers.eligibility import appraised_score, self_score
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.refusals import Refusal
from workflows.meetings.attendance import Attendance
from workflows.meetings.tables import MonthlyMeeting
from workflows.targets.lines import read_lines
from workflows.targets.reading import targets_of
from workflows.targets.reporting import Reached, report_targets


def measured(town: Town) -> Dossier:
    """Bring a dossier to its review: admissions follow targets, meetings follow attendance."""
    cell = town.ward.cells[0]
    document = to_document(read_criteria(make.CRITERIA.read_text()))
    of_targets = {"source": "targets", "key": "admission", "take": "ratio"}
    document["groups"][0]["criteria"][4]["measure"] = of_targets
    document["groups"][1]["criteria"][0]["measure"] = {
        "source": "series", "key": "attendance", "take": "mean",
        "steps": [{"value": "95", "points": "12"}, {"value": "90", "points": "8"}],
    }  # fmt: skip
    document["disqualifiers"] = [{"key": "false_report", "label": "Báo cáo sai"}]
    kept = keep_criteria(town.session, from_document(document))
    town.session.execute(
        update(Dossier).where(Dossier.unit_id == cell.id).values(criteria_set_id=kept.id)
    )
    lines = read_lines("Kết nạp đảng viên; người; 4", field="targets", series="admission")
    make.move(
        town, cell, "submit_registration", town.ward.secretaries[0],
        met_on=clock.today(town.session), targets=[line.as_data() for line in lines],
        **make.REGISTRATION,
    )  # fmt: skip
    make.move(town, cell, "accept_registration", town.ward.office)
    dossier = make.in_review(town, cell)
    for one in read_criteria(make.CRITERIA.read_text()).criteria:
        if one.key not in {"1.5", "2.1"}:
            say(town, dossier, one.key, "good")
    return dossier


def say(town: Town, dossier: Dossier, key: str, level: str) -> None:
    answer(
        town.session, dossier.id, key, level=level, not_applicable=False, note="",
        actor=town.member(town.ward.secretaries[0]),
    )  # fmt: skip
    town.session.commit()


def reach(town: Town, dossier: Dossier, figure: str) -> None:
    (row,) = targets_of(town.session, dossier.id)
    reached = Reached(Decimal(figure), clock.today(town.session), "Sổ đảng viên", row.version)
    actor = town.member(town.ward.secretaries[0])
    report_targets(town.session, dossier.id, {row.id: reached}, actor=actor)
    town.session.commit()


def attend(town: Town, *present: int) -> None:
    """Write a meeting of twenty members down for each number of those who came."""
    standing = len(town.session.scalars(select(MonthlyMeeting)).all())
    for month, came in enumerate(present, start=standing + 1):
        attendance = Attendance(official=20, probationary=0, present=came, excused=20 - came)
        made.held(town, month, attendance=attendance, speakers=0)


def send(town: Town) -> Dossier:
    cell, today = town.ward.cells[0], clock.today(town.session)
    secretary = town.ward.secretaries[0]
    make.move(town, cell, "submit_self_assessment", secretary, met_on=today, **make.ADOPTION)
    return town.dossier(cell)


def own_points(town: Town, dossier: Dossier, key: str) -> str:
    score = self_score(dossier, answers_of(town.session, dossier.id))
    return next(str(one.points) for one in score.criteria if one.key == key)


def test_targets_and_series_score_while_the_cell_writes(town: Town) -> None:
    dossier = measured(town)
    assert (own_points(town, dossier, "1.5"), own_points(town, dossier, "2.1")) == ("None", "None")

    reach(town, dossier, "3")
    attend(town, 19, 18)

    assert (own_points(town, dossier, "1.5"), own_points(town, dossier, "2.1")) == ("3.8", "8.0")


def test_measured_criterion_without_figures_waits_for_them_or_for_a_level(town: Town) -> None:
    dossier = measured(town)

    with pytest.raises(Refusal) as refused:
        send(town)
    assert (refused.value.code, refused.value.info["criteria"]) == ("unanswered", ["1.5", "2.1"])

    town.session.rollback()
    reach(town, dossier, "4")
    say(town, dossier, "2.1", "met")
    sent = send(town)
    assert (sent.state, own_points(town, sent, "2.1")) == ("under_appraisal", "7.2")


def test_what_was_sent_stays_when_figures_are_corrected_later(town: Town) -> None:
    dossier = measured(town)
    reach(town, dossier, "3")
    attend(town, 19, 18)
    sent = send(town)
    seen = content_hash(town.session, sent)

    attend(town, 10)

    assert own_points(town, sent, "2.1") == "8.0"
    assert content_hash(town.session, sent) == seen
    appraised = appraised_score(sent, answers_of(town.session, sent.id))
    assert [str(one.points) for one in appraised.criteria if one.key == "2.1"] == ["0.0"]


def conclude(town: Town, dossier: Dossier, **more: object) -> Dossier:
    given = {
        key: Appraised(row.self_level or "")
        for key, row in answers_of(town.session, dossier.id).items()
    }
    record_appraisal(
        town.session, dossier.id, given, actor=town.member(town.ward.appraiser),
        seen_version=dossier.version,
    )  # fmt: skip
    town.session.commit()
    make.move(
        town, town.ward.cells[0], "conclude_appraisal", town.ward.appraiser,
        proposed_rating="good", **more,
    )  # fmt: skip
    return town.dossier(town.ward.cells[0])


def test_appraisal_follows_figures_and_keeps_them(town: Town) -> None:
    reach(town, measured(town), "4")
    attend(town, 19)
    concluded = conclude(town, send(town), conditions={"false_report": False})

    attend(town, 2)

    answers = answers_of(town.session, concluded.id)
    assert appraised_score(concluded, answers).total == concluded.appraised_total
    assert (concluded.eligible, concluded.appraised_total) == (True, 100)
    (part,) = answers["2.1"].appraised_measured["parts"]
    assert (part[0], Decimal(part[2])) == (f"{made.year_of(town)}-01", 95)


@pytest.mark.parametrize(("stated", "eligible"), [({"false_report": True}, False), ({}, False)])
def test_condition_of_the_sets_own_is_stated_at_the_conclusion(
    town: Town,
    stated: dict[str, bool],
    eligible: bool,  # noqa: FBT001
) -> None:
    reach(town, measured(town), "4")
    attend(town, 19)

    concluded = conclude(town, send(town), conditions=stated)

    assert concluded.eligible is eligible
    blocking = [line["key"] for line in concluded.eligibility if line["blocks"]]
    assert blocking == ["false_report"]


def test_level_beside_a_figure_needs_a_reason_and_then_outranks_it(town: Town) -> None:
    reach(town, measured(town), "4")
    attend(town, 19, 18)
    sent = send(town)
    actor = town.member(town.ward.appraiser)

    with pytest.raises(Refusal) as refused:
        record_appraisal(
            town.session, sent.id, {"2.1": Appraised("met")}, actor=actor,
            seen_version=sent.version,
        )  # fmt: skip
    assert refused.value.code == "difference_needs_reason"

    town.session.rollback()
    given = {"2.1": Appraised("met", "Sổ điểm danh ghi thiếu")}
    record_appraisal(town.session, sent.id, given, actor=actor, seen_version=sent.version)
    appraised = appraised_score(sent, answers_of(town.session, sent.id))
    assert [str(one.points) for one in appraised.criteria if one.key == "2.1"] == ["7.2"]

    again = town.dossier(town.ward.cells[0])
    record_appraisal(
        town.session, sent.id, {"2.1": Appraised("")}, actor=actor, seen_version=again.version
    )
    row = town.session.scalars(select(Answer).where(Answer.criterion == "2.1")).one()
    assert (row.appraised_level, row.appraised_reason) == (None, "")


def test_appraisers_count_bonuses_and_penalties_under_their_caps(town: Town) -> None:
    dossier = measured(town)
    document = dict(dossier.criteria_set.document) if dossier.criteria_set else {}
    document["key"] = "counted"
    document["adjustments"] = [
        {"key": "model", "label": "Mô hình mới", "kind": "bonus", "points": "2", "at_most": "4"},
        {"key": "late", "label": "Báo cáo chậm", "kind": "penalty", "points": "1"},
    ]
    kept = keep_criteria(town.session, from_document(document))
    town.session.execute(
        update(Dossier).where(Dossier.id == dossier.id).values(criteria_set_id=kept.id)
    )
    reach(town, dossier, "4")
    attend(town, 18)  # 8 of 12 points

    concluded = conclude(
        town, send(town), conditions={"false_report": False},
        counts={"model": 1, "late": 3, "unknown": 7},
        count_reasons={"model": "QĐ 12 của phường", "late": "Sổ theo dõi của Văn phòng"},
    )  # fmt: skip

    assert concluded.appraised_total == 100 - 4 + 2 - 3
    assert "unknown" not in answers_of(town.session, concluded.id)
