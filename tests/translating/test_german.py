"""The German words: complete in what has been begun, with the facts of the English ones."""

import re

import pytest

from helpers import translating, wording
from helpers.topics import treaties

# What is taken out of English rows stays English as long as the rows do.
ENGLISH = "clauses.blind."
FILES = sorted(p.stem for p in (translating.translation("de") / "words").glob("*.toml"))
BEGUN = ["judging"]  # not yet whole


def _both(file):
    ours = translating._texts(wording.folder() / f"{file}.toml")
    return ours, translating._texts(translating.translation("de") / "words" / f"{file}.toml")


@pytest.mark.parametrize("file", FILES)
def test_every_message_is_there(file):
    ours, theirs = _both(file)
    assert file in BEGUN or {key for key in ours if not key.startswith(ENGLISH)} == set(theirs)


@pytest.mark.parametrize("file", FILES)
def test_facts_and_conditions_are_those_of_the_english(file):
    ours, theirs = _both(file)
    for key, text in theirs.items():
        for pattern in (r"\{([\w.]+)", r"(?m)^\[([^\]]+)\]"):
            assert set(re.findall(pattern, text)) == set(re.findall(pattern, ours[key])), key


@pytest.mark.parametrize("name", ["ladder", "lifelines", "pairs", "practice"])
def test_a_chart_is_drawn_in_german(name, monkeypatch):
    pytest.importorskip("babel")
    monkeypatch.setenv("SANDS_LANGUAGE", "de")
    assert getattr(treaties, f"draw_{name}")()
