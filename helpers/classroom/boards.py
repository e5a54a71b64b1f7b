"""Where a class is divided: the cells of a board, as charts."""

from __future__ import annotations

import re

import pandas as pd

from helpers import figures, wording
from helpers.classroom.charts import finished, name_row, nothing, page_of, rows_of, too_few
from helpers.classroom.measures import FEWEST, choices, disagreement
from helpers.classroom.reading import Class
from helpers.classroom.words import cut, wrapped
from helpers.explorers import Explorer, choice
from helpers.figures import GRADES, INK, LABEL, PAPER


def draw_board(group: Class, board, columns=None, most: int = 5) -> figures.LessonFigure:
    """Draw the cells of a board on which the class differs most.

    Args:
        group: the class.
        board: as a topic gives it, such as `hypotheses.code_items()`.
        columns: names of columns to look at; all when not given.
        most: how many cells, at most 8.

    Returns:
        The `LessonFigure`: one bar a cell, parted by choice in the board's order.
    """
    frame = _named(choices(group, board), board, columns)
    learners = frame.attrs["learners"]
    if 0 < learners < FEWEST:
        return too_few(group, learners)
    # Where only one thing is asked of each row, its name in every label tells nothing.
    several = frame["column"].nunique() > 1
    cells = _divided(frame, several).head(min(most, 8))
    if cells.empty:
        return nothing(group, "two_entries", board=cut(board.question, 60))
    signs = _signs(list(dict.fromkeys(frame["choice"])))
    told = _told(board, cells, signs, learners, several)
    with page_of(group, told.title, cut(board.question, 96), told.note) as page:
        key = wrapped(told.choices, 112, 2)
        page.text(0.25, 0.9, key, size=10.5, color=LABEL, va="top", parse_math=False)
        tall = 3.6 / len(cells) if len(cells) > 5 else 0.66
        box = {"left": 3.3, "right": 0.35, "top": 1.3, "bottom": 0.7 + 3.6 - tall * len(cells)}
        ax = rows_of(page, len(cells), (0, 100), **box)
        ax.spines["bottom"].set_visible(False)
        for y, cell in enumerate(cells.itertuples()):
            name_row(ax, y, _label(told, board, cell, several), -1.5)
            _draw_parts(ax, y, cell.own, signs)
    shown = cells.assign(
        cell=cells["name"],
        choices=[_spelled(told, own) for own in cells["own"]],
        differ=[round(100 * differ) for differ in cells["differ"]],
    )
    return finished(page, group, told, wording.headed(shown, told.heads), told.sentence)


def _named(frame, board, columns) -> pd.DataFrame:
    """Keep the columns to look at; choices and columns stand in words, as a learner saw them."""
    frame = frame[frame["column"].isin(board.columns if columns is None else columns)]
    cells = zip(frame["column"], frame["choice"], strict=True)
    return frame.assign(
        choice=[board.columns[column][code] for column, code in cells],
        column=frame["column"].map(board.heads),
    )


def _divided(frame, several) -> pd.DataFrame:
    """Return cells, most divided first, with a `name` and their `own` choices, each a frame."""
    cells, by = disagreement(frame), ["row", "column"]
    names = [
        wording.say("classroom.board.cell", several=several, row=str(c.row), column=c.column)
        for c in cells.itertuples()
    ]
    own = dict(list(frame.groupby(by, sort=False)))
    keys = cells[by].itertuples(index=False, name=None)
    return cells.assign(name=names, own=[own[key] for key in keys])


def _told(board, cells, signs, learners, several):
    keys = [
        {"letter": sign, "choice": cut(option, 24)}
        if sign.isalpha()
        else {"letter": "", "choice": option}
        for option, sign in signs.items()
    ]
    first = cells.iloc[0]
    return wording.words(
        "classroom.board",
        question=board.question,
        n=learners,
        cell_short=cut(first["name"], 24),
        cell_name=first["name"],
        differ=100 * first["differ"],
        several=several,
        keys=keys,
        pairs=[
            {"name": cut(cell.name, 40), "differ": 100 * cell.differ}
            for cell in cells.head(3).itertuples()
        ],
    )


def _label(told, board, cell, several) -> str:
    """Name a cell, and say in a second line what its row is about."""
    text = str(board.rows[cell.row])
    if several:
        return f"{cut(cell.name, 38)}\n{cut(text, 38)}"
    return wrapped(told.tell("label", name=cell.name, text=text), 38, 2)


def _spelled(told, own) -> str:
    own = own.loc[own["learners"] > 0, ["choice", "learners"]]
    return told.tell("cells", cells=own.to_dict("records"))


def _signs(known) -> dict:
    """Return what stands in a bar: the sign or number that a choice opens with, or a letter."""
    signs = {option: re.match(r"[^A-Za-z]*", option)[0].strip() for option in known}
    bare = [option for option, sign in signs.items() if not sign]
    return signs | {option: chr(ord("a") + n % 26) for n, option in enumerate(bare)}


def _draw_parts(ax, y, own, signs):
    shades = [GRADES["D"], GRADES["C"], "#8A8F98", GRADES["B"], GRADES["A"]]
    last = max(len(own) - 1, 1)
    total, left = own["learners"].sum(), 0.0
    for place, (option, n) in enumerate(zip(own["choice"], own["learners"], strict=True)):
        wide = 100 * n / total
        shade = shades[round(4 * place / last)]
        ax.barh(y, wide, left=left, height=0.62, color=shade, edgecolor=INK, linewidth=0.9)
        if wide >= 6:
            long = len(signs[option]) > 1 and wide < 12
            words = wording.say("classroom.board.part", bare=long, sign=signs[option], n=n)
            ink = PAPER if shade in (GRADES["A"], GRADES["B"]) else INK
            ax.text(left + wide / 2, y, words, ha="center", va="center", size=11, color=ink)
        left += wide


def explore_boards(group: Class, boards) -> Explorer:
    """Let the instructor pick a board and see where the class is divided.

    Args:
        group: the class.
        boards: a list of boards, as the topics give them.

    Returns:
        The `Explorer`; columns with different choices are looked at one by one. It opens on the
        board that most have filled.
    """
    known, options, words = [], [], wording.words("classroom.explore")
    filled = [choices(group, board).attrs["learners"] for board in boards]
    opened = boards[filled.index(max(filled))] if filled else None
    for board in boards:
        alike = len({tuple(options) for options in board.columns.values()}) == 1
        # Columns with different choices ask different things: each is looked at by itself.
        for columns in [list(board.columns)] if alike else [[name] for name in board.columns]:
            named = cut(board.question, 60)
            if not alike:
                named = words.tell("column", board=named, column=board.heads[columns[0]])
            options.append((named, len(known)))
            known.append((board, columns))
    return Explorer(
        lambda key: draw_board(group, *known[key]),
        words.divided,
        key=choice(words.board, options, default=[b for b, _ in known].index(opened)),
    )
