"""Votes in the General Assembly: how far the four vote alike, and against the others.

Agreement has three formulas here and a place among all pairs; ideal points are another measure of
the same votes.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures
from helpers.charts import dashed, drawn, in_words, rows_of, series, unit_scale
from helpers.explorers import Explorer, choice, choices, offered
from helpers.figures import AXIS, BAND, FRAME, INK, LABEL, NOTE, Look
from helpers.measures import votes as measures
from helpers.measures.drivers import autocracy_since, last_rated
from helpers.measures.states import THE_FOUR, named
from helpers.measures.states import names as state_names
from helpers.measures.votes import AFTER, BEFORE, GAP, LONG, RECENT, TURN
from helpers.wording import headed, rounded, words

REFERENCES = (("CHN", "ZAF"), ("RUS", "IND"), ("USA", "GBR"))

_INKS = {"yes": INK, "abstain": LABEL, "no": "#FFFFFF", "absent": NOTE}  # on figures.VOTES
_OWN = Look(INK, INK, "o")
_BESIDE = Look(NOTE, NOTE, "d", (0, (4, 2)), 1.4)
_SETTING = [{}]  # lets a message repeat another one of its table; see data/words/votes.toml
_CENTER = {"ha": "center", "va": "center"}


# --- marks and facts that the charts below share --------------------------------------------------


def _years(ax, since, until=None, gap=True):
    """Set the years of an axis; without `until` it is one of pairs, whose gap is a band."""
    last = measures.last_year() if until is None else until
    recent = range(RECENT, last + 1, 3) if until else [2012, 2015, 2018, 2021, AFTER, last]
    ax.set_xlim(since - 0.5, last + 0.5)
    ax.set_xticks(recent if since >= RECENT else range(1995, last + 1, 5))
    if until is None and gap:
        ax.axvspan(GAP - 0.5, GAP + 0.5, color=BAND, linewidth=0, zorder=0)


def _draw_boxes(ax, boxes, **style):
    """Draw (left, bottom, width, height) boxes as one collection: ten times faster than patches."""
    from matplotlib.collections import PolyCollection

    corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in boxes]
    tiles = PolyCollection(corners, **style)
    ax.add_collection(tiles, autolim=False)
    return tiles


def _look(first, second) -> Look:
    """Beside Russia a line wears its partner's look; any other pair is drawn in ink."""
    if {first, second} <= set(THE_FOUR) and "RUS" in (first, second):
        return figures.look(second if first == "RUS" else first)
    return _OWN


def _when(**facts) -> dict:
    """Return the years of which all charts tell, as facts, and `facts` with them."""
    return measures.years() | {"setting": _SETTING} | facts


def _at(frame, column, years) -> list[dict]:
    """Return the values of a series in some years, as facts."""
    return [{"year": year, "value": measures.value_in(frame, year, column)} for year in years]


# --- texts ----------------------------------------------------------------------------------------


def show_ten() -> figures.LessonTable:
    """Show ten real votes of Russia and China, to be counted by hand."""
    frame = measures.ten_votes()
    said = words("votes.ten", n=len(frame), source=data.cite_text(frame))
    return figures.table(_votes_table(frame, said.columns, ["RUS", "CHN"]), said.table)


def _votes_table(frame, heads, states):
    """Return the columns of `heads` and the votes of `states`, with their names and words."""
    votes, names = words("votes.labels").votes, state_names()
    cast = frame.assign(**{state: frame[state].map(votes) for state in states})
    return headed(cast, heads | {state: names[state] for state in states})


def show_raw_votes() -> figures.LessonTable:
    """Show what the raw file holds for five states, and the two totals of yes."""
    raw, shown = measures.raw_votes(), ["DEU", "MNE", "RUS", "TUR", "YEM"]
    texts = data.table("un_resolutions").set_index("resolution")
    said = words(
        "votes.raw_votes",
        n=len(shown),
        counted=int((raw["code"] == "1").sum()),
        published=int(texts.loc[raw["resolution"].iloc[0], "yes"]),
    )
    frame = raw.set_index("iso3").loc[shown].reset_index()
    frame["vote"] = frame["vote"].map(words("votes.labels").votes)
    return figures.table(headed(frame, said.columns).astype("str"), said.table)


def draw_wall(
    states=measures.WALL_STATES, emergency: bool = True, guess=None
) -> figures.LessonFigure:
    """Draw who voted how on the texts about Ukraine, one row a state, Russia first.

    `states` are ISO codes beside Russia; `emergency` is False for the texts outside the emergency
    session; `guess` is the learner's prediction of how often Iran voted with Russia.
    """
    states = [state for state in states if state != "RUS"]
    if not states:
        return in_words("votes.no_wall")
    frame = measures.votes_on(["RUS", *states], emergency)
    alike = measures.with_russia(states, emergency)
    counts = [{"name": n, "count": int(alike[s]), "n": len(frame)} for n, s in named(states)]
    said = words("votes.wall", emergency=emergency, guess=guess, **_wall_told(frame, counts))
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
    wide, votes = 7.4 / len(frame), words("votes.labels").votes
    cells, keys = ({vote: [] for vote in figures.VOTES} for _ in range(2))
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
            keys[vote].append((frame["resolution"].iloc[x], state))
            style = {"color": _INKS[vote], "weight": "bold" if vote == "no" else "normal"}
            ax.text(x + 0.5, middle, votes[vote], size=9.5, **style, **_CENTER)
        page.text(9.55, 1.45 - middle, ["", *asides][y], **_CENTER)
    for vote, boxes in cells.items():
        edge = {"edgecolor": NOTE, "linestyle": ":"} if vote == "absent" else {}
        tiles = _draw_boxes(ax, boxes, facecolor=figures.VOTES[vote], **edge)
        figures.mark(tiles, "un_ukraine_votes", keys[vote])


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


def explore_wall() -> Explorer:
    """Choose states and texts of the vote wall."""
    others = measures.votes_on([], False)["date"].dt.year
    said = words(
        "votes.explore_wall",
        n=len(measures.votes_on([], True)),
        others=len(others),
        first=int(others.min()),
        last=int(others.max()),
    )
    return Explorer(
        draw_wall,
        said.question,
        states=choices(said.states, named(measures.WALL_STATES)),
        emergency=choice(said.emergency, [(said.session, True), (said.others, False)], True),
    )


# --- pairs and positions --------------------------------------------------------------------------


def draw_stories(guess=None) -> figures.LessonFigure:
    """Draw the four on all members: votes cast as Russia cast them, and ideal points.

    `guess` is what the learner drew for Russia's and China's identical votes in the years
    measures.AGREED, in per cent: {'y2022': number}.
    """
    pairs = measures.with_partners()
    points = measures.from_year(data.table("un_ideal_points"))
    points = points[points["iso3"].isin(THE_FOUR)]
    fields = [measures.field("with_russia"), measures.field("ideal_fp")]
    own = drawn(guess, {f"y{year}": year for year in measures.AGREED})
    said = words("votes.stories", guess=own, **_when(**measures.stories()))
    with figures.page(said) as page:
        left = page.axes(left=0.7, right=6.15, top=1.35, bottom=0.75)
        _partner_lines(left, pairs, fields[0])
        figures.draw_unit(left, said.shares, lift=0.1)
        left.text(GAP, 0.93, said.no_data, size=10, color=LABEL, linespacing=1.1, **_CENTER)
        dashed(left, own, said.guess, 0.01)
        right = page.axes(left=5.6, right=1.3, top=1.35, bottom=0.75)
        right.set_ylim(-2.4, 1.7)
        _draw_field(right, fields[1])
        _draw_positions(right, points, "ideal_fp", RECENT)
        right.set_yticks([-2, -1, 0, 1], ["−2", "−1", "0", "1"])
        figures.draw_unit(right, said.points, lift=0.1)
    table = figures.table(_stories_table(pairs, points, fields, said), said.table, 14)
    return page.told(said, [*pairs.values(), points, *fields], table, data.as_of("un_spread"))


def _draw_field(ax, rows):
    """Draw all members of each year as a grey band: nine in ten, and the middle half darker."""
    for low, high, colour in (("q5", "q95", BAND), ("q25", "q75", FRAME)):
        spans = zip(rows["year"], rows[low], rows[high], strict=True)
        boxes = [(year - 0.5, bottom, 1, top - bottom) for year, bottom, top in spans]
        _draw_boxes(ax, boxes, facecolor=colour, edgecolor=colour, linewidth=0.5, zorder=0.5)


def _partner_lines(ax, pairs, field):
    """Draw the votes that each partner cast as Russia did, on the band of all members."""
    last, ends = measures.last_year(), []
    _years(ax, RECENT, gap=False)
    ax.set_xticks([2012, 2015, 2018, BEFORE, AFTER, last])
    ax.set_ylim(0.25, 1.0)
    ax.set_yticks([0.4, 0.6, 0.8, 1.0])
    ax.grid(True, axis="y")
    _draw_field(ax, field)
    for state, rows in pairs.items():
        look = figures.look(state)
        keys = rows_of("un_agreement", rows)
        series(ax, rows["year"], rows["agree_identical"], look, size=6, rows=keys)
        value = measures.value_in(rows, last, "agree_identical")
        ends.append((value, f"{state_names()[state]} {value:.2f}", look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.5, ends, size=10.5)


def _stories_table(pairs, points, fields, said) -> pd.DataFrame:
    years = sorted(set().union(*(rows["year"] for rows in pairs.values())))
    frame = pd.DataFrame({said.year: years})
    for state, rows in pairs.items():
        values = rows.set_index("year")["agree_identical"].round(2)
        frame[measures.pair_name("RUS", state)] = frame[said.year].map(values)
    wide = points.pivot(index="year", columns="iso3", values="ideal_fp").round(2)
    for name, state in named(THE_FOUR):
        frame[said.tell("ideal", name=name)] = frame[said.year].map(wide[state])
    for head, field in zip((said.middle_share, said.middle_point), fields, strict=True):
        frame[head] = frame[said.year].map(field.set_index("year")["q50"].round(2))
    return frame


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
        return in_words("votes.no_pair", name=state_names()[first])
    shown = [((first, second), _look(first, second))]
    if reference and set(reference) != {first, second}:
        shown.append((reference, _BESIDE))
    table = measures.from_year(data.table("un_agreement"), since)
    lines = [(pair, look, measures.pair_series(*pair, table)) for pair, look in shown]
    series = [rows for *_, rows in lines]
    halved = min(rows[formula].min() for rows in series) >= 0.5
    facts = _agreement_facts(lines, formula)
    said = words("votes.agreement", **facts | {"halved": halved, "since": since})
    with figures.page(said) as page:
        upper, lower = _two_scales(page, since, right=2.75, between=(2.35, 3.75))
        unit_scale(upper, halved)
        unit_scale(lower)
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
        "formula": words("votes.labels").formulas[formula],
        "values": _at(own, formula, years),
        "places": _at(own, "percentile", years),
        "reference": measures.pair_name(*beside[0][0]) if beside else "",
        "beside": _at(beside[0][2], formula, years) if beside else [],
        "sides": sides,
        "few": measures.FEW,
        "us_no": no / of > 0.5,
        "hollow": any((measures.too_few(rows) - {GAP}) for *_, rows in lines),
    }


def _pair_lines(ax, column, lines, size, said, named):
    """Draw one line a pair with its last value at the end, and its name where `named`."""
    last, ends = measures.last_year(), []
    short = state_names().to_dict() | said.short
    for pair, look, rows in lines:
        keys, open_in = rows_of("un_agreement", rows), measures.too_few(rows)
        series(ax, rows["year"], rows[column], look, hollow=open_in, size=size, rows=keys)
        value = measures.value_in(rows, last, column)
        if not pd.isna(value):
            name = " – ".join(short[state] for state in pair) if named else ""
            ends.append((value, f"{name} {value:.2f}".strip(), look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.2, ends, size=10.5)


def _agreement_table(lines, formula, said) -> pd.DataFrame:
    rows = [
        frame.assign(
            pair=measures.pair_name(*pair),
            agreement=rounded(frame[formula]),
            percentile=rounded(frame["percentile"]),
        )
        for pair, _, frame in lines
    ]
    return headed(pd.concat(rows), said.columns)


def explore_agreement() -> Explorer:
    """Choose a pair, a formula, a reference pair and the years."""
    said = words("votes.explore_agreement", last=measures.last_year())
    formulas = words("votes.labels").formulas
    beside = [(measures.pair_name(*pair), pair) for pair in REFERENCES]
    return Explorer(
        draw_agreement,
        said.question,
        first=choice(said.first, named(measures.VOTERS), "RUS"),
        second=choice(said.second, named(measures.VOTERS), "CHN"),
        formula=choice(said.formula, offered(formulas, measures.FORMULAS)),
        reference=choice(said.reference, [*beside, (said.none, None)]),
        since=choice(said.since, _periods(said)),
    )


def _periods(said) -> list[tuple]:
    return [(said.tell("period", year=year), year) for year in (RECENT, LONG)]


def draw_us(guess=None) -> figures.LessonFigure:
    """Draw how often the United States voted no, and who agreed with it.

    `guess` is what the learner drew for its share of no in the years measures.REFUSED, in per
    cent: {'y2025': number}.
    """
    profile = measures.from_year(data.table("un_vote_profile"))
    profile = profile[profile["iso3"] == "USA"]
    pairs = {
        state: measures.from_year(measures.pair_series("USA", state))
        for state in ("GBR", "KOR", *THE_FOUR)
    }
    facts = _us_facts(pairs)
    own = drawn(guess, {f"y{year}": year for year in measures.REFUSED})
    said = words("votes.us", guess=own, **facts)
    no, then = facts["no"] / facts["of"], facts["no_then"] / facts["of_then"]
    with figures.page(said) as page:
        left = page.axes(left=0.7, right=5.55, top=1.5, bottom=0.75)
        right = page.axes(left=5.2, right=1.95, top=1.5, bottom=0.75)
        for ax in (left, right):
            _years(ax, RECENT, gap=ax is right)
            unit_scale(ax)
            ax.set_xticks([2012, 2015, 2018, 2021, measures.last_year()])
        keys = rows_of("un_vote_profile", profile)
        series(left, profile["year"], profile["share_no"], _OWN, hollow={GAP}, rows=keys)
        left.text(AFTER - 0.8, then - 0.06, said.count_then, ha="center", va="top")
        bold = {"ha": "right", "weight": "bold", "va": "bottom"}
        left.text(TURN - 0.2, no + 0.03, said.count_now, **bold)
        figures.draw_unit(left, said.share, lift=0.1)
        dashed(left, own, said.guess, 0.01)
        _us_pairs(right, pairs, said)
    frame = profile.assign(
        **{s: profile["year"].map(r.set_index("year")["agree_identical"]) for s, r in pairs.items()}
    ).round(2)
    heads = {state: said.tell("column", name=name) for name, state in named(pairs)}
    table = figures.table(headed(frame, said.columns | heads), said.table, 13)
    return page.told(said, [profile, *pairs.values()], table, data.as_of("un_agreement"))


def _us_facts(pairs) -> dict:
    """Return what the words of `draw_us` need."""
    (no, of), (no_then, of_then) = measures.us_no(TURN), measures.us_no(AFTER)
    shares = {"gap": GAP, "after": AFTER, "turn": TURN}
    shares = {when: measures.shares_no(year) for when, year in shares.items()}
    totals = [
        {"name": name, **{when: share[state] for when, share in shares.items()}}
        for name, state in named(("USA", *THE_FOUR))
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
        keys = rows_of("un_agreement", rows)
        series(ax, rows["year"], rows["agree_identical"], look, size=5, rows=keys)
        ends.append((value, f"{state_names()[state]} {value:.2f}", look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.2, ends, size=10)
    style = {"size": 10, "color": LABEL, "ha": "center", "linespacing": 1.1}
    ax.text(2019, 0.78, said.names["GBR"], **style)
    ax.text(2013.5, 0.49, said.names["KOR"], va="center", **style)
    figures.draw_unit(ax, said.alike, lift=0.1)


def draw_positions(
    states=THE_FOUR, votes: str = "ideal_fp", since: int = RECENT
) -> figures.LessonFigure:
    """Draw the ideal points of `states` (ISO codes of measures.VOTERS) over time.

    `votes` is 'ideal_fp' (votes on final texts) or 'ideal_all' (all votes, with the interval from
    the 5 to the 95 per cent quantile).
    """
    if not states:
        return in_words("votes.no_state")
    frame = measures.from_year(data.table("un_ideal_points"), since)
    frame = frame[frame["iso3"].isin(states)]
    facts = _positions_facts(frame, states, votes)
    said = words("votes.positions", **facts | {"since": since})
    with figures.page(said) as page:
        ax = page.axes(left=0.7, right=1.75, top=1.45, bottom=0.75)
        ax.set_ylim(-2.9, 3.5 if frame[votes].max() > 1.2 else 1.2)
        _draw_field(ax, measures.field(votes, since))
        _draw_positions(ax, frame, votes, since)
        ticks = range(-2, int(ax.get_ylim()[1]) + 1)
        ax.set_yticks(ticks, [f"{tick}".replace("-", "−") for tick in ticks])
        figures.draw_unit(ax, said.unit, lift=0.1)
    wide = frame.pivot(index="year", columns="iso3", values=votes).round(2).reset_index()
    heads = {state: name for name, state in named(states) if state in wide}
    table = figures.table(headed(wide, {"year": said.year} | heads), said.table, 13)
    sources = [frame, measures.field(votes, since)]
    return page.told(said, sources, table, data.as_of("un_ideal_points"))


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
        keys = rows_of("un_ideal_points", rows)
        series(ax, rows["year"], rows[column], look, cuts, care, size, keys)
        end = measures.value_in(rows, last, column)
        ends.append((end, state_names()[state], look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.15, ends, size=10.5)


def explore_positions() -> Explorer:
    """Choose states and the votes that the estimate uses."""
    kinds = ("ideal_fp", "ideal_all")
    last = {kind: measures.last_point(kind) for kind in kinds}
    said = words("votes.explore_positions", **last)
    return Explorer(
        draw_positions,
        said.question,
        states=choices(said.states, named(measures.VOTERS), THE_FOUR),
        votes=choice(said.votes, [(said.tell(kind), kind) for kind in kinds]),
        since=choice(said.since, _periods(said)),
    )


# --- pairs by their rule --------------------------------------------------------------------------


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
    means, labels = measures.regime_pairs(formula), words("votes.labels")
    above = measures.years_above(formula)
    said = words(
        "votes.regime_pairs",
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
            keys = "un_regime_pairs", [(year, group) for year in means.index]
            series(ax, means.index, means[group], look, hollow=hollow, size=5, rows=keys)
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
        "rated": last_rated(),
        "turkey": autocracy_since("TUR"),
        "india": autocracy_since("IND"),
        "then": then,
        "together": then["both_autocracies"] > then["mixed"],
        "first": int(means.index.min()),
        "last": int(means.index.max()),
    }


# --- the four's own rule --------------------------------------------------------------------------


def _set_name(texts: str) -> str:
    """Return which texts one of SETS holds, in words."""
    days = measures.rule_texts(texts)["date"]
    said = words("votes.sets", n=len(days), years=sorted({int(y) for y in days.dt.year}))
    return said.tell(texts)


def draw_own_rule(guess=None, texts: str = "sanctions") -> figures.LessonFigure:
    """Draw how states that vote against sanctions outside the UN voted on Ukraine, with the four.

    `guess` is the learner's prediction of the yes votes on the first text; `texts`, one of SETS,
    says which votes make a state one that votes for the rule.
    """
    frame, states = measures.rule_on_ukraine(texts), len(measures.for_the_rule(texts))
    said = words(
        "votes.own_rule", guess=guess, which=_set_name(texts), **_own_rule_facts(frame, states)
    )
    with figures.page(said) as page:
        ax = page.field((0, 10), (-3.65, 0), left=0, right=0, top=1.45, bottom=0.5)
        _rule_heads(page)
        _rule_rows(ax, frame, states, said)
    votes = words("votes.labels").votes
    table = _votes_table(frame, said.columns | {v: votes[v] for v in measures.VOTES}, THE_FOUR)
    table = figures.table(table, said.table)
    sources = [measures.rule_texts(texts), frame]
    return page.told(said, sources, table, data.as_of("un_coercive_votes"))


def _own_rule_facts(frame, states) -> dict:
    """Return what the words of `draw_own_rule` need."""
    votes, first = words("votes.labels").votes, frame.iloc[0]
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
        "votes": [{"name": name, "vote": votes[first[s]]} for name, s in named(THE_FOUR)],
        "european": {"date": european["date"], "yes": int(european["yes"])},
    }


# Inches: height of a row; left edge and width of the bars; left edge and width of the four's votes.
ROW, BARS, BAR_WIDTH, FOUR_FROM, CELL = 0.37, 1.95, 4.15, 6.4, 0.86


def _rule_heads(page):
    """Write the votes over the bars and the four over their cells."""
    votes = words("votes.labels").votes
    for place, vote in enumerate(measures.VOTES):
        page.text(BARS + place * 1.05 + 0.2, 1.2, votes[vote], size=10, va="center")
    for place, (name, state) in enumerate(named(THE_FOUR)):
        style = {"weight": "bold", "color": figures.look(state).word, "size": 9.5, **_CENTER}
        page.text(FOUR_FROM + (place + 0.5) * CELL, 1.2, name, **style)


def _rule_rows(ax, frame, states, said):
    """Draw one row a text: how many of the states cast each vote, and the votes of the four."""
    votes, height = words("votes.labels").votes, min(ROW, 3.5 / len(frame))
    boxes = {vote: [(BARS + n * 1.05, 0.16, 0.14, 0.16)] for n, vote in enumerate(measures.VOTES)}
    keys = {vote: [None] for vote in boxes}  # a bar of counts is no row, the vote of a state is
    for y, row in enumerate(frame.itertuples()):
        middle, x = -(y + 0.5) * height - 0.05, BARS
        name = said.tell("row", label=row.label, day=row.date)
        ax.text(BARS - 0.1, middle, name, ha="right", va="center", size=10)
        for vote, ink in _INKS.items():
            length = BAR_WIDTH * getattr(row, vote) / states
            boxes[vote].append((x, middle - height * 0.4, length, height * 0.8))
            keys[vote].append(None)
            if length > 0.14:
                style = {"color": ink, "size": 9.5, **_CENTER}
                ax.text(x + length / 2, middle, f"{getattr(row, vote)}", **style)
            x += length
        for place, state in enumerate(THE_FOUR):
            vote, at = getattr(row, state), FOUR_FROM + place * CELL
            boxes[vote].append((at + 0.02, middle - height * 0.4, CELL - 0.04, height * 0.8))
            keys[vote].append((row.resolution, state))
            style = {"color": _INKS[vote], "size": 9.5, **_CENTER}
            ax.text(at + CELL / 2, middle, votes[vote], **style)
    for vote, some in boxes.items():
        style = {"facecolor": figures.VOTES[vote], "edgecolor": AXIS, "linewidth": 0.6}
        tiles = _draw_boxes(ax, some, clip_on=False, **style)
        figures.mark(tiles, "un_ukraine_votes", keys[vote])


def explore_own_rule() -> Explorer:
    """Choose which votes make a state one that votes for the rule."""
    said = words("votes.explore_own_rule")
    sets = [(_set_name(texts), texts) for texts in measures.SETS]
    return Explorer(draw_own_rule, said.question, texts=choice(said.texts, sets))
