"""Rows more in any table make no chart, table or explorer fail and no count false."""

import csv
import functools
import importlib
import inspect
import json
import pkgutil
import re
import shutil
import sys

import pytest

from helpers import data, figures

# A row of most tables is a thing of its own. Series of years and votes have keys of several parts:
# one more of them is another state, text or word, or one more year, as each yearly round brings it.
TABLES = data.known_tables()
SERIES = [
    name for name in TABLES if len(data.about(name).key) > 1 or "year" in data.about(name).key
]
SEVERAL = re.compile(r"\b(\d[\d,]*) of (\d[\d,]*)\b")


def everything():
    """Yield (name, function) for all charts, tables and explorers that need no arguments."""
    topics = importlib.import_module("helpers.topics")
    for item in pkgutil.iter_modules(topics.__path__, "helpers.topics."):
        module = importlib.import_module(item.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            given = inspect.signature(function).parameters.values()
            bare = all(p.default is not p.empty for p in given)
            shows = name.startswith(("draw_", "show_", "explore_"))
            if function.__module__ == item.name and shows and bare:
                yield f"{item.name.rpartition('.')[2]}.{name}", function


def shown(function):
    made = function()
    return made.show() if function.__name__.startswith("explore_") else made


def forget(but=()):
    """Empty every cache of the helpers that holds what was read; sheets, fonts and `but` stay."""
    for name in [n for n in sys.modules if n.startswith("helpers.") and n != figures.__name__]:
        for value in list(vars(sys.modules[name]).values()):
            if hasattr(value, "cache_clear") and value not in but:
                value.cache_clear()


@functools.cache
def readers():
    """Return {table: [(name, function)]}: what reads it, however deep below."""
    found, original = {table: [] for table in TABLES}, data._frame
    files = (data._package, data._rows, data._frame)
    for name, function in everything():
        forget(files)
        read = set()
        data._frame = lambda table, *more, read=read: read.add(table) or original(table, *more)
        try:
            shown(function)
        finally:
            data._frame = original
        for table in read & set(found):
            found[table].append((name, function))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("more") / "data"
    shutil.copytree(data.folder(), place, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return place


@pytest.fixture
def copied(folder):
    """A copy of the tables, whole again after each test."""
    kept = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    yield folder
    for path, content in kept.items():
        if path.read_bytes() != content:
            path.write_bytes(content)
    forget()


def add_row(place, table, which):
    """Append a copy of one row under a new key; return the key."""
    package = json.loads((place / "datapackage.json").read_text("utf-8"))
    key = next(r for r in package["resources"] if r["name"] == table)["schema"]["primaryKey"]
    path = place / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    new, at = list(rows[which]), head.index(key[0])
    taken = {row[at] for row in rows}
    if numbered := re.fullmatch(r"(\D*)(\d+)", new[at]):
        start, number = numbered[1], int(numbered[2])
        while new[at] in taken:
            number += 1
            new[at] = f"{start}{number:0{len(numbered[2])}d}"
    else:
        new[at] += "-x"
    if table == "transfers":
        new[head.index("origin_id")] = new[at]
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(new)
    return new[at]


def add_to_series(place, table):
    """Append, for each part of the key, a copy of a row with another value there; say for which.

    Years go on by one, and the end of their range is raised, as each yearly round does it.
    """
    package = json.loads((place / "datapackage.json").read_text("utf-8"))
    schema = next(r for r in package["resources"] if r["name"] == table)["schema"]
    rows, added = [row for _, row in data.records(table)], []
    taken = {tuple(row[part] for part in schema["primaryKey"]) for row in rows}
    for column in schema["primaryKey"]:
        field = next(field for field in schema["fields"] if field["name"] == column)
        for value in values_of(field, schema, rows):
            new = {**rows[0], column: value}
            if tuple(new[part] for part in schema["primaryKey"]) not in taken:
                added.append((column, new))
                break
    (place / "datapackage.json").write_text(json.dumps(package), "utf-8")
    with (place / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(new.values() for _, new in added)
    return {column for column, _ in added}


def values_of(field, schema, rows):
    """Return what may stand in a part of a key: the next year, a word of a list, another key."""
    limits = field.get("constraints", {})
    if field["type"] == "integer":
        newest = max(int(row[field["name"]]) for row in rows) + 1
        limits["maximum"] = max(limits["maximum"], newest)
        return [str(newest)]
    if "enum" in limits:
        return limits["enum"]
    theirs = next(r for r in schema["foreignKeys"] if r["fields"] == [field["name"]])["reference"]
    return [row[theirs["fields"][0]] for _, row in data.records(theirs["resource"])]


def faults_with(copied, table, monkeypatch):
    """Draw all that reads a table, and return the counts that are larger than their whole."""
    reading = readers()[table]
    monkeypatch.setattr(data, "folder", lambda: copied)
    forget()
    assert data.problems(table) == []
    wrong = []
    for name, function in reading:
        made = shown(function)
        for part in ("title", "sentence", "caption", "alt"):
            for one, two in SEVERAL.findall(getattr(made, part, "") or ""):
                if int(one.replace(",", "")) > int(two.replace(",", "")):
                    wrong.append(f"{name} says {one} of {two}")
    return wrong


@pytest.mark.parametrize("table", [name for name in TABLES if name not in SERIES])
def test_rows_more_break_no_chart_and_no_sentence(table, copied, monkeypatch):
    for which in (-1, 0):  # a copy of the last row, then one of the first
        add_row(copied, table, which)
    assert not faults_with(copied, table, monkeypatch)


# Parts of keys whose every value is there already, so that no row can be more.
WHOLE = {
    "un_regime_pairs": {"group"},
    "un_spread": {"measure"},
    "un_coercive_votes": {"resolution"},
}


@pytest.mark.parametrize("table", SERIES)
def test_one_row_more_of_a_series_breaks_no_chart_and_no_sentence(table, copied, monkeypatch):
    added = add_to_series(copied, table)
    assert added == set(data.about(table).key) - WHOLE.get(table, set())
    assert not faults_with(copied, table, monkeypatch)


def test_nearly_every_table_is_read_by_something_that_is_shown():
    idle = {table for table, functions in readers().items() if not functions}
    assert idle <= {
        "alliance_codes",
        "alliance_promises",
        "assumptions",  # read by a board alone
        "discussion",
        "memberships",  # told in sentences of lessons 1 and 5
        "misconceptions",
        "open_questions",
        "scenes",
        "sharp_codes",  # read by a board alone
        "settlement",  # read by a board alone, too
    }
