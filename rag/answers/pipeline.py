"""Rag: a question in, a checked and cited answer out. The Python API; the chat and the command line call nothing else.

A question is searched for, answered by quotation or by a language model, and what a model says is checked against the
passages. Where the endpoint fails, the reader gets the quotations and one line that says why.
"""

import itertools
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answers import generation, replies
from rag.answers.answer import Answer, Missing, Statement, Trace, Turn, numbered
from rag.answers.citing import Checker
from rag.answers.conversation import Request, parts, question_of, standalone
from rag.answers.quoting import MAXIMUM, THRESHOLD, Quoted, quote
from rag.errors import ArgumentError, ChatError
from rag.index.embedding import Embedder
from rag.index.found import Found
from rag.index.reranking import Reranker
from rag.index.search import Index
from rag.settings import Settings
from rag.types import Filters, Passage, Status

if TYPE_CHECKING:
    from rag.answers.chat import Chat  # imported when there is an endpoint: the client takes half a second to load

MOST_PARTS = 5
"""Parts of a question that are looked for one by one, each as long as a question takes: as many as there are quotes in
an answer."""

# A model reads for itself and may refuse, so it is asked on weaker evidence than what is quoted unread; a small one
# refuses too little (docs/answers.md).
_MODEL_THRESHOLD = THRESHOLD * 0.75
_NEXT = 5  # passages beyond those asked for that an explanation shows


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
    def open(
        cls,
        index: Path | str | None = None,
        *,
        chat: "Chat | None" = None,
        embedder: Embedder | None = None,
        reranker: Reranker | str | None = None,
        settings: Settings | None = None,
        strict: bool = False,
    ) -> "Rag":
        """Open an index with its embedding model, and the endpoint that the settings name, if they name one.

        What is given goes before the settings, and these come from the environment where none are given. Raises
        ``IndexMissing``, ``IndexBroken``, ``ModelError``, and ``RagError`` for settings that can't be.
        """
        settings = settings or Settings.from_environment()
        opened = Index.open(
            index if index is not None else settings.index,
            embedder=embedder,
            reranker=reranker or settings.reranker,
            threads=settings.threads,
        )
        _ = opened.embedder  # what is missing shows now, and the first question does not wait for it
        return cls(opened, chat or _endpoint(settings), passages=settings.passages, strict=strict)

    def status(self) -> Status:
        """What the index holds."""
        return self.index.status()

    def search(
        self, query: str, *, k: int | None = None, filters: Filters | None = None, explain: bool = False
    ) -> Found:
        """The best ``k`` passages for a query, or fewer where there are fewer, and how they were found; to ``explain``
        is to add what came next to what was left out.

        Raises ``ArgumentError`` for a query that is empty or longer than ``LONGEST``, and for a ``k`` below 1.
        """
        count = self.passages if k is None else k
        if count < 1:
            raise ArgumentError(f"{count} passages are none: ask for 1 or more.")
        found = self.index.search(question_of(query), k=count + (_NEXT if explain else 0), filters=filters)
        beyond = tuple((hit.passage, f"not among the best {count}") for hit in found.hits[count:])
        return replace(found, hits=found.hits[:count], left_out=(*found.left_out, *beyond))

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
        """The answer as it grows; every step is complete in itself and the last one is ``finished``.

        ``history`` holds the earlier turns, oldest first: answers, or turns made from their texts, of which the last
        are read. ``strict`` stands in for that of the ``Rag``. Raises ``ArgumentError`` where ``search`` does, and what
        ``Index.search`` raises. Closing it ends a model's request.
        """
        started = time.perf_counter()
        question = question_of(question)
        if (reply := replies.small_talk(question)) is not None:
            trace = Trace(question, timings={"total": time.perf_counter() - started})
            yield Answer(question, trace, reply=reply, finished=True)
            return
        request = Request.of(question, history, filters, strict=self.strict if strict is None else strict)
        request, notice, spent = self._rewritten(request)
        found = self._found(request)
        for answer in self._answered(request, found, notice):
            total = {"total": time.perf_counter() - started}
            timings = {**found.timings, **answer.trace.timings, **spent, **total}
            yield replace(answer, trace=replace(answer.trace, timings=timings))

    def _rewritten(self, request: Request) -> tuple[Request, str | None, dict[str, float]]:
        """The request with what a model makes of a question that leans on those before it, what the reader should know
        of how that came about, and the seconds that it took."""
        if self.chat is None or request.standalone == request.question:
            return request, None, {}
        started, notice = time.perf_counter(), None
        try:
            query = generation.rewritten(request, self.chat) or request.standalone
        except ChatError as error:
            query, notice = request.standalone, f"The question was not rewritten: {error}."
        spent = {"rewrite": time.perf_counter() - started} if query != request.question else {}
        return replace(request, query=query), notice, spent

    def _found(self, request: Request) -> Found:
        """The passages for a request; where a model wrote the query, also for our own, in turn, so that a bad rewrite
        loses nothing."""
        found = self._searched(request, request.query)
        if request.query in (request.question, request.standalone):
            return found
        return merged(found, self._searched(request, request.standalone), self.passages)

    def _searched(self, request: Request, query: str) -> Found:
        return self.index.search(
            query, k=self.passages, filters=request.filters, focus=request.question, context=request.context
        )

    def _answered(self, request: Request, found: Found, notice: str | None) -> Iterator[Answer]:
        started = time.perf_counter()
        quoted = quote(request.question, found.passages, query=request.query)
        timings = {"quotes": time.perf_counter() - started}
        trace = Trace(request.query, found.period, found.copies, generation=found.generation)
        if request.filters != Filters() and not found.hits:
            notice = "No article passes the filters."
        begun = Answer(request.question, trace, passages=found.passages, notice=notice)
        if self.chat is not None and quoted.confidence >= _MODEL_THRESHOLD:
            try:
                check = Checker(found.passages, self.index.nearness(found)).check
                for answer in generation.written(begun, request, self.chat, check, self.index.embedder.count_tokens):
                    yield replace(answer, trace=replace(answer.trace, timings={**answer.trace.timings, **timings}))
                return
            except ChatError as error:
                failed = f"No answer from the language model: {error}. These are quotations instead."
                begun = replace(begun, notice=failed)
        answer = self._quoted(replace(begun, trace=replace(trace, timings=timings)), quoted, request)
        if not answer.statements:
            yield generation.refused(replace(answer, missing=()))
            return
        last = len(answer.statements)
        for shown in range(1, last + 1):
            yield replace(answer, statements=answer.statements[:shown], finished=shown == last)

    def _quoted(self, begun: Answer, quoted: Quoted, request: Request) -> Answer:
        """The answer with what is quoted, and which parts of the question nothing answers; of more parts than
        ``MOST_PARTS`` it says how many were not looked for."""
        cut = parts(begun.question)
        if len(cut) == 1:
            sure = quoted.confidence >= THRESHOLD
            return replace(begun, statements=numbered(quoted.statements if sure else (), request.numbers))
        statements: dict[str, Statement] = {}
        passages = list(begun.passages)
        missing = []
        for part, searched in cut[:MOST_PARTS]:
            query = standalone(searched, request.history)
            found = self.index.search(query, k=self.passages, filters=request.filters, focus=part).passages
            answer = quote(part, found, query=query)
            if answer.confidence < THRESHOLD:
                missing.append(Missing(part, query, next(iter(found), None)))
                continue
            kept = answer.statements[: max(1, MAXIMUM // len(cut))]
            statements |= {statement.text: statement for statement in kept}
            passages += [one for one in found if _carries(one, kept) and one not in passages]
        unsought = (
            f"Only the first {MOST_PARTS} of the question's {len(cut)} parts were looked for: ask the others anew."
        )
        notices = [begun.notice, unsought if len(cut) > MOST_PARTS else None]
        return replace(
            begun,
            statements=numbered(statements.values(), request.numbers),
            passages=tuple(passages),
            missing=tuple(missing),
            notice=" ".join(one for one in notices if one) or None,
        )


def merged(one: Found, other: Found, count: int) -> Found:
    """What two searches found, in turn and each passage once; the rest of it is that of the first."""
    pairs = itertools.zip_longest(one.hits, other.hits)
    every = [hit for pair in pairs for hit in pair if hit is not None]
    unique = {(hit.passage.article.id, hit.passage.start): hit for hit in reversed(every)}
    best = tuple(reversed(unique.values()))[:count]
    return replace(one, hits=best, copies=tuple(dict.fromkeys((*one.copies, *other.copies))))


def _endpoint(settings: Settings) -> "Chat | None":
    """The language model that settings name, if they name one."""
    if not settings.api_key and not settings.base_url:
        return None
    from rag.answers.chat import OpenAIChat

    return OpenAIChat(
        api_key=settings.api_key,
        base_url=settings.base_url,
        model=settings.model,
        timeout=settings.timeout,
        context=settings.context,
    )


def _carries(passage: Passage, statements: Sequence[Statement]) -> bool:
    return any(one.overlaps(passage) for statement in statements for one in statement.citations)
