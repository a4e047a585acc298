"""Tries in the name of known and unknown numbers, by turns, and what their times tell."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tenants.signing_in.accounts import find_account
from tenants.signing_in.passwords import set_password
from tenants.signing_in.tables import SignInFailures
from tests import make
from tests.make import Town
from tests.web.conftest import hidden_of

SENTENCE = "chim hót trên cành bưởi sau nhà"


@dataclass(frozen=True, slots=True)
class Times:
    """How long tries took, in seconds, with a number that is known and with one that is not."""

    known: list[float]
    unknown: list[float]

    @property
    def auc(self) -> float:
        """How often a known number takes longer than an unknown one: 0.5 tells nothing."""
        return area(self.known, self.unknown)


def area(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the area under the curve: the share of pairs in which the first is larger."""
    won = sum((a > b) + (a == b) / 2 for a in first for b in second)
    return won / (len(first) * len(second))


class Door:
    """A town's sign-in page, tried at over and over by somebody who is never slowed down."""

    def __init__(self, app: Flask, town: Town) -> None:
        self.app = app
        self.town = town
        self.addresses = 0
        secretary = town.ward.secretaries[0]
        self.known = town.phones[secretary.id]
        account = find_account(town.session, self.known)
        assert account is not None
        set_password(
            town.session, account, SENTENCE, shortest=15, actor=town.member(secretary)
        )  # fmt: skip
        town.session.commit()

    def times(self, way: Callable[[Door, str], float], samples: int) -> Times:
        """Try by turns, in an order that chance chooses, the first few times for nothing."""
        chance = random.Random(98)  # noqa: S311  # an order, not a secret
        found: dict[bool, list[float]] = {True: [], False: []}
        for number in range(samples // 2 + 5):
            turns = [True, False]
            chance.shuffle(turns)
            for is_known in turns:
                took = way(self, self.known if is_known else make.phone())
                if number >= 5:
                    found[is_known].append(took)
        return Times(found[True], found[False])

    def asking(self, phone: str) -> float:
        """Send the phone number."""
        browser, form = self._at("dang-nhap")
        return self._took(browser, "dang-nhap", {**form, "phone": phone})

    def code(self, phone: str) -> float:
        """Send a wrong code."""
        browser = self._remembered(phone, "")
        form = hidden_of(browser.get(self._address("dang-nhap/ma")).text)
        return self._took(browser, "dang-nhap/ma", {**form, "code": "000000"})

    def password(self, phone: str) -> float:
        """Send a wrong password."""
        browser = self._remembered(phone, "1")
        form = hidden_of(browser.get(self._address("dang-nhap/mat-khau")).text)
        return self._took(browser, "dang-nhap/mat-khau", {**form, "password": "not it at all"})

    def _at(self, path: str) -> tuple[FlaskClient, dict[str, str]]:
        browser = self.app.test_client()
        browser.environ_base["REMOTE_ADDR"] = self._somewhere()
        return browser, hidden_of(browser.get(self._address(path)).text)

    def _remembered(self, phone: str, with_password: str) -> FlaskClient:
        browser, form = self._at("dang-nhap")
        browser.post(
            self._address("dang-nhap"), data={**form, "phone": phone, "mat-khau": with_password}
        )
        return browser

    def _somewhere(self) -> str:
        """Return an address of the network that nobody has tried from before."""
        self.addresses += 1
        return f"10.{self.addresses >> 16 & 255}.{self.addresses >> 8 & 255}.{self.addresses & 255}"

    def _took(self, browser: FlaskClient, path: str, sent: dict[str, str]) -> float:
        began = time.perf_counter()
        answer = browser.post(self._address(path), data=sent)
        took = time.perf_counter() - began
        assert answer.status_code in {303, 422}, answer.status_code
        self._forgive()
        return took

    def _address(self, path: str) -> str:
        return f"/{self.town.tenant.slug}/{path}"

    def _forgive(self) -> None:
        """Forget what failed, so that the next try is answered like the first."""
        self.town.session.execute(update(SignInFailures).values(in_a_row=0, waits_until=None))
        self.town.session.commit()


WAYS = {"phone": Door.asking, "code": Door.code, "password": Door.password}
