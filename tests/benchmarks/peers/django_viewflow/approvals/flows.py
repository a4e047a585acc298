"""The six moves as viewflow nodes; each task is assigned to its officer as it is created."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow.views import CreateProcessView, UpdateProcessView

from tests.benchmarks.peers.django_viewflow.approvals.models import DossierProcess


@cache
def user_named(name: str) -> Any:
    """Return an officer; one process asks for each once."""
    return get_user_model().objects.get(username=name)


def officer_name(role: str, ward: int) -> str:
    """Name the officer with a role in a ward; the council is the city's."""
    return role if role == "city_council" else f"{role}_{ward}"


def _officer(role: str) -> Callable[[Any], Any]:
    return lambda activation: user_named(officer_name(role, activation.process.ward))


def _step(role: str) -> Any:
    return flow.View(UpdateProcessView.as_view(fields=["title"])).Assign(_officer(role))


class DossierFlow(flow.Flow):
    """From submission to recognition."""

    process_class = DossierProcess
    lock_impl = lock.select_for_update_lock

    start = flow.Start(CreateProcessView.as_view(fields=["title"])).Next(this.submit)
    submit = _step("unit").Next(this.register)
    register = _step("registrar").Next(this.select_pilot)
    select_pilot = _step("pilot_officer").Next(this.review)
    review = _step("reviewer").Next(this.recommend)
    recommend = _step("ward_chair").Next(this.recognise)
    recognise = _step("city_council").Next(this.end)
    end = flow.End()
