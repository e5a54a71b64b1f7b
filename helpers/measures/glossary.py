"""Terms of the table glossary: those of a lesson, those that hold a word, those most alike."""

from __future__ import annotations

import difflib
import re

import pandas as pd

from helpers import data


def of_lesson(lesson: int | None = None, glossary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the terms of one lesson (0 to 9), or all where it is None, by alphabet."""
    frame = data.table("glossary") if glossary is None else glossary
    frame = frame if lesson is None else frame[frame["lesson"] == lesson]
    return frame.sort_values(
        "term", key=lambda terms: terms.str.casefold(), kind="stable", ignore_index=True
    )


def anchor(term: str) -> str:
    """Return the place of a term in the glossary page: its words with hyphens between."""
    return re.sub(r"[^\w]+", "-", term.casefold()).strip("-")


def meant(words: str, glossary: pd.DataFrame | None = None) -> pd.Series | None:
    """Return the row of the term that linked words mean: in any case, also as a plural; or None."""
    frame, sought = of_lesson(None, glossary), _tidy(words)
    terms = frame["term"].str.casefold()
    for written in (sought, sought.removesuffix("s")):
        if (terms == written).any():
            return frame[terms == written].iloc[0]
    return None


def in_short(definition: str) -> str:
    """Return the first sentence of a definition, as the title of a link can hold it."""
    first = re.split(r"(?<=[.])\s+(?=[A-Z0-9])", definition, maxsplit=1)[0]
    return re.sub(r'"([^"]*)"', r"“\1”", first)


def link(words: str, page: str = "glossary.ipynb") -> str:
    """Return linked words as Markdown: to the place of their term, its meaning as the title.

    Raises:
        ValueError: no term of the glossary is meant.
    """
    row = meant(words)
    if row is None:
        raise ValueError(f"The glossary has no “{words}”. Add a row to data/glossary.csv.")
    return f'[{words}]({page}#{anchor(row["term"])} "{in_short(row["definition"])}")'


def find(sought: str, glossary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the rows that hold what a reader typed, in any case; none where no row does.

    The exact term comes first, then terms that hold it, then meanings.
    """
    frame, sought = of_lesson(None, glossary), _tidy(sought)
    terms = frame["term"].str.casefold()
    exact = terms == sought
    named = terms.str.contains(sought, regex=False) & ~exact
    meant = frame["definition"].str.casefold().str.contains(sought, regex=False)
    found = [frame[exact], frame[named], frame[meant & ~named & ~exact]]
    return pd.concat(found, ignore_index=True)


def nearest(sought: str, glossary: pd.DataFrame | None = None, most: int = 3) -> pd.DataFrame:
    """Return the rows most like what a reader typed, by a whole term or one word of a row."""
    frame, sought = of_lesson(None, glossary), _tidy(sought)[:80]

    def likeness(row) -> float:
        term = row.term.casefold()
        near = max(_alike(sought, word) for word in [term, *term.split()])
        meaning = {word.strip(".,;:()“”").casefold() for word in row.definition.split()}
        # a word of the meaning counts a little less than one of the term
        return max([near, *(0.9 * _alike(sought, word) for word in meaning)])

    scored = [(-likeness(row), row.term.casefold(), row.Index) for row in frame.itertuples()]
    return frame.loc[[label for _, _, label in sorted(scored)[:most]]].reset_index(drop=True)


def _tidy(sought) -> str:
    return " ".join(str(sought).split()).casefold()


def _alike(first: str, second: str) -> float:
    """Return how alike two words are, 0 to 1."""
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()
