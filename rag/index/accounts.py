"""What the store holds of each file, and what was said of it -> an account of every file of the corpus: what became of
it."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.text.characters import well_formed
from rag.types import Problem, Standing

STANDINGS: Mapping[Standing, str] = {
    "read": "Read",
    "partly": "Read in part",
    "teaser": "Perhaps only the beginning",
    "twin": "The same text again",
    "unread": "Not read",
    "passed": "Passed over",
}
"""Each standing in words."""

# What is told of a file of which several things are to be said: the first of these.
_GRAVEST: tuple[Standing, ...] = ("partly", "teaser", "twin", "read")
_TOLD = 20  # twins of a file that are told one by one


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one file of the corpus, or of all that was passed over for one reason (``path`` is then ``.``):
    how many articles of it are in the index, and what is to be said of it. ``count`` is of how many files it speaks."""

    path: str
    standing: Standing
    articles: int
    reasons: tuple[str, ...] = ()
    count: int = 1


def counts(found: Iterable[Account]) -> dict[Standing, int]:
    """How many files came to each standing, of those that any did."""
    total: Counter[Standing] = Counter()
    for one in found:
        total[one.standing] += one.count
    return dict(total)


def accounts(connection: sqlite3.Connection, problems: Sequence[Problem]) -> list[Account]:
    """Of every file, by path, what became of it; then of what was passed over, by reason."""
    held = _articles_by_file(connection)
    said: dict[str, list[Problem]] = defaultdict(list)
    passed: list[Account] = []
    for problem in (*problems, *_twins(connection)):
        if problem.path == "." and problem.kind == "passed":
            passed.append(Account(".", "passed", 0, (problem.reason,), problem.count))
        else:
            said[problem.file_among(held)].append(problem)
    files = ((path, held.get(path, 0), said[path]) for path in sorted({*held, *said}))
    read = [Account(path, _standing(count, why), count, tuple(one.reason for one in why)) for path, count, why in files]
    return read + passed


def _articles_by_file(connection: sqlite3.Connection) -> dict[str, int]:
    counted = connection.execute("SELECT file, count(*) FROM articles WHERE file <> '' GROUP BY file")
    return {well_formed(str(file)): count for file, count in counted}


def twins(connection: sqlite3.Connection) -> list[list[tuple[str, str]]]:
    """The articles, each by id and file, that have the same words: those of one text in a list, the first one first."""
    rows = connection.execute(
        "SELECT wording, id, file FROM articles WHERE wording IN"
        " (SELECT wording FROM articles GROUP BY wording HAVING count(*) > 1) ORDER BY wording, key"
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, identifier, file in rows:
        found[number].append((well_formed(str(identifier)), well_formed(str(file or ""))))
    return list(found.values())


def _twins(connection: sqlite3.Connection) -> list[Problem]:
    """The articles that have the words of one before them."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for (first, _), *others in twins(connection):
        for identifier, file in others:
            if file:
                what = "" if identifier == file else f"{identifier}: "
                found[file].append(Problem(file, f"{what}the same text as {first}", "twin"))
    return [one for problems in found.values() for one in _few(problems)]


def _few(twins: Sequence[Problem]) -> list[Problem]:
    more = [Problem(twins[0].path, f"{len(twins) - _TOLD} more like these", "twin")] if len(twins) > _TOLD else []
    return [*twins[:_TOLD], *more]


def _standing(articles: int, problems: Sequence[Problem]) -> Standing:
    if not articles:
        return problems[0].kind if all(one.kind == problems[0].kind for one in problems) else "unread"
    kinds = {"partly" if one.kind in ("unread", "passed") else one.kind for one in problems}
    return next(kind for kind in _GRAVEST if kind in kinds or kind == "read")
