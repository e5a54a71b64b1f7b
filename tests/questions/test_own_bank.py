"""A translator's folder stands in for the collection's questions, and says where it strays."""

import pytest

from helpers import bank
from helpers.questions import ask


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder named by SANDS_QUESTIONS with a translation of lesson 3, as text to change."""
    place = tmp_path / "questions"
    place.mkdir()
    text = (bank.folder() / "03.toml").read_text("utf-8")
    prompt = bank.bank(bank.folder())["3.4"].prompt
    assert text.count(prompt) == 1
    text = text.replace(prompt, "Ordne die vier Fragen nach dem Codebuch.")
    monkeypatch.setenv("SANDS_QUESTIONS", str(place))

    def write(change=lambda text: text):
        (place / "03.toml").write_text(change(text), "utf-8")
        bank.bank.cache_clear()
        return place

    yield write
    bank.bank.cache_clear()


def test_a_translated_lesson_is_asked_and_judged_and_the_others_stay(own):
    ours = bank.bank(bank.folder())
    own()
    assert bank.own_files().keys() == {"03.toml"}
    assert bank.bank().keys() == ours.keys()
    assert "Ordne die vier Fragen" in repr(ask("3.4"))
    assert bank.judge(bank.find("3.4"), ["who", "kind", "when", "choice"]).correct is True
    assert bank.find("2.4") == ours["2.4"]


def test_a_translation_that_changes_texts_alone_has_no_drift(own):
    assert bank.drift(own()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "3.19"', 'id = "3.99"', ["3.19 is missing.", "3.99 is not in the collection."]),
        ('key = "swap"', 'key = "tausch"', ["3.5: keys, order or right answers of the options"]),
        ('"treaties:most_unseen"', '"treaties:count_unseen"', ["3.19: the field expected differs"]),
        ('misconception = "mc31"', 'misconception = "mc01"', ["3.8: keys, order"]),
    ],
)
def test_a_change_beyond_text_is_named(own, old, new, said):
    found = bank.drift(own(lambda text: text.replace(old, new, 1)))
    assert len(found) == len(said)
    assert all(start in sentence for start, sentence in zip(said, found, strict=True))


def test_a_folder_without_questions_is_named_and_a_lesson_runs_on(tmp_path, monkeypatch):
    monkeypatch.setenv("SANDS_QUESTIONS", str(tmp_path / "nowhere"))
    bank.bank.cache_clear()
    with pytest.raises(bank.QuestionError, match="no question file"):
        bank.own_files()
    assert "SANDS_QUESTIONS names" in repr(ask("3.4"))
    bank.bank.cache_clear()


def test_without_the_variable_nothing_stands_in(monkeypatch):
    monkeypatch.delenv("SANDS_QUESTIONS", raising=False)
    assert bank.own_files() == {}


def test_a_relative_folder_counts_from_the_repository(monkeypatch):
    monkeypatch.setenv("SANDS_QUESTIONS", "data/questions")
    assert bank.own_files()["03.toml"] == bank.folder() / "03.toml"
