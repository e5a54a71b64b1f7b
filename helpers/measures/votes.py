"""Votes in the General Assembly: texts, pairs of states, ideal points, places among all pairs.

Tables: un_agreement, un_ideal_points, un_partner_ranks, un_vote_profile, un_resolutions with
un_ukraine_votes, un_coercive_texts with un_coercive_votes, un_regime_pairs, un_spread. Pairs have
no 2024: the file of roll calls holds six of that year; how each state voted is known in total.
"""

from __future__ import annotations

import functools
import itertools

import pandas as pd

from helpers import data
from helpers.measures.states import THE_FOUR
from helpers.measures.states import names as state_names

FORMULAS = ("agree_identical", "agree_lijphart", "agree_yes_no")
VOTES = ("yes", "abstain", "no", "absent")
WALL_STATES = ("PRK", "IRN", "CHN", "BLR", "IND", "ZAF", "BRA", "TUR", "KOR", "UKR", "USA")
VOTERS = ("RUS", "CHN", "IRN", "PRK", "USA", "GBR", "IND", "BLR")  # whose pairs are in the tables
VOTERS += ("TUR", "KOR", "UKR", "ZAF", "BRA")
GROUPS = ("both_autocracies", "both_democracies", "mixed", "four_states_six_pairs")
# Whose votes for the rule count: texts on coercive measures, by date and subject.
SETS = ("sanctions", "five", "before")
EUROPEAN = "A/RES/ES-11/7"  # the text on which the United States voted no beside Russia

RECENT, LONG = 2012, 1991  # where the lines of a chart begin
BEFORE, AFTER = 2021, 2023  # years with votes on either side of February 2022
GAP = 2024  # a year without pairs
SESSION = 2025  # from then on the roll calls of pairs hold the emergency session on Ukraine
AGREED = (2020, 2021, 2022, 2023, 2025)  # years in which learners draw Russia and China
REFUSED = tuple(range(2020, 2026))  # years in which they draw the no votes of the United States
TURN = 2025  # the year in which the United States came to vote no on most texts
FEW = 20  # joint votes below which a pair is not ranked

_NAN = float("nan")


def pair_name(first: str, second: str) -> str:
    """Return the name of a pair of ISO codes for a chart, such as 'Russia – China'."""
    names = state_names()
    return f"{names[first]} – {names[second]}"


def way(before: float, after: float) -> int:
    """Return which way a number went, as two decimals show it: 1 up, -1 down, 0 neither."""
    before, after = round(before, 2), round(after, 2)
    return int(after > before) - int(after < before)


def value_in(frame: pd.DataFrame, year: int, column: str) -> float:
    """Return the value of a year in a series, NaN where there is none."""
    found = frame.loc[frame["year"] == year, column]
    return float(found.iloc[0]) if len(found) else _NAN


def from_year(frame: pd.DataFrame, year: int = RECENT) -> pd.DataFrame:
    """Return the rows of a table with a column year from `year` on."""
    return frame[frame["year"] >= year]


def years() -> dict[str, int | list[int]]:
    """Return the years of which all charts of votes tell, by their names in data/words."""
    return {
        "since": RECENT,
        "before": BEFORE,
        "after": AFTER,
        "gap": GAP,
        "turn": TURN,
        "session": SESSION,
        "session_years": session_years(),
        "last": last_year(),
        "reach": last_point(),
    }


# --- formulas of agreement ------------------------------------------------------------------------


def _cast(first, second) -> list[tuple]:
    """Return the pairs of votes in which both took part; refuse unequal lists, unknown words."""
    first, second = list(first), list(second)
    if len(first) != len(second):
        raise ValueError("Two states are compared on the same texts: give equally long lists.")
    unknown = {*first, *second} - set(VOTES)
    if unknown:
        found = sorted(map(str, unknown))
        raise ValueError(f"A vote is one of yes, abstain, no and absent; found {found}.")
    return [(a, b) for a, b in zip(first, second, strict=True) if "absent" not in (a, b)]


def _mean(numbers) -> float:
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else _NAN


def agreement_identical(first: list, second: list) -> float:
    """Return the share (0 to 1) of texts on which two states cast the same vote.

    `first` and `second` are votes on the same texts in the same order, each one of VOTES. Two
    abstentions are identical. Texts on which one was absent do not count; NaN where none is left.

    Raises:
        ValueError: the lists differ in length or hold another word.
    """
    return _mean(a == b for a, b in _cast(first, second))


def agreement_lijphart(first: list, second: list) -> float:
    """Return agreement (0 to 1) in which one abstention against yes or no counts half.

    Mean of 1 for the same vote, 0.5 where one of the two abstained, 0 for yes against no
    (Lijphart 1963); else as `agreement_identical`.
    """
    place = {"yes": 0, "abstain": 1, "no": 2}
    return _mean(1 - abs(place[a] - place[b]) / 2 for a, b in _cast(first, second))


def agreement_yes_no(first: list, second: list) -> float:
    """Return the share (0 to 1) of the same vote among texts on which neither abstained.

    It rests on a smaller number of texts; else as `agreement_identical`.
    """
    return _mean(a == b for a, b in _cast(first, second) if "abstain" not in (a, b))


# --- votes on texts -------------------------------------------------------------------------------


def votes_on(states, emergency: bool | None = None) -> pd.DataFrame:
    """Return votes on the texts about Ukraine and Iran that have a roll call, in order of date.

    `states` are ISO codes; `emergency` is True for the texts of the emergency session, False for
    the others, None for all. Columns: resolution, date, short_title, label, totals (yes, no,
    abstain, not_voting), source_ids, one a state with its vote as text.
    """
    texts = data.table("un_resolutions")
    texts = texts[texts["roll_call"]].sort_values(["date", "resolution"])
    if emergency is not None:
        texts = texts[(texts["series"] == "ES-11") == emergency]
    wide = _roll_calls()[list(states)]
    about = ["resolution", "date", "short_title", "label", "yes", "no", "abstain", "not_voting"]
    frame = texts[[*about, "source_ids"]].merge(wide, left_on="resolution", right_index=True)
    return frame.reset_index(drop=True)


@functools.lru_cache(maxsize=1)
def _roll_calls():
    """Return one row a text and one column a member, with the votes as text."""
    votes = data.table("un_ukraine_votes").astype({"vote": "str"})
    return votes.pivot(index="resolution", columns="iso3", values="vote")


def without_roll_call() -> list[pd.Timestamp]:
    """Return the dates of texts about Ukraine and Iran of which no roll call was seen."""
    texts = data.table("un_resolutions")
    return texts.loc[~texts["roll_call"], "date"].tolist()


def session_years() -> list[int]:
    """Return the years before SESSION in which the emergency session voted on Ukraine."""
    texts = data.table("un_resolutions")
    days = texts.loc[texts["roll_call"] & (texts["series"] == "ES-11"), "date"]
    return sorted({int(year) for year in days.dt.year if year < SESSION})


def ten_votes() -> pd.DataFrame:
    """Return the ten latest texts with a roll call and the votes of Russia and China on them."""
    return votes_on(["RUS", "CHN"]).tail(10).reset_index(drop=True)


def ten_identical() -> float:
    """Return the identical share (0 to 1) of Russia and China on the ten texts."""
    return agreement_identical(*_ten())


def ten_lijphart() -> float:
    """Return the agreement with half credit (0 to 1) of Russia and China on the ten texts."""
    return agreement_lijphart(*_ten())


def ten_yes_no() -> float:
    """Return the yes-no agreement (0 to 1) of Russia and China on the ten texts."""
    return agreement_yes_no(*_ten())


def _ten():
    return ten_votes()["RUS"], ten_votes()["CHN"]


def raw_votes(resolution: str = "A/RES/68/262") -> pd.DataFrame:
    """Return the rows of un_ukraine_votes on a text with the `code` of the raw file, as text.

    Two states are written in another way there: their codes are decimals, such as '1.0'.
    """
    codes = {"yes": "1", "abstain": "2", "no": "3", "absent": "8"}
    votes = data.table("un_ukraine_votes")
    rows = votes[votes["resolution"] == resolution]
    written = rows["vote"].map(codes).astype("str")
    return rows.assign(code=written.where(~rows["iso3"].isin(["YEM", "MNE"]), written + ".0"))


def with_russia(states=WALL_STATES, emergency: bool | None = True) -> pd.Series:
    """Return for each of `states` on how many texts it cast the same vote as Russia.

    `emergency` as in `votes_on`; by ISO code.
    """
    frame = votes_on(dict.fromkeys(["RUS", *states]), emergency)
    return pd.Series({s: int((frame[s] == frame["RUS"]).sum()) for s in states}, dtype="int64")


def iran_with_russia() -> int:
    """Return on how many texts of the emergency session Iran voted as Russia did."""
    return int(with_russia(["IRN"])["IRN"])


def china_iran_identical() -> float:
    """Return the identical share of China and Iran on all texts with a roll call."""
    frame = votes_on(["CHN", "IRN"])
    return agreement_identical(frame["CHN"], frame["IRN"])


def china_iran_absent_counted() -> float:
    """Return that share with absences kept in the denominator, a slip."""
    frame = votes_on(["CHN", "IRN"])
    return _mean(frame["CHN"] == frame["IRN"])


# --- pairs of states ------------------------------------------------------------------------------


def compared() -> tuple[int, int, int]:
    """Return the years whose values are told of a pair: BEFORE, AFTER and the last one."""
    return BEFORE, AFTER, last_year()


def last_year() -> int:
    """Return the last year for which pairs are known."""
    return int(data.table("un_agreement")["year"].max())


def pair_series(first: str, second: str, agreement: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the rows of un_agreement of one pair in order of year; the order of the two is free.

    `first` and `second` are ISO codes, `agreement` the table or a part of it. Shares run from 0
    to 1 and are NaN in GAP; no row where the two are one state.
    """
    if agreement is None:  # a lesson asks dozens of times
        places = _places_of_pairs(data.stamp("un_agreement"))
        rows = data.table("un_agreement").take(places.get(frozenset((first, second)), []))
    else:
        one = (agreement["a"] == first) & (agreement["b"] == second)
        other = (agreement["a"] == second) & (agreement["b"] == first)
        rows = agreement[one | other]
    return rows.sort_values("year", kind="stable").reset_index(drop=True)


@functools.lru_cache(maxsize=2)
def _places_of_pairs(stamp) -> dict[frozenset, list]:
    """Return where in un_agreement the rows of each pair stand."""
    found: dict[frozenset, list] = {}
    for pair, places in data.table("un_agreement").groupby(["a", "b"]).indices.items():
        found.setdefault(frozenset(pair), []).extend(places)
    return found


def russia_china_alike() -> list[int]:
    """Return the per cent of identical votes of Russia and China in the years AGREED."""
    pair = pair_series("RUS", "CHN")
    return [round(100 * value_in(pair, year, "agree_identical")) for year in AGREED]


def too_few(rows: pd.DataFrame) -> set:
    """Return the years in which a pair, as `pair_series`, has too few joint votes to be ranked."""
    return set(rows.loc[rows["joint_votes"] < FEW, "year"])


def told(frame: pd.DataFrame, column: str = "agree_identical") -> dict:
    """Return a series before and after February 2022 and in the last year: before, after, last."""
    values = [value_in(frame, year, column) for year in compared()]
    return dict(zip(("before", "after", "last"), values, strict=True))


def with_partners() -> dict[str, pd.DataFrame]:
    """Return the series of Russia with each of the other three since RECENT, by ISO code."""
    partners = [state for state in THE_FOUR if state != "RUS"]
    return {s: from_year(pair_series("RUS", s)) for s in partners}


def field(measure: str, since: int = RECENT) -> pd.DataFrame:
    """Return where all members stand: year, states, the quantiles q5 to q95 and source_ids.

    `measure` is 'with_russia' (share of identical votes), 'ideal_fp' or 'ideal_all'.
    """
    frame = data.table("un_spread")
    own = frame[(frame["measure"] == measure) & (frame["year"] >= since)]
    return own.sort_values("year", kind="stable").reset_index(drop=True)


def stories() -> dict:
    """Return what agreement and ideal points say of the four, and of all members beside them.

    Values with Russia of each partner and of the middle of all members (`field`) as `told` gives
    them; `most_less` where every quantile fell from BEFORE to AFTER; `less`, `more` of China and
    `rose` of North Korea; the middle of the ideal points (`middle`) and `distance` of the four's
    before and in the last year, `closer`, `wider` by AFTER, `together` by the last year.
    """
    values = {state: told(rows) for state, rows in with_partners().items()}
    before, after, last = (mean_distance(THE_FOUR, y) for y in (BEFORE, AFTER, last_point()))
    agreed = way(values["CHN"]["before"], values["CHN"]["after"])
    apart = way(before, after)
    russia, points = field("with_russia"), field("ideal_fp")
    ends = [told(russia, quantile) for quantile in ("q5", "q25", "q50", "q75", "q95")]
    return values | {
        "field": ends[2],
        "members": int(russia["states"].iloc[-1]),
        "most_less": all(way(end["before"], end["after"]) < 0 for end in ends),
        "middle": {
            "before": value_in(points, BEFORE, "q50"),
            "last": value_in(points, last_point(), "q50"),
        },
        "gap_calls": int(pair_series("RUS", "CHN").set_index("year")["roll_calls"][GAP]),
        "less": agreed < 0,
        "more": agreed > 0,
        "rose": way(values["PRK"]["before"], values["PRK"]["after"]) > 0,
        "closer": apart < 0,
        "wider": apart > 0,
        "distance": {"before": before, "last": last},
        "together": way(before, last) < 0,
    }


# --- ideal points ---------------------------------------------------------------------------------


def mean_distance(states, year: int, column: str = "ideal_fp") -> float:
    """Return the mean distance between the ideal points of all pairs of `states` in a year.

    `states` are ISO codes; `column` is 'ideal_fp' (final votes) or 'ideal_all' (all votes). Points
    of the scale, which has no unit; NaN where fewer than two states have a value.
    """
    frame = data.table("un_ideal_points")
    own = frame[(frame["year"] == year) & frame["iso3"].isin(list(states))][column].dropna()
    return _mean(abs(a - b) for a, b in itertools.combinations(own, 2))


def last_point(column: str = "ideal_fp") -> int:
    """Return the last year with ideal points of a kind; `column` as in `mean_distance`."""
    return int(data.table("un_ideal_points").dropna(subset=[column])["year"].max())


def sure_from(iso3: str) -> int | None:
    """Return the first year from which a state's ideal points are not marked 'use with care'."""
    frame = data.table("un_ideal_points")
    care = frame.loc[(frame["iso3"] == iso3) & frame["use_with_care"], "year"]
    return int(care.max()) + 1 if len(care) else None


# --- the United States, and places among all ------------------------------------------------------


def us_no(year: int) -> tuple[int, int]:
    """Return on how many texts the United States voted no in `year`, and how many there were."""
    row = data.table("un_vote_profile").set_index(["year", "iso3"]).loc[(year, "USA")]
    return int(row["no"]), int(row["roll_calls"])


def us_no_by_year() -> list[int]:
    """Return the per cent of its votes that the United States cast as no in the years REFUSED."""
    return [round(100 * shares_no(year)["USA"]) for year in REFUSED]


def usual_texts(until: int = AFTER) -> float:
    """Return the mean number of roll calls a year from RECENT to `until`."""
    profile = from_year(data.table("un_vote_profile"))
    own = (profile["iso3"] == "USA") & (profile["year"] <= until)
    return float(profile.loc[own, "roll_calls"].mean())


def shares_no(year: int) -> pd.Series:
    """Return which share (0 to 1) of its votes each state cast as no in `year`, by ISO code.

    For GAP it is computed from the totals of each state.
    """
    profile = data.table("un_vote_profile")
    return profile[profile["year"] == year].set_index("iso3")["share_no"]


def seen_from_us() -> pd.DataFrame:
    """Return the four's places among all members, ranked by agreement with the United States.

    The rows of un_partner_ranks with place (rank by number of states: 0 votes most like the
    United States, 1 least); 2025 is left out, because that year's ranks rest on a handful of
    agreements.
    """
    frame = data.table("un_partner_ranks")
    own = frame[(frame["anchor"] == "USA") & frame["partner"].isin(THE_FOUR)]
    own = own[own["year"] < TURN]
    return own.assign(place=own["rank"] / own["states_ranked"]).reset_index(drop=True)


def rank(row: pd.Series) -> dict:
    """Return a row of places as facts: rank, rank_to, tied, of (how many states are ranked)."""
    first, last, of = (int(row[name]) for name in ("rank", "rank_to", "states_ranked"))
    return {"rank": first, "rank_to": last, "tied": first != last, "of": of}


def rank_from(anchor: str, partner: str, year: int) -> dict | None:
    """Return the place of `partner` among all members seen from `anchor`, as `rank` does.

    `anchor` is one of the four or the United States; None where the table has no such row.
    """
    frame = data.table("un_partner_ranks")
    found = frame[(frame["anchor"] == anchor) & (frame["partner"] == partner)]
    found = found[found["year"] == year]
    return None if found.empty else rank(found.iloc[0])


# --- pairs by their rule --------------------------------------------------------------------------


def regime_pairs(formula: str = "agree_identical") -> pd.DataFrame:
    """Return mean agreement (0 to 1) by kind of pair: one row a year, one column each of GROUPS.

    `formula` is 'agree_identical' or 'agree_lijphart'; no row for GAP.
    """
    frame = data.table("un_regime_pairs").astype({"group": "str"})
    wide = frame.pivot(index="year", columns="group", values=f"mean_{formula}")
    return wide[list(GROUPS)].rename_axis(columns=None)


def years_below(formula: str = "agree_identical") -> int:
    """Return in how many years the four's six pairs agreed less than pairs of autocracies."""
    means = regime_pairs(formula)
    return int((means["four_states_six_pairs"] < means["both_autocracies"]).sum())


def years_below_half_credit() -> int:
    """Return the same with half credit for one abstention."""
    return years_below("agree_lijphart")


def years_above(formula: str = "agree_identical") -> list[int]:
    """Return the years in which the four's six pairs agreed at least as much as autocracies."""
    means = regime_pairs(formula)
    above = means["four_states_six_pairs"] >= means["both_autocracies"]
    return [int(year) for year in means.index[above]]


def years_compared() -> int:
    """Return how many years the comparison of regime pairs has."""
    return len(regime_pairs())


# --- votes on the four's own rule -----------------------------------------------------------------


def rule_texts(texts: str = "sanctions") -> pd.DataFrame:
    """Return the rows of un_coercive_texts that belong to one of SETS, in order of date.

    A text without votes in un_coercive_votes is left out.
    """
    frame = data.table("un_coercive_texts").sort_values(["date", "resolution"])
    frame = frame[frame["resolution"].isin(rule_calls().index)]
    recent = frame["date"].dt.year == SESSION
    if texts == "sanctions":
        recent &= frame["subject"] == "sanctions"
    return frame[~recent if texts == "before" else recent].reset_index(drop=True)


@functools.lru_cache(maxsize=1)
def rule_calls() -> pd.DataFrame:
    """Return votes on texts on coercive measures: one row a text and one column a member."""
    votes = data.table("un_coercive_votes").astype({"vote": "str"})
    return votes.pivot(index="resolution", columns="iso3", values="vote")


@functools.lru_cache(maxsize=8)
def for_the_rule(texts: str = "sanctions") -> tuple[str, ...]:
    """Return the ISO codes of members that voted yes on each text of one of SETS."""
    calls = rule_calls().loc[rule_texts(texts)["resolution"]]
    # As one array: pandas would compare each of some 190 columns by itself.
    return tuple(calls.columns[(calls.to_numpy(object) == "yes").all(axis=0)])


def states_for_the_rule() -> int:
    """Return how many members voted yes on all three texts of 2025 on sanctions in general."""
    return len(for_the_rule())


def rule_on_ukraine(texts: str = "sanctions") -> pd.DataFrame:
    """Return how the members that voted for the rule voted in the emergency session on Ukraine.

    `texts` is one of SETS. One row a text in order of date: resolution, date, short_title, label,
    numbers of states (VOTES), the votes of the four in a column each, source_ids. A member without
    a vote in the record counts as absent.
    """
    states = list(for_the_rule(texts))
    frame = votes_on(dict.fromkeys([*THE_FOUR, *states]), True)
    own = frame[states].to_numpy(object)
    counts = {vote: (own == vote).sum(axis=1) for vote in ("yes", "abstain", "no")}
    counts["absent"] = len(states) - sum(counts.values())
    kept = frame[["resolution", "date", "short_title", "label", *THE_FOUR, "source_ids"]]
    return kept.assign(**counts)


def rule_yes_on_aggression() -> int:
    """Return how many of the states for the rule voted yes on “Aggression against Ukraine”."""
    return int(rule_on_ukraine()["yes"].iloc[0])


def four_for_the_rule() -> int:
    """Return on how many of the texts on coercive measures all four voted yes."""
    return int((rule_calls()[list(THE_FOUR)] == "yes").all(axis=1).sum())


def four_of(texts: str) -> int:
    """Return how many of the four voted yes on each text of one of SETS."""
    calls = rule_calls().loc[rule_texts(texts)["resolution"], list(THE_FOUR)]
    return int((calls == "yes").all().sum())
