"""Drivers: why the four may be moving together, and how to test each explanation.

Agreement in the General Assembly has three formulas here and a place among all pairs; ideal
points are another measure of the same votes.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, questions
from helpers.charts import Rows, beside
from helpers.explorers import Explorer, choice, choices, number
from helpers.figures import AXIS, BAND, INK, LABEL, NOTE, PAPER, Look
from helpers.measures import drivers as measures
from helpers.measures.drivers import AFTER, BEFORE, GAP, LONG, RECENT, TURN
from helpers.measures.states import THE_FOUR
from helpers.measures.states import names as state_names
from helpers.wording import headed, words

VOTERS = ("RUS", "CHN", "IRN", "PRK", "USA", "GBR", "IND", "BLR")
VOTERS += ("TUR", "KOR", "UKR", "ZAF", "BRA")
REFERENCES = (("CHN", "ZAF"), ("RUS", "IND"), ("USA", "GBR"))
PARTNERS = ("CHN", "IND", "TUR", "BLR", "DEU", "KOR", "USA", "IRN", "PRK")
MAIN_PARTNERS = ("CHN", "IND", "TUR", "BLR", "DEU", "IRN")
FLOWS = ("share_total", "share_exports", "share_imports", "total_usd")

_INKS = {"yes": INK, "abstain": LABEL, "no": "#FFFFFF", "absent": NOTE}  # on figures.VOTES
_OWN = Look(INK, INK, "o")
_BESIDE = Look(NOTE, NOTE, "d", (0, (4, 2)), 1.4)
_SETTING = [{}]  # lets a message repeat another one of its table; see data/words/drivers.toml
_CENTER = {"ha": "center", "va": "center"}
_OPEN = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.5}


# --- marks and facts that the charts below share --------------------------------------------------


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


def _years(ax, since, until=None, gap=True):
    """Set the years of an axis; without `until` it is one of pairs, whose gap is a band."""
    last = measures.last_year() if until is None else until
    recent = range(RECENT, last + 1, 3) if until else [2012, 2015, 2018, 2021, AFTER, last]
    ax.set_xlim(since - 0.5, last + 0.5)
    ax.set_xticks(recent if since >= RECENT else range(1995, last + 1, 5))
    if until is None and gap:
        ax.axvspan(GAP - 0.5, GAP + 0.5, color=BAND, linewidth=0, zorder=0)


def _unit_scale(ax, halved=False):
    """Set an upright scale from 0 to 1, or from one half to 1."""
    ax.set_ylim(0.485 if halved else -0.03, 1.015 if halved else 1.03)
    ticks = [0.5, 0.6, 0.7, 0.8, 0.9, 1] if halved else [0, 0.5, 1]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.grid(True, axis="y")


def _mark_guess(ax, x, y, text):
    """Mark the learner's guess; its words stand in the upper left corner, off the data."""
    ax.plot([x], [y], "o", markersize=9, zorder=6, **_OPEN)
    ax.text(0.03, 0.97, text, transform=ax.transAxes, va="top", size=10)


def _draw_boxes(ax, boxes, **style):
    """Draw (left, bottom, width, height) boxes as one collection: ten times faster than patches."""
    from matplotlib.collections import PolyCollection

    corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in boxes]
    ax.add_collection(PolyCollection(corners, **style), autolim=False)


def _look(first, second) -> Look:
    """Beside Russia a line wears its partner's look; any other pair is drawn in ink."""
    if {first, second} <= set(THE_FOUR) and "RUS" in (first, second):
        return figures.look(second if first == "RUS" else first)
    return _OWN


def _named(states) -> list[tuple]:
    """Return states as options of a control: pairs of name and ISO code."""
    names = state_names()
    return [(names[state], state) for state in states]


def _when(**facts) -> dict:
    """Return the years of which all charts tell, as facts, and `facts` with them."""
    years = {"since": RECENT, "before": BEFORE, "after": AFTER, "gap": GAP, "turn": TURN}
    years |= {"session": measures.SESSION, "session_years": measures.session_years()}
    years |= {"last": measures.last_year(), "reach": measures.last_point()}
    years |= {"rated": measures.last_rated(), "traded": measures.last_traded()}
    return years | {"cut": measures.partner_data_from(), "setting": _SETTING} | facts


def _at(frame, column, years) -> list[dict]:
    """Return the values of a series in some years, as facts."""
    return [{"year": year, "value": measures.value_in(frame, year, column)} for year in years]


def _compared(frame, column="agree_identical") -> dict:
    """Return a pair's value before and after February 2022 and in the last year, as facts."""
    values = [measures.value_in(frame, year, column) for year in measures.compared()]
    return dict(zip(("before", "after", "last"), values, strict=True))


def _rounded(frame, decimals=2):
    """Round a table as its words are rounded, so that both show the same number."""
    return frame.map(lambda value: float(f"{value:.{decimals}f}"))


# --- charts: votes --------------------------------------------------------------------------------


def show_ten() -> figures.LessonTable:
    """Show ten real votes of Russia and China, to be counted by hand."""
    frame = measures.ten_votes()
    said = words("drivers.ten", n=len(frame), source=data.cite_text(frame))
    return figures.table(_votes_table(frame, said.columns, ["RUS", "CHN"]), said.table)


def _votes_table(frame, heads, states):
    """Return the columns of `heads` and the votes of `states`, with their names and words."""
    votes, names = words("drivers.labels").votes, state_names()
    cast = frame.assign(**{state: frame[state].map(votes) for state in states})
    return headed(cast, heads | {state: names[state] for state in states})


def show_raw_votes() -> figures.LessonTable:
    """Show what the raw file holds for five states, and the two totals of yes."""
    raw, shown = measures.raw_votes(), ["DEU", "MNE", "RUS", "TUR", "YEM"]
    texts = data.table("un_resolutions").set_index("resolution")
    said = words(
        "drivers.raw_votes",
        n=len(shown),
        counted=int((raw["code"] == "1").sum()),
        published=int(texts.loc[raw["resolution"].iloc[0], "yes"]),
    )
    frame = raw.set_index("iso3").loc[shown].reset_index()
    frame["vote"] = frame["vote"].map(words("drivers.labels").votes)
    return figures.table(headed(frame, said.columns).astype("str"), said.table)


def draw_stories(guess=None) -> figures.LessonFigure:
    """Draw agreement of two pairs, their place among all pairs, and ideal points of the four.

    `guess` is the learner's prediction of Russia's and China's identical votes in 2023 in per cent.
    """
    pairs = {
        state: measures.pair_series("RUS", state).query("year >= @RECENT")
        for state in ("CHN", "PRK")
    }
    points = data.table("un_ideal_points").query("year >= @RECENT and iso3 in @THE_FOUR")
    said = words("drivers.stories", guess=guess, **_stories_facts(pairs))
    with figures.page(said) as page:
        upper, lower = _two_scales(page, RECENT, right=5.45, between=(2.1, 3.95))
        upper.set_ylim(0.55, 1.0)
        upper.set_yticks([0.6, 0.7, 0.8, 0.9, 1.0])
        upper.grid(True, axis="y")
        lower.set_ylim(0, 1)
        lower.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        lower.grid(True, axis="y")
        for ax, column, size in ((upper, "agree_identical", 7), (lower, "percentile", 5)):
            for state, rows in pairs.items():
                _draw(ax, rows["year"], rows[column], figures.look(state), size=size)
        upper.set_xticks([])
        figures.draw_unit(upper, said.shares, lift=0.1)
        figures.draw_unit(lower, said.places, lift=0.06)
        _name_stories(upper, pairs)
        small = {"size": 10, "color": LABEL, "linespacing": 1.1}
        upper.text(GAP + 0.1, 0.73, said.no_data, **_CENTER, **small)
        if guess is not None:
            _mark_guess(upper, AFTER, min(max(guess / 100, 0.555), 0.995), said.guess)
        right = page.axes(left=5.55, right=1.3, top=1.35, bottom=0.75)
        _draw_positions(right, points, "ideal_fp", RECENT)
        right.set_ylim(-2.4, 0.6)
        right.set_yticks([-2, -1, 0], ["−2", "−1", "0"])
        figures.draw_unit(right, said.points, lift=0.1)
    table = figures.table(_stories_table(pairs, points, said), said.table, 14)
    return page.told(said, [*pairs.values(), points], table, data.as_of("un_agreement"))


def _stories_facts(pairs) -> dict:
    """Return what the words of `draw_stories` need."""
    values = {state: _compared(rows) for state, rows in pairs.items()}
    reach = measures.last_point()
    before, after, last = (measures.mean_distance(THE_FOUR, y) for y in (BEFORE, AFTER, reach))
    agreed = measures.way(values["CHN"]["before"], values["CHN"]["after"])
    apart = measures.way(before, after)
    return (
        _when()
        | values
        | {
            "gap_calls": int(
                measures.pair_series("RUS", "CHN").set_index("year")["roll_calls"][GAP]
            ),
            "less": agreed < 0,
            "more": agreed > 0,
            "closer": apart < 0,
            "wider": apart > 0,
            "distance": {"before": before, "last": last},
            "together": measures.way(before, last) < 0,
        }
    )


def _two_scales(page, since, right, between):
    """Return axes for shares and, under them, for places among all pairs, the middle half grey.

    `between` are inches: under the upper axes to the page's foot, over the lower from its head.
    """
    upper = page.axes(left=0.7, right=right, top=1.35, bottom=between[0])
    lower = page.axes(left=0.7, right=right, top=between[1], bottom=0.75)
    lower.axhspan(0.25, 0.75, color="#E3E6E6", linewidth=0)
    for ax in (upper, lower):
        _years(ax, since)
    return upper, lower


def _name_stories(ax, pairs):
    """Name the two pairs and write their values of two years."""
    for state, x, y, under in (("CHN", 2012, 0.815, -0.04), ("PRK", 2015.4, 0.585, 0.03)):
        word = {"color": figures.look(state).word, "weight": "bold", "size": 11}
        ax.text(x, y, measures.pair_name("RUS", state), **word)
        for year, lift in ((AFTER, under), (measures.last_year(), 0.03)):
            value = measures.value_in(pairs[state], year, "agree_identical")
            ax.text(year - 0.15, value + lift, f"{value:.2f}", clip_on=False, **_CENTER, **word)


def _stories_table(pairs, points, said) -> pd.DataFrame:
    frame = pd.DataFrame({said.year: pairs["CHN"]["year"].to_numpy()})
    for state, rows in pairs.items():
        name = measures.pair_name("RUS", state)
        for part, column in (("identical", "agree_identical"), ("percentile", "percentile")):
            frame[said.tell(part, pair=name)] = rows[column].round(2).to_numpy()
    wide = points.pivot(index="year", columns="iso3", values="ideal_fp").round(2)
    for name, state in _named(THE_FOUR):
        frame[said.tell("ideal", name=name)] = frame[said.year].map(wide[state])
    return frame


def draw_agreement(
    first: str = "RUS",
    second: str = "CHN",
    formula: str = "agree_identical",
    reference: tuple | None = ("CHN", "ZAF"),
    since: int = RECENT,
) -> figures.LessonFigure:
    """Draw a pair's agreement by one formula, and its place among all pairs below.

    `first` and `second` are ISO codes of VOTERS, `formula` is one of FORMULAS; the place is always
    by identical votes. `reference` is a pair to compare with.
    """
    if first == second:
        said = words("drivers.no_pair", name=state_names()[first])
        return figures.message(said.title, said.sentence)
    shown = [((first, second), _look(first, second))]
    if reference and set(reference) != {first, second}:
        shown.append((reference, _BESIDE))
    table = data.table("un_agreement").query("year >= @since")
    lines = [(pair, look, measures.pair_series(*pair, table)) for pair, look in shown]
    series = [rows for *_, rows in lines]
    halved = min(rows[formula].min() for rows in series) >= 0.5
    facts = _agreement_facts(lines, formula)
    said = words("drivers.agreement", **facts | {"halved": halved, "since": since})
    with figures.page(said) as page:
        upper, lower = _two_scales(page, since, right=2.75, between=(2.35, 3.75))
        _unit_scale(upper, halved)
        _unit_scale(lower)
        for ax, column in ((upper, formula), (lower, "percentile")):
            _pair_lines(ax, column, lines, 6 if since >= RECENT else 4, said, ax is upper)
        upper.set_xticks([])
        figures.draw_unit(upper, said.unit, lift=0.08)
        figures.draw_unit(lower, said.place, 0.06)
    table = figures.table(_agreement_table(lines, formula, said), said.table)
    return page.told(said, series, table, data.as_of("un_agreement"))


def _agreement_facts(lines, formula) -> dict:
    """Return what the words of `draw_agreement` need; the first of `lines` is the pair shown."""
    ((first, second), _, own), *beside = lines
    years, names = measures.compared(), state_names()
    sides = [
        {"us": a == "USA", "anchor": names[a], "name": names[b], **place}
        for a, b in ((first, second), (second, first))
        if (place := measures.rank_from(a, b, AFTER))
    ]
    no, of = measures.us_no(TURN)
    return _when() | {
        "pair": measures.pair_name(first, second),
        "formula": words("drivers.labels").formulas[formula],
        "values": _at(own, formula, years),
        "places": _at(own, "percentile", years),
        "reference": measures.pair_name(*beside[0][0]) if beside else "",
        "beside": _at(beside[0][2], formula, years) if beside else [],
        "sides": sides,
        "few": measures.FEW,
        "us_no": no / of > 0.5,
        "hollow": any((_hollow(rows) - {GAP}) for *_, rows in lines),
    }


def _hollow(rows) -> set:
    """Return the years in which a pair has too few joint votes to be ranked."""
    return set(rows.loc[rows["joint_votes"] < measures.FEW, "year"])


def _pair_lines(ax, column, lines, size, said, named):
    """Draw one line a pair with its last value at the end, and its name where `named`."""
    last, ends = measures.last_year(), []
    short = state_names().to_dict() | said.short
    for pair, look, rows in lines:
        _draw(ax, rows["year"], rows[column], look, hollow=_hollow(rows), size=size)
        value = measures.value_in(rows, last, column)
        if not pd.isna(value):
            name = " – ".join(short[state] for state in pair) if named else ""
            ends.append((value, f"{name} {value:.2f}".strip(), look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.2, ends, size=10.5)


def _agreement_table(lines, formula, said) -> pd.DataFrame:
    rows = [
        frame.assign(
            pair=measures.pair_name(*pair),
            agreement=_rounded(frame[formula]),
            percentile=_rounded(frame["percentile"]),
        )
        for pair, _, frame in lines
    ]
    return headed(pd.concat(rows), said.columns)


def draw_us(guess=None) -> figures.LessonFigure:
    """Draw how often the United States voted no, and who agreed with it.

    `guess` is the learner's prediction of its no votes in 2025.
    """
    profile = data.table("un_vote_profile").query("iso3 == 'USA' and year >= @RECENT")
    pairs = {
        state: measures.pair_series("USA", state).query("year >= @RECENT")
        for state in ("GBR", "KOR", *THE_FOUR)
    }
    facts = _us_facts(pairs)
    said = words("drivers.us", guess=guess, **facts)
    no, then = facts["no"] / facts["of"], facts["no_then"] / facts["of_then"]
    with figures.page(said) as page:
        left = page.axes(left=0.7, right=5.55, top=1.5, bottom=0.75)
        right = page.axes(left=5.2, right=1.95, top=1.5, bottom=0.75)
        for ax in (left, right):
            _years(ax, RECENT, gap=ax is right)
            _unit_scale(ax)
            ax.set_xticks([2012, 2015, 2018, 2021, measures.last_year()])
        _draw(left, profile["year"], profile["share_no"], _OWN, hollow={GAP})
        left.text(AFTER - 0.8, then - 0.06, said.count_then, ha="center", va="top")
        bold = {"ha": "right", "weight": "bold", "va": "bottom"}
        left.text(TURN - 0.2, no + 0.03, said.count_now, **bold)
        figures.draw_unit(left, said.share, lift=0.1)
        if guess is not None:
            _mark_guess(left, TURN, min(max(guess / facts["of"], 0.01), 0.99), said.guess)
        _us_pairs(right, pairs, said)
    frame = profile.assign(
        **{s: profile["year"].map(r.set_index("year")["agree_identical"]) for s, r in pairs.items()}
    ).round(2)
    heads = {state: said.tell("column", name=name) for name, state in _named(pairs)}
    table = figures.table(headed(frame, said.columns | heads), said.table, 13)
    return page.told(said, [profile, *pairs.values()], table, data.as_of("un_agreement"))


def _us_facts(pairs) -> dict:
    """Return what the words of `draw_us` need."""
    (no, of), (no_then, of_then) = measures.us_no(TURN), measures.us_no(AFTER)
    shares = {"gap": GAP, "after": AFTER, "turn": TURN}
    shares = {when: measures.shares_no(year) for when, year in shares.items()}
    totals = [
        {"name": name, **{when: share[state] for when, share in shares.items()}}
        for name, state in _named(("USA", *THE_FOUR))
    ]
    alike = {
        state: [measures.value_in(rows, year, "agree_identical") for year in (AFTER, TURN)]
        for state, rows in pairs.items()
    }
    return _when() | {
        "no": no,
        "of": of,
        "no_then": no_then,
        "of_then": of_then,
        "GBR": dict(zip(("after", "turn"), alike["GBR"], strict=True)),
        "fell": measures.way(*alike["GBR"]) < 0,
        "low": max(value for state in THE_FOUR for value in alike[state]) < 0.25,
        "share_gap": shares["gap"]["USA"],
        "usual": measures.usual_texts(),
        "totals": totals,
    }


def _us_pairs(ax, pairs, said):
    """Draw identical votes with the United States, one line a state."""
    ends, last = [], measures.last_year()
    for state, rows in pairs.items():
        look, value = figures.look(state), measures.value_in(rows, last, "agree_identical")
        _draw(ax, rows["year"], rows["agree_identical"], look, size=5)
        ends.append((value, f"{state_names()[state]} {value:.2f}", look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.2, ends, size=10)
    style = {"size": 10, "color": LABEL, "ha": "center", "linespacing": 1.1}
    ax.text(2019, 0.78, said.names["GBR"], **style)
    ax.text(2013.5, 0.49, said.names["KOR"], va="center", **style)
    figures.draw_unit(ax, said.alike, lift=0.1)


def draw_positions(
    states=THE_FOUR, votes: str = "ideal_fp", since: int = RECENT
) -> figures.LessonFigure:
    """Draw the ideal points of `states` (ISO codes of VOTERS) over time.

    `votes` is 'ideal_fp' (votes on final texts) or 'ideal_all' (all votes, with the interval from
    the 5 to the 95 per cent quantile).
    """
    if not states:
        said = words("drivers.no_state")
        return figures.message(said.title, said.sentence)
    frame = data.table("un_ideal_points").query("year >= @since and iso3 in @states")
    facts = _positions_facts(frame, states, votes)
    said = words("drivers.positions", **facts | {"since": since})
    with figures.page(said) as page:
        ax = page.axes(left=0.7, right=1.75, top=1.45, bottom=0.75)
        ax.set_ylim(-2.9, 3.5 if frame[votes].max() > 1.2 else 1.2)
        _draw_positions(ax, frame, votes, since)
        ticks = range(-2, int(ax.get_ylim()[1]) + 1)
        ax.set_yticks(ticks, [f"{tick}".replace("-", "−") for tick in ticks])
        figures.draw_unit(ax, said.unit, lift=0.1)
    wide = frame.pivot(index="year", columns="iso3", values=votes).round(2).reset_index()
    heads = {state: name for name, state in _named(states) if state in wide}
    table = figures.table(headed(wide, {"year": said.year} | heads), said.table, 13)
    return page.told(said, [frame], table, data.as_of("un_ideal_points"))


def _positions_facts(frame, states, votes) -> dict:
    """Return what the words of `draw_positions` need; the alt text tells four states at most."""
    last = measures.last_point(votes)
    by_state, names = dict(list(frame.groupby("iso3"))), state_names()
    ends = {end: frame.loc[frame[votes].agg(f"idx{end}")] for end in ("max", "min")}

    def told(year):
        return [measures.value_in(by_state[state], year, votes) for state in list(states)[:4]]

    return _when() | {
        "names": [names[state] for state in states],
        "n": len(states),
        "intervals": votes == "ideal_all",
        "several": len(states) > 1,
        "four": set(states) == set(THE_FOUR),
        "last": last,
        "then": measures.mean_distance(states, BEFORE, votes),
        "now": measures.mean_distance(states, last, votes),
        "points": [
            {"name": names[state], "then": then, "now": now}
            for state, then, now in zip(states, told(BEFORE), told(last), strict=False)
        ],
        "more": len(states) - 4 if len(states) > 4 else None,
        "highest": {"value": ends["max"][votes], "year": int(ends["max"]["year"])},
        "lowest": {"value": ends["min"][votes], "year": int(ends["min"]["year"])},
        "korea": "PRK" in states,
        "sure": measures.sure_from("PRK"),
    }


def _draw_positions(ax, frame, column, since):
    """Draw ideal points with labels at the right end; a line is broken where care ends."""
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
        cuts, size = ((max(care) + 1,) if care else ()), 7 if since >= RECENT else 5
        _draw(ax, rows["year"], rows[column], look, cuts, care, size)
        end = measures.value_in(rows, last, column)
        ends.append((end, state_names()[state], look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.15, ends, size=10.5)


def draw_wall(
    states=measures.WALL_STATES, emergency: bool = True, guess=None
) -> figures.LessonFigure:
    """Draw who voted how on the texts about Ukraine, one row a state, Russia first.

    `states` are ISO codes beside Russia; `emergency` is False for the texts outside the emergency
    session; `guess` is the learner's prediction of how often Iran voted with Russia.
    """
    states = [state for state in states if state != "RUS"]
    if not states:
        said = words("drivers.no_wall")
        return figures.message(said.title, said.sentence)
    frame = measures.votes_on(["RUS", *states], emergency)
    alike = measures.with_russia(states, emergency)
    counts = [{"name": n, "count": int(alike[s]), "n": len(frame)} for n, s in _named(states)]
    said = words("drivers.wall", emergency=emergency, guess=guess, **_wall_told(frame, counts))
    rows = ["RUS", *states]
    height = min(0.42, 3.3 / (len(rows) + 0.6))
    with figures.page(said) as page:
        place = {"left": 1.7, "right": 0.9, "top": 1.45, "bottom": 0.42}
        ax = page.field((0, len(frame)), (-(5.6 - 1.45 - 0.42), 0), **place)
        _wall_heads(page, frame, said)
        _wall_cells(page, ax, frame, rows, height, [said.tell("alike", **one) for one in counts])
        _wall_totals(ax, frame, -len(rows) * height - 0.28, said)
    table = _votes_table(frame, said.columns, rows).join(headed(frame, said.sums))
    return page.told(said, [frame], figures.table(table, said.table), said.as_of)


def _wall_told(frame, counts) -> dict:
    """Return what the words of `draw_wall` need; `counts` has a row for each state shown."""
    years = frame["date"].dt.year
    return _when() | {
        "n": len(frame),
        "states": len(counts) + 1,
        "always": [one["name"] for one in counts if one["count"] == len(frame)],
        "first": int(years.min()),
        "last": int(years.max()),
        "alikes": counts,
        "yes_first": int(frame["yes"].iloc[0]),
        "yes_last": int(frame["yes"].iloc[-1]),
        "unseen": [{"day": day} for day in measures.without_roll_call()],
        "reach": measures.votes_on([])["date"].max(),
    }


def _wall_heads(page, frame, said):
    """Write the date and the name of each text over its column."""
    left, wide = 1.7, 7.4 / len(frame)
    for x, row in enumerate(frame.itertuples()):
        middle = left + (x + 0.5) * wide
        day = said.tell("date", day=row.date)
        page.text(middle, 0.97, day, color=LABEL, size=10, **_CENTER)
        page.text(middle, 1.25, _two_lines(row.label), size=10, linespacing=1.15, **_CENTER)
    page.text(9.55, 1.25, said.beside, size=10, linespacing=1.15, color=LABEL, **_CENTER)


def _two_lines(label: str) -> str:
    """Part a label where its lines come out most even; a long word alone is parted by a hyphen."""
    parts = label.split()
    if len(parts) == 1:
        half = (len(label) + 1) // 2
        return f"{label[:half]}-\n{label[half:]}" if len(label) > 10 else label
    cut = [(" ".join(parts[:n]), " ".join(parts[n:])) for n in range(1, len(parts))]
    return "\n".join(min(cut, key=lambda lines: max(map(len, lines))))


def _wall_cells(page, ax, frame, rows, height, asides):
    """Draw one row a state, its votes as boxes with their words, and how many were Russia's."""
    wide, votes = 7.4 / len(frame), words("drivers.labels").votes
    cells = {vote: [] for vote in figures.VOTES}
    for y, state in enumerate(rows):
        four, look = state in THE_FOUR, figures.look(state)
        middle = -(y + 0.5) * height - (0 if four else 0.12)
        side = {"ha": "right", "va": "center", "clip_on": False}
        side |= {"color": look.word if four else INK, "weight": "bold" if four else "normal"}
        ax.text(-0.3 / wide, middle, state_names()[state], **side)
        if four:
            ax.plot([-0.14 / wide], [middle], look.marker, color=look.colour, clip_on=False)
        for x, vote in enumerate(frame[state]):
            cells[vote].append((x + 0.04, middle - height * 0.43, 0.92, height * 0.86))
            style = {"color": _INKS[vote], "weight": "bold" if vote == "no" else "normal"}
            ax.text(x + 0.5, middle, votes[vote], size=9.5, **style, **_CENTER)
        page.text(9.55, 1.45 - middle, ["", *asides][y], **_CENTER)
    for vote, boxes in cells.items():
        edge = {"edgecolor": NOTE, "linestyle": ":"} if vote == "absent" else {}
        _draw_boxes(ax, boxes, facecolor=figures.VOTES[vote], **edge)


def _wall_totals(ax, frame, y, said):
    """Draw how all members voted on each text: a bar of parts, and the count below."""
    wide = 7.4 / len(frame)
    side = {"ha": "right", "va": "center", "clip_on": False, "size": 10.5}
    ax.text(-0.3 / wide, y, said.all, **side)
    ax.text(-0.3 / wide, y - 0.2, said.totals, **{**side, "color": LABEL, "size": 10})
    cells = {vote: [] for vote in figures.VOTES}
    for x, row in enumerate(frame.itertuples()):
        parts = {"yes": row.yes, "abstain": row.abstain, "no": row.no, "absent": row.not_voting}
        left, total = x + 0.04, sum(parts.values())
        for vote, count in parts.items():
            width = 0.92 * count / total
            cells[vote].append((left, y - 0.08, width, 0.16))
            left += width
        ax.text(x + 0.5, y - 0.2, f"{row.yes}–{row.no}–{row.abstain}", size=10, **_CENTER)
    for vote, boxes in cells.items():
        _draw_boxes(ax, boxes, facecolor=figures.VOTES[vote], edgecolor=AXIS, linewidth=0.6)


# --- charts: need and sanctions -------------------------------------------------------------------


def draw_trade(partners=MAIN_PARTNERS, flow: str = "share_total") -> figures.LessonFigure:
    """Draw Russia's goods trade with `partners`, and Iran's on a scale of its own.

    `partners` are ISO codes of PARTNERS; `flow`, one of FLOWS, is the total that the share is a
    share of, or dollars.
    """
    if not partners:
        said = words("drivers.no_partner")
        return figures.message(said.title, said.sentence)
    frame, rivals = measures.trade_of(partners, flow), measures.rival_totals()
    wide = frame.pivot(index="year", columns="partner", values="value")
    years = range(frame["year"].min(), data.table("trade")["year"].max() + 1)
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
    heads = {"year": said.year} | {state: name for name, state in _named(wide)}
    table = headed(_rounded(wide, 1).reset_index(), heads)
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
    cut, last = measures.partner_data_from() - 0.5, data.table("trade")["year"].max()
    ax.set_xlim(frame["year"].min() - 0.4, last + 0.4)
    ax.set_ylim(0, max(290 if flow == "total_usd" else 50, 1.02 * frame["value"].max()))
    ax.set_xticks(range(frame["year"].min(), last + 1, 2))
    ax.grid(True, axis="y")
    ax.axvspan(cut, last + 0.4, color=BAND, linewidth=0, zorder=0)
    style = {"size": 10, "color": LABEL, "va": "top", "transform": ax.get_xaxis_transform()}
    ax.text(cut - 0.1, 0.99, said.reported, ha="right", **style)
    ax.text(cut + 0.1, 0.99, said.estimated, ha="left", **style)
    ends = []
    for partner, rows in frame.groupby("partner", sort=False):
        look, value = figures.look(partner), measures.value_in(rows, last, "value")
        _draw(ax, rows["year"], rows["value"], look, cuts=(cut + 0.5,), size=6)
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
    _draw(ax, iran["year"], iran["value"], figures.look("IRN"), cuts=(cut,), size=6)
    for row in rivals.itertuples():
        ax.plot([row.year], [row.value], "D", markersize=7, zorder=5, **_OPEN)
        who = said.claimants.get(row.claim_id) or "\n".join(figures.wrap(row.claimant, 14))
        place = (row.year - 0.4, row.value + 0.15)
        ax.text(*place, f"{who}\n{row.value:.1f}", ha="right", size=10, linespacing=1.15)
    imf = said.tell("imf", value=last["value"])
    ax.text(last["year"], last["value"] - 0.35, imf, ha="center", va="top", size=10)


def draw_settlement() -> figures.LessonFigure:
    """Draw counts of sanctions on Russia, and claimed currency shares in its trade."""
    listed = measures.names_listed()
    shares = {scope: measures.paid_in(scope) for scope in (measures.EXPORTS, measures.IMPORTS)}
    said = words("drivers.settlement", **_settlement_facts(listed))
    with figures.page(said) as page:
        ax = page.axes(left=0.85, right=6.75, top=1.55, bottom=0.75)
        _listed_panel(ax, listed)
        figures.draw_unit(ax, said.listed, lift=0.1)
        for place, (scope, rows) in enumerate(shares.items()):
            _currency_panel(page, 4.05 + place * 2.95, scope, rows, said)
    table = figures.table(_settlement_table(listed, shares, said), said.table)
    return page.told(said, [listed, *shares.values()], table, data.as_of("settlement"))


def _settlement_facts(listed) -> dict:
    """Return what the words of `draw_settlement` need."""

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


def _settlement_table(listed, shares, said) -> pd.DataFrame:
    paid = pd.concat(shares.values()).sort_index(kind="stable")
    names, scopes = said.names_listed, said.scopes
    rows = [
        (names, row.date_text, row.value, (row.claimant, row.evidence_grade))
        for row in listed.itertuples()
    ]
    rows = [(*row, said.tell("graded", claimant=who, grade=grade)) for *row, (who, grade) in rows]
    rows += [
        (
            said.tell("share", scope=scopes[row.scope], currency=row.currency),
            row.date,
            row.share_per_cent,
            row.claimant,
        )
        for row in paid.itertuples()
    ]
    return pd.DataFrame(rows, columns=list(said.columns.values()))


def _listed_panel(ax, listed):
    """Draw each count of names listed, hollow where its source is weak."""
    _dates(ax, "2025-09-01", (2022, 2024))
    ax.set_ylim(0, max(30000, 1.1 * listed["value"].max()))
    ax.set_yticks([0, 10000, 20000, 30000], ["0", "10,000", "20,000", "30,000"])
    ax.grid(True, axis="y")
    for row in listed.itertuples():
        edge = {"markerfacecolor": PAPER if row.weak else INK, "markeredgecolor": INK}
        ax.plot([row.date], [row.value], "o", markersize=8, markeredgewidth=1.5, **edge)
        side = {"ha": "right", "va": "bottom"} if row.weak else {"ha": "left", "va": "center"}
        shift = (0, 7) if row.weak else (9, 0)
        beside(ax, f"{row.value:,.0f}", (row.date, row.value), shift, **side)


def _dates(ax, until, years):
    """Set an axis of dates from the autumn before the invasion."""
    ax.set_xlim(pd.Timestamp("2021-10-01"), pd.Timestamp(until))
    ax.set_xticks([pd.Timestamp(f"{year}-01-01") for year in years], [f"{y}" for y in years])


CURRENCY_MARKS = {"USD+EUR": "s", "CNY": "v", "RUB": "P"}


def _currency_panel(page, left, scope, rows, said):
    """Draw one panel of currency shares; markers and words tell the currencies apart."""
    ax = page.axes(left=left, right=10 - left - 2.0, top=1.55, bottom=0.75)
    _dates(ax, "2024-06-01", (2022, 2023, 2024))
    ax.set_ylim(-5, 100)
    ax.set_yticks([0, 50, 100], ["0", "50", "100"])
    ax.grid(True, axis="y")
    ends = []
    for currency, own in rows.groupby("currency"):
        shares, name = own["share_per_cent"], said.currencies.get(currency, currency)
        marker = CURRENCY_MARKS.get(currency, "o")
        ax.plot(own["day"], shares, marker, color=INK, markersize=8)
        for day, share in zip(own["day"][:-1], shares[:-1], strict=True):
            beside(ax, f"{share:g}", (day, share), (7, 0), ha="left", va="center")
        share = shares.iloc[-1]
        ends.append((own["day"].iloc[-1], share, said.tell("mark", share=float(share), name=name)))
    places = figures.spread([share for _, share, _ in ends], 8)
    for (day, share, text), place in zip(ends, places, strict=True):
        x = day + pd.Timedelta(days=70)
        ax.plot([day, x], [share, place], color=AXIS, linewidth=0.8, clip_on=False)
        ax.text(x, place, text, va="center", size=10, clip_on=False)
    figures.draw_unit(ax, said.tell("paid", scope=said.scopes[scope]), lift=0.1)


# --- charts: the four's own reason ----------------------------------------------------------------


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


def _set_name(texts: str) -> str:
    """Return which texts one of SETS holds, in words."""
    days = measures.rule_texts(texts)["date"]
    said = words("drivers.sets", n=len(days), years=sorted({int(y) for y in days.dt.year}))
    return said.tell(texts)


def draw_own_rule(guess=None, texts: str = "sanctions") -> figures.LessonFigure:
    """Draw how states that vote against sanctions outside the UN voted on Ukraine, with the four.

    `guess` is the learner's prediction of the yes votes on the first text; `texts`, one of SETS,
    says which votes make a state one that votes for the rule.
    """
    frame, states = measures.rule_on_ukraine(texts), len(measures.for_the_rule(texts))
    said = words(
        "drivers.own_rule", guess=guess, which=_set_name(texts), **_own_rule_facts(frame, states)
    )
    with figures.page(said) as page:
        ax = page.field((0, 10), (-3.65, 0), left=0, right=0, top=1.45, bottom=0.5)
        _rule_heads(page)
        _rule_rows(ax, frame, states, said)
    votes = words("drivers.labels").votes
    table = _votes_table(frame, said.columns | {v: votes[v] for v in measures.VOTES}, THE_FOUR)
    table = figures.table(table, said.table)
    sources = [measures.rule_texts(texts), frame]
    return page.told(said, sources, table, data.as_of("un_coercive_votes"))


def _own_rule_facts(frame, states) -> dict:
    """Return what the words of `draw_own_rule` need."""
    votes, first = words("drivers.labels").votes, frame.iloc[0]
    counts = {vote: int(first[vote]) for vote in measures.VOTES}
    four = [state for state in THE_FOUR if first[state] == "yes"]
    european = frame.set_index("resolution").loc[measures.EUROPEAN]
    return _when() | {
        "states": states,
        "n": len(frame),
        "text": {
            "label": first["label"],
            "short_title": first["short_title"],
            "date": f"{first['date']:%Y-%m-%d}",
            **counts,
        },
        "four": len(four) or None,
        "votes": [{"name": name, "vote": votes[first[s]]} for name, s in _named(THE_FOUR)],
        "european": {"date": european["date"], "yes": int(european["yes"])},
    }


# Inches: height of a row; left edge and width of the bars; left edge and width of the four's votes.
ROW, BARS, BAR_WIDTH, FOUR_FROM, CELL = 0.37, 1.95, 4.15, 6.4, 0.86


def _rule_heads(page):
    """Write the votes over the bars and the four over their cells."""
    votes = words("drivers.labels").votes
    for place, vote in enumerate(measures.VOTES):
        page.text(BARS + place * 1.05 + 0.2, 1.2, votes[vote], size=10, va="center")
    for place, (name, state) in enumerate(_named(THE_FOUR)):
        style = {"weight": "bold", "color": figures.look(state).word, "size": 9.5, **_CENTER}
        page.text(FOUR_FROM + (place + 0.5) * CELL, 1.2, name, **style)


def _rule_rows(ax, frame, states, said):
    """Draw one row a text: how many of the states cast each vote, and the votes of the four."""
    votes, height = words("drivers.labels").votes, min(ROW, 3.5 / len(frame))
    boxes = {vote: [(BARS + n * 1.05, 0.16, 0.14, 0.16)] for n, vote in enumerate(measures.VOTES)}
    for y, row in enumerate(frame.itertuples()):
        middle, x = -(y + 0.5) * height - 0.05, BARS
        name = said.tell("row", label=row.label, day=row.date)
        ax.text(BARS - 0.1, middle, name, ha="right", va="center", size=10)
        for vote, ink in _INKS.items():
            length = BAR_WIDTH * getattr(row, vote) / states
            boxes[vote].append((x, middle - height * 0.4, length, height * 0.8))
            if length > 0.14:
                style = {"color": ink, "size": 9.5, **_CENTER}
                ax.text(x + length / 2, middle, f"{getattr(row, vote)}", **style)
            x += length
        for place, state in enumerate(THE_FOUR):
            vote, at = getattr(row, state), FOUR_FROM + place * CELL
            boxes[vote].append((at + 0.02, middle - height * 0.4, CELL - 0.04, height * 0.8))
            style = {"color": _INKS[vote], "size": 9.5, **_CENTER}
            ax.text(at + CELL / 2, middle, votes[vote], **style)
    for vote, some in boxes.items():
        style = {"facecolor": figures.VOTES[vote], "edgecolor": AXIS, "linewidth": 0.6}
        _draw_boxes(ax, some, clip_on=False, **style)


# --- charts: rule, and the two tests --------------------------------------------------------------

GROUP_LOOKS = {
    "both_autocracies": Look(LABEL, LABEL, "s", (0, (5, 2)), 1.6),
    "both_democracies": Look(NOTE, NOTE, "^", (0, (2, 2)), 1.4),
    "mixed": Look(AXIS, NOTE, "d", (0, (1, 1.5)), 1.4),
    "four_states_six_pairs": _OWN,
}


def draw_regime_pairs(guess=None, formula: str = "agree_identical") -> figures.LessonFigure:
    """Draw mean agreement of the four's six pairs beside pairs of autocracies and others.

    `guess` is the learner's prediction of the years below pairs of autocracies; `formula` is
    'agree_identical' or 'agree_lijphart'.
    """
    means, labels = measures.regime_pairs(formula), words("drivers.labels")
    above = measures.years_above(formula)
    said = words(
        "drivers.regime_pairs",
        formula=labels.formulas[formula],
        below=measures.years_below(formula),
        above=above,
        guess=guess,
        **_regime_pairs_facts(means),
    )
    with figures.page(said) as page:
        ax = page.axes(left=0.7, right=2.3, top=1.45, bottom=0.75)
        _years(ax, LONG)
        ax.set_ylim(0.5, 1.0)
        ax.set_yticks([0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
        ax.grid(True, axis="y")
        ends = []
        for group, look in GROUP_LOOKS.items():
            hollow = set(above) if group == "four_states_six_pairs" else ()
            _draw(ax, means.index, means[group], look, hollow=hollow, size=5)
            last = means[group].iloc[-1]
            ends.append((last, f"{labels.groups[group]} {last:.2f}", look.colour, look.word))
        figures.draw_end_labels(ax, means.index.max() + 0.4, ends, size=10)
        ax.text(LONG, 0.955, said.hollow, size=10, color=LABEL)
        ax.text(GAP - 0.8, 0.515, said.no_data, ha="right", size=10, color=LABEL)
        figures.draw_unit(ax, said.unit, lift=0.1)
    table = headed(means.round(3).reset_index(), {"year": said.year} | labels.groups)
    table = figures.table(table, said.table)
    sources = [data.table("un_regime_pairs")]
    return page.told(said, sources, table, data.as_of("un_regime_pairs"))


def _regime_pairs_facts(means) -> dict:
    """Return what the words of `draw_regime_pairs` need beside its counts of years."""
    then = means.loc[AFTER]
    return _when() | {
        "years": len(means),
        "turkey": measures.autocracy_since("TUR"),
        "india": measures.autocracy_since("IND"),
        "then": then,
        "together": then["both_autocracies"] > then["mixed"],
        "first": int(means.index.min()),
        "last": int(means.index.max()),
    }


COMPARED = ("IND", "TUR", "BLR", "USA")


def draw_regimes(year: int = 2024, compare=COMPARED) -> figures.LessonFigure:
    """Draw the liberal democracy index of the four and of others in one year, with its interval.

    `compare` are ISO codes of VOTERS beside the four.
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
            _regime_row(rows, place * step, row, before.get(row.iso3), said)
    table = figures.table(headed(order, said.columns), said.table, 13)
    sources = [now, "usc-2022-china-russia-joint-statement"]
    return page.told(said, sources, table, data.as_of("regimes"))


def _regime_row(rows, place, row, before, said):
    """Draw a state's index with its interval, its index of an earlier year, and its type."""
    look, wide = figures.look(row.iso3), rows.span[1] - rows.span[0]
    bold = "bold" if row.iso3 in THE_FOUR else "normal"
    left, right = rows.span[0] - 0.02 * wide, rows.span[0] + 1.02 * wide
    rows.name(place, row.name, left, weight=bold, color=look.word)
    if pd.isna(row.libdem):
        rows.aside(place, said.none, right, color=NOTE, size=10)
        return
    rows.range(place, row.libdem_low, row.libdem_high, figures.RANGE, 7)
    rows.mark(place, before, "|", LABEL, 13, markeredgewidth=1.6)
    rows.mark(place, row.libdem, look.marker, look.colour)
    rows.aside(place, f"{row.libdem:.2f} {row.type}", right, size=10)


def draw_timing() -> figures.LessonFigure:
    """Draw a series for each of four drivers, with February 2022 marked: what moved, and when?"""
    places = measures.seen_from_us().query("year >= @RECENT")
    trade, listed = measures.trade_of(["CHN", "IRN"]), measures.names_listed()
    rule = data.table("regimes").query("year >= @RECENT and iso3 in @THE_FOUR")
    said = words("drivers.timing", **_timing_facts(places, listed))
    with figures.page(said) as page:
        axes = _timing_axes(page, said)
        for state in THE_FOUR:
            own = places[places["partner"] == state]
            _draw(axes["opposition"], own["year"], own["place"], figures.look(state), size=5)
            own = rule[rule["iso3"] == state]
            _draw(axes["rule"], own["year"], own["libdem"], figures.look(state), size=5)
        cuts = (measures.partner_data_from(),)
        for state, own in trade.groupby("partner"):
            _draw(axes["need"], own["year"], own["value"], figures.look(state), cuts, size=5)
        for row in listed.itertuples():
            face = {"markerfacecolor": PAPER if row.weak else INK}
            day = row.date.year + row.date.day_of_year / 366
            axes["sanctions"].plot([day], [row.value / 1000], "o", markersize=7, **_OPEN | face)
        _timing_words(axes, listed, said)
    frame = pd.DataFrame(said.rows.values())
    table = figures.table(headed(frame, said.columns), said.table)
    return page.told(said, [places, trade, listed, rule], table, said.as_of)


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
            "place_before": [measures.rank_from("USA", "RUS", BEFORE)],
            "place_after": [measures.rank_from("USA", "RUS", AFTER)],
            "trade": {"before": share[0], "last": share[1]},
            "rule": {"before": index[0], "last": index[1]},
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
    years = {key: measures.rule_texts(key)["date"].dt.year for key in measures.SETS}
    calls = len(measures.rule_calls())
    return {
        "all_four": measures.four_for_the_rule(),
        "calls": calls,
        "constant": measures.four_for_the_rule() == calls,
        "own_before": measures.four_of("before"),
        "own_last": measures.four_of("five"),
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
        ax.set_xlim(2011.4, measures.last_year() + 0.8)
        ax.set_xticks([2012, 2018, 2024])
        ax.axvline(2022.15, color=LABEL, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
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
]


def _timing_words(axes, listed, said):
    """Set the scales of the four panels and name their lines where there is room."""
    axes["opposition"].set_ylim(0, 1.16)
    axes["opposition"].set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes["need"].set_ylim(0, 40)
    axes["need"].set_yticks([0, 10, 20, 30, 40])
    axes["sanctions"].set_ylim(0, max(30, 1.1 * listed["value"].max() / 1000))
    axes["sanctions"].set_yticks([0, 10, 20, 30])
    _unit_scale(axes["rule"])
    early, late = listed[~listed["weak"]].iloc[-1], listed.iloc[-1]
    value = early["value"] / 1000
    text, side = said.tell("listed", day=early["date"], value=value), {"ha": "right", "size": 10}
    axes["sanctions"].text(2021.3, value, text, va="center", **side)
    value = late["value"] / 1000
    axes["sanctions"].text(2025.6, value + 1.7, f"{value:.1f}", va="center", **side)
    bold = {"size": 10, "weight": "bold"}
    axes["rule"].text(RECENT, 0.17, said.all, **bold)
    for panel, state, x, y in SPOTS:
        ink = figures.look(state).word
        axes[panel].text(x, y, state_names()[state], color=ink, **bold)


def show_counterexamples() -> figures.LessonTable:
    """Show states that have a driver without being one of the four, above three of the four."""
    frame = measures.counterexamples()
    points = data.table("un_ideal_points").set_index(["iso3", "year"])["n_votes_fp"]
    joint = measures.value_in(measures.pair_series("RUS", "TUR"), AFTER, "joint_votes")
    four = frame["iso3"].isin(THE_FOUR)
    said = words(
        "drivers.counterexamples",
        outside=int((~four).sum()),
        inside=int(four.sum()),
        **_when(),
        n=len(measures.votes_on([], True)),
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


# --- explorers ------------------------------------------------------------------------------------


def explore_agreement() -> Explorer:
    """Choose a pair, a formula, a reference pair and the years."""
    said = words("drivers.explore_agreement", last=measures.last_year())
    formulas = words("drivers.labels").formulas
    beside = [(measures.pair_name(*pair), pair) for pair in REFERENCES]
    return Explorer(
        draw_agreement,
        said.question,
        first=choice(said.first, _named(VOTERS), "RUS"),
        second=choice(said.second, _named(VOTERS), "CHN"),
        formula=choice(said.formula, [(formulas[key], key) for key in measures.FORMULAS]),
        reference=choice(said.reference, [*beside, (said.none, None)]),
        since=choice(said.since, _periods(said)),
    )


def _periods(said) -> list[tuple]:
    return [(said.tell("period", year=year), year) for year in (RECENT, LONG)]


def explore_positions() -> Explorer:
    """Choose states and the votes that the estimate uses."""
    kinds = ("ideal_fp", "ideal_all")
    last = {kind: measures.last_point(kind) for kind in kinds}
    said = words("drivers.explore_positions", **last)
    return Explorer(
        draw_positions,
        said.question,
        states=choices(said.states, _named(VOTERS), THE_FOUR),
        votes=choice(said.votes, [(said.tell(kind), kind) for kind in kinds]),
        since=choice(said.since, _periods(said)),
    )


def explore_wall() -> Explorer:
    """Choose states and texts of the vote wall."""
    others = measures.votes_on([], False)["date"].dt.year
    said = words(
        "drivers.explore_wall",
        n=len(measures.votes_on([], True)),
        others=len(others),
        first=int(others.min()),
        last=int(others.max()),
    )
    return Explorer(
        draw_wall,
        said.question,
        states=choices(said.states, _named(measures.WALL_STATES)),
        emergency=choice(said.emergency, [(said.session, True), (said.others, False)], True),
    )


def explore_trade() -> Explorer:
    """Choose partners and the denominator of Russia's trade."""
    said, flows = words("drivers.explore_trade"), words("drivers.trade").flows
    return Explorer(
        draw_trade,
        said.question,
        partners=choices(said.partners, _named(PARTNERS), MAIN_PARTNERS),
        flow=choice(said.flow, [(flows[flow]["option"], flow) for flow in FLOWS]),
    )


def explore_regimes() -> Explorer:
    """Choose a year and the states beside the four."""
    said, years = words("drivers.explore_regimes"), data.table("regimes")["year"]
    others = [state for state in VOTERS if state not in THE_FOUR]
    return Explorer(
        draw_regimes,
        said.question,
        year=number(said.year, int(years.min()), int(years.max()), int(years.max())),
        compare=choices(said.compare, _named(others), COMPARED),
    )


def explore_own_rule() -> Explorer:
    """Choose which votes make a state one that votes for the rule."""
    said = words("drivers.explore_own_rule")
    sets = [(_set_name(texts), texts) for texts in measures.SETS]
    return Explorer(draw_own_rule, said.question, texts=choice(said.texts, sets))


def explore_explanations() -> Explorer:
    """Choose one of five explanations and read it beside what cuts against it."""
    said, drivers = words("drivers.explore_explanations"), words("drivers.labels").drivers
    options = [(drivers[key], key) for key in measures.DRIVERS]
    return Explorer(show_explanation, said.question, driver=choice(said.driver, options))


# --- boards ---------------------------------------------------------------------------------------


def explanations() -> dict:
    """Return {driver: {code of a question: answer}} for each of DRIVERS, the same six for each."""
    said = words("drivers.explanations", **_explanation_facts())
    return {key: getattr(said, key) for key in measures.DRIVERS}


def _explanation_facts() -> dict:
    """Return what the five explanations need: those of the charts, and a few beside."""
    listed, means = measures.names_listed(), measures.regime_pairs()
    places = measures.seen_from_us().query("year >= @RECENT")
    states = ("CHN", "RUS", "IRN", "PRK")
    rated = measures.last_rated()
    old, new = measures.rule_of_four(RECENT), measures.rule_of_four(rated)
    pairs = {s: measures.pair_series("RUS", s) for s in ("CHN", "PRK")}
    return _when() | {
        **_stories_facts(pairs),
        **_timing_facts(places, listed),
        **_settlement_facts(listed),
        **_trade_growth(),
        **_wall_facts(),
        "places": [measures.rank_from("USA", state, AFTER) for state in states],
        "ranked": measures.rank_from("USA", "RUS", AFTER)["of"],
        "then": means.loc[AFTER],
        "below": measures.years_below(),
        "years": measures.years_compared(),
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
    rivals = measures.rival_totals().query("year == @last").to_dict("records")
    return money | {
        "imports": both("CHN", "share_imports"),
        "iran_fell": growth["IRN"] < 0,
        "india_more": growth["IND"] > growth["IRN"],
        "both_rose": min(growth["IND"], growth["TUR"]) > 0,
        "rival": rivals[-1] if rivals else None,
    }


def _wall_facts() -> dict:
    """Return how states voted on Ukraine, and those who vote for the rule, as facts."""
    alike = measures.with_russia([*measures.WALL_STATES, "NIC", "ERI", "SAU"])
    states, own = measures.for_the_rule(), measures.rule_on_ukraine()
    yes = measures.votes_on(["TUR"], True)["TUR"] == "yes"
    beside = [name for name, s in _named(("IND", "BRA", "ZAF", "SAU")) if s in states]
    return {
        "n": len(own),
        "alike": alike,
        "turkey": measures.regime_of("TUR") == 1,
        "turkey_yes": int(yes.sum()),
        "saudi": int(alike["SAU"]) or None,
        "states": len(states),
        "states_yes": int(own["yes"].iloc[0]),
        "three": len(measures.rule_texts()),
        "four_yes": int((own.loc[0, list(THE_FOUR)] == "yes").sum()) or None,
        "shared": beside,
    }


def show_explanation(driver: str) -> figures.LessonTable:
    """Show one of DRIVERS as an explanation, with the six questions that all have to answer."""
    answers, asked = explanations()[driver], words("drivers.questions")
    said = words(
        "drivers.explanation",
        name=words("drivers.labels").drivers[driver],
        after=AFTER,
        last=measures.last_year(),
        timing=answers["timing"],
    )
    rows = [(getattr(asked, question), answer) for question, answer in answers.items()]
    frame = pd.DataFrame(rows, columns=[said.question, said.answer])
    return figures.table(frame, said.table, sentence=said.sentence)


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
    )


def _choices(said) -> dict:
    """Return the columns of the board: {column: {code: words}}."""
    pairs = {pair: measures.pair_name(*pair.split("-")) for pair in PAIRS}
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
