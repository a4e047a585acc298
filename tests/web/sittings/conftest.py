"""A sitting in a browser: what its tests may ask for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tenants import clock
from tenants.people import Person
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.sittings.boxes import boxes_of
from workflows.dossiers.tables import Dossier
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.tables import Gate, Sitting


@dataclass
class Room:
    """A sitting that is prepared, and the browsers of those who hold it."""

    town: Town
    sitting: Sitting
    recorder: FlaskClient
    chair: FlaskClient
    member: FlaskClient

    @property
    def address(self) -> str:
        """The address of the sitting's page."""
        return f"/{self.town.tenant.slug}/phien-hop/{self.sitting.code}"

    @property
    def codes(self) -> list[str]:
        """The dossiers of the ward's cells, in the order of the agenda."""
        return [self.town.dossier(cell).code for cell in self.town.ward.cells]

    def page(self, browser: FlaskClient | None = None) -> str:
        """Return the page as somebody sees it, the recorder unless said."""
        return (browser or self.recorder).get(self.address).text

    def open_(self) -> TestResponse:
        """Press «Khai mạc»."""
        return self.recorder.post(
            f"{self.address}/khai-mac", data=boxes_of(self.page(), "/khai-mac")
        )

    def press(self, act: str, **typed: str | list[str]) -> TestResponse:
        """Press a button of the recorder's page with something typed in its boxes."""
        boxes = {**boxes_of(self.page(), "/bieu-quyet"), "viec": [act]}
        return self.recorder.post(
            f"{self.address}/bieu-quyet",
            data=boxes | {name.replace("_", "-"): value for name, value in typed.items()},
        )

    def reopened(self) -> Sitting:
        """Read the sitting anew."""
        self.town.session.rollback()
        self.town.session.expire_all()
        return self.sitting

    def close(self, browser: FlaskClient | None = None) -> TestResponse:
        """Confirm the check page."""
        browser = browser or self.chair
        check = browser.get(f"{self.address}/chot").text
        return browser.post(f"{self.address}/chot", data=boxes_of(check, "/chot"))


def hold(town: Town, sign_in: SignIn, sitting: Sitting) -> Room:
    """Sign those in who hold a sitting of the ward."""
    ward = town.ward
    return Room(
        town, sitting, sign_in(town, ward.office), sign_in(town, ward.chair),
        sign_in(town, ward.members[0]),
    )  # fmt: skip


def prepared(town: Town, gate: Gate, dossiers: list[Dossier], *, by: Person) -> Sitting:
    """Prepare a sitting of the ward and commit it."""
    sitting = prepare_sitting(
        town.session, town.ward.body, town.campaign, gate,
        planned_on=clock.today(town.session), dossier_ids=[dossier.id for dossier in dossiers],
        actor=town.member(by),
    )  # fmt: skip
    town.session.commit()
    return sitting


@pytest.fixture
def room(town: Town, sign_in: SignIn) -> Room:
    """A prepared sitting that recommends both cells of the ward."""
    for cell in town.ward.cells:
        make.registered(town, cell)
    dossiers = [make.appraised(town, cell) for cell in town.ward.cells]
    sitting = prepared(town, Gate.RECOMMENDATION, dossiers, by=town.ward.office)
    return hold(town, sign_in, sitting)
