"""A vote in class of two rounds: hands counted before and after discussion."""

from __future__ import annotations

import pandas as pd

from helpers import bank, data, figures, forms, journal, judging, questions
from helpers.classroom.charts import draw_pairs, draw_prompt
from helpers.classroom.words import cut, tidy
from helpers.figures import LABEL
from helpers.numbers import parse_number


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
            return questions.Said(
                f"Question {question} is of kind {found.kind}: there are no options to vote on. "
                "Give a list of options of your own: vote(['…', '…'], 'Your question')."
            )
        return Vote(found)
    texts = [tidy(text, 200) for text in question if str(text).strip()]
    if not 2 <= len(texts) <= 8:
        return questions.Said("A vote needs two to eight options, such as vote(['Yes', 'No']).")
    options = tuple(bank.Option(key=str(n), text=text) for n, text in enumerate(texts))
    asked = prompt.strip() or "Which do you choose?"
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
    letters = "ABCDEFGH"
    second = [0] * len(texts) if second is None else list(second)
    totals = (sum(first), sum(second))
    if not totals[0]:
        return figures.message("No votes yet", "Type the hands counted for each option.")
    rows = [
        (f"{letters[n]}  {t}", a, b)
        for n, (t, a, b) in enumerate(zip(texts, first, second, strict=True))
    ]
    shares = [[100 * n / t if t else 0.0 for n, t in zip(r[1:], totals, strict=True)] for r in rows]
    moves = [after - before for before, after in shares]
    if totals[1]:
        big = max(range(len(rows)), key=lambda n: (abs(moves[n]), -n))
        way = "gained" if moves[big] > 0 else "lost"
        title = f"After discussion {letters[big]} {way} {abs(moves[big]):.0f} percentage points"
        if not round(abs(moves[big])):
            title = "After discussion the shares are the same"
    else:
        big = max(range(len(rows)), key=lambda n: (first[n], -n))
        title = f"First round: {totals[0]} votes, most for {letters[big]}"
    note = "Pale bar: before discussion.   Dark bar: after.   " if totals[1] else ""
    note += "✓ right answer." if right else ""
    with figures.page(title, "", note.strip()) as page:
        draw_prompt(page, prompt)
        told = f"Share of votes: {totals[0]} in the first round"
        told += f", {totals[1]} in the second" if totals[1] else ""
        page.text(0.25, 1.1, told, size=11, color=LABEL, va="top")
        draw_pairs(page, rows, totals, right)
    spelled = [
        f"{letters[n]} {a} ({shares[n][0]:.0f} %)"
        + (f" to {b} ({shares[n][1]:.0f} %)" if totals[1] else "")
        for n, (_, a, b) in enumerate(rows)
    ]
    sentence = "; ".join(spelled) + "."
    fewer = totals[0] - totals[1]
    doubt = "A shift shows that minds moved, and not why."
    if totals[1] and fewer:
        doubt = (
            f"{abs(fewer)} {'fewer' if fewer > 0 else 'more'} voted in the second round. {doubt}"
        )
    columns = ["Option", "Before discussion", "After discussion"][: 3 if totals[1] else 2]
    table = pd.DataFrame([row[: len(columns)] for row in rows], columns=columns)
    return page.figure(
        alt=f"Votes on “{cut(prompt, 120)}”, {told[0].lower()}{told[1:]}: {sentence} {title}.",
        caption=f"{title}. {doubt}",
        table=figures.table(table, "Votes by option"),
        sentence=sentence,
    )


def count_votes(text) -> tuple[int | None, str]:
    """Read a number of hands as an instructor types it.

    Args:
        text: what stands in the box.

    Returns:
        (count, problem): a whole number from 0 to 10,000 and '', with a blank read as 0; None and
        a sentence where it is none.
    """
    clean = str(text).strip()
    number = parse_number(clean) if clean else 0.0
    if number is None or number != int(number) or not 0 <= number <= 10_000:
        return None, f"“{cut(clean, 20)}” is not a count. Write a whole number, such as 12."
    return int(number), ""


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
        self.options = questions._listed(question)
        self.letters = "ABCDEFGH"[: len(self.options)]
        ask = question.prompt.strip()
        self.asks = f"{ask} Vote: which comes first?" if question.kind == "order" else ask
        self.key = question.id or tidy(self.asks, 80)
        self.revealed = False

    def __repr__(self) -> str:
        lines = [f"Vote: {self.asks}"]
        lines += [f"{a}: {o.text}" for a, o in zip(self.letters, self.options, strict=True)]
        return "\n".join(lines)

    def _asked(self) -> str:
        listed = "".join(
            f"<li><strong>{a}</strong>: {figures.safe(o.text)}</li>"
            for a, o in zip(self.letters, self.options, strict=True)
        )
        name = f"Vote on question {self.question.id}." if self.question.id else "Vote."
        asked = judging.prose(self.asks).replace("<p>", f"<p><strong>{name}</strong> ", 1)
        return f'{asked}<ul style="list-style:none;padding-left:0">{listed}</ul>'

    def _static(self) -> str:
        return f"{self._asked()}<p>Run this cell to type the counts of two rounds.</p>"

    def _widget(self):
        import ipywidgets as w

        self._draft = forms.Draft("vote", self.key, self._typed, self.say)
        draft, kept = self._draft.found(), journal.latest("vote", self.key)
        self.boxes, rows = {}, []
        for name, words in (("first", "before discussion"), ("second", "after discussion")):
            line = []
            for n, letter in enumerate(self.letters):
                box = w.Text(
                    value=_stood(draft if isinstance(draft, dict) else kept, name, n),
                    description=f"{letter} {words}",
                    continuous_update=False,
                    style={"description_width": "initial"},
                    layout=w.Layout(width="max-content", margin="0 12px 6px 0"),
                )
                self.boxes[name, n] = box
                line.append(box)
            rows.append(forms.row(*line))
        self._draft.watch(*self.boxes.values())
        for box in self.boxes.values():
            box.observe(self._changed, "value")
        named = forms.named(f"Vote on question {self.question.id}" if self.question.id else "Vote")
        self.said = self._said = forms.spoken(names=named)
        self.picture, self.answer = w.HTML(), w.HTML()
        self._clearing = False
        if any(box.value for box in self.boxes.values()):
            self._changed()
            told = "The votes of last time are filled in. Start again clears them."
            self.say(forms.sentences(told) + self.said.value)
        head = w.HTML(figures.CONTROLS + _BOXES + self._asked())
        line = forms.row(
            forms.button("Show the votes", self._show),
            forms.button("Show the right answer", self._reveal),
            forms.button("Start again", self._clear),
        )
        panel = w.VBox([head, *rows, line, self.said, self.picture, self.answer])
        return panel.add_class("sands-vote").add_class("sands-form-box")

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
                problems.append(f"{self.letters[n]}: {problem}")
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
            self.picture.value = shown._repr_html_()
        else:
            self.picture.value = ""
            told.append(
                "No votes yet. Type the hands counted for each option; a blank counts as 0."
            )
        self.say(forms.sentences(*told))

    @forms.safely
    def _show(self, _=None):
        self._draft.write()
        self._changed()
        first, second, problems = self.counts()
        if problems or not any(first):
            return
        told = forms.keep("vote", self.key, {"first": first, "second": second})
        self._draft.settled()
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
        if q.kind == "order":
            lines = ["The order: " + "; ".join(o.text for o in q.options) + "."]
        elif right:
            named = ", ".join(f"{self.letters[n]}" for n in right)
            lines = [f"Right: {named}."]
        else:
            lines = [
                "This question has no right answer." if q.id else "These are your own options."
            ]
        reasons = [
            f"{a}: {o.why}" for a, o in zip(self.letters, self.options, strict=True) if o.why
        ]
        cited = f"<p>Sources: {data.cite(*q.sources)}.</p>" if q.sources else ""
        told = forms.sentences(*lines, *reasons, q.why)
        self.answer.value = told + cited
        self.say(self.said.value + forms.sentences(*lines))

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
