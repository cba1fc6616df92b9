"""Omnivore's export: a zip with what is known of the articles in ``metadata_*.json``, their texts in ``content/`` and
what the reader marked in ``highlights/``."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from rag.corpus.articles import Reading
from rag.corpus.bulk.fields import Row
from rag.corpus.bulk.packages import Packed
from rag.corpus.bulk.records import read_records
from rag.corpus.encoding import UnreadableError

_METADATA = re.compile(r"metadata_\d+_to_\d+\.json")
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
    members = Packed(names, archive.open)
    number = 0
    for name in sorted(filter(_METADATA.fullmatch, names)):
        for record in _records(members, name):
            number += 1
            if number > _MOST:
                yield f"record {number}", f"more than {_MOST:,} articles: export them in parts"
                return
            yield f"record {number}", _with_text(members, record)


def _records(archive: Packed, name: str) -> Iterator[Mapping[str, object]]:
    found = archive.json(name)
    for record in found if isinstance(found, list) else []:
        if isinstance(record, Mapping):
            yield record


def _with_text(archive: Packed, record: Mapping[str, object]) -> Mapping[str, object] | str:
    """A record with its text, and what was marked in it; or why these can't be read."""
    slug = str(record.get("slug", ""))
    known: dict[str, object] = {name: value for name, value in record.items() if name not in ("updatedAt", "text")}
    try:
        for member, field in ((f"content/{slug}.html", "html"), (f"highlights/{slug}.md", "highlights")):
            if member in archive.names:
                known[field] = archive.text(member)
    except UnreadableError as error:
        return str(error)
    return known
