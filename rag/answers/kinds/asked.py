"""What a question asks for, once it has been read."""

from dataclasses import dataclass
from typing import Literal

from rag.answers.kinds.sorts import Enumeration
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
]
"""Of the passages: a fact, whether something is so, who said what, or several things beside each other. Of the
articles themselves: which or how many, what they are about, what was published in a period. Of a
story: what happened, in order; what it or an article says, in short. Of the answer before: a follow-up."""

Further = Literal["more", "else", "sources", "sure", "brief", "why", "when"]
"""What is asked about the answer before: to read on; what else there is of something; what it rests on; whether it is
so; one sentence of it; a reason; on which day it was."""

Wants = Literal["list", "count", "newest", "oldest", "authors", "sources", "days", "span"]
"""What is asked of articles: which they are, how many, the newest or the oldest of them, by whom, in which papers, on
which days, from when to when."""

Most = Literal["source", "author", "month", "year", "day"]
"""By what articles are counted where it is asked which has most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for.

    Of articles, all must be so that is given: ``mentions`` are words that title or text have, of each group at
    least one; ``about`` is what they are about, ``title`` what one is called, ``sources`` and ``authors`` are names
    of which one is enough. ``number`` is how many are asked for, or sentences of a summary, ``most`` by what they
    are counted. ``statement`` is what is asked to be so. ``who`` said something about ``topic``, or where it is
    None, the ``topic`` was said. ``sides`` are what is compared, ``aspect`` in what; ``further`` is asked of the
    answer before; ``listed`` is what of the texts is to be listed.
    """

    kind: Kind = "fact"
    wants: Wants = "list"
    mentions: tuple[tuple[str, ...], ...] = ()
    about: str | None = None
    title: str | None = None
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    period: Period | None = None
    number: int | None = None
    counted: bool = False
    most: Most | None = None
    statement: str = ""
    who: str | None = None
    topic: str = ""
    sides: tuple[str, ...] = ()
    aspect: str = ""
    further: Further | None = None
    listed: Enumeration | None = None
    lang: str = "en"

    @property
    def is_narrowed(self) -> bool:
        """Whether it is asked for some of the articles alone."""
        return any((self.mentions, self.about, self.title, self.sources, self.authors, self.period))

    @property
    def condition(self) -> str:
        """What the articles are asked for by, in words, each part after a comma; "" where all are meant."""
        said = [f"called “{self.title}”"] if self.title else []
        said += ["mentioning " + " or ".join(f"“{one}”" for one in group) for group in self.mentions]
        said += [f"about “{self.about}”"] if self.about else []
        said += [f"in {' or '.join(self.sources)}"] if self.sources else []
        said += [f"by {' or '.join(self.authors)}"] if self.authors else []
        said += [self.period.in_words] if self.period else []
        return "".join(f", {one}" for one in said)

    @property
    def in_words(self) -> str:
        """What the question was read as."""
        if self.kind == "yes or no":
            return "a question for yes or no"
        if self.kind == "said":
            return f"what “{self.who}” said" if self.who else "who said something"
        if self.kind == "comparison":
            return f"a comparison of {' and '.join(f'“{side}”' for side in self.sides)}"
        if self.listed is not None:
            return self.listed.in_words
        if self.further is not None:
            return "a follow-up, " + {
                "more": "more of the last answer", "else": "what else there is", "sources": "the sources of the last "
                "answer", "sure": "whether the last answer is so", "brief": "one sentence of the last answer",
                "why": "the reason", "when": "when that was",
            }[self.further]  # fmt: skip
        if self.kind == "topics":
            return "what the articles are about"
        if self.kind == "period":
            return f"what was published, {self.period.in_words}" if self.period else "what was published"
        if self.kind == "timeline":
            return f"what happened, in order{self.condition}"
        if self.kind == "summary":
            which = "" if self.wants == "list" else f", of the {self.wants} article"
            return f"a summary{', in one sentence' if self.number else ''}{which}{self.condition}"
        if self.kind == "fact":
            return f"a fact, {self.period.in_words}" if self.period else "a fact"
        what = {
            "list": "a list of articles", "count": "a number of articles", "newest": "the newest article",
            "oldest": "the oldest article", "authors": "the authors of articles", "sources": "the papers of articles",
            "days": "the days of articles", "span": "from when to when the articles are",
        }[self.wants]  # fmt: skip
        if self.most:
            what = f"the {self.most} with most articles"
        return what + self.condition
