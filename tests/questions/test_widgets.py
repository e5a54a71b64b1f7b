"""What a learner sees and clicks: answers are kept, restored, explained, and never lost."""

import json
import time

import pandas as pd
import pytest

from helpers import bank, data, figures, forms, journal, questions
from helpers.bank import Option, Question, Verdict

HOSTILE = "<script>alert(1)</script>"
LIVE = "application/vnd.jupyter.widget-view+json"


def widgets(box):
    yield box
    for child in getattr(box, "children", ()):
        yield from widgets(child)


def opened(shown):
    """Show it as a notebook does; return it for chaining."""
    shown._repr_mimebundle_()
    return shown


def press(shown, words):
    (button,) = [
        w for w in widgets(shown._panel) if type(w).__name__ == "Button" and w.description == words
    ]
    button.click()


def said(shown):
    return shown._said.value


def fill(asked, value):
    """Enter a value as the learner would."""
    boxes, kind = asked._inputs, asked.question.kind
    if kind == "multiple":
        for key, box in boxes.items():
            box.value = key in value
    elif kind == "match":
        for key, partner in value.items():
            boxes[key].value = partner
    elif kind == "order":
        for place, key in enumerate(value, 1):
            boxes[key].value = place
    elif kind == "range":
        boxes["low"].value, boxes["high"].value = value
    else:
        boxes["one"].value = value


def pressed():
    """What was kept by pressing a button; drafts are kept all the while."""
    return [entry for entry in journal.entries() if entry["kind"] != "draft"]


def kept(kind):
    return {entry["key"]: entry["value"] for entry in journal.entries(kind)}


def made(kind, **more):
    """A question of our own of some kind."""
    options = tuple(Option(k, k.upper(), right=k == "b", goes_with=k, why="Why.") for k in "abc")
    partners = tuple(Option(k, k * 3) for k in "cab") if kind == "match" else ()
    return Question("9.1", kind, "check", "What?", options=options, partners=partners, **more)


# --- one question


ANSWERS = [
    ("single", "b", "b"),
    ("multiple", ["a", "b"], ["a", "b"]),
    ("order", ["c", "a", "b"], ["c", "a", "b"]),
    ("match", {"a": "a", "b": "c", "c": "b"}, {"a": "a", "b": "c", "c": "b"}),
    ("number", "1,234,567.5", 1234567.5),
    ("probability", "30 %", 30.0),
    ("range", ["10", "20.5"], [10.0, 20.5]),
    ("text", "My own words", "My own words"),
]


@pytest.mark.parametrize(("kind", "entered", "value"), ANSWERS)
def test_an_answer_is_kept_and_restored_by_the_next_session(kind, entered, value, new_session):
    asked = opened(questions.Asked(made(kind)))
    fill(asked, entered)
    press(asked, "Check")
    verdict = said(asked)
    assert "✓ kept" in verdict
    assert kept("answer") == {"9.1": value}
    new_session()
    again = opened(questions.Asked(made(kind)))
    assert questions._as_kept(again.question, again._value()) == value
    # What was said of it stands there again.
    assert said(again) == verdict.replace(forms.kept_mark(journal.Kept(True, "")), "")


@pytest.mark.parametrize(("kind", "entered", "value"), ANSWERS)
def test_what_was_entered_and_not_pressed_is_filled_in_and_marked(
    kind, entered, value, new_session
):
    asked = opened(questions.Asked(made(kind)))
    fill(asked, entered)
    asked._draft.write()  # as it does by itself when the keys rest
    assert pressed() == []
    new_session()
    again = opened(questions.Asked(made(kind)))
    assert questions._as_kept(again.question, again._value()) == value
    assert "not yet checked" in said(again)
    press(again, "Check")
    assert kept("answer") == {"9.1": value}
    new_session()
    assert "not yet checked" not in said(opened(questions.Asked(made(kind))))


def test_letters_are_kept_as_a_draft_when_they_rest(monkeypatch):
    monkeypatch.setattr(forms, "REST", 0.02)
    asked = opened(questions.Asked(made("text")))
    for end in range(1, 20):
        fill(asked, "A sentence of my own"[:end])
    for _ in range(200):
        if journal.entries("draft"):
            break
        time.sleep(0.02)
    assert [e["value"] for e in journal.entries("draft")] == [{"one": "A sentence of my ow"}]


@pytest.mark.parametrize("odd", [None, 3, "zzz", ["zzz"], {"one": ["b"]}, {"zzz": 1}, [[1], [2]]])
@pytest.mark.parametrize("kind", [kind for kind, *_ in ANSWERS])
def test_an_odd_draft_of_a_copied_journal_does_no_harm(kind, odd):
    journal.record("draft", "answer:9.1", odd)
    press(opened(questions.Asked(made(kind))), "Check")


@pytest.mark.parametrize("kind", [kind for kind, *_ in ANSWERS])
def test_nothing_entered_is_nothing_kept(kind):
    asked = opened(questions.Asked(made(kind)))
    press(asked, "Check")
    assert "○ Open" in said(asked)
    assert pressed() == []


@pytest.mark.parametrize(
    ("kind", "entered", "words"),
    [
        ("number", "many", "is not a number"),
        ("probability", "perhaps", "is not a number"),
        ("range", ["1", ""], "two numbers"),
        ("match", {"a": "b"}, "Still without a partner"),
        ("order", ["a", "b"], "its own place"),
    ],
)
def test_what_cannot_be_read_is_explained_and_not_kept(kind, entered, words):
    asked = opened(questions.Asked(made(kind)))
    fill(asked, entered)
    press(asked, "Check")
    assert words in said(asked)
    assert pressed() == []


def test_two_items_at_one_place_are_no_order():
    asked = opened(questions.Asked(made("order")))
    for box in asked._inputs.values():
        box.value = 1
    press(asked, "Check")
    assert "its own place" in said(asked)
    assert pressed() == []


@pytest.mark.parametrize("odd", [None, 3, "zzz", ["zzz"], {"zzz": 1}, [[1], [2]], True])
@pytest.mark.parametrize("kind", [kind for kind, *_ in ANSWERS])
def test_an_odd_entry_of_a_copied_journal_does_no_harm(kind, odd):
    journal.record("answer", "9.1", odd)
    asked = opened(questions.Asked(made(kind)))
    press(asked, "Check")
    assert said(asked)


def test_a_single_choice_is_made_by_radio_buttons_of_which_none_is_chosen_at_first():
    asked = opened(questions.Asked(made("single")))
    (box,) = asked._inputs.values()
    assert type(box).__name__ == "RadioButtons"
    assert box.value is None
    names = asked._said.names
    assert names[".widget-radio-box"] == {"role": "radiogroup", "aria-label": "Question 9.1"}


def test_right_and_wrong_are_kept_with_the_answer():
    asked = opened(questions.Asked(made("single")))
    for key in "ab":
        fill(asked, key)
        press(asked, "Check")
    assert [entry["correct"] for entry in journal.entries("answer", "9.1")] == [False, True]
    press(asked, "Check")
    assert "✓ kept" in said(asked)
    assert len(pressed()) == 2


def test_hints_come_one_by_one_and_stay():
    asked = opened(questions.Asked(made("single", hints=("First `a`.", "Second."))))
    fill(asked, "a")
    press(asked, "Check")
    verdict, hints = said(asked), asked._hints
    press(asked, "Hint")
    assert "Hint 1: First <code>a</code>." in hints.value
    assert "Second" not in hints.value
    press(asked, "Hint")
    press(asked, "Hint")
    assert hints.value.index("Hint 1") < hints.value.index("Hint 2: Second.")
    assert hints.value.count("Hint") == 2
    # A hint stands under the verdict and never in its place, nor the other way round.
    assert said(asked) == verdict
    press(asked, "Check")
    assert hints.value.count("Hint") == 2


def test_a_question_without_hints_offers_none():
    asked = opened(questions.Asked(made("single")))
    assert "Hint" not in [getattr(w, "description", "") for w in widgets(asked._panel)]


@pytest.mark.parametrize("kind", [kind for kind, *_ in ANSWERS])
def test_each_input_has_a_label(kind):
    asked = opened(questions.Asked(made(kind, unit="rounds")))
    labels = [
        asked._said.names[".widget-radio-box"]["aria-label"]
        if kind == "single"
        else box.description
        for box in asked._inputs.values()
    ]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    if kind in ("number", "range"):
        assert all("rounds" in label for label in labels)


def test_before_it_runs_a_question_is_plain_text():
    bundle = questions.ask("3.5")._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", LIVE}
    html = bundle["text/html"]
    assert html.startswith("<p><strong>Question 3.5.</strong> A clause says:")
    assert html.count("<li>") == 4
    assert "<details><summary>Hint 1</summary>" in html
    assert html.endswith("<p>Run this cell to answer.</p>")
    assert bundle["text/plain"].startswith("Question 3.5: A clause says:")
    assert "Because" not in html  # no explanation gives the answer away


def test_no_form_of_an_order_gives_the_order_away():
    asked = questions.ask("3.4")
    right = [option.text for option in asked.question.options]
    shown = [line[2:] for line in repr(asked).splitlines()[1:]]
    assert sorted(shown) == sorted(right)
    assert shown != right
    html = asked._static()
    assert sorted(right, key=html.index) == shown
    assert [box.description for box in opened(asked)._inputs.values()] == shown


def test_several_questions_stand_in_one_cell():
    both = questions.ask("3.1", "3.2")
    assert isinstance(both, questions.Several)
    assert isinstance(both, questions.Shown)
    bundle = both._repr_mimebundle_()
    assert bundle["text/html"].count("Run this cell to answer.") == 2
    assert bundle["text/plain"].index("Question 3.1") < bundle["text/plain"].index("Question 3.2")
    fill(both.parts[1], "news")
    both.parts[1]._answered()
    assert kept("answer") == {"3.2": "news"}
    assert "✓ Right" in said(both.parts[1])


@pytest.mark.parametrize("call", [questions.ask, questions.predict])
def test_an_unknown_question_is_a_sentence_and_the_lesson_runs_on(call):
    bundle = call("3.77")._repr_mimebundle_()
    assert "Did you mean" in bundle["text/plain"]
    assert "Did you mean" in bundle["text/html"]
    # With nothing to click, it is as readable without a kernel as with one.
    assert "application/vnd.jupyter.widget-view+json" not in bundle


def test_an_unknown_question_stands_among_known_ones():
    both = questions.ask("3.1", "3.77")
    assert "Run this cell to answer." in both._static()
    assert "There is no question" in both._static()


def test_checking_an_unknown_question_is_a_sentence_and_keeps_nothing():
    verdict = questions.check("3.77", 4)
    assert verdict.correct is None
    assert "There is no question" in verdict.words
    assert kept("code") == {}


def test_what_the_learner_enters_never_becomes_markup(new_session):
    asked = opened(questions.Asked(made("text")))
    fill(asked, HOSTILE)
    press(asked, "Check")
    number = opened(questions.Asked(made("number")))
    fill(number, HOSTILE)
    press(number, "Check")
    assert HOSTILE not in said(asked) + said(number)
    assert "&lt;script&gt;" in said(number)
    new_session()
    assert opened(questions.Asked(made("text")))._inputs["one"].value == HOSTILE


# --- predictions


def then(guess):
    words = f"The guess was {guess}."
    return figures.LessonFigure("T", f"alt {words}", words, b"png")


def test_a_prediction_is_kept_and_then_shown_in_the_figure(new_session):
    asked = opened(questions.predict("3.7", then))
    assert asked._after.value == ""
    fill(asked, "3")
    press(asked, "Keep my prediction")
    assert "The guess was 3.0." in asked._after.value
    assert "You said 3 treaties; the data say 2 treaties, 1 fewer." in said(asked)
    assert kept("prediction") == {"3.7": 3.0}
    new_session()
    again = opened(questions.predict("3.7", then))
    assert "The guess was 3.0." in again._after.value
    assert "You said 3 treaties" in said(again)
    assert again._inputs["one"].value == "3"


def test_the_first_guess_counts_and_later_ones_are_second_thoughts(new_session):
    asked = opened(questions.predict("3.7", then))
    fill(asked, "3")
    press(asked, "Keep my prediction")
    fill(asked, "2")
    press(asked, "Keep a second thought")
    assert "Your first guess stays as it was." in said(asked)
    assert "The guess was 3.0." in asked._after.value
    assert kept("prediction") == {"3.7": 3.0}
    assert kept("rethought") == {"3.7": 2.0}
    assert questions.first_guess("3.7") == 3.0
    new_session()
    again = opened(questions.predict("3.7", then))
    assert "The guess was 3.0." in again._after.value
    assert again._inputs["one"].value == "2"


def test_a_guess_after_looking_is_no_prediction(new_session):
    asked = opened(questions.predict("3.7", then))
    press(asked, "Show without predicting")
    new_session()
    again = opened(questions.predict("3.7", then))
    assert "The guess was None." in again._after.value
    fill(again, "2")
    press(again, "Keep a second thought")
    assert "You had looked before." in said(again)
    assert kept("prediction") == {}
    assert kept("rethought") == {"3.7": 2.0}


@pytest.mark.parametrize(
    ("question_id", "guess"), [("0.2", "400"), ("1.3", "1"), ("2.9", "-5"), ("1.8", "-5 %")]
)
def test_an_impossible_guess_is_told_opens_nothing_and_is_not_kept(question_id, guess):
    asked = opened(questions.predict(question_id, then))
    fill(asked, guess)
    press(asked, "Keep my prediction")
    assert "cannot be" in said(asked)
    assert asked._after.value == ""
    assert pressed() == []
    assert not forms.decided(question_id)


def test_feedback_to_a_prediction_is_the_same_for_near_and_far():
    told = {}
    for guess in ("77", "78", "5"):
        asked = opened(questions.Asked(bank.find("0.2"), then))
        fill(asked, guess)
        told[guess] = bank.judge(asked.question, guess)
    for guess, verdict in told.items():
        assert verdict.sign == "said"
        assert verdict.words.startswith(f"You said {guess} per cent; the data say 77 per cent")
        assert "Right" not in verdict.words
    assert not told["5"].look


def test_after_the_answer_no_hint_stands_there():
    asked = opened(questions.predict("4.12", then))
    press(asked, "Hint")
    assert asked._hints.value
    fill(asked, "30,000")
    press(asked, "Keep my prediction")
    assert asked._hints.value == ""
    assert "You said 30,000 drones; the data say 54,702 drones, 1.8 times as many." in said(asked)


def test_the_figure_can_be_seen_without_a_prediction():
    asked = opened(questions.predict("3.7", then))
    press(asked, "Show without predicting")
    assert "The guess was None." in asked._after.value
    assert [entry["kind"] for entry in journal.entries()] == ["skipped"]


def test_an_unreadable_prediction_reveals_nothing():
    asked = opened(questions.predict("3.7", then))
    fill(asked, "some")
    press(asked, "Keep my prediction")
    assert asked._after.value == ""
    assert pressed() == []


def test_before_it_runs_a_prediction_folds_its_figure():
    html = questions.predict("3.7", then)._static()
    fold = html.index("<details><summary>Show without predicting</summary>")
    assert html.index("Question 3.7") < fold < html.index("The guess was None.")
    assert html.endswith("</details>")


def test_a_prediction_needs_no_figure():
    asked = opened(questions.predict("3.10"))
    fill(asked, "limit")
    press(asked, "Keep my prediction")
    assert kept("prediction") == {"3.10": "limit"}
    assert asked._after.value == ""


# --- checks in code


def test_a_check_not_answered_yet_never_fails_and_keeps_nothing():
    verdict = questions.check("3.18", ...)
    assert isinstance(verdict, Verdict)
    assert verdict.correct is None
    assert journal.entries() == []


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (3, 3.0),
        (pd.Series([5, 6])[0], 5.0),
        ("six", "six"),
        (pd.Series([1, 2]), str(pd.Series([1, 2]))),
        (pd.DataFrame({"a": range(400)}), str(pd.DataFrame({"a": range(400)}))[:300]),
        (HOSTILE, HOSTILE),
        (10**400, str(10**400)[:300]),
    ],
)
def test_whatever_the_code_gives_is_judged_and_kept(answer, value):
    verdict = questions.check("3.18", answer)
    assert verdict.correct is not None
    assert HOSTILE not in verdict._repr_html_()
    assert kept("code") == {"3.18": value}


def test_a_right_answer_from_pandas_is_right():
    rows = data.table("provisions")
    count = ((rows["obligation"] == "consultation") & (rows["strength"] == 3)).sum()
    assert questions.check("3.18", count).correct is True
    assert journal.entries("code")[0]["correct"] is True


# --- the estimate


def estimated(lesson, best="4", low="2", high="6.5", reason="A treaty"):
    shown = opened(questions.estimate(lesson))
    for name, text in (("best", best), ("low", low), ("high", high), ("reason", reason)):
        shown._boxes[name].value = text
    press(shown, "Keep my estimate")
    return shown


def test_an_estimate_is_kept_restored_and_listed(new_session):
    shown = estimated(3)
    assert isinstance(shown, questions.Estimate)
    assert "✓ kept" in said(shown)
    value = {"best": 4.0, "low": 2.0, "high": 6.5, "reason": "A treaty"}
    assert questions.estimates() == {3: value}
    new_session()
    again = opened(questions.estimate(3))
    assert [box.value for box in again._boxes.values()] == ["4", "2", "6.5", "A treaty"]


def test_half_an_estimate_is_a_draft(new_session):
    shown = opened(questions.estimate(3))
    shown._boxes["best"].value = "4"
    shown._boxes["reason"].value = "Because of"
    shown._draft.write()
    new_session()
    again = opened(questions.estimate(3))
    assert [box.value for box in again._boxes.values()] == ["4", "", "", "Because of"]
    assert "Press the button to keep it" in said(again)
    assert questions.estimates() == {}


@pytest.mark.parametrize("lesson", [12, -1, 3.5, "x", None, True])
def test_an_estimate_of_no_lesson_is_a_sentence(lesson):
    assert "There is no lesson" in repr(questions.estimate(lesson))


def test_everything_wrong_with_an_estimate_is_said_at_once():
    assert len(questions.estimate_problems({"best": "", "low": "x", "high": "11"})) == 3


def test_later_lessons_name_the_earlier_estimates_in_their_order():
    estimated(3)
    estimated(0, best="5", low="0", high="10")
    shown = opened(questions.estimate(4))
    assert "Your other estimates: lesson 0: 5 (0 to 10); lesson 3: 4 (2 to 6.5)." in said(shown)
    assert "lesson 3" not in said(opened(questions.estimate(3)))


def test_an_estimate_made_again_replaces_the_first():
    estimated(3)
    estimated(3, best="6")
    assert questions.estimates()[3]["best"] == 6
    assert len(journal.entries("estimate")) == 2


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"best": "", "low": "1", "high": "2"}, "The estimate is not a number yet."),
        ({"best": "4", "low": "x", "high": "6"}, "The low end is not a number yet."),
        ({"best": "4", "low": "1"}, "The high end is not a number yet."),
        ({"best": "11", "low": "1", "high": "10"}, "The estimate 11 lies outside the scale."),
        ({"best": "4", "low": "−1", "high": "10"}, "The low end −1 lies outside the scale."),
        ({"best": "4", "low": "5", "high": "6"}, "outside your own range"),
        ({"best": "4", "low": "3", "high": "3.5"}, "outside your own range"),
        ({"best": "4", "low": "4", "high": "4"}, ""),
        ({"best": "0", "low": "0", "high": "10"}, ""),
    ],
)
def test_what_is_wrong_with_an_estimate_is_said(entered, words):
    problems = questions.estimate_problems(entered)
    assert (words in " ".join(problems)) if words else problems == []


def test_a_wrong_estimate_is_explained_and_not_kept():
    shown = estimated(3, best=HOSTILE)
    assert "is not a number yet" in said(shown)
    shown = estimated(3, low="7", high="8")
    assert "outside your own range" in said(shown)
    shown = estimated(3, best="1e9")
    assert "outside the scale" in said(shown)
    assert questions.estimates() == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [("3", "high"), ("3", {"best": "x"}), ("3", [1]), ("third", {"best": 1}), ("99", None)],
)
def test_an_odd_estimate_of_a_copied_journal_is_passed_over(key, value):
    journal.record("estimate", key, value)
    assert questions.estimates() == {}
    assert opened(questions.estimate(3))._boxes["best"].value == ""
    assert said(opened(questions.estimate(4))) == ""


def test_before_it_runs_the_estimate_explains_its_scale():
    bundle = questions.estimate(3)._repr_mimebundle_()
    assert "after lesson 3" in bundle["text/plain"]
    assert questions.SCALE in bundle["text/html"]


# --- boards

ROWS = {"x": "A <b>clause</b>", "y": "Another"}
COLUMNS = {"Kind": ["defence", "trade"], "Strength": ["0", "5"]}


def board(read=None):
    return opened(questions.board("9.board", "Which <kind>?", ROWS, COLUMNS, read))


def test_a_board_starts_empty_and_says_so():
    empty = board()
    assert isinstance(empty, questions.Board)
    assert empty.entered() == empty.filled == {}
    press(empty, "Keep and compare")
    assert "Nothing is filled in yet." in said(empty)
    assert pressed() == []


def test_a_board_is_kept_compared_and_restored(new_session):
    def read(grid):
        table = figures.table(pd.DataFrame({"a": [json.dumps(grid)]}), "Compared")
        return [table, table] if len(grid) > 1 else table

    shown = board(read)
    shown._boxes["x"]["Kind"].value = "trade"
    press(shown, "Keep and compare")
    assert kept("board") == {"9.board": {"x": {"Kind": "trade"}}}
    assert shown._shown.value.count("Compared") == 1
    shown._boxes["y"]["Strength"].value = "0"
    press(shown, "Keep and compare")
    assert shown._shown.value.count("Compared") == 2
    new_session()
    again = board(read)
    assert again.entered() == again.filled == {"x": {"Kind": "trade"}, "y": {"Strength": "0"}}
    assert again._shown.value.count("Compared") == 2


def test_choices_on_a_board_are_kept_before_anything_is_pressed(new_session):
    shown = board()
    shown._boxes["x"]["Kind"].value = "trade"
    new_session()
    again = board()
    assert again.entered() == {"x": {"Kind": "trade"}}
    assert again.filled == {}
    assert "not yet compared" in said(again)


def test_a_comparison_that_fails_is_told_and_the_board_is_kept(new_session):
    def read(grid):
        raise data.DataError("misconceptions.csv: the column mc_id is missing")

    shown = board(read)
    shown._boxes["x"]["Kind"].value = "trade"
    press(shown, "Keep and compare")
    assert "This could not be shown." in said(shown)
    assert "the column mc_id is missing" in said(shown)
    assert kept("board") == {"9.board": {"x": {"Kind": "trade"}}}
    new_session()
    assert board(read).entered() == {"x": {"Kind": "trade"}}


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        (
            {"x": {"Kind": "trade", "Colour": "red"}, "z": {"Kind": "trade"}},
            {"x": {"Kind": "trade"}},
        ),
        ({"x": {"Kind": "theft"}}, {"x": {}}),
        ({"x": {"Kind": ["trade"]}, "y": "trade"}, {"x": {}}),
        ("trade", {}),
        ([1], {}),
    ],
)
def test_a_board_restores_only_what_it_offers(value, filled):
    journal.record("board", "9.board", value)
    shown = board()
    assert shown.filled == filled
    assert shown.entered() == {row: cells for row, cells in filled.items() if cells}


def test_before_it_runs_a_board_lists_its_rows_and_choices():
    bundle = board()._repr_mimebundle_()
    assert "<li>A &lt;b&gt;clause&lt;/b&gt;</li><li>Another</li>" in bundle["text/html"]
    assert "Which &lt;kind&gt;?" in bundle["text/html"]
    assert "<p>Kind: defence; trade.</p>" in bundle["text/html"]
    assert bundle["text/plain"] == "Board: Which <kind>?\n- A <b>clause</b>\n- Another"


def test_each_list_of_a_board_has_a_label_of_its_own():
    labels = [w.description for boxes in board()._boxes.values() for w in boxes.values()]
    assert labels == ["Kind (1)", "Strength (1)", "Kind (2)", "Strength (2)"]


# --- the journal


def test_the_journal_shows_where_it_is_and_what_it_holds(place):
    shown = opened(questions.my_journal())
    assert isinstance(shown, questions.MyJournal)
    words = next(
        w for w in widgets(shown._panel) if "Your journal is in" in getattr(w, "value", "")
    )
    assert "It holds no entries yet." in words.value
    journal.record("answer", "9.1", "b")
    press(shown, "Look again")
    assert "Entries: 1 (answer 1)." in words.value


def test_an_export_is_written_and_named(place):
    journal.record("answer", "9.1", "b")
    shown = opened(questions.my_journal())
    name = next(w for w in widgets(shown._panel) if type(w).__name__ == "Text")
    name.value = "Ada <b>"
    press(shown, "Write my answers into one file")
    (file,) = place.glob("shifting-sands-*.jsonl")
    words = [getattr(w, "value", "") for w in widgets(shown._panel)]
    assert any(f"Written to {file}." in value for value in words)
    assert json.loads(file.read_text("utf-8").splitlines()[0])["name"] == "Ada <b>"


def test_nothing_of_the_journal_is_shown_before_it_runs(place):
    journal.record("answer", "9.1", "b")
    bundle = questions.my_journal()._repr_mimebundle_()
    assert str(place) not in bundle["text/html"] + bundle["text/plain"]


def test_without_a_folder_the_learner_is_told_and_the_lesson_goes_on(
    tmp_path, monkeypatch, new_session
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / "file"))
    new_session()
    asked = opened(questions.ask("3.5"))
    fill(asked, "right")
    press(asked, "Check")
    assert "✓ Right" in said(asked)
    assert "it is not a folder" in said(asked)
    assert "kept in memory until this kernel stops" in said(asked)
    prediction = opened(questions.predict("3.7", then))
    fill(prediction, "3")
    press(prediction, "Keep my prediction")
    assert "The guess was 3.0." in prediction._after.value
    assert questions.check("3.18", 5).correct is False
    assert "it is not a folder" in said(estimated(3))
    assert questions.estimates()[3]["best"] == 4
    shown = board()
    shown._boxes["x"]["Kind"].value = "trade"
    press(shown, "Keep and compare")
    assert board().filled == {"x": {"Kind": "trade"}}
    mine = opened(questions.my_journal())
    told = said(mine)
    assert "Only in memory so far: " in told
    journal.forget(confirm=True)
    assert journal.entries() == []


def test_an_answer_too_long_to_keep_is_named_and_judged():
    asked = opened(questions.Asked(made("text")))
    fill(asked, "word " * 20_000)
    press(asked, "Check")
    assert "This is too long to keep" in said(asked)
    assert pressed() == []
    assert asked._inputs["one"].value  # it is still there to be shortened


def test_a_sentence_stands_in_the_place_of_what_cannot_be_shown():
    shown = opened(questions.ask("3.1", "3.77"))
    first, second = shown.parts
    assert isinstance(first, questions.Asked)
    assert isinstance(second, questions.Said)
    assert "There is no question &#x27;3.77&#x27;" in shown._static()
    assert repr(questions.Said(HOSTILE)) == HOSTILE
    assert HOSTILE not in questions.Said(HOSTILE)._static()


# --- carrying on, starting afresh


def test_a_file_of_another_machine_is_taken_in_by_a_button(
    place, tmp_path, new_session, monkeypatch
):
    journal.record("answer", "9.1", "b")
    content = journal.export("Ada").read_bytes()
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / "other"))
    new_session()
    mine = opened(questions.my_journal())
    mine._taken_in({"new": [type("File", (), {"content": memoryview(content), "name": "a.txt"})]})
    assert "1 entry taken in from a.txt." in said(mine)
    assert kept("answer") == {"9.1": "b"}
    mine._taken_in({"new": [type("File", (), {"content": b"x", "name": "b.txt"})]})
    assert "b.txt is no file of answers" in said(mine)


def test_files_that_lie_beside_the_lessons_are_taken_in(place, tmp_path, new_session, monkeypatch):
    journal.record("answer", "9.1", "b")
    content = journal.export("Ada").read_bytes()
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / "other"))
    monkeypatch.chdir(tmp_path)
    new_session()
    mine = opened(questions.my_journal())
    press(mine, "Take in the files that lie beside the lessons")
    assert "No file of yours" in said(mine)
    (tmp_path / "old.jsonl").write_bytes(content)
    press(mine, "Take in the files that lie beside the lessons")
    assert "1 entry taken in from old.jsonl." in said(mine)


def test_a_lesson_starts_afresh_when_the_button_is_pressed_twice(place):
    journal.record("answer", "3.1", "b")
    journal.record("answer", "4.1", "b")
    mine = opened(questions.my_journal())
    mine._lesson.value = 3
    press(mine, "Start it afresh")
    assert "Press again to start lesson 3 afresh." in said(mine)
    assert kept("answer") == {"3.1": "b", "4.1": "b"}
    press(mine, "Start it afresh")
    assert "Lesson 3 starts afresh. 1 older entry is set aside" in said(mine)
    assert kept("answer") == {"4.1": "b"}


def test_everything_is_deleted_only_when_asked_twice_in_a_row(place):
    journal.record("answer", "3.1", "b")
    mine = opened(questions.my_journal())
    press(mine, "Delete everything")
    press(mine, "Look again")
    press(mine, "Delete everything")
    assert kept("answer") == {"3.1": "b"}
    press(mine, "Delete everything")
    assert journal.entries() == []
    assert "Deleted 1 entry" in said(mine)
