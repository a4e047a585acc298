"""Drives the flow in one process through viewflow's own activation API.

viewflow has no act on several tasks at once: a bulk act completes one after the other, each in
its own transaction.

    worker.py template 20000     makes the tables, the officers and finished processes
    worker.py serve 0            serves as a contender; with 40, bulk acts of 40
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from types import SimpleNamespace

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from tests.benchmarks.peers.django_viewflow.approvals.flows import (
    DossierFlow,
    officer_name,
    user_named,
)
from tests.benchmarks.peers.django_viewflow.approvals.models import DossierProcess
from tests.benchmarks.plain import MOVES, ROLES, STATES, WARDS
from tests.benchmarks.serving import Deed, serve

FLOW = "approvals/flows.DossierFlow"
FINISHED = (
    "INSERT INTO viewflow_process (flow_class, status, created, finished, data)"
    " SELECT %(flow)s, 'DONE', now(), now(), jsonb_build_object('code', 'S' || i, 'ward', i %% 60,"
    " 'state', 'recognised', 'title', 'Dossier', 'tenant', 1) FROM generate_series(1, %(n)s) i"
)
FINISHED_STEP = (
    (
        "INSERT INTO viewflow_task (flow_task, flow_task_type, status, created, assigned, started,"
        " finished, token, process_id, owner_id, data) SELECT %(flow)s || '.' || %(trigger)s,"
        " 'HUMAN', 'DONE', now(), now(), now(), now(), 'start', id,"
        " (SELECT min(id) FROM auth_user), '{}'"
        " FROM viewflow_process"
    ),
    (
        "INSERT INTO approvals_auditevent"
        " (event, from_state, to_state, at, payload, actor_id, process_id)"
        " SELECT %(trigger)s, %(source)s, %(target)s, now(), jsonb_build_object('dossier', id),"
        " (SELECT min(id) FROM auth_user), id FROM viewflow_process"
    ),
    (
        "INSERT INTO approvals_outbox (topic, payload, created_at, sent_at)"
        " SELECT 'dossier.' || %(trigger)s, jsonb_build_object('dossier', id), now(), now()"
        " FROM viewflow_process"
    ),
)


def make_template(finished: int) -> None:
    """Make the tables, the officers, and so many finished processes with their rows."""
    call_command("migrate", verbosity=0)
    names = {officer_name(role, ward) for role in ROLES for ward in range(WARDS)}
    User.objects.bulk_create([User(username=name) for name in sorted(names)])
    with connection.cursor() as cursor:
        cursor.execute(FINISHED, {"flow": FLOW, "n": finished})
        for trigger, source, target, _role, _next in MOVES:
            row = {"flow": FLOW, "trigger": trigger, "source": source, "target": target}
            for statement in FINISHED_STEP:
                cursor.execute(statement, row)


class Viewflow:
    """One process of the peer's; the officers are known to it."""

    def __init__(self, together: int) -> None:
        self.together = together
        self.ways: list[tuple[int, int]] = []
        for role in ROLES:
            for ward in range(WARDS):
                user_named(officer_name(role, ward))

    def prepare(self, number: int) -> None:
        """Make processes ready, each with the open task of its next step."""
        trigger, source, _target, role, _next = MOVES[-1 if self.together else 0]
        assert source in STATES
        processes = [
            DossierProcess(
                flow_class=DossierFlow, tenant=1, ward=i % WARDS, code=f"B{i}", title="Dossier",
                state=source,
            )
            for i in range(number)
        ]  # fmt: skip
        made = DossierProcess.objects.bulk_create(processes)
        node = DossierFlow.instance.node(trigger)
        tasks = Task.objects.bulk_create(
            Task(
                process_id=each.pk, flow_task=node, flow_task_type="HUMAN", token=Token("start"),
                status=STATUS.ASSIGNED, owner=user_named(officer_name(role, each.ward)),
            )
            for each in made
        )  # fmt: skip
        self.ways = [
            (task.pk if self.together else each.pk, each.ward)
            for task, each in zip(tasks, made, strict=True)
        ]

    def deeds(self) -> Iterator[Deed]:
        """Give the transactions."""
        if self.together:
            for first in range(0, len(self.ways), self.together):
                yield partial(self.bulk, self.ways[first : first + self.together])
            return
        for process, ward in self.ways:
            for trigger, _source, _target, role, _next in MOVES:
                yield partial(self.move, process, trigger, officer_name(role, ward))

    def move(self, process: int, trigger: str, officer: str) -> None:
        """Complete the open task of a process."""
        task = Task.objects.get(process_id=process, finished__isnull=True)
        assert _completed(task, officer) == trigger

    def bulk(self, tasks: Sequence[tuple[int, int]]) -> None:
        """Complete several tasks, one after the other."""
        for task, _ward in tasks:
            _completed(Task.objects.get(pk=task), "city_council")


def _completed(task: Task, officer: str) -> str:
    user = user_named(officer)
    with task.activation() as activation:
        node = activation.flow_task
        assert node.can_execute(user, activation.task)
        activation.start(SimpleNamespace(user=user))
        activation.execute()
    name: str = node.name
    return name


if __name__ == "__main__":
    if sys.argv[1] == "template":
        make_template(int(sys.argv[2]))
    else:
        peer = Viewflow(int(sys.argv[2]))
        serve(peer.prepare, peer.deeds, peer.together or 1)
