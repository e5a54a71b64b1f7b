"""The form in which a briefing is written: fields, the page beside them, the check, the export."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

from helpers import candidates, data, figures, forms, journal
from helpers.briefing.fields import keep, kept, named, review, sentence
from helpers.briefing.files import export
from helpers.briefing.page import page_one, style
from helpers.measures import briefing as measures
from helpers.measures import outlook
from helpers.wording import say, words


class Composer(forms.Form):
    """A form of labelled fields, the page beside it as it stands, a gentle check, the export.

    `path` draws the learner's estimates for the appendix, or returns None where there are none.
    """

    def __init__(self, path):
        self._path = path
        self._words = words("briefing.compose")
        self._labels = words("briefing.fields").label

    def __repr__(self) -> str:
        labels = [f"- {self._labels[name]}" for name in measures.FIELDS]
        return "\n".join([f"{self._words.fields}:", *labels])

    def _static(self) -> str:
        items = "".join(f"<li>{figures.safe(self._labels[n])}</li>" for n in measures.FIELDS)
        head = f"<p><strong>{self._words.fields}</strong></p>"
        return f"{head}<ol>{items}</ol><p>{self._words.paper}</p>"

    def _widget(self):
        import ipywidgets as w

        said, told = self._words, kept()
        self._open = ""  # the text field that was changed last: a draft until another is touched
        preview = {".sands-preview": {"role": "group", "aria-label": said.preview, "tabindex": "0"}}
        self.said = self._said = forms.spoken(names=forms.named(said.title) | preview)
        self.page, self._drafts = forms.html(), {}
        self.boxes, lists = {}, _choices(said)
        for name in measures.FIELDS:
            self.boxes[name] = self._box(w, name, told.get(name, ""), lists.get(name))
        noted = (*NOTED, *measures.ROOM)
        self._notes = {name: forms.html("", "sands-note") for name in noted}
        for name, note in self._notes.items():
            note.value = self._note(name)
        for name, box in self.boxes.items():
            if name in self._drafts:
                self._drafts[name].watch(box)
            box.observe(functools.partial(self._changed, name), "value")
        row = forms.row(
            forms.button(said.check, self._check), forms.button(said.export, self._export)
        )
        if told:
            self._tell(said.resumed)
        self._list, self._lines = forms.column([]), {}
        self._listed()
        self._preview()
        lines = [line for name in measures.FIELDS for line in self._field(name)]
        left = forms.column(lines, "sands-fields")
        right = forms.column([self.page], "sands-preview")
        looks = f"{figures.CONTROLS}<style>{_style()}{style()}</style>"
        head = f"{looks}<p><strong>{said.title}</strong></p>"
        both = forms.beside([left, right], "sands-compose")
        return forms.panel([forms.html(head), both, row, self.said], "sands-form")

    def _field(self, name) -> list:
        """Return the box of a field with what stands around it."""
        note = [self._notes[name]] if name in self._notes else []
        before = {"case": [self._list], "recommendation": self._offered()}
        return [*before.get(name, []), self.boxes[name], *note]

    def _box(self, w, name, value, options):
        """Return the box of a field: a list where there are options, else a place to write."""
        label = self._labels[name]
        if options:
            value = value if value in [key for _, key in options] else ""
            look = forms.wide(w.Dropdown)
            return w.Dropdown(options=options, value=value, description=label, **look)
        self._drafts[name] = _FieldDraft(self, name)
        make = w.Textarea if name in measures.LONG else w.Text
        return make(value=value, description=label, **forms.wide(make))

    def entered(self) -> dict[str, str]:
        """Return the texts as they stand in the form, by the names of FIELDS."""
        return {name: str(box.value).strip() for name, box in self.boxes.items()}

    def _tell(self, *lines):
        self.say(forms.sentences(*lines))

    @property
    def _draft(self):
        return self._drafts.get(self._open)

    def _note(self, name) -> str:
        """Say in HTML what an entry means: the row of an id, the range of a word, its room."""
        text = str(self.boxes[name].value).strip()
        if name == "word":
            misfit = measures.fit(self.boxes["probability"].value, text)
            return forms.sentences(sentence(misfit)) if misfit else ""
        if not text:
            return ""
        if name in measures.ROOM:
            over = measures.over({name: text}).get(name)
            facts = {"n": len(text), "most": measures.ROOM[name], "over": over}
            return forms.sentences(self._words.tell("room", **facts))
        row = measures.resolve(text)
        if row is None:
            return forms.sentences(sentence(measures.unknown(text)))
        return forms.sentences(say("briefing.evidence.note", **named(row)))

    @forms.safely
    def _changed(self, name, change):
        if self._open and self._open != name:
            self._settle()
        told = None
        if name in self._drafts:
            self._open = name
        else:
            told = keep(name, str(change["new"]).strip())
        if name in measures.ROOM:  # said only by the check: a count at each key is noise
            self._notes[name].value = self._note(name)
        elif name in measures.SLOTS:
            self._noted(name)
        elif name in ("probability", "word"):
            self._noted("word")
        if told is not None:
            note = self._notes[name].value if name in self._notes else ""
            self.say(note + forms.kept_mark(told))
        self._preview()

    def _preview(self):
        self.page.value = page_one(self.entered(), level=3)

    def _noted(self, name):
        """Write the note beside its field and say it, where it has changed."""
        note = self._note(name)
        if note != self._notes[name].value:
            self._notes[name].value = note
            self.say(note)

    def _settle(self) -> str:
        """Keep the field that was being written as an entry; say so in HTML."""
        name, self._open = self._open, ""
        if not name:
            return ""
        self._drafts[name].write()
        return forms.kept_mark(keep(name, str(self.boxes[name].value).strip()))

    # --- what was picked up -------------------------------------------------------------------

    def _listed(self):
        """List what was picked up in the lessons, each with its two buttons."""
        said, found = self._words, candidates.kept()
        head = f"<p><strong>{figures.safe(said.candidates)}</strong></p>"
        if not found:
            head += forms.sentences(said.no_candidates)
        self._lines = {one.key: self._line(one) for one in found}
        self._list.children = [forms.html(head), *self._lines.values()]

    def _line(self, one):
        said = self._words
        facts = {"question": one.question, "controls": list(one.controls)}
        about = said.tell("candidate", **facts, when=date.fromisoformat(one.day))
        put = functools.partial(self._put, "case", one.sentence, said.put_done)
        out = functools.partial(self._taken_out, one.key)
        row = forms.row(forms.button(said.put, put), forms.button(said.take_out, out))
        return _line(one.sentence, about, row)

    def _offered(self) -> list:
        """Return the goals and the best options of lesson 8, each with a button; none is put in."""
        said = words("briefing.offers")
        put = functools.partial(self._put, "recommendation")
        lines = [
            _line(text, about, forms.button(said.put, functools.partial(put, text, said.put_done)))
            for text, about in _offers()
        ]
        head = forms.html(f"<p><strong>{figures.safe(said.head)}</strong></p>")
        return [forms.column([head, *lines])] if lines else []

    @forms.safely
    def _put(self, name, text, done, _=None):
        """Write a text at the end of a field; what stands there stays."""
        box = self.boxes[name]
        box.value = f"{box.value.rstrip()}\n{text}".strip()
        mark = self._settle()
        self.say(forms.sentences(done) + mark)

    @forms.safely
    def _taken_out(self, key, _=None):
        told = candidates.remove(key)
        self._listed()
        self.say(forms.sentences(self._words.taken_out if told.saved else str(told)))

    @forms.safely
    def _check(self, _=None):
        mark = self._settle()
        found = review(self.entered()) or [say("briefing.review.nothing")]
        self.say(forms.sentences(*found) + mark)

    @forms.safely
    def _export(self, _=None):
        mark = self._settle()
        done = export(self.entered(), path=self._path())
        said = (
            forms.download(path, self._words.tell("download", file=path.name))
            for path in done.paths
        )
        self.say(forms.sentences(done.sentence) + "".join(said) + mark)


def _line(text: str, about: str, buttons):
    """Return a text that can be taken over into a field, what it is, and its buttons."""
    told = f'<p dir="auto">{figures.safe(text)}<br><small>{figures.safe(about)}</small></p>'
    return forms.column([forms.html(told), buttons], "sands-candidate")


def _offers() -> list[tuple[str, str]]:
    """Return what was chosen in lesson 8, goals first: a text for the briefing, and what it is."""
    boards = (journal.latest("board", f"8.{name}") for name in ("goals", "options"))
    goals, options = outlook.chosen(*boards)
    said, named = words("briefing.offers"), words("outlook.labels").goals
    found = [said.tell("goals", goals=[named[goal] for goal in goals])] if goals else []
    told = [(text, said.goals_about) for text in found]
    rows = options.to_dict("records")
    return told + [(said.tell("option", **row), said.tell("option_about", **row)) for row in rows]


def _style() -> str:
    return Path(__file__).with_suffix(".css").read_text("utf-8")


NOTED = (*measures.SLOTS, "word")  # fields with a note under their box


class _FieldDraft(forms.Draft):
    """The draft of one field of the briefing; a long one is kept in pieces."""

    def __init__(self, form, name):
        super().__init__("briefing", name, lambda: form.boxes[name].value, form.say)

    def keep(self, value) -> journal.Kept:
        """Keep the field's text as it stands."""
        return keep(self.key, value, "draft")


def _choices(said) -> dict[str, list]:
    frame, watch = data.table("estimative"), data.table("indicators")
    sure = frame.loc[frame["kind"] == "confidence"].sort_values("rank", kind="stable")["term"]
    pairs = zip(watch["indicator_id"], watch["name"], strict=True)
    lists = {
        "word": [(term, term) for term in measures.us_words()["term"]],
        "confidence": [(term, term) for term in sure],
    }
    offered = [(said.tell("indicator", id=key, name=name), key) for key, name in pairs]
    lists |= dict.fromkeys(measures.WATCH, offered)
    return {name: [(said.choose, ""), *options] for name, options in lists.items()}
