"""Boards: what a learner codes or rates row by row, and ours beside a row once it is settled.

A short board is a table, a long one shows a card at a time. What stands in it is kept as a draft
at each change; the button keeps it as one entry and compares the whole.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from helpers import forms, hearing, journal, wording
from helpers.figures import CONTROLS, safe, shorten
from helpers.forms import Draft, safely

OWN = "own"  # a learner's own row or column


@functools.lru_cache(maxsize=1)
def _grid():
    """Return the class of the one widget that a board is; importing this room builds none."""
    import traitlets

    class Grid(hearing.widget()):
        _esm = hearing.script("boards.js")
        _css = hearing.script("boards.css")
        _anywidget_id = traitlets.Unicode("helpers.boards.Grid").tag(sync=True)
        spec = traitlets.Dict().tag(sync=True)
        value = traitlets.Dict().tag(sync=True)
        done = traitlets.List().tag(sync=True)
        notes = traitlets.Dict().tag(sync=True)
        told = ("spec", "notes")

    return Grid


class Board(forms.Form):
    """A grid that the learner fills, one row an item; each row is compared once it is settled.

    It restores what was filled before, drafts too, and keeps the whole when pressed, as one entry.

    Args:
        key: where the journal keeps it, such as '3.clauses'.
        question: one line above the grid.
        rows: text of each item by its id.
        columns: for each column what can be chosen: {code: words}; of a plain list each text
            is its own code.
        read: function of {row: {column: code}} with what was filled; returns what to show.
        reasons: why our code is what it is, as {row: sentence} or {row: {column: sentence}}.
            The comparison then ends with a column 'Why'. What `read` returns, or its first part,
            must be a table of the board's rows in their order; rows not filled may be left out.
            With {(row, column): sentence} the table has one line for each cell that was filled.
        heads: {column: words over it}; a column's name where not given.
        ours: our codes, {row: {column: code}}: said with the reason beside a settled row.
        others: {row: {column: codes}} for what else can be defended.
        beside: function of (row, its codes) with what is said beside a settled row, in sentences,
            in the place of `ours`.
        totals: function of what was filled; sentences that follow each change.
        signs: {code: sign} where signs stand in the cells in place of words.
        about: {row: HTML} shown under a row's text from the start: what there is to judge by.
        cards: whether one row is shown at a time.
        blind: whether ours is said only once the whole was kept.
    """

    def __init__(
        self,
        key: str,
        question: str,
        rows: dict,
        columns: dict,
        read=None,
        reasons: dict | None = None,
        heads: dict | None = None,
        *,
        ours: dict | None = None,
        others: dict | None = None,
        beside=None,
        totals=None,
        signs: dict | None = None,
        about: dict | None = None,
        cards: bool = False,
        blind: bool = False,
    ):
        self.key, self.question, self.rows = key, question, rows
        self.columns = {
            column: options if isinstance(options, dict) else {each: str(each) for each in options}
            for column, options in columns.items()
        }
        self.heads = heads or {column: column for column in columns}
        self.read, self.reasons = read, reasons
        self.ours, self.others, self.beside, self.totals = ours or {}, others or {}, beside, totals
        self.signs, self.cards, self.blind = signs, cards, blind
        self.about = about or {}

    @property
    def filled(self) -> dict:
        """What the journal holds: {row: {column: code}}, only known rows and codes."""
        return self.known(journal.latest("board", self.key))

    def known(self, kept) -> dict:
        """Return what is ours of anything that a journal holds: {row: {column: code}}.

        Boards of the first edition kept the words that stood on the page; they are read as codes.
        """
        kept, before = kept if isinstance(kept, dict) else {}, wording.before(self.key)

        def coded(choices):
            named = {before.get(column, column): value for column, value in choices.items()}
            for column, options in self.columns.items():
                value = named.get(column)
                if isinstance(value, str | int) and value not in options:
                    value = before.get(value)
                if isinstance(value, str | int) and value in options:
                    yield column, value

        return {row: dict(coded(kept[row])) for row in self.rows if isinstance(kept.get(row), dict)}

    def __repr__(self) -> str:
        head = wording.say("questions.board.plain", question=self.question)
        return "\n".join([head, *(f"- {text}" for text in self.rows.values())])

    def _static(self) -> str:
        about = self.about
        items = "".join(f"<li>{safe(t)}{about.get(row, '')}</li>" for row, t in self.rows.items())
        told = wording.words("questions.board")
        lines = [
            told.tell("options", head=self.heads[column], options=list(options.values()))
            for column, options in self.columns.items()
        ]
        choices = "".join(f"<p>{safe(line)}</p>" for line in [*lines, told.wake])
        return f"<p><strong>{safe(self.question)}</strong></p><ol>{items}</ol>{choices}"

    # --- the live board ---------------------------------------------------------------------

    def _widget(self):
        self._draft = Draft("board", self.key, self.entered, self.say)
        draft, pressed = self._draft.found(), self.filled
        filled = self.known(draft) if isinstance(draft, dict) else pressed
        done = [row for row, choices in filled.items() if self._complete(choices)]
        self._grid = _grid()(spec=self.spec(), value=filled, done=done)
        self._draft.watch(self._grid)
        self._grid.observe(self._moved, ["value", "done"])
        told = wording.words("questions.board")
        keep = forms.button(told.keep, self._kept)
        self._said = forms.spoken(names=forms.named(self.question))
        self._live, self._shown = forms.html(), forms.html()
        self._moved()
        if filled != pressed:
            self.say(forms.sentences(told.draft))
        elif pressed:
            self._compare(pressed)
        head = forms.html(f"{CONTROLS}<p><strong>{safe(self.question)}</strong></p>")
        below = self._below(keep)
        return forms.panel([head, self._grid, self._live, *below, self._said, self._shown])

    def _below(self, keep) -> list:
        """Return what stands under the grid; boards of their own kind have more than a button."""
        return [keep]

    def _row_text(self, place: int, row) -> str:
        text = self.rows[row]
        return text if self.cards else wording.say("questions.board.row", place=place, text=text)

    def _complete(self, choices: dict) -> bool:
        return all(column in choices for column in self.columns if column != OWN)

    def spec(self) -> dict:
        """Return what the page needs to draw the grid, words and codes alone."""
        told = wording.words("questions.board")
        places = range(1, len(self.rows) + 1)
        progress = "progress_cards" if self.cards else "progress"
        return {
            "question": self.question,
            "cards": self.cards,
            "item": told.item,
            "choose": told.choose,
            "back": told.back,
            "next": told.next,
            "progress": [told.tell(progress, n=n, of=len(self.rows)) for n in (0, *places)],
            "rows": [
                {
                    "id": row,
                    "place": place - 1,
                    "text": self._row_text(place, row),
                    "about": self.about.get(row, ""),
                    "label": told.tell("card", place=place, of=len(self.rows)),
                }
                for place, row in enumerate(self.rows, 1)
            ],
            "columns": [
                {
                    "id": column,
                    "head": self.heads[column],
                    "labels": [
                        told.tell("label", head=self.heads[column], place=place) for place in places
                    ],
                    "options": list(map(list, options.items())),
                    "signs": self.signs,
                    "optional": column == OWN,
                }
                for column, options in self.columns.items()
            ],
        }

    def entered(self) -> dict:
        """Read the grid as it stands: {row: {column: code}}, empty choices left out."""
        return {row: choices for row, choices in self.known(self._grid.value).items() if choices}

    def put(self, row, column, code):
        """Choose as a learner would, for tests and demonstrations; a complete row is settled.

        Args:
            row: id of the row.
            column: name of the column.
            code: of the choice.
        """
        self.panel()
        value = {each: dict(choices) for each, choices in self._grid.value.items()}
        value.setdefault(row, {})[column] = code
        self._grid.value = value
        if self._complete(value[row]) and row not in self._grid.done:
            self._grid.done = [*self._grid.done, row]

    @safely
    def _moved(self, _=None):
        """Say what belongs beside each settled row, and the totals."""
        grid = self.entered()
        closed = self.blind and not journal.latest("board", self.key)
        settled = {} if closed else {row: grid[row] for row in self._grid.done if row in grid}
        told = {row: self.said_beside(row, choices) for row, choices in settled.items()}
        self._grid.notes = {row: forms.sentences(*lines) for row, lines in told.items() if lines}
        lines = self.totals(grid) if self.totals else self._count(settled)
        self._live.value = forms.sentences(*lines)

    def said_beside(self, row, choices: dict) -> list[str]:
        """Return what is said beside a settled row: yours, ours, why, what else can be defended.

        Args:
            row: id of the row.
            choices: {column: code} of the learner.

        Returns:
            Sentences; none where nothing of ours stands against it.
        """
        if self.beside is not None:
            return self.beside(row, choices)
        said = wording.words("questions.board")
        lines = []
        for column, ours in self.ours.get(row, {}).items():
            words, mine = self.columns[column], choices.get(column)
            others = [code for code in self.others.get(row, {}).get(column, ()) if code != ours]
            facts = {
                "head": self.heads[column],
                "mine": words.get(mine, ""),
                "ours": words[ours],
                "others": [words[other] for other in others],
            }
            same = "same" if mine == ours else "defended" if mine in others else "apart"
            lines.append(said.tell(same, **facts))
        if lines and (self.reasons or {}).get(row):
            lines.append(said.tell("because", told=self.why(row)))
        return lines

    def _count(self, settled: dict) -> list[str]:
        """Say how many settled rows are coded as ours; nothing where there is nothing of ours."""
        rows = [row for row in settled if row in self.ours]
        same = sum(
            all(settled[row].get(column) == code for column, code in self.ours[row].items())
            for row in rows
        )
        return [wording.say("questions.board.same_rows", n=same, of=len(rows))] if rows else []

    @safely
    def _kept(self, _=None):
        grid = self.entered()
        if not grid:
            self.say(forms.sentences(wording.say("questions.board.empty")))
            return
        told = forms.keep("board", self.key, grid)
        self._draft.settled()
        self.say(forms.kept_mark(told))
        self._moved()  # of a blind board ours is said from now on
        self._compare(grid)

    @safely
    def _compare(self, grid: dict):
        self._shown.value = "".join(map(forms.live, self.compared(grid)))

    def compared(self, grid: dict) -> list:
        """Return what `read` shows of a grid, with our reasons as the table's last column.

        Args:
            grid: {row: {column: choice}}, as `filled` and `entered` return it.

        Returns:
            Tables and figures; an empty list where the board compares nothing.

        Raises:
            ValueError: where there are reasons and the table's lines are not the board's rows.
        """
        if self.read is None:
            return []
        shown = self.read(grid)
        first, *others = shown if isinstance(shown, list) else [shown]
        if self.reasons is None:
            return [first, *others]
        lines = list(self.rows)
        if self.reasons and all(isinstance(key, tuple) for key in self.reasons):
            cells = [(row, column) for row, choices in grid.items() for column in choices]
            lines = [cell for cell in cells if cell in self.reasons]
        elif len(first.frame) != len(lines):
            lines = [row for row in lines if row in grid]
        if len(first.frame) != len(lines):
            raise ValueError(f"Board {self.key}: the table's lines are not the board's rows.")
        head = wording.say("questions.board.why")
        frame = first.frame.assign(**{head: [self.why(line) for line in lines]})
        return [replace(first, frame=frame), *others]

    def why(self, row) -> str:
        """Return our reason for a code.

        Args:
            row: a row of the board, or (row, column) where the reasons are by cell.

        Returns:
            The sentence; where a row has several codes, one line of all.
        """
        reason = self.reasons[row]
        if isinstance(reason, str):
            return reason
        told = wording.words("questions.board")
        each = [told.tell("reason", head=self.heads.get(c, c), told=t) for c, t in reason.items()]
        return " ".join(each)


class Matrix(Board):
    """A blind board of items against hypotheses, sorted on request, with one of each of one's own.

    The learner's own item is the row OWN, the own hypothesis the column OWN.

    Args:
        key: where the journal keeps it, as for `Board`.
        question: one line above the grid.
        rows: text of each item by its id.
        columns: {hypothesis: {code: words}}.
        decides: function of the codes of one item; the larger, the more it can decide.
        more: what `Board` takes besides.
    """

    def __init__(self, key, question, rows, columns, *, decides, **more):
        heads = dict(more.pop("heads", None) or {column: column for column in columns})
        super().__init__(key, question, dict(rows), columns, heads=heads, blind=True, **more)
        self.decides = decides
        own = journal.latest("own", key)
        self._take_in(own if isinstance(own, dict) else {})

    def _take_in(self, own: dict):
        """Let words of the learner's own be a row and a column; empty ones go."""
        told = {part: text for part, text in own.items() if isinstance(text, str) and text.strip()}
        codes = next(iter(self.columns.values()))
        for part, place, width in (("item", self.rows, 400), ("hypothesis", self.heads, 80)):
            place.pop(OWN, None)
            if part in told:
                place[OWN] = shorten(told[part], width)
        self.columns.pop(OWN, None)
        if OWN in self.heads:
            self.columns[OWN] = codes
        self.own = {part: told.get(part, "") for part in ("item", "hypothesis")}

    def _row_text(self, place: int, row) -> str:
        """Return an item under its own name: its place moves when the items are sorted."""
        name = wording.say("questions.matrix.own") if row == OWN else row
        return wording.say("questions.board.row", place=name, text=self.rows[row])

    def _below(self, keep) -> list:
        import ipywidgets as w

        told, look = wording.words("questions.matrix"), {"rows": 2} | forms.wide(w.Textarea)
        self._texts = {
            part: w.Textarea(value=text, description=getattr(told, part), **look)
            for part, text in self.own.items()
        }
        self._words = Draft("own", self.key, self._written, self.say)
        draft = self._words.found()
        for part, text in (draft if isinstance(draft, dict) else {}).items():
            if part in self._texts and isinstance(text, str):
                self._texts[part].value = text
        self._words.watch(*self._texts.values())
        add = forms.button(told.add, self._added)
        sort = forms.button(told.sort, self._sorted)
        return [forms.row(keep, sort), *self._texts.values(), add]

    def _written(self) -> dict:
        return {part: box.value.strip() for part, box in self._texts.items()}

    @safely
    def _added(self, _=None):
        self._words.write()
        told = forms.keep("own", self.key, self._written())
        self._words.settled()
        self._take_in(self._written())
        self._grid.spec = self.spec()
        self._moved()
        self.say(forms.kept_mark(told))

    @safely
    def _sorted(self, _=None):
        """Set the items that can decide most above the others; what is not coded stays below."""
        grid = self.entered()
        order = sorted(self.rows, key=lambda row: -self.decides(grid.get(row, {})))
        self.rows = {row: self.rows[row] for row in order}
        self._grid.spec = self.spec()
        self.say(forms.sentences(wording.say("questions.matrix.sorted")))
