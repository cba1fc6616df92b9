"""Text -> the names in it, in forms in which two spellings of one name are equal (Ulutas = Ulutaş): words with capitals
in a row, of any language that has capitals."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.text.days import MONTHS, WEEKDAYS
from rag.text.fact import Fact
from rag.text.stems import FUNCTION_STEMS, stems
from rag.text.words import fold

_TOKEN = re.compile(r"[^\W_](?:[\w’'&-]|\.(?=\w))*\.?")
_SENTENCE_START = re.compile(r"(?:^|(?<!\b[A-Z])[.!?\n]\s*|[“\"‘«„(\[])$")
_NO_NAMES = {"i", "mr", "mrs", "ms", "dr", *MONTHS, *WEEKDAYS, *(month[:3] for month in MONTHS), "sept"}


@dataclass(frozen=True, slots=True)
class Name(Fact):
    """Capitalised words in a row, folded. ``initial``: it opens a sentence, where any word has a capital."""

    words: tuple[str, ...]
    initial: bool


def names(text: str) -> Iterator[Name]:
    """The names of a text."""
    run: list[re.Match[str]] = []
    for match in itertools.chain(_TOKEN.finditer(text), [None]):
        if match is not None and _is_name(match[0]):
            if (run and text[run[-1].end() : match.start()] != " ") or (run and _opens(text, match)):
                yield _name(text, run)
                run = []
            run.append(match)
        elif run:
            yield _name(text, run)
            run = []


def _is_name(token: str) -> bool:
    plain = token.strip(".'’").lower()
    for ending in ("'s", "’s"):
        plain = plain.removesuffix(ending)
    known = plain in _NO_NAMES or (plain.capitalize() == token and set(stems(plain)) <= FUNCTION_STEMS)
    return token[0].isupper() and not known


def _name(text: str, run: Sequence[re.Match[str]]) -> Name:
    start, end = run[0].start(), run[-1].end()
    return Name(start, end, text[start:end].rstrip("."), tuple(folded_name(text[start:end])), _opens(text, run[0]))


def _opens(text: str, match: re.Match[str]) -> bool:
    return _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()]) is not None


def folded_name(text: str) -> list[str]:
    """The folded words of a name, without points and the possessive: "U.S. Army's" is "us army"."""
    cut = re.sub(r"(?<=\b[^\W\d_])\.", "", re.sub(r"[’']s\b", "", fold(text)))
    return re.findall(r"[^\W_]+", cut)
