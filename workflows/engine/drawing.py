"""A flow drawn from its table as SVG: nothing is drawn that the table does not say.

States stand below each other in the table's order, each with the moves that leave it.
All ways into a state run through one lane at its right, so that lines seldom cross;
side moves, which leave from almost everywhere, are told below instead of drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from workflows.engine.act import Back, Move
from workflows.engine.flow import Flow
from workflows.engine.table import Kind, State

MARKS = (("at_sitting", "†"), ("undoable", "↶"), ("side", "‡"), ("afterlife", "§"))
WIDTH, CARD, LEFT = 390, 268, 8
RIGHT = LEFT + CARD
LINE, GAP, PAD = 19, 12, 8
LANE, FIRST_LANE = 10, 14
LETTERS = 37
INK, MUTED, LINES, HERE = "#1b1f24", "#4a525c", "#5b6470", "#8a1c1c"
FILLS = {Kind.OPEN: "#ffffff", Kind.PARKED: "#fff8e6", Kind.SETTLED: "#eef2f6"}
CLOSED_FILL = "#e3e6ea"


@dataclass(frozen=True, slots=True)
class Words:
    """What the drawing calls things; ``place`` says in a sentence where the dossier is."""

    title: str
    state: Callable[[str], str]
    move: Callable[[str], str]
    stays: str
    back: Callable[[str], str]
    every_open: str
    beside: str
    here: str
    place: Callable[[str], str]


@dataclass(slots=True)
class _Card:
    """A state's box: where it stands, and the height of each line in it."""

    state: State
    top: int
    title: list[str]
    rows: list[tuple[Move, list[str], int]] = field(default_factory=list)
    bottom: int = 0

    @property
    def entry(self) -> int:
        """Where ways in arrive."""
        return self.top + PAD + LINE // 2


@dataclass(slots=True)
class _Lane:
    """All ways into one state: the lines they leave, and how far right they run."""

    target: _Card
    leaving: list[tuple[_Card, int]]
    number: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """From the topmost to the lowest point."""
        ends = [self.target.entry, *(y for _card, y in self.leaving)]
        return min(ends), max(ends)


def draw(flow: Flow, words: Words, *, here: str | None = None) -> str:
    """Draw a flow; ``here`` is the state in which a dossier stands."""
    cards = _cards(flow, words, here)
    lanes = _lanes(flow, cards)
    end = max((card.bottom for card in cards), default=PAD) + GAP
    below = list(_beside(flow, words, top=end))
    height = end + LINE * (len(below) + 2)
    place = words.place(here) if here else words.title
    return "\n".join(
        [
            _opening(height),
            f"<title>{escape(words.title)}</title>",
            f"<desc>{escape(place)}</desc>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *(line for lane in lanes for line in _ways(lane, here)),
            *(line for card in cards for line in _box(card, here)),
            *below,
            "</svg>\n",
        ]
    )


def _opening(height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="13">'
    )


def _cards(flow: Flow, words: Words, here: str | None) -> list[_Card]:
    cards, top = [], PAD
    for state in flow.states.values():
        stands = [words.here] if state.name == here else []
        card = _Card(state, top, [*_broken(words.state(state.name)), *stands])
        y = top + PAD + LINE * len(card.title)
        for move in flow.moves_from(state.name):
            if not move.side:
                text = _broken(_told(move, words))
                card.rows.append((move, text, y + LINE // 2))
                y += LINE * len(text)
        card.bottom = y + PAD
        cards.append(card)
        top = card.bottom + GAP
    return cards


def _lanes(flow: Flow, cards: Sequence[_Card]) -> list[_Lane]:
    """Give each state's ways in a lane: the shorter, the nearer; no two overlap in one."""
    by_name = {card.state.name: card for card in cards}
    ways: dict[str, _Lane] = {}
    for card in cards:
        for move, _text, y in card.rows:
            for target in flow.targets(move):
                lane = ways.setdefault(target, _Lane(by_name[target], []))
                lane.leaving.append((card, y))
    lanes = sorted(ways.values(), key=lambda lane: lane.span[1] - lane.span[0])
    taken: list[list[tuple[int, int]]] = []
    for lane in lanes:
        low, high = lane.span
        free = (
            number
            for number, spans in enumerate(taken)
            if all(high < other_low - 4 or low > other_high + 4 for other_low, other_high in spans)
        )
        lane.number = next(free, len(taken))
        if lane.number == len(taken):
            taken.append([])
        taken[lane.number].append((low, high))
    return lanes


def _ways(lane: _Lane, here: str | None) -> Iterator[str]:
    x = min(RIGHT + FIRST_LANE + lane.number * LANE, WIDTH - 4)
    entry = lane.target.entry
    # The dossier's own ways are drawn last, over the others.
    for card, y in sorted(lane.leaving, key=lambda way: way[0].state.name == here):
        own = card.state.name == here
        ink, width = (HERE, 2.5) if own else (LINES, 1.2)
        yield (
            f'<path d="M{RIGHT} {y}H{x}V{entry}H{RIGHT + 6}" fill="none"'
            f' stroke="{ink}" stroke-width="{width}"/>'
        )
        yield (
            f'<path d="M{RIGHT} {entry}l8 -4v8z" fill="{ink}"/>'
        )  # fmt: skip


def _box(card: _Card, here: str | None) -> Iterator[str]:
    stands = card.state.name == here
    fill = "#fff1cc" if stands else FILLS.get(card.state.kind, CLOSED_FILL)
    ink, width = (HERE, 3) if stands else (LINES, 1)
    yield (
        f'<rect x="{LEFT}" y="{card.top}" width="{CARD}" height="{card.bottom - card.top}"'
        f' rx="6" fill="{fill}" stroke="{ink}" stroke-width="{width}"/>'
    )
    for number, line in enumerate(card.title):
        marked = HERE if stands else INK
        yield _text(LEFT + PAD, card.top + PAD + 13 + number * LINE, line, ink=marked, bold=True)
    for move, text, y in card.rows:
        for number, line in enumerate(text):
            ink = HERE if stands and not move.at_sitting else MUTED
            yield _text(LEFT + PAD + 8, y + 4 + number * LINE, line, ink=ink)


def _beside(flow: Flow, words: Words, *, top: int) -> Iterator[str]:
    y = top + LINE
    yield _text(LEFT, y, words.beside, bold=True)
    awaited = {state.name for state in flow.states.values() if state.kind is Kind.OPEN}
    for move in flow.moves:
        if not move.side:
            continue
        y += LINE
        yield _text(LEFT, y, f"{_told(move, words)} → {_target(move, words)}")
        sources = [name for name in move.source if name not in awaited]
        named = (
            [words.every_open, *map(words.state, sources)]
            if awaited <= set(move.source)
            else [words.state(name) for name in move.source]
        )
        for line in _broken(", ".join(named), LETTERS + 18):
            y += LINE
            yield _text(LEFT + 12, y, line, ink=MUTED)


def _told(move: Move, words: Words) -> str:
    marks = "".join(f" {sign}" for name, sign in MARKS if getattr(move, name))
    stays = f" ({words.stays})" if move.target is None and not move.side else ""
    return f"{words.move(move.trigger)}{marks}{stays}"


def _target(move: Move, words: Words) -> str:
    if isinstance(move.target, Back):
        return words.back(move.target.of)
    return words.stays if move.target is None else words.state(move.target)


def _broken(text: str, letters: int = LETTERS) -> list[str]:
    """Break a text into lines between its words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _text(x: int, y: int, text: str, *, ink: str = INK, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{ink}"{weight}>{escape(text)}</text>'
