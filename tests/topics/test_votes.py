"""Lesson 2: every page of the votes of the Assembly drawn, and what its words rest on."""

import itertools
import re

import pytest
from drawn import complete

from helpers import figures
from helpers.measures import votes as measures
from helpers.topics import votes as topic


def told(number, form=".2f"):
    """A number as messages write it."""
    return format(number, form).replace("-", "−")


@pytest.mark.parametrize(
    ("draw", "guesses"),
    [
        (topic.draw_regime_pairs, [None, 0, 17]),
        (lambda guess: topic.draw_wall(guess=guess), [None, 9]),
        (topic.draw_own_rule, [None, 0, 106]),
    ],
)
def test_predictions_are_told_with_the_finding(draw, guesses):
    for guess in guesses:
        figure = draw(guess=guess)
        assert not complete(figure)
        first = figure.caption.split(".")[0]
        assert (guess is not None) == (re.search(r"You predicted", first) is not None)
        assert guess is None or told(guess, "g") in first


@pytest.mark.parametrize("draw", [topic.draw_stories, topic.draw_us])
@pytest.mark.parametrize("number", [0, 68, -5, 900])
def test_lines_that_were_drawn_are_told_with_the_finding(draw, number):
    figure = draw(guess={"y2023": number, "y2025": 80.0})
    assert not complete(figure)
    drawn = f"You drew, in per cent, {number:g} for 2023; 80 for 2025."
    assert figure.caption.startswith(drawn.replace("-", "−"))
    assert figure.caption.endswith(draw().caption)


def test_no_line_crosses_the_gap():
    topic.draw_stories()
    drawn = [
        line for ax in figures.sheet().axes for line in ax.lines if line.get_linestyle() != "None"
    ]
    years = [sorted(line.get_xdata()) for line in drawn if len(line.get_xdata()) > 1]
    joined = {(a, b) for xs in years for a, b in itertools.pairwise(xs)}
    assert (2023, 2025) not in joined
    assert (2023, 2024) in joined  # ideal points have 2024


def test_the_totals_of_2024_are_drawn_and_told_apart_from_pairs():
    figure = topic.draw_us()
    for state in ("USA", "RUS"):
        assert told(measures.shares_no(2024)[state], ".0%") in figure.caption
    left, right = figures.sheet().axes[:2]
    assert 2024 in {year for line in left.lines for year in line.get_xdata()}
    assert 2024 not in {year for line in right.lines for year in line.get_xdata()}


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Crimea", "Crimea"),
        ("Humanitarian", "Humani-\ntarian"),
        ("Council of Europe", "Council\nof Europe"),
        ("Rights in Ukraine", "Rights in\nUkraine"),
    ],
)
def test_labels_of_texts_are_parted_evenly(label, lines):
    assert topic._two_lines(label) == lines


def test_titles_follow_the_tables(monkeypatch):
    four = measures.rule_on_ukraine().loc[0, ["RUS", "IRN", "PRK", "CHN"]]
    assert "yes" not in set(four)
    title = topic.draw_own_rule().title
    assert f"{measures.states_for_the_rule()} " in title
    assert f"{measures.rule_yes_on_aggression()} of them, none of the four" in title
    assert topic.draw_stories().title.endswith("most agreed less with Russia, the four drew closer")
    monkeypatch.setattr(measures, "mean_distance", lambda states, year: year / 1e2)
    assert topic.draw_stories().title.endswith("the four drew apart")


def test_tables_of_votes_show_every_row():
    assert len(topic.show_ten().frame) == len(measures.ten_votes())
    raw = measures.raw_votes()
    assert str((raw["code"] == "1").sum()) in topic.show_raw_votes().caption


def test_views_answer_the_extremes_in_words():
    assert "Russia" in topic.draw_agreement("RUS", "RUS").sentence
    few = topic.draw_agreement("RUS", "TUR", "agree_identical", None)
    assert "not known in 2023" not in few.title
    assert "not known" in few.sentence  # its place among all pairs
    twice = topic.draw_agreement("ZAF", "CHN", reference=("CHN", "ZAF"))
    assert twice.sentence.count("China") == 1
    for empty in (topic.draw_positions(()), topic.draw_wall(())):
        assert empty.table is None
    only = topic.draw_wall(("RUS", "PRK"))
    assert only.sentence.endswith("of 9: North Korea 9.")
