"""Known answers worked by hand."""

import random

import pandas as pd
import pytest

from helpers import bank, classroom, data, questions


@pytest.fixture
def read(folder):
    return lambda: classroom.read(folder)


def estimate(best):
    return {"best": best, "low": 0, "high": 10, "reason": ""}


def test_first_and_last_answers_and_the_shift_between_them(read, export):
    export("Ada", ("answer", "3.5", "swap"), ("answer", "3.5", "both"), ("answer", "3.5", "right"))
    export("Bea", ("answer", "3.5", "swap"))
    export("Cy", ("answer", "3.5", "right"), ("answer", "3.5", "right"))
    group = read()
    told = classroom.first_and_last(group, "3.5").set_index("learner")
    assert list(told.loc["Ada", ["first", "last", "times"]]) == ["swap", "right", 3]
    assert not told.loc["Ada", "first_correct"]
    assert told.loc["Ada", "last_correct"]
    found = classroom.distribution(group, "3.5").set_index("option")
    assert found["first"].to_dict() == {"swap": 2, "both": 0, "none": 0, "right": 1}
    assert found["last"].to_dict() == {"swap": 1, "both": 0, "none": 0, "right": 2}
    assert found.attrs == {"learners": 3, "changed": 1}
    moved = classroom.shift(group, "3.5")
    assert moved.loc["swap", "right"] == 1
    assert moved.to_numpy().sum() == 2


def test_who_has_done_what(read, export):
    export(
        "Ada",
        ("answer", "3.5", "swap"),
        ("answer", "3.5", "right"),
        ("answer", "3.4", ["kind", "who", "when", "choice"]),
        ("prediction", "3.7", 4),
        ("estimate", "3", estimate(4)),
    )
    export("Bea", ("answer", "0.1", "nonsense"))
    rows = classroom.done(read()).set_index(["learner", "lesson"])
    asked = sum(q.id.startswith("3.") and q.use != "code" for q in bank.bank().values())
    ada = rows.loc[("Ada", 3)]
    names = ["asked", "answered", "judged", "right", "right_first", "estimate"]
    assert list(ada[names]) == [asked, 3, 2, 1, 0, True]
    assert ada["attempts"] == 3
    assert ada["hours"] == pytest.approx(4 / 60)
    assert list(rows.loc[("Bea", 3), names]) == [asked, 0, 0, 0, 0, False]
    assert list(rows.loc[("Bea", 0), ["answered", "judged", "right"]]) == [1, 1, 0]
    summed = classroom.lessons(read()).set_index("lesson")
    assert list(summed.loc[3, ["begun", "half", "estimates", "right"]]) == [1, 0, 1, 50]
    assert pd.isna(summed.loc[9, "answered"])


def test_options_count_by_kind(read, export):
    order = [o.key for o in bank.find("3.4").options]
    export("Ada", ("answer", "3.4", order))
    export("Bea", ("answer", "3.4", [order[1], order[0], *order[2:]]))
    found = classroom.distribution(read(), "3.4").set_index("option")["first"]
    assert list(found[order]) == [1, 1, 2, 2]
    with pytest.raises(bank.QuestionError, match="kind number"):
        classroom.distribution(read(), "3.7")


def test_numbers_leave_out_what_is_none(read, export):
    export("Ada", ("prediction", "3.7", 3), ("prediction", "3.7", "5"))
    export("Bea", ("prediction", "3.7", "many"))
    found = classroom.numbers(read(), "3.7")
    # What came after the first guess had seen the answer.
    assert found.to_numpy().tolist() == [["Ada", 3.0, 3.0]]


def test_wrong_options_come_with_their_misconception(read, export):
    key, option = next(
        (q.id, o)
        for q in bank.bank().values()
        if q.kind == "single"
        for o in q.options
        if o.misconception and not o.right
    )
    right = next(o.key for o in bank.find(key).options if o.right)
    export("Ada", ("answer", key, option.key), ("answer", key, right))
    export("Bea", ("answer", key, option.key))
    export("Cy", ("answer", key, right))
    top = classroom.wrong_options(read()).iloc[0]
    assert list(top[["question", "text", "learners", "answered"]]) == [key, option.text, 2, 3]
    errors = data.table("misconceptions").set_index("misconception_id")["misconception"]
    assert top["misconception"] == errors[option.misconception]


def test_the_spread_of_estimates(read, export):
    for name, best in (("a", 2), ("b", 4), ("c", 6), ("d", 8), ("e", 9)):
        export(name, ("estimate", "1", estimate(1)), ("estimate", "1", estimate(best)))
    export("bad", ("estimate", "1", estimate(11)), ("estimate", "1", "5"), ("estimate", "x", 1))
    row = classroom.estimate_spread(classroom.estimates(read())).iloc[0]
    assert list(row) == [1, 5, 2, 4, 6, 8, 9]


def test_disagreement_is_the_share_of_pairs_that_differ(read, export):
    board = questions.board("3.test", "Which?", {"r": "A row"}, {"c": ["x", "y"]})
    for name, pick in (("a", "x"), ("b", "x"), ("c", "y"), ("d", "nonsense")):
        export(name, ("board", "3.test", {"r": {"c": pick, "other": "x"}, "s": {"c": "x"}}))
    found = classroom.choices(read(), board)
    assert found.to_numpy().tolist() == [["r", "c", "x", 2], ["r", "c", "y", 1]]
    assert found.attrs == {"learners": 3}
    cell = classroom.disagreement(found).iloc[0]
    assert cell["differ"] == pytest.approx(2 / 3)  # of ab, ac, bc the last two
    assert cell["most"] == "x"


def test_a_class_reads_what_was_known_and_what_was_settled(read, export):
    outcome = data.table("trainer_questions").set_index("question_id")["outcome"]
    assert outcome["tq01"] == 1
    ended = {"outcome": "no", "day": "2027-12-31", "source": "UN"}
    export("Ada", ("forecast", "tq01", 80), ("update", "tq01", 95), ("forecast", "oq1", 20))
    export("Bea", ("forecast", "tq01", 10), ("knew", "tq01", True), ("forecast", "oq1", 40))
    export("Cy", ("forecast", "oq1", 30), ("settled", "oq1", ended | {"outcome": "void"}))
    export("Di", ("forecast", "oq1", 30), ("settled", "oq1", "no"), ("settled", "oq1", ended))
    frame = classroom.forecasts(read())
    scores = classroom.forecast_scores(frame).set_index("learner")["score"]
    assert scores["Ada"] == pytest.approx(0.04)
    assert scores["Di"] == pytest.approx(0.09)
    assert {"Bea", "Cy"}.isdisjoint(scores.index)


def test_forecasts_are_scored_by_the_first_answer(read, export):
    outcome = data.table("forecast_questions").set_index("question_id")["outcome"]
    assert (outcome["fq01"], outcome["fq02"]) == (1, 0)
    export("Ada", ("forecast", "fq01", 80), ("forecast", "fq01", 100), ("forecast", "fq02", 50))
    export("Bea", ("forecast", "fq01", 0), ("forecast", "fq02", 0.3), ("forecast", "fq02", 101))
    export("Cy", ("forecast", "oq1", 20), ("forecast", "oq1", 30))
    frame = classroom.forecasts(read())
    scores = classroom.forecast_scores(frame).set_index("learner")
    assert scores.loc["Ada", "score"] == pytest.approx((0.2**2 + 0.5**2) / 2)
    assert list(scores.loc["Bea"]) == [1, 1.0]
    assert "Cy" not in scores.index
    ahead = frame[frame["question_id"] == "oq1"].iloc[0]
    assert ahead["probability"] == pytest.approx(0.3)
    assert pd.isna(ahead["cost"])
    by = classroom.forecast_scores(frame, "question_id").set_index("question_id")["score"]
    assert by["fq01"] == pytest.approx((0.04 + 1) / 2)


def test_the_order_of_files_and_learners_changes_no_measure(tmp_path, boards):
    paths = classroom.write_example(tmp_path / "a", learners=6, seed=1, boards=boards)
    names = [f"{n}.jsonl" for n in range(6)]
    random.Random(1).shuffle(names)
    (tmp_path / "b").mkdir()
    for path, name in zip(paths, names, strict=True):
        (tmp_path / "b" / name).write_bytes(path.read_bytes())
    one, two = classroom.read(tmp_path / "a"), classroom.read(tmp_path / "b")
    for measure in (classroom.lessons, classroom.wrong_options):
        pd.testing.assert_frame_equal(measure(one), measure(two))
    spreads = [classroom.estimate_spread(classroom.estimates(g)) for g in (one, two)]
    pd.testing.assert_frame_equal(*spreads)
    rows = classroom.done(one)
    assert (rows["right"] <= rows["judged"]).all()
    assert (rows["judged"] <= rows["answered"]).all()
    assert (rows["answered"] <= rows["asked"]).all()
