"""Whether an act on units stands behind a move."""

from __future__ import annotations

from sqlalchemy import select

from tenants.successions import SuccessionPart
from workflows.engine.act import Act
from workflows.engine.refusals import Refusal


def by_an_act_on_units(act: Act) -> None:
    """The act on units that ends this dossier is named, and the unit had a part in it."""
    named = act.inputs.get("succession")
    had_a_part = named is not None and act.session.scalar(
        select(
            select(SuccessionPart.id)
            .where(
                SuccessionPart.succession_id == named,
                SuccessionPart.unit_id == act.dossier.unit_id,
            )
            .exists()
        )
    )
    if not had_a_part:
        raise Refusal("only_by_act_on_units")
