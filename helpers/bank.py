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
import reprlib
import tomllib
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

from helpers import data, wording
from helpers.numbers import (
    Read,
    apart,
    counted,
    is_share,
    ordinal,
    parse_number,
    plain,
    read,
    several,
    singular,
    too,
)

KINDS = ("single", "multiple", "number", "order", "match", "probability", "range", "text", "code")
USES = ("retrieval", "predict", "check", "hunt", "code")
TEMPERS = ("bold", "measured", "mild")
SIGNS = {  # what stands at the head of a verdict: sign, word, colour of the edge
    "right": ("✓", "Right", "#0B4F5C"),
    "close": ("≈", "Close", "#D07A1E"),
    "not-yet": ("✗", "Not yet", "#B5471F"),
    "said": ("→", "Kept", "#4D6275"),
    "unread": ("?", "Not read", "#8A8F98"),
    "open": ("○", "Open", "#8A8F98"),
}


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


@dataclass(frozen=True)
class Verdict:
    """What the learner hears: whether it is `correct`, a `sign`, the `words`, where to `look`.

    `correct` is None where nothing is right or wrong. `sign` is a key of SIGNS; 'unread' and
    'open' mean that there is nothing to keep. `look` is a heading, as the bank has it.
    """

    correct: bool | None
    words: str
    sources: tuple = field(default=(), repr=False)
    sign: str = "said"
    look: str = field(default="", repr=False)

    def _repr_html_(self) -> str:
        mark, word, edge = SIGNS[self.sign]
        style = (
            f"border-left:4px solid {edge};padding:6px 14px;margin:6px 0;max-width:60em;"
            "background:var(--jp-layout-color2,#F0EDE4)"
        )
        html = f"<p><strong>{mark} {word}</strong></p>{prose(self.words)}"
        if self.look:
            html += f"<p>Look again at {look_link(self.look)}.</p>"
        if self.sources:
            html += f"<p>Sources: {data.cite(*self.sources)}.</p>"
        return f'<div class="sands-card sands-{self.sign}" dir="auto" style="{style}">{html}</div>'

    def __repr__(self) -> str:
        _, word, _ = SIGNS[self.sign]
        look = f"\n\nLook again at {_tidy(self.look)[1]}." if self.look else ""
        return f"{word}. {self.words}{look}"


def _tidy(look: str) -> tuple[str, str, str]:
    """Return (lesson or '', what to call the place, heading) of a `look_again`."""
    found = re.fullmatch(r"Lesson (\d), “(.*)”", look)
    lesson, heading = found.groups() if found else ("", look)
    return lesson, f"Lesson {lesson} · {heading}" if lesson else heading, heading


def look_link(look: str) -> str:
    """Return a link to a heading of this lesson, or of another one.

    Args:
        look: as the bank has it: the heading alone, or 'Lesson 4, “the heading”'.

    Returns:
        HTML; where the lesson is not found, the words alone.
    """
    lesson, words, heading = _tidy(look)
    anchor = "#" + quote(heading.replace(" ", "-"), safe="")
    if not lesson:
        return f'<a href="{anchor}">{data.safe(words)}</a>'
    notebooks = Path(__file__).resolve().parents[1] / "notebooks"
    found = sorted(notebooks.glob(f"0{lesson}-*.ipynb"))
    if not found:
        return data.safe(words)
    return f'<a href="{found[0].name}{anchor}" target="_blank">{data.safe(words)}</a>'


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
        return _overlaid()[0]
    found, faults = _of_folder(place)
    if faults:
        raise QuestionError(faults[0])
    return found


@functools.lru_cache(maxsize=4)
def _of_folder(place: Path) -> tuple[dict[str, Question], list[str]]:
    """Return the sound questions of a folder, and what is wrong with the others."""
    found: dict[str, Question] = {}
    said = []
    for path in sorted(place.glob("*.toml")):
        questions, faults = _read(path)
        said += faults
        said += [_twice(path.name, key) for key in questions if key in found]
        found |= {key: question for key, question in questions.items() if key not in found}
    if not found:
        raise QuestionError(
            said[0]
            if said
            else "The question bank data/questions is empty or missing. Unpack the collection "
            "anew, or restore it with: git checkout data/questions"
        )
    return found, said


def _twice(file: str, key: str) -> str:
    return f"{file}: the id {key} stands twice; rename one."


def damage() -> list[str]:
    """Say what is wrong with the questions, those that SANDS_QUESTIONS names included.

    Returns:
        One sentence a fault, with file, question and field; empty where all is well.
    """
    return list(_overlaid()[1])


@functools.lru_cache(maxsize=1)
def _overlaid() -> tuple[dict[str, Question], list[str]]:
    """Return the collection's questions with a translator's laid over them, and the faults."""
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
        for name in ("hints", "look_again", "why", "unit", "sources")
        if getattr(ours, name) and not getattr(theirs, name)
    ]
    bare = [
        mine.why and not own.why for mine, own in zip(ours.options, theirs.options, strict=True)
    ]
    options = tuple(
        replace(own, why=mine.why) if lack else own
        for mine, own, lack in zip(ours.options, theirs.options, bare, strict=True)
    )
    filled = replace(theirs, options=options, **{name: getattr(ours, name) for name in lacks})
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
_FIELDS = {
    **dict.fromkeys(("id", "kind", "use", "prompt"), _WORDS),
    **dict.fromkeys(("look_again", "why", "unit", "worked"), _TEXT),
    "tolerance": _NUMBER,
    **dict.fromkeys(("objective", "places"), _COUNT),
    **dict.fromkeys(("hints", "sources"), _TEXTS),
    **dict.fromkeys(("expected", "least", "most"), "a number, or a text that names a function"),
    **dict.fromkeys(("option", "partner", "slip"), "a list of tables"),
}
_PARTS = {
    "option": {
        **dict.fromkeys(("key", "text"), _WORDS),
        **dict.fromkeys(("why", "misconception", "goes_with", "temper"), _TEXT),
        "right": "true or false",
    },
    "partner": {**dict.fromkeys(("key", "text"), _WORDS), "why": _TEXT},
    "slip": {"value": "a number, or a text that names a function", "why": _WORDS},
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
    return isinstance(value, str) or (number and abs(value) < 1e15)


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
    _checked(entry, _FIELDS, ("id", "kind", "use", "prompt"), where)
    for part, fields in _PARTS.items():
        for place, each in enumerate(entry.get(part, ()), 1):
            _checked(each, fields, _NEEDED[part], f"{where}, {part} {place}")
    for name, known in (("kind", KINDS), ("use", USES)):
        if entry[name] not in known:
            raise QuestionError(
                f"{where}: {name} '{entry[name]}' is not one of {', '.join(known)}."
            )
    fields = dict(entry)
    fields["options"] = tuple(Option(**o) for o in fields.pop("option", ()))
    fields["partners"] = tuple(Option(**o) for o in fields.pop("partner", ()))
    fields["slips"] = tuple(fields.pop("slip", ()))
    keys = [o.key for o in fields["options"]]
    if len(set(keys)) < len(keys):
        raise QuestionError(f"{where}: two options have one key; rename one.")
    if len({p.key for p in fields["partners"]}) < len(fields["partners"]):
        raise QuestionError(f"{where}: two partners have one key; rename one.")
    if strange := [o.temper for o in fields["options"] if o.temper and o.temper not in TEMPERS]:
        raise QuestionError(f"{where}: temper '{strange[0]}' is not one of {', '.join(TEMPERS)}.")
    if entry["kind"] in ("single", "multiple", "order", "match") and len(keys) < 2:
        raise QuestionError(f"{where}: a question of kind {entry['kind']} needs options.")
    if entry["kind"] == "match":
        known = {p.key for p in fields["partners"]}
        if lost := [o.key for o in fields["options"] if o.goes_with not in known]:
            raise QuestionError(
                f"{where}, option {lost[0]}: the field 'goes_with' must be the key of a partner."
            )
    ends = entry.get("least", -math.inf), entry.get("most", math.inf)
    if not any(isinstance(end, str) for end in ends) and ends[0] > ends[1]:
        raise QuestionError(f"{where}: the field 'least' is larger than 'most'; turn them round.")
    for name, value in (
        *((name, entry.get(name)) for name in ("least", "most")),
        ("expected", entry.get("expected")),
        *(("value", slip["value"]) for slip in fields["slips"]),
    ):
        if fault := _unresolved(value, entry["kind"]):
            raise QuestionError(f"{where}: the field '{name}' {fault}")
    for named in {name for text in _texts(entry) for name in _COUNTED.findall(text)}:
        if fault := _unresolved(named, "number"):
            raise QuestionError(f"{where}: a text {fault}")
    fields["unit"] = fields.get("unit", "").strip()
    fields["hints"] = tuple(fields.get("hints", ()))
    fields["sources"] = tuple(fields.get("sources", ()))
    return Question(**fields)


_NAMES = r"([a-z_]+):([a-z_0-9]+)"  # 'treaties:first_troops'
_COUNTED = re.compile(r"\{([a-z_]+:[a-z_0-9]+)\}")  # '{rows:views}' in a text


def _texts(entry: dict) -> list[str]:
    """Return whatever people read of an entry of a question file."""
    parts = [part for name in _PARTS for part in entry.get(name, ())]
    own = [entry["prompt"], entry.get("why", ""), *entry.get("hints", ())]
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
    texts = [question.prompt, question.why, *question.hints, *(s["why"] for s in question.slips)]
    texts += [text for part in parts for text in (part.text, part.why)]
    if not any(map(_COUNTED.search, texts)):
        return question
    return replace(
        question,
        prompt=fill(question.prompt),
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
    questions = bank()
    if isinstance(question_id, (int, float)) and not isinstance(question_id, bool):
        return worded(questions[_id_of_number(question_id, questions)])
    if not isinstance(question_id, str):
        raise QuestionError('A question is named by its id in quotation marks, such as ask("3.1").')
    named = unicodedata.normalize("NFKC", question_id[:40]).strip()
    if named in questions:
        return worded(questions[named])
    lesson = [key for key in questions if key.split(".")[0] == named]
    if lesson:
        hint = f" Lesson {named} has {lesson[0]} to {lesson[-1]}."
    else:
        near = difflib.get_close_matches(named, questions, n=3, cutoff=0.3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
    broken = next((fault for fault in damage() if f"question {named} " in fault), "")
    raise QuestionError(f"There is no question '{named}' in data/questions.{hint} {broken}".strip())


def _id_of_number(number: float, questions: dict) -> str:
    """Return the id that a number can only mean; of 3.10 the last nought is lost."""
    written = f"{number:g}" if abs(number) < 1e6 else "3.1"
    named = [key for key in (written, f"{written}0") if key in questions]
    if len(named) == 1:
        return named[0]
    both = f" The number could mean {' or '.join(named)}." if named else ""
    if lesson := [key for key in questions if key.split(".")[0] == written]:
        both, written = f" Lesson {written} has {lesson[0]} to {lesson[-1]}.", lesson[0]
    elif not both:
        both, written = " No question has this number.", "3.1"
    raise QuestionError(
        f'Write the id of a question in quotation marks, such as ask("{written}").{both}'
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
    )
    for name in same:
        if getattr(ours, name) != getattr(theirs, name):
            said.append(f"the field {name} differs.")
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


def resolve(value):
    """Return `value`, or where it names something to compute what that gives.

    'treaties:most_unseen' is a function of the measures, 'rows:views' counts the rows of a table: a
    corrected table corrects the answer. It is computed when a learner answers, not at import.

    Args:
        value: what stands in the bank as `expected`, `least`, `most` or as the `value` of a slip.

    Returns:
        The value itself, or the number that it names.
    """
    if isinstance(value, str) and re.fullmatch(_NAMES, value):
        module, function = value.split(":")
        if module == "rows":
            return len(data.table(function))
        return getattr(importlib.import_module(f"helpers.measures.{module}"), function)()
    return value


# --- judging ------------------------------------------------------------------------------------

NOT_YET = "Answer when you are ready; nothing is lost."
NEAR = 0.1  # part of the expected number within which an answer is close


def judge(question: Question, value) -> Verdict:
    """Say whether `value` answers `question`, and explain.

    A prediction hears the same whether it was near or far: what was said, what the data say, how
    far, where to look. `correct` is then for the statistics of a class.

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
        return Verdict(None, NOT_YET, sign="open")
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


def _done(question: Question, correct: bool | None, *parts: str, sign="") -> Verdict:
    if question.use == "predict":
        sign = "said"
    sign = sign or {True: "right", False: "not-yet", None: "said"}[correct]
    look = question.look_again if sign in ("not-yet", "close") else ""
    told = list(dict.fromkeys(part for part in parts if part))
    return Verdict(correct, "\n\n".join(told), question.sources, sign, look)


def _unread(words: str) -> Verdict:
    return Verdict(None, words, sign="unread")


def _quoted(options) -> str:
    return "; ".join(f"“{option.text}”" for option in options)


def _judge_single(question: Question, value) -> Verdict:
    chosen = {o.key: o for o in question.options}.get(value if isinstance(value, str) else None)
    if chosen is None:
        keys = ", ".join(o.key for o in question.options)
        return _unread(f"This question takes one of {keys}. Choose one of them.")
    right = [o for o in question.options if o.right]
    correct = chosen.right if right else None
    opening = ""
    if question.use == "predict":
        opening = f"You said {_quoted([chosen])}."
        if right:
            opening += " So do the data." if chosen.right else f" The data say {_quoted(right)}."
        told = right[0].why if right and not chosen.right else chosen.why
        return _done(question, correct, opening, told, question.why)
    return _done(question, correct, chosen.why, _misconception(chosen), question.why)


def _judge_multiple(question: Question, value) -> Verdict:
    keys = [o.key for o in question.options]
    if not isinstance(value, (list, tuple, set)) or not all(v in keys for v in value):
        return _unread("This question takes a list of its options. Tick those that fit.")
    wrong = [o for o in question.options if o.right != (o.key in value)]
    if question.use == "predict":
        said = _quoted(o for o in question.options if o.key in value)
        right = _quoted(o for o in question.options if o.right)
        opening = f"You said {said}. " + (f"The data say {right}." if wrong else "So do the data.")
        return _done(question, not wrong, opening, *(o.why for o in wrong), question.why)
    if not wrong:
        return _done(question, True, "All of them.", question.why)
    said = []
    for option in wrong:
        slip = "belongs in the answer" if option.right else "does not belong in it"
        name = _misconception(option)
        said.append(f"“{option.text}” {slip}. {option.why}" + (f" {name}" if name else ""))
    count = f"{len(question.options) - len(wrong)} of {len(question.options)} as they should be."
    return _done(question, False, count, *said, question.why)


# --- numbers


def limits(question: Question) -> tuple[float | None, float | None]:
    """Return the least and the most that can be true at all, None where there is no end.

    Args:
        question: of kind number, range or probability.

    Returns:
        (least, most): those of the question, or those of its unit.
    """
    unit = question.unit
    if question.kind == "probability" or unit == "per cent":
        least, most = 0, 100
    elif is_share(unit):
        least, most = 0, 1
    elif unit == "year":
        least, most = 1900, 2100
    elif unit == "place":
        least, most = 1, None
    else:
        least, most = (0, None) if unit else (None, None)
    return (
        least if question.least is None else resolve(question.least),
        most if question.most is None else resolve(question.most),
    )


def read_number(question: Question, text) -> tuple[float | None, str]:
    """Read what a learner entered as a number on the question's own scale.

    Args:
        question: of kind number, range or probability.
        text: what was entered, or a number of the journal.

    Returns:
        (number, how it was read or ''), or (None, what is wrong with it).
    """
    bare = _without_unit(text, question.unit) if isinstance(text, str) else text
    found = read(bare)
    if found is None:
        return None, _not_a_number(text, bare)
    number, fault = _on_scale(question, found, found.number, isinstance(text, str))
    noted = fault == "" and found.scale != 1
    if found.other is not None:
        other, other_fault = _on_scale(question, found, found.other, True)
        fits, other_fits = not fault, not other_fault
        whole = bool(question.unit) and not _measured(question)
        if fits and other_fits and not whole and (number < other or question.unit):
            small, large = sorted((found.number, found.other))
            unlike = f"{small:.4f}" if re.search(r"\.\d{3}$", f"{small:g}") else f"{small:g}"
            return None, (
                f"“{text}” can be read as {plain(large)} or as {plain(small)}. Write {large:.0f} "
                f"or {unlike}."
            )
        if other_fits and (not fits or (whole and other > number)):
            number, fault, noted = other, "", True
    if fault:
        return None, fault
    if question.unit.startswith("million") and number != found.number:
        noted = True
    return number, f"Read as {counted(number, question.unit)}." if noted else ""


def _measured(question: Question) -> bool:
    """Say whether what is asked may lie between two whole numbers."""
    unit = question.unit
    amount = unit == "per cent" or unit.startswith("million") or not unit
    return amount or _is_share(question) or question.kind == "probability"


def _is_share(question: Question) -> bool:
    return is_share(question.unit) or (
        not question.unit and (question.least, question.most) == (0, 1)
    )


def _without_unit(text: str, unit: str) -> str:
    """Return a text without the question's unit behind the number, or what stands before it."""
    bare = text.strip()
    if unit == "year":
        return re.sub(r"^(?:in|the year|year)\s+|\s*(?:AD|CE)$", "", bare, flags=re.I)
    if unit == "place":
        bare = re.sub(r"^(?:place|rank|no\.?|nr\.?|number|#)\s*", "", bare, flags=re.I)
        bare = re.sub(r"\s*(?:place|rank)$", "", bare, flags=re.I)
        return re.sub(r"(?<=\d)(?:st|nd|rd|th|\.)$", "", bare, flags=re.I)
    if not unit or unit == "per cent":
        return bare
    ends = (unit, singular(unit), *(("share",) if is_share(unit) else ()))
    if not unit.startswith("million"):
        ends += (unit.split()[-1], singular(unit).split()[-1])
    else:  # "4,900,000 rounds": the scale is in the number, not in the word
        last = unit.split()[-1]
        behind = re.fullmatch(rf"(.*?)\s+({last}|{singular(last)})", bare, re.I | re.S)
        if behind and not re.search(r"milli?o?n?s?\.?$|mn$|mio$|mln$", behind[1], re.I):
            size = read(behind[1])
            return f"{size.number / 1e6:.15g} million" if size and size.scale == 1 else bare
    for end in sorted((end for end in ends if not end.isdigit()), key=len, reverse=True):
        if len(bare) > len(end) and bare.lower().endswith(end.lower()):
            return bare[: -len(end)].strip()
    return bare


def _not_a_number(text, bare) -> str:
    words = as_text(text)
    told = f"“{words if len(words) < 40 else words[:39] + '…'}”"
    if several(bare):
        return f"{told} leaves more than one number open. Write the one that you think likeliest."
    return f"{told} is not a number. " + (
        "Write digits, such as 12 or 0.5." if len(words) < 40 else "Write digits only."
    )


def _on_scale(question: Question, found: Read, number: float, typed: bool) -> tuple[float, str]:
    """Return (number on the question's scale, what is wrong with it or '')."""
    unit = question.unit
    if _is_share(question):
        if found.per_cent:
            number /= 100
        elif is_share(unit) and abs(number) > 1:
            return number, (
                f"A share of a whole lies between 0 and 1, and {plain(number)} does not. Write "
                "7 of eight as 7/8 or 0.875, and 35 per cent as 35%."
            )
    elif question.kind == "probability" or unit == "per cent":
        if found.ratio and not found.per_cent:
            number *= 100
        elif 0 < abs(number) < 1 and not found.per_cent and typed:
            return number, (
                f"{plain(number)} can mean two things. Write {plain(100 * number)} for "
                f"{plain(100 * number)} per cent, or {plain(number)}% for less than one in a "
                "hundred."
            )
    elif found.per_cent:
        return number, f"Here {_things(unit)} are asked for, not per cent." if unit else (
            "Here a plain number is asked for, not per cent."
        )
    elif unit.startswith("million") and (found.scale != 1 or abs(number) >= 1e5):
        number /= 1e6
    elif unit and found.ratio and found.below:
        if found.below != limits(question)[1]:
            return number, f"Here {_things(unit)} are asked for, not a part of a whole."
        number = found.above  # "174 of 192" where 192 is the most there can be
    least, most = limits(question)
    if (least is not None and number < least) or (most is not None and number > most):
        return number, _impossible(question, number, least, most)
    whole = unit and not _measured(question) and (question.use == "predict" or unit == "place")
    if whole and typed and number != int(number):
        return number, f"{_things(unit).capitalize()} are counted whole: write no part of one."
    return number, ""


def _things(unit: str) -> str:
    return {"year": "years", "place": "places"}.get(unit, unit)


def _impossible(question: Question, number: float, least, most) -> str:
    unit = question.unit or ("per cent" if question.kind == "probability" else "")
    if least is None or most is None:
        side = f"at least {plain(least)}" if most is None else f"at most {plain(most)}"
        return f"{counted(number, unit)} cannot be: it is {side}."
    ends = f"{least:.0f} and {most:.0f}" if unit == "year" else f"{plain(least)} and {plain(most)}"
    return f"{counted(number, unit)} cannot be: it lies between {ends}."


def _agrees(number: float, expected: float, question: Question) -> bool:
    """Say whether a number is the expected one, or it rounded as the lesson prints it."""
    gap = abs(number - expected)
    if gap <= question.tolerance + 1e-12:
        return True
    return any(abs(number - round(expected, n)) < 1e-9 for n in _roundings(expected, question))


def _roundings(expected: float, question: Question) -> range:
    """Return how many decimals a right answer may be rounded to."""
    if question.places is not None:
        return range(question.places, 10)
    if expected == int(expected):
        return range(0)
    # Two decimals for a share, and in any case two digits that say something.
    least = 2
    while least < 6 and abs(expected) < 10 ** (1 - least):
        least += 1
    return range(1 if abs(expected) >= 10 else least, 10)


def _judge_number(question: Question, value) -> Verdict:
    number, note = read_number(question, value)
    if number is None:
        return _unread(note)
    unit, why = question.unit, question.why
    expected = resolve(question.expected)
    said = counted(number, unit)
    if expected is None:
        opening = f"You said {said}." if question.use == "predict" else ""
        return _done(question, None, note, f"{opening} {why}".strip())
    expected = float(expected)
    correct = _agrees(number, expected, question)
    if question.use == "predict":
        told = counted(expected, unit)
        far = apart(number, expected, unit)
        opening = f"You said {said}; the data say {told}"
        opening += ", as you said." if far == "the same" else f", {far}."
        return _done(question, correct, note, f"{opening} {why}")
    if correct:
        return _done(question, True, note, f"{counted(expected, unit)}. {why}")
    near = [(abs(number - float(resolve(slip["value"]))), slip["why"]) for slip in question.slips]
    if near and min(near)[0] <= max(question.tolerance, 1e-9):
        return _done(question, False, note, f"Not {said}. {min(near)[1]}")
    off = too(number, expected, unit)
    near = abs(number - expected) <= (2 if unit == "year" else NEAR * abs(expected))
    return _done(question, False, note, f"{said} {off}.", sign="close" if near else "")


def _judge_order(question: Question, value) -> Verdict:
    keys = [o.key for o in question.options]
    if not isinstance(value, (list, tuple)) or sorted(map(str, value)) != sorted(keys):
        return _unread("Give each item its own place from first to last.")
    value = list(map(str, value))
    by_key = {o.key: o for o in question.options}
    told = [f"{place}. {o.text}: {o.why}" for place, o in enumerate(question.options, 1)]
    if question.use == "predict":
        said = _quoted(by_key[key] for key in value)
        opening = f"You said {said}."
        opening += " So do the data:" if value == keys else " The data give this order:"
        return _done(question, value == keys, opening, *told, question.why)
    if value == keys:
        return _done(question, True, "In this order.", *told, question.why)
    first = next(place for place, (a, b) in enumerate(zip(value, keys, strict=True), 1) if a != b)
    chosen = by_key[value[first - 1]]
    slip = f"The first slip is at place {first}: “{chosen.text}” stands elsewhere. {chosen.why}"
    return _done(question, False, slip)


def _judge_match(question: Question, value) -> Verdict:
    if not isinstance(value, dict) or not set(value) <= {o.key for o in question.options}:
        return _unread("Choose a partner for each item.")
    missing = [o for o in question.options if not value.get(o.key)]
    if missing:
        return _unread(f"Still without a partner: {_quoted(missing)}.")
    wrong = [o for o in question.options if value[o.key] != o.goes_with]
    if not wrong:
        return _done(question, True, "Every pair.", question.why)
    said = [f"“{o.text}”: {o.why}" for o in wrong]
    right = len(question.options) - len(wrong)
    fit = "fits" if right == 1 else "fit"
    count = f"{right} of {counted(len(question.options), 'pairs')} {fit}."
    return _done(question, False, count, *said, question.why)


def _judge_probability(question: Question, value) -> Verdict:
    number, note = read_number(question, value)
    if number is None:
        return _unread(note)
    return _done(question, None, f"You say {plain(number)} per cent. {question.why}")


def _judge_range(question: Question, value) -> Verdict:
    ends = [read_number(question, v) for v in value] if isinstance(value, (list, tuple)) else []
    if len(ends) != 2:
        return _unread("A range takes two numbers: a low one and a high one.")
    if sum(isinstance(v, str) and not v.strip() for v in value):
        return _unread("One end is empty. A range takes two numbers: a low one and a high one.")
    if problems := [note for number, note in ends if number is None]:
        return _unread("A range takes two numbers: a low one and a high one. " + problems[0])
    low, high = (number for number, _ in ends)
    if low > high:
        return _unread(f"The low end {plain(low)} lies above the high end {plain(high)}.")
    expected, unit = resolve(question.expected), question.unit
    said = f"You said from {plain(low)} to {counted(high, unit)}, {_width(high - low, unit)} wide"
    if low == high:
        said = f"You said {counted(low, unit)} and no range about it"
    if expected is None:
        return _done(question, None, f"{said}.", question.why)
    if isinstance(expected, (list, tuple)):  # several claims: none of them is the right answer
        found = sorted(expected)
        named = ", ".join(map(plain, found))
        held = sum(low <= number <= high for number in found)
        words = f"{said}. Claims name {counted(len(found), 'numbers')}: {named}. Your range holds"
        return _done(question, None, f"{words} {held or 'none'} of them.", question.why)
    gap = max(low - expected, expected - high)
    holds = "holds it" if gap <= 0 else f"misses it by {_width(gap, unit)}"
    words = f"{said}; the data say {counted(expected, unit)}. Your range {holds}."
    return _done(question, gap <= 0, words, question.why)


def _width(size: float, unit: str) -> str:
    if unit == "per cent" or is_share(unit):
        return counted(round(size * (100 if is_share(unit) else 1), 4), "points")
    return counted(round(size, 4), {"year": "years", "place": "places"}.get(unit, unit))


def _judge_text(question: Question, value) -> Verdict:
    if not isinstance(value, str):
        return _unread("This question takes a sentence of your own.")
    good = [f"• {option.text}. {option.why}" for option in question.options]
    opening = "Compare with what a good answer touches:" if good else ""
    return _done(question, None, opening, *good, question.why)


# --- answers from code

MOST_CELLS = 100_000  # of a table or list that is compared
ONE = "one number is asked"


def as_text(answer) -> str:
    """Write what a learner's code gave; never fails and never takes long.

    Args:
        answer: anything.

    Returns:
        At most 300 characters.
    """
    short = reprlib.Repr()
    short.maxlist = short.maxtuple = short.maxdict = short.maxset = short.maxother = 300
    try:
        if isinstance(answer, (str, bytes, bytearray)):
            return str(answer[:300])[:300]
        plain_container = type(answer) in (list, tuple, dict, set, frozenset)
        return (short.repr(answer) if plain_container else str(answer))[:300]
    except (Exception, SystemExit):
        return f"({_kind_of(answer)})"


def number_in(answer) -> float | None:
    """Return the number that an answer from code is, holds alone, or holds beside a name.

    Args:
        answer: anything.

    Returns:
        A finite number, or None.
    """
    try:
        return _number_in(answer)
    except (Exception, SystemExit):
        return None


def _judge_code(question: Question, value) -> Verdict:
    expected = resolve(question.expected)
    try:
        if _same(value, expected, question):
            return _done(question, True, question.why)
        for slip in question.slips:
            if _same(value, resolve(slip["value"]), question, rounded=False):
                return _done(question, False, slip["why"])
        sign, said = _what_differs(value, expected, question)
    except (Exception, SystemExit):  # a learner may pass anything, whose methods raise anything
        sign, said = "", f"This is {_kind_of(value)}; {_asked_for(expected)}."
    if sign == "right":
        return _done(question, True, said, question.why)
    hint = f"Hint: {question.hints[0]}" if question.hints and not sign else ""
    return _done(question, False, said, hint, sign=sign)


def _same(answer, expected, question: Question, rounded: bool = True) -> bool:
    """Compare an answer from code with what is expected, by value and not by type of container."""
    import numpy as np
    import pandas as pd

    if isinstance(expected, pd.DataFrame):
        if not isinstance(answer, pd.DataFrame) or answer.shape != expected.shape:
            return False
        if set(answer.columns) == set(expected.columns) and answer.columns.is_unique:
            answer = answer[expected.columns]
        answer, expected = answer.to_numpy().ravel(), expected.to_numpy().ravel()
    if isinstance(expected, (set, frozenset)):
        return set(_values(answer)) == set(expected)
    if isinstance(expected, pd.Series) and isinstance(answer, (dict, pd.Series)):
        labelled = pd.Series(answer)
        if set(labelled.index) == set(expected.index) and labelled.index.is_unique:
            answer = labelled.reindex(expected.index)
    if isinstance(expected, (pd.Series, pd.Index, np.ndarray, list, tuple)):
        answer, expected = _values(answer), list(expected)
        pairs = zip(answer, expected, strict=False)
        return len(answer) == len(expected) and all(
            _same(a, e, question, rounded) for a, e in pairs
        )
    if isinstance(expected, str):
        return str(_only(answer)).strip() == expected
    number = _number_in(answer)
    if number is None:
        return False
    if rounded:
        return _agrees(number, float(expected), question)
    return abs(number - float(expected)) <= max(question.tolerance, 1e-9)


def _size(answer) -> int | None:
    """Return how many values a container holds; None for what is none, or is read only once."""
    if isinstance(answer, (str, bytes, bytearray, memoryview, type)):
        return None
    if isinstance(getattr(answer, "size", None), int) and hasattr(answer, "to_numpy"):
        return answer.size
    if getattr(answer, "ndim", None) is not None and hasattr(answer, "ravel"):
        return answer.size if answer.ndim else None  # NumPy's arrays; one without axes is a number
    return len(answer) if hasattr(answer, "__len__") and hasattr(answer, "__iter__") else None


def _values(answer) -> list:
    """Return what a container holds; one number alone is a list of one."""
    import pandas as pd

    size = _size(answer)
    if size is None:
        return [answer]
    if size > MOST_CELLS:
        return []
    if isinstance(answer, dict):
        return list(answer.values())
    if isinstance(answer, pd.DataFrame):
        numeric = answer.select_dtypes("number")
        if numeric.shape[1] == 1 and len(answer) > 1:
            return list(numeric.iloc[:, 0])  # names and numbers: the numbers
        return list(answer.to_numpy().ravel())
    if hasattr(answer, "ravel") and hasattr(answer, "ndim"):
        return list(answer.ravel())
    return list(answer)


def _only(answer):
    """Return the one value that a container holds, or the answer as it is."""
    for _ in range(4):  # such as [[4]]
        held = _values(answer)
        if len(held) != 1 or held[0] is answer:
            break
        answer = held[0]
    return answer


def _number_in(answer) -> float | None:
    """Return the number that an answer is, holds alone, or holds beside a name."""
    one = _only(answer)
    if _size(one) == 2:
        held = [_only(value) for value in _values(one)]
        names = [isinstance(value, str) and parse_number(value) is None for value in held]
        if sum(names) != 1:
            return None
        one = held[names.index(False)]
    if type(one).__name__ == "MaskedConstant":
        return None
    if getattr(one, "shape", None) == () and hasattr(one, "item"):
        one = one.item()  # NumPy's numbers and truth values are none of Python's
    if isinstance(one, (Decimal, Fraction)) or type(one) is bool:
        return float(one) if math.isfinite(one) else None
    if isinstance(one, str) and not re.search(r"\d", one):
        return None  # code gives digits; 'six' is what a person types
    return parse_number(one) if isinstance(one, (int, float, str)) else None


def _what_differs(value, expected, question: Question) -> tuple[str, str]:
    """Return (sign or '', what differs between an answer and what is expected)."""
    if hasattr(expected, "__len__") and not isinstance(expected, str):
        return _what_differs_in_list(value, expected, question)
    if isinstance(expected, str):
        return "", f"This is {_kind_of(value)} that reads otherwise."
    number = _number_in(value)
    if number is None:
        return "", _no_number(value, float(expected), question)
    expected, written = float(expected), plain(number)
    if _may_be_per_cent(question, expected):
        text = isinstance(_only(value), str)
        whole = abs(number) >= 1 or (text and "%" in _only(value))
        if whole and _agrees(number / 100, expected, question):
            return "right", f"Read as per cent: {written} per cent is {plain(number / 100)}."
        if _agrees(1 - number, expected, question):
            return "", f"{written} is the share of all the others: 1 less the one that is asked."
    if expected and _agrees(-number, expected, question):
        return "", f"The amount is right and the sign is not: this is {written}."
    if number and any(abs(number - round(expected, n)) < 1e-9 for n in (0, 1, 2)):
        return "close", "Rounded too far: give one or two more decimals."
    if expected and abs(number - expected) <= NEAR * abs(expected) and expected != int(expected):
        return "close", f"{written} is near, and not rounding alone."
    return "", f"{written} {too(number, expected)}."


def _may_be_per_cent(question: Question, expected: float) -> bool:
    """Say whether what code gives is a share, of which per cent says the same."""
    return question.kind == "code" and 0 < expected < 1


def _no_number(value, expected: float, question: Question) -> str:
    """Say what was given where one number is asked, and how to get from there to a number."""
    import pandas as pd

    this, held = f"This is {_kind_of(value)}", _values(value)
    if callable(value) and _size(value) is None:
        return f"{this}; {ONE}. Call it: put () behind it."
    if type(value).__name__.endswith("GroupBy"):
        return f"{this}; {ONE}. It needs a measure still, such as `.size()` or `.mean()`."
    if len(held) == 1:
        one = _only(value)
        if one is pd.NA or one is pd.NaT or (isinstance(one, float) and math.isnan(one)):
            return f"This is {one}, a missing value: something it was computed from is not known."
        if isinstance(one, (int, float)):
            return f"This is a number beyond all bounds; {ONE}. Was something divided by 0?"
        return f"{this}, and no number; {ONE}."
    size = _size(value)
    if size == 0:
        return f"{this}: it is empty. No row passed what was asked for."
    if isinstance(value, pd.DataFrame):
        return f"{this}; {ONE}. `len(…)` counts its rows; a column in brackets takes one of them."
    own = hasattr(value, "sum")
    if any(_number_in(v) is not None and _agrees(_number_in(v), expected, question) for v in held):
        take = "`.iloc[0]` or `.max()`" if own else "`[0]` or `max(…)`"
        return f"{this}; {ONE}. It stands among them: take it alone, as {take} may do."
    if own and getattr(value.dtype, "kind", "") == "b":
        return f"{this}; {ONE}. `.sum()` counts what is True, `.mean()` gives its share."
    ways = ("`.sum()`", "`.max()`") if own else ("`sum(…)`", "`max(…)`")
    return f"{this}; {ONE}. {ways[0]} adds them, {ways[1]} takes the largest, `len(…)` counts them."


def _what_differs_in_list(value, expected, question: Question) -> tuple[str, str]:
    size, wanted = _size(value), list(_values(expected))
    this = f"This is {_kind_of(value)}"
    if size is None:
        return "", f"{this}; {_asked_for(expected)}."
    held = _values(value)
    if len(held) != len(wanted):
        return "", f"{this}; {len(wanted)} are asked."
    labels = getattr(value, "index", None) if hasattr(value, "to_numpy") else value
    if isinstance(value, dict) or hasattr(value, "to_numpy"):
        pairs = sorted(zip(map(str, labels), held, strict=True), key=lambda pair: pair[0])
        if _same([one for _, one in pairs], wanted, question):
            return "right", "Read in the order of its labels."
    numbers = [_number_in(one) for one in held]
    if None in numbers:
        return "", f"{this}; {_asked_for(expected)}. Not all of them are numbers."
    if _same(sorted(numbers), sorted(map(float, wanted)), question):
        return "", "The values are right, and their order is not."
    if _same([-number for number in numbers], wanted, question):
        return "", "The amounts are right, and the signs are not."
    fits = [_same(one, want, question) for one, want in zip(numbers, wanted, strict=True)]
    first = fits.index(False)
    return "", (
        f"{sum(fits)} of {len(wanted)} values agree. The first that differs is the "
        f"{ordinal(first + 1)}: {plain(numbers[first])} {too(numbers[first], wanted[first])}."
    )


def _asked_for(expected) -> str:
    if hasattr(expected, "__len__") and not isinstance(expected, str):
        return f"a list of {counted(len(expected), 'values')} is asked"
    return "a text is asked" if isinstance(expected, str) else ONE


_KINDS = {
    "str": "a text",
    "float": "a number",
    "int": "a number",
    "bool": "true or false",
    "NoneType": "nothing",
    "function": "a function",
    "method": "a method",
    "builtin_function_or_method": "a function",
    "type": "a class",
    "ndarray": "a NumPy array",
}


def _kind_of(value) -> str:
    """Say what a value is, in words; never fails."""
    try:
        name = str(type(value).__name__)[:40]
    except (Exception, SystemExit):
        return "something that cannot be read"
    article = "an" if name[:1].lower() in "aeiou" else "a"
    kind = _KINDS.get(name, f"{article} {name}")
    try:
        size = _size(value)
        if name == "DataFrame":
            rows, columns = (
                counted(n, what) for n, what in zip(value.shape, ("rows", "columns"), strict=True)
            )
            return f"{kind} of {rows} and {columns}"
        if size is None:
            number = getattr(getattr(value, "dtype", None), "kind", "") in ("i", "u", "f")
            return "a number" if number else kind
        return f"{kind} of {counted(size, 'rows' if name == 'Series' else 'values')}"
    except (Exception, SystemExit):
        return kind


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
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", data.safe(text.strip()))
    return "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", safe))
