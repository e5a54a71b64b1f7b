"""Numbers as people write them, and counts as English says them."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from helpers import wording

LONGEST = 60  # characters of a text that may be a number
_ABOUT = re.compile(
    r"(?:about|around|approximately|approx\.?|roughly|circa|ca?\.(?=\s)|ca|some|nearly|almost"
    r"|maybe|perhaps|i think|i guess|~|≈)\s*",
    re.I,
)
_SCALES = {
    "hundred": 1e2,
    "k": 1e3,
    "thousand": 1e3,
    "thousands": 1e3,
    "m": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "billion": 1e9,
    "billions": 1e9,
    "bn": 1e9,
}
_PER_CENT = re.compile(r"\s*(?:[%٪]|per\s?cent|percent|pct\.?)$", re.I)
_PLAIN = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    **{word: n for n, word in enumerate(_ONES.split())},
    **{word: n for n, word in zip(range(20, 100, 10), _TENS.split(), strict=True)},
    **dict.fromkeys(("none", "nil", "nought"), 0),
    "a": 1,
    "an": 1,
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "eighth": 8, "tenth": 10}
_MINUS = str.maketrans(dict.fromkeys("−–—‐‑﹣", "-"))


@dataclass(frozen=True)
class Read:
    """What a text says: its `number`, and whether it came with a `per_cent` sign, a `scale` word.

    `ratio` is true for '4/10', and `above`, `below` are its parts. `other` is what the text says
    to whoever writes dots and commas the other way round: 55,000 for '55.000', 1.2 for '1,200'.
    """

    number: float
    per_cent: bool = False
    scale: float = 1.0
    ratio: bool = False
    above: float | None = None
    below: float | None = None
    other: float | None = None


def read(text) -> Read | None:
    """Read a number as people write it.

    Args:
        text: such as '1,200', '1 200', "1'200", '0,65', '45 %', '−3', '+5', '4/10', '2 ½',
            '4 of 10', '4.9 million', '20k', 'about 50', 'seven', 'a third', '1e6', or a number.
            Digits of any script.

    Returns:
        What it says, or None where there is no number.
    """
    if isinstance(text, bool):
        return None
    if isinstance(text, (int, float)):
        found = _finite(text)
        return None if found is None else Read(found)
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    clean, per_cent = _PER_CENT.subn("", _ascii(text))
    clean = _spelled(_ABOUT.sub("", clean, count=1) if _ABOUT.match(clean) else clean)
    clean, scale = _scaled(clean)
    sign, body = re.fullmatch(r"([+-]?)\s*(.*)", clean, re.DOTALL).groups()
    body = re.sub(r"(?<=\d)\s+(?:out of|of|in)\s+(?=\d)", "/", body)
    size = _unsigned(body)
    if size is None or not scale:
        return None
    less = -1 if sign == "-" and size else 1
    number = _finite(math.copysign(size * scale, less))
    if number is None:
        return None
    above = below = None
    if ratio := re.fullmatch(r"([\d.,]+)\s*/\s*([\d.,]+)", body):
        above, below = (_unsigned(part) for part in ratio.groups())
    other = _otherwise(body)
    other = None if other is None else less * scale * other
    return Read(number, bool(per_cent), scale, "/" in body, above, below, other)


def _scaled(text: str) -> tuple[str, float]:
    """Part a text from the word of scale at its end: 1 without one, 0 where it is not known."""
    words = re.fullmatch(r"(.*?[\d.])\s*([A-Za-z]+)\.?", text)
    return (words[1], _SCALES.get(words[2].lower(), 0.0)) if words else (text, 1.0)


def _otherwise(body: str) -> float | None:
    """Read digits as whoever writes dots and commas the other way round; None if that is alike."""
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", body):
        return float(body.replace(".", ""))
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", body):
        return float(body.replace(",", "."))
    return None


def _spelled(text: str) -> str:
    """Write the number words of a text as digits: 'twenty-five' 25, 'two thirds' 2/3."""
    words = re.sub(r"(?<=\w)-(?=\w)", " ", text.lower()).split()
    if "of" in words[1:-1]:
        at = words.index("of")
        return f"{_spelled(' '.join(words[:at]))} of {_spelled(' '.join(words[at + 1 :]))}"
    if not words or not (words[0] in _WORDS or words == ["half"]) or words in (["a"], ["an"]):
        return text
    last = words[-1].removesuffix("s").replace("halve", "half")
    size = _small(words[:-1])
    if last in _PARTS and size is not None:
        return f"{size}/{_PARTS[last]}"
    if words[-1] in _SCALES and size is not None:
        return f"{size} {words[-1]}"
    size = _small(words)
    return text if size is None else str(size)


def _small(words: list[str]) -> int | None:
    """Return what words say up to 99, 1 for none, None for what is no such number."""
    found = [_WORDS.get(word) for word in words]
    if None in found or len(found) > 2:
        return None
    if len(found) == 2 and not (found[0] >= 20 and 0 < found[1] < 10):
        return None
    return sum(found) if found else 1


def several(text) -> bool:
    """Say whether a text names a range or a bound where one number is asked.

    Args:
        text: such as '10-20', '10 to 20', '5 or 6', '<5', 'over 100', '5 ± 1'.

    Returns:
        True where it does, however its numbers are written.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        return False
    clean = _ascii(text).lower()
    if bound := re.fullmatch(
        r"(?:<|>|≤|≥|<=|>=|over|under|above|below|at least|at most|up to|more than|less than"
        r"|fewer than|between|from)\s*(.+)",
        clean,
    ):
        return read(bound[1]) is not None or several(bound[1])
    if found := re.fullmatch(
        r"(.*?\d[^-±]*?)\s*(?:-|±|\+/-|\bto\b|\bor\b|\band\b|\.\.+)\s*(.+)", clean
    ):
        return all(read(end) is not None for end in found.groups())
    return False


def _ascii(text: str) -> str:
    """Return a text with plain digits, blanks, minus signs and fractions."""
    made = []
    for sign in text.strip():
        if sign.isdecimal():
            made.append(str(unicodedata.decimal(sign)))
        elif (value := unicodedata.numeric(sign, 0)) and unicodedata.category(sign) == "No":
            # ½ and its kin; a small raised number is none of them
            parts = unicodedata.normalize("NFKC", sign).split("\u2044")
            made.append(f" {parts[0]}/{parts[1]}" if len(parts) == 2 else f" {value} ")
        else:
            made.append(" " if sign.isspace() else sign)
    plain = "".join(made).translate(_MINUS).replace("’", "'").replace("％", "%")
    plain = " ".join(plain.replace("٬", ",").replace("٫", ".").split())
    return re.sub(r"^[\"'“„«]+|(?<=[\w%.])[\"'”“»!?;.,]+$", "", plain).strip()


def _unsigned(text: str) -> float | None:
    if mixed := re.fullmatch(r"(?:(\d+)\s+)?(\d+)\s*/\s*(\d+)", text):
        whole, above, below = (int(part or 0) for part in mixed.groups())
        return whole + above / below if below else None
    if re.fullmatch(r"[1-9]\d?(,\d\d)+,\d{3}(\.\d+)?", text):  # 12,34,567, as in India
        return _finite(text.replace(",", ""))
    for mark in (",", " ", "'"):
        if re.fullmatch(rf"[1-9]\d{{0,2}}({mark}\d{{3}})+(\.\d+)?", text):
            return _finite(text.replace(mark, ""))
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}(,\d+)?", text) or re.fullmatch(
        r"[1-9]\d{0,2}\.\d{3},\d+", text
    ):
        return _finite(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d*,\d+", text):
        text = text.replace(",", ".")
    return _finite(text) if _PLAIN.fullmatch(text) else None


def _finite(number) -> float | None:
    try:
        found = float(number)
    except (OverflowError, ValueError):  # a whole number beyond all floats
        return None
    return found if math.isfinite(found) else None


def parse_number(text) -> float | None:
    """Read a number; a per cent sign is left aside, '4.9 million' is 4,900,000.

    Args:
        text: as `read` takes it.

    Returns:
        A finite float, or None where there is no number.
    """
    found = read(text)
    return None if found is None else found.number


# --- as English says it ---------------------------------------------------------------------------


def plain(number: float) -> str:
    """Write a number for people: thousands with commas, at most four digits of what is small.

    Args:
        number: any finite one.

    Returns:
        Such as '1,200', '0.2283', '−3'.
    """
    if abs(number) >= 1e15:
        return wording.localised(f"{number:.3g}".replace("e+", "e"))
    if 1e-9 < abs(number) < 1e-4:
        return wording.localised(f"{Decimal(f'{number:.4g}'):f}")
    whole = number == int(number) or abs(number) >= 1e4
    return wording.localised(f"{number:,.0f}" if whole else f"{number:,.4g}")


def ordinal(number: float) -> str:
    """Write a place in a row, from 1: such as '1st', '2nd', '40th', '111th'."""
    tens, ones = int(abs(number)) % 100, int(abs(number)) % 10
    teens = 10 <= tens <= 20 or number != int(number)
    end = "other" if teens else {1: "first", 2: "second", 3: "third"}.get(ones, "other")
    return wording.say(f"numbers.ordinals.{end}", n=plain(number))


def singular(unit: str) -> str:
    """Return the unit of one, such as 'treaty' for 'treaties' or for 'treaty/treaties'."""
    if "/" in unit:
        return unit.split("/")[0]
    head, _, last = unit.rpartition(" ")
    if last.endswith("ies") and last not in ("series", "species"):
        last = last[:-3] + "y"
    elif last.endswith("s") and not last.endswith("ss"):
        last = last[:-1]
    return f"{head} {last}".strip()


def several_of(unit: str) -> str:
    """Return the unit of more than one: of 'Vertrag/Verträge', which says both, the second."""
    return unit.split("/")[-1]


def counted(number: float, unit: str = "") -> str:
    """Write a number with its unit: such as '1 treaty', '2 treaties', '40th place', '2014'.

    `unit` is as the question bank has it: in the plural ('treaties'), both forms where the rule of
    English does not fit ('Vertrag/Verträge'), 'per cent', 'year', 'place', 'share from 0 to 1', ''.
    """
    if unit == "year":
        return f"{number:.0f}" if number == int(number) else f"{number:g}"
    if unit == "place":
        return wording.say("numbers.ordinals.place", ordinal=ordinal(number))
    if not unit or is_share(unit):
        return plain(number)
    if unit == "per cent" or unit.startswith(tuple(_SCALES)):
        return f"{plain(number)} {unit}"
    return f"{plain(number)} {singular(unit) if abs(number) == 1 else several_of(unit)}"


def is_share(unit: str) -> bool:
    """Say whether a unit is a share of a whole, from 0 to 1, as 'share from 0 to 1' is."""
    return unit.startswith("share")


def _apart(message: str, size: str, number: float = 2) -> str:
    return wording.say(f"numbers.apart.{message}", size=size, n=number)


def apart(said: float, found: float, unit: str = "") -> str:
    """Say how far what the data give lies from what was said, seen from the data.

    Such as '1.8 times as many', '5 points more', '2 years later', 'the same'; unit as in `counted`.
    """
    gap = found - said
    size, more = abs(gap), gap > 0
    if size < 1e-9:
        return _apart("same", "")
    if unit == "year":
        return _apart("later" if more else "earlier", plain(size), size)
    if unit == "place":
        return _apart("down" if more else "up", plain(size), size)
    if unit == "per cent" or is_share(unit):
        points = round(size * (100 if is_share(unit) else 1), 2)
        return _apart("points_more" if more else "points_less", plain(points), points)
    amount = not unit or unit.startswith(tuple(_SCALES))
    way = "more" if more else "less" if amount else "fewer"
    if min(said, found) <= 0 or max(said, found) < 10:
        return _apart(way, plain(size))
    times = max(said, found) / min(said, found)
    if times < 1.05:
        return _apart("almost", "")
    if times < 1.5:
        return _apart(f"percent_{way}", f"{100 * size / said:.0f}")
    told = plain(round(times)) if times >= 100 else wording.localised(f"{times:.2g}")
    return _apart(f"{'' if more else 'you_'}times_{'much' if amount else 'many'}", told)


def too(said: float, right: float, unit: str = "") -> str:
    """Say which way and roughly how far a number is off, without giving the right one away.

    What follows the number: such as 'is a little too high', 'are too few, by less than half', 'is
    too low, by a factor of more than 10'; unit as in `counted`.
    """
    low = said < right
    if unit == "year":
        gap = abs(said - right)
        far = next((n for n in (50, 20, 10, 5, 2) if gap > n), 0)
        return _too("early" if low else "late", "far" if far else "little", said, far)
    things = unit and unit not in ("per cent", "place") and not is_share(unit)
    if things and not unit.startswith(tuple(_SCALES)):
        way = "few" if low else "many"
    elif unit == "place":
        way = "up" if low else "down"
    else:
        way = "low" if low else "high"
    if right and abs(said - right) <= 0.1 * abs(right):
        return _too(way, "little", said)
    if said <= 0 or right <= 0:
        return _too(way, "bare", said)
    times = max(said, right) / min(said, right)
    far = next((n for n in (1e6, 1e5, 1e4, 1000, 100, 10, 5, 3, 2, 1.5) if times > n), 0)
    return _too(way, "far" if far else "half", said, far)


def _too(way: str, degree: str, said: float, far: float = 0) -> str:
    return wording.say(f"numbers.too.{way}.{degree}", n=abs(said), far=plain(far))
