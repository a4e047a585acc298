"""Every flow of the service, by name and version."""

from __future__ import annotations

from workflows.engine.registry import FLOWS, enter, flow_of
from workflows.flows.cell_title import CELL_TITLE
from workflows.flows.cell_title_ward import CELL_TITLE_WARD
from workflows.flows.committee_title import COMMITTEE_TITLE

for _flow in (CELL_TITLE, CELL_TITLE_WARD, COMMITTEE_TITLE):
    enter(_flow)

__all__ = ["FLOWS", "flow_of"]
