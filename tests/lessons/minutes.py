"""How long does a lesson take? Words, questions and controls, counted and turned into minutes.

    python tests/lessons/minutes.py          all lessons: what was counted, and the card's minutes
    python tests/lessons/minutes.py 03 07    only these

A guess with its rule in the open, not a measurement: nobody was timed. The coding track and the
discussion are left out, as the card says, and so is the game of a class. Reading: WORDS_A_MINUTE
over prose, captions, prompts, options and half of the replies. Doing: minutes by kind of cell, in
MINUTES.
"""

import importlib.util
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SPEC = importlib.util.spec_from_file_location("prose", Path(__file__).with_name("prose_report.py"))
prose = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(prose)

WORDS_A_MINUTE = 200
MINUTES = {  # thinking and entering, beside the reading
    "question": 0.9,
    "series": 1.2,
    "text": 3,
    "explorer": 2.5,
    "board": 8,
    "practice": 10,  # ten forecasts, each entered and scored
    "page": 15,  # a briefing composed: some five texts
    "chart": 0.7,
    "table": 0.4,
    "estimate": 1.5,
    "cell": 0.05,  # to run it and scroll on
}
BOARD = re.compile(
    r"(?:topic|trainer|hypotheses)\.(?:fill|code|rate|recode|score|place|sharpen|check|judge|argue|play|weigh|mark|set|keep"
    r"|compare_texts|premortem)\w*\("
)


def cells(path):
    """Cells of a lesson outside its coding track, with their sources as text."""
    found, coding = [], False
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and re.search(r"^## ", source, re.MULTILINE):
            coding = "## Coding track" in source
        if not coding and "coding" not in cell["metadata"].get("tags", []):
            found.append((cell["cell_type"], source))
    return found


def asked(path):
    """Questions of the bank that the main part of a lesson asks."""
    own = tomllib.loads((ROOT / f"data/questions/{path.name[:2]}.toml").read_text("utf-8"))
    code = "\n".join(source for kind, source in cells(path) if kind == "code")
    return [q for q in own["question"] if f'"{q["id"]}"' in code and q["kind"] != "code"]


def counted(path):
    """What a learner meets, by kind: {words: number, question: number, …}."""
    own, questions = cells(path), asked(path)
    code = "\n".join(source for kind, source in own if kind == "code")
    text = "\n\n".join(source for kind, source in own if kind == "markdown")
    text = text.split("## Discuss")[0]
    read = len(prose.words(" ".join(s.text for s in prose.sentences(text))))
    read += len(prose.words(prose.captions_of(path)))
    for question in questions:
        parts = [*question.get("option", []), *question.get("partner", [])]
        shown = [question.get("prompt", ""), question.get("headline", "")]
        shown += [part.get("text", "") for part in parts]
        told = [question.get("why", ""), *(part.get("why", "") for part in parts)]
        read += len(" ".join(shown).split()) + len(" ".join(told).split()) / 2
    kinds = [question["kind"] for question in questions]
    return {
        "words": round(read),
        "question": sum(kind not in ("series", "text") for kind in kinds),
        "series": kinds.count("series"),
        "text": kinds.count("text"),
        "explorer": len(re.findall(r"\bexplore_\w+\(", code)),
        "board": len(BOARD.findall(code)),
        "practice": len(re.findall(r"\btrainer\.practise\(", code)),
        "page": len(re.findall(r"\btopic\.compose\(", code)),
        "chart": len(re.findall(r"\bdraw_\w+", code)),
        "table": len(re.findall(r"\bshow_\w+", code)),
        "cell": len(own),
        "estimate": len(re.findall(r"\bestimate\(\d", code)),
    }


def minutes(counts):
    """The minutes that follow from what was counted."""
    doing = sum(each * counts[kind] for kind, each in MINUTES.items())
    return counts["words"] / WORDS_A_MINUTE + doing


def card(path):
    """Minimum, typical and maximum minutes of a lesson's card."""
    text = prose.markdown_of(path)
    return [int(n) for n in re.search(r"\| Time \| (\d+) – (\d+) – (\d+) minutes", text).groups()]


def lessons(names=()):
    """Paths of the lessons, or of those whose names begin so."""
    found = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
    return [path for path in found if not names or path.name.startswith(tuple(names))]


def main(names):
    """Print one line a lesson."""
    for path in lessons(names):
        found = counted(path)
        told = ", ".join(f"{number} {kind}" for kind, number in found.items() if number)
        print(f"{path.name[:2]}: {minutes(found):.0f} minutes; card {card(path)}; {told}")


if __name__ == "__main__":
    main(sys.argv[1:])
