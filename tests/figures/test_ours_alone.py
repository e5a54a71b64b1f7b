"""No setting of a user and no kind of processor changes a chart, and no chart changes a setting."""

import ast
import importlib
import json
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import matplotlib as mpl
import matplotlib.style
import pandas as pd
import pytest

from helpers import figures

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))
fingerprints = importlib.import_module("fingerprints").fingerprints

HOSTILE = {
    "text.usetex": True,
    "text.parse_math": True,
    "text.hinting": "none",
    "text.antialiased": False,
    "font.family": ["serif"],
    "font.size": 30,
    "figure.dpi": 50,
    "figure.autolayout": True,
    "figure.constrained_layout.use": False,
    "savefig.dpi": 20,
    "savefig.bbox": "tight",
    "axes.grid": True,
    "axes.facecolor": "black",
    "axes.formatter.use_locale": True,
    "axes.formatter.use_mathtext": True,
    "axes.xmargin": 0.5,
    "axes.spines.top": True,
    "lines.marker": "x",
    "lines.markerfacecolor": "red",
    "lines.linestyle": "--",
    "patch.force_edgecolor": True,
    "patch.edgecolor": "red",
    "path.sketch": (1, 100, 2),
    "xtick.direction": "in",
    "xtick.minor.visible": True,
    "ytick.right": True,
    "date.converter": "concise",
    "timezone": "Asia/Tokyo",
    "image.cmap": "jet",
}
SAMPLE = 2  # charts of each topic


@pytest.fixture(scope="module", autouse=True)
def no_journal(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANDS_JOURNAL", str(tmp_path_factory.mktemp("journal")))
        yield


@pytest.fixture(scope="module")
def plain():
    return fingerprints()


def elsewhere(*arguments, **variables):
    """Fingerprints of a process of its own."""
    done = subprocess.run(
        [sys.executable, HERE / "fingerprints.py", *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def changed(now, plain):
    assert len(now) > 20
    return [name for name, found in now.items() if found != plain[name]]


@pytest.fixture
def hostile():
    """A user's settings, made after our sheets were; given back at the end."""
    with mpl.rc_context():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mpl.style.use("dark_background")
            mpl.rcParams.update(HOSTILE)
        mpl.rcParams["path.effects"] = []
        pd.plotting.register_matplotlib_converters()
        yield
    pd.plotting.deregister_matplotlib_converters()


def test_settings_made_in_the_coding_track_change_no_chart(plain, hostile):
    before = dict(dict.items(mpl.rcParams))
    assert changed(fingerprints(SAMPLE), plain) == []
    assert dict(dict.items(mpl.rcParams)) == before


def test_a_sheet_first_made_under_a_users_settings_is_ours(plain, hostile):
    figures._sheet.cache_clear()
    assert changed(fingerprints(SAMPLE), plain) == []


def test_a_settings_file_and_an_unknown_backend_change_no_chart(plain, tmp_path):
    lines = [f"{key}: {value}" for key, value in HOSTILE.items() if key != "path.sketch"]
    lines.append("path.sketch: 1, 100, 2")
    lines.append("axes.prop_cycle: cycler('color', ['ff00ff'])")
    rc = tmp_path / "matplotlibrc"
    rc.write_text("\n".join(lines).replace("['serif']", "serif"), "utf-8")
    now = elsewhere(str(SAMPLE), MATPLOTLIBRC=str(rc), MPLBACKEND="nonsense")
    assert changed(now, plain) == []


def test_a_settings_file_that_nobody_can_read_stops_no_chart(plain, tmp_path):
    rc = tmp_path / "matplotlibrc"
    rc.write_bytes(b"\xff\xfe not text")
    now = elsewhere("1", MATPLOTLIBRC=str(rc))
    assert [name for name, found in now.items() if found != plain[name]] == []


def test_a_chart_that_fails_gives_the_settings_back():
    before = dict(dict.items(mpl.rcParams))
    with pytest.raises(ZeroDivisionError), figures.page("Broken"):
        1 / 0  # noqa: B018
    assert dict(dict.items(mpl.rcParams)) == before


# --- the order of ties


def newer_features():
    """What numpy can leave out on this processor."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]


def test_a_simpler_processor_gives_the_same_charts_texts_and_tables(plain):
    if not newer_features():
        pytest.skip("numpy uses no feature of this processor that could be left out")
    now = elsewhere(NPY_DISABLE_CPU_FEATURES=" ".join(newer_features()))
    assert changed(now, plain) == []
    assert now.keys() == plain.keys()


def loose_sorts(source: str) -> list[str]:
    """Calls whose order of equal rows is left to chance: no second key, and not stable."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        name = call.func.attr
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        kind = given.get("kind")
        if isinstance(kind, ast.Constant) and kind.value == "stable":
            continue
        by = given.get("by", call.args[0] if call.args else None)
        keyed = name == "sort_values" and by is not None
        if keyed and ((isinstance(by, ast.List) and len(by.elts) > 1) or isinstance(by, ast.Name)):
            continue
        method = given.get("method")
        if name == "rank" and isinstance(method, ast.Constant) and method.value != "first":
            continue
        if name in ("sort_values", "argsort", "argpartition", "rank"):
            found.append(f"line {call.lineno}: {ast.unparse(call)[:90]}")
    return found


def python_of(path: Path) -> str:
    if path.suffix == ".py":
        return path.read_text("utf-8")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize(
    "path",
    [*sorted((ROOT / "helpers").rglob("*.py")), *sorted((ROOT / "notebooks").rglob("*.ipynb"))],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_every_sort_says_what_comes_first_among_equals(path):
    assert loose_sorts(python_of(path)) == []


def test_a_sort_that_leaves_ties_to_chance_is_named():
    assert loose_sorts("f.sort_values('a')\nf.sort_values(['a'])\nx.argsort()") == [
        "line 1: f.sort_values('a')",
        "line 2: f.sort_values(['a'])",
        "line 3: x.argsort()",
    ]
    assert not loose_sorts("f.sort_values(['a', 'id'])\nf.sort_values('a', kind='stable')")


def test_no_chart_sorts_with_numpy_alone():
    for path in (ROOT / "helpers").rglob("*.py"):
        assert not re.search(r"\bnp\.(arg)?(sort|partition)\(", path.read_text("utf-8")), path
