"""Lesson 1: counting events by year, pair and direction, and the pages drawn from the counts."""

import math

import pandas as pd
import pytest
from drawn import crowded, sound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import bank, data, figures
from helpers.topics import events as topic

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
    return topic.located(frame)


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
    return topic.located()


# --- measures, worked by hand -------------------------------------------------------------------


def test_lanes_are_found_by_the_four_alone(small):
    # the order of states does not matter, and other states do not count
    assert small["lane"].tolist() == ["RUS;CHN", "several", "RUS;IRN", "", "RUS;PRK"]
    assert small["members"].tolist() == [2, 3, 2, 1, 2]
    assert small["careful"].tolist() == [False, False, True, False, True]
    assert small["place"][0] == pytest.approx(2020 + 121 / 365.25)  # 1 May is day 122 of 2020


def test_counts_and_share(small):
    assert topic.counts(small) == {1: 2, 0: 1, -1: 2}
    assert topic.strain_share(small) == 2 / 5
    assert math.isnan(topic.strain_share(small[:0]))
    assert topic.counts(small[:0]) == {1: 0, 0: 0, -1: 0}


def test_by_year_keeps_empty_years(small):
    found = topic.by_year(small, 2019, 2022)
    assert found["all"].tolist() == [0, 1, 1, 3]
    assert found.loc[2022, [1, 0, -1, "careful"]].tolist() == [1, 1, 1, 1]


def test_jumps_differ_by_difference_and_ratio():
    yearly = pd.DataFrame({"all": [0, 1, 5, 20]}, index=[1, 2, 3, 4])
    # steps 1, 4, 15; ratios 5 and 4 (the first year has none to divide by)
    assert topic.jumps(yearly) == {"largest": 4, "steepest": 3}


def test_chosen(small):
    assert topic.chosen(small, 2021)["lane"].tolist() == ["several", "RUS;IRN", "RUS;PRK"]
    assert topic.chosen(small, 2021, strains=False)["lane"].tolist() == ["RUS;PRK"]
    assert topic.chosen(small, 1950, ("RUS;CHN",))["year"].tolist() == [2020]
    assert topic.chosen(small, 1950, categories=("treaty",)).empty


def test_by_pair_leaves_out_or_splits(small):
    alone = topic.by_pair(small)
    assert alone["events"].sum() == 3
    split = topic.by_pair(small, split=True)
    # the event of three states is counted for its three pairs, once each
    assert split["events"].sum() == 6
    assert set(split.loc[split["year"] == 2021, "pair"]) == {"RUS;CHN", "RUS;PRK", "CHN;PRK"}
    assert topic.by_pair(small[:0]).empty


def test_before_after(small):
    found = topic.before_after(small, "2022-02-24").set_index("part")
    # the month February 2022 stands on its first day, before the cut
    assert found.loc["before", [1, 0, -1, "events"]].tolist() == [1, 0, 2, 3]
    assert found.loc["after", [1, 0, -1, "events"]].tolist() == [1, 1, 0, 2]
    assert found["share"].tolist() == [pytest.approx(2 / 3), 0]
    assert math.isnan(topic.before_after(small, "1900-01-01")["share"][0])


def test_all_cuts(small):
    found = topic.all_cuts(small, least=1)
    # from 1 February 2021: one row of cooperation and one strain before; one of three after
    assert found["2021-02-01"] == pytest.approx(100 * (1 / 3 - 1 / 2))
    assert math.isnan(found["2020-05-01"])
    assert topic.all_cuts(small).isna().all()


def test_unsure_side(small):
    assert topic.unsure_side(small, "2022-02-24") == 1
    assert topic.unsure_side(small, "2022-02-01") == 0
    assert topic.unsure_side(small, "2021-06-01") == 1
    assert topic.unsure_side(small, "2021-01-01") == 0


def test_recoded_and_bounds(small):
    codes = {"e0": {"Direction": "strain"}, "e1": {}, "elsewhere": {"Direction": "strain"}}
    assert topic.counts(topic.recoded(small, codes)) == {1: 1, 0: 1, -1: 3}
    assert topic.recoded(small, {})["code"].equals(small["code"])
    # strains without e0 and e1: one; all three choices for them: one to three
    assert topic.strain_bounds(small, ("e0", "e1")) == (1, 3)


def test_recent():
    assert topic.recent()["date"].min() == pd.Timestamp("2022-01-14")


# --- what always holds ----------------------------------------------------------------------------

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
    found = topic.before_after(frame, str(day))
    assert found["events"].sum() == len(frame) == found[[1, 0, -1]].to_numpy().sum()
    assert found["share"].dropna().between(0, 1).all()


@quick
@given(frames)
def test_order_does_not_matter(frame):
    turned = frame.iloc[::-1]
    assert topic.counts(turned) == topic.counts(frame)
    assert topic.by_pair(turned, True).equals(topic.by_pair(frame, True))
    pd.testing.assert_series_equal(topic.all_cuts(turned, 1), topic.all_cuts(frame, 1))


@quick
@given(frames)
def test_splitting_never_counts_less(frame):
    alone, split = (topic.by_pair(frame, s)["events"].sum() for s in (False, True))
    pairs = frame["members"] * (frame["members"] - 1) // 2
    assert alone == (frame["members"] == 2).sum()
    assert split == pairs.sum()


@quick
@given(frames, st.dictionaries(st.sampled_from(["e0", "e3"]), st.sampled_from(list(topic.WORDS))))
def test_codes_stay_within_the_bounds(frame, codes):
    low, high = topic.strain_bounds(frame, ("e0", "e3"))
    own = {event: {"Direction": topic.WORDS[code]} for event, code in codes.items()}
    assert low <= topic.counts(topic.recoded(frame, own))[-1] <= high


# --- findings ------------------------------------------------------------------------------------


def test_counts_since_2022():
    frame = topic.recent()
    assert (len(frame), topic.counts(frame)) == (135, {1: 70, 0: 36, -1: 29})
    sure = frame[~frame["careful"]]
    assert (topic.counts(sure)[1], topic.counts(sure)[-1]) == (55, 26)
    assert topic.strain_bounds(frame) == (26, 36)


def test_events_of_two_states_since_2022():
    frame = topic.recent()
    found = {lane: topic.counts(own) for lane, own in frame.groupby("lane")}
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
    yearly = topic.by_year(full)
    assert topic.jumps(yearly) == {"largest": 2025, "steepest": 2022}
    assert yearly.loc[[2020, 2021, 2022, 2024, 2025], "all"].tolist() == [0, 3, 13, 26, 50]


def test_the_answer_turns_round_with_the_first_year(full):
    def gap(start):
        before, after = topic.before_after(full[full["year"] >= start], "2022-02-24")["share"]
        return 100 * (after - before)

    assert gap(1950) < -10
    assert abs(gap(2014)) < 3
    assert gap(2018) > 10


def test_the_blog_finds_september(full):
    since = full[full["year"] >= 2018]
    cuts = topic.all_cuts(since, 1)["2022-01-01":"2025-12-01"]
    assert cuts.idxmax() == pd.Timestamp("2022-09-01")
    assert cuts.max() == pytest.approx(17.8, abs=0.05)


def test_one_kind_decides_the_code(full):
    own = full[full["category"] == "distancing"]
    assert topic.counts(own) == {1: 0, 0: 1, -1: 24}
    for kind in ("exercise", "arms-transfer"):
        assert topic.counts(full[full["category"] == kind])[-1] == 0


def test_numbers_that_questions_expect():
    assert topic.percent_strain() == 21
    assert (topic.count_all_four(), topic.count_several()) == (4, 33)
    assert (topic.count_claims(), topic.count_cautions()) == (15, 25)
    # 29 of 132 after
    assert topic.share_after() == pytest.approx(29 / 132)
    # distancing is 20 of the 132 after, 19 of them strain, and 5 of the 35 before, all strain
    assert topic.share_after_removed() == pytest.approx(10 / 112)
    assert topic.share_before_removed() == pytest.approx(8 / 30)
    assert topic.share_within() == pytest.approx(19 / 20)


def test_every_right_answer_passes_and_every_slip_is_named():
    own = [q for q in bank.bank().values() if q.id.startswith("1.") and q.expected]
    assert len(own) == 5
    for question in own:
        assert bank.judge(question, bank.resolve(question.expected)).correct
        for slip in question.slips:
            verdict = bank.judge(question, bank.resolve(slip["value"]))
            assert verdict.correct is False
            assert slip["why"] in verdict.words


def test_the_numbers_of_the_prose(full):
    helps = topic.recent().query("code == 1")
    assert (helps["members"] >= 3).mean() == pytest.approx(20 / 70)
    korea = full[(full["lane"] == "RUS;PRK") & (full["code"] == 1) & (full["year"] >= 2017)]
    assert (len(korea), (korea["year"] >= 2023).sum()) == (24, 22)
    half = topic.counts(full[full["year"] == 2026])
    assert half[1] == half[-1]


# --- pages --------------------------------------------------------------------------------------


def all_sound(states, explorer):
    for state in states:
        try:
            figure = explorer.show(**state)
            assert figure.sentence
            if figure.table is None:
                assert crowded() == []
                continue
            assert sound(figure).as_of == data.as_of("events")
        except AssertionError as error:
            raise AssertionError(f"{state}: {error}") from error


def test_every_state_of_the_timeline():
    # one kind of event left out changes counts only; kinds alone, and lanes both ways, are drawn
    explorer = topic.explore_timeline()
    most = len(topic.CATEGORIES) - 1
    all_sound([s for s in explorer.states() if len(s["categories"]) != most], explorer)


def test_every_state_of_the_grid():
    explorer = topic.explore_heat()
    all_sound(explorer.states(), explorer)


def test_the_grid_shows_what_splitting_makes_up():
    grid = topic.draw_heat("strain", topic.SPLITS[1]).table.frame.set_index("Pair")
    alone = topic.draw_heat("strain").table.frame.set_index("Pair")
    # three votes against North Korea in 2017 become strain between Russia and China
    assert (grid.loc["Russia – China", 2017], alone.loc["Russia – China", 2017]) == (3, "–")
    assert alone["Sum"].tolist() == [1, 13, 4, 3, 1, 0]


def test_every_state_of_the_cut():
    explorer = topic.explore_cut()
    all_sound(explorer.states(), explorer)


@pytest.mark.parametrize("period", list(topic.PERIODS))
@pytest.mark.parametrize("start", [1950, 2000, 2024])
def test_the_timeline_fits_at_every_grain(start, period):
    sound(topic.draw_timeline(start, period))


@pytest.mark.parametrize("lanes", [("RUS;IRN", "several"), ("RUS;PRK", "CHN;PRK", "several")])
def test_few_lanes_fit(lanes):
    sound(topic.draw_timeline(2022, "quarter", lanes=lanes))


def test_each_mark_is_one_event(full):
    figure = topic.draw_timeline()
    axes = figures.sheet().axes[0]
    marks = [len(line.get_xdata()) for line in axes.lines if line.get_zorder() == 4]
    assert sum(marks) == len(figure.table.frame) == 133


def test_nothing_chosen_is_said_in_words():
    assert topic.draw_timeline(lanes=()).table is None
    assert topic.draw_timeline(categories=()).sentence.startswith("Tick")
    assert topic.draw_timeline(start=3000).table is None
    assert topic.draw_cut("ev036", start=2023).sentence.startswith("One side")


@pytest.mark.parametrize("guess", [None, 2014, 2022, 2025.5, 2026, -40, 1e9])
def test_the_guess_of_a_year(guess):
    figure = sound(topic.draw_years(guess))
    assert ("You expected" in figure.caption) == (guess is not None)


@pytest.mark.parametrize("guess", [None, 0, 22, 60, 100, 4000, -5])
def test_the_guess_of_a_share(guess):
    sound(topic.draw_balance(guess))


def test_the_balance_with_other_codes():
    codes = {event: {"Direction": "strain"} for event in topic.RECODED}
    figure = sound(topic.draw_balance(codes=codes))
    assert figure.table.frame["Strain"].tolist()[::2] == [29, 36]


def test_the_guess_of_a_side():
    assert "You expected a larger share" in sound(topic.draw_cut(guess="more")).caption


def test_tables_in_words():
    starts = topic.show_starts().frame
    assert starts["Before, all rows"].tolist() == ["37 %", "33 %", "23 %", "8 %"]
    assert set(starts["After, all rows"]) == {"22 %"}
    said = topic.show_words().frame
    quote = said.set_index("Author")["In their words"]["Andrea Kendall-Taylor and Richard Fontaine"]
    assert "certainly not an alliance" in quote
    assert list(topic.show_words(data.table("views")).frame.columns) == list(said.columns)


def test_the_board_of_ten_events():
    frame = topic.debatable()
    assert topic.counts(frame) == {1: 5, 0: 2, -1: 3}
    assert frame["careful"].sum() == 2
    board = topic.recode_events()
    assert list(board.rows) == frame["event_id"].tolist()
    table, figure = topic.read_recodes({"ev116": {"Direction": "cooperation"}})
    assert "1 of 1 alike" in table.caption
    assert (table.frame["Your code"] == "not coded").sum() == 9
    sound(figure)
    assert "0 of 0" in topic.read_recodes({})[0].caption


def test_our_reason_stands_beside_the_learners_code_of_each_event():
    reasons = data.table("events").set_index("event_id")["direction_reason"]
    board = topic.recode_events()
    table, _ = board.compared({"ev116": {"Direction": "strain"}})
    assert table.frame.columns[-1] == "Why"
    assert list(table.frame["Why"]) == [reasons[event] for event in board.rows]
    told = table.frame.set_index("Event")["Why"]
    assert "no meeting of four" in told[told.index.str.contains("parade")].item()


def test_lists_of_events_say_why_of_each_direction():
    reasons = data.table("events").set_index("title")["direction_reason"]
    listed = topic.draw_timeline(start=1950).table.frame
    assert len(listed) > 100
    assert list(listed["Why"]) == [reasons[title] for title in listed["Event"]]
    three = topic.show_three().frame
    assert list(three["direction_reason"]) == [reasons[title] for title in three["title"]]


def test_a_dune_of_one_event_is_one_high_and_a_pair_without_any_is_flat():
    frame = topic.located()
    one = frame[frame["event_id"] == "ev071"]
    place = one["place"].iloc[0]
    heights = topic.dunes(one, [place - 2, place, place + 2])
    lane = one["lane"].iloc[0]
    assert heights.loc[place, lane] == pytest.approx(1)
    assert heights[lane].iloc[[0, 2]].max() < 1e-9
    assert heights.drop(columns=lane).to_numpy().max() == 0


def test_the_dunes_name_each_pair_with_its_counts():
    drawn = topic.draw_dunes()
    assert crowded(4.4) == []
    for pair in topic.PAIRS:
        assert topic.LANES[pair] in drawn.alt
    assert "in 2025" in drawn.alt


def test_the_search_of_the_blog_keeps_its_largest_difference_of_all_months():
    found = topic.searched()
    assert len(found) == 48
    assert f"{found.idxmax():%Y-%m-%d}" == "2022-09-01"
    assert "almost 18 points" in bank.find("1.15").prompt
    assert 17.5 < found.max() < 18
    shown = topic.show_search().frame
    assert list(shown["Rank"]) == ["1 of 48", "2 of 48", "3 of 48", "48 of 48"]


def test_shares_of_events_with_iran_are_those_of_a_count_by_hand():
    rows = data.table("events")
    rows = rows[rows["actors"].str.contains("IRN")]
    late = rows["date"] >= topic.INVASION
    for part, share in ((late, topic.share_iran_after()), (~late, topic.share_iran_before())):
        assert share == pytest.approx((rows[part]["direction"] == "-1").mean())


def test_tables_in_place_of_code_hold_what_the_text_says():
    assert len(topic.show_three().frame) == 3
    kinds = topic.show_kinds().frame.set_index("category")
    assert kinds.loc["distancing", "0"] + kinds.loc["distancing", "+1"] == 1
    seats = topic.show_seats().frame.set_index("body")
    assert seats.loc["CSTO", "RUS"] == "member"
