"""The cells that criteria of a committee's title are computed from, as a member may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tenants.members import Member
from tenants.wall import TenantSession
from web.catalogue import _
from web.from_cells import COUNTED, labels_of, rule_words
from web.words import rating_word, state_word
from workflows.criteria.framework import Criterion
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.from_cells import (
    KEPT,
    ChangedCell,
    SourceCell,
    changed_since,
    computed_criteria,
    figures_of,
    source_cells,
)
from workflows.dossiers.tables import ANSWERING, Answer, Dossier
from workflows.dossiers.visible import sees


@dataclass(frozen=True, slots=True)
class Computed:
    """One criterion: what is counted, the share as it stands, the level that follows.

    ``settled`` says that the conclusion was computed so; ``now`` is what it would be today,
    where that is another share.
    """

    criterion: Criterion
    rule: str
    counted: str
    share: str
    level: str
    settled: bool
    now: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What is shown of the cells: those the member sees by name, all others as numbers.

    ``holds_up`` says that the conclusion is next, so that every cell under way is in its way;
    ``settled`` that there is one.
    """

    computed: Sequence[Computed]
    base: int
    cells: Sequence[SourceCell]
    unseen: int
    held: Sequence[SourceCell]
    waiting: Sequence[SourceCell]
    held_count: int
    waiting_count: int
    holds_up: bool
    settled: bool
    changed: Sequence[ChangedCell]
    changed_count: int

    def of(self, key: str) -> Computed | None:
        """Return what a criterion takes from the cells, if it takes anything."""
        return next((each for each in self.computed if each.criterion.key == key), None)


def sources_of(
    session: TenantSession, member: Member, dossier: Dossier, answers: Mapping[str, Answer]
) -> Sources | None:
    """Gather the cells of a committee's dossier; nothing, where none of it is computed."""
    wanted = computed_criteria(dossier)
    if not wanted or not (dossier.state in ANSWERING or dossier.assessed_on):
        return None  # nothing is said of the year before the review
    criteria, cells = criteria_of(dossier), source_cells(session, dossier)
    figures = figures_of(cells)
    ids = [cell.dossier_id for cell in cells]
    seen = set(session.scalars(select(Dossier.id).where(Dossier.id.in_(ids), sees(member))))
    shown = [cell for cell in cells if cell.dossier_id in seen]
    concluded = dossier.eligible is not None
    lines = []
    for criterion in criteria.criteria:
        if criterion.key not in wanted:
            continue
        how, labels = wanted[criterion.key], labels_of(criteria, criterion)
        row, today = answers.get(criterion.key), figures.words(how["counts"])
        settled = concluded and row is not None and KEPT in row.appraised_measured
        share = row.appraised_reason if settled and row is not None else today
        level = row.appraised_level if settled and row is not None else figures.level(how)
        lines.append(
            Computed(
                criterion, rule_words(how, labels), str(COUNTED[how["counts"]]), share,
                labels.get(level or "", ""), settled, today if share != today else "",
            )
        )  # fmt: skip
    held, waiting = _of(cells, "held"), _of(cells, "under_way")
    changed = changed_since(answers, wanted, cells) if concluded else []
    return Sources(
        computed=lines,
        base=figures.base,
        cells=shown,
        unseen=len(cells) - len(shown),
        held=[cell for cell in held if cell.dossier_id in seen],
        waiting=[cell for cell in waiting if cell.dossier_id in seen],
        holds_up=not concluded and dossier.state not in ANSWERING,
        settled=concluded,
        held_count=len(held),
        waiting_count=len(waiting),
        changed=[each for each in changed if each.dossier_id in seen],
        changed_count=len(changed),
    )


def standing_pair(standing: tuple[str, str]) -> str:
    """Say where a cell stands, and the rating that was decided."""
    state, rating = standing
    if not state:
        return _("chưa có hồ sơ")
    if not rating:
        return state_word(state)
    return _("%(state)s, %(rating)s", state=state_word(state), rating=rating_word(rating).lower())


def _of(cells: Sequence[SourceCell], what: str) -> list[SourceCell]:
    return [cell for cell in cells if getattr(cell, what)]
