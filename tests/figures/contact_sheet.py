"""Contact sheets: every chart beside five others, to be looked at by a person.

    python tests/figures/contact_sheet.py FOLDER [topic ...] [--eyes "grey print"] [--defaults]

Drawn are each explorer in its default, fewest and most chosen, each draw_* function with its
defaults, and the class charts of the made-up class. FOLDER is made; `artefacts/` is left out of
git. Pictures that are equal stand once.
"""

import argparse
import importlib
import inspect
import io
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/support")]

from eyes import SEEN_BY  # noqa: E402

from helpers import bank, classroom, data, figures  # noqa: E402

TOPICS = sorted(p.stem for p in (ROOT / "helpers/topics").glob("[a-z]*.py"))
WIDE, ROWS, COLUMNS = 780, 3, 2  # pixels of a chart; charts of a sheet


def extremes(explorer) -> dict:
    """Return the default of an explorer and its states with the fewest and the most chosen."""
    few, many = {}, {}
    for name, control in explorer.controls.items():
        ends = control.values[0], control.values[-1]
        if control.kind == "number":
            ends = control.values[:2]
        elif control.kind == "choices":
            ends = control.values[:1], control.values
        if control.kind == "choice" and ends[1] in many.values():
            ends = (
                ends[0],
                control.values[-2],
            )  # two lists of states: no state is a pair with itself
        few[name], many[name] = ends
    return {"default": explorer.default, "fewest": few, "most": many}


def charts_of(topic: str, every: bool = True):
    """Yield (name, figure) of a topic or of 'classroom'; `every` adds the extreme states."""
    if topic == "classroom":
        yield from charts_of_class(every)
        return
    module = importlib.import_module(f"helpers.topics.{topic}")
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ != module.__name__:
            continue
        if name.startswith("draw_"):
            given = examples(module).get(name, {})
            wants = inspect.signature(function).parameters.values()
            if any(p.default is p.empty and p.name not in given for p in wants if p.kind != 4):
                print(f"{topic}.{name} needs an example here", file=sys.stderr)
                continue
            yield f"{topic}.{name}", function(**given)
            if every and "guess" in inspect.signature(function).parameters:
                guess = {"draw_oil": [20, 60], "draw_cut": "more"}.get(name, 3)
                yield f"{topic}.{name} guess", function(**given, guess=guess)
        elif name.startswith("explore_"):
            yield from states_of(f"{topic}.{name}", function(), every)


def states_of(name, explorer, every):
    """Yield the states of an explorer that are looked at."""
    states = extremes(explorer)
    for which in states if every else ["default"]:
        yield f"{name} {which}", explorer.show(**states[which])


def examples(module) -> dict:
    """Return what the charts need that have no defaults."""
    if module.__name__.endswith("outlook"):
        from helpers.measures.outlook import EFFECTS, GOALS

        goals = GOALS[:3]
        words, options = list(EFFECTS), data.table("policy_options")["option_id"]
        ratings = {
            o: {g: words[(n + m) % 3] for m, g in enumerate(goals)} for n, o in enumerate(options)
        }
        return {"draw_tradeoff": {"ratings": ratings, "goals": goals}}
    return {}


def charts_of_class(every):
    """Yield the charts of the made-up class."""
    from helpers.topics import hypotheses, stress

    boards = [hypotheses.code_items(), stress.rate_cases()]
    group = classroom.example(boards=boards)
    kinds = {}
    for key in classroom.answered(group):
        kinds.setdefault(bank.find(key).kind, []).append(key)
    for kind, keys in kinds.items():
        longest = max(keys, key=lambda key: len(bank.find(key).prompt))
        for key in dict.fromkeys([keys[0], longest] if every else keys[:1]):
            for right in (False, True):
                shown = classroom.draw_question(group, key, right=right)
                yield f"draw_question {kind} {key} right={right}", shown
    yield "draw_estimates", classroom.draw_estimates(group)
    yield "draw_forecasts", classroom.draw_forecasts(group)
    for n, board in enumerate(boards):
        yield f"draw_board {n}", classroom.draw_board(group, board)
    texts = ["Member of a bloc", "Enabler at arm's length", "Bystander", "None of these"]
    yield "draw_vote one round", classroom.draw_vote(texts, [3, 9, 5, 1], prompt="Which role?")
    both = classroom.draw_vote(texts, [3, 9, 5, 1], [1, 14, 2, 1], "Which role?", right=[1])
    yield "draw_vote two rounds", both
    yield from states_of("explore_questions", classroom.explore_questions(group), every)
    yield from states_of("explore_boards", classroom.explore_boards(group, boards), every)


def seen(picture: Image.Image, eyes: str) -> Image.Image:
    """Return a picture as somebody sees it; the matrices work on linear RGB."""
    if eyes == "everybody":
        return picture
    part = np.asarray(picture, dtype=float) / 255
    part = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    part = np.clip(part @ np.asarray(SEEN_BY[eyes]).T, 0, 1)
    part = np.where(part <= 0.0031308, part * 12.92, 1.055 * part ** (1 / 2.4) - 0.055)
    return Image.fromarray(np.uint8(np.round(part * 255)))


def tile(charts, path: Path, eyes: str):
    """Write one sheet of at most ROWS × COLUMNS (name, PNG bytes)."""
    cells = []
    for name, png in charts:
        with Image.open(io.BytesIO(png)) as opened:
            picture = opened.convert("RGB")
        size = (WIDE, round(picture.height * WIDE / picture.width))
        cells.append((name, seen(picture.resize(size, Image.Resampling.LANCZOS), eyes)))
    rows = [cells[n : n + COLUMNS] for n in range(0, len(cells), COLUMNS)]
    heights = [24 + max(picture.height for _, picture in row) for row in rows]
    sheet = Image.new("RGB", (WIDE * COLUMNS, sum(heights)), "white")
    pen, font, top = ImageDraw.Draw(sheet), ImageFont.load_default(16), 0
    for row, height in zip(rows, heights, strict=True):
        for column, (name, picture) in enumerate(row):
            pen.text((column * WIDE + 6, top + 2), name, "black", font)
            sheet.paste(picture, (column * WIDE, top + 24))
        top += height
    sheet.save(path)


def main():
    """Draw what the command line asks for, and say how much it was."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("topics", nargs="*", default=[*TOPICS, "classroom"])
    asked.add_argument("--eyes", choices=[*SEEN_BY, "all"], default="everybody")
    asked.add_argument("--defaults", action="store_true", help="leave the extreme states out")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        os.environ["SANDS_JOURNAL"] = place  # a journal of somebody's own would be drawn
        for topic in given.topics:
            found = {}
            with figures.for_files():
                for name, figure in charts_of(topic, not given.defaults):
                    if getattr(figure, "png", b""):
                        found.setdefault(figure.png, name)
            charts = [(name, png) for png, name in found.items()]
            for eyes in SEEN_BY if given.eyes == "all" else [given.eyes]:
                for n in range(0, len(charts), ROWS * COLUMNS):
                    number = n // (ROWS * COLUMNS) + 1
                    path = given.folder / f"{topic}-{number}-{eyes.replace(' ', '-')}.png"
                    tile(charts[n : n + ROWS * COLUMNS], path, eyes)
            print(f"{topic}: {len(charts)} charts")


if __name__ == "__main__":
    main()
