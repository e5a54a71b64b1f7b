"""Completion and correctness as the files that learning platforms import."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import figures, wording
from helpers.classroom.measures import begun, done
from helpers.classroom.reading import Class, join
from helpers.classroom.roster import ClassError, Matched, match, read_roster
from helpers.classroom.words import tidy

PARTS = ("completion", "first", "final")
ALL_PARTS = (*PARTS, "attempts", "coding")
DOUBTFUL = ("copied", "shared", "altered", "added", "untrue", "lacks", "damaged", "many")
MOST_NAMES = 40  # in one sentence

# Full-width forms run as formulas, too, where a spreadsheet reads them as their narrow ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−")
# What the platforms call the columns that say who a row is about: no words of ours.
_PERSON = {
    "moodle": {"email": "Email address", "id": "ID number", "name": "Name in the export"},
    "canvas": {
        "student": "Student",
        "id": "ID",
        "sis_user_id": "SIS User ID",
        "sis_login_id": "SIS Login ID",
        "section": "Section",
    },
}


def _say(message: str, **facts) -> str:
    return wording.say(f"classroom_grades.grades.{message}", **facts)


@dataclass(frozen=True)
class Written:
    """What was written: its `path`, what is to be said of it in `words`, and who was `left`.

    `left` holds lists of names: unknown (not in the roster), unclear (could be two people), absent
    (of the roster, without a file), bare (nothing to find them by), look (files with a note).
    """

    path: Path
    words: tuple[str, ...]
    left: dict

    def __repr__(self) -> str:
        return "\n".join(self.words)

    def _repr_html_(self) -> str:
        told = "".join(f'<p dir="auto">{figures.safe(line)}</p>' for line in self.words)
        return f'<div role="status">{told}</div>'


def grades(group: Class, which=None, parts=PARTS) -> pd.DataFrame:
    """Return what each learner did in each lesson, in per cent; no column sums up others.

    - *completion*: questions answered, of those asked, whatever the answer.
    - *first*, *final*: right at the first try, and in the end, of those asked that have a right
      answer. What was left out counts as not right; missing where the lesson was not begun.
    - *attempts*: answers a judged question, a mean and no per cent.
    - *coding*: tasks of the coding track that were tried, of those set. Nobody need take it.

    Estimates, predictions and forecasts are never graded, and the coding track is in no other part.

    Args:
        group: the class.
        which: the lessons that count, 0 to 9; those that the class has `begun` when not given.
        parts: which of the parts above.

    Returns:
        One row a learner in the order of the class: learner, then for each lesson its parts, such
        as 'Lesson 3 completion' (0 to 100, one decimal).
    """
    rows = done(group).set_index("learner")
    found = pd.DataFrame({"learner": group.learners["learner"]})
    for lesson in begun(group) if which is None else which:
        own = (
            rows[rows["lesson"] == lesson]
            .reindex(found["learner"])
            .astype(dict.fromkeys(("right_first", "right", "attempts"), "Float64"))
        )
        idle = (own["answered"] == 0).to_numpy()
        shares = {
            "completion": 100 * own["answered"] / own["asked"],
            "first": (100 * own["right_first"] / own["judged_asked"]).mask(idle),
            "final": (100 * own["right"] / own["judged_asked"]).mask(idle),
            "attempts": own["attempts"] / own["judged"].where(own["judged"] > 0),
            "coding": 100 * own["tasks_done"] / own["tasks"].where(own["tasks"] > 0),
        }
        for part in parts:
            found[_say(part, lesson=lesson)] = shares[part].astype("Float64").round(1).to_numpy()
    return found


def safe_cell(value) -> str:
    """Return a text that no spreadsheet runs: a formula gets an apostrophe in front.

    Args:
        value: text or number; missing gives ''.

    Returns:
        The text on one line. What begins, blanks aside, with a sign that starts a formula (also
        in full width) opens with an apostrophe.
    """
    if value is None or value is pd.NA or value != value:
        return ""
    raw = str(value)
    text = tidy(raw, 200)
    starts = raw.startswith(FORMULA) or text.lstrip("\ufeff\u200b' ").startswith(FORMULA)
    return f"'{text}" if starts and text else text


def write_grades(
    group: Class, path, form="moodle", roster=None, which=None, parts=None, overwrite=False
):
    """Write grades as the CSV file that a learning platform imports, or as a table of your own.

    An export holds the name that a learner chose and nothing else about the person. A platform
    needs what it knows: take a `roster`, best its own export of participants or of grades. Nobody
    is written for whom the platform has nothing to go by, nor who could be two people.

    - *moodle*: columns Email address, ID number, Name in the export, then the grades from 0 to
      100; what is missing is “-”. On upload choose under “Map from” Email address or ID number,
      under “Map to” the same, and map each column to a grade item (maximum 100) or to a new one.
    - *canvas*: Student, ID, SIS User ID, SIS Login ID, Section, then one assignment a column, with
      a second line Points Possible of 100. Canvas finds a student by ID, then by SIS User ID, SIS
      Login ID, and by name last. A title that the course does not have becomes a new assignment.
    - *table*: the names in the exports and all parts, for your own eyes; needs no roster.

    Args:
        group: the class; names must not be hidden.
        path: the CSV file to write, UTF-8.
        form: 'moodle', 'canvas' or 'table'.
        roster: CSV file (or DataFrame) as `read_roster` takes it.
        which: the lessons that count; those that the class has begun when not given.
        parts: as for `grades`; completion, first and final when not given, all for a table.
        overwrite: True replaces a file that is there already.

    Returns:
        A `Written`, which says how many were written, who was not and why, who handed in nothing,
        and whose files to look at before anybody is graded.

    Raises:
        ClassError: unknown form or part, hidden names, no roster or one without the columns, or a
            file that is there already or cannot be written.
    """
    parts = _parts(group, form, roster, parts)
    which = begun(group) if which is None else list(which)
    found = Matched() if roster is None else match(group.learners, read_roster(roster))
    group = join(group, found.joined)
    table = grades(group, which, parts)
    lines, written, bare = _lines(table, form, found)
    place = Path(os.path.expanduser(path))  # noqa: PTH111 (never raises)
    _write_csv(place, lines, overwrite)
    rest = {
        "unknown": found.unknown,
        "unclear": [_say("unclear", name=name, why=why) for name, why in found.unclear],
        "absent": found.absent,
        "bare": bare,
        "look": _doubtful(group, written),
    }
    facts = {"n": len(written), "file": place.name, "form": form, "lessons": [*map(str, which)]}
    return Written(place, _told(group, facts, rest), rest)


def _parts(group, form, roster, parts) -> tuple:
    """Return the parts to write; what cannot be written is refused before anything is read."""
    if form not in (*_PERSON, "table"):
        raise ClassError(_say("form", form=str(form), known=[*_PERSON, "table"]))
    if group.hidden:
        raise ClassError(_say("hidden"))
    parts = (PARTS if form in _PERSON else ALL_PARTS) if parts is None else tuple(parts)
    if strange := [part for part in parts if part not in ALL_PARTS]:
        raise ClassError(_say("part", part=str(strange[0]), known=list(ALL_PARTS)))
    if form in _PERSON and roster is None:
        raise ClassError(_say("needs_roster", form=form))
    return parts


def _told(group, facts: dict, rest: dict) -> tuple[str, ...]:
    """Say what was written, and whom to look at: `rest` holds lists of names."""
    some = {name: _some(names) for name, names in rest.items()}
    counts = {f"{name}_n": len(names) for name, names in rest.items()}
    told = wording.words("classroom_grades.written", **facts, **some, **counts)
    return tuple(filter(None, [group.said(told.wrote), *map(told.tell, rest), told.then]))


def _lines(table, form, found):
    """Return (rows of the file, learners in it, learners whom the platform could not find)."""
    titles = list(table.columns[1:])
    person = list(_PERSON.get(form, {"name": _say("name")}).values())
    lines, written, bare = [[*person, *titles]], [], []
    gap = "-" if form == "moodle" else ""
    if form == "canvas":
        points = ["    Points Possible", "", "", "", "", *["100"] * len(titles)]
        lines.append(points)
    for learner, row in zip(table["learner"], table[titles].to_numpy(), strict=True):
        if form in _PERSON and learner not in found.known:
            continue
        cells = _person(form, learner, found.known.get(learner, {}))
        if cells is None:
            bare.append(learner)
            continue
        written.append(learner)
        marks = (gap if pd.isna(value) else f"{value:g}" for value in row)
        lines.append([*map(safe_cell, cells), *marks])
    return lines, written, bare


def _person(form, learner, row):
    """Return the cells that say who a row is about, or None where a platform could not tell."""
    if form == "table":
        return [learner]
    if form == "moodle":
        number = row.get("number") or row.get("id", "")
        cells = [row.get("email", ""), number, learner]
        return cells if any(cells[:2]) else None
    cells = [row.get("name", ""), *(row.get(name, "") for name in list(_PERSON["canvas"])[1:])]
    return cells if any(cells[:4]) else None


def _doubtful(group, written) -> list:
    """Return learners whose files were noted as copied, changed by hand or cut off."""
    files = group.notes[group.notes["code"].isin(DOUBTFUL)]
    noted = {*files["file"], *files["other"]}
    people = group.learners[group.learners["learner"].isin(written)]
    of = zip(people["learner"], people["files"], strict=True)
    return [learner for learner, paths in of if noted & set(paths.split("; "))]


def _some(names) -> list[str]:
    """Return at most so many names that a sentence stays readable, and how many more there are."""
    shown = [tidy(name, 120) for name in names[:MOST_NAMES]]
    return shown + [_say("more", n=len(names) - MOST_NAMES)] * (len(names) > MOST_NAMES)


def _write_csv(place, lines, overwrite):
    draft = place.with_name(f".{place.name}.draft")
    try:
        if not overwrite and (place.exists() or place.is_symlink()):
            raise FileExistsError
        with draft.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        draft.replace(place)
    except FileExistsError:
        raise ClassError(_say("there", file=place.name)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None)
        raise ClassError(_say("unwritten", file=place.name, reason=reason)) from None
