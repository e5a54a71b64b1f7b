"""The trainer: forecasts on settled questions with a clue, and open ones that are settled later.

Probabilities are per cent from 0 to 100 where a learner types or reads them. Source of all rows:
the tables trainer_questions and open_questions.
"""

from __future__ import annotations

import functools
from datetime import date

import pandas as pd

from helpers import charts, data, figures, forms, journal
from helpers.measures import knowledge, outlook
from helpers.measures import trainer as measures
from helpers.numbers import parse_number
from helpers.wording import headed, say, words


def practise() -> Trainer:
    """Ask settled questions ten at a time: a probability, a clue, another one, the outcome.

    Each number is kept at once, and a new kernel goes on where the learner stopped.
    """
    return Trainer()


def keep_open() -> OpenForecasts:
    """Ask for probabilities of questions that nobody can score yet, and settle those that are due.

    The judgment of the briefing is settled here, too.
    """
    return OpenForecasts()


def _paragraph(*lines: str) -> str:
    """Return an HTML paragraph of plain lines, in which **words** are bold."""
    return f"<p>{'<br>'.join(map(figures.bold, filter(None, lines)))}</p>"


def _problem(text) -> str:
    """Say what is wrong with a probability as a learner typed it; '' where nothing is."""
    code, number = outlook.probability_problem(text), parse_number(text)
    if not code:
        return ""
    facts = {"number": number, "hundredfold": None if number is None else 100 * number}
    return words("trainer.probability", given=str(text).strip()[:40], **facts).tell(code)


def _box(value, label):
    import ipywidgets as w

    return w.Text(value=value, description=label, **forms.looks(w.Text, max_width="100%"))


# --- the trainer ----------------------------------------------------------------------------------


def _facts(row) -> dict:
    """Return a row as facts for words; what is empty is left out."""
    return {name: None if pd.isna(value) else value for name, value in row._asdict().items()}


def _asks(row) -> str:
    """Return in HTML what was known on the day of a question; never the clue or the outcome."""
    said = words("trainer.asked", **_facts(row))
    lines = [_paragraph(said.day), _paragraph(said.question), _paragraph(said.criteria)]
    return "".join(lines) + (_paragraph(said.base) if row.base_class == row.base_class else "")


def _clue(row, answer: dict) -> str:
    """Return the clue of a question in HTML, and where a second number is due, ask for it."""
    said = words("trainer.clue", **_facts(row), first=answer.get("first"))
    waits = measures.phase(answer) == "second"
    return _paragraph(said.clue) + (_paragraph(said.ask) if waits else "")


def _outcome(row, answer: dict) -> str:
    """Tell in HTML how a question came out, and what the numbers of `answer` cost, with sources."""
    facts = _facts(row) | {"yes": bool(row.outcome)}
    lines = ["answer", "knew"]
    if "knew" not in answer:
        first, second = answer["first"], answer["second"]
        costs = [measures.hundredfold(said / 100, int(row.outcome)) for said in (first, second)]
        nearer = costs[0]["half"] - costs[1]["half"]
        facts |= {"first": first, "second": second, "before": costs[0], "after": costs[1]}
        facts |= {"closer": nearer > 0, "further": nearer < 0, "same": nearer == 0}
        facts["fifty"] = measures.hundredfold(0.5, 1)
        lines = ["answer", "cost", "other", "moved"]
    said = words("trainer.outcome", **facts)
    sources = say("figures.figure.sources", cited=data.cite(*row.source_ids.split(";")))
    return "".join(_paragraph(said.tell(line)) for line in lines) + f"<p>{sources}</p>"


def draw_score() -> figures.LessonFigure:
    """Draw the learner's calibration before and after the clues, with both Brier scores."""
    frame = measures.scored()
    if frame.empty:
        said = words("trainer.score")
        return figures.message(said.empty_title, said.empty)
    groups = {
        what: knowledge.groups(frame.rename(columns={column: "said", "outcome": "came"}))
        for what, column in (("before", "first"), ("after", "second"))
    }
    said = _say_score(frame, groups)
    with figures.page(said) as page:
        for what, (left, right) in {"before": (0.9, 5.4), "after": (5.7, 0.6)}.items():
            ax = page.axes(left=left, right=right, top=1.75, bottom=1.0)
            charts.calibration(ax, groups[what], knowledge.FEW, said.said, said.tell(what))
    rows = [own.assign(what=said.tell(f"row_{what}")) for what, own in groups.items()]
    table = pd.concat(rows)
    table = table.assign(**(100 * table[["said", "happened"]].astype(float)).round(1))
    table = figures.table(headed(table, said.columns), said.table)
    asked = data.table("trainer_questions").query("question_id in @frame.question_id")
    return page.told(said, [asked], table, data.as_of("trainer_questions"))


def _say_score(frame, groups):
    """Return what is said of the learner's forecasts and of their groups."""
    bare = words("trainer.score")
    costs = {name: outlook.brier(frame[name], frame["outcome"]) for name in ("first", "second")}
    told = [
        {"what": bare.tell(f"row_{what}"), "said": 100 * row.said, "happened": 100 * row.happened}
        | {"cases": row.cases}
        for what, own in groups.items()
        for row in own.itertuples()
    ]
    return words(
        "trainer.score",
        count=len(frame),
        few=knowledge.FEW,
        few_cases=any(row["cases"] < knowledge.FEW for row in told),
        groups=told,
        fifty=measures.hundredfold(0.5, 1),
        better=costs["second"] < costs["first"] - 0.005,
        worse=costs["second"] > costs["first"] + 0.005,
        **{name: {"half": cost, "full": 2 * cost} for name, cost in costs.items()},
    )


_KINDS = {"first": "forecast", "second": "update"}  # of entries, by what a question waits for


class Trainer(forms.Form):
    """Settled questions one by one: a number, a clue, a second number, the outcome."""

    def __init__(self):
        self.rows = {row.question_id: row for row in measures.asked().itertuples(index=False)}
        days = [row.asked_on for row in self.rows.values()]
        facts = {"count": len(self.rows), "first": min(days), "last": max(days)}
        self._words = words("trainer.trainer", ten=measures.TEN, **facts)
        self.place = 0

    def __repr__(self) -> str:
        return self._words.plain

    def _static(self) -> str:
        said = self._words
        listed = "".join(f"<li>{_asks(row)}</li>" for row in self.rows.values())
        return (
            f"<p><strong>{figures.safe(said.plain)}</strong></p>{_paragraph(said.asks)}<details>"
            f"<summary>{figures.safe(said.list)}</summary><ol>{listed}</ol></details>"
        )

    def _widget(self):
        said = self._words
        self._asked, self._after = forms.html(), forms.html()
        self._said = forms.spoken(names=forms.named(said.name))
        self._box = _box("", said.first)
        self._box.observe(self._typed, "value")
        # What is typed for each question: a draft that is written late must not be another's.
        self._texts, self._drafts, self._turning = {}, {}, False
        self._keep = forms.button(said.keep_first, self._kept)
        self._knew = forms.button(said.knew, self._known)
        moves = [(said.before, -1), (said.next, 1)]
        turn = [forms.button(name, lambda _, step=step: self._move(step)) for name, step in moves]
        score = forms.button(said.score, self._score)
        self._enter()
        buttons = forms.row(self._keep, self._knew, *turn, score)
        head = forms.html(figures.CONTROLS)
        return forms.panel([head, self._asked, self._box, buttons, self._said, self._after])

    def _path(self) -> list[str]:
        """Return the ids that can be looked at: what is answered, and the one that waits."""
        answers = measures.said()
        waiting = [key for key in self.rows if measures.phase(answers.get(key, {})) != "done"]
        return [key for key in self.rows if key not in waiting] + waiting[:1]

    @property
    def _now(self) -> str:
        return self._path()[self.place]

    @property
    def _phase(self) -> str:
        return measures.phase(measures.said().get(self._now, {}))

    @property
    def _draft(self) -> forms.Draft:
        key = (_KINDS.get(self._phase, "update"), self._now)
        if key not in self._drafts:
            read = functools.partial(self._texts.get, key, "")
            self._drafts[key] = forms.Draft(*key, read, self.say)
        return self._drafts[key]

    def _enter(self):
        self.place = len(self._path()) - 1
        self._show()

    @forms.safely
    def _show(self):
        row, answer = self.rows[self._now], measures.said().get(self._now, {})
        phase, said = measures.phase(answer), self._words
        self._asked.value = _paragraph(self._where(phase)) + _asks(row)
        for each in (self._box, self._keep, self._knew):
            each.disabled = phase == "done"
        self._box.description = said.first if phase == "first" else said.second
        self._keep.description = said.keep_first if phase == "first" else said.keep_second
        draft = self._draft.found() if phase != "done" else None
        typed = draft if isinstance(draft, str) else ""
        self._texts[(self._draft.kind, self._now)] = typed
        self._draft.watch()
        self._turning = True
        self._box.value = typed if phase != "done" else f"{answer.get('second', 0):.10g}"
        self._turning = False
        if phase == "done" and "second" not in answer:
            self._box.value = ""
        told = "" if phase == "first" else _clue(row, answer)
        told += _outcome(row, answer) if phase == "done" else ""
        self.say(told + forms.sentences(say("questions.estimate.draft") if typed else ""))

    def _where(self, phase) -> str:
        path, count = self._path(), len(self.rows)
        done = len(path) - (1 if measures.left(measures.asked(), measures.said()) else 0)
        if phase == "done":
            return self._words.tell("over", place=self.place + 1)
        return self._words.tell("place", place=done % measures.TEN + 1, done=done, count=count)

    def _typed(self, change):
        if not self._turning:
            self._texts[(self._draft.kind, self._now)] = change["new"]
            self._draft.changed(change)

    @forms.safely
    def _move(self, step):
        self._draft.write()
        path = self._path()
        if self.place + step >= len(path):
            told = self._words.all if self._phase == "done" else self._words.open
            self.say(self._said.value + forms.sentences(told))
            return
        self.place = max(self.place + step, 0)
        self._after.value = ""
        self._show()

    @forms.safely
    def _kept(self, _=None):
        phase = self._phase
        if phase == "done":
            self.say(self._said.value + forms.sentences(self._words.stands))
            return
        self._draft.write()
        if problem := _problem(self._box.value):
            clue = _clue(self.rows[self._now], measures.said().get(self._now, {}))
            self.say((clue if phase == "second" else "") + forms.sentences(problem))
            return
        self._enter_number(_KINDS[phase], parse_number(self._box.value))

    @forms.safely
    def _known(self, _=None):
        if self._phase != "done":
            self._draft.write()
            self._enter_number("knew", True)

    def _enter_number(self, kind, value):
        key, draft = self._now, self._draft
        told = forms.keep(kind, key, value)
        draft.settled()
        self.place = self._path().index(key)
        self._show()
        self.say(self._said.value + forms.kept_mark(told))
        answers = measures.said()
        done = len(self.rows) - len(measures.left(measures.asked(), answers))
        if measures.phase(answers.get(key, {})) == "done" and done % measures.TEN == 0:
            self.say(self._said.value + forms.sentences(self._words.drawn))
            self._score()

    @forms.safely
    def _score(self, _=None):
        self._draft.write()
        if measures.scored().empty:
            self.say(self._said.value + forms.sentences(self._words.no_score))
            return
        self._after.value = forms.live(draw_score())


# --- open questions, and how they came out --------------------------------------------------------


class OpenForecasts(forms.Form):
    """Questions whose answer is not known yet, each with a box for a probability."""

    def __init__(self, today: date | None = None):
        self.rows = list(data.table("open_questions").itertuples(index=False))
        self._words = words("trainer.open", count=len(self.rows))
        self.settlement = Settlement(today)

    def __repr__(self) -> str:
        return f"{self._words.plain}\n\n{self.settlement!r}"

    def _asks(self, row) -> str:
        said = words("trainer.open", **row._asdict())
        return _paragraph(said.question, said.criteria, said.known)

    def _static(self) -> str:
        listed = "".join(f"<li>{self._asks(row)}</li>" for row in self.rows)
        head = f"<p><strong>{figures.safe(self._words.plain)}</strong></p><ol>{listed}</ol>"
        return head + self.settlement._static()

    def _widget(self):
        said = self._words
        self._boxes, self._drafts, lines = {}, {}, [forms.html(figures.CONTROLS)]
        self._said, waiting = forms.spoken(names=forms.named(said.name)), False
        for n, row in enumerate(self.rows, 1):
            key, earlier = row.question_id, journal.latest("forecast", row.question_id)
            value = "" if outlook.probability_problem(earlier) else f"{parse_number(earlier):g}"
            read = functools.partial(self._text, key)
            self._drafts[key] = forms.Draft("forecast", key, read, self.say)
            draft = self._drafts[key].found()
            if isinstance(draft, str) and draft != value:
                value, waiting = draft, True
            self._boxes[key] = _box(value, said.tell("box", place=n))
            self._drafts[key].watch(self._boxes[key])
            lines += [forms.html(self._asks(row)), self._boxes[key]]
        told = [say("questions.estimate.draft")] if waiting else []
        self.say(forms.sentences(*self._due(), *told, *self._known()))
        keep = forms.row(forms.button(said.keep, self._kept))
        panel = forms.column([*lines, keep, self._said], "sands-form-box")
        return forms.column([panel, self.settlement._widget()], "sands")

    def _text(self, key) -> str:
        return self._boxes[key].value.strip()

    def _due(self) -> list[str]:
        """Say which forecasts wait for their outcome."""
        rows = [row | {"name": _named(row)} for row in measures.due(self.settlement.today)]
        return [self._words.tell("due", n=len(rows), rows=rows)] if rows else []

    def _known(self) -> list[str]:
        """Say what the journal holds, one sentence a question."""
        held = {row.question_id: journal.latest("forecast", row.question_id) for row in self.rows}
        return [
            self._words.tell(
                "kept", place=n, number=parse_number(held[row.question_id]), day=row.closes
            )
            for n, row in enumerate(self.rows, 1)
            if not outlook.probability_problem(held[row.question_id])
        ]

    @forms.safely
    def _kept(self, _=None):
        for draft in self._drafts.values():
            draft.write()
        problems, told, ends = [], [], measures.settlements()
        for n, row in enumerate(self.rows, 1):
            key, text = row.question_id, self._text(row.question_id)
            if not text:
                continue
            if problem := _problem(text):
                problems.append(self._words.tell("problem", place=n, problem=problem))
                continue
            before, number = journal.latest("forecast", key), parse_number(text)
            kept = forms.keep("forecast", key, number)
            self._drafts[key].settled()
            if before != number or not kept.saved:
                told.append(kept)
                if key in ends:
                    name = say("trainer.settle.question", place=n)
                    problems.append(self._words.tell("settled", name=name))
        if not told and not problems:
            problems = [self._words.nothing]
        unsaved = [one for one in told if not one.saved]
        mark = "".join(forms.kept_mark(one) for one in (unsaved or told)[-1:])
        self.say(forms.sentences(*problems, *self._known()) + mark)


def _named(row: dict) -> str:
    """Return how one of `measures.open_forecasts` is named: by its number, or as the briefing's."""
    said = words("trainer.settle")
    if row["key"] == measures.BRIEFING:
        return said.briefing
    keys = list(data.table("open_questions")["question_id"])
    return said.tell("question", place=keys.index(row["key"]) + 1)


# What is said of a fault of `measures.fault`.
_FAULTS = {"early": "early", "outcome": "no_outcome", "day": "no_day", "ahead": "ahead"}
_FAULTS |= {"before": "too_soon", "source": "no_source", "long": "long"}


class Settlement(forms.Form):
    """How an open forecast came out: outcome, day and source, from its last day on."""

    def __init__(self, today: date | None = None):
        self._today = today
        self._words = words("trainer.settle")

    @property
    def today(self) -> date:
        """The day on which an outcome is entered."""
        return self._today or date.today()

    def __repr__(self) -> str:
        return self._words.plain

    def _static(self) -> str:
        return f"<p>{figures.safe(self._words.plain)}</p>"

    def _widget(self):
        import ipywidgets as w

        said = self._words
        self.rows = {row["key"]: row for row in measures.open_forecasts()}
        look = {each: forms.looks(each, max_width="100%") for each in (w.Dropdown, w.Textarea)}
        choices = [
            (said.tell("choice", name=_named(row), closes=row["closes"]), key)
            for key, row in self.rows.items()
        ]
        ends = [(said.outcomes["none"], "")]
        ends += [(said.outcomes[code], code) for code in measures.RESULTS]
        self._which = w.Dropdown(options=choices, description=said.which, **look[w.Dropdown])
        self._boxes = {
            "outcome": w.Dropdown(options=ends, description=said.outcome, **look[w.Dropdown]),
            "day": _box("", said.day),
            "source": w.Textarea(description=said.source, **look[w.Textarea]),
        }
        self._said = forms.spoken(names=forms.named(said.name))
        self._texts, self._drafts, self._turning = {}, {}, False
        self._which.observe(self._turned, "value")
        for box in self._boxes.values():
            box.observe(self._typed, "value")
        self._before = self._now
        self._show()
        keep = forms.row(forms.button(said.keep, self._kept))
        lines = [forms.html(figures.CONTROLS + _paragraph(said.intro)), self._which]
        return forms.panel([*lines, *self._boxes.values(), keep, self._said])

    @property
    def _now(self) -> str:
        return self._which.value

    def _draft_of(self, key) -> forms.Draft:
        if key not in self._drafts:
            read = functools.partial(self._texts.get, key)
            self._drafts[key] = forms.Draft("settled", key, read, self.say)
        return self._drafts[key]

    @property
    def _draft(self) -> forms.Draft:
        return self._draft_of(self._now)

    def _turned(self, _):
        self._draft_of(self._before).write()
        self._before = self._now
        self._show()

    @forms.safely
    def _show(self):
        draft, end = self._draft.found(), measures.settlements().get(self._now)
        stands = draft if isinstance(draft, dict) else {}
        if not stands and end is not None:
            stands = end | {"day": end["day"].isoformat()}
        self._turning = True
        for name, box in self._boxes.items():
            held = stands.get(name)
            fits = held in ("", *measures.RESULTS) if name == "outcome" else isinstance(held, str)
            box.value = held if fits and held is not None else ""
        self._turning = False
        self._texts[self._now] = self._entered() if stands else None
        self._draft.watch()
        told = [self._words.draft] if isinstance(draft, dict) else []
        self.say(forms.sentences(*(self._result(end) if end else []), *told))

    def _entered(self) -> dict:
        return {name: box.value.strip() for name, box in self._boxes.items()}

    def _typed(self, change):
        if not self._turning:
            self._texts[self._now] = self._entered()
            self._draft.changed(change)

    def _result(self, end: dict) -> list[str]:
        """Say how the present forecast came out, and what its number cost."""
        row = {one["key"]: one for one in measures.open_forecasts()}[self._now]
        frame = measures.settled_forecasts()
        facts = end | {"name": _named(row), "said": row["said"], "n": len(frame)}
        facts["outcome"] = self._words.outcomes[end["outcome"]]
        own = frame[frame["key"] == self._now]
        if len(own):
            cost = measures.hundredfold(own["probability"].iloc[0], int(own["outcome"].iloc[0]))
            facts |= {"cost": cost, "mean": frame["cost"].mean()}
        said = words("trainer.settle", **facts)
        if end["outcome"] == "void":
            return [said.came, said.void]
        scored = [said.tell("cost"), said.mean] if len(own) else [said.no_number]
        return [said.came, *scored]

    @forms.safely
    def _kept(self, _=None):
        entered, row = self._entered(), self.rows[self._now]
        self._texts[self._now] = entered
        self._draft.write()
        if code := measures.fault(row, entered, self.today):
            facts = row | {"name": _named(row), "given": entered["day"][:40]}
            facts |= {"n": len(entered["source"]), "most": measures.MOST}
            told = words("trainer.settle", **facts).tell(_FAULTS[code])
            self.say(forms.sentences(told))
            return
        entered["day"] = measures.whole_day(entered["day"]).isoformat()
        again = self._now in measures.settlements()
        told = forms.keep("resettled" if again else "settled", self._now, entered)
        self._draft.settled()
        stands = [self._words.tell("stands", name=_named(row))] if again else []
        end = measures.settlements().get(self._now)
        lines = forms.sentences(*stands, *(self._result(end) if end else []))
        self.say(lines + forms.kept_mark(told))
