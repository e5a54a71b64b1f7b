"""Facts, words and marks are three rooms: measures do not draw, and no code speaks."""

import ast
import csv
import functools
import re
import tomllib
from pathlib import Path

import pytest

from helpers import wording

ROOT = Path(__file__).resolve().parents[2]
MEASURES = sorted((ROOT / "helpers/measures").glob("[a-z]*.py"))
HELPERS = sorted((ROOT / "helpers").rglob("[a-z]*.py"))
# Two words in a row, or one that opens like a sentence and is no name of matplotlib or pandas.
ENGLISH = re.compile(
    r"[A-Za-z’]{2,}[,;:.]? [A-Za-z’]{2,}|^[A-Z][a-z]{2,}[ .,:]|^[^.]*[a-z]{3,}[.:;]$"
)
# Subjects whose words still stand in their code, as the house is being rebuilt.
TO_DO = {"outlook"}
# What is English in the code and stays: by its reason, the functions and constants that hold it.
MAY_STAY = {
    "said to whoever edits data/words, and cannot stand in the files that it says are damaged": {
        "wording": "Words words _texts _read _find _told _fact _written _count _list"
    },
    "said to whoever edits or translates a file of questions": {
        "bank": "_of_folder _twice _overlaid STANDS _lay_over _filled _unread_files _read _entries "
        "_toml _TEXT _COUNT _COMPUTED _FIELDS _PARTS _fits _checked _question _unresolved "
        "_uncounted _counted _HOLDS _unlike drift _strays _astray",
        "counts": "fault kind_of",
    },
    "said to whoever edits a table or its description, with file, line and column": {
        "data": "_package _remedy KINDS _faulty _faults_of _faults_of_schema needs _rows "
        "_faults_of_limits _parted_otherwise _frame _problems_in _wrong _wrong_number _wrong_date"
    },
    "said by commands of whoever publishes or translates": {
        "editions": "_read _execute main",
        "html_edition": "build faults main",
        "translating": "translation main",
    },
    "said to whoever writes code, or to nobody: such a line of a file is skipped and counted": {
        "journal": "parse_lines _checked _header"
    },
    "reads English: what a learner writes, or what another program has written": {
        "measures.briefing": "_CLAIMED _RANGED _review_probability _review_words",
        "numbers": "_ONES _TENS",
        "html_edition": "faults",
        "waking": "names_of_cells",
    },
    "a name: of the course, of a font, of columns by which Moodle and Canvas know a file": {
        "html_edition": "NAME",
        "figures": "STYLE _fonts_for",
        "editions": "METADATA",
        "classroom.grading": "_PERSON",
    },
    "the phrases whose meaning is compared": {"measures.views": "PHRASES"},
    "settings and style sheets": {
        "answers": "STYLE",
        "figures": "CONTROLS",
        "html_edition": "STYLE",
        "settling": "SETTINGS KERNEL_CONFIG SERVER_CONFIG",
        "classroom.voting": "_BOXES",
        "waking": "STYLE",
    },
}
# Words of matplotlib, of style sheets and of Canvas.
NO_ENGLISH = {"offset points", "row wrap", "textarea, input[type=text]", "border-left:4px solid "}
NO_ENGLISH |= {"    Points Possible"}
# What reads a text says nothing, nor does an error for whoever calls a function wrongly.
READING = {"compile", "sub", "split", "match", "fullmatch", "search", "findall", "contains"}
READING |= {"query", "eval"}
WRONG_CALLS = {"ValueError", "TypeError", "KeyError"}
MARKUP = re.compile(r"<[^<>]*>|<[^<>]*$|^[^<>]*>")
KEY = re.compile(r"[a-z_]+\.")  # the start of a message's name


def module_of(path):
    """Name of a module below helpers, such as 'topics.china'."""
    return ".".join(path.relative_to(ROOT / "helpers").with_suffix("").parts)


@functools.cache
def silent_texts():
    """Every cell of every table: what is compared with one is a code; and words of no language."""
    found = set(NO_ENGLISH)
    for path in ROOT.glob("data/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found.update(*csv.reader(file))
    return found


def silent_in(tree):
    """Yield the parts of a module that nobody reads: docstrings, patterns, errors of callers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in READING:
            yield from (part for arg in node.args for part in ast.walk(arg))
        elif isinstance(node, ast.Raise) and WRONG_CALLS & {
            getattr(name, "id", "") for name in ast.walk(node)
        }:
            yield from ast.walk(node)


def holder_of(part):
    """Name of a function, a class or a constant."""
    targets = [name.id for name in ast.walk(part) if isinstance(name, ast.Name)]
    return getattr(part, "name", targets[0] if targets else "")


def said_in(source):
    """Yield (line, holder, text) for the texts of a module that a reader could see."""
    tree = ast.parse(source)
    silent = {id(node) for node in silent_in(tree)}
    for part in tree.body:
        for node in ast.walk(part):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in silent else None
            if not isinstance(text, str) or text in silent_texts() or KEY.fullmatch(text):
                continue
            if ENGLISH.search(" ".join(MARKUP.sub(" ", text).split())):
                yield node.lineno, holder_of(part), text


def may_stay(module):
    return {name for holders in MAY_STAY.values() for name in holders.get(module, "").split()}


@pytest.mark.parametrize("path", HELPERS, ids=module_of)
def test_no_module_speaks(path):
    if path.stem in TO_DO:
        pytest.skip("its words still stand in its code")
    found, stay = list(said_in(path.read_text("utf-8"))), may_stay(module_of(path))
    said = [f"line {line}: {text}" for line, holder, text in found if holder not in stay]
    assert not said, f"move these words to data/words/{path.stem}.toml"
    idle = stay - {holder for _, holder, _ in found}
    assert not idle, "nothing of these is English: take them out of MAY_STAY"


def test_words_in_code_are_seen():
    source = '''
def draw(frame):
    """Draw all of it."""
    if frame.query("a == 'one two'").empty:
        raise ValueError("Give a frame with rows.")
    title = f"{len(frame)} treaties are in force"
    return {"ha": "left"}, ["lower-case", "H1"], "Other states.", "not stated", title
LABELS: dict = {"a": "<p class='one two'>", "b": "<b>No sources.</b>"}
'''
    assert [found[1:] for found in said_in(source)] == [
        ("draw", " treaties are in force"),
        ("draw", "Other states."),
        ("LABELS", "<b>No sources.</b>"),
    ]


@pytest.mark.parametrize("path", MEASURES, ids=lambda p: p.stem)
def test_measures_neither_draw_nor_ask(path):
    may = {"data", "journal", "bank", "numbers", "measures"}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers"):
            used = (
                [node.module.split(".")[1]] if "." in node.module else [a.name for a in node.names]
            )
            assert path.stem in TO_DO or set(used) <= may, f"{path.stem} imports {used}"


def texts_in_code():
    """Yield (module, text) for every text that stands in helpers."""
    for path in ROOT.glob("helpers/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.stem, node.value


def test_no_table_of_messages_is_idle():
    used = set()
    for module, text in texts_in_code():
        first, _, rest = text.partition(".")
        used |= {f"{first}.{rest.split('.')[0]}", f"{module}.{first}"}
    assert not set(wording.known()) - used


@pytest.mark.parametrize("path", sorted((ROOT / "data/words").glob("*.toml")), ids=lambda p: p.stem)
def test_files_of_words_can_be_read(path):
    assert tomllib.loads(path.read_text("utf-8")) is not None
