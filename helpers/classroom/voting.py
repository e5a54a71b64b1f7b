"""A vote in class of two rounds: hands counted before and after discussion."""

from __future__ import annotations

import pandas as pd

from helpers import bank, data, figures, forms, journal, judging, questions, wording
from helpers.classroom.charts import draw_pairs, page_of, shares
from helpers.classroom.words import cut, tidy
from helpers.figures import LABEL
from helpers.numbers import parse_number

LETTERS = "ABCDEFGH"


def _say(message: str, **facts) -> str:
    return wording.say(f"classroom.vote.{message}", **facts)


def vote(question, prompt: str = "") -> questions.Shown:
    """Show a vote of two rounds: hands are counted, typed in, and compared after discussion.

    Args:
        question: a question of the bank with options, such as '3.5' (of kind order the vote asks
            which comes first), or a list of two to eight options of your own.
        prompt: what is asked, for options of your own.

    Returns:
        The widget `Vote`; where there is nothing to vote on, a sentence that says so.
    """
    if isinstance(question, str):
        try:
            found = bank.find(question)
        except bank.QuestionError as error:
            return questions.Said(str(error))
        if found.kind not in ("single", "multiple", "order"):
            return questions.Said(_say("no_options", id=question, kind=found.kind))
        return Vote(found)
    texts = [tidy(text, 200) for text in question if str(text).strip()]
    if not 2 <= len(texts) <= 8:
        return questions.Said(_say("how_many"))
    options = tuple(bank.Option(key=str(n), text=text) for n, text in enumerate(texts))
    asked = prompt.strip() or _say("which")
    return Vote(bank.Question(id="", kind="single", use="check", prompt=asked, options=options))


def draw_vote(texts, first, second=None, prompt="", right=()) -> figures.LessonFigure:
    """Draw the counts of a vote, and of a second one after discussion.

    Args:
        texts: the options.
        first: votes in the first round, one number an option.
        second: the same for the second round, or None.
        prompt: what was asked.
        right: places (from 0) of the right options, to be marked.

    Returns:
        The `LessonFigure`; title and sentence name the largest shift, in percentage points.
    """
    second = [0] * len(texts) if second is None else list(second)
    totals = (sum(first), sum(second))
    if not totals[0]:
        told = wording.words("classroom.votes")
        return figures.message(told.none_title, told.none)
    told = _told(first, second, totals, prompt=cut(prompt, 120), right=bool(right))
    labels = [told.tell("label", letter=LETTERS[n], text=text) for n, text in enumerate(texts)]
    rows = list(zip(labels, first, second, strict=True))
    with page_of(None, told.title, "", told.note, prompt) as page:
        page.text(0.25, 1.1, told.told, size=11, color=LABEL, va="top")
        draw_pairs(page, rows, totals, right)
    heads = list(told.heads.values())[: 3 if totals[1] else 2]
    table = pd.DataFrame([row[: len(heads)] for row in rows], columns=heads)
    return page.figure(
        alt=told.alt,
        caption=told.caption,
        table=figures.table(table, told.table),
        sentence=told.sentence,
    )


def _told(first, second, totals, **facts):
    """Return the words on both rounds, which name the largest shift, or the most votes."""
    options = []
    for n, counts in enumerate(zip(first, second, strict=True)):
        votes = dict(zip(("first", "last"), counts, strict=True))
        part = dict(zip(("first_share", "last_share"), shares(counts, totals), strict=True))
        options.append({"letter": LETTERS[n], **votes, **part})
    moves = [one["last_share"] - one["first_share"] for one in options]
    again = totals[1] > 0
    big = max(range(len(moves)), key=lambda n: (abs(moves[n]) if again else first[n], -n))
    moved, fewer = round(abs(moves[big])) > 0, totals[0] - totals[1] if again else 0
    return wording.words(
        "classroom.votes",
        before=totals[0],
        after=totals[1],
        second=again,
        letter=LETTERS[big],
        points=abs(moves[big]),
        gained=moved and moves[big] > 0,
        lost=moved and moves[big] < 0,
        fewer=fewer if fewer > 0 else None,
        more=-fewer if fewer < 0 else None,
        options=options,
        **facts,
    )


def count_votes(text) -> tuple[int | None, str]:
    """Read a number of hands as an instructor types it.

    Args:
        text: what stands in the box.

    Returns:
        (count, problem): a whole number from 0 to 10,000 and '', with a blank read as 0; None and
        a sentence where it is none.
    """
    number = _count(text)
    if number is None:
        return None, _say("no_count", given=cut(str(text).strip(), 20))
    return number, ""


def _count(text) -> int | None:
    clean = str(text).strip()
    number = parse_number(clean) if clean else 0.0
    if number is None or number != int(number) or not 0 <= number <= 10_000:
        return None
    return int(number)


_BOXES = """<style>
.sands.sands-vote .widget-text{flex-direction:column;align-items:flex-start;height:auto}
.sands.sands-vote .widget-text input[type=text]{flex:none;width:7em;height:34px;font-size:18px}
</style>"""


class Vote(forms.Form):
    """Two rounds of counts in labelled boxes, the chart, and on request the right answer.

    `question` is one of the bank, or made of an instructor's own options.
    """

    def __init__(self, question):
        self.question = question
        self.options = questions.listed(question)
        self.letters = LETTERS[: len(self.options)]
        ask = question.prompt.strip()
        self.asks = _say("order", asked=ask) if question.kind == "order" else ask
        self.key = question.id or tidy(self.asks, 80)
        self.revealed = False

    def __repr__(self) -> str:
        lines = [_say("plain", asks=self.asks)]
        for letter, option in zip(self.letters, self.options, strict=True):
            lines.append(_say("plain_option", letter=letter, text=option.text))
        return "\n".join(lines)

    def _asked(self) -> str:
        listed = "".join(
            f"<li><strong>{a}</strong>: {figures.safe(o.text)}</li>"
            for a, o in zip(self.letters, self.options, strict=True)
        )
        name = figures.safe(_say("head", id=self.question.id))
        asked = judging.prose(self.asks).replace("<p>", f"<p><strong>{name}</strong> ", 1)
        return f'{asked}<ul style="list-style:none;padding-left:0">{listed}</ul>'

    def _static(self) -> str:
        return f"{self._asked()}<p>{figures.safe(_say('wake'))}</p>"

    def _widget(self):
        import ipywidgets as w

        self._draft = forms.Draft("vote", self.key, self._typed, self.say)
        draft, kept = self._draft.found(), journal.latest("vote", self.key)
        self.boxes, rows = {}, []
        for name in ("first", "second"):
            line = []
            for n, letter in enumerate(self.letters):
                box = w.Text(
                    value=_stood(draft if isinstance(draft, dict) else kept, name, n),
                    description=wording.words("classroom.vote", letter=letter).boxes[name],
                    continuous_update=False,
                    **forms.looks(w.Text, width="max-content", margin="0 12px 6px 0"),
                )
                self.boxes[name, n] = box
                line.append(box)
            rows.append(forms.row(*line))
        self._draft.watch(*self.boxes.values())
        for box in self.boxes.values():
            box.observe(self._changed, "value")
        named = forms.named(_say("named", id=self.question.id))
        self.said = self._said = forms.spoken(names=named)
        self.picture, self.answer = forms.html(), forms.html()
        self._clearing = False
        if any(box.value for box in self.boxes.values()):
            self._changed()
            self.say(forms.sentences(_say("again")) + self.said.value)
        head = forms.html(figures.CONTROLS + _BOXES + self._asked())
        line = forms.row(
            forms.button(_say("show"), self._show),
            forms.button(_say("reveal"), self._reveal),
            forms.button(_say("clear"), self._clear),
        )
        shown = [head, *rows, line, self.said, self.picture, self.answer]
        return forms.panel(shown, "sands-vote")

    def _typed(self) -> dict:
        """Return what stands in the boxes, as typed: {round: [text an option]}."""
        typed = {"first": [], "second": []}
        for (name, _), box in self.boxes.items():
            typed[name].append(box.value.strip())
        return typed

    def counts(self) -> tuple[list, list, list]:
        """Return (first round, second round, problems) as they stand; what is no count is 0."""
        rounds, problems = {"first": [], "second": []}, []
        for (name, n), box in self.boxes.items():
            number, problem = count_votes(box.value)
            rounds[name].append(number or 0)
            if problem:
                problems.append(_say("problem", letter=self.letters[n], problem=problem))
        return rounds["first"], rounds["second"], problems

    @forms.safely
    def _changed(self, _=None):
        if self._clearing:
            return
        first, second, problems = self.counts()
        told = list(problems)
        if any(first) or any(second):
            texts = [o.text for o in self.options]
            shown = draw_vote(texts, first, second, self.asks, self._right())
            told.append(shown.sentence)
            self.picture.value = shown.live()
        else:
            self.picture.value = ""
            told.append(_say("none"))
        self.say(forms.sentences(*told))

    @forms.safely
    def _show(self, _=None):
        self._draft.write()
        rounds, told = {"first": [], "second": []}, None
        for (name, _), box in self.boxes.items():
            rounds[name].append(_count(box.value))
        if None not in rounds["first"] + rounds["second"] and any(rounds["first"]):
            told = forms.keep("vote", self.key, rounds)  # kept before anything is worded
            self._draft.settled()
        self._changed()
        if told is not None:
            self.say(self.said.value + forms.kept_mark(told))

    def _right(self) -> tuple:
        if not self.revealed:
            return ()
        if self.question.kind == "order":
            return (self.options.index(self.question.options[0]),)
        return tuple(n for n, o in enumerate(self.options) if o.right)

    @forms.safely
    def _reveal(self, _=None):
        self.revealed = True
        self._changed()
        q, right = self.question, self._right()
        line = _say(
            "right",
            id=q.id,
            order=[o.text for o in q.options] if q.kind == "order" else [],
            right=[self.letters[n] for n in right],
        )
        reasons = [
            _say("reason", letter=letter, why=option.why)
            for letter, option in zip(self.letters, self.options, strict=True)
            if option.why
        ]
        cited = f"<p>{_say('sources', sources=data.cite(*q.sources))}</p>" if q.sources else ""
        told = forms.sentences(line, *reasons, q.why)
        self.answer.value = told + cited
        self.say(self.said.value + forms.sentences(line))

    @forms.safely
    def _clear(self, _=None):
        self.revealed, self._clearing = False, True
        for box in self.boxes.values():
            box.value = ""
        self._clearing = False
        self._draft.write()
        self.answer.value = ""
        self._changed()


def _stood(value, name: str, place: int) -> str:
    """Return what stood in one box; the journal's value may be of any shape."""
    counts = value.get(name) if isinstance(value, dict) else None
    if not isinstance(counts, list) or place >= len(counts):
        return ""
    one = counts[place]
    if isinstance(one, str):
        return one
    number = count_votes(one)[0]
    return str(number) if number else ""
