"""Run notebooks and save what they show, so that the same sources always give the same bytes.

python -m helpers.editions                            all notebooks
python -m helpers.editions notebooks/03-treaties.ipynb
python -m helpers.editions --check                    change nothing; say what would change
"""

import argparse
import contextlib
import functools
import hashlib
import io
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
PICTURES = NOTEBOOKS / "images"

# Names no version: the lessons are run on several Pythons.
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
# What an author sets; the rest is what an editor left behind (timings, scroll states).
CELL_METADATA = {"tags", "slideshow", "jupyter", "editable", "deletable"}
# Random ids of a kernel that is gone: without it Lab shows "model not found" in their place.
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CELL_SECONDS = 120  # at most; the slowest cell takes one or two


class RenderError(Exception):
    """A notebook did not run to its end; the message names the cell and the error."""


def render(path):
    """Run a notebook from the top in a fresh kernel and save it with its outputs.

    The kernel starts in the notebook's folder with an empty journal. The file is written only
    if its bytes change, and only after the last cell has run.

    Args:
        path: The notebook.

    Returns:
        True if the file was changed.

    Raises:
        RenderError: A cell failed, took too long or ended the kernel; the file is as it was.
    """
    path = Path(path)
    new = rendered(path).encode("utf-8")
    if new == path.read_bytes():
        return False
    # A neighbour first: an interrupted write must not leave half a notebook.
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_bytes(new)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def rendered(path):
    """Run a notebook and return the text that its file should have.

    Args:
        path: The notebook; it is only read.

    Returns:
        The notebook as JSON with sorted keys, one trailing newline.

    Raises:
        RenderError: A cell failed, took too long or ended the kernel.
    """
    notebook = _read(Path(path))
    _execute(notebook, Path(path))
    _clean(notebook)
    if _is_lesson(Path(path).resolve().parent):
        _lock(notebook)
    return _nbformat().writes(notebook).rstrip("\n") + "\n"


def _is_lesson(folder):
    """Say whether a folder holds lessons: our own, or those of a translation."""
    named = NOTEBOOKS.parent / "data" / "translations" / folder.name
    return folder == NOTEBOOKS or (folder.parent == NOTEBOOKS and named.is_dir())


def _nbformat():
    # An optional format check of jsonschema; building its grammar takes two seconds.
    sys.modules.setdefault("rfc3987_syntax", None)
    import nbformat

    return nbformat


def _read(path):
    nbformat = _nbformat()
    try:
        content = json.loads(path.read_text("utf-8"))
        _name_cells(content["cells"])
        # Cells have ids from this minor version on.
        content["nbformat_minor"] = max(5, content["nbformat_minor"])
        return nbformat.reads(json.dumps(content), as_version=4)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RenderError(f"{path} cannot be read as a notebook: {error!r}") from error


def _name_cells(cells):
    # Before nbformat sees the notebook: it would give random names.
    taken = set()
    for cell in cells:
        source = "".join(cell["source"])
        wanted = cell.get("id") or hashlib.sha256(source.encode()).hexdigest()[:8]
        name, copies = wanted, 1
        while name in taken:
            copies += 1
            name = f"{wanted}-{copies}"
        taken.add(name)
        cell["id"] = name


def _execute(notebook, path, again=True):
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    started = []

    def ask_often(**_):
        """Look for the kernel's answer once a second.

        What is sent while one waits, as for an Output widget, can take away the wake-up: one then
        slept until the time was up (jupyter_client, pull request 1059).
        """
        channel = client.kc.shell_channel
        channel.get_msg = functools.partial(_by_the_second, channel.get_msg)

    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        record_timing=False,
        # Off, it fails as soon as an Output widget is used; the state is dropped later.
        store_widget_state=True,
        # How a program's lines are cut into messages depends on the clock.
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.resolve().parent)}},
        on_notebook_start=ask_often,
        on_cell_execute=lambda cell, cell_index: started.append(cell_index),
    )
    with tempfile.TemporaryDirectory(prefix="sands-", ignore_cleanup_errors=True) as scratch:
        own = {"SANDS_JOURNAL": str(Path(scratch, "journal")), "IPYTHONDIR": scratch}
        try:
            # The kernel's own log; what a cell writes there is an output and is kept.
            client.execute(env={**os.environ, **own}, stderr=subprocess.DEVNULL)
        except CellExecutionError as error:
            what = f"{error.ename}: {error.evalue}"
            raise RenderError(_where(notebook, path, started) + what) from error
        except CellTimeoutError as error:
            what = f"no end after {CELL_SECONDS} seconds"
            raise RenderError(_where(notebook, path, started) + what) from error
        except DeadKernelError as error:
            raise RenderError(_where(notebook, path, started) + "the kernel died") from error
        except RuntimeError as error:
            # Before its first answer: another program can take the port that was found for it.
            if not again:
                raise RenderError(f"{path}: no kernel started, twice: {error}") from error
            _execute(notebook, path, again=False)


async def _by_the_second(ask, timeout):
    """Wait for a message in steps of a second; raises `queue.Empty` when the time is up."""
    for _ in range(int(timeout)):
        with contextlib.suppress(queue.Empty):
            return await ask(timeout=1)
    return await ask(timeout=0)


def _where(notebook, path, started):
    number = started[-1] if started else 0
    lines = notebook.cells[number].source.strip().splitlines() or [""]
    return f"{path}, cell {number + 1} ({lines[0]}): "


def _clean(notebook):
    notebook["metadata"] = METADATA
    count = 0
    for cell in notebook.cells:
        cell["metadata"] = {k: v for k, v in cell.metadata.items() if k in CELL_METADATA}
        if cell.cell_type != "code":
            continue
        if not cell.source.strip():
            cell.update(execution_count=None, outputs=[])
            continue
        count += 1
        cell["execution_count"] = count
        for output in cell.outputs:
            shown = output.get("data", {})
            shown.pop(WIDGET_VIEW, None)
            if output.output_type == "execute_result":
                output["execution_count"] = count
        cell["outputs"] = [
            output
            for output in cell.outputs
            if output.output_type == "error" or output.get("data") or output.get("text")
        ]


def _lock(notebook):
    """Lock a lesson's cells against a stray key, and fold the code that nobody has to read.

    Cells tagged `coding` are the learner's own: they stay open and can be changed, not deleted.
    """
    for cell in notebook.cells:
        for name in ("editable", "jupyter"):
            cell.metadata.pop(name, None)
        cell.metadata["deletable"] = False
        if "coding" in cell.metadata.get("tags", []):
            continue
        cell.metadata["editable"] = False
        if cell.cell_type == "code":
            cell.metadata["jupyter"] = {"source_hidden": True}


def _packed(content, colours):
    """Pack a picture in so few colours as small as it goes: a checkout keeps it for years."""
    import oxipng
    from PIL import Image

    picture = Image.open(io.BytesIO(content)).convert("RGB")
    picture = picture.quantize(colours, dither=Image.Dither.NONE)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return oxipng.optimize_from_memory(out.getvalue(), level=4)


def draw_pictures(folder=PICTURES):
    """Draw the README's pictures: the dunes, and a copy of each lesson's first chart.

    Args:
        folder: Where the files go.

    Returns:
        The names of the files whose bytes changed.
    """
    from helpers import figures
    from helpers.topics import events

    with figures.for_files():
        new = {"dunes.png": _packed(events.draw_dunes().png, colours=48)}
    for path in sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")):
        chart = next(_pictures_of(path), None)
        if chart:
            new[f"{path.stem}.svg"] = re.sub(r' data-row="[^"]*"', "", chart).encode()
    folder.mkdir(exist_ok=True)
    changed = []
    for name, content in new.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(name)
    return changed


def _pictures_of(path):
    """Yield the pictures of a saved notebook as SVG."""
    from helpers import figures

    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            yield from figures.saved_pictures("".join(output.get("data", {}).get("text/html", "")))


def main(arguments=None):
    """Render or check the notebooks that the command line names, or all of them.

    Args:
        arguments: The words of the command line; those of this process if None.

    Returns:
        0 if all went well; 1 if a notebook failed or, with `--check`, would change.
    """
    parser = argparse.ArgumentParser(prog="render", description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all notebooks")
    parser.add_argument("--check", action="store_true", help="change nothing, say what would")
    options = parser.parse_args(arguments)
    paths = options.notebooks or sorted(
        path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
    )
    code = 0
    for path in paths:
        try:
            if options.check:
                changed = rendered(path).encode("utf-8") != path.read_bytes()
                word = "would change" if changed else "as it is"
                code = code or int(changed)
            else:
                word = "changed" if render(path) else "as it was"
            print(f"{path}: {word}", flush=True)
        except RenderError as error:
            print(error, file=sys.stderr, flush=True)
            code = 1
    if not options.notebooks and not options.check and not code:
        for name in draw_pictures():
            print(f"{PICTURES / name}: changed", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
