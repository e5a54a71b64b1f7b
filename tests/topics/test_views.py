"""Lesson 6: whose views, what words mean, what a score hangs on, and where a sentence began."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from drawn import crowded, sound
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data, figures
from helpers.topics import views as topic

ROOT = Path(__file__).resolve().parents[2]
NAMES = list(topic.HYPOTHESES)


def items(*rows):
    """Rows of evidence from (id, date, credibility, five codes, same_fact_as)."""
    frame = pd.DataFrame(
        [
            (i, pd.Timestamp(day), credit, *codes.split(), same)
            for i, day, credit, codes, same in rows
        ],
        columns=["evidence_id", "date", "credibility", *NAMES, "same_fact_as"],
    )
    return frame.assign(evidence="a made-up item", date_text="2025", source_ids="seed-article")


# --- whose views ---------------------------------------------------------------------------------


def test_the_findings_on_views():
    frame = topic.spectrum()
    assert len(frame) == 91
    assert frame["position"].astype(str).value_counts().to_dict() == {
        "cohesive-axis": 18,
        "loose-alignment": 18,
        "other": 13,
        "transactional": 12,
        "china-reluctant": 11,
        "overstated": 10,
        "bilateral-not-bloc": 9,
    }
    assert (frame["cohesion_score"].min(), frame["cohesion_score"].max()) == (1, 8)
    assert frame["mechanism"].astype(str).value_counts()[
        ["interests", "balancing", "war-need"]
    ].tolist() == [46, 27, 11]
    # The lesson says that all who name ideology speak for or from one of the four.
    ideology = frame[frame["mechanism"] == "ideology"]
    assert len(ideology) == 5
    assert set(ideology["region"]) == {"the four themselves"}
    assert not frame[["group", "reason", "region", "house"]].isna().any().any()


VOICES = {
    "Russia": ("RUS",),
    "China": ("CHN",),
    "Iran": ("IRN",),
    "the Koreas": ("PRK", "KOR"),
    "Ukraine": ("UKR",),
    "Japan": ("JPN",),
    "India": ("IND",),
    "Türkiye": ("TUR",),
    "the Gulf": ("SAU", "ARE", "QAT", "KWT", "BHR", "OMN"),
    "South-East Asia": ("IDN", "MYS", "PHL", "SGP", "THA", "VNM"),
    "Africa": ("ZAF", "NGA", "KEN", "EGY", "ETH", "GHA"),
    "Latin America": ("ARG", "BRA", "CHL", "COL", "MEX", "PER", "PRY"),
}


def test_no_country_holds_more_than_two_fifths_of_the_views():
    shares = topic.spectrum()["country"].value_counts(normalize=True)
    assert shares.max() <= 0.4, shares.idxmax()


@pytest.mark.parametrize("place", VOICES)
def test_each_region_has_two_voices_or_the_table_says_why_not(place):
    country = topic.spectrum()["country"]
    missing = next(c for c in data.about("views").caveats if c.startswith("Not found:"))
    assert country.isin(VOICES[place]).sum() >= 2 or place in missing


def test_a_quotation_has_twelve_words_at_most():
    quotes = data.table("views").dropna(subset="short_quote").set_index("view_id")["short_quote"]
    words = quotes.str.split().str.len()
    assert words[words > 12].empty


def test_a_view_that_was_not_checked_says_what_is_missing():
    views = data.table("views")
    assert views.loc[~views["verified"], "verification_note"].notna().all()
    told = " ".join(data.about("views").caveats)
    assert all(key in told for key in views.loc[~views["verified"], "view_id"])


def test_counts_for_the_questions_add_up():
    assert topic.count_us() == 33
    assert topic.count_axis() == 18
    # V43 Iran, V45, V46 and V76 Ukraine, V47 Japan, V61 Russia, V82 Peru, V84 Brussels, V86 Poland
    assert topic.count_axis_elsewhere() == 8
    assert topic.count_axis_us() == 10


def test_choosing_a_place_splits_the_views_and_dates_do_too():
    both = [len(topic.chosen(place)) for place in topic.PLACES]
    assert both == [91, 33, 58]
    all_dates, early, late = [len(topic.chosen(dates=dates)) for dates in topic.YEARS]
    assert early + late == all_dates == 91
    assert topic.chosen(dates=topic.YEARS[1])["date"].max() < pd.Timestamp("2025-01-01")
    # The table's caveat names the fourteen that are not verified.
    assert len(topic.chosen(checked=True)) == 78


@pytest.mark.parametrize("rows", topic.ROWS)
def test_rows_hold_each_view_at_most_once(rows):
    split = topic.row_names(topic.spectrum(), rows)
    ids = [key for own in split.values() for key in own["view_id"]]
    assert len(ids) == len(set(ids))
    assert all(len(own) for own in split.values())
    if rows == "institution":
        assert all(len(own) > 1 for own in split.values())
    else:
        assert len(ids) == 91


def test_an_unknown_way_to_sort_names_the_known_ones():
    with pytest.raises(ValueError, match="position, date, place, institution, mechanism"):
        topic.row_names(topic.spectrum(), "mood")


def test_grouping_changes_no_table():
    before = data.table("views")
    topic.spectrum(before)
    assert "group" not in before


# --- words ---------------------------------------------------------------------------------------


def test_likely_and_probable_as_the_findings_say():
    found = topic.ranges().set_index(["phrase", "scheme"])[["low", "high"]]
    assert found.loc[("likely", "ICD-203 (USA)")].tolist() == [55, 80]
    assert found.loc[("likely", "EFSA (EU, for contrast)")].tolist() == [66, 90]
    assert found.loc[("probable", "Kent 1964 (USA)")].tolist() == [63, 87]


def test_every_range_is_a_range_and_only_the_british_are_unchecked():
    frame = topic.ranges()
    assert (frame["low"] < frame["high"]).all()
    assert frame[["low", "high"]].stack().between(0, 100).all()
    assert set(frame.loc[~frame["verified"], "scheme"]) == {"PHIA yardstick (GBR)"}
    assert set(frame.loc[frame["verified"], "scheme"]) == set(topic.SCHEMES) - {
        "PHIA yardstick (GBR)"
    }
    assert set(topic.PHRASES) - set(frame["phrase"]) == {"possible"}
    assert topic.ranges(()).empty


def test_each_phrase_stands_among_the_words_of_its_term():
    terms = data.table("estimative").set_index("term_id")
    equal = {"about even": "even|as likely as not", "remote chance": "remote"}
    for phrase, ids in topic.PHRASES.items():
        for row in terms.loc[list(ids)].itertuples():
            words = f"{row.term}; {row.synonyms}"
            assert re.search(equal.get(phrase, phrase), words), (phrase, row.Index)
    assert sorted(topic.SHUFFLED) == sorted(topic.PHRASES)


# --- competing hypotheses ------------------------------------------------------------------------


def test_scores_by_hand():
    # H1: I + II = 3, H2: CC + C = 0, H3: N + I = 1, H4: II + II = 4, H5: I + N = 1
    frame = items(
        ("A", "2025-01-01", "high", "I CC N II I", None),
        ("B", "2025-08-01", "low", "II C I II N", "A"),
    )
    assert topic.scores(frame).tolist() == [3, 0, 1, 4, 1]
    # B restates A: counted once, A stays alone
    once = topic.weighted(frame, restating=topic.RESTATING[1])
    assert topic.scores(once).tolist() == [1, 0, 0, 2, 1]
    # left out, nothing stays
    none = topic.weighted(frame, restating=topic.RESTATING[2])
    assert topic.scores(none).tolist() == [0, 0, 0, 0, 0]
    # low weighs a quarter: 1 + 2/4, 0, 1/4, 2 + 2/4, 1
    quarter = topic.weighted(frame, credibility=topic.CREDIBILITY[3])
    assert topic.scores(quarter).tolist() == [1.5, 0, 0.25, 2.5, 1]
    assert topic.scores(topic.weighted(frame, dates=topic.DATES[1])).tolist() == [1, 0, 0, 2, 1]
    assert topic.scores(topic.weighted(frame, dates=topic.DATES[2])).tolist() == [2, 0, 1, 2, 0]
    assert topic.scores(topic.weighted(frame, "A")).tolist() == [2, 0, 1, 2, 0]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({}, [13, 5, 3, 8, 2]),
        ({"credibility": topic.CREDIBILITY[1]}, [12, 4, 3, 7, 2]),
        ({"credibility": topic.CREDIBILITY[2]}, [8, 2, 2, 3, 1]),
        ({"dates": topic.DATES[1]}, [4, 2, 1, 3, 1]),
        ({"dates": topic.DATES[2]}, [9, 3, 2, 5, 1]),
        ({"restating": topic.RESTATING[1]}, [9, 5, 3, 8, 2]),
        ({"restating": topic.RESTATING[2]}, [7, 5, 3, 8, 2]),
    ],
)
def test_scores_as_the_findings_say(setting, expected):
    assert topic.scores(topic.weighted(**setting)).tolist() == expected


def test_values_for_the_coding_tasks():
    assert topic.high_scores() == [8, 2, 2, 3, 1]
    assert topic.all_scores() == [13, 5, 3, 8, 2]
    assert (topic.h1_all(), topic.h1_once(), topic.h1_without_fact()) == (13, 9, 7)


def test_three_items_decide_and_four_tell_nothing():
    assert topic.deciding_items() == ["E10", "E17", "E19"]
    assert topic.silent_items() == ["E03", "E04", "E07", "E12"]
    assert topic.least(topic.scores(topic.weighted(without="E10"))) == ["H3", "H5"]


codes = st.lists(st.lists(st.sampled_from(list(topic.SIGNS)), min_size=5, max_size=5), min_size=1)


@settings(max_examples=30, deadline=None)
@given(codes, st.randoms())
def test_scores_do_not_hang_on_the_order_and_grow_with_items(rows, chance):
    frame = items(*((f"X{n}", "2025-01-01", "high", " ".join(r), None) for n, r in enumerate(rows)))
    found = topic.scores(frame)
    assert ((found >= 0) & (found <= 2 * len(rows))).all()
    mixed = frame.sample(frac=1, random_state=chance.randrange(1000))
    assert topic.scores(mixed).equals(found)
    assert (topic.scores(topic.weighted(frame, "X0")) <= found).all()
    assert set(topic.least(found)) <= set(NAMES)


def test_codes_of_a_learner_replace_ours_and_nonsense_does_not():
    mine = topic.with_codes({"E14": {"H1": "CC", "H9": "I", "H2": "what"}, "E99": {"H1": "I"}})
    assert topic.scores(mine).tolist() == [11, 5, 3, 8, 2]
    assert topic.scores(topic.with_codes()).tolist() == topic.all_scores()
    assert len(mine) == 24


def test_every_item_has_a_short_name_in_order():
    assert list(topic.ITEMS) == topic.with_codes()["evidence_id"].tolist()
    assert (
        list(topic.HEADS)
        == list(topic.HYPOTHESES)
        == data.table("hypotheses")["hypothesis_id"].tolist()
    )


# --- the article ---------------------------------------------------------------------------------


def test_verdicts_as_the_findings_say():
    assert topic.verdicts().tolist() == [7, 27, 11, 5, 7, 3]
    assert topic.count_supported() == 7


def test_what_the_chain_quotes_stands_in_the_tables():
    tables = [data.table(name) for name in ("claims", "provenance", "views")]
    known = " ".join(str(cell) for t in tables for cell in t.to_numpy().ravel()).lower()
    known += " ".join(data.table("sources")["title"].astype(str)).lower()
    for _, _, words, _ in topic.CHAIN:
        for quote in re.findall("“(.+?)”", " ".join(words.split())):
            assert quote.lower() in known
            assert len(quote.split()) <= 12


def lesson():
    path = ROOT / "notebooks" / "06-views.ipynb"
    if not path.exists():
        pytest.skip("the lesson is not written yet")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_the_longest_run_by_hand():
    run = topic.longest_run
    assert run("a b c d", "x b c d y a b") == ["b", "c", "d"]
    assert run("One two", "ONE TWO three") == ["one", "two"]
    assert run("a", "b") == [] == run("", "a b")
    assert run("a b", "b a") in (["a"], ["b"])


def test_the_two_quotations_of_the_lesson_are_short_and_share_ten_words():
    assert all(len(quote.split()) <= 12 for quote in (topic.ARTICLE, topic.ESSAY))
    assert len(topic.longest_run(topic.ARTICLE, topic.ESSAY)) == 10


def test_two_texts_of_ones_own_are_compared_by_a_button():
    panel = topic.compare_texts()
    assert isinstance(panel, topic.Runs)
    panel._widget()
    assert "10 words in a row" in panel._said.value
    panel.first.value, panel.second.value = "We <b>met</b> in May", "they <b>met</b> in May"
    panel._compared()
    assert "3 words in a row: <q>&lt;b&gt;met&lt;/b&gt; in may</q>" in panel._said.value
    panel.second.value = "nothing shared"
    panel._compared()
    assert "share no word" in panel._said.value
    panel.second.value = " "
    panel._compared()
    assert "Write or paste a text into each" in panel._said.value


def test_a_looking_reader_meets_words_and_no_column_names():
    for shown in (
        topic.show_four_views(),
        topic.show_hypotheses(),
        topic.show_runs(),
        topic.show_ranking(),
    ):
        assert not [column for column in shown.frame.columns if "_" in column]


def test_the_ranking_of_the_bug_hunt_is_computed_from_the_views():
    shown = topic.show_ranking().frame
    assert shown["Country"].tolist()[:3] == ["Poland", "Ukraine", "Belgium"]
    means = shown["Mean of the cohesion scores"].tolist()
    assert means == sorted(means, reverse=True)


# --- pages and explorers -------------------------------------------------------------------------


def test_the_spectrum_in_every_kind_of_state():
    explorer = topic.explore_spectrum()
    states = explorer.states()
    assert len(states) == 90
    # all ways to sort with all else as it is, every place and date with each, one in five checked
    chosen = [
        s for n, s in enumerate(states) if n % 5 == 0 or s == explorer.default | {"rows": s["rows"]}
    ]
    empty = 0
    for state in chosen:
        shown = explorer.show(**state)
        if shown.table is None:
            empty += 1
            assert crowded() == []
        else:
            sound(shown)
            assert shown.sentence.startswith("Shown: ")
    assert empty < 10


def test_the_spectrum_tells_the_guess_and_takes_no_view_at_all():
    assert sound(topic.draw_spectrum(guess=20)).caption.startswith("You predicted 20 from")
    none = topic.draw_spectrum(topic.spectrum().head(0))
    assert none.title == "No view is chosen"


def test_words_with_any_scales_and_a_learners_numbers():
    explorer = topic.explore_words()
    for state in explorer.states():
        shown = explorer.show(**state)
        if state["schemes"]:
            sound(shown, figures.TALL)
        else:
            assert shown.title == "No scale is chosen"
    filled = {"likely": {"Per cent": "70"}, "possible": {"Per cent": "100"}, "x": {"Per cent": "9"}}
    # 70 lies in 55-80, 66-90 and 55-75; 'possible' has no range
    shown = sound(topic.draw_words(filled=filled), figures.TALL)
    assert "inside every range of its phrase for 1 of 2" in shown.caption
    assert "Your number" not in topic.draw_words(filled={"likely": {"Per cent": "soon"}}).caption


def test_the_board_in_every_kind_of_state():
    explorer = topic.explore_board()
    states = explorer.states()
    # leaving out another item changes a row and the counts: the first and last ones are drawn
    drawn = [s for s in states if s["without"] in ("none", "E01", "E10", "E24")]
    for state in drawn[:20]:
        sound(explorer.show(**state), figures.TALL)
    worst = {n: c.values[-1] for n, c in explorer.controls.items()} | {
        "credibility": topic.CREDIBILITY[3]
    }
    sound(explorer.show(**worst), figures.TALL)


def test_the_board_says_what_it_counts():
    shown = sound(topic.draw_board(guess="h2"), figures.TALL)
    assert shown.title == "H5 has least against it (2), H1 most (13)"
    assert shown.caption.startswith("You expected H2 to have most against it.")
    tie = topic.explore_board().show(without="E10")
    assert tie.title == "H3 and H5 have least against them (2), H1 most (13)"
    assert "23 of 24 items count" in tie.sentence
    none = topic.weighted().assign(weight=0.0)
    assert topic.draw_board(none).title == "No item counts"
    flat = topic.weighted(topic.with_codes().assign(**dict.fromkeys(NAMES, "N")))
    assert topic.draw_board(flat).title == "All five hypotheses have the same count: 0"


def test_verdicts_and_chain_are_drawn():
    shown = sound(topic.draw_verdicts(guess=30))
    assert shown.title == "Of 60 claims 7 stand as written, 27 need a caveat"
    assert shown.caption.startswith("You predicted 30; the table gives 7.")
    sound(topic.draw_chain())
    assert topic.draw_chain("both").caption.startswith("Your guess is kept.")


def test_claims_by_every_verdict_and_kind():
    explorer = topic.explore_claims()
    states = explorer.states()
    assert len(states) == 7 * 6
    counted = {
        s["verdict"]: len(explorer.show(**s).frame) for s in states if s["kind"] == "all kinds"
    }
    assert counted["all verdicts"] == 60 == sum(counted.values()) - 60
    for state in states:
        shown = explorer.show(**state)
        assert shown.sentence
        assert len(shown.frame) or "No claim fits" in shown.sentence
    assert len(topic.show_claims("outdated").frame) == 3


# --- boards --------------------------------------------------------------------------------------


def test_scores_of_a_learner_beside_ours():
    board = topic.score_views()
    assert len(board.rows) == 5
    (shown,) = board.compared({"V02": {"Score": "5"}, "V51": {"Score": "10"}})
    # ours: V02 6, V51 2
    assert shown.frame["Steps apart"].tolist() == ["1", "open", "open", "open", "8"]
    assert "for 1 of 2 scored" in shown.caption
    rows = data.table("views").set_index("view_id").loc[list(topic.BLIND_VIEWS)]
    for why, row in zip(shown.frame["Why"], rows.itertuples(), strict=True):
        assert why == f"Score: {row.score_reason} Position: {row.position_reason}"
    assert topic.read_scores({}).frame["Your score"].tolist() == ["open"] * 5
    names = " ".join(board.rows.values())
    authors = data.table("views").set_index("view_id").loc[list(topic.BLIND_VIEWS), "author"]
    assert not any(author.split()[-1] in names for author in authors)


def test_words_are_placed_in_mixed_order():
    board = topic.place_words()
    assert list(board.rows) != list(topic.PHRASES)
    shown = board.read({"likely": {"Per cent": "60"}})
    assert "for 0 of 1" in shown.caption  # 60 lies below 66


def test_codes_of_a_learner_move_the_scores():
    board = topic.code_items()
    column = "H1 cohesive bloc"
    table, figure = board.compared({"E14": {column: topic.CODE_WORDS["N"]}})
    assert "ours in 0 of 1 cells" in table.caption
    assert "H1 13 → 11" in table.caption
    sound(figure, figures.TALL)
    same, _ = topic.read_codes({"E07": {"H1": "C"}})
    assert "ours in 1 of 1 cells" in same.caption
    empty, _ = board.compared({})
    assert empty._repr_html_()


@pytest.mark.parametrize("make", [topic.code_items, topic.sharpen])
def test_each_coded_cell_has_the_reason_of_its_own_code(make):
    board = make()
    grid = {item: dict.fromkeys(board.columns, topic.CODE_WORDS["N"]) for item in board.rows}
    table, _ = board.compared(grid)
    ours = data.table("evidence").set_index("evidence_id")
    cells = [(item, words[:2]) for item in board.rows for words in board.columns]
    assert table.frame["Cell"].tolist() == [f"{item}, {name}" for item, name in cells]
    whys = [ours.loc[item, f"{name}_reason"] for item, name in cells]
    assert table.frame["Why"].tolist() == whys


def test_sharper_wordings_can_only_be_coded_for_h3_and_h5():
    board = topic.sharpen()
    assert list(board.columns) == list(topic.SHARP.values())
    table, _ = board.compared({"E21": {topic.SHARP["H5"]: topic.CODE_WORDS["II"]}})
    assert "H5 2 → 4" in table.caption
    # ours are codes of the looser wording: they are shown as such, and not counted as equal
    assert "Our code, looser wording" in table.frame
    assert "ours in" not in table.caption
    assert all(len(words) < 90 for words in board.columns)


def test_claims_are_judged_before_verdicts_are_shown():
    board = topic.judge_claims()
    shown_before = board._static()
    explanations = data.table("claims").set_index("claim_id").loc[list(topic.JUDGED), "explanation"]
    assert not any(words[:30] in shown_before for words in explanations)
    (shown,) = board.compared({"C07": {"Verdict": "supported"}, "C38": {"Verdict": "supported"}})
    assert "ours in 1 of 2 judged" in shown.caption
    reasons = data.table("claims").set_index("claim_id").loc[list(topic.JUDGED), "verdict_reason"]
    assert shown.frame["Why"].tolist() == reasons.tolist()
    assert not any(words[:30] in shown_before for words in reasons)
    assert topic.read_verdicts({}).frame["Your verdict"].tolist() == ["open"] * 6
