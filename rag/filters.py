"""What narrows a search to some of the articles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from rag.arguments import day_of
from rag.errors import ArgumentError

MOST_NAMES, LONGEST_NAME = 100, 500
"""Names of one kind that filters may have, and characters of each."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a search may return; the empty one lets all pass.

    ``after`` and ``before`` are inclusive; an article without a known date passes neither. ``sources``, ``authors``
    and ``tags`` are whole names, whatever their case and accents, and any one of them is enough. So is any one of the
    ``people``, the ``places`` and the ``stories`` that the index found in the texts, where a part of a name will do
    that only one has. ``articles`` are these themselves, by id, or by a file or title that only one has. A name that no
    article of an index has is an ``ArgumentError`` where the filters are used. Dates may be given as YYYY-MM-DD, names
    in any sequence. Raises ``ArgumentError`` for what is no date or no name,
    for more than ``MOST_NAMES`` names of a kind or ones of more than ``LONGEST_NAME`` characters, and where no day lies
    between the dates.
    """

    after: date | None = None
    before: date | None = None
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    if TYPE_CHECKING:  # what may be given is wider than what is kept

        def __init__(
            self,
            after: date | str | None = None,
            before: date | str | None = None,
            sources: Iterable[str] = (),
            authors: Iterable[str] = (),
            people: Iterable[str] = (),
            places: Iterable[str] = (),
            stories: Iterable[str] = (),
            tags: Iterable[str] = (),
            articles: Iterable[str] = (),
        ) -> None: ...

    def __post_init__(self) -> None:
        for called in ("after", "before"):
            object.__setattr__(self, called, day_of(getattr(self, called), called))
        if self.after and self.before and self.after > self.before:
            raise ArgumentError(f"“after” is later than “before”: no day lies between {self.after} and {self.before}.")
        for called in ("sources", "authors", "people", "places", "stories", "tags", "articles"):
            object.__setattr__(self, called, _names(getattr(self, called), called))

    def __repr__(self) -> str:
        """As one would write it: what narrows, and nothing else."""
        said = {one.name: value for one in fields(self) if (value := getattr(self, one.name))}
        words = {name: str(value) if isinstance(value, date) else list(value) for name, value in said.items()}
        return f"Filters({', '.join(f'{name}={value!r}' for name, value in words.items())})"

    def renamed(self, name: str, other: str) -> "Filters":
        """The same with another name in the place of one."""
        named: dict[str, Any] = {
            one.name: tuple(other if known == name else known for known in getattr(self, one.name))
            for one in fields(self)
            if one.name not in ("after", "before")
        }
        return replace(self, **named)


def _names(given: Any, called: str) -> tuple[str, ...]:
    listed = isinstance(given, Iterable) and not isinstance(given, Mapping)  # whose keys are no names
    names = (given,) if isinstance(given, str) else tuple(given) if listed else None
    if names is None or not all(isinstance(name, str) for name in names):
        raise ArgumentError(f"“{called}” are not names: they take a list of texts, not {given!r:.50}.")
    if len(names) > MOST_NAMES:
        raise ArgumentError(f"The filters have {len(names):,} {called}, and {MOST_NAMES} are the most: name fewer.")
    if (longest := max(map(len, names), default=0)) > LONGEST_NAME:
        raise ArgumentError(
            f"One of the {called} has {longest:,} characters, and {LONGEST_NAME} are the most: give less."
        )
    return names
