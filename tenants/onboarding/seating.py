"""Compares the officers of a list with what stands: roles in units, and seats on bodies."""

from __future__ import annotations

from uuid import UUID

from tenants.bodies import Body, BodyMember, usual_body_name
from tenants.database import row_id
from tenants.onboarding.comparing import Comparison, Verdict
from tenants.onboarding.faults import sentence
from tenants.onboarding.listed import Fault, ListedOfficer
from tenants.onboarding.names import cell_key, ward_key
from tenants.onboarding.officer_headings import LABELS, OfficerColumn
from tenants.onboarding.standing import Comrade, Holder, StandingBody
from tenants.roles import Role
from tenants.text.phones import show_phone

_OF_CELLS = frozenset({Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.SUPERVISOR})
_ONE_AT_A_TIME = frozenset({Role.CELL_SECRETARY, Role.CELL_DEPUTY})


def take_officer(comparison: Comparison, listed: ListedOfficer) -> Verdict:
    """Compare an officer with what stands, and note what has to be written."""
    unit_id = _unit_of(comparison, listed)
    if unit_id is None:
        unit = ", ".join(filter(None, (listed.cell, listed.unit)))
        return _rejected(comparison, listed, OfficerColumn.UNIT, unit, "unit_unknown", unit=unit)
    holders = comparison.standing.holders.get((unit_id, listed.role), [])
    conflict = comparison.comrades.conflict(listed.person, holders)
    if conflict is not None:
        code, name = conflict
        phone = show_phone(listed.person.phone or "")
        return _rejected(comparison, listed, OfficerColumn.PHONE, phone, code, name=name)
    known = comparison.comrades.find(listed.person, holders)
    comrade, changed = comparison.comrades.bring(listed.person, holders, post=listed.post)
    if (comrade.id, unit_id, listed.role, listed.desk) not in comparison.standing.roles:
        _give_role(comparison, listed, comrade, unit_id, holders)
        changed.append(listed.role.value)
    if listed.seat is not None and _seat(comparison, listed, comrade, unit_id):
        changed.append("seat")
    if known is None:
        return Verdict.CREATED
    if not changed:
        return Verdict.UNCHANGED
    comparison.changes.told.append(
        {"row": listed.row, "sheet": listed.sheet, "person": comrade.id, "changed": changed}
    )
    return Verdict.UPDATED


def _unit_of(comparison: Comparison, listed: ListedOfficer) -> UUID | None:
    standing = comparison.standing
    if not listed.unit:
        return None if listed.cell else standing.root
    ward = standing.wards.get(ward_key(listed.unit))
    if ward is None or bool(listed.cell) != (listed.role in _OF_CELLS):
        return None
    if not listed.cell:
        return ward.id
    place = (ward.id, cell_key(listed.cell))
    known = standing.cells.get(place)
    return known.id if known else standing.new_cells.get(place)


def _give_role(
    comparison: Comparison,
    listed: ListedOfficer,
    comrade: Comrade,
    unit_id: UUID,
    holders: list[Holder],
) -> None:
    if listed.role in _ONE_AT_A_TIME:
        comparison.comrades.relieve(holders)
    comparison.comrades.appoint(
        comrade, listed.role, unit_id=unit_id, desk=listed.desk, since=listed.since
    )


def _seat(comparison: Comparison, listed: ListedOfficer, comrade: Comrade, unit_id: UUID) -> bool:
    """Give a seat on the unit's body, which is made where there is none; tell whether it is new."""
    standing, changes = comparison.standing, comparison.changes
    body = standing.bodies.get(unit_id)
    if body is None:
        body = standing.bodies[unit_id] = StandingBody(row_id())
        name = listed.body or usual_body_name(listed.unit or standing.root_name)
        changes.add(Body, {"id": body.id, "unit_id": unit_id, "name": name})
    if comrade.id in body.members:
        return False
    body.last += 1
    body.members.add(comrade.id)
    changes.add(
        BodyMember,
        {
            "id": row_id(),
            "body_id": body.id,
            "person_id": comrade.id,
            "seat": listed.seat,
            "post": listed.post,
            "position": body.last,
            "counted": True,
            "valid_from": listed.since or standing.today,
        },
    )
    return True


def _rejected(
    comparison: Comparison,
    listed: ListedOfficer,
    column: OfficerColumn,
    value: str,
    code: str,
    **blanks: object,
) -> Verdict:
    message = sentence(code, **blanks)
    comparison.rejected.append(
        Fault(listed.row, LABELS[column], value, code, message, listed.sheet, column, blanks)
    )
    return Verdict.REJECTED
