"""What a kernel of the environment says and finds: real kernels, in an environment of its own."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager

from helpers import settling, waking

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """An environment with the packages of this one, settled as the set-up does it."""
    folder = tmp_path_factory.mktemp("settled") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    site = next(folder.glob("[Ll]ib/**/site-packages"))
    (site / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    settling.settle(folder, ROOT)
    return folder


@pytest.fixture
def run(prefix, tmp_path):
    """Run cells in one new kernel of the environment; gives what each sends, as (type, content)."""
    managers = []

    def run_cells(*cells, folder=tmp_path, lesson=None, prefix=prefix):
        manager = KernelManager()
        python = prefix / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        manager.kernel_spec.argv[0] = str(python)
        variables = {**os.environ, "IPYTHONDIR": str(tmp_path / "ipython")}
        variables.pop("JPY_SESSION_NAME", None)
        if lesson:
            variables["JPY_SESSION_NAME"] = str(lesson)
        manager.start_kernel(cwd=str(folder), env=variables)
        managers.append(manager)
        client = manager.blocking_client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        found = []
        for cell in cells:
            sent = []
            reply = client.execute_interactive(
                cell,
                timeout=60,
                output_hook=lambda m, sent=sent: sent.append((m["msg_type"], m["content"])),
            )
            kinds = ("error", "display_data", "stream", "execute_result")
            shown = [(kind, content) for kind, content in sent if kind in kinds]
            found.append((reply["content"]["status"], shown))
        client.stop_channels()
        return found

    yield run_cells
    for manager in managers:
        manager.shutdown_kernel(now=True)


def test_a_cell_before_the_setup_says_in_a_sentence_what_to_run_first(run):
    lesson = ROOT / "notebooks/03-treaties.ipynb"
    loaded = "import sys; print([m for m in sys.modules if m.split('.')[0] == 'helpers'])"
    (status, shown), (_, ours) = run('ask("3.1")', loaded, folder=lesson.parent, lesson=lesson)
    assert [kind for kind, _ in shown] == ["display_data"]
    data = shown[0][1]["data"]
    assert data["text/plain"] == waking.say("setup")
    assert waking.say("setup") in data["text/html"]
    assert "Run the first code cell of this lesson" in waking.say("setup")
    assert ours == [("stream", {"name": "stdout", "text": "[]\n"})], "no helpers chosen yet"
    # Run All stops there, and nbclient and nbval see that the lesson did not run.
    assert status == "error"


def test_a_kernel_looks_for_garbage_less_often_than_python_does_by_itself(run, tmp_path):
    code = "import gc; print(gc.get_threshold()[0])"
    ((_, shown),) = run(code, folder=tmp_path)
    assert int(shown[0][1]["text"]) > int(subprocess.check_output([sys.executable, "-c", code]))


@pytest.mark.parametrize("name", ["ask", "topic", "treaties", "pd", "predict"])
def test_each_name_of_the_setup_is_known_also_where_nobody_tells_the_lesson(run, name):
    ((_, shown),) = run(name, folder=ROOT / "notebooks")
    assert shown[0][1]["data"]["text/plain"] == waking.say("setup")


def test_vs_code_names_the_lesson_in_the_namespace(run):
    lesson = ROOT / "notebooks/03-treaties.ipynb"
    _, (_, shown) = run(f"__vsc_ipynb_file__ = {str(lesson)!r}", "treaties")
    assert shown[0][1]["data"]["text/plain"] == waking.say("setup")


def test_a_typing_error_keeps_its_usual_traceback(run):
    lesson = ROOT / "notebooks/03-treaties.ipynb"
    told = run("treatis.head()", "1 / 0", folder=lesson.parent, lesson=lesson)
    for (status, shown), name in zip(told, ("NameError", "ZeroDivisionError"), strict=True):
        assert status == "error"
        assert [kind for kind, _ in shown] == ["error"]
        assert shown[0][1]["ename"] == name
        assert shown[0][1]["traceback"]


def test_a_traceback_is_the_one_of_a_kernel_that_knows_nothing_of_us(run, tmp_path):
    plain = "get_ipython().set_custom_exc((), None)"
    code = "def f():\n    return treatis\n\nf()"
    _, with_us = run("None", code)
    _, without = run(plain, code)
    assert with_us == without


def test_a_cell_that_goes_on_with_a_later_cell_names_what_is_missing(run, tmp_path):
    book = nbformat.v4.new_notebook()
    sources = ("from helpers import data", "pacts = 3", "pacts + 1")
    book.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    lesson = tmp_path / "own.ipynb"
    nbformat.write(book, lesson)
    ((_, shown),) = run("pacts + 1", lesson=lesson)
    assert shown[0][1]["data"]["text/plain"] == waking.say("later", name="pacts")


@pytest.mark.parametrize("folder", ["notebooks/mine", "notebooks/mine/week 2", "elsewhere"])
def test_a_lesson_copied_into_any_folder_finds_the_code_of_its_own_checkout(run, tmp_path, folder):
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT / "helpers", copy / "helpers")
    (copy / folder).mkdir(parents=True)
    ((status, shown),) = run("import helpers.data as d; print(d.__file__)", folder=copy / folder)
    assert status == "ok"
    assert shown[0][1]["text"].strip() == str(copy / "helpers/data.py")


def test_outside_of_any_checkout_the_environments_own_is_found(run, tmp_path):
    ((_, shown),) = run("import helpers.data as d; print(d.__file__)")
    assert shown[0][1]["text"].strip() == str(ROOT / "helpers/data.py")


@pytest.mark.parametrize("fault", ["gone", "damaged", "a folder"])
def test_a_moved_or_damaged_checkout_breaks_no_kernel(run, prefix, tmp_path, fault):
    root, other = tmp_path / "moved", tmp_path / "venv"
    waking_file = root / "helpers/waking.py"
    waking_file.parent.mkdir(parents=True)
    if fault == "damaged":
        waking_file.write_text("def half(", "utf-8")
    elif fault == "a folder":
        waking_file.mkdir()
    shutil.copytree(prefix, other, symlinks=True)
    settling.settle(other, root)
    told = run("print(1)", "ask", prefix=other)
    assert [status for status, _ in told] == ["ok", "error"]
    assert told[0][1] == [("stream", {"name": "stdout", "text": "1\n"})]
    assert told[1][1][0][0] == "error"


def test_waking_costs_no_more_than_a_few_milliseconds_and_imports_next_to_nothing():
    code = (
        "import sys, time; before = set(sys.modules); began = time.process_time();"
        f"exec(compile(open({str(waking.__file__)!r}).read(), 'w', 'exec'), {{'__file__': '.'}});"
        "print(time.process_time() - began, sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, modules = done.stdout.split(maxsplit=1)
    assert float(seconds) < 0.02
    assert modules.strip() == "['gc']"  # it is a part of the interpreter, without a file


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": 3}', '{"cells": [{}]}', "\x00"])
def test_a_notebook_that_cannot_be_read_teaches_no_names(tmp_path, text):
    path = tmp_path / "damaged.ipynb"
    path.write_text(text, "utf-8")
    assert waking.names_of_cells(path) == []
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "x ="}]}), "utf-8")
    assert waking.names_of_cells(path) == []


def test_names_that_a_cell_makes_are_those_it_binds():
    source = (
        "import pandas as pd, os.path\nfrom helpers import data\na, (b, c) = 1, (2, 3)\nd.e = 4"
    )
    assert waking.names_bound(source) == {"pd", "os", "data", "a", "b", "c"}
    assert waking.names_bound("x ==") == set()


def test_a_lesson_named_in_the_namespace_is_the_only_one_asked(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    lesson = ROOT / "notebooks/03-treaties.ipynb"
    assert waking.lessons_here({"__vsc_ipynb_file__": str(lesson)}) == [lesson]
    assert len(waking.lessons_here({})) > 1
    assert waking.explain("treaties", {}) == waking.say("setup")
    assert waking.explain("no_such_name", {}) == ""


def test_helpers_are_found_from_a_folder_below_and_named_once(monkeypatch):
    monkeypatch.setattr(sys, "path", ["first"])
    for _ in range(2):
        waking.find_helpers(str(ROOT / "notebooks/instructor"), "/elsewhere")
    assert sys.path == ["first", str(ROOT)]
    waking.find_helpers("/", "/no such folder")
    assert sys.path == ["first", str(ROOT)]


def test_a_shell_that_cannot_be_told_is_left_as_it_is():
    waking.load_ipython_extension(object())
    said = []
    shell = type("Shell", (), {"showtraceback": lambda self, *a, **k: said.append(a)})()
    waking.answer(shell, KeyError, KeyError("ask"), None)
    assert len(said) == 1
