"""What a question about the articles may say beside what it asks, in whatever words that is asked: by what they are
counted ("per paper"), what they lack ("without a date"), in which language they are, that their share is wanted, or
those that have more than so many; and whom or what they name most often.

It is taken out of the question, but for what stands in quotation marks, and the rest is read as any other.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answers.asking.asked import Asked, Lacked, Most
from rag.answers.asking.phrases import PHRASES
from rag.answers.asking.plain import blanked, cut, lower
from rag.answers.asking.titles import titled
from rag.answers.asking.utterance import Names, Utterance
from rag.text.language import names_of
from rag.text.period_words import number_in
from rag.text.words import fold


@dataclass(frozen=True, slots=True)
class _Words:
    """A language's words, as regular expressions over lower case. {a} are articles, {u} is what they are counted by, or
    named most often, {n} a number, {l} what they may lack, {t} a language's name. ``bounds`` opens a question for those
    that have ``more``, ``least``, ``less``, ``most`` or ``exact`` so many articles, ``unnamed`` says what they do not
    mention, its group x, ``apart`` stands before by or in whom they are not, and what ``denies`` anything else, or asks
    for an average, is not understood. ``lists`` and ``counts`` make of the rest a question for the articles or their
    number: they stand before it, in Turkish behind."""

    units: Mapping[Most, str]
    each: tuple[str, ...]
    lacked: Mapping[Lacked, str]
    lacking: tuple[str, ...]
    tongue: tuple[str, ...]
    share: str
    bounds: tuple[str, ...]
    more: str
    least: str
    less: str
    most: str
    exact: str
    unnamed: tuple[str, ...]
    apart: str
    denies: str
    named: tuple[str, ...]
    lists: str
    counts: str
    within: str
    behind: bool = False


_BEHIND = "(?<=ARTICLE )"
"""What begins the words that stand right behind the articles."""
_EN_NAMED = r"(?:mentioned|named|cited|referred to|talked about|written about)"
_EN_MOST = r"(?:the )?most(?: often| frequently)?"
_DE_NAMED, _DE_MOST = r"(?:genannt|erwähnt)", r"am (?:häufigsten|meisten|öftesten)"
_FR_NAMED = r"(?:cité|mentionné|nommé|évoqué)e?s?"
_ES_NAMED = r"(?:mencionad|nombrad|citad)[oa]s?"
_TR_NAMED = r"(?:anılıyor|(?:adı )?geçiyor|bahsediliyor|söz ediliyor)"
_WORDS: Mapping[str, _Words] = {
    "en": _Words(
        units={"source": "{s}", "author": "{w}", "month": "months?", "year": "years?", "day": "days?",
               "person": "people|persons?", "place": "places?|locations?"},
        each=(r"(?:(?:in|for|of|on|from|by) )?(?:each|every)(?: single| one of the)? (?P<u>{u})",
              r"(?:per|by|grouped by|broken down by) (?P<u>{u})"),
        lacked={"author": r"authors?|bylines?|writers?", "day": "(?:publication )?(?:dates?|days?)",
                "source": "publishers?|sources?|papers?"},
        lacking=(r"(?:without|with no|with (?:an )?unknown|(?:that |which )?(?:do not|don't|does not|doesn't)"
                 r" (?:have|name|give|state|say)"
                 r"|(?:that |which )?(?:ha(?:ve|s|d) no|lack(?:s|ing)?|miss(?:es|ing)?|name no|give no))"
                 r"(?: (?:an?|any|the|known|their))* (?:{l})", r"(?:with )?no (?:known )?(?:{l})$"),
        tongue=(r"(?P<t>{t})(?:[- ]language)?(?= {a})",
                r"(?<=ARTICLE )(?:(?:that|which) )?(?:(?:are|is|were|was) )?(?:(?:written|published) )?in (?P<t>{t})",
                r"(?<=ARTICLE )(?:are|is) (?P<t>{t})$"),
        share=r"(?:(?:what|which) (?:share|percentage|percent|proportion|fraction|part)|how much) of"
              r" (?:(?:all|the|these|your|this) )*(?:{a}|collection|archive|corpus|index)",
        bounds=(r"(?:which|what|list|show(?: me)?|how many) (?:(?:the|all) )*(?P<u>{u})(?: (?:has|have|had|wrote"
                r"|written|published|printed|ran|with|that|who|which|are there|saw))* (?P<how>HOW) (?P<n>{n}) {a}"
                r"(?: (?:published|written))?",),
        more="more than|over", least="at least|no fewer than", less="fewer than|less than|under", most="at most|up to",
        exact="exactly|only|just",
        unnamed=(r"(?:(?:that|which) )?(?:do|does|did) not (?:mention|name|cite|contain|refer to) (?P<x>.+)",
                 r"(?:(?:that|which) )?(?:don['’]t|doesn['’]t|didn['’]t|never)"
                 r" (?:mention|name|cite|contain)s? (?P<x>.+)",
                 r"without (?:mentioning|naming|citing) (?P<x>.+)",
                 r"(?:but|and|yet) not (?!in |by |from |about |on |of |since )(?P<x>.+)",
                 r"(?:but|and) (?:do|does) not mention (?P<x>.+)"),
        apart=r"(?:other than|apart from|aside from|besides|excluding|except(?: for)?|not)"
              r"(?: (?:those|ones|articles|the))*",
        denies=r"not|\w+n['’]t|never|neither|nor|except|excluding|without|other than|apart from|aside from"
               r"|besides|on average",
        named=(rf"(?:(?:which|what|the) )*(?P<u>{{u}}) (?:(?:are|is|were|was|get|gets) )?{_EN_NAMED} {_EN_MOST}",
               rf"(?:(?:which|what) )?(?P<u>{{u}}) (?:come|comes|appear|appears|occur) (?:up )?{_EN_MOST}"
               r"(?= in |$)",
               rf"(?:(?:which|who|what|list|name) )?(?:(?:are|is) )?(?:the )?(?:\w+ )?most (?:often |frequently )?"
               rf"{_EN_NAMED} (?P<u>{{u}})",
               rf"(?P<person>who) (?:is|are|was|were|gets) (?:{_EN_NAMED} {_EN_MOST}"
               rf"|(?:the )?most (?:often |frequently )?{_EN_NAMED})"),
        lists="list", counts="how many articles", within=r"in (?:all |the |these |your )*{a}",
    ),
    "de": _Words(
        units={"source": "{s}", "author": "{w}", "month": "monate?s?", "year": "jahre?s?", "day": "tage?s?",
               "person": "personen|leute|menschen|person", "place": "orte?"},
        each=(r"(?:(?:in|für|an|von) )?jede[mrns]?(?: einzelnen?)? (?P<u>{u})", r"(?:pro|je|nach) (?P<u>{u})"),
        lacked={"author": r"(?:bekannten )?(?:autor(?:en|in)?|verfasser(?:in)?)", "day": "datum|(?:erscheinungs)?tag",
                "source": "quelle|zeitung"},
        lacking=(r"ohne(?: (?:angabe|einen|eine|ein|des|der|bekanntes|bekannte[nr]?))* (?:{l})s?",
                 r"(?:(?:die|welche) )?(?:(?:haben|nennen|hat) )?keine?n? (?:{l})(?: (?:haben|nennen))?"),
        tongue=(r"(?P<t>{t})(?:e[nrs]?|sprachige[nrs]?)?(?= {a})",
                r"(?<=ARTICLE )(?:(?:gibt es|sind|ist|die) )*(?:auf|in) (?P<t>{t})(?: (?:geschrieben|verfasst|sind))*"),
        share=r"(?:welcher (?:an)?teil|wie viel prozent|welcher prozentsatz) (?:aller|der|von den) {a}",
        bounds=(r"(?:welche|wie viele) (?P<u>{u}) (?:haben|hat|hatten|schrieben|veröffentlichten) (?P<how>HOW)"
                r" (?P<n>{n}) {a}(?: (?:geschrieben|veröffentlicht))?",),
        more="mehr als|über", least="mindestens|wenigstens", less="weniger als|unter", most="höchstens|maximal",
        exact="genau|nur",
        apart=r"(?:außer|abgesehen von|nicht)(?: (?:denen|die|der|artikeln))*",
        denies=r"nicht|nie|kein\w*|weder|außer|abgesehen|ohne|im (?:durch)?schnitt|durchschnittlich",
        unnamed=(r"(?:(?:die|welche) )?(?:erwähnen|nennen|erwähnt|nennt) (?P<x>.+?) nicht(?: (?:erwähnen|nennen))?",
                 r"(?:(?:die|welche) )(?P<x>.+?) nicht (?:erwähnen|nennen)", r"aber nicht (?P<x>.+)"),
        named=(rf"welche (?P<u>{{u}}) (?:werden|sind|wurden|wird) {_DE_MOST} {_DE_NAMED}",
               rf"(?:(?:nenne|liste) )?die {_DE_MOST} {_DE_NAMED}en (?P<u>{{u}})",
               rf"(?P<person>wer) (?:wird|wurde) {_DE_MOST} {_DE_NAMED}"),
        lists="liste", counts="wie viele artikel", within=r"in (?:allen |den |diesen )*{a}",
    ),
    "fr": _Words(
        units={"source": "{s}", "author": "{w}", "month": "mois", "year": "an|années?", "day": "jours?",
               "person": "personnes?|gens", "place": "lieux?|endroits?"},
        each=(r"(?:(?:en|dans|pour|par|de) )?chaque (?P<u>{u})", r"par (?P<u>{u})"),
        lacked={"author": r"auteure?s?|signature", "day": "date(?: connue)?", "source": "source|journal"},
        lacking=(r"sans(?: (?:nom d['’]|aucune? ))?\s?(?:{l})",
                 r"(?:qui )?(?:n['’](?:ont|a|y a)|ne (?:citent|portent|donnent)) (?:pas|aucune?|point) ?"
                 r"(?:d['’]|de )?(?:{l})"),
        tongue=(r"(?<=ARTICLE )(?:(?:qui|sont|est|écrits?|rédigés?|publiés?|y a-t-il|il y a) )*en (?P<t>{t})",
                r"(?<=ARTICLE )(?P<t>{t})e?s?(?!\w)"),
        share=r"quel(?:le)? (?:part|proportion|pourcentage) des {a}",
        bounds=(r"(?:quel(?:le)?s|combien de|combien d['’]) ?(?P<u>{u}) (?:ont|a|avaient)(?: (?:écrit|publié))?"
                r" (?P<how>HOW) (?P<n>{n}) {a}",),
        more="plus de", least="au moins", less="moins de", most="au plus",
        exact="exactement|seulement",
        apart=r"(?:autres? que|à part|sauf|hormis|pas)(?: (?:ceux|les|celles))*",
        denies=r"pas|jamais|aucune?|sauf|hormis|autres? que|à part|ni|sans|en moyenne",
        unnamed=(r"(?:qui )?ne (?:mentionnent|mentionne|citent|cite|nomment|parlent|parle) pas"
                 r" (?:d[eu]s? |d['’])?(?P<x>.+)",
                 r"mais pas (?P<x>.+)"),
        named=(rf"quel(?:le)?s? (?P<u>{{u}}) (?:sont|est) (?:le plus (?:souvent )?{_FR_NAMED}|les plus {_FR_NAMED}"
               rf"|{_FR_NAMED} le plus(?: souvent)?)", rf"les (?P<u>{{u}}) les? plus (?:souvent )?{_FR_NAMED}",
               rf"(?P<person>qui) est (?:le plus (?:souvent )?{_FR_NAMED}|{_FR_NAMED} le plus(?: souvent)?)"),
        lists="liste", counts="combien d'articles", within=r"dans (?:tous )?(?:les |ces |vos ){a}",
    ),
    "es": _Words(
        units={"source": "{s}", "author": "{w}", "month": "mes(?:es)?", "year": "años?", "day": "días?",
               "person": "personas?", "place": "lugar(?:es)?"},
        each=(r"(?:(?:en|para|por|de) )?cada (?P<u>{u})", r"por (?P<u>{u})"),
        lacked={"author": r"autora?|firma", "day": "fecha(?: conocida)?", "source": "fuente|periódico"},
        lacking=(r"sin(?: ningun[oa]?)? (?:{l})",
                 r"(?:que )?no (?:tienen?|llevan?|indican?|hay)(?: ningún| ninguna)? (?:{l})"),
        tongue=(r"(?<=ARTICLE )(?:(?:que|están?|hay|escritos?|publicados?) )*en (?P<t>{t})",
                r"(?<=ARTICLE )(?P<t>{t})(?:e?s)?(?!\w)"),
        share=r"¿?(?:qué|cuál es la|cuál es el) (?:parte|proporción|porcentaje) de l[oa]s {a}",
        bounds=(r"¿?(?:qué|cuánt[oa]s) (?P<u>{u}) (?:tienen?|escribieron|publicaron|(?:han|ha) (?:escrito|publicado))"
                r" (?P<how>HOW) (?P<n>{n}) {a}",),
        more="más de", least="al menos|por lo menos|como mínimo", less="menos de", most="como máximo|a lo sumo",
        exact="exactamente|solo|sólo",
        apart=r"(?:aparte de|salvo|excepto|no)(?: (?:los|las|son|es|están))*",
        denies=r"no|nunca|ni|salvo|excepto|aparte de|sin|en promedio|de media",
        unnamed=(r"(?:que )?no (?:mencionan?|nombran?|citan?|hablan? del?) (?P<x>.+)", r"pero no (?P<x>.+)"),
        named=(rf"¿?(?:qué|cuáles(?: son (?:las|los))?) (?P<u>{{u}}) (?:se (?:mencionan?|nombran?|citan?)|aparecen?"
               rf"|(?:son|es) {_ES_NAMED}|más {_ES_NAMED}|(?:son|es) (?:las?|los|el) más {_ES_NAMED})"
               r"(?: más| con más frecuencia)*(?: a menudo| veces)?", rf"l[ao]s (?P<u>{{u}}) más {_ES_NAMED}",
               r"¿?a (?P<person>quién) se (?:menciona|nombra|cita) más(?: a menudo)?"),
        lists="lista", counts="cuántos artículos", within=r"en (?:todos )?(?:los |estos |tus ){a}",
    ),
    "tr": _Words(
        units={"source": "{s}", "author": "{w}", "month": "ay", "year": "yıl|sene", "day": "gün",
               "person": "kişi(?:ler)?|insanlar", "place": "yer(?:ler)?|mekan(?:lar)?"},
        each=(r"her (?:bir )?(?P<u>{u})(?:da|de|ın|in)?(?: için)?", r"(?P<u>{u}) başına", r"(?P<u>{u})l?[ae]ra? göre"),
        lacked={"author": r"yazarı", "day": "tarihi", "source": "kaynağı|gazetesi"},
        lacking=(r"(?:{l}) (?:belli |bilinen |belirtilen )?(?:olmayan|yok|bilinmeyen)",),
        tongue=(r"(?P<t>{t})(?: (?:dilinde|yazılmış|olan))*(?= {a})",),
        share=r"{a}(?:[ıiuü]n)? (?:yüzde kaçı|ne kadarı|kaçta kaçı)",
        bounds=(r"(?P<n>{n})(?:['’]?[dt][ae]n) (?P<how>HOW) {a} (?:olan|yazan|yayımlayan) (?P<u>{u})",),
        more="fazla|çok", least="(?!)", less="az", most="(?!)",
        exact="(?!)",
        apart="(?!)", denies=r"değil|hariç|dışında|\w+m[ae]y[ae]n|\w+m[ıiuü]yor|ortalama",
        unnamed=(r"(?P<x>.+?)(?:['’]?[dt][ae]n) (?:bahsetmeyen|söz etmeyen)", r"(?P<x>.+?)(?:['’]?y?[ıiuü]) anmayan"),
        named=(rf"en (?:çok|sık|fazla) hangi (?P<u>{{u}}) {_TR_NAMED}",
               rf"hangi (?P<u>{{u}}) en (?:çok|sık|fazla) {_TR_NAMED}",
               r"en (?:çok|sık|fazla) (?:anılan|(?:adı )?geçen|bahsedilen|söz edilen) (?P<u>{u})"
               r"(?: hangileri| kimler)?",
               rf"en (?:çok|sık|fazla) (?P<person>kim(?:in|den)?) {_TR_NAMED}"),
        lists="hangileri", counts="kaç makale", within="(?!)", behind=True,
    ),
}  # fmt: skip


_WITHOUT = frozenset("without ohne sans sin".split())
_COUNTED_BY: tuple[Most, ...] = ("source", "author", "month", "year", "day")
_NAMED: tuple[Most, ...] = ("person", "place")


def faceted(utterance: Utterance, names: Names) -> Asked | None:
    """What a question asks of the articles that says any of this; None where it does not, or its rest is not
    understood."""
    if (found := titled(utterance) or _most_named(utterance, names)) is not None:
        return found
    said, text = Asked("articles"), utterance.text
    for taken in (_bounded, _shared, _each, _lacking, _in_tongue):
        text, said = taken(text, utterance.lang, said)
    text, said = _unnamed(utterance, text.strip(" ,:"), said)
    text, said = _apart(utterance, text, said, names)
    rest = _asking(text, utterance.lang)
    if said == Asked("articles") and rest == utterance.text:
        return None
    inner = utterance.saying(rest)
    read = None if is_denied(inner) else inner.of_articles(names)
    if read is None or (said == Asked("articles") and read.period is None):
        return None
    if said.each and (read.wants not in ("list", "count") or read.most not in (None, said.most)):
        return None  # "the newest of each paper", "the paper with fewest per month"
    return replace(
        said,
        **{
            name: getattr(read, name) for name in ("wants", "mentions", "about", "title", "sources", "authors", "after")
        },
        period=read.period or said.period,
        number=read.number,
        counted=read.counted,
        most=said.most or read.most,
        fewest=read.fewest,
    )


def is_denied(utterance: Utterance) -> bool:
    """Whether something is denied outside of quotation marks, or an average asked for, which no condition that articles
    meet can say."""
    denied = re.finditer(rf"(?<!\w)(?:{_WORDS[utterance.lang].denies})(?!\w)", blanked(utterance.text))
    return not all(_is_of_name(utterance, one) for one in denied)


def _is_of_name(utterance: Utterance, match: re.Match[str]) -> bool:
    """Whether a word that denies has a capital letter, or is a preposition behind a name: "Doctors Without Borders",
    "Ärzte ohne Grenzen"."""
    text = utterance.text
    if match.start() and text[slice(*match.span())].istitle():
        return True
    before = re.search(r"(?<=\s)[^\W\d_a-zß-öø-ÿ]\w*(?=\s$)", text[: match.start()])
    article = before is not None and re.fullmatch(PHRASES[utterance.lang].article, lower(before[0]))
    return before is not None and not article and match[0] in _WITHOUT


def _unnamed(utterance: Utterance, text: str, said: Asked) -> tuple[str, Asked]:
    """The text without what the articles do not mention."""
    for pattern in _WORDS[utterance.lang].unnamed:
        if match := _filled(rf"(?<!\w){pattern}", utterance.lang).search(blanked(text)):
            what, period = utterance.without_periods(text[slice(*match.span("x"))])
            words = tuple(one for group in utterance.mentioned(what) for one in group)
            return cut(text, match), replace(said, unnamed=words, period=period)
    return text, said


def _apart(utterance: Utterance, text: str, said: Asked, names: Names) -> tuple[str, Asked]:
    """The text without by whom or in which paper the articles are not, where it is one that this could be."""
    match = re.search(rf",? ?(?<!\w)(?:{_WORDS[utterance.lang].apart})(?!\w)", blanked(text))
    if match is None:
        return text, said
    rest, other = utterance.without_names(text[match.end() :], Asked("articles"), names)
    if len(other.sources) + len(other.authors) != 1:
        return text, said
    left = " ".join(f"{text[: match.start()]} {rest.strip(' ,')}".split())
    return left, replace(said, other_sources=other.sources, other_authors=other.authors)


def _asking(text: str, lang: str) -> str:
    """A text that only names articles as one that asks for them."""
    words, article = _WORDS[lang], PHRASES[lang].article
    if words.behind:
        named = not text.endswith(words.counts) and re.search(rf"(?:^|\s){article}$", lower(text))
        return f"{text} {words.lists}" if named else text
    opens = re.match(rf"(?:(?:the|all|die|alle|les|los|las) )?{article}(?!\w)", lower(text))
    return f"{words.lists} {text}" if opens else text


def _counting(text: str, lang: str) -> str:
    """What is said of articles as a question for their number."""
    words = _WORDS[lang]
    return f"{text} {words.counts}".strip() if words.behind else f"{words.counts} {text}".strip()


def _bounded(text: str, lang: str, said: Asked) -> tuple[str, Asked]:
    """The text without how many articles there are at least, or at most, of those that are asked for."""
    words = _WORDS[lang]
    how = "|".join((words.more, words.least, words.less, words.most, words.exact))
    for pattern in words.bounds:
        match = _filled(pattern.replace("HOW", how), lang).match(blanked(text))
        number = number_in(fold(match["n"]) if lang == "tr" else match["n"], lang) if match else None
        if match is None or number is None:
            continue
        least = {words.more: number + 1, words.least: number, words.exact: number}
        limit = {words.less: number - 1, words.most: number, words.exact: number}
        said = replace(
            said,
            most=_unit(match["u"], lang, _COUNTED_BY),
            each=True,
            least=next((bound for sign, bound in least.items() if re.fullmatch(sign, match["how"])), None),
            limit=next((bound for sign, bound in limit.items() if re.fullmatch(sign, match["how"])), None),
        )
        return _counting(cut(text, match), lang), said
    return text, said


def _shared(text: str, lang: str, said: Asked) -> tuple[str, Asked]:
    """The text without that a share of the articles is asked for, as a question for their number."""
    match = _filled(_WORDS[lang].share, lang).search(blanked(text))
    if match is None or (match.start() and not _WORDS[lang].behind):
        return text, said
    return _counting(cut(text, match), lang), replace(said, share=True)


def _each(text: str, lang: str, said: Asked) -> tuple[str, Asked]:
    """The text without by what the articles are counted."""
    for pattern in _WORDS[lang].each:
        match = _filled(rf"(?<!\w){pattern}", lang).search(blanked(text))
        # "by author Ada Brandt" is by her.
        if match and said.most is None and not text[match.end() :].lstrip(" '’")[:1].isupper():
            return cut(text, match), replace(said, most=_unit(match["u"], lang, _COUNTED_BY), each=True)
    return text, said


def _lacking(text: str, lang: str, said: Asked) -> tuple[str, Asked]:
    """The text without what the articles lack."""
    for pattern in _WORDS[lang].lacking:
        for what, name in _WORDS[lang].lacked.items():
            if match := _filled(rf"(?<!\w){pattern.replace('{l}', name)}", lang).search(blanked(text)):
                return cut(text, match), replace(said, lacks=(*said.lacks, what))
    return text, said


def _in_tongue(text: str, lang: str, said: Asked) -> tuple[str, Asked]:
    """The text without the language that the articles are in; only what stands right beside them says so."""
    before = re.compile(rf"(?:^|\W){PHRASES[lang].article} $")
    for pattern in _WORDS[lang].tongue:
        plain = pattern.removeprefix(_BEHIND)
        for match in _filled(rf"(?<!\w){plain}", lang).finditer(blanked(text)):
            if plain == pattern or before.search(lower(text)[: match.start()]):
                code = next(code for name, code in names_of(lang).items() if fold(name) == fold(match["t"]))
                return cut(text, match), replace(said, languages=(*said.languages, code))
    return text, said


def _unit(said: str, lang: str, units: Sequence[Most]) -> Most:
    """What it is that some words name to count by."""
    return next(one for one in units if _filled(_WORDS[lang].units[one], lang).fullmatch(said))


@functools.lru_cache(maxsize=512)
def _filled(pattern: str, lang: str, units: Sequence[Most] = _COUNTED_BY) -> re.Pattern[str]:
    """A pattern with the words of a language in it, ending with a word."""
    phrases, words = PHRASES[lang], _WORDS[lang]
    if "{t}" in pattern:
        names = {*names_of(lang), *map(fold, names_of(lang))}  # "ingleses", of "inglés"
        pattern = pattern.replace("{t}", "|".join(map(re.escape, sorted(names))))
    made = pattern.replace("{u}", "|".join(words.units[one] for one in units))
    made = made.replace("{n}", r"\w+?" if lang == "tr" else r"\w+")
    made = made.replace("{a}", phrases.article).replace("{s}", phrases.paper).replace("{w}", phrases.writer)
    return re.compile(rf"(?:{made})(?!\w)")


def _most_named(utterance: Utterance, names: Names) -> Asked | None:
    """Whom or what the articles name most often, or those of them of which the rest of the question says which."""
    lang, words = utterance.lang, _WORDS[utterance.lang]
    for pattern in words.named:
        match = _filled(pattern, lang, _NAMED).match(utterance.lowered)
        if match is None:
            continue
        most = "person" if match.groupdict().get("person") else _unit(match["u"], lang, _NAMED)
        rest = utterance.text[match.end() :].strip(" ,")
        inside = _filled(words.within, lang).match(lower(rest))
        asked = _counting(rest[inside.end() :].strip() if inside else rest, lang)
        read = utterance.saying(asked).of_articles(names)
        return replace(read, most=most) if read is not None and read.most is None else None
    return None
