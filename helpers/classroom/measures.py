"""What a class did, as tables to count with; no number is drawn or worded here."""

from __future__ import annotations

import json
from collections import Counter

import pandas as pd

from helpers import bank, data, wording
from helpers.classroom.reading import Class
from helpers.measures import trainer
from helpers.measures.estimates import faults
from helpers.numbers import parse_number

# The kinds of entries that answer a question of the bank.
ASKED = ("prediction", "answer", "code", "own_chart")
LESSONS = range(10)
FEWEST = 5  # learners, below which a group is not shown: each could be guessed
BEGUN = 0.2  # share of learners who began a lesson, from which on the class has begun it


def has_answer(question) -> bool:
    """Say whether an answer to a question can be right or wrong; a prediction never is."""
    if question.use == "predict":
        return False
    if question.expected is not None:
        return not isinstance(bank.resolve(question.expected), (list, tuple)) or question.coding
    return question.kind in ("order", "match") or any(option.right for option in question.options)


def first_and_last(group: Class, key: str | None = None) -> pd.DataFrame:
    """Return each learner's first and last answer to each question of the bank.

    Feedback comes after the first answer, so that the first shows what a learner thought and the
    last what they took from it. Of a prediction only the first guess counts, for both: what came
    later had seen the answer, also where the lesson was started afresh.

    Args:
        group: the class.
        key: only this question; None for all.

    Returns:
        One row a learner and question: learner, key, lesson, first, first_correct, last,
        last_correct, times (how often it was answered).
    """
    rows = group.answers[group.answers["kind"].isin(ASKED)]
    # An entry of another kind than the lesson keeps is no answer, whoever wrote it.
    meant = {k: q.kept_as for k, q in bank.bank().items() if key in (None, k)}
    rows = rows[rows["key"].astype("object").map(meant) == rows["kind"].astype("object")]
    by = ["learner", "key"]
    rows = rows[~((rows["kind"] == "prediction") & rows.duplicated(by))]
    rows = rows[["learner", "key", "lesson", "value", "correct"]]
    names = {"value": "first", "correct": "first_correct"}
    told = rows.drop_duplicates(by, keep="first").rename(columns=names)
    names = {"value": "last", "correct": "last_correct"}
    last = rows.drop_duplicates(by, keep="last").drop(columns="lesson").rename(columns=names)
    times = rows.groupby(by, observed=True).size().rename("times").reset_index()
    return told.merge(last, on=by).merge(times, on=by)


def done(group: Class) -> pd.DataFrame:
    """Say who has done what, lesson by lesson; the coding track stands apart.

    Args:
        group: the class.

    Returns:
        One row a learner and lesson (0 to 9): learner, lesson, asked (questions without the coding
        track), answered, judged_asked (those of them with a right answer), judged (answered ones of
        these), right_first, right (by the first and by the last answer), attempts (answers to the
        judged), tasks (of the coding track), tasks_done (tried), tasks_right (by the last answer; a
        table or a chart of one's own cannot be judged again), estimate (True where one was kept),
        first, last (times of entries), hours (between these two).
    """
    kinds, by = _counted_questions(), ["learner", "lesson"]
    full = pd.MultiIndex.from_product([list(group.learners["learner"]), list(LESSONS)], names=by)
    found = _answers_counted(group, kinds).reindex(full, fill_value=0).astype("int64")
    for place, name in ((0, "asked"), (2, "judged_asked"), (7, "tasks")):
        counts = Counter(int(key.split(".")[0]) for key in kinds[name])
        found.insert(place, name, [counts[lesson] for _, lesson in full])
    rows = group.answers.dropna(subset=["lesson"])
    kept = estimates(group).set_index(by).index if len(rows) else []
    found["estimate"] = full.isin(kept) if len(kept) else False
    times = rows.groupby(by, observed=True)["time"].agg(["min", "max"]).reindex(full)
    found["first"], found["last"] = times["min"], times["max"]
    found["hours"] = (found["last"] - found["first"]).dt.total_seconds() / 3600
    return found.reset_index()


def _answers_counted(group, kinds) -> pd.DataFrame:
    """Count each learner's answers to a lesson, those to judge and those of the coding track."""
    told, by = first_and_last(group), ["learner", "lesson"]
    keys = told["key"].astype("object")
    code, judged = keys.isin(kinds["tasks"]), keys.isin(kinds["judged_asked"])
    last, first = (told[f"{c}_correct"].fillna(False).astype(bool) for c in ("last", "first"))
    told = told[by].assign(
        answered=~code,
        judged=judged,
        right_first=first & judged,
        right=last & judged,
        attempts=told["times"].where(judged, 0),
        tasks_done=code,
        tasks_right=last & code,
    )
    return told.groupby(by, observed=True).sum()


def _counted_questions() -> dict[str, set]:
    """Return the ids of all but the coding track, of those with a right answer, and of its own."""
    known = bank.bank().values()
    return {
        "asked": {q.id for q in known if not q.coding},
        "judged_asked": {q.id for q in known if not q.coding and has_answer(q)},
        "tasks": {q.id for q in known if q.coding},
    }


def begun(group: Class) -> list[int]:
    """Say which lessons the class has begun: those of which a fifth has answered something.

    Args:
        group: the class.

    Returns:
        Numbers of lessons, in order.
    """
    rows = done(group)
    rows = rows[rows["answered"] > 0]
    counts = rows["lesson"].value_counts()
    return [n for n in LESSONS if counts.get(n, 0) >= max(1, BEGUN * len(group.learners))]


def lessons(group: Class) -> pd.DataFrame:
    """Sum `done` up by lesson.

    Args:
        group: the class.

    Returns:
        One row a lesson: lesson, asked, begun (learners with an answer), half (with at least half
        answered), estimates, answered, right_first and right (medians in per cent of those who
        began; the last two of the judged, missing where nothing was judged). The coding track is
        left out.
    """
    rows = done(group)
    rows["share"] = 100 * rows["answered"] / rows["asked"]
    judged = rows["judged"].where(rows["judged"] > 0)
    for name in ("right_first", "right"):
        rows[f"{name}_share"] = 100 * rows[name] / judged
    found = []
    for lesson, own in rows.groupby("lesson"):
        began = own[own["answered"] > 0]
        half = int((began["share"] >= 50).sum())
        middle = began[["share", "right_first_share", "right_share"]].median()
        row = (lesson, int(own["asked"].iloc[0]), len(began), half, int(own["estimate"].sum()))
        found.append((*row, *middle))
    columns = ["lesson", "asked", "begun", "half", "estimates", "answered", "right_first", "right"]
    return pd.DataFrame(found, columns=columns)


def answered(group: Class) -> list[str]:
    """Say which questions somebody answered.

    Args:
        group: the class.

    Returns:
        Their ids, in the order of the bank; a chart of one's own is nothing to count.
    """
    rows = group.answers[group.answers["kind"].isin(ASKED)]
    there = set(rows["key"].unique())
    return [key for key, q in bank.bank().items() if key in there and q.kind != "chart"]


def parsed(text: str):
    """Return the list, dict or number that a value's text stands for, or None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def picked(question, text: str) -> set:
    """Return the options that count for an answer, as `distribution` counts them.

    Args:
        question: an entry of the bank.
        text: the answer, as `answers` of a class hold it.

    Returns:
        Keys of options: those chosen, or those that have their right place or partner.
    """
    if question.kind == "single":
        return {text}
    value = parsed(text)
    if question.kind == "multiple" and isinstance(value, list):
        return {v for v in value if isinstance(v, str)}
    if question.kind == "two-tier" and isinstance(value, dict):
        return {v for v in (value.get("answer"),) if isinstance(v, str)}
    if question.kind == "order" and isinstance(value, list):
        return {o.key for o, v in zip(question.options, value, strict=False) if v == o.key}
    if question.kind == "match" and isinstance(value, dict):
        return {o.key for o in question.options if value.get(o.key) == o.goes_with}
    return set()


def distribution(group: Class, key: str) -> pd.DataFrame:
    """Count how often each option was chosen, first and last.

    Args:
        group: the class.
        key: a question of kind single, multiple, two-tier (its answers), order or match.

    Returns:
        One row an option: option (key), text, right, first, last (learners who chose it; in order
        and match: who gave it its right place or partner). `.attrs` has learners and changed, the
        numbers of those who answered and of those whose last answer is another.

    Raises:
        QuestionError: no such question, or one without options.
    """
    question = bank.find(key)
    if question.kind not in ("single", "multiple", "two-tier", "order", "match"):
        message = "classroom.measures.no_options"
        raise bank.QuestionError(wording.say(message, id=key, kind=question.kind))
    told = first_and_last(group, key)
    counts = {}
    for column in ("first", "last"):
        values = told[column].value_counts()
        counts[column] = Counter()
        for text, times in values.items():
            for option in picked(question, text):
                counts[column][option] += int(times)
    placed = question.kind in ("order", "match")
    rows = [
        (o.key, o.text, o.right and not placed, counts["first"][o.key], counts["last"][o.key])
        for o in question.options
    ]
    found = pd.DataFrame(rows, columns=["option", "text", "right", "first", "last"])
    found.attrs = {"learners": len(told), "changed": int((told["first"] != told["last"]).sum())}
    return found


def numbers(group: Class, key: str) -> pd.DataFrame:
    """Return the numbers that learners gave, first and last.

    Args:
        group: the class.
        key: a question of kind number or probability, or a coding task.

    Returns:
        Columns learner, first, last (floats in the question's unit); who gave no number is left
        out.
    """
    told = first_and_last(group, key)[["learner", "first", "last"]]
    for column in ("first", "last"):
        told[column] = told[column].map(parse_number).astype("float64")
    return told.dropna().reset_index(drop=True)


def ranges(group: Class, key: str) -> pd.DataFrame:
    """Return the ranges that learners gave last; of a prediction that is the first.

    Args:
        group: the class.
        key: a question of kind range.

    Returns:
        Columns learner, low, high (floats in the question's unit); what is no range is left out.
    """
    told, rows = first_and_last(group, key), []
    for learner, text in zip(told["learner"], told["last"], strict=True):
        value = parsed(text)
        ends = [parse_number(v) for v in value] if isinstance(value, list) else []
        if len(ends) == 2 and None not in ends and ends[0] <= ends[1]:
            rows.append((learner, *ends))
    return pd.DataFrame(rows, columns=["learner", "low", "high"])


def most_held(frame: pd.DataFrame) -> tuple[float, int]:
    """Return the number that most ranges hold, and how many do; of several the lowest.

    Args:
        frame: as from `ranges`, with one row at least.
    """
    counts = [((frame["low"] <= x) & (x <= frame["high"])).sum() for x in frame["low"]]
    best = max(range(len(counts)), key=lambda n: (counts[n], -frame["low"].iloc[n]))
    return float(frame["low"].iloc[best]), int(counts[best])


def lines(group: Class, key: str) -> pd.DataFrame:
    """Return the series that learners drew first.

    Args:
        group: the class.
        key: a question of kind series.

    Returns:
        One row a learner, one column (floats) a point that was asked for; who left one out is
        left out.
    """
    question = bank.find(key)
    asked = [option.key for option in question.options[question.given :]]
    told = [parsed(text) for text in first_and_last(group, key)["first"]]
    drawn = [[parse_number(one.get(k)) for k in asked] for one in told if isinstance(one, dict)]
    return pd.DataFrame(drawn, columns=asked, dtype="float64").dropna().reset_index(drop=True)


def shift(group: Class, key: str) -> pd.DataFrame:
    """Set first against last answers of those who answered a question more than once.

    Args:
        group: the class.
        key: which question.

    Returns:
        Counts: one row a first answer, one column a last answer, both as text.
    """
    told = first_and_last(group, key)
    told = told[told["times"] > 1]
    return pd.crosstab(told["first"], told["last"])


def wrong_options(group: Class) -> pd.DataFrame:
    """List the wrong options by how many chose them at first.

    Args:
        group: the class.

    Returns:
        One row a wrong option of a question (single or multiple, with a right answer) that was
        chosen: question, text, prompt, misconception (from the table misconceptions, or ''),
        learners, answered (who answered the question), share (0 to 1); most chosen first.
    """
    errors = data.table("misconceptions").set_index("misconception_id")["misconception"]
    told = first_and_last(group)
    rows = []
    for key, own in told.groupby("key", observed=True):
        question = bank.find(key)
        chosen = question.kind in ("single", "multiple", "two-tier")
        judged = chosen and any(o.right for o in question.options)
        if not judged:
            continue
        values = own["first"].value_counts()
        for option in question.options:
            chose = sum(int(n) for v, n in values.items() if option.key in picked(question, v))
            if not option.right and chose:
                named = errors.get(option.misconception, "")
                row = (key, option.text, question.prompt, named, chose, len(own), chose / len(own))
                rows.append(row)
    columns = ["question", "text", "prompt", "misconception", "learners", "answered", "share"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["share", "question"], ascending=[False, True], ignore_index=True)


def estimates(group: Class) -> pd.DataFrame:
    """Return each learner's latest estimate after each lesson.

    Args:
        group: the class.

    Returns:
        Columns learner, lesson, best, low, high (0 to 10); what does not fit the scale is left out.
    """
    rows = group.answers[group.answers["kind"] == "estimate"]
    rows = rows[rows["key"].isin([str(n) for n in LESSONS])]
    rows = rows.drop_duplicates(["learner", "key"], keep="last")
    kept, ends = [], ("best", "low", "high")
    for learner, lesson, text in zip(rows["learner"], rows["lesson"], rows["value"], strict=True):
        value = parsed(text)
        if isinstance(value, dict) and not faults(value):
            kept.append((learner, int(lesson), *(parse_number(value[end]) for end in ends)))
    return pd.DataFrame(kept, columns=["learner", "lesson", *ends])


def estimate_spread(frame: pd.DataFrame) -> pd.DataFrame:
    """Sum estimates up by lesson.

    Args:
        frame: as from `estimates`.

    Returns:
        One row a lesson that has one: lesson, learners, lowest, quarter, median, three_quarters,
        highest (0 to 10).
    """
    by = frame.astype({"lesson": "int64", "best": "float64"}).groupby("lesson")["best"]
    found = pd.DataFrame({share: by.quantile(share) for share in (0, 0.25, 0.5, 0.75, 1)})
    found.columns = ["lowest", "quarter", "median", "three_quarters", "highest"]
    found.insert(0, "learners", by.size())
    return found.rename_axis(index="lesson").reset_index()


def choices(group: Class, board) -> pd.DataFrame:
    """Count what learners chose in each cell of a board.

    Args:
        group: the class.
        board: as a topic gives it, such as `hypotheses.code_items()`; it says which rows, columns
            and choices exist. Everything else in the exports is left out.

    Returns:
        One row a cell and choice, in the order of the board: row, column, choice, learners.
        `.attrs["learners"]` is how many filled at least one cell.
    """
    rows = group.answers[(group.answers["kind"] == "board") & (group.answers["key"] == board.key)]
    rows = rows.drop_duplicates("learner", keep="last")
    counts, filled = Counter(), 0
    for text in rows["value"]:
        value = parsed(text)
        cells = [
            (row, column, code)
            for row, codes in board.known(value).items()
            for column, code in codes.items()
        ]
        counts.update(cells)
        filled += bool(cells)
    found = [
        (row, column, option, counts[row, column, option])
        for row in board.rows
        for column, options in board.columns.items()
        for option in options
    ]
    frame = pd.DataFrame(found, columns=["row", "column", "choice", "learners"])
    frame.attrs = {"learners": filled}
    return frame


def disagreement(frame: pd.DataFrame) -> pd.DataFrame:
    """Say where learners disagree most.

    Args:
        frame: as from `choices`.

    Returns:
        One row a cell that two or more filled: row, column, learners, differ (share of the pairs
        of learners who chose differently, 0 to 1), most (the choice of most); largest first.
    """
    rows = []
    for (row, column), own in frame.groupby(["row", "column"], sort=False):
        n = int(own["learners"].sum())
        if n > 1:
            alike = sum(c * (c - 1) for c in own["learners"]) / (n * (n - 1))
            most = own["choice"].iloc[int(own["learners"].to_numpy().argmax())]
            rows.append((row, column, n, 1 - alike, most))
    found = pd.DataFrame(rows, columns=["row", "column", "learners", "differ", "most"])
    return found.sort_values("differ", ascending=False, kind="stable", ignore_index=True)


def forecasts(group: Class) -> pd.DataFrame:
    """Return the learners' forecasts; to a settled question the first one counts.

    Args:
        group: the class.

    Returns:
        Columns learner, question_id, probability (0 to 1), outcome (1 or 0; missing for open
        questions, of which the last forecast counts, until their learner has settled them), cost
        (squared distance, missing likewise). What a learner knew already is not among them.
    """
    outcomes = trainer.settled_questions().set_index("question_id")["outcome"]
    opened = set(data.table("open_questions")["question_id"])
    rows = group.answers[group.answers["kind"] == "forecast"]
    said = rows["value"].map(parse_number).astype("float64")
    # As in the lesson: 0.3 is taken for a share typed by mistake, and not for 0.3 per cent.
    rows = rows.assign(probability=said / 100)[said.between(1, 100) | (said == 0)]
    by = ["learner", "key"]
    past = rows[rows["key"].isin(outcomes.index)].drop_duplicates(by, keep="first")
    ahead = rows[rows["key"].isin(opened)].drop_duplicates(by, keep="last")
    found = pd.concat([past, ahead])
    known = group.answers[group.answers["kind"] == "knew"]
    pairs = [found[by].apply(tuple, axis=1), known[by].apply(tuple, axis=1)]
    found = found[~pairs[0].isin(set(pairs[1]))].rename(columns={"key": "question_id"})
    found = found[["learner", "question_id", "probability"]].reset_index(drop=True)
    own = _settled(group)
    came = [
        outcomes.get(key, own.get((learner, key), pd.NA))
        for learner, key in zip(found["learner"], found["question_id"].astype("str"), strict=True)
    ]
    came = pd.Series(came, index=found.index, dtype="Int64")
    cost = (found["probability"] - came.astype("Float64")) ** 2
    return found.assign(outcome=came, cost=cost)


def _settled(group: Class) -> dict:
    """Return how learners settled open questions: {(learner, question): 1 or 0}; the first counts.

    A question that a learner found void has no outcome.
    """
    found: dict = {}
    for row in group.answers[group.answers["kind"] == "settled"].itertuples():
        value = parsed(row.value)
        if trainer.is_settlement(value):
            came = {"yes": 1, "no": 0}.get(value["outcome"], pd.NA)
            found.setdefault((row.learner, str(row.key)), came)
    return found


def forecast_scores(frame: pd.DataFrame, by: str = "learner") -> pd.DataFrame:
    """Return Brier scores: means of squared distances, 0 best, 1 worst, 0.25 always 50 per cent.

    Args:
        frame: as from `forecasts`.
        by: 'learner' or 'question_id'.

    Returns:
        One row a learner or question with a resolved forecast: the name in column `by`, cases,
        score; lowest first for questions, in the order of the class for learners.
    """
    rows = frame.dropna(subset=["cost"])
    found = rows.groupby(by, observed=True)["cost"].agg(["size", "mean"]).reset_index()
    found = found.set_axis([by, "cases", "score"], axis=1)
    if by == "question_id":
        found = found.sort_values(["score", by], ignore_index=True)
    return found
