"""What a learner sees and clicks: answers are kept, restored, explained, and never lost."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from helpers import bank, figures, forms, journal, judging, questions, wording
from helpers.bank import Option, Question
from helpers.judging import Verdict
from helpers.measures import estimates

HOSTILE = "<script>alert(1)</script>"
KEPT = forms.kept_mark(journal.Kept(True, ""))
ROWS = {"x": "A <b>clause</b>", "y": "Another"}
COLUMNS = {"Kind": ["defence", "trade"], "Strength": ["0", "5"]}
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
    elif kind in ("match", "two-tier", "series"):
        for key, partner in value.items():
            boxes[key].value = partner
    elif kind == "order":
        for place, key in enumerate(value, 1):
            boxes[key].value = place
    elif kind == "range":
        boxes["low"].value, boxes["high"].value = value
    else:
        boxes["one"].value = value


def kept(kind):
    return {entry["key"]: entry["value"] for entry in journal.entries(kind)}


def pressed_entries():
    """What was pressed; drafts are kept besides."""
    return [entry for entry in journal.entries() if entry["kind"] != "draft"]


def made(kind, **more):
    """A question of our own of some kind."""
    options = tuple(Option(k, k.upper(), right=k == "b", goes_with=k, why="Why.") for k in "abc")
    partners = tuple(Option(k, k * 3) for k in "cab") if kind == "match" else ()
    if kind == "two-tier":
        partners = tuple(Option(k, k * 3, right=k == "x", why="So.") for k in "xyz")
    if kind == "series":
        more = {"expected": [3, 4, 5], "least": 0, "most": 10, "given": 1} | more
    return Question("9.1", kind, "check", "What?", options=options, partners=partners, **more)


# --- one question


ANSWERS = [
    ("single", "b", "b"),
    ("multiple", ["a", "b"], ["a", "b"]),
    ("order", ["c", "a", "b"], ["c", "a", "b"]),
    ("match", {"a": "a", "b": "c", "c": "b"}, {"a": "a", "b": "c", "c": "b"}),
    ("two-tier", {"answer": "b", "reason": "x"}, {"answer": "b", "reason": "x"}),
    ("series", {"b": "4.5", "c": "6"}, {"b": 4.5, "c": 6.0}),
    ("number", "1,234,567.5", 1234567.5),
    ("probability", "30 %", 30.0),
    ("range", ["10", "20.5"], [10.0, 20.5]),
    ("text", "My own words", "My own words"),
]


@pytest.mark.parametrize(("kind", "entered", "value"), ANSWERS)
def test_an_answer_is_kept_and_restored_with_its_feedback(kind, entered, value, new_session):
    asked = opened(questions.Asked(made(kind)))
    fill(asked, entered)
    press(asked, "Check")
    heard = said(asked)
    assert heard.endswith(KEPT)
    assert kept("answer") == {"9.1": value}
    new_session()
    again = opened(questions.Asked(made(kind)))
    assert questions._as_kept(again.question, again._value()) == value
    assert said(again) == heard.removesuffix(KEPT)


@pytest.mark.parametrize(("kind", "entered", "value"), ANSWERS)
def test_what_was_not_pressed_is_filled_in_and_marked(kind, entered, value, new_session):
    asked = opened(questions.Asked(made(kind)))
    fill(asked, entered)
    asked._draft.write()  # as the timer does when the keys rest
    assert pressed_entries() == []
    new_session()
    again = opened(questions.Asked(made(kind)))
    assert questions._as_kept(again.question, again._value()) == value
    assert said(again) == forms.sentences(wording.say("questions.question.draft"))
    press(again, "Check")
    new_session()
    third = opened(questions.Asked(made(kind)))
    assert kept("answer") == {"9.1": value}
    assert wording.say("questions.question.draft") not in said(third)


def test_a_new_choice_that_was_not_pressed_stands_without_the_old_verdict(new_session):
    asked = opened(questions.Asked(made("single")))
    fill(asked, "b")
    press(asked, "Check")
    fill(asked, "a")
    new_session()
    again = opened(questions.Asked(made("single")))
    assert again._value() == "a"
    assert said(again) == forms.sentences(wording.say("questions.question.draft"))
    assert kept("answer") == {"9.1": "b"}


def test_a_choice_moved_back_and_pressed_is_no_draft(new_session):
    asked = opened(questions.Asked(made("single")))
    for key in "bab":
        fill(asked, key)
    press(asked, "Check")
    fill(asked, "a")
    fill(asked, "b")
    press(asked, "Check")
    new_session()
    again = opened(questions.Asked(made("single")))
    assert wording.say("questions.question.draft") not in said(again)
    assert again._value() == "b"


@pytest.mark.parametrize("kind", [kind for kind, *_ in ANSWERS])
def test_nothing_entered_is_nothing_kept(kind):
    asked = opened(questions.Asked(made(kind)))
    press(asked, "Check")
    assert "○ Open" in said(asked)
    assert journal.entries() == []


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
    assert pressed_entries() == []
    assert asked._draft.found()  # what was entered comes back all the same


def test_two_items_at_one_place_are_no_order():
    asked = opened(questions.Asked(made("order")))
    for box in asked._inputs.values():
        box.value = 1
    press(asked, "Check")
    assert "its own place" in said(asked)
    assert pressed_entries() == []


@pytest.mark.parametrize("odd", [None, 3, "zzz", ["zzz"], {"zzz": 1}, [[1], [2]], True])
@pytest.mark.parametrize("kind", [kind for kind, *_ in ANSWERS])
def test_an_odd_entry_of_a_copied_journal_does_no_harm(kind, odd):
    journal.record("answer", "9.1", odd)
    asked = opened(questions.Asked(made(kind)))
    press(asked, "Check")
    assert said(asked)


def test_one_choice_is_made_with_real_radio_buttons():
    asked = opened(questions.Asked(made("single")))
    (box,) = asked._inputs.values()
    assert type(box).__name__ == "RadioButtons"
    assert box.value is None
    fill(asked, "a")
    fill(asked, "b")
    assert asked._value() == "b"


def test_right_and_wrong_are_kept_with_the_answer():
    asked = opened(questions.Asked(made("single")))
    for key in "ab":
        fill(asked, key)
        press(asked, "Check")
    assert [entry["correct"] for entry in journal.entries("answer", "9.1")] == [False, True]
    press(asked, "Check")
    assert said(asked).endswith(KEPT)
    assert len(journal.entries("answer")) == 2


def test_hints_come_one_by_one_under_the_card_and_stay():
    asked = opened(questions.Asked(made("single", hints=("First `a`.", "Second."))))
    fill(asked, "a")
    press(asked, "Check")
    card = said(asked)
    press(asked, "Hint")
    assert "Hint 1: First <code>a</code>." in asked._hints.value
    assert "Second" not in asked._hints.value
    press(asked, "Hint")
    press(asked, "Hint")
    assert asked._hints.value.count("Hint") == 2
    assert said(asked) == card
    press(asked, "Check")
    assert asked._hints.value.count("Hint") == 2
    children = asked._panel.children
    assert children.index(asked._hints) == children.index(asked._said) + 1


def test_a_question_without_hints_offers_none():
    asked = opened(questions.Asked(made("single")))
    assert "Hint" not in [getattr(w, "description", "") for w in widgets(asked._panel)]


@pytest.mark.parametrize("kind", [kind for kind, *_ in ANSWERS])
def test_each_input_has_a_label(kind):
    asked = opened(questions.Asked(made(kind, unit="rounds")))
    labels = [box.description for box in asked._inputs.values()]
    if kind == "single":  # the group has the name; each button has its own words
        assert asked._said.names[".widget-radio-box"]["aria-label"] == "Question 9.1"
    if kind in ("single", "two-tier"):
        return
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
    assert "Right" in said(both.parts[1])


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


def predicted(kind, **more):
    """A prediction of our own of some kind."""
    return replace(made(kind, **more), use="predict", expected=5.0)


def has(shown, words):
    return any(getattr(x, "description", "") == words for x in widgets(shown._panel))


def then(guess):
    words = f"The guess was {guess}."
    return figures.LessonFigure("T", f"alt {words}", words, "<svg></svg>")


def test_a_prediction_is_kept_and_then_shown_in_the_figure(new_session):
    asked = opened(questions.predict("3.7", then))
    assert asked._after.value == ""
    fill(asked, "3")
    press(asked, "Keep my prediction")
    assert "The guess was 3.0." in asked._after.value
    assert kept("prediction") == {"3.7": 3.0}
    heard = said(asked)
    new_session()
    again = opened(questions.predict("3.7", then))
    assert "The guess was 3.0." in again._after.value
    assert again._inputs["one"].value == "3"
    assert said(again) == heard.removesuffix(KEPT)


def test_the_first_guess_stays_and_later_ones_are_second_thoughts(new_session):
    asked = opened(questions.predict("3.7", then))
    for guess in ("3", "5", "6"):
        fill(asked, guess)
        first = has(asked, "Keep my prediction")
        press(asked, "Keep my prediction" if first else "Keep a second thought")
    assert questions.first_guess("3.7") == 3.0
    assert [e["value"] for e in journal.entries("prediction")] == [3.0]
    assert [e["value"] for e in journal.entries("rethought")] == [5.0, 6.0]
    assert "Your first guess stays as it was." in said(asked)
    assert "The guess was 3.0." in asked._after.value
    new_session()
    again = opened(questions.predict("3.7", then))
    assert again._inputs["one"].value == "6"
    assert wording.say("questions.question.draft") not in said(again)


def test_the_figure_can_be_seen_without_a_prediction_and_that_is_kept(new_session):
    asked = opened(questions.predict("3.7", then))
    press(asked, "Show without predicting")
    assert "The guess was None." in asked._after.value
    assert [e["kind"] for e in journal.entries()] == ["skipped"]
    fill(asked, "3")
    press(asked, "Keep a second thought")
    assert questions.first_guess("3.7") is None
    assert kept("rethought") == {"3.7": 3.0}
    assert "You had looked before." in said(asked)
    new_session()
    assert "The guess was None." in opened(questions.predict("3.7", then))._after.value


def test_what_follows_a_prediction_opens_when_it_is_made():
    asked, veil = opened(questions.predict("3.7", then)), opened(questions.after("3.7", then("x")))
    assert not veil._room.children
    fill(asked, "3")
    press(asked, "Keep my prediction")
    assert veil._room.children


def test_hints_are_gone_after_a_prediction():
    asked = opened(questions.Asked(predicted("number", hints=("Look.",)), then))
    press(asked, "Hint")
    fill(asked, "3")
    press(asked, "Keep my prediction")
    assert asked._hints.value == ""


@pytest.mark.parametrize("entered", ["some", "ten or so", HOSTILE])
def test_an_unreadable_prediction_reveals_nothing_and_stays_in_the_box(entered, new_session):
    asked = opened(questions.predict("3.7", then))
    fill(asked, entered)
    press(asked, "Keep my prediction")
    assert asked._after.value == ""
    assert pressed_entries() == []
    new_session()
    assert opened(questions.predict("3.7", then))._inputs["one"].value == entered


def test_an_impossible_prediction_is_told_and_not_kept(monkeypatch):
    impossible = Verdict(None, "400 per cent cannot be.", sign="unread")
    monkeypatch.setattr(questions, "judge", lambda *_: impossible)
    asked = opened(questions.predict("3.7", then))
    fill(asked, "400")
    press(asked, "Keep my prediction")
    assert "400 per cent cannot be." in said(asked)
    assert asked._after.value == ""
    assert pressed_entries() == []
    assert asked._draft.found() == {"one": "400"}


def test_before_it_runs_a_prediction_folds_its_figure():
    html = questions.predict("3.7", then)._static()
    fold = html.index("<details><summary>Show without predicting</summary>")
    assert html.index("Question 3.7") < fold < html.index("The guess was None.")
    below = questions.predict("3.7", then, below=True)._static()
    assert "The guess was None." not in below


def test_a_prediction_needs_no_figure():
    asked = opened(questions.predict("3.10"))
    fill(asked, "limit")
    press(asked, "Keep my prediction")
    assert kept("prediction") == {"3.10": "limit"}
    assert asked.panel().children[-1] is asked._said


# --- what fails


def test_a_figure_that_fails_leaves_the_verdict_and_the_guess():
    asked = opened(questions.predict("3.7", lambda guess: 1 / 0))
    fill(asked, "3")
    press(asked, "Keep my prediction")
    assert kept("prediction") == {"3.7": 3.0}
    assert said(asked).endswith(KEPT)
    assert "This could not be shown." in asked._after.value


@pytest.mark.parametrize(("kind", "entered", "value"), ANSWERS)
def test_judging_that_fails_says_so_and_loses_nothing(
    kind, entered, value, monkeypatch, new_session
):
    asked = opened(questions.Asked(made(kind)))
    monkeypatch.setattr(questions, "judge", lambda *_: 1 / 0)
    fill(asked, entered)
    press(asked, "Check")
    assert "This could not be shown." in said(asked)
    assert "What you entered is kept." in said(asked)
    assert asked._draft.found()


def test_a_table_saved_with_semicolons_while_the_lesson_is_open(tmp_path, monkeypatch, place):
    from helpers import data

    def damaged(name):
        raise data.DataError(f"{name}.csv was saved with semicolons.")

    asked = opened(questions.ask("3.5"))
    monkeypatch.setattr(bank.data, "table", damaged)
    monkeypatch.setattr(judging, "misconception", lambda _: damaged("misconceptions"))
    fill(asked, asked.question.options[0].key)
    press(asked, "Check")
    assert "saved with semicolons" in said(asked)
    assert "What you entered is kept." in said(asked)
    assert asked._draft.found()


# --- one panel, one voice


def voices(shown):
    return [x for x in widgets(shown._panel) if type(x).__name__ == "Spoken"]


@pytest.mark.parametrize(
    "show",
    [
        *(lambda kind=kind: questions.Asked(made(kind)) for kind, *_ in ANSWERS),
        lambda: questions.estimate(3),
        lambda: questions.my_journal(),
        lambda: questions.board("9.b", "Which?", ROWS, COLUMNS),
    ],
)
def test_each_panel_has_one_voice_that_is_there_before_it_speaks(show):
    shown = opened(show())
    (voice,) = voices(shown)
    group = voice.names[".sands-form-box"]
    assert group["role"] == "group"
    assert group["aria-label"]
    assert voice.names["button"]["of"] == group["aria-label"]
    texts = [x.value for x in widgets(shown._panel) if type(x).__name__ == "HTML"]
    assert not [text for text in texts if 'role="status"' in text]


def test_two_panels_of_one_question_hear_of_each_other_by_the_journal():
    first, second = opened(questions.Asked(made("single"))), opened(questions.Asked(made("single")))
    fill(first, "a")
    press(first, "Check")
    fill(second, "b")
    press(second, "Check")
    assert kept("answer") == {"9.1": "b"}
    assert opened(questions.Asked(made("single")))._value() == "b"


def test_a_panel_shown_twice_is_one_panel():
    asked = questions.Asked(made("single"))
    assert asked._repr_mimebundle_()[LIVE] == asked._repr_mimebundle_()[LIVE]


@pytest.mark.parametrize(
    "words",
    [
        HOSTILE,
        "$5 or $6",
        "این یک جمله است.",
        "这是一个句子。",
        "😀 e\u0301",
        "a\n\nb",
        "w " * 9_000,
    ],
)
def test_a_text_in_any_script_comes_back_as_it_was(words, new_session):
    asked = opened(questions.Asked(made("text")))
    fill(asked, words)
    press(asked, "Check")
    assert HOSTILE not in said(asked)
    new_session()
    assert opened(questions.Asked(made("text")))._inputs["one"].value == words.strip()


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
    from helpers import data

    rows = data.table("provisions")
    count = ((rows["obligation"] == "consultation") & (rows["strength"] == 3)).sum()
    assert questions.check("3.18", count).correct is True
    assert journal.entries("code")[0]["correct"] is True


# --- the estimate


def estimated(lesson, best="4", low="2", high="6.5", reason="A treaty"):
    shown = opened(questions.estimate(lesson))
    for name, text in (("best", best), ("low", low), ("high", high)):
        shown._boxes[name].value = text
    shown._boxes["reason"].value = reason
    press(shown, "Keep my estimate")
    return shown


def test_an_estimate_is_kept_restored_and_listed(new_session):
    shown = estimated(3)
    assert isinstance(shown, questions.Estimate)
    assert said(shown) == KEPT
    value = {"best": 4.0, "low": 2.0, "high": 6.5, "reason": "A treaty"}
    assert estimates.latest() == {3: value}
    new_session()
    again = opened(questions.estimate(3))
    assert list(again.entered().values()) == ["4", "2", "6.5", "A treaty"]
    assert said(again) == ""


def test_an_estimate_that_was_not_pressed_comes_back(new_session):
    shown = opened(questions.estimate(3))
    shown._boxes["reason"].value = "این"
    shown._draft.write()
    new_session()
    again = opened(questions.estimate(3))
    assert again._boxes["reason"].value == "این"
    assert wording.say("questions.estimate.draft") in said(again)
    assert estimates.latest() == {}


def test_later_lessons_name_the_earlier_estimates_in_their_order():
    estimated(3)
    estimated(0, best="5", low="0", high="10")
    shown = opened(questions.estimate(4))
    assert "Your other estimates: lesson 0: 5 (0 to 10); lesson 3: 4 (2 to 6.5)." in said(shown)
    assert "lesson 3" not in said(opened(questions.estimate(3)))


def test_the_path_so_far_is_a_picture_under_the_estimate():
    assert opened(questions.estimate(0))._picture.value == ""
    estimated(0, best="5", low="0", high="10")
    shown = estimated(1, best="6", low="4", high="7")
    picture = shown._picture.value
    assert "Your path so far: from 5 to 6" in picture
    assert "lesson 0: 5 (0 to 10); lesson 1: 6 (4 to 7)" in picture
    assert "Your range has become narrower." in picture
    assert "<svg" in picture
    assert "from 5 to 6" in opened(questions.estimate(3))._picture.value
    estimated(1, best="5", low="0", high="10")
    again = opened(questions.estimate(1))._picture.value
    assert "5 at first, 5 now" in again
    assert "as wide as it was" in again


def test_an_estimate_made_again_replaces_the_first():
    estimated(3)
    estimated(3, best="6")
    assert estimates.latest()[3]["best"] == 6
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
    problems = " ".join(questions.estimate_problems(entered))
    assert (words in problems) if words else problems == ""


def test_an_empty_estimate_hears_everything_at_once():
    assert len(questions.estimate_problems({"best": "", "low": "", "high": ""})) == 3


def test_a_wrong_estimate_is_explained_and_not_kept():
    shown = estimated(3, best=HOSTILE)
    assert "is not a number yet" in said(shown)
    shown = estimated(3, low="7", high="8")
    assert "outside your own range" in said(shown)
    shown = estimated(3, best="1e9")
    assert "outside the scale" in said(shown)
    assert estimates.latest() == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [("3", "high"), ("3", {"best": "x"}), ("3", [1]), ("third", {"best": 1}), ("99", None)],
)
def test_an_odd_estimate_of_a_copied_journal_is_passed_over(key, value):
    journal.record("estimate", key, value)
    assert estimates.latest() == {}
    assert opened(questions.estimate(3))._boxes["best"].value == ""
    assert said(opened(questions.estimate(4))) == ""


def test_before_it_runs_the_estimate_explains_its_scale():
    bundle = questions.estimate(3)._repr_mimebundle_()
    assert "after lesson 3" in bundle["text/plain"]
    assert wording.say("questions.estimate.scale") in bundle["text/html"]


# --- boards


def board(read=None):
    return opened(questions.board("9.board", "Which <kind>?", ROWS, COLUMNS, read))


def test_a_board_starts_empty_and_says_so():
    empty = board()
    assert isinstance(empty, questions.Board)
    assert empty.entered() == empty.filled == {}
    press(empty, "Keep and compare")
    assert "Nothing is filled in yet." in said(empty)
    assert journal.entries() == []


def test_a_board_is_kept_compared_and_restored(new_session):
    def read(grid):
        table = figures.table(pd.DataFrame({"a": [json.dumps(grid)]}), "Compared")
        return [table, table] if len(grid) > 1 else table

    shown = board(read)
    shown.put("x", "Kind", "trade")
    press(shown, "Keep and compare")
    assert kept("board") == {"9.board": {"x": {"Kind": "trade"}}}
    assert said(shown) == KEPT
    assert shown._shown.value.count("Compared") == 1
    shown.put("y", "Strength", "0")
    press(shown, "Keep and compare")
    assert shown._shown.value.count("Compared") == 2
    new_session()
    again = board(read)
    assert again.entered() == again.filled == {"x": {"Kind": "trade"}, "y": {"Strength": "0"}}
    assert again._shown.value.count("Compared") == 2


def test_a_board_half_filled_and_not_pressed_comes_back_and_says_so(new_session):
    shown = board(lambda grid: then("x"))
    shown.put("y", "Strength", "5")
    new_session()
    again = board(lambda grid: then("x"))
    assert again.entered() == {"y": {"Strength": "5"}}
    assert again.filled == {}
    assert "not yet compared" in said(again)
    assert again._shown.value == ""


def test_a_comparison_that_fails_leaves_the_board_kept():
    shown = board(lambda grid: 1 / 0)
    shown.put("y", "Strength", "5")
    press(shown, "Keep and compare")
    assert kept("board") == {"9.board": {"y": {"Strength": "5"}}}
    assert "This could not be shown." in said(shown)


def reasoned(lines, reasons):
    def read(grid):
        return figures.table(pd.DataFrame({"Row": lines(grid)}), "Beside ours")

    return opened(questions.board("9.board", "Which?", ROWS, COLUMNS, read, reasons))


def test_the_comparison_of_a_board_ends_with_our_reason_for_each_row():
    shown = reasoned(lambda grid: list(ROWS), {"x": "Because <x>.", "y": "Because y."})
    shown.put("y", "Strength", "5")
    press(shown, "Keep and compare")
    (table,) = shown.compared(shown.filled)
    assert list(table.frame.columns) == ["Row", "Why"]
    assert list(table.frame["Why"]) == ["Because <x>.", "Because y."]
    assert "<td style=text-align:left>Because &lt;x&gt;." in shown._shown.value


def test_a_comparison_of_filled_rows_alone_has_their_reasons():
    shown = reasoned(list, {"x": "Because x.", "y": {"Kind": "Goods.", "Strength": "A duty."}})
    (table,) = shown.compared({"y": {"Strength": "5"}})
    assert list(table.frame["Why"]) == ["Kind: Goods. Strength: A duty."]


def test_a_comparison_of_cells_has_the_reason_of_each_filled_cell():
    def cells(grid):
        return [f"{row} {column}" for row, choices in grid.items() for column in choices]

    reasons = {(row, column): f"Why {row} {column}." for row in ROWS for column in COLUMNS}
    first, second = list(COLUMNS)[:2]
    grid = {"x": {second: "a", first: "b"}, "y": {first: "a"}}
    (table,) = reasoned(cells, reasons).compared(grid)
    whys = [f"Why x {second}.", f"Why x {first}.", f"Why y {first}."]
    assert list(table.frame["Why"]) == whys


def test_a_table_of_other_rows_gets_no_reasons():
    shown = reasoned(lambda grid: [*ROWS, "z"], {"x": "Because x.", "y": "Because y."})
    with pytest.raises(ValueError, match="not the board's rows"):
        shown.compared({"y": {"Strength": "5"}})
    assert board().compared({"y": {"Strength": "5"}}) == []


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


CODED = {"kind": {"trade": "Trade and money", "arms": "Arms"}}


def coded():
    return opened(questions.board("9.board", "Which?", ROWS, CODED, heads={"kind": "What kind"}))


def test_a_board_shows_words_and_keeps_codes():
    shown = coded()
    (column,) = shown.spec()["columns"]
    assert column["labels"][0] == "What kind (1)"
    assert column["options"][0] == ["trade", "Trade and money"]
    shown.put("x", "kind", "trade")
    press(shown, "Keep and compare")
    assert kept("board") == {"9.board": {"x": {"kind": "trade"}}}
    assert "What kind: Trade and money; Arms." in shown._static()


def test_what_a_board_kept_as_words_is_read_as_codes(monkeypatch):
    before = {"Kind": "kind", "Money matters": "trade"}
    monkeypatch.setattr(wording, "before", lambda key: before if key == "9.board" else {})
    journal.record("board", "9.board", {"x": {"Kind": "Money matters"}, "y": {"Kind": "gone"}})
    assert coded().filled == {"x": {"kind": "trade"}, "y": {}}
    assert coded().entered() == {"x": {"kind": "trade"}}


def test_before_it_runs_a_board_lists_its_rows_and_choices():
    bundle = board()._repr_mimebundle_()
    assert "<li>A &lt;b&gt;clause&lt;/b&gt;</li><li>Another</li>" in bundle["text/html"]
    assert "Which &lt;kind&gt;?" in bundle["text/html"]
    assert "<p>Kind: defence; trade.</p>" in bundle["text/html"]
    assert bundle["text/plain"] == "Board: Which <kind>?\n- A <b>clause</b>\n- Another"


def test_each_list_of_a_board_has_a_label_of_its_own():
    labels = [column["labels"] for column in board().spec()["columns"]]
    assert labels == [["Kind (1)", "Kind (2)"], ["Strength (1)", "Strength (2)"]]


OURS = {"x": {"Kind": "trade", "Strength": "5"}, "y": {"Kind": "defence", "Strength": "0"}}


def settled(**more):
    more = {"reasons": {"x": "Because x.", "y": "Because y."}, "ours": OURS} | more
    return opened(questions.board("9.board", "Which?", ROWS, COLUMNS, **more))


def test_ours_stands_beside_a_row_only_once_it_is_complete():
    shown = settled()
    shown.put("x", "Kind", "defence")
    assert shown._grid.notes == {}
    assert "ours" not in shown._live.value
    shown.put("x", "Strength", "5")
    (told,) = shown._grid.notes.values()
    assert "Kind: you say defence; we say trade." in told
    assert "Strength: you say 5; so do we." in told
    assert "Because x." in told
    assert "Because y." not in told


def test_what_else_can_be_defended_is_said():
    shown = settled(others={"x": {"Kind": ["defence"]}, "y": {"Strength": ["5"]}})
    for row in "xy":
        shown.put(row, "Kind", "defence")
        shown.put(row, "Strength", "5")
    assert "you say defence, which can be defended; we say trade." in shown._grid.notes["x"]
    assert "you say 5, which can be defended; we say 0." in shown._grid.notes["y"]
    codes = {"how": {"0": "none", "3": "some", "5": "all"}}
    more = {"ours": {"x": {"how": "0"}}, "others": {"x": {"how": ["3", "0"]}}}
    shown = opened(questions.board("9.board", "Which?", ROWS, codes, **more))
    shown.put("x", "how", "5")
    assert "you say all; we say none. “some” can be defended too." in shown._grid.notes["x"]


def test_the_totals_move_with_each_settled_row():
    shown = settled()
    for column, code in OURS["x"].items():
        shown.put("x", column, code)
    assert "Settled so far: 1. Coded as ours: 1." in shown._live.value
    shown.put("y", "Kind", "trade")
    shown.put("y", "Strength", "0")
    assert "Settled so far: 2. Coded as ours: 1." in shown._live.value


def test_a_settled_row_comes_back_with_what_was_said_beside_it(new_session):
    shown = settled()
    for column, code in OURS["x"].items():
        shown.put("x", column, code)
    before = dict(shown._grid.notes)
    new_session()
    again = settled()
    assert again._grid.notes == before
    assert again.filled == {}


def test_a_board_may_say_and_count_in_words_of_its_own():
    shown = settled(
        beside=lambda row, mine: [f"{row}: {mine['Kind']} <b>"],
        totals=lambda grid: [f"{len(grid)} begun"],
    )
    shown.put("x", "Kind", "trade")
    assert "1 begun" in shown._live.value
    shown.put("x", "Strength", "5")
    assert "x: trade &lt;b&gt;" in shown._grid.notes["x"]


def test_what_is_said_beside_a_row_fails_in_a_sentence():
    shown = settled(beside=lambda row, mine: 1 / 0)
    shown.put("x", "Kind", "trade")
    shown.put("x", "Strength", "5")
    assert "This could not be shown." in said(shown)
    press(shown, "Keep and compare")
    assert kept("board") == {"9.board": {"x": {"Kind": "trade", "Strength": "5"}}}


def test_a_card_has_its_place_and_its_text_alone():
    spec = settled(cards=True).spec()
    assert [row["label"] for row in spec["rows"]] == ["Card 1 of 2", "Card 2 of 2"]
    assert [row["text"] for row in spec["rows"]] == list(ROWS.values())
    assert spec["progress"] == ["0 complete", "1 complete", "2 complete"]


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


def test_a_file_of_another_machine_is_taken_in(place, tmp_path, monkeypatch, new_session):
    journal.record("answer", "9.1", "b")
    content = journal.export("Ada", folder=tmp_path).read_bytes()
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / "other"))
    new_session()
    shown = opened(questions.my_journal())
    one = {"name": "Ada (1).jsonl.txt", "type": "", "size": len(content)}
    one |= {"content": memoryview(content), "last_modified": datetime.now(UTC)}
    shown._file.value = (as_uploaded(one),)
    assert kept("answer") == {"9.1": "b"}
    assert "1 entry taken in" in said(shown)
    shown._file.value = ()
    shown._file.value = (as_uploaded(one | {"content": memoryview(b"nothing")}),)
    assert "nothing was taken in" in said(shown)


def as_uploaded(one):
    from traitlets.utils.bunch import Bunch

    return Bunch(one)


def test_a_lesson_is_started_afresh_only_when_asked_twice():
    journal.record("answer", "3.1", "b")
    journal.record("answer", "4.1", "b")
    shown = opened(questions.my_journal())
    shown._lesson.value = 3
    press(shown, "Start it afresh")
    assert "Press again to start lesson 3 afresh." in said(shown)
    assert set(kept("answer")) == {"3.1", "4.1"}
    press(shown, "Start it afresh")
    assert set(kept("answer")) == {"4.1"}


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
    assert "Right" in said(asked)
    assert "it is not a folder" in said(asked)
    assert "kept in memory until this kernel stops" in said(asked)
    prediction = opened(questions.predict("3.7", then))
    fill(prediction, "3")
    press(prediction, "Keep my prediction")
    assert "The guess was 3.0." in prediction._after.value
    assert questions.check("3.18", 5).correct is False
    assert "it is not a folder" in said(estimated(3))
    assert estimates.latest()[3]["best"] == 4
    shown = board()
    shown.put("x", "Kind", "trade")
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
    assert journal.entries() == []


def test_a_sentence_stands_in_the_place_of_what_cannot_be_shown():
    shown = opened(questions.ask("3.1", "3.77"))
    first, second = shown.parts
    assert isinstance(first, questions.Asked)
    assert isinstance(second, questions.Said)
    assert "There is no question &#x27;3.77&#x27;" in shown._static()
    assert repr(questions.Said(HOSTILE)) == HOSTILE
    assert HOSTILE not in questions.Said(HOSTILE)._static()


@pytest.mark.parametrize("odd", [None, 3, "zzz", ["zzz"], {"one": ["b"]}, {"zzz": 1}, [[1], [2]]])
@pytest.mark.parametrize("kind", [kind for kind, *_ in ANSWERS])
def test_an_odd_draft_of_a_copied_journal_does_no_harm(kind, odd):
    journal.record("draft", "answer:9.1", odd)
    press(opened(questions.Asked(made(kind))), "Check")


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


def test_feedback_to_a_prediction_is_the_same_for_near_and_far():
    told = {}
    for guess in ("77", "78", "5"):
        asked = opened(questions.Asked(bank.find("0.2"), then))
        fill(asked, guess)
        told[guess] = judging.judge(asked.question, guess)
    for guess, verdict in told.items():
        assert verdict.sign == "said"
        assert verdict.words.startswith(f"You said {guess} per cent; the data say 77 per cent")
        assert "Right" not in verdict.words
    assert not told["5"].look


@pytest.mark.parametrize("lesson", [12, -1, 3.5, "x", None, True])
def test_an_estimate_of_no_lesson_is_a_sentence(lesson):
    assert "There is no lesson" in repr(questions.estimate(lesson))


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


@pytest.mark.parametrize("between", ["Look again", "Start it afresh"])
def test_everything_is_deleted_only_when_asked_twice_in_a_row(place, between):
    journal.record("answer", "3.1", "b")
    mine = opened(questions.my_journal())
    press(mine, "Delete everything")
    press(mine, between)
    press(mine, "Delete everything")
    assert kept("answer") == {"3.1": "b"}
    press(mine, "Delete everything")
    assert journal.entries() == []
    assert "Deleted 1 entry" in said(mine)


class Unruly:
    """What a learner's code may give by accident: nothing of it can be asked."""

    def __getattr__(self, name):
        raise ZeroDivisionError(name)

    def __str__(self):
        raise SystemExit

    __repr__ = __str__


@pytest.mark.parametrize(
    "answer",
    [Unruly(), Unruly, 10**5000, iter(int, 1)],
    ids=["object", "class", "long number", "endless"],  # pytest would ask them for their names
)
def test_a_check_of_whatever_code_gives_ends_in_a_verdict(answer):
    verdict = questions.check("3.18", answer)
    assert verdict.sign == "not-yet"
    assert list(kept("code")) == ["3.18"]


def test_a_check_with_a_damaged_table_keeps_the_answer_and_says_why(monkeypatch):
    from helpers import data

    def damaged(value):
        raise data.DataError("provisions.csv was saved with semicolons.")

    monkeypatch.setattr(judging, "resolve", damaged)
    verdict = questions.check("3.18", 3)
    assert verdict.sign == "unread"
    assert "semicolons. Your answer is kept." in verdict.words
    assert kept("code") == {"3.18": "3"}


# --- a series that is drawn


def drawn(value=None, **more):
    asked = opened(questions.Asked(replace(made("series", **more), use="predict"), then=figure_of))
    if value:
        fill(asked, value)
    return asked


def figure_of(guess=None):
    return figures.LessonFigure("Drawn", f"alt {guess}", f"guess {guess}", "<svg></svg>")


def test_the_first_line_stays_and_a_second_thought_is_kept_as_one(new_session):
    asked = drawn({"b": "4", "c": "9"})
    press(asked, "Keep my prediction")
    assert kept("prediction") == {"9.1": {"b": 4.0, "c": 9.0}}
    assert "guess {&#x27;b&#x27;: 4.0" in asked._after.value
    fill(asked, {"c": "5"})
    press(asked, "Keep a second thought")
    assert kept("prediction") == {"9.1": {"b": 4.0, "c": 9.0}}
    assert kept("rethought") == {"9.1": {"b": 4.0, "c": 5.0}}


def test_the_data_appear_beside_the_line_when_it_is_kept_or_left_out():
    asked = drawn({"b": "1", "c": "1"})
    assert asked._sketch.widget.found == {}
    press(asked, "Keep my prediction")
    assert set(asked._sketch.widget.found) == {"b", "c"}


def test_who_looks_without_drawing_sees_the_data():
    asked = drawn()
    press(asked, "Show without predicting")
    assert set(asked._sketch.widget.found) == {"b", "c"}
    assert kept("prediction") == {}


def test_a_stroke_on_the_paper_is_kept_as_a_draft(new_session):
    asked = drawn()
    asked._sketch.widget.value = {"b": 7, "c": 8}
    asked._draft.write()
    new_session()
    again = drawn()
    assert again._boxes_hold() == {"b": "7", "c": "8"}
    assert again._sketch.widget.value == {"b": 7.0, "c": 8.0}


def test_a_saved_series_shows_an_empty_axis_and_folds_the_data():
    html = drawn()._static()
    before, folded = html.split("<details>", 1)
    assert before.count("<img") == 1
    assert "A: 3" in before
    assert "B: 4; C: 5" not in before
    assert "B: 4; C: 5" in folded


def test_a_guess_of_an_older_shape_says_nothing_and_loses_nothing(new_session):
    journal.record("prediction", "9.1", 2022.0)
    asked = drawn()
    assert "Not read" not in said(asked)
    assert kept("prediction") == {"9.1": 2022.0}


# --- headlines, rows, two tiers


def test_a_headline_stands_large_and_is_text():
    html = questions.Asked(made("single", headline="Six <b>million</b>"))._static()
    assert "“Six &lt;b&gt;million&lt;/b&gt;”" in html


def test_the_rows_to_choose_from_are_shown_with_their_options():
    options = (Option("ch08", "the points", right=True), Option("ch30", "the parade"))
    rows = replace(
        made("single", table="china", columns=("statement: What it says", "evidence_grade: Grade")),
        options=options,
    )
    html = questions.Asked(rows)._static()
    assert html.index("the points") < html.index("12-point") < html.index("the parade")
    assert ">Grade<" in html
    assert "Sources: <a " in html


def test_answer_and_reason_have_names_of_their_own():
    asked = opened(questions.Asked(made("two-tier")))
    names = asked._said.names
    assert names[".sands-answer .widget-radio-box"]["aria-label"] == "Question 9.1, Your answer"
    assert names[".sands-reason .widget-radio-box"]["aria-label"] == "Question 9.1, Your reason"
    assert ".widget-radio-box" not in names


# --- how sure


def test_how_sure_is_kept_with_the_answer_and_asked_before_the_first_verdict(new_session):
    asked = opened(questions.Asked(made("single")))
    fill(asked, "a")
    asked._sure.value = 70
    press(asked, "Check")
    fill(asked, "b")
    press(asked, "Check")
    first, second = (e for e in journal.entries() if e["kind"] == "answer")
    assert (first["sure"], first["correct"]) == (70, False)
    assert second["correct"] is True
    assert asked._sure.layout.display == "none"
    new_session()
    assert not [
        w for w in widgets(opened(questions.Asked(made("single")))._panel) if w is asked._sure
    ]


def test_who_does_not_say_how_sure_is_answered_all_the_same():
    asked = opened(questions.Asked(made("single")))
    fill(asked, "b")
    press(asked, "Check")
    (entry,) = (e for e in journal.entries() if e["kind"] == "answer")
    assert "sure" not in entry


@pytest.mark.parametrize("kind", ["text", "probability"])
def test_nobody_is_asked_to_be_sure_where_nothing_is_right(kind):
    assert opened(questions.Asked(made(kind)))._sure is None


# --- items against hypotheses


def spread(codes):
    return len(set(codes.values())) - 1 if codes else 0


def matrix():
    columns = {name: {"C": "fits", "I": "speaks against"} for name in ("H1", "H2")}
    more = {"beside": lambda row, mine: [f"ours of {row}"], "totals": lambda grid: [f"{len(grid)}"]}
    return opened(questions.Matrix("9.m", "Which?", dict(ROWS), columns, decides=spread, **more))


def test_ours_waits_until_the_whole_matrix_is_kept(new_session):
    shown = matrix()
    for name in ("H1", "H2"):
        shown.put("x", name, "C")
    assert shown._grid.notes == {}
    press(shown, "Keep and compare")
    assert "ours of x" in shown._grid.notes["x"]
    new_session()
    assert "ours of x" in matrix()._grid.notes["x"]


def test_items_that_decide_most_come_first_when_sorted():
    shown = matrix()
    shown.put("y", "H1", "I")
    shown.put("y", "H2", "C")
    press(shown, "Sort by what an item can decide")
    assert [row["id"] for row in shown._grid.spec["rows"]] == ["y", "x"]
    assert shown.entered() == {"y": {"H1": "I", "H2": "C"}}


@pytest.mark.parametrize("text", ["این فرضیهٔ من است", "四国并非同盟", "long " * 900, "<b>mine</b>"])
def test_an_item_and_a_hypothesis_of_ones_own_are_coded_and_come_back(text, new_session):
    shown = matrix()
    for box in shown._texts.values():
        box.value = text
    press(shown, "Set mine into the grid")
    assert shown._grid.spec["rows"][-1]["id"] == shown._grid.spec["columns"][-1]["id"] == "own"
    assert len(shown._grid.spec["columns"][-1]["head"]) <= 82
    shown.put("own", "own", "I")
    press(shown, "Keep and compare")
    new_session()
    again = matrix()
    assert again.entered() == {"own": {"own": "I"}}
    assert again.own["item"] == text.strip()


def test_half_a_hypothesis_is_kept_as_a_draft_and_an_empty_one_is_no_column(new_session):
    shown = matrix()
    shown._texts["hypothesis"].value = "Half a"
    shown._words.write()
    press(shown, "Keep and compare")
    new_session()
    again = matrix()
    assert again._texts["hypothesis"].value == "Half a"
    assert [column["id"] for column in again.spec()["columns"]] == ["H1", "H2"]


@pytest.mark.parametrize(
    "odd", [3, "own", ["item"], {"item": 3}, {"item": " ", "hypothesis": None}]
)
def test_an_odd_item_of_a_copied_journal_is_passed_over(odd):
    journal.record("own", "9.m", odd)
    assert list(matrix().rows) == list(ROWS)


def test_what_is_to_be_ordered_is_listed_by_alphabet_and_all_else_as_it_stands():
    for q in bank.bank().values():
        texts = [o.text for o in questions.listed(q)]
        assert texts == (sorted(texts) if q.kind == "order" else [o.text for o in q.options])


def test_nobody_is_asked_how_sure_where_nothing_is_right_or_wrong():
    asked = {q.kind for q in bank.bank().values() if questions.may_be_sure(q)}
    assert asked
    assert not asked & {"text", "code", "probability"}
    assert not any(questions.may_be_sure(q) for q in bank.bank().values() if q.use == "predict")


def test_the_paper_of_a_series_shows_what_is_given_and_asks_for_the_rest():
    for q in (q for q in bank.bank().values() if q.kind == "series"):
        paper = questions.paper(q)
        assert list(paper.names) == [o.key for o in q.options]
        assert paper.asked == [o.key for o in q.options[q.given :]]
