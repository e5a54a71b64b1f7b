"""The command `start.py export`: writes the bank for a learning platform and says what is not."""

import argparse
import sys
from pathlib import Path

from helpers import bank, wording
from helpers.exporting import gift, moodle, qti
from helpers.exporting.items import OWN, ROOT, items, lesson_of

FORMATS = {"moodle": (moodle, "xml"), "gift": (gift, "txt"), "qti": (qti, "zip")}


def main(arguments=None) -> int:
    """Write the file that the command line asks for.

    Args:
        arguments: the words of the command line; those of this process if None.

    Returns:
        0 if all went well; 1 if nothing could be written or a lecturer's own item is damaged; 2
        if what was asked for is not known.
    """
    asked = _parser().parse_args(arguments)
    known = list(dict.fromkeys(map(lesson_of, bank.bank())))
    wanted = list(dict.fromkeys(asked.lessons or known))
    if strange := [word for word in wanted if word not in (*known, "own")]:
        print(
            wording.say("exporting.command.unknown", word=strange[0], known=known), file=sys.stderr
        )
        return 2
    found, left, faults = _wanted(wanted, asked.own)
    for fault in faults:
        print(fault, file=sys.stderr)
    if found:
        name = f"questions-{'all' if wanted == known else '-'.join(wanted)}"
        print(_write(asked, name, found))
    for line in _reasons(left):
        print(line)
    return 1 if faults or not found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="export", description=wording.say("exporting.command.what")
    )
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("lessons", nargs="*", help=wording.say("exporting.command.lessons"))
    parser.add_argument("--own", type=Path, default=OWN, help=wording.say("exporting.command.own"))
    parser.add_argument("--into", type=Path, default=ROOT / "work/export")
    return parser


def _wanted(wanted, folder: Path) -> tuple[list, list, list]:
    """Return (items, what is left out, faults of a lecturer's own questions in the folder)."""
    faults = []
    found, left = items([q for key, q in bank.bank().items() if lesson_of(key) in wanted])
    if "own" in wanted:
        own, faults = bank.sound(folder)
        if not own and not faults:
            faults = [wording.say("exporting.command.no_own", folder=str(folder))]
        more, too = items(own.values(), own=True)
        found, left = found + more, left + too
    return found, left, faults


def _write(asked, name: str, found) -> str:
    module, ending = FORMATS[asked.format]
    path = asked.into / f"{name}.{asked.format}.{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = module.write(found, wording.say("exporting.command.title"))
    path.write_bytes(content)
    charts = sum(item.picture is not None for item in found) if asked.format != "gift" else 0
    return wording.say(
        "exporting.command.written", path=str(path), n=len(found), charts=charts or None
    )


def _reasons(left) -> list[str]:
    by_reason = {}
    for one in left:
        by_reason.setdefault(one.reason, []).append(one.id)
    reasons = wording.words("exporting.reasons")
    return [
        wording.say("exporting.command.left", ids=ids, n=len(ids), reason=reasons.tell(reason))
        for reason, ids in by_reason.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
