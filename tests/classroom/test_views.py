"""Charts, explorers and the vote, driven as an instructor would."""

import itertools
import re

import pytest
from drawn import crowded

from helpers import bank, classroom, figures, journal
from helpers.classroom import charts, items
from helpers.topics import drivers


def good(figure):
    assert isinstance(figure, figures.LessonFigure)
    assert figure.svg.startswith("<svg")
    assert len(figure.alt.split()) >= 8
    assert not crowded()


def test_questions_of_every_kind_are_drawn_with_and_without_their_answer(group):
    kinds = {}
    for key in classroom.answered(group):
        kinds.setdefault(bank.find(key).kind, []).append(key)
    assert set(kinds) == {*bank.KINDS} - {"probability", "chart"}  # a chart is to be read
    for keys in kinds.values():
        longest = max(keys, key=lambda key: len(bank.find(key).prompt))
        for key in {keys[0], longest}:
            good(classroom.draw_question(group, key))
            good(classroom.draw_question(group, key, right=True))


def test_the_right_answer_is_shown_only_when_asked_for(group):
    hidden = classroom.draw_question(group, "3.5")
    told = classroom.draw_question(group, "3.5", right=True)
    assert "Right" not in hidden._repr_html_()
    assert "Right answer" in told._repr_html_()
    assert "tables give" not in classroom.draw_question(group, "3.7").caption
    assert "The tables give 2." in classroom.draw_question(group, "3.7", right=True).caption


def test_the_other_charts_are_drawn(group, boards):
    good(classroom.draw_estimates(group))
    good(classroom.draw_forecasts(group))
    good(classroom.draw_gain(classroom.example(learners=30)))
    for board in boards:
        good(classroom.draw_board(group, board))


def test_where_one_thing_is_asked_of_each_row_its_labels_name_only_the_row(group, boards):
    board = next(board for board in boards if len(board.columns) > 1)
    one = next(iter(board.columns))
    shown = classroom.draw_board(group, board, [one])
    named = list(shown.table.frame["Cell"])
    assert set(named) <= set(board.rows)
    texts = [t.get_text().replace("\n", " ") for ax in figures.sheet().axes for t in ax.texts]
    assert any(text.startswith(f"{named[0]}: {board.rows[named[0]][:20]}") for text in texts)
    several = classroom.draw_board(group, board)
    assert all(", " in cell for cell in several.table.frame["Cell"])


@pytest.mark.parametrize("learners", [1, 4])
def test_of_a_group_under_five_nothing_is_drawn(boards, learners):
    group = classroom.example(learners=learners, seed=2, boards=boards)
    drawn = [classroom.draw_estimates(group), classroom.draw_board(group, boards[0])]
    drawn += [classroom.draw_forecasts(group)] if len(classroom.forecasts(group)) else []
    drawn += [classroom.draw_question(group, key) for key in ("0.2", "3.5", "5.13")]
    for figure in drawn:
        assert figure.title in ("Too few to show", "Nothing to draw yet")
        assert figure.sentence.startswith(classroom.EXAMPLE)
    assert len(classroom.show_items(group).frame) == 0


def test_what_stands_in_the_place_of_a_chart_says_why(group):
    assert charts.too_few(group, 5) is None
    told = charts.too_few(group, 1, "3.5").sentence
    assert "1 learner answered question 3.5. Groups under 5 are not shown" in told
    assert (
        "No export of this class holds an estimate."
        in charts.nothing(group, "an_estimate").sentence
    )


def test_a_group_of_five_is_drawn(boards):
    group = classroom.example(learners=5, seed=2, boards=boards)
    good(classroom.draw_estimates(group))
    good(classroom.draw_question(group, "0.2"))


def test_a_lesson_that_few_estimated_is_left_out_and_told():
    group = classroom.example(learners=7, seed=11)
    counts = classroom.estimates(group)["lesson"].value_counts()
    few = sorted(n for n in range(10) if 0 < counts.get(n, 0) < 5)
    assert few
    figure = classroom.draw_estimates(group)
    assert set(figure.table.frame["Lesson"]) == {n for n in range(10) if counts.get(n, 0) >= 5}
    told = ", ".join(map(str, few))
    assert f"Lessons with under 5 estimates are not shown: {told}." in figure.caption


def test_the_estimates_compare_the_same_learners(group):
    frame = classroom.estimates(group)
    same, first, last = items.matched(frame, "best")
    both = [frame[frame["lesson"] == n].set_index("learner")["best"] for n in (first, last)]
    names = both[0].index.intersection(both[1].index)
    assert sorted(same["learner"]) == sorted(names)
    figure = classroom.draw_estimates(group)
    before, after = (half[names].median() for half in both)
    went = f"stayed at {after:g}" if before == after else f"went from {before:g} to {after:g}"
    assert figure.title == f"The same {len(names)} learners {went}"
    assert figure.source_ids


def test_explorers_show_every_choice(group, boards):
    questions = classroom.explore_questions(group, lesson=0)
    assert all(key.startswith("0.") for key in questions.controls["key"].values)
    for state in questions.states():
        good(questions.show(**state))
    divided = classroom.explore_boards(group, boards)
    assert len(divided.controls["key"].values) == 3  # the stress tests have two unlike columns
    for state in divided.states():
        good(divided.show(**state))
    divided.set(key=1)
    # one column: its name is left to the menu
    assert re.search(r"\bst\d\d: \d+ per cent", divided._words.value)


def test_boards_open_where_most_have_filled_one(group, boards):
    shown = classroom.explore_boards(group, [drivers.fill_drivers(), *boards])
    assert shown.show(**shown.default).title != "Nothing to draw yet"


def test_tables_show_no_question_that_under_five_answered(group):
    asked = classroom.show_forecasts(group).frame["Forecasts"]
    answered = classroom.show_wrong(group, 40).frame["Chosen first by"]
    assert min(asked) >= 5
    assert min(int(told.split(" of ")[1]) for told in answered) >= 5
    keys = classroom.explore_questions(group).controls["key"].values
    counts = classroom.first_and_last(group)["key"].value_counts()
    assert min(counts[key] for key in keys) >= 5


def test_tables_for_people_hold_what_the_measures_say(group):
    rows = classroom.show_forecasts(group).frame
    assert list(rows["Mean squared distance"]) == sorted(rows["Mean squared distance"])[::-1]
    assert len(classroom.show_done(group).frame) == 9
    assert list(classroom.show_lessons(group).frame["Lesson"]) == list(range(10))


# --- the vote -------------------------------------------------------------------------------------


def test_a_vote_of_two_rounds_names_the_shift():
    figure = classroom.draw_vote(["Yes", "No"], [10, 10], [15, 5], "Is it?")
    assert figure.title == "After discussion A gained 25 percentage points"
    assert figure.sentence == "A 10 (50 %) to 15 (75 %); B 10 (50 %) to 5 (25 %)."
    good(figure)
    fewer = classroom.draw_vote(["Yes", "No"], [10, 10], [9, 9], "Is it?")
    assert fewer.title == "After discussion the shares are the same"
    assert "2 fewer voted" in fewer.caption
    assert classroom.draw_vote(["Yes", "No"], [3, 4]).title == "First round: 7 votes, most for B"
    assert classroom.draw_vote(["Yes", "No"], [0, 0]).title == "No votes yet"


def test_the_longest_options_of_the_bank_fit_into_a_vote():
    asked = [q for q in bank.bank().values() if q.kind in ("single", "multiple", "order")]
    longest = [
        sorted(asked, key=length)[-3:]
        for length in (
            lambda q: len(q.options),
            lambda q: len(q.prompt),
            lambda q: max(len(o.text) for o in q.options),
        )
    ]
    for question in itertools.chain(*longest):
        texts = [o.text for o in question.options]
        counts = list(range(1, len(texts) + 1))
        classroom.draw_vote(texts, counts, counts[::-1], question.prompt, (0,))
        assert not crowded(), question.id


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), (" 12 ", 12), ("1,200", 1200), ("0", 0), ("x", None), ("-1", None), ("2.5", None)],
)
def test_counts_are_read_as_people_type_them(text, count):
    found, problem = classroom.count_votes(text)
    assert found == count
    assert bool(problem) == (count is None)


def start(*given):
    widget = classroom.vote(*given)
    widget._panel = widget._widget()
    return widget


def fill(widget, name, *counts):
    for n, count in enumerate(counts):
        widget.boxes[name, n].value = str(count)


def test_a_vote_is_typed_shown_kept_and_found_again():
    widget = start("3.5")
    assert "No votes" not in widget.said.value
    fill(widget, "first", 10, 4, 6, 12)
    fill(widget, "second", 5, "", "many", 25)
    assert "C: “many” is not a count" in widget.said.value
    widget.boxes["second", 2].value = "1"
    widget._show()
    assert "<svg" in widget.picture.value
    assert journal.latest("vote", "3.5") == {"first": [10, 4, 6, 12], "second": [5, 0, 1, 25]}
    again = start("3.5")
    assert again.boxes["first", 3].value == "12"
    assert "last time" in again.said.value
    again._clear()
    assert not again.picture.value
    assert again.counts() == ([0] * 4, [0] * 4, [])


def test_the_right_answer_waits_for_its_button():
    widget = start("3.5")
    fill(widget, "first", 1, 1, 1, 1)
    reasons = [o.why for o in bank.find("3.5").options]
    everything = widget._static() + repr(widget) + widget.said.value + widget.picture.value
    assert not any(why in everything for why in reasons)
    assert "✓" not in everything
    widget._reveal()
    right = next(n for n, o in enumerate(bank.find("3.5").options) if o.right)
    assert f"Right: {widget.letters[right]}." in widget.answer.value
    widget._clear()
    assert not widget.answer.value
    assert widget._right() == ()


def test_an_order_is_voted_on_by_what_comes_first():
    widget = start("3.4")
    assert "which comes first?" in repr(widget)
    widget._reveal()
    first = bank.find("3.4").options[0].text
    assert widget.options[widget._right()[0]].text == first
    assert f"The order: {first}" in widget.answer.value


def test_own_options_are_voted_on():
    widget = start(["<b>Yes</b>", "No"], "Is it?")
    assert isinstance(widget, classroom.Vote)
    assert "<b>" not in widget._static()
    fill(widget, "first", 3, 1)
    widget._reveal()
    assert "your own options" in widget.answer.value


@pytest.mark.parametrize("given", ["3.7", "99.9", ["one"], list("abcdefghi"), []])
def test_what_cannot_be_voted_on_is_said(given):
    shown = classroom.vote(given)
    assert type(shown).__name__ == "Said"
    assert repr(shown)


def test_a_damaged_vote_in_the_journal_is_left_aside():
    for value in ("x", {"first": "many"}, {"first": [None, -1, "x", 10**9, 5]}):
        journal.record("vote", "3.5", value)
        assert start("3.5").counts()[0] == [0] * 4
