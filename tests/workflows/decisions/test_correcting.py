"""A misprint of a decision is put right beside what was printed; what was decided never is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from jobs.decisions import decision_paper
from tenants import clock
from tenants.outbox import OutboxItem
from tenants.tables import AuditEvent
from tenants.text.dates import show_date
from tenants.wall import open_session
from tests import granted, settled
from tests.make import Town
from workflows.certificates.deciding import draft_merit_decision
from workflows.certificates.reading import certificates_of
from workflows.certificates.tables import Reason, Status
from workflows.decisions.checking import Checked, check
from workflows.decisions.correcting import correct_misprint, printed_facts
from workflows.decisions.tables import (
    MERIT,
    RECOGNITION,
    Correction,
    Decision,
    Misprinted,
    Recognition,
)
from workflows.engine.refusals import Refusal, StaleError
from workflows.papers.of_units import Office, register_facts
from workflows.papers.tables import Paper


@pytest.fixture
def decision(town: Town) -> Decision:
    settled.recognized(town, *town.ward.cells)
    return settled.numbered(town, town.session.scalars(select(Decision)).one())


def correct(
    town: Town, decision: Decision, field: Misprinted, right: str, **other: Any
) -> Correction:
    """Put it right as the office does, with its paper of today."""
    today = clock.today(town.session)
    said: dict[str, Any] = {
        "reason": "Sổ văn thư ghi khác", "paper": "12-CV/VPTU", "paper_on": today,
        "actor": town.member(town.city_office), "seen_version": decision.version,
    }  # fmt: skip
    made = correct_misprint(town.session, decision, field, right, **(said | other))
    town.session.commit()
    return made


def asked(town: Town, code: str) -> Checked:
    """Ask as anybody may, from outside of all tenants."""
    with open_session(town.engine) as session:
        found = check(session, code)
    assert found is not None
    return found


def printed(town: Town) -> list[str]:
    """Make every paper that was asked for; say which decision's prints there are."""
    for item in town.session.scalars(
        select(OutboxItem).where(OutboxItem.job == "decision_paper").order_by(OutboxItem.id)
    ):
        decision_paper(town.session, item)
    town.session.commit()
    made = select(Paper.part).where(Paper.kind == "D14", Paper.edition == "final")
    return sorted(town.session.scalars(made))


def test_name_is_put_right_and_both_are_told(town: Town, decision: Decision) -> None:
    cell = town.ward.cells[1]
    frozen = dict(decision.facts)
    right = cell.name.replace("Tổ", "Tố")

    made = correct(town, decision, Misprinted.UNIT, right, row=2)

    assert decision.facts == frozen
    assert (made.was, made.becomes, made.unit_id) == (cell.name, right, cell.id)
    assert [row["cell"] for row in made.facts["cells"]] == [town.ward.cells[0].name, right]
    scores = [(row["score"], row["votes"], row["rating"]) for row in made.facts["cells"]]
    assert scores == [(row["score"], row["votes"], row["rating"]) for row in frozen["cells"]]
    assert made.facts["corrected"] == [
        (
            f"(Đính chính lần 1, theo Văn bản số 12-CV/VPTU ngày {show_date(made.paper_on)}:"
            f" tên chi bộ ở dòng 2 của danh sách đã in “{cell.name}”, nay sửa là “{right}”)"
        )
    ]
    assert printed(town) == ["", "", "dinh-chinh-1", "dinh-chinh-1"]
    titles = {
        row.unit_id: asked(town, row.public_code)
        for row in town.session.scalars(select(Recognition))
    }
    theirs = titles[cell.id]
    assert (theirs.standing, theirs.unit) == ("genuine", right)
    assert [(each.was, each.becomes) for each in theirs.corrected] == [(cell.name, right)]
    assert titles[town.ward.cells[0].id].corrected == []
    whole = asked(town, decision.public_code)
    assert (whole.corrected, whole.corrected_in_list) == ([], 1)
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "decision_corrected")
    ).one()
    assert (event.facts["before"], event.facts["after"]) == (cell.name, right)


def test_number_and_day_are_put_right_and_the_book_follows(town: Town, decision: Decision) -> None:
    correct(town, decision, Misprinted.NUMBER, "152-QĐ/Th.U")

    assert decision.number == "152-QĐ/Th.U"
    for code in (
        decision.public_code,
        town.session.scalars(select(Recognition.public_code).limit(1)).one(),
    ):
        found = asked(town, code)
        assert (found.standing, found.number) == ("genuine", "152-QĐ/Th.U")
        assert [(each.was, each.becomes) for each in found.corrected] == [
            ("125-QĐ/Th.U", "152-QĐ/Th.U")
        ]
    with pytest.raises(Refusal, match="nothing_changed"):
        correct(town, decision, Misprinted.SIGNED_ON, show_date(clock.today(town.session)))
    second = correct(town, decision, Misprinted.NUMBER, "153-QĐ/Th.U")
    assert (second.position, len(second.facts["corrected"])) == (2, 2)


def test_giay_khen_with_the_misprint_are_given_out_anew_and_the_book_of_awards_says_why(
    town: Town,
) -> None:
    old = granted.granted(town, *town.ward.cells)
    merit = town.session.scalars(select(Decision).where(Decision.kind == MERIT)).one()
    cell = town.ward.cells[0]
    right = cell.name.replace("Tổ", "Tố")

    correct(town, merit, Misprinted.UNIT, right, row=1)
    correct(town, merit, Misprinted.NUMBER, "162-QĐ/Th.U")

    rows = certificates_of(town.session, merit)
    assert [(row.number, row.status) for row in rows] == [
        (1, Status.REPLACED), (2, Status.REPLACED), (3, Status.REPLACED),
        (4, Status.ISSUED), (5, Status.ISSUED),
    ]  # fmt: skip
    assert rows[0].reason is Reason.MISPRINT
    assert rows[2].facts["unit"].endswith(right)
    standing = {row.unit_id: row.facts for row in rows if row.status is Status.ISSUED}
    assert standing[cell.id]["unit"].endswith(right)
    assert {facts["decision"][:27] for facts in standing.values()} == {
        "Quyết định số 162-QĐ/Th.U, n"[:27]
    }
    assert "126-QĐ/Th.U" in old[0].facts["decision"]
    first = asked(town, rows[0].public_code)
    assert first.standing == "replaced"
    assert [each.field for each in first.corrected] == [Misprinted.UNIT, Misprinted.NUMBER]
    assert asked(town, rows[3].public_code).corrected == []
    book = register_facts(town.session, Office(town.tenant, town.root), town.campaign)
    assert "Đính chính theo Văn bản số 12-CV/VPTU" in book["rows"][0]["note"]


def test_giay_khen_decision_cites_the_number_that_was_put_right(town: Town) -> None:
    granted.granted(town, *town.ward.cells)
    first = town.session.scalars(select(Decision).where(Decision.kind == RECOGNITION)).one()
    merit = town.session.scalars(select(Decision).where(Decision.kind == MERIT)).one()
    frozen, day = dict(merit.facts), show_date(clock.today(town.session))

    correct(town, first, Misprinted.NUMBER, "152-QĐ/Th.U")
    correct(town, first, Misprinted.NUMBER, "153-QĐ/Th.U")

    assert merit.facts == frozen
    assert (
        f"Căn cứ Quyết định số 125-QĐ/Th.U ngày {day} công nhận danh hiệu"
        in (frozen["legal_bases"])
    )
    says = printed_facts(town.session, merit)
    assert f"Căn cứ Quyết định số 153-QĐ/Th.U ngày {day} công nhận danh hiệu" in says["legal_bases"]
    assert says["corrected"] == [
        f"(Đính chính lần {time}, theo Văn bản số 12-CV/VPTU ngày {day}: căn cứ đã in “Quyết định"
        f" số {was}-QĐ/Th.U ngày {day}”, nay sửa là “Quyết định số {right}-QĐ/Th.U ngày {day}”)"
        for time, was, right in ((1, 125, 152), (2, 152, 153))
    ]
    assert (merit.number, merit.corrected) == ("126-QĐ/Th.U", 2)
    told = [each.field for each in asked(town, merit.public_code).corrected]
    assert told == [Misprinted.BASIS, Misprinted.BASIS]
    assert [row.status for row in certificates_of(town.session, merit)] == [Status.ISSUED] * 2


def test_draft_that_cites_it_is_gathered_anew(town: Town) -> None:
    settled.recognized(town, *town.ward.cells)
    first = settled.numbered(town, town.session.scalars(select(Decision)).one())
    merit = draft_merit_decision(town.session, first, actor=town.member(town.city_office))
    town.session.commit()

    correct(town, first, Misprinted.NUMBER, "152-QĐ/Th.U")

    assert any("số 152-QĐ/Th.U" in line for line in merit.facts["legal_bases"])
    assert (merit.number, merit.corrected) == (None, 0)


def test_what_a_decision_rests_on_is_put_right_with_that_alone(
    town: Town, decision: Decision
) -> None:
    with pytest.raises(Refusal, match="nothing_printed"):
        correct(town, decision, Misprinted.BASIS, "Quyết định số 1")


NO_MISPRINTS: list[tuple[Misprinted, str, dict[str, Any], str]] = [
    (Misprinted.UNIT, "Trường Trung học cơ sở", {"row": 1}, "another_printed_name"),
    (Misprinted.UNIT, "{second}", {"row": 1}, "another_printed_name"),
    (Misprinted.UNIT, "Tố dân phố", {"row": 3}, "no_such_row"),
    (Misprinted.UNIT, "Tố dân phố", {}, "missing"),
    (Misprinted.UNIT, "{first}", {"row": 1}, "nothing_changed"),
    (Misprinted.NUMBER, "  ", {}, "missing"),
    (Misprinted.NUMBER, "126-QĐ/Th.U", {"paper": " "}, "missing"),
    (Misprinted.NUMBER, "126-QĐ/Th.U", {"reason": ""}, "missing"),
    (Misprinted.NUMBER, "126-QĐ/Th.U", {"paper_on": 1}, "future_day"),
    (Misprinted.NUMBER, "126-QĐ/Th.U", {"paper_on": -1}, "before_decision"),
    (Misprinted.SIGNED_ON, "31/02/2026", {}, "unreadable_day"),
    (Misprinted.SIGNED_ON, "01/01/2020", {}, "before_sitting"),
    (Misprinted.SIGNED_ON, "01/01/2090", {}, "future_day"),
]


def test_what_is_no_misprint_is_refused_and_nothing_stays(town: Town, decision: Decision) -> None:
    today = clock.today(town.session)
    names = {"first": town.ward.cells[0].name, "second": town.ward.cells[1].name}
    for field, right, other, code in NO_MISPRINTS:
        said = dict(other)
        if "paper_on" in other:
            said["paper_on"] = today + timedelta(days=other["paper_on"])

        with pytest.raises(Refusal) as refused:
            correct(town, decision, field, right.format(**names), **said)

        assert refused.value.code == code, (field, right, other)
        town.session.rollback()
        assert town.session.scalars(select(Correction)).all() == []
        assert decision.number == "125-QĐ/Th.U"


def test_only_its_office_puts_right_and_only_what_is_numbered(
    town: Town, other_town: Town, decision: Decision
) -> None:
    for stranger in (town.ward.office, town.chair, town.admin, town.auditor):
        with pytest.raises(Refusal, match="role"):
            correct(
                town, decision, Misprinted.NUMBER, "9-QĐ/Th.U", actor=town.member(stranger)
            )  # fmt: skip
        town.session.rollback()
    with pytest.raises(StaleError):
        correct(town, decision, Misprinted.NUMBER, "9-QĐ/Th.U", seen_version=1)
    settled.recognized(other_town, other_town.ward.cells[0])
    draft = other_town.session.scalars(select(Decision)).one()
    with pytest.raises(Refusal, match="not_numbered_yet"):
        correct(other_town, draft, Misprinted.NUMBER, "9-QĐ/Th.U")
