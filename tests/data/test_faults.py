"""Each fault is made for real in a copy of the data folder, and named with its place."""

import re

import pytest

from data.check import check
from helpers import data


def edit(copy, name, old, new):
    path = copy / f"{name}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")


def cell(copy, name, line, column, value):
    """Replace one cell of a table without quoted cells."""
    path = copy / f"{name}.csv"
    lines = path.read_text("utf-8").splitlines()
    cells = lines[line - 1].split(",")
    cells[lines[0].split(",").index(column)] = value
    lines[line - 1] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def message(copy, name):
    with pytest.raises(data.DataError) as caught:
        data.table(name, folder=copy)
    text = str(caught.value)
    assert f"git checkout data/{name}.csv" in text
    return text


def test_missing_file(copy):
    (copy / "trade.csv").unlink()
    assert "data/trade.csv: the file is missing" in message(copy, "trade")


def test_empty_file(copy):
    (copy / "trade.csv").write_bytes(b"")
    assert "data/trade.csv: the file is empty" in message(copy, "trade")


def test_file_without_rows_is_an_empty_table(copy):
    path = copy / "trade.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    frame = data.table("trade", folder=copy)
    assert frame.empty
    assert frame["exports_usd"].dtype == "float64"


def test_a_folder_in_place_of_the_file(copy):
    (copy / "trade.csv").unlink()
    (copy / "trade.csv").mkdir()
    assert "cannot be read" in message(copy, "trade")


@pytest.mark.parametrize(("extra", "found"), [(",more", 12), (None, 10)])
def test_wrong_number_of_fields(copy, extra, found):
    path = copy / "trade.csv"
    lines = path.read_text("utf-8").splitlines()
    lines[4] = lines[4] + extra if extra else lines[4].rsplit(",", 1)[0]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    text = message(copy, "trade")
    assert f"data/trade.csv, line 5: expected 11 fields, found {found}" in text


def test_open_quote(copy):
    path = copy / "trade.csv"
    path.write_text(path.read_text("utf-8") + '"RUS', "utf-8")
    assert "cannot be split into columns" in message(copy, "trade")


def test_missing_column(copy):
    edit(copy, "trade", "exports_usd,", "")
    text = message(copy, "trade")
    assert "line 1" in text
    assert "column 'exports_usd' is missing" in text


def test_columns_in_another_order(copy):
    edit(copy, "trade", "reporter,partner", "partner,reporter")
    assert "found partner, reporter" in message(copy, "trade")


def test_bad_encoding(copy):
    path = copy / "trade.csv"
    path.write_bytes(path.read_bytes().replace(b"RUS,CHN,2020", b"RUS,CH\xd1,2020"))
    lines = path.read_bytes().split(b"\n")
    line = next(n for n, text in enumerate(lines, 1) if b"\xd1" in text)
    text = message(copy, "trade")
    assert f"line {line}: the text is not UTF-8" in text


@pytest.mark.parametrize(
    ("name", "column", "value", "rule"),
    [
        ("trade", "year", "20x1", "expected a whole number, found '20x1'"),
        ("trade", "year", "2021.0", "expected a whole number"),
        ("trade", "year", "1_999", "expected a whole number"),
        ("trade", "year", "9" * 30, "expected a whole number"),
        ("trade", "year", "２０２０", "expected a whole number"),
        ("trade", "exports_usd", "1e999", "expected a number"),
        ("trade", "year", "1999", "expected a number from 2016 to 2024, found '1999'"),
        ("trade", "year", "", "a value is required, found ''"),
        ("trade", "exports_usd", "much", "expected a number, found 'much'"),
        ("trade", "exports_usd", "nan", "expected a number"),
        ("trade", "share_total", "1.5", "expected a number from 0 to 1"),
        ("trade", "basis", "guess", "expected one of reported by Russia, partner data"),
        ("trade", "source_ids", "IMF IMTS", "expected a text of the form"),
        ("trade", "partner", "XXX", "no such row in the table actors, found 'XXX'"),
        ("missile_tests", "coverage_end", "2019-02-30", "expected a date written YYYY-MM-DD"),
        ("missile_tests", "coverage_end", "2019-W02-1", "expected a date written YYYY-MM-DD"),
        ("missile_tests", "coverage_end", "2019-02", "expected a date written YYYY-MM-DD"),
        ("missile_tests", "verified", "perhaps", "expected yes or no, found 'perhaps'"),
        ("un_ukraine_votes", "vote", "ja", "expected one of no, abstain, yes, absent"),
        ("un_ukraine_votes", "resolution", "A/RES/1", "no such row in the table un_resolutions"),
        ("drone_launches", "month", "2022-13", "expected a date written YYYY, YYYY-MM or"),
        ("drone_launches", "month", "22-10", "expected a date written YYYY, YYYY-MM or"),
    ],
)
def test_bad_cell(copy, name, column, value, rule):
    cell(copy, name, 3, column, value)
    text = message(copy, name)
    assert f"data/{name}.csv, line 3, column '{column}': " in text
    assert rule in text
    assert [p for p in check(copy) if (p.table, p.line, p.column) == (name, 3, column)]


@pytest.mark.parametrize("value", ["2022/2023/2024", "2022-01/x", "soon"])
def test_bad_period(copy, value):
    edit(copy, "settlement", "2022-01,", f"{value},")
    assert "or two of them as from/to" in message(copy, "settlement")


def test_lines_are_counted_in_the_file_although_cells_hold_line_breaks(copy):
    path = copy / "trade.csv"
    lines = path.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("imf-imts", '"imf-\nimts"')
    cells = lines[2].split(",")
    cells[2] = "soon"
    lines[2] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert "line 4, column 'year'" in message(copy, "trade")


def test_duplicate_key(copy):
    path = copy / "trade.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", "utf-8")
    text = message(copy, "trade")
    key = " + ".join(lines[1].split(",")[:3])
    assert f"line {len(lines) + 1}" in text
    assert f"the key {key} is already used in line 2" in text


def test_reference_to_a_removed_row(copy):
    path = copy / "actors.csv"
    path.write_text(re.sub(r"(?m)^CHN,.*\n", "", path.read_text("utf-8")), "utf-8")
    assert "no such row in the table actors, found 'CHN'" in message(copy, "trade")


def test_reference_within_the_table(copy):
    edit(copy, "evidence", ",E14\n", ",E99\n")
    assert "no such row in the table evidence, found 'E99'" in message(copy, "evidence")


def test_a_byte_order_mark_does_no_harm(copy):
    path = copy / "trade.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert data.table("trade", folder=copy).equals(data.table("trade"))


def test_windows_line_ends_do_no_harm(copy):
    path = copy / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert data.table("events", folder=copy).equals(data.table("events"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[:500], "not valid JSON"),
        (lambda text: "", "line 1: not valid JSON"),
        (lambda text: "[]", "lacks its part"),
        (lambda text: text.replace('"primaryKey"', '"primary"', 1), "lacks its part 'primaryKey'"),
        (lambda text: text.replace('"as_of"', '"asof"', 1), "lacks its part 'as_of'"),
    ],
)
def test_damaged_description(copy, change, words):
    path = copy / "datapackage.json"
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    for use in (data.known_tables, check):
        with pytest.raises(data.DataError) as caught:
            use(copy)
        assert words in str(caught.value)
        assert "git checkout data/datapackage.json" in str(caught.value)


def test_description_missing_or_in_another_encoding(copy):
    path = copy / "datapackage.json"
    path.write_bytes(path.read_bytes().replace("ü".encode(), b"\xfc"))
    with pytest.raises(data.DataError, match="cannot be read"):
        data.table("trade", folder=copy)
    path.unlink()
    with pytest.raises(data.DataError, match="is missing: it describes all tables"):
        data.table("trade", folder=copy)


def test_check_reports_every_damaged_table(copy):
    (copy / "trade.csv").unlink()
    cell(copy, "missile_tests", 3, "year", "soon")
    cell(copy, "missile_tests", 4, "verified", "perhaps")
    found = check(copy)
    assert [(p.table, p.line, p.column) for p in found] == [
        ("missile_tests", 3, "year"),
        ("missile_tests", 4, "verified"),
        ("trade", None, None),
    ]
    assert str(found[1]) == (
        "data/missile_tests.csv, line 4, column 'verified': expected yes or no, found 'perhaps'"
    )
