"""Every table loads with the types that its description promises."""

import os
import shutil

import numpy as np
import pandas as pd
import pytest

from helpers import data

NAMES = data.known_tables()


@pytest.mark.parametrize("name", NAMES)
def test_columns_and_types_follow_the_description(name):
    frame = data.table(name)
    expected = []
    for field in data._resource(name)["schema"]["fields"]:
        column, limits = frame[field["name"]], field.get("constraints", {})
        expected.append(field["name"])
        if field.get("sands:type") == "date":
            expected.append(f"{field['name']}_text")
        if field["type"] == "date" or field.get("sands:type") == "date":
            assert column.dtype == "datetime64[us]"
        elif field["type"] == "boolean":
            assert column.dtype == bool
        elif field["type"] == "integer":
            assert column.dtype == ("int64" if limits.get("required") else "Int64")
        elif field["type"] == "number":
            assert column.dtype == "float64"
        elif "enum" in limits:
            assert list(column.cat.categories) == limits["enum"]
            assert column.cat.ordered == field.get("sands:ordered", False)
        else:
            assert column.dtype == "str"
        if limits.get("required"):
            assert column.notna().all()
    assert list(frame.columns) == expected
    assert not any(str(kind) == "object" for kind in frame.dtypes)
    assert frame.attrs["table"] == name


def test_a_dozen_words_in_a_row_are_quoted_of_the_article_and_each_quotation_has_its_heading():
    claims = data.table("claims")
    assert (claims["quote"].notna() == claims["heading"].notna()).all()
    assert claims["quote"].dropna().str.split().str.len().max() <= 12
    assert claims["quote"].notna().sum() >= 6


def test_there_are_54_tables():
    assert len(NAMES) == 54
    assert "transfers" in NAMES


def test_dates_of_three_precisions_start_their_period():
    rows = data.table("china").set_index("date_text")["date"]
    lengths = set(rows.index.str.len())
    assert lengths == {4, 7, 10}
    for text, day in rows.items():
        assert str(day)[:10] == text + "-01-01"[len(text) - 4 :]


def test_a_whole_date_needs_no_text():
    treaties = data.table("treaties")
    assert "signed_text" not in treaties
    assert "in_force_text" in treaties
    signed = treaties.set_index("treaty_id")["signed"]
    assert signed["rus-dprk-2024"] == pd.Timestamp("2024-06-19")


def test_missing_values_stay_missing():
    events = data.table("events")
    assert events["treaty_id"].isna().any()
    assert not (events["caution"] == "").any()
    agreement = data.table("un_agreement")
    gap = agreement["year"] == 2024
    assert agreement.loc[gap, "agree_identical"].isna().all()
    assert agreement.loc[gap, "opposite"].isna().all()
    assert agreement.loc[~gap, "agree_identical"].notna().all()


def test_orders_that_mean_something_compare():
    transfers = data.table("transfers")
    assert (transfers["evidence_grade"] <= "B").sum() == 79
    evidence = data.table("evidence")
    assert evidence["H1"].cat.categories.tolist() == ["CC", "C", "N", "I", "II"]
    assert evidence["H1"].max() == "II"
    events = data.table("events")
    assert (events["direction"] < "0").sum() == (events["direction"] == "-1").sum()


def test_a_copy_can_be_changed_without_harm():
    first = data.table("treaties")
    first.loc[0, "title"] = "changed"
    first["new"] = 1
    second = data.table("treaties")
    assert second.loc[0, "title"] != "changed"
    assert "new" not in second


def test_unknown_table_lists_the_known_nearest_first():
    with pytest.raises(data.DataError) as caught:
        data.table("treatys")
    message = str(caught.value)
    assert "no table 'treatys'" in message
    assert message.index("treaties") < message.index("transfers") < message.index("sources")
    assert all(name in message for name in NAMES)


def test_about_says_what_a_table_is():
    transfers = data.about("transfers")
    assert isinstance(transfers, data.About)
    assert transfers.title == "Claims about transfers"
    assert transfers.key == ("transfer_id",)
    assert transfers.caveats[0].startswith("NEVER sum")
    assert "CC0" not in transfers.licence
    assert data.about("un_ideal_points").licence == "Creative Commons Zero 1.0"
    with pytest.raises(data.DataError, match="no table 'transfer'"):
        data.about("transfer")


def test_as_of_names_one_date_or_the_tables_of_each():
    assert data.as_of("treaties", "provisions") == "early 2026"
    assert data.as_of("treaties", "glossary") == "early 2026"
    assert data.as_of("glossary") == ""
    assert data.as_of() == ""
    assert (
        data.as_of("settlement", "treaties", "provisions", "treaties")
        == "October 2024 (settlement); early 2026 (treaties, provisions)"
    )
    with pytest.raises(data.DataError, match="no table"):
        data.as_of("treaties", "nothing")


def test_listed_gives_one_row_for_each_item():
    events = data.table("events")
    single = data.listed(events, "actors")
    assert len(single) == events["actors"].str.count(";").sum() + len(events)
    assert single["actors"].dtype == "str"
    assert set(single["actors"]) <= set(data.table("actors")["iso3"])
    assert single.groupby("event_id", sort=False)["actors"].agg(";".join).tolist() == list(
        events["actors"]
    )
    assert list(single.index) == list(range(len(single)))
    assert ";" in "".join(events["actors"])


def test_listed_drops_empty_lists_and_names_an_unknown_column():
    questions = data.table("forecast_questions")
    named = set(data.listed(questions, "event_ids")["question_id"])
    assert named == set(questions.loc[questions["event_ids"].notna(), "question_id"])
    assert 0 < len(named) < len(questions)
    with pytest.raises(data.DataError, match="no column 'actor'"):
        data.listed(data.table("events"), "actor")


def test_the_folder_is_beside_the_helpers():
    assert (data.folder() / "datapackage.json").is_file()
    assert data.known_tables(data.folder()) == NAMES
    assert data.table("trade", folder=str(data.folder())).equals(data.table("trade"))


def test_a_file_edited_meanwhile_is_read_again(copy):
    before = data.table("hypotheses", folder=copy)
    path = copy / "hypotheses.csv"
    path.write_text(path.read_text("utf-8").replace("H1,", "H1,Edited: ", 1), "utf-8")
    after = data.table("hypotheses", folder=copy)
    assert after.loc[0, "name"] == "Edited: " + before.loc[0, "name"]


def test_numbers_are_the_numbers_of_the_file():
    frame = data.table("capabilities").set_index(["iso3", "year", "indicator"])
    value = frame["value"]
    assert value["CHN", 2022, "cinc"] == pytest.approx(0.2336, abs=0.001)
    assert value["WLD", 2023, "gdp_current_usd"] > 1e14
    ranged = value.isna()  # where no value was printed, both ends of a range were
    assert np.isfinite(value[~ranged]).all()
    assert np.isfinite(frame.loc[ranged, ["low", "high"]]).all(axis=None)
    assert ranged.sum() == 1


def test_a_description_edited_meanwhile_is_read_again(copy):
    before = data.table("hypotheses", folder=copy)
    path = copy / "datapackage.json"
    text = path.read_text("utf-8")
    start = text.index('"name": "hypotheses"')
    place = text.index('"required": true', start)
    path.write_text(text[:place] + '"enum": ["H1"], ' + text[place:], "utf-8")
    assert len(before) == 5
    with pytest.raises(data.DataError, match="expected one of H1, found 'H2'"):
        data.table("hypotheses", folder=copy)


def test_equal_counts_stand_by_name_whatever_the_order_of_the_rows():
    counts = pd.Series({"b": 2, "a": 2, "c": 5})
    assert list(data.ranked(counts).index) == ["c", "a", "b"]
    assert list(data.ranked(counts.iloc[::-1]).index) == ["c", "a", "b"]


@pytest.mark.parametrize("text", ["$1 and $2", r"\(x\)", r"\begin{x}", "a < b & c", None, 3])
def test_no_text_opens_markup_or_mathematics(text):
    shown = data.safe(text)
    bare = shown.replace("<span>$</span>", "").replace("<span>\\</span>", "")
    assert not set("<>$\\") & set(bare)


def test_a_day_is_the_first_of_the_time_named():
    assert [data.first_day(day) for day in ("2024", "2024-06", "2024-06-19")] == [
        "2024-01-01",
        "2024-06-01",
        "2024-06-19",
    ]


def test_a_table_by_itself_keeps_its_rules_and_is_read_line_by_line_as_it_is_described():
    for name, described in data.description().items():
        assert data.problems(name) == []
        line, row = data.records(name)[0]
        assert line >= 2
        assert list(row) == [field["name"] for field in described["schema"]["fields"]]


def test_a_column_that_is_not_described_is_named_with_what_needs_it():
    data.needs(data.description(), "events", ["date"], "this test")
    with pytest.raises(
        data.DataError, match="this test needs a column 'day' in the table 'events'"
    ):
        data.needs(data.description(), "events", ["day"], "this test")


def test_the_stamp_of_a_table_changes_with_its_file_alone(tmp_path, monkeypatch):
    shutil.copytree(data.folder(), tmp_path / "data")
    monkeypatch.setattr(data, "folder", lambda: tmp_path / "data")
    events, views = data.stamp("events"), data.stamp("views")
    os.utime(tmp_path / "data/events.csv", ns=(1, 1))
    assert data.stamp("events") != events
    assert data.stamp("views") == views
