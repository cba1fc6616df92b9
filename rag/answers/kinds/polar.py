"""Whether something is so: the question as a statement, held against the sentences of the articles.

"Yes" where a sentence says all of it and nothing speaks against it; "No" where one says the same of another number or
day, or denies it, or a correction took it back; "The articles disagree" where both are there. Else it is not known, and
the sentences that come nearest are shown with a caution.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answers import replies
from rag.answers.answer import Answer, Statement, numbered
from rag.answers.check import negations, numbers, verdict
from rag.answers.check.wording import held
from rag.answers.conversation import Request
from rag.answers.kinds.asked import Asked
from rag.answers.quoting import PERHAPS, quote
from rag.index.search import Index
from rag.text.corrections import in_one_paragraph, last_correcting
from rag.text.facts import Text, read
from rag.text.modality import moods
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Citation, Passage, Span

PASSAGES = 8
"""Passages that a statement is held against, as many as a question is answered from."""

_BEFORE = 2  # sentences before one that may say of whom it speaks
_NEAR = 3  # words before what is asked among which a denial counts
_SHOWN = 3  # sentences that are shown of those that say so
_ALLOWED = {"will": {"meant"}, "would": {"meant", "possible"}, "can": {"possible"}, "could": {"possible"},
            "may": {"possible"}, "might": {"possible"}, "should": {"meant", "possible"}}  # fmt: skip
"""What the question's own verb says already of how it is meant."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence says of the statement: ``yes``, or what it has instead, in words; and the sentences cited."""

    yes: bool
    instead: str
    span: Span
    corrects: bool = False


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """Yes or no with the sentences that say so; with a caution the nearest ones where none does; None where nothing
    bears on the question."""
    found = index.search(
        request.query, k=PASSAGES, filters=request.filters, focus=request.question, context=request.context
    )
    begun = replace(begun, passages=found.passages, trace=replace(begun.trace, generation=found.generation))
    words = request.question.lower().split()
    told = list(_all_told(read(asked.statement), found.passages, _ALLOWED.get(words[0], set())))
    if told:
        headline, shown = _concluded(told)
        cited = [
            Statement(one.text, (Citation(one.article, one.start, one.end),), "supported", lead="\n\n") for one in shown
        ]
        return replace(begun, headline=headline, statements=numbered(cited, request.numbers), finished=True)
    quoted = quote(request.question, found.passages, query=request.query)
    if quoted.confidence < PERHAPS:
        return None
    statements = numbered(quoted.statements[:_SHOWN], request.numbers)
    return replace(begun, caution=replies.caution(request.question), statements=statements, finished=True)


def _concluded(told: Sequence[_Told]) -> tuple[str, list[Span]]:
    """What is said, and the sentences that say so: a correction goes before what it corrects."""
    corrected = [one for one in told if one.corrects]
    yes, no = ([one for one in told if one.yes is so and not one.corrects] for so in (True, False))
    spans = [one.span for one in (*corrected, *(yes or no), *(no if yes else ()))]
    unique = [one for place, one in enumerate(spans) if not any(one.overlaps(other) for other in spans[:place])]
    if corrected:
        return f"No: {corrected[0].instead}.", unique[:_SHOWN]
    if yes and no:
        return f"The articles disagree: {no[0].instead}.", unique[: _SHOWN + 1]
    return ("Yes." if yes else f"No: {no[0].instead}."), unique[:_SHOWN]


def _all_told(statement: Text, passages: Sequence[Passage], allowed: set[str]) -> Iterator[_Told]:
    """What each sentence of the passages says of the statement."""
    for passage in passages:
        for place, sentence in enumerate(passage.sentences):
            if sentence.instructs or sentence.text.startswith("#"):
                continue
            last = last_correcting(passage.sentences, place)
            if last != place:
                whole = Span(sentence.article, sentence.start, passage.sentences[last].end)
                if fault := numbers.taken_back(statement, whole):
                    yield _Told(False, fault.reason, whole, corrects=True)
                elif (one := _told(statement, whole, whole, allowed)) and one.yes:
                    yield one
            elif not (place and last_correcting(passage.sentences, place - 1) != place - 1):
                window = _with_subject(statement, passage.sentences, place)
                if one := _told(statement, sentence, window, allowed):
                    yield one


def _with_subject(statement: Text, sentences: Sequence[Span], place: int) -> Span:
    """A sentence with those before it in its paragraph that name who or what it speaks of, where it names nobody else
    and lacks nothing of the statement but that."""
    sentence = sentences[place]
    lacks = _rest(statement) - held(statement, [sentence])
    told, own = read(sentence.text), {word for name in statement.facts.names for word in name.words}
    others = [name for name in told.facts.names if not set(name.words) & own and not name.initial]
    if not lacks or others:
        return sentence
    for first in range(place, max(0, place - _BEFORE), -1):
        if not in_one_paragraph(sentences, first):
            break
        window = Span(sentence.article, sentences[first - 1].start, sentence.end)
        opening = read(sentences[first - 1].text)
        if lacks <= held(statement, [window]) and lacks <= _named_in(statement) | _subject(opening):
            return window
    return sentence


def _named_in(statement: Text) -> frozenset[str]:
    return frozenset(stem for name in statement.facts.names for stem in stems(name.text))


def _subject(opening: Text) -> frozenset[str]:
    """The first words of a sentence that say something: what it is about, as a rule."""
    return frozenset([word.stem for word in opening.words if word.stem not in FUNCTION_STEMS][:3])


def _rest(statement: Text) -> frozenset[str]:
    """What a statement is about beside its numbers and days."""
    facts = (*statement.facts.numbers, *statement.facts.days)
    return statement.content - {stem for fact in facts for stem in stems(fact.text)}


def _told(statement: Text, sentence: Span, window: Span, allowed: set[str]) -> _Told | None:
    """What a sentence says of the statement, if it speaks of the same."""
    lacks = _rest(statement) - held(statement, [window])
    if lacks:
        return _opposite(statement, sentence, lacks)
    if instead := _instead(statement, window):
        return None if _is_moody(statement, sentence, allowed) else _Told(False, instead, window)
    if not _agrees(statement, window):
        return None
    if denial := next(
        (fault for fault in negations.differing(statement, [sentence]) if "not" not in fault.reason), None
    ):
        return _Told(False, denial.reason, window)
    if _is_moody(statement, sentence, allowed) or _speaks_against(statement, window):
        return None
    return _Told(True, "", window)


def _opposite(statement: Text, sentence: Span, lacks: frozenset[str]) -> _Told | None:
    """That a sentence says the opposite of the one word that it lacks."""
    if len(lacks) > 1 or not _agrees(statement, sentence):
        return None
    against = [fault for fault in negations.differing(statement, [sentence]) if ", not " in fault.reason]
    return _Told(False, against[0].reason, sentence) if against else None


def _agrees(statement: Text, window: Span) -> bool:
    """Whether all numbers and days of the statement are there."""
    told = read(window.text)
    dates = [date for day in told.facts.days for date in day.read(window.article.published)]
    return all(any(one.agrees(two) for two in told.facts.numbers) for one in statement.facts.numbers) and all(
        any(one.agrees(two) for two in dates) for one in statement.facts.days
    )


def _instead(statement: Text, window: Span) -> str | None:
    """That the same is said of another number, or of another day where there is but one."""
    told = read(window.text)
    mine = statement.facts.numbers
    for number in mine:
        if any(number.agrees(other) for other in told.facts.numbers):
            continue
        counted = numbers.counted(statement, number)
        other = [one for one in told.facts.numbers if one.unit == number.unit and numbers.counted(told, one) == counted]
        return f"the articles say {other[0].text}, not {number.text}" if other and (counted or number.unit) else None
    days = list(told.facts.days)
    for day in statement.facts.days:
        if len(days) == 1 and not any(day.agrees(one) for one in days[0].read(window.article.published)):
            return f"the articles say {days[0].text}, not {day.text}"
    return None


def _is_moody(statement: Text, sentence: Span, allowed: set[str]) -> bool:
    """Whether the sentence denies what is asked, or says it as possible, meant, hearsay or bound to a condition, and
    the question does not."""
    code = (sentence.article.lang or "en").partition("-")[0].lower()
    told, mine = moods(sentence.text, code), moods(statement.text, code)
    if told is None or mine is None:
        return True
    places = [word.start for word in read(sentence.text).words if word.stem in statement.content]
    words = [word.start for word in read(sentence.text).words if word.start < min(places, default=0)]
    start, end = (words[-_NEAR:] or [min(places, default=0)])[0], max(places, default=0)
    kinds = {one.kind for one in told if start <= one.start <= end and one.kind != "hedged"}
    return bool(kinds - allowed - {one.kind for one in mine})


def _speaks_against(statement: Text, window: Span) -> bool:
    """Whether the check finds something: what is no doubt of the wording alone, or two names in another order."""
    faults = verdict.faults(statement, [window], read(window.text))
    names = len(statement.facts.names)
    return any(not fault.wording or ("order" in fault.reason and names > 1) for fault in faults)
