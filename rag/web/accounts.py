"""Who may log in: a file of names and password hashes. It knows nothing of gradio.

A line is ``name:hash``, the hash by Argon2 as ``rag password`` prints it; blank lines and lines that begin with # are
passed over. Nothing here holds a clear password longer than it takes to hash it.
"""

import asyncio
import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from rag.errors import RagError

SHORTEST = 8
"""The fewest characters of a password."""


class Accounts:
    """The names that may log in, each with the hash of its password; at least one."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = dict(hashes)
        # What the password of an unknown name is held against. It costs as much as the file's own hashes, so that the
        # time of a refusal does not tell which names there are.
        alike = PasswordHasher.from_parameters(extract_parameters(next(iter(self._hashes.values()))))
        self._nobody = alike.hash(secrets.token_hex())
        # One at a time, however many ask: each takes 64 MiB, and a crowd of guesses shall not take the machine.
        self._checker = ThreadPoolExecutor(1, "password")

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

    async def admit(self, name: str, password: str) -> bool:
        """As ``check``, beside the event loop, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._checker, self.check, name, password)


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
        found = extract_parameters(text)
        for part in text.split("$")[-2:]:
            base64.b64decode(part + "=" * (-len(part) % 4), validate=True)
    except (InvalidHashError, binascii.Error):
        return False
    return found.salt_len >= 8 and found.hash_len >= 16 and found.time_cost >= 1
