"""The colours can be read, and told apart by those who see fewer of them."""

import itertools

import numpy as np
import pytest

from helpers import figures

# Machado, Oliveira and Fernandes 2009, full severity, for linear RGB.
SEEN_BY = {
    "everybody": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
    "grey print": np.array([[0.2126, 0.7152, 0.0722]] * 3),
}
ACTORS = [figures.LOOKS[state].colour for state in figures.THE_FOUR]


def linear(colour):
    """Linear RGB, 0 to 1, of '#RRGGBB'."""
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Contrast ratio of WCAG 2.2."""
    light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(rgb):
    """CIELAB (D65) of linear RGB."""
    to_xyz = [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
    ratio = np.array(to_xyz) @ rgb / [0.95047, 1.0, 1.08883]
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return 116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])


def ciede2000(one, other):
    """Distance of two CIELAB colours after Sharma, Wu and Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    delta = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = 1 - 0.17 * np.cos(np.radians(hue - 30)) + 0.24 * np.cos(np.radians(2 * hue))
    t += 0.32 * np.cos(np.radians(3 * hue + 6)) - 0.20 * np.cos(np.radians(4 * hue - 63))
    weights = (
        1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2),
        1 + 0.045 * chroma,
        1 + 0.015 * chroma * t,
    )
    around = np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    mixed = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * around
    x, y, z = (d / w for d, w in zip((l2 - l1, c2 - c1, delta), weights, strict=True))
    return float(np.sqrt(x * x + y * y + z * z + mixed * y * z))


def smallest(colours, eyes):
    """Smallest distance between two of some colours, as somebody sees them."""
    seen = [lab(np.clip(SEEN_BY[eyes] @ linear(colour), 0, 1)) for colour in colours]
    return min(ciede2000(a, b) for a, b in itertools.combinations(seen, 2))


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
    four = [figures.LOOKS[state] for state in figures.THE_FOUR]
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
        assert (spread_of(look.colour) > 30) == (state in figures.THE_FOUR)


def test_the_style_lists_each_of_its_colours_once():
    colours = figures.style_colours()
    assert len(colours) == len(set(colours))
    assert all(colour == colour.upper() and len(colour) == 7 for colour in colours)
    used = {c.upper() for family in (figures.DIRECTIONS, figures.VOTES) for c in family.values()}
    used |= {look.colour for look in figures.LOOKS.values()}
    used |= {face.upper() for _, face, _ in figures.STATUS.values()}
    assert used | {figures.PAPER, figures.FRAME, figures.BAR, figures.RANGE} <= set(colours)
