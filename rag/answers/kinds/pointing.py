"""What a question means that points to the articles which an answer before it lists: "which of these mention Sol?",
"sum up the second one", "list them". It knows words alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from rag.answers.answer import Answer
from rag.answers.asking.reading import read
from rag.answers.asking.utterance import Names
from rag.answers.conversation import Request, latest
from rag.answers.kinds.again import extreme_of
from rag.answers.kinds.rows import ARTICLE, DATE
from rag.answers.kinds.timed import dated
from rag.filters import MOST_NAMES
from rag.types import Article

_OF_THESE: Mapping[str, tuple[re.Pattern[str], str]] = {
    "en": (re.compile(r"\bof (?:these|those|them)\b", re.IGNORECASE), "of the articles"),
    "de": (re.compile(r"\b(?:davon|von (?:diesen|denen|ihnen))\b", re.IGNORECASE), "der Artikel"),
    "fr": (re.compile(r"\bd['’]entre (?:eux|elles)\b", re.IGNORECASE), "de ces articles"),
    "es": (re.compile(r"\bde (?:ellos|estos|esos)\b", re.IGNORECASE), "de los artículos"),
}
"""By language what says that some of what is listed are meant, and what stands in its place."""
_THOSE: Mapping[str, tuple[re.Pattern[str], str, str]] = {
    "en": (
        re.compile(
            r"(?:(?:and|but|now|ok|so),? )?(?:(?:show|list|give)(?: me)? )?(?:(?:only|just|what about|how about) )?"
            r"(?:(?:the|those|these) (?P<kind>\S+(?: \S+)?) (?:ones|articles)"
            r"|(?:(?<=only )|(?<=just ))(?:(?:the|those|these) )?(?:(?:ones|articles) )?(?P<rest>\S.*)"
            r"|(?:which|the|those|these) ones (?P<rest_>\S.*))",
            re.IGNORECASE,
        ),
        "Which articles {}",
        "Which articles are about {}",
    ),
    "de": (
        re.compile(
            r"(?:und |nun |jetzt )?(?:nur )(?:(?:die|jene|diejenigen|solche)(?: artikel)?,? )?(?P<rest>\S.*)"
            r"|(?:und |nun |jetzt )?nur (?:die )?(?P<kind>\S+) artikel",
            re.IGNORECASE,
        ),
        "Welche Artikel {}",
        "Welche Artikel handeln von {}",
    ),
    "fr": (
        re.compile(r"(?:et )?(?:seulement|uniquement|juste) (?:(?:ceux|les articles) )?(?P<rest>\S.*)", re.IGNORECASE),
        "Quels articles {}",
        "{}",
    ),
    "es": (
        re.compile(r"(?:y )?(?:solo|sólo|solamente) (?:(?:los|las|los artículos) )?(?P<rest>\S.*)", re.IGNORECASE),
        "¿Qué artículos {}",
        "{}",
    ),
}
"""By language what names some of what is listed by a condition ("only those about Moss", "the March ones"), and the
question that asks for these."""
_THEY = re.compile(r"\b(?:they|them|these(?: articles)?|those(?: articles)?)\b", re.IGNORECASE)
_ALL = re.compile(
    r"(?:please )?(?:list|show|name|give)(?: me)? (?:them|these|those)(?: all)?(?: please)?", re.IGNORECASE
)
_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "fifth": 4, "last": -1}
_NTH = re.compile(
    rf"\bthe (?P<nth>{'|'.join(_PLACES)})(?: (?:one|article|of (?:them|these|those)))?"
    r"(?= (?:about|published|written|say|from|by)\W*$|\W*$|[:,] (?:who|when|what|where|how|summari[sz]e)\b)",
    re.IGNORECASE,
)
_BY_AGE = re.compile(
    r"\bthe (?P<age>older|earlier|oldest|earliest|newer|later|newest|latest) (?:one|of (?:them|these|those))"
    r"(?= (?:about|published|written|say)\W*$|\W*$)",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:and|what about|how about|and what about|now|(?:and )?(?:which|what)(?: one)? (?:is|was))\b,? ", re.IGNORECASE
)
_TITLE = re.compile(r"the article “[^”]+”")


def pointed(request: Request, today: date, names: Names) -> Request:
    """The request of what is asked of the articles that were listed last; the same request where nothing is."""
    answers = (turn for turn in reversed(request.history) if isinstance(turn, Answer))
    last = next((one for one in answers if len(_listed(one)) > 1), None) or latest(request.history)
    if last is None or not _listed(last):
        return request
    question, listed = request.question.strip(" ?!."), _listed(last)
    if _ALL.fullmatch(question):
        return request.asking(last.trace.query)
    extreme = extreme_of(question)
    if (by_age := _BY_AGE.search(question)) and not extreme:
        by_day = sorted((one for one in listed if one.published), key=lambda one: one.published or date.min)
        if by_day:
            older = by_age["age"].lower() in ("older", "oldest", "earlier", "earliest")
            return request.asking(_of_one(question, by_age, by_day[0 if older else -1], request))
    if (nth := _NTH.search(question)) and -len(listed) <= (place := _PLACES[nth["nth"].lower()]) < len(listed):
        return request.asking(_of_one(question, nth, listed[place], request))
    for meant in [f"What is the {extreme} article"] if extreme else _meant(question):
        of_articles = meant != question and read(meant, today, names).kind in ("articles", "period")
        if of_articles and len(listed) <= MOST_NAMES:
            meant = dated(meant, listed, today)
            among = tuple(one.id for one in listed)
            return replace(request.asking(f"{meant}?"), filters=replace(request.filters, articles=among))
    return request


def _meant(question: str) -> Iterator[str]:
    """What a question may ask of the articles that were listed, as it would ask of all."""
    for pattern, instead in _OF_THESE.values():
        if pattern.search(question):
            yield pattern.sub(instead, question)
    yield _THEY.sub("the articles", question)
    for pattern, of_those, of_kind in _THOSE.values():
        if match := pattern.fullmatch(question):
            given = match.groupdict()
            if kind := given.get("kind"):
                yield from (of_those.format(f"from {kind}"), of_kind.format(kind))
            else:
                rest = given["rest"] or given.get("rest_") or ""
                yield of_those.format(f"from {rest}" if rest[:1].isdigit() else rest)


def _listed(answer: Answer) -> list[Article]:
    """The articles that an answer lists in a table, a row each, in its order; none where it has no such table: one of
    people with the articles that name them is none."""
    columns = answer.table.columns if answer.table is not None else ()
    if answer.table is None or ARTICLE not in columns or columns[0] not in (DATE, ARTICLE):
        return []
    cited = {one.number: one.article for one in answer.citations}
    numbers = [number for row in answer.table.rows for cell in row for number in cell.citations if number in cited]
    return list({cited[number].id: cited[number] for number in numbers}.values())


def _of_one(question: str, nth: re.Match[str], article: Article, request: Request) -> str:
    """A question with the title of the article that it points to; where it asks nothing else, what the one before it
    asked of another such, or what it says."""
    called = f"the article “{re.sub('[“”«»„]', '', article.title)}”"
    if question[nth.end() : nth.end() + 1] in (":", ","):  # "the second one: who wrote it?"
        return re.sub(r"\b(?:it|this|that)\b", lambda _: called, question[nth.end() + 1 :].strip())
    if nth.start() and not _OPENS.fullmatch(question[: nth.start()]):
        return f"{question[: nth.start()]}{called}{question[nth.end() :]}"
    before = request.history[-1]
    asked = before.trace.query if isinstance(before, Answer) else before.question
    return _TITLE.sub(lambda _: called, asked) if _TITLE.search(asked) else f"Summarise {called}"
