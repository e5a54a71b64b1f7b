"""Write the part of `data/README.md` that describes the tables, from `datapackage.json`.

python data/dictionary.py

Run it after every change of a table or of its description; a test compares the two.
"""

import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
START = "<!-- tables: written by dictionary.py from datapackage.json, do not edit below -->"
TYPES = {
    "date": "date (a year, a month or a day)",
    "period": "date, or from/to",
    "words": "list of words, `;` between",
    "rows": "list of row keys or `table:name`, `;` between",
}


def dictionary(folder=HERE):
    """Return the generated part of the data dictionary as Markdown.

    Args:
        folder: folder with `datapackage.json` and the tables.
    """
    folder = Path(folder)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    rows = {resource["name"]: _rows(folder / resource["path"]) for resource in package["resources"]}
    parts = [_overview(package["resources"], rows)]
    parts += [_section(resource, rows[resource["name"]]) for resource in package["resources"]]
    licences = [item for resource in package["resources"] for item in resource["licenses"]]
    places = {_name(item): item["path"] for item in licences}
    parts.append("\n".join(f"[{name}]: {place}" for name, place in sorted(places.items())))
    return "\n".join(parts) + "\n"


def _name(licence):
    return licence.get("name") or licence["title"]


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _overview(resources, rows):
    lines = ["| table | what | rows | reaches |", "| --- | --- | ---: | --- |"]
    lines += [
        f"| [{r['name']}](#{r['name']}) | {r['title']} | {rows[r['name']]} | {r['as_of'] or '-'} |"
        for r in resources
    ]
    return "\n".join(lines) + "\n"


def _section(resource, rows):
    schema = resource["schema"]
    links = {
        reference["fields"][0]: reference["reference"]["resource"] or resource["name"]
        for reference in schema.get("foreignKeys", [])
    }
    licences = "; ".join(f"[{_name(item)}]" for item in resource["licenses"])
    lines = [
        f"## {resource['name']}",
        "",
        f"**{resource['title']}.** {resource['description']}",
        "",
        f"- Rows: {rows}. Key: {' + '.join(f'`{c}`' for c in schema['primaryKey'])}.",
        f"- Covers: {resource['coverage'] or 'all lessons'}."
        + (f" Reaches: {resource['as_of']}." if resource["as_of"] else ""),
        f"- Licence: {licences}. {resource['terms']}",
    ]
    lines += [f"- Caution: {caveat}" for caveat in resource["caveats"]]
    lines += [
        "",
        "| column | type | unit | range or values | example | empty | meaning |",
        "|-|-|-|-|-|-|-|",
    ]
    lines += [_column(field, links.get(field["name"])) for field in schema["fields"]]
    return "\n".join(lines) + "\n"


def _column(field, link):
    limits = field.get("constraints", {})
    items = field.get("sands:items", "")
    kind = TYPES.get(field.get("sands:type") or items, field["type"])
    if field["type"] == "boolean":
        kind, values = "yes or no", ""
    elif "enum" in limits:
        kind = "ordered category" if field.get("sands:ordered") else "category"
        values = ", ".join(limits["enum"])
    elif "minimum" in limits:
        values = f"{limits['minimum']} to {limits['maximum']}"
    elif link:
        values = f"key of [{link}](#{link})"
    elif "." in items:
        target = items.split(".")[0]
        kind, values = "list, `;` between", f"keys of [{target}](#{target})"
    else:
        values = ""
    cells = [
        f"`{field['name']}`",
        kind,
        field.get("sands:unit", ""),
        values,
        _short(field.get("example", "")),
        "never" if limits.get("required") else "where unknown",
        field["description"],
    ]
    # Without blanks, which nobody sees: there are hundreds of rows.
    return "|" + "|".join(cell.replace("|", "\\|") for cell in cells) + "|"


def _short(text, most=48):
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"


def main():
    """Rewrite the generated part of `README.md`."""
    path = HERE / "README.md"
    kept = path.read_text(encoding="utf-8").split(START)[0]
    path.write_text(f"{kept}{START}\n\n{dictionary()}", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
