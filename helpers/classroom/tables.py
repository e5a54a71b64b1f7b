"""What a class did, as tables to look at."""

from __future__ import annotations

import pandas as pd

from helpers import bank, figures, forms, wording
from helpers.classroom.items import HARD, LOW, REASONS, item_analysis, mastery, needs, objectives
from helpers.classroom.measures import (
    FEWEST,
    LESSONS,
    done,
    first_and_last,
    forecast_scores,
    forecasts,
    lessons,
    wrong_options,
)
from helpers.classroom.reading import Class
from helpers.classroom.roster import ClassError, match, read_roster
from helpers.classroom.words import cut, tidy
from helpers.measures import trainer


def show_lessons(group: Class) -> figures.LessonTable:
    """Show by lesson how many learners began, and how far they came.

    Args:
        group: the class.

    Returns:
        The `LessonTable`.
    """
    told = wording.words("classroom.lessons", n=len(group.learners))
    rows = lessons(group).rename(columns=told.heads).round(0)
    return figures.table(rows, group.said(told.caption), plain=("lesson",))


def show_done(group: Class, limit: int = 12) -> figures.LessonTable:
    """Show each learner's answers by lesson, in the order of the class and never by score.

    Args:
        group: the class.
        limit: rows that stand open.

    Returns:
        The `LessonTable`: answered of asked a lesson, right at first and at last of the judged
        over all, answers a question, tasks of the coding track that were tried.
    """
    rows, words = done(group), wording.words("classroom.done")
    order = list(group.learners["learner"])
    told = rows["answered"].astype("str") + "/" + rows["asked"].astype("str")
    wide = rows.assign(told=told).pivot(index="learner", columns="lesson", values="told")
    wide = wide.reindex(order)
    sums = rows.groupby("learner")[list(_SUMS)].sum().reindex(order)
    named = pd.DataFrame({words.learner: [tidy(name, 40) for name in order]})
    for lesson in LESSONS:
        named[words.tell("lesson", lesson=lesson)] = wide[lesson].to_numpy() if len(wide) else []
    for column in ("right_first", "right", "tasks_done"):
        of = sums["tasks" if column == "tasks_done" else "judged"]
        named[words.tell(column)] = [f"{n}/{m}" for n, m in zip(sums[column], of, strict=True)]
    attempts = (sums["attempts"] / sums["judged"]).where(sums["judged"] > 0)
    named[words.attempts] = attempts.astype("float64").round(1).to_numpy()
    return figures.table(named, group.said(words.caption), limit)


_SUMS = ("judged", "right_first", "right", "attempts", "tasks", "tasks_done")


def show_handed_in(group: Class, roster, limit: int = 30) -> figures.LessonTable | forms.Shown:
    """Show who of a roster handed in something, who nothing, and what is not clear.

    Args:
        group: the class.
        roster: as for `read_roster`.
        limit: rows that stand open.

    Returns:
        The `LessonTable`: what needs a word from you first. A sentence where no roster is named,
        where it cannot be read, and where names are hidden.
    """
    unnamed = isinstance(roster, str) and not roster
    if unnamed or group.hidden:
        why = "no_roster" if unnamed else "hidden"
        return forms.Said(wording.say(f"classroom_grades.handed_in.{why}"))
    try:
        people = read_roster(roster)
    except ClassError as error:
        return forms.Said(str(error))
    found = match(group.learners, people)
    words = wording.words(
        "classroom_grades.handed_in",
        n=len(found.known) - sum(len(own) - 1 for own in found.joined),
        people=len(people),
        absent=len(found.absent),
    )
    entries = group.learners.set_index("learner")["entries"]
    rows = [(name, words.absent_said, words.none, 0) for name in found.absent]
    rows += [
        (name, words.tell("unclear", why=why), name, entries[name]) for name, why in found.unclear
    ]
    rows += [(name, words.unknown, name, entries[name]) for name in found.unknown]
    rows += [(row["name"], words.here, name, entries[name]) for name, row in found.known.items()]
    cells = [(tidy(a, 60), b, tidy(c, 60), d) for a, b, c, d in rows]
    frame = pd.DataFrame(cells, columns=list(words.heads.values()))
    return figures.table(frame, group.said(words.caption), limit)


def show_items(group: Class, lesson: int | None = None, limit: int = 8) -> figures.LessonTable:
    """Show how each question worked, hardest first; under FEWEST learners none is shown.

    Args:
        group: the class.
        lesson: only its questions; None for all.
        limit: rows that stand open.

    Returns:
        The `LessonTable`: learners, right at first and at last, answers a question, discrimination,
        the wrong option chosen most, and whether the question is worth a look.
    """
    found = item_analysis(group, lesson)
    rows = found[found["n"] >= FEWEST].sort_values(["first", "question"], kind="stable")
    hardest = rows.head(1).to_dict("records")
    words = wording.words(
        "classroom_items.items",
        n=len(rows),
        hard=int(rows["hard"].sum()),
        under=100 * HARD,
        odd=int(rows["odd"].sum()) or None,
        hidden=len(found) - len(rows) or None,
        hardest=hardest[0]["question"] if hardest else None,
        share=100 * hardest[0]["first"] if hardest else None,
    )
    prompts = {key: cut(bank.find(key).prompt, 70) for key in rows["question"]}
    shown = rows.assign(
        question=[words.tell("question", id=key, prompt=text) for key, text in prompts.items()],
        first=100 * rows["first"].round(2),
        last=100 * rows["last"].round(2),
        attempts=rows["attempts"].round(1),
        discrimination=rows["discrimination"].round(2),
        wrong=[_wrong_said(words, row) for row in rows.to_dict("records")],
        look=[words.tell("look", hard=r.hard, odd=r.odd) for r in rows.itertuples()],
    )
    return figures.table(wording.headed(shown, words.heads), group.said(words.caption), limit)


def _wrong_said(words, row) -> str:
    if not row["wrong"]:
        return words.none
    options = {option.key: option.text for option in bank.find(row["question"]).options}
    return words.tell(
        "wrong",
        text=cut(options[row["wrong"]], 90),
        share=100 * row["wrong_share"],
        error=row["misconception"] or None,
    )


def show_mastery(group: Class, learners: bool = False, limit: int = 12) -> figures.LessonTable:
    """Show which objectives are mastered, by the class or by each learner.

    Args:
        group: the class.
        learners: True shows a row a learner, in the order of the class.
        limit: rows that stand open.

    Returns:
        The `LessonTable`; by class the objectives that fewest mastered first, none that under
        FEWEST learners met.
    """
    if learners:
        return _mastery_of_each(group, limit)
    rows = mastery(group)
    rows = rows[rows["met"] >= FEWEST].sort_values(["mastered", "lesson", "objective"])
    known = objectives()
    pairs = list(zip(rows["lesson"], rows["objective"], strict=True))
    told = [known.get(pair, "") for pair in pairs]
    words = wording.words(
        "classroom_items.mastery",
        n=len(rows),
        least=told[0] if told else "",
        lesson=pairs[0][0] if pairs else None,
        share=100 * rows["mastered"].iloc[0] if len(rows) else None,
    )
    shown = rows.assign(
        objective=[
            words.tell("objective", lesson=a, number=b, words=text)
            for (a, b), text in zip(pairs, told, strict=True)
        ],
        **{name: 100 * rows[name].round(2) for name in ("mastered", "first", "last")},
    )
    return figures.table(wording.headed(shown, words.heads), group.said(words.caption), limit)


def _mastery_of_each(group, limit):
    words, order = wording.words("classroom_items.mastery_of_each"), list(group.learners["learner"])
    rows = mastery(group, "learner")
    counts = rows.groupby(["learner", "lesson"], observed=True)["mastered"].agg(["sum", "size"])
    frame = pd.DataFrame({words.learner: [tidy(name, 40) for name in order]})
    for lesson in LESSONS:
        own = [
            counts.loc[(name, lesson)] if (name, lesson) in counts.index else None for name in order
        ]
        frame[words.tell("lesson", lesson=lesson)] = [
            words.none if one is None else f"{one['sum']}/{one['size']}" for one in own
        ]
    return figures.table(frame, group.said(words.caption), limit)


def show_needs(group: Class, limit: int = 12) -> figures.LessonTable:
    """Show who may need a word, and why: a hint, never a verdict.

    Args:
        group: the class.
        limit: rows that stand open.

    Returns:
        The `LessonTable`, most reasons first.
    """
    rows = needs(group)
    words = wording.words(
        "classroom_items.needs", n=len(rows), of=len(group.learners), low=100 * LOW
    )
    told = words.reasons
    shown = pd.DataFrame(
        {
            "learner": [tidy(name, 40) for name in rows["learner"]],
            "why": [
                "; ".join(told[r] for r in REASONS if row[r]) for row in rows.to_dict("records")
            ],
            "lesson": [
                f"{n}"
                for n in rows["last_lesson"].astype("object").where(rows["last_lesson"].notna(), "")
            ],
            "time": rows["last_time"].dt.strftime("%Y-%m-%d").fillna(""),
            "first": (100 * rows["first"]).round(0),
            "attempts": rows["attempts"].round(1),
        }
    )
    return figures.table(wording.headed(shown, words.heads), group.said(words.caption), limit)


def show_wrong(group: Class, most: int = 8) -> figures.LessonTable:
    """Show the wrong options that were chosen most at first, with their misconceptions.

    Args:
        group: the class.
        most: how many.

    Returns:
        The `LessonTable`.
    """
    rows = wrong_options(group)
    rows = rows[rows["answered"] >= FEWEST].head(most)
    words = wording.words("classroom.wrong", n=len(rows))
    shown = rows.assign(
        chosen=[words.tell("chosen", **row) for row in rows.to_dict("records")],
        misconception=rows["misconception"].replace("", words.none),
    )
    return figures.table(wording.headed(shown, words.heads), group.said(words.caption), most)


def show_words(group: Class, key: str, limit: int = 12) -> figures.LessonTable:
    """Show what learners wrote to a question that asks for words.

    Args:
        group: the class.
        key: which question.
        limit: rows that stand open.

    Returns:
        The `LessonTable`; the last text of each learner, up to 300 characters, as plain text. Where
        names are hidden, none of fewer than FEWEST.
    """
    told = first_and_last(group, key)
    if group.hidden and len(told) < FEWEST:
        told = told.iloc[:0]
    words = wording.words("classroom.wrote", id=tidy(key, 20), n=len(told))
    rows = pd.DataFrame(
        {
            words.heads["learner"]: [tidy(name, 40) for name in told["learner"]],
            words.heads["words"]: [tidy(text, 300) for text in told["last"]],
        }
    )
    return figures.table(rows, group.said(words.caption), limit)


def show_forecasts(group: Class, limit: int = 8) -> figures.LessonTable:
    """Show the practice questions by how well the class foresaw them.

    Args:
        group: the class.
        limit: rows that stand open.

    Returns:
        The `LessonTable`: question, what happened, median probability, mean squared distance.
    """
    asked = trainer.settled_questions().set_index("question_id")
    frame = forecasts(group).dropna(subset=["cost"])
    frame = frame[frame["question_id"].isin(asked.index)]
    scores = forecast_scores(frame, "question_id")
    scores = scores[scores["cases"] >= FEWEST]
    middle = frame.groupby("question_id", observed=True)["probability"].median() * 100
    ids = list(scores["question_id"].astype("str"))[::-1]
    words = wording.words("classroom.practice")
    rows = pd.DataFrame(
        {
            "question": [
                words.tell("question", id=i, question=asked.loc[i, "question"]) for i in ids
            ],
            "came": [words.tell("came", yes=bool(asked.loc[i, "outcome"])) for i in ids],
            "median": [float(middle[i]) for i in ids],
            "distance": [round(float(s), 2) for s in scores["score"]][::-1],
            "forecasts": list(scores["cases"])[::-1],
        }
    )
    return figures.table(wording.headed(rows, words.heads), group.said(words.caption), limit)
