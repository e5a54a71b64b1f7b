"""Measures of briefing: frames in, frames and numbers out."""

from __future__ import annotations

import difflib
import functools
import re

import pandas as pd

from helpers import data, figures
from helpers.measures.estimates import faults, latest
from helpers.numbers import parse_number

FIELDS = {
    "audience": "Who must act, and on what",
    "judgment": "Key judgment, in one sentence, with a date by which it can be checked",
    "probability": "Probability in per cent, 0 to 100",
    "word": "Probability word (US standard)",
    "confidence": "Confidence in the basis of the judgment",
    "why": "Why this confidence, in a sentence of its own",
    "evidence_1": "Evidence [1], the id of a row",
    "evidence_2": "Evidence [2], the id of a row",
    "evidence_3": "Evidence [3], the id of a row",
    "case": "The case for the judgment, with markers such as [1]",
    "counter": "The best counter-argument, in its strongest form",
    "evidence_4": "Evidence [4], the id of a row for the counter-argument",
    "indicator": "The indicator to watch",
    "change": "What would change your mind",
    "as_of": "Date of the data",
    "name": "A name for the files, if you like",
}
LONG = ("judgment", "why", "case", "counter", "change")
NEEDED = tuple(name for name in FIELDS if name != "name")
SLOTS = ("evidence_1", "evidence_2", "evidence_3", "evidence_4")


# table: (key, what it says, who says so, its date)
ROWS = {
    "events": ("event_id", "title", "", "date"),
    "transfers": ("transfer_id", "summary", "claimant", "claim_date"),
    "provisions": ("provision_id", "paraphrase", "", ""),
    "stress_tests": ("test_id", "what_happened", "", "date"),
    "views": ("view_id", "main_claim", "author", "date"),
    "china": ("china_id", "statement", "", "date"),
    "evidence": ("evidence_id", "evidence", "", "date"),
    "invocations": ("invocation_id", "what_was_said_or_done", "actor", "date"),
    "exchange_values": ("value_id", "label", "claimant", "claim_date"),
}


STANDARD = "ICD-203 (USA)"


# Made up, and marked so wherever it is drawn: (best, low, high, reason) after each lesson.
# It ends where it began: an example must not hint at an answer.
EXAMPLE = {
    0: (5, 2, 9, ""),
    1: (6, 3, 9, "More cooperation than I knew"),
    2: (5.5, 3, 8, ""),
    3: (5, 3, 8, ""),
    4: (6.5, 4.5, 8.5, "Soldiers fought and died"),
    5: (6, 4, 8, ""),
    6: (5.5, 3.5, 7.5, ""),
    7: (4.5, 3, 6.5, "Nobody came for Iran"),
    8: (5, 3.5, 6.5, ""),
    9: (5, 4, 6.5, ""),
}
STATUSES = ("confirmed", "assessed", "alleged", "announced", "denied", "not-confirmed")
LOADED = r"\b(?:axis|rogue|regimes?|puppets?|lifelines?|evil|vassals?|pariahs?|cronies)\b"


def path(estimates: dict | None = None) -> pd.DataFrame:
    """Return the learner's estimates as a table.

    Args:
        estimates: {lesson: {best, low, high, reason}}; those of the journal when not given.

    Returns:
        Columns lesson, best, low, high (0 to 10) and reason, by lesson; estimates that do not fit
        the scale are left out.
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
    """Return the path of a made-up learner, in the columns of `path`."""
    rows = [(lesson, *values) for lesson, values in EXAMPLE.items()]
    return pd.DataFrame(rows, columns=["lesson", "best", "low", "high", "reason"])


def turns(frame: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return the lessons that moved the estimate most and whose reason was written down.

    Args:
        frame: as from `path`.
        most: how many at most.

    Returns:
        The rows, by lesson, with a column step: the change from the estimate before.
    """
    moved = frame.assign(step=frame["best"].diff())
    moved = moved[moved["reason"].str.len().gt(0) & moved["step"].fillna(0).ne(0)]
    size = moved["step"].abs().sort_values(ascending=False, kind="stable")
    return moved.loc[sorted(size.index[:most])]


def experts(which: str = "all", views: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the views of experts that are set beside the learner's path.

    Args:
        which: a key of EXPERTS.
        views: the table views; read when not given.

    Returns:
        The rows of views; the score is our code, a spread and no target.
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
    """Count views by their cohesion score.

    Args:
        views: rows of the table views.

    Returns:
        Counts by score, 0 to 10.
    """
    return views["cohesion_score"].value_counts().reindex(range(11), fill_value=0).astype(int)


def count_high_views() -> int:
    """Return how many views have a cohesion score of 7 or more."""
    return int((data.table("views")["cohesion_score"] >= 7).sum())


def status_by_grade(transfers: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return how many claims about transfers have each status and grade.

    Args:
        transfers: the table transfers; read when not given.

    Returns:
        Counts, one row a status in the order of STATUSES, one column a grade A to D.
    """
    frame = data.table("transfers") if transfers is None else transfers
    counts = pd.crosstab(frame["status"].astype(str), frame["evidence_grade"].astype(str))
    return counts.reindex(index=STATUSES, columns=list("ABCD"), fill_value=0)


def count_confirmed() -> int:
    """Return how many rows of transfers are confirmed."""
    return int(status_by_grade().loc["confirmed"].sum())


def count_weak() -> int:
    """Return how many rows of transfers have grade D: weak or anonymous sources."""
    return int(status_by_grade()["D"].sum())


def count_weak_origins() -> int:
    """Return how many distinct statements stand behind the rows of grade D."""
    rows = data.table("transfers")
    return int(rows.loc[rows["evidence_grade"] == "D", "origin_id"].nunique())


def us_words() -> pd.DataFrame:
    """Return the seven probability words of the US standard: term, low, high (per cent)."""
    frame = data.table("estimative")
    frame = frame[(frame["scheme"] == STANDARD) & (frame["kind"] == "probability")]
    names = {"low_pct": "low", "high_pct": "high"}
    return frame.sort_values("rank", kind="stable").rename(columns=names).reset_index(drop=True)


def words_for(probability: float) -> list[str]:
    """Find the words of the US standard whose range holds a probability.

    Args:
        probability: per cent.

    Returns:
        Terms in their order; two where neighbours share this end point, none for 0 and 100.
    """
    frame = us_words()
    return frame.loc[frame["low"].le(probability) & frame["high"].ge(probability), "term"].tolist()


def count_words_at_80() -> int:
    """Return how many words of the US standard hold 80 per cent."""
    return len(words_for(80))


def count_words_inside_80() -> int:
    """Return how many words hold 80 per cent when neither end counts."""
    frame = us_words()
    return int((frame["low"].lt(80) & frame["high"].gt(80)).sum())


def fit(probability, word: str) -> str:
    """Say where a probability and its word do not fit.

    Args:
        probability: number or text, in per cent.
        word: a word of the US standard.

    Returns:
        A sentence, or '' where they fit or one of them is missing.
    """
    value, frame = parse_number(probability), us_words().set_index("term")
    if value is None or word not in frame.index:
        return ""
    if not 0 <= value <= 100:
        return f"The probability {probability} lies outside 0 to 100 per cent."
    low, high = frame.loc[word, ["low", "high"]]
    if low <= value <= high:
        return ""
    right = " or ".join(f"“{term}”" for term in words_for(value))
    right = (
        f"for {value:g} per cent its word is {right}" if right else "it has no word for 0 or 100"
    )
    return f"“{word}” stands for {low:g} to {high:g} per cent in the US standard; {right}."


class NoRowError(ValueError):
    """No row has this id; the message names the nearest."""


@functools.cache
def evidence_rows(table: str) -> pd.DataFrame:
    """Return a table in the columns that all evidence has."""
    key, what, who, when = ROWS[table]
    frame = data.table(table)
    frame = frame.assign(id=frame[key], table=table, what=frame[what], side=_side(table, frame))
    frame["who"] = frame[who] if who else "the course, from the sources cited"
    text = f"{when}_text" if f"{when}_text" in frame else when
    frame["when"] = frame[text] if when else ""
    if table == "provisions":
        treaties = data.table("treaties").set_index("treaty_id")
        frame["who"] = "text of " + frame["treaty_id"].map(treaties["short_name"])
        frame["when"] = frame["treaty_id"].map(treaties["signed"])
    elif table == "views":
        frame["who"] += ", " + frame["institution"]
    elif table == "exchange_values":
        low, high = frame["value_low"].map(figures.words), frame["value_high"].map(figures.words)
        frame["what"] += ", " + frame["period"] + ": " + low + " to " + high + " " + frame["unit"]
    frame["when"] = frame["when"].map(figures.words)
    frame["grade"] = (
        frame["evidence_grade"].astype(str) if "evidence_grade" in frame else "not graded"
    )
    frame["origin"] = frame["origin_id"] if "origin_id" in frame else frame["id"]
    for column in ("who", "what", "origin", "source_ids"):
        frame[column] = frame[column].fillna("not named" if column == "who" else "").astype(str)
    if "verified" not in frame:
        frame["verified"] = True
    names = ["id", "table", "what", "who", "when", "side", "grade", "origin", "verified"]
    states = [c for c in ("actors", "from", "to", "principal", "ally", "partner") if c in frame]
    frame["states"] = frame[states].fillna("").agg(";".join, axis=1) if states else ""
    return frame[[*names, "states", "source_ids"]]


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
    return {_key(row["id"]): row for t in ROWS for row in evidence_rows(t).to_dict("records")}


def _key(text) -> tuple[str, int]:
    """Return letters and number of an id: 'EV 94' and 'ev094' are one."""
    found = re.fullmatch(r"\s*\[?([A-Za-z]{1,3})[\s._-]*0*(\d{1,4})\]?\s*", str(text))
    return (found[1].lower(), int(found[2])) if found else (str(text).strip().lower()[:40], -1)


def resolve(row_id: str) -> dict:
    """Find a row of the tables by its id, as people write it.

    Args:
        row_id: such as 'ev094', 'T158', 'pv004', 'st08', 'V04', 'ch08', 'E14', 'iv01', 'xv01'.

    Returns:
        A dict with id, table, what, who, when, side (for, mixed or against cohesion, by our
        codes), grade, origin, verified, states and source_ids.

    Raises:
        NoRowError: no such row; the message names the nearest.
    """
    rows, key = _index(), _key(row_id)
    if key in rows:
        return rows[key]
    alike = sorted((abs(k[1] - key[1]), k) for k in rows if k[0] == key[0] and key[1] >= 0)
    near = [rows[k]["id"] for _, k in alike[:3]]
    if not near:
        ids = {row["id"].lower(): row["id"] for row in rows.values()}
        near = [ids[i] for i in difflib.get_close_matches(key[0], ids, n=3, cutoff=0.1)]
    hint = f" The nearest are {', '.join(near)}." if near else " Write an id such as ev094 or T158."
    raise NoRowError(f"There is no row “{plain(row_id)[:40]}”.{hint}")


def chosen(briefing: dict) -> dict[int, dict]:
    """Find the rows that a briefing names.

    Args:
        briefing: texts by the names of FIELDS.

    Returns:
        {number in brackets: row as from `resolve`}; unknown ids are left out.
    """
    found = {}
    for place, slot in enumerate(SLOTS, 1):
        try:
            if briefing.get(slot):
                found[place] = resolve(briefing[slot])
        except NoRowError:
            continue
    return found


def sentences(text: str) -> list[str]:
    """Part a text into sentences.

    Args:
        text: any text.

    Returns:
        Its sentences, in order.
    """
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


def parts(sentence: str) -> dict[str, bool]:
    """Say which parts a sentence has.

    Args:
        sentence: any text.

    Returns:
        Truth by part: number, claimant (who says so, or a marker such as [1]), date (a year) and
        range (two ends, or words such as 'at least').
    """
    rest = re.sub(_NO_COUNT, " ", sentence, flags=re.I)
    return {
        "number": bool(re.search(r"\d", rest)),
        "claimant": bool(re.search(_CLAIMED, sentence, re.I)),
        "date": bool(re.search(r"\b(?:19|20)\d\d\b", sentence)),
        "range": bool(re.search(_RANGED, sentence, re.I)),
    }


def missing(briefing: dict) -> list[str]:
    """Name the fields that a briefing still lacks.

    Args:
        briefing: texts by the names of FIELDS.

    Returns:
        Their labels, in order.
    """
    return [FIELDS[name].split(",")[0] for name in NEEDED if not plain(briefing.get(name))]


def review(briefing: dict) -> list[str]:
    """Read a briefing as a friendly editor would.

    Args:
        briefing: texts by the names of FIELDS; any may be missing.

    Returns:
        Sentences, each with one thing to look at again; empty where nothing was found. The check
        reads words: it cannot tell whether they are true.
    """
    texts = {name: str(briefing.get(name) or "") for name in FIELDS}
    found = []
    if lacking := missing(texts):
        found.append(f"Still empty: {'; '.join(lacking)}.")
    found += _review_probability(texts)
    for name in LONG:
        found += _review_words(texts[name], counted=name not in ("judgment", "why"))
    found += _review_evidence(texts)
    if texts["judgment"] and not parts(texts["judgment"])["date"]:
        found.append("The key judgment names no year. By when could a reader check it?")
    if texts["as_of"] and not parts(texts["as_of"])["date"]:
        found.append("The date of the data has no year. The lessons' cards say where tables end.")
    return found


def _review_probability(texts) -> list[str]:
    found = []
    value = parse_number(texts["probability"])
    if texts["probability"] and value is None:
        found.append(f"“{texts['probability'][:40]}” is not a number. Write digits, such as 70.")
    if note := fit(texts["probability"], texts["word"]):
        found.append(note)
    if value in (0, 100):
        found.append("0 and 100 per cent leave no room for error. Is there none?")
    terms = "|".join(map(re.escape, us_words()["term"])) + r"|probab\w+|\d ?%|per cent"
    for sentence in [*sentences(texts["judgment"]), *sentences(texts["why"])]:
        if re.search(r"\bconfiden", sentence, re.I) and re.search(terms, sentence, re.I):
            found.append(
                "Confidence and probability stand in one sentence. Keep them apart: one is about "
                "the basis of the judgment, the other about the event."
            )
    return found


def _review_words(text, counted) -> list[str]:
    found = []
    for sentence in sentences(text):
        short = f"“{shortened(sentence, 70)}”"
        has = parts(sentence)
        if counted and has["number"]:
            needs = {"claimant": "who says so", "date": "when", "range": "how wide the range is"}
            lacks = [words for part, words in needs.items() if not has[part]]
            if lacks:
                found.append(f"A number in {short} does not say {', or '.join(lacks)}.")
        if re.search(r"\bpro(?:of|ve[sdn]?)\b", sentence, re.I):
            found.append(f"{short} speaks of proof. Would “suggests” or “fits” be enough?")
        bare = re.sub(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’", " ", sentence)
        loaded = re.search(LOADED, bare, re.I)
        if loaded and "according to" not in sentence.lower():
            found.append(
                f"“{loaded[0]}” is a loaded word. Put it in quotation marks and say whose it is."
            )
    return found


def _review_evidence(texts) -> list[str]:
    found = []
    for slot in SLOTS:
        try:
            if texts[slot]:
                resolve(texts[slot])
        except NoRowError as error:
            found.append(str(error))
    rows = chosen(texts)
    sides = {row["side"] for row in rows.values()}
    if len(rows) >= 2 and len(sides) == 1 and sides != {"mixed"}:
        found.append(
            f"By our codes all your rows speak {sides.pop()} cohesion. Which row would the other "
            "side name first?"
        )
    origins = [row["origin"] for row in rows.values()]
    if len(set(origins)) < len(origins):
        found.append("Two of your rows are one statement told twice. Count it once.")
    for place, row in rows.items():
        if row["grade"] == "D":
            found.append(f"[{place}] {row['id']} has grade D, weak or anonymous. Say so.")
        if not row["verified"]:
            found.append(f"[{place}] {row['id']} is marked as not verified. Say so.")
    argued = texts["case"] + texts["counter"]
    unused = [f"[{place}]" for place in rows if f"[{place}]" not in argued]
    if unused and argued:
        found.append(f"{', '.join(unused)} is never used in the case or the counter-argument.")
    return found


def shortened(text, most: int) -> str:
    """Return `text` in one line of at most `most` characters."""
    line = plain(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def plain(text) -> str:
    """Return a text on one line; what is not there is empty."""
    return " ".join(str(text or "").split())
