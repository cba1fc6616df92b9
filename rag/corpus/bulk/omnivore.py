"""Omnivore's export: a zip with what is known of the articles in ``metadata_*.json``, their texts in ``content/`` and
what the reader marked in ``highlights/``."""

import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping

from rag.corpus.articles import Reading
from rag.corpus.bulk.fields import Row
from rag.corpus.bulk.records import read_records
from rag.corpus.encoding import UnreadableError, decode

_METADATA = re.compile(r"metadata_\d+_to_\d+\.json")
_LARGEST, _LARGEST_ALL = 20_000_000, 2_000_000_000  # bytes of one member, and of all that are read
_MOST = 50_000  # articles


def is_omnivore(names: Iterable[str]) -> bool:
    """Whether an archive with members of these names is an export of Omnivore."""
    return any(_METADATA.fullmatch(name) for name in names)


def read_omnivore(path: str, archive: zipfile.ZipFile) -> Reading:
    """The articles of an export that was opened; raises ``UnreadableError`` where it is none, and holds no article."""
    return read_records(path, omnivore_rows(archive))


def omnivore_rows(archive: zipfile.ZipFile) -> Iterator[Row]:
    """The records of an export, each with its text where there is one; raises ``UnreadableError``."""
    names = archive.namelist()
    if not is_omnivore(names):
        raise UnreadableError("not an export of Omnivore: it has no metadata_*.json")
    members = _Members(archive, frozenset(names))
    number = 0
    for name in sorted(filter(_METADATA.fullmatch, names)):
        for record in members.records(name):
            number += 1
            if number > _MOST:
                yield f"record {number}", f"more than {_MOST:,} articles: export them in parts"
                return
            yield f"record {number}", members.with_text(record)


class _Members:
    """The members of an export, of which no more is unpacked than may be."""

    def __init__(self, archive: zipfile.ZipFile, names: frozenset[str]) -> None:
        self._archive, self._names = archive, names
        self._left = _LARGEST_ALL

    def records(self, name: str) -> Iterator[Mapping[str, object]]:
        try:
            found = json.loads(self._text(name))
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"{name} in it is not JSON ({type(error).__name__}): export it again") from None
        for record in found if isinstance(found, list) else []:
            if isinstance(record, Mapping):
                yield record

    def with_text(self, record: Mapping[str, object]) -> Mapping[str, object] | str:
        """A record with its text, and what was marked in it; or why these can't be read."""
        slug = str(record.get("slug", ""))
        known: dict[str, object] = {name: value for name, value in record.items() if name not in ("updatedAt", "text")}
        try:
            for member, field in ((f"content/{slug}.html", "html"), (f"highlights/{slug}.md", "highlights")):
                if member in self._names:
                    known[field] = self._text(member)
        except UnreadableError as error:
            return str(error)
        return known

    def _text(self, name: str) -> str:
        try:
            with self._archive.open(name) as file:
                content = file.read(_LARGEST + 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError, zlib.error) as error:
            raise UnreadableError(f"{name} in it is damaged ({type(error).__name__}): export it again") from None
        self._left -= len(content)
        if len(content) > _LARGEST or self._left < 0:
            raise UnreadableError(f"{name} in it is too large: take it out of the archive")
        return decode(content)
