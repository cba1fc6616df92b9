"""Index: open what was built and search it, by meaning and by words at once.

It follows the store: when a writer has committed a new generation, the next search uses it. It knows nothing of
questions, prompts and answers.
"""

import functools
import threading
import time
import weakref
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from rag.errors import IndexBroken, IndexBusy, IndexMissing, ModelError
from rag.index import embedding, reranking
from rag.index.analysis import Analysis, cosines_of
from rag.index.building import STORE, build_steps, writing
from rag.index.derived import Derived
from rag.index.embedding import Embedder, Vectors
from rag.index.ranking import WEIGHTS, Candidate, Query, rank, sentences
from rag.index.reranking import HEAD, Reranker
from rag.index.store import Listed, Snapshot, Status, Store
from rag.text.characters import well_formed
from rag.text.stems import FUNCTION_STEMS
from rag.types import Article, Filters, Nearness, Passage, Period, Scores, Sentence

_DEPTH = 30  # how far down each of the two lists is read; 60 finds no more (docs/retrieval.md)
# How far candidates are looked for towards what was answered before, beside those nearest to the question alone.
_DRAWN = 0.4
_REMEMBERED = 256  # answers whose vectors are kept, for as many conversations at once as there may be
# Reciprocal rank fusion and its constant: Cormack, Clarke and Buettcher, SIGIR 2009.
_RANK_CONSTANT = 60
# The share of their words that two passages have in common where one repeats the other, if their numbers are the same,
# too: a correction repeats all but a number. At 0.9, two of clapnq's 145 questions lost the passage that is right.
_REPEATS = 0.95

Search = Literal["fused", "dense", "keywords", "ranks"]
"""What orders the passages: all that is known of them, as `rag.index.ranking` weighs it; or, for comparison, the search
by meaning alone, the search by words alone, or the ranks of the two fused."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: passages, best first, and the analysis of each; those left out from among them, each with
    the reason in a line; the ``copies`` among these, each with the passage that says nearly the same and was not left
    out; the generation searched; the years that the query names, first and last, which passages were weighed by; and
    seconds by stage."""

    passages: tuple[Passage, ...]
    analyses: tuple[Analysis, ...]
    generation: int
    timings: Mapping[str, float]
    left_out: tuple[tuple[Passage, str], ...] = ()
    period: Period | None = None
    copies: tuple[tuple[Passage, Passage], ...] = ()


class Index:
    """An index opened for reading. It may be shared between threads."""

    build_steps = staticmethod(build_steps)

    def __init__(self, folder: Path, embedder: Embedder | None, reranker: Reranker | None, threads: int) -> None:
        self.folder = folder
        self._store = Store(folder / STORE)
        self._threads = threads
        self._given = embedder
        self._embedder = embedder
        self._reranker = reranker
        self._derived: Derived | None = None
        # The answers of a conversation come again with each of its questions.
        self._remembered = functools.lru_cache(_REMEMBERED)(_embedded)
        # Those in use: each search reads its articles anew, and the answers of many chats may hold the same one.
        self._articles: weakref.WeakValueDictionary[str, Article] = weakref.WeakValueDictionary()
        self._listed: tuple[int, list[Listed]] | None = None  # and the state that it is of
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: Path | str = "index",
        *,
        embedder: Embedder | None = None,
        reranker: Reranker | str | None = None,
        threads: int = 2,
    ) -> "Index":
        """Open the index in a folder. ``embedder`` stands in for the model that the index records; a ``reranker``, a
        cross-encoder's name or folder, orders the best passages anew.

        Raises ``IndexMissing``, ``IndexBroken`` and, for a reranker that can't be had, ``ModelError``.
        """
        if isinstance(reranker, str):
            reranker = reranking.load(reranker)
        opened = cls(Path(folder), embedder, reranker, threads)
        with opened._store.read() as snapshot:
            if snapshot.generation == 0:
                raise IndexMissing(f"The index in {folder} holds no article yet: run `rag index`.")
        return opened

    @classmethod
    def build(
        cls,
        corpus: Path | str,
        index: Path | str = "index",
        *,
        model: str | None = None,
        chunk_tokens: int | None = None,
        rebuild: bool = False,
        embedder: Embedder | None = None,
        threads: int = 2,
    ) -> "Index":
        """Build or update an index as ``build_steps`` does, and open it."""
        for _ in build_steps(
            corpus, index, model=model, chunk_tokens=chunk_tokens, rebuild=rebuild, embedder=embedder, threads=threads
        ):
            pass
        return cls.open(index, embedder=embedder, threads=threads)

    @property
    def embedder(self) -> Embedder:
        """The embedder of the model that the index was built with. Raises ``ModelError`` where it can't be had."""
        with self._store.read() as snapshot:
            return self._embedder_of(snapshot)

    def search(
        self,
        query: str,
        *,
        k: int = 8,
        filters: Filters | None = None,
        focus: str | None = None,
        context: Sequence[str] = (),
        by: Search = "fused",
        weights: Mapping[str, float] = WEIGHTS,
    ) -> Found:
        """The ``k`` best passages for a query, or fewer where there are fewer, among the articles that pass the
        filters. Of passages that say nearly the same only the best is among them.

        In a conversation, ``focus`` is the part of the query that is asked, whose meaning counts as much as that of the
        whole; and ``context`` are texts that were answered before: the nearer a passage is to them, the likelier.
        ``weights`` are those of `rag.index.ranking`. Raises ``ModelError``, ``IndexBroken``.
        """
        query, focus = well_formed(query), focus and well_formed(focus)
        clock = time.perf_counter
        with self._store.read() as snapshot:
            begun = clock()
            embedder, derived = self._embedder_of(snapshot), self._derived_of(snapshot)
            opened = clock()
            allowed = snapshot.chunk_ids(filters) if filters not in (None, Filters()) else None
            vector = embedder.embed_query(query)
            if focus is not None and focus != query:
                vector = embedding.unit(vector + embedder.embed_query(focus))
            around = self._direction(embedder, context) if by == "fused" else None
            embedded = clock()
            depth = max(_DEPTH, k)
            dense = dict(derived.vectors.search(vector, depth, allowed))
            drawn = {}
            if around is not None:
                drawn = dict(derived.vectors.search(vector + _DRAWN * around, depth, allowed))
            dense_done = clock()
            keyword = dict(derived.keywords.search(query, depth, allowed))
            rarity = derived.keywords.rarity(query)
            keyword_done = clock()
            telling = {stem: one for stem, one in rarity.items() if stem not in FUNCTION_STEMS}
            wanted = Query.of(vector[0], telling or rarity)
            brought = list({"dense": dense, "keywords": keyword}.get(by, {**dense, **drawn, **keyword}))
            analyses = snapshot.analyses(brought)
            cosines = derived.vectors.cosines(vector, list(analyses))
            near = derived.vectors.cosines(around, list(analyses)) if around is not None else [0.0] * len(analyses)
            candidates = [
                Candidate(one, cosine, keyword.get(one), analyses[one], to_context)
                for one, cosine, to_context in zip(analyses, cosines, near, strict=True)
            ]
            scores = {one.id: score for one, score in zip(candidates, rank(wanted, candidates, weights), strict=True)}
            if by != "fused":
                lists = {"dense": (dense,), "keywords": (keyword,), "ranks": (dense, keyword)}[by]
                scores = {one: replace(score, fused=_reciprocal(one, lists)) for one, score in scores.items()}
            order = sorted(scores, key=lambda one: (-scores[one].fused, one))
            chosen, repeats = _without_repeats(order, analyses, max(k, HEAD) if self._reranker else k)
            ranked = clock()
            chunks = snapshot.chunks([*chosen, *repeats])
            articles = {one: self._shared(made.article) for one, made in chunks.items()}
            passages = {
                one: Passage(
                    articles[one], made.start, made.end, scores[one], sentences(wanted, articles[one], analyses[one])
                )
                for one, made in chunks.items()
            }
            loaded = clock()
            best = list(chosen)
            if self._reranker is not None and best:
                read = self._reranker.scores(
                    query, [f"{passages[one].article.title}\n{passages[one].text}" for one in best]
                )
                best = [one for _, one in sorted(zip(read, best, strict=True), key=lambda pair: -pair[0])]
        timings = {
            "open": opened - begun,
            "embed": embedded - opened,
            "dense": dense_done - embedded,
            "keywords": keyword_done - dense_done,
            "rank": ranked - keyword_done,
            "load": loaded - ranked,
        }
        if self._reranker is not None:
            timings["rerank"] = clock() - loaded
        copies = tuple((passages[one], passages[other]) for one, other in repeats.items())
        left_out = tuple((one, f"says nearly the same as {_place(other)}") for one, other in copies)
        found, read_as = tuple(passages[one] for one in best[:k]), tuple(analyses[one] for one in best[:k])
        return Found(found, read_as, snapshot.generation, timings, left_out, wanted.period, copies)

    def whole(self, articles: Collection[str]) -> Found:
        """Every passage of the articles of those ids, in their order, as if a search had brought them."""
        with self._store.read() as snapshot:
            begun = time.perf_counter()
            chunks = snapshot.chunks(sorted(snapshot.chunk_ids_of(articles)))
            analyses = snapshot.analyses(list(chunks))
            passages = tuple(
                Passage(
                    made.article,
                    made.start,
                    made.end,
                    Scores(0, None, 0),
                    tuple(Sentence(made.article, start, end, 0, 0, 0, 0) for start, end in made.sentences),
                )
                for made in chunks.values()
            )
            timings = {"load": time.perf_counter() - begun}
            return Found(passages, tuple(analyses[one] for one in chunks), snapshot.generation, timings)

    def nearness(self, found: Found) -> Nearness:
        """How near a text comes in meaning to the sentences of the passages found. Raises ``ModelError``."""
        embedder = self.embedder

        def near(text: str) -> list[list[float]]:
            return cosines_of(found.analyses, embedder.embed_query(well_formed(text))[0])

        return near

    def status(self) -> Status:
        """What the index holds, and its size on disk in bytes."""
        with self._store.read() as snapshot:
            size = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
            return replace(snapshot.status(), size=size)

    def names(self) -> tuple[list[str], list[str]]:
        """The sources and the authors of its articles: what ``Filters`` can name."""
        with self._store.read() as snapshot:
            return snapshot.names()

    def listing(self) -> list[Listed]:
        """Its articles without their texts, newest first, undated ones last."""
        with self._store.read() as snapshot:
            if self._listed is None or self._listed[0] != snapshot.state:
                # It reads all texts, as the checksum of an article is of its text, too: 0.2 s for 3,000 articles.
                self._listed = snapshot.state, snapshot.listing()
            return list(self._listed[1])

    def article(self, identifier: str) -> Article | None:
        """The article of that id, or None where there is none."""
        with self._store.read() as snapshot:
            found = snapshot.article(identifier)
        return found and self._shared(found)

    def verify(self) -> list[str]:
        """What is wrong with the index, a line each; empty where every row of the store is what was put in, none is
        missing or too many, every chunk is a slice of its article, every vector has length 1, and both derived indexes
        hold exactly the store's chunks with their vectors and words."""
        with self._store.read() as snapshot:
            if found := snapshot.damage():
                return found  # what else there is to see follows from it, or can't be read
            ids, vectors = snapshot.vectors()
            found = [f"chunk {identifier} is empty" for identifier, _, text in snapshot.texts() if not text.strip()]
            lengths = np.linalg.norm(vectors, axis=1)
            found += [
                f"the vector of chunk {identifier} has length {length:.3f}"
                for identifier, length in zip(ids, lengths, strict=True)
                if not abs(length - 1) < 1e-3
            ]
            return found + self._derived_of(snapshot).strays(snapshot)

    def _embedder_of(self, snapshot: Snapshot) -> Embedder:
        recorded = snapshot.recipe.model
        with self._lock:
            if self._embedder is None or self._embedder.model.sha256 != recorded.sha256:
                if self._given is not None:
                    raise ModelError(
                        f"The index in {self.folder} was built with {recorded.name}, not {self._given.model.name}: "
                        "open it with that model, or run `rag index --rebuild`."
                    )
                self._embedder = embedding.load(recorded.name, sha256=recorded.sha256, threads=self._threads)
            return self._embedder

    def _shared(self, article: Article) -> Article:
        """The article, as the object that is in use already where one is."""
        known = self._articles.get(article.id)
        if known is not None and known == article:
            return known
        self._articles[article.id] = article
        return article

    def _direction(self, embedder: Embedder, texts: Sequence[str]) -> Vectors | None:
        """The direction that texts have in common, as (1, dimension) of length 1; None where there is no text."""
        if not texts:
            return None
        return embedding.unit(
            np.sum([self._remembered(embedder.embed_query, well_formed(text)) for text in texts], axis=0)
        )

    def _derived_of(self, snapshot: Snapshot) -> Derived:
        with self._lock:
            if self._derived is None or self._derived.state != snapshot.state:
                self._derived = Derived.load(self.folder, snapshot.state) or self._made(snapshot)
            return self._derived

    def _made(self, snapshot: Snapshot) -> Derived:
        """The derived indexes made anew: in the folder for all to use, or in memory while a writer is at work there."""
        try:
            with writing(self.folder), self._store.read() as newest:
                if newest.state == snapshot.state:
                    return Derived.make(newest, self.folder)
        except (IndexBusy, IndexBroken):
            pass
        return Derived.make(snapshot, None)


def _embedded(embed: Callable[[str], Vectors], text: str) -> Vectors:
    return embed(text)


def _reciprocal(identifier: int, lists: Sequence[Mapping[int, float]]) -> float:
    ranks = [list(found).index(identifier) + 1 for found in lists if identifier in found]
    return sum(1 / (_RANK_CONSTANT + rank) for rank in ranks)


def _without_repeats(
    order: Sequence[int], analyses: Mapping[int, Analysis], count: int
) -> tuple[list[int], dict[int, int]]:
    """The first ``count`` chunks that do not repeat one before them, as two printings of an agency's text do; and those
    passed over for it, each with the one that it repeats."""
    chosen: dict[int, set[str]] = {}
    repeats: dict[int, int] = {}
    for one in order:
        if len(chosen) == count:
            break
        words = set("".join(analyses[one].words).split())
        repeated = next((other for other, held in chosen.items() if _nearly_the_same(words, held)), None)
        if repeated is not None:
            repeats[one] = repeated
        else:
            chosen[one] = words
    return list(chosen), repeats


def _nearly_the_same(words: Set[str], others: Set[str]) -> bool:
    """Whether two passages have nearly all words and all numbers in common."""
    if min(len(words), len(others)) < _REPEATS * max(len(words), len(others)):  # which tells most pairs apart at once
        return False
    return len(words & others) >= _REPEATS * len(words | others) and not any(one[0].isdigit() for one in words ^ others)


def _place(passage: Passage) -> str:
    return f"{passage.article.id}:{passage.start}-{passage.end}"
