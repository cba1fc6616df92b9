"""Requests with manners: robots.txt is obeyed, a host is asked once a second at most, and again only for what changed.

Redirects are followed a few times, and each is checked like the address that it came from.
"""

import importlib.metadata
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from rag.errors import FetchError
from rag.fetching.addresses import Address, Hosts
from rag.fetching.connecting import Bounds, Connector, Response

AGENT = "article-rag"
"""The name that robots.txt may speak to."""
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_DELAY = 30.0  # seconds between two requests that a robots.txt may ask for
_LONGEST_BLOCK = 86_400.0  # seconds for which a host that is busy is let alone, at most
_MOST_FAILURES, _REST = 3, 600.0  # in a row, and the seconds for which a host is let alone then
_ROBOTS_KEPT = 86_400.0  # seconds, as RFC 9309 recommends
_ROBOTS = Bounds(largest=2**20, seconds=20, silence=10)
_ACCEPT = (
    "text/html,application/xhtml+xml,application/pdf;q=0.9,application/feed+json,application/rss+xml,"
    "application/atom+xml,text/plain;q=0.8,*/*;q=0.5"
)
_REFUSALS = {
    401: "wants a login",
    402: "wants to be paid",
    403: "may not be read by programs",
    404: "is not there",
    410: "was taken away",
    451: "is withheld by law",
}


def agent() -> str:
    """How we name ourselves to those whom we ask."""
    try:
        version = importlib.metadata.version("article-rag")
    except importlib.metadata.PackageNotFoundError:  # run from a folder
        version = "0"
    return f"{AGENT}/{version} (a reader's own collection of articles)"


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a machine knows what we have already: what it sent as ETag and Last-Modified, "" for nothing."""

    etag: str = ""
    modified: str = ""


UNKNOWN = Validators()
"""Of what was never fetched."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address led to: where it stands at last, its kind and encoding as the machine says, "" where it does not,
    and its bytes; ``unchanged`` where it is what we have already."""

    address: Address
    kind: str = ""
    encoding: str = ""
    data: bytes = field(default=b"", repr=False)
    validators: Validators = UNKNOWN
    unchanged: bool = False


class Client:
    """Asks for addresses, for one reader or several at once. ``pause`` is the least time, in seconds, between two
    requests to a host; ``sleep`` and ``clock`` stand in for those of the system."""

    def __init__(
        self,
        allowed: Hosts,
        *,
        connector: Connector | None = None,
        pause: float = 1.0,
        bounds: Bounds | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connector = connector or Connector(allowed)
        self._pause, self._sleep, self._clock = pause, sleep, clock
        self._bounds = bounds or Bounds()
        self._robots: dict[str, tuple[float, _Rules]] = {}
        self._next: dict[str, float] = {}
        self._busy: dict[str, float] = {}
        self._failed: dict[str, int] = {}
        self._lock = threading.Lock()

    def get(self, address: Address, known: Validators = UNKNOWN) -> Fetched:
        """What stands at an address. Raises ``FetchError``: where robots.txt or the machine does not want it, it may
        not be asked, or it does not answer within bounds."""
        headers = _headers(known)
        for _ in range(_MOST_REDIRECTS + 1):
            rules = self._rules(address)
            if not rules.allows(address):
                raise FetchError(
                    f"{address} is not for programs, says {address.authority}/robots.txt: save it with a browser and "
                    "add the file."
                )
            response = self._asked(address, headers, self._bounds, rules.delay)
            if response.status not in _REDIRECTS:
                return _fetched(address, response)
            address = _redirected(address, response)
        raise FetchError(f"{address} leads on and on: {_MOST_REDIRECTS} redirects are followed.")

    def _asked(self, address: Address, headers: dict[str, str], bounds: Bounds, delay: float = 0.0) -> Response:
        """An answer, after the pause that the host is due."""
        with self._lock:
            now = self._clock()
            if self._busy.get(address.authority, now) > now:
                raise FetchError(f"{address.authority} is busy, or does not answer, and is let alone: try again later.")
            due = max(now, self._next.get(address.authority, now))
            self._next[address.authority] = due + max(self._pause, delay)
        if due > now:
            self._sleep(due - now)
        try:
            response = self._connector.get(address, headers, bounds)
        except FetchError:
            self._note(address, failed=True)
            raise
        self._note(address, failed=False, rest=_wanted_rest(response) if response.status in (429, 503) else 0.0)
        return response

    def _note(self, address: Address, *, failed: bool, rest: float = 0.0) -> None:
        """Let a host alone for so many seconds, and for some minutes where it failed again and again: each try may take
        more than one."""
        with self._lock:
            times = self._failed[address.authority] = self._failed.get(address.authority, 0) + 1 if failed else 0
            if rest or times >= _MOST_FAILURES:
                self._busy[address.authority] = self._clock() + (rest or _REST)
                self._failed[address.authority] = 0

    def _rules(self, address: Address) -> "_Rules":
        """What a host's robots.txt says; read once a day."""
        place = f"{address.scheme}://{address.authority}"
        kept = self._robots.get(place)
        if kept is None or kept[0] < self._clock():
            kept = self._robots[place] = (self._clock() + _ROBOTS_KEPT, self._read_rules(address))
        return kept[1]

    def _read_rules(self, address: Address) -> "_Rules":
        """RFC 9309: what can't be found allows all, what can't be had forbids all."""
        where = address._replace(path="/robots.txt")
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._asked(where, _headers(UNKNOWN), _ROBOTS)
            if response.status in _REDIRECTS:
                where = _redirected(where, response)
                continue
            if response.status >= 500 or response.status == 429:
                raise FetchError(
                    f"{where} can't be read (status {response.status}), so nobody knows what it allows: try later."
                )
            return _Rules(response.body.decode("utf-8", "replace") if response.status == 200 else "")
        return _Rules("")


class _Rules:
    """What a robots.txt says to us."""

    def __init__(self, text: str) -> None:
        from protego import Protego

        self._rules = Protego.parse(text)

    def allows(self, address: Address) -> bool:
        return bool(self._rules.can_fetch(str(address), AGENT))

    @property
    def delay(self) -> float:
        wanted = self._rules.crawl_delay(AGENT)
        return min(float(wanted), _LONGEST_DELAY) if wanted is not None and wanted > 0 else 0.0


def _headers(known: Validators) -> dict[str, str]:
    headers = {"User-Agent": agent(), "Accept": _ACCEPT, "Accept-Encoding": "gzip", "Connection": "close"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers


def _redirected(address: Address, response: Response) -> Address:
    """Where an answer leads. Raises ``FetchError`` where that is nowhere, or no address that may be asked."""
    target = response.header("Location")
    if not target:
        raise FetchError(f"{address} leads nowhere (status {response.status} without an address).")
    try:
        return address.joined(target)
    except FetchError as error:
        raise FetchError(f"{address} leads elsewhere: {error}") from None


def _fetched(address: Address, response: Response) -> Fetched:
    validators = Validators(_sent_back(response, "ETag"), _sent_back(response, "Last-Modified"))
    if response.status == 304:
        return Fetched(address, validators=validators, unchanged=True)
    if response.status != 200:
        why = _REFUSALS.get(response.status, f"gave no article (status {response.status})")
        raise FetchError(f"{address} {why}.")
    kind = response.headers.get_content_type() if response.headers.get("Content-Type") else ""
    encoding = response.headers.get_content_charset() or ""
    return Fetched(address, kind, encoding, response.body, validators)


def _sent_back(response: Response, name: str) -> str:
    """A header that is sent back as it came, unless no request may hold it."""
    value = response.header(name)
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""


def _wanted_rest(response: Response) -> float:
    """For how many seconds a busy host wants to be let alone: a minute where it does not say."""
    given = response.header("Retry-After")
    try:
        seconds = (
            float(given) if given.isdecimal() else (parsedate_to_datetime(given) - datetime.now(UTC)).total_seconds()
        )
    except (TypeError, ValueError):
        seconds = 60.0
    return min(max(seconds, 1.0), _LONGEST_BLOCK)
