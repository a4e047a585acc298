"""The demo as it is loaded: people of every role, dossiers at every stage, a true audit trail."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from demo.loading import ForeignTenantsError, HalfLoadedError, StoppedLoadingError, load
from demo.people_to_try import TO_TRY, people_to_try
from demo.places import BINH_AN, HA_TINH, TO_WALK_THROUGH, Place
from migrations.schema import Addresses
from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.bodies import Body
from tenants.delegations import Delegation
from tenants.onboarding.reading import read_list
from tenants.people import Account, Membership
from tenants.roles import Role
from tenants.signing_in.accounts import find_account
from tenants.text.phones import parse_phone
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from tests import servers
from tests.make import Town
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.certificates.tables import Certificate
from workflows.decisions.streaks import years_running
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.contents import answers_of, pilot_mark_of
from workflows.dossiers.from_cells import figures_of, source_cells
from workflows.dossiers.tables import Dossier
from workflows.flows.cell_title import CELL_TITLE
from workflows.sittings.tables import Sitting, SittingState
from workflows.tasks.tables import Task

# No sitting revokes yet, and nothing was merged in this year.
NOT_THERE = {"revoked", "superseded"}


def of_this_year() -> Select[tuple[Dossier]]:
    """Select the dossiers of the year that is open; the demo has earlier titles too."""
    return (
        select(Dossier).join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(Campaign.state == CampaignState.OPEN)
    )  # fmt: skip


def standing(session: TenantSession) -> dict[str, Counter[str]]:
    """Count the states of each ward's dossiers."""
    wards: dict[str, Counter[str]] = {}
    for dossier in session.scalars(of_this_year().options(joinedload(Dossier.committee))):
        wards.setdefault(dossier.committee.name, Counter())[dossier.state] += 1
    return wards


def expected(place: Place) -> dict[str, Counter[str]]:
    """Count what the plan says, for every ward of the list."""
    cells = Counter(cell.ward for cell in read_list(place.list_file.read_bytes()).cells)
    wards = {}
    for ward, number in cells.items():
        ends = Counter(place.wards[ward].ends if ward in place.wards else {})
        wards[ward] = ends + Counter({"registration_draft": number - ends.total()})
        wards[ward] += Counter([place.committees[ward]] if ward in place.committees else [])
    return wards


def test_every_dossier_stands_where_the_plan_says(
    ha_tinh: TenantSession, binh_an: TenantSession
) -> None:
    assert standing(ha_tinh) == expected(HA_TINH)
    assert standing(binh_an) == expected(BINH_AN)


def test_of_two_committees_one_can_be_concluded_and_one_waits_for_its_cells(
    binh_an: TenantSession,
) -> None:
    own = binh_an.scalars(
        of_this_year()
        .where(Dossier.flow == "committee_title", Dossier.state == "city_appraisal")
        .options(joinedload(Dossier.unit), joinedload(Dossier.campaign))
    ).all()
    cells = {each.unit.name: source_cells(binh_an, each) for each in own}

    assert {name: any(cell.under_way for cell in found) for name, found in cells.items()} == {
        "Xã Hoa Sen": False, "Phường Hoa Đào": True,
    }  # fmt: skip
    figures = figures_of(cells["Xã Hoa Sen"])
    assert (figures.words("recognized"), len(figures.held)) == ("4/5 = 80 %", 1)


def test_every_stage_is_there(ha_tinh: TenantSession) -> None:
    states = {state for ward in standing(ha_tinh).values() for state in ward}

    assert states == CELL_TITLE.states.keys() - NOT_THERE


def test_the_ward_to_walk_through_has_its_whole_year_before_it(ha_tinh: TenantSession) -> None:
    dossiers = ha_tinh.scalars(
        of_this_year().options(joinedload(Dossier.committee), joinedload(Dossier.unit))
    ).all()
    here = [dossier for dossier in dossiers if dossier.committee.name == TO_WALK_THROUGH]

    assert {dossier.state for dossier in here} == {"registration_draft"}
    assert {f"Chi bộ Tổ dân phố {number}" for number in range(1, 13)} <= {
        dossier.unit.name for dossier in here
    }


def test_audit_trails_are_whole_and_in_order_of_time(
    ha_tinh: TenantSession, binh_an: TenantSession
) -> None:
    for session in (ha_tinh, binh_an):
        times = session.scalars(select(AuditEvent.at).order_by(AuditEvent.seq)).all()
        assert list(verify(session)) == []
        assert list(times[1:]) == sorted(times[1:])
        assert times[-1] <= clock.now(session)


def test_moves_of_a_recognised_dossier_were_made_by_those_who_make_them(
    ha_tinh: TenantSession,
) -> None:
    dossier = ha_tinh.scalars(of_this_year().where(Dossier.state == "recognized").limit(1)).one()

    moves = ha_tinh.execute(
        select(AuditEvent.kind, AuditEvent.role)
        .where(AuditEvent.dossier_id == dossier.id, AuditEvent.target.is_not(None))
        .order_by(AuditEvent.seq)
    ).all()

    assert [kind for kind, _role in moves] == [
        "submit_registration", "accept_registration", "conclude_pilot_selection", "open_review",
        "submit_self_assessment", "give_opinion", "conclude_appraisal", "recommend",
        "send_to_city", "give_opinion", "conclude_city_appraisal", "recognize",
    ]  # fmt: skip
    assert all(role for _kind, role in moves)


def test_titles_rest_on_one_numbered_decision(ha_tinh: TenantSession) -> None:
    year = ha_tinh.scalars(select(Campaign).where(Campaign.state == CampaignState.OPEN)).one()
    decision, merit = ha_tinh.scalars(
        select(Decision).where(Decision.campaign_id == year.id).order_by(Decision.code)
    ).all()
    recognised = ha_tinh.scalars(
        select(Recognition).where(Recognition.decision_id == decision.id)
    ).all()
    given = ha_tinh.scalars(
        select(Certificate).where(Certificate.decision_id == merit.id).order_by(Certificate.number)
    ).all()

    assert decision.number == "125-QĐ/Th.U"
    assert len(recognised) == HA_TINH.wards["Xã Thạch Hạ"].ends["recognized"]
    assert {row.merit for row in recognised} == {True, False}
    assert merit.number == "126-QĐ/Th.U"
    assert [row.number for row in given] == [
        place for place, _row in enumerate([r for r in recognised if r.merit], start=1)
    ]


def test_one_sitting_is_open_and_one_prepared(ha_tinh: TenantSession) -> None:
    standing = ha_tinh.scalars(
        select(Sitting)
        .where(Sitting.state != SittingState.CLOSED)
        .options(joinedload(Sitting.body))
        .order_by(Sitting.state)
    ).all()

    assert [(row.body.name, row.gate, row.state) for row in standing] == [
        ("Ban Thường vụ Đảng ủy phường Nguyễn Du", "recommendation", "opened"),
        ("Ban Thường vụ Đảng ủy phường Nam Hà", "pilot_selection", "prepared"),
    ]


def test_wards_that_have_begun_have_two_pilots(ha_tinh: TenantSession) -> None:
    dossiers = ha_tinh.scalars(select(Dossier).options(joinedload(Dossier.committee))).all()
    pilots = Counter(
        dossier.committee.name for dossier in dossiers if pilot_mark_of(ha_tinh, dossier.id)
    )

    begun = {name for name, plan in HA_TINH.wards.items() if "in_progress" in plan.ends}
    assert pilots == dict.fromkeys(begun, 2)


def test_self_assessments_under_way_are_half_answered(ha_tinh: TenantSession) -> None:
    under_way = ha_tinh.scalars(select(Dossier).where(Dossier.state == "self_assessment")).all()

    assert [len(answers_of(ha_tinh, dossier.id)) for dossier in under_way] == [9] * len(under_way)


def test_registration_is_open_for_another_week_at_least(ha_tinh: TenantSession) -> None:
    campaign = ha_tinh.scalars(select(Campaign).where(Campaign.state == CampaignState.OPEN)).one()
    today = clock.today(ha_tinh)

    assert campaign.opens_on <= today
    assert campaign.registration_until >= today + timedelta(days=7)
    assert campaign.pilot_selection_until > campaign.registration_until
    assert campaign.review_may_open_from == today


def test_every_role_has_people(ha_tinh: TenantSession, binh_an: TenantSession) -> None:
    for session in (ha_tinh, binh_an):
        assert set(session.scalars(select(Membership.role).distinct())) == set(Role)


def test_one_stands_in_for_another_and_one_has_taken_a_task_on(ha_tinh: TenantSession) -> None:
    today = clock.today(ha_tinh)
    [delegation] = ha_tinh.scalars(
        select(Delegation).options(joinedload(Delegation.giver), joinedload(Delegation.taker))
    )
    assert delegation.valid_from <= today <= delegation.valid_to
    assert (delegation.giver.post, delegation.taker.post) == (
        "Cán bộ tổ chức", "Ủy ban Kiểm tra Đảng ủy",
    )  # fmt: skip
    [task] = ha_tinh.scalars(select(Task).where(Task.claimed_by_id.is_not(None)))
    assert (task.party, task.state, task.done_at) == (
        "ward_office", "registration_submitted", None,
    )  # fmt: skip


@pytest.mark.parametrize("slug", TO_TRY)
def test_everybody_shown_can_sign_in(
    ha_tinh: TenantSession, binh_an: TenantSession, lam_hong: TenantSession, slug: str
) -> None:
    session = {"ha-tinh": ha_tinh, "binh-an": binh_an, "lam-hong": lam_hong}[slug]

    lines = list(people_to_try(session, slug, "http://127.0.0.1:8000"))

    assert len(lines) == len(TO_TRY[slug])
    for line in lines:
        account = find_account(session, parse_phone(line.phone))
        assert account is not None
        assert account.person.name == line.name


def test_invented_numbers_are_nobodys_in_the_lists(
    ha_tinh: TenantSession, binh_an: TenantSession
) -> None:
    listed = {
        person.phone
        for place in (HA_TINH, BINH_AN)
        for cell in read_list(place.list_file.read_bytes()).cells
        for person in (cell.secretary, cell.deputy)
        if person is not None
    }
    kept = {
        phone for session in (ha_tinh, binh_an) for phone in session.scalars(select(Account.phone))
    }

    assert all(phone.startswith("+84990") for phone in kept - listed)
    assert not any(phone.startswith("+84990") for phone in listed if phone)


def test_second_start_loads_nothing(demo_database: Addresses) -> None:
    assert load(demo_database.application, demo_database.platform) == []


def test_nothing_is_loaded_beside_somebody_elses_tenants(addresses: Addresses, town: Town) -> None:
    with pytest.raises(ForeignTenantsError, match=town.tenant.slug):
        load(addresses.application, addresses.platform)


def test_interrupted_loading_is_noticed_at_the_next_start(server_pair: tuple[str, str]) -> None:
    with servers.database(server_pair[0], f"test_demo_{uuid.uuid4().hex[:12]}") as addresses:
        with pytest.raises(StoppedLoadingError):
            load(addresses.application, addresses.platform, stop=lambda: True)

        with pytest.raises(HalfLoadedError, match="ha-tinh"):
            load(addresses.application, addresses.platform)


def test_merged_ward_tells_its_cells_apart_and_recognises_by_itself(
    lam_hong: TenantSession,
) -> None:
    rows = lam_hong.execute(
        select(OrgUnit.name, Dossier.flow, Dossier.state)
        .join(Dossier, Dossier.unit_id == OrgUnit.id)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(Campaign.state == CampaignState.OPEN)
        .order_by(OrgUnit.sort_key)
    ).all()
    assert len(rows) == 12
    assert {(flow, state) for _name, flow, state in rows} == {
        ("cell_title_ward", "registration_draft")
    }
    assert [name for name, _flow, _state in rows[:3]] == [
        "Chi bộ Tổ dân phố 1 (Bắc Hà)",
        "Chi bộ Tổ dân phố 1 (Đại Nài)",
        "Chi bộ Tổ dân phố 1 (Tân Giang)",
    ]
    closed = lam_hong.scalars(select(OrgUnit.name).where(OrgUnit.valid_to.is_not(None))).all()
    assert len(closed) == 3


def test_years_running_go_on_from_the_citys_decisions_to_the_merged_wards(
    lam_hong: TenantSession,
) -> None:
    rows = lam_hong.execute(
        select(Campaign.year, Body.name, Decision.number, func.count())
        .join(Decision, Decision.campaign_id == Campaign.id)
        .join(Body, Body.id == Decision.body_id)
        .join(Recognition, Recognition.decision_id == Decision.id)
        .group_by(Campaign.year, Body.name, Decision.number)
        .order_by(Campaign.year)
    ).all()
    assert [tuple(row) for row in rows] == [
        (2023, "Ban Thường vụ Tỉnh ủy", "63-QĐ/TU", 6),
        (2024, "Ban Thường vụ Tỉnh ủy", "64-QĐ/TU", 9),
        (2025, "Ban Thường vụ Đảng ủy phường Thành Sen", "65-QĐ/ĐU", 12),
    ]
    signed = [decision.facts["signature"] for decision in lam_hong.scalars(select(Decision)).all()]
    assert all(each["name"] for each in signed)
    assert sorted(each["post"] for each in signed) == ["BÍ THƯ TỈNH ỦY"] * 2 + ["BÍ THƯ ĐẢNG ỦY"]
    cells = lam_hong.scalars(
        select(OrgUnit.id).where(OrgUnit.name.startswith("Chi bộ")).order_by(OrgUnit.sort_key)
    ).all()
    running = years_running(lam_hong, cells, 2025)
    assert sorted(running.values()) == [1] * 3 + [2] * 3 + [3] * 6
