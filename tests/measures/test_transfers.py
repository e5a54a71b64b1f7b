"""Measures of transfers: worked answers and properties."""

import ast
import inspect

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data
from helpers.measures import transfers as measures


def rows(*ids):
    """Rows of the table transfers by id, in this order."""
    return data.table("transfers").set_index("transfer_id").loc[list(ids)].reset_index()


@pytest.mark.parametrize(
    ("claimant", "name"),
    [
        ("KOR Minister of Defence Shin Won-sik", "South Korea, defence minister"),
        ("MSMT first report (11 states)", "monitoring team of 11 states"),
        ("RUSI (with Financial Times)", "RUSI"),
        ("UKR President Zelenskyy", "Ukraine, president"),
    ],
)
def test_names_of_claimants(claimant, name):
    assert measures.who(claimant) == name


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_rows_changes_no_claim(order):
    frame = data.table("transfers").head(12)
    again = measures.claims(frame.iloc[order])
    pd.testing.assert_frame_equal(again, measures.claims(frame))


@pytest.mark.parametrize("thing", measures.THINGS)
def test_one_thing_has_one_unit(thing):
    about, frame = measures.THINGS[thing], measures.claims_of(thing)
    assert isinstance(about, measures.Thing)
    own = frame[frame["claim_group"] == about.group]
    assert len(own)
    assert set(own["unit"]) == {about.unit}
    assert set(frame["claim_group"]) <= {about.group, about.also}
    assert (frame[frame["claim_group"] == about.also]["status"] == "denied").all()


def test_an_unknown_thing_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="is not one of: shells, containers"):
        measures.claims_of("tanks")


def test_parts_of_one_statement_may_be_added():
    # T044: 8 missiles, January to June 2024; T045: 74, July to December, the same report
    assert measures.add_up(rows("T044", "T045")) == (82, 82)
    assert measures.add_up(rows("T045", "T044")) == (82, 82)
    assert measures.add_up(rows("T011")) == (15800, 16000)


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (("T005", "T015"), "about 2 different things"),
        (("T035", "T037"), "mix units"),
        (("T081", "T082"), "mix units"),
        (("T015", "T017"), "2 statements about one thing"),
        (("T158", "T161"), "one statement told 2 times about one period: count it once"),
        (("T016",), "'more than'"),
        (("T048",), "no number"),
    ],
)
def test_what_may_not_be_added_is_refused_in_one_sentence(ids, sentence):
    with pytest.raises(ValueError, match=sentence) as refusal:
        measures.add_up(rows(*ids))
    assert str(refusal.value).endswith(".")


def test_nothing_and_everything_have_no_sum():
    with pytest.raises(ValueError, match="no row"):
        measures.add_up(rows("T001").head(0))
    with pytest.raises(ValueError, match="39 different things"):
        measures.add_up(data.table("transfers"))


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 224), min_size=2, max_size=5))
def test_only_parts_of_one_statement_are_ever_added(places):
    some = data.table("transfers").iloc[sorted(places)]
    try:
        low, high = measures.add_up(some)
    except ValueError:
        return
    assert some["origin_id"].nunique() == some["claim_group"].nunique() == 1
    assert low <= high


def test_one_container():
    # T019 and T005: 3,000,000 / 6,700 = 447.8 and 500,000 / 6,700 = 74.6
    assert measures.per_container() == pytest.approx((447.76, 74.63), abs=0.01)
    assert measures.shells_per_container() == 448
    assert measures.rockets_per_container() == 75


def test_rounds_in_containers():
    assert measures.rounds_in(6700, 0, 100) == pytest.approx(3_000_000)
    assert measures.rounds_in(6700, 100, 100) == pytest.approx(500_000)
    # half the boxes each way, half full: (1,500,000 + 250,000) / 2
    assert measures.rounds_in(6700, 50, 50) == pytest.approx(875_000)
    assert measures.rounds_in(0, 50, 50) == 0


@settings(max_examples=60)
@given(st.floats(0, 1e6), st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_rounds_lie_between_all_rockets_and_all_shells(containers, rockets, more, filled):
    some = measures.rounds_in(containers, rockets, filled)
    least, most = (
        measures.rounds_in(containers, 100, filled),
        measures.rounds_in(containers, 0, filled),
    )
    assert least - 1e-6 <= some <= most + 1e-6
    fewer, other = sorted((rockets, more))
    by_mix = [measures.rounds_in(containers, share, filled) for share in (fewer, other)]
    assert by_mix[1] <= by_mix[0] + 1e-6


@pytest.mark.parametrize(("containers", "rockets", "filled"), [(-1, 0, 1), (1, 101, 1), (1, 1, -1)])
def test_impossible_boxes_are_refused(containers, rockets, filled):
    with pytest.raises(ValueError, match=r"cannot be below 0|from 0 to 100"):
        measures.rounds_in(containers, rockets, filled)


def test_the_simulation_repeats_and_stays_inside_its_assumptions():
    ends = ((20_000, 28_000), (0, 100), (60, 100))
    draws = measures.simulate(*ends)
    assert (draws == measures.simulate(*ends)).all()
    assert (draws != measures.simulate(*ends, seed=1)).any()
    assert draws.min() >= measures.rounds_in(20_000, 100, 60)
    assert draws.max() <= measures.rounds_in(28_000, 0, 100)
    # mean of independent draws: 24,000 boxes x (448 + 75) / 2 x 80 per cent = 5.0 million
    assert draws.mean() == pytest.approx(24_000 * (447.76 + 74.63) / 2 * 0.8, rel=0.01)
    assert len(measures.simulate(*ends, draws=7)) == 7


def test_the_middle_of_the_default_simulation():
    assert 4.5 < measures.middle_of_spread() < 5.3
    assert list(measures.box_counts().values()) == [
        (20_000, 28_000),
        (15_800, 16_000),
        (6_700, 6_700),
    ]


def test_findings_on_launches():
    assert [measures.launched_in(y) for y in (2021, 2023, 2024, 2025)] == [0, 3123, 10970, 54702]
    assert measures.launched_2025() == 54702
    months = measures.launches()
    assert months["month"].is_unique
    assert list(months.loc[months["partial"], "month"].dt.strftime("%Y-%m")) == [
        "2022-09",
        "2026-06",
    ]
    assert months["share"].between(0, 1).all()


def test_published_rows_never_enter_a_sum():
    frame = data.table("drone_launches")
    again = measures.launches(frame.sample(frac=1, random_state=1))
    assert set(again["basis"]) == {"computed"}
    assert again["launched"].tolist() == measures.launches()["launched"].tolist()


def test_findings_on_labels():
    assert (measures.labelled_low(), measures.labelled_high()) == (8, 82)
    assert measures.labelled("high", 2025) == 137 + 234
    assert measures.labelled_twice() == 2 * 82
    assert measures.labelled_mixed() == 82 + 8
    assert measures.label_counts()["claimant"].nunique() == 1


def test_findings_on_the_ledger():
    assert measures.count_best_returns() == 0
    frame = measures.ledger("PRK")
    casualties = data.table("transfers").query("claim_group == 'prk-troops-casualties'")
    assert not set(frame["transfer_id"]) & set(casualties["transfer_id"])
    against = set(frame.loc[frame["against"], "transfer_id"])
    assert {"T032", "T033", "T034", "T059", "T115", "T126", "T128"} == against


@pytest.mark.parametrize("partner", measures.SIDES)
def test_a_statement_counts_once_in_a_row_with_its_best_grade(partner):
    once, every = measures.ledger(partner), measures.ledger(partner, once=False)
    key = ["direction", "kind", "origin_id", "against"]
    assert not once.duplicated(key).any()
    assert once.groupby(key)["grade"].min().equals(every.groupby(key)["grade"].min())


def test_the_stories_are_rows_of_the_table_in_order():
    for name, told in measures.STORIES.items():
        frame = measures.story(name)
        assert set(frame["transfer_id"]) == set(told)
        assert frame["claim_date"].is_monotonic_increasing
    su35, troops, losses = (
        measures.story(name).set_index("transfer_id") for name in measures.STORIES
    )
    assert "confirmed" not in set(su35["status"])
    assert troops.loc["T059", "status"] == "denied"
    assert set(troops.loc[["T064", "T065"], "status"]) == {"confirmed"}
    assert troops.loc[["T064", "T065"], "quantity_low"].isna().all()
    assert losses.loc["T083", "unit"] != losses.loc["T086", "unit"]
    assert losses.loc["T083", "quantity_low"] == losses.loc["T086", "quantity_low"] == 6000


def test_words_of_the_stories_hold_the_numbers_of_their_rows():
    for name, told in measures.STORIES.items():
        frame = measures.story(name).set_index("transfer_id")
        for key, words in told.items():
            number = frame.loc[key, "quantity_low"]
            if pd.notna(number) and number >= 40:
                assert f"{number:,.0f}" in words or key == "T072", key


def test_no_measure_draws_numbers_without_a_seed():
    tree = ast.parse(inspect.getsource(measures))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    names = {node.attr for node in calls if ast.unparse(node.value) == "np.random"}
    assert names == {"default_rng"}
    assert isinstance(measures.simulate((1, 2), (0, 1), (0, 1), draws=3), np.ndarray)
