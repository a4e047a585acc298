"""Events: a ward keeps its own, the committee above sees all, others see none."""

from __future__ import annotations

from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.make import Town
from tests.web.campaigns.test_routes import form_of
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, main_of, said, text_of
from workflows.campaigns.tables import CampaignEvent


def address(town: Town, path: str = "") -> str:
    return f"/{town.tenant.slug}/su-kien{path}"


def events(town: Town) -> list[CampaignEvent]:
    town.session.rollback()
    return list(
        town.session.scalars(
            select(CampaignEvent).order_by(CampaignEvent.id)
            .execution_options(populate_existing=True)
        )
    )  # fmt: skip


def planned(town: Town, browser: FlaskClient, **typed: str) -> CampaignEvent:
    form = form_of(browser, address(town, "/them")) | {
        "kind": "launch", "planned_on": "07/03/2026", **typed,
    }  # fmt: skip
    answer = browser.post(address(town, "/them"), data=form, follow_redirects=True)
    assert answer.status_code == 200, errors_of(answer.text)
    return events(town)[-1]


def test_ward_plans_its_launch_and_writes_down_how_it_went(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    event = planned(town, browser)
    assert (event.unit_id, event.kind, event.held_on) == (town.ward.unit.id, "launch", None)
    path = address(town, f"/{event.id}")
    form = form_of_page(browser, path) | {
        "held_on": "06/03/2026", "chair": "Bí thư Đảng ủy", "petitions": "Cấp thêm kinh phí",
    }  # fmt: skip

    answer = browser.post(path, data=form, follow_redirects=True)

    assert said(answer.text) == "Đã lưu «Lễ phát động»."
    words = text_of(answer.text)
    assert "Lễ phát động Đã tổ chức" in words
    assert "Kiến nghị lên cấp trên Cấp thêm kinh phí" in words


def form_of_page(browser: FlaskClient, path: str) -> dict[str, str | list[str]]:
    """Return what the form that keeps an event would send: it is the first one."""
    page = main_of(browser.get(path).text)
    assert "<form" in page
    first = page[page.index("<form") :]
    whole = first[: first.index("</form>") + 7]
    fields: dict[str, str | list[str]] = {}
    for tag in whole.split("<input")[1:]:
        if ' name="' in tag:
            name = tag.split(' name="')[1].split('"')[0]
            fields[name] = tag.split(' value="')[1].split('"')[0] if ' value="' in tag else ""
    return fields


def test_launch_stands_once_in_a_programme(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    planned(town, browser)
    form = form_of(browser, address(town, "/them")) | {
        "kind": "launch", "planned_on": "08/03/2026",
    }  # fmt: skip

    answer = browser.post(address(town, "/them"), data=form)

    assert answer.status_code == 422
    assert errors_of(answer.text) == [
        "Mỗi đơn vị chỉ có một lễ phát động và một hội nghị tổng kết trong một kế hoạch."
    ]
    assert len(events(town)) == 1


def test_day_to_come_was_not_held(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    form = form_of(browser, address(town, "/them")) | {
        "kind": "briefing", "planned_on": "07/03/2026", "held_on": "07/03/2099",
    }  # fmt: skip

    answer = browser.post(address(town, "/them"), data=form)

    assert answer.status_code == 422
    assert events(town) == []


def test_event_called_off_takes_no_more(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    event = planned(town, browser, kind="dialogue")
    path = address(town, f"/{event.id}")
    form = form_of_page(browser, path)

    browser.post(f"{path}/huy", data={"csrf_token": form["csrf_token"]})
    answer = browser.post(path, data=form)

    assert events(town)[0].cancelled_at is not None
    assert answer.status_code == 422


def test_other_ward_neither_sees_nor_keeps_it(town: Town, sign_in: SignIn) -> None:
    event = planned(town, sign_in(town, town.ward.office))
    other = sign_in(town, town.other_ward.office)
    unknown = other.get(address(town, f"/{uuid4()}"))

    page = other.get(address(town, f"/{event.id}"))

    assert (page.status_code, page.data) == (404, unknown.data)
    assert "Chưa có sự kiện nào." in text_of(other.get(address(town)).text)
    token = form_of(other, address(town, "/them"))["csrf_token"]
    answer = other.post(
        address(town, f"/{event.id}"), data={"csrf_token": token, "planned_on": "01/01/2026"}
    )
    assert answer.status_code == 404
    assert events(town)[0].version == 1


def test_city_sees_all_and_keeps_only_its_own(town: Town, sign_in: SignIn) -> None:
    event = planned(town, sign_in(town, town.ward.office))
    browser = sign_in(town, town.city_office)

    assert town.ward.unit.name in text_of(browser.get(address(town)).text)
    page = browser.get(address(town, f"/{event.id}")).text
    assert "<form" not in main_of(page)
    token = form_of(browser, address(town, "/them"))["csrf_token"]
    answer = browser.post(
        address(town, f"/{event.id}"),
        data={"csrf_token": token, "planned_on": "01/01/2026", "seen_version": "1"},
    )
    assert answer.status_code == 403


def test_secretary_has_no_such_page(town: Town, sign_in: SignIn) -> None:
    assert sign_in(town, town.ward.secretaries[0]).get(address(town)).status_code == 403
