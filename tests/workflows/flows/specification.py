"""The flow of a cell's title as docs/process.md, section 2, has it, written out once more.

The tests hold the product's table against this one, and make every move of it.
"""

from __future__ import annotations

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

# Who is of which party, by the names of tests.workflows.flows.stage.
PARTIES = {
    "cell": {"secretary", "deputy"},
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
    """A move from one state; for a held dossier ``held`` is the state it was held in."""

    row: Row
    source: str
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
        above = (self.held or self.source) in WITH_CITY
        return {name for name in found if name.startswith("city_") is above}

    def someone(self) -> str:
        """Return the name of one who may make it, a person where there is one."""
        people = sorted(self.people() - {"system"}, key=lambda name: (name != "secretary", name))
        return people[0]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


STATE = {
    name: State(name, kind, None if owes == "-" else owes, None if unit == "-" else unit)
    for name, kind, owes, unit in map(_cells, STATES.strip().splitlines())
}
OPEN = tuple(name for name, state in STATE.items() if state.kind == "open")
ROWS = tuple(
    Row(
        trigger,
        tuple(name for word in sources.split() for name in (OPEN if word == "OPEN" else (word,))),
        None if target == "=" else target,
        tuple(by.split()),
        frozenset(marks.split()),
        tuple(papers.split()),
    )
    for trigger, sources, target, by, marks, papers in map(_cells, MOVES.strip().splitlines())
)
CASES = tuple(
    Case(row, source, held)
    for row in ROWS
    for source in row.sources
    for held in (
        (OPEN if row.trigger == "resume" else ("self_assessment", "city_appraisal"))
        if source == "on_hold"
        else (None,)
    )
)
