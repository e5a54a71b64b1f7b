"""What forms share: a panel that speaks, drafts that are kept, and what waits for a prediction.

A form shows itself twice: as plain text for paper, the web and a kernel that sleeps, and as live
boxes. What stands in the boxes is kept as a draft at each change, so that nothing entered is lost
because a button was not pressed.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import threading
import weakref
from collections import defaultdict

from helpers import hearing, journal, wording
from helpers.figures import CONTROLS, safe

NAMED = {"description_width": "initial"}  # the name of a box has the room that it needs
REST = 0.8  # seconds without a key that end a learner's word: a draft is kept then

# --- what can be shown ---------------------------------------------------------------------------


class Shown:
    """What can be shown live or as plain text: `_static()` gives HTML, `_widget()` the controls.

    The controls stand in a box of the class 'sands', as `panel` makes it: it has our style.
    """

    _panel = None

    def _repr_mimebundle_(self, **_) -> dict:
        return bundle(repr(self), self._static(), self.panel())

    def panel(self):
        """Return the live panel, built once."""
        if self._panel is None:
            self._panel = self._widget()
        return self._panel


class Form(Shown):
    """What has boxes and one place in which it speaks: `_said`, made by `spoken`."""

    _said = None

    def say(self, html: str):
        """Say something in the form's one voice.

        Args:
            html: what takes the place of what was said before.
        """
        self._said.value = html


def bundle(text: str, html: str, panel) -> dict:
    """Return what a notebook takes for something live.

    Args:
        text: for who sees no HTML.
        html: for a kernel that sleeps, paper and the web.
        panel: the widget.

    Returns:
        The data by their MIME types.
    """
    html = f"<div{wording.mark()}>{html}</div>" if wording.mark() else html
    view = {"version_major": 2, "version_minor": 0, "model_id": panel.model_id}
    return {
        "text/plain": text,
        "text/html": html,
        "application/vnd.jupyter.widget-view+json": view,
    }


def still(shown) -> str:
    """Return the HTML of something shown as it is saved."""
    return shown._repr_html_()


def live(shown) -> str:
    """Return the HTML of something shown where a kernel runs: marks of a figure answer there."""
    return shown.live() if hasattr(shown, "live") else shown._repr_html_()


class Said(Shown):
    """A sentence in the place of something that cannot be shown; the lesson runs on."""

    def __init__(self, sentence: str):
        self.sentence = sentence

    def _repr_mimebundle_(self, **_) -> dict:
        # Nothing here can be clicked, so that it needs no kernel to be seen.
        return {"text/plain": self.sentence, "text/html": self._static()}

    def __repr__(self) -> str:
        return self.sentence

    def _static(self) -> str:
        return f'<div role="status"{wording.mark()}>{sentences(self.sentence)}</div>'

    def _widget(self):
        return html(self._static(), "sands")


class Several(Shown):
    """A few questions, one below the other: `parts` are what `ask` returns for each."""

    def __init__(self, parts: list):
        self.parts = parts

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.parts))

    def _static(self) -> str:
        return "<hr>".join(part._static() for part in self.parts)

    def _widget(self):
        return column([part.panel() for part in self.parts], "sands")


# --- speaking ------------------------------------------------------------------------------------


def asleep(head: str, told: str) -> str:
    """Return what a form shows without a kernel: its `head`, and `told`, how to wake it; HTML."""
    return f"<p><strong>{safe(head)}</strong></p><p>{safe(told)}</p>"


def sentences(*lines: str) -> str:
    """Write plain texts as HTML, in the direction of their own words.

    Args:
        lines: sentences; empty ones are left out.

    Returns:
        Paragraphs.
    """
    return "".join(f'<p dir="auto">{safe(line)}</p>' for line in lines if line)


@functools.lru_cache(maxsize=1)
def _speaker():
    import traitlets

    class Spoken(hearing.widget()):
        _esm = hearing.script("forms.js")
        _anywidget_id = traitlets.Unicode("helpers.forms.Spoken").tag(sync=True)
        value = traitlets.Unicode("").tag(sync=True)
        names = traitlets.Dict().tag(sync=True)
        told = ("value", "names")

    return Spoken


def spoken(value: str = "", names: dict | None = None):
    """Return the place in a panel where the lesson speaks: a live region that is always there.

    Args:
        value: HTML; set it anew to say something else.
        names: {CSS selector: {attribute: value}} for the panel around it, such as the name of a
            group of boxes. The attribute 'of' says to what a button belongs: its name for screen
            readers is then its own words and that. Boxes in which people write take the direction
            of their words anyway.

    Returns:
        A widget with the traits `value` and `names`.
    """
    direction = {"textarea, input[type=text]": {"dir": "auto"}}
    if wording.language():
        direction[".sands"] = {"lang": wording.language_tag()}
    names = direction | (names or {})
    return _speaker()(value=value, names=names, layout=layout())


def named(name: str) -> dict:
    """Return what screen readers hear in the panel of one question.

    Args:
        name: such as 'Question 3.1'; the name of the panel and of its group of choices, and what
            follows the words of each button in it: 'Check: Question 3.1'.

    Returns:
        Names as `spoken` takes them.
    """
    return {
        ".sands-form-box": {"role": "group", "aria-label": name},
        ".widget-radio-box": {"role": "radiogroup", "aria-label": name},
        ".sands-many": {"role": "group", "aria-label": wording.say("forms.panel.many", name=name)},
        "button": {"of": name},
    }


def button(words: str, act, tooltip: str = ""):
    """Return a button as wide as its words.

    Args:
        words: what stands on it.
        act: called with the button when it is pressed.
        tooltip: what the pointer is told.

    Returns:
        The button.
    """
    import ipywidgets as w

    made = w.Button(description=words, tooltip=tooltip, **looks(w.Button, width="max-content"))
    made.on_click(act)
    return made


@functools.lru_cache(maxsize=1)
def _shared() -> dict:
    return {}


def _alike(kind: type, **traits):
    """Return the one layout or style of this class with these traits, which is everybody's.

    ipywidgets makes both anew for each box: of the 600 models of a lesson they were 360.
    """
    key = kind, *sorted(traits.items())
    found = _shared().get(key)
    if found is None or found.comm is None:  # a learner may close all widgets
        found = _shared()[key] = kind(**traits)
    return found


def layout(**traits: str):
    """Return the one layout with these traits; nobody may change it, see `visible`."""
    import ipywidgets as w

    return _alike(w.Layout, **traits)


def looks(box: type, style: dict = NAMED, **traits: str) -> dict:
    """Return what a box is made with: the layout with these traits, and a style, as others have.

    Args:
        box: its class in ipywidgets.
        style: traits of the style; those that the class does not have are left out.
        traits: of the layout.

    Returns:
        {"layout": a widget, "style": a widget}.
    """
    own = box.style.klass
    style = {name: value for name, value in style.items() if hasattr(own, name)}
    return {"layout": layout(**traits), "style": _alike(own, **style)}


def wide(box: type) -> dict:
    """Return the `looks` of a box that is as wide as its words, and never wider than the page."""
    return looks(box, width="auto", max_width="100%")


def visible(box, shown: bool = True):
    """Show a box or hide it; a layout that others have too stays theirs, and it gets its own."""
    shared = next((key for key, each in _shared().items() if each is box.layout), None)
    if shared is None:
        box.layout.display = None if shown else "none"
    elif not shown:
        kind, *traits = shared
        box.layout = kind(**dict(traits), display="none")


def html(value: str = "", *classes: str):
    """Return a box that shows HTML; `classes` are those of CSS."""
    import ipywidgets as w

    return w.HTML(value, _dom_classes=classes, **looks(w.HTML, {}))


def column(boxes: list, *classes: str):
    """Return boxes set below each other; `classes` are those of CSS.

    A box has its classes from its birth: `add_class` would send one more message for each.
    """
    import ipywidgets as w

    return w.VBox(boxes, _dom_classes=classes, layout=layout())


def panel(boxes: list, *classes: str):
    """Return boxes set below each other as the panel of a form, with further `classes` of CSS."""
    return column(boxes, "sands", "sands-form-box", *classes)


def beside(boxes: list, *classes: str):
    """Return boxes set side by side, where they stay; `classes` are those of CSS."""
    import ipywidgets as w

    return w.HBox(boxes, _dom_classes=classes, layout=layout())


def row(*boxes, classes: tuple[str, ...] = ()):
    """Set boxes side by side; they wrap where the page is narrow.

    Args:
        boxes: widgets.
        classes: of CSS.

    Returns:
        The row.
    """
    import ipywidgets as w

    look = layout(flex_flow="row wrap", align_items="center")
    return w.HBox(list(boxes), _dom_classes=classes, layout=look)


def safely(act):
    """Let a callback of a form end in a sentence where it fails; the draft holds what was entered.

    JupyterLab shows a callback's traceback nowhere, so that a button would do nothing and say
    nothing.

    Args:
        act: a method of a `Form`.

    Returns:
        The method; where it fails it says so, and returns None.
    """

    @functools.wraps(act)
    def done(self, *args):
        try:
            return act(self, *args)
        except Exception as error:
            told = getattr(getattr(self, "_draft", None), "told", "")
            self.say(trouble(error, *([told] if told else [])))
            return None

    return done


def trouble(error: Exception, kept: str = "") -> str:
    """Say in HTML that something could not be shown, why, and that what was entered is kept.

    Args:
        error: what was raised; faults of tables, questions and the journal have their own words.
        kept: what became of what was entered; that it is kept, where nothing is given.

    Returns:
        HTML, the technical words folded.
    """
    import traceback

    readable = type(error).__module__.startswith("helpers.")
    detail = "".join(traceback.format_exception(error))
    try:
        said = wording.words("forms.trouble")
        why = str(error) if readable else said.ours
        said.head, said.kept, said.details  # noqa: B018 -- a damaged file shows here, not below
    except wording.WordsError as damage:  # the words for it are damaged: their own words, bare
        return f"<p>{safe(kept)} {safe(str(damage))}</p><pre>{safe(detail)}</pre>"
    return (
        f"<p><strong>{safe(said.head)}</strong> {safe(kept or said.kept)} {safe(why)}</p>"
        f"<details><summary>{safe(said.details)}</summary><pre>{safe(detail)}</pre></details>"
    )


def download(path, words: str) -> str:
    """Return a link to a file's own bytes where there is no folder that one could open.

    Args:
        path: of a file that was written.
        words: of the link.

    Returns:
        HTML in a browser's Python, '' elsewhere.
    """
    if not journal.in_browser():
        return ""
    held = base64.b64encode(path.read_bytes()).decode()
    address = f"data:application/octet-stream;base64,{held}"
    return f'<p><a download="{safe(path.name)}" href="{address}">{safe(words)}</a></p>'


def kept_mark(told) -> str:
    """Return the small mark of an entry that is on disk, or the whole sentence where it is not.

    Args:
        told: a `journal.Kept`, or a sentence.

    Returns:
        HTML.
    """
    if getattr(told, "saved", False):
        return f'<p class="sands-kept">{safe(wording.say("forms.panel.kept"))}</p>'
    return sentences(str(told))


def keep(kind: str, key: str, value, **more):
    """Write an entry unless the journal holds the same value already.

    Args:
        kind: the entry's kind.
        key: the entry's key.
        value: what was entered.
        more: further fields.

    Returns:
        A `journal.Kept`; what a journal cannot hold is one that says so and is not saved.
    """
    newest = journal.newest(kind, key)
    if newest is not None and newest["value"] == value:
        return journal.Kept(True, wording.say("forms.panel.is_kept"))
    try:
        return journal.record(kind, key, value, **more)
    except journal.JournalError as error:
        return journal.Kept(False, wording.say("forms.panel.too_long", error=str(error)))


# --- drafts --------------------------------------------------------------------------------------


def _later(seconds: float, act):
    """Do something after a while, unless what is returned is told to `cancel`."""
    if journal.in_browser():  # a browser's Python has no threads; its loop is the page's
        return asyncio.get_running_loop().call_later(seconds, act)
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()
    return timer


class Draft:
    """What stands in the boxes of a form and was not pressed yet.

    Args:
        kind: of the entry that pressing keeps, such as 'answer'.
        key: of that entry, such as '3.1'.
        read: returns what stands in the boxes now, as a value the journal can hold.
        tell: takes HTML where a draft cannot be kept.
    """

    def __init__(self, kind: str, key: str, read, tell):
        self.kind, self.key, self.read, self.tell = kind, key, read, tell
        self._waiting = None
        self._last = None
        self._turn = threading.RLock()
        self.told = ""  # why the newest draft is not on disk, where it is not

    def found(self):
        """Return the draft that is newer than what was pressed, or None."""
        draft = journal.newest("draft", self._name)
        pressed = journal.newest(self.kind, self.key)
        if draft is None or (pressed is not None and pressed["order"] > draft["order"]):
            return None
        return draft["value"]

    def watch(self, *boxes):
        """Keep a draft whenever one of the boxes has changed and rests.

        Args:
            boxes: widgets with a trait `value`.
        """
        self._last = self.read()
        for box in boxes:
            box.observe(self.changed, "value")

    def write(self):
        """Keep what stands in the boxes now, unless it was kept already."""
        self._stop()
        # A timer has its own thread: no exception may leave it, and no two may write at once.
        with self._turn:
            try:
                value = self.read()
                if value == self._last:
                    return
                told = self.keep(value)
            except Exception as error:
                self.told = wording.say("forms.panel.draft_lost")
                self.tell(trouble(error, self.told))
                return
            self._last, self.told = value, "" if told.saved else str(told)
        if self.told:
            self.tell(sentences(self.told))

    def keep(self, value) -> journal.Kept:
        """Write a draft.

        Args:
            value: what stands in the boxes.

        Returns:
            A `journal.Kept`.
        """
        return keep("draft", self._name, value)

    def settled(self):
        """Forget the draft: what stands in the boxes was pressed and kept."""
        self._stop()
        self._last = self.read()
        if self.found() is not None:  # pressed was what the journal held already
            keep("draft", self._name, None)

    def changed(self, change):
        """Keep a draft of a change: a choice at once, words when they rest.

        Args:
            change: as ipywidgets tells it to who observes a box.
        """
        # A choice is made in one move; words come letter by letter.
        if not getattr(change["owner"], "continuous_update", False):
            self.write()
            return
        self._stop()
        try:
            self._waiting = _later(REST, self.write)
        except RuntimeError:  # nothing can wait here: neither a thread nor a loop is to be had
            self.write()

    @property
    def _name(self) -> str:
        return f"{self.kind}:{self.key}"[:80]  # as long as a key can be

    def _stop(self):
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


# --- what waits for an answer --------------------------------------------------------------------


@functools.lru_cache(maxsize=1)
def _waiting():
    """Return what waits in this kernel by the question that opens it."""
    return defaultdict(weakref.WeakSet)


def decided(question_id: str) -> bool:
    """Say whether a question was answered, or what it holds back looked at without an answer.

    Args:
        question_id: a prediction or another question, such as '2.7'.

    Returns:
        False while what it holds back has to wait.
    """
    return any(journal.newest(kind, question_id) for kind in ("prediction", "answer", "skipped"))


def wait(question_id: str, shown):
    """Let something hear when a question is answered or skipped, wherever in this kernel.

    Args:
        question_id: the question, such as '2.7'.
        shown: has a method `open`, which is called then.
    """
    _waiting()[question_id].add(shown)


def lift(question_id: str):
    """Open what waits in this kernel for a question that was just answered or skipped.

    Args:
        question_id: the question, such as '2.7'.
    """
    for veil in list(_waiting()[question_id]):
        veil.open()


class Veil(Form):
    """Something that would answer an open question: folded when saved, veiled when live.

    Args:
        question_id: the question that opens it.
        shown: an explorer, figure, table, board or whatever a notebook can show.
    """

    def __init__(self, question_id: str, shown):
        self.question_id, self.shown = question_id, shown
        self._room = None

    def __repr__(self) -> str:
        return self._say("plain")

    def _static(self) -> str:
        return (
            f"<p>{safe(self._say('static'))}</p>"
            f"<details><summary>{safe(self._say('skip'))}</summary>{_still(self.shown)}</details>"
        )

    def _say(self, message: str) -> str:
        return wording.say(f"forms.veil.{message}", id=self.question_id)

    def _widget(self):
        self._said = spoken(names={"button": {"of": self._say("name")}})
        self._skip = button(self._say("skip"), self._skipped)
        self._room = column([])
        wait(self.question_id, self)
        if decided(self.question_id):
            self.open()
        else:
            self.say(sentences(self._say("live")))
        return column([html(CONTROLS), self._said, self._skip, self._room], "sands")

    @safely
    def _skipped(self, _=None):
        told = keep("skipped", self.question_id, True)
        lift(self.question_id)
        if not told.saved:
            self.say(sentences(str(told)))

    @safely
    def open(self):
        """Show what waited; once open it stays so."""
        if self._room is None or self._room.children:
            return
        self._room.children = tuple(_live(self.shown))
        visible(self._skip, False)
        self.say("")


def after(question_id: str, shown) -> Veil:
    """Hold back what would answer a question until it is answered, or skipped.

    Args:
        question_id: a prediction, or the question of a bug hunt, such as '2.7'.
        shown: an explorer, figure, table, board or a list of these.

    Returns:
        The veil: closed in a saved lesson, and live until an answer is kept.
    """
    return Veil(question_id, shown)


def _still(shown) -> str:
    if isinstance(shown, list):
        return "".join(map(_still, shown))
    try:
        return shown._static() if isinstance(shown, Shown) else shown._repr_html_()
    except Exception as error:  # the fold says so; the lesson runs on
        return trouble(error)


def _live(shown) -> list:
    if isinstance(shown, list):
        return [panel for each in shown for panel in _live(each)]
    if hasattr(shown, "panel"):
        return [shown.panel()]
    return [html(live(shown))]
