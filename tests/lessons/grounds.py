"""On what does each number of the prose and of the questions rest?

    python tests/lessons/grounds.py          lessons and their questions
    python tests/lessons/grounds.py 03 07    only those whose names begin so

A number rests on a row of a table whose source is linked in the same paragraph, or named by the
question; or it is what the question computes; or `grounds.toml` says on what. A figure is stated
once: what is counted in our own tables is written `{topic:function}` in a question, and in prose,
where nothing can be filled in, its ground is the function that counts it.

Dates, years, ordinals, ids, numbers of lessons, articles and resolutions are no figures. Whole
numbers up to ten without a unit are steps of scales, codes, places and small counts, and left out.
"""

import ast
import csv
import functools
import importlib
import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from helpers import bank, data  # noqa: E402

_SPEC = importlib.util.spec_from_file_location(
    "prose_report", Path(__file__).with_name("prose_report.py")
)
prose = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(prose)

_SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
WORDS = {word: number for number, word in enumerate(_SMALL.split(), 1)}
WORDS |= {"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
WORDS |= {
    f"{ten}-{one}": WORDS[ten] + number
    for ten in _TENS
    for number, one in enumerate(_SMALL.split()[:9], 1)
}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "m": 1e6, "bn": 1e9, "mn": 1e6}
_NO_FIGURE = re.compile("|".join(prose.NO_FIGURES), re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<digits>\d[\d,]*(?:\.\d+)?|half a(?= million| billion)|\b(?:"
    + "|".join(sorted(WORDS, key=len, reverse=True))
    + r")\b)(?:[ -](?P<unit>thousand|million|billion|bn|mn|m|per cent|%)\b)?",
    re.IGNORECASE,
)


class Figure(NamedTuple):
    """A number as written, its values (one, in full) and the sentence it stands in."""

    written: str
    values: frozenset
    sentence: str
    place: str


def figures(text, place=""):
    """The figures of one sentence."""
    found = []
    for match in _NUMBER.finditer(_NO_FIGURE.sub(" ", text)):
        value, unit = _number_of(match)
        if unit or value > 10 or value != int(value):
            scaled = frozenset({value * SCALES.get(unit, 1)})
            found.append(Figure(match[0].strip(), scaled, text, place))
    return found


def _number_of(match):
    """(number, unit) of a match of _NUMBER."""
    digits, unit = match["digits"].lower(), (match["unit"] or "").lower()
    if digits[0].isdigit():
        return float(digits.rstrip(",").replace(",", "")), unit
    return WORDS.get(digits, 0.5), unit


def values(text):
    """All numbers that stand in a cell, those of dates left in: a cell is read generously."""
    found = set()
    for match in _NUMBER.finditer(text):
        value, unit = _number_of(match)
        found |= {value, value * SCALES.get(unit, 1)}
    return found


@functools.cache
def _rows():
    """Numbers in the rows of all tables, by the source that a row cites."""
    found = {}
    for name in data.known_tables():
        if name == "sources":
            continue
        for _, row in data.records(name):
            numbers = values(" ".join(row.values()))
            for source in row.get("source_ids", "").split(";"):
                found.setdefault(source, set()).update(numbers)
    return found


@functools.cache
def _ids():
    """Sources by their address."""
    found = {}
    with (ROOT / "data/sources.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["url"], []).append(row["source_id"])
    return found


def in_sources(ids):
    """Numbers in all rows that cite these sources."""
    return set().union(*(_rows().get(source, set()) for source in ids))


def prose_figures(path):
    """(figure, what its paragraph rests on) for the text cells of a lesson."""
    found = []
    for text, block in prose.sentences(prose.markdown_of(path)):
        links = [ids for _, url in prose._LINK.findall(block) for ids in _ids().get(url, [])]
        found += [(figure, in_sources(links)) for figure in figures(text, path.name)]
    return found


def question_figures(question):
    """(figure, what it rests on) for all that a learner reads of a question as the bank has it."""
    ground = in_sources(question.sources)
    for value in [question.expected, *(slip["value"] for slip in question.slips)]:
        answer = bank.resolve(value)
        for one in answer if isinstance(answer, list) else [answer]:
            ground |= values(one) if isinstance(one, str) else _rounded(one)
    parts = [question.prompt, question.headline, question.why, *question.hints]
    parts += [text for o in (*question.options, *question.partners) for text in (o.text, o.why)]
    parts += [slip["why"] for slip in question.slips]
    found = []
    for part in parts:
        for text, _ in prose.sentences(re.sub(r"\{\w+:\w+\}", "so many", part)):
            found += [(figure, ground) for figure in figures(text, question.id)]
    return found


def code_figures(path):
    """(figure, nothing) for what a topic says with a number in its code, docstrings left out."""
    tree = ast.parse(path.read_text("utf-8"))
    named = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        # labels of axes, patterns, queries and style sheets are no sentences
        said = len(re.findall(r"[A-Za-z]{2,}", node.value)) >= 2
        if said and id(node) not in named and not re.search(r"\\|=|[{};]", node.value):
            found += [(figure, set()) for figure in figures(node.value, path.stem)]
    return found


def word_figures(path):
    """(figure, nothing) for what the messages of a subject say with a number of their own."""
    found, todo = [], [tomllib.loads(path.read_text("utf-8"))]
    while todo:
        text = todo.pop()
        if isinstance(text, str):
            plain = re.sub(r"^\[[^]]*\] ?", "", re.sub(r"\{[^}]*\}", "so many", text))
            if len(re.findall(r"[A-Za-z]{2,}", plain)) >= 2:
                found += [(figure, set()) for figure in figures(plain, path.stem)]
        else:
            todo += text.values() if isinstance(text, dict) else text
    return found


def _rounded(number):
    try:
        number = float(number)
    except (TypeError, ValueError):
        return set()
    shares = {number, 100 * number} if abs(number) <= 1 else {number}
    found = {round(one, places) for one in shares for places in range(5)}
    if abs(number) >= 1e6:  # said in million or billion, with two decimals at most
        for scale in (1e6, 1e9):
            short = {round(number / scale, places) for places in range(3)}
            found |= short | {one * scale for one in short}
    return found


def grounds():
    """The entries of `grounds.toml`."""
    return tomllib.loads(Path(__file__).with_name("grounds.toml").read_text("utf-8"))["ground"]


def stated(entry):
    """Numbers on which an entry of `grounds.toml` rests.

    Raises:
        LookupError: it names a row or function that does not exist.
    """
    found = set(map(float, entry.get("numbers", [])))
    for name in entry.get("count", []):
        table, _, which = name.partition(": ")
        frame = data.table(table)
        found.add(float(len(frame.query(which) if which else frame)))
    for name in entry.get("cells", []):
        table, which, column = name.split(": ")
        cells = data.table(table).query(which)[column]
        if cells.empty:
            raise LookupError(f"there is no row {name}")
        found |= set().union(*map(_rounded, cells))
    for name in entry.get("computed", []):
        module, function = name.split(":")
        called = getattr(importlib.import_module(f"helpers.measures.{module}"), function, None)
        if called is None:
            raise LookupError(f"there is no {name}")
        answer = called()
        for one in answer if isinstance(answer, (list, tuple)) else [answer]:
            found |= values(one) if isinstance(one, str) else _rounded(one)
    for name in entry.get("rows", []):
        table, _, key = name.partition(":")
        rows = [row for _, row in data.records(table)]
        mine = [row for row in rows if next(iter(row.values())) == key]
        if not mine:
            raise LookupError(f"there is no row {name}")
        found |= values(" ".join(mine[0].values()))
    return found


def groundless(pairs, entries):
    """Figures that rest on nothing, and entries that none of the figures needs."""
    lost, used = [], set()
    for figure, ground in pairs:
        if figure.values & ground:
            continue
        mine = [
            n
            for n, entry in enumerate(entries)
            if entry["place"] == figure.place and entry.get("text", "") in figure.sentence
        ]
        rests = [n for n in mine if figure.values & stated(entries[n])]
        used |= set(rests)
        if not rests:
            lost.append(figure)
    return lost, [entry for n, entry in enumerate(entries) if n not in used]


def all_figures(names=()):
    """Pairs of figure and ground of all lessons and questions."""
    found = []
    for path in prose.pages(names, room=False):
        found += prose_figures(path)
    for question in bank.bank().values():
        if not names or any(f"0{question.id}".startswith(name) for name in names):
            found += question_figures(question)
    rooms = ("helpers/measures", "helpers/topics")
    for path in sorted(path for room in rooms for path in (ROOT / room).glob("*.py")):
        if not names:
            found += code_figures(path)
    for path in sorted((ROOT / "data/words").glob("*.toml")):
        if not names and path.stem not in ("before", "language"):
            found += word_figures(path)
    return found


if __name__ == "__main__":
    for figure in groundless(all_figures(tuple(sys.argv[1:])), grounds())[0]:
        print(f"{figure.place:28}{figure.written:18}{figure.sentence}")
