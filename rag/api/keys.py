"""The keys by which programs are known, kept with the index and written by ``rag key``, and how much each may ask.

A key is 256 random bits, of which the file has the SHA-256 alone. Nobody guesses such a number, however fast its hash
is to compute, so the slow hashes and the pauses that passwords need would only slow each request down.
"""

import hashlib
import json
import math
import secrets
import time
from collections import Counter
from collections.abc import Hashable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from rag.errors import ArgumentError, RagError
from rag.sidecar import Sidecar

FILE = "keys.json"
"""What they are called among the sidecars of an index."""
PER_MINUTE, AT_ONCE = 60, 4
"""How much a key may ask unless it is said otherwise."""

_PREFIX = "rag_"  # so that one that stands where it should not is found
_LONGEST_NAME = 100


class TooMuch(RagError):
    """A key asked more than it may; ``seconds`` is when it may again, one or more."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Key:
    """Who holds a key, its SHA-256 in hexadecimal digits, when it was made (UTC), and how much may be asked with it:
    requests a minute, and at once."""

    name: str
    sha256: str
    made: str
    per_minute: int = PER_MINUTE
    at_once: int = AT_ONCE


class Keys:
    """The keys of a sidecar, which is read again when it changes. While there is one, programs need a key, also where
    it holds none any more: taking the last one away lets nobody in."""

    def __init__(self, sidecar: Sidecar) -> None:
        self.sidecar = sidecar
        self._read_at: Hashable | None = None
        self._known: dict[str, Key] = {}

    @property
    def needed(self) -> bool:
        """Whether programs need a key. Raises ``RagError`` as ``listed`` does."""
        return self.sidecar.state() is not None

    def listed(self) -> list[Key]:
        """All keys, by name. Raises ``RagError`` where they can't be read, or something else is there."""
        self._follow()
        return sorted(self._known.values(), key=lambda key: key.name)

    def holder(self, secret: str) -> Key | None:
        """The key that a secret is of; None where it is of none. Raises ``RagError`` as ``listed`` does."""
        self._follow()
        return self._known.get(_digest(secret))

    def make(self, name: str, *, per_minute: int = PER_MINUTE, at_once: int = AT_ONCE) -> str:
        """A new key, which is told this once. Raises ``ArgumentError`` where the name is none or has a key, and
        ``RagError`` where it can't be kept."""
        if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
            raise ArgumentError(
                f"{name!r:.100} can't be a name: give up to {_LONGEST_NAME} letters, no blank at an end."
            )
        secret = _PREFIX + secrets.token_urlsafe(32)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        with self.sidecar.changing():
            if any(key.name == name for key in self.listed()):
                raise ArgumentError(f"{name} has a key: take it away with `rag key {name} --remove`, or choose a name.")
            self._write([*self.listed(), Key(name, _digest(secret), made, per_minute, at_once)])
        return secret

    def remove(self, name: str) -> None:
        """Take a key away; it counts no more from the next request on. Raises ``ArgumentError`` where there is none."""
        with self.sidecar.changing():
            kept = [key for key in self.listed() if key.name != name]
            if len(kept) == len(self.listed()):
                raise ArgumentError(f"There is no key of {name!r:.100}: `rag key` lists those that there are.")
            self._write(kept)

    def _write(self, keys: list[Key]) -> None:
        told = json.dumps([asdict(key) for key in keys], ensure_ascii=False, indent=1)
        self.sidecar.replace(told.encode())
        self._read_at = None

    def _follow(self) -> None:
        """Read them, where they are others than before."""
        state = self.sidecar.state()
        if state is None:
            self._known, self._read_at = {}, None
        elif state != self._read_at:
            try:
                records = json.loads(self.sidecar.read())
                self._known = {key.sha256: key for key in (Key(**record) for record in records)}
            except (ValueError, TypeError) as error:
                name, path = self.sidecar.name, self.sidecar.path
                raise RagError(
                    f"{name} is no file of keys: delete it and make the keys anew with `rag key`.", path=path
                ) from error
            self._read_at = state


class Limits:
    """How much was asked with each key of late, by this process."""

    def __init__(self) -> None:
        self._recent = MovingWindowRateLimiter(MemoryStorage())
        self._now: Counter[str] = Counter()

    def enter(self, key: Key) -> None:
        """Begin a request, which ``leave`` ends. Raises ``TooMuch`` where the key may not ask just now."""
        if self._now[key.sha256] >= key.at_once:
            raise TooMuch(f"This key may ask {key.at_once} at once: wait for an answer before you go on.", 1)
        rate = RateLimitItemPerMinute(key.per_minute)
        if not self._recent.hit(rate, key.sha256):
            left = self._recent.get_window_stats(rate, key.sha256).reset_time - time.time()
            seconds = max(1, math.ceil(left))
            raise TooMuch(f"This key may ask {key.per_minute} times a minute: go on in {seconds} seconds.", seconds)
        self._now[key.sha256] += 1

    def leave(self, key: Key) -> None:
        """End a request."""
        self._now[key.sha256] -= 1


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
