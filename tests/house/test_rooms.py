"""Facts, words and marks are three rooms: measures do not draw, topics do not speak."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from helpers import wording

ROOT = Path(__file__).resolve().parents[2]
MEASURES = sorted((ROOT / "helpers/measures").glob("[a-z]*.py"))
TOPICS = sorted((ROOT / "helpers/topics").glob("[a-z]*.py"))
CLASSROOM = sorted((ROOT / "helpers/classroom").glob("[a-z]*.py"))
# Two words in a row, or one that opens like a sentence and is no name of matplotlib or pandas.
ENGLISH = re.compile(
    r"[A-Za-z’]{2,}[,;:.]? [A-Za-z’]{2,}|^[A-Z][a-z]{2,}[ .,:]|^[^.]*[a-z]{3,}[.:;]$"
)
# Subjects whose words still stand in their code, as the house is being rebuilt.
TO_DO = {"outlook"}
# Columns by which Moodle and Canvas know a file of grades: their words, in no language but theirs.
OF_PLATFORMS = {
    "Email address",
    "ID number",
    "Name in the export",
    "SIS User ID",
    "SIS Login ID",
    "    Points Possible",
}


def said_in(source):
    """Texts of a module that a reader could see: no docstrings, no queries, no keys."""
    tree = ast.parse(source)
    silent = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("query", "eval"):
            silent |= {id(part) for arg in node.args for part in ast.walk(arg)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in silent else None
        if isinstance(text, str) and ENGLISH.search(text):
            yield node.lineno, text


@pytest.mark.parametrize("path", [p for p in TOPICS if p.stem not in TO_DO], ids=lambda p: p.stem)
def test_no_topic_speaks(path):
    found = [f"line {line}: {text}" for line, text in said_in(path.read_text("utf-8"))]
    assert not found, f"move these words to data/words/{path.stem}.toml"


@pytest.mark.parametrize("path", CLASSROOM, ids=lambda p: p.stem)
def test_no_view_of_a_class_speaks(path):
    said = said_in(path.read_text("utf-8"))
    may = OF_PLATFORMS if path.stem == "grading" else set()
    found = [
        f"line {n}: {text}" for n, text in said if text not in may and not text.startswith("<")
    ]
    assert not found, "move these words to data/words/classroom.toml"


def test_words_in_code_are_seen():
    source = '''
def draw(frame):
    """Draw all of it."""
    frame.query("a == 'one two'")
    title = f"{len(frame)} treaties are in force"
    return {"ha": "left"}, ["lower-case", "H1"], "Other states.", title
'''
    assert [text for _, text in said_in(source)] == [" treaties are in force", "Other states."]


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
