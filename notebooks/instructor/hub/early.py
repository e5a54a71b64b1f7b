"""Run by every kernel of the class at its start: import what lessons need while learners read.

A kernel starts when a lesson is opened, a minute before its first cell is run. Whatever is
missing here is no fault: the lesson will say so better.
"""

import contextlib as _contextlib
import importlib as _importlib

for _name in ("pandas", "ipywidgets", "matplotlib.backends.backend_agg", "PIL.Image"):
    with _contextlib.suppress(ImportError):
        _importlib.import_module(_name)
del _contextlib, _importlib, _name
