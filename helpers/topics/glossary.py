"""The words of the course, to look up: meaning, lesson, related words, sources.

Source of all texts: the table glossary.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, forms, questions
from helpers.explorers import Explorer, choice
from helpers.measures import glossary as measures
from helpers.wording import headed, say, words

# --- tables ---------------------------------------------------------------------------------------


def show_terms(lesson: int | None = None, term: str = "") -> figures.LessonTable:
    """Show one `term` in full, or the terms of a lesson (0 to 9; None for all) as a list."""
    rows = measures.of_lesson(lesson)
    if term:
        rows = measures.of_lesson()
        rows = rows[rows["term"] == term]
        lesson = rows["lesson"].iloc[0]
    said = words("glossary.terms", term=term, lesson=lesson, all=lesson is None, n=len(rows))
    if rows.empty:
        none = {said.columns["term"]: [said.none], said.none_head: [said.none_do]}
        return figures.table(pd.DataFrame(none), said.told, sentence=said.told)
    return figures.table(_shown(rows), said.told, limit=12, sentence=said.told)


def show_found(sought: str) -> figures.LessonTable:
    """Show the terms that hold what a reader typed, or the nearest ones."""
    rows = measures.find(sought)
    held = not rows.empty
    rows = rows if held else measures.nearest(sought)
    short = " ".join(str(sought).split())[:60]
    return figures.table(
        _shown(rows), say("glossary.found.caption", held=held, n=len(rows), sought=short)
    )


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    said = words("glossary.terms")
    related = rows["see_also"].fillna("").str.replace(";", ", ").replace("", said.unnamed)
    sources = rows["source_ids"].fillna("")
    cited = [data.cite_text(ids, limit=3) if ids else said.own for ids in sources]
    return headed(rows.assign(related=related, cited=cited), said.columns)


class Everything:
    """All terms with their meanings, each at a place of its own to which lessons link."""

    def __init__(self):
        self._rows, self._words = measures.of_lesson(), words("glossary.everything")

    def __repr__(self) -> str:
        return "\n".join(f"{row.term}: {row.definition}" for row in self._rows.itertuples())

    def _repr_html_(self) -> str:
        entries = []
        for row in self._rows.itertuples():
            place, related = measures.anchor(row.term), str(row.see_also or "")
            more = [self._words.tell("lesson", n=row.lesson)]
            if related and related != "nan":
                more.append(self._words.tell("related", terms=related.split(";")))
            entries.append(
                f'<dt id="{place}"><strong>{data.safe(row.term)}</strong></dt>'
                f"<dd>{data.safe(row.definition)} {data.safe(' '.join(more))}</dd>"
            )
        return f"<dl>{''.join(entries)}</dl>"


def show_all() -> Everything:
    """Show every term with its meaning, as the list to which the lessons link."""
    return Everything()


# --- explorers ------------------------------------------------------------------------------------


def explore_glossary() -> Explorer:
    """Choose a lesson and read its terms, or choose one term."""
    said, rows = words("glossary.explore_glossary"), measures.of_lesson()
    lessons = [(said.tell("one", n=n), n) for n in sorted(set(rows["lesson"]))]
    terms = [(term, term) for term in rows["term"]]
    return Explorer(
        show_terms,
        said.question,
        lesson=choice(said.lesson, [(said.all, None), *lessons]),
        term=choice(said.term, [(said.choose, ""), *terms]),
    )


class Search(questions.Shown):
    """A box for a word, and the terms that hold it."""

    def __init__(self):
        self._words = words("glossary.search")

    def __repr__(self) -> str:
        return self._words.question

    def _static(self) -> str:
        return forms.asleep(self._words.question, self._words.paper)

    def _widget(self):
        import ipywidgets as w

        self.box = w.Text(
            description=self._words.label,
            placeholder=self._words.such_as,
            **forms.wide(w.Text),
        )
        self.box.observe(self._typed, "value")
        self._found = forms.spoken()
        head = forms.html(f"{figures.CONTROLS}<p><strong>{self._words.question}</strong></p>")
        return forms.column([head, self.box, self._found], "sands")

    def _typed(self, change):
        sought = change["new"].strip()
        self._found.value = show_found(sought)._repr_html_() if sought else ""


def search() -> Search:
    """Let the reader type a word; the terms that hold it follow at each letter."""
    return Search()
