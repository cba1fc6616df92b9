"""An index from one place to another, row by row as it is: nothing is embedded, and the sums of both are compared."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import ArgumentError, IndexBroken, IndexMissing
from rag.index.folder import REBUILT
from rag.index.place import Folder, Place, place_of
from rag.index.rows import COLUMNS
from rag.index.snapshot import Snapshot
from rag.places import STORE
from rag.sidecar import Sidecar
from rag.types import Status

_AT_ONCE = 4096  # rows of a transaction


@dataclass(frozen=True, slots=True)
class Moved:
    """How far a move is: of which table so many rows are in the new place; ``done`` when all is there and was compared,
    and then how many articles and chunks."""

    table: str
    rows: int
    done: bool = False
    articles: int = 0
    chunks: int = 0


def move(source: str, target: str, sidecars: Collection[str] = ()) -> Iterator[Moved]:
    """Make at a second place the index that lies at a first one, which stays as it is, telling how far it is; with
    those of some ``sidecars`` that it has, where the second place has none of that name.

    It is seen when it is whole. A move that was killed begins again over what it had made; where all of the index lies
    there already, that is compared, and the move is done. Raises ``ArgumentError`` where another index or something
    else lies there, ``IndexMissing``, ``IndexBusy``, ``IndexAway``, and ``IndexBroken`` where what was read back is not
    what was there.
    """
    old, new = place_of(source), place_of(target)
    if old.name == new.name:
        raise ArgumentError(f"{old.name} is one place: give two.")
    _brought_up(old)
    _free(new, sidecars)
    with old.read() as snapshot, new.writing():
        if new.exists():
            status = _same(snapshot, new)
            new.discard()
            yield Moved("", 0, True, status.articles, status.chunks)
            return
        made = new.beside()
        try:
            made.make(snapshot.recipe)
            for table in (one for one in COLUMNS if one != "facts"):
                rows, count = snapshot.rows(table), 0
                while taken := _some(made, table, rows):
                    count += taken
                    yield Moved(table, count)
            with made.write() as transaction:
                transaction.follow(snapshot)
            with made.read() as read:
                if found := [*_differences(snapshot.sums(), read.sums()), *read.damage()]:
                    raise IndexBroken(f"What came to {new.name} is not what is in {old.name}: {found[0]}.")
                status = read.status()
            for name in sidecars:
                _take_along(old.sidecar(name), new.sidecar(name))
            new.replace_with(made)
        finally:
            new.discard()
    yield Moved("", 0, True, status.articles, status.chunks)


def _brought_up(place: Place) -> None:
    """Bring an index of an earlier version to this one."""
    if place.exists():
        try:
            with place.read():
                pass
        except IndexMissing:
            with place.writing():
                place.upgrade()


def _same(snapshot: Snapshot, place: Place) -> Status:
    """What the index of a place holds, which is another one's. Raises ``ArgumentError`` where it is not."""
    try:
        with place.read() as there:
            same = snapshot.generation == there.generation
            if same and not _differences(snapshot.sums(), there.sums()) and not there.damage():
                place.follower()
                return there.status()
    except (IndexBroken, IndexMissing):  # of an earlier version, or damaged: another one, at any rate
        pass
    raise ArgumentError(f"An index lies in {place.name} already: give another place, or remove it first.")


def _free(place: Place, sidecars: Collection[str]) -> None:
    """Raises ``ArgumentError`` where a folder holds what is no index, such as articles."""
    if isinstance(place, Folder) and not place.exists() and place.location.is_dir():
        others = [
            one.name
            for one in place.location.iterdir()
            if one.name[0] != "." and one.name not in sidecars and not _half_made(one)
        ]
        if others:
            raise ArgumentError(
                f"{place.name} holds {min(others)}, which is no index: give a folder that is new or empty."
            )


def _half_made(path: Path) -> bool:
    """Whether a folder holds nothing but an index that was to take its place in that above, as a killed move leaves."""
    return path.name == REBUILT and path.is_dir() and all(one.name.startswith(STORE) for one in path.iterdir())


def _take_along(old: Sidecar, new: Sidecar) -> None:
    if old.state() is not None and new.state() is None:
        with new.changing():
            new.replace(old.read())


def _some(place: Place, table: str, rows: Iterator[list[object]]) -> int:
    """Put some of the rows that are left into a place; returns how many."""
    with place.write() as transaction:
        return transaction.take_rows(table, rows, _AT_ONCE)


def _differences(wanted: dict[str, tuple[int, int]], found: dict[str, tuple[int, int]]) -> list[str]:
    return [
        f"of {table} there are {found[table][0]} rows and not {count}, or others"
        for table, (count, total) in wanted.items()
        if found[table] != (count, total)
    ]
