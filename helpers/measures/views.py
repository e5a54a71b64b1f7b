"""Measures of lesson 6: whose views, what words mean, what evidence counts against, which verdicts.

Read from the tables views, estimative, hypotheses, evidence, claims and provenance. The cohesion
score of a view is ordinal: nothing here averages it but `ranking`, which lesson 6 takes apart.
"""

from __future__ import annotations

import difflib
import functools

import pandas as pd

from helpers import data
from helpers.measures.states import THE_FOUR

# Codes of views in the order of the chart's rows, from the top.
POSITIONS = ("cohesive-axis", "loose-alignment", "other", "bilateral-not-bloc")
POSITIONS += ("china-reluctant", "transactional", "overstated")
MECHANISMS = ("interests", "balancing", "war-need", "sanctions", "ideology")
REGIONS = {
    "usa": ("USA",),
    "europe": ("GBR", "DEU", "SWE", "IRL", "BEL", "POL", "ESP"),
    "ukraine": ("UKR",),
    "four": THE_FOUR,
    "east": ("KOR", "JPN"),
    "asia": ("IND", "ISR", "TUR", "KGZ", "THA"),
    "south": ("EGY", "ZAF", "PER", "PRY"),
    "other": (),  # every state that is named above nowhere
}
ROWS = {
    "position": "position",
    "date": "year",
    "place": "region",
    "institution": "institution",
    "mechanism": "mechanism",
}
PLACES = ("all", "usa", "elsewhere")
YEARS = ("all", "before", "since")
YEAR = 2025  # YEARS divide here

HYPOTHESES = ("H1", "H2", "H3", "H4", "H5")  # columns of the table evidence
SIGNS = {"CC": "++", "C": "+", "N": "·", "I": "−", "II": "− −"}
POINTS = {"I": 1, "II": 2}
LEVELS = ("low", "medium", "high")
CREDIBILITY = ("all", "not_low", "high", "graded")
WEIGHTS = {"high": 1.0, "medium": 0.5, "low": 0.25}
DATES = ("all", "before", "since")
TURN = pd.Timestamp("2025-06-01")  # DATES divide here
RESTATING = ("all", "once", "none")

SCHEMES = ("ICD-203 (USA)", "EFSA (EU, for contrast)", "Kent 1964 (USA)", "PHIA yardstick (GBR)")
FOOD = SCHEMES[1]  # the one scheme that is not of intelligence
# Ten phrases, each with the terms (or listed synonyms) of the schemes that stand for it.
PHRASES = {
    "almost certain": ("icd203-p7", "efsa-p9", "kent-p2", "phia-p7"),
    "very likely": ("icd203-p6", "efsa-p7"),
    "likely": ("icd203-p5", "efsa-p6", "phia-p5"),
    "probable": ("icd203-p5", "kent-p3", "phia-p5"),
    "about even": ("icd203-p4", "efsa-p5", "kent-p4"),
    "realistic possibility": ("phia-p4",),
    "possible": (),
    "unlikely": ("icd203-p3", "efsa-p4", "phia-p3"),
    "very unlikely": ("icd203-p2", "efsa-p3"),
    "remote chance": ("icd203-p1", "phia-p1"),
}

VERDICTS = ("supported", "supported-with-caveat", "misleading", "unsupported", "not-checkable")
VERDICTS += ("outdated",)
FAULTS = ["supported-with-caveat", "misleading", "outdated"]  # of attribution, context and date


# --- views ----------------------------------------------------------------------------------------


def spectrum(views: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the views with american (bool), year (text) and region, one of REGIONS."""
    return _spectrum().copy() if views is None else _grouped(views.copy())


@functools.lru_cache(maxsize=1)
def _spectrum():
    return _grouped(data.table("views"))


def _grouped(frame):
    regions = {state: region for region, states in REGIONS.items() for state in states}
    frame["american"] = frame["country"] == "USA"
    frame["year"] = frame["date"].dt.year.astype(str)
    frame["region"] = frame["country"].map(regions).fillna("other")
    return frame


def chosen(place: str = "all", dates: str = "all", checked: bool = False) -> pd.DataFrame:
    """Return the views of one of PLACES (by the institution's state) and of YEARS, maybe none.

    `checked` leaves out views that were not seen in a text.
    """
    frame = spectrum()
    if place != "all":
        frame = frame[frame["american"] == (place == "usa")]
    if dates != "all":
        frame = frame[(frame["date"].dt.year >= YEAR) == (dates == "since")]
    return frame[frame["verified"]] if checked else frame


def split(frame: pd.DataFrame, rows: str = "position") -> dict[str, pd.DataFrame]:
    """Sort rows of `spectrum()` into {code: its views}, from the top, without empty ones.

    Of institutions those with two or more views in `frame` are kept.

    Raises:
        ValueError: `rows` is not one of ROWS.
    """
    if rows not in ROWS:
        raise ValueError(f"'{rows}' is no way to sort the views. Choose one of {', '.join(ROWS)}.")
    codes = frame[ROWS[rows]].astype(str)
    counts = codes.value_counts()
    order = {
        "position": POSITIONS,
        "place": REGIONS,
        "mechanism": MECHANISMS,
        "date": sorted(counts.index),
        "institution": sorted(counts[counts > 1].index),
    }[rows]
    return {code: frame[codes == code] for code in order if (codes == code).any()}


def count_axis() -> int:
    """Return how many views are coded as cohesive axis, from anywhere."""
    return int((data.table("views")["position"] == "cohesive-axis").sum())


def ranking(first: int = 6) -> pd.DataFrame:
    """Return the states with the highest mean score: place, country, mean. The bug hunt's fault."""
    means = data.table("views").groupby("country")["cohesion_score"].mean().round(1)
    frame = means.rename("mean").reset_index()
    frame = frame.sort_values(["mean", "country"], ascending=[False, True], kind="stable")
    return frame.head(first).assign(place=range(1, len(frame.head(first)) + 1))


def apart(scores: dict) -> pd.Series:
    """Return how many steps scores of a learner, {view_id: number}, lie from ours."""
    ours = data.table("views").set_index("view_id")["cohesion_score"]
    return pd.Series({view: abs(int(score) - int(ours[view])) for view, score in scores.items()})


# --- words ----------------------------------------------------------------------------------------


def ranges(schemes=SCHEMES) -> pd.DataFrame:
    """Return what official scales mean by ten phrases, in per cent, in the order of PHRASES.

    One row a phrase and scheme: phrase, scheme, term, low, high, verified, source_ids, term_id. A
    phrase to which no scheme gives a number has no row.
    """
    frame = _ranges()
    return frame[frame["scheme"].isin(schemes)].reset_index(drop=True)


@functools.lru_cache(maxsize=1)
def _ranges():
    terms = data.table("estimative").set_index("term_id")
    columns = ["phrase", "scheme", "term", "low", "high", "verified", "source_ids", "term_id"]
    rows = []
    for phrase, ids in PHRASES.items():
        for row in terms.loc[list(ids)].itertuples():
            told = row.low_pct, row.high_pct, row.verified, row.source_ids, row.Index
            rows.append((phrase, row.scheme, row.term, *told))
    return pd.DataFrame(rows, columns=columns).astype({"low": float, "high": float})


def unchecked() -> list[str]:
    """Return the schemes of which a range was not checked against a source."""
    frame = _ranges()
    missed = set(frame.loc[~frame["verified"], "scheme"])
    return [scheme for scheme in SCHEMES if scheme in missed]


@functools.lru_cache(maxsize=1)
def fields_differ_most() -> bool:
    """Say whether the two ranges of one phrase that lie furthest apart are of different fields."""
    frame = _ranges()
    pairs = frame.merge(frame, on="phrase").query("scheme_x < scheme_y")
    gaps = (pairs["low_x"] - pairs["low_y"]).abs() + (pairs["high_x"] - pairs["high_y"]).abs()
    furthest = pairs[gaps == gaps.max()]
    return bool(((furthest["scheme_x"] == FOOD) | (furthest["scheme_y"] == FOOD)).all())


def count_inside(numbers: dict, frame: pd.DataFrame) -> int:
    """Count the phrases whose number lies in all ranges; a phrase without a range does not."""
    rows = frame[frame["phrase"].isin(numbers)]
    own = rows["phrase"].map(numbers)
    return int((rows["low"].le(own) & rows["high"].ge(own)).groupby(rows["phrase"]).all().sum())


# --- evidence -------------------------------------------------------------------------------------


def with_codes(codes: dict | None = None, evidence: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the evidence, in the order of its ids, with a learner's codes in place of ours.

    `codes` are {evidence_id: {'H1': 'CC', …}}; what is not named or unknown keeps our code.
    """
    frame = (data.table("evidence") if evidence is None else evidence).set_index("evidence_id")
    for name in HYPOTHESES:
        frame[name] = frame[name].astype(str)
    for item, own in (codes or {}).items():
        for name, code in own.items():
            if item in frame.index and name in HYPOTHESES and code in SIGNS:
                frame.loc[item, name] = code
    return frame.sort_index(kind="stable").reset_index()


def weighted(
    frame: pd.DataFrame | None = None,
    without: str = "none",
    credibility: str = "all",
    dates: str = "all",
    restating: str = "all",
) -> pd.DataFrame:
    """Return rows of `with_codes()` with a column weight: 0 is left out, 1 counts in full.

    `without` is the evidence_id of one item or 'none'; the others are one of CREDIBILITY, DATES
    and RESTATING, the last for items that the column same_fact_as joins.
    """
    frame = with_codes() if frame is None else frame.copy()
    told = frame["credibility"].astype(str)
    weight = told.map(WEIGHTS) if credibility == "graded" else pd.Series(1.0, frame.index)
    out = frame["evidence_id"] == without
    if credibility in ("not_low", "high"):
        out |= told == "low"
    if credibility == "high":
        out |= told == "medium"
    if dates != "all":
        out |= (frame["date"] < TURN) != (dates == "before")
    again = frame["same_fact_as"].notna()
    if restating != "all":
        out |= again
    if restating == "none":
        out |= frame["evidence_id"].isin(frame.loc[again, "same_fact_as"])
    return frame.assign(weight=weight.where(~out, 0.0))


def scores(frame: pd.DataFrame | None = None) -> pd.Series:
    """Count what speaks against H1 to H5: I counts 1, II counts 2, times the weight (1 if none).

    The lowest survives best. No probability.
    """
    frame = with_codes() if frame is None else frame
    weight = frame.get("weight", 1.0)
    found = {
        name: float((frame[name].astype(str).map(POINTS).fillna(0) * weight).sum())
        for name in HYPOTHESES
    }
    return pd.Series(found)


def least(found: pd.Series) -> list[str]:
    """Name the hypothesis with the lowest score, or several that tie."""
    return list(found[found == found.min()].index)


def most(found: pd.Series) -> list[str]:
    """Name the hypothesis with the highest score, or several that tie."""
    return list(found[found == found.max()].index)


def restated(frame: pd.DataFrame) -> tuple[list[str], int]:
    """Return the items that share a fact with another one, and how many facts these are."""
    again = frame["same_fact_as"].dropna()
    return sorted({*frame.loc[again.index, "evidence_id"], *again}), again.nunique()


def high_scores() -> list[float]:
    """Return the five scores with items of high credibility alone, H1 first."""
    return scores(weighted(credibility="high")).tolist()


def all_scores() -> list[float]:
    """Return the five scores with all items, H1 first, a slip where a part is asked."""
    return scores().tolist()


def h1_once() -> float:
    """Return the score of H1 when items that restate an earlier one are left out."""
    return float(scores(weighted(restating="once"))["H1"])


def h1_all() -> float:
    """Return the score of H1 with all items, a slip where restated ones should go."""
    return float(scores()["H1"])


def h1_without_fact() -> float:
    """Return the score of H1 without the fact and all that restates it, a slip."""
    return float(scores(weighted(restating="none"))["H1"])


def against(grid: dict, names) -> dict:
    """Count what a learner's codes, {item: {name: code}}, hold against each of the names."""
    return {name: sum(POINTS.get(codes.get(name), 0) for codes in grid.values()) for name in names}


def decides(codes: dict) -> int:
    """Return how far the points of one item, {name: code}, lie apart; 0 decides nothing."""
    points = [POINTS.get(code, 0) for code in codes.values()]
    return max(points) - min(points) if points else 0


def turning(grid: dict, names) -> dict:
    """Return the items without which another of the hypotheses `names` would have least against it.

    {item: those that would then be least}, in the order of the grid.
    """
    leaders = least(pd.Series(against(grid, names)))
    found = {}
    for item in grid:
        rest = {each: codes for each, codes in grid.items() if each != item}
        others = least(pd.Series(against(rest, names)))
        if rest and others != leaders:
            found[item] = others
    return found


def sharp() -> pd.DataFrame:
    """Return our codes of items against the sharper wordings, with the code of the looser one.

    One row an item and hypothesis: the columns of `sharp_codes`, others as a list, and loose.
    """
    frame = data.table("sharp_codes")
    loose = data.table("evidence").set_index("evidence_id")
    cells = zip(frame["evidence_id"], frame["hypothesis_id"], strict=True)
    return frame.assign(
        code=frame["code"].astype(str),
        loose=[str(loose.loc[item, name]) for item, name in cells],
        others=frame["others"]
        .fillna("")
        .str.split(";")
        .map(lambda codes: list(filter(None, codes))),
    )


def sharpened(cells: pd.DataFrame) -> pd.DataFrame:
    """Count what speaks against each hypothesis and what fits, over rows of `sharp()`.

    Each of the columns loose, code and mine gives two: its points, and how many of it fit.
    """
    counted = {"name": cells["hypothesis_id"]}
    for side in ("loose", "code", "mine"):
        counted[side] = cells[side].map(POINTS).fillna(0).astype(int)
        counted[f"{side}_fit"] = cells[side].isin(["CC", "C"]).astype(int)
    return pd.DataFrame(counted).groupby("name").sum().reset_index()


# --- assumptions ----------------------------------------------------------------------------------


def shaky(filled: dict) -> list[str]:
    """Return assumptions to begin with: {id: {'holds', 'turns'}} rated weak and heavy, worst first.

    Only what is rated in both ways is compared; equal ones keep the order of the table.
    """
    weight = {"solid": 0, "caveat": 1, "weak": 2, "little": 0, "some": 1, "all": 2}
    sums = {
        key: sum(weight[code] for code in rated.values())
        for key, rated in filled.items()
        if {"holds", "turns"} <= rated.keys()
    }
    return sorted((key for key, total in sums.items() if total >= 3), key=lambda key: -sums[key])


# --- the article ----------------------------------------------------------------------------------


def longest_run(first: str, second: str) -> list[str]:
    """Return the longest run of equal words of two texts, small letters, earliest in `first`."""
    a, b = first.lower().split(), second.lower().split()
    found = difflib.SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    return a[found.a : found.a + found.size]


def runs() -> pd.DataFrame:
    """Return the passages of which a run of equal words was counted, longest first."""
    rows = data.table("provenance").dropna(subset="consecutive_words")
    order = {"by": ["consecutive_words", "passage_id"], "ascending": [False, True]}
    return rows.sort_values(**order, kind="stable").astype({"consecutive_words": int})


def verdicts() -> pd.Series:
    """Return how many claims of the article have each verdict, in the order of VERDICTS."""
    return (
        data.table("claims")["verdict"].astype(str).value_counts().reindex(VERDICTS, fill_value=0)
    )


def claims(verdict: str = "all", kind: str = "all") -> pd.DataFrame:
    """Return the article's claims with a verdict and of a kind, or all."""
    rows = data.table("claims")
    rows = rows[(rows["verdict"] == verdict) | (verdict == "all")]
    return rows[(rows["kind"] == kind) | (kind == "all")]
