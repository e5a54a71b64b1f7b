"""The marks that charts share stand where they are told to."""

import math

import pandas as pd
import pytest

from helpers import figures, wording
from helpers.charts import (
    Rows,
    bare,
    beside,
    calibration,
    dashed,
    drawn,
    graded,
    in_words,
    on_grade,
    on_paper,
    path,
    rows_of,
    series,
    tile,
    unit_scale,
)
from helpers.measures import votes

BOX = {"left": 2, "right": 1, "top": 1.3, "bottom": 0.8}


@pytest.fixture
def rows():
    with figures.page("Three rows") as page:
        yield Rows(page, 3, (0, 10), [0, 5, 10], **BOX)


def words(rows):
    return {text.get_text(): text for text in rows.ax.texts}


def test_rows_stand_from_the_top_on_one_scale(rows):
    assert rows.ax.get_xlim() == (0, 10)
    assert rows.ax.get_ylim() == (-2.6, 0.6)
    assert list(rows.ax.get_xticks()) == [0, 5, 10]
    assert not list(rows.ax.get_yticks())


def test_fewer_rows_than_have_room_stay_as_tall():
    with figures.page("One row") as page:
        assert Rows(page, 1, (0, 1), [], least=6, **BOX).ax.get_ylim() == (-5.6, 0.6)


def test_an_inch_on_the_scale_is_an_inch_on_the_page(rows):
    assert rows.inch * (figures.WIDTH - 2 - 1) == pytest.approx(10)


def test_a_name_ends_and_words_begin_where_they_are_told_to(rows):
    rows.name(1, "a name", -0.5)
    rows.aside(2, "12 of 15", 8.5)
    name, aside = words(rows)["a name"], words(rows)["12 of 15"]
    assert (name.get_position(), name.get_ha()) == ((-0.5, -1), "right")
    assert (aside.get_position(), aside.get_ha()) == ((8.5, -2), "left")


def test_one_of_the_four_is_bold_and_in_its_colour_and_others_are_neither(rows):
    assert rows.state(0, "IRN", "Iran", -1) == figures.look("IRN").colour
    assert rows.state(1, "USA", "United States", -1) == figures.AXIS
    iran, states = words(rows)["Iran"], words(rows)["United States"]
    assert (iran.get_color(), iran.get_weight()) == (figures.look("IRN").word, "bold")
    assert (states.get_color(), states.get_weight()) == (figures.INK, "normal")


def test_a_bar_begins_at_zero_and_a_range_where_it_is_told_to(rows):
    rows.bar(1, 4)
    rows.range(2, 3, 7)
    rows.mark(0, 6, "D")
    (bar,) = rows.ax.patches
    assert (bar.get_x(), bar.get_width(), round(bar.get_y() + bar.get_height() / 2, 9)) == (
        0,
        4,
        -1,
    )
    (line,) = rows.ax.collections
    assert line.get_segments()[0].tolist() == [[3, -2], [7, -2]]
    (mark,) = rows.ax.lines
    assert (list(mark.get_xdata()), list(mark.get_ydata()), mark.get_marker()) == ([6], [0], "D")


def test_heads_stand_over_their_columns(rows):
    rows.heads({0.5: ("when", "left")})
    (head,) = [text for text in rows.page._sheet.texts if text.get_text() == "when"]
    assert head.get_position()[0] == pytest.approx(0.5 / figures.WIDTH)


def test_words_stand_beside_a_place():
    with figures.page("One word") as page:
        ax = page.axes()
        beside(ax, "12", (0.5, 0.5), (7, 0), ha="left")
    (text,) = ax.texts
    assert (text.get_text(), text.xy, text.get_position()) == ("12", (0.5, 0.5), (7, 0))
    assert (text.get_anncoords(), text.get_size()) == ("offset points", 10)


def test_a_series_parts_at_gaps_of_years_and_values_and_at_cuts():
    with figures.page("Series") as page:
        ax = page.axes()
        series(ax, [2020, 2021, 2022, 2023, 2025], [1, 2, math.nan, 3, 4], figures.look("RUS"))
        lines = [list(line.get_xdata()) for line in ax.lines if line.get_linestyle() != "None"]
        assert lines == [[2020, 2021], [2023], [2025]]
    with figures.page("Cut") as page:
        ax = page.axes()
        series(ax, [2014, 2015], [1, 2], figures.look("RUS"), cuts=(2015,), hollow=(2014,))
        marks = [line for line in ax.lines if line.get_linestyle() == "None"]
        faces = {line.get_xdata()[0]: line.get_markerfacecolor() for line in marks}
        assert faces == {2014: figures.PAPER, 2015: figures.look("RUS").colour}
        assert all(len(line.get_xdata()) == 1 for line in ax.lines)
        series(ax, [], [], figures.look("RUS"))


def test_each_mark_of_a_series_is_its_row():
    frame = votes.pair_series("RUS", "CHN").query("2021 <= year <= 2025")
    keys = rows_of("un_agreement", frame)
    assert keys[0] == "un_agreement"
    assert (2023, "RUS", "CHN") in keys[1]
    with figures.page("Rows") as page:
        ax = page.axes()
        shares, look = frame["agree_identical"], figures.look("RUS")
        series(ax, frame["year"], shares, look, hollow=(2022,), rows=keys)
    known = frame.loc[shares.notna(), "year"]
    assert set(page.keys) == {f"un_agreement:{year}/RUS/CHN" for year in known}


def test_a_unit_scale_runs_from_nought_or_from_one_half():
    for halved, ends, ticks in ((False, (-0.03, 1.03), 3), (True, (0.485, 1.015), 6)):
        with figures.page("Scale") as page:
            ax = page.axes()
            unit_scale(ax, halved)
            assert ax.get_ylim() == ends
            assert len(ax.get_yticks()) == ticks


# --- what a learner drew, and calibration

PLACES = {"y2021": 2021, "y2022": 2022, "y2023": 2023}


def test_a_drawn_line_has_its_points_from_left_to_right():
    found = drawn({"y2023": 5.0, "y2021": 3}, PLACES)
    assert found == [{"at": 2021, "number": 3}, {"at": 2023, "number": 5.0}]


@pytest.mark.parametrize(
    "odd", [None, 7.0, "x", [3], {}, {"y2021": "3"}, {"y2022": math.nan}, {"y2023": True}]
)
def test_what_is_no_line_has_no_points(odd):
    assert drawn(odd, PLACES) == []


def test_a_line_is_dashed_hollow_and_stays_on_the_axes():
    with figures.page("A line") as page:
        ax = page.axes(**BOX)
        ax.set_xlim(2020, 2024)
        ax.set_ylim(0, 1)
        dashed(ax, [], "nothing")
        assert not ax.lines
        points = [{"at": 2021, "number": 50}, {"at": 2022, "number": 400}]
        dashed(ax, points, "○ your guess", 0.01)
        (line,) = ax.lines
        assert list(line.get_ydata()) == [0.5, 1]
        assert line.get_linestyle() == "--"
        assert line.get_markerfacecolor() == figures.PAPER
        assert [text.get_text() for text in ax.texts] == ["○ your guess"]


def test_groups_of_few_are_hollow_and_all_carry_their_number():
    groups = pd.DataFrame({"said": [0.3, 0.9], "happened": [0.5, 1.0], "cases": [2, 9]})
    with figures.page("Calibration") as page:
        ax = page.axes(**BOX)
        calibration(ax, groups, 5, "said", "happened")
        marks = [line for line in ax.lines if line.get_marker() == "o"]
        assert [mark.get_markerfacecolor() for mark in marks] == [figures.PAPER, figures.INK]
        assert {"2", "9"} <= {text.get_text() for text in ax.texts}


def test_a_path_joins_neighbouring_lessons_only():
    kept = [{"lesson": n, "best": n, "low": n - 1, "high": n + 1} for n in (1, 2, 5)]
    with figures.page("A title") as page:
        ax = page.axes()
        path(ax, kept)
    joined = [list(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2]
    assert joined == [[1, 2]]
    assert [list(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 1] == [
        [1],
        [2],
        [5],
    ]


def test_a_page_in_words_says_why_nothing_is_drawn():
    shown, said = in_words("votes.no_state"), wording.words("votes.no_state")
    assert (shown.title, shown.sentence) == (said.title, said.sentence)
    assert shown.table is None


def test_bare_axes_have_neither_scale_nor_line(rows):
    bare(rows.ax)
    assert not [*rows.ax.get_xticks(), *rows.ax.get_yticks()]
    assert not rows.ax.spines["bottom"].get_visible()


def test_only_the_weakest_grade_is_hatched_and_words_on_hatches_have_paper_behind_them():
    assert [grade for grade in figures.GRADES if "hatch" in graded(grade)] == ["D"]
    assert [grade for grade in figures.GRADES if "bbox" in on_grade(grade)] == ["D"]
    assert on_grade("D", 2)["bbox"] == on_paper(2)
    assert len({graded(grade)["facecolor"] for grade in figures.GRADES}) == len(figures.GRADES)


def test_a_tile_stands_where_it_is_told_to(rows):
    tile(rows.ax, 1, -2, 3, 0.5, **graded("A"))
    (drawn_tile,) = rows.ax.patches
    assert drawn_tile.get_bbox().bounds == (1, -2, 3, 0.5)
