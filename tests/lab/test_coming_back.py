"""Closed in the middle, opened again the next day, or on another machine: one goes on there."""

import re
import shutil
from pathlib import Path

import pytest

from helpers import bank
from tests.lab import hands
from tests.lab.hands import LESSONS, Lesson, boxes, plain, settled

# Lessons 0 and 1 are closed, killed and carried on elsewhere in `test_whole_course.py`.
DRIVEN = [lesson for lesson in LESSONS if lesson.name[:2] == "02"] or LESSONS[:1]
MOST_GROWTH = 1.5  # pictures drawn live are packed faster, and so less, than rendered ones
# Everything in the outputs that looks as if it could be used.
CONTROLS = "document.querySelectorAll('.jp-OutputArea-output :is(input, select, textarea, button)')"
LIVE = f"[...{CONTROLS}].filter(each => each.checkVisibility()).length"


def lasting(said):
    """What a form says that is about what is kept; marks of the moment are left out."""
    return plain(" ".join(said)).replace("✓ kept", "").strip()


class Story:
    """A lesson that was worked at for a while, saved and closed; then a new day."""

    def __init__(self, lesson, lab, browser):
        self.lesson, self.lab = lesson, lab
        self.file = lab.root / lesson.path
        self.size_at_first = self.file.stat().st_size
        self.panel = lab.visit(browser, lesson.path)
        self.panel.run_all()
        self.work()
        self.before = boxes(self.panel)
        self.panel.save()
        self.size_saved = self.file.stat().st_size
        self.panel.page.context.close()
        lab.restart()
        self.panel = lab.visit(browser, lesson.path)
        self.looks = self.panel.notebook.inner_text()
        self.live = self.panel.page.evaluate(LIVE)

    def work(self):
        """Answer a question, predict, and leave things half done."""
        panel, waiting = self.panel, self.lesson.veiled()
        questions = [bank.find(i) for place, i, _ in self.lesson.calls if place not in waiting]
        self.checked = next(q for q in questions if q.kind == "single" and q.use != "predict")
        self.predicted = next(q for q in questions if q.use == "predict")
        self.half = next(
            q for q in questions if q.kind == "single" and q not in (self.checked, self.predicted)
        )
        box = hands.form(panel, self.checked.id)
        hands.fill(panel, box, self.checked, hands.right_answer(self.checked)[0])
        hands.push(panel, box, "Check")
        hands.told(panel, hands.said(box), "✓ kept")
        box = hands.form(panel, self.predicted.id)
        hands.fill(panel, box, self.predicted, hands.guess(self.predicted))
        hands.push(panel, box, hands.KEEP)
        hands.told(panel, hands.said(box), "✓ kept")
        for place in self.lesson.veiled(self.predicted.id):
            output = panel.cells.nth(place)
            panel.wait_for(lambda o=output: hands.WAITS not in o.inner_text())
        hands.pick(panel, hands.form(panel, self.half.id), 1)
        self.reason = panel.notebook.locator("[aria-label^='Your estimate'] textarea").first
        written, key = "Half a sentence, for n", f"estimate:{int(self.lesson.name[:2])}"
        hands.write(panel, self.reason, written)
        panel.wait_for(lambda: self.lab.values("draft", f"answer:{self.half.id}"))
        # A slow machine makes a draft of half of it first.
        panel.wait_for(lambda: written in str(self.lab.values("draft", key)[-1:]))


@pytest.fixture(scope="module")
def own_lab(make_lab):
    """A server of our own: it is stopped and started."""
    server = make_lab()
    yield server
    server.end()


@pytest.fixture(scope="module", params=DRIVEN, ids=lambda lesson: lesson.name)
def story(request, own_lab, browser):
    found = Story(request.param, own_lab, browser)
    yield found
    found.panel.page.context.close()
    own_lab.end_kernels()


def test_the_next_day_shows_no_dead_control_and_how_to_wake_it(story):
    assert story.live == 0
    assert story.panel.page.locator(".jupyter-widgets-disconnected:visible").count() == 0
    assert "Run All Cells" in story.looks
    assert "Run this cell to answer" in story.looks
    assert "Error displaying widget" not in story.looks
    assert "model not found" not in story.looks
    assert story.size_saved <= MOST_GROWTH * story.size_at_first


def test_a_cell_that_is_clicked_first_says_in_one_sentence_what_to_run(story):
    panel = story.panel
    place = next(p for p, i, _ in story.lesson.calls if i == story.checked.id)
    cell = panel.cells.nth(place)
    cell.scroll_into_view_if_needed()
    cell.locator("p:visible").first.click(position={"x": 2, "y": 2})
    panel.press("Shift+Enter")
    said = panel.wait_for(lambda: "first code cell" in cell.inner_text() and cell.inner_text())
    assert "Traceback" not in said
    assert "NameError" not in said
    assert len(plain(said)) < 400


def test_running_all_brings_back_what_was_there(story):
    panel = story.panel
    panel.run_all()
    now = settled(panel, story.before)
    assert set(now) == set(story.before)
    for name, before in story.before.items():
        assert now[name]["holds"] == before["holds"], name
        assert now[name]["shows"] == before["shows"], name
        sure = [each for each in before["buttons"] if re.search(r", \d+ %$", each)]
        kept = [each for each in before["buttons"] if each not in sure]  # asked once, before
        assert now[name]["buttons"] in (before["buttons"], kept), name
        assert lasting(before["says"]) in lasting(now[name]["says"]) or name == "Your journal"
    for place in story.lesson.veiled(story.predicted.id):
        assert hands.WAITS not in panel.cells.nth(place).inner_text(), "an open veil stays open"
    half = hands.said(hands.form(panel, story.half.id)).inner_text()
    assert "filled in" in half
    assert "Right" not in half


def test_after_a_restart_of_the_kernel_the_panels_say_that_they_sleep(story):
    panel = story.panel
    panel.restart()
    panel.wait_for(lambda: panel.page.evaluate(LIVE) == 0)

    def asleep():
        shown = panel.page.evaluate(
            "[...document.querySelectorAll('.sands')].map("
            "each => getComputedStyle(each, '::after').content)"
        )
        return any("sleeps" in content and "Run All Cells" in content for content in shown)

    panel.wait_for(asleep)


# --- nothing entered is lost ----------------------------------------------------------------------

BOARD = (
    'board("1.x", "Who helped?", {"a": "First case", "b": "Second case"},'
    ' {"How": ["with words", "with deeds"], "Why": ["gain", "duty"]})'
)


def test_what_was_not_pressed_is_there_after_a_kill(own_lab, browser):
    """A board, half a text and a number: the kernel is killed, the page closed, opened again."""
    number = next(q for q in bank.bank().values() if q.kind == "number" and q.use != "predict")
    path = own_lab.write_notebook(
        "drafts.ipynb",
        "from helpers.questions import ask, board, estimate",
        BOARD,
        f'ask("{number.id}")',
        "estimate(3)",
    )

    def opened():
        panel = own_lab.visit(browser, path)
        panel.run_all()
        return panel

    panel = opened()
    grid = panel.notebook.locator(".sands-form-box[aria-label='Who helped?']")
    for place, option in ((0, 2), (1, 1), (2, 1)):
        panel.choose_place(panel.tab_to(grid.locator("select").nth(place)), option)
    box = hands.form(panel, number.id)
    hands.write(panel, box.locator("input[type=text]"), "12")
    hands.write(panel, panel.notebook.locator("textarea").last, "Because they")
    # A slow hand, or a slow machine, makes a draft of half a word first: wait for the whole of it.
    drafts = {"board:1.x": "", f"answer:{number.id}": "12", "estimate:3": "Because they"}

    def kept():
        newest = {key: str(value) for kind, key, value in own_lab.entries() if kind == "draft"}
        return all(text in newest.get(key, "") and key in newest for key, text in drafts.items())

    panel.wait_for(kept)
    assert {kind for kind, _, _ in own_lab.entries() if kind in ("board", "estimate")} <= set()
    before = boxes(panel)
    panel.kill_kernel()
    panel.page.context.close()

    panel = opened()
    now = settled(panel, before)
    for name, form in before.items():
        assert now[name]["holds"] == form["holds"], name
        assert "filled in" in " ".join(now[name]["says"]), name
        assert "✓" not in " ".join(now[name]["says"]), name
    panel.page.context.close()


# --- on another machine ---------------------------------------------------------------------------

JOURNAL = ".sands-form-box[aria-label='Your journal']"


def test_on_another_machine_one_goes_on_where_one_was(story, make_lab, browser, tmp_path):
    """Written into one file by a button, taken in by a button, also as a copy by mail has it."""
    first = Lesson("notebooks/00-start-here.ipynb")
    panel = story.panel
    panel.open(first.path)
    panel.run_all()
    shown = panel.notebook.locator(JOURNAL)
    hands.push(panel, shown, "Write my answers into one file")
    written = re.search(r"Written to (.+?\.jsonl)", hands.told(panel, shown, "Written to"))
    export = Path(written[1])
    copy = tmp_path / f"{export.stem} (1).jsonl.txt"
    shutil.move(export, copy)

    other = make_lab()
    try:
        panel = other.visit(browser, first.path)
        panel.run_all()
        shown = panel.notebook.locator(JOURNAL)
        with panel.page.expect_file_chooser() as chooser:
            hands.push(panel, shown, "Take in a file of mine (0)")
        chooser.value.set_files(copy)
        panel.wait_for(lambda: other.entries())
        hands.told(panel, shown, copy.name)
        kinds = ("answer", "prediction")
        here = {e[:2]: e[2] for e in other.entries() if e[0] in kinds}
        assert here == {e[:2]: e[2] for e in story.lab.entries() if e[0] in kinds}
        panel.open(story.lesson.path)
        panel.run_all()
        now = settled(panel, story.before)
        for name in (f"Question {q.id}" for q in (story.checked, story.predicted, story.half)):
            assert now[name]["holds"] == story.before[name]["holds"], name
        panel.page.context.close()
    finally:
        other.end()
