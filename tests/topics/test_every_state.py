"""Every chart as it opens, and every explorer in every kind of state: readable, whole, answering.

What one subject alone promises about its states is tested beside its other tests.
"""

import functools
import importlib
import inspect
import pkgutil
import re
import sys
from pathlib import Path

import pytest
from drawn import height_of, sound, spoken

from helpers import figures, marks, topics, wording

sys.path.insert(0, str(Path(__file__).parents[1] / "figures"))
from contact_sheet import examples

MOST = 40  # states of an explorer up to which all are drawn; above it see `Explorer.states`
# Nine shares, and places among all who vote, take more words than other subjects need.
WIDER = {"china": {"title": 75, "alt": 90}}
DOUBTED = {"votes", "drivers"}  # each caption has the finding and what it does not say
NARROWEST = int(re.search(r"--sands-least,(\d+)px", marks.STYLE)[1])

# Their marks are sums, shares, models or a learner's own numbers, and no rows of a table.
COMPUTED = {
    "china.draw_shares",
    "china.draw_venue",
    "china.draw_venues",
    "transfers.draw_spread",
    "views.draw_chain",
    "knowledge.draw_sure",
    "trainer.draw_score",
}


def found(kind):
    """Functions of all topics whose names begin so, each by the names of its topic and its own."""
    for item in pkgutil.iter_modules(topics.__path__, "helpers.topics."):
        module = importlib.import_module(item.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == item.name and name.startswith(kind):
                yield pytest.param(function, id=f"{item.name.rpartition('.')[2]}.{name}")


@functools.cache
def silence(key):
    """What is wrong with what a mark says; empty where it tells its row and the sources of it."""
    said = marks.told(key)
    if wording.say("marks.row.unknown") in said:
        return f"{key} is no row"
    unsourced = wording.say("marks.row.unsourced") in said
    return f"{key} hides its sources" if bool(marks.sources(key)) == unsourced else ""


def faults(shown, topic):
    """What is wrong with what was drawn last; empty where nothing is."""
    if isinstance(shown, figures.LessonTable):
        return [] if shown.sentence else ["a table without a sentence"]
    wrong = list(filter(None, map(silence, shown.keys)))
    sizes = map(float, re.findall(r'font-size="([\d.]+)"', shown.svg))
    if min(sizes) * NARROWEST / figures.SHOWN < 11:
        wrong.append("text under eleven pixels where the picture scrolls")
    try:
        if shown.table is None:
            spoken(shown, height_of(shown))
        else:
            sound(shown, height_of(shown), **WIDER.get(topic, {}))
            assert "e+0" not in shown.alt + shown.caption + shown.sentence
            assert topic not in DOUBTED or shown.caption.count(".") >= 2, shown.caption
    except AssertionError as error:
        wrong.append(str(error))
    return wrong


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


@pytest.mark.parametrize("draw", [*found("draw_")])
def test_every_chart_is_sound_and_its_marks_answer(draw):
    module = sys.modules[draw.__module__]
    topic = module.__name__.rpartition(".")[2]
    shown = draw(**examples(module).get(draw.__name__, {}))
    assert faults(shown, topic) == []
    assert (not shown.keys) == (f"{topic}.{draw.__name__}" in COMPUTED)


def test_charts_said_to_be_silent_are_there():
    assert {param.id for param in found("draw_")} >= COMPUTED


@pytest.mark.parametrize("explore", [*found("explore_")])
def test_every_kind_of_state_is_sound_and_says_what_it_shows(explore):
    explorer, wrong = explore(), {}
    topic = explore.__module__.rpartition(".")[2]
    for state in explorer.states(MOST):
        shown = explorer.show(**state)
        if told := ([] if shown.sentence else ["no sentence"]) + faults(shown, topic):
            wrong[str(state)] = told
    assert wrong == {}
