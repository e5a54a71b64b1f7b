"""Messages of charts, boards and buttons are read as strictly as prose."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from helpers import wording

_PATH = Path(__file__).with_name("prose_report.py")
_SPEC = importlib.util.spec_from_file_location("prose_report", _PATH)
prose = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(prose)

FILES = [p for p in sorted(wording.folder().glob("*.toml")) if p.stem not in ("before", "language")]
LIMIT = 25
# Alt texts and legends list what the picture shows: a list may be long, a sentence may not.
LISTS = ("alt", "note", "subtitle", "table")


def messages(path):
    """Yield (dotted name, sentence as an editor wrote it, facts replaced by a word)."""
    todo = [(path.stem, tomllib.loads(path.read_text("utf-8")))]
    while todo:
        name, text = todo.pop()
        if isinstance(text, dict):
            todo += [(f"{name}.{key}", value) for key, value in text.items()]
        elif isinstance(text, list):
            todo += [(name, value) for value in text]
        else:
            bare = re.sub(r"^\[[a-z_0-9., ]+\] ?", "", text)
            yield name, re.sub(r"\{[^}]*\}", "Fact", bare)


def part_of(name):
    parts = [part for part in name.split(".") if part != "first_of"]
    return parts[-1]


WEAK = "briefing.model_a."  # a page to be marked, whose words are loaded on purpose


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_sentence_of_a_message_is_too_long(path):
    told = [(name, text) for name, text in messages(path) if part_of(name) not in LISTS]
    found = [
        f"{name}: {sentence}"
        for name, text in told
        for sentence in prose.too_long([s.text for s in prose.sentences(text)], LIMIT)
    ]
    assert not found


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_messages_use_neutral_words_and_no_exclamation(path):
    wrong = []
    for name, text in messages(path):
        if re.search(r"\b(?:simply|just|obviously|of course)\b|!", text, re.I):
            wrong.append(f"{name}: {text}")
        if not name.startswith(WEAK):
            wrong += [f"{name}: {word}" for word in prose.loaded(text)]
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_messages_end_and_part_as_sentences_do(path):
    wrong = [
        f"{name}: {text}"
        for name, text in messages(path)
        if re.search(r"\s[.,;]( |$)|\.\.(?!\.)|,,", text)
    ]
    assert not wrong
