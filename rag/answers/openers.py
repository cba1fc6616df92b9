"""One question of each kind that an index is sure to answer, to begin with: made of its names, titles and days in
English, and tried before it is offered. No language model is asked."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple

from rag.answers.answer import Answer
from rag.answers.asking.reading import read
from rag.answers.conversation import Request
from rag.answers.kinds.composers import COMPOSERS
from rag.answers.statements import Trace
from rag.answers.suggestions import openers as facts_asked
from rag.filters import Filters
from rag.index.search import Index
from rag.text.facts import facts
from rag.text.instructions import speaks

OpenerKind = Literal["fact", "count", "list", "timeline", "who said", "comparison", "what is new"]
"""What an offered question shows that one may ask."""

_TITLES = 300  # the newest, in which subjects are looked for
_TRIED = 4  # questions of a kind at most, as each is answered in full


class Opener(NamedTuple):
    """A question to begin with, and what kind of question it is."""

    kind: OpenerKind
    question: str


def openers(index: Index, today: date, filters: Filters | None = None) -> list[Opener]:
    """At most one question of each kind, all of which the articles that pass the ``filters`` answer without a language
    model; the same ones for one generation of the index and one day. Raises ``ModelError``, ``IndexBroken``."""
    made = [Opener("fact", question) for question in facts_asked(index, 1, filters)]
    asked = {one.question for one in made}
    for kind, questions in _candidates(index, filters):
        tried = itertools.islice((one for one in questions if one not in asked), _TRIED)
        if (question := next((one for one in tried if _composed(index, one, today, filters)), None)) is not None:
            made.append(Opener(kind, question))
    return made


def news(index: Index, since: date, today: date) -> str | None:
    """A question for what is new since a day, where the articles answer it. Raises as `openers`."""
    question = f"What is new since {since.day} {since:%B %Y}?"
    return question if _composed(index, question, today, None) else None


def _candidates(index: Index, filters: Filters | None) -> Iterator[tuple[OpenerKind, Iterator[str]]]:
    """Questions of each kind but facts, the likeliest to be answered first."""
    subjects = [*_subjects(index, filters), *(one.name for one in index.places(filters))]
    people = [one.name for one in index.people(filters)]
    yield "count", (f"How many articles mention {one}?" for one in subjects)
    yield "list", (f"Which people are mentioned in the articles about {one}?" for one in subjects)
    yield "timeline", (f"What happened with {one}, in order?" for one in subjects)
    yield "who said", (f"What did {one} say?" for one in people)
    yield "comparison", (f"Compare {one} and {other}" for one, other in _pairs(index, people, filters))
    newest = next((one.published for one in index.listing(filters) if one.published), None)
    yield "what is new", iter([f"What happened in {newest:%B %Y}?"] if newest else [])


def _subjects(index: Index, filters: Filters | None) -> list[str]:
    """Names of several words or in capitals that several titles have, those in the most first."""
    counted: Counter[str] = Counter()
    for listed in index.listing(filters)[:_TITLES]:
        if listed.title.isprintable() and not speaks(listed.title):
            counted.update({one.text for one in facts(listed.title).names if len(one.words) > 1 or one.text.isupper()})
    return [name for name, count in counted.most_common() if count > 1]


def _pairs(index: Index, people: Sequence[str], filters: Filters | None) -> Iterator[tuple[str, str]]:
    """Each of some people with whom most of the articles that name them name, too."""
    for one in people:
        beside = index.people(replace(filters or Filters(), people=(one,)))
        yield from ((one, other.name) for other in beside[:2] if other.name != one)


def _composed(index: Index, question: str, today: date, filters: Filters | None) -> bool:
    """Whether a question is read as one of a kind and answered as that."""
    asked = read(question, today, index.names, meaning=index.meaning)
    request = Request.of(question, (), filters, strict=False)
    if asked.kind == "fact":
        return False
    for compose in COMPOSERS[asked.kind]:
        answer = compose(index, request, asked, Answer(question, Trace(question)))
        if answer is not None:
            return answer.found and bool(answer.statements)
    return False
