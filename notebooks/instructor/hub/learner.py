"""Start one learner's server: fill their folder with what is missing, then become the server.

JupyterHub runs this as the learner, so nothing here can write where the learner could not.
Nothing that is there is ever overwritten. `--warm-up FOLDER` is for the hub's own start.
"""

import compileall
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

# The tables and the code are shared: compiled once, mended for all. Lessons are the learner's own.
SHARED = ("helpers", "data")
# Answers and the class's results are for those who teach.
KEPT_BACK = ("instructor", ".ipynb_checkpoints", "__pycache__")
FONTS = "fontlist-*.json"


def furnish(collection, home):
    """Give a learner a folder with lessons that they can change.

    Args:
        collection: folder of the shared checkout.
        home: the learner's folder `shifting-sands`; made if it is not there.

    Returns:
        The list of paths that were made, relative to `home`.
    """
    collection, home, made = Path(collection), Path(home), []
    if os.path.lexists(home) and not home.is_dir():
        _stands_in_the_way(home)
        return made
    home.mkdir(parents=True, exist_ok=True)
    for name in SHARED:
        link = home / name
        if link.is_symlink() and link.resolve() != (collection / name).resolve():
            link.unlink()  # the shared checkout has moved
        if not os.path.lexists(link):
            link.symlink_to(collection / name, target_is_directory=True)
            made.append(name)
        elif not link.is_dir():
            _stands_in_the_way(link)
    for folder, inner, files in os.walk(collection / "notebooks"):
        inner[:] = sorted(set(inner) - set(KEPT_BACK))
        place = home / Path(folder).relative_to(collection)
        if os.path.lexists(place) and not place.is_dir():
            _stands_in_the_way(place)
            inner.clear()
            continue
        place.mkdir(exist_ok=True)
        for name in sorted(files):
            if not os.path.lexists(place / name):
                # A neighbour first: a full disk must not leave half a lesson.
                draft = place / f".{name}.draft"
                shutil.copyfile(Path(folder, name), draft)
                draft.rename(place / name)
                made.append(str((place / name).relative_to(home)))
    return made


def _stands_in_the_way(path):
    """Say in the server's log what is no folder; it is the learner's own and is kept."""
    print(f"{path} is no folder. Rename it and start the server anew.", file=sys.stderr)


def lend_fonts(shared, cache):
    """Copy matplotlib's list of fonts, which it would otherwise make anew for each learner.

    Args:
        shared: folder with the list that the hub made.
        cache: matplotlib's cache folder of the learner.
    """
    cache = Path(cache)
    for path in Path(shared).glob(FONTS):
        if not (cache / path.name).exists():
            cache.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, cache / path.name)


def fonts_folder():
    """Return where the hub keeps the list of fonts: in the environment that all learners share."""
    return Path(sys.prefix, "share/shifting-sands")


def warm_up(collection):
    """Do once what each learner's first start would do: compile modules, list the fonts.

    Args:
        collection: folder of the shared checkout.
    """
    sys.path.insert(0, str(collection))
    from helpers import settling

    # Safe keys, no news, no dead controls, and a kernel that says when a lesson sleeps.
    settling.settle(sys.prefix, collection)
    for folder in (sysconfig.get_path("purelib"), Path(collection, "helpers")):
        compileall.compile_dir(folder, quiet=2, workers=2)
    fonts_folder().mkdir(parents=True, exist_ok=True)
    code = "import pandas, ipywidgets, ipykernel.kernelapp, matplotlib.font_manager"
    variables = {**os.environ, "MPLCONFIGDIR": str(fonts_folder())}
    subprocess.run([sys.executable, "-c", code], env=variables, check=True)


def main(arguments):
    """Furnish and start the server; with `--warm-up FOLDER` only warm up."""
    if arguments[:1] == ["--warm-up"]:
        warm_up(arguments[1])
        return
    home = Path.home() / "shifting-sands"
    furnish(os.environ["SANDS_COLLECTION"], home)
    if not home.is_dir():
        # The learner sees the file that stands in the way, and can rename it.
        os.environ |= {"JUPYTERHUB_ROOT_DIR": str(Path.home()), "JUPYTERHUB_DEFAULT_URL": "/lab"}
    lend_fonts(fonts_folder(), Path.home() / ".cache/matplotlib")
    command = [sys.executable, "-m", "jupyterhub.singleuser", *arguments]
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
