"""What a question in English, or German, asks of what was written as of something that its writers did: "which fan
conventions did your reporters go to?" It is answered by the articles about that; of a series, and of obituaries, by
their titles.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answers.asking.asked import Asked
from rag.answers.asking.sorts import sort_of
from rag.answers.asking.wording import filled
from rag.text.periods import Period

_OF_ALL = r" of(?: all)?(?: of)?(?: the)?"
_HEAD = (
    r"(?P<head>(?:(?:please |can you |could you )?(?:list|name|give|show|tell|enumerate)(?: me| us)?"
    rf"(?: all| every| each)?(?: of)?(?: the| those)?(?:(?: an?)? ?(?:names|overview|list){_OF_ALL})?"
    rf"|(?:i(?: would|['’]d)? (?:like|want|need) )?an? (?:overview|list){_OF_ALL}"
    r"|(?:which|what)(?: of the| kinds? of| sorts? of)?)"
    r"|(?P<count>how many(?: of the| different)?))"
)
_PLAIN = (
    r"(?:cover(?:ed)?|report(?:ed)?|wr[io]te|written|publish(?:ed)?|r[ua]n|carr(?:y|ied)|have|got|feature[d]?|print(?:ed)?"
    r"|discuss(?:ed)?|describe[d]?|g[ai]ven?|devoted?|go(?:ne)?|went|follow(?:ed)?|deal(?:t)?)"
)
"""What is done to anything that is written of: it says nothing of what that is."""
_TELLING = (
    r"(?P<act>interview(?:ed)?|attend(?:ed)?|visit(?:ed)?|review(?:ed)?|profile[d]?|investigate[d]?|talk(?:ed)?"
    r"|sp(?:eak|oke|oken))"
)
"""What writers do to some of it."""
_WRITERS = (
    r"(?:(?:you(?: guys| people| folks| lot| all)?|we|your \w+"
    r"|(?:the )?(?:PAPERS)(?:['’]s?)?(?: \w+(?:ers|ists|ents)| staff)?)(?:['’]ve| have| has| had| ever| also)*)"
)
_SMALL = r"(?: (?:on|about|to|of|with|up|an?|any|stories|reports|articles|pieces|something|for|here|in here|so far))*"
_PART = r"(?:instal?lments?|parts|episodes|editions|entries|issues|pieces|articles|stories|chapters|reports)"
_THERE = r"(?: (?:are|is|were|exist|did|do|have|has|can)\b.*)?"
_CALLED = rf"{_HEAD} {_PART} (?:of|in|are (?:there )?(?:of|in)) (?:the|your) (?P<what>.+?) series{_THERE}"
_ABOUT = (
    rf"{_HEAD} (?P<what>.+?) (?:(?:that|which|who|whom) )?(?:(?:did|do|have|has|had) )?{_WRITERS}"
    rf" (?:{_PLAIN}|{_TELLING})(?:{_SMALL}|{_SMALL} (?P<rest>\S.*?))(?: (?:for|about|on|of|with|to))?",
    rf"(?P<count>(?!))?whom?(?P<what>) (?:did|do|have|has) {_WRITERS} {_TELLING}(?:{_SMALL}|{_SMALL} (?P<rest>\S.*?))",
)
_OBITUARIES = (
    rf"(?:{_HEAD} )?(?:(?:\S+ )*?whose (?:obituar(?:y|ies)|deaths?)|obituar(?:y|ies)(?: (?:of|for) (?:\S+ )?people)?)"
    rf"(?:(?: (?:that|which))?(?: (?:did|do|have|has))? {_WRITERS} {_PLAIN}{_SMALL}| are there)?"
)
"""Who died is told by an article whose title says so, and not by one that is about obituaries."""
_ARTICLES = (
    r"(?:your|the|these|those|our|any of the|all the)(?: news)?"
    r" (?:articles|stories|reports|papers|texts|coverage|archives?|collection)"
)
_TOO = r"(?:: .+|,? (?:with|including|and|along with) (?:the|their|its|a) .+)?"
_EVENTS = (
    rf"{_HEAD} (?P<what>.+?),? (?:(?:that|which) )?(?:(?:did|do|does|have|has) )?{_ARTICLES}"
    r" (?:cover(?:s|ed)?|report(?:s|ed)?(?: on| about)?|describe[sd]?|tells? (?:of|about)|deals?(?:t)? with"
    rf"|discuss(?:es|ed)?){_TOO}",
    rf"{_HEAD} (?P<what>.+?),? (?:(?:that|which) )?(?:are|were|have been|get|got)"
    rf" (?:covered|reported(?: on)?|described|discussed|written about|dealt with) (?:in|by) {_ARTICLES}{_TOO}",
    rf"{_HEAD} (?P<what>.+?)(?: are| were)?(?: there)? (?:in|from|among) {_ARTICLES}{_TOO}",
)
"""What is asked of the articles as of their writers: it is of events, as people and places are named in the texts."""
_PLACED = (
    rf"{_HEAD} (?:countries|places|cities|towns|regions) (?:(?:from|in|for) which|where) (?:{_WRITERS}|{_ARTICLES})"
    rf" {_PLAIN}(?:s|es)?(?: on| about| of)? (?:an? |any )?(?P<what>.+)",
    rf"(?:from |in )?{_HEAD} (?:countries|places|cities|towns|regions) (?:do|does|did|have|has)"
    rf" (?:{_WRITERS}|{_ARTICLES}) {_PLAIN}(?: on| about| of)? (?:an? |any )?(?P<what>.+?)(?: from| in)?",
)
"""Of the places of events, of which an article tells each, as many others are named in it."""
_DE_ARTICLES = (
    r"(?:(?:die|eure|deine|diese|das|euer|den|euren|der|eurer) (?:artikeln?|texten?|sammlung|archiv|berichten?)|ihr)"
)
_DE_TELLS = r"(?:meldet|melden|berichtet|berichten|erwähnt|erwähnen|schreibt|schreiben|gemeldet|vermeldet)"
_GERMAN = (
    rf"(?:nenne?|liste|zeige?)(?: mir| uns)?(?: alle)?(?: die)? (?:länder|orte|städte|regionen|staaten), (?:aus|von|in)"
    rf" denen {_DE_ARTICLES}(?: (?:von|über))?(?: eine?[nmr]?)? (?P<what>.+?) {_DE_TELLS}",
    rf"(?:aus|in|von) welchen (?:ländern|orten|städten|regionen|staaten) {_DE_TELLS} {_DE_ARTICLES}(?: (?:von|über))?"
    r"(?: eine?[nmr]?)? (?P<what>.+)",
    r"(?:nenne?|liste|zeige?)(?: mir| uns)?(?: alle)?(?: die)? (?:länder|orte|städte|regionen|staaten), in denen es"
    r" laut (?:der |den |euren |eurer )?(?:sammlung|artikeln|texten|berichten)(?: eine?[nmr]?)? (?P<what>.+?) gab",
    rf"(?:aus|in|von) welchen (?:ländern|orten|städten|regionen|staaten) (?:wird|werden|wurden?)(?: eine?[nmr]?)?"
    rf" (?P<what>.+?) {_DE_TELLS}",
    rf"über welche (?P<what>.+?) (?:{_DE_TELLS} {_DE_ARTICLES}|habt ihr {_DE_TELLS})",
    r"welche (?P<what>.+?) (?:kommen|werden|sind|wurden) in (?:den|euren|diesen|eurer|der|dieser) (?:artikeln|texten"
    rf"|sammlung|berichten) (?:vor|behandelt|{_DE_TELLS})",
)
_CLAUSE = re.compile(r"\b(?:is|are|was|were|did|does|do|who|how|why|when|where|if|whether)\b|people|persons|countries")


def covered(question: str, papers: Sequence[str], period: Period | None = None, lang: str = "en") -> Asked | None:
    """What is asked of the articles that are about what their writers, or ``papers``, did something about, in English
    or, of what they tell alone, in German; None where no such is asked."""
    if lang == "de":
        german = (re.fullmatch(pattern, question.rstrip("?!. "), re.IGNORECASE) for pattern in _GERMAN)
        match = next(filter(None, german), None)
        if match is None or sort_of(match["what"], lang) not in ("thing", None):
            return None
        return Asked("articles", period=period, about=match["what"])
    text = re.split(r"[?!.] (?=[A-Z])", " ".join(re.sub(r" \([^()]*\)", "", question).split()))[0].rstrip("?!. ")
    named = "|".join(map(re.escape, papers)) or "(?!)"
    if match := filled(_CALLED, "PAPERS", named, re.IGNORECASE).fullmatch(text):
        return replace(_begun(match, period), title=match["what"].strip('"“”'))
    if match := filled(_OBITUARIES, "PAPERS", named, re.IGNORECASE).fullmatch(text):
        return replace(_begun(match, period), mentions=(("dies", "obituary"),), titles=True)
    for pattern in _PLACED:
        match = filled(pattern, "PAPERS", named, re.IGNORECASE).fullmatch(text)
        if match is not None and not _CLAUSE.search(match["what"]):
            return replace(_begun(match, period), about=match["what"])
    for pattern in _ABOUT:
        match = filled(pattern, "PAPERS", named, re.IGNORECASE).fullmatch(text)
        if match is not None and not _CLAUSE.search(match["what"]):
            parts = match.groupdict()
            what = re.sub(r",? and ", " or ", parts["what"])  # "fires and floods" are articles about either
            said = " ".join(filter(None, (what, parts.get("act"), parts.get("rest"))))
            return replace(_begun(match, period), about=said)
    for pattern in _EVENTS:  # of people and places it is a list of what the texts name
        match = filled(pattern, "PAPERS", named, re.IGNORECASE).fullmatch(text)
        if match is not None and not _CLAUSE.search(match["what"]) and sort_of(match["what"]) == "thing":
            return replace(_begun(match, period), about=match["what"])
    return None


def _begun(match: re.Match[str], period: Period | None) -> Asked:
    counted = match["count"] is not None
    return Asked("articles", "count" if counted else "list", counted=counted, period=period)
