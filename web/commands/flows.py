"""Flows as tables: checked, and written out for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from tenants.settings import Settings
from tenants.wall import open_session
from web.commands.connecting import OPERATOR, all_tenants, as_application, enter, needs_settings
from workflows.engine.act import Back, Move, Step
from workflows.engine.drawing import Words
from workflows.engine.drawing import draw as draw_flow
from workflows.engine.flow import Flow
from workflows.engine.lint import lint as faults_of
from workflows.engine.refusals import Refusal
from workflows.engine.table import Kind
from workflows.flows import FLOWS
from workflows.flows.migration import Report, try_route
from workflows.flows.routes import route, routes_to

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


@command.command(
    help="Ghi mọi bảng và sơ đồ vào tài liệu · Writes all tables and drawings of a document."
)
@click.argument(
    "path", default="docs/process.md",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)  # fmt: skip
def document(path: Path) -> None:
    """Bring the document's tables up to date, and the drawings in ``flows`` beside it."""
    (path.parent / "flows").mkdir(exist_ok=True)
    for flow in FLOWS.values():
        path.write_text(written_into(path.read_text(), flow))
        (path.parent / f"flows/{flow.name}-{flow.version}.svg").write_text(drawn(flow))
    click.echo(f"{path}: {', '.join(f'{name} {version}' for name, version in FLOWS)}")


@command.command(
    help="Thử một phiên bản trên mọi hồ sơ đang chạy, không thay đổi gì"
    " · Tries a version on every running dossier; changes nothing, exits 1 if one cannot move."
)
@click.argument("name")
@click.argument("version", type=int)
@click.option(
    "--from", "source", nargs=2, type=(str, int), metavar="NAME VERSION",
    help="Chỉ từ quy trình này · Only from this flow.",
)  # fmt: skip
@click.option("--tenant", "slug", metavar="SLUG", help="Chỉ đơn vị này · Only this tenant.")
@needs_settings
def trial(
    settings: Settings, name: str, version: int, source: tuple[str, int] | None, slug: str | None
) -> None:
    """Report, tenant by tenant, how many can move and why each of the others cannot."""
    _flow(name, version)
    try:
        routes = [route(source, (name, version))] if source else routes_to((name, version))
    except Refusal as refusal:
        raise click.ClickException(_reason(refusal)) from refusal
    if not routes:
        raise click.ClickException(f"No flow leads to {name} {version}.")
    stuck = 0
    with as_application(settings) as outside:
        for tenant in [enter(outside, slug)] if slug else all_tenants(outside):
            with open_session(outside.get_bind().engine, tenant.id) as session:
                for way in routes:
                    stuck += _tell(tenant.slug, try_route(session, way, viewer=OPERATOR))
    if stuck:
        raise click.exceptions.Exit(1)


def _tell(slug: str, report: Report) -> int:
    source = report.route.source
    if report.trials:
        click.echo(
            f"{slug}\t{source.name} {source.version}\t"
            f"{len(report.ready)} of {len(report.trials)} can move"
        )
    for each in report.refused:
        click.echo(f"{slug}\t{each.code}\t{each.state}\t{_reason(each.refusal)}")
    return len(report.refused)


def _reason(refusal: Refusal | None) -> str:
    """Say in English why a dossier cannot move."""
    if refusal is None:
        return ""
    facts = {key: str(value) for key, value in refusal.info.items()}
    sentences = {
        "no_place": "its state has no place in the new flow",
        "no_way_back": "it is held in {state}, which has no place in the new flow",
        "on_opened_sitting": "it is on the opened sitting {sitting}",
        "step_changed": "it has passed {trigger} from {state}, which is another step: {part}",
        "unknown_flow": "There is no flow {flow} {number}",
        "no_route": "Nothing leads from {source} to {target}",
    }
    return sentences.get(refusal.code, refusal.code).format(**facts)


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
