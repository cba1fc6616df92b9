"""Rag: a question in, a checked and cited answer out. The Python API; the chat and the command line call nothing else.

A question is searched for, answered by quotation or by a language model, and what a model says is checked against the
passages. Where the endpoint fails, the reader gets the quotations and one line that says why.
"""

import contextlib
import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answers import generation, replies, rewording
from rag.answers.answer import Answer, Turn, numbered
from rag.answers.asking.asked import Asked
from rag.answers.asking.further import further
from rag.answers.asking.plain import without_form
from rag.answers.asking.reading import read
from rag.answers.behind import patient
from rag.answers.citing import Checker
from rag.answers.conversation import Request, agreed_on, answered, parts, question_of
from rag.answers.differing import differing
from rag.answers.differing import headline as differ
from rag.answers.drafts import checked
from rag.answers.judging import Judge
from rag.answers.kinds import timely
from rag.answers.kinds.again import anew
from rag.answers.kinds.brief import of_at_most, shortened
from rag.answers.kinds.composers import COMPOSERS, FROM_TABLES, READ_BY_A_MODEL, RETOLD_BY_A_MODEL
from rag.answers.kinds.pointing import pointed
from rag.answers.kinds.rows import found_by
from rag.answers.kinds.timed import timed
from rag.answers.parted import by_itself, by_parts
from rag.answers.quoting import ANSWERED, PERHAPS, Quoted, quotation, quote
from rag.answers.refusals import elsewhere, onward
from rag.answers.setup import endpoint, judge_of
from rag.answers.stages import Stage
from rag.answers.statements import Trace
from rag.answers.titled import by_title
from rag.arguments import able, day_of
from rag.errors import ArgumentError, ChatError
from rag.filters import Filters
from rag.index.embedding import Embedder
from rag.index.found import Found
from rag.index.reranking import Reranker
from rag.index.search import Index
from rag.message import Message, together
from rag.settings import Settings
from rag.types import Listed, Status

if TYPE_CHECKING:
    from rag.answers.chat import Chat  # imported when there is an endpoint: the client takes half a second to load

_QUOTED_MEANWHILE = Message("The language model has not answered yet. These are quotations until it does.")
_NOT_DIFFERING = Message("I found no two articles that differ in this. They say:")
_NEXT = 5  # passages beyond those asked for that an explanation shows


class Rag:
    """An opened index and, where there is one, a language model. It may be shared between threads.

    A ``judge`` decides what the rules of the check leave open of what the model writes; without one, only wording that
    is nearly that of the articles is supported. ``strict`` leaves out all that is not supported, and says how much it
    was.
    """

    def __init__(
        self,
        index: Index,
        chat: "Chat | None" = None,
        *,
        judge: Judge | None = None,
        passages: int = 8,
        strict: bool = False,
    ) -> None:
        if not isinstance(index, Index):
            raise ArgumentError(f"A `Rag` asks an `Index`, and this is {type(index).__name__}: `Rag.open` opens one.")
        able(chat, "chat", "stream")
        able(judge, "judge", "judge")
        self.index = index
        self.chat = chat
        self.judge = judge
        self.passages = passages
        self.strict = strict

    def __repr__(self) -> str:
        return f"<Rag on {self.index!r}, answers by {self.chat.name if self.chat else 'quotes'}>"

    @classmethod
    def open(
        cls,
        index: Path | str | None = None,
        *,
        chat: "Chat | None" = None,
        embedder: Embedder | None = None,
        reranker: Reranker | str | None = None,
        judge: Judge | str | None = None,
        settings: Settings | None = None,
        strict: bool = False,
    ) -> "Rag":
        """Open an index with its embedding model, and the endpoint and the judge that the settings name, if they do.

        What is given goes before the settings, and these come from the environment where none are given. Raises
        ``IndexMissing``, ``IndexBroken``, ``ModelError``, ``RagError`` for settings that can't be, and
        ``ArgumentError`` for what can't stand in the place where it is given.
        """
        settings = settings or Settings.from_environment()
        opened = Index.open(
            index if index is not None else settings.index,
            embedder=embedder,
            reranker=reranker or settings.reranker,
            threads=settings.threads,
        )
        _ = opened.embedder, opened.relevance  # what is missing shows now, and the first question does not wait for it
        given, chat = chat, chat or endpoint(settings)
        if judge is None or isinstance(judge, str):
            # A model of the caller's own judges where that is asked for.
            judge = judge_of(judge or settings.judge or ("off" if given is not None else None), chat)
        return cls(opened, chat, judge=judge, passages=settings.passages, strict=strict)

    def status(self) -> Status:
        """What the index holds."""
        return self.index.status()

    def articles(self, filters: Filters | None = None) -> list[Listed]:
        """The articles, or those that pass the filters, without their texts: newest first, undated ones last. Raises
        ``ArgumentError`` for a name in the filters that no article has."""
        return self.index.listing(filters)

    def search(
        self, query: str, *, k: int | None = None, filters: Filters | None = None, explain: bool = False
    ) -> Found:
        """The best ``k`` passages for a query, or fewer where there are fewer, and how they were found; to ``explain``
        is to add what came next to what was left out.

        Raises ``ArgumentError`` for a query that is empty or longer than ``LONGEST``, and for a ``k`` below 1.
        """
        count = self.passages if k is None else k
        if not isinstance(count, int) or count < 1:
            raise ArgumentError(f"{count!r} passages are none: ask for 1 or more, by a whole number.")
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
        today: date | str | None = None,
    ) -> Answer:
        """The whole answer: the last step of ``stream``."""
        *_, answer = self.stream(question, history, filters=filters, strict=strict, today=today)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn | Answer] = (),
        *,
        filters: Filters | None = None,
        strict: bool | None = None,
        today: date | str | None = None,
    ) -> Generator[Answer, None, None]:
        """The answer as it grows; every step is complete in itself and the last one is ``finished``.

        ``history`` holds the earlier turns, oldest first: answers, or turns made from their texts, of which the last
        are read. ``strict`` stands in for that of the ``Rag``. Where a model lets the reader wait, a step holds
        quotations meanwhile, which its words replace. ``today`` is what "last week" is reckoned from, the date of the
        day where none is given. Raises ``ArgumentError`` where ``search`` does, and what
        ``Index.search`` raises. Closing it ends a model's request.
        """
        started = time.perf_counter()
        question = question_of(question)
        if (reply := replies.small_talk(question, follows=bool(history))) is not None:
            trace = Trace(question, timings={"total": time.perf_counter() - started})
            yield Answer(question, trace, reply=reply, finished=True)
            return
        strict, today = self.strict if strict is None else strict, day_of(today, "today") or date.today()
        fresh, (bare, several) = self.index.freshness(), without_form(question)

        def understood(asked: str) -> Generator[Answer, None, None]:
            return self._understood(Request.of(asked, history, filters, strict=strict), today, several)

        unfiltered = partial(Rag(self.index, passages=self.passages).ask, question, history, today=today)
        # "Warum?" is too short to tell its language, by whose words it would be mended.
        asked = question if further(question) else self.index.respelt(bare)
        with contextlib.closing(self._reworded(asked, filters, understood)) as shown:
            for answer in shown:
                if answer.refusal is not None:
                    answer = replace(answer, onward=onward(self.index, answer, filters, unfiltered))
                elif answer.caution is not None and answer.finished:
                    answer = replace(answer, onward=elsewhere(filters, unfiltered))
                timings = {**answer.trace.timings, "total": time.perf_counter() - started}
                yield replace(answer, question=question, trace=replace(answer.trace, timings=timings, freshness=fresh))

    def check(self, text: str, *, against: Collection[str] | None = None, filters: Filters | None = None) -> Answer:
        """Any text held against the articles: its sentences with their verdicts and what carries them.

        Each is held against what a search for it finds, or against the articles of the ids ``against``. Raises
        ``ArgumentError`` for a text without a word or of more than ``LONGEST_DRAFT`` characters, and for an id that no
        article has.
        """
        return checked(self.index, text, self.judge, count=self.passages, against=against, filters=filters)

    def _reworded(
        self, question: str, filters: Filters | None, understood: Callable[[str], Generator[Answer, None, None]]
    ) -> Generator[Answer, None, None]:
        """The answer as it grows to a question, or to what a model translates it to where it is in another language
        than what is found for it; without a model, why nothing may have been found is said."""
        if self.chat is None:
            for answer in understood(question):
                why = rewording.why(question, answer, self.index.absent) if not answer.found else None
                yield replace(answer, notice=together(answer.notice, why))
            return
        two = rewording.elsewhere(question, self.index.search(question, k=self.passages, filters=filters).passages)
        steps = self._translated(question, two[1], understood) if two else understood(question)
        with contextlib.closing(steps) as shown:
            yield from shown

    def _translated(
        self, question: str, told: str, understood: Callable[[str], Generator[Answer, None, None]]
    ) -> Generator[Answer, None, None]:
        """The answer as it grows to a question that a model translates; to the question itself where it does not."""
        assert self.chat is not None
        yield Answer(question, Trace(question), stage=Stage("translating", self.chat.name))
        started, notice = time.perf_counter(), None
        try:
            query = generation.translated(question, rewording.named(told), self.chat) or question
        except ChatError as error:
            query, notice = question, Message("The question was not translated: {error}.", error=error.message)
        spent = {"translate": time.perf_counter() - started}
        for answer in understood(query):
            refusal = answer.refusal and replies.refusal(question)
            trace = replace(answer.trace, timings={**answer.trace.timings, **spent})
            yield replace(answer, refusal=refusal, notice=together(answer.notice, notice), trace=trace)

    def _understood(self, request: Request, today: date, several: bool) -> Generator[Answer, None, None]:
        """The answer as it grows, by what the question is read as on a day; where ``several`` are wanted, all."""
        follows, names = bool(answered(request.history)), self.index.names
        if not follows and (reply := replies.of_nothing(further(request.question))):
            yield Answer(request.question, Trace(request.query), reply=reply, finished=True)
            return
        for meant in (pointed, timed, anew, *(() if self.chat else (shortened,))):  # a model obeys by itself
            request = meant(request, today, names)
        request = request.asking(told) if (told := agreed_on(request.question)) else request
        asked = read(request.question, today, names, follows=follows, several=several, meaning=self.index.meaning)
        with contextlib.closing(self._of_its_kind(request, asked)) as shown:
            for answer in shown:
                alike = told and answer.found and answer.statements and answer.generator == "quotes"
                made = replace(of_at_most(answer, request.most), trace=replace(answer.trace, asked=asked.in_words))
                yield replace(made, headline=answer.headline or (_NOT_DIFFERING if alike else None))

    def _of_its_kind(self, request: Request, asked: Asked) -> Generator[Answer, None, None]:
        """The answer as it grows: as the kind of the question has it, else as that to one for a fact."""
        request = replace(request, asked=asked)
        query = request.question if asked.kind in FROM_TABLES else request.query
        begun = Answer(request.question, Trace(query, generation=self.index.generation))
        tried = (compose(self.index, request, asked, begun) for compose in COMPOSERS.get(asked.kind, ()))
        composed = next((answer for answer in tried if answer is not None), None)
        # What is exact without a model is not for one, but where it is not sure to answer at all, as to "why?".
        exact = asked.kind not in READ_BY_A_MODEL | RETOLD_BY_A_MODEL
        if composed is not None and (self.chat is None or (exact and composed.caution is None)):
            yield composed
            return
        if composed is not None and asked.kind in RETOLD_BY_A_MODEL:
            yield from self._retold(request, composed)
            return
        request = request.topical if composed is None and self.chat is None else request
        found = self._searched(request, request.query)
        if within := timely.within(request.filters, asked):
            found = self._preferred(request, found, within)
        steps = self._steps(request, found, timely.empty(self.index, request.filters, asked), composed)
        if self.chat is not None:
            steps = patient(steps, lambda: self._meanwhile(request, found, composed))
        with contextlib.closing(steps) as shown:
            yield from shown

    def _retold(self, request: Request, composed: Answer) -> Generator[Answer, None, None]:
        """What was composed of quotations, in a model's words; as it is while these are waited for."""
        meanwhile = replace(composed, notice=_QUOTED_MEANWHILE, finished=False)
        with contextlib.closing(patient(self._worded(request, composed), lambda: meanwhile)) as shown:
            yield from shown

    def _worded(self, request: Request, composed: Answer) -> Generator[Answer, None, None]:
        """What a model writes of the passages that an answer cites, in the order in which it does; where the model
        fails, that answer."""
        assert self.chat is not None
        found = found_by(self.index, composed.citations)
        begun = replace(composed, statements=(), passages=found.passages, headline=None, finished=False)
        try:
            yield from self._written(begun, request, found, self.chat)
        except ChatError as error:
            yield replace(composed, notice=together(composed.notice, _failed(error)))

    def _written(self, begun: Answer, request: Request, found: Found, chat: "Chat") -> Iterator[Answer]:
        """What a model writes of what was found, checked. Raises ``ChatError``."""
        checker = Checker(found.passages, self.index.nearness(found))
        return generation.written(begun, request, chat, checker, self.index.embedder.count_tokens, self.judge)

    def _preferred(self, request: Request, found: Found, within: Filters) -> Found:
        """What was found, or what was published in a period where that holds an answer."""
        inside = self._searched(replace(request, filters=within), request.query)
        return inside if self._quotes(request, inside).confidence >= ANSWERED else found

    def _meanwhile(self, request: Request, found: Found, composed: Answer | None) -> Answer:
        """What there is without a model as a step of an answer that is not finished."""
        if composed is not None:
            return replace(composed, notice=_QUOTED_MEANWHILE, finished=False)
        answer = self._quoted(_begun(request, found), self._quotes(request, found), request)
        return replace(answer, missing=(), notice=_QUOTED_MEANWHILE if answer.statements else None)

    def _steps(
        self, request: Request, found: Found, notice: str | None, composed: Answer | None
    ) -> Generator[Answer, None, None]:
        """The answer as it grows, from what was found for the request and for what a model makes of it, with a
        ``notice``. What was ``composed`` as its kind has it is read by the model, and stands where that fails."""
        spent: dict[str, float] = {}
        if self.chat is not None and request.standalone != request.question:
            yield replace(_begun(request, found), stage=Stage("rewording", self.chat.name))
            request, remark, spent = generation.rewritten(request, self.chat)
            notice = together(notice, remark)
        found = self._found_too(request, found)
        for answer in self._answered(request, found, notice, composed):
            yield replace(answer, trace=replace(answer.trace, timings={**answer.trace.timings, **spent}))

    def _found_too(self, request: Request, found: Found) -> Found:
        """What was ``found`` for a request; in turn with what the query finds, where a model wrote that."""
        if request.query in (request.question, request.standalone):
            return found
        return self._searched(request, request.query).merged(found, self.passages)

    def _searched(self, request: Request, query: str) -> Found:
        return self.index.search(
            query, k=self.passages, filters=request.filters, focus=request.question, context=request.context
        )

    def _answered(
        self, request: Request, found: Found, notice: str | None, composed: Answer | None
    ) -> Iterator[Answer]:
        started = time.perf_counter()
        quoted = self._quotes(request, found)
        timings = {**found.timings, "quotes": time.perf_counter() - started}
        if request.filters != Filters() and not found.hits:
            notice = Message("No article passes the filters.")
        begun = replace(_begun(request, found), notice=notice)
        # A model reads for itself and may refuse, so it is asked wherever anything bears on the question.
        if self.chat is not None and (composed is not None or quoted.confidence >= PERHAPS):
            # What it comes to without a model may rest on more than a search brings: rows, or a part of a question.
            parted = composed is None and len(parts(request.question)) > 1
            told = self._quoted(begun, quoted, request) if parted else composed
            read = found_by(self.index, told.citations).merged(found, 2 * self.passages) if told else found
            try:
                for answer in self._written(replace(begun, passages=read.passages), request, read, self.chat):
                    yield replace(answer, trace=replace(answer.trace, timings={**answer.trace.timings, **timings}))
                return
            except ChatError as error:
                begun = replace(begun, notice=_failed(error))
        if composed is not None:
            yield replace(composed, notice=together(composed.notice, begun.notice))
            return
        answer = self._quoted(replace(begun, trace=replace(begun.trace, timings=timings)), quoted, request)
        if not answer.statements:
            yield generation.refused(replace(answer, missing=()))
            return
        for shown in range(1, (last := len(answer.statements)) + 1):
            yield replace(answer, statements=answer.statements[:shown], finished=shown == last)

    def _quotes(self, request: Request, found: Found) -> Quoted:
        relevance, asked = self.index.relevance, request.asked
        return quote(request.question, found.passages, query=request.query, relevance=relevance, asked=asked)

    def _quoted(self, begun: Answer, quoted: Quoted, request: Request) -> Answer:
        """The answer with what is quoted; to a question of several parts, by these."""
        cut = parts(begun.question)
        if len(cut) == 1:
            begun, quoted = by_title(self.index.relevance, begun, quoted)
            begun, quoted = by_itself(self.index, request, begun, quoted, self.passages)
            near = quoted.statements if quoted.confidence >= PERHAPS else ()
            caution = replies.caution(begun.question, quoted.lacks) if near and quoted.confidence < ANSWERED else None
            values = differing(begun.question, begun.passages) if near and caution is None else []
            near = (*near, *(quotation(one.span) for one in values if not any(map(one.is_in, near))))
            headline = together(begun.headline, differ(values) if values else None)
            return replace(begun, statements=numbered(near), caution=caution, headline=headline)
        return by_parts(self.index, request, cut, begun, self.passages)


def _begun(request: Request, found: Found) -> Answer:
    """The answer to a request before its first word, with what was found for it."""
    trace = Trace(request.query, found.period, found.copies, generation=found.generation, timings=found.timings)
    return Answer(request.question, trace, passages=found.passages)


def _failed(error: ChatError) -> Message:
    return Message("No answer from the language model: {error}. These are quotations instead.", error=error.message)
