"""A question that asks once more what was asked before, of another time ("and the year before?", "and in 2019?"), of
another thing ("and Airbus?") or for something else ("with what?"): the earlier question with that in the place of its
own. It knows words and days alone.
"""

import itertools
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from rag.answers.answer import Answer, Turn
from rag.answers.asking.asked import Asked
from rag.answers.asking.english import ENGLISH
from rag.answers.asking.further import further
from rag.answers.asking.reading import read
from rag.answers.asking.utterance import Names
from rag.answers.conversation import Request, answered, corrects, of_another, points_back, subject
from rag.answers.kinds.timed import dated
from rag.text.facts import facts
from rag.text.language import language, language_of
from rag.text.numbers import numbers
from rag.text.periods import Period, periods
from rag.text.said.items import items
from rag.text.words import fold, own_stems, stems


@dataclass(frozen=True, slots=True)
class _Words:
    """A language's words: what opens such a question, what stands before a time and before a thing, the units from the
    longest, what says that the time is before or after the one asked of, what asks for anything newer and what for
    what came before or then; {u} is a unit, {n} a number."""

    opens: str
    point: str
    about: str
    units: tuple[str, str, str, str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    newer: str
    then: str = "(?!)"


_LANGUAGES: Mapping[str, _Words] = {
    "en": _Words(
        r"and|but|(?:and )?(?:what|how) about|(?:now |ok )?(?:only|just)", r"in|on|of|for|during|from",
        r"about|of|for|on|with|by",
        ("years?", "months?", "weeks?", "days?"),
        (r"(?:the )?{u} (?:before|earlier|prior|previous)", r"the (?:previous|prior|preceding) {u}",
         r"{n} {u} (?:before|earlier|prior)"),
        (r"(?:the )?{u} (?:after|later|following)", r"the (?:next|following) {u}", r"{n} {u} (?:after|later)"),
        r"(?:(?:and|so|ok),? )?(?:(?:is|are) there |(?:do you have|have you got) )?"
        r"(?:any(?:thing)?|what(?:['’]s| is)(?: the)?) (?:newer|more recent|updates?|new|latest|news)"
        r"(?: (?:news|articles?|reports?|updates?|developments?))?(?: since(?: then)?)?"
        r"(?: (?:on|about) (?:this|that|it))?"
        r"|(?:has|did) anything (?:else |new )?(?:happen(?:ed)?|changed?)(?: since(?: then)?)?",
        r"(?:what (?:has )?happened )?(?:(?P<before>before(?: (?:that|this))?|earlier)|after (?:that|this)|afterwards"
        r"|since(?: then)?|then|next|later)",
    ),
    "de": _Words(
        r"und|aber|was ist mit", r"im jahre?|im|in|am|vom|für|aus", r"über|zu|von|mit",
        ("jahre?s?", "monate?s?", "wochen?", "tage?s?"),
        (r"(?:im |am |in der |das |der |den |die )?{u} (?:davor|zuvor)",
         r"(?:dem |der |das |den )?(?:vorigen|vorherigen|vorherige) {u}",
         r"{n} {u} (?:davor|zuvor|früher)"),
        (r"(?:im |am |in der |das |der |den |die )?{u} (?:danach|darauf)",
         r"(?:dem |der |das |den )?(?:nächsten|folgenden) {u}",
         r"{n} {u} (?:danach|später)"),
        r"(?:gibt es )?(?:schon )?(?:etwas |was )?(?:neueres|neues|neuigkeiten)(?: (?:dazu|davon|seitdem))?",
    ),
    "fr": _Words(
        r"et|mais", r"en|au|à|pour|de", r"sur|de|pour|avec", ("an(?:née)?s?", "mois", "semaines?", "jours?"),
        (r"l(?:['’ ]|[ea] ){u} (?:d['’ ]avant|précédente?)", r"{n} {u} (?:avant|plus tôt)"),
        (r"l(?:['’ ]|[ea] ){u} (?:d['’ ]après|suivante?)", r"{n} {u} (?:après|plus tard)"),
        r"(?:y a-t-il )?(?:quelque chose de |rien de |du )(?:plus récent|nouveau)(?: depuis)?",
    ),
    "es": _Words(
        r"y|pero|qué tal", r"en|el|de|para", r"sobre|de|para|con", ("años?", "mes(?:es)?", "semanas?", "días?"),
        (r"(?:el|la) {u} (?:anterior|antes)", r"{n} {u} antes"),
        (r"(?:el|la) {u} (?:siguiente|después)", r"{n} {u} después"),
        r"(?:hay )?algo (?:nuevo|más (?:nuevo|reciente))(?: desde entonces)?",
    ),
    "tr": _Words(
        r"peki|ya|ve", r"(?!)", r"(?!)", ("y[ıi]l", "ay", "hafta", "gün"),
        (r"(?:bir )?önceki {u}", r"{n} {u} önce"), (r"(?:bir )?sonraki {u}", r"{n} {u} sonra"),
        r"daha yeni(?:si)?(?: bir şey)?(?: var mı)?",
    ),
}  # fmt: skip
_COUNT = r"(?P<n>\d{1,3}|an?|one|[^\W\d_]+)"
_OPENING = frozenset("and but so und aber et mais y pero peki ve".split())
_ASKING = frozenset(
    "who whom whose what which where how wer wem wen wo wie womit qui où comment quién dónde cómo kim nasıl".split()
)
_BESIDE = _ASKING | frozenset(
    "with by to from for of in at on many much exactly mit von zu aus für bei viele genau par avec de à pour chez con "
    "por a en para".split()
)
"""What such a question asks by, and what may stand beside it; "why" and "when" ask about the answer (`further`)."""
_HEAD = re.compile(
    rf"(?i)^(?:(?:[a-z]{{2,4}} )?(?:when|why|wann|warum|quand|pourquoi|cuándo|{'|'.join(sorted(_ASKING))})\b"
    r"(?: (?:many|much|old|long|far|big|often|viele?)\b)?(?:['’]s\b)?) ?"
)
_EXTREME = re.compile(
    r"(?:and )?(?:(?:which|what)(?: one| article)?(?: of (?:them|these|those|the two))? (?:is|was|came out) )?(?:the )?"
    r"(?P<which>(?:old|new|long|short)(?:est|er)|earli(?:est|er)|latest|later|(?:most|more) recent)"
    r"(?: (?:one|article))?(?: of (?:them|these|those|the two))?"
    r"|(?:which|what)(?: one| article)?(?: of (?:them|these|those|the two))? (?:is|was|came) (?P<at>first|last)",
    re.IGNORECASE,
)
_OF_TWO = {"first": "oldest", "last": "newest", "later": "latest", "er": "est", "more recent": "most recent"}
_FRONTED = re.compile(
    rf"(?P<name>[^\W\d_]\S*(?: [^\W\d_]\S*){{0,3}}), (?P<rest>(?:{'|'.join(sorted(_ASKING | {'when', 'why'}))})\b.*?)"
    r"\b(?:(?P<owner>his|its|their|her(?= \w))|he|she|him|her|they|them|it)\b",
    re.IGNORECASE,
)
"""A question that names first of whom it asks, and then points to that: "Moss, when did she retire?"."""
_SAYS_NOTHING_ELSE = re.compile(r"(?:(?:and|but) )?(?:what|how) about (?:the|an?) ", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(?:(?P<owner>his|her(?= [a-z]))|he|she|him|her|er|ihn|ihm|él|ella)\b|(?<=\b(?:was|did|has|had) )it\b"
    r"|(?:-t)?(?P<joined>-)(?:il|elle)\b",
    re.IGNORECASE,
)
_VERB = re.compile(r"(?i)^(?:is|are|was|were|did|does|do|has|have|had) ")
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")
_ONES = re.compile(r"(?i)(?:the|those|these) (?:ones (?P<rest>.+)|(?P<kind>.+) ones)")
_FEW = 4  # words of another thing at most
_LONGEST = 60  # characters of such a question


def anew(request: Request, today: date, names: Names) -> Request:
    """The request of what is asked once more; the same request where nothing is."""
    if corrects(request.question) and request.history:
        return request.asking(request.standalone)
    before = answered(request.history)
    made = _once_more(request.question, before, today, names) if before and len(request.question) <= _LONGEST else None
    return request.asking(made) if made else request


def _once_more(question: str, before: Sequence[Turn | Answer], today: date, names: Names) -> str | None:
    """What a question asks once more of what was asked ``before``; None where it doesn't."""
    last, about = before[-1], subject(before)
    if any(re.fullmatch(words.newer, question.strip(" ?!.¿"), re.IGNORECASE) for words in _LANGUAGES.values()):
        return _newest(about, read(about, today, names))
    # What was asked once more already is asked with the time or the thing that it had then.
    asked = last.trace.query if isinstance(last, Answer) else last.question
    leaned = asked.endswith(f" {last.question}")
    if leaned and facts(last.question).names and not _is_opened(last.question):
        asked = last.question
    elif leaned and (made := _for_something_else(question, last.question)):
        return f"{about} {made}"
    if made := _of_somebody(question, last.question):
        return made
    kind = read(asked, today, names)
    for code in dict.fromkeys((language(question), language(last.question), *_LANGUAGES)):
        if code in _LANGUAGES:
            made = _of_another_time(question, asked, code, kind, last, today)
            if made := made or _of_another_thing(question, asked, code, kind, last):
                return made
    made = _for_something_else(question, asked) or _of_these(question, asked, kind)
    made = made or _of_somebody_else(question, asked, last)
    return made or _of_the_same(question, asked, last, read(question, today, names))


def _of_another_time(question: str, asked: str, code: str, kind: Asked, last: Turn | Answer, today: date) -> str | None:
    """The question ``asked`` of the time that a question names and says nothing else of."""
    words = _LANGUAGES[code]
    rest, opened = _opened(question, words)
    own = _own_time(asked, today)
    if own is None:
        cited = last.articles if isinstance(last, Answer) else []
        return _within_a_time(dated(rest, cited, today), asked, code, kind, today) if opened else None
    if own.first is None or own.last is None:
        return None
    if kind.kind in ("period", "timeline") and (then := re.fullmatch(words.then, rest, re.IGNORECASE)):
        side = "before" if then["before"] else "after"
        return f"{asked[: own.start]}{side} {Period(own.first, own.last).in_words}{asked[own.end :]}"
    bare = re.sub(rf"(?i)^(?:{words.point}) ", "", rest)
    other = _moved(rest, own, words) or _moved(bare, own, words)
    if other is None and opened:
        # A month or day without its year is of the year that was asked of.
        for said in (f"{bare} {own.first.year}", bare):
            found = list(periods(said, today, code, bare=True))
            if len(found) == 1 and (found[0].start, found[0].end) == (0, len(said)) and not found[0].moves:
                other = said
                break
        else:
            other = bare if any(one.moves and one.end == len(rest) for one in periods(rest, today, code)) else None
    if other is None:
        return None
    led = re.match(rf"(?i)(?:{words.point}) ", asked[own.start : own.end])
    return f"{asked[: own.start]}{led[0] if led else ''}{other}{asked[own.end :]}"


def _within_a_time(rest: str, asked: str, code: str, kind: Asked, today: date) -> str | None:
    """The question ``asked`` for articles or a story of no time, of the one that another names and nothing else."""
    rest = f"in {rest}" if _YEAR.fullmatch(rest) else rest
    found = list(periods(rest, today, code))
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(rest))
    of_articles = kind.kind in ("articles", "period", "timeline", "summary", "list", "said") and kind.period is None
    return f"{asked.rstrip(' ?!.')} {rest}?" if whole and of_articles else None


def _of_somebody(question: str, asked: str) -> str | None:
    """The question ``asked`` of "him" or "her", of whom another names with nothing else: "and Sol?"."""
    said = [_opened(question, words) for words in _LANGUAGES.values()]
    other = next((rest for rest, opened in said if opened), "")
    if not other or [one.text for one in facts(other).names] != [other]:
        return None
    made = _PERSON.sub(lambda it: f"{' ' * bool(it['joined'])}{other}{'’s' * bool(it['owner'])}", asked, count=1)
    return made if made != asked else None


def _of_another_thing(question: str, asked: str, code: str, kind: Asked, last: Turn | Answer) -> str | None:
    """The question ``asked`` of another name or topic: where it asked for articles, words or a story of one, and for
    something else where it names one alone, and the ``last`` answer does not tell of the other, which may be asked of
    as a part of that."""
    words = _LANGUAGES[code]
    rest, opened = _opened(question, words)
    own = next((one for one in (kind.about, kind.who, *itertools.chain(*kind.mentions)) if one), None)
    other = re.sub(rf"(?i)^(?:{words.about}|{words.point}) ", "", rest)
    if own is None or kind.kind in ("fact", "yes or no", "list"):
        named = [one.text for one in facts(asked).names]
        alone = len(named) == 1 and not _is_opened(asked)
        own = named[0] if alone and not _tells_of(last, other, named[0]) else None
    if not opened or own is None or asked.count(own) != 1 or len(kind.mentions) > 1 or len(other.split()) > _FEW:
        return None
    if other[:1].isupper():
        return asked.replace(own, other)
    if not _SAYS_NOTHING_ELSE.match(question):  # "and the driver?" may be a part of it
        return None
    led = re.search(rf"(?i)\b(?:the|an?) (?={re.escape(own)})", asked)
    return asked.replace(f"{led[0] if led else ''}{own}", other) if _is_new(other, kind, last) else None


def _is_new(other: str, kind: Asked, last: Turn | Answer) -> bool:
    """Whether a thing, after a question about another, is in none of the articles that the answer cites: "and what
    about the jackal?"."""
    wanted = own_stems(other)
    if not (kind.about and wanted and re.match(r"(?i)(?:the|an?) ", other) and isinstance(last, Answer)):
        return False
    return not _cites(last, wanted)


def _cites(last: Answer, wanted: Set[str]) -> bool:
    """Whether one of the articles that an answer cites has all of some stems."""
    return any(wanted <= set(stems(f"{article.title} {article.text}")) for article in last.articles)


def _tells_of(last: Turn | Answer, other: str, own: str) -> bool:
    """Whether an answer names the other, or its articles name that as a person and not whom the question names."""
    cited = last.articles if isinstance(last, Answer) else ()
    people = {word for article in cited for one in items(article, language_of(article), "person") for word in one.key}
    known = [not people.isdisjoint(fold(name).split()) for name in (other, own)]
    return other in last.text or known == [True, False]


def _for_something_else(question: str, asked: str) -> str | None:
    """The question ``asked`` for what another asks for that says nothing else: "with what?"."""
    words = [word for word in question.strip(" ?!.¿¡").split() if word.lower() not in _OPENING]
    rest = _HEAD.sub("", asked.strip(" ?!.¿¡"))
    bare = sum(word.lower() in _ASKING for word in words) == 1 and _BESIDE.issuperset(map(str.lower, words))
    if further(question) is not None:  # "what for?"
        return None
    return f"{' '.join(words)} {rest}?" if bare and own_stems(rest) else None


def _of_somebody_else(question: str, asked: str, last: Turn | Answer) -> str | None:
    """A question that opens as one asked once more, but names whom no article of the last answer does: what was
    ``asked`` of that where it says nothing else, else as it stands by itself; None where it can't."""
    named = [one.text for one in facts(question).names]
    if not isinstance(last, Answer) or not last.citations or not named:
        return None
    lang = language(question)
    rest, _ = _opened(question, _LANGUAGES.get(lang, _LANGUAGES["en"]))
    once_more = of_another(asked, rest) if _SAYS_NOTHING_ELSE.match(question) else None
    if once_more and facts(asked).names and own_stems(rest) > own_stems(" ".join(named)):
        return once_more  # "what about the fire in Velm?"
    known = {word for article in last.articles for word in fold(f"{article.title} {article.text}").split()}
    if any(fold(name).split()[-1] in known for name in named):
        return None
    if fronted := _FRONTED.match(rest):
        owner = "’s" if fronted["owner"] else ""
        rest = f"{fronted['rest']}{fronted['name']}{owner}{rest[fronted.end() :]}"
    if rest == question.strip(" ?!.¿¡") or points_back(rest):
        return None
    return once_more or f"{rest}?"


def _opened(question: str, words: _Words) -> tuple[str, bool]:
    """A question without the words that open it as one asked once more, and whether it had such."""
    said = question.strip(" ?!.¿¡")
    rest = re.sub(rf"(?i)^(?:{words.opens})\b,? ?", "", said)
    if ones := _ONES.fullmatch(rest):  # "just the March ones"
        return ones["rest"] or f"in {ones['kind']}", True
    return rest, rest != said


def extreme_of(question: str) -> str | None:
    """By what age or length a question that says nothing else asks for one of some articles: "oldest", also where it
    says "older"; None where it does not."""
    match = _EXTREME.fullmatch(question.strip(" ?!."))
    which = (match["which"] or match["at"]).lower() if match else None
    return which and next(
        (which.removesuffix(end) + most for end, most in _OF_TWO.items() if which.endswith(end)), which
    )


def _of_these(question: str, asked: str, kind: Asked) -> str | None:
    """The question ``asked`` of articles for the one of them that another asks for by its age or length."""
    wanted = extreme_of(question)
    article = re.search(rf"(?i)\b{ENGLISH.article}\b", asked) if wanted and kind.kind == "articles" else None
    return f"What is the {wanted} article{asked[article.end() :]}" if article else None


def _newest(about: str, kind: Asked) -> str | None:
    """The question for what is newest of what some turns were ``about``."""
    topic = kind.about or _VERB.sub("", _HEAD.sub("", about.strip(" ?!.¿¡")))
    return f"What is the latest on {topic}?" if topic else None


def _of_the_same(question: str, asked: str, last: Turn | Answer, meant: Asked) -> str | None:
    """A question for the story of a thing that names nobody ("what is the trial about?"), of which an article of the
    last answer tells: the story of the names that were ``asked`` about."""
    topic, names = meant.about, dict.fromkeys(one.text for one in facts(asked).names)
    if meant.kind not in ("timeline", "summary") or not topic or len(names) != 1 or facts(topic).names:
        return None  # of several it may be any one's
    if question.count(topic) != 1 or not isinstance(last, Answer):
        return None
    told = _cites(last, own_stems(topic))
    return question.replace(topic, f"{' '.join(names)} {topic}") if told else None


def _is_opened(question: str) -> bool:
    """Whether a question opens as one asked once more in any language."""
    return any(_opened(question, words)[1] for words in _LANGUAGES.values())


def _own_time(asked: str, today: date) -> Period | None:
    """The one time that a question names, with the characters of it; a year also where it stands by itself."""
    found = list(periods(asked, today, language(asked)))
    if len(found) == 1 and found[0].first and found[0].last:
        return found[0]
    years = list(_YEAR.finditer(asked))
    if found or len(years) != 1:
        return None
    year = int(years[0][0])
    return Period(date(year, 1, 1), date(year, 12, 31), *years[0].span())


def _moved(said: str, own: Period, words: _Words) -> str | None:
    """The time that comes before or after another as some words say, in words; None where they do not."""
    for sign, patterns in ((-1, words.before), (1, words.after)):
        for pattern in patterns:
            for place, unit in enumerate(words.units):
                filled = pattern.replace("{u}", unit).replace("{n}", _COUNT)
                match = re.fullmatch(rf"(?i)(?:the )?(?:{filled})(?: that| this)?", said)
                if match is None or (count := _counted(match.groupdict().get("n"))) is None:
                    continue
                return _shifted(own, place, sign * count).in_words
    return None


def _counted(said: str | None) -> int | None:
    """How many some words say, one where they are none; None where they say no number."""
    if said is None or said.lower() in ("a", "an", "un", "une", "una", "ein", "eine", "bir"):
        return 1
    found = next(iter(numbers(said, ())), None)
    return int(found.values[0]) if found else None


def _shifted(period: Period, unit: int, count: int) -> Period:
    """A period so many years (0), months (1), weeks (2) or days (3) later, as long as that or, where that is longer
    than it, the whole unit."""
    assert period.first is not None
    assert period.last is not None
    if unit > 1:
        span = timedelta(days=count * (7 if unit == 2 else 1))
        return Period(period.first + span, period.last + span)
    months = count * (12 if unit == 0 else 1)
    first = _month(period.first, months)
    following = _month(period.last + timedelta(days=1), months)
    return Period(first, following - timedelta(days=1))


def _month(day: date, months: int) -> date:
    """A day so many months later; of a month that is too short its last."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
