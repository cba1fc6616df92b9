"""A thing that is asked about, by its name -> which articles and sentences are of it. It knows words alone."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rag.answers.kinds.measures import FURTHEST, Measure, words_between
from rag.text.facts import read
from rag.text.quantities import Quantity
from rag.text.words import own_stems, stems
from rag.types import Article

LEANS = re.compile(r"(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those)\b")
"""How a sentence begins that is of what the one before it names."""
_PERSON = re.compile(r"(?:He|She|His|Her)\b")
_BEGINS = 300  # characters of an article that say, with its title, what it is about
_NAME = re.compile(r"[^\W\d_][\w’'-]*|\d[\w.-]*")
_PHRASE = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
PIECE = re.compile(r"\b(?:tickets?|fares?|pass(?:es)?|each|per|(?:an?|every) (?:day|month|year))\b", re.IGNORECASE)
"""What is said of a price that is for a part of something."""
_NOWHERE = 1000
_IDLE = own_stems("come came happen happened occur take place first last one two more most less")


class _Called(NamedTuple):
    """The stems of words by which a thing is known, with a capital or, where it has no name, without."""

    stems: frozenset[str]
    capital: bool

    def is_in(self, text: str) -> bool:
        """Whether a text has all of them."""
        return bool(self.stems) and self.stems <= set(words_of(text) if self.capital else stems(text))

    def gap(self, text: str, one: Quantity) -> int:
        """How many words lie between a number and where a text has one of them; more where that stands behind. It is
        very many where a text has none."""
        spans = [
            word.span()
            for word in _NAME.finditer(text)
            if not self.stems.isdisjoint([_as_name(word[0])] if self.capital else stems(word[0]))
        ]
        return min((words_between(text, one, span) + 2 * (span[0] > one.start) for span in spans), default=_NOWHERE)


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about: its name without days, the ``names`` in that, the last of which is the ``family``, and all
    its words; how it and the ``others`` that it is compared with are called; what ``besides`` its sentences should
    speak of, and the names among that; and whether a price is asked for ``by_the_piece``."""

    name: str
    names: frozenset[str]
    family: str
    own: frozenset[str]
    called: _Called
    others: tuple[_Called, ...]
    besides: frozenset[str]
    places: tuple[str, ...]
    by_the_piece: bool

    @classmethod
    def of(cls, name: str, others: Sequence[str], aspect: str, measure: Measure | None) -> "Thing":
        rest = measure.named.sub(" ", aspect) if measure else aspect
        besides = (own_stems(rest) | names_in(aspect)) - _IDLE
        shared = names_in(name).intersection(*map(names_in, others))
        names = names_in(name) - shared or names_in(name)
        own = own_stems(name)
        return cls(
            name,
            names,
            next(reversed(words_of(name)), ""),
            own,
            _Called(names or own, bool(names)),
            tuple(_called(one, but=own) for one in others),
            besides,
            tuple(_PHRASE.findall(aspect)),
            PIECE.search(" ".join([aspect, name, *others])) is not None,
        )

    @property
    def is_a_name(self) -> bool:
        """Whether it is named by a name alone, as people are."""
        return self.names >= self.own and not self.name.lower().startswith("the ")

    def leans(self, text: str) -> bool:
        """Whether a sentence may be of it as what the one before names: no thing is a she."""
        return LEANS.match(text) is not None and (self.is_a_name or not _PERSON.match(text))

    def heads(self, article: Article) -> bool:
        """Whether an article is about it, by its title; where it is no mere name, by how it begins, or by what it is as
        that begins, if the name stands further below."""
        if self.is_named_in(article.title) or self.is_a_name:
            return self.is_named_in(article.title, article)
        begins = head_of(article)
        own, plain = set(stems(begins)), self.own - self.names
        if self.own <= own or self.is_named_in(begins):
            return True
        return bool(plain and self.names) and plain <= own and self.is_named_in(article.text)

    def is_named_in(self, text: str, article: Article | None = None) -> bool:
        """Whether a text has all of its names, or where it has none, all of its words; of a name of several words the
        last one, where its ``article`` has the others."""
        words = set(words_of(text))
        if self.is_a_name and article is not None and self.family in words:
            return self.names <= set(words_of(article.text))
        return self.names <= words if self.names else self.own <= set(stems(text))

    def is_another_in(self, text: str) -> bool:
        """Whether a text names one of the others, and not this one."""
        words = words_of(text) if self.called.capital else stems(text)
        return self.has_another_in(text) and self.called.stems.isdisjoint(words)

    def has_another_in(self, text: str) -> bool:
        """Whether a text names one of the others."""
        return any(one.is_in(text) for one in self.others)

    def is_mostly_in(self, text: str) -> bool:
        """Whether a text names it, and as often as any of the others."""
        words = words_of(text)
        mine = max((words.count(one) for one in self.names), default=0)
        return self.is_named_in(text) and all(words.count(one) <= mine for other in self.others for one in other.stems)

    def is_first_in(self, text: str) -> bool:
        """Whether it is what a text names first."""
        return self.is_named_in(text) and next(iter(words_of(text)), None) in self.names

    def is_someone_else_in(self, text: str) -> bool:
        """Whether a text names somebody, or something, and not half of this one, which is known by a name alone."""
        half = 2 * len(self.names & set(words_of(text))) >= len(self.names)
        if not self.names >= self.own or half or LEANS.match(text):
            return False
        return any(len(one.words) > 1 or not one.initial for one in read(text).facts.names)

    def gap(self, text: str, one: Quantity) -> int:
        """How many words lie between a number and where a text names the thing."""
        return self.called.gap(text, one)

    def is_of_another(self, text: str, one: Quantity) -> bool:
        """Whether a number stands nearer to one of the others than to this one, or as far off from both that it is of
        something else: of forty seats, of which one has nine and another seven."""
        mine = self.gap(text, one)
        least = mine + 1 if mine > FURTHEST else mine
        return any(other.gap(text, one) < least for other in self.others if other.is_in(text))


def _called(name: str, *, but: frozenset[str]) -> _Called:
    """How another thing is called, without what this one is called, too; of a name of several words the last one."""
    names = [one for one in words_of(name) if one not in but]
    if frozenset(words_of(name)) >= own_stems(name) and names:
        names = names[-1:]
    return _Called(frozenset(names) or own_stems(name) - but, bool(names))


def names_in(text: str) -> frozenset[str]:
    """The words of a text with a capital or a figure, as they are compared."""
    return frozenset(words_of(text))


@functools.lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text that may be of names, in the form in which they are compared."""
    return tuple(name for one in _NAME.finditer(text) if (name := _as_name(one[0])))


@functools.lru_cache(maxsize=1 << 15)  # what articles name comes again and again
def _as_name(word: str) -> str:
    """A word with a capital or a figure in the form in which it is compared: "Kipchoge’s" is Kipchoge, "Liberals" is
    Liberal; "" for any other."""
    if not any(sign.isupper() or sign.isdigit() for sign in word):
        return ""
    bare = re.sub(r"['’]s?$", "", word).strip("ʻʼ‘'’")
    return " ".join(stems(bare)) or bare


def head_of(article: Article) -> str:
    """What says what an article is about, and of when."""
    month = f"{article.published:%B %Y}" if article.published else ""
    return f"{beginning(article)}\n{month}"


def beginning(article: Article) -> str:
    """What says what an article is about: its title, and how its text begins."""
    return f"{article.title}\n{article.text[:_BEGINS]}"
