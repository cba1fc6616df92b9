"""Omnivore's export: a zip with what is known of the articles in ``metadata_*.json``, their texts in ``content/`` and
what the reader marked in ``highlights/``."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping

from rag.corpus.articles import Read
from rag.corpus.bulk.fields import Row
from rag.corpus.bulk.records import articles_of
from rag.corpus.encoding import UnreadableError, decode

_METADATA = re.compile(r"metadata_\d+_to_\d+\.json")
_LARGEST = 20_000_000  # bytes of one member
_MOST = 50_000  # articles


def is_omnivore(names: Iterable[str]) -> bool:
    """Whether an archive with members of these names is an export of Omnivore."""
    return any(_METADATA.fullmatch(name) for name in names)


def read_omnivore(path: str, data: bytes) -> Read:
    """The articles of an export; raises ``UnreadableError`` where it is none, and holds no article."""
    return articles_of(path, omnivore_rows(data))


def omnivore_rows(data: bytes) -> Iterator[Row]:
    """The records of an export, each with its text where there is one; raises ``UnreadableError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if not is_omnivore(names):
                raise UnreadableError("not an export of Omnivore: it has no metadata_*.json")
            held = set(names)
            number = 0
            for name in sorted(filter(_METADATA.fullmatch, names)):
                for record in _records(archive, name):
                    number += 1
                    if number > _MOST:
                        yield f"record {number}", f"more than {_MOST:,} articles: export them in parts"
                        return
                    yield f"record {number}", _with_text(archive, held, record)
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError, ValueError, zlib.error) as error:
        raise UnreadableError(f"damaged archive ({type(error).__name__}): export it again") from None


def _records(archive: zipfile.ZipFile, name: str) -> Iterator[Mapping[str, object]]:
    found = json.loads(_member(archive, name))
    for record in found if isinstance(found, list) else []:
        if isinstance(record, Mapping):
            yield record


def _with_text(archive: zipfile.ZipFile, held: set[str], record: Mapping[str, object]) -> Mapping[str, object]:
    slug = str(record.get("slug", ""))
    known: dict[str, object] = {name: value for name, value in record.items() if name not in ("updatedAt", "text")}
    page, marked = f"content/{slug}.html", f"highlights/{slug}.md"
    if page in held:
        known["html"] = _member(archive, page)
    if marked in held:
        known["highlights"] = _member(archive, marked)
    return known


def _member(archive: zipfile.ZipFile, name: str) -> str:
    """The text of a member, which the size that the archive states for it can't make larger than it may be."""
    with archive.open(name) as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise UnreadableError(f"{name} in it is larger than {_LARGEST // 1_000_000} MB: take it out of the archive")
    return decode(content)
