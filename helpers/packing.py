"""Packs what the browser's Python is made of: smaller, and compiled under that very Python.

python3.12 helpers/packing.py LIST    as `helpers.site` starts it, with any Python 3.12 at hand

A browser would compile each module that it imports, at every start of a lesson: half of the wait.
Archives are only stored, and compressed as a whole: smaller than file by file, and the browser
unpacks that itself, ten times as fast as its Python could.
Nothing here needs a package, so that a bare Python 3.12 can run it by its path.
"""

import gzip
import importlib.util
import io
import json
import marshal
import re
import sys
import tarfile
import zipfile
from pathlib import Path

PYTHON = (3, 12)  # of the browser; its compiled modules fit all 3.12.x
# Nothing that a lesson runs: tests, what compilers need, sample data, fonts that no chart takes,
# windows of a desktop, what another server would be spoken to with.
NOT_NEEDED = re.compile(
    r"(^|/)(tests?|testing/_private|sample_data|include|__pycache__)/"
    r"|\.(h|hpp|c|pxd|pyx|pyi|f90|exe|afm|map|orig)$|dist-info/RECORD$|\.data/data/"
    r"|matplotlib/mpl-data/(images|plot_directive)/"
    r"|/fonts/ttf/(STIX|cm|DejaVuSerif|DejaVuSansMono|DejaVuSans-BoldOblique|Humor)"
    r"|matplotlib/backends/(backend_(wx|qt|gtk|tk|macosx|webagg|nbagg|cairo|pgf)|_backend_(tk|gtk))"
    r"|^pygments/lexers/(?!__init__|_mapping|python|special|_css|css|javascript|shell|html)"
    r"|^PIL/_(webp|imagingft|imagingtk)\."
    r"|^(numpy/f2py|mpl_toolkits/(axes_grid1|axisartist))/|^pandas/conftest"
    r"|^anywidget/(labextension/static|nbextension)/|^IPython/(testing/plugin|sphinxext)/"
    r"|^(idlelib|lib2to3|ensurepip|pydoc_data|turtledemo|tkinter|distutils|venv|wsgiref|xmlrpc)/"
    r"|^(mailbox|imaplib|poplib|nntplib|smtplib|ftplib|telnetlib|aifc|sunau|cgi|cgitb|_pyio)\."
    r"|^(_pydatetime|pickletools|modulefinder)\.|^asyncio/(windows|proactor)_"
    # The dates of lessons are days; 600 files of time zones take half a second to unpack.
    r"|^tzdata/zoneinfo/(?!__init__|UTC$|tzdata\.zi$)|\.a$"
)
ZONES = re.compile(r"^dateutil/zoneinfo/.*\.tar\.gz$")  # dateutil warns where it is missing
# Their docstrings are read when they run; those of the others are a third of what is loaded.
DOCUMENTED = ("IPython/", "helpers/", "pyodide_kernel/", "traitlets/", "numpy/")
OURS = "helpers/"
EVER = (1980, 1, 1, 0, 0, 0)
UNCHECKED = (1).to_bytes(4, "little")  # nothing looks for the source again


def pack(source, target, compiled=False):
    """Write a file anew, compressed by gzip and always to the same bytes.

    Args:
        source: path of a wheel, another zip file, or any other file.
        target: path of the new one.
        compiled: replace modules by what this Python compiles them to; where that is none of
            `PYTHON`, the browser could not read them.
    """
    source = Path(source)
    archive = source.suffix in (".whl", ".zip")
    content = _slim(source, compiled) if archive else source.read_bytes()
    Path(target).write_bytes(gzip.compress(content, 9, mtime=0))


def _slim(source, compiled):
    held = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(held, "w") as new:
        for name in sorted(old.namelist()):
            if name.endswith("/") or NOT_NEEDED.search(name):
                continue
            content = _no_zones() if ZONES.match(name) else old.read(name)
            parts = {name: content}
            if compiled and name.endswith(".py"):
                parts = _compiled(name, content)
            for each, part in parts.items():
                kept = zipfile.ZipInfo(each, EVER)
                kept.external_attr = 0o644 << 16
                new.writestr(kept, part)
    return held.getvalue()


def _no_zones():
    held = io.BytesIO()
    tarfile.TarFile(fileobj=held, mode="w").close()
    return gzip.compress(held.getvalue(), mtime=0)


def _compiled(name, source):
    try:
        level = 0 if name.startswith(DOCUMENTED) else 2
        code = compile(source, name, "exec", dont_inherit=True, optimize=level)
    except (SyntaxError, ValueError):  # a template, or a module of another Python
        return {name: source}
    mark = importlib.util.source_hash(source)
    held = importlib.util.MAGIC_NUMBER + UNCHECKED + mark + marshal.dumps(code)
    if name.startswith(OURS):  # the bank of questions reads our modules' own text
        folder, _, file = name.rpartition("/")
        return {name: source, f"{folder}/__pycache__/{file[:-3]}.cpython-312.pyc": held}
    return {name + "c": held}


def main(arguments):
    """Pack what a JSON file lists as pairs of paths.

    Args:
        arguments: its path.

    Returns:
        0; 1 where this Python is not the browser's.
    """
    if sys.version_info[:2] != PYTHON:
        return 1
    for source, target in json.loads(Path(arguments[0]).read_text("utf-8")):
        pack(source, target, compiled=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
