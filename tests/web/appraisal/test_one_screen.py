"""All that bears on a dossier stands on one screen; a score is kept as it is chosen."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tenants import clock
from tests import make
from tests.make import Town
from tests.web.conftest import HTMX, SignIn
from tests.web.reading import form_at, text_of
from tests.workflows.evidence import made
from workflows.dossiers.contents import answers_of
from workflows.dossiers.eligibility import appraised_score, self_score
from workflows.dossiers.gap import gap_of
from workflows.dossiers.tables import Answer, Dossier
from workflows.evidence.attaching import attach
from workflows.evidence.keeping import keep_file
from workflows.evidence.preparing import Upload
from workflows.logbook.keeping import note_entry
from workflows.logbook.tables import EntryKind, LogEntry

SAME = "Chi bộ đã ban hành nghị quyết năm và tổ chức thực hiện nghiêm túc trong toàn chi bộ."


def address_of(town: Town, dossier: Dossier, page: str = "tham-dinh") -> str:
    return f"/{town.tenant.slug}/ho-so/{dossier.code}/{page}"


def answer_of(town: Town, dossier: Dossier, key: str) -> Answer:
    town.session.rollback()
    town.session.expire_all()
    return town.session.scalars(
        select(Answer).where(Answer.dossier_id == dossier.id, Answer.criterion == key)
    ).one()


def score(
    browser: FlaskClient, town: Town, dossier: Dossier, key: str, level: str, reason: str = ""
) -> TestResponse:
    """Choose a level, as the script sends it."""
    page = browser.get(address_of(town, dossier)).text
    version = re.findall(r'name="seen_version" value="(\d+)"', page)[0]
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[-1]
    return browser.post(
        address_of(town, dossier, f"tham-dinh/{key}"), headers=HTMX,
        data={
            "csrf_token": token, "seen_version": version,
            f"level-{key}": level, f"reason-{key}": reason,
        },
    )  # fmt: skip


def note(town: Town, dossier: Dossier, key: str, words: str) -> None:
    answer_of(town, dossier, key).note = words
    town.session.commit()


def two_dossiers(town: Town) -> tuple[Dossier, Dossier]:
    for cell in town.ward.cells[:2]:
        make.registered(town, cell)
    first, second = (make.under_appraisal(town, cell) for cell in town.ward.cells[:2])
    return first, second


def test_chosen_level_is_kept_and_all_that_follows_from_it_is_shown(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)

    part = score(browser, town, dossier, "1.1", "met", "Thiếu nghị quyết quý III")

    assert part.status_code == 200
    row = answer_of(town, dossier, "1.1")
    assert (row.appraised_level, row.appraised_reason) == ("met", "Thiếu nghị quyết quý III")
    assert re.search(r'id="luu-1-1" hx-swap-oob="true">.*?Đã lưu lúc \d\d:\d\d', part.text)
    assert "lệch -2,4 điểm" in text_of(part.text)
    version = town.dossier(town.ward.cells[0]).version
    assert part.text.count(f'name="seen_version" value="{version}"') == 3
    # the next choice stands on the version that came back
    assert score(browser, town, dossier, "1.2", "good").status_code == 200


def test_difference_without_a_reason_is_not_kept_and_says_so_at_the_row(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])

    part = score(sign_in(town, town.ward.appraiser), town, dossier, "1.1", "met")

    assert part.status_code == 422
    assert re.search(r'class="saved lost" id="luu-1-1"', part.text)
    assert answer_of(town, dossier, "1.1").appraised_level is None


def test_button_pressed_while_a_score_is_being_kept_is_no_conflict_with_oneself(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)
    form = form_at(browser, address_of(town, dossier))
    score(browser, town, dossier, "1.1", "good")

    late = browser.post(
        address_of(town, dossier, "tham-dinh/1.2"), headers=HTMX, data=form | {"level-1.2": "good"}
    )

    assert late.status_code == 200
    assert answer_of(town, dossier, "1.2").appraised_level == "good"


def test_level_chosen_on_a_page_that_somebody_else_overtook_is_refused(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)
    form = form_at(browser, address_of(town, dossier))
    make.move(
        town, town.ward.cells[0], "give_opinion", town.ward.inspector, words="Không có ý kiến"
    )

    late = browser.post(
        address_of(town, dossier, "tham-dinh/1.2"), headers=HTMX, data=form | {"level-1.2": "good"}
    )

    assert late.status_code == 409
    assert answer_of(town, dossier, "1.2").appraised_level is None


def test_files_stand_beside_their_criterion(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    actor = town.member(town.ward.secretaries[0])
    row = keep_file(
        town.session, town.ward.cells[0], Upload("a.jpg", made.jpeg()), actor=actor,
        note="Nghị quyết năm",
    ).evidence  # fmt: skip
    attach(town.session, dossier.id, "1.1", [row.id], actor=actor)
    town.session.commit()
    make.answered(town, town.ward.cells[0])
    make.move(
        town, town.ward.cells[0], "submit_self_assessment", town.ward.secretaries[0],
        met_on=clock.today(town.session), **make.ADOPTION,
    )  # fmt: skip

    page = sign_in(town, town.ward.appraiser).get(address_of(town, dossier)).text

    first = page[page.index('id="tc-1-1"') : page.index('id="tc-1-2"')]
    assert "Nghị quyết năm" in first
    assert f"/minh-chung/{row.id}/anh" in first
    assert "Chưa có minh chứng." not in first
    assert page.count("Chưa có minh chứng.") == 15


def test_same_words_of_two_cells_are_shown_to_the_ward_alone(town: Town, sign_in: SignIn) -> None:
    first, second = two_dossiers(town)
    note(town, first, "1.1", SAME)
    note(town, second, "1.1", f"  {SAME.upper()} ")

    ward = text_of(sign_in(town, town.ward.appraiser).get(address_of(town, first)).text)
    cell = sign_in(town, town.ward.secretaries[0])

    assert "Giống hệt chi bộ khác" in ward
    assert f"{town.ward.cells[1].name}" in ward
    assert cell.get(address_of(town, first)).status_code == 404
    for page in ("nhom/1", "nop-tu-danh-gia/bien-nhan", "", "lich-su"):
        shown = text_of(cell.get(address_of(town, first, page).rstrip("/")).text)
        assert "Giống hệt" not in shown
        assert town.ward.cells[1].name not in shown


def test_words_that_differ_or_are_short_are_no_copy(town: Town, sign_in: SignIn) -> None:
    first, second = two_dossiers(town)
    note(town, first, "1.1", SAME)
    note(town, second, "1.1", SAME.replace("năm", "quý"))
    note(town, first, "1.2", "Đạt 102%")
    note(town, second, "1.2", "Đạt 102%")

    page = sign_in(town, town.ward.appraiser).get(address_of(town, first)).text

    assert "Giống hệt chi bộ khác" not in page


def test_draft_of_another_cell_is_not_compared(town: Town, sign_in: SignIn) -> None:
    for cell in town.ward.cells[:2]:
        make.registered(town, cell)
    first = make.under_appraisal(town, town.ward.cells[0])
    second = make.in_review(town, town.ward.cells[1])
    make.answered(town, town.ward.cells[1])
    note(town, first, "1.1", SAME)
    note(town, second, "1.1", SAME)

    page = sign_in(town, town.ward.appraiser).get(address_of(town, first)).text

    assert "Giống hệt chi bộ khác" not in page


def test_wide_gap_is_flagged_above_the_bound_of_the_year(town: Town) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    for key in ("1.1", "1.2", "1.3", "2.1"):
        row = answer_of(town, dossier, key)
        row.appraised_level, row.appraised_reason = "not_met", "Thiếu"
        town.session.commit()
    dossier = town.dossier(town.ward.cells[0])
    answers = answers_of(town.session, dossier.id)

    gap = gap_of(dossier, self_score(dossier, answers), appraised_score(dossier, answers))

    lost = sum(
        (one.points or Decimal(0))
        for one in self_score(dossier, answers).criteria
        if one.key in {"1.1", "1.2", "1.3", "2.1"}
    )
    assert (gap.points, gap.complete, gap.flagged) == (lost, False, True)
    dossier.campaign.rules = {**dossier.campaign.rules, "gap_flag_above": int(lost)}
    town.session.flush()
    exactly = gap_of(dossier, self_score(dossier, answers), appraised_score(dossier, answers))
    assert not exactly.flagged  # on the bound is within it


def test_every_condition_names_where_it_was_read(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])

    words = text_of(sign_in(town, town.ward.appraiser).get(address_of(town, dossier)).text)

    assert "chưa kết luận" in words
    assert re.search(r"gửi ngày \d\d/\d\d/\d{4}, hạn \d\d/\d\d/\d{4}", words)
    assert "chi bộ tự đánh giá, chưa thẩm định" in words
    assert "Ủy ban Kiểm tra xác nhận khi kết luận" in words


def test_weakness_that_is_overdue_stands_beside_the_conclusion(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    today = clock.today(town.session)
    for cell, words in zip(
        town.ward.cells[:2], ("Sinh hoạt vắng nhiều", "Của chi bộ khác"), strict=True
    ):
        note_entry(
            town.session, cell, EntryKind.WEAKNESS, words, noted_on=today,
            actor=town.member(town.ward.office),
        )  # fmt: skip
    entry = town.session.scalars(select(LogEntry).where(LogEntry.words.contains("vắng"))).one()
    entry.due_on = today - timedelta(days=3)
    town.session.commit()

    words = text_of(sign_in(town, town.ward.appraiser).get(address_of(town, dossier)).text)

    assert "Sinh hoạt vắng nhiều quá hạn khắc phục" in words
    assert "Của chi bộ khác" not in words
