"""How a sentence tells what is claimed: as somebody's word, as denied, possible, meant, or bound to a condition; and
which words of a claim say what is claimed of the name that it begins with, and how much of it."""

import itertools
import re
from collections.abc import Sequence, Set

from rag.text.corrections import in_one_paragraph
from rag.text.facts import Text, read
from rag.text.language import language_of
from rag.text.modality import moods
from rag.text.names import folded_name
from rag.text.said.reading import attributions
from rag.text.verbs import base
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Span

_NEAR = 3  # words before what is claimed among which a denial counts
_SAYS = frozenset("say said says".split())
_PRONOUNS = frozenset("he she it they".split())
_ACCORDING = frozenset("according laut zufolge selon según göre".split())  # of the whole sentence, wherever it stands
_APPOSED = re.compile(r", (?:(?:an?|the|who|whose|which|aged|not|\d{1,2})\b[^,;:.?!\"“”]*(?:, [^,;:.?!\"“”]*)*?)(?=,)")
"""What is told beside, of whom a name in front of it is: "Ada Brandt, a judge who argued for it, resigned"."""


def moods_of(sentence: Span, claimed: Set[str]) -> frozenset[str]:
    """How a sentence has the stems that are claimed, from shortly before the first of them on, as far as its language
    has a table; all of it where it has none of them, and "unknown" where there is no table."""
    told = moods(sentence.text, _code(sentence))
    if told is None:
        return frozenset(["unknown"])
    words = read(sentence.text).words
    places: dict[str, int] = {}
    for number, word in enumerate(words):
        if base(word.stem) in claimed:
            places.setdefault(base(word.stem), number)
    if not places:
        return frozenset(one.kind for one in told)
    held = [words[number].start for number in places.values()]
    start, end = words[max(0, min(places.values()) - _NEAR)].start, max(held)
    kinds = {"reported"} if _is_half_said(sentence, held, claimed) else set()
    beside = [
        (left, right)
        for left, right in (one.span() for one in _APPOSED.finditer(sentence.text))
        if not any(left <= at < right for at in held)
    ]
    for one in told:
        if (
            one.kind == "conditional"
            or one.text.lower() in _ACCORDING
            or (start <= one.start <= end and not any(left <= one.start < right for left, right in beside))
        ):
            kinds.add(one.kind)
    return frozenset(kinds - {"hedged"})


def moods_of_claim(claim: str, sentence: Span) -> frozenset[str]:
    """How a claim itself has it, in the language of a sentence."""
    return frozenset(one.kind for one in moods(claim, _code(sentence)) or ())


def speaker_of(sentence: Span, claimed: Set[str]) -> str | None:
    """Who says, in a sentence, all that it has of what is claimed, where that is somebody."""
    text, code = sentence.article.text, language_of(sentence.article)
    held = [word for word in read(sentence.text).words if base(word.stem) in claimed]
    for one in attributions(text, code) if held else ():
        first, last = sentence.start + held[0].start, sentence.start + held[-1].start
        if one.speaker and any(left <= first and last < right for left, right in one.said):
            if one.name:
                return text[slice(*one.name)]
            who = text[slice(*one.speaker)]
            opens, _, rest = who.partition(" ")
            if re.search(rf"\b{re.escape(opens.lower())}\b", text):  # a capital that but opens the sentence
                who = f"{opens.lower()} {rest}".strip()
            return None if who.lower() in _PRONOUNS else who
    return None


def last_named(sentences: Sequence[Span], place: int) -> frozenset[str]:
    """The stems of whom a pronoun in one of some sentences may mean: who is named first in the nearest sentence before
    it in its paragraph that names somebody, else whom the title names."""
    while place and in_one_paragraph(sentences, place):
        place -= 1
        if named := read(sentences[place].text).facts.names:
            return frozenset(map(base, stems(named[0].text)))
    return frozenset(map(base, stems(sentences[place].article.title)))


def said_from(claim: Text, rest: Set[str], span: Span) -> int:
    """Where that begins what a claim has somebody say, if the same says it in a span, in whatever order; else 0."""
    place = next((at for at, word in enumerate(claim.words) if word.folded in _SAYS), len(claim.words))
    speaker = speaker_of(span, {base(word.stem) for word in claim.words[place + 1 :]} & set(rest))
    name = folded_name(speaker)[-1:] if speaker else []
    return claim.words[place].start if {*name} & {word.folded for word in claim.words[:place]} else 0


def _code(sentence: Span) -> str:
    return (sentence.article.lang or "en").partition("-")[0].lower()


def _is_half_said(sentence: Span, held: Sequence[int], claimed: Set[str]) -> bool:
    """Whether in a sentence somebody says some of what is claimed, but not all of it: the name is the speaker's; not
    where it is claimed that somebody says it."""
    places = [sentence.start + at for at in held]
    for one in attributions(sentence.article.text, language_of(sentence.article)):
        inside = [any(left <= at < right for left, right in one.said) for at in places]
        cue = {base(stem) for stem in stems(sentence.article.text[slice(*one.cue)])} if one.cue else set()
        if any(inside) and not all(inside) and cue.isdisjoint(claimed):
            return True
    return False


DETERMINERS = frozenset("the a an this that".split())
_QUANTIFIERS = frozenset("all more most".split())
_OWNS = re.compile(r"[\w.-]+['’]")  # "Ada's house", of which more is said than of Ada
_ASSURING = frozenset("really actually indeed truly ever".split())


def weighty(text: Text) -> frozenset[str]:
    """The stems of words that elsewhere say little, and here how much is claimed: all, most, more, or that it had been
    so before."""
    counts = bool(text.facts.numbers)  # "more than 20" is held against the number that is told
    last = len(text.words) - 1
    return frozenset(
        word.stem
        for number, word in enumerate(text.words)
        if (word.folded in _QUANTIFIERS and not (counts and word.folded in ("more", "most")))
        or (word.folded == "before" and number == last)
    )


def predicate(text: Text) -> str | None:
    """What is said of a name that a text begins with: the word behind it, "really" and its like aside."""
    words = [word for word in text.words if word.folded not in _ASSURING]
    behind = list(itertools.dropwhile(lambda one: one.folded in DETERMINERS, words))
    name = list(itertools.takewhile(lambda one: one.capital, behind))
    said = behind[len(name) :]
    if not name or not said or _OWNS.match(text.text, name[-1].start):
        return None
    return None if said[0].stem in FUNCTION_STEMS else base(said[0].stem)
