"""What is said later than the words of a quotation, and is to be told beside it: by a correction that takes its figure
back, or by a younger article that differs. Values, not drawn here."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from rag.answers.check.numbers import taken_back
from rag.answers.differing import Value, differing
from rag.answers.statements import Statement
from rag.message import day_in_words
from rag.text.corrections import CORRECTS
from rag.text.facts import read
from rag.types import Article, Passage, Span


class Given(Protocol):
    """What is looked at of an answer."""

    @property
    def question(self) -> str: ...
    @property
    def generator(self) -> str: ...
    @property
    def headline(self) -> str | None: ...
    @property
    def statements(self) -> tuple[Statement, ...]: ...
    @property
    def passages(self) -> tuple[Passage, ...]: ...


class Later(NamedTuple):
    """What a later article says instead of the characters ``start`` to ``end`` of some words, and that article;
    ``withdrawn`` where it takes them back."""

    start: int
    end: int
    instead: str
    article: Article
    withdrawn: bool

    @property
    def in_words(self) -> str:
        """Since when what stands there instead, such as "corrected 17 February 2026: 17"."""
        day = self.article.published
        when = f" {day_in_words(day)}" if day else ""
        return f"{'corrected' if self.withdrawn else 'later,'}{when}: {self.instead}"

    def remark(self, words: str) -> str:
        """The same where it does not stand beside the words that it is of, as it names them."""
        return f"{self.in_words}, not {words[self.start : self.end]}" if self.withdrawn else self.in_words


def later(given: Given, corrections: Sequence[Span] = ()) -> list[Later | None]:
    """For each statement of an answer made of quotations what is said later, by what it cites beside it, by
    ``corrections``, and by what it found that differs."""
    if given.generator != "quotes":
        return [None] * len(given.statements)
    told = [*_correcting(given), *corrections]
    values = differing(given.question, given.passages) if given.headline else []
    return [_later(one, told, values) for one in given.statements]


def withdrawn(given: Given, corrections: Sequence[Span] = ()) -> dict[int, Later]:
    """By the numbers of an answer's citations, whoever wrote that, what takes a figure of their words back."""
    told = [*_correcting(given), *corrections]
    cited = {citation.number: citation for one in given.statements for citation in one.citations}
    taken = {number: _taken_back(one.quote, one.article, told) for number, one in cited.items()}
    return {number: one for number, one in taken.items() if one is not None}


def retractions(given: Given, corrections: Sequence[Span] = ()) -> dict[int, str]:
    """The same in words that stand behind those of a citation, such as " (corrected 17 February 2026: 17, not 23)"."""
    taken = withdrawn(given, corrections)
    quotes = {citation.number: citation.quote for one in given.statements for citation in one.citations}
    return {number: f" ({one.remark(quotes[number])})" for number, one in taken.items()}


def _correcting(given: Given) -> list[Span]:
    return [one for said in given.statements for one in said.citations if CORRECTS.search(one.quote)]


def _taken_back(words: str, article: Article, told: Sequence[Span]) -> Later | None:
    for span in told:
        if span.article.id == article.id or _day(span.article) < _day(article):
            continue
        if (fault := taken_back(read(words), span)) is not None:
            [mark] = fault.marks
            return Later(mark.start, mark.end, mark.right or "", span.article, withdrawn=True)
    return None


def _later(statement: Statement, told: Sequence[Span], values: Sequence[Value]) -> Later | None:
    if not statement.citations:
        return None
    if (taken := _taken_back(statement.text, statement.citations[0].article, told)) is not None:
        return taken
    mine = next((one for one in values if one.is_in(statement)), None)
    younger = [one for one in values if mine is not None and one.day > mine.day]
    if mine is None or not younger or (start := statement.text.find(mine.text)) < 0:
        return None
    newest = max(younger, key=lambda one: one.day)
    return Later(start, start + len(mine.text), newest.text, newest.span.article, withdrawn=False)


def _day(article: Article) -> date:
    return article.published or date.min
