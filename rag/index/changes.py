"""What an index lacks of some articles, and what it has too much: compared, and nothing read or written.

What is to be written is handed on article by article and not kept, so that a corpus may be larger than memory.
"""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.index.packing import fingerprint
from rag.index.snapshot import Snapshot
from rag.types import Article, Problem

_TOLD = 20  # problems of a file that are told one by one


@dataclass(frozen=True, slots=True)
class Known:
    """What an index holds: of each file of which nothing is unread its SHA-256; of each article by id the file that it
    came from ("" for one that came from a program) and its fingerprint; and by file what is to be said of it beside,
    which nobody reads again to say it."""

    files: Mapping[str, str] = field(default_factory=dict)
    articles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    said: Mapping[str, Sequence[Problem]] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Known":
        """What a snapshot holds."""
        files = snapshot.files()
        said: dict[str, list[Problem]] = {}
        for problem in snapshot.problems():
            if problem.kind != "unread":
                said.setdefault(problem.file_among(files), []).append(problem)
        return cls(files, snapshot.fingerprints(), said)


Written = tuple[str, Article]
"""An article that is to be written, new or changed, after the file that it comes from."""


@dataclass(slots=True)
class Changes:
    """What is to be done beside writing articles: articles, unchanged, that come from another file now; ids to be
    removed; the SHA-256 of files that are read; files to be forgotten, as they vanished or were read anew; and the
    problems met, which are ``recorded`` in the place of those of the last build or only told. ``added`` and ``changed``
    count the articles written. Of what is to be read, ``share`` was read so far by its length, and ``of_files`` by the
    number of files, both in [0, 1]."""

    added: int = 0
    changed: int = 0
    moved: list[tuple[str, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    recorded: bool = True
    share: float = 0.0
    of_files: float = 0.0

    def written(self, file: str, article: Article, before: tuple[str, str] | None) -> Iterator[Written]:
        """An article, of which ``before`` is what is known, if it is new or changed, or brings
        along what it said before; it is noted if it has moved."""
        same = before is not None and before[1] == fingerprint(article)
        if before is not None and same and not article.earlier:
            if before[0] != file:
                self.moved.append((article.id, file))
            return
        self.added += before is None
        self.changed += before is not None and not same
        yield file, article


class Comparison:
    """The files of a corpus held against what an index knows, one by one.

    Those that are as they were come first, as an id of theirs is taken, whatever the names of the others. ``familiar``
    tells whether an article that the index holds was found again so far.
    """

    def __init__(self, known: Known, closed: Sequence[str]) -> None:
        self.changes = Changes()
        self._known = known
        self._articles: dict[str, list[str]] = {}  # by file
        for identifier, (path, _) in known.articles.items():
            self._articles.setdefault(path, []).append(identifier)
        self._files: dict[str, str] = {}  # by the id of an article that is there
        self._as_they_were: set[str] = set()
        self.familiar = False
        # What can't be looked at now may still be there as it was.
        for path in {*known.files, *self._articles}:
            if path and any(path == folder or path.startswith(f"{folder}/") for folder in closed):
                self.keep(path)

    def keep(self, path: str) -> None:
        """A file is as it was."""
        self._as_they_were.add(path)
        self._hold(path, self._articles.get(path, ()))
        self.changes.problems += self._known.said.get(path, ())

    def lose(self, path: str, problem: Problem) -> None:
        """A file can't be read now: what it held stays as it was, until it can."""
        self.changes.problems.append(problem)
        self.keep(path)

    def take(
        self, path: str, reading: Generator[Article, None, list[Problem]], sha256: Callable[[], str]
    ) -> Iterator[Written]:
        """What a file that is new or has changed says otherwise, as it is read; its SHA-256 is asked for at its end."""
        problems: list[Problem] = []
        while True:
            try:
                article = next(reading)
            except StopIteration as end:
                problems[:0] = end.value
                break
            article = self._apart(path, article)
            if (other := self._files.get(article.id)) is not None and other != path:
                problems.append(Problem(path, f"the id {article.id!r} is taken by an article of {other}"))
                continue
            before = self._known.articles.get(article.id)
            if before is not None and not before[0]:
                problems.append(Problem(path, f"the id {article.id!r} is taken by an article that a program added"))
                continue
            self._hold(path, [article.id])
            yield from self.changes.written(path, article, before)
        self.changes.problems += _few(path, problems)
        if any(problem.kind == "unread" for problem in problems):
            # What can't be read now may be what was read before: the earlier version stays.
            self._hold(path, [one for one in self._articles.get(path, ()) if one not in self._files])
        else:
            self.changes.read[path] = sha256()

    def _apart(self, path: str, article: Article) -> Article:
        """An article whose id is a mere number, which another file has, too, under that of its own file: exports count
        their records from 1 on."""
        taken = self._files.get(article.id, path) != path
        return replace(article, id=f"{path}#{article.id}") if taken and article.id.isdecimal() else article

    def _hold(self, path: str, identifiers: Collection[str]) -> None:
        self._files |= dict.fromkeys(identifiers, path)
        self.familiar |= any(one in self._known.articles for one in identifiers)

    def end(self) -> Changes:
        """All that differs, when every file was held against it. What programs added stays."""
        self.changes.removed = [
            one for one, (path, _) in self._known.articles.items() if path and one not in self._files
        ]
        # A file read anew is forgotten until the last of its articles is in: put back to what it was before that, it
        # would pass for unchanged, with some of its articles as they were in between.
        self.changes.gone = [path for path in self._known.files if path not in self._as_they_were]
        return self.changes


def given(changes: Changes, known: Known, articles: Iterable[Article], remove: Collection[str]) -> Iterator[Written]:
    """What differs where a program gives articles, and takes some out by id. Those that came from files are the files'
    alone."""
    latest = {article.id: article for article in articles}
    for number, (identifier, article) in enumerate(latest.items(), start=1):
        before = known.articles.get(identifier)
        changes.share = changes.of_files = number / len(latest)
        if before is not None and before[0]:
            changes.problems.append(Problem(identifier, f"an article of that id comes from {before[0]}: change that"))
        else:
            yield from changes.written("", article, before)
    for identifier in dict.fromkeys(remove):
        before = known.articles.get(identifier)
        if before is None:
            changes.problems.append(Problem(identifier, "there is no article of that id to remove"))
        elif before[0]:
            changes.problems.append(Problem(identifier, f"it comes from {before[0]}: remove that"))
        elif identifier in latest:
            changes.problems.append(Problem(identifier, "it was given and is to be removed at once: say which"))
        else:
            changes.removed.append(identifier)


def _few(path: str, problems: Sequence[Problem]) -> list[Problem]:
    """The problems of a file, of very many of a kind the first ones and how many more there are."""
    kept: list[Problem] = []
    for kind in dict.fromkeys(problem.kind for problem in problems):
        alike = [problem for problem in problems if problem.kind == kind]
        kept += alike[:_TOLD]
        if left := alike[_TOLD:]:
            more = sum(one.count for one in left)
            kept.append(Problem(path, f"{more} more like these: mend the first ones, then build again", kind, more))
    return kept
