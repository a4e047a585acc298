"""A unit's files: kept once, replaced with their history, removed until they are frozen."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.file_space import FileSpace, set_quota, space_of
from tenants.files import MissingFileError, open_file, store
from tests import make
from tests.make import Town
from tests.workflows.evidence import made
from workflows.engine.refusals import GoneError, Refusal
from workflows.evidence.attaching import attach, attach_to_exactly, detach
from workflows.evidence.gathered import Which, counts_of, earlier_versions, evidence_counts
from workflows.evidence.keeping import (
    bring_back_file,
    keep_file,
    purge_removed,
    remove_file,
    replace_file,
)
from workflows.evidence.links import evidence_of
from workflows.evidence.preparing import Upload
from workflows.evidence.tables import Evidence, EvidenceLink, Origin


def kept(town: Town, upload: Upload, *, origin: Origin = Origin.STORE) -> Evidence:
    """Keep a file for the first cell, as its secretary."""
    secretary = town.member(town.ward.secretaries[0])
    row = keep_file(
        town.session, town.ward.cells[0], upload, actor=secretary, origin=origin
    ).evidence
    town.session.commit()
    return row


def events(town: Town, kind: str) -> list[AuditEvent]:
    return list(
        town.session.scalars(
            select(AuditEvent).where(AuditEvent.kind == kind).order_by(AuditEvent.seq)
        )
    )


def test_kept_file_is_what_is_opened(town: Town) -> None:
    content = made.pdf(2)

    row = kept(town, Upload("Nghị quyết.pdf", content))

    assert open_file(town.session, row.stored) == content
    assert (row.name, row.pages, row.year) == (
        "Nghị quyết.pdf", 2, clock.today(town.session).year,
    )  # fmt: skip
    assert [event.facts["sha256"] for event in events(town, "keep_evidence")] == [row.sha256]
    assert row.stored.startswith(f"{town.tenant.id}/")
    assert "quyet" not in row.stored


def test_same_file_is_kept_once(town: Town) -> None:
    secretary = town.member(town.ward.secretaries[0])
    first = kept(town, made.photo())

    again = keep_file(town.session, town.ward.cells[0], made.photo("khac.jpg"), actor=secretary)

    assert (again.evidence.id, again.known) == (first.id, True)
    assert len(list(store().names(town.tenant.id))) == 2  # the photo and its small picture


def test_same_file_may_be_two_cells_own(town: Town) -> None:
    first = kept(town, made.photo())

    other = keep_file(
        town.session, town.ward.cells[1], made.photo(),
        actor=town.member(town.ward.secretaries[1]),
    )  # fmt: skip

    assert (other.known, other.evidence.id == first.id) == (False, False)


def test_ward_office_keeps_for_a_cell_and_is_named(town: Town) -> None:
    office = town.member(town.ward.office)

    row = keep_file(town.session, town.ward.cells[0], made.photo(), actor=office).evidence

    assert (row.added_by, row.for_name) == (town.ward.office.name, town.ward.cells[0].name)
    assert events(town, "keep_evidence")[0].for_name == town.ward.cells[0].name


@pytest.mark.parametrize("who", ["other secretary", "other office", "appraiser", "chair", "admin"])
def test_nobody_else_gathers_for_a_cell(town: Town, who: str) -> None:
    person = {
        "other secretary": town.ward.secretaries[1],
        "other office": town.other_ward.office,
        "appraiser": town.ward.appraiser,
        "chair": town.ward.chair,
        "admin": town.admin,
    }[who]

    with pytest.raises(GoneError):
        keep_file(town.session, town.ward.cells[0], made.photo(), actor=town.member(person))

    assert town.session.scalar(select(func.count()).select_from(Evidence)) == 0


def test_transaction_that_fails_leaves_no_file(town: Town) -> None:
    secretary = town.member(town.ward.secretaries[0])

    keep_file(town.session, town.ward.cells[0], made.photo(), actor=secretary)
    there = len(list(store().names(town.tenant.id)))
    town.session.rollback()

    assert (there, list(store().names(town.tenant.id))) == (2, [])
    assert space_of(town.session)[0] == 0


def test_file_survives_a_savepoint_that_ends(town: Town) -> None:
    secretary = town.member(town.ward.secretaries[0])

    with town.session.begin_nested():
        row = keep_file(town.session, town.ward.cells[0], made.photo(), actor=secretary).evidence
    town.session.commit()

    assert open_file(town.session, row.stored)


def test_tenant_has_so_much_room(town: Town) -> None:
    set_quota(town.session, 1)
    town.session.commit()
    big = made.pdf() + b"%" + bytes(600_000)
    kept(town, Upload("a.pdf", big))

    with pytest.raises(Refusal) as refused:
        kept(town, Upload("b.pdf", big + b" "))
    town.session.rollback()

    assert (refused.value.code, refused.value.info) == (
        "file_no_space", {"name": "b.pdf", "quota_mb": 1},
    )  # fmt: skip
    assert space_of(town.session) == (len(big), 1024 * 1024)


def test_last_room_is_given_once(town: Town) -> None:
    set_quota(town.session, 1)
    town.session.commit()
    outcomes: list[str] = []

    def upload(number: int) -> None:
        with town.elsewhere() as session:
            content = made.pdf() + b"%" + bytes(600_000) + str(number).encode()
            try:
                keep_file(session, town.ward.cells[0], Upload("a.pdf", content), actor=secretary)
                session.commit()
                outcomes.append("kept")
            except Refusal as refusal:
                outcomes.append(refusal.code)

    secretary = town.member(town.ward.secretaries[0])
    at_once = [threading.Thread(target=upload, args=(number,)) for number in range(4)]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()

    assert sorted(outcomes) == ["file_no_space"] * 3 + ["kept"]
    assert len(list(store().names(town.tenant.id))) == 1


def test_same_file_sent_four_times_at_once_is_kept_once(town: Town) -> None:
    secretary = town.member(town.ward.secretaries[0])
    outcomes: list[bool] = []

    def upload() -> None:
        with town.elsewhere() as session:
            done = keep_file(session, town.ward.cells[0], made.photo(), actor=secretary)
            session.commit()
            outcomes.append(done.known)

    at_once = [threading.Thread(target=upload) for _number in range(4)]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()

    assert sorted(outcomes) == [False, True, True, True]
    assert len(list(store().names(town.tenant.id))) == 2
    row = town.session.scalars(select(Evidence)).one()
    assert space_of(town.session)[0] == row.size + row.thumbnail_size


def test_one_file_serves_several_criteria(town: Town) -> None:
    row, secretary = kept(town, made.photo()), town.member(town.ward.secretaries[0])
    dossier = town.dossier(town.ward.cells[0])

    attach_to_exactly(town.session, dossier.id, row.id, ["1.1", "2.1"], actor=secretary)
    changed = attach_to_exactly(town.session, dossier.id, row.id, ["2.1", "4.4"], actor=secretary)

    assert changed == (1, 1)
    assert {key: [each.id for each in rows] for key, rows in _of(town, dossier.id).items()} == {
        "2.1": [row.id], "4.4": [row.id],
    }  # fmt: skip
    assert evidence_counts(town.session, [dossier.id]) == {dossier.id: 1}
    assert [event.facts["criterion"] for event in events(town, "attach_evidence")] == [
        "1.1, 2.1", "4.4",
    ]  # fmt: skip


def test_attaching_twice_attaches_once(town: Town) -> None:
    row, secretary = kept(town, made.photo()), town.member(town.ward.secretaries[0])
    dossier = town.dossier(town.ward.cells[0])

    numbers = [
        attach(town.session, dossier.id, "1.1", [row.id, row.id], actor=secretary)
        for _time in range(2)
    ]

    assert numbers == [1, 0]


def test_file_of_one_cell_is_not_attached_to_another(town: Town) -> None:
    row, office = kept(town, made.photo()), town.member(town.ward.office)

    with pytest.raises(GoneError):
        attach(town.session, town.dossier(town.ward.cells[1]).id, "1.1", [row.id], actor=office)


def test_submitted_dossier_keeps_what_it_went_with(town: Town) -> None:
    cell, secretary = town.ward.cells[0], town.member(town.ward.secretaries[0])
    row = kept(town, made.photo())
    attach(town.session, town.dossier(cell).id, "1.1", [row.id], actor=secretary)
    town.session.commit()
    dossier = make.under_appraisal(town, cell)

    refusals = []
    for act in (
        lambda: attach(town.session, dossier.id, "1.2", [row.id], actor=secretary),
        lambda: detach(town.session, dossier.id, "1.1", row.id, actor=secretary),
        lambda: remove_file(town.session, row.id, actor=secretary),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        refusals.append(refused.value.code)
        town.session.rollback()
    newer = replace_file(town.session, row.id, made.photo(colour="#11653B"), actor=secretary)
    town.session.commit()

    assert refusals == ["evidence_closed", "evidence_closed", "evidence_frozen"]
    assert [each.id for each in _of(town, dossier.id)["1.1"]] == [row.id]
    assert [each.id for each in earlier_versions(town.session, secretary, newer)] == [row.id]


def test_return_opens_the_marked_criteria_alone(town: Town) -> None:
    cell, secretary = town.ward.cells[0], town.member(town.ward.secretaries[0])
    row = kept(town, made.photo())
    make.under_appraisal(town, cell)
    make.move(
        town, cell, "return_for_supplement", town.ward.appraiser, reason="Thiếu biên bản",
        marked=["1.1"], due_on=clock.today(town.session) + timedelta(days=3),
    )  # fmt: skip
    dossier = town.dossier(cell)

    assert attach(town.session, dossier.id, "1.1", [row.id], actor=secretary) == 1
    with pytest.raises(Refusal, match="evidence_closed"):
        attach(town.session, dossier.id, "1.2", [row.id], actor=secretary)


def test_replacing_moves_what_is_open_to_the_newer_file(town: Town) -> None:
    row, secretary = kept(town, made.photo()), town.member(town.ward.secretaries[0])
    dossier = town.dossier(town.ward.cells[0])
    attach(town.session, dossier.id, "1.1", [row.id], actor=secretary)

    newer = replace_file(town.session, row.id, Upload("moi.pdf", made.pdf()), actor=secretary)

    assert [each.id for each in _of(town, dossier.id)["1.1"]] == [newer.id]
    assert (row.stands, newer.stands, newer.replaces_id) == (False, True, row.id)
    with pytest.raises(Refusal, match="evidence_gone"):
        replace_file(town.session, row.id, Upload("b.pdf", made.pdf(2)), actor=secretary)
    with pytest.raises(Refusal, match="file_known"):
        replace_file(town.session, newer.id, Upload("b.pdf", _pdf_of(town, newer)), actor=secretary)


def test_removed_file_can_be_brought_back_until_it_is_deleted(town: Town) -> None:
    row, secretary = kept(town, made.photo()), town.member(town.ward.secretaries[0])
    dossier = town.dossier(town.ward.cells[0])
    attach(town.session, dossier.id, "1.1", [row.id], actor=secretary)

    remove_file(town.session, row.id, actor=secretary)
    removed = counts_of(town.session, secretary, row.unit_id, row.year)
    bring_back_file(town.session, row.id, actor=secretary)
    remove_file(town.session, row.id, actor=secretary)
    town.session.commit()
    early = purge_removed(town.session)
    with clock.moved(timedelta(days=31)):
        late = purge_removed(town.session)
        town.session.commit()

    assert (removed[Which.ALL], removed[Which.REMOVED]) == (0, 1)
    assert (early, late) == (0, 1)
    assert town.session.scalar(select(func.count()).select_from(EvidenceLink)) == 0
    with pytest.raises(MissingFileError):
        open_file(town.session, row.stored)
    assert town.session.scalar(select(FileSpace.used)) == 0


def _of(town: Town, dossier_id: object) -> dict[str, list[Evidence]]:
    return evidence_of(town.session, dossier_id)  # type: ignore[arg-type]


def _pdf_of(town: Town, row: Evidence) -> bytes:
    return open_file(town.session, row.stored)
