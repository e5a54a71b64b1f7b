"""The two model pages of a briefing, made by the course to be marked."""

from __future__ import annotations

from dataclasses import dataclass

from helpers import forms
from helpers.briefing.page import page_one, style
from helpers.measures import briefing as measures
from helpers.wording import say, words

# The words of each model page, and of our reasons for its marks.
MODELS = {
    "a": ("briefing.model_a", "briefing.model_why_a"),
    "b": ("briefing.model_b", "briefing.model_why_b"),
}


def model(page: str) -> dict[str, str]:
    """Return a model briefing, 'a' or 'b', as texts by the names of FIELDS."""
    said = words(MODELS[page][0])
    return {name: said.tell(name) for name in measures.FIELDS if name in said}


@dataclass(frozen=True)
class Pages:
    """The two model pages beside each other, marked as made by the course."""

    def __repr__(self) -> str:
        return say("briefing.models.plain")

    def _repr_html_(self) -> str:
        said = words("briefing.models")
        pages = [page_one(model(p), 3, measures.MODEL_DAY, own=False) for p in measures.MODELS]
        head = f"<style>{style()}</style>{forms.sentences(said.note)}"
        return f'{head}<div class="sands-models">{"".join(pages)}</div>'
