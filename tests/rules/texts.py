"""Reading texts: those of a page as a visitor meets them, and those that no catalogue holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

GETTEXT = frozenset({"_", "_l", "gettext", "ngettext", "lazy_gettext"})
SPOKEN = ("aria-label", "title", "placeholder", "alt")
SILENT = frozenset({"script", "style", "template"})
VOID = frozenset({"input", "br", "img", "meta", "link", "use", "path", "rect", "circle", "hr"})
# Letters that English has not.
VIETNAMESE = re.compile(
    "[ăâđêôơưàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ]", re.IGNORECASE
)
LETTER = re.compile(r"[^\W\d_]")
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')


class _Said(HTMLParser):
    """Gathers what is seen or read aloud, without what is marked as another language."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        hidden = tag in SILENT or (tag != "html" and "lang" in named)
        if not hidden and not any(self._open):
            spoken = [named.get(name) or "" for name in (*SPOKEN, *_described(named))]
            self.texts += [text for text in spoken if LETTER.search(text)]
        if tag not in VOID:
            self._open.append(hidden)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._open) and LETTER.search(data):
            self.texts.append(data)


def _described(named: dict[str, str | None]) -> tuple[str, ...]:
    return ("content",) if named.get("name") == "description" else ()


def texts_of(page: str) -> list[str]:
    """List the texts of a page in its own language, those of attributes among them."""
    reader = _Said()
    reader.feed(page)
    return reader.texts


def bare_texts(environment: Environment, source: str) -> list[str]:
    """List the texts of a template that do not come from the catalogue.

    Those are letters between its tags or in attributes that are read aloud, and
    Vietnamese strings that no gettext takes.
    """
    markup = "".join(
        " " if isinstance(part, nodes.Node) else part
        for part in _outputs(environment.parse(source))
    )
    bare = [ATTRIBUTE.sub("", text).strip() for text in texts_of(markup)]
    strings = filter(is_vietnamese, _strings(environment.parse(source)))
    return [*filter(LETTER.search, bare), *strings]


def untranslated(source: str) -> list[str]:
    """List the Vietnamese strings of a module that no gettext takes, docstrings left out."""
    tree = ast.parse(source)
    taken = {
        id(inner)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in GETTEXT
        for inner in ast.walk(call)
    }
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in taken | documented
        and is_vietnamese(node.value)
    ]


def is_vietnamese(text: str) -> bool:
    """Tell whether a text has letters that only Vietnamese has."""
    return VIETNAMESE.search(text) is not None


def _outputs(template: nodes.Template) -> Iterator[nodes.Node | str]:
    """Give a template's own markup, and a node for each place that is filled in."""
    for output in template.find_all(nodes.Output):
        for part in output.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else part


def _strings(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _strings(child)
