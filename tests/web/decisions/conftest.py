"""A decision in a browser: what its tests may ask for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from tests import settled
from tests.make import Town
from workflows.decisions.tables import Decision


@dataclass
class Made:
    """A decision that recognises the ward's first cell and waits for its number."""

    town: Town
    decision: Decision

    @property
    def address(self) -> str:
        """The address of its page."""
        return f"/{self.town.tenant.slug}/quyet-dinh/{self.decision.code}"

    def again(self) -> Decision:
        """Read it anew."""
        self.town.session.rollback()
        self.town.session.expire_all()
        return self.decision


@pytest.fixture
def made(town: Town) -> Made:
    settled.recognized(town, town.ward.cells[0])
    return Made(town, town.session.scalars(select(Decision)).one())
