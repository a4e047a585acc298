"""One move on many dossiers: exactly what was shown, and an answer for each."""

from __future__ import annotations

import re
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from workflows.tasks.tables import Task


def submitted(town: Town) -> list[str]:
    """Have both cells of the ward send their registration; return their codes."""
    today = clock.today(town.session)
    for cell, secretary in zip(town.ward.cells, town.ward.secretaries, strict=True):
        make.move(town, cell, "submit_registration", secretary, met_on=today, **make.REGISTRATION)
    return [town.dossier(cell).code for cell in town.ward.cells]


def preview(browser: FlaskClient, town: Town, codes: list[str]) -> dict[str, list[str]]:
    """Open the preview and return what its form would send."""
    page = browser.get(f"/{town.tenant.slug}/hang-loat/tiep-nhan", query_string={"ho_so": codes})
    shown = re.findall(r'name="shown" value="([^"]+)"', page.text)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[-1]
    return {"shown": shown, "csrf_token": [token], "_key": [str(uuid4())]}


def states(town: Town) -> list[str]:
    return [town.dossier(cell).state for cell in town.ward.cells]


def test_preview_freezes_the_versions_it_shows(town: Town, sign_in: SignIn) -> None:
    codes = submitted(town)
    browser = sign_in(town, town.ward.office)

    assert preview(browser, town, codes)["shown"] == [f"{code}:2" for code in codes]
    assert states(town) == ["registration_submitted"] * 2


def test_preview_asks_as_often_for_many_as_for_one(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    codes = submitted(town)
    browser = sign_in(town, town.ward.office)
    preview(browser, town, codes[:1])
    statements.clear()

    assert len(preview(browser, town, codes[:1])["shown"]) == 1
    one = len(statements)
    statements.clear()
    assert len(preview(browser, town, codes)["shown"]) == 2

    assert len(statements) == one


def test_colleagues_claim_leaves_its_dossier_alone_out(town: Town, sign_in: SignIn) -> None:
    codes = submitted(town)
    colleague = add_person(town.session, "Trần Thị Hai", phone=make.phone())
    appoint(town.session, colleague, Role.WARD_OFFICE, unit=town.ward.unit)
    task = town.session.scalars(
        select(Task).where(
            Task.dossier_id == town.dossier(town.ward.cells[0]).id, Task.done_at.is_(None)
        )
    ).one()
    task.claimed_by_id, task.claimed_at = colleague.id, clock.now(town.session)
    town.session.commit()
    browser = sign_in(town, town.ward.office)

    assert preview(browser, town, codes)["shown"] == [f"{codes[1]}:2"]


def test_whole_list_is_previewed_by_its_address(town: Town, sign_in: SignIn) -> None:
    codes = submitted(town)
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/hang-loat/tiep-nhan"

    page = browser.get(address, query_string={"danh_sach": "cho-tiep-nhan"})
    found = re.findall(r'name="shown" value="([^:"]+):2"', page.text)

    assert sorted(found) == sorted(codes)
    assert browser.get(address, query_string={"danh_sach": "khong-co"}).status_code == 404


def test_dossier_is_judged_by_the_row_of_its_own_flow(town: Town, sign_in: SignIn) -> None:
    codes = submitted(town)
    town.dossier(town.ward.cells[0]).flow = "cell_title_ward"
    town.session.commit()
    browser = sign_in(town, town.ward.office)
    form = preview(browser, town, codes)

    answer = browser.post(f"/{town.tenant.slug}/hang-loat/tiep-nhan", data=form)

    assert len(form["shown"]) == 2
    assert answer.status_code == 303
    assert states(town) == ["registered", "registered"]


def test_confirmed_list_is_moved_and_answered_singly(town: Town, sign_in: SignIn) -> None:
    codes = submitted(town)
    browser = sign_in(town, town.ward.office)
    form = preview(browser, town, codes)
    make.move(
        town, town.ward.cells[1], "return_registration", town.ward.office,
        reason="Thiếu ngày họp", marked=["met_on"], due_on=clock.today(town.session),
    )  # fmt: skip

    answer = browser.post(f"/{town.tenant.slug}/hang-loat/tiep-nhan", data=form)
    result = browser.get(answer.location)

    assert answer.status_code == 303
    assert states(town) == ["registered", "registration_returned"]
    assert result.text.count("Đã xong") >= 1
    assert f"Đ/c {town.ward.office.name} vừa làm" in result.text


def test_foreign_dossiers_are_refused_singly(town: Town, other_town: Town, sign_in: SignIn) -> None:
    codes = submitted(town)
    browser = sign_in(town, town.ward.office)
    form = preview(browser, town, codes)
    other_ward = town.dossier(town.other_ward.cells[0])
    form["shown"] += [f"{other_ward.code}:1", "26-9999:1"]

    result = browser.get(
        browser.post(f"/{town.tenant.slug}/hang-loat/tiep-nhan", data=form).location
    )

    assert states(town) == ["registered", "registered"]
    assert town.dossier(town.other_ward.cells[0]).version == 1
    assert result.text.count("Không có hồ sơ này") == 2


def test_same_form_twice_acts_once(town: Town, sign_in: SignIn) -> None:
    codes = submitted(town)
    browser = sign_in(town, town.ward.office)
    form = preview(browser, town, codes)
    first = browser.post(f"/{town.tenant.slug}/hang-loat/tiep-nhan", data=form)
    versions = [town.dossier(cell).version for cell in town.ward.cells]

    second = browser.post(f"/{town.tenant.slug}/hang-loat/tiep-nhan", data=form)

    assert (second.status_code, second.location) == (303, first.location)
    assert [town.dossier(cell).version for cell in town.ward.cells] == versions


def test_result_is_for_who_made_it(town: Town, sign_in: SignIn) -> None:
    codes = submitted(town)
    browser = sign_in(town, town.ward.office)
    address = browser.post(
        f"/{town.tenant.slug}/hang-loat/tiep-nhan", data=preview(browser, town, codes)
    ).location

    assert sign_in(town, town.ward.appraiser).get(address).status_code == 404


def test_unknown_word_does_not_exist(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)

    assert browser.get(f"/{town.tenant.slug}/hang-loat/cong-nhan").status_code == 404


def test_submission_keeps_what_was_typed_and_says_what_to_correct(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.appraised(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/hang-loat/gui-cap-tren"
    form = preview(browser, town, []) | {
        "shown": [f"{dossier.code}:{dossier.version}"], "number": ["12-TTr/ĐU"],
        "signed_on": ["31/12/2099"],
    }  # fmt: skip

    answer = browser.post(address, data=form)

    assert answer.status_code == 422
    assert "Ngày tờ trình phải trước hoặc đúng hôm nay" in answer.text
    assert town.dossier(town.ward.cells[0]).state == "awaiting_ward_review"
