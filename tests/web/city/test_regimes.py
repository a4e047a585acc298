"""Who recognises: the city, a ward by itself, or the one after the other; used by their people."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from tests.web.reading import text_of
from tests.workflows.sittings import meeting
from workflows.certificates.deciding import draft_merit_decision
from workflows.decisions.making import number_decision
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Dossier, Rating
from workflows.engine.refusals import Refusal
from workflows.papers.cells import result_facts
from workflows.papers.of_units import office_of, register_facts
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes


def handed_over(town: Town, browser: FlaskClient) -> None:
    """Let the wards' own bodies recognise from today on, as the administrator does it."""
    address = f"/{town.tenant.slug}/quan-tri/tham-quyen?sang=cell_title_ward"
    form = hidden_of(browser.get(address).text)
    answer = browser.post(address, data=form | {"reason": "Quy định số 294-QĐ/TW"})
    assert answer.status_code == 303
    town.session.rollback()
    town.session.expire_all()


def day_of(town: Town) -> str:
    return f"{clock.today(town.session):%d/%m/%Y}"


def recognised_by_ward(town: Town, dossiers: list[Dossier]) -> Sitting:
    """Hold the ward's sitting with the ratings that its own office entered."""
    record_ratings(
        town.session, {each.id: Rating.GOOD for each in dossiers}, number="21-QĐ/ĐU",
        decided_on=clock.today(town.session), actor=town.member(town.ward.office),
    )  # fmt: skip
    town.session.commit()
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, town.ward)
    for dossier in dossiers:
        meeting.vote(town, sitting, dossier, town.ward, Votes(3), Votes(3))
    meeting.close(town, sitting, town.ward)
    town.session.expire_all()
    return sitting


def test_year_begins_under_the_city_and_ends_under_the_ward(
    town: Town, sign_in: SignIn, browser: FlaskClient
) -> None:
    first, second = meeting.both(town)
    meeting.recommended(town, first, second, ward=town.ward)
    town.session.commit()
    handed_over(town, sign_in(town, town.admin))
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    assert [(each.flow, each.state) for each in dossiers] == [
        ("cell_title_ward", "awaiting_ward_review")
    ] * 2

    recognised_by_ward(town, dossiers)

    assert [town.dossier(cell).state for cell in town.ward.cells] == ["recognized"] * 2
    decision = town.session.scalars(select(Decision)).one()
    assert decision.body_id == town.ward.body.id
    assert decision.facts["letterhead"]["issuing_body"] == "ĐẢNG ỦY PHƯỜNG HOA MAI"
    rerouted = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "flow_migrated")
    ).one()
    assert (rerouted.name, rerouted.facts["reason"]) == (town.admin.name, "Quy định số 294-QĐ/TW")
    town.session.commit()

    # The ward's own office numbers and publishes it; neither the city nor another ward does.
    address = f"/{town.tenant.slug}/quyet-dinh/{decision.code}"
    office = sign_in(town, town.ward.office)
    page = office.get(address)
    sent = hidden_of(page.text) | {
        "number": "22-QĐ/ĐU", "signed_on": day_of(town), "signer": str(town.ward.chair.id)
    }  # fmt: skip
    for other in (town.city_office, town.other_ward.office):
        assert sign_in(town, other).get(address).status_code == 404
        assert sign_in(town, other).post(address, data=sent).status_code in {400, 404}
    assert office.post(address, data=sent).status_code == 303
    known = office.get(f"{address}/cong-bo/lam")
    assert office.post(
        f"{address}/cong-bo/lam", data=hidden_of(known.text) | {"level": "public", "shown": "merit"}
    ).status_code == 303  # fmt: skip

    town.session.rollback()
    code = town.session.scalars(select(Recognition.public_code)).first()
    public = text_of(browser.get(f"/xac-nhan/{code}").text)
    assert "22-QĐ/ĐU" in public
    assert town.ward.body.name in public
    secretary = sign_in(town, town.ward.secretaries[0])
    stages = text_of(secretary.get(f"/{town.tenant.slug}/chi-bo").text)
    assert "thẩm định và họp xét" in stages
    assert "Thành ủy thẩm định" not in stages
    result = text_of(secretary.get(f"/{town.tenant.slug}/ho-so/{dossiers[0].code}/ket-qua").text)
    assert "22-QĐ/ĐU" in result

    # Its papers are the ward's own: the notice of the result, and the book of what it granted.
    town.session.rollback()
    merit = draft_merit_decision(
        town.session, town.session.scalars(select(Decision)).one(),
        actor=town.member(town.ward.office),
    )  # fmt: skip
    number_decision(
        town.session, merit, number="23-QĐ/ĐU", signed_on=clock.today(town.session),
        signer_id=town.ward.chair.id, actor=town.member(town.ward.office),
        seen_version=merit.version,
    )  # fmt: skip
    event = town.session.scalars(
        select(AuditEvent).where(
            AuditEvent.kind == "recognize", AuditEvent.dossier_id == dossiers[0].id
        )
    ).one()
    told = result_facts(town.session, town.dossier(town.ward.cells[0]), event)
    assert told["head"]["issuing_body"] == "ĐẢNG ỦY PHƯỜNG HOA MAI"
    books = {}
    for person in (town.ward.office, town.other_ward.office, town.city_office):
        office = office_of(town.session, town.member(person))
        assert office is not None
        book = register_facts(town.session, office, town.campaign)
        books[book["head"]["issuing_body"]] = len(book["rows"])
    assert books == {
        "ĐẢNG ỦY PHƯỜNG HOA MAI": 2, "ĐẢNG ỦY PHƯỜNG HOA ĐÀO": 0, "THÀNH ỦY BÌNH AN": 2,
    }  # fmt: skip
    town.session.commit()
    offered = {
        person.name: "Sổ theo dõi khen thưởng"
        in text_of(sign_in(town, person).get(f"/{town.tenant.slug}/van-ban").text)
        for person in (town.ward.office, town.other_ward.office)
    }
    assert offered == {town.ward.office.name: True, town.other_ward.office.name: False}


def test_rating_is_entered_where_the_title_is_decided(town: Town, sign_in: SignIn) -> None:
    first, second = meeting.both(town)
    meeting.recommended(town, first, second, ward=town.ward)
    town.session.commit()

    def entered(by: object) -> str:
        try:
            record_ratings(
                town.session, {town.dossier(town.ward.cells[0]).id: Rating.GOOD}, number="1-QĐ",
                decided_on=clock.today(town.session), actor=by,  # type: ignore[arg-type]
            )  # fmt: skip
        except Refusal as refusal:
            return refusal.code
        finally:
            town.session.rollback()
        return "entered"

    people = [town.city_office, town.ward.office, town.other_ward.office]
    assert [entered(town.member(person)) for person in people] == ["entered", "role", "role"]
    handed_over(town, sign_in(town, town.admin))
    assert [entered(town.member(person)) for person in people] == ["role", "entered", "role"]
