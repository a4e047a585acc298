"""What stands beside a criterion: its files, the store, targets, last year's words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tenants import clock
from tenants.audit import AuditEvent
from tenants.database import row_id
from tests import make
from tests.make import Town
from tests.web.conftest import HTMX, SignIn
from tests.web.reading import form_at, said, text_of, token_at
from tests.web.steps.self_assessment.answers import address_of, group_form, kept, levels
from tests.web.steps.self_assessment.test_answering import returned
from tests.workflows.evidence import made
from workflows.campaigns.planning import Calendar, plan_campaign
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Answer, Dossier
from workflows.evidence.keeping import keep_file
from workflows.evidence.links import evidence_of
from workflows.evidence.preparing import Upload
from workflows.evidence.tables import Evidence
from workflows.logbook.keeping import note_entry
from workflows.logbook.tables import EntryKind
from workflows.targets.lines import Line
from workflows.targets.planning import plan_targets
from workflows.targets.reading import targets_of
from workflows.targets.reporting import Reached, report_targets


@pytest.fixture
def dossier(town: Town) -> Dossier:
    return make.in_review(town, town.ward.cells[0])


@pytest.fixture
def secretary(town: Town, sign_in: SignIn) -> FlaskClient:
    return sign_in(town, town.ward.secretaries[0])


def stored(town: Town, note: str, colour: str = "#A8121B") -> Evidence:
    row = keep_file(
        town.session, town.ward.cells[0], Upload(f"{note}.jpg", made.jpeg(colour=colour)),
        actor=town.member(town.ward.secretaries[0]), note=note,
    ).evidence  # fmt: skip
    town.session.commit()
    return row


def press(
    browser: FlaskClient, town: Town, dossier: Dossier, key: str, **button: object
) -> TestResponse:
    """Press a button of a criterion's files, as the script sends it."""
    token = form_at(browser, address_of(town, dossier, "nhom/1"))["csrf_token"]
    data = {"csrf_token": token} | {name: str(value) for name, value in button.items()}
    return browser.post(address_of(town, dossier, f"minh-chung-cua/{key}"), data=data, headers=HTMX)


def attached(town: Town, dossier: Dossier) -> dict[str, list[str]]:
    town.session.rollback()
    found = evidence_of(town.session, dossier.id)
    return {key: [row.note for row in rows] for key, rows in found.items()}


def test_file_of_the_store_is_attached_where_the_criterion_is_answered(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    row = stored(town, "Nghị quyết năm")
    page = secretary.get(address_of(town, dossier, "nhom/1")).text
    assert text_of(page).count("Nghị quyết năm") == 2 * 5  # each criterion offers it, in two ways

    part = press(secretary, town, dossier, "1.1", attach=row.id)

    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div class="crit-files" id="minh-chung-1-1">')
    assert "Gỡ Nghị quyết năm" in text_of(part.text)
    assert "Gắn Nghị quyết năm" not in text_of(part.text)
    assert "Đã gắn minh chứng vào tiêu chí 1.1." in text_of(part.text)
    assert attached(town, dossier) == {"1.1": ["Nghị quyết năm"]}


def test_button_of_a_file_keeps_what_was_typed_where_no_script_runs(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    row = stored(town, "Ảnh hội nghị")
    form = group_form(secretary, town, dossier, "1", c1_1="met", c1_3="good")

    answer = secretary.post(
        address_of(town, dossier, "minh-chung-cua/1.3"),
        data=form | {"note-1.3": "Bốn chuyên đề", "attach": str(row.id)},
    )

    assert (answer.status_code, answer.location) == (
        303, address_of(town, dossier, "nhom/1#tc-1-3"),
    )  # fmt: skip
    assert levels(town, dossier) == {"1.1": "met", "1.3": "good"}
    assert kept(town, dossier)["1.3"] == ("good", False, "Bốn chuyên đề")
    assert attached(town, dossier) == {"1.3": ["Ảnh hội nghị"]}


def test_photo_is_taken_for_a_criterion_and_leads_back_to_it(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    form = group_form(secretary, town, dossier, "2", c2_1="good")

    answer = secretary.post(
        address_of(town, dossier, "minh-chung-cua/2.1"), data=form | {"photo": "1"}
    )

    assert levels(town, dossier) == {"2.1": "good"}
    page = secretary.get(answer.location).text
    assert '<option value="2.1" selected>' in page
    assert form_at(secretary, answer.location)["back"] == address_of(town, dossier, "nhom/2#tc-2-1")


def test_file_taken_off_stays_in_the_store(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    row = stored(town, "Sổ nghị quyết")
    press(secretary, town, dossier, "1.1", attach=row.id)

    part = press(secretary, town, dossier, "1.1", detach=row.id)

    assert "Gắn Sổ nghị quyết" in text_of(part.text)
    assert attached(town, dossier) == {}


def test_those_that_serve_no_criterion_are_offered_first(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    used, free = stored(town, "Đã dùng"), stored(town, "Chưa dùng", "#0B4FA0")
    press(secretary, town, dossier, "1.2", attach=used.id)

    words = text_of(secretary.get(address_of(town, dossier, "nhom/2")).text)

    assert free.note
    assert words.index("Gắn Chưa dùng") < words.index("Gắn Đã dùng")
    assert "Đã dùng" in words[words.index("Chưa dùng") :]


def test_after_a_return_only_marked_criteria_take_files(town: Town, secretary: FlaskClient) -> None:
    dossier = returned(town, "1.2")
    row = stored(town, "Bảng chỉ tiêu")

    there = press(secretary, town, dossier, "1.2", attach=row.id)
    beside = press(secretary, town, dossier, "1.1", attach=row.id)

    assert (there.status_code, beside.status_code) == (200, 409)
    assert attached(town, dossier) == {"1.2": ["Bảng chỉ tiêu"]}


def test_reader_of_a_cell_is_offered_no_files_and_cannot_attach(
    town: Town, sign_in: SignIn, dossier: Dossier
) -> None:
    row = stored(town, "Của chi bộ")
    appraiser = sign_in(town, town.ward.appraiser)
    token = token_at(appraiser, f"/{town.tenant.slug}/phuong/ho-so")

    answer = appraiser.post(
        address_of(town, dossier, "minh-chung-cua/1.1"),
        data={"attach": str(row.id), "csrf_token": token},
    )

    assert answer.status_code == 404
    assert attached(town, dossier) == {}


def test_file_of_another_cell_does_not_exist(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    other = keep_file(
        town.session, town.ward.cells[1], Upload("khac.jpg", made.jpeg(colour="#11653B")),
        actor=town.member(town.ward.secretaries[1]), note="Của chi bộ khác",
    ).evidence  # fmt: skip
    town.session.commit()

    answer = press(secretary, town, dossier, "1.1", attach=other.id)

    assert answer.status_code == 404
    assert attached(town, dossier) == {}
    assert "Của chi bộ khác" not in secretary.get(address_of(town, dossier, "nhom/1")).text


def test_targets_stand_beside_the_criterion_that_they_feed(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    actor = town.member(town.ward.secretaries[0])
    lines = [Line("Kết nạp đảng viên", "đồng chí", Decimal(69), series="admission")]
    plan_targets(town.session, dossier, lines, actor=actor)
    row = targets_of(town.session, dossier.id)[0]
    today = clock.today(town.session)
    given = {row.id: Reached(Decimal(109), today, "Sổ đảng viên", row.version)}
    report_targets(town.session, dossier.id, given, actor=actor)
    town.session.commit()

    words = text_of(secretary.get(address_of(town, dossier, "nhom/1")).text)

    admissions = words[words.index("1.5.") :]
    assert "Kết nạp đảng viên: đạt 109 trên 69 đồng chí = 158%" in admissions
    assert "Kết nạp đảng viên: đạt" not in words[: words.index("1.5.")]


def test_last_years_words_are_used_again_beside_what_stands(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    last_year(town, "1.1", "Nghị quyết năm ban hành ngày 05/01.")
    words = text_of(secretary.get(address_of(town, dossier, "nhom/1")).text)
    assert "đã ghi: Nghị quyết năm ban hành ngày 05/01." in words

    form = group_form(secretary, town, dossier, "1", c1_1="good") | {"note-1.1": "Đủ 11 nội dung."}
    answer = secretary.post(address_of(town, dossier, "tieu-chi/1.1/nhu-nam-truoc"), data=form)

    assert answer.status_code == 303
    assert kept(town, dossier)["1.1"] == (
        "good", False, "Đủ 11 nội dung.\nNghị quyết năm ban hành ngày 05/01.",
    )  # fmt: skip
    page = secretary.get(address_of(town, dossier, "nhom/1")).text
    assert "đã ghi: Nghị quyết năm" not in text_of(page)
    assert said(page).startswith("Đã lấy lời của năm")


def test_logbook_gives_its_words_to_the_criteria_of_their_group(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    actor, today = town.member(town.ward.secretaries[0]), clock.today(town.session)
    for words, group in (("Ra quân vệ sinh 12 đợt", "1"), ("Hai kỳ họp vắng nhiều", "2")):
        note_entry(
            town.session, town.ward.cells[0], EntryKind.STRENGTH, words,
            noted_on=today, actor=actor, group_key=group,
        )  # fmt: skip
    town.session.commit()
    page = text_of(secretary.get(address_of(town, dossier, "nhom/1")).text)
    assert "Sổ theo dõi đã ghi 1 việc của nhóm này" in page
    assert "Hai kỳ họp vắng nhiều" not in page

    form = group_form(secretary, town, dossier, "1", c1_2="good")
    answer = secretary.post(address_of(town, dossier, "tieu-chi/1.2/tu-so-theo-doi"), data=form)

    assert answer.status_code == 303
    assert kept(town, dossier)["1.2"] == ("good", False, "Ra quân vệ sinh 12 đợt")


def test_what_does_not_apply_says_why_before_it_is_sent(
    town: Town, secretary: FlaskClient, dossier: Dossier
) -> None:
    make.answered(town, town.ward.cells[0])
    row = town.session.scalars(
        select(Answer).where(Answer.dossier_id == dossier.id, Answer.criterion == "1.5")
    ).one()
    row.self_level, row.not_applicable = None, True
    town.session.commit()
    address = address_of(town, dossier, "nop-tu-danh-gia")

    page = secretary.get(address).text

    assert "chưa ghi lý do không áp dụng" in text_of(page)
    assert address_of(town, dossier, "nhom/1#tc-1-5") in page
    assert "Ghi thêm lý do không áp dụng." in text_of(
        secretary.get(address_of(town, dossier, "nhom/1")).text
    )
    assert town.session.scalar(
        select(AuditEvent.seq).where(
            AuditEvent.dossier_id == dossier.id, AuditEvent.kind == "submit_self_assessment"
        )
    ) is None  # fmt: skip


def last_year(town: Town, criterion: str, note: str) -> None:
    """Give the cell a dossier of the year before, in which it wrote this."""
    now = town.dossier(town.ward.cells[0])
    programme = now.campaign.programme
    year, today = now.campaign.year - 1, clock.today(town.session)
    campaign = plan_campaign(
        town.session, programme, year, criteria=criteria_of(now),
        calendar=Calendar(today, *(today + timedelta(days=n) for n in range(7))),
    )  # fmt: skip
    before = Dossier(
        id=row_id(), code=f"{year % 100}-901", campaign_id=campaign.id, unit_id=now.unit_id,
        criteria_set_id=campaign.criteria_set_id, committee_id=now.committee_id,
        upper_committee_id=now.upper_committee_id, flow=now.flow, flow_version=now.flow_version,
        state="recognized", touched_at=clock.now(town.session),
    )  # fmt: skip
    town.session.add(before)
    town.session.flush()
    town.session.add(
        Answer(
            dossier_id=before.id, criterion=criterion, self_level="good", note=note,
            answered_at=clock.now(town.session), answered_by="Bí thư",
        )
    )  # fmt: skip
    town.session.commit()
