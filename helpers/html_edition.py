"""The reading edition: linked HTML pages of all lessons that load nothing from the network.

python -m helpers.html_edition          into the folder html/
python -m helpers.html_edition FOLDER

It is made from the notebooks as they are saved, so nothing is run. Explorers show their first
view, pictures keep their alt text and their table, and what needs a kernel says so.
"""

import argparse
import html
import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from helpers import figures, marks, svg, wording

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
NAME = "Shifting Sands"
# Where a browser would load something; a link that the reader follows is none of these.
LOADS = {("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}

STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; background: #FBFAF7; color: #1E2530;
  font: 1.0625rem/1.6 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-bottom: 3rem; }
p, li, h1, h2, h3 { max-width: 44rem; }
h1 { font-size: 2rem; line-height: 1.25; }
h2 { font-size: 1.45rem; line-height: 1.3; margin-top: 2.6rem; }
a { color: #0B4F5C; text-decoration: underline; }
a:focus-visible, summary:focus-visible {
  outline: 3px solid #B5471F; outline-offset: 2px; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
.note { border-left: .3rem solid #8A8F98; padding: .1rem 1rem; background: #F0EDE4; }
img { max-width: 100%; height: auto; }
figure { margin: 1.5rem 0; }
figcaption { max-width: 50rem; }
table { border-collapse: collapse; font-size: .95rem; margin: .8rem 0; }
th, td { border-bottom: 1px solid #D9D6CE; padding: .3rem .7rem; text-align: left;
  vertical-align: top; overflow-wrap: break-word; }
summary { cursor: pointer; color: #0B4F5C; padding: .2rem 0; }
pre { background: #FFFFFF; border: 1px solid #D9D6CE; padding: .7rem 1rem; font-size: .95rem;
  line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font-family: "DejaVu Sans Mono", Consolas, Menlo, monospace; }
@media (max-width: 40rem) {
  th, td { padding: .3rem .35rem; overflow-wrap: anywhere; hyphens: auto; }
  tr > :first-child:not(:has(code)) { overflow-wrap: break-word; }
}
@media print { :root { color-scheme: light; } }
@media print { nav, .skip, .note { display: none; } a { color: inherit; } }
"""


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
        if tag == "svg" and "sands-picture" in (found.get("class") or ""):
            self.alts.append(found.get("aria-label"))
        for name, value in attributes:
            if (tag, name) in LOADS and value:
                self.loads.append(value)


def build(folder):
    """Write the edition.

    Args:
        folder: where it goes; made if missing. Pages of an earlier build are replaced, other
            files stay.

    Returns:
        The paths of the pages, the front page first.

    Raises:
        FileExistsError: the folder holds something else than an earlier build.
    """
    folder = Path(folder)
    pages, spoken = _bodies()
    strange = [path.name for path in folder.glob("*.html") if path.name not in pages]
    if folder.is_dir() and (strange or (any(folder.iterdir()) and not _ours(folder))):
        what = f"such as {strange[0]}" if strange else "and no earlier edition"
        raise FileExistsError(f"{folder} holds other files, {what}. Name an empty folder.")
    titles = {name: _title(body) for name, body in pages.items()}
    names = list(pages)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "images").mkdir(exist_ok=True)
    for picture in sorted((NOTEBOOKS / "images").glob("*.*")):
        shutil.copyfile(picture, folder / "images" / picture.name)
    for name, body in pages.items():
        with wording.speaking(spoken.get(name, wording.language())):
            page = _page(name, _relinked(body, set(names)), titles, names)
        (folder / name).write_text(page, "utf-8", newline="\n")
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


def _bodies():
    """Return {name of a page: its HTML}, and {name: language} of the pages in another language."""
    pages = {"index.html": _markdown(ROOT / "README.md"), "data.html": _dictionary()}
    lessons = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    for path in [*lessons, NOTEBOOKS / "my-work.ipynb", NOTEBOOKS / "glossary.ipynb"]:
        pages[f"{path.stem}.html"] = _lesson(path)
    spoken = {}
    for path in sorted(NOTEBOOKS.glob("*/[0-9][0-9]-*.ipynb")):
        code = path.parent.name
        name = f"{path.stem}.{code}.html"  # 03-treaties.de.html
        with wording.speaking(code):  # what the marks of its pictures say
            pages[name], spoken[name] = _lesson(path), code
    return pages, spoken


def _lesson(path):
    sys.modules.setdefault("rfc3987_syntax", None)
    import nbformat

    return "\n".join(map(_cell, nbformat.read(path, as_version=4).cells))


def _cell(cell):
    if cell.cell_type == "markdown":
        return _from_markdown(cell.source)
    shown = "\n".join(map(_output, cell.outputs))
    if not cell.source.strip():
        return shown
    code = _code(cell.source)
    # What a lesson folds is plumbing to who reads.
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        named = html.escape(wording.say("html_edition.cell.code"))
        code = f"<details><summary>{named}</summary>{code}</details>"
    return f"{code}\n{shown}"


def _code(source):
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    marked = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre class="highlight">{marked}</pre>'


def _output(output):
    if output.output_type == "stream":
        return f"<pre>{html.escape(output.text)}</pre>"
    shown = output.get("data", {})
    if "text/html" in shown:
        told = wording.words("html_edition.cell")
        return figures.answering(shown["text/html"].replace(told.run, told.read))
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


def _page(name, body, titles, names):
    from pygments.formatters import HtmlFormatter

    told = wording.words("html_edition.page")
    title = titles[name] if name == "index.html" else f"{titles[name]} · {NAME}"
    chain = [one for one in names if one.count(".") == 1]  # a translation is no step of it
    place = chain.index(name) if name in chain else 0
    is_lesson = name not in ("index.html", "data.html")
    steps = "".join(
        f"<li>{told.tell(way, link=_link(chain[at], titles[chain[at]]))}</li>"
        for way, at in (("before", place - 1), ("next", place + 1))
        if place >= 2 and 2 <= at < len(chain)
    )
    links = "".join(
        f"<li>{_link(f'{other}.html', word)}</li>" for other, word in told.links.items()
    )
    note = f'<p class="note">{html.escape(told.note)}</p>' if is_lesson else ""
    style = HtmlFormatter().get_style_defs(".highlight")
    return f"""<!DOCTYPE html>
<html lang="{wording.language_tag()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="{NAME}">
<title>{html.escape(title)}</title>
<style>{svg.in_both_themes(STYLE + style)}</style>
{marks.STYLE}
</head>
<body>
<header><a class="skip" href="#main">{html.escape(told.skip)}</a>
<nav aria-label="{html.escape(told.edition)}"><ul>{links}</ul></nav></header>
<main id="main">
{note}
{body}
</main>
<footer><nav aria-label="{html.escape(told.lessons)}"><ul>{steps}</ul></nav></footer>
</body>
</html>
"""


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
