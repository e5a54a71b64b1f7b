"""Controls beside a view: moved by keyboard or mouse, redrawn fast, never silent about an error.

An explorer is a pure function with labelled controls:

    Explorer(view, "Which pair votes alike?", pair=choice("Pair", ["RUS–CHN", "RUS–PRK"]))

`view(**state)` returns a `LessonFigure`; tests call it for every state. Before a cell is run, in
print and on the web the explorer shows its default view as an ordinary figure.
"""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass

from helpers import candidates, forms, wording
from helpers.figures import CONTROLS, safe

SLOW = 0.3  # seconds: a view slower than this skips what a moving control passes
REST = 0.15  # seconds without a move that count as rest
PAUSE = 0.02  # seconds in which a waiting message is handled before a picture is drawn ahead
AHEAD = 4  # pictures drawn before they are asked for, after each move
KEPT = 64  # drawn states that are kept
MANY = 3  # check boxes from which a group has buttons for all, none and one alone
NONE = object()  # stands for None in a drop-down list: ipywidgets shows an empty box for None


@dataclass(frozen=True)
class Control:
    """One control: its `label`, its `kind`, the `values` it can take, and its `default`.

    `names` are the words shown for `values`. For kind 'choices' a state is a tuple of values, in
    their order; for kind 'number' `values` is (low, high, step).
    """

    label: str
    kind: str
    values: tuple
    default: object
    names: tuple = ()

    def samples(self) -> list:
        """Return the settings that tests draw: all of them, or ends and default of a number."""
        if self.kind == "number":
            low, high, _ = self.values
            return list(dict.fromkeys([self.default, low, high]))
        if self.kind == "choices":
            each_off = [tuple(v for v in self.values if v != out) for out in self.values]
            each_alone = [(v,) for v in self.values]
            return list(dict.fromkeys([self.default, self.values, (), *each_alone, *each_off]))
        return [self.default, *(v for v in self.values if v != self.default)]

    def neighbours(self, before, now) -> list:
        """Return the settings one key press from `now`, first what lies further from `before`."""
        if self.kind == "choices":
            flipped = [{v} ^ set(now) for v in self.values]
            return [tuple(v for v in self.values if v in wanted) for wanted in flipped]
        if self.kind == "toggle":
            return [not now]
        if self.kind == "number":
            low, high, step = self.values
            back = before > now
            beside = [now - step, now + step] if back else [now + step, now - step]
            return [value for value in beside if low <= value <= high]
        place = self.values.index(now)
        ways = (-1, 1) if self.values.index(before) > place else (1, -1)
        return [self.values[place + w] for w in ways if 0 <= place + w < len(self.values)]


def _named(options) -> tuple[tuple, tuple]:
    pairs = [o if isinstance(o, tuple) else (str(o), o) for o in options]
    return tuple(value for _, value in pairs), tuple(name for name, _ in pairs)


def offered(labels, codes=None) -> list[tuple]:
    """Return what a control offers: pairs of words and code, of `labels` ({code: words}).

    `codes` says which and in which order; all when not given.
    """
    return [(labels[code], code) for code in (labels if codes is None else codes)]


def choice(label: str, options, default=None) -> Control:
    """Return a drop-down list.

    Args:
        label: what stands above it.
        options: values, or pairs (name, value).
        default: the value at the start; the first one where not given.

    Returns:
        A `Control` whose state is one of the values.
    """
    values, names = _named(options)
    return Control(label, "choice", values, values[0] if default is None else default, names)


def choices(label: str, options, default=None) -> Control:
    """Return a row of check boxes.

    Args:
        label: what stands above it.
        options: values, or pairs (name, value).
        default: the values checked at the start; all where not given.

    Returns:
        A `Control` whose state is the tuple of checked values, in the order of the options.
    """
    values, names = _named(options)
    return Control(label, "choices", values, values if default is None else tuple(default), names)


def toggle(label: str, default: bool = False) -> Control:
    """Return one check box.

    Args:
        label: what stands beside it.
        default: True where it is checked at the start.

    Returns:
        A `Control` whose state is True or False.
    """
    return Control(label, "toggle", (False, True), default)


def number(label: str, low, high, default, step=1) -> Control:
    """Return a number box; arrow keys move it.

    A slider is not offered: the handle of ipywidgets' slider has no name for a screen reader.

    Args:
        label: what stands above it.
        low: smallest number that can be entered.
        high: largest one.
        default: the number at the start.
        step: how far an arrow key moves.

    Returns:
        A `Control` whose state is a whole number if all of these are, else a float.
    """
    return Control(label, "number", (low, high, step), default)


class Explorer:
    """A pure `view(**state) -> LessonFigure` with controls, a reset and a sentence of its state.

    Args:
        view: called with one keyword a control; returns a `LessonFigure`.
        question: one line that stands above the controls.
        presets: {words of a button: {control: value}}; what is not named is set back.
        keeps: whether what it says can be picked up for the briefing.
        controls: `choice`, `choices`, `toggle` or `number`, by the view's argument names.
    """

    def __init__(
        self, view, question: str, presets: dict | None = None, *, keeps=True, **controls: Control
    ):
        self.view, self.question, self.controls, self.keeps = view, question, controls, keeps
        self.presets = presets or {}
        self._drawn: dict = {}
        self._took = 0.0
        self._waiting = None
        self._moving = False
        self._rested_since = float("-inf")
        self._moves = 0
        self._turn = threading.RLock()
        self._panel = self._shown = None

    @property
    def default(self) -> dict:
        """The state before anything is moved: one value a control."""
        return {name: control.default for name, control in self.controls.items()}

    def states(self, most: int = 300) -> list[dict]:
        """Return the states that tests draw.

        All combinations of the controls' samples where they are at most `most`; otherwise the
        default, and from it every sample of each control and of each pair of controls' ends.

        Args:
            most: how many combinations are still listed in full.

        Returns:
            A list of states, each a dict that `show` takes, the default first.
        """
        names = list(self.controls)
        samples = [self.controls[name].samples() for name in names]
        total = 1
        for sample in samples:
            total *= len(sample)
        if total <= most:
            return [dict(zip(names, combo, strict=True)) for combo in itertools.product(*samples)]
        found = [self.default]
        for name, sample in zip(names, samples, strict=True):
            found += [self.default | {name: value} for value in sample[1:]]
        for (a, of_a), (b, of_b) in itertools.combinations(zip(names, samples, strict=True), 2):
            found.append(self.default | {a: of_a[-1], b: of_b[-1]})
        return found

    def show(self, **state):
        """Draw one state without moving a control.

        Args:
            state: values by control; controls not named keep their default.

        Returns:
            What the view returns.
        """
        return self.view(**(self.default | state))

    def set(self, **state):
        """Move controls as a learner would, for tests and demonstrations.

        Args:
            state: new values by control; controls not named stay.

        Returns:
            The explorer itself.
        """
        self._build()
        self._moving = True
        try:
            for name, value in state.items():
                self._write(name, value)
        finally:
            self._moving = False
        self._moved()
        return self

    @property
    def state(self) -> dict:
        """The present setting of every control."""
        self._build()
        return {name: self._read(name) for name in self.controls}

    def next_states(self, before: dict, now: dict) -> list[dict]:
        """Return states one move from `now`, in the order in which a hand would reach them.

        Further the same way comes first, then back, then the controls that were not moved.

        Args:
            before: the state before the last move.
            now: the state after it.

        Returns:
            At most `AHEAD` states, each a dict that `show` takes; never `before` or `now`.
        """
        moved = [name for name in self.controls if before[name] != now[name]]
        others = [name for name in self.controls if name not in moved]
        found = []
        for name in moved + others:
            for value in self.controls[name].neighbours(before[name], now[name]):
                state = now | {name: value}
                if state not in (*found, before):
                    found.append(state)
        return found[:AHEAD]

    # --- what a notebook shows --------------------------------------------------------------

    def _repr_mimebundle_(self, **_) -> dict:
        return forms.bundle(repr(self), self._repr_html_(), self.panel())

    def panel(self):
        """Return the live panel, built once."""
        self._build()
        return self._panel

    def _repr_html_(self) -> str:
        self._figure(self.default)
        drawn = self._drawn.get(_key(self.default))
        figure = drawn[3]._repr_html_() if drawn else self._figure(self.default)
        labels = [control.label for control in self.controls.values()]
        wake = _say("wake", labels=labels)
        return f"<p><strong>{safe(self.question)}</strong></p>{figure}<p>{safe(wake)}</p>"

    def __repr__(self) -> str:
        self._figure(self.default)
        drawn = self._drawn.get(_key(self.default))
        words = drawn[2] if drawn else _say("failed")
        return f"{_say('plain', question=self.question)}\n{words}"

    def _figure(self, state: dict) -> str:
        """Return the HTML of `state`'s figure, drawn or remembered, or why there is none."""
        key = _key(state)
        if key in self._drawn:
            self._drawn[key] = self._drawn.pop(key)
            return self._drawn[key][1]
        start = time.perf_counter()
        try:
            figure = self.view(**state)
            sentence = figure.sentence or getattr(figure, "title", "") or figure.caption
            html, plain = forms.live(figure), repr(figure)
        except Exception as error:
            return _failure(error)
        self._took = time.perf_counter() - start
        self._drawn[key] = (sentence, html, plain, figure)
        if len(self._drawn) > KEPT:
            self._drawn.pop(next(iter(self._drawn)))
        return html

    def _sentence(self, state: dict) -> str:
        drawn = self._drawn.get(_key(state))
        return drawn[0] if drawn else _say("failed")

    # --- the widgets --------------------------------------------------------------------------

    def _build(self):
        if self._panel is not None:
            return

        self._boxes = {
            name: _widget(control, f"sands-group-{place}")
            for place, (name, control) in enumerate(self.controls.items())
        }
        said = wording.words("explorers.panel")
        reset = forms.button(said.reset, lambda _: self.set(**self.default), said.reset_told)
        self._words = forms.spoken(names=self._names())
        self._picture = forms.html("", "sands-shown")
        for name, control in self.controls.items():
            for box in _inputs(self._boxes[name], control):
                box.observe(self._moved, "value")
            if control.kind == "choices" and len(control.values) >= MANY:
                self._boxes[name].children += (self._several(name, control),)
        pick = [candidates.button(self._picked, self._say)] if self.keeps else []
        quick = forms.row(*self._quick(), reset, *pick, classes=("sands-quick",))
        controls = forms.column([*self._boxes.values(), quick], "sands-controls")
        head = forms.html(f"{CONTROLS}<strong>{safe(self.question)}</strong>")
        side = forms.column([head, controls, self._words], "sands-side")
        view = forms.column([side, self._picture], "sands-view")
        self._panel = forms.column([view], "sands", "sands-explorer")
        self._draw()

    def _quick(self) -> list:
        """Return a button for each preset."""
        return [
            forms.button(words, lambda _, state=state: self.set(**(self.default | state)))
            for words, state in self.presets.items()
        ]

    def _several(self, name: str, control: Control):
        """Return the buttons of a group: all boxes, none, and the one last moved alone."""
        said = wording.words("explorers.panel")
        last = {"box": 0}

        def named():
            only.description = said.tell("only", name=control.names[last["box"]])

        def moved(place):
            if not self._moving:
                last["box"] = place
                named()

        only = forms.button("", lambda _: self.set(**{name: (control.values[last["box"]],)}))
        named()
        for place, box in enumerate(_inputs(self._boxes[name], control)):
            box.observe(lambda _, place=place: moved(place), "value")
        every = forms.button(said.every, lambda _: self.set(**{name: control.values}))
        none = forms.button(said.none, lambda _: self.set(**{name: ()}))
        return forms.row(every, none, only, classes=("sands-several",))

    def _moved(self, _=None):
        if self._moving:
            return
        # A lone move is answered at once; only a control that moves on and on has to rest first.
        resting = time.monotonic() - self._rested_since > REST
        if resting or self._took < SLOW or _key(self.state) in self._drawn:
            self._draw()
        else:
            self._draw_at_rest()
        self._rested_since = time.monotonic()

    def _draw_ahead(self, states: list[dict]):
        """Draw what the next key press may ask for, one picture each time the kernel has a pause.

        A view that is slow is left alone: a press that came meanwhile would have to wait for it.
        """
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        move = self._moves

        def one_more():
            if move != self._moves or not states or self._took >= SLOW:
                return
            with self._turn:
                self._figure(states.pop(0))
            loop.call_later(PAUSE, one_more)

        loop.call_later(PAUSE, one_more)

    def _draw_at_rest(self):
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._draw()
            return
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = loop.call_later(REST, self._draw)

    def _draw(self):
        # Two controls can be handled on two threads; whoever draws last reads the newest state.
        with self._turn:
            state = self.state
            html = self._figure(state)
            words, before = self._sentence(state), self._shown
            self._moves += 1
            self._shown = (state, words, html)
            if before and before[0] != state != self.default and before[1:] == (words, html):
                words = f"{words.rstrip()} {_say('same')}"
            # The picture first: between two messages the kernel may let some time pass.
            self._picture.value = html
            self._words.value = f'<p dir="auto">{safe(words)}</p>'
            if before and before[0] != state:
                self._draw_ahead(self.next_states(before[0], state))

    def _say(self, html: str):
        self._words.value = html

    def _picked(self) -> dict | None:
        """Return what the chart says now, for the briefing; None where nothing could be drawn."""
        drawn = self._drawn.get(_key(self.state))
        return candidates.of(self.question, drawn[3], self._told_controls()) if drawn else None

    def _told_controls(self) -> list[str]:
        """Say how each control stands."""
        said = wording.words("candidates.button")
        return [
            said.tell("control", label=control.label, value=_said_value(control, value, said))
            for (name, control), value in zip(
                self.controls.items(), self.state.values(), strict=True
            )
        ]

    def _names(self) -> dict:
        """Return what screen readers hear: the panel, the groups of boxes, whose reset it is."""
        groups = {
            f".sands-group-{place}": {"role": "group", "aria-label": control.label}
            for place, control in enumerate(self.controls.values())
            if control.kind == "choices"
        }
        buttons = {
            f".sands-group-{place} button": {"of": control.label}
            for place, control in enumerate(self.controls.values())
            if control.kind == "choices"
        }
        panel = {".sands-explorer": {"role": "group", "aria-label": self.question}}
        return groups | panel | {"button": {"of": self.question}} | buttons

    def _read(self, name):
        control, box = self.controls[name], self._boxes[name]
        if control.kind == "choices":
            boxes = _inputs(box, control)
            return tuple(v for v, b in zip(control.values, boxes, strict=True) if b.value)
        value = box.children[-1].value
        return None if value is NONE else value

    def _write(self, name, value):
        control = self.controls[name]
        boxes = _inputs(self._boxes[name], control)
        if control.kind == "choices":
            for each, box in zip(control.values, boxes, strict=True):
                box.value = each in value
        else:
            boxes[0].value = NONE if control.kind == "choice" and value is None else value


def _said_value(control: Control, value, said) -> str:
    """Return the words of a control's value as they stand beside it."""
    named = dict(zip(control.values, control.names, strict=False))
    if control.kind == "choices":
        return ", ".join(named[each] for each in value) or said.none
    if control.kind == "toggle":
        return said.on if value else said.off
    return str(value) if control.kind == "number" else named[value]


def _key(state: dict) -> tuple:
    return tuple(state.items())


def _inputs(box, control: Control) -> list:
    """Return the input widgets of a control's box (its first child may be a heading)."""
    if control.kind == "choices":
        return list(box.children[1].children)
    return [box.children[-1]]


def _widget(control: Control, group: str):
    """Build the labelled box of `control`: the label above; `group` is the class of choices."""
    import ipywidgets as w

    ticked = {"indent": False} | forms.looks(w.Checkbox, {}, width="auto")
    if control.kind == "choices":
        heading = forms.html(f"<strong>{safe(control.label)}</strong>")
        boxes = [
            w.Checkbox(value=value in control.default, description=name, **ticked)
            for value, name in zip(control.values, control.names, strict=True)
        ]
        several = w.HBox(boxes, layout=forms.layout(flex_flow="row wrap"))
        return forms.column([heading, several], group)
    if control.kind == "toggle":
        one = w.Checkbox(value=control.default, description=control.label, **ticked)
    elif control.kind == "number":
        low, high, step = control.values
        whole = all(isinstance(v, int) for v in (low, high, step, control.default))
        make = w.BoundedIntText if whole else w.BoundedFloatText
        more = {"description": control.label} | forms.looks(make, width="auto")
        one = make(value=control.default, min=low, max=high, step=step, **more)
    else:
        values = [NONE if value is None else value for value in control.values]
        default = NONE if control.default is None else control.default
        options = list(zip(control.names, values, strict=True))
        more = {"description": control.label}
        more |= forms.looks(w.Dropdown, width="max-content", max_width="100%")
        one = w.Dropdown(options=options, value=default, **more)
    return w.HBox([one], layout=forms.layout(margin="0 12px 0 0"))


def _failure(error: Exception) -> str:
    """Say that a setting could not be drawn, what to do, and fold the technical words."""
    import traceback

    detail = "".join(traceback.format_exception(error))
    details = wording.say("forms.trouble.details")
    return (
        f"<p><strong>{safe(_say('failed'))}</strong> {safe(_say('failed_do'))}</p>"
        f"<details><summary>{safe(details)}</summary><pre>{safe(detail)}</pre></details>"
    )


def _say(message: str, **facts) -> str:
    return wording.say(f"explorers.panel.{message}", **facts)
