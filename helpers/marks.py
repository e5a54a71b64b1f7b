"""What a mark of a chart stands for, in words: a row of a table, told from that table.

A mark carries a key, "events:ev045": the table and the row's own key; parts of a key are joined
by "/" and rows that share one mark by "+". Words are the messages of `data/words/marks.toml`.
"""

from __future__ import annotations

import functools
import json
import re
from html import escape, unescape
from pathlib import Path

from helpers import data, wording

# A vote has no source of its own: it stands under its resolution.
PARENTS = {"un_ukraine_votes": "un_resolutions", "un_coercive_votes": "un_coercive_texts"}
NAMED = 6  # rows of one mark that are named before "and more"
CITED = 3
_STATES = re.compile(r"[A-Z]{3}(;[A-Z]{3})*")


def keys(table: str, rows) -> list[str]:
    """Return the keys of marks.

    Args:
        table: the table whose rows the marks are.
        rows: one row a mark, named by its key; a tuple where a key has parts; a list of these
            where a mark stands for several rows; None for a mark that is no row.

    Returns:
        One key a mark, such as 'events:ev045'; None stays None.
    """
    return [None if row is None else _key(table, row) for row in rows]


def _key(table, row) -> str:
    if isinstance(row, list):
        return f"{table}:" + "+".join(_part(each) for each in row) if row else None
    return f"{table}:{_part(row)}"


def _part(row) -> str:
    return "/".join(map(str, row)) if isinstance(row, tuple) else str(row)


def told(key: str) -> str:
    """Return what a mark says, as HTML.

    Args:
        key: as `keys` writes it.

    Returns:
        A head in bold, sentences and sources; of several rows their heads alone.
    """
    return _told(key, _state(key.partition(":")[0]))


def sources(key: str) -> list[str]:
    """Return the ids of the sources of the rows behind a mark; a summand may have no row."""
    table, _, rows = key.partition(":")
    known = _rows(table, _state(table))
    found = (known[row] for row in rows.split("+") if row in known)
    return data.sources_of(*(row["source_ids"] or [] for row in found))


def _state(table):
    # The words of a row name states and sources, too.
    return *map(data.stamp, (table, "actors", "sources")), wording.language()


@functools.lru_cache(maxsize=4096)
def _told(key, state) -> str:
    table, _, rows = key.partition(":")
    known = _rows(table, state)
    rows = [known[row] for row in rows.split("+") if row in known]
    if not rows:
        return f"<p>{data.safe(wording.say('marks.row.unknown'))}</p>"
    ids = data.sources_of(*(row.get("source_ids") or [] for row in rows))
    if len(rows) > 1:
        heads = [_words(table, row, state).head for row in rows]
        return _told_together(heads) + _cited(tuple(ids), state)
    (row,), said = rows, _words(table, rows[0], state)
    common = wording.words("marks.row", evidence_grade=row.get("evidence_grade"))
    text = [said.text, common.grade, common.unchecked if row.get("verified") is False else ""]
    text = " ".join(data.safe(part) for part in text if part)
    return f"<strong>{data.safe(said.head)}</strong><p>{text}</p>{_cited(tuple(ids), state)}"


def _told_together(heads) -> str:
    said = wording.words("marks.row", n=len(heads))
    named = heads[:NAMED]
    if len(heads) > NAMED:
        named.append(said.tell("more", n=len(heads) - NAMED))
    items = "".join(f"<li>{data.safe(head)}</li>" for head in named)
    return f"<strong>{data.safe(said.several)}</strong><ul>{items}</ul>"


@functools.lru_cache(maxsize=1024)  # marks of one chart often have one source
def _cited(ids, state) -> str:
    said = wording.words("marks.row")
    if not ids:
        return f"<p>{data.safe(said.unsourced)}</p>"
    return f"<p>{said.tell('sources', cited=data.cite(*ids, limit=CITED))}</p>"


def _words(table, row, state):
    names = _names(state)
    said = wording.words(f"marks.{table}")
    codes = said.codes if "codes" in said else {}
    ends = [
        value
        for column, value in row.items()
        if re.fullmatch("(.*_)?(low|high)|rank(_to)?", column)
    ]
    return wording.words(
        f"marks.{table}",
        same=len(ends) == 2 and ends[0] == ends[1],
        **{
            column: codes.get(column, {}).get(str(v), _plain(v, names)) for column, v in row.items()
        },
    )


def _plain(value, names):
    """Return names for codes of states."""
    if isinstance(value, str) and _STATES.fullmatch(value):
        parts = value.split(";")
        if names.keys() >= set(parts):
            return wording.say("marks.row.list").join(names[part] for part in parts)
    return value


@functools.lru_cache(maxsize=64)
def _names(state) -> dict:
    return data.table("actors").set_index("iso3")["short_name"].to_dict()


@functools.lru_cache(maxsize=64)
def _rows(table, state) -> _Rows:
    # Asked once a table: a state looks at the files, and a table of votes has thousands of rows.
    frame = data.table(table)
    treaties = parents = None
    if "treaty_id" in frame and table != "treaties":
        treaties = _rows("treaties", _state("treaties"))
    if table in PARENTS:
        parents = _rows(PARENTS[table], _state(PARENTS[table]))
    return _Rows(frame, data.about(table).key, treaties, parents)


class _Rows:
    """Rows of a table by key, as {column: value}, gaps as None, with what a row belongs to.

    A row is put together when it is asked for: of thousands a chart shows a few.
    """

    def __init__(self, frame, key, treaties, parents):
        self.columns = {column: frame[column].tolist() for column in frame}
        parts = zip(*(map(_part, self.columns[column]) for column in key), strict=True)
        self.places = {"/".join(part): place for place, part in enumerate(parts)}
        self.treaties, self.parents = treaties, parents

    def __contains__(self, key):
        return key in self.places

    def __getitem__(self, key) -> dict:
        from pandas import NA

        place = self.places[key]
        cells = ((column, values[place]) for column, values in self.columns.items())
        # Of all gaps only NA says of itself neither that it is itself nor that it is not.
        row = {column: None if v is NA or v != v else v for column, v in cells}
        if row.get("treaty_id") and self.treaties:
            row["treaty"] = self.treaties[row["treaty_id"]]["short_name"]
        if self.parents:
            row["parent"] = self.parents[row["resolution"]]
            row["source_ids"] = row["parent"]["source_ids"]
        return row


# --- in a page ------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1)
def script() -> str:
    """Return what lets the marks of a figure answer, for its `onpointerover`."""
    text = Path(__file__).with_suffix(".js").read_text("utf-8")
    text = re.sub(r"^\s*//.*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"\s*\n\s*", " ", text).strip()


def answering(svg: str, alt: str) -> str:
    """Return a picture whose marks answer, for a page that may run a script.

    Args:
        svg: as `helpers.svg` writes it, for use alone.
        alt: what the picture shows, in words.

    Returns:
        HTML for the inside of a figure: the picture, the card, the hint and the words.
    """
    from helpers.svg import ALONE

    rows = dict.fromkeys(re.findall(r'data-row="([^"]*)"', svg))
    picture = svg.replace(ALONE, "", 1)
    if not rows:
        role = f'role="img" aria-label="{escape(alt)}" '
        return f'<div class="sands-sheet">{picture.replace("<svg", "<svg " + role, 1)}</div>'
    role = f'role="application" tabindex="0" aria-label="{escape(alt)}" '
    wake = "this.closest('.sands-marks').onpointerover()"
    picture = picture.replace("<svg", f'<svg {role}onfocus="{wake}" ', 1)
    # Whether a table was edited is asked once a picture: a mark each would cost as its words do.
    states = {table: _state(table) for table in {key.partition(":")[0] for key in rows}}
    words = {key: _told(unescape(key), states[key.partition(":")[0]]) for key in rows}
    words = json.dumps(words, ensure_ascii=False)
    words = words.replace("&", "&amp;").replace("'", "&#x27;")
    hint = data.safe(wording.say("marks.row.hint"))
    return (
        f"<div class=\"sands-marks\" data-told='{words}' "
        f'onpointerover="{escape(script())}"><div class="sands-sheet">{picture}</div>'
        f'<div class="sands-told" role="status" hidden></div><p class="sands-hint">{hint}</p></div>'
    )


STYLE = """<style>
.sands-marks{position:relative}
.sands-sheet{overflow-x:auto}
.sands-sheet svg.sands-picture{display:block;width:100%;min-width:var(--sands-least,880px);
  height:auto;max-height:var(--sands-most,none)}
.sands-sheet svg text{pointer-events:none}
.sands-sheet [data-row]{cursor:pointer}
.sands-sheet [data-on]{stroke:#D07A1E!important;stroke-width:3!important;stroke-opacity:1}
.sands-told{position:absolute;z-index:9;box-sizing:border-box;max-width:min(26rem,100%);
  max-height:22rem;overflow:auto;padding:8px 12px;border:1px solid #8A8F98;border-radius:4px;
  background:light-dark(#FFFFFF,#20252C);color:light-dark(#1E2530,#E8E6E1);
  font:14px/1.45 system-ui,"Segoe UI","DejaVu Sans",sans-serif;box-shadow:0 2px 10px #0004}
.sands-told[hidden]{display:none}
.sands-told p,.sands-told ul{margin:4px 0 0}
.sands-told a{color:light-dark(#0B4F5C,#8FC9D6)}
.sands-hint{font-size:85%;margin:2px 0}
@media print{.sands-told,.sands-hint{display:none}.sands-sheet svg.sands-picture{min-width:0}}
</style>"""
