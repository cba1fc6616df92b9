"""What platforms and networks give their authors, as a file of JSON or a zip archive -> its articles; whatever else is
JSON is read as records."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

from rag.corpus.articles import Reading
from rag.corpus.bulk import platforms
from rag.corpus.bulk.fields import Row
from rag.corpus.bulk.networks import mended, rows_of
from rag.corpus.bulk.packages import Packed
from rag.corpus.bulk.posts import told
from rag.corpus.bulk.records import read_json, read_records
from rag.corpus.bulk.rows import Behind, csv_rows
from rag.corpus.encoding import UnreadableError, decode

_LARGEST = 64_000_000  # bytes of JSON that are held at once; larger files are read record by record, as any other
_HEAD = 20_000
# What stands near the beginning of each; looking for it is fast.
_SIGNS = re.compile(
    rb'"OrderedCollection"|"at://|"participants"|_channel"|_chat"|group"|"lexical"|"mobiledoc"|"posts_tags"|"creation_timestamp"|"db"\s*:\s*\['
    rb'|"timestamp"\s*:\s*\d{10}\b|"full_text"'
)


def read_takeout(path: str, file: BinaryIO) -> Reading:
    """The articles of a file of JSON; raises ``UnreadableError`` where it holds none."""
    head = file.read(_HEAD)
    if not _SIGNS.search(head):
        return (yield from read_json(path, _behind(head, file)))
    data = head + file.read(_LARGEST - len(head))
    left_out: Counter[str] = Counter()
    rows = _rows(data, left_out) if len(data) < _LARGEST else None
    if rows is None:
        return (yield from read_json(path, _behind(data, file)))
    return (yield from _read(path, rows, left_out))


def _rows(data: bytes, left_out: Counter[str]) -> Iterator[Row] | None:
    try:
        value = json.loads(decode(data))
    except (ValueError, RecursionError, UnreadableError):
        return None  # whoever reads records says what is wrong with it
    return platforms.ghost_rows(value) if platforms.is_ghost(value) else rows_of(value, left_out)


def _read(path: str, rows: Iterator[Row], left_out: Counter[str]) -> Reading:
    """The articles of rows, and what was left out; raises ``UnreadableError`` where nothing is there but that."""
    first = next(rows, None)
    if first is None:
        reasons = "; ".join(problem.reason for problem in told(path, left_out))
        raise UnreadableError(
            f"holds no articles{f' ({reasons})' if reasons else ''}: look for another file of the export"
        )

    def again() -> Iterator[Row]:
        yield first
        yield from rows

    problems = yield from read_records(path, again())
    return [*problems, *told(path, left_out)]


def _behind(head: bytes, file: BinaryIO) -> BinaryIO:
    """A file of which the beginning was read already."""
    raw: Any = Behind(head, file)
    return io.BufferedReader(raw)


class _Archive(NamedTuple):
    """A kind of archive: whether it is of that kind, and its records."""

    known: Callable[[Packed], bool]
    rows: Callable[[Packed, Counter[str]], Iterator[Row]]


def is_takeout(archive: Packed) -> bool:
    """Whether an archive is what a platform or a network gives its authors."""
    return _found(archive) is not None


def read_archive(path: str, members: Packed) -> Reading:
    """The articles of such an archive; raises ``UnreadableError`` where it is none, or holds none."""
    found = _found(members)
    if found is None:
        raise UnreadableError("not the archive of a platform that is known")
    left_out: Counter[str] = Counter()
    kind, archive = found
    return (yield from _read(path, kind.rows(archive, left_out), left_out))


def _found(archive: Packed) -> tuple[_Archive, Packed] | None:
    """The kind of an archive, and its members from the folder on that they lie in; an archive with other things beside
    that folder is somebody's own, and all of it is read."""
    views = (archive, archive.inner())
    return next(((kind, view) for view in views for kind in _ARCHIVES if kind.known(view)), None)


def _named(archive: Packed, pattern: str) -> list[str]:
    """The members of some names, wherever in the archive they lie."""
    return archive.matching(rf"(?:.*/)?(?:{pattern})")


def _network(pattern: str, about: str, names: Sequence[Sequence[str | int]], sign: bytes = b"") -> _Archive:
    """The archive of a network: its posts stand in members of a pattern, which have a sign where others may have such
    names, its author's name in the first member ``about`` the author, at the first of some ways into it that leads to
    words."""

    def rows(archive: Packed, left_out: Counter[str]) -> Iterator[Row]:
        members = _named(archive, pattern)
        author = next(filter(None, (_at(archive.json(name), names) for name in _named(archive, about))), "")
        values: list[object] = []
        for name in members:
            try:
                values.append(archive.json(name))
            except UnreadableError as error:
                yield name, str(error)
        # Posts in several members are one list: their threads go on from one to the next.
        lists = [value for value in values if isinstance(value, list)]
        together = [[item for value in lists for item in value]] if lists else []
        for value in [*together, *(value for value in values if not isinstance(value, list))]:
            found = rows_of(value, left_out, author)
            if found is None and value:
                yield members[0], "it is laid out in a way that is not known: export it again as JSON"
            yield from found or ()
        left_out["file"] += sum(not name.endswith("/") for name in archive.names) - len(members)

    return _Archive(lambda archive: archive.holds(pattern, sign), rows)


def _at(value: object, ways: Sequence[Sequence[str | int]]) -> str:
    """The words at the end of the first of some ways into a value; "" where none leads to any."""
    for way in ways:
        inner = value
        for step in way:
            if isinstance(step, int):
                inner = inner[step] if isinstance(inner, list) and len(inner) > step else None
            else:
                inner = inner.get(step) if isinstance(inner, Mapping) else None
        if isinstance(inner, str) and inner.strip():
            return str(mended(inner)).strip()
    return ""


def _reddit(archive: Packed, left_out: Counter[str]) -> Iterator[Row]:
    """The posts of Reddit's archive; comments and votes are none."""
    about = [row for name in _named(archive, r"statistics\.csv") for _, row in csv_rows(io.BytesIO(archive.data(name)))]
    author = next(
        (row["value"] for row in about if not isinstance(row, str) and row.get("statistic") == "account name"), ""
    )
    posts = _named(archive, r"posts\.csv")
    for name in posts:
        for place, row in csv_rows(io.BytesIO(archive.data(name))):
            if isinstance(row, str):
                yield place, row
            elif str(row.get("body") or "").strip() in ("", "[removed]", "[deleted]"):
                left_out["empty"] += 1
            else:
                yield place, {**row, "author": author}
    left_out["file"] += sum(not name.endswith("/") for name in archive.names) - len(posts)


_ARCHIVES: Sequence[_Archive] = (
    _Archive(platforms.is_substack, platforms.substack_rows),
    _Archive(platforms.is_medium, platforms.medium_rows),
    _network(r"outbox\.json", r"actor\.json", [("name",), ("preferredUsername",)], rb'"OrderedCollection"'),
    _network(r"data/(?:tweets?|note-tweet)(?:-part\d+)?\.js", r"data/account\.js", [
        (0, "account", "accountDisplayName"), (0, "account", "username")]),
    _network(r"(?:your_facebook_activity/)?posts/your_posts\w*\.json", r"profile_information\.json", [
        (one, "name", "full_name") for one in ("profile_v2", "profile_v1", "profile")]),
    _network(r"(?:your_instagram_activity/)?(?:media|content)/posts_\d+\.json", r"personal_information\.json", [
        ("profile_user", 0, "string_map_data", "Name", "value"),
        ("profile_user", 0, "string_map_data", "Username", "value")]),
    _Archive(lambda archive: archive.holds(r"posts\.csv", rb"\bsubreddit\b"), _reddit),
)  # fmt: skip
