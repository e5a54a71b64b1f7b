"""Reasons and texts of a class, names hidden, to pick from for a discussion."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from helpers import bank, figures, forms, journal, questions, wording
from helpers.classroom.measures import FEWEST, LESSONS, first_and_last, parsed
from helpers.classroom.reading import Class
from helpers.classroom.words import cut, tidy

MOST = 60  # texts of one source that are offered
LONG = 600  # characters of one text


class Text(NamedTuple):
    """What somebody wrote: the `words`, and a `tag` that hangs on them alone."""

    tag: str
    words: str


def texts(group: Class) -> dict[str, list[Text]]:
    """Gather what learners wrote in words of their own, without saying who.

    Args:
        group: the class.

    Returns:
        {source: texts}: the reasons of estimates by the number of the lesson ('3'), then the
        questions that ask for words ('5.16'). Texts stand in an order that tells nothing, each
        once; a source with fewer than FEWEST writers is left out.
    """
    found = {}
    rows = group.answers[group.answers["kind"] == "estimate"]
    rows = rows.drop_duplicates(["learner", "key"], keep="last")
    for lesson in map(str, LESSONS):
        values = map(parsed, rows.loc[rows["key"] == lesson, "value"])
        found[lesson] = [value.get("reason") for value in values if isinstance(value, dict)]
    for key, question in bank.bank().items():
        if question.kind == "text":
            found[key] = list(first_and_last(group, key)["last"])
    return {source: chosen for source, said in found.items() if (chosen := _texts(said))}


def _texts(said) -> list[Text]:
    written = [tidy(text, LONG) for text in said if isinstance(text, str) and text.strip()]
    if len(written) < FEWEST:
        return []
    tagged = {hashlib.sha256(text.encode()).hexdigest()[:16]: text for text in written if text}
    return [Text(tag, words) for tag, words in sorted(tagged.items())]


def pick_words(group: Class) -> questions.Shown:
    """Let the instructor tick what learners wrote, and then show only that.

    Nobody is named, and nothing is offered that fewer than five wrote. Without a kernel no text is
    shown: what is saved of this cell holds none.

    Args:
        group: the class.

    Returns:
        The widget `Picking`; a sentence where there is nothing to pick from.
    """
    found = texts(group)
    if not found:
        return questions.Said(group.said(wording.say("classroom_items.pick.none", fewest=FEWEST)))
    return Picking(group, found)


class Picking(forms.Form):
    """A list of texts to tick, and the ticked ones alone. `found`: as from `texts`."""

    def __init__(self, group: Class, found: dict):
        self.group, self.found = group, found
        self._words = wording.words("classroom_items.pick", fewest=FEWEST)

    def __repr__(self) -> str:
        return self.group.said(self._words.asks)

    def _static(self) -> str:
        listed = "".join(f"<li>{figures.safe(self._named(source))}</li>" for source in self.found)
        wake = figures.safe(self._words.wake)
        return f"<p>{figures.safe(repr(self))}</p><ul>{listed}</ul><p>{wake}</p>"

    def _named(self, source: str) -> str:
        n = len(self.found[source])
        if source in bank.bank():
            prompt = cut(bank.find(source).prompt, 60)
            return self._words.tell("question", id=source, prompt=prompt, n=n)
        return self._words.tell("reasons", lesson=source, n=n)

    def _widget(self):
        import ipywidgets as w

        self.source = w.Dropdown(
            options=[(self._named(source), source) for source in self.found],
            description=self._words.source,
            **forms.wide(w.Dropdown),
        )
        self.boxes, self._list = {}, forms.column([], "sands-many")
        self._said = forms.spoken(names=forms.named(self._words.name))
        self._picture = forms.html()
        self.source.observe(self._chosen, "value")
        self._show = forms.button(self._words.show, self._shown)
        self._again = forms.button(self._words.again, self._offered)
        head = forms.html(figures.CONTROLS + f"<p>{figures.safe(repr(self))}</p>")
        line = forms.row(self._show, self._again)
        self._chosen()
        parts = [head, self.source, self._list, line, self._said, self._picture]
        return forms.panel(parts)

    @forms.safely
    def _chosen(self, _=None):
        """Offer the texts of the source; what was ticked before is ticked."""
        import ipywidgets as w

        kept = journal.latest("picked", self.source.value, [])
        ticked = {tag for tag in kept if isinstance(tag, str)} if isinstance(kept, list) else set()
        self.boxes, rows = {}, []
        look = forms.looks(w.Checkbox, {}, width="7em", flex="none")
        for number, text in enumerate(self.found[self.source.value][:MOST], 1):
            box = w.Checkbox(
                value=text.tag in ticked,
                description=self._words.tell("text", number=number),
                indent=False,
                **look,
            )
            self.boxes[text.tag] = box
            said = forms.html(f'<p dir="auto">{figures.safe(text.words)}</p>')
            rows.append(forms.beside([box, said]))
        self._list.children = rows
        self._offered()

    def picked(self) -> list[Text]:
        """Return the texts that are ticked now."""
        return [t for t in self.found[self.source.value][:MOST] if self.boxes[t.tag].value]

    @forms.safely
    def _shown(self, _=None):
        chosen = self.picked()
        forms.keep("picked", self.source.value, [text.tag for text in chosen])
        if not chosen:
            self.say(forms.sentences(self._words.nothing))
            return
        self._show_list(False)
        quoted = "".join(
            f'<blockquote dir="auto" style="font-size:1.4em;margin:0.8em 0">{figures.safe(t.words)}'
            "</blockquote>"
            for t in chosen
        )
        self._picture.value = f"<p>{figures.safe(self._asked())}</p>{quoted}"
        self.say(forms.sentences(self._words.tell("shown", n=len(chosen))))

    def _show_list(self, shown: bool):
        forms.visible(self._list, shown)
        forms.visible(self.source, shown)

    def _asked(self) -> str:
        source = self.source.value
        if source in bank.bank():
            return self.group.said(bank.find(source).prompt.strip())
        return self.group.said(self._words.tell("asked", lesson=source))

    @forms.safely
    def _offered(self, _=None):
        self._show_list(True)
        self._picture.value = ""
        n = len(self.found[self.source.value])
        told = self._words.tell("offered", n=n, most=MOST, cut=n > MOST)
        self.say(forms.sentences(told))
