"""Facts, words and marks are three rooms: no code speaks, and no word is idle."""

import ast
import csv
import fnmatch
import functools
import re
import tomllib
from pathlib import Path

import pytest

from helpers import data, wording

ROOT = Path(__file__).resolve().parents[2]
HELPERS = sorted((ROOT / "helpers").rglob("[a-z]*.py"))
# Two words in a row, or one that opens like a sentence and is no name of matplotlib or pandas.
ENGLISH = re.compile(
    r"[A-Za-z’]{2,}[,;:.]? [A-Za-z’]{2,}|^[A-Z][a-z]{2,}[ .,:]|^[^.]*[a-z]{3,}[.:;]$"
)
# What is English in the code and stays: by its reason, the functions and constants that hold it.
MAY_STAY = {
    "said to whoever edits data/words, and cannot stand in the files that it says are damaged": {
        "wording": "Words words _texts _read _find _told _fact _written _count _list"
    },
    "said to whoever edits or translates a file of questions": {
        "bank": "_of_folder _twice _overlaid STANDS _lay_over _filled _unread_files _read _entries "
        "_toml _TEXT _COUNT _COMPUTED _FIELDS _PARTS _fits _checked _question _check_fields "
        "_indistinct _unresolved _uncomputed _uncounted _counted _HOLDS _unlike drift _strays "
        "_astray _unsound",
        "counts": "fault kind_of",
    },
    "said to whoever edits or translates a table or its description, with file and place": {
        "data": "_package _remedy KINDS _faulty _faults_of _faults_of_schema needs _rows "
        "_faults_of_limits _parted_otherwise _frame _problems_in _wrong _wrong_number _wrong_date"
        " _translated _their_texts"
    },
    "said by commands of whoever publishes or translates": {
        "editions": "_read _execute main",
        "html_edition": "build faults main",
        "translating": "translation main",
        "site": "main",
        "serving": "main",
    },
    "said to whoever writes code, or to nobody: such a line of a file is skipped and counted": {
        "journal": "parse_lines _checked _header"
    },
    "reads English: what a learner writes, or what another program has written": {
        "measures.briefing": "LOADED _CLAIMED _RANGED _review_probability _review_words",
        "numbers": "_ONES _TENS",
        "html_edition": "faults",
        "waking": "names_of_cells",
        "handouts": "HEADINGS",
        "site": "_pip _python_312 our_wheel _browser_python _for_browser MENDED",
    },
    "a name: of the course, of a font, of what Moodle and Canvas know a file by": {
        "html_edition": "NAME",
        "printing": "BROWSERS",
        "figures": "STYLE _fonts_for",
        "editions": "METADATA",
        "classroom.grading": "_PERSON",
        "exporting.qti": "_manifest",
    },
    "the phrases whose meaning is compared": {"measures.views": "PHRASES"},
    "settings and style sheets": {
        "answers": "STYLE",
        "figures": "CONTROLS",
        "handouts": "STYLE FIT",
        "settling": "SETTINGS KERNEL_CONFIG SERVER_CONFIG",
        "classroom.voting": "_BOXES",
        "waking": "STYLE",
        "marks": "STYLE answering",
        "sketch": "FONT",
        "svg": "FONTS ALONE _PRINT",
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
KEY = re.compile(r"[a-z_]+\.|table:")  # the start of a message's name, or of a reference


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


@functools.cache
def texts_of():
    """{name of a module: every text that stands in it} of all modules of helpers."""
    found = {}
    for path in HELPERS:
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        found[module_of(path)] = {
            n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
    return found


def test_no_table_of_messages_is_idle():
    used = {f"marks.{table}" for table in data.known_tables()}
    for module, texts in texts_of().items():
        for text in texts:
            first, _, rest = text.partition(".")
            used |= {f"{first}.{rest.split('.')[0]}", f"{module.split('.')[-1]}.{first}"}
    assert not set(wording.known()) - used


# Rooms that are handed a table of words and ask it for what every chart or control has.
HANDED = {"figures", "charts", "explorers", "forms", "wording"}
# Whose names come from elsewhere.
NAMED_ELSEWHERE = {"judging.kinds": "the types of Python"}


@functools.cache
def asked_anywhere():
    """Names that texts of the code hold, whole or behind a dot, codes, and composed names."""
    names, composed = set(silent_texts()), set()
    for texts in texts_of().values():
        names |= {text.rpartition(".")[2] for text in texts}
    for resource in data.description().values():
        for field in resource["schema"]["fields"]:
            names |= set(field.get("constraints", {}).get("enum", []))
    for path in HELPERS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "*" for p in node.values]
                composed.add("".join(parts).rpartition(".")[2])
    for path in ROOT.glob("helpers/*.js"):  # a page's script asks, too
        names.update(re.findall(r"""["`](?:[\w.-]*\.)?([a-z_]+)["`]""", path.read_text("utf-8")))
    return names, {one for one in composed if re.fullmatch(r"[\w*-]*[a-z]{2}[\w*-]*", one)}


@functools.cache
def attributes_of(module):
    path = ROOT / "helpers" / f"{module.replace('.', '/')}.py"
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def attributes_near(table):
    """Names of attributes in the modules that name a table of messages, and in those HANDED."""
    file, _, part = table.partition(".")
    found = set()
    for module, texts in texts_of().items():
        names = (table, part) if module.split(".")[-1] == file else (table,)
        starts = tuple(f"{name}." for name in names)
        if module in HANDED or any(t in names or t.startswith(starts) for t in texts):
            found |= attributes_of(module)
    return found


def named_by(text):
    """Yield the names that stand in the braces and brackets of messages, in tables within too."""
    if isinstance(text, str):
        for inside in re.findall(r"\{([^}]*)\}|\[([^\]]*)\]", text):
            yield from re.findall(r"\w+", "".join(inside))
    for one in text.values() if isinstance(text, dict) else text if isinstance(text, list) else ():
        yield from named_by(one)


def tables_within(file):
    """Return the keys of all tables within tables of a file: their rows may name messages."""
    tables = [part for one in file.values() if isinstance(one, dict) for part in one.values()]
    return {key for part in tables if isinstance(part, dict) for key in part}


def idle_in(table, messages, file):
    """Messages of a table for which nothing asks, as far as can be read from the code.

    A name may be an attribute, stand in a text, be composed of one, be a code of a table, or be
    named by another message or by a key of a table of words in the same file.
    """
    names, composed = asked_anywhere()
    asked = names | attributes_near(table) | set(named_by(messages)) | tables_within(file)
    return [
        name
        for name in messages
        if name not in asked and not any(fnmatch.fnmatchcase(name, one) for one in composed)
    ]


@pytest.mark.parametrize("table", [name for name in wording.known() if name not in NAMED_ELSEWHERE])
def test_no_message_is_idle(table):
    stem, _, part = table.partition(".")
    file = tomllib.loads((wording.folder() / f"{stem}.toml").read_text("utf-8"))
    assert not idle_in(table, file[part], file), f"nothing asks for these in data/words/{stem}.toml"


def test_an_idle_message_is_seen():
    file = {"kept": {"late": "x", "nobody_asks": "{late}", "told": "{nobody_told} [nobody_said]"}}
    assert idle_in("journal.kept", file["kept"], file) == ["nobody_asks"]


@pytest.mark.parametrize("path", sorted((ROOT / "data/words").glob("*.toml")), ids=lambda p: p.stem)
def test_files_of_words_can_be_read(path):
    assert tomllib.loads(path.read_text("utf-8")) is not None
