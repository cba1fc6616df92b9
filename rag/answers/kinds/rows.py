"""Articles as the rows of an answer: each cited by its first words, in a table by number."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from rag.answers.answer import Answer, numbered
from rag.answers.statements import Statement
from rag.answers.table import Cell, Table
from rag.index.found import Found
from rag.index.search import Index
from rag.message import Message, day_in_words, together
from rag.text.headings import is_closed, is_heading, is_key, is_title
from rag.text.instructions import addressed
from rag.text.sentences import sentences
from rag.types import Article, Citation, Interval, Listed, Passage, Span

DATE, DAY, ARTICLE, PAPER = Message("Date"), Message("Day"), Message("Article"), Message("Paper")
"""Columns of tables."""

MOST = 300
"""Articles that one answer lists and cites at most; their number is told all the same."""

_OPENING = 1200  # characters of an article in which its first sentence is looked for
_TRIED = 4  # sentences of which the first that is fit is quoted: headings and what speaks to a model are passed over
_LONGEST = 300  # characters of a quote


class Rows(NamedTuple):
    """Articles that are cited: the statements with numbers, and for each article's id that number."""

    statements: tuple[Statement, ...]
    numbers: Mapping[str, int]
    left: int
    """Articles beyond ``MOST``."""


def rows_of(index: Index, listed: Sequence[Listed]) -> Rows:
    """The articles as statements, in their order."""
    shown = listed[:MOST]
    articles = index.articles([one.id for one in shown])
    cited = [first_words(articles[one.id]) for one in shown if one.id in articles]
    made = numbered([Statement.quoting([one]) for one in cited])
    known = {one.citations[0].article.id: one.citations[0].number for one in made}
    return Rows(made, known, len(listed) - len(shown))


def first_words(article: Article) -> Citation:
    """The first sentence of an article that is no heading and does not speak to a language model, or its beginning."""
    told = _opening(article)
    fit = ((one.start, one.end) for one in told if len(one.text.split()) > 2)
    start, end = next(fit, (0, min(_OPENING, len(article.text))))
    if end - start > _LONGEST:
        end = start + max(article.text.rfind(" ", start, start + _LONGEST) - start, 1)
    return Citation(article, start, end)


def opening(article: Article) -> str:
    """The first two sentences of an article."""
    return " ".join(one.text for one in itertools.islice(_opening(article), 2))


def _opening(article: Article) -> Iterator[Span]:
    """The first sentences of an article, without the lines of the page before the first that is closed; with them where
    none is."""
    cut = sentences(article.text[:_OPENING], article.lang)
    closed = (place for place, (start, end) in enumerate(cut) if is_closed(article.text[start:end]))
    return telling(article, cut[next(closed, 0) :], most=_TRIED)


def telling(article: Article, bounds: Sequence[Interval], *, most: int | None = None) -> Iterator[Span]:
    """Of an article's sentences that are no headings nor its title, the first ``most`` of them, those that don't speak
    to a language model."""
    spans = (Span(article, start, end) for start, end in bounds)
    plain = [one for one in spans if not (is_heading(one.text) or is_key(one.text) or is_title(one))][:most]
    for one, instructs in zip(plain, addressed([one.text for one in plain]), strict=True):
        if not instructs:
            yield one


def listed_in(begun: Answer, headline: str, rows: Rows, table: Table | None) -> Answer:
    """The whole answer: what we say ourselves, the articles, and the table of them."""
    notice = Message("The first {most} are listed, {left} are not.", most=MOST, left=rows.left) if rows.left else None
    return told_in(begun, headline, rows.statements, table, [notice])


def told_in(
    begun: Answer,
    headline: str | None,
    statements: Sequence[Statement],
    table: Table | None,
    notices: Iterable[str | None] = (),
) -> Answer:
    """The whole answer of sentences of the articles: what we say ourselves, what they say, and the table of it."""
    cited = [one for said in statements for one in said.citations]
    passages = tuple(map(Passage.of, cited))
    return replace(
        begun,
        headline=headline,
        statements=tuple(statements),
        passages=passages,
        table=table,
        notice=together(begun.notice, *notices),
        finished=True,
    )


def found_by(index: Index, cited: Sequence[Citation]) -> Found:
    """The passages in which citations stand, in the order of these, as if a search had brought them."""
    whole = index.whole({one.article.id for one in cited})
    places = [(place, hit) for hit in whole.hits for place, one in enumerate(cited) if one.overlaps(hit.passage)]
    ordered = sorted(places, key=lambda pair: pair[0])
    return replace(whole, hits=tuple({id(hit): hit for _, hit in ordered}.values()))


def table_of(listed: Iterable[Listed], rows: Rows) -> Table:
    """The articles as a table: day, title, paper, author, as far as any of them has it."""
    shown = [one for one in listed if one.id in rows.numbers]
    columns = {
        DATE: [day(one) for one in shown],
        ARTICLE: [one.title for one in shown],
        PAPER: [one.source or "" for one in shown],
        Message("Author"): [one.author or "" for one in shown],
    }
    kept = [name for name, cells in columns.items() if any(cells)]
    return Table(
        tuple(kept),
        tuple(
            tuple(Cell(columns[name][row], (rows.numbers[one.id],) if name == ARTICLE else ()) for name in kept)
            for row, one in enumerate(shown)
        ),
    )


def day(listed: Listed | Article) -> str:
    """The day of an article, so that days are in order as texts; "" where it is unknown."""
    return listed.published.isoformat() if listed.published else ""


def named(listed: Listed) -> str:
    """An article by its title, day and paper."""
    when = day_in_words(listed.published) if listed.published else Message("undated")
    if not listed.source:
        return Message("“{title}” ({day})", title=listed.title, day=when)
    return Message("“{title}” ({day}, {paper})", title=listed.title, day=when, paper=listed.source)


def article_count(number: int) -> str:
    """So many articles, in words."""
    return Message("{number} article", "{number} articles", number=number)
