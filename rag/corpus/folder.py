"""The corpus folder changed on a reader's behalf: articles added below ``added/``, replaced, and taken out again.

What is to be added is checked whole before a byte of it is written, and nothing that was there is lost: what is
replaced or removed is kept in a hidden folder of the corpus, which is not indexed. It knows nothing of the index, which
has to be brought in line with the folder afterwards.
"""

import contextlib
import dataclasses
import os
import secrets
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rag.corpus.disk import changing, explained, flush, unfinished
from rag.corpus.files import REMOVED, REPLACED, find_files, is_article
from rag.corpus.names import composed, numbered, safe_name, shown, shown_name
from rag.corpus.reading import read_file
from rag.errors import CorpusError
from rag.message import Message
from rag.types import Problem

ADDED = "added"
"""The folder, below the corpus, of all that readers add."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be added: its path below the corpus, the name it was given under, its bytes, the titles of the
    articles read from it, and what of it can't be read, which is left out."""

    path: str
    given: str
    data: bytes = field(repr=False)
    titles: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an upload comes to; nothing is written yet.

    ``ready`` are new. ``exists`` are there already with another content, and replaced only if the reader wishes so.
    ``unchanged`` are there just so. ``refused`` says of each of the others under the name it was given why it can't be
    added and what to do.
    """

    ready: tuple[Candidate, ...] = ()
    exists: tuple[Candidate, ...] = ()
    unchanged: tuple[Candidate, ...] = ()
    refused: tuple[Problem, ...] = ()


class CorpusFolder:
    """A corpus folder that readers add to, with at most ``largest`` bytes a file and ``most`` files at once.

    It may be shared between threads.
    """

    def __init__(self, corpus: Path, *, largest: int = 20 * 2**20, most: int = 50) -> None:
        self._corpus = corpus
        self._added = corpus / ADDED
        self._largest = largest
        self._most = most

    def plan(self, files: Sequence[tuple[str, bytes]]) -> Plan:
        """What adding files, each a name and its bytes, comes to. Of two files of one name the second gets a number.

        What is wrong with a file is a ``Problem`` of the plan. Raises ``CorpusError`` where the folder can't be read.
        """
        candidates: dict[str, list[Candidate]] = {"ready": [], "exists": [], "unchanged": []}
        refused: list[Problem] = []
        planned: dict[str, bytes] = {}
        with explained(self._corpus, "read"):
            existing = self._existing()
            for given, data in files[: self._most]:
                checked = self._checked(given, data)
                if isinstance(checked, Problem):
                    refused.append(checked)
                    continue
                for name in numbered(checked.path):
                    key, location = name.casefold(), existing.get(name.casefold())
                    same = data == planned[key] if key in planned else location is not None and _holds(location, data)
                    # A number of ours belongs to no file that the reader has in mind, so none is replaced for it.
                    if same or (key not in planned and (location is None or name == checked.path)):
                        break
                if location is not None and location.is_dir():
                    refused.append(Problem(shown_name(given), "a folder has this name: give it another one"))
                    continue
                planned[key] = data
                kind = "unchanged" if same else "exists" if location is not None else "ready"
                name = composed(location.name) if location is not None else name
                candidates[kind].append(dataclasses.replace(checked, path=f"{ADDED}/{name}"))
        reason = f"more than {self._most} files at once: add it after the others"
        refused += [Problem(shown_name(given), reason) for given, _ in files[self._most :]]
        return Plan(**{kind: tuple(some) for kind, some in candidates.items()}, refused=tuple(refused))

    def put(self, plan: Plan, *, replace: bool) -> list[str]:
        """Write a plan's new files and, to ``replace`` what is there, its existing ones; returns the paths written,
        below the corpus.

        Each file is there whole or not at all, and where one can't be written none is. What is replaced is kept under
        ``.replaced/``. A file that somebody else added since the plan was made stays, and ours gets a number. Raises
        ``CorpusError``.
        """
        written: list[str] = []
        wanted = (*plan.ready, *(plan.exists if replace else ()))
        if not wanted:
            return written
        with explained(self._corpus, "written"):
            self._corpus.mkdir(parents=True, exist_ok=True)
        with changing(self._corpus), explained(self._corpus, "written"), contextlib.ExitStack() as begun:
            self._prepare()
            existing = self._existing()
            archive = self._corpus / REPLACED / _stamp() / ADDED
            moves: list[tuple[Path, Path]] = []
            for candidate in wanted:
                name = candidate.path.removeprefix(f"{ADDED}/")
                location = existing.get(name.casefold())
                if location is not None and _holds(location, candidate.data):  # somebody else added the same
                    continue
                if location is None or candidate not in plan.exists:
                    name = next(one for one in numbered(name) if one.casefold() not in existing)
                    location = self._added / name
                else:
                    archive.mkdir(parents=True, exist_ok=True)
                    copy = archive / location.name
                    moves.append((unfinished(archive, location.read_bytes(), begun), copy))
                moves.append((unfinished(self._added, candidate.data, begun), location))
                existing[name.casefold()] = location
                written.append(f"{ADDED}/{composed(location.name)}")
            for source, target in moves:
                os.replace(source, target)
            for folder in {target.parent for _, target in moves}:
                flush(folder)
        return written

    def remove(self, path: str) -> Path:
        """Take a file out of the corpus, by its path below it; returns where it is kept, under ``.removed/``.

        All articles that it holds go with it: see ``articles_in``. Raises ``CorpusError`` for anything that is not a
        file of the corpus, or leads out of it by a link, and where it can't be moved.
        """
        with changing(self._corpus), explained(self._corpus, "written"):
            location = self._located(path)
            target = self._corpus / REMOVED / _stamp() / location.relative_to(self._corpus)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(location, target)
            flush(target.parent)
            flush(location.parent)
        return target

    def restore(self, kept: Path) -> str:
        """Put back a file that ``remove`` took out, by where that keeps it; returns its path below the corpus.

        Raises ``CorpusError`` where another file has its name by now, or it is not kept any more.
        """
        with changing(self._corpus), explained(self._corpus, "written"):
            archive = self._corpus / REMOVED / kept.relative_to(self._corpus / REMOVED).parts[0]
            below = kept.relative_to(archive)
            location, path = self._corpus / below, shown(composed(below.as_posix()))
            if os.path.lexists(location):
                stays = kept.relative_to(self._corpus).as_posix()
                raise CorpusError(f"{path} is there again: move that away; what was removed stays as {stays}.")
            location.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(kept, location)
            flush(location.parent)
            shutil.rmtree(archive)
        return path

    def articles_in(self, path: str) -> int:
        """How many articles can be read in a file of the corpus, by its path below it. Raises ``CorpusError``."""
        with explained(self._corpus, "read"):
            return len(read_file(path, self._located(path).read_bytes())[0])

    def _checked(self, given: str, data: bytes) -> Candidate | Problem:
        """A file under its safe name alone; or why it can't be added."""
        name, label = safe_name(given), shown_name(given)
        if len(data) > self._largest:
            return Problem(label, f"larger than {self._largest / 2**20:.0f} MB: add it in parts")
        if not data.strip():
            return Problem(label, "empty: save it again with its text in it")
        articles, problems = read_file(f"{ADDED}/{name}", data)
        if not articles:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            return Problem(label, f"{problems[0].reason}{more}")
        if not is_article(name):
            return Problem(label, "READMEs, licences, change logs and lock files are not indexed: give it another name")
        return Candidate(name, given, data, tuple(article.title for article in articles), tuple(problems))

    def _existing(self) -> dict[str, Path]:
        """What lies in the folder of what was added, by name without case; names that differ in it alone would be one
        file on some machines."""
        try:
            return {composed(name).casefold(): self._added / name for name in os.listdir(self._added)}
        except FileNotFoundError:
            return {}

    def _prepare(self) -> None:
        """Make the folder of what is added where it is missing."""
        self._added.mkdir(parents=True, exist_ok=True)
        self._check_inside(self._added, name=self._added, step="put a folder in its place")

    def _located(self, path: str) -> Path:
        wanted = unicodedata.normalize("NFC", path)
        location = next((file.location for file in find_files(self._corpus).files if file.path == wanted), None)
        if location is None:
            raise CorpusError(
                Message(
                    "{path} is not a file of {place}: look at the list again, it may be gone.",
                    path=shown(path),
                    place=str(self._corpus),
                ),
                path=self._corpus / path,
            )
        self._check_inside(location, name=path, step="take it out where it is kept")
        return location

    def _check_inside(self, location: Path, *, name: Path | str, step: str) -> None:
        if not Path(os.path.realpath(location)).is_relative_to(os.path.realpath(self._corpus)):
            raise CorpusError(f"{name} leads out of {self._corpus} by a link: {step}.", path=location)


def _stamp() -> str:
    """The time in UTC to the microsecond and four random digits, as the name of a folder that is not there yet."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(2)}"


def _holds(location: Path, data: bytes) -> bool:
    return location.is_file() and location.stat().st_size == len(data) and location.read_bytes() == data
