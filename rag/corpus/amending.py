"""What readers amended of articles, and which of them they left out: kept in one file of the corpus, so that the folder
stays the truth, whatever becomes of the index.

It knows nothing of how files are read, nor of the index, which has to be brought in line with it afterwards.
"""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from rag.corpus.articles import LANGUAGE, Reading, one_line
from rag.corpus.disk import changing, explained, flush, unfinished
from rag.corpus.files import AMENDMENTS
from rag.errors import ArgumentError, CorpusError
from rag.types import Article, Problem

LONGEST = 300
"""Characters of a title or a name, at most."""
_HEAD = (
    "# What readers amended of articles, by id, and which they left out. An empty value is one that nobody knows.\n"
    "# `rag amend` and the page write this file anew: a comment of yours would be lost.\n"
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a reader says of an article in the place of what was read of its ``file``, a path below the corpus.

    Of what is None that stays; "" says that it is not known. ``date`` is YYYY-MM-DD, ``lang`` a code such as ``en``;
    an article that is ``left_out`` is in no index. Raises ``ArgumentError`` for a day that is none, a language that is
    no code, an empty title, and more than ``LONGEST`` characters.
    """

    file: str
    title: str | None = None
    date: str | None = None
    author: str | None = None
    source: str | None = None
    lang: str | None = None
    left_out: bool | None = None

    def __post_init__(self) -> None:
        for name in ("title", "date", "author", "source", "lang"):
            if (given := getattr(self, name)) is not None:
                object.__setattr__(self, name, _valid(name, one_line(given)))

    def of(self, article: Article) -> Article:
        """The article with what the reader says of it."""
        said = {name: getattr(self, name) for name in ("title", "author", "source", "lang")}
        facts: dict[str, Any] = {name: value or None for name, value in said.items() if value is not None}
        if self.date:
            facts |= {"published": date.fromisoformat(self.date), "published_from": "amended by a reader"}
        elif self.date is not None:
            facts |= {"published": None, "published_from": "unknown"}
        return replace(article, **facts)

    def over(self, earlier: "Amendment | None") -> "Amendment":
        """The two as one, in which what this one says counts."""
        return self if earlier is None else replace(earlier, **_told(self))


def amendments_of(corpus: Path | str) -> dict[str, Amendment]:
    """The amendments of a corpus by the ids of their articles; none where it has no such file.

    Raises ``CorpusError`` where the file can't be read, is not what it should be, or says what can't be.
    """
    path = Path(corpus) / AMENDMENTS
    with explained(path, "read"):
        try:
            text = path.read_text("utf-8", errors="replace")
        except (FileNotFoundError, NotADirectoryError):  # the latter where the corpus is a file
            return {}
    try:
        # The base loader leaves all values strings: a date that is none is told as what was written.
        given = yaml.load(text, Loader=yaml.BaseLoader) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _broken(path, f"is not valid YAML in line {line} ({one_line(error.problem)})") from None
    except (yaml.YAMLError, RecursionError):
        raise _broken(path, "is not valid YAML") from None
    if not isinstance(given, dict):
        raise _broken(path, "does not name articles by their ids")
    return {str(identifier): _read(path, str(identifier), said) for identifier, said in given.items()}


def amend(corpus: Path | str, identifier: str, amendment: Amendment) -> Amendment | None:
    """Amend an article of a corpus; what was amended of it before stays where nothing else is said of it now. Returns
    what there was before, for ``put`` to take this back. Raises ``CorpusError``."""
    with changing(Path(corpus)):
        known = amendments_of(corpus)
        before = known.get(identifier)
        _write(corpus, known | {identifier: amendment.over(before)})
    return before


def put(corpus: Path | str, identifier: str, amendment: Amendment | None) -> Amendment | None:
    """Put an amendment in the place of the one of an article; None has it as it was read. Returns what there was
    before. Raises ``CorpusError``."""
    with changing(Path(corpus)):
        known = amendments_of(corpus)
        before = known.pop(identifier, None)
        if amendment is not None:
            known[identifier] = amendment
        if amendment != before:
            _write(corpus, known)
    return before


def amended(path: str, reading: Reading, amendments: Mapping[str, Amendment]) -> Reading:
    """The articles of a file as readers have them, by id, less those that they left out, each of which is a problem; so
    is an amendment of an article that the file does not hold."""
    problems: list[Problem] = []
    waiting = dict(amendments)
    while True:
        try:
            article = next(reading)
        except StopIteration as end:
            problems[:0] = end.value
            break
        # The index puts the file before a number that another file has, too.
        amendment = waiting.pop(article.id, None) or waiting.pop(f"{path}#{article.id}", None)
        if amendment is None:
            yield article
        elif amendment.left_out:
            what = f"left out by a reader: {article.title!r}"
            reason = f"{what}; `rag amend {article.id!r} --as-read` takes it in again"
            problems.append(Problem(path, reason, "passed"))
        else:
            yield amendment.of(article)
    reason = f"{AMENDMENTS} amends {{!r}}, which is not in it: take that out there, or mend the id"
    return problems + [Problem(path, reason.format(one), "partly") for one in waiting]


def _valid(name: str, value: str) -> str:
    if len(value) > LONGEST:
        raise ArgumentError(f"“{value[:40]} ...” is too long: {LONGEST} characters are the most.")
    if name == "title" and not value:
        raise ArgumentError("An article has a title: write one, or take the amendment back.")
    if name == "lang" and value and not LANGUAGE.fullmatch(value):
        raise ArgumentError(f"“{value}” is no code of a language: write one such as en or pt-BR, or nothing.")
    if name == "date" and value:
        try:
            return datetime.strptime(value, "%Y-%m-%d").date().isoformat()
        except ValueError:
            raise ArgumentError(
                f"“{value}” is no day: write a year, a month and a day (YYYY-MM-DD), or nothing where it is not known."
            ) from None
    return value


def _told(amendment: Amendment) -> dict[str, Any]:
    return {one.name: value for one in fields(amendment) if (value := getattr(amendment, one.name)) is not None}


def _read(path: Path, identifier: str, said: object) -> Amendment:
    """An amendment as the file has it: of an article that is its whole file the id tells that."""
    if not isinstance(said, dict):
        raise _broken(path, f"says nothing of {identifier!r}")
    known = {one.name for one in fields(Amendment)}
    if strange := [name for name in said if name not in known]:
        raise _broken(path, f"says {strange[0]!r} of {identifier!r}, which is none of {', '.join(sorted(known))}")
    facts = {name: one_line(value) for name, value in said.items() if name != "left_out"}
    left_out = {"true": True, "false": False}.get(one_line(said.get("left_out", "false")).lower())
    if left_out is None:
        raise _broken(path, f"says {said['left_out']!r} as left_out of {identifier!r}, which is neither true nor false")
    try:
        return Amendment(**({"file": identifier} | facts), left_out=left_out or None)
    except ArgumentError as error:
        raise CorpusError(f"{path} can't be followed for {identifier!r}: {error}", path=path) from None


def _broken(path: Path, what: str) -> CorpusError:
    return CorpusError(f"{path} {what}: mend it, or move it away to have all articles as they were read.", path=path)


def _write(corpus: Path | str, amendments: Mapping[str, Amendment]) -> None:
    """The file is there whole or as it was; without an amendment it goes."""
    path = Path(corpus) / AMENDMENTS
    told = {one: _told(amendment) for one, amendment in sorted(amendments.items())}
    for identifier, facts in told.items():
        if facts["file"] == identifier:
            del facts["file"]
    with explained(path, "written"), contextlib.ExitStack() as begun:
        if told:
            text = _HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1000)
            os.replace(unfinished(path.parent, text.encode("utf-8"), begun), path)
        else:
            path.unlink(missing_ok=True)
        flush(path.parent)
