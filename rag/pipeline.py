"""Rag: a question in, a checked and cited answer out. The Python API; the chat and the command line call nothing else.

A question is searched for, answered by quotation or by a language model, and what a model says is checked against the
passages. Where the endpoint fails, the reader gets the quotations and one line that says why.
"""

import contextlib
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag import prompts
from rag.citations import attribute
from rag.errors import ChatError, RagError
from rag.extractive import THRESHOLD, quote
from rag.index import Found, Index
from rag.keywords import FUNCTION_STEMS, stems
from rag.settings import Settings
from rag.store import Status
from rag.types import Answer, Filters, Passage, Span, Statement, Turn
from rag.words import words

if TYPE_CHECKING:
    from rag.chat import Chat  # imported when there is an endpoint: the client takes half a second to load

# A model reads for itself and may refuse, so it is asked on much weaker evidence than what is quoted unread.
_MODEL_THRESHOLD = THRESHOLD / 4
_NEXT = 5  # passages beyond those asked for that an explanation shows
_READ = 3  # earlier answers that a question is searched with: as many as more of them (docs/retrieval.md)
_PAUSE = 0.06  # seconds between two steps of a stream; a page can't show more
_POINTERS = frozenset("it its he she him his her they them their this that these those there then".split())


class Rag:
    """An opened index and, where there is one, a language model. It may be shared between threads."""

    def __init__(self, index: Index, chat: "Chat | None" = None, *, passages: int = 8) -> None:
        self.index = index
        self.chat = chat
        self.passages = passages

    @classmethod
    def open(cls, index: Path | str | None = None, *, settings: Settings | None = None) -> "Rag":
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
            from rag.chat import OpenAIChat

            chat = OpenAIChat(
                api_key=settings.api_key,
                base_url=settings.base_url,
                model=settings.model,
                timeout=settings.timeout,
                context=settings.context,
            )
        return cls(opened, chat, passages=settings.passages)

    def status(self) -> Status:
        """What the index holds."""
        return self.index.status()

    def search(self, query: str, *, k: int | None = None, filters: Filters | None = None) -> list[Passage]:
        """The best ``k`` passages for a query, or fewer where there are fewer; raises ``RagError`` for an empty one."""
        return list(self.find(query, k=k, filters=filters).passages)

    def find(self, query: str, *, k: int | None = None, filters: Filters | None = None, explain: bool = False) -> Found:
        """What ``search`` finds and how; to ``explain`` is to add what came next to what was left out."""
        count = k or self.passages
        found = self.index.search(_asked(query), k=count + (_NEXT if explain else 0), filters=filters)
        beyond = tuple((passage, f"not among the best {count}") for passage in found.passages[count:])
        return replace(
            found,
            passages=found.passages[:count],
            analyses=found.analyses[:count],
            left_out=(*found.left_out, *beyond),
        )

    def ask(self, question: str, history: Sequence[Turn | Answer] = (), *, filters: Filters | None = None) -> Answer:
        """The whole answer: the last step of ``stream``."""
        *_, answer = self.stream(question, history, filters=filters)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn | Answer] = (), *, filters: Filters | None = None
    ) -> Generator[Answer, None, None]:
        """The answer as it grows; every step is complete in itself and the last one is final.

        ``history`` holds the earlier turns, oldest first: answers, or turns made from their texts. Raises ``RagError``
        for an empty question, and what ``Index.search`` raises. Closing it ends a model's request.
        """
        started = time.perf_counter()
        question = _asked(question)
        query = standalone(question, history)
        found = self.index.search(query, k=self.passages, filters=filters, focus=question, context=context(history))
        searched = time.perf_counter()
        quoted = quote(question, found.passages, query=query)
        quoted_in = time.perf_counter() - searched
        begun = Answer(question, query, passages=found.passages, period=found.period, generation=found.generation)
        if filters not in (None, Filters()) and not found.passages:
            begun = replace(begun, notice="No article passes the filters.")

        def timed(answer: Answer) -> Answer:
            total = time.perf_counter() - started
            return replace(answer, timings={**found.timings, "quotes": quoted_in, "total": total})

        if self.chat is not None and quoted.confidence >= _MODEL_THRESHOLD:
            try:
                for answer in self._written(begun, self.chat, history):
                    yield timed(answer)
                return
            except ChatError as error:
                notice = f"No answer from the language model: {error}. These are quotations instead."
                begun = replace(begun, notice=notice)
        if quoted.confidence < THRESHOLD:
            yield timed(replace(begun, refusal=prompts.REFUSAL))
            return
        for shown in range(1, len(quoted.statements) + 1):
            yield timed(replace(begun, statements=quoted.statements[:shown]))

    @staticmethod
    def _written(begun: Answer, chat: "Chat", history: Sequence[Turn | Answer]) -> Iterator[Answer]:
        """What a model writes, sentence by sentence; none is shown before it is checked. Raises ``ChatError``."""
        messages = prompts.messages(begun.question, begun.passages, history)
        text = ""
        statements: tuple[Statement, ...] = ()
        shown = time.perf_counter()
        with contextlib.closing(chat.stream(messages)) as pieces:
            for piece in pieces:
                if not isinstance(piece, str):  # the count of tokens at the end
                    continue
                text += piece
                if time.perf_counter() - shown < _PAUSE:
                    continue
                shown = time.perf_counter()
                if (checked := _answering(attribute(text, begun.passages, finished=False))) != statements:
                    statements = checked
                    yield replace(begun, statements=statements, generator=chat.name)
        if not text.strip():
            raise ChatError(f"{chat.name} sent an empty answer")
        statements = _answering(attribute(text, begun.passages))
        yield replace(
            begun, statements=statements, refusal=None if statements else prompts.REFUSAL, generator=chat.name
        )


def _answering(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements without the refusal, which a model may put before what it says all the same."""
    refusal = words(prompts.REFUSAL)
    return tuple(statement for statement in statements if words(statement.text) != refusal)


def _asked(question: str) -> str:
    if not words(question):
        raise RagError("There is no question: ask one of at least a word.")
    return question.strip()


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
                "citations": [citation.number for citation in statement.citations],
            }
            for statement in answer.statements
        ],
        "citations": [
            {"number": citation.number, **_span_record(citation), "url": citation.article.url, "quote": citation.quote}
            for citation in answer.citations
        ],
        "generator": answer.generator,
        "notice": answer.notice,
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


def standalone(question: str, history: Sequence[Turn | Answer]) -> str:
    """The query for a question: the question itself, or with the last one before it where it leans on it.

    It leans where it points back ("it", "there"), opens with "and" or "what about", or has fewer than two words of its
    own.
    """
    if not history:
        return question
    asked = words(question)
    own = [stem for stem in stems(question) if stem not in FUNCTION_STEMS]
    leans = len(own) < 2 or asked[:1] == ["and"] or asked[:2] == ["what", "about"] or not _POINTERS.isdisjoint(asked)
    return f"{history[-1].question} {question}" if leans else question


def context(history: Sequence[Turn | Answer]) -> tuple[str, ...]:
    """What the last turns answered, without those that were refused or came to nothing."""
    said = (turn.text.strip() for turn in history)
    return tuple(text for text in said if text and text != prompts.REFUSAL)[-_READ:]
