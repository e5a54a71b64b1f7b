"""The words of the course, to look up: meaning, lesson, related words, sources.

Source of all texts: the table glossary.
"""

from __future__ import annotations

import difflib

import pandas as pd

from helpers import data, figures, forms, questions
from helpers.explorers import Explorer, choice

NO_TERM = "choose a term"

# --- measures -------------------------------------------------------------------------------------


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


# --- tables ---------------------------------------------------------------------------------------


def show_terms(lesson: int | None = None, term: str = NO_TERM) -> figures.LessonTable:
    """Show one term in full, or the terms of a lesson as a list.

    Args:
        lesson: 0 to 9; None for all.
        term: a term of the table, or NO_TERM for the list.

    Returns:
        The `LessonTable`.
    """
    rows = of_lesson(lesson)
    where = "in the collection" if lesson is None else f"of lesson {lesson}"
    count = f"{len(rows)} term{'s' * (len(rows) != 1)} {where}"
    if term != NO_TERM:
        all_rows = of_lesson()
        rows = all_rows[all_rows["term"] == term]
        count = f"“{term}”, from lesson {rows['lesson'].iloc[0]}"
    if rows.empty:
        none = pd.DataFrame({"Term": ["none"], "What to do": ["Choose another lesson."]})
        return figures.table(none, f"{count}.", sentence=f"{count}.")
    return figures.table(_shown(rows), f"{count}.", limit=12, sentence=f"{count}.")


def show_found(words: str) -> figures.LessonTable:
    """Show the terms that hold `words`, or the nearest ones.

    Args:
        words: what a reader types.

    Returns:
        The `LessonTable`.
    """
    rows = find(words)
    sought = " ".join(str(words).split())[:60]
    held = (rows["term"] + " " + rows["definition"]).str.casefold()
    hit = bool(held.str.contains(sought.casefold(), regex=False).all())
    count = f"{len(rows)} term{'s' * (len(rows) != 1)} with “{sought}”"
    return figures.table(
        _shown(rows), f"{count}." if hit else f"No term with “{sought}”; the nearest are these."
    )


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    related = rows["see_also"].fillna("").str.replace(";", ", ").replace("", "none named")
    cited = [data.cite_text(ids, limit=3) if ids else "own definition" for ids in _sources(rows)]
    return pd.DataFrame(
        {
            "Term": rows["term"],
            "Meaning": rows["definition"],
            "Lesson": rows["lesson"],
            "See also": related,
            "Sources that show its use": cited,
        }
    )


def _sources(rows) -> list[str]:
    return rows["source_ids"].fillna("").tolist()


# --- explorers ------------------------------------------------------------------------------------


def explore_glossary() -> Explorer:
    """Choose a lesson and read its terms, or choose one term."""
    lessons = sorted(set(data.table("glossary")["lesson"]))
    terms = of_lesson()["term"].tolist()
    return Explorer(
        show_terms,
        "What does the word mean here?",
        lesson=choice("Lesson", [("all", None), *((f"lesson {n}", n) for n in lessons)]),
        term=choice("Term", [NO_TERM, *terms]),
    )


class Search(questions.Shown):
    """A box for a word, and the terms that hold it."""

    question = "Which word are you looking for?"

    def __repr__(self) -> str:
        return self.question

    def _static(self) -> str:
        return f"<p><strong>{self.question}</strong></p><p>Run this cell to type a word.</p>"

    def _widget(self):
        import ipywidgets as w

        self.box = w.Text(
            description="Word or part of one",
            placeholder="such as sanction",
            style={"description_width": "initial"},
            layout=w.Layout(width="auto", max_width="100%"),
        )
        self.box.observe(self._typed, "value")
        self._found = forms.spoken()
        head = w.HTML(f"{figures.CONTROLS}<p><strong>{self.question}</strong></p>")
        return w.VBox([head, self.box, self._found])

    def _typed(self, change):
        sought = change["new"].strip()
        self._found.value = show_found(sought)._repr_html_() if sought else ""


def search() -> Search:
    """Let the reader type a word; the terms that hold it follow at each letter."""
    return Search()
