"""What sort of value a question asks for, and whether a sentence holds one: the expected answer type of a question (Li
and Roth, "Learning question classifiers", 2002), as far as it is a number, money, a score, a time or a length of it, a
punishment, a cause, or words of somebody.

A sentence without such a value does not answer, however near it comes: no "how fast" is told without a number. That
one holds a value says nothing, so that all words that may be one count. Questions and sentences in English only.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from babel.core import get_global
from babel.numbers import get_currency_name

from rag.answers.asking.whose import whose
from rag.text.days import MONTHS, WEEKDAYS
from rag.text.facts import read
from rag.text.quantities import quantities


@dataclass(frozen=True, slots=True)
class Sought:
    """A sort of value: what it is called with its article, how a question asks for it, what tells that a text may hold
    one, and whether it is told in ``figures``, numbers or days."""

    name: str
    asked: re.Pattern[str]
    told: Callable[[str], object]
    figures: bool = True

    def holds(self, text: str) -> bool:
        """Whether a text may hold one."""
        return bool(self.told(text))

    def is_plain(self, text: str) -> bool:
        """Whether a text holds one, and not only in a word that says other things as well ("nobody", "now")."""
        told = read(text).facts
        return self.holds(text) and bool(told.numbers or told.days or not self.figures)


@functools.lru_cache(maxsize=256)
def sought(question: str) -> Sought | None:
    """What sort of value a question asks for; None where it asks for none of them, or in another language."""
    return next((one for one in _SORTS if one.asked.search(question)), None) or _words_of(question)


def _words_of(question: str) -> Sought | None:
    """What somebody said, where that is asked of somebody by name: a sentence of it has the name. Who is called by
    what they are ("the mayor") may stand there by name."""
    who, _ = whose(question) or (None, "")
    named = _NAMED.fullmatch(who or "")
    if named is None:
        return None
    last = re.compile(rf"\b{re.escape(named['last'])}", re.IGNORECASE)
    return Sought(f"words of {named['name']}", last, last.search, figures=False)


_PAID = (
    "costs?|pays?|paid|money|worth|rais(?:es?|ed)|earn(?:s|ed)?|spen[dt]s?|donat(?:es?|ed)|fined?|charged?|prices?"
    "|owe[ds]?|debts?|invest(?:s|ed)?|funding|bail|bid|compensation|salary|tax|budget|fees?|loan|reward|revenue|profit"
)
_COUNTED = "toll|population|turnout|margin|speed|temperature|magnitude|number|percentage|share|rate|total"
_NAMED = re.compile(
    r"(?P<name>(?:[A-ZÀ-ÖØ-Þ][\w.-]* )*(?P<last>[A-ZÀ-ÖØ-Þ]\w*[^\W_A-ZÀ-ÖØ-Þ][\w-]*))(?: (?:him|her)self)?"
)
_FIGURE = re.compile(r"\d")
_NUMBER = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|half|halves|halv(?:ed|ing)"
    r"|thirds?|quarters?|fourth|fifths?|sixth|seventh|eighth|ninth|tenths?|decades?|century|centuries|twice|doubl\w+"
    r"|tripl\w+|couple|none|nobody|no|neither|pair|trio|twins?|single|sole|lone|zero)\b|\d(?:st|nd|rd|th|%)",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:nearly|about|around|over|some|almost|approximately|roughly|than|up to|at least|at most|many as) \d",
    re.IGNORECASE,
)
"""A number that may else be taken for a year: "nearly 2000 people"."""
_LASTS = re.compile(
    r"\b(?:(?:second|minute|hour|day|night|week|weekend|month|year|decade|season|generation|term|page|mile|yard)s?"
    r"|century|centuries|overnight|since|until|till|life|lifetime|indefinite\w*|permanent\w*|forever|briefly|never"
    r"|still|foot|feet|inch(?:es)?|(?:kilo|centi|milli)?met(?:re|er)s?)\b|\d[- ]?(?:km|m|cm|mm|ft)\b|\d:\d\d"
    r"|\d{4}\s?[–-]\s?\d\d",
    re.IGNORECASE,
)
_PUNISHED = re.compile(
    r"\b(?:life|death|suspended|probation|parole|acquitted|fined?|community service)\b"
    r"|\b[\w.]+[ -](?:(?:and a half|more|further|consecutive) )?(?:year|month|week|day)s?\b(?![ -]old)",
    re.IGNORECASE,
)
"""A punishment, or a length of time that is no age."""
_SCORED = re.compile(
    r"\d ?[–:-] ?\d|\b\d+ (?:points )?to \d|\d\.\d|\b\w+ (?:points|goals|runs)\b|\b(?:nil|draw|drew|tied?|scoreless)\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\b(?:age[ds]?|\d0s|teen\w*|infants?|newborn|baby|born|birthday|\w+genarian|centenarian|\w+ties)\b", re.IGNORECASE
)
_TIMED = re.compile(
    rf"\b(?:\d{{3,4}}|{'|'.join((*MONTHS, *WEEKDAYS))}|yesterday|today|tonight|tomorrow|now|currently|soon|immediately"
    r"|(?:hour|minute|day|week|weekend|month|year|decade)s?|century|centuries|spring|summer|autumn|fall|winter|morning"
    r"|evening|night|afternoon|noon|midday|midnight|dawn|dusk|eve|christmas|easter|ramadan|ago|once|after|before|when"
    r"|while|during|following|until|unless|since|upon|by the time|ahead of|prior|later|earlier|then|next|last)\b"
    r"|\d[:.]\d\d|\d ?[ap]\.?m\b|\d0s\b|\d/\d",
    re.IGNORECASE,
)
_PRICED = re.compile(
    rf"[$€£¥₹₽₩₺]|\b(?:cents?|penn(?:y|ies)|pence|crowns?|free|nothing|bankrupt\w*|ruined)\b"
    rf"|\b(?:{_PAID})\b.*\d|\d.*\b(?:{_PAID})\b",
    re.IGNORECASE | re.DOTALL,
)
"""A figure beside what is paid may be one of a currency that no table has."""

_CAUSED = re.compile(
    r"\b(?:becaus|caus|reason|result|blam|trigger|spark|attribut|fault|fail|suffer)\w*|\b(?:due|owing|thanks) to"
    r"|\b(?:led|leads|leading) to|\bcomplications\b",
    re.IGNORECASE,
)
_DIED = re.compile(
    r"\b(?:di(?:e[ds]?|ying)|dead|deaths?|kill\w*|lost (?:his|her|their|its) li(?:fe|ves))\b[^.;]{0,80}?"
    r"\b(?:(?<!age )of|from|by|after|following|with|when|in an?)\b",
    re.IGNORECASE,
)


def _has_quantity(text: str, *dimensions: str) -> bool:
    """Whether figures in a text are a quantity, of one of some dimensions where any is given."""
    if _FIGURE.search(text) is None:
        return False
    return any(not dimensions or one.dimension in dimensions for one in quantities(text))


@functools.cache
def _coins() -> frozenset[str]:
    """The words for the currencies that are legal tender somewhere, and their codes: dollars, euros, usd."""
    told = [one for territory in get_global("territory_currencies").values() for one in territory]
    codes = {code for code, _, until, tender in told if tender and until is None}
    names = (get_currency_name(code, count, "en").split()[-1] for code in codes for count in (1, 2))
    return frozenset(word.lower() for word in (*names, *codes))


def _sort(name: str, asked: str, told: Callable[[str], object], *, figures: bool = True) -> Sought:
    return Sought(name, re.compile(asked, re.IGNORECASE), told, figures)


_SORTS = (
    _sort(
        "an amount of money",
        rf"\bhow much\b(?! (?:of|gas|oil|water|time|more)\b)(?=.*\b(?:{_PAID})\b)|\b(?:for|at) (?:what|which) price\b"
        r"|\bwhat (?:price|salary|sum|fee|budget|fine|bail)\b",
        lambda text: _PRICED.search(text) or not _coins().isdisjoint(re.findall(r"[^\W\d_]+", text.lower())),
    ),
    _sort(
        "a score",
        r"\bwhat (?:was|is|were|are) (?:the|[\w’']+[’']s?) (?:\w+ ){0,3}scores?\b|\b(?:with|by) what score\b"
        r"|\bhow (?:did|does) (?:it|the (?:game|match|final)) end\b",
        _SCORED.search,
    ),
    _sort(
        "a punishment",
        r"\bwhat (?:(?:prison|jail) (?:term|sentence)|sentence (?:did|was|has|were))\b"
        r"|\bhow (?:long|many years)\b.*\b(?:sentenced|jailed|imprisoned)\b",
        _PUNISHED.search,
        figures=False,
    ),
    _sort(
        "a number",
        r"\bhow (?:many|much)\b|\bwhat (?:percentage|percent|number|proportion|share)\b"
        rf"|\bwhat (?:was|is|were|are) the (?:\w+ ){{0,2}}(?:{_COUNTED})\b"
        r"|\bhow (?:far|tall|big|large|high|fast|strong|deep|wide|heavy|hot|cold|loud|powerful)\b",
        lambda text: _NUMBER.search(text) or _HEDGED.search(text) or _has_quantity(text),
    ),
    _sort(
        "a length of time",
        r"\bhow long\b",
        lambda text: _LASTS.search(text) or _has_quantity(text, "duration", "length"),
    ),
    _sort(
        "an age",
        r"\bhow old\b|\bat what age\b",
        lambda text: _AGED.search(text) or _has_quantity(text, "age", ""),
    ),
    _sort(
        "a time",
        r"^\W*(?:(?:and|so|but|since|until|by|from) )?when\b"
        r"|\b(?:what|which) (?:exact )?(?:year|date|day|month|time|century|hour)\b(?! of)",
        _TIMED.search,
    ),
    _sort(
        "a cause of death",
        r"\bwhat (?:did|does|do|has|have|had) .+ die(?:d)? (?:of|from)\b|\bcause of .*\bdeath\b|\bhow did .+ die\b",
        lambda text: _DIED.search(text) or _CAUSED.search(text),
        figures=False,
    ),
    _sort(
        "a cause",
        r"^\W*(?:(?:and|so|but) )?what caused\b|\bwhat (?:was|is) the cause\b",
        _CAUSED.search,
        figures=False,
    ),
)
