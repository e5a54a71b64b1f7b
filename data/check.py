"""Rules between columns and tables, for whoever edits the tables.

    python data/check.py [FOLDER]

names table, line, column and rule of whatever is broken. What one table says by itself (types,
ranges, words, keys, references) is checked by `helpers.data` whenever it is read.
"""

import itertools
import math
import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

sys.path.append(str(Path(__file__).resolve().parents[1]))  # where `helpers` lies

try:
    from helpers import data
except ModuleNotFoundError as error:
    sys.exit(
        f"This Python has no {error.name}. Use the one of the course, which start.py has set up: "
        ".venv/bin/python data/check.py (on Windows .venv\\Scripts\\python)."
    )

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NAMED_DATE = re.compile(rf"(?:(?:([0-9]{{1,2}}) )?({MONTHS}) )?\b([0-9]{{4}})\b")
ADDRESS = re.compile(r"https?://[^\s\"<>\[\]]+")
DOI = re.compile(r"https://doi\.org/10\.\d{4,9}/[^\s\"<>]+")
# What the rules between tables read
BETWEEN = {
    "sources": ["source_id", "url", "address", "read_at"],
    "un_ukraine_votes": ["resolution", "vote"],
    "un_resolutions": ["resolution", "roll_call", "yes", "no", "abstain", "not_voting"],
    "provisions": ["treaty_id", "obligation", "strength", "alt_strength"],
    "treaties": ["treaty_id", "mutual_defence", "mutual_defence_alt", "signed", "in_force"],
    "stress_tests": ["date", "obligation_treaty_id", "help_expected"],
    "transfers": ["transfer_id", "origin_id"],
}


def check(folder=None):
    """Return all broken rules of all tables as a list of `data.Problem`, empty if all is well.

    First each file by itself, then, if all are sound, the rules between columns and tables: lists
    name rows that exist; low <= value <= high; parts add up; no row is newer than its table says
    it reaches; each source is cited and leads to a page of the kind it names, never to a copy;
    totals of the Assembly equal the votes counted; labels of mutual defence follow from the
    promises; an origin of claims is its own origin; no expectation of help rests on a treaty that
    was signed, or came into force, after the day of the case.

    Args:
        folder: folder with the tables and `datapackage.json`; by default `data/` of this checkout.

    Raises:
        DataError: `datapackage.json` is missing or damaged.
    """
    resources = data.description(folder)
    problems = [problem for name in resources for problem in data.problems(name, folder)]
    if problems:
        return list(dict.fromkeys(problems))
    tables = {name: data.records(name, folder) for name in resources}
    for name, resource in resources.items():
        problems += _broken_lists(name, resource, tables, resources)
        problems += _broken_sums(name, resource["schema"], tables[name])
        problems += _newer_than_said(name, resource, tables[name])
    for table, columns in BETWEEN.items():
        data.needs(resources, table, columns, "a rule between tables")
    for rule in (_uncited, _miscounted, _mislabelled, _wrong_origins, _expected_too_early):
        problems += rule(tables)
    problems += _misdirected(tables["sources"], _field(resources["sources"], "url"))
    return problems


def _broken_lists(name, resource, tables, resources):
    def keys(table):
        column = resources[table]["schema"]["primaryKey"][0]
        return {row[column] for _, row in tables[table]}

    for field in resource["schema"]["fields"]:
        target = field.get("sands:items", "words")
        if target == "words":
            continue
        if target == "rows":
            known = set().union(*map(keys, tables)) | {f"table:{table}" for table in tables}
        else:
            there, _, column = target.partition(".")
            data.needs(resources, there, [column], f"table {name!r}, column {field['name']!r}")
            known = keys(there)
        for line, row in tables[name]:
            for item in sorted(set(row[field["name"]].split(";")) - known - {""}):
                yield data.Problem(name, line, field["name"], f"no such row: {item!r}")


def _broken_sums(name, schema, records):
    for columns in schema.get("sands:bounds", []):
        for line, row in records:
            values = [float(row[column]) for column in columns if row[column]]
            if values != sorted(values):
                yield data.Problem(name, line, columns[0], f"expected {' <= '.join(columns)}")
    for total, *parts in schema.get("sands:sums", []):
        for line, row in records:
            # a part may be empty where reports merge it with the first one
            if row[total] and row[parts[0]]:
                added = sum(float(row[part] or 0) for part in parts)
                if not math.isclose(float(row[total]), added, rel_tol=1e-9):
                    yield data.Problem(name, line, total, f"expected the sum of {', '.join(parts)}")


def _newer_than_said(name, resource, records):
    """Yield rows whose date lies beyond the last date that `as_of` of their table names.

    A month or a year that is named counts to its end, so that "mid-May 2026" covers all of May.
    """
    columns = [f["name"] for f in resource["schema"]["fields"] if f.get("sands:reach")]
    said = resource["as_of"]
    ends = [
        f"{year}-{MONTHS.split('|').index(month) + 1 if month else 12:02}-{int(day or 31):02}"
        for day, month, year in NAMED_DATE.findall(said)
    ]
    if columns and not ends:
        yield data.Problem(name, None, None, "part 'as_of' of its description names no year")
        return
    for column, (line, row) in itertools.product(columns, records):
        newest = row[column].split("/")[-1]
        if newest and data.first_day(newest) > max(ends):
            rule = f"a row newer than its table, which says that it reaches {said!r}"
            yield data.Problem(name, line, column, f"{rule}, found {newest!r}")


def _uncited(tables):
    cited = {
        source
        for name, records in tables.items()
        for _, row in records
        if name != "sources"
        for source in row.get("source_ids", "").split(";")
    }
    for line, row in tables["sources"]:
        if row["source_id"] not in cited:
            yield data.Problem(
                "sources", line, "source_id", f"{row['source_id']!r} is cited by no row"
            )


def _misdirected(sources, field):
    """Yield the sources whose address is not of the kind that the row names."""
    blocked = field.get("sands:blocked", [])
    for line, row in sources:
        url, kind = row["url"], row["address"]
        well = (DOI if kind == "doi" else ADDRESS).fullmatch(url)
        host = (urlsplit(url).hostname or "").rstrip(".") if well else ""
        suffix = next((s for s in blocked if f".{host}".endswith(f".{s}")), None)
        if not kind and (url or row["read_at"]):
            rule = "say what kind of address it is: publisher, record, doi, archive, …"
            yield data.Problem("sources", line, "address", rule)
        elif kind == "copy" and url:
            yield data.Problem(
                "sources", line, "url", "a copy is not linked: it belongs into read_at"
            )
        elif kind and kind != "copy" and not url:
            rule = f"no address of the {kind}: find it, or call the row a copy"
            yield data.Problem("sources", line, "url", rule)
        # the makers of a data set may keep it in a repository; a text that lies there is a copy
        elif suffix and kind != "dataset":
            rule = f"{suffix} holds copies of what others published: give their own address"
            yield data.Problem("sources", line, "url", rule)
        elif url and not well:
            rule = f"expected the address of a {kind}, found {url!r}"
            yield data.Problem("sources", line, "url", rule)


def _field(resource, name):
    return next(field for field in resource["schema"]["fields"] if field["name"] == name)


def _miscounted(tables):
    counted = Counter((row["resolution"], row["vote"]) for _, row in tables["un_ukraine_votes"])
    votes = {"yes": "yes", "no": "no", "abstain": "abstain", "not_voting": "absent"}
    for line, row in tables["un_resolutions"]:
        for column, vote in votes.items():
            found = str(counted[row["resolution"], vote])
            if row["roll_call"] == "yes" and row[column] != found:
                rule = f"total is {row[column]}, un_ukraine_votes has {found}"
                yield data.Problem("un_resolutions", line, column, rule)


def _mislabelled(tables):
    promises = {}
    for _, row in tables["provisions"]:
        promises.setdefault(row["treaty_id"], []).append(row)
    # a treaty whose promises are not coded here keeps its label
    coded = [(line, row) for line, row in tables["treaties"] if row["treaty_id"] in promises]
    labels = {"mutual_defence": "strength", "mutual_defence_alt": "alt_strength"}
    for (line, row), (column, strength) in itertools.product(coded, labels.items()):
        label = _defence_label(promises[row["treaty_id"]], strength)
        if row[column] and row[column] != label:
            rule = f"{row[column]!r} does not follow from the promises, expected {label!r}"
            yield data.Problem("treaties", line, column, rule)


def _defence_label(promises, strength):
    def strongest(*obligations):
        rows = (row for row in promises if row["obligation"] in obligations)
        return max((int(row[strength] or row["strength"] or 0) for row in rows), default=0)

    defence = strongest("defence")
    if defence >= 4:
        return "yes" if defence == 5 else "qualified"
    return "consultation" if strongest("consultation", "neutrality") >= 3 else "none"


def _wrong_origins(tables):
    origins = {row["transfer_id"]: row["origin_id"] for _, row in tables["transfers"]}
    for line, row in tables["transfers"]:
        origin = row["origin_id"]
        if origins[origin] != origin:
            yield data.Problem("transfers", line, "origin_id", f"{origin} is not its own origin")


def _expected_too_early(tables):
    treaties = {row["treaty_id"]: row for _, row in tables["treaties"]}
    for line, row in tables["stress_tests"]:
        treaty = treaties.get(row["obligation_treaty_id"])
        if treaty is None:
            continue
        name, day = treaty["treaty_id"], data.first_day(row["date"])
        if not treaty["signed"] or data.first_day(treaty["signed"]) > day:
            rule = f"{name} was signed after the date of the case"
            yield data.Problem("stress_tests", line, "obligation_treaty_id", rule)
        elif int(row["help_expected"]) > 1 and not (
            treaty["in_force"] and data.first_day(treaty["in_force"]) <= day
        ):
            rule = f"{name} was not in force on the date and cannot raise the code above 1"
            yield data.Problem("stress_tests", line, "help_expected", rule)


def main(arguments):
    """Print each broken rule of the folder named, or of this one; return 1 if there is any."""
    found = check(*arguments[:1])
    print(*(found or ["The tables keep all rules."]), sep="\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
