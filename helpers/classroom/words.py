"""How a class is put into words that can be printed and that no table takes for markup."""

from __future__ import annotations

from helpers import figures, wording


def __getattr__(name):
    """Return EXAMPLE when it is asked for: importing reads no file."""
    if name == "EXAMPLE":
        return wording.say("classroom.words.example")
    raise AttributeError(name)


def tidy(text, most: int) -> str:
    """Make any text fit to be printed on one line.

    Args:
        text: anything; it may come from somebody else's file.
        most: characters kept.

    Returns:
        The text without what cannot be printed, and without what a table shows as bold.
    """
    text = str(text)[: 4 * most].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split()).replace("**", "* *")
    return text if len(text) <= most else text[: most - 1] + "…"


def cut(text: str, most: int) -> str:
    """Shorten a text between two words.

    Args:
        text: anything.
        most: characters kept, the mark of a cut included.

    Returns:
        The text on one line.
    """
    return figures.shorten(tidy(text, 2000), most)


def wrapped(text: str, width: int, lines: int) -> str:
    """Break a text into lines.

    Args:
        text: anything.
        width: characters a line.
        lines: at most so many; the last one says that more was there.

    Returns:
        The lines, parted by line breaks.
    """
    return "\n".join(figures.wrap(tidy(text, 500), width, lines))
