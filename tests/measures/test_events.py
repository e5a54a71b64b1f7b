"""Measures of events: worked answers and properties."""

import math

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.measures import events as measures

FOUR = ["RUS", "CHN", "IRN", "PRK"]


def made(*rows):
    """Return rows of `events` from (date, actors, direction, caution)."""
    frame = pd.DataFrame(rows, columns=["date_text", "actors", "direction", "caution"])
    frame["date"] = pd.to_datetime(frame["date_text"], format="ISO8601")
    frame["date_precision"] = frame["date_text"].map(
        lambda text: {4: "year", 7: "month"}.get(len(text), "day")
    )
    frame["category"] = "summit"
    frame["event_id"] = [f"e{n}" for n in range(len(frame))]
    return measures.located(frame)


@pytest.fixture(scope="module")
def small():
    return made(
        ("2020-05-01", "RUS;CHN", "+1", None),
        ("2021", "CHN;RUS;PRK", "-1", None),
        ("2022-02", "RUS;IRN;USA", "-1", "a claim"),
        ("2022-02-24", "RUS;UKR", "0", None),
        ("2022-03-01", "PRK;RUS", "+1", "a claim"),
    )


@pytest.fixture(scope="module")
def full():
    return measures.located()


def test_lanes_are_found_by_the_four_alone(small):
    # the order of states does not matter, and other states do not count
    assert small["lane"].tolist() == ["RUS;CHN", "several", "RUS;IRN", "", "RUS;PRK"]
    assert small["members"].tolist() == [2, 3, 2, 1, 2]
    assert small["careful"].tolist() == [False, False, True, False, True]
    assert small["place"][0] == pytest.approx(2020 + 121 / 365.25)  # 1 May is day 122 of 2020


def test_counts_and_share(small):
    assert measures.counts(small) == {1: 2, 0: 1, -1: 2}
    assert measures.strain_share(small) == 2 / 5
    assert math.isnan(measures.strain_share(small[:0]))
    assert measures.counts(small[:0]) == {1: 0, 0: 0, -1: 0}


def test_by_year_keeps_empty_years(small):
    found = measures.by_year(small, 2019, 2022)
    assert found["all"].tolist() == [0, 1, 1, 3]
    assert found.loc[2022, [1, 0, -1, "careful"]].tolist() == [1, 1, 1, 1]


def test_jumps_differ_by_difference_and_ratio():
    yearly = pd.DataFrame({"all": [0, 1, 5, 20]}, index=[1, 2, 3, 4])
    # steps 1, 4, 15; ratios 5 and 4 (the first year has none to divide by)
    assert measures.jumps(yearly) == {"largest": 4, "steepest": 3}


def test_chosen(small):
    assert measures.chosen(small, 2021)["lane"].tolist() == ["several", "RUS;IRN", "RUS;PRK"]
    assert measures.chosen(small, 2021, strains=False)["lane"].tolist() == ["RUS;PRK"]
    assert measures.chosen(small, 1950, ("RUS;CHN",))["year"].tolist() == [2020]
    assert measures.chosen(small, 1950, categories=("treaty",)).empty


def test_before_after(small):
    found = measures.before_after(small, "2022-02-24").set_index("part")
    # the month February 2022 stands on its first day, before the cut
    assert found.loc["before", [1, 0, -1, "events"]].tolist() == [1, 0, 2, 3]
    assert found.loc["after", [1, 0, -1, "events"]].tolist() == [1, 1, 0, 2]
    assert found["share"].tolist() == [pytest.approx(2 / 3), 0]
    assert math.isnan(measures.before_after(small, "1900-01-01")["share"][0])


def test_all_cuts(small):
    found = measures.all_cuts(small, least=1)
    # from 1 February 2021: one row of cooperation and one strain before; one of three after
    assert found["2021-02-01"] == pytest.approx(100 * (1 / 3 - 1 / 2))
    assert math.isnan(found["2020-05-01"])
    assert measures.all_cuts(small).isna().all()


def test_unsure_side(small):
    assert measures.unsure_side(small, "2022-02-24") == 1
    assert measures.unsure_side(small, "2022-02-01") == 0
    assert measures.unsure_side(small, "2021-06-01") == 1
    assert measures.unsure_side(small, "2021-01-01") == 0


def test_recoded_and_bounds(small):
    codes = {"e0": {"direction": "-1"}, "e1": {}, "elsewhere": {"direction": "-1"}}
    assert measures.counts(measures.recoded(small, codes)) == {1: 1, 0: 1, -1: 3}
    assert measures.recoded(small, {})["code"].equals(small["code"])
    # strains without e0 and e1: one; all three choices for them: one to three
    assert measures.strain_bounds(small, ("e0", "e1")) == (1, 3)


def test_recent():
    assert measures.recent()["date"].min() == pd.Timestamp("2022-01-14")


row = st.tuples(
    st.dates(pd.Timestamp("1950-01-01").date(), pd.Timestamp("2026-06-30").date()).map(str),
    st.lists(st.sampled_from([*FOUR, "USA"]), min_size=1, max_size=5, unique=True).map(";".join),
    st.sampled_from(["+1", "0", "-1"]),
    st.sampled_from([None, "a claim"]),
)
frames = st.lists(row, min_size=1, max_size=12).map(lambda rows: made(*rows))
quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(frames, st.dates(pd.Timestamp("1950-01-01").date(), pd.Timestamp("2026-06-30").date()))
def test_nothing_is_lost_between_before_and_after(frame, day):
    found = measures.before_after(frame, str(day))
    assert found["events"].sum() == len(frame) == found[[1, 0, -1]].to_numpy().sum()
    assert found["share"].dropna().between(0, 1).all()


@quick
@given(frames)
def test_order_does_not_matter(frame):
    turned = frame.iloc[::-1]
    assert measures.counts(turned) == measures.counts(frame)
    pd.testing.assert_series_equal(measures.all_cuts(turned, 1), measures.all_cuts(frame, 1))


@quick
@given(
    frames, st.dictionaries(st.sampled_from(["e0", "e3"]), st.sampled_from(list(measures.CODES)))
)
def test_codes_stay_within_the_bounds(frame, codes):
    low, high = measures.strain_bounds(frame, ("e0", "e3"))
    own = {event: {"direction": {1: "+1", 0: "0", -1: "-1"}[code]} for event, code in codes.items()}
    assert low <= measures.counts(measures.recoded(frame, own))[-1] <= high


def test_counts_since_2022():
    frame = measures.recent()
    assert (len(frame), measures.counts(frame)) == (135, {1: 70, 0: 36, -1: 29})
    sure = frame[~frame["careful"]]
    assert (measures.counts(sure)[1], measures.counts(sure)[-1]) == (55, 26)
    assert measures.strain_bounds(frame) == (26, 36)


def test_events_of_two_states_since_2022():
    frame = measures.recent()
    found = {lane: measures.counts(own) for lane, own in frame.groupby("lane")}
    assert (sum(found["RUS;PRK"].values()), found["RUS;PRK"][1], found["RUS;PRK"][-1]) == (
        25,
        23,
        1,
    )
    assert (found["RUS;IRN"][1], found["RUS;IRN"][-1]) == (11, 11)
    assert (sum(found["RUS;CHN"].values()), found["RUS;CHN"][1]) == (19, 10)
    assert sum(found["IRN;PRK"].values()) == 2
    four = frame[frame["members"] == 4]
    assert set(four["event_id"]) == {"ev050", "ev088", "ev116", "ev144"}


def test_years_that_jump(full):
    yearly = measures.by_year(full)
    assert measures.events_by_year() == yearly.loc[list(measures.DRAWN), "all"].tolist()
    assert measures.jumps(yearly) == {"largest": 2025, "steepest": 2022}
    assert yearly.loc[[2020, 2021, 2022, 2024, 2025], "all"].tolist() == [0, 3, 13, 26, 50]


def test_the_answer_turns_round_with_the_first_year(full):
    def gap(start):
        before, after = measures.before_after(full[full["year"] >= start], "2022-02-24")["share"]
        return 100 * (after - before)

    assert gap(1950) < -10
    assert abs(gap(2014)) < 3
    assert gap(2018) > 10


def test_the_blog_finds_september(full):
    since = full[full["year"] >= 2018]
    cuts = measures.all_cuts(since, 1)["2022-01-01":"2025-12-01"]
    assert cuts.idxmax() == pd.Timestamp("2022-09-01")
    assert cuts.max() == pytest.approx(17.8, abs=0.05)


def test_one_kind_decides_the_code(full):
    own = full[full["category"] == "distancing"]
    assert measures.counts(own) == {1: 0, 0: 1, -1: 24}
    for kind in ("exercise", "arms-transfer"):
        assert measures.counts(full[full["category"] == kind])[-1] == 0


def test_numbers_that_questions_expect():
    assert measures.percent_strain() == 21


def test_the_numbers_of_the_prose(full):
    helps = measures.recent().query("code == 1")
    assert (helps["members"] >= 3).mean() == pytest.approx(20 / 70)
    korea = full[(full["lane"] == "RUS;PRK") & (full["code"] == 1) & (full["year"] >= 2017)]
    assert (len(korea), (korea["year"] >= 2023).sum()) == (24, 22)
    half = measures.counts(full[full["year"] == 2026])
    assert half[1] == half[-1]
