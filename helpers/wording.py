"""Words of charts, tables, boards and buttons: messages in `data/words`, filled with facts.

`words("treaties.ladder", helping=2)` gives all messages of the table [ladder] of
`data/words/treaties.toml`, `say("treaties.ladder.title", helping=2)` gives one. A message is a
sentence or a list of sentences:

    "{treaty} ended in {day:year}."      facts in braces, also {row.name}
    "[guess] You predicted {guess}."     left out where the fact is missing, False or empty
    "[not guess, all] Nobody did."       left out where it is there; all conditions must hold
    "{n:count treaty/treaties}"          2 treaties; word and Word: two, Two; form: treaties
    "{share:.0f} of {sum:,}"             numbers; the language sets comma, point and minus
    "{day:day}"                          4 December 2024; short, month, short_month, year
    "{names:and}"                        a, b and c; also or, or another joint: {names:; }
    "{rows:each row; }"                  every row told by the message `row` of this table
    "{label:low} {label:Cap}"            first letter small or large
    "{sentence} It may change."          another message of the same table

A sentence with a fact that is None or not a number is left out too. Of `x.first_of = [...]` the
first message that is left counts. No code decides about words, and no word stands in code.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import string
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "data"
_FORMATTER = string.Formatter()
_NUMBER = re.compile(r"\+?,?(\.\d)?[fg%]?")
_EACH = re.compile(r"each (\w+)(.*)", re.DOTALL)
_CONDITION = re.compile(r"\[([a-z_0-9., ]+)\] ?", re.DOTALL)


class WordsError(ValueError):
    """A message that is not there or cannot be filled; says file, table, message and what to do."""


class Words:
    """The messages of one table as attributes, each filled when it is asked for.

    A table within the table is a dict of texts.
    """

    def __init__(self, name: str, texts: dict, facts: dict):
        self._name, self._texts, self._facts = name, texts, facts

    def __getattr__(self, part):
        if part.startswith("__"):
            raise AttributeError(part)
        if part not in self._texts and part in ("subtitle", "note", "sentence"):
            return ""  # what a chart may go without
        text = self.tell(part)
        setattr(self, part, text)
        return text

    def __contains__(self, part) -> bool:
        return part in self._texts

    def tell(self, part: str, /, **more):
        """Return one message, filled with the facts of all and with `more`."""
        if part not in self._texts:
            raise WordsError(f"{_place(self._name)} has no message “{part}”. Write it there.")
        name = f"{self._name}.{part}"
        return _filled(name, self._texts[part], self._texts, self._facts | more)


def folder() -> Path:
    """Return the folder of the English messages."""
    return ROOT / "words"


def translations() -> Path:
    """Return the folder that holds one folder a language; see CONTRIBUTING."""
    return ROOT / "translations"


def language() -> str:
    """Return the code of the language that is laid over the English one, or ''."""
    return os.environ.get("SANDS_LANGUAGE", "").strip()


def language_tag() -> str:
    """Return the language of the words as HTML names it: 'en', 'pt-BR'."""
    return language().replace("_", "-") or "en"


def mark() -> str:
    """Return ' lang="de"' for an element that speaks another language than English, else ''."""
    return f' lang="{language_tag()}"' if language() else ""


@contextlib.contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language within a block; '' is English."""
    before = os.environ.get("SANDS_LANGUAGE", "")
    os.environ["SANDS_LANGUAGE"] = code
    try:
        yield
    finally:
        os.environ["SANDS_LANGUAGE"] = before


def words(name: str, /, **facts) -> Words:
    """Return the messages of one table, such as 'treaties.ladder', to be filled with `facts`.

    Raises:
        WordsError: no such table; when a message is asked for: a fact that it names is not given,
            or is an empty list.
    """
    texts = _find(name)
    if not isinstance(texts, dict):
        raise WordsError(f"{_place(name)} is one message; use say() for it.")
    return Words(name, texts, facts)


def say(name: str, /, **facts) -> str:
    """Return one message, such as 'treaties.ladder.title', filled with `facts`; '' if left out.

    Raises:
        WordsError: as for `words`.
    """
    return _told(name, _find(name), _find(name.rpartition(".")[0]), facts)


def texts(name: str) -> dict:
    """Return the messages of a file or of one of its tables, not filled: for a page's script.

    Args:
        name: such as 'judging.number' or 'language'.

    Returns:
        {message: its text, list or table}, in the language that is spoken.
    """
    return _find(name)


def headed(frame, heads: dict):
    """Return the columns of `frame` that have a head, in the order of heads, under their heads."""
    return frame[list(heads)].rename(columns=heads)


def rounded(frame, decimals: int = 2):
    """Return `frame`, a table of numbers, rounded as messages round, so that both say the same."""
    return frame.map(lambda value: float(f"{value:.{decimals}f}"))


def before(board: str) -> dict:
    """Return {words: code} of what a board of the first edition kept in journals."""
    return _texts("before", "").get(board, {})


def has(name: str) -> bool:
    """Say whether there is a message or a table of messages such as 'marks.treaties'."""
    try:
        _find(name)
    except WordsError:
        return False
    return True


def known() -> list[str]:
    """Return the names of all tables of messages, such as 'treaties.ladder'."""
    return [
        f"{path.stem}.{table}"
        for path in sorted(folder().glob("*.toml"))
        if path.stem not in ("language", "before")
        for table, texts in _texts(path.stem, "").items()
        if isinstance(texts, dict)
    ]


# --- finding --------------------------------------------------------------------------------------


def _place(name: str) -> str:
    file, _, path = name.partition(".")
    return f"data/words/{file}.toml" + (f", [{path}]" if path else "")


@functools.lru_cache(maxsize=64)
def _texts(file: str, code: str) -> dict:
    """Return the messages of a file, those of the language `code` laid over the English ones."""
    own = folder() / f"{file}.toml"
    if not own.is_file():
        raise WordsError(f"There is no {_place(file)}.")
    texts = _read(own)
    if not code:
        return texts
    theirs = translations() / code / "words" / f"{file}.toml"
    if not theirs.parent.is_dir():
        raise WordsError(f"SANDS_LANGUAGE is {code}, and there is no {theirs.parent}.")
    return _laid_over(texts, _read(theirs) if theirs.is_file() else {})


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise WordsError(f"{path} cannot be read: {error}. Mend that line.") from error


def _laid_over(texts, others):
    """Return English texts with what is translated in its place; what is not stays English."""
    return {
        key: _laid_over(text, others[key])
        if isinstance(text, dict) and isinstance(others.get(key), dict)
        else others.get(key, text)
        for key, text in texts.items()
    }


def _find(name: str):
    file, *path = name.split(".")
    found = _texts(file, language())
    for part in path:
        if not isinstance(found, dict) or part not in found:
            raise WordsError(
                f"{_place(name)} is not there. Write it, or mend the name in the code."
            )
        found = found[part]
    return found


# --- filling --------------------------------------------------------------------------------------


def _filled(name, text, table, facts):
    """Fill a message, or all messages of a table within the table."""
    if isinstance(text, dict) and "first_of" not in text:
        return {part: _filled(f"{name}.{part}", one, table, facts) for part, one in text.items()}
    return _told(name, text, table, facts)


def _told(name, text, table, facts) -> str:
    if isinstance(text, str):
        return _sentence(name, text, table, facts) or ""
    first = isinstance(text, dict)
    if not isinstance(text.get("first_of") if first else text, list):
        raise WordsError(f"{_place(name)} is a table, not a message; use words() for it.")
    for_all = [_sentence(name, one, table, facts) for one in (text["first_of"] if first else text)]
    left = [one for one in for_all if one is not None]
    return next(iter(left), "") if first else " ".join(left)


@functools.lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple:
    """Return the conditions of a sentence and its pieces: (literal, fact, what is to be done)."""
    asked = _CONDITION.match(text)
    conditions = tuple(one.strip() for one in asked[1].split(",")) if asked else ()
    pieces = _FORMATTER.parse(text[asked.end() :] if asked else text)
    return conditions, tuple((literal, fact, spec or "") for literal, fact, spec, _ in pieces)


def _sentence(name, text, table, facts) -> str | None:
    """Fill one sentence; None where a condition fails or a fact is missing."""
    try:
        conditions, pieces = _parsed(text)
    except ValueError as error:
        raise WordsError(f"{_place(name)}: {error} in “{text}”.") from error
    for condition in conditions:
        denied = condition.startswith("not ")
        value = _fact(name, condition.removeprefix("not "), table, facts)
        if _there(value) == denied:
            return None
    told = []
    for literal, fact, spec in pieces:
        told.append(literal)
        if fact is not None:
            value = _fact(name, fact, table, facts)
            if _missing(value):
                return None
            told.append(_written(name, fact, value, spec, table, facts))
    return "".join(told)


def _there(value) -> bool:
    """Say whether a condition holds: not for what is missing, False or empty; nought is a fact."""
    if _missing(value):
        return False
    if type(value).__name__.startswith("bool"):
        return bool(value)
    return len(value) > 0 if hasattr(value, "__len__") else True


def _missing(value) -> bool:
    """Say whether a fact is None, not a number or a gap of pandas."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value


def _fact(name, path: str, table, facts):
    """Return a fact by its name or path, such as 'row.name', or another message of the table."""
    first, *rest = path.split(".")
    if first not in facts and first in table and not name.endswith(f".{first}"):
        return _told(f"{name.rpartition('.')[0]}.{first}", table[first], table, facts)
    try:
        value = facts[first]
        for part in rest:
            value = value[part] if hasattr(value, "keys") else getattr(value, part)
    except (KeyError, AttributeError) as error:
        given = ", ".join(sorted(facts)) or "none"
        raise WordsError(f"{_place(name)} needs the fact {path}; given: {given}.") from error
    return value


def _written(name, fact, value, spec, table, facts) -> str:
    """Write one fact as the message asks for it."""
    if isinstance(value, str) and not spec:  # nearly all facts
        return value
    kind, _, more = spec.partition(" ")
    ours = _texts("language", language())
    if kind in ("count", "word", "Word", "form"):
        return _count(name, fact, value, kind, more, ours)
    if kind in ours["dates"] and isinstance(value, date):
        return _date(value, ours["dates"][kind], ours)
    if kind in ("low", "Cap"):
        return (value[:1].lower() if kind == "low" else value[:1].upper()) + value[1:]
    if isinstance(value, (list, tuple)):
        return _list(name, fact, value, spec, table, facts, ours)
    if isinstance(value, (bool, str, date)) or not _NUMBER.fullmatch(spec):
        raise WordsError(f"{_place(name)}: {{{fact}:{spec}}} cannot be written for {value!r}.")
    return _localised(format(value, spec or ("g" if isinstance(value, float) else "")), ours)


def localised(number: str) -> str:
    """Write a number as Python formats it ('-1,200.5') with the signs of the language."""
    return _localised(number, _texts("language", language()))


def _localised(number: str, ours) -> str:
    marks = {"-": "−", ".": ours["decimal"], ",": ours["group"]}
    return "".join(marks.get(sign, sign) for sign in number)


def _count(name, fact, value, kind, forms, ours) -> str:
    """Write a number and the form of the word that goes with it, by the rules of the language."""
    shape = ""
    if forms:
        offered = forms.split("/")
        place = _plural(value)
        if place >= len(offered):
            raise WordsError(f"{_place(name)}: {{{fact}}} needs {place + 1} forms of “{forms}”.")
        shape = offered[place]
    if kind == "form":
        return shape
    number = _localised(f"{value:,}", ours)
    if kind != "count" and value == int(value) and 0 <= value <= len(ours["numbers"]):
        number = ours["numbers"][int(value) - 1] if value else ours["none"]
    if kind == "Word":
        number = number[:1].upper() + number[1:]
    return f"{number} {shape}".strip()


def _plural(value) -> int:
    """Return which form a word has beside a number: of English the first for 1, else the second."""
    code = language()
    if not code:
        return int(value != 1)
    from babel import Locale  # JupyterLab brings it; English goes without

    rule = Locale.parse(code).plural_form
    order = [
        tag
        for tag in ("zero", "one", "two", "few", "many", "other")
        if tag in {*rule.tags, "other"}
    ]
    return order.index(rule(value))


def _date(value: date, pattern: str, ours) -> str:
    return pattern.format(
        day=value.day,
        month=ours["months"][value.month - 1],
        short_month=ours["short_months"][value.month - 1],
        year=value.year,
    )


def _list(name, fact, values, spec, table, facts, ours) -> str:
    """Join a list; with `each NAME` every item is first told by that message."""
    if not values:
        raise WordsError(
            f"{_place(name)}: the list {fact} is empty. Put [{fact}] before the sentence."
        )
    told = values
    if each := _EACH.match(spec):
        item, spec = each[1], each[2].strip() if each[2].strip() in ("and", "or") else each[2]
        if item not in table:
            raise WordsError(f"{_place(name)} tells {fact} by “{item}”, which is not there.")
        told = [_told(f"{name} → {item}", table[item], table, facts | _as_facts(v)) for v in values]
    told = [one if isinstance(one, str) else _localised(str(one), ours) for one in told]
    if spec in ("and", "or"):
        if len(told) == 1:
            return told[0]
        return ours[spec].format(start=", ".join(told[:-1]), end=told[-1])
    return (spec or ", ").join(told)


def _as_facts(item) -> dict:
    if hasattr(item, "_asdict"):
        return item._asdict()
    return dict(item) if hasattr(item, "keys") else {"item": item}
