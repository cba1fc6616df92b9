"""What papers and authors may be called in a question: by their whole names, without an article, by the last word."""

import functools
import re

from rag.text.words import fold

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_SHORTEST = 4  # letters of a last word that stands for the name


@functools.lru_cache(maxsize=8)
def aliases(sources: tuple[str, ...], authors: tuple[str, ...]) -> list[tuple[tuple[str, ...], str, str, bool]]:
    """What papers and authors may be called, longest first: the name in folded words, the name, what it is of, and
    whether it is the whole of it; else it is the last word alone, where no other has it."""
    found = []
    for kind, names in (("source", sources), ("author", authors)):  # who is called as a paper is mostly that
        whole = {name: tuple(fold(word) for word in _WORD.findall(name)) for name in names}
        last = [words[-1] for words in whole.values() if words]
        for name, words in whole.items():
            if not words:
                continue
            found.append((words, name, kind, True))
            if words[0] == "the" and len(words) > 1:
                found.append((words[1:], name, kind, True))
            if len(words) > 1 and last.count(words[-1]) == 1 and len(words[-1]) >= _SHORTEST:
                found.append((words[-1:], name, kind, False))
    return sorted(found, key=lambda one: -len(one[0]))
