"""Write a copy of a lesson that JupyterLab's slideshow extension shows as slides.

    python3 notebooks/instructor/slides.py 3      writes work/slides/03-treaties.ipynb

The lesson itself is not touched. Each heading and each cell of code begins a slide; text goes on
under what stands before it. See projecting.md for what to install and how to begin.
"""

import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIM = '''"""Let a lesson in this folder import `helpers`."""

from pathlib import Path

__path__ = [str(Path(__file__).resolve().parents[2] / "helpers")]
'''


def as_slides(notebook):
    """Mark where slides begin.

    Args:
        notebook: a lesson as `json` reads it; it is not changed.

    Returns:
        A copy of it with slide metadata, hidden code and no outputs.
    """
    copy = json.loads(json.dumps(notebook))
    for cell in copy["cells"]:
        # A cell without a mark goes on: that is how the extension wants it said.
        cell["metadata"].pop("slideshow", None)
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
            cell["metadata"]["slideshow"] = {"slide_type": "slide"}
            if len(source.splitlines()) == 1:
                cell["metadata"]["jupyter"] = {"source_hidden": True}
        elif source.startswith("#"):
            cell["metadata"]["slideshow"] = {"slide_type": "slide"}
    return copy


def main(arguments):
    """Write the copies of the lessons whose numbers are given; return where they are."""
    if not arguments:
        sys.exit("Name a lesson by its number: python3 notebooks/instructor/slides.py 3")
    place, made = ROOT / "work/slides", []
    place.mkdir(parents=True, exist_ok=True)
    (place / "helpers.py").write_text(SHIM, "utf-8")
    shutil.copytree(ROOT / "notebooks/images", place / "images", dirs_exist_ok=True)
    for word in arguments:
        for path in sorted((ROOT / "notebooks").glob(f"{word:0>2}-*.ipynb")):
            slides = as_slides(json.loads(path.read_text("utf-8")))
            made.append(place / path.name)
            made[-1].write_text(json.dumps(slides, indent=1, ensure_ascii=False), "utf-8")
    return made


if __name__ == "__main__":
    for written in main(sys.argv[1:]):
        print(written.relative_to(ROOT))
