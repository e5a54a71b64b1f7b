"""The lessons stay as easy to read as they are; how they are read is checked on known texts."""

import importlib.util
import json
import math
from pathlib import Path

import pytest

_PATH = Path(__file__).with_name("prose_report.py")
_SPEC = importlib.util.spec_from_file_location("prose_report", _PATH)
prose = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(prose)

LIMIT = 25
# The hardest lesson, on 22 November 2026: 83.0. Two or three hard paragraphs fit in between.
FLOOR = 80
LESSONS = prose.pages(room=False)
# Thirteen words and twenty-four syllables by the dictionary.
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def named(path):
    return path.name


def texts(markdown):
    return [sentence.text for sentence in prose.sentences(markdown)]


def reading_ease(markdown):
    return prose.measure(texts(prose.running(markdown))).ease


@pytest.mark.parametrize("path", LESSONS, ids=named)
def test_no_sentence_is_too_long(path):
    assert prose.too_long(texts(prose.markdown_of(path)), LIMIT) == []


@pytest.mark.parametrize("path", LESSONS, ids=named)
def test_no_sentence_of_a_question_is_too_long(path):
    assert prose.too_long(texts(prose.bank_of(path)), LIMIT) == []


@pytest.mark.parametrize("path", LESSONS, ids=named)
def test_a_lesson_is_easy_to_read(path):
    assert reading_ease(prose.markdown_of(path)) > FLOOR


@pytest.mark.parametrize("path", LESSONS, ids=named)
def test_a_bad_sentence_in_a_real_page_is_seen(path, tmp_path):
    notebook = json.loads(path.read_text("utf-8"))
    bad = "The alignment is, " + "as far as one can tell from what was found, " * 3 + "uneven."
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    cells[-1]["source"].append(f"\n\nShort. {bad} Short again.")
    spoilt = tmp_path / path.name
    spoilt.write_text(json.dumps(notebook), "utf-8")
    assert prose.too_long(texts(prose.markdown_of(spoilt)), LIMIT) == [bad]
    # The report names it too.
    assert f"   34 words  {bad}" in prose.report([spoilt])


def test_hard_paragraphs_bring_a_lesson_below_the_floor():
    easy = "They met. It was in May. Each side said a few words. No one asked why.\n\n"
    hard = "Multilateral institutionalisation presupposes considerable interoperability.\n\n"
    assert reading_ease(easy * 5) > FLOOR
    assert reading_ease(easy * 5 + hard * 5) < FLOOR


def test_there_are_pages_to_read():
    assert len(LESSONS) == 12  # ten lessons, my work, the glossary
    assert all(prose.measure(texts(prose.markdown_of(path))).sentences for path in LESSONS)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("state", 1),
        ("table", 2),
        ("caused", 1),
        ("counted", 2),
        ("the", 1),
        ("China", 2),
        ("treaties", 2),
        ("alliance,", 2),
        ("2022", 1),
        ("`topic.rate_cases()`", 1),
    ],
)
def test_syllables_follow_the_rule(word, count):
    assert prose.syllables(word) == count


def test_reading_ease_is_flesch_s():
    assert len(prose.words(PLATYPUS)) == 13
    assert sum(map(prose.syllables, prose.words(PLATYPUS))) == 24
    by_hand = 206.835 - 1.015 * 13 - 84.6 * 24 / 13
    assert prose.ease([PLATYPUS]) == pytest.approx(by_hand) == pytest.approx(37.45, abs=0.01)
    # Four words, four syllables, two sentences.
    assert prose.ease(["It was.", "Was it?"]) == pytest.approx(206.835 - 2.03 - 84.6)


def test_measures_of_known_sentences():
    m = prose.measure(["One.", "One two.", "One two three."])
    assert (m.words, m.sentences, m.median, m.late, m.longest) == (6, 3, 2, 3, 3)
    assert math.isnan(prose.measure([]).ease)


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("One. Two? Three", ["One.", "Two?", "Three"]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("A share of 0.5 is half.", ["A share of 0.5 is half."]),
        ("It ends. `ev094` begins.", ["It ends.", "`ev094` begins."]),
        ("It ends. +1 is more.", ["It ends.", "+1 is more."]),
        ("one line\nand the next", ["one line and the next"]),
        ("- first item\n- second item", ["first item", "second item"]),
        ("1. first\n2. second", ["first", "second"]),
        ("# A title\nText.", ["A title", "Text."]),
        ("| a b | c |\n|---|---|\n| d | e. F |", ["a b", "c", "d", "e.", "F"]),
        ("**Bold.** *Slant.* [Link](https://a.org/b_(c)).", ["Bold.", "Slant.", "Link."]),
        ("Before.\n```\ncode. Code.\n```\nAfter.", ["Before.", "After."]),
        ("<details>\n<summary>Open</summary>\n\nText.", ["Open", "Text."]),
        ("", []),
        ("—", []),
    ],
)
def test_text_is_parted_into_sentences(markdown, found):
    assert texts(markdown) == found


def test_tables_and_headings_do_not_flatter_the_measures():
    table = "| a | b |\n|---|---|\n" + "| c | d |\n" * 20
    assert prose.running(f"# Title\n\nText.\n\n{table}").split() == ["Text."]


@pytest.mark.parametrize(
    ("markdown", "missing"),
    [
        ("The snapback came.", ["snapback"]),
        ("Snapbacks came.", ["snapback"]),
        ("The *snapback*, a return of sanctions, came. Snapback holds.", []),
        ("The **snapback** came.", []),
        ("The [snapback](glossary.ipynb) came.", []),
        ("The [snapback](https://a.org) came.", ["snapback"]),
        ("Snapback came. The [snapback](glossary.ipynb) came.", ["snapback"]),
        ("They call it “snapback”.", []),
        ("# Snapback\n\n| snapback |", []),
        ("A snapback-like rule, and `snapback`.", []),
        ("The NPT holds.", ["NPT"]),
        ("A script has npt in it.", []),
    ],
)
def test_terms_need_a_link_or_a_mark_at_first_use(markdown, missing):
    assert [term for term, _ in prose.unexplained(markdown, ["snapback", "NPT"])] == missing


@pytest.mark.parametrize(
    ("markdown", "told"),
    [
        ("They sent 100 missiles.", True),
        ("By 9 June they had sent 40.", True),
        ("They [sent](https://a.org) 100 missiles.", False),
        ("On 4 February 2022 they met.", False),
        ("In lessons 3, 5 and 7, by Article 51 and resolution 2817, it is so.", False),
        ("The 2nd row is `T158`, E14 or H1.", False),
        ("0 means none, and +1 means more.", False),
        ("See question 4.5, and (4.6).", False),
        ("It takes 20 – 25 – 40 minutes.", False),
        ("Cite it as [1] or [2].", False),
    ],
)
def test_numbers_need_a_link(markdown, told):
    assert bool(prose.unlinked_numbers(prose.sentences(markdown))) is told


def test_loaded_words_are_those_of_the_anatomy():
    assert prose.loaded("It is simply so.") == ["simply in the prose"]
    assert prose.loaded("He calls it a “rogue” state.") == []


def test_a_bank_is_read_with_its_reasons():
    own = prose.bank_of(prose.ROOT / "notebooks/03-treaties.ipynb")
    assert "What does this order of dates show?" in own
    assert "This repeats the page's own arithmetic." in own
    assert prose.bank_of(prose.ROOT / "notebooks/glossary.ipynb") == ""


def test_captions_are_read_without_their_sources(tmp_path):
    shown = "<figure><figcaption>Votes &amp; texts. Sources: <a>One</a></figcaption></figure>"
    cell = {"cell_type": "code", "outputs": [{"data": {"text/html": [shown]}}]}
    page = tmp_path / "03-x.ipynb"
    page.write_text(json.dumps({"cells": [cell, cell]}), "utf-8")
    assert prose.captions_of(page) == "Votes & texts."
    assert prose.captions_of(tmp_path / "page.md") == ""


def test_pages_are_chosen_by_the_beginning_of_their_names():
    assert [path.name for path in prose.pages(["03"])] == ["03-treaties.ipynb", "lesson-3.md"]


def test_the_command_prints_a_table_or_says_what_is_missing(capsys):
    assert prose.main(["03"]) == 0
    assert "03-treaties.ipynb bank" in capsys.readouterr().out
    assert prose.main(["nowhere"]) == 1
    assert capsys.readouterr().err == "No page begins with nowhere.\n"
