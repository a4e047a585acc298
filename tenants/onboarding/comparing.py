"""Compares a list with what stands, and gathers what has to be written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from itertools import count
from uuid import UUID

from tenants.database import Json, row_id
from tenants.onboarding.bulk import Row
from tenants.onboarding.faults import sentence
from tenants.onboarding.listed import Fault, ListedCell, ListedPerson
from tenants.onboarding.names import ward_key
from tenants.onboarding.standing import Comrade, Holder, Standing, StandingCell, StandingWard
from tenants.roles import Role
from tenants.text.folding import search_key, spelling_key
from tenants.text.phones import show_phone
from tenants.text.sorting import person_sort_key, sort_key
from tenants.units import UnitKind

_PHONE_COLUMNS = {
    Role.CELL_SECRETARY: "Số điện thoại bí thư",
    Role.CELL_DEPUTY: "Số điện thoại phó bí thư",
}
_KIND_OF_UNIT = re.compile(r"(dang (bo|uy) )?(phuong|xa|thi tran|dac khu) |chi bo ")
_ONE_DAY = timedelta(days=1)


class Verdict(StrEnum):
    """What became of a row of the list."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(slots=True)
class Changes:
    """Rows to write, by table; ``told`` says for the audit trail what changed in which cell."""

    units: list[Row] = field(default_factory=list)
    unit_changes: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    person_changes: list[Row] = field(default_factory=list)
    accounts: list[Row] = field(default_factory=list)
    account_changes: list[Row] = field(default_factory=list)
    memberships: list[Row] = field(default_factory=list)
    membership_changes: list[Row] = field(default_factory=list)
    told: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Leader:
    """Whom a row names for a role, and who holds it today."""

    role: Role
    person: ListedPerson
    holders: list[Holder]


class Comparison:
    """Takes the rows of a list one after another."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.changes = Changes()
        self.rejected: list[Fault] = []

    def take(self, listed: ListedCell) -> Verdict:
        """Compare a row with what stands, and note what has to be written for it."""
        cell = self.standing.cell(listed)
        leaders = self._leaders(listed, cell)
        conflicts = [self._conflict(listed.row, leader) for leader in leaders]
        if any(conflicts):
            self.rejected += filter(None, conflicts)
            return Verdict.REJECTED
        if cell is None:
            unit_id = self._add_cell(listed)
            for leader in leaders:
                self._appoint(unit_id, leader)
            return Verdict.CREATED
        changed = self._change_cell(listed, cell)
        for leader in leaders:
            changed += self._appoint(cell.id, leader)
        if not changed:
            return Verdict.UNCHANGED
        self.changes.told.append({"row": listed.row, "unit": cell.id, "changed": changed})
        return Verdict.UPDATED

    def _leaders(self, listed: ListedCell, cell: StandingCell | None) -> list[_Leader]:
        named = ((Role.CELL_SECRETARY, listed.secretary), (Role.CELL_DEPUTY, listed.deputy))
        return [
            _Leader(role, person, self.standing.holders.get((cell.id, role), []) if cell else [])
            for role, person in named
            if person is not None
        ]

    def _conflict(self, row: int, leader: _Leader) -> Fault | None:
        """Return the fault of a phone that stands under somebody else's name.

        If that somebody leads this very cell, the list only writes the name anew.
        """
        phone = leader.person.phone or ""
        owner = self.standing.by_phone.get(phone)
        if owner is None or _is_same(owner.name, leader.person.name):
            return None
        if any(holder.comrade is owner for holder in leader.holders):
            return None
        message = sentence("phone_owned", name=owner.name)
        return Fault(row, _PHONE_COLUMNS[leader.role], show_phone(phone), "phone_owned", message)

    def _add_cell(self, listed: ListedCell) -> UUID:
        ward = self.standing.wards.get(ward_key(listed.ward)) or self._add_ward(listed.ward)
        return self._add_unit(
            listed.name,
            parent_id=ward.id,
            code=self._code(f"{ward.code}-{_slug(listed.name)}"),
            kind=UnitKind.PARTY_CELL,
            sector=listed.sector,
            members_official=listed.official,
            members_probationary=listed.probationary,
            members_exempted=listed.exempted,
        )

    def _add_ward(self, name: str) -> StandingWard:
        code = self._code(_slug(name))
        ward_id = self._add_unit(
            name,
            parent_id=self.standing.root,
            code=code,
            kind=UnitKind.WARD_COMMITTEE,
            sector=None,
            members_official=0,
            members_probationary=0,
            members_exempted=0,
        )
        ward = self.standing.wards[ward_key(name)] = StandingWard(ward_id, code)
        return ward

    def _add_unit(self, name: str, **values: object) -> UUID:
        unit_id = row_id()
        self.changes.units.append(
            {
                "id": unit_id,
                "name": name,
                "search_key": search_key(name),
                "sort_key": sort_key(name),
                "words": {},
                "valid_from": self.standing.today,
                **values,
            }
        )
        return unit_id

    def _code(self, wanted: str) -> str:
        code = wanted
        for number in count(2):
            if code not in self.standing.codes:
                break
            code = f"{wanted}-{number}"
        self.standing.codes.add(code)
        return code

    def _change_cell(self, listed: ListedCell, cell: StandingCell) -> list[str]:
        said: Row = {
            "sector": listed.sector,
            "members_official": listed.official,
            "members_probationary": listed.probationary,
            "members_exempted": listed.exempted,
        }
        stands = (cell.sector, cell.official, cell.probationary, cell.exempted)
        changed = [
            name
            for (name, value), standing in zip(said.items(), stands, strict=True)
            if value != standing
        ]
        if changed:
            self.changes.unit_changes.append({"id": cell.id, **said})
        return changed

    def _appoint(self, unit_id: UUID, leader: _Leader) -> list[str]:
        """Make the person named the holder of the role; return what changed."""
        comrade = self._find(leader)
        changed = []
        if comrade is None:
            comrade = self._add_person(leader.person)
        elif not _is_same(comrade.name, leader.person.name):
            self._rename(comrade, leader.person.name)
            changed.append(f"{leader.role}:name")
        if leader.person.phone not in (None, comrade.phone):
            self._set_phone(comrade, leader.person.phone)
            changed.append(f"{leader.role}:phone")
        if not any(holder.comrade is comrade for holder in leader.holders):
            self._replace(unit_id, leader, comrade)
            changed.append(leader.role.value)
        return changed

    def _find(self, leader: _Leader) -> Comrade | None:
        """Return who is meant: the owner of the phone, or who leads the cell by that name."""
        owner = self.standing.by_phone.get(leader.person.phone or "")
        if owner is not None:
            return owner
        return next(
            (
                holder.comrade
                for holder in leader.holders
                if _is_same(holder.comrade.name, leader.person.name)
            ),
            None,
        )

    def _add_person(self, listed: ListedPerson) -> Comrade:
        comrade = Comrade(row_id(), listed.name)
        self.changes.people.append({"id": comrade.id, "post": "", **_naming(listed.name)})
        return comrade

    def _rename(self, comrade: Comrade, name: str) -> None:
        comrade.name = name
        self.changes.person_changes.append({"id": comrade.id, **_naming(name)})

    def _set_phone(self, comrade: Comrade, phone: str) -> None:
        if comrade.account_id is None:
            comrade.account_id = row_id()
            self.changes.accounts.append(
                {"id": comrade.account_id, "person_id": comrade.id, "phone": phone}
            )
        else:
            self.changes.account_changes.append({"id": comrade.account_id, "phone": phone})
        comrade.phone = phone
        self.standing.by_phone[phone] = comrade

    def _replace(self, unit_id: UUID, leader: _Leader, comrade: Comrade) -> None:
        today = self.standing.today
        self.changes.membership_changes += [
            {"id": holder.membership_id, "valid_to": max(holder.since, today - _ONE_DAY)}
            for holder in leader.holders
        ]
        self.changes.memberships.append(
            {
                "id": row_id(),
                "person_id": comrade.id,
                "unit_id": unit_id,
                "role": leader.role,
                "desk": "",
                "valid_from": today,
            }
        )


def _is_same(one: str, other: str) -> bool:
    return one == other or spelling_key(one) == spelling_key(other)


def _naming(name: str) -> Row:
    return {"name": name, "search_key": search_key(name), "sort_key": person_sort_key(name)}


def _slug(name: str) -> str:
    """Return a name as it stands in a code: ``tan-giang``, ``to-dan-pho-6``."""
    folded = _KIND_OF_UNIT.sub("", f"{search_key(name)} ", count=1)
    return "-".join(re.findall(r"[a-z0-9]+", folded)) or "khac"
