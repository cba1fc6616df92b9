"""Words that a hyphen breaks at a line's end: closed, or with their hyphen, as the text itself spells them elsewhere,
else as the dictionary of the language does (those of pyspellchecker)."""

import functools
import re
from collections import Counter
from collections.abc import Iterable

HYPHENS = "-\u2010\u00ad"
_SOFT = "\u00ad"
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_END = re.compile(rf"(\w+(?:[-\u2010]\w+)*)[{HYPHENS}]$")
_BEGINNING = re.compile(r"\w+(?:[-\u2010]\w+)*")
_LONGEST = 100  # letters before a hyphen that are looked at
_READ = 2_000  # characters by which the language is told
# German and Dutch write compounds as one word, which no dictionary has all of.
_APART = ("en", "es", "fr", "it", "pt", "ru")
_DICTIONARIES = (*_APART, "de", "nl")
# After which the second half of a compound stands: "Vor- und Nachteile", "short- and long-term".
_SUSPENDED = {"de": ("und", "oder", "bis", "sowie"), "en": ("and", "or", "to"), "nl": ("en", "of")}


class Words:
    """The words of a text, known by its lines, and how each that is broken at a line's end is to be put together."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._said: Counter[str] = Counter()
        beginning, size, broken = [], 0, False
        for line in lines:
            found = [word.lower().replace("\u2010", "-") for word in _WORD.findall(line)]
            # Of a broken word neither half counts.
            self._said.update(found[broken : len(found) - (broken := _is_broken(line))])
            if size < _READ:
                beginning.append(line)
                size += len(line)
        self._beginning = " ".join(beginning)[:_READ]

    def joint(self, above: str, below: str) -> str | None:
        """What stands between the hyphen's line, less its hyphen, and the next one: nothing, the hyphen, or the hyphen
        and a space; None where no hyphen breaks a word there."""
        end, start = _END.search(above[-_LONGEST:]), _BEGINNING.match(below[:_LONGEST])
        if end is None or start is None:
            return None
        first, second = end[1], start[0]
        if above.endswith(_SOFT):
            return ""
        if first[-1].isdigit() or second[0].isdigit():
            return "-"
        # "Anglo-Saxon"; but a headline in capitals is broken like any other line.
        if second[0].isupper() and not (first.isupper() and second.isupper()):
            return "-"
        return self._spelled(first.lower(), second.lower())

    def _spelled(self, first: str, second: str) -> str:
        closed, kept = self._said[first + second], self._said[f"{first}-{second}"]
        if closed or kept:
            return "" if closed >= kept else "-"
        last, second = first.rpartition("-")[2], second.partition("-")[0]
        if self._is_word(last + second):
            return ""
        if second in _SUSPENDED.get(self._lang, ()):
            return "- "
        whole = self._lang in _APART and all(len(part) > 1 and self._is_word(part) for part in (last, second))
        return "-" if whole else ""

    @functools.cached_property
    def _lang(self) -> str:
        from rag.text.language import identified

        return identified(self._beginning) or ""

    def _is_word(self, word: str) -> bool:
        if self._lang not in _DICTIONARIES:
            return False
        # The English dictionary is that of America.
        forms = {word, word.replace("our", "or"), word.replace("is", "iz")} if self._lang == "en" else {word}
        return any(form in _dictionary(self._lang) for form in forms)


def _is_broken(line: str) -> bool:
    return _END.search(line[-_LONGEST:]) is not None


@functools.cache
def _dictionary(lang: str) -> frozenset[str]:
    """The words of a language, in small letters (0.4 s or more)."""
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(lang, distance=1).word_frequency.words())
