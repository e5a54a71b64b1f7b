"""What a lecturer asks of a class: worked answers for items, mastery, needs, ranges, gains."""

import pandas as pd
import pytest
from answering import of_lesson, right

from helpers import bank, classroom, data
from helpers.classroom import items
from helpers.classroom.measures import has_answer, most_held, parsed, picked


@pytest.fixture
def read(folder):
    return lambda: classroom.read(folder)


def wrong(question):
    return next(o.key for o in question.options if not o.right)


SINGLE = [q for q in bank.bank().values() if q.kind == "single" and has_answer(q)]


def test_a_question_that_all_know_and_one_that_fools_the_class(read, export):
    easy, hard = bank.find("3.5"), bank.find("4.8")
    bad = next(o for o in hard.options if o.misconception)
    for n in range(6):
        answers = [("answer", "3.5", right(easy)), ("answer", "4.8", bad.key)]
        export(f"L{n}", *answers, *([("answer", "4.8", right(hard))] if n < 3 else []))
    rows = classroom.item_analysis(read()).set_index("question")
    assert list(rows.loc["3.5", ["n", "first", "last", "attempts"]]) == [6, 1, 1, 1]
    assert list(rows.loc["4.8", ["n", "first", "last", "attempts"]]) == [6, 0, 0.5, 1.5]
    assert list(rows.loc["4.8", ["wrong", "wrong_share", "hard"]]) == [bad.key, 1, True]
    errors = data.table("misconceptions").set_index("misconception_id")["misconception"]
    assert rows.loc["4.8", "misconception"] == errors[bad.misconception]
    assert rows["discrimination"].isna().all()  # six learners say nothing about that
    assert list(classroom.item_analysis(read(), lesson=4)["question"]) == ["4.8"]


def test_discrimination_sets_a_question_against_all_others():
    rows = []
    for learner in range(12):
        for place in range(8):
            good = learner >= 6 if place else learner < 6  # who knows the rest misses the first
            rows.append((f"L{learner:02}", f"q{place}", good, True))
    told = pd.DataFrame(rows, columns=["learner", "key", "first_correct", "last_correct"])
    found = items.discriminations(told)
    assert found["q0"] == pytest.approx(-1)
    # Of the seven others six go along with it, and one against it.
    assert found["q1"] == pytest.approx(1)
    assert items.discriminations(told[told["learner"] < "L09"]) == {}
    assert items.discriminations(told.assign(first_correct=True)) == {}
    assert items.discriminations(told.iloc[:0]) == {}


def test_a_question_that_parts_the_class_the_wrong_way_round_is_named(read, export):
    odd, rest = SINGLE[0], SINGLE[1:10]
    for n in range(20):
        good = n >= 10
        entries = [("answer", q.id, right(q) if good else wrong(q)) for q in rest]
        export(f"L{n}", *entries, ("answer", odd.id, wrong(odd) if good else right(odd)))
    group = read()
    rows = classroom.item_analysis(group).set_index("question")
    assert rows.loc[odd.id, "discrimination"] == pytest.approx(-1)
    assert list(rows.index[rows["odd"]]) == [odd.id]
    shown = classroom.show_items(group).frame.set_index("Question")
    told = shown[shown.index.str.startswith(f"{odd.id} ")]["Worth a look"]
    assert "read its wording" in told.iloc[0]


def test_an_objective_is_mastered_with_two_thirds_right_at_last(read, export):
    number = next(q.objective for q in of_lesson(3) if q.objective and has_answer(q))
    own = [q for q in of_lesson(3) if q.objective == number and has_answer(q) and not q.coding]
    export("Ada", *[("answer", q.id, right(q)) for q in own])
    export("Bo", *[("answer", q.id, "nonsense") for q in own if q.kind == "single"])
    export("Cy", ("answer", "3.1", right(bank.find("3.1"))))
    each = items.mastery(read(), "learner").set_index(["learner", "lesson", "objective"])
    assert list(each.loc[("Ada", 3, number), ["questions", "last", "mastered"]]) == [
        len(own),
        1,
        True,
    ]
    assert "Cy" not in each.index.get_level_values("learner")
    rows = items.mastery(read()).set_index(["lesson", "objective"])
    met = rows.loc[(3, number), "met"]
    assert met == 1 + (("Bo", 3, number) in each.index)
    assert rows.loc[(3, number), "mastered"] == 1 / met


def test_objectives_have_the_words_of_the_lessons():
    known = items.objectives()
    asked = {(int(q.id.split(".")[0]), q.objective) for q in bank.bank().values() if q.objective}
    assert asked <= set(known)
    assert known[3, 4] == "tell a promise from its practice, and name what is absent"


def answers(lessons, share=1.0, good=True):
    """Return entries that answer a share of some lessons, all right or all wrong."""
    found = []
    for lesson in lessons:
        asked = [q for q in of_lesson(lesson) if has_answer(q) and (good or q.kind == "single")]
        for q in asked[: max(1, round(share * len(asked)))]:
            found.append(("answer", q.id, right(q) if good else wrong(q)))
    return found


def test_who_may_need_a_word_and_why(read, export):
    for name in "abcde":
        export(name, *answers(range(5)))
    export("behind", *answers(range(2)))
    export("wrong", *answers(range(5), good=False))
    export("nothing")
    tries = [entry for entry in answers(range(5)) for _ in range(3)]
    export("clicker", *tries)
    export("left", *answers(range(4)), ("answer", "4.5", right(bank.find("4.5"))))
    rows = classroom.needs(read()).set_index("learner")
    reasons = {name: {r for r in items.REASONS if row[r]} for name, row in rows.iterrows()}
    assert reasons == {
        "behind": {"stopped"},
        "wrong": {"low"},
        "nothing": {"nothing"},
        "clicker": {"many"},
        "left": {"dropped"},
    }
    assert rows.loc["wrong", "first"] == 0
    assert rows.loc["clicker", "attempts"] == 3


def test_a_class_that_does_well_needs_no_word(read, export):
    for name in "abcdef":
        export(name, *answers(range(3)))
    assert classroom.needs(read()).empty
    assert len(classroom.show_needs(read()).frame) == 0


def test_before_and_after_are_of_the_same_learners():
    rows = [(f"L{n}", 0, n) for n in range(8)] + [(f"L{n}", 3, 10) for n in range(2, 8)]
    rows += [(f"M{n}", 9, 0) for n in range(20)]  # others, who must not count
    frame = pd.DataFrame(rows, columns=["learner", "lesson", "best"])
    same, first, last = items.matched(frame, "best")
    assert (first, last, list(same["learner"])) == (0, 3, [f"L{n}" for n in range(2, 8)])
    assert list(same["before"]) == [2, 3, 4, 5, 6, 7]
    assert items.matched(frame[frame["learner"] < "L6"], "best")[0].empty


def test_the_ranges_of_a_class(read, export):
    given = [[10, 30], ["20", "40 %"], [50, 60], [9, 1], "nonsense", [1]]
    for n, value in enumerate(given):
        export(f"L{n}", ("prediction", "5.13", value))
    frame = classroom.ranges(read(), "5.13")
    assert frame["low"].tolist() == [10, 20, 50]
    assert most_held(pd.DataFrame({"low": [10, 20, 50], "high": [30, 40, 60]})) == (20, 2)


def test_what_was_picked_is_read_by_kind():
    order = bank.find("3.4")
    assert picked(bank.find("3.5"), "swap") == {"swap"}
    assert picked(order, "[]") == set()
    assert picked(order, str([o.key for o in order.options]).replace("'", '"')) == {
        o.key for o in order.options
    }


def test_tables_for_a_lecturer_hold_what_the_measures_say(group):
    rows = classroom.item_analysis(group)
    shown = classroom.show_items(group).frame
    assert len(shown) == (rows["n"] >= 5).sum()
    assert list(shown["Right at first, %"]) == sorted(shown["Right at first, %"])
    mastered = classroom.show_mastery(group).frame["Mastered, %"]
    assert list(mastered) == sorted(mastered)
    assert len(classroom.show_mastery(group, learners=True).frame) == 9
    hidden = classroom.hide_names(group)
    assert "made up)" not in classroom.show_needs(hidden)._repr_html_()


def test_who_handed_in_nothing_is_named_first(read, export):
    export("Ada", ("answer", "3.5", "right"))
    export("Zoe", ("answer", "3.5", "right"))
    roster = pd.DataFrame({"name": ["Bo", "ada"], "email": ["b@x", "a@x"]})
    table = classroom.show_handed_in(read(), roster)
    assert [tuple(row)[:2] for row in table.frame.to_numpy()] == [
        ("Bo", "nothing handed in"),
        ("Zoe", "not in the roster"),
        ("ada", "handed in"),
    ]
    assert "Of 2 people in the roster 1 handed in" in table.caption
    hidden = classroom.show_handed_in(classroom.hide_names(read()), roster)
    assert "Names are hidden" in repr(hidden)
    assert "No roster is named" in repr(classroom.show_handed_in(read(), ""))
    assert "cannot be read" in repr(classroom.show_handed_in(read(), "nowhere.csv"))


def test_a_value_that_is_no_list_is_none():
    assert parsed('["a"]') == ["a"]
    assert parsed("swap") is None
    assert parsed("[" * 100_000) is None
