"""How many programs are answered at once, what becomes of an answer that is left, and how a failure is told."""

import json
import threading
from collections.abc import Generator
from dataclasses import replace

import anyio
import pytest

from rag.answers.answer import Answer
from rag.answers.pipeline import Rag
from rag.answers.statements import Trace
from rag.api import archive
from rag.api.archive import AT_ONCE, Archive, Busy
from rag.api.failures import failure
from rag.api.forms import Question, filled
from rag.api.keys import TooMuch
from rag.errors import ArgumentError, IndexMissing, RagError


class Opened:
    """An answer in three steps, which tells when it was ended."""

    def __init__(self) -> None:
        self.ended = threading.Event()

    def rag(self) -> Rag:
        raise IndexMissing("There is no index.")

    def stream(self, question: str, *_: object, **__: object) -> Generator[Answer, None, None]:
        begun = Answer(question, Trace(question))
        try:
            yield from (begun, begun, replace(begun, finished=True))
        finally:
            self.ended.set()


def test_who_comes_when_too_many_wait_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "WAITING_AT_MOST", 1)
    asked, answering = Archive(Opened()), threading.Event()
    told: list[str] = []

    async def ask() -> None:
        try:
            told.append(await asked.within_bounds(lambda: "answered" if answering.wait(30) else "late"))
        except Busy as error:
            told.append(str(error))
            answering.set()

    async def crowd() -> None:
        async with anyio.create_task_group() as people:
            for _ in range(AT_ONCE + 2):
                people.start_soon(ask)

    anyio.run(crowd)
    assert told[0] == "1 others wait for an answer: ask again in 10 seconds."
    assert told[1:] == ["answered"] * (AT_ONCE + 1)


def test_an_answer_that_is_left_is_ended() -> None:
    opened = Opened()

    async def leave() -> None:
        steps = Archive(opened).steps(filled(Question, {"question": "Who?"}))
        assert not (await anext(steps)).finished
        assert not opened.ended.is_set()
        await steps.aclose()

    anyio.run(leave)
    assert opened.ended.is_set()


@pytest.mark.parametrize(
    ("error", "status", "kind", "wait"),
    [
        (ArgumentError("No."), 400, "invalid_request_error", None),
        (IndexMissing("No."), 503, "server_error", None),
        (Busy("No."), 503, "server_error", "10"),
        (TooMuch("No.", 7), 429, "rate_limit_error", "7"),
    ],
)
def test_a_failure_has_the_status_of_its_kind(error: RagError, status: int, kind: str, wait: str | None) -> None:
    told = failure(error)
    assert (told.status_code, told.headers.get("retry-after")) == (status, wait)
    assert json.loads(bytes(told.body))["error"] == {"message": "No.", "type": kind, "param": None, "code": None}
