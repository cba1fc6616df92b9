"""What a question asks for, once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rag.answers.asking.rows import Narrowing
from rag.answers.asking.sorts import Enumeration
from rag.answers.asking.whose import ANYONE
from rag.message import Message, all_of, in_a_row, one_of, quoted
from rag.text.language import own_name
from rag.text.periods import Period

Kind = Literal[
    "fact",
    "yes or no",
    "articles",
    "topics",
    "period",
    "timeline",
    "summary",
    "said",
    "comparison",
    "list",
    "follow-up",
    "state",
]
"""Of the passages: a fact, whether something is so, who said what, or several things beside each other. Of the
articles themselves: which or how many, what they are about, what was published in a period. Of a
story: what happened, in order; what it or an article says, in short. Of the answer before: a follow-up. Of how things
stand: what the newest article has of it."""

Further = Literal["more", "else", "sources", "sure", "brief", "why", "when", "authors", "days"]
"""What is asked about the answer before: to read on; what else there is of something; what it rests on; whether it is
so; one sentence of it; a reason; on which day it was; by whom its articles are; when they were published."""

Wants = Literal[
    "list", "count", "article", "newest", "oldest", "longest", "shortest", "authors", "sources", "days", "span"
]
"""What is asked of articles: which they are, how many, which one tells something, the newest, oldest, longest or
shortest of them, by whom, in which papers, on which days, from when to when."""

Most = Literal["source", "author", "month", "year", "day", "person", "place"]
"""By what articles are counted where it is asked which has most, or fewest, or how many each has; people and places by
the articles that name them."""

Lacked = Literal["author", "day", "source"]
"""What an article may not say of itself."""


_KINDS: Mapping[Kind, Message] = {
    "fact": Message("a fact"),
    "yes or no": Message("a question for yes or no"),
    "topics": Message("what the articles are about"),
    "period": Message("what was published"),
    "timeline": Message("what happened, in order"),
    "state": Message("how things stand, as the newest article has it"),
}
_FURTHER: Mapping[Further, Message] = {
    "more": Message("a follow-up, more of the last answer"),
    "else": Message("a follow-up, what else there is"),
    "sources": Message("a follow-up, the sources of the last answer"),
    "sure": Message("a follow-up, whether the last answer is so"),
    "brief": Message("a follow-up, one sentence of the last answer"),
    "why": Message("a follow-up, the reason"),
    "when": Message("a follow-up, when that was"),
    "authors": Message("a follow-up, who wrote its articles"),
    "days": Message("a follow-up, when its articles were published"),
}
_WANTS: Mapping[Wants, Message] = {
    "list": Message("a list of articles"),
    "count": Message("a number of articles"),
    "article": Message("the article"),
    "newest": Message("the newest article"),
    "oldest": Message("the oldest article"),
    "longest": Message("the longest article"),
    "shortest": Message("the shortest article"),
    "authors": Message("the authors of articles"),
    "sources": Message("the papers of articles"),
    "days": Message("the days of articles"),
    "span": Message("from when to when the articles are"),
}
_MOST: Mapping[Most, Message] = {
    "source": Message("the source with most articles"),
    "author": Message("the author with most articles"),
    "month": Message("the month with most articles"),
    "year": Message("the year with most articles"),
    "day": Message("the day with most articles"),
    "person": Message("the people named in most articles"),
    "place": Message("the places named in most articles"),
}
_FEWEST: Mapping[Most, Message] = {
    "source": Message("the source with fewest articles"),
    "author": Message("the author with fewest articles"),
    "month": Message("the month with fewest articles"),
    "year": Message("the year with fewest articles"),
    "day": Message("the day with fewest articles"),
}
_EACH: Mapping[Most, Message] = {
    "source": Message("how many articles each source has"),
    "author": Message("how many articles each author has"),
    "month": Message("how many articles each month has"),
    "year": Message("how many articles each year has"),
    "day": Message("how many articles each day has"),
}
_LACKED: Mapping[Lacked, Message] = {
    "author": Message("without an author"),
    "day": Message("without a date"),
    "source": Message("without a source"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for.

    Of articles, all must be so that is given: ``mentions`` are words that title or text have, or with ``titles`` the
    title alone, of each group at least one, ``unnamed`` those of which they have none; ``about`` is what they are
    about, and ``single`` whether one alone is meant, ``after`` whether what came after that is; ``title`` is what one
    is called, ``sources`` and ``authors`` are names of which one is enough, and ``other_sources`` and
    ``other_authors`` those of which they have none.
    ``number`` is how many are asked for, or sentences of a summary, ``most`` by what they are counted, ``fewest``
    whether the fewest are asked for, and ``each`` whether the number of each, or of each that has at ``least`` so many
    and at most the ``limit``. ``share`` asks for the percentage, ``languages`` are codes (ISO 639-1) of which one is
    enough, ``lacks`` is what they don't say.
    ``statement`` is what is asked to be so. ``who`` said something about ``topic``, "" is whom the question names in
    whatever words, ``ANYONE`` whoever speaks of it; where it is None, the ``topic`` was said, or stands somehow, or is
    the event ``after`` which what is told of a story is meant.
    ``sides`` are what is compared, ``aspects`` in what; ``further`` is asked of the answer before; ``listed`` is what
    of the texts is to be listed, narrowed and ordered as its ``rows`` say. A fact that ``explains`` is a reason, a
    manner or a means. A comparison with a ``statement`` asks whether the first side is what the aspect says, one that
    is ``counted`` by how much the sides differ.
    """

    kind: Kind = "fact"
    wants: Wants = "list"
    mentions: tuple[tuple[str, ...], ...] = ()
    titles: bool = False
    unnamed: tuple[str, ...] = ()
    about: str | None = None
    single: bool = False
    title: str | None = None
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    other_sources: tuple[str, ...] = ()
    other_authors: tuple[str, ...] = ()
    after: bool = False
    period: Period | None = None
    number: int | None = None
    counted: bool = False
    most: Most | None = None
    fewest: bool = False
    each: bool = False
    least: int | None = None
    limit: int | None = None
    share: bool = False
    languages: tuple[str, ...] = ()
    lacks: tuple[Lacked, ...] = ()
    statement: str = ""
    who: str | None = None
    topic: str = ""
    sides: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    further: Further | None = None
    listed: Enumeration | None = None
    rows: Narrowing | None = None
    explains: bool = False
    lang: str = "en"

    @property
    def is_narrowed(self) -> bool:
        """Whether it is asked for some of the articles alone."""
        plain = (self.mentions, self.about, self.title, self.sources, self.authors, self.period)
        return any((*plain, self.unnamed, self.other_sources, self.other_authors, self.languages, self.lacks))

    @property
    def conditions(self) -> list[str]:
        """What the articles are asked for by, in words; nothing where all are meant."""
        said: list[str] = [Message("called “{title}”", title=self.title)] if self.title else []
        mentioned = [one_of(list(map(quoted, group))) for group in self.mentions]
        if self.titles:
            said += [Message("mentioning {words} in the title", words=words) for words in mentioned]
        else:
            said += [Message("mentioning {words}", words=words) for words in mentioned]
        said += (
            [Message("not mentioning {words}", words=one_of(list(map(quoted, self.unnamed))))] if self.unnamed else []
        )
        if self.about:
            after = Message("after “{topic}”", topic=self.topic or self.about)
            said.append(after if self.after else Message("about “{topic}”", topic=self.about))
        said += [Message("in {names}", names=one_of(self.sources))] if self.sources else []
        said += [Message("by {names}", names=one_of(self.authors))] if self.authors else []
        said += [Message("not in {names}", names=one_of(self.other_sources))] if self.other_sources else []
        said += [Message("not by {names}", names=one_of(self.other_authors))] if self.other_authors else []
        # A language by its own name, which needs no other one's word for it.
        said += [Message("in the language “{name}”", name=own_name(one)) for one in self.languages]
        said += [_LACKED[one] for one in self.lacks]
        return said + ([self.period.in_words] if self.period else [])

    @property
    def bounds(self) -> list[str]:
        """How many articles each must have of what they are counted by, in words."""
        if self.least is not None and self.least == self.limit:
            return [Message("exactly {number}", number=self.least)]
        least = [Message("at least {number}", number=self.least)] if self.least is not None else []
        return [*least, *([Message("at most {number}", number=self.limit)] if self.limit is not None else [])]

    @property
    def in_words(self) -> str:
        """What the question was read as."""
        if self.kind == "said":
            if self.who is None:
                return Message("who said something")
            if self.who == ANYONE:
                return Message("what was said about “{topic}”", topic=self.topic)
            if not self.who:
                return Message("what somebody said")
            return Message("what “{name}” said", name=self.who)
        if self.kind == "comparison":
            return Message("a comparison of {sides}", sides=all_of(list(map(quoted, self.sides))))
        if self.listed is not None:
            return in_a_row([self.listed.in_words, *(self.rows.in_words if self.rows else [])])
        if self.further is not None:
            return _FURTHER[self.further]
        days: list[str] = [self.period.in_words] if self.period else []
        match self.kind:
            case "fact":
                return in_a_row([Message("why or how") if self.explains else _KINDS["fact"], *days])
            case "summary":
                return in_a_row([*self._summary, *self.conditions])
            case "articles":
                tallied = _FEWEST if self.fewest else _EACH if self.each else _MOST
                asked = Message("a share of the articles") if self.share else _WANTS[self.wants]
                return in_a_row([tallied[self.most] if self.most else asked, *self.bounds, *self.conditions])
            case _:
                return in_a_row([_KINDS[self.kind], *(self.conditions if self.kind in ("timeline", "period") else ())])

    @property
    def _summary(self) -> list[str]:
        said: list[str] = [Message("a summary")]
        if self.number == 1:
            said.append(Message("in one sentence"))
        elif self.number is not None:
            said.append(Message("in {number} sentences", number=self.number))
        said += [Message("of the newest article")] if self.wants == "newest" else []
        return said + ([Message("of the oldest article")] if self.wants == "oldest" else [])
