"""Rebuild the tables that are computed from larger public data sets.

    python data/rebuild.py --raw FOLDER [--out FOLDER] [TABLE ...]

FOLDER holds the publishers' files, which are too large or not free to be part of this collection.
`data/raw_files.json` says for each where it comes from, under which terms, and its SHA-256; a file
with another checksum is refused. Without table names all are rebuilt; without `--out` they are
written over the tables beside this script. Whoever has the same files gets the same bytes.

Some tables also hold rows or columns that were compiled by hand. These are taken from the table
beside this script, and only the rest is computed:

- un_resolutions, un_coercive_texts: computed are the totals of texts with a roll call;
- drone_launches: computed are the counts of rows with basis = computed;
- capabilities: computed are the rows of GDP, population and CINC.

`alliance_promises` is not rebuilt: its promises by direction need the publisher's directed file.
"""

import argparse
import csv
import functools
import hashlib
import json
import math
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
FOUR = ["RUS", "CHN", "IRN", "PRK"]
ANCHORS = [*FOUR, "USA"]
STATES = [*ANCHORS, "GBR", "IND", "BLR", "TUR", "KOR", "UKR", "ZAF", "BRA"]
PERMANENT = ["RUS", "CHN", "USA", "GBR", "FRA"]
PARTNERS = ["CHN", "IRN", "PRK", "IND", "TUR", "BLR", "DEU", "KOR", "USA", "GBR"]
VOTE = {"1": "yes", "2": "abstain", "3": "no", "8": "absent"}
# fewer joint votes than this say nothing about a pair, fewer roll calls nothing about a year
FEWEST = 20
FIRST_YEAR, LAST_YEAR = 1991, 2025
# two roll calls of the long file, which names no resolutions
UNNAMED = {"2014-03-27": "A/RES/68/262", "2023-04-26": "A/RES/77/284"}
# texts on coercive measures in the long file, which dates them wrongly: found by the tally and the
# dissenters that the record names (see the notes of un_coercive_texts)
COERCIVE = {"4235": "A/RES/54/200", "4238": "A/RES/55/6"}
# a resolution of the Council that the file dates too early, by its number and by the UN's press
COUNCIL_DAYS = {"S/RES/2809": ("2025-12-23", "undl-sc-2025;un-2025-sc16262")}
# members without a column in the file of 2025, because they cast no vote
SILENT_2025 = ["AFG", "VEN"]
GROUPS = ["both_autocracies", "both_democracies", "mixed", "four_states_six_pairs"]


class RawFileError(Exception):
    """A raw file is missing or is not the one that the tables were computed from."""


# --- raw files ------------------------------------------------------------------------------------


def read_raw(folder, name):
    """Return a raw file as a frame of text, after checking its SHA-256.

    Raises:
        RawFileError: the file is missing, or its content differs.
    """
    known = json.loads((HERE / "raw_files.json").read_text(encoding="utf-8"))["files"][name]
    path = Path(folder) / name
    if not path.is_file():
        raise RawFileError(f"{path} is missing. Its origin: {known['origin']}")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != known["sha256"]:
        raise RawFileError(
            f"{path} is not the file that the tables were computed from: its SHA-256 is {found}, "
            f"expected {known['sha256']}. Its origin: {known['origin']}"
        )
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")


def read_shipped(name):
    """Return a table of this folder as a frame of text."""
    return pd.read_csv(HERE / f"{name}.csv", dtype="str", keep_default_na=False)


def to_csv(frame):
    """Return the text of a table: comma-separated, quotes only where needed, LF line ends."""
    return frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)


def frame_of(rows):
    """Return rows (mappings in the order of the columns) as a frame of text."""
    return pd.DataFrame(rows).astype("str")


def four_places(part, whole):
    """Return part / whole with four decimals, or nothing if the whole is zero."""
    return f"{part / whole:.4f}" if whole else ""


# --- General Assembly -----------------------------------------------------------------------------


def roll_calls_by_year(long, latest):
    """Return {year: (roll calls, source id)}; state columns hold the codes 1, 2, 3, 8 and 9."""
    states = [column for column in long if len(column) == 3 and column.isupper()]
    # two states are written with a decimal point in the long file
    long = long.assign(**{state: long[state].str.removesuffix(".0") for state in states})
    years = {
        int(year): (votes, "voeten-unga")
        for year, votes in long.groupby(long["date"].str[:4])
        if FIRST_YEAR <= int(year) < LAST_YEAR
    }
    return years | {LAST_YEAR: (latest, "undl-ga-2025")}


def compare(votes):
    """Return the states that voted, and matrices of joint, identical, opposite and yes-no votes.

    Element (i, j) counts roll calls: joint, both voted yes, abstain or no; identical, both voted
    the same; opposite, yes against no; yes_no, identical without abstentions.
    """
    states = sorted(column for column in votes if len(column) == 3 and column.isupper())
    codes = votes[states].to_numpy()
    voted = np.isin(codes, ["1", "2", "3"]).any(axis=0)
    states = [state for state, has_voted in zip(states, voted, strict=True) if has_voted]
    yes, abstain, no = ((codes[:, voted] == code).astype(int) for code in "123")
    cast = yes + abstain + no
    yes_no = yes.T @ yes + no.T @ no
    opposite = yes.T @ no
    return states, cast.T @ cast, yes_no + abstain.T @ abstain, opposite + opposite.T, yes_no


def agreements(votes):
    """Return {(a, b): (identical, Lijphart)} for all pairs with enough joint votes."""
    states, joint, same, opposite, _ = compare(votes)
    return {
        (states[i], states[j]): (
            same[i, j] / joint[i, j],
            (same[i, j] + 0.5 * (joint[i, j] - same[i, j] - opposite[i, j])) / joint[i, j],
        )
        for i, j in combinations(range(len(states)), 2)
        if joint[i, j] >= FEWEST
    }


def un_agreement(years):
    """Return voting agreement per year for all pairs of the 13 states."""
    rows = []
    for year, (votes, source) in years.items():
        states, joint, same, opposite, yes_no = compare(votes)
        full = len(votes) >= FEWEST
        ranked = np.array([value for value, _ in agreements(votes).values()]) if full else []
        for a, b in combinations([state for state in STATES if state in states], 2):
            i, j = states.index(a), states.index(b)
            n, s, o, yn = (int(matrix[i, j]) for matrix in (joint, same, opposite, yes_no))
            shown = full and n > 0
            below = f"{np.mean(ranked < s / n):.4f}" if len(ranked) and n >= FEWEST else ""
            rows.append(
                {
                    "year": year,
                    "a": a,
                    "b": b,
                    "roll_calls": len(votes),
                    "joint_votes": n,
                    "opposite": o if shown else "",
                    "agree_identical": four_places(s, n) if shown else "",
                    "agree_lijphart": four_places(s + 0.5 * (n - s - o), n) if shown else "",
                    "agree_yes_no": four_places(yn, yn + o) if shown else "",
                    "percentile": below,
                    "dyads_ranked": len(ranked) or "",
                    "coverage": "full" if full else "partial",
                    "source_ids": source,
                }
            )
    return frame_of(rows)


def un_vote_profile(years, totals):
    """Return counts and shares of yes, abstain and no for each of the 13 states and year.

    A year of too few roll calls is filled from the yearly totals of the states. These do not say
    how many roll calls there were, so that `roll_calls` and `not_voting` stay empty.
    """
    counts = totals.set_index(["year", "iso3"])[["yes", "abstain", "no"]].astype(int)
    rows = []
    for year, (votes, source) in years.items():
        known = len(votes) >= FEWEST
        for state in STATES:
            if known:
                yes, abstain, no = (int((votes[state] == code).sum()) for code in "123")
            elif (str(year), state) in counts.index:
                yes, abstain, no = counts.loc[(str(year), state)]
            else:
                continue
            cast = yes + abstain + no
            if cast:
                rows.append(
                    {
                        "year": year,
                        "iso3": state,
                        "roll_calls": len(votes) if known else "",
                        "yes": yes,
                        "abstain": abstain,
                        "no": no,
                        "not_voting": len(votes) - cast if known else "",
                        "share_yes": four_places(yes, cast),
                        "share_abstain": four_places(abstain, cast),
                        "share_no": four_places(no, cast),
                        "source_ids": source if known else "undl-ga-totals-2024",
                    }
                )
    return frame_of(rows)


def un_partner_ranks(years):
    """Return the place of each of the 13 states among all members, ranked by agreement."""
    rows = []
    for year, (votes, source) in years.items():
        pairs = agreements(votes) if len(votes) >= FEWEST else {}
        for anchor in ANCHORS:
            own = {
                b if a == anchor else a: identical
                for (a, b), (identical, _) in pairs.items()
                if anchor in (a, b)
            }
            for partner in STATES:
                if partner in own:
                    value = own[partner]
                    rows.append(
                        {
                            "year": year,
                            "anchor": anchor,
                            "partner": partner,
                            "rank": 1 + sum(other > value for other in own.values()),
                            "rank_to": sum(other >= value for other in own.values()),
                            "states_ranked": len(own),
                            "source_ids": source,
                        }
                    )
    return frame_of(rows)


def un_regime_pairs(years, vdem):
    """Return mean agreement by kind of regime pair; regime types of 2024 serve for 2025."""
    coded = vdem[vdem["v2x_regime"] != ""]
    keys = zip(coded["country_text_id"], coded["year"].astype(int), strict=True)
    democratic = dict(zip(keys, coded["v2x_regime"].astype(int) >= 2, strict=True))
    rows = []
    for year, (votes, source) in years.items():
        groups = {group: [] for group in GROUPS}
        for (a, b), values in agreements(votes).items() if len(votes) >= FEWEST else ():
            if a in FOUR and b in FOUR:
                groups["four_states_six_pairs"].append(values)
            kinds = [democratic.get((state, min(year, 2024))) for state in (a, b)]
            if None not in kinds:
                groups[_kind(kinds)].append(values)
        rows += [
            {
                "year": year,
                "group": group,
                "n_dyads": len(values),
                "mean_agree_identical": four_places(math.fsum(v for v, _ in values), len(values)),
                "mean_agree_lijphart": four_places(math.fsum(v for _, v in values), len(values)),
                "source_ids": f"{source};vdem-ert-v15",
            }
            for group, values in groups.items()
            if values
        ]
    return frame_of(rows)


def _kind(democratic):
    first, second = democratic
    if first != second:
        return "mixed"
    return "both_democracies" if first else "both_autocracies"


def named_roll_calls(long, session, latest, resolutions):
    """Return {resolution: roll call} for the resolutions whose votes are known."""
    wanted = set(resolutions.loc[resolutions["roll_call"] == "yes", "resolution"])
    calls = {
        row["resolution"]: row
        for source in (session, latest)
        for _, row in source[source["resolution"].isin(wanted)].iterrows()
    }
    for day, resolution in UNNAMED.items():
        found = long[long["date"] == day]
        if resolution == "A/RES/68/262":
            found = found[found["rcid"] == "5309"]
        calls[resolution] = found.iloc[0]
    if set(calls) != wanted:
        raise RawFileError(f"no roll call for {', '.join(sorted(wanted - set(calls)))}")
    return calls


def coercive_roll_calls(long, latest, texts):
    """Return {resolution: roll call} for the texts on coercive measures.

    Raises:
        RawFileError: a text has no roll call in the files.
    """
    wanted = set(texts["resolution"])
    calls = {COERCIVE[row["rcid"]]: row for _, row in long[long["rcid"].isin(COERCIVE)].iterrows()}
    recent = latest[latest["resolution"].isin(wanted)]
    calls |= {row["resolution"]: row for _, row in recent.iterrows()}
    if set(calls) != wanted:
        raise RawFileError(f"no roll call for {', '.join(sorted(wanted ^ set(calls)))}")
    return calls


def member_votes(calls, latest):
    """Return the vote of each member on the named texts."""
    rows = []
    for resolution, call in calls.items():
        votes = {
            state: VOTE[code]
            for state, code in call.str.removesuffix(".0").items()
            if len(state) == 3 and state.isupper() and code in VOTE
        }
        if resolution in set(latest["resolution"]):
            votes = dict.fromkeys(SILENT_2025, "absent") | votes
        rows += [
            {"resolution": resolution, "iso3": state, "vote": vote} for state, vote in votes.items()
        ]
    return frame_of(rows).sort_values(["resolution", "iso3"])


def with_totals(votes, shipped):
    """Return the shipped texts with the totals counted from the votes."""
    counts = pd.crosstab(votes["resolution"], votes["vote"])
    counts = counts.rename(columns={"absent": "not_voting"}).astype("str")
    rows = shipped.set_index("resolution", drop=False)
    rows.update(counts)
    return rows


def un_ideal_points(points):
    """Return the ideal points of the 13 states; estimates for the DPRK before 2015 are marked."""
    year = points["year"].astype(int)
    points = points[points["iso3c"].isin(STATES) & year.between(FIRST_YEAR, 2024)]
    doubtful = (points["iso3c"] == "PRK") & (points["year"].astype(int) < 2015)
    frame = pd.DataFrame(
        {
            "iso3": points["iso3c"],
            "year": points["year"],
            "ideal_fp": points["idealpointfp"],
            "n_votes_fp": points["nvotesfp"],
            "ideal_all": points["idealpointall"],
            "q5_all": points["q5all"],
            "q95_all": points["q95all"],
            "use_with_care": np.where(doubtful, "yes", "no"),
            "source_ids": "voeten-ideal-2025",
        }
    )
    return _in_order_of_states(frame)


def un_spread(years, points):
    """Return where all members stand: quantiles of agreement with Russia and of ideal points."""
    rows = []
    for year, (votes, source) in years.items():
        pairs = agreements(votes) if len(votes) >= FEWEST else {}
        own = [identical for pair, (identical, _) in pairs.items() if "RUS" in pair]
        rows += _quantiles(year, "with_russia", own, source)
    for measure, column in {"ideal_fp": "idealpointfp", "ideal_all": "idealpointall"}.items():
        known = points[points[column] != ""].astype({"year": int, column: float})
        known = known[known["year"].between(FIRST_YEAR, LAST_YEAR)]
        for year, own in known.groupby("year")[column]:
            rows += _quantiles(year, measure, own, "voeten-ideal-2025")
    return frame_of(rows)


def _quantiles(year, measure, values, source):
    """Return one row with the quantiles of a year, or none without values."""
    if not len(values):
        return []
    ends = {f"q{end}": f"{np.quantile(values, end / 100):.4f}" for end in (5, 25, 50, 75, 95)}
    row = {"year": year, "measure": measure, "states": len(values), **ends}
    return [row | {"source_ids": source}]


def _in_order_of_states(frame):
    place = frame["iso3"].map(STATES.index)
    return frame.assign(place=place).sort_values(["place", "year"]).drop(columns="place")


# --- Security Council, regimes, trade, capabilities -----------------------------------------------


def security_council_2025(calls):
    """Return the votes of the permanent members on each resolution adopted in 2025."""
    subject = calls["title"].str.extract(r"\[(.*)\]", expand=False).fillna(calls["title"])
    subject = subject.str.replace(r"^on (the )?", "", regex=True)
    frame = pd.DataFrame(
        {
            "resolution": calls["resolution"].str.replace("(2025)", ""),
            "date": calls["date"],
            "subject": (subject.str[0].str.upper() + subject.str[1:220]).str.strip(),
        }
    )
    for column in ("yes", "no", "abstain"):
        frame[column] = calls[column]
    for state in PERMANENT:
        frame[state] = calls[state].map(VOTE)
    frame = frame.assign(source_ids="undl-sc-2025")
    for symbol, (day, seen) in COUNCIL_DAYS.items():
        frame.loc[frame["resolution"] == symbol, ["date", "source_ids"]] = [day, seen]
    return frame.sort_values("date", kind="stable")


def regimes(vdem):
    """Return the liberal democracy index, its interval and the regime type of the 13 states."""
    vdem = vdem[vdem["country_text_id"].isin(STATES)]
    frame = pd.DataFrame(
        {
            "iso3": vdem["country_text_id"],
            "year": vdem["year"],
            "libdem": vdem["v2x_libdem"],
            "libdem_low": vdem["v2x_libdem_codelow"],
            "libdem_high": vdem["v2x_libdem_codehigh"],
            "regime_type": vdem["v2x_regime"],
            "source_ids": "vdem-v15;vdem-ert-v15",
        }
    )
    return _in_order_of_states(frame)


def trade(imf):
    """Return Russia's trade with ten partners and the world in US dollars, with shares."""
    years = [column for column in imf if column.isdigit()]
    millions = imf.set_index(["COUNTERPART_COUNTRY.ID", "INDICATOR.ID"])[years]
    rows = []
    for partner, code in [*zip(PARTNERS, PARTNERS, strict=True), ("WLD", "G001")]:
        for year in years:
            cells = [millions.at[(code, flow), year] for flow in ("XG_FOB_USD", "MG_CIF_USD")]
            if "" in cells:
                continue
            exports, imports = (float(cell) * 1e6 for cell in cells)
            world_exports, world_imports = (
                float(millions.at[("G001", flow), year]) * 1e6
                for flow in ("XG_FOB_USD", "MG_CIF_USD")
            )
            total, world = exports + imports, world_exports + world_imports
            if partner == "WLD":
                total = round(exports) + round(imports)
            rows.append(
                {
                    "reporter": "RUS",
                    "partner": partner,
                    "year": year,
                    "exports_usd": round(exports),
                    "imports_usd": round(imports),
                    "total_usd": round(total),
                    "share_exports": four_places(exports, world_exports),
                    "share_imports": four_places(imports, world_imports),
                    "share_total": "1.0000" if partner == "WLD" else four_places(total, world),
                    # since 2022 Russia publishes no trade by partner
                    "basis": "reported by Russia"
                    if int(year) < 2022
                    else "partner data and IMF estimates",
                    "source_ids": "imf-imts",
                }
            )
    return frame_of(rows).sort_values(["partner", "year"])


def capabilities(gdp, population, nmc, shipped):
    """Return GDP, population and CINC, with the shipped rows of all other indicators."""
    parts = [
        shipped[~shipped["indicator"].isin(["gdp_current_usd", "population", "cinc"])],
        _world_bank(gdp, "gdp_current_usd", "USD", "worldbank-gdp"),
        _world_bank(population, "population", "persons", "worldbank-population"),
    ]
    nmc = nmc[(nmc["year"].astype(int) >= 1990) & (nmc["cinc"] != "")]
    # in 1990 both West Germany (255 is united Germany) and united Germany have a row
    nmc = nmc[(nmc["iso3"] != "DEU") | (nmc["ccode"] == "255")]
    cinc = pd.DataFrame(
        {
            "iso3": nmc["iso3"],
            "year": nmc["year"],
            "indicator": "cinc",
            "value": [f"{float(value):.6f}" for value in nmc["cinc"]],
            "low": "",
            "high": "",
            "unit": "share of world (0-1)",
            "claimant": "Correlates of War",
            "source_ids": "cow-nmc-7",
            "note": "",
        }
    )
    return pd.concat([*parts, cinc]).sort_values(["indicator", "iso3", "year"])


def _world_bank(series, indicator, unit, source):
    series = series[(series["Value"] != "") & ~series["Country Code"].isin(["EUU", "HIC"])]
    return pd.DataFrame(
        {
            "iso3": series["Country Code"],
            "year": series["Year"],
            "indicator": indicator,
            "value": [str(round(float(value))) for value in series["Value"]],
            "low": "",
            "high": "",
            "unit": unit,
            "claimant": "World Bank",
            "source_ids": source,
            "note": np.where(series["Country Code"] == "WLD", "world total", ""),
        }
    )


# --- drones and missiles --------------------------------------------------------------------------


def drone_launches(reports, shipped):
    """Return the shipped table with the counts of its computed rows summed from the reports.

    A report belongs to the month in which its window ends. Rows of the daily file whose model
    begins with "Shahed" are counted, which includes decoys.
    """
    shahed = reports[reports["model"].str.startswith("Shahed")]
    month = shahed["time_end"].str[:7]

    def total(column):
        # what no report of the month mentions is not known, and not none
        return pd.to_numeric(shahed[column]).groupby(month).sum(min_count=1)

    split = pd.to_numeric(shahed["is_shahed"])
    sums = pd.DataFrame(
        {
            "launched": total("launched"),
            "shot_down": total("destroyed"),
            "lost_or_jammed": total("not_reach_goal"),
            "still_airborne": total("still_attacking"),
            "reports": month.groupby(month).size(),
            "of_which_shahed": split.groupby(month).sum(min_count=1),
            "reports_with_shahed_split": split.groupby(month).count(),
        }
    ).astype("Int64")
    sums["shot_down_or_suppressed"] = sums["shot_down"] + sums["lost_or_jammed"].fillna(0)
    sums["hit_or_unaccounted"] = sums["launched"] - sums["shot_down_or_suppressed"]
    computed = shipped["basis"] == "computed"
    if list(shipped.loc[computed, "month"]) != list(sums.index):
        raise RawFileError("the months of the daily file are not those of drone_launches.csv")
    frame = shipped.copy()
    for column in sums:
        frame.loc[computed, column] = ["" if pd.isna(n) else str(n) for n in sums[column]]
    return frame


def missile_tests(tests):
    """Return yearly counts by type and outcome, with years without a test."""
    types = {
        "srbm": ["SRBM"],
        "mrbm_irbm_hgv": ["MRBM", "IRBM", "HGV"],
        "icbm": ["ICBM"],
        "satellite_launch": ["SLV"],
        "slbm_or_unknown_type": ["SLBM", "Unknown"],
    }
    # the KN-23 on rails or in a silo is a Hwasong-11A
    family = tests["missile_id"].str.contains(r"^hwasong-11|kn-23$")
    last = tests["date"].max()
    rows = []
    for year in range(int(tests["date"].min()[:4]), int(last[:4]) + 1):
        own = tests[tests["date"].str.startswith(str(year))]
        rows.append(
            {
                "year": year,
                "launches": len(own),
                **{name: int(own["type"].isin(words).sum()) for name, words in types.items()},
                "of_which_hwasong_11_family": int(family[own.index].sum()),
                "success": int((own["outcome"] == "success").sum()),
                "failure": int((own["outcome"] == "failure").sum()),
                "unknown_outcome": int((own["outcome"] == "unknown").sum()),
                "claimant": "CNS North Korea Missile Test Database",
                "coverage_end": min(f"{year}-12-31", last),
                "verified": "yes",
                "source_ids": "cns-nti-missile-tests",
            }
        )
    return frame_of(rows)


# --- all of them ----------------------------------------------------------------------------------


def recipes(folder):
    """Return {table: function without arguments that gives the rebuilt frame}."""

    @functools.cache
    def raw(name):
        return read_raw(folder, name)

    @functools.cache
    def years():
        return roll_calls_by_year(
            raw("unga_rollcalls_1946_2024.csv"), raw("unga_rollcalls_2025.csv")
        )

    def ukraine():
        long, session, latest = (
            raw("unga_rollcalls_1946_2024.csv"),
            raw("unga_es11_rollcalls_2022_2023.csv"),
            raw("unga_rollcalls_2025.csv"),
        )
        shipped = read_shipped("un_resolutions")
        return member_votes(named_roll_calls(long, session, latest, shipped), latest)

    def coercive():
        long, latest = raw("unga_rollcalls_1946_2024.csv"), raw("unga_rollcalls_2025.csv")
        calls = coercive_roll_calls(long, latest, read_shipped("un_coercive_texts"))
        return member_votes(calls, latest)

    return {
        "un_agreement": lambda: un_agreement(years()),
        "un_vote_profile": lambda: un_vote_profile(
            years(), raw("unga_yearly_totals_2023_2025.csv")
        ),
        "un_partner_ranks": lambda: un_partner_ranks(years()),
        "un_regime_pairs": lambda: un_regime_pairs(years(), raw("vdem_v15_libdem_1990_2024.csv")),
        "un_ideal_points": lambda: un_ideal_points(raw("unga_ideal_points_2025_07.csv")),
        "un_spread": lambda: un_spread(years(), raw("unga_ideal_points_2025_07.csv")),
        "un_ukraine_votes": ukraine,
        "un_resolutions": lambda: with_totals(ukraine(), read_shipped("un_resolutions")),
        "un_coercive_votes": coercive,
        "un_coercive_texts": lambda: with_totals(coercive(), read_shipped("un_coercive_texts")),
        "security_council_2025": lambda: security_council_2025(raw("unsc_rollcalls_2025.csv")),
        "regimes": lambda: regimes(raw("vdem_v15_libdem_1990_2024.csv")),
        "trade": lambda: trade(raw("imf_imts_russia_2016_2024.csv")),
        "capabilities": lambda: capabilities(
            raw("worldbank_gdp_current_usd_1990_2023.csv"),
            raw("worldbank_population_1990_2024.csv"),
            raw("cow_nmc_1945_2022.csv"),
            read_shipped("capabilities"),
        ),
        "drone_launches": lambda: drone_launches(
            raw("missile_attacks_daily.csv"), read_shipped("drone_launches")
        ),
        "missile_tests": lambda: missile_tests(raw("nk_missile_tests.csv")),
    }


def main(arguments=None):
    """Rebuild the tables named on the command line; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--raw", required=True, help="folder with the publishers' files")
    parser.add_argument("--out", default=HERE, help="folder to write to")
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="tables to rebuild, default all")
    options = parser.parse_args(arguments)
    known = recipes(options.raw)
    for name in options.tables:
        if name not in known:
            parser.error(f"cannot rebuild {name!r}; these can be: {', '.join(known)}")
    for name in options.tables or known:
        try:
            text = to_csv(known[name]())
        except RawFileError as error:
            print(error, file=sys.stderr)
            return 1
        (Path(options.out) / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
