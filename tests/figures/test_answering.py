"""Marks answer: in every chart whose marks are rows, each row drawn can be pointed at."""

from html import unescape

import pytest

from helpers import data, figures, marks
from helpers.measures import briefing, china, events, stress, transfers, treaties, views
from helpers.measures import votes as assembly
from helpers.topics import briefing as briefing_topic
from helpers.topics import china as china_topic
from helpers.topics import drivers as drivers_topic
from helpers.topics import events as events_topic
from helpers.topics import hypotheses as hypotheses_topic
from helpers.topics import outlook
from helpers.topics import stress as stress_topic
from helpers.topics import transfers as transfers_topic
from helpers.topics import treaties as treaties_topic
from helpers.topics import views as views_topic
from helpers.topics import votes as votes_topic


def since(year):
    frame = events.located()
    return frame[(frame["year"] >= year) & (frame["lane"] != "")]["event_id"]


def clauses():
    return treaties.promises()["provision_ids"].explode()


def votes():
    states = ["RUS", *assembly.WALL_STATES]
    frame = assembly.votes_on(states, True)
    return [f"{text}/{state}" for text in frame["resolution"] for state in states]


def shown_of(table, years, **states):
    """Keys of the rows of a table since 2012 that a line of years draws, as marks write them."""
    names, frame = data.about(table).key, data.table(table)
    for column, some in states.items():
        frame = frame[frame[column].isin(some)]
    frame = frame[frame["year"].isin(years)].astype(dict.fromkeys(names, "str"))
    return frame[list(names)].agg("/".join, axis=1)


def traded():
    partners = set(drivers_topic.MAIN_PARTNERS)
    frame = data.table("trade").dropna(subset="share_total")
    return shown_of("trade", set(frame["year"]), partner=partners)


def warheads():
    frame = outlook.measures.warheads()
    return [f"PRK/{row.year}/{row.indicator}" for row in frame.itertuples()]


YEARS = [*range(2012, 2024), 2025]  # pairs have no 2024

# What is drawn, and the rows that its marks have to be.
DRAWN = {
    "timeline": (events_topic.draw_timeline, "events", lambda: since(2017)),
    "years": (events_topic.draw_years, "events", lambda: events.located().query("year >= 2014")),
    "balance": (events_topic.draw_balance, "events", events.recent),
    "ladder": (treaties_topic.draw_ladder, "provisions", clauses),
    "lifelines": (
        treaties_topic.draw_lifelines,
        "treaties",
        lambda: treaties.lifelines("2026-01-01"),
    ),
    "views": (views_topic.draw_spectrum, "views", views.spectrum),
    "evidence": (hypotheses_topic.draw_board, "evidence", views.weighted),
    "verdicts": (views_topic.draw_verdicts, "claims", lambda: data.table("claims")),
    "words": (views_topic.draw_words, "estimative", lambda: views.ranges()["term_id"]),
    "cases": (stress_topic.draw_tests, "stress_tests", stress.cases),
    "definitions": (stress_topic.draw_definitions, "stress_tests", stress.cases),
    "narrowing": (stress_topic.draw_narrowing, "stress_tests", stress.cases),
    "tiles": (china_topic.draw_ledger, "china", china.ledger),
    "oil": (china_topic.draw_oil, "energy", lambda: china.oil_shares()["energy_id"]),
    "claims": (transfers_topic.draw_claims, "transfers", lambda: transfers.claims_of("shells")),
    "status": (transfers_topic.draw_status, "transfers", transfers.claims),
    "ledger": (transfers_topic.draw_ledger, "transfers", transfers.ledger),
    "story": (
        transfers_topic.draw_story,
        "transfers",
        lambda: transfers.story("announcement")["transfer_id"],
    ),
    "votes": (votes_topic.draw_wall, "un_ukraine_votes", votes),
    "indicators": (
        outlook.draw_indicators,
        "indicators",
        lambda: outlook.measures.indicator_rows()["indicator_id"],
    ),
    "stories": (
        votes_topic.draw_stories,
        "un_ideal_points",
        lambda: shown_of("un_ideal_points", range(2012, 2025), iso3=assembly.THE_FOUR),
    ),
    "agreement": (
        votes_topic.draw_agreement,
        "un_agreement",
        lambda: shown_of("un_agreement", YEARS, a=["RUS", "CHN"], b=["CHN", "ZAF"]).loc[
            lambda keys: keys.str.endswith(("RUS/CHN", "CHN/ZAF"))
        ],
    ),
    "refusals": (
        votes_topic.draw_us,
        "un_vote_profile",
        lambda: shown_of("un_vote_profile", range(2012, 2026), iso3=["USA"]),
    ),
    "kinds of pairs": (
        votes_topic.draw_regime_pairs,
        "un_regime_pairs",
        lambda: shown_of("un_regime_pairs", range(1991, 2026)),
    ),
    "trade": (drivers_topic.draw_trade, "trade", traded),
    "rule": (
        drivers_topic.draw_regimes,
        "regimes",
        lambda: shown_of("regimes", [2024], iso3=[*assembly.THE_FOUR, *drivers_topic.COMPARED]),
    ),
    "places": (
        drivers_topic.draw_timing,
        "un_partner_ranks",
        lambda: shown_of(
            "un_partner_ranks", range(2012, 2024), anchor=["USA"], partner=assembly.THE_FOUR
        ),
    ),
    "forecasters": (outlook.draw_forecasters, "forecast_questions", outlook.measures.practice),
    "warheads": (outlook.draw_warheads, "capabilities", warheads),
    "path": (briefing_topic.draw_path, "views", briefing.experts),
    "grades": (briefing_topic.draw_status, "transfers", lambda: data.table("transfers")),
}


def answered(figure, table):
    """The rows of a table that the marks of a figure stand for."""
    parts = [key.partition(":") for key in figure.keys]
    return {row for name, _, rows in parts if name == table for row in rows.split("+")}


@pytest.mark.parametrize("chart", DRAWN)
def test_every_row_drawn_is_a_mark_that_answers(chart):
    draw, table, rows = DRAWN[chart]
    rows = rows()
    wanted = set(rows[data.about(table).key[0]] if hasattr(rows, "columns") else rows)
    assert len(wanted) > 4
    assert answered(draw(), table) >= wanted


def test_a_mark_of_a_year_tells_who_how_many_and_how_sure():
    told = {key: marks.told(key) for key in votes_topic.draw_agreement().keys}
    row = assembly.pair_series("RUS", "CHN").set_index("year").loc[2023]
    said = told["un_agreement:2023/RUS/CHN"]
    assert said.startswith("<strong>Russia and China, 2023</strong>")
    assert f"Of {row['joint_votes']} votes" in said
    assert f"{row['agree_identical']:.0%} were the same" in said
    assert "Sources: " in said
    care = data.table("un_ideal_points").query("use_with_care").iloc[0]
    (key,) = marks.keys("un_ideal_points", [(care["iso3"], care["year"])])
    assert "Read it with care" in marks.told(key)


def test_a_rated_option_tells_the_case_for_and_against():
    figure = outlook.draw_tradeoff({"po01": {"war": "serves"}}, ["war"])
    assert figure.keys == ("policy_options:po01",)
    row = data.table("policy_options").set_index("option_id").loc["po01"]
    assert row["argument_against"] in unescape(marks.told(figure.keys[0]))


def test_what_is_drawn_in_a_block_is_one_row_and_what_was_before_is_not():
    with figures.page("A title") as page:
        ax = page.axes()
        ax.plot([1], [1], "o")
        with figures.row_of(ax, "events", "ev056"):
            ax.plot([2], [2], "o")
            ax.text(3, 3, "x")
        figures.mark(ax.plot([4, 5], [4, 5], "o"), "events", ["ev001", "ev002"])
    assert page.keys == ("events:ev056", "events:ev001", "events:ev002")
    assert page.svg.count('data-row="events:ev056"') == 2
