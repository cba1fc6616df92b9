"""Files that are known again: a manifest notes of each its size, its time and its CRC-32.

A file of that size and time is taken for what it was, so that opening reads none of it; one of another time, as in a
copied folder, is read and its checksum compared. It knows nothing of what the files hold.
"""

import json
import os
import shutil
import time
import zlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
"""The note of a folder's files, beside them."""
_BLOCK = 1 << 20  # bytes
# A file is dated back by this much when it is sealed, so that whatever is written to it later bears another time,
# however coarse the clock of its disk is.
_AGED = 3_000_000_000  # nanoseconds


@dataclass(frozen=True, slots=True)
class Seal:
    """What a file was when it was noted: bytes, nanoseconds of its last change, and CRC-32."""

    size: int
    modified: int
    crc: int


def seal(path: Path) -> Seal:
    """The seal of a file that was just written, which is dated back. Raises ``OSError``."""
    crc = crc_of(path)
    aged = time.time_ns() - _AGED
    os.utime(path, ns=(aged, aged))
    found = path.stat()
    return Seal(found.st_size, found.st_mtime_ns, crc)


def checked(path: Path, known: Seal, *, whole: bool = False) -> Seal | None:
    """The seal of a file that is what it was, with the time that it bears now; None where it is not, or not there.

    Read is one of another time, or any where the ``whole`` is to be compared.
    """
    try:
        found = path.stat()
        if found.st_size != known.size:
            return None
        if (whole or found.st_mtime_ns != known.modified) and crc_of(path) != known.crc:
            return None
    except OSError:
        return None
    return replace(known, modified=found.st_mtime_ns)


def all_checked(folder: Path, known: Mapping[str, Seal], *, whole: bool = False) -> dict[str, Seal] | None:
    """The seals of a folder's files by name; None where one of them is not what it was."""
    found = {name: checked(folder / name, one, whole=whole) for name, one in known.items()}
    held = {name: one for name, one in found.items() if one is not None}
    return held if len(held) == len(found) else None


def emptied(folder: Path) -> None:
    """Make an empty folder in the place of whatever is there. Raises ``OSError``."""
    if folder.is_dir():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)
    folder.mkdir(parents=True)


def write_manifest(folder: Path, content: Mapping[str, object], seals: Mapping[str, Seal]) -> None:
    """Note some facts, and a folder's files; the note is at every instant either the old one or the new one."""
    text = json.dumps({**content, "files": {name: astuple(one) for name, one in sorted(seals.items())}})
    written = folder / f"{MANIFEST}.new"
    try:
        written.write_text(text, encoding="utf-8")
        os.replace(written, folder / MANIFEST)
    finally:
        written.unlink(missing_ok=True)  # half of it would fill a disk that is full already


def read_manifest(folder: Path) -> tuple[dict[str, Any], dict[str, Seal]]:
    """The facts that were noted, and the seals by the files' names; both empty where there is no sound note."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = content.pop("files")
        return content, {str(name): Seal(*(int(part) for part in parts)) for name, parts in files.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}, {}


def crc_of(path: Path) -> int:
    """The CRC-32 of a file (90 MB take 0.1 s). Raises ``OSError``."""
    crc = 0
    with path.open("rb") as opened:
        while block := opened.read(_BLOCK):
            crc = zlib.crc32(block, crc)
    return crc
