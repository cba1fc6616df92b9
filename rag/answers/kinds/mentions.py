"""Which articles have some words, in their title or text: in any case, with or without accents, and, of words that are
no names, in any form that the language's stemmer knows."""

import functools
import re
from collections.abc import Collection, Iterator, Sequence

from rag.index.search import Index
from rag.text.words import fold, stem_in, stems, words

_CUT = 1  # letters at the end of a stem that may be others in the word: "study" for "studi"
_SHORTEST = 4  # letters of a stem from which one is cut


def mentioning(index: Index, groups: Sequence[Sequence[str]], among: Collection[str], lang: str) -> set[str]:
    """The ids of those articles that have, of each group, at least one of the words or phrases. In German, which writes
    all nouns with capitals, names are looked for in all their forms, too."""
    found = set(among)
    for group in groups:
        found &= {one for phrase in group for one in _having(index, phrase, found, lang)}
    return found


def _having(index: Index, phrase: str, among: Collection[str], lang: str) -> Iterator[str]:
    wanted = words(phrase)
    if not wanted:
        return
    exact = [is_name(word) and lang != "de" for word in re.findall(r"[^\W_]+", phrase)]
    if len(exact) != len(wanted):  # a number with its separators, or a script without spaces
        exact = [True] * len(wanted)
    heads = [
        stems(word)[:1] or [word] if same else [stem_in(word, lang)] for word, same in zip(wanted, exact, strict=True)
    ]
    candidates = index.holding({_begin(head[0], lang) for head in heads}) & set(among)
    pattern = _pattern(tuple(wanted), tuple(exact), lang)
    for identifier, article in index.articles(candidates).items():
        text = fold(f"{article.title}\n{article.text}")
        if any(_is_form(match, wanted, exact, lang) for match in pattern.finditer(text)):
            yield identifier


def is_name(word: str) -> bool:
    """Whether a word is written as a name is."""
    return word[:1].isupper()


def _begin(stem: str, lang: str) -> str:
    """How words of a stem begin in the index, which cuts all words as English ones."""
    return stem if lang == "en" or len(stem) < _SHORTEST else stem[:-_CUT]


@functools.lru_cache(maxsize=64)
def _pattern(wanted: tuple[str, ...], exact: tuple[bool, ...], lang: str) -> re.Pattern[str]:
    """The words in a row, each to its end, whatever signs stand between."""
    parts = []
    for word, same in zip(wanted, exact, strict=True):
        stem = stem_in(word, lang)
        start = stem[:-_CUT] if len(stem) >= _SHORTEST else stem
        parts.append(f"({re.escape(word)})" if same else rf"({re.escape(start)}[^\W_]*)")
    row = r"[\W_]+".join(parts)
    return re.compile(rf"(?<![^\W_]){row}(?![^\W_])")


def _is_form(match: re.Match[str], wanted: Sequence[str], exact: Sequence[bool], lang: str) -> bool:
    return all(
        same or stem_in(found, lang) == stem_in(word, lang)
        for found, word, same in zip(match.groups(), wanted, exact, strict=True)
    )
