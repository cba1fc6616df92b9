"""What waits for a reader's consent to a change of the corpus, and what of it can be taken back. Values alone."""

from dataclasses import dataclass
from pathlib import Path

from rag.corpus.amending import Amendment
from rag.corpus.folder import Plan
from rag.errors import ArgumentError
from rag.types import Listed
from rag.web.words import gettext


@dataclass(frozen=True, slots=True)
class Removed:
    """A file that was taken out, by what it is called, and where it is kept."""

    name: str
    kept: Path


@dataclass(frozen=True, slots=True)
class Amended:
    """An article that was amended or left out, by its name and id, and what was amended of it before."""

    name: str
    article: str
    before: Amendment | None


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for the reader's consent, an upload or the removal of an article; and what can be taken back, the last
    change last."""

    plan: Plan | None = None
    removal: Listed | None = None
    done: tuple[Removed | Amended, ...] = ()


def of_a_file(one: Listed | None) -> Listed:
    """An article of the corpus. Raises ``ArgumentError`` where there is none, or a program added it."""
    if one is None:
        raise ArgumentError(gettext("This article is not in the collection any more."))
    if not one.file:
        raise ArgumentError(
            gettext("“{title}” was added by a program: amend or remove it there (`Index.update`).", title=one.title)
        )
    return one
