"""Questions of the edition for reading: they teach without a script, and are answered with one.

What a page shows of a question stands here twice. As HTML its options unfold to verdict and
reason. As facts it is what `judging.js` judges by: made from the bank, so that one rule decides in
a lesson and in a page. `reading.js` puts boxes in the place of the HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from helpers import answers, bank, data, judging, questions, sketch, wording
from helpers.data import safe
from helpers.judging import judge, prose
from helpers.numbers import counted, several_of

# Which messages the page's scripts fill.
SPOKEN = (
    "judging.signs",
    "judging.card",
    "judging.choice",
    "judging.number",
    "judging.order",
    "judging.match",
    "judging.two_tier",
    "judging.series",
    "judging.range",
    "judging.text",
    "numbers.ordinals",
    "numbers.apart",
    "numbers.too",
    "questions.question",
    "questions.sure",
    "questions.estimate",
    "questions.estimate_ends",
    "forms.panel",
    "pages.kept",
    "pages.files",
    "pages.look",
    "pages.search",
)


@dataclass(frozen=True)
class Held:
    """A question as a page holds it: `html` to read, `facts` to judge by."""

    html: str
    facts: dict


def _say(message: str, **facts) -> str:
    return wording.say(f"pages.question.{message}", **facts)


def spoken() -> dict:
    """Return what the page's scripts say: {words, language}, in the language of the page."""
    texts: dict = {}
    for name in SPOKEN:
        file, table = name.split(".")
        found = wording.texts(name)
        # No page has a cell to run.
        texts.setdefault(file, {})[table] = {key: found[key] for key in found if key != "wake"}
    language = wording.texts("language") | {"tag": wording.language_tag()}
    return {"words": texts, "language": language}


def question(question_id: str) -> Held:
    """Make a question ready for a page.

    Args:
        question_id: such as '3.2'.

    Returns:
        A `Held`.

    Raises:
        bank.QuestionError: there is no such question.
    """
    q = bank.find(question_id)
    head = f'<section class="question" id="question-{q.id}" data-question="{q.id}" dir="auto">'
    body = questions.heading(q) + f'<div class="unasked">{_plain(q)}{_hints(q)}</div>'
    return Held(f"{head}{body}</section>", facts(q))


def solution(question_id: str) -> str:
    """Return the solution of a coding task in a fold, as HTML: no page runs code."""
    q = bank.find(question_id)
    worked = f"<pre><code>{safe(q.worked)}</code></pre>" if q.worked else ""
    return _fold(_say("solution", id=q.id), worked + prose(q.why))


def estimate(lesson: int) -> Held:
    """Make the estimate of a lesson ready for a page."""
    told = wording.words("questions.estimate", lesson=lesson, first=lesson == 0)
    html = (
        f'<section class="question" id="estimate-{lesson}" data-question="estimate-{lesson}">'
        f"<p><strong>{safe(told.head)}</strong> {safe(told.asks)}</p><p>{safe(told.scale)}</p>"
        f'<div class="unasked"><p>{safe(_say("estimate"))}</p></div></section>'
    )
    return Held(html, {"id": f"estimate-{lesson}", "kind": "estimate", "lesson": lesson})


def held_back(question_id: str) -> str:
    """Say that something waits for an answer."""
    return _say("gate", id=question_id)


def facts(q: bank.Question) -> dict:
    """Return what a script needs to show and judge a question; all in it is computed.

    Args:
        q: an entry of the bank, with its texts filled in.

    Returns:
        What `judging.js` calls a question, as plain JSON types.
    """
    least, most = judging.limits(q) if q.kind in ("number", "series", "range") else (None, None)
    if q.kind == "probability":
        least, most = 0, 100
    found = {
        "id": q.id,
        "kind": q.kind,
        "use": q.use,
        "options": list(map(_option, q.options)),
        "partners": list(map(_option, q.partners)),
        "listed": [o.key for o in questions.listed(q)],
        "hints": [prose(hint) for hint in q.hints],
        "why": q.why,
        "expected": _expected(q),
        "tolerance": q.tolerance,
        "least": least,
        "most": most,
        "places": q.places,
        "unit": q.unit,
        "share": judging.asks_share(q),
        "slips": [{"value": float(bank.resolve(s["value"])), "why": s["why"]} for s in q.slips],
        "given": q.given,
        "sure": questions.may_be_sure(q),
        "look": judging.look_link(q.look_again) if q.look_again else "",
        "sources": data.cite(*q.sources) if q.sources else "",
    }
    if q.kind == "series":
        paper = questions.paper(q)
        found["sketch"] = sketch.facts(paper)
        found["drawn"] = sketch.answered(paper, judging.points(q))
    return found


def _option(option: bank.Option) -> dict:
    return {
        "key": option.key,
        "text": option.text,
        "right": option.right,
        "why": option.why,
        "error": judging.misconception(option),
        "goes_with": option.goes_with,
    }


def _expected(q: bank.Question):
    if q.kind not in ("number", "series", "range"):
        return None
    value = bank.resolve(q.expected)
    return list(map(float, value)) if isinstance(value, (list, tuple)) else _float(value)


def _float(value) -> float | None:
    return None if value is None else float(value)


# --- without a script -----------------------------------------------------------------------------


def _fold(summary: str, html: str) -> str:
    return f"<details><summary>{safe(summary)}</summary>{html}</details>"


def _plain(q: bank.Question) -> str:
    """Return the options as folds, each with verdict and reason; else the answer in one fold."""
    ways = {
        "single": _choices,
        "multiple": partial(_marked, tier="options"),
        "two-tier": _tiers,
        "order": _ordered,
        "match": _matched,
        "series": _drawn,
    }
    return ways.get(q.kind, _answer)(q)


def _unfolding(pairs) -> str:
    items = "".join(f"<li>{_fold(text, html)}</li>" for text, html in pairs)
    return f'<ol type="A" class="options">{items}</ol>'


def _choices(q):
    return _unfolding((o.text, judge(q, o.key)._repr_html_()) for o in q.options)


def _marked(q, tier):
    """Return options of which several, or one a tier, are right: a sign, a word, the reason."""
    held = []
    for option in getattr(q, tier):
        sign = judging.SIGNS["right" if option.right else "not-yet"][0]
        word = _say("belongs" if option.right else "does_not")
        told = f"<p><strong>{sign} {safe(word)}</strong></p>{prose(option.why)}"
        held.append((option.text, told + prose(judging.misconception(option))))
    return _unfolding(held) + (_reasoned(q) if tier == "options" else "")


def _tiers(q):
    reasons = f"<p>{safe(wording.say('questions.question.reasons'))}</p>"
    return _marked(q, "options") + reasons + _marked(q, "partners")


def _reasoned(q) -> str:
    return _fold(_say("why"), prose(q.why)) if q.why else ""


def _list(options) -> str:
    return '<ol type="A">' + "".join(f"<li>{safe(o.text)}</li>" for o in options) + "</ol>"


def _ordered(q):
    right = [o.key for o in q.options]
    return _list(questions.listed(q)) + _fold(_say("order"), judge(q, right)._repr_html_())


def _matched(q):
    partners = [p.text for p in q.partners]
    named = {p.key: p.text for p in q.partners}
    pairs = [
        {"text": o.text, "partner": named.get(o.goes_with, ""), "why": o.why} for o in q.options
    ]
    told = "".join(f"<li>{safe(_say('pair', **pair))}</li>" for pair in pairs)
    match = safe(wording.say("questions.question.match", partners=partners))
    return f"{_list(q.options)}<p>{match}</p>" + _fold(
        _say("pairs"), f"<ul>{told}</ul>{prose(q.why)}"
    )


def _drawn(q):
    paper, found = questions.paper(q), judging.points(q)
    shown = sketch.answered(paper, found)["frame"]
    numbers = [
        {"name": paper.names[key], "number": counted(found[key], q.unit)} for key in paper.names
    ]
    told = prose(_say("series", numbers=numbers)) + prose(q.why)
    empty = sketch.facts(paper)["frame"]
    fold = _fold(wording.say("questions.question.data_say"), _picture(shown, paper, found) + told)
    return _picture(empty, paper, None) + fold


def _picture(svg: str, paper, found) -> str:
    named = f'<svg role="img" aria-label="{safe(sketch.alt(paper, found))}"'
    return f'<div class="sands-sheet">{svg.replace("<svg", named, 1)}</div>'


def _answer(q):
    key = answers.answer(q)
    unit = f"<p>{safe(_say('unit', unit=several_of(q.unit)))}</p>" if q.unit else ""
    right = "".join(map(prose, key.right))
    return unit + _fold(_say("text" if q.kind == "text" else "answer"), right + prose(key.reason))


def _hints(q) -> str:
    named = partial(wording.say, "questions.question.hint")
    return "".join(_fold(named(level=n), prose(hint)) for n, hint in enumerate(q.hints, 1))
