"""The scene that opens a lesson says what a row of the table of scenes says."""

import json
from pathlib import Path

import pytest

from helpers import data

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def opening(lesson):
    path = next(NOTEBOOKS.glob(f"{lesson:02d}-*.ipynb"))
    return "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])


def test_every_lesson_has_a_scene():
    assert set(data.table("scenes")["lesson"]) == set(range(10))


@pytest.mark.parametrize("scene", list(data.table("scenes").itertuples()), ids=lambda s: s.scene_id)
def test_a_scene_names_its_place_and_links_a_source_of_its_row(scene):
    told = opening(scene.lesson)
    assert f"**{scene.place}, " in told
    sources = data.table("sources").set_index("source_id")["url"]
    assert any(f"]({sources[one]})" in told for one in scene.source_ids.split(";"))
