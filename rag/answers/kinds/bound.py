"""Whether the words of a claim belong together in a sentence as they do in the claim: one subject, its deed and what it
is done to, in that order or turned round by a passive, in one clause, each number beside what it counts.

It knows no word classes: what stands between two words of the claim, and right before the first of them, tells whether
they are of one clause. English only; in other languages the words of a sentence come in other orders.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.answers.kinds.governed import DETERMINERS, OPENS, PREPOSITIONS, WEAKENS, is_governed, is_led
from rag.text import clauses
from rag.text.fact import Fact
from rag.text.facts import Text, Word
from rag.text.modality import is_denied, moods
from rag.text.names import TITLES
from rag.text.said.naming import NAMING
from rag.text.verbs import base, is_irregular
from rag.text.words import FUNCTION_STEMS, stems

_TIMES = frozenset("until till since before after from to by".split())  # of which each says another time, or amount
_AWAY = frozenset("near outside beyond without against beside off behind toward towards".split())
_BE = frozenset("is are was were be been being am got gets".split())
_WHAT = frozenset("a an the in from about".split())
_ADVERB = re.compile(r"\w+ly|also|then|later|even|still|already|now|again|once|just|soon|both|first|never|not|only")
_BREAKS = re.compile(
    r"[;:.!?…](?=[\s\"”’)]|$)|\b(?:whom|whose|where|when|while|whereas|because|although|though|if|unless|whether|so|but|"
    r"except|excluding|instead|rather|unlike|nor|or)\b",
    re.IGNORECASE,
)
"""Between two words what parts them: another clause, or something else in the one's place."""
_ASIDE = re.compile(
    r", (?:who|which|whose|an?|the|aged|now|then|also|\d+)\b[^,;]*,|[–—][^–—]*[–—]|\[[^\]]*\]|"
    r"\([^()]*(?:\)|$)|^[^()]*\)"  # also one that but begins or ends there
)
"""What is told beside, between two commas or in brackets."""
_NAMED = re.compile(
    r"\b([a-z]\w+) (?:(?:the|an?|its|his|her|their) )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)* "
    r"(?:(?:is|was|has|had|have|were|are|will|would|could|may) )*$"
)
"""Somebody named right before what is done, behind what another did."""
_THAT = re.compile(r"(?<!on )(?<!at )(?<!in )(?<!of )\bthat\b", re.I)
_NUMBERED = re.compile(r",\s*(?:(?:the|some|about|only) )?\d[\d.,]*\s*$")
_ANOTHER = re.compile(r"\d[^,]*, [^\W\d_]+")
"""A number of something else: "in Velm on 6 May, in Keld on"."""
_BY = re.compile(r"\bby (?:[\w’'-]+ ){0,3}$")
_WAS = re.compile(r", (?:is|are|was|were|has|have|had|will)\b")
_HOUR = re.compile(r"\b([ap])\.m\.")
_OWNED = re.compile(
    r"[^\W\d_]\w*(?<!\bone)(?<!\bsome)(?<!\bmost)(?<!\ball)(?<!\bmany)(?<!\bboth)(?<!\beach) of "
    r"(?:(?:the|an?|its|his|her|their) )?(?:[a-z]\w+ )?$"
)
"""A word that but says of what something else is: "a photograph of the compass"."""
_DONE = re.compile(
    r"\b(?:first|second|third|last|only|next|manage[ds]|(?:remember|happen|proceed)(?:ed|s)|went on)\b",
    re.I,
)
"""Words before "to" by which somebody has done it."""
_SAYS = frozenset("that say says said saying claim claims claimed".split())
_TO_DO = re.compile(r"\bto (?!(?:the|an?|its|his|her|their|this|that|be)\b)(?-i:[a-z])", re.I)
"""What somebody is to do, and has not done."""
_AND = re.compile(r"\s*and\b", re.I)
_COUNTING = re.compile(r"\d[\d.,]* (?:\w+ ){0,2}\w+$")
_COUNTED = 3  # words between a number and what it counts


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
    claim: Text, told: Text, rest: frozenset[str], same: Same, *, passive: bool = False, start: int = 0
) -> bool:
    """Whether the words of a claim that a sentence has, those whose stems are its ``rest`` and its numbers and days as
    they are the ``same``, belong together there; a claim is ``passive`` where its question begins with "was". What
    stands before its ``start`` is not asked of, and where it denies something nothing may be left out."""
    if is_denied(claim.text, "en") and not _denied_of(told) <= rest:
        return False
    tokens = [one for one in _tokens(claim, told, rest, same) if one.told and one.start >= start]
    if len(tokens) < 2:
        return True
    if (said := _what_it_is(claim, tokens, passive)) is not None:
        alone = all(any(_is_so(one, told, start) for start, _ in one.told) for one in said[-1:])
        return alone and any(not is_governed(claim, told, tokens[0].start, one) for one in tokens[0].told)
    orders = list(_orders(claim, tokens, passive))
    whole = (order for order in orders if not order.apart)
    if (
        len(claim.facts.names) < 2
        and not any(token.fact for token in tokens)
        and not any(_placed(order.core, one) for order in whole for one in order.core[0].told)
    ):
        return True  # told in another order, which tells nothing where no two names or numbers may be turned round
    return any(_fits(claim, told, order, passive) for order in orders)


def _what_it_is(claim: Text, tokens: Sequence[_Token], passive: bool) -> Sequence[_Token] | None:
    """The words by which a claim says what something is ("is a film"), none where it says where ("is in Velm"); None
    where it says what that does. Such words may stand in any order: "Oak Hill (a film of 1990) ...", "the film Oak
    Hill". A question has its "is" before all."""
    being = passive or any(one.folded in _BE for one in claim.words)
    if not being or any(_is_participle(one.word) for one in tokens):
        return None
    for number, (one, two) in enumerate(itertools.pairwise(claim.words), start=2):
        if two.start < tokens[0].end or two.folded not in _WHAT:
            continue
        if one.folded in _BE or (passive and one.folded not in PREPOSITIONS):
            behind = claim.words[number:] if two.folded in DETERMINERS else ()
            said = [word.start for word in itertools.takewhile(lambda word: word.folded not in PREPOSITIONS, behind)]
            return [token for token in tokens if token.start in said]
    return None


def _is_so(said: _Token, told: Text, start: int) -> bool:
    """Whether what a sentence calls somebody at a place is not led by a preposition, nor so at another time: "the
    former mayor"; but a former American rower is an American."""
    before = [one.folded for one in told.words if one.start < start][-1:]
    return (said.capital or NAMING["en"].was.isdisjoint(before)) and not is_led(told, start)


def _denied_of(told: Text) -> set[str]:
    """The stems of what a sentence says behind the first word by which it denies something."""
    denied = [one.end for one in moods(told.text, "en") or () if one.kind == "denied"]
    facts = (*told.facts.numbers, *told.facts.days)
    counted = {stem for fact in facts for stem in stems(fact.text)} | FUNCTION_STEMS
    behind = [one for one in told.words if denied and one.start >= denied[0]]
    return {base(one.stem) for one in behind if one.stem not in counted}


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
                places = [(one.start, one.end) for one in theirs if type(one) is type(fact) and same(fact, one)]
                yield _Token(fact.start, fact.end, fact.text.lower(), True, False, tuple(places))
        elif base(word.stem) in rest and len(word.folded) > 1:
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
    """As the claim has it; with a phrase behind a preposition, or a day, elsewhere; and with what is done turned round,
    as a passive has it, or as it is told without one."""
    phrases = _phrases(claim, tokens)
    led = claim.words[0].folded in PREPOSITIONS  # "In 2016, the mill closed"
    for number in range(min(len(phrases), 4)):
        for chosen in itertools.combinations(phrases if led else phrases[1:], number):
            core = tuple(one for phrase in phrases if phrase not in chosen for one in phrase)
            apart = tuple(map(tuple, chosen))
            yield _Order(core, apart)
            for verb in range(1, len(core) - 1):
                yield _Order((*core[verb + 1 :], core[verb], *core[:verb]), apart, turned=True)
            for verb in range(1, len(core) if passive else 0):
                if _is_participle(core[verb].word):
                    yield _Order((core[verb], *core[:verb], *core[verb + 1 :]), apart, turned=True)


def _phrases(claim: Text, tokens: Sequence[_Token]) -> list[list[_Token]]:
    """The tokens in groups, each from a preposition on that is not "of", or from a day."""
    phrases: list[list[_Token]] = []
    days = {day.start for day in claim.facts.days}
    for number, token in enumerate(tokens):
        between = _words_between(claim, tokens[number - 1].end if number else 0, token.start)
        opens = token.start in days or any(one.folded in PREPOSITIONS - {"of", "by"} for one in between)
        if not phrases or opens:
            phrases.append([])
        phrases[-1].append(token)
    return phrases


def _fits(claim: Text, told: Text, order: _Order, passive: bool) -> bool:
    """Whether a sentence has the tokens in some order, with nothing between them that parts them."""
    for place in order.core[0].told:
        found = _placed(order.core, place)
        if found is None or not _is_whole(claim, told, order, found, passive):
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
    for place in range(len(tokens) - 2, -1, -1):  # as near to the next one as they may be
        nearest = [one for one in tokens[place].told if found[place][0] <= one[0] and one[1] <= found[place + 1][0]]
        found[place] = nearest[-1] if place else found[place]
    return found


def _is_whole(claim: Text, told: Text, order: _Order, found: Sequence[tuple[int, int]], passive: bool) -> bool:
    """Whether nothing parts the tokens that stand at some places, and the first of them is what its clause is about."""
    if order.turned:
        gaps = [told.text[one[1] : two[0]] for one, two in itertools.pairwise(found)]
        by = any(_BY.search(gap) for gap in gaps)
        if passive:  # "was built by her" of what "she built"
            if any(one.folded in PREPOSITIONS for one in _words_between(told, found[0][1], found[1][0])):
                return False
            doing = any(told.text[left:right].endswith("ing") for left, right in found)
            if by or (not doing and _has_be(told, found[0][1] if len(found) > 2 else 0, found[-1][0])):
                return False
        elif not by or not _has_be(told, found[0][1], found[-1][0]):
            return False
    elif (not order.core[0].fact and is_governed(claim, told, order.core[0].start, found[0])) or (
        passive and _is_active(told, order, found)
    ):
        return False
    pairs = itertools.pairwise(zip(order.core, found, strict=True))
    return all(_joins(claim, told, one, two, order.turned) for one, two in pairs) and not _is_alternative(
        told, found[-1][1]
    )


def _is_active(told: Text, order: _Order, found: Sequence[tuple[int, int]]) -> bool:
    """Whether what is claimed to be done to something is told as what that does: "the ferry damaged a boat"."""
    for number in range(1, len(found)):
        if not _is_participle(order.core[number].word):
            continue
        between = _words_between(told, found[number - 1][1], found[number][0])
        following = told.text[found[number][1] :]
        by = re.match(r"\s+(?:in|on|at|by|from|to|for|with|during|of|as)\b|\s*[,;.:]|\s*$", following)
        return not any(one.folded in _BE or one.folded in ("which", "who") for one in between) and (
            by is None or any(one.folded in ("has", "had", "have") for one in between)
        )
    return False


def _is_participle(word: str) -> bool:
    return word.endswith("ed") or any(map(is_irregular, stems(word)[:1]))


def _joins(
    claim: Text,
    told: Text,
    one: tuple[_Token, tuple[int, int]],
    two: tuple[_Token, tuple[int, int]],
    turned: bool,
) -> bool:
    """Whether two tokens that follow each other are of one clause."""
    (left, (_, start)), (right, (end, _)) = one, two
    raw = _HOUR.sub(r"\1m", told.text[start:end])
    mine = claim.text[left.end : right.start].lower() if left.end <= right.start else ""
    if WEAKENS.search(told.text[:end]) and not WEAKENS.search(claim.text[: right.start]) and not right.fact:
        return False
    between = _words_between(told, start, end)
    if (
        left.fact
        and left.end + 1 == right.start
        and (len(between) > _COUNTED or any(one.folded == "and" for one in between))
    ):
        return False
    gap = _ASIDE.sub(" ", raw)
    if opened := OPENS.match(f"{gap}{told.text[end:]}"):
        gap = gap[opened.end() - 1 :]
    words = [one.lower() for one in re.findall(r"[^\W\d_]+|\d[\d.,]*", gap)]
    own = set(re.findall(r"\w+", mine))
    if any(found[0].lower() not in own for found in _BREAKS.finditer(gap)):
        return False
    if (opened is None and not own & _SAYS and _THAT.search(gap)) or ("to" not in own and _is_but_to_do(gap, right)):
        return False
    if not _same_relation(words, own, right, turned):
        return False
    if right.fact and _ANOTHER.search(gap):
        return False
    doing = told.text[end : two[1][1]].endswith("ing") and not right.word.endswith("ing")
    if doing and len(between) > 1 and between[-1].folded not in _BE and "," not in gap:
        return False  # "banning anyone wearing it"
    if _is_participle(left.word) and _WAS.search(gap):
        return False  # "elected in 1964, was born in"
    if "of" not in own and _OWNED.search(gap):
        return False
    if _AND.match(gap) and _COUNTING.search(told.text[:start]):
        return False  # "71 passengers and crew" are not 71 passengers
    return not _is_new_subject(gap, words, left, opened is not None)


def _is_but_to_do(gap: str, right: _Token) -> bool:
    """Whether what follows is what somebody is to do; who was the first to do it, or managed to, has done it."""
    found = _TO_DO.search(f"{gap}{right.word}")
    return found is not None and _DONE.search(gap[: found.start()]) is None


def _same_relation(words: Sequence[str], own: set[str], right: _Token, turned: bool) -> bool:
    """Whether what leads to the second of two words is what leads to it in the claim: "to", "by", "until"."""
    last = [one for one in words[-3:] if one in PREPOSITIONS]
    mine = {one for one in own if one in PREPOSITIONS}
    if set(last[-1:]) & _AWAY - mine:
        return False
    if not turned and not right.fact and ("by" in last) is not ("by" in mine):
        return False
    return not right.fact or _is_same_time(mine, set(last))


def _is_new_subject(gap: str, words: Sequence[str], left: _Token, relative: bool) -> bool:
    """Whether something between two words begins another clause: a subject of its own, or what is joined by "and"."""
    if _NUMBERED.search(gap):
        return True
    if "and" in words:
        place = len(words) - 1 - words[::-1].index("and")
        behind = [one for one in words[place + 1 :] if one not in DETERMINERS and one not in clauses.HELPING]
        behind = [one for one in behind if not _ADVERB.fullmatch(one) and one not in PREPOSITIONS]
        return bool(behind) and (place > 0 or left.fact)
    if relative or not words:
        return False
    named = _NAMED.search(gap)
    if named is None or any(one in PREPOSITIONS or one in TITLES for one in words):
        return False
    return not set(stems(named[1])) <= FUNCTION_STEMS


def _is_beside(claim: Text, told: Text, phrase: Sequence[_Token], core: Sequence[tuple[int, int]]) -> bool:
    """Whether a phrase stands in the same clause as the rest of what is claimed, before it or behind it."""
    for place in phrase[0].told:
        found = _placed(phrase, place)
        if found is None:
            continue
        start, end = found[0][0], found[-1][1]
        behind = next((left for left, _ in core if left >= end), None)
        gap = told.text[core[-1][1] : start] if behind is None else told.text[end:behind]
        if phrase[0].fact and "," in gap and behind != core[0][0]:
            continue  # one of several beside each other: "Tonga on 22 October, Fiji on 7 November"
        if "(" not in gap and told.text.count("(", 0, start) > told.text.count(")", 0, start):
            gap = gap.replace(";", ",")  # in brackets it parts no clauses: "(born Ada Ek; 4 May 1975)"
        gap = _ASIDE.sub(" ", gap)
        words = re.findall(r"\w+", gap.lower())
        if _is_alternative(told, end) or (behind is None and _WAS.search(gap)):
            continue
        if (
            not _BREAKS.search(gap)
            and "and" not in words
            and "that" not in words
            and not _times_differ(claim, told, phrase[0], start)
        ):
            return True
    return False


def _times_differ(claim: Text, told: Text, token: _Token, start: int) -> bool:
    """Whether a time or a place is told by another preposition: since when and not until when, near and not at."""
    mine = {one.folded for one in [one for one in claim.words if one.start < token.start][-2:]}
    theirs = {one.folded for one in [one for one in told.words if one.start < start][-2:]}
    return not _is_same_time(mine & _TIMES, theirs & _TIMES) or bool(theirs & _AWAY - mine)


def _is_same_time(mine: set[str], theirs: set[str]) -> bool:
    """Whether two sets of prepositions lead to the same of a time or an amount; when something began may be told as
    when it was."""
    mine, theirs = mine & _TIMES, theirs & _TIMES
    if mine & theirs or (not theirs and mine <= {"from", "since", "by", "to"}):
        return True
    return not mine and not theirs & {"until", "till", "before"}


def _is_alternative(told: Text, end: int) -> bool:
    """Whether behind what is claimed something else stands that may be so in its place."""
    return re.match(r"[^,;:.!?]{0,20}?(?: or\b|, or (?!\d|an?\b|about\b))", told.text[end:]) is not None


def _has_be(told: Text, start: int, end: int) -> bool:
    return any(one.folded in _BE for one in _words_between(told, start, end))


def _words_between(text: Text, start: int, end: int) -> list[Word]:
    return [one for one in text.words if start <= one.start < end]
