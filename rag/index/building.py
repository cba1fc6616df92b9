"""A folder of articles -> an index, step by step. Only new and changed articles are chunked and embedded."""

import contextlib
import time
from collections import deque
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from rag.corpus.amending import Amendment, amendments_of
from rag.corpus.describing import Description, Descriptions, described, descriptions, stamp
from rag.corpus.disk import sweep
from rag.corpus.files import AMENDMENTS, Listing, OpenedFile, SourceFile, find_files, taken_out
from rag.corpus.reading import read_articles
from rag.corpus.whole import FileRead, read_whole
from rag.errors import ArgumentError, CorpusError, IndexBroken, IndexMissing, ModelError
from rag.index import models
from rag.index.accounts import counts
from rag.index.changes import Changes, Comparison, Known, Written, given
from rag.index.checks import recall
from rag.index.cluster import Cluster, Job, reach
from rag.index.embedding import Embedder, Model, model_of
from rag.index.folder import apart
from rag.index.place import Place, place_of
from rag.index.snapshot import Recipe, Snapshot
from rag.index.store import Transaction
from rag.index.writing import Writer
from rag.types import Article, Problem, Progress, Report

CHUNK_TOKENS = 200
"""The default budget of a chunk."""
_SMALLEST = 16  # tokens of a chunk that says something
# Seconds that a build waits for the index: a reader that makes derived files anew holds it for a moment, another build
# for much longer.
_PATIENCE = 3.0
_READ_WHOLE = 64 * 2**20  # bytes of a file that a process of a cluster reads at once; a larger one is read here
_READ_AHEAD = 2  # files for each process of a cluster
_MUCH = 4  # a build that embedded a chunk in so many measures what a search finds


def build_steps(
    corpus: Path | str,
    index: Path | str = "index",
    *,
    model: str | None = None,
    chunk_tokens: int | None = None,
    rebuild: bool = False,
    embedder: Embedder | None = None,
    threads: int = 2,
    ray: str | None = None,
    wait: float = _PATIENCE,
) -> Generator[Progress, None, None]:
    """Bring an index in line with a folder of articles, telling how far it is; the last step carries the report.

    ``model`` (a sentence-transformers name or folder) and ``chunk_tokens`` (16 or more) are for a new index or for
    ``rebuild``, which makes a new index beside the old one and puts it in its place when it is complete; else the
    index's own are used. ``embedder`` stands in for ``model``. A folder without articles leaves the index as it is,
    unless readers took out of it all that the index holds. ``ray`` is the address of a Ray cluster whose processes
    read, cut and embed, or ``local`` for one on this machine's cores. Another build is waited for ``wait`` seconds.
    Raises ``ArgumentError``, ``ClusterError``, ``CorpusError``, ``IndexBusy``, ``IndexBroken`` and ``ModelError``; what
    was committed before stays, also where the steps are closed before the last one.
    """
    started = time.monotonic()
    _check(chunk_tokens)
    corpus, place = Path(corpus), place_of(index)
    if place.location is not None:
        apart(place.location, corpus)
    if not place.exists():  # before anything is made
        _listing(corpus, rebuild=rebuild)
    cores = None if ray is None else reach(ray)
    with place.writing(wait=wait), contextlib.ExitStack() as last:
        # What others changed while they were waited for counts, too.
        listing = _listing(corpus, rebuild=rebuild)
        sweep(corpus)
        known, generation = _recipe(place, broken_is_none=rebuild)
        if not listing.files and not generation:
            raise CorpusError(listing.problems[-1].reason, path=corpus)
        if embedder is None:
            yield Progress("model", 0, 1)
            embedder = _embedder(known, model, threads, anew=rebuild)
            load = partial(_loaded, model_of(embedder))
        else:
            load = partial(_itself, embedder)
        recipe = Recipe(model_of(embedder), chunk_tokens or (known.chunk_tokens if known else CHUNK_TOKENS))
        beside = rebuild and place.exists()
        last.callback(place.discard)
        target = place.beside() if beside else place
        if known is not None and not beside:
            _same(known, recipe, place)
        before = _known(target)
        comparison = Comparison(before, listing.closed)
        # A model of which nothing is known but its class may have become another.
        earlier = (place,) if beside and isinstance(getattr(embedder, "model", None), Model) else ()
        cluster = None
        if cores is not None:
            cluster = last.enter_context(Cluster(cores, load, getattr(embedder, "model", None)))
        writer = Writer(target, embedder, recipe, earlier, cluster)
        embedded = yield from writer.write(_read(corpus, listing, before, comparison, cluster), comparison.changes)
        if beside:
            _replace(place, target, generation)
        yield _done(place, comparison.changes, embedded, started)


def update_steps(
    index: Path | str,
    articles: Iterable[Article],
    remove: Collection[str] = (),
    *,
    embedder: Embedder | None = None,
    threads: int = 2,
) -> Generator[Progress, None, None]:
    """Put articles into an index that come from a program, and take some out by id, telling how far it is; the last
    step carries the report. An index is made where there is none, of the default model unless an ``embedder`` is given.

    Of two articles of an id the last counts. What came from a file is changed and removed in that file alone: for
    others the report has a problem under their id. Raises what ``build_steps`` raises.
    """
    started = time.monotonic()
    place = place_of(index)
    with place.writing(wait=_PATIENCE):
        known, _ = _recipe(place, broken_is_none=False)
        if embedder is None:
            yield Progress("model", 0, 1)
            embedder = _embedder(known, None, threads)
        recipe = Recipe(model_of(embedder), known.chunk_tokens if known else CHUNK_TOKENS)
        if known is not None:
            _same(known, recipe, place)
        changes = Changes(recorded=False)
        writer = Writer(place, embedder, recipe)
        embedded = yield from writer.write(given(changes, _known(place), articles, remove), changes)
        yield _done(place, changes, embedded, started)


def _embedder(known: Recipe | None, model: str | None, threads: int, *, anew: bool = False) -> Embedder:
    """A model by name, else that of an index, else the default one; it reckons as that of the index does, unless one is
    made ``anew``."""
    name = model or (known.model.name if known is not None else models.DEFAULT_MODEL)
    precision = known.model.precision if known is not None and not anew else None
    return models.load(name, precision=precision, threads=threads)


def _check(chunk_tokens: int | None) -> None:
    if chunk_tokens is not None and chunk_tokens < _SMALLEST:
        raise ArgumentError(f"A chunk of {chunk_tokens} tokens is too small to say anything: give {_SMALLEST} or more.")


def _listing(corpus: Path, *, rebuild: bool) -> Listing:
    """What lies in a corpus. Where there is no file, but readers took some out, that is a problem and no error."""
    try:
        return find_files(corpus)
    except CorpusError as error:
        if rebuild or not taken_out(corpus):
            raise
        return Listing([], [Problem(".", str(error))], [])


def _read(
    corpus: Path, listing: Listing, known: Known, comparison: Comparison, cluster: Cluster | None
) -> Iterator[Progress | Written]:
    """What a corpus has that an index lacks, as it is read. Where that may be another corpus, it is held back until an
    article of the index is found in it again."""
    amendments = amendments_of(corpus)
    comparison.changes.problems[:0] = [*listing.problems, *_stray(corpus, listing, amendments)]
    said = descriptions(listing.files, amendments)
    unread = list(_kept(listing.files, said, known, comparison))
    mine = sum(bool(path) for path, _ in known.articles.values())
    held: list[Written] = []
    wrote = False
    for step in _articles(unread, said, comparison, cluster):
        if isinstance(step, Progress):
            yield step
        elif mine > 1 and not comparison.familiar:
            held.append(step)
        else:
            wrote = True
            yield from held
            held.clear()
            yield step
    changes = comparison.end()
    left_out = {identifier for identifier, one in amendments.items() if one.left_out}
    _refuse_another(corpus, listing, known, changes, left_out, wrote=wrote or bool(held))
    yield from held


def _articles(
    unread: Sequence[SourceFile], said: Descriptions, comparison: Comparison, cluster: Cluster | None
) -> Iterator[Progress | Written]:
    """The articles of files that are new or have changed, each file read once."""
    sizes = [_size(file) for file in unread]
    total, before = max(1, sum(sizes)), 0
    for number, (file, size, reading) in enumerate(_ahead(unread, sizes, said, cluster)):
        yield Progress("reading", number, len(unread))
        try:
            opened = file.open() if reading is None else _seen(file, size, reading)
        except OSError as error:
            comparison.lose(file.path, _unreadable(file, error))
            continue
        with opened:
            if isinstance(opened, FileRead):
                articles = opened.articles()
            else:
                articles = described(file.path, read_articles(file.path, opened), said.get(file.path))
            known_by = partial(_known_by, opened, said.get(file.path))
            for written in comparison.take(file.path, articles, known_by):
                comparison.changes.share = (before + opened.bytes_read) / total
                comparison.changes.of_files = (number + opened.bytes_read / max(1, size)) / len(unread)
                yield written
        before += size
    yield Progress("reading", len(unread), len(unread))


def _ahead(
    unread: Sequence[SourceFile], sizes: Sequence[int], said: Descriptions, cluster: Cluster | None
) -> Iterator[tuple[SourceFile, int, Job[FileRead] | None]]:
    """Files in their order, each with its size and, where a cluster reads it, its reading, which began before."""
    waiting: deque[tuple[SourceFile, int, Job[FileRead] | None]] = deque()
    for file, size in zip(unread, sizes, strict=True):
        reading = None
        if cluster is not None and size <= _READ_WHOLE:
            reading = cluster.read(read_whole, file.path, file.location.absolute(), said.get(file.path))
        waiting.append((file, size, reading))
        if cluster is None or len(waiting) > cluster.size * _READ_AHEAD:
            yield waiting.popleft()
    yield from waiting


def _seen(file: SourceFile, size: int, reading: Job[FileRead]) -> FileRead:
    """A file as a process of the cluster has read it. Raises ``CorpusError`` where it is not there for its machine, and
    ``OSError`` where it can't be read here, either."""
    try:
        found = reading.result()
    except OSError as error:
        file.open().close()
        reason = f"a machine of the Ray cluster can't read it ({error.strerror})"
    else:
        if found.bytes_read == size or file.location.stat().st_size != size:  # else it changed meanwhile, for all
            return found
        reason = "a machine of the Ray cluster has another file of that name"
    raise CorpusError(
        f"{file.location}: {reason}: let every machine see the corpus at the same path, or build without --ray.",
        path=file.location,
    )


def _loaded(model: Model) -> Embedder:
    return models.load(model.name, sha256=model.sha256, precision=model.precision, threads=1)


def _itself(embedder: Embedder) -> Embedder:
    return embedder


def _known_by(opened: OpenedFile | FileRead, description: Description | None) -> str:
    return stamp(opened.sha256(), description)


def _stray(corpus: Path, listing: Listing, amendments: Mapping[str, Amendment]) -> list[Problem]:
    """The amendments of articles whose file is not in the corpus, nor taken out of it by a reader."""
    files = {file.path for file in listing.files}
    stray = [identifier for identifier, one in amendments.items() if one.file not in files]
    taken = taken_out(corpus) if stray else set()
    reason = "amends {!r}, of which the corpus has no file: take that out there, or mend its path"
    return [Problem(AMENDMENTS, reason.format(one), "partly") for one in stray if amendments[one].file not in taken]


def _known(place: Place) -> Known:
    if not place.exists():
        return Known()
    with place.read() as snapshot:
        return Known.of(snapshot)


def _kept(
    files: Sequence[SourceFile], said: Descriptions, known: Known, comparison: Comparison
) -> Iterator[SourceFile]:
    """Keep the files that are as they were; yields the others."""
    for file in files:
        try:
            if file.path in known.files and known.files[file.path] == stamp(file.sha256(), said.get(file.path)):
                comparison.keep(file.path)
                continue
        except OSError as error:
            comparison.lose(file.path, _unreadable(file, error))
            continue
        yield file


def _size(file: SourceFile) -> int:
    try:
        return file.location.stat().st_size
    except OSError:  # whoever opens it says so
        return 0


def _refuse_another(
    corpus: Path, listing: Listing, known: Known, changes: Changes, left_out: Collection[str], *, wrote: bool
) -> None:
    """Raises ``CorpusError`` where nothing of an index would be left that was not taken out on purpose."""
    mine = {identifier: path for identifier, (path, _) in known.articles.items() if path}
    emptied = len(changes.removed) == len(mine)
    taken = taken_out(corpus) if emptied else set()
    meant = sum(path in taken or identifier in left_out for identifier, path in mine.items())
    if not listing.files and meant < len(mine):
        raise CorpusError(listing.problems[-1].reason, path=corpus)
    if listing.files and not known.articles and not wrote:
        raise CorpusError(f"No article could be read in {corpus}. {_listed(changes.problems)}", path=corpus)
    if len(mine) > 1 and emptied and meant < len(mine):
        raise CorpusError(
            f"None of the index's {len(mine)} articles is in {corpus}, so it looks like another corpus: give "
            "--index a folder of its own, or --rebuild to put this corpus in the place of the other.",
            path=corpus,
        )


def _replace(place: Place, target: Place, generation: int) -> None:
    """Put an index that was made beside another in its place, as a later generation, with the versions that are kept
    there."""
    with target.write() as transaction:
        _inherit(transaction, place)
        transaction.advance(max(generation, transaction.generation) + 1)
    place.replace_with(target)


def _inherit(transaction: Transaction, place: Place) -> None:
    with contextlib.ExitStack() as opened:
        try:
            before = opened.enter_context(place.read())
        except (IndexBroken, IndexMissing):  # it is rebuilt for that very reason, and nothing is left to take over
            return
        transaction.inherit(before)


def _done(place: Place, changes: Changes, embedded: int, started: float) -> Progress:
    with place.read() as snapshot:
        status = snapshot.status()
        standings = counts(snapshot.accounts()) if changes.recorded else {}
        found = _recall(snapshot, place) if embedded * _MUCH > status.chunks else None
    report = Report(
        added=changes.added,
        changed=changes.changed,
        removed=len(changes.removed),
        unchanged=status.articles - changes.added - changes.changed,
        embedded_chunks=embedded,
        articles=status.articles,
        chunks=status.chunks,
        generation=status.generation,
        problems=status.problems if changes.recorded else changes.problems,
        seconds=time.monotonic() - started,
        standings=standings,
        recall=found,
        hardly_read=models.hardly_read(status),
    )
    return Progress("done", report.chunks, report.chunks, report)


def _recall(snapshot: Snapshot, place: Place) -> float | None:
    """What the search by meaning finds of the nearest chunks; None where it looks at every one."""
    derived = place.searchable(snapshot)
    return None if derived.vectors.exact else recall(snapshot, derived)


def _recipe(place: Place, *, broken_is_none: bool) -> tuple[Recipe | None, int]:
    """How the index was made, and its generation; None and 0 where there is none yet. One of an earlier format is
    brought to that of this version."""
    try:
        place.upgrade()
        with place.read() as snapshot:
            return snapshot.recipe, snapshot.generation
    except IndexMissing:
        return None, 0
    except IndexBroken:
        if broken_is_none:
            return None, 0
        raise


def _same(known: Recipe, wanted: Recipe, place: Place) -> None:
    if known.model.sha256 != wanted.model.sha256:
        raise ModelError(
            f"The index in {place.name} was built with {known.model.name} (weights {known.model.sha256[:12]}), not "
            f"{wanted.model.name} (weights {wanted.model.sha256[:12]}): add --rebuild to change its model.",
            path=place.location,
        )
    if known.chunk_tokens != wanted.chunk_tokens:
        raise ArgumentError(
            f"The index in {place.name} has chunks of {known.chunk_tokens} tokens, not {wanted.chunk_tokens}: add "
            "--rebuild to change them.",
            path=place.location,
        )


def _unreadable(file: SourceFile, error: OSError) -> Problem:
    return Problem(file.path, f"can't be read ({error.strerror}): allow reading it, or move it away")


def _listed(problems: Sequence[Problem]) -> str:
    shown = "; ".join(problem.line for problem in problems[:3])
    return shown + (f"; and {len(problems) - 3} more" if len(problems) > 3 else "")
