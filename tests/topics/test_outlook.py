"""Lesson 8: scores by hand, forecasts that are kept and revealed in order, every page drawn."""

import pandas as pd
import pytest
from drawn import sound
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, data, figures, journal
from helpers.measures import outlook as measures
from helpers.topics import outlook as topic
from helpers.wording import words

CODES = list(measures.EFFECTS)


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


# --- measures, worked by hand -------------------------------------------------------------------


def test_single_costs():
    assert measures.cost_of_eighty() == 0.64
    costs = topic.show_costs().frame.set_index("You say")
    assert costs.loc["50 per cent"].tolist() == [0.25, 0.25]
    assert costs.iloc[:, 0].to_numpy() == pytest.approx(costs.iloc[::-1, 1].to_numpy())


def test_warheads_are_two_series_and_never_one():
    rows = measures.warheads().set_index("year")
    assert list(rows.index) == [2019, 2021, 2022, 2023, 2024, 2025]
    assert (rows.loc[2021, "low"], rows.loc[2021, "high"]) == (40, 50)
    assert list(rows.loc[2022:, "low"]) == [20, 30, 50, 50]
    assert list(rows["counting"]) == ["older"] * 2 + ["newer"] * 4
    sound(topic.draw_warheads())
    for line in figures.sheet().axes[0].lines:
        years = set(line.get_xdata())
        assert not (min(years) <= 2021 and max(years) >= 2022), "a line crosses the break"


def test_russias_share_of_arms_exports_fell_and_windows_are_named():
    frame = topic.show_arms().frame
    shares = frame[frame["Supplier"] == "Russia"].iloc[:, 2]
    assert list(shares) == [22, 16, 11, 7.8, 6.8]
    assert "overlap" in topic.show_arms().caption


def test_the_bank_knows_these_measures():
    for number, value in ((4, 11), (7, 0.64), (14, 5 / 11), (15, 0.49)):
        question = bank.find(f"8.{number}")
        assert bank.resolve(question.expected) == pytest.approx(value)


# --- options and goals ----------------------------------------------------------------------------


def test_a_tradeoff_by_hand():
    goals = list(measures.GOALS[:3])
    serves, none, against = CODES
    ratings = {
        "po01": dict(zip(goals, (serves, none, against), strict=True)),  # 3 - 1 = 2; turned 1 - 3
        "po02": dict(zip(goals, (none, none, serves), strict=True)),  # 1; turned 3
        "po03": {goals[1]: serves},  # 2; turned 2
        "nowhere": {goals[0]: serves},
        "po04": {"a goal of nobody": serves},
        "po05": {goals[0]: "nonsense"},
    }
    frame = measures.tradeoff(ratings, goals).set_index("option_id")
    assert list(frame.index) == ["po01", "po03", "po02"]
    assert list(frame["total"]) == [2, 2, 1]
    assert list(frame["place"]) == [1, 1, 3]
    assert frame["turned"].to_dict() == {"po02": 1, "po03": 2, "po01": 3}
    assert frame["conflict"].to_dict() == {"po01": True, "po03": False, "po02": False}


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([f"po{n:02}" for n in range(1, 16)]),
        st.dictionaries(st.sampled_from(list(measures.GOALS[:3])), st.sampled_from(CODES)),
    ),
    st.integers(1, 3),
)
def test_turning_the_goals_round_swaps_the_two_places(ratings, count):
    goals = list(measures.GOALS[:count])
    one = measures.tradeoff(ratings, goals).set_index("option_id")
    other = measures.tradeoff(ratings, goals[::-1]).set_index("option_id")
    assert one["place"].to_dict() == other["turned"].to_dict()
    assert one["turned"].to_dict() == other["place"].to_dict()
    assert one["conflict"].to_dict() == other["conflict"].to_dict()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_tradeoff_is_drawn_for_any_number_of_goals(count):
    labels = words("outlook.labels").goals
    goals = sorted(measures.GOALS, key=lambda goal: len(labels[goal]))[-count:]
    options = data.table("policy_options")["option_id"]
    codes = [[CODES[(n * 2 + m) % 3] for m in range(count)] for n in range(15)]
    ratings = {o: dict(zip(goals, c, strict=True)) for o, c in zip(options, codes, strict=True)}
    shown = sound(topic.draw_tradeoff(ratings, goals), figures.TALL)
    assert len(shown.table.frame) == 15
    sound(topic.draw_tradeoff({"po01": {goals[0]: CODES[0]}}, goals), figures.TALL)


def test_nothing_rated_is_said_in_words():
    assert "Rate at least one" in topic.draw_tradeoff({}, list(measures.GOALS[:2])).caption
    assert (
        "Rate at least one" in topic.draw_tradeoff({"po01": {}}, list(measures.GOALS[:2])).caption
    )


def test_goals_come_before_options():
    assert "No goal is set yet" in repr(topic.rate_options())
    goals = topic.set_goals()
    goals._widget()
    goals.put("first", "goal", "nuclear")
    goals.put("second", "goal", "nuclear")
    goals.put("third", "goal", "war")
    goals._kept()
    assert measures.ranked(topic.set_goals().filled) == ["nuclear", "war"]
    label = words("outlook.labels").goals["nuclear"]
    assert label in goals._shown.value
    board = topic.rate_options()
    assert list(board.columns) == ["nuclear", "war"]
    assert board.heads["nuclear"] == label
    assert len(board.rows) == 15
    board._widget()
    board.put("po06", "nuclear", "serves")
    board._kept()
    assert "<figure" in board._shown.value
    assert journal.latest("board", "8.options") == {"po06": {"nuclear": "serves"}}


def test_a_journal_in_the_words_of_the_first_edition_is_read_as_codes():
    wars, trade = "No war between large powers", "Open trade and low prices"
    kept = {"first": {"Goal": wars}, "second": {"Goal": trade}, "third": {"goal": "cost"}}
    journal.record("board", "8.goals", kept)
    assert measures.ranked(topic.set_goals().filled) == ["war", "trade", "cost"]
    board = topic.rate_options()
    old = {"po01": {wars: "conflicts with it", trade: "no clear effect", "cost": "serves"}}
    old |= {"po02": {wars: "nonsense", "Freedom not to take sides": "serves it"}}
    assert board.known(old) == {
        "po01": {"war": "conflicts", "trade": "none", "cost": "serves"},
        "po02": {},
    }
    shown = board.compared(board.known(old))
    assert "1 of 1 rated option serves one goal against another" in str(shown)


def test_goals_of_a_strange_journal_are_left_out():
    assert measures.ranked({"first": {"goal": "rule the world"}, "fourth": {}}) == []
    assert list(topic.read_goals({}).frame.columns) == ["Goal", "Weight"]
    shown = topic.read_goals({"third": {"goal": "cost"}, "second": {"goal": "trade"}}).frame
    assert shown.to_numpy().tolist() == [
        ["Open trade and low prices", 3],
        ["Low cost for my own state", 2],
    ]


def test_every_code_of_the_tables_has_words():
    labels = words("outlook.labels")
    assert list(labels.goals) == list(measures.GOALS)
    assert list(labels.effects) == CODES
    assert list(labels.counted) == list(measures.COUNTED)
    assert set(labels.forecasters) == set(measures.FORECASTERS)
    assert list(labels.directions) == list(measures.DIRECTIONS)
    assert set(data.table("implications")["area"]) == set(labels.areas)
    assert set(data.table("policy_options")["family"]) == set(labels.families)
    assert set(data.table("indicators")["unit"]) == set(labels.units)
    assert list(words("outlook.set_goals").rows) == list(measures.PLACES)


def test_codes_without_words_are_shown_as_they_stand(monkeypatch):
    options, claims = data.table("policy_options"), data.table("implications")
    options["family"] = options["family"].astype(str).replace("sanctions", "new-family")
    claims["area"] = claims["area"].astype(str).replace("sanctions", "new-area")
    own, table = {"policy_options": options, "implications": claims}, data.table
    monkeypatch.setattr(
        data, "table", lambda name: own[name].copy() if name in own else table(name)
    )
    families = {state["family"] for state in topic.explore_options().states()}
    assert "new-family" in families
    assert topic.show_options("new-family").sentence.startswith("new-family: ")
    area = claims.loc[claims["area"] == "new-area", "implication_id"].iloc[0]
    assert topic.show_implication(area).caption.startswith("new-area")


def test_options_have_two_cases_in_seven_families():
    for state in topic.explore_options().states():
        shown = topic.explore_options().show(**state)
        assert shown.frame.notna().all().all()
        assert len(shown.frame) == (15 if state["family"] == "all" else len(shown.frame))
    assert len(topic.show_options("all").frame) == 15


def test_the_two_errors_name_their_views():
    told = repr(topic.show_two_errors())
    for name in ("Chivvis", "DePetris", "Kendall-Taylor", "self-fulfilling", "spillovers"):
        assert name in told


# --- pages and explorers --------------------------------------------------------------------------


def test_every_implication_can_be_read_from_both_sides():
    explorer = topic.explore_implications()
    states = explorer.states()
    assert len(states) == 19 * 3
    for state in states:
        shown = explorer.show(**state)
        parts = " ".join(shown.frame["Part"])
        assert ("Speaks for" in parts) == (state["sides"] != "against")
        assert ("Speaks against" in parts) == (state["sides"] != "for")
        assert "To watch" in parts
        assert shown.sentence
    assert "98" in repr(topic.show_implication("im15"))
    assert "none in the table" in repr(topic.show_implication("im01"))


def test_every_setting_of_the_board_of_indicators_can_be_read():
    explorer = topic.explore_indicators()
    for state in explorer.states():
        shown = explorer.show(**state)
        if not state["show"]:
            assert "Tick at least one" in shown.caption
            continue
        sound(shown, figures.TALL)
        drawn = [
            float(line.get_xdata()[0])
            for line in figures.sheet(figures.WIDTH, figures.TALL).axes[0].lines
        ]
        assert len(drawn) == len(shown.table.frame)
        if state["oldest_first"]:
            assert drawn == sorted(drawn)


def test_the_board_takes_more_rows_older_years_and_a_fall(monkeypatch):
    frame = data.table("indicators")
    more = frame.head(8).assign(
        indicator_id=[f"in{n}" for n in range(90, 98)],
        direction_that_supports_cohesion="lower",
        as_of=pd.Timestamp("2019-06-30"),
        as_of_text="2019-06",
    )
    both, table = pd.concat([frame, more], ignore_index=True), data.table
    monkeypatch.setattr(
        data, "table", lambda name: both.copy() if name == "indicators" else table(name)
    )
    shown = topic.draw_indicators()
    height = figures.TALL + 8 * topic.STEP
    sound(shown, height)
    ax = figures.sheet(figures.WIDTH, height).axes[0]
    assert ax.get_xlim()[0] < 2019
    assert len(ax.lines) == len(shown.table.frame) == 26
    assert "A fall would do so in 8." in shown.caption
    assert shown.title.startswith("A rise in 11 of 26")
    assert len(topic.explore_indicators().states()) > 14
    assert len(topic.draw_indicators(show=("lower",)).table.frame) == 8


def test_only_a_value_known_through_copies_is_marked():
    frame = measures.indicator_rows()
    weak = set(frame.loc[frame["weak"], "name"])
    table = topic.draw_indicators().table.frame
    told = table["Last value"].str.contains("weak page")
    assert set(table.loc[told, "Indicator"]) == weak
    assert "24,311, through a weak page; " in topic.show_implication("im04").frame.to_string()
    sources = data.table("sources").set_index("source_id")["address"].astype(str)
    topic.draw_indicators()
    sheet = figures.sheet(figures.WIDTH, figures.TALL)
    marked = {text.get_text() for text in sheet.texts if text.get_text().endswith(" †")}
    assert marked == {f"{row.short} †" for row in frame.itertuples() if row.weak}
    for row in frame.itertuples():
        assert row.weak == ({sources[one] for one in row.source_ids.split(";")} == {"copy"})


@pytest.mark.parametrize("guess", [None, 0, 11, -5, 1e9, "many"])
def test_the_board_tells_the_guess(guess):
    shown = topic.draw_indicators(guess=guess)
    assert shown.caption.startswith("By our coding" if guess is None else "You guessed")


def test_every_forecaster_can_be_scored():
    explorer = topic.explore_forecasters()
    states = explorer.states()
    assert len(states) == 5 * 3
    for state in states:
        shown = explorer.show(**state)
        if state == {"forecaster": "fifty", "counted": "bold"}:
            assert "No question counts" in shown.caption
            continue
        sound(shown)
        texts = [t.get_text() for ax in figures.sheet().axes for t in ax.texts]
        assert any("EXAMPLE" in text for text in texts)
    assert "No group has fewer" in topic.score_forecaster("yes", "yes").caption
    assert "of 5 groups ha" in topic.score_forecaster("learner").caption
    # chosen after the result, anybody looks good: 0.9 on yes questions costs 0.01
    assert "0.01" in topic.score_forecaster("yes", "yes").title


@pytest.mark.parametrize("guess", [None, "better", "same", "worse", "nonsense"])
def test_the_scores_tell_the_guess(guess):
    shown = sound(topic.draw_forecasters(guess))
    texts = [text.get_text() for text in figures.sheet().axes[0].texts]
    assert "yes 0.25, no 0.25" in texts  # marks on one place are told in numbers
    assert shown.title == "“Nothing changes” scores 0.49, worse than always 50 per cent"
    assert ("You expected" in shown.caption) == (guess in ("better", "same", "worse"))


def test_the_caption_says_half_only_while_half_come_out_yes(monkeypatch):
    assert "half come out yes" in topic.draw_forecasters().caption
    table, fewer = data.table, data.table("forecast_questions").query("question_id != 'fq01'")
    monkeypatch.setattr(
        data, "table", lambda name: fewer.copy() if name == "forecast_questions" else table(name)
    )
    caption = topic.draw_forecasters().caption
    assert "half" not in caption
    assert f"Of the questions chosen {int(fewer['outcome'].sum())} come out yes." in caption
