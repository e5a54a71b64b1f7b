"""The reading edition: linked HTML pages of all lessons that load nothing from the network.

python -m helpers.html_edition          into the folder html/
python -m helpers.html_edition FOLDER

It is made from the notebooks as they are saved, so nothing is run. Questions are those of the bank
and are answered in the page, explorers show their first view, pictures keep their alt text and
their table, and what needs a kernel says so.
"""

import argparse
import ast
import html
import json
import re
import shutil
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from helpers import figures, marks, page_questions, svg, wording

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
NAME = "Shifting Sands"
# Where a browser would load something; a link that the reader follows is none of these.
LOADS = {("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}

HERE = Path(__file__).parent
# What runs in a page, in this order; each adds its part to what the one before has begun.
SCRIPTS = ("wording", "numbers", "judging", "keeping", "sketch", "asking", "html_edition")
# Until the scripts are ready the page is whole without them, and again if one fails at its start.
EARLY = """const root = document.documentElement;
root.classList.add("scripted");
try { root.dataset.theme = localStorage.getItem("shifting-sands:theme") ?? "device"; } catch {}
addEventListener("error", () => globalThis.sandsReady || root.classList.remove("scripted"));"""


@dataclass
class _Lesson:
    """A page in the making: its `body`, what it asks (`held`, by id), where it runs (`live`)."""

    body: str
    held: dict = field(default_factory=dict)
    live: str = ""


class Page(HTMLParser):
    """What a page holds: `ids`, `links` (href), `loads` (what a browser fetches), `alts`."""

    def __init__(self, text):
        """Read the HTML `text`."""
        super().__init__()
        self.ids, self.links, self.loads, self.alts = set(), [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Note what one tag names and points to.

        Args:
            tag: its name.
            attributes: pairs of name and value.
        """
        found = dict(attributes)
        if found.get("id"):
            self.ids.add(found["id"])
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag == "img":
            self.alts.append(found.get("alt"))
        drawn = "sands-picture" in (found.get("class") or "") or found.get("role") == "img"
        if tag == "svg" and drawn:
            self.alts.append(found.get("aria-label"))
        for name, value in attributes:
            if (tag, name) in LOADS and value:
                self.loads.append(value)


def build(folder, live=lambda stem: "", front="index.html"):
    """Write the edition.

    Args:
        folder: where it goes; made if missing. Pages of an earlier build are replaced, other
            files stay.
        live: takes the stem of a notebook's name and returns the address at which it runs, or ''.
        front: the address to which the link to all lessons leads.

    Returns:
        The paths of the pages, the front page first.

    Raises:
        FileExistsError: the folder holds something else than an earlier build.
    """
    folder, notebooks = Path(folder), _notebooks()
    known = {"index.html", "data.html", *notebooks}
    strange = [path.name for path in folder.glob("*.html") if path.name not in known]
    if folder.is_dir() and (strange or (any(folder.iterdir()) and not _ours(folder))):
        what = f"such as {strange[0]}" if strange else "and no earlier edition"
        raise FileExistsError(f"{folder} holds other files, {what}. Name an empty folder.")
    pages = _bodies(notebooks, live)
    titles = {name: _title(page.body) for name, page in pages.items()}
    names = list(pages)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "images").mkdir(exist_ok=True)
    for picture in sorted((NOTEBOOKS / "images").glob("*.*")):
        shutil.copyfile(picture, folder / "images" / picture.name)
    places = []
    for name, page in pages.items():
        page.body = _relinked(page.body, set(names))
        for asked in page.held.values():
            if asked.get("look"):
                asked["look"] = _relinked(asked["look"], set(names))
        places += _places(name, titles[name], page.body)
        with wording.speaking(_language(name, notebooks)):
            text = _page(name, page, titles, names, front)
        (folder / name).write_text(text, "utf-8", newline="\n")
    (folder / "search.js").write_text(_search(places), "utf-8", newline="\n")
    return [folder / name for name in names]


def faults(folder):
    """Check an edition: links inside it, what it would load, alt texts.

    Args:
        folder: where the edition stands.

    Returns:
        A list of sentences, one a fault; empty if there is none.
    """
    folder, said = Path(folder), []
    pages = {path.name: Page(path.read_text("utf-8")) for path in sorted(folder.glob("*.html"))}
    for name, page in pages.items():
        for address in [*page.links, *page.loads]:
            parts = urlsplit(address)
            if parts.scheme in ("data", "mailto"):
                continue
            if parts.scheme:
                if address in page.loads:
                    said.append(f"{name} would load {address} from the network")
                continue
            target = unquote(parts.path) or name
            if not (folder / target).is_file():
                said.append(f"{name} links to {target}, which is not there")
            elif parts.fragment and unquote(parts.fragment) not in pages[target].ids:
                said.append(f"{name} links to #{parts.fragment}, which {target} does not have")
        if any(not alt or alt.startswith("No description") for alt in page.alts):
            said.append(f"{name} has a picture without alt text")
    return said


# --- the parts of a page --------------------------------------------------------------------------


def _ours(folder):
    index = folder / "index.html"
    return index.is_file() and f'content="{NAME}"' in index.read_text("utf-8", errors="replace")


def _notebooks():
    """Return {name of a page: (path of its notebook, its language or "")}."""
    lessons = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    paths = [*lessons, NOTEBOOKS / "my-work.ipynb", NOTEBOOKS / "glossary.ipynb"]
    found = {f"{path.stem}.html": (path, "") for path in paths}
    for path in sorted(NOTEBOOKS.glob("*/[0-9][0-9]-*.ipynb")):
        code = path.parent.name
        found[f"{path.stem}.{code}.html"] = path, code  # 03-treaties.de.html
    return found


def _language(name, notebooks):
    """Return the language of a page: that of its notebook, or the one that is set."""
    return notebooks.get(name, ("", ""))[1] or wording.language()


def _bodies(notebooks, live):
    """Return {name of a page: its `_Lesson`}; only lessons in the language that is set run live."""
    pages = {
        "index.html": _Lesson(_markdown(ROOT / "README.md")),
        "data.html": _Lesson(_dictionary()),
    }
    for name, (path, code) in notebooks.items():
        with wording.speaking(_language(name, notebooks)):  # what the marks of its pictures say
            pages[name] = _lesson(path, "" if code else live(path.stem))
    return pages


def _lesson(path, live=""):
    sys.modules.setdefault("rfc3987_syntax", None)
    import nbformat

    page = _Lesson("", live=live)
    cells = nbformat.read(path, as_version=4).cells
    page.body = "\n".join(_cell(cell, page) for cell in cells)
    return page


def _cell(cell, page):
    if cell.cell_type == "markdown":
        return _from_markdown(_for_readers(cell.source))
    shown = "\n".join(_output(output, page) for output in cell.outputs)
    if not cell.source.strip():
        return shown
    call = _last_call(cell.source)
    if (asked := _in_page(call, shown, page)) is not None:
        return asked
    if _called(call) == "check":
        shown = page_questions.solution(_given(call)[0])
    code = _code(cell.source)
    # What a lesson folds is plumbing to who reads.
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        named = html.escape(wording.say("html_edition.cell.code"))
        code = f'<details class="code"><summary>{named}</summary>{code}</details>'
    return f"{code}\n{shown}"


# --- what a cell asks -----------------------------------------------------------------------------


def _for_readers(source):
    """Leave out what only whoever runs the lesson needs: how it wakes up, and its set-up."""
    told = wording.words("html_edition.leave")
    source = re.sub(rf"^\*\*{re.escape(told.back)}\*\*.*$", "", source, flags=re.MULTILINE)
    return source.partition(f"## {told.setup}\n")[0]


def _last_call(source):
    """Return the call in the last line of a cell; None where there is none."""
    try:
        last = getattr(ast.parse(source).body[-1], "value", None)
    except SyntaxError:  # a learner's own copy may hold anything
        return None
    return last if isinstance(last, ast.Call) else None


def _called(node):
    return getattr(getattr(node, "func", None), "id", "")


def _given(call):
    return [one.value for one in call.args if isinstance(one, ast.Constant)]


def _in_page(call, shown, page):
    """Return the page's HTML for a call of ask, predict, after or estimate, None for others."""
    name, given = _called(call), _given(call) if call else []
    if name == "ask":
        return "".join(_held(page_questions.question(one), page) for one in given)
    if name == "estimate":
        return _held(page_questions.estimate(given[0]), page)
    if name == "predict":
        words = wording.say("questions.question.skip")
        asked = _held(page_questions.question(given[0]), page)
        return asked + _gate(given[0], words, _folded(shown, words))
    if name == "after":
        words = wording.say("forms.veil.skip")
        behind = _behind(call.args[1], _folded(shown, words), page)
        return _veil(given[0]) + _gate(given[0], words, behind)
    return None


def _behind(node, shown, page):
    """Return what waits for an answer, with its questions, which stand last, made anew."""
    parts = node.elts if isinstance(node, ast.List) else [node]
    asked = [one for one in parts if _called(one) == "ask"]
    if not asked:
        return shown
    first = f"<p><strong>{wording.say('questions.question.head', id=_given(asked[0])[0])}"
    return shown.partition(first)[0] + "".join(_in_page(one, "", page) for one in asked)


def _held(held, page):
    page.held[held.facts["id"]] = held.facts
    return held.html


def _folded(shown, words):
    """Return what a saved lesson keeps in the fold with these words on it, or ''."""
    start = f"<details><summary>{html.escape(words)}</summary>"
    return shown.partition(start)[2].rpartition("</details>")[0]


def _veil(question_id):
    told = html.escape(page_questions.held_back(question_id))
    link = f'<a href="#question-{question_id}">'
    return f'<p class="veil" data-gate="{question_id}">{link}{told}</a></p>'


def _gate(question_id, words, inside):
    if not inside:
        return ""
    named = html.escape(words)
    fold = f'<details class="gate" data-gate="{question_id}"><summary>{named}</summary>'
    return f"{fold}{inside}</details>"


def _code(source):
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    marked = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre class="highlight">{marked}</pre>'


def _output(output, page):
    if output.output_type == "stream":
        return f"<pre>{html.escape(output.text)}</pre>"
    shown = output.get("data", {})
    if "text/html" in shown:
        told = wording.words("html_edition.cell")
        way = told.live if page.live else told.read
        text = shown["text/html"].replace(f"<p>{told.run}", f'<p class="wake">{told.run}')
        return figures.answering(text.replace(told.run, way))
    if "text/markdown" in shown:
        return _from_markdown(shown["text/markdown"])
    return f"<pre>{html.escape(shown.get('text/plain', ''))}</pre>"


def _from_markdown(text):
    from nbconvert.filters import markdown2html

    return re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", markdown2html(text))


def _markdown(path):
    return _from_markdown(path.read_text("utf-8"))


def _dictionary():
    return _markdown(ROOT / "data" / "README.md")


def _title(body):
    found = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.DOTALL)
    return html.unescape(re.sub("<[^>]+>", "", found.group(1))) if found else NAME


def _relinked(body, names):
    """Point links at pages of the edition; of a link that leads out of it, keep the words."""

    def link(found):
        address, words = html.unescape(found.group(2)), found.group(4)
        parts = urlsplit(address)
        if parts.scheme or not parts.path:
            return found.group(0)
        path = Path(unquote(parts.path))
        name = path.name.replace(".ipynb", ".html")
        translated = f"{path.stem}.{path.parent.name}.html"
        name = translated if translated in names else name
        name = "data.html" if parts.path == "data/README.md" else name
        if name not in names:
            return words
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        return f'<a{found.group(1)} href="{name}{anchor}"{found.group(3)}>{words}</a>'

    body = re.sub(r'<a\b([^>]*?) href="([^"]*)"([^>]*)>(.*?)</a>', link, body, flags=re.DOTALL)
    body = body.replace('src="notebooks/images/', 'src="images/')
    # Ids and the links to them, once in the same spelling.
    body = re.sub(r' id="([^"]*)"', lambda m: f' id="{html.escape(unquote(m.group(1)))}"', body)
    # A header cell without a word is nothing to who hears the table.
    return re.sub(r"<th>\s*</th>", "<td></td>", body)


def _page(name, page, titles, names, front):
    told = wording.words("html_edition.page", live=page.live)
    title = titles[name] if name == "index.html" else f"{titles[name]} · {NAME}"
    body, contents = _anchored(page.body)
    is_lesson = name not in ("index.html", "data.html")
    main = f"{_note(told, page) if is_lesson else ''}\n{body}\n{_answers(page)}"
    if name == "data.html":  # its tables need the whole width
        main, contents = f"{contents}\n{main}", ""
    steps = _steps(name, titles, names, told)
    return f"""<!DOCTYPE html>
<html lang="{wording.language_tag()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="{NAME}">
<link rel="icon" href="data:,">
<title>{html.escape(title)}</title>
<script>{EARLY}</script>
<style>{_style()}</style>
{marks.STYLE}
</head>
<body>
{_header(told, front)}
<div class="page">
{contents}
<main id="main">
<div id="found"></div>
{main}
</main>
</div>
<footer><nav aria-label="{html.escape(told.lessons)}"><ul>{steps}</ul></nav></footer>
{_data("sands-facts", page_questions.spoken())}
{_data("sands-questions", page.held)}
<script>{_script()}</script>
</body>
</html>
"""


def _header(told, front):
    """Return the way to the text, to the other pages, and the tools."""
    pages = {other: f"{other}.html" for other in told.links} | {"index": front}
    links = "".join(f"<li>{_link(pages[other], word)}</li>" for other, word in told.links.items())
    return (
        f'<header><a class="skip" href="#main">{html.escape(told.skip)}</a>\n'
        f'<nav aria-label="{html.escape(told.edition)}"><ul>{links}</ul></nav>\n{_tools()}</header>'
    )


def _steps(name, titles, names, told):
    """Return links to the lesson before and the one after."""
    chain = [one for one in names if one.count(".") == 1]  # a translation is no step of it
    place = chain.index(name) if name in chain else 0
    return "".join(
        f"<li>{told.tell(way, link=_link(chain[at], titles[chain[at]]))}</li>"
        for way, at in (("before", place - 1), ("next", place + 1))
        if place >= 2 and 2 <= at < len(chain)
    )


def _note(told, page):
    run = f' <a href="{page.live}">{html.escape(told.run)}</a>' if page.live else ""
    return f'<p class="note">{html.escape(told.note)}{run}</p>'


def _tools():
    """Return the box for searching and the choice of colours; both need a script."""
    look = wording.words("pages.look")
    label = html.escape(wording.say("pages.search.label"))
    choices = "".join(
        f'<option value="{way}">{html.escape(look.tell(way))}</option>'
        for way in ("device", "light", "dark")
    )
    return (
        '<form id="search" role="search" class="needs-script">'
        f'<label>{label} <input type="search" autocomplete="off"></label></form>'
        f'<label class="needs-script">{html.escape(look.theme)} '
        f'<select id="theme">{choices}</select></label>'
    )


def _answers(page):
    if not page.held:
        return ""
    told = wording.words("pages.files", live=page.live)
    said = "".join(f"<p>{html.escape(line)}</p>" for line in (told.rules, told.between))
    return (
        f'<section id="answers" class="answers"><h2>{html.escape(told.heading)}</h2>{said}'
        f'<p class="unscripted">{html.escape(told.unscripted)}</p></section>'
    )


_HEADING = re.compile(r'<h([23])([^>]*) id="([^"]*)"([^>]*)>(.*?)</h\1>', re.DOTALL)


def _anchored(body):
    """Return a page with a link at each heading, and the contents made of those of the second."""
    look, items = wording.words("pages.look"), []

    def link(found):
        level, before, anchor, after, words = found.groups()
        plain = re.sub("<[^>]+>", "", words)
        if level == "2":
            items.append(f'<li><a href="#{anchor}">{plain}</a></li>')
        named = html.escape(look.tell("permalink", heading=html.unescape(plain)))
        mark = f'<a class="permalink" href="#{anchor}" aria-label="{named}">#</a>'
        return f'<h{level}{before} id="{anchor}"{after}>{words}{mark}</h{level}>'

    body = _HEADING.sub(link, body)
    if len(items) < 3:
        return body, ""
    named = html.escape(look.contents)
    listed = f'<nav aria-label="{named}"><ol>{"".join(items)}</ol></nav>'
    return body, f'<details class="contents"><summary>{named}</summary>{listed}</details>'


# --- what makes a page answer ---------------------------------------------------------------------


def _style():
    from pygments.formatters import HtmlFormatter

    style = (HERE / "html_edition.css").read_text("utf-8")
    return svg.in_both_themes(style + HtmlFormatter().get_style_defs(".highlight"))


def _script():
    """Return the scripts of a page as one; each in a block of its own, the sketch not exported."""
    texts = [(HERE / f"{name}.js").read_text("utf-8") for name in SCRIPTS]
    at = SCRIPTS.index("sketch")  # a module elsewhere
    texts[at] = "{" + re.sub("export default .*", "sands.sketch = { render };", texts[at]) + "}"
    bare = re.sub(r"^\s*//.*\n", "", "".join(texts), flags=re.MULTILINE)
    return re.sub(r"\n\s+", "\n", bare) + "globalThis.sandsReady = true;"


def _data(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'<script id="{name}" type="application/json">{text}</script>'


def _places(name, title, body):
    """Return what can be found in a page: a place for each heading, without what is folded."""
    found = []
    for part in re.split(r"(?=<h[123][^>]* id=)", _unfolded(body)):
        heading = re.match(r'<h[123][^>]* id="([^"]*)"[^>]*>(.*?)</h[123]>(.*)', part, re.DOTALL)
        if heading:
            anchor, words, text = heading.groups()
            place = {"page": name, "anchor": html.unescape(anchor), "title": title}
            found.append(place | {"heading": _bare(words), "text": _bare(text)})
    return found


_NOT_FOUND = re.compile(r"(</?(?:details|section|style|svg|table|pre|figure)\b[^>]*>)")


def _unfolded(body):
    """Return a page without its folds, questions, tables and pictures, whatever lies in them."""
    kept, depth = [], 0
    for part in _NOT_FOUND.split(body):
        tag = _NOT_FOUND.fullmatch(part)
        if not tag:
            kept += [] if depth else [part]
        else:
            depth = max(depth - 1, 0) if part.startswith("</") else depth + 1
    return " ".join(kept)


def _bare(text):
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", text)).split())


def _search(places):
    """Return the script that searches: the library, the places, and how they are weighed."""
    library, ours = ((HERE / name).read_text("utf-8") for name in ("minisearch.js", "search.js"))
    listed = json.dumps(places, ensure_ascii=False, separators=(",", ":"))
    return f"{library}\nsands.places = {listed};\n{ours}"


def _link(page, words):
    return f'<a href="{page}">{html.escape(words)}</a>'


def main(arguments=None):
    """Write and check the edition that the command line asks for.

    Args:
        arguments: the words of the command line; those of this process if None.

    Returns:
        0 if all went well; 1 if the folder is taken or the edition has a fault.
    """
    parser = argparse.ArgumentParser(prog="html", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "html")
    folder = parser.parse_args(arguments).folder
    try:
        pages = build(folder)
    except FileExistsError as error:
        print(error, file=sys.stderr)
        return 1
    wrong = faults(folder)
    for fault in wrong:
        print(fault, file=sys.stderr)
    print(f"{len(pages)} pages; open {pages[0]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
