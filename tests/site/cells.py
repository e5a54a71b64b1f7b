"""Run the cells of every lesson in /lessons and compare their texts; inside the site's Python."""

import json
import re
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output


def texts(outputs):
    """Plain texts of saved outputs, errors by their name."""
    found = []
    for output in outputs:
        if output["output_type"] == "stream":
            found.append("".join(output["text"]))
        elif output["output_type"] == "error":
            found.append(output["ename"])
        else:
            found.append("".join(output["data"].get("text/plain", "")))
    return [text.strip() for text in found]


def shown(shell, source):
    """Plain texts that a cell shows now."""
    with capture_output() as seen:
        done = shell.run_cell(source, store_history=True)
    found = [each.data.get("text/plain", "") for each in seen.outputs]
    # A bare shell prints what a cell gives, after its number and what the cell itself has printed.
    found += filter(None, re.split(r"^Out\[\d+\]: \n?", seen.stdout, flags=re.MULTILINE))
    error = done.error_before_exec or done.error_in_exec
    if error:
        found.append(f"{type(error).__name__}: {error}")
    return [text.strip() for text in found]


def lesson(path):
    """Cells that show another text than the saved one: name, source, saved, now."""
    shell, wrong, count = InteractiveShell.instance(), [], 0
    shell.reset(new_session=False)
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code" or not source.strip():
            continue
        count += 1
        now, saved = shown(shell, source), texts(cell["outputs"])
        if now != saved:
            wrong.append([path.stem, source[:80], saved, now])
    return wrong, count


found = [lesson(path) for path in sorted(Path("/lessons").glob("*.ipynb"))]
differing = [each for wrong, _ in found for each in wrong]
told = json.dumps({"differing": differing, "cells": sum(count for _, count in found)})
