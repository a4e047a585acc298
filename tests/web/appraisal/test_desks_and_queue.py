"""Desks speak apart where the year says so; the next dossier is the next of one's list."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.people import Person
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.web.appraisal.test_one_screen import address_of, two_dossiers
from tests.web.appraisal.test_sheet import form_of
from tests.web.conftest import SignIn
from tests.web.reading import links_of, text_of
from web.appraisal.forms import OPINION_PHRASES
from workflows.dossiers.tables import Answer, Dossier, Opinion

WORDS = "Có một đơn kiến nghị đang xem xét"


def keep_apart(town: Town) -> None:
    """Let the year keep the desks' words from each other."""
    campaign = town.dossier(town.ward.cells[0]).campaign
    campaign.rules = {**campaign.rules, "opinions_apart": True}
    town.session.commit()


def third_desk(town: Town) -> Person:
    """Add somebody of the propaganda desk."""
    number = make.phone()
    person = add_person(town.session, "Tuyên Giáo", phone=number)
    town.phones[person.id] = number
    appoint(
        town.session, person, Role.APPRAISER, unit=town.ward.unit, desk="propaganda",
        since=clock.today(town.session),
    )  # fmt: skip
    town.session.commit()
    return person


def speak(browser: FlaskClient, town: Town, dossier: Dossier, **typed: str) -> int:
    form = form_of(browser, address_of(town, dossier)) | typed
    return browser.post(address_of(town, dossier, "tham-dinh-y-kien"), data=form).status_code


def pages(browser: FlaskClient, town: Town, dossier: Dossier) -> str:
    """Read every page on which somebody might learn what a desk said."""
    return " ".join(
        text_of(browser.get(address_of(town, dossier, page).rstrip("/")).text)
        for page in ("tham-dinh", "", "lich-su")
    )


def test_opinion_is_given_on_the_sheet_with_a_ready_phrase(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.inspector)

    nothing = speak(browser, town, dossier)
    given = speak(browser, town, dossier, ready="ky-luat", words="Đã đối chiếu sổ.", flagged="y")

    assert (nothing, given) == (422, 303)
    opinion = town.session.scalars(select(Opinion).where(Opinion.dossier_id == dossier.id)).one()
    assert (opinion.words, opinion.flagged, opinion.desk) == (
        f"{OPINION_PHRASES['ky-luat']} Đã đối chiếu sổ.", True, "inspection",
    )  # fmt: skip


def test_cell_reads_no_opinion_before_or_after_the_conclusion(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    assert speak(sign_in(town, town.ward.inspector), town, dossier, words=WORDS) == 303
    cell = sign_in(town, town.ward.secretaries[0])
    before = pages(cell, town, dossier)

    conclude(town, sign_in, dossier)

    assert WORDS not in before
    assert WORDS not in pages(cell, town, dossier)


def test_desk_reads_others_only_once_the_appraisal_is_concluded(
    town: Town, sign_in: SignIn
) -> None:
    dossier, other = make.under_appraisal(town, town.ward.cells[0]), third_desk(town)
    keep_apart(town)
    assert speak(sign_in(town, town.ward.inspector), town, dossier, words=WORDS) == 303

    apart = pages(sign_in(town, other), town, dossier)
    own = pages(sign_in(town, town.ward.inspector), town, dossier)
    lead = pages(sign_in(town, town.ward.appraiser), town, dossier)

    assert WORDS not in apart
    assert "Ý kiến của bộ phận khác mở ra sau khi kết luận thẩm định." in apart
    assert WORDS in own
    assert WORDS in lead
    conclude(town, sign_in, dossier)
    assert WORDS in pages(sign_in(town, other), town, dossier)


def test_desks_read_each_other_where_the_year_does_not_keep_them_apart(
    town: Town, sign_in: SignIn
) -> None:
    dossier, other = make.under_appraisal(town, town.ward.cells[0]), third_desk(town)
    assert speak(sign_in(town, town.ward.inspector), town, dossier, words=WORDS) == 303

    assert WORDS in pages(sign_in(town, other), town, dossier)


def test_next_dossier_follows_the_order_and_filter_of_the_list(town: Town, sign_in: SignIn) -> None:
    two_dossiers(town)
    browser = sign_in(town, town.ward.appraiser)
    shown = f"/{town.tenant.slug}/phuong/ho-so?viec=dang-tham-dinh&xep=name"
    sheets = [link for link in links_of(browser.get(shown).text) if "/tham-dinh" in link]
    codes = [re.search(r"ho-so/([\d-]+)/", link)[1] for link in sheets]  # type: ignore[index]
    assert len(codes) == 2
    assert "hang=phuong" in sheets[0]

    here = browser.get(sheets[0]).text
    assert "hồ sơ 1 trong 2" in text_of(here)
    town.session.rollback()
    first = next(town.dossier(c) for c in town.ward.cells if town.dossier(c).code == codes[0])
    answer = conclude(town, sign_in, first, next="1", hang="phuong?viec=dang-tham-dinh&xep=name")

    assert answer.startswith(f"/{town.tenant.slug}/ho-so/{codes[1]}/tham-dinh?hang=phuong")


def test_last_of_a_filtered_list_leads_out_of_it(town: Town, sign_in: SignIn) -> None:
    first, _second = two_dossiers(town)

    name = town.ward.cells[0].name.rpartition(" ")[2]
    answer = conclude(
        town, sign_in, first, next="1", hang=f"phuong?viec=dang-tham-dinh&tim={first.code}"
    )

    assert name
    assert answer == f"/{town.tenant.slug}/ho-so/{first.code}"


def conclude(town: Town, sign_in: SignIn, dossier: Dossier, **more: str) -> str:
    """Agree with all and conclude; return where that leads."""
    browser = sign_in(town, town.ward.appraiser)
    sheet = address_of(town, dossier)
    browser.post(sheet, data=form_of(browser, sheet) | {"agree": "1"})
    answer = browser.post(
        address_of(town, dossier, "ket-luan-tham-dinh"),
        data=form_of(browser, sheet) | {"proposed_rating": "good"} | more,
    )
    assert answer.status_code == 303
    town.session.rollback()
    assert town.session.scalar(
        select(Answer.appraised_level).where(Answer.dossier_id == dossier.id).limit(1)
    )
    return answer.location
