"""Lesson 9: the path, words of probability, evidence by id, boards and models."""

import pytest
from briefings import estimated
from drawn import sound

from helpers import data, journal
from helpers.briefing import fields, models
from helpers.measures import briefing as measures
from helpers.topics import briefing as topic

HOSTILE = "<script>alert(1)</script> $x_1$ *bold* [a](javascript:b) | `c`\n# head 中文 \x00"


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


# --- the path -------------------------------------------------------------------------------------


def test_the_path_comes_from_the_journal():
    journal.record("estimate", "3", estimated(best=4))
    journal.record("estimate", "9", estimated())
    assert measures.path()["best"].tolist() == [4, 5]
    assert topic.draw_path().title.startswith("Your estimate moved from 4 to 5")


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("explorer", [topic.explore_path, topic.explore_words])
def test_an_example_is_called_one(explorer):
    shown = explorer()
    for state in shown.states(10)[::5]:
        assert ("EXAMPLE" in shown.show(**state).caption) == (explorer is topic.explore_path)


@pytest.mark.parametrize("guess", [None, 0, 12, -3, 1e300, "words", True])
def test_predictions_go_into_the_caption(guess):
    for draw in (topic.draw_path, topic.draw_status):
        figure = draw(guess=guess)
        sound(figure)
        shown = guess is not None and guess in (0, 12, -3) and guess is not True
        assert ("You predicted" in figure.caption) == shown


@pytest.mark.parametrize(
    "estimates",
    [
        {0: estimated()},
        {0: estimated(low=0, high=10), 9: estimated(best=0, low=0, reason="x" * 500)},
        {n: estimated(best=3 + n % 3, reason=f"{HOSTILE} {n}") for n in range(10)},
        {
            7: estimated(best=10, high=10),
            8: estimated(best=3.25, reason="a b " * 99),
            9: estimated(),
        },
    ],
)
def test_a_learners_own_path_carries_no_example_tag(estimates):
    figure = topic.draw_path(measures.path(estimates))
    sound(figure)
    assert "EXAMPLE" not in figure.caption
    assert "<script>" not in figure._repr_html_()
    assert figure.title.startswith("Your estimate")


def test_a_lesson_without_an_estimate_is_said():
    figure = topic.draw_path(measures.path({0: estimated()}), after=4)
    assert "no estimate after lesson 4" in figure.sentence


def test_the_word_follows_the_number():
    assert "no word of the standard" in topic.draw_words(100, "likely").caption
    assert "No number is set" in topic.draw_words().caption
    assert topic.draw_words().title.startswith("Seven words")
    fields.keep("probability", "66")
    assert topic.draw_words().title == "66 per cent: “likely”"


# --- tables and boards ----------------------------------------------------------------------------


def test_evidence_can_be_looked_up_in_every_state():
    explorer = topic.explore_evidence()
    for state in explorer.states():
        shown = explorer.show(**state)
        assert shown.sentence
        assert 1 <= len(shown.frame) <= 30
    count = (data.table("events")["direction"] == "-1").sum()
    assert topic.list_evidence("events", "against").sentence.startswith(f"{count} rows of events")
    assert "No row fits" in topic.list_evidence("invocations", "for").frame


def test_sentences_are_weighed_beside_the_tables():
    board = topic.weigh_sentences()
    shown = topic.read_sentences({"pairs": {"verdict": "leave"}, "iran": {}})
    assert list(shown.frame.iloc[:, 1]) == [board.columns["verdict"]["leave"]] + ["none yet"] * 5
    held = " ".join(shown.frame.iloc[:, 2])
    assert "st17 and st18 may reach 2" in held
    assert "st32, Kursk 2024, treaty in force, by PRK" in held
    assert "14 of 226" in held
    assert "00:00" not in held


def test_a_test_of_iran_rated_higher_is_not_passed_over(monkeypatch):
    facts = measures.held() | {"helped": 1, "reach": [], "fights": [], "dense": False}
    monkeypatch.setattr(measures, "held", lambda: facts)
    held = topic.read_sentences({}).frame.iloc[:, 2]
    assert held[4].startswith("1 of 10 tests of Iran is rated")
    assert held[3].startswith("In no core test did partners fight")


def test_the_rubric_shows_where_two_differ():
    board = topic.rate_briefing()
    assert list(board.columns) == ["self", "peer"]
    shown = topic.read_rubric(
        {
            "judgment": {"self": "1", "peer": "1"},
            "counter": {"self": "1", "peer": "0"},
            "words": {"self": "1"},
        }
    )
    told = dict(zip(board.rows, shown.frame["Next"], strict=True))
    assert (told["judgment"], told["counter"], told["words"]) == ("alike", "talk about it", "open")


def test_boards_of_the_first_edition_are_read_as_codes():
    weighed = {"pairs": {"Verdict": "leave it out"}}
    weighed |= {"iran": {"Verdict": "keep it, with claimant, date or limit"}}
    weighed |= {"once": {"Verdict": "keep it"}, "known": {"Verdict": "unknown words"}}
    assert topic.weigh_sentences().known(weighed) == {
        "pairs": {"verdict": "leave"},
        "iran": {"verdict": "limit"},
        "once": {"verdict": "keep"},
        "known": {},
    }
    journal.record("board", "9.rubric", {"words": {"Self": "0: not there"}})
    assert topic.rate_briefing().filled == {"words": {"self": "0"}}
    rated = {"counter": {"Self": "1: there, with gaps", "Peer": "2: as described"}}
    assert topic.rate_briefing().known(rated) == {"counter": {"self": "1", "peer": "2"}}


def test_two_models_are_marked_and_ours_follows_with_its_reason():
    board = topic.mark_models()
    board.put("judgment", "a", "2")
    assert "judgment" not in board._grid.notes  # not settled: the other page has no mark yet
    board.put("judgment", "b", "2")
    note = board._grid.notes["judgment"]
    assert "soon" in note
    assert "Page A" in note
    (table,) = board.compared({"words": {"a": "0"}, "judgment": {"a": "2", "b": "2"}})
    assert table.frame["Page A, ours"].tolist() == ["1: there, with gaps", "0: not there"]
    assert table.frame["Page B, you"].tolist() == ["2: as described", "not yet"]
    assert topic.read_models({}).frame.empty
    assert set(board.rows) == set(measures.MODELS["a"]) == set(measures.MODELS["b"])


def test_the_check_sees_what_is_weak_in_a_model_and_passes_the_good_one():
    assert measures.review(models.model("b"), measures.MODEL_DAY) == []
    codes = {code for code, _ in measures.review(models.model("a"), measures.MODEL_DAY)}
    assert {"two_words", "mixed", "twice", "weak", "proof", "loaded", "no_cost"} <= codes
    assert {"threshold_number", "threshold_day", "no_year", "no_date", "empty"} <= codes


def test_the_model_pages_say_who_made_them_and_show_no_estimate_of_the_learner():
    journal.record("estimate", "7", estimated())
    html = topic.show_models()._repr_html_()
    assert html.count("made by the course") >= 3
    assert "My estimate" not in html
    assert isinstance(topic.show_models(), models.Pages)
    assert "made by the course" in repr(topic.show_models())


def test_four_seats_begin_with_rows():
    shown = topic.show_seats().frame
    assert len(shown) == len(measures.SEATS)
    assert shown.iloc[:, 2].str.count(";").ge(3).all()
    assert topic.seat_rows()["source_ids"].str.len().gt(0).all()


def test_the_sentence_of_the_bug_hunt_and_its_repair_are_computed():
    score = data.table("views")["cohesion_score"]
    assert f"{score.mean():.2f}" in topic.show_headline().frame["Result"].iloc[-1]
    counts = topic.count_scores().frame
    assert counts[["United States", "Elsewhere"]].to_numpy().sum() == len(score)


def test_the_form_begins_with_what_the_journal_holds():
    fields.keep("judgment", "One sentence.")
    assert topic.compose().panel() is not None
    assert fields.kept() == {"judgment": "One sentence."}
