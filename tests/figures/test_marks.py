"""Labels keep apart, and doubt looks like doubt."""

import drawn
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers import figures

number = st.floats(-1e3, 1e3)
gaps = st.floats(0.01, 50)


@pytest.fixture
def ax():
    with figures.page("A finding") as page:
        found = page.axes(right=2)
        found.set_xlim(0, 100)
        found.set_ylim(0, 10)
        yield found


def marks(ax):
    """Data places of the marks, without bars and end ticks."""
    lines = [line for line in ax.lines if line.get_marker() not in ("|", "None", None)]
    return [(float(line.get_xdata()[0]), line.get_marker()) for line in lines]


def arrows(ax):
    """Data places (from, to) of the arrows."""
    return [(t.xyann[0], t.xy[0]) for t in ax.texts if getattr(t, "arrow_patch", None)]


# --- spread


def test_labels_that_do_not_touch_stay_where_they_are():
    assert figures.spread([5, 1, 3], 1) == [5, 1, 3]
    assert figures.spread([], 1) == []
    assert figures.spread([4], 9, 0, 5) == [4]


def test_two_labels_at_one_place_move_by_half_the_gap_each():
    assert figures.spread([3, 3], 1) == [2.5, 3.5]


def test_a_push_is_passed_on():
    assert figures.spread([0, 0, 0.5], 1) == pytest.approx([-5 / 6, 1 / 6, 7 / 6])


def test_labels_stay_in_their_room():
    assert figures.spread([0, 0, 0], 1, 0, 10) == [0, 1, 2]
    assert figures.spread([10, 10], 1, 0, 10) == [9, 10]


def test_in_a_room_that_is_too_small_they_share_it():
    assert figures.spread([5, 5, 5], 8, 0, 10) == [0, 5, 10]


@settings(max_examples=300, deadline=None)
@given(st.lists(number, min_size=1, max_size=12), gaps)
def test_the_gap_and_the_order_are_kept(places, gap):
    moved = figures.spread(places, gap)
    order = np.argsort(places, kind="stable")
    assert (np.diff(np.array(moved)[order]) >= gap - 1e-6).all()
    assert sum(moved) == pytest.approx(sum(places), abs=1e-6)


@settings(max_examples=300, deadline=None)
@given(st.lists(number, min_size=1, max_size=12), gaps, number, gaps)
def test_a_room_is_never_left(places, gap, low, size):
    high = low + size
    moved = figures.spread(places, gap, low, high)
    assert min(moved) >= low - 1e-6
    assert max(moved) <= high + 1e-6
    assume(len(places) > 1)
    kept = min(gap, size / (len(places) - 1))
    order = np.argsort(places, kind="stable")
    assert (np.diff(np.array(moved)[order]) >= kept - 1e-6).all()


# --- marks, ranges, gaps


@pytest.mark.parametrize("status", figures.STATUS)
def test_each_status_has_its_mark(ax, status):
    figures.draw_mark(ax, 5, 1, status)
    (line,) = ax.lines
    marker, face, _ = figures.STATUS[status]
    assert line.get_marker() == ("o" if marker == "half" else marker)
    assert line.get_markerfacecolor() == face
    assert line.get_fillstyle() == ("left" if marker == "half" else "full")


def test_a_range_has_its_marks_at_both_ends_and_none_between(ax):
    figures.draw_range(ax, 10, 30, 1, "alleged")
    assert marks(ax) == [(10.0, "o"), (30.0, "o")]
    assert arrows(ax) == []


def test_equal_ends_are_one_mark(ax):
    figures.draw_range(ax, 10, 10, 1)
    assert marks(ax) == [(10.0, "o")]


def test_ends_too_close_to_be_told_apart_are_told_in_numbers(ax):
    left, right = ax.get_xlim()
    inch = (right - left) / (ax.get_position().width * figures.WIDTH)
    figures.draw_range(ax, 10, 10 + 0.13 * inch, 1, "alleged")
    assert [text.get_text() for text in ax.texts] == [f"10–{figures.words(10 + 0.13 * inch)}"]
    assert len(marks(ax)) == 1
    figures.draw_range(ax, 10, 10 + 0.15 * inch, 2, "alleged")
    assert len(ax.texts) == 1


def test_more_than_is_an_arrow_to_the_right_of_fixed_length(ax):
    figures.draw_range(ax, 20, None, 1)
    assert marks(ax) == [(20.0, "o")]
    assert arrows(ax) == [(20, 28)]


def test_up_to_is_an_arrow_to_the_left_and_no_bar_from_zero(ax):
    figures.draw_range(ax, None, 20, 1)
    assert marks(ax) == [(20.0, "o")]
    assert arrows(ax) == [(20, 12)]
    assert len(ax.lines) == 1


def test_zero_is_an_end_like_any_other(ax):
    figures.draw_range(ax, 0, 5, 1)
    assert marks(ax) == [(0.0, "o"), (5.0, "o")]


def test_a_claim_without_any_end_is_refused(ax):
    with pytest.raises(ValueError, match="at least one end"):
        figures.draw_range(ax, None, None, 1)


def test_a_gap_is_a_band_with_words_in_its_middle(ax):
    figures.draw_gap(ax, 20, 40, "2024: no data", 0.8)
    (band,), (words,) = ax.patches, ax.texts
    assert (band.get_x(), band.get_width()) == (20, 20)
    assert (words.get_text(), words.get_position()) == ("2024: no data", (30, 0.8))


def test_the_unit_stands_above_the_axis(ax):
    figures.draw_unit(ax, "Share (0–1)")
    (words,) = ax.texts
    renderer = figures.sheet().canvas.get_renderer()
    assert words.get_window_extent(renderer).y0 > ax.get_window_extent(renderer).y1
    assert words.get_window_extent(renderer).x0 == pytest.approx(ax.bbox.x0, abs=2)


@pytest.mark.parametrize("ends", [[5, 5, 5, 5], [0, 0, 10, 10], [9.9, 10, 9.8, 9.7, 9.6]])
def test_names_at_line_ends_never_overlap(ends):
    with figures.page("A finding") as page:
        ax = page.axes(right=2)
        ax.set_xlim(0, 100)
        ax.set_ylim(0, 10)
        named = [(y, f"North Korea {n}", "#1F479B", "#1F479B") for n, y in enumerate(ends)]
        figures.draw_end_labels(ax, 100, named)
    assert drawn.crowded() == []
    leaders = [line.get_ydata()[0] for line in ax.lines]
    assert leaders == ends


def test_words_that_overlap_or_leave_the_page_are_seen():
    with figures.page("A finding") as page:
        page.text(2, 2, "one name")
        page.text(2.1, 2, "another name")
        page.text(9.9, 3, "cut off")
    assert drawn.crowded() == [
        "'cut off' leaves the page",
        "'one name' and 'another name' overlap",
    ]
