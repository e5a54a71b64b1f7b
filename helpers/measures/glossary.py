"""Measures of glossary: frames in, frames and numbers out."""

from __future__ import annotations

import difflib

import pandas as pd

from helpers import data


def of_lesson(lesson: int | None = None, glossary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the terms of one lesson, or all, by alphabet.

    Args:
        lesson: 0 to 9; None for all.
        glossary: the table glossary; read when not given.

    Returns:
        The rows of glossary; none where the lesson has no term of its own.
    """
    frame = data.table("glossary") if glossary is None else glossary
    frame = frame if lesson is None else frame[frame["lesson"] == lesson]
    return frame.sort_values(
        "term", key=lambda terms: terms.str.casefold(), kind="stable", ignore_index=True
    )


def find(words: str, glossary: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the terms that fit `words`: the exact term, then terms and meanings that hold them.

    Args:
        words: what a reader types, in any case.
        glossary: the table glossary; read when not given.

    Returns:
        The rows of glossary; the three nearest terms where nothing holds the words.
    """
    frame = of_lesson(None, glossary)
    sought = " ".join(str(words).split()).casefold()
    terms = frame["term"].str.casefold()
    exact = terms == sought
    named = terms.str.contains(sought, regex=False) & ~exact
    meant = frame["definition"].str.casefold().str.contains(sought, regex=False)
    found = pd.concat([frame[exact], frame[named], frame[meant & ~named & ~exact]])
    if found.empty:
        found = frame.loc[_nearest(sought[:80], frame)]
    return found.reset_index(drop=True)


def _nearest(sought: str, frame: pd.DataFrame, most: int = 3) -> list:
    """Return the labels of the rows most alike: a whole term, or one word of term or meaning."""

    def likeness(row) -> float:
        term = row.term.casefold()
        words = [term, *term.split()]
        meaning = {word.strip(".,;:()“”").casefold() for word in row.definition.split()}
        near = max(_alike(sought, word) for word in words)
        # a word of the meaning counts a little less than one of the term
        return max([near, *(0.9 * _alike(sought, word) for word in meaning)])

    scored = [(-likeness(row), row.term.casefold(), row.Index) for row in frame.itertuples()]
    return [label for _, _, label in sorted(scored)[:most]]


def _alike(first: str, second: str) -> float:
    """Return how alike two words are, 0 to 1."""
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()
