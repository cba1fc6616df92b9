"""What a model says the passages do not answer: on our order, by the line that names it, and of its own accord, in the
words of its language. It knows no passages, so that what is no absence is for whoever has checked the sentence."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_OPENED = re.compile(
    r"\W*(?:not (?:found|in the (?:articles|passages))|nicht gefunden|non trouvée?s?|no encontrad[oa]s?"
    r"|non trovat[oaie]|niet gevonden|não encontrad[oa]s?|bulunamadı)\W*[:：]\W*",
    re.IGNORECASE,
)
"""How a model opens the line that names what is missing."""
_NOTHING = ("", "-", "nothing", "none", "n/a", "nothing is missing", "<what is missing>", "what is missing")


class _Language(NamedTuple):
    """How a language says that something does not stand in the texts: what a model calls these, what stands before
    that, what denies, and what opens a clause in which something else is denied."""

    texts: str
    within: str
    denials: str
    clauses: str


_LANGUAGES = (
    _Language(
        r"passages|articles|excerpts|(?:provided|given) (?:passage|article|text|context|information|documents|sources)"
        r"|(?:text|context|information) (?:provided|given)",
        r"(?:in|from|by|on|of) (?:any of |either of )?(?:the|these|this|any)(?: \w+)?",
        r"\w+n['’]t|not|cannot|no|none|nothing|neither",
        r"that|who|which",
    ),
    _Language(
        r"passagen?|artikeln?|quellen|textstellen|textauszügen?|auszügen?|textpassagen|dokumenten?",
        r"(?:in|aus|von) (?:den|der|dem|diesen)(?: \w+en)?",
        r"nicht|nichts|kein\w*|weder",
        r"dass|daß|wonach",
    ),
    _Language(r"articles?|passages?|extraits?|textes?", r"dans (?:les?|ces?)", r"ne|n['’]\w+|aucune?|rien", r"qu\w*"),
    _Language(
        r"artículos?|pasajes?|fragmentos?|textos?", r"en (?:los|el|estos)", r"no|ning[uú]n[oa]?|nada|tampoco", r"que"
    ),
    _Language(
        r"articol[oi]|passagg[io]|bran[oi]|test[oi]",
        r"(?:nei|negli|nel|nell['’])",
        r"non|nessun\w*|nulla|niente",
        r"che",
    ),
    _Language(
        r"artikel(?:en)?|passages?|fragment(?:en)?|teksten?", r"(?:in|uit) (?:de|het|deze)", r"niet|niets|geen", r"dat"
    ),
    _Language(r"artigos?|trechos?|passagens|textos?", r"(?:nos|nas|no|na)", r"não|nenhuma?|nada", r"que"),
    _Language(
        r"(?:makale|pasaj|metin|metn|kaynak|belge|alıntı)\w*",
        r"(?!)",
        r"\w+m[ıiuü]yor\w*|\w+m[ae]m[ae]kted?[ıi]r|\w+m[ae]m[ae]ktad[ıi]r|\w+m[ae]m[ıi]ş\w*|yok\w*",
        r"diye|göre",
    ),
)


def _patterns(lang: _Language) -> Iterator[str]:
    """The texts and then a denial, a denial and then in the texts, and none of the texts, each within one clause."""
    texts, denials = rf"\b(?:{lang.texts})\b(?! \d)", rf"\b(?:{lang.denials})(?!\w)"
    between = rf"(?:(?!\b(?:{lang.clauses})\b)[^.,;:\"“”„«»])"
    yield rf"{texts}{between}{{0,60}}?{denials}"
    yield rf"{denials}[^.,;:\"“”„«»]{{0,60}}?\b{lang.within}\s?(?:\w+ )?{texts}"
    yield rf"{denials} {texts}"


_DENIED = re.compile("|".join(one for lang in _LANGUAGES for one in _patterns(lang)), re.IGNORECASE)
# A model of itself, and in English the texts by no name, or by one that may be another's.
_ALONE = re.compile(
    r"\A\W*(?:(?:I['’]m |I am )?(?:sorry|unfortunately)\W+(?:but )?)?"
    r"(?:I|we) (?:cannot|can['’]t|could ?n[o'’]t|am unable to|do ?n[o'’]t)"
    r" (?:answer|find|determine|know|tell|see|have)\b[^\"“”]*\Z"
    r"|\A\W*no (?:passage|article)s?\b"
    r"|\b(?:passage|article|text)\b[^.,]{0,60}?\b(?:do|does|did) ?(?:not|n['’]t) (?:\w+ )?(?:say|mention|state|specify"
    r"|provide|contain|include|give|answer|address|tell|report|indicate|name|explain|have)\b"
    r"|\b(?:is|are) no (?:information|mention|details?)\b",
    re.IGNORECASE,
)


def missing(text: str) -> str | None:
    """What a model's sentence says the passages do not answer, "" where it says that they answer all; None where it
    says something else."""
    opened = _OPENED.match(text)
    if opened:
        part = text[opened.end() :].strip().rstrip(".")
        return "" if part.lower() in _NOTHING else part
    return text.strip() if _DENIED.search(text) or _ALONE.search(text) else None
