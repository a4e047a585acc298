"""What the committee above sees of a ward: what to agree with at once, what to look at singly."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests import make, settled
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from tests.web.lists.test_lists import rows as codes_in
from tests.web.reading import links_of, text_of
from tests.workflows.sittings import meeting
from workflows.criteria.reference import reference_criteria
from workflows.dossiers.flags import Flag, flags_of
from workflows.dossiers.tables import Answer, Dossier


@pytest.fixture
def sent(town: Town) -> list[Dossier]:
    """Both dossiers of the ward, sent up and waiting to be appraised."""
    dossiers = settled.recommended(town, *town.ward.cells)
    for cell in town.ward.cells:
        make.move(
            town, cell, "send_to_city", town.ward.office, number="12-TTr/ĐU",
            signed_on=meeting.clock.today(town.session),
        )  # fmt: skip
    return [town.dossier(dossier.unit) for dossier in dossiers]


def low_self_score(town: Town, dossier: Dossier) -> None:
    """Let the cell have been far stricter with itself than its appraisers."""
    town.session.execute(
        update(Answer)
        .where(Answer.dossier_id == dossier.id)
        .values(self_level="not_met", appraised_reason="Cao hơn")
    )


def disciplined(_town: Town, dossier: Dossier) -> None:
    dossier.eligibility = [
        *dossier.eligibility,
        {"kind": "prerequisite", "key": "no_member_disciplined", "verdict": "failed",
         "blocks": True, "label": "", "value": None, "bound": None, "exception": None},
    ]  # fmt: skip


def let_through(_town: Town, dossier: Dossier) -> None:
    dossier.eligible = False


def flagged_by_inspection(town: Town, dossier: Dossier) -> None:
    make.move(town, dossier.unit, "give_opinion", town.city_inspector, words="Có đơn", flagged=True)


FAULTS: list[tuple[Flag, Callable[[Town, Dossier], None]]] = [
    (Flag.SCORE_GAP, low_self_score),
    (Flag.DISCIPLINE, disciplined),
    (Flag.NOT_ELIGIBLE, let_through),
    (Flag.OPINION, flagged_by_inspection),
]


@pytest.mark.parametrize(("flag", "fault"), FAULTS, ids=[flag for flag, _fault in FAULTS])
def test_flag_is_raised_for_the_one_and_not_for_the_other(
    town: Town, sent: list[Dossier], flag: Flag, fault: Callable[[Town, Dossier], None]
) -> None:
    assert flags_of(town.session, sent) == {dossier.id: [] for dossier in sent}

    fault(town, sent[0])
    town.session.commit()
    first, second = (town.dossier(dossier.unit) for dossier in sent)
    found = flags_of(town.session, [first, second])

    assert [raised.flag for raised in found[first.id]] == [flag]
    assert found[second.id] == []


def test_committee_s_own_dossier_is_always_looked_at_by_itself(
    town: Town, sent: list[Dossier]
) -> None:
    sent[0].flow, sent[0].unit_id = "committee_title", sent[0].committee_id
    town.session.flush()

    found = flags_of(town.session, sent)

    assert [[raised.flag for raised in found[each.id]] for each in sent] == [[Flag.OWN_TITLE], []]


def agree(browser: FlaskClient, town: Town, dossiers: list[Dossier]) -> str:
    address = f"/{town.tenant.slug}/hang-loat/ket-luan-tham-dinh-cap-tren"
    page = browser.get(address, query_string={"ho_so": [each.code for each in dossiers]})
    form = hidden_of(page.text)
    sent = form | {
        "shown": [f"{each.code}:{each.version}" for each in dossiers], "words": "Thống nhất."
    }  # fmt: skip
    return browser.post(address, data=sent, follow_redirects=True).text


def test_page_sorts_what_to_agree_with_from_what_to_look_at(
    town: Town, sent: list[Dossier], sign_in: SignIn
) -> None:
    disciplined(town, sent[0])
    town.session.commit()
    browser = sign_in(town, town.org_dept)

    overview = browser.get(f"/{town.tenant.slug}/thanh-pho").text
    page = browser.get(f"/{town.tenant.slug}/thanh-pho/phuong/{town.ward.unit.code}").text

    words = text_of(page).replace("\N{NO-BREAK SPACE}", " ")
    assert f"/thanh-pho/phuong/{town.ward.unit.code}" in overview
    assert "1 hồ sơ không có điểm cần xem riêng" in words
    assert "1 hồ sơ cần xem riêng" in words
    assert "Có vấn đề kỷ luật" in words
    assert "Tờ trình 12-TTr/ĐU" in words
    assert town.ward.office.name in words
    (behind,) = (link for link in links_of(page) if "viec=city_appraisal" in link)
    assert codes_in(browser.get(behind).text) == [dossier.code for dossier in sent]
    other = behind.replace(str(town.ward.unit.id), str(town.other_ward.unit.id))
    assert codes_in(browser.get(other).text) == []


def test_flagged_dossier_is_left_out_of_a_common_agreement_and_named(
    town: Town, sent: list[Dossier], sign_in: SignIn
) -> None:
    disciplined(town, sent[0])
    town.session.commit()
    sent = [town.dossier(dossier.unit) for dossier in sent]

    page = text_of(agree(sign_in(town, town.org_dept), town, sent))
    town.session.rollback()

    states = [town.dossier(dossier.unit).state for dossier in sent]
    assert states == ["city_appraisal", "awaiting_city_decision"]
    assert "Cần xem riêng hồ sơ này: Có vấn đề kỷ luật" in page


def test_ward_office_agrees_with_nothing_and_learns_no_flag(
    town: Town, sent: list[Dossier], sign_in: SignIn
) -> None:
    flagged_by_inspection(town, sent[0])
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/hang-loat/ket-luan-tham-dinh-cap-tren"

    answer = browser.get(address, query_string={"ho_so": sent[0].code})

    assert answer.status_code == 403
    assert town.city_inspector.name not in answer.text
    ward = f"/{town.tenant.slug}/thanh-pho/phuong/{town.ward.unit.code}"
    assert browser.get(ward).status_code == 403
    assert [row.state for row in town.session.scalars(
        select(Dossier).where(Dossier.id.in_([each.id for each in sent]))
    )] == ["city_appraisal"] * 2  # fmt: skip


def test_ward_that_does_not_exist_is_unknown(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.org_dept)

    for code in ("khong-co", town.ward.cells[0].code):
        assert browser.get(f"/{town.tenant.slug}/thanh-pho/phuong/{code}").status_code == 404


MAY_NOT_APPLY = [each.key for each in reference_criteria().criteria if each.may_be_not_applicable]


def write_alike(town: Town, dossiers: list[Dossier], words: str) -> None:
    """Let all cells write these words beside the same criterion, each in its own spelling."""
    for dossier, said in zip(dossiers, (words, f"  {words.upper()} "), strict=True):
        first = town.session.scalars(
            select(Answer).where(Answer.dossier_id == dossier.id).order_by(Answer.criterion)
        ).first()
        assert first is not None
        first.note = said
    town.session.commit()


def test_notes_written_word_for_word_alike_are_flagged_for_both(
    town: Town, sent: list[Dossier]
) -> None:
    write_alike(town, sent, "Chi bộ đã họp 12/12 kỳ, đảng viên dự họp đạt 96 % trong năm.")

    found = flags_of(town.session, sent)

    assert [[raised.flag for raised in found[each.id]] for each in sent] == [
        [Flag.EQUAL_TEXTS], [Flag.EQUAL_TEXTS]
    ]  # fmt: skip


def test_short_notes_that_agree_by_chance_are_no_flag(town: Town, sent: list[Dossier]) -> None:
    write_alike(town, sent, "Đạt 102 %")

    assert flags_of(town.session, sent) == {dossier.id: [] for dossier in sent}


def test_reasons_why_a_criterion_does_not_apply_may_be_the_same(
    town: Town, sent: list[Dossier]
) -> None:
    town.session.execute(
        update(Answer)
        .where(Answer.criterion.in_(MAY_NOT_APPLY))
        .values(
            not_applicable=True, self_level=None,
            note="Năm nay chi bộ không được giao chỉ tiêu kết nạp đảng viên.",
        )
    )  # fmt: skip
    town.session.commit()

    flags = flags_of(town.session, sent)

    assert not any(raised.flag is Flag.EQUAL_TEXTS for each in sent for raised in flags[each.id])
