"""Lesson 5: the ledger of China's statements, lists, venues, denominators, oil and the roles."""

import math
import re

import pandas as pd
import pytest
from drawn import crowded
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, data, figures, journal, questions
from helpers.topics import china as topic

STATES = st.sampled_from(list(topic.NAMES))


@pytest.fixture(autouse=True)
def own_journal(tmp_path, monkeypatch):
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path))


# --- measures, worked by hand -------------------------------------------------------------------


def test_the_ledger_by_direction_partner_and_year():
    # finding 8: 18 enabling, 20 mixed, 10 distancing of 48 statements
    assert topic.directions(topic.ledger()) == {"enabling": 18, "mixed": 21, "distancing": 9}
    assert topic.count_enabling() == 18
    assert topic.count_distancing() == 9
    assert topic.count_distancing_iran() == 5
    assert topic.directions(topic.ledger(grades=["A"]))["enabling"] == 0
    # the only statement of 2010 is ch01, on resolution 1929
    assert topic.ledger(until=2010)["china_id"].tolist() == ["ch01"]
    assert topic.directions(topic.ledger([])) == {"enabling": 0, "mixed": 0, "distancing": 0}


@given(st.lists(st.sampled_from(topic.PARTNERS), unique=True), st.permutations(range(48)))
@settings(max_examples=20, deadline=None)
def test_directions_add_up_and_do_not_depend_on_order(partners, order):
    rows = data.table("china").iloc[list(order)]
    kept = topic.ledger(partners)
    assert sum(topic.directions(kept).values()) == len(kept)
    assert topic.directions(rows) == topic.directions(topic.ledger())


def test_findings_on_venues():
    # findings 1 and 2: 41 of 44 in the Council, as often as US-GBR, less than GBR-FRA (44)
    assert topic.alike("CHN", "RUS", "council") == {"same": 41, "of": 44, "share": 41 / 44}
    assert topic.alike("USA", "GBR", "council")["same"] == 41
    assert topic.alike("GBR", "FRA", "council")["same"] == 44
    # 27 of the 44 were adopted 15-0-0, and all agree on those: 41 - 27 of 44 - 27
    contested = topic.alike("CHN", "RUS", "contested")
    assert (contested["same"], contested["of"]) == (14, 17)
    # seven abstentions of nine, so two votes as Russia's
    assert topic.alike("CHN", "RUS", "ukraine")["same"] == 2
    # Iran was absent once: eight texts are left, with two joint no votes and five abstentions
    assert topic.alike("CHN", "IRN", "ukraine") == {"same": 7, "of": 8, "share": 7 / 8}
    assembly = topic.alike("CHN", "RUS", "assembly")
    assert (assembly["same"], assembly["of"]) == (150, 192)  # 0.7812 of 192
    assert topic.count_council_alike() == 41
    assert topic.joint_abstentions() == pytest.approx(12 / 44)
    assert topic.any_abstention() == pytest.approx(14 / 44 + 1 / 44)


def test_a_vote_outside_the_nine_split_the_two():
    votes = data.table("un_ukraine_votes").query("resolution == 'A/RES/77/284'")
    cast = votes.set_index("iso3")["vote"]
    assert (cast["CHN"], cast["RUS"]) == ("yes", "no")


@given(STATES, STATES, st.sampled_from(list(topic.VENUES)))
@settings(max_examples=40, deadline=None)
def test_agreement_is_symmetric_and_bounded(first, second, venue):
    if first == second:
        return
    found = topic.alike(first, second, venue)
    other = topic.alike(second, first, venue)
    assert 0 <= found["same"] <= found["of"] == other["of"]
    assert found["same"] == other["same"]
    assert 0 <= found["share"] <= 1 if found["of"] else math.isnan(found["share"])


def test_a_pair_that_no_table_holds_and_a_venue_that_is_none():
    assert topic.alike("CHN", "IND", "council")["of"] == 0
    assert topic.alike("CHN", "ZZZ", "assembly")["of"] == 0
    with pytest.raises(KeyError, match="no venue; there are council"):
        topic.alike("CHN", "RUS", "nowhere")


def test_places_seen_from_both_sides():
    # findings of lesson 2: 77th (tied to 85), 107th (tied to 109), 126th
    rows = topic.places("RUS").set_index("year")
    assert rows.loc[[2021, 2023, 2025], "rank"].tolist() == [77, 107, 126]
    assert rows.loc[[2021, 2023], "rank_to"].tolist() == [85, 109]
    assert 2024 not in rows.index
    assert (rows["rank"] <= rows["rank_to"]).all()
    assert (rows["rank_to"] <= rows["states_ranked"]).all()
    assert topic.place_of_russia() == 126
    assert topic.places("RUS", "FRA").empty


def test_shares_against_three_denominators():
    found = topic.shares(2023).set_index(["partner", "denominator"])["share"]
    # customs: 240.1bn; GDP of Russia 2,021.4bn, of China 17,794.8bn (capabilities)
    assert found["RUS", "partner"] == pytest.approx(100 * 240.1 / 2021.421, rel=1e-4)
    assert found["RUS", "china"] == pytest.approx(100 * 240.1 / 17794.78, rel=1e-4)
    assert found["RUS", "trade"] == pytest.approx(31.42)
    assert topic.share_of_china_gdp() == pytest.approx(0.01349, abs=1e-5)
    assert topic.share_of_russia_gdp() == pytest.approx(0.11878, abs=1e-5)
    # no GDP of North Korea, no total of Iran's trade; KOTRA's share is of 2022
    assert found[[("PRK", "partner"), ("IRN", "trade"), ("PRK", "trade")]].isna().all()
    late = topic.shares(2022).set_index(["partner", "denominator"])["share"]
    assert late["PRK", "trade"] == 96.7
    row = data.table("china").set_index("china_id").loc["ch03", "statement"]
    assert "96.7% of DPRK recorded merchandise trade in 2022" in row
    assert topic.shares(1950)["share"].isna().all()


def test_each_claim_about_oil_stands_in_its_row():
    rows = data.table("china").set_index("china_id")["statement"]
    for claim in topic.OIL_CLAIMS:
        assert str(claim[5]) in rows[claim[0]]
    assert "over 80%" in rows["ch39"]
    assert topic.oil_range() == (50, 95)
    assert topic.oil_range(["kpler"]) == (50, 80)
    assert topic.oil_range([]) == (None, None)
    assert len(topic.oil_shares()) == 5
    assert topic.oil_numbers() == [95, 77, 50, 90]
    assert topic.oil_shares(["press"])["low"].tolist() == [95, 90]
    assert topic.oil_shares()["source_ids"].str.len().min() > 0


def test_volumes_keep_customs_apart_from_trackers():
    frame = topic.oil_volumes().set_index("energy_id")
    assert frame.loc["en25", "low"] == 1.38  # finding 4
    assert pd.isna(frame.loc["en26", "high"])  # "over 1.7"
    none = topic.oil_volumes(["customs"])
    assert none["low"].isna().tolist() == [True, False]
    note = data.table("energy").set_index("energy_id").loc["en22", "note"]
    assert "customs recorded none from Iran" in note
    assert topic.oil_volumes(["press"]).empty


def test_middles_hide_what_is_left():
    rows = data.table("energy").set_index("energy_id").loc[["en01", "en02", "en03"]]
    low, high = rows["low"].fillna(rows["value"]), rows["high"].fillna(rows["value"])
    assert (100 - high.sum(), 100 - low.sum(), 100 - rows["value"].sum()) == (5, 11, 8)


def test_questions_have_the_values_of_the_tables():
    expected = {"5.4": 18, "5.8": 126, "5.18": 12 / 44, "5.20": 5}
    for key, value in expected.items():
        assert bank.judge(bank.find(key), value).correct is True
    assert bank.judge(bank.find("5.10"), topic.VENUE_ORDER).correct is True
    order = [topic.alike("CHN", "RUS", venue)["share"] for venue in topic.VENUE_ORDER]
    assert order == sorted(order, reverse=True)


# --- pages ----------------------------------------------------------------------------------------


def faults(figure):
    """What a figure lacks: words in range, caption, table, sources, room for its texts."""
    if isinstance(figure, figures.LessonTable):
        return [] if len(figure.frame) and figure.sentence else ["no rows or no sentence"]
    if figure.table is None:
        return [] if re.search(r"Tick|chosen", figure.sentence) else ["no data and no advice"]
    found = crowded()
    if not 20 <= len(figure.alt.split()) <= 100:
        found.append(f"{len(figure.alt.split())} words of alt text")
    if re.search(r"\bnan\b|<NA>|None\b", figure.alt + figure.caption + figure.sentence):
        found.append("a gap shows as a code")
    if not (figure.caption and figure.source_ids and figure.as_of and len(figure.title) <= 75):
        found.append("caption, sources, date or a title that fits is missing")
    return found


@pytest.mark.parametrize(
    "explore",
    [
        topic.explore_ledger,
        topic.explore_reasons,
        topic.explore_ranks,
        topic.explore_venues,
        topic.explore_shares,
        topic.explore_oil,
    ],
)
def test_every_kind_of_state_is_drawn(explore):
    explorer = explore()
    states = explorer.states(most=12)
    step = max(1, len(states) // 10)
    shown = {str(s): faults(explorer.show(**s)) for s in [*states[::step], states[-1]]}
    assert {state: found for state, found in shown.items() if found} == {}


@pytest.mark.parametrize(
    ("draw", "guess", "told"),
    [
        (topic.draw_ledger, 7, "You predicted 7 enabling; here are 18."),
        (topic.draw_ranks, 3, "You predicted place 3 for Russia."),
        (topic.draw_venues, ["council", "assembly", "ukraine"], "Your order is the one found."),
        (topic.draw_venues, ["ukraine", "council", "assembly"], "Another order than yours."),
        (topic.draw_oil, [60, 90], "Your range was 60 to 90."),
    ],
)
def test_a_prediction_is_told_with_the_finding(draw, guess, told):
    assert told in draw(guess=guess).caption
    plain = draw()
    assert not faults(plain)
    assert told not in plain.caption


def test_empty_selections_answer_in_words():
    assert "at least one partner" in topic.draw_ledger(topic.ledger([])).sentence
    assert "at least one denominator" in topic.draw_shares(2023, ()).sentence
    assert "Tick another claimant" in topic.draw_oil("volume", ("press",)).sentence
    assert "Customs record no crude oil" in topic.draw_oil("volume", ("customs",)).title
    assert "Customs" not in topic.draw_oil("volume", ("kpler",)).title
    assert not faults(topic.draw_venue("USA", "ukraine"))


def test_the_line_stops_at_the_missing_year():
    topic.draw_ranks()
    (ax,) = figures.sheet().axes
    joined = [line.get_xdata() for line in ax.lines if line.get_linestyle() != "None"]
    assert not any({2023, 2025} <= set(xs) and len(xs) > 1 for xs in joined)


def test_a_range_has_no_mark_in_its_middle():
    topic.draw_oil()
    (ax,) = figures.sheet().axes
    marks = {x for line in ax.lines for x in line.get_xdata()}
    assert marks == {50, 77, 80, 90, 95}


# --- tables and boards ---------------------------------------------------------------------------


def test_tables_hold_what_the_rows_hold():
    assert set(topic.show_reason("image").frame["This"]) == {"fits", "cuts against"}
    assert "not aimed against third countries" in topic.show_sentence().frame["Answer"].tolist()
    assert len(topic.show_readings().frame) == len(topic.READINGS)
    known = set(data.table("china")["china_id"])
    used = {key for _, fits, cuts in topic.REASONS.values() for key in fits + cuts}
    assert used <= known
    for _, fits, cuts in topic.REASONS.values():
        assert not set(fits) & set(cuts)


def test_the_word_game_compares_and_names_no_partner():
    assert isinstance(topic.play_words(), questions.Board)
    for text in topic.WORDS.values():
        assert not any(topic.NAMES[partner] in text for partner in topic.PARTNERS)
    found = topic.read_words({"ch12": {"Partner": "Iran", "Leans": "mixed"}, "ch15": {}})
    assert found.frame.iloc[0].tolist()[1:] == ["Iran", "Iran", "mixed", "mixed"]
    assert "partner in 1 of 1 guessed" in found.caption
    assert "ours in 1 of 1 coded" in found.caption
    assert topic.WORDS["ch12"] in found.frame["Statement"].iloc[0]


def test_our_reason_stands_beside_each_direction_of_the_word_game():
    reasons = data.table("china").set_index("china_id")["direction_reason"]
    (shown,) = topic.play_words().compared({"ch15": {"Leans": "mixed"}})
    assert shown.frame.columns[-1] == "Why"
    assert list(shown.frame["Why"]) == [reasons[key] for key in topic.WORDS]


def test_the_table_of_the_ledger_says_why_of_each_code():
    shown = topic.draw_ledger().table.frame
    for code in ("dimension", "direction"):
        assert set(shown[f"Why this {code}"]) == set(data.table("china")[f"{code}_reason"])


CASE = "word " * topic.LEAST


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        ({}, "two different roles"),
        ({"first": {"Role": "member"}, "second": {"Role": "member"}}, "two different roles"),
        (
            {"first": {"Role": "member", "Case": "short"}, "second": {"Role": "enabler"}},
            "for the first role",
        ),
        (
            {
                "first": {"Role": "member", "Case": CASE},
                "second": {"Role": "enabler", "Case": CASE},
            },
            "Both cases stand",
        ),
        (
            {
                "first": {"Role": "member", "Case": CASE},
                "second": {"Role": "enabler", "Case": CASE},
                "choice": {"Role": "bystander"},
            },
            "",
        ),
    ],
)
def test_both_cases_come_before_the_choice(entered, told):
    problem = topic.case_problem(entered)
    assert told in problem
    assert bool(told) == bool(problem)


def test_cases_are_kept_restored_and_a_hostile_text_stays_text():
    cases = topic.argue_roles()
    assert isinstance(cases, topic.Cases)
    assert "Run this cell to write your two cases." in cases._repr_mimebundle_()["text/html"]
    cases._kept()
    assert journal.latest("board", "5.roles") is None
    for row, role in (("first", "member"), ("second", "bystander")):
        cases._boxes[row]["Role"].value = role
        cases._boxes[row]["Case"].value = "<script>x</script> " + CASE
    cases._boxes["choice"]["Role"].value = "member"
    cases._kept()
    assert "<script" not in cases._said.value
    assert journal.latest("board", "5.roles") == cases.entered()
    again = topic.argue_roles()
    again._repr_mimebundle_()
    assert again.entered() == cases.entered()


def test_half_a_case_is_kept_and_what_is_missing_is_said():
    cases = topic.argue_roles()
    cases._repr_mimebundle_()
    cases._boxes["first"]["Case"].value = "Слово и дело"
    cases._draft.write()
    journal._session_of.cache_clear()
    again = topic.argue_roles()
    again._repr_mimebundle_()
    assert again.entered()["first"]["Case"] == "Слово и дело"
    assert questions.NOT_PRESSED in again._said.value
    again._kept()
    assert "✓ kept" in again._said.value
    assert "Choose two different roles" in again._said.value
    journal._session_of.cache_clear()
    third = topic.argue_roles()
    third._repr_mimebundle_()
    assert third.entered()["first"]["Case"] == "Слово и дело"
    assert questions.NOT_PRESSED not in third._said.value
    assert "Choose two different roles" in third._said.value


def test_a_damaged_entry_does_not_stop_the_cases():
    journal.record("board", "5.roles", {"first": ["x"], "second": {"Role": 3, "Case": 4}})
    cases = topic.argue_roles()
    cases._repr_mimebundle_()
    assert cases.entered()["second"] == {"Role": "", "Case": ""}


def test_the_headline_of_the_bug_hunt_is_shown_in_steps_and_beside_other_pairs():
    steps = topic.show_headline().frame["Result"].tolist()
    assert steps[-1].endswith("per cent")
    assert steps[1] == f"the same on {topic.count_council_alike()}"
    pairs = topic.compare_headline().frame
    assert pairs.iloc[0, 1] == topic.count_council_alike() == pairs.iloc[1, 1]
    assert (pairs.iloc[:, 2] <= pairs.iloc[:, 1]).all()
