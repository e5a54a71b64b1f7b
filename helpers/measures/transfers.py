"""Measures of transfers: frames in, frames and numbers out."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers import data


@dataclass(frozen=True)
class Thing:
    """One thing that is claimed: rows of one `group` in one `unit`, drawn in units of `scale`.

    `noun` names it in a title, `what` in a subtitle, `axis` the scale's unit; `also` is a group of
    general denials that belong to it; `aside` is the column that tells its rows apart.
    """

    noun: str
    what: str
    group: str
    unit: str
    axis: str
    scale: float = 1
    also: str = ""
    aside: str = "period"


THINGS = {
    "shells": Thing(
        "shells and rockets",
        "Rounds of artillery ammunition, North Korea to Russia, as claimed",
        "prk-rus-shells",
        "rounds",
        "million rounds",
        1e6,
        "prk-rus-denials",
    ),
    "containers": Thing(
        "containers",
        "Shipping containers of munitions, North Korea to Russia, as claimed",
        "prk-rus-containers",
        "containers",
        "containers",
        also="prk-rus-denials",
    ),
    "supplied": Thing(
        "missiles supplied",
        "North Korean ballistic missiles supplied to Russia, as claimed",
        "prk-rus-missiles",
        "missiles supplied",
        "missiles",
    ),
    "fired": Thing(
        "missiles fired",
        "North Korean ballistic missiles fired at Ukraine, as claimed",
        "prk-rus-missiles",
        "missiles fired",
        "missiles",
    ),
    "troops": Thing(
        "troops",
        "North Korean soldiers in Russia, as claimed: planned, present and total differ",
        "prk-rus-troops",
        "personnel",
        "soldiers",
        aside="item",
    ),
    "hurt": Thing(
        "killed and wounded",
        "North Korean soldiers killed and wounded, as claimed; not a transfer",
        "prk-troops-casualties",
        "killed and wounded",
        "soldiers",
        aside="item",
    ),
    "killed": Thing(
        "killed",
        "North Korean soldiers killed, as claimed; not a transfer",
        "prk-troops-casualties",
        "killed",
        "soldiers",
        aside="item",
    ),
    "guns": Thing(
        "guns and launchers",
        "Guns and rocket launchers, North Korea to Russia, as claimed",
        "prk-rus-artillery-systems",
        "systems",
        "systems",
    ),
    "drones": Thing(
        "Iranian drones",
        "Drones delivered, Iran to Russia, as claimed",
        "irn-rus-drones",
        "drones",
        "drones",
        aside="item",
    ),
    "ordered": Thing(
        "Iranian drones ordered",
        "Drones ordered, not delivered, Iran to Russia, as claimed",
        "irn-rus-drones",
        "drones ordered",
        "drones",
    ),
    "missiles": Thing(
        "Iranian missiles",
        "Ballistic missiles, Iran to Russia, as claimed",
        "irn-rus-missiles",
        "missiles",
        "missiles",
        aside="item",
    ),
}


STATES = {
    "KOR": "South Korea",
    "UKR": "Ukraine",
    "USA": "United States",
    "GBR": "United Kingdom",
    "LTU": "Lithuania",
    "RUS": "Russia",
    "PRK": "North Korea",
    "IRN": "Iran",
    "CHN": "China",
}
OFFICES = {
    "National Intelligence Service": "intelligence service",
    "Defense Intelligence Agency": "defence intelligence",
    "Minister of Defence": "defence minister",
    "Defence Intelligence": "military intelligence",
    "Ministry of Defence official": "defence ministry",
    "Ministry of Defence": "defence ministry",
    "Department of Defense": "defence department",
    "Department of State": "state department",
    "Department of the Treasury": "treasury",
    "Foreign Minister": "foreign minister",
    "Secretary of State": "secretary of state",
    "Deputy Defence Minister": "deputy defence minister",
    "National Security Adviser": "security adviser",
    "Security Council Secretary": "security council",
    "Chief of General Staff": "chief of staff",
    "Central Military Commission": "military commission",
    "Joint Chiefs of Staff": "joint chiefs",
    "President": "president",
    "White House NSC": "White House",
    "Prosecutor General's Office": "prosecutor general",
    "Prosecutor General": "prosecutor general",
    "military official": "military official",
    "military": "military",
    "leader": "leader",
    "official": "official",
    "intelligence assessment": "intelligence",
    "intelligence sources": "unnamed sources",
    "intelligence": "intelligence",
    "government": "government",
    "member of parliament": "member of parliament",
}
NAMED = {
    "MSMT": "monitoring team of 11 states",
    "UN 1718": "UN panel's monitors",
    "Olena Guseinova": "O. Guseinova, study",
    "C4ADS and": "C4ADS, Washington Post",
    "Open Source Centre": "Open Source Centre, Reuters",
    "US and European": "unnamed officials, N.Y. Times",
    "Western intelligence": "unnamed sources, The Times",
    "Western officials (BBC)": "unnamed officials, BBC",
    "Western officials (CNN)": "unnamed officials, CNN",
    "Yonhap": "Yonhap, on Seoul's service",
    "RUS and PRK": "Russia and North Korea",
    "Yomiuri": "Yomiuri, from CSIS data",
    "Japanese": "press, on ceremonies",
    "Fox News": "Fox News",
    "security source": "unnamed source, Sky News",
    "Ukrainian source": "unnamed source, Sky News",
    "sources in Iran": "unnamed sources, Observer",
    "journalist": "J. Roepcke, journalist",
    "six sources": "six unnamed sources, Reuters",
    "leaked Russian": "leaked documents",
}


SEOUL = "T019"  # South Korea's conversion of 6,700 containers (T005) into rounds
DRAWS = 20_000
SEED = 2026


@functools.cache
def family(claimant: str, kind: str) -> str:
    """Return the family of a claimant, one of FAMILIES.

    Args:
        claimant: as in the column claimant; states stand first by their code, as in 'KOR …'.
        kind: as in the column claimant_type.

    Returns:
        The parties are those who supply or receive; unnamed officials count with the press.
    """
    if kind == "supplier-or-recipient":
        return "the parties themselves"
    if kind in ("media-investigation", "leak"):
        return "press, leaks, unnamed"
    if kind == "thinktank-or-ngo":
        return "researchers"
    states = {"KOR": "South Korea", "UKR": "Ukraine", "USA": "United States"}
    if claimant.startswith("IRN") and kind == "lawmaker":
        return "the parties themselves"
    if claimant.startswith("Yonhap"):
        return "South Korea"
    return states.get(claimant[:3], "other states, monitors")


@functools.cache
def who(claimant: str) -> str:
    """Return a claimant's name for a chart, such as 'South Korea, defence minister'.

    Args:
        claimant: as in the column claimant.

    Returns:
        State and office where both are known; otherwise the name without its brackets.
    """
    for start, name in NAMED.items():
        if claimant.startswith(start):
            return name
    state = STATES.get(claimant[:3])
    bare = re.sub(r" ?\(.*?\)", "", claimant)
    if state is None or claimant[3:4] != " ":
        return bare
    rest = bare[4:]
    office = next((o for start, o in OFFICES.items() if rest.startswith(start)), rest)
    return f"{state}, {office}"


def claims(transfers: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the table transfers with the columns family and name for each claimant.

    Args:
        transfers: rows of the table transfers; all of them when not given.

    Returns:
        The same rows in order of claim_date, then of id.
    """
    frame = data.table("transfers") if transfers is None else transfers.copy()
    kinds = frame["claimant_type"].astype(str)
    frame["family"] = [family(c, k) for c, k in zip(frame["claimant"], kinds, strict=True)]
    frame["name"] = frame["claimant"].map(who)
    frame["status"] = frame["status"].astype(str)
    return frame.sort_values(["claim_date", "transfer_id"]).reset_index(drop=True)


def claims_of(thing: str, families=None, statuses=None) -> pd.DataFrame:
    """Return the claims about one thing in one unit, in order of the date of the claim.

    Args:
        thing: a key of THINGS.
        families: families of claimants to keep; all when None.
        statuses: statuses to keep; all when None.

    Returns:
        Rows of `claims()` of that claim_group and unit, and denials that name the whole trade.

    Raises:
        ValueError: no such thing; the sentence lists the known ones.
    """
    if thing not in THINGS:
        raise ValueError(f"'{thing}' is not one of: {', '.join(THINGS)}.")
    about, frame = THINGS[thing], claims()
    own = (frame["claim_group"] == about.group) & (frame["unit"] == about.unit)
    frame = frame[own | (frame["claim_group"] == about.also)]
    if families is not None:
        frame = frame[frame["family"].isin(families)]
    if statuses is not None:
        frame = frame[frame["status"].isin(statuses)]
    return frame.reset_index(drop=True)


def add_up(frame: pd.DataFrame) -> tuple[float, float]:
    """Add the quantities of `frame`, if and only if they are parts of one statement.

    Args:
        frame: rows of the table transfers.

    Returns:
        The sums of quantity_low and quantity_high.

    Raises:
        ValueError: claim groups, units or several claims of one thing are mixed, periods overlap
            or an end is missing; the message is one sentence that says why.
    """
    if frame.empty:
        raise ValueError("There is no row to add up.")
    groups = sorted(frame["claim_group"].unique())
    if len(groups) > 1:
        raise ValueError(
            f"These rows are about {len(groups)} different things ({', '.join(groups[:3])}"
            f"{', …' if len(groups) > 3 else ''}): choose one claim_group."
        )
    units = sorted({"no unit" if pd.isna(u) else str(u) for u in frame["unit"]})
    if len(units) > 1:
        raise ValueError(f"These rows mix units ({', '.join(units)}): choose one unit.")
    origins = frame["origin_id"].nunique()
    if origins > 1:
        raise ValueError(
            f"These {len(frame)} rows are {origins} statements about one thing ({groups[0]}, "
            f"{units[0]}): they overlap, so show them side by side and do not add them up."
        )
    if _overlap(frame):
        raise ValueError(
            f"These {len(frame)} rows are one statement told {len(frame)} times about one period: "
            "count it once."
        )
    if frame[["quantity_low", "quantity_high"]].isna().any(axis=None):
        raise ValueError("One row says 'more than', 'up to' or no number: there is no sum.")
    return float(frame["quantity_low"].sum()), float(frame["quantity_high"].sum())


def _overlap(frame) -> bool:
    """Say whether periods of the rows share a day; a row without an end goes on."""
    if len(frame) < 2:
        return False
    spans = []
    for row in frame.itertuples():
        end = row.period_end_text
        last = pd.Timestamp.max if pd.isna(end) or not end else pd.Period(end).end_time
        spans.append((row.period_start, last))
    spans.sort()
    return any(after[0] <= before[1] for before, after in itertools.pairwise(spans))


def count_status(status: str = "confirmed") -> int:
    """Return how many rows of the table transfers have this status.

    Args:
        status: one of STATUSES.

    Returns:
        A number of rows, each a claim.
    """
    return int((data.table("transfers")["status"] == status).sum())


def count_shell_claims() -> int:
    """Return how many rows of the group prk-rus-shells are in the unit 'rounds'."""
    rows = data.table("transfers")
    return int(((rows["claim_group"] == "prk-rus-shells") & (rows["unit"] == "rounds")).sum())


def count_shell_rows() -> int:
    """Return how many rows prk-rus-shells has in any unit, a slip when rounds are asked."""
    return int((data.table("transfers")["claim_group"] == "prk-rus-shells").sum())


def count_rounds_rows() -> int:
    """Return how many rows of any group are in rounds, a slip when one group is asked."""
    return int((data.table("transfers")["unit"] == "rounds").sum())


def per_container() -> tuple[float, float]:
    """Return how many 152 mm shells and 122 mm rockets fill one container, by South Korea.

    Returns:
        (shells, rockets): the two capacities of T019 divided by the containers of T005.
    """
    rows = data.table("transfers").set_index("transfer_id")
    boxes = rows.loc["T005", "quantity_low"]
    return rows.loc[SEOUL, "quantity_high"] / boxes, rows.loc[SEOUL, "quantity_low"] / boxes


def shells_per_container() -> int:
    """Return the 152 mm shells in one full container, by South Korea's conversion, rounded."""
    return round(per_container()[0])


def rockets_per_container() -> int:
    """Return the 122 mm rockets in one full container, a slip when shells are asked."""
    return round(per_container()[1])


def rounds_in(containers, rockets, filled):
    """Return how many rounds a number of containers could hold.

    Args:
        containers: how many, 0 or more.
        rockets: per cent of the containers that hold 122 mm rockets, the others 152 mm shells.
        filled: per cent of each container that is filled.

    Returns:
        Rounds, by South Korea's capacities; arrays give arrays.

    Raises:
        ValueError: a number of containers below 0, or a share outside 0 to 100 per cent.
    """
    if np.min(containers) < 0:
        raise ValueError("A number of containers cannot be below 0.")
    for name, share in (("rockets", rockets), ("filled", filled)):
        if np.min(share) < 0 or np.max(share) > 100:
            raise ValueError(f"The share '{name}' is given in per cent, from 0 to 100.")
    shells, rocket = per_container()
    mixed = shells * (1 - np.asarray(rockets) / 100) + rocket * np.asarray(rockets) / 100
    return containers * mixed * np.asarray(filled) / 100


def simulate(containers, rockets, filled, seed: int = SEED, draws: int = DRAWS) -> np.ndarray:
    """Draw numbers of rounds at random; each input is drawn evenly between its two ends.

    Args:
        containers: (low, high).
        rockets: (low, high) in per cent of the containers.
        filled: (low, high) in per cent.
        seed: starts numpy's Generator; the same seed gives the same draws.
        draws: how many.

    Returns:
        An array of `draws` numbers of rounds.
    """
    chance = np.random.default_rng(seed)
    return rounds_in(*[chance.uniform(*ends, draws) for ends in (containers, rockets, filled)])


BOXES = ("T012", "T013")  # containers by the monitoring team and by Seoul, 2025
MIXES = {"any mix": (0, 100), "mostly shells": (0, 30), "mostly rockets": (70, 100)}
FILLS = {
    "60 to 100 per cent": (60, 100),
    "90 to 100 per cent": (90, 100),
    "20 to 100 per cent": (20, 100),
}


def box_counts() -> dict[str, tuple[float, float]]:
    """Return the counts of containers that the simulation offers, each with its claimants."""
    rows = data.table("transfers").set_index("transfer_id")
    low, high = (rows.loc[i, "quantity_low"] for i in BOXES)
    first, study = rows.loc["T005"], rows.loc["T011"]
    return {
        f"{low:,.0f} to {high:,.0f}: monitors and Seoul, 2025": (low, high),
        f"{study.quantity_low:,.0f} to {study.quantity_high:,.0f}: Open Source Centre, 2025": (
            study.quantity_low,
            study.quantity_high,
        ),
        f"{first.quantity_low:,.0f}: Seoul, February 2024": (first.quantity_low,) * 2,
    }


def middle_of_spread() -> float:
    """Return the middle of the default simulation in million rounds: half the draws lie below."""
    draws = simulate(next(iter(box_counts().values())), MIXES["any mix"], (60, 100))
    return round(float(np.median(draws)) / 1e6, 1)


def launches(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the computed monthly rows of drone_launches with year, share and partial.

    Args:
        frame: the table drone_launches; read when not given.

    Returns:
        One row a month; `share` is shot down or suppressed per launched drone (0 to 1), which
        compares only within one reporting_regime; `partial` marks months that are not whole.
    """
    rows = data.table("drone_launches") if frame is None else frame
    rows = (
        rows[rows["basis"] == "computed"].sort_values("month", kind="stable").reset_index(drop=True)
    )
    rows["year"] = rows["month"].dt.year
    rows["share"] = (rows["shot_down_or_suppressed"] / rows["launched"]).astype(float)
    rows["partial"] = rows["note"].fillna("").str.contains("partial")
    return rows


def launched_in(year: int) -> int:
    """Return the drones launched in a `year` by the computed rows, decoys included.

    Args:
        year: 2022 to 2026; the first and the last year are not whole.

    Returns:
        A sum over months of one basis and one claimant; 0 for a year without data.
    """
    rows = launches()
    return int(rows.loc[rows["year"] == year, "launched"].sum())


def launched_2025() -> int:
    """Return the drones launched in 2025, decoys included."""
    return launched_in(2025)


def labelled(rule: str, year: int = 2024) -> int:
    """Return how many launches count as North Korean missiles in a year under one rule.

    Args:
        rule: 'low' counts labels that name the KN-23 alone, 'high' every label with KN-23 in it.
        year: 2024 or 2025.

    Returns:
        A sum over half-years of one series and one claimant.
    """
    rows = label_counts()
    return int(rows.loc[rows["period"].str.startswith(str(year)), f"value_{rule}"].sum())


def labelled_low() -> int:
    """Return the KN-23 launches of 2024 under the strict rule."""
    return labelled("low")


def labelled_high() -> int:
    """Return the KN-23 launches of 2024 under the wide rule."""
    return labelled("high")


def labelled_twice() -> int:
    """Return the wide count of 2024 with a paper's count of the same labels added: a slip."""
    rows = data.table("exchange_values").query("series_id == 'kn23-fired'")
    return int(rows.loc[rows["period"].str.startswith("2024"), "value_high"].sum())


def labelled_mixed() -> int:
    """Return the low counts of 2024 of two claimants added: a slip, both count the same labels."""
    rows = data.table("exchange_values").query("series_id == 'kn23-fired'")
    return int(rows.loc[rows["period"].str.startswith("2024"), "value_low"].sum())


def label_counts() -> pd.DataFrame:
    """Return the half-yearly counts of launches with a KN-23 label from the daily reports."""
    rows = data.table("exchange_values")
    own = (rows["series_id"] == "kn23-fired") & rows["claimant"].str.startswith("UKR")
    return rows[own].sort_values(["period", "value_id"]).reset_index(drop=True)


SIDES = {"PRK": "North Korea", "IRN": "Iran"}
KINDS = {
    "artillery-ammunition": "shells and rockets",
    "troops": "troops",
    "ballistic-missile": "missiles",
    "artillery-system": "guns and launchers",
    "workers": "workers",
    "drone": "drones",
    "drone-technology": "drone know-how",
    "space/satellite": "space",
    "air-defence": "air defence",
    "oil": "oil",
    "cash/gold": "cash, banking, gold",
    "naval/submarine": "submarine parts",
    "electronic-warfare": "jamming",
    "food": "food",
    "aircraft": "aircraft",
    "training": "training",
    "captured-equipment": "captured weapons",
    "nuclear": "nuclear",
    "dual-use": "dual use",
    "other": "value, mixed, other",
}


def ledger(partner: str = "PRK", once: bool = True) -> pd.DataFrame:
    """Return the statements on what went from a partner to Russia and back.

    Args:
        partner: 'PRK' or 'IRN'.
        once: count a statement once in a row of the ledger, with its best grade; else every row.

    Returns:
        One row a statement, direction and kind: direction ('to' or 'from' Russia), kind,
        origin_id, grade, against (a denial, no confirmation or a finding of nothing), source_ids.
        Casualties are not transfers and are left out.
    """
    rows = data.table("transfers")
    rows = rows[rows["claim_group"] != "prk-troops-casualties"]
    there = (rows["from"] == partner) & (rows["to"] == "RUS")
    back = (rows["from"] == "RUS") & (rows["to"] == partner)
    rows = rows[there | back].copy()
    rows["direction"] = np.where(rows["from"] == partner, "to", "from")
    rows["kind"] = rows["category"].astype(str).map(KINDS)
    help_back = (rows["direction"] == "from") & (rows["kind"] == "missiles")
    rows.loc[help_back, "kind"] = "missile know-how"
    nothing = (rows["quantity_low"] == 0) & (rows["quantity_high"] == 0)
    rows["against"] = rows["status"].isin(["denied", "not-confirmed"]) | nothing
    rows["grade"] = rows["evidence_grade"].astype(str)
    rows = rows.sort_values(["grade", "transfer_id"])
    if once:
        rows = rows.drop_duplicates(["direction", "kind", "origin_id", "against"])
    keep = ["direction", "kind", "origin_id", "grade", "against", "claim_date", "source_ids"]
    return rows[["transfer_id", *keep]].reset_index(drop=True)


def count_best_returns() -> int:
    """Return how many statements on Russia's returns to North Korea have grade A."""
    rows = ledger("PRK").query("direction == 'from' and not against and grade == 'A'")
    return rows["origin_id"].nunique()


def count_flow(rows: pd.DataFrame, direction: str) -> int:
    """Return how many statements of a ledger say that something went in one direction."""
    return rows[(rows["direction"] == direction) & ~rows["against"]]["origin_id"].nunique()


STORIES = {
    "An announcement that never lands: Su-35 for Iran": {
        "T174": "Iran seeks Su-35, says Washington",
        "T176": "plans are final, process ongoing",
        "T177": "jets have been bought; no number",
        "T178": "MiG-29 here, Su-35 on the way",
        "T179": "48 jets, scheduled 2026 to 2028",
    },
    "A denial that was reversed: North Korean troops": {
        "T059": "fake news, groundless rumours",
        "T060": "12,000 decided; 1,500 moved",
        "T061": "about 10,000 sent to train",
        "T064": "they fought in Kursk; no number",
        "T065": "our units fought; no number",
        "T072": "nine of an engineer regiment died",
    },
    "A number that grew in the retelling: North Korea's losses": {
        "T077": "4,000 casualties, 1,000 of them killed",
        "T081": "4,700 killed and wounded",
        "T082": "of these, 600 killed",
        "T083": "over 6,000 killed, wounded or missing",
        "T085": "about 2,000 killed",
        "T086": "over 6,000 reported as killed",
        "T088": "about 6,000 killed and wounded",
    },
}


def story(name: str) -> pd.DataFrame:
    """Return the claims that make up one of STORIES, in order of date, with short words.

    Args:
        name: a key of STORIES.

    Returns:
        Rows of `claims()` with the column words.
    """
    told = STORIES[name]
    rows = claims()
    rows = rows[rows["transfer_id"].isin(told)].copy()
    rows["words"] = rows["transfer_id"].map(told)
    return rows.reset_index(drop=True)
