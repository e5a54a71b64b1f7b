"""Every code that we chose has a reason of its own, right after it."""

import csv
import json

import pytest

from data.check import check
from helpers import data

LONGEST = 30
SHORTER = {"evidence": 25, "sharp_codes": 25}  # a learner reads five beside one item
# codes without which the description would have lost a reason
CODED = {
    "events": ["direction"],
    "provisions": ["strength"],
    "stress_tests": ["help_expected", "help_given"],
    "evidence": ["credibility", "H1", "H2", "H3", "H4", "H5"],
    "claims": ["verdict"],
    "sharp_codes": ["code"],
    "china": ["dimension", "direction"],
    "views": ["position", "cohesion_score"],
    "indicators": ["direction_that_supports_cohesion", "threshold"],
    "driver_voices": ["explanation"],
}


def described():
    """Return {table: {code: column of its reason}} as the description has it."""
    package = json.loads((data.folder() / "datapackage.json").read_text(encoding="utf-8"))
    found = {}
    for table in package["resources"]:
        for field in table["schema"]["fields"]:
            if "sands:reason_for" in field:
                found.setdefault(table["name"], {})[field["sands:reason_for"]] = field["name"]
    return found


REASONS = described()
CODES = [(name, code, column) for name, own in REASONS.items() for code, column in own.items()]


def test_the_codes_that_we_chose_are_those_with_reasons():
    assert {name: list(own) for name, own in REASONS.items()} == {
        name: CODED[name] for name in REASONS
    }
    assert set(REASONS) == set(CODED)


@pytest.mark.parametrize(("name", "code", "column"), CODES)
def test_each_code_has_one_short_sentence_right_after_it(name, code, column):
    rows = data.table(name)
    assert rows.columns[rows.columns.get_loc(code) + 1] == column
    for reason in rows[column]:
        assert reason[0].isupper(), reason
        assert reason.endswith("."), reason
        assert ". " not in reason, reason
        assert 5 <= len(reason.split()) <= SHORTER.get(name, LONGEST), reason


@pytest.mark.parametrize("name", REASONS)
def test_no_reason_serves_two_codes(name):
    reasons = data.table(name)[list(REASONS[name].values())].melt()["value"]
    assert list(reasons[reasons.duplicated()]) == []


@pytest.mark.parametrize(("name", "code", "column"), CODES)
def test_reasons_follow_no_template(name, code, column):
    """A reader sees thirty beside each other: few may begin with the same three words."""
    begin = data.table(name)[column].str.split().str[:3].str.join(" ")
    assert begin.value_counts().max() <= 3, begin.value_counts().head(3)


@pytest.mark.parametrize(("name", "code", "column"), CODES)
def test_an_emptied_reason_is_named_with_table_line_and_rule(copy, name, code, column):
    path = copy / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[7][rows[0].index(column)] = ""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    (found,) = check(copy)
    assert (found.table, found.line, found.column) == (name, 8, column)
    assert "a value is required" in found.rule


@pytest.mark.parametrize(("name", "code", "column"), CODES)
def test_every_row_that_a_reason_points_to_is_there(name, code, column):
    keys = data.table(name)[data.about(name).key[0]]
    named = data.table(name)[column].str.findall(rf"\b{keys[0][:2]}\d+\b").explode().dropna()
    assert set(named) <= set(keys)


def test_another_code_that_holds_has_its_reason_and_is_not_ours():
    rows = data.table("sharp_codes")
    assert (rows["others"].notna() == rows["others_reason"].notna()).all()
    for row in rows.dropna(subset="others").itertuples():
        assert row.code not in row.others.split(";"), row.evidence_id


def test_a_reason_for_a_second_reading_says_what_it_would_rest_on():
    rows = data.table("provisions").dropna(subset="alt_strength")
    assert len(rows) > 15
    for row in rows.itertuples():
        assert str(row.alt_strength) in row.strength_reason.split(), row.provision_id


def test_only_clauses_of_procedure_have_no_strength():
    rows = data.table("provisions")
    assert set(rows.loc[rows["strength"].isna(), "obligation"]) == {"legal/duration"}
