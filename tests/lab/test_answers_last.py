"""What a learner entered outlives the kernel: restarted, killed, doubled, or without a place."""

import re

import pytest

from helpers import bank, judging
from tests.lab import hands

LESSON = "notebooks/00-start-here.ipynb"
FIRST, SECOND = "0.1", "0.5"  # two questions with one right answer, asked in lesson 0


def answer(panel, question_id, right=True):
    """Answer a question of one choice by keyboard; returns the key that was chosen."""
    question = bank.find(question_id)
    make = hands.right_answer if right else hands.wrong_answer
    key, _ = make(question)
    box = hands.form(panel, question_id)
    assert chosen(panel, question_id) != key, "this would change nothing"
    hands.fill(panel, box, question, key)
    hands.push(panel, box, "Check")
    # The verdict: where nothing can be written, a draft has said so before.
    sign = "✓ Right" if right else "✗ Not yet"
    panel.wait_for(lambda: sign in hands.said(box).inner_text())
    return key


def chosen(panel, question_id):
    """Key of the option that is chosen, or None."""
    radios = hands.form(panel, question_id).locator("input[type=radio]")
    options = bank.find(question_id).options
    return next((o.key for i, o in enumerate(options) if radios.nth(i).is_checked()), None)


def is_restored(panel, question_id, key):
    """Say whether the choice is there again with its verdict."""
    verdict = judging.judge(bank.find(question_id), key)
    word = judging.sign_word(verdict.sign)
    panel.wait_for(lambda: word in hands.said(hands.form(panel, question_id)).inner_text())
    return chosen(panel, question_id) == key


def pressed(lab):
    """What was pressed, in its order; drafts left out."""
    return [entry for entry in lab.entries() if entry[0] != "draft"]


def small(lab, name, *question_ids):
    """A notebook that asks these questions, for tests that need no lesson."""
    asked = [f'ask("{question_id}")' for question_id in question_ids]
    return lab.write_notebook(name, "from helpers.questions import ask", *asked)


@pytest.fixture(autouse=True)
def _empty_journal(lab):
    """Each test begins as on the first day, with no kernel that still holds entries."""
    lab.empty_journal()


def test_an_answer_is_filled_in_after_a_restart_from_the_menu(open_notebook, lab):
    panel = open_notebook(small(lab, "restarted.ipynb", FIRST))
    panel.run_all()
    key = answer(panel, FIRST)
    assert pressed(lab) == [("answer", FIRST, key)]
    panel.restart()
    assert pressed(lab) == [("answer", FIRST, key)]
    panel.run_all()
    assert is_restored(panel, FIRST, key)
    assert not re.search("Traceback|Error displaying widget", panel.notebook.inner_text())


def test_answers_before_and_after_a_killed_kernel_are_both_there(open_notebook, lab):
    panel = open_notebook(small(lab, "killed.ipynb", FIRST, SECOND))
    panel.run_all()
    first = answer(panel, FIRST, right=False)
    panel.kill_kernel()
    assert pressed(lab) == [("answer", FIRST, first)]
    panel.run_all()
    assert is_restored(panel, FIRST, first)
    second = answer(panel, SECOND)
    panel.kill_kernel()
    panel.run_all()
    assert is_restored(panel, FIRST, first)
    assert is_restored(panel, SECOND, second)
    kept = [("answer", FIRST, first), ("answer", SECOND, second)]
    assert pressed(lab) == kept


def test_two_notebooks_open_at_once_keep_all_entries(open_notebook, lab):
    panels = [open_notebook(small(lab, f"{name}.ipynb", FIRST, SECOND)) for name in ("one", "two")]
    for panel in panels:
        panel.run_all()
    made = []
    for right in (False, True):
        for question_id, panel in zip((FIRST, SECOND), panels, strict=True):
            made.append(("answer", question_id, answer(panel, question_id, right)))
    # and crosswise, so that both have written for both questions
    for question_id, panel in zip((SECOND, FIRST), panels, strict=True):
        made.append(("answer", question_id, answer(panel, question_id, right=False)))
    assert pressed(lab) == made
    panels[0].run_all()
    assert is_restored(panels[0], FIRST, made[-1][2])


SLOW = """import time
from helpers import forms
_changed = forms.Draft.changed
def slowly(self, change):
    time.sleep(0.4)
    _changed(self, change)
forms.Draft.changed = slowly"""


def test_a_press_never_overtakes_what_was_entered_before_it(open_notebook, lab):
    """A slow kernel and a quick hand: what is kept is what stood in the box at the press."""
    words = next(q.id for q in bank.bank().values() if q.kind == "text")
    asked = [f'ask("{question_id}")' for question_id in (FIRST, words)]
    cells = ["from helpers.questions import ask", SLOW, *asked]
    panel = open_notebook(lab.write_notebook("quick.ipynb", *cells))
    panel.run_all()
    made = [("answer", FIRST, answer(panel, FIRST, right)) for right in (False, True, False)]
    box = hands.form(panel, words)
    hands.write(panel, box.locator("textarea").first, "Deeds, not words.")
    hands.push(panel, box, "Check")
    panel.wait_for(lambda: len(pressed(lab)) == 4)
    assert pressed(lab) == [*made, ("answer", words, "Deeds, not words.")]


@pytest.fixture
def lab_without_journal(make_lab):
    """A server whose journal cannot be a folder: a file stands in its place."""
    server = make_lab(lambda lab: lab.journal.write_text("not a folder", "utf-8"))
    yield server
    server.end()


def test_without_a_place_for_the_journal_the_lesson_goes_on(lab_without_journal, browser):
    panel = lab_without_journal.visit(browser, LESSON)
    panel.run_all()
    told = panel.output("check_setup()")
    assert "Not ready yet." in told, told
    assert "Your answers cannot be kept in" in told
    assert "it is not a folder" in told
    answer(panel, FIRST)
    said = hands.form(panel, FIRST).inner_text()
    assert "✓ Right" in said
    sentences = re.findall(r"Could not write to [^\n]*", said)
    assert len(sentences) == 1, said
    assert "kept in memory until this kernel stops" in sentences[0]
    assert not re.search("Traceback|Error displaying widget", panel.notebook.inner_text())
    assert lab_without_journal.journal.read_text("utf-8") == "not a folder"
    assert not panel.console
    panel.page.context.close()
