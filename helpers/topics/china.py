"""China: what it does with each partner, and how an answer turns with denominator and venue.

Statements are coded by one person and counted, never weighed. Shares are taken from figures that
stand in the tables; where a total is missing the chart says so. Sources of all rows: the tables
china, un_partner_ranks, un_agreement, security_council_2025, un_ukraine_votes, trade, trade_claims,
capabilities, energy and views, whose texts are named row by row.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, forms, journal, questions, wording
from helpers.charts import Rows, dashed, drawn, graded, in_words, on_grade, on_paper, tile
from helpers.explorers import Explorer, choice, choices, number, offered
from helpers.figures import INK, LABEL, NOTE, PAPER
from helpers.measures import china as measures
from helpers.measures.states import named, names
from helpers.numbers import ordinal
from helpers.wording import headed, words

# --- the ledger -----------------------------------------------------------------------------------

DIMENSIONS = ("economic", "diplomatic", "legal", "image", "technology", "military")
COLUMN, TILE, TILES = 2.85, 0.455, 6  # width of a column and of a tile; tiles that fit a column


def draw_ledger(frame: pd.DataFrame | None = None, guess=None) -> figures.LessonFigure:
    """Draw coded statements as tiles: dimension by direction, with partner, year and grade.

    `frame` holds rows of `ledger()`, by default all; `guess` is the learner's prediction of how
    many are enabling.
    """
    frame = measures.ledger() if frame is None else frame
    if frame.empty:
        return in_words("china.no_statement")
    short, keys = names(), words("china.ledger").short
    found, best = measures.directions(frame), frame[frame["evidence_grade"] == "A"]
    by = {p: measures.directions(frame[frame["partner"] == p]) for p in measures.PARTNERS}
    said = words(
        "china.ledger",
        **found,
        **{f"best_{direction}": n for direction, n in measures.directions(best).items()},
        n=len(frame),
        told=[{"name": short[state]} | n for state, n in by.items() if sum(n.values())],
        partners=[{"name": short[s], "short": keys[s]} for s in by],
        first=frame["date"].dt.year.min(),
        last=frame["date"].dt.year.max(),
        guess=guess,
        as_of=data.as_of("china"),
    )
    with figures.page(said) as page:
        ax = page.field((0, 8.5), (-6, 0), left=1.3, right=0.2, top=1.42, bottom=0.5)
        _tiles(ax, frame, found, said)
    return page.told(said, [frame], _ledger_table(frame, said), data.as_of("china"))


def _tiles(ax, frame, found, said):
    """Draw the tiles of all statements, a column a direction and a row a dimension."""
    cells = dict(tuple(frame.groupby(["dimension", "direction"], observed=True)))
    step = TILE * min(1, TILES / max(map(len, cells.values())))
    for x, direction in enumerate(measures.DIRECTIONS):
        head = _labels("directions")[direction]
        head = said.tell("heading", direction=head, n=found[direction])
        ax.text(x * COLUMN, 0.16, head, weight="bold", size=12, clip_on=False)
        for y, dimension in enumerate(DIMENSIONS):
            cell = cells.get((dimension, direction), frame.iloc[:0])
            for place, row in enumerate(cell.itertuples()):
                with figures.row_of(ax, "china", row.china_id):
                    _tile(ax, x * COLUMN + place * step, -y - 0.9, step, row, said)
    for y, dimension in enumerate(DIMENSIONS):
        style = {"ha": "right", "va": "center", "clip_on": False}
        ax.text(-0.12, -y - 0.5, _labels("dimensions")[dimension], **style)
        ax.axhline(-y - 1, color=figures.GRID, linewidth=0.9, zorder=0)


def _tile(ax, left, low, step, row, said):
    """Draw one statement; `step` is the distance to the next."""
    grade, wide = str(row.evidence_grade), step - 0.025
    tile(ax, left, low, wide, 0.8, **graded(grade))
    facts = {"short": said.short[row.partner], "grade": grade, "year": row.date.year}
    told = said.tell("tile", verified=row.verified, **facts)
    word = {"size": 9 * step / TILE, "linespacing": 1.25} | on_grade(grade)
    ax.text(left + wide / 2, low + 0.4, told, ha="center", va="center", **word)


def _ledger_table(frame, said):
    rows = frame.assign(
        name=frame["partner"].map(names()),
        statement=[
            said.tell("statement", statement=row.statement, verified=row.verified)
            for row in frame.itertuples()
        ],
        dimension=frame["dimension"].astype("str").map(_labels("dimensions")),
        direction=frame["direction"].astype("str").map(_labels("directions")),
    )
    return figures.table(headed(rows, said.columns), said.table)


def _labels(codes: str) -> dict:
    """Return the words of some codes, such as 'directions'."""
    return getattr(words("china.labels"), codes)


# --- lists and venues -----------------------------------------------------------------------------


def draw_ranks(partner: str = "RUS", first: int = 2010, guess=None) -> figures.LessonFigure:
    """Draw how high a partner stands in China's list of voting partners, and China in its list.

    `partner` is RUS, IRN, PRK or USA, which have lists of their own; `guess` is what the
    learner drew for Russia's place in the years measures.DRAWN, {'y2025': number}.
    """
    lists = {
        "CHN": (partner, measures.places(partner, "CHN", first)),
        partner: ("CHN", measures.places("CHN", partner, first)),
    }
    theirs, ours = (rows.iloc[-1] for _, rows in lists.values())
    every = pd.concat([rows for _, rows in lists.values()])
    gaps, own = measures.gaps(every["year"]), lists["CHN"][1]
    best = own.loc[own["rank"].idxmin()]
    points = drawn(guess, {f"y{year}": year for year in measures.DRAWN})
    said = words(
        "china.ranks",
        name=names()[partner],
        first=first,
        last=measures.last_year(),
        theirs=_place(theirs),
        ours=_place(ours),
        states=theirs["states_ranked"],
        other_states=ours["states_ranked"],
        best=_place(best),
        best_year=best["year"],
        fewest=every["states_ranked"].min(),
        most=every["states_ranked"].max(),
        gaps=gaps,
        lost=len(gaps),
        guess=points,
    )
    with figures.page(said) as page:
        ax = page.axes(left=0.75, right=2.5, top=1.45, bottom=0.8)
        _draw_lists(ax, lists, first, gaps, said)
        dashed(ax, points, said.guess, -1, (0.03, 0.14))
    sources = [rows for _, rows in lists.values()]
    return page.told(said, sources, _ranks_table(lists, said), data.as_of("un_partner_ranks"))


def _place(row) -> str:
    """Write a place with the last one of a tie: '126th', '63rd to 67th'."""
    low, high = row["rank"], row["rank_to"]
    return words(
        "china.ranks", low=ordinal(int(low)), high=ordinal(int(high)) if high > low else None
    ).place


def _draw_lists(ax, lists, first, gaps, said):
    """Draw both lists over the years: bars for ties, lines that stop where a year is missing."""
    last = measures.last_year()
    ax.set_xlim(first - 0.5, last + 0.4)
    ax.set_ylim(-198, 5)
    ax.set_yticks([-1, -50, -100, -150, -190], ["1", "50", "100", "150", "190"])
    ax.set_xticks(range(first, last + 1, 5 if first < 2005 else 3))
    ax.grid(axis="y")
    figures.draw_unit(ax, said.unit)
    for year in gaps:
        figures.draw_gap(ax, year - 0.5, year + 0.5, said.tell("gap", year=year), 0.24)
    ends, short = [], names()
    for anchor, (ranked, rows) in lists.items():
        look, years = figures.look(ranked), rows["year"]
        middle = -(rows["rank"] + rows["rank_to"]) / 2
        keys = [(year, anchor, ranked) for year in years]
        ties = ax.vlines(years, -rows["rank_to"], -rows["rank"], color=look.colour, linewidth=5)
        figures.mark(ties, "un_partner_ranks", keys)
        style = {"color": look.colour, "linestyle": look.dash, "linewidth": look.width}
        for _, run in middle.groupby((years.diff() != 1).cumsum()):
            if len(run) > 1:
                ax.plot(years[run.index], run, **style)
        rim = {"markeredgecolor": PAPER, "markeredgewidth": 0.6, "markersize": 7}
        dots = ax.plot(years, middle, look.marker, color=look.colour, **rim)
        figures.mark(dots, "un_partner_ranks", keys)
        named = {"shown": short[ranked], "whose": short[anchor], "us": anchor == "USA"}
        ends.append((middle.iloc[-1], said.tell("line", **named), look.colour, look.word))
    figures.draw_end_labels(ax, last + 0.4, ends, 10.5)


def _ranks_table(lists, said):
    short = names()
    rows = pd.concat(
        [
            rows.assign(list=said.tell("list", whose=short[anchor], shown=short[ranked]))
            for anchor, (ranked, rows) in lists.items()
        ]
    )
    rows = rows.assign(place=[_place(row) for _, row in rows.iterrows()])
    return figures.table(headed(rows, said.columns), said.table)


def _venues() -> dict:
    """Return {venue: its words}, with the years that the tables hold."""
    said = words("china.venues", **measures.venue_years())
    return {venue: said.tell(venue) for venue in measures.VENUES}


PAIRS = {"RUS": ("CHN", "RUS"), "USA": ("GBR", "USA")}  # by the state whose look the pair has


def draw_venues(guess=None) -> figures.LessonFigure:
    """Draw how often China votes as Russia in each venue, beside the UK and the United States.

    `guess` is the learner's order of the venues in measures.ORDERED.
    """
    found = {v: {k: measures.alike(*pair, v) for k, pair in PAIRS.items()} for v in measures.VENUES}
    percent = {venue: 100 * pairs["RUS"]["share"] for venue, pairs in found.items()}
    said = words(
        "china.venues_compared",
        low=min(percent.values()),
        high=max(percent.values()),
        venues=[found[venue]["RUS"] | {"venue": name} for venue, name in _venues().items()],
        council=found["council"]["USA"],
        assembly=found["assembly"]["USA"],
        guess=guess,
        right=guess == sorted(measures.ORDERED, key=percent.get, reverse=True),
    )
    with figures.page(said) as page:
        box = {"left": 3.4, "right": 0.5, "top": 1.3, "bottom": 0.95}
        rows = Rows(page, len(found), (0, 100), **box)
        rows.ax.set_xlabel(said.unit, loc="right")
        for y, (venue, name) in enumerate(_venues().items()):
            rows.name(y, name, -3, size=10.5)
            for (state, one), lift in zip(found[venue].items(), (0.16, -0.16), strict=True):
                _lollipop(rows, y - lift, one, figures.look(state), said)
    cells = pd.DataFrame(
        [
            one | {"venue": name, "pair": said.pairs[pair], "percent": round(100 * one["share"], 1)}
            for venue, name in _venues().items()
            for pair, one in found[venue].items()
        ]
    )
    table = figures.table(headed(cells, said.columns), said.table)
    return page.told(said, measures.venue_sources(), table, data.as_of("un_agreement"))


def _lollipop(rows, y, one, look, said):
    """Draw a share as a line with a mark at its end and its count beside it."""
    x = 100 * one["share"]
    rows.ax.hlines([-y], [0], [x], color=look.colour, linewidth=1.2)
    rows.ax.plot([x], [-y], look.marker, color=look.colour, markersize=8)
    side, align = (-2.2, "right") if x > 80 else (2.2, "left")
    style = {"color": look.word, "size": 10, "bbox": on_paper(), "clip_on": False}
    rows.aside(y, said.tell("count", **one), x + side, ha=align, **style)


def draw_venue(anchor: str = "CHN", venue: str = "council") -> figures.LessonFigure:
    """Draw how often `anchor` (CHN, RUS or USA) votes as each other state in a venue."""
    votes = measures.votes_alike(anchor, venue)
    votes = votes.assign(percent=(100 * votes["share"]).round(1))
    listed, most = votes.to_dict("records"), votes["share"].max()
    said = words(
        "china.venue",
        anchor=names()[anchor],
        best=list(votes.loc[votes["share"] == most, "name"])[:2],
        share=100 * most,
        venue=_venues()[venue],
        top=listed[:4],
        least=listed[-1],
    )
    with figures.page(said) as page:
        box = {"left": 1.75, "right": 1.35, "top": 1.15, "bottom": 0.65}
        rows = Rows(page, len(votes), (0, 100), **box)
        rows.ax.set_xlabel(said.unit, loc="right")
        for y, one in enumerate(listed):
            colour = rows.state(y, one["state"], one["name"], -1.5)
            rows.bar(y, 100 * one["share"], colour, 0.62 if len(votes) > 5 else 0.4)
            rows.aside(y, said.tell("count", **one), 101.5, size=10, color=LABEL)
    table = figures.table(headed(votes, said.columns), said.table)
    return page.told(said, measures.venue_sources(), table, data.as_of("un_agreement"))


# --- trade ----------------------------------------------------------------------------------------


def draw_shares(year: int | None = None, against: str = "trade") -> figures.LessonFigure:
    """Draw China's trade with each partner as one bar, measured against one denominator.

    `year` is one of measures.share_years(), by default the one with the most figures; `against` is
    one of measures.DENOMINATORS.
    """
    year = measures.fullest_year() if year is None else year
    frame = measures.shares(year)
    frame = frame[frame["denominator"] == against].assign(name=lambda f: f["partner"].map(names()))
    parts = [_part(row) for row in frame.dropna(subset=["share"]).itertuples()]
    partner, named, short = measures.PARTNERS[0], _labels("claimants"), names()
    said = words(
        "china.shares",
        whole=_labels("denominators")[against],
        year=year,
        partner=short[partner],
        parts=[part for part in parts if part["state"] == partner],
        others=[part for part in parts if part["state"] != partner],
        missed=int(frame["share"].isna().sum()),
        cells=len(frame),
        total=measures.china_total_known(),
        customs=measures.customs_count(),
        givers=[
            {"name": short[state], "claimant": named.get(claimant, claimant), "leads": not place}
            for place, (state, claimant) in enumerate(measures.givers().items())
        ],
    )
    with figures.page(said) as page:
        box = {"left": 1.7, "right": 0.4, "top": 1.5, "bottom": 0.95}
        rows = Rows(page, len(frame), (0, 105), [0, 25, 50, 75, 100], edges=(0.6, 0.6), **box)
        for y, row in enumerate(frame.itertuples()):
            rows.state(y, row.partner, row.name, -1.5)
            _share(rows, y, row, said)
        rows.ax.set_xlabel(said.unit, loc="left")
    sources = [frame[frame["source_ids"] != ""]]
    return page.told(said, sources, _shares_table(frame, said), str(measures.share_years()[-1]))


def _part(row) -> dict:
    """Return what the words need of one share."""
    return {
        "state": row.partner,
        "name": row.name,
        "share": row.share,
        "small": row.share < 0.1,
        "by_trade": row.denominator == "trade",
        "by_partner": row.denominator == "partner",
    }


def _share(rows, y, row, said):
    """Draw one share with its number, or say that it is missing."""
    if pd.isna(row.share):
        rows.aside(y, said.missing, 1, size=10, color=NOTE)
        return
    look, inside = figures.look(row.partner), row.share > 80
    rows.bar(y, row.share, look.colour, 0.5)
    x, ink = row.share + (-1 if inside else 1), PAPER if inside else look.word
    told = said.tell("percent", **_part(row))
    rows.aside(y, told, x, color=ink, weight="bold", ha="right" if inside else "left")


def _shares_table(frame, said):
    facts = ("customs", "claimant", "gdp")
    rows = frame.assign(
        denominator=frame["denominator"].map(_labels("denominators")),
        share=frame["share"].round(2),
        claimants=[
            said.tell("claimants", **{fact: getattr(row, fact) for fact in facts})
            for row in frame.itertuples()
        ],
    )
    return figures.table(headed(rows, said.columns), said.table)


# --- oil ------------------------------------------------------------------------------------------

STATUS = {"kpler": "assessed", "vortexa": "assessed", "press": "alleged", "customs": "confirmed"}


def draw_oil(
    measure: str = "share", families=measures.FAMILIES, guess=None
) -> figures.LessonFigure:
    """Draw claims about Iran's oil and China: as a share of exports, or as barrels a day.

    `measure` is 'share' or 'volume'; `guess` is the learner's range for the share, [low, high].
    """
    frame = measures.oil_shares(families) if measure == "share" else measures.oil_volumes(families)
    if frame.empty:
        return in_words("china.no_claim")
    short = names()
    claims = [_claim(row, short) for row in frame.itertuples()]
    return _draw_share(frame, claims, guess) if measure == "share" else _draw_volume(frame, claims)


def _claim(row, short) -> dict:
    """Return a claim with its words: label, name, short, when, about, amount, what."""
    said = words(
        "china.claim",
        **row._asdict() | {"state": short[row.state]},
        dated=pd.notna(row.said),
        said_year=row.said_text if len(str(row.said_text)) == 4 else None,
        year=row.period if len(row.period) == 4 else None,
        one_month=row.first == row.last,
        one_year=row.first.year == row.last.year,
        press=row.family == "press",
        customs=row.family == "customs",
        open=pd.isna(row.high),
    )
    parts = ("label", "name", "short", "when", "about", "amount")
    told = {part: said.tell(part) for part in parts} | {"what": said.kinds[row.kind]}
    return row._asdict() | told | {"numbered": row.kind == "amount"}


def _draw_share(frame, claims, guess):
    low, high = measures.oil_range(frame)
    firms = frame["family"].map(STATUS) == "assessed"
    said = words(
        "china.oil_share",
        n=len(frame),
        low=low,
        high=high,
        claims=claims,
        firm=int(frame.loc[firms, "family"].value_counts().max()) if firms.any() else None,
        open=int(frame["high"].isna().sum()) or None,
        party=bool((frame["family"] == "customs").any()),
        guess=guess,
        guess_low=None if guess is None else guess[0],
        guess_high=None if guess is None else guess[1],
    )
    with figures.page(said) as page:
        box = {"left": 3.25, "right": 1.4, "top": 1.5, "bottom": 0.95}
        rows = Rows(page, len(frame), (0, 100), least=5, edges=(0.5, 1.7), **box)
        _draw_claims(rows, claims, said.unit)
        if guess is not None:
            y = max(len(frame), 5) + 0.3
            hollow = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.4}
            rows.ax.plot(guess, [-y, -y], color=INK, linewidth=1.4, marker="o", **hollow)
            rows.name(y, said.guess, -3, size=10.5)
    ends = [said.tell("end", end=row.high) for row in frame.itertuples()]
    table = pd.DataFrame(claims).assign(high=ends)
    table = figures.table(headed(table, said.columns), said.table)
    return page.told(said, [frame], table, data.as_of("energy"))


def _draw_volume(frame, claims):
    counted = frame[frame["kind"] == "amount"]
    top = counted.loc[counted["low"].idxmax()] if len(counted) else None
    said = words(
        "china.oil_volume",
        claims=claims,
        counted=len(counted) > 0,
        customs=bool((frame["kind"] == "none").any()),
        low=counted["low"].min(),
        high=None if top is None else top["low"],
        over=top is not None and pd.isna(top["high"]),
    )
    most = max(2, frame["low"].max() // 0.5 / 2 + 0.5)
    ticks = [n / 2 for n in range(int(2 * most) + 1)]
    with figures.page(said) as page:
        box = {"left": 2.95, "right": 1.4, "top": 1.5, "bottom": 0.95}
        rows = Rows(page, len(frame), (0, most), ticks, least=8, edges=(0.5, 0.5), **box)
        _draw_claims(rows, claims, said.unit)
    table = figures.table(headed(pd.DataFrame(claims), said.columns), said.table)
    return page.told(said, [frame], table, data.as_of("energy"))


def _draw_claims(rows, claims, unit):
    """Draw one row a claim: who says so at the left, the mark, the period at the right."""
    said, ax = words("china.claim"), rows.ax
    ax.set_xlabel(unit, loc="right")
    across = {"transform": ax.get_yaxis_transform()}
    head = {"color": LABEL, "size": 10, "va": "baseline"} | across
    rows.name(-0.62, said.who, -0.03, **head)
    rows.aside(-0.62, said.period, 1.02, **head)
    for y, claim in enumerate(claims):
        rows.name(y, claim["label"], -0.03, size=10.5, **across)
        rows.aside(y, claim["about"], 1.02, size=10, color=LABEL, **across)
        with figures.row_of(ax, "energy", claim["energy_id"]):
            _claimed(rows, y, claim, across)


def _claimed(rows, y, claim, across):
    """Draw what one claim says: a range, or in words that there was none."""
    if claim["kind"] == "none":
        rows.aside(y, claim["what"], 0.01, size=10.5, color=INK, **across)
        return
    high = None if pd.isna(claim["high"]) else claim["high"]
    figures.draw_range(rows.ax, claim["low"], high, -y, STATUS[claim["family"]])
    if claim["kind"] == "elsewhere":
        x = claim["low"] - 0.03 * rows.span[1]
        rows.name(y, claim["what"], x, size=10, color=LABEL, bbox=on_paper(), clip_on=None)


# --- tables ---------------------------------------------------------------------------------------


def show_reason(reason: str = "economic") -> figures.LessonTable:
    """Show statements that fit a reason for distance, then statements that cut against it."""
    rows = measures.tested(reason)
    said = words(
        "china.reason",
        name=_labels("reasons")[reason],
        fits=int((rows["side"] == "fits").sum()),
        against=int((rows["side"] == "cuts_against").sum()),
    )
    rows = rows.assign(side=rows["side"].map(said.sides), name=rows["partner"].map(names()))
    return figures.table(headed(rows, said.columns), said.table, sentence=said.sentence)


def show_sentence() -> figures.LessonTable:
    """Show what the statement of February 2022 says beside its two best known words."""
    clause = data.table("provisions").set_index("provision_id").loc["pv109"]
    treaty = data.table("treaties").set_index("treaty_id").loc["rus-prc-2022-statement"]
    said = words(
        "china.sentence",
        signed=treaty["signed"],
        kind=str(treaty["kind"]),
        ratified=treaty["ratified_notes"].rstrip("."),
        paraphrase=clause["paraphrase"],
        qualifier=clause["qualifier"],
        strength=int(clause["strength"]),
        mere=clause["strength"] == 1,
        defence=str(treaty["mutual_defence"]),
    )
    rows = [(question, said.answers[key]) for key, question in said.questions.items()]
    return figures.table(pd.DataFrame(rows, columns=list(said.columns.values())), said.table)


def show_headline() -> figures.LessonTable:
    """Show in steps how the headline of the bug hunt was computed; no step of it is wrong."""
    found = measures.alike("CHN", "RUS", "council")
    said = words(
        "china.headline",
        **found,
        year=measures.venue_years()["council"],
        n=len(measures.venue_votes("council")),
        percent=100 * found["share"],
    )
    rows = [(step, said.results[key]) for key, step in said.steps.items()]
    return figures.table(pd.DataFrame(rows, columns=list(said.columns.values())), said.table)


def compare_headline() -> figures.LessonTable:
    """Show the count of the headline for other pairs, and for contested texts alone."""
    pairs, short = [("CHN", "RUS"), ("GBR", "USA"), ("GBR", "FRA")], names()
    said = words(
        "china.headline_compared",
        pairs=len(pairs),
        n=len(measures.venue_votes("council")),
        contested=len(measures.venue_votes("contested")),
    )
    rows = [
        {"pair": said.tell("pair", names=[short[state] for state in pair])}
        | {venue: measures.alike(*pair, venue)["same"] for venue in ("council", "contested")}
        for pair in pairs
    ]
    return figures.table(headed(pd.DataFrame(rows), said.columns), said.table)


def show_readings() -> figures.LessonTable:
    """Show authors' readings of China's role; which role each comes near is our coding."""
    rows = measures.readings()
    said = words("china.readings", n=len(rows))
    institutions = rows["institution"].str.split(" (", regex=False).str[0]
    rows = rows.assign(
        author=[
            said.tell("author", author=author, institution=institution)
            for author, institution in zip(rows["author"], institutions, strict=True)
        ],
        role=rows["china_role"].astype("str").map(_labels("roles")),
    )
    return figures.table(headed(rows, said.columns), said.table)


# --- explorers ------------------------------------------------------------------------------------


def explore_ledger() -> Explorer:
    """Choose partners, grades and a last year; the tiles of the ledger follow."""

    def view(partners, grades, until):
        return draw_ledger(measures.ledger(partners, grades, until))

    said, years = words("china.explore_ledger"), measures.ledger()["date"].dt.year
    first, last = int(years.min()), int(years.max())
    return Explorer(
        view,
        said.question,
        partners=choices(said.partners, named(measures.PARTNERS)),
        grades=choices(said.grades, list("ABCD")),
        until=number(said.until, first, last, last),
    )


def explore_reasons() -> Explorer:
    """Choose a reason for distance; read what fits it and what cuts against it."""
    labels = _labels("reasons")
    said = words("china.explore_reasons", n=len(measures.REASONS))
    offer = offered(labels, measures.REASONS)
    return Explorer(show_reason, said.question, reason=choice(said.reason, offer))


def explore_ranks() -> Explorer:
    """Choose a partner and a first year; see both sides' lists of voting partners."""
    said = words("china.explore_ranks")
    return Explorer(
        draw_ranks,
        said.question,
        partner=choice(said.partner, named((*measures.PARTNERS, "USA"))),
        first=choice(said.first, [2010, measures.first_year()]),
    )


def explore_venues() -> Explorer:
    """Choose a venue and a state; see who votes with it there."""
    said = words("china.explore_venues")
    return Explorer(
        draw_venue,
        said.question,
        venue=choice(said.venue, offered(_venues())),
        anchor=choice(said.anchor, named(("CHN", "RUS", "USA"))),
    )


def explore_shares() -> Explorer:
    """Switch the denominator and the year; one trade looks large or small."""
    said, labels = words("china.explore_shares"), _labels("denominators")
    years, fullest = measures.share_years(), measures.fullest_year()
    return Explorer(
        draw_shares,
        said.question,
        against=choice(said.against, offered(labels, measures.DENOMINATORS)),
        year=choice(said.year, years, default=fullest),
    )


def explore_oil() -> Explorer:
    """Choose a measure and claimants; see which numbers are left."""
    said, labels = words("china.explore_oil"), _labels("families")
    return Explorer(
        draw_oil,
        said.question,
        measure=choice(said.measure, offered(said.measures, ("volume", "share"))),
        families=choices(said.families, offered(labels, measures.FAMILIES)),
    )


# --- boards ---------------------------------------------------------------------------------------


def play_words() -> questions.Board:
    """Let the learner guess partner and direction of statements, then compare."""
    rows = words("china.words").rows
    said, ours = words("china.words", n=len(rows)), data.table("china").set_index("china_id")
    return questions.board(
        "5.words",
        said.question,
        rows=rows,
        columns={
            "partner": {state: names()[state] for state in measures.PARTNERS},
            "leans": _labels("directions"),
        },
        read=lambda filled: [read_words(filled)],
        reasons={row: ours.loc[row, "direction_reason"] for row in rows},
        heads=said.heads,
        ours={
            row: {"partner": ours.loc[row, "partner"], "leans": str(ours.loc[row, "direction"])}
            for row in rows
        },
    )


def read_words(filled: dict) -> figures.LessonTable:
    """Show guesses, {china_id: {'partner', 'leans'}} and possibly incomplete, beside the codes."""
    texts, short = words("china.words").rows, names()
    leans, rows = _labels("directions"), data.table("china").set_index("china_id")
    said = words("china.words", **measures.guessed(filled, texts))
    lines = []
    for place, (key, text) in enumerate(texts.items(), 1):
        mine, row = filled.get(key, {}), rows.loc[key]
        lines.append(
            {
                "statement": said.tell("line", place=place, date=row["date_text"], text=text),
                "your_partner": short.get(mine.get("partner"), said.open),
                "partner": short[row["partner"]],
                "your_direction": leans.get(mine.get("leans"), said.open),
                "direction": leans[str(row["direction"])],
            }
        )
    return figures.table(headed(pd.DataFrame(lines), said.columns), said.table)


class Cases(forms.Form):
    """Two roles argued at their strongest, then a choice; kept in the journal as one board."""

    key = "5.roles"

    def __init__(self):
        self.said = words("china.roles", least=measures.LEAST)
        self.roles = {role: self.said.options[role] for role in measures.ROLES}

    def __repr__(self) -> str:
        head = wording.say("questions.board.plain", question=self.said.question)
        return "\n".join([head, *(f"- {text}" for text in self.roles.values())])

    def _static(self) -> str:
        items = "".join(f"<li>{figures.safe(text)}</li>" for text in self.roles.values())
        head = f"<p><strong>{figures.safe(self.said.question)}</strong></p><ul>{items}</ul>"
        return f"{head}<p>{figures.safe(self.said.wake)}</p>"

    def _widget(self):
        self._draft = forms.Draft("board", self.key, self.entered, self.say)
        draft, pressed = self._draft.found(), journal.latest("board", self.key)
        stands = draft if isinstance(draft, dict) else pressed
        self._boxes = {row: self._row(row, stands) for row in self.said.rows}
        boxes = [box for row in self._boxes.values() for box in row.values()]
        self._draft.watch(*boxes)
        self._said = forms.spoken(names=forms.named(self.said.name))
        if isinstance(draft, dict) and any(any(row.values()) for row in self.entered().values()):
            self.say(forms.sentences(wording.say("questions.estimate.draft")))
        elif isinstance(pressed, dict):
            self.say(forms.sentences(self.lacks()))
        head = f"{figures.CONTROLS}<p><strong>{figures.safe(self.said.question)}</strong></p>"
        keep = forms.row(forms.button(self.said.keep, self._kept))
        self._model = forms.html(self.model())
        rows = self.usable()
        named = f'role="region" aria-label="{figures.safe(rows.caption)}"'
        usable = forms.html(
            f'<div class="sands-beside" tabindex="0" {named}>{rows._repr_html_()}</div>'
        )
        written = forms.column([*boxes, keep, self._said, self._model])
        both = forms.beside([written, usable], "sands-both")
        return forms.panel([forms.html(head), both])

    def usable(self) -> figures.LessonTable:
        """Return the rows that a case can be argued from; how they lean is our code."""
        rows = measures.usable().rename(columns={"date_text": "when"})
        rows["direction"] = rows["direction"].astype(str).map(_labels("directions"))
        return figures.table(headed(rows, self.said.columns), self.said.usable, limit=20)

    def model(self) -> str:
        """Return our case for the role that the learner left out, '' until two cases stand."""
        role = measures.unargued(self.entered())
        if not role:
            return ""
        name = self.roles[role]
        return forms.sentences(self.said.tell("model", role=name), self.said.models[role])

    def _row(self, row, stands) -> dict:
        """Return the boxes of one row, filled with what an earlier session left."""
        import ipywidgets as w

        value = stands.get(row) if isinstance(stands, dict) else None
        value = value if isinstance(value, dict) else {}
        earlier = {part: text for part, text in value.items() if isinstance(text, str)}
        label, look = self.said.rows[row], forms.looks(w.Dropdown)
        offer = [(self.said.choose, ""), *offered(self.roles)]
        role = earlier.get("Role") if earlier.get("Role") in self.roles else ""
        boxes = {"Role": w.Dropdown(options=offer, value=role, description=label, **look)}
        if row != "choice":
            boxes["Case"] = w.Textarea(
                value=earlier.get("Case", ""),
                description=self.said.tell("case", label=label),
                rows=6,
                **forms.wide(w.Textarea),
            )
        return boxes

    def entered(self) -> dict:
        """Read the boxes as they stand: {row: {'Role', 'Case'}}."""
        return {
            row: {name: box.value.strip() for name, box in boxes.items()}
            for row, boxes in self._boxes.items()
        }

    def lacks(self) -> str:
        """Say what is still missing, '' where two roles are argued and one is chosen."""
        missing = measures.lacking(self.entered())
        return self.said.lacks[missing] if missing else ""

    @forms.safely
    def _kept(self, _=None):
        self._draft.write()
        entered = self.entered()
        if not any(any(row.values()) for row in entered.values()):
            self.say(forms.sentences(self.said.tell("empty", lacks=self.lacks())))
            return
        told = forms.keep("board", self.key, entered)  # half a case, too, is work
        self._draft.settled()
        self.say(forms.sentences(self.lacks()) + forms.kept_mark(told))
        self._model.value = self.model()


def argue_roles() -> Cases:
    """Let the learner write the strongest case for two roles, then choose one of the three."""
    return Cases()
