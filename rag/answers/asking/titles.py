"""What a question asks of the titles of articles, in the words of a language: "how many headlines have Norrin in them".
It is for the articles that mention that in their titles.
"""

import re
from collections.abc import Mapping, Sequence

from rag.answers.asking.asked import Asked, Wants
from rag.answers.asking.phrases import PHRASES
from rag.answers.asking.plain import lower
from rag.answers.asking.utterance import Utterance
from rag.answers.asking.wording import filled

_EN_HEAD = (
    r"(?:in )?(?:(?P<count>how many)|which|what|(?:list|show|find|give)(?: me)?)"
    r"(?: (?:all|of|the|your|our|these|any|every))*"
)
_EN_HAS = r"(?:(?:that|which) )?(?:(?:do|does) )?(?:ha(?:ve|s|ving)|with)"
_EN_SAYS = r"(?:(?:that|which) )?(?:contain(?:s|ing)?|mention(?:s|ing)?|nam(?:es?|ing)|includ(?:es?|ing)|us(?:es?|ing))"
_EN_WORD = r"(?: the)?(?: words?| names?| phrase)?"
_EN_STANDS = r"(?:appear|occur|stand|(?:come|turn|crop|show) up|mentioned|named|used)"
_EN_DOES = r"(?:do|does|did|is|are|was|were)"
_DE_HEAD = (
    r"(?:(?P<count>wie ?viele?n?)|welche[nr]?|(?:zeige?|nenne|liste)(?: mir| uns)?(?: alle)?)"
    r"(?: (?:der|die|eurer|von))*"
)
_DE_SAYS = r"(?:(?:die|welche) )?(?:enth(?:alten|ält)|erwähn(?:en|t)|nenn(?:en|t))"
_DE_WORD = r"(?: (?:das|den|die))?(?: (?:wort|wörter|namen?|begriff))?"
_DE_STANDS = r"(?:steht|stehen|kommt|kommen|taucht|tauchen|erscheint|wird|werden)"
_DE_LAST = r"(?: (?:vor|auf|genannt|erwähnt))?"
_FORMS: Mapping[str, Sequence[str]] = {
    "en": (
        rf"{_EN_HEAD} TITLE {_EN_SAYS}{_EN_WORD} (?P<x>.+?)(?: in (?:them|it))?",
        # "How many titles have the Owls won?" asks for others.
        rf"{_EN_HEAD} TITLE {_EN_HAS}(?: the (?:words?|names?|phrase))? (?P<x>.+?) in (?:them|it)"
        r"(?: (?:are there|exist|do you have|have you))?",
        rf"{_EN_HEAD} TITLE {_EN_HAS} the (?:words?|names?|phrase) (?P<x>.+)",
        rf"{_EN_HEAD} ARTICLE (?:{_EN_HAS}|{_EN_SAYS}){_EN_WORD} (?P<x>.+?) in (?:(?:the|their|its|your) )*TITLE",
        rf"{_EN_HEAD} TITLE {_EN_DOES} (?P<x>.+?) {_EN_STANDS}",
        rf"(?P<count>how (?:often|many times)) {_EN_DOES} (?P<x>.+?) {_EN_STANDS} in (?:(?:the|your|all|any|these) )*"
        r"TITLE(?: of (?:(?:the|your|all|these) )*ARTICLE)?",
    ),
    "de": (
        rf"{_DE_HEAD} TITLE {_DE_SAYS}{_DE_WORD} (?P<x>.+)",
        rf"{_DE_HEAD} ARTICLE (?:{_DE_SAYS}|(?:die )?(?:haben|hat|führen|mit)){_DE_WORD} (?P<x>.+?)"
        r" (?:im|in (?:der|ihre[rm])) TITLE",
        rf"in {_DE_HEAD} TITLE {_DE_STANDS}{_DE_WORD} (?P<x>.+?){_DE_LAST}",
        rf"(?P<count>wie oft) {_DE_STANDS}{_DE_WORD} (?P<x>.+?) in (?:den|euren|allen) TITLE{_DE_LAST}",
    ),
    "fr": (
        r"(?:dans )?(?:(?P<count>combien de)|quels) TITLE (?:qui )?(?:mentionnent|contiennent|citent|parlent d[eu])"
        r"(?: le (?:mot|nom))? (?P<x>.+)",
        r"(?:(?P<count>combien d['’])|quels )ARTICLE (?:qui )?(?:ont|mentionnent|contiennent|portent)"
        r"(?: le (?:mot|nom))? (?P<x>.+?) dans (?:le|leur) TITLE",
    ),
    "es": (
        r"¿?(?:(?P<count>cuánt[oa]s)|qué) TITLE (?:que )?(?:mencionan|contienen|nombran)"
        r"(?: la palabra| el nombre)? (?P<x>.+)",
        r"¿?(?:(?P<count>cuánt[oa]s)|qué) ARTICLE (?:que )?(?:mencionan|contienen|tienen|llevan)"
        r"(?: la palabra| el nombre)? (?P<x>.+?) en (?:el|su) TITLE",
    ),
    "tr": (
        r"(?:(?P<count>kaç)|hangi) (?:ARTICLE )?TITLE (?P<x>.+?) (?:geçiyor|var|anılıyor)",
        r"TITLE (?P<x>.+?) (?:geçen|olan) (?:(?P<count>kaç)|hangi) ARTICLE(?: var)?",
    ),
}
"""The forms of a question for articles by what stands in their titles, x, whole; with ``count`` for their number."""
_TITLES: Mapping[str, str] = {
    "en": r"(?:headlines?|titles?)",
    "de": r"(?:überschrift(?:en)?|schlagzeilen?|titeln?)",
    "fr": r"(?:gros )?titres?",
    "es": r"(?:titulares?|títulos?)",
    "tr": r"başlı(?:k|ğ)(?:ta|larda|larında|ında)?",
}


def titled(utterance: Utterance) -> Asked | None:
    """What a question asks of articles by the words in their titles; None where it asks for no such."""
    text, period = utterance.without_periods(utterance.text)
    text = " ".join(text.split())
    for form in _FORMS[utterance.lang]:
        article = form.replace("ARTICLE", PHRASES[utterance.lang].article)
        match = filled(article, "TITLE", _TITLES[utterance.lang]).fullmatch(lower(text))
        if match is None:
            continue
        words = tuple(utterance.mentioned(re.sub(r" (?:in|on|of|from)$", "", text[slice(*match.span("x"))])))
        counted = match["count"] is not None
        wants: Wants = "count" if counted else "list"
        return Asked("articles", wants, words, titles=True, counted=counted, period=period) if words else None
    return None
