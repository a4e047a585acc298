"""Targets of dossiers: planned with the registration, reached through the year, added up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tenants import clock
from tests import make
from tests.make import Town
from workflows.campaigns.planning import Calendar, plan_campaign
from workflows.criteria.reading import read_criteria
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import GoneError, Refusal
from workflows.targets.lines import Line, read_lines
from workflows.targets.reading import Figure, figures_of, sums_of, targets_of, targets_seen
from workflows.targets.reporting import Reached, report_targets
from workflows.targets.suggesting import From, keep_template, suggested

PLANNED = "Kết nạp đảng viên; người; 3\n- Nữ; người; 1"


def register(town: Town, number: int = 0, text: str = PLANNED, **said: Any) -> Dossier:
    """Register one of the ward's two cells with targets for admission."""
    cell = town.ward.cells[number]
    lines = read_lines(text, field="targets", series="admission")
    make.move(
        town, cell, "submit_registration", town.ward.secretaries[number],
        met_on=clock.today(town.session), targets=[line.as_data() for line in lines],
        **make.REGISTRATION | said,
    )  # fmt: skip
    return town.dossier(cell)


def report(town: Town, dossier: Dossier, number: int, *figures: str | None) -> list[str]:
    """Report the first targets of a dossier as reached today."""
    rows, today = targets_of(town.session, dossier.id), clock.today(town.session)
    left = report_targets(
        town.session,
        dossier.id,
        {
            row.id: Reached(Decimal(figure), today, "Sổ đảng viên", row.version)
            for row, figure in zip(rows, figures, strict=False)
            if figure is not None
        },
        actor=town.member(town.ward.secretaries[number]),
    )
    town.session.commit()
    return left


def test_registration_plans_targets_with_their_parts(town: Town) -> None:
    dossier = register(town, aim="title_and_merit")

    rows = targets_of(town.session, dossier.id)
    assert [(row.name, row.planned, row.group_key, row.series) for row in rows] == [
        ("Kết nạp đảng viên", Decimal(3), "1", "admission"),
        ("Nữ", Decimal(1), "1", "admission"),
    ]
    assert rows[1].part_of_id == rows[0].id
    assert dossier.aim == "title_and_merit"


def test_unknown_aim_is_refused(town: Town) -> None:
    with pytest.raises(Refusal, match="missing"):
        register(town, aim="x")


def test_target_that_stays_keeps_what_was_reached(town: Town) -> None:
    dossier = register(town)
    report(town, dossier, 0, "2", "1")
    make.move(
        town, town.ward.cells[0], "return_registration", town.ward.office, reason="Thiếu",
        marked=["in_favour"], due_on=clock.today(town.session),
    )  # fmt: skip
    register(town, text="Kết nạp đảng viên; người; 4\nChuyển chính thức; người; 1")

    rows = targets_of(town.session, dossier.id)
    assert [(row.name, row.planned, row.reached) for row in rows] == [
        ("Kết nạp đảng viên", Decimal(4), Decimal(2)),
        ("Chuyển chính thức", Decimal(1), None),
    ]


def test_criteria_get_a_plain_mapping_without_parts(town: Town) -> None:
    dossier = register(town)
    report(town, dossier, 0, "4", "2")

    assert figures_of(town.session, dossier.id) == {
        "admission": [Figure("Kết nạp đảng viên", Decimal(3), Decimal(4))]
    }


def test_reported_meanwhile_is_left_and_named(town: Town) -> None:
    dossier = register(town)
    row = targets_of(town.session, dossier.id)[0]
    seen = row.version
    report(town, dossier, 0, "1")

    left = report_targets(
        town.session, dossier.id,
        {row.id: Reached(Decimal(3), clock.today(town.session), "", seen)},
        actor=town.member(town.ward.deputy),
    )  # fmt: skip

    assert left == ["Kết nạp đảng viên"]
    assert targets_of(town.session, dossier.id)[0].reached == Decimal(1)


@pytest.mark.parametrize("who", ["neighbour", "other office", "appraiser"])
def test_nobody_else_reports(town: Town, who: str) -> None:
    person = {
        "neighbour": town.ward.secretaries[1],
        "other office": town.other_ward.office,
        "appraiser": town.ward.appraiser,
    }[who]
    dossier = register(town)

    with pytest.raises(GoneError):
        report_targets(town.session, dossier.id, {}, actor=town.member(person))


def test_sent_dossier_takes_no_more_figures(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    dossier = town.dossier(town.ward.cells[0])

    with pytest.raises(Refusal, match="targets_closed"):
        report_targets(town.session, dossier.id, {}, actor=town.member(town.ward.secretaries[0]))


def test_same_targets_of_cells_add_up(town: Town) -> None:
    first, second = register(town), register(town, 1, "Kết nạp Đảng viên; người; 66\nHộ khá; %; 90")
    report(town, first, 0, "5", "2")
    report(town, second, 1, "104", "95,5".replace(",", "."))

    seen = targets_seen(town.session, town.member(town.ward.office), first.campaign_id)
    sums = {each.name: each for each in sums_of(seen)}

    whole = sums["Kết nạp đảng viên"]
    assert (whole.planned, whole.reached, whole.cells) == (Decimal(69), Decimal(109), 2)
    assert (sums["Nữ"].reached, sums["Nữ"].part_of) == (Decimal(2), "Kết nạp đảng viên")
    assert (sums["Hộ khá"].planned, sums["Hộ khá"].reported) == (None, 1)


def test_sums_hold_only_what_the_viewer_reads(town: Town) -> None:
    dossier = register(town)

    seen = [
        len(targets_seen(town.session, town.member(person), dossier.campaign_id))
        for person in (town.ward.office, town.ward.secretaries[1], town.other_ward.office)
    ]

    assert seen == [2, 0, 0]


def test_committee_suggests_words_and_figures(town: Town) -> None:
    lines = read_lines(PLANNED, field="targets", series="admission")
    keep_template(
        town.session, town.ward.unit, town.campaign, commitments={"1": "Mẫu của phường"},
        targets=lines, actor=town.member(town.ward.office),
    )  # fmt: skip
    own = suggested(town.session, town.dossier(town.ward.cells[0]))
    other = suggested(town.session, town.dossier(town.other_ward.cells[0]))

    assert (own.source, own.commitments["1"], own.targets) == (
        From.TEMPLATE, "Mẫu của phường", lines,
    )  # fmt: skip
    assert other.source is From.CRITERIA
    assert other.commitments["1"].startswith("Lãnh đạo")


def test_last_year_comes_before_the_committees_template(town: Town) -> None:
    register(town)
    today = clock.today(town.session)
    days = [timedelta(days=number) for number in (0, 0, 0, 30, 60, 75, 90)]
    next_year = plan_campaign(
        town.session, town.campaign.programme, town.campaign.year + 1,
        criteria=read_criteria(make.CRITERIA.read_text()),
        calendar=Calendar(today, *(today + after for after in days)),
    )  # fmt: skip
    now = town.dossier(town.ward.cells[0])
    new = Dossier(
        code="99-1", campaign_id=next_year.id, unit_id=now.unit_id,
        committee_id=now.committee_id, upper_committee_id=now.upper_committee_id,
        flow=now.flow, flow_version=now.flow_version, state="registration_draft",
        touched_at=clock.now(town.session),
    )  # fmt: skip
    town.session.add(new)
    town.session.flush()

    opening = suggested(town.session, new)

    assert opening.source is From.LAST_YEAR
    assert opening.commitments == {key: f"Cam kết nhóm {key}" for key in "1234"}
    assert [line.name for line in opening.targets] == ["Kết nạp đảng viên", "Nữ"]
    assert opening.targets[1] == Line(
        "Nữ", "người", Decimal(1), "Kết nạp đảng viên", "1", "admission"
    )
