"""Keeping kinds and sectors: none is deleted, no word leads to two, units keep what they have."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tenants.appointments import add_unit
from tenants.audit import AuditEvent
from tenants.unit_classes.keeping import (
    UnitClassRefusedError,
    Wording,
    add_class,
    change_class,
    count_units,
    end_class,
    successors_of,
    take_up_class,
    teach_spelling,
)
from tenants.unit_classes.known import kinds_by_code, offered_sectors, sectors_by_code, usual_kind
from tenants.unit_classes.recognising import recognition_of
from tenants.unit_classes.tables import KindOfUnit, SectorOfUnits
from tenants.units import OrgUnit, UnitKind
from tests.make import Town

CRAFT = Wording("Làng nghề", "LN", 95, ("gốm Chu Đậu",))
BASE = Wording("Chi bộ cơ sở", "CBCS", 45)


def craft(town: Town) -> SectorOfUnits:
    row = add_class(
        town.session, SectorOfUnits, CRAFT, behaves_as="enterprise", reason="QĐ 12",
        actor=town.member(town.admin),
    )  # fmt: skip
    assert isinstance(row, SectorOfUnits)
    return row


def test_a_tenant_begins_with_the_usual_ones(town: Town) -> None:
    assert [(row.code, row.name) for row in kinds_by_code(town.session).values()] == [
        ("upper_committee", "Cấp ủy cấp trên"),
        ("ward_committee", "Đảng ủy phường"),
        ("grassroots_organisation", "Tổ chức cơ sở đảng"),
        ("party_cell", "Chi bộ"),
    ]
    assert [row.name for row in sectors_by_code(town.session).values()] == [
        "Khu dân cư", "Trường học", "Cơ quan", "Doanh nghiệp", "Quân sự", "Công an",
        "Đơn vị sự nghiệp", "Hưu trí", "Khác",
    ]  # fmt: skip


def test_an_own_sector_is_recognised_in_lists_and_goes_before_the_usual_one(town: Town) -> None:
    craft(town)
    meaning = recognition_of(town.session)

    assert meaning.sector_in("làng nghề") == "lang-nghe"
    assert meaning.sector_in("Công ty gốm Chu Đậu") == "lang-nghe"
    assert meaning.sector_in("Công ty may") == "enterprise"


def test_an_own_kind_keeps_what_it_behaves_as(town: Town) -> None:
    row = add_class(
        town.session, KindOfUnit, BASE, behaves_as="party_cell", reason="QĐ 12",
        actor=town.member(town.admin),
    )  # fmt: skip
    unit = add_unit(
        town.session, "Chi bộ Bưu điện", code="buu-dien", kind=UnitKind.PARTY_CELL,
        kind_code=row.code, parent=town.ward.unit,
    )  # fmt: skip
    town.session.commit()

    assert count_units(town.session)["unit_kinds", "chi-bo-co-so"] == 1
    with pytest.raises(IntegrityError):
        town.session.execute(
            text("UPDATE org_units SET kind = 'ward_committee' WHERE id = :id"), {"id": unit.id}
        )


def test_ending_moves_units_over_and_tells_which(town: Town) -> None:
    admin, row = town.member(town.admin), sectors_by_code(town.session)["residential"]
    before = count_units(town.session)["unit_sectors", "residential"]
    moved = end_class(
        town.session, row, successor="pensioners", seen=1, reason="Nhập loại hình", actor=admin
    )

    assert moved == before > 0
    assert count_units(town.session).get(("unit_sectors", "residential")) is None
    assert "residential" not in [each.code for each in offered_sectors(town.session)]
    assert recognition_of(town.session).sector_in("Khu dân cư") is None
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "unit_class_ended")
    ).one()
    assert (len(event.facts["moved"]), event.facts["reason"]) == (before, "Nhập loại hình")
    assert (event.facts["before"]["valid_to"], event.facts["after"]["valid_to"]) == (
        None,
        row.valid_to and row.valid_to.isoformat(),
    )

    take_up_class(town.session, row, seen=2, reason="Dùng lại", actor=admin)
    assert row.is_offered


def test_ending_leaves_units_as_they_are_where_nothing_else_is_said(town: Town) -> None:
    before = count_units(town.session)
    row = sectors_by_code(town.session)["residential"]

    end_class(town.session, row, seen=None, reason="x", actor=town.member(town.admin))

    assert count_units(town.session) == before


@pytest.mark.parametrize(
    ("wording", "code", "behaves_as", "refused"),
    [
        (Wording("khu  dân cư", "x", 1), "", "residential", "class_name_taken"),
        (Wording("Xóm đạo", "XĐ", 1, ("thôn",)), "", "residential", "class_word_taken"),
        (Wording("Xóm đạo", "XĐ", 1), "residential", "residential", "class_code_taken"),
        (Wording("Xóm đạo", "XĐ", 1), "Xóm", "residential", "bad_code"),
        (Wording("Xóm đạo", "XĐ", 1), "them", "residential", "bad_code"),
        (Wording("Xóm đạo", "XĐ", 1), "", "", "class_behaviour"),
        (
            Wording("Xóm đạo", "XĐ", 1, tuple(map(str, range(61)))), "", "residential",
            "too_many_spellings",
        ),
    ],
)  # fmt: skip
def test_what_would_be_ambiguous_is_not_added(
    town: Town, wording: Wording, code: str, behaves_as: str, refused: str
) -> None:
    with pytest.raises(UnitClassRefusedError) as caught:
        add_class(
            town.session, SectorOfUnits, wording, behaves_as=behaves_as, code=code, reason="x",
            actor=town.member(town.admin),
        )  # fmt: skip

    assert caught.value.code == refused
    assert len(sectors_by_code(town.session)) == 9


def test_an_ended_name_is_not_given_to_another(town: Town) -> None:
    row = craft(town)
    admin = town.member(town.admin)
    end_class(town.session, row, seen=1, reason="x", actor=admin)

    with pytest.raises(UnitClassRefusedError) as caught:
        craft(town)

    assert (caught.value.code, caught.value.info["on"]) == ("class_name_taken", row.valid_to)


@pytest.mark.parametrize(("table", "code"), [(KindOfUnit, "party_cell"), (SectorOfUnits, "other")])
def test_the_last_that_behaves_so_is_not_ended(
    town: Town, table: type[KindOfUnit | SectorOfUnits], code: str
) -> None:
    row = town.session.scalars(select(table).where(table.code == code)).one()

    with pytest.raises(UnitClassRefusedError) as caught:
        end_class(town.session, row, seen=None, reason="x", actor=town.member(town.admin))

    assert (caught.value.code, row.valid_to) == ("class_is_last", None)


def test_kinds_go_over_only_to_such_as_behave_so(town: Town) -> None:
    admin = town.member(town.admin)
    base = add_class(
        town.session, KindOfUnit, BASE, behaves_as="party_cell", reason="x", actor=admin
    )
    cell = kinds_by_code(town.session)["party_cell"]
    assert successors_of(town.session, cell) == [base]
    with pytest.raises(UnitClassRefusedError, match="class_successor"):
        end_class(town.session, cell, successor="ward_committee", seen=1, reason="x", actor=admin)

    end_class(town.session, cell, successor=base.code, seen=1, reason="x", actor=admin)

    kinds = set(
        town.session.scalars(
            select(OrgUnit.kind_code).where(OrgUnit.kind == UnitKind.PARTY_CELL).distinct()
        )
    )
    assert kinds == {"chi-bo-co-so"}
    assert usual_kind(town.session, UnitKind.PARTY_CELL) == "chi-bo-co-so"


def test_a_page_on_an_older_state_changes_nothing(town: Town) -> None:
    row, admin = craft(town), town.member(town.admin)
    change_class(town.session, row, Wording("Làng gốm", "LG", 95), seen=1, reason="x", actor=admin)

    with pytest.raises(UnitClassRefusedError, match="class_changed"):
        change_class(town.session, row, CRAFT, seen=1, reason="x", actor=admin)

    assert (row.name, row.version, row.valid_from) == ("Làng gốm", 2, date(2026, 1, 10)) or (
        row.name,
        row.version,
    ) == ("Làng gốm", 2)


def test_a_spelling_is_learnt_once(town: Town) -> None:
    row = sectors_by_code(town.session)["school"]
    admin = town.member(town.admin)

    teach_spelling(town.session, row, "Câu lạc bộ  học", actor=admin)
    teach_spelling(town.session, row, "câu lạc bộ học", actor=admin)

    assert row.spellings[-1] == "Câu lạc bộ học"
    assert row.version == 2
    assert recognition_of(town.session).sector_in("Câu lạc bộ học") == "school"


def test_nobody_deletes_one(town: Town) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        town.session.execute(text("DELETE FROM unit_sectors"))


def test_another_tenant_sees_and_changes_nothing_of_it(town: Town, other_town: Town) -> None:
    craft(town)
    town.session.commit()

    assert "lang-nghe" not in sectors_by_code(other_town.session)
