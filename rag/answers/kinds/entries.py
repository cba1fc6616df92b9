"""The items that an article has one by one, as many as it says that there are: as headings or entries of a list, or
each in a paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.answers.asking.sorts import Enumeration, root
from rag.answers.kinds.narrowing import Row
from rag.answers.kinds.telling import own_roots, roots, standing
from rag.index.found import Found
from rag.text.coordination import FEWEST
from rag.text.language import language_of
from rag.text.names import folded_name
from rag.text.numbers import numbers
from rag.text.said.items import Item, items
from rag.text.words import stems
from rag.types import Article, Span

_TITLED = 0.5  # of the words of a question that the title has of an article that tells of each in a paragraph
_PARAGRAPH = re.compile(r"\n\s*\n")
_NAME = re.compile(r"[A-ZÄÖÜ][\w.’'-]+(?: [A-ZÄÖÜ][\w.’'-]*)+")
_HEADING = re.compile(r"^(?:#{1,6}|[-*•]|\d{1,2}[.)])[^\S\n]+(?:\*\*)?(?=\S)", re.MULTILINE)


def listed(found: Found, wanted: Enumeration) -> list[Row]:
    """The items that an article has one by one."""
    return _headed(found, wanted) or _paragraphed(found, wanted)


def _headed(found: Found, wanted: Enumeration) -> list[Row]:
    """The items that an article has as headings or entries of a list, where a sentence of it says how many of what is
    asked there are, and it has all the words of the question."""
    own = own_roots(wanted.what)
    for article in {one.article.id: one.article for one in found.passages}.values():
        untitled = own - roots(article.title)
        if untitled != standing(untitled, article.text):
            continue
        opened = {match.end(): match.start() for match in _HEADING.finditer(article.text)}
        headed = {
            one.key: (opened[one.at], one)
            for one in items(article, language_of(article), wanted.sort)
            if one.at in opened
        }
        if len(headed) < 2:
            continue
        for sentence in _sentences(found, article):
            if counted(sentence.text, wanted) == len(headed):
                return [
                    Row(key, named_as([one], article), (_line(article, at), sentence))
                    for key, (at, one) in headed.items()
                ]
    return []


def _paragraphed(found: Found, wanted: Enumeration) -> list[Row]:
    """The items of which an article tells one in each paragraph, where its title, which has most of the question, says
    that there are as many: "Mayor pardons four people"."""
    own, echo = own_roots(wanted.what), folded_name(wanted.what)
    for article in {one.article.id: one.article for one in found.passages}.values():
        number = counted(article.title, wanted)
        if number is None or number < FEWEST or len(own & roots(article.title)) < _TITLED * len(own):
            continue
        named = [one for one in items(article, language_of(article), wanted.sort) if one.key[-1] not in echo]
        bounds = [match.end() for match in _PARAGRAPH.finditer(article.text)]
        opened = [_opening(article, named, *pair) for pair in pairwise([*bounds, len(article.text)])]
        told = {one.key: one for one in opened if one is not None}
        if len(told) == number == len(bounds) and len(set(named) & set(opened)) >= _TITLED * number:
            said = list(_sentences(found, article))
            return [
                Row(key, named_as([one], article), tuple(span for span in said if span.start <= one.at < span.end)[:1])
                for key, one in told.items()
            ]
    return []


def _opening(article: Article, named: Sequence[Item], start: int, end: int) -> Item | None:
    """The first of some items in a paragraph, else the name that it begins with; None where there is neither."""
    if (first := next((one for one in named if start <= one.at < end), None)) is not None:
        return first
    name = _NAME.match(article.text, start, end)
    return Item(tuple(folded_name(name[0])), *name.span(), *name.span()) if name else None


def _sentences(found: Found, article: Article) -> Iterator[Span]:
    """The sentences of an article, but for those that speak to a model."""
    for passage in found.passages:
        if passage.article.id == article.id:
            yield from (Span(article, one.start, one.end) for one in passage.sentences if not one.instructs)


def _line(article: Article, start: int) -> Span:
    """The line that begins there, without the signs of a heading or a list."""
    end = article.text.find("\n", start)
    opened = _HEADING.match(article.text, start)
    return Span(article, opened.end() if opened else start, end if end >= 0 else len(article.text))


def counted(text: str, wanted: Enumeration) -> int | None:
    """How many of what is asked for a sentence says that there are."""
    noun = root(wanted.noun)
    for one in numbers(text, ()):
        after = re.findall(r"[^\W_]+", text[one.end : one.end + 40])[:3]
        if one.unit == "" and len(one.values) == 1 and noun in {root(stem) for word in after for stem in stems(word)}:
            return int(one.values[0])
    return None


def named_as(named: Sequence[Item], article: Article) -> str:
    """What items of an article are called there."""
    first = named[0]
    parts = [article.text[first.start : first.end], article.text[slice(*first.family)] if first.family else ""]
    return " ".join(" ".join(parts).split()).removesuffix("’s").removesuffix("'s")
