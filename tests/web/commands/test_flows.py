"""Flows by command: checked, and written into the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from tests import make
from tests.make import Town
from tests.web.commands.answers import refusal
from tests.web.commands.conftest import Bontot
from tests.workflows.flows import second_version
from web.commands.flows import drawn, written_into
from workflows.dossiers.tables import Dossier
from workflows.engine.flow import Flow
from workflows.flows import FLOWS

PROCESS = Path(__file__).parents[3] / "docs/process.md"


def test_sound_flow_exits_0(bontot: Bontot) -> None:
    result = bontot("flows", "lint", "cell_title", "1")

    assert (result.exit_code, result.stdout) == (
        0, "cell_title 1: 23 states, 37 rows, no fault\n",
    )  # fmt: skip


def test_unknown_flow_names_the_known_ones(bontot: Bontot) -> None:
    result = bontot("flows", "table", "cell_title", "9")

    assert refusal(result) == (
        "There is no flow cell_title 9; there is cell_title 1, cell_title_ward 1,"
        " committee_title 1."
    )


def test_table_has_a_line_for_each_move_and_state(bontot: Bontot) -> None:
    lines = bontot("flows", "table").stdout.splitlines()

    assert len([line for line in lines if line.startswith("| `")]) == 37 + 23
    assert lines[2].startswith(
        "| `submit_registration` ↶ | `registration_draft`, `registration_returned`"
        " | `registration_submitted` | cell, ward_office |"
    )


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name)
def test_documentation_shows_the_flow_as_it_is(flow: Flow) -> None:
    document = PROCESS.read_text()

    assert written_into(document, flow) == document


def test_writing_replaces_what_stands_between_the_marks(bontot: Bontot, tmp_path: Path) -> None:
    file = tmp_path / "process.md"
    file.write_text("a\n<!-- begin cell_title 1 -->\nold\n<!-- end cell_title 1 -->\nz\n")

    result = bontot("flows", "table", "--write", str(file))

    table = bontot("flows", "table").stdout
    assert result.exit_code == 0
    assert file.read_text() == (
        f"a\n<!-- begin cell_title 1 -->\n{table}<!-- end cell_title 1 -->\nz\n"
    )


def test_document_without_marks_is_left_alone(bontot: Bontot, tmp_path: Path) -> None:
    file = tmp_path / "process.md"
    file.write_text("a\n")

    assert bontot("flows", "table", "--write", str(file)).exit_code == 1
    assert file.read_text() == "a\n"


def test_documents_are_written_in_one_go(bontot: Bontot, tmp_path: Path) -> None:
    document = tmp_path / "process.md"
    document.write_text(PROCESS.read_text().replace("registration", "registering"))

    result = bontot("flows", "document", str(document))

    assert result.exit_code == 0
    assert {file.name for file in (tmp_path / "flows").iterdir()} == {
        f"{flow.name}-{flow.version}.svg" for flow in FLOWS.values()
    }
    assert all(written_into(document.read_text(), flow) == document.read_text()
               for flow in FLOWS.values())  # fmt: skip


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name)
def test_documentation_draws_the_flow_as_it_is(flow: Flow) -> None:
    file = PROCESS.parent / f"flows/{flow.name}-{flow.version}.svg"

    assert file.read_text() == drawn(flow)


def test_lint_without_a_name_checks_every_flow(bontot: Bontot) -> None:
    assert bontot("flows", "lint").stdout.splitlines() == [
        "cell_title 1: 23 states, 37 rows, no fault",
        "cell_title_ward 1: 17 states, 27 rows, no fault",
        "committee_title 1: 19 states, 28 rows, no fault",
    ]


def test_drawing_is_written_to_a_file(bontot: Bontot, tmp_path: Path) -> None:
    file = tmp_path / "flow.svg"

    result = bontot("flows", "draw", "cell_title_ward", "1", "--write", str(file))

    assert result.exit_code == 0
    assert file.read_text() == bontot("flows", "draw", "cell_title_ward").stdout


def test_place_must_be_a_state_of_the_flow(bontot: Bontot) -> None:
    result = bontot("flows", "draw", "cell_title_ward", "--here", "recommended")

    assert refusal(result) == "cell_title_ward 1 has no state recommended."


def test_trial_tells_what_could_not_move_and_why(bontot: Bontot, town: Town) -> None:
    dossier = make.registered(town, town.ward.cells[0])
    with second_version.entered():
        result = bontot("flows", "trial", "cell_title", "2", "--tenant", town.tenant.slug)

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{town.tenant.slug}\tcell_title 1\t3 of 4 can move",
        (
            f"{town.tenant.slug}\t{dossier.code}\tregistered\tit has passed accept_registration"
            " from registration_submitted, which is another step: gone"
        ),
    ]
    assert {row.flow_version for row in town.session.scalars(select(Dossier))} == {1}


def test_trial_of_another_flow_goes_by_its_route(bontot: Bontot, town: Town) -> None:
    words = ("flows", "trial", "cell_title_ward", "1", "--from", "cell_title", "1")

    result = bontot(*words, "--tenant", town.tenant.slug)

    assert (result.exit_code, result.stdout) == (
        0, f"{town.tenant.slug}\tcell_title 1\t4 of 4 can move\n",
    )  # fmt: skip


def test_trial_without_a_route_says_so(bontot: Bontot) -> None:
    assert refusal(bontot("flows", "trial", "committee_title", "1")) == (
        "No flow leads to committee_title 1."
    )
