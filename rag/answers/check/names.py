"""Names of a statement that the cited words lack, and when two of them are one."""

import functools
import itertools
from collections.abc import Sequence

from rag.answers.check.compared import Fault, Text, Word, read, texts
from rag.text.names import folded_name
from rag.text.quotations import VERBS
from rag.text.stems import FUNCTION_STEMS, stems
from rag.text.words import fold
from rag.types import Span

TITLES = frozenset(
    "president minister prime mr mrs ms dr sir lord lady general colonel major captain lieutenant sergeant professor "
    "judge senator governor mayor king queen prince princess pope chancellor secretary chief director chairman "
    "spokesman spokeswoman spokesperson commander ambassador representative the".split()
)
_OPENERS = frozenset(
    "meanwhile however additionally moreover furthermore later earlier overall finally instead notably specifically "
    "similarly consequently therefore thus although though while because despite following whereas unlike like once "
    "nevertheless nonetheless subsequently previously initially eventually originally yesterday nearly around only "
    "even both another former outgoing incoming".split()
)
# What tells one name of a place or people from another by its ending alone: Serbia, Serbian; Italy, Italian.
_ENDINGS = frozenset(["", *"n an ian ish ese i s y ia iye e o a in is ns ans ians ic ey ya".split()])
_PRONOUNS = frozenset("he she they it his her their its this that these those we i".split())


def missing(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    """Names that the cited words do not hold, in full or as far as the article is known by them."""
    held = frozenset().union(*(read(one).facts.words for span in cited for one in texts(span)))
    acronyms = frozenset().union(*(initials(one) for span in cited for one in texts(span)))
    found = []
    for name in statement.facts.names:
        if name.initial and len(name.words) == 1 and not _proper(name.words[0], around):
            # Any word has a capital here; but what opens a sentence without an article, and is nowhere else, is a name.
            unknown = name.words[0] not in {word.folded for word in around.words}
            if not (unknown and VERBS.match(statement.text, name.end)):
                continue
        words = [word for word in name.words if word not in TITLES and not set(stems(word)) <= FUNCTION_STEMS]
        if name.initial and len(words) > 1 and words[0] in _OPENERS:
            words = words[1:]
        lacking = [word for word in words if not holds(word, held) and word not in acronyms]
        if not lacking or is_spelled_out(words, held):
            continue
        whole = len(lacking) == len(words)
        if not whole and all(holds(word, around.facts.words) for word in lacking):
            continue  # the whole name stands elsewhere in the article
        said = name.text if whole else " ".join(lacking).title()
        found.append(Fault(f"the cited words do not name {said}", "unsupported", name.text))
    return found


def is_named(word: Word, around: Text) -> bool:
    """Whether a word is one of a name: it has a capital, which it never goes without."""
    if not word.capital or word.stem in FUNCTION_STEMS or word.folded in _PRONOUNS or word.folded in TITLES:
        return False
    return not any(other.folded == word.folded and not other.capital for other in around.words)


def is_one(words: set[str], others: set[str]) -> bool:
    """Whether two names are those of one person, as one of their words is the same."""
    return bool((words & others) - TITLES) or any(holds(word, frozenset(others)) for word in words)


def holds(word: str, held: frozenset[str]) -> bool:
    """Whether a word of a name is there, if in another form of it (Serbian for Serbia)."""
    if set(stems(word)) <= held:
        return True
    if len(word) < 4:
        return False
    for other in held:
        if other[:3] == word[:3]:
            shared = len(_prefix(word, other))
            if shared >= 4 and word[shared:] in _ENDINGS and other[shared:] in _ENDINGS:
                return True
    return False


def shortens(word: Word, text: Text, words: Sequence[Word]) -> bool:
    """Whether a word in capitals could be made of the letters of some words, as KFOR is of Kosovo Force."""
    if not text.text[word.start : word.start + len(word.folded)].isupper():
        return False
    starts = (place for place, other in enumerate(words) if other.folded[0] == word.folded[0])
    for start in starts:
        letters = iter("".join(other.folded for other in words[start:]))
        if all(letter in letters for letter in word.folded):
            return True
    return False


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


def is_spelled_out(words: Sequence[str], held: frozenset[str]) -> bool:
    """Whether the first letters of a name's words are among some words."""
    return len(words) > 1 and "".join(word[0] for word in words) in held


def _prefix(one: str, other: str) -> str:
    return "".join(
        left for left, right in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )


def _proper(word: str, around: Text) -> bool:
    """Whether a word has a capital in the middle of a sentence, and never goes without one."""
    return any(
        word in name.words and (not name.initial or len(name.words) > 1) for name in around.facts.names
    ) and not any(other.folded == word and not other.capital for other in around.words)
