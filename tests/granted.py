"""Makers of Giấy khen that were granted: the sitting held, both decisions numbered."""

from __future__ import annotations

from sqlalchemy import select

from tenants import clock
from tenants.units import OrgUnit
from tests import settled
from tests.make import Town
from workflows.certificates.deciding import draft_merit_decision
from workflows.certificates.reading import certificates_of
from workflows.certificates.tables import Certificate
from workflows.decisions.making import number_decision
from workflows.decisions.tables import RECOGNITION, Decision

NUMBER = "126-QĐ/Th.U"


def drafted(town: Town, *cells: OrgUnit) -> Decision:
    """Recognise cells with Giấy khen, and draft the decision on these."""
    settled.recognized(town, *cells)
    first = town.session.scalars(select(Decision).where(Decision.kind == RECOGNITION)).one()
    settled.numbered(town, first)
    merit = draft_merit_decision(town.session, first, actor=town.member(town.city_office))
    town.session.commit()
    return merit


def granted(town: Town, *cells: OrgUnit) -> list[Certificate]:
    """Recognise cells with Giấy khen, and give these out."""
    decision = drafted(town, *cells)
    number_decision(
        town.session, decision, number=NUMBER, signed_on=clock.today(town.session),
        signer_id=town.chair.id, actor=town.member(town.city_office),
        seen_version=decision.version,
    )  # fmt: skip
    town.session.commit()
    return certificates_of(town.session, decision)
