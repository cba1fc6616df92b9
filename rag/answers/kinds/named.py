"""What the articles name of a sort: the hurricanes, universities or ministers that are mentioned in them.

What has the noun in its name, or before it, is that, and people are whose role it is; all names of a sort in their
place would mostly be something else.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rag.answers.asking.sorts import Enumeration, root
from rag.answers.kinds.narrowing import Row
from rag.answers.kinds.telling import Told, own_roots, roots
from rag.filters import Filters
from rag.index.found import Found
from rag.index.search import Index
from rag.text.language import language_of
from rag.text.said.items import Item, called, holders, items, mentioned_in
from rag.text.words import stems
from rag.types import Article, Span

_ARTICLES = 48  # that are read as a whole for their names
_FEW = 2  # things that are called by the noun, from which others are not it


def having_noun(index: Index, filters: Filters, wanted: Enumeration) -> list[str]:
    """The ids of articles that have the noun, newest first, where it is asked of no topic what they name."""
    if not wanted.named or wanted.what:
        return []
    having = index.holding(set(stems(wanted.noun)))
    return [one.id for one in index.listing(filters) if one.id in having][:_ARTICLES]


def called_so(found: Found, wanted: Enumeration) -> list[Row]:
    """The things, where all that are called so are asked for, or those of some years: each with the first sentence that
    names it in an article that is of it."""
    if wanted.sort != "thing" or not all(one.isdigit() for one in own_roots(wanted.done)):
        return []
    articles = {one.article.id: one.article for one in found.passages}
    named = {
        identifier: [item for item in called(one, language_of(one), wanted.nouns) if _is_of(one, item)]
        for identifier, one in articles.items()
    }
    rows: dict[tuple[str, ...], Row] = {}
    for span, inside in _naming(found, named):
        for one in inside:
            rows.setdefault(one.key, Row(one.key, span.article.text[one.start : one.end], (span,)))
    return list(rows.values())


def _naming(found: Found, named: Mapping[str, Sequence[Item]]) -> Iterator[tuple[Span, tuple[Item, ...]]]:
    """The sentences that name items, with these, of the articles that have some by their ids."""
    for passage in found.passages:
        article = passage.article
        for sentence in passage.sentences:
            inside = mentioned_in(named.get(article.id, ()), sentence)
            if inside and not sentence.instructs:
                yield Span(article, sentence.start, sentence.end), inside


def _is_of(article: Article, item: Item) -> bool:
    """Whether an article is of a thing, as it names it in its title or again, which it seldom does of what was long
    before."""
    name = article.text[item.start : item.end]
    return name in article.title or article.text.count(name) > 1


def mentioned(found: Found, wanted: Enumeration) -> list[Told]:
    """Every sentence that names an item in the articles that are about what is asked, whose title has it, or whose text
    has it twice; those with the noun first."""
    own = own_roots(wanted.what)
    articles = {one.article.id: one.article for one in found.passages}.values()
    about = {one.id for one in articles if own <= roots(one.title) or _least(own, one.text) > 1}
    named = _called_so([one for one in articles if one.id in about], wanted)
    told: dict[tuple[str, int], Told] = {}
    for span, inside in _naming(found, named):
        told.setdefault((span.article.id, span.start), Told(span, 1.0, inside))
    return sorted(told.values(), key=lambda one: root(wanted.noun) not in roots(one.span.text))


def _called_so(articles: Sequence[Article], wanted: Enumeration) -> dict[str, Sequence[Item]]:
    """By article the items that the noun tells: people of that role, and what has it in its name or before it, as
    "Hurricane Dorian". All of the sort where the noun says no more than that, and of places, whose names seldom have
    it, where less than two are called so."""
    sort = wanted.sort
    told = {one.id: _told_by_noun(one, wanted) for one in articles}
    few = len({item.key for ones in told.values() for item in ones}) < _FEW
    if wanted.forms[0] in wanted.nouns and not (sort == "place" and few):
        return told
    return {one.id: items(one, language_of(one), sort) for one in articles}


def _told_by_noun(article: Article, wanted: Enumeration) -> Sequence[Item]:
    code = language_of(article)
    if wanted.sort != "person":
        return called(article, code, wanted.nouns)
    having = holders(article, code, wanted.forms)
    # What is no role, such as "victims", whoever is named where it is told of them may be.
    return items(article, code, "person") if having is None and wanted.what else having or ()


def _least(own: frozenset[str], text: str) -> int:
    """How often the rarest of some roots stands in a text."""
    counted = Counter(map(root, stems(text)))
    return min((counted[one] for one in own), default=0)
