"""Text -> the names in it, in forms in which two spellings of one name are equal (Ulutas = Ulutaş): words with capitals
in a row, of any language that has capitals."""

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from rag.text.days import MONTHS, WEEKDAYS
from rag.text.fact import Name
from rag.text.words import FUNCTION_STEMS, fold, stems
from rag.types import Interval

_TOKEN = re.compile(r"[^\W_](?:[\w’'&-]|\.(?=\w))*\.?")
_SENTENCE_START = re.compile(r"(?:^|(?<!\b[A-Z])[.!?\n]\s*|[“\"‘«„(\[])$")
_NO_NAMES = {"i", "mr", "mrs", "ms", "dr", *MONTHS, *WEEKDAYS, *(month[:3] for month in MONTHS), "sept"}
TITLES = frozenset(
    "president minister prime mr mrs ms dr sir lord lady general colonel major captain lieutenant sergeant professor "
    "judge senator governor mayor king queen prince princess pope chancellor secretary chief director chairman "
    "spokesman spokeswoman spokesperson commander ambassador representative the".split()
)
"""What stands before a name and may be left out."""
# What tells one name of a place or people from another by its ending alone: Serbia, Serbian; Italy, Italian.
_ENDINGS = frozenset(["", *"n an ian ish ese i s y ia iye e o a in is ns ans ians ic ey ya".split()])


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


_OWNERS, _INITIAL_POINT = re.compile(r"[’']s\b"), re.compile(r"(?<=\b[^\W\d_])\.")
_NAME_WORD = re.compile(r"[^\W_]+")


@functools.lru_cache(maxsize=4096)
def _folded_name(text: str) -> tuple[str, ...]:
    return tuple(_NAME_WORD.findall(_INITIAL_POINT.sub("", _OWNERS.sub("", fold(text)))))


def folded_name(text: str) -> list[str]:
    """The folded words of a name, without points and the possessive: "U.S. Army's" is "us army"."""
    return list(_folded_name(text))


def is_one(words: set[str], others: set[str]) -> bool:
    """Whether two names are those of one person, as one of their words is the same."""
    return bool((words & others) - TITLES) or any(holds(word, frozenset(others)) for word in words)


def holds(word: str, held: frozenset[str]) -> bool:
    """Whether a word of a name is there, if in another form of it (Serbian for Serbia)."""
    if set(stems(word)) <= held:
        return True
    for other in held:
        if other[:3] == word[:3]:
            shared = len(_prefix(word, other))
            if shared >= 4 and word[shared:] in _ENDINGS and other[shared:] in _ENDINGS:
                return True
    return False


def is_spelled_out(words: Sequence[str], held: frozenset[str]) -> bool:
    """Whether the first letters of a name's words are among some words."""
    return len(words) > 1 and "".join(word[0] for word in words) in held


@functools.lru_cache(maxsize=1024)  # 65 bytes for each character of a text: some 20 MB
def initials(text: str) -> frozenset[str]:
    """The acronyms that the capitalised words in a row of a text could have: "the United States" may be US."""
    made: set[str] = set()
    letters = ""
    for word in [*text.split(), ""]:
        if word[:1].isupper():
            letters += fold(word[0])
            if "." in word[:-1]:
                made.update(folded_name(word.strip("()[]“”\"',;:")))
        elif word not in ("of", "the", "for", "and", "de", "la"):
            made.update(
                letters[start:end] for start in range(len(letters)) for end in range(start + 2, len(letters) + 1)
            )
            letters = ""
    return frozenset(made)


_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b|\b(?:[A-Z]\.){2,6}")
_IN_FULL = re.compile(r"[A-Z]\w+(?: (?:(?:of|the|for|and|de|la) )*[A-Z]\w+)+")


def acronyms(text: str, other: str) -> Iterator[tuple[Interval, Interval]]:
    """Where one of two texts has an acronym and the other the same with or without points, or the words whose first
    letters it has ("US": "U.S.", "United States")."""
    for span, letters in _shortened(text):
        yield from ((span, full) for full in _standing_for(letters, other))
    for span, letters in _shortened(other):
        yield from ((full, span) for full in _standing_for(letters, text))


@functools.lru_cache(maxsize=1024)
def _shortened(text: str) -> tuple[tuple[Interval, str], ...]:
    """The acronyms of a text, each with its letters."""
    return tuple((short.span(), short[0].replace(".", "")) for short in _ACRONYM.finditer(text))


def _standing_for(letters: str, text: str) -> Iterator[Interval]:
    yield from (span for span, same in _shortened(text) if same == letters)
    for run in _IN_FULL.finditer(text):
        words = list(re.finditer(r"[A-Z]\w+", run[0]))
        place = "".join(match[0][0] for match in words).find(letters)
        if place >= 0:
            yield run.start() + words[place].start(), run.start() + words[place + len(letters) - 1].end()


def _prefix(one: str, other: str) -> str:
    return "".join(
        left for left, right in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
