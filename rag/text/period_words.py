"""The words of each language for periods of time: for "since", "ago", "the year", units and small numbers, as regular
expressions over lower case. Those of months and weekdays are babel's; for portions and feasts see `portions`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.text.numbers import numbers


@dataclass(frozen=True, slots=True)
class Words:
    """A language's words, as regular expressions. ``point`` may stand before a date; ``units`` are those of
    `periods`; ``last`` and ``this`` may stand before or after one; {n} is a number, {u} a unit, {p} a date.
    ``around`` and ``week`` stand before a date around which, or in whose week, it was, ``year`` before a year."""

    within: str
    between: tuple[str, ...]
    since: str
    after: str
    before: str
    until: str
    units: tuple[str, str, str, str]
    lasting: tuple[str, ...]
    last: tuple[str, ...]
    this: tuple[str, ...]
    ago: tuple[str, ...]
    yesterday: str
    today: str
    numbers: str
    past: str = "(?!)"
    """What stands before a month or a weekday that was the last of its name."""
    around: str = "(?!)"
    week: str = "(?!)"
    ahead: tuple[str, ...] = ()
    """How the days before a date are said, or after it as what is ``following``: "the week before the vote, 3 May"."""
    following: tuple[str, ...] = ()
    year: str = "(?!)"
    case: str = ""
    """What may end a date, as the cases of Turkish."""
    behind: bool = False
    """Whether "since" and its like stand behind the date."""

    def number_of(self, word: str) -> int | None:
        """The number from one to twelve that a word in lower case is; None where it is none."""
        known = enumerate(self.numbers.split(), 1)
        return next((number for number, one in known if re.fullmatch(one.replace("_", " "), word)), None)


WORDS: Mapping[str, Words] = {
    "en": Words(
        r"in|on|during|throughout|within|from|of|dated|over|at",
        (r"(?:between|in) {p} and {p}", r"from {p} (?:to|until|till|through) {p}", r"{p} ?[-–—] ?{p}"),
        r"since|starting|as of", r"(?:from )?(?:after|later than)", r"(?:from )?(?:before|earlier than|prior to)",
        r"until|till|up to|by",
        ("days?", "weeks?", "months?", "years?"),
        (r"(?:(?:in|during|over|within|of|for|from) )?(?:the )?(?:last|past|previous) {n} {u}",),
        (r"(?:(?:in|of|from|during) )?(?:the )?(?:last|past|previous) {u}(?<!s)",),
        (r"(?:(?:in|of|from|during) )?(?:this|the current) {u}(?<!s)",),
        (r"{n} {u} ago",),
        "yesterday", "today", "one two three four five six seven eight nine ten eleven twelve",
        past=r"(?:(?:in|during|of|from|on) )?(?:this )?(?:last|past)",
        around=r"around|round about|close to", week=r"(?:in |during |from |of )?(?:the )?week (?:of|around)",
        ahead=tuple(
            rf"(?:(?:in|during|of|from|over) )?the (?:last |final )?{many} (?:just |right )?(?:before|preceding"
            r"|prior to|(?:leading |running )?up to) (?:[^\W\d][^\d,]{2,40}, )?{p}"
            for many in ("{n} {u}", "{u}(?<!s)")
        ),
        following=tuple(
            rf"(?:(?:in|during|of|from|over) )?the (?:first )?{many} (?:just |right )?(?:after|following) "
            r"(?:[^\W\d][^\d,]{2,40}, )?{p}"
            for many in ("{n} {u}", "{u}(?<!s)")
        ),
        year="year",
    ),
    "de": Words(
        r"im jahre?|im|in|am|an|zu|über|vom|von|aus|während|aus dem|im monat|für",
        (r"zwischen (?:dem )?{p} und (?:dem )?{p}", r"von {p} bis (?:zum )?{p}", r"vom {p} bis (?:zum )?{p}",
         r"{p} ?[-–—] ?{p}"),
        r"seit(?: dem)?|ab(?: dem)?", r"nach(?: dem)?", r"vor(?: dem)?", r"bis(?: zum)?",
        ("tage?n?", "wochen?", "monate?n?s?", "jahre?n?s?"),
        (r"(?:in |während )?(?:den|der|die) (?:letzten|vergangenen) {n} {u}",),
        (r"(?:im|in der|in dem) (?:letzten|vergangenen|vorigen) {u}", r"(?:letzte|vergangene|vorige)[rnsm]? {u}"),
        (r"(?:in )?diese[rmns]? {u}",),
        (r"vor {n} {u}",),
        "gestern", "heute", "eine?[mnr]? zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        past=r"(?:(?:im|in|am|vom) )?(?:letzten?|vergangenen?|vorigen?)",
        around=r"um|rund um", week=r"(?:in )?(?:der )?woche (?:vom|von|um)", year="jahre?s?",
        ahead=(r"(?:(?:in|während) )?(?:den|der|die) (?:letzten )?{n} {u} vor (?:dem )?{p}",
               r"(?:(?:in|während) )?(?:am|de[rmn]|die|das) {u}(?<!en) vor (?:dem )?{p}"),
        following=(r"(?:(?:in|während) )?(?:den|der|die) (?:ersten )?{n} {u} nach (?:dem )?{p}",
                   r"(?:(?:in|während) )?(?:am|de[rmn]|die|das) {u}(?<!en) nach (?:dem )?{p}"),
    ),
    "fr": Words(
        r"en|durant|au cours de|à|à la|au|le|du|de|pendant|au mois de|dans",
        (r"entre (?:le )?{p} et (?:le )?{p}", r"du {p} au {p}", r"de {p} à {p}", r"{p} ?[-–—] ?{p}"),
        r"depuis(?: le)?|à partir (?:du|de)", r"après(?: le)?", r"avant(?: le)?", r"jusqu['’](?:au|en|à)",
        ("jours?", "semaines?", "mois", "ans?|années?"),
        (r"(?:ces|(?:au cours |pendant |dans )?(?:des|les)) {n} (?:derniers|dernières) {u}",
         r"(?:ces|(?:au cours |pendant |dans )?(?:des|les)) (?:derniers|dernières) {n} {u}"),
        (r"(?:(?:la|le|l['’]) ?|l['’])?{u} (?:derni[eè]re?|pass[ée]e?)",),
        (r"(?:cette|ce) {u}",),
        (r"il y a {n} {u}",),
        "hier", r"aujourd['’]hui", "un deux trois quatre cinq six sept huit neuf dix onze douze",
        around=r"autour (?:de|du)|aux alentours (?:de|du)", week=r"(?:pendant |dans )?(?:la )?semaine (?:de|du)",
        ahead=(r"(?:(?:dans|pendant|durant) )?les {n} {u} (?:avant|précédant) (?:le )?{p}",
               r"(?:(?:dans|pendant|durant) )?(?:le |la |l['’]){u} (?:avant|précédant) (?:le )?{p}"),
        following=(r"(?:(?:dans|pendant|durant) )?les {n} {u} (?:après|suivant) (?:le )?{p}",
                   r"(?:(?:dans|pendant|durant) )?(?:le |la |l['’]){u} (?:après|suivant) (?:le )?{p}"),
        year="année|an",
    ),
    "es": Words(
        r"en|el|del|de|a|durante|en el año|en el mes de",
        (r"entre (?:el )?{p} y (?:el )?{p}", r"del? {p} al? {p}", r"desde (?:el )?{p} hasta (?:el )?{p}",
         r"{p} ?[-–—] ?{p}"),
        r"desde(?: el)?|a partir de(?:l)?", r"después de(?:l)?", r"antes de(?:l)?", r"hasta(?: el)?",
        ("días?", "semanas?", "mes(?:es)?", "años?"),
        (r"(?:(?:en|durante|de) )?(?:los|las) (?:últimos|últimas) {n} {u}",),
        (r"(?:(?:en|de) )?(?:la|el) {u} pasad[oa]",),
        (r"(?:(?:en|de) )?est[ea] {u}",),
        (r"hace {n} {u}",),
        "ayer", "hoy", "uno? dos tres cuatro cinco seis siete ocho nueve diez once doce",
        around=r"alrededor del?|en torno al?", week=r"(?:en )?(?:la )?semana del?", year="año",
        ahead=(r"(?:(?:en|durante) )?(?:las|los) {n} {u} (?:antes del?|anteriores al?) (?:el )?{p}",
               r"(?:(?:en|durante) )?(?:la|el) {u} (?:antes del?|anterior al?) (?:el )?{p}"),
        following=(r"(?:(?:en|durante) )?(?:las|los) {n} {u} (?:después del?|siguientes al?) (?:el )?{p}",
                   r"(?:(?:en|durante) )?(?:la|el) {u} (?:después del?|siguiente al?) (?:el )?{p}"),
    ),
    "tr": Words(
        "",
        (r"{p} ile {p} arasında", r"{p} ve {p} arasında", r"{p} ?[-–—] ?{p}"),
        r"beri|itibaren|bu yana", r"sonra", r"önce", r"kadar",
        ("gün(?:de|ün)?", "hafta(?:da|nın)?", "ay(?:da|ın)?", "yıl(?:da|ın)?|sene(?:de)?"),
        (r"son {n} {u}",), (r"geçen {u}",), (r"bu {u}",), (r"{n} {u} önce",),
        "dün", "bugün", "bir iki üç dört beş altı yedi sekiz dokuz on on_bir on_iki",
        case=r"['’]?(?:[dt][ae]n?|y?[ae]|n?[ıiuü]n)|\s(?:ay|yıl)(?:ında|ından|ına|ı|ının)",
        behind=True,
    ),
}  # fmt: skip
"""By language, ISO 639-1."""


def number_in(said: str, lang: str) -> int | None:
    """The number that a word of a language is, in figures or letters; None where it is none."""
    if said.isdecimal():
        return int(said)
    read = [int(value) for one in numbers(said, ()) for value in one.values] if lang == "en" else []
    return read[0] if len(read) == 1 else WORDS[lang].number_of(said)
