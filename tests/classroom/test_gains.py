"""The gain of a class: matched learners only, and no answer that had seen the right one."""

import pytest

from helpers import classroom, concepts
from helpers.classroom.gains import answers_before_and_after

ITEMS = concepts.concept_items()


def right(question):
    return next(option.key for option in question.options if option.right)


def taken(time, good):
    """Return entries of a test with so many right answers, the first ones."""
    return [
        ("concept", concepts.key_of(time, q.id), right(q) if n < good else concepts.NONE)
        for n, q in enumerate(ITEMS)
    ]


@pytest.fixture
def read(folder):
    return lambda: classroom.read(folder)


def test_the_gain_is_the_part_of_what_could_still_be_gained(read, export):
    for n in range(6):
        export(f"L{n}", *taken("before", 3), *taken("after", 9))
    for n in range(9):
        export(f"One time {n}", *taken("after", 12))
    found = classroom.gain(read())
    assert found["learners"] == 6
    assert (found["before"], found["after"]) == (3 / len(ITEMS), 9 / len(ITEMS))
    assert found["gain"] == pytest.approx(6 / (len(ITEMS) - 3))
    rows = classroom.gains_by_question(read())
    assert list(rows["question"]) == [q.id for q in ITEMS]
    assert list(rows["before"]) == [1] * 3 + [0] * (len(ITEMS) - 3)
    assert list(rows["n"]) == [6] * len(ITEMS)


def test_a_test_taken_twice_counts_the_first_time(read, export):
    export("Ada", *taken("before", 2), *taken("before", 12), *taken("after", 5))
    rows = answers_before_and_after(read())
    assert (rows["before"].sum(), rows["after"].sum()) == (2, 5)


def test_before_is_before_the_lesson(read, export):
    seen = ITEMS[0]
    late = [("answer", seen.id, right(seen)), *taken("before", 12), *taken("after", 12)]
    export("Ada", *late)
    assert seen.id not in set(answers_before_and_after(read())["question"])
    assert len(answers_before_and_after(read())) == len(ITEMS) - 1


def test_of_four_learners_nothing_is_shown(read, export):
    for n in range(4):
        export(f"L{n}", *taken("before", 3), *taken("after", 9))
    assert classroom.gain(read())["gain"] is None
    assert classroom.draw_gain(read()).title == "Too few to show"
    assert classroom.gains_by_question(read()).empty


def test_where_all_was_right_before_there_is_no_gain_to_compute(read, export):
    for n in range(5):
        export(f"L{n}", *taken("before", 12), *taken("after", 12))
    assert classroom.gain(read())["gain"] is None
    assert classroom.draw_gain(read()).title == "All was right before, and 100 per cent after"


def test_the_chart_says_what_the_measure_says(read, export):
    assert classroom.draw_gain(read()).title == "Nothing to draw yet"
    for n in range(6):
        export(f"L{n}", *taken("before", 3), *taken("after", 9))
    figure = classroom.draw_gain(read())
    assert figure.title == "From 25 to 75 per cent right: gain 0.67"
    assert len(figure.table.frame) == len(ITEMS)


def test_what_an_export_claims_of_the_test_counts_for_nothing(read, export):
    wrong = [(kind, key, "nonsense") for kind, key, _ in taken("before", 12)]
    export("Liar", *wrong, *taken("after", 12), correct=True)
    assert answers_before_and_after(read())["before"].sum() == 0
