"""The nouns of the project: what an article, a chunk, a passage, a citation and an answer are.

Everything here is immutable and knows nothing of files, models or indexes. All offsets are half-open and count
characters (Unicode code points) of ``Article.text``, so that for whatever carries a span

    thing.text == thing.article.text[thing.start:thing.end]

holds by construction: the text is cut from the article when it is asked for and is never stored beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

DateOrigin = Literal["front matter", "metadata", "record", "dateline", "file name", "unknown"]
"""Where an article's date was read: YAML front matter; the metadata of an HTML page; a JSONL or CSV record; the
dateline that opens the text; the file's name. ``unknown`` goes with ``published is None``: a file's own time, such as
that of its last change or of a PDF's export, is never taken for a date of publication."""

Interval = tuple[int, int]
"""Half-open character offsets, as a rule in ``Article.text``."""

Period = tuple[int, int]
"""The first and the last of some years, both included."""

Verdict = Literal["supported", "partly", "unsupported"]
"""How far the words that a statement cites carry it."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Article:
    """One article as read from the corpus.

    ``id`` is the file's path below the corpus folder in POSIX form, or a bulk record's own id; it is unique in an
    index. ``lang`` is a BCP 47 code such as ``en`` or ``tr`` where the article says so.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    published_from: DateOrigin = "unknown"
    author: str | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
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

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a character of an article in common."""
        return self.article.id == other.article.id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """A sentence of a passage, with what speaks for it.

    ``cosine`` in [-1, 1] is that of the query and the sentence as it was read in its passage. ``coverage`` and
    ``context`` in [0, 1] are the shares, by rarity, of the query's words that the sentence holds, and that it, its
    neighbours and what is known of the article hold together. ``period`` in [0, 1] says how well the years that it
    names agree with those that the query names, 0 where it names none.
    """

    cosine: float
    coverage: float
    context: float
    period: float


@dataclass(frozen=True, slots=True)
class Passage(Span):
    """A chunk that a search found, with its scores and its sentences."""

    scores: Scores
    sentences: tuple[Sentence, ...] = ()


Nearness = Callable[[str], Sequence[Sequence[float]]]
"""A text -> for each of some passages the cosines, in [-1, 1], of the text and each of the passage's sentences."""


@dataclass(frozen=True, slots=True)
class Citation(Span):
    """The words of an article that carry a statement; ``number`` (from 1) is its marker in the answer."""

    number: int

    @property
    def quote(self) -> str:
        """The cited words; always ``article.text[start:end]``."""
        return self.text


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, without markers, and the citations that carry it.

    ``lead`` is the white space and list sign that stood before it, so that paragraphs and lists survive. ``reason``
    says in one line why the verdict is not ``supported``. ``support`` in [0, 1] is how sure the check is that the cited
    words carry the statement; the verdict follows from it.
    """

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    reason: str | None = None
    lead: str = " "
    support: float = 1.0


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and the text that answered it.

    An ``Answer`` has the same two attributes and may stand wherever a turn is asked for.
    """

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a search may return; the empty one lets all pass.

    ``after`` and ``before`` are inclusive; an article without a known date passes neither. ``sources`` and ``authors``
    compare whole names without regard to case, and any one of them is enough.
    """

    after: date | None = None
    before: date | None = None
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer took of a language model, in its tokens: those that it read and those that it wrote."""

    read: int
    written: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """All that a language model wrote so far was no part of its answer: it thought aloud, as has only now shown."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of a question that the articles do not answer: its words, what was searched for, and the passage that came
    nearest, where any was found."""

    part: str
    query: str
    nearest: Passage | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, complete in itself at every step of a stream.

    ``query`` is what was searched for (it differs from ``question`` in a follow-up); ``period`` the first and the last
    year that it names, where it names any: what is said of them goes before what is said of others. ``refusal`` is the
    sentence that says that the articles do not answer, where they don't; there are no statements then. ``missing`` are
    the parts of the question that they do not answer, the whole question in a refusal. ``reply`` stands in for an
    answer where nothing was asked of the articles, as in a greeting. ``generator`` is ``quotes`` or the name of the
    language model. ``notice`` tells the reader in one line what went otherwise than asked, such as a model that could
    not be reached. ``left_out`` counts the unsupported statements that a strict answer goes without. ``unread`` are the
    passages that did not fit the model's context, ``withheld`` the sentences of those that it read that speak to a
    language model, and which it was therefore not shown. ``copies`` are passages that were passed over as they say
    nearly the same as one of ``passages``, each with that one. ``usage`` is what the model says of itself, where it
    does. ``generation`` is that of the index; ``timings`` are seconds by stage.
    """

    question: str
    query: str
    statements: tuple[Statement, ...] = ()
    passages: tuple[Passage, ...] = ()
    refusal: str | None = None
    missing: tuple[Missing, ...] = ()
    reply: str | None = None
    generator: str = "quotes"
    notice: str | None = None
    left_out: int = 0
    unread: tuple[Passage, ...] = ()
    withheld: tuple[Span, ...] = ()
    copies: tuple[tuple[Passage, Passage], ...] = ()
    usage: Usage | None = None
    period: Period | None = None
    generation: int = 0
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Whether the articles answer, as far as we can tell."""
        return self.refusal is None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the statements once, in the order of their numbers."""
        unique = {citation.number: citation for statement in self.statements for citation in statement.citations}
        return tuple(unique[number] for number in sorted(unique))

    @property
    def text(self) -> str:
        """The answer as one would read it, with markers such as ``[1]`` after each statement; or the refusal or the
        reply that stands in for it."""
        if said := self.refusal or self.reply:
            return said
        parts = [
            statement.lead + statement.text + "".join(f" [{citation.number}]" for citation in statement.citations)
            for statement in self.statements
        ]
        return "".join(parts).strip()


def in_words(period: Period) -> str:
    """Some years as one says them: "1998", "1994 to 1998"."""
    first, last = period
    return str(first) if first == last else f"{first} to {last}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What of the corpus was not read: where (the path of a file or folder below it, ``.`` for all of it), and why and
    what to do, in one line.

    ``unread`` is a file, or one record of it, that is not in the index as it is now. ``partly`` is one that is in it,
    but something of it was left out or may be missing.
    """

    path: str
    reason: str
    kind: Literal["unread", "partly"] = "unread"

    @property
    def line(self) -> str:
        """The problem in one line, whatever signs stand in the name of a file."""
        name = "".join(sign if sign.isprintable() else "\ufffd" for sign in self.path)
        return self.reason if self.path == "." else f"{name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: ``done`` of ``total`` units of ``stage`` (the model, then files, then articles cut to chunks,
    then chunks). The last step is ``done`` and carries the report."""

    stage: Literal["model", "reading", "cutting", "embedding", "done"]
    done: int
    total: int
    report: "BuildReport | None" = None


@dataclass(frozen=True, slots=True)
class BuildReport:
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
