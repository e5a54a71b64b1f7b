"""What the charts of a class share."""

from types import SimpleNamespace

import pandas as pd

from helpers import classroom, figures, wording
from helpers.classroom.charts import (
    count_over,
    count_scale,
    finished,
    name_row,
    page_of,
    percents,
    rows_of,
    shares,
)


def words_on(page):
    return [text.get_text() for text in page._sheet.findobj(lambda part: hasattr(part, "get_text"))]


def test_a_page_says_that_its_class_is_made_up_and_what_was_asked(group):
    tag = wording.say("classroom.chart.tag")
    with page_of(group, "Title", prompt="Which?") as page:
        assert {"Title", "Which?", tag} <= set(words_on(page))
    with page_of(None, "Title") as page:
        assert tag not in words_on(page)


def test_all_that_is_told_of_a_made_up_class_says_so(group):
    told = SimpleNamespace(alt="All agree.", caption="Nobody differs.", table="One row")
    with page_of(group, "Title") as page:
        pass
    shown = finished(page, group, told, pd.DataFrame({"a": [1]}), "One sentence.", 3)
    example = classroom.EXAMPLE
    assert all(example in text for text in (shown.caption, shown.table.caption, shown.sentence))
    assert shown.table.limit == 3
    assert finished(page, group, told, pd.DataFrame({"a": [1]})).sentence == ""


def test_shares_of_nobody_are_nought():
    assert shares((1, 3), (4, 0)) == [25, 0]


def test_rows_stand_from_the_top_and_carry_any_name():
    with figures.page("Title") as page:
        ax = rows_of(page, 3, (0, 100), percents(), left=3)
        name_row(ax, 0, "$a$", -2)
        assert ax.get_ylim() == (2.5, -0.5)
        assert [text.get_text() for text in ax.get_xticklabels()] == percents()[1]
        assert "$a$" in words_on(page)
    assert "math" not in page.svg


def test_a_count_stands_over_its_bar_and_none_over_no_bar():
    with figures.page("Title") as page:
        ax = page.axes()
        count_scale(ax, 2, 1.25)
        assert ax.get_ylim() == (0, 5)
        for x, n in enumerate((3, 0)):
            count_over(ax, x, n)
        assert [(text.get_text(), text.get_position()) for text in ax.texts] == [("3", (0, 3.1))]
