"""Names of a statement that the cited words lack, or have others for."""

import re
from collections.abc import Sequence

from rag.answers.check.fault import Fault, Place
from rag.message import Message
from rag.text.facts import Text, Word, as_written, read, texts_of
from rag.text.names import TITLES, holds, initials, is_spelled_out
from rag.text.quotations import VERBS
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Mark, Span

_OPENERS = frozenset(
    "meanwhile however additionally moreover furthermore later earlier overall finally instead notably specifically "
    "similarly consequently therefore thus although though while because despite following whereas unlike like once "
    "nevertheless nonetheless subsequently previously initially eventually originally yesterday nearly around only "
    "even both another former previous current recent several outgoing incoming".split()
)
_LABELS = re.compile(r"[*_]*:")
_PRONOUNS = frozenset("he she they it his her their its this that these those we i".split())
_NO_NAMES = _PRONOUNS | TITLES | _OPENERS


def missing(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    """Names that the cited words do not hold, in full or as far as the article is known by them."""
    held = frozenset().union(*(read(one).facts.words for span in cited for one in texts_of(span)))
    acronyms = frozenset().union(*(initials(one) for span in cited for one in texts_of(span)))
    found = []
    for name in statement.facts.names:
        if (
            _LABELS.match(statement.text, name.end)
            and not re.search(r"\s", name.text)
            and not _known(name.words, around)
        ):
            continue  # "Change: 66" names nobody: whether it is that is for who reads both
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
        reason, mark = Message("the cited words do not name {name}", name=said), Mark(name.start, name.end)
        found.append(Fault(reason, "partly", name.text, marks=(mark,)))
    return found


def replaced(place: Place, around: Text) -> Fault | None:
    """Another name in the place of one, that is no other form of it."""
    mine, theirs = (
        frozenset(stem for word in words for stem in stems(word.folded)) for words in (place.words, place.others)
    )
    named = [
        word for word in _undated(place.text, place.words) if _is_named(word, around) and not holds(word.folded, theirs)
    ]
    others = [
        word for word in _undated(place.other, place.others) if _is_named(word, around) and not holds(word.folded, mine)
    ]
    if not named or not others:
        return None
    acronyms = initials(" ".join(as_written(place.other, word) for word in place.others))
    shorter = any(_shortens(word, place.text, place.others) or word.folded in acronyms for word in named)
    if shorter or is_spelled_out([word.folded for word in place.words], theirs):
        return None
    one, other = (
        " ".join(as_written(text, word) for word in words)
        for text, words in ((place.other, others), (place.text, named))
    )
    mark = Mark(named[0].start, named[-1].start + len(as_written(place.text, named[-1])), one)
    reason = Message("the article says {right}, not {said}", right=one, said=other)
    return Fault(reason, "unsupported", marks=(mark,))


def _undated(text: Text, words: Sequence[Word]) -> list[Word]:
    """Words that are no part of a date, which another rule is about."""
    return [word for word in words if not any(day.start <= word.start < day.end for day in text.facts.days)]


def _is_named(word: Word, around: Text) -> bool:
    """Whether a word is one of a name: it has a capital, which it never goes without."""
    if not word.capital or word.stem in FUNCTION_STEMS or word.folded in _NO_NAMES:
        return False
    return not any(other.folded == word.folded and not other.capital for other in around.words)


def _shortens(word: Word, text: Text, words: Sequence[Word]) -> bool:
    """Whether a word in capitals could be made of the letters of some words, as KFOR is of Kosovo Force."""
    if not text.text[word.start : word.start + len(word.folded)].isupper():
        return False
    starts = (place for place, other in enumerate(words) if other.folded[0] == word.folded[0])
    for start in starts:
        letters = iter("".join(other.folded for other in words[start:]))
        if all(letter in letters for letter in word.folded):
            return True
    return False


def _known(words: Sequence[str], around: Text) -> bool:
    return any(_proper(word, around) for word in words)


def _proper(word: str, around: Text) -> bool:
    """Whether a word has a capital in the middle of a sentence, and never goes without one."""
    return any(
        word in name.words and (not name.initial or len(name.words) > 1) for name in around.facts.names
    ) and not any(other.folded == word and not other.capital for other in around.words)
