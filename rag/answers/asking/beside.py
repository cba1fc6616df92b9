"""The sides of a question that is known to compare, whatever its wording: of the words on either side of what joins two
("or", "and", "than", "vs") those that look most alike, as sides do: "the one in Keld or the one in Norrin".

It knows the small words of a language alone. What stands before the first side or behind the last and belongs to each
is given to both; what else is left of the question is in what they are compared.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answers.asking.joining import WORDS, Words
from rag.answers.asking.sides import MOST_SIDES, Comparison, unbracketed
from rag.text.words import fold, own_stems

_LONGEST = 7  # words of a side
_LEAST = 0.5  # of the likeness of two sides, below which what is joined are none
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:[-'&./][^\W_]+)*(?:-(?=\s))?(?:'(?!\w))?|[^\w\s]")
_ELIDED = re.compile(r"\b(?:[ldjnscmt]|qu)'(?=\w)", re.IGNORECASE)
_ENDS = re.compile(r"(?<=\w{3})\.(?=\s+(?-i:[^a-zß-ÿ])|\s*$)")
_OWNED = re.compile(r"['’]s? (?P<thing>[^\W\d_A-Z][\w -]*)$")
_OWNING = re.compile(r"['’][^\W\d_A-Z]{0,4}$")


@dataclass(slots=True)
class _Token:
    """A word or sign, what stands between it and the next, and of which sort it is."""

    text: str
    gap: str
    sort: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two sides as bounds in the tokens, by what they are joined, and how much they look like sides."""

    first: tuple[int, int]
    joint: tuple[int, int]
    second: tuple[int, int]
    joined: str
    likeness: float


def likely_sides(question: str, lang: str) -> Comparison | None:
    """What is compared by a question that surely compares; None where its sides are not named, or beyond five
    languages."""
    if (words := WORDS.get(lang)) is None:
        return None
    tokens = _tokens(unbracketed(question), words, lang)
    pair = max(
        itertools.chain(_pairs(tokens, words), _followed(tokens, words)), key=lambda one: one.likeness, default=None
    )
    if pair is None or pair.likeness < _LEAST:
        return None
    return _made(tokens, words, pair)


def _tokens(question: str, words: Words, lang: str) -> list[_Token]:
    """The words and signs of a question with their sorts; a word with an elided one before it is two."""
    text = question.replace("’", "'")
    if lang == "fr":
        text = _ELIDED.sub(lambda one: f"{one[0][:-1]} ", text)
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        if match[0] == "." and not _ENDS.match(text, match.start()):  # "vs.", "St. Ives"
            continue
        gap = "'" if question[match.end() : match.end() + 1] in tuple("'’") else " "
        found.append(
            _Token(match[0], gap, _sort(match[0], fold(match[0]), words, after=found[-1].sort if found else ""))
        )
    for first, joint, second in zip(found, found[1:], found[2:], strict=False):  # "before and after the strike"
        if first.sort == second.sort == "prepositions" and re.fullmatch(words.both, fold(joint.text)):
            first.sort = second.sort = "around"
    return found


def _sort(word: str, plain: str, words: Words, *, after: str) -> str:
    capital = word[0].isupper() and after != ""
    if not word[0].isalnum():
        return "joint" if word == "&" else "comma" if word == "," else "sign"
    for sort in ("articles", "prepositions", "compares", "breaks", "more"):
        if capital and (sort == "more" or (sort == "breaks" and after != "sign" and len(word) > 1)):
            continue  # "Minister", "US", "the Harbour Line"
        if re.fullmatch(getattr(words, sort), plain):
            return sort
    if any(re.fullmatch(one, plain) for one in (words.between, words.either, words.both)):
        return "joint"
    if word[0].isdigit():
        return "number"
    return "name" if any(sign.isupper() for sign in word) else "word"


def _pairs(tokens: Sequence[_Token], words: Words) -> Iterator[_Pair]:
    """All that may be two sides, on either side of all that may join two."""
    plain = [fold(one.text) for one in tokens]
    joins = (("between", 5.0), ("either", 1.5), ("both", 1.0), ("apart", -1.0), ("weakly", -2.0))
    for joined, surely in joins:
        pattern = re.compile(getattr(words, joined))
        for start, length in itertools.product(range(1, len(tokens) - 1), (4, 3, 2, 1)):
            if not pattern.fullmatch(" ".join(plain[start : start + length])):
                continue
            if joined == "weakly" and not any(one.sort in ("compares", "more") for one in tokens[:start]):
                continue
            anywhere = joined in ("apart", "weakly")
            low = max((at + 1 for at in range(start) if tokens[at].sort == "sign"), default=0)
            low = low if anywhere else max(low, start - 2 * _LONGEST)
            behind = start + length
            behind += behind < len(tokens) and tokens[behind].sort in ("breaks", "comma")  # "next to what Ek says"
            for second in _spans(tokens, words, behind, len(tokens)):
                if second[0] != behind:
                    break
                for first in _spans(tokens, words, low, start):
                    if not anywhere and first[1] != start - (tokens[start - 1].sort == "comma"):
                        continue
                    # Behind a question its sides go on to its end: "which was longer, the strike or the delay of it?"
                    listed = joined == "either" and start > 1 and tokens[first[0] - 1].sort in ("comma", "sign")
                    whole = 3.5 * listed * _closes(tokens, second[1])
                    likeness = (
                        whole
                        + _likeness(tokens, first, second)
                        + 1.5 * anywhere * (1.0 if first[1] == start else _closes(tokens, first[1]))
                    )
                    yield _Pair(first, (start, behind), second, joined, likeness + surely)


def _followed(tokens: Sequence[_Token], words: Words) -> Iterator[_Pair]:
    """All that may be two sides before what stands behind both: "Keld Norrin'e göre"."""
    for place in range(2, len(tokens)):
        if not re.fullmatch(words.behind, fold(tokens[place].text)):
            continue
        for second in (one for one in _spans(tokens, words, 1, place) if one[1] == place):
            for first in (one for one in _spans(tokens, words, 0, second[0]) if one[1] == second[0]):
                if _opens(tokens, first[0]) == 1.0:
                    yield _Pair(first, (place, place + 1), second, "apart", _likeness(tokens, first, second))


def _spans(tokens: Sequence[_Token], words: Words, low: int, high: int) -> Iterator[tuple[int, int]]:
    """All that may be a side within some bounds: no sign and nothing that is part of none, and names whole."""
    for start in range(low, high):
        if start > low and tokens[start].sort == tokens[start - 1].sort == "name":
            continue
        for end in range(start + 1, min(start + _LONGEST, high) + 1):
            one = tokens[end - 1]
            if one.sort in ("sign", "comma", "breaks", "compares", "joint"):
                break
            if end < high and one.sort == tokens[end].sort == "name":
                continue
            that = re.match(words.that, fold(_said(tokens, (start, end + 1))))
            if one.sort not in ("articles", "prepositions", "more") and not (
                that and that.end() == len(_said(tokens, (start, end)))
            ):
                yield start, end


def _likeness(tokens: Sequence[_Token], first: tuple[int, int], second: tuple[int, int]) -> float:
    """How much two spans look like two sides: as they begin and end, by the words that both have, by their lengths, and
    by whether they are cut out of something longer."""
    one, other = tokens[slice(*first)], tokens[slice(*second)]
    unlike = {one[0].sort, other[0].sort} & {"articles", "prepositions"}
    begins = 2.0 if one[0].sort == other[0].sort else -1.0 if unlike else 0.0
    ends = 1.0 if one[-1].sort == other[-1].sort and _owns(one[-1]) == _owns(other[-1]) else 0.0
    texts, others = ({fold(token.text) for token in some} for some in (one, other))
    whole = 1.5 * (_opens(tokens, first[0]) + _closes(tokens, second[1]))
    more = sum(token.sort == "more" for token in (*one, *other))
    within, behind = (
        [fold(token.text)[0] for token in some[1:] if token.sort == "prepositions"] for some in (one, other)
    )
    apart = bool(within) and within != behind  # "the deaths in Keld and Norrin"
    alike = begins + ends + whole + len(texts & others)
    return alike - 0.3 * abs(len(one) - len(other)) - 1.5 * more - apart


def _owns(token: _Token) -> bool:
    return _OWNING.search(token.text) is not None


def _opens(tokens: Sequence[_Token], place: int) -> float:
    """How surely something new begins at a word."""
    if place == 0 or tokens[place - 1].sort in ("sign", "comma", "breaks", "compares", "more", "joint"):
        return 1.0
    near = (tokens[place - 1].sort, tokens[place].sort)
    return 0.5 if "prepositions" in near or near[0] == "articles" else 0.0


def _closes(tokens: Sequence[_Token], place: int) -> float:
    """How surely something ends before a word."""
    if place == len(tokens) or tokens[place].sort in ("sign", "comma", "breaks", "compares", "more"):
        return 1.0
    name = tokens[place - 1].sort == "name" and tokens[place].sort == "word"
    return 0.5 if name or tokens[place].sort in ("prepositions", "articles") else 0.0


def _further(tokens: Sequence[_Token], pair: _Pair) -> list[tuple[int, int]]:
    """What stands in a row before two sides, with commas between or what joins these: "Norrin, Keld and Sarrow"."""
    found: list[tuple[int, int]] = []
    start = pair.first[0]
    joint = tokens[pair.joint[0]].text
    while start > 1 and pair.joined not in ("apart", "weakly"):
        if tokens[start - 1].sort != "comma" and tokens[start - 1].text != joint:
            break
        end = low = start - 1
        while low and tokens[low - 1].sort in ("name", "word", "number", "articles"):
            low -= 1
        if low == end or end - low > _LONGEST or tokens[low].sort != tokens[pair.first[0]].sort:
            break
        if low and tokens[low - 1].sort == "more":  # "hangisi daha pahalı, ...", which is asked of them
            break
        if pair.joined == "either" and not _begins(tokens, low):  # "who won in Norrin, Brandt or Ek?"
            break
        found.insert(0, (low, end))
        start = low
    return found


def _begins(tokens: Sequence[_Token], place: int) -> bool:
    """Whether a row of sides may begin at a word: not in the middle of what is asked of them."""
    place -= tokens[place - 1].sort == "prepositions"
    return place <= 0 or tokens[place - 1].sort in ("sign", "comma", "breaks")


def _made(tokens: Sequence[_Token], words: Words, pair: _Pair) -> Comparison | None:
    """The sides in words, with what belongs to each of them, and what is left as in what they are compared."""
    first, second = pair.first, pair.second
    if pair.joined in ("both", "between") and (cut := _shared(tokens, first, second)):
        second = (second[0], cut)
    bounds = [*_further(tokens, pair), first, second]
    head, tail = _head(tokens, words, bounds[0][0], second), _tail(tokens, pair, second)
    own = head[0] < head[1] == bounds[0][0]  # preposition of each: "the pleas of the north and of the south"
    given = [_side(tokens, words, one, bounds[0], own=own) for one in bounds]
    sides = [" ".join(f"{_said(tokens, head)} {one} {_said(tokens, tail)}".split()) for one in given]
    if owned := _OWNED.search(sides[0]):  # "last year's bills and this year's"
        sides = [f"{one} {owned['thing']}" if _OWNING.search(one) else one for one in sides]
    sides = list(dict.fromkeys(_OWNING.sub("", one) for one in sides))
    if not 2 <= len(sides) <= MOST_SIDES or not all(map(own_stems, sides)):
        return None
    used = {place for one in (*bounds, pair.joint, head, tail) for place in range(*one)}
    aspect = _aspect(tokens, words, used, bounds)
    asks = fold(" ".join(one.text for one in tokens))
    claims = pair.joined == "apart" and re.match(words.asks_whether, asks) is not None
    by_how_much = re.search(rf"\b(?:{words.by_how_much})", asks) is not None
    return Comparison(tuple(sides), (aspect,) if aspect else (), claims, by_how_much)


def _shared(tokens: Sequence[_Token], first: tuple[int, int], second: tuple[int, int]) -> int | None:
    """Where the second side is cut before what is of both: "the old and the new tenancy act"."""
    length = first[1] - first[0]
    cut = second[0] + length
    if _owns(tokens[first[1] - 1]):  # "Keld's and New Norrin's tax laws"
        return next((at + 1 for at in range(second[0], second[1] - 1) if _owns(tokens[at])), None)
    alike = [one.sort for one in tokens[slice(*first)]] == [one.sort for one in tokens[second[0] : cut]]
    short = length == 1 or (length == 2 and tokens[first[0]].sort == "articles")
    return cut if cut < second[1] and alike and short and _goes_on(tokens, cut) else None


def _goes_on(tokens: Sequence[_Token], place: int) -> bool:
    """Whether a noun may begin at a word that is of what stands before it: "alte und neue Steuer"."""
    if place >= len(tokens):
        return False
    one, before = tokens[place].sort, tokens[place - 1].sort
    return one == "word" or (one == "name" and before in ("word", "number")) or before == "around"


def _said(tokens: Sequence[_Token], bounds: tuple[int, int]) -> str:
    return "".join(one.text + one.gap for one in tokens[slice(*bounds)])[: -1 if bounds[0] < bounds[1] else None]


def _side(tokens: Sequence[_Token], words: Words, bounds: tuple[int, int], first: tuple[int, int], *, own: bool) -> str:
    """A side without a preposition before it, and with the noun of the first one in the place of what stands for it."""
    start, end = bounds
    text = _said(tokens, bounds)
    if that := re.match(words.that, fold(text)):
        noun = _noun(tokens, words, first)
        rest = text[that.end() :].strip()
        if noun:
            return f"{noun} {rest}"
        start = next(at for at in range(start, end) if text.endswith(_said(tokens, (at, end))) and at > start)
        return _said(tokens, (start + (tokens[start].sort == "prepositions"), end))
    if first != bounds and end - start > 1 and fold(tokens[end - 1].text) in ("one", "ones"):
        said = end - 1 - start - (tokens[start].sort == "articles")
        low = first[0] + (tokens[first[0]].sort == "articles")
        stop = next((at for at in range(low, first[1]) if tokens[at].sort == "prepositions"), first[1])
        return f"{_said(tokens, (start, end - 1))} {_said(tokens, (min(low + said, stop - 1), stop))}"
    start += tokens[start].sort == "prepositions" and end - start > 1 and not own
    return _said(tokens, (start, end))


def _noun(tokens: Sequence[_Token], words: Words, bounds: tuple[int, int]) -> str:
    """What a side is, without whose or where it is: "flood" of "the flood in Keld", "law" of "the Norrin law"; of what
    stands for a noun itself that which is asked for, "which flood ..., the one in Keld"."""
    start, end = bounds
    if re.match(words.that, fold(_said(tokens, bounds))):
        asked = (one for asks, one in itertools.pairwise(tokens) if re.fullmatch(words.asks, fold(asks.text)))
        return next((one.text for one in asked if one.sort in ("name", "word")), "")
    start += tokens[start].sort == "articles"
    if owner := next((at + 1 for at in range(start, end - 1) if _owns(tokens[at])), None):
        return _said(tokens, (owner, end))
    stop = next((at for at in range(start, end) if tokens[at].sort in ("prepositions", "number", "articles")), end)
    if words.noun == "capital":
        start = next((at for at in range(start, stop) if tokens[at].sort == "name"), start)
    if words.noun != "last":
        return _said(tokens, (start, min(stop, start + 1)))
    if stop < end:
        return _said(tokens, (start, stop))
    return _said(tokens, (start + 1, end))


def _head(tokens: Sequence[_Token], words: Words, start: int, second: tuple[int, int]) -> tuple[int, int]:
    """What stands before the first side and belongs to each: "the floods in"."""
    own = tokens[start].sort == "prepositions"
    if not own and tokens[start].sort != "number" and not (start and tokens[start - 1].sort == "prepositions"):
        return start, start
    low = start
    while low and tokens[low - 1].sort in ("name", "word", "number", "prepositions", "articles"):
        low -= 1
    while low < start and tokens[low].sort == "prepositions":
        low += 1
    named = {fold(one.text) for one in tokens[low:start] if one.sort in ("name", "word")}
    named -= {fold(one.text) for one in tokens[slice(*second)]}
    asked = low and (tokens[low - 1].sort == "more" or re.fullmatch(words.asks, fold(tokens[low - 1].text)))
    return (start, start) if not named or asked else (low, start)


def _tail(tokens: Sequence[_Token], pair: _Pair, last: tuple[int, int]) -> tuple[int, int]:
    """What stands behind the last side and belongs to each: "the old and the new law"; of which one is asked, or names
    that stand alone, it is what is said of them."""
    end = stop = last[1]
    bare = tokens[last[0]].sort == "name" and not _owns(tokens[end - 1])
    if pair.joined in ("either", "apart", "weakly") or bare or not _goes_on(tokens, end):
        return end, end
    while stop < len(tokens) and tokens[stop].sort in ("name", "word", "number", "prepositions", "articles"):
        stop += 1
    while stop > end and tokens[stop - 1].sort in ("prepositions", "articles"):
        stop -= 1
    return end, stop


def _aspect(tokens: Sequence[_Token], words: Words, used: set[int], bounds: Sequence[tuple[int, int]]) -> str:
    """What is left of the clause in which the sides stand, or else of the one behind or before it, without what asks;
    nothing where only small words are. Where it is what they say or think, "say about" stands before it."""
    ends = [-1, *(place for place, one in enumerate(tokens) if one.sort == "sign"), len(tokens)]
    clauses = [range(low + 1, high) for low, high in itertools.pairwise(ends)]
    here = next(number for number, one in enumerate(clauses) if bounds[-1][0] in one)
    said = {fold(tokens[place].text) for place in used if tokens[place].sort in ("name", "word")}
    kept = ("name", "word", "number", "prepositions", "articles", "more")
    says, aspect = False, ""
    for clause in (clauses[here], *clauses[here + 1 :], *reversed(clauses[:here])):
        says = says or any(re.fullmatch(words.says, fold(tokens[place].text)) for place in clause)
        left = [tokens[place] for place in clause if place not in used and tokens[place].sort in kept]
        left = [one for one in left if fold(one.text) not in said]
        while left and left[-1].sort in ("prepositions", "articles"):
            left.pop()
        while left and left[0].sort in ("prepositions", "articles"):
            left.pop(0)
        if any(one.sort in ("name", "word", "more") and own_stems(one.text) for one in left):
            aspect = " ".join(one.text for one in left)
            break
    return f"say about {aspect}".removesuffix(" about ") if says else aspect
