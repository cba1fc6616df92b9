"""What a language model writes of some passages, as it is written and checked; no sentence is given before that."""

import contextlib
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.answers import absences, prompts, replies
from rag.answers.answer import Answer, numbered
from rag.answers.citing import Checker
from rag.answers.conversation import Request
from rag.answers.judging import Judge, unjudged
from rag.answers.speech import MARKER, Withdrawn, is_whole
from rag.answers.stages import Stage, reading
from rag.answers.statements import Missing, Statement, Usage
from rag.errors import ChatError, ContextExceeded, CutError, ModelError, UnfinishedError
from rag.message import Message, together
from rag.text.characters import well_formed
from rag.text.words import words

if TYPE_CHECKING:
    from rag.answers.chat import Chat  # imported when there is an endpoint: the client takes half a second to load


CountTokens = Callable[[Sequence[str]], list[int]]
"""The number of tokens of each text, as some model counts them."""

_PAUSE = 0.06  # seconds between two steps of a stream; a page can't show more
_ANSWER = 800  # tokens that an answer may take: small models fall into loops that only the window would end
# Tokens of a language model for one of the embedding model: a margin, not measured, for byte pairs and word pieces
# and the signs around each message. Where it is too small, the endpoint says so and less is sent.
_TOKENS = 1.3
_FEW = 3  # passages that are read before turns of the conversation are
_LEAST = 400  # tokens of a window in which no passage fits with what else is said
_REWRITTEN = 80  # tokens of a rewritten question
_LONGEST = 400  # characters of one; what is longer is no question


def rewritten(request: Request, chat: "Chat") -> tuple[Request, str | None, dict[str, float]]:
    """The request with what a model makes of a question that leans on those before it, so that it stands alone, what
    the reader should know of how that came about, and the seconds that it took."""
    started, notice = time.perf_counter(), None
    try:
        query = _question(prompts.rewriting(request.question, request.history), chat) or request.standalone
    except ChatError as error:
        query, notice = request.standalone, Message("The question was not rewritten: {error}.", error=error.message)
    spent = {"rewrite": time.perf_counter() - started} if query != request.question else {}
    return replace(request, query=query), notice, spent


def translated(question: str, language: str, chat: "Chat") -> str | None:
    """A question in a language, by its English name; None where what the model wrote is no question. Raises
    ``ChatError``."""
    return _question(prompts.translating(question, language), chat)


def _question(messages: list[dict[str, str]], chat: "Chat") -> str | None:
    """The question that a model writes, where it writes one."""
    text = ""
    with contextlib.closing(chat.stream(messages, most=_REWRITTEN)) as pieces:
        for piece in pieces:
            text = "" if isinstance(piece, Withdrawn) else text + (piece if isinstance(piece, str) else "")
    question = " ".join(well_formed(text).split()).strip('"“”')
    useless = not words(question) or len(question) > _LONGEST or replies.is_refusal(question)
    return None if useless else question


def written(
    begun: Answer,
    request: Request,
    chat: "Chat",
    checker: Checker,
    count_tokens: CountTokens,
    judge: Judge | None = None,
) -> Iterator[Answer]:
    """The answer as it grows, from the passages of one that is ``begun``, by which its sentences are checked; at its
    end a ``judge``, where there is one, decides what the check leaves open. Raises ``ChatError``."""
    yield replace(begun, stage=reading(begun.passages, chat.name))  # the endpoint may take a while to say:
    room = chat.window
    while True:
        messages, read = _fitting(begun, request, room, count_tokens)
        withheld = tuple(span for passage in begun.passages[:read] for span in prompts.withheld(passage))
        begun = replace(begun, trace=replace(begun.trace, unread=begun.passages[read:], withheld=withheld))
        yield replace(begun, stage=reading(begun.passages[:read], chat.name))
        try:
            steps = _streamed(begun, chat, messages, checker, judge)
            yield from steps if not request.strict else _strict(steps)
            return
        except ContextExceeded:
            # Our count of tokens was too low, or the window is smaller than it was said to be.
            if room is None or room < _LEAST:
                raise
            room = room * 2 // 3


def refused(begun: Answer) -> Answer:
    """The refusal: all of the question is missing."""
    missing = begun.missing or (_all_of_it(begun, begun.question),)
    return replace(begun, statements=(), refusal=replies.refusal(begun.question), missing=missing, finished=True)


def _fitting(
    begun: Answer, request: Request, room: int | None, count_tokens: CountTokens
) -> tuple[list[dict[str, str]], int]:
    """The messages that fit a window of so many tokens, and how many of the passages they hold, the best: as many as
    fit with the turns before; of those the oldest go first where not even a few passages would fit with them."""
    count = len(begun.passages)
    turns = request.history[-prompts.KEPT_TURNS :]
    for first in range(len(turns) + 1):
        for read in range(count, min(_FEW, count) - 1 if first < len(turns) else 0, -1):
            messages = prompts.messages(begun.question, begun.passages[:read], turns[first:], request.asked)
            if room is None or _tokens(messages, count_tokens) + min(_ANSWER, room // 4) <= room:
                return messages, read
    return messages, min(1, count)


def _tokens(messages: Sequence[Mapping[str, str]], count_tokens: CountTokens) -> float:
    return _TOKENS * sum(count_tokens([message["content"] for message in messages]))


def _streamed(
    begun: Answer,
    chat: "Chat",
    messages: list[dict[str, str]],
    checker: Checker,
    judge: Judge | None,
) -> Iterator[Answer]:
    """A model's answer to some messages as it is written and checked."""
    text = ""
    answer = begun
    usage: Usage | None = None
    cut: CutError | None = None
    started = shown = time.perf_counter()
    checking = 0.0
    try:
        with contextlib.closing(chat.stream(messages, most=_ANSWER)) as pieces:
            for piece in pieces:
                if isinstance(piece, Usage):
                    usage = piece
                    continue
                text = "" if isinstance(piece, Withdrawn) else text + piece
                if time.perf_counter() - shown < _PAUSE:
                    continue
                shown = time.perf_counter()
                checked = _sorted_out(begun, checker.check(text, finished=False, pending=judge is not None))
                checking += time.perf_counter() - shown
                if checked.statements != answer.statements:
                    answer = checked
                    name = chat.name  # which the endpoint may have told only now
                    yield replace(answer, generator=name, stage=Stage("writing", name))
    except UnfinishedError as error:  # what came is kept, and the reader told that there may be more
        begun = _noticed(begun, Message("{error}.", error=error.message))
    except CutError as error:  # what came whole is kept
        begun, cut = _noticed(begun, Message("The answer was cut short: {error}.", error=error.message)), error
    if not text.strip():
        raise cut or ChatError(Message("{model} sent an empty answer", model=chat.name))
    ended = time.perf_counter()
    whole = cut is None or _ends_whole(text)
    answer = _sorted_out(begun, checker.check(text, finished=whole))
    checking += time.perf_counter() - ended
    trace = replace(begun.trace, usage=usage, timings={"model": ended - started, "check": checking})
    if judge is not None and answer.statements:
        for judged, statements in _judged(replace(begun, trace=trace), checker, judge, text, whole, messages):
            answer, trace = _sorted_out(judged, statements), judged.trace
            if unread := sum(one.pending for one in answer.statements):
                yield replace(answer, generator=chat.name, stage=Stage("checking", judge.name, sentences=unread))
    if cut is not None:
        answer = _worth_keeping(answer, cut)
    answer = replace(answer, generator=chat.name, trace=trace, finished=True)
    yield answer if answer.statements else refused(answer)


def _judged(
    begun: Answer, checker: Checker, judge: Judge, text: str, whole: bool, messages: Sequence[Mapping[str, str]]
) -> Iterator[tuple[Answer, tuple[Statement, ...]]]:
    """The statements of a model's text while a judge reads them, one by one, and how that came about; at last without a
    word of the judge where it fails, which the reader is told."""
    yield begun, checker.check(text, finished=whole, pending=True)  # all its words are there while the judge reads
    started = time.perf_counter()
    read = [*messages, {"role": "assistant", "content": text}]
    try:
        for statements, usage in checker.judged(text, judge, read, finished=whole):
            timings = {**begun.trace.timings, "judge": time.perf_counter() - started}
            trace = replace(begun.trace, judge=judge.name, judging=usage, timings=timings)
            yield replace(begun, trace=trace), statements
    except (ChatError, ModelError) as error:
        yield _noticed(begun, unjudged(error)), checker.check(text, finished=whole)


def _noticed(begun: Answer, notice: str) -> Answer:
    return replace(begun, notice=together(begun.notice, notice))


def _ends_whole(text: str) -> bool:
    """Whether the last sentence of a text that was cut is whole: of a model that names passages, one that does."""
    return is_whole(text, marked=re.search(MARKER, text) is not None)


def _worth_keeping(answer: Answer, cut: CutError) -> Answer:
    """What of an answer that was cut is worth more than quotations, each sentence once, as one that was cut for its
    length may have gone round in circles. Raises ``cut`` where nothing is."""
    unique = {one.text: one for one in reversed(answer.statements)}
    if all(one.verdict == "unsupported" for one in unique.values()):
        raise cut
    return replace(answer, statements=tuple(reversed(unique.values())))


def _sorted_out(begun: Answer, statements: Sequence[Statement]) -> Answer:
    """A model's statements without those that say what the articles do not answer, which are told apart; and without
    the refusal, which a model may put before what it says all the same."""
    kept, missing = [], []
    for statement in statements:
        part = absences.missing(statement.text)
        if part == "":
            continue
        if part is not None and statement.verdict != "supported":
            missing.append(_all_of_it(begun, part))
        elif not replies.is_refusal(statement.text):
            kept.append(statement)
    return replace(begun, statements=numbered(kept), missing=tuple(missing))


def _all_of_it(begun: Answer, part: str) -> Missing:
    return Missing(part, begun.trace.query, next(iter(begun.passages), None))


def _strict(steps: Iterator[Answer]) -> Iterator[Answer]:
    """The answers of nothing but supported statements, and how many were not; those that are ``pending`` are kept back.
    One of which none is left is a refusal."""
    for answer in steps:
        known = [statement for statement in answer.statements if not statement.pending]
        kept = tuple(statement for statement in known if statement.verdict == "supported")
        strict = replace(answer, statements=kept, left_out=len(known) - len(kept))
        yield refused(strict) if answer.finished and not kept else strict
