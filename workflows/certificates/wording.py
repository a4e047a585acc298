"""What stands on a certificate, frozen when it is given out."""

from __future__ import annotations

import re

from tenants.database import Json
from workflows.decisions.awards import OF_A_COMMITTEE, award_of
from workflows.decisions.tables import Correction, Decision, Misprinted, Recognition
from workflows.papers.heads import organisation_name, with_kind
from workflows.papers.wording import date_line


def certificate_facts(decision: Decision, title: Recognition, *, number: int) -> Json:
    """Gather the words of a sheet; the decision's own frozen facts say who granted it.

    Args:
        decision: numbered, with its day.
        title: the title that the certificate goes with; its units are loaded.

    """
    said, day = decision.facts, decision.signed_on
    unit, committee = title.dossier.unit.name, title.dossier.committee.name
    of_committee = title.dossier.flow == OF_A_COMMITTEE
    return {
        "body": _body(said),
        "unit": organisation_name(unit) if of_committee else with_kind("Chi bộ", unit),
        "committee": "" if of_committee else organisation_name(committee),
        "achievement": f"Đạt danh hiệu “{award_of(title.dossier.flow)}” năm {title.year}",
        "decision": f"Quyết định số {decision.number}, {date_line(day)}",
        "register": f"Vào sổ số {number}/{title.year}",
        "replaces": "",
        "place_and_date": f"{said['letterhead']['place']}, {date_line(day)}",
        "issuing_body": said["letterhead"]["issuing_body"],
        "on_behalf_of": said["signature"]["on_behalf_of"],
        "post": said["signature"]["post"],
        "signer": said["signature"]["name"],
        "document_date": day.isoformat() if day else "",
    }


def corrected_facts(decision: Decision, correction: Correction, printed: Json) -> Json:
    """Return the words of a sheet that a correction of its decision changes."""
    day = decision.signed_on
    if correction.field in (Misprinted.NUMBER, Misprinted.SIGNED_ON):
        place = decision.facts["letterhead"]["place"]
        return {
            "decision": f"Quyết định số {decision.number}, {date_line(day)}",
            "place_and_date": f"{place}, {date_line(day)}",
            "document_date": day.isoformat() if day else "",
        }
    name = "unit" if correction.field is Misprinted.UNIT else "committee"
    return {name: put_right(printed[name], correction.was, correction.becomes)}


def put_right(text: str, was: str, becomes: str) -> str:
    """Write a name right inside a line, where its first letter may be small."""
    inside = _replaced(text, was, becomes)
    return _replaced(inside, was[:1].lower() + was[1:], becomes[:1].lower() + becomes[1:])


def _replaced(text: str, was: str, becomes: str) -> str:
    """Replace whole words: «Tổ dân phố 1» does not stand in «Tổ dân phố 12»."""
    return re.sub(rf"(?<!\w){re.escape(was)}(?!\w)", lambda _found: becomes, text)


def _body(said: Json) -> str:
    """Name the deciding body with its committee: «BAN THƯỜNG VỤ THÀNH ỦY HÀ TĨNH»."""
    issuing = str(said["letterhead"]["issuing_body"])
    return f"BAN THƯỜNG VỤ {issuing}"
