"""How much of a statement's wording the cited words hold, and where a sentence of nearly the same words has others in a
place."""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rag.answers.check import forms, numbers, stretches
from rag.answers.check.fault import Fault, Place, otherwise
from rag.message import Message, in_a_row, quoted
from rag.text.days import Day
from rag.text.fact import Name
from rag.text.facts import Text, Word, as_written, read, texts_of
from rag.text.names import TITLES, acronyms
from rag.text.numbers import Number
from rag.text.sentences import sentences
from rag.text.words import stems
from rag.types import Article, Mark, Span

_VERBATIM = 0.6  # share of a statement's words that a sentence has in the same order where it is compared word by word
_Exact = TypeVar("_Exact", Number, Day)
_PLACE = 4  # words that one place in two such sentences may hold
_SHOWN = 3  # words that a reason names at most


def held(statement: Text, cited: Sequence[Span]) -> frozenset[str]:
    """Those of the stems that a statement is about which the cited words or what is known of their articles hold."""
    told_by = [read(one) for span in cited for one in texts_of(span)]
    found = set().union(*(text.content for text in told_by))
    # A fact in another spelling is held with all its words.
    for number in statement.facts.numbers:
        for told in (told for text in told_by for told in text.facts.numbers if numbers.says(statement, number, told)):
            hedge = numbers.hedge(statement, number, told)
            found.update(stems(f"{hedge[0] if hedge else ''} {number.text}"))
    for text in told_by:
        found.update(
            stem for (start, end), _ in acronyms(statement.text, text.text) for stem in stems(statement.text[start:end])
        )
    for day in statement.facts.days:
        if any(
            day.agrees(told)
            for span in cited
            for one in read(span.text).facts.days
            for told in one.read(span.article.published)
        ):
            found.update(stems(day.text))
    return statement.content & found


def coverage(statement: Text, cited: Sequence[Span]) -> float:
    """The share of the statement's content words, in [0, 1], that the cited words or what is known of their articles
    hold."""
    return len(held(statement, cited)) / len(statement.content) if statement.content else 1.0


def doubts(statement: Text, cited: Sequence[Span], around: Text | None = None) -> list[Fault]:
    """What keeps a statement's wording from being nearly that of one of the cited sentences, ``around`` which the
    article may have the whole names. None of it says that the statement is wrong.

    Nearly the same is what says the words of a stretch of a sentence in their order, or in that of one of a few forms
    that say the same, and nothing beside them, where the stretch begins with a clause and leaves out nothing that
    changes it, and where neither has a word of denial, possibility, intention, hearsay or condition
    (`rag.text.modality`) that the other lacks.
    """
    found = _doubts(statement, cited)
    short = shortened(statement, around) if found and around is not None else statement
    return found if short is statement or _doubts(short, cited) else []


def _doubts(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    said = held(statement, cited)
    unsaid = [word for word in statement.words if word.stem in statement.content - said]
    if unsaid:
        shown = in_a_row([quoted(as_written(statement, word)) for word in unsaid[:_SHOWN]])
        if len(unsaid) > _SHOWN:
            shown = Message("{words} …", words=shown)
        return [_doubt(Message("the cited words do not say {words}", words=shown), statement, unsaid)]
    told = [
        (span.text[start:end], span.article) for span in cited for start, end in sentences(span.text, span.article.lang)
    ]
    tried = [stretches.doubt(statement, text, article) for text, article in told]
    if None in tried or any(_in_another_form(statement, text, article) for text, article in told):
        return []
    return [_doubt(next(filter(None, tried), stretches.UNCHECKED), statement, ())]


def _in_another_form(statement: Text, text: str, article: Article) -> bool:
    """Whether a sentence of an article says a statement with its parts in another order."""
    mine = [read(form) for form in (*forms.forms(statement.text), *forms.dated(statement))]
    pairs = [*((one, text) for one in mine), *((statement, form) for form in forms.active(text))]
    return any(stretches.doubt(one, told, article) is None for one, told in pairs)


def _doubt(reason: Message, statement: Text, words: Sequence[Word]) -> Fault:
    marks = tuple(Mark(word.start, word.start + len(as_written(statement, word))) for word in words)
    return Fault(reason, "partly", wording=True, marks=marks)


def places(statement: Text, cited: Sequence[Span]) -> Iterator[Place]:
    """The places in which the cited sentences that have nearly the words of a statement have others."""
    for span in cited:
        other = read(span.text)
        if other.corrects is not None:  # what stands there in the place of another is what was wrong
            continue
        matcher = difflib.SequenceMatcher(
            None, [word.stem for word in statement.words], [word.stem for word in other.words], autojunk=False
        )
        if sum(block.size for block in matcher.get_matching_blocks()) < _VERBATIM * len(statement.words):
            continue
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal" and i2 - i1 <= _PLACE and j2 - j1 <= _PLACE:
                words = statement.words[i1:i2]
                if i1 == 0 and j1 > 0 and len(words) == 1:  # "Meanwhile" is no name, though a sentence opens with it
                    words = ()
                yield Place(statement, words, other, other.words[j1:j2], span.article.published)


def replaced(mine: Sequence[_Exact], theirs: Sequence[_Exact], same: Callable[[_Exact, _Exact], bool]) -> Fault | None:
    """Another number, or another date, in the place of one."""
    if mine and theirs and not any(same(one, other) for one in mine for other in theirs):
        return otherwise(mine[0], theirs[0])
    return None


def shortened(statement: Text, around: Text) -> Text:
    """A statement with the last names alone of those whom the article around calls so, and by one whole name only."""
    text = statement.text
    for name in reversed(statement.facts.names):
        last = re.search(r"[^\W_][^\s]*$", name.text)
        if len(name.words) > 1 and last is not None and _is_only_one(name, around):
            text = text[: name.start] + text[name.start + last.start() :]
    return read(text) if text != statement.text else statement


def _is_only_one(name: Name, around: Text) -> bool:
    """Whether a text has a whole name, and nobody else's that ends like it."""
    mine = [word for word in name.words if word not in TITLES]
    same = [
        [word for word in other.words if word not in TITLES]
        for other in around.facts.names
        if mine and mine[-1] in other.words
    ]
    whole = [other for other in same if len(other) > 1]
    return bool(whole) and len(mine) > 1 and all(other[-len(mine) :] == mine for other in whole)
