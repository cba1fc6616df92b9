"""Which articles a question means: by their days, papers, authors, titles, words, topics and languages."""

import re
from collections.abc import Sequence

from rag.answers.asking.asked import Asked
from rag.answers.asking.phrases import PHRASES
from rag.answers.kinds.mentions import about, mentioning
from rag.answers.kinds.tallies import KEYS
from rag.filters import MOST_NAMES, Filters
from rag.index.search import Index
from rag.text.language import language_of, said_language
from rag.text.words import words
from rag.types import Listed


def narrowed(index: Index, scope: Sequence[Listed], asked: Asked) -> list[Listed]:
    """Those of some articles that are as the question has them, in their order."""
    kept = {one.id for one in scope}
    for filters in _filters(index, asked):
        kept &= {one.id for one in index.listing(filters)} if filters else set()
    for filters in _filters(index, Asked(sources=asked.other_sources, authors=asked.other_authors)):
        kept -= {one.id for one in index.listing(filters)} if filters else set()
    if asked.title:
        kept &= _called(scope, asked.title)
    if asked.mentions:
        kept = mentioning(index, asked.mentions, kept, asked.lang, titles=asked.titles)
    if asked.unnamed:
        kept -= mentioning(index, (asked.unnamed,), kept, asked.lang)
    if asked.about:
        kept &= {one for topic in alternatives(asked.about, asked.lang) for one in about(index, scope, topic)}
    if asked.languages:
        kept = _written_in(index, [one for one in scope if one.id in kept], asked.languages)
    for lacked in asked.lacks:
        kept &= {one.id for one in scope if not KEYS[lacked](one)}
    return [one for one in scope if one.id in kept]


def alternatives(topic: str, lang: str) -> list[str]:
    """The topics of which one is enough: "fires or floods", "storm or fire damage". What is no plural goes with the
    last word of the next one that has several words."""
    either = rf"(?i),? (?:{PHRASES[lang].disj}) "
    if not re.search(either, topic) or re.search(rf"(?i)[\"“„«]|\s(?:{PHRASES[lang].conj})\s", topic):
        return [topic]  # "Keld, Norrin" is one place
    said = list(filter(None, map(str.strip, re.split(rf"{either}|,", topic))))
    whole = [*said[-1:]]
    for one in reversed(said[:-1]):
        last = whole[0].split()[-1]
        shared = lang == "en" and " " not in one and one.islower() and not one.endswith("s") and " " in whole[0]
        whole.insert(0, f"{one} {last}" if shared else one)
    return whole


def _written_in(index: Index, scope: Sequence[Listed], languages: Sequence[str]) -> set[str]:
    """The articles in some languages; of those that say none, by their texts."""
    unsaid = index.articles([one.id for one in scope if not said_language(one.lang)])
    by_text = {identifier for identifier, one in unsaid.items() if language_of(one) in languages}
    return by_text | {one.id for one in scope if said_language(one.lang) in languages}


def _filters(index: Index, asked: Asked) -> list[Filters | None]:
    """What the question says of day, paper and author; None where no article can be so."""
    found: list[Filters | None] = []
    if asked.period:
        first, last = asked.period.first, asked.period.last
        found.append(None if first and last and first > last else Filters(after=first, before=last))
    if asked.sources:
        found.append(Filters(sources=asked.sources))
    for name in asked.authors:
        held = [one for one in index.names()[1] if set(words(name)) <= set(words(one))]
        known = [one for one in held if words(one) == words(name)] or held
        found.append(Filters(authors=tuple(known[:MOST_NAMES])) if known else None)
    return found


def _called(scope: Sequence[Listed], title: str) -> set[str]:
    """The articles of that title; where none is called exactly so, those whose title has all its words."""
    exact = {one.id for one in scope if words(one.title) == words(title)}
    wanted = set(words(title))
    return exact or {one.id for one in scope if wanted <= set(words(one.title))}
