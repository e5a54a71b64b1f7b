"""Judging an answer, with feedback that explains: what is said stands in `data/words/judging.toml`.

All here is pure: what a learner sees and clicks is in `questions`.
"""

from __future__ import annotations

import math
import re
import reprlib
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

from helpers import data, wording
from helpers.bank import Option, Question, resolve
from helpers.numbers import (
    Read,
    apart,
    counted,
    is_share,
    ordinal,
    parse_number,
    plain,
    read,
    several,
    several_of,
    singular,
    too,
)

SIGNS = {  # what stands at the head of a verdict: sign, colour of the edge
    "right": ("✓", "#0B4F5C"),
    "close": ("≈", "#D07A1E"),
    "not-yet": ("✗", "#B5471F"),
    "said": ("→", "#4D6275"),
    "unread": ("?", "#8A8F98"),
    "open": ("○", "#8A8F98"),
}


def _say(message: str, **facts) -> str:
    return wording.say(f"judging.{message}", **facts)


def sign_word(sign: str) -> str:
    """Return the word that stands at the head of a verdict, such as 'Not yet'."""
    return wording.words("judging.signs").tell(sign)


@dataclass(frozen=True)
class Verdict:
    """What the learner hears: whether it is `correct`, a `sign`, the `words`, where to `look`.

    `correct` is None where nothing is right or wrong. `sign` is a key of SIGNS; 'unread' and
    'open' mean that there is nothing to keep. `look` is a heading, as the bank has it. `hints`
    and a `worked` solution are folded under the words.
    """

    correct: bool | None
    words: str
    sources: tuple = field(default=(), repr=False)
    sign: str = "said"
    look: str = field(default="", repr=False)
    hints: tuple = field(default=(), repr=False)
    worked: str = field(default="", repr=False)

    def _repr_html_(self) -> str:
        mark, edge = SIGNS[self.sign]
        style = (
            f"border-left:4px solid {edge};padding:6px 14px;margin:6px 0;max-width:60em;"
            "background:var(--jp-layout-color2,#F0EDE4)"
        )
        html = f"<p><strong>{mark} {sign_word(self.sign)}</strong></p>{prose(self.words)}"
        if self.look:
            html += f"<p>{_say('card.look', place=look_link(self.look))}</p>"
        if self.sources:
            html += f"<p>{_say('card.sources', cited=data.cite(*self.sources))}</p>"
        for level, hint in enumerate(self.hints, 1):
            html += _folded(_say("card.hint_at", level=level), prose(hint))
        if self.worked:
            told = f"<pre><code>{data.safe(self.worked.strip())}</code></pre>"
            html += _folded(_say("card.worked"), told)
        card = f'<div class="sands-card sands-{self.sign}" dir="auto"{wording.mark()}'
        return f'{card} style="{style}">{html}</div>'

    def __repr__(self) -> str:
        told = _say("card.plain", sign=sign_word(self.sign), words=self.words)
        return f"{told}\n\n{_say('card.look', place=_tidy(self.look)[1])}" if self.look else told


def _folded(head: str, html: str) -> str:
    return f"<details><summary>{data.safe(head)}</summary>{html}</details>"


def _tidy(look: str) -> tuple[str, str, str]:
    """Return (lesson or '', what to call the place, heading) of a `look_again`."""
    found = re.fullmatch(r"Lesson (\d), “(.*)”", look)
    lesson, heading = found.groups() if found else ("", look)
    named = _say("card.lesson", lesson=lesson, heading=heading) if lesson else heading
    return lesson, named, heading


def look_link(look: str) -> str:
    """Return a link to a heading of this lesson, or of another one.

    Args:
        look: as the bank has it: the heading alone, or 'Lesson 4, “the heading”'. A lesson in
            another language lies one folder further down.

    Returns:
        HTML; where the lesson is not found, the words alone.
    """
    lesson, words, heading = _tidy(look)
    anchor = "#" + quote(heading.replace(" ", "-"), safe="")
    if not lesson:
        return f'<a href="{anchor}">{data.safe(words)}</a>'
    return lesson_link(f"0{lesson}-*", words, anchor)


def lesson_link(name: str, words: str, anchor: str = "") -> str:
    """Return a link to a lesson that opens beside this one.

    Args:
        name: of the notebook without its ending, or a pattern of it. A lesson in another language
            lies one folder further down.
        words: of the link.
        anchor: of a heading, such as '#Discuss'.

    Returns:
        HTML; where there is no such lesson, the words alone.
    """
    notebooks = Path(__file__).resolve().parents[1] / "notebooks"
    found = sorted(notebooks.glob(f"{name}.ipynb"))
    if not found:
        return data.safe(words)
    up = "../" if Path.cwd().parent == notebooks else ""
    return f'<a href="{up}{found[0].name}{anchor}" target="_blank">{data.safe(words)}</a>'


# --- judging ------------------------------------------------------------------------------------

NEAR = 0.1  # part of the expected number within which an answer is close


def judge(question: Question, value) -> Verdict:
    """Say whether `value` answers `question`, and explain.

    A prediction hears the same whether it was near or far: what was said, what the data say, how
    far, where to look. `correct` is then for the statistics of a class.

    Args:
        question: an entry of the bank.
        value: a key (single), list of keys (multiple, order), dict of keys (match), keys of
            'answer' and 'reason' (two-tier), number, numbers by key (series), pair of numbers
            (range) or text; anything for kinds code and chart.

    Returns:
        A `Verdict`. A value of the wrong type gets a sentence that says what is expected.
    """
    if (
        value is None
        or value is Ellipsis
        or (type(value) in (str, list, tuple, set, dict) and not value)
    ):
        return Verdict(None, _say("card.not_yet"), sign="open")
    judges = {
        "single": _judge_single,
        "multiple": _judge_multiple,
        "number": _judge_number,
        "two-tier": _judge_two_tier,
        "series": _judge_series,
        "order": _judge_order,
        "match": _judge_match,
        "probability": _judge_probability,
        "range": _judge_range,
        "text": _judge_text,
        "code": _judge_code,
        "chart": _judge_chart,
    }
    return judges[question.kind](question, value)


def _done(question: Question, correct: bool | None, *parts: str, sign="") -> Verdict:
    if question.use == "predict":
        sign = "said"
    sign = sign or {True: "right", False: "not-yet", None: "said"}[correct]
    look = question.look_again if sign in ("not-yet", "close") else ""
    told = list(dict.fromkeys(part for part in parts if part))
    return Verdict(correct, "\n\n".join(told), question.sources, sign, look)


def _unread(words: str) -> Verdict:
    return Verdict(None, words, sign="unread")


def _texts(options) -> list[str]:
    return [option.text for option in options]


def _judge_single(question: Question, value) -> Verdict:
    chosen = {o.key: o for o in question.options}.get(value if isinstance(value, str) else None)
    if chosen is None:
        return _unread(_say("choice.one_of", keys=[o.key for o in question.options]))
    right = [o for o in question.options if o.right]
    correct = chosen.right if right else None
    if question.use == "predict":
        heard = "said" if not right else "said_right" if chosen.right else "said_other"
        opening = _say(f"choice.{heard}", said=chosen.text, right=_texts(right))
        told = right[0].why if right and not chosen.right else chosen.why
        return _done(question, correct, opening, told, question.why)
    return _done(question, correct, chosen.why, misconception(chosen), question.why)


def _judge_multiple(question: Question, value) -> Verdict:
    keys = [o.key for o in question.options]
    if not isinstance(value, (list, tuple, set)) or not all(v in keys for v in value):
        return _unread(_say("choice.list"))
    wrong = [o for o in question.options if o.right != (o.key in value)]
    if question.use == "predict":
        said = _texts(o for o in question.options if o.key in value)
        right = _texts(o for o in question.options if o.right)
        heard = "all_said_other" if wrong else "all_said_right"
        opening = _say(f"choice.{heard}", said=said, right=right)
        return _done(question, not wrong, opening, *(o.why for o in wrong), question.why)
    if not wrong:
        return _done(question, True, _say("choice.all"), question.why)
    said = []
    for option in wrong:
        slip = "belongs" if option.right else "does_not"
        told = _say(f"choice.{slip}", text=option.text, why=option.why)
        said.append(f"{told} {misconception(option)}".strip())
    of = len(question.options)
    count = _say("choice.count", fits=of - len(wrong), of=of)
    return _done(question, False, count, *said, question.why)


# --- numbers


def limits(question: Question) -> tuple[float | None, float | None]:
    """Return the least and the most that can be true at all, None where there is no end.

    Args:
        question: of kind number, series, range or probability.

    Returns:
        (least, most): those of the question, or those of its unit.
    """
    unit = question.unit
    if question.kind == "probability" or unit == "per cent":
        least, most = 0, 100
    elif is_share(unit):
        least, most = 0, 1
    elif unit == "year":
        least, most = 1900, 2100
    elif unit == "place":
        least, most = 1, None
    else:
        least, most = (0, None) if unit else (None, None)
    return (
        least if question.least is None else resolve(question.least),
        most if question.most is None else resolve(question.most),
    )


def read_number(question: Question, text) -> tuple[float | None, str]:
    """Read what a learner entered as a number on the question's own scale.

    Args:
        question: of kind number, range or probability.
        text: what was entered, or a number of the journal.

    Returns:
        (number, how it was read or ''), or (None, what is wrong with it).
    """
    bare = _without_unit(text, question.unit) if isinstance(text, str) else text
    found = read(bare)
    if found is None:
        return None, _not_a_number(text, bare)
    number, fault = _on_scale(question, found, found.number, isinstance(text, str))
    noted = fault == "" and found.scale != 1
    if found.other is not None:
        other, other_fault = _on_scale(question, found, found.other, True)
        fits, other_fits = not fault, not other_fault
        whole = bool(question.unit) and not _measured(question)
        if fits and other_fits and not whole and (number < other or question.unit):
            small, large = sorted((found.number, found.other))
            unlike = f"{small:.4f}" if re.search(r"\.\d{3}$", f"{small:g}") else f"{small:g}"
            return None, _say(
                "number.two_readings",
                text=text,
                large=plain(large),
                small=plain(small),
                large_written=f"{large:.0f}",
                small_written=unlike,
            )
        if other_fits and (not fits or (whole and other > number)):
            number, fault, noted = other, "", True
    if fault:
        return None, fault
    if question.unit.startswith("million") and number != found.number:
        noted = True
    return number, _say("number.read_as", so=counted(number, question.unit)) if noted else ""


def _measured(question: Question) -> bool:
    """Say whether what is asked may lie between two whole numbers."""
    unit = question.unit
    amount = unit == "per cent" or unit.startswith("million") or not unit
    return amount or asks_share(question) or question.kind == "probability"


def asks_share(question: Question) -> bool:
    """Say whether a share of a whole, from 0 to 1, is asked for."""
    return is_share(question.unit) or (
        not question.unit and (question.least, question.most) == (0, 1)
    )


def _without_unit(text: str, unit: str) -> str:
    """Return a text without the question's unit behind the number, or what stands before it."""
    bare = text.strip()
    if unit == "year":
        return re.sub(r"^(?:in|the year|year)\s+|\s*(?:AD|CE)$", "", bare, flags=re.I)
    if unit == "place":
        bare = re.sub(r"^(?:place|rank|no\.?|nr\.?|number|#)\s*", "", bare, flags=re.I)
        bare = re.sub(r"\s*(?:place|rank)$", "", bare, flags=re.I)
        return re.sub(r"(?<=\d)(?:st|nd|rd|th|\.)$", "", bare, flags=re.I)
    if not unit or unit == "per cent":
        return bare
    ends = (several_of(unit), singular(unit), *(("share",) if is_share(unit) else ()))
    if not unit.startswith("million"):
        ends += (unit.split()[-1], singular(unit).split()[-1])
    else:  # "4,900,000 rounds": the scale is in the number, not in the word
        last = unit.split()[-1]
        behind = re.fullmatch(rf"(.*?)\s+({last}|{singular(last)})", bare, re.I | re.S)
        if behind and not re.search(r"milli?o?n?s?\.?$|mn$|mio$|mln$", behind[1], re.I):
            size = read(behind[1])
            return f"{size.number / 1e6:.15g} million" if size and size.scale == 1 else bare
    for end in sorted((end for end in ends if not end.isdigit()), key=len, reverse=True):
        if len(bare) > len(end) and bare.lower().endswith(end.lower()):
            return bare[: -len(end)].strip()
    return bare


def _not_a_number(text, bare) -> str:
    words = as_text(text)
    told = words if len(words) < 40 else words[:39] + "…"
    why = "several" if several(bare) else "none" if len(words) < 40 else "none_long"
    return _say(f"number.{why}", text=told)


def _on_scale(question: Question, found: Read, number: float, typed: bool) -> tuple[float, str]:
    """Return (number on the question's scale, what is wrong with it or '')."""
    unit = question.unit
    if asks_share(question):
        if found.per_cent:
            number /= 100
        elif is_share(unit) and abs(number) > 1:
            return number, _say("number.share", number=plain(number))
    elif question.kind == "probability" or unit == "per cent":
        if found.ratio and not found.per_cent:
            number *= 100
        elif 0 < abs(number) < 1 and not found.per_cent and typed:
            both = {"number": plain(number), "hundredfold": plain(100 * number)}
            return number, _say("number.two_meanings", **both)
    elif found.per_cent:
        asked = "no_percent" if unit else "no_percent_plain"
        return number, _say(f"number.{asked}", things=_things(unit))
    elif unit.startswith("million") and (found.scale != 1 or abs(number) >= 1e5):
        number /= 1e6
    elif unit and found.ratio and found.below:
        if found.below != limits(question)[1]:
            return number, _say("number.no_part", things=_things(unit))
        number = found.above  # "174 of 192" where 192 is the most there can be
    least, most = limits(question)
    if (least is not None and number < least) or (most is not None and number > most):
        return number, _impossible(question, number, least, most)
    whole = unit and not _measured(question) and (question.use == "predict" or unit == "place")
    if whole and typed and number != int(number):
        return number, _say("number.whole", things=_things(unit))
    return number, ""


def _things(unit: str) -> str:
    return _say(f"number.{unit}") if unit in ("year", "place") else several_of(unit)


def _impossible(question: Question, number: float, least, most) -> str:
    unit = question.unit or (_say("number.percent") if question.kind == "probability" else "")
    ends = {
        name: f"{end:.0f}" if unit == "year" else plain(end)
        for name, end in (("least", least), ("most", most))
        if end is not None
    }
    told = "between" if len(ends) == 2 else f"at_{next(iter(ends))}"
    return _say(f"number.{told}", so=counted(number, unit), **ends)


def _agrees(number: float, expected: float, question: Question) -> bool:
    """Say whether a number is the expected one, or it rounded as the lesson prints it."""
    gap = abs(number - expected)
    if gap <= question.tolerance + 1e-12:
        return True
    return any(abs(number - round(expected, n)) < 1e-9 for n in _roundings(expected, question))


def _roundings(expected: float, question: Question) -> range:
    """Return how many decimals a right answer may be rounded to."""
    if question.places is not None:
        return range(question.places, 10)
    if expected == int(expected):
        return range(0)
    # Two decimals for a share, and in any case two digits that say something.
    least = 2
    while least < 6 and abs(expected) < 10 ** (1 - least):
        least += 1
    return range(1 if abs(expected) >= 10 else least, 10)


def _judge_number(question: Question, value) -> Verdict:
    number, note = read_number(question, value)
    if number is None:
        return _unread(note)
    unit, why = question.unit, question.why
    expected = resolve(question.expected)
    said = counted(number, unit)
    if expected is None:
        opening = _say("number.said", so=said) if question.use == "predict" else ""
        return _done(question, None, note, f"{opening} {why}".strip())
    expected = float(expected)
    correct = _agrees(number, expected, question)
    if question.use == "predict":
        told = counted(expected, unit)
        far = apart(number, expected, unit)
        heard = "same" if abs(number - expected) < 1e-9 else "apart"
        opening = _say(f"number.{heard}", so=said, found=told, far=far)
        return _done(question, correct, note, f"{opening} {why}")
    if correct:
        return _done(
            question, True, note, f"{_say('number.right', so=counted(expected, unit))} {why}"
        )
    near = [(abs(number - float(resolve(slip["value"]))), slip["why"]) for slip in question.slips]
    if near and min(near)[0] <= max(question.tolerance, 1e-9):
        return _done(question, False, note, _say("number.slip", so=said, why=min(near)[1]))
    off = too(number, expected, unit)
    near = abs(number - expected) <= (2 if unit == "year" else NEAR * abs(expected))
    told = _say("number.off", so=said, off=off)
    return _done(question, False, note, told, sign="close" if near else "")


def _judge_order(question: Question, value) -> Verdict:
    keys = [o.key for o in question.options]
    if not isinstance(value, (list, tuple)) or sorted(map(str, value)) != sorted(keys):
        return _unread(_say("order.each"))
    value = list(map(str, value))
    by_key = {o.key: o for o in question.options}
    told = [
        _say("order.line", place=place, text=o.text, why=o.why)
        for place, o in enumerate(question.options, 1)
    ]
    if question.use == "predict":
        heard = "said_right" if value == keys else "said_other"
        opening = _say(f"order.{heard}", said=_texts(by_key[key] for key in value))
        return _done(question, value == keys, opening, *told, question.why)
    if value == keys:
        return _done(question, True, _say("order.right"), *told, question.why)
    first = next(place for place, (a, b) in enumerate(zip(value, keys, strict=True), 1) if a != b)
    chosen = by_key[value[first - 1]]
    slip = _say("order.slip", place=first, text=chosen.text, why=chosen.why)
    return _done(question, False, slip, misconception(chosen))


def _judge_match(question: Question, value) -> Verdict:
    if not isinstance(value, dict) or not set(value) <= {o.key for o in question.options}:
        return _unread(_say("match.each"))
    missing = [o for o in question.options if not value.get(o.key)]
    if missing:
        return _unread(_say("match.missing", missing=_texts(missing)))
    wrong = [o for o in question.options if value[o.key] != o.goes_with]
    if not wrong:
        return _done(question, True, _say("match.right"), question.why)
    said = [_say("match.line", text=o.text, why=o.why) for o in wrong]
    of = len(question.options)
    count = _say("match.count", right=of - len(wrong), of=of)
    return _done(question, False, count, *said, question.why)


def _judge_two_tier(question: Question, value) -> Verdict:
    tiers = {"answer": question.options, "reason": question.partners}
    value = value if isinstance(value, dict) else {}
    chosen = {t: next((o for o in of if o.key == value.get(t)), None) for t, of in tiers.items()}
    if missing := [tier for tier, one in chosen.items() if one is None]:
        return _unread(_say(f"two_tier.no_{missing[0]}"))
    answer, reason = chosen.values()
    lines = [_say("two_tier.line", text=one.text, why=one.why) for one in (answer, reason)]
    parts = [lines[0], misconception(answer), lines[1], question.why]
    if answer.right and reason.right:
        return _done(question, True, *parts)
    fits = "answer" if answer.right else "reason" if reason.right else "neither"
    sign = "" if fits == "neither" else "close"
    return _done(question, False, _say(f"two_tier.{fits}"), *parts, sign=sign)


# --- a series


def points(question: Question) -> dict[str, float]:
    """Return the numbers of a series by the keys of its options, the given ones included.

    Args:
        question: of kind series.

    Returns:
        {key: number}, computed from the tables.
    """
    found = resolve(question.expected)
    return {o.key: float(n) for o, n in zip(question.options, found, strict=True)}


def _judge_series(question: Question, value) -> Verdict:
    asked = question.options[question.given :]
    if not isinstance(value, dict):
        return _unread(_say("series.each", names=_texts(asked)))
    blank = [o for o in asked if value.get(o.key) is None or not str(value[o.key]).strip()]
    if blank:
        return _unread(_say("series.missing", names=_texts(blank)))
    read_as = {o: read_number(question, value[o.key]) for o in asked}
    for option, (number, note) in read_as.items():
        if number is None:
            return _unread(_say("series.at", name=option.text, fault=note))
    drawn, found = {o: number for o, (number, _) in read_as.items()}, points(question)
    gaps = {o: abs(number - found[o.key]) for o, number in drawn.items()}
    far = max(gaps, key=gaps.get)
    told = [
        [{"name": o.text, "number": counted(number, question.unit)} for o, number in line.items()]
        for line in (drawn, {o: found[o.key] for o in asked})
    ]
    opening = _say(
        "series.same" if gaps[far] < 1e-9 else "series.apart",
        said=told[0],
        found=told[1],
        name=far.text,
        so=counted(drawn[far], question.unit),
        there=counted(found[far.key], question.unit),
        far=apart(drawn[far], found[far.key], question.unit),
    )
    correct = all(_agrees(number, found[o.key], question) for o, number in drawn.items())
    near = gaps[far] <= 2 * question.tolerance
    sign = "close" if near and not correct else ""
    return _done(question, correct, opening, far.why, question.why, sign=sign)


def _judge_probability(question: Question, value) -> Verdict:
    number, note = read_number(question, value)
    if number is None:
        return _unread(note)
    return _done(
        question, None, f"{_say('number.probability', number=plain(number))} {question.why}"
    )


def _judge_range(question: Question, value) -> Verdict:
    ends = [read_number(question, v) for v in value] if isinstance(value, (list, tuple)) else []
    if len(ends) != 2:
        return _unread(_say("range.two"))
    if sum(isinstance(v, str) and not v.strip() for v in value):
        return _unread(_say("range.empty"))
    if problems := [note for number, note in ends if number is None]:
        return _unread(f"{_say('range.two')} {problems[0]}")
    low, high = (number for number, _ in ends)
    if low > high:
        return _unread(_say("range.turned", low=plain(low), high=plain(high)))
    expected, unit = resolve(question.expected), question.unit
    facts = {"low": plain(low), "high": counted(high, unit), "width": _width(high - low, unit)}
    if low == high:
        facts["low"] = counted(low, unit)
    said = "one" if low == high else "said"
    if expected is None:
        return _done(question, None, _say(f"range.{said}", **facts), question.why)
    if isinstance(expected, (list, tuple)):  # several claims: none of them is the right answer
        found = sorted(expected)
        held = sum(low <= number <= high for number in found)
        numbers = {"n": len(found), "numbers": list(map(plain, found)), "held": held}
        claims = _say("range.claims" if held else "range.claims_none", **numbers)
        return _done(question, None, f"{_say(f'range.{said}', **facts)} {claims}", question.why)
    gap = max(low - expected, expected - high)
    opening = _say(f"range.{said}_with", found=counted(expected, unit), **facts)
    holds = _say("range.misses", gap=_width(gap, unit)) if gap > 0 else _say("range.holds")
    return _done(question, gap <= 0, f"{opening} {holds}", question.why)


def _width(size: float, unit: str) -> str:
    if unit == "per cent" or is_share(unit):
        points = _say("range.points")
        return counted(round(size * (100 if is_share(unit) else 1), 4), points)
    return counted(round(size, 4), _things(unit))


def _judge_text(question: Question, value) -> Verdict:
    if not isinstance(value, str):
        return _unread(_say("text.own"))
    good = [_say("text.line", text=o.text, why=o.why) for o in question.options]
    opening = _say("text.compare") if good else ""
    return _done(question, None, opening, *good, question.why)


# --- answers from code

MOST_CELLS = 100_000  # of a table or list that is compared


def as_text(answer) -> str:
    """Write what a learner's code gave; never fails and never takes long.

    Args:
        answer: anything.

    Returns:
        At most 300 characters.
    """
    short = reprlib.Repr()
    short.maxlist = short.maxtuple = short.maxdict = short.maxset = short.maxother = 300
    try:
        if isinstance(answer, (str, bytes, bytearray)):
            return str(answer[:300])[:300]
        plain_container = type(answer) in (list, tuple, dict, set, frozenset)
        return (short.repr(answer) if plain_container else str(answer))[:300]
    except (Exception, SystemExit):
        return f"({_kind_of(answer)})"


def number_in(answer) -> float | None:
    """Return the number that an answer from code is, holds alone, or holds beside a name.

    Args:
        answer: anything.

    Returns:
        A finite number, or None.
    """
    try:
        return _number_in(answer)
    except (Exception, SystemExit):
        return None


def _judge_code(question: Question, value) -> Verdict:
    expected = resolve(question.expected)
    try:
        if _same(value, expected, question):
            return _done(question, True, question.why)
        for slip in question.slips:
            if _same(value, resolve(slip["value"]), question, rounded=False):
                return _done(question, False, slip["why"])
        sign, said = _what_differs(value, expected, question)
    except (Exception, SystemExit):  # a learner may pass anything, whose methods raise anything
        sign, said = "", _this(value, "this", expected)
    if sign == "right":
        return _done(question, True, said, question.why)
    hint = _say("card.hint", hint=question.hints[0]) if question.hints and not sign else ""
    return _done(question, False, said, hint, sign=sign)


SHORTEST_TITLE = 8  # characters: fewer say nothing of a chart


def _judge_chart(question: Question, value) -> Verdict:
    """Say what a learner's own chart lacks; every sound one is right, whatever it shows."""
    try:
        lacks = list(value.lacks) if hasattr(value, "lacks") else [_no_chart(value)]
        if not lacks:
            lacks = [_say(f"chart.{fault}") for fault in _chart_faults(value)]
        told = [] if lacks else [_say("chart.drawn", n=value.marks, sources=len(value.source_ids))]
    except (Exception, SystemExit):  # a learner may pass anything, whose methods raise anything
        lacks, told = [_say("chart.other", what=_kind_of(value))], []
    if lacks:
        return _done(question, False, *lacks)
    return _done(question, True, *told, question.why)


def _no_chart(value) -> str:
    if hasattr(value, "alt"):
        return _say("chart.ours")
    own = hasattr(value, "get_title") or hasattr(value, "get_axes") or hasattr(value, "savefig")
    return _say("chart.bare" if own else "chart.other", what=_kind_of(value))


def _chart_faults(chart) -> list[str]:
    """Name what a drawn chart lacks: two marks to compare, numbers that differ, a title."""
    table, title = chart.table.frame, chart.title.strip()
    faults = ["one_mark"] if chart.marks < 2 else []
    if title in table or len(title.strip("…. ")) < SHORTEST_TITLE or "..." in title:
        faults.append("title")
    return faults


def _same(answer, expected, question: Question, rounded: bool = True) -> bool:
    """Compare an answer from code with what is expected, by value and not by type of container."""
    import numpy as np
    import pandas as pd

    if isinstance(expected, pd.DataFrame):
        if not isinstance(answer, pd.DataFrame) or answer.shape != expected.shape:
            return False
        if set(answer.columns) == set(expected.columns) and answer.columns.is_unique:
            answer = answer[expected.columns]
        answer, expected = answer.to_numpy().ravel(), expected.to_numpy().ravel()
    if isinstance(expected, (set, frozenset)):
        return set(_values(answer)) == set(expected)
    if isinstance(expected, pd.Series) and isinstance(answer, (dict, pd.Series)):
        labelled = pd.Series(answer)
        if set(labelled.index) == set(expected.index) and labelled.index.is_unique:
            answer = labelled.reindex(expected.index)
    if isinstance(expected, (pd.Series, pd.Index, np.ndarray, list, tuple)):
        answer, expected = _values(answer), list(expected)
        pairs = zip(answer, expected, strict=False)
        return len(answer) == len(expected) and all(
            _same(a, e, question, rounded) for a, e in pairs
        )
    if isinstance(expected, str):
        return str(_only(answer)).strip() == expected
    number = _number_in(answer)
    if number is None:
        return False
    if rounded:
        return _agrees(number, float(expected), question)
    return abs(number - float(expected)) <= max(question.tolerance, 1e-9)


def _size(answer) -> int | None:
    """Return how many values a container holds; None for what is none, or is read only once."""
    if isinstance(answer, (str, bytes, bytearray, memoryview, type)):
        return None
    if isinstance(getattr(answer, "size", None), int) and hasattr(answer, "to_numpy"):
        return answer.size
    if getattr(answer, "ndim", None) is not None and hasattr(answer, "ravel"):
        return answer.size if answer.ndim else None  # NumPy's arrays; one without axes is a number
    return len(answer) if hasattr(answer, "__len__") and hasattr(answer, "__iter__") else None


def _values(answer) -> list:
    """Return what a container holds; one number alone is a list of one."""
    import pandas as pd

    size = _size(answer)
    if size is None:
        return [answer]
    if size > MOST_CELLS:
        return []
    if isinstance(answer, dict):
        return list(answer.values())
    if isinstance(answer, pd.DataFrame):
        numeric = answer.select_dtypes("number")
        if numeric.shape[1] == 1 and len(answer) > 1:
            return list(numeric.iloc[:, 0])  # names and numbers: the numbers
        return list(answer.to_numpy().ravel())
    if hasattr(answer, "ravel") and hasattr(answer, "ndim"):
        return list(answer.ravel())
    return list(answer)


def _only(answer):
    """Return the one value that a container holds, or the answer as it is."""
    for _ in range(4):  # such as [[4]]
        held = _values(answer)
        if len(held) != 1 or held[0] is answer:
            break
        answer = held[0]
    return answer


def _number_in(answer) -> float | None:
    """Return the number that an answer is, holds alone, or holds beside a name."""
    one = _only(answer)
    if _size(one) == 2:
        held = [_only(value) for value in _values(one)]
        names = [isinstance(value, str) and parse_number(value) is None for value in held]
        if sum(names) != 1:
            return None
        one = held[names.index(False)]
    if type(one).__name__ == "MaskedConstant":
        return None
    if getattr(one, "shape", None) == () and hasattr(one, "item"):
        one = one.item()  # NumPy's numbers and truth values are none of Python's
    if isinstance(one, (Decimal, Fraction)) or type(one) is bool:
        return float(one) if math.isfinite(one) else None
    if isinstance(one, str) and not re.search(r"\d", one):
        return None  # code gives digits; 'six' is what a person types
    return parse_number(one) if isinstance(one, (int, float, str)) else None


def _what_differs(value, expected, question: Question) -> tuple[str, str]:
    """Return (sign or '', what differs between an answer and what is expected)."""
    if hasattr(expected, "__len__") and not isinstance(expected, str):
        return _what_differs_in_list(value, expected, question)
    if isinstance(expected, str):
        return "", _this(value, "otherwise", expected)
    number = _number_in(value)
    if number is None:
        return "", _no_number(value, float(expected), question)
    expected, written = float(expected), plain(number)
    if _may_be_per_cent(question, expected):
        text = isinstance(_only(value), str)
        whole = abs(number) >= 1 or (text and "%" in _only(value))
        if whole and _agrees(number / 100, expected, question):
            return "right", _say("code.percent", written=written, number=plain(number / 100))
        if _agrees(1 - number, expected, question):
            return "", _say("code.others", written=written)
    if expected and _agrees(-number, expected, question):
        return "", _say("code.sign", written=written)
    if number and any(abs(number - round(expected, n)) < 1e-9 for n in (0, 1, 2)):
        return "close", _say("code.rounded")
    if expected and abs(number - expected) <= NEAR * abs(expected) and expected != int(expected):
        return "close", _say("code.near", written=written)
    return "", _say("code.off", written=written, off=too(number, expected))


def _may_be_per_cent(question: Question, expected: float) -> bool:
    """Say whether what code gives is a share, of which per cent says the same."""
    return question.kind == "code" and 0 < expected < 1


def _no_number(value, expected: float, question: Question) -> str:
    """Say what was given where one number is asked, and how to get from there to a number."""
    import pandas as pd

    held = _values(value)
    if callable(value) and _size(value) is None:
        return _this(value, "call", expected)
    if type(value).__name__.endswith("GroupBy"):
        return _this(value, "grouped", expected)
    if len(held) == 1:
        one = _only(value)
        if one is pd.NA or one is pd.NaT or (isinstance(one, float) and math.isnan(one)):
            return _say("code.missing", value=str(one))
        return _this(value, "endless" if isinstance(one, (int, float)) else "no_number", expected)
    size = _size(value)
    if size == 0:
        return _this(value, "empty", expected)
    if isinstance(value, pd.DataFrame):
        return _this(value, "frame", expected)
    own = hasattr(value, "sum")
    if any(_number_in(v) is not None and _agrees(_number_in(v), expected, question) for v in held):
        return _this(value, "among", expected, take=_say(f"code.take_{'own' if own else 'list'}"))
    if own and getattr(value.dtype, "kind", "") == "b":
        return _this(value, "truth", expected)
    add, largest = ("`.sum()`", "`.max()`") if own else ("`sum(…)`", "`max(…)`")
    return _this(value, "many", expected, add=add, largest=largest)


def _this(value, message: str, expected, **facts) -> str:
    """Say what a value is, and what is asked."""
    return _say(f"code.{message}", what=_kind_of(value), asked=_asked_for(expected), **facts)


def _what_differs_in_list(value, expected, question: Question) -> tuple[str, str]:
    size, wanted = _size(value), list(_values(expected))
    if size is None:
        return "", _this(value, "this", expected)
    held = _values(value)
    if len(held) != len(wanted):
        return "", _this(value, "too_many", expected, n=len(wanted))
    labels = getattr(value, "index", None) if hasattr(value, "to_numpy") else value
    if isinstance(value, dict) or hasattr(value, "to_numpy"):
        pairs = sorted(zip(map(str, labels), held, strict=True), key=lambda pair: pair[0])
        if _same([one for _, one in pairs], wanted, question):
            return "right", _say("code.labels")
    numbers = [_number_in(one) for one in held]
    if None in numbers:
        return "", _this(value, "not_numbers", expected)
    if _same(sorted(numbers), sorted(map(float, wanted)), question):
        return "", _say("code.order")
    if _same([-number for number in numbers], wanted, question):
        return "", _say("code.signs")
    fits = [_same(one, want, question) for one, want in zip(numbers, wanted, strict=True)]
    first = fits.index(False)
    return "", _say(
        "code.first",
        fits=sum(fits),
        of=len(wanted),
        place=ordinal(first + 1),
        number=plain(numbers[first]),
        off=too(numbers[first], wanted[first]),
    )


def _asked_for(expected) -> str:
    if hasattr(expected, "__len__") and not isinstance(expected, str):
        return _say("code.list", n=len(expected))
    return _say("code.text" if isinstance(expected, str) else "code.one")


def _kind_of(value) -> str:
    """Say what a value is, in words; never fails."""
    try:
        name = str(type(value).__name__)[:40]
    except (Exception, SystemExit):
        return _say("kind.unreadable")
    article, kinds = "an" if name[:1].lower() in "aeiou" else "a", wording.words("judging.kinds")
    kind = kinds.tell(name) if name in kinds else _say(f"kind.{article}", name=name)
    try:
        size = _size(value)
        if name == "DataFrame":
            rows, columns = value.shape
            return _say("kind.frame", kind=kind, rows=rows, columns=columns)
        if size is None:
            number = getattr(getattr(value, "dtype", None), "kind", "") in ("i", "u", "f")
            return _say("kind.number") if number else kind
        return _say(f"kind.{'series' if name == 'Series' else 'values'}", kind=kind, n=size)
    except (Exception, SystemExit):
        return kind


def misconception(option: Option) -> str:
    """Return the common error that an option stands for, from the table misconceptions."""
    if not option.misconception:
        return ""
    errors = data.table("misconceptions").set_index("misconception_id")
    row = errors.loc[option.misconception]
    return _say("card.error", error=row["misconception"], correction=row["correction"])


def prose(text: str) -> str:
    """Turn plain text into HTML.

    Args:
        text: blank lines part paragraphs, `backticks` mark code; all else is escaped.

    Returns:
        HTML of paragraphs.
    """
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", data.safe(text.strip()))
    return "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", safe))
