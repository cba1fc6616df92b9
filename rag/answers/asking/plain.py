"""A question as somebody puts it -> its words alone: without what is but polite, and with what it points back to within
itself put in ("The driver: where do things stand with him?", "I was away in May. What happened that month?").
"""

import re
from collections.abc import Mapping, Set
from datetime import date

from rag.text.periods import period_of, periods

QUOTED = re.compile(r"[\"“«„]([^\"“”«»„]+)[\"”»“]")


def blanked(text: str) -> str:
    """The text in lower case, with blanks for what stands in quotation marks."""
    return lower(QUOTED.sub(lambda match: " " * len(match[0]), text))


def unquoted(text: str) -> str:
    """The text without quotation marks and signs at its ends."""
    return text.strip(" \"“”«»„'’,.¿?")


def lower(text: str) -> str:
    """The text in lower case, sign by sign, so that both have the same bounds."""
    lowered = text.lower()
    if len(lowered) == len(text):  # as it is but for İ and its like
        return lowered
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def cut(text: str, match: re.Match[str]) -> str:
    """The text without what was found in it."""
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


_POLITE = re.compile(
    r"(?:please|(?:can|could|would) you (?:please )?(?:tell|show|give|list|name)(?: me| us)?|tell me|bitte)\b,? "
    r"|(?:can|could|would) you (?:please )?(?=(?:summari[sz]e|sum up|recap|walk|take|trace|reconstruct|outline"
    r"|find|pull up|get|catch|bring|explain)\b)"
)
_POLITE_LAST = re.compile(
    r",? (?:please|pls|thanks|thank you|bitte|s['’]il (?:vous|te) plaît|por favor|lütfen"
    r"|(?<=\d )(?:only|alone)|that (?:you|we)(?:['’]ve| have)(?: got)?)$",
    re.IGNORECASE,
)
_LOOKED_IN = re.compile(
    r"(?:out )?of (?:everything|all)(?: (?:of )?(?:the|these|those|your|my|our)?(?: ?news)?"
    r" ?(?:articles|stories|texts|pieces))?(?: (?:that )?(?:i|we|you)(?:['’]ve| have)?(?: \w+){1,2}| (?:in )?here)?,"
    r" (?=(?:which|what|who|how)\b)",
    re.IGNORECASE,
)
"""Where an answer is looked for, before what is asked: "of everything I've loaded, which ..."."""
_BY_THE_ARTICLES = (
    r"(?:according to|based on|going by|judging by|as told by|laut|nach|selon|d['’]après|según) "
    r"(?:(?:all )?(?:the|these|those|your|our|den|diesen|euren|les|ces|vos|los|estos|tus) )?(?:news )?"
    r"(?:articles?|stories|texts|reports|reporting|papers|sources|coverage|archive|collection|artikeln?|texten"
    r"|berichten|artículos|textos|textes)"
)
_HELD_BY = re.compile(rf"^{_BY_THE_ARTICLES},? |,? {_BY_THE_ARTICLES}$", re.IGNORECASE)
"""What says that the articles are to tell it, which nothing else could."""
_SORTED = re.compile(
    r",? (?:sorted|ordered|listed|with)?(?: by (?:date|day))?,? ?(?:the )?(?:oldest|newest|latest|earliest|most recent)"
    r" (?:ones? )?first$|,? (?:from )?(?:oldest|newest|latest|earliest) to (?:oldest|newest|latest|earliest)$"
    r"|[.?!;,]? (?:which|what) (?:ones?|articles?|stories)(?: (?:are|is) (?:they|it|that))?$",
    re.IGNORECASE,
)
"""In what order articles are wanted, which a table is put in by a click, or that they are."""
_OF_WHOM = re.compile(
    r"(?P<whom>[^:?]{3,}): (?P<asked>[^:]+\b(?:with|to|about|of|on|for)) (?:him|her|it|them|that|this)$", re.I
)
_SHORTENED = re.compile(r"\b(what|who|where|when|how|it|that|there|here|i)’(?=(?:s|m|d|ve|re)\b)", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"\b(what|who|where|when|how|that|there)s\b(?= )", re.IGNORECASE)
"""English words that are written with an apostrophe before their "s"."""
_THAT_TIME = re.compile(
    r"\b(?:(?:in|during|on|over|at) )?that (?:day|week|weekend|month|year|time|period|season|summer|winter)$"
    r"|\b(?:back )?then$",
    re.I,
)
_WITHIN: Mapping[str, str] = {"en": r",? please,(?= )", "de": r",?(?<!\bich)(?<!\bwir) bitte(?=[ ,])"}
"""What is but polite in the midst of a question, by language."""
_FARED: Mapping[str, tuple[str, str]] = {
    "en": (r"how (?:was|were|did(?=.+ go )) (?P<when>.+?)(?: go)? (?P<whom>(?:for|at|in) .+)", "what happened in"),
    "de": (r"wie (?:war|lief) (?:der |das )?(?P<when>.+?) (?P<whom>(?:für|bei|in) .+)", "was geschah im"),
}
"""How a time was for somebody, and what is asked by that: "how was December for Norrin United?"."""
_SENTENCES = re.compile(r"(?<=[.!]) (?=[A-Z])")
_CALLED = re.compile(
    r"[.?!,;:] (?:and )?(?:what(?:'s|’s| is| was) (?:it|that|its (?:title|headline|name)|the (?:title|headline))"
    r"(?: called)?|(?:und )?wie (?:heißt|hieß|lautet) (?:er|sie|es|de[rm]|die|das"
    r"|(?:der|die|sein|ihr) (?:titel|überschrift)))$",
    re.IGNORECASE,
)
"""That the title is asked for of the article that the sentence before describes."""
_ALL_SENTENCES = re.compile(r"(?<=[.!?;]) +(?=\S)")
REMARK = re.compile(r"(?:i|we|i['’](?:m|ve)|we['’](?:re|ve)|my|thanks|thank|ich|wir|mein)\b", re.IGNORECASE)
"""How a sentence begins that says something of who asks, beside the question."""
_POINTS_BACK = re.compile(
    r"\b(?:it|its|he|him|his|she|hers?|they|them|theirs?|this|that|these|those|there|then"
    r"|er|ihn|ihm|ihr|sein\w*|ihre\w*|das|dies\w*|dort|davon|dabei|damals)\b",
    re.IGNORECASE,
)
_ALL_NAMED: Mapping[str, Set[str]] = {
    "en": frozenset("names list all every each full complete".split()),
    "de": frozenset(
        "liste auflisten zähle alle allen alles namen namentlich vollständig vollständige einzeln jeden jede".split()
    ),
    "fr": frozenset("liste listez tous toutes noms complets complète".split()),
    "es": frozenset("lista todos todas nombres completos completa".split()),
    "tr": frozenset("tüm bütün hepsini hepsi isimleri adları liste listele".split()),
}
"""By language the words that ask for all of what the question asks for."""
_OF_FORM: Mapping[str, Set[str]] = {
    "en": _ALL_NAMED["en"]
    | frozenset(
        "please pls plz just only and give name tell show me us of them the their single one by in a as table i want"
        " need would like thanks".split()
    ),
    "de": _ALL_NAMED["de"]
    | frozenset(
        "bitte nur und mit nenne nennen nenn sie auf mir uns gib die den der ihre voll vollen als in einer tabelle ich"
        " brauche will danke".split()
    ),
    "fr": _ALL_NAMED["fr"]
    | frozenset(
        "s'il vous te plaît svp merci juste seulement et donne donnez cite citez nomme moi nous les leurs nom"
        " la".split()
    ),
    "es": _ALL_NAMED["es"]
    | frozenset("por favor solo sólo y da dame di dime nombra los las sus nombre la gracias".split()),
    "tr": _ALL_NAMED["tr"] | frozenset("lütfen sadece ve isim ad say ver teşekkürler".split()),
}
"""By language the words of a sentence that says no more than in what form the answer is wanted: "names please"."""
_CLAIMS = re.compile(r"(?:it |it's )?(?:true|correct|right|the case) that ")
_FORM_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def without_form(question: str) -> tuple[str, bool]:
    """A question without the sentences behind it that say but in what form its answer is wanted, and whether one of
    these asks for all of it ("names please")."""
    said = whole = _ALL_SENTENCES.split(question.strip())
    several = False
    while len(said) > 1:
        last = {lower(one).replace("’", "'") for one in _FORM_WORD.findall(said[-1].replace("-", " "))}
        lang = next((lang for lang, words in _OF_FORM.items() if last and last <= words), None)
        if lang is None:
            break
        several = several or not last.isdisjoint(_ALL_NAMED[lang])
        said = said[:-1]
    return question if said is whole else " ".join(said), several


def _without_remarks(text: str, lang: str, today: date) -> str:
    """A text without the sentences before it that say something of who asks, and name no days, where it doesn't point
    back to them."""
    first, *rest = _ALL_SENTENCES.split(text, maxsplit=1)
    if not rest or not REMARK.match(first) or first.endswith("?") or _POINTS_BACK.search(rest[0]):
        return text
    return text if next(periods(first, today, lang), None) else _without_remarks(rest[0], lang, today)


def plain(question: str, lang: str, today: date) -> str:
    """The words of a question in a language on a day."""
    text = _without_remarks(_CALLED.sub("", " ".join(question.split()).rstrip("?!. ")), lang, today)
    text = _POLITE_LAST.sub("", text.rstrip("?!. "))
    text = _LOOKED_IN.sub("", _SORTED.sub("", _HELD_BY.sub("", text)))
    text = _SHORTENED.sub(r"\1'", text)
    text = _RUN_TOGETHER.sub(r"\1's", text) if lang == "en" else text
    text = _OF_WHOM.sub(r"\g<asked> \g<whom>", _with_that_time(text, lang, today))
    text = re.sub(_WITHIN.get(lang, "(?!)"), "", text)
    polite = _POLITE.match(text.lower())
    return _fared(text[polite.end() :] if polite else text, lang, today)


def _fared(text: str, lang: str, today: date) -> str:
    """A question how a time was for somebody as one for what happened then; any other as it is."""
    asked, happened = _FARED.get(lang, ("(?!)", ""))
    match = re.fullmatch(asked, text, re.IGNORECASE)
    return f"{happened} {match['when']} {match['whom']}" if match and period_of(match["when"], today) else text


def _with_that_time(text: str, lang: str, today: date) -> str:
    """The last sentence, with the period that those before it name in the place of "that month"; the whole where it
    says nothing of that kind."""
    *before, asked = _SENTENCES.split(text)
    back, named = _THAT_TIME.search(asked), " ".join(before)
    meant = next(periods(named, today, lang), None)
    return f"{asked[: back.start()]}{named[meant.start : meant.end]}" if back and meant else text


def claimed(text: str, lang: str, opens: re.Match[str]) -> str:
    """What a question for yes or no, which begins with the words that it ``opens`` with, asks to be so."""
    if lang == "en":
        text = text[opens.end() :].strip()
        text = text[claims.end() :] if (claims := _CLAIMS.match(text.lower())) else text
        text = f"{text} not" if opens[0].endswith("n't") else text
    elif lang == "fr":
        text = re.sub(r"(?i)^est-ce qu(?:e |['’])|-(?:t-)?(?:ils?|elles?|on|ce)\b", "", text)
    elif lang == "tr":
        text = re.sub(r"(?i)\s(?:m[ıiuü]\w*)\b", "", text)
    return text.strip("¿ ")
