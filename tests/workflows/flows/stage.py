"""A stage for single moves: one dossier, everybody who could try, and a start of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.audit import AuditEvent, record_event
from tenants.bodies import Body
from tenants.members import SYSTEM, Member
from tenants.outbox import OutboxItem
from tenants.people import Person
from tenants.roles import Role
from tenants.units import OrgUnit
from tests import make
from tests.make import Town
from tests.tenants.filling import tenant_tables
from tests.workflows.flows.specification import Case
from tests.workflows.sittings import meeting
from workflows.dossiers.contents import content_hash, pilot_mark_of
from workflows.dossiers.tables import Dossier, Opinion, PilotMark
from workflows.engine.act import Closing
from workflows.engine.fire import Happening, fire
from workflows.engine.parties import Scope
from workflows.flows import flow_of
from workflows.sittings.closing import break_off_sitting
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingState
from workflows.tasks.opening import close_tasks, open_task
from workflows.tasks.tables import Task

_number = count(1)
GATE_OF = {
    "conclude_pilot_selection": Gate.PILOT_SELECTION,
    "name_pilot": Gate.PILOT_CHANGE,
    "drop_pilot": Gate.PILOT_CHANGE,
    "recommend": Gate.RECOMMENDATION,
    "not_recommend": Gate.RECOMMENDATION,
    "recognize": Gate.RECOGNITION,
    "decline": Gate.RECOGNITION,
    "revoke": Gate.REVOCATION,
    "restore": Gate.RESTORATION,
    "propose": Gate.RECOMMENDATION,
    "not_propose": Gate.RECOMMENDATION,
}
FINGERPRINT = text(
    " UNION ALL ".join(
        f"SELECT '{table.name}', md5(string_agg(t::text, '|' ORDER BY t::text))"  # noqa: S608
        f" FROM {table.name} t"
        for table in tenant_tables()
    )
)


@dataclass
class Stage:
    """A town with one dossier that has come as far as the city's decision.

    Nothing done on it is kept: each test rolls back what it did.
    """

    town: Town
    cell: OrgUnit
    people: dict[str, Person]
    dossier_id: UUID
    succession_id: UUID | None = None
    members: dict[str, Member] = field(default_factory=lambda: {"system": SYSTEM})

    def member(self, name: str) -> Member:
        """Return somebody by their part; ``system`` is the service itself."""
        if name not in self.members:
            self.members[name] = self.town.member(self.people[name])
        return self.members[name]

    @property
    def dossier(self) -> Dossier:
        """The dossier of the cell, as the session has it."""
        return self.town.session.get_one(Dossier, (self.town.tenant.id, self.dossier_id))

    @property
    def stands(self) -> tuple[str, int]:
        """The dossier's state and version, read anew."""
        row = self.town.session.execute(
            select(Dossier.state, Dossier.version).where(Dossier.id == self.dossier_id)
        ).one()
        return row.state, row.version

    def stand(self, state: str, *, held: str | None = None) -> Dossier:
        """Put the dossier into a state directly: a test of one move needs only its start.

        ``held`` is the state in which a held dossier was held.
        """
        dossier, session = self.dossier, self.town.session
        dossier.state = state
        dossier.due_on, dossier.eligible = None, True
        if held:
            dossier.back_to = {"put_on_hold": held}
        session.flush()
        close_tasks(session, dossier, by=SYSTEM)
        open_task(session, dossier, flow_of(dossier).states[state])
        return dossier

    def travel(self, flow: str) -> None:
        """Let the dossier travel another flow: its version 1, a committee's being its own."""
        dossier, session = self.dossier, self.town.session
        dossier.flow = flow
        if flow == "committee_title":
            dossier.unit_id = dossier.committee_id = self.town.ward.unit.id
        session.flush()
        session.expire(dossier)

    def ready(self, case: Case) -> Closing | None:
        """Put the dossier where the case starts, with everything the move asks of the past."""
        dossier = self.stand(case.source, held=case.held)
        match case.row.trigger:
            case "request_reconsideration":
                kind = {"declined": "decline"}.get(case.source, "not_recommend")
                record_event(self.town.session, kind, actor=SYSTEM, dossier_id=dossier.id)
            case "grant_reconsideration" | "uphold":
                self.spoken("city_inspector" if "city" in case.source else "ward_inspector")
            case "conclude_pilot_selection" | "name_pilot":
                self.town.session.execute(
                    update(PilotMark).values(dropped_at=clock.now(self.town.session))
                )
            case "supersede":
                unit = self.town.session.get_one(OrgUnit, (self.town.tenant.id, dossier.unit_id))
                self.succession_id = make.succession(self.town, unit).id
            case "drop_pilot" if pilot_mark_of(self.town.session, dossier.id) is None:
                self.marked_pilot()
        if case.row.trigger in GATE_OF:
            return self.closing(case.row.trigger)
        return None

    def inputs(self, case: Case, name: str) -> dict[str, Any]:
        """Return what a form for the move would send, filled in well."""
        today = clock.today(self.town.session)
        filled: dict[str, dict[str, Any]] = {
            "submit_registration": {"met_on": today, **make.REGISTRATION},
            "return_registration": {"reason": "Thiếu", "marked": ["met_on"], "due_on": today},
            "submit_self_assessment": {"met_on": today, **make.ADOPTION},
            "give_opinion": {"words": "Nhất trí"},
            "return_for_supplement": {"reason": "Thiếu", "marked": ["1.1"], "due_on": today},
            "call_back": {"reason": "Trả nhầm"},
            "conclude_appraisal": {"proposed_rating": "good"},
            "send_to_city": {"number": "12-TTr/ĐU", "signed_on": today},
            "resend": {"reason": "Bổ sung", "number": "13-TTr/ĐU", "signed_on": today},
            "conclude_city_appraisal": {"words": "Đủ điều kiện", "proposed_rating": "good"},
            "grant_reconsideration": {"conclusion": "Xét lại"},
            "uphold": {"conclusion": "Giữ nguyên"},
            "revoke": {"ground": "Kỷ luật"},
            "restore": {"ground": "Hủy kỷ luật"},
            "put_on_hold": {"reason": "Khiếu nại", "look_again_on": today + timedelta(days=9)},
            "resume": {"outcome": "Không có vi phạm"},
            "supersede": {"reason": "Sáp nhập", "succession": self.succession_id},
            "withdraw": {"reason": "Giải thể", "met_on": today, **make.ADOPTION},
        }
        given = filled.get(case.row.trigger, {"reason": "Có lý do"})
        if "base" in given and self.dossier.of_committee:
            given |= {"in_favour": 2, "base": 3}  # of its body's roll
        on_behalf = "cell" in case.row.by and name not in {"secretary", "deputy"}
        return given | ({"signed_copy": "Bản ký ngày 03/12"} if on_behalf else {})

    @contextmanager
    def day_for(self, case: Case, name: str) -> Iterator[None]:
        """Travel to the day on which the service itself makes the move."""
        after = {"open_review": 31, "lapse": 61} if name == "system" else {}
        with clock.moved(timedelta(days=after.get(case.row.trigger, 0))):
            yield

    def fire(
        self, trigger: str, name: str, *, closing: Closing | None = None, **inputs: object
    ) -> Happening:
        """Make a move as somebody, on the dossier as it now stands."""
        dossier = self.dossier
        return fire(
            self.town.session, dossier.id, trigger, actor=self.member(name),
            seen_version=dossier.version, inputs=inputs, closing=closing,
        )  # fmt: skip

    def attempt(self, case: Case, name: str, *, closing: Closing | None) -> Happening:
        """Make the case's move as somebody, with a form filled in well."""
        with self.day_for(case, name):
            return self.fire(case.row.trigger, name, closing=closing, **self.inputs(case, name))

    def closing(self, trigger: str, **item: Any) -> Closing:
        """Return a closing sitting with the dossier on it, and the result the move asks for.

        The rows are real, the meeting is not: that is for tests/workflows/sittings.
        """
        gate, session, dossier = GATE_OF[trigger], self.town.session, self.dossier
        row = next(row for row in flow_of(dossier).moves if row.trigger == trigger)
        upper = row.by[0].scope is Scope.UPPER
        body: Body = self.town.body if upper else self.town.ward.body
        sitting = Sitting(
            code=f"H{next(_number)}", body_id=body.id, campaign_id=self.town.campaign.id,
            gate=gate, state=SittingState.CLOSED, planned_on=clock.today(session),
            chair_id=self.people["city_chair" if upper else "ward_chair"].id, roll=3,
            closed_at=clock.now(session), closed_by="Chủ trì",
        )  # fmt: skip
        session.add(sitting)
        session.flush()
        failed = trigger in {"not_recommend", "not_propose", "decline"}
        values: dict[str, Any] = {
            "position": 1, "active": False, "eligible": dossier.eligible,
            "content_hash": content_hash(session, dossier), "in_favour": 3, "merit_in_favour": 3,
            "result": Result.NOT_PASSED if failed else Result.PASSED,
            "pilot": True, "pilot_reason": "Nổi trội",
            "supervisor_id": self.people["ward_member"].id,
        }  # fmt: skip
        line = SittingItem(
            sitting_id=sitting.id, dossier_id=dossier.id, **(values | item)
        )  # fmt: skip
        session.add(line)
        session.flush()
        return Closing(sitting, line)

    def spoken(self, name: str, **other: Any) -> Opinion:
        """Let somebody of the inspection have spoken on the dossier."""
        opinion = Opinion(
            dossier_id=self.dossier_id, desk="inspection", words="Không có vi phạm",
            content_version=self.dossier.content_version, person_id=self.people[name].id,
            name=self.people[name].name, at=clock.now(self.town.session), **other,
        )  # fmt: skip
        self.town.session.add(opinion)
        self.town.session.flush()
        return opinion

    def marked_pilot(self) -> PilotMark:
        """Mark the dossier as a pilot."""
        mark = PilotMark(
            dossier_id=self.dossier_id, reason="Nổi trội",
            supervisor_id=self.people["ward_member"].id, marked_at=clock.now(self.town.session),
        )  # fmt: skip
        self.town.session.add(mark)
        self.town.session.flush()
        return mark

    def tasks(self) -> list[tuple[str, UUID, str]]:
        """List the open tasks of the dossier: party, unit and state."""
        rows = self.town.session.execute(
            select(Task.party, Task.unit_id, Task.state).where(
                Task.dossier_id == self.dossier_id, Task.done_at.is_(None)
            )
        )
        return [tuple(row) for row in rows]

    def counts(self) -> tuple[int, int]:
        """Count the events of the trail and the jobs left."""
        session = self.town.session
        return (
            session.scalar(select(func.count()).select_from(AuditEvent)) or 0,
            session.scalar(select(func.count()).select_from(OutboxItem)) or 0,
        )

    def everything(self) -> dict[str, str]:
        """Fold each table of the tenant into one word: equal means byte for byte."""
        self.town.session.flush()
        return dict(self.town.session.execute(FINGERPRINT).all())


def set_up(town: Town) -> Stage:
    """Take one dossier by real moves and sittings to the city's decision, and gather people."""
    cell, ward = town.ward.cells[0], town.ward
    meeting.recommended(town, make.appraised(town, cell))
    meeting.awaiting_city(town, town.dossier(cell))
    meeting.rated(town, town.dossier(cell))
    # A sitting that came to nothing: the city's body knows the dossier.
    sitting = meeting.opened(town, Gate.RECOGNITION, [town.dossier(cell)], None)
    break_off_sitting(
        town.session, sitting, reason="Vắng người chủ trì", actor=town.member(town.chair),
        seen_version=sitting.version,
    )  # fmt: skip
    town.session.commit()
    stage = Stage(
        town,
        cell,
        {
            "secretary": ward.secretaries[0], "deputy": ward.deputy, "ward_office": ward.office,
            "ward_lead": ward.appraiser, "ward_inspector": ward.inspector,
            "ward_chair": ward.chair, "ward_member": ward.members[0],
            "city_org": town.org_dept, "city_office": town.city_office,
            "city_inspector": town.city_inspector, "city_chair": town.chair,
            "city_member": town.members[0], "admin": town.admin, "auditor": town.auditor,
            "other_secretary": ward.secretaries[1], "other_office": town.other_ward.office,
            "other_lead": town.other_ward.appraiser, "other_chair": town.other_ward.chair,
            "other_inspector": town.other_ward.inspector,
        },
        town.dossier(cell).id,
    )  # fmt: skip
    # Who a small town lacks: whoever could act at the other desks, and who never may.
    for name, role, unit, desk in (
        ("ward_desk", Role.APPRAISER, ward.unit, "propaganda"),
        ("ward_recorder", Role.SITTING_RECORDER, ward.unit, ""),
        ("city_desk", Role.APPRAISER, town.root, "propaganda"),
        ("city_recorder", Role.SITTING_RECORDER, town.root, ""),
        ("supervisor", Role.SUPERVISOR, cell, ""),
    ):
        stage.people[name] = add_person(town.session, f"Người {name}", phone=make.phone())
        appoint(town.session, stage.people[name], role, unit=unit, desk=desk)
    stage.people["nobody"] = add_person(town.session, "Không vai", phone=make.phone())
    town.session.commit()
    return stage
