"""Completion and correctness as the files that learning platforms import."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import figures, wording
from helpers.classroom.measures import LESSONS, done
from helpers.classroom.reading import Class
from helpers.classroom.words import tidy

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
    return wording.say(f"classroom.grades.{message}", **facts)


class ClassError(ValueError):
    """What was asked of a class cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Written:
    """What was written: `path` (None where nothing was) and a sentence in `words`."""

    path: Path | None
    words: str

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return f'<div role="status"><p>{figures.safe(self.words)}</p></div>'


def grades(group: Class, which=LESSONS) -> pd.DataFrame:
    """Return completion and correctness in per cent, apart, by lesson and over all.

    Completion is the share of a lesson's questions that were answered, whatever the answer.
    Correctness is the share right (by the last answer) of those answered that have a right answer;
    it is missing where there is none. Estimates, predictions and forecasts are never graded.

    Args:
        group: the class.
        which: the lessons that count, 0 to 9.

    Returns:
        One row a learner in the order of the class: learner, then for each lesson 'Lesson 3
        completion' and 'Lesson 3 correctness', and 'All completion' and 'All correctness' (0 to
        100, one decimal).
    """
    rows = done(group)
    rows = rows[rows["lesson"].isin(list(which))]
    found = pd.DataFrame({"learner": group.learners["learner"]})
    parts = [(n, rows[rows["lesson"] == n]) for n in which] + [(None, rows)]
    for lesson, own in parts:
        sums = own.groupby("learner")[["asked", "answered", "judged", "right"]].sum()
        sums = sums.reindex(found["learner"]).astype("Float64")
        share = 100 * sums["answered"] / sums["asked"]
        good = 100 * sums["right"] / sums["judged"].where(sums["judged"] > 0)
        found[_say("completion", lesson=lesson)] = share.round(1).to_numpy()
        found[_say("correctness", lesson=lesson)] = good.round(1).to_numpy()
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


def write_grades(group: Class, path, form="moodle", roster=None, which=LESSONS, overwrite=False):
    """Write completion and correctness as the CSV file that a learning platform imports.

    An export holds the name that a learner chose and nothing else about the person. The platform
    needs what it knows: give a `roster`, or fill those columns by hand.

    - *moodle*: columns Email address, ID number, Name in the export, then the grades from 0 to
      100. On upload choose under “Map from” Email address or ID number, under “Map to” the same,
      and map each grade column to a grade item (maximum 100) or to a new one.
    - *canvas*: Student, ID, SIS User ID, SIS Login ID, Section, then one assignment a column, with
      a second line Points Possible of 100. Canvas finds a student by ID, then by SIS User ID, SIS
      Login ID, and by name last. Take those columns from an export of your own gradebook. A title
      that the course does not have becomes a new assignment.

    Args:
        group: the class; names must not be hidden.
        path: the CSV file to write, UTF-8.
        form: 'moodle' or 'canvas'.
        roster: CSV file (or DataFrame) with the column name (as in the export) or file (as
            `read` lists it), and any of email, id (moodle), student, id, sis_user_id,
            sis_login_id, section (canvas). With a roster only learners found in it are written.
        which: the lessons that count.
        overwrite: True replaces a file that is there already.

    Returns:
        A `Written`, which says how many were written and who was not found.

    Raises:
        ClassError: unknown form, hidden names, a roster without the columns, or a file that is
            there already or cannot be written.
    """
    if form not in _PERSON:
        raise ClassError(_say("form", form=str(form), known=list(_PERSON)))
    if group.hidden:
        raise ClassError(_say("hidden"))
    table = grades(group, which)
    people = group.learners.set_index("learner").loc[table["learner"]]
    known, missing = _rostered(people, roster)
    columns, marks = _PERSON[form], list(table.columns[1:])
    lines = [[*columns.values(), *marks]]
    if form == "canvas":
        lines.append(["    Points Possible", "", "", "", "", *["100"] * len(marks)])
    for learner, row in zip(table["learner"], table[marks].itertuples(index=False), strict=True):
        if learner in missing:
            continue
        own = {"name": learner, "student": learner} | known.get(learner, {})
        person = [safe_cell(own.get(name, "")) for name in columns]
        lines.append([*person, *("" if pd.isna(v) else f"{v:g}" for v in row)])
    place = Path(os.path.expanduser(path))  # noqa: PTH111 (never raises)
    _write_csv(place, lines, overwrite)
    count = len(lines) - (2 if form == "canvas" else 1)
    words = group.said(_say("wrote", n=count, file=place.name, form=form))
    then = _say("then", roster=roster is not None, missing=sorted(missing))
    return Written(place, f"{words} {then}".strip())


def _rostered(people, roster):
    """Return ({learner: columns of the roster}, learners that it lacks)."""
    if roster is None:
        return {}, set()
    frame = roster
    if not isinstance(roster, pd.DataFrame):
        try:
            frame = pd.read_csv(roster, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise ClassError(_say("roster", error=str(error))) from None
    frame = frame.rename(columns=lambda name: str(name).strip().lower().replace(" ", "_"))
    if not {"name", "file"} & set(frame.columns):
        raise ClassError(_say("columns"))
    rows, by = frame.fillna("").astype(str).to_dict("records"), {}
    for row in rows:
        for column in ("name", "file"):
            if row.get(column, "").strip():
                by[column, row[column].strip().casefold()] = row
    known = {}
    for learner, person in people.iterrows():
        keys = [("file", path.casefold()) for path in person["files"].split("; ")]
        row = next((by[key] for key in [*keys, ("name", learner.casefold())] if key in by), None)
        if row is not None:
            known[learner] = {k: v for k, v in row.items() if k != "name" and v}
    return known, set(people.index) - set(known)


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
