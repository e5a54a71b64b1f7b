"""A briefing as files: one HTML page and one Markdown file beside the journal."""

from __future__ import annotations

import itertools
import re
import string
import unicodedata
from pathlib import Path

from helpers import forms, journal, wording
from helpers.briefing.fields import kept, labels
from helpers.briefing.page import style, to_html, to_markdown
from helpers.measures import briefing as measures
from helpers.wording import say, words


class Exported(forms.Said):
    """What an export did: the `paths` of the files written, and the `sentence` that says so."""

    def __init__(self, paths: tuple, sentence: str):
        super().__init__(sentence)
        self.paths = paths


def file_stem(name) -> str:
    """Return a name that every system takes for a file, from whatever the learner typed.

    'briefing' and what is left of `name`: letters of every script, digits and hyphens, at most 40
    and at most 120 bytes.
    """
    plain = unicodedata.normalize("NFKD", str(name or "").encode("utf-8", "ignore").decode())
    # An accent over a Latin letter goes; signs that make a syllable of another script stay.
    plain = re.sub(r"(?<=[A-Za-z])[\u0300-\u036f]+", "", plain)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Pi", "Pf", "Cf"))
    plain = unicodedata.normalize("NFC", plain).lower()
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else "-" for c in plain)
    clean = re.sub(r"-+", "-", kept).strip("-")[:40]
    # Most file systems take names of at most 255 bytes.
    clean = clean.encode()[:120].decode("utf-8", "ignore").strip("-")
    return f"briefing-{clean}" if clean else "briefing"


def export(briefing: dict | None = None, folder=None, path=None) -> Exported:
    """Write the briefing as one HTML page and one Markdown file; nothing is overwritten.

    `briefing` and `folder` are the journal's when not given; `path` is as in `to_html`. What is
    returned has no paths where nothing was written, and its sentence says why.
    """
    told = kept() if briefing is None else briefing
    lacks = measures.missing(told)
    if len(lacks) == len(measures.NEEDED):
        return Exported((), say("briefing.export.empty", lacks=labels(lacks)))
    place = Path(journal.where() if folder is None else folder).expanduser()
    texts, wish = _pages(told, path), file_stem(told.get("name"))
    try:
        place.mkdir(parents=True, exist_ok=True)
        stem = _free(place, wish, texts)
        _write(place, stem, texts)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None)
        return Exported((), say("briefing.export.failed", place=str(place), reason=reason))
    facts = {"place": str(place), "stem": stem, "wish": wish, "again": stem != wish}
    facts["browser"] = journal.in_browser()
    said = say("briefing.export.written", lacks=labels(lacks), **facts)
    return Exported(tuple(place / (stem + end) for end in texts), said)


def _pages(told, path) -> dict[str, str]:
    """Return the whole page by the end of its file's name."""
    said = words("briefing.page")
    language = wording.language() or "en"
    frame = string.Template(Path(__file__).with_name("page.html").read_text("utf-8"))
    parts = {"title": said.title, "style": style(), "body": to_html(told, path=path)}
    page = frame.substitute(language=language, **parts)
    return {".html": page, ".md": f"{to_markdown(told)}\n{said.foot}\n"}


def _free(place, wish, ends) -> str:
    """Return `wish`, or it with the first number under which no file stands in `place`."""
    names = itertools.chain([wish], (f"{wish}-{n}" for n in itertools.count(2)))
    return next(n for n in names if not any((place / (n + end)).exists() for end in ends))


def _write(place, stem, texts):
    """Write all files or none."""
    written = []
    try:
        for end, text in texts.items():
            whole = place / (stem + end)
            with open(whole, "x", encoding="utf-8", newline="\n", opener=journal.private) as file:
                written.append(whole)
                file.write(text)
    except (OSError, ValueError):
        for half in written:
            half.unlink(missing_ok=True)
        raise
