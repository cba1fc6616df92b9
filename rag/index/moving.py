"""An index from one place to another, row by row as it is: nothing is embedded, and the sums of both are compared."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rag.errors import ArgumentError, IndexBroken
from rag.index.place import Folder, Place, place_of
from rag.index.rows import COLUMNS
from rag.sidecar import Sidecar

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

    It is seen when it is whole. Raises ``ArgumentError`` where an index or something else lies there,
    ``IndexMissing``, ``IndexBusy``, ``IndexAway``, and ``IndexBroken`` where what was read back is not what was there.
    """
    old, new = place_of(source), place_of(target)
    if old.name == new.name:
        raise ArgumentError(f"{old.name} is one place: give two.")
    old.upgrade()
    _free(new, sidecars)
    with old.read() as snapshot, new.writing():
        if new.exists():
            raise ArgumentError(f"An index lies in {new.name} already: give another place, or remove it first.")
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


def _free(place: Place, sidecars: Collection[str]) -> None:
    """Raises ``ArgumentError`` where a folder holds what is no index, such as articles."""
    if isinstance(place, Folder) and not place.exists() and place.location.is_dir():
        others = [one.name for one in place.location.iterdir() if one.name[0] != "." and one.name not in sidecars]
        if others:
            raise ArgumentError(
                f"{place.name} holds {min(others)}, which is no index: give a folder that is new or empty."
            )


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
