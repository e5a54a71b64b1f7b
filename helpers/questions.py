"""Predictions, checks, estimates and boards: what a learner is asked, and where it is kept.

What is entered goes to the journal the moment it is made and is restored from it. Nothing here
raises because a question is unanswered: a lesson runs from top to bottom untouched. Before a
cell is run, in print and on the web, a question shows itself as plain text.
"""

from __future__ import annotations

from html import escape

from helpers import journal
from helpers.bank import Question, QuestionError, Verdict, find, judge, parse_number, prose
from helpers.figures import CONTROLS

SCALE = (
    "0: no coordination beyond chance. 3: they trade favours when it suits. "
    "5: loose alignment with limits. 7: close alignment, some costly help. "
    "10: one alliance that acts as one."
)

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


def check(question_id: str, answer) -> Verdict:
    """Judge the `answer` of a coding task; `...` means not answered yet and never fails.

    Args:
        question_id: such as '3.5'.
        answer: what the learner's code gave.

    Returns:
        A `Verdict` with an explanation; right and wrong answers are kept in the journal. Where
        there is no such question, the verdict says so and names the nearest.
    """
    try:
        verdict = judge(find(question_id), answer)
    except QuestionError as error:
        return Verdict(None, str(error))
    if verdict.correct is not None:
        scalar = getattr(answer, "shape", None) == ()  # NumPy's numbers are none of Python's
        number = parse_number(answer.item() if scalar else answer)
        _keep("code", question_id, str(answer)[:300] if number is None else number, verdict)
    return verdict


def estimate(lesson: int) -> Estimate:
    """Ask how far the four are aligned, from 0 to 10, with a range and a reason.

    Args:
        lesson: 0 to 9; the estimate that closes this lesson.

    Returns:
        A widget that keeps the estimate and names the earlier ones.
    """
    return Estimate(lesson)


def estimates() -> dict[int, dict]:
    """Return the learner's latest estimate a lesson: {lesson: {best, low, high, reason}}."""
    found = {
        int(entry["key"]): entry["value"]
        for entry in journal.entries("estimate")
        if entry["key"] in map(str, range(10)) and _is_estimate(entry["value"])
    }
    return dict(sorted(found.items()))


def _is_estimate(value) -> bool:
    """Say whether a value of the journal is an estimate; a copied file may hold anything."""
    return isinstance(value, dict) and all(
        parse_number(value.get(name)) is not None for name in ("best", "low", "high")
    )


def board(key: str, question: str, rows: dict, columns: dict, read=None) -> Board:
    """Show a grid that the learner fills: one row an item, one drop-down list a column.

    Args:
        key: where the journal keeps it, such as '3.clauses'.
        question: one line above the grid.
        rows: text of each item by its id.
        columns: for each column's name the list of what can be chosen.
        read: function of {row: {column: choice}} with what was filled; returns what to show.

    Returns:
        A widget that restores what was filled before and keeps each change when pressed.
    """
    return Board(key, question, rows, columns, read)


def my_journal() -> MyJournal:
    """Show where the learner's answers are kept, what they hold, and a button to export them."""
    return MyJournal()


# --- keeping ------------------------------------------------------------------------------------


def _keep(kind: str, key: str, value, verdict: Verdict | None = None) -> str:
    """Write to the journal unless nothing changed; return a sentence for the learner."""
    if journal.latest(kind, key) == value:
        return "This is what the journal already holds."
    more = {} if verdict is None or verdict.correct is None else {"correct": verdict.correct}
    try:
        return journal.record(kind, key, value, **more).message
    except journal.JournalError as error:
        return str(error)


def _status(*parts: str) -> str:
    return '<div role="status">' + "".join(parts) + "</div>"


class Shown:
    """What can be shown live or as plain text: `_static()` gives HTML, `_widget()` the controls."""

    _panel = None

    def _repr_mimebundle_(self, **_) -> dict:
        if self._panel is None:
            self._panel = self._widget().add_class("sands")
        view = {"version_major": 2, "version_minor": 0, "model_id": self._panel.model_id}
        return {
            "text/plain": repr(self),
            "text/html": self._static(),
            "application/vnd.jupyter.widget-view+json": view,
        }


class Said(Shown):
    """A sentence in the place of something that cannot be shown; the lesson runs on."""

    def __init__(self, sentence: str):
        self.sentence = sentence

    def _repr_mimebundle_(self, **_) -> dict:
        # Nothing here can be clicked, so that it needs no kernel to be seen.
        return {"text/plain": self.sentence, "text/html": self._static()}

    def __repr__(self) -> str:
        return self.sentence

    def _static(self) -> str:
        return _status(f"<p>{escape(self.sentence)}</p>")

    def _widget(self):
        import ipywidgets as w

        return w.HTML(self._static())


class Several(Shown):
    """A few questions, one below the other: `parts` are what `ask` returns for each."""

    def __init__(self, parts: list):
        self.parts = parts

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.parts))

    def _static(self) -> str:
        return "<hr>".join(part._static() for part in self.parts)

    def _widget(self):
        import ipywidgets as w

        return w.VBox([part._widget() for part in self.parts])


# --- one question -------------------------------------------------------------------------------


class Asked(Shown):
    """A `question` on the page: options, hints, feedback, and `then`, the figure that follows.

    With `below` that figure is shown without a kernel by the explorer below alone.
    """

    def __init__(self, question: Question, then=None, below=False):
        self.question, self.then, self.below = question, then, below
        self.kind = "prediction" if question.use == "predict" else "answer"

    def __repr__(self) -> str:
        lines = [f"Question {self.question.id}: {self.question.prompt.strip()}"]
        lines += [f"- {o.text}" for o in _listed(self.question)]
        return "\n".join(lines)

    def _heading(self) -> str:
        number = f"<strong>Question {escape(self.question.id)}.</strong> "
        return prose(self.question.prompt).replace("<p>", f"<p>{number}", 1)

    def _static(self) -> str:
        q = self.question
        html = self._heading()
        if q.options and q.kind != "text":
            html += "<ul>" + "".join(f"<li>{escape(o.text)}</li>" for o in _listed(q)) + "</ul>"
        if q.partners:
            partners = "; ".join(escape(p.text) for p in q.partners)
            html += f"<p>To match with: {partners}.</p>"
        for level, hint in enumerate(q.hints, 1):
            html += f"<details><summary>Hint {level}</summary>{prose(hint)}</details>"
        html += "<p>Run this cell to answer.</p>"
        if self.below:
            html += "<p>The chart is the first view of the explorer below.</p>"
        elif self.then is not None:
            html += self.then(guess=None)._repr_html_()
        return html

    def _widget(self):
        import ipywidgets as w

        q = self.question
        head = w.HTML(CONTROLS + self._heading())
        earlier = journal.latest(self.kind, q.id)
        self._inputs, body = _form(q, earlier)
        keep = w.Button(
            description="Keep my prediction" if self.then or self.kind == "prediction" else "Check"
        )
        keep.layout.width = "max-content"
        keep.on_click(self._answered)
        row = [keep]
        self._hints = 0
        if q.hints:
            hint = w.Button(description="Hint", tooltip="Show the next hint")
            hint.layout.width = "max-content"
            hint.on_click(self._hint)
            row.append(hint)
        self._said, self._after = w.HTML(), w.HTML()
        if self.then is not None:
            skip = w.Button(description="Show without predicting")
            skip.layout.width = "max-content"
            skip.on_click(lambda _: self._reveal())
            row.append(skip)
        if earlier is not None:
            self._said.value = _status("<p>Your earlier answer is filled in from the journal.</p>")
            if self.then is not None:
                self._reveal()
        return w.VBox([head, *body, w.HBox(row), self._said, self._after])

    def _value(self):
        return _entered(self.question, self._inputs)

    def _answered(self, _=None):
        value = self._value()
        verdict = judge(self.question, value)
        blank = value in (None, "", [], {}) or (
            verdict.correct is None and _unfit(self.question, value)
        )
        kept = (
            "" if blank else f"<p>{escape(_keep(self.kind, self.question.id, value, verdict))}</p>"
        )
        self._said.value = verdict._repr_html_() + kept
        if not blank and self.then is not None:
            self._reveal()

    def _hint(self, _=None):
        self._hints = min(self._hints + 1, len(self.question.hints))
        told = [
            prose(f"Hint {level}: {hint}")
            for level, hint in enumerate(self.question.hints[: self._hints], 1)
        ]
        self._said.value = _status(*told)

    def _reveal(self):
        value = journal.latest("prediction", self.question.id)
        self._after.value = self.then(guess=value)._repr_html_()


def _unfit(question: Question, value) -> bool:
    """Say whether a value could not be read at all, so that there is nothing to keep."""
    if question.kind in ("number", "probability"):
        return parse_number(value) is None
    if question.kind == "range":
        return any(parse_number(v) is None for v in value)
    if question.kind == "match":
        return len(value) < len(question.options)
    if question.kind == "order":
        return len(set(value)) < len(question.options)
    return False


def _listed(question: Question) -> list:
    """Return the options in the order shown; those to be ordered are shown by alphabet."""
    if question.kind == "order":
        return sorted(question.options, key=lambda o: o.text)
    return list(question.options)


def _form(q: Question, earlier):
    """Return (inputs by key, widgets to show) for the question's kind, filled with `earlier`."""
    import ipywidgets as w

    wide, style = w.Layout(width="auto", max_width="100%"), {"description_width": "initial"}
    if q.kind == "single":
        boxes = {
            o.key: w.Checkbox(value=o.key == earlier, description=o.text, indent=False, layout=wide)
            for o in q.options
        }
        _one_of(boxes.values())
        return boxes, [w.VBox(list(boxes.values())).add_class("sands-one")]
    if q.kind == "multiple":
        chosen = earlier if isinstance(earlier, list) else []
        boxes = {
            o.key: w.Checkbox(value=o.key in chosen, description=o.text, indent=False, layout=wide)
            for o in q.options
        }
        return boxes, list(boxes.values())
    if q.kind in ("order", "match"):
        shown = _listed(q)
        offer = [("choose", "")] + (
            [(str(n), n) for n in range(1, len(shown) + 1)]
            if q.kind == "order"
            else [(p.text, p.key) for p in q.partners]
        )
        allowed = [value for _, value in offer]
        boxes = {}
        for o in shown:
            value = ""
            if isinstance(earlier, list) and o.key in earlier:
                value = earlier.index(o.key) + 1
            elif isinstance(earlier, dict):
                value = earlier.get(o.key, "")
            boxes[o.key] = w.Dropdown(
                options=offer,
                value=value if value in allowed else "",
                description=o.text,
                style=style,
                layout=wide,
            )
        return boxes, list(boxes.values())
    if q.kind == "range":
        ends = earlier if isinstance(earlier, list) and len(earlier) == 2 else ["", ""]
        boxes = {
            name: w.Text(
                continuous_update=False,
                value=_as_text(end),
                description=f"{name} {q.unit}".strip(),
                style=style,
            )
            for name, end in zip(("low", "high"), ends, strict=True)
        }
        return boxes, list(boxes.values())
    if q.kind == "text":
        box = w.Textarea(
            continuous_update=False,
            value=str(earlier or ""),
            description="Your words",
            style=style,
            layout=wide,
        )
        return {"one": box}, [box]
    name = "per cent, 0 to 100" if q.kind == "probability" else (q.unit or "number")
    text = "" if earlier is None else _as_text(earlier)
    box = w.Text(
        continuous_update=False,
        value=text,
        description=f"Your answer ({name})",
        style=style,
        layout=wide,
    )
    return {"one": box}, [box]


def _one_of(boxes):
    """Let at most one of the check boxes be ticked.

    Radio buttons would be the usual choice, but JupyterLab takes the arrow keys that move them,
    so that nobody without a mouse could choose; each check box is reached by Tab.
    """
    boxes = list(boxes)

    def ticked(change):
        if change["new"]:
            for box in boxes:
                if box is not change["owner"]:
                    box.value = False

    for box in boxes:
        box.observe(ticked, "value")


def _entered(q: Question, inputs: dict):
    """Read what stands in the inputs as a value that `judge` takes."""
    if q.kind == "single":
        return next((key for key, box in inputs.items() if box.value), None)
    if q.kind == "multiple":
        return [key for key, box in inputs.items() if box.value]
    if q.kind == "match":
        return {key: box.value for key, box in inputs.items() if box.value != ""}
    if q.kind == "order":
        # Of two items at one place one drops out, so that the answer counts as incomplete.
        places = {box.value: key for key, box in inputs.items() if box.value != ""}
        return [places[place] for place in sorted(places)]
    if q.kind == "range":
        ends = [box.value.strip() for box in inputs.values()]
        numbers = [parse_number(end) for end in ends]
        return [] if not any(ends) else ends if None in numbers else numbers
    value = inputs["one"].value
    if q.kind in ("number", "probability"):
        number = parse_number(value)
        return value.strip() if number is None else number
    return value.strip() if isinstance(value, str) else value


# --- the estimate -------------------------------------------------------------------------------


class Estimate(Shown):
    """How far are the four aligned? A number from 0 to 10, a range, a reason, after a `lesson`."""

    def __init__(self, lesson: int):
        self.lesson = lesson
        self.key = str(lesson)

    def __repr__(self) -> str:
        return (
            f"Your estimate after lesson {self.lesson}: how far are the four states aligned, "
            f"from 0 to 10?\n{SCALE}"
        )

    def _question(self) -> str:
        return (
            f"<p><strong>Your estimate after lesson {self.lesson}.</strong> How far are the four "
            f"states aligned, from 0 to 10?</p><p>{SCALE}</p>"
        )

    def _static(self) -> str:
        return (
            f"{self._question()}<p>Give a number, a range outside which you would be surprised, "
            "and one sentence why. Run this cell to enter it.</p>"
        )

    def _widget(self):
        import ipywidgets as w

        earlier = estimates().get(self.lesson, {})
        labels = {
            "best": "My estimate, 0 to 10",
            "low": "I would be surprised below",
            "high": "I would be surprised above",
        }
        style = {"description_width": "initial"}
        self._numbers = {
            name: w.Text(
                continuous_update=False,
                value=_as_text(earlier.get(name)),
                description=label,
                style=style,
            )
            for name, label in labels.items()
        }
        self._reason = w.Textarea(
            continuous_update=False,
            value=str(earlier.get("reason", "")),
            description="What moved me, in one sentence",
            style=style,
            layout=w.Layout(width="auto", max_width="100%"),
        )
        keep = w.Button(description="Keep my estimate", layout=w.Layout(width="max-content"))
        keep.on_click(self._kept)
        self._said = w.HTML(self._path())
        boxes = [*self._numbers.values(), self._reason, keep, self._said]
        return w.VBox([w.HTML(CONTROLS + self._question()), *boxes])

    def _path(self) -> str:
        """Say what the learner estimated in other lessons."""
        others = [(n, e) for n, e in estimates().items() if n != self.lesson]
        if not others:
            return ""
        told = "; ".join(
            f"lesson {n}: {_as_text(e['best'])} ({_as_text(e['low'])} to {_as_text(e['high'])})"
            for n, e in others
        )
        return _status(f"<p>Your other estimates: {escape(told)}.</p>")

    def _kept(self, _=None):
        entered = {name: box.value.strip() for name, box in self._numbers.items()}
        problem = estimate_problem(entered)
        if problem:
            self._said.value = _status(f"<p>{escape(problem)}</p>")
            return
        value = {name: parse_number(text) for name, text in entered.items()}
        value["reason"] = self._reason.value.strip()
        told = _keep("estimate", self.key, value)
        self._said.value = _status(f"<p>{escape(told)}</p>") + self._path()


def estimate_problem(entered: dict) -> str:
    """Say what is wrong with an estimate.

    Args:
        entered: {best, low, high} as texts.

    Returns:
        A sentence for the learner, or '' where the estimate can be kept.
    """
    for name, label in (("best", "estimate"), ("low", "low end"), ("high", "high end")):
        number = parse_number(entered.get(name, ""))
        if number is None:
            return f"The {label} is not a number yet. Write digits from 0 to 10, such as 4 or 4.5."
        if not 0 <= number <= 10:
            return f"The {label} {entered[name]} lies outside the scale. Write 0 to 10."
    low, best, high = (parse_number(entered[name]) for name in ("low", "best", "high"))
    if not low <= best <= high:
        return "The estimate lies outside your own range. Widen the range or move the estimate."
    return ""


def _as_text(number) -> str:
    """Write what the journal holds as the learner would type it."""
    if number is None:
        return ""
    return f"{number:.15g}" if isinstance(number, (int, float)) else str(number)


# --- the journal, to look at ---------------------------------------------------------------------


class MyJournal(Shown):
    """Where the answers are, how many, and how to export or delete them."""

    def __repr__(self) -> str:
        return "Your journal: where your answers are kept, and how to export or delete them."

    def _static(self) -> str:
        return (
            "<p><strong>Your journal.</strong> Run this cell to see where your answers are kept, "
            "how many there are, and how to export or delete them.</p>"
        )

    def _widget(self):
        import ipywidgets as w

        wide = w.Layout(width="max-content")
        look = w.Button(description="Look again", layout=wide)
        export = w.Button(description="Export one file", layout=wide)
        name = w.Text(
            continuous_update=False,
            description="A name for the export, if you like",
            style={"description_width": "initial"},
        )
        said = w.HTML(self._told())
        look.on_click(lambda _: setattr(said, "value", self._told()))

        def exported(_):
            try:
                told = f"Written to {journal.export(name.value)}."
            except journal.JournalError as error:
                told = str(error)
            said.value = _status(f"<p>{escape(told)}</p>")

        export.on_click(exported)
        return w.VBox([w.HTML(CONTROLS), said, name, w.HBox([look, export])])

    def _told(self) -> str:
        return _status(*(f"<p>{escape(line)}</p>" for line in journal.describe().splitlines()))


# --- a board ------------------------------------------------------------------------------------


class Board(Shown):
    """A grid of drop-down lists that the learner fills, kept in the journal as one entry.

    `key`, `question`, `rows`, `columns` and `read` are those of the function `board`.
    """

    def __init__(self, key: str, question: str, rows: dict, columns: dict, read=None):
        self.key, self.question, self.rows, self.columns, self.read = (
            key,
            question,
            rows,
            columns,
            read,
        )

    @property
    def filled(self) -> dict:
        """What the journal holds: {row: {column: choice}}, only known rows and choices."""
        kept = journal.latest("board", self.key)
        kept = kept if isinstance(kept, dict) else {}
        return {
            row: {c: v for c, v in kept[row].items() if v in self.columns.get(c, ())}
            for row in self.rows
            if isinstance(kept.get(row), dict)
        }

    def __repr__(self) -> str:
        return "\n".join([f"Board: {self.question}", *(f"- {text}" for text in self.rows.values())])

    def _static(self) -> str:
        items = "".join(f"<li>{escape(text)}</li>" for text in self.rows.values())
        choices = "".join(
            f"<p>{escape(name)}: {escape('; '.join(map(str, values)))}.</p>"
            for name, values in self.columns.items()
        )
        return (
            f"<p><strong>{escape(self.question)}</strong></p><ol>{items}</ol>{choices}"
            "<p>Run this cell to fill the board.</p>"
        )

    def _widget(self):
        import ipywidgets as w

        filled = self.filled
        self._boxes, lines = {}, []
        for place, (row, text) in enumerate(self.rows.items(), 1):
            lines.append(w.HTML(f"<p>{place}. {escape(text)}</p>"))
            self._boxes[row] = {
                name: w.Dropdown(
                    options=[("choose", ""), *((str(v), v) for v in values)],
                    value=filled.get(row, {}).get(name, ""),
                    description=f"{name} ({place})",
                    style={"description_width": "initial"},
                )
                for name, values in self.columns.items()
            }
            lines.append(
                w.HBox(list(self._boxes[row].values()), layout=w.Layout(flex_flow="row wrap"))
            )
        keep = w.Button(description="Keep and compare", layout=w.Layout(width="max-content"))
        keep.on_click(self._kept)
        self._said = w.HTML()
        if filled:
            self._said.value = self._compared(filled)
        head = w.HTML(f"{CONTROLS}<p><strong>{escape(self.question)}</strong></p>")
        return w.VBox([head, *lines, keep, self._said])

    def entered(self) -> dict:
        """Read the grid as it stands: {row: {column: choice}}, empty choices left out."""
        grid = {
            row: {name: box.value for name, box in boxes.items() if box.value != ""}
            for row, boxes in self._boxes.items()
        }
        return {row: choices for row, choices in grid.items() if choices}

    def _kept(self, _=None):
        grid = self.entered()
        if not grid:
            self._said.value = _status(
                "<p>Nothing is filled in yet. Choose in at least one row.</p>"
            )
            return
        told = _keep("board", self.key, grid)
        self._said.value = _status(f"<p>{escape(told)}</p>") + self._compared(grid)

    def _compared(self, grid: dict) -> str:
        if self.read is None:
            return ""
        shown = self.read(grid)
        return "".join(
            part._repr_html_() for part in (shown if isinstance(shown, list) else [shown])
        )
