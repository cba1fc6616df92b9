"""A question -> which of its words the articles lack, and the question with its slips of the pen mended.

A word is a slip where neither the articles nor the dictionary of the question's language have it; it is mended by the
word of the articles that is spelled most like it, or before a year by the month. The dictionaries are those of
pyspellchecker. Of a question in another language than the articles names alone are put as these have them: "Nawalny",
"Porto Rico".
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from rag.index.vocabulary import COMPOUNDING, Keywords
from rag.text.language import likeliest
from rag.text.periods import month_names
from rag.text.places import countries, country_name
from rag.text.words import FUNCTION_STEMS, fold, stems

# One letter in four may be left out, put in, replaced, or change its place with the next; a shorter word is too easily
# another one.
_ALIKE, _SHORTEST = 0.75, 4
_MANY = 4  # one word in so many, of a question that is not in English
_MOST = 12  # words of a question that are mended: each takes some 10 ms
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DATED = re.compile(r"(?<![\w-])(?P<month>[^\W\d_]+)\.?,?(?: de| del)? (?:1\d{3}|20\d\d)\b")
_LONG, _SAME = 6, 0.8  # letters of a name that is spelled otherwise in another language, and how like it must be
_OWNER = re.compile(r"['’]s$", re.IGNORECASE)  # which stays as it is
_LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")


def respelt(question: str, lang: str, keywords: Keywords, text_of: Callable[[int], str]) -> str:
    """The question, in a language by its ISO 639-1 code, with the words that are slips of the pen mended; ``text_of``
    gives the text of a chunk by its id.

    But for names and months it stays as it is where the language has no dictionary here, and where the articles lack
    many of its words: they are in another language.
    """
    question = _with_months(question, lang)
    found = list(_WORD.finditer(question))
    strange = [one for one in found if not _said(one[0], keywords)]
    if lang != "en" and (lang not in _LANGUAGES or _MANY * len(strange) > len(found)):
        return _with_names(_with_countries(question, lang, keywords), lang, keywords, text_of)
    shouted = question.isupper()
    parts, behind = [], 0
    other = likeliest(question) if lang == "en" else lang
    for one in [one for one in strange if len(one[0]) >= _SHORTEST and (shouted or not one[0].isupper())][:_MOST]:
        bare = _OWNER.sub("", one[0])
        # "Quels articles parlent de Sol ?" has too few words to tell its language, and no slips of English ones.
        if other != lang and other in _LANGUAGES and bare.lower() in _dictionary(other).get(bare[0].lower(), {}):
            continue
        if (meant := _meant(bare.lower(), lang, keywords)) is not None:
            # A name within a question is no slip of a word that is none: "Lyft" is not "left".
            if one is not found[0] and bare.istitle() and _name(stems(meant)[0], keywords, text_of) is None:
                continue
            meant = _written(meant, keywords, text_of)
            parts += [question[behind : one.start()], meant.capitalize() if bare.istitle() else meant]
            behind = one.start() + len(bare)
    return "".join([*parts, question[behind:]])


def _with_months(question: str, lang: str) -> str:
    """The question with the months mended that stand before a year."""
    known = month_names(lang)

    def mended(match: re.Match[str]) -> str:
        word = match["month"]
        if word.lower() in known or len(word) < _SHORTEST:
            return match[0]
        near = max(_like(word.lower(), known), key=lambda one: one[1], default=None)
        return match[0].replace(word, near[0].capitalize() if word[0].isupper() else near[0], 1) if near else match[0]

    return _DATED.sub(mended, question)


def _with_countries(question: str, lang: str, keywords: Keywords) -> str:
    """The question with the countries that the articles have by their English names alone called by these."""
    for one in reversed(list(countries(question, lang))):
        name = country_name(one.code, "en")
        if not _said(one.text, keywords) and _said(name, keywords):
            question = f"{question[: one.start]}{name}{question[one.end :]}"
    return question


def _with_names(question: str, lang: str, keywords: Keywords, text_of: Callable[[int], str]) -> str:
    """The question with names that are spelled otherwise than in the articles spelled as there: words with a capital
    behind the first, that neither the articles nor the language have."""
    for one in reversed(list(_WORD.finditer(question))[1:]):
        word = re.split("['’]", one[0])[0]
        known = lang in _LANGUAGES and (
            word.lower() in _dictionary(lang).get(word[0].lower(), {})
            or (lang in COMPOUNDING and _is_compound(word.lower(), lang))
        )
        if len(word) < _LONG or not word.istitle() or known or _said(word, keywords):
            continue
        stem = stems(word)[0]
        near = process.extractOne(
            stem, list(keywords.beginning(stem[0])), scorer=OSA.normalized_similarity, score_cutoff=_SAME
        )
        name = _name(near[0], keywords, text_of) if near else None
        if name and name.lower() not in month_names("en"):
            question = f"{question[: one.start()]}{name}{question[one.start() + len(word) :]}"
    return question


def _name(stem: str, keywords: Keywords, text_of: Callable[[int], str]) -> str | None:
    """A word of the articles with a capital that has a stem; None where none does."""
    for chunk, _ in keywords.search(stem, 1):
        written = (re.split("['’]", one[0])[0] for one in _WORD.finditer(text_of(chunk)))
        return next((one for one in written if one.istitle() and stems(one) == [stem]), None)
    return None


def absent(text: str, keywords: Keywords) -> tuple[str, ...]:
    """The words of a text that no chunk has in any form, each once and as it is written there; function words aside."""
    found = dict.fromkeys(one[0] for one in _WORD.finditer(text))
    return tuple(one for one in found if not _said(one, keywords) and not FUNCTION_STEMS.issuperset(stems(one)))


def _said(word: str, keywords: Keywords) -> bool:
    """Whether the articles have a word, or have all that it is made of ("mayor's")."""
    return all(map(keywords.frequency, stems(word)))


def _meant(word: str, lang: str, keywords: Keywords) -> str | None:
    """The word of the articles that is spelled most like one that they and the language lack, of several the one that
    is commonest in the language; None where the language has it, or none is like it."""
    dictionary = _dictionary(lang).get(word[0], {})
    # The English dictionary is that of America, and the Spanish one has no accents.
    plain = fold(word)
    known = any(one in dictionary for one in (word, word.replace("is", "iz"), word.replace("our", "or")))
    known = known or (lang in COMPOUNDING and _is_compound(word, lang))
    if known or plain in _dictionary(lang).get(plain[0], {}):
        return None
    near = {one: score for one, score in _like(word, dictionary) if _said(one, keywords)}
    # Names stand in no dictionary; they have no ending that a stem would lack.
    near |= {one: score for one, score in _like(fold(word), keywords.beginning(fold(word[0]))) if one not in near}
    return max(near, key=lambda one: (near[one], dictionary.get(one, 0)), default=None)


def _is_compound(word: str, lang: str) -> bool:
    """Whether a word is made of words of a language: "Haustürschlüssel" is no slip, though no dictionary has it."""

    def known(part: str) -> bool:
        return len(part) >= _SHORTEST and part in _dictionary(lang).get(part[0], {})

    # Where what is left of it may end. Of a long word there are too many ways to cut it for each to be gone.
    ends = {len(word)}
    for end in range(len(word), 0, -1):
        if end in ends:
            if known(word[:end]):
                return True
            cuts = (cut for cut in range(_SHORTEST, end - _SHORTEST + 1) if known(word[cut:end]))
            ends.update(one for cut in cuts for one in _unlinked(word[:cut]))
    return False


def _unlinked(part: str) -> Iterator[int]:
    """The length of the first part of a compound, and of what it may be without what joins it to the next
    ("Arbeits-")."""
    yield len(part)
    yield from (len(part) - len(link) for link in ("s", "es", "n", "en", "er") if part.endswith(link))


def _written(word: str, keywords: Keywords, text_of: Callable[[int], str]) -> str:
    """A word as the articles write it, where it is a stem that is none by itself."""
    if stems(word) != [word]:
        return word
    for chunk, _ in keywords.search(word, 1):
        forms = {found[0].lower() for found in _WORD.finditer(text_of(chunk)) if stems(found[0]) == [word]}
        return word if word in forms else min(forms, key=len, default=word)
    return word


def _like(word: str, others: Collection[str]) -> list[tuple[str, float]]:
    found = process.extract(word, list(others), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=None)
    return [(one, score) for one, score, _ in found]


@functools.cache
def _dictionary(lang: str) -> dict[str, dict[str, int]]:
    """The words of a language by their first letters, each with how common it is."""
    found: dict[str, dict[str, int]] = {}
    for word, count in SpellChecker(lang).word_frequency.items():
        found.setdefault(word[0], {})[word] = count
    return found
