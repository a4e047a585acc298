"""Bonuses and penalties that the cell claims itself, and what the appraisers make of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tenants.audit import AuditEvent
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, text_of
from tests.web.steps.self_assessment.answers import address_of
from tests.web.steps.self_assessment.test_beside import press, stored
from workflows.campaigns.planning import keep_criteria
from workflows.criteria.framework import Adjustment
from workflows.dossiers.appraising import Appraised, record_appraisal
from workflows.dossiers.claiming import Claim, claim
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.eligibility import appraised_score, self_score
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import GoneError, Refusal
from workflows.evidence.links import evidence_of

MODEL = Adjustment("model", "Mô hình mới", "bonus", Decimal(2), at_most=Decimal(4))
LATE = Adjustment("late", "Báo cáo chậm", "penalty", Decimal(1))


def with_adjustments(town: Town) -> Dossier:
    """Bring a dossier to its self-assessment under a set with a bonus and a penalty."""
    cell = town.ward.cells[0]
    dossier = make.in_review(town, cell)
    criteria = replace(criteria_of(dossier), key="counted", adjustments=(MODEL, LATE))
    kept = keep_criteria(town.session, criteria)
    change = update(Dossier).where(Dossier.id == dossier.id)
    town.session.execute(change.values(criteria_set_id=kept.id))
    town.session.commit()
    make.answered(town, cell, level="met")  # 60 of 100 points
    return town.dossier(cell)


@pytest.fixture
def dossier(town: Town) -> Dossier:
    return with_adjustments(town)


def claimed(town: Town, dossier: Dossier, **claims: Claim) -> list[str]:
    overtaken = claim(town.session, dossier.id, claims, actor=town.member(town.ward.secretaries[0]))
    town.session.commit()
    return overtaken


def totals(town: Town) -> tuple[Decimal, Decimal]:
    dossier = town.dossier(town.ward.cells[0])
    answers = answers_of(town.session, dossier.id)
    return self_score(dossier, answers).total, appraised_score(dossier, answers).total


def sent(town: Town) -> Dossier:
    cell = town.ward.cells[0]
    make.move(
        town, cell, "submit_self_assessment", town.ward.secretaries[0],
        met_on=town.dossier(cell).touched_at.date(), **make.ADOPTION,
    )  # fmt: skip
    dossier = town.dossier(cell)
    given = {
        key: Appraised(row.self_level)
        for key, row in answers_of(town.session, dossier.id).items()
        if row.self_level
    }
    record_appraisal(
        town.session, dossier.id, given, actor=town.member(town.ward.appraiser),
        seen_version=dossier.version,
    )  # fmt: skip
    town.session.commit()
    return town.dossier(cell)


def concluded(town: Town, **said: object) -> Dossier:
    make.move(
        town, town.ward.cells[0], "conclude_appraisal", town.ward.appraiser,
        proposed_rating="good", **said,
    )  # fmt: skip
    return town.dossier(town.ward.cells[0])


def test_claims_count_in_the_cells_own_points_under_their_cap(town: Town, dossier: Dossier) -> None:
    before = dossier.content_version

    assert (
        claimed(town, dossier, model=Claim(3, "Ba mô hình"), late=Claim(1, "Báo cáo quý I")) == []
    )

    assert totals(town)[0] == 60 + 4 - 1
    assert town.dossier(town.ward.cells[0]).content_version == before + 2  # the vote falls
    kinds = town.session.scalars(select(AuditEvent.kind).where(AuditEvent.kind == "claimed"))
    assert kinds.all() == ["claimed", "claimed"]
    version = answers_of(town.session, dossier.id)["model"].version
    assert claimed(town, dossier, model=Claim(1, "Một", version + 1)) == ["model"]
    assert totals(town)[0] == 60 + 4 - 1
    assert claimed(town, dossier, model=Claim(0, "", version)) == []
    assert totals(town)[0] == 60 - 1


def test_claim_without_words_or_of_another_key_or_by_others_is_refused(
    town: Town, dossier: Dossier
) -> None:
    with pytest.raises(Refusal) as unsaid:
        claimed(town, dossier, model=Claim(1, ""))
    assert (unsaid.value.code, unsaid.value.info["fields"]) == ("missing", ["note-model"])
    with pytest.raises(Refusal) as beyond:
        claimed(town, dossier, model=Claim(100, "Nhiều"))
    assert beyond.value.code == "too_many_times"
    with pytest.raises(GoneError):
        claimed(town, dossier, nothing=Claim(1, "Có"))
    with pytest.raises((GoneError, Refusal)):
        claim(
            town.session, dossier.id, {"model": Claim(1, "Có")},
            actor=town.member(town.ward.secretaries[1]),
        )  # fmt: skip
    assert totals(town)[0] == 60


def test_appraisers_take_a_claim_over_or_change_it_with_a_reason(
    town: Town, dossier: Dossier
) -> None:
    claimed(town, dossier, model=Claim(2, "Hai mô hình"))
    sent(town)
    assert totals(town) == (64, 64)
    with pytest.raises(Refusal) as closed:
        claimed(town, dossier, late=Claim(1, "Muộn"))
    assert closed.value.code == "frozen"
    with pytest.raises(Refusal) as unexplained:
        concluded(town, counts={"model": 1, "late": 1}, count_reasons={"late": "Sổ Văn phòng"})
    assert unexplained.value.code == "difference_needs_reason"
    assert unexplained.value.info["fields"] == ["count-reason-model"]
    town.session.rollback()

    done = concluded(
        town, counts={"model": 1, "late": 0}, count_reasons={"model": "Một mô hình chưa công nhận"}
    )

    assert done.appraised_total == 62
    assert totals(town) == (64, 62)  # side by side
    row = answers_of(town.session, done.id)["model"]
    assert row.appraised_reason == "Một mô hình chưa công nhận"


def test_cell_claims_with_evidence_and_the_appraiser_reads_it(
    town: Town, sign_in: SignIn, dossier: Dossier
) -> None:
    secretary: FlaskClient = sign_in(town, town.ward.secretaries[0])
    where = address_of(town, dossier, "diem-thuong-tru")
    assert where in secretary.get(address_of(town, dossier, "nhom/1")).text
    form = form_at(secretary, where)

    empty = secretary.post(where, data=form | {"count-model": "2"})
    assert empty.status_code == 422
    assert errors_of(empty.text)
    assert 'value="2"' in empty.text  # what was typed stays
    kept = secretary.post(where, data=form | {"count-model": "2", "note-model": "Hai mô hình"})

    assert kept.location == address_of(town, dossier, "nop-tu-danh-gia")
    check = text_of(secretary.get(kept.location).text)
    assert "2 lần · +4 điểm" in check
    row = stored(town, "Văn bản công nhận")
    part = press(secretary, town, dossier, "model", attach=row.id)
    assert part.status_code == 200
    assert [each.note for each in evidence_of(town.session, dossier.id)["model"]] == [row.note]
    sent(town)
    appraiser = sign_in(town, town.ward.appraiser)
    sheet = appraiser.get(address_of(town, dossier, "tham-dinh")).text
    assert "Chi bộ khai 2 lần" in text_of(sheet)
    assert "Hai mô hình" in text_of(sheet)
    assert "Văn bản công nhận" in sheet
    assert 'name="count-model"' in sheet
    assert appraiser.get(address_of(town, dossier, "tham-dinh/model")).status_code == 404
    assert sign_in(town, town.ward.secretaries[1]).get(where).status_code == 404
    read = text_of(appraiser.get(where).text)
    assert "2 lần · +4 điểm" in read
    assert "Lưu và xem lại" not in read


def test_return_opens_the_claim_that_it_marks_and_no_other(
    town: Town, sign_in: SignIn, dossier: Dossier
) -> None:
    claimed(town, dossier, model=Claim(2, "Hai mô hình"))
    sent(town)
    give_back = address_of(town, dossier, "tra-lai-bo-sung")
    lead = sign_in(town, town.ward.appraiser)
    form = form_at(lead, give_back) | {"marked": "model", "comment-model": "Thiếu văn bản"}
    assert "Thưởng: Mô hình mới" in text_of(lead.get(give_back).text)

    assert lead.post(give_back, data=form).status_code == 303

    where = address_of(town, dossier, "diem-thuong-tru")
    secretary = sign_in(town, town.ward.secretaries[0])
    home = text_of(secretary.get(address_of(town, dossier, "")[:-1]).text)
    assert "Cần sửa: điểm thưởng «Mô hình mới»." in home
    assert "Ý kiến từng tiêu chí: điểm thưởng «Mô hình mới»: Thiếu văn bản" in home
    assert secretary.get(address_of(town, dossier, "tu-danh-gia")).location == f"{where}#tc-model"
    page = secretary.get(where).text
    assert "đề nghị sửa: Thiếu văn bản" in text_of(page)
    assert ('name="count-model"' in page, 'name="count-late"' in page) == (True, False)
    assert f'href="{where}#tc-model"' in secretary.get(
        address_of(town, dossier, "nop-tu-danh-gia")
    ).text  # fmt: skip
    with pytest.raises(Refusal) as closed:
        claimed(town, dossier, late=Claim(1, "Muộn"))
    assert closed.value.code == "frozen"
    town.session.rollback()
    version = answers_of(town.session, dossier.id)["model"].version
    assert claimed(town, dossier, model=Claim(1, "Một mô hình, có văn bản", version)) == []
    assert sent(town).marked == []
    assert totals(town) == (62, 62)


def test_claims_are_read_before_anything_is_concluded(
    town: Town, sign_in: SignIn, dossier: Dossier
) -> None:
    claimed(town, dossier, model=Claim(2, "Hai mô hình"))
    make.move(
        town, town.ward.cells[0], "submit_self_assessment", town.ward.secretaries[0],
        met_on=town.dossier(town.ward.cells[0]).touched_at.date(), **make.ADOPTION,
    )  # fmt: skip

    sheet = sign_in(town, town.ward.appraiser).get(address_of(town, dossier, "tham-dinh")).text

    assert 'name="count-model"' not in sheet
    assert "Thưởng: Mô hình mới 2 lần · +4 điểm Hai mô hình" in text_of(sheet)
    assert f"{address_of(town, dossier, 'tra-lai-bo-sung')}?tieu-chi=model" in sheet


def test_file_of_a_claim_is_named_by_its_words_in_the_store(
    town: Town, sign_in: SignIn, dossier: Dossier
) -> None:
    row = stored(town, "Văn bản công nhận")
    press(sign_in(town, town.ward.secretaries[0]), town, dossier, "model", attach=row.id)
    browser = sign_in(town, town.ward.secretaries[0])

    store = text_of(browser.get(f"/{town.tenant.slug}/minh-chung").text)
    page = text_of(browser.get(f"/{town.tenant.slug}/minh-chung/{row.id}").text)

    assert ("Văn bản công nhận" in store, "model" in store) == (True, False)
    assert f"Hồ sơ {dossier.code}: Thưởng: Mô hình mới" in page


def test_set_without_bonuses_has_no_such_page(town: Town, sign_in: SignIn) -> None:
    plain = make.in_review(town, town.ward.cells[1])
    browser = sign_in(town, town.ward.secretaries[1])
    assert browser.get(address_of(town, plain, "diem-thuong-tru")).status_code == 404
    assert "diem-thuong-tru" not in browser.get(address_of(town, plain, "nhom/1")).text
