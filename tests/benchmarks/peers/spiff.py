"""SpiffWorkflow 3.2: the workflow is a serialized row, read and written at every step.

Around it the same rows as everybody's (dossier, audit, task, outbox), in one transaction of
hand-written SQL: the library brings none of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

import psycopg
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.benchmarks.plain import MOVES, add_ready, payload, user_of
from tests.benchmarks.serving import Deed, serve

MAY = (
    "SELECT 1 FROM role_grant g JOIN org_closure c ON c.ancestor_id = g.org_id"
    " WHERE g.user_id = %s AND g.role = %s AND c.descendant_id = %s"
)
NEXT = (
    "SELECT d.ward_id, w.body FROM dossier d JOIN workflow w ON w.dossier_id = d.id"
    " WHERE d.id = %s FOR UPDATE OF d"
)
WRITES = (
    "UPDATE workflow SET body = %(body)s WHERE dossier_id = %(id)s",
    (
        "UPDATE dossier SET state = %(target)s, version = version + 1, updated_at = now()"
        " WHERE id = %(id)s"
    ),
    (
        "UPDATE task SET status = 'done', completed_at = now(), completed_by = %(user)s"
        " WHERE dossier_id = %(id)s AND status = 'open'"
    ),
    (
        "INSERT INTO audit_event"
        " (tenant_id, dossier_id, actor_id, event, from_state, to_state, payload)"
        " VALUES (1, %(id)s, %(user)s, %(trigger)s, %(source)s, %(target)s, %(payload)s)"
    ),
    (
        "INSERT INTO task (tenant_id, dossier_id, ward_id, role, step)"
        " SELECT 1, %(id)s, %(ward)s, %(next)s, %(target)s WHERE %(next)s::text IS NOT NULL"
    ),
    (
        "INSERT INTO outbox (tenant_id, topic, payload)"
        " VALUES (1, 'dossier.' || %(trigger)s, %(payload)s)"
    ),
)


def bpmn() -> str:
    """Write the six moves as BPMN: a start, six user tasks in lanes, an end."""
    lanes, nodes, ways, last = [], [], [], "start"
    for number, (trigger, _source, _target, role, _next) in enumerate(MOVES):
        ways.append(f'<sequenceFlow id="f{number}" sourceRef="{last}" targetRef="{trigger}"/>')
        nodes.append(
            f'<userTask id="{trigger}" name="{trigger}"><incoming>f{number}</incoming>'
            f"<outgoing>f{number + 1}</outgoing></userTask>"
        )
        lanes.append(
            f'<lane id="lane_{role}" name="{role}"><flowNodeRef>{trigger}</flowNodeRef></lane>'
        )
        last = trigger
    end = len(MOVES)
    ways.append(f'<sequenceFlow id="f{end}" sourceRef="{last}" targetRef="end"/>')
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"'
        ' targetNamespace="t"><collaboration id="c"><participant id="p" processRef="dossier"/>'
        '</collaboration><process id="dossier" isExecutable="true">'
        f'<laneSet id="l">{"".join(lanes)}</laneSet>'
        '<startEvent id="start"><outgoing>f0</outgoing></startEvent>'
        f'{"".join(nodes)}<endEvent id="end"><incoming>f{end}</incoming></endEvent>'
        f"{''.join(ways)}</process></definitions>"
    )


class Spiff:
    """The library with its documented serializer, and one connection."""

    def __init__(self, url: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(bpmn().encode())
        self.specification = parser.get_spec("dossier")
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.prepare_threshold = 1
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS workflow"
            " (dossier_id bigint PRIMARY KEY REFERENCES dossier, body text NOT NULL)"
        )
        self.ways: list[tuple[int, int]] = []

    def prepare(self, number: int) -> None:
        """Make dossiers ready, each with its workflow at the first task."""
        self.ways = add_ready(self.connection, number, "draft")
        for dossier, _ward in self.ways:
            workflow = BpmnWorkflow(self.specification)
            workflow.do_engine_steps()
            self.connection.execute(
                "INSERT INTO workflow VALUES (%s, %s)",
                (dossier, self.serializer.serialize_json(workflow)),
            )

    def deeds(self) -> Iterator[Deed]:
        """Give the transactions."""
        for dossier, ward in self.ways:
            for move in MOVES:
                yield partial(self.move, dossier, ward, move)

    def move(self, dossier: int, ward: int, move: tuple[str, str, str, str, str | None]) -> None:
        """Complete one user task."""
        trigger, source, target, role, following = move
        user, run = user_of(role, ward), self.connection.execute
        run("BEGIN")
        ward_id, body = run(NEXT, (dossier,)).fetchone()
        workflow = self.serializer.deserialize_json(body)
        task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
        assert task.task_spec.name == trigger
        assert run(MAY, (user, task.task_spec.lane, ward_id)).fetchone()
        task.run()
        workflow.do_engine_steps()
        row = {
            "id": dossier, "ward": ward_id, "user": user, "trigger": trigger, "source": source,
            "target": target, "next": following, "payload": payload(dossier, trigger, user),
            "body": self.serializer.serialize_json(workflow),
        }  # fmt: skip
        for statement in WRITES:
            run(statement, row)
        run("COMMIT")


if __name__ == "__main__":
    spiff = Spiff(sys.argv[1])
    serve(spiff.prepare, spiff.deeds, 1)
