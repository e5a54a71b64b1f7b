"""The German lesson 3 in JupyterLab: it wakes up in German, is answered, and says so to all."""

import re

import pytest

from tests.lab import hands
from tests.lab.conftest import SIZE, violations
from tests.lab.hands import Lesson, plain
from tests.lab.test_lessons import OURS

LESSON = Lesson("notebooks/de/03-treaties.ipynb")
# No button, no list, no verdict of ours is left in English.
ENGLISH = r"\b(?:Check|Keep|Hint|choose|Reset|Right|Not yet|Kept|Sources|Run this cell|Question)\b"


@pytest.fixture(scope="module")
def live(keep_open):
    """The lesson after Run All Cells."""
    panel = keep_open(LESSON.path, SIZE)
    panel.run_all()
    return panel


def form(panel, name):
    return panel.notebook.locator(f'.sands-form-box[aria-label="{name}"]').first


def test_what_is_live_speaks_german_and_says_that_it_does(live):
    panels = live.notebook.locator(".sands:not(:has(.sands))")
    assert panels.count() > 20
    assert {panels.nth(n).get_attribute("lang") for n in range(panels.count())} == {"de"}
    outputs = live.notebook.locator(".jp-OutputArea-output:has(.sands)")
    for text in outputs.all_inner_texts():
        assert not re.search(ENGLISH, re.sub(r"„[^“]*“", "", text)), text
    assert violations(live.page, OURS) == []


def test_a_question_and_a_prediction_are_answered_in_german(live, lab):
    box = form(live, "Frage 3.1")
    hands.pick(live, box, 2)
    hands.push(live, box, "Prüfen")
    hands.told(live, hands.said(box), "✗ Noch nicht", "Im CINC kommen Kernwaffen nicht vor.")
    link = hands.said(box).locator("a").first
    assert link.get_attribute("href").startswith("../00-start-here.ipynb#")

    box = form(live, "Frage 3.7")
    hands.write(live, box.locator("input[type=text]").first, "3,0")
    hands.push(live, box, "Vorhersage speichern")
    hands.told(live, hands.said(box), "Genannt: 3 Verträge. Die Daten ergeben 2 Verträge")
    live.wait_for(lambda: box.locator("svg.sands-picture").count())
    assert "Vorhergesagt: 3" in box.locator("figcaption").inner_text()
    assert lab.values("answer", "3.1") == ["russia"]
    assert lab.values("prediction", "3.7") == [3]
    # a journal keeps keys, which are those of the English lesson
    explorer = live.notebook.locator(".sands-explorer").first
    live.wait_for(lambda: "Gezeigt: 14 Verträge" in plain(explorer.inner_text()))


def test_a_board_is_compared_in_german(live, lab):
    box = live.notebook.locator(".sands-form-box", has_text="was bindet mehr?").first
    select = live.tab_to(box.locator("select").first)
    live.choose_place(select, 2)
    hands.push(live, box, "Speichern und vergleichen")
    hands.told(live, box, "✓ gespeichert", "Eigenes Urteil")
    live.wait_for(lambda: "etwa gleich" in box.locator("table").last.inner_text())
    assert lab.values("board", "3.checklist") == [{"trigger": {"verdict": "same"}}]
