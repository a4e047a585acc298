"""House rules on files: one place for each kind of act, and names that say what is inside."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.rules.reading import ROOT, calling_text, modules, outside, saying

SOURCES = modules()
PLACES = {
    # A request commits in one place, a job where it is run, a command and a maker by itself.
    r"\.commit\(|\.rollback\(": (
        "tenants/wall.py",  # how any commit is made
        "web/transaction.py",
        "web/commands/",
        "jobs/run.py",
        "jobs/relay.py",
        "jobs/sweep.py",
        "jobs/counting.py",
        "jobs/tidying.py",
        "jobs/reminders.py",
        "jobs/in_process.py",
        "demo/",
        "tests/",
    ),
    r"\.flush\(": ("tenants/", "workflows/", "web/commands/", "deploy/", "demo/", "tests/"),
    # The bulk onboarding and the engine's hot path, which write rows by the thousand.
    r"__table__": ("tenants/onboarding/storing.py", "workflows/engine/statements.py", "tests/"),
    r"set_config\(": ("tenants/wall.py", "tests/"),
    # A walk in the browser types the day as its person sees it on the wall.
    r"datetime\.now\(|date\.today\(|utcnow\(": ("tests/journeys/conftest.py",),
    r"os\.environ|os\.getenv": (
        "tenants/settings.py", "tests/", "deploy/", "jobs/processes.py", "jobs/connection.py",
        "web/commands/",
    ),
    r"# type: ignore(?!\[)|# noqa(?!: )": (),
    r"from_statement|bulk_update_mappings|bulk_insert_mappings": (),
    r"import pickle|pickle\.": (),
    # Where a cell that looks like a formula is marked as text.
    r"import xlsxwriter|from xlsxwriter": (
        "web/workbooks.py",
        "web/onboarding/faulty_rows.py",
        "jobs/papers/lists.py",
        "tenants/onboarding/template.py",  # holds no word that anybody typed
        "tests/",
    ),
}  # fmt: skip
RAW_SQL = (
    "tenants/wall.py",
    "tenants/onboarding/bulk.py",  # makes the server forget its plans
    "workflows/engine/",
    "migrations/",
    "deploy/",
    "web/commands/",  # ask the server about itself, make its roles
    "web/health.py",  # asks whether the server may be written to
    "tests/",
)
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "core"}


@pytest.mark.parametrize(("pattern", "places"), PLACES.items(), ids=PLACES)
def test_act_has_its_place(pattern: str, places: tuple[str, ...]) -> None:
    found = [path for path in saying(pattern, SOURCES) if path != "tests/rules/test_files.py"]
    assert outside((*places, "tests/rules/reading.py"), found) == []


def test_sql_is_written_by_hand_in_few_places() -> None:
    assert outside(RAW_SQL, calling_text(SOURCES)) == []


def test_names_say_what_is_inside() -> None:
    parts = {part.removesuffix(".py") for path in SOURCES for part in path.split("/")}
    assert parts & SAYS_NOTHING == set()


def test_every_room_was_read() -> None:
    rooms = {path.split("/")[0] for path in SOURCES}
    assert {"tenants", "workflows", "jobs", "web", "deploy", "migrations", "tests"} <= rooms
    assert len(SOURCES) > 150


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("session.commit()", True),
        ("transaction.rollback()", True),
        ("commit_message = 1", False),
    ],
)
def test_commit_is_seen(source: str, *, found: bool) -> None:
    pattern = next(iter(PLACES))
    assert bool(re.search(pattern, source)) is found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from sqlalchemy import text\nsession.execute(text('DELETE FROM people'))", True),
        ("from sqlalchemy import text as sql\nsql('SELECT 1')", True),
        ("import sqlalchemy as sa\nsa.text('SELECT 1')", True),
        (
            "from sqlalchemy import text\nIndex('a', postgresql_where=text('done_at IS NULL'))",
            False,
        ),
        ("def text(words): ...\ntext('no SQL')", False),
    ],
)
def test_sql_by_hand_is_seen(source: str, *, found: bool) -> None:
    assert calling_text({"a.py": source}) == (["a.py"] if found else [])


def test_every_page_that_is_shown_has_its_part() -> None:
    templates = ROOT / "web/templates"
    shown = {
        page
        for path in (ROOT / "web").rglob("*.py")
        for page in re.findall(r'\b(?:show|changed)\(\s*"([\w/]+\.html)"', path.read_text("utf-8"))
    }
    parts = {page: (templates / page).with_name(f"_{page.rpartition('/')[2]}") for page in shown}

    assert len(shown) > 90
    assert sorted(page for page, part in parts.items() if not part.exists()) == []


def test_no_two_filters_of_templates_bear_one_name() -> None:
    """The later one takes the place of the earlier, and a page says another thing."""
    given = re.compile(r"add_(?:app_)?template_filter\(\s*(\w+)(?:,\s*\"(\w+)\")?")
    named = Counter(
        found[2] or found[1] for source in SOURCES.values() for found in given.finditer(source)
    )

    assert len(named) > 50
    assert [name for name, times in named.items() if times > 1] == []
