"""Items as GIFT, a plain text that Moodle and many other platforms take in; it has no pictures."""

from __future__ import annotations

import re
from html import escape

from helpers.exporting.items import Item, written
from helpers.exporting.moodle import shares


def write(items: list[Item], title: str) -> bytes:
    """Write items as one category of questions.

    Args:
        items: what `items.items` returns.
        title: name of the category.

    Returns:
        The content of the file; a blank line parts its questions.
    """
    parts = [f"$CATEGORY: $course$/top/{title.replace('/', '//')}"]
    for item in items:
        head = f"// {' '.join(item.tags)}\n::{plain(item.id)}::[html]{plain(item.prompt)}"
        opening = "{#" if item.kind == "number" else "{"
        lines = [*_BODIES[item.kind](item), *_after("####", item.why), "}"]
        parts.append("\n".join([head + opening, *lines]))
    return ("\n\n".join(parts) + "\n").encode()


def plain(text: str) -> str:
    """Return a text in which no sign has a meaning for GIFT, on one line."""
    return re.sub(r"([\\~=#{}:])", r"\\\1", " ".join(text.split()))


def _after(sign: str, text: str) -> list[str]:
    return [f"{sign}{plain(text)}"] if text else []


def _choices(item: Item):
    for choice, share in zip(item.choices, shares(item), strict=True):
        sign = f"~%{written(share)}%" if item.kind == "choices" else "~="[choice.right]
        yield "".join([f"{sign}{plain(escape(choice.text))}", *_after("#", choice.why)])


def _number(item: Item):
    near = written(item.tolerance)
    yield f"={written(item.value)}:{near}"
    for value, why in item.slips:
        yield "".join([f"=%0%{written(value)}:{near}", *_after("#", why)])


def _pairs(item: Item):
    texts = {key: plain(arrowless(text)) for key, text in item.partners}
    for choice in item.choices:
        yield f"={plain(escape(arrowless(choice.text)))} -> {texts[choice.partner]}"
    used = {choice.partner for choice in item.choices}
    for key, text in texts.items():
        if key not in used:
            yield f"= -> {text}"


def arrowless(text: str) -> str:
    """Return a text with a sign for an arrow: GIFT cannot escape the one that parts a pair."""
    return text.replace("->", "→")


def _text(_):
    return []


_BODIES = {"choice": _choices, "choices": _choices, "pairs": _pairs, "number": _number}
_BODIES |= {"text": _text}
