"""The reference year of Phường Tân Giang, 2023, and 2024 copied from it.

Twelve residential cells; registration before 10/3, review before 10/12 (docs/process.md,
section 6). The clock travels to 2023 and back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.appointments import add_unit, appoint
from tenants.audit import AuditEvent
from tenants.roles import Role
from tenants.units import OrgUnit, Sector, UnitKind
from tests import make
from tests.make import Town
from workflows.campaigns.changing import Behind, change_campaign, settings_of, versions_of
from workflows.campaigns.closing import close_campaign, waiting_in
from workflows.campaigns.copying import copy_campaign
from workflows.campaigns.mapping import set_route
from workflows.campaigns.opening import begin_opening, go_on_opening, open_campaign
from workflows.campaigns.planning import (
    calendar_of_campaign,
    keep_criteria,
    plan_campaign,
    reference_calendar,
)
from workflows.campaigns.staffing import unfilled_parties
from workflows.campaigns.tables import Campaign, CampaignState, Programme
from workflows.criteria.reading import read_criteria
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import fire
from workflows.engine.refusals import Refusal
from workflows.tasks.tables import Task

CELLS = 12


def moment(town: Town, day: date) -> timedelta:
    return datetime.combine(day, time(9), clock.VIET_NAM) - clock.now(town.session)


class Year:
    """Tân Giang with its twelve cells and its programme of 2023 to 2025."""

    def __init__(self, town: Town) -> None:
        self.town = town
        session = town.session
        with clock.moved(moment(town, date(2023, 1, 5))):
            self.ward = add_unit(
                session, "Phường Tân Giang", code="tan-giang", kind=UnitKind.WARD_COMMITTEE,
                parent=town.root,
            )  # fmt: skip
            self.cells = [
                add_unit(
                    session, f"Chi bộ Tổ dân phố {number}", code=f"tan-giang-{number}",
                    kind=UnitKind.PARTY_CELL, sector=Sector.RESIDENTIAL, parent=self.ward,
                    official=20,
                )
                for number in range(1, CELLS + 1)
            ]  # fmt: skip
            for cell in self.cells:
                appoint(session, town.ward.office, Role.CELL_SECRETARY, unit=cell)
            appoint(session, town.other_ward.office, Role.WARD_OFFICE, unit=self.ward)
            programme = Programme(
                key="98-KH/Th.U", title="Kế hoạch 98-KH/Th.U", first_year=2023, last_year=2025,
                legal_bases=["Kế hoạch số 98-KH/Th.U"],
            )  # fmt: skip
            session.add(programme)
            session.flush()
            self.campaign = plan_campaign(
                session, programme, 2023,
                criteria=read_criteria(make.CRITERIA.read_text()),
                calendar=reference_calendar(2023),
            )  # fmt: skip
            session.commit()

    def admin(self) -> make.Member:
        """Return who keeps the campaigns."""
        return self.town.member(self.town.admin)

    def dossiers(self, campaign: Campaign) -> list[Dossier]:
        """List the dossiers of a campaign, cell by cell."""
        return list(
            self.town.session.scalars(
                select(Dossier)
                .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
                .where(Dossier.campaign_id == campaign.id)
                .order_by(OrgUnit.sort_key)
                .execution_options(populate_existing=True)
            )
        )

    def opened(self) -> list[Dossier]:
        """Open 2023 on its day, and list its dossiers."""
        with clock.moved(moment(self.town, date(2023, 3, 1))):
            open_campaign(self.town.session, self.campaign, actor=self.admin())
            self.town.session.commit()
        return self.dossiers(self.campaign)


@pytest.fixture
def year(town: Town) -> Year:
    return Year(town)


def test_every_cell_of_the_ward_gets_a_dossier_due_on_the_ninth(year: Year) -> None:
    dossiers = year.opened()

    assert [dossier.code for dossier in dossiers] == [f"23-{n}" for n in range(1, CELLS + 1)]
    assert {dossier.committee_id for dossier in dossiers} == {year.ward.id}
    due = year.town.session.scalars(
        select(Task.due_at).where(Task.dossier_id.in_([each.id for each in dossiers]))
    )
    assert set(due) == {clock.end_of(date(2023, 3, 9))}


def test_registration_after_the_ninth_is_late(year: Year) -> None:
    dossiers, session = year.opened(), year.town.session
    inputs = {"base": 20, "in_favour": 20, "commitments": make.REGISTRATION["commitments"]}
    for dossier, day, late in ((dossiers[0], 9, False), (dossiers[1], 10, True)):
        with clock.moved(moment(year.town, date(2023, 3, day))):
            fire(
                session, dossier.id, "submit_registration",
                actor=make.find_member(session, year.town.ward.office.id, on=date(2023, 3, day)),
                seen_version=dossier.version,
                inputs={**inputs, "met_on": date(2023, 3, 3), "late_reason": "Bí thư ốm"},
            )  # fmt: skip
            assert dossier.registered_late is late


def test_next_year_is_copied_with_its_days_rules_and_ways(year: Year) -> None:
    year.opened()

    draft = copy_campaign(year.town.session, year.campaign, 2024, actor=year.admin())

    assert (draft.title, draft.state) == (
        year.campaign.title.replace("2023", "2024"), CampaignState.DRAFT,
    )  # fmt: skip
    assert calendar_of_campaign(draft) == reference_calendar(2024)
    assert draft.rules == year.campaign.rules
    with pytest.raises(Refusal, match="year_exists"):
        copy_campaign(year.town.session, year.campaign, 2024, actor=year.admin())


def test_former_dossiers_still_print_the_text_of_their_year(year: Year) -> None:
    of_2023, session = year.opened(), year.town.session
    before = criteria_of(of_2023[0])
    former = before.groups[0].criteria[0].label
    changed = replace(
        before,
        groups=(
            replace(
                before.groups[0],
                criteria=(
                    replace(before.groups[0].criteria[0], label="Tiêu chí mới của năm 2024"),
                    *before.groups[0].criteria[1:],
                ),
            ),
            *before.groups[1:],
        ),
    )
    kept = keep_criteria(session, changed)

    draft = copy_campaign(session, year.campaign, 2024, actor=year.admin())
    assert draft.criteria_set_id == kept.id
    with clock.moved(moment(year.town, date(2024, 3, 1))):
        open_campaign(session, draft, actor=year.admin())
        session.commit()
    session.expire_all()

    labels = [
        criteria_of(dossiers[0]).groups[0].criteria[0].label
        for dossiers in (year.dossiers(year.campaign), year.dossiers(draft))
    ]
    assert labels == [former, "Tiêu chí mới của năm 2024"]


def test_open_year_changes_only_by_a_decision_and_shows_what_changed(year: Year) -> None:
    dossiers, session = year.opened(), year.town.session
    settings = settings_of(year.campaign)
    later = replace(
        settings, calendar=replace(settings.calendar, registration_until=date(2023, 3, 15))
    )
    with pytest.raises(Refusal, match="decision_needed"):
        change_campaign(session, year.campaign, later, actor=year.admin(), seen_version=1)

    changes = change_campaign(
        session, year.campaign, later, actor=year.admin(), seen_version=1,
        behind=Behind("45-CV/Th.U", date(2023, 3, 5), "Bão lũ"),
    )  # fmt: skip
    session.commit()

    assert changes == [
        {"name": "registration_until", "before": "2023-03-09", "after": "2023-03-15"}
    ]
    version = versions_of(session, year.campaign)[0]
    assert (version.version, version.decision_number, version.difference) == (
        2, "45-CV/Th.U", changes,
    )  # fmt: skip
    due = session.scalars(
        select(Task.due_at).where(
            Task.dossier_id.in_([each.id for each in dossiers]), Task.done_at.is_(None)
        )
    )
    assert set(due) == {clock.end_of(date(2023, 3, 15))}
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert (event.kind, event.facts["changes"]) == ("campaign_changed", changes)
    with pytest.raises(Refusal, match="changed_meanwhile"):
        change_campaign(session, year.campaign, settings, actor=year.admin(), seen_version=1)


@pytest.mark.parametrize(
    ("field", "day"),
    [("registration_until", date(2023, 2, 1)), ("ward_review_until", date(2023, 11, 1))],
)
def test_days_out_of_order_are_refused(year: Year, field: str, day: date) -> None:
    settings = settings_of(year.campaign)
    wrong = replace(settings, calendar=replace(settings.calendar, **{field: day}))

    with pytest.raises(Refusal) as refused:
        change_campaign(year.town.session, year.campaign, wrong, actor=year.admin(), seen_version=1)

    assert refused.value.code == "campaign_days_order"
    assert field in refused.value.info["fields"]


def test_year_closes_only_when_no_dossier_is_open(year: Year) -> None:
    dossiers, session = year.opened(), year.town.session
    with pytest.raises(Refusal) as refused:
        close_campaign(session, year.campaign, actor=year.admin())
    assert (refused.value.code, refused.value.info["n"]) == ("dossiers_open", CELLS)
    first = waiting_in(session, year.campaign)[0]
    assert (first.code, first.party, first.state) == ("23-1", "cell", "registration_draft")

    for dossier in dossiers[:-2]:
        dossier.state = "recognized"
    dossiers[-2].state, dossiers[-1].state = "on_hold", "city_reconsideration"
    session.commit()

    assert close_campaign(session, year.campaign, actor=year.admin()) == 2
    assert year.campaign.state is CampaignState.CLOSED
    with pytest.raises(Refusal, match="campaign_closed"):
        change_campaign(
            session, year.campaign, settings_of(year.campaign), actor=year.admin(), seen_version=1
        )


def test_large_year_is_opened_batch_by_batch(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    session = year.town.session
    monkeypatch.setattr("workflows.campaigns.opening.BATCH", 5)
    with clock.moved(moment(year.town, date(2023, 3, 1))):
        assert begin_opening(session, year.campaign, actor=year.admin()) == CELLS
        session.commit()
        seen = []
        while go_on_opening(session, year.campaign.id):
            session.commit()
            seen.append(len(year.dossiers(year.campaign)))
        session.commit()
    assert (seen, len(year.dossiers(year.campaign))) == ([5, 10], CELLS)
    assert year.campaign.units_to_open is None
    codes = [dossier.code for dossier in year.dossiers(year.campaign)]
    assert codes == [f"23-{number}" for number in range(1, CELLS + 1)]


def test_roles_without_people_are_reported(year: Year) -> None:
    with clock.moved(moment(year.town, date(2023, 3, 1))):
        found = unfilled_parties(year.town.session, year.campaign)
    mine = {each.party for each in found if each.unit.id == year.ward.id}
    assert mine == {"ward_lead"}
    assert not any(each.unit.id in {cell.id for cell in year.cells} for each in found)


def test_wards_take_part_where_the_map_says_so(year: Year) -> None:
    session = year.town.session
    own = keep_criteria(
        session,
        replace(
            read_criteria(make.CRITERIA.read_text()), key="dang-bo",
            applies_to={"unit_kind": "ward_committee"},
        ),
    )  # fmt: skip
    set_route(
        session, year.campaign, kind=UnitKind.WARD_COMMITTEE, sector=None, flow="committee_title",
        criteria_set_id=own.id, actor=year.admin(),
    )  # fmt: skip
    dossiers = year.opened()
    own = [each for each in dossiers if each.unit_id == year.ward.id]
    assert [(each.flow, each.committee_id) for each in own] == [("committee_title", year.ward.id)]
    assert len(dossiers) == CELLS + 1


def test_sector_outranks_its_kind(year: Year) -> None:
    session = year.town.session
    school = add_unit(
        session, "Chi bộ Trường học", code="tan-giang-truong", kind=UnitKind.PARTY_CELL,
        sector=Sector.SCHOOL, parent=year.ward, official=9,
    )  # fmt: skip
    school.valid_from = date(2023, 1, 1)
    own = keep_criteria(
        session, replace(read_criteria(make.CRITERIA.read_text()), key="truong-hoc")
    )
    set_route(
        session, year.campaign, kind=UnitKind.PARTY_CELL, sector=Sector.SCHOOL,
        flow="cell_title", criteria_set_id=own.id, actor=year.admin(),
    )  # fmt: skip
    dossiers = year.opened()
    by_school = [each.unit_id == school.id for each in dossiers if each.criteria_set_id == own.id]
    assert by_school == [True]


def test_map_of_an_open_year_stands(year: Year) -> None:
    year.opened()
    with pytest.raises(Refusal, match="campaign_not_draft"):
        set_route(
            year.town.session, year.campaign, kind=UnitKind.PARTY_CELL, sector=None,
            flow="cell_title_ward", criteria_set_id=year.campaign.criteria_set_id,
            actor=year.admin(),
        )  # fmt: skip
