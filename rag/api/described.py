"""What is sent back, for the description that OpenAPI has of it: docs/programs.md explains each field. Records are sent
as `archive` makes them; nothing is read or checked by these."""

from typing import Literal

from pydantic import BaseModel, Field


class Reason(BaseModel):
    """Why there is no answer."""

    message: str = Field(description="The reason and the next step, in a line.")
    type: str
    param: None = None
    code: str | None = None


class Refusal(BaseModel):
    """What a request gets that is not answered."""

    error: Reason
    detail: str = Field(description="The line once more, where other clients look for it.")


class Place(BaseModel):
    """Characters of an article's text, from ``start`` to ``end``, which is excluded."""

    article_id: str
    title: str
    source: str | None
    published: str | None
    start: int
    end: int


class Span(Place):
    """A place with what stands there."""

    text: str


class Citation(Place):
    """The words of an article that carry a statement."""

    number: int
    url: str | None
    quote: str


class Mark(BaseModel):
    """Characters of a statement that nothing cited carries, and what the articles have there."""

    start: int
    end: int
    right: str | None


class Statement(BaseModel):
    """A sentence of an answer."""

    text: str
    name: str | None
    lead: str
    verdict: Literal["supported", "partly", "unsupported"]
    pending: bool
    reason: str | None
    support: float
    citations: list[int]
    marks: list[Mark]


class Missing(BaseModel):
    """A part of a question that nothing was found for."""

    part: str
    query: str
    nearest: Span | None


class Listed(BaseModel):
    """An article without its text."""

    article_id: str
    title: str
    published: str | None
    published_from: str | None
    modified: str | None
    author: str | None
    source: str | None
    url: str | None
    lang: str | None
    tags: list[str]
    characters: int


class Article(Listed):
    """An article with its text."""

    text: str


class Onward(BaseModel):
    """Where a refusal leads on to."""

    nearest: list[Span]
    articles: list[Listed]
    narrowed: bool
    unfiltered: int | None


class Cell(BaseModel):
    """A cell of a table."""

    text: str
    citations: list[int]


class Table(BaseModel):
    """An answer in rows."""

    columns: list[str]
    rows: list[list[Cell]]
    quoted: bool


class Usage(BaseModel):
    """The tokens that a language model took."""

    read: int
    written: int


class Copy(Place):
    """A passage that was passed over, and the one that says nearly the same."""

    of: Place
    url: str | None


class Answer(BaseModel):
    """An answer, whole or as far as it is."""

    question: str
    text: str
    found: bool
    finished: bool
    stage: str | None
    statements: list[Statement]
    citations: list[Citation]
    missing: list[Missing]
    refusal: str | None
    onward: Onward | None
    caution: str | None
    headline: str | None
    table: Table | None
    reply: str | None
    generator: str
    notice: str | None
    left_out: int
    query: str
    asked: str | None
    unread: int
    withheld: list[Span]
    copies: list[Copy]
    usage: Usage | None
    judge: str | None
    judging: Usage | None
    period: list[int] | None
    generation: int
    updated: str | None
    newest: str | None
    timings: dict[str, float]


class Scores(BaseModel):
    """How a passage was found."""

    dense: float
    keyword: float | None
    fused: float
    sentence: float
    context: float
    coverage: float
    sentence_coverage: float
    period: float


class Passage(Span):
    """A passage that was found."""

    scores: Scores


class Passages(BaseModel):
    """What a search found."""

    query: str
    passages: list[Passage]
    generation: int


class Articles(BaseModel):
    """Some of the list of articles."""

    total: int
    articles: list[Listed]
