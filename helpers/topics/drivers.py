"""Drivers: why the four may be moving together, and how to test each explanation.

Votes have a module of their own, topics/votes.py; explanations rest on both.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, questions
from helpers.charts import DASH, Rows, in_words, rows_of, series
from helpers.explorers import Explorer, choice, choices, number
from helpers.figures import BAND, INK, LABEL, NOTE, PAPER
from helpers.measures import drivers as measures
from helpers.measures import votes
from helpers.measures.states import THE_FOUR, named
from helpers.measures.states import names as state_names
from helpers.measures.votes import AFTER, BEFORE, RECENT
from helpers.wording import headed, rounded, words

PARTNERS = ("CHN", "IND", "TUR", "BLR", "DEU", "KOR", "USA", "IRN", "PRK")
MAIN_PARTNERS = ("CHN", "IND", "TUR", "BLR", "DEU", "IRN")
FLOWS = ("share_total", "share_exports", "share_imports", "total_usd")

_SETTING = [{}]  # lets a message repeat another one of its table; see data/words/drivers.toml
_OPEN = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.5}


def _when(**facts) -> dict:
    """Return the years of which all charts tell, as facts, and `facts` with them."""
    return measures.years() | {"setting": _SETTING} | facts


# --- need and sanctions ---------------------------------------------------------------------------


def draw_trade(partners=MAIN_PARTNERS, flow: str = "share_total") -> figures.LessonFigure:
    """Draw Russia's goods trade with `partners`, and Iran's on a scale of its own.

    `partners` are ISO codes of PARTNERS; `flow`, one of FLOWS, is the total that the share is a
    share of, or dollars.
    """
    if not partners:
        return in_words("drivers.no_partner")
    frame, rivals = measures.trade_of(partners, flow), measures.rival_totals()
    wide = frame.pivot(index="year", columns="partner", values="value")
    years = range(frame["year"].min(), measures.last_traded() + 1)
    wide = wide.reindex(years)[[p for p in partners if p in wide]]
    said = words("drivers.trade", **_trade_facts(wide, flow, rivals))
    with figures.page(said) as page:
        ax = page.axes(left=0.65, right=4.35, top=1.45, bottom=0.75)
        _trade_panel(ax, frame, flow, said)
        small = page.axes(left=7.35, right=0.85, top=1.45, bottom=0.75)
        _rival_panel(small, measures.trade_of(["IRN"], "total_usd"), rivals, said)
        style = {"size": 11, "va": "bottom", "color": LABEL}
        page.text(0.65, 1.28, said.flows[flow]["unit"], **style)
        page.text(7.35, 1.28, said.iran, **style)
    heads = {"year": said.year} | {state: name for name, state in named(wide)}
    table = headed(rounded(wide, 1).reset_index(), heads)
    table = figures.table(table, said.table)
    return page.told(said, [frame, rivals], table, data.as_of("trade"))


def _trade_facts(wide, flow, rivals) -> dict:
    """Return what the words of `draw_trade` need; the alt text tells of many partners four."""
    last, names = int(wide.index.max()), state_names()
    now = wide.loc[last].dropna()
    top = now.idxmax() if len(now) else wide.columns[0]
    told = [_trade_told(wide, state, flow) for state in wide]
    latest = rivals[rivals["year"] == last].tail(1)
    korea = measures.trade_of(["PRK"], flow).dropna(subset=["value"])
    return _when() | {
        "last": last,
        "first": int(wide.index.min()),
        "flow": words("drivers.trade").flows[flow],
        "share": flow != "total_usd",
        "top": names[top],
        **{part: _trade_told(wide, top, flow)[part] for part in ("then", "now", "unknown")},
        "partners": told,
        "most": told if len(told) < 6 else told[:4],
        "imf": measures.traded("IRN", last, "total_usd"),
        "rivals": [{"claimant": r.claimant, "value": r.value} for r in latest.itertuples()],
        "korea": "PRK" in wide,
        "slight": korea["value"].max() < 0.1,
        "korea_until": int(korea["year"].max()),
    }


def _trade_told(wide, state, flow) -> dict:
    """Return a partner's trade before February 2022 and in the last year, as facts."""
    then, now = wide.loc[BEFORE, state], wide[state].iloc[-1]
    return {
        "name": state_names()[state],
        "unknown": pd.isna(then) and pd.isna(now),
        "then": [_amount(then, flow)],
        "now": [_amount(now, flow)],
    }


def _amount(value, flow) -> dict:
    return {"value": value, "share": flow != "total_usd", "large": value >= 10}


def _trade_panel(ax, frame, flow, said):
    """Draw one line a partner, broken where Russia stopped publishing; named at the end."""
    cut, last = measures.partner_data_from() - 0.5, measures.last_traded()
    ax.set_xlim(frame["year"].min() - 0.4, last + 0.4)
    ax.set_ylim(0, 1.2 * frame["value"].max())
    ax.set_xticks(range(frame["year"].min(), last + 1, 2))
    ax.grid(True, axis="y")
    ax.axvspan(cut, last + 0.4, color=BAND, linewidth=0, zorder=0)
    style = {"size": 10, "color": LABEL, "va": "top", "transform": ax.get_xaxis_transform()}
    ax.text(cut - 0.1, 0.99, said.reported, ha="right", **style)
    ax.text(cut + 0.1, 0.99, said.estimated, ha="left", **style)
    ends = []
    for partner, rows in frame.groupby("partner", sort=False):
        look, value = figures.look(partner), votes.value_in(rows, last, "value")
        keys = rows_of("trade", rows)
        series(ax, rows["year"], rows["value"], look, cuts=(cut + 0.5,), size=6, rows=keys)
        if not pd.isna(value):
            amount = said.tell("amount", **_amount(value, flow))
            name = f"{state_names()[partner]} {amount}"
            ends.append((value, name, look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.15, ends, size=10)


def _rival_panel(ax, iran, rivals, said):
    """Draw Russia's trade with Iran by the IMF, and other published totals beside it."""
    cut, last = measures.partner_data_from(), iran.iloc[-1]
    ax.set_xlim(2015.5, last["year"] + 0.6)
    ax.set_ylim(0, max(6, 1.2 * max(iran["value"].max(), rivals["value"].max())))
    ax.set_yticks([0, 2, 4, 6])
    ax.set_xticks([2016, 2020, 2024])
    ax.grid(True, axis="y")
    ax.axvspan(cut - 0.5, last["year"] + 0.6, color=BAND, linewidth=0, zorder=0)
    keys, look = rows_of("trade", iran), figures.look("IRN")
    series(ax, iran["year"], iran["value"], look, cuts=(cut,), size=6, rows=keys)
    for row in rivals.itertuples():
        diamond = ax.plot([row.year], [row.value], "D", markersize=7, zorder=5, **_OPEN)
        figures.mark(diamond, "trade_claims", [row.claim_id])
        who = said.claimants.get(row.claim_id) or "\n".join(figures.wrap(row.claimant, 14))
        place = (row.year - 0.4, row.value + 0.15)
        ax.text(*place, f"{who}\n{row.value:.1f}", ha="right", size=10, linespacing=1.15)
    imf = said.tell("imf", value=last["value"])
    ax.text(last["year"], last["value"] - 0.35, imf, ha="center", va="top", size=10)


def explore_trade() -> Explorer:
    """Choose partners and the denominator of Russia's trade."""
    said, flows = words("drivers.explore_trade"), words("drivers.trade").flows
    return Explorer(
        draw_trade,
        said.question,
        partners=choices(said.partners, named(PARTNERS), MAIN_PARTNERS),
        flow=choice(said.flow, [(flows[flow]["option"], flow) for flow in FLOWS]),
    )


def _settlement_facts(listed) -> dict:
    """Return counts of sanctions on Russia and claimed currency shares in its trade, as facts."""

    def told(row):
        return {"share": float(row["share_per_cent"]), "day": row["day"]}

    yuan, rouble = (measures.paid_in(currency=currency) for currency in ("CNY", "RUB"))
    start, end = told(yuan.iloc[0]), told(yuan.iloc[-1])
    return {
        "names": _names_facts(listed),
        "weak": bool(listed["weak"].iloc[-1]),
        "more": listed["value"].iloc[-1] > listed["value"].iloc[0],
        "start": start,
        "end": end,
        "rouble": told(rouble.iloc[-1]),
        "rose": end["share"] > start["share"],
    }


# --- rule -----------------------------------------------------------------------------------------


COMPARED = ("IND", "TUR", "BLR", "USA")


def draw_regimes(year: int = 2024, compare=COMPARED) -> figures.LessonFigure:
    """Draw the liberal democracy index of the four and of others in one year, with its interval.

    `compare` are ISO codes of votes.VOTERS beside the four.
    """
    frame = data.table("regimes")
    shown = [*THE_FOUR, *(state for state in compare if state not in THE_FOUR)]
    now = frame[frame["year"] == year].set_index("iso3").reindex(shown)
    order = now.sort_values("libdem", kind="stable", na_position="last").reset_index()
    order["name"] = order["iso3"].map(state_names())
    before = frame[frame["year"] == RECENT].set_index("iso3")["libdem"]
    old, four = measures.rule_of_four(RECENT), measures.rule_of_four(year)
    said = words(
        "drivers.regimes",
        year=year,
        **_when(),
        n=len(shown),
        known=len(four) > 0,
        four=[{"name": state_names()[s], "value": v} for s, v in four.items()],
        low=four.min(),
        high=four.max(),
        old={"low": old.min(), "high": old.max()},
        low_before=old.max() < 0.25,
    )
    kinds = words("drivers.labels").regimes
    order["type"] = [kinds.get(f"{kind:.0f}", said.none) for kind in order["regime_type"]]
    with figures.page(said) as page:
        box = {"left": 1.75, "right": 2.2, "top": 1.2, "bottom": 0.8}
        ticks = [0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.50", "0.75", "1"]
        rows = Rows(page, 14, (-0.01, 1), ticks, edges=(0.7, 0.4), **box)
        step = min(13.4 / len(order), 1.6)
        for place, row in enumerate(order.itertuples()):
            _regime_row(rows, place * step, row, year, before.get(row.iso3), said)
    table = figures.table(headed(order, said.columns), said.table, 13)
    sources = [now, "usc-2022-china-russia-joint-statement"]
    return page.told(said, sources, table, data.as_of("regimes"))


def _regime_row(rows, place, row, year, before, said):
    """Draw a state's index with its interval, its index of an earlier year, and its type."""
    look, wide = figures.look(row.iso3), rows.span[1] - rows.span[0]
    bold = "bold" if row.iso3 in THE_FOUR else "normal"
    left, right = rows.span[0] - 0.02 * wide, rows.span[0] + 1.02 * wide
    rows.name(place, row.name, left, weight=bold, color=look.word)
    if pd.isna(row.libdem):
        rows.aside(place, said.none, right, color=NOTE, size=10)
        return
    earlier = rows.mark(place, before, "|", LABEL, 13, markeredgewidth=1.6)
    figures.mark(earlier, "regimes", [(row.iso3, RECENT)])
    with figures.row_of(rows.ax, "regimes", (row.iso3, year)):
        rows.range(place, row.libdem_low, row.libdem_high, figures.RANGE, 7)
        rows.mark(place, row.libdem, look.marker, look.colour)
    rows.aside(place, f"{row.libdem:.2f} {row.type}", right, size=10)


def explore_regimes() -> Explorer:
    """Choose a year and the states beside the four."""
    said, years = words("drivers.explore_regimes"), data.table("regimes")["year"]
    others = [state for state in votes.VOTERS if state not in THE_FOUR]
    return Explorer(
        draw_regimes,
        said.question,
        year=number(said.year, int(years.min()), int(years.max()), int(years.max())),
        compare=choices(said.compare, named(others), COMPARED),
    )


# --- what moved, and when -------------------------------------------------------------------------


def draw_timing() -> figures.LessonFigure:
    """Draw a series for each of four drivers, with February 2022 marked: what moved, and when?"""
    places = votes.from_year(votes.seen_from_us())
    trade, listed = measures.trade_of(["CHN", "IRN"]), measures.names_listed()
    rule = votes.from_year(data.table("regimes"))
    rule = rule[rule["iso3"].isin(THE_FOUR)]
    said = words("drivers.timing", **_timing_facts(places, listed))
    with figures.page(said) as page:
        axes = _timing_axes(page, said)
        cut = (measures.partner_data_from(),)
        for state in THE_FOUR:
            own = places[places["partner"] == state]
            _timing_line(axes["opposition"], state, "un_partner_ranks", own, "place")
            _timing_line(axes["rule"], state, "regimes", rule[rule["iso3"] == state], "libdem")
            own = trade[trade["partner"] == state]
            _timing_line(axes["need"], state, "trade", own, "value", cut)
        for row in listed.itertuples():
            face = {"markerfacecolor": PAPER if row.weak else INK}
            day = row.date.year + row.date.day_of_year / 366
            look = {"markersize": 7} | _OPEN | face
            dot = axes["sanctions"].plot([day], [row.value / 1000], "o", **look)
            figures.mark(dot, "sanctions", [row.sanction_id])
        _timing_words(axes, listed, said)
    frame = pd.DataFrame(said.rows.values())
    table = figures.table(headed(frame, said.columns), said.table)
    return page.told(said, [places, trade, listed, rule], table, said.as_of)


def _timing_line(ax, state, table, frame, column, cuts=()):
    """Draw one state's line in a panel, each mark a row of `table`."""
    keys, look = rows_of(table, frame), figures.look(state)
    series(ax, frame["year"], frame[column], look, cuts, size=5, rows=keys)


def _timing_facts(places, listed) -> dict:
    """Return what the words of `draw_timing` need."""
    rated, traded = measures.last_rated(), measures.last_traded()
    index = [measures.rule_of_four(year).mean() for year in (BEFORE, rated)]
    share = [measures.traded("CHN", year) for year in (BEFORE, traded)]
    russia = places[places["partner"] == "RUS"].set_index("year")["place"]
    names = _names_facts(listed)
    rose = {
        "rank_rose": russia[AFTER] > russia[BEFORE],
        "trade_rose": share[1] > share[0],
        "names_rose": names["last"] > names["first"],
    }
    return (
        _when()
        | rose
        | {
            "moved": all(rose.values()),
            "peak": int(russia.loc[:BEFORE].idxmax()),
            "place_before": [votes.rank_from("USA", "RUS", BEFORE)],
            "place_after": [votes.rank_from("USA", "RUS", AFTER)],
            "trade": {"before": share[0], "last": share[1]},
            "rule": {"before": index[0], "last": index[1]},
            "russia": {
                "first": measures.rule_of_four(RECENT)["RUS"],
                "last": measures.rule_of_four(rated)["RUS"],
            },
            "names": names,
            "weak": bool(listed["weak"].iloc[-1]),
            **_own_facts(),
        }
    )


def _names_facts(listed) -> dict:
    """Return the first and the last count of names listed, with their dates, as facts."""
    first, last = listed.iloc[0], listed.iloc[-1]
    return {
        "first": first["value"],
        "from": first["date"],
        "last": last["value"],
        "until": last["date"],
    }


def _own_facts() -> dict:
    """Return how the four voted for the rule before and after February 2022, as facts."""
    years = {key: votes.rule_texts(key)["date"].dt.year for key in votes.SETS}
    calls = len(votes.rule_calls())
    return {
        "all_four": votes.four_for_the_rule(),
        "calls": calls,
        "constant": votes.four_for_the_rule() == calls,
        "own_before": votes.four_of("before"),
        "own_last": votes.four_of("five"),
        "own_years": sorted({int(year) for year in years["before"]}),
        "rule_first": int(years["before"].min()),
        "rule_last": int(years["five"].max()),
    }


def _timing_axes(page, said) -> dict:
    """Return four pairs of axes side by side, with their heads and the line of February 2022."""
    axes = {}
    for panel, (driver, head) in enumerate(said.heads.items()):
        left = 0.6 + panel * 2.38
        ax = page.axes(left=left, right=10 - left - 1.75, top=1.95, bottom=0.8)
        page.text(left, 1.3, head, size=11.5, weight="bold", va="bottom")
        style = {"size": 10, "va": "bottom", "color": LABEL, "linespacing": 1.25}
        page.text(left, 1.78, said.units[driver], **style)
        ax.set_xlim(2011.4, votes.last_year() + 0.8)
        ax.set_xticks([2012, 2018, 2024])
        ax.axvline(2022.15, color=LABEL, linewidth=1.2, linestyle=DASH, zorder=1)
        ax.grid(True, axis="y")
        axes[driver] = ax
    return axes


# Where there is room for the name of a line.
SPOTS = [
    ("opposition", "PRK", 2011.6, 1.04),
    ("opposition", "IRN", 2022.6, 1.04),
    ("opposition", "CHN", 2011.5, 0.62),
    ("opposition", "RUS", 2012.2, 0.22),
    ("need", "CHN", 2013, 19),
    ("need", "IRN", 2016, 2),
    ("rule", "IRN", 2016, 0.136),
    ("rule", "RUS", 2012, 0.086),
    ("rule", "CHN", 2012, 0.065),
    ("rule", "PRK", 2012, 0.022),
]


def _timing_words(axes, listed, said):
    """Set the scales of the four panels and name their lines where there is room."""
    axes["opposition"].set_ylim(0, 1.16)
    axes["opposition"].set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes["need"].set_ylim(0, 40)
    axes["need"].set_yticks([0, 10, 20, 30, 40])
    axes["sanctions"].set_ylim(0, max(30, 1.1 * listed["value"].max() / 1000))
    axes["sanctions"].set_yticks([0, 10, 20, 30])
    axes["rule"].set_ylim(0, 0.2)
    axes["rule"].set_yticks([0, 0.1, 0.2], ["0", "0.1", "0.2"])
    early, late = listed[~listed["weak"]].iloc[-1], listed.iloc[-1]
    value = early["value"] / 1000
    text, side = said.tell("listed", day=early["date"], value=value), {"ha": "right", "size": 10}
    axes["sanctions"].text(2021.3, value, text, va="center", **side)
    value = late["value"] / 1000
    axes["sanctions"].text(2025.6, value + 1.7, f"{value:.1f}", va="center", **side)
    bold = {"size": 10, "weight": "bold"}
    for panel, state, x, y in SPOTS:
        ink = figures.look(state).word
        axes[panel].text(x, y, state_names()[state], color=ink, **bold)


# --- other states, and what the four say ----------------------------------------------------------


def show_counterexamples() -> figures.LessonTable:
    """Show states that have a driver without being one of the four, above three of the four."""
    frame = measures.counterexamples()
    points = data.table("un_ideal_points").set_index(["iso3", "year"])["n_votes_fp"]
    joint = votes.value_in(votes.pair_series("RUS", "TUR"), AFTER, "joint_votes")
    four = frame["iso3"].isin(THE_FOUR)
    said = words(
        "drivers.counterexamples",
        outside=int((~four).sum()),
        inside=int(four.sum()),
        **_when(),
        n=len(votes.votes_on([], True)),
        few=int(joint),
        counted=int(points["TUR", AFTER]),
    )
    for column, decimals in (("place", 2), ("trade", 1)):
        for part in (c for c in frame if c.startswith(f"{column}_")):
            told = frame[part].map(lambda v, n=decimals: None if pd.isna(v) else f"{v:.{n}f}")
            frame[part] = told
    kinds = words("drivers.labels").regimes
    frame["regime"] = [kinds.get(f"{kind:.0f}", said.none) for kind in frame["regime"]]
    frame["name"] = frame["iso3"].map(state_names())
    return figures.table(headed(frame, said.columns), said.table)


def show_voices(explanation: str = "own") -> figures.LessonTable:
    """Show who gives one of DRIVERS as an explanation, in which words; six rows stand open."""
    rows = measures.voices(explanation)
    rows = rows[rows["stands"] == "for"]
    said = words("drivers.voices", n=len(rows), as_of=data.as_of("driver_voices"))
    told = [
        {
            "who": said.tell("who", row=row),
            "wording": said.tell("wording", row=row),
            "source": said.tell("source", row=row, cited=data.cite_text(row.source_ids, limit=2)),
        }
        for row in rows.itertuples()
    ]
    told = pd.DataFrame(told, index=rows.index, columns=["who", "wording", "source"])
    frame = headed(rows.drop(columns="wording").join(told), said.columns)
    return figures.table(frame, said.table, len(measures.FIRST_VOICES))


# --- explanations ---------------------------------------------------------------------------------


def explanations() -> dict:
    """Return {driver: {code of a question: answer}} for each of DRIVERS, the same six for each."""
    said = words("drivers.explanations", **_explanation_facts())
    return {key: getattr(said, key) for key in measures.DRIVERS}


def _explanation_facts() -> dict:
    """Return what the five explanations need: those of the charts, and a few beside."""
    listed, means = measures.names_listed(), votes.regime_pairs()
    places = votes.from_year(votes.seen_from_us())
    states = ("CHN", "RUS", "IRN", "PRK")
    rated = measures.last_rated()
    old, new = measures.rule_of_four(RECENT), measures.rule_of_four(rated)
    return _when() | {
        **votes.stories(),
        **_timing_facts(places, listed),
        **_settlement_facts(listed),
        **_trade_growth(),
        **_wall_facts(),
        "places": [votes.rank_from("USA", state, AFTER) for state in states],
        "ranked": votes.rank_from("USA", "RUS", AFTER)["of"],
        "then": means.loc[AFTER],
        "below": votes.years_below(),
        "years": votes.years_compared(),
        "old": {"low": old.min(), "high": old.max()},
        "new": {"low": new.min(), "high": new.max()},
        "constant": abs(new.mean() - old.mean()) < 0.05,
        "syria": measures.names_listed("SYR").iloc[0],
        "venezuela": measures.names_listed("VEN").iloc[0],
    }


def _trade_growth() -> dict:
    """Return Russia's trade with some partners before February 2022 and in the last year."""
    last = measures.last_traded()

    def both(partner, flow):
        values = (measures.traded(partner, year, flow) for year in (BEFORE, last))
        return dict(zip(("before", "last"), values, strict=True))

    money = {state: both(state, "total_usd") for state in ("IRN", "IND", "TUR")}
    growth = {state: two["last"] - two["before"] for state, two in money.items()}
    rivals = measures.rival_totals()
    rivals = rivals[rivals["year"] == last].to_dict("records")
    return money | {
        "imports": both("CHN", "share_imports"),
        "iran_fell": growth["IRN"] < 0,
        "india_more": growth["IND"] > growth["IRN"],
        "both_rose": min(growth["IND"], growth["TUR"]) > 0,
        "rival": rivals[-1] if rivals else None,
    }


def _wall_facts() -> dict:
    """Return how states voted on Ukraine, and those who vote for the rule, as facts."""
    alike = votes.with_russia([*votes.WALL_STATES, "NIC", "ERI", "SAU"])
    states, own = votes.for_the_rule(), votes.rule_on_ukraine()
    yes = votes.votes_on(["TUR"], True)["TUR"] == "yes"
    beside = [name for name, s in named(("IND", "BRA", "ZAF", "SAU")) if s in states]
    return {
        "n": len(own),
        "alike": alike,
        "turkey": measures.regime_of("TUR") == 1,
        "turkey_yes": int(yes.sum()),
        "saudi": int(alike["SAU"]) or None,
        "states": len(states),
        "states_yes": int(own["yes"].iloc[0]),
        "three": len(votes.rule_texts()),
        "four_yes": int((own.loc[0, list(THE_FOUR)] == "yes").sum()) or None,
        "shared": beside,
    }


# --- the board ------------------------------------------------------------------------------------


PAIRS = ("RUS-PRK", "RUS-CHN", "RUS-IRN", "CHN-PRK", "CHN-IRN", "IRN-PRK")


def fill_drivers() -> questions.Board:
    """Let the learner judge each driver: how strong is the evidence, and which pair fits best?"""
    said, drivers = words("drivers.board"), words("drivers.labels").drivers
    return questions.board(
        "2.drivers",
        said.question,
        rows={key: drivers[key] for key in measures.DRIVERS},
        columns=_choices(said),
        heads=said.heads,
        read=show_drivers,
        beside=_speaks,
    )


def _speaks(driver: str, _) -> list[str]:
    """Return how one driver answers the questions that all have to answer, in sentences."""
    asked, told = words("drivers.questions"), explanations()[driver]
    return [f"{getattr(asked, key)}: {answer}" for key, answer in told.items()]


def _choices(said) -> dict:
    """Return the columns of the board: {column: {code: words}}."""
    pairs = {pair: votes.pair_name(*pair.split("-")) for pair in PAIRS}
    return {"evidence": said.evidence, "fits": pairs | said.fits}


def show_drivers(filled: dict) -> figures.LessonTable:
    """Show the learner's grid beside what speaks for and against each driver.

    `filled` is {driver: {'evidence': code, 'fits': code}}, possibly incomplete.
    """
    said, told, drivers = words("drivers.board"), explanations(), words("drivers.labels").drivers
    offered = _choices(said)
    rows = [
        {
            "driver": drivers[key],
            "see": told[key]["see"],
            "against": told[key]["against"],
        }
        | {c: names.get(filled.get(key, {}).get(c), said.open) for c, names in offered.items()}
        for key in measures.DRIVERS
    ]
    return figures.table(headed(pd.DataFrame(rows), said.columns), said.table)
