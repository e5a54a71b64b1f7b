"""What a kernel does when it starts: find `helpers`, and say what to run when a name is missing.

The set-up writes a line into the environment's `etc/ipython/ipython_kernel_config.py` that loads
this file by its path, in any front end and before any cell. It imports nothing at that time, and
whatever goes wrong here must never be seen by a learner whose cell runs.
"""

import html
import os
import sys

SAYS = (
    "This cell needs {name}, which the set-up cell makes: run the first code cell of this lesson, "
    "near its top, then this cell again. What you entered before is kept."
)
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


def names_of_setup(notebook):
    """Names that a lesson's set-up cell binds.

    Args:
        notebook: path of the lesson.

    Returns:
        A set; empty when this is no lesson of ours or cannot be read.
    """
    import ast
    import json
    from pathlib import Path

    try:
        cells = json.loads(Path(notebook).read_text("utf-8"))["cells"]
        code = next("".join(c["source"]) for c in cells if c["cell_type"] == "code")
        tree = ast.parse(code)
    except (OSError, ValueError, KeyError, TypeError, StopIteration, SyntaxError):
        return set()
    names, ours = set(), False
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            ours |= (node.module or "").split(".")[0] == "helpers"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(each.asname or each.name).split(".")[0] for each in node.names}
        else:
            names |= {
                each.id
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
    return names if ours else set()


def lessons_here(namespace, root):
    """Paths of the lesson that this kernel runs, or of all that it may run."""
    from pathlib import Path

    # Jupyter's server names it in the environment, VS Code in the namespace.
    named = (os.environ.get("JPY_SESSION_NAME"), namespace.get("__vsc_ipynb_file__"))
    for name in filter(None, named):
        for path in (Path(name), Path(Path(name).name)):
            if path.is_file():
                return [path]
    return sorted(Path().glob("*.ipynb")) or sorted(Path(root, "notebooks").glob("*.ipynb"))


def answer_to(root):
    """Make IPython's handler of a NameError: one sentence for a lesson's own names."""

    def answer(shell, kind, error, trace, tb_offset=None):
        try:
            ours = kind is NameError and any(
                error.name in names_of_setup(path) for path in lessons_here(shell.user_ns, root)
            )
        except Exception:
            ours = False
        if not ours:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
            return
        from IPython.display import display

        text = SAYS.format(name=error.name)
        page = f'<div class="sands-card sands-unread" role="status" style="{STYLE}">'
        name = f"<code>{html.escape(error.name)}</code>"
        page += f"{SAYS.format(name=name)}</div>"
        display({"text/plain": text, "text/html": page}, raw=True)

    return answer


def load(shell, root):
    """Do all this for one kernel; called by the environment's configuration of IPython."""
    try:
        find_helpers(os.getcwd(), root)  # noqa: PTH109
        shell.set_custom_exc((NameError,), answer_to(root))
    except Exception:
        return
