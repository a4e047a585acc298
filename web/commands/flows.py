"""Flows as tables: checked, and written out for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from workflows.engine.drawing import Words
from workflows.engine.drawing import draw as draw_flow
from workflows.engine.flow import Back, Flow, Kind, Move, Step
from workflows.engine.lint import lint as faults_of
from workflows.flows import FLOWS

MARKS = (("at_sitting", "†"), ("undoable", "↶"), ("side", "‡"), ("afterlife", "§"))


@click.group(name="flows", help="Quy trình · The flows.")
def command() -> None:
    """Gather what may be done with flows."""


@command.command(help="Kiểm tra một quy trình · Checks a flow; exits 1 at a fault.")
@click.argument("name", required=False)
@click.argument("version", type=int, default=1)
def lint(name: str | None, version: int) -> None:
    """Print the faults of a flow, or of all, one a line."""
    flows = [_flow(name, version)] if name else list(FLOWS.values())
    faulty = False
    for flow in flows:
        faults = faults_of(flow)
        for fault in faults:
            click.echo(f"{flow.name} {flow.version}: {fault}")
        if not faults:
            size = f"{len(flow.states)} states, {len(flow.moves)} rows"
            click.echo(f"{flow.name} {flow.version}: {size}, no fault")
        faulty = faulty or bool(faults)
    if faulty:
        raise click.exceptions.Exit(1)


@command.command(help="In bảng quy trình · Prints a flow as a Markdown table.")
@click.argument("name", default="cell_title")
@click.argument("version", type=int, default=1)
@click.option(
    "--write", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Ghi vào giữa hai dấu của tệp này · Writes it between the marks of this file.",
)  # fmt: skip
def table(name: str, version: int, path: Path | None) -> None:
    """Print a flow's moves and states, or write them into a document."""
    flow = _flow(name, version)
    if path is None:
        click.echo(written(flow))
        return
    path.write_text(written_into(path.read_text(), flow))
    click.echo(f"{path}: {name} {version}")


@command.command(help="Vẽ một quy trình (SVG) · Draws a flow as SVG.")
@click.argument("name", default="cell_title")
@click.argument("version", type=int, default=1)
@click.option(
    "--write", "path", type=click.Path(path_type=Path, dir_okay=False),
    help="Ghi vào tệp này · Writes it to this file.",
)  # fmt: skip
@click.option("--here", help="Trạng thái được đánh dấu · The state to mark.")
def draw(name: str, version: int, path: Path | None, here: str | None) -> None:
    """Print a flow's drawing, or write it to a file."""
    flow = _flow(name, version)
    if here is not None and here not in flow.states:
        raise click.ClickException(f"{name} {version} has no state {here}.")
    if path is None:
        click.echo(drawn(flow, here=here), nl=False)
        return
    path.write_text(drawn(flow, here=here))
    click.echo(f"{path}: {name} {version}")


def drawn(flow: Flow, *, here: str | None = None) -> str:
    """Draw a flow by the names of its table, as the documentation shows it."""
    words = Words(
        title=f"{flow.name} {flow.version}",
        state=str,
        move=str,
        stays="stays",
        back=lambda trigger: f"back over {trigger}",
        every_open="every open state",
        beside="Side moves",
        here="● here",
        place=lambda state: f"{flow.name} {flow.version}, at {state}",
    )
    return draw_flow(flow, words, here=here)


def written(flow: Flow) -> str:
    """Write a flow as two Markdown tables: its moves, then its states."""
    return "\n".join([*_moves(flow), "", *_states(flow)])


def written_into(document: str, flow: Flow) -> str:
    """Put a flow's tables between its marks in a document.

    Raises:
        ClickException: the document has no such marks.

    """
    begin, end = (f"<!-- {word} {flow.name} {flow.version} -->" for word in ("begin", "end"))
    before, found, rest = document.partition(begin)
    _old, closed, after = rest.partition(end)
    if not (found and closed):
        raise click.ClickException(f"Mark the place with {begin} and {end}, each on its own line.")
    return f"{before}{begin}\n{written(flow)}\n{end}{after}"


def _moves(flow: Flow) -> Iterator[str]:
    yield "| trigger | from | to | by | asks | needs | papers | address |"
    yield "|---|---|---|---|---|---|---|---|"
    for move in flow.moves:
        marks = "".join(f" {sign}" for field, sign in MARKS if getattr(move, field))
        cells = (
            f"`{move.trigger}`{marks}",
            _from(flow, move),
            _to(move),
            ", ".join(party.name for party in move.by),
            ", ".join(f"`{name}`" for name in move.asks),
            "; ".join(_words(step) for step in (*move.needs, *move.checks)),
            ", ".join(move.papers),
            f"`{move.word}`",
        )
        yield f"| {' | '.join(cell or '–' for cell in cells)} |"


def _states(flow: Flow) -> Iterator[str]:
    yield "| state | kind | owes the next act |"
    yield "|---|---|---|"
    for state in flow.states.values():
        owes = state.owes.name if state.owes else "–"
        yield f"| `{state.name}` | {state.kind} | {owes} |"


def _from(flow: Flow, move: Move) -> str:
    awaited = [state.name for state in flow.states.values() if state.kind is Kind.OPEN]
    rest = [name for name in move.source if name not in awaited]
    if set(awaited) <= set(move.source):
        return ", ".join(["every open state", *(f"`{name}`" for name in rest)])
    return ", ".join(f"`{name}`" for name in move.source)


def _to(move: Move) -> str:
    if isinstance(move.target, Back):
        return f"back over `{move.target.of}`"
    return "stays" if move.target is None else f"`{move.target}`"


def _words(step: Step) -> str:
    """Say what a guard asks: its docstring does, or its name where it was made for the row."""
    if step.__doc__:
        return re.sub(r" \(docs/[^)]*\)", "", step.__doc__.partition("\n")[0]).rstrip(".")
    return getattr(step, "__name__", "").replace("_", " ")


def _flow(name: str, version: int) -> Flow:
    if (name, version) not in FLOWS:
        known = ", ".join(f"{known} {number}" for known, number in FLOWS)
        raise click.ClickException(f"There is no flow {name} {version}; there is {known}.")
    return FLOWS[name, version]
