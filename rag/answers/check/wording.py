"""Facts that stand where a sentence of nearly the same words has others."""

import difflib
from collections.abc import Sequence

from rag.answers.check import days, names, negations, numbers
from rag.answers.check.compared import Fault, Text, Word, as_written, read
from rag.text.days import Day
from rag.text.numbers import Number
from rag.text.stems import stems
from rag.types import Span

_VERBATIM = 0.6  # share of a statement's words that a sentence has in the same order where it is compared word by word
_SLOT = 4  # words that one place in two such sentences may hold


def contradicting(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    """Facts that stand where a sentence of nearly the same words has others."""
    found = numbers.elsewhere(statement, [read(span.text) for span in cited])
    for span in cited:
        other = read(span.text)
        if other.corrects is not None:  # what stands there in the place of another is what was wrong
            continue
        if days.reports(statement, span.article):  # "The Gazette wrote on 12 October that" is not in its own words
            continue
        matcher = difflib.SequenceMatcher(
            None, [word.stem for word in statement.words], [word.stem for word in other.words], autojunk=False
        )
        blocks = matcher.get_matching_blocks()
        if sum(block.size for block in blocks) < _VERBATIM * len(statement.words):
            continue
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal" and i2 - i1 <= _SLOT and j2 - j1 <= _SLOT:
                mine, theirs = statement.words[i1:i2], other.words[j1:j2]
                if i1 == 0 and j1 > 0 and len(mine) == 1:  # "Meanwhile" is no name, though a sentence opens with it
                    mine = ()
                faults = (_replaced(statement, other, mine, theirs, around), negations.between(mine, theirs))
                found += filter(None, faults)
    return found


def _replaced(statement: Text, other: Text, mine: Sequence[Word], theirs: Sequence[Word], around: Text) -> Fault | None:
    """What is wrong where a statement has some words in the place of others."""
    here, there = _facts_of(statement, mine), _facts_of(other, theirs)
    for kind in (Number, Day):
        left, right = [one for one in here if isinstance(one, kind)], [one for one in there if isinstance(one, kind)]
        if left and right and not any(one.agrees(two) for one in left for two in right):  # type: ignore[arg-type]
            return Fault(f"the article says {right[0].text}, not {left[0].text}", "unsupported")
    held = frozenset(stem for word in theirs for stem in stems(word.folded))
    written = frozenset(stem for word in mine for stem in stems(word.folded))
    named = [word for word in mine if names.is_named(word, around) and not names.holds(word.folded, held)]
    told = [word for word in theirs if names.is_named(word, around) and not names.holds(word.folded, written)]
    if named and told:
        acronyms = names.initials(" ".join(as_written(other, word) for word in theirs))
        shorter = any(names.shortens(word, statement, theirs) or word.folded in acronyms for word in named)
        if not shorter and not names.is_spelled_out([word.folded for word in mine], held):
            one, two = (
                " ".join(as_written(text, word) for word in words)
                for text, words in ((other, told), (statement, named))
            )
            return Fault(f"the article says {one}, not {two}", "unsupported")
    return None


def _facts_of(text: Text, words: Sequence[Word]) -> list[Number | Day]:
    every: list[Number | Day] = [*text.facts.numbers, *text.facts.days]
    return [one for one in every if any(one.start <= word.start < one.end for word in words)]
