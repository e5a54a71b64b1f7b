"""Names of people as they are compared: one form for what people and platforms type many ways."""

from __future__ import annotations

import re
import unicodedata

# Scripts in which a name is written with or without blanks: the family name comes first.
_BLANKLESS = ("HANGUL", "CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO")
_ALIKE = str.maketrans(dict.fromkeys("’‘`´ʼ′", "'") | dict.fromkeys("‐‑‒–—−", "-"))


def normal(text) -> str:
    """Return a text in the one form in which texts are compared.

    Args:
        text: anything; it may come from somebody else's file.

    Returns:
        Composed (NFKC), in one case, with single blanks, one apostrophe and one hyphen, and
        without what cannot be seen.
    """
    text = str(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = (" " if unicodedata.category(c) in ("Zs", "Cc") else c for c in text)
    kept = "".join(c for c in seen if unicodedata.category(c) != "Cf")
    return " ".join(kept.translate(_ALIKE).split())


def keys(name, first="") -> frozenset:
    """Return by what a name is found: two names are one where they share a key.

    “Lovelace, Ada”, “Ada Lovelace” and “LOVELACE Ada” share one; so do “김민지”, “김 민지” and
    “김, 민지”. Two people may share a key, too: who asks has to refuse what fits more than one.

    Args:
        name: a full name, “Last, First”, or the last name where `first` is given.
        first: the first name, where a table parts the two.

    Returns:
        Texts; none for an empty name.
    """
    last, given = _parted(name, first)
    return frozenset({_key(last, given), _key(given, last)} - {""})


def key(name) -> str:
    """Return the one key of a name as its owner typed it; '' for an empty one.

    Args:
        name: a full name, or “Last, First”.

    Returns:
        One of its `keys`.
    """
    return _key(*_parted(name, ""))


def _parted(name, first) -> tuple[list, list]:
    last, _, after = normal(name).partition(",")
    return last.split(), (normal(first) or after).replace(",", " ").split()


def _key(before, after) -> str:
    words = [*before, *after]
    letters = [c for c in "".join(words) if c.isalpha()]
    if letters and all(unicodedata.name(c, "").startswith(_BLANKLESS) for c in letters):
        return "".join(words)
    return " ".join(sorted(words))


def of_moodle(folder: str) -> str:
    """Return whose folder it is, where Moodle has packed the files that learners handed in.

    Args:
        folder: its name, such as 'Ada Lovelace_12345_assignsubmission_file'.

    Returns:
        The name by which Moodle knows the person; '' for any other folder.
    """
    found = re.fullmatch(r"(.+?)_\d+_assignsubmission_\w+", folder)
    return found[1] if found else ""


def of_canvas(file: str) -> str:
    """Return whose file it is, where Canvas has packed the files that learners handed in.

    Args:
        file: its name, such as 'lovelaceada_LATE_12345_67890_shifting-sands-Ada.jsonl'.

    Returns:
        The number by which Canvas knows the person; '' for any other file.
    """
    found = re.match(r"[^\W_]+_(?:LATE_)?(\d+)_\d+_", file)
    return found[1] if found else ""
