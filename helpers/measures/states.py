"""The states of the course: the four and their pairs."""

from __future__ import annotations

THE_FOUR = ("RUS", "IRN", "PRK", "CHN")
