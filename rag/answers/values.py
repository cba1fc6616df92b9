"""The words of English and German for each sort of value: how a question asks for one, what may be one in a text, and
what it is called. `rag.answers.sought` reads questions and sentences by them.
"""

import functools
import re
from collections.abc import Callable, Mapping

from babel.core import get_global
from babel.numbers import get_currency_name

from rag.text.days import MONTHS, WEEKDAYS
from rag.text.quantities import quantities

_PAID = (
    "costs?|pays?|paid|money|worth|rais(?:es?|ed)|earn(?:s|ed)?|spen[dt]s?|donat(?:es?|ed)|fined?|charged?|prices?"
    "|owe[ds]?|debts?|invest(?:s|ed)?|funding|bail|bid|compensation|salary|tax|budget|fees?|loan|reward|revenue|profit"
)
_COUNTED = "toll|population|turnout|margin|speed|temperature|magnitude|number|percentage|share|rate|total"
_FIGURE = re.compile(r"\d")
IN_WORDS = frozenset(("death", "cause", "punishment"))
"""Sorts that are told without figures."""
MEASURED = {
    "speed": re.compile(r"\b(?:fast|speed)\b|\bwie schnell\b|geschwindigkeit", re.IGNORECASE),
    "mass": re.compile(
        r"\b(?:heavy|weigh\w*)\b|\bwie schwer\b|gewicht\b|\b(?:wiegt|wog)\b|\bkilo(?:gramm)?\b", re.IGNORECASE
    ),
    "duration": re.compile(
        r"\bhow (?:long|many (?:minutes|hours|days|weeks|months|years))\b"
        r"|\bwie (?:lange|vielen? (?:minuten|stunden|tagen?|wochen|monaten?|jahren?))\b",
        re.IGNORECASE,
    ),
}
"""By dimension how a question asks for it."""
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
    r"\d ?[–:-] ?\d|\b\d+ (?:points )?to \d|\d\.\d|\b\w+ (?:points|goals|runs)\b|\b(?:nil|draw|drew|tied?|scoreless)\b"
    r"|\bscor(?:e[ds]?|ing)\b.*\d|\d.*\bscor(?:e[ds]?|ing)\b",
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


def has_quantity(text: str, *dimensions: str) -> bool:
    """Whether figures in a text are a quantity, of one of some dimensions where any is given."""
    if _FIGURE.search(text) is None:
        return False
    return any(not dimensions or one.dimension in dimensions for one in quantities(text))


def _has_number(text: str) -> bool:
    return bool(_NUMBER.search(text) or _HEDGED.search(text)) or has_quantity(text)


@functools.cache
def _coins() -> frozenset[str]:
    """The words for the currencies that are legal tender somewhere, and their codes: dollars, euros, usd."""
    told = [one for territory in get_global("territory_currencies").values() for one in territory]
    codes = {code for code, _, until, tender in told if tender and until is None}
    names = (get_currency_name(code, count, "en").split()[-1] for code in codes for count in (1, 2))
    return frozenset(word.lower() for word in (*names, *codes))


REASONS: Mapping[str, str] = {
    "en": r"because|due to|owing to|as a result|so that|in order to|caused by|thanks to|the reasons?|therefore"
          r"|led to|blamed on|for fear of|in response to|out of fear|citing|prompted|in protest|in an effort to"
          r"|in a bid to|aimed at|to (?:make way|prevent|avoid|protect|combat|curb|ensure|stop)",
    "de": r"weil|denn|wegen|aufgrund|deshalb|daher|damit|infolge|so ?dass|um .+ zu|gr[uü]nde?n?|dank|anlass"
          r"|(?:ver)?ursach(?:en?|t|te|ten)|ursächlich|auslöser",
    "fr": r"parce que?|car|à cause|en raison|grâce à|afin de|pour que|puisque|raisons?",
    "es": r"porque|debido a|a causa|por culpa|gracias a|para que|ya que|motivos?|razón|razones",
    "tr": r"çünkü|nedeniyle|yüzünden|sayesinde|için|sebebiyle|dolayı",
}  # fmt: skip
"""What a sentence that gives a reason holds, by language: conjunctions and prepositions, a closed class without those
that tell a time more often than a reason ("since", "after")."""
WHY = re.compile(
    r"\b(?:why|how come|what for|for what reason|warum|wieso|weshalb|wozu|aus welche[mn] gr[uü]nde?n?|pourquoi|por qué"
    r"|neden|niçin|niye)\b",
    re.IGNORECASE,
)
"""How it is asked for a reason, in five languages."""
_MONTHS_DE = "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
_DATE_DE = re.compile(
    rf"\b\d{{1,2}}\. ?(?:{_MONTHS_DE})(?: \d{{4}}\b)?|\b\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}}\b)?|\d{{1,2}}[:.]\d\d Uhr"
    rf"|\b(?:{_MONTHS_DE}|jahr(?:es?)?|seit|anno) (?:1\d|20)\d\d\b|\b\d+-?jährig\w*",
    re.IGNORECASE,
)
_UNITS_DE = "sekunden?|minuten?|stunden?|tag(?:en?)?|nächten?|wochen?|monat(?:en?)?|jahr(?:en?)?"
_NUMERALS_DE = (
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn|\w*(?:zwanzig|dreißig|vierzig|fünfzig|sechzig"
    r"|siebzig|achtzig|neunzig)|\w*(?:hundert|tausend)|eine (?:million|milliarde)|eine?[mnrs]? (?:person|mensch\w*|mann"
    r"|frau|kind)"
)
NUMERAL_DE = re.compile(rf"\b(?:{_NUMERALS_DE})\b", re.IGNORECASE)
"""A German number in letters."""
_NUMBER_DE = re.compile(
    rf"\b(?:{_NUMERALS_DE}|\w*(?:hundert|tausend)\w*|dutzend\w*|millionen?|milliarden?|billionen?|hälfte|halb\w*|drittel"
    r"|viertel|kein\w*|niemand\w*|null|doppel\w*|verdoppel\w+|verdreifach\w+|einzige\w?|beide\w?|paar|jahrzehnt\w*"
    r"|jahrhundert\w*)\b",
    re.IGNORECASE,
)
LASTED_DE = re.compile(rf"\b(?:{_NUMERALS_DE}) (?:{_UNITS_DE})\b", re.IGNORECASE)
"""A German length of time in letters."""
_LASTS_DE = re.compile(
    rf"\b(?:{_UNITS_DE}|wochenende\w*|jahrzehnt\w*|jahrhundert\w*|generation(?:en)?|seiten?|meilen?"
    r"|(?:kilo|zenti|milli)?metern?|seit|bis|leben(?:s|slang\w*)?|un?befristet\w*|dauerhaft\w*|immer|nie|kurz\w*)\b"
    r"|(?:jährig|monatig|wöchig|tägig|stündig|minütig)\w*|\d ?(?:km|m|cm|mm)\b|\d:\d\d|\d{4}\s?[–-]\s?\d\d",
    re.IGNORECASE,
)
_AGED_DE = re.compile(
    r"\b(?:alter[sn]?|älter|alt|jung|jünger|\d0er|geboren\w*|geburt\w*|baby|säugling\w*|teenager\w*|jugendlich\w*"
    r"|jahrgang)\b|jährig",
    re.IGNORECASE,
)
_TIMED_DE = re.compile(
    rf"\b(?:\d{{3,4}}|{_MONTHS_DE}|\w+(?:tags?|abends?|nachts?|morgens?)(?=\b)|sonnabend|mittwochs?|(?:vor)?gestern|heute"
    rf"|morgen|jetzt|derzeit|bald|sofort|{_UNITS_DE}|jahrhundert\w*|frühjahrs?|frühlings?|sommers?|herbst\w*|winters?"
    r"|abends?|nachts?|mittags?|mitternacht|ostern|pfingsten|weihnachten|silvester|vor|nach|seit|bis|während|als|nachdem"
    r"|bevor|sobald|damals|zuvor|später|früher|dann|nächst\w+|letzt\w+|vergangen\w+|kommend\w+)\b|\d[:.]\d\d|\buhr\b",
    re.IGNORECASE,
)
_PAID_DE = (
    "kost\\w+|zahl(?:t|te|en|ten)|bezahl\\w+|gezahlt|wert|preis\\w*|gebot\\w*|spend\\w+|gespendet|geldstrafe\\w*|bußgeld\\w*"
    "|schulden|kredit\\w*|gehalt\\w*|budget|haushalt\\w*|gebühr\\w*|umsatz\\w*|gewinn\\w*|schaden\\w*|erlös\\w*"
)
_PRICED_DE = re.compile(
    r"[$€£¥₹₽₩₺]|\b(?:cents?|euros?|\w*dollars?|pfund|franken|(?:d-)?mark|kronen?|rubel|yen|yuan|rupien?|lira|pesos?|zloty"
    r"|forint|gratis|kostenlos\w*|umsonst|nichts|pleite|insolven\w+)\b"
    rf"|\b(?:{_PAID_DE})\b.*\d|\d.*\b(?:{_PAID_DE})\b",
    re.IGNORECASE | re.DOTALL,
)
_CAUSED_DE = re.compile(
    r"\b(?:weil|da|denn|wegen|auf ?grund|durch|infolge|dank|gr[uü]nd\w*|ursach\w*|verursach\w*|auslös\w*|ausgelöst"
    r"|anlass|folge|führten? (?:\w+ ){0,6}?zu[mr]?|schuld|verantwortlich\w*|zurück(?:zu|ge)führ\w*"
    r"|daher|deshalb|deswegen|darum)\b",
    re.IGNORECASE,
)
_DIED_DE = re.compile(
    r"\b(?:st[ai]rbt?|sterben|gestorben\w*|verst(?:arb|orben)\w*|tote?\w?|tod\w*|ums leben|getötet\w*|erl(?:ag|iegt"
    r"|egen)|suizid\w*|selbstmord\w*|selbsttötung|ermordet\w*|erschossen\w*|ertrunken|ertrank)\b",
    re.IGNORECASE,
)
_PUNISHED_DE = re.compile(
    rf"haft(?:strafe\w*)?\b|\b(?:lebenslang\w*|lebenslänglich|bewährung\w*|freigesprochen|geldstrafe\w*|todesstrafe)\b"
    rf"|\b[\w,]+ (?:{_UNITS_DE})\b",
    re.IGNORECASE,
)
_SCORED_DE = re.compile(
    r"\d ?[–:-] ?\d|\b\w+ (?:punkten?|toren?)\b|\b(?:unentschieden|remis|torlos\w*)\b", re.IGNORECASE
)


def _figured_in_german(text: str, *dimensions: str) -> bool:
    return has_quantity(_DATE_DE.sub(" ", text), *dimensions)


ASKED: Mapping[str, Mapping[str, str]] = {
    "en": {
        "money": rf"\bhow much\b(?! (?:of|gas|oil|water|time|more)\b)(?=.*\b(?:{_PAID})\b)"
        r"|\b(?:for|at) (?:what|which) price\b|\bwhat (?:price|salary|sum|fee|budget|fine|bail)\b"
        r"|^\W*(?:the )?(?:price|cost|salary|budget) (?:of|for)\b",
        "score": r"\bwhat (?:was|is|were|are) (?:the|[\w’']+[’']s?) (?:\w+ ){0,3}scores?\b|\b(?:with|by) what score\b"
        r"|^\W*(?:top|final) score\b|\bhow (?:did|does) the (?:game|match|final) end\b",
        "punishment": r"\bwhat (?:(?:prison|jail) (?:term|sentence)|sentence (?:did|was|has|were))\b"
        r"|\bhow (?:long|many years)\b.*\b(?:sentenced|jailed|imprisoned)\b",
        "number": r"\bhow (?:many|much)\b|\bwhat (?:percentage|percent|number|proportion|share)\b"
        rf"|\bwhat (?:was|is|were|are) the (?:\w+ ){{0,2}}(?:{_COUNTED})\b"
        rf"|^\W*(?:top|maximum|average|final) (?:{_COUNTED})\b"
        r"|\bhow (?:far|tall|big|large|high|fast|strong|deep|wide|heavy|hot|cold|loud|powerful)\b",
        "duration": r"\bhow long\b",
        "age": r"\bhow old\b|\bat what age\b",
        "time": r"^\W*(?:(?:and|so|but|since|until|by|from) )?when\b"
        r"|\b(?:what|which) (?:exact )?(?:year|date|day|month|time|century|hour)\b(?! of)",
        "death": r"\bwhat (?:did|does|do|has|have|had) .+ die(?:d)? (?:of|from)\b|\bcause of .*\bdeath\b"
        r"|\bhow did .+ die\b",
        "cause": r"^\W*(?:(?:and|so|but) )?what caused\b|\bwhat (?:was|is) the cause\b",
    },
    "de": {
        "money": r"\bwie teuer\b|\bwas (?:kostet\w*|verdien\w+)\b|\bwie ?viel (?:geld|euro|dollar|mark)\b"
        r"|\bwie ?viel\b.*\b(?:kost\w+|verdien\w+|(?:be|ge)?zahlt?\w*|wert)\b"
        r"|\bwelche[nrms]? (?:kauf)?(?:preis|summe|betrag|gehalt|geldstrafe)\b",
        "duration": r"\bwie lange\b|\bwie ?vielen? (?:minuten|stunden|tagen?|wochen|monaten?|jahren?)\b",
        "age": r"\bwie alt\b|\b(?:in|mit) welchem alter\b",
        "time": r"^\W*(?:(?:und|also|aber|seit|bis|ab|von) )*wann\b|\bum wie ?viel uhr\b"
        r"|\b(?:an|in|zu|aus|seit|bis zu) welche[mnr] (?:jahr\w*|datum|tag|monat|woche|zeitpunkt|uhrzeit)\b",
        "number": r"\bwie ?viele?[nr]?\b",
        "size": r"\bwelche[nrms]? (?:\w+ )?\w*(?:anzahl|anteil|prozentsatz|wert|höhe|länge|quote"
        r"|geschwindigkeit|temperatur|stärke|gewicht|fläche|größe|auflage)\b"
        r"|\bwie (?:weit|hoch|groß|schnell|tief|breit|heiß|kalt|laut)\b"
        r"|\bwie (?:schwer|stark|lang) (?:ist|sind|war(?:en)?|soll(?:en|te|ten)?)\b"
        r"(?!.*(?:verletz|beschädig|zerstör|krank))"
        rf"|\bin (?:kilo(?:gramm|metern?)?|metern?|euro|prozent|{_UNITS_DE})\W*$",
        "death": r"\bworan (?:ist|sind|st[ai]rbt?|starben)\b|\bwie (?:starb|kam .+ ums leben)\b|\btodesursache\b",
        "cause": r"\bwas (?:verursachte|hat .+ (?:verursacht|ausgelöst)|war (?:die ursache|der (?:auslöser|grund)))\b"
        r"|\bwelche ursache\w*\b",
    },
}
"""By language how a question asks for each sort."""
TOLD: Mapping[str, Mapping[str, Callable[[str], object]]] = {
    "en": {
        "money": lambda text: _PRICED.search(text) or not _coins().isdisjoint(re.findall(r"[^\W\d_]+", text.lower())),
        "score": _SCORED.search,
        "punishment": _PUNISHED.search,
        "number": _has_number,
        "size": _has_number,
        "duration": lambda text: _LASTS.search(text) or has_quantity(text, "duration", "length"),
        "age": lambda text: _AGED.search(text) or has_quantity(text, "age", ""),
        "time": _TIMED.search,
        "death": lambda text: _DIED.search(text) or _CAUSED.search(text),
        "cause": _CAUSED.search,
    },
    "de": {
        "money": _PRICED_DE.search,
        "score": _SCORED_DE.search,
        "punishment": _PUNISHED_DE.search,
        "number": lambda text: _NUMBER_DE.search(text) or _figured_in_german(text),
        "size": _figured_in_german,
        "duration": _LASTS_DE.search,
        "age": lambda text: _AGED_DE.search(text) or _figured_in_german(text, "age", ""),
        "time": _TIMED_DE.search,
        "death": lambda text: _DIED_DE.search(text) or _CAUSED_DE.search(text),
        "cause": _CAUSED_DE.search,
    },
}
"""By a text's language what may be a value of each sort."""
NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "money": "an amount of money",
        "score": "a score",
        "punishment": "a punishment",
        "number": "a number",
        "size": "a number",
        "duration": "a length of time",
        "age": "an age",
        "time": "a time",
        "death": "a cause of death",
        "cause": "a cause",
    },
    "de": {
        "money": "einem Betrag",
        "score": "einem Ergebnis",
        "punishment": "einer Strafe",
        "number": "einer Zahl",
        "size": "einer Zahl",
        "duration": "einer Dauer",
        "age": "einem Alter",
        "time": "einer Zeit",
        "death": "einer Todesursache",
        "cause": "einer Ursache",
    },
}
"""By language what each sort is called with its article, behind "with"."""
