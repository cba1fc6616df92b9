"""The names of a sort in an article, where they stand, and the things that its sentences enumerate: what a list of
people, countries, places, organisations or anything else may hold, as far as rules tell. People and places in English
and German, things in English, countries in any language that babel has."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from rag.text.coordination import FEWEST, enumerated
from rag.text.names import folded_name
from rag.text.places import countries
from rag.text.quotations import quoted
from rag.text.said.mentions import Mention
from rag.text.said.naming import NAMING
from rag.text.said.people import People
from rag.text.said.reading import people
from rag.text.sentences import sentences
from rag.types import Article, Interval, Span

Sort = Literal["person", "country", "place", "organisation", "thing"]

_LONGEST = 15_000  # characters of an article that are read for names
_BESIDE = re.compile(r",? (?:and|und|or|oder|&) (?:the |(?:former |the )?[a-z-]+ )?|, (?:the )?|,? as well as ")
"""What stands between names in a row."""
_IN = re.compile(
    r"\b(?:in|at|near|around|outside|across|from|nach|aus|bei"
    r"|(?:city|town|village|state|province|county|capital|mayor|governor) of) (?:the )?$",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"(?:[\w’'&.-]+ )*(?:party|union|league|company|council|agency|press|news|bank|university|college|hospital|team"
    r"|group|club|association|organi[sz]ation|committee|commission|institute|foundation|airlines|airways|air|authority|fund"
    r"|limited|ltd|inc|corp|corporation|gmbh|ag|holdings?|industries|motors|partners|daughters|sons|brothers|society"
    r"|federation|list|front|movement|partei|verband|verein|bund|gesellschaft|express|media|studios?|records)",
)
_NO_ORGANISATION = re.compile(
    r"(?:[\w’'.-]+ )*(?:street|road|route|highway|avenue|boulevard|row|quay|bridge|square|lane"
    r"|hill|river|lake|sea|ocean|island|islands|airport"
    r"|station|hall|house|house of .*|day|week|war|storm|hurricane|prize|cup|games|act|bill|line|museum|school|church"
    r"|palace|building|tower|park|mountain|coast|city|county|province|state|states)|(?:storm|hurricane|typhoon) .*",
)
_NO_PLACE = re.compile(
    r"(?:[\w’'.-]+ )*(?:prize|day|week|war|act|bill|party|union|league|company|council|agency|press|news|bank|group"
    r"|team|club|association|committee|times|post|gazette|street|road|quay|row|airlines|express|inc|corp|congress"
    r"|senate|parliament|court|constitution|olympiad|covid-19|tuesday|university|shuttle|station|oblast|academy|festival"
    r"|summit|convention|championships?)|(?:storm|hurricane|typhoon) .*"
)
_OF_ITS_OWN = re.compile(r"['’]s?\s|\$|\s(?:dollars?|\$)|-")
"""What follows a country that is only the owner of something: "Niger's capital", "US$"."""
_MIXED = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)[a-z][A-Z]")
_THING = re.compile(
    r"\b(?:ship|boat|ferry|vessel|tram|film|movie|play|song|album|book|novel|paper|newspaper|magazine|company|firm|band"
    r"|group|party|team|village|town|city|river|storm|schiff|buch|zeitung|firma|partei|stadt) $"
)
"""What stands before the name of a thing."""
_LAST_WORD = re.compile(r"([^\W\d_]+) $")
_OF = re.compile(r" of (?:the )?")
_LONGEST_NOUN = 24  # letters
_CAPITALS = re.compile(r"[A-ZÄÖÜ]\w*[A-ZÄÖÜ]")
_TOLD_OF = re.compile(r",? (?:(?:an?|who|whose|aged|\d\d)\b|\(\d)|, the ")
"""What follows the name of a person more often than another."""
_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|christmas|easter|i|gmt|utc|am|pm|covid-19|internet|twitter|facebook page"
)
_PEOPLES = re.compile(
    r".*(?:[nls]ese|icans?|koreans?|[^r]ians?|ish|thai|french|german|greek|dutch|republicans?|democrats?)s?"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A name where it stands in an article, and the ``key`` that its spellings share; ``start`` and ``end`` are those
    of the name as the list has it, from ``at`` to ``to`` it is mentioned. A ``family`` name may stand elsewhere:
    "Ann and Tom Reed"."""

    key: tuple[str, ...]
    start: int
    end: int
    at: int
    to: int
    family: Interval | None = None


def items(article: Article, code: str, sort: Sort) -> tuple[Item, ...]:
    """The names of a sort in an article, in a language by its ISO 639-1 code, in their order; none in a language that
    has no rules for it."""
    if sort == "country":
        return _countries(article.text[:_LONGEST], code)
    if sort == "thing":
        return _things(article.text[:_LONGEST], code)
    return _named(article.text[:_LONGEST], code, sort)


def items_in(span: Span, code: str, sort: Sort) -> tuple[Item, ...]:
    """Those of an article's items that a sentence of it mentions; what this enumerates is found without the others."""
    if sort != "thing":
        return mentioned_in(items(span.article, code, sort), span)
    return tuple(_enumerated(span.article.text[:_LONGEST], span.start, span.end, code))


def called(article: Article, code: str, nouns: Set[str]) -> tuple[Item, ...]:
    """The names of an article that begin or end with one of some nouns, or before which one stands: "Hurricane Dorian",
    "the ferry Corvina", "the University of Askim"."""
    text = article.text[:_LONGEST]
    if not any(map(text.lower().__contains__, nouns)):  # the names of a text take milliseconds to find
        return ()
    mentions = known.mentions if (known := people(text, code)) is not None else []
    found = []
    for one, following in zip_longest(mentions, mentions[1:]):
        if following and one.words[-1] in nouns and _OF.fullmatch(text, one.end, following.start):
            key = tuple(folded_name(text[one.start : following.end]))
            found.append(Item(key, one.start, following.end, one.start, following.end))
            continue
        before = _LAST_WORD.search(text, max(0, one.start - _LONGEST_NOUN), one.start)
        within = len(one.words) > 1 and (one.words[0] in nouns or one.words[-1] in nouns)
        if within or (before and before[0].islower() and before[1] in nouns and not one.roles):
            found.append(Item(tuple(folded_name(" ".join(one.words))), one.start, one.end, one.start, one.end))
    return tuple(found)


def holders(article: Article, code: str, words: Iterable[str]) -> tuple[Item, ...] | None:
    """The people of an article whom it calls by the first of some words that is a role in its language; None where none
    is."""
    text = article.text[:_LONGEST]
    known = people(text, code)
    role = next((one for one in words if code in NAMING and NAMING[code].role.fullmatch(one)), None)
    if known is None or role is None:
        return None
    having = {tuple(folded_name(" ".join(one))) for one in known.called(role)}
    return tuple(one for one in items(article, code, "person") if one.key in having)


@functools.lru_cache(maxsize=256)
def _countries(text: str, code: str) -> tuple[Item, ...]:
    quotes = list(quoted(text))
    return tuple(
        Item((one.code,), one.start, one.end, one.start, one.end)
        for one in countries(text, code)
        if not _OF_ITS_OWN.match(text, one.end) and not any(a <= one.start < b for a, b in quotes)
    )


def mentioned_in(named: Iterable[Item], span: Span) -> tuple[Item, ...]:
    """Those of an article's items that a span mentions."""
    return tuple(one for one in named if span.start <= one.at < span.end)


@functools.lru_cache(maxsize=256)
def _things(text: str, code: str) -> tuple[Item, ...]:
    """The members of the rows in each sentence."""
    return tuple(one for sentence in sentences(text, code) for one in _enumerated(text, *sentence, code))


def _enumerated(text: str, start: int, end: int, code: str) -> Iterator[Item]:
    """The members of the rows in a sentence of a text."""
    for row in enumerated(text[start:end], code):
        if len(row) < FEWEST:
            continue
        for left, right in row:
            a, b = start + left, start + right
            key = tuple(folded_name(text[a:b]))
            if key and not _CALENDAR.fullmatch(" ".join(key)):
                yield Item(key, a, b, a, b)


@functools.lru_cache(maxsize=256)
def _named(text: str, code: str, sort: Sort) -> tuple[Item, ...]:
    known = people(text, code)
    if known is None:
        return ()
    reader = Reader(text, code, known)
    found = {
        "person": reader.persons,
        "place": reader.places,
        "organisation": reader.organisations,
    }
    return tuple(found[sort]()) if sort in found else ()


class Reader:
    """An article's names by their sorts."""

    def __init__(self, text: str, code: str, known: People) -> None:
        self._text = text
        self._known = known
        self._by = NAMING[code]
        self._lower = {one for one in re.findall(r"[^\W\d_]+", text) if one.islower()} if code != "de" else set()
        self.countries = list(countries(text, code))
        self._nouns = code == "de"  # have capitals, so that of single words only "SPD" and its like are surely names
        self._countries = [(one.start, one.end) for one in self.countries]
        quotes = list(quoted(text))
        self.names = [
            one
            for one in self._joined(known.mentions)
            if not _CALENDAR.fullmatch(" ".join(one.words)) and not any(a <= one.start < b for a, b in quotes)
        ]
        self._whole: dict[Mention, Mention | None] = {}
        self._others: dict[Mention, bool] = {}
        self._count = Counter(one.words for one in self.names)
        self._definite = Counter(one.words for one in self.names if one.article)

    def _joined(self, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """The mentions, with those as one that only the sign of a genitive parts: "Citizens' Union"."""
        last: Mention | None = None
        for one in mentions:
            if last is not None and self._text[last.end : one.start] in ("' ", "’ "):
                last = replace(one, start=last.start, words=(*last.words, *one.words), article=last.article)
                continue
            if last is not None:
                yield last
            last = one
        if last is not None:
            yield last

    def persons(self) -> Iterator[Item]:
        sure = {one.words for row in self._rows() if any(map(self._is_surely, row)) for one in row}
        for one, following in zip_longest(self.names, self.names[1:]):
            if following is not None and self._is_relative(one, following):
                family = following.end - len(following.words[-1]), following.end
                key = tuple(folded_name(f"{one.words[0]} {self._text[slice(*family)]}"))
                yield Item(key, one.start, one.end, one.start, one.end, family)
                continue
            whole = self.whole_of(one)
            if whole is None or self.is_other(whole):
                continue
            if whole.words not in sure and not self.may_be_person(whole):
                continue
            start, end = self.without_titles(whole)
            yield Item(tuple(folded_name(self._text[start:end])), start, end, one.start, one.end)

    def _is_relative(self, one: Mention, following: Mention) -> bool:
        """Whether a first name is one of a family whose name stands behind the next: "Ann and Tom Reed"."""
        joined = self._text[one.end : following.start] in (" and ", " und ")
        bare = not one.roles and not following.roles and len(one.words) == 1 and len(following.words) == 2
        return joined and bare and self.whole_of(one) is None and self.may_be_person(following)

    def places(self) -> Iterator[Item]:
        known = {one.words for one in self.names if self.is_place(one)}
        yield from self._in_rows(known, self.may_be_place)

    def organisations(self) -> Iterator[Item]:
        places = {one.words for one in self.names if self.is_place(one)}
        told = {one.words for one in self.names if _ORGANISATION.fullmatch(" ".join(one.words))}

        def may_be(one: Mention) -> bool:
            name = " ".join(one.words)
            if self._nouns and len(one.words) == 1 and not _CAPITALS.search(self._text, one.start, one.end):
                return False
            if _NO_ORGANISATION.fullmatch(name) or self.is_country(one) or name.endswith("-based"):
                return False
            return one.words in told or (one.words not in places and not _PEOPLES.fullmatch(one.words[-1]))

        def may_be_beside(one: Mention) -> bool:  # "at Velm, Keld and Norrin" of clubs that are called by their towns
            return not _NO_ORGANISATION.fullmatch(" ".join(one.words)) and not self.is_country(one)

        yield from self._in_rows({one.words for one in self.names if may_be(one)}, may_be, may_be_beside)

    def _in_rows(
        self,
        known: set[tuple[str, ...]],
        fits: Callable[[Mention], bool],
        fits_beside: Callable[[Mention], bool] | None = None,
    ) -> Iterator[Item]:
        """The names that are known, and those in a row with one that is; in a row of which most are known, those that
        fit beside these."""
        for row in self._rows():
            told = sum(one.words in known for one in row)
            if not told:
                continue
            fit = fits_beside if fits_beside and len(row) >= FEWEST and 2 * told > len(row) else fits
            for one in row:
                if fit(one) and not self.is_someone(one):
                    start, end = self.without_titles(one)
                    yield Item(tuple(folded_name(" ".join(one.words))), start, end, one.start, one.end)

    def _rows(self) -> Iterator[list[Mention]]:
        """Names that stand in a row, with commas or "and" between."""
        row: list[Mention] = []
        for one in self.names:
            if row and _BESIDE.fullmatch(self._text[row[-1].end : one.start]) is None:
                yield row
                row = []
            row.append(one)
        if row:
            yield row

    def may_be_place(self, one: Mention) -> bool:
        """Whether nothing in a name itself says that it is no place: a word for something else, or capitals alone."""
        return _NO_PLACE.fullmatch(" ".join(one.words)) is None and not self._text[one.start : one.end].isupper()

    def is_place(self, one: Mention) -> bool:
        """Whether a name stands behind "in" or the like, or before the name of its country."""
        within = any(left in (one.end + 1, one.end + 2) for left, _ in self._countries) and self._text[one.end] == ","
        return one.place or within or _IN.search(self._text[max(0, one.start - 20) : one.start]) is not None

    def is_someone(self, one: Mention) -> bool:
        """Whether a name is a person's, or that of a people or a language."""
        if one.roles or (len(one.words) == 1 and _PEOPLES.fullmatch(one.words[0])):
            return True
        start, end = self.without_titles(one)
        return self._known.is_shown(one) or tuple(folded_name(self._text[start:end])) in self._persons

    @functools.cached_property
    def _persons(self) -> frozenset[tuple[str, ...]]:
        """The keys of those who are surely persons."""
        surely = filter(self._is_surely, self.names)
        return frozenset(tuple(folded_name(self._text[slice(*self.without_titles(one))])) for one in surely)

    def whole_of(self, one: Mention) -> Mention | None:
        """The mention that names the same in full; for one name of several in the middle, too."""
        if one not in self._whole:
            self._whole[one] = self._found_whole(one)
        return self._whole[one]

    def _found_whole(self, one: Mention) -> Mention | None:
        if (whole := self._known.full(one)) is not None or len(one.words) > 1:
            return whole
        holding = self._inside.get(one.words[0], {})
        return next(iter(holding.values())) if len(holding) == 1 else None

    @functools.cached_property
    def _inside(self) -> dict[str, dict[tuple[str, ...], Mention]]:
        """By a word the names that have it in their middle, each where it stands first."""
        found: dict[str, dict[tuple[str, ...], Mention]] = defaultdict(dict)
        for one in self.names:
            for word in one.words[1:-1]:
                found[word].setdefault(one.words, one)
        return found

    def _is_surely(self, one: Mention) -> bool:
        """Whether a name is a person's, as the text shows by more than its form."""
        whole = self.whole_of(one)
        if whole is None or self.is_other(whole):
            return False
        return self._known.is_shown(whole) or _TOLD_OF.match(self._text, whole.end) is not None

    def may_be_person(self, one: Mention) -> bool:
        """Whether a name is a person's, as the text shows, or by its form alone."""
        if self._is_surely(one):
            return True
        plain = self._known.is_person(one) and not self.is_place(one) and not _PEOPLES.fullmatch(one.words[-1])
        name = self._text[one.start : one.end]
        if not plain or _MIXED.search(name) or self._text.endswith((" for ", " for the "), 0, one.start):
            return False
        return not any(word in self._lower for word in one.words)

    def is_other(self, one: Mention) -> bool:
        """Whether a name is that of something else than a person, by its words."""
        if one not in self._others:
            self._others[one] = self._found_other(one)
        return self._others[one]

    def _found_other(self, one: Mention) -> bool:
        name = " ".join(one.words)
        other = any(pattern.fullmatch(name) for pattern in (_ORGANISATION, _NO_PLACE, _NO_ORGANISATION))
        return (
            other
            or _THING.search(self._text[max(0, one.start - 16) : one.start]) is not None
            or self._is_definite(one)
            or self.is_country(one)
            or any(_CALENDAR.fullmatch(word) for word in one.words)
        )

    def _is_definite(self, one: Mention) -> bool:
        """Whether a name without a title mostly has "the" before it."""
        return not one.roles and 2 * self._definite[one.words] >= self._count[one.words] > 0

    def is_country(self, one: Mention) -> bool:
        start, end = self.without_titles(one)
        return any(left <= start and end <= right for left, right in self._countries)

    def without_titles(self, one: Mention) -> tuple[int, int]:
        """Where a name stands without the titles and the countries before it."""
        start = one.start
        if one.roles:
            first = re.search(rf"\b{re.escape(one.words[0])}", self._text[one.start : one.end], re.IGNORECASE)
            start = one.start + first.start() if first else one.start
        before = [end for left, end in self._countries if left <= start and start < end < one.end]
        if before and len(self._text[before[0] : one.end].split()) > 1:
            start = before[0] + 1
        return start, one.end


def merged(keys: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """For each key the one that it is counted under: a surname, or fewer words, under the one longer name that has all
    its words."""
    known = set(keys)
    under = {}
    for key in known:
        longer = [one for one in known if len(one) > len(key) and set(key) <= set(one)]
        whole = max(longer, key=len, default=key)
        under[key] = whole if all(set(one) <= set(whole) for one in longer) else key
    return under
