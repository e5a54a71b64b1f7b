"""Knowledge: how sure a learner was of answers and forecasts, beside how often it was so."""

from __future__ import annotations

from helpers import charts, figures
from helpers.measures import knowledge as measures
from helpers.wording import headed, words


def draw_sure() -> figures.LessonFigure:
    """Draw the calibration of the learner's answers and, beside it, that of the forecasts."""
    own = {"answers": measures.answered(), "forecasts": measures.foreseen()}
    steps = {"answers": [step / 100 for step in measures.STEPS], "forecasts": None}
    groups = {what: measures.groups(frame, steps[what]) for what, frame in own.items()}
    counts = {"answered": len(own["answers"]) > 0}
    counts |= {f"n_{what}": len(frame) for what, frame in own.items()}
    gaps = {}
    for what, frame in own.items():
        gap = round(100 * (measures.gap(frame) or 0))
        gaps |= {f"{what}_over": max(gap, 0) or None, f"{what}_under": max(-gap, 0) or None}
    said = words("knowledge.sure", few=measures.FEW, groups=_told(groups), **counts, **gaps)
    if own["answers"].empty and own["forecasts"].empty:
        return figures.message(said.empty_title, said.empty)
    with figures.page(said) as page:
        for what, (left, right) in {"answers": (0.9, 5.4), "forecasts": (5.7, 0.6)}.items():
            ax = page.axes(left=left, right=right, top=1.75, bottom=1.0)
            charts.calibration(ax, groups[what], measures.FEW, said.said, said.tell(what))
            if groups[what].empty:
                ax.text(50, 50, said.none, ha="center", va="center", color=figures.LABEL)
    table = figures.table(headed(_rows(groups, said), said.columns), said.table)
    return page.told(said, [], table, "")


def _told(groups) -> list[dict]:
    """Return every group as facts, the answers first."""
    return [
        {"answers": what == "answers", "said": 100 * row.said, "came": 100 * row.happened}
        | {"cases": row.cases}
        for what, frame in groups.items()
        for row in frame.itertuples()
    ]


def _rows(groups, said):
    import pandas as pd

    frames = [frame.assign(what=said.tell(f"row_{what}")) for what, frame in groups.items()]
    found = pd.concat([frame for frame in frames if len(frame)])
    return found.assign(**(100 * found[["said", "happened"]].astype(float)).round(1))
