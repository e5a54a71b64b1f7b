"""The words of the course, to look up: meaning, lesson, related words, sources.

Source of all texts: the table glossary.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, forms, questions
from helpers.explorers import Explorer, choice
from helpers.measures import glossary as measures

NO_TERM = "choose a term"


# --- tables ---------------------------------------------------------------------------------------


def show_terms(lesson: int | None = None, term: str = NO_TERM) -> figures.LessonTable:
    """Show one term in full, or the terms of a lesson as a list.

    Args:
        lesson: 0 to 9; None for all.
        term: a term of the table, or NO_TERM for the list.

    Returns:
        The `LessonTable`.
    """
    rows = measures.of_lesson(lesson)
    where = "in the collection" if lesson is None else f"of lesson {lesson}"
    count = f"{len(rows)} term{'s' * (len(rows) != 1)} {where}"
    if term != NO_TERM:
        all_rows = measures.of_lesson()
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
    rows = measures.find(words)
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
    terms = measures.of_lesson()["term"].tolist()
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
