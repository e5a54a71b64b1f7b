"""Rules between columns and tables: they are kept, and `check` notices when one is broken."""

import csv
import json
import re

import pytest

from data.check import check, main
from helpers import data


def change(copy, name, key, **cells):
    """Change cells of the row whose first column is `key`; return the number of its line."""
    path = copy / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    number, row = next((n, row) for n, row in enumerate(rows, 1) if row[0] == key)
    for column, value in cells.items():
        row[rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return number


def test_the_tables_keep_all_rules():
    assert check() == []


def test_a_problem_says_table_line_column_and_rule_in_one_sentence():
    whole = data.Problem("events", 7, "date", "expected a date")
    assert str(whole) == "data/events.csv, line 7, column 'date': expected a date"
    assert str(data.Problem("events", None, None, "is empty")) == "data/events.csv: is empty"


def test_a_copy_keeps_them_too(copy):
    assert check(copy) == []


@pytest.mark.parametrize(
    ("name", "key", "cells", "column", "rule"),
    [
        ("events", "ev071", {"actors": "RUS;XXX"}, "actors", "no such row: 'XXX'"),
        ("events", "ev071", {"source_ids": "nobody-2024"}, "source_ids", "row: 'nobody-2024'"),
        ("indicators", "in01", {"implication_ids": "im99"}, "implication_ids", "row: 'im99'"),
        ("discussion", "dq01", {"refs": "C01;Z9"}, "refs", "no such row: 'Z9'"),
        ("discussion", "dq01", {"refs": "table:nothing"}, "refs", "no such row: 'table:nothing'"),
        ("stress_tests", "st17", {"help_given_low": "2"}, "help_given_low", "expected help_given"),
        ("stress_tests", "st32", {"help_expected_low": "3"}, "help_expected_low", "help_expected"),
        ("stress_tests", "st32", {"date": "2024-12-03"}, "help_expected", "not in force"),
        (
            "stress_tests",
            "st02",
            {"obligation_treaty_id": "rus-dprk-2024"},
            "obligation_treaty_id",
            "signed after the date",
        ),
        ("stress_tests", "st08", {"given_reason": ""}, "given_reason", "a value is required"),
        ("missile_tests", "2022", {"success": "43"}, "launches", "expected the sum of success"),
        ("missile_tests", "2022", {"srbm": "22"}, "launches", "expected the sum of srbm"),
        ("drone_launches", "dl40", {"shot_down": "1"}, "shot_down_or_suppressed", "the sum of"),
        ("un_resolutions", "A/RES/ES-11/1", {"yes": "140"}, "yes", "un_ukraine_votes has 141"),
        ("un_resolutions", "A/RES/ES-11/1", {"not_voting": "1"}, "not_voting", "total is 1"),
        ("treaties", "rus-dprk-2024", {"mutual_defence": "yes"}, "mutual_defence", "'qualified'"),
        (
            "treaties",
            "rus-irn-2025",
            {"mutual_defence": "yes"},
            "mutual_defence",
            "does not follow",
        ),
        ("sources", "unts-6045-1961", {"source_id": "unts-9999"}, "source_id", "cited by no row"),
        ("events", "ev071", {"date": "2026-07-01"}, "date", "newer than its table"),
        ("china", "ch45", {"date": "2026-07"}, "date", "reaches '8 June 2026 (thin after"),
        ("energy", "en01", {"date": "2026-01/2026-02"}, "date", "found '2026-02'"),
    ],
)
def test_check_names_the_broken_rule(copy, name, key, cells, column, rule):
    line = change(copy, name, key, **cells)
    found = check(copy)
    mine = [p for p in found if (p.table, p.line, p.column) == (name, line, column)]
    assert len(mine) == 1
    assert rule in mine[0].rule


HOSTED = {"url": "https://someone.github.io/essay", "address": "publisher"}
READ = {"read_at": "https://mirror.example/a"}


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"publisher": ""}, "publisher", "a value is required"),
        ({"address": "mirror"}, "address", "expected one of publisher, record"),
        ({"address": ""}, "address", "say what kind of address it is"),
        ({"url": "", "address": "publisher"}, "url", "find it, or call the row a copy"),
        ({"address": "copy", **READ}, "url", "a copy is not linked: it belongs into read_at"),
        (HOSTED, "url", "github.io holds copies of what others published"),
        (HOSTED | {"url": "https://Blog.BlogSpot.com/x"}, "url", "blogspot.com holds copies"),
        (HOSTED | {"url": "https://GitHub.com/x/y"}, "url", "github.com holds copies"),
        (HOSTED | {"url": "https://me:pass@github.com.:443/x"}, "url", "github.com holds copies"),
        ({"url": "kcna.kp", "address": "record"}, "url", "expected the address of a record"),
        ({"url": "https://x.org/10.1", "address": "doi"}, "url", "expected the address of a doi"),
        ({"url": "https://doi.org/x", "address": "doi"}, "url", "expected the address of a doi"),
    ],
)
def test_check_names_a_source_that_leads_astray(copy, cells, column, rule):
    line = change(copy, "sources", "unts-6045-1961", **cells)
    found = [p for p in check(copy) if (p.table, p.line, p.column) == ("sources", line, column)]
    assert len(found) == 1
    assert rule in found[0].rule


def test_the_makers_of_data_may_keep_them_in_a_repository(copy):
    line = change(
        copy, "sources", "unts-6045-1961", url="https://github.com/a/b", address="dataset"
    )
    assert not [p for p in check(copy) if (p.table, p.line) == ("sources", line)]


def test_a_host_is_blocked_by_its_name_and_not_by_its_letters(copy):
    for url in ("https://notblogspot.com/a", "https://example.org/blogspot.com"):
        line = change(copy, "sources", "unts-6045-1961", url=url, address="publisher")
        assert not [p for p in check(copy) if (p.table, p.line) == ("sources", line)]


def test_an_origin_must_be_its_own_origin(copy):
    line = change(copy, "transfers", "T013", origin_id="T014")
    change(copy, "transfers", "T014", origin_id="T012")
    assert [(p.line, p.rule) for p in check(copy)] == [(line, "T014 is not its own origin")]


def test_a_month_or_a_year_that_is_named_counts_to_its_end(copy):
    change(copy, "exchange_values", "xv11", claim_date="2026-06-30")
    change(copy, "energy", "en01", date="2025/2026-01")
    assert [p for p in check(copy) if "newer than" in p.rule] == []


def test_a_table_with_dates_says_up_to_when_it_reaches(copy):
    path = copy / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    next(r for r in package["resources"] if r["name"] == "china")["as_of"] = "early summer"
    path.write_text(json.dumps(package), "utf-8")
    found = [str(problem) for problem in check(copy)]
    assert found == ["data/china.csv: part 'as_of' of its description names no year"]


def test_the_data_page_names_the_date_of_the_newest_source():
    newest = data.table("sources")["date"].max()
    page = (data.folder() / "README.md").read_text("utf-8")
    assert f"Nothing after {newest.day} {newest:%B %Y} is known here." in page


def test_each_date_of_a_row_is_held_against_the_date_of_its_table():
    package = json.loads((data.folder() / "datapackage.json").read_text("utf-8"))
    # what a row foresees or names lies beyond what is known
    ahead = {("transfers", "period_start"), ("transfers", "period_end")}
    ahead |= {("exchange_values", "period")}
    ahead |= {("forecast_questions", "closes"), ("open_questions", "closes")}
    ahead |= {("trainer_questions", "closes")}
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            here = (resource["name"], field["name"])
            is_date = field["type"] == "date" or "sands:type" in field or field["name"] == "year"
            assert field.get("sands:reach", False) == (is_date and here not in ahead), here


def test_low_values_are_not_above_high_values(copy):
    frame = data.table("transfers")
    row = frame[frame["quantity_low"].notna() & frame["quantity_high"].notna()].iloc[0]
    line = change(copy, "transfers", row["transfer_id"], quantity_low="9" * 12)
    assert [(p.line, p.column) for p in check(copy)] == [(line, "quantity_low")]


# --- the same fact in two tables ------------------------------------------------------------------


def test_dates_of_events_are_those_of_their_treaties():
    treaties = data.table("treaties").set_index("treaty_id")
    events = data.table("events").set_index("event_id")["date"]
    for event, treaty, column in [
        ("ev001", "ussr-prc-1950", "signed"),
        ("ev003", "ussr-dprk-1961", "signed"),
        ("ev004", "prc-dprk-1961", "signed"),
        ("ev006", "ussr-prc-1950", "terminated"),
        ("ev009", "rus-dprk-2000", "signed"),
        ("ev010", "rus-prc-2001", "signed"),
        ("ev030", "prc-irn-2021", "signed"),
        ("ev035", "rus-prc-2022-statement", "signed"),
        ("ev071", "rus-dprk-2024", "signed"),
        ("ev085", "rus-dprk-2024", "in_force"),
        ("ev087", "rus-irn-2025", "signed"),
        ("ev124", "rus-irn-2025", "in_force"),
    ]:
        assert events[event] == treaties.loc[treaty, column], event


def test_a_treaty_begins_before_it_ends():
    treaties = data.table("treaties")
    ended = treaties[treaties["terminated"].notna()]
    assert len(ended) == 4
    assert (ended["signed"] < ended["terminated"]).all()
    # a year alone would stand for its first of January
    dated = treaties[treaties["in_force_text"].str.len() == 10]
    assert len(dated) >= 10
    assert (dated["signed"] <= dated["in_force"]).all()


def test_codes_of_others_concern_the_same_treaty():
    treaties = data.table("treaties").set_index("treaty_id")
    codes = data.table("alliance_codes").dropna(subset="treaty_id").set_index("treaty_id")
    assert len(codes) == 12
    assert (codes["begins"] == treaties.loc[codes.index, "signed"]).all()
    assert (codes["atop_id"] == treaties.loc[codes.index, "atop_id"]).all()


def test_our_defence_codes_agree_with_atop():
    codes = data.table("alliance_codes").dropna(subset="treaty_id").set_index("treaty_id")
    labels = data.table("treaties").set_index("treaty_id").loc[codes.index, "mutual_defence"]
    assert ((codes["defense"] == 1) == labels.isin(["yes", "qualified"])).all()


def test_events_on_resolutions_give_day_and_totals():
    resolutions = data.table("un_resolutions").set_index("resolution")
    events = data.table("events").dropna(subset="resolution")
    assert len(events) >= 2
    for event in events.itertuples():
        row = resolutions.loc[event.resolution]
        assert event.date == row["date"]
        assert f"{row['yes']}-{row['no']}-{row['abstain']}" in event.title + event.summary


def test_the_acknowledgements_of_troops_have_one_date_each():
    events = data.table("events").set_index("event_id")["date"]
    transfers = data.table("transfers").set_index("transfer_id")["claim_date"]
    invocations = data.table("invocations")
    assert events["ev094"] == transfers["T064"]
    assert events["ev160"] == transfers["T065"]
    for actor, event in (("RUS", "ev094"), ("PRK", "ev160")):
        own = invocations[invocations["actor"] == actor]
        assert events[event] in set(own["date"])


def test_forecasts_are_resolved_between_question_and_deadline():
    questions = data.table("forecast_questions")
    assert (questions["asked_as_of"] < questions["resolved_on"]).all()
    assert (questions["resolved_on"] <= questions["closes"]).all()
    assert (questions["event_ids"].notna() | questions["refs"].notna()).all()


def test_a_clue_of_the_trainer_comes_between_question_and_outcome_and_has_a_source():
    rows = data.table("trainer_questions")
    assert (rows["asked_on"] < rows["clue_on"]).all()
    assert (rows["clue_on"] < rows["settled_on"]).all()
    assert (rows["settled_on"] <= rows["closes"]).all()
    for own, every in zip(rows["clue_source_ids"], rows["source_ids"], strict=True):
        assert set(own.split(";")) < set(every.split(";")), "the outcome has a source of its own"


def test_a_clue_without_a_source_is_told(copy):
    line = change(copy, "trainer_questions", "tq05", clue_source_ids="")
    (problem,) = check(copy)
    assert (problem.table, problem.line, problem.column) == (
        "trainer_questions",
        line,
        "clue_source_ids",
    )


def test_the_trainer_asks_at_least_forty_questions_about_half_of_which_come_out_yes():
    rows = data.table("trainer_questions")
    assert len(rows) >= 40
    assert 0.4 <= rows["outcome"].mean() <= 0.6
    assert rows["verified"].all()
    assert rows["asked_on"].dt.year.min() < 1945 < 2020 < rows["asked_on"].dt.year.max()


@pytest.mark.parametrize("column", ["situation", "question", "clue", "reason", "base_class"])
def test_texts_of_the_trainer_are_short_sentences(column):
    for text in data.table("trainer_questions")[column].dropna():
        assert text[-1] in ".?", text
        assert max(len(one.split()) for one in re.split(r"(?<=[.?]) ", text)) <= 25, text


def test_earlier_values_of_indicators_are_those_of_the_other_tables():
    rows = data.table("indicators").set_index("indicator_id")
    pairs = (
        data.table("un_agreement").query("year == 2023").set_index(["a", "b"])["agree_identical"]
    )
    four = ["CHN", "IRN", "PRK", "RUS"]
    six = [pairs[one, other] for one, other in pairs.index if one in four and other in four]
    trade = data.table("trade").query("reporter == 'RUS' and partner == 'CHN' and year == 2023")
    drones = data.table("drone_launches").query("basis == 'computed' and month_text == '2025-05'")
    kotra = data.table("china").set_index("china_id").loc["ch03"].astype(str).str.cat(sep=" ")
    crude = data.table("energy").set_index("energy_id")["value"]
    earlier = rows["earlier_value"]
    assert earlier["in01"] == pairs["RUS", "CHN"]
    assert len(six) == 6
    assert earlier["in02"] == round(sum(six) / 6, 4)
    assert earlier["in03"] == round(100 * trade["share_total"].iloc[0], 1)
    assert earlier["in15"] == drones["launched"].iloc[0]
    assert earlier["in10"] == crude["en24"]
    assert f"KOTRA gives {earlier['in14']}% for 2023" in kotra


def test_an_earlier_value_has_a_day_before_that_of_the_last_one():
    rows = data.table("indicators")
    known = rows["earlier_value"].notna()
    assert (known == rows["earlier_as_of"].notna()).all()
    assert (rows["earlier_as_of"] < rows["as_of"])[known].all()
    assert known.sum() > len(rows) / 2


def test_the_containers_of_a_year_are_what_one_agency_added_to_its_count():
    counts = data.table("transfers").set_index("transfer_id")["quantity_low"]
    value = data.table("indicators").set_index("indicator_id").loc["in09", "latest_value"]
    assert value == counts["T013"] - counts["T008"]


def test_yearly_drone_claims_equal_the_monthly_sums():
    values = data.table("exchange_values")
    annual = values[values["series_id"] == "shahed-annual"].set_index("period")["value_low"]
    drones = data.table("drone_launches")
    computed = drones[drones["basis"] == "computed"]
    monthly = computed.groupby(computed["month_text"].str[:4])["launched"].sum()
    assert len(annual) >= 3
    assert (annual == monthly[annual.index].astype(float)).all()


def test_periods_of_claims_end_after_they_start():
    transfers = data.table("transfers").dropna(subset=["period_start", "period_end"])
    months = (transfers["period_start_text"].str.len() > 4) & (
        transfers["period_end_text"].str.len() > 4
    )
    rows = transfers[months]
    assert len(rows) > 50
    assert (rows["period_start"] <= rows["period_end"]).all()


def test_the_council_never_casts_more_than_fifteen_votes():
    council = data.table("security_council_2025")
    assert (council[["yes", "no", "abstain"]].sum(axis=1) <= 15).all()


def test_agreement_is_between_its_bounds():
    frame = data.table("un_agreement").dropna(subset="agree_identical")
    # one abstention counts half, so this measure is never the smaller
    assert (frame["agree_lijphart"] >= frame["agree_identical"]).all()
    assert (frame["joint_votes"] <= frame["roll_calls"]).all()


def test_words_are_clean():
    odd = re.compile(r"[\x00-\x1f\x7f\u2012-\u2015\ufffd]|\u00c3.|  ")
    for name in data.known_tables():
        for line, row in data.records(name):
            for column, text in row.items():
                assert not odd.search(text), (name, line, column, text)
                assert text == text.strip(), (name, line, column)


def test_quotations_are_short():
    for name in data.known_tables():
        for line, row in data.records(name):
            for text in row.values():
                for quotation in re.findall(r'"([^"]+)"', text):
                    assert len(quotation.split()) <= 13, (name, line, quotation)


def test_the_command_names_what_is_broken_and_fails(copy, capsys):
    assert main([str(copy)]) == 0
    assert capsys.readouterr().out == "The tables keep all rules.\n"
    line = change(copy, "transfers", "T015", origin_id="T014x")
    assert main([str(copy)]) == 1
    assert capsys.readouterr().out.startswith(
        f"data/transfers.csv, line {line}, column 'origin_id'"
    )
