"""Where two colours of one chart look alike to somebody, a mark, a line or a word tells them apart.

Which colours keep apart is asked of the palette and of charts as drawn: the shapes and words are
read from the page and not from the style.
"""

import importlib.util
import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from eyes import SEEN_BY, ciede2000, lab, linear
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.text import Text
from PIL import Image

from helpers import figures
from helpers.classroom import boards
from helpers.measures.actors import MEASURES
from helpers.measures.states import THE_FOUR
from helpers.measures.treaties import OBLIGATIONS
from helpers.measures.views import HYPOTHESES, SIGNS, weighted
from helpers.measures.votes import WALL_STATES
from helpers.topics import actors, briefing, china, events, hypotheses, treaties, votes

APART = 11  # CIEDE2000; the style's bar for actors in grey print


def lost(looks, eyes):
    """Pairs of names that nothing tells apart for these eyes.

    `looks` gives for each name its colour and its sign: a marker, a dash, a hatch or a word.
    """
    seen = {n: lab(np.clip(SEEN_BY[eyes] @ linear(c), 0, 1)) for n, (c, _) in looks.items()}
    return [
        (a, b)
        for a, b in itertools.combinations(looks, 2)
        if ciede2000(seen[a], seen[b]) < APART and looks[a][1] == looks[b][1]
    ]


def on_page(kind, height=figures.HEIGHT):
    """What stands on the page drawn last: all its texts or lines."""
    return list(figures.sheet(figures.WIDTH, height).findobj(kind))


def words(height=figures.HEIGHT):
    """How often each text stands on the page drawn last."""
    return Counter(text.get_text() for text in on_page(Text, height) if text.get_visible())


def marks(height=figures.HEIGHT):
    """Pairs (colour, marker) of the page drawn last; a hollow mark has the colour of its edge."""
    lines = [line for line in on_page(Line2D, height) if isinstance(line.get_marker(), str)]
    lines = [line for line in lines if line.get_marker() not in ("None", "", " ")]
    found = set()
    for line in lines:
        face, edge = (
            to_hex(c).upper() for c in (line.get_markerfacecolor(), line.get_markeredgecolor())
        )
        found.add((edge if face == figures.PAPER else face, line.get_marker()))
    return found


@pytest.mark.parametrize("eyes", [eyes for eyes in SEEN_BY if eyes != "everybody"])
def test_a_pair_that_only_colour_tells_apart_is_seen(eyes):
    alike = {"one": ("#4A7A3A", ""), "other": ("#4A7A3A", "")}
    assert lost(alike, eyes) == [("one", "other")]


def test_red_and_green_are_lost_without_a_sign_and_kept_with_one():
    colours = ("#C0392B", "#6B7D1F")
    assert not lost(dict(zip("ab", ((c, "") for c in colours), strict=True)), "everybody")
    assert lost(dict(zip("ab", ((c, "") for c in colours), strict=True)), "deuteranopia")
    assert not lost(dict(zip("ab", zip(colours, "o^", strict=True), strict=True)), "deuteranopia")


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize(
    "looks",
    [
        {state: (look.colour, look.marker) for state, look in figures.LOOKS.items()},
        {status: (edge, (mark, face)) for status, (mark, face, edge) in figures.STATUS.items()},
        {grade: (colour, "") for grade, colour in figures.GRADES.items()},
        {way: (colour, "") for way, colour in figures.DIRECTIONS.items()},
        {vote: (colour, vote) for vote, colour in figures.VOTES.items()},
        {code: (figures.CODES[code], SIGNS[code]) for code in figures.CODES},
        {"first": (figures.RANGE, ""), "last": (figures.BAR, "")},
        {"left half of a mark": (figures.INK, ""), "its right half": (figures.PAPER, "")},
    ],
    ids=["states", "statuses", "grades", "directions", "votes", "codes", "bars", "halves"],
)
def test_no_pair_of_a_family_is_told_apart_by_colour_alone(looks, eyes):
    assert not lost(looks, eyes)


@pytest.mark.parametrize("family", ["VOTES", "CODES"])
def test_the_words_in_cells_are_needed(family):
    bare = {name: (colour, "") for name, colour in getattr(figures, family).items()}
    assert lost(bare, "grey print")


def test_every_vote_of_the_wall_stands_in_words():
    votes.draw_wall()
    cells = 9 * (1 + len(WALL_STATES))  # nine texts; Russia stands above the others
    shown = words()
    assert sum(shown[vote] for vote in figures.VOTES) == cells
    for text in on_page(Text):
        if text.get_text() == "abstain":
            text.set_text("")
            break
    shown = words()
    assert sum(shown[vote] for vote in figures.VOTES) == cells - 1


def test_every_code_of_the_board_has_its_sign():
    hypotheses.draw_board()
    drawn = Counter()
    for line in on_page(Line2D, figures.TALL):
        drawn[line.get_marker()] += len(line.get_xdata())
    codes = Counter(weighted()[list(HYPOTHESES)].to_numpy().ravel())
    # A double sign is two marks, a neutral dot is one.
    assert drawn["+"] == 2 * codes["CC"] + codes["C"]
    assert drawn["_"] == 2 * codes["II"] + codes["I"]
    assert drawn["."] == codes["N"]
    assert min(codes[code] for code in figures.CODES) > 0


def test_every_grade_of_the_ledger_stands_as_a_letter():
    shown = china.draw_ledger()
    letters = [word[3] for word in words().elements() if word[:4] in CELLS]
    assert sorted(set(letters)) == sorted(figures.GRADES)
    assert len(letters) == len(shown.table.frame)


CELLS = {f"{state} {grade}" for state in ("RU", "IR", "NK") for grade in figures.GRADES}


def test_weak_grades_are_hatched_where_a_bar_is_too_short_for_its_letter():
    briefing.draw_status()
    from matplotlib.patches import Rectangle

    hatched = {to_hex(bar.get_facecolor()).upper() for bar in on_page(Rectangle) if bar.get_hatch()}
    assert hatched == {figures.GRADES["D"]}


def test_each_direction_has_a_shape_of_its_own():
    events.draw_timeline()
    shapes = {}
    for colour, marker in marks():
        shapes.setdefault(colour, set()).add(marker)
    strain, cooperation = figures.DIRECTIONS[-1], figures.DIRECTIONS[1]
    assert (shapes[strain], shapes[cooperation]) == ({"v"}, {"^"})
    assert "o" in set().union(*shapes.values()) - shapes[strain] - shapes[cooperation]


def test_each_line_of_a_state_has_its_marker_and_its_name():
    votes.draw_positions()
    drawn, named = marks(), words()
    short = {"RUS": "Russia", "IRN": "Iran", "PRK": "North Korea", "CHN": "China"}
    for state in THE_FOUR:
        look = figures.look(state)
        assert {marker for colour, marker in drawn if colour == look.colour} == {look.marker}
        assert named[short[state]] == 1
    dashes = {
        line._unscaled_dash_pattern
        for line in on_page(Line2D)
        if line.get_linestyle() != "None" and line.get_linewidth() > 2
    }
    assert len(dashes) == len(THE_FOUR)


def test_a_sum_is_hollow_and_no_bar_of_a_state_is():
    actors.draw_capabilities(sums=True)
    (bars,) = figures.sheet().axes[0].collections[-1:]
    faces = [to_hex(face).upper() for face in bars.get_facecolors()]
    assert faces.count(figures.PAPER) == 2 * len(MEASURES)
    assert "hollow: a sum" in " ".join(words())
    actors.draw_capabilities()
    (bars,) = figures.sheet().axes[0].collections[-1:]
    assert figures.PAPER not in {to_hex(face).upper() for face in bars.get_facecolors()}
    assert "hollow" not in " ".join(words())


def test_every_shade_of_the_matrix_of_treaties_has_its_number():
    treaties.draw_pairs()
    shown = words()
    numbers = sum(shown[str(n)] for n in range(1, 6))
    assert numbers + shown["–"] == 6 * len(OBLIGATIONS)


def test_choices_of_a_board_are_told_apart_by_sign_or_letter():
    known = ["0 nothing", "1 words", "− against", "buying is help", "it acted alone"]
    signs = boards._signs(known)
    assert list(signs.values()) == ["0", "1", "−", "a", "b"]


def sheet_maker():
    """The contact sheet as a module, loaded from beside this file."""
    path = Path(__file__).with_name("contact_sheet.py")
    spec = importlib.util.spec_from_file_location("contact_sheet", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_the_contact_sheet_shows_colours_as_these_eyes_see_them(eyes):
    for look in figures.LOOKS.values():
        picture = sheet_maker().seen(Image.new("RGB", (2, 2), look.colour), eyes)
        shown = linear("#{:02X}{:02X}{:02X}".format(*picture.getpixel((1, 1))))
        wanted = np.clip(SEEN_BY[eyes] @ linear(look.colour), 0, 1)
        assert shown == pytest.approx(wanted, abs=0.006)


def test_a_contact_sheet_holds_its_charts_side_by_side(tmp_path):
    maker = sheet_maker()
    with figures.for_files():
        chart = figures.message("A title", "A sentence.")
    maker.tile([("one", chart.png), ("two", chart.png)], tmp_path / "a.png", "grey print")
    with Image.open(tmp_path / "a.png") as sheet:
        assert sheet.size == (2 * maker.WIDE, 24 + round(maker.WIDE * 806 / 1440))
        channels = np.asarray(sheet.convert("RGB"))
    assert (channels == channels[..., :1]).all()
    assert len(np.unique(channels)) > 10


def test_extremes_name_every_control():
    explorer = actors.explore_capabilities()
    states = sheet_maker().extremes(explorer)
    assert states["fewest"] == {"compare": ("USA",), "sums": False}
    assert states["most"]["compare"] == explorer.controls["compare"].values
    assert states["most"]["sums"] is True
    assert states["default"] == explorer.default
