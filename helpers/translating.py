"""How much of a translation is there, what is missing, and what the English has changed since.

python -m helpers.translating de            say how far a translation is
python -m helpers.translating de --settle   take the English of today as what was translated

A translation is a folder of `data/translations`, named by a code of its language, with the same
files as the English: `words/treaties.toml`, `questions/03.toml` and `tables/treaties.csv` (a key
and the columns that are translated; `datapackage.csv` has the `as_of` of tables). Its lessons are
those of `notebooks/de/`. What it lacks stays English. `settled.json` holds a short hash of the
English from which each text was translated: where that has changed since, the text is stale.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from helpers import wording

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 5  # of what is missing, stale or gone in one file


@dataclass
class State:
    """How far one file is translated: which texts of `of` are there, missing, stale or gone."""

    file: str
    of: int
    missing: list = field(default_factory=list)
    stale: list = field(default_factory=list)
    gone: list = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many texts are translated, stale ones included."""
        return self.of - len(self.missing)

    def __str__(self) -> str:
        lines = [f"{self.file}: {self.done} of {self.of} texts"]
        for name in ("missing", "stale", "gone"):
            texts = getattr(self, name)
            more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
            lines += [f"  {name}: {', '.join(texts[:SHOWN])}{more}"] if texts else []
        return "\n".join(lines)


def translation(code: str) -> Path:
    """Return the folder of a translation.

    Raises:
        FileNotFoundError: there is none for the code.
    """
    place = wording.translations() / code
    if not code or not place.is_dir():
        there = sorted(p.name for p in wording.translations().glob("*") if p.is_dir())
        raise FileNotFoundError(
            f"There is no translation {code!r} in {wording.translations()}; "
            f"there: {', '.join(there) or 'none'}. Make a folder of that name to begin one."
        )
    return place


def states(code: str) -> list[State]:
    """Return the state of every file that a translation has begun, in the order of their names.

    Raises:
        FileNotFoundError: there is no such translation.
        ValueError: a file of it cannot be read; names file and place.
    """
    before, found = _settled(translation(code)), []
    for file, path in _files(code).items():
        ours, theirs = _texts(_english(file)), _texts(path)
        settled = before.get(file, {})
        there = [key for key in ours if theirs.get(key)]
        if file.startswith("tables"):  # of a table only the columns and rows that are there count
            ours = {key: text for key, text in ours.items() if theirs.get(key) and text}
            theirs = {key: text for key, text in theirs.items() if text}
        found.append(
            State(
                file,
                len(ours),
                [key for key in ours if not theirs.get(key)],
                [key for key in there if settled.get(key) != _hash(ours.get(key, ""))],
                [key for key in theirs if key not in ours],
            )
        )
    return found


def settle(code: str) -> list[str]:
    """Take the English of today as that from which a translation was made; return what changed."""
    place, now = translation(code), {}
    for file, path in _files(code).items():
        theirs = _texts(path)
        ours = _texts(_english(file))
        now[file] = {key: _hash(text) for key, text in ours.items() if text and theirs.get(key)}
    before = _settled(place)
    if now != before:
        text = json.dumps(now, indent=0, separators=(",", ":"), sort_keys=True) + "\n"
        (place / "settled.json").write_text(text, "utf-8", newline="\n")
    return [file for file in now if now[file] != before.get(file)]


def _settled(place: Path) -> dict:
    """Return {file: {key: hash}} of the English when a translation was last settled."""
    path = place / "settled.json"
    try:
        return json.loads(path.read_text("utf-8")) if path.is_file() else {}
    except ValueError as error:
        raise ValueError(f"{path} cannot be read: {error}. Settle anew.") from error


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:5]  # of a million changes one goes unseen


def _files(code: str) -> dict[str, Path]:
    """Return {name such as 'words/treaties.toml': path} of a translation's files."""
    place, found = translation(code), {}
    for kind in ("words/*.toml", "questions/*.toml", "tables/*.csv"):
        for path in sorted(place.glob(kind)):
            found[path.relative_to(place).as_posix()] = path
    for path in sorted((ROOT / "notebooks" / code).glob("*.ipynb")):
        found[f"notebooks/{path.name}"] = path
    return found


def _english(file: str) -> Path:
    """Return the English file of one of a translation."""
    kind, name = file.split("/")
    if file == "tables/datapackage.csv":
        return ROOT / "data/datapackage.json"
    folders = {"words": "data/words", "questions": "data/questions", "tables": "data"}
    return ROOT / folders.get(kind, kind) / name


def _texts(path: Path) -> dict:
    """Return every text of a file by a key that both languages share."""
    if not path.is_file():
        return {}
    text = path.read_text("utf-8")
    try:
        if path.suffix == ".json":
            resources = json.loads(text)["resources"]
            return {f"{each['name']}.as_of": each["as_of"] for each in resources}
        if path.suffix == ".csv":
            return _of_table(list(csv.reader(text.splitlines())))
        if path.suffix == ".ipynb":
            cells = json.loads(text)["cells"]
            return {c["id"]: "".join(c["source"]) for c in cells if c["cell_type"] == "markdown"}
        return dict(_flat(tomllib.loads(text)))
    except ValueError as error:
        raise ValueError(f"{path} cannot be read: {error}") from error


def _of_table(rows: list) -> dict:
    head, *rows = rows
    return {
        f"{row[0]}.{column}": cell
        for row in rows
        for column, cell in zip(head[1:], row[1:], strict=True)
    }


def _flat(texts, name=""):
    """Yield (dotted key, text) of nested tables; entries with an id or key are named by it."""
    if isinstance(texts, dict):
        for key, value in texts.items():
            if not _counts(key, value):
                yield from _flat(value, f"{name}.{key}" if name else key)
    elif isinstance(texts, list) and texts and isinstance(texts[0], dict):
        for place, value in enumerate(texts):
            yield from _flat(value, f"{name}.{value.get('id') or value.get('key') or place}")
    elif isinstance(texts, list):
        if any(isinstance(one, str) for one in texts):
            yield name, "\n".join(map(str, texts))
    elif isinstance(texts, str) and name.rpartition(".")[2] not in NO_TEXTS:
        yield name, texts


# Fields of questions that name something and are the same in every language.
NO_TEXTS = ("id", "key", "kind", "use", "temper", "misconception", "goes_with", "expected")
NO_TEXTS += ("least", "most", "unit", "worked", "value", "sources")


def _counts(key, value) -> bool:
    """Say whether a field of a question says what is counted: {count = "provisions"}."""
    stated = isinstance(value, dict) and not {"count", "share"}.isdisjoint(value)
    return stated and key in ("expected", "value")


def main(arguments: list | None = None) -> int:
    """Print how far a translation is; 1 where something of it is stale or gone."""
    parser = argparse.ArgumentParser(prog="start.py translation", description=main.__doc__)
    parser.add_argument("code", help="a folder of data/translations, such as de")
    parser.add_argument("--settle", action="store_true", help="take today's English as translated")
    asked = parser.parse_args(arguments)
    try:
        if asked.settle:
            print("\n".join(f"settled: {file}" for file in settle(asked.code)) or "as it was")
            return 0
        found = states(asked.code)
    except (FileNotFoundError, ValueError) as error:
        print(error)
        return 2
    print("\n".join(map(str, found)))
    print(f"In all: {sum(s.done for s in found)} of {sum(s.of for s in found)} texts.")
    return int(any(s.stale or s.gone for s in found))


if __name__ == "__main__":
    sys.exit(main())
