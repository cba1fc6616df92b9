"""A text as it is compared with another, and what may speak against it."""

import functools
import re
from dataclasses import dataclass

from rag.text.corrections import CORRECTS
from rag.text.facts import Facts, facts
from rag.text.stems import FUNCTION_STEMS, stems
from rag.text.words import fold
from rag.types import Span, Verdict

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[’'](?:t|s|re|ve|ll|d|m)\b|[’'][^\W\d_]{3,})?|[^\W_]+")


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


@dataclass(frozen=True, slots=True)
class Fault:
    """What speaks against a statement, in one line, and how badly. ``lacks``: a fact that is merely not there, so that
    other words may yet hold it."""

    reason: str
    verdict: Verdict
    lacks: str | None = None


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


def texts(span: Span) -> tuple[str, str]:
    """The words of a span, and what a statement may say of its article beside them: title, source, author, date."""
    return span.text, ". ".join(span.article.facts("title", "source", "author", "published"))
