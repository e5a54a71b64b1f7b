"""Military exchange: measures worked by hand, refusals to add, every picture readable."""

import functools
import itertools
import re

import drawn
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, data, figures
from helpers.measures import transfers as measures
from helpers.topics import transfers as topic

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
    assert measures.family(claimant, kind) == family


def test_claims_keep_every_row_in_order_of_date():
    frame = measures.claims()
    assert len(frame) == 226
    assert frame["claim_date"].is_monotonic_increasing
    assert set(frame["family"]) == set(topic.FAMILIES)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(list(measures.THINGS)),
    st.sets(st.sampled_from(topic.FAMILIES)),
    st.sets(st.sampled_from(topic.STATUSES)),
)
def test_switching_off_only_takes_rows_away(thing, families, statuses):
    kept = measures.claims_of(thing, families, statuses)
    assert set(kept["transfer_id"]) <= set(measures.claims_of(thing)["transfer_id"])
    assert set(kept["family"]) <= families
    assert set(kept["status"]) <= statuses


# --- adding up ----------------------------------------------------------------------------------


# --- counts -------------------------------------------------------------------------------------


def test_findings_on_claims():
    sizes = {s: measures.count_status(s) for s in topic.STATUSES}
    assert list(sizes.values()) == [14, 130, 55, 5, 17, 5]
    grades = data.table("transfers")["evidence_grade"].astype(str).value_counts()
    assert dict(grades) == {"A": 14, "B": 66, "C": 96, "D": 50}
    assert measures.count_shell_claims() == 14
    assert measures.count_shell_rows() == 18  # with two rates, two changes and a rail shipment
    assert measures.count_rounds_rows() == 15  # with Iran's one claim


# --- pictures -----------------------------------------------------------------------------------


def readable(figure):
    """Check the page drawn last, and that the figure carries its words."""
    assert not drawn.crowded()
    assert len(figure.title) <= 72
    assert figure.alt
    assert figure.caption
    assert not re.search(r"\bnan\b|<NA>|NaT|e\+0", figure.alt + figure.caption + figure.sentence)


def test_figures_carry_alt_text_caption_sources_and_table():
    draw = [functools.partial(topic.draw_claims, thing) for thing in measures.THINGS]
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


def test_the_sum_of_the_bug_hunt_is_in_the_caption_and_the_helper_refuses():
    assert "920" in topic.show_sum().caption
    assert topic.show_sum().frame["quantity_low"].sum() == 920
    assert "do not add them up" in topic.show_refusal().frame["Answer"].iloc[0]
    assert list(topic.show_tests().frame["year"]) == [2017, 2022, 2024]
