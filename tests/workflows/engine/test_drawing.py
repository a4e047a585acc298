"""A drawing says what the table says: every state, every move, every way, one place."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from web.commands.flows import drawn
from workflows.engine.drawing import LEFT, RIGHT, WIDTH
from workflows.engine.flow import Flow
from workflows.flows import FLOWS

SVG = "{http://www.w3.org/2000/svg}"
EACH_FLOW = pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name)


def read(flow: Flow, here: str | None = None) -> ET.Element:
    return ET.fromstring(drawn(flow, here=here))  # noqa: S314  # our own drawing


def boxes(svg: ET.Element) -> dict[str, tuple[int, int]]:
    """Return each state's box, by the name that stands first in it: top and bottom."""
    found = {}
    names = {int(text.get("y", 0)): text.text or "" for text in svg.iter(f"{SVG}text")}
    for rect in list(svg.iter(f"{SVG}rect"))[1:]:
        top = int(rect.get("y", 0))
        bottom = top + int(rect.get("height", 0))
        inside = min(y for y in names if top < y < bottom)
        found[names[inside]] = (top, bottom)
    return found


def ways(svg: ET.Element) -> list[tuple[int, int]]:
    """Return the heights at which each line leaves and arrives."""
    lines = [path.get("d", "") for path in svg.iter(f"{SVG}path") if path.get("fill") == "none"]
    heights = []
    for line in lines:
        start, _lane, rest = line.removeprefix(f"M{RIGHT} ").partition("H")
        heights.append((int(start), int(rest.partition("V")[2].partition("H")[0])))
    return heights


@EACH_FLOW
def test_every_state_has_one_box_and_none_overlap(flow: Flow) -> None:
    found = boxes(read(flow))
    assert set(found) == set(flow.states)
    in_order = sorted(found.values())
    assert all(above[1] < below[0] for above, below in pairwise(in_order))


@EACH_FLOW
def test_a_line_is_drawn_for_each_way_and_no_other(flow: Flow) -> None:
    svg = read(flow)
    found = boxes(svg)

    def at(y: int) -> str:
        return next(name for name, (top, bottom) in found.items() if top < y < bottom)

    told = Counter(
        (source, target)
        for move in flow.moves
        if not move.side
        for source in move.source
        for target in flow.targets(move)
    )
    assert Counter((at(start), at(end)) for start, end in ways(svg)) == told


@EACH_FLOW
def test_lines_of_different_ends_never_lie_upon_each_other(flow: Flow) -> None:
    lanes: dict[int, list[tuple[int, int, int]]] = {}
    for path in read(flow).iter(f"{SVG}path"):
        line = path.get("d", "")
        if path.get("fill") == "none":
            lane = int(line.partition("H")[2].partition("V")[0])
            start = int(line.removeprefix(f"M{RIGHT} ").partition("H")[0])
            end = int(line.partition("V")[2].partition("H")[0])
            lanes.setdefault(lane, []).append((min(start, end), max(start, end), end))
            assert RIGHT < lane <= WIDTH - 4
    for spans in lanes.values():
        for low, high, end in spans:
            others = [span for span in spans if span[2] != end]
            assert all(high < other[0] or low > other[1] for other in others)


@EACH_FLOW
def test_place_of_the_dossier_is_marked_once_in_each_state(flow: Flow) -> None:
    for state in flow.states:
        texts = [text.text for text in read(flow, here=state).iter(f"{SVG}text")]
        assert texts.count("● here") == 1
        assert texts[texts.index("● here") - 1] == state
    assert "● here" not in drawn(flow)


@EACH_FLOW
def test_text_stays_inside_its_box(flow: Flow) -> None:
    """A letter of this size is at most some seven and a half units wide on average."""
    for text in read(flow).iter(f"{SVG}text"):
        x, letters = int(text.get("x", 0)), len(text.text or "")
        assert x >= LEFT
        assert x + 6.8 * letters < WIDTH


def test_drawing_names_itself_for_who_cannot_see_it() -> None:
    svg = read(FLOWS["cell_title", 1], here="under_appraisal")
    assert svg.get("role") == "img"
    assert [svg.findtext(f"{SVG}title"), svg.findtext(f"{SVG}desc")] == [
        "cell_title 1", "cell_title 1, at under_appraisal",
    ]  # fmt: skip
