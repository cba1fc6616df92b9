"""Whether the words of a claim belong together in a sentence as they do in the claim: one subject, its deed and what it
is done to, in that order or turned round by a passive, in one clause, each number beside what it counts.

It knows no word classes: what stands between two words of the claim, and right before the first of them, tells whether
they are of one clause. English only; in other languages the words of a sentence come in other orders.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.answers.kinds.governed import DETERMINERS, PREPOSITIONS, is_governed, is_led, is_weakened
from rag.text.fact import Fact
from rag.text.facts import Text, Word
from rag.text.modality import binding, moods
from rag.text.verbs import base, is_irregular
from rag.text.words import FUNCTION_STEMS, stems

_TIMES = frozenset("until till since before after from to by".split())  # of which each says another time, or amount
_BE = frozenset("is are was were be been being am got gets".split())
_APART = 2  # phrases of a claim that may stand elsewhere in a clause
_WHAT = frozenset("a an the in from about".split())
_BREAKS = re.compile(
    r"[;:.!?…](?=[\s\"”’)]|$)|\b(?:whom|whose|where|when|while|whereas|because|although|though|if|unless|whether|so|but|"
    r"except|excluding|instead|rather|unlike|nor|or)\b",
    re.IGNORECASE,
)
"""Between two words what parts them: another clause, or something else in the one's place."""
_ASIDE = re.compile(
    r", (?:who|which|whose|an?|the|aged|now|then|also|not|\d+)\b[^,;]*,|[–—][^–—]*[–—]|\[[^\]]*\]|"
    r"\([^()]*(?:\)|$)|^[^()]*\)"  # also one that but begins or ends there
)
"""What is told beside, between two commas or in brackets."""
_NOT = re.compile(r"not|\w+n['’]t|never|cannot", re.IGNORECASE)
_OBJECT = re.compile(r" (?:(?:the|an?|its|his|her|their|him|them|it)\b|[A-Z\d])")
"""What follows a word by which something is done to another."""
_THAT = re.compile(r"(?<!on )(?<!at )(?<!in )(?<!of )\bthat\b", re.I)
_OVER = re.compile(r"[^,;.]*? (?:until|till|from (?:\w+ )?\d+ to) ")
"""What follows what somebody was and is no more."""
_COUNTING = re.compile(r"\d[\d.,]* (?:\w+ ){0,2}\w+$")
_OR = re.compile(r"[^,;:.!?]{0,20}?(?: or\b|, or (?!\d|an?\b|about\b))")
_HOUR = re.compile(r"\b([ap])\.m\.")
_DONE = re.compile(
    r"\b(?:first|second|third|last|only|next|manage[ds]|(?:remember|happen|proceed)(?:ed|s)|went on)\b",
    re.I,
)
"""Words before "to" by which somebody has done it."""
_SAYS = frozenset("that say says said saying claim claims claimed".split())
_TO_DO = re.compile(r"\bto (?!(?:the|an?|its|his|her|their|this|that|be)\b)(?-i:[a-z])", re.I)
"""What somebody is to do, and has not done."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or a fact of a claim and where it stands there; ``told`` is where in the sentence it may be."""

    start: int
    end: int
    word: str
    fact: bool
    capital: bool
    told: tuple[tuple[int, int], ...]


Same = Callable[[Fact, Fact], bool]


def is_bound(
    claim: Text,
    told: Text,
    rest: frozenset[str],
    same: Same,
    *,
    passive: bool = False,
    present: bool = False,
    said: bool = False,
    start: int = 0,
) -> bool:
    """Whether the words of a claim that a sentence has, those whose stems are its ``rest`` and its numbers and days as
    they are the ``same``, belong together there; a claim is ``passive`` where its question begins with "was", and is
    of the ``present`` where it begins with "is". Where it is known who has ``said`` so, it may be told behind "that".
    What stands before its ``start`` is not asked of, and of what it denies or says of all nothing may be left out."""
    if (binder := binding(claim.text, "en")) is not None:
        behind = _behind(told, binder[0])
        if behind is None or not behind <= rest:
            return False
    tokens = [one for one in _tokens(claim, told, rest, same) if one.told and one.start >= start]
    if len(tokens) < 2:
        return True
    being = passive and not any(_is_participle(one.word) for one in tokens)
    if being and present and any(_OVER.match(told.text, end) for _, end in tokens[-1].told):
        return False
    if being and (called := _what_it_is(claim, tokens)) is not None:
        alone = all(any(_is_so(one, told, start) for start, _ in one.told) for one in called[-1:])
        return alone and any(not is_governed(claim, told, tokens[0].start, one) for one in tokens[0].told)
    return any(_fits(claim, told, order, passive, said) for order in _orders(claim, tokens, passive))


def _what_it_is(claim: Text, tokens: Sequence[_Token]) -> Sequence[_Token] | None:
    """The words by which a claim says what something is ("is a film"), none where it says where ("is in Velm"); None
    where it says neither. Such words may stand in any order: "Oak Hill (a film of 1990) ...", "the film Oak Hill"."""
    counts = any(one.fact for one in tokens)  # "31 people hurt in Velm"
    for number, (one, two) in enumerate(itertools.pairwise(claim.words), start=2):
        if two.folded in (DETERMINERS if counts else _WHAT) and one.folded not in PREPOSITIONS:
            behind = claim.words[number:] if two.folded in DETERMINERS else ()
            said = [word.start for word in itertools.takewhile(lambda word: word.folded not in PREPOSITIONS, behind)]
            return [token for token in tokens if token.start in said]
    return None


def _is_so(said: _Token, told: Text, start: int) -> bool:
    """Whether what a sentence calls somebody at a place is not led by a preposition, nor another thing: "the former
    mayor"; but a former American rower is an American."""
    return (said.capital or not is_weakened(told.text[:start])) and not is_led(told, start)


def _behind(told: Text, binder: str) -> set[str] | None:
    """The stems of what a sentence says behind a word by which a claim denies something or says it of all, or behind
    another that denies what is done; None where it has none."""
    if _NOT.fullmatch(binder):
        ends = [one.end for one in moods(told.text, "en") or () if one.kind == "denied"]
    else:
        ends = [one.end() for one in re.finditer(rf"\b{re.escape(binder)}\b", told.text, re.IGNORECASE)]
    said = {base(one.stem) for one in told.words if ends and one.start >= ends[0]}
    return said - FUNCTION_STEMS if ends else None


def _tokens(claim: Text, told: Text, rest: frozenset[str], same: Same) -> Iterator[_Token]:
    """What a claim consists of, in its order: its numbers and days whole, and the words that say something."""
    facts: list[Fact] = sorted([*claim.facts.numbers, *claim.facts.days], key=lambda one: one.start)
    theirs: list[Fact] = [*told.facts.numbers, *told.facts.days]
    seen: set[int] = set()
    for word in claim.words:
        fact = next((one for one in facts if one.start <= word.start < one.end), None)
        if fact is not None:
            if fact.start not in seen:
                seen.add(fact.start)
                places = [(one.start, one.end) for one in theirs if same(fact, one)]
                yield _Token(fact.start, fact.end, fact.text.lower(), True, False, tuple(places))
        elif base(word.stem) in rest:
            stem = base(word.stem)
            places = [(one.start, one.start + len(one.folded)) for one in told.words if base(one.stem) == stem]
            yield _Token(word.start, word.start + len(word.folded), word.folded, False, word.capital, tuple(places))


@dataclass(frozen=True, slots=True)
class _Order:
    """The tokens of a claim in the order in which a sentence may have them: what its clause begins with, whether that
    is turned round, and the phrases of time or place that may stand elsewhere in the clause."""

    core: tuple[_Token, ...]
    apart: tuple[tuple[_Token, ...], ...] = ()
    turned: bool = False


def _orders(claim: Text, tokens: Sequence[_Token], passive: bool) -> Iterator[_Order]:
    """As the claim has it; with phrases behind a preposition, or a day, elsewhere; and with what is done turned round,
    as a passive has it, or as it is told without one."""
    phrases = _phrases(claim, tokens)
    for number in range(min(len(phrases), 1 + _APART)):
        for chosen in itertools.combinations(phrases[1:], number):
            core = tuple(one for phrase in phrases if phrase not in chosen for one in phrase)
            apart = tuple(map(tuple, chosen))
            yield _Order(core, apart)
            for verb in range(1, len(core) - 1):
                yield _Order((*core[verb + 1 :], core[verb], *core[:verb]), apart, turned=True)
            for verb in range(1, len(core) if passive else 0):
                if _is_participle(core[verb].word):
                    yield _Order((core[verb], *core[:verb], *core[verb + 1 :]), apart, turned=True)


def _phrases(claim: Text, tokens: Sequence[_Token]) -> list[list[_Token]]:
    """The tokens in groups, each from a preposition on that is not "of", or behind a day."""
    phrases: list[list[_Token]] = []
    days = {day.start for day in claim.facts.days}
    for number, token in enumerate(tokens):
        between = _words_between(claim, tokens[number - 1].end if number else 0, token.start)
        opens = number and tokens[number - 1].start in days
        opens = opens or any(one.folded in PREPOSITIONS - {"of", "by"} for one in between)
        if not phrases or opens:
            phrases.append([])
        phrases[-1].append(token)
    return phrases


def _fits(claim: Text, told: Text, order: _Order, passive: bool, said: bool) -> bool:
    """Whether a sentence has the tokens in some order, with nothing between them that parts them."""
    for place in order.core[0].told:
        found = _placed(order.core, place)
        if found is None or not _is_whole(claim, told, order, found, passive, said):
            continue
        if all(_is_beside(claim, told, phrase, found) for phrase in order.apart):
            return True
    return False


def _placed(tokens: Sequence[_Token], first: tuple[int, int]) -> list[tuple[int, int]] | None:
    """Where the tokens stand one behind the other from a place of the first of them on; None where they do not."""
    found = [first]
    for token in tokens[1:]:
        following = next((one for one in token.told if one[0] >= found[-1][1]), None)
        if following is None:
            return None
        found.append(following)
    return found


def _is_whole(
    claim: Text, told: Text, order: _Order, found: Sequence[tuple[int, int]], passive: bool, said: bool
) -> bool:
    """Whether nothing parts the tokens that stand at some places, and the first of them is what its clause is about."""
    if order.turned:
        if not passive and not _has_be(told, found[0][1], found[-1][0]):
            return False
    elif is_governed(claim, told, order.core[0].start, found[0], said=said) or (
        passive and _is_active(told, order, found)
    ):
        return False
    pairs = itertools.pairwise(zip(order.core, found, strict=True))
    return all(_joins(claim, told, one, two, turned=order.turned) for one, two in pairs) and not _is_alternative(
        told, found[-1][1]
    )


def _is_active(told: Text, order: _Order, found: Sequence[tuple[int, int]]) -> bool:
    """Whether what is claimed to be done to something is told as what that does: "the ferry damaged a boat"."""
    for token, (start, end), (_, before) in zip(order.core[1:], found[1:], found, strict=False):
        if _is_participle(token.word):
            passive = any(one.folded in _BE for one in _words_between(told, before, start))
            return not passive and _OBJECT.match(told.text, end) is not None
    return False


def _is_participle(word: str) -> bool:
    return word.endswith("ed") or any(map(is_irregular, stems(word)[:1]))


def _joins(
    claim: Text,
    told: Text,
    one: tuple[_Token, tuple[int, int]],
    two: tuple[_Token, tuple[int, int]],
    *,
    turned: bool = False,
) -> bool:
    """Whether two tokens that follow each other are of one clause."""
    (left, (_, start)), (right, (end, _)) = one, two
    if is_weakened(told.text[:end]) and not is_weakened(claim.text[: right.start]):
        return False
    gap = _ASIDE.sub(" ", _HOUR.sub(r"\1m", told.text[start:end]))
    words = [one.lower() for one in re.findall(r"[^\W\d_]+|\d[\d.,]*", gap)]
    own = set(re.findall(r"\w+", claim.text[left.end : right.start].lower()))
    if any(found[0].lower() not in own for found in _BREAKS.finditer(gap)):
        return False
    if (not own & _SAYS and _THAT.search(gap)) or _is_but_to_do(gap, right):
        return False
    if not turned and "by" in words[-3:] and "by" not in own and not right.fact:
        return False
    if right.fact and not _is_same_time(own, set(words[-3:])):
        return False
    if gap.lstrip().startswith("and ") and _COUNTING.search(told.text[:start]):
        return False  # "71 passengers and crew" are not 71 passengers
    return "and" not in words or words.index("and") in (0, len(words) - 1)


def _is_but_to_do(gap: str, right: _Token) -> bool:
    """Whether what follows is what somebody is to do; who was the first to do it, or managed to, has done it."""
    found = _TO_DO.search(f"{gap}{right.word}")
    return found is not None and _DONE.search(gap[: found.start()]) is None


def _is_beside(claim: Text, told: Text, phrase: Sequence[_Token], core: Sequence[tuple[int, int]]) -> bool:
    """Whether a phrase stands in the same clause as the rest of what is claimed, before it or behind it."""
    for place in phrase[0].told:
        found = _placed(phrase, place)
        if found is None:
            continue
        start, end = found[0][0], found[-1][1]
        behind = next((left for left, _ in core if left >= end), None)
        gap = told.text[core[-1][1] : start] if behind is None else told.text[end:behind]
        gap = _ASIDE.sub(" ", gap)
        whole = itertools.pairwise(zip(phrase, found, strict=True))
        if _is_alternative(told, end) or not all(_joins(claim, told, one, two) for one, two in whole):
            continue
        if "and" not in re.findall(r"\w+", gap.lower()) and not _times_differ(claim, told, phrase[0], start):
            return True
    return False


def _times_differ(claim: Text, told: Text, token: _Token, start: int) -> bool:
    """Whether a time or an amount is told by another preposition: since when and not until when."""
    mine = {one.folded for one in [one for one in claim.words if one.start < token.start][-2:]}
    return not _is_same_time(mine, {one.folded for one in [one for one in told.words if one.start < start][-2:]})


def _is_same_time(mine: set[str], theirs: set[str]) -> bool:
    """Whether two sets of prepositions lead to the same of a time or an amount."""
    mine, theirs = mine & _TIMES, theirs & _TIMES
    return not mine or bool(mine & theirs)


def _is_alternative(told: Text, end: int) -> bool:
    """Whether behind what is claimed something else stands that may be so in its place."""
    return _OR.match(told.text[end:]) is not None


def _has_be(told: Text, start: int, end: int) -> bool:
    return any(one.folded in _BE for one in _words_between(told, start, end))


def _words_between(text: Text, start: int, end: int) -> list[Word]:
    return [one for one in text.words if start <= one.start < end]
