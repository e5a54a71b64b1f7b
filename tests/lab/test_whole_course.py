"""One learner does a course in JupyterLab and hands it in: the class results say what was done.

By a fixed pattern the learner answers rightly and wrongly, once and again, predicts, skips, draws,
codes, fills boards and forecasts; comes back to a closed lesson, loses a kernel, and goes on with
another machine. A diary notes each press of a button. Whatever is counted afterwards, of the
export, on the page "My work" and of the class, is compared with the diary.
"""

import ast
import json
import os
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from helpers import bank, classroom, concepts, data, journal, wording
from helpers.classroom import gains
from helpers.measures import knowledge, trainer
from helpers.measures.briefing import FIELDS
from tests.lab import hands
from tests.lab.conftest import SIZE
from tests.lab.hands import LESSONS, plain
from tests.support import briefings

NAMED = os.environ.get("SANDS_COURSE") or "00 01"
NUMBERED = [lesson for lesson in LESSONS if re.match(r"0\d-", lesson.name)]
COURSE = [lesson for lesson in NUMBERED if NAMED == "all" or lesson.name[:2] in NAMED.split()]
pytestmark = [
    pytest.mark.course,
    pytest.mark.skipif(len(COURSE) < 2, reason="a course needs two lessons: see SANDS_COURSE"),
]
NAME = "The one learner"
MY_WORK, RESULTS = "notebooks/my-work.ipynb", "notebooks/instructor/class-results.ipynb"
# How one question after the other is answered: right, wrong, the same once more, not at all.
WAYS = ("right", "wrong right", "wrong", "right wrong", "wrong right wrong right")
WAYS += ("right right", "", "wrong wrong right")
GUESSES = ("guess", "guess other", "skip", "skip other")
TASKS = ("right", "wrong right", "")
MOST_ROWS = 6  # that are filled of a long board


# --- what the learner knows of it -----------------------------------------------------------------


class Diary:
    """What was pressed: entries as (kind, key, value), and what the learner meant by them."""

    def __init__(self):
        self.entries, self.right, self.sure, self.skipped = [], {}, {}, set()

    def values(self, kind, key):
        return [value for k, of, value in self.entries if (k, of) == (kind, key)]

    def write(self, kind, key, value, right=None):
        """Note what was kept; the same once more is no new entry."""
        if self.values(kind, key)[-1:] == [value]:
            return
        self.entries.append((kind, key, value))
        self.right.setdefault((kind, key), []).append(right)

    def kept(self):
        """All values by kind and key, oldest first."""
        return {(kind, key): self.values(kind, key) for kind, key, _ in self.entries}

    def answers(self, question):
        """(value, whether right) of each answer that counts: of predictions the first alone."""
        entry = (question.kept_as, question.id)
        found = list(zip(self.values(*entry), self.right.get(entry, []), strict=True))
        return found[:1] if question.use == "predict" else found


def can_be_wrong(question):
    return question.use != "predict" and hands.wrong_answer(question)[0] is not None


# --- what the learner does ------------------------------------------------------------------------


class Learner:
    """A person with a mouse at one JupyterLab; what they press, they note in the diary."""

    def __init__(self, diary, browser):
        self.diary, self.browser, self.window, self.panel = diary, browser, None, None
        self.asked = self.predicted = self.tried = 0

    def sit_down(self, lab):
        """Go to a machine: one window for all its lessons, so that JupyterLab is loaded once."""
        self.close()
        if self.window is not None:
            self.window.close()
        self.window = self.browser.new_context(viewport=SIZE)
        self.lab = lab

    def open(self, path):
        self.close()
        pages = self.window.pages
        self.panel = self.lab.panel(pages[0] if pages else self.window.new_page())
        self.panel.open(path)
        self.panel.run_all()

    def close(self):
        """Leave it; nothing may have been asked of another machine, or gone wrong in the page."""
        if self.panel is None:
            return
        assert not self.panel.outside, "the page asked another machine"
        assert not self.panel.console, "errors in the browser's console"
        self.panel.leave()
        self.lab.end_kernels()
        self.panel = None

    def output(self, place):
        return self.panel.cells.nth(place).locator(".jp-OutputArea").first

    def form(self, place):
        return self.output(place).locator(".sands-form-box").first

    def press(self, within, words):
        """Press a button and wait for the kernel's answer."""
        hands.button(within, words).click()
        self.panel.wait_until_idle()

    def keep(self, within, words, kind, key, value, right=None):
        """Press a button that keeps something: it is on disk when the kernel has answered."""
        self.diary.write(kind, key, value, right)
        self.press(within, words)
        assert self.lab.values(kind, key) == self.diary.values(kind, key), (kind, key)

    def write(self, box, text):
        box.fill(str(text))
        self.panel.wait_until_idle()

    # --- a lesson

    def study(self, lesson, breaks):
        """Do a lesson from top to bottom; in the middle comes what `breaks`."""
        self.open(lesson.path)
        steps = sorted(self.steps(lesson), key=lambda step: step[0])
        for number, (place, do, *what) in enumerate(steps):
            if number == len(steps) // 2:
                before = hands.boxes(self.panel)
                breaks(lesson)
                self.finds_again(before)
            do(place, *what)

    def steps(self, lesson):
        """What there is to do in a lesson: (place of the cell, method, what it needs)."""
        for place, question_id, _ in lesson.calls:
            question = bank.find(question_id)
            yield place, self.predict if question.use == "predict" else self.answer, question
        for place, question_id, name in lesson.tasks:
            yield place, self.code, bank.find(question_id), name
        for place in lesson.showing("Run this cell to move the controls:"):
            yield place, self.explore
        for place in lesson.showing("Run this cell to enter it."):
            yield place, self.estimate, int(lesson.name[:2])
        own = {"concept_test(": self.test, "practise()": self.forecast, "compose()": self.compose}
        own |= {"keep_open()": self.look_ahead, "argue_roles()": self.argue}
        own |= {"rate_options()": self.fill_again}
        for place in lesson.code:
            found = [do for words, do in own.items() if words in lesson.source(place)]
            board = "Run this cell to fill the board." in lesson.html(place)
            if found or board:
                yield place, *(found or [self.fill]), lesson

    def finds_again(self, before):
        """After a break all that was pressed stands in its boxes."""
        now = hands.settled(self.panel, before)
        for name, box in before.items():
            assert now[name]["holds"] == box["holds"] or name == "Your journal", name

    def comes_back(self, lesson):
        self.open(lesson.path)

    def loses_the_kernel(self, lesson):
        self.panel.kill_kernel()
        self.panel.run_all()

    # --- questions

    def answer(self, place, question):
        ways = WAYS[(self.asked + place) % len(WAYS)].split()
        box, self.asked = hands.form(self.panel, question.id), self.asked + 1
        sure = box.locator(".sands-sure button")
        for number, way in enumerate(ways):
            right = way == "right"
            value = (hands.right_answer if right else hands.wrong_answer)(question)[0]
            if value is None:  # nothing is wrong
                continue
            self.enter(box, question, value)
            judged = can_be_wrong(question)
            if number == 0 and sure.count() and self.asked % 2:
                step = self.asked % len(knowledge.STEPS)
                sure.nth(step).click()
                self.panel.wait_until_idle()
                self.diary.sure[question.id] = knowledge.STEPS[step]
            self.keep(box, "Check", "answer", question.id, value, right if judged else None)
            sign = ("✓ Right" if right else "✗ Not yet") if judged else "→"
            hands.told(self.panel, hands.said(box), sign, "✓ kept")

    def predict(self, _, question):
        ways = GUESSES[self.predicted % len(GUESSES)].split()
        box, self.predicted = hands.form(self.panel, question.id), self.predicted + 1
        if "skip" in ways:
            self.keep(box, hands.SKIP, "skipped", question.id, True)
            self.diary.skipped.add(question.id)
        if "guess" in ways:
            value = hands.guess(question)
            self.enter(box, question, value)
            self.keep(box, hands.KEEP, "prediction", question.id, value)
        if "other" in ways:
            value = hands.guess(question, other=True)
            self.enter(box, question, value)
            self.keep(box, hands.SECOND, "rethought", question.id, value)

    def enter(self, box, question, value):
        """Enter an answer as a mouse does."""
        if question.kind == "single":
            keys = [option.key for option in question.options]
            box.locator("input[type=radio]").nth(keys.index(value)).check()
        elif question.kind == "two-tier":
            for tier, offered in (("answer", question.options), ("reason", question.partners)):
                place = [option.key for option in offered].index(value[tier])
                box.locator(f".sands-{tier} input[type=radio]").nth(place).check()
        elif question.kind == "multiple":
            for place, option in enumerate(question.options):
                ticked = option.key in value
                box.locator("input[type=checkbox]").nth(place).set_checked(ticked)
        elif question.kind in ("order", "match"):
            selects = box.locator("select")
            labels = selects.evaluate_all("all => all.map(each => each.labels[0].innerText)")
            labels, partners = [*map(plain, labels)], [each.key for each in question.partners]
            for option in question.options:
                of = partners.index(value[option.key]) if partners else value.index(option.key)
                select = selects.nth(labels.index(plain(option.text)))
                select.select_option(index=1 + of)
        elif question.kind == "text":
            self.write(box.locator("textarea").first, value)
        else:
            value = list(value.values()) if isinstance(value, dict) else value
            for place, each in enumerate(value if isinstance(value, list) else [value]):
                self.write(box.locator("input[type=text]").nth(place), hands.as_typed(each))
        self.panel.wait_until_idle()

    def code(self, place, question, name):
        """Write a solution into the cell, or the number nought, and run it."""
        ways = TASKS[self.tried % len(TASKS)].split()
        self.tried += 1
        for way in ways:
            if way == "wrong" and question.kind == "chart":
                continue
            *lines, last = ast.parse(question.worked).body
            solved = [*map(ast.unparse, lines), f"{name} = {ast.unparse(last)}"]
            source = solved if way == "right" else [f"{name} = 0"]
            cell = self.panel.cells.nth(place)
            cell.locator(".cm-content").click()
            self.panel.press("ControlOrMeta+a")
            self.panel.page.keyboard.insert_text(
                "\n".join([*source, f'check("{question.id}", {name})'])
            )
            kind, right = question.kept_as, way == "right"
            before = self.lab.values(kind, question.id)
            self.panel.press("Shift+Enter")
            self.panel.wait_until_idle()
            hands.told(self.panel, self.output(place), "✓ Right" if right else "✗ Not yet")
            kept = self.lab.values(kind, question.id)
            assert kept[:-1] == before == self.diary.values(kind, question.id)
            self.diary.write(kind, question.id, kept[-1], right)

    # --- boards and explorers

    def fill(self, place, lesson):
        self.fill_board(place, lesson.shown(place))

    def fill_again(self, place, lesson):
        """Run the cell once more: which goals are columns was decided a few cells above."""
        self.panel.cells.nth(place).locator(".jp-OutputArea-output").first.click()
        self.panel.press("Shift+Enter")
        self.panel.wait_until_idle()
        self.fill_board(place, lesson.shown(place))

    def fill_board(self, place, board):
        box = self.form(place)
        box.locator(".sands-progress").wait_for()
        rows = box.locator(".sands-board-card, .sands-board tbody tr:not(.sands-under)")
        assert rows.count() == len(board.rows)
        value = {}
        for at, row in enumerate(list(board.rows)[:MOST_ROWS]):
            controls = rows.nth(at).locator("select, [role=radiogroup]")
            value[row] = {}
            for of, (column, options) in enumerate(board.columns.items()):
                choice = (at + 2 * of + place) % len(options)
                value[row][column] = list(options)[choice]
                control = controls.nth(of)
                if control.evaluate("node => node.tagName") == "SELECT":
                    control.select_option(index=1 + choice)
                else:
                    control.locator("label").nth(choice).click()
            if board.cards and at + 1 < len(board.rows):
                box.locator(".sands-moves button").last.click()
        self.panel.wait_until_idle()
        self.keep(box, "Keep and compare", "board", board.key, value)
        hands.told(self.panel, hands.said(box), "✓ kept")

    def explore(self, place):
        """Move a control, see another picture, and pick up what it says for the briefing."""
        box = self.output(place).locator(".sands-explorer").first
        view = box.locator(".sands-shown .widget-html-content").first
        before = view.inner_html()
        select, tick = box.locator("select"), box.locator("input[type=checkbox]")
        if select.count():
            start, count = select.first.evaluate("s => [s.selectedIndex, s.options.length]")
            select.first.select_option(index=count - 1 if start < count - 1 else 0)
        elif tick.count():
            tick.first.click()
        else:
            number = box.locator("input").first
            number.focus()
            self.panel.press("ArrowDown")
        self.panel.wait_for(lambda: view.inner_html() != before)
        self.panel.wait_until_idle()
        add = hands.button(box, "Add to my briefing")
        if place % 2 and add.count():
            add.click()
            self.panel.wait_until_idle()
            kept = [entry for entry in self.lab.entries() if entry[0] == "candidate"]
            assert len(kept) == 1 + sum(e[0] == "candidate" for e in self.diary.entries)
            self.diary.write(*kept[-1])

    # --- boxes of their own

    def estimate(self, place, lesson):
        """The first estimate of all is thought over at once."""
        box = self.form(place)
        for best in (6, 5) if lesson == 0 else (5 + (lesson % 3) / 2,):
            value = {"best": best, "low": best - 2, "high": best + 1, "reason": f"Case {lesson}."}
            for at, end in enumerate(("best", "low", "high")):
                self.write(box.locator("input[type=text]").nth(at), hands.as_typed(value[end]))
            self.write(box.locator("textarea").first, value["reason"])
            self.keep(box, "Keep my estimate", "estimate", str(lesson), value)

    def test(self, place, lesson):
        """The short test: before the course every third is right, after it two of three."""
        box, time = self.form(place), "before" if lesson.name[:2] == "00" else "after"
        self.press(box, "Open the test")
        groups = box.locator("[role=radiogroup]")
        items = concepts.concept_items()
        self.panel.wait_for(lambda: groups.count() == len(items))
        for at, question in enumerate(items):
            right = (at % 3 == 0) is (time == "before")
            key = next(o.key for o in question.options if o.right is right)
            keys = [option.key for option in question.options]
            groups.nth(at).locator("input[type=radio]").nth(keys.index(key)).check()
            self.diary.write("concept", concepts.key_of(time, question.id), key, right)
        self.panel.wait_until_idle()
        self.press(box, "Keep my answers")

    def forecast(self, place, _):
        """Two questions of the trainer in two steps, and one whose outcome was known."""
        box = self.form(place)
        number = box.locator("input[type=text]").first
        for key, first in zip(trainer.asked()["question_id"], (70, 20, None), strict=False):
            if first is None:
                self.keep(box, "I knew it", "knew", key, True)
                break
            for kind, value, words in (
                ("forecast", first, "Keep and see a clue"),
                ("update", first + 15, "Keep and see what happened"),
            ):
                self.write(number, value)
                self.keep(box, words, kind, key, value)
            self.press(box, "Next question")

    def look_ahead(self, place, _):
        box, rows = self.form(place), data.table("open_questions")
        for numbers in ((35, 80), (40, 80)):  # of an open question the last one counts
            for at, value in enumerate(numbers):
                self.write(box.locator("input[type=text]").nth(at), value)
                self.diary.write("forecast", rows["question_id"].iloc[at], value)
            self.press(box, "Keep my probabilities")

    def argue(self, place, lesson):
        box, roles = self.form(place), list(lesson.shown(place).roles)
        value = {
            "first": {"Role": roles[0], "Case": "It pays when it costs something."},
            "second": {"Role": roles[1], "Case": "It waits and sees."},
            "choice": {"Role": roles[1]},
        }
        for at, row in enumerate(value.values()):
            box.locator("select").nth(at).select_option(index=1 + roles.index(row["Role"]))
            if "Case" in row:
                self.write(box.locator("textarea").nth(at), row["Case"])
        self.keep(box, "Keep my cases", "board", "5.roles", value)

    def compose(self, place, _):
        box = self.form(place)
        picked = sum(kind == "candidate" for kind, _, _ in self.diary.entries)
        # What lesson 8 offers stands in such lines too, but cannot be taken out.
        lines = box.locator(".sands-candidate", has_text="Take out")
        assert lines.count() == picked
        boxes = box.locator(".sands-fields :is(input[type=text], textarea, select)")
        assert boxes.count() == len(FIELDS)
        for at, name in enumerate(FIELDS):
            if not (text := briefings.GOOD.get(name)):
                continue
            if boxes.nth(at).evaluate("node => node.tagName") == "SELECT":
                offered = boxes.nth(at).locator("option").all_inner_texts()
                chosen = next(n for n, words in enumerate(offered) if text in plain(words))
                boxes.nth(at).select_option(index=chosen)
                self.panel.wait_until_idle()
            else:
                self.write(boxes.nth(at), text)
            self.diary.write("briefing", name, text)
        self.press(box, "Check my briefing")

    # --- the journal, to carry and to hand in

    def write_export(self):
        """Write all into one file under the learner's name; returns its path."""
        self.open(MY_WORK)
        box = self.panel.notebook.locator(".sands-form-box[aria-label='Your journal']")
        self.write(box.locator("input[type=text]").first, NAME)
        self.press(box, "Write my answers into one file")
        return Path(
            re.search(r"Written to (.+?\.jsonl)", hands.told(self.panel, box, "Written"))[1]
        )

    def take_in(self, export):
        self.open(MY_WORK)
        box = self.panel.notebook.locator(".sands-form-box[aria-label='Your journal']")
        with self.panel.page.expect_file_chooser() as chooser:
            hands.button(box, "Take in a file of mine (0)").click()
        chooser.value.set_files(export)
        hands.told(self.panel, box, export.name)


# --- the story ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def machines(lab, make_lab):
    """Two machines; the second is turned on when it is needed."""
    made = []

    def other():
        made.append(make_lab())
        return made[0]

    yield lab, other
    for each in made:
        each.end()


@pytest.fixture(scope="module")
def story(machines, browser, tmp_path_factory):
    """The course from the first page to what is handed in: (learner, folder of the exports)."""
    first, other = machines
    learner, exports = Learner(Diary(), browser), tmp_path_factory.mktemp("handed-in")
    with pytest.MonkeyPatch.context() as patch:
        # What is built here, such as a board, sees the journal of the machine in use.
        patch.setenv("SANDS_JOURNAL", str(first.journal))
        learner.sit_down(first)
        try:
            for number, lesson in enumerate(COURSE):
                if number == len(COURSE) // 2:
                    shutil.copy(export := learner.write_export(), exports)
                    learner.sit_down(second := other())
                    patch.setenv("SANDS_JOURNAL", str(second.journal))
                    learner.take_in(export)
                breaks = (learner.loses_the_kernel, learner.comes_back)[number % 2]
                learner.study(lesson, breaks)
            shutil.copy(learner.write_export(), exports / "again.jsonl")
        except BaseException:
            if learner.panel is not None:
                learner.panel.screenshot("failed-whole-course")
            raise
        yield learner, exports
        learner.close()


@pytest.fixture(scope="module")
def diary(story):
    return story[0].diary


@pytest.fixture(scope="module")
def group(story):
    """The class of one learner, who handed in twice: in the middle and at the end."""
    return classroom.read(story[1], progress=False)


# --- what the diary says must be counted ----------------------------------------------------------


def asked(lesson):
    return [bank.find(question_id) for _, question_id, _ in lesson.calls]


def tasks(lesson):
    return [bank.find(question_id) for _, question_id, _ in lesson.tasks]


def counted(diary, lesson):
    """The row of a lesson that was done in the table of the class, by the diary."""
    judged = {q.id: diary.answers(q) for q in asked(lesson) if can_be_wrong(q)}
    there = [answers for answers in judged.values() if answers]
    coded = [(q, found) for q in tasks(lesson) if (found := diary.answers(q))]
    return {
        "asked": len(asked(lesson)),
        "answered": sum(bool(diary.answers(q)) for q in asked(lesson)),
        "judged_asked": len(judged),
        "judged": len(there),
        "right_first": sum(answers[0][1] for answers in there),
        "right": sum(answers[-1][1] for answers in there),
        "attempts": sum(map(len, there)),
        "tasks": len(tasks(lesson)),
        "tasks_done": len(coded),
        # what is drawn is not judged again
        "tasks_right": sum(answers[-1][1] for q, answers in coded if q.kind != "chart"),
        "estimate": bool(diary.values("estimate", str(int(lesson.name[:2])))),
    }


def as_value(told):
    """What a text stands for: a class keeps all as text, a journal what code gave."""
    try:
        return json.loads(told) if isinstance(told, str) else told
    except ValueError:
        return told


def test_the_journal_holds_what_was_pressed_and_nothing_else(story, diary):
    found = {}
    for kind, key, value in story[0].lab.entries():
        if kind != "draft":
            found.setdefault((kind, key), []).append(value)
    assert found == diary.kept()


def test_the_file_that_is_handed_in_holds_it_too_and_how_sure_one_was(story, diary):
    lines = journal.read_lines(story[1] / "again.jsonl")
    assert (lines.header["name"], lines.skipped) == (NAME, 0)
    entries = [entry for entry in lines.records if entry["kind"] != "draft"]
    assert len(entries) == len(diary.entries)
    first = {entry["key"]: entry.get("sure") for entry in reversed(entries)}
    assert {key: first[key] for key in diary.sure} == diary.sure
    said = knowledge.answered().set_index("question")
    assert said["said"].to_dict() == {key: sure / 100 for key, sure in diary.sure.items()}
    assert said["came"].to_dict() == {key: diary.right["answer", key][0] for key in diary.sure}
    for (kind, key), rights in diary.right.items():
        if kind in ("answer", "code", "own_chart"):
            own = [e for e in entries if (e["kind"], e["key"]) == (kind, key)]
            assert [entry.get("correct") for entry in own] == rights, key


def test_two_files_of_one_learner_are_one_learner(group, diary):
    assert list(group.learners["learner"]) == [NAME]
    assert len(group.refused) == 0
    assert set(group.notes["code"]) == {"shared"}
    kinds = [kind for kind, _, _ in diary.entries]
    counts = group.answers["kind"].astype("object").value_counts().to_dict()
    assert counts == {kind: kinds.count(kind) for kind in counts}
    left_out = {"skipped", "rethought", "briefing", "candidate"}
    assert set(kinds) - set(counts) <= left_out


def test_each_question_has_its_first_and_last_answer_and_their_number(group, diary):
    rows = classroom.first_and_last(group).set_index("key")
    known = {q.id: q for lesson in COURSE for q in [*asked(lesson), *tasks(lesson)]}
    expected = {key: found for key, q in known.items() if (found := diary.answers(q))}
    assert set(rows.index) == set(expected)
    for key, answers in expected.items():
        row = rows.loc[key]
        assert int(row["times"]) == len(answers), key
        for end, (value, right) in (("first", answers[0]), ("last", answers[-1])):
            if known[key].kind == "chart":  # of which a class keeps the title, and judges nothing
                value, right = value["title"], None
            told, value = as_value(row[end]), as_value(value)
            number = isinstance(value, (int, float))
            assert told == (pytest.approx(value) if number else value), key
            judged = row[f"{end}_correct"]
            assert (None if pd.isna(judged) else bool(judged)) == right, key


def test_each_lesson_is_counted_as_it_was_done(group, diary):
    rows = classroom.done(group).set_index("lesson")
    for lesson in COURSE:
        row = rows.loc[int(lesson.name[:2])]
        expected = counted(diary, lesson)
        assert {name: row[name] for name in expected} == expected, lesson.name
    others = rows.drop([int(lesson.name[:2]) for lesson in COURSE])
    assert not others[["answered", "judged", "attempts", "tasks_done", "estimate"]].any(axis=None)


def test_grades_are_what_the_diary_makes_of_them(group, diary):
    (row,) = classroom.grades(group, parts=classroom.grading.ALL_PARTS).to_dict("records")
    expected = {"learner": NAME}
    for lesson in COURSE:
        n, number = counted(diary, lesson), int(lesson.name[:2])
        say = {
            "completion": 100 * n["answered"] / n["asked"],
            "first": 100 * n["right_first"] / n["judged_asked"],
            "final": 100 * n["right"] / n["judged_asked"],
            "attempts": n["attempts"] / n["judged"],
            "coding": 100 * n["tasks_done"] / n["tasks"],
        }
        for part, value in say.items():
            name = wording.say(f"classroom_grades.grades.{part}", lesson=number)
            expected[name] = round(value, 1)
    assert row == pytest.approx(expected)


def test_items_and_objectives_are_right_where_the_learner_was(group, diary):
    items = classroom.item_analysis(group).set_index("question")
    mastery = classroom.mastery(group, by="learner").set_index(["lesson", "objective"])
    objectives = {}
    for lesson in COURSE:
        judged = [q for q in asked(lesson) if can_be_wrong(q)]
        for question in judged:
            answers = diary.answers(question)
            objectives.setdefault((int(lesson.name[:2]), question.objective), []).append(answers)
            assert (question.id in items.index) is bool(answers)
            if answers:
                row = items.loc[question.id, ["n", "first", "last", "attempts"]]
                assert row.tolist() == [1, answers[0][1], answers[-1][1], len(answers)]
    met = {
        place: (sum(a[0][1] for a in some if a), sum(a[-1][1] for a in some if a), len(some))
        for place, some in objectives.items()
        if place[1] and sum(map(bool, some)) >= len(some) / 2
    }
    assert set(mastery.index) == set(met)
    for place, (first, last, n) in met.items():
        row = mastery.loc[place]
        assert (row["first"], row["last"], row["questions"]) == pytest.approx(
            (first / n, last / n, n)
        )
        assert row["mastered"] == (last / n >= 2 / 3 - 1e-9)


def test_the_path_of_estimates_is_the_learners(group, diary):
    rows = classroom.estimates(group)
    found = {
        str(row.lesson): {"best": row.best, "low": row.low, "high": row.high}
        for row in rows.itertuples()
    }
    last = {key: values[-1] for (kind, key), values in diary.kept().items() if kind == "estimate"}
    ends = ("best", "low", "high")
    assert found == {key: {end: value[end] for end in ends} for key, value in last.items()}


def test_boards_are_counted_cell_by_cell(group, story, diary):
    boards = {}
    for lesson in COURSE:
        for place in lesson.code:
            if "Run this cell to fill the board." in lesson.html(place):
                shown = lesson.shown(place)
                boards[shown.key] = shown
    for key, board in boards.items():
        counts = classroom.choices(group, board)
        rows = counts[counts["learners"] > 0]
        assert set(rows["learners"]) == {1}
        found = {(row.row, row.column): row.choice for row in rows.itertuples()}
        (value,) = diary.values("board", key)
        assert found == {(r, c): code for r, own in value.items() for c, code in own.items()}


def test_forecasts_cost_what_they_cost(group, diary):
    rows = classroom.forecasts(group).set_index("question_id")
    said = {key: v for (kind, key), v in diary.kept().items() if kind == "forecast"}
    outcomes = data.table("trainer_questions").set_index("question_id")["outcome"]
    assert rows["probability"].to_dict() == pytest.approx(
        {key: (v[0] if key in outcomes.index else v[-1]) / 100 for key, v in said.items()}
    )
    costs = [(v[0] / 100 - outcomes[key]) ** 2 for key, v in said.items() if key in outcomes.index]
    assert sorted(rows["cost"].dropna()) == pytest.approx(sorted(map(float, costs)))
    scores = classroom.forecast_scores(rows.reset_index())
    assert scores["cases"].tolist() == ([len(costs)] if costs else [])


def test_the_short_tests_before_and_after_are_set_side_by_side(group, diary):
    rows = gains.answers_before_and_after(group).set_index("question")
    times = {
        time: {
            key.split(":")[1]: right[0]
            for (kind, key), right in diary.right.items()
            if kind == "concept" and key.startswith(time)
        }
        for time in concepts.TIMES
    }
    both = set(times["before"]) & set(times["after"])
    assert set(rows.index) == both
    for key in both:
        assert (rows.loc[key, "before"], rows.loc[key, "after"]) == (
            times["before"][key],
            times["after"][key],
        )


# --- what the pages say ---------------------------------------------------------------------------


def test_my_work_says_the_same(story, diary):
    learner, _ = story
    if learner.panel.path != MY_WORK:  # there the course ended
        learner.open(MY_WORK)
    lines = learner.output(3).locator("tbody tr").all_inner_texts()
    assert len(lines) == 10
    for lesson in COURSE:
        own, number = asked(lesson), int(lesson.name[:2])
        judged = [diary.answers(q)[-1][1] for q in own if can_be_wrong(q) and diary.answers(q)]
        done = sum(bool(diary.answers(q)) or q.id in diary.skipped for q in own)
        boards = {key for kind, key, _ in diary.entries if kind == "board"}
        coded = [diary.answers(q)[-1][1] for q in tasks(lesson) if diary.answers(q)]
        facts = {"right": judged.count(True) or None, "missed": judged.count(False) or None}
        expected = [
            wording.say("work.progress.questions", done=done, of=len(own)),
            wording.say("work.progress.judged", **facts),
            str(sum(key.startswith(f"{number}.") for key in boards)),
            str(sum(coded)),
            wording.say("work.progress.estimate_yes"),
        ]
        assert [plain(cell) for cell in lines[number].split("\t")][1:] == expected


def test_the_page_of_the_class_shows_the_learners_row(story, diary):
    learner, exports = story
    learner.open(RESULTS)
    panel = learner.panel
    panel.cell("FOLDER =").locator(".cm-content").click()
    panel.press("ControlOrMeta+a")
    panel.page.keyboard.insert_text(f"FOLDER = {str(exports)!r}\nROSTER = ''\nHIDE_NAMES = False")
    panel.run_all()
    table = panel.cell("show_done(").locator(".jp-OutputArea table").first
    assert "made up" not in plain(table.inner_text()).lower()
    (line,) = table.locator("tbody tr").all_inner_texts()
    rows = {int(lesson.name[:2]): counted(diary, lesson) for lesson in NUMBERED}
    total = {name: sum(row[name] for row in rows.values()) for name in rows[0]}
    expected = [NAME, *(f"{rows[n]['answered']}/{rows[n]['asked']}" for n in range(10))]
    expected += [f"{total[part]}/{total['judged']}" for part in ("right_first", "right")]
    expected += [f"{total['tasks_done']}/{total['tasks']}"]
    found = [plain(cell) for cell in line.split("\t")]
    expected.append(f"{round(total['attempts'] / total['judged'], 1):g}")
    assert sorted(found) == sorted(expected)
