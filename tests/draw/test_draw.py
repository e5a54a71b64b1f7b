"""Charts of a learner's own: sound like those of the house, or a sentence that says what to do."""

import json

import pandas as pd
import pytest
from drawn import crowded, sound

from helpers import data, draw, figures, marks

EVENTS = data.table("events")
VOTES = data.table("un_agreement").query("a == 'RUS' and b in ['CHN', 'IRN', 'IND']")
SHELLS = data.table("transfers").query("claim_group == 'prk-rus-shells' and unit == 'rounds'")
CLAUSES = data.table("provisions")
TITLE = "A title in words of my own"
ENDS = {"low": "quantity_low", "high": "quantity_high", "unit": "rounds", "title": TITLE}

SOUND = {
    "bars": lambda: draw.bars(EVENTS, by="category", title=TITLE),
    "bars of values": lambda: draw.bars(
        VOTES.query("year == 2023"), by="b", value="agree_identical", title=TITLE, unit="share"
    ),
    "line": lambda: draw.line(
        VOTES, x="year", y="agree_identical", by="b", title=TITLE, unit="share of votes alike"
    ),
    "dots": lambda: draw.dots(EVENTS, on="date", by="category", title=TITLE),
    "ranges": lambda: draw.ranges(SHELLS, by="claimant_short", **ENDS),
    "grid": lambda: draw.grid(CLAUSES, down="treaty_id", across="obligation", title=TITLE),
}


@pytest.mark.parametrize("name", SOUND)
def test_each_word_draws_a_sound_figure_of_the_house(name):
    chart = SOUND[name]()
    assert isinstance(chart, draw.Drawn)
    assert chart.lacks == ()
    tall = name in ("ranges", "grid")
    assert crowded(figures.TALL if tall else figures.HEIGHT) == []
    assert chart.title == TITLE
    assert chart.source_ids
    assert chart.as_of
    assert chart.caption
    assert len(chart.alt.split()) >= 12
    assert len(chart.table.frame)
    assert chart.keys


def test_bars_count_the_rows_of_each_name():
    table = SOUND["bars"]().table.frame.set_index("category")["rows"]
    assert dict(table) == dict(EVENTS["category"].value_counts())


def test_what_pandas_has_counted_is_drawn_as_it_is():
    counts = EVENTS["category"].value_counts()
    chart = draw.bars(counts, "category", "count", title=TITLE, unit="events", sources=EVENTS)
    assert list(chart.table.frame["count"]) == list(counts)
    assert set(chart.source_ids) == set(data.sources_of(EVENTS))


def test_a_join_keeps_the_sources_and_doubts_of_both_tables():
    both = EVENTS.merge(data.table("treaties"), on="treaty_id")
    chart = draw.dots(both, on="date", by="short_name", title=TITLE)
    assert set(chart.source_ids) == set(data.sources_of(both["source_ids_x"], both["source_ids_y"]))
    assert chart.marks == len(both)


def test_marks_answer_for_the_rows_of_the_table_that_they_came_from():
    votes = data.table("un_ukraine_votes")
    texts = data.table("un_resolutions")[["resolution", "label", "source_ids"]]
    both = votes.merge(texts, on="resolution").query("iso3 in ['RUS', 'CHN']")
    chart = draw.grid(both, down="iso3", across="vote", title=TITLE)
    rows = [row for key in chart.keys for row in key.partition(":")[2].split("+")]
    assert {key.partition(":")[0] for key in chart.keys} == {"un_ukraine_votes"}
    assert len(rows) == len(both)
    assert not any("not in our table" in marks.told(key) for key in chart.keys)


def test_rows_that_are_not_verified_are_marked_in_the_picture_and_counted_in_words():
    unseen = int((~CLAUSES["verified"]).sum())
    bars = draw.bars(CLAUSES, by="obligation", title=TITLE)
    assert f"Not verified: {unseen} of them." in bars.caption
    assert bars.table.frame["of these not verified"].sum() == unseen
    assert "not verified" in bars.svg
    views = data.table("views")
    table = draw.dots(views, on="date", title=TITLE).table.frame
    assert list(table["verified"]) == list(views["verified"])
    sure = draw.bars(CLAUSES[CLAUSES["verified"]], by="obligation", title=TITLE)
    assert "verified" not in sure.svg + sure.caption


def test_who_claims_what_and_the_ends_of_a_range_stay_in_the_table():
    frame = SOUND["ranges"]().table.frame
    assert list(frame["claimant"]) == list(SHELLS["claimant"])
    assert list(frame["quantity_low"].fillna(0)) == list(SHELLS["quantity_low"].fillna(0))


def test_a_range_with_an_open_end_says_so():
    chart = SOUND["ranges"]()
    assert "more than" in chart.alt
    assert "up to" in chart.alt


def test_a_year_without_a_row_is_a_gap():
    assert 2024 not in set(VOTES.dropna(subset=["agree_identical"])["year"])
    chart = SOUND["line"]()
    assert chart.marks == VOTES["agree_identical"].notna().sum()
    assert "Left out for a gap" in chart.caption


def test_a_grid_of_years_leaves_out_none():
    rows = EVENTS.assign(year=EVENTS["date"].dt.year).query("year >= 2019")
    assert 2020 not in set(rows["year"])
    assert ">2020<" in draw.grid(rows, down="category", across="year", title=TITLE).svg


def test_large_numbers_are_written_in_millions_and_more():
    gdp = data.table("capabilities").query("indicator == 'gdp_current_usd' and year == 2023")
    four = gdp[gdp["iso3"].isin(["RUS", "CHN", "IRN"])]
    chart = draw.bars(four, by="iso3", value="value", title=TITLE, unit="US dollars")
    assert "in trillions" in chart.alt
    assert "China: 17.8" in chart.alt


def bars(rows=EVENTS, by="category", **more):
    return draw.bars(rows, by=by, **{"title": TITLE} | more)


BARE = pd.DataFrame({"name": ["a", "b"], "n": [1, 2], "year": ["2024", "soon"]})
LACKS = {
    "a column that is not there": (lambda: bars(by="catgory"), "Did you mean “category”?"),
    "a column that nothing is near to": (lambda: bars(by="zzz"), "There are event_id"),
    "a column that is no name": (lambda: bars(by=3), "There is no column “3”."),
    "words where numbers are asked": (
        lambda: bars(by="event_id", value="category", unit="x"),
        "holds words, such as “",
    ),
    "words where dates are asked": (
        lambda: draw.dots(BARE, on="year", title=TITLE, sources=EVENTS),
        "`pd.to_datetime`",
    ),
    "no rows": (lambda: bars(EVENTS[:0]), "No row is left to draw."),
    "no table": (lambda: bars([1, 2]), "This is list."),
    "a function that was not called": (lambda: bars(EVENTS.head), "This is method."),
    "only gaps": (lambda: bars(EVENTS.assign(none=None), by="none"), "has no value in these rows"),
    "too many bars": (lambda: bars(by="event_id"), f"draw {len(EVENTS)} side by side, and 24"),
    "too many lines": (
        lambda: draw.line(data.table("un_ideal_points"), "year", "ideal_all", "iso3", title=TITLE,
                          unit="points"),
        "side by side, and 6 can be read",
    ),
    "no source": (lambda: bars(BARE, by="name"), "Add sources= and the table"),
    "sources of a table without any": (
        lambda: bars(BARE, by="name", sources=BARE),
        "Add sources= and the table",
    ),
    "a source that is not ours": (
        lambda: bars(BARE, by="name", sources="my-blog-2024"),
        "There is no source “my-blog-2024”.",
    ),
    "no title": (lambda: bars(title=" "), "needs a title"),
    "a title still open": (lambda: bars(title="..."), "needs a title"),
    "a title that is no text": (lambda: bars(title=...), "needs a title"),
    "no unit": (lambda: bars(BARE, by="name", value="n", sources=EVENTS), "In what are the"),
    "two rows of one name": (
        lambda: bars(VOTES, by="b", value="agree_identical", unit="share"),
        "A chart adds nothing up",
    ),
    "two rows of one year": (
        lambda: draw.line(VOTES, x="year", y="agree_identical", title=TITLE, unit="share"),
        "Two rows want the place 1991",
    ),
    "one line through several claimants": (
        lambda: draw.line(
            SHELLS.assign(year=range(len(SHELLS))), "year", "quantity_low", title=TITLE, unit="x"
        ),
        "of several claimants",
    ),
    "two columns of one name": (
        lambda: bars(pd.concat([EVENTS, EVENTS[["category"]]], axis=1)),
        "Two columns are called “category”.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LACKS)
def test_what_is_missing_is_said_in_the_charts_place(name):
    make, sentence = LACKS[name]
    chart = make()
    assert sentence in " ".join(chart.lacks)
    assert sentence in chart.alt
    assert chart.table is None
    assert not chart.marks


def test_everything_that_is_missing_is_said_at_once():
    assert len(draw.bars(BARE, by="nam", value="n").lacks) == 4


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "{title} [doubt] $5 and $6",
        "شراكة بين أربع دول",
        "四国之间的合作",
        "w" * 999,
    ],
)
def test_any_title_is_shown_as_the_text_that_it_is(title):
    chart = bars(title=title, doubt=title)
    assert chart.lacks == ()
    assert chart.table.caption == title
    assert "<script>" not in chart._repr_html_() + chart.live()
    assert crowded() == []


@pytest.mark.parametrize("name", SOUND)
def test_a_chart_that_a_journal_kept_is_drawn_again_as_it_was(name):
    chart = SOUND[name]()
    again = draw.again(json.loads(json.dumps(chart.call)))
    assert (again.svg, again.alt, again.caption) == (chart.svg, chart.alt, chart.caption)


@pytest.mark.parametrize(
    "call",
    [
        None,
        [],
        "__import__('os').abort()",
        {},
        {"word": "again"},
        {"word": "bars", "rows": [{"a": 1}], "columns": {"by": "b"}, "days": [], "title": "T"},
    ],
)
def test_what_is_no_chart_is_not_drawn_again(call):
    assert draw.again(call) is None


def test_a_chart_with_very_many_rows_is_shown_and_not_kept_whole():
    large = pd.concat([EVENTS] * 20, ignore_index=True)
    chart = bars(large)
    assert chart.marks == EVENTS["category"].nunique()
    assert chart.call == {}


def test_a_chart_leaves_the_rows_as_they_were():
    before = SHELLS.copy()
    SOUND["ranges"]()
    pd.testing.assert_frame_equal(SHELLS, before)


def test_a_chart_as_a_learner_is_shown_it_is_as_sound_as_ours():
    sound(bars(title="What is reported most often about the four"))
