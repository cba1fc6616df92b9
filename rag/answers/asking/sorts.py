"""The words by which each language asks for a list of people, countries, places or organisations in the texts: closed
classes. Any other list is a question for a fact."""

import functools
import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rag.answers.asking.parts import around, parts, tokens_of
from rag.answers.asking.wording import filled
from rag.message import Message
from rag.text.language import language
from rag.text.numbers import numbers
from rag.text.period_words import number_in
from rag.text.said.items import Sort
from rag.text.said.naming import NAMING
from rag.text.sentences import sentences
from rag.text.verbs import base, is_irregular
from rag.text.words import FUNCTION_STEMS, own_stems, stems
from rag.types import Interval


class Enumeration(NamedTuple):
    """What a list is asked of: things of a sort, the noun for them and all that they are asked by, or with ``named``
    what the articles are about that name them; how many there are, where the question says it; whether it asks for
    those of whom something is ``denied``; and whether only sentences count that name them in a row, with the noun."""

    sort: Sort
    noun: str
    what: str
    named: bool
    number: int | None = None
    denied: bool = False
    rowed: bool = False

    def asking(self, what: str) -> "Enumeration":
        """The same asked by other words."""
        return self._replace(what=what)

    @property
    def is_plain(self) -> bool:
        """Whether it is only asked who or what is what the noun says, and not what they did."""
        behind = self.done.lower().split()
        return not self.is_of_anyone and (not behind or behind[0] in _TIES)

    @property
    def is_of_anyone(self) -> bool:
        """Whether the noun says no more than that they are people."""
        return self.noun in _ANY

    @property
    def nouns(self) -> frozenset[str]:
        """The noun in its forms, as far as they say more than that things are of the sort."""
        return frozenset() if self.is_of_anyone else frozenset(self.forms) - _SORTS

    @property
    def forms(self) -> list[str]:
        """What the noun may be in the singular, in English, and the noun."""
        cut = (*_PLURALS, self.noun[:-1], self.noun[:-2], f"{self.noun[:-3]}y")
        return [*(one for one in cut if one and _plural(one) == self.noun), self.noun]

    @property
    def done(self) -> str:
        """What the words behind the noun say of them."""
        at = self.what.lower().find(self.noun)
        said = self.what[at + len(self.noun) :] if at >= 0 else ""
        return _BETWEEN.sub("", said).strip(" ,")

    @property
    def in_words(self) -> str:
        """What is asked for."""
        if self.named:
            if not self.what:
                return Message("a list of {things} named", things=self.noun)
            return Message("a list of {things} named in articles about “{topic}”", things=self.noun, topic=self.what)
        return Message("a list of “{things}”", things=self.what)


_ROLES = rf"(?:(?:{NAMING['en'].role.pattern})(?:e?s)|\w+(?:women|men)|deputies|secretaries|attorneys general)"
_NOUNS: Mapping[str, Mapping[Sort, str]] = {
    "en": {
        "person": rf"people|persons|men|women|victims|members|politicians|officials|speakers|survivors|suspects|guests"
                  rf"|finalists|laureates|astronauts|mediators|actors|mayors|celebrities|authors|{_ROLES}",
        "country": r"countries|nations",
        "place": r"cities|towns|villages|places|provinces|states|districts|regions|islands|locations|counties",
        "organisation": r"companies|firms|organi[sz]ations|parties|teams|clubs|agencies|institutions|banks|airlines"
                        r"|unions|businesses|brands|manufacturers|charities|universities",
        "thing": r"(?!(?:does|is|was|has|this|us|his|its|news|happens|times|days|years|months|hours|articles|stories"
                 r"|reasons|causes|ones|papers|means)\b)(?:[a-z-]{2,}[^\Wuis]s|[a-z]+(?:ies|ria|ses)|children|series|species)",
    },
    "de": {
        "person": r"personen|leute|menschen|männer|frauen|opfer|mitglieder|politiker(?:innen)?|kandidat(?:en|innen)"
                  r"|minister(?:innen)?|präsident(?:en|innen)|bürgermeister(?:innen)?|spieler(?:innen)?"
                  r"|sprecher(?:innen)?|zeug(?:en|innen)|sieger(?:innen)?|bewerber(?:innen)?|abgeordneten?"
                  r"|preisträger(?:innen)?|gewinner(?:innen)?|teilnehmer(?:innen)?",
        "country": r"länder[n]?|staaten",
        "place": r"städten?|orten?|dörfern?|regionen|provinzen|bundesländern?|inseln",
        "organisation": r"firmen|unternehmen|parteien|organisationen|vereine|banken|fluggesellschaften|verbände",
        "thing": r"(?!(?:artikeln?|texten?|berichten?|meldungen|beiträgen?|themen|gründen?|ursachen|jahren?|monaten?"
                 r"|tagen?|quellen|zeitungen|medien)\b)[a-zäöüß-]{2,}(?:en|er|e|n|s)",
    },
    "fr": {
        "person": r"personnes|gens|hommes|femmes|victimes|membres|politiciens|candidate?s|ministres|président(?:e)?s"
                  r"|joueurs|joueuses|témoins|vainqueurs",
        "country": r"pays|états",
        "place": r"villes|villages|lieux|régions|provinces|îles",
        "organisation": r"entreprises|sociétés|partis|organisations|clubs|banques|équipes",
    },
    "es": {
        "person": r"personas|hombres|mujeres|víctimas|miembros|políticos|candidat[oa]s|ministr[oa]s|president[ea]s"
                  r"|jugador(?:es|as)|testigos|ganador(?:es|as)",
        "country": r"países|estados",
        "place": r"ciudades|pueblos|lugares|regiones|provincias|islas",
        "organisation": r"empresas|compañías|partidos|organizaciones|clubes|bancos|equipos",
    },
    "tr": {
        "person": r"kişiler|insanlar|kadınlar|erkekler|adaylar|bakanlar|oyuncular|tanıklar|üyeler|siyasetçiler",
        "country": r"ülkeler|devletler",
        "place": r"şehirler|kentler|köyler|yerler|bölgeler|adalar|iller",
        "organisation": r"şirketler|partiler|kuruluşlar|kulüpler|bankalar|takımlar",
    },
}  # fmt: skip
"""By language and sort the nouns in the plural."""
_MORE: Mapping[Sort, str] = {
    "person": r"|(?!(?:news)?papers\b)[a-z]{3,}(?:ers|ors|ists|ians|ees|ants|crats|eers|men|women)",
    "place": r"|suburbs|neighbou?rhoods|roads|streets|airports|cantons|boroughs",
    "organisation": r"|museums|hospitals|newspapers|bands|retailers|schools|colleges|carmakers",
}
"""Further nouns that name things of a sort more often than not, where it is known that several are asked for."""
_SEVERAL = re.compile(r"(?:s|people|men|children)\b")  # how a noun in the plural ends
_OF_EACH = re.compile(r"(?i)\bevery\b")
_NO_THING = re.compile(r"times|days|years|months|hours|articles|stories|reasons|causes|ones|papers|means")
_ASKS_WHO = re.compile(
    r"(?i)\b(?:who\w*|everyone|everybody|names?|we[rmn]|wessen|namen|qui|noms?|quién\w*|quien\w*|nombres?|kim\w*|isim\w*)\b"
)
_MANY = 30  # things of which a question says how many there are
_EVERYONE = (
    r"(?:(?:(?:please|can you|could you) )?(?:list|name|identify|give(?: me)?|tell me|show(?: me)?)(?: the names of)?"
    r" (?:all )?(?:those|everyone|everybody|anyone|anybody)(?: else)?(?: who)?"
    r"|who all(?! (?:are|were|is|was|have|has)\b))"
)
_WHO = re.compile(rf"(?i)(?:who(?: all| else)?|whom|{_EVERYONE})\s+(?=\w)")
_WER = re.compile(r"(?i)wer(?: alles)?\s+(?=\w)")
_ANY = frozenset("people persons men women personen leute menschen personnes gens personas kişiler insanlar".split())
_ANYBODY = {"en": "people", "de": "personen", "fr": "personnes", "es": "personas", "tr": "kişiler"}
_SORTS = frozenset("country nation place location organisation organization company firm business institution".split())
_TIES = frozenset("of for in at on from von für im aus bei de du des pour à en para".split())
_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|various|different|other|all|both|main)"
_NP = r"(?P<before>(?:(?:[\w'’.-]+) ){0,3}?)(?P<noun>NOUN)(?![\w'’-])(?P<rest>.*)"
_BARE = (
    r"(?:(?:alle |die |liste (?:der |aller ))*)(?P<before>)"
    r"(?P<noun>(?:preisträger|gewinner|sieger|teilnehmer)(?:innen)?|kandidat(?:en|innen)|mitglieder)"
    r"(?P<rest>(?!.*\b(?:ist|sind|war|waren|hat|haben|hatten|wird|wurden?|werden)\b) .+)"
)
"""In German who is asked for without a verb: "Gewinner der Biennale 2008"."""
_HEADS: Mapping[str, Sequence[str]] = {
    "en": (
        rf"(?:(?:please|can you|could you) )?(?:list|name|enumerate|identify|give(?: me)?|tell me|show(?: me)?)"
        rf"(?:,[\w ]+,)?(?: me| us)?(?: (?:the names of|which|what|a list of|who are))?(?: (?:all|every))?(?: of)?"
        rf"(?: (?:the|those))?(?: {_NUMBER})* {_NP}",
        rf"(?:(?:in|to|from|at|for|of|by|on|against|with|between) )?(?:which|what)(?: of the)?(?: {_NUMBER})* {_NP}",
        rf"who(?: all)? (?:are|were|have been) (?:all )?(?:the )?(?:{_NUMBER} )*{_NP}",
        rf"what (?:are|were) the (?:names of )?(?:all )?(?:the )?(?:{_NUMBER} )*{_NP}",
        rf"(?:a |the )?list of (?:all )?(?:the )?{_NP}",
        rf"(?:the |all (?:the )?)?{_NP.replace('.*)', '.*?)')}(?:,| -|:)? (?:who (?:are|were) they|which ones"
        r"|name them(?: all)?)(?:,? .*)?",
    ),
    "de": (
        rf"(?:liste|nenne?(?:n sie)?|zähle|zeige)(?: (?:mir|uns|bitte|alle|sämtliche|die|der|den))* {_NP}",
        rf"(?:(?:in|aus|von|für|mit|gegen|bei|nach) )?welche[nrsm]? {_NP}",
        rf"wer (?:sind|waren) (?:alle |die |alle die ){_NP}",
        _BARE,
    ),
    "fr": (
        rf"(?:liste[rz]?|cite[rz]?|nomme[rz]?|donne[rz]?|énumère[rz]?)(?:-moi|-nous)?(?: (?:tous|toutes))?(?: les)?"
        rf" {_NP}",
        rf"(?:(?:dans|de|par|avec|pour) )?quel(?:le)?s(?: (?:sont|étaient) les)? {_NP}",
        rf"qui (?:sont|étaient|ont été) (?:tous )?(?:les|toutes les) {_NP}",
    ),
    "es": (
        rf"(?:lista|nombra|enumera|dime|cita|menciona)(?: (?:todos|todas))?(?: (?:los|las))? {_NP}",
        rf"¿?(?:(?:en|de|por|con|para|a) )?(?:qué|cuáles(?: son| eran| fueron)?)(?: (?:los|las))? {_NP}",
        rf"¿?quiénes (?:son|eran|fueron) (?:todos )?(?:los|las) {_NP}",
    ),
    "tr": (
        rf"hangi {_NP}",
        r"(?P<before>.*?)(?P<noun>(?:NOUN))(?:[ıiuü]?n?[ıiuü]?)(?P<rest>) (?:kimler(?:dir|di)?|hangileri(?:dir)?"
        r"|nelerdir|listele|say|sırala)",
    ),
}  # fmt: skip
LANGUAGES = tuple(_HEADS)
"""Languages whose lists are known, ISO 639-1."""
_ASKS_WHICH = re.compile(r"(?:\w+ )?(?:which|what|welche\w*|quel\w*|¿?qué|¿?cuáles|hangi)\b")
_ASKS_ONE = re.compile(  # "what color were the shoes", "which drug will they use"
    r"(?i)(?:what|which) (?!are\b|were\b)\w+ (?:(?:is|are|was|were)|(?<=[^s] )(?:will|would|can|did|does|has|had))\b"
)
_ASKS_ONE_OF = re.compile(  # "which film about priests", and none of "what kinds of boats"
    r"(?i)(?:what|which) (?!(?:of|kind|sort|type|list|number|group|range)\b|\w*(?:people|men|women|children)\b)"
    r"[a-z]+[^s\W] (?:about|of|with|from|for|on|by) "
)
_ASKS_WHAT, _DOING = re.compile(r"what (?:are|were)\b"), re.compile(r" \w+ing\b")  # "what were the strikers asking for"
_DENIES = re.compile(r"\b(?:not|\w+n['’]t|never|nicht|kein\w*|pas|jamais|no|nunca)\b")
_NAMED = re.compile(
    r" ?(?:(?:are|were|is|that are|who are|which are|have been|get) )?"
    r"(?:mentioned|named|there|listed|covered|discussed)"
    r"(?: in (?:the|these|your|all) (?:articles?|texts?|collection|stories)"
    r"(?: (?:about|on|of) (?P<topic>.+))?)?"
    r"| (?:werden |sind )?(?:erwähnt|genannt)| (?:sont )?(?:mentionnée?s|cités?)| (?:se )?mencionan",
)
_WHERE = re.compile(
    r",? (?:according to|going by|based on|judging by|as told in|in) (?:your|the|these|this|our|my)(?: \w+)?"
    r" (?:articles?|coverage|collection|texts?|reports?|reporting|stories|archives?|pieces|corpus)$",
    re.IGNORECASE,
)
"""Where the answer is looked for."""
_EVERY = re.compile(
    r"(?i)^((?:please |can you |could you )?(?:list|name|give(?: me)?|show(?: me)?|tell me)) (?:every|each)(?: single)?"
    r" ([a-z]+)\b(?! (?:one|thing)\b)"
)
_PLURALS = {"person": "people", "man": "men", "woman": "women", "child": "children"}
_BETWEEN = re.compile(r"^, [^,]+, ?(?=\w)")  # "the presidents, sitting or former, who ..."
_NO_LIST = re.compile(
    r" (?:is|was|that only) .*|.* (?:called|known as|named after)"
    r"|.*,? (?:and|und|et|y|ve) (?:how|what|when|where|why|who|wie|wann|warum|comment|quand|cómo|cuándo)\b.*"
)


_GOES_ON = re.compile(
    r" (?:did|do|does|have|has|had|were|are|can|could|will|would|should|of|in|from|for|at|on|with|by|that|which|who"
    r"|\w+ed|[a-z]+own|held|won|took|made|lost|left|led|went|came|got|paid|sent|set|put|hit|met|ran|fell|gave|sold)\b|$"
    r"|(?: (?:bzw\.|und|oder|sowie) [\w-]+)? (?:sind|waren|werden|wurden|haben|hatten|gibt es|gab es|kamen|\w+ten)\b"
)
"""What follows a noun in the plural, and no verb that ends like one: "what lake connects"."""


def enumeration(question: str, codes: Collection[str] = LANGUAGES) -> Enumeration | None:
    """What a question in one of some languages asks a list of; None where it asks for none that could be told."""
    text = _asking(question)
    if "en" in codes and (everyone := re.match(rf"(?i){_EVERYONE}\s+(?=\w)", text)):
        return _of_anyone(text[everyone.end() :])
    lowered = text.lower()
    for code in (one for one in LANGUAGES if one in codes):
        one = lowered.startswith("which of the")  # "which of the miners" is mostly one
        more = _MORE if code == "en" and not one else {}
        for sort, usual in _NOUNS[code].items():
            nouns = usual + more.get(sort, "")
            if not filled("NOUN", "NOUN", nouns).search(lowered):
                continue  # most questions have no such noun, and need not be held against each head with it
            for head in _HEADS[code]:
                match = filled(head, "NOUN", nouns).fullmatch(lowered)
                if match is None or _NO_LIST.fullmatch(match["rest"]) or _is_held(match["before"]):
                    continue
                doing = _ASKS_WHAT.match(lowered) and _DOING.match(match["rest"])
                if doing or number_in(match["noun"], code) is not None:
                    continue
                if sort == "thing" and (one or (_ASKS_WHICH.match(lowered) and not _GOES_ON.match(match["rest"]))):
                    continue
                if (made := _asked_for(text, sort, match)) is not None:
                    return made._replace(rowed=made.rowed or head == _BARE)
    return None


def _asked_for(text: str, sort: Sort, match: re.Match[str]) -> Enumeration | None:
    """What is asked for by a head with its noun and the words around; None where these say nothing of what it is."""
    named = _NAMED.fullmatch(match["rest"])
    topic = (named.groupdict().get("topic") or "") if named else ""
    what = topic if named else f"{match['before']}{match['noun']}{match['rest']}"
    if not named and len(what.split()) < 2:
        if sort == "country" or match["noun"] in _ANY:
            return None
        named, what = match, ""  # "list the hurricanes": those that are called so
    counted = list(numbers(text[: match.start("noun")], ()))
    number = int(counted[-1].values[0]) if counted and not counted[-1].unit else None
    denied = _DENIES.search(match["rest"]) is not None
    made = Enumeration(sort, match["noun"], _cased(text, what), named is not None, number, denied)
    # A place stands beside much that is not said of it: where it is asked what one did, a sentence answers better than
    # the places in it, unless it is a list of them.
    told_of = sort in ("country", "place") and not made.named and not made.is_plain
    return made._replace(rowed=sort == "thing" or (told_of and _ASKS_WHICH.match(match.string) is not None))


def likely_enumeration(question: str) -> Enumeration | None:
    """What a question asks a list of that is one, in whatever wording: what the words say that are likeliest its noun,
    or whoever did something where it has none. None where it asks for one thing alone."""
    text = _asking(question)
    lang = code if (code := language(text)) in _NOUNS else "en"
    told = (one.values[0] for one in numbers(text, ()) if not one.unit)
    number = next((int(one) for one in told if 1 < one <= _MANY), None)
    span = _noun_in(text, lang)
    sort, noun = _sort_named(text[slice(*span)].lower(), lang) if span else ("thing", "")
    if _ASKS_ONE_OF.match(text) or (sort == "thing" and _ASKS_ONE.match(text)) or _NO_THING.fullmatch(noun):
        return None
    if lang == "en" and sort == "thing" and span and not _SEVERAL.search(noun) and not _OF_EACH.search(text):
        return None
    if span is None and not _ASKS_WHO.search(text):
        return None
    if span is None:
        anybody, who = _ANYBODY[lang], (_WER if lang == "de" else _WHO).match(text)
        made = Enumeration("person", anybody, f"{anybody} {text[who.end() if who else 0 :]}", False, number)
        return made._replace(rowed=lang == "de")  # of names in German one can't be sure
    what = around(text, span)
    made = Enumeration(sort, noun, what, False, number, rowed=sort == "thing")
    return made if own_stems(what) - own_stems(noun) else made._replace(what="", named=True, rowed=False)


def _noun_in(text: str, lang: str) -> Interval | None:
    """Where the noun of a list stands, without a number before it; None where it has none."""
    span = parts(text, "list").get("noun")
    words = [one.span() for one in tokens_of(text) if span and one.start() >= span[0]]
    own = [one for one in words if number_in(text[slice(*one)].lower(), lang) is None]
    if lang == "de" and len(own) > 1 and text[own[0][0]].islower() and text[own[1][0]].isupper():
        return own[1]  # "kubanischen Helden"
    if span is None or not own or FUNCTION_STEMS.issuperset(stems(text[slice(*span)])):
        return None
    return own[0][0], max(span[1], own[0][1])


def _sort_named(noun: str, lang: str) -> tuple[Sort, str]:
    """The sort of what a noun in the plural or the singular names, and of its words the one that tells."""
    endings = {"de": r"n?", "tr": r"[^\W\d_]{0,6}"}.get(lang, "")  # of the dative, and of all cases
    ahead = r"(?:[\w-]*?)" if lang == "de" else ""  # "Nachbarländer"
    for sort, nouns in _NOUNS[lang].items():
        more = _MORE.get(sort, "") if lang == "en" else ""
        for word in reversed(noun.split()):
            several = re.fullmatch(rf"{ahead}(?:{nouns}{more}){endings}", word)
            if sort != "thing" and (several or (lang == "en" and re.fullmatch(nouns, _plural(word)))):
                return sort, word
    return "thing", noun


def sort_of(text: str, lang: str = "en") -> Sort | None:
    """The sort of what the first noun of a text names that stands in the plural; None where it has none."""
    first = _first_noun(text, lang)
    return first and first[1]


def _first_noun(text: str, lang: str = "en") -> tuple[int, Sort, str] | None:
    """Where the first noun that names several of a sort begins, its sort and itself; None where there is none."""
    found = [
        (match.start(), sort, match[0])
        for sort, nouns in _NOUNS[lang].items()
        if (match := re.search(rf"(?i)\b(?:{nouns}{_MORE.get(sort, '') if lang == 'en' else ''})\b", text))
    ]
    return min(found, default=None)


def _of_anyone(done: str, number: int | None = None) -> Enumeration:
    """A list of the people who did something."""
    return Enumeration("person", "people", f"people {done}", False, number)


def _asking(question: str) -> str:
    """The first sentence that is a question, else the first of all, without the words that say where the answer is
    looked for."""
    text = " ".join(question.split())
    told = [text[start:end] for start, end in sentences(text, language(text))]
    text = next((one for one in told if one.endswith("?")), next(iter(told), "")).rstrip("?!. ")
    return _EVERY.sub(lambda match: f"{match[1]} all {_plural(match[2])}", _WHERE.sub("", text))


def _plural(noun: str) -> str:
    """The plural of an English noun, by its form."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(?:s|x|z|ch|sh)$", noun) else f"{noun}s"


@functools.lru_cache(maxsize=4096)
def root(word: str) -> str:
    """What a noun for who does something and its verb have in common: winner, won."""
    stem = next(iter(stems(word)), word)
    stem = base(stem)
    return re.sub(r"(\w)\1$", r"\1", re.sub(r"(?<=\w\w\w)(?:er|or|ion|ed|ate)$", "", stem))


def _is_held(before: str) -> bool:
    """Whether the words before a noun hold more than what tells it from others: "the number of people", "company bought
    Tesco's stores"."""
    held = (
        r"\b(?:of|is|are|was|were|did|does|do|in|to|for|who|whose|that|has|have|and|by|from|about|against"
        r"|would|can|could|will|may)\b"
    )
    if re.search(rf"{held}|\w \w+ed\b", before):
        return True
    pairs = itertools.pairwise(before.split())
    return any(is_irregular(stem) and not one.endswith("ly") for one, verb in pairs for stem in stems(verb))


def _cased(text: str, lowered: str) -> str:
    """Words of a text in lower case as they stand there."""
    at = text.lower().find(lowered.strip())
    return text[at : at + len(lowered.strip())] if at >= 0 else lowered.strip()
