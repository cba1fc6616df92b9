"""Questions that the articles answer, to begin with and to go on with, made without a language model.

A sentence of an article is turned round by its form ("X opened on 4 July." -> "When did X open?"), in English alone,
and what is not certain is dropped. A question is offered only where a search for it finds that sentence again, and it
would be answered with it.
"""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from rag.answers import replies
from rag.answers.answer import Answer
from rag.answers.conversation import leans, parts
from rag.answers.quoting import ANSWERED, quote
from rag.filters import Filters
from rag.index.search import Index
from rag.text.days import Day
from rag.text.facts import facts
from rag.text.headings import says_something
from rag.text.instructions import speaks
from rag.text.quotations import VERBS
from rag.text.words import words
from rag.types import Article, Listed, Passage, Sentence, Span

_ARTICLES = 48  # read for openers, however many the index holds
_CITED = 3  # cited articles that follow-ups are made from
_SENTENCES = 60  # of an article, or of all passages that were not cited, that are turned round
_READ = 20_000  # characters of an article in which its names are looked for
_TRIES = 3  # searches for the questions of one article
_SEARCHES = 8  # for all follow-ups of an answer
_PASSAGES = 8  # that a search brings, as those of an answer do
_SHORTEST, _LONGEST = 4, 14  # words of a question


def openers(index: Index, count: int = 4, filters: Filters | None = None) -> list[str]:
    """Up to ``count`` questions to begin with, each of another article; the same ones for one generation of the index.

    They are made from at most 48 articles that pass the ``filters``, spread over the sources and over the dates of
    each. Where no sentence of these can be turned, one article is asked about as a whole, by its title. Raises
    ``ModelError``, ``IndexBroken``.
    """
    chosen: list[str] = []
    turnable = False
    spread = _spread(index.listing(filters))[:_ARTICLES]
    for listed in spread:
        if len(chosen) == count:
            return chosen
        found = list(itertools.islice(_turned_from(_sentences(index.whole([listed.id]).passages)), 2 * _TRIES))
        turnable |= bool(found)
        # Those that begin like the ones so far come last, so that not all ask when.
        begun = [question.split()[0] for question in chosen]
        found.sort(key=lambda pair: begun.count(pair[0].split()[0]))
        for question, sentence in found[:_TRIES]:
            best = _best(index, question, filters)
            if best is not None and _holds(best, sentence) and question not in chosen:
                chosen.append(question)
                break
    for listed in [] if turnable else spread[:_TRIES]:
        by_title = _of_title(listed.title)
        best = _best(index, by_title, filters) if by_title is not None else None
        if by_title is not None and best is not None and best.article.id == listed.id:
            return [by_title]
    return chosen


def follow_ups(
    index: Index, answer: Answer, asked: Collection[str], count: int = 3, filters: Filters | None = None
) -> list[str]:
    """Up to ``count`` questions that go on from an answer: from the articles that it cites, the sentences nearest to
    the cited ones first, and from passages that were found and not cited.

    Articles that pass the ``filters`` answer each. None was ``asked`` before, and none is best answered by a sentence
    that the answer cites. At most eight are searched for. Raises ``ModelError``, ``IndexBroken``.
    """
    before = {tuple(words(question)) for question in (*asked, answer.question)}
    places = [(citation.article.id, citation.start, citation.end) for citation in answer.citations]
    cited = list(dict.fromkeys(article for article, _, _ in places))[:_CITED]
    lists = []
    for article in cited:
        near = [start for one, start, _ in places if one == article]
        every = _sentences(index.whole([article]).passages)
        lists.append(sorted(every, key=lambda one: min(abs(one.start - start) for start in near)))
    lists.append(_sentences(passage for passage in answer.passages if passage.article.id not in cited))
    fresh = [[one for one in sentences if not _cited(one, places)] for sentences in lists]
    chosen: list[str] = []
    searches = 0
    # One of each article in turn, so that not all are of the first.
    for pair in itertools.chain.from_iterable(itertools.zip_longest(*map(_turned_from, fresh))):
        if len(chosen) == count or searches == _SEARCHES:
            break
        if pair is not None and (key := tuple(words(pair[0]))) not in before:
            before.add(key)
            searches += 1
            best = _best(index, pair[0], filters)
            if best is not None and _holds(best, pair[1]) and not _cited(best, places):
                chosen.append(pair[0])
    return chosen


def turned(text: str, article: Article) -> list[str]:
    """The questions that a sentence of an article answers; mostly none."""
    return _turned(text, _names_of(article)) if _in_english(article) else []


# The past of verbs by which news is told, and their base, which "did" goes with.
_PAST = {f"{base}d" if base.endswith("e") else f"{base}ed": base for base in (
    "acquire adopt appoint approve arrest arrive attack attend close collapse declare die elect establish "
    "explode introduce join kill land launch move open pass purchase raise receive record reject release remove "
    "reopen replace resign retire return score serve sign start suspend unveil visit vote"
).split()} | {
    "became": "become", "began": "begin", "bought": "buy", "built": "build", "gave": "give", "held": "hold",
    "left": "leave", "lost": "lose", "made": "make", "met": "meet", "ran": "run", "sent": "send", "sold": "sell",
    "took": "take", "won": "win", "wrote": "write",
}  # fmt: skip
_ALONE = "arrived|closed|collapsed|died|exploded|opened|reopened|resigned|retired|returned"  # need no object
_DONE = r"(?:\w{2,}ed|born|built|found|held|made|sent|shot|sold|sworn|taken|won|written)"
_ROLE = (
    r"(?i:(?:vice|prime|state|foreign|defence|security|next|first|\d+th)[ -])*"
    "(?i:ambassador|captain|chair(?:man|woman)?|chancellor|chief executive|commander|commissioner|director|editor"
    "|founder|governor|head|king|leader|manager|mayor|minister|owner|president|professor|queen|rector|secretary"
    "|speaker|spokes(?:man|woman|person))"
)
_NAME = r"[^\W\d_a-z][\w’'&.-]*"
# "the Harbour Line", "the state of Wisconsin", "Serbia's defence minister Vučević", "the Center for National Policy".
_NAMES = rf"(?:[Tt]he (?:(?:[a-z]+ ){{1,2}}of (?:the )?)?)?{_NAME}(?: (?:(?:of|for|and)(?: the)? |{_ROLE} )?{_NAME})*"
_NUMBER = r"(?:(?:about|around|nearly|almost|over|more than) )?(?P<number>[\w.,-]+(?: [mb]illion)?)"

# What a clause tells a date with, where it must tell one; how it goes on after its subject; and what it then answers.
_FORMS = [
    (dated.split(), re.compile(form), question)
    for dated, form, question in (
        ("since", r"(?P<has>has|have) (?P<rest>[a-z]+ .+)", "Since when {has} {subject} {rest}?"),
        ("on in", rf"(?P<be>was|were) (?P<rest>{_DONE}\b.*)", "When {be} {subject} {rest}?"),
        ("on in", rf"(?P<past>{_ALONE}|(?:{'|'.join(_PAST)})(?= ))(?P<rest>.*)", "When did {subject} {base}{rest}?"),
        ("on in from", r"will (?P<rest>[a-z]+.*)", "When will {subject} {rest}?"),
        ("", rf"(?P<be>was|were) born (?:in|at) {_NAME}.*", "Where {be} {subject} born?"),
        ("", rf"(?P<has>has|had|will) cost {_NUMBER} \w+.*", "How much {has} {subject} cost?"),
        ("", rf"cost {_NUMBER} \w+.*", "How much did {subject} cost?"),
        ("", rf"(?:said|announced|stated) (?:that )?(?P<topic>{_NAMES})(?:{VERBS.pattern}| \w+ed\b).*",
         "What did {subject} say about {topic}?"),
        ("", rf"(?P<be>is|was|is to be) (?:the )?(?P<role>{_ROLE}) (?:of|at) (?P<place>{_NAMES})",
         "Who {be} the {role} of {place}?"),
        ("", rf"was (?P<done>acquired|appointed|arrested|built|designed|founded|sentenced|succeeded) by .*{_NAME}.*",
         "Who {done} {subject}?"),
    )
]  # fmt: skip

# "on Monday, 29 May", with what stands around a date.
_BEFORE_DATE = re.compile(
    r"(?:^|(?<= ))(?:(?:(?:late|early) )?(?P<how>on|in|since|from) )?(?:(?:early|late|mid|next|last)[ -])?$", re.I
)
_AFTER_DATE = re.compile(
    r"(?: (?:morning|afternoon|evening|night))?(?=$|,| (?:after|and|as|at|before|by|following|for|from|in|into|on|to"
    r"|when|with)\b)"
)
_LEFT_OUT = re.compile(r" (?:(?:at the age of|aged) \d+|also|finally|officially|reportedly)\b")
_MARK = re.compile(r" ?@(\w+)")
_APPOSITION = re.compile(rf"(?P<name>{_NAMES}), (?P<inserted>[^,]{{2,80}}), (?!and |or )(?=[a-z])")
# Where a clause ends. What comes after it is not asked about.
_END = re.compile(
    r"[,;:](?= )| [(–—]| (?:after|before|when|while|because|although|though|since|until|which|who|whose|where|but|so"
    rf"|then|amid|followed|following|according|and (?:{_DONE}|{'|'.join(_PAST)}|is|was|has|will))\b"
)
# A question in plain words, and words that point to something outside it or leave open which thing is meant.
_PLAIN = re.compile(r"[^\W_][\w’'&.-]*(?: [^\W_][\w’'&.-]*)*\?")
_VAGUE = re.compile(
    r"\b(?:Former|Current|Both|we|us|our|you|same|others?|another|again|later|earlier|ago|not|never|no|some|several)\b"
    r"|\b(?:of|in|at|on|to|by|for|with|from|and|a|the|(?:an?|the) [a-z]+)\?"
    r"|\band (?:an?|the)\b|\bthe (?:\w+ )?(?:nation|country|city|capital)\b"
)
_CAPITAL = re.compile(rf"(?<=[a-zà-ÿ,] ){_NAME}")
# What a title in quotation marks does not hold; a colon makes of it the name of a column and a title.
_NO_TITLE = re.compile(r"[<>{}`|@~^\\\[\]:“”\"]|www\.")


def _names_of(article: Article) -> frozenset[str]:
    """The words of an article that have a capital within its sentences, and so are names where they open one."""
    return frozenset(map(_bare, _CAPITAL.findall(article.text[:_READ])))


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word.rstrip(".,"))


def _turned(text: str, names: Collection[str]) -> list[str]:
    """The questions that a sentence answers, of an article that has those ``names``."""
    made: list[str] = []
    for clause in _clauses(text):
        marks = _MARK.findall(clause)
        plain = _MARK.sub("", clause).strip()
        opening = re.match(_NAMES, plain)
        if opening is None or not _known(opening[0], names):
            continue
        subject = re.sub("^The ", "the ", opening[0])
        for dated, form, question in _FORMS:
            match = form.fullmatch(plain, opening.end() + 1)
            if match is None or (dated and (len(marks) != 1 or marks[0] not in dated)):
                continue
            given = match.groupdict(default="")
            if "number" not in given or facts(given["number"]).numbers:
                base = _PAST.get(given.get("past", ""))
                made.append(question.format(subject=subject, base=base, **given))
    return [one for one in made if _stands(one)]


def _known(subject: str, names: Collection[str]) -> bool:
    """Whether words that open a sentence say by themselves whom or what they mean: a name of several words, one after
    "of", or one that ``names`` hold. "Boats" may be no name, and which one "the President" is, only the article says.
    """
    first = next(iter(facts(subject).names), None)
    if first is None or (first.start and not subject.lower().startswith("the ")):  # "When Serbia"
        return False
    return len(first.words) > 1 or first.start > len("The ") or (not first.start and _bare(first.text) in names)


def _clauses(text: str) -> Iterator[str]:
    """The first clause of a sentence, with marks for dates ("X opened @on in Y"), and before it what is put in after
    its subject, as a clause of its own ("X, director of Y, ..." is "X is director of Y")."""
    sentence = _LEFT_OUT.sub("", " ".join(text.split()))
    if not sentence.endswith(".") or not sentence.isprintable() or "@" in sentence or speaks(sentence):
        return
    body = _marked(sentence[:-1])
    first = ""
    if opening := re.match(r"@\w+(?=,? )", body):
        first, body = f" {opening[0]}", body[opening.end() :].lstrip(", ")
    if apposition := _APPOSITION.match(body):
        yield f"{apposition['name']} is {apposition['inserted']}"
        body = f"{apposition['name']} {body[apposition.end() :]}"
    end = _END.search(body)
    yield (body[: end.start()] if end else body) + first


def _marked(sentence: str) -> str:
    """A sentence in which dates with their prepositions are marks: "@on", "@in", "@since" or "@from"."""
    runs: list[list[Day]] = []
    for day in sorted(facts(sentence).days, key=lambda day: day.start):
        if runs and not sentence[runs[-1][-1].end : day.start].strip(" ,"):
            runs[-1].append(day)  # "Monday, 29 May" is one date
        else:
            runs.append([day])
    for run in reversed(runs):
        before, after = _BEFORE_DATE.search(sentence[: run[0].start]), _AFTER_DATE.match(sentence, run[-1].end)
        # "Tuesday" and "yesterday" stand alone; a year or a month without "in" is a part of something else.
        alone = run[0].weekday is not None or run[0].shift is not None
        if before is not None and after is not None and (before["how"] or alone):
            how = (before["how"] or "on").lower()
            sentence = f"{sentence[: before.start()]}@{how}{sentence[after.end() :]}"
    return sentence


def _stands(question: str) -> bool:
    """Whether a question is one by itself: of a fit length, in plain words, and pointing to nothing outside it."""
    fit = _SHORTEST <= len(question.split()) <= _LONGEST and _PLAIN.fullmatch(question) is not None
    return fit and not _VAGUE.search(question) and not facts(question).days and _alone(question)


def _alone(question: str) -> bool:
    """Whether a question is one question, that leans on none before it."""
    return not leans(question) and len(parts(question)) == 1 and replies.small_talk(question) is None


def _of_title(title: str) -> str | None:
    """A question about an article as a whole, by its title; None where that is no plain text."""
    question = f"What do the articles say about “{title}”?"
    plain = title.isprintable() and not _NO_TITLE.search(title) and not speaks(title)
    return question if plain and 2 <= len(title.split()) <= _LONGEST and _alone(question) else None


def _turned_from(sentences: Sequence[Sentence]) -> Iterator[tuple[str, Sentence]]:
    """The first question of each of the first sentences that can be turned round, with its sentence."""
    names: dict[str, frozenset[str]] = {}
    for sentence in sentences[:_SENTENCES]:
        article = sentence.article
        if _in_english(article):
            if article.id not in names:
                names[article.id] = _names_of(article)
            for question in _turned(sentence.text, names[article.id])[:1]:
                yield question, sentence


def _in_english(article: Article) -> bool:
    """Whether an article is in English as far as it says; one that says nothing may be."""
    return article.lang is None or article.lang.lower().startswith("en")


def _sentences(passages: Iterable[Passage]) -> list[Sentence]:
    """The sentences of passages once each, without headings and what speaks to a model."""
    found = {
        (sentence.article.id, sentence.start): sentence
        for passage in passages
        for sentence in passage.sentences
        if says_something(sentence)
    }
    return list(found.values())


def _cited(span: Span, places: Iterable[tuple[str, int, int]]) -> bool:
    """Whether a span shares a character with one of some places (article, start, end)."""
    return any(span.article.id == one and start < span.end and span.start < end for one, start, end in places)


def _best(index: Index, question: str, filters: Filters | None) -> Span | None:
    """The words that answer a question best; None where nothing is found that answers it."""
    quoted = quote(question, index.search(question, k=_PASSAGES, filters=filters).passages, relevance=index.relevance)
    return quoted.statements[0].citations[0] if quoted.confidence >= ANSWERED else None


def _holds(best: Span, sentence: Sentence) -> bool:
    """Whether the words that answer best hold a sentence."""
    same = best.article.id == sentence.article.id
    return same and best.start <= sentence.start and sentence.end <= best.end


def _spread(listed: Sequence[Listed]) -> list[Listed]:
    """Articles of each source in turn, those of a source evenly from the newest to the oldest."""
    sources: dict[str | None, list[Listed]] = {}
    for one in listed:
        sources.setdefault(one.source, []).append(one)
    rounds = itertools.zip_longest(*(own[:: 1 + len(own) // _ARTICLES] for own in sources.values()))
    return [one for turn in rounds for one in turn if one is not None]
