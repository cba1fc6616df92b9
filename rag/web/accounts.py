"""Who may log in, and who is: a file of names and password hashes, wrong passwords, and logins until they end. It knows
nothing of HTTP or gradio.

A line of the file is ``name:hash``, the hash by Argon2 as ``rag password`` prints it; blank lines and lines that begin
with # are passed over. Nothing here holds a clear password longer than it takes to hash it.
"""

import asyncio
import base64
import binascii
import contextlib
import ipaddress
import logging
import os
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from rag.errors import RagError

SHORTEST = 8
"""The fewest characters of a password."""

FREE_ATTEMPTS = 4
"""Wrong passwords of one name from one address that cost nothing but the time of their check."""
LONGEST_PAUSE = 300.0
"""Seconds that a name may have to wait at one address, at most; the pause doubles from one second on."""
_WAITING_AT_MOST = 8  # passwords of one address that wait to be checked; a check takes some tenths of a second
_REMEMBERED = 10_000  # pairs of a name and an address, the last ones

IDLE = 12 * 3600.0
"""Seconds after which a login that nothing was asked with has ended."""
LONGEST = 7 * 24 * 3600.0
"""Seconds after which a login has ended, however much was asked with it."""

_log = logging.getLogger(__name__)


class TooManyAttempts(RagError):
    """That name has to wait at that address: ``seconds`` of it are left, one or more."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__(f"Too many attempts: try again in {self.seconds} seconds.")


class Accounts:
    """The names that may log in, each with the hash of its password; at least one."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = dict(hashes)
        # What the password of an unknown name is held against. It costs as much as the file's own hashes, so that the
        # time of a refusal does not tell which names there are.
        alike = PasswordHasher.from_parameters(extract_parameters(next(iter(self._hashes.values()))))
        self._nobody = alike.hash(secrets.token_hex())
        self._attempts = Attempts()

    @classmethod
    def read(cls, path: Path) -> "Accounts":
        """The accounts of a file.

        Raises ``RagError`` where it can't be read or has no account, and naming the line where a name is none or
        stands twice, or what follows it is no hash.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise RagError(
                f"The auth file {path} can't be read ({error.strerror}): give another --auth-file."
            ) from error
        except UnicodeDecodeError as error:
            raise RagError(f"The auth file {path} is not UTF-8 text: write it anew with `rag password`.") from error
        hashes: dict[str, str] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            name, _, digest = (part.strip() for part in line.partition(":"))
            if not name or not _is_hash(digest):
                reason = "holds no name and Argon2 hash: put there what `rag password NAME` prints."
                raise RagError(f"{path}, line {number} {reason}")
            if name in hashes:
                raise RagError(f"{path}, line {number} names {name} a second time: delete one of the two lines.")
            hashes[name] = digest
        if not hashes:
            raise RagError(f"The auth file {path} has no account: add a line with `rag password NAME >> {path}`.")
        return cls(hashes)

    def check(self, name: str, password: str) -> bool:
        """Whether that is the password of that name; it takes as long for a name that there is not."""
        try:
            return PasswordHasher().verify(self._hashes.get(name, self._nobody), password) and name in self._hashes
        except VerifyMismatchError:
            return False

    async def admit(self, name: str, password: str, address: str) -> bool:
        """As ``check``, beside the event loop and in turn, for whoever asks from an IP address.

        What is refused is logged. Raises ``TooManyAttempts``, without a look at the password, where that name gave too
        many wrong ones at that address; nobody else has to wait for it.
        """
        async with self._attempts.turn(name, network(address)) as attempt:
            admitted = await asyncio.to_thread(self.check, name, password)
            attempt.ended(admitted)
        if not admitted:
            # What is no name here may be a password that somebody typed into the wrong field.
            whose = repr(name) if name in self._hashes else "a name that there is not"
            _log.warning("Login refused: wrong password for %s, from %s.", whose, address)
        return admitted


@dataclass(slots=True)
class _Attempt:
    """The wrong passwords of one name at one address: how many in a row, and when the next may be tried."""

    failures: int = 0
    next_at: float = 0.0

    def ended(self, admitted: bool) -> None:
        self.failures = 0 if admitted else self.failures + 1
        excess = self.failures - FREE_ATTEMPTS
        pause = min(2.0 ** min(excess, 60), LONGEST_PAUSE) if excess >= 0 else 0.0
        self.next_at = time.monotonic() + pause

    def allow(self) -> None:
        if (pause := self.next_at - time.monotonic()) > 0:
            raise TooManyAttempts(pause)


class Attempts:
    """Whose password is checked when: one at a time, as each takes 64 MiB and a crowd of guesses shall not take the
    machine; addresses in turn, so that one with a crowd waits for itself; and a name that was wrong too often at an
    address has to wait there, longer each time."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], _Attempt] = OrderedDict()
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._checking = False

    @contextlib.asynccontextmanager
    async def turn(self, name: str, address: str) -> AsyncIterator[_Attempt]:
        """Wait for the turn of a name at an address, and hold it; raises ``TooManyAttempts``."""
        attempt = self._known.setdefault((name, address), _Attempt())
        self._known.move_to_end((name, address))
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        attempt.allow()
        line = self._lines.setdefault(address, deque())
        if len(line) >= _WAITING_AT_MOST:
            # Not whoever comes last: a crowd that came before would keep the address shut.
            oldest = line.popleft()
            if not oldest.done():  # its asker may be gone
                oldest.set_exception(TooManyAttempts(1))
        place = asyncio.get_running_loop().create_future()
        line.append(place)
        self._call_next()
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():  # it was called, and is gone
                self._leave()
            raise
        try:
            attempt.allow()  # those before it may have been wrong
            yield attempt
        finally:
            self._leave()

    def _leave(self) -> None:
        self._checking = False
        self._call_next()

    def _call_next(self) -> None:
        while self._lines and not self._checking:
            address, line = self._lines.popitem(last=False)
            place = line.popleft()
            if line:
                self._lines[address] = line
            if not place.done():
                self._checking = True
                place.set_result(None)


@dataclass(slots=True)
class _Login:
    name: str
    began: float
    used: float
    lasting: bool


class Logins:
    """Who is logged in, each by a secret that stands in a cookie; they end by themselves, and with the process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._logins: dict[str, _Login] = {}

    def begin(self, name: str, *, lasting: bool = False) -> str:
        """Log somebody in, until the process ends where that is ``lasting``; returns the secret."""
        for secret in [secret for secret, login in self._logins.items() if self._ended(login)]:
            del self._logins[secret]
        secret = secrets.token_urlsafe(32)
        self._logins[secret] = _Login(name, self._clock(), self._clock(), lasting)
        return secret

    def name(self, secret: str | None) -> str | None:
        """Whose secret that is, which counts as a use of it; None where it is nobody's or has ended."""
        login = self._logins.get(secret or "")
        if login is None or self._ended(login):
            return None
        login.used = self._clock()
        return login.name

    def end(self, secret: str | None) -> None:
        """Log out whoever has that secret."""
        self._logins.pop(secret or "", None)

    def _ended(self, login: _Login) -> bool:
        now = self._clock()
        return not login.lasting and (now - login.used > IDLE or now - login.began > LONGEST)


def network(address: str) -> str:
    """What counts as one address: an IPv4 address, or the 64 bits of an IPv6 one within which one machine may take
    any."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # of a socket that is none of the Internet
        return address
    return address if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))


def readable_by_others(path: Path) -> bool:
    """Whether the file's group or everybody may read, write or run it; never on Windows, whose modes do not say."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def account_line(name: str, password: str) -> str:
    """The line of an auth file for that name and password, without its end.

    Raises ``RagError`` where the file could not hold the name or the password is too short.
    """
    if not name or name != name.strip() or name.startswith("#") or ":" in name or not name.isprintable():
        raise RagError(
            f"{name!r} can't be a name: leave out colons, a # or blank at its beginning, and a blank at its end."
        )
    if len(password) < SHORTEST:
        raise RagError(f"The password is shorter than {SHORTEST} characters: choose a longer one.")
    return f"{name}:{PasswordHasher().hash(password)}"


def _is_hash(text: str) -> bool:
    try:
        parameters = extract_parameters(text)
        for part in text.split("$")[-2:]:
            base64.b64decode(part + "=" * (-len(part) % 4), validate=True)
    except (InvalidHashError, binascii.Error):
        return False
    return parameters.salt_len >= 8 and parameters.hash_len >= 16 and parameters.time_cost >= 1
