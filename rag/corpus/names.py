"""Names of files: as they are stored and shown, and safe on any machine."""

import itertools
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

# File systems take names of 255 bytes; a number may still be added to ours.
_LONGEST_NAME = 200
_LONGEST_SHOWN = 80
# As Windows would not have them, and a corpus may be copied to any machine.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)
_UNSAFE = re.compile(r'[<>:"|?*]')
_SEPARATOR = re.compile(r"[/\\]")
_HIDDEN = (".", "~$")  # the latter are Office's lock files
_NOT_ARTICLES = ("README", "LICENSE", "CHANGELOG")
_PACKED = (".gz", ".bz2", ".xz")  # which say nothing of what is packed
_NAMED_KINDS = 500  # more are a program's own numbers
_JOINERS = "\u200c\u200d"  # without which Persian words and many emoji fall apart


def composed(name: str) -> str:
    """A name or a path as it is stored and shown: in composed Unicode (NFC), with U+FFFD for bytes that are none."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is passed over, as hidden or as another program's lock."""
    return name.startswith(_HIDDEN)


def is_note(name: str) -> bool:
    """Whether a file of this name says something of the files around it, and is no article."""
    return name.split(".")[0].upper() in _NOT_ARTICLES


def ending(name: str) -> str:
    """The end of a file's name that tells its kind, in lower case, with what stands before a ``.gz``: ``.log.gz``; or
    that it has none."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    end = "".join(suffixes[-2:]) if suffixes[-1:] and suffixes[-1] in _PACKED else "".join(suffixes[-1:])
    return end if re.fullmatch(r"(?:\.\w{1,12}){1,2}", end) else "no known ending"


def of_other_kinds(unknown: Counter[str]) -> str:
    """How many files are of kinds that are not read, counted by their names' ends."""
    shown = sorted(unknown, key=lambda end: (-unknown[end], end))[:_NAMED_KINDS]
    named = ", ".join(end + (f" ({unknown[end]})" if unknown[end] > 1 else "") for end in sorted(shown))
    more = f" and {len(unknown) - len(shown)} more kinds" if len(unknown) > len(shown) else ""
    what = "1 file of a kind that is" if unknown.total() == 1 else f"{unknown.total()} files of kinds that are"
    return f"{what} not read: {named}{more}"


def safe_name(given: str) -> str:
    """A file name that is safe on any machine and as like the given one as can be: in composed Unicode (NFC), without
    folders, control characters and leading dots, at most 200 bytes long, its extension kept."""
    name = unicodedata.normalize("NFC", _printable(_SEPARATOR.split(given)[-1]))
    stem, dot, extension = _UNSAFE.sub("-", name).strip(". ").rpartition(".")
    if not dot:
        # ".md" has lost the dot that makes it an extension.
        stem, extension = ("", extension) if name.startswith(".") else (extension, "")
    extension = f".{extension.strip()}" if extension.strip() else ""
    stem = stem.strip(". ") or "article"
    if _RESERVED.match(stem + extension):
        stem = f"_{stem}"
    room = _LONGEST_NAME - len(extension.encode())
    if room < 1:
        return _cut(stem + extension, _LONGEST_NAME)
    return _cut(stem, room).rstrip(". " + _JOINERS) + extension


def numbered(name: str) -> Iterator[str]:
    """A file's name, then the same with 2, 3 and so on, without end."""
    yield name
    stem, dot, extension = name.rpartition(".")
    for number in itertools.count(2):
        yield f"{stem}-{number}{dot}{extension}"


def shown(path: str) -> str:
    """A path as a reader is told of it: in one line of at most 80 characters, all of which can be seen."""
    line = _printable(path)
    return (line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…") or "a file without a name"


def shown_name(given: str) -> str:
    """A file's name, without the folders before it, as a reader is told of it."""
    return shown(_SEPARATOR.split(given)[-1])


def _printable(text: str) -> str:
    """A text in one line without characters that are not seen, or that turn the order of those that are."""
    kept = (
        " " if unicodedata.category(one) in ("Zl", "Zp") or one in "\t\n" else one
        for one in text
        if one in _JOINERS + "\t\n" or unicodedata.category(one) not in ("Cc", "Cf", "Cs")
    )
    return " ".join("".join(kept).split())


def _cut(text: str, size: int) -> str:
    """The beginning of a text that takes at most so many bytes."""
    return text.encode()[:size].decode(errors="ignore")
