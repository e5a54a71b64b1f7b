"""The question bank: what learners are asked, read from `data/questions/*.toml` and checked.

The texts stand there, so that an instructor or a translator edits them without touching code.
Judging an answer is in `judging`, what a learner sees and clicks in `questions`.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import math
import os
import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from helpers import counts, data, wording
from helpers.numbers import (
    is_share,
    plain,
)

KINDS = (
    "single",
    "multiple",
    "two-tier",
    "order",
    "match",
    "number",
    "series",
    "probability",
    "range",
    "text",
    "code",
    "chart",
)
NEED_OPTIONS = ("single", "multiple", "two-tier", "order", "match", "series")
USES = ("retrieval", "predict", "check", "hunt", "code")
TEMPERS = ("bold", "measured", "mild")


class QuestionError(Exception):
    """A question that does not exist or is badly written; the message says where and what to do."""


@dataclass(frozen=True)
class Option:
    """One thing to choose, order or match.

    `key` is what the journal keeps, `why` explains it when chosen, `misconception` names a row of
    the table misconceptions, `goes_with` is the key of the partner in a question of kind match.
    `temper` is one of TEMPERS: does the words claim more than, as much as, less than they can?
    """

    key: str
    text: str
    right: bool = False
    why: str = ""
    misconception: str = ""
    goes_with: str = ""
    temper: str = ""


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
    least: float | str | None = None
    most: float | str | None = None
    places: int | None = None
    unit: str = ""
    slips: tuple = ()
    sources: tuple = ()
    worked: str = ""
    concept: bool = False
    headline: str = ""
    table: str = ""
    columns: tuple = ()
    given: int = 0

    @property
    def coding(self) -> bool:
        """Whether it belongs to the coding track, which nobody need take."""
        return self.use == "code" or self.kind in ("code", "chart")

    @property
    def kept_as(self) -> str:
        """The kind of entry by which the journal keeps an answer to it."""
        own = {"code": "code", "chart": "own_chart"}
        return "prediction" if self.use == "predict" else own.get(self.kind, "answer")


# --- the bank -----------------------------------------------------------------------------------


def folder() -> Path:
    """Return the folder of the question bank."""
    return Path(__file__).resolve().parents[1] / "data" / "questions"


def own_files() -> dict[str, Path]:
    """Return the files that stand in for those of the collection: a translation, say.

    They lie in the folder that the environment variable SANDS_QUESTIONS names (a relative one
    counts from the repository), else in that of the language SANDS_LANGUAGE; each takes the place
    of the file of the same name. So one lesson can be translated after the other.

    Returns:
        {file name: path}, empty where the variable is not set or names no such folder.
    """
    named = _named_folder()
    if not named:
        return {}
    place = Path(__file__).resolve().parents[1] / Path(named).expanduser()
    return {path.name: path for path in place.glob("*.toml")}


def _named_folder() -> str:
    """Return the folder whose files stand in for ours, or ''; a language need not have one."""
    named = os.environ.get("SANDS_QUESTIONS", "").strip()
    translated = wording.translations() / wording.language() / "questions"
    return named or (str(translated) if wording.language() and translated.is_dir() else "")


def bank(place: Path | None = None) -> dict[str, Question]:
    """Return every question by its id.

    What SANDS_QUESTIONS names is read when the first question is asked, and then kept. Whatever
    is wrong or missing there falls back to the collection's own question; `damage` names it.

    Args:
        place: folder with one TOML file a lesson; by default the collection's own, in which
            the `own_files` of a translator stand in for those of the same name.

    Returns:
        {id: `Question`}, in the order of the files and of the entries in them.

    Raises:
        QuestionError: a file of the folder cannot be read, an entry lacks a field (both for a
            `place` alone), or there is no question at all; names file and entry.
    """
    if place is None:
        return _overlaid(wording.language())[0]
    found, faults = _of_folder(place)
    if faults:
        raise QuestionError(faults[0])
    return found


@functools.lru_cache(maxsize=4)
def _of_folder(place: Path) -> tuple[dict[str, Question], list[str]]:
    """Return the sound questions of a folder, and what is wrong with the others."""
    found, said = sound(place)
    if not found:
        raise QuestionError(
            said[0]
            if said
            else "The question bank data/questions is empty or missing. Unpack the collection "
            "anew, or restore it with: git checkout data/questions"
        )
    return found, said


def sound(place: Path) -> tuple[dict[str, Question], list[str]]:
    """Read every question file of a folder, such as a lecturer's own.

    Args:
        place: folder with TOML files; it need not exist.

    Returns:
        {id: `Question`} of the sound ones, and one sentence a fault.
    """
    found: dict[str, Question] = {}
    said = []
    for path in sorted(place.glob("*.toml")):
        questions, faults = _read(path)
        said += faults
        said += [_twice(path.name, key) for key in questions if key in found]
        found |= {key: question for key, question in questions.items() if key not in found}
    return found, said


def _twice(file: str, key: str) -> str:
    return f"{file}: the id {key} stands twice; rename one."


def damage() -> list[str]:
    """Say what is wrong with the questions, those that SANDS_QUESTIONS names included.

    Returns:
        One sentence a fault, with file, question and field; empty where all is well.
    """
    return list(_overlaid(wording.language())[1])


@functools.lru_cache(maxsize=4)
def _overlaid(_code: str) -> tuple[dict[str, Question], list[str]]:
    """Return the collection's questions with a translator's laid over them, and the faults.

    Of each language once: a page in German is written beside one in English.
    """
    ours, broken = _of_folder(folder())
    said = [f"{fault} Until then nobody is asked what stands there." for fault in broken]
    named, files = _named_folder(), own_files()
    if named and not files:
        return ours, [
            *said,
            f"SANDS_QUESTIONS names {named}, and no question file (such as 03.toml) lies there. "
            "Correct the variable or remove it, then restart the kernel. Until then you see the "
            "collection's own questions.",
        ]
    found = dict(ours)
    for path in sorted(files.values(), key=lambda path: (len(path.name), path.name)):
        said += _lay_over(found, ours, path)
    return found, said + _unread_files(files)


STANDS = "the collection's own question stands in its place"


def _lay_over(found: dict, ours: dict, path: Path) -> list[str]:
    """Put the sound questions of a translator's file in the place of ours; return the faults."""
    theirs, faults = _read(path)
    said = [f"{fault} Until then {STANDS}." for fault in faults]
    lesson = path.stem.lstrip("0") or "0"
    missing = [k for k in ours if k.split(".")[0] == lesson and k not in theirs]
    if missing and not faults:
        said.append(f"{path.name} lacks {', '.join(missing)}: {STANDS}.")
    if twice := [key for key in theirs if key in found and found[key] is not ours.get(key)]:
        said.append(f"{_twice(path.name, ', '.join(twice))} The first one counts.")
    for key, question in theirs.items():
        if key in twice:
            continue
        if strays := _strays(ours[key], question) if key in ours else _astray(question):
            said.append(f"{path.name}, question {key}: {strays[0]} {STANDS.capitalize()}.")
        elif key in ours:
            found[key], lacks = _filled(ours[key], question)
            said += [
                f"{path.name}, question {key}: {lack} is missing; ours stands." for lack in lacks
            ]
        else:
            found[key] = question
            if missing or faults:
                said.append(f"{path.name} has {key}, an id that the collection does not know.")
    return said


def _filled(ours: Question, theirs: Question) -> tuple[Question, list[str]]:
    """Return a translation with what it lacks taken from ours, and the fields that it lacks."""
    lacks = [
        name
        for name in ("headline", "hints", "look_again", "why", "unit", "sources")
        if getattr(ours, name) and not getattr(theirs, name)
    ]
    bare = [
        mine.why and not own.why for mine, own in zip(ours.options, theirs.options, strict=True)
    ]
    options = tuple(
        replace(own, why=mine.why) if lack else own
        for mine, own, lack in zip(ours.options, theirs.options, bare, strict=True)
    )
    own = {name: getattr(ours, name) for name in ("concept", *lacks)}
    filled = replace(theirs, options=options, **own)
    told = [f"the field '{name}'" for name in lacks]
    keys = (o.key for o, lack in zip(options, bare, strict=True) if lack)
    return filled, told + [f"the field 'why' of option {key}" for key in keys]


def _unread_files(files: dict) -> list[str]:
    """Name what lies beside a translator's files and was meant to be one of them."""
    if not files:
        return []
    beside = sorted(next(iter(files.values())).parent.glob("*"))
    return [
        f"{path.name} is not read: its name must end in .toml. Rename it {path.name[:2]}.toml."
        for path in beside
        if re.match(r"\d\d\.toml", path.name, re.I) and path.name not in files
    ]


def _read(path: Path) -> tuple[dict[str, Question], list[str]]:
    """Return a file's questions by id, and what is wrong with it and with each other entry."""
    try:
        entries, faults = _entries(path.read_text("utf-8-sig"), path.name)
    except UnicodeDecodeError:
        return {}, [f"{path.name} is not written in UTF-8. Save it anew in that encoding."]
    except OSError as error:
        what = "it is a folder" if path.is_dir() else error.strerror or error
        return {}, [f"{path.name} cannot be read ({what}). Put a question file in its place."]
    found: dict[str, Question] = {}
    for entry in entries:
        try:
            question = _question(entry, path.name)
            if question.id in found:
                raise QuestionError(_twice(path.name, question.id))
            found[question.id] = question
        except QuestionError as error:
            faults.append(str(error))
    return found, faults


def _entries(text: str, file: str) -> tuple[list, list[str]]:
    """Return the entries of a file, and what TOML does not allow in it.

    Where it cannot be read as a whole, each question is read alone: one error costs one question.
    """
    text = text.replace("\r\n", "\n")
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        pieces = re.split(r"^(?=[ \t]*\[+ *question\b(?! *\.))", text, flags=re.M)
        if len(pieces) < 3:
            return [], [f"{file} cannot be read: {_toml(error)}. Mend that line."]
        found: list = []
        faults = []
        above = 0
        for piece in pieces:
            try:
                alone = tomllib.loads(piece).get("question", [])
                found += alone if isinstance(alone, list) else [None]
            except (ValueError, RecursionError) as broken:
                told = re.search(r"""^id\s*=\s*["']([^"'\n]*)""", piece, re.M)
                where = f", question {told[1]}" if told else ""
                faults.append(f"{file}{where} cannot be read: {_toml(broken, above)}. Mend it.")
            above += piece.count("\n")
        return found, faults or [f"{file} cannot be read: {_toml(error)}. Mend that line."]
    entries = raw.get("question", [])
    if not isinstance(entries, list):
        return [], [f"{file}: a question opens with [[question]], doubled."]
    other = [name for name in raw if name != "question"]
    return entries, [
        f"{file}: the part '{name[:40]}' is not known; a question opens with [[question]]."
        for name in other
    ]


def _toml(error: Exception, above: int = 0) -> str:
    """Say what TOML does not allow, by the line of the file of which `above` lines were cut."""
    if isinstance(error, RecursionError):
        return "too many brackets stand in one another"
    return re.sub(r"line (\d+)", lambda line: f"line {int(line[1]) + above}", str(error))[:200]


_TEXT, _NUMBER, _TEXTS = "a text", "a number", 'a list of texts, such as ["First."]'
_COUNT, _WORDS = "a whole number from 0", "a text that is not empty"
_COMPUTED = "a number, a text that names a function, or a count"
_FIELDS = {
    **dict.fromkeys(("id", "kind", "use", "prompt"), _WORDS),
    **dict.fromkeys(("look_again", "why", "unit", "worked", "headline", "table"), _TEXT),
    "tolerance": _NUMBER,
    **dict.fromkeys(("objective", "places", "given"), _COUNT),
    **dict.fromkeys(("hints", "sources", "columns"), _TEXTS),
    **dict.fromkeys(("expected", "least", "most"), _COMPUTED),
    "concept": "true or false",
    **dict.fromkeys(("option", "partner", "slip"), "a list of tables"),
}
_PARTS = {
    "option": {
        **dict.fromkeys(("key", "text"), _WORDS),
        **dict.fromkeys(("why", "misconception", "goes_with", "temper"), _TEXT),
        "right": "true or false",
    },
    "partner": {**dict.fromkeys(("key", "text"), _WORDS), "why": _TEXT, "right": "true or false"},
    "slip": {"value": _COMPUTED, "why": _WORDS},
}
_NEEDED = {"option": ("key", "text"), "partner": ("key", "text"), "slip": ("value", "why")}


def _fits(value, what: str) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if what in (_TEXT, _WORDS):
        return isinstance(value, str) and (what == _TEXT or bool(value.strip()))
    if what == _NUMBER:
        return number and abs(value) < 1e15  # and so neither nan nor inf
    if what == _COUNT:
        return isinstance(value, int) and number and 0 <= value <= 99
    if what == _TEXTS:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if what == "true or false":
        return isinstance(value, bool)
    if what == "a list of tables":
        return isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return isinstance(value, (str, dict)) or (number and abs(value) < 1e15)


def _checked(entry: dict, fields: dict, needed: tuple, where: str):
    for need in needed:
        if need not in entry:
            raise QuestionError(f"{where}: the field '{need}' is missing; add it.")
    for name, value in entry.items():
        if name not in fields:
            near = difflib.get_close_matches(str(name), fields, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise QuestionError(f"{where}: there is no field '{name}'.{hint} See CONTRIBUTING.")
        if not _fits(value, fields[name]):
            raise QuestionError(f"{where}: the field '{name}' must be {fields[name]}.")


def _question(entry, file: str) -> Question:
    if not isinstance(entry, dict):
        raise QuestionError(f"{file}: a question opens with [[question]], doubled.")
    where = f"{file}, question {entry.get('id', 'without id')}"
    _check_fields(entry, where)
    fields = _built(entry)
    if fault := _indistinct(entry, fields) or _unsound(entry, fields):
        raise QuestionError(f"{where}: {fault}")
    if entry["kind"] == "match":
        known = {p.key for p in fields["partners"]}
        if lost := [o.key for o in fields["options"] if o.goes_with not in known]:
            raise QuestionError(
                f"{where}, option {lost[0]}: the field 'goes_with' must be the key of a partner."
            )
    if fault := _uncomputed(entry):
        raise QuestionError(f"{where}: {fault}")
    return Question(**fields)


def _check_fields(entry: dict, where: str):
    """Refuse a field that is missing, not known, or of another type than ours."""
    _checked(entry, _FIELDS, ("id", "kind", "use", "prompt"), where)
    for part, fields in _PARTS.items():
        for place, each in enumerate(entry.get(part, ()), 1):
            _checked(each, fields, _NEEDED[part], f"{where}, {part} {place}")
    for name, known in (("kind", KINDS), ("use", USES)):
        if entry[name] not in known:
            raise QuestionError(
                f"{where}: {name} '{entry[name]}' is not one of {', '.join(known)}."
            )


def _built(entry: dict) -> dict:
    """Return the fields as `Question` takes them."""
    fields = dict(entry)
    fields["options"] = tuple(Option(**o) for o in fields.pop("option", ()))
    fields["partners"] = tuple(Option(**o) for o in fields.pop("partner", ()))
    fields["slips"] = tuple(fields.pop("slip", ()))
    fields["unit"] = fields.get("unit", "").strip()
    for name in ("hints", "sources", "columns"):
        fields[name] = tuple(fields.get(name, ()))
    return fields


def _indistinct(entry: dict, fields: dict) -> str:
    """Say what keeps options from being told apart or chosen from, or ''."""
    for part in ("options", "partners"):
        if len({one.key for one in fields[part]}) < len(fields[part]):
            return f"two {part} have one key; rename one."
    if strange := [o.temper for o in fields["options"] if o.temper and o.temper not in TEMPERS]:
        return f"temper '{strange[0]}' is not one of {', '.join(TEMPERS)}."
    if entry["kind"] in NEED_OPTIONS and len(fields["options"]) < 2:
        return f"a question of kind {entry['kind']} needs options."
    return ""


def _unsound(entry: dict, fields: dict) -> str:
    """Say what a question of two tiers, a series or one about a table lacks, or ''."""
    if entry["kind"] == "two-tier":
        tiers = fields["options"], fields["partners"]
        if any(sum(one.right for one in tier) != 1 for tier in tiers):
            return "one option and one partner must be right: an answer and its reason."
    if entry["kind"] == "series":
        if missing := [name for name in ("least", "most", "expected") if name not in entry]:
            return f"the field '{missing[0]}' is missing; a series is drawn between two ends."
        if not 2 <= len(fields["options"]) - entry.get("given", 0) <= 6:
            return "a series asks for two to six values; the first ones may be 'given'."
    if table := entry.get("table"):
        if not (data.folder() / f"{table}.csv").is_file():
            return f"there is no table {table}; 'table' names one of data/."
        if not all(": " in each for each in entry.get("columns", ("",))):
            return "'columns' is a list of a column and the words over it, such as \"item: What\"."
    return ""


def _uncomputed(entry: dict) -> str:
    """Say which number, or count in a text, cannot be had from our tables, or ''."""
    least, most = entry.get("least", -math.inf), entry.get("most", math.inf)
    if not any(isinstance(end, (str, dict)) for end in (least, most)) and least > most:
        return "the field 'least' is larger than 'most'; turn them round."
    numbers = [(name, entry.get(name)) for name in ("least", "most", "expected")]
    numbers += [("value", slip["value"]) for slip in entry.get("slip", ())]
    for name, value in numbers:
        if fault := _unresolved(value, entry["kind"]):
            return f"the field '{name}' {fault}"
    for named in {name for text in _texts(entry) for name in _COUNTED.findall(text)}:
        if fault := _unresolved(named, "number"):
            return f"a text {fault}"
    return ""


_NAMES = r"([a-z_]+):([a-z_0-9]+)"  # 'treaties:first_troops'
_COUNTED = re.compile(r"\{([a-z_]+:[a-z_0-9]+)\}")  # '{rows:views}' in a text


def _texts(entry: dict) -> list[str]:
    """Return whatever people read of an entry of a question file."""
    parts = [part for name in _PARTS for part in entry.get(name, ())]
    own = [
        entry["prompt"],
        entry.get("headline", ""),
        entry.get("why", ""),
        *entry.get("hints", ()),
    ]
    return own + [part.get(name, "") for part in parts for name in ("text", "why")]


def worded(question: Question) -> Question:
    """Fill in what the texts of a question count in our tables.

    '{rows:views}' is the number of rows of a table, '{stress:core_cases}' what a function of a
    topic returns: a row more must not make a sentence false. It is computed when the question is
    shown, so that reading the bank imports no topic.

    Args:
        question: an entry of the bank.

    Returns:
        The question with numbers in its texts; itself where none is counted.
    """

    def fill(text: str) -> str:
        return _COUNTED.sub(lambda named: _count(named[1]), text)

    def filled(parts):
        return tuple(replace(part, text=fill(part.text), why=fill(part.why)) for part in parts)

    parts = (*question.options, *question.partners)
    texts = [question.prompt, question.headline, question.why, *question.hints]
    texts += [slip["why"] for slip in question.slips]
    texts += [text for part in parts for text in (part.text, part.why)]
    if not any(map(_COUNTED.search, texts)):
        return question
    return replace(
        question,
        prompt=fill(question.prompt),
        headline=fill(question.headline),
        why=fill(question.why),
        hints=tuple(map(fill, question.hints)),
        options=filled(question.options),
        partners=filled(question.partners),
        slips=tuple(slip | {"why": fill(slip["why"])} for slip in question.slips),
    )


def _count(named: str) -> str:
    found = resolve(named)
    return found if isinstance(found, str) else plain(found)


def _unresolved(value, kind: str) -> str:
    """Say what is wrong with a value, or ''; what a text names is looked for, not called."""
    if isinstance(value, dict):
        return counts.fault(value) or _uncounted(value)
    if not isinstance(value, str):
        return ""
    named = re.fullmatch(_NAMES, value)
    if named is None:
        wanted = "must be a number or name a function, such as 'treaties:first_troops'."
        return "" if kind == "code" else wanted
    module, function = named.groups()
    if module == "rows":
        there = (data.folder() / f"{function}.csv").is_file()
        return "" if there else f"counts {value}, and there is no such table."
    if function in _functions(module):
        return ""
    return f"names {value}, and there is no such function in helpers/measures/{module}.py."


def _uncounted(stated: dict) -> str:
    """Say what a count names that is not there, or ''; a frame of the measures is not made."""
    named = counts.frame_of(stated)
    if ":" in named:
        return _unresolved(named, "number")
    try:
        tables = data.description()
    except data.DataError:
        return ""  # that is said, in its own words, where a table is read
    if named not in tables:
        return f"counts {named}, and there is no such table."
    described = {field["name"]: field for field in tables[named]["schema"]["fields"]}
    for column in counts.columns_of(stated):
        if column not in described:
            known = ", ".join(described)
            return f"asks for {column}, which {named} does not have; its columns: {known}."
        for value in counts.compared_with(stated, column):
            if wrong := _unlike(described[column], value):
                return f"compares {column} with {value!r}, {wrong}."
    return ""


_HOLDS = {"integer": "numbers", "number": "numbers", "boolean": "true or false", "date": "dates"}


def _unlike(field: dict, value) -> str:
    """Say why no cell of a column can be a value: another word than its words, another type."""
    if words := field.get("constraints", {}).get("enum"):
        return "" if value in words else f"which is one of {', '.join(words)}"
    is_date = field.get("sands:type") == "date"
    holds = "dates" if is_date else _HOLDS.get(field["type"], "texts")
    return "" if counts.kind_of(value) == holds else f"and it holds {holds}"


@functools.lru_cache(maxsize=32)
def _functions(module: str) -> frozenset:
    file = Path(__file__).resolve().parent / "measures" / f"{module}.py"
    text = file.read_text("utf-8") if file.is_file() else ""
    return frozenset(re.findall(r"^def (\w+)\(", text, re.M))


def find(question_id: str) -> Question:
    """Return one question of the bank, with what it counts filled in.

    Args:
        question_id: such as '3.2'; the number 3.2 is taken where it can mean nothing else.

    Returns:
        The `Question`.

    Raises:
        QuestionError: no such question; names the nearest ids.
    """
    if alone := _in_its_file(question_id):
        return worded(alone)
    questions = bank()
    if isinstance(question_id, (int, float)) and not isinstance(question_id, bool):
        return worded(questions[_id_of_number(question_id, questions)])
    if not isinstance(question_id, str):
        raise QuestionError(wording.say("bank.find.quoted"))
    named = unicodedata.normalize("NFKC", question_id[:40]).strip()
    if named in questions:
        return worded(questions[named])
    ends = _ends(named, questions)
    near = [] if ends["first"] else difflib.get_close_matches(named, questions, n=3, cutoff=0.3)
    fault = next((fault for fault in damage() if f"question {named} " in fault), "")
    raise QuestionError(wording.say("bank.find.none", name=named, near=near, fault=fault, **ends))


def _in_its_file(question_id) -> Question | None:
    """Return a question of a sound file, read alone: a lesson needs the questions of no other."""
    lesson, point, _ = question_id.partition(".") if isinstance(question_id, str) else ("",) * 3
    if not point or not re.fullmatch("[0-9]{1,2}", lesson) or _named_folder():
        return None
    found, faults = _of_file(folder() / f"{int(lesson):02}.toml")
    return None if faults else found.get(question_id)


@functools.lru_cache(maxsize=16)
def _of_file(path: Path) -> tuple[dict[str, Question], list[str]]:
    return _read(path) if path.is_file() else ({}, [])


def _ends(lesson: str, questions: dict) -> dict:
    """Return the first and the last id of a lesson, None where it has no question."""
    found = [key for key in questions if key.split(".")[0] == lesson] or [None]
    return {"first": found[0], "last": found[-1]}


def _id_of_number(number: float, questions: dict) -> str:
    """Return the id that a number can only mean; of 3.10 the last nought is lost."""
    written = f"{number:g}" if abs(number) < 1e6 else "3.1"
    both = [key for key in (written, f"{written}0") if key in questions]
    if len(both) == 1:
        return both[0]
    ends = _ends(written, questions)
    such = ends["first"] or (written if both else "3.1")
    raise QuestionError(
        wording.say("bank.find.number", such=such, lesson=written, both=both, **ends)
    )


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
        said += [f"{key}: {stray}" for stray in _strays(ours[key], theirs[key])]
    return sorted(said)


def _strays(ours: Question, theirs: Question) -> list[str]:
    """Say in what a question differs from the collection's, its texts left aside."""
    said = []
    same = (
        "kind",
        "use",
        "objective",
        "expected",
        "tolerance",
        "least",
        "most",
        "places",
        "worked",
        "table",
        "given",
    )
    for name in same:
        if getattr(ours, name) != getattr(theirs, name):
            said.append(f"the field {name} differs.")
    if [c.split(":")[0] for c in ours.columns] != [c.split(":")[0] for c in theirs.columns]:
        said.append("the names of the columns differ; only the words after the colon change.")
    if _reads_as(ours.unit) != _reads_as(theirs.unit):
        said.append(f"the field unit must stay “{ours.unit}”: by it numbers are read.")
    if [slip["value"] for slip in ours.slips] != [slip["value"] for slip in theirs.slips]:
        said.append("the values of the slips differ.")
    said += _astray(theirs)
    for name in ("options", "partners"):
        if _bones(getattr(ours, name)) != _bones(getattr(theirs, name)):
            said.append(f"keys, order or right answers of the {name} differ.")
    return said


def _reads_as(unit: str) -> str:
    """Return what a unit means to whoever reads a number; any count is like another."""
    if is_share(unit):
        return "share"
    if unit.startswith("million"):
        return "million"
    return unit if unit in ("per cent", "year", "place") else ""


def _astray(question: Question) -> list[str]:
    """Say which sources and common errors of a question are in no table."""
    if not (question.sources or any(o.misconception for o in question.options)):
        return []
    try:
        errors = set(data.table("misconceptions")["misconception_id"])
        known = set(data.table("sources")["source_id"])
    except data.DataError:  # check_setup names it
        return []
    said = [f"the source {one} is not in the table sources." for one in question.sources]
    said = [words for one, words in zip(question.sources, said, strict=True) if one not in known]
    return said + [
        f"option {o.key}: the misconception {o.misconception} is not in its table."
        for o in question.options
        if o.misconception and o.misconception not in errors
    ]


def _bones(options) -> list[tuple]:
    return [(o.key, o.right, o.goes_with, o.misconception) for o in options]


def _counted(stated: dict):
    named = counts.frame_of(stated)
    frame = resolve(named) if ":" in named else data.table(named)
    lacks = [column for column in counts.columns_of(stated) if column not in frame]
    if lacks:
        raise QuestionError(f"A count asks for a column, and {named} has no column {lacks[0]!r}.")
    return counts.count(stated, frame)


def resolve(value):
    """Return `value`, or where it names something to compute what that gives.

    'treaties:most_unseen' is a function of the measures, 'rows:views' counts the rows of a table, a
    dict is one of `counts`: a corrected table corrects the answer. It is computed when a learner
    answers, not at import.

    Args:
        value: what stands in the bank as `expected`, `least`, `most` or as the `value` of a slip.

    Returns:
        The value itself, or the number that it names.

    Raises:
        QuestionError: a count asks for a column that its frame does not have.
    """
    if isinstance(value, dict):
        return _counted(value)
    if isinstance(value, str) and re.fullmatch(_NAMES, value):
        module, function = value.split(":")
        if module == "rows":
            return len(data.table(function))
        return getattr(importlib.import_module(f"helpers.measures.{module}"), function)()
    return value
