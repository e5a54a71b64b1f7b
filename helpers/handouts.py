"""Hand-outs of a lesson as pages to print: worksheet, key, plan, and sheets for roles.

They are made from the lesson, the bank, the tables and the guide, so that they cannot drift;
`data/words/plans.toml` names which questions stand on a sheet. `printing` makes PDF of them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from helpers import answers, bank, data, figures, judging, questions, sketch, wording
from helpers.data import safe
from helpers.measures import briefing
from helpers.numbers import several_of

ROOT = Path(__file__).resolve().parents[1]
LETTERS = "ABCDEFGHIJ"
PAGES = {"worksheet": 2, "key": 1, "plan": 1, "seats": 4, "roles": 3}
PAPERS = {"a4": ("210mm", "297mm"), "letter": ("215.9mm", "279.4mm")}

STYLE = """
@page { size: WIDE HIGH; margin: 0; }
* { box-sizing: border-box; }
body { margin: 0; color: #1E2530;
  font: 10.5pt/1.38 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
.page { width: WIDE; height: calc(HIGH - 1px); padding: 13mm 15mm 11mm; overflow: hidden;
  display: flex; flex-direction: column; break-after: page; }
.page:last-child { break-after: auto; }
.page.full { height: auto; overflow: visible; }
.page > * { flex: 0 0 auto; }
header { border-bottom: 1.5pt solid #0B4F5C; display: flex; justify-content: space-between; }
header p { margin: 0 0 1.5mm; }
h1 { font-size: 1.5em; line-height: 1.2; margin: .5em 0 .2em; }
h2 { font-size: 1.15em; margin: .8em 0 .15em; color: #0B4F5C; }
p { margin: .3em 0; }
article { margin-top: .75em; break-inside: avoid; }
article.grow { flex: 1 0 auto; display: flex; flex-direction: column; }
ul, ol { margin: .3em 0; padding-left: 1.7em; }
li { margin: .12em 0; }
ul.plain { list-style: none; padding-left: 0; }
.two { columns: 2; column-gap: 7mm; }
.line { border-bottom: .6pt solid #8A8F98; height: 2.1em; }
.room { flex: 1 0 2.1em; background: repeating-linear-gradient(#fff 0, #fff 8.4mm, #8A8F98 8.4mm,
  #8A8F98 8.6mm); min-height: 9mm; }
article.rest { flex-grow: 3; }
.foot { margin-top: auto; padding-top: .6em; font-size: .82em; }
svg { display: block; width: 100%; height: 58mm; margin: .3em 0; }
svg > rect { fill: #fff; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .16em .5em .16em 0;
  border-bottom: .5pt solid #8A8F98; }
table.auto { table-layout: auto; }
.card + .card { border-top: 1pt dashed #8A8F98; padding-top: 4mm; }
.large { font-size: 1.3em; }
td.n, th.n { text-align: right; width: 4.3em; }
"""

# Type shrinks until a page holds its text; where even small type cannot, the page grows.
FIT = """<script>
for (const page of document.querySelectorAll(".page")) {
  const full = () => page.scrollHeight > page.clientHeight || page.scrollWidth > page.clientWidth;
  let size = 11;
  do { page.style.fontSize = size + "pt"; size -= 0.25; } while (full() && size >= 8.25);
  if (full()) page.classList.add("full");
}
</script>"""


class HandoutError(Exception):
    """What keeps a hand-out from being made; one sentence for whoever prints."""


def _say(message: str, **facts) -> str:
    return wording.say(f"handouts.{message}", **facts)


def lessons() -> list[int]:
    """Return the numbers of the lessons that have a plan and so can be printed."""
    return [int(n) for n in wording.words("plans.lessons").sheet]


def parts(lesson: int) -> list[str]:
    """Return the names of what can be printed for a lesson, such as 'worksheet'."""
    roles = {9: ["seats"], 5: ["roles"]}
    return ["worksheet", "key", "plan", *roles.get(lesson, [])]


def page(lesson: int, part: str, paper: str = "a4") -> str:
    """Write one hand-out as a whole page that loads nothing.

    Args:
        lesson: 0 to 9.
        part: one of `parts`.
        paper: a key of PAPERS.

    Returns:
        HTML text.

    Raises:
        HandoutError: a plan names a question that the bank does not have, or the guide's page
            lacks what the plan is made from.
    """
    makers = {"worksheet": worksheet, "key": key, "plan": plan, "seats": seats, "roles": roles}
    sheets = makers[part](lesson) if part in ("worksheet", "key", "plan") else makers[part]()
    return document(
        wording.say(
            "worksheet.page.head", lesson=lesson, part=wording.say(f"worksheet.parts.{part}")
        ),
        sheets,
        paper,
    )


def document(head: str, sheets: list[str], paper: str) -> str:
    """Write sheets as a whole page that loads nothing, each on paper of its own.

    Args:
        head: what stands on top of each.
        sheets: HTML of the inside of each.
        paper: a key of PAPERS.

    Returns:
        HTML text.
    """
    top = f"<header><p>{safe(head)}</p><p>{safe(wording.say('worksheet.page.course'))}</p></header>"
    body = "".join(f'<section class="page">{top}{sheet}</section>' for sheet in sheets)
    wide, high = PAPERS[paper]
    style = STYLE.replace("WIDE", wide).replace("HIGH", high)
    return (
        f'<!DOCTYPE html>\n<html lang="{wording.language_tag()}"><head><meta charset="utf-8">'
        f"<title>{safe(head)}</title><style>{style}</style></head>"
        f"<body><main>{body}</main>{FIT}</body></html>\n"
    )


# --- what a lesson says of itself -----------------------------------------------------------------


def on_sheet(lesson: int) -> list[bank.Question]:
    """Return the questions on a lesson's worksheet, in its order.

    Args:
        lesson: 0 to 9.

    Returns:
        Questions with their numbers filled in.

    Raises:
        HandoutError: the bank lacks one that the plan names.
    """
    found, known = [], bank.bank()
    for one in wording.words("plans.lessons").sheet[str(lesson)].split():
        if one not in known:
            raise HandoutError(_say("print.missing_question", id=one, lesson=lesson))
        found.append(bank.worded(known[one]))
    return found


def strangers(lesson: int) -> list[str]:
    """Return the ids of a lesson's questions that came after its guide was written.

    Args:
        lesson: 0 to 9.

    Returns:
        Ids that stand neither on the sheet nor on the guide's page.
    """
    told = _guide(lesson) + " " + wording.words("plans.lessons").sheet[str(lesson)]
    named = set(re.findall(r"\b\d\.\d+\b", told))
    for first, last in re.findall(r"\b\d\.(\d+) to \d\.(\d+)\b", told):
        named |= {f"{lesson}.{n}" for n in range(int(first), int(last) + 1)}
    own = [one for one in bank.bank() if one.split(".")[0] == str(lesson)]
    return [one for one in own if one not in named]


def _told(lesson: int) -> tuple[str, str]:
    """Return a lesson's title and the question that it asks."""
    translated = ROOT / "notebooks" / wording.language()
    path = next((ROOT / "notebooks").glob(f"{lesson:02}-*.ipynb"))
    if wording.language() and (translated / path.name).is_file():
        path = translated / path.name
    cells = json.loads(path.read_text("utf-8"))["cells"]
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    title = re.search(r"^# (.+)$", text, re.M)
    asked = re.search(
        rf"^\*\*{re.escape(wording.say('worksheet.page.question'))}\*\* (.+)$", text, re.M
    )
    return (title[1] if title else ""), (plain(asked[1]) if asked else "")


def _guide(lesson: int) -> str:
    return (ROOT / f"notebooks/instructor/lesson-{lesson}.md").read_text("utf-8")


# Headings of the guide's pages.
HEADINGS = {
    "core": "A core of 35 minutes, and a reserve",
    "discuss": "What a good discussion touches",
    "home": "What can be done at home",
}


def _section(lesson: int, name: str) -> str:
    heading = HEADINGS[name]
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", _guide(lesson), re.M | re.S)
    if not found:
        file = f"notebooks/instructor/lesson-{lesson}.md"
        raise HandoutError(_say("print.no_guide", file=file, heading=heading))
    return found[1].strip()


def plain(markdown: str) -> str:
    """Return Markdown without links and stars.

    Args:
        markdown: a text.

    Returns:
        Its words.
    """
    return re.sub(r"\*+", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)).strip()


# --- the worksheet --------------------------------------------------------------------------------


def worksheet(lesson: int) -> list[str]:
    """Write the two pages of a worksheet: predictions before, votes and the estimate after.

    Args:
        lesson: 0 to 9.

    Returns:
        HTML of the inside of each page.
    """
    title, question = _told(lesson)
    told, asked = wording.words("worksheet.page"), on_sheet(lesson)
    first = [q for q in asked if q.use == "predict"]
    later = [q for q in asked if q.use != "predict"]
    vote = wording.words("plans.lessons").vote[str(lesson)]
    front = (
        f"<h1>{safe(title)}</h1><p>{safe(question)}</p><p>{safe(told.keep)} ________________</p>"
        f"<h2>{safe(told.before)}</h2><p>{safe(told.before_do)}</p>{''.join(map(_asked, first))}"
        f'<article class="grow rest"><h2>{safe(told.seen)}</h2><div class="room"></div>'
        "</article>"
    )
    votes = "".join(_asked(q, vote=q.id == vote) for q in later)
    back = f"<h2>{safe(told.after)}</h2><p>{safe(told.after_do)}</p>{votes}{_exit(lesson)}"
    ids = list(dict.fromkeys(one for q in asked for one in q.sources))
    cited = data.cite_text(*ids, limit=6) if ids else ""
    foot = told.tell("sources", sources=cited) if ids else told.all_sources
    return [front, f'{back}<p class="foot">{safe(foot)}</p>']


def _asked(q: bank.Question, vote: bool = False) -> str:
    prompt = judging.prose(q.prompt).replace("<p>", f"<p><strong>{safe(q.id)}</strong> ", 1)
    headline = f"<p><em>{safe(q.headline)}</em></p>" if q.headline else ""
    room = q.use == "predict" and q.kind in ("number", "single", "text", "range", "series")
    why = f"<p>{safe(wording.say('worksheet.box.why'))}</p>" if q.kind != "text" else ""
    because = f'{why}<div class="room"></div>' if room else ""
    grow = ' class="grow"' if room else ""
    return f"<article{grow}>{prompt}{headline}{_box(q, vote)}{because}</article>"


def _box(q: bank.Question, vote: bool) -> str:
    """Return where a question is answered on paper."""
    told = wording.words("worksheet.box", unit=several_of(q.unit))
    listed = questions.listed(q)
    if q.kind == "series":
        return f"<p>{safe(told.series)}</p>{sketch.svg(questions.paper(q))}"
    if q.kind == "text":
        return ""
    if q.kind in ("number", "probability"):
        return f"<p>{safe(told.number)}</p>"
    if q.kind == "range":
        return f"<p>{safe(told.range)}</p>"
    if q.kind == "order":
        return f"<p>{safe(told.order)}</p>{_blanks(listed)}"
    if q.kind == "match":
        return f"<p>{safe(told.match)}</p>{_blanks(listed)}{_lettered(q.partners)}"
    if q.kind == "two-tier":
        reasons = f"<p>{safe(told.reasons)}</p>{_lettered(q.partners)}"
        return f"{_lettered(listed)}{reasons}<p>{safe(told.two_tier)}</p>"
    answer = "vote_both" if vote else "ticks" if q.kind == "multiple" else "vote_one"
    return f"{_lettered(listed)}<p>{safe(wording.say(f'worksheet.page.{answer}'))}</p>"


def _lettered(options) -> str:
    items = "".join(f"<li>{safe(o.text)}</li>" for o in options)
    return f'<ol type="A">{items}</ol>'


def _blanks(options) -> str:
    items = "".join(f"<li>____ {safe(o.text)}</li>" for o in options)
    return f'<ul class="plain">{items}</ul>'


def _exit(lesson: int) -> str:
    told = wording.words("worksheet.exit")
    estimate = wording.words("questions.estimate", lesson=lesson, first=lesson == 0)
    return (
        f'<article class="grow"><h2>{safe(told.head)}</h2>'
        f"<p><strong>{safe(estimate.asks)}</strong> {safe(estimate.scale)}</p>"
        f'<p>{safe(told.best)}</p><p>{safe(estimate.reason)}</p><div class="room"></div>'
        f'<p>{safe(told.check)}</p><div class="line"></div></article>'
    )


# --- the key --------------------------------------------------------------------------------------


def key(lesson: int) -> list[str]:
    """Write the page with the answers to a worksheet, their reasons and what to listen for.

    Args:
        lesson: 0 to 9.

    Returns:
        HTML of the inside of its one page.
    """
    told = wording.words("handouts.key")
    articles = "".join(_answered(answers.answer(q)) for q in on_sheet(lesson))
    foot = f'<p class="foot">{safe(told.expected)}</p>'
    return [f"<h1>{safe(_told(lesson)[0])}</h1><p>{safe(told.made)}</p>{articles}{foot}"]


def tempting(q: bank.Question) -> list[bank.Option]:
    """Return the wrong options to listen for, as we expect them; of two steps one each.

    Args:
        q: a question on a sheet.

    Returns:
        Options; none where the plan names none.
    """
    named = wording.words("plans.lessons").tempting.get(q.id, "").split()
    return [o for o in (*q.options, *q.partners) if o.key in named and not o.right]


def _answered(a: answers.Answer) -> str:
    q, told = a.question, wording.words("handouts.key")
    head = told.touches if q.kind == "text" else told.right if a.right else told.open
    given = "".join(f"<li>{safe(_letter(q, text))}</li>" for text in a.right)
    right = f"<ul>{given}</ul>" if len(a.right) > 1 else safe(_letter(q, "".join(a.right)))
    reason = judging.prose(a.reason) if a.reason else ""
    heard = [(o.text, o.why) for o in tempting(q)] or list(a.wrong[:1] if q.slips else ())
    listen = "".join(
        f"<p>{safe(told.tell('listen', text=text.strip('“”'), why=why))}</p>" for text, why in heard
    )
    return f"<article><strong>{safe(q.id)}</strong> {safe(head)} {right}{reason}{listen}</article>"


def _letter(q: bank.Question, text: str) -> str:
    """Put the letter of the option before a right answer, as it stands on the worksheet."""
    if q.kind in ("single", "multiple", "two-tier"):
        marks = [(m, o) for m, o in zip(LETTERS, questions.listed(q), strict=False)]
        marks += list(zip(LETTERS, q.partners, strict=False))
        for mark, option in marks:
            if option.right and text.startswith(option.text):
                return f"{mark}. {text}"
    return text


# --- the plan -------------------------------------------------------------------------------------


def steps(lesson: int) -> list[dict]:
    """Return the steps of the short plan, from the guide's page.

    Args:
        lesson: 0 to 9.

    Returns:
        Dicts with step, place, low, typical, high (minutes) and reserve, True for what can go.

    Raises:
        HandoutError: the guide's page lacks the plan.
    """
    lines = [line for line in _section(lesson, "core").splitlines() if line.startswith("|")][2:]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    names = ("step", "place", "low", "typical", "high")
    return [
        dict(zip(names, row, strict=False)) | {"reserve": bool(row[5])}
        for row in rows
        if len(row) > 5 and row[1]
    ]


def plan(lesson: int) -> list[str]:
    """Write the page with the plan: core, reserve, one vote, one discussion, work at home.

    Args:
        lesson: 0 to 9.

    Returns:
        HTML of the inside of its one page.

    Raises:
        HandoutError: the guide's page lacks what the plan is made from.
    """
    title, question = _told(lesson)
    told, found = wording.words("handouts.plan"), steps(lesson)
    core = [s for s in found if not s["reserve"]]
    spare = [s for s in found if s["reserve"]]
    tables = f"<h2>{safe(told.tell('core', minutes=_sum(core)))}</h2>{_table(core)}" + (
        f"<h2>{safe(told.tell('reserve', minutes=_sum(spare)))}</h2>{_table(spare)}"
        if spare
        else ""
    )
    home = f"<h2>{safe(told.home)}</h2><p>{safe(plain(_section(lesson, 'home')))}</p>"
    return [
        f"<h1>{safe(title)}</h1><p>{safe(question)}</p>{tables}<p>{safe(told.minutes)} ______</p>"
        f"{_vote(lesson)}{_discussion(lesson)}{home}"
    ]


def _sum(rows) -> int:
    return sum(int(row["typical"]) for row in rows)


def _table(rows) -> str:
    heads = wording.words("handouts.plan").heads
    kind = {name: ' class="n"' if name in ("low", "typical", "high") else "" for name in heads}
    top = "".join(f'<th scope="col"{kind[n]}>{safe(word)}</th>' for n, word in heads.items())
    body = "".join(
        "<tr>" + "".join(f"<td{kind[n]}>{safe(row[n])}</td>" for n in heads) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _vote(lesson: int) -> str:
    chosen = wording.words("plans.lessons").vote[str(lesson)]
    q = next((one for one in on_sheet(lesson) if one.id == chosen), None)
    if q is None:
        raise HandoutError(_say("print.missing_question", id=chosen, lesson=lesson))
    listen = tempting(q)
    right = [_letter(q, o.text).split(".")[0] for o in (*q.options, *q.partners) if o.right]
    if not (listen and right):
        raise HandoutError(_say("print.no_vote", id=chosen, lesson=lesson))
    facts = {"id": q.id, "place": q.look_again, "again": q.look_again, "prompt": q.prompt}
    facts |= {"right": right[0], "reason": right[1:], "listen": listen[0].text.strip("“”")}
    told = wording.words("handouts.plan", **facts)
    rules = "".join(f"<li>{safe(told.tell(one))}</li>" for one in ("below", "between", "above"))
    return (
        f"<h2>{safe(told.vote)}</h2><p>{safe(told.vote_ask)}</p><ul>{rules}</ul>"
        f"<p>{safe(told.rule)}</p>"
    )


def discussion(lesson: int) -> tuple[str, str]:
    """Return the question that a lesson's plan discusses, and what a good discussion touches.

    Args:
        lesson: 0 to 9.

    Returns:
        Two texts, from the guide's page.

    Raises:
        HandoutError: the guide's page lacks them.
    """
    place = int(wording.words("plans.lessons").discuss[str(lesson)])
    text = _section(lesson, "discuss")
    found = re.findall(r"^\*(.+)\*$\n+(.+)$", text, re.M)
    if len(found) < place:
        file = f"notebooks/instructor/lesson-{lesson}.md"
        raise HandoutError(_say("print.no_guide", file=file, heading=HEADINGS["discuss"]))
    return tuple(plain(one) for one in found[place - 1])


def _discussion(lesson: int) -> str:
    asked, touches = discussion(lesson)
    head = safe(_say("plan.discuss"))
    return f"<h2>{head}</h2><p><em>{safe(asked)}</em></p><p>{safe(touches)}</p>"


# --- sheets for roles -----------------------------------------------------------------------------


def seats() -> list[str]:
    """Write one page for each of the four seats of lesson 9.

    Returns:
        HTML of the inside of each page.
    """
    said = wording.words("briefing.seats")
    return [
        role(_say("role.seat", name=name), said.briefs[seat], briefing.SEATS[seat])
        for seat, name in said.names.items()
    ]


def roles() -> list[str]:
    """Write one page for each of the three roles of lesson 5, without the case that is asked for.

    Returns:
        HTML of the inside of each page.
    """
    said = wording.words("china.roles")
    sheets = []
    for part, option in said.options.items():
        name, _, brief = option.partition(": ")
        ids = re.findall(r"\bch\d+\b", said.models[part])
        sheets.append(role(_say("role.role", name=name), brief, sorted(ids)))
    return sheets


def row(row_id: str) -> str:
    """Tell one row of our tables with its date and sources, and whether it is verified.

    Args:
        row_id: such as 'ev094' or 'T158'.

    Returns:
        A sentence or more.

    Raises:
        HandoutError: no table has this row.
    """
    found = briefing.resolve(row_id)
    if found is None:
        raise HandoutError(_say("role.no_row", id=row_id))
    ends = {end: figures.words(found[end]) for end in ("low", "high")}
    what = wording.say("briefing.evidence.what", **found | ends).rstrip(".") + "."
    cited = data.cite_text(*found["source_ids"].split(";"), limit=3)
    facts = {"when": found["when"], "what": what, "sources": cited, "grade": found["grade"]}
    facts["mark"] = found["id"] if found["verified"] else _say("role.unverified", id=found["id"])
    who = found["claimant"] or found["author"]
    facts["by"] = _say("role.by", who=who) if who else ""
    return _say("role.row", **facts)


def role(name: str, brief: str, ids) -> str:
    """Write the sheet of one role: brief, rows to begin with, room for its case.

    Args:
        name: of the role.
        brief: what it argues.
        ids: of the rows with which it begins.

    Returns:
        HTML of the inside of a page.

    Raises:
        HandoutError: no table has such a row.
    """
    told = wording.words("handouts.role")
    brief = brief[:1].upper() + brief[1:].rstrip(".") + "."
    rows = "".join(f"<li>{safe(row(one))}</li>" for one in ids)
    asked = "".join(
        f'<article class="grow"><h2>{safe(head)}</h2><div class="room"></div></article>'
        for head in (told.speak, told.objection, told.other)
    )
    return (
        f"<h1>{safe(name)}</h1><h2>{safe(told.brief)}</h2><p>{safe(brief)}</p>"
        f"<h2>{safe(told.rows)}</h2><ul>{rows}</ul><p>{safe(told.rows_do)}</p>{asked}"
        f'<p class="foot">{safe(told.stop)}</p>'
    )
