"""What must hold of the settings before a production service starts, each with its cure."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from itertools import combinations
from urllib.parse import urlsplit

from flask import Flask

from tenants.settings import Settings, SignInCodes
from web import cookies
from web.commands.finding import Check, checked

SHORTEST_SECRET = 32
FEWEST_LETTERS = 10
LONGEST_IDLE = 24 * 60
LONGEST_FRESH = 60
KEYS = ("secret_key", "audit_key", "seal_key")


def check_settings(settings: Settings) -> Iterator[Check]:
    """Look at the settings alone; nothing is asked of any server."""
    yield from _keys(settings)
    yield _debug(settings)
    yield _codes(settings)
    yield from (_gateway(settings, way) for way in (SignInCodes.SMS, SignInCodes.ZALO))
    yield _hosts(settings)
    yield _proxies(settings)
    yield _cookies(settings)
    yield _lifetimes(settings)


def _keys(settings: Settings) -> Iterator[Check]:
    secrets = {name: getattr(settings, name).get_secret_value() for name in KEYS}
    faults = {name: _fault_of(secret) for name, secret in secrets.items()}
    for first, second in combinations(KEYS, 2):
        if secrets[first] and secrets[first] == secrets[second] and not faults[second]:
            faults[second] = f"it is the same as {first.upper()}; make another one"
    for name, fault in faults.items():
        yield checked(name, fault, "long enough, and like no other")


def _debug(settings: Settings) -> Check:
    fault = "FLASK_DEBUG shows the program's insides to anybody; take it out of the environment"
    return checked("debug", fault if settings.flask_debug else "", "off")


def _codes(settings: Settings) -> Check:
    way, fault = settings.sign_in_codes, ""
    if way is SignInCodes.PAGE:
        fault = "codes shown on the page let anybody in; set SIGN_IN_CODES=office"
    elif way is not SignInCodes.OFFICE and not getattr(settings, f"{way}_url"):
        fault = f"codes go by a gateway that is not named; set {way.upper()}_URL"
    return checked("sign_in_codes", fault, str(way))


def _gateway(settings: Settings, way: SignInCodes) -> Check:
    url, token = getattr(settings, f"{way}_url"), getattr(settings, f"{way}_token")
    name, fault = f"{way.upper()}_URL", ""
    if url is None:
        return checked(f"{way}_gateway", "", "none")
    if _is_this_machine(urlsplit(url).hostname or ""):
        fault = f"a gateway on this machine reaches nobody; name the provider's in {name}"
    elif urlsplit(url).scheme != "https":
        fault = f"codes would travel in the open; {name} must begin with https://"
    elif not token.get_secret_value():
        fault = f"it lets anybody send; set {way.upper()}_TOKEN"
    return checked(f"{way}_gateway", fault, urlsplit(url).hostname or "")


def _hosts(settings: Settings) -> Check:
    hosts = settings.trusted_hosts
    fault = "" if hosts else 'name the hosts it answers to: TRUSTED_HOSTS=["…"]'
    if any(host in {"*", ".", ""} for host in hosts):
        fault = "it answers to any host; name each in TRUSTED_HOSTS"
    return checked("trusted_hosts", fault, ", ".join(hosts))


def _proxies(settings: Settings) -> Check:
    fault = (
        ""
        if settings.proxy_hops
        else (
            "everybody would seem to come from the proxy, and one who fails would shut out all; "
            "set PROXY_HOPS to how many proxies of your own stand before it, usually 1"
        )
    )
    return checked("proxy_hops", fault, str(settings.proxy_hops))


def _cookies(settings: Settings) -> Check:
    app = Flask("cookies", static_folder=None)
    cookies.init_app(app, production=settings.production)
    weakness = cookies.weakness_of(app) if settings.production else ""
    return checked("cookies", weakness, "guarded" if settings.production else "of a laptop")


def _lifetimes(settings: Settings) -> Check:
    fault = ""
    if settings.idle_minutes > LONGEST_IDLE:
        fault = f"a sign-in may rest longer than a day; set IDLE_MINUTES to {LONGEST_IDLE} or less"
    elif settings.fresh_minutes > LONGEST_FRESH:
        fault = f"a proof an hour old is none; set FRESH_MINUTES to {LONGEST_FRESH} or less"
    found = f"{settings.idle_minutes} and {settings.fresh_minutes} minutes"
    return checked("lifetimes", fault, found)


def _fault_of(secret: str) -> str:
    if not secret:
        return "it is not set"
    if len(secret) < SHORTEST_SECRET:
        return f"it is shorter than {SHORTEST_SECRET} characters"
    if len(set(secret)) < FEWEST_LETTERS:
        return "it repeats itself; take random characters"
    return ""


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
