"""An article and its row in the store."""

from collections.abc import Sequence
from typing import Any

from rag.errors import IndexBroken
from rag.index.packing import fingerprint, wording
from rag.index.rows import REBUILD, known_date
from rag.types import Article, Listed


def row_of(key: int, file: str, article: Article) -> tuple[object, ...]:
    """The row of an article that comes from a file, its text left out."""
    return (
        key, file, fingerprint(article), article.id, article.title, len(article.text),
        article.published and article.published.isoformat(), article.published_from, article.author, article.source,
        article.url, article.lang, article.modified and article.modified.isoformat(), "\n".join(article.tags),
        wording(article.text),
    )  # fmt: skip


def article_of(row: Sequence[Any], text: str) -> Article:
    """The article of a row and its text. Raises ``IndexBroken`` for what is no date or no text, as all here do."""
    _, _, _, identifier, title, _, day, origin, author, source, url, lang, modified, tags, _ = row
    return Article(
        identifier, title, text, known_date(day), origin, author, source, url, lang, known_date(modified), tags_of(tags)
    )


def listed_of(row: Sequence[Any]) -> Listed:
    """The article of a row, as a list has it."""
    _, file, _, identifier, title, characters, day, origin, author, source, url, lang, modified, tags, _ = row
    day, modified, tags = known_date(day), known_date(modified), tags_of(tags)
    return Listed(identifier, title, day, origin, author, source, url, lang, characters, file, modified, tags)


def tags_of(tags: object) -> tuple[str, ...]:
    """Tags as a row has them."""
    return tuple(filter(None, text_of(tags).split("\n")))


def text_of(value: object) -> str:
    """A name as a row has it."""
    if not isinstance(value, str):
        raise IndexBroken(f"The index holds {value!r:.50} where a name belongs: {REBUILD}.")
    return value
