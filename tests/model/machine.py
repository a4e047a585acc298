"""People who press what they like, at any time: the rules hold whatever they try."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, func, select

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.people import Person
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.model.rules import CERTAIN, Days, Modelled, allowed
from tests.web.conftest import hidden_of, put_in, token_of
from tests.web.reading import fields_of, text_of
from tests.workflows.flows.specification import REGIME_A
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Answer, Dossier, QualityRating
from workflows.engine.refusals import GoneError, Refusal, StaleError
from workflows.flows.cell_title import CELL_TITLE
from workflows.sittings.quota import Quota
from workflows.sittings.tables import Gate, Sitting, SittingItem, SittingSeat, SittingState
from workflows.sittings.voting import Votes
from workflows.tasks.tables import Task

TRIGGERS = sorted({row.trigger for row in REGIME_A.rows if "†" not in row.marks} - {"supersede"})
NAMES = [
    "secretary", "deputy", "ward_office", "ward_lead", "ward_inspector", "ward_chair", "city_org",
    "city_office", "city_inspector", "admin", "auditor", "other_office",
]  # fmt: skip
LIKELY = {
    "registration_draft": ("submit_registration", "secretary"),
    "registration_submitted": ("accept_registration", "ward_office"),
    "registered": ("admit", "ward_office"),
    "in_progress": ("open_review", "ward_office"),
    "self_assessment": ("submit_self_assessment", "secretary"),
    "returned": ("submit_self_assessment", "secretary"),
    "under_appraisal": ("conclude_appraisal", "ward_lead"),
    "recommended": ("send_to_city", "ward_office"),
    "returned_to_ward": ("resend", "ward_office"),
    "city_appraisal": ("conclude_city_appraisal", "city_org"),
    "registration_returned": ("submit_registration", "secretary"),
    "on_hold": ("resume", "ward_inspector"),
}


class Committees(RuleBasedStateMachine):
    """One town, two dossiers of a ward, and everybody who could try something."""

    app: Flask
    engine: Engine
    tried = 0
    reached: ClassVar[set[str]] = set()
    platform: Engine

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.town: Town = self.open.enter_context(make.town(self.engine, self.platform))
        town, ward = self.town, self.town.ward
        self.people: dict[str, Person] = {
            "ward_office": ward.office, "ward_lead": ward.appraiser,
            "ward_inspector": ward.inspector, "ward_chair": ward.chair, "city_org": town.org_dept,
            "city_office": town.city_office, "city_inspector": town.city_inspector,
            "admin": town.admin, "auditor": town.auditor, "other_office": town.other_ward.office,
        }  # fmt: skip
        self.models = [Modelled(), Modelled()]
        campaign = town.campaign
        campaign.rules = {**campaign.rules, "quota": {"share": "1/4", "base": "all"}}
        town.session.commit()
        self.days = Days(
            campaign.opens_on, campaign.pilot_selection_until, campaign.review_may_open_from,
            campaign.review_opens_on,
        )  # fmt: skip

    @initialize(days=st.integers(0, 1))
    def some_day(self, days: int) -> None:
        """Begin on the first day of the campaign, or the next."""
        self._travel(days)

    @rule(number=st.integers(0, 1), trigger=st.sampled_from(TRIGGERS), name=st.sampled_from(NAMES))
    def somebody_tries_something(self, number: int, trigger: str, name: str) -> None:
        """Press any button there is, one's own or not."""
        self._press(number, trigger, name)

    @rule(number=st.integers(0, 1))
    def whoever_owes_goes_on(self, number: int) -> None:
        """Press what is owed: without this a random walk never leaves the first states."""
        likely = LIKELY.get(self.models[number].state)
        if likely is not None:
            self._press(number, *likely)

    @rule(days=st.sampled_from([1, 5, 20, 35]))
    def time_passes(self, days: int) -> None:
        """Move the one clock."""
        self._travel(days)

    @rule(present=st.integers(1, 3), in_favour=st.integers(0, 3))
    @precondition(lambda self: self._standing("awaiting_ward_review"))
    def ward_sits(self, present: int, in_favour: int) -> None:
        """Let the ward's body decide what waits for it, with so many in the room."""
        self._sit(Gate.RECOMMENDATION, "awaiting_ward_review", present, min(present, in_favour))

    @rule(present=st.integers(1, 3), in_favour=st.integers(0, 3))
    @precondition(lambda self: self._standing("awaiting_city_decision"))
    def city_sits(self, present: int, in_favour: int) -> None:
        """Let the city's body decide, under a quota of one place."""
        self._sit(Gate.RECOGNITION, "awaiting_city_decision", present, min(present, in_favour))

    @invariant()
    def trail_is_the_way_that_was_gone(self) -> None:
        """No step is skipped, each has exactly one event, and the past never changes."""
        for number, model in enumerate(self.models):
            dossier = self._dossier(number)
            events = self.town.session.execute(
                select(AuditEvent.kind, AuditEvent.source, AuditEvent.target)
                .where(AuditEvent.dossier_id == dossier.id, AuditEvent.source.is_not(None))
                .order_by(AuditEvent.seq)
            ).all()
            assert [tuple(event) for event in events] == model.passed
            assert dossier.state == model.state
            assert dossier.version == 1 + len(model.passed)

    @invariant()
    def one_task_is_open_for_each_dossier_role_and_desk(self) -> None:
        """What is open is owed once; what rests is owed by nobody."""
        for number, model in enumerate(self.models):
            rows = self.town.session.execute(
                select(Task.party, Task.desk, Task.state).where(
                    Task.dossier_id == self._dossier(number).id, Task.done_at.is_(None)
                )
            ).all()
            owed = REGIME_A.states[model.state].owes
            assert len({(party, desk) for party, desk, _state in rows}) == len(rows)
            assert {state for _party, _desk, state in rows} == ({model.state} if owed else set())
            assert owed is None or owed in {party for party, _desk, _state in rows}

    @invariant()
    def nothing_is_decided_without_a_quorum_or_above_the_quota(self) -> None:
        """Behind each result is a closed sitting with two thirds of its roll in the room."""
        session = self.town.session
        decided = [
            event for model in self.models for event in model.passed
            if event[0] in {"recommend", "not_recommend", "recognize", "decline"}
        ]  # fmt: skip
        present = (
            select(func.count()).where(SittingSeat.sitting_id == Sitting.id, SittingSeat.present)
        ).scalar_subquery()  # fmt: skip
        rows = session.execute(
            select(Sitting.state, Sitting.roll, present)
            .join(SittingItem, SittingItem.sitting_id == Sitting.id)
            .where(SittingItem.result.is_not(None))
        ).all()
        closed = [row for row in rows if row[0] is SittingState.CLOSED]
        assert len(closed) >= len(decided)
        assert all(3 * row[2] >= 2 * row[1] for row in closed)
        for quota in session.scalars(select(Quota)):
            recognized = sum(model.state == "recognized" for model in self.models)
            assert recognized == quota.used <= quota.most

    def teardown(self) -> None:
        """The chain is whole; then the town is left."""
        try:
            assert list(verify(self.town.session)) == []
        finally:
            self.open.close()

    def _travel(self, days: int) -> None:
        self.town.session.rollback()
        self.open.enter_context(clock.moved(timedelta(days=days)))

    def _person(self, number: int, name: str) -> Person:
        if name == "secretary":
            return self.town.ward.secretaries[number]
        if name == "deputy":
            return self.town.ward.deputy if number == 0 else self.town.ward.secretaries[0]
        return self.people[name]

    def _dossier(self, number: int) -> Dossier:
        return self.town.dossier(self.town.ward.cells[number])

    def _press(self, number: int, trigger: str, name: str) -> None:
        """Open the page of a move and send its form, filled in well."""
        model, dossier = self.models[number], self._dossier(number)
        if name == "deputy" and number == 1:
            name = "nobody"
        today = clock.today(self.town.session)
        may = allowed(model, [self.models[1 - number]], trigger, name, today, self.days)
        if trigger in {"submit_self_assessment", "conclude_appraisal"}:
            self._answered(dossier)
        browser = self.app.test_client()
        person = self._person(number, "deputy" if name == "nobody" else name)
        put_in(browser, self.town, token_of(self.town, person))
        word = next(move.word for move in CELL_TITLE.moves if move.trigger == trigger)
        address = f"/{self.town.tenant.slug}/ho-so/{dossier.code}/{word}"
        page = browser.get(address)
        self.town.session.rollback()
        form = self._form(trigger, shown_on(page.text))
        if "csrf_token" not in form:
            home = browser.get(f"/{self.town.tenant.slug}/toi").text
            form["csrf_token"] = hidden_of(home).get("csrf_token", "")
        answer = browser.post(address, data=form)
        self.town.session.rollback()
        self.town.session.expire_all()
        after = self._dossier(number)
        Committees.tried += 1
        happened = after.version != dossier_version(model)
        row = model.row(trigger)
        if happened:
            assert may, f"{name} made {trigger} from {model.state}"
            assert row is not None
            target = model.target(row)
            model.went(trigger, name, target)
            Committees.reached.add(target)
            return
        assert answer.status_code != 500
        certain = trigger in CERTAIN and not (
            trigger == "submit_registration" and name == "ward_office"
        )
        assert not (may and certain), (
            f"{name} could not {trigger} from {model.state}: {text(answer)}"
        )

    def _form(self, trigger: str, shown: dict[str, str]) -> dict[str, Any]:
        session = self.town.session
        day = clock.today(session)
        today, later = show_date(day), show_date(day + timedelta(days=7))
        marked = "met_on" if trigger == "return_registration" else "1.1"
        return {
            "_key": str(uuid4()), "seen_version": "1", **shown, "aim": "title",
            "met_on": today, "in_favour": "20", "base": "22", "late_reason": "Họp muộn",
            "reason": "Có lý do", "marked": marked, "due_on": later, "words": "Nhất trí",
            "look_again_on": later, "outcome": "Không có vi phạm", "conclusion": "Xét lại",
            "number": "12-TTr/ĐU", "signed_on": today, "proposed_rating": "good",
            "consent_number": "5-CV/ĐU", "consent_on": today,
            **{f"commitment-{key}": f"Cam kết nhóm {key}" for key in "1234"},
        }  # fmt: skip

    def _answered(self, dossier: Dossier) -> None:
        """Let the cell have answered, and the desk have scored, every criterion."""
        session = self.town.session
        standing = set(
            session.scalars(select(Answer.criterion).where(Answer.dossier_id == dossier.id))
        )
        if standing:
            return
        make.answered(self.town, self.town.ward.cells[self._number(dossier)])
        for row in session.scalars(select(Answer).where(Answer.dossier_id == dossier.id)):
            row.appraised_level, row.appraised_by = row.self_level, "Bộ phận tổ chức"
            row.appraised_at = clock.now(session)
        session.commit()

    def _number(self, dossier: Dossier) -> int:
        return [cell.id for cell in self.town.ward.cells].index(dossier.unit_id)

    def _standing(self, state: str) -> bool:
        return any(model.state == state for model in self.models)

    def _sit(self, gate: Gate, state: str, present: int, in_favour: int) -> None:
        """Hold a whole sitting; where it is refused, nothing of it stays."""
        town = self.town
        ward = town.ward if gate is Gate.RECOMMENDATION else None
        numbers = [number for number, each in enumerate(self.models) if each.state == state]
        dossiers = [self._dossier(number) for number in numbers]
        try:
            if gate is Gate.RECOGNITION:
                for dossier in dossiers:
                    if (
                        town.session.scalar(
                            select(QualityRating.id).where(QualityRating.dossier_id == dossier.id)
                        )
                        is None
                    ):
                        meeting.rated(town, dossier)
            sitting = meeting.opened(town, gate, dossiers, ward, present=present)
            for dossier in dossiers:
                meeting.vote(town, sitting, dossier, ward, Votes(in_favour))
            meeting.close(town, sitting, ward)
        except (Refusal, StaleError, GoneError):
            town.session.rollback()
            town.session.expire_all()
            return
        assert 3 * present >= 2 * 3
        for number in numbers:
            model, after = self.models[number], self._dossier(number)
            passed = 2 * in_favour > 3
            kinds = {
                (Gate.RECOMMENDATION, True): ("recommend", "recommended"),
                (Gate.RECOMMENDATION, False): ("not_recommend", "not_recommended"),
                (Gate.RECOGNITION, True): ("recognize", "recognized"),
                (Gate.RECOGNITION, False): ("decline", "declined"),
            }
            trigger, target = kinds[gate, passed]
            if passed and after.state == "declined":
                # It passed, but the places were given.
                trigger, target = kinds[gate, False]
            model.went(trigger, "", target)


def dossier_version(model: Modelled) -> int:
    """Return the version of a dossier that has made these moves."""
    return 1 + len(model.passed)


def shown_on(page: str) -> dict[str, str]:
    """Return what the page's form would send; nothing where there is none."""
    try:
        return fields_of(page)
    except (ValueError, IndexError):
        return {}


def text(answer: Any) -> str:
    """Return what a page says, to read in a failure."""
    return f"{answer.status_code} {text_of(answer.get_data(as_text=True))[-1800:]}"
