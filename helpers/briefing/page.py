"""The page of a briefing as HTML and as Markdown: one sheet, and the appendix behind it."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from pathlib import Path

from helpers import candidates, data, figures, forms, wording
from helpers.briefing.fields import named
from helpers.measures import briefing as measures
from helpers.numbers import parse_number
from helpers.wording import headed, say, words


def _paragraphs(text: str) -> list[str]:
    return [measures.plain(p) for p in re.split(r"\n\s*\n", text or "") if p.strip()]


def _blocks(briefing: dict, own: bool = True) -> dict[str, list[str]]:
    """Return the paragraphs of page one as plain text, by the codes of their headings."""
    told = {name: measures.plain(briefing.get(name)) for name in measures.FIELDS}
    said = words("briefing.page", **told)
    blocks = {name: _paragraphs(briefing.get(name, "")) for name in ("judgment", *PARTS)}
    blocks["odds"] = [
        said.chance,
        _scale(told["word"]),
        said.trust,
        told["why"],
        _estimate() if own else "",
    ]
    blocks["watch"] = _watched(briefing)
    blocks["as_of"] = [told["as_of"]]
    return {name: [text for text in texts if text] for name, texts in blocks.items()}


PARTS = ("recommendation", "cost", "case", "counter", "change")


def _scale(word: str) -> str:
    """Return what a probability word stands for on the published scale."""
    frame = measures.us_words().set_index("term")
    if word not in frame.index:
        return ""
    low, high = frame.loc[word, ["low", "high"]]
    return say("briefing.page.stands", word=word, low=low, high=high)


def _estimate() -> str:
    """Return the learner's newest estimate of cohesion with the nearest word of its scale."""
    own = measures.path()
    if own.empty:
        return ""
    last, scale = own.iloc[-1], words("briefing.page").scale
    at = min(map(int, scale), key=lambda step: abs(step - last["best"]))
    near = say("briefing.page.near", at=at, said=scale[str(at)])
    facts = {name: last[name] for name in ("lesson", "best", "low", "high")}
    return say("briefing.page.estimate", **facts, near=near)


def _watched(briefing: dict) -> list[str]:
    """Return the lines of the watch list: the indicator as it stands, and when to look again."""
    rows, found = data.table("indicators").set_index("indicator_id"), []
    for indicator, threshold in measures.WATCH.items():
        text = measures.plain(briefing.get(threshold))
        facts = dict.fromkeys(("name", "value", "unit", "as_of"), "")
        if briefing.get(indicator) in rows.index:
            row = rows.loc[briefing[indicator]]
            unit = "" if row["unit"] == "count" else row["unit"]
            facts = {"value": figures.words(row["latest_value"]), "as_of": row["as_of_text"]}
            facts |= {"name": row["short"], "unit": unit}
        if facts["name"] or text:
            found.append(say("briefing.page.watched", threshold=text, **facts))
    return found


def _evidence(briefing) -> dict[int, dict]:
    """Return the rows that are cited, told for a reader, by their number in brackets."""
    sides = words("briefing.sides")
    told = {place: named(row) for place, row in measures.chosen(briefing).items()}
    return {n: row | {"side": sides.tell(row["side"])} for n, row in told.items()}


def _cited(briefing) -> list:
    """Return the sources of all that the page rests on."""
    ids = [row["source_ids"] for row in measures.chosen(briefing).values()]
    watch = data.table("indicators").set_index("indicator_id")["source_ids"]
    return ids + [watch[briefing[name]] for name in measures.WATCH if briefing.get(name) in watch]


def _card(place: int, row: dict) -> str:
    grade = row["grade"] if row["grade"] in "ABCD" else ""
    told = {"dagger": not row["verified"], "credibility": row["credibility"]}
    line = say("briefing.page.card", **row | told | {"grade": grade})
    who = f"<strong>[{place}] {figures.safe(row['who'])}</strong>"
    small = f"<small>{figures.safe(line)}</small>"
    return f'<div class="card" dir="auto">{who}<p>{figures.safe(row["what"])}</p>{small}</div>'


def _odds(briefing) -> str:
    """Return the bar of the probability, with the range of its word; empty without a number."""
    value = parse_number(briefing.get("probability"))
    if value is None or not 0 <= value <= 100:
        return ""
    frame, word = measures.us_words().set_index("term"), briefing.get("word")
    band = ""
    if word in frame.index:
        low, high = frame.loc[word, ["low", "high"]]
        band = f'<i style="margin:0 {100 - high:g}% 0 {low:g}%"></i>'
    return f'<div class="bar" aria-hidden="true">{band}<b style="left:{value:g}%"></b></div>'


def page_one(briefing: dict, level: int = 1, today: date | None = None, own: bool = True) -> str:
    """Return what stands on the one sheet as HTML, the learner's words escaped.

    `level` is that of the title's heading; `today` is the date of the page; `own` says that it is
    the learner's, so that the estimate of the journal stands on it.
    """
    told = {name: measures.plain(briefing.get(name)) for name in measures.FIELDS}
    said = words("briefing.page", **told, today=today or date.today())
    blocks, heads = _blocks(briefing, own), said.headings
    rows, watched = _evidence(briefing), blocks.pop("watch")

    def part(name, inner="", kind=""):
        body = forms.sentences(*blocks.get(name, [])) + inner or f"<p>{said.empty}</p>"
        head = f"<h{level + 1}>{figures.safe(heads[name])}</h{level + 1}>"
        return f'<section class="{kind or name}">{head}{body}</section>'

    cards = "".join(_card(n, row) for n, row in rows.items() if n < 4)
    against = _card(4, rows[4]) if 4 in rows else ""
    odds = "".join(f"<span>{figures.safe(text)}</span> " for text in blocks["odds"])
    odds = f'{_odds(briefing)}<p class="odds" dir="auto">{odds}</p>'
    listed = "".join(f'<li dir="auto">{figures.safe(one)}</li>' for one in watched)
    last = " ".join(filter(None, (*blocks["as_of"],)))
    last = f"{heads['as_of']}: {last}. {said.foot}" if last else said.foot
    reader = f"{heads['audience']}: {told['audience']}" if told["audience"] else ""
    return (
        f'<article class="sands-page{_dense(briefing, rows)}"{wording.mark()}><header>'
        f'<p class="kind"><span>{said.kind}</span> <span dir="auto">{figures.safe(said.by)}</span>'
        f"</p><h{level}>{said.title}</h{level}>{forms.sentences(reader)}</header>"
        f"{part('judgment', odds)}"
        f'<div class="two">{part("recommendation")}{part("cost")}</div>'
        f"{part('case')}{part('evidence', f'<div class=cards>{cards}</div>' if cards else '')}"
        f'<div class="two">{part("counter", against)}{part("change")}</div>'
        f"{part('watch', f'<ul>{listed}</ul>' if listed else '')}"
        f'<footer><p dir="auto">{figures.safe(last)}</p></footer></article>'
    )


def _dense(briefing, rows) -> str:
    """Return the classes of smaller type where much stands on the page."""
    letters = sum(len(measures.plain(briefing.get(name))) for name in measures.ROOM)
    letters += sum(len(row["what"]) + len(row["who"]) for row in rows.values())
    return "".join(f" {name}" for name, least in DENSE.items() if letters > least)


DENSE = {"dense": 2_300, "denser": 3_200}  # letters from which a page is set smaller


def to_html(briefing: dict, level: int = 1, today: date | None = None, path=None) -> str:
    """Return page one and the appendix behind it as HTML, citations resolved.

    `level` is that of the first heading; `today` is the date of the page; `path` is the figure of
    the learner's estimates, or None.
    """
    said, head = words("briefing.page"), f"h{level + 2}"
    html = page_one(briefing, level, today)
    parts = {"rows": "".join(f"<p dir=auto>{figures.safe(t)}</p>" for t in _told_rows(briefing))}
    charts = "".join(f'<li dir="auto">{figures.safe(text)}</li>' for text in _told_charts())
    parts["charts"] = f"<ul>{charts}</ul>" if charts else ""
    parts["path"] = path._repr_html_() if path else ""
    used = _cited(briefing)
    sources = data.bibliography(*used)._repr_html_() if used else ""
    parts["sources"] = sources.replace("<details>", "<details open>")  # paper unfolds nothing
    behind = "".join(
        f"<{head}>{figures.safe(said.behind[name])}</{head}>{part}"
        for name, part in parts.items()
        if part
    )
    if not behind:
        return html
    top = f"<h{level + 1}>{figures.safe(said.appendix)}</h{level + 1}>"
    return f'{html}<section class="sands-behind">{top}{behind}</section>'


def _told_rows(briefing) -> list[str]:
    rows = _evidence(briefing).items()
    return [say("briefing.page.cited", **row | {"place": place}) for place, row in rows]


def _told_charts() -> list[str]:
    return [
        say(
            "briefing.page.kept_chart",
            question=one.question,
            sentence=one.sentence,
            when=date.fromisoformat(one.day),
            controls=list(one.controls),
            sources=_kept_sources(one),
        )
        for one in candidates.kept()
    ]


def _kept_sources(one: candidates.Candidate) -> str:
    """Name three sources of a chart, and how many more there are."""
    if not one.source_ids:
        return ""
    return say("briefing.page.kept_sources", cited=data.cite_text(*one.source_ids, limit=3))


def style() -> str:
    """Return the style sheet of the page, which its appendix and the form share."""
    return Path(__file__).with_suffix(".css").read_text("utf-8")


def to_markdown(briefing: dict, today: date | None = None) -> str:
    """Return the page as Markdown, citations resolved, the learner's words escaped.

    The estimates stand in it as a table.
    """
    told = {name: measures.plain(briefing.get(name)) for name in measures.FIELDS}
    said = words("briefing.page", **told, today=today or date.today())
    blocks, own = _blocks(briefing), measures.path()
    blocks["judgment"] = blocks["judgment"] + blocks.pop("odds")
    blocks["audience"], blocks["evidence"] = [told["audience"]], _told_rows(briefing)
    blocks = {name: [_mark(text) for text in texts if text] for name, texts in blocks.items()}
    lines = [f"# {said.title}", _mark(said.by)]
    for name, heading in said.headings.items():
        lines += [f"## {heading}", *(blocks[name] or [said.empty])]
    behind = {"charts": [f"- {_mark(text)}" for text in _told_charts()]}
    if len(own):
        own = own.replace({"reason": {"": said.no_reason}})
        behind["path"] = [_marked_table(headed(own, said.path))]
    used = _cited(briefing)
    behind["sources"] = [_source(row) for row in data.bibliography(*used).rows] if used else []
    for name, listed in behind.items():
        lines += [f"## {said.behind[name]}", "\n".join(listed)] if listed else []
    return "\n\n".join(lines) + "\n"


def _source(row) -> str:
    title, url = _mark(row["title"]), row["url"]
    return "- " + say(
        "briefing.page.source",
        publisher=_mark(row["publisher"]),
        title=f"[{title}](<{url}>)" if url.startswith("http") else title,
        day=row["date"],
        copy=row["address"] == "copy",
    )


def _mark(text) -> str:
    """Escape what Markdown or HTML would read as a sign."""
    safe = re.sub(r"([\\`*_\[\]#|~!$])", r"\\\1", escape(measures.plain(text), quote=False))
    return re.sub(
        r"^(\d+)([.)])(?=\s|$)|^([-+=])", lambda m: (m[1] or "") + "\\" + (m[2] or m[3]), safe
    )


def _marked_table(frame) -> str:
    rows = [[_mark(figures.words(v)) for v in row] for row in frame.itertuples(index=False)]
    lines = [list(map(_mark, frame.columns)), ["---"] * len(frame.columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
