"""What an answer is made of: its statements, the parts of the question that nothing answers, and how it came about."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Self

from rag.types import Article, Citation, Freshness, Mark, Passage, Period, Span, Verdict


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, without markers, and the citations that carry it.

    ``lead`` is the white space and list sign that stood before it, so that paragraphs and lists survive. ``reason``
    says in one line why the verdict is not ``supported``. ``support`` in [0, 1] is how sure the check is that the cited
    words carry the statement; the verdict follows from it. ``marks`` are the words of a statement that is not supported
    which nothing cited carries, as far as they are known. ``named`` says that the last citation is the name of whom the
    statement is of, which its own words leave out. ``pending``: a judge has yet to read it, and its verdict is that of
    the rules alone until then.
    """

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    reason: str | None = None
    lead: str = " "
    support: float = 1.0
    marks: tuple[Mark, ...] = ()
    named: bool = False
    pending: bool = False

    @classmethod
    def quoting(cls, shown: Sequence[Span], also: Sequence[Span] = (), *, named: bool = False) -> Self:
        """The words of some spans as a paragraph of quotations, which cites these and what is cited ``also``, each
        once."""
        cited = tuple(Citation.of(one) for one in dict.fromkeys([*shown, *also]))
        return cls(" ".join(one.text for one in shown), cited, "supported", lead="\n\n", named=named)

    @property
    def own(self) -> tuple[Citation, ...]:
        """Its citations but that of the name which it leaves out."""
        return self.citations[: len(self.citations) - self.named]

    @property
    def name(self) -> str | None:
        """Whom the statement is of, in an article's words, where its own leave the name out."""
        return " ".join(self.citations[-1].quote.split()) if self.named and self.citations else None

    @property
    def label(self) -> str:
        """The name as it stands before the words, "[Ada Moss:] "; "" where there is none."""
        return f"[{self.name}:] " if self.name else ""

    def to_dict(self) -> dict[str, object]:
        """The statement as JSON has it; it points to its citations by number."""
        return {
            "text": self.text,
            "name": self.name,
            "lead": self.lead,
            "verdict": self.verdict,
            "pending": self.pending,
            "reason": self.reason,
            "support": round(self.support, 3),
            "citations": [citation.number for citation in self.citations],
            "marks": [asdict(mark) for mark in self.marks],
        }


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer took of a language model, in its tokens: those that it read and those that it wrote."""

    read: int
    written: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of a question for which nothing was found that answers it: its words, what was searched for, and the
    passage that came nearest, where any was found."""

    part: str
    query: str
    nearest: Passage | None = None

    def to_dict(self) -> dict[str, object]:
        """The part as JSON has it."""
        nearest = self.nearest and Span.to_dict(self.nearest) | {"text": self.nearest.text}
        return {"part": self.part, "query": self.query, "nearest": nearest}


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about.

    ``query`` is what was searched for (it differs from the question in a follow-up); ``period`` the first and the last
    year that it names, where it names any: what is said of them goes before what is said of others. ``copies`` are
    passages that were passed over as they say nearly the same as one that was found, each with that one. ``unread`` are
    the passages that did not fit the model's context, ``withheld`` the sentences of those that it read that speak to a
    language model, and which it was therefore not shown. ``usage`` is what the model says of itself, where it does.
    ``judge`` says who decided what the rules of the check leave open, and how good that one is; None where nobody did;
    ``judging`` is what that took. ``asked`` is what the question was read as asking for, in words.
    ``generation`` is that of the index, ``freshness`` how new it was then; ``timings`` are seconds by stage.
    """

    query: str
    period: Period | None = None
    copies: tuple[tuple[Passage, Passage], ...] = ()
    unread: tuple[Passage, ...] = ()
    withheld: tuple[Span, ...] = ()
    usage: Usage | None = None
    judge: str | None = None
    judging: Usage | None = None
    asked: str | None = None
    generation: int = 0
    freshness: Freshness | None = None
    timings: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """The trace as JSON has it, ``unread`` as a number."""
        return {
            "query": self.query,
            "asked": self.asked,
            "unread": len(self.unread),
            "withheld": [span.to_dict() | {"text": span.text} for span in self.withheld],
            "copies": [
                {"of": Span.to_dict(original), **Span.to_dict(copy), "url": copy.article.url}
                for copy, original in self.copies
            ],
            "usage": self.usage and asdict(self.usage),
            "judge": self.judge,
            "judging": self.judging and asdict(self.judging),
            "period": self.period,
            "generation": self.generation,
            "updated": self.freshness.updated.isoformat() if self.freshness else None,
            "newest": self.freshness.newest.isoformat() if self.freshness and self.freshness.newest else None,
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
        }


def located(span: Span) -> str:
    """Where a span stands, as one would read it: title, source, day, and the article's id with the characters."""
    return f"{told(span.article)} ({span.article.id}:{span.start}-{span.end})"


def told(article: Article) -> str:
    """An article's title, source and day, as one would read them."""
    return ", ".join([*article.facts("title", "source"), *(article.facts("published") or ["undated"])])
