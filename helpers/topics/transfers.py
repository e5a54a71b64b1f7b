"""Military exchange: who is said to give what to whom, and who says so.

One row of the table transfers is one claim, never one delivery. Claims of one thing overlap and
differ in kind, so that nothing here adds them up; `add_up` refuses with a sentence. Sources of
all rows: the tables transfers, drone_launches and exchange_values, named row by row.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers import data, figures
from helpers.explorers import Explorer, choice, choices, number, toggle
from helpers.figures import AXIS, BAND, BAR, GRADES, GRID, INK, LABEL, NOTE, PAPER, STATUS


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
FAMILIES = [
    "South Korea",
    "Ukraine",
    "United States",
    "other states, monitors",
    "the parties themselves",
    "researchers",
    "press, leaks, unnamed",
]
STATUSES = ["confirmed", "assessed", "alleged", "announced", "denied", "not-confirmed"]
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
ITEMS = {
    "troops, planned deployment": "planned",
    "troops, decided deployment": "decided",
    "troops, reinforcements": "reinforcements",
    "troops, total in two deployments": "total, 2 deployments",
    "sappers and military construction troops": "builders, sappers",
    "troops and heavy equipment, planned": "planned",
    "troops, third deployment": "third deployment",
    "construction troops": "builders",
    "engineer regiment (mine clearance)": "mine clearance",
    "troops present in Kursk": "present in Kursk",
    "troops": "sent",
    "casualties among North Korean troops (one week)": "one week only",
    "casualties among North Korean troops": "since arrival",
    "deaths among North Korean troops": "since arrival",
    "deaths in the engineer regiment": "one regiment",
    "drones, including armed": "expected",
    "Mohajer-6 and Shahed-129/191": "large drones",
    "Mohajer-6 and Shahed-191/129": "large drones",
    "Mohajer-6 with Qaem-5 guided bombs": "one wreck",
    "Shahed-136 delivered": "Shahed-136",
    "Shahed-136, Shahed-131, Mohajer-6": "three types",
    "drones before the war": "before the war",
    "drones since August 2022": "since August 2022",
    "one-way attack drones": "attack drones",
    "drones, end of pre-assembled deliveries": "assembled abroad",
    "Shahed resupply": "resupply",
    "ballistic missiles of the Fateh-110 family": "Fateh-110 family",
    "ballistic missiles, contracted": "contracted",
    "short-range ballistic missiles": "short range",
    "ballistic missiles": "ballistic",
    "Fath-360 close-range ballistic missiles": "Fath-360",
}
SEOUL = "T019"  # South Korea's conversion of 6,700 containers (T005) into rounds
DRAWS = 20_000
SEED = 2026


# --- measures -----------------------------------------------------------------------------------


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


def count_assessed() -> int:
    """Return how many claims are assessed: some body puts its name to them."""
    return count_status("assessed")


def count_statements() -> int:
    """Return how many distinct statements stand behind the rows of transfers."""
    return int(data.table("transfers")["origin_id"].nunique())


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


def count_gifts(partner: str = "PRK") -> int:
    """Return how many distinct statements say that `partner` gave something to Russia.

    Args:
        partner: 'PRK' or 'IRN'.

    Returns:
        Statements; those against are not counted.
    """
    return _distinct(ledger(partner), "to")


def count_best_returns() -> int:
    """Return how many statements on Russia's returns to North Korea have grade A."""
    rows = ledger("PRK").query("direction == 'from' and not against and grade == 'A'")
    return rows["origin_id"].nunique()


def _distinct(rows, direction) -> int:
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


# --- charts ---------------------------------------------------------------------------------------


_MARKS = {
    "confirmed": "●",
    "assessed": "◐",
    "alleged": "○",
    "announced": "□",
    "denied": "×",
    "not-confirmed": "◇",
}
_DENIED = STATUS["denied"][2]


def _bare(ax):
    """Take scale and line away where the numbers stand beside the bars."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)


def _spelled(number: int) -> str:
    return figures.spelled(number, 20)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 1000 else f"{value:,.3g}"


def _span(low, high, scale=1) -> str:
    """Write a range as people say it: 'over 10', 'up to 9', '0.5 to 3', '1'."""
    if pd.isna(low) and pd.isna(high):
        return "no number"
    if pd.isna(high):
        return f"over {_short(low / scale)}"
    if pd.isna(low):
        return f"up to {_short(high / scale)}"
    if low == high:
        return _short(low / scale)
    return f"{_short(low / scale)} to {_short(high / scale)}"


def _extent(frame, scale) -> str:
    """Write the smallest and the largest number of the claims that affirm one."""
    rows = frame[~_against(frame) & frame[["quantity_low", "quantity_high"]].notna().any(axis=1)]
    if rows.empty:
        return "no number"
    lows = rows["quantity_low"].fillna(rows["quantity_high"])
    highs = rows["quantity_high"].fillna(rows["quantity_low"])
    top = rows.loc[highs == highs.max()]
    over = "over " if top["quantity_high"].isna().any() else ""
    if lows.min() == highs.max():
        return f"{over}{_short(highs.max() / scale)}"
    return f"{_short(lows.min() / scale)} to {over}{_short(highs.max() / scale)}"


def _against(frame):
    return frame["status"].isin(["denied", "not-confirmed"])


def _numbered(frame):
    return frame[["quantity_low", "quantity_high"]].notna().any(axis=1) & ~_against(frame)


def _when(row) -> str:
    text = row.claim_date_text
    return text if len(text) == 4 else f"{row.claim_date:%b %Y}"


def _period(row) -> str:
    """Write the period that a claim covers: 'to Oct 2023', '2024 only', 'from Jun 2025'."""

    def month(day, text):
        return text if len(text) == 4 else f"{day:%b %Y}"

    begins, ends = not pd.isna(row.period_start), not pd.isna(row.period_end)
    start = month(row.period_start, row.period_start_text) if begins else ""
    end = month(row.period_end, row.period_end_text) if ends else ""
    if not ends:
        return f"from {start}" if begins else ""
    whole = (row.period_start_text[5:7], row.period_end_text[5:7]) == ("01", "12")
    if begins and row.period_start.year == row.period_end.year and (whole or len(start) == 4):
        return f"{row.period_end.year} only"
    if start == end:
        return f"in {end}"
    return f"to {end}"


def _aside(row, about) -> str:
    if about.aside == "period":
        return _period(row)
    return ITEMS.get(row.item, row.item)


_TELLS = {
    "denied": "denies any delivery",
    "not-confirmed": "cannot confirm any",
    "confirmed": "confirmed, no number given",
    "assessed": "assessed, no number given",
    "alleged": "alleged, no number given",
    "announced": "announced, no number given",
}


def draw_claims(
    thing: str = "shells", families=None, statuses=None, once: bool = False
) -> figures.LessonFigure:
    """Draw the claims about one thing in one unit, in order of the date of the claim.

    Args:
        thing: a key of THINGS.
        families: families of claimants to show, of FAMILIES; all when None.
        statuses: statuses to show, of STATUSES; all when None.
        once: show rows of one statement on one line.

    Returns:
        A figure; ranges as bars, open ends as arrows, denials in words, no sum and no mean.
    """
    from matplotlib.ticker import MaxNLocator

    about, everything = THINGS[thing], claims_of(thing)
    frame = claims_of(thing, families, statuses)
    if frame.empty:
        return figures.message(
            f"No claim about {about.noun} is left",
            f"All {_many(len(everything), 'claim')} about {about.noun} come from claimants or "
            "have a status that you switched off. Tick at least one more box.",
        )
    lines = _lines(frame, once)
    counted = int(_numbered(frame).sum())
    title = f"{_spelled(counted).capitalize()} count{'s' * (counted != 1)} of {about.noun}"
    if counted:
        unit = " million" if about.scale == 1e6 else ""
        title += f": {_extent(frame, about.scale)}{unit}"
    shown = [s for s in STATUSES if s in set(frame["status"])]
    note = "   ".join(f"{_MARKS[s]} {s}" for s in shown)
    note += "   → “more than”   ← “up to”   Never added up."
    note += "   ~ words such as “hundreds”" * bool((frame["value_basis"] == "coder").any())
    size = 10.5 if len(lines) < 15 else 10
    right = 1.45 if about.aside == "period" else 1.95
    with figures.page(title, about.what, note) as page:
        ax = page.axes(left=4.2, right=right, top=1.42, bottom=0.92)
        most = everything[["quantity_low", "quantity_high"]].max(axis=None) / about.scale
        ax.set_xlim(-0.04 * most, 1.14 * most)
        ax.set_ylim(-max(len(lines), 6) + 0.4, 0.7)
        ax.set_yticks([])
        ax.grid(axis="x")
        heads = {"size": 10, "color": LABEL, "va": "bottom", "clip_on": False}
        page.text(1.06, 1.4, "when", ha="right", **heads)
        page.text(1.2, 1.4, "who says so", **heads)
        head = "period" if about.aside == "period" else "what is counted"
        page.text(10 - right + 0.1, 1.4, head, **heads)
        for place, rows in enumerate(lines):
            _claim_line(ax, rows, -place, about, size)
        ax.set_xlabel(about.axis, loc="right", size=11)
        if about.scale == 1:
            ax.xaxis.set_major_locator(MaxNLocator(6))
            ax.xaxis.set_major_formatter(lambda v, _: f"{v:,.0f}")
    statements = frame["origin_id"].nunique()
    each = ", ".join(f"{(frame['status'] == s).sum()} {s}" for s in shown)
    sentence = (
        f"Shown: {len(frame)} of {_many(len(everything), 'claim')} from "
        f"{_many(statements, 'statement')}; {each}. "
        f"Numbers: {_extent(frame, about.scale)} {about.axis}."
    )
    return page.figure(
        alt=_claims_alt(frame, about, each),
        caption=_claims_caption(frame, about),
        sources=[frame],
        table=_claims_table(frame),
        sentence=sentence,
        as_of=data.as_of("transfers"),
    )


def _lines(frame, once) -> list:
    """Return the rows of each line of the chart: one row a line, or one statement a line."""
    lines: dict = {}
    for row in frame.itertuples():
        lines.setdefault(row.origin_id if once else row.Index, []).append(row)
    return list(lines.values())


def _claim_line(ax, rows, y, about, size):
    first = rows[0]
    inches = ax.get_position().width * figures.WIDTH
    left, right = ax.get_xlim()
    step = (right - left) / inches
    style = {"va": "center", "clip_on": False, "size": size}
    name = first.name + ("" if all(row.verified for row in rows) else " †")
    name += " ~" if "coder" in [row.value_basis for row in rows] else ""
    ax.text(left - 3.14 * step, y, _when(first), ha="right", color=NOTE, **style)
    ax.text(left - 3.0 * step, y, name, **style)
    aside = _aside(first, about) if len(rows) == 1 else f"{len(rows)} rows"
    if about.aside == "period" and first.status == "denied":
        aside = ""  # a denial covers the whole trade
    ax.text(right + 0.1 * step, y, aside, color=NOTE, **style)
    for row in rows:
        ends = [
            None if pd.isna(v) else v / about.scale for v in (row.quantity_low, row.quantity_high)
        ]
        if row.status in ("denied", "not-confirmed"):
            colour = _DENIED if row.status == "denied" else LABEL
            figures.draw_mark(ax, 0, y, row.status)
            words = _TELLS[row.status] if about.unit != "personnel" else "denies the reports"
            ax.text(0.16 * step, y, words, color=colour, **style, bbox=_PAPER_BOX)
        elif ends == [None, None]:
            ax.text(0.16 * step, y, _TELLS[row.status], color=LABEL, **style, bbox=_PAPER_BOX)
        else:
            figures.draw_range(ax, *ends, y, row.status, size=size)


_PAPER_BOX = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}


def _claims_alt(frame, about, each) -> str:
    rows = frame[_numbered(frame)]
    words = f"{_many(len(frame), 'claim')} about {about.noun}, by date of claim: {each}. "
    if len(rows):
        first, last = rows.iloc[0], rows.iloc[-1]
        unit = about.axis
        words += (
            f"Numbers from {_extent(frame, about.scale)} {unit}; the first, "
            f"{_span(first.quantity_low, first.quantity_high, about.scale)}, from "
            f"{first['name']}, the last, "
            f"{_span(last.quantity_low, last.quantity_high, about.scale)}, from {last['name']}. "
        )
        over, up = rows["quantity_high"].isna().sum(), rows["quantity_low"].isna().sum()
        words += f"Open ends: {over} “more than”, {up} “up to”."
    else:
        words += "None of them gives a number, so that nothing stands on the scale at all."
    return words


def _claims_caption(frame, about) -> str:
    rows = frame[_numbered(frame)]
    if rows.empty:
        return f"No claim shown here puts a number on {about.noun}. Silence is not a zero."
    low = rows.loc[rows["quantity_low"].fillna(rows["quantity_high"]).idxmin()]
    high = rows.loc[rows["quantity_high"].fillna(rows["quantity_low"]).idxmax()]
    words = (
        f"According to {low['name']} ({_when(low)}) "
        f"{_span(low.quantity_low, low.quantity_high, about.scale)}"
    )
    if low["transfer_id"] != high["transfer_id"]:
        words += (
            f", according to {high['name']} ({_when(high)}) "
            f"{_span(high.quantity_low, high.quantity_high, about.scale)}"
        )
    words += f" {about.axis}. "
    if rows["confidence_words"].fillna("").str.contains("could|if calculated").any():
        words += "Some rows say what containers could hold, others what was sent. "
    elif (rows["value_basis"] == "coder").any():
        words += "In some rows we turned words such as “hundreds” into a range. "
    return words + "Claims cover different periods and are never added."


def _claims_table(frame) -> figures.LessonTable:
    table = pd.DataFrame(
        {
            "Claim": frame["transfer_id"],
            "Date of claim": frame["claim_date_text"],
            "Who says so": frame["claimant"],
            "Status": frame["status"],
            "Low": frame["quantity_low"],
            "High": frame["quantity_high"],
            "Unit": frame["unit"],
            "What": frame["item"],
            "Statement": frame["origin_id"],
            "Grade": frame["evidence_grade"].astype(str),
        }
    )
    return figures.table(table, "The claims, one row each. Low or high not known: an open end")


def draw_status(guess=None) -> figures.LessonFigure:
    """Draw all claims by status and by family of claimant, as rows and as statements.

    Args:
        guess: the learner's prediction of how many are confirmed, or None.

    Returns:
        A figure with two panels of bars.
    """
    frame = claims()
    total, statements = len(frame), frame["origin_id"].nunique()
    sizes = frame["status"].value_counts()
    title = f"Of {total} claims {sizes['confirmed']} are confirmed"
    subtitle = f"Rows of the table transfers; {statements} statements and reports stand behind them"
    note = "number: rows, in brackets statements   status says who stands behind a claim, "
    note += "not whether it is true"
    panels = [("By status", "status", STATUSES, 2.0), ("By claimant", "family", FAMILIES, 6.95)]
    table = []
    with figures.page(title, subtitle, note) as page:
        for head, column, keys, left in panels:
            page.text(left, 1.3, head, weight="bold", size=11.5, va="bottom")
            ax = page.axes(left=left, right=10 - left - 2.75, top=1.4, bottom=0.7)
            ax.set_xlim(0, 178)
            ax.set_ylim(-6.6, 0.6)
            _bare(ax)
            for place, key in enumerate(keys):
                rows = frame[frame[column] == key]
                voices = rows["origin_id"].nunique()
                table.append((f"{head}: {key}", len(rows), voices))
                ax.barh(-place, len(rows), height=0.56, color=BAR)
                words = f"{len(rows)} ({voices})"
                ax.text(len(rows) + 4, -place, words, va="center", size=10.5)
                name = {"ha": "right", "va": "center", "size": 10.5, "clip_on": False}
                ax.text(-16 if column == "status" else -4, -place, key, **name)
                if column == "status":
                    figures.draw_mark(ax, -9, -place, key)
                    if key == "confirmed" and guess is not None:
                        _guess_mark(ax, guess, -place, len(rows))
    said = (
        f"You predicted {_short(guess)}; the table has {sizes['confirmed']}. "
        if guess is not None
        else ""
    )
    each = ", ".join(f"{sizes[s]} {s}" for s in STATUSES)
    three = ", ".join(f"{f} {(frame['family'] == f).sum()}" for f in FAMILIES[:3])
    return page.figure(
        alt=f"{total} claims about military exchange by status: {each}. They come from "
        f"{statements} statements. By claimant: {three}; the parties themselves "
        f"{(frame['family'] == FAMILIES[4]).sum()}. Most claimants support or are a party.",
        caption=f"{said}Three governments, {three}, make "
        f"{frame['family'].isin(FAMILIES[:3]).mean():.0%} of the claims. The table holds what was "
        "found in public texts, so its counts measure reporting, not deliveries.",
        sources=[frame],
        table=figures.table(
            pd.DataFrame(table, columns=["Group", "Rows", "Statements"]), "Claims by group", 13
        ),
        as_of=data.as_of("transfers"),
    )


def _guess_mark(ax, guess, y, value):
    """Mark a learner's guess on a bar, kept inside the axes; the words carry the number."""
    most = ax.get_xlim()[1]
    at = min(max(guess, 0), 0.93 * most)
    style = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.6}
    ax.plot([at], [y - 0.42], "o", markersize=7, zorder=5, clip_on=False, **style)
    left = at < 0.5 * most
    ax.text(
        at + (0.03 if left else -0.03) * most,
        y - 0.45,
        f"your guess: {_short(guess)}",
        ha="left" if left else "right",
        va="center",
        size=10,
    )


def draw_boxes(containers=6700, rockets=50, filled=100) -> figures.LessonFigure:
    """Draw how many rounds a number of containers could hold, beside claims of capacity.

    Args:
        containers: how many containers, more than 0.
        rockets: per cent of them that hold 122 mm rockets, the others 152 mm shells.
        filled: per cent of each that is filled.

    Returns:
        A figure on a scale of 0 to 14 million; impossible inputs and results off the scale are
        said in words.
    """
    fits = np.isfinite([containers, rockets, filled]).all()
    if not fits or containers <= 0 or not 0 <= rockets <= 100 or not 0 < filled <= 100:
        return figures.message(
            "These boxes hold nothing that can be drawn",
            "Choose at least one container, a share of rockets from 0 to 100 per cent and a share "
            "filled from 1 to 100 per cent.",
        )
    most, mix, least = (float(rounds_in(containers, r, filled)) / 1e6 for r in (0, rockets, 100))
    rows = claims_of("shells").dropna(subset=["confidence_words"])
    could = rows["confidence_words"].str.contains("could|if calculated")
    capacity, counts = rows[could], rows[~could & (rows["evidence_grade"].astype(str) == "B")]
    counts = counts[_numbered(counts)]
    boxes = claims().query("claim_group == 'prk-rus-containers'").set_index("origin_id")
    boxes = boxes["quantity_low"].to_dict() | {"T029": _box("T013"), "T022": _box("T008")}
    title = f"{containers:,.0f} containers could hold {_between(least, most)} rounds"
    shells, rocket = per_container()
    subtitle = f"By South Korea's figures a full container holds {shells:.0f} shells of 152 mm "
    subtitle += f"or {rocket:.0f} rockets of 122 mm"
    note = "bar: from all rockets to all shells   ○ your mix   ◐ assessed   → “more than”   "
    note += "← “up to”   Capacity is not delivery."
    groups = [("Claims of capacity", capacity), ("Counts of rounds, grade B", counts)]
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=4.2, right=0.5, top=1.2, bottom=0.92)
        ax.set_xlim(-0.3, 14.6)
        ax.set_xticks(range(0, 15, 2))
        ax.set_ylim(-11.6, 0.8)
        ax.set_yticks([])
        ax.grid(axis="x")
        ax.set_xlabel("million rounds", loc="right", size=11)
        step = 14.9 / 5.3
        style = {"va": "center", "clip_on": False, "size": 10.5}
        ax.text(-0.3 - 3.95 * step, 0.1, "Your boxes", weight="bold", **style)
        words = f"{rockets:g} per cent rockets, {filled:g} per cent filled"
        ax.text(-0.3 - 3.95 * step, -0.9, words, **style)
        _your_boxes(ax, least, mix, most, -0.9)
        y = -2.4
        for head, own in groups:
            ax.text(-0.3 - 3.95 * step, y, head, weight="bold", **style)
            for row in own.itertuples():
                y -= 1
                name = f"{row.name}, {_when(row)}"
                if row.origin_id in boxes and head.startswith("Claims"):
                    name = f"{row.name}: {boxes[row.origin_id]:,.0f} boxes"
                ax.text(-0.3 - 3.95 * step, y, name, **style)
                ends = (row.quantity_low, row.quantity_high)
                ends = [None if pd.isna(v) else v / 1e6 for v in ends]
                figures.draw_range(ax, *ends, y, row.status)
            y -= 1.4
    sentence = (
        f"{containers:,.0f} containers, {rockets:g} per cent with rockets, {filled:g} per cent "
        f"filled: room for {_million(mix)} rounds; {_million(least)} if all are rockets, "
        f"{_million(most)} if all are shells."
    )
    if containers > _box("T013"):
        sentence += f" That is more than the largest count claimed, {_box('T013'):,.0f}."
    frame = pd.concat([capacity, counts])
    return page.figure(
        alt=f"{sentence} Claims of capacity run from {_extent(capacity, 1e6)} million rounds, "
        f"{_spelled(len(counts))} better sourced counts from {_extent(counts, 1e6)} million.",
        caption=f"{sentence} What a box could hold says neither what was in it nor where it went.",
        sources=[frame, data.table("transfers").query("transfer_id == 'T005'")],
        table=_claims_table(frame),
        sentence=sentence,
        as_of=data.as_of("transfers"),
    )


def _box(transfer_id) -> float:
    rows = data.table("transfers").set_index("transfer_id")
    return float(rows.loc[transfer_id, "quantity_low"])


def _million(value: float) -> str:
    if value < 0.1:
        return f"{value * 1e6:,.0f}"
    return f"{value:,.1f} million"


def _between(low: float, high: float) -> str:
    """Write two numbers of millions as one range."""
    if low < 0.1:
        return f"{_million(low)} to {_million(high)}"
    return f"{low:,.1f} to {high:,.1f} million"


def _your_boxes(ax, least, mix, most, y):
    top = 14.2
    if least > top:
        ax.text(7.1, y, "off the scale, to the right", ha="center", va="center", size=10.5)
        return
    ax.plot([least, min(most, top)], [y, y], color=figures.RANGE, linewidth=7, zorder=2)
    ends = [least] if most > top else [least, most]
    ax.plot(ends, [y] * len(ends), "|", color=INK, markersize=12, markeredgewidth=2, zorder=3)
    if most > top:
        style = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", xy=(14.6, y), xytext=(14.0, y), arrowprops=style)
    if mix <= top:
        style = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.8}
        ax.plot([mix], [y], "o", markersize=10, zorder=5, **style)
        place = {"ha": "center", "va": "bottom", "size": 10.5, "weight": "bold"}
        ax.text(max(mix, 0.7), y + 0.45, _million(mix), **place)


def draw_spread(
    containers: str | None = None,
    rockets: str = "any mix",
    filled: str = "60 to 100 per cent",
    seed: int = SEED,
    guess=None,
) -> figures.LessonFigure:
    """Draw what containers could hold when number, mix and filling are drawn at random.

    Args:
        containers: a key of `box_counts()`; the first when None.
        rockets: a key of MIXES.
        filled: a key of FILLS.
        seed: of numpy's Generator, a whole number of 0 or more.
        guess: the learner's prediction of the middle in million rounds, or None.

    Returns:
        A figure with the assumptions printed beside the histogram.
    """
    counts = box_counts()
    containers = next(iter(counts)) if containers is None else containers
    ends = (counts[containers], MIXES[rockets], FILLS[filled])
    draws = simulate(*ends, seed=seed) / 1e6
    low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95])
    title = f"Nine in ten draws lie from {_between(low, high)} rounds"
    subtitle = f"Rounds that containers could hold in {DRAWS:,} draws at random"
    note = "shaded: nine in ten draws   dashed: the middle, half of the draws lie below it   "
    note += "A simulation spreads assumptions; it adds no evidence."
    told = _assumptions(containers, rockets, filled, seed)
    with figures.page(title, subtitle, note) as page:
        page.text(0.25, 1.3, "Assumptions", weight="bold", va="bottom")
        for place, (name, words) in enumerate(told):
            page.text(0.25, 1.6 + 0.72 * place, name, size=10.5, weight="bold", va="top")
            page.text(0.25, 1.82 + 0.72 * place, words, size=10, color=LABEL, va="top")
        ax = page.axes(left=4.2, right=0.4, top=1.3, bottom=0.92)
        ax.set_xlim(0, 14)
        ax.set_yticks([])
        tall, edges = np.histogram(draws, bins=np.arange(0, 14.25, 0.25))
        tall = tall / max(tall.max(), 1)
        ax.axvspan(low, high, color=BAND, linewidth=0, zorder=0)
        ax.bar(edges[:-1], tall, width=0.22, align="edge", color=BAR)
        ax.plot([middle, middle], [0, 1.06], color=INK, linewidth=1.4, linestyle=(0, (4, 3)))
        ax.text(middle, 1.08, f"middle {middle:.1f}", ha="center", va="bottom", size=10.5)
        ax.set_ylim(0, 1.38)
        ax.set_xlabel("million rounds", loc="right", size=11)
        if guess is not None:
            at = min(max(guess, 0.1), 13.9)
            edge = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.6}
            ax.plot([at, at], [0, 1.22], color=INK, linewidth=1.2)
            ax.plot([at], [1.22], "o", markersize=7, **edge)
            side = {"ha": "left" if at < 7 else "right", "va": "center", "size": 10.5}
            ax.text(at + (0.2 if at < 7 else -0.2), 1.27, f"your guess: {_short(guess)}", **side)
    sentence = (
        f"{containers.split(':')[0]} containers, {rockets}, {filled} filled, seed {seed}: middle "
        f"{_million(middle)}, nine in ten draws from {_million(low)} to {_million(high)}."
    )
    said = "" if guess is None else f"You predicted {_short(guess)} million; "
    said += f"half of the draws lie below {_million(middle)}. " if guess is not None else ""
    table = pd.DataFrame(told, columns=["Assumption", "Value"])
    shares = pd.DataFrame(
        [
            (f"Result: {q} per cent of the draws lie below", _million(float(v)))
            for q, v in zip((5, 50, 95), (low, middle, high), strict=True)
        ],
        columns=["Assumption", "Value"],
    )
    used = data.table("transfers").set_index("transfer_id").loc[["T005", SEOUL, *BOXES, "T011"]]
    return page.figure(
        alt=f"Histogram of rounds that containers could hold. {sentence} The shape follows from "
        "the assumptions, each drawn evenly between its ends; no outside look into the "
        "containers is known to us.",
        caption=f"{said}{sentence} Each input is drawn evenly and apart from the others, which is "
        "itself an assumption; South Korea's capacities may be wrong.",
        sources=[used],
        table=figures.table(pd.concat([table, shares]), "Assumptions and result"),
        sentence=sentence,
        as_of=data.as_of("transfers"),
    )


def _assumptions(containers, rockets, filled, seed) -> list[tuple[str, str]]:
    shells, rocket = per_container()
    low, high = MIXES[rockets]
    return [
        ("Containers", containers.replace(": ", ",\n") if len(containers) > 42 else containers),
        ("Share with 122 mm rockets", f"{rockets}: {low} to {high} per cent"),
        ("Share of each container filled", filled),
        ("A full container (South Korea)", f"{shells:.0f} shells or {rocket:.0f} rockets"),
        ("Drawn", f"evenly, {DRAWS:,} times, seed {seed}"),
    ]


_STAGES = {
    "missiles supplied": "Supplied",
    "missiles fired": "Launched",
    "missiles identified from debris": "Identified from debris",
}


def draw_stages() -> figures.LessonFigure:
    """Draw the counts of North Korean missiles in three panels: supplied, launched, identified.

    Returns:
        A figure with the claims of prk-rus-missiles; forecasts are left out.
    """
    rows = claims().query("claim_group == 'prk-rus-missiles'")
    rows = rows[rows["unit"].isin(_STAGES)].reset_index(drop=True)
    parts = {head: rows[rows["unit"] == unit] for unit, head in _STAGES.items()}
    most = {head: _largest(own) for head, own in parts.items()}
    told = ", ".join(f"{words} {head.split()[0].lower()}" for head, words in most.items())
    title = f"Largest claims: {told}"
    subtitle = (
        "North Korean short-range ballistic missiles, as claimed; three quantities, one scale"
    )
    note = "◐ assessed   ○ alleged   ● confirmed   → “more than”   ← “up to”   "
    note += "bar: low to high   Compare within a panel only."
    about = THINGS["supplied"]
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=4.2, right=1.5, top=1.0, bottom=0.92)
        ax.set_xlim(-8, 290)
        ax.set_yticks([])
        ax.grid(axis="x")
        ax.set_xlabel("missiles", loc="right", size=11)
        y, step = 0.0, 298 / 4.3
        for head, own in parts.items():
            ax.text(-8 - 3.95 * step, y, head, weight="bold", va="center", clip_on=False)
            for line in _lines(own, once=False):
                y -= 1
                _claim_line(ax, line, y, about, 10)
            y -= 1.35
        ax.set_ylim(y + 0.7, 0.6)
    return page.figure(
        alt=f"{_many(len(rows), 'claim')} about North Korean missiles in three panels. Largest "
        f"number claimed: {told} from debris. That one was found by monitors of the United "
        "Nations, who could not say who fired it or from where.",
        caption=f"Three quantities that differ: {told} from debris. A stock can be large, its use "
        "smaller, and what a third party has examined one. The last number says how few were "
        "examined, not how few there were.",
        sources=[rows],
        table=_claims_table(rows),
        as_of=data.as_of("transfers"),
    )


def _largest(rows) -> str:
    """Write the largest claim; parts of one statement count together where they can be added."""
    best, words = -1.0, "none"
    for _, own in rows[_numbered(rows)].groupby("origin_id"):
        try:
            high = add_up(own)[1]
        except ValueError:
            high = own["quantity_high"].fillna(own["quantity_low"]).max()
        if high > best:
            top = own.iloc[-1]
            up = len(own) == 1 and pd.isna(top["quantity_low"])
            over = len(own) == 1 and pd.isna(top["quantity_high"])
            best, words = high, f"{'up to ' * up}{'over ' * over}{_short(high)}"
    return words


def draw_labels() -> figures.LessonFigure:
    """Draw launches counted as North Korean missiles by half-year, under two labelling rules.

    Returns:
        A figure with a range a half-year: labels naming the KN-23 alone, and every label with it.
    """
    rows = label_counts()
    paper = data.table("exchange_values").query("series_id == 'kn23-fired'")
    paper = paper[~paper["value_id"].isin(rows["value_id"])]
    low, high = labelled("low"), labelled("high")
    title = f"North Korean missiles fired in 2024: {low} or {high}, by the rule for a label"
    subtitle = "Launches in Ukrainian Air Force reports with “KN-23” in the label, by half-year"
    note = "left end: label names the KN-23 alone   right end: any label with it, mostly "
    note += "“Iskander-M/KN-23”   ◇ another published count"
    most = rows["value_high"].max()
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=2.2, right=0.6, top=1.3, bottom=0.92)
        ax.set_xlim(-6, most * 1.22)
        ax.set_ylim(-len(rows) + 0.4, 0.6)
        ax.set_yticks([])
        ax.grid(axis="x")
        ax.set_xlabel("launches", loc="right", size=11)
        for place, row in enumerate(rows.itertuples()):
            style = {"va": "center", "clip_on": False}
            ax.text(-14, -place, _half(row.period), ha="right", **style)
            if row.value_high == 0:
                ax.axhspan(-place - 0.4, -place + 0.4, color=BAND, linewidth=0, zorder=0)
                words = "the label is not used: no count can be made"
                ax.text(4, -place, words, color=LABEL, size=10.5, **style)
                continue
            ends = [row.value_low, row.value_high]
            ax.plot(ends, [-place] * 2, color=figures.RANGE, linewidth=7, solid_capstyle="butt")
            ax.plot(ends, [-place] * 2, "|", color=INK, markersize=14, markeredgewidth=2)
            other = paper[paper["period"] == row.period]["value_high"]
            edge = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.4}
            ax.plot(other, [-place] * len(other), "D", markersize=8, zorder=5, **edge)
            words = f"{row.value_low:.0f} to {row.value_high:.0f}"
            ax.text(row.value_high + 7, -place, words, size=10.5, **style)
    told = "; ".join(
        f"{_half(r.period)} {r.value_low:.0f} to {r.value_high:.0f}"
        for r in rows[rows["value_high"] > 0].itertuples()
    )
    table = rows[["period", "value_low", "value_high", "claimant"]].copy()
    table.columns = ["Period", "Label names KN-23 alone", "Any label with KN-23", "Who counts"]
    return page.figure(
        alt=f"Launches with KN-23 in the label by half-year, strict to wide rule: {told}. In the "
        "first half of 2026 the label is no longer used, so that the count is zero under both.",
        caption=f"Under one rule {low}, under the other {high} launches of 2024 count as North "
        "Korean. A paper's counts for 2024 equal the wide rule: the same labels, not a second "
        "witness. Where the label ends, the count ends, and the launches may go on.",
        sources=[rows, paper],
        table=figures.table(table, "Launches labelled KN-23, by half-year"),
        as_of=data.as_of("exchange_values"),
    )


def _half(period: str) -> str:
    start, end = period.split("/")
    return f"{pd.Timestamp(start):%b}–{pd.Timestamp(end):%b %Y}"


REGIMES = {
    "shot down only": "shot down only",
    "transition": "transition",
    "shot down + lost/jammed listed apart": "jammed listed apart",
    "shot down and suppressed merged": "jammed merged in",
}
SHOWS = ["drones launched", "share reported as stopped"]


def draw_launches(
    first: int = 2022, last: int = 2026, shows: str = SHOWS[0], rivals: bool = True, guess=None
) -> figures.LessonFigure:
    """Draw long-range drones launched at Ukraine by month, with the regimes of reporting.

    Args:
        first: first year shown.
        last: last year shown.
        shows: one of SHOWS; the share is drawn apart for each regime and never joined.
        rivals: mark other published figures of the month.
        guess: the learner's prediction for the year 2025, or None.

    Returns:
        A figure; years without data and years in the wrong order are said in words.
    """
    everything = launches()
    rows = everything[everything["year"].between(first, last)].reset_index(drop=True)
    if rows.empty:
        begin, end = everything["month"].iloc[[0, -1]]
        why = f"{first} comes after {last}" if first > last else f"there are none for {first}"
        return figures.message(
            "No reports for these years",
            f"The monthly reports run from {begin:%B %Y} to early {end:%B %Y}; {why}. Choose other "
            "years.",
        )
    share = shows == SHOWS[1]
    others = data.table("drone_launches")
    others = others[(others["basis"] == "published") & others["launched"].notna()]
    others = (
        others[others["month"].dt.year.between(first, last)] if rivals and not share else others[:0]
    )
    sums = {year: launched_in(year) for year in sorted(rows["year"].unique())}
    question = last == 2024 and not share and guess is None
    note = _launch_note(share, len(others) > 0)
    with figures.page(
        _launch_title(rows, sums, share, question), _launch_subtitle(share), note
    ) as page:
        ax = page.axes(left=0.95, right=0.35, top=1.72, bottom=0.8)
        ax.set_xlim(-0.7, len(rows) - 0.3)
        top = (
            1.0
            if share
            else max(rows["launched"].max(), others["launched"].max() if len(others) else 0)
        )
        ax.set_ylim(0, top * 1.12)
        ax.grid(axis="y")
        _regime_bands(page, ax, rows)
        starts = rows.groupby("year").agg(low=("month", lambda m: m.index[0]), n=("month", "size"))
        ax.set_xticks([])
        for year, (low, n) in starts.iterrows():
            if n >= 3 or len(starts) == 1:
                style = {"transform": ax.get_xaxis_transform(), "ha": "center", "va": "top"}
                ax.text(low + (n - 1) / 2, -0.03, str(year), color=LABEL, **style)
            if low:
                ax.axvline(low - 0.5, ymax=0.02, color=AXIS, linewidth=1.2)
        draw = _draw_shares if share else _draw_months
        draw(ax, rows, others)
        if not share:
            ax.yaxis.set_major_formatter(lambda v, _: f"{v:,.0f}")
            _year_sums(ax, rows, sums, guess, top)
        else:
            ax.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
            ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    return _launch_words(page, rows, others, sums, share, guess, question)


def _launch_title(rows, sums, share, question) -> str:
    if share:
        several = rows["reporting_regime"].nunique()
        return (
            f"Share reported as stopped: {_spelled(several)} way{'s' * (several > 1)} of counting"
        )
    if question:
        return "How many launches will 2025 bring?"
    if {2024, 2025} <= set(sums):
        return f"{_times(sums[2025] / sums[2024])} as many launches in 2025 as in 2024"
    years = ", ".join(f"{year}: {total:,}" for year, total in sums.items())
    return f"Drones launched, {years}"


def _times(ratio) -> str:
    whole = {2: "Twice", 3: "Three times", 4: "Four times", 5: "Five times", 6: "Six times"}
    near = round(ratio)
    return whole[near] if near in whole and abs(ratio - near) < 0.1 else f"{ratio:.1f} times"


def _launch_subtitle(share) -> str:
    if share:
        return "Shot down, and from July 2024 also lost or jammed, per drone launched; by month"
    return "Long-range drones launched at Ukraine per month, decoys included; Ukrainian Air Force"


def _launch_note(share, several) -> str:
    if share:
        note = "hollow: part of a month   Lines stop where the way of reporting changes: "
        return note + "do not compare across."
    rival = "   ◇ another published figure; some leave out decoys" if several else ""
    return f"hatched: part of a month{rival}   Bands: ways of reporting, not phases of the war."


def _regime_bands(page, ax, rows):
    """Draw alternate bands and a bracket with its name for each run of one reporting regime."""
    box = ax.get_position()
    inch = box.width * figures.WIDTH / (ax.get_xlim()[1] - ax.get_xlim()[0])
    start = box.x0 * figures.WIDTH - ax.get_xlim()[0] * inch
    page.text(0.25, 1.1, "How losses were reported:", size=10, color=LABEL, va="center")
    regimes = rows["reporting_regime"].astype(str)
    runs = [(key, own.index[0], own.index[-1]) for key, own in rows.groupby(regimes, sort=False)]
    above = False
    for place, (key, low, high) in enumerate(runs):
        if place % 2 == 0:
            ax.axvspan(low - 0.5, high + 0.5, color=BAND, linewidth=0, zorder=0)
        left, right = start + (low - 0.45) * inch, start + (high + 0.45) * inch
        page.line([(left, 1.62), (right, 1.62)], color=LABEL, linewidth=4, solid_capstyle="butt")
        name, centre = REGIMES[key], (left + right) / 2
        narrow = right - left < 0.085 * len(name)
        above = narrow and not above
        page.text(
            min(max(centre, 0.62), 9.2),
            1.3 if above else 1.46,
            name,
            size=10,
            color=LABEL,
            ha="center",
            va="center",
        )
        if above:
            page.line([(centre, 1.38), (centre, 1.6)], color=LABEL, linewidth=0.9)


def _draw_months(ax, rows, others):
    whole, part = rows[~rows["partial"]], rows[rows["partial"]]
    ax.bar(whole.index, whole["launched"], width=0.74, color=BAR)
    ax.bar(
        part.index,
        part["launched"],
        width=0.74,
        facecolor=PAPER,
        edgecolor=BAR,
        hatch="////",
        linewidth=1.4,
    )
    places = {month: place for place, month in rows["month"].items()}
    xs = [places[month] for month in others["month"]]
    edge = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.4}
    ax.plot(xs, others["launched"], "D", markersize=6.5, zorder=4, linestyle="none", **edge)
    for place, row in part.iterrows():
        if row["month"].year == 2026:
            words = {"rotation": 90, "ha": "center", "va": "bottom", "size": 10, "color": LABEL}
            ax.text(place, row["launched"] + 0.03 * ax.get_ylim()[1], "to 7 June", **words)


def _draw_shares(ax, rows, _):
    for _, own in rows.groupby(rows["reporting_regime"].astype(str), sort=False):
        ax.plot(own.index, own["share"], color=BAR)
        for face, part in ((BAR, own[~own["partial"]]), (PAPER, own[own["partial"]])):
            edge = {"markerfacecolor": face, "markeredgecolor": BAR, "markersize": 6}
            ax.plot(part.index, part["share"], "o", linestyle="none", **edge)


def _year_sums(ax, rows, sums, guess, top):
    """Write the sum of each whole year above its months, and the learner's guess for 2025."""
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 2}
    style = {"ha": "center", "va": "bottom", "weight": "bold", "bbox": box, "zorder": 6}
    for year, total in sums.items():
        months = rows[rows["year"] == year]
        if len(months) < 12:
            continue
        peak = months["launched"].max()
        x, y = months.index[0] + 5.5, peak + 0.06 * top
        if year == 2024 and len(sums) > 1:
            x, y = months.index[0] + 2.5, months["launched"].iloc[:9].max() + 0.06 * top
        if year == 2025:
            x, y = months.index[0] + 1.6, months["launched"].iloc[:4].max() + 0.14 * top
        ax.text(x, min(y, 1.03 * top), f"{year}: {total:,}", **style)
    spread = rows[(rows["year"] == 2025)].index
    if guess is None or len(spread) == 0:
        return
    level = min(max(guess / 12, 0), 1.08 * top)
    edge = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.6}
    ends = [spread[0] - 0.4, spread[-1] + 0.4]
    ax.plot(ends, [level] * 2, "o-", color=INK, linewidth=1.6, markersize=6, zorder=7, **edge)
    words = f"○ your guess for 2025: {guess:,.0f}, spread evenly over its months"
    ax.text(0, 1.03 * top, words, size=10.5, va="center", bbox=box, zorder=6)


def _per_cent(low, high) -> str:
    low, high = f"{low:.0%}", f"{high:.0%}"
    return low if low == high else f"{low} to {high}"


def _launch_words(page, rows, others, sums, share, guess, question):
    months = f"{rows['month'].iloc[0]:%B %Y} to {rows['month'].iloc[-1]:%B %Y}"
    totals = ", ".join(f"{year} {total:,}" for year, total in sums.items())
    partial = rows.loc[rows["partial"], "month"]
    part = " and ".join(f"{day:%B %Y}" for day in partial)
    hole = f" Part of a month only: {part}." if part else ""
    regimes = rows["reporting_regime"].nunique()
    peak = rows.loc[rows["launched"].idxmax()]
    if share:
        ends = rows.groupby(rows["reporting_regime"].astype(str), sort=False)["share"].agg(
            ["min", "max"]
        )
        told = "; ".join(
            f"{REGIMES[k]} {_per_cent(low, high)}" for k, (low, high) in ends.iterrows()
        )
        sentence = f"Share reported as stopped, {months}: {told}.{hole}"
        alt = (
            f"{sentence} The lines are not joined, because the Ukrainian Air Force changed what "
            "it counts."
        )
        caption = (
            f"{sentence} A rise from one way to the next can come from counting jammed drones and "
            "decoys, without a better defence."
        )
    else:
        sentence = f"{months}: {_many(len(rows), 'month')}, {totals} drones launched.{hole}"
        alt = (
            f"Long-range drones launched at Ukraine by month, decoys included. By year: {totals}. "
            f"Highest month: {peak['month']:%B %Y} with {peak['launched']:,}. Ways of reporting "
            f"losses: {_spelled(regimes)}.{hole}"
        )
        caption = (
            f"{sentence} One side's reports, decoys included since mid-2024; who built a drone "
            "does not follow from who launched it."
        )
        if guess is not None:
            given = sums.get(2025, 0)
            caption = f"You predicted {guess:,.0f} for 2025; the reports give {given:,}. {caption}"
        if question:
            caption = f"The months after 2024 are hidden. {caption}"
    table = pd.DataFrame(
        {
            "Month": rows["month"].dt.strftime("%Y-%m"),
            "Launched": rows["launched"],
            "Shot down or suppressed": rows["shot_down_or_suppressed"],
            "Way of reporting": rows["reporting_regime"].astype(str).map(REGIMES),
            "Part of a month": rows["partial"].map({True: "yes", False: "no"}),
        }
    )
    return page.figure(
        alt=alt,
        caption=caption,
        sources=[rows, others],
        table=figures.table(table, "Drones launched and stopped, by month"),
        sentence=sentence,
        as_of=data.as_of("drone_launches"),
    )


GRADES_SHOWN = {"all grades": "ABCD", "A to C": "ABC", "A and B": "AB", "A only": "A"}


def draw_ledger(
    partner: str = "PRK", grades: str = "all grades", once: bool = True, guess=None
) -> figures.LessonFigure:
    """Draw statements on what went each way between Russia and a partner, by kind and grade.

    Args:
        partner: 'PRK' or 'IRN'.
        grades: a key of GRADES_SHOWN.
        once: count a statement once in a row, with its best grade; else every row of the table.
        guess: the learner's prediction of how many returns have grade A, or None.

    Returns:
        A figure with both directions on one scale; denials and findings of nothing stand outside.
    """
    name = SIDES[partner]
    frame = ledger(partner, once)
    frame = frame[frame["grade"].isin(list(GRADES_SHOWN[grades]))].reset_index(drop=True)
    if frame.empty:
        return figures.message("Nothing of this grade", f"No statement on {name} has this grade.")
    totals = {way: _distinct(frame, way) for way in ("to", "from")}
    best = frame.query("direction == 'from' and not against and grade == 'A'")
    best = best["origin_id"].nunique()
    things = "statements" if totals["from"] != 1 else "statement"
    title = f"Russia's side of the ledger: {_spelled(totals['from'])} {things}, "
    title += f"{'none' if best == 0 else _spelled(best)} of grade A"
    if grades != "all grades":
        head = {"A to C": "Grades A to C", "A and B": "Grades A and B", "A only": "Grade A only"}
        title = f"{head[grades]}: {_many(totals['to'], 'statement')} to Russia, "
        title += f"{totals['from'] or 'none'} back"
    unit = "statements" if once else "rows"
    subtitle = f"What went each way: {unit} by kind and grade of sourcing "
    subtitle += f"({totals['to']} and {totals['from']} statements in all)"
    note = "× a denial, no confirmation, or a finding of nothing   Bars count statements, never "
    note += "goods; one may stand in several rows."
    heads = {"to": f"{name} ▶ Russia", "from": f"Russia ▶ {name}"}
    with figures.page(title, subtitle, note) as page:
        for way, left in (("to", 0.25), ("from", 5.25)):
            page.text(left, 1.14, heads[way], weight="bold", size=12, va="bottom")
            ax = page.axes(left=left + 1.75, right=10 - left - 4.7, top=1.2, bottom=0.86)
            ax.set_xlim(0, 36)
            ax.set_ylim(-13.5, 0.6)
            _bare(ax)
            own = frame[frame["direction"] == way]
            if own.empty:
                ax.text(0, 0, "none of this grade", va="center", size=10.5, color=LABEL)
            _ledger_side(ax, own)
        _grade_key(page)
    said = (
        "" if guess is None else f"You predicted {_short(guess)} of grade A; the table has {best}. "
    )
    more = ""
    if partner == "PRK" and grades == "all grades":
        rows = data.table("transfers")
        rows = rows.query("`from` == 'PRK' and to == 'RUS' and status != 'denied'")
        more = (
            f" With statements on casualties, which are no transfers, the first number would be "
            f"{rows['origin_id'].nunique()}."
        )
    sentence = (
        f"{name} to Russia: {_many(totals['to'], 'statement')}; back: {totals['from']}, of these "
        f"{best} of grade A; {grades}; {'each statement once a row' if once else 'every row'}."
    )
    return page.figure(
        alt=_ledger_alt(frame, name, totals, best),
        caption=f"{said}{sentence} Grades are about sourcing: a claim of grade A may be wrong and "
        f"one of grade D right. Fewer statements need not mean fewer goods.{more}",
        sources=[frame],
        table=_ledger_table(frame, heads),
        sentence=sentence,
        as_of=data.as_of("transfers"),
    )


def _kinds(frame) -> list[str]:
    """Return the kinds of a direction, most statements first, 'other' last."""
    sizes = frame.assign(n=~frame["against"]).groupby("kind")["n"].sum()
    order = {kind: place for place, kind in enumerate([*KINDS.values(), "missile know-how"])}
    rest = KINDS["other"]
    return sorted(sizes.index, key=lambda k: (k == rest, -sizes[k], order[k]))


def _ledger_side(ax, rows):
    """Draw one direction: a row for each kind, a call for each grade, because bars are slow."""
    kinds = _kinds(rows)
    held = rows[~rows["against"]]
    sizes = pd.crosstab(held["kind"], held["grade"]).reindex(index=kinds, columns=list(GRADES))
    sizes = sizes.fillna(0).astype(int)
    starts = sizes.cumsum(axis=1) - sizes
    heights = [-place for place in range(len(kinds))]
    for y, kind in zip(heights, kinds, strict=True):
        ax.text(-0.8, y, kind, ha="right", va="center", size=10.5, clip_on=False)
    for grade, face in GRADES.items():
        look = {"color": face, "edgecolor": INK, "linewidth": 0.9}
        look |= {"hatch": "////"} if grade == "D" else {}
        bars = zip(heights, sizes[grade], starts[grade], strict=True)
        bars = [bar for bar in bars if bar[1]]
        if bars:
            places, widths, lefts = zip(*bars, strict=True)
            ax.barh(places, widths, left=lefts, height=0.7, **look)
        ink = PAPER if grade in "AB" else INK
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6} if grade == "D" else None
        style = {"ha": "center", "va": "center", "size": 9.5, "color": ink, "bbox": box}
        for y, n, start in bars:
            if n > 1:
                ax.text(start + n / 2, y, str(n), **style)
    against = rows[rows["against"]].groupby("kind", observed=True).size()
    for y, kind, end in zip(heights, kinds, sizes.sum(axis=1), strict=True):
        marks = [end + 1 + 1.25 * place for place in range(int(against.get(kind, 0)))]
        style = {"color": _DENIED, "markersize": 6.5, "markeredgewidth": 2.2, "clip_on": False}
        ax.plot(marks, [y] * len(marks), "x", **style)


def _grade_key(page):
    from matplotlib.patches import Rectangle

    told = {"A": "A primary, or both parties", "B": "B two independent", "C": "C one"}
    told["D"] = "D weak or anonymous"
    ax = page.axes(left=0.25, right=0.25, top=5.05, bottom=0.4)
    ax.set_xlim(0, 9.5)
    ax.set_ylim(0, 0.15)
    _bare(ax)
    ax.text(0, 0.075, "Sourcing:", va="center", size=10, color=LABEL)
    for (grade, words), left in zip(told.items(), (0.95, 3.35, 5.2, 6.2), strict=True):
        hatch = "////" if grade == "D" else None
        look = {"facecolor": GRADES[grade], "edgecolor": INK, "linewidth": 0.9, "hatch": hatch}
        ax.add_patch(Rectangle((left, 0.0), 0.25, 0.15, clip_on=False, **look))
        ax.text(left + 0.33, 0.075, words, va="center", size=10, color=LABEL)


def _ledger_alt(frame, name, totals, best) -> str:
    parts = []
    for way, start in (("to", f"{name} to Russia"), ("from", f"Russia to {name}")):
        own = frame[(frame["direction"] == way) & ~frame["against"]]
        sizes = own["kind"].value_counts()
        largest = ", ".join(f"{kind} {n}" for kind, n in sizes.head(3).items())
        parts.append(f"{start}: {_many(totals[way], 'statement')}, most on {largest or 'nothing'}")
    against = int(frame["against"].sum())
    return (
        f"{'. '.join(parts)}. Of the statements on Russia's returns {best} have grade A. "
        f"Denials, answers without confirmation and findings of nothing: {against}."
    )


def _ledger_table(frame, heads) -> figures.LessonTable:
    held = frame[~frame["against"]]
    table = held.pivot_table(
        index=["direction", "kind"],
        columns="grade",
        values="origin_id",
        aggfunc="size",
        fill_value=0,
    ).reset_index()
    table.insert(0, "Direction and kind", table["direction"].map(heads) + ": " + table["kind"])
    table = table.drop(columns=["direction", "kind"]).rename_axis(columns=None)
    return figures.table(table, "Statements by direction, kind and grade", 20)


def draw_story(name: str | None = None) -> figures.LessonFigure:
    """Draw one story as dated statements with their status, and planned periods as bars.

    Args:
        name: a key of STORIES; the first when None.

    Returns:
        A figure with one line a statement.
    """
    name = next(iter(STORIES)) if name is None else name
    rows = story(name)
    head, subject = name.split(": ")
    note = "   ".join(f"{_MARKS[s]} {s}" for s in STATUSES if s in set(rows["status"]))
    planned = name.startswith("An announcement")
    note += "   bar: period that was announced" if planned else ""
    letters = ", ".join(sorted(set(rows["evidence_grade"].astype(str))))
    note += f"   letter: grade of sourcing ({letters})"
    first, last = rows["claim_date"].min(), rows["claim_date"].max()
    last = max(last, rows["period_end"].max()) if planned else last
    with figures.page(head, f"{subject}; statements by date", note) as page:
        ax = page.axes(left=5.3, right=0.6, top=1.4, bottom=0.92)
        span = (last - first).days
        left, right = first - pd.Timedelta(days=span * 0.06), last + pd.Timedelta(days=span * 0.1)
        ax.set_xlim(left, right)
        ax.set_ylim(-max(len(rows), 6) + 0.4, 0.7)
        ax.set_yticks([])
        months = 12 if span > 900 else 6
        begin = pd.Timestamp(left.year + 1, 1, 1) if months == 12 else pd.Timestamp(left.year, 7, 1)
        ticks = [d for d in pd.date_range(begin, right, freq=f"{months}MS") if left < d < right]
        ax.set_xticks(ticks, [f"{d:%Y}" if months == 12 else f"{d:%b %Y}" for d in ticks])
        ax.hlines(-np.arange(len(rows)), left, right, color=GRID, linewidth=0.9, zorder=0)
        heads = {"size": 10, "color": LABEL, "va": "bottom"}
        page.text(1.06, 1.36, "when", ha="right", **heads)
        page.text(1.2, 1.36, "who says so, and what", **heads)
        for place, row in enumerate(rows.itertuples()):
            top = 1.4 + (0.7 + place) * (5.6 - 1.4 - 0.92) / (max(len(rows), 6) + 0.3)
            page.text(1.06, top, _when(row), ha="right", va="center", color=NOTE, size=10.5)
            page.text(1.2, top - 0.1, row.name, va="center", size=10.5, weight="bold")
            page.text(1.2, top + 0.12, row.words, va="center", size=10.5)
            grade = {"ha": "right", "va": "center", "size": 10.5, "color": LABEL}
            page.text(5.15, top, str(row.evidence_grade), **grade)
            if planned and row.transfer_id == "T179":
                ends = [row.period_start, row.period_end]
                ax.plot(ends, [-place] * 2, color=figures.RANGE, linewidth=7, solid_capstyle="butt")
                ax.plot(ends, [-place] * 2, "|", color=INK, markersize=12, markeredgewidth=2)
            figures.draw_mark(ax, row.claim_date, -place, row.status)
    each = ", ".join(f"{n} {s}" for s, n in data.ranked(rows["status"].value_counts()).items())
    told = "; ".join(f"{_when(r)} {r.words}" for r in rows.itertuples())
    endings = [
        "No text that we have seen documents a delivery (data to early 2026).",
        "Both parties rejected the reports and confirmed them in April 2025, without a number.",
        "Killed, wounded and missing became killed within five months: the unit grew.",
    ]
    ending = endings[list(STORIES).index(name)]
    sentence = f"{subject}: {_many(len(rows), 'statement')}, {each}. {ending}"
    table = rows[
        ["claim_date_text", "claimant", "status", "unit", "summary", "evidence_grade"]
    ].copy()
    table["evidence_grade"] = table["evidence_grade"].astype(str)
    table.columns = ["Date of claim", "Who says so", "Status", "Unit", "What was said", "Grade"]
    return page.figure(
        alt=f"{subject}: {_many(len(rows), 'statement')} by date. {told}.",
        caption=f"{sentence} We chose these statements to show a pattern; others exist.",
        sources=[rows],
        table=figures.table(table, subject),
        sentence=sentence,
        as_of=data.as_of("transfers"),
    )


def show_refusal() -> figures.LessonTable:
    """Show what the helper that adds answers when it is asked for all counts of shells."""
    rows = claims()
    shells = rows[(rows["claim_group"] == "prk-rus-shells") & (rows["unit"] == "rounds")]
    try:
        answer = "{:.0f} to {:.0f} rounds".format(*add_up(shells))
    except ValueError as refusal:
        answer = str(refusal)
    frame = pd.DataFrame({"Asked": ["Add all counts of shells in rounds"], "Answer": [answer]})
    return figures.table(frame, "What the helper that adds says")


def show_tests() -> figures.LessonTable:
    """Show North Korean missile flights in 2017, 2022 and 2024."""
    tests = data.table("missile_tests")
    years = tests[tests["year"].isin([2017, 2022, 2024])]
    return figures.table(years[["year", "launches"]], "North Korean missile flights in three years")


def show_sum() -> figures.LessonTable:
    """Show the rows behind the sum of the bug hunt, with the sum in the caption."""
    rows = data.table("transfers")
    rows = rows[(rows["claim_group"] == "irn-rus-missiles") & (rows["unit"] == "missiles")]
    rows = rows.dropna(subset=["quantity_low"])
    columns = ["transfer_id", "origin_id", "quantity_low", "claimant", "claim_date_text"]
    caption = f"The rows behind “at least {rows['quantity_low'].sum():.0f} ballistic missiles”"
    return figures.table(rows[columns], caption)


def show_claim(transfer_id: str) -> figures.LessonTable:
    """Show one row of transfers as question and answer.

    Args:
        transfer_id: such as 'T005'.

    Returns:
        A table of eight questions.
    """
    row = claims().set_index("transfer_id").loc[transfer_id]
    answers = {
        "Who says so?": f"{row['name']} ({row['family']})",
        "When?": row["claim_date_text"],
        "What?": f"{row['item']}, {STATES[row['from']]} to {STATES[row['to']]}",
        "How many?": f"{_span(row['quantity_low'], row['quantity_high'])} {row['unit']}",
        "In which words?": row["confidence_words"],
        "Status": row["status"],
        "Grade of sourcing": str(row["evidence_grade"]),
        "Statement it belongs to (origin_id)": row["origin_id"],
    }
    frame = pd.DataFrame({"Question": answers.keys(), "Answer": answers.values()})
    return figures.table(frame, f"One claim, row {transfer_id} of the table transfers")


# --- explorers ------------------------------------------------------------------------------------


def explore_claims() -> Explorer:
    """Choose a thing, whom to hear and which status to keep; see what is left of the claims.

    Returns:
        An explorer with four controls.
    """
    return Explorer(
        draw_claims,
        "Who says so? What is left when only some are heard?",
        thing=choice("What is claimed", [(t.noun, key) for key, t in THINGS.items()]),
        families=choices("Who says so?", FAMILIES),
        statuses=choices("Status", STATUSES),
        once=toggle("Rows of one statement on one line"),
    )


def explore_boxes() -> Explorer:
    """Choose containers, calibre mix and filling; read how many rounds they could hold.

    Returns:
        An explorer with three number boxes.
    """
    return Explorer(
        draw_boxes,
        "How many rounds could these boxes hold?",
        containers=number("Containers", 0, 100_000, int(_box("T005")), 100),
        rockets=number("With rockets, per cent", 0, 100, 50, 5),
        filled=number("Filled, per cent", 0, 100, 100, 5),
    )


def explore_spread() -> Explorer:
    """Choose the assumptions of the simulation and see its spread.

    Returns:
        An explorer with four controls.
    """
    return Explorer(
        draw_spread,
        "What do the assumptions leave open?",
        containers=choice("Containers", list(box_counts())),
        rockets=choice("Mix", list(MIXES)),
        filled=choice("Filled", list(FILLS)),
        seed=number("Seed", 0, 9999, SEED),
    )


def explore_launches() -> Explorer:
    """Choose years and what to show; read drones by month.

    Returns:
        An explorer with four controls.
    """
    return Explorer(
        draw_launches,
        "Drones by month: what changes, the war or the reporting?",
        first=number("From year", 2020, 2026, 2022),
        last=number("To year", 2020, 2026, 2026),
        shows=choice("Show", SHOWS, SHOWS[1]),
        rivals=toggle("Other published figures", True),
    )


def explore_ledger() -> Explorer:
    """Choose a partner and a grade; see what stands on each side of the ledger.

    Returns:
        An explorer with three controls.
    """
    return Explorer(
        draw_ledger,
        "What went each way, and how well is it sourced?",
        partner=choice("Partner", [(name, key) for key, name in SIDES.items()], "IRN"),
        grades=choice("Grade of sourcing", list(GRADES_SHOWN)),
        once=toggle("One statement once", True),
    )


def explore_story() -> Explorer:
    """Choose one of three stories and read its statements in order of date.

    Returns:
        An explorer with one control.
    """
    return Explorer(
        draw_story,
        "Three ways in which a claim can travel",
        name=choice("Story", list(STORIES)),
    )
