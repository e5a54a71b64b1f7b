"""The main figures that the lessons build on, recomputed from the tables."""

from itertools import combinations

import pandas as pd
import pytest

from helpers import data

FOUR = ["RUS", "CHN", "IRN", "PRK"]


@pytest.fixture(scope="module")
def agreement():
    """Return agreement indexed by year and by the two states in either order."""
    frame = data.table("un_agreement")
    both = pd.concat([frame, frame.rename(columns={"a": "b", "b": "a"})])
    return both.set_index(["a", "b", "year"]).sort_index()


@pytest.fixture(scope="module")
def ranks():
    return data.table("un_partner_ranks").set_index(["year", "anchor", "partner"]).sort_index()


def recent_events():
    events = data.table("events")
    return events[events["date"] >= "2022"]


def counts(column, order):
    return column.value_counts().reindex(order, fill_value=0).tolist()


# --- votes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "values"),
    [
        ("RUS", "CHN", {2019: 0.791, 2021: 0.772, 2023: 0.678, 2025: 0.781}),
        ("RUS", "PRK", {2021: 0.783, 2023: 0.835, 2025: 0.912}),
        ("RUS", "IRN", {2021: 0.671, 2023: 0.691}),
        ("CHN", "ZAF", {2023: 0.738}),
        ("RUS", "IND", {2023: 0.552}),
        ("GBR", "USA", {2023: 0.721, 2025: 0.213}),
        ("RUS", "USA", {2013: 0.213, 2023: 0.159}),
    ],
)
def test_agreement_of_pairs(agreement, a, b, values):
    found = {year: agreement.loc[(a, b, year), "agree_identical"] for year in values}
    # the table has four decimals, so a half in the last place may go either way
    assert found == pytest.approx(values, abs=5.1e-4)


def test_percentiles_tell_agreement_from_closeness(agreement):
    china = agreement.loc[("RUS", "CHN"), "percentile"].round(2)
    assert china[[2019, 2023, 2025]].tolist() == [0.54, 0.46, 0.39]
    korea = agreement.loc[("RUS", "PRK"), "percentile"].round(2)
    assert korea[[2021, 2022, 2023, 2025]].tolist() == [0.52, 0.62, 0.64, 0.63]


def test_the_dprk_misses_votes(agreement):
    row = agreement.loc[("RUS", "PRK", 2021)]
    assert (row["joint_votes"], row["roll_calls"]) == (69, 79)


def test_2024_is_a_gap():
    frame = data.table("un_agreement")
    partial = frame[frame["coverage"] == "partial"]
    assert set(partial["year"]) == {2024}
    assert set(partial["roll_calls"]) == {6}
    for table in ("un_partner_ranks", "un_regime_pairs"):
        assert 2024 not in set(data.table(table)["year"])


def test_the_totals_of_2024_are_known_and_look_like_2023():
    profile = data.table("un_vote_profile").set_index(["year", "iso3"])
    own = profile.loc[2024]
    assert len(own) == 13
    assert own[["roll_calls", "not_voting"]].isna().all(axis=None)
    cast = own[["yes", "abstain", "no"]]
    assert cast.loc["RUS"].tolist() == [53, 9, 33]
    assert cast.loc["CHN"].tolist() == [68, 15, 11]
    assert cast.sum(axis=1).max() == 95
    no = profile["share_no"]
    for state in (*FOUR, "USA"):
        before, after = (abs(no[2024, state] - no[year, state]) for year in (2023, 2025))
        assert before < 0.05 < after, state


def test_ranks_seen_from_the_united_states(ranks):
    row = ranks.loc[(2023, "USA")].loc[FOUR]
    assert row["rank"].tolist() == [177, 175, 184, 186]
    assert set(row["states_ranked"]) == {187}
    assert ranks.loc[(2013, "USA", "RUS"), ["rank", "states_ranked"]].tolist() == [61, 189]
    assert ranks.loc[(2021, "USA", "RUS"), ["rank", "rank_to"]].tolist() == [73, 79]
    assert ranks.loc[(2025, "USA", "CHN"), ["rank", "rank_to"]].tolist() == [106, 114]


def test_ranks_seen_from_russia_and_china(ranks):
    russia = ranks.loc[(2023, "RUS"), "rank"]
    assert russia[["PRK", "BLR", "IRN", "CHN"]].tolist() == [1, 5, 8, 9]
    china = [ranks.loc[(year, "CHN", "RUS"), "rank"] for year in (2021, 2023, 2025)]
    assert china == [77, 107, 126]


def test_the_united_states_changed_in_2025():
    no = data.table("un_vote_profile").set_index(["year", "iso3"])[["no", "roll_calls"]]
    assert no.loc[(2023, "USA")].tolist() == [50, 88]
    assert no.loc[(2025, "USA")].tolist() == [174, 192]


def test_regimes_do_not_explain_the_four():
    pairs = data.table("un_regime_pairs").pivot(
        index="year", columns="group", values="mean_agree_identical"
    )
    assert len(pairs) == 34
    expected = {
        "both_autocracies": 0.798,
        "both_democracies": 0.7,
        "mixed": 0.647,
        "four_states_six_pairs": 0.759,
    }
    assert pairs.loc[2023].to_dict() == pytest.approx(expected, abs=5.1e-4)
    above = pairs.index[pairs["four_states_six_pairs"] >= pairs["both_autocracies"]]
    assert list(above) == [2000, 2006, 2008]


def test_ideal_points_move_together():
    points = data.table("un_ideal_points").pivot(index="year", columns="iso3", values="ideal_fp")
    before, after = points.loc[2013:2021].mean(), points.loc[2022:2024].mean()
    states = ["RUS", "CHN", "IRN", "BLR"]
    assert before[states].round(2).tolist() == [0.04, -0.48, -1.63, -0.35]
    assert after[states].round(2).tolist() == [-0.61, -0.98, -1.40, -0.87]
    pairs = list(combinations(FOUR, 2))
    distance = sum((points[a] - points[b]).abs() for a, b in pairs) / len(pairs)
    assert distance[[2021, 2022, 2023, 2024]].round(2).tolist() == [0.93, 0.42, 0.51, 0.35]


def test_ukraine_votes_separate_the_four():
    resolutions = data.table("un_resolutions")
    session = resolutions[(resolutions["series"] == "ES-11") & resolutions["roll_call"]]
    votes = data.table("un_ukraine_votes")
    votes = votes[votes["resolution"].isin(session["resolution"])]
    table = pd.crosstab(votes["iso3"], votes["vote"])
    assert len(session) == 9
    assert table.loc[["PRK", "BLR", "IRN", "CHN"], "no"].tolist() == [9, 9, 3, 2]
    assert table.loc[["IRN", "CHN", "IND"], "abstain"].tolist() == [5, 7, 9]


def test_support_for_texts_on_ukraine_shrinks():
    yes = data.table("un_resolutions").set_index("resolution")["yes"]
    names = ["A/RES/ES-11/1", "A/RES/ES-11/4", "A/RES/ES-11/6", "A/RES/ES-11/7", "A/RES/ES-11/9"]
    assert yes[[*names, "UNGA-2026-02-24"]].tolist() == [141, 143, 141, 93, 91, 107]


def test_security_council_of_2025():
    council = data.table("security_council_2025").astype("str")
    same = council["RUS"] == council["CHN"]
    assert len(council) == 44
    assert same.sum() == 41
    assert (same & (council["RUS"] == "abstain")).sum() == 12
    assert (council["USA"] == council["GBR"]).sum() == 41
    assert (council["GBR"] == council["FRA"]).sum() == 44


# --- economies and regimes ------------------------------------------------------------------------


def test_trade_turns_to_china():
    trade = data.table("trade").set_index(["partner", "year"])
    china = trade.loc["CHN"]
    assert (china["share_total"][[2021, 2024]] * 100).round(1).tolist() == [18.0, 33.4]
    assert (china["share_imports"][[2021, 2024]] * 100).round(1).tolist() == [24.8, 46.4]
    billions = trade["total_usd"] / 1e9
    assert billions.loc["IRN"][[2021, 2024]].round(2).tolist() == [4.05, 2.73]
    assert billions[[("IND", 2024), ("TUR", 2024)]].round().tolist() == [75, 50]


def test_china_is_most_of_the_power_of_the_four():
    frame = data.table("capabilities").astype({"indicator": "str"})
    values = frame.set_index(["indicator", "year", "iso3"])["value"].sort_index()
    cinc, gdp = values["cinc", 2022], values["gdp_current_usd", 2023]
    assert cinc[FOUR].sum() == pytest.approx(0.303, abs=5e-4)
    assert cinc["CHN"] / cinc[FOUR].sum() == pytest.approx(0.77, abs=5e-3)
    assert cinc[["RUS", "IRN", "PRK"]].sum() == pytest.approx(0.069, abs=5e-4)
    assert cinc["IND"] == pytest.approx(0.099, abs=5e-4)
    shares = (gdp / gdp["WLD"] * 100).round(1)
    assert round((gdp["RUS"] + gdp["IRN"]) / gdp["WLD"] * 100, 1) == 2.3
    assert shares[["CHN", "USA"]].tolist() == [16.9, 26.0]


def test_regimes_of_2024():
    values = data.table("regimes").set_index(["iso3", "year"])["libdem"]
    assert [values[state, 2024] for state in ("PRK", "CHN", "RUS", "IRN")] == [
        0.014, 0.036, 0.056, 0.092,
    ]  # fmt: skip


# --- events, treaties, transfers ------------------------------------------------------------------


def test_events_since_2022():
    events = recent_events()
    assert len(data.table("events")) == 167
    assert len(events) == 135
    assert counts(events["direction"], ["+1", "0", "-1"]) == [70, 36, 29]
    cautious = events[events["caution"].notna()]
    assert counts(cautious["direction"], ["+1", "0", "-1"]) == [15, 6, 3]


def test_events_of_two_of_the_four():
    events = recent_events()
    pair = events["actors"].map(lambda text: "-".join(s for s in FOUR if s in text.split(";")))
    found = {
        name: (len(own), *counts(own["direction"], ["+1", "-1"]))
        for name, own in events.groupby(pair)
        if name in ("RUS-PRK", "RUS-IRN", "RUS-CHN", "IRN-PRK")
    }
    assert found == {
        "RUS-PRK": (25, 23, 1),
        "RUS-IRN": (25, 11, 11),
        "RUS-CHN": (19, 10, 4),
        "IRN-PRK": (2, 0, 0),
    }


def test_claims_about_transfers():
    transfers = data.table("transfers")
    order = ["confirmed", "assessed", "alleged", "denied", "announced", "not-confirmed"]
    assert counts(transfers["status"], order) == [14, 130, 55, 17, 5, 5]
    assert counts(transfers["evidence_grade"], list("ABCD")) == [14, 65, 97, 50]
    assert counts(transfers["claimant"].str[:3], ["KOR", "UKR", "USA"]) == [47, 32, 29]


def test_claims_come_from_fewer_origins():
    origins = data.table("transfers")["origin_id"].value_counts()
    assert len(origins) == 170
    assert origins[["T012", "T030"]].tolist() == [12, 7]


def test_labels_of_mutual_defence():
    treaties = data.table("treaties").set_index("treaty_id")["mutual_defence"]
    assert sorted(treaties.index[treaties == "qualified"]) == [
        "anzus-1951", "nato-1949", "rus-dprk-2024", "us-jpn-1960", "us-rok-1953",
    ]  # fmt: skip
    provisions = data.table("provisions")
    assert (len(provisions), (~provisions["verified"]).sum()) == (114, 42)


def test_drones_and_missiles():
    drones = data.table("drone_launches")
    computed = drones[drones["basis"] == "computed"]
    yearly = computed.groupby(computed["month"].dt.year)["launched"].sum()
    assert yearly[[2023, 2024, 2025]].tolist() == [3123, 10970, 54702]
    tests = data.table("missile_tests").set_index("year")["launches"]
    assert tests[[2017, 2022, 2024]].tolist() == [21, 69, 41]


def test_chinas_role_as_coded():
    assert counts(data.table("china")["direction"], ["enabling", "mixed", "distancing"]) == [
        18, 21, 9,
    ]  # fmt: skip


# --- views, claims, hypotheses, tests -------------------------------------------------------------


def test_views():
    views = data.table("views")
    assert (len(views), (views["country"] == "USA").sum()) == (91, 33)
    assert (views["cohesion_score"].min(), views["cohesion_score"].max()) == (1, 8)
    order = ["interests", "balancing", "war-need", "ideology"]
    assert counts(views["mechanism"], order) == [46, 27, 11, 5]
    assert views["position"].value_counts().to_dict() == {
        "cohesive-axis": 18,
        "loose-alignment": 18,
        "other": 13,
        "china-reluctant": 11,
        "transactional": 12,
        "bilateral-not-bloc": 9,
        "overstated": 10,
    }


def test_verdicts_on_the_article():
    order = ["supported", "supported-with-caveat", "misleading", "unsupported", "outdated"]
    verdicts = data.table("claims")["verdict"]
    assert counts(verdicts, [*order, "not-checkable"]) == [7, 27, 11, 5, 3, 7]


def test_scores_of_the_hypotheses():
    evidence = data.table("evidence")
    hypotheses = ["H1", "H2", "H3", "H4", "H5"]

    def score(rows):
        text = rows[hypotheses].astype("str")
        return ((text == "I") + 2 * (text == "II")).sum().tolist()

    assert score(evidence) == [13, 5, 3, 8, 2]
    assert score(evidence[evidence["credibility"] == "high"]) == [8, 2, 2, 3, 1]
    assert score(evidence[evidence["date"] < "2025-06"]) == [4, 2, 1, 3, 1]
    apart = evidence[~evidence["evidence_id"].isin(["E14", "E18", "E21"])]
    assert score(apart) == [7, 5, 3, 8, 2]


@pytest.mark.parametrize(
    ("group", "expected"), [("core", (18, 10, 10, 3, 9)), ("comparison", (14, 0, 0, 4, 7))]
)
def test_stress_tests(group, expected):
    tests = data.table("stress_tests")
    tests = tests[tests["group"] == group]
    iran = tests[tests["principal"] == "IRN"]
    assert expected == (
        len(tests),
        len(iran),
        (iran["help_given"] <= 1).sum(),
        (tests["help_given"] < tests["help_expected"]).sum(),
        (tests["help_given"] > tests["help_expected"]).sum(),
    )


def test_clauses_and_deeds():
    labels = data.table("treaties").set_index("treaty_id")["mutual_defence"].astype("str")
    tests = data.table("stress_tests")
    bound = tests["obligation_treaty_id"].map(labels).isin(["yes", "qualified"])
    assert sorted(tests.loc[bound, "help_given"]) == [0, 1, 2, 2, 3, 3, 3, 3]


def test_the_help_in_kursk_stands_in_two_phases():
    kursk = data.table("stress_tests").set_index("test_id").loc[["st08", "st32"]]
    day = data.table("treaties").set_index("treaty_id").loc["rus-dprk-2024", "in_force"]
    event = data.table("events").set_index("event_id").loc["ev085", "date"]
    assert kursk.loc["st08", "date"] < day == event == kursk.loc["st32", "date"]
    # the promise raises the expectation on the day on which it binds, and not before
    assert kursk["help_expected"].tolist() == [1, 2]
    assert kursk["help_given"].tolist() == [3, 3]


@pytest.mark.parametrize("column", ["expected_reason", "given_reason"])
def test_each_rating_has_a_reason_of_its_own(column):
    reasons = data.table("stress_tests")[column]
    assert reasons.str.split().str.len().between(6, 30).all()
    assert reasons.is_unique


def test_forecasts_and_indicators():
    questions = data.table("forecast_questions")
    assert (len(questions), questions["outcome"].sum()) == (26, 13)
    trained = data.table("trainer_questions")
    assert (len(trained), trained["outcome"].sum()) == (49, 24)
    assert len(data.table("open_questions")) == 8
    direction = data.table("indicators")["direction_that_supports_cohesion"]
    assert (len(direction), *counts(direction, ["none", "ambiguous"])) == (18, 5, 2)


def test_sources_and_how_much_was_read():
    sources = data.table("sources")
    assert (len(sources), (sources["seen"] == "excerpt").sum()) == (1359, 1289)
