"""China: what it does with each partner, and how an answer turns with denominator and venue.

Statements are coded by one person and counted, never weighed. Shares are taken from figures that
stand in the tables; where a total is missing the chart says so. Sources of all rows: the tables
china, un_partner_ranks, un_agreement, security_council_2025, un_ukraine_votes, trade, trade_claims,
capabilities, energy and views, whose texts are named row by row.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, forms, journal, questions, wording
from helpers.explorers import Explorer, choice, choices, number
from helpers.figures import INK, LABEL, NOTE, PAPER
from helpers.measures import china as measures
from helpers.measures.states import THE_FOUR

NAMES = {
    "RUS": "Russia",
    "IRN": "Iran",
    "PRK": "North Korea",
    "CHN": "China",
    "USA": "United States",
    "GBR": "United Kingdom",
    "FRA": "France",
    "IND": "India",
    "BLR": "Belarus",
    "TUR": "Türkiye",
    "KOR": "South Korea",
    "UKR": "Ukraine",
    "ZAF": "South Africa",
    "BRA": "Brazil",
}
DIMENSIONS = ("economic", "diplomatic", "legal", "image", "technology", "military")
VENUE_ORDER = ["council", "assembly", "ukraine"]  # from most to least alike, China with Russia


# --- charts ---------------------------------------------------------------------------------------

SHORT = {"RUS": "RU", "IRN": "IR", "PRK": "NK"}


def draw_ledger(frame: pd.DataFrame | None = None, guess=None) -> figures.LessonFigure:
    """Draw every coded statement as a tile: dimension by direction, with partner, year, grade.

    Args:
        frame: rows of `ledger()`; all by default.
        guess: the learner's prediction of how many are enabling, or None.

    Returns:
        The `LessonFigure`.
    """
    from matplotlib.patches import Rectangle

    frame = measures.ledger() if frame is None else frame
    if frame.empty:
        asks = "Tick at least one partner and one grade, or choose a later year."
        return figures.message("No statement is left", asks)
    found = measures.directions(frame)
    title = f"{found['enabling']} enabling, {found['mixed']} mixed, "
    title += f"{found['distancing']} distancing: a coding"
    years = f"{frame['date'].dt.year.min()}–{frame['date'].dt.year.max()}"
    subtitle = f"Statements about China and its partners by dimension and direction, {years}"
    note = "RU Russia   IR Iran   NK North Korea, with year and grade of sourcing: A official, "
    note += "B several, C one, D weak   † unverified"
    with figures.page(title, subtitle, note) as page:
        ax = page.field((0, 8.5), (-6, 0), left=1.3, right=0.2, top=1.42, bottom=0.5)
        for x, (direction, name) in enumerate(measures.DIRECTIONS.items()):
            start = x * 2.85
            heading = f"{name} · {found[direction]}"
            ax.text(start, 0.16, heading, weight="bold", size=12, clip_on=False)
            for y, dimension in enumerate(DIMENSIONS):
                cell = frame[(frame["dimension"] == dimension) & (frame["direction"] == direction)]
                for place, row in enumerate(cell.itertuples()):
                    left, low = start + place * 0.455, -y - 0.9
                    grade = str(row.evidence_grade)
                    style = {"facecolor": figures.GRADES[grade], "edgecolor": INK, "linewidth": 0.9}
                    ink, behind = (PAPER, None) if grade in "AB" else (INK, None)
                    if grade == "D":
                        style["hatch"] = "////"
                        behind = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}
                    ax.add_patch(Rectangle((left, low), 0.43, 0.8, **style))
                    mark = "" if row.verified else "†"
                    words = f"{SHORT[row.partner]} {grade}\n{row.date.year}{mark}"
                    ax.text(
                        left + 0.215,
                        low + 0.4,
                        words,
                        size=9,
                        color=ink,
                        ha="center",
                        va="center",
                        linespacing=1.25,
                        bbox=behind,
                    )
        for y, dimension in enumerate(DIMENSIONS):
            style = {"ha": "right", "va": "center", "clip_on": False}
            ax.text(-0.12, -y - 0.5, dimension, **style)
            ax.axhline(-y - 1, color=figures.GRID, linewidth=0.9, zorder=0)
    by = {
        partner: measures.directions(frame[frame["partner"] == partner])
        for partner in measures.PARTNERS
    }
    told = "; ".join(
        f"{NAMES[p]} {n['enabling']}, {n['mixed']}, {n['distancing']}"
        for p, n in by.items()
        if sum(n.values())
    )
    best = measures.directions(frame[frame["evidence_grade"] == "A"])
    grade = f"Of grade A: {best['enabling']} enabling, {best['mixed']} mixed, "
    grade += f"{best['distancing']} distancing"
    sentence = f"{len(frame)} statements. Enabling, mixed, distancing by partner: {told}."
    own = "" if guess is None else f"You predicted {guess:g} enabling; here are "
    own += f"{found['enabling']}. " if guess is not None else ""
    table = frame[["date_text", "partner", "dimension", "direction", "evidence_grade"]].copy()
    table["partner"] = table["partner"].map(NAMES)
    table["statement"] = frame["statement"] + frame["verified"].map({True: "", False: " †"})
    table["dimension_reason"] = frame["dimension_reason"]
    table["direction_reason"] = frame["direction_reason"]
    table.columns = [
        "Date",
        "Partner",
        "Dimension",
        "Direction",
        "Grade",
        "Statement",
        "Why this dimension",
        "Why this direction",
    ]
    return page.figure(
        alt=f"{len(frame)} dated statements about China, coded: {found['enabling']} enabling, "
        f"{found['mixed']} mixed, {found['distancing']} distancing. By partner, in this order: "
        f"{told}. {grade}. Data to {data.as_of('china')}.",
        caption=f"{own}{sentence} {grade}. One person chose and coded the statements: counts "
        "show the table, not China. A grade tells how a row is sourced, not whether it is true.",
        sources=[frame],
        table=figures.table(table, "Statements, oldest first. †: not verified"),
        sentence=sentence,
        as_of=data.as_of("china"),
    )


def draw_ranks(partner: str = "RUS", first: int = 2010, guess=None) -> figures.LessonFigure:
    """Draw how high a partner stands in China's list of voting partners, and China in its list.

    Args:
        partner: RUS, IRN, PRK or USA, which have lists of their own.
        first: the first year drawn, 1991 to 2023.
        guess: the learner's prediction of Russia's place in the last year, or None.

    Returns:
        The `LessonFigure`.
    """
    sides = {
        "CHN": (measures.places(partner), NAMES[partner], partner),
        partner: (measures.places("CHN", partner), "China", "CHN"),
    }
    sides = {k: (rows[rows["year"] >= first], *more) for k, (rows, *more) in sides.items()}
    ends = {anchor: rows.iloc[-1] for anchor, (rows, *_) in sides.items()}
    theirs, ours = ends["CHN"], ends[partner]
    states = int(theirs["states_ranked"])
    name = NAMES[partner]
    title = f"{name}: {_nth(theirs)} in China's list; China: {_nth(ours)} in the other"
    subtitle = (
        f"Place among all states by the same votes in the General Assembly, "
        f"{first}–{measures.LAST_YEAR}"
    )
    long = pd.concat([rows["states_ranked"] for rows, *_ in sides.values()])
    note = "upright bar: tied places   1: votes alike most often   "
    note += f"a list has {long.min()} to {long.max()} states"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=0.75, right=2.5, top=1.45, bottom=0.8)
        ax.set_xlim(first - 0.5, measures.LAST_YEAR + 0.4)
        ax.set_ylim(-198, 5)
        ax.set_yticks([-1, -50, -100, -150, -190], ["1", "50", "100", "150", "190"])
        step = 5 if first < 2005 else 3
        ax.set_xticks(range(first, measures.LAST_YEAR + 1, step))
        ax.grid(axis="y")
        figures.draw_unit(ax, "Place (1 = most alike)")
        figures.draw_gap(ax, 2023.5, 2024.5, "2024:\nno\ndata", 0.24)
        labels = []
        for anchor, (rows, shown, code) in sides.items():
            look = figures.look(code)
            middle = -(rows["rank"] + rows["rank_to"]) / 2
            ax.vlines(rows["year"], -rows["rank_to"], -rows["rank"], color=look.colour, linewidth=5)
            style = {"color": look.colour, "linestyle": look.dash, "linewidth": look.width}
            before = rows["year"] < 2024
            ax.plot(rows["year"][before], middle[before], **style)
            rim = {"markeredgecolor": PAPER, "markeredgewidth": 0.6, "markersize": 7}
            ax.plot(rows["year"], middle, look.marker, color=look.colour, **rim)
            words = f"{shown}, US list" if anchor == "USA" else f"{shown}, {NAMES[anchor]}'s list"
            labels.append((middle.iloc[-1], words, look.colour, look.word))
        figures.draw_end_labels(ax, measures.LAST_YEAR + 0.4, labels, 10.5)
    own = "" if guess is None else f"You predicted place {guess:g} for Russia. "
    best = sides["CHN"][0].loc[sides["CHN"][0]["rank"].idxmin()]
    sentence = f"In {measures.LAST_YEAR} {name} stood {_nth(theirs)} of {states} in China's list, "
    sentence += f"and China {_nth(ours)} of {int(ours['states_ranked'])} in that of {name}."
    rows = [
        (int(r["year"]), f"{NAMES[a]}'s list: {shown}", _nth(r), int(r["states_ranked"]))
        for a, (frame, shown, _) in sides.items()
        for _, r in frame.iterrows()
    ]
    table = pd.DataFrame(rows, columns=["Year", "Whose list", "Place", "States ranked"])
    return page.figure(
        alt=f"Places of voting partners, {first} to {measures.LAST_YEAR}. {sentence} The "
        f"best place of "
        f"{name} for China since {first} was {_nth(best)}, in {int(best['year'])}. Ties share "
        "places. The year 2024 has no data.",
        caption=f"{own}{sentence} Many states vote alike so often that a small change of votes "
        "moves a place by dozens. A place says nothing about why votes agree.",
        sources=[frame for frame, *_ in sides.values()],
        table=figures.table(table, "Place of voting partners by year"),
        sentence=sentence,
        as_of=data.as_of("un_partner_ranks"),
    )


def _nth(row) -> str:
    """Write a place, with the last one of a tie: '126th', '63rd to 67th'."""
    low, high = int(row["rank"]), int(row["rank_to"])
    return _ordinal(low) if low == high else f"{_ordinal(low)} to {_ordinal(high)}"


def _ordinal(place: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if place % 100 in (11, 12, 13) else ending}"


def draw_venues(guess=None) -> figures.LessonFigure:
    """Draw how often China votes as Russia in each venue, beside the UK and the United States.

    Args:
        guess: the learner's order of venues, a list of the keys in VENUE_ORDER, or None.

    Returns:
        The `LessonFigure`.
    """
    pairs = {"RUS": ("CHN", "RUS", "China – Russia"), "GBR": ("GBR", "USA", "UK – United States")}
    found = {
        v: {k: measures.alike(a, b, v) for k, (a, b, _) in pairs.items()} for v in measures.VENUES
    }
    low, high = (f(100 * found[v]["RUS"]["share"] for v in measures.VENUES) for f in (min, max))
    title = f"Does China vote with Russia? From {low:.0f} to {high:.0f} per cent"
    subtitle = "Share of texts on which both cast the same vote; absent votes left out"
    note = "● China – Russia   ✚ UK – United States, for comparison   adopted texts only: "
    note += "vetoed drafts are not in the data"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=3.4, right=0.5, top=1.3, bottom=0.95)
        ax.set_xlim(0, 100)
        ax.set_ylim(-3.6, 0.6)
        ax.set_yticks([])
        ax.grid(axis="x")
        ax.set_xlabel("per cent of texts", loc="right")
        for y, (venue, words) in enumerate(measures.VENUES.items()):
            ax.text(-3, -y, words, ha="right", va="center", clip_on=False, size=10.5)
            for key, lift in (("RUS", 0.16), ("GBR", -0.16)):
                one = found[venue][key]
                look = figures.look("RUS" if key == "RUS" else "USA")
                x = 100 * one["share"]
                ax.hlines(-y + lift, 0, x, color=look.colour, linewidth=1.2)
                ax.plot([x], [-y + lift], look.marker, color=look.colour, markersize=8)
                side, align = (-2.2, "right") if x > 80 else (2.2, "left")
                label = f"{one['same']} of {one['of']}"
                box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
                style = {"color": look.word, "size": 10, "va": "center", "bbox": box}
                ax.text(x + side, -y + lift, label, ha=align, **style)
    order = {v: found[v]["RUS"]["share"] for v in VENUE_ORDER}
    own = ""
    if guess is not None:
        ranked = sorted(order, key=order.get, reverse=True)
        own = "Your order is the one found. " if guess == ranked else "Another order than yours. "
    told = "; ".join(
        f"{words}: {found[v]['RUS']['same']} of {found[v]['RUS']['of']}"
        for v, words in measures.VENUES.items()
    )
    rows = [
        (words, pairs[k][2], one["same"], one["of"], round(100 * one["share"], 1))
        for v, words in measures.VENUES.items()
        for k, one in found[v].items()
    ]
    columns = ["Venue", "Pair", "Same vote", "Texts", "Per cent"]
    council, assembly = found["council"]["GBR"], found["assembly"]["GBR"]
    return page.figure(
        alt=f"Texts on which China and Russia voted alike. {told}. The United Kingdom and the "
        f"United States: {council['same']} of {council['of']} in the Council, "
        f"{assembly['same']} of {assembly['of']} in the Assembly. Vetoed drafts are missing.",
        caption=f"{own}China and Russia voted alike: {told}. A text that a permanent member would "
        "veto is not adopted, so agreement in the Council is high by construction.",
        sources=_venue_sources(),
        table=figures.table(pd.DataFrame(rows, columns=columns), "Same votes by venue and pair"),
        as_of=data.as_of("un_agreement"),
    )


def _venue_sources():
    texts = data.table("un_resolutions").query("series == 'ES-11' and roll_call")
    return [data.table("security_council_2025"), "undl-ga-2025", texts]


def draw_venue(anchor: str = "CHN", venue: str = "council") -> figures.LessonFigure:
    """Draw how often one state votes as each of the others in one venue.

    Args:
        anchor: code of the state from whose side is counted: CHN, RUS or USA.
        venue: a key of VENUES.

    Returns:
        The `LessonFigure`.
    """
    others = [
        s for s in (measures.COUNCIL if venue in ("council", "contested") else NAMES) if s != anchor
    ]
    found = {state: measures.alike(anchor, state, venue) for state in others}
    found = {state: one for state, one in found.items() if one["of"]}
    order = sorted(found, key=lambda s: (-found[s]["share"], NAMES[s]))
    best = [NAMES[s] for s in order if found[s]["share"] == found[order[0]]["share"]]
    share = found[order[0]]["share"]
    title = f"With {NAMES[anchor]} most often: {' and '.join(best[:2])}, {100 * share:.0f} per cent"
    with figures.page(
        title, f"Same votes. {measures.VENUES[venue][0].upper()}{measures.VENUES[venue][1:]}"
    ) as page:
        ax = page.axes(left=1.75, right=1.35, top=1.15, bottom=0.65)
        ax.set_xlim(0, 100)
        ax.set_ylim(-len(order) + 0.4, 0.6)
        ax.set_yticks([])
        ax.grid(axis="x")
        ax.set_xlabel("per cent of texts", loc="right")
        width = 0.62 if len(order) > 5 else 0.4
        for y, state in enumerate(order):
            look, one = figures.look(state), found[state]
            colour = look.colour if state in THE_FOUR else figures.AXIS
            ax.barh(-y, 100 * one["share"], height=width, color=colour)
            bold = "bold" if state in THE_FOUR else "normal"
            word = look.word if state in THE_FOUR else INK
            style = {"va": "center", "clip_on": False}
            ax.text(-1.5, -y, NAMES[state], ha="right", color=word, weight=bold, **style)
            ax.text(101.5, -y, f"{one['same']} of {one['of']}", size=10, color=LABEL, **style)
    rows = [(NAMES[s], o["same"], o["of"], round(100 * o["share"], 1)) for s, o in found.items()]
    table = pd.DataFrame(rows, columns=["State", "Same vote", "Texts", "Per cent"])
    told = ", ".join(f"{NAMES[s]} {found[s]['same']} of {found[s]['of']}" for s in order[:4])
    last = order[-1]
    sentence = f"Same vote as {NAMES[anchor]}: {told}."
    return page.figure(
        alt=f"Votes cast as {NAMES[anchor]} cast them, by state. {measures.VENUES[venue]}: "
        f"{told}; least "
        f"often {NAMES[last]}, {found[last]['same']} of {found[last]['of']}. Texts on which one "
        "of the two was absent are left out; the states shown are a choice.",
        caption=f"{sentence} The states shown are a choice; Council texts are adopted ones only. "
        "Votes that agree need no common plan.",
        sources=_venue_sources(),
        table=figures.table(
            table.sort_values(["Per cent", "State"], ascending=[False, True]), "Same votes by state"
        ),
        sentence=sentence,
        as_of=data.as_of("un_agreement"),
    )


def draw_shares(year: int = 2022, against=tuple(measures.DENOMINATORS)) -> figures.LessonFigure:
    """Draw China's trade with each partner against the chosen denominators, one panel each.

    Args:
        year: 2019 to 2023.
        against: keys of DENOMINATORS.

    Returns:
        The `LessonFigure`.
    """
    if not against:
        return figures.message("Nothing to divide by", "Tick at least one denominator.")
    frame = measures.shares(year)
    frame = frame[frame["denominator"].isin(against)]
    known = frame.dropna(subset="share").set_index(["partner", "denominator"])["share"]
    russia = [_of(known["RUS", d], "RUS", d) for d in against if ("RUS", d) in known]
    title = f"One trade, {_panels(len(against))} in {year}"
    subtitle = "Goods trade with China, per cent of the denominator above each panel; one scale"
    note = "China's total trade is not in the tables, so no panel divides by it. "
    note += "Arms and unrecorded oil are in no bar."
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=1.4, right=0.3, top=1.75, bottom=0.95)
        ax.set_xlim(0, 412)
        ax.set_ylim(-2.6, 0.6)
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        places_of = {d: n * 145 for n, d in enumerate(measures.DENOMINATORS)}
        ticks = [places_of[d] + n for d in against for n in (0, 50, 100)]
        ax.set_xticks(ticks, ["0", "50", "100"] * len(against))
        ax.vlines(ticks, -2.6, 0.5, color=figures.GRID, linewidth=0.9, zorder=0)
        for y, partner in enumerate(measures.PARTNERS):
            look = figures.look(partner)
            style = {"color": look.word, "weight": "bold", "clip_on": False}
            ax.text(-8, -y, NAMES[partner], ha="right", va="center", **style)
            for denominator in against:
                start = places_of[denominator]
                share = known.get((partner, denominator))
                if share is None:
                    ax.text(start + 2, -y, "not in the tables", size=10, color=NOTE, va="center")
                    continue
                ax.barh(-y, share, left=start, height=0.45, color=look.colour)
                x, align = (start + share + 3, "left")
                ink = look.word
                if share > 80:
                    x, align, ink = start + share - 3, "right", PAPER
                ax.text(x, -y, f"{_digits(share)}%", size=10.5, color=ink, va="center", ha=align)
        for denominator in against:
            words = measures.DENOMINATORS[denominator]
            style = {"size": 11.5, "weight": "bold", "va": "bottom", "clip_on": False}
            ax.text(places_of[denominator], 0.68, words, **style)
    sentence = f"Trade of China with Russia in {year}: {'; '.join(russia) or 'not in the tables'}."
    missing = int(frame["share"].isna().sum())
    table = frame.assign(
        partner=frame["partner"].map(NAMES),
        denominator=frame["denominator"].map(measures.DENOMINATORS),
        share=frame["share"].round(2),
        claimant=frame["claimant"].replace("", "not in the tables"),
    ).drop(columns="source_ids")
    table.columns = ["Partner", "Measured against", "Per cent", "Claimants"]
    rest = [
        f"{NAMES[p]} {_of(known[p, d], p, d)}"
        for p in measures.PARTNERS[1:]
        for d in against
        if (p, d) in known
    ]
    return page.figure(
        alt=f"{sentence} Others: {'; '.join(rest) or 'no figure'}. {missing} of {len(frame)} "
        "shares cannot be computed because a figure is not in the tables. China's total trade is "
        "missing, so its share of trade cannot be shown.",
        caption=f"{sentence} Against GDP the trade is that of Chinese customs; Russia's share of "
        "trade is the IMF's, North Korea's KOTRA's. Trade is no part of GDP: it is a yardstick.",
        sources=[frame[frame["source_ids"] != ""]],
        table=figures.table(table, f"Trade with China against {len(against)} denominators, {year}"),
        sentence=sentence,
        as_of="2023",
    )


def _panels(count: int) -> str:
    return {1: "one denominator", 2: "two denominators", 3: "three denominators"}[count]


def _of(share, partner, denominator) -> str:
    whole = measures.DENOMINATORS[denominator].replace("the partner", NAMES[partner])
    return f"{_digits(share)} per cent of {whole}"


def _digits(share: float) -> str:
    return f"{share:.2f}" if share < 0.1 else f"{share:.1f}"


def draw_oil(
    measure: str = "share", families=tuple(measures.FAMILIES), guess=None
) -> figures.LessonFigure:
    """Draw claims about Iran's oil and China: as a share of exports, or as barrels a day.

    Args:
        measure: 'share' or 'volume'.
        families: keys of FAMILIES whose claims are shown.
        guess: the learner's range for the share, [low, high], or None.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.oil_shares(families) if measure == "share" else measures.oil_volumes(families)
    if frame.empty:
        asks = "Nobody chosen here gives this measure. Tick another claimant or measure."
        return figures.message("No claim is left", asks)
    return _draw_share(frame, guess) if measure == "share" else _draw_volume(frame)


_STATUS = {"kpler": "assessed", "vortexa": "assessed", "press": "alleged", "customs": "confirmed"}


def _draw_share(frame, guess):
    low, high = measures.oil_range(frame["family"].unique())
    count = len(frame)
    title = f"{_number(count)} about one share: {low} to {high} per cent"
    subtitle = "China's share of Iran's oil exports, as claimed; in order of when it was said"
    note = "◐ estimate of a firm that tracks ships   ○ press use, firm not named   → “more than”   "
    note += "no average: periods differ"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=3.25, right=1.4, top=1.5, bottom=0.95)
        ax.set_xlim(0, 100)
        ax.set_ylim(-5.7, 0.5)
        _claim_rows(page, ax, frame, frame["said"], "per cent of exports")
        if guess is not None:
            ax.plot(guess, [-5.3, -5.3], color=INK, linewidth=1.4, marker="o", **_HOLLOW)
            ax.text(-3, -5.3, "your range", ha="right", va="center", clip_on=False, size=10.5)
    ends = ", ".join(_claim(row) for row in frame.itertuples())
    own = "" if guess is None else f"Your range was {guess[0]:g} to {guess[1]:g}. "
    firms = frame.loc[frame["family"] == "kpler"]
    sentence = f"{_number(count)}, {low} to {high} per cent: {ends}."
    table = frame[["said", "claimant", "period", "low", "high"]].copy()
    table["high"] = (
        table["high"]
        .astype("Float64")
        .map(lambda v: "open: more than" if pd.isna(v) else f"{v:.0f}")
    )
    table.columns = ["Said", "Who says so", "Period", "Low, per cent", "High, per cent"]
    return page.figure(
        alt=f"{sentence} {len(firms)} of them bear the name of one firm. The periods differ, one "
        "has no upper end, and no party's own account is among them.",
        caption=f"{own}{sentence} {len(firms)} of {count} come from one firm, for different "
        "periods, so the claims are not independent measurements of one thing.",
        sources=[frame],
        table=figures.table(table, "Claims about China's share of Iran's oil exports"),
        sentence=sentence,
        as_of=data.as_of("energy"),
    )


_HOLLOW = {"markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.4}


def _draw_volume(frame):
    counted = frame[frame["words"] == ""]
    customs = (frame["family"] == "customs").any()
    ends = f"{counted['low'].min():.2f} to over {counted['low'].max():.1f}" if len(counted) else ""
    title = f"Ship trackers: {ends} million barrels a day. Customs: none"
    if not customs:
        title = f"Ship trackers: {ends} million barrels a day from Iran"
    if counted.empty:
        title = "Customs record no crude oil from Iran"
    subtitle = "Crude oil that China took from Iran, million barrels a day, by period"
    note = "◐ estimate of a firm that tracks ships   ● customs statistic   → “more than”   "
    note += "different periods: no average, no total"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=2.95, right=1.4, top=1.5, bottom=0.95)
        ax.set_xlim(0, 2)
        ax.set_xticks([0, 0.5, 1, 1.5, 2])
        ax.set_ylim(-7.5, 0.5)
        said = pd.Series("", index=frame.index)
        _claim_rows(page, ax, frame, said, "million barrels a day")
    told = "; ".join(
        f"{r.claimant} {r.words or _amount(r)} ({_months(r.period)})" for r in frame.itertuples()
    )
    sentence = f"Shown: {told}."
    table = frame[["period", "claimant", "low", "words"]].copy()
    table["words"] = table["words"].replace("", "taken from Iran")
    table.columns = ["Period", "Who says so", "Million barrels a day", "What"]
    doubt = "According to press reports, cargoes are relabelled in third countries; Malaysia is "
    doubt += "described as the largest hub for this."
    return page.figure(
        alt=f"Crude oil from Iran to China in million barrels a day. {told}. Periods differ and "
        "the series are not continuous.",
        caption=f"{sentence} {doubt}",
        sources=[frame],
        table=figures.table(table, "Crude oil from Iran to China, by claimant"),
        sentence=sentence,
        as_of=data.as_of("energy"),
    )


def _claim_rows(page, ax, frame, said, unit):
    """Draw one row a claim: who says so at the left, the mark, the period at the right."""
    ax.set_yticks([])
    ax.grid(axis="x")
    ax.set_xlabel(unit, loc="right")
    across = ax.get_yaxis_transform()
    head = {"color": LABEL, "size": 10, "clip_on": False, "transform": across}
    ax.text(-0.03, 0.62, "who says so", ha="right", **head)
    ax.text(1.02, 0.62, "about", **head)
    for y, (row, when) in enumerate(zip(frame.itertuples(), said, strict=True)):
        name = f"{when}   {row.claimant}" if when else row.claimant
        line = {"va": "center", "clip_on": False, "transform": across}
        ax.text(-0.03, -y, name, ha="right", size=10.5, **line)
        ax.text(1.02, -y, _months(row.period), size=10, color=LABEL, **line)
        if pd.isna(row.low):
            ax.text(0.01, -y, row.words, size=10.5, color=INK, **line)
            continue
        high = None if pd.isna(row.high) else row.high
        figures.draw_range(ax, row.low, high, -y, _STATUS[row.family])
        if row.words:
            box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
            x = row.low - 0.03 * (ax.get_xlim()[1])
            ax.text(x, -y, row.words, size=10, color=LABEL, ha="right", va="center", bbox=box)


def _months(period: str) -> str:
    """Write a period for the margin: '2023-01/2023-10' becomes 'Jan–Oct 2023'."""
    ends = [pd.Timestamp(end) for end in period.split("/")] if period[:2] == "20" else []
    if not ends or len(period) == 4:
        return period
    first, last = ends[0], ends[-1]
    return f"{last:%b %Y}" if first == last else f"{first:%b}–{last:%b %Y}"


def _number(count: int) -> str:
    words = ["No", "One", "Two", "Three", "Four", "Five"]
    return f"{words[count]} claim{'s' * (count != 1)}"


def _amount(row) -> str:
    return f"{'more than ' if pd.isna(row.high) else ''}{row.low:g}"


def _claim(row) -> str:
    return f"{row.claimant.split(',')[0]} {_amount(row)} for {row.period}"


# --- tables ---------------------------------------------------------------------------------------

# Reasons that the seed article names, with statements for and against each, chosen by us.
REASONS = {
    "economic": ("Economic interest", ("ch10", "ch35", "ch40"), ("ch07", "ch28", "ch39")),
    "image": ("International image", ("ch04", "ch09", "ch12"), ("ch30", "ch31", "ch33")),
    "autonomy": ("Strategic autonomy", ("ch02", "ch14", "ch43"), ("ch21", "ch37", "ch45")),
}


def show_reason(reason: str = "economic") -> figures.LessonTable:
    """Show statements that fit a reason for distance, and statements that cut against it.

    Args:
        reason: a key of REASONS.

    Returns:
        The `LessonTable`, with date, partner, grade and sources of each statement.
    """
    name, fits, cuts = REASONS[reason]
    rows = data.table("china").set_index("china_id")
    lines = [
        (
            side,
            rows.loc[key, "date_text"],
            NAMES[rows.loc[key, "partner"]],
            rows.loc[key, "statement"],
            str(rows.loc[key, "evidence_grade"]),
        )
        for side, keys in (("fits", fits), ("cuts against", cuts))
        for key in keys
    ]
    frame = pd.DataFrame(lines, columns=["This", "Date", "Partner", "Statement", "Grade"])
    said = f"{name}: {len(fits)} statements that fit, {len(cuts)} that cut against it."
    return figures.table(frame, f"{name} as a reason for distance", sentence=said)


def show_sentence() -> figures.LessonTable:
    """Show what the statement of February 2022 says beside its two best known words."""
    clause = data.table("provisions").set_index("provision_id").loc["pv109"]
    treaty = data.table("treaties").set_index("treaty_id").loc["rus-prc-2022-statement"]
    answers = {
        "What is it?": f"a {treaty['kind']}; {treaty['ratified_notes'].lower().rstrip('.')}",
        "What is often quoted": clause["paraphrase"],
        "What the same sentence adds": clause["qualifier"],
        "Strength, as coded in lesson 3": "1: words, no duty",
        "Mutual defence": str(treaty["mutual_defence"]),
    }
    frame = pd.DataFrame({"Question": answers.keys(), "Answer": answers.values()})
    return figures.table(frame, "“No limits”, 4 February 2022: the words and their neighbours")


READINGS = {
    "V37": "member",
    "V47": "enabler",
    "V21": "enabler",
    "V53": "bystander",
    "V16": "bystander",
    "V34": "bystander",
    "V36": "bystander",
}


def show_headline() -> figures.LessonTable:
    """Show in steps how the headline of the bug hunt was computed; no step of it is wrong."""
    found = measures.alike("CHN", "RUS", "council")
    steps = [
        (
            "Take each text that the Council adopted in 2025",
            f"{len(measures.venue_votes('council'))} texts",
        ),
        ("Compare the vote of China with the vote of Russia", f"the same on {found['same']}"),
        ("Divide", f"{found['same']} : {found['of']} = {found['share']:.3f}"),
        ("Write it in per cent, without decimals", f"{100 * found['share']:.0f} per cent"),
    ]
    frame = pd.DataFrame(steps, columns=["Step", "Result"])
    return figures.table(frame, "How the newsletter came to its number")


def compare_headline() -> figures.LessonTable:
    """Show the count of the headline for other pairs, and for contested texts alone."""
    pairs = [("CHN", "RUS"), ("GBR", "USA"), ("GBR", "FRA")]
    names = data.table("actors").set_index("iso3")["short_name"]
    rows = [
        (
            f"{names[a]} and {names[b]}",
            measures.alike(a, b, "council")["same"],
            measures.alike(a, b, "contested")["same"],
        )
        for a, b in pairs
    ]
    texts, contested = len(measures.venue_votes("council")), len(measures.venue_votes("contested"))
    columns = ["Pair", f"alike on {texts} texts", f"alike on {contested} contested texts"]
    return figures.table(
        pd.DataFrame(rows, columns=columns),
        "The same count for three pairs. Contested: not all fifteen members voted yes",
    )


def show_readings() -> figures.LessonTable:
    """Show seven authors' readings of China's role; which role each comes near is our coding."""
    rows = data.table("views").set_index("view_id").loc[list(READINGS)]
    frame = pd.DataFrame(
        {
            "Author": rows["author"] + ", " + rows["institution"].str.split(" \\(").str[0],
            "Date": rows["date_text"],
            "Thesis, in our words": rows["main_claim"],
            "Comes near": list(READINGS.values()),
        }
    )
    return figures.table(frame, "Seven readings of China's role. The last column is our coding")


# --- explorers ------------------------------------------------------------------------------------


def explore_ledger() -> Explorer:
    """Choose partners, grades and a last year; the tiles of the ledger follow."""

    def view(partners, grades, until):
        return draw_ledger(measures.ledger(partners, grades, until))

    return Explorer(
        view,
        "Whom does China help, and how well is it sourced?",
        partners=choices("Partner", [(NAMES[p], p) for p in measures.PARTNERS]),
        grades=choices("Grade of sourcing", list("ABCD")),
        until=number("Statements up to the end of", 2010, 2026, 2026),
    )


def explore_reasons() -> Explorer:
    """Choose a reason for distance; read what fits it and what cuts against it."""
    return Explorer(
        show_reason,
        "Three reasons for distance: what fits, and what does not?",
        reason=choice("Reason", [(name, key) for key, (name, *_) in REASONS.items()]),
    )


def explore_ranks() -> Explorer:
    """Choose a partner and a first year; see both sides' lists of voting partners."""
    return Explorer(
        draw_ranks,
        "How near do two states stand, seen from each side?",
        partner=choice("Partner", [(NAMES[s], s) for s in ("RUS", "IRN", "PRK", "USA")]),
        first=choice("From", [2010, 1991]),
    )


def explore_venues() -> Explorer:
    """Choose a venue and a state; see who votes with it there."""
    return Explorer(
        draw_venue,
        "Who votes alike, and where?",
        venue=choice("Venue", [(words, key) for key, words in measures.VENUES.items()]),
        anchor=choice("Seen from", [(NAMES[s], s) for s in ("CHN", "RUS", "USA")]),
    )


def explore_shares() -> Explorer:
    """Choose denominators and a year; one trade looks large or small."""
    return Explorer(
        draw_shares,
        "How large is the trade with China?",
        against=choices(
            "Measured against", [(words, key) for key, words in measures.DENOMINATORS.items()]
        ),
        year=choice("Year", [2022, 2019, 2020, 2021, 2023]),
    )


def explore_oil() -> Explorer:
    """Choose a measure and claimants; see which numbers are left."""
    return Explorer(
        draw_oil,
        "How much of Iran's oil goes to China, and who says so?",
        measure=choice("Measure", [("barrels a day", "volume"), ("share of exports", "share")]),
        families=choices("Who says so", [(words, key) for key, words in measures.FAMILIES.items()]),
    )


# --- boards ---------------------------------------------------------------------------------------

# Statements without the partner's name, so that the name does not decide the code.
WORDS = {
    "ch12": "After its strike, China asked all parties for restraint and called the events a "
    "spillover; it neither condemned nor backed the action.",
    "ch18": "China called the partner's military ties the states' own matter and said it did not "
    "know the details of troop movements.",
    "ch08": "China's twelve points put sovereignty first, said nuclear weapons must not be used, "
    "and opposed unilateral sanctions.",
    "ch15": "China backed neighbours' wording on disputed islands; the partner summoned its "
    "ambassador each time.",
    "ch31": "China's account of a summit left out a demand for disarmament that earlier accounts "
    "had included.",
    "ch35": "State firms were reported to suspend purchases after new sanctions, and the foreign "
    "ministry condemned the sanctions.",
}


def play_words() -> questions.Board:
    """Let the learner guess partner and direction of six statements, then compare."""
    ours = data.table("china").set_index("china_id")["direction_reason"]
    return questions.board(
        "5.words",
        "Six statements without the partner's name: about whom, and which way do they lean?",
        rows=WORDS,
        columns={
            "Partner": [NAMES[p] for p in measures.PARTNERS],
            "Leans": list(measures.DIRECTIONS),
        },
        read=lambda filled: [read_words(filled)],
        reasons={key: ours[key] for key in WORDS},
    )


def read_words(filled: dict) -> figures.LessonTable:
    """Show a learner's guesses beside the table's codes.

    Args:
        filled: {china_id: {'Partner': name, 'Leans': direction}}, possibly incomplete.

    Returns:
        The `LessonTable`; its caption counts partners found and directions alike.
    """
    rows = data.table("china").set_index("china_id")
    lines, same, done, named, guessed = [], 0, 0, 0, 0
    for place, key in enumerate(WORDS, 1):
        mine, row = filled.get(key, {}), rows.loc[key]
        guessed += "Partner" in mine
        named += mine.get("Partner") == NAMES[row["partner"]]
        done += "Leans" in mine
        same += mine.get("Leans") == str(row["direction"])
        lines.append(
            (
                f"{place}. {row['date_text']}. {WORDS[key]}",
                mine.get("Partner", "open"),
                NAMES[row["partner"]],
                mine.get("Leans", "open"),
                str(row["direction"]),
            )
        )
    columns = ["Statement", "Your partner", "Partner", "Your direction", "Our direction"]
    caption = f"You named the partner in {named} of {guessed} guessed. Your direction is ours in "
    caption += f"{same} of {done} coded; another code is not a mistake"
    return figures.table(pd.DataFrame(lines, columns=columns), caption)


ROLES = {
    "member": "Member: it belongs to the group in deed",
    "enabler": "Enabler: it makes the others' acts possible and keeps apart",
    "bystander": "Bystander: it looks after itself, and the group is not its own",
}
LEAST = 12  # words of a case


def case_problem(entered: dict) -> str:
    """Say what is still missing where two roles are to be argued and one chosen.

    Args:
        entered: {'first': {'Role', 'Case'}, 'second': {'Role', 'Case'}, 'choice': {'Role'}}.

    Returns:
        A sentence for the learner, or '' where two roles are argued and one is chosen.
    """
    first, second = entered.get("first", {}), entered.get("second", {})
    roles = [first.get("Role"), second.get("Role")]
    if not all(role in ROLES for role in roles) or roles[0] == roles[1]:
        return "Choose two different roles to argue for."
    for name, case in (("first", first), ("second", second)):
        if len(str(case.get("Case", "")).split()) < LEAST:
            return f"Write at least {LEAST} words for the {name} role, as its best advocate would."
    if entered.get("choice", {}).get("Role") not in ROLES:
        return "Both cases stand. Now choose the role that you find best supported."
    return ""


class Cases(forms.Form):
    """Two roles argued at their strongest, then a choice; kept in the journal as one board."""

    key = "5.roles"
    question = "Argue for two roles as their best advocates would. Then choose one of the three."

    def __repr__(self) -> str:
        return "\n".join([f"Board: {self.question}", *(f"- {text}" for text in ROLES.values())])

    def _static(self) -> str:
        items = "".join(f"<li>{figures.safe(text)}</li>" for text in ROLES.values())
        return (
            f"<p><strong>{figures.safe(self.question)}</strong></p><ul>{items}</ul>"
            "<p>Run this cell to write your two cases.</p>"
        )

    def _widget(self):
        import ipywidgets as w

        self._draft = forms.Draft("board", self.key, self.entered, self.say)
        draft, pressed = self._draft.found(), journal.latest("board", self.key)
        stands = draft if isinstance(draft, dict) else pressed
        style, wide = {"description_width": "initial"}, w.Layout(width="auto", max_width="100%")
        offer = [("choose", ""), *((text, key) for key, text in ROLES.items())]

        def earlier(row, column):
            value = stands.get(row, {}) if isinstance(stands, dict) else {}
            value = value.get(column, "") if isinstance(value, dict) else ""
            known = isinstance(value, str) and (column == "Case" or value in ROLES)
            return value if known else ""

        self._boxes, lines = {}, []
        for row, label in (("first", "First role"), ("second", "Second role")):
            role = w.Dropdown(
                options=offer, value=earlier(row, "Role"), description=label, style=style
            )
            case = w.Textarea(
                value=earlier(row, "Case"),
                description=f"{label}: its strongest case",
                style=style,
                layout=wide,
                rows=6,
            )
            self._boxes[row] = {"Role": role, "Case": case}
            lines += [role, case]
        chosen = w.Dropdown(
            options=offer, value=earlier("choice", "Role"), description="My choice", style=style
        )
        self._boxes["choice"] = {"Role": chosen}
        self._draft.watch(*(box for boxes in self._boxes.values() for box in boxes.values()))
        self._said = forms.spoken(names=forms.named("Two roles, argued and chosen"))
        if isinstance(draft, dict) and any(any(row.values()) for row in self.entered().values()):
            self.say(forms.sentences(wording.say("questions.estimate.draft")))
        elif isinstance(pressed, dict):
            self.say(self._lacks())
        head = w.HTML(f"{figures.CONTROLS}<p><strong>{figures.safe(self.question)}</strong></p>")
        keep = forms.row(forms.button("Keep my cases", self._kept))
        return w.VBox([head, *lines, chosen, keep, self._said]).add_class("sands-form-box")

    def entered(self) -> dict:
        """Read the boxes as they stand: {row: {column: text}}."""
        return {
            row: {name: box.value.strip() for name, box in boxes.items()}
            for row, boxes in self._boxes.items()
        }

    def _lacks(self) -> str:
        return forms.sentences(case_problem(self.entered()))

    @forms.safely
    def _kept(self, _=None):
        self._draft.write()
        entered = self.entered()
        if not any(any(row.values()) for row in entered.values()):
            self.say(forms.sentences("Nothing is written yet. " + case_problem(entered)))
            return
        told = forms.keep("board", self.key, entered)  # half a case, too, is work
        self._draft.settled()
        self.say(self._lacks() + forms.kept_mark(told))


def argue_roles() -> Cases:
    """Let the learner write the strongest case for two roles, then choose one of the three."""
    return Cases()
