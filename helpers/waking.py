"""What a kernel learns when it starts: to say in a sentence that a lesson is not awake yet.

The environment's kernel configuration loads this as an extension of IPython, before any cell is
run. It costs a millisecond and changes nothing that a cell shows; only a name that a lesson sets
up, and that is not there yet, is answered by a sentence in the place of a traceback.
"""

import ast
import json
import os
from pathlib import Path

_NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
WAKE = "To wake the whole lesson choose Run, then Run All Cells: your answers are filled in."


def load_ipython_extension(shell):
    """Tell IPython whom to ask about a name that is not there.

    Args:
        shell: the running `InteractiveShell`.
    """
    shell.set_custom_exc((NameError,), answer)


def answer(shell, kind, error, trace, tb_offset=None):
    """Say what to run first where a lesson's own name is missing; else show the usual traceback.

    Args:
        shell: the running `InteractiveShell`.
        kind: class of the error.
        error: the `NameError`.
        trace: its traceback.
        tb_offset: as IPython passes it.
    """
    sentence = explain(getattr(error, "name", None))
    if not sentence:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return
    html = f'<p role="status"><strong>This cell is not awake yet.</strong> {sentence}</p>'
    plain = f"This cell is not awake yet. {sentence}"
    shell.display_pub.publish({"text/plain": plain, "text/html": html})


def explain(name):
    """Say which cell makes a name that is missing.

    Args:
        name: such as 'ask', or None.

    Returns:
        A sentence for the learner, '' where no lesson makes this name.
    """
    first, later = _made_by_lessons()
    if name in first:
        return f"Run the first grey cell of the lesson, then this one. {WAKE}"
    if name in later:
        return f"It goes on with a cell above that makes {name}: run that one first. {WAKE}"
    return ""


def _made_by_lessons():
    """Return the names that set-up cells make, and those of later cells, of this notebook."""
    # JupyterLab tells a kernel which notebook it runs for; elsewhere all lessons are asked.
    named = Path(os.environ.get("JPY_SESSION_NAME", "")).name
    paths = [p for p in sorted(_NOTEBOOKS.glob("**/*.ipynb")) if named in ("", p.name)]
    first, later = set(), set()
    for path in paths or sorted(_NOTEBOOKS.glob("*.ipynb")):
        try:
            cells = json.loads(path.read_text("utf-8"))["cells"]
            sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        for place, source in enumerate(sources):
            (later if place else first).update(_bound(source))
    return first, later - first


def _bound(source):
    """Return the names that a cell binds when it is run."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    found = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and type(n.ctx) is ast.Store}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
    return found
