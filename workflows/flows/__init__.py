"""Every flow of the service, by name and version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.flows.cell_title import CELL_TITLE

if TYPE_CHECKING:
    from workflows.dossiers.tables import Dossier
    from workflows.engine.flow import Flow

FLOWS: dict[tuple[str, int], Flow] = {(flow.name, flow.version): flow for flow in (CELL_TITLE,)}


def flow_of(dossier: Dossier) -> Flow:
    """Return the flow this dossier travels, in the version it was opened with."""
    return FLOWS[dossier.flow, dossier.flow_version]
