"""Messages: what an editor may write, and what is said where a message cannot be filled."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from helpers import wording
from helpers.wording import WordsError, say, words


class Row(NamedTuple):
    name: str
    n: int


def said(write, text, **facts):
    """Fill one message that stands alone in a file."""
    write(f"[basket]\nmessage = {text!r}\n" if isinstance(text, str) else f"[basket]\n{text}")
    return say("fruit.basket.message", **facts)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("{name} is {kind}.", {"name": "A", "kind": "red"}, "A is red."),
        ("{row.name} has {row.n}", {"row": Row("A", 3)}, "A has 3"),
        ("{row.name}", {"row": pd.Series({"name": "B"})}, "B"),
        ("{n:count apple/apples}", {"n": 1}, "1 apple"),
        ("{n:count apple/apples}", {"n": 0}, "0 apples"),
        ("{n:count apple/apples}", {"n": 1200}, "1,200 apples"),
        ("{n:word apple/apples} {n:form is/are} red", {"n": 1}, "one apple is red"),
        ("{n:word apple/apples} {n:form is/are} red", {"n": 2}, "two apples are red"),
        ("{n:Word apple/apples}", {"n": 0}, "No apples"),
        ("{n:word}", {"n": 13}, "13"),
        ("{x:.1f}, {y:,}, {z:+.2f}", {"x": 0.25, "y": 12000, "z": -1.5}, "0.2, 12,000, −1.50"),
        ("{x}", {"x": 0.1 + 0.2}, "0.3"),
        ("{d:day}", {"d": date(2024, 12, 4)}, "4 December 2024"),
        ("{d:short}, {d:year}", {"d": pd.Timestamp("2024-12-04")}, "4 Dec 2024, 2024"),
        ("{names:and}", {"names": ["a"]}, "a"),
        ("{names:and}", {"names": ["a", "b", "c"]}, "a, b and c"),
        ("{names:or}", {"names": ["a", "b"]}, "a or b"),
        ("{names}; {names:/}", {"names": ["a", "b"]}, "a, b; a/b"),
        ("{label:low}, {label:Cap}", {"label": "Mutual defence"}, "mutual defence, Mutual defence"),
        ("[n] {n} is there", {"n": 0}, "0 is there"),
        ("[n] it is there", {"n": False}, ""),
        ("[n] it is there", {"n": np.bool_(False)}, ""),
        ("[n] it is there", {"n": np.bool_(True)}, "it is there"),
        ("[n] {n} is there", {"n": 2}, "2 is there"),
        ("[not n] none", {"n": []}, "none"),
        ("[not n] none", {"n": None}, "none"),
        ("[a, not b] both", {"a": 1, "b": False}, "both"),
        ("[a, not b] both", {"a": 1, "b": 1}, ""),
        ("{n} is there", {"n": None}, ""),
        ("{n} is there", {"n": float("nan")}, ""),
        ("{n} is there", {"n": pd.NA}, ""),
        ("{{braces}}", {}, "{braces}"),
    ],
)  # fmt: skip
def test_what_may_stand_in_a_message(write, text, facts, expected):
    assert said(write, text, **facts) == expected


def test_sentences_of_a_list_are_joined_and_those_without_facts_left_out(write):
    write('[basket]\nmessage = ["One.", "[two] Two.", "{three}.", "Four."]\n')
    assert say("fruit.basket.message", two=False, three=None) == "One. Four."
    assert say("fruit.basket.message", two=True, three=3) == "One. Two. 3. Four."


def test_a_message_may_hold_another_of_its_table(write):
    write('[basket]\nsentence = "{n} figs."\nalt = "A basket. {sentence}"\nloop = "{loop}"\n')
    assert say("fruit.basket.alt", n=2) == "A basket. 2 figs."
    with pytest.raises(WordsError, match="needs the fact loop"):
        say("fruit.basket.loop")


def test_of_first_of_the_first_that_is_left_counts(write):
    write('[basket]\ntitle.first_of = ["{n} found", "[some] A few", "None"]\n')
    assert say("fruit.basket.title", n=2, some=True) == "2 found"
    assert say("fruit.basket.title", n=None, some=True) == "A few"
    assert say("fruit.basket.title", n=None, some=False) == "None"


def test_rows_are_told_each_by_a_message_of_the_table(write):
    write(
        "[basket]\n"
        'all = "{rows:each row; } in {place}"\n'
        'row = "{name} {n:count kilo/kilos} {place}"\n'
    )
    facts = {"rows": [Row("figs", 1), {"name": "nuts", "n": 2}], "place": "here"}
    assert say("fruit.basket.all", **facts) == "figs 1 kilo here; nuts 2 kilos here in here"


def test_a_message_is_filled_when_it_is_asked_for_with_more_facts_where_given(write):
    write('[basket]\ntitle = "{n}"\nrow = "{n} of {of}"\n')
    told = words("fruit.basket", n=3)
    assert told.title == "3"
    assert told.tell("row", of=4) == "3 of 4"
    with pytest.raises(WordsError, match="needs the fact of; given: n"):
        _ = told.row


def test_a_table_gives_all_its_messages_and_the_tables_within_it(write):
    write('[basket]\ntitle = "{n}"\n[basket.columns]\nname = "Name"\nn = "How many"\n')
    told = words("fruit.basket", n=3)
    assert (told.title, told.subtitle, told.columns) == ("3", "", {"name": "Name", "n": "How many"})
    frame = pd.DataFrame({"n": [1], "other": [2], "name": ["x"]})
    assert list(wording.headed(frame, told.columns)) == ["Name", "How many"]


@pytest.mark.parametrize(
    ("text", "facts", "told"),
    [
        ("{gone}", {"here": 1}, "needs the fact gone; given: here"),
        ("{row.gone}", {"row": Row("a", 1)}, "needs the fact row.gone"),
        ("[gone] x", {}, "needs the fact gone; given: none"),
        ("{names:and}", {"names": []}, "the list names is empty"),
        ("{n:banana}", {"n": 1}, "cannot be written"),
        ("{n:.1f}", {"n": "text"}, "cannot be written"),
        ("{n", {"n": 1}, "expected '}'"),
        ("{n:each row}", {"n": [1]}, "tells n by “row”"),
    ],
)
def test_what_cannot_be_filled_names_file_table_and_message(write, text, facts, told):
    with pytest.raises(WordsError) as caught:
        said(write, text, **facts)
    assert "data/words/fruit.toml, [basket.message]" in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize("name", ["fruit.gone", "fruit.basket.gone", "gone.basket"])
def test_a_message_that_is_not_there_is_an_error_that_says_where_to_write_it(write, name):
    write('[basket]\ntitle = "x"\n')
    with pytest.raises(WordsError, match=r"data/words/(fruit|gone)\.toml"):
        say(name)


def test_a_part_that_a_chart_needs_and_nobody_wrote_is_an_error(write):
    write('[basket]\ntitle = "x"\n')
    with pytest.raises(WordsError, match="has no message “caption”"):
        _ = words("fruit.basket").caption


def test_a_translation_lies_over_the_english_words_message_by_message(write, monkeypatch):
    write(
        '[basket]\ntitle = "{n:count apple/apples}"\nnote = "Left in English"\nshare = "{x:,.1f}"\n'
    )
    theirs = "translations/de/words"
    write('[basket]\ntitle = "{n:word Apfel/Äpfel}"\n', where=theirs)
    write('decimal = ","\ngroup = "."\nnumbers = ["ein", "zwei"]\n', "language", theirs)
    monkeypatch.setenv("SANDS_LANGUAGE", "de")
    told = words("fruit.basket", n=1, x=1234.5)
    assert (told.title, told.note, told.share) == ("ein Apfel", "Left in English", "1.234,5")
    assert words("fruit.basket", n=2, x=0).title == "zwei Äpfel"


def test_plural_forms_follow_the_rules_of_the_language(write, monkeypatch):
    write('[basket]\ntitle = "{n:count apple/apples}"\n')
    write('[basket]\ntitle = "{n:count jabłko/jabłka/jabłek}"\n', where="translations/pl/words")
    monkeypatch.setenv("SANDS_LANGUAGE", "pl")
    forms = [say("fruit.basket.title", n=n) for n in (1, 3, 5, 22)]
    assert forms == ["1 jabłko", "3 jabłka", "5 jabłek", "22 jabłka"]


def test_a_language_that_nobody_translated_is_named(write, monkeypatch):
    write('[basket]\ntitle = "x"\n')
    monkeypatch.setenv("SANDS_LANGUAGE", "xx")
    with pytest.raises(WordsError, match="SANDS_LANGUAGE is xx"):
        say("fruit.basket.title")


def test_what_boards_of_the_first_edition_kept_is_found_by_board(write):
    write('["9.board"]\n"Money matters" = "trade"\n', "before")
    assert wording.before("9.board") == {"Money matters": "trade"}
    assert wording.before("9.other") == {}


def test_tables_of_messages_are_listed_and_those_of_the_language_are_not(write):
    write('[basket]\ntitle = "x"\n[crate]\ntitle = "y"\n')
    write("", "before")
    assert wording.known() == ["fruit.basket", "fruit.crate"]


def test_one_can_ask_whether_there_are_words_for_something(write):
    write('[basket]\ntitle = "x"\n')
    assert wording.has("fruit.basket")
    assert wording.has("fruit.basket.title")
    assert not wording.has("fruit.crate")
    assert not wording.has("nothing.crate")


def test_the_language_is_english_unless_it_is_named(monkeypatch):
    monkeypatch.delenv("SANDS_LANGUAGE", raising=False)
    assert wording.language() == ""
    assert wording.language_tag() == "en"
    monkeypatch.setenv("SANDS_LANGUAGE", " de ")
    assert wording.language() == wording.language_tag() == "de"
    assert wording.translations() == wording.folder().parent / "translations"


def test_another_language_is_spoken_in_a_block_and_after_a_failure_no_more(monkeypatch):
    def fail_in_german():
        with wording.speaking("de"):
            raise KeyError(wording.language_tag() + wording.mark())

    monkeypatch.setenv("SANDS_LANGUAGE", "")
    with pytest.raises(KeyError, match='de lang="de"'):
        fail_in_german()
    assert (wording.language_tag(), wording.mark()) == ("en", "")


def test_one_message_and_a_table_of_them_are_not_mixed_up(write):
    write('[basket]\ntitle = "x"\n')
    assert isinstance(words("fruit.basket"), wording.Words)
    with pytest.raises(WordsError, match="use say"):
        words("fruit.basket.title")
    with pytest.raises(WordsError, match="use words"):
        say("fruit.basket")


def test_numbers_have_the_signs_of_the_language(write, monkeypatch):
    write("", where="translations/de/words")
    write('decimal = ","\ngroup = "."\n', "language", "translations/de/words")
    assert wording.localised("-1,200.5") == "−1,200.5"
    monkeypatch.setenv("SANDS_LANGUAGE", "de")
    assert wording.localised("-1,200.5") == "−1.200,5"


@pytest.mark.parametrize("content", [b"[basket\ntitle = 1", b'[basket]\ntitle = "\xff"'])
def test_a_file_that_an_editor_damaged_is_named_with_its_line(write, tmp_path, content):
    write("")
    (tmp_path / "words/fruit.toml").write_bytes(content)
    with pytest.raises(WordsError, match=r"fruit\.toml cannot be read: .*Mend that line"):
        say("fruit.basket.title")


def test_a_table_is_rounded_as_its_words_are():
    frame = pd.DataFrame({"a": [0.125, 2.675], "b": [1, 2]})
    for column in frame:
        for value, shown in zip(frame[column], wording.rounded(frame)[column], strict=True):
            assert f"{value:.2f}" == f"{shown:.2f}"
    assert wording.rounded(frame, 0)["a"].tolist() == [0, 3]


def test_messages_are_handed_out_unfilled(write):
    write('[basket]\nmessage = "{name} is red."\n')
    assert wording.texts("fruit.basket") == {"message": "{name} is red."}
