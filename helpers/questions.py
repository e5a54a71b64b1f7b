"""Predictions, checks, estimates and boards: what a learner is asked, and where it is kept.

What is entered goes to the journal the moment it is made and is restored from it. Nothing here
raises because a question is unanswered: a lesson runs from top to bottom untouched. Before a
cell is run, in print and on the web, a question shows itself as plain text.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import pandas as pd

from helpers import candidates, charts, data, draw, figures, forms, journal, sketch, wording
from helpers.bank import Question, QuestionError, find
from helpers.boards import Board, Matrix
from helpers.figures import CONTROLS, safe
from helpers.forms import Draft, Said, Several, Shown, after, safely
from helpers.judging import (
    Verdict,
    as_text,
    judge,
    lesson_link,
    limits,
    number_in,
    points,
    prose,
    read_number,
)
from helpers.measures import estimates, knowledge
from helpers.numbers import parse_number, several_of

__all__ = [
    "Board",
    "Matrix",
    "Said",
    "Several",
    "Shown",
    "after",
]  # offered here, where a lesson looks for them

# --- what a lesson calls ------------------------------------------------------------------------


def ask(*question_ids: str) -> Shown:
    """Show one or more questions with their options, hints and explaining feedback.

    Args:
        question_ids: such as '3.1'; see data/questions.

    Returns:
        A widget that restores earlier answers from the journal and keeps new ones. Where there
        is no such question, a sentence that names the nearest stands in its place.
    """
    asked = [_asked(question_id) for question_id in question_ids]
    return asked[0] if len(asked) == 1 else Several(asked)


def _asked(question_id: str, then=None, below=False) -> Shown:
    try:
        return Asked(find(question_id), then, below)
    except QuestionError as error:
        return Said(str(error))


def predict(question_id: str, then=None, below: bool = False) -> Shown:
    """Ask for a guess before a chart, keep it, then show the chart with the guess in it.

    Args:
        question_id: such as '3.2'.
        then: function that takes `guess` (the learner's value or None) and returns the figure.
        below: the explorer that follows opens on the same figure. Without a kernel, where nobody
            can predict, it is shown there alone: nobody reads or hears it twice.

    Returns:
        A widget; the figure appears when the guess is kept, or when the learner asks for it.
        Where there is no such question, a sentence that names the nearest.
    """
    return _asked(question_id, then, below)


def check(question_id: str, answer) -> Verdict | Charted:
    """Judge the `answer` of a coding task; `...` means not answered yet and never fails.

    Args:
        question_id: such as '3.5'.
        answer: what the learner's code gave; for a chart of one's own what `draw` gave.

    Returns:
        A `Verdict` with an explanation; right and wrong answers are kept in the journal. Hints
        are folded under it until it is right, a worked solution from the first attempt on. Where
        there is no such question, the verdict says so and names the nearest.
    """
    try:
        question = find(question_id)
    except QuestionError as error:
        return Verdict(None, str(error), sign="unread")
    try:
        verdict = judge(question, answer)
    except (QuestionError, data.DataError) as error:  # a table is damaged: keep first, then speak
        forms.keep("code", question.id, as_text(answer))
        return Verdict(None, _say("kept", error=str(error)), sign="unread")
    tried = verdict.correct is not None
    verdict = replace(verdict, hints=() if verdict.correct else question.hints)
    verdict = replace(verdict, worked=question.worked if tried else "")
    if question.kind == "chart":
        return _charted(question, answer, verdict)
    if tried:
        number = number_in(answer)
        value = as_text(answer) if number is None else number
        forms.keep("code", question.id, value, correct=verdict.correct)
    return verdict


class Charted(forms.Shown):
    """A learner's own `chart` over the `verdict` on it, and the `code` of a chart drawn before."""

    def __init__(self, verdict: Verdict, chart=None, code: str = ""):
        self.verdict, self.chart, self.code = verdict, chart, code

    @property
    def correct(self):
        """Say what the verdict says."""
        return self.verdict.correct

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, filter(None, (self.chart, self.verdict))))

    def _static(self) -> str:
        return self._shown(forms.still)

    def _shown(self, told) -> str:
        html = told(self.chart) if self.chart is not None else ""
        html += self.verdict._repr_html_()
        if self.code:
            code = f"<pre><code>{safe(self.code)}</code></pre>"
            html += f"<details><summary>{safe(_say('own_code'))}</summary>{code}</details>"
        return html

    def _repr_html_(self) -> str:
        return self._static()

    def _repr_mimebundle_(self, **_) -> dict:
        if self.chart is None:  # nothing here can be pointed at
            return {"text/plain": repr(self), "text/html": self._static()}
        return super()._repr_mimebundle_()

    def _widget(self):
        return forms.column([forms.html(self._shown(forms.live))], "sands")


def _charted(question: Question, chart, verdict: Verdict) -> Charted:
    """Keep a chart of one's own by its code; where none is given yet, show the one kept before."""
    if verdict.sign == "open":
        kept = journal.latest("own_chart", question.id)
        kept = kept if isinstance(kept, dict) else {}
        drawn, code = draw.again(kept.get("call")), str(kept.get("code") or "")
        return Charted(verdict, drawn, code)
    drawn = chart if isinstance(chart, draw.Drawn) else None
    kept = {"code": _own_code(), "title": getattr(drawn, "title", "")}
    kept["call"] = getattr(drawn, "call", {})
    forms.keep("own_chart", question.id, kept, correct=verdict.correct)
    sound = drawn is not None and not drawn.lacks  # what is missing is said by the verdict
    return Charted(verdict, drawn if sound else None)


MOST_CODE = 6000  # characters of a cell that the journal keeps


def _own_code() -> str:
    """Return the learner's cell that runs now, as it was written; '' where no notebook runs."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    history = getattr(getattr(shell, "history_manager", None), "input_hist_raw", [""])
    return str(history[-1])[:MOST_CODE]


def estimate(lesson: int) -> Shown:
    """Ask how far the four are aligned, from 0 to 10, with a range and a reason.

    Args:
        lesson: 0 to 9; the estimate that closes this lesson.

    Returns:
        A widget that keeps the estimate and names the earlier ones; for what is no lesson a
        sentence in its place.
    """
    number = parse_number(lesson)
    if number not in range(10):
        return Said(wording.say("questions.estimate.no_lesson", lesson=str(lesson)))
    return Estimate(int(number))


def first_guess(question_id: str):
    """Return the learner's first guess at a prediction, made before its answer was seen, or None.

    Args:
        question_id: such as '3.2'.

    Returns:
        The value as the journal keeps it; later thoughts never take its place.
    """
    return journal.first("prediction", question_id)


def my_journal() -> MyJournal:
    """Show where the learner's answers are kept, what they hold, and a button to export them."""
    return MyJournal()


TIERS = ("answer", "reason")

# --- one question -------------------------------------------------------------------------------


def _say(message: str, **facts) -> str:
    return wording.say(f"questions.question.{message}", **facts)


class Asked(forms.Form):
    """A `question` on the page: options, hints, feedback, and `then`, the figure that follows.

    With `below` that figure is shown without a kernel by the explorer below alone.
    """

    def __init__(self, question: Question, then=None, below=False):
        self.question, self.then, self.below = question, then, below
        self.kind = "prediction" if question.use == "predict" else "answer"

    def __repr__(self) -> str:
        lines = [_say("plain", id=self.question.id, prompt=self.question.prompt.strip())]
        lines += [f"- {o.text}" for o in listed(self.question)]
        return "\n".join(lines)

    def _static(self) -> str:
        q = self.question
        html = heading(q)
        if q.kind == "series":
            html += sketch.still(paper(q))
        elif q.options and q.kind != "text":
            html += _listing(listed(q))  # a class votes by letter
        if q.kind == "two-tier":
            html += f"<p>{safe(_say('reasons'))}</p>{_listing(q.partners)}"
        elif q.partners:
            html += f"<p>{safe(_say('match', partners=[p.text for p in q.partners]))}</p>"
        for level, hint in enumerate(q.hints, 1):
            named = safe(_say("hint", level=level))
            html += f"<details><summary>{named}</summary>{prose(hint)}</details>"
        html += f"<p>{safe(wording.say('forms.panel.wake'))}</p>"
        if q.kind == "series":
            drawn = sketch.still(paper(q), points(q))
            html += f"<details><summary>{safe(_say('data_say'))}</summary>{drawn}</details>"
        if self.below:
            html += f"<p>{safe(_say('below'))}</p>"
        elif self.then is not None:
            figure = self._figure(None, forms.still)
            html += f"<details><summary>{safe(_say('skip'))}</summary>{figure}</details>"
        return html

    def _widget(self):
        q = self.question
        self._draft = Draft(self.kind, q.id, self._boxes_hold, self.say)
        draft, kept = self._draft.found(), self._kept_value()
        stands = draft if isinstance(draft, dict) else _stands(q, kept)
        self._inputs, body = _form(q, stands)
        self._draft.watch(*self._inputs.values())
        if q.kind == "series":
            self._sketch = sketch.Live(paper(q), self._inputs, lambda text: _number(q, text))
            body = [forms.html(f"<p>{safe(_say('draw'))}</p>"), self._sketch.widget, *body]
        names, told = _names(q), wording.words("questions.question")
        self._said = forms.spoken(names=names)
        below = [self._said]
        if q.hints:
            self._hints = forms.html()
            below.append(self._hints)
        if self.then is not None:
            self._after = forms.html()
            below.append(self._after)
            self._pick = candidates.button(self._picked, self.say)
            forms.visible(self._pick, False)
            below.append(self._pick)
        self._keep = forms.button(told.check, self._answered)
        row, self._shown_hints = [self._keep], 0
        self._sure = _sure_buttons() if may_be_sure(q) else None
        if q.hints:
            self._hinted = forms.button(told.hint_button, self._hint, told.hint_next)
            row.append(self._hinted)
        if self.kind == "prediction":
            self._keep.description = told.keep
            self._skip = forms.button(told.skip, self._skipped)
            row.append(self._skip)
            forms.wait(q.id, self)
        self._restore(draft, kept)
        if self._sure is not None and kept is None:
            body.append(self._sure)
        head = forms.html(CONTROLS + heading(q))
        return forms.panel([head, *body, forms.row(*row), *below])

    def _kept_value(self):
        q = self.question
        if self.kind == "answer":
            return journal.latest("answer", q.id)
        return journal.latest("rethought", q.id, first_guess(q.id))

    @safely
    def _restore(self, draft, kept):
        """Show what an earlier session left: the verdict, the chart, or a draft."""
        q = self.question
        if self.kind == "prediction" and forms.decided(q.id):
            self._judged(first_guess(q.id))
            self.open()
        else:
            self._judged(kept)
        if isinstance(draft, dict) and any(draft.values()):
            self.say(forms.sentences(_say("draft")))

    def _judged(self, kept):
        """Say again what was heard of a kept answer; one of an older shape of it says nothing."""
        if kept is not None and (verdict := judge(self.question, kept)).sign != "unread":
            self.say(verdict._repr_html_())

    def _boxes_hold(self) -> dict:
        return {key: box.value for key, box in self._inputs.items()}

    def _value(self):
        return _entered(self.question, self._inputs)

    @safely
    def _answered(self, _=None):
        self._draft.write()  # first of all: whatever fails below, nothing entered is lost
        q = self.question
        verdict = judge(q, self._value())
        if verdict.sign in ("unread", "open"):
            self.say(verdict._repr_html_())
            return
        told, more = self._pressed(_as_kept(q, self._value()), verdict)
        self._draft.settled()
        self.say(verdict._repr_html_() + more + forms.kept_mark(told))
        forms.lift(q.id)

    def _pressed(self, value, verdict):
        """Keep an answer; of a prediction only the first guess counts as one."""
        q = self.question
        right = {} if verdict.correct is None else {"correct": verdict.correct}
        if self.kind == "answer":
            return forms.keep("answer", q.id, value, **right, **self._said_sure()), ""
        first = first_guess(q.id)
        if not forms.decided(q.id):
            return forms.keep("prediction", q.id, value, **right), ""
        if first == value:
            return journal.Kept(True, wording.say("forms.panel.is_kept")), ""
        told = _say("second_thought", looked=first is None)
        return forms.keep("rethought", q.id, value), forms.sentences(told)

    def _said_sure(self) -> dict:
        """Return how sure the learner says to be; asked once, before the first verdict."""
        if self._sure is None or self._sure.value is None:
            return {}
        forms.visible(self._sure, False)
        return {"sure": self._sure.value}

    @safely
    def _skipped(self, _=None):
        forms.keep("skipped", self.question.id, True)
        forms.lift(self.question.id)

    @safely
    def _hint(self, _=None):
        self._shown_hints = min(self._shown_hints + 1, len(self.question.hints))
        hints = enumerate(self.question.hints[: self._shown_hints], 1)
        told = [_say("told_hint", level=level, hint=hint) for level, hint in hints]
        self._hints.value = "".join(map(prose, told))

    def open(self):
        """Show what follows the first guess, or the look without one, wherever that was made."""
        self._keep.description = _say("keep_second")
        forms.visible(self._skip, False)
        if self.question.hints:  # a hint after the answer would only confuse
            forms.visible(self._hinted, False)
            self._hints.value = ""
        if self.question.kind == "series":
            self._sketch.show(points(self.question))
        if self.then is not None:
            self._after.value = self._figure(first_guess(self.question.id), forms.live)
            forms.visible(self._pick, self._drawn is not None)

    def _figure(self, guess, told) -> str:
        """Return the HTML of the figure that follows, or why there is none; the verdict stays."""
        try:
            self._drawn = self.then(guess=guess)
            return told(self._drawn)
        except Exception as error:
            self._drawn = None
            return forms.trouble(error)

    def _picked(self) -> dict:
        """Return what the chart after a prediction says, for the briefing."""
        return candidates.of(_say("name", id=self.question.id), self._drawn)


def heading(q: Question) -> str:
    """Return the head of a question as HTML: its number, its prompt, rows to choose from."""
    number = f"<strong>{safe(_say('head', id=q.id))}</strong> "
    html = prose(q.prompt).replace("<p>", f"<p>{number}", 1)
    if q.headline:
        told = safe(_say("headline", headline=q.headline))
        large = "font-size:1.25em;font-weight:600;margin:0.4em 0"
        html += f'<blockquote class="sands-headline"><p style="{large}">{told}</p></blockquote>'
    return html + (_rows(q) if q.table else "")


def listed(question: Question) -> list:
    """Return the options in the order shown; those to be ordered are shown by alphabet."""
    if question.kind == "order":
        return sorted(question.options, key=lambda o: o.text)
    return list(question.options)


def may_be_sure(q: Question) -> bool:
    """Say whether an answer to a question is right or wrong, so that one can be sure of it."""
    return q.use != "predict" and q.kind not in ("text", "probability") and not q.coding


def _sure_buttons():
    """Return the steps of how sure one is, of which one may be pressed."""
    import ipywidgets as w

    told = wording.words("questions.sure")
    steps = [(told.tell("step", word=told.tell(f"at_{n}"), n=n), n) for n in knowledge.STEPS]
    look = forms.looks(w.ToggleButtons, forms.NAMED | {"button_width": "auto"})
    look["_dom_classes"] = ("sands-sure",)
    return w.ToggleButtons(options=steps, value=None, description=told.asks, **look)


def _listing(options) -> str:
    return '<ol type="A">' + "".join(f"<li>{safe(o.text)}</li>" for o in options) + "</ol>"


def _names(q: Question) -> dict:
    """Return what screen readers hear around the boxes of a question."""
    names = forms.named(_say("name", id=q.id))
    if q.kind == "two-tier":
        radios = names.pop(".widget-radio-box")
        for tier in TIERS:
            named = {"aria-label": f"{radios['aria-label']}, {_say(f'{tier}_tier')}"}
            names[f".sands-{tier} .widget-radio-box"] = radios | named
    return names


def _rows(q: Question) -> str:
    """Return the rows of a table among which a question lets choose, each with its option."""
    heads = dict(column.split(": ", 1) for column in q.columns)
    frame = data.table(q.table)
    frame = frame.set_index(frame[frame.columns[0]].str.lower())
    rows = frame.loc[[o.key for o in q.options]]
    shown = rows[list(heads)].astype("str").rename(columns=heads)
    shown.insert(0, _say("row"), [o.text for o in q.options])
    cited = wording.say("judging.card.sources", cited=data.cite(rows))
    return f"{figures.table(shown, _say('rows'))._repr_html_()}<p>{cited}</p>"


def paper(q: Question) -> sketch.Paper:
    """Return the paper on which a series is drawn."""
    least, most = limits(q)
    found = points(q)
    given = {o.key: found[o.key] for o in q.options[: q.given]}
    names = {o.key: o.text for o in q.options}
    return sketch.Paper(names, least, most, q.unit, given, q.places or 0)


def _number(q: Question, text: str):
    return read_number(q, text)[0] if text.strip() else None


def _stands(q: Question, value) -> dict:
    """Return what stands in the boxes for a value of the journal; it may be of any shape."""
    if value is None:
        return {}
    if q.kind == "multiple":
        return {key: True for key in value if isinstance(key, str)} if _is_list(value) else {}
    if q.kind == "order":
        found = enumerate(value, 1) if _is_list(value) else ()
        return {key: place for place, key in found if isinstance(key, str)}
    if q.kind in ("match", "two-tier"):
        return value if isinstance(value, dict) else {}
    if q.kind == "series":
        drawn = value if isinstance(value, dict) else {}
        return {key: _as_text(number) for key, number in drawn.items()}
    if q.kind == "range":
        both = value if _is_list(value) and len(value) == 2 else ("", "")
        return dict(zip(("low", "high"), map(_as_text, both), strict=True))
    return {"one": value if q.kind == "single" else _as_text(value)}


def _is_list(value) -> bool:
    return isinstance(value, list)


def _form(q: Question, stands: dict):
    """Return (inputs by key, widgets to show) for the question's kind.

    `stands` is what stands in the boxes at the start, by the inputs' keys; what does not fit a
    box is left out.
    """
    kinds = {
        "single": _one_of,
        "two-tier": _one_of_each_tier,
        "multiple": _some_of,
        "order": _placed,
        "match": _paired,
        "series": _points_of,
        "range": _ends_of,
    }
    return kinds.get(q.kind, _written)(q, stands)


def _one_of(q, stands):
    box = _radio(q.options, stands.get("one"))
    return {"one": box}, [box]


def _one_of_each_tier(q, stands):
    boxes, shown = {}, []
    for tier, offered in zip(TIERS, (q.options, q.partners), strict=True):
        boxes[tier] = _radio(offered, stands.get(tier))
        head = forms.html(f"<p><strong>{safe(_say(f'{tier}_tier'))}</strong></p>")
        shown.append(forms.column([head, boxes[tier]], f"sands-{tier}"))
    return boxes, shown


def _some_of(q, stands):
    import ipywidgets as w

    look = {"indent": False} | forms.wide(w.Checkbox)
    boxes = {
        o.key: w.Checkbox(value=stands.get(o.key) is True, description=o.text, **look)
        for o in q.options
    }
    return boxes, [forms.column(list(boxes.values()), "sands-many")]


def _placed(q, stands):
    return _dropdowns(q, [(str(n), n) for n in range(1, len(q.options) + 1)], stands)


def _paired(q, stands):
    return _dropdowns(q, [(p.text, p.key) for p in q.partners], stands)


def _points_of(q, stands):
    unit, asked = several_of(q.unit), q.options[q.given :]
    boxes = _lines({o.key: _say("point", name=o.text, unit=unit) for o in asked}, stands)
    return boxes, [forms.row(*boxes.values())]


def _ends_of(q, stands):
    unit, ends = several_of(q.unit), wording.words("questions.question").ends
    boxes = _lines({key: _say("range", end=end, unit=unit) for key, end in ends.items()}, stands)
    return boxes, list(boxes.values())


def _written(q, stands):
    """Return one box: for words, or for a number or what a task of the coding track asks for."""
    import ipywidgets as w

    make, label = w.Textarea, _say("words")
    if q.kind != "text":
        percent = q.kind == "probability"
        unit = _say("percent") if percent else several_of(q.unit) or _say("number")
        make, label = w.Text, _say("answer", unit=unit)
    value = _as_text(stands.get("one"))
    box = make(value=value, description=label, **forms.wide(make))
    return {"one": box}, [box]


def _radio(offered, start):
    import ipywidgets as w

    value = _offered(start, [o.key for o in offered], None)
    options = [(o.text, o.key) for o in offered]
    return w.RadioButtons(options=options, value=value, **forms.wide(w.RadioButtons))


def _dropdowns(q, choices, stands):
    """Return a list to choose from for each option of the question."""
    import ipywidgets as w

    choices = [(_say("choose"), ""), *choices]
    look = {"options": choices} | forms.wide(w.Dropdown)
    boxes = {}
    for o in listed(q):
        start = _offered(stands.get(o.key), [value for _, value in choices], "")
        boxes[o.key] = w.Dropdown(value=start, description=o.text, **look)
    return boxes, list(boxes.values())


def _lines(names: dict, stands):
    """Return a line to write in for each of {key: name}."""
    import ipywidgets as w

    look = forms.looks(w.Text)
    return {
        key: w.Text(value=_as_text(stands.get(key)), description=name, **look)
        for key, name in names.items()
    }


def _offered(start, values, none):
    """Return what stands at the start if it is one of the values (True is not 1), else `none`."""
    known = [v for v in values if type(v) is type(start) and v == start]
    return known[0] if known else none


def _entered(q: Question, inputs: dict):
    """Read what stands in the inputs as a value that `judge` takes."""
    if q.kind == "multiple":
        return [key for key, box in inputs.items() if box.value]
    if q.kind in ("match", "two-tier"):
        return {key: box.value for key, box in inputs.items() if box.value not in ("", None)}
    if q.kind == "series":
        return {key: box.value.strip() for key, box in inputs.items() if box.value.strip()}
    if q.kind == "order":
        # Of two items at one place one drops out, so that the answer counts as incomplete.
        places = {box.value: key for key, box in inputs.items() if box.value != ""}
        return [places[place] for place in sorted(places)]
    if q.kind == "range":
        ends = [box.value.strip() for box in inputs.values()]
        return ends if any(ends) else []
    value = inputs["one"].value
    return value.strip() if isinstance(value, str) else value


def _as_kept(q: Question, value):
    """Return what the journal keeps of an answer: numbers as numbers, on the question's scale."""
    if q.kind in ("number", "probability"):
        return read_number(q, value)[0]
    if q.kind == "range":
        return [read_number(q, end)[0] for end in value]
    if q.kind == "series":
        return {key: read_number(q, number)[0] for key, number in value.items()}
    return value


# --- the estimate -------------------------------------------------------------------------------


class Estimate(forms.Form):
    """How far are the four aligned? A number from 0 to 10, a range, a reason, after a `lesson`."""

    def __init__(self, lesson: int):
        self.lesson = lesson
        self.key = str(lesson)
        self._words = wording.words("questions.estimate", lesson=lesson, first=lesson == 0)

    def __repr__(self) -> str:
        return f"{self._words.plain}\n{self._words.scale}"

    def _question(self) -> str:
        told = self._words
        return (
            f"<p><strong>{safe(told.head)}</strong> {safe(told.asks)}</p><p>{safe(told.scale)}</p>"
        )

    def _way_on(self) -> str:
        """Return the way to the page on which all lessons are looked over."""
        link = lesson_link("my-work", self._words.work)
        return f"<p>{self._words.tell('way_on', link=link)}</p>"

    def _static(self) -> str:
        return f"{self._question()}<p>{safe(self._words.wake)}</p>{self._way_on()}"

    def _widget(self):
        import ipywidgets as w

        self._draft = Draft("estimate", self.key, self.entered, self.say)
        draft = self._draft.found()
        stands = draft if isinstance(draft, dict) else estimates.latest().get(self.lesson, {})
        told = self._words
        self._boxes = _lines({end: told.tell(end) for end in estimates.ENDS}, stands)
        written = _as_text(stands.get("reason"))
        look = forms.wide(w.Textarea)
        self._boxes["reason"] = w.Textarea(value=written, description=told.reason, **look)
        self._draft.watch(*self._boxes.values())
        self._said = forms.spoken(self._path(), forms.named(told.name))
        if isinstance(draft, dict) and any(draft.values()):
            self.say(forms.sentences(told.draft) + self._path())
        keep = forms.button(told.keep, self._kept)
        head, way_on = forms.html(CONTROLS + self._question()), forms.html(self._way_on())
        self._picture = forms.html(self._so_far())
        shown = [head, *self._boxes.values(), keep, self._said, self._picture, way_on]
        return forms.panel(shown)

    def _so_far(self) -> str:
        """Draw the path of the estimates that are kept; nothing before the first."""
        own = estimates.so_far()
        if not own:
            return ""
        first, last = own[0], own[-1]
        wider = (last["high"] - last["low"]) - (first["high"] - first["low"])
        said = wording.words(
            "questions.path",
            own=own,
            first=first,
            last=last,
            once=len(own) == 1,
            same=first["best"] == last["best"],
            wider=wider > 0,
            narrower=wider < 0,
            setting=[{}],
        )
        with figures.page(said, height=2.9) as page:
            ax = page.axes(left=0.6, right=0.3, top=1.05, bottom=0.75)
            charts.path(ax, own)
            ax.set_xlabel(said.axis, loc="left")
        frame = wording.headed(pd.DataFrame(own), said.columns)
        return page.told(said, (), figures.table(frame, said.table)).live()

    def entered(self) -> dict:
        """Return the texts as they stand: {best, low, high, reason}."""
        return {name: box.value.strip() for name, box in self._boxes.items()}

    def _path(self) -> str:
        """Say what the learner estimated in other lessons."""
        others = [
            {"lesson": lesson} | {end: _as_text(kept[end]) for end in estimates.ENDS}
            for lesson, kept in estimates.latest().items()
            if lesson != self.lesson
        ]
        return forms.sentences(self._words.tell("others", others=others)) if others else ""

    @safely
    def _kept(self, _=None):
        self._draft.write()
        entered = self.entered()
        problems = estimate_problems(entered)
        if problems:
            self.say(forms.sentences(*problems))
            return
        value = {name: parse_number(entered[name]) for name in ("best", "low", "high")}
        told = forms.keep("estimate", self.key, value | {"reason": entered["reason"]})
        self._draft.settled()
        self.say(forms.kept_mark(told) + self._path())
        self._picture.value = self._so_far()


def estimate_problems(entered: dict) -> list[str]:
    """Say what is wrong with an estimate, everything at once.

    Args:
        entered: {best, low, high} as texts.

    Returns:
        Sentences for the learner; none where the estimate can be kept.
    """
    ends = wording.words("questions.estimate_ends")
    return [
        wording.say(
            f"questions.estimate.faults.{fault}", end=ends.tell(end), given=str(entered.get(end))
        )
        for end, fault in estimates.faults(entered)
    ]


def _as_text(number) -> str:
    """Write what the journal holds as the learner would type it."""
    if number is None:
        return ""
    return f"{number:.15g}" if isinstance(number, (int, float)) else str(number)


# --- the journal, to look at ---------------------------------------------------------------------


class MyJournal(forms.Form):
    """Where the answers are and how many; export, take in, start afresh, delete: all by button."""

    def __repr__(self) -> str:
        return self._words.plain

    def _static(self) -> str:
        return f"<p><strong>{safe(self._words.head)}</strong> {safe(self._words.wake)}</p>"

    @property
    def _words(self) -> wording.Words:
        return wording.words("questions.journal")

    def _widget(self):
        import ipywidgets as w

        told, self._sure = self._words, ""
        self._said = forms.spoken(self._told(), forms.named(told.name))
        self._name = w.Text(description=told.file_name, **forms.looks(w.Text))
        look = forms.looks(w.FileUpload, width="max-content")
        self._file = w.FileUpload(description=told.take_in, multiple=True, **look)
        self._file.observe(self._taken_in, "value")
        lessons = [(told.all, "all"), *((told.tell("lesson", n=n), n) for n in range(10))]
        look = forms.looks(w.Dropdown)
        self._lesson = w.Dropdown(options=lessons, description=told.afresh, **look)
        return forms.panel(
            [
                forms.html(CONTROLS),
                self._said,
                forms.row(
                    self._name,
                    forms.button(told.export, self._exported),
                    forms.button(told.look, self._looked),
                ),
                forms.row(
                    self._file,
                    forms.button(told.take_in_found, self._found),
                ),
                forms.row(
                    self._lesson,
                    forms.button(told.start, self._afresh),
                    forms.button(told.bring_back, self._brought_back),
                ),
                forms.row(forms.button(told.delete, self._deleted)),
            ]
        )

    def _told(self, *first: str) -> str:
        *told, _ = journal.describe().splitlines()  # the last one names a command; here are buttons
        return forms.sentences(*first, *told)

    @safely
    def _looked(self, _=None):
        self._sure = ""
        self.say(self._told())

    @safely
    def _exported(self, _=None):
        try:
            path = journal.export(self._name.value)
            told = self._told(self._words.tell("written", file=str(path)))
            self.say(forms.download(path, self._words.tell("download", file=path.name)) + told)
        except journal.JournalError as error:
            self.say(forms.sentences(str(error)))

    @safely
    def _taken_in(self, change):
        said = [journal.take_in(bytes(one.content), one.name) for one in change["new"]]
        if said:
            self.say(self._told(*map(str, said)))

    @safely
    def _found(self, _=None):
        said = [journal.take_in(path) for path in journal.found_exports()]
        self.say(self._told(*map(str, said or [self._words.none_found])))

    def _chosen(self):
        return None if self._lesson.value == "all" else self._lesson.value

    @safely
    def _afresh(self, _=None):
        lesson, told = self._chosen(), self._words
        what = told.all if lesson is None else told.tell("lesson", n=lesson)
        if self._asks_again(f"afresh {lesson}", told.tell("sure_afresh", what=what)):
            self.say(self._told(str(journal.set_aside(lesson)), told.run_again))

    @safely
    def _brought_back(self, _=None):
        self.say(self._told(journal.bring_back(self._chosen()), self._words.run_again))

    @safely
    def _deleted(self, _=None):
        if self._asks_again("delete", self._words.sure_delete):
            self.say(self._told(journal.forget(confirm=True)))

    def _asks_again(self, what: str, asks: str) -> bool:
        """Ask once before something is done; say whether it was asked before."""
        asked, self._sure = self._sure == what, "" if self._sure == what else what
        if not asked:
            self.say(forms.sentences(asks))
        return asked


matrix = Matrix
board = Board  # beside ask, predict and estimate, by which a lesson calls the others
