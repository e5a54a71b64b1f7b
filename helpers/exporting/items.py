"""Questions of the bank as items of a learning platform: choices, numbers, pairs, free texts."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass, replace
from html import escape, unescape
from pathlib import Path

from helpers import bank, data, figures, judging, wording

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "work/own-questions"
# What XML cannot hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Choice:
    """One thing to choose or to pair; `why` is HTML, `partner` the key of what it goes with."""

    key: str
    text: str
    right: bool = False
    why: str = ""
    partner: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart that belongs to a question."""

    name: str
    alt: str
    svg: str


@dataclass(frozen=True)
class Item:
    """One item; `kind` is choice, choices, pairs, number or text.

    Texts are HTML, but for `text` of choices and `partners`, which platforms want plain. `value`
    and the first of each of `slips` are numbers; `graded` is False for a prediction.
    """

    id: str
    kind: str
    prompt: str
    choices: tuple[Choice, ...] = ()
    partners: tuple[tuple[str, str], ...] = ()
    value: float | None = None
    tolerance: float = 0.0
    slips: tuple[tuple[float, str], ...] = ()
    why: str = ""
    hints: tuple[str, ...] = ()
    picture: Picture | None = None
    graded: bool = True
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A question that no item was made of, and the reason's name in data/words."""

    id: str
    kind: str
    reason: str


def lesson_of(question_id: str) -> str:
    """Return the number of the lesson of a question, such as '3'."""
    return question_id.split(".")[0]


def items(questions, own: bool = False) -> tuple[list[Item], list[LeftOut]]:
    """Turn questions into items.

    Args:
        questions: entries of the bank.
        own: True for a lecturer's questions, which stand in no lesson.

    Returns:
        The items in the order of the questions, two for a question of two tiers; and what was
        left out.
    """
    found, left, shown = [], [], {} if own else places()
    for question in map(bank.worded, questions):
        if reason := _no_item(question):
            left.append(LeftOut(question.id, question.kind, reason))
            continue
        for item in _MAKERS[question.kind](question):
            found.append(_finished(item, question, own, shown))
    return found, left


def _no_item(q: bank.Question) -> str:
    """Return why no item can be made of a question, or ''."""
    if q.kind not in _MAKERS:
        return q.kind
    if q.kind in ("single", "multiple") and not any(o.right for o in q.options):
        return "guess"
    return "open" if q.kind == "number" and q.expected is None else ""


def _finished(item: Item, q: bank.Question, own: bool, shown) -> Item:
    """Add what does not depend on the kind: where to look, the chart, hints, sources."""
    graded = q.use != "predict"
    parts, picture = [item.prompt], None
    if not own and q.use in ("check", "hunt", "predict"):
        section, chart = shown.get(q.id, ("", None))
        picture = chart if graded else None
        if section and graded:
            place = wording.say("exporting.item.place", lesson=lesson_of(q.id), section=section)
            parts.append(judging.prose(place))
    if not graded:
        parts.append(judging.prose(wording.say("exporting.item.prediction")))
    why = [item.why]
    if q.sources:
        why.append(f"<p>{wording.say('exporting.item.sources', sources=data.cite(*q.sources))}</p>")
    tags = ("own",) if own else (f"lesson-{lesson_of(q.id)}", q.use)
    return replace(
        item,
        id=f"own-{item.id}" if own else item.id,
        prompt=_clean("".join(parts)),
        why=_clean("".join(why)),
        hints=tuple(_clean(judging.prose(hint)) for hint in q.hints),
        picture=picture,
        graded=graded,
        tags=tags,
    )


def _prose(text: str) -> str:
    return judging.prose(text) if text.strip() else ""


def _clean(text: str) -> str:
    return _CONTROLS.sub("", " ".join(text.split()))


def _choice(o: bank.Option, text: str = "", partner: str = "") -> Choice:
    return Choice(o.key, _clean(text or o.text), o.right, _clean(_prose(o.why)), partner)


def _chosen(q: bank.Question):
    kind = "choice" if sum(o.right for o in q.options) == 1 else "choices"
    choices = tuple(_choice(o, _row(q, o)) for o in q.options)
    yield Item(q.id, kind, judging.prose(q.prompt), choices, why=_prose(q.why))


def _row(q: bank.Question, o: bank.Option) -> str:
    """Return an option with its row of a table, where a question is about rows; else ''."""
    if not q.table:
        return ""
    frame = data.table(q.table)
    row = frame[frame[frame.columns[0]].str.lower() == o.key].iloc[0]
    heads = (column.split(": ", 1) for column in q.columns)
    return wording.say(
        "exporting.item.row", text=o.text, cells=[f"{head}: {row[name]}" for name, head in heads]
    )


def _tiers(q: bank.Question):
    """Yield the answer and its reason as two items: each option keeps its own feedback."""
    for part, offered in (("answer", q.options), ("reason", q.partners)):
        prompt = judging.prose(q.prompt) + judging.prose(wording.say(f"exporting.item.{part}"))
        choices = tuple(map(_choice, offered))
        yield Item(f"{q.id}-{part}", "choice", prompt, choices, why=_prose(q.why))


def _ordered(q: bank.Question):
    """Yield the order as pairs of a thing and its place: all three formats know pairs."""
    places = {o.key: str(n) for n, o in enumerate(q.options, 1)}
    choices = tuple(_choice(o, partner=places[o.key]) for o in q.options)
    shuffled = tuple(sorted(choices, key=lambda c: zlib.crc32(f"{q.id}{c.key}".encode())))
    prompt = judging.prose(q.prompt) + judging.prose(
        wording.say("exporting.item.order", n=len(choices))
    )
    partners = tuple((place, place) for place in places.values())
    yield Item(q.id, "pairs", prompt, shuffled, partners, why=_told(q))


def _matched(q: bank.Question):
    choices = tuple(_choice(o, partner=o.goes_with) for o in q.options)
    partners = tuple((p.key, _clean(p.text)) for p in q.partners)
    yield Item(q.id, "pairs", judging.prose(q.prompt), choices, partners, why=_told(q))


def _told(q: bank.Question) -> str:
    """Return what is said of a question and of each of its pairs."""
    said = [f"<li>{data.safe(o.text)}: {data.safe(o.why)}</li>" for o in q.options if o.why]
    return _prose(q.why) + (f"<ul>{''.join(said)}</ul>" if said else "")


def _number(q: bank.Question):
    prompt = judging.prose(q.prompt) + judging.prose(
        wording.say("exporting.item.number", unit=q.unit or None)
    )
    slips = tuple(
        (float(bank.resolve(s["value"])), _clean(judging.prose(s["why"]))) for s in q.slips
    )
    yield Item(
        q.id,
        "number",
        prompt,
        value=float(bank.resolve(q.expected)),
        tolerance=q.tolerance,
        slips=slips,
        why=_prose(q.why),
    )


def _text(q: bank.Question):
    """Yield a free text; what a good one touches is told afterwards, and to the grader."""
    yield Item(q.id, "text", judging.prose(q.prompt), why=_told(q))


_MAKERS = {
    "single": _chosen,
    "multiple": _chosen,
    "two-tier": _tiers,
    "order": _ordered,
    "match": _matched,
    "number": _number,
    "text": _text,
}


def places() -> dict[str, tuple[str, Picture | None]]:
    """Return the section of each question in its lesson, and the chart above it there.

    Returns:
        {id: (heading, `Picture` or None)}, read from the saved notebooks.
    """
    found = {}
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")):
        section, picture = "", None
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            source = "".join(cell["source"])
            if headings := re.findall(r"^##? (.+)$", source, re.M):
                section, picture = headings[-1], None
            if cell["cell_type"] != "code":
                continue
            for key in re.findall(r'"(\d\.\d+)"', source):
                found.setdefault(key, (section, _named(picture, key)))
            picture = _shown(cell) or picture
    return found


def _shown(cell) -> tuple[str, str] | None:
    """Return (alt text, SVG) of the last chart that a saved cell shows."""
    outputs = ("".join(o.get("data", {}).get("text/html", "")) for o in cell["outputs"])
    html = "".join(outputs)
    alts = [unescape(found[1]) for found in figures.PICTURE.finditer(html)]
    return (alts[-1], figures.saved_pictures(html)[-1]) if alts else None


def _named(picture, key: str) -> Picture | None:
    return Picture(f"question-{key.replace('.', '-')}.svg", *picture) if picture else None


def image(picture: Picture, folder: str) -> str:
    """Return the HTML of a chart that lies in a folder of the platform."""
    return f'<p><img src="{folder}{picture.name}" alt="{escape(picture.alt)}"/></p>'


def written(number: float) -> str:
    """Return a number as every platform reads it."""
    return f"{number:.12g}"
