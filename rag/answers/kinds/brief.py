"""What is asked to be told in short, and is no summary: "In one sentence: who ...?", "How ...? A short answer will do."
It is asked without these words, and its answer is as many sentences as they say.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from rag.answers.answer import Answer
from rag.answers.asking.asked import Kind
from rag.answers.asking.phrases import PHRASES
from rag.answers.asking.plain import cut
from rag.answers.asking.reading import read
from rag.answers.asking.utterance import Names, Utterance
from rag.answers.conversation import Request, parts
from rag.text.language import language

_ENOUGH: Mapping[str, str] = {
    "en": r"(?:(?:just )?an? )?(?:(?:very )?(?:short|brief|quick|concise) )(?:summary|overview|answer)"
          r"(?: (?:is (?:enough|fine)|will do|would do|suffices|would be (?:fine|enough)))?",
    "de": r"(?:nur )?(?:(?:eine )?(?:ganz )?(?:kurze|knappe) (?:zusammenfassung|übersicht|antwort)|stichworte"
          r"|(?:ein )?(?:kurzer|knapper) überblick)(?: (?:reicht|genügt)(?: mir| uns)?)?",
    "fr": r"(?:un )?(?:bref|court) résumé (?:suffit|suffira)",
    "es": r"(?:basta|bastará) con un (?:breve )?resumen|(?:un )?(?:breve )?resumen (?:basta|bastará)",
    "tr": r"kısa (?:bir )?özet yeter(?:li)?",
}  # fmt: skip
"""By language what says behind a question that a short answer is enough."""
_SHORT: frozenset[Kind] = frozenset(["summary", "timeline", "period", "topics", "follow-up"])
"""Kinds that are told in short as they are, or not of sentences that could be left out."""


def shortened(request: Request, today: date, names: Names) -> Request:
    """The request without what says how long its answer is to be, and with that, unless it asks for several things; the
    same where nothing does, and of a summary, which knows it."""
    lang = language(request.question)
    said = Utterance.of(request.question, lang if lang in PHRASES else "en", today)
    short = said.short()
    enough = re.search(rf"[.?!:,;] (?:{_ENOUGH[said.lang]})$", said.lowered)
    rest = cut(said.text, found).strip(" ,:;.?") if (found := short or enough) else ""
    if not rest or read(f"{rest}?", today, names).kind in _SHORT:
        return request
    several = len(parts(f"{rest}?")) > 1  # each of which has to be answered
    return replace(request.asking(f"{rest}?"), most=said.telling("summary").number if short and not several else None)


def of_at_most(answer: Answer, number: int | None) -> Answer:
    """An answer with so many of its sentences alone, the best first; the whole where it is a table, or no number is
    given."""
    return answer if number is None or answer.table else replace(answer, statements=answer.statements[:number])
