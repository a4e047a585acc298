"""Making a decision known: by level, with what is left out, and each unit told once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from tenants import clock
from tenants.audit import AuditEvent
from tenants.outbox import OutboxItem
from tenants.people import Membership
from tenants.roles import Role
from tests import settled
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from tests.web.decisions.conftest import Made
from tests.web.reading import text_of
from workflows.decisions.publishing import Level, Part, publish
from workflows.decisions.tables import Recognition
from workflows.engine.refusals import Refusal
from workflows.notices.tables import Notice
from workflows.notices.telling import tell_of


def make_known(browser: FlaskClient, made: Made, level: str, *shown: str) -> int:
    address = f"{made.address}/cong-bo/lam"
    form = hidden_of(browser.get(address).text)
    answer = browser.post(address, data=form | {"level": level, "shown": list(shown)})
    made.again()
    return answer.status_code


def readers(town: Town) -> dict[str, object]:
    return {
        "office": town.city_office, "ward": town.ward.office, "other ward": town.other_ward.office,
        "cell": town.ward.secretaries[0], "other cell": town.other_ward.secretaries[0],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("level", "who"),
    [
        ("concerned", {"office"}),
        ("committees", {"office", "ward", "other ward"}),
        ("inside", {"office", "ward", "other ward", "cell", "other cell"}),
        ("public", {"office", "ward", "other ward", "cell", "other cell"}),
    ],
)
def test_level_says_who_reads_the_list(
    made: Made, sign_in: SignIn, browser: FlaskClient, level: str, who: set[str]
) -> None:
    town = made.town
    settled.numbered(town, made.decision)
    office = sign_in(town, town.city_office)
    before = sign_in(town, town.ward.office).get(f"{made.address}/cong-bo").status_code

    assert make_known(office, made, level, "committee", "merit", "running") == 303

    seen = {
        name
        for name, person in readers(town).items()
        if sign_in(town, person).get(f"{made.address}/cong-bo").status_code == 200
    }
    public = browser.get(f"/xac-nhan/{made.decision.public_code}").text
    assert (before, seen) == (404, who)
    assert ("Danh sách đã công khai" in public) is (level == "public")
    assert (town.ward.cells[0].name in public.replace("\N{NO-BREAK SPACE}", " ")) is (
        level == "public"
    )


def test_what_is_left_out_is_on_no_page(made: Made, sign_in: SignIn, browser: FlaskClient) -> None:
    town = made.town
    settled.numbered(town, made.decision)
    make_known(sign_in(town, town.city_office), made, "public", "rating")

    inside = text_of(sign_in(town, town.ward.office).get(f"{made.address}/cong-bo").text)
    outside = text_of(browser.get(f"/xac-nhan/{made.decision.public_code}").text)
    for page in (inside, outside):
        assert "Hoàn thành tốt" not in page
        assert "Đảng bộ" not in page


def test_rating_is_shown_to_committees_alone(made: Made) -> None:
    town = made.town
    settled.numbered(town, made.decision)
    office = town.member(town.city_office)

    for level in (Level.EVERYBODY_INSIDE, Level.PUBLIC):
        with pytest.raises(Refusal, match="too_much_shown"):
            publish(town.session, made.decision, level, shown=[Part.RATING], actor=office)
    publish(town.session, made.decision, Level.COMMITTEES, shown=[Part.RATING], actor=office)


def test_draft_is_not_published_nor_by_anybody_else(made: Made, sign_in: SignIn) -> None:
    town = made.town
    with pytest.raises(Refusal, match="not_numbered_yet"):
        publish(
            town.session, made.decision, Level.PUBLIC, shown=[], actor=town.member(town.city_office)
        )
    settled.numbered(town, made.decision)
    for person in (town.ward.office, town.admin, town.ward.secretaries[0]):
        with pytest.raises(Refusal, match="role"):
            publish(town.session, made.decision, Level.PUBLIC, shown=[], actor=town.member(person))
        assert sign_in(town, person).get(f"{made.address}/cong-bo/lam").status_code == 403


def test_each_unit_is_told_once(made: Made, sign_in: SignIn) -> None:
    town = made.town
    settled.numbered(town, made.decision)
    leaving_next_month = update(Membership).where(
        Membership.person_id == town.ward.deputy.id, Membership.role == Role.CELL_DEPUTY
    )
    last_day = clock.today(town.session) + timedelta(days=30)
    town.session.execute(leaving_next_month.values(valid_to=last_day))
    town.session.commit()
    office = sign_in(town, town.city_office)

    make_known(office, made, "inside", "merit")
    make_known(office, made, "public", "merit")

    events = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "result_published")
    ).all()
    left = town.session.scalar(
        select(func.count()).select_from(OutboxItem).where(
            OutboxItem.job == "tell", OutboxItem.payload["seq"].as_integer() == events[0].seq
        )
    )  # fmt: skip
    assert (len(events), left) == (1, 1)
    tell_of(town.session, events[0].seq)
    told = set(
        town.session.scalars(select(Notice.person_id).where(Notice.trigger == "result_published"))
    )
    town.session.commit()
    assert told == {town.ward.secretaries[0].id, town.ward.deputy.id}
    messages = sign_in(town, town.ward.secretaries[0]).get(f"/{town.tenant.slug}/tin-nhan").text
    assert "Công bố kết quả" in text_of(messages)


def test_revoked_title_is_struck_through_at_once(
    made: Made, sign_in: SignIn, browser: FlaskClient
) -> None:
    town = made.town
    settled.numbered(town, made.decision)
    make_known(sign_in(town, town.city_office), made, "public", "merit")
    address = f"/xac-nhan/{made.decision.public_code}"
    assert "<s>" not in browser.get(address).text

    title = town.session.scalars(select(Recognition)).one()
    title.revoked_at = clock.now(town.session)
    town.session.commit()

    assert "<s>" in browser.get(address).text
