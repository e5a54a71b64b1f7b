"""Whatever happens to a file, the reader gives a sound table or a message, nothing else."""

import json
import shutil
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data

ORIGINAL = (data.folder() / "trade.csv").read_bytes()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return a folder with the tables actors and trade only."""
    target = tmp_path_factory.mktemp("small")
    package = json.loads((data.folder() / "datapackage.json").read_text("utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] in ("actors", "trade")]
    (target / "datapackage.json").write_text(json.dumps(package), "utf-8")
    shutil.copy(data.folder() / "actors.csv", target)
    return target


@settings(max_examples=150, deadline=None)
@given(
    start=st.integers(0, len(ORIGINAL)),
    length=st.integers(0, 40),
    replacement=st.one_of(
        st.binary(max_size=12), st.sampled_from([b'"', b",", b"\n", b"\r", b"\0"])
    ),
)
def test_any_damage_ends_in_a_table_or_a_message(small, start, length, replacement):
    damaged = ORIGINAL[:start] + replacement + ORIGINAL[start + length :]
    (small / "trade.csv").write_bytes(damaged)
    # two examples within one tick of the clock may have the same size
    for cache in (data._rows, data._frame):
        cache.cache_clear()
    try:
        frame, message = data.table("trade", folder=small), None
    except data.DataError as error:
        frame, message = None, str(error)
    if message:
        assert "data/trade.csv" in message
        assert "git checkout data/trade.csv" in message
    else:
        assert frame["year"].between(2016, 2024).all()
        assert not frame.duplicated(["reporter", "partner", "year"]).any()
        assert set(frame["partner"]) <= set(data.table("actors")["iso3"])


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=12))
def test_a_cell_is_wrong_or_can_be_typed(text):
    fields = {
        (field["type"], field.get("sands:type"), "enum" in field.get("constraints", {})): field
        for name in data.known_tables()
        for field in data._resource(name)["schema"]["fields"]
    }
    assert len(fields) >= 8
    for field in fields.values():
        if data._wrong(field, text) is None:
            column = data._typed(field, [text])
            assert column.isna().all() == (text == "")


@given(day=st.dates(min_value=date(1800, 1, 1)), size=st.sampled_from([4, 7, 10]))
def test_every_date_keeps_the_start_of_its_period(day, size):
    field = {"type": "string", "sands:type": "date", "name": "date"}
    text = day.isoformat()[:size]
    assert data._wrong(field, text) is None
    assert data._typed(field, [text])[0].strftime("%Y-%m-%d").startswith(text)
