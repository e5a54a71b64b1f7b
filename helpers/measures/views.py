"""Measures of views: frames in, frames and numbers out."""

from __future__ import annotations

import difflib
import functools

import pandas as pd

from helpers import data

POSITIONS = {
    "cohesive-axis": "cohesive “axis”",
    "loose-alignment": "loose alignment",
    "other": "other",
    "bilateral-not-bloc": "pairs, not a bloc",
    "china-reluctant": "China is reluctant",
    "transactional": "transactional",
    "overstated": "overstated",
}
MECHANISMS = {
    "interests": "interests",
    "balancing": "balancing the US",
    "war-need": "needs of the war",
    "sanctions": "sanctions",
    "ideology": "ideology",
}
REGIONS = {
    "United States": ("USA",),
    "Europe": ("GBR", "DEU", "SWE", "IRL", "BEL", "POL", "ESP"),
    "Ukraine": ("UKR",),
    "the four themselves": ("CHN", "RUS", "IRN", "PRK"),
    "South Korea, Japan": ("KOR", "JPN"),
    "elsewhere in Asia": ("IND", "ISR", "TUR", "KGZ", "THA"),
    "Africa, Latin America": ("EGY", "ZAF", "PER", "PRY"),
}
SHORT_NAMES = {
    "Center for a New American Security": "CNAS",
    "Carnegie Endowment": "Carnegie, Washington",
    "Carnegie Russia Eurasia Center": "Carnegie, Berlin",
    "Ministry of Foreign Affairs of the DPRK": "Ministry, Pyongyang",
    "Ministry of Foreign Affairs of Russia": "Ministry, Moscow",
    "Presidential Administration of Russia": "Kremlin",
}
ROWS = ["position", "date", "place", "institution", "mechanism"]
PLACES = ["everywhere", "United States only", "elsewhere only"]
YEARS = ["all dates", "to the end of 2024", "from 2025 on"]


HYPOTHESES = {
    "H1": "cohesive bloc",
    "H2": "war-driven exchange",
    "H3": "hub, China reluctant",
    "H4": "temporary",
    "H5": "low-cost network",
}


SIGNS = {"CC": "++", "C": "+", "N": "·", "I": "−", "II": "− −"}
POINTS = {"I": 1, "II": 2}


CREDIBILITY = ["every item alike", "without low", "high only", "high 1, medium ½, low ¼"]
WEIGHTS = {"high": 1.0, "medium": 0.5, "low": 0.25}
DATES = ["all dates", "before June 2025", "from June 2025 on"]
RESTATING = ["count every item", "count the shared fact once", "leave the shared fact out"]


SCHEMES = {
    "ICD-203 (USA)": "United States",
    "EFSA (EU, for contrast)": "EU food agency",
    "Kent 1964 (USA)": "Kent 1964",
    "PHIA yardstick (GBR)": "United Kingdom †",
}
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


VERDICTS = {
    "supported": "sources bear it out",
    "supported-with-caveat": "true with something left out",
    "misleading": "gives a wrong picture",
    "unsupported": "nothing seen shows it",
    "not-checkable": "no way to test it here",
    "outdated": "was true, or open, before",
}


def spectrum(views: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the views with the columns by which they are shown.

    Args:
        views: the table views; read when not given.

    Returns:
        One row a view, with american (bool), and as texts year, region, group (position), reason
        (mechanism) and house (institution, short).
    """
    return _spectrum().copy() if views is None else _grouped(views.copy())


@functools.lru_cache(maxsize=1)
def _spectrum():
    return _grouped(data.table("views"))


def _grouped(frame):
    regions = {state: region for region, states in REGIONS.items() for state in states}
    frame["american"] = frame["country"] == "USA"
    frame["year"] = frame["date"].dt.year.astype(str)
    frame["region"] = frame["country"].map(regions)
    frame["group"] = frame["position"].astype(str).map(POSITIONS)
    frame["reason"] = frame["mechanism"].astype(str).map(MECHANISMS)
    frame["house"] = frame["institution"].replace(SHORT_NAMES)
    return frame


def chosen(place: str = PLACES[0], dates: str = YEARS[0], checked: bool = False) -> pd.DataFrame:
    """Return the views of a place and time.

    Args:
        place: one of PLACES, by the state of the institution.
        dates: one of YEARS.
        checked: True leaves out views that were not seen in a text.

    Returns:
        Rows of `spectrum()`, possibly none.
    """
    frame = spectrum()
    if place != PLACES[0]:
        frame = frame[frame["american"] == (place == PLACES[1])]
    if dates != YEARS[0]:
        frame = frame[(frame["year"] >= "2025") == (dates == YEARS[2])]
    return frame[frame["verified"]] if checked else frame


def row_names(frame: pd.DataFrame, rows: str = "position") -> dict[str, pd.DataFrame]:
    """Sort views into the rows of the chart.

    Args:
        frame: rows of `spectrum()`.
        rows: one of ROWS; 'institution' keeps those with two or more views in `frame`.

    Returns:
        {name of the row: its views}, from the top, without empty rows.

    Raises:
        ValueError: `rows` is not one of ROWS.
    """
    if rows not in ROWS:
        raise ValueError(f"'{rows}' is no way to sort the views. Choose one of {', '.join(ROWS)}.")
    if rows == "institution":
        counts = frame["house"].value_counts()
        names, column = sorted(counts[counts > 1].index), "house"
    else:
        names, column = {
            "position": (POSITIONS.values(), "group"),
            "date": (sorted(frame["year"].unique()), "year"),
            "place": (REGIONS, "region"),
            "mechanism": (MECHANISMS.values(), "reason"),
        }[rows]
    split = {name: frame[frame[column] == name] for name in names}
    return {name: own for name, own in split.items() if len(own)}


def count_us() -> int:
    """Return how many views come from institutions in the United States."""
    return int(spectrum()["american"].sum())


def count_axis() -> int:
    """Return how many views are coded as cohesive axis, from anywhere."""
    return int((data.table("views")["position"] == "cohesive-axis").sum())


def count_axis_elsewhere() -> int:
    """Return how many views coded as cohesive axis come from outside the United States."""
    frame = spectrum()
    return int(((frame["position"] == "cohesive-axis") & ~frame["american"]).sum())


def count_axis_us() -> int:
    """Return how many views coded as cohesive axis come from the United States, a slip."""
    return count_axis() - count_axis_elsewhere()


def ranges(schemes=tuple(SCHEMES)) -> pd.DataFrame:
    """Return what official scales mean by ten phrases.

    Args:
        schemes: names of schemes as the table estimative writes them.

    Returns:
        One row a phrase and scheme: phrase, scheme, term, low and high (per cent), verified,
        source_ids; phrases in the order of PHRASES, 'possible' has no row.
    """
    terms = data.table("estimative").set_index("term_id")
    columns = ["phrase", "scheme", "term", "low", "high", "verified", "source_ids"]
    rows = []
    for phrase, ids in PHRASES.items():
        for row in terms.loc[list(ids)].itertuples():
            if row.scheme in schemes:
                ends = row.low_pct, row.high_pct
                rows.append((phrase, row.scheme, row.term, *ends, row.verified, row.source_ids))
    return pd.DataFrame(rows, columns=columns).astype({"low": float, "high": float})


def with_codes(codes: dict | None = None, evidence: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the evidence with the codes of a learner in place of ours.

    Args:
        codes: {evidence_id: {'H1': 'CC', …}}; items and hypotheses not named keep our code.
        evidence: the table evidence; read when not given.

    Returns:
        The table with H1 to H5 as texts, in the order of the ids.
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
    credibility: str = CREDIBILITY[0],
    dates: str = DATES[0],
    restating: str = RESTATING[0],
) -> pd.DataFrame:
    """Return the evidence with a column weight: 0 is left out, 1 counts in full.

    Args:
        frame: rows of `with_codes()`; our codes when not given.
        without: evidence_id of one item to leave out, or 'none'.
        credibility: one of CREDIBILITY.
        dates: one of DATES.
        restating: one of RESTATING, for items that the column same_fact_as joins.

    Returns:
        All rows of `frame`, in their order.
    """
    frame = with_codes() if frame is None else frame.copy()
    told = frame["credibility"].astype(str)
    weight = told.map(WEIGHTS) if credibility == CREDIBILITY[3] else pd.Series(1.0, frame.index)
    out = frame["evidence_id"] == without
    if credibility in CREDIBILITY[1:3]:
        out |= told == "low"
    if credibility == CREDIBILITY[2]:
        out |= told == "medium"
    if dates != DATES[0]:
        early = frame["date"] < pd.Timestamp("2025-06-01")
        out |= early != (dates == DATES[1])
    again = frame["same_fact_as"].notna()
    if restating != RESTATING[0]:
        out |= again
    if restating == RESTATING[2]:
        out |= frame["evidence_id"].isin(frame.loc[again, "same_fact_as"])
    return frame.assign(weight=weight.where(~out, 0.0))


def scores(frame: pd.DataFrame | None = None) -> pd.Series:
    """Count what speaks against each hypothesis: I counts 1, II counts 2, times the weight.

    Args:
        frame: rows of `weighted()` or of the table evidence (each weighs 1 then); all our codes
            when not given.

    Returns:
        A number for H1 to H5. The lowest survives best. No probability.
    """
    frame = with_codes() if frame is None else frame
    weight = frame.get("weight", 1.0)
    found = {
        name: float((frame[name].astype(str).map(POINTS).fillna(0) * weight).sum())
        for name in HYPOTHESES
    }
    return pd.Series(found)


def least(found: pd.Series) -> list[str]:
    """Name the hypotheses with the lowest score.

    Args:
        found: what `scores` returns.

    Returns:
        One name, or several that tie.
    """
    return list(found[found == found.min()].index)


def high_scores() -> list[float]:
    """Return the five scores with items of high credibility alone, H1 first."""
    return scores(weighted(credibility=CREDIBILITY[2])).tolist()


def all_scores() -> list[float]:
    """Return the five scores with all items, H1 first, a slip where a part is asked."""
    return scores().tolist()


def h1_once() -> float:
    """Return the score of H1 when items that restate an earlier one are left out."""
    return float(scores(weighted(restating=RESTATING[1]))["H1"])


def h1_all() -> float:
    """Return the score of H1 with all items, a slip where restated ones should go."""
    return float(scores()["H1"])


def h1_without_fact() -> float:
    """Return the score of H1 without the fact and all that restates it, a slip."""
    return float(scores(weighted(restating=RESTATING[2]))["H1"])


def longest_run(first: str, second: str) -> list[str]:
    """Return the longest run of equal words that two texts share, small letters throughout.

    Args:
        first: a text; its earliest run counts where several are equally long.
        second: another one.

    Returns:
        The words of the run in order; none where no word is shared.
    """
    a, b = first.lower().split(), second.lower().split()
    found = difflib.SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    return a[found.a : found.a + found.size]


def verdicts() -> pd.Series:
    """Return how many claims of the article have each verdict, in the order of VERDICTS."""
    return data.table("claims")["verdict"].astype(str).value_counts().reindex(list(VERDICTS))


def count_supported() -> int:
    """Return how many of the article's claims are supported without a caveat."""
    return int(verdicts()["supported"])
