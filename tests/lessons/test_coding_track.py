"""Who came to look meets no pandas: code to read or change is tagged, all other code is a call."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("0[5-9]-*.ipynb"))
BACK = (
    "**Coming back?** Choose *Run ▸ Run All Cells*: the lesson wakes up and your answers are "
    "filled in."
)


def source(cell):
    return "".join(cell["source"])


def is_coding(cell):
    return "coding" in cell["metadata"].get("tags", [])


def is_one_call(text):
    """Say whether a cell is one call of `ask`, `topic.explore_…` and their kind, and no more."""
    body = ast.parse(text).body
    if len(body) != 1 or not isinstance(body[0], ast.Expr):
        return False
    called = getattr(body[0].value, "func", None)
    name = getattr(called, "id", "") or getattr(getattr(called, "value", None), "id", "")
    return name in (
        *("ask", "predict", "after", "offer", "estimate", "concept_test"),
        *("topic", "assembly", "hypotheses", "knowledge", "launched", "trainer"),
    )


def faults(cells):
    """Code that stands open to somebody who came to look, and tags that stand elsewhere."""
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    first, last = code[0], code[-1]  # the set-up and the sources are folded and told in words
    found, begun = [], False
    for cell in cells:
        begun = begun or "## Coding track" in source(cell)
        if cell["cell_type"] != "code" or cell in (first, last):
            continue
        if is_coding(cell) and not begun:
            found.append(f"tagged outside the coding track: {source(cell)[:40]}")
        if not is_coding(cell) and not is_one_call(source(cell)):
            found.append(f"code in the main track: {source(cell)[:40]}")
        if "check(" in source(cell) and not is_coding(cell):
            found.append(f"a task that nobody could edit: {source(cell)[:40]}")
    return found


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_code_stands_in_the_coding_track_alone(path):
    assert faults(json.loads(path.read_text("utf-8"))["cells"]) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_first_cell_says_how_to_come_back(path):
    assert BACK in source(json.loads(path.read_text("utf-8"))["cells"][0])


def cell(text, kind="code", **metadata):
    return {"cell_type": kind, "source": [text], "metadata": metadata}


def test_code_in_the_main_track_is_seen():
    coding = cell("share = votes.mean()\ncheck('5.1', share)", tags=["coding"])
    good = [
        cell("from helpers import data"),
        cell("after('5.1', topic.explore_votes())"),
        cell("## Coding track (optional)", "markdown"),
        coding,
        cell("data.bibliography(data.table('views').query('a > b'))"),
    ]
    assert faults(good) == []
    assert faults([good[0], cell("votes.groupby('a').mean()"), *good[2:]])
    assert faults([good[0], coding, *good[1:]])
    assert faults([*good[:3], cell("check('5.1', ...)"), good[4]])
