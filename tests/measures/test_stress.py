"""Measures of stress: worked answers and properties."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data
from helpers.measures import stress as measures
from helpers.measures import treaties

CODES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=25)


@pytest.fixture(scope="module")
def full():
    return measures.cases()


def made(*rows):
    """Return cases from (id, group, date, treaty, expected, given, low, high, asked)."""
    names = ["test_id", "group", "date_text", "obligation_treaty_id", "help_expected"]
    names += ["help_given", "help_given_low", "help_given_high", "help_asked"]
    frame = pd.DataFrame(rows, columns=names)
    frame["date"] = pd.to_datetime(frame["date_text"])
    frame["principal"], frame["ally"], frame["crisis"] = "IRN", "RUS;CHN", "A crisis"
    return frame


TREATIES = pd.DataFrame(
    {
        "treaty_id": ["old", "new", "talk"],
        "in_force": pd.to_datetime(["1990-01-01", "2024-12-04", "2000-01-01"]),
        "terminated": pd.to_datetime(["1996-09-10", None, None]),
        "signed": pd.to_datetime(["1989-01-01", "2024-06-19", "1999-01-01"]),
        "kind": ["treaty", "treaty", "agreement"],
        "mutual_defence": ["yes", "qualified", "consultation"],
    }
)


@pytest.fixture(scope="module")
def small():
    return measures.cases(
        made(
            ("a", "core", "1995-01-01", "old", 3, 3, 3, 3, "yes"),
            ("b", "core", "1996-09-10", "old", 3, 1, 0, 3, "yes"),
            ("c", "core", "2024-12-03", "new", 2, 3, 3, 3, "not stated"),
            ("d", "comparison", "2024-12-04", "new", 2, 2, 2, 2, "no"),
            ("e", "comparison", "2023-01-01", "talk", 1, 0, 0, 0, "yes"),
            ("f", "comparison", "2021-06-01", None, 1, 1, 1, 2, "disputed"),
        ),
        TREATIES,
    )


def test_in_force_counts_the_first_day_and_not_the_last(small):
    by_id = small.set_index("test_id")
    # b stands on the day of the end, c a day before entry, d on the day of entry, f has no treaty
    assert by_id["live"].to_dict() == {
        "a": True, "b": False, "c": False, "d": True, "e": True, "f": False,
    }  # fmt: skip
    # talk is in force and promises no help
    assert by_id.index[by_id["clause"]].tolist() == ["a", "d"]
    rows = measures.in_force(small, TREATIES)
    assert rows.tolist() == small["live"].tolist()


def test_each_demand_leaves_fewer(small):
    # core a, b, c name a treaty; a has it in force with help and asked. comparison: d, e name one
    assert measures.narrowed(small).to_dict("list") == {
        "core": [3, 3, 1, 1, 1],
        "comparison": [3, 2, 2, 1, 0],
    }


def test_balance_and_definitions(small):
    # gaps: a 0, b -2, c +1, d 0, e -1, f 0
    assert measures.balance(small) == {"below": 2, "equal": 3, "above": 1}
    # at the highest reading b is as expected and f above
    assert measures.balance(small, "help_given_high") == {"below": 1, "equal": 3, "above": 2}
    assert measures.meeting(small, 3).sum() == 2
    assert measures.meeting(small, 1, "help_given_low").sum() == 4


def test_a_choice_of_cases(small):
    def ids(**choice):
        return set(measures.filtered(small, **choice)["test_id"])

    assert ids() == set("abcdef")
    assert ids(duty="named") == set("abcde")
    assert ids(duty="clause", group="core") == {"a"}
    assert ids(asked="yes") == set("abe")
    assert ids(period="before") == set("abf")
    assert ids(period="since", asked="disputed") == set()
    assert ids(need="other") == set()
    assert ids(need="IRN", helper="CHN") == set("abcdef")
    assert ids(helper="other") == ids(helper="PRK") == set()


def test_ranks_share_the_middle():
    # 1, 1 take places 1 and 2: 1.5 each; 0 would stand first
    assert measures.ranks([5, 1, 1, 9]) == [3, 1.5, 1.5, 4]
    assert measures.ranks([]) == []


def test_rank_correlation_by_hand():
    assert measures.spearman([1, 2, 3], [10, 20, 21]) == pytest.approx(1)
    assert measures.spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    # ranks 1, 2, 3, 4 and 1, 2, 4, 3: 1 - 6 * 2 / (4 * 15) = 0.8
    assert measures.spearman([1, 2, 3, 4], [1, 2, 9, 3]) == pytest.approx(0.8)
    # ties: ranks 1.5, 1.5, 3 and 1, 2.5, 2.5; deviations -.5, -.5, 1 and -1, .5, .5:
    # products .5 - .25 + .5 = .75 over sqrt(1.5 * 1.5) = 1.5
    assert measures.spearman([0, 0, 1], [0, 1, 1]) == pytest.approx(0.5)
    assert math.isnan(measures.spearman([1, 1, 1], [0, 1, 2]))
    assert math.isnan(measures.spearman([], []))
    with pytest.raises(ValueError, match="equally long"):
        measures.spearman([1, 2], [1])


@settings(max_examples=60, deadline=None)
@given(CODES, st.randoms(use_true_random=False))
def test_rank_correlation_is_symmetric_bounded_and_blind_to_order(pairs, chance):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    mixed = chance.sample(pairs, len(pairs))
    value = measures.spearman(first, second)
    same = [
        measures.spearman(second, first),
        measures.spearman([a for a, _ in mixed], [b for _, b in mixed]),
        # only the order counts: any rising change of the codes leaves it
        measures.spearman([2**a for a in first], [b + 7 for b in second]),
        -measures.spearman([-a for a in first], second),
    ]
    assert same == pytest.approx([value] * 4, nan_ok=True)
    assert math.isnan(value) or -1 - 1e-9 <= value <= 1 + 1e-9


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_counts_do_not_depend_on_the_order_of_rows(chance):
    frame = measures.cases()
    mixed = frame.loc[chance.sample(list(frame.index), len(frame))]
    assert measures.balance(mixed) == measures.balance(frame)
    assert measures.narrowed(mixed).equals(measures.narrowed(frame))
    again = measures.cases(mixed, data.table("treaties"))
    assert again["test_id"].tolist() == frame["test_id"].tolist()


def test_the_soviet_union_ends_with_1991():
    assert measures.then("RUS", 1991) == "USSR"
    assert measures.then("RUS", 1992) == "RUS"
    assert measures.then("PRK", 1950) == "PRK"


def test_a_learners_rating_takes_the_place_of_ours(full):
    ratings = {
        "st07": {"given": "2", "reason": "words"},
        "st17": {"reason": "trade"},
        "st99": {"given": "3"},
        "st18": {"given": "9 absurd"},
    }
    rows = measures.rerated(full, ratings).set_index("test_id")
    before = full.set_index("test_id")
    columns = list(measures.READINGS)
    assert rows.loc["st07", columns].tolist() == [2, 2, 2]
    assert rows.loc["st07", "gap"] == 1
    others = rows.index.drop("st07")
    assert rows.loc[others, columns].equals(before.loc[others, columns])
    assert measures.rerated(full, {})[columns].equals(full[columns])


def test_a_learners_rating_is_compared_with_our_range(full):
    row = full.set_index("test_id").loc["st17"]
    found = [measures.verdict(code, row) for code in (None, *measures.SCALE)]
    assert found == ["open", "different", "same", "within", "different"]


def test_the_rule_of_years_in_force_is_that_of_treaties(full):
    for row in full[full["named"]].itertuples():
        live = treaties.in_force(str(row.date.date()))["treaty_id"]
        assert row.live == (row.obligation_treaty_id in set(live))


def test_cases_of_one_treaty_and_of_a_promise(full):
    rows = measures.obliged("csto-1992")
    assert rows["asked"].all()
    assert set(rows["obligation_treaty_id"]) == {"csto-1992"}
    for frame in (rows, measures.due()):
        assert frame["date"].is_monotonic_increasing
    assert set(measures.due()["test_id"]) == set(full.loc[full["promised"], "test_id"])
    found = measures.requests()
    assert found["yes"] == full["asked"].sum()
    assert sum(found.values()) <= len(full)
    sets = {which: len(measures.chosen(full, which)) for which in measures.SETS}
    assert sets["core"] + sets["comparison"] == sets["both"] == len(full)
    assert sets["core"] - sets["no_iran"] == measures.count_iran()


def test_named_counts():
    assert (measures.count_iran(), measures.count_iran_material()) == (10, 0)
    assert measures.count_core_fights() == 4
    assert (measures.count_named(), measures.count_live(), measures.count_clause()) == (10, 8, 7)
    assert measures.count_core_below() == 3
    assert (measures.count_below(), measures.count_comparison_below()) == (7, 4)
    assert measures.share_asked() == pytest.approx(13 / 32)
    assert measures.share_asked_of_stated() == pytest.approx(13 / 19)


def test_no_two_rows_of_a_chart_or_a_menu_read_alike(full):
    assert not full.duplicated(["crisis", "principal", "ally"]).any()
    assert full["crisis"].str.len().max() < 30


def test_arms_alone_have_one_code_whoever_sends_them(full):
    by_id = full.set_index("test_id")
    ratings = ["help_given", "help_given_low", "help_given_high"]
    assert by_id.loc["st02", ratings].tolist() == by_id.loc["st30", ratings].tolist()
