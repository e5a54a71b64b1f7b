"""What a person does in the boxes of a lesson, and what the lesson's file says can be done there.

What is tried is found in the notebooks as they are saved, so that a new lesson needs no new code.
"""

import ast
import contextlib
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from helpers import bank, judging
from tests.lab.conftest import LIGHT

ROOT = Path(__file__).resolve().parents[2]
WAITS = "comes first. What stands here opens"
KEEP, SECOND, SKIP = "Keep my prediction", "Keep a second thought", "Show without predicting"
LIFT = "Show without answering"  # on what a question holds back


def plain(text):
    """Words with one blank between them, as a reader takes them in; code marks left out."""
    return " ".join(text.replace("`", "").split())


def as_typed(value):
    return f"{value:.15g}" if isinstance(value, (int, float)) else str(value)


# --- what a lesson holds --------------------------------------------------------------------------


class Saved(HTMLParser):
    """Figures of saved HTML: alt text, caption, rows of its table, whether folded; all tables."""

    def __init__(self, text):
        super().__init__()
        self.figures, self.tables, self._in, self._folds, self._drawn = [], 0, None, 0, False
        self.open_tables, self._read = 0, True
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "details":
            self._folds += 1
            self._read = False  # what is folded in a caption is not seen, what stands over it is
        elif tag == "summary":
            self._read = True
            self.handle_data(" ")
        elif tag == "figure":
            self._drawn = True
        elif tag == "img":
            alt = dict(attributes).get("alt", "")
            figure = {"alt": alt, "caption": "", "rows": 0, "folded": self._folds > 0}
            self.figures.append(figure | {"drawn": self._drawn})
        elif tag == "figcaption":
            self._in, self._read = self.figures[-1], True
        elif tag == "br" and self._in is not None:
            self._in["caption"] += " "
        elif tag == "table":
            self.tables += 1
            self.open_tables += not self._folds
        elif tag == "tr" and self._drawn:
            self.figures[-1]["rows"] += 1

    def handle_endtag(self, tag):
        if tag == "figcaption":
            self._in = None
        elif tag == "figure":
            self._drawn = False
        elif tag == "details":
            self._folds -= 1
            self._read = True
        elif tag == "summary":
            self._read = False

    def handle_data(self, data):
        if self._in is not None and self._read:
            self._in["caption"] += data


class Lesson:
    """A notebook as it is saved: where in it a learner can do what."""

    def __init__(self, path):
        self.path = path
        self.name = Path(path).stem
        self.cells = json.loads((ROOT / path).read_text("utf-8"))["cells"]
        self.code = [i for i, cell in enumerate(self.cells) if cell["cell_type"] == "code"]
        self._names, self._answers = None, {}

    def source(self, place):
        return "".join(self.cells[place]["source"])

    def html(self, place):
        found = (o.get("data", {}).get("text/html", "") for o in self.cells[place]["outputs"])
        return "".join(map("".join, found))

    def is_coding(self, place):
        return "coding" in self.cells[place]["metadata"].get("tags", [])

    def showing(self, words):
        """Places of the cells whose saved output has these words."""
        return [place for place in self.code if words in self.html(place)]

    def _calls(self, *names):
        found = []
        for place in self.code:
            for node in ast.walk(ast.parse(self.source(place))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name in names:
                        found.append((place, node))
        return sorted(found, key=lambda call: call[0])

    @property
    def calls(self):
        """Calls of `ask` and `predict`: (place of the cell, id of the question, the call)."""
        return [
            (place, node.value, call)
            for place, call in self._calls("ask", "predict")
            for node in call.args
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]

    @property
    def tasks(self):
        """Tasks of the coding track: (place of the cell, id of the question, name it asks for)."""
        return [
            (place, call.args[0].value, call.args[1].id)
            for place, call in self._calls("check")
            if isinstance(call.args[1], ast.Name)
        ]

    def shown(self, place):
        """What the cell at this place shows, made here; of what is veiled, what is under it."""
        (*_, last) = ast.parse(self.source(place)).body
        call = last.value
        veil = getattr(call.func, "id", "") == "after"
        return self.evaluate(call.args[1] if veil else call)

    @property
    def predictions(self):
        """Predictions in the order of the page: (place, id, the function that follows or None)."""
        found = []
        for place, call in self._calls("predict"):
            then = next((k.value for k in call.keywords if k.arg == "then"), None)
            found.append((place, call.args[0].value, then))
        return found

    @property
    def offered(self):
        """Places of figures that can be picked up for the briefing; saved, they are pictures."""
        return [place for place, _ in self._calls("offer")]

    def veiled(self, question_id=""):
        """Places of what waits for this question alone, or for any."""
        waits = {}
        for place, call in self._calls("after"):
            waits.setdefault(place, set()).add(call.args[0].value)
        return [place for place, ids in waits.items() if question_id == "" or ids == {question_id}]

    def evaluate(self, node):
        """Value of an expression of this lesson, with the names that its set-up cell makes."""
        if self._names is None:
            self._names = {}
            exec(self.source(self.code[0]), self._names)  # our own cell, as a kernel runs it
        return eval(compile(ast.Expression(node), self.path, "eval"), self._names)

    def answers(self, question_id):
        """What answers a prediction: the figure or table that follows it, or None."""
        if question_id not in self._answers:
            then = next(then for _, found, then in self.predictions if found == question_id)
            shown = None if then is None else self.evaluate(then)(guess=None)
            self._answers[question_id] = shown
        return self._answers[question_id]


# SANDS_LESSONS names some lessons by their numbers ("00 03"); without it all are driven.
WANTED = tuple(os.environ.get("SANDS_LESSONS", "").split()) or ("",)
LESSONS = [
    Lesson(path.relative_to(ROOT).as_posix())
    for path in sorted(
        [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("notebooks/instructor/*.ipynb")]
    )
    if path.name.startswith(WANTED)  # a translation has a test of its own: test_german.py
]


# --- hands ----------------------------------------------------------------------------------------


def form(panel, question_id):
    """The live box of one question."""
    box = f'{LIGHT}.sands-form-box[aria-label="Question {question_id}"]'
    return panel.notebook.locator(box).first


def said(box):
    """Where a form speaks."""
    return box.locator("[role=status]").first


def button(within, words):
    """A button by the words that stand on it; its name for screen readers says more."""
    return within.locator("button", has_text=re.compile(rf"^\s*{re.escape(words)}\s*$")).first


def push(panel, within, words):
    """Press a button by keyboard."""
    panel.tab_to(button(within, words))
    panel.press("Enter")


def write(panel, box, text):
    """Replace what stands in a box by typing."""
    panel.tab_to(box)
    panel.press("ControlOrMeta+a", "Delete")
    panel.page.keyboard.type(str(text))


def pick(panel, box, place):
    """Choose one of several radio buttons as the keyboard does: into the group, then by arrows."""
    radios = box.locator("input[type=radio]")
    on = radios.evaluate_all("all => all.findIndex(each => each.checked)")
    panel.tab_to(radios.nth(max(on, 0)))
    if on < 0:
        panel.press("Space")
    steps = place - max(on, 0)
    panel.press(*["ArrowDown" if steps > 0 else "ArrowUp"] * abs(steps))
    panel.wait_for(lambda: radios.nth(place).is_checked())


def fill(panel, box, question, value):
    """Enter an answer by keyboard."""
    if question.kind == "single":
        assert box.locator("input[type=radio]").count() == len(question.options)
        pick(panel, box, [o.key for o in question.options].index(value))
    elif question.kind == "multiple":
        boxes = box.locator("input[type=checkbox]")
        assert boxes.count() == len(question.options)
        for place, option in enumerate(question.options):
            if boxes.nth(place).is_checked() != (option.key in value):
                panel.tab_to(boxes.nth(place))
                panel.press("Space")
    elif question.kind in ("order", "match"):
        selects = box.locator("select")
        by_label = {
            plain(selects.nth(i).evaluate("node => node.labels[0].innerText")): selects.nth(i)
            for i in range(selects.count())
        }
        partners = [p.key for p in question.partners]
        for option in question.options:
            if question.kind == "match":
                place = 1 + partners.index(value[option.key])
            else:
                place = 1 + value.index(option.key) if option.key in value else 1
            select = panel.tab_to(by_label[plain(option.text)])
            panel.choose_place(select, place)
    elif question.kind == "two-tier":
        for tier, offered in (("answer", question.options), ("reason", question.partners)):
            pick(panel, box.locator(f".sands-{tier}"), [o.key for o in offered].index(value[tier]))
    elif question.kind == "text":
        write(panel, box.locator("textarea").first, value)
    else:
        value = list(value.values()) if isinstance(value, dict) else value
        values = value if isinstance(value, list) else [value]
        for place, each in enumerate(values):
            write(panel, box.locator("input[type=text]").nth(place), as_typed(each))
            panel.press("Tab")


def skip_all(panel):
    """Look at everything without predicting."""
    skip = panel.notebook.locator("button:visible", has_text=re.compile(f"{SKIP}|{LIFT}"))
    while left := skip.count():
        # Pressed from within the page: one press may lift several veils, under the hand.
        skip.evaluate_all("all => all.length && all[0].click()")
        panel.wait_for(lambda left=left: skip.count() < left)


def told(panel, within, *parts):
    """Wait until the page says all of this within a part of it; returns what it says."""

    def all_said():
        text = plain(within.inner_text())
        return text if all(plain(part) in text for part in parts) else None

    try:
        return panel.wait_for(all_said)
    except pytest.fail.Exception:
        pytest.fail(f"The page does not say {parts}, but: {within.inner_text()}")


# --- what stands in the boxes ---------------------------------------------------------------------

BOXES = """() => [...document.querySelectorAll('.sands-form-box')].map(form => ({
  name: form.getAttribute('aria-label') || '',
  holds: [...form.querySelectorAll('input:not([type=file]), select, textarea')].map(
    each => ['checkbox', 'radio'].includes(each.type) ? each.checked : each.value),
  says: [...form.querySelectorAll('[role=status]')].map(each => each.innerText.trim()),
  buttons: [...form.querySelectorAll('button')].filter(each => each.checkVisibility()).map(
    each => each.innerText.trim()),
  shows: form.querySelectorAll('img, svg.sands-picture, table').length,
}))"""


def boxes(panel):
    """What each form of the page holds, says and shows, by its name, which comes last to it."""
    panel.until("[...document.querySelectorAll('.sands-form-box')].every(each => each.ariaLabel)")
    return {plain(form.pop("name")): form for form in panel.page.evaluate(BOXES)}


def settled(panel, before):
    """The forms once all that stood in them stands there again; in vain, as they are then."""

    def same():
        now = boxes(panel)
        return now.keys() == before.keys() and all(
            now[name]["holds"] == form["holds"] for name, form in before.items()
        )

    with contextlib.suppress(pytest.fail.Exception):
        panel.wait_for(same)
    return boxes(panel)


# --- what can be answered -------------------------------------------------------------------------


def wrong_answer(question):
    """An answer with a fault, and the words that must explain it."""
    options = question.options
    if question.kind == "single":
        wrong = next(o for o in options if not o.right)
        return wrong.key, [wrong.why]
    if question.kind == "multiple":
        return [o.key for o in options if not o.right], [o.why for o in options]
    if question.kind == "order":
        keys = [o.key for o in options]
        return [keys[-1], *keys[:-1]], [options[-1].why]
    if question.kind == "match":
        partners = [p.key for p in question.partners]
        turned = {
            o.key: partners[(partners.index(o.goes_with) + 1) % len(partners)] for o in options
        }
        return turned, [o.why for o in options]
    if question.kind == "two-tier":
        answer, reason = (
            next(o for o in offered if not o.right)
            for offered in (question.options, question.partners)
        )
        return {"answer": answer.key, "reason": reason.key}, [answer.why, reason.why]
    expected = bank.resolve(question.expected)
    if question.kind == "number" and expected is not None:
        slip = next(iter(question.slips), None)
        far = expected + 50 * (question.tolerance + 1)
        return (bank.resolve(slip["value"]), [slip["why"]]) if slip else (far, [question.why])
    return None, []


def right_answer(question):
    """An answer without a fault, and the words that must follow."""
    options = question.options
    if question.kind == "single":
        right = next((o for o in options if o.right), options[0])
        return right.key, [right.why]
    if question.kind == "multiple":
        return [o.key for o in options if o.right], [question.why]
    if question.kind == "order":
        return [o.key for o in options], [o.why for o in options]
    if question.kind == "match":
        return {o.key: o.goes_with for o in options}, [question.why]
    if question.kind == "two-tier":
        answer, reason = (
            next(o for o in offered if o.right) for offered in (question.options, question.partners)
        )
        return {"answer": answer.key, "reason": reason.key}, [answer.why, reason.why]
    if question.kind == "series":
        found = judging.points(question)
        return {o.key: found[o.key] for o in question.options[question.given :]}, [question.why]
    if question.kind == "probability":
        return 60, [question.why]
    if question.kind == "text":
        return "Deeds, not words.", [o.why for o in options]
    expected = bank.resolve(question.expected)
    if question.kind == "range":
        low = expected - 1 if isinstance(expected, (int, float)) else 1
        return [low, low + 2], [question.why]
    return (7 if expected is None else expected), [question.why]


def nonsense(question):
    """What can be entered and means nothing, with a part of the sentence that says so."""
    if question.kind == "number":
        return "a <b>lot", "a <b>lot"
    if question.kind == "probability":
        return "120", "120"
    if question.kind == "range":
        return ["few", "many"], "few"
    if question.kind == "series":
        return {o.key: "few" for o in question.options[question.given :]}, "few"
    if question.kind == "order":
        return [question.options[0].key] * len(question.options), ""
    return None, ""


def impossible(question):
    """A guess that no data could bear out; None where every guess is possible."""
    _, most = judging.limits(question) if question.kind in ("number", "range") else (None, None)
    if most is None:
        return None
    return most + 1 if question.kind == "number" else [most - 5, most + 300]


def guess(question, other=False):
    """A possible prediction; with `other` a second one."""
    if question.kind in ("single", "order"):
        keys = [o.key for o in question.options]
        if question.kind == "single":
            return keys[0 if other else -1]
        return keys if other else keys[::-1]
    if question.kind == "series":
        least, most = judging.limits(question)
        level = int(least + (most - least) * (0.25 if other else 0.75))
        return {o.key: level for o in question.options[question.given :]}
    if question.kind == "range":
        return [21, 42] if other else [11, 12]
    if question.kind == "text":
        return "Deeds, then." if other else "Who came when it mattered."
    expected = bank.resolve(question.expected)
    near = int(expected) - 1 if expected else 31
    least, most = judging.limits(question)
    if least is not None and near < least:
        near = int(least) + 1
    if most is not None:
        near = min(near, int(most) - 1)
    return near - 1 if other else near
