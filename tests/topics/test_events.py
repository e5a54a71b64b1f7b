"""Lesson 1: counting events by year, pair and direction, and the pages drawn from the counts."""

import pandas as pd
import pytest
from drawn import crowded, sound

from helpers import bank, data, figures, judging
from helpers.measures import events as measures
from helpers.topics import events as topic
from helpers.wording import words


@pytest.fixture(scope="module")
def full():
    return measures.located()


def test_every_right_answer_passes_and_every_slip_is_named():
    own = [q for q in bank.bank().values() if q.id.startswith("1.") and q.expected]
    own = [q for q in own if q.kind != "series"]
    assert len(own) == 5
    for question in own:
        assert judging.judge(question, bank.resolve(question.expected)).correct
        for slip in question.slips:
            verdict = judging.judge(question, bank.resolve(slip["value"]))
            met = (
                f"{question.id}: this slip now counts as right, so mend or drop it: {slip['value']}"
            )
            assert verdict.correct is False, met
            assert slip["why"] in verdict.words


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", [topic.draw_timeline, topic.draw_cut])
def test_charts_reach_as_far_as_the_table(draw):
    assert draw().as_of == data.as_of("events")


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


@pytest.mark.parametrize("number", [0, 13, 25.5, 80, -40, 1e9])
def test_the_line_that_was_drawn_is_told(number):
    figure = sound(topic.draw_years({"y2022": number, "y2025": 50.0}))
    assert figure.caption.startswith(
        f"You drew {number:g} for 2022; 50 for 2025.".replace("-", "−")
    )


@pytest.mark.parametrize("odd", [None, 2022.0, "x", [1], {}, {"y1999": 3.0}, {"y2022": "much"}])
def test_a_guess_of_another_shape_is_no_line(odd):
    assert "You drew" not in sound(topic.draw_years(odd)).caption


@pytest.mark.parametrize("guess", [None, 0, 22, 60, 100, 4000, -5])
def test_the_guess_of_a_share(guess):
    sound(topic.draw_balance(guess))


def test_the_balance_with_other_codes():
    codes = {event: {"direction": "-1"} for event in measures.RECODED}
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
    frame = measures.debatable()
    assert measures.counts(frame) == {1: 5, 0: 2, -1: 3}
    assert frame["careful"].sum() == 2
    board = topic.recode_events()
    assert list(board.rows) == frame["event_id"].tolist()
    table, figure = topic.read_recodes({"ev116": {"direction": "+1"}})
    assert "1 of 1 alike" in table.caption
    assert (table.frame["Your code"] == "not coded").sum() == 9
    sound(figure)
    assert "0 of 0" in topic.read_recodes({})[0].caption


def test_a_board_in_the_words_of_the_first_edition_is_read_as_codes():
    board = topic.recode_events()
    old = {"ev116": {"Direction": "neutral or mixed"}, "ev100": {"Direction": "strain"}}
    assert board.known(old) == {"ev116": {"direction": "0"}, "ev100": {"direction": "-1"}}


def test_our_reason_stands_beside_the_learners_code_of_each_event():
    reasons = data.table("events").set_index("event_id")["direction_reason"]
    board = topic.recode_events()
    table, _ = board.compared({"ev116": {"direction": "-1"}})
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


def test_an_event_of_the_next_year_is_counted_and_drawn(monkeypatch):
    own = data.table("events")
    last = own["date"].max()
    new = own.tail(1).assign(event_id="ev999", date=last + pd.DateOffset(months=9))
    more = pd.concat([own, new], ignore_index=True)
    table = data.table
    monkeypatch.setattr(
        data, "table", lambda name: more.copy() if name == "events" else table(name)
    )
    year = last.year + 1
    assert topic.draw_years(year).table.frame["Year"].iloc[-1] == year
    for drawn in (topic.draw_timeline(), topic.draw_dunes()):
        assert f"{last + pd.DateOffset(months=9):%B %Y}" in drawn.alt + drawn.title
    assert topic.draw_cut().table


def test_a_dune_of_one_event_is_one_high_and_a_pair_without_any_is_flat():
    frame = measures.located()
    one = frame[frame["event_id"] == "ev071"]
    place = one["place"].iloc[0]
    heights = measures.dunes(one, [place - 2, place, place + 2])
    lane = one["lane"].iloc[0]
    assert heights.loc[place, lane] == pytest.approx(1)
    assert heights[lane].iloc[[0, 2]].max() < 1e-9
    assert heights.drop(columns=lane).to_numpy().max() == 0


def test_the_dunes_name_each_pair_with_its_counts():
    drawn = topic.draw_dunes()
    assert crowded(4.4) == []
    for pair in measures.PAIRS:
        assert words("events.labels").lanes[pair] in drawn.alt
    assert "in 2025" in drawn.alt


def test_the_search_of_the_blog_keeps_its_largest_difference_of_all_months():
    found = measures.searched()
    assert len(found) == 48
    assert f"{found.idxmax():%Y-%m-%d}" == "2022-09-01"
    assert "almost 18 points" in bank.find("1.15").prompt
    assert 17.5 < found.max() < 18
    shown = topic.show_search().frame
    assert list(shown["Rank"]) == ["1 of 48", "2 of 48", "3 of 48", "48 of 48"]


def test_tables_in_place_of_code_hold_what_the_text_says():
    assert len(topic.show_three().frame) == 3
    kinds = topic.show_kinds().frame.set_index("category")
    assert kinds.loc["distancing", "0"] + kinds.loc["distancing", "+1"] == 1
