"""Reading a form of a page as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser

Boxes = dict[str, list[str]]


class _Reader(HTMLParser):
    """Collects what the form at an address would send, no button pressed."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.inside = False
        self.boxes: Boxes = {}
        self.select = ""
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = self.inside or found.get("action", "").endswith(self.action)
        if not self.inside:
            return
        name = found.get("name", "")
        if tag == "input" and name:
            ticked = found.get("type") not in {"checkbox", "radio"} or "checked" in found
            if ticked:
                self.boxes.setdefault(name, []).append(found.get("value", ""))
        elif tag == "select":
            self.select = name
            self.boxes.setdefault(name, [""])
        elif tag == "option" and self.select and "selected" in found:
            self.boxes[self.select] = [found.get("value", "")]
        elif tag == "textarea":
            self.textarea = name
            self.boxes.setdefault(name, [""])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = None

    def handle_data(self, data: str) -> None:
        if self.inside and self.textarea:
            self.boxes[self.textarea] = [data]


def boxes_of(page: str, action: str) -> Boxes:
    """Return what the form whose address ends so would send; raise if there is none."""
    reader = _Reader(action)
    reader.feed(page)
    assert reader.boxes, f"no form for {action}"
    return reader.boxes
