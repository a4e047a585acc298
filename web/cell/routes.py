"""A cell's home; whoever leads several cells chooses one first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.cell.comments import last_comment
from web.cell.next_act import next_act
from web.cell.stages import stages_of
from web.forms import Form
from web.htmx import show
from web.meeting_plans import advice_for
from workflows.campaigns.reading import campaigns_of
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.dossiers.own import cells_of, dossiers_of_cells
from workflows.dossiers.tables import Dossier
from workflows.evidence.links import GATHERING

bp = Blueprint("cell", __name__)


@bp.get("/chi-bo")
@requires(Permission.CELL_HOME)
def home() -> ResponseReturnValue:
    """Show what a cell has to do next, and where its dossier is."""
    cells = cells_of(current.session(), current.member())
    wanted = request.args.get("ma")
    if wanted is None and len(cells) > 1:
        latest = _latest(dossiers_of_cells(current.session(), [cell.id for cell in cells]))
        return show("cell/choose.html", cells=cells, latest=latest)
    cell = next((cell for cell in cells if wanted in {None, cell.code}), None) or abort(404)
    return show("cell/home.html", cell=cell, several=len(cells) > 1, **_home_of(cell))


def _home_of(cell: OrgUnit) -> dict[str, Any]:
    """Gather the home of a cell: this year's dossier, and what became of the earlier ones."""
    dossiers = dossiers_of_cells(current.session(), [cell.id])
    newest = next(iter(campaigns_of(current.session())), None)
    if not dossiers or _is_past(dossiers[0], newest):
        return {"dossier": None, "campaign": newest, "earlier": dossiers}
    dossier = dossiers[0]
    return {
        "dossier": dossier,
        "campaign": dossier.campaign,
        "earlier": dossiers[1:],
        "act": next_act(dossier),
        "gathers": dossier.state in GATHERING | {"returned"},
        "advice": advice_for(dossier),
        "stages": stages_of(dossier),
        "comment": last_comment(dossier),
        "form": Form(seen_version=dossier.version),
    }


def _is_past(dossier: Dossier, newest: Campaign | None) -> bool:
    """Tell whether a newer year has taken the place of the dossier's."""
    if newest is None or dossier.campaign_id == newest.id:
        return False
    return newest.state is CampaignState.OPEN or dossier.campaign.state is CampaignState.CLOSED


def _latest(dossiers: Sequence[Dossier]) -> dict[object, Dossier]:
    """Return the latest dossier of each cell."""
    return {dossier.unit_id: dossier for dossier in reversed(dossiers)}
