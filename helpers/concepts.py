"""A short test of concepts before and after the course: the same questions, told apart by key."""

from __future__ import annotations

from dataclasses import replace

from helpers import bank, figures, forms, journal, judging, wording
from helpers.forms import Draft, safely

TIMES = ("before", "after")
NONE = "not_known"  # what is kept where somebody chose to say that they do not know


def _words(time: str, **facts) -> wording.Words:
    return wording.words("concepts.test", after=time == "after", **facts)


def concept_items() -> list[bank.Question]:
    """Return the questions of the test, in the order of the bank."""
    return [bank.find(key) for key, question in bank.bank().items() if question.concept]


def key_of(time: str, question_id: str) -> str:
    """Return the key under which the journal keeps an answer.

    Args:
        time: one of TIMES.
        question_id: such as '3.12'.

    Returns:
        Such as 'before:3.12'.
    """
    return f"{time}:{question_id}"


def question_of(key: str) -> str:
    """Return the question that a key of the journal is about, such as '3.12' for 'after:3.12'."""
    time, _, question_id = key.partition(":")
    return question_id if time in TIMES else ""


def concept_test(time: str) -> forms.Shown:
    """Ask the questions of the test; what is right is told only after the course.

    Args:
        time: 'before' the course or 'after' it.

    Returns:
        The widget `ConceptTest`; for another time a sentence.
    """
    if time not in TIMES:
        return forms.Said(wording.say("concepts.test.no_time", time=str(time), known=list(TIMES)))
    return ConceptTest(time)


class ConceptTest(forms.Form):
    """The test at one `time`: closed until it is opened, kept once, and not graded."""

    def __init__(self, time: str):
        self.time, self.items = time, concept_items()
        self._told = _words(time, n=len(self.items))

    def __repr__(self) -> str:
        return self._told.plain

    def _static(self) -> str:
        return forms.sentences(self._told.plain, self._told.wake)

    def _widget(self):
        self.boxes, self._draft = {}, None
        self._said = forms.spoken(names=forms.named(self._told.name))
        self._room, self._results = forms.column([]), forms.html()
        self._open = forms.button(self._told.open, self._opened)
        if all(self._kept(q) is not None for q in self.items):
            self._finished()
        head = forms.html(figures.CONTROLS + forms.sentences(self._told.plain))
        parts = [head, self._open, self._room, self._said, self._results]
        return forms.panel(parts)

    def _kept(self, question):
        """Return the first answer: a second one may have looked the right one up."""
        return journal.first("concept", key_of(self.time, question.id))

    @safely
    def _opened(self, _=None):
        import ipywidgets as w

        self._draft = Draft("concept", self.time, self.entered, self.say)
        draft, rows = self._draft.found(), []
        for place, question in enumerate(self.items, 1):
            options = [(o.text, o.key) for o in question.options]
            options.append((self._told.not_known, NONE))
            kept = self._kept(question)
            stood = draft.get(question.id) if isinstance(draft, dict) else None
            start = stood if kept is None else kept
            box = w.RadioButtons(
                options=options,
                value=start if start in [key for _, key in options] else None,
                disabled=kept is not None,
                **forms.wide(w.RadioButtons),
            )
            self.boxes[question.id] = box
            named = figures.safe(self._told.tell("number", place=place))
            asked = judging.prose(question.prompt).replace(
                "<p>", f"<p><strong>{named}</strong> ", 1
            )
            rows.append(self._group(forms.html(asked), box, place))
        self._draft.watch(*self.boxes.values())
        self._room.children = [*rows, forms.button(self._told.keep, self._pressed)]
        forms.visible(self._open, False)

    def _group(self, asked, box, place):
        """Set a question above its options, as a panel of its own: one group of radio buttons."""
        name = self._told.tell("number", place=place)
        names = {".widget-radio-box": {"role": "radiogroup", "aria-label": name}}
        return forms.column([asked, box, forms.spoken(names=names)], "sands")

    def entered(self) -> dict:
        """Return what is ticked: {question: option}."""
        return {key: box.value for key, box in self.boxes.items() if box.value is not None}

    @safely
    def _pressed(self, _=None):
        self._draft.write()
        entered, told = self.entered(), None
        missing = [n for n, q in enumerate(self.items, 1) if q.id not in entered]
        if missing:
            self.say(forms.sentences(self._told.tell("missing", missing=[*map(str, missing)])))
            return
        for question in self.items:
            if self._kept(question) is None:
                told = forms.keep("concept", key_of(self.time, question.id), entered[question.id])
        self._draft.settled()
        self._finished()
        if told is not None:
            self.say(self._said.value + forms.kept_mark(told))

    def _finished(self):
        """Close the test; after the course say what was right, and why."""
        for box in self.boxes.values():
            box.disabled = True
        forms.visible(self._open, False)
        self._room.children = []
        if self.time == "before":
            self.say(forms.sentences(self._told.done))
            return
        before, after = (score(time) for time in TIMES)
        told = self._told.tell("result", before=before, now=after, of=len(self.items))
        self.say(forms.sentences(told))
        verdicts = [self._verdict(place, q) for place, q in enumerate(self.items, 1)]
        self._results.value = "".join(verdicts)

    def _verdict(self, place, question) -> str:
        kept = self._kept(question)
        named = figures.safe(self._told.tell("number", place=place))
        asked = judging.prose(question.prompt).replace("<p>", f"<p><strong>{named}</strong> ", 1)
        said = next((option.text for option in question.options if option.key == kept), None)
        if said is None:
            right = next(option for option in question.options if option.right)
            return asked + forms.sentences(self._told.tell("right", text=right.text, why=right.why))
        told = forms.sentences(self._told.tell("said", text=said))
        return asked + told + judging.judge(elsewhere(question), kept)._repr_html_()


def elsewhere(question):
    """Return a question whose heading to go back to is named with its lesson, as the bank does."""
    lesson, look = question.id.split(".")[0], question.look_again
    here = look and not look.startswith("Lesson ")
    return replace(question, look_again=f"Lesson {lesson}, “{look}”") if here else question


def score(time: str) -> int | None:
    """Return how many questions of the test the learner had right, by the first answer to each.

    Args:
        time: one of TIMES.

    Returns:
        A number; None where not all were answered.
    """
    kept = {q.id: journal.first("concept", key_of(time, q.id)) for q in concept_items()}
    if None in kept.values():
        return None
    return sum(judging.judge(q, kept[q.id]).correct is True for q in concept_items())
