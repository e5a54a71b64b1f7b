"""Every lesson in JupyterLab: as it opens, when it runs, and each control by keyboard alone.

What is tried is found in the notebooks as they are saved, so that a new lesson needs no new code
here. A lesson is opened once, and closed when the tests have gone on to the next one.
"""

import html
import re

import pytest

from helpers import bank, judging, wording
from tests.lab import hands
from tests.lab.conftest import LIGHT, violations
from tests.lab.hands import LESSONS, WAITS, Saved, as_typed, plain

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


def one_of_each_kind():
    """One question of each kind that is right or wrong: {path of the lesson: [(place, id)]}."""
    kinds, found = {"code"}, {}
    for lesson in LESSONS:
        found[lesson.path] = []
        for place, question_id, _ in lesson.calls:
            question = bank.find(question_id)
            if question.use != "predict" and question.kind not in kinds:
                kinds.add(question.kind)
                found[lesson.path].append((place, question_id))
    return found


def pytest_generate_tests(metafunc):
    parts = {
        "explorer": lambda lesson: [(i, lesson.source(i)) for i in lesson.showing(MOVED)],
        "board": lambda lesson: [(i, lesson.source(i)) for i in lesson.showing(FILLED)],
        "estimate": lambda lesson: [(i, "estimate") for i in lesson.showing(ENTERED)],
        "asked": lambda lesson: [(i, bank.find(i[1]).kind) for i in asked[lesson.path]],
        "predicted": lambda lesson: [(i, i[1]) for i in lesson.predictions],
    }
    asked = one_of_each_kind() if "asked" in metafunc.fixturenames else {}
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

PICTURE = "svg.sands-picture"  # of a live figure; saved ones are images
LOOK = """panel => {
  const outputs = [...panel.querySelectorAll('.jp-OutputArea-output')];
  return {
    text: panel.innerText,
    trust: (document.querySelector('#jp-main-statusbar [title*="trusted" i]') || {}).title || '',
    figures: [...panel.querySelectorAll(
      '.jp-OutputArea-output :is(img, svg.sands-picture)')].map(img => {
      const figure = img.closest('figure');
      const caption = figure && figure.querySelector('figcaption');
      return {alt: img.alt || img.ariaLabel,
              wide: img.complete === false ? 0 : img.naturalWidth ?? img.viewBox.baseVal.width,
              shown: img.getBoundingClientRect().width,
              caption: caption ? caption.innerText : '',
              rows: figure ? figure.querySelectorAll('tr').length : 0,
              seen: img.checkVisibility()};
    }),
    seen_tables: [...panel.querySelectorAll('.jp-OutputArea-output table')]
      .filter(each => each.checkVisibility()).length,
    tables: panel.querySelectorAll('.jp-OutputArea-output table').length,
    widgets: panel.querySelectorAll('.jp-OutputArea-output .sands:not(.sands .sands)').length,
    stderr: outputs.filter(each => /error|stderr/.test(each.dataset.mimeType || ''))
                   .map(each => each.innerText),
    never: jupyterapp.shell.currentWidget.content.model.toJSON().cells.filter(cell =>
      cell.cell_type === 'code' && ''.concat(cell.source).trim() && !cell.execution_count).length,
  };
}"""


class Visit:
    """A lesson in a page: the `panel`, and how it was `found` before anything was run."""

    def __init__(self, lesson, panel):
        self.lesson, self.panel = lesson, panel
        self.panel.wait_for(self._decoded)
        self.found = self.look()
        self.heard_at_first = self.heard()

    def look(self):
        return self.panel.notebook.evaluate(LOOK)

    def heard(self):
        """What a screen reader can come to: the names of Chromium's own accessibility tree."""
        session = self.panel.page.context.new_cdp_session(self.panel.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        heard = (n.get("name", {}).get("value", "") for n in nodes if not n.get("ignored"))
        return plain(" ".join(map(str, heard)))

    def _decoded(self):
        return all(figure["wide"] for figure in self.look()["figures"] if figure["seen"])

    def output(self, place):
        """What the cell at this place shows."""
        return self.panel.cells.nth(place).locator(f"{LIGHT}.jp-OutputArea").first

    def told(self, within, *parts):
        return hands.told(self.panel, within, *parts)

    def push(self, within, name):
        hands.push(self.panel, within, name)

    def write(self, box, text):
        hands.write(self.panel, box, text)


@pytest.fixture(scope="module")
def lesson(request, desk, lab):
    """A lesson, opened and not yet run."""
    panel = desk.open(lab, request.param.path)
    yield Visit(request.param, panel)
    desk.put_away([panel])
    lab.end_kernels()


@pytest.fixture(scope="module")
def live(lesson):
    """The same lesson after Run All Cells."""
    lesson.panel.run_all()
    lesson.panel.wait_for(lesson._decoded)
    lesson.ran, lesson.heard_then = lesson.look(), lesson.heard()
    return lesson


@pytest.fixture(scope="module")
def opened(live):
    """The same lesson, its predictions made or skipped."""
    hands.skip_all(live.panel)
    live.panel.wait_until_idle()
    return live


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
    assert found["seen_tables"] == sum(each.open_tables for each in saved)
    for shown, kept in zip(found["figures"], figures, strict=True):
        assert len(shown["alt"].split()) >= FEWEST_WORDS, shown["alt"]
        assert shown["seen"] is not kept["folded"]
        if shown["seen"]:
            assert min(shown["wide"], shown["shown"]) > 100, "the picture is not drawn"
        if not kept["drawn"]:
            continue  # the paper of a question has its words beside it, and no data yet
        if shown["seen"]:
            assert plain(shown["caption"]) == plain(kept["caption"]) != ""
        if plain(wording.say("knowledge.sure.empty")) in plain(kept["alt"]):
            continue  # who has not begun has no numbers yet
        assert shown["rows"] == kept["rows"] > 1, "the data table is missing"


def test_before_anything_is_run_questions_and_explorers_show_themselves(lesson):
    text = plain(lesson.found["text"])
    for fault in FAULTS:
        assert fault not in text
    veiled = lesson.lesson.veiled()
    for place, question_id, _ in lesson.lesson.calls:
        question = bank.find(question_id)
        if place in veiled:
            continue
        assert plain(question.prompt) in text
        offered = [*question.options, *question.partners] if question.kind != "text" else []
        on_paper = [figure["alt"] for figure in lesson.found["figures"]]
        for option in offered:
            read = on_paper if question.kind == "series" else [text]
            assert any(plain(option.text) in words for words in read)
    for place in lesson.lesson.showing(MOVED):
        saved = lesson.lesson.html(place)
        assert "<img" in saved or "<table" in saved, "no default view"
        words = re.search(rf"{MOVED}[^<]*", saved)[0]
        if place not in veiled:
            assert plain(html.unescape(words)) in text


def given_away(lesson, look, heard):
    """What answers a prediction of this lesson and can be seen or heard, by the prediction."""
    found, text = [], plain(look["text"])
    seen = {figure["alt"] for figure in look["figures"] if figure["seen"]}
    for _, question_id, _ in lesson.predictions:
        answer = lesson.answers(question_id)
        parts = (getattr(answer, part, "") for part in ("title", "alt", "caption", "sentence"))
        for part in filter(None, map(plain, filter(None, parts))):
            if part in text or part in heard or part in map(plain, seen):
                found.append(f"{question_id}: {part}")
        frame = getattr(getattr(answer, "table", None) or answer, "frame", None)
        if frame is not None:
            cells = [plain(str(value)) for value in frame.iloc[-1]]
            if "\t".join(cells) in look["text"]:
                found.append(f"{question_id}: a row of its table")
    return found


def test_before_anything_is_run_no_prediction_is_answered(lesson):
    assert given_away(lesson.lesson, lesson.found, lesson.heard_at_first) == []


# --- when it runs ---------------------------------------------------------------------------------


def test_after_the_run_no_prediction_is_answered(live):
    assert given_away(live.lesson, live.ran, live.heard_then) == []
    for place in live.lesson.veiled():
        output = live.output(place)
        assert WAITS in output.inner_text()
        assert output.locator("img, svg.sands-picture, table, input, select, textarea").count() == 0


def test_it_runs_without_a_fault_and_its_widgets_are_live(live):
    now = live.ran
    text = plain(now["text"])
    assert not now["stderr"]
    assert now["never"] == 0, "a cell was not run"
    for fault in FAULTS:
        assert fault not in text
    assert "Run this cell to" not in text, "a widget is not live"
    widgets = [i for i in live.lesson.code if "Run this cell to" in live.lesson.html(i)]
    veiled = set(live.lesson.veiled())
    assert now["widgets"] == len(veiled.union(widgets, live.lesson.offered))
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


# --- predictions ----------------------------------------------------------------------------------


def is_waiting(live, place):
    return WAITS in live.output(place).inner_text()


def shows_the_guess(box, value, untouched):
    """The alt text of the figure, once the guess is in the figure's words; None before."""
    picture, number = box.locator(PICTURE).first, ""
    if isinstance(value, (int, float)):
        number = rf"\b({as_typed(value)}|{value:,})\b"
    alt = picture.get_attribute("aria-label")
    words = {alt, plain(box.locator("figcaption").first.inner_text())} - untouched
    return alt if any(re.search(number, each) for each in words) else None


def test_a_prediction_opens_what_it_asked_about(live, lab, predicted):
    _, question_id, then = predicted
    question, panel = bank.find(question_id), live.panel
    box, veiled = hands.form(panel, question_id), live.lesson.veiled(question_id)
    said = hands.said(box)
    wanted = [p for p in live.lesson.predictions if p[2] is not None]
    skipped = len(wanted) > 1 and predicted == wanted[-1]
    assert not box.locator(f"{PICTURE}, table").count()

    absurd = hands.impossible(question)
    if absurd is not None:
        hands.fill(panel, box, question, absurd)
        live.push(box, hands.KEEP)
        live.told(said, "? Not read")
        assert not lab.values("prediction", question_id)
        assert all(is_waiting(live, each) for each in veiled)
        assert not box.locator(f"{PICTURE}, table").count()

    value = hands.guess(question)
    if skipped:
        live.push(box, hands.SKIP)
        panel.wait_for(lambda: lab.values("skipped", question_id) == [True])
        assert lab.values("prediction", question_id) == []
    else:
        hands.fill(panel, box, question, value)
        live.push(box, hands.KEEP)
        live.told(said, "→", "✓ kept", question.why)
        assert "Right" not in said.inner_text()
        panel.wait_for(lambda: lab.values("prediction", question_id) == [value])
    panel.wait_for(lambda: not any(is_waiting(live, each) for each in veiled))
    panel.wait_for(lambda: not hands.button(box, "Hint").is_visible())  # no hint after the answer

    if then is not None:
        panel.wait_for(lambda: box.locator(f"{PICTURE}, table").count())
    answer = live.lesson.answers(question_id)
    if then is not None and hasattr(answer, "alt"):
        picture = box.locator(PICTURE).first
        panel.wait_for(lambda: picture.bounding_box()["width"] > 0)
        if not skipped:
            untouched = {answer.alt, plain(answer.caption)}
            panel.wait_for(lambda: shows_the_guess(box, value, untouched))
        assert len(picture.get_attribute("aria-label").split()) >= FEWEST_WORDS

    if predicted == live.lesson.predictions[0]:  # what comes later is a second thought
        other = hands.guess(question, other=True)
        hands.fill(panel, box, question, other)
        live.push(box, hands.SECOND)
        live.told(said, "second thought", "✓ kept")
        panel.wait_for(lambda: lab.values("rethought", question_id) == [other])
        assert lab.values("prediction", question_id) == ([] if skipped else [value])


# --- explorers ------------------------------------------------------------------------------------

# Read anew only where something changed: pictures are long.
SEEN = """node => {
  node.watcher ??= new MutationObserver(() => { node.seen = null });
  node.watcher.observe(node, {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
  const view = node.querySelector('.sands-shown .widget-html-content');
  const images = [...view.querySelectorAll('svg.sands-picture')];
  node.seen ??= {
    words: node.querySelector("[role=status]").textContent,
    picture: view.innerHTML,
    alts: images.map(img => img.ariaLabel),
    decoded: images.every(img => img.viewBox.baseVal.width > 0),
  };
  const controls = [...node.querySelectorAll('input, select')].map(
    each => each.type === 'checkbox' ? each.checked : each.value);
  return {...node.seen, controls};
}"""


DIFFERS = f"""([node, was, faults]) => {{
  const {{words, picture, alts, decoded}} = ({SEEN})(node);
  const different = words !== was.words || picture !== was.picture;
  return different && decoded && {{alts, faults: faults.filter(
    each => (words + picture).includes(each))}};
}}"""
IS_BACK = f"""([node, was]) => Object.entries(({SEEN})(node)).every(
  ([part, now]) => String(now) === String(was[part]))"""


class Moves:
    """An explorer whose controls are moved by keyboard: each one away from the default and back.

    Whatever was still being drawn cannot pass for an answer: a move begins when the page shows
    the default again, words and picture. The page itself looks at each, so that it need not be
    told twenty times a second.
    """

    def __init__(self, visit, box):
        self.visit, self.panel = visit, visit.panel
        node = box.element_handle()
        self._both = [node, node.evaluate_handle(SEEN)]
        assert self._both[1].evaluate("was => was.words")

    def away(self, what):
        """Wait until words or picture differ from the default and the picture is decoded."""
        why = f"{what}: neither the words nor the picture changed"
        now = self.panel.until(DIFFERS, [*self._both, FAULTS], why).json_value()
        assert not now["faults"], what
        for alt in now["alts"]:
            assert len(alt.split()) >= FEWEST_AFTER_A_MOVE, f"{what}: {alt}"

    def back(self, what):
        """Wait until everything is as it was at first."""
        why = f"{what}: set back, but the page does not show the default again"
        self.panel.until(IS_BACK, self._both, why)

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


def test_an_explorer_answers_to_every_control_by_keyboard(opened, explorer, request):
    live = opened
    box = live.output(explorer).locator(".sands-explorer")
    moves = Moves(live, box)
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


def test_a_question_of_each_kind_is_answered_by_keyboard(opened, lab, asked):
    live, (_, question_id) = opened, asked
    question, panel = bank.find(question_id), opened.panel
    box = hands.form(panel, question_id)
    said = hands.said(box)
    for level, hint in enumerate(question.hints, 1):
        live.push(box, "Hint")
        words = live.told(box, f"Hint {level}: {hint}")
        assert f"Hint {level + 1}:" not in words, "the hints come one by one"
    for make in (hands.wrong_answer, hands.right_answer):
        value, words = make(question)
        if value is None:
            continue
        hands.fill(panel, box, question, value)
        live.push(box, "Check")
        verdict = judging.judge(question, value)
        (mark, _), word = judging.SIGNS[verdict.sign], judging.sign_word(verdict.sign)
        live.told(said, f"{mark} {word}", *words, "✓ kept")
        assert lab.values("answer", question_id)[-1] == value, "not on disk when the page says so"
        heading = re.sub(r"^Lesson \d, “(.*)”$", r"\1", verdict.look)
        assert not heading or said.locator("a", has_text=heading).count() == 1
    value, words = hands.nonsense(question)
    if value is not None:
        kept = lab.values("answer", question_id)
        hands.fill(panel, box, question, value)
        live.push(box, "Check")
        live.told(said, "?", words)
        assert lab.values("answer", question_id) == kept, "nonsense is not kept"


# One form serves all lessons: what it refuses is tried in the first that has it.
ESTIMATED = next((lesson for lesson in LESSONS if lesson.showing(ENTERED)), None)
REFUSED = (
    (("much", "2", "7"), "The estimate is not a number yet."),
    (("4.5", "2", "70"), "The high end 70 lies outside the scale."),
    (("4.5", "5", "7"), "The estimate lies outside your own range."),
)


def test_an_estimate_is_kept_when_it_makes_sense(opened, lab, estimate):
    live = opened
    box = live.output(estimate).locator(".sands")
    numbers = box.locator("input[type=text]")
    assert numbers.count() == 3
    key = str(int(live.lesson.name[:2]))
    for entered, words in REFUSED if live.lesson is ESTIMATED else ():
        for place, number in enumerate(entered):
            live.write(numbers.nth(place), number)
        live.push(box, "Keep my estimate")
        live.told(box.locator("[role=status]").first, words)
    assert lab.values("estimate", key) == []
    for place, number in enumerate(("4.5", "2", "7")):
        live.write(numbers.nth(place), number)
    live.write(box.locator("textarea"), "Few <promises> & many deeds.")
    live.push(box, "Keep my estimate")
    live.told(box, "✓ kept")
    (value,) = lab.values("estimate", key)
    assert value == {"best": 4.5, "low": 2, "high": 7, "reason": "Few <promises> & many deeds."}


def test_a_board_is_filled_in_part_and_compared(opened, lab, board):
    live = opened
    # an explorer may stand above it under one veil
    box = live.output(board).locator(".sands-form-box")
    live.push(box, "Keep and compare")
    live.told(box, "Nothing is filled in yet.")
    row = box.locator(".sands-board-card:visible, .sands-board tbody tr").first
    lists, groups = row.locator("select"), row.locator("[role=radiogroup]")
    for place in range(lists.count()):
        live.panel.choose_place(live.panel.tab_to(lists.nth(place)), 1)
    for place in range(groups.count()):
        live.panel.tab_to(groups.nth(place).locator("input").first)
        live.panel.press("Space")
    chosen = lists.count() + groups.count()
    assert chosen
    live.panel.wait_for(lambda: "1 " in box.locator(".sands-progress").inner_text())
    live.push(box, "Keep and compare")
    live.told(box, "✓ kept")
    said = box.locator(":scope > .widget-html").last
    live.panel.wait_for(lambda: said.locator("table, figure").count())
    value = [value for kind, _, value in lab.entries() if kind == "board"][-1]
    # codes are kept, so that the words of a board can change
    assert [len(row) for row in value.values()] == [chosen]
