"""Measures of treaties: worked answers and properties."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data
from helpers.measures import treaties as measures

LEVELS = [1, 2, 3]
codes = st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)), min_size=1)


def provisions(*rows):
    """Rows of the table provisions from (treaty, article, obligation, strength, other, seen)."""
    columns = ["treaty_id", "article", "obligation", "strength", "alt_strength", "verified"]
    frame = pd.DataFrame(rows, columns=columns).assign(source_ids="un-charter")
    frame["provision_id"] = [f"pv{n}" for n in range(len(frame))]
    return frame.astype({"strength": "Int64", "alt_strength": "Int64", "verified": bool})


def strength(treaty, obligation="defence"):
    frame = measures.promises()
    own = frame[(frame["treaty_id"] == treaty) & (frame["obligation"] == obligation)]
    return [(row.low, row.strength, row.high) for row in own.itertuples()]


def test_equal_clauses_of_one_treaty_are_one_promise_and_unequal_ones_two():
    frame = measures.promises(
        provisions(
            ("nato-1949", "5", "defence", 4, 5, True),
            ("nato-1949", "6", "defence", 4, 3, False),
            ("nato-1949", "7", "defence", 2, None, True),
            ("nato-1949", "8", "sanctions", 3, None, True),
            ("nato-1949", "9", "defence", None, None, True),
        )
    )
    found = [(r.strength, r.low, r.high, r.articles, r.seen) for r in frame.itertuples()]
    assert found == [(4, 3, 5, "5, 6", False), (2, 2, 2, "7", True)]


def test_an_article_that_was_not_seen_says_so():
    frame = measures.promises(provisions(("nato-1949", None, "defence", 4, None, False)))
    assert frame["articles"].tolist() == [""]


@pytest.mark.parametrize(
    ("treaty", "ends"),
    [
        ("ussr-dprk-1961", (5, 5, 5)),
        ("prc-dprk-1961", (5, 5, 5)),
        ("rus-dprk-2024", (4, 4, 5)),
        ("nato-1949", (4, 4, 5)),
        ("us-rok-1953", (3, 4, 4)),
        ("us-jpn-1960", (3, 4, 4)),
        ("csto-1992", (4, 5, 5)),
        ("rus-irn-2025", (0, 0, 0)),
        ("rus-prc-2001", (0, 0, 0)),
        ("rus-irn-2001", (0, 0, 0)),
        ("rus-dprk-2000", (0, 0, 0)),
    ],
)
def test_defence_is_as_strong_as_the_findings_say(treaty, ends):
    assert strength(treaty) == [ends]


def test_unequal_defence_clauses_stay_apart():
    assert len(strength("rus-blr-2024")) == 2


def test_the_two_treaties_with_iran_only_forbid_helping_the_aggressor():
    assert {s for _, s, _ in strength("rus-irn-2025", "neutrality")} == {3}
    assert {s for _, s, _ in strength("rus-irn-2001", "neutrality")} == {3}


def test_every_promise_lies_within_its_readings():
    frame = measures.promises()
    assert frame["obligation"].isin(measures.OBLIGATIONS).all()
    assert (frame["low"] <= frame["strength"]).all()
    assert (frame["strength"] <= frame["high"]).all()
    assert not frame.duplicated(["treaty_id", "obligation", "strength"]).any()


def test_atop_agrees_on_defence_wherever_both_speak():
    ours = (
        measures.promises().query("obligation == 'defence'").groupby("treaty_id")["strength"].max()
    )
    theirs = data.table("alliance_codes").dropna(subset="treaty_id").set_index("treaty_id")
    theirs = theirs["defense"].dropna()
    both = ours.index.intersection(theirs.index)
    assert len(both) == 11
    assert ((ours[both] >= 4) == (theirs[both] == 1)).all()


@pytest.mark.parametrize(
    ("short", "signed", "ended", "name"),
    [
        ("Russia-DPRK 2024", "2024-06-19", None, "Russia–DPRK 2024"),
        ("NATO", "1949-04-04", None, "NATO 1949"),
        ("USSR-China", "1950-02-14", "1980-04-11", "USSR–China 1950–80"),
        ("Old pact", "1990-01-01", "2003-05-05", "Old pact 1990–2003"),
        ("25-year plan", "2021-03-27", None, "25-year plan 2021"),
    ],
)
def test_a_treaty_is_named_with_its_years(short, signed, ended, name):
    row = {"short_name": short, "signed": pd.Timestamp(signed), "terminated": pd.Timestamp(ended)}
    assert measures.label(row) == name


def test_names_are_unique_and_short_enough_for_a_row():
    assert measures.named()["name"].is_unique
    assert measures.promises()["name"].str.len().max() <= 22


def test_pairs_do_not_hang_on_the_order_of_the_parties():
    frame = measures.named().set_index("treaty_id")
    assert frame.loc["rus-dprk-2024", "pair"] == "RUS;PRK"
    assert frame.loc["prc-irn-2021", "pair"] == "CHN;IRN"
    assert frame.loc["nato-1949", "pair"] == ""
    assert frame.loc["nato-1949", "among_four"] == False  # noqa: E712
    turned = data.table("treaties").head(3)
    turned["parties"] = turned["parties"].str.split(";").str[::-1].str.join(";")
    assert measures.named(turned)["pair"].tolist() == measures.named().head(3)["pair"].tolist()


def test_naming_changes_no_table():
    before = data.table("treaties")
    measures.named(before)
    assert "pair" not in before


def life(in_force, signed, terminated=None, kind="treaty"):
    """The table treaties with one row whose life is as given."""
    frame = data.table("treaties").head(1)
    days = {"in_force": in_force, "signed": signed, "terminated": terminated}
    for column, day in days.items():
        frame[column] = pd.to_datetime(pd.Series([day])).astype("datetime64[us]")
    frame["kind"] = kind
    return frame


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2001-03-04", False),
        ("2001-03-05", True),
        ("2009-12-31", True),
        ("2010-01-01", False),
        ("2010-01-02", False),
    ],
)
def test_the_day_of_entry_counts_and_the_day_of_the_end_does_not(day, counts):
    frame = life("2001-03-05", "2000-01-01", "2010-01-01")
    assert (len(measures.in_force(day, frame)) == 1) is counts


def test_a_year_of_entry_counts_from_the_signature_on():
    frame = life("2000-01-01", "2000-02-09")
    assert measures.in_force("2000-02-08", frame).empty
    assert len(measures.in_force("2000-02-09", frame)) == 1


def test_what_never_enters_into_force_is_never_in_force():
    assert measures.in_force("2020-01-01", life(None, "2000-01-01")).empty
    assert measures.in_force("2020-01-01", life("2000-01-01", "2000-01-01", kind="programme")).empty


@pytest.mark.parametrize(
    ("day", "helping"),
    [
        ("1949-12-31", []),
        ("1955-12-31", ["ussr-prc-1950"]),
        ("1961-09-09", ["ussr-prc-1950"]),
        ("1961-09-10", ["prc-dprk-1961", "ussr-dprk-1961", "ussr-prc-1950"]),
        ("1985-12-31", ["prc-dprk-1961", "ussr-dprk-1961"]),
        ("1998-12-31", ["prc-dprk-1961"]),
        ("2010-12-31", ["prc-dprk-1961"]),
        ("2023-12-31", ["prc-dprk-1961"]),
        ("2024-12-03", ["prc-dprk-1961"]),
        ("2024-12-04", ["prc-dprk-1961", "rus-dprk-2024"]),
        ("2025-12-31", ["prc-dprk-1961", "rus-dprk-2024"]),
    ],
)
def test_help_in_war_was_promised_by_these(day, helping):
    assert sorted(measures.help_promised(day)["treaty_id"]) == helping


def test_the_ladder_begins_with_help_in_force_and_then_goes_by_date():
    order = measures.ladder_order(measures.promises())
    assert order == [
        *("nato-1949", "anzus-1951", "us-rok-1953", "us-jpn-1960", "prc-dprk-1961"),
        *("csto-1992", "rus-dprk-2024", "rus-blr-2024"),  # help in force
        *("ussr-prc-1950", "ussr-dprk-1961"),  # help, ended
        *("rus-dprk-2000", "rus-irn-2001", "rus-prc-2001", "rus-irn-2025"),  # none
    ]


def test_the_strongest_promise_of_each_pair():
    frame = measures.pair_promises().set_index(["pair", "obligation"])
    assert len(frame) == 30
    korea = frame.loc[("RUS;PRK", "defence")]
    assert (korea["strength"], korea["high"], korea["treaties"]) == (4, 5, "Russia–DPRK 2024")
    assert frame.loc[("CHN;PRK", "defence"), "strength"] == 5
    assert pd.isna(frame.loc[("RUS;IRN", "defence"), "strength"])  # absent is no promise
    for pair in ("CHN;IRN", "IRN;PRK"):
        assert frame.loc[pair, "strength"].isna().all()
    earlier = measures.pair_promises("1970-01-01").set_index(["pair", "obligation"])
    assert earlier.loc[("RUS;PRK", "defence"), "treaties"] == "USSR–DPRK 1961–96"
    assert earlier.loc[("RUS;CHN", "defence"), "strength"] == 5


def test_counts_for_the_questions():
    assert len(data.table("provisions")) == 114
    unseen = measures.unseen_by_treaty()
    assert unseen.sum() == 42
    assert measures.most_unseen() == unseen.max() == unseen.iloc[0]
    assert unseen.is_monotonic_decreasing


def test_agreement_is_the_share_of_equal_codes():
    assert measures.agreement("aabb", "aaba") == 0.75
    assert measures.agreement(["x"], ["y"]) == 0


@pytest.mark.parametrize("lists", [([], []), ([1], [1, 2])])
@pytest.mark.parametrize("measure", [measures.agreement, measures.kappa])
def test_only_equally_long_lists_are_compared(measure, lists):
    with pytest.raises(ValueError, match="two equally long lists"):
        measure(*lists)


def test_kappa_of_a_table_worked_by_hand():
    # 20 both yes, 15 both no, 5 and 10 apart: seen 0.7, by chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert measures.kappa(first, second) == pytest.approx(0.4)


def test_a_near_miss_weighs_less_with_an_ordered_scale():
    # apart by 1 in one of four: 0.25; by chance 14/16. Unweighted: seen 3/4, by chance 5/16
    first, second = [1, 2, 3, 3], [1, 2, 2, 3]
    assert measures.kappa(first, second, LEVELS) == pytest.approx(1 - 0.25 / 0.875)
    assert measures.kappa(first, second) == pytest.approx((3 / 4 - 5 / 16) / (1 - 5 / 16))
    far = [1, 2, 1, 3]
    assert measures.kappa(first, far, LEVELS) < measures.kappa(first, second, LEVELS)


def test_opposite_codes_are_worse_than_chance():
    assert measures.kappa("ab", "ba") == -1


def test_without_variety_there_is_no_kappa():
    assert math.isnan(measures.kappa("aaa", "aaa"))
    assert math.isnan(measures.kappa([2, 2], [2, 2], LEVELS))
    assert measures.kappa("aaa", "aab") == 0


@settings(max_examples=150, deadline=None)
@given(codes, st.sampled_from([None, LEVELS]), st.randoms())
def test_kappa_is_symmetric_bounded_and_blind_to_order(pairs, levels, random):
    first, second = zip(*pairs, strict=True)
    found = measures.kappa(first, second, levels)
    assert found == measures.kappa(second, first, levels) or math.isnan(found)
    assert math.isnan(found) or -1 - 1e-9 <= found <= 1
    if first == second:
        assert math.isnan(found) or found == 1
    elif not math.isnan(found):
        assert found < 1
    shuffled = random.sample(pairs, len(pairs))
    again = measures.kappa(*zip(*shuffled, strict=True), levels)
    assert again == pytest.approx(found, nan_ok=True)


@settings(max_examples=100, deadline=None)
@given(codes)
def test_with_two_levels_weights_change_nothing(pairs):
    first, second = ([min(code, 2) for code in coder] for coder in zip(*pairs, strict=True))
    found = measures.kappa(first, second, [1, 2])
    assert found == pytest.approx(measures.kappa(first, second), nan_ok=True)


def test_two_boards_are_compared_on_the_clauses_that_both_coded():
    zero, one, five = "0", "1", "5"
    first = {
        "a": {"obligation": "defence", "strength": five},
        "b": {"obligation": "neutrality"},
        "c": {"strength": zero},
        "d": {"obligation": "defence"},
    }
    second = {
        "a": {"obligation": "defence", "strength": five},
        "b": {"obligation": "defence", "strength": one},
        "c": {"strength": one},
    }
    found = measures.compare_coders(first, second)
    # a alike, b not: seen 1/2; by chance one of two second codes fits, for one of two: 1/2
    assert found["obligation"] == {"items": 2, "agreement": 0.5, "kappa": 0}
    # apart by 0 and 1: 0.5 in the mean; by chance (0 + 4 + 5 + 1) / 4 = 2.5
    assert found["strength"] == {"items": 2, "agreement": 0.5, "kappa": pytest.approx(0.8)}
    assert measures.compare_coders(first, {}) == measures.compare_coders({}, first) == {}


def test_our_own_codes_agree_with_themselves():
    found = measures.compare_coders(measures.reference_codes(), measures.reference_codes())
    assert {column: v["items"] for column, v in found.items()} == {"obligation": 12, "strength": 12}
    assert all(v["agreement"] == v["kappa"] == 1 for v in found.values())


def test_the_twelve_clauses_use_every_kind_of_code():
    frame = measures.clauses()
    assert tuple(frame["provision_id"]) == measures.CLAUSES
    assert len(set(measures.CLAUSES)) == 12
    assert frame["strength"].nunique() >= 4
    assert frame["obligation"].nunique() >= 4


def test_each_part_of_a_wording_stands_in_its_phrases():
    rows = data.table("article4_wordings")
    phrases = rows["trigger_phrase"] + "|" + rows["duty_phrase"] + "|" + rows["qualifier_phrase"]
    for part in measures.PARTS:
        pairs = zip(rows[part].fillna(""), phrases, strict=True)
        assert all(text in phrase for text, phrase in pairs), part
        assert rows[part].notna().any(), part


def test_parts_of_one_text_alone_are_named():
    whole, cut = {"attack": "armed attack", "laws": "the laws"}, {"attack": "an invasion"}
    assert measures.apart(whole, cut) == measures.apart(cut, whole) == ["laws"]
    assert measures.apart(whole, whole) == []


def test_machinery_is_a_clause_of_the_treaty_and_of_a_kind():
    assert measures.machinery("nato-1949")["machinery"].tolist() == ["other", "council"]
    assert measures.machinery("ussr-dprk-1961").empty
    known = data.table("provisions")["machinery"].dropna()
    assert len(known) >= 4
    assert set(known) <= set(measures.MACHINES)


def test_the_steps_of_practice_come_in_order_of_date():
    steps = measures.practice()
    assert steps["date"].is_monotonic_increasing
    korea = steps[steps["treaty_id"] == "rus-dprk-2024"]
    assert korea["kind"].tolist() == ["signed", "done", "force", "cited", "cited"]
    assert korea["date_text"].tolist()[:3] == ["2024-06-19", "2024-10", "2024-12-04"]


def test_the_promise_of_russia_and_north_korea_had_a_gap_and_that_of_china_has_none():
    end, begin = measures.promise_gap("RUS;PRK")
    assert (end.year, f"{begin:%Y-%m-%d}") == (1996, "2024-12-04")
    assert measures.promise_gap("CHN;PRK") is None
    assert measures.promised_since("CHN;PRK").year == 1961
    assert measures.promised_since("RUS;CHN") is None


def test_one_of_the_four_has_a_promise_with_each_other():
    assert measures.with_all_others(measures.pair_promises()) == ["RUS"]


def test_a_reading_moves_both_ends_of_a_code_to_one():
    frame = measures.promises()
    most, least = (measures.read_as(frame, end) for end in ("most", "least"))
    assert (most["strength"] == frame["high"]).all()
    assert (least["high"] == frame["low"]).all()
    assert measures.read_as(frame, "coded") is frame


def test_a_promise_knows_the_clauses_that_it_was_merged_from():
    frame = measures.promises(
        provisions(
            ("nato-1949", "5", "defence", 4, 5, True),
            ("nato-1949", "6", "defence", 4, 3, False),
            ("nato-1949", "4", "consultation", 3, None, True),
        )
    )
    assert sorted(frame["provision_ids"]) == [["pv0", "pv1"], ["pv2"]]
    every = measures.promises()["provision_ids"].explode()
    assert every.is_unique


@pytest.mark.parametrize(
    ("code", "verdict"), [(None, "open"), ("3", "same"), ("4", "other"), ("5", "different")]
)
def test_a_strength_is_compared_with_ours_and_with_our_other_reading(code, verdict):
    assert measures.verdict(code, "3", "4") == verdict


def test_no_treaty_binds_all_four():
    assert not measures.one_binds_all_four()
