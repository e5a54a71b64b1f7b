"""The question bank, and judging an answer with feedback that explains.

The texts stand in `data/questions/*.toml`, so that an instructor or a translator edits them
without touching code. All here is pure: what a learner sees and clicks is in `questions`.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import math
import os
import re
import tomllib
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from helpers import data

KINDS = ("single", "multiple", "number", "order", "match", "probability", "range", "text", "code")
USES = ("retrieval", "predict", "check", "hunt", "code")


class QuestionError(Exception):
    """A question that does not exist or is badly written; the message says where and what to do."""


@dataclass(frozen=True)
class Option:
    """One thing to choose, order or match.

    `key` is what the journal keeps, `why` explains it when chosen, `misconception` names a row of
    the table misconceptions, `goes_with` is the key of the partner in a question of kind match.
    """

    key: str
    text: str
    right: bool = False
    why: str = ""
    misconception: str = ""
    goes_with: str = ""


@dataclass(frozen=True)
class Question:
    """One entry of the bank; see CONTRIBUTING for its fields."""

    id: str
    kind: str
    use: str
    prompt: str
    objective: int = 0
    options: tuple = ()
    partners: tuple = ()
    hints: tuple = ()
    look_again: str = ""
    why: str = ""
    expected: object = None
    tolerance: float = 0.0
    unit: str = ""
    slips: tuple = ()
    sources: tuple = ()
    worked: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the learner hears: `correct` (None where nothing is right or wrong) and `words`."""

    correct: bool | None
    words: str
    sources: tuple = field(default=(), repr=False)

    def _repr_html_(self) -> str:
        cited = f"<p>Sources: {data.cite(*self.sources)}.</p>" if self.sources else ""
        return f'<div role="status">{prose(self.words)}{cited}</div>'

    def __repr__(self) -> str:
        return self.words


# --- the bank -----------------------------------------------------------------------------------


def folder() -> Path:
    """Return the folder of the question bank."""
    return Path(__file__).resolve().parents[1] / "data" / "questions"


def own_files() -> dict[str, Path]:
    """Return the files that stand in for those of the collection: a translation, say.

    They lie in the folder that the environment variable SANDS_QUESTIONS names (a relative one
    counts from the repository), and each takes the place of the file of the same name. So one
    lesson can be translated after the other.

    Returns:
        {file name: path}, empty where the variable is not set.

    Raises:
        QuestionError: the variable names no folder with TOML files.
    """
    named = os.environ.get("SANDS_QUESTIONS", "").strip()
    if not named:
        return {}
    place = Path(__file__).resolve().parents[1] / Path(named).expanduser()
    found = {path.name: path for path in place.glob("*.toml")}
    if not found:
        raise QuestionError(
            f"SANDS_QUESTIONS names {named}, and no question file (such as 03.toml) lies there. "
            "Correct the variable or remove it, then restart the kernel."
        )
    return found


@functools.lru_cache(maxsize=4)
def bank(place: Path | None = None) -> dict[str, Question]:
    """Return every question by its id.

    What SANDS_QUESTIONS names is read when the first question is asked, and then kept.

    Args:
        place: folder with one TOML file a lesson; by default the collection's own, in which
            the `own_files` of a translator stand in for those of the same name.

    Returns:
        {id: `Question`}, in the order of the files and of the entries in them.

    Raises:
        QuestionError: a file cannot be read, an entry lacks a field, or there is no question at
            all; names file and entry.
    """
    found: dict[str, Question] = {}
    files = {path.name: path for path in (place or folder()).glob("*.toml")}
    if place is None:
        files |= own_files()
    for _, path in sorted(files.items()):
        try:
            raw = tomllib.loads(path.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise QuestionError(f"{path.name} cannot be read: {error}. Mend that line.") from error
        for entry in raw.get("question", []):
            if not isinstance(entry, dict):
                raise QuestionError(f"{path.name}: a question opens with [[question]], doubled.")
            question = _question(entry, path.name)
            if question.id in found:
                raise QuestionError(f"{path.name}: the id {question.id} stands twice; rename one.")
            found[question.id] = question
    if not found:
        restore = "Restore it with: git checkout data/questions"
        raise QuestionError(f"The question bank data/questions is empty or missing. {restore}")
    return found


def _question(entry: dict, file: str) -> Question:
    where = f"{file}, question {entry.get('id', 'without id')}"
    for need in ("id", "kind", "use", "prompt"):
        if not isinstance(entry.get(need), str):
            raise QuestionError(f"{where}: the field '{need}' is missing; add it as text.")
    if entry["kind"] not in KINDS:
        raise QuestionError(f"{where}: kind '{entry['kind']}' is not one of {', '.join(KINDS)}.")
    if entry["use"] not in USES:
        raise QuestionError(f"{where}: use '{entry['use']}' is not one of {', '.join(USES)}.")
    fields = dict(entry)
    try:
        fields["options"] = tuple(Option(**o) for o in fields.pop("option", ()))
        fields["partners"] = tuple(Option(**o) for o in fields.pop("partner", ()))
        fields["slips"] = tuple(fields.pop("slip", ()))
        if not all({"value", "why"} <= set(slip) for slip in fields["slips"]):
            raise TypeError("a slip needs 'value' and 'why'")
        fields["hints"] = tuple(fields.get("hints", ()))
        fields["sources"] = tuple(fields.get("sources", ()))
        return Question(**fields)
    except TypeError as error:
        raise QuestionError(f"{where}: {error}. See CONTRIBUTING for the fields.") from error


def find(question_id: str) -> Question:
    """Return one question of the bank.

    Args:
        question_id: such as '3.2'.

    Returns:
        The `Question`.

    Raises:
        QuestionError: no such question; names the nearest ids.
    """
    questions = bank()
    if question_id in questions:
        return questions[question_id]
    near = difflib.get_close_matches(str(question_id), questions, n=3, cutoff=0.3)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise QuestionError(f"There is no question '{question_id}' in data/questions.{hint}")


def drift(place: Path) -> list[str]:
    """Say where a translated or changed bank differs from the collection's in more than text.

    Journals, class results and charts go by ids and keys. A change that is meant is no fault;
    a translation should have none.

    Args:
        place: folder with TOML files; lessons without a file are left out.

    Returns:
        One sentence a difference, with the question's id; empty where there is none.

    Raises:
        QuestionError: a file cannot be read.
    """
    theirs = bank(place)
    lessons = {question_id.split(".")[0] for question_id in theirs}
    ours = {key: q for key, q in bank(folder()).items() if key.split(".")[0] in lessons}
    said = [f"{key} is missing." for key in ours if key not in theirs]
    said += [f"{key} is not in the collection." for key in theirs if key not in ours]
    for key in ours.keys() & theirs.keys():
        for name in ("kind", "use", "objective", "expected", "tolerance", "worked"):
            if getattr(ours[key], name) != getattr(theirs[key], name):
                said.append(f"{key}: the field {name} differs.")
        for name in ("options", "partners"):
            mine, other = (_bones(getattr(q[key], name)) for q in (ours, theirs))
            if mine != other:
                said.append(f"{key}: keys, order or right answers of the {name} differ.")
    return sorted(said)


def _bones(options) -> list[tuple]:
    return [(o.key, o.right, o.goes_with, o.misconception) for o in options]


def resolve(value):
    """Return `value`, or where it names a function ('treaties:first_troops') what that returns.

    Expected answers are computed from the tables by the measures of a topic, so that a corrected
    table corrects the answer. The name is resolved when a learner answers, not at import.

    Args:
        value: what stands in the bank as `expected` or as the `value` of a slip.

    Returns:
        The value itself, or the function's answer.
    """
    if isinstance(value, str) and re.fullmatch(r"[a-z_]+:[a-z_0-9]+", value):
        module, function = value.split(":")
        return getattr(importlib.import_module(f"helpers.topics.{module}"), function)()
    return value


# --- judging ------------------------------------------------------------------------------------


def judge(question: Question, value) -> Verdict:
    """Say whether `value` answers `question`, and explain.

    Args:
        question: an entry of the bank.
        value: a key (single), list of keys (multiple, order), dict of keys (match), number,
            pair of numbers (range) or text; anything for kind code.

    Returns:
        A `Verdict`. A value of the wrong type gets a sentence that says what is expected.
    """
    if (
        value is None
        or value is Ellipsis
        or (type(value) in (str, list, tuple, set, dict) and not value)
    ):
        return Verdict(None, "Not answered yet. Answer when you are ready; nothing is lost.")
    judges = {
        "single": _judge_single,
        "multiple": _judge_multiple,
        "number": _judge_number,
        "order": _judge_order,
        "match": _judge_match,
        "probability": _judge_probability,
        "range": _judge_range,
        "text": _judge_text,
        "code": _judge_code,
    }
    return judges[question.kind](question, value)


def _done(question: Question, correct: bool | None, *parts: str) -> Verdict:
    parts = [part for part in parts if part]
    if correct is False and question.look_again:
        parts.append(f"Look again at “{question.look_again}”.")
    return Verdict(correct, "\n\n".join(parts), question.sources)


def _judge_single(question: Question, value) -> Verdict:
    chosen = {o.key: o for o in question.options}.get(value if isinstance(value, str) else None)
    if chosen is None:
        keys = ", ".join(o.key for o in question.options)
        return Verdict(None, f"This question takes one of {keys}. Choose one and press Check.")
    right = any(o.right for o in question.options)
    opening = "" if not right else "Right. " if chosen.right else "Not this one. "
    name = _misconception(chosen)
    return _done(question, chosen.right if right else None, opening + chosen.why, name)


def _judge_multiple(question: Question, value) -> Verdict:
    keys = [o.key for o in question.options]
    if not isinstance(value, (list, tuple, set)) or not all(v in keys for v in value):
        return Verdict(None, "This question takes a list of its options. Tick them, then Check.")
    wrong = [o for o in question.options if o.right != (o.key in value)]
    if not wrong:
        return _done(question, True, "Right, all of them.", question.why)
    said = []
    for option in wrong:
        slip = "belongs in the answer" if option.right else "does not belong in it"
        name = _misconception(option)
        said.append(f"“{option.text}” {slip}. {option.why}" + (f" {name}" if name else ""))
    count = f"{len(question.options) - len(wrong)} of {len(question.options)} as they should be."
    return _done(question, False, count, *said)


def parse_number(text) -> float | None:
    """Read a number as people write it: '1,200', '45 %', '−3', '0.5', '1e6'.

    Args:
        text: text or number; anything else is none.

    Returns:
        A finite float, or None where there is no number.
    """
    if isinstance(text, bool):
        return None
    if isinstance(text, (int, float)):
        return _finite(text)
    if not isinstance(text, str):
        return None
    clean = text.strip().replace("−", "-").rstrip("%").strip().replace("\u202f", " ")
    if re.fullmatch(r"-?\d{1,3}([, ]\d{3})+(\.\d+)?", clean):
        clean = clean.replace(",", "").replace(" ", "")
    elif re.fullmatch(r"-?\d+,\d{1,2}", clean):
        clean = clean.replace(",", ".")
    number = re.fullmatch(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", clean)
    return _finite(clean) if number else None


def _finite(number) -> float | None:
    try:
        found = float(number)
    except OverflowError:  # a whole number beyond all floats
        return None
    return found if math.isfinite(found) else None


def _plain(number: float) -> str:
    whole = number == int(number) or abs(number) >= 1e4
    return f"{number:,.0f}" if whole else f"{number:,.4g}"


def _judge_number(question: Question, value) -> Verdict:
    number = parse_number(value)
    if number is None:
        return Verdict(None, f"“{value}” is not a number. Write digits, such as 12 or 0.5.")
    expected = resolve(question.expected)
    if expected is None:
        return _done(question, None, question.why)
    unit = f" {question.unit}" if question.unit else ""
    if abs(number - expected) <= question.tolerance:
        return _done(question, True, f"Right: {_plain(expected)}{unit}. {question.why}")
    near = [(abs(number - resolve(slip["value"])), slip["why"]) for slip in question.slips]
    if near and min(near)[0] <= question.tolerance:
        return _done(question, False, f"Not {_plain(number)}. {min(near)[1]}")
    side = "fewer" if number < expected else "more"
    far = f"{_plain(number)}{unit} is {side} than the tables give. "
    return _done(question, False, far + (question.hints[0] if question.hints else ""))


def _judge_order(question: Question, value) -> Verdict:
    keys = [o.key for o in question.options]
    if not isinstance(value, (list, tuple)) or sorted(map(str, value)) != sorted(keys):
        return Verdict(None, "Give each item its own place from first to last, then Check.")
    value = list(map(str, value))
    told = [f"{place}. {o.text}: {o.why}" for place, o in enumerate(question.options, 1)]
    if value == keys:
        return _done(question, True, "Right, in this order.", *told)
    first = next(place for place, (a, b) in enumerate(zip(value, keys, strict=True), 1) if a != b)
    chosen = next(o for o in question.options if o.key == value[first - 1])
    hint = f"The first slip is at place {first}: “{chosen.text}” stands elsewhere. {chosen.why}"
    return _done(question, False, "Not yet in order.", hint)


def _judge_match(question: Question, value) -> Verdict:
    if not isinstance(value, dict) or not set(value) <= {o.key for o in question.options}:
        return Verdict(None, "Choose a partner for each item, then Check.")
    missing = [o for o in question.options if not value.get(o.key)]
    if missing:
        return Verdict(None, f"Still without a partner: {'; '.join(o.text for o in missing)}.")
    wrong = [o for o in question.options if value[o.key] != o.goes_with]
    if not wrong:
        return _done(question, True, "Right, every pair.", question.why)
    said = [f"“{o.text}”: {o.why}" for o in wrong]
    right = len(question.options) - len(wrong)
    return _done(question, False, f"{right} of {len(question.options)} pairs fit.", *said)


def _judge_probability(question: Question, value) -> Verdict:
    number = parse_number(value)
    if number is None or not 0 <= number <= 100:
        return Verdict(None, f"“{value}” is not a probability. Write a number from 0 to 100.")
    return _done(question, None, f"You say {_plain(number)} per cent. {question.why}")


def _judge_range(question: Question, value) -> Verdict:
    ends = [parse_number(v) for v in value] if isinstance(value, (list, tuple)) else []
    if len(ends) != 2 or None in ends:
        return Verdict(None, "A range takes two numbers: a low one and a high one.")
    low, high = ends
    if low > high:
        return Verdict(None, f"The low end {_plain(low)} lies above the high end {_plain(high)}.")
    expected = resolve(question.expected)
    if expected is None:
        return _done(question, None, question.why)
    unit = f" {question.unit}" if question.unit else ""
    held = low <= expected <= high
    said = "holds" if held else "misses"
    words = f"Your range from {_plain(low)} to {_plain(high)} {said} {_plain(expected)}{unit}."
    return _done(question, held, words, question.why)


def _judge_text(question: Question, value) -> Verdict:
    if not isinstance(value, str):
        return Verdict(None, "This question takes a sentence of your own.")
    good = [f"• {option.text}. {option.why}" for option in question.options]
    opening = "Kept. Compare with what a good answer touches:" if good else "Kept."
    return _done(question, None, opening, *good, question.why)


def _same(answer, expected, tolerance: float) -> bool:
    """Compare an answer from code with what is expected, by value and not by type of container."""
    import numpy as np
    import pandas as pd

    if isinstance(expected, pd.DataFrame):
        if not isinstance(answer, pd.DataFrame) or answer.shape != expected.shape:
            return False
        answer, expected = answer.to_numpy().ravel(), expected.to_numpy().ravel()
    if isinstance(expected, (set, frozenset)):
        return set(answer) == set(expected)
    if isinstance(expected, (pd.Series, pd.Index, np.ndarray, list, tuple)):
        answer, expected = list(answer), list(expected)
        pairs = zip(answer, expected, strict=False)
        return len(answer) == len(expected) and all(_same(a, e, tolerance) for a, e in pairs)
    if isinstance(expected, str):
        return str(answer).strip() == expected
    return abs(float(answer) - float(expected)) <= tolerance


def _judge_code(question: Question, value) -> Verdict:
    expected = resolve(question.expected)
    opening = ""
    try:
        if _same(value, expected, question.tolerance):
            return _done(question, True, f"Right. {question.why}")
        for slip in question.slips:
            if _same(value, resolve(slip["value"]), question.tolerance):
                return _done(question, False, f"Not yet. {slip['why']}")
    except (TypeError, ValueError, OverflowError):
        opening = f"This gives {type(value).__name__}; {_kind_of(expected)} is expected. "
    hint = question.hints[0] if question.hints else ""
    return _done(question, False, f"Not yet. {opening}{hint}")


def _kind_of(expected) -> str:
    names = {"str": "a text", "float": "a number", "int": "a number", "Series": "a Series"}
    name = type(expected).__name__
    return names.get(name, "a number" if hasattr(expected, "dtype") else f"a {name}")


def _misconception(option: Option) -> str:
    """Return the common error that an option stands for, from the table misconceptions."""
    if not option.misconception:
        return ""
    errors = data.table("misconceptions").set_index("misconception_id")
    row = errors.loc[option.misconception]
    return f"A common error: “{row['misconception']}” {row['correction']}"


def prose(text: str) -> str:
    """Turn plain text into HTML.

    Args:
        text: blank lines part paragraphs, `backticks` mark code; all else is escaped.

    Returns:
        HTML of paragraphs.
    """
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text.strip()))
    return "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", safe))
