"""Text -> the hard facts in it, and all else by which it is compared with another."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from rag.text.corrections import CORRECTS
from rag.text.days import Day, days
from rag.text.fact import Fact, Name
from rag.text.names import names
from rag.text.numbers import Number, numbers
from rag.text.quotations import Quotation, quotations, speakers
from rag.text.words import FUNCTION_STEMS, fold, stems
from rag.types import Span

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[’'](?:t|s|re|ve|ll|d|m)\b|[’'][^\W\d_]{3,})?|[^\W_]+")
_Fact = TypeVar("_Fact", bound=Fact)


@dataclass(frozen=True, slots=True)
class Facts:
    """The hard facts of a text."""

    numbers: tuple[Number, ...] = ()
    days: tuple[Day, ...] = ()
    names: tuple[Name, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    speakers: tuple[Name, ...] = ()
    words: frozenset[str] = field(default_factory=frozenset)


def facts(text: str) -> Facts:
    """All hard facts of a text, each kind in its order."""
    dates, named = tuple(days(text)), tuple(names(text))
    return Facts(
        tuple(numbers(text, dates)),
        dates,
        named,
        tuple(quotations(text)),
        tuple(speakers(text, named)),
        frozenset(stems(text)),
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: folded, its stem, where it stands, and whether it has a capital."""

    folded: str
    stem: str
    start: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is compared: its words, its facts, the stems that say what it is about, and where a sentence begins
    that takes back the one before it, if one does."""

    text: str
    words: tuple[Word, ...]
    facts: Facts
    content: frozenset[str]
    corrects: int | None


@functools.lru_cache(maxsize=1024)  # 65 bytes for each character of a text: some 20 MB
def read(text: str) -> Text:
    """A text as it is compared."""
    found = list(_WORD.finditer(text))
    folded = [fold(match[0]) for match in found]
    cut = stems(" ".join(folded))
    if len(cut) != len(folded):  # a word that folds to several, or to none
        cut = [(stems(word) or [word])[0] for word in folded]
    words = tuple(
        Word(word, stem, match.start(), match[0][0].isupper())
        for match, word, stem in zip(found, folded, cut, strict=True)
    )
    held = facts(text)
    content = frozenset(stem for stem in held.words if stem not in FUNCTION_STEMS)
    ends = (end.end() for end in re.finditer(r"[.!?]\s+", text))
    corrects = next((end for end in ends if CORRECTS.match(text, end)), None)
    return Text(text, words, held, content, corrects)


def as_written(text: Text, word: Word) -> str:
    """A word as the text has it."""
    return text.text[word.start : word.start + len(word.folded)]


def texts_of(span: Span) -> tuple[str, str]:
    """The words of a span, and what a statement may say of its article beside them: title, source, author, date."""
    return span.text, ". ".join(span.article.facts("title", "source", "author", "published"))


def among(facts: Sequence[_Fact], words: Sequence[Word]) -> list[_Fact]:
    """Those of a text's facts in which one of some of its words stands."""
    return [fact for fact in facts if any(fact.start <= word.start < fact.end for word in words)]
