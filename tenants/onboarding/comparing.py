"""Compares the cells of a list with what stands, and gathers what has to be written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from uuid import UUID

from tenants.database import row_id
from tenants.onboarding.bulk import Row
from tenants.onboarding.changes import Changes
from tenants.onboarding.comrades import Comrades
from tenants.onboarding.faults import sentence
from tenants.onboarding.headings import LABELS, Column
from tenants.onboarding.listed import Fault, ListedCell, ListedPerson
from tenants.onboarding.names import cell_key, ward_key
from tenants.onboarding.standing import Holder, Standing, StandingCell, StandingWard
from tenants.roles import Role
from tenants.text.folding import search_key
from tenants.text.phones import show_phone
from tenants.text.sorting import sort_key
from tenants.units import OrgUnit, UnitKind

_PHONE_COLUMNS = {
    Role.CELL_SECRETARY: Column.SECRETARY_PHONE,
    Role.CELL_DEPUTY: Column.DEPUTY_PHONE,
}
_KIND_OF_UNIT = re.compile(r"(dang (bo|uy) )?(phuong|xa|thi tran|dac khu) |chi bo ")


class Verdict(StrEnum):
    """What became of a row of the list."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


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
        self.comrades = Comrades(standing, self.changes)
        self.rejected: list[Fault] = []

    def take(self, listed: ListedCell) -> Verdict:
        """Compare a row with what stands, and note what has to be written for it."""
        cell = self.standing.cell(listed)
        leaders = self._leaders(listed, cell)
        conflicts = list(filter(None, (self._conflict(listed, leader) for leader in leaders)))
        if conflicts:
            self.rejected += conflicts
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

    def _conflict(self, listed: ListedCell, leader: _Leader) -> Fault | None:
        found = self.comrades.conflict(leader.person, leader.holders)
        if found is None:
            return None
        code, name = found
        column = _PHONE_COLUMNS[leader.role]
        value = show_phone(leader.person.phone or "")
        return Fault(
            listed.row, LABELS[column], value, code, sentence(code, name=name),
            listed.sheet, column, {"name": name},
        )  # fmt: skip

    def _add_cell(self, listed: ListedCell) -> UUID:
        ward = self.standing.wards.get(ward_key(listed.ward)) or self._add_ward(listed.ward)
        cell_id = self._add_unit(
            listed.name,
            parent_id=ward.id,
            code=self._code(f"{ward.code}-{_slug(listed.name)}"),
            kind=UnitKind.PARTY_CELL,
            kind_code=listed.kind or self.standing.cell_kind,
            sector=listed.sector,
            members_official=listed.official,
            members_probationary=listed.probationary,
            members_exempted=listed.exempted,
        )
        self.standing.new_cells[ward.id, cell_key(listed.name)] = cell_id
        return cell_id

    def _add_ward(self, name: str) -> StandingWard:
        code = self._code(_slug(name))
        ward_id = self._add_unit(
            name,
            parent_id=self.standing.root,
            code=code,
            kind=UnitKind.WARD_COMMITTEE,
            kind_code=self.standing.ward_kind,
            sector=None,
            members_official=0,
            members_probationary=0,
            members_exempted=0,
        )
        ward = self.standing.wards[ward_key(name)] = StandingWard(ward_id, code, name)
        return ward

    def _add_unit(self, name: str, **values: object) -> UUID:
        unit_id = row_id()
        self.changes.add(
            OrgUnit,
            {
                "id": unit_id,
                "name": name,
                "search_key": search_key(name),
                "sort_key": sort_key(name),
                "words": {},
                "valid_from": self.standing.today,
                **values,
            },
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
            "kind_code": listed.kind or cell.kind,
            "sector": listed.sector,
            "members_official": listed.official,
            "members_probationary": listed.probationary,
            "members_exempted": listed.exempted,
        }
        stands = (cell.kind, cell.sector, cell.official, cell.probationary, cell.exempted)
        before: Row = dict(zip(said, stands, strict=True))
        changed = [name for name, value in said.items() if value != before[name]]
        if changed:
            self.changes.change(OrgUnit, cell.id, before, said)
        return changed

    def _appoint(self, unit_id: UUID, leader: _Leader) -> list[str]:
        """Make the person named the holder of the role; return what changed."""
        comrade, said = self.comrades.bring(leader.person, leader.holders)
        changed = [f"{leader.role}:{what}" for what in said]
        if not any(holder.comrade is comrade for holder in leader.holders):
            self.comrades.relieve(leader.holders)
            self.comrades.appoint(comrade, leader.role, unit_id=unit_id)
            changed.append(leader.role.value)
        return changed


def _slug(name: str) -> str:
    """Return a name as it stands in a code: ``tan-giang``, ``to-dan-pho-6``."""
    folded = _KIND_OF_UNIT.sub("", f"{search_key(name)} ", count=1)
    return "-".join(re.findall(r"[a-z0-9]+", folded)) or "khac"
