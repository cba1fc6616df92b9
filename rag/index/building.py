"""A folder of articles -> an index, step by step; the one writer.

Only new and changed articles are chunked and embedded. Each transaction leaves an index that answers, so a kill at any
instant loses no more than the batch at hand. It knows nothing of searching.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import filelock
import numpy as np

from rag.corpus import Listing, SourceFile, find_files, read_file
from rag.corpus.shelf import taken_out
from rag.errors import CorpusError, IndexBroken, IndexBusy, IndexMissing, ModelError, RagError
from rag.index import embedding
from rag.index.analysis import analyse
from rag.index.chunking import chunk
from rag.index.derived import Derived, no_vectors
from rag.index.embedding import Embedder
from rag.index.store import Recipe, Store, fingerprint
from rag.types import Article, BuildReport, Chunk, Problem, Progress

STORE = "articles.sqlite"
"""The store's name in an index folder."""
CHUNK_TOKENS = 200
"""The default budget of a chunk."""
_REBUILD = "rebuild"
# Seconds that a build waits for the index: a reader that makes derived files anew holds it for a moment, another build
# for much longer.
_PATIENCE = 3.0
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TOLD = 20  # problems of a file that are told one by one
_AT_ONCE = 32  # chunks between two reports of progress: about a second's work on two cores
# Chunks a transaction: small enough to lose little in a kill, large enough that writing the FAISS file whole after each
# stays a small part of the work.
_SMALLEST_BATCH, _LARGEST_BATCH = 64, 1024


@contextlib.contextmanager
def writing(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Be the only writer of an index; the lock goes with the process, however that ends.

    Raises ``IndexBusy`` where another one is still at it after ``wait`` seconds.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / ".lock", timeout=wait):
            yield
    except filelock.Timeout:
        raise IndexBusy(f"Another process is writing the index in {folder}: try again when it is done.") from None
    except OSError as error:
        if error.errno in _NO_ROOM:
            step = "make room on its disk, then run `rag index` again; what was committed is kept"
        else:
            step = "choose one with --index"
        raise IndexBroken(f"The index folder {folder} can't be written ({error.strerror or error}): {step}.") from error


def build_steps(
    corpus: Path | str,
    index: Path | str = "index",
    *,
    model: str | None = None,
    chunk_tokens: int | None = None,
    rebuild: bool = False,
    embedder: Embedder | None = None,
    threads: int = 2,
) -> Generator[Progress, None, None]:
    """Bring an index in line with a folder of articles, telling how far it is; the last step carries the report.

    ``model`` (a sentence-transformers name or folder) and ``chunk_tokens`` (16 or more) are for a new index or for
    ``rebuild``, which makes a new index beside the old one and puts it in its place when it is complete; else the
    index's own are used. ``embedder`` stands in for ``model``. A folder without articles leaves the index as it is,
    unless readers took out of it all that the index holds. Raises ``CorpusError``, ``IndexBusy``, ``IndexBroken`` and
    ``ModelError``; what was committed before stays, also where the steps are closed before the last one.
    """
    started = time.monotonic()
    if chunk_tokens is not None and chunk_tokens < 16:
        raise RagError(f"A chunk of {chunk_tokens} tokens is too small to say anything: give 16 or more.")
    listing, nothing = _found(Path(corpus), rebuild=rebuild)
    folder = Path(index)
    with writing(folder, wait=_PATIENCE), contextlib.ExitStack() as last:
        store = Store(folder / STORE)
        known, generation = _recipe(store, broken_is_none=rebuild)
        if nothing is not None and not generation:
            raise nothing
        if embedder is None:
            yield Progress("model", 0, 1)
            embedder = embedding.load(
                model or (known.model.name if known else embedding.DEFAULT_MODEL), threads=threads
            )
        recipe = Recipe(embedder.model, chunk_tokens or (known.chunk_tokens if known else CHUNK_TOKENS))
        beside = rebuild and store.path.exists()
        target = Store(folder / _REBUILD / STORE) if beside else store
        shutil.rmtree(folder / _REBUILD, ignore_errors=True)  # of a build that was killed
        last.callback(shutil.rmtree, folder / _REBUILD, ignore_errors=True)
        if known is not None and not beside:
            _same(known, recipe, folder)
        changes = yield from _read(listing, target, Path(corpus), nothing)
        if not target.path.exists():
            _create(target.path, recipe)
        embedded = yield from _write(target, changes, embedder, recipe, None if beside else folder)
        if beside:
            with target.write() as transaction:
                transaction.advance(max(generation, transaction.generation) + 1)
            store.replace_with(target)
            with store.read() as snapshot:
                Derived.make(snapshot, folder)
        with store.read() as snapshot:
            status = snapshot.status()
    report = BuildReport(
        added=changes.added,
        changed=changes.changed,
        removed=len(changes.removed),
        unchanged=status.articles - changes.added - changes.changed,
        embedded_chunks=embedded,
        articles=status.articles,
        chunks=status.chunks,
        generation=status.generation,
        problems=status.problems,
        seconds=time.monotonic() - started,
    )
    yield Progress("done", report.chunks, report.chunks, report)


@dataclass(slots=True)
class _Changes:
    """What differs between the corpus and the store."""

    written: list[tuple[str, Article]] = field(default_factory=list)  # new and changed, each with its file
    added: int = 0
    changed: int = 0
    moved: list[tuple[str, str]] = field(default_factory=list)  # article id, the file it now comes from
    removed: list[str] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)  # file of which nothing is unread -> SHA-256
    gone: list[str] = field(default_factory=list)  # files to forget: vanished, or read anew
    problems: list[Problem] = field(default_factory=list)


def _found(corpus: Path, *, rebuild: bool) -> tuple[Listing, CorpusError | None]:
    """What lies in a corpus; nothing, and why, where there is no file but readers took some out."""
    try:
        return find_files(corpus), None
    except CorpusError as error:
        if rebuild or not taken_out(corpus):
            raise
        return Listing([], [], []), error


def _read(
    listing: Listing, store: Store, corpus: Path, nothing: CorpusError | None
) -> Generator[Progress, None, _Changes]:
    """What differs; ``nothing`` is why there are no files, which is then no error if all that is known was taken out,
    but a problem of the build."""
    changes = _Changes(problems=list(listing.problems))
    known_files: dict[str, str] = {}
    known: dict[str, tuple[str, str]] = {}
    told: dict[str, list[Problem]] = {}  # what was left out of a file that was read, which nobody reads again to say it
    if store.path.exists():
        with store.read() as snapshot:
            known_files, known = snapshot.files(), snapshot.fingerprints()
            for problem in snapshot.problems():
                if problem.kind == "partly":
                    told.setdefault(problem.path, []).append(problem)
    articles_of_file: dict[str, list[str]] = {}
    for identifier, (path, _) in known.items():
        articles_of_file.setdefault(path, []).append(identifier)
    seen: dict[str, str] = {}  # article id -> file
    closed: list[str] = [path for path in {*known_files, *articles_of_file} if _lies_in(path, listing.closed)]
    for path in closed:
        # What can't be looked at now may still be there as it was.
        seen |= dict.fromkeys(articles_of_file.get(path, ()), path)
        changes.problems += told.get(path, ())
    to_read: list[SourceFile] = []
    for file in listing.files:
        kept = articles_of_file.get(file.path, [])
        try:
            with file.location.open("rb") as opened:
                sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError as error:
            changes.problems += [_unreadable(file, error), *told.get(file.path, ())]
            seen |= dict.fromkeys(kept, file.path)
            continue
        if known_files.get(file.path) == sha256:
            # Unchanged files come first: an id of theirs is taken, whatever the names of the others.
            seen |= dict.fromkeys(kept, file.path)
            changes.problems += told.get(file.path, ())
        else:
            to_read.append(file)
    for number, file in enumerate(to_read):
        yield Progress("reading", number, len(to_read))
        kept = articles_of_file.get(file.path, [])
        data = b""
        try:
            data = file.location.read_bytes()
            articles, problems = read_file(file.path, data)
        except OSError as error:
            articles, problems = [], [_unreadable(file, error)]
        for article in articles:
            if (other := seen.get(article.id)) is not None and other != file.path:
                problems.append(Problem(file.path, f"the id {article.id!r} is taken by an article of {other}"))
                continue
            seen[article.id] = file.path
            old = known.get(article.id)
            if old is not None and old[1] == fingerprint(article):
                if old[0] != file.path:
                    changes.moved.append((article.id, file.path))
                continue
            changes.written.append((file.path, article))
            changes.added += old is None
            changes.changed += old is not None
        changes.problems += _few(problems)
        if any(problem.kind == "unread" for problem in problems):
            # What can't be read now may be what was read before: the earlier version stays.
            seen |= {identifier: file.path for identifier in kept if identifier not in seen}
        else:
            changes.read[file.path] = hashlib.sha256(data).hexdigest()
    yield Progress("reading", len(to_read), len(to_read))
    changes.removed = [identifier for identifier in known if identifier not in seen]
    # A file read anew is forgotten until the last of its articles is in: put back to what it was before that, it would
    # pass for unchanged, with some of its articles as they were in between.
    unchanged = {file.path for file in listing.files} - {file.path for file in to_read} | set(closed)
    changes.gone = [path for path in known_files if path not in unchanged]
    meant: set[str] = set()
    if len(changes.removed) == len(known):
        taken = taken_out(corpus)
        meant = {identifier for identifier, (path, _) in known.items() if path in taken}
    if nothing is not None:
        if len(meant) < len(known):
            raise nothing
        changes.problems.append(Problem(".", str(nothing)))
    elif not known and not changes.written:
        raise CorpusError(f"No article could be read in {corpus}. {_listed(changes.problems)}")
    if len(known) > 1 and len(changes.removed) == len(known) and len(meant) < len(known):
        raise CorpusError(
            f"None of the index's {len(known)} articles is in {corpus}, so it looks like another corpus: give "
            "--index a folder of its own, or --rebuild to put this corpus in the place of the other."
        )
    return changes


def _write(
    store: Store, changes: _Changes, embedder: Embedder, recipe: Recipe, folder: Path | None
) -> Generator[Progress, None, int]:
    """Commit the changes batch by batch, the indexes in ``folder`` following each. Returns how many chunks were
    embedded."""
    derived = _derived(store, folder)
    cut: list[_Cut] = []
    for file, article in changes.written:
        yield Progress("cutting", len(cut), len(changes.written))
        chunks = chunk(
            article,
            chunk_tokens=recipe.chunk_tokens,
            window=recipe.model.window,
            count_tokens=embedder.count_tokens,
        )
        cut.append((file, article, chunks))
    total = sum(len(chunks) for _, _, chunks in cut)
    open_articles = Counter(file for file, _ in changes.written)
    with store.write() as transaction:
        gone = transaction.remove(changes.removed)
        for identifier, file in changes.moved:
            transaction.move(identifier, file)
        # A file counts as read when the last of its articles is in.
        transaction.record_files(
            {path: sha for path, sha in changes.read.items() if not open_articles[path]}, changes.gone
        )
        transaction.record_problems(changes.problems)
        transaction.record_complete(not cut)
        if gone:
            transaction.advance()
    if derived is not None and gone:
        derived.update(gone, (), no_vectors(recipe.model.dimension), transaction.state)
    done = 0
    size = max(_SMALLEST_BATCH, min(_LARGEST_BATCH, total // 50))
    for batch in _batches(cut, size):
        texts = [text for _, _, chunks in batch for _, text in chunks]
        # What stands before a chunk in the text that is embedded for it moves its sentences on.
        parts = [
            [(start - made.start + len(text) - len(made.text), end - made.start + len(text) - len(made.text))
             for start, end in made.sentences]
            for _, _, chunks in batch for made, text in chunks
        ]  # fmt: skip
        vectors = np.empty((len(texts), recipe.model.dimension), np.float32)
        of_sentences = [no_vectors(recipe.model.dimension)] * len(texts)
        # Texts of like length together, as a model pads what it reads at once to the longest.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for first in range(0, len(order), _AT_ONCE):
            yield Progress("embedding", done + first, total)
            numbers = order[first : first + _AT_ONCE]
            vectors[numbers], found = embedder.embed_parts(
                [texts[number] for number in numbers], [parts[number] for number in numbers]
            )
            for number, of_chunk in zip(numbers, found, strict=True):
                of_sentences[number] = of_chunk
        finished: dict[str, str] = {}
        added: list[tuple[int, Article, str]] = []
        with store.write() as transaction:
            gone = transaction.remove([article.id for _, article, _ in batch])
            position = 0
            for file, article, chunks in batch:
                made = [one for one, _ in chunks]
                own = slice(position, position + len(made))
                analyses = [analyse(one, found) for one, found in zip(made, of_sentences[own], strict=True)]
                ids = transaction.add(file, article, made, vectors[own], analyses)
                added += [(identifier, article, one.text) for identifier, one in zip(ids, made, strict=True)]
                position += len(made)
                open_articles[file] -= 1
                if not open_articles[file] and file in changes.read:
                    finished[file] = changes.read[file]
            transaction.record_files(finished, ())
            done += len(texts)
            transaction.record_complete(done == total)
            transaction.advance()
        if derived is not None:
            derived.update(gone, added, vectors, transaction.state)
        yield Progress("embedding", done, total)
    return done


_Cut = tuple[str, Article, list[tuple[Chunk, str]]]


def _batches(cut: Sequence[_Cut], size: int) -> Iterator[list[_Cut]]:
    """Whole articles together until they hold ``size`` chunks."""
    batch: list[_Cut] = []
    chunks = 0
    for item in cut:
        batch.append(item)
        chunks += len(item[2])
        if chunks >= size:
            yield batch
            batch, chunks = [], 0
    if batch:
        yield batch


def _derived(store: Store, folder: Path | None) -> Derived | None:
    if folder is None:
        return None
    with store.read() as snapshot:
        return Derived.load(folder, snapshot.state) or Derived.make(snapshot, folder)


def _create(path: Path, recipe: Recipe) -> None:
    """An empty store, there whole or not at all: a kill in between leaves nothing that looks like a damaged index."""
    made = path.with_name(f"{path.name}.new")
    # Of a build that was killed here, and of a store that was deleted without its journal, which SQLite would replay.
    for name in (made.name, *(f"{one}{suffix}" for one in (made.name, path.name) for suffix in ("-wal", "-shm"))):
        path.with_name(name).unlink(missing_ok=True)
    Store.create(made, recipe)
    os.replace(made, path)


def _recipe(store: Store, *, broken_is_none: bool) -> tuple[Recipe | None, int]:
    """How the index was made, and its generation; None and 0 where there is none yet. One of the format before is
    brought to that of this version."""
    try:
        store.upgrade()
        with store.read() as snapshot:
            return snapshot.recipe, snapshot.generation
    except IndexMissing:
        return None, 0
    except IndexBroken:
        if broken_is_none:
            return None, 0
        raise


def _same(known: Recipe, wanted: Recipe, folder: Path) -> None:
    if known.model.sha256 != wanted.model.sha256:
        raise ModelError(
            f"The index in {folder} was built with {known.model.name} (weights {known.model.sha256[:12]}), not "
            f"{wanted.model.name} (weights {wanted.model.sha256[:12]}): add --rebuild to change its model."
        )
    if known.chunk_tokens != wanted.chunk_tokens:
        raise RagError(
            f"The index in {folder} has chunks of {known.chunk_tokens} tokens, not {wanted.chunk_tokens}: add "
            "--rebuild to change them."
        )


def _lies_in(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _unreadable(file: SourceFile, error: OSError) -> Problem:
    return Problem(file.path, f"can't be read ({error.strerror}): allow reading it, or move it away")


def _few(problems: Sequence[Problem]) -> list[Problem]:
    """The problems of a file, of very many of a kind the first ones and how many more there are."""
    kept: list[Problem] = []
    for kind in ("unread", "partly"):
        alike = [problem for problem in problems if problem.kind == kind]
        kept += alike[:_TOLD]
        if (left := len(alike) - _TOLD) > 0:
            kept.append(replace(alike[0], reason=f"{left} more like these: mend the first ones, then build again"))
    return kept


def _listed(problems: Sequence[Problem]) -> str:
    shown = "; ".join(problem.line for problem in problems[:3])
    return shown + (f"; and {len(problems) - 3} more" if len(problems) > 3 else "")
