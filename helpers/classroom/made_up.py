"""A class that does not exist, to try the views with before there is one."""

from __future__ import annotations

import functools
import json
import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpers import bank, concepts, journal, judging, wording
from helpers.classroom.measures import LESSONS
from helpers.classroom.reading import Class, gather, light
from helpers.measures import trainer
from helpers.numbers import parse_number

_START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def example(learners: int = 24, seed: int = 5, boards=()) -> Class:
    """Return a made-up class, to look at the views before a class exists. No person is behind it.

    Args:
        learners: how many.
        seed: another number gives another class; the same number always the same one.
        boards: boards that the made-up learners fill, as the topics give them.

    Returns:
        A `Class` whose `made_up` is True: every table, caption and picture says so.
    """
    files = []
    for number in range(1, learners + 1):
        header = {"name": wording.say("classroom.made_up.name", number=number), "exported": ""}
        lines = journal.Lines(_made_up(number, seed, boards), 0, header)
        files.append((f"example-{number:03}.jsonl", lines))
    return gather(files, made_up=True)


def write_example(folder, learners: int = 24, seed: int = 5, boards=()) -> list[Path]:
    """Write the exports of a made-up class, to try `read` with; nothing is overwritten.

    Args:
        folder: where to; made if it is not there.
        learners: how many.
        seed: as for `example`.
        boards: as for `example`.

    Returns:
        The paths of the files, one a learner.

    Raises:
        OSError: a file is there already, or the folder cannot be written.
    """
    place, paths = Path(folder), []
    place.mkdir(parents=True, exist_ok=True)
    for number in range(1, learners + 1):
        records = _made_up(number, seed, boards)
        header = {
            "format": journal.FORMAT,
            "version": 1,
            "name": wording.say("classroom.made_up.name", number=number),
            "exported": f"{_START + timedelta(days=90):%Y-%m-%dT%H:%M:%SZ}",
            "count": len(records),
        }
        path = place / f"example-{number:03}.jsonl"
        with path.open("x", encoding="utf-8", newline="\n") as file:
            for line in (header, *records):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        paths.append(path)
    return paths


class _Diary:
    """The `entries` of one made-up learner, each a few minutes after the one before."""

    def __init__(self, rng):
        self.rng, self.minutes, self.entries = rng, rng.uniform(0, 300), []

    def rest(self):
        """Let about a week go by."""
        self.minutes += self.rng.uniform(6, 8) * 24 * 60

    def keep(self, kind, key, value):
        """Keep an entry as a journal does."""
        self.minutes += self.rng.uniform(0.5, 6)
        when = _START + timedelta(minutes=round(self.minutes, 1))
        self.entries.append(
            {
                "id": f"{self.rng.getrandbits(128):032x}",
                "time": f"{when:%Y-%m-%dT%H:%M:%SZ}",
                "order": 1_700_000_000_000_000 + len(self.entries),
                "kind": kind,
                "key": key,
                "value": value,
            }
        )


def _made_up(number, seed, boards) -> list[dict]:
    """Return the entries of one made-up learner."""
    rng = random.Random(f"{seed} {number}")
    skill, last = rng.uniform(0.35, 0.85), min(9, int(rng.triangular(2, 12, 9)))
    diary = _Diary(rng)
    _tested(rng, seed, "before", 0.6 * skill, diary.keep)
    best = min(9.5, max(1.0, rng.gauss(5.0, 1.7)))
    filled = {int(board.key.split(".")[0]): board for board in boards}
    for lesson in range(last + 1):
        diary.rest()
        _asked(rng, seed, lesson, skill, diary.keep)
        board = filled.get(lesson)
        if board is not None and rng.random() < 0.9:
            diary.keep("board", board.key, _filled(rng, seed, board))
        if lesson == 8:
            _foresee(rng, diary.keep)
        best = min(9.5, max(0.5, best + 0.22 * (5.0 - best) + rng.gauss(0, 0.7)))
        _estimate(rng, lesson, best, diary.keep)
    if last == max(LESSONS):
        _tested(rng, seed, "after", min(0.95, skill + 0.2), diary.keep)
    return diary.entries


def _tested(rng, seed, time, skill, keep):
    """Take the test of concepts, which not everybody does."""
    if rng.random() < 0.9:
        for question in concepts.concept_items():
            keep("concept", concepts.key_of(time, question.id), _guess(rng, seed, question, skill))


def _asked(rng, seed, lesson, skill, keep):
    """Answer most questions of a lesson."""
    for question in bank.bank().values():
        own = question.kind == "chart"  # a program draws none
        if question.id.startswith(f"{lesson}.") and not own and rng.random() < 0.93:
            _answer(rng, seed, question, skill, keep)


def _estimate(rng, lesson, best, keep):
    half = round(best * 2) / 2
    wide = round(2 * rng.uniform(1, 2.6)) / 2
    ends = {"low": max(0.0, half - wide), "high": min(10.0, half + wide)}
    if rng.random() < 0.9:
        reason = wording.say("classroom.made_up.reason", number=rng.randint(1, 99))
        keep("estimate", str(lesson), {"best": half, **ends, "reason": reason})


def _answer(rng, seed, question, skill, keep):
    value = _guess(rng, seed, question, skill)
    if value is None:
        return
    kind = question.kept_as
    keep(kind, question.id, value)
    light = _cached_light(question.id)
    wrong = kind != "prediction" and judging.judge(light, value).correct is False
    if wrong and rng.random() < 0.65:
        again = _guess(rng, seed, question, 0.8)
        if again is not None:
            keep(kind, question.id, again)


# Computing an expected value reads tables.
_cached_light = functools.cache(light)


def _guess(rng, seed, question, skill):
    """Return a made-up answer, right with the probability `skill` where there is a right one."""
    keys = [option.key for option in question.options]
    good = rng.random() < skill
    if question.kind == "single":
        return _choose(rng, seed, question, good)
    if question.kind == "multiple":
        flip = 0.05 if good else 0.3
        return [o.key for o in question.options if o.right != (rng.random() < flip)]
    if question.kind == "two-tier":
        tiers = {"answer": question.options, "reason": question.partners}
        return {tier: _one_of(rng, offered, skill) for tier, offered in tiers.items()}
    if question.kind == "series":
        found = judging.points(_cached_light(question.id))
        least, most = judging.limits(question)
        drawn = {key: found[key] * math.exp(rng.gauss(0, 0.3)) for key in keys[question.given :]}
        return {key: float(round(min(max(n, least), most))) for key, n in drawn.items()}
    if question.kind == "order":
        return keys if good else rng.sample(keys, len(keys))
    if question.kind == "match":
        partners = [partner.key for partner in question.partners]
        return {
            o.key: o.goes_with if good or rng.random() < 0.5 else rng.choice(partners)
            for o in question.options
        }
    if question.kind == "text":
        return wording.say("classroom.made_up.words", number=rng.randint(1, 99))
    if question.kind == "code":
        return _computed(question, good)
    return _guess_number(rng, question, good)


def _choose(rng, seed, question, good):
    right = [option.key for option in question.options if option.right]
    wrong = [option.key for option in question.options if not option.right]
    if right and (good or not wrong):
        return right[0]
    taste = random.Random(f"{seed} {question.id}")  # all of a class err alike
    return rng.choices(wrong, [taste.uniform(0.2, 2) ** 2 for _ in wrong])[0]


def _one_of(rng, offered, skill):
    good = rng.random() < skill
    return rng.choice([one.key for one in offered if one.right == good])


def _computed(question, good):
    """Return what a task of the coding track gives, or what a slip would."""
    expected = _cached_light(question.id).expected
    if isinstance(expected, (list, tuple)):
        return str(list(expected) if good else list(expected)[::-1])
    number = _as_number(expected)
    return None if number is None else number if good else round(number * 1.25, 3)


def _guess_number(rng, question, good):
    """Return a number or a range, near to what our tables say."""
    expected = _cached_light(question.id).expected
    if isinstance(expected, (list, tuple)):
        expected = sorted(expected)[len(expected) // 2]  # several claims: somewhere among them
    expected = _as_number(expected)
    middle = (50.0 if question.kind == "probability" else 20.0) if expected is None else expected
    if question.kind == "range":
        low = middle * rng.uniform(0.3, 1.05)
        high = low + middle * rng.uniform(0.2, 1.2)
        most = judging.limits(question)[1]
        return [round(low, 1), round(high if most is None else min(high, most), 1)]
    if expected is not None and good and question.use != "predict":
        return expected
    said = middle * math.exp(rng.gauss(0, 0.45))
    said = min(said, 100.0) if question.kind == "probability" else said
    return float(round(said)) if middle % 1 == 0 and middle > 1 else float(f"{said:.2g}")


def _as_number(found):
    """Return a single number as one of Python's own; None where it is a table or a text of none."""
    if hasattr(found, "__len__"):
        return None
    return parse_number(found.item() if hasattr(found, "item") else found)


def _filled(rng, seed, board) -> dict:
    grid = {}
    for row in board.rows:
        for column, options in board.columns.items():
            taste = random.Random(f"{seed} {board.key} {row} {column}")
            options = list(options)
            liked, agree = taste.randrange(len(options)), taste.uniform(0.25, 0.9)
            if rng.random() < 0.95:
                alone = rng.random() < agree
                pick = options[liked] if alone else rng.choice(options)
                grid.setdefault(row, {})[column] = pick
    return grid


def _foresee(rng, keep):
    rows = trainer.asked().head(rng.randint(12, 26))
    for key, outcome in zip(rows["question_id"], rows["outcome"], strict=True):
        said = 50 + (1 if outcome else -1) * rng.gauss(14, 26)
        keep("forecast", key, float(min(95, max(5, 5 * round(said / 5)))))
