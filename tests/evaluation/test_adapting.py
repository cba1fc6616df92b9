"""What is learned of questions and sentences is what is read of them afterwards."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.errors import CorpusError, RagError
from rag.evaluation import adapting
from rag.evaluation.adapting import Adapted, Candidate, Example, gather, learn, mean
from rag.evaluation.questions import load_questions
from rag.index import relevance
from rag.index.models import DEFAULT_MODEL, folder_of
from rag.index.original import load_original, transformers_of
from rag.index.search import Index
from rag.types import Article
from tests.conftest import HashedWords

pytestmark = [pytest.mark.model, pytest.mark.slow]

RIVERS = ("Ouse", "Tern", "Wye", "Dart", "Exe", "Tamar", "Severn", "Avon")


def example(river: str) -> Example:
    answering = Candidate(f"It rises in the hills above {river} Head.", 0.6, right=True)
    others = (Candidate(f"The {river} is a river.", 0.9, right=False), Candidate("Boats sank.", 0.2, right=False))
    return Example(f"Where does the {river} begin?", (others[0], answering, others[1]))


def test_what_was_learned_is_read_as_it_was_learned(tmp_path: Path) -> None:
    import torch

    random.seed(1)
    torch.manual_seed(1)
    model = Adapted()
    pairs = [("Where does the Ouse begin?", "It rises in the hills."), ("Who sank?", "Four boats sank. " * 40)]
    with torch.no_grad():
        first = model(pairs)
    learn(model, [example(river) for river in RIVERS] * 4)
    with torch.no_grad():
        told = model(pairs)
    assert not torch.allclose(told, first, atol=1e-3), "nothing was learned"
    model.save(tmp_path / "learned.npz")
    assert read(tmp_path / "learned.npz", pairs) == pytest.approx(told.tolist(), abs=0.02)


def test_a_mean_is_between_what_was_learned(tmp_path: Path) -> None:
    import torch

    paths = []
    for seed in (1, 2):
        random.seed(seed)
        torch.manual_seed(seed)
        model = Adapted()
        learn(model, [example(river) for river in RIVERS] * 4)
        paths.append(tmp_path / f"{seed}.npz")
        model.save(paths[-1])
    pairs = [("Where does the Ouse begin?", "It rises in the hills.")]
    mean(paths[:1] * 2, tmp_path / "same.npz")
    assert read(tmp_path / "same.npz", pairs) == pytest.approx(read(paths[0], pairs), abs=0.01)
    mean(paths, tmp_path / "mean.npz")
    several = sorted(read(path, pairs)[0] for path in (*paths, tmp_path / "mean.npz"))
    assert read(tmp_path / "mean.npz", pairs) == [several[1]]


def read(path: Path, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """What the model makes of pairs with what was learned."""
    import torch

    (bert,) = transformers_of(load_original(DEFAULT_MODEL, folder_of(DEFAULT_MODEL)))
    other = Adapted()
    other.bert, other.head = bert, relevance.adapt(bert, relevance.learned(path))
    with torch.no_grad():
        told: list[float] = other(pairs).tolist()
    return told


def test_a_question_is_learned_from_with_what_is_found_for_it(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    text = "The Ouse is a river. The Ouse begins above Linton. Boats sank in it."
    index.update([Article("ouse", "Ouse", text), Article("tern", "Tern", "The Tern begins nowhere.")])
    start = text.index("The Ouse begins")
    lines = [
        '{"id": "1", "question": "Where does the Ouse begin?", "answers": [], "answerable": true,'
        f' "evidence_ids": ["ouse"], "evidence": [{{"article_id": "ouse", "start": {start}, "end": {start + 30}}}]}}',
        '{"id": "2", "question": "Who owns the Ouse?", "answers": [], "answerable": false}',
        '{"id": "3", "question": "What sank in the Ouse?", "answers": ["submarines"], "answerable": true,'
        ' "evidence_ids": ["ouse"], "evidence": []}',
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    told, unanswered = gather(index, load_questions(tmp_path))
    assert [one.text for one in told.sentences if one.right] == ["The Ouse begins above Linton."]
    assert len(told.sentences) == 4
    assert not any(one.right for one in unanswered.sentences)


def test_wrong_usage_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="usage"):
        adapting.main([])
    (tmp_path / "articles.jsonl").write_text('{"id": "a", "title": "A", "text": "Four boats sank."}\n')
    with pytest.raises(CorpusError, match=r"questions\.jsonl"):
        adapting.main([str(tmp_path)])
    np.savez(tmp_path / "other.npz", weights=np.zeros(3))
    (tmp_path / "text.npz").write_text("Four boats sank.")
    before = relevance.LEARNED.read_bytes()
    for files in ([], ["one.npz"]):
        with pytest.raises(SystemExit, match="usage"):
            adapting.main(["mean", *files])
    for file in ("none.npz", "other.npz", "text.npz"):
        with pytest.raises(RagError, match=rf"{file} is not what was learned before"):
            adapting.main(["mean", str(relevance.LEARNED), str(tmp_path / file)])
    assert relevance.LEARNED.read_bytes() == before
