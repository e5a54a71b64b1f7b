"""Military exchange: measures worked by hand, refusals to add, every picture readable."""

import ast
import functools
import inspect
import itertools
import re

import drawn
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, data, figures
from helpers.topics import transfers as topic


def rows(*ids):
    """Rows of the table transfers by id, in this order."""
    return data.table("transfers").set_index("transfer_id").loc[list(ids)].reset_index()


# --- who says so --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claimant", "kind", "family"),
    [
        ("KOR National Intelligence Service", "intelligence-or-military", "South Korea"),
        (
            "Yonhap citing KOR service",
            "intelligence-or-military",
            "South Korea",
        ),
        ("UKR President Zelenskyy", "government", "Ukraine"),
        ("USA Department of Defense", "government", "United States"),
        ("GBR Ministry of Defence", "intelligence-or-military", "other states, monitors"),
        ("MSMT first report (11 states)", "multilateral-body", "other states, monitors"),
        ("RUS President Putin", "supplier-or-recipient", "the parties themselves"),
        ("IRN member of parliament Ardestani", "lawmaker", "the parties themselves"),
        ("RUSI (with Financial Times)", "thinktank-or-ngo", "researchers"),
        ("US and European officials (New York Times)", "media-investigation", topic.FAMILIES[-1]),
        ("leaked Alabuga documents (Washington Post)", "leak", topic.FAMILIES[-1]),
    ],
)
def test_families_of_claimants(claimant, kind, family):
    assert topic.family(claimant, kind) == family


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
    assert topic.who(claimant) == name


def test_claims_keep_every_row_in_order_of_date():
    frame = topic.claims()
    assert len(frame) == 226
    assert frame["claim_date"].is_monotonic_increasing
    assert set(frame["family"]) == set(topic.FAMILIES)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_rows_changes_no_claim(order):
    frame = data.table("transfers").head(12)
    again = topic.claims(frame.iloc[order])
    pd.testing.assert_frame_equal(again, topic.claims(frame))


@pytest.mark.parametrize("thing", topic.THINGS)
def test_one_thing_has_one_unit(thing):
    about, frame = topic.THINGS[thing], topic.claims_of(thing)
    assert isinstance(about, topic.Thing)
    own = frame[frame["claim_group"] == about.group]
    assert len(own)
    assert set(own["unit"]) == {about.unit}
    assert set(frame["claim_group"]) <= {about.group, about.also}
    assert (frame[frame["claim_group"] == about.also]["status"] == "denied").all()


def test_an_unknown_thing_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="is not one of: shells, containers"):
        topic.claims_of("tanks")


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(list(topic.THINGS)),
    st.sets(st.sampled_from(topic.FAMILIES)),
    st.sets(st.sampled_from(topic.STATUSES)),
)
def test_switching_off_only_takes_rows_away(thing, families, statuses):
    kept = topic.claims_of(thing, families, statuses)
    assert set(kept["transfer_id"]) <= set(topic.claims_of(thing)["transfer_id"])
    assert set(kept["family"]) <= families
    assert set(kept["status"]) <= statuses


# --- adding up ----------------------------------------------------------------------------------


def test_parts_of_one_statement_may_be_added():
    # T044: 8 missiles, January to June 2024; T045: 74, July to December, the same report
    assert topic.add_up(rows("T044", "T045")) == (82, 82)
    assert topic.add_up(rows("T045", "T044")) == (82, 82)
    assert topic.add_up(rows("T011")) == (15800, 16000)


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
        topic.add_up(rows(*ids))
    assert str(refusal.value).endswith(".")


def test_nothing_and_everything_have_no_sum():
    with pytest.raises(ValueError, match="no row"):
        topic.add_up(rows("T001").head(0))
    with pytest.raises(ValueError, match="39 different things"):
        topic.add_up(data.table("transfers"))


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 224), min_size=2, max_size=5))
def test_only_parts_of_one_statement_are_ever_added(places):
    some = data.table("transfers").iloc[sorted(places)]
    try:
        low, high = topic.add_up(some)
    except ValueError:
        return
    assert some["origin_id"].nunique() == some["claim_group"].nunique() == 1
    assert low <= high


# --- counts -------------------------------------------------------------------------------------


def test_findings_on_claims():
    sizes = {s: topic.count_status(s) for s in topic.STATUSES}
    assert list(sizes.values()) == [14, 130, 55, 5, 17, 5]
    assert topic.count_assessed() == 130
    assert topic.count_statements() == 170
    grades = data.table("transfers")["evidence_grade"].astype(str).value_counts()
    assert dict(grades) == {"A": 14, "B": 66, "C": 96, "D": 50}
    assert topic.count_shell_claims() == 14
    assert topic.count_shell_rows() == 18  # with two rates, two changes and a rail shipment
    assert topic.count_rounds_rows() == 15  # with Iran's one claim


def test_one_container():
    # T019 and T005: 3,000,000 / 6,700 = 447.8 and 500,000 / 6,700 = 74.6
    assert topic.per_container() == pytest.approx((447.76, 74.63), abs=0.01)
    assert topic.shells_per_container() == 448
    assert topic.rockets_per_container() == 75


def test_rounds_in_containers():
    assert topic.rounds_in(6700, 0, 100) == pytest.approx(3_000_000)
    assert topic.rounds_in(6700, 100, 100) == pytest.approx(500_000)
    # half the boxes each way, half full: (1,500,000 + 250,000) / 2
    assert topic.rounds_in(6700, 50, 50) == pytest.approx(875_000)
    assert topic.rounds_in(0, 50, 50) == 0


@settings(max_examples=60)
@given(st.floats(0, 1e6), st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_rounds_lie_between_all_rockets_and_all_shells(containers, rockets, more, filled):
    some = topic.rounds_in(containers, rockets, filled)
    least, most = topic.rounds_in(containers, 100, filled), topic.rounds_in(containers, 0, filled)
    assert least - 1e-6 <= some <= most + 1e-6
    fewer, other = sorted((rockets, more))
    by_mix = [topic.rounds_in(containers, share, filled) for share in (fewer, other)]
    assert by_mix[1] <= by_mix[0] + 1e-6


@pytest.mark.parametrize(("containers", "rockets", "filled"), [(-1, 0, 1), (1, 101, 1), (1, 1, -1)])
def test_impossible_boxes_are_refused(containers, rockets, filled):
    with pytest.raises(ValueError, match=r"cannot be below 0|from 0 to 100"):
        topic.rounds_in(containers, rockets, filled)


def test_the_simulation_repeats_and_stays_inside_its_assumptions():
    ends = ((20_000, 28_000), (0, 100), (60, 100))
    draws = topic.simulate(*ends)
    assert (draws == topic.simulate(*ends)).all()
    assert (draws != topic.simulate(*ends, seed=1)).any()
    assert draws.min() >= topic.rounds_in(20_000, 100, 60)
    assert draws.max() <= topic.rounds_in(28_000, 0, 100)
    # mean of independent draws: 24,000 boxes x (448 + 75) / 2 x 80 per cent = 5.0 million
    assert draws.mean() == pytest.approx(24_000 * (447.76 + 74.63) / 2 * 0.8, rel=0.01)
    assert len(topic.simulate(*ends, draws=7)) == 7


def test_the_middle_of_the_default_simulation():
    assert 4.5 < topic.middle_of_spread() < 5.3
    assert list(topic.box_counts().values()) == [
        (20_000, 28_000),
        (15_800, 16_000),
        (6_700, 6_700),
    ]


def test_findings_on_launches():
    assert [topic.launched_in(y) for y in (2021, 2023, 2024, 2025)] == [0, 3123, 10970, 54702]
    assert topic.launched_2025() == 54702
    months = topic.launches()
    assert months["month"].is_unique
    assert list(months.loc[months["partial"], "month"].dt.strftime("%Y-%m")) == [
        "2022-09",
        "2026-06",
    ]
    assert months["share"].between(0, 1).all()


def test_published_rows_never_enter_a_sum():
    frame = data.table("drone_launches")
    again = topic.launches(frame.sample(frac=1, random_state=1))
    assert set(again["basis"]) == {"computed"}
    assert again["launched"].tolist() == topic.launches()["launched"].tolist()


def test_findings_on_labels():
    assert (topic.labelled_low(), topic.labelled_high()) == (8, 82)
    assert topic.labelled("high", 2025) == 137 + 234
    assert topic.labelled_twice() == 2 * 82
    assert topic.labelled_mixed() == 82 + 8
    assert topic.label_counts()["claimant"].nunique() == 1


def test_findings_on_the_ledger():
    assert topic.count_gifts() == 55
    assert topic.count_best_returns() == 0
    frame = topic.ledger("PRK")
    casualties = data.table("transfers").query("claim_group == 'prk-troops-casualties'")
    assert not set(frame["transfer_id"]) & set(casualties["transfer_id"])
    against = set(frame.loc[frame["against"], "transfer_id"])
    assert {"T032", "T033", "T034", "T059", "T115", "T126", "T128"} == against


@pytest.mark.parametrize("partner", topic.SIDES)
def test_a_statement_counts_once_in_a_row_with_its_best_grade(partner):
    once, every = topic.ledger(partner), topic.ledger(partner, once=False)
    key = ["direction", "kind", "origin_id", "against"]
    assert not once.duplicated(key).any()
    assert once.groupby(key)["grade"].min().equals(every.groupby(key)["grade"].min())
    assert topic.count_gifts(partner) <= len(every.query("direction == 'to'"))


def test_the_stories_are_rows_of_the_table_in_order():
    for name, told in topic.STORIES.items():
        frame = topic.story(name)
        assert set(frame["transfer_id"]) == set(told)
        assert frame["claim_date"].is_monotonic_increasing
    su35, troops, losses = (topic.story(name).set_index("transfer_id") for name in topic.STORIES)
    assert "confirmed" not in set(su35["status"])
    assert troops.loc["T059", "status"] == "denied"
    assert set(troops.loc[["T064", "T065"], "status"]) == {"confirmed"}
    assert troops.loc[["T064", "T065"], "quantity_low"].isna().all()
    assert losses.loc["T083", "unit"] != losses.loc["T086", "unit"]
    assert losses.loc["T083", "quantity_low"] == losses.loc["T086", "quantity_low"] == 6000


def test_words_of_the_stories_hold_the_numbers_of_their_rows():
    for name, told in topic.STORIES.items():
        frame = topic.story(name).set_index("transfer_id")
        for key, words in told.items():
            number = frame.loc[key, "quantity_low"]
            if pd.notna(number) and number >= 40:
                assert f"{number:,.0f}" in words or key == "T072", key


# --- pictures -----------------------------------------------------------------------------------


def readable(figure):
    """Check the page drawn last, and that the figure carries its words."""
    assert not drawn.crowded()
    assert len(figure.title) <= 72
    assert figure.alt
    assert figure.caption
    assert not re.search(r"\bnan\b|<NA>|NaT|e\+0", figure.alt + figure.caption + figure.sentence)


def test_figures_carry_alt_text_caption_sources_and_table():
    draw = [functools.partial(topic.draw_claims, thing) for thing in topic.THINGS]
    draw += [topic.draw_status, topic.draw_boxes, topic.draw_spread, topic.draw_stages]
    draw += [topic.draw_labels, topic.draw_launches, topic.draw_ledger, topic.draw_story]
    for picture in (each() for each in draw):
        readable(picture)
        words = len(picture.alt.split())
        assert 25 <= words <= 60, (picture.title, words)
        assert picture.source_ids
        assert picture.table is not None
        assert picture.as_of


EXPLORERS = [
    topic.explore_boxes,
    topic.explore_spread,
    topic.explore_launches,
    topic.explore_ledger,
    topic.explore_story,
]


@pytest.mark.parametrize("explore", EXPLORERS)
def test_every_state_is_readable_and_says_what_it_shows(explore):
    explorer = explore()
    for state in explorer.states(most=20):
        figure = explorer.show(**state)
        assert figure.sentence, state
        readable(figure)


@pytest.mark.parametrize("thing", ["shells", "troops", "missiles"])
def test_claims_are_readable_in_every_selection_of_one_control(thing):
    explorer = topic.explore_claims()
    families, statuses = (explorer.controls[name].samples() for name in ("families", "statuses"))
    states = [{"once": True}]
    states += [{"families": s} for s in families[1:8]] if thing == "shells" else []
    states += [{"statuses": s} for s in statuses[1:7]]
    for state in states:
        figure = explorer.show(thing=thing, **state)
        assert figure.sentence
        readable(figure)


def test_with_confirmed_alone_no_count_of_shells_is_left():
    figure = topic.draw_claims("shells", statuses=["confirmed"])
    assert "left" in figure.title
    assert "17 claims" in figure.sentence


def test_all_claimants_switched_off_is_said_in_words():
    figure = topic.draw_claims("troops", families=())
    readable(figure)
    assert "Tick at least one" in figure.sentence


def test_one_statement_stands_on_one_line():
    figure = topic.draw_claims("missiles", once=True)
    assert "8 claims from 7 statements" in figure.sentence
    texts = [text.get_text() for text in figures.sheet().axes[0].texts]
    assert texts.count("2 rows") == 1


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ((0, 50, 50), "at least one container"),
        ((-5, 50, 50), "at least one container"),
        ((6700, 120, 50), "0 to 100"),
        ((6700, 50, 0), "share filled"),
        ((float("nan"), 50, 50), "at least one container"),
        ((1, 100, 1), "room for"),
        ((100_000, 0, 100), "more than the largest count claimed"),
        ((10**9, 0, 100), "more than the largest count claimed"),
    ],
)
def test_absurd_boxes_are_answered_in_words(boxes, words):
    figure = topic.draw_boxes(*boxes)
    readable(figure)
    assert words in figure.sentence


@pytest.mark.parametrize(("first", "last"), [(2020, 2021), (2026, 2022), (2021, 2021)])
def test_years_without_reports_are_said_in_words(first, last):
    figure = topic.draw_launches(first, last)
    readable(figure)
    assert "September 2022" in figure.sentence


def test_every_span_of_years_is_readable():
    for first in range(2022, 2027):
        for last in range(first, 2027):
            readable(topic.draw_launches(first, last, topic.SHOWS[(first + last) % 2]))


def test_months_after_2024_stay_hidden_before_the_prediction():
    figure = topic.draw_launches(2022, 2024)
    assert figure.title.endswith("?")
    assert "54,702" not in figure.alt + figure.caption + figure.table.caption
    assert figure.table.frame["Month"].max() == "2024-12"


def test_lines_of_shares_are_never_joined_across_ways_of_reporting():
    topic.draw_launches(shows=topic.SHOWS[1])
    lines = [line for line in figures.sheet().axes[0].lines if line.get_linestyle() == "-"]
    lines = [line for line in lines if len(line.get_xdata()) > 1 and max(line.get_ydata()) <= 1]
    spans = sorted((min(line.get_xdata()), max(line.get_xdata())) for line in lines)
    spans = [span for span in spans if span[1] > 1 and span[0] != span[1]]
    assert len(spans) == 4
    assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize("guess", [0.0, 13.5, 1e9])
def test_any_guess_is_kept_in_the_picture(guess):
    for draw in (topic.draw_status, topic.draw_spread, topic.draw_launches, topic.draw_ledger):
        figure = draw(guess=guess)
        readable(figure)
        assert "You predicted" in figure.caption


def test_the_table_of_one_claim():
    frame = topic.show_claim("T005").frame
    answers = dict(zip(frame["Question"], frame["Answer"], strict=True))
    assert answers["How many?"] == "6,700 containers"
    assert answers["Status"] == "assessed"


def test_the_default_of_each_explorer_opens():
    for explore in [*EXPLORERS, topic.explore_claims]:
        explorer = explore()
        assert explorer.default in explorer.states(most=40)


# --- the questions ------------------------------------------------------------------------------


def test_expected_answers_and_slips_differ():
    for key, question in bank.bank().items():
        if key.startswith("4.") and question.expected is not None:
            right = bank.resolve(question.expected)
            for slip in question.slips:
                assert abs(bank.resolve(slip["value"]) - right) > question.tolerance, key


def test_the_misconceptions_of_the_lesson_are_met():
    met = {
        option.misconception
        for key, question in bank.bank().items()
        if key.startswith("4.")
        for option in question.options
    }
    own = data.table("misconceptions").query("lesson == 4")["misconception_id"]
    assert set(own) <= met


def test_no_measure_draws_numbers_without_a_seed():
    tree = ast.parse(inspect.getsource(topic))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    names = {node.attr for node in calls if ast.unparse(node.value) == "np.random"}
    assert names == {"default_rng"}
    assert isinstance(topic.simulate((1, 2), (0, 1), (0, 1), draws=3), np.ndarray)


def test_the_sum_of_the_bug_hunt_is_in_the_caption_and_the_helper_refuses():
    assert "920" in topic.show_sum().caption
    assert topic.show_sum().frame["quantity_low"].sum() == 920
    assert "do not add them up" in topic.show_refusal().frame["Answer"].iloc[0]
    assert list(topic.show_tests().frame["year"]) == [2017, 2022, 2024]
