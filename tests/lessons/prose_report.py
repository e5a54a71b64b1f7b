"""How hard is the prose to read? One table, then the worst passages.

    python tests/lessons/prose_report.py          lessons, glossary and the instructor's room
    python tests/lessons/prose_report.py 03 07    only files whose names begin so

Three texts are read for each lesson: its own prose, the questions and answers of its bank, and
the captions under its saved charts. What it prints is a list to read, not a verdict: a number may
come from the chart beside it, and a term may be plain from its sentence.

Reading ease is Flesch's of 1948: 206.835 − 1.015 × words a sentence − 84.6 × syllables a word.
60 to 70 is plain English. Syllables are counted by rule (see `syllables`), so that the last few
points mean nothing.
"""

import argparse
import csv
import functools
import html
import importlib.util
import json
import math
import re
import statistics
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LONG = 25
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?: \"[^\"]*\")?\)")
_BLOCK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+|^#+\s+|^>\s?")
_END = re.compile(r"(?<=[.?!])([\"”’)*_]*)\s+(?=[\"“‘(*_\[]*[A-Z0-9…`+−])")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|«[^»]*»|‘[^’\n]*’(?!\w)")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


class Sentence(NamedTuple):
    """Words as read, and the Markdown block they stand in (with its links)."""

    text: str
    block: str


class Measures(NamedTuple):
    """Counts and lengths in words; `ease` is Flesch's, higher is easier."""

    words: int
    sentences: int
    median: float
    late: float
    longest: int
    ease: float


def blocks(markdown):
    """Paragraphs, list items, headings and table cells, each with its links kept."""
    text = re.sub(r"```.*?```|<!--.*?-->", "\n\n", markdown, flags=re.DOTALL)
    text = re.sub(r"<https?://[^>]*>|https?://[^\s)\]]+(?=\s|$)|<[^>\n]+>", " ", text)
    found, now = [], ""
    for line in [*text.splitlines(), ""]:
        table = line.lstrip().startswith("|")
        if not line.strip() or table or _BLOCK.match(line):
            found.append(now)
            now = ""
        if table:
            if not re.fullmatch(r"[\s|:-]+", line):
                found += line.strip().strip("|").split("|")
        elif line.startswith("#"):
            found.append(_BLOCK.sub("", line))
        else:
            now += " " + _BLOCK.sub("", line).strip()
    return [" ".join(block.split()) for block in [*found, now] if block.strip()]


def _joined(code):
    return code[0].replace(" ", "").replace("_", "-").replace("*", "")


def plain(markdown):
    """A block as it is read: links by their words, a piece of code as one word in its marks."""
    text = _LINK.sub(r"\1", re.sub(r"`[^`\n]*`", _joined, markdown))
    return " ".join(re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text).split())


def sentences(markdown):
    """Sentences of a Markdown text, in order. A list item or a table cell is at least one."""
    found = []
    for block in blocks(markdown):
        pieces = _END.split(plain(block))
        # Closing marks come back as pieces of their own.
        for text, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            if words(text):
                found.append(Sentence((text + mark).strip(), block))
    return found


def running(markdown):
    """A Markdown text without headings and tables, whose short cells would flatter the measures."""
    return re.sub(r"^\s*(#|\|).*$", "", markdown, flags=re.MULTILINE)


def words(text):
    """Tokens that hold a letter or a digit; dashes part words when spaces surround them."""
    return [token for token in text.split() if re.search(r"\w", token)]


def syllables(word):
    """Syllables by rule: groups of vowels, less a silent final e, es or ed; never below one.

    Vowels that stand together count one, so that "alliance" has two of its three. A number or
    a piece of code counts one, since nobody agrees how to read it aloud.
    """
    if "`" in word:
        return 1
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = (
        re.search(r"[^aeiouyl]e$|[aeiouy]le$", letters)
        or re.search(r"[^aeiouytd]ed$", letters)
        or re.search(r"[^aeiouysxzcgh]es$", letters)
    )
    return max(1, groups - bool(silent))


def ease(texts):
    """Flesch reading ease of a list of sentences."""
    tokens = [token for text in texts for token in words(text)]
    if not tokens:
        return math.nan
    spoken = sum(map(syllables, tokens))
    return 206.835 - 1.015 * len(tokens) / len(texts) - 84.6 * spoken / len(tokens)


def measure(texts):
    """Measures of a list of sentences; all zero, and ease not a number, where there is none."""
    sizes = sorted(len(words(text)) for text in texts)
    if not sizes:
        return Measures(0, 0, 0, 0, 0, math.nan)
    late = sizes[math.ceil(0.95 * len(sizes)) - 1]
    middle = statistics.median(sizes)
    return Measures(sum(sizes), len(sizes), middle, late, sizes[-1], ease(texts))


def too_long(texts, limit=LONG):
    """Sentences of more than `limit` words, longest first."""
    found = [text for text in texts if len(words(text)) > limit]
    return sorted(found, key=lambda text: -len(words(text)))


def terms():
    """Terms of the glossary as lower-case words."""
    with (ROOT / "data/glossary.csv").open(encoding="utf-8", newline="") as lines:
        return [row["term"] for row in csv.DictReader(lines)]


def unexplained(markdown, known):
    """Terms whose first use outside quotation marks is neither linked nor set in italics or bold.

    Headings and the names of tables do not count as a use.
    """
    text = re.sub(r"^(#|\|).*$", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"```.*?```|`[^`\n]*`", " ", text, flags=re.DOTALL)
    marked = re.sub(r"\[([^\]]*)\]\(glossary\.ipynb[^)\s]*(?: \"[^\"]*\")?\)", r"*\1*", text)
    marked = _QUOTED.sub(" ", _LINK.sub(r"\1", marked))
    missing = []
    for term in known:
        flags = 0 if term.isupper() else re.IGNORECASE
        use = re.search(rf"(?<![\w-])(\*?){re.escape(term)}s?(?![\w-])(\*?)", marked, flags)
        if use and not (use[1] and use[2]):
            start = marked.rfind("\n", 0, use.start()) + 1
            where = marked[max(start, use.start() - 40) : use.end() + 30]
            missing.append((term, " ".join(where.split())))
    return missing


# dates, years, ordinals, ids, numbers of lessons, articles and resolutions, steps of a scale
NO_FIGURES = [
    rf"\b\d{{1,2}}(?:(?: to | and | or |–)\d{{1,2}})? (?:{_MONTHS}|Jan|Feb|Mar|Apr)\b",
    rf"(?:{_MONTHS}) \d{{1,2}}\b",
    r"\b(?:18|19|20)\d\d(?:[–-]\d\d)?(?:s\b|\b)",
    r"\b\d+(?:st|nd|rd|th)\b",
    r"\b(?:lessons?|articles?|resolutions?|questions?)(?: \d+[\d.]*(?:,| and| to| or)?)+",
    r"\d+ (?:[–-] \d+ [–-] \d+ )?minutes",
    r"\b[A-Za-z]\w*[-/]?\d+\w*\b",
    r"\b[AS]/RES/\S+|\b[A-Z][a-z]+-\d+(?:/\d+)?\b",
    r"\b(?:0|1) to 100\b|\bfrom 0 to 10\b",
    r"^\d+\. ",
    r"`[^`]*`",
]


def unlinked_numbers(found):
    """Sentences with a number and no link in their block; `grounds.py` says on what it rests.

    Left out are NO_FIGURES, ids of questions, and the values 0 and 1 of scales and codes.
    """
    left_out = "|".join(
        [
            *NO_FIGURES,
            r"(?:\(|predictions: |looking back: |and |to |, )\d\.\d+\b",
            r"[+−-]?\b[01]\b",
            r"\[\d\]",
        ]
    )
    return [
        text
        for text, block in found
        if not _LINK.search(block)
        and re.search(r"\d", re.sub(left_out, " ", text, flags=re.IGNORECASE))
    ]


@functools.cache
def anatomy():
    """How the lessons' own tests read loaded words."""
    path = Path(__file__).with_name("test_anatomy.py")
    spec = importlib.util.spec_from_file_location("anatomy", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def loaded(markdown):
    """What the anatomy of lessons says of loaded words outside quotation marks."""
    cell = {"cell_type": "markdown", "source": markdown}
    return anatomy().fair_words(anatomy().Lesson({"cells": [cell]}, "page"))


def markdown_of(path):
    """The Markdown of a page: a `.md` file, or the text cells of a notebook."""
    if path.suffix == ".md":
        return path.read_text("utf-8")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def bank_of(path):
    """What a learner reads of the questions of a lesson, as one paragraph a field."""
    own = ROOT / f"data/questions/{path.name[:2]}.toml"
    if path.suffix != ".ipynb" or not own.exists():
        return ""
    found = []
    for question in tomllib.loads(own.read_text("utf-8")).get("question", []):
        found += [
            question.get("prompt", ""),
            question.get("headline", ""),
            question.get("why", ""),
            *question.get("hints", []),
        ]
        for part in [*question.get("option", []), *question.get("slip", [])]:
            found += [part.get("text", ""), part.get("why", "")]
    # what is counted when the question is shown is read as a number
    return re.sub(r"\{\w+:\w+\}", "10", "\n\n".join(found))


def captions_of(path):
    """Captions under the saved charts, without their sources and data tables."""
    if path.suffix != ".ipynb":
        return ""
    found = []
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            shown = "".join(output.get("data", {}).get("text/html", ""))
            for caption in re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", shown, re.DOTALL):
                text = html.unescape(re.sub(r"<[^>]+>", " ", caption))
                found.append(" ".join(re.split(r"\bSources?:", text)[0].split()))
    return "\n\n".join(dict.fromkeys(found))


def pages(names=(), room=True):
    """Lessons and glossary, then the instructor's pages; those whose names begin so."""
    folder = ROOT / "notebooks"
    found = sorted(folder.glob("*.ipynb"))
    if room:
        inner = [*folder.glob("instructor/*.md"), *folder.glob("instructor/*.ipynb")]
        found += sorted(inner)
    starts = tuple(names) + tuple(f"lesson-{int(n)}." for n in names if n.isdigit())
    return [path for path in found if not names or path.name.startswith(starts)]


def row(name, markdown):
    """One line of the table: measures of running prose, long sentences anywhere."""
    m = measure([s.text for s in sentences(running(markdown))])
    over = len(too_long([s.text for s in sentences(markdown)]))
    numbers = f"{m.words:6} {m.sentences:6} {m.median:6.1f} {m.late:5} {m.longest:5} {over:5}"
    return f"{name:32} {numbers} {m.ease:6.1f}"


def report(found):
    """The whole report as lines."""
    lines = [f"{'page':32}  words  sent. median  95 %   max   >{LONG}   ease"]
    known = terms()
    for path in found:
        name = path.name if path.parent.name != "instructor" else f"room/{path.name}"
        texts = {"": markdown_of(path), "bank": bank_of(path), "captions": captions_of(path)}
        lines += [row(f"{name} {label}".strip(), text) for label, text in texts.items() if text]
    for path in found:
        text = markdown_of(path)
        own = sentences(running(text))
        lines += ["", f"== {path.name}"]
        texts = {"": text, "bank: ": bank_of(path), "caption: ": captions_of(path)}
        for label, more in texts.items():
            for long in too_long([s.text for s in sentences(more)]):
                lines.append(f"  {len(words(long)):3} words  {label}{long}")
        lines += [f"  loaded     {fault}" for fault in loaded(text)]
        lines += [f"  term       {term}: … {where} …" for term, where in unexplained(text, known)]
        lines += [f"  number     {sentence}" for sentence in unlinked_numbers(own)]
    return lines


def main(arguments):
    """Print the report on the pages that the command line names, or on all."""
    parser = argparse.ArgumentParser(description="Report how hard the prose is to read.")
    parser.add_argument("names", nargs="*", help="how the names of the files begin")
    names = parser.parse_args(arguments).names
    found = pages(names)
    if not found:
        print(f"No page begins with {', '.join(names)}.", file=sys.stderr)
        return 1
    print("\n".join(report(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
