"""A unit of a German text -> what it gives to whom: by verbs of saying, by "laut" and its like, and by the subjunctive
of reported speech."""

import itertools
import re
from collections.abc import Iterator

from rag.text.said.attribution import HIDDEN, Attribution, Unit, overlap, trimmed, words
from rag.types import Interval

# Verbs of saying in the forms that news have them in.
VERB = re.compile(
    r"(?<![\w-])(?:"
    r"(?:sag|erklär|mein|berichte|mitteil|beton|behaupt|bestätig|meld|erläuter|versicher|warn|kritisier|forder|begründ"
    r"|vermut|glaub|hoff|schätz|äußer|argumentier|kommentier|verkünde|erwider|ergänz|unterstr|prognostizier|befürcht"
    r"|bemängel|beklag|klag|bedauer|verlang|versprech|schilder|mahn|entgegn|erzähl|frag|antwort|wunder|resümier|urteil"
    r"|bekräftig|signalisier|spekulier|folger|mutmaß|plädier|rechtfertig|droh|appellier|dementier|zitier|empfind"
    r"|propagier|kündig|teil|füg|räum|stell|führ|deut|leg|bezeichn|bewert|lob|pranger|präzisier|monier|rüg|beschuldig"
    r"|drück)(?:t|te|ten|et|ete|eten|en|ern|erte|erten|ert|ierte|e)?|hieß es|heißt es|schrieb|schrieben|schreibt"
    r"|schreiben|sprach|sprachen|spricht|gab|gaben|gibt|geben|ging|gingen|geht|gehen|nannte|nannten|nennt|wies|wiesen"
    r"|weist|weisen|warf|warfen|wirft|werfen|rief|riefen|ruft|bestritt|bestritten|bestreitet|versprach|verspricht"
    r"|lehnte|lehnten|lehnt|riet|bat|schlug|schlägt|hob|hoben|sieht|sah|sahen|hält|hielt|ließ|verwies|verweist|empfahl"
    r"|räumt|unterstrich|angab|bekannt gab|bekanntgab|hervorgeht|davon ausgeht|hinwies|feststellte|ankündigte"
    r"|klarstellte|gesagt|erklärt|angekündigt|mitgeteilt|gefordert|berichtet|betont|bestätigt|behauptet|geschrieben"
    r"|geäußert|gewarnt|hingewiesen|beklagt|beschlossen|entschieden|gehofft|festgestellt|verlautet|zitiert|vorgeworfen"
    r"|bezeichnet|angegeben|bekanntgegeben|gemeldet|kritisiert|versichert|zugesagt|ausgesagt|lautet|lautete|lauteten"
    r"|abgestritten)(?![\w-])"
)
_PARTICLES = {
    "teil": "mit", "gab": "an|bekannt|zu|preis", "gib": "an|bekannt|zu", "gebe": "an|bekannt|zu", "füg": "hinzu|an",
    "räum": "ein", "stell": "fest|klar", "führ": "aus|an", "deut": "an", "leg": "dar", "kündig": "an", "ging": "davon",
    "geht": "davon|hervor", "gehe": "davon", "pranger": "an", "drück": "aus", "wies": "hin|zurück|darauf",
    "weis": "hin|zurück|darauf", "hob": "hervor", "lehn": "ab", "warf": "vor", "wirf": "vor", "werf": "vor",
    "schl": "vor",
}  # fmt: skip
"""Verbs that say something only with their particle, by how they begin."""
_HOLDS = re.compile(r"(?:hält|hielt|sieht|sah|ließ|lob|hob|rief|ruf|spr[aie]ch|nann|nenn|bezeichn|zitier|deut|führ)")
"""Verbs that say something only with a quotation or the subjunctive."""
_INFINITIVE = re.compile(r"\b(?:zu [a-zäöü]+en|[a-zäöü]+zu[a-zäöü]+en)\b")
_NO_CLAUSE = re.compile(
    r"(?:der|die|das|den|dem|deren|dessen|welche\w*|weil|wobei|nachdem|während|wenn|und|aber|sondern|so|als|bevor|damit"
    r"|sowie|oder|wodurch|womit|obwohl|indem|jedoch|nicht)\b"
)
_SUBJUNCTIVE = re.compile(
    r"\b(?:sei|seien|habe|werde|könne|müsse|solle|wolle|dürfe|gebe|gehe|komme|stehe|liege|bleibe|lasse|mache|sehe|führe"
    r"|brauche|gelte|halte|nehme|bringe|wisse|handle|handele|bestehe|finde|zeige|wäre|wären|hätte|hätten|würde|würden"
    r"|könnte|könnten|müsste|müssten|sollten|dürfte)\b"
)
_FIRST = re.compile(
    r"\b(?:sei|seien|habe|werde|könne|müsse|solle|wolle|dürfe|gebe|gehe|komme|stehe|liege|bleibe|lasse|mache|sehe"
    r"|brauche|gelte|nehme|bringe|wisse|handle|handele|bestehe)\b"
)
_OPENS_CLAUSE = re.compile(r"\s*(?:dass|daß|ob|wie|warum|weshalb|wonach|wo|wer|was|um|man|es)\b")
_NOUN = (
    r"(?:(?:der|die|das|dem|den|des|ein|eine|einem|einer|eines|ihr\w*|sein\w*|mehrere\w*|viele\w*|einige\w*|beide\w*"
    r"|[a-zäöü][\wäöüß-]*(?:e|en|er|em|es)) )*(?:[A-ZÄÖÜ\d][\w’'./&-]*|█+)(?: (?:[A-ZÄÖÜ(][\w’'./&()-]*|█+"
    r"|(?:von|van|de|al)\b(?= [A-ZÄÖÜ])))*"
)
_PHRASE = rf"{_NOUN}(?: (?:der|des|von|vom|in|im|aus|für|und|zum|zur|bei|über) {_NOUN})*"
_SOURCE = re.compile(
    r"\b(?:[Ll]aut|[Gg]emäß|(?:[Nn]ach|[Ll]aut|[Gg]emäß) (?:[a-zäöü]+n )?(?:Angaben?|Ansicht|Meinung|Auffassung"
    r"|Aussagen?|Einschätzung(?:en)?|Worten|Berichten?|Informationen|Darstellung|Erkenntnissen|Schätzungen?|Mitteilung"
    r"|Medienberichten|Ermittlungen|Überzeugung|Ansichten|Polizeiangaben|Presseberichten"
    rf"|Augenzeugenberichten)(?: (?:von|vom|des|der))?) (?P<who>{_PHRASE})"
)
_BARE = re.compile(
    r"\b(?P<cue>[Nn]ach) (?P<who>(?:[a-zäöü]+n )?(?:[A-ZÄÖÜ]\w+(?:angaben|berichten|kreisen)|Angaben|Berichten"
    r"|Informationen|Schätzungen|Erkenntnissen)) (?!d[eo][sr]\b|vo[nm]\b)(?=[a-zäöü])"
)
_AFTER = re.compile(rf"\b(?P<who>(?:[a-zäöü]+n )?{_PHRASE}) (?P<cue>zufolge)\b|\b(?P<them>[Dd]em)(?P<then>zufolge)\b")
_SO = re.compile(
    rf", (?P<cue>so) (?P<who>(?:[a-zäöü]+ )??{_PHRASE})(?=[,.;:]|$| (?:am|in|im|bei|nach|zu|gegenüber|auf|vor"
    rf"|weiter)\b)"
)
_THUS = re.compile(r"(?:^|, )(?P<cue>[Dd]emnach|[Ww]onach|[Dd]anach)\b")
_HOW = re.compile(r"(?:^|, )[Ww]ie (?P<rest>[^,]+?)(?=,|[.]?\s*$)")
_ADVERB = re.compile(
    r"\s*(?:am|im|in|an|auf|aus|bei|beim|mit|nach|von|vom|vor|zu|zum|zur|über|unter|für|gegen|ohne|durch|um|seit"
    r"|während|ab|anlässlich|angesichts|aufgrund|\w+(?:lich|weise|mals|rdings|falls)|wegen|trotz|gegenüber|gestern"
    r"|heute|zudem|dazu|damit|dabei|dagegen|darüber|außerdem|weiter|weiterhin|so|auch|jedoch|allerdings|bereits"
    r"|inzwischen|zuvor|später|daraufhin|ferner|hierzu|hierbei|ebenfalls|gleichzeitig|zugleich|nun|deshalb|daher"
    r"|wörtlich|offiziell|erneut|wiederum|unterdessen|schließlich|zunächst|dort|noch|dann|darin|anschließend"
    r"|demgegenüber|hingegen|jetzt|hier|wie|nachdem|da|doch|bisher|derzeit|aktuell|sogar|stattdessen|somit|laut"
    r"|offenbar|wieder|nur|denn|wenn|als|obwohl|weil|dass|bis|ob|aber|und|oder|sondern|dadurch|jedenfalls|einst"
    r"|erst|schon|sehr|nicht|sich|mehrfach|kürzlich|ausdrücklich|letzte\w*|ende|anfang|mitte|insgesamt)\b",
    re.IGNORECASE,
)
_BACK = re.compile(rf"(?:Das|Dies) (?:{VERB.pattern})[^{HIDDEN}]*$")
_PERSONAL = re.compile(r"(?:er|sie|man|es|wir|ich)\b", re.IGNORECASE)


def attributed(unit: Unit) -> list[Attribution]:
    """What a unit gives to somebody, without who is meant."""
    found: list[Attribution] = []
    if points_back(unit):
        verb = VERB.search(unit.masked)
        who = _subject(unit.masked, verb.end(), len(unit.masked)) if verb else None
        return [Attribution("indirect", (), verb and _of(unit, verb.span()), _of(unit, who))] if who else []
    for one in (*_by_source(unit), *_by_verb(unit), *_by_colon(unit), *_by_subjunctive(unit)):
        if one.said and not any(overlap(span, other) for span in one.said for held in found for other in held.said):
            found.append(one)
    return found


def points_back(unit: Unit) -> bool:
    """Whether a unit says of the sentence before it who said so ("Das teilte die Polizei mit.")."""
    return _BACK.match(unit.masked) is not None


def goes_on(unit: Unit) -> bool:
    """Whether a unit is in the subjunctive of reported speech, from its own main clause."""
    return _FIRST.search(unit.masked.split(",")[0]) is not None


def _by_source(unit: Unit) -> Iterator[Attribution]:
    text = unit.masked
    for pattern in (_SO, _AFTER, _BARE, _SOURCE):
        for match in pattern.finditer(text):
            named = match.groupdict()
            who = match.span("who") if named["who"] else match.span("them")
            if named.get("cue"):
                cue = match.span("cue")
            elif named.get("then"):
                cue = match.span("then")
            else:
                cue = match.start(), match.start() + len(re.match(r"\S+", match[0])[0])  # type: ignore[index]
            spans = _around(text, match)
            if pattern is _SO and not text.startswith(",", match.end()):
                spans = spans[:1]
            if spans:
                yield _made(unit, spans, cue, who)
                return
    if thus := _THUS.search(text):
        rest = trimmed(text, thus.end(), len(text))
        if rest and words(text[rest[0] : rest[1]]) > 2:
            yield _made(unit, [rest], thus.span("cue"), None)


def _around(text: str, cue: re.Match[str]) -> list[Interval]:
    """What stands before and after some words, where that is more than a word."""
    beside = trimmed(text, 0, cue.start()), trimmed(text, cue.end(), len(text))
    return [one for one in beside if one and words(text[slice(*one)].replace(HIDDEN, "a ")) > 1]


def _by_verb(unit: Unit) -> Iterator[Attribution]:
    text = unit.masked
    if how := _HOW.search(text):
        verb = next(iter(VERB.finditer(how["rest"])), None)
        if verb:
            base = how.start("rest")
            who = _subject(text, base, base + verb.start())
            spans = _around(text, how)
            if spans:
                yield _made(unit, spans, (base + verb.start(), base + verb.end()), who)
                return
    parts = _segments(text)
    for number, (start, end) in enumerate(parts):
        verb = VERB.search(text, start, end)
        if verb is None or not _says(text, verb, parts, number):
            continue
        who = _who(text, parts, number, verb)
        rest = trimmed(text, parts[number + 1][0], len(text)) if number + 1 < len(parts) else None
        before = trimmed(text, 0, start) if number else None
        inverted = before is not None and not text[start : verb.start()].strip()
        holds = _HOLDS.match(verb[0]) is not None
        if (
            before
            and inverted
            and (HIDDEN in text[slice(*before)] or _FIRST.search(text, *before) or (not holds and not rest))
        ):
            spans = [before]
            if rest and (_FIRST.search(text, *rest) or _starts_quoted(text, rest)):
                spans.append(rest)
            yield _made(unit, spans, verb.span(), who)
            return
        if rest and _tells(text, rest, holds=holds):
            yield _made(unit, [rest], verb.span(), who)
            return
        inside = tuple(one for one in unit.quotes if verb.end() <= one[0] - unit.start < end)
        inside += tuple(one for one in unit.quotes if start <= one[0] - unit.start < verb.start()) if not inside else ()
        if inside:
            yield Attribution("direct", inside, _of(unit, verb.span()), who and _of(unit, who))
            return


def _by_colon(unit: Unit) -> Iterator[Attribution]:
    """A quotation after a colon, whatever verb stands before."""
    text = unit.masked
    if quoted := re.search(rf": {HIDDEN}", text):
        told = tuple(one for one in unit.quotes if one[0] - unit.start > quoted.start())
        who = _subject(text, 0, quoted.start())
        yield Attribution("direct", told, None, who and _of(unit, who))


def _says(text: str, verb: re.Match[str], parts: list[Interval], number: int) -> bool:
    """Whether a verb says something, with the particle that it needs in its piece or, after an apposition, a later."""
    for begins, particles in _PARTICLES.items():
        if verb[0].startswith(begins):
            end = parts[min(number + 2, len(parts) - 1)][1]
            return re.search(rf" (?:{particles})(?=[ ,.:;]|$)", text[verb.end() : end]) is not None
    return True


def _tells(text: str, rest: Interval, *, holds: bool) -> bool:
    """Whether what follows a verb of saying is what is said."""
    if _starts_quoted(text, rest) or _SUBJUNCTIVE.search(text, *rest):
        return True
    if holds or words(text[slice(*rest)]) < 3:
        return False
    return (
        _OPENS_CLAUSE.match(text, rest[0]) is not None
        or _INFINITIVE.search(text, *rest) is not None
        or _NO_CLAUSE.match(text, rest[0]) is None
    )


def _by_subjunctive(unit: Unit) -> Iterator[Attribution]:
    """A clause in the subjunctive after one that is not: whatever the verb, it tells what somebody says."""
    text = unit.masked
    parts = _segments(text)
    for number in range(1, len(parts)):
        if _FIRST.search(text, *parts[number]) and not _FIRST.search(text, 0, parts[number][0]):
            rest = trimmed(text, parts[number][0], len(text))
            who = _subject(text, *parts[0])
            if rest:
                yield _made(unit, [rest], None, who)
            return


def _made(unit: Unit, spans: list[Interval], cue: Interval | None, who: Interval | None) -> Attribution:
    said = tuple(_of(unit, one) for one in spans)
    quoted = [one for one in unit.quotes if any(left <= one[0] and one[1] <= right for left, right in said)]
    long = sum(right - left for left, right in said)
    kind = "indirect"
    if quoted and sum(right - left for left, right in quoted) > 0.8 * long:
        kind, said = "direct", tuple(quoted)
    return Attribution(kind, said, cue and _of(unit, cue), who and _of(unit, who))  # type: ignore[arg-type]


def _segments(text: str) -> list[Interval]:
    """The pieces of a unit between commas, colons and dashes."""
    cuts = [0, *(match.end() for match in re.finditer(rf"[,:;] |{HIDDEN}[,.]? (?=[a-zäöü])", text)), len(text)]
    return [(left, right) for left, right in itertools.pairwise(cuts) if right > left]


def _who(text: str, parts: list[Interval], number: int, verb: re.Match[str]) -> Interval | None:
    """The subject of a verb of saying in its piece, before it or after it, or before what is put in between commas."""
    start, end = parts[number]
    if verb[0].startswith(("hieß", "heißt")):  # nobody says it, but a paper or an office may be where it is said
        place = _WHERE.search(text, start, end)
        return place.span("who") if place else None
    if number >= 2 and _AUXILIARY.match(text, start):
        return _apposed(text, parts, number)
    if after := re.compile(r" (?:er|sie selbst)\b").match(text, verb.end()):
        return after.start() + 1, after.end()
    plain = text[start : verb.start()].strip(" ,:" + HIDDEN)
    if plain and not _ADVERB.match(plain):
        return _subject(text, start, verb.start())
    told = HIDDEN in text[:start] or (number and _FIRST.search(text, 0, start)) or _INVERTED.match(text, verb.end())
    if not plain and number >= 2 and not told:
        return _apposed(text, parts, number)
    after_verb = _subject(text, verb.end(), end)
    if (
        after_verb is not None
        and number + 2 < len(parts)
        and _NAMED.fullmatch(text[slice(*parts[number + 1])].strip(" ,"))
    ):
        return after_verb[0], parts[number + 1][1] - 2
    if after_verb is not None:
        return after_verb
    return _subject(text, start, verb.start()) if plain else _apposed(text, parts, number)


_WHERE = re.compile(rf"\b(?:[Ii]n|[Ii]m|[Bb]ei|[Bb]eim|[Aa]us|[Vv]on|[Vv]om|[Vv]onseiten) (?P<who>{_PHRASE})")
_AUXILIARY = re.compile(r"(?:hat|hatte|haben|hatten|habe)\b")
_INVERTED = re.compile(rf" {_PHRASE}(?=[.,]|$| (?:am|im|in|bei|gegenüber|weiter|laut|zu|auf|gestern|heute)\\b)")
_NAMED = re.compile(r"(?:[A-ZÄÖÜ][\w’'.-]*(?: (?:von|van|de|al|bin))?(?: |$)){2,4}")


def _apposed(text: str, parts: list[Interval], number: int) -> Interval | None:
    """The subject before what stands between commas, with the name in it where it is one."""
    back = number - 1
    while back > 0 and re.match(
        r"(?:der|die|das|den|dem|deren|dessen|welche\w*|wo)\b", text[slice(*parts[back])].strip()
    ):
        back -= 1
    if back < number - 1 or back < 1:
        return _subject(text, *parts[back]) if back >= 0 else None
    put = text[slice(*parts[back])].strip(" ,")
    noun = _subject(text, *parts[back - 1])
    return (noun[0], parts[back][1] - 2) if noun and re.search(r"[A-ZÄÖÜ]", put) else noun


def _subject(text: str, start: int, end: int) -> Interval | None:
    """The first noun phrase or pronoun of a piece that no preposition stands before."""
    at = start
    while at < end:
        while at < end and text[at] in " ,:;" + HIDDEN:
            at += 1
        if adverb := _ADVERB.match(text, at, end):
            # With a preposition goes its noun.
            phrase = re.compile(_NOUN).match(text, adverb.end() + 1, end)
            small = re.match(r"\s*(?:am|im|in|an|auf|aus|bei|beim|mit|nach|von|vom|vor|zu|zum|zur|über|unter|für|gegen"
                             r"|ohne|durch|um|seit|während|wegen|trotz|gegenüber|ende|anfang|mitte|ab|anlässlich"
                             r"|angesichts|aufgrund)$", adverb[0], re.I)  # fmt: skip
            at = phrase.end() if phrase and small else adverb.end()
            continue
        if personal := _PERSONAL.match(text, at, end):
            return personal.span() if personal[0].lower() in ("er", "sie") else None
        if phrase := re.compile(_PHRASE).match(text, at, end):
            return phrase.span()
        following = text.find(" ", at, end)
        if following < 0:
            return None
        at = following + 1
    return None


def _starts_quoted(text: str, span: Interval) -> bool:
    return HIDDEN in text[span[0] : span[0] + 2]


def _of(unit: Unit, span: Interval) -> Interval:
    if unit.masked[span[1] - 1] == "." and span[1] >= len(unit.masked.rstrip()):  # the point of the sentence
        span = span[0], span[1] - 1
    return unit.start + span[0], unit.start + span[1]
