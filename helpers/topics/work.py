"""My work: what is done and what is next, the deck that repeats, the answers as one page."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pandas as pd

from helpers import bank, concepts, data, figures, forms, journal, judging, questions, wording
from helpers.figures import CONTROLS, safe
from helpers.forms import safely
from helpers.measures import estimates
from helpers.measures import work as measures
from helpers.numbers import counted, parse_number
from helpers.wording import headed, say, words

# --- what is done ---------------------------------------------------------------------------------


def show_progress() -> Progress:
    """Show what is done in each lesson and what is next, by what the journal holds now."""
    return Progress()


def count_progress() -> figures.LessonTable:
    """Return the table of what is done, one row a lesson."""
    frame, said = measures.progress(), words("work.progress")
    titles = words("work.lessons")
    rows = [
        {
            "name": said.tell("name", n=row.lesson, title=titles.tell(str(row.lesson))),
            "questions": said.tell("questions", done=row.done, of=row.questions),
            "judged": said.tell("judged", right=row.right or None, missed=row.missed or None),
            "boards": row.boards,
            "code": row.code,
            "estimate": said.estimate_yes if row.estimate else said.estimate_no,
        }
        for row in frame.itertuples()
    ]
    told = said.tell("spoken", done=frame["done"].sum(), of=frame["questions"].sum())
    return figures.table(headed(pd.DataFrame(rows), said.columns), said.caption, sentence=told)


def say_next() -> str:
    """Say in HTML with which lesson to go on."""
    frame = measures.progress()
    found, said = measures.next_lesson(frame), words("work.progress")
    if found is None:
        return f"<p>{safe(said.next_none)}</p>"
    lesson, why = found
    title = words("work.lessons").tell(str(lesson))
    link = judging.lesson_link(f"0{lesson}-*", said.tell("name", n=lesson, title=title))
    row = frame.loc[lesson]
    facts = {"link": link, "left": int(row["questions"] - row["done"])}
    return f"<p>{said.tell(f'next_{why}', **facts)}</p>"


class Progress(forms.Form):
    """The table of what is done, and the next lesson; a button looks again."""

    def __repr__(self) -> str:
        return repr(count_progress())

    def _static(self) -> str:
        wake = forms.sentences(words("work.progress").wake)
        return count_progress()._repr_html_() + say_next() + wake

    def _widget(self):
        told = words("work.progress")
        self._said, self._table = forms.spoken(names=forms.named(told.head)), forms.html()
        self._looked()
        look = forms.button(told.look, self._looked)
        return forms.panel([forms.html(CONTROLS), self._said, self._table, look])

    @safely
    def _looked(self, _=None):
        shown = count_progress()
        self._table.value = shown._repr_html_()
        self.say(forms.sentences(shown.sentence) + say_next())


# --- the deck -------------------------------------------------------------------------------------


def practise() -> Deck:
    """Turn the cards that are due: ten minutes of questions and words."""
    return Deck()


class Repeated(questions.Asked):
    """A question asked again: the answer moves its card, and is no answer of the lesson.

    Args:
        question: of the bank.
        turned: called with whether it was right; returns a `journal.Kept` and what to say more.
    """

    def __init__(self, question, turned):
        super().__init__(concepts.elsewhere(question))
        self.kind, self.turned = "deck", turned

    def _widget(self):
        panel = super()._widget()
        self._sure = None
        panel.children = [c for c in panel.children if "sands-sure" not in c._dom_classes]
        return panel

    def _kept_value(self):
        return None  # a card is turned from memory

    def _restore(self, draft, kept):
        pass

    def _pressed(self, value, verdict):
        self._keep.disabled = True
        told, more = self.turned(verdict.correct is True)
        return told, forms.sentences(more)


class Deck(forms.Form):
    """One card at a time: why it comes, the question or the word, and when it comes again."""

    def __init__(self):
        self._words = words("work.deck")

    def __repr__(self) -> str:
        return self._words.paper

    def _static(self) -> str:
        return forms.asleep(self._words.head, self._words.paper)

    def _widget(self):
        self._said, self._room = forms.spoken(names=forms.named(self._words.name)), forms.column([])
        self._next = forms.button(self._words.next, self._step)
        self._cards, self._place, self._right, self._turned = measures.deck(), -1, 0, 0
        self.say(forms.sentences(self._begin()))
        forms.visible(self._next, bool(self._cards))
        head = forms.html(f"{CONTROLS}<p><strong>{safe(self._words.head)}</strong></p>")
        return forms.panel([head, self._said, self._room, self._next])

    def _begin(self) -> str:
        waiting = [card.due for card in measures.cards()]
        later = min(waiting) if waiting else None
        return self._words.tell("begin", n=len(self._cards) or None, later=later)

    @safely
    def _step(self, _=None):
        """Show the next card, or say that the deck is done."""
        self._place += 1
        if self._place >= len(self._cards):
            self._room.children = []
            forms.visible(self._next, False)
            told = self._words.tell("finished", right=self._right, turned=self._turned)
            self.say(forms.sentences(told))
            return
        card = self._cards[self._place]
        self._next.description = self._words.later
        shown, lesson = self._shown(card)
        why = self._words.tell(card.why, days=card.days or None, lesson=lesson)
        place = self._words.tell("place", n=self._place + 1, of=len(self._cards))
        self.say(forms.sentences(f"{place} {why}") + self._asked_in(card, lesson))
        self._room.children = [shown]

    def _asked_in(self, card, lesson) -> str:
        """Return the way to where a question was asked: some look at a chart there."""
        if card.kind != "question":
            return ""
        title = words("work.lessons").tell(lesson)
        link = judging.lesson_link(f"0{lesson}-*", say("work.progress.name", n=lesson, title=title))
        return f"<p>{self._words.tell('asked_in', link=link)}</p>"

    def _shown(self, card):
        """Return the widget of a card, and its lesson."""
        if card.kind == "question":
            shown = Repeated(bank.find(card.key), lambda right: self._moved(card, right))
            return shown.panel(), card.key.split(".")[0]
        row = measures.term_of(card.key)
        if row is None:
            return forms.Said(self._words.gone).panel(), None
        return self._term(card, row), row["lesson"]

    def _term(self, card, row):
        """Show a word; its meaning and the two buttons come when it was thought of."""
        told, room = self._words, forms.column([])
        asks = forms.html(forms.sentences(told.tell("asks", term=row["term"])))
        voice = forms.spoken(names={"button": {"of": row["term"]}})

        def answered(right):
            kept, more = self._moved(card, right)
            room.children = []
            self.say(forms.sentences(more) + forms.kept_mark(kept))

        def shown(_):
            cited = data.cite(row["source_ids"]) if isinstance(row["source_ids"], str) else ""
            voice.value = forms.sentences(row["definition"]) + (f"<p>{cited}</p>" if cited else "")
            forms.visible(reveal, False)
            room.children = [
                forms.row(
                    forms.button(told.knew, lambda _: answered(True)),
                    forms.button(told.not_yet, lambda _: answered(False)),
                )
            ]

        reveal = forms.button(told.reveal, shown)
        return forms.column([forms.html(CONTROLS), asks, reveal, voice, room], "sands")

    def _moved(self, card, right: bool):
        """Keep where a card goes; return what became of it, and when it comes again."""
        box = measures.moved(card.box, right)
        days = measures.BOXES[box - 1]
        told = journal.record("deck", card.key, {"box": box, "days": days, "right": right})
        self._turned, self._right = self._turned + 1, self._right + right
        self._next.description = self._words.next
        return told, self._words.tell("after", days=days)


# --- the answers as one page ----------------------------------------------------------------------


def my_answers() -> Answers:
    """Show the learner's answers with verdicts and reasons as one page, and write it as a file."""
    return Answers()


def told_answer(question: bank.Question, value) -> str:
    """Return an answer as its question words it; what no longer fits is said.

    Args:
        question: of the bank, worded.
        value: as the journal keeps it.

    Returns:
        Text.
    """
    said = words("work.answers")
    named = {o.key: o.text for o in (*question.options, *question.partners)}
    try:
        return _told(question, value, named, said)
    except (KeyError, TypeError, ValueError, AttributeError):  # an older shape, or a damaged entry
        return said.unread


def _told(question, value, named, said) -> str:
    kind = question.kind
    if kind == "chart":
        return value["title"]
    if kind == "single":
        return named[value]
    if kind == "multiple":
        return "; ".join(named[key] for key in value)
    if kind == "order":
        return " → ".join(named[key] for key in value)
    if kind == "match":
        pairs = ((named[one], named[other]) for one, other in value.items())
        return "; ".join(said.tell("pair", one=one, other=other) for one, other in pairs)
    if kind == "two-tier":
        return "; ".join(named[value[tier]] for tier in questions.TIERS)
    if kind == "series":
        return "; ".join(
            said.tell("pair", one=named[key], other=figures.words(number))
            for key, number in value.items()
        )
    if kind == "range":
        low, high = map(figures.words, value)
        return said.tell("range", low=low, high=high, unit=question.unit)
    if kind == "probability":
        return said.tell("percent", number=figures.words(value))
    number = parse_number(value) if kind == "number" else None
    return counted(number, question.unit) if number is not None else str(value)


def to_html(lesson: int | None = None, name: str = "", level: int = 1) -> str:
    """Return the answers as HTML, lesson by lesson; '' where there is none.

    Args:
        lesson: its number; None for all.
        name: of the learner, as the page names it; may be empty.
        level: of the first heading.

    Returns:
        HTML, all that was entered escaped.
    """
    said, found = words("work.answers"), measures.answered(lesson)
    given = {n: e for n, e in estimates.latest().items() if lesson in (None, n)}
    if not found and not given:
        return ""
    by = said.tell("by", name=" ".join(name.split())[:80], today=measures.today())
    html, signs = "", []
    for number in measures.LESSONS:
        own = [entry for entry in found if entry["key"].split(".")[0] == str(number)]
        parts = [_entry(entry, signs) for entry in own]
        parts += [_estimate(given[number])] if number in given else []
        if parts:
            title = words("work.lessons").tell(str(number))
            head = safe(said.tell("heading", n=number, title=title))
            html += f"<section><h{level + 1}>{head}</h{level + 1}>{''.join(parts)}</section>"
    counts = {"n": len(found), "right": signs.count(True), "missed": signs.count(False)}
    head = f"<h{level}>{safe(said.title)}</h{level}>"
    top = forms.sentences(by, said.tell("counts", **counts))
    return f'<div class="sands-answers">{head}{top}{html}{forms.sentences(said.foot)}</div>'


def _entry(entry: dict, signs: list) -> str:
    """Return one question with its answer and verdict; its mark goes onto `signs`."""
    said, question = words("work.answers"), bank.find(entry["key"])
    head = f"<p><strong>{safe(said.tell('question', id=question.id))}</strong> "
    asked = judging.prose(question.prompt).replace("<p>", head, 1)
    guessed = "guessed" if question.use == "predict" else "said"
    told = forms.sentences(said.tell(guessed, told=told_answer(question, entry["value"])))
    try:
        verdict = _verdict(question, entry)
    except (bank.QuestionError, data.DataError) as error:  # a table is damaged: the answer stays
        shown = forms.sentences(said.tell("unjudged", error=str(error)))
        return f"<article>{asked}{told}{shown}</article>"
    if question.use != "predict":
        signs.append(verdict.correct)
    return f"<article>{asked}{told}{verdict._repr_html_()}</article>"


def _verdict(question: bank.Question, entry: dict) -> judging.Verdict:
    """Judge an answer anew; of the coding track what was said on the day."""
    if not question.coding:
        return judging.judge(concepts.elsewhere(question), entry["value"])
    correct = entry.get("correct") if isinstance(entry.get("correct"), bool) else None
    sign = {True: "right", False: "not-yet", None: "said"}[correct]
    return judging.Verdict(correct, question.why, question.sources, sign)


def _estimate(entered: dict) -> str:
    ends = {end: parse_number(entered.get(end)) for end in ("best", "low", "high")}
    reason = " ".join(str(entered.get("reason") or "").split())
    return forms.sentences(say("work.answers.estimate", **ends, reason=reason))


def write_answers(lesson: int | None = None, name: str = "") -> tuple[Path | None, str]:
    """Write the answers as one page into the journal's folder; nothing is overwritten.

    Args:
        lesson: its number; None for all.
        name: of the learner; may be empty.

    Returns:
        The path of the file, and a sentence; None and why not, where nothing was written.
    """
    said, body = words("work.answers"), to_html(lesson, name)
    if not body:
        return None, _empty(lesson)
    body = _PATHS.sub(r"\1", body)  # beside the journal a way to a lesson would lead nowhere
    frame = string.Template(Path(__file__).with_name("work.html").read_text("utf-8"))
    page = frame.substitute(language=wording.language_tag(), title=safe(said.title), body=body)
    place = journal.where()
    try:
        path = journal.write_new(place, "my-answers", page.encode(), ".html")
    except OSError as error:
        return None, said.tell("failed", place=str(place), reason=error.strerror or str(error))
    facts = {"place": str(place), "browser": journal.in_browser()}
    return path, said.tell("written", file=path.name, **facts)


_PATHS = re.compile(r'<a href="[^"]*\.ipynb[^>]*>(.*?)</a>')


def _empty(lesson) -> str:
    said = words("work.answers")
    where = "" if lesson is None else said.tell("of_lesson", n=lesson)
    return said.tell("empty", where=where)


class Answers(forms.Form):
    """The answers of one lesson, or of all, to look at and to write as a file."""

    def __init__(self):
        self._words = words("work.answers")

    def __repr__(self) -> str:
        return self._words.wake

    def _static(self) -> str:
        return forms.asleep(self._words.head, self._words.wake)

    def _widget(self):
        import ipywidgets as w

        told = self._words
        lessons = [(told.all, "all"), *((told.tell("one", n=n), n) for n in measures.LESSONS)]
        self._lesson = w.Dropdown(
            options=lessons, description=told.lesson, **forms.looks(w.Dropdown)
        )
        self._name = w.Text(description=told.name, **forms.looks(w.Text))
        self._said, self._page = forms.spoken(names=forms.named(told.head)), forms.html()
        row = forms.row(
            forms.button(told.show, self._shown), forms.button(told.write, self._written)
        )
        head = forms.html(f"{CONTROLS}<p><strong>{safe(told.head)}</strong></p>")
        boxes = forms.row(self._lesson, self._name)
        return forms.panel([head, boxes, row, self._said, self._page])

    def _chosen(self) -> int | None:
        return None if self._lesson.value == "all" else self._lesson.value

    @safely
    def _shown(self, _=None):
        html = to_html(self._chosen(), self._name.value, level=3)
        self._page.value = html
        self.say("" if html else forms.sentences(_empty(self._chosen())))

    @safely
    def _written(self, _=None):
        path, told = write_answers(self._chosen(), self._name.value)
        link = forms.download(path, self._words.tell("download", file=path.name)) if path else ""
        self.say(forms.sentences(told) + link)
