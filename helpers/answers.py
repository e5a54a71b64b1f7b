"""Every question with its answer, for the instructor; made from the bank, so that it cannot drift.

Nothing here is shown by a lesson. `key_to` gives the answers of one lesson, `page` and
`write_page` a page to print, and `choose` the choice of a lesson in the instructor's notebook.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from helpers import bank, data, forms, judging
from helpers.figures import CONTROLS
from helpers.numbers import counted, parse_number

USES = {
    "retrieval": "Looks back",
    "predict": "Prediction",
    "check": "Check",
    "hunt": "Bug hunt",
    "code": "Coding track",
}
STYLE = """<style>
.sands-key{max-width:46em;line-height:1.5}
.sands-key article{border-top:1px solid currentColor;margin-top:1.2em;break-inside:avoid}
.sands-key pre{white-space:pre-wrap;border-left:3px solid currentColor;padding-left:10px}
</style>"""


@dataclass(frozen=True)
class Answer:
    """One question with what an instructor wants to know.

    `right` holds the right answer in words, one text an option; `reason` says why. `wrong` holds
    (what is answered, why not), with the misconception's name in the second where there is one.
    `value` is what `judging.judge` takes as right, None where nothing is right or wrong.
    """

    question: bank.Question
    right: tuple
    reason: str
    wrong: tuple = ()
    value: object = None


def lessons() -> list[int]:
    """Return the numbers of the lessons that have questions, in order."""
    return sorted({int(question_id.split(".")[0]) for question_id in bank.bank()})


def key_to(lesson: int) -> list[Answer]:
    """Return the answers of one lesson in the order in which they are asked.

    Args:
        lesson: 0 to 9.

    Returns:
        One `Answer` a question of the bank.

    Raises:
        bank.QuestionError: there is no question for this lesson; names those that have some.
    """
    found = [q for key, q in bank.bank().items() if key.split(".")[0] == str(lesson)]
    if not found:
        known = ", ".join(map(str, lessons()))
        raise bank.QuestionError(f"Lesson {lesson} has no questions. These have some: {known}.")
    return [answer(bank.worded(question)) for question in found]


def answer(question: bank.Question) -> Answer:
    """Work out the answer of one question.

    Args:
        question: an entry of the bank.

    Returns:
        An `Answer`; expected numbers are computed from the tables as they are now.
    """
    kinds = {"single": _single, "multiple": _multiple, "order": _order, "match": _match}
    kinds |= {"two-tier": _two_tier, "series": _series}
    if question.kind in kinds and question.options:
        return kinds[question.kind](question)
    if question.kind == "text":
        touches = tuple(f"{o.text}. {o.why}".strip() for o in question.options)
        return Answer(question, touches, question.why)
    expected = bank.resolve(question.expected)
    if expected is None:
        return Answer(question, (), question.why)
    slips = tuple((_written(bank.resolve(s["value"])), s["why"]) for s in question.slips)
    near = f", up to {_written(question.tolerance)} off" if question.tolerance else ""
    if question.kind == "range" and isinstance(expected, list):  # claims: none is the right one
        named = f"Claims name {_written(sorted(expected))} {question.unit}".strip()
        return Answer(question, (f"{named}.",), question.why)
    value = [expected, expected] if question.kind == "range" else expected
    number = parse_number(expected.item() if hasattr(expected, "item") else expected)
    told = _written(expected) if number is None else counted(number, question.unit)
    return Answer(question, (f"{told}{near}",), question.why, slips, value)


def _single(q: bank.Question) -> Answer:
    right = [o for o in q.options if o.right]
    if not right:  # a guess before a chart: the chart answers
        return Answer(q, (), q.why, tuple((o.text, o.why) for o in q.options if o.why != "Kept."))
    wrong = tuple(_told(o) for o in q.options if not o.right)
    return Answer(q, (right[0].text,), right[0].why, wrong, right[0].key)


def _multiple(q: bank.Question) -> Answer:
    right = tuple(f"{o.text}. {o.why}" for o in q.options if o.right)
    wrong = tuple(_told(o) for o in q.options if not o.right)
    return Answer(q, right, q.why, wrong, [o.key for o in q.options if o.right])


def _order(q: bank.Question) -> Answer:
    right = tuple(f"{n}. {o.text}: {o.why}" for n, o in enumerate(q.options, 1))
    return Answer(q, right, q.why, (), [o.key for o in q.options])


def _match(q: bank.Question) -> Answer:
    partners = {p.key: p.text for p in q.partners}
    right = tuple(f"{o.text} → {partners[o.goes_with]}. {o.why}" for o in q.options)
    return Answer(q, right, q.why, (), {o.key: o.goes_with for o in q.options})


def _two_tier(q: bank.Question) -> Answer:
    tiers = {"answer": q.options, "reason": q.partners}
    right = {tier: next(o for o in offered if o.right) for tier, offered in tiers.items()}
    wrong = tuple(_told(o) for offered in tiers.values() for o in offered if not o.right)
    told = tuple(f"{o.text}. {o.why}" for o in right.values())
    return Answer(q, told, q.why, wrong, {tier: o.key for tier, o in right.items()})


def _series(q: bank.Question) -> Answer:
    found = judging.points(q)
    near = f", up to {_written(q.tolerance)} off" if q.tolerance else ""
    asked = q.options[q.given :]
    right = tuple(f"{o.text}: {counted(found[o.key], q.unit)}{near}. {o.why}" for o in asked)
    return Answer(q, right, q.why, (), {o.key: found[o.key] for o in asked})


def _told(option: bank.Option) -> tuple[str, str]:
    if not option.misconception:
        return option.text, option.why
    errors = data.table("misconceptions").set_index("misconception_id")
    row = errors.loc[option.misconception]
    said = f"A common error ({option.misconception}): “{row['misconception']}” {row['correction']}"
    return option.text, f"{option.why} {said}"


def _written(value) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_written, value))
    number = parse_number(value.item() if hasattr(value, "item") else value)
    if number is None:
        return str(value)
    return f"{number:,.0f}" if number == int(number) else f"{number:,.4g}"


# --- to look at and to print --------------------------------------------------------------------


def as_html(answers: list[Answer], level: int = 2) -> str:
    """Write answers as HTML that a screen reader can walk through.

    Args:
        answers: what `key_to` returns.
        level: level of the heading of each question.

    Returns:
        One article a question; every text of the bank is escaped.
    """
    return f'<div class="sands-key">{"".join(_article(a, level) for a in answers)}</div>'


def _article(a: Answer, level: int) -> str:
    q = a.question
    serves = f", objective {q.objective}" if q.objective else ""
    head = f"<h{level}>{data.safe(q.id)} · {USES[q.use]}{serves}</h{level}>"
    parts = [head, judging.prose(q.prompt), _right(a)]
    if a.reason:
        parts.append(judging.prose(a.reason))
    if q.worked:
        parts.append(f"<p>A solution:</p><pre><code>{escape(q.worked)}</code></pre>")
    if a.wrong:
        name = "Slips that are recognised" if q.slips else "Other answers, and what is said"
        said = "".join(
            f"<dt>{data.safe(t)}</dt><dd>{judging.prose(why)}</dd>" for t, why in a.wrong
        )
        parts.append(f"<p>{name if a.right else 'What a guess is told'}:</p><dl>{said}</dl>")
    if q.hints:
        hints = "".join(f"<li>{judging.prose(hint)}</li>" for hint in q.hints)
        parts.append(f"<p>Hints:</p><ol>{hints}</ol>")
    if q.look_again:
        place = q.look_again if "“" in q.look_again else f"“{q.look_again}”"
        parts.append(f"<p>To look at again: {data.safe(place)}.</p>")
    if q.sources:
        parts.append(f"<p>Sources: {data.cite(*q.sources)}.</p>")
    return f"<article>{''.join(parts)}</article>"


def _right(a: Answer) -> str:
    if not a.right:
        return "<p>Nothing is right or wrong beforehand: the lesson's chart answers.</p>"
    opening = "A good answer touches" if a.question.kind == "text" else "Right"
    if len(a.right) == 1:
        return f"<p><strong>{opening}:</strong> {data.safe(a.right[0])}</p>"
    items = "".join(f"<li>{data.safe(text)}</li>" for text in a.right)
    return f"<p><strong>{opening}:</strong></p><ul>{items}</ul>"


def page(lesson: int) -> str:
    """Write one lesson's answers as a whole page that loads nothing and can be printed.

    Args:
        lesson: 0 to 9.

    Returns:
        HTML text.
    """
    title = f"Lesson {lesson}: answers, for the instructor"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>{STYLE}</head><body><main><h1>{title}</h1>"
        f"<p>Made from data/questions and the tables of the course.</p>"
        f"{as_html(key_to(lesson))}</main></body></html>\n"
    )


def write_page(lesson: int, folder: Path | str, replace: bool = False) -> str:
    """Write one lesson's answers to a file to print.

    Args:
        lesson: 0 to 9.
        folder: where the file `answers-lesson-N.html` goes; it is made where it is missing.
        replace: True to write over a file of that name.

    Returns:
        A sentence that says what was written, or that a file was there and was left alone.

    Raises:
        OSError: the folder cannot be written.
    """
    content = page(lesson)
    path = Path(folder) / f"answers-lesson-{lesson}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    there = path.exists()
    if there and not replace:
        return f"{path} is there already and was left as it is. Set replace=True to write over it."
    path.write_text(content, "utf-8")
    return f"{'Written over' if there else 'Written to'} {path}."


class Key(forms.Form):
    """A choice of lesson and of how much is seen; without a kernel it shows no answer."""

    def __repr__(self) -> str:
        return "Answers of a lesson. Run this cell to choose one."

    def _static(self) -> str:
        return (
            "<p><strong>Answers of a lesson.</strong> No answer is saved here.</p>"
            "<p>Run this cell to choose a lesson, then tick <em>Show the answers</em>.</p>"
        )

    def _widget(self):
        import ipywidgets as w

        style = {"description_width": "initial"}
        wide = w.Layout(width="max-content")
        self.lesson = w.Dropdown(
            options=[("choose", ""), *((f"Lesson {n}", n) for n in lessons())],
            description="Lesson",
            style=style,
        )
        self.use = w.Dropdown(
            options=[("all", ""), *((name, use) for use, name in USES.items())],
            description="Kind of question",
            style=style,
        )
        self.seen = w.Checkbox(description="Show the answers", indent=False, layout=wide)
        self._said, self.shown = forms.spoken(names=forms.named("Answers of a lesson")), w.HTML()
        for control in (self.lesson, self.use, self.seen):
            control.observe(self._show, "value")
        self._show()
        row = forms.row(self.lesson, self.use, self.seen)
        panel = w.VBox([w.HTML(CONTROLS), row, self._said, self.shown])
        return panel.add_class("sands-form-box")

    @forms.safely
    def _show(self, _=None):
        found = []
        if self.lesson.value == "":
            said = "Choose a lesson."
        elif not self.seen.value:
            said = f"Lesson {self.lesson.value} is chosen; its answers are hidden."
        else:
            use = self.use.value
            found = [a for a in key_to(self.lesson.value) if use in ("", a.question.use)]
            said = f"Lesson {self.lesson.value}: {len(found)} questions with their answers."
        self.shown.value = STYLE + as_html(found, level=3) if found else ""
        self.say(forms.sentences(said))


def choose() -> Key:
    """Return the choice of a lesson; its answers appear only when they are asked for."""
    return Key()
