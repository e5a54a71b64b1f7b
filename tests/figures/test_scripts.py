"""Words in every script: drawn where a font has them, told where none has, and kept in files."""

import warnings
from types import SimpleNamespace

import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.text import Text

from helpers import data, figures
from helpers.briefing import files
from helpers.briefing.page import to_html
from helpers.classroom.words import cut, wrapped

OTHERS = ["国家利益", "日本語の理由", "같은 적이 있다", "เหตุผล", "कारण"]
OURS = ["Причина", "λόγος", "sebep: çok", "سبب", "סיבה", "−3 → 5 ≥ “a”…"]


@pytest.fixture(autouse=True)
def strict():
    """Matplotlib warns of a box that it draws for want of a glyph: here that fails."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def no_fonts(monkeypatch):
    """A machine with the fonts that come with matplotlib, and no others."""
    own = [f for f in font_manager.fontManager.ttflist if "matplotlib" in str(f.fname)]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", own)
    figures._fonts_for.cache_clear()
    yield
    figures._fonts_for.cache_clear()


def drawn(title, labels=()):
    with figures.page(title) as page:
        ax = page.axes()
        ax.set_yticks(range(len(labels)), labels)
    return page.figure("alt", "A caption."), page


def written():
    return [text.get_text() for text in figures.sheet().findobj(Text)]


@pytest.mark.parametrize("words", OURS)
def test_a_script_that_our_font_has_is_drawn_and_not_spoken_of(words, no_fonts):
    figure, _ = drawn(words, [words, "b"])
    assert figure.caption == "A caption."
    assert written().count(words) >= 2


@pytest.mark.parametrize("words", OTHERS)
def test_words_without_a_font_leave_the_picture_and_stand_in_the_caption(words, no_fonts):
    figure, _ = drawn(f"A: {words} $5 and $6", [words, "b"])
    assert "A: … $5 and $6" in written()
    assert "…" in written()
    assert not any(words[0] in text for text in written())
    assert figure.title == f"A: {words} $5 and $6"
    assert f"no font on this machine has their script: {words}." in figure.caption


def test_many_words_left_out_are_counted(no_fonts):
    figure, _ = drawn("Names", ["王", "李", "张", "刘", "陈", "杨", "赵"])
    assert figure.caption.endswith("王, 李, 张, 刘, 陈 and 2 more.")


def test_words_left_out_stand_in_the_caption_without_the_breaks_of_lines(no_fonts):
    figure, _ = drawn("国家利益\n各不相同")
    assert figure.caption.endswith(": 国家利益各不相同.")
    figure, _ = drawn("कारण\nकारण")
    assert figure.caption.endswith(": कारण कारण.")


def test_looking_for_fonts_says_nothing_of_their_faces(no_fonts, caplog):
    drawn("국 A")
    assert caplog.text == ""


def test_a_font_of_the_machine_is_asked_for_what_ours_lacks(monkeypatch):
    fonts = [SimpleNamespace(name=name) for name in ("Zhong", "Noto Sans CJK", "Last Resort")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", fonts)
    has = {
        "Zhong": frozenset("国家"),
        "Noto Sans CJK": frozenset("国"),
        "Last Resort X": "国家益",
    }
    monkeypatch.setattr(figures, "_letters_of", lambda name: frozenset(has[name]))
    figures._fonts_for.cache_clear()
    found = figures._fonts_for(frozenset("国家益"))
    figures._fonts_for.cache_clear()
    assert found == (("Noto Sans CJK", "Zhong"), frozenset("益"))


def test_a_font_that_was_removed_since_is_passed_over():
    assert figures._letters_of("No Such Font At All") == frozenset()


# --- lines


def test_chinese_and_thai_sentences_are_broken_into_lines():
    lines = figures.wrap("中国与俄罗斯的关系并不是同盟关系，而是伙伴关系。", 20)
    assert lines == ["中国与俄罗斯的关系并", "不是同盟关系，而是伙", "伴关系。"]
    thai = "เพราะผลประโยชน์แห่งชาติสำคัญกว่าสิ่งอื่นใด"
    lines = figures.wrap(thai, 15)
    assert "".join(lines) == thai
    assert max(map(len, lines)) <= 18  # a sign above a letter stays with it


def test_what_is_cut_says_so_and_nothing_vanishes_whole():
    assert figures.wrap("中国与俄罗斯的关系并不是同盟关系", 12, lines=2) == [
        "中国与俄罗斯",
        "的关系并不 …",
    ]
    assert figures.shorten("王" * 40, 21) == "王" * 9 + " …"
    assert cut("王" * 40, 21) == "王" * 9 + " …"
    assert wrapped("王 " * 40, 20, 1).endswith(" …")


def test_latin_words_are_broken_as_before():
    text = "Interests differ, and a treaty that nobody tests says little."
    assert figures.wrap(text, 21, lines=2) == ["Interests differ, and", "a treaty that …"]
    assert figures.wrap("", 21) == []
    assert figures.shorten("one two three", 9) == "one two …"


# --- pages


def test_words_from_right_to_left_say_their_direction_and_others_cost_nothing():
    frame = pd.DataFrame({"Name": ["Ada", "סיבה."], "دلیل": ["x", "3"]})
    html = figures.table(frame, "یک جدول.")._repr_html_()
    assert html.count('dir="auto"') == 3
    assert "dir=" not in figures.table(frame[["Name"]].head(1), "One row")._repr_html_()
    assert '<figcaption dir="auto">' in figures.message("t", "سلام.")._repr_html_()


def test_a_briefing_says_the_direction_of_its_paragraphs():
    html = to_html({"judgment": "סיבה אחת."})
    assert '<p dir="auto">סיבה אחת.</p>' in html


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Анна Иванова", "briefing-анна-иванова"),
        ("李明", "briefing-李明"),
        ("김하나", "briefing-김하나"),
        ("नीरज कुमार", "briefing-नीरज-कुमार"),
        ("שרה", "briefing-שרה"),
        ("Zoë O’Brien/../x", "briefing-zoe-obrien-x"),
        ("𝒜da", "briefing-ada"),
        ("\ud800", "briefing"),
        ("‮⁦", "briefing"),
        ("", "briefing"),
        (None, "briefing"),
    ],
)
def test_a_name_in_every_script_stays_in_the_name_of_the_file(name, stem):
    assert files.file_stem(name) == stem


def test_a_long_name_leaves_a_file_name_that_every_system_takes():
    assert len(files.file_stem("李" * 300).encode()) < 140
    assert len(files.file_stem("a" * 300)) == len("briefing-") + 40


# --- signs


def test_safe_text_keeps_each_sign_and_parts_what_would_be_mathematics():
    assert data.safe("a < b & c") == "a &lt; b &amp; c"
    assert data.safe("$5 to $6") == "<span>$</span>5 to <span>$</span>6"
    assert data.safe(r"\(x\)") == r"<span>\</span>(x<span>\</span>)"
    assert figures.safe is data.safe


def test_equal_counts_stand_by_name():
    counts = pd.Series({"b": 2, "c": 3, "a": 2})
    assert list(data.ranked(counts).items()) == [("c", 3), ("a", 2), ("b", 2)]
