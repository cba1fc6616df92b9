"""What sort of value a question asks for, and whether a sentence holds one: the expected answer type of a question (Li
and Roth, "Learning question classifiers", 2002), as far as it is a number, money, a score, a time or a length of it, a
punishment, a cause, or words of somebody.

A sentence without such a value does not answer, however near it comes: no "how fast" is told without a number. That
one holds a value says nothing, so that all words that may be one count. Questions and sentences in English and German,
each in either.
"""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rag.answers.asking.whose import whose
from rag.answers.values import (
    ASKED,
    IN_WORDS,
    LASTED_DE,
    MEASURED,
    NAMES,
    NUMERAL_DE,
    REASONS,
    TOLD,
    WHY,
    has_quantity,
)
from rag.text.facts import read
from rag.text.language import language

_Told = Mapping[str, Callable[[str], object]]
"""What tells that a text may hold a value, by the text's language (ISO 639-1)."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A ``sort`` of value: its ``name`` for readers and what a sentence does that tells it, both in the language in
    which the question is answered; what tells that a text may hold one; whether it is told in ``figures``, numbers or
    days; and the ``dimensions`` of which it is one, where the question says so ("how fast")."""

    sort: str
    name: str
    lacking: str
    told: _Told
    figures: bool = True
    dimensions: frozenset[str] = frozenset()

    def holds(self, text: str, lang: str = "en") -> bool:
        """Whether a text in a language may hold one; True where nothing tells, as in one that has no rules here."""
        return lang not in self.told or bool(self.told[lang](text))

    def is_plain(self, text: str, lang: str = "en") -> bool:
        """Whether a text holds one, and not only in a word that says other things as well ("nobody", "now")."""
        if lang not in self.told or not self.holds(text, lang):
            return False
        told = read(text).facts
        in_words = lang == "de" and NUMERAL_DE.search(text)  # which the facts of a text have in English alone
        return bool(told.numbers or told.days or in_words or not self.figures)

    def is_measured(self, text: str) -> bool:
        """Whether a text holds a quantity of one of the dimensions."""
        in_words = "duration" in self.dimensions and LASTED_DE.search(text)
        return bool(self.dimensions) and bool(in_words or has_quantity(text, *self.dimensions))

    def is_otherwise(self, text: str, lang: str) -> bool:
        """Whether a text has figures, and none of the dimensions."""
        in_words = lang == "de" and NUMERAL_DE.search(text)
        return bool(self.dimensions) and self.is_plain(text, lang) and not (in_words or self.is_measured(text))


@functools.lru_cache(maxsize=256)
def sought(question: str) -> Sought | None:
    """What sort of value a question asks for; None where it asks for none of them, or in another language."""
    for lang in ASKED:
        for sort, asked in _asking(lang):
            if asked.search(question):
                name = NAMES[_language(question)][sort]
                told = {code: told[sort] for code, told in TOLD.items()}
                return Sought(sort, name, _lacking(question, name), told, sort not in IN_WORDS, _dimensions(question))
    return _words_of(question)


def asks_why(question: str) -> bool:
    """Whether a question asks for a reason: much else than the words for one may tell it."""
    return WHY.search(question) is not None


def gives_reason(text: str, lang: str) -> bool:
    """Whether a text in a language has words for a reason."""
    return _giving(lang).search(text) is not None


@functools.cache
def _asking(lang: str) -> list[tuple[str, re.Pattern[str]]]:
    """The sorts of value, each with how a question in a language asks for it."""
    return [(sort, re.compile(asked, re.IGNORECASE)) for sort, asked in ASKED[lang].items()]


@functools.cache
def _giving(lang: str) -> re.Pattern[str]:
    """What gives a reason in a language."""
    return re.compile(rf"(?<!\w)(?:{REASONS.get(lang, REASONS['en'])})(?!\w)", re.IGNORECASE)


def _words_of(question: str) -> Sought | None:
    """What somebody said, where that is asked of somebody by name: a sentence of it has the name. Who is called by
    what they are ("the mayor") may stand there by name."""
    who, _ = whose(question) or (None, "")
    named = _NAMED.fullmatch(who or "")
    if named is None:
        return None
    last = re.compile(rf"\b{re.escape(named['last'])}", re.IGNORECASE)
    name = _WORDS_OF[_language(question)].format(named["name"])
    return Sought("words", name, _lacking(question, name), {"en": last.search}, figures=False)


def _language(question: str) -> str:
    """The language in which is said what no sentence tells, as `replies.caution` has it."""
    return lang if (lang := language(question)) in _LACKING else "en"


def _lacking(question: str, name: str) -> str:
    return _LACKING[_language(question)].format(name)


def _dimensions(question: str) -> frozenset[str]:
    """The dimensions of what a question asks to be measured, as far as its words tell."""
    return frozenset(one for one, asked in MEASURED.items() if asked.search(question))


_NAMED = re.compile(
    r"(?P<name>(?:[A-ZÀ-ÖØ-Þ][\w.-]* )*(?P<last>[A-ZÀ-ÖØ-Þ]\w*[^\W_A-ZÀ-ÖØ-Þ][\w-]*))(?: (?:him|her)self)?"
)
_LACKING = {"en": "answers this with {}", "de": "das mit {} beantwortet"}
_WORDS_OF = {"en": "words of {}", "de": "Worten von {}"}
