"""Every code of promises, views, evidence and claims has a reason of its own."""

import csv

import pytest

from helpers import data

REASONS = {
    "provisions": {"strength": 30},
    "evidence": dict.fromkeys(["H1", "H2", "H3", "H4", "H5"], 25),
    "claims": {"verdict": 30},
    "views": {"position": 30, "cohesion_score": 30},
}
COLUMNS = {"cohesion_score": "score_reason"}
PAIRS = [(table, code) for table, codes in REASONS.items() for code in codes]


def column(code):
    """Return the name of the column with the reason of a code."""
    return COLUMNS.get(code, f"{code}_reason")


@pytest.mark.parametrize(("name", "code"), PAIRS)
def test_each_code_has_one_short_sentence_right_after_it(name, code):
    rows = data.table(name)
    assert rows.columns[rows.columns.get_loc(code) + 1] == column(code)
    for reason in rows[column(code)]:
        assert reason[0].isupper(), reason
        assert reason.endswith("."), reason
        assert ". " not in reason, reason
        assert 5 <= len(reason.split()) <= REASONS[name][code], reason


@pytest.mark.parametrize("name", REASONS)
def test_no_reason_serves_two_rows(name):
    reasons = data.table(name)[[column(code) for code in REASONS[name]]].melt()["value"]
    assert list(reasons[reasons.duplicated()]) == []


@pytest.mark.parametrize("name", REASONS)
def test_reasons_follow_no_template(name):
    """A reader sees thirty beside each other: few may begin with the same three words."""
    for code in REASONS[name]:
        begin = data.table(name)[column(code)].str.split().str[:3].str.join(" ")
        assert begin.value_counts().max() <= 3, begin.value_counts().head(3)


@pytest.mark.parametrize(("name", "code"), PAIRS)
def test_an_emptied_reason_is_named_with_table_line_and_rule(copy, name, code):
    path = copy / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[7][rows[0].index(column(code))] = ""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    (found,) = data.check(copy)
    assert (found.table, found.line, found.column) == (name, 8, column(code))
    assert "a value is required" in found.rule


def test_a_reason_for_a_second_reading_says_what_it_would_rest_on():
    rows = data.table("provisions").dropna(subset="alt_strength")
    assert len(rows) > 15
    for row in rows.itertuples():
        assert str(row.alt_strength) in row.strength_reason.split(), row.provision_id


def test_only_clauses_of_procedure_have_no_strength():
    rows = data.table("provisions")
    assert set(rows.loc[rows["strength"].isna(), "obligation"]) == {"legal/duration"}
