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
    ("claimant", "kind", "family"),
    [
        ("KOR National Intelligence Service", "intelligence-or-military", "KOR"),
        ("Yonhap citing KOR service", "intelligence-or-military", "KOR"),
        ("UKR President Zelenskyy", "government", "UKR"),
        ("USA Department of Defense", "government", "USA"),
        ("GBR Ministry of Defence", "intelligence-or-military", "others"),
        ("MSMT first report (11 states)", "multilateral-body", "others"),
        ("RUS President Putin", "supplier-or-recipient", "parties"),
        ("IRN member of parliament Ardestani", "lawmaker", "parties"),
        ("KOR lawmaker Wi Sung-lac", "lawmaker", "KOR"),
        ("RUSI (with Financial Times)", "thinktank-or-ngo", "researchers"),
        ("US and European officials (New York Times)", "media-investigation", "press"),
        ("leaked Alabuga documents (Washington Post)", "leak", "press"),
    ],
)
def test_families_of_claimants(claimant, kind, family):
    assert measures.family(claimant, kind) == family


def test_claims_keep_every_row_in_order_of_date():
    frame = measures.claims()
    assert len(frame) == len(data.table("transfers"))
    assert frame["claim_date"].is_monotonic_increasing
    assert set(frame["family"]) == set(measures.FAMILIES)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(list(measures.THINGS)),
    st.sets(st.sampled_from(measures.FAMILIES)),
    st.sets(st.sampled_from(measures.STATUSES)),
)
def test_switching_off_only_takes_rows_away(thing, families, statuses):
    kept = measures.claims_of(thing, families, statuses)
    assert set(kept["transfer_id"]) <= set(measures.claims_of(thing)["transfer_id"])
    assert set(kept["family"]) <= families
    assert set(kept["status"]) <= statuses


def test_findings_on_claims():
    sizes = measures.sizes(measures.claims())
    assert [one["rows"] for one in sizes["status"]] == [14, 130, 55, 5, 17, 5]
    assert [measures.count_status(s) for s in measures.STATUSES] == [14, 130, 55, 5, 17, 5]
    for own in sizes.values():
        assert sum(one["rows"] for one in own) == len(data.table("transfers"))
        assert all(0 < one["statements"] <= one["rows"] for one in own)
    grades = data.table("transfers")["evidence_grade"].astype(str).value_counts()
    assert dict(grades) == {"A": 14, "B": 65, "C": 97, "D": 50}


def test_an_item_without_a_short_name_keeps_its_own():
    frame = measures.claims().set_index("transfer_id")
    short = data.table("transfers").set_index("transfer_id")["item_short"].dropna()
    assert frame["item_short"].notna().all()
    assert (frame.loc[short.index, "item_short"] == short).all()
    rest = frame.drop(short.index)
    assert (rest["item_short"] == rest["item"]).all()


def quantities(*ends):
    """Claims with these pairs of low and high; None is an open end."""
    frame = pd.DataFrame(ends, columns=measures.ENDS, dtype=float)
    return frame.assign(status="assessed")


@pytest.mark.parametrize(
    ("frame", "found"),
    [
        (quantities((1, 2), (5, 9)), (1, 9, False)),
        (quantities((1, 2), (9, None)), (1, 9, True)),
        (quantities((None, 4), (6, 9)), (4, 9, False)),
        (quantities((7, 7)), (7, 7, False)),
        (quantities((None, None)), None),
        (quantities((1, 2)).assign(status="denied"), None),
    ],
)
def test_how_far_claims_range(frame, found):
    assert measures.extent(frame) == found


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2024-01", "2024-12", ("only", "2024")),
        ("2024", "2024", ("only", "2024")),
        ("2024-10", "2024-10", ("in", "2024-10")),
        ("2024-10-01", "2024-10-29", ("in", "2024-10-29")),
        ("2023-08", "2024-10", ("to", "2024-10")),
        (None, "2024-10", ("to", "2024-10")),
        ("2024-10", None, ("from", "2024-10")),
        (None, None, ("", "")),
    ],
)
def test_a_claim_bounds_its_period(start, end, found):
    day, texts = pd.to_datetime, {"period_start_text": start, "period_end_text": end}
    row = pd.Series({"period_start": day(start), "period_end": day(end)} | texts, dtype=object)
    how, _, text = measures.period(row)
    assert (how, text) == found


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
    ("ids", "reason"),
    [
        (("T005", "T015"), "groups"),
        (("T035", "T037"), "units"),
        (("T081", "T082"), "units"),
        (("T015", "T017"), "overlap"),
        (("T158", "T161"), "repeated"),
        (("T016",), "open"),
        (("T048",), "open"),
        ((), "empty"),
    ],
)
def test_what_may_not_be_added_is_refused_with_a_reason(ids, reason):
    with pytest.raises(measures.CannotAddError) as refusal:
        measures.add_up(rows(*ids))
    assert refusal.value.reason == reason


def test_claims_without_a_start_are_not_taken_as_parts_that_follow_each_other():
    parts = rows("T044", "T045").assign(period_start=pd.NaT)
    with pytest.raises(measures.CannotAddError) as refusal:
        measures.add_up(parts)
    assert refusal.value.reason == "repeated"


def test_the_whole_table_has_no_sum():
    with pytest.raises(measures.CannotAddError) as refusal:
        measures.add_up(data.table("transfers"))
    assert refusal.value.facts["n"] == data.table("transfers")["claim_group"].nunique()


def test_parts_of_one_statement_are_one_largest_claim():
    frame = measures.claims().set_index("transfer_id")
    assert measures.largest(frame.loc[["T044", "T045"]])["high"] == 82
    assert measures.largest(frame.loc[["T044", "T041"]]) == {"high": 65, "up": False, "over": True}
    assert measures.largest(frame.loc[["T048"]]) is None


def test_one_missile_by_monitors_stands_alone():
    frame = measures.claims()
    found = frame[frame["unit"] == measures.STAGES["identified"]]
    assert measures.only_one_by_monitors(found)
    assert not measures.only_one_by_monitors(pd.concat([found, found]))
    assert not measures.only_one_by_monitors(found.assign(claimant_type="government"))


def test_capacity_stands_beside_the_boxes_it_was_said_of():
    boxes = measures.capacity_claims().set_index("transfer_id")["boxes"]
    assert boxes[["T019", "T020", "T022", "T029"]].tolist() == [6_700, 10_000, 13_000, 28_000]
    assert measures.largest_box_count() == 28_000
    assert set(measures.better_counts()["evidence_grade"].astype(str)) == {"B"}


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 224), min_size=2, max_size=5))
def test_only_parts_of_one_statement_are_ever_added(places):
    some = data.table("transfers").iloc[sorted(places)]
    try:
        low, high = measures.add_up(some)
    except measures.CannotAddError:
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
    ends = {code: (one["low"], one["high"]) for code, one in measures.box_counts().items()}
    assert ends == {"both": (20_000, 28_000), "study": (15_800, 16_000), "first": (6_700, 6_700)}


def test_findings_on_launches():
    assert measures.launched_by_quarter() == [2550, 6153, 10729, 11925, 16083, 15965]
    assert sum(measures.launched_by_quarter()[2:]) == 54702
    months = measures.launches()
    assert months["month"].is_unique
    assert list(months.loc[months["partial"], "month"].dt.strftime("%Y-%m")) == [
        "2022-09",
        "2026-06",
    ]
    assert months["share"].between(0, 1).all()
    assert months.loc[months["reported_to"].notna(), "partial"].all()
    assert measures.launch_growth({2024: 10, 2025: 50}) == 5
    assert measures.launch_growth({2025: 50}) is None


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
    assert measures.labels_counted_alike()


def test_findings_on_the_ledger():
    assert measures.count_with_casualties("PRK") > measures.count_flow(measures.ledger("PRK"), "to")
    assert measures.count_with_casualties("IRN") is None
    frame = measures.ledger("PRK")
    casualties = data.table("transfers").query("claim_group == 'prk-troops-casualties'")
    assert not set(frame["transfer_id"]) & set(casualties["transfer_id"])
    against = set(frame.loc[frame["against"], "transfer_id"])
    assert {"T032", "T033", "T034", "T059", "T115", "T126", "T128"} == against


def test_kinds_stand_by_their_statements_and_a_new_kind_after_those_known():
    frame = measures.ledger("PRK").query("direction == 'from'")
    order = measures.kinds(frame)
    assert order[-1] == "other"
    sizes = [(~frame.loc[frame["kind"] == kind, "against"]).sum() for kind in order[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    new = pd.DataFrame({"kind": ["other", "tanks", "food"], "against": False})
    assert measures.kinds(new) == ["food", "tanks", "other"]


@pytest.mark.parametrize("partner", measures.PARTNERS)
def test_a_statement_counts_once_in_a_row_with_its_best_grade(partner):
    once, every = measures.ledger(partner), measures.ledger(partner, once=False)
    key = ["direction", "kind", "origin_id", "against"]
    assert not once.duplicated(key).any()
    assert once.groupby(key)["grade"].min().equals(every.groupby(key)["grade"].min())


def test_the_stories_are_rows_of_the_table_in_order():
    su35, troops, losses = (measures.story(name) for name in measures.STORIES)
    for frame in (su35, troops, losses):
        assert len(frame) > 4
        assert frame["claim_date"].is_monotonic_increasing
        assert frame["words"].notna().all()
    assert "confirmed" not in set(su35["status"])
    assert su35.loc[su35["planned"], "transfer_id"].tolist() == ["T179"]
    assert measures.reversal(troops) == {"reversed": pd.Timestamp(2025, 4, 28), "counted": False}
    assert measures.reversal(su35)["reversed"] is None
    assert measures.months_until_retold(losses) == 5
    assert measures.months_until_retold(troops) is None


def test_a_statement_without_short_words_tells_its_summary(monkeypatch):
    frame = data.table("transfers").assign(summary_short=None)
    monkeypatch.setattr(measures.data, "table", lambda name: frame.copy())
    rows = measures.story("growth")
    assert (rows["words"] == rows["summary"]).all()


def test_words_of_the_stories_hold_the_numbers_of_their_rows():
    for name in measures.STORIES:
        for row in measures.story(name).dropna(subset=["quantity_low"]).itertuples():
            if row.quantity_low >= 40:
                assert f"{row.quantity_low:,.0f}" in row.words, row.transfer_id


def test_no_measure_draws_numbers_without_a_seed():
    tree = ast.parse(inspect.getsource(measures))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    names = {node.attr for node in calls if ast.unparse(node.value) == "np.random"}
    assert names == {"default_rng"}
    assert isinstance(measures.simulate((1, 2), (0, 1), (0, 1), draws=3), np.ndarray)
