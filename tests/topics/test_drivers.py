"""Lesson 2: every page of the five explanations drawn, and what its words rest on."""

import re

from helpers import bank, judging
from helpers.measures import drivers as measures
from helpers.measures import votes
from helpers.topics import drivers as topic


def test_the_title_of_timing_follows_the_tables():
    share = [measures.traded("CHN", year) for year in (2021, 2024)]
    assert "{:.0f} → {:.0f}".format(*share) in topic.draw_timing().title


def test_the_table_of_voices_shows_every_row():
    shown = topic.show_voices()
    assert len(shown.frame) == (measures.voices()["stands"] == "for").sum()
    assert shown.limit == len(measures.FIRST_VOICES) < len(shown.frame)
    assert topic.show_voices("opposition").frame.empty


def test_views_answer_the_extremes_in_words():
    assert topic.draw_trade(()).table is None
    korea = topic.draw_trade(("PRK",))
    assert "not known" in korea.sentence
    assert "not known per cent" not in korea.title
    early = measures.rule_of_four(1990)
    assert f"{early.min():.2f} and {early.max():.2f}" in topic.draw_regimes(1990, ()).title


def test_counterexamples_say_where_a_table_is_silent():
    shown = topic.show_counterexamples()
    assert "not known" in shown._repr_html_()
    rows = shown.frame.set_index(shown.frame.columns[0])
    assert rows.loc["China"].tolist()[2] == "0.46"
    assert rows.loc["Saudi Arabia"].tolist()[-1] == "not in the table"
    joint = votes.value_in(votes.pair_series("RUS", "TUR"), 2023, "joint_votes")
    assert f"only {joint:.0f} joint votes" in shown.caption


def test_the_table_of_trade_rounds_as_its_words_do():
    shown = topic.draw_trade()
    for name in ("China", "India", "Türkiye"):
        for year in (2021, 2024):
            cell = shown.table.frame.set_index("Year").loc[year, name]
            assert f"{cell:.1f}" in shown.alt.split(name)[1][:40], (name, year)


def test_another_total_of_an_unknown_claimant_is_drawn_with_its_name(monkeypatch):
    rivals = measures.rival_totals().assign(claim_id="new", claimant="Customs of nowhere")
    monkeypatch.setattr(measures, "rival_totals", lambda: rivals)
    assert "Customs of nowhere 4.8" in topic.draw_trade().caption


def test_explanations_answer_the_same_questions():
    explained = topic.explanations()
    assert list(explained) == list(measures.DRIVERS)
    asked = {tuple(answers) for answers in explained.values()}
    assert len(asked) == 1
    assert len(asked.pop()) == 6
    for answers in explained.values():
        assert all(answers.values())
        assert not re.search(r"\bnan\b|proves|<NA>", " ".join(answers.values()))
    assert "175, 177 to 178, 184 and 186 of 187" in explained["opposition"]["see"]
    below = f"{votes.years_below()} of {votes.years_compared()} years"
    assert below in explained["rule"]["against"]
    old = measures.rule_of_four(2012)
    assert f"{old.min():.3f} and {old.max():.3f}" in explained["rule"]["timing"]
    iran = [measures.traded("IRN", year, "total_usd") for year in (2021, 2024)]
    assert "{:.2f} to {:.2f}".format(*iran) in explained["need"]["against"]
    assert "weak source" in explained["sanctions"]["see"]
    assert f"{votes.four_for_the_rule()} of 7 texts" in explained["own"]["see"]
    assert f"{votes.rule_yes_on_aggression()} voted yes" in explained["own"]["against"]


def test_a_settled_row_tells_all_six_answers():
    board = topic.fill_drivers()
    for driver, answers in topic.explanations().items():
        told = board.said_beside(driver, {"evidence": "weak", "fits": "none"})
        assert len(told) == 6
        assert all(answer in line for answer, line in zip(answers.values(), told, strict=True))


def test_the_grid_is_kept_and_compared():
    board = topic.fill_drivers()
    assert board.key == "2.drivers"
    assert list(board.rows) == list(measures.DRIVERS)
    assert list(board.columns["fits"]) == [*topic.PAIRS, "all", "none"]
    kept = {"rule": {"evidence": "weak"}, "own": {"fits": "RUS-CHN"}, "nonsense": {"fits": "all"}}
    rows = topic.show_drivers(board.known(kept)).frame
    assert rows["You: evidence"].tolist() == ["open", "open", "open", "weak", "open"]
    assert rows["You: fits best"].tolist() == ["open"] * 4 + ["Russia – China"]
    assert topic.show_drivers({}).frame["You: evidence"].eq("open").all()


def test_a_grid_kept_in_words_is_read_as_codes():
    board = topic.fill_drivers()
    old = {
        "need": {"Evidence": "speaks against it", "Fits best": "Russia – North Korea"},
        "rule": {"Evidence": "cannot be told from these data", "Fits best": "none of the six"},
        "own": {"Evidence": "strong", "Fits best": "all six alike"},
    }
    assert board.known(old) == {
        "need": {"evidence": "against", "fits": "RUS-PRK"},
        "rule": {"evidence": "unknown", "fits": "none"},
        "own": {"evidence": "strong", "fits": "all"},
    }


def test_expected_answers_and_slips_differ():
    for key, question in bank.bank().items():
        if key.startswith("2.") and question.expected:
            right = bank.resolve(question.expected)
            for slip in question.slips:
                assert abs(bank.resolve(slip["value"]) - right) > question.tolerance
            if question.kind == "series":
                right = judging.points(question)
            assert judging.judge(question, right).correct


def test_common_errors_are_met():
    named = {o.misconception for q in bank.bank().values() for o in q.options if q.id[:2] == "2."}
    assert {"mc17", "mc27"} <= named
