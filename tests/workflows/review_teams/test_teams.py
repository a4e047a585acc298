"""Teams sent to units, units watched as weak, counts that only the cell sees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tenants import clock
from tenants.appointments import appoint
from tenants.people import Person
from tenants.roles import Role
from tests.make import Town
from workflows.engine.refusals import GoneError, Refusal
from workflows.logbook.keeping import Remedy, check_entry, plan_remedy
from workflows.logbook.reading import entries_of, overdue_by_unit
from workflows.logbook.tables import Finding
from workflows.review_teams.checklists import SIGNS, checklists_of, count_signs, counts_of
from workflows.review_teams.flags import flag_unit, flags_seen, lift_flag, standing_flags
from workflows.review_teams.reading import asked_by, teams_of
from workflows.review_teams.seeing import find_team
from workflows.review_teams.sending import Visit, ask_of_unit, cancel_team, keep_team, send_team
from workflows.review_teams.tables import Ground, Part, ReviewTeam


@pytest.fixture
def supervisor(town: Town) -> Person:
    person = town.ward.members[0]
    appoint(town.session, person, Role.SUPERVISOR, unit=town.ward.cells[0])
    town.session.commit()
    return person


def today(town: Town) -> date:
    return clock.today(town.session)


def visit(town: Town, **said: Any) -> Visit:
    said = {
        "ground": Ground.LATE_REMEDIATION, "part": Part.ATTENDS, "reason": "Chậm khắc phục",
        "leader": "Đ/c Phó Bí thư", "planned_on": today(town), **said,
    }  # fmt: skip
    return Visit(**said)


def sent(town: Town) -> ReviewTeam:
    actor = town.member(town.ward.office)
    team = send_team(town.session, town.ward.cells[0], visit(town), actor=actor)
    town.session.commit()
    return team


def everybody(town: Town, supervisor: Person) -> dict[str, Person]:
    return {
        "secretary": town.ward.secretaries[0], "deputy": town.ward.deputy,
        "supervisor": supervisor, "office": town.ward.office, "auditor": town.auditor,
        "appraiser": town.ward.appraiser, "neighbour": town.ward.secretaries[1],
        "other office": town.other_ward.office, "other appraiser": town.other_ward.appraiser,
        "city": town.org_dept, "admin": town.admin,
    }  # fmt: skip


def test_only_the_office_of_the_ward_sends_a_team(town: Town, supervisor: Person) -> None:
    may = set()
    for name, person in everybody(town, supervisor).items():
        try:
            send_team(
                town.session, town.ward.cells[0], visit(town), actor=town.member(person)
            )  # fmt: skip
            may.add(name)
        except GoneError:
            pass
    assert may == {"office"}


def test_team_is_seen_by_the_unit_its_supervisor_and_its_office(
    town: Town, supervisor: Person
) -> None:
    team = sent(town)
    sees = {
        name for name, person in everybody(town, supervisor).items()
        if find_team(town.session, team.id, viewer=town.member(person))
    }  # fmt: skip
    assert sees == {"secretary", "deputy", "supervisor", "office", "auditor"}


def test_what_a_team_asks_is_a_task_of_the_logbook_until_it_is_checked(
    town: Town, supervisor: Person
) -> None:
    team, office = sent(town), town.member(town.ward.office)
    entry = ask_of_unit(
        town.session, team.id, "Lập sổ giao việc", due_on=today(town) + timedelta(days=2),
        actor=office,
    )  # fmt: skip
    cell, secretary = town.ward.cells[0], town.member(town.ward.secretaries[0])
    later = today(town) + timedelta(days=3)

    assert entries_of(town.session, cell.id, team.year) == [entry]
    assert asked_by(town.session, [team.id]) == {team.id: [entry]}
    viewer = town.member(supervisor)
    assert overdue_by_unit(town.session, viewer, [cell.id], today=later) == {cell.id: 1}

    plan = Remedy("Lập trong tháng", "Đ/c Bình", today(town) + timedelta(days=2))
    plan_remedy(town.session, entry.id, plan, actor=secretary, seen_version=entry.version)
    with pytest.raises(Refusal) as refusal:
        check_entry(town.session, entry.id, Finding.REMEDIED, "", checked_on=today(town),
                    actor=secretary, seen_version=entry.version)  # fmt: skip
    assert refusal.value.code == "not_yours_to_check"
    check_entry(town.session, entry.id, Finding.REMEDIED, "", checked_on=today(town),
                actor=office, seen_version=entry.version)  # fmt: skip
    assert overdue_by_unit(town.session, viewer, [cell.id], today=later) == {}


def test_visit_is_written_down_once_and_not_called_off_after(town: Town) -> None:
    team, office = sent(town), town.member(town.ward.office)
    seen = team.version
    keep_team(
        town.session, team.id, visit(town, held_on=today(town), individuals=2), actor=office,
        seen_version=seen,
    )  # fmt: skip
    for act, code in (
        (lambda: keep_team(town.session, team.id, visit(town), actor=office, seen_version=seen),
         "changed_meanwhile"),
        (lambda: cancel_team(town.session, team.id, actor=office), "team_held"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == code
    assert [each.individuals for each in teams_of(town.session, team.unit_id, team.year)] == [2]


def test_weak_unit_is_flagged_with_a_reason_and_other_cells_never_see_it(
    town: Town, supervisor: Person
) -> None:
    office, cell = town.member(town.ward.office), town.ward.cells[0]
    with pytest.raises(Refusal):
        flag_unit(town.session, cell, " ", since=today(town), actor=office)
    for person in (town.ward.appraiser, town.other_ward.office, town.ward.secretaries[0]):
        with pytest.raises(GoneError):
            flag_unit(town.session, cell, "Yếu", since=today(town), actor=town.member(person))
    flag = flag_unit(town.session, cell, "Hai năm liền yếu", since=today(town), actor=office)
    with pytest.raises(Refusal) as refusal:
        flag_unit(town.session, cell, "Lại", since=today(town), actor=office)
    assert refusal.value.code == "flagged_already"

    sees = {
        name for name, person in everybody(town, supervisor).items()
        if flags_seen(town.session, town.member(person))
    }  # fmt: skip
    assert sees == {
        "secretary", "deputy", "supervisor", "office", "auditor", "appraiser", "city", "admin",
    }  # fmt: skip

    with pytest.raises(Refusal):
        lift_flag(town.session, flag.id, "", actor=office)
    lift_flag(town.session, flag.id, "Đã củng cố", actor=office)
    assert standing_flags(town.session, office, [cell.id]) == {}


def test_signs_are_counted_by_the_cell_for_itself_alone(town: Town, supervisor: Person) -> None:
    cell, year = town.ward.cells[0], today(town).year
    checklist = checklists_of(town.session, year)[0]
    secretary = town.member(town.ward.secretaries[0])
    assert [len(items) for _label, items in checklist.groups] == [9, 9, 9]
    assert "04-NQ/TW ngày 30/10/2016" in checklist.source

    with pytest.raises(Refusal) as refusal:
        count_signs(town.session, cell, year, checklist, reflected=10, counts={"1.1": 11},
                    actor=secretary)  # fmt: skip
    assert (refusal.value.code, refusal.value.info["fields"]) == (
        "more_than_reflected", ["sign-1.1"],
    )  # fmt: skip
    count_signs(town.session, cell, year, checklist, reflected=20, counts={"1.3": 4},
                actor=secretary)  # fmt: skip

    sees = set()
    for name, person in everybody(town, supervisor).items():
        member = town.member(person)
        if counts_of(town.session, cell, year, checklist.key, viewer=member):
            sees.add(name)
        elif name != "deputy":
            with pytest.raises(GoneError):
                count_signs(town.session, cell, year, checklist, reflected=1, counts={},
                            actor=member)  # fmt: skip
    assert sees == {"secretary", "deputy"}


def test_tenant_may_have_a_list_of_its_own(town: Town) -> None:
    own = {"key": "rieng", "title": "Tự soi", "groups": [{"label": "A", "items": ["Một", "Hai"]}]}
    town.campaign.rules = {**town.campaign.rules, "checklists": [own]}
    town.session.commit()
    found = checklists_of(town.session, town.campaign.year)
    assert [each.items for each in found] == [[("1.1", "Một"), ("1.2", "Hai")]]


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("1.1", "phai nhạt"), ("1.2", "tôn chỉ"), ("1.3", "lười học tập"), ("1.4", "nguyên tắc"),
        ("1.5", "phê bình"), ("1.6", "nói, viết"), ("1.7", "duy ý chí"), ("1.8", "tham vọng"),
        ("1.9", "tư duy nhiệm kỳ"), ("2.1", "cá nhân chủ nghĩa"), ("2.2", "tập trung dân chủ"),
        ("2.3", "kê khai"), ("2.4", "bệnh thành tích"), ("2.5", "quan liêu"), ("2.6", "thất thoát"),
        ("2.7", "tham nhũng"), ("2.8", "thao túng"), ("2.9", "đánh bạc"), ("3.1", "đa nguyên"),
        ("3.2", "tam quyền phân lập"), ("3.3", "đường lối"), ("3.4", "kích động"),
        ("3.5", "phi chính trị hóa"), ("3.6", "móc nối"), ("3.7", "đối ngoại"),
        ("3.8", "tác phẩm"), ("3.9", "dân tộc hẹp hòi"),
    ],
)  # fmt: skip
def test_each_sign_stands_in_the_place_that_the_resolution_gives_it(key: str, word: str) -> None:
    places = [
        f"{number}.{place}"
        for number, group in enumerate(SIGNS["groups"], start=1)
        for place, label in enumerate(group["items"], start=1)
        if word in label.lower()
    ]
    assert key in places
