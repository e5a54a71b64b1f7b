"""Measures of drivers: frames in, frames and numbers out."""

from __future__ import annotations

import functools
import itertools

import pandas as pd

from helpers import data
from helpers.measures.states import THE_FOUR

WALL_STATES = ("PRK", "IRN", "CHN", "BLR", "IND", "ZAF", "BRA", "TUR", "KOR", "UKR", "USA")


GROUPS = {
    "both_autocracies": "pairs of autocracies",
    "both_democracies": "pairs of democracies",
    "mixed": "mixed pairs",
    "four_states_six_pairs": "the four’s six pairs",
}
TYPES = {
    0: "closed autocracy",
    1: "electoral autocracy",
    2: "electoral democracy",
    3: "liberal democracy",
}


FIRST_VOICES = ("dv11", "dv08", "dv04", "dv12", "dv09", "dv21")  # stand open in the table


@functools.lru_cache(maxsize=1)
def short_names() -> dict:
    """Return the short name of each state by ISO code."""
    return dict(data.table("actors").set_index("iso3")["short_name"])


def pair_name(first: str, second: str) -> str:
    """Return the name of a pair of ISO codes for a chart, such as 'Russia – China'.

    Args:
        first: ISO code of a state.
        second: ISO code of another.

    Returns:
        The two short names with a dash between them.
    """
    return f"{short_names()[first]} – {short_names()[second]}"


def _cast(first, second) -> list[tuple]:
    """Return the pairs of votes in which both took part; refuse unequal lists, unknown words."""
    first, second = list(first), list(second)
    if len(first) != len(second):
        raise ValueError("Two states are compared on the same texts: give equally long lists.")
    unknown = {*first, *second} - {"yes", "abstain", "no", "absent"}
    if unknown:
        known = "yes, abstain, no and absent"
        raise ValueError(f"A vote is one of {known}; found {sorted(map(str, unknown))}.")
    return [(a, b) for a, b in zip(first, second, strict=True) if "absent" not in (a, b)]


def _mean(numbers) -> float:
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else float("nan")


def agreement_identical(first, second) -> float:
    """Return the share (0 to 1) of texts on which two states cast the same vote.

    Args:
        first: votes of one state: 'yes', 'abstain', 'no' or 'absent'.
        second: votes of the other on the same texts, in the same order.

    Returns:
        Identical votes by joint votes; two abstentions are identical. Texts on which one was
        absent do not count; NaN where none is left.

    Raises:
        ValueError: the lists differ in length or hold another word.
    """
    return _mean(a == b for a, b in _cast(first, second))


def agreement_lijphart(first, second) -> float:
    """Return agreement (0 to 1) in which one abstention against yes or no counts half.

    Args:
        first: votes of one state: 'yes', 'abstain', 'no' or 'absent'.
        second: votes of the other on the same texts, in the same order.

    Returns:
        Mean of 1 for the same vote, 0.5 where one of the two abstained, 0 for yes against no
        (Lijphart 1963); NaN where the two never took part together.

    Raises:
        ValueError: the lists differ in length or hold another word.
    """
    place = {"yes": 0, "abstain": 1, "no": 2}
    return _mean(1 - abs(place[a] - place[b]) / 2 for a, b in _cast(first, second))


def agreement_yes_no(first, second) -> float:
    """Return the share (0 to 1) of the same vote among texts on which neither abstained.

    Args:
        first: votes of one state: 'yes', 'abstain', 'no' or 'absent'.
        second: votes of the other on the same texts, in the same order.

    Returns:
        A share of a smaller number of texts; NaN where one always abstained or was absent.

    Raises:
        ValueError: the lists differ in length or hold another word.
    """
    return _mean(a == b for a, b in _cast(first, second) if "abstain" not in (a, b))


def votes_on(states, emergency: bool | None = None) -> pd.DataFrame:
    """Return votes on the texts about Ukraine and Iran that have a roll call.

    Args:
        states: ISO codes of members of the United Nations.
        emergency: True for the nine texts of the emergency session, False for the four others,
            None for all.

    Returns:
        One row a text in order of date: resolution, date, short_title, totals (yes, no, abstain,
        not_voting), one column a state with its vote as text, source_ids.
    """
    texts = data.table("un_resolutions").query("roll_call").sort_values(["date", "resolution"])
    if emergency is not None:
        texts = texts[(texts["series"] == "ES-11") == emergency]
    wide = _roll_calls()[list(states)]
    about = ["resolution", "date", "short_title", "yes", "no", "abstain", "not_voting"]
    frame = texts[[*about, "source_ids"]].merge(wide, left_on="resolution", right_index=True)
    return frame.reset_index(drop=True)


@functools.lru_cache(maxsize=1)
def _roll_calls():
    """Return one row a text and one column a member, with the votes as text."""
    votes = data.table("un_ukraine_votes").astype({"vote": "str"})
    return votes.pivot(index="resolution", columns="iso3", values="vote")


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


def pair_series(first: str, second: str, agreement: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the rows of un_agreement of one pair in order of year; the order of the two is free.

    Args:
        first: ISO code of one of the thirteen states of the table.
        second: ISO code of another.
        agreement: the table un_agreement; read when not given.

    Returns:
        Its columns, shares from 0 to 1 (NaN in 2024); no row where the two are one state.
    """
    frame = data.table("un_agreement") if agreement is None else agreement
    one = (frame["a"] == first) & (frame["b"] == second)
    other = (frame["a"] == second) & (frame["b"] == first)
    return frame[one | other].sort_values("year", kind="stable").reset_index(drop=True)


def value_in(frame: pd.DataFrame, year: int, column: str) -> float:
    """Return a pair's value in a year, NaN where there is none."""
    found = frame.loc[frame["year"] == year, column]
    return float(found.iloc[0]) if len(found) else float("nan")


def russia_china_2023() -> int:
    """Return the per cent of identical votes of Russia and China in 2023."""
    return round(100 * value_in(pair_series("RUS", "CHN"), 2023, "agree_identical"))


def us_no(year: int) -> tuple[int, int]:
    """Return on how many texts the United States voted no in `year`, and how many there were.

    Args:
        year: 1991 to 2025, without 2024.

    Returns:
        Number of votes no, number of roll calls.
    """
    row = data.table("un_vote_profile").set_index(["year", "iso3"]).loc[(year, "USA")]
    return int(row["no"]), int(row["roll_calls"])


def us_no_2025() -> int:
    """Return on how many texts of 2025 the United States voted no."""
    return us_no(2025)[0]


def shares_no(year: int) -> pd.Series:
    """Return which share of its votes each state of un_vote_profile cast as no in `year`.

    Args:
        year: 1991 to 2025; for 2024 from the totals of each state.

    Returns:
        Shares from 0 to 1 of the votes cast, by ISO code.
    """
    profile = data.table("un_vote_profile")
    return profile[profile["year"] == year].set_index("iso3")["share_no"]


def totals_told() -> str:
    """Say how often the United States and the four voted no in 2024, beside 2023 and 2025."""
    years = [shares_no(year) for year in (2024, 2023, 2025)]
    told = [
        "{} {:.0%} ({:.0%}, {:.0%})".format(short_names()[state], *(y[state] for y in years))
        for state in ("USA", *THE_FOUR)
    ]
    return (
        "For 2024 only the totals of each state are known. Share of no among its votes in 2024, "
        f"with 2023 and 2025 in brackets: {named_list(told)}."
    )


def mean_distance(states, year: int, column: str = "ideal_fp") -> float:
    """Return the mean distance between the ideal points of all pairs of `states` in a year.

    Args:
        states: ISO codes; the order is free.
        year: 1991 to 2024.
        column: 'ideal_fp' (final votes) or 'ideal_all' (all votes, to 2023).

    Returns:
        Points of the scale, which has no unit; NaN where fewer than two states have a value.
    """
    frame = data.table("un_ideal_points")
    own = frame[(frame["year"] == year) & frame["iso3"].isin(list(states))][column].dropna()
    return _mean(abs(a - b) for a, b in itertools.combinations(own, 2))


def with_russia(states=WALL_STATES, emergency: bool | None = True) -> pd.Series:
    """Return for each of `states` on how many texts it cast the same vote as Russia.

    Args:
        states: ISO codes.
        emergency: as in `votes_on`.

    Returns:
        Whole numbers, one a state, by ISO code.
    """
    frame = votes_on(dict.fromkeys(["RUS", *states]), emergency)
    return pd.Series({s: int((frame[s] == frame["RUS"]).sum()) for s in states}, dtype="int64")


def iran_with_russia() -> int:
    """Return on how many of the nine texts on Ukraine Iran voted as Russia did."""
    return int(with_russia(["IRN"])["IRN"])


def trade_of(partners, flow: str = "share_total") -> pd.DataFrame:
    """Return Russia's trade with `partners`, one row a partner and year.

    Args:
        partners: ISO codes of the table trade.
        flow: a value of FLOWS.

    Returns:
        Columns partner, year, value (per cent, or billion US dollars), basis and source_ids.
    """
    frame = data.table("trade")
    frame = frame[frame["partner"].isin(list(partners))].copy()
    frame["value"] = frame[flow] / 1e9 if flow == "total_usd" else frame[flow] * 100
    columns = ["partner", "year", "value", "basis", "source_ids"]
    return frame[columns].sort_values(["partner", "year"]).reset_index(drop=True)


def rival_totals(partner: str = "IRN") -> pd.DataFrame:
    """Return published totals of Russia's trade with `partner` other than the IMF's.

    Args:
        partner: ISO code of one of Russia's partners.

    Returns:
        Columns year, value (billion US dollars), claimant, claimed (date as text), grade, note
        and source_ids, in order of year. They are not one series: definitions differ.
    """
    frame = data.table("trade_claims")
    pair = frame[["reporter", "partner"]].apply(set, axis=1) == {"RUS", partner}
    own = frame[pair & (frame["flow"] == "total")].sort_values(["year", "claim_id"])
    found = own[["year", "claimant", "note", "source_ids"]].copy()
    found["value"] = own["value_usd"] / 1e9
    found["claimed"], found["grade"] = own["claim_date_text"], own["evidence_grade"].astype(str)
    return found.reset_index(drop=True)


def regime_pairs(formula: str = "agree_identical") -> pd.DataFrame:
    """Return mean agreement by kind of pair, one row a year, one column a group of GROUPS.

    Args:
        formula: 'agree_identical' or 'agree_lijphart'.

    Returns:
        Means from 0 to 1; no row for 2024.
    """
    frame = data.table("un_regime_pairs").astype({"group": "str"})
    wide = frame.pivot(index="year", columns="group", values=f"mean_{formula}")
    return wide[list(GROUPS)].rename_axis(columns=None)


def years_below(formula: str = "agree_identical") -> int:
    """Return in how many years the four's six pairs agreed less than pairs of autocracies.

    Args:
        formula: 'agree_identical' or 'agree_lijphart'.

    Returns:
        A number of years, at most `years_compared()`.
    """
    means = regime_pairs(formula)
    return int((means["four_states_six_pairs"] < means["both_autocracies"]).sum())


def years_below_half_credit() -> int:
    """Return the same with half credit for one abstention."""
    return years_below("agree_lijphart")


def years_compared() -> int:
    """Return how many years the comparison of regime pairs has."""
    return len(regime_pairs())


def china_iran_identical() -> float:
    """Return the identical share of China and Iran on all thirteen texts with a roll call."""
    frame = votes_on(["CHN", "IRN"])
    return agreement_identical(frame["CHN"], frame["IRN"])


def china_iran_absent_counted() -> float:
    """Return that share with absences kept in the denominator, a slip."""
    frame = votes_on(["CHN", "IRN"])
    return _mean(frame["CHN"] == frame["IRN"])


def four_pairs(year: int) -> pd.DataFrame:
    """Return the rows of un_agreement of the four's six pairs in `year`.

    Args:
        year: 1991 to 2025.

    Returns:
        Six rows with the columns of un_agreement.
    """
    frame = data.table("un_agreement")
    return frame[frame["a"].isin(THE_FOUR) & frame["b"].isin(THE_FOUR) & (frame["year"] == year)]


def pairs_above_middle() -> int:
    """Return how many of the four's six pairs stood above the middle of all pairs in 2023."""
    return int((four_pairs(2023)["percentile"] > 0.5).sum())


def pairs_above_half_share() -> int:
    """Return how many of the six had a raw share above one half in 2023, a slip."""
    return int((four_pairs(2023)["agree_identical"] > 0.5).sum())


def all_pairs_above_middle() -> int:
    """Return how many pairs of the thirteen states stood above the middle in 2023, a slip."""
    frame = data.table("un_agreement").query("year == 2023")
    return int((frame["percentile"] > 0.5).sum())


def seen_from_us() -> pd.DataFrame:
    """Return the four's places among all members, ranked by agreement with the United States.

    Returns:
        Columns year, partner, rank and rank_to (a tie), states_ranked, place (rank by number of
        states: 0 votes most like the United States, 1 least) and source_ids; 2025 is left out,
        because that year's ranks rest on a handful of agreements.
    """
    frame = data.table("un_partner_ranks")
    own = frame[(frame["anchor"] == "USA") & frame["partner"].isin(THE_FOUR)]
    own = own[own["year"] < 2025].drop(columns="anchor")
    return own.assign(place=own["rank"] / own["states_ranked"]).reset_index(drop=True)


def place(row: pd.Series) -> str:
    """Write a place with its tie: '177' or '73 to 79'."""
    tied = row["rank"] != row["rank_to"]
    return f"{row['rank']} to {row['rank_to']}" if tied else f"{row['rank']}"


def place_from(anchor: str, partner: str, year: int) -> str:
    """Return in words the place of `partner` among all members, seen from `anchor`.

    Args:
        anchor: ISO code of one of the four or the United States.
        partner: ISO code of another of the thirteen states.
        year: 1991 to 2023, or 2025.

    Returns:
        Such as 'number 9 of 187', a tie as '107 to 109'; '' where the table has no such row.
    """
    frame = data.table("un_partner_ranks")
    found = frame[(frame["anchor"] == anchor) & (frame["partner"] == partner)]
    found = found[found["year"] == year]
    if found.empty:
        return ""
    return f"number {place(found.iloc[0])} of {found['states_ranked'].iloc[0]}"


def counterexamples() -> pd.DataFrame:
    """Return states that have a driver without being one of the four, and three of the four.

    Returns:
        One row a state: State; votes alike with Russia on the nine texts; place of its agreement
        with Russia among all pairs (0 to 1) in 2021 and 2023; share of Russian trade in per cent
        in 2021 and 2024; regime in 2024. NaN or words where a table does not hold the state.
    """
    states = ["IND", "TUR", "BLR", "SAU", "ARE", "CHN", "IRN", "PRK"]
    alike = with_russia(states)
    trade = data.table("trade").set_index(["partner", "year"])["share_total"] * 100
    regime = data.table("regimes").set_index(["iso3", "year"])["regime_type"]
    rows = []
    for state in states:
        votes = pair_series("RUS", state)
        kind = regime.get((state, 2024))
        rows.append(
            {
                "State": short_names()[state],
                "Voted with Russia, of nine": alike[state],
                "Place with Russia, 2021": value_in(votes, 2021, "percentile"),
                "Place with Russia, 2023": value_in(votes, 2023, "percentile"),
                "Per cent of Russian trade, 2021": trade.get((state, 2021), _NAN),
                "Per cent of Russian trade, 2024": trade.get((state, 2024), _NAN),
                "Regime in 2024": "not in the table" if kind is None else TYPES[int(kind)],
            }
        )
    return pd.DataFrame(rows)


def rule_texts(texts: str = "sanctions") -> pd.DataFrame:
    """Return texts of the General Assembly on coercive measures, in order of date.

    Args:
        texts: a value of SETS.

    Returns:
        The rows of un_coercive_texts.
    """
    frame = data.table("un_coercive_texts").sort_values(["date", "resolution"])
    recent = frame["date"].dt.year == 2025
    if texts == "sanctions":
        recent &= frame["subject"] == "sanctions"
    return frame[~recent if texts == "before" else recent].reset_index(drop=True)


@functools.lru_cache(maxsize=1)
def rule_calls():
    """Return one row a text on coercive measures and one column a member."""
    votes = data.table("un_coercive_votes").astype({"vote": "str"})
    return votes.pivot(index="resolution", columns="iso3", values="vote")


def for_the_rule(texts: str = "sanctions") -> list[str]:
    """Return the members that voted yes on each of the texts.

    Args:
        texts: a value of SETS.

    Returns:
        ISO codes by alphabet.
    """
    calls = rule_calls().loc[rule_texts(texts)["resolution"]]
    return calls.columns[(calls == "yes").all()].tolist()


def states_for_the_rule() -> int:
    """Return how many members voted yes on all three texts of 2025 on sanctions in general."""
    return len(for_the_rule())


def rule_on_ukraine(texts: str = "sanctions") -> pd.DataFrame:
    """Return how the members that voted for the rule voted on the nine texts on Ukraine.

    Args:
        texts: a value of SETS.

    Returns:
        One row a text in order of date: resolution, date, short_title, numbers of states (yes,
        abstain, no, absent), the votes of the four in a column each, source_ids. A member without
        a vote in the record counts as absent.
    """
    states = for_the_rule(texts)
    frame = votes_on(dict.fromkeys([*THE_FOUR, *states]), True)
    own = frame[states]
    counts = {vote: (own == vote).sum(axis=1) for vote in ("yes", "abstain", "no")}
    counts["absent"] = len(states) - sum(counts.values())
    kept = frame[["resolution", "date", "short_title", *THE_FOUR, "source_ids"]]
    return kept.assign(**counts)


def rule_yes_on_aggression() -> int:
    """Return how many of the states for the rule voted yes on “Aggression against Ukraine”."""
    return int(rule_on_ukraine()["yes"].iloc[0])


def four_for_the_rule() -> int:
    """Return on how many of the seven texts on coercive measures all four voted yes."""
    return int((rule_calls()[list(THE_FOUR)] == "yes").all(axis=1).sum())


def voices(explanation: str = "own") -> pd.DataFrame:
    """Return who gives a reason, or objects to it, in order of date.

    Args:
        explanation: a key of DRIVERS.

    Returns:
        The rows of driver_voices; those of FIRST_VOICES come first.
    """
    frame = data.table("driver_voices").astype({"explanation": "str", "stands": "str"})
    frame = frame[frame["explanation"] == explanation].sort_values("date", kind="stable")
    place = {voice: n for n, voice in enumerate(FIRST_VOICES)}
    rank = frame["voice_id"].map(place).fillna(len(place))
    return frame.assign(rank=rank).sort_values("rank", kind="stable").drop(columns="rank")


_NAN = float("nan")


def named_list(names) -> str:
    """Join names by commas and 'and'."""
    names = list(names)
    return names[0] if len(names) < 2 else f"{', '.join(names[:-1])} and {names[-1]}"
