"""Measures of views: worked answers and properties."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data
from helpers.measures import views as measures

NAMES = list(measures.HYPOTHESES)


def items(*rows):
    """Rows of evidence from (id, date, credibility, five codes, same_fact_as)."""
    frame = pd.DataFrame(
        [
            (i, pd.Timestamp(day), credit, *codes.split(), same)
            for i, day, credit, codes, same in rows
        ],
        columns=["evidence_id", "date", "credibility", *NAMES, "same_fact_as"],
    )
    return frame.assign(evidence="a made-up item", date_text="2025", source_ids="seed-article")


def test_the_findings_on_views():
    frame = measures.spectrum()
    assert len(frame) == 91
    assert frame["position"].astype(str).value_counts().to_dict() == {
        "cohesive-axis": 18,
        "loose-alignment": 18,
        "other": 13,
        "transactional": 12,
        "china-reluctant": 11,
        "overstated": 10,
        "bilateral-not-bloc": 9,
    }
    assert (frame["cohesion_score"].min(), frame["cohesion_score"].max()) == (1, 8)
    assert frame["mechanism"].astype(str).value_counts()[
        ["interests", "balancing", "war-need"]
    ].tolist() == [46, 27, 11]
    # The lesson says that all who name ideology speak for or from one of the four.
    ideology = frame[frame["mechanism"] == "ideology"]
    assert len(ideology) == 5
    assert set(ideology["region"]) == {"four"}
    assert set(frame["region"]) <= set(measures.REGIONS)


VOICES = {
    "Russia": ("RUS",),
    "China": ("CHN",),
    "Iran": ("IRN",),
    "the Koreas": ("PRK", "KOR"),
    "Ukraine": ("UKR",),
    "Japan": ("JPN",),
    "India": ("IND",),
    "Türkiye": ("TUR",),
    "the Gulf": ("SAU", "ARE", "QAT", "KWT", "BHR", "OMN"),
    "South-East Asia": ("IDN", "MYS", "PHL", "SGP", "THA", "VNM"),
    "Africa": ("ZAF", "NGA", "KEN", "EGY", "ETH", "GHA"),
    "Latin America": ("ARG", "BRA", "CHL", "COL", "MEX", "PER", "PRY"),
}


def test_no_country_holds_more_than_two_fifths_of_the_views():
    shares = measures.spectrum()["country"].value_counts(normalize=True)
    assert shares.max() <= 0.4, shares.idxmax()


@pytest.mark.parametrize("place", VOICES)
def test_each_region_has_two_voices_or_the_table_says_why_not(place):
    country = measures.spectrum()["country"]
    missing = next(c for c in data.about("views").caveats if c.startswith("Not found:"))
    assert country.isin(VOICES[place]).sum() >= 2 or place in missing


def test_views_that_see_a_cohesive_axis():
    assert measures.count_axis() == 18


def test_choosing_a_place_splits_the_views_and_dates_do_too():
    both = [len(measures.chosen(place)) for place in measures.PLACES]
    assert both == [91, 33, 58]
    all_dates, early, late = [len(measures.chosen(dates=dates)) for dates in measures.YEARS]
    assert early + late == all_dates == 91
    assert measures.chosen(dates="before")["date"].max() < pd.Timestamp("2025-01-01")
    # The table's caveat names the eleven that are not verified.
    assert len(measures.chosen(checked=True)) == 84


@pytest.mark.parametrize("rows", measures.ROWS)
def test_rows_hold_each_view_at_most_once(rows):
    split = measures.split(measures.spectrum(), rows)
    ids = [key for own in split.values() for key in own["view_id"]]
    assert len(ids) == len(set(ids))
    assert all(len(own) for own in split.values())
    if rows == "institution":
        assert all(len(own) > 1 for own in split.values())
    else:
        assert len(ids) == 91


def test_an_unknown_way_to_sort_names_the_known_ones():
    with pytest.raises(ValueError, match="position, date, place, institution, mechanism"):
        measures.split(measures.spectrum(), "mood")


def test_a_state_that_no_region_names_stands_among_the_others_and_changes_no_table():
    before = data.table("views")
    before.loc[before.index[-1], "country"] = "AUS"
    split = measures.split(measures.spectrum(before), "place")
    assert len(split["other"]) == 1
    assert sum(map(len, split.values())) == len(before)
    assert "region" not in before


def test_steps_apart_are_counted_and_means_ranked():
    assert measures.apart({"V02": "5", "V51": "10"}).tolist() == [1, 8]  # ours: 6 and 2
    assert measures.apart({}).empty
    ranking = measures.ranking()
    assert ranking["country"].tolist()[:3] == ["POL", "UKR", "BEL"]
    assert ranking["mean"].is_monotonic_decreasing
    assert ranking["place"].tolist() == [1, 2, 3, 4, 5, 6]


def test_likely_and_probable_as_the_findings_say():
    found = measures.ranges().set_index(["phrase", "scheme"])[["low", "high"]]
    assert found.loc[("likely", "ICD-203 (USA)")].tolist() == [55, 80]
    assert found.loc[("likely", "EFSA (EU, for contrast)")].tolist() == [66, 90]
    assert found.loc[("probable", "Kent 1964 (USA)")].tolist() == [63, 87]


def test_every_range_is_a_range_and_only_the_british_are_unchecked():
    frame = measures.ranges()
    assert (frame["low"] < frame["high"]).all()
    assert frame[["low", "high"]].stack().between(0, 100).all()
    assert set(frame.loc[~frame["verified"], "scheme"]) == {"PHIA yardstick (GBR)"}
    assert set(frame.loc[frame["verified"], "scheme"]) == set(measures.SCHEMES) - {
        "PHIA yardstick (GBR)"
    }
    assert set(measures.PHRASES) - set(frame["phrase"]) == {"possible"}
    assert measures.ranges(()).empty
    assert measures.unchecked() == ["PHIA yardstick (GBR)"]
    # about even: 45-55 and 33-66 lie 12 + 11 apart, more than any two scales of intelligence
    assert measures.fields_differ_most()


def test_a_number_counts_that_lies_in_every_range_of_its_phrase():
    frame = measures.ranges()
    # 70 lies in 55-80, 66-90 and 55-75, 60 not; “possible” has no range
    assert measures.count_inside({"likely": 70, "possible": 100}, frame) == 1
    assert measures.count_inside({"likely": 60}, frame) == 0
    assert measures.count_inside({}, frame) == 0


def test_scores_by_hand():
    # H1: I + II = 3, H2: CC + C = 0, H3: N + I = 1, H4: II + II = 4, H5: I + N = 1
    frame = items(
        ("A", "2025-01-01", "high", "I CC N II I", None),
        ("B", "2025-08-01", "low", "II C I II N", "A"),
    )
    assert measures.scores(frame).tolist() == [3, 0, 1, 4, 1]
    for setting, expected in (
        ({"restating": "once"}, [1, 0, 0, 2, 1]),  # B restates A: A stays alone
        ({"restating": "none"}, [0, 0, 0, 0, 0]),
        ({"credibility": "graded"}, [1.5, 0, 0.25, 2.5, 1]),  # low: 1 + 2/4, 0, 1/4, 2 + 2/4, 1
        ({"dates": "before"}, [1, 0, 0, 2, 1]),
        ({"dates": "since"}, [2, 0, 1, 2, 0]),
        ({"without": "A"}, [2, 0, 1, 2, 0]),
    ):
        assert measures.scores(measures.weighted(frame, **setting)).tolist() == expected
    assert measures.restated(frame) == (["A", "B"], 1)
    assert measures.restated(frame.head(1)) == ([], 0)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({}, [13, 5, 3, 8, 2]),
        ({"credibility": "not_low"}, [12, 4, 3, 7, 2]),
        ({"credibility": "high"}, [8, 2, 2, 3, 1]),
        ({"dates": "before"}, [4, 2, 1, 3, 1]),
        ({"dates": "since"}, [9, 3, 2, 5, 1]),
        ({"restating": "once"}, [9, 5, 3, 8, 2]),
        ({"restating": "none"}, [7, 5, 3, 8, 2]),
    ],
)
def test_scores_as_the_findings_say(setting, expected):
    assert measures.scores(measures.weighted(**setting)).tolist() == expected


def test_values_for_the_coding_tasks():
    assert measures.high_scores() == [8, 2, 2, 3, 1]
    assert measures.all_scores() == [13, 5, 3, 8, 2]
    assert (measures.h1_all(), measures.h1_once(), measures.h1_without_fact()) == (13, 9, 7)


def test_three_items_decide_and_four_tell_nothing():
    found = measures.scores(measures.weighted(without="E10"))
    assert (measures.least(found), measures.most(found)) == (["H3", "H5"], ["H1"])


codes = st.lists(
    st.lists(st.sampled_from(list(measures.SIGNS)), min_size=5, max_size=5), min_size=1
)


@settings(max_examples=30, deadline=None)
@given(codes, st.randoms())
def test_scores_do_not_hang_on_the_order_and_grow_with_items(rows, chance):
    frame = items(*((f"X{n}", "2025-01-01", "high", " ".join(r), None) for n, r in enumerate(rows)))
    found = measures.scores(frame)
    assert ((found >= 0) & (found <= 2 * len(rows))).all()
    mixed = frame.sample(frac=1, random_state=chance.randrange(1000))
    assert measures.scores(mixed).equals(found)
    assert (measures.scores(measures.weighted(frame, "X0")) <= found).all()
    assert set(measures.least(found)) <= set(NAMES)


def test_codes_of_a_learner_replace_ours_and_nonsense_does_not():
    mine = measures.with_codes({"E14": {"H1": "CC", "H9": "I", "H2": "what"}, "E99": {"H1": "I"}})
    assert measures.scores(mine).tolist() == [11, 5, 3, 8, 2]
    assert measures.scores(measures.with_codes()).tolist() == measures.all_scores()
    assert len(mine) == 24


def test_verdicts_as_the_findings_say():
    assert measures.verdicts().tolist() == [7, 27, 11, 5, 7, 3]
    assert len(measures.claims()) == 60
    assert len(measures.claims("misleading")) == 11 > len(measures.claims("misleading", "fact")) > 0


def test_runs_stand_longest_first():
    runs = measures.runs()["consecutive_words"]
    assert runs.is_monotonic_decreasing
    assert (len(runs), runs.iloc[0]) == (6, 41)


def test_the_longest_run_by_hand():
    run = measures.longest_run
    assert run("a b c d", "x b c d y a b") == ["b", "c", "d"]
    assert run("One two", "ONE TWO three") == ["one", "two"]
    assert run("a", "b") == [] == run("", "a b")
    assert run("a b", "b a") in (["a"], ["b"])


GRID = {
    "a": {"H1": "II", "H2": "C", "H3": "N"},
    "b": {"H1": "C", "H2": "I", "H3": "I"},
    "c": {"H1": "N", "H2": "N", "H3": "N"},
}


def test_what_speaks_against_each_hypothesis_is_counted_from_a_learners_codes():
    assert measures.against(GRID, ("H1", "H2", "H3", "own")) == {
        "H1": 2,
        "H2": 1,
        "H3": 1,
        "own": 0,
    }


def test_an_item_decides_by_how_far_its_points_lie_apart():
    assert {item: measures.decides(codes) for item, codes in GRID.items()} == {
        "a": 2,
        "b": 1,
        "c": 0,
    }
    assert measures.decides({}) == 0


def test_the_items_that_would_change_who_has_least_against_it():
    # without a: H1 0, others 1; without b: H1 2, others 0, as before; without c nothing moves
    assert measures.turning(GRID, ("H1", "H2", "H3")) == {"a": ["H1"]}
    assert measures.turning({"a": GRID["a"]}, ("H1", "H2")) == {}


def test_a_code_of_a_sharper_wording_keeps_the_looser_one_and_what_else_holds_beside_it():
    cells = measures.sharp().set_index(["evidence_id", "hypothesis_id"])
    assert len(cells) == 10
    # read in the tables: E04 fits the loose H3 very well and says nothing on the sharp one
    assert cells.loc[("E04", "H3"), ["loose", "code", "others"]].tolist() == ["CC", "N", ["C"]]
    assert cells.loc[("E11", "H3"), "others"] == []


def test_points_and_fits_of_wordings_are_counted_by_hypothesis():
    cells = pd.DataFrame(
        {
            "hypothesis_id": ["H5", "H3", "H3"],
            "loose": ["CC", "C", "I"],
            "code": ["II", "N", "II"],
            "mine": ["C", "N", "I"],
        }
    )
    assert measures.sharpened(cells).to_dict("records") == [
        {"name": "H3", "loose": 1, "loose_fit": 1, "code": 2, "code_fit": 0, "mine": 1}
        | {"mine_fit": 0},
        {"name": "H5", "loose": 0, "loose_fit": 1, "code": 2, "code_fit": 0, "mine": 0}
        | {"mine_fit": 1},
    ]


def test_weak_and_heavy_assumptions_come_first():
    filled = {
        "a": {"holds": "solid", "turns": "all"},
        "b": {"holds": "caveat", "turns": "all"},
        "c": {"holds": "weak", "turns": "all"},
        "d": {"holds": "weak"},
        "e": {"holds": "weak", "turns": "some"},
    }
    assert measures.shaky(filled) == ["c", "b", "e"]
    assert measures.shaky({}) == []
