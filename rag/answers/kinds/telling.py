"""The sentences that tell what a list is asked of, by what speaks for them: their nearness in meaning, their words, the
names of the question about them, and how many items they name in a row."""

import functools
import heapq
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers.asking.sorts import Enumeration, root
from rag.index.found import Found
from rag.index.search import Index
from rag.text.coordination import FEWEST, coordinations
from rag.text.corrections import last_correcting
from rag.text.headings import is_heading
from rag.text.language import language_of
from rag.text.modality import is_denied
from rag.text.names import folded_name
from rag.text.said.items import Item, items, mentioned_in
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Article, Span

# What speaks for a sentence beside its cosine with what is asked: the share of the words asked for that it has and that
# its title has, the noun itself, each further name in a row by the larger of these, and its article's best sentence.
_COVERAGE, _TITLE, _NOUN, _ROW, _ARTICLE, _NAMES = 0.4, 0.15, 0.1, 0.15, 0.2, 0.6
_LONGEST_ROW = 5
_BEFORE = 0.7  # of the share of the words asked for that a sentence has together with the one before it
_OPENING = 40  # characters before a row in which it may be said of what it is
_AROUND = 0.75  # share of the names that stand around a sentence, beside those anywhere in its article
_BACK = 2  # sentences before one in which the names that it speaks of may stand
_NAME = re.compile(r"\b[A-Z][\w.’'-]{2,}")
_WEIGHED = 300  # sentences
_BESIDE = re.compile(r"(?:[\s,;&]|\b(?:and|und|et|y|e|ve)\b)*")  # what stands between names in a row
_APART = re.compile(r"^['’]s\b|[\"“„«]")  # what follows an owner, and what others' words begin with


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its score, the items that it names, those of them that do what is asked by its own words, those
    that it enumerates, and the sentence before it."""

    span: Span
    score: float
    items: tuple[Item, ...]
    doing: tuple[Item, ...] = ()
    row: tuple[Item, ...] = ()
    before: str = ""


def told_of(index: Index, found: Found, wanted: Enumeration) -> list[Told]:
    """The sentences that name items, best first; none twice, none that speaks to a model or is taken back, and none
    that denies something unless that is asked."""
    near = index.nearness(found)(wanted.what)
    best: dict[str, float] = {}
    for passage, cosines in zip(found.passages, near, strict=True):
        best[passage.article.id] = max([best.get(passage.article.id, -1.0), *map(float, cosines)])
    asked = _Asked(
        wanted,
        own_roots(wanted.what),
        frozenset(folded_name(wanted.what)),
        root(wanted.noun),
        own_roots(wanted.done),
        own_roots(" ".join(_NAME.findall(wanted.what))),
    )
    articles = {one.article.id: one.article for one in found.passages}
    read = {identifier: asked.read(article) for identifier, article in articles.items()}
    told: dict[tuple[str, int], Told] = {}
    # What is further off in meaning than so many others is seldom near in words, and to weigh those takes the time.
    least = min(heapq.nlargest(_WEIGHED, itertools.chain.from_iterable(near)), default=0.0)
    for passage, cosines in zip(found.passages, near, strict=True):
        article = read[passage.article.id]
        for place, (sentence, cosine) in enumerate(zip(passage.sentences, cosines, strict=True)):
            if cosine < least:
                continue
            # A heading lists nothing, but may come nearer than what does.
            inside = () if (headed := is_heading(sentence.text)) else mentioned_in(article.items, sentence)
            if (
                not (inside or headed or wanted.sort == "thing")
                or sentence.instructs
                or last_correcting(passage.sentences, place) != place
            ):
                continue
            if is_denied(sentence.text, article.code) is not wanted.denied:
                continue
            whole = Span(passage.article, sentence.start, sentence.end)
            before = passage.sentences[place - 1].text if place else ""
            row = _enumerated(whole, inside, asked.noun)
            names = len({one.key for one in (row if wanted.sort == "thing" else inside)})
            worth = asked.worth(sentence.text, before, article.titled, max(names, 1))
            around = " ".join(one.text for one in passage.sentences[max(place - _BACK, 0) : place + 1])
            worth += _AROUND * asked.named(f"{passage.article.title} {around}") + (1 - _AROUND) * article.named
            score = float(cosine) + worth + _ARTICLE * best[passage.article.id]
            told.setdefault(
                (passage.article.id, sentence.start),
                Told(whole, score, inside, asked.doing(whole, inside), row, before),
            )
    return sorted(told.values(), key=lambda one: -one.score)


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it was read for a list: its language, the share of what is asked for in its title, what speaks
    against it by the names that it lacks, its items."""

    code: str
    titled: float
    named: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: its roots, its folded words, the root of its noun, and the roots of what is asked to be done
    and of the names in it."""

    wanted: Enumeration
    own: frozenset[str]
    echo: frozenset[str]
    noun: str
    done: frozenset[str]
    names: frozenset[str]

    def read(self, article: Article) -> _Read:
        """The article with those items alone that the question does not name itself."""
        code = language_of(article)
        named = items(article, code, self.wanted.sort)
        last = self.wanted.sort != "thing"  # "Ann Reed" where it is asked of Reed, but not each of the "rights"
        new = (one for one in named if not (set(one.key) <= self.echo or (last and one.key[-1] in self.echo)))
        named_at_all = self.named(f"{article.title} {article.text}")
        return _Read(code, _share(self.own, article.title), named_at_all, tuple(new))

    def doing(self, said: Span, named: Sequence[Item]) -> tuple[Item, ...]:
        """Of a sentence with all words of what is asked to be done the items that do it: the name before the first of
        these words, with those that stand in a row with it."""
        if not self.done or not self.done <= roots(said.text):
            return ()
        words = re.finditer(r"[^\W_]+", said.text)
        does = next((said.start + one.start() for one in words if root(next(iter(stems(one[0])), "")) in self.done), 0)
        row: list[Item] = []
        text = said.article.text
        for one in reversed([one for one in named if one.at < does and not _APART.search(text[one.to : does])]):
            if row and _BESIDE.fullmatch(text[one.to : row[-1].at]) is None:
                break
            row.append(one)
        return tuple(reversed(row))

    def named(self, text: str) -> float:
        """What speaks against a text by the names of the question that it lacks."""
        return _NAMES * (_share(self.names, text) - 1) if self.names else 0.0

    def worth(self, text: str, before: str, titled: float, names: int) -> float:
        """What speaks for a sentence by its words."""
        share = max(_share(self.own, text), _BEFORE * _share(self.own, f"{before} {text}"))
        row = min(names, _LONGEST_ROW) - 1
        noun = self.noun in roots(f"{before} {text}")
        return (
            _COVERAGE * share
            + _TITLE * titled
            + (_NOUN if noun else -_NOUN if self.wanted.is_plain else 0)
            + _ROW * row * max(titled, share)
        )


def _enumerated(said: Span, named: Sequence[Item], noun: str) -> tuple[Item, ...]:
    """Those items that stand in a row of a sentence, the one that the ``noun`` opens or else that has most of them;
    none where there are but two."""
    rows: list[tuple[bool, int, tuple[Item, ...]]] = []
    for members in coordinations(said.text):
        first, last = said.start + members[0][0], said.start + members[-1][1]
        row = tuple(one for one in named if first <= one.at < last)
        if len({one.key for one in row}) >= FEWEST:
            opened = said.text[max(0, members[0][0] - _OPENING) : members[0][0]]
            rows.append((noun in roots(opened), len(row), row))
    return max(rows, key=lambda one: one[:2], default=(False, 0, ()))[2]


def own_roots(what: str) -> frozenset[str]:
    """The roots of the words that are asked for."""
    return frozenset(root(one) for one in stems(what) if one not in FUNCTION_STEMS)


def _share(own: frozenset[str], text: str) -> float:
    return len(own & roots(text)) / len(own) if own else 0.0


@functools.lru_cache(maxsize=4096)
def roots(text: str) -> frozenset[str]:
    """The roots of the words of a text."""
    return frozenset(map(root, stems(text)))
