"""What a kernel does when it starts: find `helpers`, and say what to run when a name is missing.

The set-up writes a line into the environment's `etc/ipython/ipython_kernel_config.py` that loads
this file by its path, in any front end and before any cell. It imports nothing at that time, and
whatever goes wrong here must never be seen by a learner whose cell runs.
"""

import gc
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
STYLE = "border-left:4px solid #8a6d00;padding:.4em .8em;margin:.3em 0"


def find_helpers(folder, otherwise):
    """Let a lesson in any folder import `helpers`, its own checkout's before the environment's.

    Args:
        folder: where the kernel runs.
        otherwise: the checkout whose set-up made the environment.
    """
    while True:
        if os.path.isfile(os.path.join(folder, "helpers", "data.py")):  # noqa: PTH113, PTH118
            break
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            folder = otherwise
            break
        folder = above
    # At the end: a neighbour of the lesson that has the name is found first, as ever.
    if folder not in sys.path and os.path.isdir(folder):  # noqa: PTH112
        sys.path.append(folder)


def explain(name, namespace):
    """Say which cell makes a name that is missing.

    Args:
        name: such as 'ask'.
        namespace: of the kernel.

    Returns:
        A sentence for the learner; '' where no lesson makes this name.
    """
    later = False
    paths = lessons_here(namespace)
    for path in paths:
        cells = names_of_cells(path)
        if cells and name in cells[0]:
            return say("setup")
        # Where the lesson is not known, a name of any later cell may be a learner's own.
        later |= len(paths) == 1 and any(name in made for made in cells[1:])
    return say("later", name=name) if later else ""


def say(message, **facts):
    """Return a sentence of data/words/waking.toml.

    The words are read by their path: to import `helpers` here would choose it for a lesson that
    has not run yet, and perhaps stands beside another checkout.

    Args:
        message: its name in the table [cell].
        facts: what it names.
    """
    import importlib.util

    path = os.path.join(ROOT, "helpers", "wording.py")  # noqa: PTH118
    spec = importlib.util.spec_from_file_location("sands_wording", path)
    wording = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(wording)
    return wording.say(f"waking.cell.{message}", **facts)


def lessons_here(namespace):
    """Find the lesson that this kernel runs, or all that it may run.

    Args:
        namespace: of the kernel.

    Returns:
        A list of paths: one where the front end names the lesson.
    """
    from pathlib import Path

    # Jupyter's server names it in the environment, VS Code in the namespace.
    named = (os.environ.get("JPY_SESSION_NAME"), namespace.get("__vsc_ipynb_file__"))
    for name in filter(None, named):
        for path in (Path(name), Path(Path(name).name)):
            if path.suffix == ".ipynb" and path.is_file():
                return [path]
    return sorted(Path().glob("*.ipynb")) or sorted(Path(ROOT, "notebooks").glob("*.ipynb"))


def names_of_cells(notebook):
    """Read which names the cells of a lesson make.

    Args:
        notebook: path of the lesson.

    Returns:
        A list with one set for each code cell; [] for what is no lesson of ours.
    """
    import json
    from pathlib import Path

    try:
        cells = json.loads(Path(notebook).read_text("utf-8"))["cells"]
        sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    ours = sources and "from helpers" in sources[0]
    return [names_bound(source) for source in sources] if ours else []


def names_bound(source):
    """Read which names a cell makes when it is run.

    Args:
        source: Python code.

    Returns:
        A set; empty when it is not Python.
    """
    import ast

    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(each.asname or each.name).split(".")[0] for each in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def answer(shell, kind, error, trace, tb_offset=None):
    """Say what to run where a lesson's own name is missing; else show the usual traceback.

    The cell still counts as failed: *Run All* stops here, where the sentence stands, and a lesson
    that is rendered or tested without its set-up does not pass.

    Args:
        shell: the running `InteractiveShell`.
        kind: class of the error.
        error: the `NameError`.
        trace: its traceback.
        tb_offset: as IPython passes it.
    """
    try:
        sentence = explain(error.name, shell.user_ns) if kind is NameError else ""
    except Exception:
        sentence = ""
    if not sentence:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return
    page = f'<div class="sands-card sands-open" role="status" style="{STYLE}">{sentence}</div>'
    shell.display_pub.publish({"text/plain": sentence, "text/html": page})
    shell._last_traceback = []


def load_ipython_extension(shell):
    """Do this for one kernel; called by the environment's configuration of IPython.

    Args:
        shell: the running `InteractiveShell`.
    """
    try:
        # A lesson makes many small objects that stay: to look for garbage after each seven hundred
        # of them took a twentieth of its run.
        gc.set_threshold(5_000)
        find_helpers(os.getcwd(), ROOT)  # noqa: PTH109
        shell.set_custom_exc((NameError,), answer)
    except Exception:
        return
