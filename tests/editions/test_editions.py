"""Rendering: the same bytes twice, nothing random left in, failures named and harmless."""

import json
import sys
from pathlib import Path

import pytest
from jupyter_client.channels import AsyncZMQSocketChannel

from helpers import editions


def markdown(source, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def code(source, **more):
    cell = {"cell_type": "code", "metadata": {}, "source": source}
    return {**cell, "execution_count": None, "outputs": [], **more}


def write(path, *cells, minor=5):
    content = {"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": list(cells)}
    path.write_text(json.dumps(content), "utf-8")
    return path


def cells_of(path):
    return json.loads(path.read_text("utf-8"))["cells"]


@pytest.fixture(scope="module")
def rendered_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a place with spaces")
    path = write(
        folder / "lesson.ipynb",
        markdown("# Tschüss – 北京"),
        code("import os\nprint(os.path.basename(os.getcwd()))", id="kept"),
        code("import sys\nfor n in range(3): print(n, flush=True)\nprint('é')"),
        code("import ipywidgets\nipywidgets.Checkbox(description='Strains')"),
        code("out = ipywidgets.Output()\nwith out: print('inside')\nout"),
        code("from IPython.display import HTML\nHTML('<figure>picture</figure>')"),
        code("x = 1"),
        code("x = 1"),
        code("", execution_count=99),
        code("x", metadata={"tags": ["kept"], "scrolled": True, "execution": {"started": "now"}}),
        minor=4,
    )
    assert editions.render(path) is True
    return path


def test_second_run_changes_no_byte(rendered_once):
    before = rendered_once.read_bytes()
    stamp = rendered_once.stat().st_mtime_ns
    assert editions.render(rendered_once) is False
    assert rendered_once.read_bytes() == before
    assert rendered_once.stat().st_mtime_ns == stamp
    assert before.endswith(b"}\n")
    assert "Tschüss – 北京".encode() in before


def test_the_answer_of_a_kernel_is_looked_for_once_a_second(tmp_path, monkeypatch):
    """What an Output widget sends can take away the wake-up of who waits; see `editions`."""
    get_msg, asked = AsyncZMQSocketChannel.get_msg, []

    async def heard(self, timeout=None):
        asked.append(timeout or 0)
        return await get_msg(self, timeout)

    monkeypatch.setattr(AsyncZMQSocketChannel, "get_msg", heard)
    assert editions.render(write(tmp_path / "two.ipynb", code("1"), code("2"))) is True
    assert asked.count(1) >= 2
    assert max(asked) == 1


def test_outputs_are_saved_without_widget_views(rendered_once):
    content = json.loads(rendered_once.read_text("utf-8"))
    assert content["metadata"] == editions.METADATA
    assert content["nbformat_minor"] >= 5
    text = rendered_once.read_text("utf-8")
    assert "widget-view" not in text
    assert "model_id" not in text
    by_source = {"".join(c["source"]): c for c in content["cells"]}
    figure = next(c for s, c in by_source.items() if s.startswith("from IPython"))
    assert figure["outputs"][0]["data"]["text/html"] == ["<figure>picture</figure>"]
    widget = next(c for s, c in by_source.items() if s.startswith("import ipywidgets"))
    assert list(widget["outputs"][0]["data"]) == ["text/plain"]
    lines = next(c for s, c in by_source.items() if s.startswith("import sys"))["outputs"]
    assert lines == [
        {"name": "stdout", "output_type": "stream", "text": ["0\n", "1\n", "2\n", "é\n"]}
    ]


def test_cells_have_ids_counts_and_only_authors_metadata(rendered_once):
    cells = cells_of(rendered_once)
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)
    assert cells[1]["id"] == "kept"
    run = [c for c in cells if c["cell_type"] == "code" and c["source"]]
    assert [c["execution_count"] for c in run] == list(range(1, len(run) + 1))
    assert cells[-1]["metadata"] == {"tags": ["kept"]}
    assert cells[-1]["outputs"][0]["execution_count"] == len(run)
    empty = next(c for c in cells if c["cell_type"] == "code" and not c["source"])
    assert empty["execution_count"] is None


def test_kernel_starts_beside_the_notebook_with_a_journal_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / "learner"))
    path = write(
        tmp_path / "n.ipynb",
        code(
            "import os\n"
            f"assert os.path.samefile(os.getcwd(), {str(tmp_path)!r})\n"
            f"assert os.environ['SANDS_JOURNAL'] != {str(tmp_path / 'learner')!r}\n"
            "assert not os.path.exists(os.environ['SANDS_JOURNAL'])"
        ),
    )
    editions.render(path)
    assert not (tmp_path / "learner").exists()


def test_a_failing_cell_is_named_and_the_file_left_alone(tmp_path):
    path = write(
        tmp_path / "n.ipynb",
        markdown("# Title"),
        code("x = 0"),
        code("\nshare = 1 / x\nprint(share)"),
        code("print('never')"),
    )
    before = path.read_bytes()
    with pytest.raises(editions.RenderError) as caught:
        editions.render(path)
    message = str(caught.value)
    assert message.startswith(f"{path}, cell 3 (share = 1 / x): ZeroDivisionError")
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["n.ipynb"]


def test_a_dead_kernel_and_an_endless_cell_are_named(tmp_path, monkeypatch):
    path = write(tmp_path / "n.ipynb", code("import os; os._exit(1)"))
    with pytest.raises(editions.RenderError, match=r"cell 1 .*the kernel died"):
        editions.render(path)
    monkeypatch.setattr(editions, "CELL_SECONDS", 1)
    path = write(tmp_path / "n.ipynb", code("import time"), code("time.sleep(60)"))
    with pytest.raises(editions.RenderError, match=r"cell 2 .*no end after 1 seconds"):
        editions.render(path)


def test_a_kernel_that_does_not_start_is_started_once_more(tmp_path, monkeypatch):
    from nbclient import NotebookClient

    path, execute = write(tmp_path / "n.ipynb", code("print(6 * 7)")), NotebookClient.execute
    tries = []

    def fail(times):
        def start(self, **options):
            tries.append(times)
            if len(tries) <= times:
                raise RuntimeError("Kernel died before replying to kernel_info")
            return execute(self, **options)

        monkeypatch.setattr(NotebookClient, "execute", start)
        tries.clear()

    fail(1)
    assert "42" in editions.rendered(path)
    fail(2)
    with pytest.raises(editions.RenderError, match=r"n\.ipynb: no kernel started, twice"):
        editions.rendered(path)
    assert len(tries) == 2


def test_missing_ids_do_not_depend_on_the_run(tmp_path):
    cells = [markdown("same"), markdown("same"), code("1", id="a"), code("2", id="a")]
    first, second = (write(tmp_path / name, *cells) for name in ("a.ipynb", "b.ipynb"))
    assert editions.rendered(first) == editions.rendered(second)


def test_what_is_no_notebook_is_named(tmp_path):
    (tmp_path / "n.ipynb").write_text('{"cells": [', "utf-8")
    with pytest.raises(editions.RenderError, match=r"n\.ipynb cannot be read as a notebook"):
        editions.rendered(tmp_path / "n.ipynb")
    with pytest.raises(editions.RenderError, match=r"gone\.ipynb cannot be read"):
        editions.rendered(tmp_path / "gone.ipynb")


def test_check_names_what_would_change_and_changes_nothing(rendered_once, tmp_path, capsys):
    stale = write(tmp_path / "stale.ipynb", code("print(1)"))
    broken = write(tmp_path / "broken.ipynb", code("nobody_defined_this"))
    before = stale.read_bytes()
    assert editions.main(["--check", str(rendered_once)]) == 0
    assert editions.main(["--check", str(stale), str(rendered_once)]) == 1
    assert f"{stale}: would change" in capsys.readouterr().out
    assert stale.read_bytes() == before
    assert editions.main([str(broken), str(stale)]) == 1
    shown = capsys.readouterr()
    assert "NameError" in shown.err
    assert f"{stale}: changed" in shown.out


def test_without_names_all_notebooks_are_taken(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(editions, "NOTEBOOKS", tmp_path)
    for place in ("00-a.ipynb", "instructor/b.ipynb", ".ipynb_checkpoints/00-a.ipynb"):
        Path(tmp_path, place).parent.mkdir(exist_ok=True)
        write(tmp_path / place, code("1 + 1"))
    assert editions.main([]) == 0
    shown = capsys.readouterr().out
    assert "00-a.ipynb: changed" in shown
    assert "b.ipynb: changed" in shown
    assert "checkpoints" not in shown


def test_pictures_are_drawn_small_and_the_same_each_time(tmp_path):
    made = editions.draw_pictures(tmp_path)
    assert "dunes.png" in made
    assert {f"{path.stem}.svg" for path in editions.NOTEBOOKS.glob("0[0-4]-*.ipynb")} <= set(made)
    assert editions.draw_pictures(tmp_path) == []
    assert all((tmp_path / name).stat().st_size < 150_000 for name in made)


def test_the_pictures_of_the_readme_are_those_of_the_lessons(tmp_path):
    if sys.platform != "linux":
        pytest.skip("the bytes of pictures differ between systems")
    for name in editions.draw_pictures(tmp_path):
        kept = editions.PICTURES / name
        assert kept.read_bytes() == (tmp_path / name).read_bytes(), f"render anew: {name}"


# --- locked against a stray key


def lesson_with(*cells):
    import nbformat

    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}
    for place, cell in enumerate(content["cells"]):
        cell["id"] = f"c{place}"
    notebook = nbformat.reads(json.dumps(content), as_version=4)
    editions._lock(notebook)
    return [cell.metadata for cell in notebook.cells]


def test_a_cell_of_a_lesson_is_locked_and_its_code_folded_unless_it_is_the_learners_own():
    text, shows, own = lesson_with(
        markdown("# A"),
        code("ask('3.1')"),
        code("count = ...", metadata={"tags": ["coding"], "editable": False}),
    )
    assert text == {"editable": False, "deletable": False}
    assert shows == {"editable": False, "deletable": False, "jupyter": {"source_hidden": True}}
    assert own == {"tags": ["coding"], "deletable": False}


LESSONS = sorted(editions.NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_key_can_delete_or_change_a_cell_of_a_saved_lesson(path):
    for cell in cells_of(path):
        own = "coding" in cell["metadata"].get("tags", [])
        assert cell["metadata"].get("deletable") is False
        assert (cell["metadata"].get("editable") is False) is not own
        hidden = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
        assert hidden is (cell["cell_type"] == "code" and not own)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_cells_to_code_in_stand_in_the_coding_track_alone(path):
    heading = ""
    for cell in cells_of(path):
        source = "".join(cell["source"])
        for line in source.splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("## "):
                heading = line
        if "coding" in cell["metadata"].get("tags", []):
            assert heading.startswith("## Coding track"), f"{path.stem}: {source[:60]}"
