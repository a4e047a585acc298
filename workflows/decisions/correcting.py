"""Putting right what was misprinted in a numbered decision: «đính chính».

Only what a clerk copies can be misprinted: number, day, how a name is written. What the body
decided is changed by a sitting alone (workflows.decisions.asking). The correction rests on a
paper of the body that decided; the first print, its facts and its code stay, and whoever asks
by the code is told both (docs/process.md, section 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tenants import clock
from tenants.audit import record_event
from tenants.database import Json, row_id
from tenants.members import Member
from tenants.outbox import leave
from tenants.spelling import is_alike
from tenants.text.dates import parse_date, show_date
from tenants.text.folding import normalise
from tenants.wall import TenantSession
from workflows.certificates.issuing import reissue_corrected
from workflows.certificates.printing import ask_for_run
from workflows.certificates.tables import Certificate
from workflows.certificates.wording import put_right
from workflows.decisions.facts import items_decided
from workflows.decisions.following import follow
from workflows.decisions.locking import locked
from workflows.decisions.making import check_number, signer_on
from workflows.decisions.reading import corrections_of, keeps
from workflows.decisions.tables import MERIT, Correction, Decision, Misprinted
from workflows.engine.refusals import Refusal, StaleError
from workflows.papers.numbers import term_of
from workflows.papers.tables import Edition
from workflows.sittings.tables import SittingItem

# What each of the names is called in a row of the printed list.
IN_A_ROW = {
    Misprinted.UNIT: "cell",
    Misprinted.COMMITTEE: "ward",
    Misprinted.SECRETARY: "secretary",
}
SAID = {
    Misprinted.NUMBER: "số",
    Misprinted.SIGNED_ON: "ngày ký",
    Misprinted.UNIT: "tên chi bộ",
    Misprinted.COMMITTEE: "tên đảng bộ",
    Misprinted.SECRETARY: "tên bí thư",
}
TO_NUMBER = (Misprinted.NUMBER, Misprinted.SIGNED_ON)
ON_THE_SHEETS = (Misprinted.NUMBER, Misprinted.SIGNED_ON, Misprinted.UNIT, Misprinted.COMMITTEE)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a decision that may be misprinted, as it is printed now."""

    field: Misprinted
    printed: str
    row: int | None = None
    unit_id: UUID | None = None


def printed_facts(session: TenantSession, decision: Decision) -> Json:
    """Return what a decision says now: as it was frozen, or as it was last put right."""
    found = corrections_of(session, decision.id)
    return found[-1].facts if found else decision.facts


def place_of(
    session: TenantSession, decision: Decision, field: Misprinted, row: int | None = None
) -> Place:
    """Find what is printed in a place.

    Args:
        row: which line of the list, for a name.

    Raises:
        Refusal: the list has no such line, or nothing is printed there.

    """
    facts = printed_facts(session, decision)
    if field is Misprinted.NUMBER:
        return Place(field, decision.number or "")
    if field is Misprinted.SIGNED_ON:
        return Place(field, show_date(decision.signed_on) if decision.signed_on else "")
    if field is Misprinted.BASIS:  # follows the decision that it names, by itself
        raise Refusal("nothing_printed", fields=["row"], row=row or 1)
    items, cells = items_decided(session, decision), facts["cells"]
    if row is None:
        raise Refusal("missing", fields=["row"])
    if not 1 <= row <= min(len(items), len(cells)):
        raise Refusal("no_such_row", fields=["row"], last=len(cells))
    printed = cells[row - 1][IN_A_ROW[field]]
    if not printed:
        raise Refusal("nothing_printed", fields=["row"], row=row)
    return Place(field, printed, row, _unit_of(items[row - 1], field))


def correct_misprint(
    session: TenantSession,
    decision: Decision,
    field: Misprinted,
    right: str,
    *,
    row: int | None = None,
    reason: str,
    paper: str,
    paper_on: date,
    actor: Member,
    seen_version: int,
) -> Correction:
    """Put one misprint right; the decision is printed anew, and so are its Giấy khen.

    Args:
        right: as it should have been printed; a day as ``08/12/2026``.
        row: which line of the list, for a name.
        reason: how it is known.
        paper: number and symbol of the body's paper that corrects it, with its day.

    Raises:
        Refusal: not the office that keeps it, not numbered, nothing that changes, another name
            and not the same one misspelt, a number or day that the decision may not have, or a
            correcting paper that is missing or older than the decision.
        StaleError: the decision changed since it was shown.

    """
    decision = locked(session, decision)
    if not keeps(actor, decision) or actor.person_id is None:
        raise Refusal("role", parties=["city_org", "city_office", "ward_office"])
    if decision.frozen_at is None or decision.signed_on is None:
        raise Refusal("not_numbered_yet", decision=decision.code)
    if decision.version != seen_version:
        raise StaleError(name="", trigger="", at=None, state="")
    right, reason, paper = normalise(right), normalise(reason), normalise(paper)
    given = {"right": right, "reason": reason, "paper": paper}
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise Refusal("missing", fields=missing)
    place = place_of(session, decision, field, row)
    if field is Misprinted.SIGNED_ON:
        right = show_date(_day(right))
    number, signed_on = decision.number or "", decision.signed_on
    _put(session, decision, place, right)
    if paper_on > clock.today(session):
        raise Refusal("future_day", fields=["paper_on"], today=clock.today(session))
    if paper_on < decision.signed_on:
        raise Refusal("before_decision", fields=["paper_on"], on=decision.signed_on)
    before = corrections_of(session, decision.id)
    facts = _corrected(printed_facts(session, decision), place, right)
    facts["corrected"] = [
        *facts.get("corrected", []),
        (
            f"(Đính chính lần {len(before) + 1}, theo Văn bản số {paper} ngày"
            f" {show_date(paper_on)}: {_where(place)} đã in “{place.printed}”, nay sửa là"
            f" “{right}”)"
        ),
    ]
    made = Correction(
        id=row_id(), decision_id=decision.id, position=len(before) + 1, field=field,
        unit_id=place.unit_id, was=place.printed, becomes=right, reason=reason, paper=paper,
        paper_on=paper_on, facts=facts, corrected_at=clock.now(session), corrected_by=actor.name,
        person_id=actor.person_id,
    )  # fmt: skip
    session.add(made)
    decision.corrected += 1
    session.flush()
    again = _print_sheets_anew(session, decision, made, actor=actor)
    if field in TO_NUMBER:
        follow(session, decision, made, number=number, signed_on=signed_on, actor=actor)
    record_event(
        session, "decision_corrected", actor=actor,
        facts={
            "decision": decision.code, "field": field, "before": made.was, "after": made.becomes,
            "reason": reason, "paper": paper, "paper_on": paper_on, "count": len(again),
        },
    )  # fmt: skip
    leave(
        session, "decision_paper",
        {"decision": str(decision.id), "edition": Edition.FINAL, "correction": str(made.id)},
    )  # fmt: skip
    return made


def _put(session: TenantSession, decision: Decision, place: Place, right: str) -> None:
    """Ask whether this may stand in the place, and enter a number or day that may."""
    number, day = decision.number or "", decision.signed_on or clock.today(session)
    if right == place.printed:
        raise Refusal("nothing_changed", fields=["right"])
    if place.field is Misprinted.NUMBER:
        _ask_the_book(session, decision, right, day)
        decision.number = right
    elif place.field is Misprinted.SIGNED_ON:
        day = _day(right)
        _ask_the_book(session, decision, number, day)
        decision.signed_on, decision.term = day, term_of(day)
    elif not is_alike(place.printed, right):
        raise Refusal("another_printed_name", fields=["right"], name=place.printed)


def _day(typed: str) -> date:
    try:
        return parse_date(typed)
    except ValueError:
        raise Refusal("unreadable_day", fields=["right"]) from None


def _ask_the_book(session: TenantSession, decision: Decision, number: str, day: date) -> None:
    try:
        check_number(session, decision, number, day)
        if decision.signer_id is not None:
            signer_on(session, decision, decision.signer_id, day)
    except Refusal as refusal:
        # There they have fields of their own; here it is what was typed as right.
        raise Refusal(refusal.code, **(refusal.info | {"fields": ["right"]})) from None


def _unit_of(item: SittingItem, field: Misprinted) -> UUID:
    return item.dossier.committee_id if field is Misprinted.COMMITTEE else item.dossier.unit_id


def _where(place: Place) -> str:
    if place.row is None or place.field is Misprinted.COMMITTEE:
        return SAID[place.field]
    return f"{SAID[place.field]} ở dòng {place.row} của danh sách"


def _corrected(facts: Json, place: Place, right: str) -> Json:
    """Return what a decision says with one place put right."""
    if place.field is Misprinted.NUMBER:
        return facts | {"number": right}
    if place.field is Misprinted.SIGNED_ON:
        return facts | {"signed_on": _day(right).isoformat()}
    name = IN_A_ROW[place.field]
    rows = [
        row | {name: right}
        if row["position"] == place.row
        or (place.field is Misprinted.COMMITTEE and row[name] == place.printed)
        else row
        for row in facts["cells"]
    ]
    if place.field is Misprinted.SECRETARY:
        return facts | {"cells": rows}
    lines = {
        key: [put_right(line, place.printed, right) for line in facts[key]]
        for key in ("legal_bases", "articles", "recipients")
    }
    return facts | {"cells": rows} | lines


def _print_sheets_anew(
    session: TenantSession, decision: Decision, made: Correction, *, actor: Member
) -> list[Certificate]:
    """Give out anew the Giấy khen on which the misprint stands."""
    if decision.kind != MERIT or made.field not in ON_THE_SHEETS:
        return []
    note = f"Đính chính theo Văn bản số {made.paper} ngày {show_date(made.paper_on)}:"
    new = reissue_corrected(
        session, decision, made,
        note=f"{note} {SAID[made.field]} đã in “{made.was}”, nay sửa là “{made.becomes}”",
        actor=actor,
    )  # fmt: skip
    if new:
        ask_for_run(session, decision, only=[row.id for row in new], actor=actor)
    return new
