"""Sending the probes, and comparing what comes back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import inf
from random import Random
from time import monotonic
from uuid import uuid4
from zlib import crc32

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, text
from werkzeug.test import TestResponse

from tenants.units import OrgUnit
from tests.sweep.places import is_own_act, missing
from tests.sweep.requests import Probe, Recording, discovered, recorded
from tests.sweep.world import Principal, World
from tests.tenants.filling import tenant_tables

HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"HX-Request": "true"},
    {
        "X-Tenant-ID": "VICTIM", "X-Forwarded-Prefix": "/VICTIM", "X-Forwarded-Host": "VICTIM",
        "X-Original-URL": "/VICTIM/quan-tri", "X-Forwarded-For": "127.0.0.1",
    },
    {
        "X-HTTP-Method-Override": "GET", "Authorization": "Basic YWRtaW46YWRtaW4=",
        "X-Remote-User": "admin", "Sec-Fetch-Site": "same-origin",
    },
)  # fmt: skip
# What differs from one answer to the next by itself.
BY_ITSELF = re.compile(rb'(name="(?:csrf_token|csrf|_key|unsent)"[^>]*(?:value|content)=)"[^"]*"')
# What an earlier request of the same browser left to be said once.
SAID = re.compile(rb'(<div id="thong-bao"[^>]*>).*?(?=</div>\s*<main)', re.DOTALL)
OWN_HEADERS = frozenset({"X-Request-ID", "Set-Cookie", "Content-Length", "Date"})
# Housekeeping: when somebody was last seen, and forms that were sent.
NOISE = frozenset({"sign_ins", "kept_replies", "sign_in_failures", "tenant_counts"})
# What a door writes when somebody knocks at it with a phone number: no row of the victim's.
KNOCKING = frozenset({"audit_events", "audit_heads", "sign_in_codes", "outbox_items"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class Result:
    """What the sweep did and what it found; each finding names the request."""

    attempts: int = 0
    sent: int = 0
    left_out: int = 0
    canaries: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    routes: set[tuple[str, str]] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)

    def findings(self) -> dict[str, list[str]]:
        """Return what must be empty."""
        return {
            "canaries": self.canaries,
            "differences": self.differences,
            "server errors": self.failures,
            "changed rows": self.changes,
            "acts taken": self.taken,
        }


def sweep(
    world: World,
    recording: Recording,
    *,
    verbs: bool,
    headers: int = 0,
    share: int = 1,
    say: Callable[[str], None] = lambda _line: None,
) -> Result:
    """Send every probe as every principal.

    Args:
        verbs: all seven on every address, or only those that the route has.
        headers: how many of the variants of headers each probe is sent with; 0 takes
            them in turn, one a probe.
        share: 1 sends everything; *n* gives each address to every n-th principal only, so
            that all addresses are tried and all principals try.

    """
    result = Result()
    for number, principal in enumerate(world.principals):
        chosen = Choice(verbs=verbs, headers=headers, share=share, offset=number)
        sweep_as(world, principal, recording, chosen, result)
        say(f"{principal.name}: {result.attempts} attempts so far")
    return result


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the probes are sent; ``sweep`` says what the words mean."""

    verbs: bool
    headers: int = 0
    share: int = 1
    offset: int = 0
    skip: int = 0
    seconds: float = inf

    def takes(self, probe: Probe) -> bool:
        """Tell whether a probe falls to this principal; the one way out always does."""
        if probe.endpoint.endswith(".sign_out"):
            return True
        named = crc32(f"{probe.rule} {probe.method} {probe.endpoint}".encode())
        return (named + self.offset) % self.share == 0


def sweep_as(
    world: World, principal: Principal, recording: Recording, choice: Choice, result: Result
) -> None:
    """Send the probes as one principal: first each route once, then the rest as chance orders."""
    before = footprint(world, besides=principal.unit)
    token = _token(principal)
    probes = [
        probe
        for probe in _probes(world, principal, recording, verbs=choice.verbs)
        if choice.takes(probe)
    ]
    chance = Random(choice.offset)  # noqa: S311  # reproducible, keeps no secret
    probes = _each_route_first(probes, routes_of(world.app), chance)[choice.skip :]
    ends = monotonic() + choice.seconds
    for place, probe in enumerate(probes):
        if monotonic() > ends:
            result.left_out += len(probes) - place
            break
        turn = (choice.skip + place) % len(HEADERS)
        for variant in HEADERS[: choice.headers] or (HEADERS[turn],):
            _try(world, principal, probe, variant, token, result)
        result.sent += 1
    after = footprint(world, besides=principal.unit)
    changed = sorted(table for table, rows in after.items() if rows != before[table])
    if changed:
        result.changes.append(f"{principal.name}: {', '.join(changed)}")


def routes_of(app: Flask) -> list[tuple[str, str]]:
    """List every route with each verb of its own."""
    return sorted(
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def _each_route_first(
    probes: list[Probe], routes: list[tuple[str, str]], chance: Random
) -> list[Probe]:
    """Put one probe of each route before all others, which chance orders."""
    of_route = {(probe.rule, probe.method): probe for probe in reversed(probes)}
    firsts = [of_route[route] for route in routes if route in of_route]
    known = {id(probe) for probe in firsts}
    rest = [probe for probe in probes if id(probe) not in known]
    chance.shuffle(rest)
    return [*firsts, *rest]


def footprint(world: World, *, besides: OrgUnit | None = None) -> dict[str, str]:
    """Fold everything the victim has, table by table, into one word each.

    ``besides`` is the unit that somebody writes for themselves: a meeting that they note there
    is theirs, not the victim's.
    """
    words = {}
    own = str(besides.id) if besides else ""
    with world.superuser.connect() as connection:
        there = set(inspect(connection).get_table_names())
        for table in tenant_tables():
            if table.name in NOISE | KNOCKING or table.name not in there:
                continue
            words[table.name] = str(
                connection.scalar(
                    text(
                        "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"  # noqa: S608
                        f" FROM {table.name} t WHERE tenant_id = :tenant"
                        + (" AND unit_id::text IS DISTINCT FROM :own" * ("unit_id" in table.c))
                    ),
                    {"tenant": world.victim.tenant.id, "own": own},
                )
            )
    return words


def _probes(
    world: World, principal: Principal, recording: Recording, *, verbs: bool
) -> Iterator[Probe]:
    every: Iterable[Probe] = (
        *discovered(world, principal, verbs=verbs),
        *recorded(world, principal, recording),
    )
    for probe in every:
        # Who signs out is hostile no more; that one door the anonymous try.
        leaves = probe.endpoint.endswith(".sign_out") and principal.name != "anonymous"
        own = is_own_act(probe.endpoint) and probe.method not in SAFE
        if leaves or (own and not probe.address.startswith(f"/{world.victim.tenant.slug}/")):
            continue  # outsiders' own acts in their own tenant are theirs
        if own and principal.inside:
            continue
        if principal.name == "platform" and probe.address.startswith("/he-thong"):
            continue  # there it is at home
        yield probe


def _try(
    world: World,
    principal: Principal,
    probe: Probe,
    variant: dict[str, str],
    token: str,
    result: Result,
) -> None:
    headers = {
        name: value.replace("VICTIM", world.victim.tenant.slug) for name, value in variant.items()
    }
    result.routes.add((probe.rule, probe.method))
    answers = _answers(world, principal, probe, headers, token, result)
    if len(answers) == 2 and answers[0] != answers[1]:
        # A page may change by itself between two requests (a message has come in); what tells
        # one row from another tells it each time.
        answers = _answers(world, principal, probe, headers, token, result)
    if len(answers) == 2 and answers[0] != answers[1]:
        parts = [
            name
            for name, one, two in zip(("status", "headers", "body"), *answers, strict=True)
            if one != two
        ]
        result.differences.append(
            f"{principal.name}: {probe.method} {probe.address} ({probe.endpoint}) tells by"
            f" {', '.join(parts)}: {answers[0][0]} and {answers[1][0]}"
        )


def _answers(
    world: World,
    principal: Principal,
    probe: Probe,
    headers: dict[str, str],
    token: str,
    result: Result,
) -> list[tuple[object, ...]]:
    """Ask for the row that is there, then for one that is not."""
    answers = []
    for address, fields in ((probe.address, probe.fields), (probe.twin, probe.twin_fields)):
        form = None
        if probe.method not in SAFE:
            form = fields | {"csrf_token": token, "_key": str(uuid4())}
        answer = principal.browser.open(
            address, method=probe.method, data=form, headers=headers, buffered=True
        )
        result.attempts += 1
        result.statuses[answer.status_code] += 1
        answers.append(_plain(answer, world, probe))
        _judge(principal, probe, answer, result)
        if not probe.names_rows:
            break
    return answers


def _judge(principal: Principal, probe: Probe, answer: TestResponse, result: Result) -> None:
    said = answer.data
    for canary in principal.forbidden:
        if canary.encode() in said or canary.lower().encode() in said:
            result.canaries.append(
                f"{principal.name}: {probe.method} {probe.address} ({probe.endpoint}) says {canary}"
            )
    if answer.status_code >= 500:
        result.failures.append(
            f"{principal.name}: {probe.method} {probe.address} ({probe.endpoint}): "
            f"{answer.status_code}"
        )


def _plain(answer: TestResponse, world: World, probe: Probe) -> tuple[object, ...]:
    """Return status, headers and body without what the request itself brought along."""
    body = SAID.sub(rb"\1", BY_ITSELF.sub(rb"\1", answer.data))
    headers = sorted((name, value) for name, value in answer.headers if name not in OWN_HEADERS)
    told = repr(headers)
    for kind, value in world.ids.items():
        if kind == "tenant" and not probe.rule.startswith("/he-thong"):
            continue
        for said in (value, missing(kind)):
            body = body.replace(said.encode(), b"ID")
            told = told.replace(said, "ID")
    return answer.status_code, told, body


def _token(principal: Principal) -> str:
    """Return the token that forms of this browser carry; from its own door if it has no page."""
    for address in (f"/{principal.slug}/toi", f"/{principal.slug}/dang-nhap"):
        found = re.search(
            r'name="csrf(?:_token)?" (?:value|content)="([^"]+)"',
            _text(principal.browser, address),
        )
        if found:
            return found[1]
    return ""


def _text(browser: FlaskClient, address: str) -> str:
    return browser.get(address).text
