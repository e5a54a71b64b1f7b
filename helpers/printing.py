"""Print hand-outs to files: PDF by a Chromium of this machine, else pages to print.

python -m helpers.printing 4                      lesson 4, into the folder print/lesson-4
python -m helpers.printing 4 --paper letter       on Letter
python -m helpers.printing 4 --folder FOLDER
python -m helpers.printing crisis                 the crisis in ninety minutes
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers import bank, crisis, data, handouts, wording

BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"),
    *("msedge", "microsoft-edge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
PATIENCE = 180  # seconds for one page


def _say(message: str, **facts) -> str:
    return wording.say(f"handouts.print.{message}", **facts)


def find_browser() -> str:
    """Return the path of a browser that can print a page, or ''.

    The variable SANDS_BROWSER names one, or is 'off'.
    """
    wanted = os.environ.get("SANDS_BROWSER", "")
    if wanted == "off":
        return ""
    if wanted not in ("", "required"):
        return shutil.which(wanted) or ""
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF written by Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def to_pdf(browser: str, page: Path) -> Path | None:
    """Print a page to a PDF of the same name beside it.

    Args:
        browser: path of a Chromium.
        page: an HTML file.

    Returns:
        The path of the PDF; None where the browser wrote none.
    """
    made = page.with_suffix(".pdf")
    made.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            *(browser, "--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"),
            *("--disable-background-networking", f"--user-data-dir={profile}"),
            f"--print-to-pdf={made}",
            page.as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # root may not have one
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
    return made if made.is_file() else None


def print_lesson(lesson: int, folder: Path, paper: str = "a4") -> list[str]:
    """Write the hand-outs of a lesson; those of an earlier time are written over.

    Args:
        lesson: 0 to 9.
        folder: where the files go; made if missing.
        paper: 'a4' or 'letter'.

    Returns:
        Sentences: what was written, and what to know of it.

    Raises:
        handouts.HandoutError: a hand-out cannot be made; nothing is written then.
        OSError: the folder cannot be written.
    """
    pages = {part: handouts.page(lesson, part, paper) for part in handouts.parts(lesson)}
    named = {f"lesson-{lesson}-{part}-{paper}": page for part, page in pages.items()}
    names, said = _write(named, folder, [handouts.PAGES[part] for part in pages])
    if strange := handouts.strangers(lesson):
        said.append(_say("not_on_sheet", lesson=lesson, ids=strange))
    where = str(Path(folder).absolute())
    return [_say("written", lesson=lesson, files=names, folder=where), *said]


def print_crisis(folder: Path, paper: str = "a4") -> list[str]:
    """Write the sheets of the crisis in ninety minutes, as `print_lesson` does those of a lesson.

    Args:
        folder: where the files go; made if missing.
        paper: 'a4' or 'letter'.

    Returns:
        Sentences: what was written, and what to know of it.

    Raises:
        handouts.HandoutError: a row is in no table; nothing is written then.
        OSError: the folder cannot be written.
    """
    named = {f"crisis-{part}-{paper}": crisis.page(part, paper) for part in crisis.PAGES}
    names, said = _write(named, folder, list(crisis.PAGES.values()))
    return [_say("crisis", files=names, folder=str(Path(folder).absolute())), *said]


def _write(pages: dict, folder: Path, wanted: list[int]) -> tuple[list[str], list[str]]:
    """Write pages by their names, as PDF where that is possible; return files and what to know."""
    folder = Path(folder).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    browser, names, said = find_browser(), [], []
    for (name, page), planned in zip(pages.items(), wanted, strict=True):
        path = folder / f"{name}.html"
        path.write_text(page, "utf-8", newline="\n")
        made = to_pdf(browser, path) if browser else None
        names.append((made or path).name)
        if made:
            path.unlink()
            if (n := pages_of(made.read_bytes())) != planned:
                said.append(_say("pages", file=made.name, n=n, wanted=planned))
        elif browser:
            said.append(_say("failed", browser=Path(browser).name, file=path.name))
    return names, said if browser else [_say("no_browser")]


def main(arguments=None) -> int:
    """Print what the command line asks for, and say in sentences what came of it.

    Args:
        arguments: the words of the command line; those of this process if None.

    Returns:
        0, or 1 where nothing was printed.
    """
    parser = argparse.ArgumentParser(prog="print", description=__doc__.splitlines()[0])
    parser.add_argument("lesson", metavar="0-9|crisis")
    parser.add_argument("--paper", choices=list(handouts.PAPERS), default="a4")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args(arguments)
    known = handouts.lessons()
    if asked.lesson not in (*map(str, known), "crisis"):
        told = _say("no_lesson", asked=asked.lesson, known=known)
        print(told, file=sys.stderr)
        return 1
    whole = asked.lesson == "crisis"
    name = asked.lesson if whole else f"lesson-{asked.lesson}"
    folder = asked.folder or handouts.ROOT / "print" / name
    try:
        if whole:
            said = print_crisis(folder, asked.paper)
        else:
            said = print_lesson(int(asked.lesson), folder, asked.paper)
    except (handouts.HandoutError, bank.QuestionError, data.DataError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(_say("no_folder", folder=str(folder), why=error.strerror or error), file=sys.stderr)
        return 1
    print("\n".join(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
