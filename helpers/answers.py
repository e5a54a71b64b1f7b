"""Every question with its answer, for the instructor; made from the bank, so that it cannot drift.

Nothing here is shown by a lesson. `key_to` gives the answers of one lesson, `page` and
`write_page` a page to print, and `choose` the choice of a lesson in the instructor's notebook.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from helpers import bank, data, forms, judging, wording
from helpers.data import safe
from helpers.figures import CONTROLS
from helpers.numbers import counted, parse_number

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


def _say(message: str, **facts) -> str:
    return wording.say(f"answers.{message}", **facts)


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
        raise bank.QuestionError(_say("key.no_lesson", lesson=lesson, known=lessons()))
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
        touches = tuple(_touch(o) for o in question.options)
        return Answer(question, touches, question.why)
    expected = bank.resolve(question.expected)
    if expected is None:
        return Answer(question, (), question.why)
    slips = tuple((_written(bank.resolve(s["value"])), s["why"]) for s in question.slips)
    near = _written(question.tolerance) if question.tolerance else ""
    if question.kind == "range" and isinstance(expected, list):  # claims: none is the right one
        named = _say("key.claims", values=_written(sorted(expected)), unit=question.unit)
        return Answer(question, (named,), question.why)
    value = [expected, expected] if question.kind == "range" else expected
    number = parse_number(expected.item() if hasattr(expected, "item") else expected)
    told = _written(expected) if number is None else counted(number, question.unit)
    told = _say("key.expected", value=told, near=near)
    return Answer(question, (told,), question.why, slips, value)


def _touch(option: bank.Option) -> str:
    return _say("key.touch", text=option.text, why=option.why).strip()


def _single(q: bank.Question) -> Answer:
    right = [o for o in q.options if o.right]
    if not right:  # a guess before a chart: the chart answers
        return Answer(q, (), q.why, tuple((o.text, o.why) for o in q.options))
    wrong = tuple(_told(o) for o in q.options if not o.right)
    return Answer(q, (right[0].text,), right[0].why, wrong, right[0].key)


def _multiple(q: bank.Question) -> Answer:
    right = tuple(_touch(o) for o in q.options if o.right)
    wrong = tuple(_told(o) for o in q.options if not o.right)
    return Answer(q, right, q.why, wrong, [o.key for o in q.options if o.right])


def _order(q: bank.Question) -> Answer:
    right = tuple(
        _say("key.place", n=n, text=o.text, why=o.why) for n, o in enumerate(q.options, 1)
    )
    return Answer(q, right, q.why, (), [o.key for o in q.options])


def _match(q: bank.Question) -> Answer:
    partners = {p.key: p.text for p in q.partners}
    right = tuple(
        _say("key.partner", text=o.text, partner=partners[o.goes_with], why=o.why)
        for o in q.options
    )
    return Answer(q, right, q.why, (), {o.key: o.goes_with for o in q.options})


def _two_tier(q: bank.Question) -> Answer:
    tiers = {"answer": q.options, "reason": q.partners}
    right = {tier: next(o for o in offered if o.right) for tier, offered in tiers.items()}
    wrong = tuple(_told(o) for offered in tiers.values() for o in offered if not o.right)
    told = tuple(f"{o.text}. {o.why}" for o in right.values())
    return Answer(q, told, q.why, wrong, {tier: o.key for tier, o in right.items()})


def _series(q: bank.Question) -> Answer:
    found = judging.points(q)
    near = _written(q.tolerance) if q.tolerance else ""
    asked = q.options[q.given :]
    right = tuple(
        _say(
            "key.point",
            text=o.text,
            value=_say("key.expected", value=counted(found[o.key], q.unit), near=near),
            why=o.why,
        )
        for o in asked
    )
    return Answer(q, right, q.why, (), {o.key: found[o.key] for o in asked})


def _told(option: bank.Option) -> tuple[str, str]:
    if not option.misconception:
        return option.text, option.why
    errors = data.table("misconceptions").set_index("misconception_id")
    row = errors.loc[option.misconception]
    facts = {"id": option.misconception, **row[["misconception", "correction"]]}
    return option.text, _say("key.error", why=option.why, **facts)


def _written(value) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_written, value))
    number = parse_number(value.item() if hasattr(value, "item") else value)
    if number is None:
        return str(value)
    return wording.localised(f"{number:,.0f}" if number == int(number) else f"{number:,.4g}")


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
    q, told = a.question, wording.words("answers.article")
    use, objective = wording.words("answers.key").uses[q.use], q.objective or None
    head = safe(told.tell("head", id=q.id, use=use, objective=objective))
    parts = [f"<h{level}>{head}</h{level}>", judging.prose(q.prompt), _right(a)]
    if a.reason:
        parts.append(judging.prose(a.reason))
    if q.worked:
        parts.append(f"<p>{safe(told.solution)}</p><pre><code>{escape(q.worked)}</code></pre>")
    if a.wrong:
        name = told.tell("others", guess=not a.right, slips=bool(q.slips))
        said = "".join(f"<dt>{safe(t)}</dt><dd>{judging.prose(why)}</dd>" for t, why in a.wrong)
        parts.append(f"<p>{safe(name)}</p><dl>{said}</dl>")
    if q.hints:
        hints = "".join(f"<li>{judging.prose(hint)}</li>" for hint in q.hints)
        parts.append(f"<p>{safe(told.hints)}</p><ol>{hints}</ol>")
    if q.look_again:
        place = told.tell("look_again", place=q.look_again, quoted="“" in q.look_again)
        parts.append(f"<p>{safe(place)}</p>")
    if q.sources:
        parts.append(f"<p>{told.tell('sources', sources=data.cite(*q.sources))}</p>")
    return f"<article>{''.join(parts)}</article>"


def _right(a: Answer) -> str:
    if not a.right:
        return f"<p>{safe(_say('article.open'))}</p>"
    opening = safe(_say("article.touches" if a.question.kind == "text" else "article.right"))
    if len(a.right) == 1:
        return f"<p><strong>{opening}</strong> {safe(a.right[0])}</p>"
    items = "".join(f"<li>{safe(text)}</li>" for text in a.right)
    return f"<p><strong>{opening}</strong></p><ul>{items}</ul>"


def page(lesson: int) -> str:
    """Write one lesson's answers as a whole page that loads nothing and can be printed.

    Args:
        lesson: 0 to 9.

    Returns:
        HTML text.
    """
    title = safe(_say("page.title", lesson=lesson))
    return (
        f'<!DOCTYPE html>\n<html lang="{wording.language_tag()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>{STYLE}</head><body><main><h1>{title}</h1>"
        f"<p>{safe(_say('page.made'))}</p>"
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
        return _say("page.there", path=str(path))
    path.write_text(content, "utf-8", newline="\n")
    return _say("page.written", path=str(path), over=there)


class Key(forms.Form):
    """A choice of lesson and of how much is seen; without a kernel it shows no answer."""

    def __repr__(self) -> str:
        return _say("choice.plain")

    def _static(self) -> str:
        told = wording.words("answers.choice")
        wake = told.tell("wake", show=f"<em>{safe(told.show)}</em>")
        return f"<p><strong>{safe(told.head)}</strong> {safe(told.saved)}</p><p>{wake}</p>"

    def _widget(self):
        import ipywidgets as w

        told, look = wording.words("answers.choice"), forms.looks(w.Dropdown)
        self.lesson = w.Dropdown(
            options=[(told.choose, ""), *((told.tell("one", lesson=n), n) for n in lessons())],
            description=told.lesson,
            **look,
        )
        uses = wording.words("answers.key").uses
        self.use = w.Dropdown(
            options=[(told.all, ""), *((name, use) for use, name in uses.items())],
            description=told.use,
            **look,
        )
        look = forms.looks(w.Checkbox, width="max-content")
        self.seen = w.Checkbox(description=told.show, indent=False, **look)
        self._said, self.shown = forms.spoken(names=forms.named(told.name)), forms.html()
        for control in (self.lesson, self.use, self.seen):
            control.observe(self._show, "value")
        self._show()
        row = forms.row(self.lesson, self.use, self.seen)
        return forms.panel([forms.html(CONTROLS), row, self._said, self.shown])

    @forms.safely
    def _show(self, _=None):
        found = []
        if self.lesson.value == "":
            said = _say("choice.none")
        elif not self.seen.value:
            said = _say("choice.hidden", lesson=self.lesson.value)
        else:
            use = self.use.value
            found = [a for a in key_to(self.lesson.value) if use in ("", a.question.use)]
            said = _say("choice.shown", lesson=self.lesson.value, n=len(found))
        self.shown.value = STYLE + as_html(found, level=3) if found else ""
        self.say(forms.sentences(said))


def choose() -> Key:
    """Return the choice of a lesson; its answers appear only when they are asked for."""
    return Key()
