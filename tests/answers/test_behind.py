"""Steps that a thread takes for whoever may stop waiting for them."""

import threading
from collections.abc import Generator

import pytest

from rag.answers.behind import Behind, ending


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "answering"]


def test_steps_come_in_order_and_one_at_a_time() -> None:
    taken = []

    def steps() -> Generator[int, None, None]:
        for number in range(3):
            taken.append(number)
            yield number

    behind = Behind(steps())
    assert behind.ready(5)
    assert behind.ready()
    assert taken == [0], "no step is taken that nobody asked for"
    assert list(behind) == [0, 1, 2]
    behind.close()
    assert threads() == []


def test_what_a_step_raises_is_raised_where_it_is_read() -> None:
    def steps() -> Generator[int, None, None]:
        yield 1
        raise ValueError("it broke")

    behind = Behind(steps())
    assert next(behind) == 1
    with pytest.raises(ValueError, match="it broke"):
        next(behind)
    behind.close()


def test_a_step_that_does_not_come_is_not_waited_for_and_closing_ends_it() -> None:
    closed = threading.Event()

    def steps() -> Generator[int, None, None]:
        try:
            mine = ending()
            while not mine.over:
                mine.pause(60)
            yield 1
        finally:
            closed.set()

    behind = Behind(steps())
    assert not behind.ready(0.01)
    assert not behind.ready(0.01)
    behind.close()
    assert closed.is_set()
    assert threads() == []


def test_an_end_reaches_what_was_to_be_told_before_and_after_it_and_not_what_took_that_back() -> None:
    told: list[str] = []
    mine = ending()
    mine.call(lambda: told.append("before"))
    forget = mine.call(lambda: told.append("not this"))
    forget()
    forget()
    mine.end()
    mine.call(lambda: told.append("after"))
    assert told == ["before", "after"]
    assert not ending().over, "that of no work is nobody's"
