"""The rows of the gates say what the flow tables say."""

from __future__ import annotations

import pytest

from workflows.engine.act import Move
from workflows.engine.parties import Scope
from workflows.flows import FLOWS
from workflows.guards.sittings import eligible_or_excepted
from workflows.sittings.gates import RULES, GateRule
from workflows.sittings.tables import Gate

NAMES = {f"{rule.gate}-{rule.flow}": rule for rule in RULES}


def at_sittings(flow: str) -> list[Move]:
    return [move for move in FLOWS[flow, 1].moves if move.at_sitting]


def gates_in(move: Move) -> set[str]:
    """The gates that a row's guard names."""
    return {str(gate) for gate in Gate for need in move.needs
            if need.__name__ == f"at_gate_{gate}"}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_gate_fires_what_the_table_has_from_its_states(name: str) -> None:
    rule: GateRule = NAMES[name]
    for trigger in filter(None, (rule.passed, rule.not_passed)):
        rows = [move for move in at_sittings(rule.flow) if move.trigger == trigger]
        assert [gates_in(move) for move in rows] == [{str(rule.gate)}]
        assert set(rows[0].source) <= set(rule.states)
        assert rows[0].by[0].scope is (Scope.UPPER if rule.upper else Scope.COMMITTEE)
    carried = next(move for move in at_sittings(rule.flow) if move.trigger == rule.passed)
    assert rule.judged is (eligible_or_excepted in carried.needs)


@pytest.mark.parametrize("flow", sorted({name for name, _version in FLOWS}))
def test_every_row_that_a_sitting_fires_has_its_gate(flow: str) -> None:
    fired = {rule.passed for rule in RULES if rule.flow == flow}
    fired |= {rule.not_passed for rule in RULES if rule.flow == flow and rule.not_passed}
    # A sitting over pilots either names one or ends a mark.
    fired |= {"drop_pilot"} if "name_pilot" in fired else set()
    assert fired == {move.trigger for move in at_sittings(flow)}
