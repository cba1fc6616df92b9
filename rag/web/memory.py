"""For how long the server keeps what Gradio keeps of a session, and of how many: a program's until it is answered, a
page's as long as it is open. It knows Gradio's records of sessions and events, and nothing of the page.

Gradio itself forgets a session where 10,000 others came after it, each of 100 KB and more, be they of programs or of
readers whose page is still open.
"""

import sys
import time

from gradio.queueing import Queue
from gradio.state_holder import SessionState, StateHolder

from rag.web.session import Session

MOST_PAGES = 500
"""Pages that are kept at once. Of more than these, those without a chat go first, then those that were used longest
ago."""

MOST_CLOSED, RETURN = 50, 6 * 3600.0
"""Of how many pages that have lost their connection the chat is kept, and for how many seconds: a page that is closed
looks like one on a machine that sleeps."""

MOST_RESULTS, RESULT_KEPT = 200, 600.0
"""Results that wait to be fetched at most, and seconds for which each does."""


class Retention:
    """What there is of sessions in a page that was launched. All of it is called in the event loop alone."""

    def __init__(self, sessions: StateHolder, queue: Queue) -> None:
        self._sessions = sessions
        self._queue = queue
        self._closed: dict[str, float] = {}  # pages that lost their connection, and when
        self._finished: dict[str, float] = {}  # sessions whose results may be fetched, and since when
        # With each event Gradio makes a table of the last 10,000, for a monitoring page that there is not.
        queue.ANALYTICS_MAX_EVENTS, queue.ANAYLTICS_CACHE_FREQUENCY = 1, sys.maxsize

    def opened(self, session: str | None) -> None:
        """Something was asked in a session: whether it was left or not, it is there."""
        if session is not None:
            self._closed.pop(session, None)

    def closed(self, session: str | None) -> None:
        """The page of a session is not there any more."""
        if session is not None:
            self._closed[session] = time.monotonic()

    def tidy(self) -> None:
        """Forget what nobody will come for."""
        under_way = {event.session_hash for event in self._queue.event_ids_to_events.values()}
        self._forget_sessions(under_way)
        self._forget_results(under_way)

    def _forget_sessions(self, under_way: set[str]) -> None:
        idle = {name: state for name, state in self._sessions.session_data.items() if name not in under_way}
        pages = {name: _has_chat(state) for name, state in idle.items() if state.state_data}  # a program's has no state
        closed = [name for name in self._closed if pages.get(name)]  # in the order in which they were
        late = [name for name in closed if self._closed[name] < time.monotonic() - RETURN]
        gone = {
            *(name for name in idle if name not in pages),
            *(name for name in self._closed if not pages.get(name) and name not in under_way),
            *late,
            *closed[: max(0, len(closed) - MOST_CLOSED)],
        }
        last_used = self._sessions.time_last_used
        open_ones = sorted(pages.keys() - gone, key=lambda name: (pages[name], last_used[name]))
        gone.update(open_ones[: max(0, len(open_ones) - MOST_PAGES)])
        for name in gone:
            self._sessions.session_data.pop(name, None)
            last_used.pop(name, None)
            self._closed.pop(name, None)

    def _forget_results(self, under_way: set[str]) -> None:
        pending = self._queue.pending_event_ids_session
        now = time.monotonic()
        self._finished = {
            name: self._finished.get(name, now) for name, events in pending.items() if events and name not in under_way
        }
        waiting = sorted(self._finished, key=self._finished.__getitem__)
        late = [name for name in waiting if self._finished[name] < now - RESULT_KEPT]
        fetched = [name for name, events in pending.items() if not events and name not in under_way]
        for name in {*fetched, *late, *waiting[: max(0, len(waiting) - MOST_RESULTS)]}:
            del pending[name]
            self._queue.pending_messages_per_session.pop(name, None)


def _has_chat(state: SessionState) -> bool:
    return any(isinstance(value, Session) and value.exchanges for value in state.state_data.values())
