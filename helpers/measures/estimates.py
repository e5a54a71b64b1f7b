"""The learner's estimates of the one question, as the journal holds them."""

from __future__ import annotations

from helpers import journal
from helpers.numbers import parse_number

ENDS = ("best", "low", "high")


def latest() -> dict[int, dict]:
    """Return the learner's latest estimate a lesson: {lesson: {best, low, high, reason}}."""
    found = {
        int(entry["key"]): entry["value"]
        for entry in journal.entries("estimate")
        if entry["key"] in map(str, range(10)) and _is_estimate(entry["value"])
    }
    return dict(sorted(found.items()))


def so_far() -> list[dict]:
    """Return the learner's estimates as numbers, by lesson: lesson, best, low, high."""
    return [
        {"lesson": lesson} | {end: parse_number(kept[end]) for end in ENDS}
        for lesson, kept in latest().items()
        if not faults(kept)
    ]


def _is_estimate(value) -> bool:
    """Say whether a value of the journal is an estimate; a copied file may hold anything."""
    return isinstance(value, dict) and all(parse_number(value.get(e)) is not None for e in ENDS)


def faults(entered: dict) -> list[tuple[str, str]]:
    """Return what keeps an estimate from being kept: pairs of an end and 'number' or 'scale'.

    Where the numbers are sound and in the wrong order it is [('best', 'order')], and [] where all
    is well.
    """
    numbers = {end: parse_number(entered.get(end, "")) for end in ENDS}
    found = [
        (end, "number" if number is None else "scale")
        for end, number in numbers.items()
        if number is None or not 0 <= number <= 10
    ]
    if not found and not numbers["low"] <= numbers["best"] <= numbers["high"]:
        return [("best", "order")]
    return found
