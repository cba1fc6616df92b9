"""What an answer is, and the one form in which JSON has it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from textwrap import shorten
from typing import Any, Self

from rag.answers.export import Written
from rag.answers.onward import Onward
from rag.answers.stages import Stage
from rag.answers.statements import Missing, Statement, Trace, Usage
from rag.answers.table import Table
from rag.errors import ArgumentError
from rag.message import Message
from rag.text.characters import well_formed
from rag.types import Article, Citation, Freshness, Mark, Passage, Span, Verdict

_CHANGED = Message("An article cited here has changed since then: what no longer stands in it is not cited any more.")
_LOST = Message("the article it was checked against has changed since")
_VERDICTS: Mapping[str, Verdict] = {"supported": "supported", "partly": "partly", "unsupported": "unsupported"}


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and the text that answered it.

    An ``Answer`` has the same two attributes and may stand wherever a turn is asked for.
    """

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer(Written):
    """An answer, complete in itself at every step of a stream, and ``finished`` at its last one. A step that is not
    finished says by its ``stage`` what is being done, where that takes longer, and may hold quotations that a language
    model's words will replace; its ``notice`` says so.

    ``refusal`` is the sentence that says that nothing was found that answers, where nothing was; there are no
    statements then, and ``onward`` is what a reader may go on with. ``caution`` is the one that says that the
    statements, which are the nearest sentences, may be no answer; under filters, ``onward`` then says whether
    there is one without them. ``headline`` is what we say ourselves before
    them: a number, or yes or no. Where the answer is a ``table``, each of its rows points to the citations of the
    statements. ``missing`` are the parts of the question for which nothing was found, the whole question in a
    refusal. ``reply`` stands in for an answer where nothing was asked of the articles, as in a greeting.
    ``generator`` is ``quotes`` or the name of the language model. ``notice`` tells the reader in one line what went
    otherwise than asked, such as a model that could not be reached. ``left_out`` counts the statements that are not
    supported, which a strict answer goes without. What every statement cites, names aside, stands in one of
    ``passages``, which were found. ``trace`` says how it came about.
    """

    question: str
    trace: Trace
    statements: tuple[Statement, ...] = ()
    passages: tuple[Passage, ...] = ()
    refusal: str | None = None
    onward: Onward | None = None
    caution: str | None = None
    headline: str | None = None
    table: Table | None = None
    missing: tuple[Missing, ...] = ()
    reply: str | None = None
    generator: str = "quotes"
    notice: str | None = None
    left_out: int = 0
    stage: Stage | None = None
    finished: bool = False

    def __repr__(self) -> str:
        """What was asked, how the answer begins and how many places it cites: all of it is many pages."""
        begins = shorten(self.text, 80, placeholder=" …")
        return f"<Answer to “{self.question}”: “{begins}”, citations {len(self.citations)}>"

    @property
    def found(self) -> bool:
        """Whether an answer was found, as far as we can tell: not where there are only the nearest sentences."""
        return self.refusal is None and self.caution is None

    @property
    def articles(self) -> list[Article]:
        """The articles that it cites, each once."""
        return list({one.article.id: one.article for one in self.citations}.values())

    def to_dict(self) -> dict[str, object]:
        """The answer as JSON has it; ``statements`` point to ``citations`` by number, timings are seconds."""
        return {
            "question": self.question,
            "text": self.text,
            "found": self.found,
            "finished": self.finished,
            "stage": self.stage and str(self.stage),
            "statements": [statement.to_dict() for statement in self.statements],
            "citations": [
                {"number": one.number, **one.to_dict(), "url": one.article.url, "quote": one.quote}
                for one in self.citations
            ],
            "missing": [missing.to_dict() for missing in self.missing],
            "refusal": self.refusal,
            "onward": self.onward and self.onward.to_dict(),
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
            onward=_onward(record["onward"], article) if record.get("onward") else None,
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


def _onward(record: Mapping[str, Any], article: Callable[[str], Article | None]) -> Onward:
    """Where a refusal leads on to, as far as it is still there."""
    near = (_span(one, article, one["text"]) for one in record["nearest"])
    named = (article(_text(one["article_id"])) for one in record["articles"])
    count = record["unfiltered"]
    return Onward(
        tuple(one for one in near if one is not None),
        tuple(one for one in named if one is not None),
        bool(record["narrowed"]),
        None if count is None else int(count),
    )


def _span(record: Mapping[str, Any], article: Callable[[str], Article | None], words: str) -> Span | None:
    """The span of a record, where those words still stand there."""
    found, start, end = article(_text(record["article_id"])), int(record["start"]), int(record["end"])
    if found is None or not 0 <= start < end <= len(found.text) or found.text[start:end] != words:
        return None
    return Span(found, start, end)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.50} is no text")
    return value if isinstance(value, Message) else well_formed(value)


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)
