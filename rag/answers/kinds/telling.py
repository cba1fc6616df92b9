"""The sentences that tell what a list is asked of, by what speaks for them: their nearness in meaning, their words, the
names of the question about them, and how many items they name in a row."""

import functools
import heapq
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from rag.answers.asking.sorts import Enumeration, root
from rag.index.found import Found
from rag.index.search import Index
from rag.text.coordination import FEWEST, enumerated
from rag.text.corrections import last_correcting
from rag.text.headings import is_heading
from rag.text.language import language_of
from rag.text.modality import is_denied
from rag.text.names import folded_name
from rag.text.said.items import Item, items_in
from rag.text.verbs import initials
from rag.text.words import FUNCTION_STEMS, fold, stems
from rag.types import Article, Sentence, Span

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
_FEW_KNOWN = 2  # names in a row from which others in it may be names of the same sort
_MEMBER = re.compile(r"[A-ZÄÖÜ][\w.’'-]*(?: (?:[A-ZÄÖÜ][\w.’'-]*|de[rn]?|of|von|van)){0,3}")
_BEGUN = re.compile(r"(?:[A-ZÄÖÜ][\w.’'-]* )+$")
_CAPITAL = re.compile(r"\b[^\W\d_a-zß-öø-ÿ]")  # of which each name has one at least
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


def told_of(
    index: Index, found: Found, wanted: Enumeration, near_enough: Callable[[float, float], bool] | None = None
) -> list[Told]:
    """The sentences that name items, best first; none twice, none that speaks to a model or is taken back, and none
    that denies something unless that is asked.

    The names of an article take long to find: where it is told what is ``near_enough``, given the highest score that a
    sentence could have by its capitals and the best one of a row so far, 0 for none, articles that have no such
    sentence, nor one that does what is asked by its words, are left out.
    """
    articles = {one.article.id: one.article for one in found.passages}
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
        own_roots(" ".join([*_NAME.findall(wanted.what), *_named_in_lower_case(wanted.what, articles.values())])),
    )
    read = {identifier: asked.read(article) for identifier, article in articles.items()}
    weighed: dict[str, dict[int, _Weighed]] = defaultdict(dict)
    # What is further off in meaning than so many others is seldom near in words, and to weigh those takes the time.
    furthest = min(heapq.nlargest(_WEIGHED, itertools.chain.from_iterable(near)), default=0.0)
    for passage, cosines in zip(found.passages, near, strict=True):
        article = passage.article.id
        for place, (sentence, cosine) in enumerate(zip(passage.sentences, cosines, strict=True)):
            if cosine < furthest or sentence.instructs or last_correcting(passage.sentences, place) != place:
                continue
            around = passage.sentences[max(place - _BACK, 0) : place + 1]
            one = asked.weighed(sentence, around, float(cosine) + _ARTICLE * best[article], read[article])
            weighed[article].setdefault(sentence.start, one)
    ceilings = {article: max(one.ceiling for one in ones.values()) for article, ones in weighed.items()}
    told: list[Told] = []
    rowed = 0.0
    for article in sorted(ceilings, key=ceilings.__getitem__, reverse=True):
        ones = weighed[article].values()
        if near_enough is None or near_enough(ceilings[article], rowed) or any(one.does for one in ones):
            new = [made for one in ones if (made := asked.told(one, read[article]))]
            rowed = max([rowed, *(one.score for one in new if one.row)])
            told += new
    return sorted(told, key=lambda one: -one.score)


def _named_in_lower_case(what: str, articles: Iterable[Article]) -> list[str]:
    """The words of a question in lower case that articles have, and always with a capital: names."""
    asked = {one for one in re.findall(r"[^\W\d_]{3,}", what) if one.islower()}
    if not asked:
        return []
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, asked)))})\b", re.IGNORECASE)
    forms = {form for article in articles for form in pattern.findall(article.text)}
    return sorted(one for one in asked - forms if any(form.lower() == one for form in forms))


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it is read for a list: its language, the roots of its title, the share of what is asked for in
    these, and what speaks against it by the names that it lacks."""

    article: Article
    code: str
    title: frozenset[str]
    titled: float
    named: float


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A sentence with the one before it, the share of what is asked for in them, and its score without the names that
    it has in a row; ``ceiling`` is the most that it can have with them. It ``does`` what is asked where it has all the
    words for it."""

    sentence: Sentence
    before: str
    share: float
    score: float
    ceiling: float
    does: bool


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
        title = roots(article.title)
        named = self.named(title | standing(self.names - title, article.text))
        return _Read(article, language_of(article), title, _share(self.own, title), named)

    def weighed(self, sentence: Sentence, around: Sequence[Sentence], near: float, article: _Read) -> _Weighed:
        """A sentence, the last of those ``around`` it, with its score by its nearness, its words and the names asked
        of."""
        before = around[-2].text if len(around) > 1 else ""
        said = roots(sentence.text)
        with_before = said | roots(before)
        share = max(_share(self.own, said), _BEFORE * _share(self.own, with_before))
        score = near + _COVERAGE * share + _TITLE * article.titled
        score += _NOUN if self.noun in with_before else -_NOUN if self.wanted.is_plain else 0
        names_around = self.named(article.title.union(*(roots(one.text) for one in around)))
        score += _AROUND * names_around + (1 - _AROUND) * article.named
        ceiling = score + self._rowed(len(_CAPITAL.findall(sentence.text)), share, article)
        return _Weighed(sentence, before, share, score, ceiling, bool(self.done) and self.done <= said)

    def _rowed(self, names: int, share: float, article: _Read) -> float:
        """What the names in a sentence add to its score."""
        return _ROW * (min(max(names, 1), _LONGEST_ROW) - 1) * max(article.titled, share)

    def told(self, one: _Weighed, article: _Read) -> Told | None:
        """A sentence as it tells items; None where it names none, or denies what is asked."""
        text = one.sentence.text
        whole = Span(article.article, one.sentence.start, one.sentence.end)
        # A heading lists nothing, but may come nearer than what does.
        inside = () if (headed := is_heading(text)) else self.completed(whole, self.items(whole, article.code))
        if not (inside or headed or self.wanted.sort == "thing"):
            return None
        if is_denied(text, article.code) is not self.wanted.denied:
            return None
        row = _enumerated(whole, inside, self.noun)
        names = len({item.key for item in (row if self.wanted.sort == "thing" else inside)})
        score = one.score + self._rowed(names, one.share, article)
        return Told(whole, score, inside, self.doing(whole, inside) if one.does else (), row, one.before)

    def items(self, sentence: Span, code: str) -> tuple[Item, ...]:
        """The items in a sentence that the question does not name itself."""
        last = self.wanted.sort != "thing"  # "Ann Reed" where it is asked of Reed, but not each of the "rights"
        return tuple(
            one
            for one in items_in(sentence, code, self.wanted.sort)
            if not (set(one.key) <= self.echo or (last and one.key[-1] in self.echo))
        )

    def completed(self, said: Span, named: tuple[Item, ...]) -> tuple[Item, ...]:
        """The items in a sentence with those that stand in a row of which most are some, and look like them."""
        if self.wanted.sort in ("country", "thing") or len(named) < _FEW_KNOWN:
            return named
        more: list[Item] = []
        for members in enumerated(said.text, language_of(said.article)):
            spans = [(said.start + a, said.start + b) for a, b in members]
            known = [any(a <= one.at < b for one in named) for a, b in spans]
            if len(members) < FEWEST or 2 * sum(known) <= len(members):
                continue
            for (a, b), is_known in zip(spans, known, strict=True):
                start = said.start + len(_BEGUN.sub("", said.text[: a - said.start]))  # "Gold" of "Gold Coast"
                name = _MEMBER.fullmatch(said.article.text, start, b)
                if is_known or name is None or (self.wanted.sort == "person" and " " not in name[0]):
                    continue
                key = tuple(folded_name(name[0]))
                if not set(key) <= self.echo:
                    more.append(Item(key, start, b, a, b))
        return tuple(sorted((*named, *more), key=lambda one: one.at))

    def doing(self, said: Span, named: Sequence[Item]) -> tuple[Item, ...]:
        """Of a sentence with all words of what is asked to be done the items that do it: the name before the first of
        these words, with those that stand in a row with it."""
        words = re.finditer(r"[^\W_]+", said.text)
        does = next((said.start + one.start() for one in words if root(next(iter(stems(one[0])), "")) in self.done), 0)
        row: list[Item] = []
        text = said.article.text
        for one in reversed([one for one in named if one.at < does and not _APART.search(text[one.to : does])]):
            if row and _BESIDE.fullmatch(text[one.to : row[-1].at]) is None:
                break
            row.append(one)
        return tuple(reversed(row))

    def named(self, said: Set[str]) -> float:
        """What speaks against a text, by its roots, by the names of the question that it lacks."""
        return _NAMES * (_share(self.names, said) - 1) if self.names else 0.0


def _enumerated(said: Span, named: Sequence[Item], noun: str) -> tuple[Item, ...]:
    """Those items that stand in a row of a sentence, the one that the ``noun`` opens or else that has most of them;
    none where there are but two."""
    rows: list[tuple[bool, int, tuple[Item, ...]]] = []
    for members in enumerated(said.text, language_of(said.article)):
        first, last = said.start + members[0][0], said.start + members[-1][1]
        row = tuple(one for one in named if first <= one.at < last)
        if len({one.key for one in row}) >= FEWEST:
            opened = said.text[max(0, members[0][0] - _OPENING) : members[0][0]]
            rows.append((noun in roots(opened), len(row), row))
    return max(rows, key=lambda one: one[:2], default=(False, 0, ()))[2]


def own_roots(what: str) -> frozenset[str]:
    """The roots of the words that are asked for."""
    return frozenset(root(one) for one in stems(what) if one not in FUNCTION_STEMS)


def _share(own: Set[str], said: Set[str]) -> float:
    return len(own & said) / len(own) if own else 0.0


def standing(some: frozenset[str], text: str) -> frozenset[str]:
    """Which of some roots are those of a text's words. To cut all words of an article takes long: where the roots are
    plain letters only those are cut that begin as words of these roots may."""
    if not all(one.isascii() and one.isalpha() for one in some):
        return some & roots(text)
    begins = "".join(sorted(set[str]().union(*map(initials, some))))
    return some & roots(" ".join(set(re.findall(rf"\b[{begins}]\w*", fold(text))))) if begins else some


@functools.lru_cache(maxsize=4096)
def roots(text: str) -> frozenset[str]:
    """The roots of the words of a text."""
    return frozenset(map(root, set(stems(text))))
