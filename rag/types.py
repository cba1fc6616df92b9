"""The nouns of the project: what an article, a chunk, a passage and a citation are, what an index holds and what
a build came to. What an answer is, `rag.answers.answer` says.

Everything here is immutable and knows nothing of files, models or indexes. All offsets are half-open and count
characters (Unicode code points) of ``Article.text``, so that for whatever carries a span

    thing.text == thing.article.text[thing.start:thing.end]

holds by construction: the text is cut from the article when it is asked for and is never stored beside it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from textwrap import shorten
from typing import Literal, Self

from rag.arguments import day_of

DateOrigin = Literal[
    "front matter", "metadata", "record", "dateline", "address", "file name", "amended by a reader", "unknown"
]
"""Where an article's date was read: YAML front matter; the metadata of a page, a message or a document; a record of a
bulk file; the dateline that opens the text; the page's own address; the file's name; or by whom it was said.
``unknown`` goes with ``published is None``: a file's own time, such as that of its last change or of a PDF's export, is
never taken for a date of publication."""

Interval = tuple[int, int]
"""Half-open character offsets, as a rule in ``Article.text``."""

Period = tuple[int, int]
"""The first and the last of some years, both included."""

Fact = Literal["title", "source", "author", "published"]
"""What is known of an article beside its text."""

Standing = Literal["read", "partly", "teaser", "twin", "unread", "passed"]
"""What became of a file: it was read whole; in part; only the beginning of its article, most likely; it says what
another says; it, or a record of it, is not in the index as it is now; it was passed over, as it is no article."""

Verdict = Literal["supported", "partly", "unsupported"]
"""How far the words that a statement cites carry it."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Article:
    """One article as read from the corpus.

    ``id`` is the file's path below the corpus folder in POSIX form, or a bulk record's own id; it is unique in an
    index. ``lang`` is a BCP 47 code such as ``en`` or ``tr`` where the article says so. ``modified`` is the day of its
    last change after ``published``; ``tags`` are what its reader or its newspaper filed it under. ``earlier`` is what
    it said before, oldest first, each until a time in UTC, where its file has that: an index keeps it as versions.
    Raises ``ArgumentError`` where ``published`` or ``modified`` is no date.
    """

    id: str
    title: str
    text: str = field(repr=False)
    published: date | None = None
    published_from: DateOrigin = "unknown"
    author: str | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None
    modified: date | None = None
    tags: tuple[str, ...] = ()
    earlier: tuple[tuple["Article", datetime], ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        for called in ("published", "modified"):
            if type(day := getattr(self, called)) is not date and day is not None:
                object.__setattr__(self, called, day_of(day, called))
        if type(self.tags) is not tuple:  # of one a list can't be hashed
            object.__setattr__(self, "tags", (self.tags,) if isinstance(self.tags, str) else tuple(self.tags))

    def says_the_same(self, other: "Article") -> bool:
        """Whether another has the same title, text and day."""
        return (self.title, self.text, self.published) == (other.title, other.text, other.published)

    def facts(self, *names: Fact) -> list[str]:
        """What is known of it by those names, in their order, and as text; a date as YYYY-MM-DD."""
        return [str(value) for name in names if (value := getattr(self, name))]

    def to_dict(self) -> dict[str, object]:
        """All but its text as JSON has it, with the text's length in characters."""
        return _record(self, len(self.text))


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list has it: without its text, but with its length in characters and the file that it came from,
    below the corpus; "" where it came from a program."""

    id: str
    title: str
    published: date | None
    published_from: DateOrigin | None
    author: str | None
    source: str | None
    url: str | None
    lang: str | None
    characters: int
    file: str
    modified: date | None = None
    tags: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """All but its file as JSON has it."""
        return _record(self, self.characters)


@dataclass(frozen=True, slots=True, repr=False)
class Span:
    """The characters ``start`` to ``end`` (half-open) of an article, never empty.

    Raises ``ValueError`` where the bounds do not lie in the article in that order.
    """

    article: Article
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.article.text):
            raise ValueError(
                f"span {self.start}:{self.end} is not inside {self.article.id!r} ({len(self.article.text)} characters)"
            )

    def __repr__(self) -> str:
        """Where it stands and how it begins, for one who looks at it: an article's whole text would hide both."""
        begins = shorten(self.text, 60, placeholder=" …")
        return f"<{type(self).__name__} {self.article.id}:{self.start}-{self.end} “{begins}”>"

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.article.text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a character of an article in common."""
        return self.article.id == other.article.id and self.start < other.end and other.start < self.end

    def within(self, other: "Span") -> bool:
        """Whether all of it lies in the other."""
        return self.article.id == other.article.id and other.start <= self.start and self.end <= other.end

    def to_dict(self) -> dict[str, object]:
        """Where it stands, as JSON has it."""
        known = {name: self.article.to_dict()[name] for name in ("article_id", "title", "source", "published")}
        return known | {"start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True, repr=False)
class Chunk(Span):
    """What is embedded and found: some whole sentences of an article; the ``position``-th chunk, from 0.

    ``sentences`` are their bounds in the article, in order; nothing but white space lies between them.
    """

    position: int
    sentences: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """How a passage was found. Higher is better.

    ``dense`` is the cosine of query and passage, ``keyword`` a BM25 score (0 or more, no upper bound), None where the
    search by words did not return the passage. ``fused`` is what passages are ordered by, to be compared within one
    search only; it is weighed from the others (`rag.index.ranking`). ``sentence`` is the largest cosine of the query
    and one of its sentences, ``context`` the cosine of the passage and what was answered before, 0 where nothing was;
    both lie in [-1, 1]. ``coverage`` is the share, by rarity, of the query's words that the passage and its article's
    title, source, author and date hold, ``sentence_coverage`` the largest that these and one of its sentences hold, and
    ``period`` how well the years that they name agree with those asked for; all three lie in [0, 1].
    """

    dense: float
    keyword: float | None
    fused: float
    sentence: float = 0.0
    coverage: float = 0.0
    sentence_coverage: float = 0.0
    period: float = 0.0
    context: float = 0.0


@dataclass(frozen=True, slots=True, repr=False)
class Sentence(Span):
    """A sentence of a passage, with what speaks for it.

    ``cosine`` in [-1, 1] is that of the query and the sentence as it was read in its passage. ``coverage`` and
    ``context`` in [0, 1] are the shares, by rarity, of the query's words that the sentence holds, and that it, its
    neighbours and what is known of the article hold together. ``period`` in [0, 1] says how well the years that it
    names agree with those that the query names, 0 where it names none. ``instructs`` says that it speaks to a language
    model, so that it tells nothing.
    """

    cosine: float
    coverage: float
    context: float
    period: float
    instructs: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Passage(Span):
    """A chunk that a search found, with its scores and its sentences."""

    scores: Scores
    sentences: tuple[Sentence, ...] = ()

    @classmethod
    def of(cls, span: Span, sentences: tuple[Sentence, ...] = ()) -> Self:
        """A span as a passage that no search has scored."""
        return cls(span.article, span.start, span.end, Scores(0, None, 0), sentences)

    def to_dict(self) -> dict[str, object]:
        """The passage as JSON has it; a score is null where that search did not return the passage."""
        return Span.to_dict(self) | {"text": self.text, "scores": asdict(self.scores)}


Nearness = Callable[[str], Sequence[Sequence[float]]]
"""A text -> for each of some passages the cosines, in [-1, 1], of the text and each of the passage's sentences."""


@dataclass(frozen=True, slots=True, repr=False)
class Citation(Span):
    """The words of an article that carry a statement; ``number`` (from 1) is its marker in the answer, 0 before an
    answer has given it one."""

    number: int = 0

    @classmethod
    def of(cls, span: Span) -> Self:
        """The words of a span, without a number."""
        return cls(span.article, span.start, span.end)

    @property
    def quote(self) -> str:
        """The cited words; always ``article.text[start:end]``."""
        return self.text


@dataclass(frozen=True, slots=True)
class Mark:
    """The characters ``start`` to ``end`` of a statement that nothing cited carries; ``right`` is what the articles
    have in their place, where they have something."""

    start: int
    end: int
    right: str | None = None


def in_words(period: Period) -> str:
    """Some years as one says them: "1998", "1994 to 1998"."""
    first, last = period
    return str(first) if first == last else f"{first} to {last}"


@dataclass(frozen=True, slots=True)
class Counted:
    """A person, place or story, and the number of articles that it is in."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new an index is: when its last change was committed, in UTC, and the day of its newest article, None where no
    article is dated."""

    updated: datetime
    newest: date | None

    @property
    def in_words(self) -> str:
        """Both in a line that goes on after "Index"."""
        newest = f", newest article of {self.newest}" if self.newest else ""
        return f"brought up to date {self.updated:%Y-%m-%d %H:%M} UTC{newest}"


def printable(path: str) -> str:
    """A path in one line, with U+FFFD for each sign in it that is none."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in path)


@dataclass(frozen=True, slots=True)
class Problem:
    """What of the corpus was not read: where (the path of a file or folder below it, ``.`` for all of it), and why and
    what to do, in one line; ``count`` is how many files, records or parts it speaks of.

    ``unread`` is a file, or one record of it, that is not in the index as it is now. ``partly`` is one that is in it,
    but something of it was left out or may be missing; ``teaser`` one of which the file has only the beginning, most
    likely. ``passed`` is what is no article by its name or kind; ``twin`` says what another article says, and is in the
    index beside it. ``read`` is only told: nothing is missing.
    """

    path: str
    reason: str
    kind: Standing = "unread"
    count: int = 1

    @property
    def line(self) -> str:
        """The problem in one line, whatever signs stand in the name of a file."""
        return self.reason if self.path == "." else f"{printable(self.path)}: {self.reason}"

    def file_among(self, files: Collection[str]) -> str:
        """Which of some files it speaks of: that of its path, or that of which the path names a part after a ``#``; its
        path where it is none of these."""
        file = self.path
        while file not in files and "#" in file:
            file = file.rpartition("#")[0]
        return file if file in files else self.path


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: ``done`` of ``total`` units of ``stage`` (the model; files; chunks, of as many as there
    seem to be by what was read so far; articles read anew for names as the rules changed). ``coming`` is how many
    articles are not committed yet, by the same guess, None before one was read. The last step has the report."""

    stage: Literal["model", "reading", "naming", "embedding", "done"]
    done: int
    total: int
    report: "Report | None" = None
    coming: int | None = None


LEAST_RECALL = 0.98
"""What a search by meaning finds of the nearest chunks, at least, without a word being said of it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build changed, in articles, and what the index holds now."""

    added: int
    changed: int
    removed: int
    unchanged: int
    embedded_chunks: int
    articles: int
    chunks: int
    generation: int
    problems: Sequence[Problem]
    seconds: float
    standings: Mapping[Standing, int] = field(default_factory=dict)
    """How many files of the corpus came to each standing."""
    recall: float | None = None
    """The share of the ten nearest chunks that the search by meaning finds, where it no longer looks at every chunk and
    the build changed much of the index."""
    hardly_read: int = 0
    """How many articles are in a language that the embedding model was not made for."""


@dataclass(frozen=True, slots=True)
class Status:
    """What an index holds. ``first`` and ``last`` bound the known dates of publication; ``complete`` is false
    after a build that did not come to its end; ``size`` is in bytes; ``problems`` are those of the last build."""

    articles: int
    chunks: int
    first: date | None
    last: date | None
    undated: int
    sources: int
    model: str
    chunk_tokens: int
    generation: int
    complete: bool
    size: int
    problems: tuple[Problem, ...]
    languages: tuple[tuple[str | None, int], ...] = ()
    """The languages that the articles say they are in, with how many do, the commonest first; None where one does not
    say it."""
    updated: datetime | None = None
    """When the last change was committed, in UTC."""


def _record(article: Article | Listed, characters: int) -> dict[str, object]:
    return {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "published_from": article.published_from,
        "url": article.url,
        "lang": article.lang,
        "modified": article.modified.isoformat() if article.modified else None,
        "tags": list(article.tags),
        "characters": characters,
    }
