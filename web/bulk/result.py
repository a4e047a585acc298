"""What became of each dossier of a bulk act, kept in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tenants.audit import AuditEvent, record_event
from tenants.members import Member
from tenants.wall import TenantSession
from web import current
from web.catalogue import _
from web.refusals import words_of
from web.words import move_word
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Move
from workflows.engine.fire import Happening, Refused
from workflows.engine.refusals import Refusal, StaleError

KIND = "bulk"


@dataclass(frozen=True, slots=True)
class BulkResult:
    """The move, the codes that were moved, and those refused with the reason of each."""

    trigger: str
    made: list[str]
    refused: list[tuple[str, str]]


def write_result(
    move: Move,
    shown: Sequence[tuple[str, int]],
    found: Mapping[str, Dossier],
    results: Sequence[Happening | Refused],
) -> int:
    """Write the result into the trail, and return its number there."""
    codes = {dossier.id: code for code, dossier in found.items()}
    refused = [
        (codes[result.dossier_id], _why(result))
        for result in results
        if isinstance(result, Refused)
    ]
    refused += [(code, _("Không có hồ sơ này")) for code, _version in shown if code not in found]
    made = [codes[result.dossier_id] for result in results if isinstance(result, Happening)]
    return record_event(
        current.session(),
        KIND,
        actor=current.member(),
        facts={"trigger": move.trigger, "made": made, "refused": refused},
    )


def result_of(session: TenantSession, number: int, *, member: Member) -> BulkResult | None:
    """Return the result of a bulk act that the member made."""
    event = session.scalar(
        select(AuditEvent).where(
            AuditEvent.seq == number,
            AuditEvent.kind == KIND,
            AuditEvent.person_id == member.person_id,
        )
    )
    if event is None:
        return None
    return BulkResult(
        trigger=event.facts["trigger"],
        made=event.facts["made"],
        refused=[(code, why) for code, why in event.facts["refused"]],
    )


def _why(result: Refused) -> str:
    error = result.error
    if isinstance(error, Refusal):
        return words_of(error)
    if isinstance(error, StaleError) and not error.name:
        return _("Hồ sơ vừa thay đổi, đồng chí xem lại")
    if isinstance(error, StaleError):
        return _("Đ/c %(name)s vừa làm «%(move)s»", name=error.name, move=move_word(error.trigger))
    return _("Không có hồ sơ này")
