"""A lesson gives the same when it is run twice, and in another order than the page's."""

import ast
import builtins
import copy
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from helpers import editions

LIVE = editions.WIDGET_VIEW
LESSONS = sorted(editions.NOTEBOOKS.glob("0[0-9]-*.ipynb"))


def source(cell):
    return "".join(cell["source"])


def names(cell):
    """What a code cell makes, and what it takes that it does not make."""
    tree, made, taken = ast.parse(source(cell)), set(dir(builtins)), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (taken if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ExceptHandler)) and node.name:
            made.add(node.name)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
        elif isinstance(node, ast.alias):
            made.add((node.asname or node.name).split(".")[0])
    return made, taken - made


def borrowed(cells):
    """Pairs of a code cell's position and a name that neither it nor the set-up makes."""
    code = [i for i, cell in enumerate(cells) if cell["cell_type"] == "code" and source(cell)]
    ready = names(cells[code[0]])[0] if code else set()
    return [(i, name) for i in code[1:] for name in sorted(names(cells[i])[1] - ready)]


def unsaid(cells):
    """Names that a cell borrows without a word in the text right above it."""
    return [
        f"cell {i + 1} needs `{name}`"
        for i, name in borrowed(cells)
        if not re.search(rf"`{name}` from the cell above", source(cells[i - 1]))
    ]


def turned(cells):
    """The code cells with the order turned round in each section, the set-up first.

    A cell that goes on with a name from the cell above, and says so, stays behind it.
    """
    late = dict(borrowed(cells))
    order, section, made = [], [], {}
    for i, cell in enumerate(cells):
        if cell["cell_type"] == "markdown" and re.search(r"^## ", source(cell), re.MULTILINE):
            order += [place for group in reversed(section) for place in group]
            section = []
        elif cell["cell_type"] == "code" and source(cell).strip():
            if not made:
                order.append(i)
            else:
                section.append([i])
            while i in late and made[late[i]] not in section[-1]:
                section[-2:] = [section[-2] + section[-1]]
            made |= dict.fromkeys(names(cell)[0], i)
    return order + [place for group in reversed(section) for place in group]


def live(ran):
    """The widgets that a lesson has made: their states by name."""
    (held,) = ran.metadata.widgets.values()
    return {name: model["state"] for name, model in held["state"].items()}


def crossed(ran):
    """Panels with two voices: each would name the other's boxes and buttons as its own."""
    models, voices = live(ran), Counter()
    around = {
        child.removeprefix("IPY_MODEL_"): name
        for name, state in models.items()
        for child in state.get("children", [])
    }
    for name in (name for name, state in models.items() if "names" in state):
        while "sands" not in models[name]["_dom_classes"] and name in around:
            name = around[name]
        voices[name] += 1
    assert voices
    return [models[name]["_dom_classes"] for name, count in voices.items() if count > 1]


def unstyled(ran):
    """What a lesson shows live that is neither a panel of ours nor a figure, which looks so too."""
    models = live(ran)
    data = [output.get("data", {}) for each in ran.cells for output in each.get("outputs", [])]
    shown = [models[each[LIVE]["model_id"]] for each in data if LIVE in each]
    assert any(each["_model_name"] == "VBoxModel" for each in shown)
    return [
        each
        for each in shown
        if "sands" not in each["_dom_classes"] and "<figure" not in each.get("value", "")
    ]


def cell(kind, text):
    return {"cell_type": kind, "source": text}


def test_a_borrowed_name_is_seen_unless_the_text_says_where_it_comes_from():
    cells = [
        cell("code", "import pandas as pd\nrows = pd.DataFrame()"),
        cell("markdown", "## One"),
        cell("code", "few = rows.head()\nlen(few)"),
        cell("markdown", "Now look."),
        cell("code", "few.size"),
    ]
    assert unsaid(cells) == ["cell 5 needs `few`"]
    cells[3]["source"] = "It goes on with `few` from the cell above."
    assert unsaid(cells) == []
    cells.insert(3, cell("code", "rows.shape"))
    assert turned(cells) == [0, 2, 3, 5]
    cells[5]["source"] = "rows.size"
    assert turned(cells) == [0, 5, 3, 2]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_cell_needs_the_set_up_alone_or_says_what_else(path):
    assert unsaid(json.loads(path.read_text("utf-8"))["cells"]) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_run_again_and_in_another_order_a_lesson_shows_the_same(path):
    saved = editions._read(path)
    order = turned(saved.cells)
    again = copy.deepcopy(saved)
    again.cells = [copy.deepcopy(saved.cells[i]) for _ in range(2) for i in order]
    for number, each in enumerate(again.cells):
        each["id"] = f"run-{number}"
    editions._execute(again, path)
    assert unstyled(again) == crossed(again) == []
    editions._clean(again)
    for ran, i in zip(again.cells, order * 2, strict=True):
        shown = [output.get("data", output.get("text")) for output in ran.outputs]
        kept = [output.get("data", output.get("text")) for output in saved.cells[i].outputs]
        assert shown == kept, f"cell {i + 1} shows something else"


def test_there_are_lessons_to_run():
    assert len(LESSONS) == 10
    assert Path(LESSONS[0]).name == "00-start-here.ipynb"


BELOW = [
    (path, i)
    for path in LESSONS
    for i, each in enumerate(json.loads(path.read_text("utf-8"))["cells"])
    if "below=True" in source(each)
]


@pytest.mark.parametrize(("path", "i"), BELOW, ids=lambda value: getattr(value, "stem", value))
def test_a_chart_left_to_the_explorer_below_is_its_first_view(path, i):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    known = {}
    for each in cells[:i]:
        if "import" in source(each) and each["cell_type"] == "code":
            exec(source(each), known)
    asked = eval(source(cells[i]), known)
    below = next(c for c in cells[i + 1 : i + 4] if "explore_" in source(c))
    explorer = eval(source(below).strip(), known)
    explorer = getattr(explorer, "shown", explorer)  # what a veil holds back
    explorer = explorer[0] if isinstance(explorer, list) else explorer  # a question may follow it
    assert asked.then(guess=None).svg == explorer.view(**explorer.default).svg
