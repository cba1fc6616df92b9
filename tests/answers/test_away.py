"""What a reader sees of an endpoint that is away, silent or slow, over the real index of the sample articles."""

import itertools
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.answers.answer import Answer, Turn
from rag.answers.pipeline import Rag
from rag.answers.quoting import Quoted
from rag.settings import Settings
from tests.endpoint import endpoint

pytestmark = pytest.mark.kill

COMMAND = "When did Türkiye take command of KFOR?"
SAID = "Türkiye took command of NATO's Kosovo Force on 9 October 2023. [1]"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.answers.behind._PATIENCE", 0.5)


def asking(folder: Path, url: str, timeout: float = 30) -> Rag:
    return Rag.open(folder, settings=Settings(base_url=url, model="scripted", timeout=timeout, judge="off"))


def said(steps: Iterable[Answer]) -> Iterator[Answer]:
    """The steps that say something, or are the last one; not those that only tell what is being done."""
    return (step for step in steps if step.statements or step.finished)


@contextmanager
def silent() -> Iterator[str]:
    """An endpoint that takes a question and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


def no_threads() -> bool:
    """Whether all that was begun for a reader is over, or is so within seconds."""
    until = time.monotonic() + 12
    while any(one.name == "answering" or isinstance(one, threading.Timer) for one in threading.enumerate()):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("history", [(), (Turn("What is KFOR?", "A force."),)])
def test_a_silent_endpoint_leaves_the_reader_with_quotations_and_leaving_ends_the_request(
    sample_folder: Path, history: tuple[Turn, ...]
) -> None:
    with silent() as url:
        question = "And when did Türkiye take command of it?" if history else COMMAND
        stream = asking(sample_folder, url).stream(question, history)
        doing = "read" if not history else "reading the question together"
        assert doing in str(next(stream).stage).lower()
        step = next(said(stream))
        assert doing in str(step.stage).lower(), "which goes on"
        assert (step.finished, step.generator, step.refusal) == (False, "quotes", None)
        assert step.statements
        assert step.notice == "The language model has not answered yet. These are quotations until it does."
        started = time.perf_counter()
        stream.close()
        assert time.perf_counter() - started < 5, "the time-out is thirty"
        assert no_threads()


def test_what_a_slow_model_says_replaces_the_quotations(sample_folder: Path) -> None:
    with endpoint(pieces=(SAID,), waits=1.0) as served:
        first, *_, last = said(asking(sample_folder, served.url).stream(COMMAND))
    assert (first.finished, first.generator) == (False, "quotes")
    assert (last.finished, last.generator, last.notice) == (True, "scripted", None)
    assert last.text == SAID
    assert no_threads()


def test_quotations_stay_whole_where_the_endpoint_fails_after_them(sample_folder: Path) -> None:
    with silent() as url:
        steps = list(said(asking(sample_folder, url, timeout=1).stream(COMMAND)))
    assert len(steps) > 1
    assert all(step.statements == steps[-1].statements for step in steps)
    assert "did not answer within 1 s" in (steps[-1].notice or "")


def test_a_pause_that_the_endpoint_asks_for_is_kept_behind_the_quotations(sample_folder: Path) -> None:
    with endpoint(failures=(429,), headers={"Retry-After": "1"}, pieces=(SAID,)) as served:
        first, *_, last = said(asking(sample_folder, served.url).stream(COMMAND))
    assert (first.generator, last.generator) == ("quotes", "scripted")
    with endpoint(status=503, headers={"Retry-After": "20"}) as served:
        stream = asking(sample_folder, served.url).stream(COMMAND)
        assert next(said(stream)).statements
        stream.close()
        assert no_threads()
        assert len(served.requests) <= 1, "nobody asks again for a reader who has left"


def test_a_pause_of_more_than_half_a_minute_is_not_waited_for(sample_folder: Path) -> None:
    with endpoint(status=429, headers={"Retry-After": "31"}) as served:
        answer = asking(sample_folder, served.url).ask(COMMAND)
    assert "takes no more requests for now" in (answer.notice or "")
    assert len(served.requests) == 1


def test_nothing_is_refused_before_the_model_has_been_heard(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.answers.pipeline.quote", lambda *_, **__: Quoted((), 0.5))
    with silent() as url:
        stream = asking(sample_folder, url).stream(COMMAND)
        *_, step = itertools.islice(stream, 3)  # it reads, knows how much, and lets the reader wait
        stream.close()
    assert (step.text, step.refusal, step.missing, step.notice) == ("", None, (), None)
    assert str(step.stage) == "Reading 8 passages of 5 articles; scripted is writing …"
