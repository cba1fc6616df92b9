"""One request to one machine: its name is resolved once, its numbers are checked, and exactly one of those is asked.

So no second answer of a name server, no redirect and no proxy leads elsewhere: proxies of the environment are not
used, as one would resolve the name by itself. What comes is bounded in time and size, whatever the other side says.
"""

import contextlib
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message

from rag.errors import FetchError
from rag.fetching.addresses import Address, Hosts, is_public, shown

Resolve = Callable[[str, int], Sequence[str]]
"""A host and a port -> its numbers. Raises ``OSError``."""
_BLOCK = 65_536
_MOST_TRIED = 4  # numbers of a host


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one request may take: ``largest`` bytes of a body, as it is and unpacked; ``seconds`` from the connection to
    the last byte; ``silence``, seconds without a word."""

    largest: int = 50 * 2**20
    seconds: float = 90.0
    silence: float = 20.0


@dataclass(frozen=True, slots=True)
class Response:
    """What a machine answered: the status, the headers, and the body, unpacked."""

    status: int
    headers: Message
    body: bytes

    def header(self, name: str) -> str:
        """A header in one line, "" where there is none."""
        return " ".join(str(self.headers.get(name, "")).split())[:2000]


def resolve(host: str, port: int) -> list[str]:
    """The numbers of a host by the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Connector:
    """Asks machines, public ones and the ``allowed`` ones. ``resolver`` stands in for the system's, and ``context`` for
    its certificates."""

    def __init__(self, allowed: Hosts, *, resolver: Resolve = resolve, context: ssl.SSLContext | None = None) -> None:
        self._allowed = allowed
        self._resolve = resolver
        self._context = context

    def get(self, address: Address, headers: Mapping[str, str], bounds: Bounds) -> Response:
        """Ask for what stands at an address. Raises ``FetchError`` where it may not be asked, does not answer, or not
        within bounds."""
        numbers = self._numbers(address)
        try:
            with _deadline(bounds) as guard:
                connection = _Connection(address, numbers, self._secured(address), bounds, guard)
                with contextlib.closing(connection):
                    try:
                        connection.request("GET", address.path, headers=dict(headers))
                        with connection.getresponse() as answer:
                            return Response(answer.status, answer.headers, _body(answer, address, bounds, guard))
                    except (OSError, http.client.HTTPException, ValueError):
                        guard.check(address)
                        raise
        except TimeoutError:
            raise FetchError(f"{address} did not answer within {bounds.silence:.0f} seconds.") from None
        except ssl.SSLCertVerificationError as error:
            raise FetchError(f"{address.authority} shows no valid certificate ({error.verify_message}).") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            said = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise FetchError(f"{address} could not be fetched ({' '.join(str(said).split())[:120]}).") from None

    def _numbers(self, address: Address) -> list[str]:
        try:
            numbers = list(self._resolve(address.host, address.port))
        except (OSError, UnicodeError):
            raise FetchError(f"{address.authority} is not known to the name servers: look at the address.") from None
        if not numbers:
            raise FetchError(f"{address.authority} has no number: look at the address.")
        if not self._allowed.allow(address) and not all(map(is_public, numbers)):
            # One that is not public is enough: a name that has both is none that a public page has.
            raise FetchError(
                f"{address.authority} is not asked, as it is not a public machine: name it in RAG_FETCH_HOSTS where "
                "that is meant."
            )
        return numbers[:_MOST_TRIED]

    def _secured(self, address: Address) -> ssl.SSLContext | None:
        if address.scheme == "http":
            return None
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context


class _Guard:
    """Ends a connection at its deadline, whatever it waits for: a byte now and then would reset any other limit."""

    def __init__(self, bounds: Bounds) -> None:
        self._seconds = bounds.seconds
        self._ends = time.monotonic() + bounds.seconds
        self._twin: socket.socket | None = None
        self._timer = threading.Timer(bounds.seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connected: socket.socket) -> None:
        self._twin = connected.dup()  # TLS takes the socket itself over

    def check(self, address: Address) -> None:
        """Raises ``FetchError`` after the deadline."""
        if time.monotonic() >= self._ends:
            raise FetchError(f"{address} took longer than {self._seconds:.0f} seconds, so it was given up.")

    def _end(self) -> None:
        with contextlib.suppress(OSError):
            if self._twin is not None:
                self._twin.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._timer.cancel()
        self._timer.join()
        if self._twin is not None:
            self._twin.close()


@contextlib.contextmanager
def _deadline(bounds: Bounds) -> Iterator[_Guard]:
    guard = _Guard(bounds)
    try:
        yield guard
    finally:
        guard.close()


class _Connection(http.client.HTTPConnection):
    """A connection to the first of some numbers that answers; the host's name is for the certificate and the header."""

    def __init__(
        self, address: Address, numbers: Sequence[str], context: ssl.SSLContext | None, bounds: Bounds, guard: _Guard
    ) -> None:
        super().__init__(address.authority, timeout=bounds.silence)
        self._address, self._numbers, self._tls, self._guard = address, numbers, context, guard
        self._silence = bounds.silence

    def connect(self) -> None:
        for last, number in ((number == self._numbers[-1], number) for number in self._numbers):
            self._guard.check(self._address)
            try:
                connected = socket.create_connection((number, self._address.port), self._silence)
                break
            except OSError:
                if last:
                    raise
        self.sock = connected
        self._guard.watch(connected)
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(connected, server_hostname=self._address.host)


def _body(answer: http.client.HTTPResponse, address: Address, bounds: Bounds, guard: _Guard) -> bytes:
    """The body, unpacked. Raises ``FetchError`` where it is larger than allowed or ends before its announced end."""
    too_large = FetchError(f"{address} is larger than {bounds.largest / 2**20:.0f} MB, so it was not fetched.")
    announced = answer.length  # None where it comes in chunks or has no end but that of the connection
    if announced is not None and announced > bounds.largest:
        raise too_large
    unpacker = _Unpacker(answer.headers.get("Content-Encoding", ""), address)
    parts: list[bytes] = []
    packed = size = 0
    while announced is None or packed < announced:
        # Not `read`, which waits until it has all: the deadline is looked at after each block.
        block = answer.read1(_BLOCK if announced is None else min(_BLOCK, announced - packed))
        guard.check(address)
        if not block:
            break
        packed += len(block)
        for part in unpacker.unpack(block):
            size += len(part)
            if max(size, packed) > bounds.largest:
                raise too_large
            parts.append(part)
    if announced is not None and packed < announced:
        raise FetchError(f"{address} ended after {packed:,} of its {announced:,} bytes: try again later.")
    if not unpacker.complete:
        raise FetchError(f"{address} ended before its end: try again later.")
    return b"".join(parts)


class _Unpacker:
    """Unpacks a body a bounded part at a time, so that little does not become much at once."""

    def __init__(self, encoding: str, address: Address) -> None:
        self._address = address
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchError(f"{address} is packed in a way that was not asked for ({shown(encoding)[:40]}).")
        # gzip or zlib, as its first bytes say
        self._inner = None if encoding in ("", "identity") else zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._begun = False

    @property
    def complete(self) -> bool:
        """Whether what was packed has come to its end."""
        return self._inner is None or self._inner.eof or not self._begun

    def unpack(self, block: bytes) -> Iterator[bytes]:
        """What a block holds. Raises ``FetchError`` where it is packed wrongly."""
        if self._inner is None:
            yield block
            return
        self._begun = True
        try:
            while block and not self._inner.eof:
                yield self._inner.decompress(block, _BLOCK * 16)
                block = self._inner.unconsumed_tail
        except zlib.error:
            raise FetchError(f"{self._address} is packed wrongly: nothing can be read of it.") from None
