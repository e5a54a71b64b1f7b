"""Drivers: why the four may be moving together, and how to test each explanation.

Agreement in the General Assembly has three formulas here and a place among all pairs; ideal
points are another measure of the same votes. Pairs have no 2024: the file holds six roll calls of
that year. How each state voted in 2024 is known in total. Source of all rows: the tables named in
each function.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, questions
from helpers.explorers import Explorer, choice, choices, number
from helpers.figures import AXIS, BAND, INK, LABEL, NOTE, PAPER, Look
from helpers.measures import drivers as measures
from helpers.measures.states import THE_FOUR

FORMULAS = {
    "agree_identical": "identical votes",
    "agree_lijphart": "half credit for one abstention",
    "agree_yes_no": "yes and no only",
}
REFERENCES = {
    "China – South Africa": ("CHN", "ZAF"),
    "Russia – India": ("RUS", "IND"),
    "United States – United Kingdom": ("USA", "GBR"),
}
VOTERS = ("RUS", "CHN", "IRN", "PRK", "USA", "GBR", "IND", "BLR")
VOTERS += ("TUR", "KOR", "UKR", "ZAF", "BRA")
PERIODS = [("2012 to 2025", 2012), ("1991 to 2025", 1991)]
FEW = 20  # joint votes below which a pair is not ranked

# What stands over each column of the vote wall, in order of date.
TEXTS = {
    "A/RES/68/262": "Crimea",
    "A/RES/ES-11/1": "Aggression",
    "A/RES/ES-11/2": "Humani-\ntarian",
    "A/RES/ES-11/3": "Rights\nCouncil",
    "A/RES/ES-11/4": "Annexa-\ntions",
    "A/RES/ES-11/5": "Reparation",
    "A/RES/ES-11/6": "Just\npeace",
    "A/RES/77/284": "Council\nof Europe",
    "A/RES/ES-11/7": "European\ntext",
    "A/RES/ES-11/8": "US text\namended",
    "A/RES/ES-11/9": "Children",
    "A/RES/80/222": "Rights\nin Iran",
    "A/RES/80/223": "Rights in\nUkraine",
}
WALLS = {"nine texts of the emergency session": True, "four other texts, 2014 to 2025": False}

PARTNERS = ("CHN", "IND", "TUR", "BLR", "DEU", "KOR", "USA", "IRN", "PRK")
MAIN_PARTNERS = ("CHN", "IND", "TUR", "BLR", "DEU", "IRN")
FLOWS = {
    "share of all Russian trade in goods": "share_total",
    "share of Russian exports": "share_exports",
    "share of Russian imports": "share_imports",
    "billion US dollars (no denominator)": "total_usd",
}
DRIVERS = {
    "opposition": "Shared opposition to the United States",
    "need": "Economic and military need",
    "sanctions": "Escape from sanctions",
    "rule": "Authoritarian rule",
    "own": "The four’s own reason: sovereign equality",
}

# Whose votes for the rule count: texts on coercive measures, by date and subject.
SETS = {
    "the three texts of 2025 on sanctions in general": "sanctions",
    "all five texts of 2025": "five",
    "the two texts of 1999 and 2000": "before",
}

_INKS = {"yes": INK, "abstain": LABEL, "no": "#FFFFFF", "absent": NOTE}  # on figures.VOTES
_OWN = Look(INK, INK, "o")
_BESIDE = Look(NOTE, NOTE, "d", (0, (4, 2)), 1.4)
_BOLD = {"size": 11.5, "weight": "bold", "va": "bottom"}


# --- marks that the charts below share ------------------------------------------------------------


def _runs(years, values, cuts=()) -> list[list[tuple]]:
    """Split a series into runs without a missing year or value; a new one begins at each cut."""
    runs, last = [], None
    for year, value in zip(years, values, strict=True):
        if pd.isna(value):
            continue
        if last is None or year != last + 1 or year in cuts:
            runs.append([])
        runs[-1].append((year, value))
        last = year
    return runs


def _draw(ax, years, values, look, cuts=(), hollow=(), size=7):
    """Draw a series with its marks; no line crosses a gap or a cut; `hollow` years are open."""
    for run in _runs(years, values, cuts):
        xs, ys = zip(*run, strict=True)
        ax.plot(xs, ys, color=look.colour, linestyle=look.dash, linewidth=look.width, zorder=3)
        for open_mark in (False, True):
            some = [(x, y) for x, y in run if (x in hollow) == open_mark]
            face = PAPER if open_mark else look.colour
            edge = {"markeredgecolor": look.colour if open_mark else PAPER}
            edge["markeredgewidth"] = 1.5 if open_mark else 0.6
            if some:
                points = zip(*some, strict=True)
                ax.plot(*points, look.marker, color=face, markersize=size, zorder=4, **edge)


def _years(ax, since, until=2025, gap=True):
    """Set the years of an axis; where pairs reach 2025 the gap of 2024 is a band."""
    ax.set_xlim(since - 0.5, until + 0.5)
    recent = [2012, 2015, 2018, 2021, 2023, 2025] if until == 2025 else range(2012, until + 1, 3)
    ax.set_xticks(recent if since >= 2012 else range(1995, until + 1, 5))
    if until == 2025 and gap:
        ax.axvspan(2023.5, 2024.5, color=BAND, linewidth=0, zorder=0)


def _look(first, second) -> Look:
    """Beside Russia a line wears its partner's look; any other pair is drawn in ink."""
    if {first, second} <= set(THE_FOUR) and "RUS" in (first, second):
        return figures.look(second if first == "RUS" else first)
    return _OWN


def _times(count: int) -> str:
    words = ("never", "once", "twice", "three times", "four times", "five times")
    return words[count] if count < len(words) else f"{count} times"


def _places(value) -> str:
    return "not known" if pd.isna(value) else f"{value:.2f}".replace("-", "−")


# --- charts: votes --------------------------------------------------------------------------------


def show_ten() -> figures.LessonTable:
    """Show ten real votes of Russia and China, to be counted by hand."""
    frame = measures.ten_votes()
    rows = pd.DataFrame(
        {
            "Text": frame["short_title"],
            "Date": frame["date"],
            "Russia": frame["RUS"],
            "China": frame["CHN"],
        }
    )
    source = data.cite_text(frame)
    caption = f"Ten votes of two states: the ten latest texts with a roll call ({source})"
    return figures.table(rows, caption)


CODES = {"yes": "1", "abstain": "2", "no": "3", "absent": "8"}  # as the raw file writes a vote
ODDLY_WRITTEN = ("YEM", "MNE")  # whose codes it writes as decimals


def raw_votes(resolution: str = "A/RES/68/262") -> pd.DataFrame:
    """Return the votes on a text as the raw file writes them, two states in another way.

    Args:
        resolution: such as 'A/RES/68/262'.

    Returns:
        The rows of un_ukraine_votes on that text, with a column `code` of text such as '1'.
    """
    votes = data.table("un_ukraine_votes")
    rows = votes[votes["resolution"] == resolution]
    codes = rows["vote"].map(CODES).astype("str")
    return rows.assign(code=codes.where(~rows["iso3"].isin(ODDLY_WRITTEN), codes + ".0"))


def show_raw_votes() -> figures.LessonTable:
    """Show what the raw file holds for five states, and the two totals of yes."""
    raw = raw_votes().set_index("iso3").loc[["DEU", "MNE", "RUS", "TUR", "YEM"]]
    published = data.table("un_resolutions").set_index("resolution").loc["A/RES/68/262", "yes"]
    frame = pd.DataFrame(
        {"State": raw.index, "Voted": raw["vote"], "Code in the file": raw["code"]}
    )
    counted = int((raw_votes()["code"] == "1").sum())
    caption = f"Five states in the raw file. Counted in favour: {counted}; published: {published}"
    return figures.table(frame.astype("str"), caption)


def draw_stories(guess=None) -> figures.LessonFigure:
    """Draw agreement of two pairs, their place among all pairs, and ideal points of the four.

    Args:
        guess: the learner's prediction of Russia's and China's identical votes in 2023, in per
            cent, or None.

    Returns:
        The figure with its words and data.
    """
    pairs = {
        state: measures.pair_series("RUS", state).query("year >= 2012") for state in ("CHN", "PRK")
    }
    points = data.table("un_ideal_points").query("year >= 2012")
    points = points[points["iso3"].isin(THE_FOUR)]
    subtitle = "UN General Assembly: agreement of two pairs (left), estimated positions (right)"
    note = "2024: six roll calls, no share. Agreement holds the emergency session only in 2025. "
    note += "Hollow: use with care"
    votes = [measures.value_in(pairs["CHN"], year, "agree_identical") for year in (2021, 2023)]
    apart = [measures.mean_distance(THE_FOUR, year) for year in (2021, 2023)]
    agreed = _way(*votes, "agreed more", "agreed less")
    title = f"2021 to 2023: Russia and China {agreed}, positions "
    title += _way(*apart, "drew apart", "drew closer")
    with figures.page(title, subtitle, note) as page:
        upper = page.axes(left=0.7, right=5.45, top=1.35, bottom=2.1)
        upper.set_ylim(0.55, 1.0)
        upper.set_yticks([0.6, 0.7, 0.8, 0.9, 1.0])
        lower = page.axes(left=0.7, right=5.45, top=3.95, bottom=0.75)
        lower.set_ylim(0, 1)
        lower.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        lower.axhspan(0.25, 0.75, color="#E3E6E6", linewidth=0)
        for ax, column in ((upper, "agree_identical"), (lower, "percentile")):
            _years(ax, 2012)
            ax.grid(True, axis="y")
            for state, rows in pairs.items():
                look = figures.look(state)
                _draw(ax, rows["year"], rows[column], look, size=7 if ax is upper else 5)
        upper.set_xticks([])
        figures.draw_unit(upper, "Share of identical votes (0–1)", lift=0.1)
        figures.draw_unit(lower, "Place among all pairs (0–1); band: middle half", lift=0.06)
        for state, x, y in (("CHN", 2012, 0.815), ("PRK", 2015.4, 0.585)):
            word = {"color": figures.look(state).word, "weight": "bold", "size": 11}
            upper.text(x, y, measures.pair_name("RUS", state), **word)
            for year, lift in ((2023, {"CHN": -0.04, "PRK": 0.03}[state]), (2025, 0.03)):
                value = measures.value_in(pairs[state], year, "agree_identical")
                side = {"ha": "center", "va": "center", "clip_on": False, **word}
                upper.text(year - 0.15, value + lift, f"{value:.2f}", **side)
        words = {"ha": "center", "va": "center", "size": 10, "color": LABEL, "linespacing": 1.1}
        upper.text(2024.1, 0.73, "2024:\nno\ndata", **words)
        if guess is not None:
            _mark_guess(upper, 2023, min(max(guess / 100, 0.555), 0.995), f"{guess:g} in 2023")
        right = page.axes(left=5.55, right=1.3, top=1.35, bottom=0.75)
        _draw_positions(right, points, "ideal_fp", 2012)
        right.set_ylim(-2.4, 0.6)
        right.set_yticks([-2, -1, 0], ["−2", "−1", "0"])
        figures.draw_unit(right, "Ideal point; lower = further from the US", lift=0.1)
    table = _stories_table(pairs, points)
    china, korea = pairs["CHN"], pairs["PRK"]
    own = "" if guess is None else f"You predicted {guess:g} per cent for 2023. "
    told = {
        s: [measures.value_in(pairs[s], y, "agree_identical") for y in (2021, 2023, 2025)]
        for s in pairs
    }
    return page.figure(
        alt="Russia and China voted alike in {:.0%} of roll calls in 2021, {:.0%} in 2023 and "
        "{:.0%} in 2025; ".format(*told["CHN"])
        + "Russia and North Korea in {:.0%}, {:.0%} and {:.0%}. Pairs of 2024 are missing. ".format(
            *told["PRK"]
        )
        + f"Ideal points of the four drew together: mean distance {_gap(2021)} in 2021, "
        f"{_gap(2024)} in 2024.",
        caption=f"{own}By raw agreement Russia and China moved apart from 2021 to 2023 "
        f"({told['CHN'][0]:.2f} to {told['CHN'][1]:.2f}). By ideal points the four moved together: "
        f"their mean distance fell from {_gap(2021)} in 2021 to {_gap(2024)} in 2024. The first "
        "leaves the emergency session on Ukraine out before 2025, the second holds it; neither "
        "shows why a state votes as it does.",
        sources=[china, korea, points],
        table=table,
        as_of=data.as_of("un_agreement"),
    )


def _way(before, after, up, down) -> str:
    """Say which way a number went between two dates, as two decimals show it."""
    before, after = round(before, 2), round(after, 2)
    return up if after > before else down if after < before else "did not change"


def _gap(year) -> str:
    return f"{measures.mean_distance(THE_FOUR, year):.2f}"


def _mark_guess(ax, x, y, words):
    """Mark the learner's guess; its words stand in the upper left corner, off the data."""
    style = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.5}
    ax.plot([x], [y], "o", markersize=9, zorder=6, **style)
    place = {"transform": ax.transAxes, "va": "top", "size": 10}
    ax.text(0.03, 0.97, f"○ your guess: {words}", **place)


def _stories_table(pairs, points) -> figures.LessonTable:
    frame = pd.DataFrame({"Year": pairs["CHN"]["year"].to_numpy()})
    for state, rows in pairs.items():
        name = measures.pair_name("RUS", state)
        frame[f"{name}, identical"] = rows["agree_identical"].round(2).to_numpy()
        frame[f"{name}, percentile"] = rows["percentile"].round(2).to_numpy()
    wide = points.pivot(index="year", columns="iso3", values="ideal_fp").round(2)
    for state in THE_FOUR:
        frame[f"Ideal point, {measures.short_names()[state]}"] = frame["Year"].map(wide[state])
    return figures.table(frame, "Agreement (0–1), percentile (0–1) and ideal points", 14)


def draw_agreement(
    first: str = "RUS",
    second: str = "CHN",
    formula: str = "agree_identical",
    reference: tuple | None = ("CHN", "ZAF"),
    since: int = 2012,
) -> figures.LessonFigure:
    """Draw a pair's agreement by one formula, and its place among all pairs below.

    Args:
        first: ISO code of one of VOTERS.
        second: ISO code of another.
        formula: a key of FORMULAS; the place is always by identical votes.
        reference: a pair to compare with, or None.
        since: first year, 1991 or 2012.

    Returns:
        The figure with its words and data.
    """
    if first == second:
        asks = (
            f"A state agrees with itself. Choose a second state beside "
            f"{measures.short_names()[first]}."
        )
        return figures.message("One state is no pair", asks)
    table = data.table("un_agreement").query("year >= @since")
    shown = {measures.pair_name(first, second): ((first, second), _look(first, second))}
    if reference and set(reference) != {first, second}:
        shown[measures.pair_name(*reference)] = (reference, _BESIDE)
    series = {name: measures.pair_series(*pair, table) for name, (pair, _) in shown.items()}
    name = measures.pair_name(first, second)
    own = series[name]
    told = ", ".join(
        f"{_places(measures.value_in(own, y, formula))} in {y}" for y in (2021, 2023, 2025)
    )
    few = any(
        (rows["joint_votes"] < FEW).mul(rows["year"] != 2024).any() for rows in series.values()
    )
    note = (
        "band: 2024, no data   2022 and 2023 lack the emergency session on Ukraine, 2025 holds it"
    )
    note = "band: 2024, no data   hollow: fewer than 20 joint votes, not ranked" if few else note
    high_up = min(rows[formula].min() for rows in series.values()) >= 0.5
    subtitle = f"{FORMULAS[formula].capitalize()}, UN General Assembly, {since} to 2025"
    with figures.page(f"{name}: {told}", subtitle, note) as page:
        upper = page.axes(left=0.7, right=2.75, top=1.35, bottom=2.35)
        lower = page.axes(left=0.7, right=2.75, top=3.75, bottom=0.75)
        lower.axhspan(0.25, 0.75, color="#E3E6E6", linewidth=0)
        for ax, column in ((upper, formula), (lower, "percentile")):
            _years(ax, since)
            _unit_scale(ax, halved=high_up and ax is upper)
            ends = []
            for label, (_, look) in shown.items():
                rows = series[label]
                hollow = set(rows.loc[rows["joint_votes"] < FEW, "year"])
                size = 6 if since >= 2012 else 4
                _draw(ax, rows["year"], rows[column], look, hollow=hollow, size=size)
                last = measures.value_in(rows, 2025, column)
                if not pd.isna(last):
                    named = f"{label if ax is upper else ''} {last:.2f}".strip()
                    ends.append((last, named.replace("United", "Un."), look.colour, look.word))
            figures.draw_end_labels(ax, 2025.2, ends, size=10.5)
        upper.set_xticks([])
        begins = "; the scale begins at 0.5" if high_up else ""
        figures.draw_unit(upper, f"Agreement, {FORMULAS[formula]} (0–1{begins})", lift=0.08)
        figures.draw_unit(lower, "Place among all pairs, identical votes; band: middle half", 0.06)
    ranks = ", ".join(_places(measures.value_in(own, y, "percentile")) for y in (2021, 2023, 2025))
    other = [label for label in series if label != name]
    sentence = f"{name}, {FORMULAS[formula]}: {told}. Place among all pairs: {ranks}."
    sides = [(a, b, measures.place_from(a, b, 2023)) for a, b in ((first, second), (second, first))]
    seen = "; ".join(
        f"from {_the(a)} side {measures.short_names()[b]} was {place}"
        for a, b, place in sides
        if place
    )
    seen = f" In 2023, {seen}." if seen else ""
    compared = ""
    if other:
        beside = ", ".join(
            _places(measures.value_in(series[other[0]], y, formula)) for y in (2021, 2023, 2025)
        )
        compared = f" For comparison {other[0]}: {beside}."
    return page.figure(
        alt=f"General Assembly, {since} to 2025. {sentence}{compared} Pairs of 2024 are missing; "
        "0.50 is the middle of all pairs.",
        caption=f"{sentence}{compared}{seen} A share follows the agenda of the year; the place "
        "says how many pairs agreed less. In 2025 the United States voted no on most texts, so a "
        "fall of agreement with it says little about the others.",
        sources=[*series.values()],
        table=_agreement_table(series, formula),
        sentence=sentence + compared,
        as_of=data.as_of("un_agreement"),
    )


def _the(state) -> str:
    return "the United States’" if state == "USA" else f"{measures.short_names()[state]}’s"


def _unit_scale(ax, halved=False):
    """Set an upright scale from 0 to 1, or from one half to 1."""
    ax.set_ylim(0.485 if halved else -0.03, 1.015 if halved else 1.03)
    ticks = [0.5, 0.6, 0.7, 0.8, 0.9, 1] if halved else [0, 0.5, 1]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.grid(True, axis="y")


def _agreement_table(series, formula) -> figures.LessonTable:
    rows = [
        {
            "Year": row["year"],
            "Pair": label,
            "Joint votes": row["joint_votes"],
            "Agreement": round(row[formula], 2),
            "Percentile": round(row["percentile"], 2),
        }
        for label, frame in series.items()
        for _, row in frame.iterrows()
    ]
    return figures.table(pd.DataFrame(rows), f"Agreement, {FORMULAS[formula]}, and place (0–1)")


def draw_us(guess=None) -> figures.LessonFigure:
    """Draw how often the United States voted no, and who agreed with it.

    Args:
        guess: the learner's prediction of its no votes in 2025, or None.

    Returns:
        The figure with its words and data.
    """
    profile = data.table("un_vote_profile").query("iso3 == 'USA' and year >= 2012")
    pairs = {
        s: measures.pair_series("USA", s).query("year >= 2012") for s in ("GBR", "KOR", *THE_FOUR)
    }
    (no, of), (then, of_then) = measures.us_no(2025), measures.us_no(2023)
    title = f"In 2025 the United States voted no on {no} of {of} texts"
    note = "hollow: 2024, from totals of votes cast; band: no pairs in 2024, no line crosses it"
    with figures.page(title, "UN General Assembly, 2012 to 2025", note) as page:
        left = page.axes(left=0.7, right=5.55, top=1.5, bottom=0.75)
        right = page.axes(left=5.2, right=1.95, top=1.5, bottom=0.75)
        for ax in (left, right):
            _years(ax, 2012, gap=ax is right)
            _unit_scale(ax)
            ax.set_xticks([2012, 2015, 2018, 2021, 2025])
        _draw(left, profile["year"], profile["share_no"], _OWN, hollow={2024})
        left.text(2022.2, then / of_then - 0.06, f"{then} of {of_then}", ha="center", va="top")
        left.text(2024.8, no / of + 0.03, f"{no} of {of}", ha="right", weight="bold", va="bottom")
        figures.draw_unit(left, "US votes: share of “no” (0–1)", lift=0.1)
        if guess is not None:
            _mark_guess(left, 2025, min(max(guess / of, 0.01), 0.99), f"{guess:g} in 2025")
        ends = []
        for state, rows in pairs.items():
            look = figures.look(state)
            _draw(right, rows["year"], rows["agree_identical"], look, size=5)
            last = measures.value_in(rows, 2025, "agree_identical")
            ends.append(
                (last, f"{measures.short_names()[state]} {last:.2f}", look.colour, look.word)
            )
        figures.draw_end_labels(right, 2025.2, ends, size=10)
        # The two grey lines end at the gap, too far from their labels to be told apart.
        style = {"size": 10, "color": LABEL, "ha": "center", "linespacing": 1.1}
        right.text(2019, 0.78, "United Kingdom", **style)
        right.text(2013.5, 0.49, "South\nKorea", va="center", **style)
        figures.draw_unit(right, "Identical votes with the US (0–1)", lift=0.1)
    old, new = (measures.value_in(pairs["GBR"], y, "agree_identical") for y in (2023, 2025))
    own = "" if guess is None else f"You predicted {guess:g} no votes. "
    table = pd.DataFrame({"Year": profile["year"], "US votes no": profile["no"]})
    table["of roll calls"] = profile["roll_calls"]
    for state, rows in pairs.items():
        values = rows.set_index("year")["agree_identical"].round(2)
        table[f"Alike with {measures.short_names()[state]}"] = table["Year"].map(values)
    return page.figure(
        alt=f"The United States voted no on {then} of {of_then} General Assembly texts in 2023 and "
        f"on {no} of {of} in 2025. Its agreement with the United Kingdom fell from {old:.2f} to "
        f"{new:.2f}. Agreement with Russia, China, Iran and North Korea was low before and after. "
        f"For 2024 only totals are known: {measures.shares_no(2024)['USA']:.0%} of its "
        f"votes were no.",
        caption=f"{own}In 2025 the United States voted no on {no} of {of} texts (2023: {then} of "
        f"{of_then}), and even its agreement with the United Kingdom fell from {old:.2f} to "
        f"{new:.2f}. A fall in agreement with the United States in 2025 shows a change of its own "
        f"votes; twice as many texts came to a vote as usual. {measures.totals_told()}",
        sources=[profile, *pairs.values()],
        table=figures.table(table, "Votes of the United States and agreement with it", 13),
        as_of=data.as_of("un_agreement"),
    )


def draw_positions(
    states=THE_FOUR, votes: str = "ideal_fp", since: int = 2012
) -> figures.LessonFigure:
    """Draw the ideal points of `states` over time.

    Args:
        states: ISO codes of VOTERS.
        votes: 'ideal_fp' (votes on final texts, to 2024) or 'ideal_all' (all votes, to 2023, with
            the interval from the 5 to the 95 per cent quantile).
        since: first year, 1991 or 2012.

    Returns:
        The figure with its words and data.
    """
    if not states:
        asks = "Tick at least one state to see its estimated position."
        return figures.message("No state is chosen", asks)
    frame = data.table("un_ideal_points").query("year >= @since")
    frame = frame[frame["iso3"].isin(list(states))]
    last = 2024 if votes == "ideal_fp" else 2023
    spans = {year: measures.mean_distance(states, year, votes) for year in (2021, last)}
    names = measures.named_list([measures.short_names()[s] for s in states])
    first, final = (_places(spans[year]) for year in (2021, last))
    several = len(states) > 1
    who = "the four" if set(states) == set(THE_FOUR) else f"{len(states)} states"
    title = f"{names}: estimated positions"
    if several:
        title = f"Mean distance of {who}: {first} in 2021, {final} in {last}"
    kind = "final votes" if votes == "ideal_fp" else "all votes; bars: 5 to 95 per cent quantile"
    note = "hollow: North Korea before 2015, use with care (the jump is unexplained)"
    subtitle = f"Ideal points from General Assembly votes, {since} to {last}, {kind}"
    with figures.page(title, subtitle, note if "PRK" in states else "") as page:
        ax = page.axes(left=0.7, right=1.75, top=1.45, bottom=0.75)
        ax.set_ylim(-2.9, 3.5 if frame[votes].max() > 1.2 else 1.2)
        _draw_positions(ax, frame, votes, since)
        ticks = range(-2, int(ax.get_ylim()[1]) + 1)
        ax.set_yticks(ticks, [f"{tick}".replace("-", "−") for tick in ticks])
        figures.draw_unit(ax, "Ideal point (no unit); lower = further from the US", lift=0.1)
    sentence = f"Shown: {names}."
    top, low = (frame.loc[frame[votes].agg(end)] for end in ("idxmax", "idxmin"))
    ends = f" Highest {_places(top[votes])} in {top['year']}, lowest {_places(low[votes])} in "
    ends += f"{low['year']}; the line shows one state."
    if several:
        sentence += f" Mean distance {first} in 2021 and {final} in {last}."
    frame = frame.sort_values(["year", "iso3"])
    table = frame.pivot(index="year", columns="iso3", values=votes).round(2)
    table = table[[s for s in states if s in table]].rename(columns=measures.short_names())
    told = "; ".join(
        f"{measures.short_names()[s]} {_places(_point(frame, s, 2021, votes))} and "
        f"{_places(_point(frame, s, last, votes))}"
        for s in list(states)[:4]
    )
    more = f" {len(states) - 4} more are in the table." if len(states) > 4 else ""
    return page.figure(
        alt=f"Ideal points, {since} to {last}; in 2021 and {last}: {told}.{more}"
        + (f" Mean distance {first} and {final}." if several else ends)
        + " North Korea’s line is broken at 2015, after an unexplained jump." * ("PRK" in states)
        + " Lower means further from the United States.",
        caption=f"{sentence} The scale is relative: a point can move because the agenda changed. "
        "Unlike raw agreement it holds the emergency session on Ukraine in 2022 and 2023.",
        sources=[frame],
        table=figures.table(
            table.reset_index().rename(columns={"year": "Year"}).rename_axis(columns=None),
            "Ideal points by year",
            13,
        ),
        sentence=sentence,
        as_of=data.as_of("un_ideal_points"),
    )


def _point(frame, state, year, column):
    return measures.value_in(frame[frame["iso3"] == state], year, column)


def _draw_positions(ax, frame, column, since):
    """Draw ideal points with labels at the right end; North Korea is broken before 2015."""
    last = int(frame.loc[frame[column].notna(), "year"].max())
    _years(ax, since, last)
    ax.grid(True, axis="y")
    ends = []
    for state, rows in frame.groupby("iso3", sort=False):
        rows = rows.sort_values("year", kind="stable")
        look = figures.look(state)
        care = set(rows.loc[rows["use_with_care"], "year"])
        if column == "ideal_all":
            known = rows.dropna(subset=["q5_all"])
            style = {"color": look.colour, "linewidth": 4, "alpha": 0.28, "zorder": 2}
            ax.vlines(known["year"], known["q5_all"], known["q95_all"], **style)
        cuts = (2015,) if state == "PRK" else ()
        _draw(ax, rows["year"], rows[column], look, cuts, care, size=7 if since >= 2012 else 5)
        end = measures.value_in(rows, last, column)
        ends.append((end, measures.short_names()[state], look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.15, ends, size=10.5)


def draw_wall(
    states=measures.WALL_STATES, emergency: bool = True, guess=None
) -> figures.LessonFigure:
    """Draw who voted how on the texts about Ukraine, one row a state, Russia first.

    Args:
        states: ISO codes beside Russia.
        emergency: True for the nine texts of the emergency session, False for the four others.
        guess: the learner's prediction of how often Iran voted with Russia, or None.

    Returns:
        The figure with its words and data.
    """
    states = [state for state in states if state != "RUS"]
    if not states:
        return figures.message("No state is chosen", "Tick at least one state beside Russia.")
    frame = measures.votes_on(["RUS", *states], emergency)
    alike, names = measures.with_russia(states, emergency), measures.short_names()
    count, numbers = len(frame), {4: "four", 9: "nine"}
    always = [names[s] for s in states if alike[s] == count]
    who = "Only " + measures.named_list(always) if always else "None of the states shown"
    title = f"{who} always voted with Russia"
    kind = "of the emergency session on Ukraine" if emergency else "outside the emergency session"
    period = f"{frame['date'].dt.year.min()}–{frame['date'].dt.year.max()}"
    subtitle = f"{numbers[count].capitalize()} General Assembly texts {kind}, {period}"
    note = "“Yes” is support for that text, not for a side. Right: votes cast as Russia cast them"
    rows = ["RUS", *states]
    height = min(0.42, 3.3 / (len(rows) + 0.6))
    with figures.page(title, subtitle, note) as page:
        left, wide = 1.7, 7.4 / count
        deep = 5.6 - 1.45 - 0.42
        ax = page.field((0, count), (-deep, 0), left=left, right=0.9, top=1.45, bottom=0.42)
        center = {"ha": "center", "va": "center"}
        for x, row in enumerate(frame.itertuples()):
            page.text(
                left + (x + 0.5) * wide, 0.97, f"{row.date:%Y %b}", color=LABEL, size=10, **center
            )
            head = TEXTS[row.resolution]
            page.text(left + (x + 0.5) * wide, 1.25, head, size=10, linespacing=1.15, **center)
        page.text(9.55, 1.25, "with\nRussia", size=10, linespacing=1.15, color=LABEL, **center)
        cells = {vote: [] for vote in figures.VOTES}
        for y, state in enumerate(rows):
            middle = -(y + 0.5) * height - (0.12 if state not in THE_FOUR else 0)
            look = figures.look(state)
            bold = "bold" if state in THE_FOUR else "normal"
            word = look.word if state in THE_FOUR else INK
            side = {"ha": "right", "va": "center", "clip_on": False}
            ax.text(-0.3 / wide, middle, names[state], color=word, weight=bold, **side)
            if state in THE_FOUR:
                ax.plot([-0.14 / wide], [middle], look.marker, color=look.colour, clip_on=False)
            for x, vote in enumerate(frame[state]):
                cells[vote].append((x + 0.04, middle - height * 0.43, 0.92, height * 0.86))
                style = {"color": _INKS[vote], "weight": "bold" if vote == "no" else "normal"}
                ax.text(x + 0.5, middle, vote, size=9.5, **style, **center)
            words = "" if state == "RUS" else f"{alike[state]} of {count}"
            page.text(9.55, 1.45 - middle, words, **center)
        for vote, boxes in cells.items():
            edge = {"edgecolor": NOTE, "linestyle": ":"} if vote == "absent" else {}
            _draw_boxes(ax, boxes, facecolor=figures.VOTES[vote], **edge)
        _wall_totals(ax, frame, -len(rows) * height - 0.28, wide)
    table = frame[["short_title", "date"]].rename(columns={"short_title": "Text", "date": "Date"})
    for state in rows:
        table[names[state]] = frame[state]
    for column in ("yes", "no", "abstain", "not_voting"):
        table[f"All: {column.replace('_', ' ')}"] = frame[column]
    told = ", ".join(f"{names[s]} {alike[s]}" for s in states)
    own = "" if guess is None else f"You predicted {guess:g} for Iran. "
    sentence = f"Votes cast as Russia cast them, of {count}: {told}."
    support = f"{frame['yes'].iloc[0]} states voted yes on the first text, "
    support += f"{frame['yes'].iloc[-1]} on the last."
    return page.figure(
        alt=f"Votes of {len(rows)} states on {numbers[count]} General Assembly texts, {period}. "
        f"{sentence} {support}",
        caption=f"{own}{sentence} {support} Absent is a value of its own: it may be protest, "
        "arrears or an empty chair. A text of February 2026 is not shown: no roll call was seen.",
        sources=[frame],
        table=figures.table(table, "Votes by text; absent: did not vote"),
        sentence=sentence,
        as_of="18 December 2025",
    )


def _wall_totals(ax, frame, y, wide):
    """Draw how all members voted on each text: a bar of parts, and the count below."""
    side = {"ha": "right", "va": "center", "clip_on": False, "size": 10.5}
    ax.text(-0.3 / wide, y, "all members", **side)
    ax.text(-0.3 / wide, y - 0.2, "yes–no–abstain", **{**side, "color": LABEL, "size": 10})
    cells = {vote: [] for vote in figures.VOTES}
    for x, row in enumerate(frame.itertuples()):
        parts = {"yes": row.yes, "abstain": row.abstain, "no": row.no, "absent": row.not_voting}
        left, total = x + 0.04, sum(parts.values())
        for vote, count in parts.items():
            width = 0.92 * count / total
            cells[vote].append((left, y - 0.08, width, 0.16))
            left += width
        words = f"{row.yes}–{row.no}–{row.abstain}"
        ax.text(x + 0.5, y - 0.2, words, ha="center", va="center", size=10)
    for vote, boxes in cells.items():
        _draw_boxes(ax, boxes, facecolor=figures.VOTES[vote], edgecolor=AXIS, linewidth=0.6)


def _draw_boxes(ax, boxes, **style):
    """Draw (left, bottom, width, height) boxes as one collection: ten times faster than patches."""
    from matplotlib.collections import PolyCollection

    corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in boxes]
    ax.add_collection(PolyCollection(corners, **style), autolim=False)


# --- charts: need and sanctions -------------------------------------------------------------------


def draw_trade(partners=MAIN_PARTNERS, flow: str = "share_total") -> figures.LessonFigure:
    """Draw Russia's goods trade with `partners`, and Iran's on a scale of its own.

    Args:
        partners: ISO codes of PARTNERS.
        flow: a value of FLOWS: which total the share is a share of, or dollars.

    Returns:
        The figure with its words and data.
    """
    if not partners:
        asks = "Tick at least one partner of Russia."
        return figures.message("No partner is chosen", asks)
    names, label = measures.short_names(), {v: k for k, v in FLOWS.items()}[flow]
    frame, iran, rivals = (
        measures.trade_of(partners, flow),
        measures.trade_of(["IRN"], "total_usd"),
        measures.rival_totals(),
    )
    wide = frame.pivot(index="year", columns="partner", values="value").reindex(range(2016, 2025))
    top = wide.loc[2024].dropna().idxmax() if wide.loc[2024].notna().any() else wide.columns[0]
    unit = " bn dollars" if flow == "total_usd" else " per cent"
    then, now = (_trade_words(wide.loc[y, top], flow) for y in (2021, 2024))
    title = f"Russia’s trade with {names[top]}: {then}{unit} in 2021, {now} in 2024"
    subtitle = f"Russia’s goods trade by partner, 2016 to 2024: {label.split(' (')[0]}"
    note = "◇ another published total, not one series with the IMF’s"
    note += "   North Korea: under 0.1, no data after 2020" * ("PRK" in partners)
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=0.65, right=4.35, top=1.45, bottom=0.75)
        _trade_panel(ax, frame, {"total_usd": 290}.get(flow, 50), names, flow)
        small = page.axes(left=7.35, right=0.85, top=1.45, bottom=0.75)
        _rival_panel(small, iran, rivals)
        unit_words = label.replace("share of", "per cent of").split(" (")[0]
        page.text(
            0.65, 1.28, unit_words[0].upper() + unit_words[1:], size=11, va="bottom", color=LABEL
        )
        page.text(7.35, 1.28, "Iran alone, billion dollars", size=11, va="bottom", color=LABEL)
    told = "; ".join(
        f"{names[p]} {_trade_words(wide.loc[2021, p], flow)} and "
        f"{_trade_words(wide.loc[2024, p], flow)}"
        for p in partners
        if p in wide
    ).replace("not known and not known", "not known in either year")
    latest = rivals[rivals["year"] == 2024].iloc[-1]
    imf = measures.value_in(iran, 2024, "value")
    rival = f"For Iran in 2024 the IMF gives {imf:.2f} billion dollars, {latest['claimant']} "
    rival += f"{latest['value']:.1f}."
    sentence = f"{label[0].upper() + label[1:]}, 2021 and 2024: {told}."
    # rounded as the words are: 10.65 is 10.7 in both
    table = (
        wide[[p for p in partners if p in wide]]
        .map(lambda v: float(f"{v:.1f}"))
        .rename(columns=names)
    )
    short = told if len(partners) < 6 else "; ".join(told.split("; ")[:4])
    return page.figure(
        alt=f"Russia’s goods trade, {label.split(' (')[0]}, in 2021 and 2024: {short}. {rival} "
        "From 2022 the figures are partner data and estimates.",
        caption=f"{sentence} {rival} Russia stopped publishing partner detail in 2022: later "
        "figures are partner data and IMF estimates, so the lines break. Goods only; arms and "
        "unrecorded oil are not in them.",
        sources=[frame, rivals],
        table=figures.table(
            table.reset_index().rename(columns={"year": "Year"}).rename_axis(columns=None),
            f"Russia’s trade: {label}",
        ),
        sentence=sentence,
        as_of=data.as_of("trade"),
    )


def _trade_words(value, flow) -> str:
    if pd.isna(value):
        return "not known"
    if flow != "total_usd":
        return f"{value:.1f}"
    return f"{value:.0f}" if value >= 10 else f"{value:.2f}"


def _trade_panel(ax, frame, top, names, flow):
    """Draw one line a partner, broken where Russia stopped publishing; named at the end."""
    ax.set_xlim(2015.6, 2024.4)
    ax.set_ylim(0, top)
    ax.set_xticks([2016, 2018, 2020, 2022, 2024])
    ax.grid(True, axis="y")
    ax.axvspan(2021.5, 2024.4, color=BAND, linewidth=0, zorder=0)
    style = {"size": 10, "color": LABEL, "va": "top", "transform": ax.get_xaxis_transform()}
    ax.text(2021.4, 0.99, "reported by Russia", ha="right", **style)
    ax.text(2021.6, 0.99, "partner data,\nIMF estimates", ha="left", **style)
    ends = []
    for partner, rows in frame.groupby("partner", sort=False):
        look = figures.look(partner)
        _draw(ax, rows["year"], rows["value"], look, cuts=(2022,), size=6)
        value = measures.value_in(rows, 2024, "value")
        if not pd.isna(value):
            word = f"{names[partner]} {_trade_words(value, flow)}"
            ends.append((value, word, look.colour, look.word))
    figures.draw_end_labels(ax, 2024.15, ends, size=10)


def _rival_panel(ax, iran, rivals):
    ax.set_xlim(2015.5, 2024.6)
    ax.set_ylim(0, 6)
    ax.set_yticks([0, 2, 4, 6])
    ax.set_xticks([2016, 2020, 2024])
    ax.grid(True, axis="y")
    ax.axvspan(2021.5, 2024.6, color=BAND, linewidth=0, zorder=0)
    look = figures.look("IRN")
    _draw(ax, iran["year"], iran["value"], look, cuts=(2022,), size=6)
    edge = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.5}
    for row in rivals.itertuples():
        ax.plot([row.year], [row.value], "D", markersize=7, zorder=5, **edge)
        who = "Kremlin" if "Kremlin" in row.claimant else "minister"
        words = f"{who}\n{row.value:.1f}"
        ax.text(row.year - 0.4, row.value + 0.15, words, ha="right", size=10, linespacing=1.15)
    last = iran.iloc[-1]
    ax.text(
        last["year"],
        last["value"] - 0.35,
        f"IMF {last['value']:.1f}",
        ha="center",
        va="top",
        size=10,
    )


def draw_settlement() -> figures.LessonFigure:
    """Draw counts of sanctions on Russia, and claimed currency shares in its trade."""
    listed = data.table("sanctions")
    listed = listed[(listed["target"] == "RUS") & (listed["metric"] == "designations_in_force")]
    shares = data.table("settlement")
    shares = shares[shares["scope"].isin(["Russian exports", "Russian imports"])]
    paid = {
        k: v.set_index(["currency", "date"])["share_per_cent"] for k, v in shares.groupby("scope")
    }
    start, end = (paid["Russian exports"]["CNY", d] for d in ("2022-01", "2023-06"))
    title = f"The yuan’s claimed share of Russian exports: from {start:g} to {end:g} per cent"
    note = (
        "hollow: weak source   not joined: each mark is one statement, its definition not published"
    )
    with figures.page(
        title, "Sanctions on Russia, and currencies of its trade (Bank of Russia)", note
    ) as page:
        ax = page.axes(left=0.85, right=6.75, top=1.55, bottom=0.75)
        ax.set_xlim(pd.Timestamp("2021-10-01"), pd.Timestamp("2025-09-01"))
        ax.set_ylim(0, 30000)
        ax.set_yticks([0, 10000, 20000, 30000], ["0", "10,000", "20,000", "30,000"])
        ax.grid(True, axis="y")
        ax.set_xticks([pd.Timestamp(f"{y}-01-01") for y in (2022, 2024)], ["2022", "2024"])
        for row in listed.itertuples():
            weak = row.evidence_grade == "D"
            edge = {"markerfacecolor": PAPER if weak else INK, "markeredgecolor": INK}
            ax.plot([row.date], [row.value], "o", markersize=8, markeredgewidth=1.5, **edge)
            side = {"ha": "right", "va": "bottom"} if weak else {"ha": "left", "va": "center"}
            shift = (0, 7) if weak else (9, 0)
            ax.annotate(
                f"{row.value:,.0f}",
                (row.date, row.value),
                shift,
                textcoords="offset points",
                size=10,
                **side,
            )
        figures.draw_unit(ax, "Names listed, added over senders", lift=0.1)
        for place, (scope, rows) in enumerate(shares.groupby("scope")):
            _currency_panel(page, 4.05 + place * 2.95, scope, rows)
    table = pd.concat(
        [
            pd.DataFrame(
                {
                    "What": "Names listed against Russia",
                    "Date": listed["date_text"],
                    "Figure": listed["value"],
                    "Claimant": listed["claimant"]
                    + " (grade "
                    + listed["evidence_grade"].astype(str)
                    + ")",
                }
            ),
            pd.DataFrame(
                {
                    "What": shares["scope"] + ", " + shares["currency"] + ", per cent",
                    "Date": shares["date"],
                    "Figure": shares["share_per_cent"],
                    "Claimant": shares["claimant"],
                }
            ),
        ]
    )
    first, last = listed["value"].iloc[0], listed["value"].iloc[-1]
    rouble = paid["Russian exports"]["RUB", "2024-02"]
    return page.figure(
        alt=f"Names listed against Russia: {first:,.0f} in February 2022, {last:,.0f} in May 2025 "
        f"by a weak source. According to the Bank of Russia the yuan’s share in export payments "
        f"rose from {start:g} per cent in January 2022 to {end:g} in June 2023; the rouble led "
        f"with {rouble:g} in February 2024.",
        caption=f"Listed names rose from {first:,.0f} to {last:,.0f}, the last count through a "
        "pro-Kremlin aggregator; one name may be listed by several senders, and a count says "
        f"nothing about bite. The yuan’s share in export payments rose from {start:g} to {end:g} "
        f"per cent according to the bank; in February 2024 the rouble led with {rouble:g}.",
        sources=[listed, shares],
        table=figures.table(table, "Counts and currency shares, by claimant"),
        as_of=data.as_of("settlement"),
    )


def _currency_panel(page, left, scope, rows):
    """Draw one panel of currency shares; markers and words tell the currencies apart."""
    ax = page.axes(left=left, right=10 - left - 2.0, top=1.55, bottom=0.75)
    ax.set_xlim(pd.Timestamp("2021-10-01"), pd.Timestamp("2024-06-01"))
    ax.set_ylim(-5, 100)
    ax.set_yticks([0, 50, 100], ["0", "50", "100"])
    ax.grid(True, axis="y")
    ax.set_xticks(
        [pd.Timestamp(f"{y}-01-01") for y in (2022, 2023, 2024)], ["2022", "2023", "2024"]
    )
    names = {"USD+EUR": ("dollar and euro", "s"), "CNY": ("yuan", "v"), "RUB": ("rouble", "P")}
    ends = []
    for currency, own in rows.groupby("currency"):
        word, marker = names[currency]
        days = pd.to_datetime(own["date"])
        ax.plot(days, own["share_per_cent"], marker, color=INK, markersize=8)
        last = own["share_per_cent"].iloc[-1]
        for day, share in zip(days, own["share_per_cent"], strict=True):
            under = {"ha": "left", "va": "center", "textcoords": "offset points", "size": 10}
            text = f"{share:g} {word}" if share == last else f"{share:g}"
            if share == last:
                ends.append((day, share, text))
            else:
                ax.annotate(text, (day, share), (7, 0), **under)
    places = figures.spread([share for _, share, _ in ends], 8)
    for (day, share, text), place in zip(ends, places, strict=True):
        x = day + pd.Timedelta(days=70)
        ax.plot([day, x], [share, place], color=AXIS, linewidth=0.8, clip_on=False)
        ax.text(x, place, text, va="center", size=10, clip_on=False)
    figures.draw_unit(ax, f"{scope}, per cent paid in", lift=0.1)


# --- charts: the four's own reason ----------------------------------------------------------------


def show_voices(explanation: str = "own") -> figures.LessonTable:
    """Show who gives an explanation in which words, and what the text says.

    Args:
        explanation: a key of DRIVERS.

    Returns:
        A table with one row a document; six stand open.
    """
    rows = measures.voices(explanation)
    rows = rows[rows["stands"] == "for"]
    frame = pd.DataFrame(
        {
            "Who, when": rows["speaker"] + ", " + rows["date_text"],
            "Where": rows["document"],
            "In these words": [_quoted(row) for row in rows.itertuples()],
            "What it says": rows["paraphrase"],
            "Source (grade)": [
                f"{data.cite_text(row.source_ids, limit=2)} ({row.evidence_grade})"
                for row in rows.itertuples()
            ],
        }
    )
    caption = f"{len(frame)} documents; the grade says how well a row is sourced, not whether it "
    caption += f"is true. Data to {data.as_of('driver_voices')}"
    return figures.table(frame, caption, len(measures.FIRST_VOICES))


def _quoted(row) -> str:
    return f"“{row.quotation}” ({row.wording})"


def draw_own_rule(guess=None, texts: str = "sanctions") -> figures.LessonFigure:
    """Draw how states that vote against sanctions outside the UN voted on Ukraine, with the four.

    Args:
        guess: the learner's prediction of the yes votes on the first text, or None.
        texts: a value of SETS: which votes make a state one that votes for the rule.

    Returns:
        The figure with its words and data.
    """
    frame, names = measures.rule_on_ukraine(texts), measures.short_names()
    states, first = len(measures.for_the_rule(texts)), frame.iloc[0]
    which = next(words for words, key in SETS.items() if key == texts)
    four_yes = [state for state in THE_FOUR if first[state] == "yes"]
    title = f"{states} for the rule; yes on “Aggression”: {first['yes']} of them, "
    title += f"{figures.spelled(len(four_yes), none='none')} of the four"
    subtitle = f"Yes on {which}: how these states voted on nine texts on Ukraine"
    note = "Left: number of states by vote; the four are among them. Right: the four’s own votes"
    with figures.page(title, subtitle, note) as page:
        ax = page.field((0, 10), (-3.65, 0), left=0, right=0, top=1.45, bottom=0.5)
        _rule_rows(page, ax, frame, states)
    four = ", ".join(f"{names[s]} {first[s]}" for s in THE_FOUR)
    last = frame.set_index("resolution").loc["A/RES/ES-11/7"]
    sentence = f"{states} states voted yes on {which}. On “{first['short_title']}” "
    sentence += f"({first['date']:%Y-%m-%d}) {first['yes']} of them voted yes, {first['abstain']} "
    sentence += f"abstained, {first['no']} voted no, {first['absent']} were absent. Of the four: "
    sentence += f"{four}."
    own = "" if guess is None else f"You predicted {guess:g} states. "
    table = frame.rename(columns={"short_title": "Text", "date": "Date", **names})
    table = table[["Text", "Date", *_INKS, *(names[s] for s in THE_FOUR)]]
    return page.figure(
        alt=f"{sentence} On the European text of February 2025 {last['yes']} voted yes.",
        caption=f"{own}{sentence} On the European text of February 2025, when the United States "
        f"itself voted no, {last['yes']} of them voted yes. A vote on a text is not a motive, and "
        "the choice of texts is ours, by their titles.",
        sources=[measures.rule_texts(texts), frame],
        table=figures.table(table, "States by vote, and the four; absent: did not vote"),
        sentence=sentence,
        as_of=data.as_of("un_coercive_votes"),
    )


def _rule_rows(page, ax, frame, states):
    """Draw one row a text: how many of the states cast each vote, and the votes of the four."""
    height, wide, left = 0.37, 4.15, 1.95
    right, step = left + wide + 0.3, 0.86
    center = {"ha": "center", "va": "center", "size": 9.5}
    cells = {vote: [(left + n * 1.05, 0.16, 0.14, 0.16)] for n, vote in enumerate(_INKS)}
    for place, vote in enumerate(_INKS):
        page.text(left + place * 1.05 + 0.2, 1.2, vote, size=10, va="center")
    for place, state in enumerate(THE_FOUR):
        style = {"weight": "bold", "color": figures.look(state).word, **center}
        page.text(right + (place + 0.5) * step, 1.2, measures.short_names()[state], **style)
    for y, row in enumerate(frame.itertuples()):
        middle, x = -(y + 0.5) * height - 0.05, left
        words = TEXTS[row.resolution].replace("-\n", "").replace("\n", " ")
        ax.text(left - 0.1, middle, f"{words}, {row.date:%Y}", ha="right", va="center", size=10)
        for vote, ink in _INKS.items():
            length = wide * getattr(row, vote) / states
            cells[vote].append((x, middle - height * 0.4, length, height * 0.8))
            if length > 0.14:
                ax.text(x + length / 2, middle, f"{getattr(row, vote)}", color=ink, **center)
            x += length
        for place, state in enumerate(THE_FOUR):
            vote, at = getattr(row, state), right + place * step
            cells[vote].append((at + 0.02, middle - height * 0.4, step - 0.04, height * 0.8))
            ax.text(at + step / 2, middle, vote, color=_INKS[vote], **center)
    for vote, boxes in cells.items():
        style = {"facecolor": figures.VOTES[vote], "edgecolor": AXIS, "linewidth": 0.6}
        _draw_boxes(ax, boxes, clip_on=False, **style)


# --- charts: rule, and the two tests --------------------------------------------------------------


def draw_regime_pairs(guess=None, formula: str = "agree_identical") -> figures.LessonFigure:
    """Draw mean agreement of the four's six pairs beside pairs of autocracies and others.

    Args:
        guess: the learner's prediction of the years below pairs of autocracies, or None.
        formula: 'agree_identical' or 'agree_lijphart'.

    Returns:
        The figure with its words and data.
    """
    means = measures.regime_pairs(formula)
    below, years = measures.years_below(formula), len(means)
    above = means.index[means["four_states_six_pairs"] >= means["both_autocracies"]]
    title = f"The four agreed less than autocracies do on average in {below} of {years} years"
    subtitle = f"Mean share of {FORMULAS[formula]} in the General Assembly, 1991 to 2025"
    note = "Autocracy: V-Dem’s two lowest types, which include Türkiye and, since 2017, India"
    looks = {
        "both_autocracies": Look(LABEL, LABEL, "s", (0, (5, 2)), 1.6),
        "both_democracies": Look(NOTE, NOTE, "^", (0, (2, 2)), 1.4),
        "mixed": Look(AXIS, NOTE, "d", (0, (1, 1.5)), 1.4),
        "four_states_six_pairs": _OWN,
    }
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=0.7, right=2.3, top=1.45, bottom=0.75)
        _years(ax, 1991)
        ax.set_ylim(0.5, 1.0)
        ax.set_yticks([0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
        ax.grid(True, axis="y")
        ends = []
        for group, look in looks.items():
            hollow = set(above) if group == "four_states_six_pairs" else ()
            _draw(ax, means.index, means[group], look, hollow=hollow, size=5)
            last = means[group].loc[2025]
            ends.append((last, f"{measures.GROUPS[group]} {last:.2f}", look.colour, look.word))
        figures.draw_end_labels(ax, 2025.4, ends, size=10)
        when = ", ".join(map(str, above))
        ax.text(1991, 0.955, f"hollow: at or above, {when}", size=10, color=LABEL)
        ax.text(2023.2, 0.515, "2024: no data", ha="right", size=10, color=LABEL)
        figures.draw_unit(ax, "Mean agreement of pairs (0–1; the axis begins at 0.5)", lift=0.1)
    then = means.loc[2023]
    own = "" if guess is None else f"You predicted {guess:g} years; the tables give {below}. "
    table = (
        means.round(3)
        .rename(columns=measures.GROUPS)
        .reset_index()
        .rename(columns={"year": "Year"})
    )
    return page.figure(
        alt=f"Mean voting agreement by kind of pair, 1991 to 2025. In 2023 pairs of autocracies "
        f"{then['both_autocracies']:.2f}, the four’s {then['four_states_six_pairs']:.2f}, "
        f"democracies {then['both_democracies']:.2f}, mixed {then['mixed']:.2f}. The four’s pairs "
        f"lay below autocracies in {below} of {years} years, all but {when}. "
        "Pairs of 2024 are missing.",
        caption=f"{own}Autocracies vote together more than mixed pairs, but the four’s six pairs "
        f"lay below the mean of autocracies in {below} of {years} years. Which states count as "
        "autocracies rests on V-Dem’s expert ratings; for 2025 the regimes of 2024 are used.",
        sources=[data.table("un_regime_pairs")],
        table=figures.table(table, f"Mean agreement ({FORMULAS[formula]}) by kind of pair"),
        as_of=data.as_of("un_regime_pairs"),
    )


def draw_regimes(year: int = 2024, compare=("IND", "TUR", "BLR", "USA")) -> figures.LessonFigure:
    """Draw the liberal democracy index of the four and of others in one year, with its interval.

    Args:
        year: 1990 to 2024.
        compare: ISO codes of VOTERS beside the four.

    Returns:
        The figure with its words and data.
    """
    frame = data.table("regimes")
    shown = [*THE_FOUR, *(state for state in compare if state not in THE_FOUR)]
    now = frame[frame["year"] == year].set_index("iso3").reindex(shown)
    names = measures.short_names()
    four = now.loc[list(THE_FOUR), "libdem"].dropna()
    order = now.sort_values("libdem", kind="stable", na_position="last")
    title = f"In {year} the four lie between {four.min():.2f} and {four.max():.2f} on a scale to 1"
    note = "bar: 68 per cent interval of the ratings   | the same state in 2012"
    with figures.page(title, f"V-Dem liberal democracy index (0–1), {year}", note) as page:
        ax = page.axes(left=1.75, right=2.2, top=1.2, bottom=0.8)
        ax.set_xlim(-0.01, 1)
        ax.set_ylim(-13.4, 0.7)
        ax.set_yticks([])
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.50", "0.75", "1"])
        ax.grid(True, axis="x")
        before = frame[frame["year"] == 2012].set_index("iso3")["libdem"]
        step = min(13.4 / len(order), 1.6)
        for place, (state, row) in enumerate(order.iterrows()):
            y, look = -place * step, figures.look(state)
            bold = "bold" if state in THE_FOUR else "normal"
            across = {"transform": ax.get_yaxis_transform(), "va": "center", "clip_on": False}
            ax.text(-0.02, y, names[state], ha="right", weight=bold, color=look.word, **across)
            if pd.isna(row["libdem"]):
                ax.text(1.02, y, "no value", color=NOTE, size=10, **across)
                continue
            ax.plot(
                [row["libdem_low"], row["libdem_high"]],
                [y, y],
                color=figures.RANGE,
                linewidth=7,
                solid_capstyle="butt",
            )
            ax.plot([before[state]], [y], "|", color=LABEL, markersize=13, markeredgewidth=1.6)
            ax.plot([row["libdem"]], [y], look.marker, color=look.colour, zorder=4)
            ax.text(
                1.02,
                y,
                f"{row['libdem']:.2f} {measures.TYPES[int(row['regime_type'])]}",
                size=10,
                **across,
            )
    told = ", ".join(f"{names[s]} {v:.3f}" for s, v in four.items())
    sentence = f"In {year}: {told}."
    table = pd.DataFrame(
        {
            "State": [names[s] for s in order.index],
            "Index (0–1)": order["libdem"].to_numpy(),
            "Low": order["libdem_low"].to_numpy(),
            "High": order["libdem_high"].to_numpy(),
            "Type": [measures.TYPES.get(t, "no value") for t in order["regime_type"]],
        }
    )
    old = before[list(THE_FOUR)]
    return page.figure(
        alt=f"Liberal democracy index of {len(shown)} states in {year}, from 0 to 1. {told}. In "
        f"2012 the four lay between {old.min():.3f} and {old.max():.3f}. Bars show the 68 per cent "
        "interval of the experts’ ratings.",
        caption=f"{sentence} The four were already between {old.min():.3f} and {old.max():.3f} in "
        "2012. These are ratings by experts. China and Russia hold that only a state’s own people "
        "decide whether it is democratic (joint statement, 4 February 2022). A low score does not "
        "say what kind of rule it is.",
        sources=[now, "usc-2022-china-russia-joint-statement"],
        table=figures.table(table, f"Liberal democracy index, {year}", 13),
        sentence=sentence,
        as_of=data.as_of("regimes"),
    )


def draw_timing() -> figures.LessonFigure:
    """Draw a series for each of four drivers, with February 2022 marked: what moved, and when?"""
    places, rule = (
        measures.seen_from_us().query("year >= 2012"),
        data.table("regimes").query("year >= 2012"),
    )
    rule = rule[rule["iso3"].isin(THE_FOUR)]
    trade = measures.trade_of(["CHN", "IRN"], "share_total")
    listed = data.table("sanctions").query("metric == 'designations_in_force' and target == 'RUS'")
    note = (
        "dashed: February 2022   hollow: weak source   trade: partner data and estimates from 2022"
    )
    subtitle = "Four drivers with a series, 2012 to 2024 or 2025. Every panel has its own scale"
    old, new = (rule[rule["year"] == y]["libdem"].mean() for y in (2021, 2024))
    share = trade[trade["partner"] == "CHN"].set_index("year")["value"]
    title = f"2021 to 2024: China’s trade share {share[2021]:.0f} → {share[2024]:.0f} %, "
    title += f"regime index {old:.2f} → {new:.2f}"
    heads = {
        "Opposition": "place seen from the US\n(1 = votes least alike)",
        "Need": "per cent of Russian trade\n(goods)",
        "Sanctions": "names listed against\nRussia, thousands",
        "Rule": "V-Dem index\n(0–1)",
    }
    with figures.page(title, subtitle, note) as page:
        axes = []
        for panel, (head, unit) in enumerate(heads.items()):
            left = 0.6 + panel * 2.38
            ax = page.axes(left=left, right=10 - left - 1.75, top=1.95, bottom=0.8)
            page.text(left, 1.3, head, **_BOLD)
            page.text(left, 1.78, unit, size=10, va="bottom", color=LABEL, linespacing=1.25)
            ax.set_xlim(2011.4, 2025.8)
            ax.set_xticks([2012, 2018, 2024])
            ax.axvline(2022.15, color=LABEL, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
            ax.grid(True, axis="y")
            axes.append(ax)
        for state in THE_FOUR:
            own = places[places["partner"] == state]
            _draw(axes[0], own["year"], own["place"], figures.look(state), size=5)
            own = rule[rule["iso3"] == state]
            _draw(axes[3], own["year"], own["libdem"], figures.look(state), size=5)
        for state, own in trade.groupby("partner"):
            _draw(axes[1], own["year"], own["value"], figures.look(state), cuts=(2022,), size=5)
        for row in listed.itertuples():
            face = PAPER if row.evidence_grade == "D" else INK
            day = row.date.year + row.date.day_of_year / 366
            style = {"markerfacecolor": face, "markeredgecolor": INK, "markeredgewidth": 1.5}
            axes[2].plot([day], [row.value / 1000], "o", markersize=7, **style)
        _timing_words(axes, listed)
    russia = places[places["partner"] == "RUS"].set_index("year")
    peak = russia.loc[:2021, "place"].idxmax()
    ranks = [
        f"{measures.place(russia.loc[y])} of {russia.loc[y, 'states_ranked']}" for y in (2021, 2023)
    ]
    rows = [
        ("Opposition: Russia’s place seen from the US", *ranks, "2023"),
        (
            "Need: China’s per cent of Russian trade",
            f"{share[2021]:.1f}",
            f"{share[2024]:.1f}",
            "2024",
        ),
        (
            "Sanctions: names listed against Russia",
            f"{listed['value'].iloc[0]:,.0f} (Feb 2022)",
            f"{listed['value'].iloc[-1]:,.0f} †",
            "May 2025",
        ),
        ("Rule: mean index of the four", f"{old:.3f}", f"{new:.3f}", "2024"),
        ("Own reason: of the four, yes on such texts", "4 (1999, 2000)", "4", "2025"),
    ]
    table = pd.DataFrame(rows, columns=["Driver", "2021", "Latest", "Date of latest"])
    return page.figure(
        alt=f"Four drivers before and after February 2022. Seen from the United States Russia went "
        f"from place {ranks[0]} in 2021 to {ranks[1]} in 2023. China’s share of Russian trade rose "
        f"from {share[2021]:.0f} to {share[2024]:.0f} per cent. The mean regime index of the four "
        f"was {old:.3f} and {new:.3f}.",
        caption=f"Russia’s place seen from the United States, China’s share of its trade and the "
        f"names listed against it moved in or after 2022; the mean regime index was {old:.3f} "
        f"in 2021 and {new:.3f} in 2024 (scale to 1). A driver that hardly "
        "moved cannot alone explain a change; one that moved need not be the cause. Russia’s "
        f"place had jumped once before, in {peak}. 2025 is left out of the first panel because of "
        "the votes of the United States. The four’s own reason has no panel: all four voted for "
        "the rule in 1999 as in 2025.",
        sources=[places, trade, listed, rule],
        table=figures.table(table, "Five drivers before and after. † weak source"),
        as_of="2023 to May 2025, by panel",
    )


def _timing_words(axes, listed):
    """Name the lines of the four panels where there is room."""
    axes[0].set_ylim(0, 1.16)
    axes[0].set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes[1].set_ylim(0, 40)
    axes[1].set_yticks([0, 10, 20, 30, 40])
    axes[2].set_ylim(0, 30)
    axes[2].set_yticks([0, 10, 20, 30])
    *_, early, late = [(row.date, row.value / 1000) for row in listed.itertuples()]
    words = f"{early[0]:%b %Y}  {early[1]:.1f}"
    axes[2].text(2021.3, early[1], words, ha="right", va="center", size=10)
    axes[2].text(2025.6, late[1] + 1.7, f"{late[1]:.1f}", ha="right", va="center", size=10)
    _unit_scale(axes[3])
    axes[3].text(2012, 0.17, "all four", size=10, weight="bold")
    names, bold = measures.short_names(), {"size": 10, "weight": "bold"}
    spots = [
        (0, "PRK", 2011.6, 1.04),
        (0, "IRN", 2022.6, 1.04),
        (0, "CHN", 2011.5, 0.62),
        (0, "RUS", 2012.2, 0.22),
        (1, "CHN", 2013, 19),
        (1, "IRN", 2016, 2),
    ]
    for panel, state, x, y in spots:
        axes[panel].text(x, y, names[state], color=figures.look(state).word, **bold)


def show_counterexamples() -> figures.LessonTable:
    """Show states that have a driver without being one of the four, above three of the four."""
    frame = measures.counterexamples()
    for column, form in (("Place with Russia", "{:.2f}"), ("Per cent of Russian trade", "{:.1f}")):
        years = [
            f"{column}, {year}" for year in ((2021, 2023) if "Place" in column else (2021, 2024))
        ]
        told = frame[years].map(
            lambda value, form=form: None if pd.isna(value) else form.format(value)
        )
        frame[years] = told
    few = measures.pair_series("RUS", "TUR").set_index("year")["joint_votes"][2023]
    points = data.table("un_ideal_points").set_index(["iso3", "year"])["n_votes_fp"]
    caption = (
        "Five states outside the four, then three of the four. Place: among all pairs, 0 to 1. "
    )
    caption += (
        f"Türkiye 2023: the file of roll calls has only {few} joint votes, the file of ideal "
    )
    caption += f"points counts {points['TUR', 2023]} votes"
    return figures.table(frame, caption)


# --- explorers ------------------------------------------------------------------------------------


def explore_agreement() -> Explorer:
    """Choose a pair, a formula, a reference pair and the years."""
    states = [(measures.short_names()[state], state) for state in VOTERS]
    beside = [*REFERENCES.items(), ("none", None)]
    return Explorer(
        draw_agreement,
        "Do they vote alike more than before, and more than others?",
        first=choice("First state", states, "RUS"),
        second=choice("Second state", states, "CHN"),
        formula=choice("Formula", [(name, key) for key, name in FORMULAS.items()]),
        reference=choice("Compare with", beside),
        since=choice("Years", PERIODS),
    )


def explore_positions() -> Explorer:
    """Choose states and the votes that the estimate uses."""
    votes = [
        ("final texts, to 2024", "ideal_fp"),
        ("all votes with interval, to 2023", "ideal_all"),
    ]
    return Explorer(
        draw_positions,
        "Who moved, who stood still?",
        states=choices("States", [(measures.short_names()[s], s) for s in VOTERS], THE_FOUR),
        votes=choice("Estimated from", votes),
        since=choice("Years", [("since 2012", 2012), ("since 1991", 1991)]),
    )


def explore_wall() -> Explorer:
    """Choose states and texts of the vote wall."""
    return Explorer(
        draw_wall,
        "Who voted how?",
        states=choices(
            "Beside Russia", [(measures.short_names()[s], s) for s in measures.WALL_STATES]
        ),
        emergency=choice("Texts", list(WALLS.items()), True),
    )


def explore_trade() -> Explorer:
    """Choose partners and the denominator of Russia's trade."""
    return Explorer(
        draw_trade,
        "A share of what?",
        partners=choices(
            "Partners", [(measures.short_names()[p], p) for p in PARTNERS], MAIN_PARTNERS
        ),
        flow=choice("Measured as", list(FLOWS.items())),
    )


def explore_regimes() -> Explorer:
    """Choose a year and the states beside the four."""
    others = [s for s in VOTERS if s not in THE_FOUR]
    return Explorer(
        draw_regimes,
        "How are the four ruled, beside others and before 2022?",
        year=number("Year", 1990, 2024, 2024),
        compare=choices(
            "Compare with",
            [(measures.short_names()[s], s) for s in others],
            ("IND", "TUR", "BLR", "USA"),
        ),
    )


def explore_own_rule() -> Explorer:
    """Choose which votes make a state one that votes for the rule."""
    return Explorer(
        draw_own_rule,
        "Who votes for the rule, and who for its use?",
        texts=choice("States that voted yes on", list(SETS.items())),
    )


# --- boards ---------------------------------------------------------------------------------------


def explanations() -> dict:
    """Return for each driver the answers to six questions, with numbers from the tables.

    Returns:
        {key of DRIVERS: {question: answer}}; the questions are the same for each.
    """
    names, alike = (
        measures.short_names(),
        measures.with_russia([*measures.WALL_STATES, "NIC", "ERI", "SAU"]),
    )
    ranks = measures.seen_from_us().set_index(["year", "partner"])
    trade = data.table("trade").set_index(["partner", "year"])
    money = trade["total_usd"] / 1e9
    china, raw = measures.pair_series("RUS", "CHN"), "agree_identical"
    means, rules = (
        measures.regime_pairs().loc[2023],
        data.table("regimes").set_index(["year", "iso3"]),
    )
    rule = {y: rules["libdem"].loc[y].loc[list(THE_FOUR)] for y in (2012, 2024)}
    listed = data.table("sanctions").set_index("sanction_id")["value"]
    paid = data.table("settlement").set_index("settlement_id")["share_per_cent"]
    minister = measures.rival_totals().query("year == 2024")["value"].iloc[-1]
    turkey = measures.votes_on(["TUR", "SAU"], True).eq("yes").sum()

    def place(year, state):
        return measures.place(ranks.loc[(year, state)])

    def percent(partner, year, column="share_total"):
        return f"{100 * trade.loc[(partner, year), column]:.1f}"

    answers = {
        "opposition": (
            "The four vote further from the United States than others do, and more like one "
            "another, from the time when relations with Washington grew worse.",
            "Seen from the United States in 2023 they held places "
            f"{measures.named_list([place(2023, s) for s in ('CHN', 'RUS', 'IRN', 'PRK')])} of "
            f"{ranks.loc[(2023, 'RUS'), 'states_ranked']}. The mean distance of their ideal points "
            f"fell from {_gap(2021)} (2021) to {_gap(2024)} (2024).",
            f"Russia and China voted alike less: "
            f"{measures.value_in(china, 2021, raw):.2f} in 2021, "
            f"{measures.value_in(china, 2023, raw):.2f} in 2023. On nine Ukraine texts China voted "
            f"with Russia {_times(alike['CHN'])}, Iran {_times(alike['IRN'])}.",
            "Votes do not show motives. Two states can vote alike without a word between them.",
            f"Passed for Russia: place {place(2021, 'RUS')} in 2021, {place(2023, 'RUS')} in 2023. "
            "The other three stood far from the United States long before.",
            f"Nicaragua and Eritrea voted with Russia {alike['NIC']} of nine times; they are not "
            "among the four.",
        ),
        "need": (
            "Trade and arms grow where one side has what the other lacks, most of all after "
            "February 2022.",
            f"China’s share of Russian trade rose from {percent('CHN', 2021)} per cent (2021) to "
            f"{percent('CHN', 2024)} (2024), of imports from "
            f"{percent('CHN', 2021, 'share_imports')} to {percent('CHN', 2024, 'share_imports')}. "
            "For arms see lesson 4.",
            f"Russia’s trade with Iran fell from {money['IRN', 2021]:.2f} to "
            f"{money['IRN', 2024]:.2f} billion dollars by the IMF; "
            f"Russia’s energy minister says {minister:.1f}.",
            "Customs data hide arms and some oil. Since 2022 Russia’s figures are partner data and "
            "estimates.",
            "Passed for Russia with China and, in arms, with North Korea; not in recorded trade "
            "with Iran.",
            f"India’s trade with Russia rose from {money['IND', 2021]:.0f} to "
            f"{money['IND', 2024]:.0f} billion dollars, Türkiye’s from {money['TUR', 2021]:.0f} to "
            f"{money['TUR', 2024]:.0f}: need without alignment.",
        ),
        "sanctions": (
            "States under sanctions trade more with one another, and in other currencies than the "
            "dollar and the euro.",
            f"Names listed against Russia rose from {listed['sa01']:,.0f} (February 2022) to "
            f"{listed['sa08']:,.0f} (May 2025, weak source). The yuan’s share in export payments "
            f"rose from {paid['se01']:g} to {paid['se08']:g} per cent, according to the Bank of "
            "Russia.",
            f"In February 2024 the rouble led with {paid['se12']:g} per cent by the same bank. "
            "Russian trade with Iran, also under sanctions, did not grow by the IMF’s figures.",
            "A count of names says nothing about bite, and evasion hides itself. Currency shares "
            "are official claims without a published definition.",
            "Passed for Russia. Iran and North Korea were under sanctions long before 2022.",
            f"Syria had {listed['sa04']:,.0f} listed names in March 2022 and Venezuela "
            f"{listed['sa06']:,.0f}; India’s trade with Russia grew more than Iran’s.",
        ),
        "rule": (
            "Autocracies trust one another and vote together, and the four do so more than most.",
            f"In 2023 the mean agreement of autocracies was {means['both_autocracies']:.2f}, of "
            f"mixed pairs {means['mixed']:.2f}, of democracies {means['both_democracies']:.2f}.",
            f"The four’s six pairs lay below pairs of autocracies in {measures.years_below()} of "
            f"{measures.years_compared()} years. The four differ in ideology and in kind of rule.",
            "The scores are ratings by experts and cannot show trust. China and Russia hold that "
            "only a state’s own people decide whether it is democratic (joint statement of "
            "4 February 2022).",
            f"Failed: the four lay between {rule[2012].min():.3f} and {rule[2012].max():.3f} in "
            f"2012 and between {rule[2024].min():.3f} and {rule[2024].max():.3f} in 2024. A "
            "constant cannot alone explain a change.",
            f"{names['TUR']}, an electoral autocracy by V-Dem, voted yes on {turkey['TUR']} of "
            f"nine texts; {names['SAU']} voted with Russia {_times(alike['SAU'])}.",
        ),
        "own": (
            "The four vote for the rule always, in the same words before and after 2022, in groups "
            "open to others, and keep it where that costs something.",
            f"All four voted yes on {measures.four_for_the_rule()} of "
            f"{len(measures.rule_calls())} texts against "
            "sanctions outside the Security Council, from 1999 to 2025. They wrote the rule into "
            "declarations and a treaty.",
            f"Of {measures.states_for_the_rule()} states that voted yes on all three "
            f"such texts of 2025, "
            f"{measures.rule_yes_on_aggression()} voted yes on “Aggression against "
            f"Ukraine” in 2022; of the "
            "four, none. The EU says that China itself blocked Lithuania’s trade; China denies it.",
            "A vote on a text is not a motive. Defenders answer that security at no one’s cost is "
            "part of the rule and was broken first, and that China and Iran abstained.",
            "Half passed: the votes of 1999 and 2000 came long before 2022, so the rule was not "
            "made up for the war. But what does not change cannot alone explain a change.",
            f"{measures.states_for_the_rule()} states share the votes of 2025, India, "
            f"Brazil, South Africa "
            f"and {names['SAU']} among them: the rule cannot say why these four are close.",
        ),
    }
    asked = ("What we would expect", "What we see", "What cuts against it")
    asked += ("What the data cannot show", "Timing test", "Counterexample test")
    return {key: dict(zip(asked, told, strict=True)) for key, told in answers.items()}


def show_explanation(driver: str) -> figures.LessonTable:
    """Show one explanation with the six questions that all five have to answer.

    Args:
        driver: a key of DRIVERS.

    Returns:
        A table of six rows: question and answer.
    """
    answers = explanations()[driver]
    frame = pd.DataFrame({"Question": answers.keys(), "Answer": answers.values()})
    sentence = f"{DRIVERS[driver]}: {answers['Timing test']}"
    return figures.table(frame, f"{DRIVERS[driver]}, as of {_REACH}", sentence=sentence)


_REACH = "2023 to 2025, as each figure says"


def explore_explanations() -> Explorer:
    """Choose one of five explanations and read it beside what cuts against it."""
    options = [(name, key) for key, name in DRIVERS.items()]
    return Explorer(
        show_explanation,
        "Five explanations, the same six questions",
        driver=choice("Explanation", options),
    )


STRENGTH = ["strong", "some", "weak", "speaks against it", "cannot be told from these data"]
FITS = [
    "Russia – North Korea",
    "Russia – China",
    "Russia – Iran",
    "China – North Korea",
    "China – Iran",
    "Iran – North Korea",
    "all six alike",
    "none of the six",
]


def fill_drivers() -> questions.Board:
    """Let the learner judge each driver: how strong is the evidence, and which pair fits best?"""
    return questions.board(
        "2.drivers",
        "Five drivers: how strong is the evidence, and which pair does each fit best?",
        rows=DRIVERS,
        columns={"Evidence": STRENGTH, "Fits best": FITS},
        read=show_drivers,
    )


def show_drivers(filled: dict) -> figures.LessonTable:
    """Show the learner's grid beside what speaks for and against each driver.

    Args:
        filled: {driver: {'Evidence': …, 'Fits best': …}}, possibly incomplete.

    Returns:
        A table with one row a driver.
    """
    told = explanations()
    rows = [
        {
            "Driver": name,
            "You: evidence": filled.get(key, {}).get("Evidence", "open"),
            "You: fits best": filled.get(key, {}).get("Fits best", "open"),
            "What we see": told[key]["What we see"],
            "What cuts against it": told[key]["What cuts against it"],
        }
        for key, name in DRIVERS.items()
    ]
    caption = "Your grid beside the tables. There is no single right grid; say what moved you"
    return figures.table(pd.DataFrame(rows), caption)
