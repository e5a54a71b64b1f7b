"""Every lesson in JupyterLab: as it opens, when it runs, and each control by keyboard alone.

What is tried is found in the notebooks as they are saved, so that a new lesson needs no new code
here. One page a lesson is opened, and closed when the tests have gone on to the next lesson.
"""

import ast
import html
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from helpers import bank
from tests.lab.conftest import violations

ROOT = Path(__file__).resolve().parents[2]
FEWEST_WORDS = 25  # of an alt text
FEWEST_AFTER_A_MOVE = 8  # where nothing is chosen, or a state is set beside itself
MOVED = "Run this cell to move the controls:"
FILLED = "Run this cell to fill the board."
ENTERED = "Run this cell to enter it."
FAULTS = (
    "model not found",
    "Error displaying widget",
    "could not be drawn",
    "Traceback (most recent call last)",
)


def plain(text):
    """Words with one blank between them, as a reader takes them in; code marks left out."""
    return " ".join(text.replace("`", "").split())


# --- what a lesson holds --------------------------------------------------------------------------


class Saved(HTMLParser):
    """Figures of saved HTML: alt text, caption and whether a table is folded in; all tables."""

    def __init__(self, text):
        super().__init__()
        self.figures, self.tables, self._in = [], 0, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.figures.append({"alt": dict(attributes).get("alt", ""), "caption": "", "rows": 0})
        elif tag == "figcaption":
            self._in = self.figures[-1]
        elif tag == "br" and self._in is not None:
            self._in["caption"] += " "
        elif tag == "table":
            self.tables += 1
        elif tag == "tr" and self.figures:
            self.figures[-1]["rows"] += 1

    def handle_endtag(self, tag):
        if tag == "figcaption":
            self._in = None

    def handle_data(self, data):
        if self._in is not None:
            self._in["caption"] += data


class Lesson:
    """A notebook as it is saved: where in it a learner can do what."""

    def __init__(self, path):
        self.path = path
        self.name = Path(path).stem
        self.cells = json.loads((ROOT / path).read_text("utf-8"))["cells"]
        self.code = [i for i, cell in enumerate(self.cells) if cell["cell_type"] == "code"]

    def source(self, place):
        return "".join(self.cells[place]["source"])

    def html(self, place):
        found = (o.get("data", {}).get("text/html", "") for o in self.cells[place]["outputs"])
        return "".join(map("".join, found))

    def showing(self, words):
        """Places of the cells whose saved output has these words."""
        return [place for place in self.code if words in self.html(place)]

    @property
    def calls(self):
        """Calls of `ask` and `predict`: (place of the cell, id of the question, the call)."""
        found = []
        for place in self.code:
            for node in ast.walk(ast.parse(self.source(place))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name in ("ask", "predict"):
                        ids = [a.value for a in node.args if isinstance(a, ast.Constant)]
                        found += [(place, i, node) for i in ids if isinstance(i, str)]
        return sorted(found, key=lambda call: call[0])

    @property
    def kinds(self):
        """One question of each kind, those that are right or wrong first: (place, id)."""
        questions = bank.bank()
        found = {}
        for wanted in (lambda q: q.use != "predict", lambda q: True):
            for place, question_id, _ in self.calls:
                if wanted(question := questions[question_id]) and question.kind != "code":
                    found.setdefault(question.kind, (place, question_id))
        return sorted(found.values())

    @property
    def predictions(self):
        """Predictions with a figure after them: (place, id, whether the guess goes into it)."""
        found = []
        for place, question_id, call in self.calls:
            then = next((k.value for k in call.keywords if k.arg == "then"), None)
            if then is not None:
                used = not isinstance(then, ast.Lambda) or any(
                    isinstance(node, ast.Name) and node.id == "guess"
                    for node in ast.walk(then.body)
                )
                found.append((place, question_id, used))
        return found


# SANDS_LESSONS names some lessons by their numbers ("00 03"); without it all are driven.
WANTED = tuple(os.environ.get("SANDS_LESSONS", "").split()) or ("",)
LESSONS = [
    Lesson(path.relative_to(ROOT).as_posix())
    for path in sorted(ROOT.glob("notebooks/**/*.ipynb"))
    if ".ipynb_checkpoints" not in path.parts  # left by a reader who opened the lessons here
    if path.name.startswith(WANTED)
]


def pytest_generate_tests(metafunc):
    parts = {
        "explorer": lambda lesson: [(i, lesson.source(i)) for i in lesson.showing(MOVED)],
        "board": lambda lesson: [(i, lesson.source(i)) for i in lesson.showing(FILLED)],
        "estimate": lambda lesson: [(i, "estimate") for i in lesson.showing(ENTERED)],
        "asked": lambda lesson: [(i, bank.find(i[1]).kind) for i in lesson.kinds],
        "predicted": lambda lesson: [(i, i[1]) for i in lesson.predictions],
    }
    part = next((name for name in parts if name in metafunc.fixturenames), None)
    names, values, ids = ["lesson"], [], []
    for lesson in LESSONS:
        for found, label in parts[part](lesson) if part else [(None, "")]:
            values.append((lesson, found) if part else (lesson,))
            words = re.findall(r"\w+", label.split(".")[-1] if "explore" in label else label)
            ids.append("-".join([lesson.name, *words[:3]]))
    if part:
        names.append(part)
    if "lesson" in metafunc.fixturenames:
        metafunc.parametrize(names, values, indirect=["lesson"], ids=ids, scope="module")


# --- the pages ------------------------------------------------------------------------------------

LOOK = """panel => {
  const outputs = [...panel.querySelectorAll('.jp-OutputArea-output')];
  return {
    text: panel.innerText,
    trust: (document.querySelector('#jp-main-statusbar [title*="trusted" i]') || {}).title || '',
    figures: [...panel.querySelectorAll('.jp-OutputArea-output img')].map(img => {
      const figure = img.closest('figure');
      const caption = figure && figure.querySelector('figcaption');
      return {alt: img.alt, wide: img.complete ? img.naturalWidth : 0,
              shown: img.getBoundingClientRect().width,
              caption: caption ? caption.innerText : '',
              rows: figure ? figure.querySelectorAll('tr').length : 0};
    }),
    tables: panel.querySelectorAll('.jp-OutputArea-output table').length,
    widgets: panel.querySelectorAll('.jp-OutputArea-output .sands:not(.sands .sands)').length,
    stderr: outputs.filter(each => /error|stderr/.test(each.dataset.mimeType || ''))
                   .map(each => each.innerText),
    never: [...panel.querySelectorAll('.jp-CodeCell')].filter(cell =>
      cell.querySelector('.cm-content').innerText.trim() &&
      !/\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt').textContent)).length,
  };
}"""


class Visit:
    """A lesson in a page: the `panel`, and how it was `found` before anything was run."""

    def __init__(self, lesson, panel):
        self.lesson, self.panel = lesson, panel
        panel.open(lesson.path)
        self.panel.wait_for(self._decoded, 30)
        self.found = self.look()

    def look(self):
        return self.panel.notebook.evaluate(LOOK)

    def _decoded(self):
        return all(figure["wide"] for figure in self.look()["figures"])

    def output(self, place):
        """What the cell at this place shows."""
        return self.panel.cells.nth(place).locator(".jp-OutputArea").first

    def question(self, place, question_id):
        """The box of one question: several may stand in one cell."""
        heading = re.compile(rf"^Question {re.escape(question_id)}\.$")
        return (
            self.output(place)
            .locator(".widget-vbox")
            .filter(has=self.panel.page.locator("p > strong", has_text=heading))
            .last
        )

    def told(self, within, *parts):
        """Wait until the page says all of this within a part of it; returns what it says."""

        def said():
            text = plain(within.inner_text())
            return text if all(plain(part) in text for part in parts) else None

        try:
            return self.panel.wait_for(said)
        except pytest.fail.Exception:
            pytest.fail(f"The page does not say {parts}, but: {within.inner_text()}")

    def push(self, within, name):
        """Press a button by keyboard."""
        self.panel.tab_to(
            within.get_by_role("button", name=re.compile(f"^{re.escape(name)}(: |$)"))
        )
        self.panel.press("Enter")

    def write(self, box, text):
        """Replace what stands in a box by typing."""
        self.panel.tab_to(box)
        self.panel.press("ControlOrMeta+a", "Delete")
        self.panel.page.keyboard.type(str(text))


@pytest.fixture(scope="module")
def window(browser):
    """One window for all lessons, so that what JupyterLab loads is loaded once."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    yield context
    context.close()


@pytest.fixture(scope="module")
def lesson(request, window, lab):
    """A lesson, opened and not yet run."""
    page = window.new_page()
    yield Visit(request.param, lab.panel(page))
    page.close()
    lab.end_kernels()


@pytest.fixture(scope="module")
def live(lesson):
    """The same lesson after Run All Cells."""
    lesson.panel.run_all()
    lesson.panel.wait_for(lesson._decoded)
    lesson.ran = lesson.look()
    return lesson


@pytest.fixture(autouse=True)
def _quiet(request, lesson):
    """After each test the console is clean, and nothing was asked of another machine."""
    yield
    panel = lesson.panel
    if getattr(request.node, "failed", False):
        panel.screenshot(re.sub(r"\W+", "-", f"failed-{request.node.name}"))
    console, outside = panel.console[:], panel.outside[:]
    panel.console.clear()
    panel.outside.clear()
    assert not outside, "the page asked another machine"
    assert not console, "errors in the browser's console"


# --- as it opens ----------------------------------------------------------------------------------


def test_before_anything_is_run_all_figures_and_tables_are_in_place(lesson):
    found, saved = lesson.found, [Saved(lesson.lesson.html(i)) for i in lesson.lesson.code]
    assert "not trusted" in found["trust"].lower() or "0 of" in found["trust"]
    figures = [figure for each in saved for figure in each.figures]
    assert [f["alt"] for f in found["figures"]] == [f["alt"] for f in figures]
    assert found["tables"] == sum(each.tables for each in saved)
    for shown, kept in zip(found["figures"], figures, strict=True):
        assert len(shown["alt"].split()) >= FEWEST_WORDS, shown["alt"]
        assert min(shown["wide"], shown["shown"]) > 100, "the picture is not drawn"
        assert plain(shown["caption"]) == plain(kept["caption"]) != ""
        assert shown["rows"] == kept["rows"] > 1, "the data table is missing"


def test_before_anything_is_run_questions_and_explorers_show_themselves(lesson):
    text = plain(lesson.found["text"])
    for fault in FAULTS:
        assert fault not in text
    for _, question_id, _ in lesson.lesson.calls:
        question = bank.find(question_id)
        assert plain(question.prompt) in text
        offered = [*question.options, *question.partners] if question.kind != "text" else []
        for option in offered:
            assert plain(option.text) in text
    for place in lesson.lesson.showing(MOVED):
        saved = lesson.lesson.html(place)
        assert "<img" in saved or "<table" in saved, "no default view"
        words = re.search(rf"{MOVED}[^<]*", saved)[0]
        assert plain(html.unescape(words)) in text


# --- when it runs ---------------------------------------------------------------------------------


def test_it_runs_without_a_fault_and_its_widgets_are_live(live):
    now = live.ran
    text = plain(now["text"])
    assert not now["stderr"]
    assert now["never"] == 0, "a cell was not run"
    for fault in FAULTS:
        assert fault not in text
    assert "Run this cell to" not in text, "a widget is not live"
    widgets = [i for i in live.lesson.code if "Run this cell to" in live.lesson.html(i)]
    assert now["widgets"] == len(widgets)
    for figure in now["figures"]:
        assert figure["wide"] > 0
        assert len(figure["alt"].split()) >= FEWEST_WORDS


# What the collection puts on the page; the rest of the panel is JupyterLab's own, and the table
# that a coding cell ends with is pandas' own (its corner is an empty header).
OURS = """{
  include: [['.jp-NotebookPanel .jp-RenderedMarkdown'], ['.jp-OutputArea-output']],
  exclude: [['.dataframe']],
}"""


def test_what_a_live_lesson_shows_is_accessible(live):
    assert violations(live.panel.page, OURS) == []


def test_the_set_up_says_ready(live):
    places = [i for i in live.lesson.code if "check_setup()" in live.lesson.source(i)]
    for place in places:
        assert "Ready. Python and all packages are as tested" in live.output(place).inner_text()
    assert places or live.lesson.name != "00-start-here"


# --- explorers ------------------------------------------------------------------------------------

SEEN = """node => {
  const status = node.querySelector('p[role=status]');
  const view = [...node.querySelectorAll(':scope > .widget-html .widget-html-content')].pop();
  const images = [...view.querySelectorAll('img')];
  return {
    words: status.innerText,
    picture: view.innerHTML,
    alts: images.map(img => img.alt),
    decoded: images.every(img => img.complete && img.naturalWidth > 0),
    controls: [...node.querySelectorAll('input, select')].map(
      each => each.type === 'checkbox' ? each.checked : each.value),
  };
}"""


class Moves:
    """An explorer whose controls are moved by keyboard: each one away from the default and back.

    Whatever was still being drawn cannot pass for an answer: a move begins when the page shows
    the default again, words and picture.
    """

    def __init__(self, visit, box):
        self.visit, self.panel, self.box = visit, visit.panel, box
        self.default = self.see()

    def see(self):
        return self.box.evaluate(SEEN)

    def away(self, what):
        """Wait until words or picture differ from the default and the picture is decoded."""

        def changed():
            now = self.see()
            different = any(now[part] != self.default[part] for part in ("words", "picture"))
            return now if different and now["decoded"] else None

        try:
            now = self.panel.wait_for(changed)
        except pytest.fail.Exception:
            pytest.fail(f"{what}: neither the words nor the picture changed")
        for fault in FAULTS:
            assert fault not in now["words"] + now["picture"], what
        for alt in now["alts"]:
            assert len(alt.split()) >= FEWEST_AFTER_A_MOVE, f"{what}: {alt}"

    def back(self, what):
        """Wait until everything is as it was at first."""
        try:
            self.panel.wait_for(lambda: self.see() == self.default)
        except pytest.fail.Exception:
            pytest.fail(f"{what}: set back, but the page does not show the default again")

    def tick(self, box):
        name = "the box “{}”".format(box.evaluate("node => node.parentElement.innerText"))
        self.panel.tab_to(box)
        self.panel.press("Space")
        self.away(name)
        self.panel.press("Space")
        self.back(name)

    def choose(self, select):
        start = self.panel.tab_to(select).evaluate("node => node.selectedIndex")
        last = select.locator("option").count() - 1
        place = last if start < last else 0
        name = select.evaluate("node => node.labels[0].innerText")
        self.panel.choose_place(select, place)
        self.away(f"option {place} of “{name}”")
        # A value that the kernel does not take empties the box.
        assert select.evaluate("node => node.selectedIndex") == place
        self.panel.choose_place(select, start)
        self.back(f"the list “{name}”")

    def enter(self, box):
        """Move a number by arrow key and by typing; absurd ones are brought back into bounds."""
        name = "the number “{}”".format(box.evaluate("node => node.labels[0].innerText"))
        start = float(box.input_value())

        def type_in(number):
            self.visit.write(box, f"{number:.15g}")
            self.panel.press("Enter")

        ends = []
        for absurd in (-987_654_321, 987_654_321):
            type_in(absurd)
            self.panel.wait_for(lambda: abs(float(box.input_value() or "inf")) < 987_654_321)
            ends.append(float(box.input_value()))
            self.panel.wait_until_idle()
            type_in(start)
            self.back(name)
        assert ends[0] <= start <= ends[1]
        keys = ("ArrowDown", "ArrowUp") if start > ends[0] else ("ArrowUp", "ArrowDown")
        self.panel.press(keys[0])
        self.away(f"{name}, {keys[0]}")
        self.panel.press(keys[1])
        self.back(name)
        middle = int(sum(ends) / 2)
        type_in(ends[0] if middle == start else middle)
        self.away(f"{name}, typed")
        type_in(start)
        self.back(name)


def test_an_explorer_answers_to_every_control_by_keyboard(live, explorer, request):
    box = live.output(explorer).locator(".sands-explorer")
    moves = Moves(live, box)
    assert moves.default["words"]
    selects = box.locator("select")
    numbers = box.locator("input[type=number], input[type=text]")
    for place in range(numbers.count()):
        moves.enter(numbers.nth(place))
    for place in range(selects.count()):
        moves.choose(selects.nth(place))
    ticked = box.evaluate(
        """node => { // the first and last box of each row
          const all = [...node.querySelectorAll('input[type=checkbox]')];
          const row = each => each.closest('.widget-hbox');
          return all.flatMap((each, i) => i === 0 || i === all.length - 1
            || row(each) !== row(all[i - 1]) || row(each) !== row(all[i + 1]) ? [i] : []);
        }"""
    )
    boxes = box.locator("input[type=checkbox]")
    for place in ticked:
        moves.tick(boxes.nth(place))
    # One last setting, other than the first one, for the eye; then back.
    if boxes.count():
        live.panel.tab_to(boxes.last)
        live.panel.press("Space")
    elif selects.count():
        last = live.panel.tab_to(selects.last)
        here, count = last.evaluate("node => [node.selectedIndex, node.options.length]")
        live.panel.choose_place(last, here - 1 if here == count - 1 else here + 1)
    else:
        live.panel.tab_to(numbers.last)
        live.panel.press("ArrowDown")
    moves.away("the last move")
    name = request.node.callspec.id
    live.panel.screenshot(f"explorer-{name}", box)
    live.push(box, "Reset")
    moves.back("Reset")


# --- questions ------------------------------------------------------------------------------------


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
    expected = bank.resolve(question.expected)
    if question.kind == "number" and expected is not None:
        slip = next(iter(question.slips), None)
        far = expected + 50 * (question.tolerance + 1)
        return (bank.resolve(slip["value"]), [slip["why"]]) if slip else (far, ["than the tables"])
    if question.kind == "range" and expected is not None:
        return [expected + 1, expected + 2], ["misses", question.why]
    return None, []


def right_answer(question):
    """An answer without a fault, and the words that must follow."""
    options = question.options
    if question.kind == "single":
        right = next((o for o in options if o.right), options[0])
        return right.key, [right.why]
    if question.kind == "multiple":
        return [o.key for o in options if o.right], ["Right, all of them.", question.why]
    if question.kind == "order":
        return [o.key for o in options], ["Right, in this order.", *(o.why for o in options)]
    if question.kind == "match":
        return {o.key: o.goes_with for o in options}, ["Right, every pair.", question.why]
    if question.kind == "probability":
        return 60, ["You say 60 per cent.", question.why]
    if question.kind == "text":
        return "Deeds, not words.", ["Kept.", *(o.why for o in options)]
    expected = bank.resolve(question.expected)
    if question.kind == "range":
        low = 1 if expected is None else expected - 1
        return [low, low + 2], [question.why]
    return (7 if expected is None else expected), [question.why]


def nonsense(question):
    """What can be entered and means nothing, with the sentence that says so."""
    if question.kind == "number":
        return "a <b>lot", ["“a <b>lot” is not a number. Write digits"]
    if question.kind == "probability":
        return "120", ["“120” is not a probability."]
    if question.kind == "range":
        return ["few", "many"], ["A range takes two numbers"]
    if question.kind == "order":
        return [question.options[0].key] * len(question.options), ["its own place"]
    return None, []


def as_typed(value):
    return f"{value:.15g}" if isinstance(value, (int, float)) else str(value)


def fill(live, box, question, value):
    """Enter an answer by keyboard."""
    panel = live.panel
    if question.kind in ("single", "multiple"):
        boxes = box.locator("input[type=checkbox]")
        assert boxes.count() == len(question.options)
        for place, option in enumerate(question.options):
            wanted = option.key in ([value] if question.kind == "single" else value)
            each = boxes.nth(place)
            if each.is_checked() != wanted and (wanted or question.kind == "multiple"):
                panel.tab_to(each)
                panel.press("Space")
        if question.kind == "single":  # one tick takes the other away
            panel.wait_for(lambda: box.locator("input:checked").count() == 1)
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
    elif question.kind == "text":
        live.write(box.locator("textarea"), value)
    else:
        values = value if isinstance(value, list) else [value]
        for place, each in enumerate(values):
            live.write(box.locator("input[type=text]").nth(place), as_typed(each))
            panel.press("Tab")


def is_kept(lab, question, value):
    """Say whether the journal's files hold this answer as their last one to this question."""
    kind = "prediction" if question.use == "predict" else "answer"
    kept = [v for k, key, v in lab.entries() if (k, key) == (kind, question.id)]
    return bool(kept) and kept[-1] == value


def test_a_question_of_each_kind_is_answered_by_keyboard(live, lab, asked):
    place, question_id = asked
    question = bank.find(question_id)
    box = live.question(place, question_id)
    button = "Keep my prediction" if question.use == "predict" else "Check"
    for level, hint in enumerate(question.hints, 1):
        live.push(box, "Hint")
        said = live.told(box, f"Hint {level}: {hint}")
        assert f"Hint {level + 1}:" not in said, "the hints come one by one"
    for make, keeps in ((nonsense, False), (wrong_answer, True), (right_answer, True)):
        value, words = make(question)
        if value is None:
            continue
        before = len(lab.entries())
        fill(live, box, question, value)
        live.push(box, button)
        said = live.told(box.locator("[role=status]").first, *words)
        verdict = bank.judge(question, value)
        if keeps and verdict.correct is False:
            live.told(box, "Kept in")
            assert question.look_again in said
        if keeps:
            live.panel.wait_for(lambda: re.search("Kept in|already holds", box.inner_text()))
            assert is_kept(lab, question, value), "not on disk when the page says so"
        else:
            assert len(lab.entries()) == before, "nonsense is not kept"
            assert "Right" not in said


def guessed(question):
    """A prediction that differs from what another test of this lesson may have entered."""
    if question.kind == "order":
        return [o.key for o in reversed(question.options)]
    if question.kind in ("number", "probability"):
        expected = bank.resolve(question.expected)
        return 31 if expected is None else int(expected) + 3
    if question.kind == "range":
        return [11, 12]
    return right_answer(question)[0]


def test_a_prediction_reveals_its_figure_with_the_guess(live, lab, predicted):
    place, question_id, used = predicted
    question = bank.find(question_id)
    box = live.question(place, question_id)
    untouched = Saved(live.lesson.html(place)).figures
    view = box.locator(":scope > .widget-html").last
    value = guessed(question)
    fill(live, box, question, value)
    live.push(box, "Keep my prediction")
    live.panel.wait_for(lambda: view.locator("img, table").count())
    live.told(box, "Kept in")
    live.panel.wait_for(lambda: is_kept(lab, question, value))
    if not untouched:
        assert view.locator("table").count()
        return
    picture = view.locator("img").first
    live.panel.wait_for(lambda: picture.evaluate("img => img.complete && img.naturalWidth > 0"))
    old = {untouched[0]["alt"], plain(untouched[0]["caption"])} if used else set()
    number = ""
    if used and isinstance(value, (int, float)):
        number = rf"\b({as_typed(value)}|{value:,})\b"

    def told():
        alt = picture.get_attribute("alt")
        words = {alt, plain(view.locator("figcaption").first.inner_text())} - old
        return alt if any(re.search(number, each) for each in words) else None

    try:
        alt = live.panel.wait_for(told)
    except pytest.fail.Exception:
        pytest.fail("the guess is not in the words of the figure")
    assert len(alt.split()) >= FEWEST_WORDS


def test_an_estimate_is_kept_when_it_makes_sense(live, lab, estimate):
    box = live.output(estimate).locator(".sands")
    numbers = box.locator("input[type=text]")
    assert numbers.count() == 3
    before = len(lab.entries())
    for entered, words in (
        (("much", "2", "7"), "The estimate is not a number yet."),
        (("4.5", "2", "70"), "The high end 70 lies outside the scale."),
        (("4.5", "5", "7"), "The estimate lies outside your own range."),
    ):
        for place, number in enumerate(entered):
            live.write(numbers.nth(place), number)
        live.push(box, "Keep my estimate")
        live.told(box.locator("[role=status]").first, words)
    assert len(lab.entries()) == before
    for place, number in enumerate(("4.5", "2", "7")):
        live.write(numbers.nth(place), number)
    live.write(box.locator("textarea"), "Few <promises> & many deeds.")
    live.push(box, "Keep my estimate")
    live.told(box, "Kept in")
    kind, key, value = lab.entries()[-1]
    assert (kind, key) == ("estimate", str(int(live.lesson.name[:2])))
    assert value == {"best": 4.5, "low": 2, "high": 7, "reason": "Few <promises> & many deeds."}


def test_a_board_is_filled_in_part_and_compared(live, lab, board):
    box = live.output(board).locator(".sands")
    live.push(box, "Keep and compare")
    live.told(box, "Nothing is filled in yet.")
    said = box.locator(":scope > .widget-html").last
    first = box.locator(":scope > .widget-hbox").first.locator("select")
    chosen = {}
    for place in range(first.count()):
        select = live.panel.tab_to(first.nth(place))
        live.panel.choose_place(select, 1)
        label, words = select.evaluate("n => [n.labels[0].innerText, n.selectedOptions[0].text]")
        chosen[re.sub(r"\s*\(1\)$", "", plain(label))] = plain(words)
    live.push(box, "Keep and compare")
    live.told(said, "Kept in")
    assert said.locator("table, figure, p").count() > 1, "no comparison"
    kind, _, value = lab.entries()[-1]
    assert kind == "board"
    assert [{c: str(v) for c, v in row.items()} for row in value.values()] == [chosen]
