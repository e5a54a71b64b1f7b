"""Measures of lesson 9: the path of estimates, claims by status, words of probability, the check.

Reads views, transfers, estimative, the tables of ROWS and the journal's estimates. The check finds
codes with facts; it reads words and cannot tell whether they are true.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from helpers import data
from helpers.measures.dates import days
from helpers.measures.estimates import faults, latest
from helpers.numbers import parse_number

# What a briefing consists of, in the order of its form.
FIELDS = ("name", "audience", "judgment", "probability", "word", "confidence", "why")
FIELDS += ("recommendation", "cost", "evidence_1", "evidence_2", "evidence_3", "case")
FIELDS += ("counter", "evidence_4", "change", "indicator", "threshold")
FIELDS += ("indicator_2", "threshold_2", "indicator_3", "threshold_3", "as_of")
LONG = ("judgment", "why", "recommendation", "cost", "case", "counter", "change")
WATCH = {"indicator": "threshold", "indicator_2": "threshold_2", "indicator_3": "threshold_3"}
SPARE = ("name", "indicator_2", "threshold_2", "indicator_3", "threshold_3")  # may stay empty
NEEDED = tuple(name for name in FIELDS if name not in SPARE)
SLOTS = ("evidence_1", "evidence_2", "evidence_3", "evidence_4")

# Characters with which one page is full; more is kept and told, and never cut off.
ROOM = {"name": 60, "audience": 120, "judgment": 240, "why": 200, "recommendation": 320}
ROOM |= {"cost": 240, "case": 640, "counter": 420, "change": 240, "as_of": 60}
ROOM |= dict.fromkeys(WATCH.values(), 110)

LESSONS = range(10)
EXPERTS = ("all", "usa", "elsewhere", "checked")
SIDES = ("for", "mixed", "against")
HIGH = 7  # the score from which a view is counted as high

# Tables whose rows a briefing can name: (id, what it says, date, {what else it holds: column}).
ROWS = {
    "events": ("event_id", "title", "date", {}),
    "transfers": ("transfer_id", "summary", "claim_date", {"claimant": "claimant"}),
    "provisions": ("provision_id", "paraphrase", "", {"treaty": "treaty_id"}),
    "stress_tests": ("test_id", "what_happened", "date", {}),
    "views": ("view_id", "main_claim", "date", {"author": "author", "institution": "institution"}),
    "china": ("china_id", "statement", "date", {}),
    "evidence": ("evidence_id", "evidence", "date", {"credibility": "credibility"}),
    "invocations": ("invocation_id", "what_was_said_or_done", "date", {"claimant": "actor"}),
    "exchange_values": (
        "value_id",
        "label",
        "claim_date",
        {"low": "value_low", "high": "value_high"}
        | {part: part for part in ("claimant", "period", "unit")},
    ),
}
FURTHER = ("claimant", "treaty", "author", "institution", "period", "low", "high", "unit")
FURTHER += ("credibility",)

STANDARD = "ICD-203 (USA)"
STATUSES = ("confirmed", "assessed", "alleged", "announced", "denied", "not-confirmed")
LOADED = r"\b(?:axis(?! of resistance)|rogue|regimes?|puppets?|lifelines?|evil|vassals?"
LOADED += r"|pariahs?|cronies)\b"

# Made up, and marked so wherever it is drawn: (best, low, high, code of the reason) after each
# lesson. It ends where it began: an example must not hint at an answer.
EXAMPLE = {
    0: (5, 2, 9, ""),
    1: (6, 3, 9, "more"),
    2: (5.5, 3, 8, ""),
    3: (5, 3, 8, ""),
    4: (6.5, 4.5, 8.5, "fought"),
    5: (6, 4, 8, ""),
    6: (5.5, 3.5, 7.5, ""),
    7: (4.5, 3, 6.5, "nobody"),
    8: (5, 3.5, 6.5, ""),
    9: (5, 4, 6.5, ""),
}

# The four seats of the class exercise, and the rows with which each begins.
SEATS = {
    "for": ("st32", "E19", "V02", "V28"),
    "against": ("E14", "E18", "V12", "E16"),
    "china": ("V33", "ch08", "ch43", "V35"),
    "others": ("V51", "ev047", "ev114", "ev156"),
}

# Two model pages by the rubric: our marks, and a mark beside ours that can be defended.
MODELS = {
    "a": dict.fromkeys(("confidence", "counter", "change", "words"), "0")
    | dict.fromkeys(("judgment", "advice", "evidence"), "1"),
    "b": dict.fromkeys(("judgment", "advice", "confidence", "counter", "change", "words"), "2")
    | {"evidence": "1"},
}
ARGUABLE = {"evidence": {"a": ("0",), "b": ("2",)}, "judgment": {"a": ("0",)}}
MODEL_DAY = date(2026, 4, 30)  # the day of the model pages: that of their newest data

INVASION = date(2022, 2, 24)
FORMATS = "in06"  # the indicator that counts formats of the four


class Finding(NamedTuple):
    """One thing that the check found: a code, and the facts that its sentence needs."""

    code: str
    facts: Mapping = MappingProxyType({})


# --- the path of estimates and the experts --------------------------------------------------------


def path(estimates: dict | None = None) -> pd.DataFrame:
    """Return the learner's estimates: lesson, best, low, high (0 to 10) and reason, by lesson.

    `estimates` is {lesson: {best, low, high, reason}}, that of the journal when not given; those
    that do not fit the scale are left out.
    """
    found = latest() if estimates is None else estimates
    rows = [
        (
            lesson,
            *(parse_number(e[end]) for end in ("best", "low", "high")),
            plain(e.get("reason")),
        )
        for lesson, e in sorted(found.items())
        if not faults(e)
    ]
    return pd.DataFrame(rows, columns=["lesson", "best", "low", "high", "reason"])


def example() -> pd.DataFrame:
    """Return the path of a made-up learner, in the columns of `path`; reasons are codes."""
    rows = [(lesson, *values) for lesson, values in EXAMPLE.items()]
    return pd.DataFrame(rows, columns=["lesson", "best", "low", "high", "reason"])


def turns(frame: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return the lessons that moved the estimate most and whose reason was written down.

    The rows of `frame` (as from `path`), at most `most`, with a column step: the change from the
    estimate before.
    """
    moved = frame.assign(step=frame["best"].diff())
    moved = moved[moved["reason"].str.len().gt(0) & moved["step"].fillna(0).ne(0)]
    size = moved["step"].abs().sort_values(ascending=False, kind="stable")
    return moved.loc[sorted(size.index[:most])]


def experts(which: str = "all", views: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the views set beside the learner's path; `which` is one of EXPERTS.

    The score is our code, a spread and no target.
    """
    frame = data.table("views") if views is None else views
    keep = {
        "all": frame["verified"] | True,
        "usa": frame["country"] == "USA",
        "elsewhere": frame["country"] != "USA",
        "checked": frame["verified"],
    }
    return frame[keep[which]]


def spread(views: pd.DataFrame) -> pd.Series:
    """Count views by their cohesion score, 0 to 10."""
    return views["cohesion_score"].value_counts().reindex(range(11), fill_value=0).astype(int)


def scores_by_home() -> pd.DataFrame:
    """Count views by cohesion score (index) and by whether their institution sits in the USA."""
    views = data.table("views")
    home = views["country"].eq("USA").map({True: "usa", False: "elsewhere"})
    return pd.crosstab(views["cohesion_score"], home)[["elsewhere", "usa"]]


def count_high_views() -> int:
    """Return how many views have a cohesion score of HIGH or more."""
    return int((data.table("views")["cohesion_score"] >= HIGH).sum())


# --- claims about transfers -----------------------------------------------------------------------


def status_by_grade(transfers: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count claims about transfers: a row a status in the order of STATUSES, a column a grade."""
    frame = data.table("transfers") if transfers is None else transfers
    counts = pd.crosstab(frame["status"].astype(str), frame["evidence_grade"].astype(str))
    return counts.reindex(index=STATUSES, columns=list("ABCD"), fill_value=0)


# --- words of probability -------------------------------------------------------------------------


def us_words() -> pd.DataFrame:
    """Return the seven probability words of the US standard: term, low, high (per cent)."""
    frame = data.table("estimative")
    frame = frame[(frame["scheme"] == STANDARD) & (frame["kind"] == "probability")]
    names = {"low_pct": "low", "high_pct": "high"}
    return frame.sort_values("rank", kind="stable").rename(columns=names).reset_index(drop=True)


def words_for(probability: float) -> list[str]:
    """Return the words of the US standard whose range holds a probability in per cent.

    Two where neighbours share this end point, none for 0 and 100.
    """
    frame = us_words()
    return frame.loc[frame["low"].le(probability) & frame["high"].ge(probability), "term"].tolist()


def fit(probability, word: str) -> Finding | None:
    """Find where a `probability` (number or text, per cent) and a word of the US standard differ.

    None where they fit or one of them is missing.
    """
    value, frame = parse_number(probability), us_words().set_index("term")
    if value is None or word not in frame.index:
        return None
    if not 0 <= value <= 100:
        return Finding("outside", {"probability": probability})
    if 0 < value < 1 and "%" not in str(probability):
        return Finding("share", {"typed": plain(probability), "value": 100 * value})
    low, high = frame.loc[word, ["low", "high"]]
    if low <= value <= high:
        return None
    facts = {"word": word, "low": low, "high": high, "value": value, "terms": words_for(value)}
    return Finding("misfit", facts)


# --- rows as evidence -----------------------------------------------------------------------------


@functools.cache
def evidence_rows(table: str) -> pd.DataFrame:
    """Return a table in the columns that all evidence has: id, what, when, FURTHER and others.

    `when` is a text, empty where there is no date; `named` says whether the table names who says
    so; `grade` is empty where rows are not graded.
    """
    row_id, what, when, more = ROWS[table]
    frame = data.table(table)
    rows = pd.DataFrame({part: frame.get(more.get(part)) for part in FURTHER}, frame.index)
    rows = rows.assign(id=frame[row_id], what=frame[what])
    if when:
        text = f"{when}_text"
        rows["when"] = frame[text if text in frame else when].map(_day)
    else:
        treaties = data.table("treaties").set_index("treaty_id")
        rows["when"] = rows["treaty"].map(treaties["signed"]).map(_day)
        rows["treaty"] = rows["treaty"].map(treaties["short_name"])
    states = [c for c in ("actors", "from", "to", "principal", "ally", "partner") if c in frame]
    return rows.assign(
        table=table,
        named=bool({"claimant", "author"} & set(more)),
        side=_side(table, frame),
        grade=frame["evidence_grade"].astype(str) if "evidence_grade" in frame else "",
        origin=_origin(frame, rows["id"]),
        verified=frame.get("verified", True),
        states=frame[states].fillna("").agg(";".join, axis=1) if states else "",
        source_ids=frame["source_ids"].fillna("").astype(str),
    )


def _origin(frame, ids) -> pd.Series:
    """Return by which id rows that tell one fact are known to be one."""
    if "origin_id" in frame:
        return frame["origin_id"].fillna("")
    same = dict(zip(ids, frame.get("same_fact_as", ids), strict=True))

    def first(row_id):
        seen = set()
        while row_id not in seen and isinstance(same.get(row_id), str):
            seen.add(row_id)
            row_id = same[row_id]
        return row_id

    return ids.map(first)


def _day(value) -> str:
    if pd.isna(value):
        return ""
    return value.strftime("%Y-%m-%d") if isinstance(value, pd.Timestamp) else str(value)


def _side(table, frame) -> pd.Series:
    """Say on which side a row speaks, by codes that the tables hold."""

    def told(up, down):
        return pd.Series("mixed", frame.index).mask(up, "for").mask(down, "against")

    if table == "events":
        return told(frame["direction"] == "+1", frame["direction"] == "-1")
    if table == "transfers":
        claimed = ~frame["status"].isin(["denied", "not-confirmed"])
        return told(claimed, frame["status"] == "denied")
    if table == "provisions":
        return told(frame["strength"].ge(3).fillna(False), frame["strength"].eq(0).fillna(False))
    if table == "stress_tests":
        return told(frame["help_given_low"] >= 2, frame["help_given_high"] <= 1)
    if table == "views":
        return told(frame["cohesion_score"] >= 6, frame["cohesion_score"] <= 4)
    if table == "china":
        return told(frame["direction"] == "enabling", frame["direction"] == "distancing")
    if table == "evidence":
        return told(frame["H1"].isin(["C", "CC"]), frame["H1"].isin(["I", "II"]))
    return pd.Series("mixed", frame.index)


@functools.cache
def _index() -> dict:
    rows = (row for t in ROWS for row in evidence_rows(t).to_dict("records"))
    return {_key(row["id"]): row for row in rows}


def _key(text) -> tuple[str, int]:
    """Return letters and number of an id: 'EV 94' and 'ev094' are one."""
    found = re.fullmatch(r"\s*\[?([A-Za-z]{1,3})[\s._-]*0*(\d{1,4})\]?\s*", str(text))
    return (found[1].lower(), int(found[2])) if found else (str(text).strip().lower()[:40], -1)


def resolve(row_id: str) -> dict | None:
    """Return the row of an id as people write it: 'ev094', 't158', '[EV 94]'; None for no row.

    The dict has the columns of `evidence_rows`.
    """
    return _index().get(_key(row_id))


def nearest(row_id: str, most: int = 3) -> list[str]:
    """Return ids of rows that are like an id which no row has."""
    rows, key = _index(), _key(row_id)
    alike = sorted((abs(k[1] - key[1]), k) for k in rows if k[0] == key[0] and key[1] >= 0)
    if alike:
        return [rows[k]["id"] for _, k in alike[:most]]
    ids = {row["id"].lower(): row["id"] for row in rows.values()}
    return [ids[i] for i in difflib.get_close_matches(key[0], ids, n=most, cutoff=0.1)]


def unknown(row_id: str) -> Finding:
    """Return that no row has this id, and which are the nearest."""
    return Finding("no_row", {"typed": plain(row_id)[:40], "near": nearest(row_id)})


def chosen(briefing: dict) -> dict[int, dict]:
    """Return the rows that a briefing names by their number in brackets; unknown ids are left out.

    Args:
        briefing: texts by the names of FIELDS.
    """
    rows = {place: resolve(briefing.get(slot) or "") for place, slot in enumerate(SLOTS, 1)}
    return {place: row for place, row in rows.items() if row}


def seat_rows() -> pd.DataFrame:
    """Return the rows with which the four seats begin, with a column seat."""
    return pd.DataFrame(
        [{"seat": seat} | resolve(row_id) for seat, ids in SEATS.items() for row_id in ids]
    )


def held() -> dict:
    """Return what the tables hold beside the six sentences of the board: facts by name."""
    tests, events = data.table("stress_tests"), data.table("events")
    new = events["date"] >= pd.Timestamp(INVASION)
    pairs = events.loc[new & (events["direction"] == "+1"), "actors"]
    pairs = pairs[pairs.str.count(";") == 1].str.split(";").map(lambda two: "–".join(sorted(two)))
    core = tests[tests["group"] == "core"]
    iran, fights = core[core["principal"] == "IRN"], core[core["help_given"] == 3]
    format_ = data.table("indicators").set_index("indicator_id").loc[FORMATS]
    directions = data.table("china")["direction"].value_counts()
    claims = status_by_grade()
    years = (events["date"].max() - pd.Timestamp(INVASION)).days / 365.25
    before = (pd.Timestamp(INVASION) - events["date"].min()).days / 365.25
    return {
        "since": INVASION,
        "pairs": [
            {"pair": p, "n": n} for p, n in data.ranked(pairs.value_counts()).head(3).items()
        ],
        "dense": bool(new.sum() / years > (~new).sum() / before),
        "indicator": FORMATS,
        "formats": format_["latest_value"],
        "as_of": format_["as_of_text"],
        "rows": int(directions.sum()),
        "enabling": int(directions.get("enabling", 0)),
        "distancing": int(directions.get("distancing", 0)),
        "fights": fights[["test_id", "crisis", "ally"]].to_dict("records"),
        "tests": len(iran),
        "helped": int((iran["help_given"] > 1).sum()),
        "reach": iran.loc[iran["help_given_high"] == 2, "test_id"].tolist(),
        "confirmed": int(claims.loc["confirmed"].sum()),
        "claims": int(claims.to_numpy().sum()),
        "weak": int(claims["D"].sum()),
    }


# --- the check ------------------------------------------------------------------------------------


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, in order."""
    return [s.strip() for s in re.split(r"(?<=[.?!;])\s+|\n+", str(text)) if s.strip()]


# Digits that count nothing: markers, years, dates, names of articles, weapons and rows.
_NO_COUNT = (
    r"\[\d\]|\b\d{4}-\d\d(?:-\d\d)?\b|\b(?:19|20)\d\d\b|\b\d+-[a-z]+"
    r"|\b(?:articles?|resolutions?|lessons?|rows?)\s+\d+|\b[A-Za-z]+-?\d+[A-Za-z]*\b"
    r"|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b"
)
_CLAIMED = (
    r"according to|\bsa(?:y|ys|id)\b|claim|estimat|report|assess|\bcount(?:s|ed)\b|\bwr(?:ote|ites)"
    r"|\bputs?\b|\bf(?:ind|inds|ound)\b|\bden(?:y|ies|ied)\b|\btold\b|\[\d\]"
)
_RANGED = (
    r"\d\s*(?:to|–|-)\s*\d|\bbetween\b|\bat least\b|\bup to\b|\bmore than\b|\bfewer than\b|\bover\b"
    r"|\babout\b|\broughly\b|\bas many as\b|\brange"
)
# A count of a known whole has no range: '41 of 44 texts', '3 of the 32 requests'.
_EXACT = r"\b\d+ (?:out )?of (?:the |all )?\d+\b"
_FILLER = {"blah", "bla", "lorem", "ipsum", "asdf", "test", "xxx", "tbd", "todo", "none", "idk"}
NUMBER_WORDS = (
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|once|twice|any|no)\b"
)


def parts(sentence: str) -> dict[str, bool]:
    """Say which parts a sentence has.

    Truth by part: number, claimant (who says so, or a marker such as [1]), date (a year) and range
    (two ends, or words such as 'at least').
    """
    rest = re.sub(_NO_COUNT, " ", sentence, flags=re.I)
    return {
        "number": bool(re.search(r"\d", rest)),
        "claimant": bool(re.search(_CLAIMED, sentence, re.I)),
        "date": bool(re.search(r"\b(?:19|20)\d\d\b", sentence)),
        "range": bool(re.search(_RANGED, sentence, re.I)),
    }


def missing(briefing: dict) -> list[str]:
    """Return the names of the fields that a briefing still lacks, in order."""
    return [name for name in NEEDED if not plain(briefing.get(name))]


def over(briefing: dict) -> dict[str, int]:
    """Return the fields that hold more than a page has room for, and by how many characters."""
    sizes = {name: len(str(briefing.get(name) or "").strip()) for name in ROOM}
    return {name: size - ROOM[name] for name, size in sizes.items() if size > ROOM[name]}


def review(briefing: dict, today: date | None = None, ours=()) -> list[Finding]:
    """Read a briefing as a friendly editor would: what to look at again, in order.

    `briefing` holds texts by the names of FIELDS; any may be missing. `today` is the day after
    which a date lies ahead. `ours` are sentences of charts: the numbers in them are counts of ours.
    """
    texts = {name: str(briefing.get(name) or "") for name in FIELDS}
    found = []
    if lacking := missing(texts):
        found.append(Finding("empty", {"fields": lacking}))
    found += _review_emptiness(texts)
    found += _review_probability(texts)
    for name in LONG:
        own = texts[name]
        for sentence in ours:
            own = own.replace(sentence, " ")
        found += _review_words(name, own, counted=name not in ("judgment", "why"))
    found += _review_evidence(texts)
    found += _review_advice(texts)
    found += _review_dates(texts, today or date.today())
    found += [Finding("long", {"field": name, "n": n}) for name, n in over(texts).items()]
    return found


def _review_emptiness(texts) -> list[Finding]:
    """Find what fills a field and says nothing, and what stands in two fields."""
    found, seen = [], {}
    for name in ("audience", *LONG):
        text = plain(texts[name])
        if not text:
            continue
        if not _says(text):
            found.append(Finding("filler", {"field": name, "text": shortened(text, 40)}))
        elif name != "audience" and text.casefold() in seen:
            found.append(Finding("same_text", {"field": name, "fields": [seen[text.casefold()]]}))
        seen.setdefault(text.casefold(), name)
    return found


def _says(text: str) -> bool:
    """Say whether a text has at least three words; a sign of Chinese or Japanese is one."""
    signs = sum(_sign_is_word(sign) for sign in text)
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)} - _FILLER
    return signs >= 6 or len(words) >= 3


def _sign_is_word(sign: str) -> bool:
    return "\u3040" <= sign <= "\u9fff" or "\u0e00" <= sign <= "\u0eff"


def _review_probability(texts) -> list[Finding]:
    found = []
    value = parse_number(texts["probability"])
    if texts["probability"] and value is None:
        found.append(Finding("no_number", {"typed": texts["probability"][:40]}))
    if misfit := fit(texts["probability"], texts["word"]):
        found.append(misfit)
    if value in (0, 100):
        found.append(Finding("certain"))
    terms = "|".join(map(re.escape, us_words()["term"])) + r"|probab\w+|\d ?%|per cent"
    for name in ("judgment", "why"):
        if word := word_in(texts[name]):
            found += _against(name, word, texts, value)
        for sentence in sentences(texts[name]):
            if re.search(r"\bconfiden", sentence, re.I) and re.search(terms, sentence, re.I):
                found.append(Finding("mixed", {"field": name}))
    return found


def word_in(text: str) -> str:
    """Return the word of the US standard that a text uses, or ''; the longest one counts."""
    terms = [term.replace("(ly)", "") for term in us_words()["term"]]
    for term in sorted(terms, key=len, reverse=True):
        if re.search(rf"\b{re.escape(term)}", text, re.I):
            return next(t for t in us_words()["term"] if t.replace("(ly)", "") == term)
    return ""


def _against(name, word, texts, value) -> list[Finding]:
    """Find a word in a text that is another than the word, or outside the number, of the page."""
    low, high = us_words().set_index("term").loc[word, ["low", "high"]]
    if texts["word"] and word != texts["word"]:
        facts = {"field": name, "word": word, "chosen": texts["word"]}
        return [Finding("two_words", facts)]
    if value is not None and not texts["word"] and not low <= value <= high:
        facts = {"field": name, "word": word, "low": low, "high": high, "value": value}
        return [Finding("word_number", facts)]
    return []


def _review_words(name, text, counted) -> list[Finding]:
    found = []
    for sentence in sentences(text):
        short, has = shortened(sentence, 70), parts(sentence)
        lacks = [part for part in ("claimant", "date", "range") if not has[part]]
        exact = re.search(_EXACT, sentence, re.I)
        if counted and has["number"] and lacks and not exact:
            facts = {"field": name, "text": short, "lacks": lacks}
            found.append(Finding("bare_number", facts))
        if re.search(r"\bpro(?:of|ve[sdn]?)\b", sentence, re.I):
            found.append(Finding("proof", {"field": name, "text": short}))
        bare = re.sub(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’", " ", sentence)
        loaded = re.search(LOADED, bare, re.I)
        if loaded and "according to" not in sentence.lower():
            found.append(Finding("loaded", {"field": name, "word": loaded[0]}))
    return found


def _review_evidence(texts) -> list[Finding]:
    typed = [texts[slot] for slot in SLOTS if texts[slot]]
    found = [unknown(row_id) for row_id in typed if not resolve(row_id)]
    rows = chosen(texts)
    sides = {row["side"] for row in rows.values()}
    if len(rows) >= 2 and len(sides) == 1 and sides != {"mixed"}:
        found.append(Finding(f"all_{sides.pop()}"))
    places: dict = {}
    for place, row in rows.items():
        places.setdefault(row["origin"], []).append(place)
    found += [Finding("twice", {"places": one}) for one in places.values() if len(one) > 1]
    for place, row in rows.items():
        facts = {"place": place, "id": row["id"]}
        found += [Finding("weak", facts)] if row["grade"] == "D" else []
        found += [] if row["verified"] else [Finding("unverified", facts)]
        found += [Finding("unnamed", facts)] if row["named"] and not _claimant(row) else []
    argued = texts["case"] + texts["counter"]
    unused = [place for place in rows if f"[{place}]" not in argued]
    if unused and argued:
        found.append(Finding("unused", {"places": unused, "n": len(unused)}))
    empty = [n for n in map(int, re.findall(r"\[(\d)\]", argued)) if n not in rows]
    if empty:
        found.append(Finding("no_evidence", {"places": sorted({*empty}), "n": len({*empty})}))
    return found


def _claimant(row) -> str:
    return plain(row["claimant"] if isinstance(row["claimant"], str) else row["author"])


def _review_advice(texts) -> list[Finding]:
    found = []
    if plain(texts["recommendation"]) and not plain(texts["cost"]):
        found.append(Finding("no_cost"))
    for place, (indicator, threshold) in enumerate(WATCH.items(), 1):
        text, facts = texts[threshold], {"place": place}
        if plain(text) and not texts[indicator]:
            found.append(Finding("no_indicator", facts))
        if texts[indicator] and not plain(text) and place > 1:
            found.append(Finding("no_threshold", facts))
        if plain(text) and not (parts(text)["number"] or re.search(NUMBER_WORDS, text, re.I)):
            found.append(Finding("threshold_number", facts))
        if plain(text) and not days(text):
            found.append(Finding("threshold_day", facts))
    return found


def _review_dates(texts, today) -> list[Finding]:
    found = []
    for name in ("judgment", "change", *WATCH.values()):
        if (said := days(texts[name])) and max(said) < today:
            found.append(Finding("past", {"field": name, "day": max(said)}))
    if texts["judgment"] and not days(texts["judgment"]):
        found.append(Finding("no_year"))
    if texts["as_of"] and not days(texts["as_of"]):
        found.append(Finding("no_date"))
    return found


# --- texts ----------------------------------------------------------------------------------------


def shortened(text, most: int) -> str:
    """Return `text` in one line of at most `most` characters."""
    line = plain(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def plain(text) -> str:
    """Return a text on one line; what is not there is empty."""
    return " ".join(str(text or "").split())
