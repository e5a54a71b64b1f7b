"""Items as Moodle XML, which Moodle takes in under Question bank, Import."""

from __future__ import annotations

import base64
from html import escape
from xml.etree import ElementTree as ET

from helpers.exporting.items import Item, image, written

TYPES = {"choice": "multichoice", "choices": "multichoice", "pairs": "matching"}
TYPES |= {"number": "numerical", "text": "essay"}


def write(items: list[Item], title: str) -> bytes:
    """Write items as one category of questions.

    Args:
        items: what `items.items` returns.
        title: name of the category.

    Returns:
        The content of the file.
    """
    quiz = ET.Element("quiz")
    category = _in(quiz, "question", type="category")
    _text(_in(category, "category"), f"$course$/top/{title.replace('/', '//')}")
    for item in items:
        _question(quiz, item)
    ET.indent(quiz, " ")
    return ET.tostring(quiz, "utf-8", xml_declaration=True) + b"\n"


def _in(parent, name: str, text: str | None = None, /, **attributes):
    made = ET.SubElement(parent, name, attributes)
    made.text = text
    return made


def _text(parent, text: str):
    _in(parent, "text", text)
    return parent


def _html(parent, name: str, text: str, /, **attributes):
    return _text(_in(parent, name, **attributes, format="html"), text)


def _question(quiz, item: Item):
    question = _in(quiz, "question", type=TYPES[item.kind])
    _text(_in(question, "name"), item.id)
    prompt, picture = item.prompt, item.picture
    if picture:
        prompt += image(picture, "@@PLUGINFILE@@/")
    stem = _html(question, "questiontext", prompt)
    if picture:
        content = base64.b64encode(picture.svg.encode()).decode()
        _in(stem, "file", content, name=picture.name, path="/", encoding="base64")
    _html(question, "generalfeedback", item.why)
    _in(question, "defaultgrade", "1" if item.graded else "0")
    _in(question, "penalty", "0.3333333")
    _in(question, "hidden", "0")
    _in(question, "idnumber", f"sands-{item.id}")
    _PARTS[item.kind](question, item)
    for hint in item.hints:
        _html(question, "hint", hint)
    tags = _in(question, "tags")
    for tag in item.tags:
        _text(_in(tags, "tag"), tag)


def _choices(question, item: Item):
    _in(question, "single", "true" if item.kind == "choice" else "false")
    _in(question, "shuffleanswers", "true")
    _in(question, "answernumbering", "abc")
    for choice, share in zip(item.choices, shares(item), strict=True):
        answer = _html(question, "answer", escape(choice.text), fraction=written(share))
        _html(answer, "feedback", choice.why)


def shares(item: Item) -> list[float]:
    """Return what each choice gives, in per cent, in Moodle's five digits.

    Of several right ones each gives its part, and wrong ones together take all away: who ticks
    everything has nothing.
    """
    if item.kind == "choice":
        return [100.0 * choice.right for choice in item.choices]
    right = sum(choice.right for choice in item.choices)
    wrong = len(item.choices) - right
    return [round(100 / right if c.right else -100 / wrong, 5) for c in item.choices]


def _number(question, item: Item):
    for value, why, fraction in (
        (item.value, "", "100"),
        *((value, why, "0") for value, why in item.slips),
    ):
        answer = _text(_in(question, "answer", fraction=fraction), written(value))
        _html(answer, "feedback", why)
        _in(answer, "tolerance", written(item.tolerance))


def _pairs(question, item: Item):
    _in(question, "shuffleanswers", "true")
    texts = dict(item.partners)
    for choice in item.choices:
        pair = _html(question, "subquestion", escape(choice.text))
        _text(_in(pair, "answer"), texts[choice.partner])
    used = {choice.partner for choice in item.choices}
    for key, text in item.partners:
        if key not in used:
            _text(_in(_html(question, "subquestion", ""), "answer"), text)


def _essay(question, item: Item):
    _in(question, "responseformat", "editor")
    _in(question, "responserequired", "1")
    _html(question, "graderinfo", item.why)


_PARTS = {"choice": _choices, "choices": _choices, "pairs": _pairs, "number": _number}
_PARTS |= {"text": _essay}
