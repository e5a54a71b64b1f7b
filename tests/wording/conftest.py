import pytest

from helpers import wording


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Give a function that writes words/NAME.toml, with the language file of the course."""
    place = tmp_path / "words"
    place.mkdir()
    text = (wording.folder() / "language.toml").read_text("utf-8")
    (place / "language.toml").write_text(text, "utf-8")
    monkeypatch.setattr(wording, "ROOT", tmp_path)
    caches = (wording._texts, wording._parsed)

    def forget():
        for cache in caches:
            cache.cache_clear()

    def written(text, name="fruit", where="words"):
        (tmp_path / where).mkdir(parents=True, exist_ok=True)
        (tmp_path / where / f"{name}.toml").write_text(text, "utf-8")
        forget()

    forget()
    yield written
    forget()
