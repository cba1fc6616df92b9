"""Errors planted in sentences that are known to be right, one in each: a smoke test of a check of sentences.

A number, a date, a name, a speaker, a quoted word, a verb or a "not" is changed to what the sentence's articles do not
hold, two names change places, or what may be so is told as what will be.
Where these stand `rag.text.facts` says, as it says to the check: what it overlooks is not measured. English only.
"""

import functools
import itertools
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from babel import Locale

from rag.text.facts import facts

Kind = Literal["number", "date", "name", "negation", "speaker", "quotation", "verb", "roles", "modality"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Origin = Literal["verbatim", "paraphrased"]

_Change = tuple[int, str, Sequence[str]]  # where a sentence is changed, what stands there, and what may be put there
_Pool = Mapping[int | str, Sequence[str]]  # the names of all articles by their number of words, and words by their ends

_SPELLED = "two three four five six seven eight nine ten eleven twelve".split()
_MONTHS, _WEEKDAYS = Locale("en").months["format"], Locale("en").days["format"]["wide"]
_CALENDAR = [[*names.values()] for names in (_MONTHS["wide"], _MONTHS["abbreviated"], _WEEKDAYS)]
# "At least 300" is still right where "at least 400" is, and so is "before 2015" where "before 2011" is.
_HEDGE = re.compile(r"\b(over|than|least|most|to|under|about|nearly|almost|before|after|since|until|by) \W?$", re.I)
_NEGATED = re.compile(r"\b(?:not|never|no|none|nothing|nor|without|whether|if|unless|until|few)\b|n['’]t\b", re.I)
_DENIAL = re.compile(r"\b(was|were|is|are|has|have|had|will|would|could|can|did|do|does)(?: ?not|n['’]t)\b(?! only)")
_ASSERTION = re.compile(r"\b(was|were|is|are|will|would|has|had)(?= been\b|(?<!ha[sd]) (?!only|just|also)[a-z])")
# Before a verb that is not the sentence's own: what is said of the main thing would stay as it is.
_SUBORDINATE = re.compile(r"\b(?:what|how|why|that|when|while|as|where|since|because|although|though)\b[^,]*$")
_VERB = re.compile(
    r"(?<=[\w,] )(?<!\b(?:was|has|had) )(?<!\b(?:were|been|have|very|more|most) )[a-z]{3,}ed\b(?= [a-z])"
)
_DEED = re.compile(r"[^.;:]*\b(?:[a-z]{3,}ed|beat|met|told|gave|sold|bought|led|won|lost|took|left|sent|paid)\b[^.;:]*")
_MODAL = re.compile(r"\b(?:may|might|could)\b(?= [a-z]+\b)(?! (?:not|have|be able))")
_DRAWN = 50  # of what may be put in a place


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence that the articles of ``article_ids`` are known to support: one of theirs, word for word, or what a
    person wrote after them. Of a verbatim one ``start`` is its place in its article's text, in characters."""

    id: str
    text: str
    origin: Origin
    article_ids: tuple[str, ...]
    start: int = 0


@dataclass(frozen=True, slots=True)
class Planted:
    """A known sentence with an error: at ``start`` of its text ``planted`` stands instead of the ``right`` words."""

    known: Known
    kind: Kind
    start: int
    right: str
    planted: str

    @property
    def text(self) -> str:
        text = self.known.text
        return text[: self.start] + self.planted + text[self.start + len(self.right) :]


def plant(sentences: Sequence[Known], texts: Mapping[str, str], *, count: int = 300, seed: int = 0) -> list[Planted]:
    """At most ``count`` sentences with an error each, as many of each kind as there are, evenly, and of each sentence
    as few as possible; the same for the same arguments. ``texts`` are those of all articles by id: names and words to
    plant are taken from them."""
    pool: defaultdict[int | str, set[str]] = defaultdict(set)
    for text in texts.values():
        for name in (one for one in _facts(text).names if not one.initial):
            pool[len(name.words)].add(name.text)
        for word in re.findall(r"\b[a-z]{5,}\b", text):
            pool[word[-2:]].add(word)
    drawn_from = {key: sorted(words) for key, words in pool.items()}
    order = sorted(sentences, key=lambda one: one.id)
    random.Random(seed).shuffle(order)
    queues: dict[Kind, list[Planted]] = {kind: [] for kind in KINDS}
    for known, kind in itertools.product(order, KINDS):
        if len(queues[kind]) < count:
            # Its own random numbers for each, so that a sentence gets the same error whatever stands beside it.
            chance = random.Random(f"{seed} {known.id} {kind}")
            evidence = _words(known.text).union(*(_words(texts.get(one, "")) for one in known.article_ids))
            changes = [
                (start, right, other)
                for start, right, others in _CHANGES[kind](known.text, drawn_from)
                for other in chance.sample(others, min(len(others), _DRAWN))
                if kind in _OF_ITS_OWN_WORDS or evidence.isdisjoint(_words(other))
            ]
            if changes:
                queues[kind].append(Planted(known, kind, *chance.choice(changes)))
    planted: list[Planted] = []
    used: Counter[str] = Counter()
    while len(planted) < count and any(queues.values()):
        for queue in filter(None, queues.values()):
            best = min(range(len(queue)), key=lambda place: used[queue[place].known.id])
            planted.append(queue.pop(best))
            used[planted[-1].known.id] += 1
    return planted[:count]


_facts = functools.lru_cache(4096)(facts)


@functools.lru_cache(4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d(?:[\d.,]*\d)?|\w+", text.lower()))


def _numbers(text: str, _: _Pool) -> Iterator[_Change]:
    for number in _facts(text).numbers:
        if _HEDGE.search(text[: number.start]):
            continue
        if number.text in _SPELLED:
            yield number.start, number.text, _SPELLED
        elif match := re.search(r"\d[\d,]*(?:\.\d+)?", number.text):
            digits = match[0]
            places = [place for place in range(len(digits.rstrip("0.,"))) if digits[place].isdigit()]  # 4,000: the 4
            others = [digits[:one] + digit + digits[one + 1 :] for one in places for digit in "123456789"]
            yield number.start + match.start(), digits, others


def _dates(text: str, _: _Pool) -> Iterator[_Change]:
    for day in _facts(text).days:
        for match in re.finditer(r"[^\W\d_]+|\d+", day.text):
            others = next((names for names in _CALENDAR if match[0] in names), [])
            if match[0].isdecimal():
                years = range(int(match[0]) - 9, int(match[0]) + 10)
                others = list(map(str, years if len(match[0]) == 4 else range(4, 21)))
            if not _HEDGE.search(text[: day.start]):
                yield day.start + match.start(), match[0], others


def _names(text: str, pool: _Pool, *, speakers: bool = False) -> Iterator[_Change]:
    own = _facts(text)
    speaking = {name.end for name in own.speakers}
    for name in own.speakers if speakers else own.names:
        if speakers or not (name.initial or name.end in speaking):
            yield name.start, name.text, pool.get(len(name.words), [])


def _negations(text: str, _: _Pool) -> Iterator[_Change]:
    for quotation in _facts(text).quotations:  # what others deny is left to them
        text = text[: quotation.start] + " " * (quotation.end - quotation.start) + text[quotation.end :]
    pattern = _DENIAL if _NEGATED.search(text) else _ASSERTION
    match = pattern.search(text)
    if match and len(_NEGATED.findall(text)) < 2 and not _SUBORDINATE.search(text[: match.start()]):
        yield match.start(), match[0], [match[1] if pattern is _DENIAL else f"{match[0]} not"]


def _quotations(text: str, pool: _Pool) -> Iterator[_Change]:
    for quotation in _facts(text).quotations:
        for match in re.finditer(r"\b[a-z]{5,}\b", text[quotation.start : quotation.end]):
            yield quotation.start + match.start(), match[0], pool.get(match[0][-2:], [])


def _verbs(text: str, pool: _Pool) -> Iterator[_Change]:
    for match in _VERB.finditer(text):
        yield match.start(), match[0], pool.get("ed", [])


def _roles(text: str, _: _Pool) -> Iterator[_Change]:
    names = [name for name in _facts(text).names if not name.initial]
    for one, other in itertools.pairwise(names):
        between = text[one.start + len(one.text) : other.start]
        # "A and B met C" says the same of B and A.
        if _DEED.fullmatch(between) and not re.search(r"\b(?:and|or|with)\s*$", between) and one.text != other.text:
            yield one.start, f"{one.text}{between}{other.text}", [f"{other.text}{between}{one.text}"]


def _modality(text: str, _: _Pool) -> Iterator[_Change]:
    for match in _MODAL.finditer(text):
        if not _NEGATED.search(text):
            yield match.start(), match[0], ["will"]


_CHANGES: Mapping[Kind, Callable[[str, _Pool], Iterator[_Change]]] = {
    "number": _numbers,
    "date": _dates,
    "name": _names,
    "negation": _negations,
    "speaker": functools.partial(_names, speakers=True),
    "quotation": _quotations,
    "verb": _verbs,
    "roles": _roles,
    "modality": _modality,
}
_OF_ITS_OWN_WORDS = ("negation", "roles", "modality")
