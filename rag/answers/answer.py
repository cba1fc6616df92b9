"""What an answer is, and the one form in which JSON has it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from rag.answers.table import Table
from rag.errors import ArgumentError
from rag.text.characters import well_formed
from rag.types import Article, Citation, Freshness, Mark, Passage, Period, Span, Verdict

_CHANGED = "An article cited here has changed since then: what no longer stands in it is not cited any more."
_LOST = "the article it was checked against has changed since"
_VERDICTS: Mapping[str, Verdict] = {"supported": "supported", "partly": "partly", "unsupported": "unsupported"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, without markers, and the citations that carry it.

    ``lead`` is the white space and list sign that stood before it, so that paragraphs and lists survive. ``reason``
    says in one line why the verdict is not ``supported``. ``support`` in [0, 1] is how sure the check is that the cited
    words carry the statement; the verdict follows from it. ``marks`` are the words of a statement that is not supported
    which nothing cited carries, as far as they are known. ``named`` says that the last citation is the name of whom the
    statement is of, which its own words leave out.
    """

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    reason: str | None = None
    lead: str = " "
    support: float = 1.0
    marks: tuple[Mark, ...] = ()
    named: bool = False

    @classmethod
    def quoting(cls, shown: Sequence[Span], also: Sequence[Span] = (), *, named: bool = False) -> Self:
        """The words of some spans as a paragraph of quotations, which cites these and what is cited ``also``, each
        once."""
        cited = tuple(Citation.of(one) for one in dict.fromkeys([*shown, *also]))
        return cls(" ".join(one.text for one in shown), cited, "supported", lead="\n\n", named=named)

    @property
    def name(self) -> str | None:
        """Whom the statement is of, in an article's words, where its own leave the name out."""
        return " ".join(self.citations[-1].quote.split()) if self.named and self.citations else None

    def to_dict(self) -> dict[str, object]:
        """The statement as JSON has it; it points to its citations by number."""
        return {
            "text": self.text,
            "name": self.name,
            "lead": self.lead,
            "verdict": self.verdict,
            "reason": self.reason,
            "support": round(self.support, 3),
            "citations": [citation.number for citation in self.citations],
            "marks": [asdict(mark) for mark in self.marks],
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and the text that answered it.

    An ``Answer`` has the same two attributes and may stand wherever a turn is asked for.
    """

    question: str
    text: str


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


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, complete in itself at every step of a stream, and ``finished`` at its last one. A step that is not
    finished may hold quotations that a language model's words will replace; its ``notice`` says so.

    ``refusal`` is the sentence that says that nothing was found that answers, where nothing was; there are no
    statements then. ``caution`` is the one that says that the statements, which are the nearest sentences, may be
    no answer. ``headline`` is what we say ourselves before them: a number, or yes or no. Where the answer is a
    ``table``, each of its rows points to the citations of the statements. ``missing`` are the parts of the question
    for which nothing was found, the whole question in a refusal. ``reply`` stands in for an answer where nothing
    was asked of the articles, as in a greeting. ``generator`` is ``quotes`` or the name of the language model.
    ``notice`` tells the reader in one line what went otherwise than asked, such as a model that could not be
    reached. ``left_out`` counts the statements that are not supported, which a strict answer goes without. What
    every statement cites, names aside, stands in one of ``passages``, which were found. ``trace`` says how it came
    about.
    """

    question: str
    trace: Trace
    statements: tuple[Statement, ...] = ()
    passages: tuple[Passage, ...] = ()
    refusal: str | None = None
    caution: str | None = None
    headline: str | None = None
    table: Table | None = None
    missing: tuple[Missing, ...] = ()
    reply: str | None = None
    generator: str = "quotes"
    notice: str | None = None
    left_out: int = 0
    finished: bool = False

    @property
    def found(self) -> bool:
        """Whether an answer was found, as far as we can tell: not where there are only the nearest sentences."""
        return self.refusal is None and self.caution is None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the statements once, in the order of their numbers."""
        unique = {citation.number: citation for statement in self.statements for citation in statement.citations}
        return tuple(unique[number] for number in sorted(unique))

    @property
    def text(self) -> str:
        """The answer as one would read it, with markers such as ``[1]`` after each statement; or the refusal or the
        reply that stands in for it."""
        if instead := self.refusal or self.reply:
            return instead
        parts = [
            statement.lead
            + (f"[{statement.name}:] " if statement.name else "")
            + statement.text
            + "".join(f" [{citation.number}]" for citation in statement.citations)
            for statement in self.statements
        ]
        said = self.table.markdown if self.table else "".join(parts).strip()
        return "\n\n".join(filter(None, [self.headline, self.caution, said]))

    def to_dict(self) -> dict[str, object]:
        """The answer as JSON has it; ``statements`` point to ``citations`` by number, timings are seconds."""
        return {
            "question": self.question,
            "text": self.text,
            "found": self.found,
            "finished": self.finished,
            "statements": [statement.to_dict() for statement in self.statements],
            "citations": [
                {"number": one.number, **one.to_dict(), "url": one.article.url, "quote": one.quote}
                for one in self.citations
            ],
            "missing": [missing.to_dict() for missing in self.missing],
            "refusal": self.refusal,
            "caution": self.caution,
            "headline": self.headline,
            "table": self.table and self.table.to_dict(),
            "reply": self.reply,
            "generator": self.generator,
            "notice": self.notice,
            "left_out": self.left_out,
            **self.trace.to_dict(),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], article: Callable[[str], Article | None]) -> Self:
        """An answer from what ``to_dict`` made of it, with the articles that ``article`` gives for their ids, such as
        ``Index.article``; without what was found and not cited.

        Quotes are cut anew from the articles as they are now. What no longer stands where it stood is not cited any
        more, and its statement is not called supported. Raises ``ArgumentError`` for what is no record of an answer.
        """
        try:
            return cls._read(record, article)
        except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as error:
            raise ArgumentError(f"This is not an answer as `Answer.to_dict` writes it ({error!r:.100}).") from error

    @classmethod
    def _read(cls, record: Mapping[str, Any], article: Callable[[str], Article | None]) -> Self:
        cited = {int(one["number"]): _citation(one, article) for one in record["citations"]}
        statements = tuple(_statement(one, cited) for one in record["statements"])
        usage, judging, period = record["usage"], record.get("judging"), record["period"]
        trace = Trace(
            _text(record["query"]),
            period=(int(period[0]), int(period[1])) if period else None,
            usage=Usage(int(usage["read"]), int(usage["written"])) if usage else None,
            judge=_optional(record.get("judge")),
            judging=Usage(int(judging["read"]), int(judging["written"])) if judging else None,
            asked=_optional(record.get("asked")),
            generation=int(record["generation"]),
            freshness=_freshness(record.get("updated"), record.get("newest")),
            timings={str(stage): float(seconds) for stage, seconds in record["timings"].items()},
        )
        return cls(
            _text(record["question"]),
            trace,
            statements,
            refusal=_optional(record["refusal"]),
            caution=_optional(record.get("caution")),
            headline=_optional(record.get("headline")),
            table=Table.from_dict(record["table"], _standing(cited)) if record.get("table") else None,
            missing=tuple(_missing(one, article) for one in record["missing"]),
            reply=_optional(record["reply"]),
            generator=_text(record["generator"]),
            notice=_CHANGED if None in cited.values() else _optional(record["notice"]),
            left_out=int(record["left_out"]),
            finished=bool(record["finished"]),
        )


def _freshness(updated: str | None, newest: str | None) -> Freshness | None:
    """How new an index was, from what ``Trace.to_dict`` wrote of it; answers that were kept earlier say nothing."""
    if updated is None:
        return None
    return Freshness(datetime.fromisoformat(updated), date.fromisoformat(newest) if newest else None)


def _standing(cited: Mapping[int, Citation | None]) -> set[int]:
    """The numbers of the citations that still stand where they stood."""
    return {number for number, citation in cited.items() if citation is not None}


def carrying(passages: Iterable[Passage], statements: Sequence[Statement]) -> list[Passage]:
    """The passages in which something stands that the statements cite, in their order."""
    cited = [one for statement in statements for one in statement.citations]
    return [passage for passage in passages if any(one.overlaps(passage) for one in cited)]


def numbered(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements with their citations numbered from 1 as they come, the same words alike."""
    known: dict[tuple[str, int, int], int] = {}

    def number(citation: Citation) -> Citation:
        cited = citation.article.id, citation.start, citation.end
        return replace(citation, number=known.setdefault(cited, len(known) + 1))

    return tuple(replace(one, citations=tuple(number(citation) for citation in one.citations)) for one in statements)


def _statement(record: Mapping[str, Any], cited: Mapping[int, Citation | None]) -> Statement:
    verdict, reason = _VERDICTS[record["verdict"]], _optional(record["reason"])
    every: Sequence[Citation | None] = [cited[number] for number in record["citations"]]
    citations = tuple(one for one in every if one is not None)
    if len(citations) < len(every) and verdict != "unsupported":
        # What carried it was checked together, and is not there any more.
        verdict, reason = ("partly" if citations else "unsupported"), _LOST
    text, lead, marks = _text(record["text"]), _text(record["lead"]), map(_mark, record.get("marks", ()))
    kept = tuple(mark for mark in marks if 0 <= mark.start < mark.end <= len(text))
    # Where the name does not stand there any more, no other citation is one.
    named = bool(record.get("name") and every and every[-1] is not None)
    return Statement(text, citations, verdict, reason, lead, float(record["support"]), kept, named)


def _mark(record: Mapping[str, Any]) -> Mark:
    return Mark(int(record["start"]), int(record["end"]), _optional(record["right"]))


def _citation(record: Mapping[str, Any], article: Callable[[str], Article | None]) -> Citation | None:
    found = _span(record, article, record["quote"])
    return None if found is None else Citation(found.article, found.start, found.end, int(record["number"]))


def _missing(record: Mapping[str, Any], article: Callable[[str], Article | None]) -> Missing:
    nearest = _span(record["nearest"], article, record["nearest"]["text"]) if record["nearest"] else None
    passage = None if nearest is None else Passage.of(nearest)
    return Missing(_text(record["part"]), _text(record["query"]), passage)


def _span(record: Mapping[str, Any], article: Callable[[str], Article | None], words: str) -> Span | None:
    """The span of a record, where those words still stand there."""
    found, start, end = article(_text(record["article_id"])), int(record["start"]), int(record["end"])
    if found is None or not 0 <= start < end <= len(found.text) or found.text[start:end] != words:
        return None
    return Span(found, start, end)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.50} is no text")
    return well_formed(value)


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)
