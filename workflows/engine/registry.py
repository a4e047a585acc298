"""Every flow of the service by name and version; ``workflows.flows`` enters them.

Kept apart from the tables themselves, so that what only reads a dossier's flow needs none
of the guards and effects that the tables are made of.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.dossiers.tables import Dossier
    from workflows.engine.flow import Flow

FLOWS: dict[tuple[str, int], Flow] = {}


class FlowKnownError(Exception):
    """A version is entered once and never changed."""


def enter(flow: Flow) -> Flow:
    """Enter a version of a flow.

    Raises:
        FlowKnownError: this version of it is entered already.

    """
    if (flow.name, flow.version) in FLOWS:
        raise FlowKnownError(f"{flow.name} {flow.version}")
    FLOWS[flow.name, flow.version] = flow
    return flow


def flow_of(dossier: Dossier) -> Flow:
    """Return the flow this dossier travels, in the version it was opened with.

    A version that the release has lost has no moves: its dossiers can be listed and read.
    """
    known = FLOWS.get((dossier.flow, dossier.flow_version))
    return known or _lost(dossier.flow, dossier.flow_version)


@cache
def _lost(name: str, version: int) -> Flow:
    kin = [flow for flow in FLOWS.values() if flow.name == name]
    return (kin or list(FLOWS.values()))[-1].emptied(name, version)


def states_of(kind: str) -> frozenset[str]:
    """Return the states of this kind in any flow: no name means two kinds."""
    return frozenset(
        state.name
        for flow in FLOWS.values()
        for state in flow.states.values()
        if state.kind == kind
    )
