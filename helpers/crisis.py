"""A crisis in ninety minutes as sheets to print: plan, injects, roles, memo, what came out.

Six injects tell rows of our tables in the order of their days. What the rows themselves say of
later days stays on the sealed page, so a seat never knows more than was known.
"""

from __future__ import annotations

from helpers import data, handouts, wording
from helpers.data import safe
from helpers.measures import briefing

# Rows that each inject tells, by its number.
INJECTS = {
    "1": ("T058",),
    "2": ("ev162", "T060"),
    "3": ("T059",),
    "4": ("ev082",),
    "5": ("T061",),
    "6": ("ev083",),
}
OUTCOME = ("T062", "ev085", "ev094", "ev160")
# Rows with which a seat begins: none is later than the first inject.
SEATS = {
    "advisers": {
        "speak": ("ev061", "T038", "ev074"),
        "wait": ("T004", "T005", "T023"),
        "law": ("pv004", "ev071", "ev066"),
        "trade": ("ev072", "ev080", "T034"),
    },
    "council": {
        "rus": ("ev071", "ev066", "T033"),
        "chn": ("ch05", "ch11", "ev072"),
        "usa": ("ev057", "ev061", "T041"),
        "elected": ("T038", "ev080", "ev066"),
    },
}
# Minutes of each step; an inject is a step of its own.
OPENING, EACH, CLOSING = 8, 7, {"memo": 10, "speak": 8, "vote": 6, "debrief": 16}
PAGES = {"run": 1, "injects": 3, "advisers": 4, "council": 4, "memo": 1, "outcome": 1}


def _say(message: str, **facts) -> str:
    return wording.say(f"crisis.{message}", **facts)


def page(part: str, paper: str = "a4") -> str:
    """Write one part of the crisis as a whole page that loads nothing.

    Args:
        part: a key of PAGES.
        paper: a key of `handouts.PAPERS`.

    Returns:
        HTML text.

    Raises:
        handouts.HandoutError: a row that a sheet names is in no table.
    """
    makers = {"run": _run, "injects": _injects, "memo": _memo, "outcome": _outcome}
    sheets = makers[part]() if part in makers else _seats(part)
    return handouts.document(_say("page.head", part=_say(f"parts.{part}")), sheets, paper)


def timetable() -> list[dict]:
    """Return the steps of the ninety minutes: start, minutes and name of each."""
    names = wording.words("crisis.run").names
    told = [(names["open"], OPENING)]
    told += [(_say("run.each", n=n), EACH) for n in INJECTS]
    told += [(names[step], minutes) for step, minutes in CLOSING.items()]
    found, at = [], 0
    for step, minutes in told:
        found.append({"start": at, "minutes": minutes, "step": step})
        at += minutes
    return found


def _run() -> list[str]:
    told = wording.words("crisis.run")
    rows = [*timetable(), {"start": "", "minutes": "90", "step": told.total}]
    heads = "".join(f'<th scope="col">{safe(head)}</th>' for head in told.heads.values())
    body = "".join(
        "<tr>" + "".join(f"<td>{safe(row[name])}</td>" for name in told.heads) + "</tr>"
        for row in rows
    )
    table = f'<table class="auto"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    before = "".join(f"<p>{safe(text)}</p>" for text in (told.what, told.needs, told.care))
    after = (told.reading, told.vote, told.debrief, told.council, told.guess)
    return [
        f"<h1>{safe(_say('page.title'))}</h1>{before}<h2>{safe(told.steps)}</h2>{table}"
        + "".join(f"<p>{safe(text)}</p>" for text in after)
    ]


def inject(n: str) -> tuple[str, str, str]:
    """Return an inject's day, its text, and its rows with their sources.

    Args:
        n: '1' to '6'.

    Returns:
        Three texts.

    Raises:
        handouts.HandoutError: a row that it tells is in no table.
    """
    told, rows = wording.words("crisis.inject"), [_row(one) for one in INJECTS[n]]
    ids = [one for row in rows for one in row["source_ids"].split(";")]
    cited = data.cite_text(*dict.fromkeys(ids), limit=4)
    marked = [row["id"] if row["verified"] else f"{row['id']} †" for row in rows]
    return told.days[n], told.texts[n], told.tell("rows", ids=marked, sources=cited)


def _row(row_id: str) -> dict:
    handouts.row(row_id)  # names a row that is in no table
    return briefing.resolve(row_id)


def _injects() -> list[str]:
    """Return three pages with two injects each, to be cut between them."""
    cards, told = [], wording.words("crisis.inject")
    for step, n in zip(timetable()[1:], INJECTS, strict=False):
        day, text, rows = inject(n)
        minute = told.tell("at", minute=step["start"])
        cards.append(
            f'<article class="grow card"><h1>{safe(told.tell("head", n=n))} · {safe(day)}</h1>'
            f'<p class="large">{safe(text)}</p><p>{safe(rows)}</p><p>{safe(told.note)}</p>'
            f'<div class="room"></div><p class="foot">{safe(minute)}</p></article>'
        )
    return ["".join(cards[n : n + 2]) for n in range(0, len(cards), 2)]


def _seats(part: str) -> list[str]:
    said = wording.words(f"crisis.{part}")
    return [
        handouts.role(_named(name), said.briefs[seat], SEATS[part][seat])
        for seat, name in said.names.items()
    ]


def _named(name: str) -> str:
    return wording.say("handouts.role.seat", name=name)


def _room(head: str) -> str:
    return f'<article class="grow"><h2>{safe(head)}</h2><div class="room"></div></article>'


def _memo() -> list[str]:
    told = wording.words("crisis.memo")

    def choice(head: str, options: dict) -> str:
        items = "".join(f"<li>{safe(text)}</li>" for text in options.values())
        return f'<article><h2>{safe(head)}</h2><ol type="A">{items}</ol></article>'

    return [
        f"<h1>{safe(told.head)}</h1>{_room(told.know)}{_room(told.doubt)}"
        f"{choice(told.sentence, told.sentences)}{choice(told.act, told.acts)}"
        f"{_room(told.change)}<p>{safe(told.vote)} A ____ B ____ C ____ · A ____ B ____ C ____</p>"
    ]


def _outcome() -> list[str]:
    told = wording.words("crisis.outcome")
    rows = "".join(f"<li>{safe(handouts.row(one))}</li>" for one in OUTCOME)
    asks = "".join(map(_room, told.asks.values()))
    return [
        f"<h1>{safe(told.head)}</h1><p>{safe(told.do)}</p><ul>{rows}</ul>"
        f"<p>{safe(told.check)}</p>{asks}"
    ]
