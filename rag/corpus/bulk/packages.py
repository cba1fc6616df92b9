"""The texts of the members of a zip or tar archive that is an export: no more of it is unpacked than may be."""

import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from typing import IO

from rag.corpus.encoding import UnreadableError, decode

_LARGEST, _LARGEST_ALL = 20_000_000, 2_000_000_000  # bytes of one member, and of all that are read
_BEGINNING, _LOOKED_AT = 100_000, 3  # bytes of a member, and members, by which an export is known

_ASSIGNED = re.compile(r"\s*window\.YTD\.\w+\.part\d+\s*=\s*")  # as X writes it


class Packed:
    """The members of an export by their names, which ``opened`` opens; ``largest`` are the bytes of one, at most."""

    def __init__(
        self, names: Iterable[str], opened: Callable[[str], IO[bytes] | None], largest: int = _LARGEST
    ) -> None:
        self._opened, self._largest = opened, largest
        # What macOS adds for itself is none of an export.
        self.names = frozenset(name for name in names if not name.startswith("__MACOSX/"))
        self._left = _LARGEST_ALL

    def inner(self) -> "Packed":
        """The same without the one folder that all members lie in, as who packs an export again adds it."""
        folder = f"{next(iter(self.names), '').partition('/')[0]}/"
        if not all(name.startswith(folder) for name in self.names):
            return self
        names = (name.removeprefix(folder) for name in self.names)
        return Packed(filter(None, names), lambda name: self._opened(f"{folder}{name}"), self._largest)

    def holds(self, pattern: str, sign: bytes) -> bool:
        """Whether any of the first members of a name has a sign at its beginning."""
        return any(re.search(sign, self._beginning(name)) for name in self.matching(pattern)[:_LOOKED_AT])

    def matching(self, pattern: str) -> list[str]:
        """The members whose whole name is of a pattern, in order."""
        return sorted(name for name in self.names if re.fullmatch(pattern, name))

    def _beginning(self, name: str) -> bytes:
        try:
            return self._read(name, _BEGINNING).replace(b"\0", b"")  # in UTF-16 as in others
        except UnreadableError:
            return b""  # whoever reads it tells that

    def data(self, name: str) -> bytes:
        """The bytes of a member; raises ``UnreadableError``."""
        content = self._read(name, self._largest + 1)
        self._left -= len(content)
        if len(content) > self._largest or self._left < 0:
            raise UnreadableError(f"{name} in it is too large: take it out of the archive")
        return content

    def _read(self, name: str, size: int) -> bytes:
        try:
            file = self._opened(name)
            if file is None:
                raise UnreadableError(f"{name} in it is no file: export it again")
            with file:
                return file.read(size)
        except (
            zipfile.BadZipFile,
            tarfile.TarError,
            KeyError,
            OSError,
            RuntimeError,
            EOFError,
            NotImplementedError,
            zlib.error,
        ) as error:
            raise UnreadableError(f"{name} in it is damaged ({type(error).__name__}): export it again") from None

    def text(self, name: str) -> str:
        """The text of a member; raises ``UnreadableError``."""
        return decode(self.data(name))

    def json(self, name: str) -> object:
        """What a member of JSON holds, or a script that assigns it; raises ``UnreadableError``."""
        try:
            return json.loads(_ASSIGNED.sub("", self.text(name), count=1))
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"{name} in it is not JSON ({type(error).__name__}): export it again") from None
