"""Index: open what was built and search it, by meaning and by words at once.

It follows the store: when a writer has committed a new generation, the next search uses it. It knows nothing of
questions, prompts and answers.
"""

import contextlib
import functools
import threading
import weakref
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from rag.arguments import able
from rag.errors import ArgumentError, IndexMissing, ModelError
from rag.filters import Filters
from rag.index import models, reranking
from rag.index import relevance as relevances
from rag.index.analysis import Analysis, cosines_of
from rag.index.candidates import by_meaning, by_ranks, candidates_of
from rag.index.checks import faults, recall
from rag.index.embedding import Embedder, Model, Vectors, direction, model_of, unit
from rag.index.found import Found, Hit, Stopwatch, without_repeats
from rag.index.holdings import Holdings
from rag.index.place import place_of
from rag.index.ranking import WEIGHTS, Query, rank, sentences
from rag.index.reranking import HEAD, Reranker, reordered
from rag.index.snapshot import Snapshot, Stamp
from rag.index.spelling import absent, respelt
from rag.message import Message
from rag.text.characters import well_formed
from rag.text.language import language
from rag.types import Article, Listed, Nearness, Passage, Progress, Report, Scores, Sentence, Status

_DEPTH = 30  # how far down each of the two lists is read; 60 finds no more (docs/retrieval.md)
_REMEMBERED = 256  # answers whose vectors are kept, for as many conversations at once as there may be

Search = Literal["fused", "dense", "keywords", "ranks"]
"""What orders the passages: all that is known of them, as `rag.index.ranking` weighs it; or, for comparison, the search
by meaning alone, the search by words alone, or the ranks of the two fused."""


class Index(Holdings):
    """An opened index. It may be shared between threads.

    ``report`` is what the last ``build`` or ``update`` by way of this object came to, None before one.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder | None,
        reranker: Reranker | None,
        threads: int,
        relevance: Reranker | bool = True,
    ) -> None:
        self.folder = folder
        self.report: Report | None = None
        self._place = place_of(folder)
        self._threads = threads
        self._given = (embedder, model_of(embedder)) if embedder is not None else None
        self._loaded: tuple[Embedder, Model] | None = None  # and as which an index recorded it
        self._reranker = reranker
        self._relevance = relevance if embedder is None or relevance is not True else False
        # The answers of a conversation come again with each of its questions.
        self._remembered = functools.lru_cache(_REMEMBERED)(lambda embed, text: embed(text))
        # Those in use: each search reads its articles anew, and the answers of many chats may hold the same one.
        self._articles: weakref.WeakValueDictionary[str, Article] = weakref.WeakValueDictionary()
        self._listed: tuple[int, dict[Stamp, Listed]] | None = None  # and the state that it is of
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: Path | str = "index",
        *,
        create: bool = False,
        embedder: Embedder | None = None,
        reranker: Reranker | str | None = None,
        relevance: Reranker | bool = True,
        threads: int = 2,
    ) -> "Index":
        """Open the index in a folder, or at an address as `rag.index.place.place_of` has it; where there is none,
        ``create`` makes an empty one.

        ``embedder`` stands in for the model that the index records, or is that of a new one; a ``reranker``, or a
        cross-encoder's name or folder, orders the best passages anew. ``relevance`` is what reads single sentences
        together with a question, and whose scores are log odds: True for what comes with the project unless an embedder
        stands in, False for nothing.
        Raises ``IndexMissing``, ``IndexBroken``, for a model that can't be had ``ModelError``, and for what is none
        ``ArgumentError``.
        """
        if isinstance(reranker, str):
            reranker = reranking.load(reranker)
        able(reranker, "reranker", "scores")
        able(embedder, "embedder", "count_tokens", "embed_documents", "embed_query")
        opened = cls(Path(folder), embedder, reranker, threads, relevance)
        try:
            with opened._place.read() as snapshot:
                if snapshot.generation or create:
                    return opened
        except IndexMissing:
            if not create:
                raise
            opened.update(())
            return opened
        place = opened._place
        raise IndexMissing(
            Message("The index in {place} holds no article yet: run `rag index`.", place=place.name),
            path=place.location,
        )

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
        """Bring an index in line with a folder of articles as `rag.index.building.build_steps` does, and open it; its
        ``report`` says what was done and what could not be read."""
        from rag.index.building import build_steps

        steps = build_steps(
            corpus, index, model=model, chunk_tokens=chunk_tokens, rebuild=rebuild, embedder=embedder, threads=threads
        )
        report = _last(steps)
        opened = cls.open(index, embedder=embedder, threads=threads)
        opened.report = report
        return opened

    def update(self, articles: Iterable[Article], *, remove: Collection[str] = ()) -> Report:
        """Put articles in, in the place of those of their ids, and take out those of the ids in ``remove``, with the
        guarantees of a build: what is committed answers, and a kill loses no more than the batch at hand.

        Of two of an id the last counts. What a folder's build put in is that folder's alone, and a folder's build
        leaves what came this way as it is. The report, which is returned and kept, has a problem for each id that this
        forbids. Raises ``IndexBusy``, ``IndexBroken`` and ``ModelError``, and ``ArgumentError`` for what is no article.
        """
        from rag.index.building import update_steps

        removed = (remove,) if isinstance(remove, str) else remove
        embedder = self._given and self._given[0]
        if self._loaded is not None:
            with contextlib.suppress(IndexMissing):
                embedder = self.embedder  # of what the index is by now: it may have been made anew with another
        self.report = _last(
            update_steps(self.folder, _known(articles), removed, embedder=embedder, threads=self._threads)
        )
        return self.report

    @property
    def embedder(self) -> Embedder:
        """The embedder of the model that the index was built with. Raises ``ModelError`` where it can't be had."""
        with self._place.read() as snapshot:
            return self._embedder_of(snapshot)

    @property
    def relevance(self) -> Reranker | None:
        """What reads single sentences together with a question, where anything does. Raises ``ModelError``."""
        if self._relevance is True:
            self._relevance = relevances.load(self._threads)
        return self._relevance or None

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
        watch = Stopwatch()
        with self._place.read() as snapshot:
            embedder, derived = self._embedder_of(snapshot), self._place.searchable(snapshot)
            watch.lap("open")
            vector = direction(embedder, query, focus)
            around = self._around(embedder, context) if by == "fused" else None
            watch.lap("embed")
            allowed = snapshot.chunk_ids(filters) if filters not in (None, Filters()) else None
            dense, drawn = by_meaning(derived, vector, around, max(_DEPTH, k), allowed)
            watch.lap("dense")
            keyword = dict(derived.keywords.search(query, max(_DEPTH, k), allowed))
            wanted = Query.of(query, vector[0], derived.keywords.rarity(query), derived.keywords.terms(query))
            watch.lap("keywords")
            brought = {"dense": dense, "keywords": keyword}.get(by, {**dense, **drawn, **keyword})
            analyses = snapshot.analyses(list(brought))
            candidates = candidates_of(derived, vector, around, analyses, keyword)
            scores = dict(zip(analyses, rank(wanted, candidates, weights), strict=True))
            if by != "fused":
                scores = by_ranks(scores, {"dense": (dense,), "keywords": (keyword,)}.get(by, (dense, keyword)))
            order = sorted(scores, key=lambda one: (-scores[one].fused, one))
            chosen, repeats = without_repeats(order, analyses, max(k, HEAD) if self._reranker else k)
            watch.lap("rank")
            hits = self._hits(snapshot, wanted, [*chosen, *repeats], scores, analyses)
            watch.lap("load")
        best = [hits[one] for one in chosen]
        if self._reranker is not None and best:
            best = reordered(self._reranker, query, best)
            watch.lap("rerank")
        copies = tuple((hits[one].passage, hits[other].passage) for one, other in repeats.items())
        left_out = tuple(
            (one, f"says nearly the same as {two.article.id}:{two.start}-{two.end}") for one, two in copies
        )
        return Found(tuple(best[:k]), snapshot.generation, watch.laps, left_out, wanted.period, copies)

    def whole(self, articles: Collection[str]) -> Found:
        """Every passage of the articles of those ids, in their order, as if a search had brought them."""
        watch = Stopwatch()
        with self._place.read() as snapshot:
            chunks = snapshot.chunks(sorted(snapshot.chunk_ids_of(articles)))
            analyses = snapshot.analyses(list(chunks))
        hits = []
        for one, made in chunks.items():
            told = zip(made.sentences, analyses[one].instructs.tolist(), strict=True)
            spans = tuple(Sentence(made.article, *bounds, 0, 0, 0, 0, instructs) for bounds, instructs in told)
            hits.append(Hit(Passage.of(made, spans), analyses[one]))
        watch.lap("load")
        return Found(tuple(hits), snapshot.generation, watch.laps)

    def nearness(self, found: Found) -> Nearness:
        """How near a text comes in meaning to the sentences of the passages found. Raises ``ModelError``."""
        embedder = self.embedder
        analyses = [hit.analysis for hit in found.hits]

        def near(text: str) -> list[list[float]]:
            return cosines_of(analyses, embedder.embed_query(well_formed(text))[0])

        return near

    def status(self) -> Status:
        """What the index holds, and its size on disk in bytes."""
        with self._place.read() as snapshot:
            return replace(snapshot.status(), size=self._place.size())

    def listing(self, filters: Filters | None = None) -> list[Listed]:
        """Its articles without their texts, or those that pass the filters: newest first, undated ones last."""
        with self._place.read() as snapshot:
            if self._listed is None or self._listed[0] != snapshot.state:
                self._listed = snapshot.state, snapshot.listing(self._listed and self._listed[1])
            if filters in (None, Filters()):
                return list(self._listed[1].values())
            passing = snapshot.passing(filters)
            return [one for one in self._listed[1].values() if one.id in passing]

    def holding(self, stems: Collection[str]) -> set[str]:
        """The ids of the articles that have, for each of some stems, a word that begins so, wherever in them."""
        with self._place.read() as snapshot:
            keywords = self._place.searchable(snapshot).keywords
            found = [snapshot.articles_having(keywords.holding(well_formed(stem))) for stem in stems]
            return set.intersection(*found) if found else set()

    def respelt(self, question: str) -> str:
        """The question with what are slips of the pen by the words of its articles and of its language mended."""
        with self._place.read() as snapshot:
            keywords = self._place.searchable(snapshot).keywords
            return respelt(question, language(question), keywords, lambda one: snapshot.chunks([one])[one].text)

    def absent(self, text: str) -> tuple[str, ...]:
        """The words of a text, as it writes them, that none of its articles has in any form; function words aside."""
        with self._place.read() as snapshot:
            return absent(text, self._place.searchable(snapshot).keywords)

    def meaning(self, text: str) -> Vectors | None:
        """A text's vector by the default model, (dimension,), of length 1; None by any other. Raises ``ModelError``."""
        if model_of(embedder := self.embedder).name != models.DEFAULT_MODEL:
            return None
        vector: Vectors = self._remembered(embedder.embed_query, well_formed(text))[0]
        return vector

    def near(self, text: str) -> dict[str, float]:
        """For each article, by its id, how near the chunk of it that comes nearest to a text comes to that in meaning,
        as a cosine. Raises ``ModelError``."""
        with self._place.read() as snapshot:
            vector = self._embedder_of(snapshot).embed_query(well_formed(text))
            derived = self._place.searchable(snapshot)
            articles = snapshot.articles_of_chunks()
            ids, cosines = derived.vectors.all_cosines(vector)
        found: dict[str, float] = {}
        for chunk, cosine in zip(ids.tolist(), cosines.tolist(), strict=True):
            article = articles[chunk]
            found[article] = max(cosine, found.get(article, -1.0))
        return found

    def articles(self, identifiers: Collection[str]) -> dict[str, Article]:
        """The articles of those ids by id, as far as they are there."""
        with self._place.read() as snapshot:
            found = snapshot.articles_of(identifiers)
        return {one: self._shared(article) for one, article in found.items()}

    def article(self, identifier: str) -> Article | None:
        """The article of that id, or None where there is none."""
        with self._place.read() as snapshot:
            found = snapshot.article(identifier)
        return found and self._shared(found)

    def verify(self) -> list[str]:
        """What is wrong with the index, a line each; empty where every row of the store is what was put in, none is
        missing or too many, every chunk is a slice of its article, every vector has length 1, and both derived indexes
        hold exactly the store's chunks with their vectors and words."""
        with self._place.read() as snapshot:
            if found := snapshot.damage():
                return found  # what else there is to see follows from it, or can't be read
            return faults(snapshot, self._place.searchable(snapshot))

    def recall(self) -> float:
        """The share of the ten nearest chunks that the search by meaning finds, measured with sentences of the index's
        own; 1 where it is exact."""
        with self._place.read() as snapshot:
            return recall(snapshot, self._place.searchable(snapshot))

    def _embedder_of(self, snapshot: Snapshot) -> Embedder:
        recorded = snapshot.recipe.model
        if self._given is not None:
            embedder, model = self._given
            if model.sha256 != recorded.sha256:
                raise ModelError(
                    f"The index in {self._place.name} was built with {recorded.name}, not {model.name}: open it "
                    "with that model, or run `rag index --rebuild`.",
                    path=self._place.location,
                )
            return embedder
        with self._lock:
            if self._loaded is None or self._loaded[1] != recorded:
                loaded = models.load(
                    recorded.name, sha256=recorded.sha256, precision=recorded.precision, threads=self._threads
                )
                self._loaded = loaded, recorded
            return self._loaded[0]

    def _hits(
        self,
        snapshot: Snapshot,
        wanted: Query,
        identifiers: Sequence[int],
        scores: Mapping[int, Scores],
        analyses: Mapping[int, Analysis],
    ) -> dict[int, Hit]:
        hits = {}
        found = snapshot.chunks(identifiers)
        # Of all at once, as each step of numpy takes longer than the sentences of a chunk.
        near = cosines_of([analyses[one] for one in found], wanted.vector)
        for (one, made), cosines in zip(found.items(), near, strict=True):
            article = self._shared(made.article)
            spans = sentences(wanted, article, analyses[one], cosines)
            hits[one] = Hit(Passage(article, made.start, made.end, scores[one], spans), analyses[one])
        return hits

    def _shared(self, article: Article) -> Article:
        """The article, as the object that is in use already where one is."""
        known = self._articles.get(article.id)
        if known is not None and known == article:
            return known
        self._articles[article.id] = article
        return article

    def _around(self, embedder: Embedder, texts: Sequence[str]) -> Vectors | None:
        """The direction that texts have in common, as (1, dimension) of length 1; None where there is no text."""
        if not texts:
            return None
        return unit(np.sum([self._remembered(embedder.embed_query, well_formed(text)) for text in texts], axis=0))


def _known(articles: Iterable[Article]) -> Iterator[Article]:
    """The articles, one by one. Raises ``ArgumentError`` at what is none."""
    if isinstance(articles, Article):
        raise ArgumentError("Articles are given as a list, and this is one of them: put it into brackets, `[article]`.")
    for one in articles:
        if not isinstance(one, Article):
            raise ArgumentError(f"Articles are `Article(id, title, text)`, and this is {type(one).__name__}.")
        yield one


def _last(steps: Generator[Progress, None, None]) -> Report:
    report = None
    for step in steps:
        report = step.report
    if report is None:
        raise AssertionError("a build ends with its report")
    return report
