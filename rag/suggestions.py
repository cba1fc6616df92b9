"""Questions that the articles answer, to begin with and to go on with, made without a language model.

A sentence of an article is turned round by its form ("X opened on 4 July." -> "When did X open?"), in English alone,
and what is not certain is dropped. A question is offered only where a search for it finds that sentence again, and it
would be answered with it.
"""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from rag import prompts
from rag.conversation import leans, parts
from rag.extractive import THRESHOLD, quote
from rag.facts import Day, facts
from rag.index import Index
from rag.injection import addressed, speaks
from rag.store import Listed
from rag.types import Answer, Article, Passage, Sentence, Span
from rag.words import words

_ARTICLES = 12  # read for openers, however many the index holds
_CITED = 3  # cited articles that follow-ups are made from
_SENTENCES = 60  # of an article, or of all passages that were not cited, that are turned round
_READ = 20_000  # characters of an article in which its names are looked for
_TRIES = 3  # searches for the questions of one article
_SEARCHES = 8  # for all follow-ups of an answer
_PASSAGES = 8  # that a search brings, as those of an answer do
_SHORTEST, _LONGEST = 4, 14  # words of a question

_Item = TypeVar("_Item")

Kind = Literal["who", "when", "where", "many", "much", "long", "said"]
"""What a question asks for: a person, a time, a place, a number of things, a price, a length, or what somebody said of
something."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A sentence turned into a question, and of which kind it is."""

    kind: Kind
    question: str


def openers(index: Index, count: int = 4) -> list[str]:
    """Up to ``count`` questions to begin with, each of another article; the same ones for one generation of the index.

    They are made from at most 12 articles, spread over the sources and over the dates of each, with at most four
    searches for each. Where these tell too few, at most one article is asked about as a whole, by its title. Raises
    ``ModelError``, ``IndexBroken``.
    """
    chosen: list[str] = []
    kinds: list[Kind] = []
    untold: list[Listed] = []
    for listed in _spread(index.listing())[:_ARTICLES]:
        if len(chosen) == count:
            return chosen
        found = list(itertools.islice(_turned_from(_sentences(index.whole([listed.id]).passages)), 2 * _TRIES))
        # Those asked for so far come last, so that not all ask when.
        found.sort(key=lambda pair: kinds.count(pair[0].kind))
        for one, sentence in found[:_TRIES]:
            best = _best(index, one.question)
            if best is not None and _holds(best, sentence) and one.question not in chosen:
                chosen.append(one.question)
                kinds.append(one.kind)
                break
        else:
            untold.append(listed)
    for listed in untold:
        question = _of_title(listed.title)
        if len(chosen) < count and question is not None:
            best = _best(index, question)
            if best is not None and best.article.id == listed.id:
                return [*chosen, question]
    return chosen


def follow_ups(index: Index, answer: Answer, asked: Collection[str], count: int = 3) -> list[str]:
    """Up to ``count`` questions that go on from an answer: from the articles that it cites, the sentences nearest to
    the cited ones first, and from passages that were found and not cited; then at most one about an article as a whole.

    None was ``asked`` before, and none is best answered by a sentence that the answer cites. At most eight are searched
    for. Raises ``ModelError``, ``IndexBroken``.
    """
    before = {tuple(words(question)) for question in (*asked, answer.question)}
    cited = list(dict.fromkeys(citation.article.id for citation in answer.citations))[:_CITED]
    places = [(citation.article.id, citation.start, citation.end) for citation in answer.citations]
    lists = []
    for article in cited:
        near = [start for one, start, _ in places if one == article]
        every = _sentences(index.whole([article]).passages)
        lists.append(sorted(every, key=lambda one: min(abs(one.start - start) for start in near)))
    lists.append(_sentences([passage for passage in answer.passages if passage.article.id not in cited]))
    fresh = [[one for one in sentences if not _cited(one, places)] for sentences in lists]
    chosen: list[str] = []
    searches = 0
    # One of each article in turn, so that not all are of the first.
    for pair in itertools.chain.from_iterable(itertools.zip_longest(*map(_turned_from, fresh))):
        if len(chosen) == count or searches == _SEARCHES:
            return chosen
        if pair is not None and (key := tuple(words(pair[0].question))) not in before:
            before.add(key)
            searches += 1
            best = _best(index, pair[0].question)
            if best is not None and _holds(best, pair[1]) and not _cited(best, places):
                chosen.append(pair[0].question)
    articles = {passage.article.id: passage.article for passage in answer.passages}.values()
    for found in itertools.islice(articles, _TRIES):
        question = _of_title(found.title)
        if len(chosen) == count or searches == _SEARCHES:
            return chosen
        if question is not None and tuple(words(question)) not in before:
            searches += 1
            best = _best(index, question)
            if best is not None and best.article.id == found.id and not _cited(best, places):
                return [*chosen, question]
    return chosen


def turned(text: str, article: Article) -> list[Turned]:
    """The questions that a sentence of an article answers, the most telling first; mostly none."""
    return _turned(text, _Names.of(article)) if _in_english(article) else []


def _turned(text: str, names: "_Names") -> list[Turned]:
    sentence = _readable(text)
    made: list[Turned] = []
    for clause in _clauses(sentence, names) if sentence is not None else ():
        # Two verbs in one clause were not told apart.
        if clause.verb in _SAID or _AUXILIARIES.isdisjoint(clause.rest[clause.verb == "will" :]):
            made += (*_who(clause), *_much(clause), *_long(clause), *_many(clause), *_when(clause), *_where(clause))
            made += _said(clause)
    return [one for one in made if _stands(one.question)]


# The past of verbs by which news is told, and what they are without it.
_IRREGULAR = {
    "became": "become", "began": "begin", "bought": "buy", "broke": "break", "brought": "bring", "built": "build",
    "came": "come", "chose": "choose", "drew": "draw", "drove": "drive", "fell": "fall", "flew": "fly",
    "fought": "fight", "found": "find", "gave": "give", "got": "get", "grew": "grow", "held": "hold", "hit": "hit",
    "kept": "keep", "left": "leave", "lost": "lose", "made": "make", "met": "meet", "paid": "pay", "ran": "run",
    "rose": "rise", "sank": "sink", "sent": "send", "shot": "shoot", "sold": "sell", "spent": "spend",
    "stole": "steal", "struck": "strike", "took": "take", "won": "win", "wrote": "write",
}  # fmt: skip
_REGULAR = (
    "abandon abolish accept acquire adopt appoint approve arrest arrive attack attend ban cancel capture carry "
    "celebrate claim close collapse collect complete conquer counter crash cross damage defeat deliver demolish deploy "
    "destroy detain die discover dismiss donate earn elect employ end enter establish evacuate execute expand expel "
    "explode export finish fire found gain hire host import injure introduce invade invite issue join jump kill land "
    "launch leak lift merge move name obtain occupy offer open order pass photograph plead print promote "
    "publish purchase raise reach receive recapture record recover reduce reject release remove reopen replace rescue "
    "resign restore retire return sail score seize serve settle sign start suffer supply suspend test travel unveil "
    "visit vote"
).split()
_DOUBLED = {"ban": "banned", "cancel": "cancelled", "expel": "expelled", "travel": "travelled"}


def _past(base: str) -> str:
    if base in _DOUBLED:
        return _DOUBLED[base]
    if base.endswith("y") and base[-2] not in "aeou":
        return base[:-1] + "ied"
    return base + ("d" if base.endswith("e") else "ed")


_BASES = {**{_past(base): base for base in _REGULAR}, **_IRREGULAR}
"""The past of a verb -> its base. "Found" is taken for that of "find", and "founded" for that of "found"."""
# What needs no object: of the others a question without one lacks something.
_ALONE = frozenset(
    "arrive begin close collapse crash die end explode fall finish land open reopen resign retire return rise sail "
    "sink start".split()
)
_PARTICIPLES = frozenset(
    "beaten begun born bought broken brought built chosen cut drawn driven fought found given held hit hurt kept known "
    "laid led left lost made met paid put read run seen sent set shot shut sold spent stolen struck sunk sworn taken "
    "told torn won written".split()
)
_BE = ("was", "were", "is", "are")
_HAVE = ("has", "have", "had")
_AUXILIARIES = frozenset(
    (*_BE, *_HAVE, "will", "would", "can", "could", "did", "does", "must", "may", "might", "should")
)
_SAID = frozenset("said announced stated told confirmed".split())
_COST = frozenset(("cost", "costs"))
_FINITE = _AUXILIARIES | _BASES.keys() | _SAID | _COST | {"lasted"}

# What a subject or the rest of a question does not hold: it points to something else, or opens another clause.
_POINTING = frozenset(
    "i me my we us our you your he she it him her his its they them their this that these those there here such same "
    "another other others latter who whom whose which what when where why how if because although though while "
    "after before until unless than not never no only "
    "however meanwhile instead too still again later earlier further more less said so but or nor yet ago time".split()
)
_QUANTIFIERS = frozenset("both either each all every most many few several some any".split())
_PREPOSITIONS = frozenset(
    "of in at on to from for by with into onto over under near against between among through across around about "
    "during outside inside off along behind above below towards toward within without upon via as after before "
    "following".split()
)
_DROPPED = frozenset("also already finally subsequently eventually officially formally reportedly".split())
_PLURALS = frozenset("people men women children police officers deaths".split())
_NOT_COUNTED = frozenset(
    "per percent percentage cent years year days day hours hour months month weeks week minutes minute seconds times "
    "decades points dollars euros pounds crowns yen million billion thousand hundred dozen inches of".split()
)
_ROLES = (
    "president|vice president|prime minister|minister|defence minister|foreign minister|interior minister|mayor"
    "|director|chief executive|chief|head|leader|chair|chairman|chairwoman|chairperson|commander|governor|secretary"
    "|state secretary|spokesman|spokeswoman|spokesperson|founder|captain|manager|editor|king|queen|chancellor"
    "|ambassador|speaker|harbour master|owner|commissioner|rector|coach"
)
_TITLES = frozenset(
    "president minister prime mayor king queen pope court government parliament police secretary general state senate "
    "congress episode season part chapter section house north south east west northern southern eastern western".split()
)

_HOSTILE = re.compile(r"[<>{}`|@~^\\]|https?:|www\.")
_BAD_SIGN = re.compile(r"[\"“”„«»‘<>{}()\[\]*_#:;…/=?!–—]|--|''|(?:^|\s)'|'(?:\s|$)")
# Spaces that word cutters leave before signs.
_SPACED = re.compile(r" (?=[,.](?: |$)|['’]s\b)")
_MORE = re.compile(r"(?:at least|about|some|around|nearly|almost|more than|over|up to|fewer than|a total of) ", re.I)
# Where the clause that is turned ends.
_ENDS = re.compile(
    r", |[;:] | [(–—-]| (?:after|before|when|while|because|although|though|since|until|which|who|whose|where|but|so"
    r"|amid|following|according)\b"
)
# "NAME, director of X, said": what is put between the name and its verb.
_APPOSITION = re.compile(
    r"(?P<name>(?:The |the )?[^ ,]+(?: [^ ,]+){0,5}), (?P<inserted>[^,]{2,80}), (?=(?:also )?(?P<verb>[a-z]+) )"
)
# What stands between two commas of a clause that goes on after them.
_INSERTS = re.compile(r", [^,]+, (?:with|to|for|from|by|in|at|on|of|into|as)\b")
_AGED = re.compile(r" (?:at the age of|aged) \d+\b")
_BEFORE_TIME = re.compile(
    r"(?:^|(?<= ))(?:at (?:about |around |approximately )?\d[\d.:]*(?: ?[ap]\.?m\.?)?(?: (?:local time|UTC|GMT))? )?"
    r"(?P<preposition>(?:(?:late|early) )?(?:on|in|during|since|from) )?"
    r"(?:the (?:(?:early|late) )?(?:morning|afternoon|evening|night|summer|spring|autumn|winter|end|beginning)"
    r" (?:of )?)?"
    r"(?:(?:early|late|mid)[ -]|next |last )?$",
    re.IGNORECASE,
)
_AFTER_TIME = re.compile(r"(?: (?:early |late )?(?:morning|afternoon|evening|night))?(?: local time)?(?=,? |,?$)")
_TIME = re.compile(r"@\d")
_CAPITAL = re.compile(r"(?<=[a-zà-ÿ,] )[^\W\d_a-z][\w’'&.-]*")
_FULL = re.compile(r"(?<=\b[Tt]he )[^\W\d_a-z][a-zà-ÿ’'-]+ [^\W\d_a-z][a-z]+\b(?! [^\W\d_a-z])")
_LOWER = re.compile(r"\b[a-zà-ÿ][\w-]+")


@dataclass(frozen=True, slots=True)
class _Names:
    """The words of an article that have a capital within its sentences; those that are written small; and the names of
    things by their last words, written small, where there is one such name ("compass": "Sandrell Compass")."""

    capital: frozenset[str]
    lower: frozenset[str]
    things: Mapping[str, str]

    @classmethod
    def of(cls, article: Article) -> "_Names":
        read = article.text[:_READ]
        capital = {_bare(match) for match in _CAPITAL.findall(read)}
        full: dict[str, set[str]] = {}
        for name in _FULL.findall(read):
            full.setdefault(name.rpartition(" ")[2].lower(), set()).add(name)
        return cls(
            frozenset(capital),
            frozenset(_LOWER.findall(read)),
            {short: min(long) for short, long in full.items() if len(long) == 1},
        )

    def full(self, tokens: Sequence[str]) -> tuple[str, ...]:
        """Words in which "the compass" is by its name, "the Sandrell Compass", where the article has one such name."""
        said = []
        for before, token in zip(("", *tokens), tokens, strict=False):
            said.append(self.things.get(token, token) if before.lower() == "the" else token)
        return tuple(" ".join(said).split())


@dataclass(frozen=True, slots=True)
class _Time:
    """A phrase that says when: its place, half-open; whether since or from when on; whether it names a year."""

    start: int
    end: int
    since: bool
    from_then: bool
    year: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    """The first clause of a sentence, in words: those before its verb, without what is put between commas there; the
    verb; and those after it. ``@0`` stands for the first phrase that says when, ``before`` for those that open it."""

    head: tuple[str, ...]
    inserted: str
    verb: str
    rest: tuple[str, ...]
    before: tuple[_Time, ...]
    times: tuple[_Time, ...]
    sentence: str
    names: _Names

    def subject(self) -> str | None:
        """The subject as it stands within a question, where it is surely one."""
        return _noun_phrase(self.head, self.names)

    def told(self, tokens: Sequence[str]) -> str | None:
        """Some words without phrases that say when, but with those that name a year; None where they point away."""
        said = []
        for token in tokens:
            if _TIME.match(token):
                time = self.times[int(token[1])]
                said += [self.sentence[time.start : time.end]] if time.year else []
            else:
                said.append(token)
        return " ".join(said) if _POINTING.isdisjoint(map(str.lower, tokens)) else None


def _readable(text: str) -> str | None:
    """A sentence on one line without its point; None where it holds signs that a plain one does not."""
    sentence = _AGED.sub("", _SPACED.sub("", " ".join(text.split())))
    plain = sentence.isprintable() and sentence.endswith(".") and not _HOSTILE.search(sentence) and not speaks(sentence)
    return sentence[:-1] if plain else None


def _clauses(sentence: str, names: _Names) -> Iterator[_Clause]:
    """The first clause of a sentence, and the one that goes on from it with "and" and a verb."""
    times = _times(sentence)[:10]
    body = sentence
    for number, time in reversed(list(enumerate(times))):
        body = f"{body[: time.start]}@{number}{body[time.end :]}"
    before: tuple[_Time, ...] = ()
    if opening := re.match(r"@0,? ", body):
        before = (times[0],)
        body = body[opening.end() :]
    inserted = ""
    if apposition := _APPOSITION.match(body):
        if apposition["verb"] not in _FINITE:
            return
        inserted = apposition["inserted"]
        body = f"{apposition['name']} {body[apposition.end() :]}"
    end = _ENDS.search(body)
    if end and _INSERTS.match(body, end.start()):
        return
    clause = body[: end.start()] if end else body
    tokens = [token for token in clause.split() if token not in _DROPPED]
    verb = next((place for place, token in enumerate(tokens) if token in _FINITE), 0)
    if not verb or _BAD_SIGN.search(clause):
        return
    head = names.full(tokens[:verb])
    joint = next(
        (at for at in range(verb + 1, len(tokens) - 1) if tokens[at] == "and" and _is_verb(tokens[at + 1])), None
    )
    yield _Clause(
        head, inserted, tokens[verb], names.full(tokens[verb + 1 : joint]), before, tuple(times), sentence, names
    )
    if joint is not None and tokens[joint + 1] in _FINITE and "and" not in tokens[joint + 1 :]:
        rest = names.full(tokens[joint + 2 :])
        yield _Clause(head, inserted, tokens[joint + 1], rest, (), tuple(times), sentence, names)


def _times(sentence: str) -> list[_Time]:
    """The phrases that say when and can be taken out ("on Monday, 29 May"), in their order."""
    found: list[_Time] = []
    days = sorted(facts(sentence).days, key=lambda day: day.start)
    for cluster in _clusters(sentence, days):
        first, last = cluster[0], cluster[-1]
        before, after = _BEFORE_TIME.search(sentence[: first.start]), _AFTER_TIME.match(sentence, last.end)
        if before is None or after is None:
            continue
        preposition = (before["preposition"] or "").lower().split()
        # "Tuesday" and "yesterday" stand alone; after a year or a month without "in" something else would be cut.
        if not preposition and first.weekday is None and first.shift is None:
            continue
        following = sentence[after.end() :].lstrip(", ").split(" ")[0]
        opens = before.start() == 0
        if not opens and not sentence[after.end() :].startswith(",") and following not in _AFTER:
            continue
        year = any(day.year for day in cluster)
        found.append(_Time(before.start(), after.end(), "since" in preposition, "from" in preposition, year))
    return found


_AFTER = _PREPOSITIONS | {"", *"and but that when while where who which because until since".split()}


def _clusters(sentence: str, days: Sequence[Day]) -> Iterator[list[Day]]:
    """Dates that stand together, such as a day of the week and that of the month."""
    run: list[Day] = []
    for day in days:
        if run and sentence[run[-1].end : day.start].strip(" ,"):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _who(clause: _Clause) -> Iterator[Turned]:
    """Of "NAME is the ROLE of X" and "NAME, ROLE of X, ...": who is the role of X?"""
    role, verb = clause.inserted, "is"
    name = " ".join(clause.head)
    person = _PERSON.fullmatch(name)
    if not role and clause.verb in ("is", "was") and not clause.before:
        role, verb = " ".join(clause.rest), clause.verb
        if role.startswith("to be "):
            role, verb = role.removeprefix("to be "), f"{verb} to be"
        person = person or (re.fullmatch(r"[^\W\d_a-z][\w’'-]+", name) if role.startswith("the ") else None)
    held = _HELD.match(role)
    if person and held and not _TIME.search(role):
        tokens = held["of"].split()
        if _POINTING.isdisjoint(map(str.lower, tokens)) and not any(token in _FINITE for token in tokens):
            yield Turned("who", f"Who {verb} the {held['role']} of {held['of']}?")
    titled = _TITLED.fullmatch(name) or (person and _ABOUT_A_PERSON.match(clause.inserted))
    done_to = clause.rest[:1]
    # With an object: "opened the bridge", and not "died in Cairo".
    acts = clause.verb in _BASES and clause.verb != "became" and len(clause.rest) > 1
    if titled and acts and (done_to[0] in ("the", "a", "an") or done_to[0][0].isupper()):
        told = clause.told(clause.rest)
        if told and clause.rest[-1] not in _PREPOSITIONS and not any(token.endswith("ing") for token in clause.rest):
            yield Turned("who", f"Who {clause.verb} {told}?")
    subject = clause.subject()
    done, by, *doer = (*clause.rest[:7], "", "")
    if (
        subject
        and clause.verb in ("was", "were")
        and done in _AUTHORED
        and by == "by"
        and "as" not in clause.rest
        and any(map(str.istitle, doer))
    ):
        yield Turned("who", f"Who {_AUTHORED[done]} {subject}?")


_TITLED = re.compile(
    r"(?:The |the )?(?:[^\W\d_a-z][\w’'-]+ ){0,3}(?:[Pp]resident|[Mm]inister|[Mm]ayor|[Gg]overnor|[Jj]udge|[Ss]enator"
    r"|Dr|[Cc]aptain|[Ii]nspector|[Gg]eneral|[Aa]dmiral|[Ss]ecretary|[Dd]irector|[Cc]hancellor|[Pp]ope|[Mm]anager)"
    r"(?: [^\W\d_a-z][\w’'.-]*){1,3}"
)
_ABOUT_A_PERSON = re.compile(rf"\d\d$|aged \d\d|(?:the |a |an |former |then )*(?:{_ROLES})\b", re.IGNORECASE)
_AUTHORED = {"written": "wrote", "drawn": "drew"} | {
    participle: participle
    for participle in "acquired appointed arrested bought built commissioned composed created designed directed "
    "discovered elected founded invented nominated opened painted produced published sentenced".split()
}
"""What somebody by name has done, as it is said of the thing -> and of the person."""
_PERSON = re.compile(r"[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'.-]*){1,3}")
_HELD = re.compile(
    rf"(?:the )?(?P<role>(?:(?:next|new|first|second|third|\d+th) )?(?:{_ROLES})) (?:of|at)"
    r" (?P<of>(?:the )?(?:[\w’'-]+ ){0,6}[\w’'-]+)$",
    re.IGNORECASE,
)


def _much(clause: _Clause) -> Iterator[Turned]:
    """Of "X cost 5 million crowns": how much did X cost?"""
    subject = clause.subject()
    if subject is None:
        return
    if clause.verb in _COST:
        amount, auxiliary = clause.rest, "does" if clause.verb == "costs" else "did"
    elif clause.rest[:1] == ("cost",) and clause.verb in ("will", "has", "had", "would"):
        amount, auxiliary = clause.rest[1:], clause.verb
    else:
        return
    said = " ".join(amount)
    start = more.end() if (more := _MORE.match(said)) else 0
    if any(number.start <= start < number.end for number in facts(said).numbers):
        yield Turned("much", f"How much {auxiliary} {subject} cost?")


def _long(clause: _Clause) -> Iterator[Turned]:
    """Of "X lasted four hours" and "X is 5 kilometres long": how long?"""
    subject = clause.subject()
    measured = _MEASURED.match(" ".join(clause.rest))
    if subject is None or measured is None or not facts(" ".join(clause.rest)).numbers:
        return
    if clause.verb == "lasted" and not measured["how"]:
        yield Turned("long", f"How long did {subject} last?")
    elif measured["how"] and clause.verb in _BE:
        yield Turned("long", f"How {measured['how']} {clause.verb} {subject}?")
    elif measured["how"] and measured["be"] and clause.verb == "will":
        yield Turned("long", f"How {measured['how']} will {subject} be?")


_MEASURED = re.compile(
    r"(?P<be>be )?(?:(?:about|around|nearly|almost|more than) )?[\w.,-]+ (?:kilomet(?:re|er)s|met(?:re|er)s|miles|feet"
    r"|hours|minutes|days|weeks|months|years)(?: (?P<how>long|high|tall|wide|deep|old))?\b"
)


def _where(clause: _Clause) -> Iterator[Turned]:
    """Of "X was born in Y": where was X born?"""
    subject = clause.subject()
    rest = " ".join(token for token in clause.rest if not _TIME.match(token))
    if subject is None:
        return
    if clause.verb in ("was", "were") and (placed := _PLACED.match(rest)):
        yield Turned("where", f"Where {clause.verb} {subject} {placed['what']}?")
    elif clause.verb in _BASES and _BASES[clause.verb] in ("die", "crash", "land", "meet") and _PLACE.match(rest):
        yield Turned("where", f"Where did {subject} {_BASES[clause.verb]}?")


_PLACE = re.compile(r"(?:in|at|near) (?:the |a )?(?:[a-z]+ (?:in )?){0,3}[^\W\d_a-z][\w’'-]+")
_PLACED = re.compile(
    rf"(?P<what>born|found|held|arrested|discovered|buried|filmed|recorded|built)(?: dead)? {_PLACE.pattern}"
)


def _many(clause: _Clause) -> Iterator[Turned]:
    """Of "17 boats were damaged in X" and "X damaged 17 boats": how many boats?"""
    counted, phrase = _counted(clause.head)
    verb, rest = clause.verb, clause.rest
    if counted and verb == "will" and len(rest) < 2:
        return
    if counted and (verb in _BASES or _is_told(verb, rest)):
        told = clause.told((*counted, *phrase, verb, *rest))
        if told:
            yield Turned("many", f"How many {told}?")
        return
    subject = clause.subject()
    if subject is None:
        return
    if verb in _BASES:
        asked = ("did", _BASES[verb])
    elif verb in _HAVE:
        asked = ({"has": "does", "have": "do", "had": "did"}[verb], "have")
        if not _counted(rest)[0] and rest:
            asked, rest = (verb, rest[0]), rest[1:]
            if not _is_participle(asked[1]):
                return
    elif verb == "will" and rest and rest[0] not in ("be", "not"):
        asked, rest = (verb, rest[0]), rest[1:]
    else:
        return
    counted, phrase = _counted(rest)
    told = clause.told(phrase) if counted else None
    if told is not None and not any(token[0].isdigit() for token in told.split()):
        yield Turned("many", f"How many {' '.join(counted)} {asked[0]} {subject} {asked[1]} {told}".rstrip() + "?")


def _counted(tokens: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that open with a number of things: the things, and what comes after them; nothing where they do not."""
    text = " ".join(tokens)
    start = more.end() if (more := _MORE.match(text)) else 0
    number = next((one for one in facts(text).numbers if one.start == start and not one.unit), None)
    if number is None or not text[number.end :].startswith(" ") or max(number.values) < 2:
        return (), ()
    after = text[number.end :].split()
    length = next((n for n, token in enumerate(after) if token in _PREPOSITIONS or not token.islower()), len(after))
    things = tuple(after[:length])
    plural = 0 < length <= 3 and (
        things[-1] in _PLURALS or (things[-1].endswith("s") and not things[-1].endswith("ss"))
    )
    if not plural or not _NOT_COUNTED.isdisjoint(after[: length + 1]) or not _POINTING.isdisjoint(things):
        return (), ()
    return things, tuple(after[length:])


def _when(clause: _Clause) -> Iterator[Turned]:
    """Of "X was opened on 4 July" and "X opened on 4 July": when?"""
    here = [clause.times[int(token[1])] for token in clause.rest if _TIME.match(token)]
    subject = clause.subject()
    if subject is None or len(here) + len(clause.before) != 1 or any(_TIME.match(token) for token in clause.head):
        return
    (time,) = (*here, *clause.before)
    tokens = [token for token in clause.rest if not _TIME.match(token)]
    cut_off = tokens and tokens[-1] in _PREPOSITIONS | {"and", "the", "a"}
    if cut_off or not _POINTING.isdisjoint(map(str.lower, tokens)) or (time.from_then and clause.verb != "will"):
        return
    rest = " ".join(tokens)
    if time.since:
        if clause.verb == "has" and tokens:
            yield Turned("when", f"Since when has {subject} {rest}?")
    elif clause.verb in _BASES and (tokens or _BASES[clause.verb] in _ALONE):
        yield Turned("when", f"When did {subject} {_BASES[clause.verb]} {rest}".rstrip() + "?")
    elif _is_told(clause.verb, tokens):
        yield Turned("when", f"When {clause.verb} {subject} {rest}?")


def _said(clause: _Clause) -> Iterator[Turned]:
    """Of "X said that Y will ...": what did X say about Y?"""
    subject = clause.subject()
    rest = clause.rest[1:] if clause.rest and _TIME.match(clause.rest[0]) else clause.rest
    if clause.verb not in ("said", "announced", "stated", "confirmed") or subject is None:
        return
    told = rest[1:] if rest[:1] == ("that",) else rest
    topic = tuple(itertools.takewhile(lambda token: not _is_verb(token), told))
    about = _noun_phrase(topic, clause.names, opens=False) if len(topic) < len(told) else None
    if about is not None and about not in subject and subject not in about:
        yield Turned("said", f"What did {subject} say about {about}?")


def _noun_phrase(tokens: Sequence[str], names: _Names, *, opens: bool = True) -> str | None:
    """Some words as a noun phrase within a question; None where it is not surely one that says by itself whom or what
    it means. ``opens``: it opens a sentence, where any word has a capital."""
    if not 0 < len(tokens) <= 8 or any(_TIME.match(token) or token.endswith(",") for token in tokens):
        return None
    first, rest = tokens[0], tokens[1:]
    lower = [token for token in tokens if token.islower()]
    if (
        not (_POINTING | _QUANTIFIERS).isdisjoint(map(str.lower, tokens))
        or first.lower() in _PREPOSITIONS | _NO_OPENING
    ):
        return None
    if tokens[-1] in _PREPOSITIONS or tokens[-1] in ("and", "the", "a") or any(map(_is_no_noun, lower)):
        return None
    named = [token for token in rest if token[0].isupper()]
    article = first.lower() in ("the", "a", "an")
    if article:
        told = [
            token
            for token, after in itertools.zip_longest(rest, rest[1:], fillvalue="")
            if token in named and (after not in lower or not _OF_A_COUNTRY.search(token))
        ]
        return " ".join((first.lower(), *rest)) if told else None
    if first in ("Current", "Former"):
        return " ".join(("former", *rest) if first == "Former" else rest) if named else None
    if not opens:
        return " ".join(tokens) if first[0].isupper() else None
    if _bare(first) in names.capital or (first[0].isupper() and named and rest[0][0].isupper()):
        return " ".join(tokens)
    # "Ferry manager Alaric Sunderby", but not "Serbian officials".
    if first.lower() in names.lower and named:
        return " ".join((first.lower(), *rest))
    return None


_OF_A_COUNTRY = re.compile("(?:ish|an|ese|ch|i)$")
_NO_OPENING = frozenset(
    "according despite due since like unlike one two three four five six seven eight nine ten".split()
)


def _is_no_noun(token: str) -> bool:
    """Whether a word written small is one that a noun phrase for a question does not hold, by its ending."""
    return token.endswith(("ed", "ing", "ly", "'s", "’s")) and token not in _NOUNS


_NOUNS = frozenset("bed building ceiling meeting wedding".split())


def _is_participle(token: str) -> bool:
    return token.endswith("ed") or token in _PARTICIPLES


def _is_verb(token: str) -> bool:
    return token in _FINITE or _is_participle(token)


def _is_told(verb: str, rest: Sequence[str]) -> bool:
    """Whether a verb with what follows it tells of an event."""
    following = next((token for token in rest if not token.endswith("ly")), "")
    if verb in ("was", "were"):
        return _is_participle(following)
    if verb in ("is", "are"):
        return following in ("to", "due", "expected", "planned", "scheduled")
    return verb == "will" and following.islower()


def _bare(token: str) -> str:
    return re.sub(r"[’']s?$", "", token.rstrip(".,"))


def _stands(question: str) -> bool:
    """Whether a question is one by itself: of a fit length, with a name in it, and pointing to nothing outside it."""
    told = question.removesuffix("?")
    found = facts(told)
    named = [name for name in found.names if not name.initial and any(map(_names, name.words))]
    dated = found.days and (question.startswith(("When", "Since")) or not all(day.year for day in found.days))
    return (
        _SHORTEST <= len(told.split()) <= _LONGEST
        and bool(named)
        and not dated
        and "," not in told
        and not _VAGUE.search(told)
        and not _TIME.search(told)
        and not leans(question)
        and len(parts(question)) == 1
        and prompts.small_talk(question) is None
    )


# "Who retired from the court": which one, only the article says.
_VAGUE = re.compile(r"\b(?:the|an?) [a-z]+(?: [a-z]+)?$|\bthe (?:\w+ )?(?:nation|country|city|capital|capitol)\b")


def _names(word: str) -> bool:
    """Whether a word of a name, folded, tells of whom or of what."""
    return len(word) > 2 and word not in _TITLES and not word.isdigit()


def _turned_from(sentences: Sequence[Sentence]) -> Iterator[tuple[Turned, Sentence]]:
    """The first question of each of the first sentences that can be turned round, with its sentence."""
    names: dict[str, _Names] = {}
    for sentence in sentences[:_SENTENCES]:
        article = sentence.article
        if _in_english(article):
            if article.id not in names:
                names[article.id] = _Names.of(article)
            for one in _turned(sentence.text, names[article.id])[:1]:
                yield one, sentence


def _in_english(article: Article) -> bool:
    """Whether an article is in English as far as it says; one that says nothing may be."""
    return article.lang is None or article.lang.lower().startswith("en")


def _sentences(passages: Iterable[Passage]) -> list[Sentence]:
    """The sentences of passages once each, without headings and what speaks to a model."""
    found = {
        (sentence.article.id, sentence.start): sentence
        for passage in passages
        for sentence, speaking in zip(passage.sentences, addressed(passage.sentences), strict=True)
        if not speaking and not sentence.text.startswith("#")
    }
    return list(found.values())


def _cited(span: Span, places: Iterable[tuple[str, int, int]]) -> bool:
    """Whether a span shares a character with one of some places (article, start, end)."""
    return any(span.article.id == one and start < span.end and span.start < end for one, start, end in places)


def _best(index: Index, question: str) -> Span | None:
    """The words that answer a question best; None where nothing is found that answers it."""
    quoted = quote(question, index.search(question, k=_PASSAGES).passages)
    return quoted.statements[0].citations[0] if quoted.confidence >= THRESHOLD else None


def _holds(best: Span, sentence: Sentence) -> bool:
    """Whether the words that answer best hold a sentence."""
    same = best.article.id == sentence.article.id
    return same and best.start <= sentence.start and sentence.end <= best.end


def _of_title(title: str) -> str | None:
    """A question about an article as a whole, by its title; None where that is no plain text."""
    plain = " ".join(title.split()).rstrip(".")
    hostile = not plain.isprintable() or _HOSTILE.search(plain) or re.search('[“”"]', plain) or speaks(plain)
    question = f"What do the articles say about “{plain}”?"
    alone = len(parts(question)) == 1 and not leans(question)
    return question if alone and not hostile and 2 <= len(plain.split()) <= _LONGEST else None


def _spread(listed: Sequence[Listed]) -> list[Listed]:
    """Articles in an order that takes one of each source in turn, and of each source its newest, one from the middle,
    and so on by halves: whatever is taken from the front is spread over sources and dates."""
    sources: dict[str, list[Listed]] = {}
    for one in listed:
        sources.setdefault(one.source or "", []).append(one)
    by_source = _halved(list(sources))[:_ARTICLES]
    rounds = itertools.zip_longest(*(_halved(sources[name])[:_ARTICLES] for name in by_source))
    return [one for turn in rounds for one in turn if one is not None]


def _halved(items: Sequence[_Item]) -> list[_Item]:
    """Items in an order of which every beginning is spread evenly: the first, the middle one, those between ..."""
    bits = max(0, len(items) - 1).bit_length()
    places = (int(f"{place:0{bits}b}"[::-1], 2) for place in range(2**bits)) if bits else range(len(items))
    return [items[place] for place in places if place < len(items)]
