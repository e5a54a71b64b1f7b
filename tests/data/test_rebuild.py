"""The computed tables follow, byte for byte, from the publishers' files.

These files are no part of the repository. The tests look for them in the folder that the
environment variable SANDS_RAW names, or else in a folder `../shared/raw` beside the checkout.
"""

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers import data

sys.path.insert(0, str(data.folder()))
import rebuild

RAW = Path(os.environ.get("SANDS_RAW", data.folder().parents[1] / "shared" / "raw"))
KNOWN = json.loads((data.folder() / "raw_files.json").read_text("utf-8"))["files"]
needs_raw = pytest.mark.skipif(
    not (RAW / "unga_rollcalls_2025.csv").is_file(),
    reason="the publishers' files are not here; name their folder in SANDS_RAW",
)


@pytest.fixture(scope="module")
def recipes():
    return rebuild.recipes(RAW)


@needs_raw
@pytest.mark.parametrize("name", rebuild.recipes("."))
def test_the_rebuilt_table_is_the_shipped_one(recipes, name):
    shipped = (data.folder() / f"{name}.csv").read_bytes()
    assert rebuild.to_csv(recipes[name]()).encode() == shipped


@needs_raw
def test_the_computed_cells_do_not_come_from_the_shipped_table():
    shipped = rebuild.read_shipped("drone_launches")
    counts = ["launched", "shot_down", "of_which_shahed", "reports"]
    emptied = shipped.copy()
    emptied.loc[emptied["basis"] == "computed", counts] = ""
    reports = rebuild.read_raw(RAW, "missile_attacks_daily.csv")
    assert rebuild.drone_launches(reports, emptied).equals(shipped)
    frame = rebuild.read_shipped("capabilities")
    compiled = frame[~frame["indicator"].isin(["gdp_current_usd", "population", "cinc"])]
    raw = [rebuild.read_raw(RAW, name) for name in KNOWN if "capabilities" in KNOWN[name]["tables"]]
    assert len(rebuild.capabilities(*raw, compiled)) == len(frame)


@needs_raw
def test_the_command_writes_the_tables_named(tmp_path, capsys):
    assert rebuild.main(["--raw", str(RAW), "--out", str(tmp_path), "regimes", "trade"]) == 0
    assert capsys.readouterr().out.split() == ["regimes", "trade"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["regimes.csv", "trade.csv"]
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (data.folder() / path.name).read_bytes()


@needs_raw
def test_a_changed_file_is_refused(tmp_path, capsys):
    name = "imf_imts_russia_2016_2024.csv"
    shutil.copy(RAW / name, tmp_path)
    (tmp_path / name).chmod(0o644)
    with (tmp_path / name).open("a") as file:
        file.write("\n")
    out = tmp_path / "out"
    out.mkdir()
    assert rebuild.main(["--raw", str(tmp_path), "--out", str(out), "trade"]) == 1
    said = capsys.readouterr().err
    assert f"{name} is not the file that the tables were computed from" in said
    assert KNOWN[name]["sha256"] in said
    assert KNOWN[name]["origin"] in said
    assert not list(out.iterdir())


def test_a_missing_file_is_named_with_its_origin(tmp_path, capsys):
    assert rebuild.main(["--raw", str(tmp_path), "--out", str(tmp_path), "trade"]) == 1
    said = capsys.readouterr().err
    assert "imf_imts_russia_2016_2024.csv is missing. Its origin: github.com" in said


def test_a_table_compiled_by_hand_cannot_be_rebuilt(tmp_path, capsys):
    with pytest.raises(SystemExit):
        rebuild.main(["--raw", str(tmp_path), "events"])
    assert "cannot rebuild 'events'; these can be: un_agreement" in capsys.readouterr().err


def test_raw_files_are_described_and_used():
    tables = set(rebuild.recipes("."))
    assert {table for known in KNOWN.values() for table in known["tables"]} == tables
    for known in KNOWN.values():
        assert len(known["sha256"]) == len(hashlib.sha256().hexdigest())
        for part in ("publisher", "origin", "changes", "coverage", "licence", "cite"):
            assert known[part]


def votes(**states):
    """Return roll calls from one text of codes for each state."""
    return pd.DataFrame({state: list(codes) for state, codes in states.items()})


def test_comparison_of_two_states_by_hand():
    # yes-yes, abstain-abstain, no-no, yes-no, yes-abstain, absent-yes, yes-absent
    calls = votes(RUS="1231181", CHN="1233218", USA="8888888")
    states, joint, same, opposite, yes_no = rebuild.compare(calls)
    assert states == ["CHN", "RUS"]
    assert (joint[0, 1], same[0, 1], opposite[0, 1], yes_no[0, 1]) == (5, 3, 1, 2)
    assert (joint == joint.T).all()
    assert joint[0, 0] == same[0, 0] == 6


def test_a_text_on_coercive_measures_without_a_roll_call_is_named():
    long = pd.DataFrame({"rcid": ["4235", "4238", "1"], "RUS": ["1", "1", "3"]})
    latest = pd.DataFrame({"resolution": ["A/RES/79/293"], "RUS": ["2"]})
    texts = pd.DataFrame({"resolution": ["A/RES/54/200", "A/RES/55/6", "A/RES/79/293"]})
    calls = rebuild.coercive_roll_calls(long, latest, texts)
    assert {name: call["RUS"] for name, call in calls.items()} == {
        "A/RES/54/200": "1",
        "A/RES/55/6": "1",
        "A/RES/79/293": "2",
    }
    with pytest.raises(rebuild.RawFileError, match="A/RES/79/293"):
        rebuild.coercive_roll_calls(long, latest.iloc[:0], texts)


def test_agreement_needs_twenty_joint_votes():
    assert rebuild.agreements(votes(RUS="1" * 19, CHN="1" * 19)) == {}
    pairs = rebuild.agreements(votes(RUS="1" * 20, CHN="1" * 10 + "2" * 6 + "3" * 4))
    assert pairs == {("CHN", "RUS"): (0.5, 0.65)}


def test_a_year_of_few_roll_calls_has_no_shares():
    years = {
        2024: (votes(RUS="111", CHN="111"), "x"),
        2025: (votes(RUS="1" * 20, CHN="1" * 20), "x"),
    }
    table = rebuild.un_agreement(years).set_index("year")
    assert list(table["coverage"]) == ["partial", "full"]
    assert list(table["agree_identical"]) == ["", "1.0000"]
    assert list(table["opposite"]) == ["", "0"]


def test_a_year_of_few_roll_calls_takes_the_totals_of_the_states():
    few = {2024: (votes(RUS="111", CHN="111"), "x")}
    totals = pd.DataFrame(
        [("RUS", "2024", "6", "3", "1", "10"), ("CHN", "2023", "9", "0", "0", "9")],
        columns=["iso3", "year", "yes", "no", "abstain", "total"],
    )
    (row,) = rebuild.un_vote_profile(few, totals).to_dict("records")
    assert (row["iso3"], row["roll_calls"], row["not_voting"]) == ("RUS", "", "")
    assert (row["yes"], row["abstain"], row["no"]) == ("6", "1", "3")
    assert (row["share_yes"], row["share_abstain"], row["share_no"]) == (
        "0.6000",
        "0.1000",
        "0.3000",
    )
    assert row["source_ids"] == "undl-ga-totals-2024"


def test_ties_share_their_best_and_last_place():
    alike, unlike = "1" * 20, "3" * 20
    years = {2025: (votes(RUS=alike, CHN=alike, IRN=alike, PRK=unlike, USA=unlike), "x")}
    ranks = rebuild.un_partner_ranks(years).set_index(["anchor", "partner"])
    assert list(ranks.loc[("RUS", "CHN"), ["rank", "rank_to", "states_ranked"]]) == ["1", "2", "4"]
    assert list(ranks.loc[("RUS", "PRK"), ["rank", "rank_to", "states_ranked"]]) == ["3", "4", "4"]
