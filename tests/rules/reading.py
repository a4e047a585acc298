"""Reading the project's own source: its modules, and where acts of a kind happen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("tenants", "workflows", "jobs", "web", "demo", "deploy", "migrations", "tests")


def modules() -> dict[str, str]:
    """Return the source of every module by its path, as in ``tenants/wall.py``."""
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    }


def outside(places: tuple[str, ...], found: list[str]) -> list[str]:
    """Keep the paths that begin with none of the places."""
    return [path for path in found if not path.startswith(places)]


def saying(pattern: str, sources: dict[str, str]) -> list[str]:
    """List the modules whose source matches a pattern."""
    return [path for path, source in sources.items() if re.search(pattern, source)]


def calling_text(sources: dict[str, str]) -> list[str]:
    """List the modules that send SQL of their own; the condition of an index is none."""
    return [path for path, source in sources.items() if _sends_text(ast.parse(source))]


def _sends_text(tree: ast.Module) -> bool:
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in {"text", "literal_column"}
    }
    of_indexes = {
        id(keyword.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "postgresql_where"
    }
    return any(id(call) not in of_indexes for call in _calls(tree, names))


def _calls(tree: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            named = isinstance(node.func, ast.Name) and node.func.id in names
            dotted = isinstance(node.func, ast.Attribute) and ast.unparse(node.func) in {
                "sqlalchemy.text", "sa.text", "connection.exec_driver_sql",
            }  # fmt: skip
            if named or dotted:
                yield node
