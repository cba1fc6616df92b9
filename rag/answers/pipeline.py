"""Rag: a question in, a checked and cited answer out. The Python API; the chat and the command line call nothing else.

A question is searched for, answered by quotation or by a language model, and what a model says is checked against the
passages. Where the endpoint fails, the reader gets the quotations and one line that says why.
"""

import contextlib
import itertools
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answers import prompts, replies
from rag.answers.citing import Checker, Place, renumbered
from rag.answers.conversation import context, numbered, parts, recent, standalone
from rag.answers.prompts import withheld
from rag.answers.quoting import MAXIMUM, THRESHOLD, Quoted, quote
from rag.errors import ChatError, ContextExceeded, RagError, UnfinishedError
from rag.index.search import Found, Index
from rag.index.store import Status
from rag.settings import Settings
from rag.text.characters import well_formed
from rag.text.words import words
from rag.types import Answer, Filters, Missing, Passage, Span, Statement, Turn, Usage, Withdrawn

if TYPE_CHECKING:
    from rag.answers.chat import Chat  # imported when there is an endpoint: the client takes half a second to load

LONGEST = 2000
"""Characters of a question or a query at most."""

MOST_NAMES, LONGEST_NAME = 100, 500
"""Names of one kind that filters may have, and characters of each."""

MOST_PARTS = 5
"""Parts of a question that are looked for one by one, each as long as a question takes: as many as there are quotes in
an answer."""

# A model reads for itself and may refuse, so it is asked on weaker evidence than what is quoted unread; a small one
# refuses too little (docs/answers.md).
_MODEL_THRESHOLD = THRESHOLD * 0.75
_NEXT = 5  # passages beyond those asked for that an explanation shows
_PAUSE = 0.06  # seconds between two steps of a stream; a page can't show more
_ANSWER = 800  # tokens that an answer may take: small models fall into loops that only the window would end
# Tokens of a language model for one of the embedding model: a margin, not measured, for byte pairs and word pieces
# and the signs around each message. Where it is too small, the endpoint says so and less is sent.
_TOKENS = 1.3
_FEW = 3  # passages that are read before turns of the conversation are
_LEAST = 400  # tokens of a window in which no passage fits with what else is said
_REWRITTEN = 80  # tokens of a rewritten question
_LONGEST = 400  # characters of one; what is longer is no question


class Rag:
    """An opened index and, where there is one, a language model. It may be shared between threads.

    ``strict`` leaves out the statements that the articles do not support, and says how many they were.
    """

    def __init__(self, index: Index, chat: "Chat | None" = None, *, passages: int = 8, strict: bool = False) -> None:
        self.index = index
        self.chat = chat
        self.passages = passages
        self.strict = strict

    @classmethod
    def open(cls, index: Path | str | None = None, *, settings: Settings | None = None, strict: bool = False) -> "Rag":
        """Open an index with its embedding model, and the endpoint that the settings name, if they name one.

        Settings come from the environment where none are given. Raises ``IndexMissing``, ``IndexBroken``,
        ``ModelError``.
        """
        settings = settings or Settings.from_environment()
        opened = Index.open(
            index if index is not None else settings.index, reranker=settings.reranker, threads=settings.threads
        )
        _ = opened.embedder  # what is missing shows now, and the first question does not wait for it
        chat: Chat | None = None
        if settings.api_key or settings.base_url:
            from rag.answers.chat import OpenAIChat

            chat = OpenAIChat(
                api_key=settings.api_key,
                base_url=settings.base_url,
                model=settings.model,
                timeout=settings.timeout,
                context=settings.context,
            )
        return cls(opened, chat, passages=settings.passages, strict=strict)

    def status(self) -> Status:
        """What the index holds."""
        return self.index.status()

    def search(self, query: str, *, k: int | None = None, filters: Filters | None = None) -> list[Passage]:
        """The best ``k`` passages for a query, or fewer where there are fewer.

        Raises ``RagError`` for a query that is empty or longer than ``LONGEST``, and for filters of more or longer
        names than they may have.
        """
        return list(self.find(query, k=k, filters=filters).passages)

    def find(self, query: str, *, k: int | None = None, filters: Filters | None = None, explain: bool = False) -> Found:
        """What ``search`` finds and how; to ``explain`` is to add what came next to what was left out."""
        count = k or self.passages
        query = question_of(query)
        _check(filters or Filters())
        found = self.index.search(query, k=count + (_NEXT if explain else 0), filters=filters)
        beyond = tuple((passage, f"not among the best {count}") for passage in found.passages[count:])
        return replace(
            found,
            passages=found.passages[:count],
            analyses=found.analyses[:count],
            left_out=(*found.left_out, *beyond),
        )

    def ask(
        self,
        question: str,
        history: Sequence[Turn | Answer] = (),
        *,
        filters: Filters | None = None,
        strict: bool | None = None,
    ) -> Answer:
        """The whole answer: the last step of ``stream``."""
        *_, answer = self.stream(question, history, filters=filters, strict=strict)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn | Answer] = (),
        *,
        filters: Filters | None = None,
        strict: bool | None = None,
    ) -> Generator[Answer, None, None]:
        """The answer as it grows; every step is complete in itself and the last one is final.

        ``history`` holds the earlier turns, oldest first: answers, or turns made from their texts, of which is read
        what `conversation.recent` leaves. ``strict`` stands in for that of the ``Rag``. Raises ``RagError`` where
        ``search`` does, and what ``Index.search`` raises. Closing it ends a model's request.
        """
        started = time.perf_counter()
        question = question_of(question)
        _check(filters or Filters())
        reply = replies.small_talk(question)
        if reply is not None:
            yield Answer(question, question, reply=reply, timings={"total": time.perf_counter() - started})
            return
        numbers = numbered(history)
        history = recent(history)
        ours = standalone(question, history)
        query, notice = self._rewritten(question, ours, history)
        asked = time.perf_counter()
        found = self._found(question, query, ours, history, filters)
        searched = time.perf_counter()
        quoted = quote(question, found.passages, query=query)
        quoted_in = time.perf_counter() - searched
        begun = Answer(
            question,
            query,
            passages=found.passages,
            copies=found.copies,
            notice=notice,
            period=found.period,
            generation=found.generation,
        )
        if filters not in (None, Filters()) and not found.passages:
            begun = replace(begun, notice="No article passes the filters.")

        def timed(answer: Answer) -> Answer:
            spent = {"quotes": quoted_in, "total": time.perf_counter() - started}
            if query != question and self.chat is not None:
                spent["rewrite"] = asked - started
            return replace(answer, timings={**found.timings, **answer.timings, **spent})

        if self.chat is not None and quoted.confidence >= _MODEL_THRESHOLD:
            try:
                for answer in self._written(begun, found, self.chat, history, numbers):
                    if not (self.strict if strict is None else strict):
                        yield timed(answer)
                    elif (kept := _without_unsupported(answer)) is not None:
                        yield timed(kept)
                return
            except ChatError as error:
                failed = f"No answer from the language model: {error}. These are quotations instead."
                begun = replace(begun, notice=failed)
        answer = self._quoted(begun, quoted, filters, history, numbers)
        if not answer.statements:
            yield timed(_refused(replace(answer, missing=())))
            return
        for shown in range(1, len(answer.statements) + 1):
            yield timed(replace(answer, statements=answer.statements[:shown]))

    def _rewritten(self, question: str, ours: str, history: Sequence[Turn | Answer]) -> tuple[str, str | None]:
        """What to search for, and what the reader should know of how that came about: where a question leans on those
        before it, what a model makes of it, or else ``ours``."""
        if self.chat is None or ours == question:
            return ours, None
        try:
            with contextlib.closing(self.chat.stream(prompts.rewriting(question, history), most=_REWRITTEN)) as pieces:
                text = ""
                for piece in pieces:
                    text = "" if isinstance(piece, Withdrawn) else text + (piece if isinstance(piece, str) else "")
        except ChatError as error:
            return ours, f"The question was not rewritten: {error}."
        rewritten = " ".join(well_formed(text).split()).strip('"“”')
        useless = not words(rewritten) or len(rewritten) > _LONGEST or replies.is_refusal(rewritten)
        return (ours if useless else rewritten), None

    def _found(
        self, question: str, query: str, ours: str, history: Sequence[Turn | Answer], filters: Filters | None
    ) -> Found:
        """The passages for a query; where a model wrote it, also for ``ours``, in turn, so that a bad rewrite loses
        nothing."""
        before = context(history)
        found = self.index.search(query, k=self.passages, filters=filters, focus=question, context=before)
        if query in (question, ours):
            return found
        plain = self.index.search(ours, k=self.passages, filters=filters, focus=question, context=before)
        return merged(found, plain, self.passages)

    def _quoted(
        self,
        begun: Answer,
        quoted: Quoted,
        filters: Filters | None,
        history: Sequence[Turn | Answer],
        numbers: Mapping[Place, int],
    ) -> Answer:
        """The answer with what is quoted, and which parts of the question nothing answers; of more parts than
        ``MOST_PARTS`` it says how many were not looked for."""
        cut = parts(begun.question)
        if len(cut) == 1:
            sure = quoted.confidence >= THRESHOLD
            return replace(begun, statements=renumbered(quoted.statements, numbers) if sure else ())
        each = []
        missing = []
        for part, searched in cut[:MOST_PARTS]:
            query = standalone(searched, history)
            passages = self.index.search(query, k=self.passages, filters=filters, focus=part).passages
            answer = quote(part, passages, query=query)
            if answer.confidence >= THRESHOLD:
                each.append(answer.statements[: max(1, MAXIMUM // len(cut))])
            else:
                missing.append(Missing(part, query, next(iter(passages), None)))
        unique = {statement.text: statement for statements in each for statement in statements}
        unsought = (
            f"Only the first {MOST_PARTS} of the question's {len(cut)} parts were looked for: ask the others anew."
        )
        notices = [begun.notice, unsought if len(cut) > MOST_PARTS else None]
        return replace(
            begun,
            statements=renumbered(tuple(unique.values()), numbers),
            missing=tuple(missing),
            notice=" ".join(one for one in notices if one) or None,
        )

    def _written(
        self,
        begun: Answer,
        found: Found,
        chat: "Chat",
        history: Sequence[Turn | Answer],
        numbers: Mapping[Place, int],
    ) -> Iterator[Answer]:
        """What a model writes, sentence by sentence; none is shown before it is checked. Raises ``ChatError``."""
        room = chat.window
        while True:
            messages, read = self._fitting(begun, history, room)
            kept_back = tuple(span for passage in begun.passages[:read] for span in withheld(passage))
            begun = replace(begun, unread=begun.passages[read:], withheld=kept_back)
            try:
                checker = Checker(found.passages, self.index.nearness(found), numbers)
                yield from self._streamed(begun, chat, messages, checker)
                return
            except ContextExceeded:
                # Our count of tokens was too low, or the window is smaller than it was said to be.
                if room is None or room < _LEAST:
                    raise
                room = room * 2 // 3

    def _fitting(
        self, begun: Answer, history: Sequence[Turn | Answer], room: int | None
    ) -> tuple[list[dict[str, str]], int]:
        """The messages that fit a window of so many tokens, and how many of the passages they hold, the best: as many
        as fit with the turns before; of those the oldest go first where not even a few passages would fit with them."""
        count = len(begun.passages)
        turns = history[-prompts.KEPT_TURNS :]
        for first in range(len(turns) + 1):
            for read in range(count, min(_FEW, count) - 1 if first < len(turns) else 0, -1):
                messages = prompts.messages(begun.question, begun.passages[:read], turns[first:])
                if room is None or self._tokens(messages) + min(_ANSWER, room // 4) <= room:
                    return messages, read
        return messages, min(1, count)

    def _tokens(self, messages: Sequence[Mapping[str, str]]) -> float:
        return _TOKENS * sum(self.index.embedder.count_tokens([message["content"] for message in messages]))

    @staticmethod
    def _streamed(
        begun: Answer,
        chat: "Chat",
        messages: list[dict[str, str]],
        checker: Checker,
    ) -> Iterator[Answer]:
        """A model's answer to some messages as it is written and checked."""
        text = ""
        answer = begun
        usage: Usage | None = None
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
                    checked = _sorted_out(begun, checker.check(text, finished=False))
                    checking += time.perf_counter() - shown
                    if checked.statements != answer.statements:
                        answer = checked
                        yield replace(answer, generator=chat.name)  # which the endpoint may have told only now
        except UnfinishedError as error:  # what came is kept, and the reader told that there may be more
            begun = replace(begun, notice=f"{begun.notice} {error}." if begun.notice else f"{error}.")
        if not text.strip():
            raise ChatError(f"{chat.name} sent an empty answer")
        written = time.perf_counter()
        answer = _sorted_out(begun, checker.check(text))
        checking += time.perf_counter() - written
        timings = {"model": written - started, "check": checking}
        answer = answer if answer.statements else _refused(answer)
        yield replace(answer, generator=chat.name, usage=usage, timings=timings)


def merged(one: Found, other: Found, count: int) -> Found:
    """What two searches found, in turn and each passage once; the rest of it is that of the first."""
    pairs = itertools.zip_longest(*(zip(found.passages, found.analyses, strict=True) for found in (one, other)))
    unique = {
        (passage.article.id, passage.start): (passage, analysis)
        for passage, analysis in reversed([pair for both in pairs for pair in both if pair is not None])
    }
    best = list(reversed(unique.values()))[:count]
    copies = tuple(dict.fromkeys((*one.copies, *other.copies)))
    return replace(
        one, passages=tuple(pair[0] for pair in best), analyses=tuple(pair[1] for pair in best), copies=copies
    )


def _sorted_out(begun: Answer, statements: Sequence[Statement]) -> Answer:
    """A model's statements without those that say what the articles do not answer, which are told apart; and without
    the refusal, which a model may put before what it says all the same."""
    kept, missing = [], []
    for statement in statements:
        part = prompts.missing(statement.text)
        if part == "":
            continue
        if part is not None and statement.verdict != "supported":
            missing.append(Missing(part, begun.query, next(iter(begun.passages), None)))
        elif not replies.is_refusal(statement.text):
            kept.append(statement)
    return replace(begun, statements=tuple(kept), missing=tuple(missing))


def _refused(begun: Answer) -> Answer:
    """The refusal: all of the question is missing."""
    missing = begun.missing or (Missing(begun.question, begun.query, next(iter(begun.passages), None)),)
    return replace(begun, statements=(), refusal=replies.refusal(begun.question), missing=missing)


def _without_unsupported(answer: Answer) -> Answer | None:
    """The answer without its unsupported statements, and how many they were. Where none is left it is a refusal, or
    None as long as others may follow."""
    kept = tuple(statement for statement in answer.statements if statement.verdict != "unsupported")
    strict = replace(answer, statements=kept, left_out=len(answer.statements) - len(kept))
    if kept or answer.refusal is not None:
        return strict
    return _refused(strict) if "model" in answer.timings else None


def question_of(text: str) -> str:
    """A question or a query without the white space around it, and without halves of signs.

    Raises ``RagError`` where it has no word, or more characters than ``LONGEST``.
    """
    text = well_formed(text).strip()
    if len(text) > LONGEST:
        raise RagError(
            f"The question has {len(text):,} characters, and {LONGEST:,} are the most: shorten it, or ask its parts "
            "one by one."
        )
    if not words(text):
        raise RagError("There is no question: ask one of at least a word.")
    return text


def _check(filters: Filters) -> None:
    """Raises ``RagError`` where filters have more names than they may, or longer ones."""
    for called, names in (("sources", filters.sources), ("authors", filters.authors)):
        if len(names) > MOST_NAMES:
            raise RagError(f"The filters have {len(names):,} {called}, and {MOST_NAMES} are the most: name fewer.")
        if (longest := max(map(len, names), default=0)) > LONGEST_NAME:
            raise RagError(
                f"One of the {called} has {longest:,} characters, and {LONGEST_NAME} are the most: give less."
            )


def answer_record(answer: Answer) -> dict[str, object]:
    """An answer as JSON has it; ``statements`` point to ``citations`` by number, timings are seconds."""
    return {
        "question": answer.question,
        "query": answer.query,
        "text": answer.text,
        "found": answer.found,
        "statements": [
            {
                "text": statement.text,
                "verdict": statement.verdict,
                "reason": statement.reason,
                "support": round(statement.support, 3),
                "citations": [citation.number for citation in statement.citations],
            }
            for statement in answer.statements
        ],
        "citations": [
            {"number": citation.number, **_span_record(citation), "url": citation.article.url, "quote": citation.quote}
            for citation in answer.citations
        ],
        "missing": [
            {
                "part": missing.part,
                "query": missing.query,
                "nearest": missing.nearest and _span_record(missing.nearest) | {"text": missing.nearest.text},
            }
            for missing in answer.missing
        ],
        "generator": answer.generator,
        "notice": answer.notice,
        "left_out": answer.left_out,
        "unread": len(answer.unread),
        "withheld": [_span_record(span) | {"text": span.text} for span in answer.withheld],
        "copies": [
            {"of": _span_record(original), **_span_record(copy), "url": copy.article.url}
            for copy, original in answer.copies
        ],
        "usage": answer.usage and asdict(answer.usage),
        "period": answer.period,
        "generation": answer.generation,
        "timings": {stage: round(seconds, 4) for stage, seconds in answer.timings.items()},
    }


def passage_record(passage: Passage) -> dict[str, object]:
    """A passage as JSON has it; a score is null where that search did not return the passage."""
    return {**_span_record(passage), "text": passage.text, "scores": asdict(passage.scores)}


def _span_record(span: Span) -> dict[str, object]:
    article = span.article
    return {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "start": span.start,
        "end": span.end,
    }
