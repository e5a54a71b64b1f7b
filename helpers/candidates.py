"""What a learner picked up for the briefing: what a chart said, in which setting, from where.

A candidate is kept in the journal (kind 'candidate') under a key made of its words, so that the
same sentence is picked up once. One that was taken out has the value None.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from helpers import data, forms, journal, wording

MOST = 2_000  # characters of a text in a candidate: more stands in no chart of ours


@dataclass(frozen=True)
class Candidate:
    """What was picked up: from which chart, what it said, its controls, its sources, the day."""

    key: str
    question: str
    sentence: str
    controls: tuple = ()
    source_ids: tuple = ()
    day: str = ""


def of(question: str, shown, controls=()) -> dict:
    """Return what is to be kept of a figure or table as it stands.

    Args:
        question: what the chart answers.
        shown: a `LessonFigure` or `LessonTable`.
        controls: words on the state of each control.

    Returns:
        The value of the journal's entry.
    """
    told = shown.sentence or getattr(shown, "title", "") or shown.caption
    return {
        "question": question[:MOST],
        "sentence": told[:MOST],
        "controls": [str(each)[:MOST] for each in controls],
        "sources": list(getattr(shown, "source_ids", ()))[:200],
    }


def add(picked: dict) -> str:
    """Keep a candidate.

    Args:
        picked: as `of` returns it.

    Returns:
        A sentence for the learner.
    """
    named = f"{picked['question']}|{picked['sentence']}|{picked['controls']}"
    key = hashlib.sha256(named.encode()).hexdigest()[:16]
    if any(one.key == key for one in kept()):
        return wording.say("candidates.button.is_there")
    told = forms.keep("candidate", key, picked)
    return wording.say("candidates.button.added") if told.saved else str(told)


def remove(key: str) -> journal.Kept:
    """Take a candidate out again; its entry stays in the journal's files."""
    return forms.keep("candidate", key, None)


def kept() -> list[Candidate]:
    """Return what was picked up and not taken out, oldest first.

    What is damaged is left out, and a source that the table no longer has is not named.
    """
    newest = {entry["key"]: entry for entry in journal.entries("candidate")}
    found = [_read(entry) for entry in newest.values()]
    return [one for one in found if one is not None]


def _read(entry) -> Candidate | None:
    value = entry["value"]
    if not isinstance(value, dict):
        return None
    question, sentence = value.get("question"), value.get("sentence")
    if not (isinstance(question, str) and isinstance(sentence, str) and sentence.strip()):
        return None
    controls, sources = _texts(value.get("controls")), _texts(value.get("sources"))
    known = frozenset(data.table("sources")["source_id"])
    sources = tuple(source for source in sources if source in known)
    return Candidate(entry["key"], question, sentence, controls, sources, entry["time"][:10])


def _texts(value) -> tuple:
    return tuple(t for t in value if isinstance(t, str)) if isinstance(value, list) else ()


class Offered(forms.Form):
    """A figure with the button under it by which what it says is picked up for the briefing."""

    def __init__(self, figure):
        self.figure = figure

    def __repr__(self) -> str:
        return repr(self.figure)

    def _static(self) -> str:
        return self.figure._repr_html_()

    def _widget(self):
        self._said = forms.spoken()
        pick = button(self._picked, self.say)
        return forms.column([forms.html(forms.live(self.figure)), pick, self._said], "sands")

    def _picked(self) -> dict:
        figure = self.figure
        about = {"title": figure.title, "sentence": figure.sentence, "as_of": figure.as_of}
        return of(wording.say("candidates.button.chart", **about), figure)


def offer(figure) -> Offered:
    """Show a figure that stands alone with the button by which it goes into the briefing."""
    return Offered(figure)


def button(picked, say):
    """Return the button by which a chart's sentence is picked up.

    Args:
        picked: called when it is pressed; returns what `of` returns, or None without a chart.
        say: takes HTML that tells what became of it.

    Returns:
        The button.
    """
    told = wording.words("candidates.button")

    def pressed(_):
        try:
            found = picked()
            say(forms.sentences(add(found) if found else told.no_chart))
        except Exception as error:  # a button must not fall silent
            say(forms.trouble(error))

    return forms.button(told.add, pressed, told.add_told)
