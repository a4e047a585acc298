"""What the unit's own books say becomes evidence: offered, cited, frozen, read by appraisers."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tenants import clock
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from tests.web.steps.self_assessment.answers import address_of, group_form, kept
from tests.web.steps.self_assessment.test_answering import returned
from tests.web.steps.self_assessment.test_beside import press
from workflows.dossiers.contents import content_hash, sent_hash
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import GoneError, Refusal
from workflows.evidence.citing import cite, cited_in
from workflows.evidence.tables import Citation
from workflows.logbook.keeping import note_entry, withdraw_entry
from workflows.logbook.tables import EntryKind, LogEntry
from workflows.meetings.tables import MeetingKind, MonthlyMeeting


@pytest.fixture
def dossier(town: Town) -> Dossier:
    return make.in_review(town, town.ward.cells[0])


@pytest.fixture
def secretary(town: Town, sign_in: SignIn) -> FlaskClient:
    return sign_in(town, town.ward.secretaries[0])


def noted(town: Town, words: str, group: str = "", cell: int = 0) -> LogEntry:
    entry = note_entry(
        town.session, town.ward.cells[cell], EntryKind.STRENGTH, words,
        noted_on=clock.today(town.session), group_key=group,
        actor=town.member(town.ward.secretaries[cell]),
    )  # fmt: skip
    town.session.commit()
    return entry


def held(town: Town, month: int, kind: MeetingKind = MeetingKind.REGULAR) -> MonthlyMeeting:
    today = clock.today(town.session)
    meeting = MonthlyMeeting(
        unit_id=town.ward.cells[0].id, year=today.year, month=month, kind=kind,
        planned_on=date(today.year, month, 3), held_on=date(today.year, month, 3),
        official=20, present=18, excused=2, total=92, conclusion="Đã thông qua chương trình",
    )  # fmt: skip
    town.session.add(meeting)
    town.session.commit()
    return meeting


def cited(town: Town, dossier: Dossier) -> dict[str, list[str]]:
    town.session.rollback()
    found = cited_in(town.session, town.dossier(town.ward.cells[0]))
    return {
        key: [str(each.told.get("words") or each.told["what"]) for each in rows]
        for key, rows in found.items()
    }


def test_entry_is_offered_in_the_open_where_it_fits_and_cited_with_one_press(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    entry = noted(town, "Hoàn thành chương trình kiểm tra, giám sát quý III", "1")
    noted(town, "Hai kỳ họp vắng nhiều", "2")
    page = text_of(secretary.get(address_of(town, dossier, "nhom/1")).text)
    place = page.index("Sổ theo dõi đã ghi việc này:")
    assert page.index("1.4.") < place < page.index("1.5.")  # where it speaks of, not elsewhere
    assert page.count("Sổ theo dõi đã ghi việc này:") == 1
    assert "Hai kỳ họp vắng nhiều" not in page

    part = press(secretary, town, dossier, "1.4", **{"cite-entry": entry.id})

    assert part.status_code == 200
    assert "Gỡ Ưu điểm" in text_of(part.text)
    assert "Đã dẫn sổ theo dõi làm minh chứng cho tiêu chí 1.4." in text_of(part.text)
    assert cited(town, dossier) == {"1.4": [entry.words]}
    again = press(secretary, town, dossier, "1.4", **{"cite-entry": entry.id})
    assert (again.status_code, cited(town, dossier)) == (200, {"1.4": [entry.words]})


def test_meetings_of_the_year_are_cited_together_where_the_criterion_is_about_them(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    rows = [held(town, 1), held(town, 2), held(town, 3, MeetingKind.THEMATIC)]
    elsewhere = text_of(secretary.get(address_of(town, dossier, "nhom/3")).text)
    assert "Sinh hoạt thường kỳ tháng 1" not in elsewhere
    page = text_of(secretary.get(address_of(town, dossier, "nhom/2")).text)
    assert "Sinh hoạt thường kỳ tháng 1" in page
    assert "dự 18/20. 92 điểm" in page

    both = " ".join(str(row.id) for row in rows)
    part = press(secretary, town, dossier, "2.2", **{"cite-meetings": both})

    assert part.status_code == 200
    assert cited(town, dossier) == {"2.2": ["regular", "regular", "thematic"]}
    thematic = press(secretary, town, dossier, "1.3", **{"cite-meetings": rows[2].id})
    assert thematic.status_code == 200  # «biên bản chuyên đề» is what 1.3 is shown by


def test_button_keeps_what_was_typed_where_no_script_runs(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    entry = noted(town, "Kết nạp hai đồng chí", "1")
    form = group_form(secretary, town, dossier, "1", c1_5="good")

    answer = secretary.post(
        address_of(town, dossier, "minh-chung-cua/1.5"),
        data=form | {"note-1.5": "Đủ chỉ tiêu", "cite-entry": str(entry.id)},
    )

    assert (answer.status_code, answer.location) == (
        303, address_of(town, dossier, "nhom/1#tc-1-5"),
    )  # fmt: skip
    assert kept(town, dossier)["1.5"] == ("good", False, "Đủ chỉ tiêu")
    assert cited(town, dossier) == {"1.5": ["Kết nạp hai đồng chí"]}


def test_cited_line_is_taken_back_and_the_book_keeps_it(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    entry = noted(town, "Kết nạp hai đồng chí", "1")
    press(secretary, town, dossier, "1.5", **{"cite-entry": entry.id})
    row = town.session.scalars(select(Citation)).one()

    part = press(secretary, town, dossier, "1.5", uncite=row.id)

    assert "Dẫn Kết nạp hai đồng chí" in text_of(part.text)
    assert cited(town, dossier) == {}
    assert town.session.get_one(LogEntry, (town.tenant.id, entry.id)).withdrawn_at is None


def test_line_of_another_cell_does_not_exist(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    theirs = noted(town, "Của chi bộ khác", "1", cell=1)

    answer = press(secretary, town, dossier, "1.1", **{"cite-entry": theirs.id})

    assert answer.status_code == 404
    assert cited(town, dossier) == {}
    assert "Của chi bộ khác" not in secretary.get(address_of(town, dossier, "nhom/1")).text


def test_what_was_submitted_stays_as_it_was_and_the_appraiser_reads_it(
    town: Town, sign_in: SignIn, dossier: Dossier
) -> None:
    entry, meeting = noted(town, "Kết nạp hai đồng chí", "1"), held(town, 1)
    gone = noted(town, "Ghi nhầm", "1")
    actor = town.member(town.ward.secretaries[0])
    cite(town.session, dossier.id, "1.5", entries=[entry.id, gone.id], actor=actor)
    cite(town.session, dossier.id, "2.1", meetings=[meeting.id], actor=actor)
    withdraw_entry(town.session, gone.id, actor=actor)
    town.session.get_one(MonthlyMeeting, (town.tenant.id, meeting.id)).present = 19
    town.session.commit()
    bare = sent_hash(town.session, dossier)
    make.answered(town, town.ward.cells[0])

    make.move(
        town, town.ward.cells[0], "submit_self_assessment", town.ward.secretaries[0],
        met_on=clock.today(town.session), **make.ADOPTION,
    )  # fmt: skip
    sent = town.dossier(town.ward.cells[0])
    as_sent = content_hash(town.session, sent)
    town.session.get_one(MonthlyMeeting, (town.tenant.id, meeting.id)).present = 5
    town.session.commit()

    assert cited(town, dossier) == {"1.5": ["Kết nạp hai đồng chí"], "2.1": ["regular"]}
    frozen = cited_in(town.session, town.dossier(town.ward.cells[0]))["2.1"][0]
    assert (frozen.told["came"], frozen.told["base"]) == (19, 20)
    assert content_hash(town.session, town.dossier(town.ward.cells[0])) == as_sent != bare
    with pytest.raises(Refusal) as refused:
        cite(town.session, dossier.id, "1.1", entries=[entry.id], actor=actor)
    assert refused.value.code == "evidence_closed"
    appraiser = sign_in(town, town.ward.appraiser)
    sheet = text_of(appraiser.get(address_of(town, dossier, "tham-dinh")).text)
    assert "Kết nạp hai đồng chí" in sheet[sheet.index("1.5.") : sheet.index("2.1.")]
    assert "dự 19/20. 92 điểm. Đã thông qua chương trình" in sheet
    assert "Ghi nhầm" not in sheet


def test_after_a_return_only_marked_criteria_cite(town: Town, secretary: FlaskClient) -> None:
    dossier = returned(town, "1.2")
    entry = noted(town, "Ra quân vệ sinh 12 đợt", "1")

    there = press(secretary, town, dossier, "1.2", **{"cite-entry": entry.id})
    beside = press(secretary, town, dossier, "1.1", **{"cite-entry": entry.id})

    assert (there.status_code, beside.status_code) == (200, 409)
    assert cited(town, dossier) == {"1.2": ["Ra quân vệ sinh 12 đợt"]}


def test_appraiser_reads_and_cannot_cite(town: Town, dossier: Dossier) -> None:
    entry = noted(town, "Kết nạp hai đồng chí", "1")
    with pytest.raises(GoneError):
        cite(
            town.session, dossier.id, "1.5", entries=[entry.id],
            actor=town.member(town.ward.appraiser),
        )  # fmt: skip
