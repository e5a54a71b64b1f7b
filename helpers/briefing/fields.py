"""The fields of a briefing: kept one by one, checked, and the rows of evidence that they name.

A briefing is a dict of texts, one for each name in FIELDS. Every field is kept in the journal by
itself (kind 'briefing'), so that a page half written is there tomorrow.
"""

from __future__ import annotations

import itertools

from helpers import candidates, data, figures, forms, journal
from helpers.measures import briefing as measures
from helpers.wording import words

MOST = 20_000  # characters of a field
PIECE = 10_000  # characters of a field in one line of the journal


def named(row: dict) -> dict:
    """Return a row of evidence with who says so, what and grade as a reader is told them."""
    ends = {end: figures.words(row[end]) for end in ("low", "high")}
    ends["cited"] = data.cite_text(row["source_ids"], limit=2) if row["source_ids"] else ""
    said = words("briefing.evidence", **row | ends)
    return row | {part: said.tell(part) for part in ("who", "what", "grade", "marked")}


def review(briefing: dict) -> list[str]:
    """Return what the check of a briefing found, a sentence each; empty where there is nothing."""
    ours = [one.sentence for one in candidates.kept()]
    return [sentence(found) for found in measures.review(briefing, ours=ours)]


def sentence(found: measures.Finding) -> str:
    """Say what the check found, with its facts."""
    said, facts = words("briefing.review"), dict(found.facts)
    if "fields" in facts:
        facts["fields"] = labels(facts["fields"])
    if "field" in facts:
        facts["field"] = labels([facts["field"]])[0]
    if "lacks" in facts:
        facts["lacks"] = [said.parts[part] for part in facts["lacks"]]
    return said.tell(found.code, **facts)


def labels(fields) -> list[str]:
    """Return the short names of fields."""
    short = words("briefing.fields").short
    return [short[name] for name in fields]


def kept() -> dict[str, str]:
    """Return the briefing that the journal holds: texts by the names of FIELDS."""
    newest: dict = {}
    for entry in journal.entries():
        area, _, name = entry["key"].rpartition(":")
        if (entry["kind"], area) in (("briefing", ""), ("draft", "briefing")):
            newest[name] = entry["value"]
    texts = {name: _joined(newest, name) for name in measures.FIELDS}
    return {name: text for name, text in texts.items() if text.strip()}


def _joined(newest: dict, name: str) -> str:
    """Put the pieces of a field together; a copied journal may hold anything."""
    pieces = itertools.takewhile(
        lambda piece: isinstance(piece, str) and piece,
        (newest.get(_piece(name, n)) for n in range(-(-MOST // PIECE))),
    )
    return "".join(pieces)


def _piece(name: str, number: int) -> str:
    """Return the journal's key of one piece of a field, counted from 0."""
    return f"{name}.{number}" if number else name


def keep(name: str, text: str, kind: str = "briefing") -> journal.Kept:
    """Keep one field of the briefing, whole or not at all.

    `text` has at most MOST characters; `kind` is 'draft' while the learner still writes.
    """
    said = words("briefing.keep", field=labels([name])[0], n=len(text), most=MOST)
    if len(text) > MOST:
        return journal.Kept(False, said.too_long)
    before, told = kept().get(name, ""), journal.Kept(True, said.kept)
    ahead = ("briefing",) if kind == "draft" else ()
    # A line of the journal is limited. The last piece goes first: the first one makes it whole.
    for place in reversed(range(-(-max(len(text), len(before), 1) // PIECE))):
        piece = text[place * PIECE : (place + 1) * PIECE]
        told = forms.keep(kind, ":".join((*ahead, _piece(name, place))), piece)
    return told
