"""Lesson 6: whose views, what words mean, what a score hangs on, and where a sentence began."""

import re

import pytest
from drawn import crowded, sound

from helpers import data, figures
from helpers.measures import views as measures
from helpers.topics import hypotheses
from helpers.topics import views as topic
from helpers.wording import before, words

# --- whose views ---------------------------------------------------------------------------------


def test_a_quotation_has_twelve_words_at_most():
    quotes = data.table("views").dropna(subset="short_quote").set_index("view_id")["short_quote"]
    words = quotes.str.split().str.len()
    assert words[words > 12].empty


def test_a_view_that_was_not_checked_says_what_is_missing():
    views = data.table("views")
    assert views.loc[~views["verified"], "verification_note"].notna().all()
    told = " ".join(data.about("views").caveats)
    assert all(key in told for key in views.loc[~views["verified"], "view_id"])


# --- words ---------------------------------------------------------------------------------------


def test_each_phrase_stands_among_the_words_of_its_term():
    terms = data.table("estimative").set_index("term_id")
    equal = {"about even": "even|as likely as not", "remote chance": "remote"}
    for phrase, ids in measures.PHRASES.items():
        for row in terms.loc[list(ids)].itertuples():
            terms_of_row = f"{row.term}; {row.synonyms}"
            assert re.search(equal.get(phrase, phrase), terms_of_row), (phrase, row.Index)
    labels = words("views.labels")
    assert list(labels.phrases) == list(measures.PHRASES)
    assert set(labels.schemes) == set(labels.whose) == set(measures.SCHEMES)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("positions", data.table("views")["position"].cat.categories),
        ("mechanisms", data.table("views")["mechanism"].cat.categories),
        ("regions", measures.REGIONS),
        ("sorts", measures.ROWS),
        ("verdicts", [*data.table("claims")["verdict"].cat.categories, "all"]),
        ("kinds", [*data.table("claims")["kind"].cat.categories, "all"]),
    ],
)
def test_every_code_has_a_label(kind, codes):
    assert set(words("views.labels").tell(kind)) == set(codes)


# --- the article ---------------------------------------------------------------------------------


def test_what_the_chain_quotes_stands_in_the_tables():
    tables = [data.table(name) for name in ("claims", "provenance", "views")]
    known = " ".join(str(cell) for t in tables for cell in t.to_numpy().ravel()).lower()
    known += " ".join(data.table("sources")["title"].astype(str)).lower()
    for station in words("views.chain").stations.values():
        for quote in re.findall("“(.+?)”", " ".join(station["says"].split())):
            assert quote.lower() in known
            assert len(quote.split()) <= 12


def test_the_two_quotations_of_the_lesson_are_short_and_share_ten_words():
    said = words("views.compare_texts")
    assert all(len(quote.split()) <= 12 for quote in (said.article, said.essay))
    assert len(measures.longest_run(said.article, said.essay)) == 10


def test_two_texts_of_ones_own_are_compared_by_a_button():
    panel = topic.compare_texts()
    assert isinstance(panel, topic.Runs)
    panel._widget()
    assert "10 words in a row: <q>strengthened" in panel._said.value
    panel.first.value, panel.second.value = "We <b>met</b> in May", "they <b>met</b> in May"
    panel._compared()
    assert "3 words in a row: <q>&lt;b&gt;met&lt;/b&gt; in may</q>" in panel._said.value
    assert panel.told("a b", "c d") != panel.told("a b", " ") == panel.told("", "c d")


@pytest.mark.parametrize(
    "show", [topic.show_four_views, hypotheses.show_hypotheses, topic.show_runs, topic.show_ranking]
)
def test_a_looking_reader_meets_words_and_no_column_names(show):
    frame = show().frame
    assert len(frame)
    assert not [column for column in frame.columns if "_" in column]
    assert not frame.isna().any().any()


# --- pages and explorers -------------------------------------------------------------------------


def states(explore, take):
    """Every state of an explorer that `take` chooses, with what it is by its number."""
    explorer = explore()
    chosen = [s for n, s in enumerate(explorer.states()) if take(n, s, explorer.default)]
    return [pytest.param(explorer, state, id=str(n)) for n, state in enumerate(chosen)]


# all ways to sort with all else as it is, every place and date with each, one in five checked
SPECTRUM = states(
    topic.explore_spectrum, lambda n, s, start: n % 5 == 0 or s == start | {"rows": s["rows"]}
)


@pytest.mark.parametrize(("explorer", "state"), SPECTRUM)
def test_explorers_in_every_kind_of_state(explorer, state):
    shown = explorer.show(**state)
    if shown.table is None:
        assert crowded() == []
        assert shown.title in [none["title"] for none in empty()]
    else:
        sound(shown)
        assert shown.sentence


def empty():
    return [getattr(words("views.empty"), kind) for kind in ("views", "scales")]


def test_only_a_few_settings_leave_nothing():
    explorer = topic.explore_spectrum()
    asked = [(s["place"], s["dates"], s["checked"]) for s in explorer.states()]
    assert min(len(measures.chosen(*one)) for one in asked) > 0
    none = topic.draw_spectrum(measures.spectrum().head(0))
    assert none.title == words("views.empty").views["title"]


def test_the_spectrum_tells_the_guess_and_one_view():
    assert sound(topic.draw_spectrum(guess=20)).caption.startswith("You predicted 20 from")
    assert sound(topic.draw_spectrum(measures.spectrum().head(1))).title.startswith("1 view of")


def test_a_new_state_and_a_long_name_are_drawn_too():
    views = data.table("views")
    views["country"] = views["country"].where(views.index != 0, "AUS")
    views["institution"] = views["institution"].where(
        views.index > 2, "Bundesstiftung Wissenschaftspolitik"
    )
    for rows in ("place", "institution"):
        shown = sound(topic.draw_spectrum(measures.spectrum(views), rows))
    assert "Bundesstiftung" in shown.alt


def test_words_with_a_learners_numbers():
    filled = {"likely": {"percent": "70"}, "possible": {"percent": "100"}, "x": {"percent": "9"}}
    # 70 lies in 55-80, 66-90 and 55-75; 'possible' has no range
    shown = sound(topic.draw_words(filled=filled), figures.TALL)
    assert "inside every range of its phrase for 1 of 2" in shown.caption
    assert "Your number" not in topic.draw_words(filled={"likely": {"percent": "soon"}}).caption


def test_verdicts_and_chain_are_drawn():
    shown = sound(topic.draw_verdicts(guess=30))
    assert shown.title == "Of 60 claims 7 stand as written, 27 need a caveat"
    assert shown.caption.startswith("You predicted 30; the table gives 7.")
    sound(topic.draw_chain())
    assert len(topic.draw_chain("both").caption) > len(topic.draw_chain().caption)


def test_claims_by_every_verdict_and_kind():
    explorer = topic.explore_claims()
    states = explorer.states()
    assert len(states) == 7 * 6
    counted = {s["verdict"]: len(explorer.show(**s).frame) for s in states if s["kind"] == "all"}
    assert counted["all"] == 60 == sum(counted.values()) - 60
    for state in states:
        shown = explorer.show(**state)
        assert shown.sentence[0].isdigit() == (len(shown.frame) > 0)
    assert len(topic.show_claims("outdated").frame) == 3


# --- boards --------------------------------------------------------------------------------------


def test_scores_of_a_learner_beside_ours():
    board = topic.score_views()
    assert len(board.rows) == 5
    (shown,) = board.compared({"V02": {"score": "5"}, "V51": {"score": "10"}})
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
    assert sorted(board.rows) == sorted(measures.PHRASES)
    assert list(board.rows) != list(measures.PHRASES)
    shown = board.read({"likely": {"percent": "60"}})
    assert "for 0 of 1" in shown.caption  # 60 lies below 66


def test_the_articles_words_and_what_to_check_them_with_stand_beside_each_claim_to_judge():
    board = topic.judge_claims()
    claims = data.table("claims").set_index("claim_id").loc[list(topic.JUDGED)]
    shown = {row["id"]: row["about"] for row in board.spec()["rows"]}
    for key, row in claims.iterrows():
        assert row["quote"].replace("'", "&#x27;") in shown[key]
        assert row["heading"] in shown[key]
        assert "unattributed web article" in shown[key]
        for source in set(row["source_ids"].split(";")) - {"seed-article"}:
            assert data.cite(source) in shown[key]
        assert shown[key] in board._static()
        assert row["verdict_reason"][:30] not in shown[key]
    assert "It credits nobody." in shown["C07"]
    assert "It credits SIPRI." in shown["C39"]
    assert "It credits" not in shown["C60"]


def test_claims_are_judged_before_verdicts_are_shown():
    board = topic.judge_claims()
    shown_before = board._static()
    explanations = data.table("claims").set_index("claim_id").loc[list(topic.JUDGED), "explanation"]
    assert not any(text[:30] in shown_before for text in explanations)
    (shown,) = board.compared({"C07": {"verdict": "supported"}, "C38": {"verdict": "supported"}})
    assert "ours in 1 of 2 judged" in shown.caption
    reasons = data.table("claims").set_index("claim_id").loc[list(topic.JUDGED), "verdict_reason"]
    assert shown.frame["Why"].tolist() == reasons.tolist()
    assert not any(text[:30] in shown_before for text in reasons)
    assert topic.read_verdicts({}).frame["Your verdict"].tolist() == ["open"] * 6


OLD = {
    "6.views": {
        "V02": ({"Score": "5", "What decided": "help in war"}, {"score": "5", "ground": "war"})
    },
    "6.words": {"likely": ({"Per cent": "60"}, {"percent": "60"})},
    "6.codes": {
        "E14": (
            {"H1 cohesive bloc": "− − speaks strongly against", "H4 temporary": "+ fits"},
            {"H1": "II", "H4": "C"},
        )
    },
    "6.sharp": {
        "E21": (
            {
                "H3 sharp: China neither convenes the others nor acts jointly with two of them": (
                    "· neutral"
                )
            },
            {"H3": "N"},
        )
    },
    "6.claims": {
        "C07": (
            {"Verdict": "supported with caveat", "Check first": "what is left out"},
            {"verdict": "supported-with-caveat", "check": "left_out"},
        )
    },
}
BOARDS = [topic.score_views, topic.place_words, topic.judge_claims]
BOARDS += [hypotheses.code_items, hypotheses.sharpen]


@pytest.mark.parametrize("make", BOARDS)
def test_a_board_that_was_kept_in_words_is_read_as_codes(make):
    board = make()
    ((row, (old, new)),) = OLD[board.key].items()
    assert board.known({row: old}) == board.known({row: new}) == {row: new}
    codes = {code for options in board.columns.values() for code in options} | set(board.columns)
    assert set(before(board.key).values()) <= codes
