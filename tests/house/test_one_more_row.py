"""One row more in any table makes no chart, table or explorer fail and no count false."""

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

# A row of these is a thing of its own. Series of years and votes have keys of several columns: one
# more of them is one more year, which starts in the raw files and in the range of the column.
ROWS_READ = [n for n in data.known_tables() if data.about(n).key != ("year",)]
ROWS_READ = [name for name in ROWS_READ if len(data.about(name).key) == 1]
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


def forget():
    """Empty every cache of the helpers that holds what was read; sheets and fonts may stay."""
    for name in [n for n in sys.modules if n.startswith("helpers.") and n != figures.__name__]:
        for value in list(vars(sys.modules[name]).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@functools.cache
def readers():
    """Return {table: [(name, function)]}: what reads it, however deep below."""
    found, original = {table: [] for table in ROWS_READ}, data._frame
    for name, function in everything():
        forget()
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
def copied(tmp_path_factory):
    place = tmp_path_factory.mktemp("more") / "data"
    shutil.copytree(data.folder(), place, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return place


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


@pytest.mark.parametrize("which", [0, -1], ids=["first", "last"])
@pytest.mark.parametrize("table", ROWS_READ)
def test_one_row_more_breaks_no_chart_and_no_sentence(table, which, copied, monkeypatch):
    reading, before = readers()[table], (copied / f"{table}.csv").read_bytes()
    add_row(copied, table, which)
    monkeypatch.setattr(data, "folder", lambda: copied)
    forget()
    wrong = []
    try:
        for name, function in reading:
            made = shown(function)
            for part in ("title", "sentence", "caption", "alt"):
                for one, two in SEVERAL.findall(getattr(made, part, "") or ""):
                    if int(one.replace(",", "")) > int(two.replace(",", "")):
                        wrong.append(f"{name} says {one} of {two}")
    finally:
        (copied / f"{table}.csv").write_bytes(before)
        forget()
    assert not wrong


def test_nearly_every_table_is_read_by_something_that_is_shown():
    idle = {table for table, functions in readers().items() if not functions}
    assert idle <= {
        "alliance_codes",
        "alliance_promises",
        "discussion",
        "misconceptions",
        "open_questions",
    }
