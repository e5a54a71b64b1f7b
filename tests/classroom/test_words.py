"""Words about a class fit on a line and a chart, whoever wrote them."""

from hypothesis import given
from hypothesis import strategies as st

from helpers import figures
from helpers.classroom.charts import draw_pairs, draw_prompt
from helpers.classroom.words import cut, tidy, wrapped

ANYTHING = st.text(st.characters(codec=None))  # lone surrogates too


def test_a_text_is_made_fit_for_one_line():
    assert tidy("a\n\tb \x00 c", 20) == "a b c"
    assert tidy("**bold**", 20) == "* *bold* *"
    assert tidy("abcdef", 4) == "abc…"


@given(ANYTHING, st.integers(1, 50))
def test_any_text_fits_and_can_be_written(text, most):
    line = tidy(text, most)
    assert len(line) <= most
    assert line.isprintable()
    line.encode("utf-8")


def test_a_text_is_cut_between_two_words():
    assert cut("one two three", 9) == "one two …"
    assert cut("one two", 9) == "one two"


def test_a_text_is_broken_into_lines_and_says_where_more_was():
    assert wrapped("one two three four", 8, 2) == "one two\nthree …"
    assert wrapped("one two", 20, 2) == "one two"


def texts(page):
    return [text.get_text() for text in page._sheet.findobj(lambda part: hasattr(part, "get_text"))]


def test_what_was_asked_stands_in_at_most_two_lines():
    with figures.page("Title", "", "") as page:
        draw_prompt(page, "word " * 100)
        asked = [text for text in texts(page) if text.startswith("word")]
    assert len(asked) == 1
    assert asked[0].count("\n") == 1
    assert asked[0].endswith("…")


def test_bars_carry_counts_and_shares_and_the_right_option_a_tick():
    with figures.page("Title", "", "") as page:
        draw_pairs(page, [("yes", 3, 1), ("no", 1, 3)], (4, 4), right=(1,))
        drawn = texts(page)
    assert {"yes", "✓ no", "3 (75 %)", "1 (25 %)"} <= set(drawn)
    assert drawn.count("3 (75 %)") == 2


def test_without_a_second_round_there_is_one_bar_an_option():
    with figures.page("Title", "", "") as page:
        draw_pairs(page, [("yes", 3, 0), ("no", 1, 0)], (4, 0))
        assert [text for text in texts(page) if "%)" in text] == ["3 (75 %)", "1 (25 %)"]
