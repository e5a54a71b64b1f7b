"""Say whether a lesson can start on this machine, or what to do first."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path

from helpers import wording

OLDEST, NEWEST = (3, 11), (3, 13)


@dataclass(frozen=True)
class Ready:
    """The answer: `problems` is a tuple of sentences, empty where everything is in place."""

    problems: tuple

    def __repr__(self) -> str:
        if not self.problems:
            return wording.say("ready.setup.ready")
        opening = wording.say("ready.setup.not_ready")
        return "\n".join([opening, *(f"- {problem}" for problem in self.problems)])

    def _repr_html_(self) -> str:
        opening, *rest = repr(self).split("\n")
        items = "".join(f"<li>{escape(line[2:])}</li>" for line in rest)
        return f'<p role="status"><strong>{escape(opening)}</strong></p>' + (
            f"<ul>{items}</ul>" if items else ""
        )


def check_setup(requirements: Path | None = None) -> Ready:
    """Check Python, packages, tables, questions and the journal.

    Args:
        requirements: a file of pinned packages; the collection's own by default.

    Returns:
        A `Ready` that says so, or lists what is wrong and what to do, one sentence each.
    """
    file = requirements or Path(__file__).resolve().parents[1] / "requirements.txt"
    found = [*_python(), *_packages(file), *_rooms()]
    return Ready(tuple(found))


def _python() -> list[str]:
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return []
    have = ".".join(map(str, sys.version_info[:2]))
    tested = [f"{OLDEST[0]}.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    return [wording.say("ready.setup.python", have=have, tested=tested)]


def _packages(file: Path) -> list[str]:
    problems = []
    for name, wanted in re.findall(r"^([\w.-]+)==([\w.]+)", file.read_text("utf-8"), re.M):
        try:
            have = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            problems.append(wording.say("ready.setup.missing", name=name))
            continue
        if have != wanted:
            told = wording.say("ready.setup.other", name=name, have=have, wanted=wanted)
            problems.append(told)
    return problems


def _rooms() -> list[str]:
    from helpers import bank, data, journal

    def fault(read, *args) -> str:
        try:
            read(*args)
        except (data.DataError, bank.QuestionError) as error:
            return str(error)
        return ""

    description = fault(data.known_tables)
    tables = [] if description else [fault(data.table, name) for name in data.known_tables()]
    questions = fault(bank.bank)
    own = [] if questions else bank.damage()
    return [f for f in (description, *tables, questions, *own, journal.trouble()) if f]
