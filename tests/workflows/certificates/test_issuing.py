"""Giấy khen are granted by a decision of their own, and numbered by their own register."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.wall import open_session
from tests import granted, settled
from tests.make import Town
from workflows.certificates.deciding import draft_merit_decision
from workflows.certificates.issuing import (
    hand_back,
    reissue_for_restored,
    replace_certificate,
    take_numbers,
    void_certificate,
)
from workflows.certificates.reading import Wanted, chain_of, register_of
from workflows.certificates.tables import Certificate, Reason, Status
from workflows.decisions.checking import check
from workflows.decisions.making import number_decision
from workflows.decisions.tables import MERIT, Decision
from workflows.engine.refusals import Refusal
from workflows.sittings.voting import Votes


def again(town: Town, row: Certificate) -> Certificate:
    town.session.expire_all()
    return town.session.get_one(Certificate, (town.tenant.id, row.id))


def worth(town: Town, row: Certificate) -> str:
    """Ask as anybody may, from outside of all tenants."""
    with open_session(town.engine) as session:
        found = check(session, row.public_code)
    assert found is not None
    assert (found.kind, found.unit) == ("certificate", row.facts["unit"])
    return found.standing


def test_each_title_with_giay_khen_gets_one_in_the_order_of_the_list(town: Town) -> None:
    rows = granted.granted(town, *town.ward.cells)
    year = town.campaign.year

    assert [(row.number, row.status, row.facts["register"]) for row in rows] == [
        (place, Status.ISSUED, f"Vào sổ số {place}/{year}")
        for place in range(1, len(town.ward.cells) + 1)
    ]
    assert [row.facts["unit"] for row in rows] == [cell.name for cell in town.ward.cells]
    first = rows[0].facts
    assert first["body"] == "BAN THƯỜNG VỤ THÀNH ỦY BÌNH AN"
    assert first["decision"].startswith(f"Quyết định số {granted.NUMBER}, ngày ")
    assert first["achievement"] == f"Đạt danh hiệu “Chi bộ 4 tốt” năm {year}"
    assert (first["post"], first["signer"]) == ("BÍ THƯ", town.chair.name)
    assert len({row.public_code for row in rows}) == len(rows)


def test_no_certificate_before_the_clerk_has_numbered_their_decision(town: Town) -> None:
    merit = granted.drafted(town, town.ward.cells[0])

    assert merit.kind == MERIT
    assert merit.facts["subject"] == [
        f"tặng Giấy khen cho các chi bộ đạt danh hiệu “Chi bộ 4 tốt” năm {town.campaign.year}"
    ]
    assert any(
        line.startswith("Căn cứ Quyết định số 125-QĐ/Th.U") for line in merit.facts["legal_bases"]
    )
    assert town.session.scalars(select(Certificate)).all() == []


def test_decision_on_giay_khen_is_drafted_once_and_only_where_some_were_granted(
    town: Town, other_town: Town
) -> None:
    merit = granted.drafted(town, town.ward.cells[0])
    office = town.member(town.city_office)
    first = town.session.scalars(select(Decision).where(Decision.kind != MERIT)).one()

    assert draft_merit_decision(town.session, first, actor=office).id == merit.id

    settled.recognized(other_town, other_town.ward.cells[0], merit=Votes(0, against=3))
    none = other_town.session.scalars(select(Decision)).one()
    with pytest.raises(Refusal, match="no_merit_here"):
        draft_merit_decision(
            other_town.session, none, actor=other_town.member(other_town.city_office)
        )
    with pytest.raises(Refusal, match="role"):
        draft_merit_decision(town.session, first, actor=town.member(town.auditor))


def test_both_decisions_share_the_clerks_book(town: Town) -> None:
    merit = granted.drafted(town, town.ward.cells[0])

    with pytest.raises(Refusal, match="number_taken"):
        number_decision(
            town.session, merit, number="125-QĐ/Th.U", signed_on=clock.today(town.session),
            signer_id=town.chair.id, actor=town.member(town.city_office),
            seen_version=merit.version,
        )  # fmt: skip


def test_replaced_one_is_void_and_the_new_one_says_so(town: Town) -> None:
    (old,) = granted.granted(town, town.ward.cells[0])
    office = town.member(town.city_office)
    assert worth(town, old) == "genuine"

    new = replace_certificate(
        town.session, old, reason=Reason.NAME, note="Thiếu dấu", unit_name="Chi bộ Tổ dân phố Một",
        actor=office,
    )  # fmt: skip
    town.session.commit()

    old = again(town, old)
    assert (old.status, old.reason, old.note) == (Status.REPLACED, Reason.NAME, "Thiếu dấu")
    assert (new.number, new.status, new.replaces_id) == (2, Status.ISSUED, old.id)
    assert new.public_code != old.public_code
    assert new.facts["unit"] == "Chi bộ Tổ dân phố Một"
    assert new.facts["replaces"] == f"Cấp lại, thay Giấy khen vào sổ số {old.register_number}"
    assert old.facts["unit"] == town.ward.cells[0].name
    assert [row.id for row in chain_of(town.session, new)] == [old.id, new.id]
    assert (worth(town, old), worth(town, new)) == ("replaced", "genuine")
    with pytest.raises(Refusal, match="certificate_ended"):
        replace_certificate(town.session, old, reason=Reason.LOST, note="Mất", actor=office)


@pytest.mark.parametrize(
    ("reason", "note", "fields"),
    [
        (Reason.LOST, " ", ["note"]),
        (Reason.NAME, "Sai tên", ["unit_name"]),
        (Reason.REVOKED, "Thu hồi", ["reason"]),
    ],
)
def test_replacing_asks_for_what_the_register_must_say(
    town: Town, reason: Reason, note: str, fields: list[str]
) -> None:
    (row,) = granted.granted(town, town.ward.cells[0])

    with pytest.raises(Refusal) as refused:
        replace_certificate(
            town.session, row, reason=reason, note=note, actor=town.member(town.city_office)
        )

    assert refused.value.info["fields"] == fields
    assert again(town, row).status is Status.ISSUED


@pytest.mark.parametrize("who", ["another ward's office", "secretary", "chair"])
def test_only_who_keeps_the_decision_keeps_its_certificates(town: Town, who: str) -> None:
    (row,) = granted.granted(town, town.ward.cells[0])
    stranger = town.member(
        {
            "another ward's office": town.other_ward.office,
            "secretary": town.ward.secretaries[0],
            "chair": town.chair,
        }[who]
    )

    with pytest.raises(Refusal, match="role"):
        replace_certificate(town.session, row, reason=Reason.LOST, note="Mất", actor=stranger)
    with pytest.raises(Refusal, match="role"):
        hand_back(town.session, row, on=clock.today(town.session), actor=stranger)

    assert (again(town, row).status, row.handed_back_on) == (Status.ISSUED, None)


def test_revoked_title_makes_its_certificate_void_and_a_restored_one_gets_a_new_one(
    town: Town,
) -> None:
    one, other = granted.granted(town, *town.ward.cells[:2])
    office = town.member(town.city_office)

    ended = void_certificate(
        town.session, [one.recognition_id], note="Đảng viên bị kỷ luật", by=office.name
    )
    town.session.commit()

    assert [row.id for row in ended] == [one.id]
    assert (again(town, one).status, one.reason) == (Status.VOID, Reason.REVOKED)
    assert again(town, other).status is Status.ISSUED
    assert (worth(town, one), worth(town, other)) == ("revoked", "genuine")
    assert void_certificate(town.session, [one.recognition_id], note="", by="") == []

    new = reissue_for_restored(town.session, one.recognition_id, actor=office)
    assert new is not None
    assert (new.number, new.replaces_id, new.status) == (3, one.id, Status.ISSUED)
    assert reissue_for_restored(town.session, one.recognition_id, actor=office) is None
    assert reissue_for_restored(town.session, other.recognition_id, actor=office) is None


def test_register_finds_by_unit_without_accents_by_number_and_by_code(town: Town) -> None:
    rows = granted.granted(town, *town.ward.cells[:2])
    viewer = town.member(town.city_office)

    def found(**wanted: object) -> list[int]:
        return [
            row.number
            for row in register_of(town.session, Wanted(**wanted), viewer=viewer)  # type: ignore[arg-type]
        ]

    assert found() == [1, 2]
    assert found(words=rows[1].public_code.lower()) == [2]
    assert found(words="2/2026") == [2]
    assert found(year=1999) == []
    assert found(status=Status.VOID) == []
    stranger = town.member(town.other_ward.secretaries[0])
    assert register_of(town.session, Wanted(), viewer=stranger) == []


def test_two_offices_at_once_never_take_one_number_twice(town: Town) -> None:
    """Thirty takers; one of three rolls back, and leaves no gap."""
    together, taken = Barrier(6), []

    def take(seat: int) -> None:
        together.wait()
        for turn in range(5):
            with town.elsewhere() as session:
                number = take_numbers(session, 2026, 2)
                if (seat + turn) % 3 == 0:
                    session.rollback()
                    continue
                session.commit()
                taken.append(number)

    threads = [Thread(target=take, args=[seat]) for seat in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == 20
    assert sorted(taken) == list(range(1, 41, 2))
