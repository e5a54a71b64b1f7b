"""My work: what is done in each lesson, what is next, and which card of the deck is due.

The deck follows Leitner (1972): a card that was right moves one box up, one that was not goes back
to the first, and each box waits twice as long as the one before.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pandas as pd

from helpers import bank, data, journal

LESSONS = range(10)
BOXES = (1, 2, 4, 8, 16)  # days that a card waits in each box
MOST = 366  # days that a card can wait
OLD = 7  # days after which an answer that was right is asked again
CARDS, TERMS = 12, 6  # cards of one sitting of ten minutes, and terms among them
REPEATED = ("single", "multiple", "two-tier", "order", "match", "number")  # kinds that are judged
WORK = ("answer", "prediction", "code", "own_chart", "estimate", "board", "forecast", "briefing")


class Card(NamedTuple):
    """One card: `kind` (question or term), its `key`, its `box` (from 1), `why` it comes, since."""

    kind: str
    key: str
    box: int
    why: str  # missed, old, due, new
    days: int  # since it was last seen
    due: date


def _day(entry) -> date:
    return date.fromisoformat(entry["time"][:10])


def today() -> date:
    """Return the day by the clock of the journal's entries, UTC."""
    return datetime.now(UTC).date()


# --- what is done ---------------------------------------------------------------------------------


def progress() -> pd.DataFrame:
    """Count what is done, one row a lesson.

    Returns:
        Columns lesson, questions (outside the coding track), done (of these, answered, guessed or
        looked at), right, missed (by the newest answer), code (tasks of the coding track that were
        right), boards, estimate (whether there is one), begun.
    """
    asked, begun = bank.bank(), _begun()
    newest = {(e["kind"], e["key"]): e for e in journal.entries()}
    rows = []
    for lesson in LESSONS:
        own = [q for q in asked.values() if q.id.split(".")[0] == str(lesson)]
        core = [q for q in own if not q.coding]
        right = [newest.get(("answer", q.id), {}).get("correct") for q in core]
        coded = [newest.get((q.kept_as, q.id), {}).get("correct") for q in own if q.coding]
        boards = {key for kind, key in newest if kind == "board"}
        rows.append(
            {
                "lesson": lesson,
                "questions": len(core),
                "done": sum(_done(q, newest) for q in core),
                "right": right.count(True),
                "missed": right.count(False),
                "code": coded.count(True),
                "boards": sum(key.startswith(f"{lesson}.") for key in boards),
                "estimate": ("estimate", str(lesson)) in newest,
                "begun": lesson in begun,
            }
        )
    return pd.DataFrame(rows)


def _done(question, newest) -> bool:
    kinds = ("prediction", "skipped") if question.use == "predict" else ("answer",)
    return any((kind, question.id) in newest for kind in kinds)


def _begun() -> set[int]:
    found = (journal.lesson_of(e["kind"], e["key"]) for e in journal.entries() if e["kind"] in WORK)
    return {lesson for lesson in found if lesson is not None}


def next_lesson(frame: pd.DataFrame) -> tuple[int, str] | None:
    """Return the lesson to go on with and why: 'open' (begun, not done) or 'new'; None at the end.

    Args:
        frame: as `progress` returns it.
    """
    whole = frame["done"].ge(frame["questions"]) & frame["estimate"]
    for why, rows in (("open", frame[frame["begun"] & ~whole]), ("new", frame[~frame["begun"]])):
        if len(rows):
            return int(rows["lesson"].iloc[0]), why
    return None


# --- the deck -------------------------------------------------------------------------------------


def moved(box: int, right: bool) -> int:
    """Return the box of a card after an answer: one further where it was right, else the first."""
    return min(box + 1, len(BOXES)) if right else 1


def cards(now: date | None = None) -> list[Card]:
    """Return every card of the deck with the day on which it is due, the first due first.

    Cards are the questions that were answered, right or not, and the terms of lessons that were
    begun. A question or a term that is no longer there has no card.
    """
    now, seen = now or today(), _seen()
    found = [*_questions(now, seen), *_terms(now, seen)]
    ranks = {"missed": 0, "due": 1, "old": 2, "new": 3}
    return sorted(found, key=lambda c: (c.due > now, ranks[c.why], c.due, c.kind, c.key))


def deck(now: date | None = None) -> list[Card]:
    """Return the cards of one sitting: those due, at most CARDS, and of new terms at most TERMS."""
    now = now or today()
    due, new = [card for card in cards(now) if card.due <= now], 0
    sitting = []
    for card in due:
        new += card.why == "new"
        if len(sitting) < CARDS and (card.why != "new" or new <= TERMS):
            sitting.append(card)
    return sitting


class Turned(NamedTuple):
    """When a card was turned: into which `box`, on which `day`, for how many days it `waits`."""

    box: int
    day: date
    waits: int
    order: int


def _seen() -> dict[str, Turned]:
    """Return each card that was turned; what is damaged was not."""
    found = {}
    for entry in journal.entries("deck"):
        value = entry["value"]
        box = value.get("box") if isinstance(value, dict) else None
        if type(box) is int and 1 <= box <= len(BOXES):
            days = value.get("days")
            waits = days if type(days) is int and 1 <= days <= MOST else BOXES[box - 1]
            found[entry["key"]] = Turned(box, _day(entry), waits, entry["order"])
    return found


def _waiting(kind, key, seen, now) -> Card:
    card = seen[key]
    due = card.day + timedelta(days=card.waits)
    return Card(kind, key, card.box, "due", (now - card.day).days, due)


def _questions(now, seen) -> list[Card]:
    found, answers, known = [], {}, bank.bank()
    for entry in journal.entries("answer"):
        if isinstance(entry.get("correct"), bool):
            answers.setdefault(entry["key"], []).append(entry)
    for key, entries in answers.items():
        question = known.get(key)
        if question is None or not repeats(question):
            continue
        last, day = entries[-1], _day(entries[-1])
        if key in seen and seen[key].order > last["order"]:
            found.append(_waiting("question", key, seen, now))
        elif not entries[0]["correct"] or not last["correct"]:
            found.append(Card("question", key, 1, "missed", (now - day).days, day))
        else:
            due = day + timedelta(days=OLD)
            found.append(Card("question", key, 2, "old", (now - day).days, due))
    return found


def repeats(question: bank.Question) -> bool:
    """Say whether a question can come as a card: judged, and to be understood without its lesson.

    A bug hunt looks at a sentence or a ranking that stands above it.
    """
    return question.kind in REPEATED and question.use not in ("predict", "hunt")


def _terms(now, seen) -> list[Card]:
    begun, found = _begun(), []
    glossary = data.table("glossary")
    for row in glossary[glossary["lesson"].isin(begun)].itertuples():
        key = term_key(row.term)
        card = Card("term", key, 1, "new", 0, now)
        found.append(_waiting("term", key, seen, now) if key in seen else card)
    return found


def term_key(term: str) -> str:
    """Return the journal's key of a term's card."""
    return ":".join(("term", term))[:80]


def term_of(key: str) -> dict | None:
    """Return the glossary's row of a term's card, or None where the term has left the table."""
    rows = data.table("glossary")
    rows = rows[rows["term"].map(term_key) == key]
    return rows.iloc[0].to_dict() if len(rows) else None


# --- what was answered ----------------------------------------------------------------------------


def answered(lesson: int | None = None) -> list[dict]:
    """Return the journal's entries of what was answered, in the order of the bank.

    Of a prediction the first guess counts, of everything else the newest answer.

    Args:
        lesson: its number; None for all.
    """
    found: dict[tuple, list] = {}
    for entry in journal.entries():
        found.setdefault((entry["kind"], entry["key"]), []).append(entry)
    told = []
    for key, question in bank.bank().items():
        if lesson is not None and key.split(".")[0] != str(lesson):
            continue
        own = found.get((question.kept_as, key), [])
        told += own[:1] if question.use == "predict" else own[-1:]
    return told
