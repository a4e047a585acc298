"""Planning targets: what a registration commits to in figures."""

from __future__ import annotations

from collections.abc import Sequence

from tenants import clock
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Dossier
from workflows.targets.lines import Line, name_key
from workflows.targets.reading import targets_of
from workflows.targets.tables import Target


def plan_targets(
    session: TenantSession, dossier: Dossier, lines: Sequence[Line], *, actor: Member
) -> None:
    """Set what a dossier plans; a target that stays keeps what was reached of it already.

    Called within the move that registers; the caller has checked who may.
    """
    standing = {row.name_key: row for row in targets_of(session, dossier.id)}
    groups = _groups(dossier)
    wholes: dict[str, Target] = {}
    kept: set[str] = set()
    # Wholes before their parts, which refer to them.
    for position, line in sorted(enumerate(lines), key=lambda each: bool(each[1].part_of)):
        key = name_key(line.name, line.part_of)
        row = standing.get(key)
        if row is None:
            row = Target(dossier_id=dossier.id, name_key=key)
            session.add(row)
        whole = wholes.get(line.part_of)
        row.position, row.name, row.measure = position, line.name, line.measure
        row.planned, row.series = line.planned, line.series
        row.group_key = groups.get(line.series, line.group)
        row.part_of_id = whole.id if whole else None
        row.changed_at, row.changed_by = clock.now(session), actor.name
        session.flush()
        kept.add(key)
        if not line.part_of:
            wholes[line.name] = row
    dropped = [row for key, row in standing.items() if key not in kept]
    for row in sorted(dropped, key=lambda each: each.part_of_id is None):
        session.delete(row)
        session.flush()


def _groups(dossier: Dossier) -> dict[str, str]:
    """Return the group to which each series of targets belongs."""
    return {
        criterion.target_series: group.key
        for group in criteria_of(dossier).groups
        for criterion in group.criteria
        if criterion.target_series
    }
