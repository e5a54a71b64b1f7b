"""Paper to draw on: where points stand, what is told of them, and how boxes and paper agree."""

import html
import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import sketch
from helpers.numbers import parse_number

NAMES = {"y2021": "2021", "y2022": "2022", "y2023": "2023"}
PAPER = sketch.Paper(NAMES, 0, 100, "per cent", {"y2021": 77.0})
PLACES = sketch.Paper(NAMES, 1, 190, "place")


def texts(svg):
    return [node.text for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_more_stands_higher_and_a_first_place_on_top():
    assert PAPER.y(0) == sketch.FOOT
    assert PAPER.y(100) == sketch.TOP
    assert PLACES.y(1) == sketch.TOP
    assert PLACES.y(190) == sketch.FOOT


@given(st.floats(-1e9, 1e9))
def test_nothing_is_drawn_beside_the_paper(number):
    for paper in (PAPER, PLACES):
        assert sketch.TOP <= paper.y(number) <= sketch.FOOT


def test_points_stand_in_their_order_between_the_ends():
    xs = [PAPER.x(key) for key in NAMES]
    assert xs == sorted(xs)
    assert xs[0] > sketch.LEFT
    assert xs[-1] < sketch.WIDE - sketch.RIGHT


@pytest.mark.parametrize(
    ("least", "most", "ticks"),
    [
        (0, 100, [0, 25, 50, 75, 100]),
        (0, 80, [0, 20, 40, 60, 80]),
        (0, 30000, [0, 10000, 20000, 30000]),
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
    ],
)
def test_ticks_are_round(least, most, ticks):
    assert sketch.Paper(NAMES, least, most).ticks() == pytest.approx(ticks)


def test_the_first_place_has_its_tick():
    assert PLACES.ticks()[0] == 1


@given(st.floats(0, 1e6), st.floats(0.5, 1e6))
def test_any_axis_has_ticks_inside_and_a_step_that_moves(least, wide):
    paper = sketch.Paper(NAMES, least, least + wide)
    ticks = paper.ticks()
    assert 2 <= len(ticks) <= 7
    assert all(least - 1e-6 <= tick <= least + wide + 1e-6 for tick in ticks)
    assert paper.step >= 1


def test_a_key_moves_a_point_by_a_hundredth_of_the_axis_or_a_whole_number():
    assert PAPER.step == 1
    assert sketch.Paper(NAMES, 0, 30000).step == 500
    assert sketch.Paper(NAMES, 0, 1, places=2).step == pytest.approx(0.01)


def test_the_empty_paper_shows_what_is_given_and_no_more():
    shown = texts(sketch.svg(PAPER))
    assert "77" in shown
    assert not {"71", "68"} & set(shown)
    assert sketch.alt(PAPER) == (
        "A scale from 0 per cent to 100 per cent, with room for a point at each of 2022 and 2023. "
        "Known from the start: 2021: 77 per cent."
    )


def test_the_data_are_drawn_and_told_once_they_are_asked_for():
    found = {"y2021": 77.0, "y2022": 71.0, "y2023": 68.0}
    assert {"71", "68"} <= set(texts(sketch.svg(PAPER, found)))
    assert "2022: 71 per cent; 2023: 68 per cent." in sketch.alt(PAPER, found)


def test_numbers_of_the_data_keep_out_of_the_way_of_the_guess():
    def height(svg, words):
        return float(re.search(rf'y="([\d.]+)"[^>]*>{words}<', svg)[1])

    found = {"y2022": 71.0, "y2023": 68.0}
    above = sketch.svg(PAPER, found, {"y2022": 80.0, "y2023": 20.0})
    assert height(above, "71") > PAPER.y(71)
    assert height(above, "68") < PAPER.y(68)


def test_a_saved_page_has_a_picture_that_loads_nothing_and_speaks():
    page = sketch.still(PAPER)
    coded = re.fullmatch(r'<img src="data:image/svg\+xml,([^"]+)" alt="(.+?)" style=.*>', page)
    drawn = unquote(html.unescape(coded[1]))
    assert texts(drawn) == texts(sketch.svg(PAPER))
    assert "light-dark(" in drawn  # no white slab on a dark page
    assert coded[2] == sketch.alt(PAPER)


def test_names_are_text_and_no_markup():
    paper = sketch.Paper({"a": "<b>", "c": "&"}, 0, 10, "<i>")
    assert {"<b>", "&", "<i>"} <= set(texts(sketch.svg(paper)))


# --- live


@pytest.fixture
def live():
    import ipywidgets as w

    boxes = {key: w.Text() for key in PAPER.asked}
    return sketch.Live(PAPER, boxes, parse_number), boxes


def test_what_is_typed_is_drawn(live):
    paper, boxes = live
    assert paper.widget.value == {"y2022": None, "y2023": None}
    boxes["y2022"].value = "71"
    boxes["y2023"].value = "many"
    assert paper.widget.value == {"y2022": 71, "y2023": None}


def test_one_stroke_over_several_points_is_typed_into_all_boxes(live):
    paper, boxes = live
    boxes["y2022"].value = "10"
    paper.widget.value = {"y2022": 60, "y2023": 50}
    assert [box.value for box in boxes.values()] == ["60", "50"]
    assert paper.widget.value == {"y2022": 60, "y2023": 50}


def test_what_was_typed_stays_as_typed_where_the_point_says_the_same(live):
    paper, boxes = live
    boxes["y2022"].value = "60.0"
    paper.widget.value = {"y2022": 60, "y2023": 50}
    assert boxes["y2022"].value == "60.0"


def test_the_paper_holds_no_answer_until_it_is_shown(live):
    paper, _ = live
    held = str(paper.widget.get_state())
    assert "71" not in re.sub(r'y="[^"]*"', "", held.split("_esm")[0])
    assert paper.widget.found == {}
    paper.show({"y2022": 71.0, "y2023": 68.0})
    assert {"71", "68"} <= set(texts(paper.widget.frame))
    assert paper.widget.found["y2022"] == PAPER.y(71)


def test_a_page_draws_by_the_same_facts_as_a_lesson():
    found = {"y2022": 10.0, "y2023": 50.0}
    told = sketch.facts(PAPER)
    assert told["frame"].startswith("<svg")
    assert [point["key"] for point in told["points"]] == list(NAMES)
    shown = sketch.answered(PAPER, found)
    assert shown["found"] == {key: PAPER.y(found[key]) for key in PAPER.asked}
    assert "50" in texts(shown["frame"])
    assert "50" not in texts(told["frame"])[-1]
