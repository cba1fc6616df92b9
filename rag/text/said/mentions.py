"""The names of a text where they stand, with the titles and roles before them."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rag.text.said.naming import Naming

_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|[’'&/-](?=\w)|\.(?=\w))*\.?|[\"“”„«»()\[\]:;!?,.–—]|\d[\w.,]*|\n+")
_PARTICLES = frozenset("de da do dos del della di du la le van von der den ten zu al el bin ibn ben y af av".split())
_OWNERS = re.compile(r"[’']s?$")
_TIED = re.compile(r"\b(?:of|for)(?: the)? $")
_SIGN = re.compile(r"[^\w]+")
_SHORTENED = ("prof.", "mag.", "sen.", "rep.", "gov.", "rev.", "capt.", "sgt.")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: ``start`` to ``end`` with the titles before it, ``words`` without them and folded to
    lower case, ``roles`` what stands before it as a role or title."""

    start: int
    end: int
    words: tuple[str, ...]
    roles: tuple[str, ...]
    place: bool
    article: bool
    owner: bool


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    capital: bool

    @property
    def plain(self) -> str:
        return _OWNERS.sub("", self.text.rstrip("."))


def mentions(text: str, by: Naming, *, german: bool) -> list[Mention]:
    """The names of a text in their order; ``german`` is one in which any noun has a capital."""
    return _cut(list(_mentions(text, by, german=german)), text)


def _cut(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """The mentions without what stands before a name and is none of it, as the name stands alone elsewhere ("Vice
    President of the United States Joe Biden"), or as that does, which "of" or "for" ties to a title ("for Iran")."""
    names = {one.words for one in mentions if len(one.words) == 2}
    alone = {one.words for one in mentions if len(one.words) == 1}
    cut: list[Mention] = []
    for one in mentions:
        if cut and one.start <= cut[-1].start:  # "Parish" of "Parish clerk Tom Ellery"
            cut.pop()
        elif cut and one.roles and text[cut[-1].end : one.start] == " ":  # "Red Cross chair Richard Gordon"
            cut[-1] = replace(cut[-1], article=True)
        if len(one.words) > 2 and (one.words[-2:] in names or (one.words[:1] in alone and _is_tied(text, one))):
            kept = one.words[-2:] if one.words[-2:] in names else one.words[1:]
            start = one.end
            for _ in kept:
                start = text.rindex(" ", one.start, start)
            one = replace(one, start=start + 1, words=kept, article=False)
        cut.append(one)
    return cut


def _is_tied(text: str, one: Mention) -> bool:
    return _TIED.search(text[max(0, one.start - 9) : one.start]) is not None


def _mentions(text: str, by: Naming, *, german: bool) -> Iterator[Mention]:
    tokens = [_Token(*match.span(), match[0], match[0][0].isupper()) for match in _TOKEN.finditer(text)]
    lower = {one.text.lower() for one in tokens if one.text[0].islower()}
    run: list[int] = []
    for number, token in enumerate([*tokens, _Token(len(text), len(text), ".", capital=False)]):
        if run and _goes_on(text, tokens[run[-1]], token):
            if token.capital and token.plain.lower() not in by.before:
                run.append(number)
                continue
            if _is_particle(tokens, number, alone=german and len(run) == 1):
                run.append(number)
                continue
        if run:
            yield from _mention(text, tokens, run, by, german=german)
            run = []
        if token.capital and not _no_name(tokens, number, lower, by):
            run = [number]


def _is_particle(tokens: Sequence[_Token], number: int, *, alone: bool) -> bool:
    """Whether a small word belongs to a name, as a capital follows; after a noun ``alone``, which may be none, only two
    of them do: "Angaben von Peter Beck" is no name, "Ursula von der Leyen" is one."""
    following = list(itertools.takewhile(lambda one: one.text in _PARTICLES, tokens[number : number + 3]))
    after = number + len(following)
    fits = len(following) == 2 if alone else bool(following)
    return fits and after < len(tokens) and tokens[after].capital


def _no_name(tokens: Sequence[_Token], number: int, lower: set[str], by: Naming) -> bool:
    """Whether a word has its capital from where it stands."""
    plain = tokens[number].plain.lower()
    if plain in by.before:
        return True
    opens = number == 0 or _SIGN.fullmatch(tokens[number - 1].text) is not None
    titled = by.role.fullmatch(plain) is not None or plain in by.formal
    return opens and plain in lower and not titled and tokens[number - 1].text != ","


def _goes_on(text: str, one: _Token, other: _Token) -> bool:
    if text[one.end : other.start] != " " or one.text.endswith(("’s", "'s")):
        return False
    return not one.text.endswith(".") or len(one.text) <= 3 or one.text.count(".") > 1 or one.text.lower() in _SHORTENED


def _mention(text: str, tokens: Sequence[_Token], run: list[int], by: Naming, *, german: bool) -> Iterator[Mention]:
    """A run of capitals as the name in it, with the titles before; nothing where there is no name but titles."""
    titles: list[str] = []
    rest = list(run)
    while rest:
        plain = tokens[rest[0]].plain.lower()
        if by.role.fullmatch(plain) or plain in by.formal or f"{plain}." in by.formal:
            titles.append(plain)
            rest.pop(0)
        elif any(by.role.fullmatch(tokens[one].plain.lower()) for one in rest[1:-1]) and not german:
            # "Northwestern University President Ann Lee", "Detective Chief Inspector"
            rest.pop(0)
        else:
            break
    if not rest:
        return
    first = rest[0]
    start = tokens[run[0]].start if titles else tokens[first].start
    words = tuple(tokens[one].plain.lower().strip(".") for one in rest)
    small = _role_before(text, tokens, run[0], by)
    if small is not None:
        titles.append(tokens[run[0] - 1].plain.lower())
        start = small
    ahead = tokens[run[0] - 1].text.lower() if run[0] else ""
    end = tokens[run[-1]].end
    if text[end - 1] == "." and len(tokens[run[-1]].text) > 3:
        end -= 1
    if text[end - 2 : end] in ("’s", "'s"):
        end -= 2
    place = ahead in by.place and not titles
    owner = text[end : end + 2] in ("’s", "'s") or text.startswith(("s' ", "s’ "), end - 1)
    if len(words) == 1 or by.role.fullmatch(words[-1]) is None:  # "Montana Secretary" is nobody's name
        yield Mention(start, end, words, tuple(titles), place, ahead in by.definite and not titles, owner)


def _role_before(text: str, tokens: Sequence[_Token], first: int, by: Naming) -> int | None:
    """Where a role in small letters begins that stands before a name ("harbour master Ingram Tolleve"): with the one
    word that says of what, where a small word or a sign stands before that."""
    if not first or not _joined(text, tokens, first) or not by.role.fullmatch(tokens[first - 1].plain.lower()):
        return None
    before = first - 2
    if before < 0 or not _joined(text, tokens, first - 1) or tokens[before].plain.lower() in by.before:
        return tokens[first - 1].start
    further = tokens[before - 1] if before else None
    opens = further is None or not _joined(text, tokens, before) or further.plain.lower() in by.before
    return (
        tokens[before].start
        if opens or (further is not None and further.text.endswith(("'s", "’s")))
        else tokens[first - 1].start
    )


def _joined(text: str, tokens: Sequence[_Token], number: int) -> bool:
    return text[tokens[number - 1].end : tokens[number].start] == " " and tokens[number - 1].text[-1].isalnum()
