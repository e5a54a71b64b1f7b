"""Pictures as text: short, always alike, sharp, right in both themes, and their marks have keys."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers import figures, svg

SHAPES = "{http://www.w3.org/2000/svg}"


def drawing():
    figure = Figure(figsize=(5, 3), dpi=96)
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, 10), ylim=(0, 6))
    ax.axis("off")
    return figure, ax


def drawn(figure):
    return svg.picture(figure, 96)[0]


def shapes(figure, kind):
    return list(ET.fromstring(drawn(figure)).iter(SHAPES + kind))


def test_a_picture_is_well_formed_and_scales_with_its_column():
    figure, ax = drawing()
    ax.plot([1, 2], [1, 2])
    root = ET.fromstring(drawn(figure))
    assert root.get("viewBox") == "0 0 480 288"
    assert root.get("width") is None


def test_text_stays_text_and_keeps_its_side_whatever_its_font_is():
    figure, ax = drawing()
    ax.text(5, 3, "A < B & “C”", ha="right", va="baseline", weight="bold", color="#1E2530", size=12)
    (text,) = shapes(figure, "text")
    assert "".join(text.itertext()) == "A < B & “C”"
    assert float(text.get("x")) == pytest.approx(240, abs=0.5)
    assert float(text.get("y")) == pytest.approx(144, abs=0.5)
    look = ("text-anchor", "font-weight", "fill", "font-size")
    assert [text.get(name) for name in look] == ["end", "bold", "#1e2530", "16"]


def test_two_dollar_signs_open_no_mathematics():
    figure, ax = drawing()
    ax.text(1, 1, "$5 and $6", parse_math=False)
    assert "<tspan>$</tspan>5 and <tspan>$</tspan>6" in drawn(figure)


def test_a_turned_text_turns_about_its_own_place():
    figure, ax = drawing()
    ax.text(5, 3, "up", rotation=90)
    (text,) = shapes(figure, "text")
    assert text.get("transform") == f"rotate(-90 {text.get('x')} {text.get('y')})"


def test_places_are_rounded_and_no_needless_digit_is_written():
    figure, ax = drawing()
    ax.plot([0.123456, 3.3, 9.87654321], [1 / 3, 2, 5])
    (line,) = [p for p in shapes(figure, "path") if p.get("fill") is None and p.get("stroke")][:1]
    numbers = re.findall(r"-?\d*\.?\d+", line.get("d"))
    assert all(len(number.partition(".")[2]) <= 1 for number in numbers)
    assert not any(number.endswith(".0") for number in numbers)


def test_nothing_in_a_picture_has_an_id():
    figure, ax = drawing()
    ax.plot([1, 20], [1, 20])
    ax.bar([2], [3], hatch="////", facecolor="white", edgecolor="black")
    assert not re.search(r"\bid=|url\(|href=", drawn(figure))


def test_what_leaves_its_axes_is_cut_and_what_does_not_is_not():
    figure, ax = drawing()
    inside = len(shapes(figure, "svg"))
    ax.plot([1, 9], [1, 5])
    assert len(shapes(figure, "svg")) == inside
    ax.plot([-5, 50], [3, 30])
    (cut,) = shapes(figure, "svg")[1:]
    assert [cut.get(name) for name in ("x", "y", "width", "height")] == ["0", "0", "480", "288"]


def test_a_hatched_bar_holds_lines_within_its_box():
    figure, ax = drawing()
    ax.bar([2], [3], width=1, hatch="////", facecolor="white", edgecolor="black", linewidth=1)
    (box,) = shapes(figure, "svg")[1:]
    assert float(box.get("width")) == pytest.approx(48, abs=0.1)
    assert float(box.get("height")) == pytest.approx(144, abs=0.1)
    assert "M" in next(box.iter(SHAPES + "path")).get("d")


def test_lines_of_one_look_are_one_path():
    figure, ax = drawing()
    before = len(shapes(figure, "path"))
    for x in range(1, 9):
        ax.plot([x, x], [1, 5], color="#8A8F98")
    assert len(shapes(figure, "path")) == before + 1


def test_each_marker_of_a_line_and_each_bar_is_the_row_that_its_key_names():
    figure, ax = drawing()
    (line,) = ax.plot([1, 2, 3], [1, 2, 3], "o", color="#0B4F5C")
    assert svg.marked([line], ["t:a", "t:b", None]) is line
    svg.marked(ax.bar([5, 6], [1, 2]), ["t:c", "t:d"])
    svg.marked(ax.hlines([4, 5], [1, 1], [2, 3]), ["t:e", "t:f"])
    text, keys = svg.picture(figure, 96)
    assert sorted(keys) == ["t:a", "t:b", "t:c", "t:d", "t:e", "t:f"]
    assert len(re.findall(r'data-row="t:\w"', text)) == 6


def test_the_same_drawing_gives_the_same_bytes():
    def once():
        figure, ax = drawing()
        ax.plot([1, 2, 3], [1, 2, 3], "o-")
        return drawn(figure)

    assert once() == once()


# --- the dark page


def contrast(one, other):
    low, high = sorted((svg.luminance(one), svg.luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("colour", "value"), [("#000000", 0), ("#FFFFFF", 1), ("#808080", 0.2159), ("#FF0000", 0.2126)]
)
def test_luminance_is_that_of_wcag(colour, value):
    assert svg.luminance(colour) == pytest.approx(value, abs=5e-4)


def test_the_paper_is_dark_and_the_ink_light_in_the_dark():
    assert svg.luminance(svg.in_the_dark(figures.PAPER)) < 0.012
    assert svg.luminance(svg.in_the_dark(figures.INK)) > 0.75


def test_every_pair_of_our_colours_keeps_its_contrast_in_the_dark():
    for one, other in combinations(figures.style_colours(), 2):
        light, dark = contrast(one, other), contrast(svg.in_the_dark(one), svg.in_the_dark(other))
        assert dark == pytest.approx(light, rel=0.06), (one, other)


def words_of_our_style():
    looks = {look.word for look in figures.LOOKS.values()}
    return [figures.INK, figures.LABEL, figures.NOTE, *sorted(looks)]


@pytest.mark.parametrize("theme", [str, svg.in_the_dark], ids=["light", "dark"])
def test_words_stand_out_from_paper_and_marks_too(theme):
    paper = theme(figures.PAPER)
    for word in words_of_our_style():
        assert contrast(theme(word), paper) >= 4.5, word
    for mark in [*figures.DIRECTIONS.values(), figures.BAR, *(look.colour for look in LOOKS)]:
        assert contrast(theme(mark), paper) >= 3, mark


LOOKS = [figures.look(iso3) for iso3 in ("RUS", "IRN", "PRK", "CHN")]


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_colour_has_a_counterpart_in_the_dark(colour):
    assert re.fullmatch(r"#[0-9a-f]{6}", svg.in_the_dark(colour))


def test_every_colour_of_a_picture_follows_the_theme():
    figure, ax = drawing()
    ax.plot([1, 2], [1, 2], color="#1F479B")
    ax.text(1, 1, "x", color="#4A525E")
    text = drawn(figure)
    used = set(re.findall(r'(?:fill|stroke)="(#\w{6})"', text))
    assert used == set(re.findall(r"light-dark\((#\w{6}),", text))
    assert {"#1f479b", "#4a525e"} <= used


def test_a_style_sheet_gets_the_counterpart_of_each_colour():
    css = svg.in_both_themes("a{color:#0B4F5C;border:1px solid #fff}")
    assert css.startswith(f"a{{color:light-dark(#0B4F5C,{svg.in_the_dark('#0B4F5C')})")
    assert "light-dark(#ffffff," in css


def test_a_single_filled_shape_is_drawn_where_it_stands():
    figure, ax = drawing()
    ax.fill_between([2, 4], [1, 1], [3, 3], color="#0B4F5C", linewidth=0)
    (shape,) = [p for p in shapes(figure, "path") if p.get("fill") == "#0b4f5c"]
    offset, start = re.match(r"M(\S+ \S+?)m(\S+?-\S+?)[hvl]", shape.get("d")).groups()
    assert offset == "0 288"
    assert start in ("96-48", "96-144")  # from there to the lower or the upper left corner


def test_a_marker_outside_of_its_axes_is_not_drawn():
    figure, ax = drawing()
    (line,) = ax.plot([5, 50], [3, 3], "o", color="#0B4F5C")
    svg.marked(line, ["t:in", "t:out"])
    assert svg.picture(figure, 96)[1] == ("t:in",)


def test_a_picture_of_another_pen_follows_the_theme_too():
    drawn = svg.themed('<svg width="9"><text fill="#1E2530">x</text></svg>', alone=True)
    dark = svg.in_the_dark("#1E2530")
    assert drawn.startswith('<svg class="sands-paper" style="color-scheme:light dark" width="9">')
    assert f"[fill='#1E2530']{{fill:light-dark(#1E2530,{dark})}}" in drawn
