"""The requests of the sweep: every route with every verb, and what the victim's people did."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from tests.sweep.places import is_own_act, missing, part_of
from tests.sweep.world import Principal, World

VERBS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
# What forms of the service ask for; ids in it are the victim's or missing ones, as the address is.
FORM = {
    "reason": "x", "marked": "1.1", "due_on": "31/12/2030", "words": "x", "number": "1",
    "signed_on": "01/01/2026", "level": "good", "met_on": "01/01/2026", "in_favour": "20",
    "base": "22", "proposed_rating": "good", "agree": "1", "seen_version": "1", "note": "x",
    "name": "x", "conclusion": "x", "outcome": "x", "ground": "x", "look_again_on": "31/12/2030",
    "gate": "recommendation", "planned_on": "31/12/2030", "phone": "0999999999",
}  # fmt: skip
IN_FORMS = {"ho_so": "dossier", "dossiers": "dossier", "to": "people", "nguoi": "people"}


@dataclass(frozen=True, slots=True)
class Probe:
    """One request on the victim's rows, and its twin on rows that do not exist."""

    endpoint: str
    rule: str
    method: str
    address: str
    twin: str
    fields: dict[str, str] = field(default_factory=dict)
    twin_fields: dict[str, str] = field(default_factory=dict)
    names_rows: bool = True


def discovered(world: World, principal: Principal, *, verbs: bool = True) -> Iterator[Probe]:
    """Make probes of every rule, with every verb or only its own."""
    for rule in sorted(world.app.url_map.iter_rules(), key=lambda each: each.rule):
        allowed = (rule.methods or set()) & set(VERBS)
        for method in VERBS if verbs else sorted(allowed - {"HEAD", "OPTIONS"}):
            yield from _of_rule(world, principal, rule, method)


def _of_rule(world: World, principal: Principal, rule: Rule, method: str) -> Iterator[Probe]:
    names = sorted(rule.arguments - {"tenant"})
    parts = {name: part_of(rule, name) for name in names}
    owned = [name for name in names if parts[name][0]]
    for filled in _combinations(world, principal, parts, owned):
        for slug in _slugs(world, principal, rule):
            real = _address(rule, slug, {name: pair[0] for name, pair in filled.items()})
            twin = _address(rule, slug, {name: pair[1] for name, pair in filled.items()})
            posting = method not in {"GET", "HEAD", "OPTIONS"}
            endpoint = rule.endpoint
            if method not in (rule.methods or set()):
                endpoint = endpoint_of(world.app, real, method)
            yield Probe(
                endpoint=endpoint, rule=rule.rule, method=method, address=real, twin=twin,
                fields=_form(world.ids) if posting else {},
                twin_fields=_form(None) if posting else {},
                names_rows=bool(owned) or (posting and not is_own_act(endpoint)),
            )  # fmt: skip


def _combinations(
    world: World,
    principal: Principal,
    parts: Mapping[str, tuple[str, Sequence[str]]],
    owned: list[str],
) -> Iterator[dict[str, tuple[str, str]]]:
    """Give real and missing values for each part: all foreign, then own ones mixed in."""
    words = {name: list(choices) for name, (kind, choices) in parts.items() if not kind}
    for chosen in itertools.product(*words.values()):
        plain = {name: (word, word) for name, word in zip(words, map(str, chosen), strict=True)}
        kinds = {name: parts[name][0] for name in owned}
        yield plain | {name: (world.ids[kind], missing(kind)) for name, kind in kinds.items()}
        for mixed in owned if len(owned) > 1 else []:
            own = {
                name: (principal.ids[kind], principal.ids[kind])
                for name, kind in kinds.items()
                if name != mixed and kind in principal.ids
            }
            if len(own) == len(owned) - 1:
                kind = kinds[mixed]
                yield plain | own | {mixed: (world.ids[kind], missing(kind))}


def _slugs(world: World, principal: Principal, rule: Rule) -> list[str]:
    """Name the tenants in whose addresses the rows are looked for: theirs, and one's own."""
    if "tenant" not in rule.arguments:
        return [""]
    return list(dict.fromkeys([world.victim.tenant.slug, principal.slug]))


def _address(rule: Rule, slug: str, values: dict[str, str]) -> str:
    def fill(match: re.Match[str]) -> str:
        name = match[1].rpartition(":")[2]
        return slug if name == "tenant" else quote(values[name])

    return re.sub(r"<([^>]+)>", fill, rule.rule)


def _form(ids: dict[str, str] | None) -> dict[str, str]:
    return FORM | {name: ids[kind] if ids else missing(kind) for name, kind in IN_FORMS.items()}


@dataclass(slots=True)
class Recording:
    """What the victim's people asked for: addresses they opened, forms they found there."""

    opened: set[str] = field(default_factory=set)
    forms: dict[str, dict[str, str]] = field(default_factory=dict)


def record(world: World, *, of_each_page: int) -> Recording:
    """Let the victim's people walk through their pages, and write down every request."""
    found = Recording()
    for browser in world.own.values():
        _walk(world, browser, found, of_each_page=of_each_page)
    return found


def _walk(world: World, browser: FlaskClient, found: Recording, *, of_each_page: int) -> None:
    start = f"/{world.victim.tenant.slug}/"
    waiting, seen, counts = [start], {start}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        kind = endpoint_of(world.app, address)
        if counts[kind] == of_each_page:
            continue
        counts[kind] += 1
        found.opened.add(address)
        answer = browser.get(address, follow_redirects=True)
        if answer.mimetype != "text/html":
            continue
        for link in re.findall(r'href="(/[^"#]+)', answer.text):
            plain = unescape(link)
            if plain not in seen and "lang=" not in plain and not plain.startswith("/static"):
                seen.add(plain)
                waiting.append(plain)
        for action, inside in re.findall(
            r'<form[^>]* method="post" action="([^"]+)"[^>]*>(.*?)</form>', answer.text, re.DOTALL
        ):
            found.forms.setdefault(unescape(action), _fields(inside))


def _fields(form: str) -> dict[str, str]:
    pairs = re.findall(r'<(?:input|button)[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form)
    return {name: unescape(value) for name, value in pairs if name not in {"csrf_token", "_key"}}


def recorded(world: World, principal: Principal, recording: Recording) -> Iterator[Probe]:
    """Make probes of what was recorded: the same request, and its twin with missing rows."""
    own = world.victim.tenant.slug
    for slug in dict.fromkeys([own, principal.slug]):
        for address in sorted(recording.opened):
            yield _again(world, "GET", address.replace(f"/{own}", f"/{slug}", 1), {})
        for address, fields in sorted(recording.forms.items()):
            yield _again(world, "POST", address.replace(f"/{own}", f"/{slug}", 1), fields)


def _again(world: World, method: str, address: str, fields: dict[str, str]) -> Probe:
    twin, twin_fields = address, dict(fields)
    for kind, value in world.ids.items():
        if kind == "tenant":
            continue
        twin = twin.replace(value, missing(kind))
        twin_fields = {
            name: said.replace(value, missing(kind)) for name, said in twin_fields.items()
        }
    return Probe(
        endpoint=endpoint_of(world.app, address, method), rule="recorded", method=method,
        address=address, twin=twin, fields=fields, twin_fields=twin_fields,
        names_rows=(twin, twin_fields) != (address, fields),
    )  # fmt: skip


def endpoint_of(app: Flask, address: str, method: str = "GET") -> str:
    """Name the view that an address opens."""
    try:
        return str(app.url_map.bind("").match(address.partition("?")[0], method=method)[0])
    except HTTPException:
        return address
