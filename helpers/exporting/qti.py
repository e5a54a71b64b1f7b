"""Items as QTI 1.2 in the form that Canvas writes and reads: a zip file of questions and charts."""

from __future__ import annotations

import io
import zipfile
from html import escape
from xml.etree import ElementTree as ET

from helpers.exporting.items import Item, image, written

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
MANIFEST = "http://www.imsglobal.org/xsd/imscp_v1p1"
TYPES = {
    "choice": "multiple_choice_question",
    "choices": "multiple_answers_question",
    "pairs": "matching_question",
    "number": "numerical_question",
    "text": "essay_question",
}
# The same files give the same bytes.
WHEN = (2026, 1, 1, 0, 0, 0)


def write(items: list[Item], title: str) -> bytes:
    """Write items as one assessment.

    Args:
        items: what `items.items` returns.
        title: name of the assessment.

    Returns:
        The content of the zip file.
    """
    pictures = [item.picture for item in items if item.picture]
    files = {
        "imsmanifest.xml": _xml(_manifest([p.name for p in pictures])),
        "questions/questions.xml": _xml(_assessment(items, title)),
        **{f"images/{picture.name}": picture.svg.encode() for picture in pictures},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def _xml(root) -> bytes:
    return ET.tostring(root, "utf-8", xml_declaration=True)


def _in(parent, name: str, text: str | None = None, /, **attributes):
    made = ET.SubElement(parent, name, attributes)
    made.text = text
    return made


def _manifest(pictures: list[str]):
    manifest = ET.Element("manifest", identifier="sands", xmlns=MANIFEST)
    about = _in(manifest, "metadata")
    _in(about, "schema", "IMS Content")
    _in(about, "schemaversion", "1.1.3")
    _in(manifest, "organizations")
    resources = _in(manifest, "resources")
    paths = {"questions/questions.xml": "imsqti_xmlv1p2"}
    paths |= {f"images/{name}": "webcontent" for name in pictures}
    for number, (path, kind) in enumerate(paths.items()):
        part = _in(resources, "resource", identifier=f"sands-{number}", type=kind, href=path)
        _in(part, "file", href=path)
    return manifest


def _assessment(items: list[Item], title: str):
    root = ET.Element("questestinterop", xmlns=NAMESPACE)
    assessment = _in(root, "assessment", ident="sands-questions", title=title)
    section = _in(assessment, "section", ident="root_section")
    for item in items:
        _item(section, item)
    return root


def _item(section, item: Item):
    made = _in(section, "item", ident=f"sands-{item.id.replace('.', '-')}", title=item.id)
    fields = _in(_in(made, "itemmetadata"), "qtimetadata")
    told = {"question_type": TYPES[item.kind], "points_possible": "1" if item.graded else "0"}
    for label, entry in told.items():
        field = _in(fields, "qtimetadatafield")
        _in(field, "fieldlabel", label)
        _in(field, "fieldentry", entry)
    prompt = item.prompt
    if item.picture:
        prompt += image(item.picture, "$IMS-CC-FILEBASE$/images/")
    presentation = _in(made, "presentation")
    _material(presentation, prompt)
    processing = _in(made, "resprocessing")
    _in(_in(processing, "outcomes"), "decvar", **_SCORE)
    feedback = {"general_fb": item.why} if item.why else {}
    if item.why:
        condition = _condition(processing, "Yes")
        _in(_in(condition, "conditionvar"), "other")
        _show(condition, "general_fb")
    feedback |= _PARTS[item.kind](presentation, processing, item)
    for ident, text in feedback.items():
        _material(_in(_in(made, "itemfeedback", ident=ident), "flow_mat"), text)


_SCORE = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}


def _material(parent, html: str):
    _in(_in(parent, "material"), "mattext", html, texttype="text/html")


def _condition(processing, goes_on: str):
    return _in(processing, "respcondition", **{"continue": goes_on})


def _show(condition, ident: str):
    _in(condition, "displayfeedback", feedbacktype="Response", linkrefid=ident)


def _sets(condition, score: str, action: str = "Set"):
    _in(condition, "setvar", score, action=action, varname="SCORE")


def _labels(parent, offered):
    render = _in(parent, "render_choice")
    for key, text in offered:
        _material(_in(render, "response_label", ident=key), escape(text))


def _equal(parent, key: str, of: str = "response1"):
    _in(parent, "varequal", key, respident=of)


def _choices(presentation, processing, item: Item) -> dict:
    cardinality = "Single" if item.kind == "choice" else "Multiple"
    response = _in(presentation, "response_lid", ident="response1", rcardinality=cardinality)
    _labels(response, ((c.key, c.text) for c in item.choices))
    said = {f"{c.key}_fb": c.why for c in item.choices if c.why}
    for choice in item.choices:
        if choice.why:
            condition = _condition(processing, "Yes")
            _equal(_in(condition, "conditionvar"), choice.key)
            _show(condition, f"{choice.key}_fb")
    condition = _condition(processing, "No")
    wanted = _in(condition, "conditionvar")
    if item.kind == "choices":
        wanted = _in(wanted, "and")
    for choice in item.choices:
        if choice.right:
            _equal(wanted, choice.key)
        elif item.kind == "choices":
            _equal(_in(wanted, "not"), choice.key)
    _sets(condition, "100")
    return said


def _pairs(presentation, processing, item: Item) -> dict:
    part = written(100 / len(item.choices))
    for choice in item.choices:
        ident = f"response_{choice.key}"
        response = _in(presentation, "response_lid", ident=ident)
        _material(response, escape(choice.text))
        _labels(response, item.partners)
        condition = _condition(processing, "Yes")
        _equal(_in(condition, "conditionvar"), choice.partner, ident)
        _sets(condition, part, "Add")
    return {}


def _number(presentation, processing, item: Item) -> dict:
    response = _in(presentation, "response_str", ident="response1", rcardinality="Single")
    _in(response, "render_fib", fibtype="Decimal")
    said = {}
    values = [(item.value, ""), *item.slips]
    for number, (value, why) in enumerate(values):
        condition = _condition(processing, "No")
        either = _in(_in(condition, "conditionvar"), "or")
        _equal(either, written(value))
        both = _in(either, "and")
        _in(both, "vargte", written(value - item.tolerance), respident="response1")
        _in(both, "varlte", written(value + item.tolerance), respident="response1")
        _sets(condition, "0" if number else "100")
        if why:
            said[f"slip_{number}_fb"] = why
            _show(condition, f"slip_{number}_fb")
    return said


def _essay(presentation, processing, _) -> dict:
    response = _in(presentation, "response_str", ident="response1", rcardinality="Single")
    _in(response, "render_fib")
    if len(processing) == 1:
        _in(_in(_condition(processing, "No"), "conditionvar"), "other")
    return {}


_PARTS = {"choice": _choices, "choices": _choices, "pairs": _pairs, "number": _number}
_PARTS |= {"text": _essay}
