"""What every paper begins and ends with: letterhead, place, date, codes, signers.

Rules: guideline 36-HD/VPTW of 03/4/2018. A cell's paper stands under its committee, a ward's
under the upper committee, the upper committee's own under the body above it.
"""

from __future__ import annotations

from tenants.database import Json
from tenants.tenant import Tenant
from tenants.units import OrgUnit
from workflows.decisions.awards import OF_A_COMMITTEE
from workflows.dossiers.tables import Dossier

KINDS_OF_PLACES = ("phường", "xã", "thị trấn", "đặc khu")
CELL, WARD_COMMITTEE, PARTY_ORGANISATION = "CHI BỘ", "ĐẢNG ỦY", "ĐẢNG BỘ"


def cell_head(tenant: Tenant, cell: OrgUnit, committee: OrgUnit) -> Json:
    """Return the letterhead of a cell's paper; a cell has no register of numbers."""
    return {
        "upper_body": issuing_name(committee),
        "issuing_body": _named(CELL, cell.name),
        "number": "",
        "place": place_of(tenant, committee),
    }


def ward_head(tenant: Tenant, committee: OrgUnit, *, number: str) -> Json:
    """Return the letterhead of a paper of a ward's committee; ``number`` with «Số»."""
    return {
        "upper_body": tenant.words.get("organisation", _organisation(tenant)),
        "issuing_body": issuing_name(committee),
        "number": number,
        "place": place_of(tenant, committee),
    }


def city_head(tenant: Tenant, *, number: str) -> Json:
    """Return the letterhead of a paper of the tenant's own committee."""
    return {
        "upper_body": tenant.words.get("upper_body", ""),
        "issuing_body": tenant.words.get("issuing_body", tenant.name.upper()),
        "number": number,
        "place": tenant.words.get("place", ""),
    }


def issuing_name(committee: OrgUnit) -> str:
    """Name a committee as its letterhead does: «ĐẢNG ỦY PHƯỜNG TÂN GIANG»."""
    return str(committee.words.get("issuing_body") or _named(WARD_COMMITTEE, committee.name))


def place_of(tenant: Tenant, committee: OrgUnit) -> str:
    """Return the place before the date: a ward's own name, without its kind."""
    name = committee.name
    for kind in (str(tenant.words.get("ward", "phường")), *KINDS_OF_PLACES):
        if name.lower().startswith(f"{kind} "):
            name = name[len(kind) + 1 :]
            break
    return str(committee.words.get("place") or name)


def unit_on_paper(dossier: Dossier) -> str:
    """Name the unit of a dossier: a cell as it is called, a committee as its organisation."""
    name = dossier.unit.name
    return organisation_name(name) if dossier.flow == OF_A_COMMITTEE else name


def organisation_name(name: str) -> str:
    """Name the Party organisation of a committee: «Đảng bộ phường Tân Giang»."""
    for body in ("đảng ủy ", "đảng uỷ "):
        if name.lower().startswith(body):
            name = name[len(body) :]
    return with_kind(PARTY_ORGANISATION.capitalize(), name)


def with_kind(kind: str, name: str) -> str:
    """Put the kind before a name that does not begin with it: «Chi bộ Tổ dân phố 6»."""
    if name.lower().startswith(kind.lower()):
        return name
    inside = name[:1].lower() + name[1:] if kind.upper() == PARTY_ORGANISATION else name
    return f"{kind} {inside}"


def committee_in_sentence(name: str) -> str:
    """Name a ward's committee as a sentence has it: «Đảng ủy phường Tân Giang»."""
    if name.lower().startswith(("đảng ủy", "đảng uỷ")):
        return in_sentence(name)
    return f"Đảng ủy {name[:1].lower()}{name[1:]}"


def symbol_of(tenant: Tenant, kind: str, *, upper: bool = False) -> str:
    """Return a paper's symbol as the tenant writes them: «TTr/ĐU», «BB/Th.U»."""
    own = str(tenant.words.get("symbol", "QĐ/ĐU")).split("/")[-1]
    return f"{kind}/{own if upper else tenant.words.get('ward_symbol', 'ĐU')}"


def in_sentence(name: str) -> str:
    """Write a body's name as it stands inside a sentence: «Ban Thường vụ Đảng ủy phường …»."""
    for kind in KINDS_OF_PLACES:
        name = name.replace(f" {kind.capitalize()} ", f" {kind} ")
    return name


def _named(kind: str, name: str) -> str:
    """Put the kind before a name that does not begin with it."""
    upper = name.upper()
    return upper if upper.startswith(kind) else f"{kind} {upper}"


def _organisation(tenant: Tenant) -> str:
    issuing = str(tenant.words.get("issuing_body", tenant.name.upper()))
    for body in ("THÀNH ỦY", "HUYỆN ỦY", "QUẬN ỦY", "THỊ ỦY", "TỈNH ỦY"):
        if issuing.startswith(body):
            return issuing.replace(body, f"{PARTY_ORGANISATION} {PLACES[body]}", 1)
    return issuing


PLACES = {
    "THÀNH ỦY": "THÀNH PHỐ",
    "HUYỆN ỦY": "HUYỆN",
    "QUẬN ỦY": "QUẬN",
    "THỊ ỦY": "THỊ XÃ",
    "TỈNH ỦY": "TỈNH",
}
