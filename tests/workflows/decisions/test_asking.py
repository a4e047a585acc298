"""Revoking a title and restoring it: asked with a ground, decided by the right body's vote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from tenants import clock
from tenants.people import Person
from tenants.wall import open_session
from tests import make, settled
from tests.granted import granted
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.certificates.tables import Certificate, Status
from workflows.decisions.asking import Ground, TitleRequest, ask, standing_request
from workflows.decisions.checking import check
from workflows.decisions.tables import REVOCATION, Decision, Recognition
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.sittings.preparing import put_on_agenda
from workflows.sittings.requested import GATES, put_to_sitting
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes


def recognized(town: Town) -> Dossier:
    settled.recognized(town, town.ward.cells[0])
    settled.numbered(town, town.session.scalars(select(Decision)).one())
    return town.dossier(town.ward.cells[0])


def asked(
    town: Town, dossier: Dossier, *, by: Person | None = None, ground: Ground = Ground.DISCIPLINE
) -> TitleRequest:
    request = ask(
        town.session, dossier, ground=ground, words="Bí thư chi bộ bị cảnh cáo vì việc trong năm",
        paper="31-QĐ/UBKTTU", paper_on=clock.today(town.session),
        actor=town.member(by or town.city_inspector),
    )  # fmt: skip
    town.session.commit()
    return request


def decided(town: Town, dossier: Dossier, gate: Gate, votes: Votes) -> Sitting:
    """Hold a sitting of the city's body on what was asked."""
    request = standing_request(town.session, dossier.id)
    assert request is not None
    assert GATES[request.wish] is gate
    today = clock.today(town.session)
    recorder = meeting.recorder_of(town, None)
    sitting = put_to_sitting(town.session, request, planned_on=today, actor=recorder)
    meeting.start(town, sitting, None)
    item = meeting.item_of(town, sitting, dossier)
    meeting.record_vote(
        town.session, sitting, item.id, title=votes, merit=None,
        actor=meeting.recorder_of(town, None),
    )  # fmt: skip
    meeting.close(town, sitting, None)
    town.session.expire_all()
    return sitting


def test_title_falls_by_the_vote_and_not_by_the_asking(town: Town) -> None:
    dossier = recognized(town)

    request = asked(town, dossier)
    assert town.dossier(dossier.unit).state == "recognized"
    assert request.body_id == town.body.id

    sitting = decided(town, dossier, Gate.REVOCATION, Votes(3))

    title = town.session.scalars(select(Recognition)).one()
    decision = town.session.scalars(select(Decision).where(Decision.sitting_id == sitting.id)).one()
    assert town.dossier(dossier.unit).state == "revoked"
    assert title.revoked_reason == (
        "Bí thư chi bộ bị cảnh cáo vì việc trong năm (31-QĐ/UBKTTU ngày"
        f" {clock.today(town.session):%d/%m/%Y})"
    )
    today = f"{clock.today(town.session):%d/%m/%Y}"
    assert (decision.kind, decision.number) == (REVOCATION, None)
    assert decision.facts["legal_bases"][-2:] == [
        f"Căn cứ Quyết định số 125-QĐ/Th.U ngày {today} công nhận danh hiệu",
        f"Xét Văn bản số 31-QĐ/UBKTTU ngày {today}",
    ]
    assert standing_request(town.session, dossier.id) is None
    assert (request.outcome, request.settled_at is None) == ("passed", False)


def test_vote_against_leaves_the_title_and_settles_the_request(town: Town) -> None:
    dossier = recognized(town)
    request = asked(town, dossier)

    decided(town, dossier, Gate.REVOCATION, Votes(1, against=2))

    assert town.dossier(dossier.unit).state == "recognized"
    assert (request.outcome, standing_request(town.session, dossier.id)) == ("not_passed", None)
    assert town.session.scalars(select(Recognition)).one().revoked_at is None


def test_restored_title_stands_again_with_its_certificate(town: Town) -> None:
    first = granted(town, town.ward.cells[0])[0]
    dossier = town.dossier(town.ward.cells[0])
    asked(town, dossier)
    decided(town, dossier, Gate.REVOCATION, Votes(3))
    town.session.refresh(first)
    assert first.status is Status.VOID

    asked(town, town.dossier(dossier.unit), ground=Ground.QUASHED)
    decided(town, town.dossier(dossier.unit), Gate.RESTORATION, Votes(3))

    standing = town.session.scalars(
        select(Certificate).where(Certificate.status == Status.ISSUED)
    ).one()
    assert town.dossier(dossier.unit).state == "recognized"
    assert town.session.scalars(select(Recognition)).one().revoked_at is None
    assert standing.replaces_id == first.id


def test_title_of_a_closed_year_is_revoked_in_a_supplementary_sitting(town: Town) -> None:
    dossier = recognized(town)
    town.session.execute(
        update(Campaign).where(Campaign.id == town.campaign.id).values(state=CampaignState.CLOSED)
    )
    town.session.commit()
    town.session.refresh(town.campaign)
    with pytest.raises(Refusal, match="missing"):
        put_on_agenda(
            town.session, town.body, town.campaign, Gate.REVOCATION, dossier.id,
            actor=town.member(town.org_dept),
        )  # fmt: skip
    town.session.rollback()

    asked(town, dossier)
    decided(town, dossier, Gate.REVOCATION, Votes(3))

    assert town.dossier(dossier.unit).state == "revoked"


@pytest.mark.parametrize(
    "who", ["ward.secretaries", "ward.appraiser", "admin", "other_ward.office"]
)
def test_whom_it_does_not_concern_asks_for_nothing(town: Town, who: str) -> None:
    dossier = recognized(town)
    person: object = town
    for part in who.split("."):
        person = getattr(person, part)
    actor = person[0] if isinstance(person, list) else person

    with pytest.raises(Refusal, match="role"):
        asked(town, dossier, by=actor)  # type: ignore[arg-type]


def test_request_says_its_ground_and_is_made_once(town: Town) -> None:
    dossier = recognized(town)
    with pytest.raises(Refusal, match="no_such_ground"):
        asked(town, dossier, ground=Ground.QUASHED)
    with pytest.raises(Refusal, match="missing"):
        ask(
            town.session, dossier, ground=Ground.DISCIPLINE, words=" ", paper="1-QĐ",
            paper_on=clock.today(town.session), actor=town.member(town.city_inspector),
        )  # fmt: skip
    with pytest.raises(Refusal, match="future_day"):
        ask(
            town.session, dossier, ground=Ground.DISCIPLINE, words="a", paper="1-QĐ",
            paper_on=clock.today(town.session) + timedelta(days=1),
            actor=town.member(town.city_inspector),
        )  # fmt: skip
    asked(town, dossier)
    with pytest.raises(Refusal, match="asked_already"):
        asked(town, dossier)
    other = make.registered(town, town.ward.cells[1])
    with pytest.raises(Refusal, match="no_title"):
        asked(town, other)


def test_public_page_follows_the_revocation_at_once(town: Town, engine: Engine) -> None:
    dossier = recognized(town)
    code = town.session.scalars(select(Recognition.public_code)).one()
    asked(town, dossier)

    def public() -> str:
        with open_session(engine) as outside:
            found = check(outside, code)
            assert found is not None
            return str(found.standing)

    assert public() == "genuine"
    decided(town, dossier, Gate.REVOCATION, Votes(3))
    assert public() == "revoked"
