"""Paper to draw a guess on: an axis, what is known, the learner's dashed line, then the data.

The same picture stands in a saved lesson, empty, and live, where its points take mouse and arrow
keys. It is drawn as SVG text: the browser moves one point without asking the kernel.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field

from helpers import figures, hearing, wording
from helpers.figures import GRID, INK, LABEL, PAPER, safe
from helpers.numbers import counted, plain, several_of

WIDE, HIGH = 620, 280  # of the picture, in its own units
LEFT, RIGHT, TOP, FOOT = 74, 24, 46, 240  # where the axis begins and ends
DATA = "#0B4F5C"
FONT = 'font-family="DejaVu Sans,Verdana,sans-serif" font-size="14"'


@dataclass(frozen=True)
class Paper:
    """What is drawn on: `names` by key from left to right, the axis from `least` to `most`.

    `given` are numbers by key that are shown from the start; the others are asked for. `places` is
    how many decimals a drawn point has.
    """

    names: dict
    least: float
    most: float
    unit: str = ""
    given: dict = field(default_factory=dict)
    places: int = 0

    @property
    def asked(self) -> list:
        """Keys of the points that the learner draws."""
        return [key for key in self.names if key not in self.given]

    @property
    def turned(self) -> bool:
        """Say whether the axis runs down: the first place stands on top."""
        return self.unit == "place"

    def x(self, key: str) -> float:
        """Return where the point of a key stands from left to right."""
        step = (WIDE - LEFT - RIGHT) / len(self.names)
        return LEFT + step * (list(self.names).index(key) + 0.5)

    def y(self, number: float) -> float:
        """Return how far down a number stands; what lies beyond the axis stands at its end."""
        part = min(max((number - self.least) / (self.most - self.least), 0), 1)
        return TOP + (FOOT - TOP) * (part if self.turned else 1 - part)

    def ticks(self) -> list[float]:
        """Return round numbers of the axis, its ends among them where they are round."""
        rough = (self.most - self.least) / 4
        size = 10 ** math.floor(math.log10(rough))
        step = next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= rough)
        first = math.ceil(self.least / step)
        found = [n * step for n in range(first, math.floor(self.most / step) + 1)]
        return [self.least, *found] if self.turned and found[0] != self.least else found

    @property
    def step(self) -> float:
        """Return by how much an arrow key moves a point."""
        fine = (self.most - self.least) / 100
        if fine <= 10**-self.places:
            return 10**-self.places
        size = 10 ** math.floor(math.log10(fine))
        return next(size * n for n in (1, 2, 5, 10) if size * n >= fine)


def _say(message: str, **facts) -> str:
    return wording.say(f"questions.sketch.{message}", **facts)


def _points(paper: Paper, numbers: dict) -> list[dict]:
    return [
        {"name": paper.names[key], "number": counted(numbers[key], paper.unit)}
        for key in paper.names
        if numbers.get(key) is not None
    ]


def alt(paper: Paper, found: dict | None = None) -> str:
    """Say what stands on the paper, for who hears it.

    Args:
        paper: what is drawn on.
        found: the data by key, where they are shown.

    Returns:
        Sentences.
    """
    return _say(
        "alt",
        least=counted(paper.least, paper.unit),
        most=counted(paper.most, paper.unit),
        names=[paper.names[key] for key in paper.asked],
        given=_points(paper, paper.given),
        found=_points(paper, found or {}),
    )


def svg(paper: Paper, found: dict | None = None, guess: dict | None = None) -> str:
    """Draw the paper: axis, names, what is given, and the data where they are told.

    Args:
        paper: what is drawn on.
        found: the data by key, or None while they are asked for.
        guess: what the learner drew by key; the numbers of the data keep out of its way.

    Returns:
        An SVG element as text.
    """
    parts = [f'<rect width="{WIDE}" height="{HIGH}" fill="{PAPER}"/>']
    parts.append(_text(LEFT, TOP - 30, several_of(paper.unit) or _say("number"), "start", LABEL))
    for tick in paper.ticks():
        y = paper.y(tick)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDE - RIGHT}" stroke="{GRID}"/>')
        parts.append(_text(LEFT - 8, y + 5, plain(tick), "end", LABEL))
    for key, name in paper.names.items():
        parts.append(_text(paper.x(key), FOOT + 24, name, "middle", INK))
    if not found:
        parts.append(_line(paper, paper.given, INK))
    else:
        told = {k: n for k, n in (guess or {}).items() if n is not None and k in found}
        under = {key for key, n in told.items() if paper.y(n) < paper.y(found[key])}
        parts.append(_line(paper, paper.given | found, DATA, under))
    body = "".join(parts)
    size = f'viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {FONT}>{body}</svg>'


def _text(x, y, words, anchor, colour, weight="normal") -> str:
    look = f'text-anchor="{anchor}" fill="{colour}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{safe(words)}</text>'


def _line(paper, numbers, colour, under=()) -> str:
    """Draw a solid line with its marks, and their numbers over them or, where said, `under`."""
    places = [(k, paper.x(k), paper.y(numbers[k])) for k in paper.names if k in numbers]
    path = " ".join(f"{x:.1f},{y:.1f}" for _, x, y in places)
    marks = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>' for _, x, y in places)
    told = "".join(
        _text(x, y + (20 if k in under else -11), plain(numbers[k]), "middle", colour, "bold")
        for k, x, y in places
    )
    line = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.2"/>'
    return f'<g fill="{colour}">{line}{marks}</g>{told}'


def _in_theme(picture: str, alone: bool = False) -> str:
    from helpers.svg import themed  # brings matplotlib along

    pen = f'<path stroke="{INK}"/>'  # what sketch.js draws with, so that it has its colour too
    return themed(picture.replace("</svg>", f"{pen}</svg>"), alone)


def still(paper: Paper, found: dict | None = None) -> str:
    """Return the paper as a picture for a saved page, for print and for a kernel that sleeps.

    Args:
        paper: what is drawn on.
        found: the data by key, or None while they are asked for.

    Returns:
        HTML.
    """
    source = figures.address(_in_theme(svg(paper, found), alone=True))
    return f'<img src="{source}" alt="{safe(alt(paper, found))}" style="max-width:100%">'


# --- live -----------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1)
def _sketch():
    import traitlets

    class Sketch(hearing.widget()):
        _esm = hearing.script("sketch.js")
        _anywidget_id = traitlets.Unicode("helpers.sketch.Sketch").tag(sync=True)
        frame = traitlets.Unicode("").tag(sync=True)
        points = traitlets.List().tag(sync=True)
        axis = traitlets.Dict().tag(sync=True)
        words = traitlets.Dict().tag(sync=True)
        value = traitlets.Dict().tag(sync=True)  # {key: number, None where not drawn yet}
        found = traitlets.Dict().tag(sync=True)  # {key: how far down the data stand}, once told
        told = ("found", "frame")

    return Sketch


def facts(paper: Paper) -> dict:
    """Return what `sketch.js` draws an empty paper by: frame, points, axis and words."""
    return {
        "frame": _in_theme(svg(paper)),
        "points": [
            {"key": key, "name": paper.names[key], "x": paper.x(key), "given": paper.given.get(key)}
            for key in paper.names
        ],
        "axis": {
            "least": paper.least,
            "most": paper.most,
            "top": TOP,
            "foot": FOOT,
            "turned": paper.turned,
            "step": paper.step,
            "places": paper.places,
            "ink": INK,
            "paper": PAPER,
        },
        "words": {name: _say(name, unit=several_of(paper.unit)) for name in ("handle", "undrawn")},
    }


def answered(paper: Paper, found: dict, guess: dict | None = None) -> dict:
    """Return what `sketch.js` draws the data by: how far down they stand, and the frame with them.

    Args:
        paper: what is drawn on.
        found: the data by key.
        guess: what the learner drew by key, if known.
    """
    down = {key: paper.y(found[key]) for key in paper.asked}
    return {"found": down, "frame": _in_theme(svg(paper, found, guess))}


class Live:
    """The paper beside its boxes: what is typed is drawn, what is drawn is typed.

    Args:
        paper: what is drawn on.
        boxes: text boxes by the key of their point.
        read: takes a text and returns the number that it means, or None.
    """

    def __init__(self, paper: Paper, boxes: dict, read):
        self.paper, self._boxes, self._read = paper, boxes, read
        self._drawing = False
        self.widget = _sketch()(**facts(paper), value=self._typed())
        for box in boxes.values():
            box.observe(self._on_box, "value")
        self.widget.observe(self._on_paper, "value")

    def show(self, found: dict):
        """Draw the data beside what the learner drew.

        Args:
            found: numbers by key.
        """
        for name, value in answered(self.paper, found, self._typed()).items():
            setattr(self.widget, name, value)

    def _typed(self) -> dict:
        return {key: self._read(box.value) for key, box in self._boxes.items()}

    def _on_box(self, _):
        if not self._drawing:  # a stroke sets several boxes, one after the other
            self.widget.value = self._typed()

    def _on_paper(self, change):
        self._drawing = True
        for key, number in change["new"].items():
            box = self._boxes.get(key)
            if box is not None and number is not None and self._read(box.value) != number:
                box.value = f"{number:.15g}"
        self._drawing = False
