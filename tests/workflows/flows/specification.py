"""The three flows as docs/process.md, section 2, has them, written out once more.

The tests hold the product's tables against these, and make every move of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# state | kind | who owes the next act | whose unit
STATES = """
registration_draft     | open    | cell        | cell
registration_submitted | open    | ward_office | ward
registration_returned  | open    | cell        | cell
registered             | open    | ward_body   | ward
in_progress            | open    | system      | ward
self_assessment        | open    | cell        | cell
under_appraisal        | open    | ward_lead   | ward
returned               | open    | cell        | cell
awaiting_ward_review   | open    | ward_body   | ward
recommended            | open    | ward_office | ward
city_appraisal         | open    | city_org    | city
returned_to_ward       | open    | ward_office | ward
awaiting_city_decision | open    | city_body   | city
ward_reconsideration   | open    | ward_office | ward
city_reconsideration   | open    | city_office | city
on_hold                | parked  | inspection  | -
not_recommended        | settled | -           | -
declined               | settled | -           | -
recognized             | settled | -           | -
revoked                | settled | -           | -
withdrawn              | closed  | -           | -
lapsed                 | closed  | -           | -
superseded             | closed  | -           | -
"""

# trigger | from | to (= stays, < goes back) | by | marks | papers
MOVES = """
submit_registration | registration_draft registration_returned | registration_submitted | cell ward_office | ↶ | D1 D2
accept_registration | registration_submitted | registered | ward_office | ↶ | D19 D3
return_registration | registration_submitted | registration_returned | ward_office | ↶ | D19
conclude_pilot_selection | registered | in_progress | ward_body | † | D4
admit | registered | in_progress | ward_office system | |
name_pilot | in_progress | = | ward_body | † | D4
drop_pilot | in_progress on_hold | = | ward_body | † | D4
open_review | in_progress | self_assessment | system ward_office | |
submit_self_assessment | self_assessment returned | under_appraisal | cell ward_office | ↶ | D6 D7
give_opinion | under_appraisal city_appraisal ward_reconsideration city_reconsideration | = | ward_desk city_desk inspection | ↶ | D8 D13
return_for_supplement | under_appraisal | returned | ward_lead | ↶ | D19
call_back | returned | under_appraisal | ward_lead | |
conclude_appraisal | under_appraisal | awaiting_ward_review | ward_lead | ↶ | D8
reopen_appraisal | awaiting_ward_review recommended returned_to_ward | under_appraisal | ward_chair ward_office | |
recommend | awaiting_ward_review | recommended | ward_body | † | D9
not_recommend | awaiting_ward_review | not_recommended | ward_body | † | D9 D16
send_to_city | recommended | city_appraisal | ward_office | | D10 D11 D20
return_to_ward | city_appraisal | returned_to_ward | city_org | ↶ | D19
resend | returned_to_ward | city_appraisal | ward_office | |
conclude_city_appraisal | city_appraisal | awaiting_city_decision | city_org | ↶ | D13
reopen_city_appraisal | awaiting_city_decision | city_appraisal | city_org | |
recognize | awaiting_city_decision | recognized | city_body | † | D14 D15 D16
decline | awaiting_city_decision | declined | city_body | † | D16
request_reconsideration | not_recommended | ward_reconsideration | cell | § |
request_reconsideration | declined | city_reconsideration | cell | § |
grant_reconsideration | ward_reconsideration | awaiting_ward_review | ward_office | | D16
grant_reconsideration | city_reconsideration | awaiting_city_decision | city_office | | D16
uphold | ward_reconsideration | not_recommended | ward_office | | D16
uphold | city_reconsideration | declined | city_office | | D16
revoke | recognized | revoked | city_body | † § | D17
restore | revoked | recognized | city_body | † § | D14
put_on_hold | OPEN | on_hold | inspection ward_office city_office | ‡ |
resume | on_hold | <put_on_hold | inspection ward_office city_office | ‡ |
withdraw | registration_submitted registration_returned registered in_progress self_assessment under_appraisal returned awaiting_ward_review | withdrawn | cell | ‡ ↶ |
lapse | registration_draft registration_returned self_assessment | lapsed | system ward_office | ‡ |
supersede | OPEN on_hold | superseded | tenant_admin | ‡ |
transfer | OPEN on_hold | = | tenant_admin | ‡ |
"""  # noqa: E501  # a row is a line

# Regime B: the ward's own body recognises.
STATES_B = """
registration_draft     | open    | cell        | cell
registration_submitted | open    | ward_office | ward
registration_returned  | open    | cell        | cell
registered             | open    | ward_body   | ward
in_progress            | open    | system      | ward
self_assessment        | open    | cell        | cell
under_appraisal        | open    | ward_lead   | ward
returned               | open    | cell        | cell
awaiting_ward_review   | open    | ward_body   | ward
ward_reconsideration   | open    | ward_office | ward
on_hold                | parked  | inspection  | -
declined               | settled | -           | -
recognized             | settled | -           | -
revoked                | settled | -           | -
withdrawn              | closed  | -           | -
lapsed                 | closed  | -           | -
superseded             | closed  | -           | -
"""

MOVES_B = """
submit_registration | registration_draft registration_returned | registration_submitted | cell ward_office | ↶ | D1 D2
accept_registration | registration_submitted | registered | ward_office | ↶ | D19 D3
return_registration | registration_submitted | registration_returned | ward_office | ↶ | D19
conclude_pilot_selection | registered | in_progress | ward_body | † | D4
admit | registered | in_progress | ward_office system | |
name_pilot | in_progress | = | ward_body | † | D4
drop_pilot | in_progress on_hold | = | ward_body | † | D4
open_review | in_progress | self_assessment | system ward_office | |
submit_self_assessment | self_assessment returned | under_appraisal | cell ward_office | ↶ | D6 D7
give_opinion | under_appraisal ward_reconsideration | = | ward_desk city_desk inspection | ↶ | D8 D13
return_for_supplement | under_appraisal | returned | ward_lead | ↶ | D19
call_back | returned | under_appraisal | ward_lead | |
conclude_appraisal | under_appraisal | awaiting_ward_review | ward_lead | ↶ | D8
reopen_appraisal | awaiting_ward_review | under_appraisal | ward_chair ward_office | |
recognize | awaiting_ward_review | recognized | ward_body | † | D9 D14 D15 D16
decline | awaiting_ward_review | declined | ward_body | † | D9 D16
request_reconsideration | declined | ward_reconsideration | cell | § |
grant_reconsideration | ward_reconsideration | awaiting_ward_review | ward_office | | D16
uphold | ward_reconsideration | declined | ward_office | | D16
revoke | recognized | revoked | ward_body | † § | D17
restore | revoked | recognized | ward_body | † § | D14
put_on_hold | OPEN | on_hold | inspection ward_office city_office | ‡ |
resume | on_hold | <put_on_hold | inspection ward_office city_office | ‡ |
withdraw | registration_submitted registration_returned registered in_progress self_assessment under_appraisal returned awaiting_ward_review | withdrawn | cell | ‡ ↶ |
lapse | registration_draft registration_returned self_assessment | lapsed | system ward_office | ‡ |
supersede | OPEN on_hold | superseded | tenant_admin | ‡ |
transfer | OPEN on_hold | = | tenant_admin | ‡ |
"""  # noqa: E501  # a row is a line

# The title of a committee: its own office files, its own body reviews.
STATES_C = """
registration_draft     | open    | unit_office | ward
registration_submitted | open    | city_office | city
registration_returned  | open    | unit_office | ward
registered             | open    | city_office | city
in_progress            | open    | system      | ward
self_assessment        | open    | unit_office | ward
awaiting_own_review    | open    | ward_body   | ward
proposed               | open    | ward_office | ward
city_appraisal         | open    | city_org    | city
returned               | open    | unit_office | ward
awaiting_city_decision | open    | city_body   | city
city_reconsideration   | open    | city_office | city
on_hold                | parked  | inspection  | -
declined               | settled | -           | -
recognized             | settled | -           | -
revoked                | settled | -           | -
withdrawn              | closed  | -           | -
lapsed                 | closed  | -           | -
superseded             | closed  | -           | -
"""

MOVES_C = """
submit_registration | registration_draft registration_returned | registration_submitted | unit_office | ↶ | D1 D2
accept_registration | registration_submitted | registered | city_office | ↶ | D19
return_registration | registration_submitted | registration_returned | city_office | ↶ | D19
admit | registered | in_progress | city_office system | |
open_review | in_progress | self_assessment | system city_office | |
submit_self_assessment | self_assessment returned | awaiting_own_review | unit_office | ↶ | D6
reopen_self_assessment | awaiting_own_review proposed | self_assessment | ward_chair ward_office | |
propose | awaiting_own_review | proposed | ward_body | † | D9
not_propose | awaiting_own_review | self_assessment | ward_body | † | D9
send_to_city | proposed | city_appraisal | ward_office | | D10 D11 D20
give_opinion | city_appraisal city_reconsideration | = | city_desk inspection | ↶ | D8 D13
return_for_supplement | city_appraisal | returned | city_org | ↶ | D19
call_back | returned | city_appraisal | city_org | |
conclude_city_appraisal | city_appraisal | awaiting_city_decision | city_org | ↶ | D13
reopen_city_appraisal | awaiting_city_decision | city_appraisal | city_org | |
recognize | awaiting_city_decision | recognized | city_body | † | D14 D15 D16
decline | awaiting_city_decision | declined | city_body | † | D16
request_reconsideration | declined | city_reconsideration | unit_office | § |
grant_reconsideration | city_reconsideration | awaiting_city_decision | city_office | | D16
uphold | city_reconsideration | declined | city_office | | D16
revoke | recognized | revoked | city_body | † § | D17
restore | revoked | recognized | city_body | † § | D14
put_on_hold | OPEN | on_hold | inspection ward_office city_office | ‡ |
resume | on_hold | <put_on_hold | inspection ward_office city_office | ‡ |
withdraw | registration_submitted registration_returned registered in_progress self_assessment awaiting_own_review | withdrawn | unit_office | ‡ ↶ |
lapse | registration_draft registration_returned self_assessment | lapsed | system city_office | ‡ |
supersede | OPEN on_hold | superseded | tenant_admin | ‡ |
transfer | OPEN on_hold | = | tenant_admin | ‡ |
"""  # noqa: E501  # a row is a line

# Who is of which party, by the names of tests.workflows.flows.stage.
PARTIES = {
    "cell": {"secretary", "deputy"},
    "unit_office": {"ward_office"},
    "ward_office": {"ward_office"},
    "ward_lead": {"ward_lead"},
    "ward_desk": {"ward_lead", "ward_desk", "ward_inspector"},
    "ward_chair": {"ward_chair"},
    "ward_body": {"ward_chair", "ward_recorder", "ward_office"},
    "inspection": {"ward_inspector", "city_inspector"},
    "city_org": {"city_org"},
    "city_desk": {"city_desk", "city_inspector", "city_org"},
    "city_office": {"city_office", "city_org"},
    "city_body": {"city_chair", "city_recorder", "city_office", "city_org"},
    "tenant_admin": {"admin"},
    "system": {"system"},
}
# States in which the level above holds the dossier.
WITH_CITY = {"city_appraisal", "awaiting_city_decision", "city_reconsideration"}
# A committee's dossier is held above unless its own people have it in hand for the sitting.
NOT_WITH_CITY_C = {"awaiting_own_review", "proposed"}
# Moves that belong to the level that holds the dossier.
OF_THE_LEVEL = {"give_opinion", "put_on_hold", "resume"}


@dataclass(frozen=True, slots=True)
class State:
    """A line of the list of states."""

    name: str
    kind: str
    owes: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of moves; ``target`` is empty where the dossier stays."""

    trigger: str
    sources: tuple[str, ...]
    target: str | None
    by: tuple[str, ...]
    marks: frozenset[str]
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A move from one state; for a held dossier ``held`` is the state it was held in.

    ``above`` says that the upper level holds the dossier there.
    """

    row: Row
    source: str
    above: bool
    held: str | None = None

    def __str__(self) -> str:
        """Name the case in a test's name."""
        held = f"({self.held})" if self.held else ""
        return f"{self.row.trigger}-{self.source}{held}"

    @property
    def target(self) -> str:
        """The state it leads to."""
        if self.row.target is None:
            return self.source
        return str(self.held) if self.row.target.startswith("<") else self.row.target

    def people(self) -> set[str]:
        """Return the names of everybody who may make the move here."""
        found = set().union(*(PARTIES[party] for party in self.row.by))
        if self.row.trigger not in OF_THE_LEVEL:
            return found
        return {name for name in found if name.startswith("city_") is self.above}

    def someone(self) -> str:
        """Return the name of one who may make it, a person where there is one."""
        people = sorted(self.people() - {"system"}, key=lambda name: (name != "secretary", name))
        return people[0]


@dataclass(frozen=True)
class Specification:
    """A flow as specified: its states, its rows, and a case for each way to make a move."""

    name: str
    states: dict[str, State]
    rows: tuple[Row, ...]
    above: frozenset[str]

    @property
    def open(self) -> tuple[str, ...]:
        """The states in which somebody owes the next act."""
        return _open(self.states)

    @property
    def cases(self) -> tuple[Case, ...]:
        """Each row from each of its states; a held dossier from where it was held."""
        somewhere = tuple(dict.fromkeys(("self_assessment", "city_appraisal")))
        somewhere = tuple(name for name in somewhere if name in self.states)
        return tuple(
            Case(row, source, (held or source) in self.above, held)
            for row in self.rows
            for source in row.sources
            for held in (
                (self.open if row.trigger == "resume" else somewhere)
                if source == "on_hold"
                else (None,)
            )
        )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _open(states: dict[str, State]) -> tuple[str, ...]:
    return tuple(name for name, state in states.items() if state.kind == "open")


def _read(name: str, states: str, moves: str, *, above: Callable[[str], bool]) -> Specification:
    known = {
        state: State(state, kind, None if owes == "-" else owes, None if unit == "-" else unit)
        for state, kind, owes, unit in map(_cells, states.strip().splitlines())
    }
    rows = tuple(
        Row(
            trigger,
            tuple(
                each
                for word in sources.split()
                for each in (_open(known) if word == "OPEN" else (word,))
            ),
            None if target == "=" else target,
            tuple(by.split()),
            frozenset(marks.split()),
            tuple(papers.split()),
        )
        for trigger, sources, target, by, marks, papers in map(_cells, moves.strip().splitlines())
    )
    return Specification(name, known, rows, frozenset(filter(above, known)))


REGIME_A = _read("cell_title", STATES, MOVES, above=lambda state: state in WITH_CITY)
REGIME_B = _read("cell_title_ward", STATES_B, MOVES_B, above=lambda _state: False)
COMMITTEE = _read(
    "committee_title", STATES_C, MOVES_C, above=lambda state: state not in NOT_WITH_CITY_C
)
STATE, OPEN, ROWS, CASES = REGIME_A.states, REGIME_A.open, REGIME_A.rows, REGIME_A.cases
