"""Text -> what stands in quotation marks in it, and who is said to say something. It reads marks of any language, and
English verbs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.text.fact import Fact, Name
from rag.text.words import fold
from rag.types import Interval

_QUOTED = re.compile(
    r"“([^“”]+)”|``(.+?)''|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|(?<!\w)[‘'](?=\w)([^‘’']+(?:[’'](?=\w)[^‘’']+)*)[’'](?!\w)"
)
_LEFT_OUT = re.compile(r"\[[^\]]*\]|\.\.\.|…")
_SAYS = (
    r"(?:said|says|say|told|tells|stated|states|added|adds|claimed|claims|argued|argues|wrote|writes|announced|announces"
    r"|explained|explains|warned|warns|insisted|insists|noted|notes|denied|denies|tweeted|commented|replied|remarked"
    r"|declared|declares|admitted|admits|suggested|suggests|believes|believed|thinks|complained|reported|reports"
    r"|confirmed|confirms|promised|promises|predicted|predicts|asked|called)"
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)
_THEN_SAYS = re.compile(
    rf"(?:,[^,.;“”\"]{{1,60}},|\s\([^)]*\))?\s(?:(?:has|have|had|also|later|then|\w+ly)\s)?{_SAYS}\b"
)
_SAYS_BEFORE = re.compile(rf"[”\",]\s?{_SAYS} (?:[a-z][\w’'-]* ){{0,3}}$")
VERBS = re.compile(rf"\s(?:is|was|has|had|will|would|can|could|did|does|{_SAYS})\b")
"""What stands after a subject."""


@dataclass(frozen=True, slots=True)
class Quotation(Fact):
    """Words in quotation marks; ``parts`` are its folded words, cut where something is left out or put in."""

    parts: tuple[tuple[str, ...], ...]


def quotations(text: str) -> Iterator[Quotation]:
    """The quotations of a text."""
    for match in _QUOTED.finditer(text):
        words = next(group for group in match.groups() if group is not None)
        parts = tuple(tuple(said) for part in _LEFT_OUT.split(words) if (said := spoken(part)))
        if parts:
            yield Quotation(match.start(), match.end(), words, parts)


def quoted(text: str) -> Iterator[Interval]:
    """What stands in quotation marks, with these; none goes over a blank line."""
    for match in _QUOTED.finditer(text):
        if "\n\n" not in match[0]:
            yield match.span()


def in_marks(text: str) -> str:
    """A text in quotation marks: as it is where it is a quotation from its first sign to its last."""
    return text if is_quotation(text) else f"“{text}”"


def is_quotation(text: str) -> bool:
    """Whether a text is one quotation with its marks, from its first sign to its last."""
    return _QUOTED.fullmatch(text.strip()) is not None


def spoken(text: str) -> list[str]:
    """The folded words of a text one by one, without signs: how quotations are compared."""
    return re.findall(r"[^\W_]+", fold(text))


def speakers(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """The names that are said to say something: next to a verb of speech, with a few words between, or after "according
    to". "The Government of Tajikistan" is one of them."""
    for number, name in enumerate(names):
        before, after = text[max(0, name.start - 80) : name.start], text[name.end : name.end + 80]
        told = _ACCORDING.split(before) if _ACCORDING.search(before) else None
        if (
            (told and re.fullmatch(r"(?:the |[\w’'-]+ ){0,4}", told[-1]))
            or _THEN_SAYS.match(after)
            or _SAYS_BEFORE.search(before)
        ):
            first = names[number - 1] if number else name
            if re.fullmatch(r" of (?:the )?", text[first.end : name.start]):
                name = replace(
                    name, start=first.start, words=first.words + name.words, text=text[first.start : name.end]
                )
            yield name
