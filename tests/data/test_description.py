"""Whatever is changed in the description of the tables: one sentence that names the place."""

import copy as copies
import itertools
import json
import random

import pytest

from data.check import BETWEEN, check
from helpers import data

PACKAGE = json.loads((data.folder() / "datapackage.json").read_text("utf-8"))
# The tables that rules between tables need, and those with every other kind of part.
SOME = {*BETWEEN, "actors", "missile_tests", "trade", "events", "estimative", "energy"}
PACKAGE["resources"] = [r for r in PACKAGE["resources"] if r["name"] in SOME]
INSTEAD = [None, [], {}, 7, -1.5, True, "", "elsewhere", "(", "../x", [None], {"a": []}, [["a"]]]


def ways(node, way=()):
    """Yield the way to every part of the description."""
    parts = node.items() if isinstance(node, dict) else enumerate(node)
    for key, below in parts:
        yield (*way, key)
        if isinstance(below, (dict, list)):
            yield from ways(below, (*way, key))


def edits():
    """Return 600 single edits, the same at each run: every kind of part, every kind of change."""
    kinds = {}
    for way in ways(PACKAGE):
        kinds.setdefault(tuple(k if isinstance(k, str) else "n" for k in way), []).append(way)
    chance = random.Random(11)
    changes = ["delete", "twice", "rename", *INSTEAD]
    made = [
        (chance.choice(kinds[kind]), change)
        for kind, change, _ in itertools.product(sorted(kinds), changes, range(2))
    ]
    return chance.sample(made, 600)


def edited(way, change):
    package = copies.deepcopy(PACKAGE)
    *above, last = way
    holder = package
    for key in above:
        holder = holder[key]
    if change == "delete":
        del holder[last]
    elif change == "twice" and isinstance(holder, list):
        holder.append(holder[last])
    elif change == "rename" and isinstance(holder, dict):
        holder[f"{last}s"] = holder.pop(last)
    elif change not in ("twice", "rename"):
        holder[last] = change
    return package


def test_any_single_edit_ends_in_tables_or_in_a_sentence_that_names_the_place(copy):
    path = copy / "datapackage.json"
    told = 0
    for number, (way, change) in enumerate(edits()):
        path.write_text(json.dumps(edited(way, change)), "utf-8")
        data._package.cache_clear()
        name = None
        if way[0] == "resources" and len(way) > 1:
            name = PACKAGE["resources"][way[1]]["name"]
        try:
            for one in data.known_tables(copy):
                data.about(one, copy)
            if name:
                data.table(name, copy)
            if number % 20 == 0:
                assert all(isinstance(p, data.Problem) for p in check(copy))
        except data.DataError as error:
            message = str(error)
            assert "data/" in message or message.startswith("There is no table"), (way, change)
            assert "None" not in message.replace("'None'", ""), (way, change, message)
            told += 1
    assert told > 250


@pytest.mark.parametrize("change", ["delete", "rename", None, [], 7, "elsewhere"])
@pytest.mark.parametrize("use", [data.known_tables, check])
def test_each_table_that_the_rules_need_is_missed_in_words(copy, change, use):
    for table in BETWEEN:
        place = next(n for n, r in enumerate(PACKAGE["resources"]) if r["name"] == table)
        package = edited(("resources", place), "delete")
        if change != "delete":
            package = edited(("resources", place, "name"), change)
        (copy / "datapackage.json").write_text(json.dumps(package), "utf-8")
        data._package.cache_clear()
        try:
            told = use(copy)
        except data.DataError as error:
            told = str(error)
        words = told if isinstance(told, str) else " ".join(map(str, told))
        assert "data/" in words or use is data.known_tables, table


@pytest.mark.parametrize(
    ("way", "change", "words"),
    [
        (("resources",), None, "the description, part 'resources': expected a list of objects"),
        (("resources", 0, "schema"), [], "table 'actors', part 'schema': expected an object"),
        (("resources", 0, "name"), "../x", "table number 1, part 'name'"),
        (("resources", 0, "caveats"), "one", "table 'actors', part 'caveats': expected a list"),
        (
            ("resources", 0, "schema", "fields", 0, "type"),
            "text",
            "table 'actors', column 'iso3', part 'type': expected one of string, integer, number",
        ),
        (
            ("resources", 0, "schema", "fields", 3, "constraints", "enum"),
            ["core", "core"],
            "table 'actors', column 'group', part 'enum': expected words that differ",
        ),
        (("resources", 0, "schema", "primaryKey", 0), "iso", "there is no column 'iso'"),
    ],
)
def test_the_sentence_names_table_column_and_part_and_what_was_found(copy, way, change, words):
    (copy / "datapackage.json").write_text(json.dumps(edited(way, change)), "utf-8")
    with pytest.raises(data.DataError) as caught:
        data.table("trade", copy)
    assert words in str(caught.value)
    assert "take the file from the collection's ZIP" in str(caught.value)
    assert "git checkout data/datapackage.json" in str(caught.value)


@pytest.mark.parametrize("content", [b"[" * 100_000, b"1" * 10_000, b'{"resources": NaN}', b"\xff"])
def test_a_description_made_to_do_harm_is_one_sentence(copy, content):
    (copy / "datapackage.json").write_bytes(content)
    with pytest.raises(data.DataError, match=r"data/datapackage\.json"):
        data.known_tables(copy)


# --- tables saved by a spreadsheet program


@pytest.mark.parametrize(
    ("mark", "words"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")]
)
@pytest.mark.parametrize("name", ["trade", "misconceptions", "glossary"])
def test_a_table_parted_by_something_else_is_told_as_that(copy, name, mark, words):
    import csv

    path = copy / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    with pytest.raises(data.DataError) as caught:
        data.table(name, copy)
    assert f"data/{name}.csv, line 1: the columns are parted by {words}" in str(caught.value)
    assert "save it as CSV, parted by commas, in UTF-8" in str(caught.value)
    assert "unpacked anew" in str(caught.value)
    assert "is missing" not in str(caught.value)


def test_other_words_of_a_spreadsheet_program_are_told(copy):
    path = copy / "trade.csv"
    text = path.read_text("utf-8")
    path.write_text("sep=,\n" + text, "utf-8")
    with pytest.raises(data.DataError, match="line 1: the first line is a word of a spreadsheet"):
        data.table("trade", copy)
    path.write_text("\n".join(f'"{line}"' for line in text.splitlines()), "utf-8")
    with pytest.raises(data.DataError, match="each line stands in quotation marks"):
        data.table("trade", copy)
    lines = text.splitlines()
    column = lines[0].split(",").index("share_total")
    cells = lines[1].split(",")
    cells[column] = '"0,25"'
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]), "utf-8")
    with pytest.raises(
        data.DataError, match=r"column 'share_total': expected a number with a point"
    ):
        data.table("trade", copy)


def test_a_table_in_utf_16_is_told(copy):
    path = copy / "trade.csv"
    path.write_text(path.read_text("utf-8").replace(",", "\t"), "utf-16")
    with pytest.raises(data.DataError, match="not UTF-8, it was saved in another encoding"):
        data.table("trade", copy)
