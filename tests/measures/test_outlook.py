"""Measures of outlook: worked answers and properties."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import data
from helpers.measures import outlook as measures

FORECASTS = st.lists(
    st.tuples(st.floats(0, 1, allow_nan=False), st.integers(0, 1)), min_size=1, max_size=30
)


def test_the_brier_score_by_hand():
    # (0.8-1)² = 0.04, (0.8-0)² = 0.64, (0.5-1)² = 0.25; their mean is 0.93 / 3 = 0.31
    assert measures.brier([0.8, 0.8, 0.5], [1, 0, 1]) == pytest.approx(0.31)
    assert measures.brier([1, 0], [1, 0]) == 0
    assert measures.brier([1, 0], [0, 1]) == 1


@given(FORECASTS)
def test_the_brier_score_is_bounded_and_does_not_hang_on_the_order(pairs):
    said, came = zip(*pairs, strict=True)
    score = measures.brier(said, came)
    assert 0 <= score <= 1
    assert measures.brier(said[::-1], came[::-1]) == pytest.approx(score)
    # naming the opposite event with the opposite probability costs the same
    assert measures.brier([1 - p for p in said], [1 - o for o in came]) == pytest.approx(score)
    assert measures.brier([0.5] * len(came), came) == 0.25


@given(st.lists(st.integers(0, 1), min_size=1, max_size=30), st.floats(0, 1))
def test_no_constant_forecast_beats_the_base_rate(came, other):
    rate = measures.base_rate(came)
    best = measures.brier([rate] * len(came), came)
    assert best <= measures.brier([other] * len(came), came) + 1e-12
    assert best == pytest.approx(rate * (1 - rate))


@pytest.mark.parametrize(
    ("said", "came"),
    [([], []), ([0.5], []), ([0.5], [0, 1]), ([50], [1]), ([-0.1], [0]), ([0.5], [2])],
)
def test_absurd_forecasts_are_refused_in_words(said, came):
    for measure in (measures.brier, measures.calibration):
        with pytest.raises(ValueError, match=r"Give one|A probability|An outcome"):
            measure(said, came)


def test_a_base_rate_by_hand():
    assert measures.base_rate([1, 0, 0, 0]) == 0.25
    assert measures.base_rate([True]) == 1
    with pytest.raises(ValueError, match="at least one case"):
        measures.base_rate([])


def test_calibration_by_hand():
    # 0.1 alone in the first group; 0.2 and 0.3 in the second (an edge belongs above); 1 in the last
    frame = measures.calibration([0.1, 0.2, 0.3, 1.0], [0, 1, 0, 1])
    assert list(frame["cases"]) == [1, 2, 0, 0, 1]
    assert frame.loc[1, "said"] == pytest.approx(0.25)
    assert frame.loc[1, "happened"] == 0.5
    assert pd.isna(frame.loc[2, "said"])
    assert frame.loc[4, "happened"] == 1


@given(FORECASTS)
def test_groups_of_calibration_lose_no_question(pairs):
    said, came = zip(*pairs, strict=True)
    frame = measures.calibration(said, came)
    assert frame["cases"].sum() == len(pairs)
    full = frame[frame["cases"] > 0]
    assert ((full["said"] >= full["low"]) & (full["said"] <= full["high"])).all()
    assert (full["happened"] * full["cases"]).sum() == pytest.approx(sum(came))


def test_the_practice_questions_of_the_findings():
    rows = measures.practice()
    assert len(rows) == 26
    assert rows["outcome"].sum() == 13
    assert rows["asked_as_of"].is_monotonic_increasing
    turned = data.table("forecast_questions").iloc[::-1]
    assert list(measures.practice(turned)["question_id"]) == list(rows["question_id"])
    assert measures.share_yes() == 0.5
    # asked in 2025: fq10, fq15, fq17, fq18, fq21 yes; fq12, fq13, fq14, fq16, fq19, fq20 no
    assert measures.share_yes_2025() == pytest.approx(5 / 11)


def test_nothing_changes_fails_on_the_troops_the_treaty_and_the_parade():
    own = measures.forecasts().query("forecaster == @measures.NOTHING").set_index("question_id")
    for question in ("fq10", "fq07", "fq17"):
        assert own.loc[question, "probability"] == 0.1
        assert own.loc[question, "outcome"] == 1
    # 15 misses of 0.9, 9 of 0.1, 2 of 0.5: (15 * 0.81 + 9 * 0.01 + 2 * 0.25) / 26 = 0.49
    assert measures.score_nothing() == pytest.approx(0.49)
    # without the square: (15 * 0.9 + 9 * 0.1 + 2 * 0.5) / 26
    assert measures.distance_nothing() == pytest.approx(15.4 / 26)


def test_scores_of_the_made_up_forecasters():
    frame = measures.scores().set_index("forecaster")
    assert list(frame.loc[measures.FIFTY, ["all", "yes", "no"]]) == [0.25] * 3
    # yes to everything, 90 per cent: 0.01 on 13 yes, 0.81 on 13 no
    assert frame.loc[measures.YES, "all"] == pytest.approx(0.41)
    # always certain: nine of 26 on the wrong side
    assert frame.loc[measures.CERTAIN, "all"] == pytest.approx(9 / 26)
    assert measures.best_score() == pytest.approx(frame.loc[measures.LEARNER, "all"])
    assert measures.worst_score() == pytest.approx(0.49)
    halves = (frame["yes"] + frame["no"]) / 2
    assert halves.to_numpy() == pytest.approx(frame["all"].to_numpy())
    only = measures.scores(measures.forecasts().query("outcome == 1"))
    assert only["no"].isna().all()


def test_the_indicators_of_the_findings():
    rows = measures.indicator_rows()
    assert len(rows) == 18
    assert measures.count_supporting() == 11
    assert measures.count_direction("ambiguous") == 2
    assert measures.count_direction("lower") == 0
    assert rows.loc[rows["weak"], "indicator_id"].tolist() == ["in17"]
    when = rows.set_index("indicator_id")["when"]
    assert when["in03"] == 2024.5  # a whole year stands in its middle
    assert when["in12"] == 2025  # January 2025


def test_indicators_are_ordered_by_direction_or_by_date():
    rows = measures.indicator_rows()
    places = measures.ordered(rows)["direction"].map(measures.DIRECTIONS.index)
    assert places.is_monotonic_increasing
    assert measures.ordered(rows, oldest_first=True)["when"].is_monotonic_increasing
    assert set(measures.ordered(rows)["indicator_id"]) == set(rows["indicator_id"])
    watched = measures.watching(rows, "im15")
    assert watched["implication_ids"].str.contains("im15").all()
    assert len(watched)


def test_warheads_of_two_countings_are_two_indicators():
    rows = measures.warheads().set_index("year")
    assert set(rows["counting"]) == {"older", "newer"}
    assert rows.loc[2021, ["low", "high"]].tolist() == [40, 50]
    assert pd.isna(rows.loc[2021, "value"]), "only a range was printed"
    assert rows.loc[2023, ["low", "high"]].tolist() == [30, 30]
    # 50 / 25 - 1
    assert measures.doubled()["growth"] == 1


def test_counted_questions_and_scores_beside():
    yes = measures.forecasts_of("yes", "yes")
    assert set(yes["outcome"]) == {1}
    bold = measures.forecasts_of("learner", "bold")
    assert (bold["probability"] > 0.5).all()
    assert len(measures.forecasts_of("learner")) == 26
    assert measures.forecasts_of("fifty", "bold").empty
    beside = measures.beside(yes, "yes")
    assert list(beside) == ["yes", "fifty", "nothing"]
    assert beside["yes"] == pytest.approx(0.01)  # 0.9 said, 1 came
    assert list(measures.beside(measures.forecasts_of("fifty"), "fifty")) == ["fifty", "nothing"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("maybe", "text"),
        ("-1", "outside"),
        ("101", "outside"),
        ("1e300", "outside"),
        ("nan", "text"),
        ("0.7", "share"),
        (None, "text"),
        (True, "text"),
        (["70"], "text"),
    ],
)
def test_what_is_no_probability_gets_a_code(text, fault):
    assert measures.probability_problem(text) == fault


@pytest.mark.parametrize("text", ["0", "100", "35 %", "12,5", " 7 ", 1, 99.5])
def test_probabilities_as_people_write_them(text):
    assert measures.probability_problem(text) == ""
