"""What the widgets of our own have in common: what the kernel says reaches them."""

from __future__ import annotations

import functools
import uuid
from pathlib import Path


def script(name: str):
    """Return a script or style of this folder as a trait; a script comes with `hearing.js`."""
    import traitlets

    here = Path(__file__).parent
    parts = ("hearing.js", name) if name.endswith(".js") else (name,)
    text = "\n".join((here / each).read_text("utf-8") for each in parts)
    return traitlets.Unicode(text).tag(sync=True)


@functools.lru_cache(maxsize=1)
def widget():
    """Return the class that each of them is built on; importing this room builds none."""
    import anywidget
    import traitlets

    class Live(anywidget.AnyWidget):
        own = traitlets.Unicode().tag(sync=True)  # by this name its script finds it
        told = ()  # traits that the kernel says and the browser does not

        def __init__(self, **traits):
            own = uuid.uuid4().hex
            super().__init__(model_id=own, own=own, **traits)
            self.on_msg(self._answer)

        def _answer(self, _, content, __):
            if "missed" in content:
                self.send_state(self.told)
            else:
                self.send({})  # a press asks whether it is its turn

        def add_traits(self, **_):
            """Add none: all stand above. A class of its own for each would cost a widget's time."""

    return Live
