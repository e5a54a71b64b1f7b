"""The colours can be read, and told apart by those who see fewer of them."""

import pytest
from eyes import SEEN_BY, ciede2000, contrast, smallest

from helpers import figures
from helpers.measures.states import THE_FOUR

ACTORS = [figures.LOOKS[state].colour for state in THE_FOUR]


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, -1.0, 2.0), (50, 0, 0), 2.3669),
    ],
)
def test_the_distance_is_the_published_one(one, other, distance):
    assert ciede2000(one, other) == pytest.approx(distance, abs=5e-5)
    assert ciede2000(other, one) == pytest.approx(distance, abs=5e-5)


def test_the_contrast_is_the_published_one():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("ground", [figures.PAPER, "#FFFFFF"])
def test_words_can_be_read(ground):
    words = [look.word for look in figures.LOOKS.values()]
    words += [figures.INK, figures.LABEL, figures.NOTE, figures.STATUS["denied"][2]]
    assert min(contrast(word, ground) for word in words) >= 4.5


def test_notes_on_a_band_can_be_read():
    assert contrast(figures.LABEL, figures.BAND) >= 4.5


@pytest.mark.parametrize("ground", [figures.PAPER, "#FFFFFF"])
def test_marks_can_be_seen(ground):
    marks = [look.colour for look in figures.LOOKS.values()]
    marks += [*figures.DIRECTIONS.values(), figures.BAR, figures.AXIS, figures.INK]
    marks += [edge for _, _, edge in figures.STATUS.values()]
    assert min(contrast(mark, ground) for mark in marks) >= 3.0


@pytest.mark.parametrize("family", [figures.VOTES, figures.CODES, figures.GRADES])
def test_a_word_in_a_cell_can_be_read(family):
    for cell in family.values():
        assert max(contrast(cell, ink) for ink in (figures.INK, figures.PAPER)) >= 4.5


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("colours", [ACTORS, list(figures.DIRECTIONS.values())])
def test_actors_and_directions_can_be_told_apart(colours, eyes):
    assert smallest(colours, eyes) >= (11 if eyes == "grey print" else 15)


@pytest.mark.parametrize(
    ("family", "distances"),
    [
        (ACTORS, [25.7, 17.2, 19.1, 16.6, 11.5]),
        (figures.DIRECTIONS.values(), [30.6, 26.1, 28.6, 28.6, 12.2]),
        (figures.GRADES.values(), [15.9, 15.4, 16.2, 16.4, 14.0]),
        (list(figures.VOTES.values())[:3], [19.5, 14.5, 18.0, 26.6, 9.7]),
    ],
)
def test_the_distances_are_those_the_style_was_chosen_for(family, distances):
    found = [smallest(list(family), eyes) for eyes in SEEN_BY]
    assert found == pytest.approx(distances, abs=0.06)


def test_two_colours_that_look_alike_are_seen():
    greys = [figures.LOOKS[state].colour for state in ("USA", "IND", "BLR")]
    assert smallest(greys, "grey print") < 11


def test_shape_and_line_say_what_colour_says():
    four = [figures.LOOKS[state] for state in THE_FOUR]
    assert len({look.marker for look in four}) == len({str(look.dash) for look in four}) == 4
    assert len({look.marker for look in figures.LOOKS.values()}) == len(figures.LOOKS)
    assert len({figures.STATUS[status][:2] for status in figures.STATUS}) == len(figures.STATUS)


def test_a_state_without_a_look_of_its_own_is_grey():
    assert figures.look("RUS") is figures.LOOKS["RUS"]
    assert figures.look("FRA") == figures.Look("#646B76", "#646B76", "o", width=1.2)


def test_only_the_four_have_a_colour():
    def spread_of(colour):
        channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        return max(channels) - min(channels)

    for state, look in figures.LOOKS.items():
        assert (spread_of(look.colour) > 30) == (state in THE_FOUR)


def test_the_style_lists_each_of_its_colours_once():
    colours = figures.style_colours()
    assert len(colours) == len(set(colours))
    assert all(colour == colour.upper() and len(colour) == 7 for colour in colours)
    used = {c.upper() for family in (figures.DIRECTIONS, figures.VOTES) for c in family.values()}
    used |= {look.colour for look in figures.LOOKS.values()}
    used |= {face.upper() for _, face, _ in figures.STATUS.values()}
    assert used | {figures.PAPER, figures.FRAME, figures.BAR, figures.RANGE} <= set(colours)
