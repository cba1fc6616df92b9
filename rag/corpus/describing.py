"""What references say of the files beside them, and readers of articles -> articles with the title, author and day that
they have there.

It knows nothing of how references and amendments are written.
"""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from posixpath import normpath

from rag.corpus.amending import Amendment, amended
from rag.corpus.articles import Reading, article_of
from rag.corpus.bulk.references import ENDINGS, LARGEST, Reference, references
from rag.corpus.encoding import UnreadableError
from rag.corpus.files import SourceFile
from rag.corpus.names import composed
from rag.types import Article


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a file elsewhere than in it: by a reference, and by readers of its articles, by id."""

    reference: Reference | None = None
    amendments: Mapping[str, Amendment] = field(default_factory=dict)


Descriptions = Mapping[str, Description]
"""What is said of files, by their paths below the corpus."""


def descriptions(files: Sequence[SourceFile], amendments: Mapping[str, Amendment]) -> Descriptions:
    """What is said of the files of a corpus: by the references among them, and by ``amendments`` of their articles."""
    said: dict[str, dict[str, Amendment]] = defaultdict(dict)
    for identifier, amendment in amendments.items():
        said[amendment.file][identifier] = amendment
    referred = _references(files)
    return {path: Description(referred.get(path), said.get(path, {})) for path in {*referred, *said}}


def _references(files: Sequence[SourceFile]) -> Mapping[str, Reference]:
    """What the references among the files of a corpus say of the others: of those that they name, wherever the library
    had them, and of one that has the same name beside a file of one reference."""
    paths = {file.path for file in files}
    ordered = sorted(paths)
    found: dict[str, Reference] = {}
    for file in files:
        if not file.path.lower().endswith(ENDINGS):
            continue
        try:
            with file.location.open("rb") as opened:
                read, _ = references(file.path, opened.read(LARGEST + 1))
        except (OSError, UnreadableError):
            continue  # whoever reads the file as one of the corpus says so
        except Exception:  # as for every file that libraries read: it must not end a build
            continue
        own = PurePosixPath(file.path)
        for reference in read:
            for path in _named(own.parent, reference.files, paths):
                found.setdefault(path, reference)
        if len(read) == 1:
            name = own.with_suffix("")
            # The slash comes next after the point in the order of characters.
            for path in ordered[bisect_left(ordered, f"{name}.") : bisect_left(ordered, f"{name}/")]:
                found.setdefault(path, read[0])
    return {path: reference for path, reference in found.items() if not path.lower().endswith(ENDINGS)}


def _named(folder: PurePosixPath, files: Iterable[str], paths: set[str]) -> Iterable[str]:
    """The files of the corpus that a reference names: of a path on another machine as much of its end as is there."""
    for given in files:
        parts = [part for part in composed(given).replace("\\", "/").split("/") if part not in ("", ".")][-20:]
        candidates = (normpath(str(folder.joinpath(*parts[start:]))) for start in range(len(parts)))
        yield from [path for path in candidates if path in paths][:1]


def described(path: str, reading: Reading, description: Description | None) -> Reading:
    """The articles of a file, of which ``description`` says more; what readers say counts before all else."""
    if description is None:
        return (yield from reading)
    return (yield from amended(path, _referred(reading, description.reference), description.amendments))


def _referred(reading: Reading, reference: Reference | None) -> Reading:
    """The articles of a file with what ``reference`` says; of a file of several it is not said which it is of."""
    if reference is None:
        return (yield from reading)
    held: list[Article] = []
    while True:
        try:
            article = next(reading)
        except StopIteration as end:
            if len(held) == 1:
                yield _described(held[0], reference)
            return list(end.value)
        held.append(article)
        if len(held) == 2:
            yield from held
        elif len(held) > 2:
            held = held[:2]
            yield article


def _described(article: Article, reference: Reference) -> Article:
    """An article as a library has it; what its own front matter says stays."""
    facts = {name: value for name in ("date", "author", "source", "url", "lang") if (value := getattr(reference, name))}
    said = article_of(article.id, reference.title or article.title, "", facts, "record", "")
    own = article.published_from == "front matter"
    return replace(
        article,
        title=article.title if own else said.title,
        published=article.published if own or said.published is None else said.published,
        published_from=article.published_from if own or said.published is None else "record",
        author=article.author if own and article.author else said.author or article.author,
        source=article.source if own and article.source else said.source or article.source,
        url=article.url or said.url,
        lang=article.lang or said.lang,
        tags=tuple(dict.fromkeys((*article.tags, *reference.tags))),
    )


def stamp(sha256: str, description: Description | None) -> str:
    """What a file is known by: the SHA-256 of it and of what is said of it, so that either's change is seen."""
    if description is None:
        return sha256
    told = [repr(one) for one in (description.reference, *sorted(description.amendments.items())) if one is not None]
    return hashlib.sha256(" ".join([sha256, *told]).encode()).hexdigest()
